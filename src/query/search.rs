//! Full text of articles and quotes, best match first, with the words around.

use super::quotes::{self, Printed, Quote};
use super::{Page, QueryError, articles, letters, words};
use rusqlite::{Connection, Row};

/// Marks where a matching word begins in a snippet; no text holds it (a noncharacter of Unicode).
pub const MATCH_BEGINS: char = '\u{fdd0}';
/// Marks where it ends.
pub const MATCH_ENDS: char = '\u{fdd1}';

/// Words of a snippet.
const SNIPPET_TOKENS: usize = 24;

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
    let found = snippets(connection, "quote_fts", typed, limit)?;
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
    snippets(connection, "article_fts", typed, limit)?.try_map(|(row, snippet)| {
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
    index: &str,
    typed: &str,
    limit: Option<usize>,
) -> Result<Page<(i64, String)>, QueryError> {
    let rejected = if index == "quote_fts" {
        "AND NOT EXISTS (SELECT 1 FROM occurrence o WHERE o.attribution_id = f.rowid AND o.verdict = 'rejected')
         AND NOT EXISTS (SELECT 1 FROM attribution q JOIN older_version v ON v.article_id = q.article_id
                         WHERE q.id = f.rowid)"
    } else {
        "AND f.rowid NOT IN (SELECT article_id FROM older_version)"
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT f.rowid, snippet({index}, -1, ?2, ?3, '…', {SNIPPET_TOKENS}), f.* FROM {index} f
         WHERE {index} MATCH ?1 {rejected} ORDER BY rank LIMIT ?4"
    ))?;
    let most = limit.map_or(-1, |limit| i64::try_from(limit.saturating_add(1)).unwrap_or(-1));
    let parameters = (words::fts(typed)?, MATCH_BEGINS.to_string(), MATCH_ENDS.to_string(), most);
    let columns = 2..statement.column_count();
    let pair = |row: &Row<'_>| {
        let texts = columns.clone().map(|column| row.get::<_, Option<String>>(column));
        let texts: Vec<String> = texts.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        Ok((row.get(0)?, letters::whole(&row.get::<_, String>(1)?, &texts)))
    };
    let mut rows: Vec<(i64, String)> = statement.query_map(parameters, pair)?.collect::<Result<_, _>>()?;
    let more = limit.is_some_and(|limit| rows.len() > limit);
    rows.truncate(limit.unwrap_or(usize::MAX));
    Ok(Page { rows, more })
}
