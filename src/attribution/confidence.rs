//! How sure an attribution is.

use super::linker::Linked;
use super::tagger::Found;

/// Slope and offset of the logistic curve that turns the raw product into the share that annotators confirm; fitted by
/// `training/calibrate.rs` on half of the articles of `training/aside.txt`.
pub const CALIBRATION: (f32, f32) = (0.821, 0.233);

/// The probability that an annotator would mark this attribution: the product of the tagger's mean probabilities of its
/// spans and the linker's of its choices, calibrated.
pub(super) fn of(spans: &[Found], linked: &Linked) -> f32 {
    let contents: f32 = linked.contents.iter().map(|&k| spans[k].confidence).sum();
    let content = contents / linked.contents.len().max(1) as f32;
    let part = |k: Option<usize>| k.map_or(1.0, |k| spans[k].confidence);
    let raw = (content * part(linked.source) * part(linked.cue) * linked.confidence).clamp(1e-4, 1.0 - 1e-4);
    let (slope, offset) = CALIBRATION;
    1.0 / (1.0 + (-(slope * (raw / (1.0 - raw)).ln() + offset)).exp())
}
