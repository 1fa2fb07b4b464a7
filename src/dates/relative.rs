//! Dates counted from today or from the last date spoken of: "last week", "this Friday", "the following year",
//! "earlier this month", "the end of March", "Thursday morning", "the week of Oct. 3", "the weekend", "yesterday".

use super::holidays::Named;
use super::lexicon::Tag;
use super::moment::{self, Moment, add_days, monday};
use super::reader::{Found, Reader, TimeOfDay};
use super::tense::Direction;
use super::units;
use chrono::Datelike;

impl Reader<'_> {
    /// A date that begins at `i`, with what stands before it ("late", "the end of") and after it ("morning").
    pub(super) fn date(&self, i: usize) -> Option<Found> {
        let begin = self.after_part(i);
        let (moment, end) = self.point(begin)?;
        if begin > i
            && matches!(self.tag(i), Tag::Approximately | Tag::Sometime)
            && matches!(moment, Moment::Present)
        {
            return None;
        }
        let time = match self.tag(end) {
            Tag::PartOfDay
                if matches!(moment, Moment::Day(_) | Moment::Weekday(_) | Moment::MonthDay(..)) =>
            {
                Some(TimeOfDay::Part(self.value(end)))
            }
            _ => None,
        };
        let (time, end) = match time {
            Some(time) => (Some(time), end + 1),
            None => self.own_time(begin).map_or((None, end), |(t, e)| (Some(t), e.max(end))),
        };
        Some(Found::date(moment, time, end))
    }

    /// Past what names a part of a date: "late", "early", "mid-", "earlier", "the end of", "around".
    fn after_part(&self, i: usize) -> usize {
        let dash = |at: usize| if self.inner_mark(at, '-') { at + 1 } else { at };
        match self.tag(i) {
            Tag::Early | Tag::Late | Tag::Mid => dash(i + 1),
            Tag::Earlier | Tag::Later if self.is(i + 1, Tag::In) && matches!(self.tag(i + 2), Tag::The) => {
                i + 2
            }
            Tag::Earlier | Tag::Later | Tag::Sometime => i + 1,
            Tag::Approximately
                if self.is(i + 1, Tag::The) || self.word_is(i, "over") || self.word_is(i, "under") =>
            {
                i
            }
            Tag::Approximately => i + 1,
            Tag::End | Tag::Beginning | Tag::Middle if self.is(i + 1, Tag::Of) => i + 2,
            Tag::The => match (self.tag(i + 1), self.tag(i + 2)) {
                (Tag::End | Tag::Beginning | Tag::Middle, Tag::Of) => i + 3,
                (Tag::Early | Tag::Late | Tag::Mid, _) => dash(i + 2),
                _ => i,
            },
            _ => i,
        }
    }

    /// The time of day that words hold by themselves: "last night", "this morning", "tonight".
    fn own_time(&self, i: usize) -> Option<(TimeOfDay, usize)> {
        match self.tag(i) {
            Tag::Tonight => Some((TimeOfDay::Part(4), i + 1)),
            Tag::Overnight => Some((TimeOfDay::Part(4), i + 1)),
            Tag::Last | Tag::This | Tag::That if self.is(i + 1, Tag::PartOfDay) => {
                Some((TimeOfDay::Part(self.value(i + 1)), i + 2))
            }
            // "the night before last"
            Tag::The if self.is(i + 1, Tag::PartOfDay) => {
                Some((TimeOfDay::Part(self.value(i + 1)), self.before_last(i + 2)?))
            }
            _ => None,
        }
    }

    /// A day for a time of day that stands before it: "10 a.m. Tuesday", "noon yesterday".
    pub(super) fn day_point(&self, i: usize) -> Option<(Moment, usize)> {
        self.point(i).filter(|(m, _)| {
            matches!(m, Moment::Day(_) | Moment::MonthDay(..) | Moment::Weekday(_))
                && !matches!(self.tag(i), Tag::Tonight | Tag::Overnight)
        })
    }

    /// A point of the calendar that begins at `i`.
    fn point(&self, i: usize) -> Option<(Moment, usize)> {
        let today = || self.anchor.map_or(Moment::Vague("XXXX-XX-XX"), Moment::Day);
        if self.names_programme(i) {
            return None;
        }
        if let Some(found) = self.in_month(i) {
            return Some(found);
        }
        let (moment, end) = match self.tag(i) {
            Tag::Day => (self.day_from_today(i64::from(self.value(i))), i + 1),
            Tag::Tonight => (today(), i + 1),
            Tag::Overnight if !self.inner_mark(i + 1, '-') => (today(), i + 1),
            Tag::Last
            | Tag::This
            | Tag::Next
            | Tag::Coming
            | Tag::Past
            | Tag::Previous
            | Tag::Following
            | Tag::Current
            | Tag::Latest
            | Tag::That
            | Tag::Same => self.stepped(i).or_else(|| self.business(i))?,
            Tag::The => self.with_article(i)?,
            Tag::Fiscal | Tag::Ordinal | Tag::DigitOrdinal => {
                self.business(i).or_else(|| self.calendar_date(i))?
            }
            Tag::Unit => self.end_of_year(i)?,
            Tag::Season | Tag::SeasonWord => self.season_alone(i)?,
            _ => match self.lexeme(i).capital.then(|| self.named_day(i)).flatten() {
                Some(Named::Day(moment, end)) => (moment, end),
                _ => self.business(i).or_else(|| self.calendar_date(i))?,
            },
        };
        Some(self.with_year_after(moment, end))
    }

    /// "USA Today", "“Piers Roe Tonight”": the capital word of a name that goes on from the one before.
    fn names_programme(&self, i: usize) -> bool {
        matches!(self.tag(i), Tag::Day | Tag::Tonight)
            && self.lexeme(i).capital
            && !self.begins_sentence(i)
            && i.checked_sub(1).is_some_and(|b| self.lexeme(b).capital)
    }

    /// "January this year", "June last year", "last year's third quarter".
    fn with_year_after(&self, moment: Moment, end: usize) -> (Moment, usize) {
        // "January this year", "August of last year", "November 9 last year"
        let of = self.skip_tag(end, Tag::Of);
        if matches!(self.tag(of), Tag::This | Tag::Last | Tag::Next)
            && let Some((Moment::Year(year), after)) = self.stepped(of)
        {
            match moment {
                Moment::Month(_, month) => return (Moment::Month(Some(year), month), after),
                Moment::Day(day) if !matches!(self.tag(end.saturating_sub(1)), Tag::Weekday) => {
                    return day.with_year(year).map_or((moment, end), |day| (Moment::Day(day), after));
                }
                _ => {}
            }
        }
        if let (Moment::Year(year), true, true) =
            (moment, self.mark(end, '\''), self.is(end + 1, Tag::LetterS))
            && let Some((Moment::Quarter(_, number), after)) = self.business(end + 2)
        {
            return (Moment::Quarter(Some(year), number), after);
        }
        (moment, end)
    }

    pub(super) fn day_from_today(&self, days: i64) -> Moment {
        self.anchor.and_then(|a| add_days(a, days)).map_or(Moment::Vague("XXXX-XX-XX"), Moment::Day)
    }

    /// "the weekend", "the year", "the week of Oct. 3", "the summer", "the day before yesterday", "the last decade".
    fn with_article(&self, i: usize) -> Option<(Moment, usize)> {
        let the = self.is(i, Tag::The);
        let at = i + 1;
        let end = i + 2;
        if the && let Some(found) = self.one_before_last(at) {
            return Some(found);
        }
        match self.tag(at) {
            Tag::Weekend if the => {
                let today = self.anchor;
                let weekend = today.and_then(|today| {
                    let week = monday(today)?;
                    let days = match self.direction(i, end) {
                        _ if today.weekday().num_days_from_monday() >= 5 => 0,
                        Direction::Future => 0,
                        _ => -7,
                    };
                    add_days(week, days)
                });
                Some((weekend.map_or(Moment::Vague("XXXX-WXX-WE"), Moment::Weekend), end))
            }
            Tag::Unit if self.inner_mark(end, '-') => self.business(i),
            Tag::Unit if the => self.the_unit(i, at).or_else(|| self.business(i)),
            Tag::Season | Tag::SeasonWord if the => {
                let season = u32::try_from(self.value(at)).ok()?;
                let of = self.is(end, Tag::Of);
                if let Some((year, after)) = self.year_number(if of { end + 1 } else { end }) {
                    return Some((Moment::Season(Some(year), season), after));
                }
                let loose = self.is(at, Tag::Season)
                    || matches!(self.before(i), Some(Tag::In | Tag::Preposition | Tag::Until));
                (loose && !of && !self.lexeme(at).capital)
                    .then(|| (Moment::Season(self.near_season(season, i, end), season), end))
            }
            Tag::Day if the => None,
            Tag::Last
            | Tag::Past
            | Tag::Previous
            | Tag::Next
            | Tag::Coming
            | Tag::Following
            | Tag::Current
            | Tag::Latest
            | Tag::Same
                if the =>
            {
                self.stepped(at).filter(|(_, e)| *e > at + 1).or_else(|| self.business(i))
            }
            _ => self.business(i).or_else(|| self.calendar_date(i)),
        }
    }

    /// "the year", "the week of Oct. 3", "the month of May", "the year 2000", "the day before yesterday".
    fn the_unit(&self, i: usize, at: usize) -> Option<(Moment, usize)> {
        let unit = self.value(at);
        let end = at + 1;
        match (unit, self.tag(end)) {
            (units::DAY, Tag::Preposition) if self.is(end + 1, Tag::Day) && self.value(end + 1) == -1 => {
                return Some((self.day_from_today(-2), end + 2));
            }
            (units::DAY, Tag::After) if self.is(end + 1, Tag::Day) && self.value(end + 1) == 1 => {
                return Some((self.day_from_today(2), end + 2));
            }
            // "the day after the vote": a day, but nobody says which
            (units::DAY, Tag::After) if self.is(end + 1, Tag::The) || self.lexeme(end + 1).capital => {
                if let Some(Named::Day(Moment::Day(day), after)) = self.named_day(end + 1) {
                    return add_days(day, 1).map(|d| (Moment::Day(d), after));
                }
                return Some((Moment::Vague("XXXX-XX-XX"), self.after_event(end + 1).unwrap_or(end)));
            }
            (units::DAY, Tag::Preposition) if self.word_is(end, "before") => {
                if let Some(Named::Day(Moment::Day(day), after)) = self.named_day(end + 1) {
                    return add_days(day, -1).map(|d| (Moment::Day(d), after));
                }
                let noun = self.is(end + 1, Tag::The) || self.lexeme(end + 1).capital;
                return noun.then(|| (Moment::Vague("XXXX-XX-XX"), self.after_event(end + 1).unwrap_or(end)));
            }
            (units::WEEK, Tag::Of) => {
                if let Some((Moment::Day(day), after)) = self.calendar_date(end + 1) {
                    return monday(day).map(|m| (Moment::Week(m), after));
                }
                return None;
            }
            (units::MONTH, Tag::Of) => {
                return self.calendar_date(end + 1).filter(|(m, _)| matches!(m, Moment::Month(..)));
            }
            (units::YEAR, Tag::Digits | Tag::Cardinal) => {
                return self.year_number(end).map(|(year, after)| (Moment::Year(year), after));
            }
            _ => {}
        }
        // "the year" is this one where it is spoken of as a whole
        let whole = matches!(
            self.before(i),
            Some(Tag::Of | Tag::Preposition | Tag::In | Tag::Earlier | Tag::Later | Tag::Until)
        );
        // "at the end of the day" is seldom a time
        if unit == units::DAY
            && self.before(i) == Some(Tag::Of)
            && self.word_is(i.wrapping_sub(2), "end")
            && self.is(i.wrapping_sub(4), Tag::At)
        {
            return None;
        }
        let ended = matches!(self.tag(end), Tag::PastVerb | Tag::Until | Tag::After | Tag::Of)
            && unit != units::QUARTER;
        (whole && !ended && (units::DAY..=units::CENTURY).contains(&unit))
            .then(|| if unit == units::QUARTER { self.last_quarter() } else { self.this_unit(unit) })
            .flatten()
            .map(|moment| (moment, end))
    }

    /// Where the words for an event end that begin at `i`: "the day after the vote", but "the day after the company said".
    fn after_event(&self, i: usize) -> Option<usize> {
        const LONGEST: usize = 2;
        let plain = |k: &usize| self.is(*k, Tag::Other) && !self.lexeme(*k).capital && !self.lexeme(*k).glued;
        let end = (i + 1..).take(LONGEST).take_while(plain).last()? + 1;
        let over = end >= self.lexemes.len()
            || self.is(end, Tag::Mark) && !self.mark(end, '\'') && !self.inner_mark(end, '-')
            || matches!(self.tag(end), Tag::In | Tag::On | Tag::At | Tag::Of | Tag::And);
        (self.is(i, Tag::The) && over).then_some(end)
    }

    /// "in spring 2015", "in summer", "fall 1998".
    fn season_alone(&self, i: usize) -> Option<(Moment, usize)> {
        let season = u32::try_from(self.value(i)).ok()?;
        let at = self.skip_tag(i + 1, Tag::Of);
        if let Some((year, end)) = self.year_number(at) {
            return Some((Moment::Season(Some(year), season), end));
        }
        let prepared = matches!(
            self.before(i),
            Some(Tag::In | Tag::Since | Tag::Until | Tag::Early | Tag::Late | Tag::Mid | Tag::Preposition)
        );
        let noun = self.is(i, Tag::Season) && !self.lexeme(i).capital;
        (noun && prepared && self.tag(i + 1) != Tag::Other)
            .then(|| (Moment::Season(self.near_season(season, i, i + 1), season), i + 1))
    }

    /// The year of a season that is named without one.
    fn near_season(&self, season: u32, start: usize, end: usize) -> Option<i32> {
        let (year, current) = moment::season(self.anchor?);
        match self.direction(start, end) {
            Direction::Future if season < current => year.checked_add(1),
            Direction::Future => Some(year),
            _ if season > current => year.checked_sub(1),
            _ => Some(year),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn parts_of_dates_and_times_of_day() {
        check(
            "2025-12-19",
            &[
                ("It closed late last week.", &[("late last week", "2025-W50")]),
                ("He resigned earlier this month.", &[("earlier this month", "2025-12")]),
                ("The tax ends at the end of March.", &[("the end of March", "2026-03")]),
                ("It was built in the early 1980s.", &[("the early 1980s", "198")]),
                ("She arrived Thursday morning.", &[("Thursday morning", "2025-12-18TMO")]),
                (
                    "He spoke last night and this morning.",
                    &[("last night", "2025-12-18TNI"), ("this morning", "2025-12-19TMO")],
                ),
                ("It was signed in late 2019 or mid-2020.", &[("late 2019", "2019"), ("mid-2020", "2020")]),
                ("It rose in January this year.", &[("January this year", "2025-01")]),
                ("It rose in August of last year.", &[("August of last year", "2024-08")]),
                ("It rose on November 9 last year.", &[("November 9 last year", "2024-11-09")]),
            ],
        );
    }

    #[test]
    fn days_from_today() {
        check(
            "2025-12-19",
            &[
                ("He spoke today and yesterday.", &[("today", "2025-12-19"), ("yesterday", "2025-12-18")]),
                (
                    "They meet tomorrow or tonight.",
                    &[("tomorrow", "2025-12-20"), ("tonight", "2025-12-19TNI")],
                ),
                ("It fell the day after Christmas 2024.", &[("the day after Christmas 2024", "2024-12-26")]),
                ("It fell the day after the vote.", &[("the day after the vote", "XXXX-XX-XX")]),
                ("It fell the day after the vote ended.", &[("the day", "XXXX-XX-XX")]),
                ("It fell the day before the stock market plunged.", &[("the day", "XXXX-XX-XX")]),
                ("It fell the day before yesterday.", &[("the day before yesterday", "2025-12-17")]),
            ],
        );
    }

    #[test]
    fn units_with_an_article() {
        check(
            "2025-12-19",
            &[
                ("In the week of Oct. 3 they agreed.", &[("the week of Oct. 3", "2025-W40")]),
                ("Officials talked over the weekend.", &[("the weekend", "2025-W50-WE")]),
                ("It will melt by the end of the century.", &[("the end of the century", "20")]),
                ("He hosts Roe Tonight on a channel.", &[]),
                ("It was the best of the year.", &[("the year", "2025")]),
                ("It happened over the summer of 2018.", &[("the summer of 2018", "2018-SU")]),
                ("The fall of the regime came in spring.", &[("spring", "2025-SP")]),
            ],
        );
    }

    #[test]
    fn without_an_anchor_the_value_is_open() {
        check(
            "",
            &[
                ("He spoke today.", &[("today", "XXXX-XX-XX")]),
                ("He left last year.", &[("last year", "XXXX")]),
                ("He left on Friday morning.", &[("Friday morning", "XXXX-WXX-5TMO")]),
            ],
        );
    }
}
