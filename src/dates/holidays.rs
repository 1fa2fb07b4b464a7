//! Days with a name: "Christmas", "Easter Sunday", "Thanksgiving"; and names that only look like dates. The list is
//! `data/holidays.tsv`.

use super::lexicon::Tag;
use super::moment::{Moment, add_days, easter, nth_weekday, orthodox_easter};
use super::reader::Reader;
use super::tense::Direction;
use crate::lists::rows;
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;
use std::sync::LazyLock;

/// How the day of a holiday is found in a year.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// Month and day.
    Fixed(u32, u32),
    /// Days from Easter Sunday.
    Easter(i64),
    /// Days from the Easter Sunday of the Eastern churches.
    Orthodox(i64),
    /// Month, ordinal (-1 is the last), weekday (1 is Monday), days added.
    Weekday(u32, i32, u32, i64),
    /// Not a date at all.
    None,
}

impl Rule {
    fn parse(kind: &str, value: &str) -> Option<Rule> {
        Some(match kind {
            "fixed" => {
                let (month, day) = value.split_once('-')?;
                Rule::Fixed(month.parse().ok()?, day.parse().ok()?)
            }
            "easter" => Rule::Easter(value.parse().ok()?),
            "orthodox" => Rule::Orthodox(value.parse().ok()?),
            "weekday" => {
                let mut numbers = value.split(' ').map(str::parse::<i64>);
                let mut next = || numbers.next()?.ok();
                Rule::Weekday(
                    u32::try_from(next()?).ok()?,
                    i32::try_from(next()?).ok()?,
                    u32::try_from(next()?).ok()?,
                    next()?,
                )
            }
            "none" => Rule::None,
            _ => return None,
        })
    }

    fn day(self, year: i32) -> Option<NaiveDate> {
        match self {
            Rule::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Rule::Easter(days) => add_days(easter(year)?, days),
            Rule::Orthodox(days) => add_days(orthodox_easter(year)?, days),
            Rule::Weekday(month, nth, weekday, days) => {
                add_days(nth_weekday(year, month, nth, weekday)?, days)
            }
            Rule::None => None,
        }
    }
}

/// By the first word: the words of the name and its rule, longest first.
type Names = HashMap<&'static str, Vec<(Vec<&'static str>, Rule)>>;

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::new();
    for [kind, value, name] in rows(include_str!("data/holidays.tsv")) {
        let words: Vec<&str> = name.split(' ').collect();
        if let (Some(rule), Some(first)) = (Rule::parse(kind, value), words.first()) {
            names.entry(first).or_default().push((words, rule));
        }
    }
    for list in names.values_mut() {
        list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    names
});

/// A named day, or the end of a name that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// The day and where its words end.
    Day(Moment, usize),
    /// Where the name ends that only looks like a date.
    NotADate(usize),
}

impl Reader<'_> {
    /// A named day that begins at `i`; asked for capital words only.
    pub(super) fn named_day(&self, i: usize) -> Option<Named> {
        let first = self.word(i).filter(|w| w.len() < 16 && w.is_ascii())?.to_ascii_lowercase();
        let (words, rule) = NAMES.get(first.as_str())?.iter().find(|(words, rule)| {
            words.iter().enumerate().all(|(k, name)| {
                self.word(i + k).is_some_and(|w| same_word(w, name))
                    && (!matches!(rule, Rule::None) || self.lexeme(i + k).capital)
            })
        })?;
        let end = i + words.len();
        if matches!(rule, Rule::None) {
            return Some(Named::NotADate(end));
        }
        let (year, end) = match self.year_number(self.skip(end, ',')) {
            Some((year, after)) if (1500..2200).contains(&year) => (Some(year), after),
            _ => self.year_of_feast(end).map_or((None, end), |(year, after)| (Some(year), after)),
        };
        let moment = match year {
            Some(year) => Moment::Day(rule.day(year)?),
            None => self.nearest_holiday(*rule, i, end),
        };
        Some(Named::Day(moment, end))
    }

    /// The day of a feast whose plural stands at `i` ("Christmases"), `count` times back; the last that is over is the first.
    pub(super) fn feast_ago(&self, i: usize, count: i32) -> Option<NaiveDate> {
        let word = self.word(i).filter(|w| w.len() < 16 && w.is_ascii() && self.lexeme(i).capital)?;
        let word = word.to_ascii_lowercase();
        let single = |ending: &str| NAMES.get(word.strip_suffix(ending)?);
        let (_, rule) = single("es").or_else(|| single("s"))?.iter().find(|(words, _)| words.len() == 1)?;
        let today = self.anchor?;
        let this = today.year();
        let last = if rule.day(this)? < today { this } else { this.checked_sub(1)? };
        rule.day(last.checked_sub(count.checked_sub(1)?)?)
    }

    fn nearest_holiday(&self, rule: Rule, start: usize, end: usize) -> Moment {
        let unknown = match rule {
            Rule::Fixed(month, day) => Moment::MonthDay(month, day),
            _ => Moment::Vague("XXXX-XX-XX"),
        };
        let Some(anchor) = self.anchor else {
            return self.year.and_then(|y| rule.day(y)).map_or(unknown, Moment::Day);
        };
        let in_year = |offset: i32| anchor.year().checked_add(offset).and_then(|y| rule.day(y));
        let determiner = start.checked_sub(1).map(|b| self.tag(b));
        let coming = || [0, 1].into_iter().filter_map(in_year).find(|&d| d >= anchor);
        let gone = || [0, -1].into_iter().filter_map(in_year).find(|&d| d <= anchor);
        let day = match (determiner, self.direction(start, end)) {
            (Some(Tag::Next), _) => coming(),
            (Some(Tag::Last), _) => gone(),
            (Some(Tag::This), _) => in_year(0),
            (_, Direction::Future) => coming(),
            (_, Direction::Past) => gone(),
            // the nearer of the two
            _ => match (gone(), coming()) {
                (Some(gone), Some(coming)) if coming - anchor < anchor - gone => Some(coming),
                (gone, coming) => gone.or(coming),
            },
        };
        day.map_or(unknown, Moment::Day)
    }
}

fn same_word(word: &str, name: &str) -> bool {
    word.eq_ignore_ascii_case(name) || name == "'" && word == "’"
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn days_with_a_name() {
        check(
            "2025-12-19",
            &[
                ("He was shot on Christmas Day.", &[("Christmas Day", "2024-12-25")]),
                ("They will sing on Christmas Eve.", &[("Christmas Eve", "2025-12-24")]),
                ("The bombs of Easter Sunday 2019 killed many.", &[("Easter Sunday 2019", "2019-04-21")]),
                ("It happened on Good Friday.", &[("Good Friday", "2025-04-18")]),
                ("They voted on Election Day 2016.", &[("Election Day 2016", "2016-11-08")]),
                ("They fasted until Orthodox Easter 2018.", &[("Orthodox Easter 2018", "2018-04-08")]),
                ("They danced on Mardi Gras 2013.", &[("Mardi Gras 2013", "2013-02-12")]),
                ("They ate on Thanksgiving last year.", &[("Thanksgiving last year", "2024-11-28")]),
                ("They ate on Thanksgiving.", &[("Thanksgiving", "2025-11-27")]),
                ("New Year’s Eve was quiet.", &[("New Year’s Eve", "2024-12-31")]),
                ("In Russia today, they watch Russia Today.", &[("today", "2025-12-19")]),
                ("Saturday Night Live mocked Super Tuesday and the Arab Spring.", &[]),
            ],
        );
    }
}
