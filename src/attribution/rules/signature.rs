//! A quotation signed after a dash, as press releases and pull quotes print it.
//!
//! `“This is a turning point for the valley.” – Ines Caldeira, Chief Executive`

use super::{CERTAIN, quotations_by_paragraph, tokens_in, touched};
use crate::attribution::{Attribution, tagger};
use crate::span::Span;
use crate::text::Document;
use std::collections::BTreeSet;

/// A signature is at most so many tokens long.
const LONGEST: usize = 24;

/// Gives each signed quotation its source; what the tagger made of the same words goes, unless it has a cue.
pub fn apply(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    let mut signed = signed(document);
    let holder =
        |signed: &[(Span, Span)], content: &Span| touched(signed, |(c, _)| *c, *content).map(|(c, _)| *c);
    let with_cue = attributions.iter().filter(|a| !a.cue.is_empty());
    let taken: BTreeSet<Span> =
        with_cue.flat_map(|a| &a.content).filter_map(|c| holder(&signed, c)).collect();
    signed.retain(|(content, _)| !taken.contains(content));
    attributions.retain(|a| a.content.iter().all(|c| holder(&signed, c).is_none()));
    attributions.extend(signed.into_iter().map(|(content, source)| Attribution {
        source: vec![source],
        content: vec![content],
        confidence: CERTAIN,
        ..Attribution::default()
    }));
}

/// Quotations that fill a paragraph up to a signature, and their signatures, in text order.
fn signed(document: &Document<'_>) -> Vec<(Span, Span)> {
    let quotations = quotations_by_paragraph(document);
    let mut out = Vec::new();
    for (number, paragraph) in document.paragraphs.iter().enumerate() {
        let (Some(first), Some(last)) = (quotations[number].first(), quotations[number].last()) else {
            continue;
        };
        if first.span.start != paragraph.span.start || !last.closed {
            continue;
        }
        let below = || {
            // The signature may stand on a line of its own, below the quotation.
            let next = document.paragraphs.get(number + 1).filter(|_| last.span.end == paragraph.span.end)?;
            signature(document, next.span.start, next.span.end)
        };
        if let Some(source) = signature(document, last.span.end, paragraph.span.end).or_else(below) {
            out.push((Span::new(first.span.start, last.span.end), source));
        }
    }
    out
}

/// The name and title behind a dash that is all there is between two bytes.
fn signature(document: &Document<'_>, start: usize, end: usize) -> Option<Span> {
    let tokens = tokens_in(document, Span::new(start, end));
    let word = |k: usize| document.tokens[k].span.of(document.text);
    let dashes = tokens.clone().take_while(|&k| matches!(word(k), "-" | "–" | "—" | "―")).count();
    let name = tokens.start + dashes..tokens.end;
    let capital = name.clone().next().is_some_and(|k| word(k).starts_with(char::is_uppercase));
    if dashes == 0 || name.len() > LONGEST || !capital {
        return None;
    }
    let sentence_ends = name.clone().any(|k| matches!(word(k), "?" | "!" | "“" | "\"" | ";" | ":"));
    if sentence_ends {
        return None;
    }
    let name = tagger::trim(document, name);
    Some(document.span(name))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, shown, spoken};
    use super::*;
    use crate::text;

    #[test]
    fn a_signed_quotation_is_its_signers() {
        for (page, source) in [
            (
                "“This is a turning point for the valley.” – Ines Caldeira, Chief Executive",
                "Ines Caldeira, Chief Executive",
            ),
            ("\"We kept our word.\"\n— Dr. Omar Selim", "Dr. Omar Selim"),
        ] {
            let article = article(page);
            let mut found = Vec::new();
            apply(&text::read(&article), &mut found);
            assert_eq!(found.len(), 1, "{page}");
            assert_eq!(found[0].source[0].of(page), source);
            assert!(found[0].content[0].of(page).starts_with(['“', '"']));
        }
    }

    #[test]
    fn a_dash_that_goes_on_is_no_signature() {
        for page in
            ["“Go home” – that was all she said.", "“Why?” – Nobody knew. “Because.”", "“A.” and “B.”"]
        {
            let article = article(page);
            let mut found = Vec::new();
            apply(&text::read(&article), &mut found);
            assert!(found.is_empty(), "{page}");
        }
    }

    #[test]
    fn the_taggers_own_attribution_with_a_cue_stays() {
        let page = "“We kept our word,” she said – Maria would know.";
        let article = article(page);
        let mut found = vec![spoken(page, "she", "said", "“We kept our word,”")];
        apply(&text::read(&article), &mut found);
        assert_eq!(shown(page, &found), ["[she] said: “We kept our word,”"]);
    }
}
