//! What the rules of the time grammar share: one paragraph's lexemes, and the date that words are counted from.

use super::lexicon::{Lexeme, Tag};
use super::moment::Moment;
use super::{Precision, TimexType};
use crate::text::Token;
use chrono::NaiveDate;
use std::ops::Range;

/// One paragraph, for the rules to read. Positions are indices into its lexemes; what lies outside is [`Tag::Other`].
pub(super) struct Reader<'a> {
    pub(super) lexemes: &'a [Lexeme],
    pub(super) tokens: &'a [Token],
    pub(super) text: &'a str,
    /// The day that "today" is.
    pub(super) anchor: Option<NaiveDate>,
    /// Where there is no anchor: the year of the last full date, for days and months without one.
    pub(super) year: Option<i32>,
    /// The last date that the text spoke of ("the following year").
    pub(super) focus: Option<Moment>,
    /// Where its words end, if they stand in this paragraph.
    pub(super) focus_end: Option<usize>,
    /// The last day of this paragraph whose year is written, or that has it from such a one, and where its words stand.
    pub(super) written: Option<(NaiveDate, Range<usize>)>,
    /// The last quarter that the text spoke of ("a year earlier").
    pub(super) quarter: Option<(i32, u32)>,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeOfDay {
    /// 1 morning to 4 night.
    Part(i32),
    /// Hour (0 to 24) and minute.
    Clock(i32, i32),
}

impl TimeOfDay {
    /// What follows the day in the TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            TimeOfDay::Part(part) => format!("T{}", ["NI", "MO", "AF", "EV"][(part.rem_euclid(4)) as usize]),
            TimeOfDay::Clock(hour, minute) => format!("T{hour:02}:{minute:02}"),
        }
    }
}

/// What a rule found: the lexemes from where it was asked up to, not including, `end`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) end: usize,
    pub(super) kind: TimexType,
    pub(super) value: String,
    /// The point of the calendar, for dates.
    pub(super) moment: Option<Moment>,
    /// A time of day whose day stands elsewhere.
    pub(super) dayless: Option<TimeOfDay>,
    /// First and last day of a length of time that ends on a known day: "the past decade".
    pub(super) interval: Option<(NaiveDate, NaiveDate)>,
}

impl Found {
    /// A date, or a time where there is a time of day.
    pub(super) fn date(moment: Moment, time: Option<TimeOfDay>, end: usize) -> Found {
        let (kind, value) = match time {
            Some(time) => (TimexType::Time, moment.value() + &time.value()),
            None => (TimexType::Date, moment.value()),
        };
        Found { end, kind, value, moment: Some(moment), dayless: None, interval: None }
    }

    /// A duration or a set.
    pub(super) fn other(kind: TimexType, value: String, end: usize) -> Found {
        Found { end, kind, value, moment: None, dayless: None, interval: None }
    }

    /// First and last day and how exact they are.
    pub(super) fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>, Option<Precision>) {
        if let Some((first, last)) = self.interval {
            return (Some(first), Some(last), Some(Precision::Range));
        }
        let days = self.moment.and_then(Moment::days);
        let precision = self.moment.and_then(Moment::precision);
        (days.map(|d| d.0), days.map(|d| d.1), precision)
    }
}

impl Reader<'_> {
    pub(super) fn lexeme(&self, i: usize) -> Lexeme {
        self.lexemes.get(i).copied().unwrap_or(Lexeme {
            tag: Tag::Other,
            value: 0,
            digits: 0,
            capital: false,
            glued: false,
        })
    }

    pub(super) fn tag(&self, i: usize) -> Tag {
        self.lexeme(i).tag
    }

    pub(super) fn value(&self, i: usize) -> i32 {
        self.lexeme(i).value
    }

    /// The tag before `i`; `None` at the start of the paragraph.
    pub(super) fn before(&self, i: usize) -> Option<Tag> {
        i.checked_sub(1).map(|b| self.tag(b))
    }

    pub(super) fn is(&self, i: usize, tag: Tag) -> bool {
        self.tag(i) == tag
    }

    pub(super) fn mark(&self, i: usize, c: char) -> bool {
        let lexeme = self.lexeme(i);
        lexeme.tag == Tag::Mark && lexeme.value == c as i32
    }

    /// Whether `i` is the mark `c` with no space on either side.
    pub(super) fn inner_mark(&self, i: usize, c: char) -> bool {
        self.mark(i, c) && self.lexeme(i).glued && self.lexeme(i + 1).glued
    }

    /// The position after `i`, if the mark `c` stands there.
    pub(super) fn skip(&self, i: usize, c: char) -> usize {
        if self.mark(i, c) { i + 1 } else { i }
    }

    /// The position after `i`, if `tag` stands there.
    pub(super) fn skip_tag(&self, i: usize, tag: Tag) -> usize {
        if self.is(i, tag) { i + 1 } else { i }
    }

    /// The word at `i` as it is written.
    pub(super) fn word(&self, i: usize) -> Option<&str> {
        self.tokens.get(i).map(|t| t.span.of(self.text))
    }

    /// Whether the word at `i` is `word`, in any case.
    pub(super) fn word_is(&self, i: usize, word: &str) -> bool {
        self.word(i).is_some_and(|here| here.eq_ignore_ascii_case(word))
    }

    /// Whether `i` begins its sentence.
    pub(super) fn begins_sentence(&self, i: usize) -> bool {
        match (i.checked_sub(1).and_then(|b| self.tokens.get(b)), self.tokens.get(i)) {
            (Some(before), Some(here)) => before.sentence != here.sentence || before.is_mark,
            _ => true,
        }
    }
}
