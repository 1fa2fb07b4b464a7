//! Dates that are an amount of time away: "two weeks ago", "a year earlier", "three days later", "two years from now".

use super::TimexType;
use super::holidays::Named;
use super::lexicon::Tag;
use super::moment::{self, Moment, add_days, add_months};
use super::reader::{Found, Reader};
use super::units::{Amount, Count, DAY, DECADE, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR};
use chrono::{Datelike, NaiveDate};

impl Reader<'_> {
    /// "two weeks ago", "a year earlier", "three days later", "two years from now".
    pub(super) fn counted_from_today(&self, amount: Amount) -> Option<Found> {
        let mut end = amount.end;
        // "a week or so ago"
        if self.is(end, Tag::Or) && self.is(end + 1, Tag::So) {
            end += 2;
        }
        let joined = self.inner_mark(end, '-');
        let at = if joined { end + 1 } else { end };
        if let Some(found) = self.beside_named_day(amount, at) {
            return Some(found);
        }
        let (sign, past_focus, end) = match self.tag(at) {
            Tag::Ago => (-1, false, at + 1),
            // "two hours later" is a length of time; whose beginning is seldom known
            Tag::Earlier | Tag::Later if amount.unit <= HOUR || amount.count == Count::Some => return None,
            Tag::Earlier => (-1, true, at + 1),
            Tag::Later => (1, true, at + 1),
            Tag::From if self.is(at + 1, Tag::Present) => (1, false, at + 2),
            _ => return None,
        };
        let Count::Tenths(tenths) = amount.count else {
            let moment = if sign < 0 { Moment::Past } else { Moment::Future };
            return Some(Found::date(moment, None, end));
        };
        let count = tenths / 10 * sign;
        let today = self.anchor.map(Moment::Day);
        // "a day earlier", where the text has just spoken of a day to come
        let to_come = |m: &Moment| m.days().zip(self.anchor).is_some_and(|(days, today)| days.0 > today);
        // "three decades later", where no date came before
        if sign > 0 && past_focus && self.focus.is_none() {
            return None;
        }
        let base = if past_focus && !(sign < 0 && self.focus.as_ref().is_some_and(to_come)) {
            self.focus.or(today)
        } else {
            today
        };
        let moment = match (amount.unit, self.quarter) {
            (YEAR, Some((year, quarter))) if sign < 0 && tenths == 10 => {
                Moment::Quarter(year.checked_sub(1), quarter)
            }
            _ => self.away(base?, amount.unit, count)?,
        };
        let mut found = Found::date(moment, None, end);
        if amount.unit <= HOUR {
            found.kind = TimexType::Time;
        }
        Some(found)
    }

    /// "two Christmases ago", "three summers ago", "two Fridays ago": the last one that is over is one ago.
    pub(super) fn counted_back(&self, i: usize) -> Option<Found> {
        let begin = if self.is(i, Tag::Approximately) { i + 1 } else { i };
        let (Count::Tenths(tenths), at, false) = self.count(begin)? else { return None };
        let count = i32::try_from(tenths / 10).ok().filter(|count| *count > 0 && tenths % 10 == 0)?;
        if !self.is(at + 1, Tag::Ago) {
            return None;
        }
        let today = self.anchor?;
        let number = u32::try_from(self.value(at)).ok()?;
        let moment = match self.tag(at) {
            Tag::Weekdays => {
                let last = (moment::days_until(today, number) - 7).min(-1);
                Moment::Day(add_days(today, last - 7 * i64::from(count - 1))?)
            }
            Tag::Seasons => {
                let (year, current) = moment::season(today);
                let last = if number < current { year } else { year.checked_sub(1)? };
                Moment::Season(Some(last.checked_sub(count - 1)?), number)
            }
            _ => Moment::Day(self.feast_ago(at, count)?),
        };
        Some(Found::date(moment, None, at + 2))
    }

    /// "three days after Easter", "two weeks before Christmas", "three years from today".
    fn beside_named_day(&self, amount: Amount, at: usize) -> Option<Found> {
        let sign = match self.tag(at) {
            Tag::After | Tag::From => 1,
            Tag::Preposition if self.word_is(at, "before") => -1,
            _ => return None,
        };
        let Count::Tenths(tenths) = amount.count else { return None };
        let (base, end) = match self.tag(at + 1) {
            Tag::Day => (self.day_from_today(i64::from(self.value(at + 1))), at + 2),
            _ if self.is(at, Tag::From) || !self.lexeme(at + 1).capital => return None,
            _ => match self.named_day(at + 1)? {
                Named::Day(moment, end) => (moment, end),
                Named::NotADate(_) => return None,
            },
        };
        let whole = tenths % 10 == 0 && amount.unit >= DAY;
        let moment = whole.then(|| self.away(base, amount.unit, tenths / 10 * sign)).flatten()?;
        Some(Found::date(moment, None, end))
    }

    /// The point that lies `count` units from another, as exact as the unit.
    pub(super) fn away(&self, base: Moment, unit: i32, count: i64) -> Option<Moment> {
        let day = match base {
            Moment::Day(day) | Moment::NearDay(day) => Some(day),
            _ => base.days().map(|d| d.0),
        };
        Some(match unit {
            SECOND | MINUTE | HOUR => Moment::Day(day?),
            // the day after a year is no day
            DAY if !matches!(base, Moment::Day(_) | Moment::NearDay(_)) => return None,
            DAY => Moment::Day(add_days(day?, count)?),
            MONTH | QUARTER if matches!(base, Moment::Year(_) | Moment::Decade(_) | Moment::Century(_)) => {
                return None;
            }
            WEEK => match base {
                Moment::Day(_) | Moment::NearDay(_) => {
                    Moment::NearDay(add_days(day?, count.checked_mul(7)?)?)
                }
                _ => return None,
            },
            MONTH | QUARTER => {
                let months = count.checked_mul(if unit == MONTH { 1 } else { 3 })?;
                let (year, month) = add_months(day?.year(), day?.month(), months)?;
                calendar(year)?;
                if unit == MONTH {
                    Moment::Month(Some(year), month)
                } else {
                    Moment::Quarter(Some(year), (month - 1) / 3 + 1)
                }
            }
            _ => {
                let years = match unit {
                    YEAR => count,
                    DECADE => count.checked_mul(10)?,
                    _ => count.checked_mul(100)?,
                };
                let year = i64::from(base.year().or(day.map(|d| d.year()))?).checked_add(years)?;
                Moment::Year(calendar(i32::try_from(year).ok()?)?)
            }
        })
    }
}

/// A year that TIMEX3 can write.
fn calendar(year: i32) -> Option<i32> {
    ((1..=9999).contains(&year) && NaiveDate::from_ymd_opt(year, 1, 1).is_some()).then_some(year)
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn counted_from_today() {
        check(
            "2025-12-19",
            &[
                ("He left two weeks ago.", &[("two weeks ago", "2025-12-05")]),
                ("He left 10 days ago.", &[("10 days ago", "2025-12-09")]),
                ("He left about five months ago.", &[("about five months ago", "2025-07")]),
                ("He left a year ago.", &[("a year ago", "2024")]),
                ("He left a few years ago.", &[("a few years ago", "PAST_REF")]),
                (
                    "He rose a few hours later, for 97 straight months.",
                    &[("a few hours", "PTXH"), ("97 straight months", "P97M")],
                ),
                ("He won in 1992, and fell two days later.", &[("1992", "1992"), ("two days", "P2D")]),
                ("He returns two years from now.", &[("two years from now", "2027")]),
                ("She died three days after Easter.", &[("three days after Easter", "2025-04-23")]),
                (
                    "It opened two weeks before Christmas 2024.",
                    &[("two weeks before Christmas 2024", "2024-12-11")],
                ),
                ("It ends three years from today.", &[("three years from today", "2028")]),
                ("She wrote a fortnight ago.", &[("a fortnight ago", "2025-12-05")]),
                ("She looked three decades later.", &[("three decades", "P30Y")]),
                ("They met two Christmases ago.", &[("two Christmases ago", "2023-12-25")]),
                ("They met three Thanksgivings ago.", &[("three Thanksgivings ago", "2023-11-23")]),
                ("They met two summers ago.", &[("two summers ago", "2024-SU")]),
                ("They met two Fridays ago.", &[("two Fridays ago", "2025-12-05")]),
                ("Two Christmases were lost.", &[]),
                ("He left 999999999 years ago.", &[("999999999 years", "P999999999Y")]),
            ],
        );
    }
}
