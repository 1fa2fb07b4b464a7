//! A copy of the database while it is in use.

use super::{Store, StoreError};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::path::Path;
use std::time::Duration;

impl Store {
    /// Copies the whole database into a new file (SQLite's online backup: readers and writers go on). Calls
    /// `progress` with pages done and pages in all. A copy that fails leaves no file behind.
    pub fn backup(&self, to: &Path, mut progress: impl FnMut(i32, i32)) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        let copied = self.copy_to(to, &mut progress);
        if copied.is_err() {
            let _ = std::fs::remove_file(to);
        }
        copied
    }

    fn copy_to(&self, to: &Path, progress: &mut impl FnMut(i32, i32)) -> Result<(), StoreError> {
        let mut target = Connection::open(to)?;
        {
            let backup = Backup::new(&self.connection, &mut target)?;
            loop {
                let step = backup.step(1000)?;
                let done = backup.progress();
                progress(done.pagecount - done.remaining, done.pagecount);
                match step {
                    StepResult::Done => break,
                    StepResult::More => {}
                    // Locked or busy: a writer is at work.
                    _ => std::thread::sleep(Duration::from_millis(20)),
                }
            }
        }
        // One file that can be moved about, without a log beside it.
        target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        Ok(())
    }
}
