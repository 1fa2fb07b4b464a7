//! A cue at a paragraph's end with a colon, and a paragraph that is one quotation: the quotation is the content.
//!
//! `Later the mayor added:` ¶ `“There will be no second vote.”`

use super::{CERTAIN, insert, quotations_by_paragraph, tokens_in, words};
use crate::attribution::Role;
use crate::attribution::tagger::{Found, trim};
use crate::text::Document;

/// Fewer words are left to the tagger.
const WORDS: usize = 3;
/// A cue counts if it ends at most so many tokens before the colon.
const NEAR: usize = 3;

/// Adds the contents that the tagger missed.
pub fn add(document: &Document<'_>, spans: &mut Vec<Found>) {
    let quotations = quotations_by_paragraph(document);
    for (paragraph, pair) in document.paragraphs.windows(2).enumerate() {
        let (before, after) = (&pair[0], &pair[1]);
        let colon = before.tokens.end - 1;
        if document.tokens[colon].span.of(document.text) != ":" {
            continue;
        }
        let Some(quotation) = quotations[paragraph + 1].first() else { continue };
        if quotation.span.start != after.span.start {
            continue;
        }
        let near = spans.partition_point(|s| s.tokens.end <= colon.saturating_sub(NEAR));
        let cue = spans[near..].iter().take_while(|s| s.tokens.end <= colon).any(|s| s.role == Role::Cue);
        let tokens = trim(document, tokens_in(document, quotation.inner));
        if cue && !tokens.is_empty() && words(document, tokens.clone()) >= WORDS {
            insert(spans, Found { role: Role::Content, tokens, confidence: CERTAIN });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, found_words, tagged};
    use super::*;
    use crate::text;

    #[test]
    fn a_quotation_below_a_cue_and_a_colon_is_content() {
        let page = "Later the mayor added:\n“There will be no second vote.”";
        let article = article(page);
        let document = text::read(&article);
        let mut spans = vec![tagged(&document, Role::Cue, "added")];
        add(&document, &mut spans);
        assert_eq!(found_words(&document, &spans), ["added", "There will be no second vote"]);
    }

    #[test]
    fn without_a_cue_it_is_left_to_the_tagger() {
        let page = "From our pages:\n“There will be no second vote.”";
        let article = article(page);
        let document = text::read(&article);
        let mut spans = Vec::new();
        add(&document, &mut spans);
        assert!(spans.is_empty());
    }
}
