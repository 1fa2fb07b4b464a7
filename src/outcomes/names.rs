//! Where entities are named, in tokens.

use super::page::Who;
use crate::speakers::Speakers;
use crate::text::Document;
use std::ops::Range;

/// Where entities are named, looked up by either end.
pub(super) struct Names {
    /// Sorted by where they begin.
    by_start: Vec<(Range<usize>, usize)>,
    /// Sorted by where they end.
    by_end: Vec<(Range<usize>, usize)>,
}

impl Names {
    pub(super) fn of(document: &Document<'_>, speakers: &Speakers) -> Self {
        let token_at = |byte: usize| document.tokens.partition_point(|t| t.span.end <= byte);
        let mut by_start: Vec<(Range<usize>, usize)> = Vec::new();
        for (entity, known) in speakers.entities.iter().enumerate() {
            for mention in &known.mentions {
                let end = document.tokens.partition_point(|t| t.span.start < mention.span.end);
                by_start.push((token_at(mention.span.start)..end, entity));
            }
        }
        by_start.sort_by_key(|(tokens, entity)| (tokens.start, tokens.end, *entity));
        let mut by_end = by_start.clone();
        by_end.sort_by_key(|(tokens, entity)| (tokens.end, std::cmp::Reverse(tokens.start), *entity));
        Self { by_start, by_end }
    }

    /// The last that ends before a token and begins at another or later; of those that end alike the longest.
    pub(super) fn last_before(&self, from: usize, at: usize) -> Option<Who> {
        let behind = self.by_end.partition_point(|(tokens, _)| tokens.end <= at);
        // Of those that end alike the longest stands first.
        let last = self.by_end.get(behind.checked_sub(1)?)?;
        let first = self.by_end.partition_point(|(tokens, _)| tokens.end < last.0.end);
        self.by_end.get(first).filter(|(tokens, _)| tokens.start >= from).map(who)
    }

    /// The longest that ends before a token.
    pub(super) fn ending_at(&self, end: usize) -> Option<Who> {
        let first = self.by_end.partition_point(|(tokens, _)| tokens.end < end);
        self.by_end.get(first).filter(|(tokens, _)| tokens.end == end).map(who)
    }

    /// The first that begins within a stretch.
    pub(super) fn first_at(&self, from: usize, before: usize) -> Option<Who> {
        let first = self.by_start.partition_point(|(tokens, _)| tokens.start < from);
        self.by_start.get(first).filter(|(tokens, _)| tokens.start < before).map(who)
    }
}

fn who((tokens, entity): &(Range<usize>, usize)) -> Who {
    Who { tokens: tokens.clone(), entity: Some(*entity) }
}
