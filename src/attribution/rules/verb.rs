//! An attribution without a cue whose verb stands right behind its source: `Ms Berg withdrew on Monday her accusation that …`.

use super::tokens_in;
use crate::attribution::Attribution;
use crate::lists::lines;
use crate::span::Span;
use crate::text::Document;
use std::collections::HashSet;
use std::sync::LazyLock;

static VERBS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("../data/answering-verbs.txt")).collect());

/// How many tokens may stand between source and content: "withdrew on Monday", "has since taken back".
const BETWEEN: usize = 5;

/// Gives such an attribution its cue.
pub fn apply(document: &Document<'_>, attributions: &mut [Attribution]) {
    for attribution in attributions.iter_mut().filter(|a| a.cue.is_empty()) {
        let (Some(source), Some(content)) = (attribution.source.last(), attribution.content.first()) else {
            continue;
        };
        if source.end < content.start {
            attribution.cue.extend(verb(document, Span::new(source.end, content.start)));
        }
    }
}

/// The verb between source and content, with its auxiliary.
fn verb(document: &Document<'_>, between: Span) -> Option<Span> {
    let tokens = tokens_in(document, between);
    let tokens = document.tokens.get(tokens).filter(|tokens| tokens.len() <= BETWEEN)?;
    let word = |at: usize| tokens.get(at).map_or("", |t| t.span.of(document.text));
    let has = usize::from(matches!(word(0), "has" | "had" | "have"));
    let adverb = usize::from(has == 1 && !VERBS.contains(word(1)));
    let at = has + adverb;
    let verb = tokens.get(at).filter(|_| VERBS.contains(word(at)))?;
    Some(Span::new(tokens.first()?.span.start, verb.span.end))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, shown, spoken};
    use super::*;
    use crate::text;

    #[test]
    fn the_verb_behind_the_source_is_the_cue() {
        for (page, content, wanted) in [
            (
                "Ms Berg withdrew on Monday her charge that he lied.",
                "her charge that he lied",
                "[Ms Berg] withdrew: her charge that he lied",
            ),
            (
                "Ms Berg has since retracted the charge.",
                "the charge",
                "[Ms Berg] has since retracted: the charge",
            ),
            ("Ms Berg, of Oslo: the charge.", "the charge", "[Ms Berg] : the charge"),
            (
                "Ms Berg withdrew from the hall before noon, the charge.",
                "the charge",
                "[Ms Berg] : the charge",
            ),
        ] {
            let article = article(page);
            let document = text::read(&article);
            let mut attributions = vec![spoken(page, "Ms Berg", "", content)];
            apply(&document, &mut attributions);
            assert_eq!(shown(page, &attributions), [wanted], "{page}");
        }
    }
}
