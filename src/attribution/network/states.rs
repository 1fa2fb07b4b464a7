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
    /// The row of a piece that was not read.
    nothing: Vec<bf16>,
}

impl States {
    /// The rows of all pieces that were read, each `width` numbers; the others are zeros.
    pub fn new(width: usize, rows: Vec<bf16>, first_piece: Vec<u32>) -> Self {
        Self { width, rows, first_piece, nothing: vec![bf16::ZERO; width] }
    }

    /// The pieces of a token; none past the end.
    pub fn pieces(&self, token: usize) -> Range<usize> {
        let first = |token: usize| self.first_piece.get(token).map_or(0, |&first| first as usize);
        first(token)..first(token + 1).max(first(token))
    }

    /// The row of a piece; empty past the end.
    pub fn row(&self, piece: usize) -> &[bf16] {
        let is_there = self.first_piece.last().is_some_and(|&pieces| piece < pieces as usize);
        let unread = if is_there { self.nothing.as_slice() } else { &[] };
        self.rows.get(piece * self.width..(piece + 1) * self.width).unwrap_or(unread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_that_was_not_read_has_zeros_and_one_past_the_end_nothing() {
        let one = [bf16::from_f32(1.0); 2];
        let states = States::new(2, one.to_vec(), vec![0, 1, 3]);
        assert_eq!(states.row(0), one);
        assert_eq!([states.row(1), states.row(2)], [[bf16::ZERO; 2]; 2]);
        assert!(states.row(3).is_empty());
    }
}
