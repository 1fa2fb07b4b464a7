//! How sure an attribution is.

use super::linker::Linked;
use super::tagger::Found;

/// The probability that an annotator would mark this attribution: the product of the tagger's mean probabilities of its
/// spans and the linker's of its choices, through a logistic curve.
pub(super) fn of(spans: &[Found], linked: &Linked, (slope, offset): (f32, f32)) -> f32 {
    let contents: f32 = linked.contents.iter().map(|&k| spans[k].confidence).sum();
    let content = contents / linked.contents.len().max(1) as f32;
    let part = |k: Option<usize>| k.map_or(1.0, |k| spans[k].confidence);
    let raw = (content * part(linked.source) * part(linked.cue) * linked.confidence).clamp(1e-4, 1.0 - 1e-4);
    1.0 / (1.0 + (-(slope * (raw / (1.0 - raw)).ln() + offset)).exp())
}
