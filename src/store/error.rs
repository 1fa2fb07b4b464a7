//! What can go wrong with a database file, in words for the person who reads them.

use super::SCHEMA_VERSION;
use rusqlite::ErrorCode;
use std::path::PathBuf;

/// What can go wrong with a database file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("there is no database {}", .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error("{} is not an onrecord database", .0.display())]
    NotOurs(PathBuf),
    /// The file was written by a later version of onrecord.
    #[error("{} was written by a newer onrecord (its format is {version}, this program knows {SCHEMA_VERSION})", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        version: i64,
    },
    /// The file was written by an earlier version of onrecord, and may not be written to.
    #[error("{} was written by an older onrecord (its format is {version}), and may not be written to", .path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its format.
        version: i64,
    },
    /// A backup would overwrite something.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// No article, quote, speaker or claim has this id.
    #[error("nothing has the id {0}")]
    UnknownId(String),
    /// Several ids begin like this.
    #[error("several ids begin with {typed}: {}", .found.join(", "))]
    AmbiguousId {
        /// What was typed.
        typed: String,
        /// Some of the ids, in order.
        found: Vec<String>,
    },
    /// No run of import has this number.
    #[error("there is no import {0}")]
    UnknownImport(i64),
    /// The import was undone before.
    #[error("import {run} was undone already, on {when}")]
    Undone {
        /// Its number.
        run: i64,
        /// When.
        when: String,
    },
    /// The import was undone while it was running.
    #[error("import {run} was undone while it was running, on {when}: nothing more is stored")]
    UndoneMeanwhile {
        /// Its number.
        run: i64,
        /// When.
        when: String,
    },
    /// No decision has this number.
    #[error("there is no decision {0}")]
    UnknownDecision(i64),
    /// The decision was taken back before.
    #[error("decision {number} was undone already, on {when}")]
    DecisionUndone {
        /// Its number.
        number: i64,
        /// When.
        when: String,
    },
    /// A file of decisions could not be read or written.
    #[error("{0}")]
    File(std::io::Error),
    /// A decision that cannot be taken.
    #[error("{0}")]
    Decision(String),
    /// The bytes that an article was read from could not be packed or unpacked.
    #[error("the original cannot be packed or unpacked: {0}")]
    Packing(std::io::Error),
    /// The file could not be read or written.
    #[error("{}", words(.0))]
    Sqlite(#[from] rusqlite::Error),
}

impl StoreError {
    /// What to try, for the person who reads the error.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            StoreError::Missing(_) => Some("`onrecord import PATH` makes one; --db FILE chooses another"),
            StoreError::NotOurs(_) => Some("--db FILE chooses another file; nothing was changed in this one"),
            StoreError::Newer { .. } => Some("use the newer onrecord; this one has changed nothing"),
            StoreError::Older { .. } => Some(
                "copy it to where you may write: this onrecord brings the copy up to date when it opens it",
            ),
            StoreError::Exists(_) => Some("choose another name, or move that file away"),
            StoreError::UnknownImport(_) => Some("`onrecord imports` lists them with their numbers"),
            StoreError::UnknownDecision(_) | StoreError::DecisionUndone { .. } => {
                Some("`onrecord decisions` lists them with their numbers")
            }
            StoreError::UndoneMeanwhile { .. } => Some("give the same command again to import it after all"),
            StoreError::AmbiguousId { .. } => Some("type more of the id"),
            StoreError::Sqlite(error) => hint(error.sqlite_error_code()?),
            _ => None,
        }
    }
}

/// What is wrong with the file; SQLite's own words where they say more than ours.
fn words(error: &rusqlite::Error) -> String {
    let plain = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "the database is in use",
        Some(ErrorCode::CannotOpen) => "the database cannot be opened, or a file beside it cannot be made",
        Some(ErrorCode::ReadOnly) => "the database, or its folder, may not be written to",
        Some(ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied) => {
            "access to the database is denied"
        }
        Some(ErrorCode::DiskFull) => "there is no room left on the disk for the database",
        Some(ErrorCode::SystemIoFailure) => "the disk failed to read or write the database",
        Some(ErrorCode::DatabaseCorrupt) => "the database is damaged",
        _ => return error.to_string(),
    };
    plain.to_owned()
}

fn hint(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            Some("another program is writing to it; try again when it has finished")
        }
        ErrorCode::CannotOpen => Some(
            "--db FILE: its folder must exist, you must be allowed to write there, and FILE must be no folder",
        ),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
            Some("change the permissions of the file and its folder, or copy it to where you may write")
        }
        ErrorCode::DiskFull | ErrorCode::SystemIoFailure => Some(
            "make room on the disk and give the same command again: what was stored before is whole, and is skipped",
        ),
        ErrorCode::DatabaseCorrupt => {
            Some("`onrecord check` says where; `onrecord backup` makes copies in time")
        }
        _ => None,
    }
}
