//! Speakers who may be one, for a person to decide.

use super::speakers::{self, Speaker};
use super::{Page, QueryError};
use rusqlite::Connection;

/// Two speakers who may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The one in more articles.
    pub one: Speaker,
    /// The other.
    pub other: Speaker,
    /// Probability that they are one.
    pub confidence: f64,
    /// What speaks for it.
    pub reason: String,
}

/// Suggestions, the most probable first; those on one of the speakers `of` (row numbers) only, if there are any.
///
/// # Errors
/// [`QueryError::Database`].
pub fn suggestions(
    connection: &Connection,
    of: &[i64],
    limit: Option<usize>,
) -> Result<Page<Suggestion>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT g.one_id, g.other_id, g.confidence, g.reason FROM suggestion g
         JOIN speaker one ON one.id = g.one_id JOIN speaker other ON other.id = g.other_id
         ORDER BY g.confidence DESC, one.quotes + other.quotes DESC, one.public_id, other.public_id",
    )?;
    let mut rows = statement.query([])?;
    let mut page = Page { rows: Vec::new(), more: false };
    while let Some(row) = rows.next()? {
        let (one, other): (i64, i64) = (row.get(0)?, row.get(1)?);
        if !of.is_empty() && !of.contains(&one) && !of.contains(&other) {
            continue;
        }
        if limit.is_some_and(|limit| page.rows.len() == limit) {
            page.more = true;
            break;
        }
        page.rows.push(Suggestion {
            one: speakers::read(connection, one)?,
            other: speakers::read(connection, other)?,
            confidence: row.get(2)?,
            reason: row.get(3)?,
        });
    }
    Ok(page)
}

/// Whether it is suggested that two speakers (row numbers), in either order, are one.
///
/// # Errors
/// [`QueryError::Database`].
pub fn is_suggested(connection: &Connection, one: i64, other: i64) -> Result<bool, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT 1 FROM suggestion WHERE (one_id = ?1 AND other_id = ?2) OR (one_id = ?2 AND other_id = ?1)",
    )?;
    Ok(statement.exists((one, other))?)
}
