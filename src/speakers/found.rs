//! Who was found for one party of a source, how certainly and why.

use super::{KnownBy, SpeakerType};
use crate::span::Span;

/// Below this probability no one is named.
pub(super) const THRESHOLD: f32 = 0.5;

/// A pronoun or a title that is no source counts as a mention from this probability on.
pub(super) const SURE_MENTION: f32 = 0.7;

/// Who was found for one party of a source.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Index of the actor; `None` where nobody is certain enough.
    pub(super) actor: Option<usize>,
    pub(super) kind: SpeakerType,
    pub(super) known_by: KnownBy,
    pub(super) span: Span,
    pub(super) confidence: f32,
    /// Those who were weighed, best first.
    pub(super) weighed: Vec<(usize, f32)>,
    pub(super) reason: String,
    /// Still to be decided: I or we, spoken by whoever speaks around it.
    pub(super) speaker_around: bool,
}

/// Nobody, and why.
pub(super) fn nobody(kind: SpeakerType, known_by: KnownBy, span: Span, reason: &str) -> Found {
    Found {
        actor: None,
        kind,
        known_by,
        span,
        confidence: 0.0,
        weighed: Vec::new(),
        reason: reason.to_owned(),
        speaker_around: false,
    }
}
