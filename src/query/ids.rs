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
    let table = match kind {
        IdKind::Article => "article",
        IdKind::Quote => "attribution",
        IdKind::Speaker => "speaker",
        IdKind::Claim => "claim",
    };
    let mut statement =
        store.connection().prepare_cached(&format!("SELECT id FROM {table} WHERE public_id = ?1"))?;
    Ok(statement.query_row([id], |row| row.get(0))?)
}
