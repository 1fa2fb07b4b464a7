//! Dates by the calendar: "Oct. 7", "Sunday, Nov. 30, 2025", "7 October 2023", "from 3 to 7 May", "2025-10-07",
//! "10/7/2023", "October".

use super::lexicon::Tag;
use super::moment::Moment;
use super::reader::Reader;
use super::tense::Direction;
use chrono::{Datelike, NaiveDate};

impl Reader<'_> {
    /// A date by the calendar that begins at `i`.
    pub(super) fn calendar_date(&self, i: usize) -> Option<(Moment, usize)> {
        match self.tag(i) {
            Tag::Weekday | Tag::WeekdayShort => self.weekday_date(i),
            Tag::Month | Tag::MonthShort | Tag::MonthWord => self.month_date(i),
            Tag::Digits => self.numeric_date(i).or_else(|| self.day_first(i)).or_else(|| self.bare_year(i)),
            Tag::DigitOrdinal => self.day_first(i).or_else(|| self.century(i)),
            Tag::DigitDecade | Tag::DecadeWord | Tag::Mark => self.decade(i),
            Tag::Ordinal => self.day_first(i).or_else(|| self.century(i)),
            Tag::Tens => self.day_first(i),
            Tag::Cardinal => self.spoken_year(i).map(|(year, end)| (Moment::Year(year), end)),
            Tag::The => match self.tag(i + 1) {
                Tag::DigitDecade | Tag::DecadeWord | Tag::Mark => self.decade(i + 1),
                Tag::DigitOrdinal | Tag::Ordinal | Tag::Tens => {
                    self.century(i + 1).or_else(|| self.day_first(i + 1)).or_else(|| self.nth_alone(i))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// "Friday", "Sunday, Nov. 30, 2025", "Fri., 7 October".
    fn weekday_date(&self, i: usize) -> Option<(Moment, usize)> {
        let short = self.is(i, Tag::WeekdayShort);
        let mut next = i + 1;
        if short {
            if !self.lexeme(i).capital {
                return None;
            }
            next = self.skip(next, '.');
        }
        let after_comma = self.skip(next, ',');
        let weekday = u32::try_from(self.value(i)).ok()?;
        let date = match self.tag(after_comma) {
            Tag::Month | Tag::MonthShort | Tag::MonthWord => self
                .month_date(after_comma)
                .filter(|(m, _)| !matches!(m, Moment::Month(..) | Moment::Vague(_))),
            Tag::Digits | Tag::DigitOrdinal => self.day_first(after_comma),
            Tag::The => self
                .calendar_date(after_comma)
                .filter(|(m, _)| matches!(m, Moment::Day(_) | Moment::MonthDay(..))),
            _ => None,
        };
        if date.is_some() || short {
            return date.map(|(moment, end)| (self.on_weekday(moment, weekday, end), end));
        }
        if let Some(found) =
            self.weekday_of_week(weekday, i + 1).or_else(|| self.numbered_weekday(weekday, i))
        {
            return Some(found);
        }
        Some((self.nearest_weekday(weekday, i, i + 1), i + 1))
    }

    /// A day whose year was guessed, in the year next to it in which it is the weekday that the words say.
    fn on_weekday(&self, moment: Moment, weekday: u32, end: usize) -> Moment {
        let Moment::Day(day) = moment else { return moment };
        let written = self.lexeme(end.saturating_sub(1)).digits == 4;
        if written || day.weekday().number_from_monday() == weekday {
            return moment;
        }
        let near = [1, -1].into_iter().find_map(|offset| {
            let other = day.with_year(day.year().checked_add(offset)?)?;
            (other.weekday().number_from_monday() == weekday).then_some(other)
        });
        Moment::Day(near.unwrap_or(day))
    }

    /// The month at `i`, where its name ends, and whether the word alone is enough to know it for one.
    pub(super) fn month(&self, i: usize) -> Option<(u32, usize, bool)> {
        let lexeme = self.lexeme(i);
        let month = u32::try_from(lexeme.value).ok()?;
        match lexeme.tag {
            Tag::Month => {
                let name = [4, 6, 8].contains(&month);
                (lexeme.capital || !name).then_some((month, i + 1, !name))
            }
            Tag::MonthShort if lexeme.capital => {
                let end = if self.mark(i + 1, '.') && self.lexeme(i + 1).glued { i + 2 } else { i + 1 };
                Some((month, end, end == i + 2))
            }
            Tag::MonthWord if lexeme.capital => Some((month, i + 1, false)),
            _ => None,
        }
    }

    /// "October 7, 2023", "Oct. 3-7", "May 3 to 7", "October 2023", "October".
    pub(super) fn month_date(&self, i: usize) -> Option<(Moment, usize)> {
        let (month, end, certain) = self.month(i)?;
        let number = if self.is(end + 1, Tag::Digits) { end } else { self.skip_tag(end, Tag::The) };
        if let Some((day, after_day)) = self.day_number(number) {
            let spaced = |(_, e): &(u32, usize)| {
                self.inner_mark(after_day, '-') || !self.mark(after_day, '-') || self.year_after(*e).is_some()
            };
            let between = self.last_between(i, after_day);
            let range = between.or_else(|| self.last_of_range(after_day).filter(spaced));
            let (last, after_days) = range.unwrap_or((day, after_day));
            let (year, end) = match self.year_after(after_days) {
                Some((year, end)) => (Some(year), end),
                None => (self.year_of_range(month, after_days), after_days),
            };
            if let Some(moment) = self.days_of_month(month, day, last, year, i, end) {
                return Some((moment, end));
            }
        }
        let comma = self.skip(end, ',');
        if let Some((year, after)) =
            self.year_number(self.skip_tag(comma, Tag::Of)).filter(|(y, _)| *y >= 1000)
        {
            return Some((Moment::Month(Some(year), month), after));
        }
        let year_of_range = self.year_of_range(month, end);
        // a month alone: a name, a verb or a modal may look the same
        let next = self.lexeme(end);
        let named = next.capital && next.tag == Tag::Other && !self.mark(end.saturating_sub(1), '.');
        let prepared = matches!(
            self.before(i),
            Some(
                Tag::In
                    | Tag::Since
                    | Tag::Until
                    | Tag::Early
                    | Tag::Late
                    | Tag::Mid
                    | Tag::From
                    | Tag::Last
                    | Tag::Next
                    | Tag::This
                    | Tag::Preposition
                    | Tag::After
                    | Tag::To
                    | Tag::Every
            )
        ) || self.before(i) == Some(Tag::Of)
            && matches!(
                i.checked_sub(2).map(|b| self.tag(b)),
                Some(Tag::End | Tag::Beginning | Tag::Middle | Tag::Unit)
            )
            || self.inner_mark(i.wrapping_sub(1), '-') && self.before(i - 1) == Some(Tag::Mid)
            // "between March and May"
            || self.before(i) == Some(Tag::And) && matches!(self.tag(i.wrapping_sub(2)), Tag::Month | Tag::MonthWord);
        let sure = match self.tag(i) {
            Tag::Month if certain => !(named && self.begins_sentence(i)),
            Tag::Month => !named && (prepared || !self.begins_sentence(i) && !self.verb(end)),
            Tag::MonthShort => prepared && !named,
            _ => prepared && !named,
        };
        sure.then(|| {
            (Moment::Month(year_of_range.or_else(|| self.nearest_year(month, None, i, end)), month), end)
        })
    }

    /// The year of the first of two dates that ends at `i`, by that of the second: "from May to December 2022", "Nov. 20
    /// to Jan. 5, 2014", "in January and February 2024", "March or April 2024".
    fn year_of_range(&self, month: u32, i: usize) -> Option<i32> {
        if !self.range_word(i) && !matches!(self.tag(i), Tag::And | Tag::Or) {
            return None;
        }
        let (second, end, _) = self.month(i + 1)?;
        let day = self.day_number(end);
        let (year, _) = self.year_after(day.map_or(end, |(_, after)| after))?;
        if second < month { year.checked_sub(1) } else { Some(year) }
    }

    /// A word or mark between the first and the last of several days or months.
    pub(super) fn range_word(&self, i: usize) -> bool {
        matches!(self.tag(i), Tag::To | Tag::Until) || self.mark(i, '-') || self.word_is(i, "through")
    }

    fn verb(&self, i: usize) -> bool {
        matches!(self.tag(i), Tag::PastVerb | Tag::PresentVerb | Tag::FutureVerb | Tag::PlannedVerb)
    }

    /// "7 October 2023", "the 7th of October", "3 to 7 May", "3-7 May 2024".
    fn day_first(&self, i: usize) -> Option<(Moment, usize)> {
        let (day, after_day) = self.day_number(i)?;
        let range = self.last_between(i, after_day).or_else(|| self.last_of_range(after_day));
        let (last, after_days) = range.unwrap_or((day, after_day));
        let (month, end, _) = self.month(self.skip_tag(after_days, Tag::Of))?;
        // "the first March", "a second May"
        if matches!(self.tag(i), Tag::Ordinal | Tag::Tens) && !self.is(after_days, Tag::Of) && range.is_none()
        {
            return None;
        }
        let (year, end) = match self.year_after(end) {
            Some((year, end)) => (Some(year), end),
            None => (self.year_of_day_first(month, end), end),
        };
        self.days_of_month(month, day, last, year, i, end).map(|moment| (moment, end))
    }

    /// As [`Self::year_of_range`], where the day of the second comes first: "10 August to 12 September 2013".
    fn year_of_day_first(&self, month: u32, i: usize) -> Option<i32> {
        if !self.range_word(i) {
            return None;
        }
        let (_, after) = self.day_number(i + 1)?;
        let (second, end, _) = self.month(self.skip_tag(after, Tag::Of))?;
        let (year, _) = self.year_after(end)?;
        if second < month { year.checked_sub(1) } else { Some(year) }
    }

    /// "-7", " - 7", " to 7", "–7", " to the 7th": the last day of a range whose first day ends at `i`.
    fn last_of_range(&self, i: usize) -> Option<(u32, usize)> {
        if self.is(i, Tag::Until) || !self.range_word(i) {
            return None;
        }
        self.day_number(self.skip_tag(i + 1, Tag::The))
    }

    /// "and 15" of "between 12 and 15 October", which begins at `first`.
    fn last_between(&self, first: usize, i: usize) -> Option<(u32, usize)> {
        let between = first.checked_sub(1).is_some_and(|b| self.word_is(b, "between"));
        let last =
            (between && self.is(i, Tag::And)).then(|| self.day_number(self.skip_tag(i + 1, Tag::The)))?;
        // "between October 12 and 15 people"
        last.filter(|(_, end)| self.is(*end, Tag::Mark) || self.month(*end).is_some())
    }

    fn days_of_month(
        &self,
        month: u32,
        day: u32,
        last: u32,
        year: Option<i32>,
        start: usize,
        end: usize,
    ) -> Option<Moment> {
        // 2000 has a 29 February
        NaiveDate::from_ymd_opt(2000, month, day.max(last))?;
        let year = year.or_else(|| {
            let year = self.nearest_year(month, Some(day), start, end)?;
            if (month, day.max(last)) == (2, 29) { self.leap_year(year, start, end) } else { Some(year) }
        });
        match year {
            Some(year) => {
                let first = NaiveDate::from_ymd_opt(year, month, day)?;
                let last = NaiveDate::from_ymd_opt(year, month, last)?;
                Some(if first < last { Moment::Days(first, last) } else { Moment::Day(first) })
            }
            None if day < last => Some(Moment::MonthDays(month, day, last)),
            None => Some(Moment::MonthDay(month, day)),
        }
    }

    /// The leap year that is nearest to a year, in the direction of the clause.
    fn leap_year(&self, year: i32, start: usize, end: usize) -> Option<i32> {
        let step = if self.direction(start, end) == Direction::Future { 1 } else { -1 };
        // There are eight years between some two of them (1896 and 1904).
        (0..=8)
            .filter_map(|n| year.checked_add(step * n))
            .find(|y| NaiveDate::from_ymd_opt(*y, 2, 29).is_some())
    }

    /// Where a date ends that begins at `i` and that no calendar has: "February 29, 2023", "31 April", "2023-02-30". Nothing
    /// is read out of its parts.
    pub(super) fn no_such_day(&self, i: usize) -> Option<usize> {
        let mut at = i;
        if matches!(self.tag(i), Tag::Weekday | Tag::WeekdayShort) {
            at = self.skip(self.skip(i + 1, '.'), ',');
        }
        at = self.skip_tag(at, Tag::The);
        if self.is(at, Tag::Digits)
            && let Some(separator) = ['-', '/'].into_iter().find(|&c| self.inner_mark(at + 1, c))
        {
            let whole = self.is(at + 2, Tag::Digits)
                && self.inner_mark(at + 3, separator)
                && self.is(at + 4, Tag::Digits)
                && (self.lexeme(at).digits == 4 || self.lexeme(at + 4).digits == 4);
            if whole {
                return self.numeric_date(at).is_none().then_some(at + 5);
            }
        }
        let by_month = || {
            let (month, end, _) = self.month(at)?;
            let (day, end) = self.day_number(self.skip_tag(end, Tag::The))?;
            let (last, end) = self.last_of_range(end).unwrap_or((day, end));
            Some((month, day.max(last), end))
        };
        let by_day = || {
            let (day, end) = self.day_number(at)?;
            let (last, end) = self.last_of_range(end).unwrap_or((day, end));
            let (month, end, _) = self.month(self.skip_tag(end, Tag::Of))?;
            Some((month, day.max(last), end))
        };
        let (month, day, end) = by_month().or_else(by_day)?;
        let (year, end) = self.year_after(end).map_or((None, end), |(year, end)| (Some(year), end));
        // 2000 has a 29 February
        NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day).is_none().then_some(end)
    }

    /// A day of a month: "7", "7th", "eighth".
    fn day_number(&self, i: usize) -> Option<(u32, usize)> {
        let lexeme = self.lexeme(i);
        let fits = match lexeme.tag {
            Tag::Digits => lexeme.digits <= 2 && !self.number_goes_on(i),
            Tag::DigitOrdinal | Tag::Ordinal => !self.is(i + 1, Tag::Unit),
            // "twenty-fourth"
            Tag::Tens if self.inner_mark(i + 1, '-') && self.is(i + 2, Tag::Ordinal) => {
                let day = u32::try_from(lexeme.value.checked_add(self.value(i + 2))?).ok()?;
                return (self.value(i + 2) < 10 && day <= 31).then_some((day, i + 3));
            }
            _ => false,
        };
        (fits && (1..=31).contains(&lexeme.value)).then_some((lexeme.value as u32, i + 1))
    }

    /// Whether the digits at `i` are the beginning of something longer: "5,000", "5.5", "10:30", "5%", "5/2".
    pub(super) fn number_goes_on(&self, i: usize) -> bool {
        let inner = [',', '.', ':', '/'].iter().any(|&c| self.inner_mark(i + 1, c));
        inner && matches!(self.tag(i + 2), Tag::Digits) || self.mark(i + 1, '%') && self.lexeme(i + 1).glued
    }

    /// ", 2023", " 2023" after a day or a month.
    fn year_after(&self, i: usize) -> Option<(i32, usize)> {
        self.year_number(self.skip(i, ',')).filter(|(y, _)| (1000..2200).contains(y))
    }

    /// "2025-10-07", "2025/10/7", "10/7/2023" and "10/7/23" (month first, as in the USA, unless it cannot be), "9/11".
    fn numeric_date(&self, i: usize) -> Option<(Moment, usize)> {
        let separator = ['-', '/'].into_iter().find(|&c| self.inner_mark(i + 1, c))?;
        if !self.is(i + 2, Tag::Digits)
            || self.lexeme(i).glued && self.before(i) == Some(Tag::Mark) && !self.mark(i.wrapping_sub(1), '(')
        {
            return None;
        }
        let (a, b) = (self.lexeme(i), self.lexeme(i + 2));
        if separator == '/' && (a.value, b.value) == (9, 11) && !self.inner_mark(i + 3, '/') {
            return NaiveDate::from_ymd_opt(2001, 9, 11).map(|day| (Moment::Day(day), i + 3));
        }
        if !self.inner_mark(i + 3, separator)
            || !self.is(i + 4, Tag::Digits)
            || self.lexeme(i + 5).glued && !self.is(i + 5, Tag::Mark)
        {
            return None;
        }
        let c = self.lexeme(i + 4);
        let (year, month, day) = match (a.digits, b.digits, c.digits) {
            (4, 1..=2, 1..=2) => (a.value, b.value, c.value),
            (1..=2, 1..=2, 4) if a.value > 12 => (c.value, b.value, a.value),
            (1..=2, 1..=2, 4) => (c.value, a.value, b.value),
            (1..=2, 1..=2, 2) if separator == '/' => {
                let year = if c.value < 70 { 2000 + c.value } else { 1900 + c.value };
                if a.value > 12 { (year, b.value, a.value) } else { (year, a.value, b.value) }
            }
            _ => return None,
        };
        let day = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
        (1000..2200).contains(&year).then_some((Moment::Day(day), i + 5))
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn days_are_read_in_every_order() {
        check(
            "2025-12-19",
            &[
                ("The talks broke down on Oct. 7, he said.", &[("Oct. 7", "2025-10-07")]),
                ("It began on October 7, 2023.", &[("October 7, 2023", "2023-10-07")]),
                ("It began on 7 October 2023 at the border.", &[("7 October 2023", "2023-10-07")]),
                ("Survivors of the 7 October attack spoke.", &[("7 October", "2025-10-07")]),
                (
                    "He met officials Sunday, Nov. 30, 2025, in Florida.",
                    &[("Sunday, Nov. 30, 2025", "2025-11-30")],
                ),
                ("The report of 2025-10-07 was withdrawn.", &[("2025-10-07", "2025-10-07")]),
                ("The report of 10/7/2023 was withdrawn.", &[("10/7/2023", "2023-10-07")]),
                ("The report of 25/7/2023 was withdrawn.", &[("25/7/2023", "2023-07-25")]),
                ("The 7th of October, 2023 changed much.", &[("The 7th of October, 2023", "2023-10-07")]),
                ("He was seen on March eighth.", &[("March eighth", "2025-03-08")]),
                ("He was seen on May twenty-fourth.", &[("May twenty-fourth", "2025-05-24")]),
                ("He was seen on the twenty-fourth of May.", &[("the twenty-fourth of May", "2025-05-24")]),
                ("He was seen on February the 15th.", &[("February the 15th", "2025-02-15")]),
                ("She was in New York on 9/11.", &[("9/11", "2001-09-11")]),
                ("They met on Fri., Dec. 12, in Oslo.", &[("Fri., Dec. 12", "2025-12-12")]),
            ],
        );
    }

    #[test]
    fn ranges_of_days_are_one_expression() {
        check(
            "2025-12-19",
            &[
                ("The fair ran from 3 to 7 May.", &[("3 to 7 May", "2025-05-03/2025-05-07")]),
                ("The fair ran May 3-7 in Lyon.", &[("May 3-7", "2025-05-03/2025-05-07")]),
                ("The fair ran July 13 through 15.", &[("July 13 through 15", "2025-07-13/2025-07-15")]),
                ("The fair ran May 8 - 10, 2010.", &[("May 8 - 10, 2010", "2010-05-08/2010-05-10")]),
                (
                    "It ran from the 13th to the 15th of July.",
                    &[("the 13th to the 15th of July", "2025-07-13/2025-07-15")],
                ),
                (
                    "It ran from Aug. 10 to Nov. 12, 2013.",
                    &[("Aug. 10", "2013-08-10"), ("Nov. 12, 2013", "2013-11-12")],
                ),
                (
                    "It ran from 20 November to 5 January 2014.",
                    &[("20 November", "2013-11-20"), ("5 January 2014", "2014-01-05")],
                ),
                ("It ran from Nov. 20 to Jan. 5.", &[("Nov. 20", "2025-11-20"), ("Jan. 5", "2026-01-05")]),
                ("It ran from May to December 2022.", &[("May", "2022-05"), ("December 2022", "2022-12")]),
                ("The fair ran on 3–7 May 2024.", &[("3–7 May 2024", "2024-05-03/2024-05-07")]),
            ],
        );
    }

    #[test]
    fn a_weekday_settles_the_year() {
        check(
            "1998-04-24",
            &[("The paper said on Saturday, April 25.", &[("Saturday, April 25", "1998-04-25")])],
        );
    }

    #[test]
    fn words_and_numbers_that_only_look_like_dates() {
        check(
            "2025-12-19",
            &[
                ("He may march on, and the sun will shine.", &[]),
                ("May I ask Mr. March?", &[]),
                ("March on, said Theresa May.", &[]),
                ("April Jones and June Carter sang in the Sunday Times.", &[]),
                ("An august body of 2000 people paid $1999.", &[]),
                ("About 2,015 of them, or 12/15, were lost.", &[]),
                ("CityToday (/2025): nothing happened at 1600 Main St.", &[]),
                ("The number 20252025202520252025 and 99/99/9999 are absurd.", &[]),
            ],
        );
    }

    #[test]
    fn a_day_that_no_calendar_has_is_no_date() {
        check(
            "2025-12-19",
            &[
                ("He left on February 29, 2023.", &[]),
                ("He left on Wednesday, February 29, 2023, in Oslo.", &[]),
                ("He left on 31 April 2023 or April 31.", &[]),
                ("The file of 2023-02-30 is lost.", &[]),
                ("It ran from Feb. 27 to Feb. 30.", &[("Feb. 27", "2025-02-27")]),
                ("He left on Feb. 29.", &[("Feb. 29", "2024-02-29")]),
                ("They will meet on Feb. 29.", &[("Feb. 29", "2028-02-29")]),
            ],
        );
    }

    #[test]
    fn without_an_anchor_nothing_is_invented() {
        check(
            "",
            &[
                ("It began on October 7.", &[("October 7", "XXXX-10-07")]),
                ("It began in October.", &[("October", "XXXX-10")]),
                (
                    "On May 3, 2014, she left; on May 9 she was back.",
                    &[("May 3, 2014", "2014-05-03"), ("May 9", "2014-05-09")],
                ),
            ],
        );
    }
}
