//! Streams around the file that is read.

use crate::ingest::limits::Budget;
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A stream that broke, and goes on behind that where it can.
pub(super) struct Broken<R> {
    pub(super) wrong: Option<io::Error>,
    pub(super) from: R,
}

impl<R: Read> Read for Broken<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.wrong.take().map_or_else(|| self.from.read(buffer), Err)
    }
}

/// A stream that is known to have so many bytes: where it ends before them, that is an error, and is noted.
pub(super) struct Whole<R> {
    from: R,
    left: u64,
    is_cut: Rc<Cell<bool>>,
}

impl<R> Whole<R> {
    pub(super) const fn new(from: R, bytes: u64, is_cut: Rc<Cell<bool>>) -> Self {
        Self { from, left: bytes, is_cut }
    }
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.left = self.left.saturating_sub(read as u64);
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            self.is_cut.set(true);
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(read)
    }
}

/// A stream of which is noted whether whoever reads it saw it break.
pub(super) struct Noted<R> {
    pub(super) from: R,
    pub(super) is_broken: Rc<Cell<bool>>,
}

impl<R: Read> Read for Noted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.from.read(buffer).inspect_err(|_| self.is_broken.set(true))
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
