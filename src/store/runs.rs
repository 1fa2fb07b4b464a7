//! Runs: what was imported when, with what extractor, and what failed.

use super::{Store, StoreError};
use rusqlite::params;

/// How an import went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Articles that were new.
    pub stored: u64,
    /// Articles that were there already, copies from other outlets included.
    pub skipped: u64,
    /// Files or lines that could not be read.
    pub failed: u64,
}

/// A file or line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file, and the line in it.
    pub name: String,
    /// What is wrong.
    pub reason: String,
}

impl Store {
    /// Notes that an import begins; `paths` and `settings` are JSON.
    pub fn begin_import(&self, now: &str, paths: &str, settings: &str) -> Result<i64, StoreError> {
        self.connection.execute(
            "INSERT INTO import_run (started, version, paths, settings) VALUES (?, ?, ?, ?)",
            params![now, env!("CARGO_PKG_VERSION"), paths, settings],
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Notes how an import ended.
    pub fn end_import(
        &mut self,
        run: i64,
        now: &str,
        counts: ImportCounts,
        failures: &[Failure],
        interrupted: bool,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute(
            "UPDATE import_run SET finished = ?2, stored = ?3, skipped = ?4, failed = ?5, interrupted = ?6 WHERE id = ?1",
            params![run, now, counts.stored, counts.skipped, counts.failed, interrupted],
        )?;
        for (number, failure) in failures.iter().enumerate() {
            transaction.execute(
                "INSERT INTO import_failure (import_run_id, number, name, reason) VALUES (?, ?, ?, ?)",
                params![run, number, failure.name, failure.reason],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// Notes that the extractor begins to run; `settings` is JSON.
    pub fn begin_extraction(&self, now: &str, model: &str, settings: &str) -> Result<i64, StoreError> {
        self.connection.execute(
            "INSERT INTO extraction_run (started, version, model, settings) VALUES (?, ?, ?, ?)",
            params![now, env!("CARGO_PKG_VERSION"), model, settings],
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Notes that the extractor is done, with counts of what it made; a run that made nothing leaves no row.
    pub fn end_extraction(&self, run: i64, now: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE extraction_run SET finished = ?2,
               articles = (SELECT count(*) FROM article WHERE extraction_run_id = ?1),
               attributions = (SELECT count(*) FROM attribution q JOIN article a ON a.id = q.article_id
                               WHERE a.extraction_run_id = ?1),
               accusations = (SELECT count(*) FROM accusation x JOIN article a ON a.id = x.article_id
                              WHERE a.extraction_run_id = ?1)
             WHERE id = ?1",
            params![run, now],
        )?;
        self.connection.execute("DELETE FROM extraction_run WHERE id = ? AND articles = 0", [run])?;
        Ok(())
    }
}
