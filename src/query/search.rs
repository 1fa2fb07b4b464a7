//! Full text of articles and quotes, best match first, with the words around.

use super::quotes::{self, Printed, Quote};
use super::words::{self, Index, Words};
use super::{Page, QueryError, articles, letters};
use rusqlite::{Connection, Row, params_from_iter};
use std::ops::Range;

/// Marks where a matching word begins in a snippet; no text holds it (a noncharacter of Unicode).
pub const MATCH_BEGINS: char = '\u{fdd0}';
/// Marks where it ends.
pub const MATCH_ENDS: char = '\u{fdd1}';

/// Words of a snippet.
const SNIPPET_TOKENS: usize = 24;

/// Letters of a snippet of a text that is searched letter by letter, and of them those before the first match.
const SNIPPET_LETTERS: usize = 90;
const SNIPPET_BEFORE: usize = 30;

/// Something in which the words were found.
#[derive(Clone, Debug, PartialEq)]
pub enum Hit {
    /// A quote.
    Quote {
        /// The quote.
        quote: Box<Quote>,
        /// The words around, with the marks.
        snippet: String,
    },
    /// An article.
    Article {
        /// Where it was printed.
        printed: Printed,
        /// The words around, with the marks.
        snippet: String,
        /// Its language, where that is why no quotes were extracted from it.
        not_extracted: Option<String>,
    },
}

/// The quotes in which the words are found, best first.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Database`].
pub fn in_quotes(
    connection: &Connection,
    typed: &str,
    limit: Option<usize>,
) -> Result<Page<Hit>, QueryError> {
    let _state = super::one_state(connection)?;
    let found = snippets(connection, words::QUOTES, typed, limit)?;
    found
        .try_map(|(row, snippet)| Ok(Hit::Quote { quote: Box::new(quotes::read(connection, row)?), snippet }))
}

/// The articles in which the words are found, best first.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Database`].
pub fn in_articles(
    connection: &Connection,
    typed: &str,
    limit: Option<usize>,
) -> Result<Page<Hit>, QueryError> {
    let _state = super::one_state(connection)?;
    snippets(connection, words::ARTICLES, typed, limit)?.try_map(|(row, snippet)| {
        let mut statement = connection.prepare_cached(
            "SELECT public_id AS article_id, outlet, published, title, url, language FROM article WHERE id = ?1",
        )?;
        let read = |row: &Row<'_>| Ok((Printed::of_row(row)?, row.get("language")?));
        let (printed, language): (Printed, Option<String>) = statement.query_row([row], read)?;
        let not_extracted = articles::not_extracted(language.as_deref()).map(str::to_owned);
        Ok(Hit::Article { printed, snippet, not_extracted })
    })
}

/// Row numbers and snippets of the best matches in one index; rejected quotes and older versions are left out.
fn snippets(
    connection: &Connection,
    index: Index,
    typed: &str,
    limit: Option<usize>,
) -> Result<Page<(i64, String)>, QueryError> {
    let words = Words::read(typed)?;
    let rejected = if index.name == words::QUOTES.name {
        "AND NOT EXISTS (SELECT 1 FROM occurrence o WHERE o.attribution_id = f.rowid AND o.verdict = 'rejected')
         AND NOT EXISTS (SELECT 1 FROM attribution q JOIN older_version v ON v.article_id = q.article_id
                         WHERE q.id = f.rowid)"
    } else {
        "AND f.rowid NOT IN (SELECT article_id FROM older_version)"
    };
    let most = limit.map_or(-1, |limit| i64::try_from(limit.saturating_add(1)).unwrap_or(-1));
    let mut rows = match (&words.indexed, words.within.as_slice()) {
        (Some(indexed), []) => indexed_snippets(connection, index.name, indexed, rejected, most)?,
        _ => snippets_within(connection, index, &words, rejected, most)?,
    };
    let more = limit.is_some_and(|limit| rows.len() > limit);
    rows.truncate(limit.unwrap_or(usize::MAX));
    Ok(Page { rows, more })
}

/// Those of words that the index has: best first.
fn indexed_snippets(
    connection: &Connection,
    index: &str,
    indexed: &str,
    rejected: &str,
    most: i64,
) -> Result<Vec<(i64, String)>, QueryError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT f.rowid, snippet({index}, -1, ?2, ?3, '…', {SNIPPET_TOKENS}), f.* FROM {index} f
         WHERE {index} MATCH ?1 {rejected} ORDER BY rank LIMIT ?4"
    ))?;
    let parameters = (indexed, MATCH_BEGINS.to_string(), MATCH_ENDS.to_string(), most);
    let columns = 2..statement.column_count();
    let pair = |row: &Row<'_>| {
        let texts = texts(row, columns.clone())?;
        Ok((row.get(0)?, letters::whole(&row.get::<_, String>(1)?, &texts)))
    };
    Ok(statement.query_map(parameters, pair)?.collect::<Result<_, _>>()?)
}

/// Those of words that may stand within longer runs of letters: titles first, then what came last.
fn snippets_within(
    connection: &Connection,
    index: Index,
    words: &Words,
    rejected: &str,
    most: i64,
) -> Result<Vec<(i64, String)>, QueryError> {
    let (rows, parameters) = words.rows(index);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT f.rowid, f.* FROM {} f WHERE f.rowid IN ({rows}) {rejected} ORDER BY f.rowid DESC",
        index.name
    ))?;
    let columns = 1..statement.column_count();
    let mut found = statement.query(params_from_iter(parameters))?;
    let (mut in_title, mut in_text) = (Vec::new(), Vec::new());
    while let Some(row) = found.next()? {
        let texts = texts(row, columns.clone())?;
        // A title stands before its text, and is said where the text does not have it.
        let best =
            texts.iter().rev().find_map(|text| snippet_within(text, &words.within)).unwrap_or_default();
        let titled = texts.len() > 1
            && texts.first().is_some_and(|title| snippet_within(title, &words.within).is_some());
        if titled { &mut in_title } else { &mut in_text }.push((row.get(0)?, best));
    }
    in_title.append(&mut in_text);
    in_title.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(in_title)
}

fn texts(row: &Row<'_>, columns: Range<usize>) -> rusqlite::Result<Vec<String>> {
    let texts = columns.map(|column| row.get::<_, Option<String>>(column));
    texts.filter_map(Result::transpose).collect()
}

/// The letters around the first of the words in a text, with all of them marked; `None` where none is there.
fn snippet_within(text: &str, words: &[String]) -> Option<String> {
    let small = text.to_ascii_lowercase();
    let first = words.iter().filter_map(|word| small.find(word.as_str())).min()?;
    let from = text.get(..first)?.char_indices().rev().nth(SNIPPET_BEFORE - 1).map_or(0, |(at, _)| at);
    let to = text.get(from..)?.char_indices().nth(SNIPPET_LETTERS).map_or(text.len(), |(at, _)| from + at);
    let mut out = String::from(if from > 0 { "…" } else { "" });
    let mut at = from;
    while at < to {
        let next =
            words.iter().filter_map(|word| Some((at + small.get(at..to)?.find(word.as_str())?, word.len())));
        let Some((begin, length)) = next.min_by_key(|(begin, length)| (*begin, usize::MAX - length)) else {
            break;
        };
        out.push_str(text.get(at..begin)?);
        out.push(MATCH_BEGINS);
        out.push_str(text.get(begin..begin + length)?);
        out.push(MATCH_ENDS);
        at = begin + length;
    }
    out.push_str(text.get(at..to)?);
    out.push_str(if to < text.len() { "…" } else { "" });
    Some(letters::whole(&out, &[text.to_owned()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_within_runs_of_letters() {
        let snippet = |text: &str, words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            snippet_within(text, &words)
                .map(|snippet| snippet.replace(MATCH_BEGINS, "[").replace(MATCH_ENDS, "]"))
        };
        assert_eq!(
            snippet("市長が辞任。警察は辞任を見た。", &["辞任", "警察"]).as_deref(),
            Some("市長が[辞任]。[警察]は[辞任]を見た。")
        );
        assert_eq!(snippet("EUのAI規制", &["ai規制"]).as_deref(), Some("EUの[AI規制]"));
        assert_eq!(snippet("市長", &["辞任"]), None);
        let long = format!("{}辞任{}", "あ".repeat(100), "い".repeat(200));
        let expected = format!(
            "…{}[辞任]{}…",
            "あ".repeat(SNIPPET_BEFORE),
            "い".repeat(SNIPPET_LETTERS - SNIPPET_BEFORE - 2)
        );
        assert_eq!(snippet(&long, &["辞任"]), Some(expected));
    }
}
