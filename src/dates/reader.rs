//! What the rules of the time grammar share: one paragraph's lexemes, the date that words are counted from, and whether
//! a clause speaks of the past or of what is to come.

use super::lexicon::{Lexeme, Tag};
use super::moment::Moment;
use super::{Precision, TimexType};
use crate::text::Token;
use chrono::{Datelike, NaiveDate};

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
}

impl Found {
    /// A date, or a time where there is a time of day.
    pub(super) fn date(moment: Moment, time: Option<TimeOfDay>, end: usize) -> Found {
        let (kind, value) = match time {
            Some(time) => (TimexType::Time, moment.value() + &time.value()),
            None => (TimexType::Date, moment.value()),
        };
        Found { end, kind, value, moment: Some(moment), dayless: None }
    }

    /// A duration or a set.
    pub(super) fn other(kind: TimexType, value: String, end: usize) -> Found {
        Found { end, kind, value, moment: None, dayless: None }
    }

    /// First and last day and how exact they are.
    pub(super) fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>, Option<Precision>) {
        let days = self.moment.and_then(Moment::days);
        let precision = self.moment.and_then(Moment::precision);
        (days.map(|d| d.0), days.map(|d| d.1), precision)
    }
}

/// Where a clause stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    Unknown,
}

/// The year of a day of a month that comes within `SOON` days after `anchor`.
fn soon(anchor: NaiveDate, month: u32, day: u32) -> Option<i32> {
    [anchor.year(), anchor.year().checked_add(1)?].into_iter().find(|&year| {
        NaiveDate::from_ymd_opt(year, month, day)
            .is_some_and(|d| d > anchor && d.signed_duration_since(anchor).num_days() <= SOON)
    })
}

/// A day without a year that is at most so many days ahead is the coming one, whatever the tense.
const SOON: i64 = 45;

/// How many lexemes away the verb of a clause is looked for.
const CLAUSE: usize = 24;

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

    /// Whether the word at `i` is `word`, in any case.
    pub(super) fn word_is(&self, i: usize, word: &str) -> bool {
        self.tokens.get(i).is_some_and(|t| t.span.of(self.text).eq_ignore_ascii_case(word))
    }

    /// Whether `i` begins its sentence.
    pub(super) fn begins_sentence(&self, i: usize) -> bool {
        match (i.checked_sub(1).and_then(|b| self.tokens.get(b)), self.tokens.get(i)) {
            (Some(before), Some(here)) => before.sentence != here.sentence || before.is_mark,
            _ => true,
        }
    }

    /// Whether the clause of lexemes `start..end` speaks of the past or of what is to come: by the preposition before
    /// it, else the nearest verb before, else the nearest after.
    pub(super) fn direction(&self, start: usize, end: usize) -> Direction {
        let Some(sentence) = self.tokens.get(start).map(|t| t.sentence) else { return Direction::Unknown };
        let deadline = match self.before(start) {
            Some(Tag::Since | Tag::After) => return Direction::Past,
            Some(Tag::Until) => true,
            _ => false,
        };
        let here =
            |i: &usize| self.tokens.get(*i).is_some_and(|t| t.sentence == sentence) && !self.mark(*i, ';');
        let mut before = (start.saturating_sub(CLAUSE)..start).rev().take_while(here);
        let opens = self.opens_clause(start, end);
        // what follows "that" is what was said: "announcing in October that he would run"
        let said = |i: usize| self.is(i, Tag::That) && (opens || i == end);
        let mut after = (end..end.saturating_add(CLAUSE)).take_while(|i| here(i) && !said(*i));
        // "she said that on Friday they will meet", "Friday's vote will be close": the clause comes after it
        let nearest = if opens {
            after.find_map(|i| self.verb_direction(i)).or_else(|| before.find_map(|i| self.verb_direction(i)))
        } else {
            before.find_map(|i| self.verb_direction(i)).or_else(|| after.find_map(|i| self.verb_direction(i)))
        };
        match nearest {
            Some(Direction::Past) if !deadline => Direction::Past,
            Some(Direction::Future) => Direction::Future,
            _ if deadline => Direction::Future,
            _ => Direction::Unknown,
        }
    }

    /// Whether the time `start..end` stands before its clause: after "that", or with a possessive.
    fn opens_clause(&self, start: usize, end: usize) -> bool {
        let before = if self.before(start) == Some(Tag::On) { start.saturating_sub(1) } else { start };
        self.before(before) == Some(Tag::That) && !self.mark(end, '.')
            || self.mark(end, '\'') && self.is(end + 1, Tag::LetterS)
    }

    fn ends_in_ly(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.span.of(self.text).ends_with("ly"))
    }

    /// What the word at `i` says of its clause.
    fn verb_direction(&self, i: usize) -> Option<Direction> {
        match self.tag(i) {
            // "since announcing it in October"
            Tag::Since => Some(Direction::Past),
            // "had been due to expire Friday" did not
            Tag::FutureVerb
                if self.word_is(i.wrapping_sub(1), "been") && self.word_is(i.wrapping_sub(2), "had") =>
            {
                Some(Direction::Past)
            }
            // "a spending plan announced on Monday" looks nowhere
            Tag::FutureNoun if !self.is(i + 1, Tag::To) => None,
            Tag::FutureNoun => Some(Direction::Future),
            // "to be delivered Wednesday"
            Tag::Be if self.before(i) == Some(Tag::To) => Some(Direction::Future),
            // "due to expire": the first of them decides
            Tag::FutureVerb
                if self.before(i) == Some(Tag::To) && self.is(i.wrapping_sub(2), Tag::FutureVerb) =>
            {
                None
            }
            // "did not meet"
            Tag::PlannedVerb if (i.saturating_sub(2)..i).any(|k| self.word_is(k, "did")) => {
                Some(Direction::Past)
            }
            // "to meet demand" is no meeting
            Tag::PlannedVerb
                if self.is(i + 1, Tag::Other)
                    && !self.lexeme(i + 1).capital
                    && !self.word_is(i + 1, "with")
                    && !self.ends_in_ly(i + 1) =>
            {
                None
            }
            // "ahead of the vote on Monday"
            Tag::FutureVerb | Tag::PlannedVerb | Tag::Ahead => Some(Direction::Future),
            // "is to resume on Tuesday"
            Tag::To if self.word_is(i.wrapping_sub(1), "is") || self.word_is(i.wrapping_sub(1), "are") => {
                Some(Direction::Future)
            }
            // "May" the month is capital
            Tag::MonthWord if self.value(i) == 5 && !self.lexeme(i).capital => Some(Direction::Future),
            Tag::PastVerb if self.is(i + 1, Tag::To) && self.word_is(i, "set") => Some(Direction::Future),
            // "will be paid", "to put", "an unsigned note", "the cut"
            Tag::PastVerb
                if matches!(
                    self.before(i),
                    Some(
                        Tag::Be
                            | Tag::To
                            | Tag::A
                            | Tag::The
                            | Tag::This
                            | Tag::That
                            | Tag::Of
                            | Tag::FutureVerb
                    )
                ) =>
            {
                None
            }
            Tag::PastVerb => Some(Direction::Past),
            _ => None,
        }
    }

    /// The year of a month or a day that is named without one: the nearest past one, the coming one where the clause
    /// says so, or where it is much nearer and nothing says otherwise. `day` is 1 for a month.
    pub(super) fn nearest_year(&self, month: u32, day: Option<u32>, start: usize, end: usize) -> Option<i32> {
        let Some(anchor) = self.anchor else { return self.year };
        let here = (month, day.unwrap_or(0));
        let today = (anchor.month(), day.map_or(0, |_| anchor.day()));
        let year = anchor.year();
        if here == today {
            return Some(year);
        }
        let months_ahead = (month + 12 - anchor.month()) % 12;
        // "Aug. 10 to Nov. 12": the second is the one after the first
        if let (Some(day), Some(first)) = (day, self.range_start(start)) {
            return [first.year(), first.year().checked_add(1)?]
                .into_iter()
                .find(|&year| NaiveDate::from_ymd_opt(year, month, day).is_some_and(|d| d >= first));
        }
        // a day that is near, and whose like was a year ago, would have had its year if it were that one
        if let Some(near) = day.and_then(|day| soon(anchor, month, day)) {
            return Some(near);
        }
        Some(match self.direction(start, end) {
            Direction::Future if here > today => year,
            // what "will" have happened long ago is not a year away: "would have said in October"
            Direction::Future if months_ahead < 9 => year.checked_add(1)?,
            Direction::Future => year,
            Direction::Past if here < today || months_ahead <= 2 => year,
            Direction::Past => year.checked_sub(1)?,
            Direction::Unknown if here < today && months_ahead > 2 => year,
            Direction::Unknown if here < today => {
                year.checked_add(i32::from(months_ahead <= 2 && month < today.0))?
            }
            Direction::Unknown if months_ahead <= 2 => year,
            Direction::Unknown => year.checked_sub(1)?,
        })
    }

    /// The first day of a range whose last one begins at `start`: "Friday to Monday".
    fn range_start(&self, start: usize) -> Option<NaiveDate> {
        let joined = start.checked_sub(1).filter(|&k| self.range_word(k) && !self.is(k, Tag::Until))?;
        match (self.focus, self.focus_end) {
            (Some(Moment::Day(day)), Some(end)) if end == joined => Some(day),
            _ => None,
        }
    }

    /// The day of a weekday (1 is Monday) that is named alone: the nearest past one, the day itself counted, or the
    /// coming one where the clause says so.
    pub(super) fn nearest_weekday(&self, weekday: u32, start: usize, end: usize) -> Moment {
        let Some(anchor) = self.anchor else { return Moment::Weekday(weekday) };
        let near = |day: &NaiveDate| anchor.signed_duration_since(*day).num_days().abs() <= 14;
        if let Some(first) = self.range_start(start).filter(near) {
            let days = super::moment::days_until(first, weekday);
            return super::moment::add_days(first, days).map_or(Moment::Weekday(weekday), Moment::Day);
        }
        let ahead = super::moment::days_until(anchor, weekday);
        let days = match self.direction(start, end) {
            _ if ahead == 0 => 0,
            Direction::Future => ahead,
            _ => ahead - 7,
        };
        super::moment::add_days(anchor, days).map_or(Moment::Weekday(weekday), Moment::Day)
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn weekdays_are_past_unless_the_clause_says_otherwise() {
        check(
            "2025-12-17",
            &[
                ("She said Monday that it was over.", &[("Monday", "2025-12-15")]),
                ("On Friday, the court sided with her.", &[("Friday", "2025-12-12")]),
                ("The leaders will meet on Friday.", &[("Friday", "2025-12-19")]),
                ("She said they would meet on Friday.", &[("Friday", "2025-12-19")]),
                ("The vote is scheduled for Friday.", &[("Friday", "2025-12-19")]),
                ("They spoke on Wednesday.", &[("Wednesday", "2025-12-17")]),
                ("She said that on Friday the leaders will meet.", &[("Friday", "2025-12-19")]),
                ("She said Friday's vote would be close.", &[("Friday", "2025-12-19")]),
                ("They agreed to meet Friday.", &[("Friday", "2025-12-19")]),
                ("The men meet separately Friday with envoys.", &[("Friday", "2025-12-19")]),
                ("They did not meet Friday.", &[("Friday", "2025-12-12")]),
                ("Trade is to resume in Paris on Friday.", &[("Friday", "2025-12-19")]),
                ("The offer had been due to expire Friday.", &[("Friday", "2025-12-12")]),
                ("He worked from Monday to Friday.", &[("Monday", "2025-12-15"), ("Friday", "2025-12-19")]),
                ("The bill will be paid Friday.", &[("Friday", "2025-12-19")]),
            ],
        );
    }

    #[test]
    fn months_and_days_without_a_year() {
        check(
            "2025-12-19",
            &[
                ("He was hurt in October.", &[("October", "2025-10")]),
                ("The court will rule in June.", &[("June", "2026-06")]),
                ("He was expected on Dec. 24 there.", &[("Dec. 24", "2025-12-24")]),
                ("He speaks on Jan. 3 there.", &[("Jan. 3", "2026-01-03")]),
                ("They left on Feb. 20 after talks.", &[("Feb. 20", "2025-02-20")]),
            ],
        );
    }
}
