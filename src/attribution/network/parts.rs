//! The parts in which a document is read: ranges of tokens, in order and without gaps.

use crate::attribution::features::{Features, SENTENCE};
use crate::text::Document;
use std::ops::Range;

/// Parts of at most so many tokens, cut at paragraph ends where there are any.
pub fn stretches(document: &Document<'_>, most: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut begin = 0;
    let mut last = 0;
    for paragraph in &document.paragraphs {
        let end = paragraph.tokens.end;
        if end - begin > most && last > begin {
            out.push(begin..last);
            begin = last;
        }
        while end - begin > most {
            out.push(begin..begin + most);
            begin += most;
        }
        last = end;
    }
    if last > begin {
        out.push(begin..last);
    }
    out
}

/// Parts of at most so many word pieces: cut at paragraph ends, where a paragraph is longer at a sentence's start, where
/// a sentence is longer anywhere. `windows` in `training/train.py` does the same.
pub fn windows(document: &Document<'_>, features: &Features, most: usize) -> Vec<Range<usize>> {
    let before = |token: usize| features.first_piece[token] as usize;
    let mut out = Vec::new();
    let mut begin = 0;
    let mut last = 0;
    for paragraph in &document.paragraphs {
        let end = paragraph.tokens.end;
        if before(end) - before(begin) > most && last > begin {
            out.push(begin..last);
            begin = last;
        }
        let mut parts = cut(features, begin..end, most);
        begin = parts.pop().map_or(end, |rest| rest.start);
        out.append(&mut parts);
        last = end;
    }
    if last > begin {
        out.push(begin..last);
    }
    out
}

/// A range of tokens in parts of at most so many word pieces, cut at sentences' starts where there are any.
pub fn cut(features: &Features, range: Range<usize>, most: usize) -> Vec<Range<usize>> {
    // No single token has more pieces than that.
    let most = most.max(crate::attribution::pieces::MOST_PIECES);
    let before = |token: usize| features.first_piece[token] as usize;
    let starts_sentence = |token: &usize| features.values[*token][SENTENCE] == 2;
    let mut out = Vec::new();
    let mut begin = range.start;
    while before(range.end) - before(begin) > most {
        let limit = features.first_piece.partition_point(|&first| first as usize <= before(begin) + most) - 1;
        let cut = (begin + 1..limit).rev().find(starts_sentence).unwrap_or(limit);
        out.push(begin..cut);
        begin = cut;
    }
    out.push(begin..range.end);
    out
}
