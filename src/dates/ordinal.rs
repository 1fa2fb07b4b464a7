//! A day or a week by its number in a month, and a day of a week or a month that is itself counted from today: "the first
//! Monday of October", "the last week of September 2014", "the 20th of next month", "Tuesday of next week", "Friday after
//! next", "the Monday before last", "Monday week".

use super::lexicon::Tag;
use super::moment::{Moment, add_days, monday, nth_weekday};
use super::reader::Reader;
use super::tense::Direction;
use super::units;
use chrono::{Datelike, NaiveDate};

/// ISO number of Saturday, Sunday and Monday.
const SATURDAY: u32 = 6;
const SUNDAY: u32 = 7;
const MONDAY: u32 = 1;

/// In so many months there is a Friday the 13th.
const FRIDAYS: i64 = 15;

impl Reader<'_> {
    /// "the first Monday of October", "last weekend in July", "the third day of May 2014", "the 20th of next month".
    pub(super) fn in_month(&self, i: usize) -> Option<(Moment, usize)> {
        let at = self.skip_tag(i, Tag::The);
        let nth = match self.tag(at) {
            Tag::Ordinal | Tag::DigitOrdinal => self.value(at),
            Tag::Last => -1,
            _ => return None,
        };
        if matches!(self.tag(at + 1), Tag::Of) {
            let (year, month, end) = self.counted_month(at + 2)?;
            let day = NaiveDate::from_ymd_opt(year, month, u32::try_from(nth).ok()?)?;
            return Some((Moment::Day(day), end));
        }
        let what = self.lexeme(at + 1);
        let of = self.is(at + 2, Tag::Of) || self.is(at + 2, Tag::In);
        if !of || !matches!(what.tag, Tag::Weekday | Tag::Weekend | Tag::Unit) {
            return None;
        }
        let (year, month, end) = match self.month_date(at + 3) {
            Some((Moment::Month(year, month), end)) => (year?, month, end),
            Some(_) => return None,
            None => self.counted_month(at + 3)?,
        };
        let day = |nth: i32, weekday: u32| nth_weekday(year, month, nth, weekday);
        let moment = match (what.tag, what.value) {
            (Tag::Weekday, weekday) => Moment::Day(day(nth, u32::try_from(weekday).ok()?)?),
            (Tag::Weekend, _) => Moment::Weekend(monday(day(nth, SATURDAY)?)?),
            (_, units::DAY) if nth < 0 => {
                Moment::Month(Some(year), month).days().map(|d| Moment::Day(d.1))?
            }
            (_, units::DAY) => Moment::Day(NaiveDate::from_ymd_opt(year, month, u32::try_from(nth).ok()?)?),
            // weeks that lie wholly in the month
            (_, units::WEEK) if nth < 0 => Moment::Week(monday(day(-1, SUNDAY)?)?),
            (_, units::WEEK) => Moment::Week(day(nth, MONDAY)?),
            _ => return None,
        };
        Some((moment, end))
    }

    /// "next month", "the current month", "the month": year, month, where it ends.
    fn counted_month(&self, i: usize) -> Option<(i32, u32, usize)> {
        let at = self.skip_tag(i, Tag::The);
        let (moment, end) = if self.is(at, Tag::Unit) {
            (at > i).then(|| self.this_unit(self.value(at))).flatten().map(|m| (m, at + 1))?
        } else {
            self.counted_unit(at, units::MONTH)?
        };
        match moment {
            Moment::Month(Some(year), month) => Some((year, month, end)),
            _ => None,
        }
    }

    /// "last week", "this month", "next year": a word that steps and the unit that is asked for.
    fn counted_unit(&self, i: usize, unit: i32) -> Option<(Moment, usize)> {
        let steps = matches!(
            self.tag(i),
            Tag::This | Tag::Current | Tag::Last | Tag::Next | Tag::Previous | Tag::Coming
        );
        (steps && self.is(i + 1, Tag::Unit) && self.value(i + 1) == unit).then(|| self.stepped(i)).flatten()
    }

    /// What follows a weekday and says which one it is: "Tuesday of next week", "Friday last week", "Friday after next".
    pub(super) fn weekday_of_week(&self, weekday: u32, end: usize) -> Option<(Moment, usize)> {
        if self.is(end, Tag::After)
            && self.is(end + 1, Tag::Next)
            && !matches!(self.tag(end + 2), Tag::Unit | Tag::Weekday)
        {
            let ahead = super::moment::days_until(self.anchor?, weekday);
            return Some((Moment::Day(add_days(self.anchor?, ahead + 7)?), end + 2));
        }
        if let Some(after) = self.before_last(end) {
            let back = (super::moment::days_until(self.anchor?, weekday) - 7).min(-1);
            return Some((Moment::Day(add_days(self.anchor?, back - 7)?), after));
        }
        // British: "on Monday week", a week after the coming one
        let determined =
            end.checked_sub(2).is_some_and(|b| matches!(self.tag(b), Tag::The | Tag::A | Tag::This));
        if self.is(end, Tag::Unit)
            && self.value(end) == units::WEEK
            && !self.lexeme(end).capital
            && !determined
            && self.stands_alone(end + 1)
        {
            let ahead = super::moment::days_until(self.anchor?, weekday);
            return Some((Moment::Day(add_days(self.anchor?, ahead + 7)?), end + 1));
        }
        let at = self.skip_tag(self.skip(end, ','), Tag::Of);
        match self.counted_unit(at, units::WEEK)? {
            (Moment::Week(first), after) => {
                Some((Moment::Day(add_days(first, i64::from(weekday) - 1)?), after))
            }
            _ => None,
        }
    }

    /// Where "before last" ends that begins at `i`: "the Monday before last", not "before last week".
    pub(super) fn before_last(&self, i: usize) -> Option<usize> {
        (self.word_is(i, "before") && self.is(i + 1, Tag::Last) && self.stands_alone(i + 2)).then_some(i + 2)
    }

    /// Whether what ends before `i` is no part of a longer expression: "Monday week", not "Monday week-long".
    fn stands_alone(&self, i: usize) -> bool {
        let joined = self.lexeme(i).glued && !self.is(i, Tag::Mark) || self.inner_mark(i, '-');
        let owns = self.mark(i, '\'') && self.is(i + 1, Tag::LetterS);
        let goes_on = matches!(
            self.tag(i),
            Tag::Unit
                | Tag::Units
                | Tag::Weekday
                | Tag::Weekend
                | Tag::PartOfDay
                | Tag::Month
                | Tag::Ago
                | Tag::Season
        );
        !joined && !owns && !goes_on
    }

    /// "the week before last", "the night before last", "the weekend before last", "the Monday before last".
    pub(super) fn one_before_last(&self, at: usize) -> Option<(Moment, usize)> {
        let end = self.before_last(at + 1)?;
        let today = self.anchor?;
        let moment = match self.tag(at) {
            Tag::Weekday => return self.weekday_of_week(u32::try_from(self.value(at)).ok()?, at + 1),
            Tag::Weekend => Moment::Weekend(add_days(monday(today)?, -14)?),
            // the last night was yesterday's
            Tag::PartOfDay => Moment::Day(add_days(today, -2)?),
            Tag::Unit => match self.value(at) {
                units::WEEK => Moment::Week(add_days(monday(today)?, -14)?),
                units::MONTH => {
                    let (year, month) = super::moment::add_months(today.year(), today.month(), -2)?;
                    Moment::Month(Some(year), month)
                }
                units::YEAR => Moment::Year(today.year().checked_sub(2)?),
                _ => return None,
            },
            _ => return None,
        };
        Some((moment, end))
    }

    /// "Friday the 6th": the nearest day of that number that is such a weekday, the past one where the clause looks back.
    pub(super) fn numbered_weekday(&self, weekday: u32, i: usize) -> Option<(Moment, usize)> {
        if !self.is(i + 1, Tag::The) || !self.is(i + 2, Tag::DigitOrdinal) || self.is(i + 3, Tag::Of) {
            return None;
        }
        let (today, number) = (self.anchor?, u32::try_from(self.value(i + 2)).ok()?);
        let in_month = |offset: i64| {
            let (year, month) = super::moment::add_months(today.year(), today.month(), offset)?;
            NaiveDate::from_ymd_opt(year, month, number)
                .filter(|d| d.weekday().number_from_monday() == weekday)
        };
        let ahead = (0..FRIDAYS).filter_map(in_month).find(|d| *d >= today);
        let back = (0..FRIDAYS).filter_map(|n| in_month(-n)).find(|d| *d <= today);
        let far =
            |d: &Option<NaiveDate>| d.map_or(i64::MAX, |d| d.signed_duration_since(today).num_days().abs());
        let found = match self.direction(i, i + 3) {
            Direction::Past => back,
            // what is told as coming may have been so in an interview of last week
            Direction::Future if far(&back) >= 28 => ahead,
            _ if far(&ahead) < far(&back) => ahead,
            _ => back,
        }?;
        Some((Moment::Day(found), i + 3))
    }

    /// What follows a feast and says of which year it is: "of last year", "next year".
    pub(super) fn year_of_feast(&self, end: usize) -> Option<(i32, usize)> {
        match self.counted_unit(self.skip_tag(end, Tag::Of), units::YEAR)? {
            (Moment::Year(year), after) => Some((year, after)),
            _ => None,
        }
    }

    /// "on the 15th": the day of that number in this month, or in the one before or after it.
    pub(super) fn nth_alone(&self, i: usize) -> Option<(Moment, usize)> {
        let end = i + 2;
        let day = u32::try_from(self.value(i + 1)).ok()?;
        let alone =
            end >= self.lexemes.len() || matches!(self.tag(end), Tag::Mark | Tag::And | Tag::To | Tag::At);
        let prepared = matches!(self.before(i), Some(Tag::On | Tag::Until | Tag::Since));
        if !alone || !prepared || !self.is(i + 1, Tag::DigitOrdinal) || self.inner_mark(end, '-') {
            return None;
        }
        let today = self.anchor?;
        let in_month = |offset: i64| {
            let (year, month) = super::moment::add_months(today.year(), today.month(), offset)?;
            NaiveDate::from_ymd_opt(year, month, day)
        };
        let future = self.direction(i, end) == Direction::Future;
        let found = if future {
            [0, 1, 2].into_iter().filter_map(in_month).find(|d| *d >= today)
        } else {
            [0, -1, -2].into_iter().filter_map(in_month).find(|d| *d <= today)
        };
        found.map(|d| (Moment::Day(d), end))
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn days_and_weeks_by_their_number_in_a_month() {
        check(
            "2025-12-19",
            &[
                (
                    "They met on the first Monday of October.",
                    &[("the first Monday of October", "2025-10-06")],
                ),
                (
                    "They met on the last Friday in May 2024.",
                    &[("the last Friday in May 2024", "2024-05-31")],
                ),
                (
                    "She fell ill in the first week of October 2014.",
                    &[("the first week of October 2014", "2014-W41")],
                ),
                (
                    "He left in the last week of September 2014.",
                    &[("the last week of September 2014", "2014-W39")],
                ),
                ("It rained on the last weekend of July.", &[("the last weekend of July", "2025-W30-WE")]),
                ("It rained on the third day of May 2014.", &[("the third day of May 2014", "2014-05-03")]),
                ("It rained on the last day of May.", &[("the last day of May", "2025-05-31")]),
                (
                    "The rent will be due on the 20th of next month.",
                    &[("the 20th of next month", "2026-01-20")],
                ),
                (
                    "They met on the first Monday of the month.",
                    &[("the first Monday of the month", "2025-12-01")],
                ),
                (
                    "The fifth Monday of February 2025 does not exist.",
                    &[("Monday", "2025-12-15"), ("February 2025", "2025-02")],
                ),
            ],
        );
    }

    #[test]
    fn weekdays_of_a_week_that_is_named() {
        check(
            "2025-12-17",
            &[
                ("They meet on Tuesday of next week.", &[("Tuesday of next week", "2025-12-23")]),
                ("She left Friday of last week.", &[("Friday of last week", "2025-12-12")]),
                ("She left on Monday last week.", &[("Monday last week", "2025-12-08")]),
                ("They meet on Friday after next.", &[("Friday after next", "2025-12-26")]),
                ("They met the Monday before last.", &[("the Monday before last", "2025-12-08")]),
                ("They met on Monday before last.", &[("Monday before last", "2025-12-08")]),
                ("They met on Wednesday before last.", &[("Wednesday before last", "2025-12-03")]),
                ("They met the week before last.", &[("the week before last", "2025-W49")]),
                ("They met the night before last.", &[("the night before last", "2025-12-15TNI")]),
                ("They met the year before last.", &[("the year before last", "2023")]),
                ("They meet on Monday week.", &[("Monday week", "2025-12-29")]),
                ("They met in the Monday week-long strike.", &[("Monday", "2025-12-15")]),
            ],
        );
    }

    #[test]
    fn a_number_alone_is_a_day_of_this_month_or_the_one_beside_it() {
        check(
            "2025-12-19",
            &[
                ("She was freed on the 15th.", &[("the 15th", "2025-12-15")]),
                ("She was freed on Friday the 5th.", &[("Friday the 5th", "2025-12-05")]),
                ("She was freed on the 25th.", &[("the 25th", "2025-11-25")]),
                ("The talks will resume on the 5th.", &[("the 5th", "2026-01-05")]),
                ("He lives on the 15th floor.", &[]),
            ],
        );
    }
}
