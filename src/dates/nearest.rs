//! Which one of many a time without its year or its week is: the weekday, the day of a month, the month that is nearest.

use super::lexicon::Tag;
use super::moment::Moment;
use super::reader::Reader;
use super::tense::Direction;
use super::written::first_from;
use chrono::{Datelike, NaiveDate};

/// The day of a month that comes within `SOON` days after `anchor`.
fn soon(anchor: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    first_from(anchor.succ_opt()?, month, day)
        .filter(|date| date.signed_duration_since(anchor).num_days() <= SOON)
}

/// A day without a year that is at most so many days ahead is the coming one, unless it is said to have happened.
const SOON: i64 = 45;

impl Reader<'_> {
    /// The year of a month or a day that is named without one: that of the day which it goes on from, else the nearest past
    /// one, the coming one where the clause says so, or where it is much nearer and nothing says otherwise.
    pub(super) fn nearest_year(&self, month: u32, day: Option<u32>, start: usize, end: usize) -> Option<i32> {
        let Some(anchor) = self.anchor else { return self.year };
        if let Some(year) = self.year_of_written(anchor, month, day, start, end) {
            return Some(year);
        }
        let here = (month, day.unwrap_or(0));
        let today = (anchor.month(), day.map_or(0, |_| anchor.day()));
        let year = anchor.year();
        if here == today {
            return Some(year);
        }
        // "Aug. 10 to Nov. 12": the second is the one after the first
        if let (Some(day), Some(first)) = (day, self.range_start(start)) {
            return first_from(first, month, day).map(|date| date.year());
        }
        let soon = day.and_then(|day| soon(anchor, month, day));
        // by another clock it may be that day already
        let tomorrow = soon.is_some() && soon == anchor.succ_opt();
        if !tomorrow && self.happened(start, end) {
            return if here < today { Some(year) } else { year.checked_sub(1) };
        }
        // a day that is near, and whose like was a year ago, would have had its year if it were that one
        if let Some(near) = soon {
            return Some(near.year());
        }
        let months_ahead = (month + 12 - anchor.month()) % 12;
        // "the November election" is the coming one, where it is not past by its verb or has just been
        if day.is_none()
            && months_ahead < 9
            && self.election(end)
            && self.direction(start, end) != Direction::Past
        {
            return if here > today { Some(year) } else { year.checked_add(1) };
        }
        // "will act after the fire on 3 March", said on the 6th: in a year's time it would have its year
        if let Some(day) = day
            && let Some(date) = NaiveDate::from_ymd_opt(year, month, day)
            && (0..=SOON).contains(&anchor.signed_duration_since(date).num_days())
        {
            return Some(year);
        }
        self.year_by_tense(anchor, month, day, self.direction(start, end))
    }

    /// The year by the tense of the clause alone.
    fn year_by_tense(
        &self,
        anchor: NaiveDate,
        month: u32,
        day: Option<u32>,
        direction: Direction,
    ) -> Option<i32> {
        let here = (month, day.unwrap_or(0));
        let today = (anchor.month(), day.map_or(0, |_| anchor.day()));
        let year = anchor.year();
        let months_ahead = (month + 12 - anchor.month()) % 12;
        match direction {
            Direction::Future if here > today => Some(year),
            // what "will" have happened long ago is not a year away: "would have said in October"
            Direction::Future if months_ahead < 9 => year.checked_add(1),
            Direction::Future => Some(year),
            Direction::Past if here < today || day.is_none() && months_ahead <= 2 => Some(year),
            Direction::Past => year.checked_sub(1),
            Direction::Unknown if here < today && months_ahead > 2 => Some(year),
            Direction::Unknown if here < today => {
                year.checked_add(i32::from(months_ahead <= 2 && month < today.0))
            }
            Direction::Unknown if months_ahead <= 2 => Some(year),
            Direction::Unknown => year.checked_sub(1),
        }
    }

    /// Whether an election is named at `i`: "elections", "'s general election".
    fn election(&self, i: usize) -> bool {
        let possessive = self.mark(i, '\'') && self.is(i + 1, Tag::LetterS);
        let at = if possessive { i + 2 } else { i };
        (at..at + 2).any(|k| self.word_is(k, "election") || self.word_is(k, "elections"))
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
                ("Lund could not be reached for comment on Monday.", &[("Monday", "2025-12-15")]),
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
                ("The judge set a Friday deadline.", &[("Friday", "2025-12-19")]),
                ("She would not comment Friday.", &[("Friday", "2025-12-12")]),
                ("She wouldn't say Friday how.", &[("Friday", "2025-12-12")]),
                ("He threatened to leave on Friday.", &[("Friday", "2025-12-19")]),
                ("At a Monday rally, he promised to go.", &[("Monday", "2025-12-15")]),
                ("He promised Monday that he would go.", &[("Monday", "2025-12-15")]),
                ("The election is on Friday, she said.", &[("Friday", "2025-12-19")]),
                ("Asked what would change if he won on Friday, he left.", &[("Friday", "2025-12-19")]),
                ("Whether he'll quit before Friday's vote is open.", &[("Friday", "2025-12-19")]),
                ("He worked from Monday to Friday.", &[("Monday", "2025-12-15"), ("Friday", "2025-12-19")]),
                ("The firm sued the bank on Friday, seeking to win.", &[("Friday", "2025-12-12")]),
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
                ("The letter was forwarded on Feb. 20.", &[("Feb. 20", "2025-02-20")]),
                ("The firm will act after the fire of Dec. 3.", &[("Dec. 3", "2025-12-03")]),
                ("It is a plan for the June elections.", &[("June", "2026-06")]),
                ("He won the June elections.", &[("June", "2025-06")]),
                ("He speaks on Jan. 3 there.", &[("Jan. 3", "2026-01-03")]),
                ("They left on Feb. 20 after talks.", &[("Feb. 20", "2025-02-20")]),
            ],
        );
    }
}
