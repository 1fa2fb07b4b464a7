//! What "last", "this", "next", "the following", "the same" point to: "last week", "this Friday", "next May".

use super::holidays::Named;
use super::lexicon::Tag;
use super::moment::{self, Moment, add_days, add_months, monday};
use super::reader::Reader;
use super::tense::Direction;
use super::units;
use chrono::{Datelike, NaiveDate};

/// What "last", "this", "next" point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The one before today's.
    Last,
    /// Today's.
    This,
    /// The one of the week, month, year after today's.
    Next,
    /// The next one from today on.
    Coming,
    /// The one before, of, after the last date that the text spoke of.
    Before,
    Same,
    After,
}

impl Step {
    fn count(self) -> i64 {
        match self {
            Step::Last | Step::Before => -1,
            Step::This | Step::Same => 0,
            Step::Next | Step::Coming | Step::After => 1,
        }
    }

    fn counts_from_focus(self) -> bool {
        matches!(self, Step::Before | Step::Same | Step::After)
    }
}

impl Reader<'_> {
    /// "last week", "this Friday", "next May", "this coming Sunday", "the same day", "last Christmas".
    pub(super) fn stepped(&self, i: usize) -> Option<(Moment, usize)> {
        let step = match self.tag(i) {
            Tag::Last => Step::Last,
            Tag::This | Tag::Current | Tag::Latest => Step::This,
            Tag::Next => Step::Next,
            Tag::Coming => Step::Coming,
            Tag::Past => Step::Last,
            Tag::Previous => Step::Before,
            Tag::Following => Step::After,
            _ => Step::Same,
        };
        let (step, at) = match (step, self.tag(i + 1)) {
            (Step::This, Tag::Coming) => (Step::Coming, i + 2),
            (Step::This, Tag::Past) => (Step::Last, i + 2),
            // "that same month"
            (Step::Same, Tag::Same) if self.is(i, Tag::That) => (Step::Same, i + 2),
            // a day before or after today has a name of its own
            (Step::Next, Tag::Unit) if self.value(i + 1) == units::DAY => (Step::After, i + 1),
            // "the next month, she resigned"
            (Step::Next, Tag::Unit)
                if self.before(i) == Some(Tag::The)
                    && self.focus.is_some()
                    && self.direction(i, i + 2) == Direction::Past =>
            {
                (Step::After, i + 1)
            }
            _ => (step, i + 1),
        };
        let word = self.lexeme(at);
        let number = u32::try_from(word.value).unwrap_or(0);
        let end = at + 1;
        match word.tag {
            Tag::Unit if word.value == units::QUARTER && self.is(i, Tag::Latest) => {
                self.last_quarter().map(|m| (m, end))
            }
            // a programme or a column: “This Week”, “This Morning”
            Tag::Unit | Tag::PartOfDay if word.capital && self.lexeme(i).capital && self.quoted_name(i) => {
                None
            }
            Tag::Unit => {
                let joined = self.inner_mark(end, '-');
                (!joined).then(|| self.step_unit(step, word.value)).flatten().map(|m| (m, end))
            }
            Tag::Fiscal if self.is(end, Tag::Unit) => {
                self.step_unit(step, self.value(end)).map(|m| (m, end + 1))
            }
            Tag::Weekend => self.step_weekend(step).map(|m| (m, end)),
            Tag::Weekday => {
                if let Some((moment @ (Moment::Day(_) | Moment::MonthDay(..)), after)) =
                    self.calendar_date(at).filter(|(_, e)| *e > end)
                {
                    return Some((moment, after));
                }
                Some((self.step_weekday(step, number, i, end), end))
            }
            Tag::Month | Tag::MonthShort | Tag::MonthWord => {
                let (month, end, _) = self.month(at)?;
                // "in this Jan. 30, 2018, photo": the date is whole without it
                if self.month_date(at).is_some_and(|(_, e)| e > end) {
                    return None;
                }
                Some((Moment::Month(self.step_month(step, month), month), end))
            }
            Tag::Season | Tag::SeasonWord if !self.is(end, Tag::Of) => {
                Some((Moment::Season(self.step_season(step, number), number), end))
            }
            Tag::PartOfDay => match step {
                Step::Last if word.value == 4 => Some((self.day_from_today(-1), end)),
                Step::Last => Some((self.day_from_today(-1), end)),
                Step::This => Some((self.day_from_today(0), end)),
                // "that night": of a day that nothing names
                Step::Same => {
                    let day = self.focus_day().map_or(Moment::Vague("XXXX-XX-XX"), Moment::Day);
                    Some((day, end))
                }
                _ => None,
            },
            Tag::Ordinal if !step.counts_from_focus() => self.business(at),
            Tag::Period if matches!(self.tag(i), Tag::Latest) => self.last_quarter().map(|m| (m, end)),
            _ => match self.named_day(at) {
                Some(Named::Day(moment, end)) => Some((moment, end)),
                _ => None,
            },
        }
    }

    /// Whether a quotation mark stands right before `i`.
    fn quoted_name(&self, i: usize) -> bool {
        self.lexeme(i).glued
            && ['“', '"', '\'', '`', '„', '«'].iter().any(|&c| self.mark(i.wrapping_sub(1), c))
    }

    fn focus_day(&self) -> Option<NaiveDate> {
        match self.focus {
            Some(Moment::Day(day)) => Some(day),
            _ => None,
        }
    }

    fn step_unit(&self, step: Step, unit: i32) -> Option<Moment> {
        if step.counts_from_focus() {
            return self.step_from_focus(step, unit);
        }
        let Some(today) = self.anchor else {
            return Some(Moment::Vague(match unit {
                units::DAY => "XXXX-XX-XX",
                units::WEEK => "XXXX-WXX",
                units::MONTH => "XXXX-XX",
                units::QUARTER => "XXXX-QX",
                units::YEAR => "XXXX",
                units::DECADE => "XXX",
                units::CENTURY => "XX",
                _ => return None,
            }));
        };
        let count = step.count();
        Some(match unit {
            units::DAY => Moment::Day(add_days(today, count)?),
            units::WEEK => Moment::Week(add_days(monday(today)?, count.checked_mul(7)?)?),
            units::MONTH => {
                let (year, month) = add_months(today.year(), today.month(), count)?;
                Moment::Month(Some(year), month)
            }
            units::QUARTER => {
                let (year, month) = add_months(today.year(), today.month(), count.checked_mul(3)?)?;
                Moment::Quarter(Some(year), (month - 1) / 3 + 1)
            }
            units::YEAR => Moment::Year(today.year().checked_add(i32::try_from(count).ok()?)?),
            units::DECADE => Moment::Decade((today.year() / 10).checked_add(i32::try_from(count).ok()?)?),
            units::CENTURY => Moment::Century((today.year() / 100).checked_add(i32::try_from(count).ok()?)?),
            _ => return None,
        })
    }

    /// "the following year", "the previous day", "that month".
    fn step_from_focus(&self, step: Step, unit: i32) -> Option<Moment> {
        // where no date was spoken of, the article's own day was
        let focus = self.focus.or_else(|| self.anchor.map(Moment::Day))?;
        let (first, _) = focus.days()?;
        match unit {
            units::WEEK => match focus {
                Moment::Day(_) | Moment::NearDay(_) | Moment::Week(_) => {
                    Some(Moment::Week(add_days(monday(first)?, step.count().checked_mul(7)?)?))
                }
                _ => None,
            },
            units::DAY => match focus {
                Moment::Day(_) => self.away(focus, unit, step.count()),
                _ => None,
            },
            units::MONTH => match focus {
                Moment::Year(_) | Moment::Decade(_) | Moment::Century(_) => None,
                _ => self.away(focus, unit, step.count()),
            },
            units::YEAR => match focus {
                Moment::Decade(_) | Moment::Century(_) => None,
                _ => self.away(focus, unit, step.count()),
            },
            _ => None,
        }
    }

    fn step_weekend(&self, step: Step) -> Option<Moment> {
        let Some(today) = self.anchor else { return Some(Moment::Vague("XXXX-WXX-WE")) };
        let week = match step {
            Step::Last => add_days(monday(today)?, -7)?,
            Step::This | Step::Same => monday(today)?,
            Step::Next | Step::Coming => add_days(monday(today)?, 7)?,
            _ => return None,
        };
        Some(Moment::Weekend(week))
    }

    fn step_weekday(&self, step: Step, weekday: u32, start: usize, end: usize) -> Moment {
        let unknown = Moment::Weekday(weekday);
        if step.counts_from_focus() {
            let Some(day) = self.focus_day() else { return unknown };
            let ahead = moment::days_until(day, weekday);
            let days = match step {
                Step::Same => {
                    return if ahead == 0 {
                        Moment::Day(day)
                    } else {
                        self.nearest_weekday(weekday, start, end)
                    };
                }
                Step::Before if ahead == 0 => -7,
                Step::Before => ahead - 7,
                _ if ahead == 0 => 7,
                _ => ahead,
            };
            return add_days(day, days).map_or(unknown, Moment::Day);
        }
        let Some(today) = self.anchor else { return unknown };
        let ahead = moment::days_until(today, weekday);
        let days = match step {
            Step::Last => (ahead - 7).min(-1),
            // on a Tuesday, the coming Friday is "Friday" or "this Friday"
            Step::Next => i64::from(weekday) + 6 - i64::from(today.weekday().num_days_from_monday()),
            Step::Coming if ahead == 0 => 7,
            Step::Coming => ahead,
            _ if ahead > 0 && self.direction(start, end) == Direction::Past => ahead - 7,
            _ => ahead,
        };
        add_days(today, days).map_or(unknown, Moment::Day)
    }

    fn step_month(&self, step: Step, month: u32) -> Option<i32> {
        let today = self.anchor?;
        let year = today.year();
        match step {
            // of a month that has just ended one says "last month"
            Step::Last if month + 1 >= today.month() => year.checked_sub(1),
            Step::Before if month >= today.month() => year.checked_sub(1),
            Step::Next | Step::Coming | Step::After if month <= today.month() => year.checked_add(1),
            _ => Some(year),
        }
    }

    fn step_season(&self, step: Step, season: u32) -> Option<i32> {
        let today = self.anchor?;
        let (year, current) = moment::season(today);
        match step {
            Step::Last | Step::Before if season >= current => year.checked_sub(1),
            Step::Next | Step::Coming | Step::After if season <= current => year.checked_add(1),
            // "this summer", said in January, is the coming one: the calendar year decides, but for winter itself
            Step::This if season != 4 => Some(today.year()),
            _ => Some(year),
        }
    }

    /// The week, month, year that today lies in.
    pub(super) fn this_unit(&self, unit: i32) -> Option<Moment> {
        self.step_unit(Step::This, unit)
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn this_last_and_next() {
        check(
            "2025-12-19",
            &[
                ("Eyes turn to Miami this Friday.", &[("this Friday", "2025-12-19")]),
                ("He left last Friday.", &[("last Friday", "2025-12-12")]),
                ("They will meet next Friday.", &[("next Friday", "2025-12-26")]),
                ("It was quiet last November.", &[("last November", "2024-11")]),
                ("It fell last week and last year.", &[("last week", "2025-W50"), ("last year", "2024")]),
                ("It starts next month.", &[("next month", "2026-01")]),
                ("It was quiet last May.", &[("last May", "2025-05")]),
                ("This summer was hot.", &[("This summer", "2025-SU")]),
                ("He comes this coming Sunday.", &[("this coming Sunday", "2025-12-21")]),
                ("She told “This Week” so.", &[]),
                ("In this Jan. 30, 2018, photo he smiles.", &[("Jan. 30, 2018", "2018-01-30")]),
                ("They wed last Christmas.", &[("last Christmas", "2024-12-25")]),
            ],
        );
    }

    #[test]
    fn the_next_weekday_is_that_of_the_next_week() {
        check(
            "2025-12-16",
            &[
                ("They will meet next Friday.", &[("next Friday", "2025-12-26")]),
                ("They will meet this coming Friday.", &[("this coming Friday", "2025-12-19")]),
                ("They will meet next Monday.", &[("next Monday", "2025-12-22")]),
            ],
        );
        check("2026-01-16", &[("They will meet this summer.", &[("this summer", "2026-SU")])]);
    }

    #[test]
    fn counted_from_the_last_date_spoken_of() {
        check(
            "2025-12-19",
            &[
                (
                    "He won in 2010 and lost the following year.",
                    &[("2010", "2010"), ("the following year", "2011")],
                ),
                (
                    "It fell on May 3, 2014, and that year was bad.",
                    &[("May 3, 2014", "2014-05-03"), ("that year", "2014")],
                ),
                (
                    "He won in May 2014. The next month he fell ill.",
                    &[("May 2014", "2014-05"), ("The next month", "2014-06")],
                ),
                (
                    "She left on May 3, 2014, and wrote the next day.",
                    &[("May 3, 2014", "2014-05-03"), ("the next day", "2014-05-04")],
                ),
                (
                    "He fell in May 2014, and died that same month, that night of nights.",
                    &[
                        ("May 2014", "2014-05"),
                        ("that same month", "2014-05"),
                        ("that night", "XXXX-XX-XXTNI"),
                    ],
                ),
                (
                    "He fell on Dec. 3, 2024, and died the same day.",
                    &[("Dec. 3, 2024", "2024-12-03"), ("the same day", "2024-12-03")],
                ),
            ],
        );
    }
}
