//! What the network reads again of an attribution: its source, its cue in its sentence, its content.

use super::reading::Reading;
use crate::attribution::{Attribution, Role};
use crate::span::Span;

/// How much of each piece of a content is read, in tokens.
const CONTENT: usize = 70;
/// How much is read of the sentence before and behind the cue's beginning, in tokens.
const BEFORE_CUE: usize = 25;
const BEHIND_CUE: usize = 40;
/// How much is read of what stands before all that, in tokens.
const BEFORE: usize = 15;
/// The most word pieces of an excerpt.
pub(super) const MOST: usize = 112;

/// The tokens of an attribution’s excerpt, in text order, each with its role.
pub(super) fn of(reading: &Reading<'_>, attribution: &Attribution) -> Vec<(usize, Option<Role>)> {
    let mut tokens: Vec<(usize, Option<Role>)> = Vec::new();
    let spans: [(&[Span], Role, usize); 3] = [
        (&attribution.content, Role::Content, CONTENT),
        (&attribution.cue, Role::Cue, MOST),
        (&attribution.source, Role::Source, MOST),
    ];
    for (spans, role, most) in spans {
        for &span in spans {
            tokens.extend(reading.tokens_of(span).take(most).map(|token| (token, Some(role))));
        }
    }
    let all = attribution.cue.iter().chain(&attribution.content).chain(&attribution.source);
    let anchor = all.map(|&span| reading.tokens_of(span)).find(|tokens| !tokens.is_empty());
    if let Some(anchor) = anchor.map(|tokens| tokens.start) {
        let sentence = reading.sentence(anchor);
        let near = sentence.start.max(anchor.saturating_sub(BEFORE_CUE))
            ..sentence.end.min(anchor + BEHIND_CUE).max(sentence.start);
        tokens.extend(near.map(|token| (token, None)));
    }
    let first = tokens.iter().map(|(token, _)| *token).min().unwrap_or(0);
    tokens.extend((first.saturating_sub(BEFORE)..first).map(|token| (token, None)));
    // A token that is content and cue is content: the later role stands first and stays.
    tokens.sort_unstable_by_key(|&(token, role)| (token, std::cmp::Reverse(role)));
    tokens.dedup_by_key(|(token, _)| *token);
    tokens
}
