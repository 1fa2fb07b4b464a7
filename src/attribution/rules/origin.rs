//! A line that only names where the next paragraph is taken from, as pages do before a block quotation.
//!
//! `From the auditors' report:` ¶ `“The seals were not checked. The alarm was off.”`

use super::{CERTAIN, quotations_by_paragraph, touched, words};
use crate::attribution::{Attribution, tagger};
use crate::span::Span;
use crate::text::{Document, Paragraph, Part};
use std::collections::BTreeSet;

/// Such a line has at most so many tokens.
const LINE: usize = 14;
/// The confidence where the paragraph below has no quotation marks: pages drop them when they indent.
const UNMARKED: f32 = 0.6;

/// Gives the paragraph below such a line its source; what the tagger made of it as a whole goes, unless it has a cue.
pub fn apply(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    let mut blocks = blocks(document);
    let holder = |blocks: &[Block], content: &Span| {
        touched(blocks, |b| b.whole, *content).filter(|b| content.len() * 2 > b.first.len()).map(|b| b.whole)
    };
    let with_cue = attributions.iter().filter(|a| !a.cue.is_empty());
    let told: BTreeSet<Span> = with_cue.flat_map(|a| &a.content).filter_map(|c| holder(&blocks, c)).collect();
    blocks.retain(|b| !told.contains(&b.whole));
    attributions.retain(|a| a.content.iter().all(|c| holder(&blocks, c).is_none()));
    attributions.extend(blocks.into_iter().map(|block| Attribution {
        source: vec![block.source],
        cue: vec![block.cue],
        content: block.content,
        confidence: if block.marked { CERTAIN } else { UNMARKED },
        ..Attribution::default()
    }));
}

struct Block {
    cue: Span,
    source: Span,
    content: Vec<Span>,
    first: Span,
    whole: Span,
    marked: bool,
}

/// All such lines with the paragraphs below them, in text order.
fn blocks(document: &Document<'_>) -> Vec<Block> {
    let quotations = quotations_by_paragraph(document);
    let mut out = Vec::new();
    for (number, pair) in document.paragraphs.windows(2).enumerate() {
        let (line, below) = (&pair[0], &pair[1]);
        let Some((cue, source)) = origin(document, line) else { continue };
        if matches!(below.part, Part::Heading | Part::Title | Part::ListItem)
            || origin(document, below).is_some()
        {
            continue;
        }
        // The block goes on while its paragraphs begin with a mark that opens again.
        let goes_on = |n: &usize| {
            let start = document.paragraphs[*n].span.start;
            quotations[*n].first().is_some_and(|q| q.continues && q.span.start == start)
        };
        let more = (number + 2..document.paragraphs.len()).take_while(goes_on);
        let content: Vec<Span> =
            std::iter::once(number + 1).chain(more).map(|n| document.paragraphs[n].span).collect();
        let whole = content.iter().copied().fold(below.span, Span::join);
        let marked = quotations[number + 1].first().is_some_and(|q| q.span.start == below.span.start);
        out.push(Block { cue, source, content, first: below.span, whole, marked });
    }
    out
}

/// "From" and the name behind it, if a colon ends the line and nothing else is said on it.
fn origin(document: &Document<'_>, line: &Paragraph) -> Option<(Span, Span)> {
    let word = |k: usize| document.tokens[k].span.of(document.text);
    let tokens = line.tokens.clone();
    let colon = tokens.end.checked_sub(1)?;
    if tokens.len() > LINE || tokens.len() < 3 || word(tokens.start) != "From" || word(colon) != ":" {
        return None;
    }
    let name = tagger::trim(document, tokens.start + 1..colon);
    let sentence_mark = name.clone().any(|k| matches!(word(k), "," | ";" | "?" | "!"));
    let named = name.clone().any(|k| word(k).starts_with(char::is_uppercase))
        || words(document, name.clone()) > 1
            && matches!(word(name.start), "the" | "a" | "an" | "his" | "her" | "its" | "their" | "our");
    if sentence_mark || !named {
        return None;
    }
    Some((document.tokens[tokens.start].span, document.span(name)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, shown, spoken};
    use super::*;
    use crate::text;

    fn of(page: &str, mut found: Vec<Attribution>) -> Vec<String> {
        let article = article(page);
        apply(&text::read(&article), &mut found);
        shown(page, &found)
    }

    #[test]
    fn the_block_below_is_its() {
        let page = "The dam failed in May.\nFrom the auditors' report:\n“The seals were not checked. The alarm was off.”\nNobody was hurt.";
        assert_eq!(
            of(page, Vec::new()),
            ["[the auditors' report] From: “The seals were not checked. The alarm was off.”"]
        );
    }

    #[test]
    fn a_cue_below_says_it_better() {
        let page = "From the Harbour Post:\nThe mayor said the bridge would open in the spring.";
        let own = spoken(page, "The mayor", "said", "the bridge would open in the spring");
        assert_eq!(of(page, vec![own]), ["[The mayor] said: the bridge would open in the spring"]);
    }

    #[test]
    fn other_lines_with_a_colon_are_none() {
        for page in
            ["From 9 to 5:\n“We work.”", "From the start, it was clear:\n“We work.”", "From here:\nGo on."]
        {
            assert!(of(page, Vec::new()).is_empty(), "{page}");
        }
    }
}
