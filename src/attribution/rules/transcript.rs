//! Lines of a transcript or an interview: `NAME: what is said`.
//!
//! `MORALES: We never signed it.` ¶ `HOST: Who did?` ¶ `MORALES: Ask the ministry.`

use super::{CERTAIN, tokens_in, touched, words};
use crate::attribution::{Attribution, tagger};
use crate::span::Span;
use crate::text::{Document, Paragraph};
use std::collections::BTreeMap;

/// A label has at most so many tokens.
const LABEL: usize = 6;
/// A page is a transcript where at least so many lines have labels that occur at least twice.
const LINES: usize = 4;

/// Makes each line of a transcript an attribution; what the tagger made of the line as a whole goes.
pub fn apply(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    let mut lines: BTreeMap<String, Vec<(Span, Span)>> = BTreeMap::new();
    for paragraph in &document.paragraphs {
        if let Some((label, said)) = line(document, paragraph) {
            lines.entry(label.of(document.text).to_uppercase()).or_default().push((label, said));
        }
    }
    let often: Vec<String> =
        lines.iter().filter(|(_, l)| l.len() >= 2).map(|(label, _)| label.clone()).collect();
    // "HELENA MARSH:" comes once, "MARSH:" from then on.
    let is_full_name = |label: &str| {
        often.iter().any(|o| label.ends_with(o) && label[..label.len() - o.len()].ends_with(' '))
    };
    lines.retain(|label, of_label| of_label.len() >= 2 || is_full_name(label));
    if often.len() < 2 || lines.values().map(Vec::len).sum::<usize>() < LINES {
        return;
    }
    let mut all: Vec<(Span, Span)> = lines.into_values().flatten().collect();
    all.sort_unstable();
    // An attribution of its own within a line stays; one whose content is most of the line is the line.
    attributions.retain(|a| {
        a.content.iter().all(|c| {
            touched(&all, |(label, said)| label.join(*said), *c).is_none_or(|(label, said)| {
                let most = said.contains(*c) && c.len() * 2 > said.len();
                !most && !c.overlaps(*label)
            })
        })
    });
    for (label, said) in all {
        let attribution = Attribution {
            source: vec![label],
            content: vec![said],
            confidence: CERTAIN,
            ..Attribution::default()
        };
        attributions.push(attribution);
    }
}

/// The label and the rest of a paragraph that begins with a label of capitalised words.
fn line(document: &Document<'_>, paragraph: &Paragraph) -> Option<(Span, Span)> {
    let word = |k: usize| document.tokens[k].span.of(document.text);
    let tokens = paragraph.tokens.clone();
    let colon = tokens.clone().take(LABEL + 1).find(|&k| word(k) == ":")?;
    let label = tokens.start..colon;
    let named = |k: usize| {
        document.tokens[k].is_mark && matches!(word(k), "." | "-" | "’" | "'" | "(" | ")" | ",")
            || word(k).starts_with(|c: char| c.is_uppercase() || c.is_numeric())
    };
    if label.is_empty() || !label.clone().all(named) || !word(tokens.start).starts_with(char::is_alphabetic) {
        return None;
    }
    let label = tagger::trim(document, label);
    let label = document.span(label);
    let said = Span::new(document.tokens[colon].span.end, paragraph.span.end).trimmed(document.text);
    (words(document, tokens_in(document, said)) > 0).then_some((label, said))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, shown, spoken};
    use super::*;
    use crate::text;

    #[test]
    fn lines_with_recurring_labels_are_speech() {
        let page = "HOST: Who signed it?\nMORALES: We never did.\nHOST: Then who?\nMORALES: Ask Lena. She said it was late.";
        let article = article(page);
        let mut found =
            vec![spoken(page, "MORALES", "", "We never did."), spoken(page, "She", "said", "it was late")];
        apply(&text::read(&article), &mut found);
        assert_eq!(
            shown(page, &found),
            [
                "[She] said: it was late",
                "[HOST] : Who signed it?",
                "[MORALES] : We never did.",
                "[HOST] : Then who?",
                "[MORALES] : Ask Lena. She said it was late."
            ]
        );
    }

    #[test]
    fn labels_that_do_not_recur_are_headings_of_a_list() {
        let page =
            "Gaza: Food is scarce.\nIsrael: The line holds.\nEgypt: The gate is shut.\nQatar: Talks go on.";
        let article = article(page);
        let mut found = Vec::new();
        apply(&text::read(&article), &mut found);
        assert!(found.is_empty());
    }

    #[test]
    fn a_full_name_that_comes_once_is_a_label_too() {
        let page = "ANN HOST: Good evening.\nRAY MORALES: Hello.\nHOST: Who?\nMORALES: Us.\nHOST: Why?\nMORALES: Ask.";
        let article = article(page);
        let mut found = Vec::new();
        apply(&text::read(&article), &mut found);
        assert_eq!(shown(page, &found)[..2], ["[ANN HOST] : Good evening.", "[RAY MORALES] : Hello."]);
    }
}
