//! Runs: what was imported when, with what extractor, and what failed.

use super::{Batch, Store, StoreError};
use rusqlite::{Connection, params};

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
        super::fingerprints::bring_up_to_date(&self.connection)?;
        self.connection.execute(
            "INSERT INTO import_run (started, version, paths, settings) VALUES (?, ?, ?, ?)",
            params![now, env!("CARGO_PKG_VERSION"), paths, settings],
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Notes how an import ended; `failures` are those since the last [`Batch::note`].
    pub fn end_import(
        &mut self,
        run: i64,
        now: &str,
        counts: ImportCounts,
        failures: &[Failure],
        interrupted: bool,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        note(&transaction, run, counts, failures)?;
        transaction.execute(
            "UPDATE import_run SET finished = ?2, interrupted = ?3 WHERE id = ?1",
            params![run, now, interrupted],
        )?;
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
        super::readings::forget_unread_run(&self.connection)
    }
}

impl Store {
    /// Notes what an import passed over: the reasons, each with how many files and the first of them.
    pub fn note_passed_over<'p>(
        &mut self,
        run: i64,
        passed_over: impl IntoIterator<Item = (&'p String, &'p (u64, String))>,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for (reason, (files, first)) in passed_over {
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO import_passed_over (import_run_id, reason, files, first) VALUES (?, ?, ?, ?)",
                )?
                .execute(params![run, reason, files, first])?;
        }
        transaction.execute(
            "UPDATE import_run SET passed_over =
               (SELECT coalesce(sum(files), 0) FROM import_passed_over WHERE import_run_id = ?1) WHERE id = ?1",
            [run],
        )?;
        Ok(transaction.commit()?)
    }
}

impl Batch<'_> {
    /// Notes with the batch how far the import has come, so that a run that is killed is recorded up to its last
    /// batch; `failures` are those since the last time.
    pub fn note(&mut self, counts: ImportCounts, failures: &[Failure]) -> Result<(), StoreError> {
        note(&self.transaction, self.import_run, counts, failures)
    }
}

fn note(
    connection: &Connection,
    run: i64,
    counts: ImportCounts,
    failures: &[Failure],
) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE import_run SET stored = ?2, skipped = ?3, failed = ?4 WHERE id = ?1")?
        .execute(params![run, counts.stored, counts.skipped, counts.failed])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO import_failure (import_run_id, number, name, reason)
         SELECT ?1, coalesce(max(number) + 1, 0), ?2, ?3 FROM import_failure WHERE import_run_id = ?1",
    )?;
    for failure in failures {
        insert.execute(params![run, failure.name, failure.reason])?;
    }
    Ok(())
}
