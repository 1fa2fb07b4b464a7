//! A paragraph that re-opens the quotation which the paragraph before left open is content too.
//!
//! `“We waited all night.` ¶ `“Nobody came,” Ms Adeyemi said.`

use super::{CERTAIN, insert, quotations_by_paragraph, tokens_in, words};
use crate::attribution::Role;
use crate::attribution::tagger::{Found, trim};
use crate::text::Document;

/// Fewer words are left to the tagger.
const WORDS: usize = 3;

/// Adds the contents that the tagger missed.
pub fn add(document: &Document<'_>, spans: &mut Vec<Found>) {
    for (paragraph, quotations) in quotations_by_paragraph(document).into_iter().enumerate().skip(1) {
        let Some(first) = quotations.first().filter(|q| q.continues) else { continue };
        let before = document.paragraphs[paragraph - 1].tokens.clone();
        let after = spans.partition_point(|s| s.tokens.end <= before.start);
        let quoted_before = spans[after..]
            .iter()
            .take_while(|s| s.tokens.start < before.end)
            .any(|s| s.role == Role::Content && document.tokens[s.tokens.end - 1].quoted.is_inside());
        let tokens = trim(document, tokens_in(document, first.inner));
        if quoted_before && !tokens.is_empty() && words(document, tokens.clone()) >= WORDS {
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
    fn a_reopened_paragraph_is_content() {
        let page = "“We waited all night.\n“Nobody came, not one of them,” Ms Adeyemi said.";
        let article = article(page);
        let document = text::read(&article);
        let mut spans = vec![tagged(&document, Role::Content, "We waited all night")];
        add(&document, &mut spans);
        assert_eq!(found_words(&document, &spans), ["We waited all night", "Nobody came, not one of them"]);
    }

    #[test]
    fn a_new_quotation_after_a_closed_one_is_left_to_the_tagger() {
        let page = "“We waited all night.”\n“Nobody came, not one of them,” Ms Adeyemi said.";
        let article = article(page);
        let document = text::read(&article);
        let mut spans = vec![tagged(&document, Role::Content, "We waited all night")];
        add(&document, &mut spans);
        assert_eq!(spans.len(), 1);
    }
}
