//! A list behind a cue and a colon: each item is an attribution of its own with the same source and cue.
//!
//! `According to the auditors, three things went wrong:` ¶ `• Nobody checked the seals.` ¶ `• The alarm was off.`

use super::tokens_in;
use crate::attribution::{Attribution, tagger};
use crate::span::Span;
use crate::text::{Document, Part};
use std::collections::BTreeMap;

/// The confidence of an item relative to that of the attribution that introduces the list.
const SHARE: f32 = 0.8;

/// Adds the items that hold no attribution of their own.
pub fn apply(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    let mut starts: Vec<usize> =
        attributions.iter().flat_map(|a| a.content.iter().map(|c| c.start)).collect();
    starts.sort_unstable();
    // Attributions with source and cue, by where the cue begins.
    let named = attributions.iter().enumerate().filter(|(_, a)| !a.source.is_empty());
    let heads: BTreeMap<usize, usize> =
        named.filter_map(|(n, a)| a.cue.first().map(|c| (c.start, n))).collect();
    let mut added = Vec::new();
    for (number, pair) in document.paragraphs.windows(2).enumerate() {
        let (before, after) = (&pair[0], &pair[1]);
        let colon = document.tokens[before.tokens.end - 1].span;
        if after.part != Part::ListItem || before.part == Part::ListItem || colon.of(document.text) != ":" {
            continue;
        }
        let Some(sentence) = document.sentences.get(before.sentences.end.wrapping_sub(1)) else { continue };
        let in_sentence = heads.range(sentence.span.start..sentence.span.end).map(|(_, &n)| &attributions[n]);
        let Some(head) = in_sentence.max_by(|a, b| a.confidence.total_cmp(&b.confidence)) else { continue };
        for item in document.paragraphs[number + 1..].iter().take_while(|p| p.part == Part::ListItem) {
            let first = starts.partition_point(|&s| s < item.span.start);
            if starts.get(first).is_some_and(|&s| s < item.span.end) {
                continue;
            }
            let tokens = tagger::trim(document, tokens_in(document, item.span));
            let Some(first) = document.tokens.get(tokens.start) else { continue };
            added.push(Attribution {
                source: head.source.clone(),
                cue: head.cue.clone(),
                content: vec![Span::new(first.span.start, item.span.end)],
                confidence: head.confidence * SHARE,
                ..Attribution::default()
            });
        }
    }
    attributions.extend(added);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, shown, spoken};
    use super::*;
    use crate::text;

    #[test]
    fn items_belong_to_the_source_of_the_list() {
        let page = "According to the auditors, three things went wrong:\n• Nobody checked the seals.\n• Staff said the alarm was off.\n• The door stood open.\nThe report came out in May.";
        let article = article(page);
        let mut found = vec![
            spoken(page, "the auditors", "According to", "three things went wrong"),
            spoken(page, "Staff", "said", "the alarm was off"),
        ];
        apply(&text::read(&article), &mut found);
        assert_eq!(
            shown(page, &found)[2..],
            [
                "[the auditors] According to: Nobody checked the seals.",
                "[the auditors] According to: The door stood open."
            ]
        );
    }

    #[test]
    fn a_list_that_nobody_introduces_is_nobodys() {
        let page = "What to bring:\n• Water\n• A hat";
        let article = article(page);
        let mut found = Vec::new();
        apply(&text::read(&article), &mut found);
        assert!(found.is_empty());
    }
}
