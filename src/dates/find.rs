//! The time expressions of a text: every rule is asked at each word that may begin one, and the longest answer is taken.

use super::TimeExpression;
use super::holidays::Named;
use super::lexicon::{self, Lexeme, Tag};
use super::moment::Moment;
use super::reader::{Found, Reader, TimeOfDay};
use super::{Precision, TimexType};
use crate::article::Article;
use crate::text::Document;
use chrono::{Datelike, NaiveDate};

/// Finds and normalises the time expressions of an article. Linear in its length: rules look at a bounded number of
/// neighbours.
pub(super) fn find(article: &Article, document: &Document<'_>) -> Vec<TimeExpression> {
    let mut times = Vec::new();
    let mut lexemes: Vec<Lexeme> = Vec::new();
    let (mut year, mut focus, mut quarter) = (None, None, None);
    let mut anchor = article.date;
    for (number, paragraph) in document.paragraphs.iter().enumerate() {
        let Some(tokens) = document.tokens.get(paragraph.tokens.clone()) else { continue };
        lexicon::read(document.text, tokens, &mut lexemes);
        let mut reader = Reader {
            lexemes: &lexemes,
            tokens,
            text: document.text,
            anchor,
            year,
            focus,
            focus_end: None,
            written: None,
            quarter,
        };
        let first = times.len();
        let mut dayless: Vec<(usize, TimeOfDay)> = Vec::new();
        let mut i = 0;
        while i < lexemes.len() {
            let Some((found, end)) = reader.at(i) else {
                i += 1;
                continue;
            };
            if let (Some(found), Some(begin), Some(last)) = (found, tokens.get(i), tokens.get(end - 1)) {
                reader.remember(&found, i);
                if anchor.is_none() && number < DATED_HEAD && reader.is_date_line(i, end) {
                    anchor = found.moment.and_then(full_day);
                    reader.anchor = anchor;
                }
                if let Some(time) = found.dayless {
                    dayless.push((times.len(), time));
                }
                let (start, end, precision) = found.days();
                times.push(TimeExpression {
                    span: begin.span.join(last.span),
                    value: found.value,
                    kind: found.kind,
                    start,
                    end,
                    precision,
                });
            }
            i = end;
        }
        give_days(&mut times, first, &dayless, document, reader.anchor);
        (year, focus, quarter) = (reader.year, reader.focus, reader.quarter);
    }
    times
}

/// Only a full date in one of the first paragraphs that hold little else dates an article that came without a date.
const DATED_HEAD: usize = 5;

fn full_day(moment: Moment) -> Option<NaiveDate> {
    match moment {
        Moment::Day(day) => Some(day),
        _ => None,
    }
}

impl Reader<'_> {
    /// What begins at `i` and where it ends; `None` inside for a name that only looks like a date.
    fn at(&self, i: usize) -> Option<(Option<Found>, usize)> {
        let lexeme = self.lexeme(i);
        if lexeme.capital {
            match self.named_day(i) {
                Some(Named::NotADate(end)) => return Some((None, end)),
                Some(Named::Day(moment, end)) => return Some((Some(Found::date(moment, None, end)), end)),
                None => {}
            }
        }
        if matches!(
            lexeme.tag,
            Tag::Other
                | Tag::PastVerb
                | Tag::PresentVerb
                | Tag::FutureVerb
                | Tag::PlannedVerb
                | Tag::FutureNoun
                | Tag::RefusedVerb
                | Tag::PromisedVerb
                | Tag::Pronoun
                | Tag::Of
        ) {
            return None;
        }
        if lexeme.tag == Tag::Mark && lexeme.value != '\'' as i32 {
            return None;
        }
        if let Some(end) = self.no_such_day(i) {
            return Some((None, end));
        }
        if let Some(found) = self.past_decade(i) {
            let end = found.end;
            return Some((Some(found), end));
        }
        let rules = [
            Self::clock,
            Self::repeated,
            Self::date,
            Self::reference,
            Self::counted_back,
            Self::amount_of_time,
        ]
        .map(|rule| rule(self, i));
        let longest = rules.into_iter().flatten().fold(None, |best: Option<Found>, found| match best {
            Some(best) if best.end >= found.end => Some(best),
            _ => Some(found),
        })?;
        let end = longest.end;
        (end > i && end <= self.lexemes.len()).then_some((Some(longest), end))
    }

    /// "now", "recently", "in the past", "the near future", "these days".
    fn reference(&self, i: usize) -> Option<Found> {
        let found = |moment: Moment, end: usize| Some(Found::date(moment, None, end));
        let hyphen = self.inner_mark(i + 1, '-') || self.inner_mark(i.wrapping_sub(1), '-');
        match self.tag(i) {
            Tag::Present if !hyphen && !self.lexeme(i + 1).glued | self.is(i + 1, Tag::Mark) => {
                found(Moment::Present, i + 1)
            }
            // "the current crisis", not "the current year"
            Tag::Current
                if !self.lexeme(i).capital
                    && !hyphen
                    && !matches!(self.tag(i + 1), Tag::Unit | Tag::Units | Tag::Fiscal | Tag::Ordinal) =>
            {
                found(Moment::Present, i + 1)
            }
            Tag::Right | Tag::Just if self.is(i + 1, Tag::Present) => found(Moment::Present, i + 2),
            Tag::More if self.is(i + 1, Tag::PastReference) => found(Moment::Past, i + 2),
            Tag::PastReference => found(Moment::Past, i + 1),
            Tag::FutureReference => {
                let bound = matches!(self.tag(i + 1), Tag::After | Tag::Until)
                    || ["as", "before", "thereafter"].iter().any(|word| self.word_is(i + 1, word))
                    || i.checked_sub(1).is_some_and(|b| self.word_is(b, "as") || self.is(b, Tag::So));
                if bound { None } else { found(Moment::Future, i + 1) }
            }
            Tag::Recent if !self.is(i + 1, Tag::Units) => found(Moment::Past, i + 1),
            Tag::These if self.is(i + 1, Tag::Units) && self.value(i + 1) == super::units::DAY => {
                self.word_is(i, "these").then(|| Found::date(Moment::Present, None, i + 2))
            }
            // "long ago", "a long time ago"
            Tag::Long if self.is(i + 1, Tag::Ago) => found(Moment::Past, i + 2),
            Tag::A if self.is(i + 1, Tag::Long) && self.is(i + 2, Tag::Time) && self.is(i + 3, Tag::Ago) => {
                found(Moment::Past, i + 4)
            }
            // "at the time", "at that time"
            Tag::The | Tag::That
                if self.is(i + 1, Tag::Time)
                    && self.before(i) == Some(Tag::At)
                    && !self.lexeme(i + 2).capital
                    && !matches!(
                        self.tag(i + 2),
                        Tag::Of | Tag::That | Tag::Relative | Tag::The | Tag::A
                    ) =>
            {
                found(Moment::Past, i + 2)
            }
            // "will one day be free"
            Tag::Cardinal
                if self.value(i) == 1
                    && self.is(i + 1, Tag::Unit)
                    && self.value(i + 1) == super::units::DAY
                    && matches!(self.before(i), Some(Tag::FutureVerb | Tag::MonthWord)) =>
            {
                found(Moment::Future, i + 2)
            }
            // "the other day", "the other night"
            Tag::The
                if self.is(i + 1, Tag::OtherOne)
                    && (self.is(i + 2, Tag::PartOfDay)
                        || self.is(i + 2, Tag::Unit)
                            && (super::units::DAY..=super::units::WEEK).contains(&self.value(i + 2)))
                    && !self.inner_mark(i + 3, '-') =>
            {
                found(Moment::Past, i + 3)
            }
            Tag::The if self.is(i + 1, Tag::Past) => {
                let alone = i + 2 >= self.lexemes.len()
                    || matches!(
                        self.tag(i + 2),
                        Tag::Mark
                            | Tag::And
                            | Tag::Or
                            | Tag::To
                            | Tag::In
                            | Tag::That
                            | Tag::PresentVerb
                            | Tag::PastVerb
                            | Tag::Pronoun
                    );
                alone.then(|| Found::date(Moment::Past, None, i + 2))
            }
            Tag::The => {
                let at = self.skip_tag(i + 1, Tag::Near);
                (self.is(at, Tag::Future) && !self.is(at + 1, Tag::Of))
                    .then(|| Found::date(Moment::Future, None, at + 1))
            }
            _ => None,
        }
    }

    /// Whether the full date `start..end` stands where an article prints its own: in a dateline or a line by itself.
    fn is_date_line(&self, start: usize, end: usize) -> bool {
        let capital = |l: &Lexeme| l.capital || l.tag == Tag::Mark;
        let before = self.lexemes.get(..start).is_some_and(|b| b.len() <= 12 && b.iter().all(capital));
        let short = self.lexemes.len() <= (end - start) + 8;
        let closes = self.lexemes.get(end).is_none_or(|l| l.tag == Tag::Mark);
        before && closes || short
    }

    fn remember(&mut self, found: &Found, start: usize) {
        let Some(moment) = found.moment else { return };
        if moment.days().is_none() {
            return;
        }
        if let Moment::Day(day) = moment
            && self.has_written_year(day, start, found.end)
        {
            self.written = Some((day, start..found.end));
        }
        self.focus = Some(moment);
        self.focus_end = Some(found.end);
        if let Moment::Quarter(Some(year), number) = moment
            && self.anchor.is_some_and(|a| a.year() - year <= 1)
        {
            self.quarter.get_or_insert((year, number));
        }
        if self.anchor.is_none()
            && let Moment::Day(day) = moment
        {
            self.year = Some(day.year());
        }
    }
}

/// Gives a time of day without a day the day of its sentence, else the last day that was spoken of, else today.
fn give_days(
    times: &mut [TimeExpression],
    first: usize,
    dayless: &[(usize, TimeOfDay)],
    document: &Document<'_>,
    anchor: Option<NaiveDate>,
) {
    for &(index, time) in dayless {
        let Some(span) = times.get(index).map(|t| t.span) else { continue };
        let sentence = sentence_of(document, span.start);
        let single = |t: &TimeExpression| {
            (t.precision == Some(Precision::Day) && sentence_of(document, t.span.start) == sentence)
                .then_some(t.start)
        };
        let near =
            |range: &mut dyn Iterator<Item = &TimeExpression>| range.take(4).find_map(single).flatten();
        let after = times.get(index + 1..).and_then(|t| near(&mut t.iter()));
        let before = times.get(first..index).and_then(|t| near(&mut t.iter().rev()));
        if let (Some(day), Some(expression)) = (after.or(before).or(anchor), times.get_mut(index)) {
            expression.value = day.format("%Y-%m-%d").to_string() + &time.value();
            expression.start = Some(day);
            expression.end = Some(day);
            expression.precision = Some(Precision::Day);
            expression.kind = TimexType::Time;
        }
    }
}

/// The index of the sentence in which a byte stands.
fn sentence_of(document: &Document<'_>, at: usize) -> usize {
    document.sentences.partition_point(|s| s.span.end <= at)
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn references_to_now_and_then() {
        check(
            "2025-12-19",
            &[
                ("He is now free, and recently spoke.", &[("now", "PRESENT_REF"), ("recently", "PAST_REF")]),
                (
                    "In the past, it was hard; in the near future, it ends.",
                    &[("the past", "PAST_REF"), ("the near future", "FUTURE_REF")],
                ),
                ("They will leave soon, as soon as they can.", &[("soon", "FUTURE_REF")]),
                (
                    "The current crisis may one day end.",
                    &[("current", "PRESENT_REF"), ("one day", "FUTURE_REF")],
                ),
                ("She was at the time a judge; at that time, few were.", &[("that time", "PAST_REF")]),
                ("He was ill at the time, he said.", &[("the time", "PAST_REF")]),
                ("It was long ago, shortly before the war.", &[("long ago", "PAST_REF")]),
                ("These days he sleeps.", &[("These days", "PRESENT_REF")]),
                ("I met him the other day.", &[("the other day", "PAST_REF")]),
                ("The now-defunct firm left shortly after.", &[]),
            ],
        );
    }

    #[test]
    fn the_date_line_of_an_article_dates_it_but_a_date_in_the_story_does_not() {
        check(
            "",
            &[
                (
                    "OSLO, Dec. 12, 2025 (WIRE) - He spoke on Thursday.",
                    &[("Dec. 12, 2025", "2025-12-12"), ("Thursday", "2025-12-11")],
                ),
                (
                    "She was born in a small town on June 3, 1950, and spoke to us on Thursday.",
                    &[("June 3, 1950", "1950-06-03"), ("Thursday", "XXXX-WXX-4")],
                ),
            ],
        );
    }
}
