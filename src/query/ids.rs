//! Public ids, or the beginning of one, → row numbers.

use super::QueryError;
use crate::store::Store;
use crate::store::ids::IdKind;

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
        IdKind::Speaker => {
            "SELECT id FROM speaker WHERE public_id = ?1
             UNION ALL SELECT speaker_id FROM former_speaker WHERE public_id = ?1"
        }
    })?;
    Ok(statement.query_row([id], |row| row.get(0))?)
}
