//! Which words around a cue say when it was said: "said on Tuesday", "in an interview Friday"; not those that belong to
//! something else ("the Tuesday attack", "who was freed on Tuesday").

use super::accused::is_of_deed;
use super::lexicon::{self, Lexeme, Tag};
use super::occasions::{Occasion, occasion};
use super::{Dated, DatedFrom, Precision, TimeExpression, TimexType};
use crate::attribution::Attribution;
use crate::span::Span;
use crate::text::{Document, Sentence};

/// How many tokens may stand between a cue and the words that date it.
const NEAR: usize = 14;

/// How many tokens may stand between a cue and a month or a year that dates it.
const BESIDE: usize = 4;

/// How many words may stand between a time and the occasion that it dates: "in a June 2012 private email".
const MODIFIERS: usize = 4;

/// How many quotations that begin before a word are looked at; more are not open at once.
const NESTED: usize = 4;

/// Where an occasion to speak stands that a time dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Right behind it: "at Tuesday's debate".
    Here,
    /// Before it: "in a report issued in May".
    Issued,
}

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
        .filter(|t| !is_of_deed(document, attribution, t.span))
        .filter_map(|t| Some((clause.distance(Span::new(cue.start, cue_end), t)?, dated(t, DatedFrom::Cue)?)))
        // a month or a year is seldom when something was said, unless it stands right beside
        .filter(|(distance, d)| d.precision == Precision::Day || *distance <= BESIDE)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, d)| d)
}

/// The date of an act that is itself the report, where it stands in what is reported: "indicted on fraud charges in
/// February". Only behind "in" or "on", with no other verb between, and where nothing but another such time follows.
pub(super) fn said_by_act(
    document: &Document<'_>,
    attribution: &Attribution,
    times: &[TimeExpression],
    lexemes: &mut Vec<Lexeme>,
) -> Option<Dated> {
    let is_act =
        |c: &Span| c.of(document.text).split_whitespace().any(|w| occasion(w) == Some(Occasion::Act));
    let cue = attribution.cue.iter().find(|c| is_act(c))?;
    let sentence = sentence_at(document, cue.start)?;
    let from = document.tokens.partition_point(|t| t.span.start < cue.end);
    let tokens = document.tokens.get(from..sentence.tokens.end.min(from + WINDOW))?;
    lexicon::read(document.text, tokens, lexemes);
    let place = |at: usize| tokens.partition_point(|t| t.span.start < at);
    let word = |k: usize| tokens.get(k).map_or("", |t| t.span.of(document.text));
    let tag = |k: usize| lexemes.get(k).map_or(Tag::Mark, |l| l.tag);
    let inside = |t: &&TimeExpression| attribution.content.iter().any(|c| c.contains(t.span));
    let stretch = tokens.first()?.span.join(tokens.last()?.span);
    let (time, first) = within(times, stretch).iter().filter(inside).find_map(|time| {
        let first = place(time.span.start).checked_sub(1)?;
        matches!(tag(first), Tag::In | Tag::On).then_some((time, first))
    })?;
    // "charged with taking bribes in May", "with the fraud that was found in May": these happened then
    let verb = |k: usize| {
        matches!(tag(k), Tag::PastVerb | Tag::Relative | Tag::FutureVerb | Tag::PresentVerb)
            || word(k).len() > 4 && word(k).ends_with("ing")
    };
    let end = place(time.span.end);
    let prepositions =
        [Tag::After, Tag::Preposition, Tag::At, Tag::In, Tag::On, Tag::Until, Tag::Approximately];
    let over = (matches!(tag(end), Tag::Mark | Tag::And) || prepositions.contains(&tag(end)))
        && !lexemes.get(end).is_some_and(|l| l.value == '\'' as i32 || l.value == '-' as i32);
    if (0..first).any(verb) || !over {
        return None;
    }
    dated(time, DatedFrom::Cue)
}

/// The sentence in which a byte stands.
pub(super) fn sentence_at<'a>(document: &'a Document<'_>, at: usize) -> Option<&'a Sentence> {
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
    fn distance(&self, cue: Span, time: &TimeExpression) -> Option<usize> {
        let span = time.span;
        if self.quoted_elsewhere(span, cue.start) {
            return None;
        }
        let after_cue = span.start >= cue.end;
        let in_source = self.attribution.source.iter().any(|s| s.overlaps(span));
        let occasion = self.occasion(span, in_source);
        let occasion = occasion.filter(|_| !self.present_cue());
        let gerund = self.gerund(cue);
        let fronted = !after_cue && self.fronted(time) && (self.past_cue() || gerund);
        let participle = !after_cue && gerund && self.after_mark(cue);
        let between = if after_cue { Span::new(cue.end, span.start) } else { Span::new(span.end, cue.start) };
        let mut distance = 0;
        for k in self.range(between) {
            let (lexeme, word) = (self.lexemes.get(k)?, self.span(k)?);
            let in_content = self.attribution.content.iter().any(|c| c.overlaps(word));
            let source_word = self.attribution.source.iter().any(|s| s.overlaps(word));
            match lexeme.tag {
                _ if in_content => continue,
                Tag::Mark if lexeme.value == ';' as i32 => return None,
                _ if source_word => {}
                // "On Tuesday, she won and said …": a time in front dates the sentence
                Tag::PastVerb | Tag::PromisedVerb if fronted => distance += 1,
                // "had canceled it by Sunday, citing …"
                Tag::PastVerb | Tag::PromisedVerb if participle => distance += 1,
                // "in a report issued in May"
                Tag::PastVerb if occasion == Some(At::Issued) && self.is_issued(k) => {}
                // "at Saturday's debate, when she said", "the Friday ruling, in which he said", "when asked in 2008"
                Tag::Relative if !after_cue && (self.is_word(k, "when") || occasion.is_some()) => {}
                Tag::Relative if after_cue && self.is_word(k, "when") && self.is_word(k + 1, "asked") => {}
                Tag::PastVerb
                    if after_cue && self.is_word(k, "asked") && self.is_word(k.wrapping_sub(1), "when") => {}
                // the name of the paper that was told
                Tag::Other if lexeme.capital => {}
                // another clause's verb stands between: "said the man, who was arrested on Tuesday"
                Tag::PastVerb | Tag::PromisedVerb | Tag::Relative | Tag::FutureVerb | Tag::Since => {
                    return None;
                }
                _ => distance += 1,
            }
        }
        if occasion.is_some() || fronted {
            distance = distance.min(BESIDE);
        }
        if distance > NEAR || self.of_something_else(span, occasion) {
            return None;
        }
        if in_source && occasion.is_none() && !self.document_source(span) {
            return None;
        }
        Some(distance)
    }

    /// Whether the time stands in quotation marks that the cue is not in.
    fn quoted_elsewhere(&self, time: Span, cue: usize) -> bool {
        let quotations = &self.document.quotations;
        let after = quotations.partition_point(|q| q.span.start <= time.start);
        let near = quotations.get(after.saturating_sub(NESTED)..after).unwrap_or_default();
        near.iter().any(|q| q.span.contains(time) && !(q.span.start <= cue && cue < q.span.end))
    }

    /// Whether the time opens its sentence: "On Tuesday, …", "But in 1972, …".
    fn fronted(&self, time: &TimeExpression) -> bool {
        let range = self.range(time.span);
        let mut first = range.start;
        let start = self.document.tokens.get(self.tokens).map(|t| t.sentence);
        let before = self.tokens.checked_sub(1).and_then(|k| self.document.tokens.get(k)).map(|t| t.sentence);
        let prepared = matches!(self.tag(first.checked_sub(1)), Some(Tag::In | Tag::On));
        // "The end of the year has provided an opportunity": it is the subject
        let adverb = prepared
            || time.precision == Some(Precision::Day)
            || matches!(self.tag(Some(first)), Some(Tag::Last | Tag::This | Tag::Earlier))
            || self.tag(Some(range.end)) == Some(Tag::Mark);
        first -= usize::from(prepared);
        let conjunction = first == 1 && (self.is_word(0, "but") || self.is_word(0, "and"));
        adverb && start != before && (first == 0 || conjunction)
    }

    /// Whether the cue is in the past: "said", "claimed".
    fn past_cue(&self) -> bool {
        self.attribution.cue.iter().any(|c| {
            self.range(*c).any(|k| {
                self.lexemes.get(k).is_some_and(|l| matches!(l.tag, Tag::PastVerb | Tag::PromisedVerb))
            })
        })
    }

    /// Whether the cue is in the present: "is called", "says".
    fn present_cue(&self) -> bool {
        let present = |k: usize| self.lexemes.get(k).is_some_and(|l| l.tag == Tag::PresentVerb);
        !self.past_cue() && self.attribution.cue.iter().any(|c| self.range(*c).any(present))
    }

    /// Whether the cue is a participle: "citing".
    fn gerund(&self, cue: Span) -> bool {
        let word = self.span(self.range(cue).start).map_or("", |s| s.of(self.document.text));
        word.len() > 4 && word.ends_with("ing")
    }

    /// Whether the cue follows a mark, and so hangs on the clause before it: ", citing the attack".
    fn after_mark(&self, cue: Span) -> bool {
        self.tag(self.range(cue).start.checked_sub(1)) == Some(Tag::Mark)
    }

    /// The occasion that the time dates: in front of it ("at Tuesday's debate", "in a June 2012 email", "the Friday
    /// ruling"), or behind it ("in a report issued in May"). A source may be one itself ("according to the 2009 paper").
    fn occasion(&self, time: Span, in_source: bool) -> Option<At> {
        let range = self.range(time);
        let (first, mut end) = (range.start, range.end);
        if self.possessive(end) {
            end += 2;
        }
        let mut before = first.checked_sub(1);
        if matches!(self.tag(before), Some(Tag::A | Tag::The)) {
            before = before.and_then(|b| b.checked_sub(1));
        }
        let at = match self.tag(before) {
            Some(Tag::In | Tag::At | Tag::On | Tag::Mark) | None => true,
            Some(Tag::Preposition) => before.is_some_and(|k| self.is_word(k, "during")),
            _ => in_source,
        };
        let noun = |k: usize| matches!(self.kind(k), Some(Occasion::Noun | Occasion::Event)).then_some(k);
        // "his widely noticed December interview" has words between; they are no marks, verbs or prepositions
        let plain = |k: &usize| {
            matches!(self.tag(Some(*k)), Some(Tag::Other | Tag::PastVerb | Tag::LetterS | Tag::Weekday))
        };
        let whole = |k: &usize| !in_source || self.heads_source(time, *k);
        if at && (end..end + MODIFIERS).take_while(plain).filter_map(noun).any(|k| whole(&k)) {
            return Some(At::Here);
        }
        let mut verb = first.checked_sub(1)?;
        if matches!(self.tag(Some(verb)), Some(Tag::In | Tag::On)) {
            verb = verb.checked_sub(1)?;
        }
        // "in an interview, taped on Saturday"
        let comma = usize::from(self.tag(verb.checked_sub(1)) == Some(Tag::Mark));
        let issued = self.is_issued(verb) && verb.checked_sub(1 + comma).and_then(noun).is_some();
        issued.then_some(At::Issued)
    }

    /// Whether the noun at `k` is what a source that holds `time` names: "a June poll by …", but not "a June poll taker", "the
    /// authors of that 2013 report".
    fn heads_source(&self, time: Span, k: usize) -> bool {
        let Some(source) = self.attribution.source.iter().find(|s| s.overlaps(time)) else { return false };
        let inside = |k: usize| self.span(k).is_some_and(|word| source.overlaps(word));
        let joins = |k: usize| {
            matches!(
                self.tag(Some(k)),
                Some(
                    Tag::Of
                        | Tag::In
                        | Tag::On
                        | Tag::From
                        | Tag::To
                        | Tag::Until
                        | Tag::Preposition
                        | Tag::Mark
                        | Tag::PastVerb
                )
            )
        };
        let before = self.range(*source).start..self.range(time).start;
        inside(k) && (!inside(k + 1) || joins(k + 1)) && !before.into_iter().any(joins)
    }

    /// Whether the time describes a noun or hangs on another event: "the Tuesday attack", "Tuesday's vote", "after
    /// Tuesday", "who left on Tuesday".
    fn of_something_else(&self, time: Span, occasion: Option<At>) -> bool {
        let range = self.range(time);
        let (first, end) = (range.start, range.end);
        let tag = |k: Option<usize>| self.tag(k);
        let before = tag(first.checked_sub(1));
        let noun_after = self.lexemes.get(end).is_some_and(|l| l.tag == Tag::Other && !l.capital);
        let article = matches!(before, Some(Tag::The | Tag::A | Tag::This | Tag::That));
        // "the 1963 speech", "Christmas celebrations", but "Tuesday inviting them", "in March people", "the next day Roe"
        let names_day =
            matches!(tag(Some(first)), Some(Tag::Weekday | Tag::Day | Tag::Digits | Tag::Last | Tag::This))
                && self.lexemes.get(first).is_none_or(|l| l.digits != 4)
                || matches!(
                    tag(end.checked_sub(1)),
                    Some(Tag::Unit | Tag::PartOfDay | Tag::Later | Tag::Ago)
                );
        let prepared = matches!(before, Some(Tag::In | Tag::On | Tag::Earlier | Tag::Later | Tag::Mark));
        let kind = !names_day && !prepared && self.lexemes.get(end).is_some_and(|l| l.tag == Tag::Other);
        let describes = self.possessive(end) || article && noun_after || kind;
        let hangs = matches!(
            before,
            Some(Tag::After | Tag::Since | Tag::Until | Tag::From | Tag::Of | Tag::Preposition)
        ) && !first.checked_sub(1).is_some_and(|k| self.is_word(k, "during"));
        let relative = (first.saturating_sub(8)..first).rev().any(|k| {
            tag(Some(k)) == Some(Tag::Relative)
                // "When she announced it in June, she said …", "when asked in June"
                && !((k == 0 || self.is_word(k + 1, "asked")) && self.is_word(k, "when"))
                && self.span(k).is_some_and(|s| {
                    !self.attribution.cue.iter().any(|c| c.start > s.start && c.start < time.start)
                })
        });
        describes && occasion.is_none() || hangs || relative
    }

    /// Whether "'s" stands at `k`.
    fn possessive(&self, k: usize) -> bool {
        self.tag(Some(k)) == Some(Tag::Mark)
            && self.tag(Some(k + 1)) == Some(Tag::LetterS)
            && self.lexemes.get(k).is_some_and(|l| l.value == '\'' as i32)
    }

    fn tag(&self, k: Option<usize>) -> Option<Tag> {
        k.and_then(|k| self.lexemes.get(k)).map(|l| l.tag)
    }

    fn kind(&self, k: usize) -> Option<Occasion> {
        occasion(self.span(k)?.of(self.document.text))
    }

    fn is_issued(&self, k: usize) -> bool {
        self.kind(k) == Some(Occasion::Issued)
    }

    fn is_word(&self, k: usize, word: &str) -> bool {
        self.span(k).is_some_and(|s| s.of(self.document.text).eq_ignore_ascii_case(word))
    }

    /// Whether a time within the source says when its document came out: "a statement released Friday".
    fn document_source(&self, time: Span) -> bool {
        let first = self.range(time).start;
        let prepared = first.checked_sub(2).is_some_and(|k| self.is_issued(k));
        matches!(self.tag(first.checked_sub(1)), Some(Tag::PastVerb | Tag::On | Tag::Other)) || prepared
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
