//! A database that may not be written to: on a disk that is mounted so, or somebody else's.

use super::{SCHEMA_VERSION, StoreError, migrations, whose};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Whether a database could not be opened because it, or its folder, may not be written to.
pub(super) fn may_be(wrong: &rusqlite::Error) -> bool {
    matches!(
        wrong.sqlite_error_code(),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
    )
}

/// Opens it for reading.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    // Readers of a database with a log need a file beside it, which they cannot make there. Where there is no log, nobody
    // writes, and SQLite may take the file for one that does not change (SQLite documentation, WAL, "Read-Only Databases").
    let connection = connect(path, "mode=ro").or_else(|wrong| match has_log(path) {
        true => Err(wrong),
        false => connect(path, "mode=ro&immutable=1"),
    })?;
    let version = migrations::version(&connection)?;
    if version < SCHEMA_VERSION {
        return Err(StoreError::Older { path: path.to_owned(), version });
    }
    connection.set_prepared_statement_cache_capacity(96);
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768;")?;
    Ok(connection)
}

fn connect(path: &Path, how: &str) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(format!("file:{}?{how}", escaped(path)), flags)?;
    connection.busy_timeout(Duration::from_secs(15))?;
    // The first read shows whether it can be read.
    whose(&connection, path)?;
    Ok(connection)
}

fn has_log(path: &Path) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name).metadata().is_ok_and(|log| log.len() > 0)
}

/// A path as it stands in a URI: `?`, `#` and `%` mean something there.
fn escaped(path: &Path) -> String {
    let mut out = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'?' | b'#' | b'%' | 0x80.. => {
                let _ = write!(out, "%{byte:02X}");
            }
            byte => out.push(char::from(*byte)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn a_database_is_read_without_being_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("50% näms?#.db");
        let store = Store::open_or_create(&path).unwrap();
        store.begin_import("2026-01-31T12:00:00Z", "[]", "{}").unwrap();
        let count = |connection: &Connection| -> i64 {
            connection.query_row("SELECT count(*) FROM import_run", [], |row| row.get(0)).unwrap()
        };
        assert!(has_log(&path));
        assert_eq!(count(&open(&path).unwrap()), 1);
        drop(store);
        assert!(!has_log(&path));
        let connection = connect(&path, "mode=ro&immutable=1").unwrap();
        assert_eq!(count(&connection), 1);
        let wrong = connection.execute("DELETE FROM import_run", []).unwrap_err();
        assert!(may_be(&wrong));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_older_format_cannot_be_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        Connection::open(&path).unwrap().execute_batch(migrations::MIGRATIONS[0]).unwrap();
        let wrong = open(&path).unwrap_err();
        assert!(matches!(wrong, StoreError::Older { version: 1, .. }), "{wrong}");
        assert!(wrong.hint().is_some_and(|hint| hint.contains("copy it")));
    }
}
