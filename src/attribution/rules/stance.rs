//! Stances that are told in passing, which annotators mark and the tagger hardly ever finds.
//!
//! `… the disarmament of the militia—steps the group is resisting.`
//! `The council remains firm on its demands, specifically requiring the return of the keys.`

use super::sayings::{Sayings, Words};
use super::{merged, touched};
use crate::attribution::{Attribution, tagger};
use crate::text::Document;
use std::ops::Range;
use std::sync::LazyLock;

/// The confidence of such an attribution.
const CONFIDENCE: f32 = 0.7;
/// A source has at most so many tokens.
const SOURCE: usize = 12;
/// How many tokens may stand between a comma and the participle: "specifically".
const BEFORE_ASKS: usize = 2;

static SAYINGS: LazyLock<Sayings> = LazyLock::new(|| Sayings::read(include_str!("../data/stance.tsv")));

/// Adds the stances whose words no cue touches yet. Linear in the document's length.
pub fn apply(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    let cues = merged(attributions.iter().flat_map(|a| &a.cue).copied());
    let mut found: Vec<Attribution> = Vec::new();
    for sentence in &document.sentences {
        let sentence = sentence.tokens.clone();
        let words = Words { document, end: sentence.end, sayings: &SAYINGS };
        let parts = summed_up(&words, sentence.clone()).or_else(|| demanded(&words, sentence));
        let Some([source, cue, content]) = parts else { continue };
        let [source, cue, content] = [source, cue, tagger::trim(document, content)].map(|t| document.span(t));
        if touched(&cues, |s| *s, cue).is_none() {
            found.push(Attribution {
                source: vec![source],
                cue: vec![cue],
                content: vec![content],
                confidence: CONFIDENCE,
                ..Attribution::default()
            });
        }
    }
    attributions.extend(found);
}

/// "the disarmament of the militia—steps (that) the group is resisting": source, cue and content, in tokens. The content
/// is the last of the things that stand before the dash.
fn summed_up(words: &Words<'_, '_>, sentence: Range<usize>) -> Option<[Range<usize>; 3]> {
    let dash = |k: usize| ["—", "–", "--", ","].iter().any(|mark| words.is(k, mark));
    let (mark, thing) = (sentence.start + 1..sentence.end)
        .find_map(|k| Some((k, words.saying("thing", k + 1).filter(|_| dash(k))?)))?;
    let from = thing + usize::from(words.is(thing, "that") || words.is(thing, "which"));
    let near = from + 1..sentence.end.min(from + SOURCE);
    let (verb, end) =
        near.take_while(|&k| !words.is_mark(k)).find_map(|k| words.saying("holds", k).map(|end| (k, end)))?;
    let begins = |k: &usize| words.is(*k, "and") || words.is_mark(*k);
    let start = (sentence.start..mark).rev().find(begins).map_or(sentence.start, |k| k + 1);
    (start < mark).then_some([from..verb, verb..end, start..mark])
}

/// "The council remains firm on its demands, specifically requiring the return of the keys."
fn demanded(words: &Words<'_, '_>, sentence: Range<usize>) -> Option<[Range<usize>; 3]> {
    let (firm, after) =
        (sentence.start + 1..sentence.end).find_map(|k| words.saying("firm", k).map(|end| (k, end)))?;
    let comma = (after..sentence.end).find(|&k| words.is(k, ","))?;
    (after..comma).find(|&k| words.saying("owns", k).is_some())?;
    let near = comma + 1..sentence.end.min(comma + 2 + BEFORE_ASKS);
    let (asks, end) = near.into_iter().find_map(|k| words.saying("asks", k).map(|end| (k, end)))?;
    // "Israel: The government remains": a label is no part of the source.
    let start = (sentence.start..firm).rev().find(|&k| words.is_mark(k)).map_or(sentence.start, |k| k + 1);
    let content = end..sentence.end;
    let fits = start < firm && firm - start <= SOURCE && content.clone().any(|k| !words.is_mark(k));
    fits.then_some([start..firm, asks..end, content])
}

#[cfg(test)]
mod tests {
    use super::super::tests;
    use super::*;

    fn found(page: &str) -> Vec<String> {
        tests::found(page, None, apply)
    }

    #[test]
    fn stances_in_passing() {
        for (page, wanted) in [
            (
                "The plan needs a new board and the disarmament of the militia—steps the group is resisting without pay.",
                "[the group] is resisting: the disarmament of the militia",
            ),
            (
                "The bank wants lower wages, a move that the union has rejected.",
                "[the union] has rejected: The bank wants lower wages",
            ),
            (
                "The Vesterian council remains firm on its demands, specifically requiring the return of the keys.",
                "[The Vesterian council] requiring: the return of the keys",
            ),
        ] {
            assert_eq!(found(page), [wanted], "{page}");
        }
    }

    #[test]
    fn other_sentences() {
        for page in [
            "They climbed the steps—steps the rain had made smooth.",
            "She stood by the door, requiring a key.",
            "The plan, something new, was welcome.",
        ] {
            assert!(found(page).is_empty(), "{page}: {:?}", found(page));
        }
    }

    #[test]
    fn what_the_tagger_found_stays_alone() {
        let page = "The bank wants lower wages, a move that the union has rejected.";
        assert_eq!(tests::found(page, Some(["the union", "has rejected", "a move"]), apply).len(), 1);
    }
}
