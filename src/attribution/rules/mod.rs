//! What the marks and lines of a page make certain, whatever the tagger saw: one rule, one file.

pub mod acquaintance;
pub mod clause;
pub mod colon;
pub mod dateline;
pub mod figures;
pub mod list;
pub mod origin;
pub mod passive;
pub mod reopened;
mod sayings;
pub mod signature;
pub mod silence;
pub mod stance;
pub mod transcript;
pub mod tweet;
pub mod verb;

use super::tagger::Found;
use crate::span::Span;
use crate::text::{Document, Quotation};

/// The confidence of an attribution that a rule makes.
pub(super) const CERTAIN: f32 = 0.9;

/// The outermost quotations of each paragraph, by paragraph.
pub(super) fn quotations_by_paragraph<'d>(document: &'d Document<'_>) -> Vec<Vec<&'d Quotation>> {
    let mut out = vec![Vec::new(); document.paragraphs.len()];
    let mut paragraph = 0;
    for quotation in document.quotations.iter().filter(|q| q.level == 0) {
        while paragraph + 1 < out.len() && document.paragraphs[paragraph].span.end <= quotation.span.start {
            paragraph += 1;
        }
        if let Some(list) = out.get_mut(paragraph) {
            list.push(quotation);
        }
    }
    out
}

/// The tokens within these bytes.
pub(super) fn tokens_in(document: &Document<'_>, span: Span) -> std::ops::Range<usize> {
    let start = document.tokens.partition_point(|t| t.span.start < span.start);
    let end = document.tokens.partition_point(|t| t.span.end <= span.end);
    start..end.max(start)
}

/// Spans in order, those that overlap as one: what [`touched`] looks among.
pub(super) fn merged(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.collect();
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// The first of some items, whose spans are in order and do not overlap, that a span overlaps.
pub(super) fn touched<T>(items: &[T], of: impl Fn(&T) -> Span, span: Span) -> Option<&T> {
    let near = items.partition_point(|item| of(item).end <= span.start);
    items.get(near).filter(|item| of(item).overlaps(span))
}

/// The number of words among tokens.
pub(super) fn words(document: &Document<'_>, tokens: std::ops::Range<usize>) -> usize {
    document.tokens[tokens].iter().filter(|t| !t.is_mark).count()
}

/// Adds a span in its place if nothing touches it.
pub(super) fn insert(spans: &mut Vec<Found>, new: Found) {
    let at = spans.partition_point(|s| s.tokens.end <= new.tokens.start);
    if spans.get(at).is_none_or(|s| s.tokens.start >= new.tokens.end) {
        spans.insert(at, new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::attribution::Attribution;
    use crate::attribution::Role;
    use crate::attribution::tagger::trim;
    use crate::text;

    pub(super) fn article(text: &str) -> Article {
        Article { text: text.to_owned(), ..Article::default() }
    }

    fn place(text: &str, words: &str) -> Span {
        let start = text.rfind(words).unwrap();
        Span::new(start, start + words.len())
    }

    /// An attribution with these words (their last occurrence; an empty string: none).
    pub(super) fn spoken(text: &str, source: &str, cue: &str, content: &str) -> Attribution {
        let spans = |words: &str| if words.is_empty() { Vec::new() } else { vec![place(text, words)] };
        Attribution {
            source: spans(source),
            cue: spans(cue),
            content: spans(content),
            confidence: 0.5,
            ..Attribution::default()
        }
    }

    /// "[source] cue: content" for each.
    pub(super) fn shown(text: &str, attributions: &[Attribution]) -> Vec<String> {
        let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        attributions
            .iter()
            .map(|a| format!("[{}] {}: {}", words(&a.source), words(&a.cue), words(&a.content)))
            .collect()
    }

    /// What a rule adds to a page of which nothing is known, or one attribution: source, cue and content.
    pub(super) fn found(
        page: &str,
        known: Option<[&str; 3]>,
        apply: impl Fn(&Document<'_>, &mut Vec<Attribution>),
    ) -> Vec<String> {
        let article = article(page);
        let known = known.map(|[source, cue, content]| spoken(page, source, cue, content));
        let mut all: Vec<Attribution> = known.into_iter().collect();
        apply(&text::read(&article), &mut all);
        shown(page, &all)
    }

    pub(super) fn tagged(document: &Document<'_>, role: Role, words: &str) -> Found {
        let tokens = trim(document, tokens_in(document, place(document.text, words)));
        Found { role, tokens, confidence: 0.5 }
    }

    pub(super) fn found_words<'a>(document: &Document<'a>, spans: &[Found]) -> Vec<&'a str> {
        let tokens = &document.tokens;
        let words = |s: &Found| {
            Span::new(tokens[s.tokens.start].span.start, tokens[s.tokens.end - 1].span.end).of(document.text)
        };
        spans.iter().map(words).collect()
    }
}
