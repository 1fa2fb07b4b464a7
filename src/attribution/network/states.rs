//! What the accurate network makes of a document's word pieces halfway, kept for whoever reads parts of it once more.

use half::bf16;
use std::ops::Range;

/// A row for each word piece of a document.
#[derive(Debug)]
pub struct States {
    width: usize,
    /// In 16 bits, since a long text has many.
    rows: Vec<bf16>,
    /// For each token its first piece, and the number of pieces.
    first_piece: Vec<u32>,
}

impl States {
    /// The rows of all pieces, each `width` numbers.
    pub fn new(width: usize, rows: Vec<bf16>, first_piece: Vec<u32>) -> Self {
        Self { width, rows, first_piece }
    }

    /// The pieces of a token; none past the end.
    pub fn pieces(&self, token: usize) -> Range<usize> {
        let first = |token: usize| self.first_piece.get(token).map_or(0, |&first| first as usize);
        first(token)..first(token + 1).max(first(token))
    }

    /// The row of a piece; empty past the end.
    pub fn row(&self, piece: usize) -> &[bf16] {
        self.rows.get(piece * self.width..(piece + 1) * self.width).unwrap_or_default()
    }
}
