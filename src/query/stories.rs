//! Stories: who printed a report first, who else did, and what each cut.

use super::QueryError;
use super::quotes::Printed;
use crate::store::sameness::Shingles;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// How one outlet told a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Where and when it was printed; the article is the one that holds its text.
    pub printed: Printed,
    /// first, version or copy; or `same` where the whole text is that of the article.
    pub relation: String,
    /// Whether the others are compared with it: it is the longest.
    pub fullest: bool,
    /// How many sentences of the fullest stand here.
    pub kept: usize,
    /// The sentences of the fullest that do not.
    pub cut: Vec<Cut>,
}

/// A sentence that is not there; offsets are code points into the text of the fullest telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// First code point.
    pub start: i64,
    /// One past the last.
    pub end: i64,
    /// The sentence.
    pub words: String,
}

/// Runs of so many words tell whether a sentence stands in a text …
const RUN: usize = 3;

/// The newest versions of the articles of the story of article ?1.
const OF_STORY: &str = "SELECT s.article_id FROM story_article me JOIN story_article s ON s.story = me.story
   WHERE me.article_id = ?1 AND s.article_id NOT IN (SELECT article_id FROM older_version)";

/// The tellings of the story of the article with the row number `row`, first printed first; those without a day come
/// last. Of an article that changed the newest version.
///
/// # Errors
/// [`QueryError::Database`].
pub fn tellings(connection: &Connection, row: i64) -> Result<Vec<Telling>, QueryError> {
    let fullest: Option<i64> = connection
        .prepare_cached(&format!(
            "SELECT id FROM article WHERE id IN ({OF_STORY}) ORDER BY chars DESC, published IS NULL, published, public_id
             LIMIT 1"
        ))?
        .query_row([row], |found| found.get(0))
        .optional()?;
    let Some(fullest) = fullest else { return Ok(Vec::new()) };
    let sentences = Sentences::of(connection, fullest)?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT a.id, s.relation, a.text, a.public_id AS article_id, a.outlet, a.published, a.title, a.url
         FROM article a JOIN story_article s ON s.article_id = a.id WHERE a.id IN ({OF_STORY})"
    ))?;
    let mut copies = connection.prepare_cached(
        "SELECT a.public_id AS article_id, c.outlet, c.published, c.title, c.url
         FROM article_copy c JOIN article a ON a.id = c.article_id WHERE c.article_id = ?1 AND c.elsewhere = 1",
    )?;
    let mut rows = statement.query([row])?;
    let mut tellings = Vec::new();
    while let Some(found) = rows.next()? {
        let article: i64 = found.get(0)?;
        let is_fullest = article == fullest;
        let cut =
            if is_fullest { Vec::new() } else { sentences.missing(found.get_ref(2)?.as_str().unwrap_or("")) };
        let telling = Telling {
            printed: Printed::of_row(found)?,
            relation: found.get(1)?,
            fullest: is_fullest,
            kept: sentences.all.len() - cut.len(),
            cut,
        };
        for printed in copies.query_map([article], Printed::of_row)? {
            tellings.push(Telling {
                printed: printed?,
                relation: "same".to_owned(),
                fullest: false,
                ..telling.clone()
            });
        }
        tellings.push(telling);
    }
    tellings.sort_by(|a, b| {
        let key =
            |t: &Telling| (t.printed.published.is_none(), t.printed.published.clone(), t.relation != "first");
        key(a).cmp(&key(b)).then_with(|| a.printed.article_id.cmp(&b.printed.article_id))
    });
    Ok(tellings)
}

/// The sentences of a text, with their runs of words.
struct Sentences {
    all: Vec<(Cut, Shingles)>,
}

impl Sentences {
    fn of(connection: &Connection, article: i64) -> Result<Self, QueryError> {
        let text: String = connection
            .prepare_cached("SELECT text FROM article WHERE id = ?1")?
            .query_row([article], |found| found.get(0))?;
        let mut statement = connection.prepare_cached(
            "SELECT start_char, end_char FROM sentence WHERE article_id = ?1 ORDER BY start_char",
        )?;
        let spans = statement.query_map([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut characters = text.chars();
        let (mut at, mut all) = (0, Vec::new());
        for span in spans {
            let (start, end): (i64, i64) = span?;
            characters.by_ref().take(usize::try_from(start - at).unwrap_or(0)).for_each(drop);
            let words: String = characters.by_ref().take(usize::try_from(end - start).unwrap_or(0)).collect();
            at = end.max(at);
            let runs = Shingles::runs(std::iter::once(words.as_str()), RUN).sorted();
            // "No." cannot be looked for.
            if runs.len() > 0 {
                all.push((Cut { start, end, words }, runs));
            }
        }
        Ok(Self { all })
    }

    /// Those of which less than half stands in a text.
    fn missing(&self, text: &str) -> Vec<Cut> {
        let there = Shingles::runs(text.lines(), RUN).sorted();
        let is_cut = |runs: &Shingles| runs.found_in(&there) * 2 < runs.len();
        self.all.iter().filter(|(_, runs)| is_cut(runs)).map(|(cut, _)| cut.clone()).collect()
    }
}

/// Where else the very text of an article was printed, first printed first; `article` is a public id.
pub(super) fn same_text(connection: &Connection, article: &str) -> Result<Vec<Printed>, QueryError> {
    also_in(connection, article, "0", None)
}

/// Where else a story was printed, first printed first: other outlets' near copies and the same text elsewhere.
/// `article` is a public id; of the near copies only those for which `fits`, a condition on the article `a`, holds.
pub(super) fn also_in(
    connection: &Connection,
    article: &str,
    fits: &str,
    parameter: Option<&dyn rusqlite::ToSql>,
) -> Result<Vec<Printed>, QueryError> {
    let mut statement = connection.prepare_cached(&format!(
        "WITH me AS (SELECT id FROM article WHERE public_id = ?1),
         near AS (SELECT a.id FROM me JOIN story_article m ON m.article_id = me.id
                  JOIN story_article s ON s.story = m.story JOIN article a ON a.id = s.article_id
                  WHERE a.id != me.id AND a.id NOT IN (SELECT article_id FROM older_version) AND ({fits}))
         SELECT * FROM (
           SELECT public_id AS article_id, outlet, published, title, url FROM article WHERE id IN near
           UNION ALL
           SELECT a.public_id, c.outlet, c.published, c.title, c.url FROM article_copy c
           JOIN article a ON a.id = c.article_id WHERE c.elsewhere = 1 AND (a.id IN near OR a.id IN me))
         ORDER BY published IS NULL, published, article_id"
    ))?;
    let read = |row: &Row<'_>| Printed::of_row(row);
    let rows = match parameter {
        Some(parameter) => {
            statement.query_map(params![article, parameter], read)?.collect::<Result<_, _>>()?
        }
        None => statement.query_map([article], read)?.collect::<Result<_, _>>()?,
    };
    Ok(rows)
}
