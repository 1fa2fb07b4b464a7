//! Articles: what was read, from where, and how many quotes were found in it.

use super::accusations::{JOINED, LISTED};
use super::picking::Picking;
use super::quotes::{self, Printed, Quote};
use super::versions::{self, Version};
use super::{Days, Page, QueryError, stories, words};
use crate::speakers::SpeakerType;
use crate::store::Store;
use crate::store::ids::IdKind;
use crate::store::names::normalise;
use crate::store::sameness::address_key;
use rusqlite::{Connection, Row};

/// Which articles are wanted. Empty lists and `None` stand for all.
#[derive(Clone, Debug, Default)]
pub struct ArticleFilter {
    /// Outlets, letter by letter (see [`outlets`]).
    pub outlets: Vec<String>,
    /// Words to look for in title and text, as a person types them.
    pub about: Option<String>,
    /// Row numbers of speakers, one of whom is quoted.
    pub speakers: Vec<i64>,
    /// Days of publication.
    pub days: Days,
    /// Older versions, too.
    pub all_versions: bool,
    /// One row for each story.
    pub fold: bool,
    /// Only those of which there is an older version.
    pub changed: bool,
    /// The number of the run of import that brought it.
    pub import: Option<i64>,
    /// How many rows at most.
    pub limit: Option<usize>,
}

/// An article without its text.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRow {
    /// Row number, worth nothing outside this database.
    pub row: i64,
    /// Where and when it was printed.
    pub printed: Printed,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Length in code points.
    pub chars: i64,
    /// How many quotes were found (rejected ones left out).
    pub quotes: i64,
    /// How many accusations.
    pub accusations: i64,
    /// How many other outlets printed the same text (white space and boilerplate apart).
    pub copies: i64,
    /// How many older versions there are, shorter copies left out.
    pub older_versions: i64,
    /// `a:…` of the newest version, where this is an older one.
    pub newest_version: Option<String>,
    /// `a:…` of the first article of its story; its own where it is alone or first.
    pub story: Option<String>,
    /// Where else the story was printed; only in a folded listing.
    pub also_in: Vec<Printed>,
    /// The file that it was read from.
    pub path: Option<String>,
    /// Its line there, from 1, in a file that holds an article on each line.
    pub line: Option<i64>,
    /// SHA-256 of the bytes that were read.
    pub bytes_sha256: String,
    /// When it was imported.
    pub imported: String,
    /// Version and model that extracted it.
    pub extracted_by: String,
    /// The language (ISO 639-1), where it was told or looks like another one than English.
    pub language: Option<String>,
}

/// The language of an article out of which nothing is extracted; `language` as it is stored.
pub fn not_extracted(language: Option<&str>) -> Option<&str> {
    language.filter(|code| *code != "en" && !code.starts_with("en-"))
}

/// The outlets in the database whose names fit `name`: the whole name if there is such a one, else those of which
/// it is a part; case, accents and "the" apart. Empty where none fits.
///
/// # Errors
/// [`QueryError::Database`].
pub fn outlets(connection: &Connection, name: &str) -> Result<Vec<String>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT outlet FROM article WHERE outlet IS NOT NULL
             UNION SELECT outlet FROM article_copy WHERE outlet IS NOT NULL ORDER BY outlet",
    )?;
    let all: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let compared = |name: &str| normalise(name, SpeakerType::Organization).name;
    let asked = compared(name);
    let whole: Vec<String> = all.iter().filter(|outlet| compared(outlet) == asked).cloned().collect();
    if !whole.is_empty() || asked.is_empty() {
        return Ok(whole);
    }
    let padded = |name: &str| format!(" {} ", compared(name));
    Ok(all.into_iter().filter(|outlet| padded(outlet).contains(&format!(" {asked} "))).collect())
}

/// The condition that an outlet of a list printed the article, also as a copy of one that was there already.
pub(super) const PRINTED_BY: &str = "a.id IN (SELECT id FROM article WHERE outlet IN (?)
    UNION SELECT article_id FROM article_copy WHERE outlet IN (?))";

/// Articles, newest first; those without a date come last.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Database`].
pub fn articles(connection: &Connection, filter: &ArticleFilter) -> Result<Page<ArticleRow>, QueryError> {
    let _state = super::one_state(connection)?;
    let mut picking = Picking::default();
    let by_outlet = picking.require_one_of(PRINTED_BY, filter.outlets.iter().cloned());
    if let Some(about) = &filter.about {
        let (rows, parameters) = words::Words::read(about)?.rows(words::ARTICLES);
        picking.require_with(&format!("a.id IN ({rows})"), parameters);
    }
    let by_speaker = picking.require_one_of(
        "a.id IN (SELECT q.article_id FROM quote_speaker qs JOIN attribution q ON q.id = qs.attribution_id
                  WHERE qs.speaker_id IN (?))",
        filter.speakers.iter().copied(),
    );
    if !filter.all_versions {
        picking.require("a.id NOT IN (SELECT article_id FROM older_version)");
    }
    if filter.changed {
        picking.require("a.id IN (SELECT newest_id FROM older_version WHERE NOT shorter)");
    }
    let by_import = picking.require_one_of("a.import_run_id IN (?)", filter.import);
    if by_outlet || by_speaker || by_import || filter.changed || filter.about.is_some() {
        picking.names_few();
    }
    picking.require_days(filter.days, "a.published", "a.published");
    let order = "a.published DESC, a.public_id";
    if !filter.fold {
        return picking
            .pick(connection, "a.id", "article a", order, filter.limit)?
            .try_map(|row| read(connection, row));
    }
    let key = "(SELECT story FROM story_article s WHERE s.article_id = a.id)";
    picking.pick_folded(connection, "a.id", key, "article a", order, filter.limit)?.try_map(|row| {
        let article = read(connection, row)?;
        let also_in = stories::also_in(connection, &article.printed.article_id, "1", None)?;
        Ok(ArticleRow { also_in, ..article })
    })
}

/// The article with the row number `row`.
///
/// # Errors
/// [`QueryError::Database`], also where there is none.
pub fn read(connection: &Connection, row: i64) -> Result<ArticleRow, QueryError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT a.public_id AS article_id, a.outlet, a.published, a.title, a.url, a.authors, a.chars, a.path, a.line, a.language,
                a.bytes_sha256, a.imported, e.version || ' ' || e.model AS extracted_by,
                (SELECT count(*) FROM attribution q LEFT JOIN occurrence o ON o.attribution_id = q.id
                 WHERE q.article_id = a.id AND o.verdict IS NOT 'rejected') AS quotes,
                (SELECT count(*) FROM accusation x {JOINED} WHERE x.article_id = a.id AND {LISTED}) AS accusations,
                (SELECT count(*) FROM article_copy c WHERE c.article_id = a.id AND c.elsewhere = 1) AS copies,
                (SELECT count(*) FROM older_version v WHERE v.newest_id = a.id AND NOT v.shorter) AS older_versions,
                (SELECT n.public_id FROM older_version v JOIN article n ON n.id = v.newest_id
                 WHERE v.article_id = a.id) AS newest_version,
                (SELECT s.story FROM story_article s WHERE s.article_id = a.id) AS story
         FROM article a JOIN extraction_run e ON e.id = a.extraction_run_id WHERE a.id = ?1"
    ))?;
    Ok(statement.query_row([row], |found| {
        Ok(ArticleRow {
            row,
            printed: Printed::of_row(found)?,
            authors: serde_json::from_str(&found.get::<_, String>("authors")?).unwrap_or_default(),
            chars: found.get("chars")?,
            quotes: found.get("quotes")?,
            accusations: found.get("accusations")?,
            copies: found.get("copies")?,
            older_versions: found.get("older_versions")?,
            newest_version: found.get("newest_version")?,
            story: found.get("story")?,
            also_in: Vec::new(),
            path: found.get("path")?,
            line: found.get("line")?,
            bytes_sha256: found.get("bytes_sha256")?,
            imported: found.get("imported")?,
            extracted_by: found.get("extracted_by")?,
            language: found.get("language")?,
        })
    })?)
}

/// An article with its text and all that was found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeArticle {
    /// Where it is from.
    pub article: ArticleRow,
    /// The text, unchanged.
    pub text: String,
    /// Its quotes, in the order of the text (rejected ones left out).
    pub quotes: Vec<Quote>,
    /// Its paragraphs that are not running text, in their order: start and end in code points, and what they are.
    pub parts: Vec<(i64, i64, String)>,
    /// What was odd about it: start and end in code points, and words.
    pub warnings: Vec<(i64, i64, String)>,
    /// Where else the same text was printed: outlet, day, address.
    pub copies: Vec<(Option<String>, Option<String>, Option<String>)>,
    /// Its versions, this one included, oldest first.
    pub versions: Vec<Version>,
    /// Where else its story was printed, the same text included; first printed first.
    pub also_in: Vec<Printed>,
}

/// The article that `asked` names: its id or the beginning of it, its address, or the path it was read from, with the line
/// where there are several.
///
/// # Errors
/// [`QueryError::Store`]: there is none, or several; [`QueryError::Database`].
pub fn find(store: &Store, asked: &str) -> Result<i64, QueryError> {
    let mut statement = store.connection().prepare_cached(
        "SELECT id FROM article
         WHERE (url = ?1 OR path IN (?1, ?5, './' || ?5) OR id IN (SELECT article_id FROM fingerprint WHERE address = ?2)
                OR id IN (SELECT article_id FROM article_copy WHERE url = ?1 OR path IN (?1, ?5, './' || ?5))
                OR path IN (?3, ?6, './' || ?6) AND line = ?4
                OR id IN (SELECT article_id FROM article_copy WHERE path IN (?3, ?6, './' || ?6) AND line = ?4))
           AND id NOT IN (SELECT article_id FROM older_version) ORDER BY published DESC LIMIT 2",
    )?;
    let is_id = asked.trim_start().to_lowercase().starts_with("a:");
    let found: Vec<i64> = if is_id {
        Vec::new()
    } else {
        // "news.jsonl:12".
        let line = asked.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse::<i64>().ok()?)));
        let (path, line) = line.unzip();
        statement
            .query_map(
                (asked, address_key(asked), path, line, plain_path(asked), path.map(plain_path)),
                |row| row.get(0),
            )?
            .collect::<Result<_, _>>()?
    };
    match found.as_slice() {
        [one] => Ok(*one),
        _ => super::ids::row(store, IdKind::Article, asked),
    }
}

/// A path without "./": `import .` keeps paths as `./01.txt`, and one asks for `01.txt`.
fn plain_path(path: &str) -> String {
    let mut rest = path;
    while let Some(plain) = rest.strip_prefix("./") {
        rest = plain.trim_start_matches('/');
    }
    rest.replace("/./", "/")
}

/// The row numbers of an article's quotes, in the order of the text (rejected ones left out).
pub(super) fn quotes_of(connection: &Connection, row: i64) -> Result<Vec<i64>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT q.id FROM attribution q LEFT JOIN occurrence o ON o.attribution_id = q.id
         WHERE q.article_id = ?1 AND o.verdict IS NOT 'rejected' ORDER BY q.number",
    )?;
    Ok(statement.query_map([row], |found| found.get(0))?.collect::<Result<_, _>>()?)
}

/// The article with the row number `row`, whole.
///
/// # Errors
/// [`QueryError::Database`], also where there is none.
pub fn whole(connection: &Connection, row: i64) -> Result<WholeArticle, QueryError> {
    let text = connection
        .prepare_cached("SELECT text FROM article WHERE id = ?1")?
        .query_row([row], |found| found.get(0))?;
    let quotes = quotes_of(connection, row)?
        .into_iter()
        .map(|quote| quotes::read(connection, quote))
        .collect::<Result<_, _>>()?;
    let three = |found: &Row<'_>| Ok((found.get(0)?, found.get(1)?, found.get(2)?));
    let mut statement = connection.prepare_cached(
        "SELECT start_char, end_char, kind FROM part WHERE article_id = ?1 ORDER BY start_char",
    )?;
    let parts = statement.query_map([row], three)?.collect::<Result<_, _>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT start_char, end_char, message FROM warning WHERE article_id = ?1 ORDER BY number",
    )?;
    let warnings = statement.query_map([row], three)?.collect::<Result<_, _>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT outlet, published, url FROM article_copy WHERE article_id = ?1 AND elsewhere = 1 ORDER BY id",
    )?;
    let copy = |found: &Row<'_>| Ok((found.get(0)?, found.get(1)?, found.get(2)?));
    let copies = statement.query_map([row], copy)?.collect::<Result<_, _>>()?;
    let versions = versions::versions(connection, row)?;
    let article = read(connection, row)?;
    let also_in = stories::also_in(connection, &article.printed.article_id, "1", None)?;
    Ok(WholeArticle { article, text, quotes, parts, warnings, copies, versions, also_in })
}
