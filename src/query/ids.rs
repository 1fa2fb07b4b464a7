//! Public ids, or the beginning of one, → row numbers.

use super::QueryError;
use crate::store::ids::IdKind;
use crate::store::{Store, StoreError};
use rusqlite::OptionalExtension;

/// The row number of a claim, by its id or that of one of its quotes, or by the beginning of either.
///
/// # Errors
/// [`QueryError::Store`]: no such id, or several; [`QueryError::Database`].
pub fn claim(store: &Store, typed: &str) -> Result<i64, QueryError> {
    if !typed.trim_start().to_lowercase().starts_with("q:") {
        return row(store, IdKind::Claim, typed);
    }
    let quote = row(store, IdKind::Quote, typed)?;
    let sql = "SELECT claim_id FROM occurrence WHERE attribution_id = ?1";
    let claim: Option<i64> =
        store.connection().query_row(sql, [quote], |found| found.get(0)).optional()?.flatten();
    claim.ok_or_else(|| QueryError::Store(StoreError::UnknownId(typed.to_owned())))
}

/// The row number of what has the id `typed`, or whose id alone begins so.
///
/// # Errors
/// [`QueryError::Store`]: no such id, or several.
pub fn row(store: &Store, kind: IdKind, typed: &str) -> Result<i64, QueryError> {
    let id = store.resolve(kind, typed)?;
    let mut statement = store.connection().prepare_cached(match kind {
        IdKind::Article => "SELECT id FROM article WHERE public_id = ?1",
        IdKind::Quote => "SELECT id FROM attribution WHERE public_id = ?1",
        IdKind::Claim => "SELECT id FROM claim WHERE public_id = ?1",
        IdKind::Accusation => "SELECT id FROM accusation WHERE public_id = ?1",
        IdKind::Speaker => {
            "SELECT id FROM speaker WHERE public_id = ?1
             UNION ALL SELECT speaker_id FROM former_speaker WHERE public_id = ?1"
        }
    })?;
    Ok(statement.query_row([id], |row| row.get(0))?)
}
