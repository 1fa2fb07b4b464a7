//! Speech within speech: `Falk said that Orr had admitted that the numbers were wrong.`
//!
//! The articles that the tagger learnt from mark the outer attribution alone. So each content is read once more by
//! itself, as if it were a text, and what is found there is kept where it is sure enough and names another speaker.

use super::Attribution;
use super::features::Features;
use super::find::build;
use super::link_features::View;
use super::linker::{Linked, link};
use super::model::Inner;
use super::rules::tokens_in;
use crate::lists;
use crate::span::Span;
use crate::text::Document;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// An inner attribution below this confidence is not reported.
const SURE: f32 = 0.55;
/// A content of fewer tokens holds no speech of another.
const SHORTEST: usize = 8;

/// What a reported clause begins with.
const CONJUNCTION: &str = "that";

/// Sources that are the outer speaker again.
static OWN: LazyLock<BTreeSet<&str>> = LazyLock::new(|| lists::lines(include_str!("data/own.txt")).collect());

/// The attributions inside the contents of others. Linear in the length of the contents.
pub(super) fn find(
    document: &Document<'_>,
    seen: &Features,
    inner: &Inner,
    outer: &[Attribution],
) -> Vec<Attribution> {
    let ranges = contents(document, outer);
    let spans = inner.tagger.spans_within(document, seen, &ranges);
    let home = |span: usize| ranges.partition_point(|r| r.end <= spans[span].tokens.start);
    let is_told = |l: &&Linked| {
        let (Some(cue), Some(source)) = (l.cue, l.source) else { return false };
        let first = document.tokens[spans[source].tokens.start].span.of(document.text);
        let together = l.contents.iter().chain([&source]).all(|&k| home(k) == home(cue));
        together && !OWN.contains(first.to_lowercase().as_str())
    };
    let linked = link(&View::new(document, &spans), &inner.ranker);
    let found = linked.iter().filter(is_told).map(|l| build(document, &spans, l, inner.calibration));
    found.filter(|a| a.confidence >= SURE).collect()
}

/// The contents as ranges of tokens, in order; of those that overlap the first.
fn contents(document: &Document<'_>, outer: &[Attribution]) -> Vec<Range<usize>> {
    let mut spans: Vec<Span> = outer.iter().flat_map(|a| a.content.iter().copied()).collect();
    spans.sort_unstable();
    let mut out: Vec<Range<usize>> = Vec::new();
    for span in spans {
        let mut tokens = tokens_in(document, span);
        // Without its conjunction a content reads like a sentence.
        if tokens.clone().next().is_some_and(|k| document.tokens[k].span.of(document.text) == CONJUNCTION) {
            tokens.start += 1;
        }
        if tokens.len() >= SHORTEST && out.last().is_none_or(|last| last.end <= tokens.start) {
            out.push(tokens);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::attribution::model::Bundled;
    use crate::attribution::{Model, read};
    use crate::text;

    /// "source / cue / content" of each attribution that stands inside another.
    fn inner(page: &str) -> Vec<String> {
        let article = Article { text: page.to_owned(), ..Article::default() };
        let document = text::read(&article);
        let model = Model::bundled(Bundled::Accurate).unwrap();
        let words =
            |spans: &[crate::span::Span]| spans.iter().map(|s| s.of(page)).collect::<Vec<_>>().join(" … ");
        let found = read(&document, &model).attributions;
        let inside = found.iter().filter(|a| a.inside.is_some());
        inside.map(|a| format!("{} / {} / {}", words(&a.source), words(&a.cue), words(&a.content))).collect()
    }

    #[test]
    fn what_another_said_is_found_inside() {
        let page = "Falk said Orr had told him that the numbers were wrong.";
        assert_eq!(inner(page), ["Orr / had told / that the numbers were wrong"]);
    }

    #[test]
    fn the_speakers_own_words_are_not_told_twice() {
        assert!(
            inner("“I think that we said all along that the numbers were wrong,” Ms. Orr said.").is_empty()
        );
        assert!(inner("The union said the bridge would stay closed until the end of the month.").is_empty());
    }
}
