//! What the scorers of claims see: named features of an attribution, and of somebody who may be accused in it. The same
//! code names them for training ([`Names`]) and adds up their weights in use ([`super::weights`]), so that the two
//! cannot drift apart.

use super::ClaimType;
use super::flag;
use super::kinds::Points;
use super::lexicon::{Meaning, Wrong};
use super::reading::Reading;
use super::stem::stem;
use crate::attribution::{Attribution, Kind};
use crate::speakers::SpeakerType;
use std::ops::Range;

/// How much of a cue and of a content is read, in tokens.
const CUE: usize = 16;
const CONTENT: usize = 120;
/// How far into a content its words count as its beginning.
const EARLY: usize = 25;
/// A cue of these points says by itself what the claim is.
const CLEAR: f32 = 2.5;

/// Takes features: a class, up to two words, a value.
pub(super) trait Sink {
    /// Adds `value` times the feature `class` + `one` (+ "_" + `two`).
    fn add(&mut self, class: &str, one: &str, two: &str, value: f32);
}

/// Features by name, for training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names(pub Vec<(String, f32)>);

impl Sink for Names {
    fn add(&mut self, class: &str, one: &str, two: &str, value: f32) {
        let name = if two.is_empty() { format!("{class}{one}") } else { format!("{class}{one}_{two}") };
        self.0.push((name, value));
    }
}

/// What stands for a name. Names themselves would teach who accuses whom in the training articles.
const NAME: &str = "Name";

/// The stems of a document's words: for each token, empty for marks other than those that tell something.
pub(super) struct Stems(Vec<String>);

impl Stems {
    /// One for each token.
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let stems = reading.document.tokens.iter().enumerate().map(|(at, token)| {
            let word = token.span.of(reading.document.text);
            match reading.lemma_name(at) {
                _ if token.is_mark => mark(word).to_owned(),
                _ if reading.has(at, flag::NUMBER) => "0".to_owned(),
                Some(lemma) => stem(lemma),
                None if reading.has(at, flag::CAPITAL) && !reading.begins_sentence(at) => NAME.to_owned(),
                None => stem(word),
            }
        });
        let mut stems: Vec<String> = stems.collect();
        for mention in reading.all_mentions() {
            for at in mention.tokens.clone() {
                if let Some(stem) = stems.get_mut(at).filter(|_| reading.has(at, flag::CAPITAL))
                    && !reading.has(at, flag::PRONOUN | flag::POSSESSIVE)
                {
                    stem.replace_range(.., NAME);
                }
            }
        }
        Self(stems)
    }

    /// The stem of a token; empty past the end.
    pub(super) fn at(&self, at: usize) -> &str {
        self.0.get(at).map_or("", |s| s)
    }
}

fn mark(word: &str) -> &'static str {
    match word {
        "?" => "?",
        "!" => "!",
        "%" => "%",
        "$" => "$",
        "@" => "@",
        "#" => "#",
        _ => "",
    }
}

/// An attribution’s tokens, as the features read them.
pub(super) struct Parts {
    /// The cue.
    pub(super) cue: Vec<Range<usize>>,
    /// The content.
    pub(super) content: Vec<Range<usize>>,
    /// The source.
    pub(super) source: Vec<Range<usize>>,
}

impl Parts {
    /// The tokens of an attribution’s spans; each role up to its limit.
    pub(super) fn of(reading: &Reading<'_>, attribution: &Attribution) -> Self {
        let tokens = |spans: &[crate::span::Span], most: usize| {
            let mut left = most;
            let mut out = Vec::new();
            for &span in spans {
                let tokens = reading.tokens_of(span);
                let tokens = tokens.start..tokens.end.min(tokens.start + left);
                left -= tokens.len();
                out.push(tokens);
            }
            out
        };
        Self {
            cue: tokens(&attribution.cue, CUE),
            content: tokens(&attribution.content, CONTENT),
            source: tokens(&attribution.source, CUE),
        }
    }
}

/// The features of an attribution. `points` is what the word lists say of its type.
pub(super) fn of_attribution(
    sink: &mut impl Sink,
    reading: &Reading<'_>,
    stems: &Stems,
    index: usize,
    attribution: &Attribution,
    parts: &Parts,
    points: &Points,
) {
    sink.add("bias", "", "", 1.0);
    for ((kind, &cue), &content) in ClaimType::ALL.iter().zip(&points.cue).zip(&points.content) {
        if cue > 0.0 {
            sink.add("cue points ", kind.name(), "", cue / 3.0);
        }
        if content > 0.0 {
            sink.add("content points ", kind.name(), "", content / 3.0);
        }
    }
    for (kind, &share) in ClaimType::ALL.iter().zip(&points.shares) {
        if share > 0.02 {
            sink.add("share ", kind.name(), "", share);
        }
    }
    let clear = points.cue.iter().any(|&p| p >= CLEAR);
    let manner = match (parts.cue.is_empty(), clear) {
        (true, _) => "bare ",
        (false, true) => "clear ",
        (false, false) => "plain ",
    };
    sink.add(manner, "", "", 1.0);
    cue_features(sink, reading, stems, parts);
    content_features(sink, reading, stems, parts, manner);
    source_features(sink, reading, stems, index, parts);
    let kind = match attribution.kind {
        Kind::Direct => "direct",
        Kind::Mixed => "mixed",
        Kind::Indirect => "indirect",
    };
    sink.add("kind ", kind, "", 1.0);
    if attribution.inside.is_some() {
        sink.add("nested", "", "", 1.0);
    }
    let first = |parts: &[Range<usize>]| parts.first().map_or(usize::MAX, |p| p.start);
    if first(&parts.content) < first(&parts.cue) {
        sink.add("content first", "", "", 1.0);
    }
}

fn cue_features(sink: &mut impl Sink, reading: &Reading<'_>, stems: &Stems, parts: &Parts) {
    for tokens in &parts.cue {
        let mut before = "";
        for at in tokens.clone() {
            let word = stems.at(at);
            if word.is_empty() {
                continue;
            }
            sink.add("cue ", word, "", 1.0);
            if !before.is_empty() {
                sink.add("cue pair ", before, word, 1.0);
            }
            before = word;
        }
        let any = |bits: u64| tokens.clone().any(|t| reading.has(t, bits));
        for (name, bits) in [("negated", flag::NEGATION), ("modal", flag::MODAL), ("hearer", flag::ASKS)] {
            if any(bits) {
                sink.add("cue is ", name, "", 1.0);
            }
        }
        if tokens.clone().any(|t| reading.has(t, flag::PASSIVE) && reading.is_past(t + 1)) {
            sink.add("cue is ", "passive", "", 1.0);
        }
        if tokens.len() <= 1 {
            sink.add("cue is ", "single", "", 1.0);
        }
        // What follows the cue in the content, for verbs that change their meaning by it.
        if let Some(next) = parts.content.iter().find(|c| c.start >= tokens.end).map(|c| c.start) {
            let last = tokens.end.checked_sub(1).map_or("", |t| stems.at(t));
            if !last.is_empty() && !stems.at(next).is_empty() {
                sink.add("cue then ", last, stems.at(next), 1.0);
            }
        }
    }
}

fn content_features(sink: &mut impl Sink, reading: &Reading<'_>, stems: &Stems, parts: &Parts, manner: &str) {
    let mut read = 0;
    let mut modal = false;
    let mut subject = false;
    let mut flags = 0u64;
    let mut wrongs = [0u32; 4];
    for tokens in &parts.content {
        let mut before = "";
        for at in tokens.clone() {
            let word = stems.at(at);
            if !reading.has(at, flag::MARK) {
                read += 1;
            }
            if word.is_empty() {
                before = "";
                continue;
            }
            match read {
                0..=1 => sink.add("first ", word, "", 1.0),
                2..=3 => sink.add("second ", word, "", 1.0),
                _ => {}
            }
            if read <= EARLY {
                sink.add("early ", word, "", 1.0);
                sink.add(manner, word, "", 1.0);
                if !before.is_empty() {
                    sink.add("pair ", before, word, 1.0);
                }
            } else {
                sink.add("late ", word, "", 0.5);
            }
            if reading.has(at, flag::MODAL) && !modal {
                modal = true;
                sink.add("modal ", word, "", 1.0);
                if !before.is_empty() {
                    sink.add("modal of ", before, word, 1.0);
                }
            }
            if reading.has(at, flag::PRONOUN) && !subject && read <= 6 {
                subject = true;
                sink.add("subject ", word, "", 1.0);
            }
            if read <= EARLY {
                flags |= reading.flags(at);
            }
            before = word;
        }
        for hit in reading.hits(tokens.clone()) {
            let Meaning::Wrong(wrong) = hit.meaning else { continue };
            if let Some(count) = wrongs.get_mut(wrong as usize) {
                *count += 1;
            }
        }
        if reading.ends_with_question(tokens) {
            sink.add("asks", "", "", 1.0);
            sink.add(manner, "asks", "", 1.0);
        }
    }
    for (name, bits) in [
        ("first person", flag::FIRST),
        ("second person", flag::SECOND),
        ("negation", flag::NEGATION),
        ("condition", flag::CONDITIONAL),
        ("number", flag::NUMBER),
        ("unreal", flag::UNREAL),
    ] {
        if flags & bits != 0 {
            sink.add("has ", name, "", 1.0);
        }
    }
    for (wrong, count) in [Wrong::Deed, Wrong::Failing, Wrong::Insult, Wrong::Noun].into_iter().zip(wrongs) {
        if count > 0 {
            sink.add("wrong ", wrong.name(), "", (1.0 + count as f32).ln());
        }
    }
    let length = match read {
        0..=2 => "2",
        3..=6 => "6",
        7..=12 => "12",
        13..=25 => "25",
        26..=50 => "50",
        _ => "more",
    };
    sink.add("length ", length, "", 1.0);
}

fn source_features(sink: &mut impl Sink, reading: &Reading<'_>, stems: &Stems, index: usize, parts: &Parts) {
    let speaker = reading.speakers.of_attribution.get(index).and_then(|s| s.first());
    let kind = match speaker.map(|s| s.kind) {
        None => "nobody",
        Some(SpeakerType::Person) => "person",
        Some(other) => other.name(),
    };
    sink.add("speaker ", kind, "", 1.0);
    if speaker.is_some_and(|s| s.kind == SpeakerType::Person) {
        return;
    }
    // Names would teach who accuses in the training articles.
    for at in parts.source.iter().flat_map(Clone::clone) {
        if !reading.has(at, flag::CAPITAL | flag::NUMBER) && !stems.at(at).is_empty() {
            sink.add("source ", stems.at(at), "", 1.0);
        }
    }
}
