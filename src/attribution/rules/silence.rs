//! Who does not answer. Annotators mark it now and then only, so the tagger finds it seldom; a reader of accusations
//! wants to know who was asked.
//!
//! `The bank did not immediately respond to a request for comment.`

use super::sayings::{Sayings, Words};
use super::{merged, touched};
use crate::attribution::{Attribution, tagger};
use crate::span::Span;
use crate::text::Document;
use std::ops::Range;
use std::sync::LazyLock;

/// The confidence of such an attribution.
const CONFIDENCE: f32 = 0.7;
/// A source has at most so many tokens.
const SOURCE: usize = 30;
/// From the verb to what was asked there are at most so many tokens.
const ASKED: usize = 6;

static SAYINGS: LazyLock<Sayings> = LazyLock::new(|| Sayings::read(include_str!("../data/silence.tsv")));

/// Adds those who say nothing where no attribution has the words yet. Linear in the document's length.
pub fn apply(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    let taken = merged(attributions.iter().flat_map(|a| a.cue.iter().chain(&a.content)).copied());
    let sentences = document.sentences.iter().map(|s| s.tokens.clone());
    let found = sentences.filter_map(|sentence| silence(document, sentence, &taken));
    attributions.extend(found.collect::<Vec<_>>());
}

fn silence(document: &Document<'_>, sentence: Range<usize>, taken: &[Span]) -> Option<Attribution> {
    let words = Words { document, end: sentence.end, sayings: &SAYINGS };
    let (verb, content) = (sentence.start + 1..sentence.end).find_map(|k| {
        let end = words.unanswered(k).or_else(|| words.saying("passive", k).map(|end| (end, end)))?;
        Some((k..end.0, end.0..words.phrase_end(end.1)))
    })?;
    let source = subject(&words, sentence.start..verb.start)?;
    let whole = document.span(source.start..content.end.max(verb.end));
    if touched(taken, |s| *s, whole).is_some() {
        return None;
    }
    // Without anything behind it the saying is both cue and content.
    let (cue, content) = if content.is_empty() { (Vec::new(), verb) } else { (vec![verb], content) };
    Some(Attribution {
        source: vec![document.span(source)],
        cue: cue.into_iter().map(|cue| document.span(cue)).collect(),
        content: vec![document.span(tagger::trim(document, content))],
        confidence: CONFIDENCE,
        ..Attribution::default()
    })
}

impl Words<'_, '_> {
    /// "did not immediately respond" at `k`, with the end of "request" or "calls" behind it.
    fn unanswered(&self, k: usize) -> Option<(usize, usize)> {
        let mut verb = self.saying("not", k)?;
        while let Some(next) = self.saying("also", verb) {
            verb = next;
        }
        let end = self.saying("verb", verb)?;
        let behind = (end..self.end).take(ASKED).take_while(|&k| !self.document.tokens[k].is_mark);
        behind.filter_map(|k| self.saying("asked", k)).next().map(|asked| (end, asked))
    }

    /// Where the phrase ends that goes on at `k`.
    fn phrase_end(&self, k: usize) -> usize {
        let ends = |k: &usize| self.document.tokens[*k].is_mark || self.saying("end", *k).is_some();
        (k..self.end).find(ends).unwrap_or(self.end)
    }
}

/// The subject before the verb: the words of its clause, without a phrase before it.
fn subject(words: &Words<'_, '_>, before: Range<usize>) -> Option<Range<usize>> {
    let clause = before.clone().rev().find(|&k| {
        words.is(k, ";") || k > before.start && words.is_mark(k - 1) && words.saying("end", k).is_some()
    });
    let mut start = clause.map_or(before.start, |k| k + 1);
    if words.saying("lead", start).is_some() {
        start = (start..before.end).find(|&k| words.is(k, ",")).map(|k| k + 1)?;
    }
    let source = tagger::trim(words.document, start..before.end);
    (start < before.end && source.len() <= SOURCE && !words.is_mark(source.start)).then_some(source)
}

#[cfg(test)]
mod tests {
    use super::super::tests;
    use super::*;

    fn found(page: &str) -> Vec<String> {
        tests::found(page, None, apply)
    }

    #[test]
    fn who_does_not_answer() {
        for (page, wanted) in [
            (
                "The bank did not immediately respond to a request for comment.",
                "[The bank] did not immediately respond: to a request for comment",
            ),
            (
                "Ines Falk, a spokeswoman for the port, didn’t return calls seeking comment on Monday.",
                "[Ines Falk, a spokeswoman for the port] didn’t return: calls seeking comment on Monday",
            ),
            (
                "On Friday, the ministry has not yet replied to questions about the dam, officials feared.",
                "[the ministry] has not yet replied: to questions about the dam",
            ),
            (
                "The paper asked for the files, but the mayor never answered its letters and emails.",
                "[the mayor] never answered: its letters and emails",
            ),
            ("Mr. Orr could not be reached for comment.", "[Mr. Orr] could not be reached: for comment"),
            ("Mr. Orr could not be reached.", "[Mr. Orr] : could not be reached"),
            ("Mr. Orr had no comment.", "[Mr. Orr] : had no comment"),
        ] {
            assert_eq!(found(page), [wanted], "{page}");
        }
    }

    #[test]
    fn other_things_that_are_not_done() {
        for page in [
            "The brakes did not respond in time.",
            "She did not return home.",
            "Did not respond to a request for comment.",
            "He never answered.",
        ] {
            assert!(found(page).is_empty(), "{page}: {:?}", found(page));
        }
    }

    #[test]
    fn what_the_tagger_found_stays_alone() {
        let page = "The bank did not respond to a request for comment.";
        assert_eq!(
            tests::found(page, Some(["The bank", "did not respond to", "a request for comment"]), apply)
                .len(),
            1
        );
    }
}
