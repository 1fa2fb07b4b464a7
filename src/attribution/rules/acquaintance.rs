//! Who knows somebody reports nothing: `Helena Marsh has known her for thirty years.`

use super::tokens_in;
use crate::attribution::Attribution;
use crate::lists::rows;
use crate::span::Span;
use crate::text::Document;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The rows of `data/acquaintance.tsv`.
static WORDS: LazyLock<HashSet<[&str; 2]>> =
    LazyLock::new(|| rows::<2>(include_str!("../data/acquaintance.tsv")).collect());

/// Drops attributions whose cue ends with a form of "know" and whose content is a pronoun for a person.
pub fn apply(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    attributions.retain(|a| match (&a.cue[..], &a.content[..]) {
        ([cue], [content]) => {
            !(is_last(document, *cue, "verb")
                && is_alone(document, *content)
                && is_last(document, *content, "person"))
        }
        _ => true,
    });
}

/// Whether the last word of a span is of a kind.
fn is_last(document: &Document<'_>, span: Span, kind: &str) -> bool {
    let last = tokens_in(document, span).rev().find(|&t| !document.tokens[t].is_mark);
    last.is_some_and(|t| {
        let word = document.tokens[t].span.of(document.text).to_lowercase();
        WORDS.contains(&[kind, word.as_str()])
    })
}

fn is_alone(document: &Document<'_>, span: Span) -> bool {
    super::words(document, tokens_in(document, span)) == 1
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::apply;

    #[test]
    fn whom_somebody_knows_is_no_content() {
        let page = "Helena Marsh has known her for years.";
        let known = Some(["Helena Marsh", "has known", "her"]);
        assert_eq!(found(page, known, apply), [""; 0]);
    }

    #[test]
    fn what_somebody_knows_is_one() {
        for (page, known, shown) in [
            ("Marsh has known it for years.", ["Marsh", "has known", "it"], "[Marsh] has known: it"),
            ("Marsh supports her.", ["Marsh", "supports", "her"], "[Marsh] supports: her"),
            (
                "Marsh knew her letters were lost.",
                ["Marsh", "knew", "her letters were lost"],
                "[Marsh] knew: her letters were lost",
            ),
        ] {
            assert_eq!(found(page, Some(known), apply), [shown]);
        }
    }
}
