//! The database file: what was read and extracted, what people decided, and what is derived over all articles.
//!
//! `schema.sql` describes every table. [`Store::batch`] writes articles, [`Store::derive`] brings the derived tables
//! up to date, [`Store::check`] proves that the file is whole. Offsets in the file are code points.

mod backup;
mod characters;
mod check;
pub mod decisions;
mod derive;
mod error;
mod fingerprints;
mod functions;
mod gazetteer;
mod generic_names;
pub mod identity;
pub mod ids;
mod join;
mod listed_office;
mod markup;
mod migrations;
pub mod names;
mod originals;
mod read_only;
mod readings;
mod remove;
mod rows;
mod runs;
pub mod sameness;
mod seen;
mod undo;
mod update;
mod write;

pub use check::Finding;
pub use decisions::{Action, Applied, Decision, Place, SpeakerName};
pub use derive::Derived;
pub use error::StoreError;
pub use migrations::SCHEMA_VERSION;
pub use remove::Removed;
pub(crate) use rows::BETWEEN_PIECES;
pub use runs::{Failure, ImportCounts};
pub use seen::Seen;
pub use undo::Undone;
pub use update::{Changes, StoredArticle};
pub use write::{Added, Batch, Known};

use self::ids::IdKind;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::Path;
use std::time::Duration;

/// An open database file. Several processes may read while one writes.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Opens a database that exists; an older format is brought up to date. One that may not be written to is opened for
    /// reading.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        if path.metadata().is_ok_and(|m| m.is_file() && m.len() == 0) {
            return Err(StoreError::NotOurs(path.to_owned()));
        }
        match Self::connect(path, OpenFlags::empty()) {
            Err(StoreError::Sqlite(wrong)) if read_only::may_be(&wrong) => {
                read_only::open(path).map(|connection| Self { connection }).map_err(|other| match other {
                    // What was wrong first says more.
                    StoreError::Sqlite(_) => wrong.into(),
                    other => other,
                })
            }
            opened => opened,
        }
    }

    /// Opens a database, and makes it where there is none.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        Self::connect(path, OpenFlags::SQLITE_OPEN_CREATE)
    }

    fn connect(path: &Path, create: OpenFlags) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | create;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_secs(15))?;
        whose(&connection, path)?;
        connection.set_prepared_statement_cache_capacity(96);
        // WAL: readers go on while an import writes, and a killed import leaves the file as its last batch left it.
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        // Freed pages are overwritten with zeros, after an update too, so that nothing is left of what is removed.
        connection.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
        connection.execute_batch(
            "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768;",
        )?;
        migrations::migrate(&mut connection)?;
        functions::add(&connection)?;
        Ok(Self { connection })
    }

    /// Whether the file may not be written to.
    pub fn is_read_only(&self) -> bool {
        self.connection.is_readonly("main").unwrap_or(false)
    }

    /// The connection, for queries.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The whole id that begins with what a person typed (`q:7k3`).
    pub fn resolve(&self, kind: IdKind, typed: &str) -> Result<String, StoreError> {
        let unknown = || StoreError::UnknownId(typed.to_owned());
        let beginning = ids::read_beginning(kind, typed).ok_or_else(unknown)?;
        let tables: &[&str] = match kind {
            IdKind::Article => &["article"],
            // So does one that a quote had before a person corrected its words.
            IdKind::Quote => &["attribution", FORMER_QUOTES],
            // An id that a speaker had before it was joined with another leads to that one.
            IdKind::Speaker => &["speaker", "former_speaker"],
            IdKind::Claim => &["claim"],
            IdKind::Accusation => &["accusation"],
        };
        // '~' comes after every letter of an id.
        let of = |table: &&str| {
            format!("SELECT public_id FROM {table} WHERE public_id >= ?1 AND public_id < ?1 || '~'")
        };
        let all: Vec<String> = tables.iter().map(of).collect();
        let mut statement =
            self.connection.prepare_cached(&format!("{} ORDER BY public_id LIMIT 6", all.join(" UNION ")))?;
        let mut found = statement
            .query_map([&beginning], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        match found.len() {
            0 => Err(unknown()),
            1 if kind == IdKind::Quote => self.quote_now(found.remove(0)),
            1 => Ok(found.remove(0)),
            _ => Err(StoreError::AmbiguousId { typed: typed.to_owned(), found }),
        }
    }

    /// The id that a quote has now, which may have had this one before it was corrected.
    fn quote_now(&self, id: String) -> Result<String, StoreError> {
        let now = self
            .connection
            .prepare_cached(&format!(
                "SELECT public_id FROM attribution WHERE public_id = ?1
                 UNION ALL SELECT q.public_id FROM {FORMER_QUOTES} f JOIN attribution q ON q.id = f.attribution_id
                   WHERE f.public_id = ?1"
            ))?
            .query_row([&id], |row| row.get(0))
            .optional()?;
        Ok(now.unwrap_or(id))
    }
}

/// Ids that quotes had before their words were corrected: the machine's, and those of earlier corrections.
const FORMER_QUOTES: &str =
    "(SELECT attribution_id, before ->> '$.public_id' AS public_id FROM corrected_quote
    WHERE before IS NOT NULL
    UNION SELECT c.attribution_id, also.value FROM corrected_quote c, json_each(c.before, '$.also') also)";

/// Refuses what is not ours or newer than we are, before anything is changed.
fn whose(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let not_ours = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotOurs(path.to_owned()),
        _ => error.into(),
    };
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let application = pragma("application_id").map_err(not_ours)?;
    let version = pragma("user_version").map_err(not_ours)?;
    let any: Option<i64> = connection
        .query_row("SELECT 1 FROM sqlite_schema LIMIT 1", [], |row| row.get(0))
        .optional()
        .map_err(not_ours)?;
    match (application, any) {
        (migrations::APPLICATION_ID, _) if version > SCHEMA_VERSION => {
            Err(StoreError::Newer { path: path.to_owned(), version })
        }
        (migrations::APPLICATION_ID, _) if version >= 1 => Ok(()),
        (0, None) if version == 0 => Ok(()),
        _ => Err(StoreError::NotOurs(path.to_owned())),
    }
}
