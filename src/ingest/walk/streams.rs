//! Streams around the file that is read.

use crate::ingest::limits::Budget;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A stream that broke.
pub(super) struct Broken(pub(super) Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into()))
    }
}

/// Counts what is read of a file.
pub(super) struct Counted {
    pub(super) from: Box<dyn Read>,
    pub(super) progress: Arc<AtomicU64>,
    /// For files that do not say how large they are.
    pub(super) budget: Option<Budget>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.progress.fetch_add(read as u64, Ordering::Relaxed);
        if let Some(budget) = &self.budget {
            budget.read(read as u64);
        }
        Ok(read)
    }
}
