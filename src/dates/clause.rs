//! Which words around a cue say when it was said: "said on Tuesday", "in an interview Friday"; not those that belong to
//! something else ("the Tuesday attack", "who was freed on Tuesday").

use super::lexicon::{self, Lexeme, Tag};
use super::{Dated, DatedFrom, Precision, TimeExpression, TimexType};
use crate::attribution::Attribution;
use crate::span::Span;
use crate::text::{Document, Sentence};

/// How many tokens may stand between a cue and the words that date it.
const NEAR: usize = 14;

/// How many tokens on either side of a cue are looked at; a sentence may be absurdly long.
pub(super) const WINDOW: usize = 60;

/// The words outside of the content, in the sentence of the cue and near it, that say when it was said. `head` is the
/// day in the dateline, which is no such word.
pub(super) fn said_near_cue(
    document: &Document<'_>,
    attribution: &Attribution,
    times: &[TimeExpression],
    head: Option<Span>,
    lexemes: &mut Vec<Lexeme>,
) -> Option<Dated> {
    let cue = attribution.cue.first().or(attribution.source.first())?;
    let sentence = sentence_at(document, cue.start)?;
    if within(times, sentence.span).is_empty() {
        return None;
    }
    let cue_token = document.tokens.partition_point(|t| t.span.start < cue.start);
    let first = cue_token.saturating_sub(WINDOW).max(sentence.tokens.start);
    let last = cue_token.saturating_add(WINDOW).min(sentence.tokens.end);
    let tokens = document.tokens.get(first..last)?;
    let window = tokens.first()?.span.join(tokens.last()?.span);
    let candidates = within(times, window);
    lexicon::read(document.text, tokens, lexemes);
    let clause = Clause { document, tokens: first, lexemes, attribution };
    let cue_end =
        attribution.cue.iter().filter(|c| window.contains(**c)).map(|c| c.end).max().unwrap_or(cue.end);
    candidates
        .iter()
        .filter(|t| head != Some(t.span) && !attribution.content.iter().any(|c| c.overlaps(t.span)))
        .filter_map(|t| {
            Some((clause.distance(Span::new(cue.start, cue_end), t.span)?, dated(t, DatedFrom::Cue)?))
        })
        // a month or a year is seldom when something was said, unless it stands right beside
        .filter(|(distance, d)| d.precision == Precision::Day || *distance <= 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, d)| d)
}

/// The sentence in which a byte stands.
fn sentence_at<'a>(document: &'a Document<'_>, at: usize) -> Option<&'a Sentence> {
    let index = document.sentences.partition_point(|s| s.span.end <= at);
    document.sentences.get(index).filter(|s| s.span.start <= at)
}

/// The words around a cue in its sentence, and the attribution that it belongs to.
struct Clause<'a> {
    document: &'a Document<'a>,
    /// The index of the first of the words.
    tokens: usize,
    lexemes: &'a [Lexeme],
    attribution: &'a Attribution,
}

impl Clause<'_> {
    /// How many tokens stand between the cue and the time, those of the content and of the source not counted; `None`
    /// where the time belongs to something else.
    fn distance(&self, cue: Span, time: Span) -> Option<usize> {
        let after_cue = time.start >= cue.end;
        let between = if after_cue { Span::new(cue.end, time.start) } else { Span::new(time.end, cue.start) };
        let mut distance = 0;
        for k in self.range(between) {
            let (lexeme, span) = (self.lexemes.get(k)?, self.span(k)?);
            let in_content = self.attribution.content.iter().any(|c| c.overlaps(span));
            let in_source = self.attribution.source.iter().any(|s| s.overlaps(span));
            match lexeme.tag {
                _ if in_content => continue,
                _ if lexeme.tag == Tag::Mark && lexeme.value == ';' as i32 => return None,
                // another clause's verb stands between: "said the man, who was arrested on Tuesday"
                Tag::PastVerb | Tag::Relative | Tag::FutureVerb | Tag::Since if !in_source => return None,
                _ if in_source => {}
                _ => distance += 1,
            }
        }
        if distance > NEAR || self.of_something_else(time) {
            return None;
        }
        let in_source = self.attribution.source.iter().any(|s| s.overlaps(time));
        if in_source && !self.document_source(time) {
            return None;
        }
        Some(distance)
    }

    /// Whether the time describes a noun or hangs on another event: "the Tuesday attack", "Tuesday's vote", "after
    /// Tuesday", "who left on Tuesday".
    fn of_something_else(&self, time: Span) -> bool {
        let range = self.range(time);
        let (first, end) = (range.start, range.end);
        let tag = |k: Option<usize>| k.and_then(|k| self.lexemes.get(k)).map(|l| l.tag);
        let before = tag(first.checked_sub(1));
        let possessive = tag(Some(end)) == Some(Tag::Mark)
            && tag(Some(end + 1)) == Some(Tag::LetterS)
            && self.lexemes.get(end).is_some_and(|l| l.value == '\'' as i32);
        let noun_after = self.lexemes.get(end).is_some_and(|l| l.tag == Tag::Other && !l.capital);
        let article = matches!(before, Some(Tag::The | Tag::A | Tag::This | Tag::That));
        // "the 1963 speech", "Christmas celebrations", but "Tuesday inviting them", "in March people"
        let names_day =
            matches!(tag(Some(first)), Some(Tag::Weekday | Tag::Day | Tag::Digits | Tag::Last | Tag::This))
                && self.lexemes.get(first).is_none_or(|l| l.digits != 4);
        let prepared = matches!(before, Some(Tag::In | Tag::On | Tag::Earlier | Tag::Later | Tag::Mark));
        let kind = !names_day && !prepared && self.lexemes.get(end).is_some_and(|l| l.tag == Tag::Other);
        let hangs = matches!(
            before,
            Some(Tag::After | Tag::Since | Tag::Until | Tag::From | Tag::Of | Tag::Preposition)
        );
        let relative = (first.saturating_sub(8)..first).rev().any(|k| {
            tag(Some(k)) == Some(Tag::Relative)
                && self.span(k).is_some_and(|s| {
                    !self.attribution.cue.iter().any(|c| c.start > s.start && c.start < time.start)
                })
        });
        possessive || article && noun_after || kind || hangs || relative
    }

    /// Whether a time within the source says when its document came out: "a statement released Friday".
    fn document_source(&self, time: Span) -> bool {
        let first = self.range(time).start;
        let tag = |k: Option<usize>| k.and_then(|k| self.lexemes.get(k)).map(|l| l.tag);
        matches!(tag(first.checked_sub(1)), Some(Tag::PastVerb | Tag::On | Tag::Other))
    }

    fn span(&self, k: usize) -> Option<Span> {
        self.document.tokens.get(self.tokens + k).map(|t| t.span)
    }

    /// The lexemes of a stretch of the sentence.
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let tokens =
            self.document.tokens.get(self.tokens..self.tokens + self.lexemes.len()).unwrap_or_default();
        let first = tokens.partition_point(|t| t.span.start < span.start);
        first..tokens.partition_point(|t| t.span.start < span.end).max(first)
    }
}

/// A time expression as the date of something.
pub(super) fn dated(time: &TimeExpression, from: DatedFrom) -> Option<Dated> {
    if !matches!(time.kind, TimexType::Date | TimexType::Time) {
        return None;
    }
    Some(Dated {
        date: time.start?,
        end: time.end?,
        precision: time.precision?,
        from,
        words: vec![time.span],
    })
}

/// The time expressions that lie in a stretch of text.
pub(super) fn within(times: &[TimeExpression], span: Span) -> &[TimeExpression] {
    let first = times.partition_point(|t| t.span.start < span.start);
    let last = times.partition_point(|t| t.span.start < span.end).max(first);
    times.get(first..last).unwrap_or_default()
}
