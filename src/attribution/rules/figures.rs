//! A body that "reports" a number: what health ministries, agencies and monitors do in every conflict and epidemic, and
//! what the news that the tagger learnt from hardly holds. Of 28 such sentences in 5,000 articles of other news, 25 were
//! reports.
//!
//! `The Health Ministry reports over 300 deaths in two weeks.`

use super::tokens_in;
use crate::attribution::{Attribution, tagger};
use crate::text::{Document, Sentence};
use std::collections::BTreeSet;
use std::ops::Range;

/// The confidence of such an attribution.
const CONFIDENCE: f32 = 0.7;
/// A source has at most so many tokens.
const SOURCE: usize = 10;
/// Words that may stand between the verb and the number.
const LEAD: usize = 3;

/// Adds the reports of sentences in which the tagger found nothing.
pub fn apply(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    let mut taken = BTreeSet::new();
    for attribution in attributions.iter() {
        for span in attribution.cue.iter().chain(&attribution.content) {
            let tokens = tokens_in(document, *span);
            taken.extend(document.tokens[tokens].iter().map(|t| t.sentence));
        }
    }
    let free = document.sentences.iter().enumerate().filter(|(n, _)| !taken.contains(&(*n as u32)));
    let found: Vec<Attribution> = free.filter_map(|(_, sentence)| report(document, sentence)).collect();
    attributions.extend(found);
}

fn report(document: &Document<'_>, sentence: &Sentence) -> Option<Attribution> {
    let word = |k: usize| document.tokens[k].span.of(document.text);
    let tokens = sentence.tokens.clone();
    // "Toll: The ministry reports …"
    let label = tokens.clone().take(SOURCE / 2).find(|&k| word(k) == ":").map_or(tokens.start, |k| k + 1);
    let verb = (label + 1..tokens.end).take(SOURCE + 1).find(|&k| {
        matches!(word(k), "reports" | "report" | "reported") && is_number_next(document, k + 1..tokens.end)
    })?;
    let auxiliary = matches!(word(verb - 1), "has" | "have" | "had");
    let source = label..verb - usize::from(auxiliary);
    let is_name =
        source.clone().all(|k| !document.tokens[k].is_mark || matches!(word(k), "'" | "’" | "-" | "."));
    let begins = source
        .clone()
        .next()
        .is_some_and(|k| word(k).starts_with(char::is_uppercase) && !matches!(word(k), "It" | "They"));
    let only_article = source.len() == 1 && word(source.start).eq_ignore_ascii_case("the");
    if !is_name || !begins || only_article {
        return None;
    }
    let content = tagger::trim(document, verb + 1..tokens.end);
    Some(Attribution {
        cue: vec![document.span(source.end..verb + 1)],
        source: vec![document.span(source)],
        content: vec![document.span(content)],
        confidence: CONFIDENCE,
        ..Attribution::default()
    })
}

/// Whether a number comes first, but for a few words ("over", "at least", "more than").
fn is_number_next(document: &Document<'_>, tokens: Range<usize>) -> bool {
    let words = tokens.take(LEAD + 1).map(|k| document.tokens[k].span.of(document.text));
    for word in words {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        let leads = matches!(
            word,
            "over"
                | "at"
                | "least"
                | "about"
                | "around"
                | "nearly"
                | "almost"
                | "more"
                | "than"
                | "some"
                | "a"
                | "an"
                | "$"
                | "£"
                | "€"
        );
        if !leads {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::tests;
    use super::*;

    fn found(page: &str) -> Vec<String> {
        tests::found(page, None, apply)
    }

    #[test]
    fn a_body_that_reports_a_number() {
        assert_eq!(
            found("The Health Ministry of Sestria reports over 300 deaths in two weeks."),
            ["[The Health Ministry of Sestria] reports: over 300 deaths in two weeks"]
        );
        assert_eq!(
            found("Toll: Norlund has reported at least 12 cases, two of them grave."),
            ["[Norlund] has reported: at least 12 cases, two of them grave"]
        );
    }

    #[test]
    fn other_reports() {
        for page in [
            "The reported 12 cases were mild.",
            "They report to 3 people.",
            "Ms Berg reported him, 12 years ago.",
            "It reported 12 cases.",
        ] {
            assert!(found(page).is_empty(), "{page}: {:?}", found(page));
        }
    }

    #[test]
    fn what_the_tagger_found_stays_alone() {
        let page = "The ministry reports 40 deaths.";
        assert_eq!(tests::found(page, Some(["The ministry", "reports", "40 deaths"]), apply).len(), 1);
    }
}
