//! The year of a date that goes on from one whose year is written, in the same sentence: "began Jan. 5, 2024, and ended Feb. 2",
//! "arrested on May 5, 2024, after a raid on April 2".

use super::lexicon::Tag;
use super::reader::Reader;
use super::tense::Direction;
use chrono::{Datelike, NaiveDate};

/// How many lexemes before a date the verb stands that makes it a birthday.
const BIRTH: usize = 4;

/// The first day from `first` on that is this day of a month.
pub(super) fn first_from(first: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let in_year = |year| NaiveDate::from_ymd_opt(year, month, day).filter(|d| *d >= first);
    in_year(first.year()).or_else(|| in_year(first.year().checked_add(1)?))
}

/// The last day up to `last` that is this day of a month.
fn last_up_to(last: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let in_year = |year| NaiveDate::from_ymd_opt(year, month, day).filter(|d| *d <= last);
    in_year(last.year()).or_else(|| in_year(last.year().checked_sub(1)?))
}

impl Reader<'_> {
    /// The year of the month or the day at `start..end`, by the day with a year that it goes on from; never one that lies in
    /// the future. A clause that looks ahead goes on from nothing: "signed on Jan. 5, 2024, and will end Feb. 2".
    pub(super) fn year_of_written(
        &self,
        anchor: NaiveDate,
        month: u32,
        day: Option<u32>,
        start: usize,
        end: usize,
    ) -> Option<i32> {
        let (date, words) = self.written.as_ref()?;
        let sentence = |k: usize| self.tokens.get(k).map(|t| t.sentence);
        let joint = self.skip(words.end, ',');
        let parted = |k: usize| {
            matches!(self.tag(k), Tag::That | Tag::Relative | Tag::PresentVerb | Tag::FutureVerb)
                || self.mark(k, ';')
        };
        // "born on June 3, 1950, and died Feb. 2"
        let born = (words.start.saturating_sub(BIRTH)..words.start).any(|k| self.word_is(k, "born"));
        if born || sentence(words.start) != sentence(start) || (joint..start).any(parted) {
            return None;
        }
        // a month holds the day of that date, if it is the same
        let day = day.unwrap_or_else(|| date.day().min(28));
        let found = match self.tag(joint) {
            Tag::And | Tag::To | Tag::Until => first_from(*date, month, day),
            Tag::After => last_up_to(*date, month, day),
            _ if ["before", "then", "through"].iter().any(|word| self.word_is(joint, word)) => {
                first_from(*date, month, day)
            }
            _ => None,
        }?;
        (found <= anchor && self.direction(start, end) != Direction::Future).then_some(found.year())
    }

    /// Whether the day at `start..end` has its year in words, or from a day that has.
    pub(super) fn has_written_year(&self, date: NaiveDate, start: usize, end: usize) -> bool {
        let written = |k: usize| self.lexeme(k).digits == 4 && self.value(k) == date.year();
        let gone_on = |anchor| self.year_of_written(anchor, date.month(), Some(date.day()), start, end);
        (start..end).any(written) || self.anchor.and_then(gone_on) == Some(date.year())
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn a_date_goes_on_from_one_whose_year_is_written() {
        let first = ("Jan. 5, 2024", "2024-01-05");
        check(
            "2025-12-19",
            &[
                ("The trial began Jan. 5, 2024, and ended Feb. 2.", &[first, ("Feb. 2", "2024-02-02")]),
                ("The fair ran from Jan. 5, 2024, to Feb. 2.", &[first, ("Feb. 2", "2024-02-02")]),
                ("She sued on Jan. 5, 2024, after a fire on Dec. 3.", &[first, ("Dec. 3", "2023-12-03")]),
                ("It opened on Jan. 5, 2024, and closed in June.", &[first, ("June", "2024-06")]),
                (
                    "It opened on Jan. 5, 2024, closed, and opened and shut on March 3, and April 9.",
                    &[first, ("March 3", "2025-03-03"), ("April 9", "2025-04-09")],
                ),
                (
                    "It shut on Jan. 5, 2024, and March 3, and opened on April 9.",
                    &[first, ("March 3", "2024-03-03"), ("April 9", "2024-04-09")],
                ),
                (
                    "It began Nov. 5, 2023, and ended Feb. 2.",
                    &[("Nov. 5, 2023", "2023-11-05"), ("Feb. 2", "2024-02-02")],
                ),
                // these do not
                ("It was signed Jan. 5, 2024, and will end Feb. 2.", &[first, ("Feb. 2", "2026-02-02")]),
                ("The firm, sold on Jan. 5, 2024, failed on May 2.", &[first, ("May 2", "2025-05-02")]),
                ("It began Jan. 5, 2024. It ended May 2.", &[first, ("May 2", "2025-05-02")]),
                (
                    "She was born on June 3, 1950, and died May 2.",
                    &[("June 3, 1950", "1950-06-03"), ("May 2", "2025-05-02")],
                ),
            ],
        );
    }
}
