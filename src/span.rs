//! Places in a text. Inside the library every offset is a byte offset; `contract` converts at the edge.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A place in an article's text: byte offsets, end exclusive, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from byte `start` up to, not including, byte `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The words at this place; empty if the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// True where the span holds nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True where `other` lies wholly within this span.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True where the two share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same place as a range of bytes.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The span without white space at its edges.
    pub fn trimmed(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

/// The last character boundary of a text at or before a byte offset, which may lie beyond its end.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_moved_down_to_a_boundary() {
        assert_eq!([0, 1, 2, 3, 4, 9].map(|at| floor("aé”", at)), [0, 1, 1, 3, 3, 6]);
    }
}
