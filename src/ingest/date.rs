//! Dates as metadata and pages give them.

use crate::lists::rows;
use chrono::{DateTime, Datelike, NaiveDate};
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// In which order a page or a table writes day and month where both are numbers with strokes between them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Not known: `1/4/2013` is no date then.
    #[default]
    Unknown,
    /// As in the United States.
    MonthFirst,
    /// As nearly everywhere else.
    DayFirst,
}

impl Order {
    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Order::Unknown => "unknown",
            Order::MonthFirst => "month-first",
            Order::DayFirst => "day-first",
        }
    }
}

/// Reads a date: `2025-12-19`, `2025-12-19T10:00:00Z`, `20251219`, `2025/12/19`, `19.12.2025`, "December 19, 2025",
/// "Fri, 19 Dec 2025 10:00:00 GMT", "Fri Dec 19 10:00:00 CET 2025", "19 December 2025", `2025年12月19日`, and with the months
/// of some other languages; with years of two digits `19 Dec 25`, `12/19/25`, `19.12.25`. The day is the one that is printed;
/// no time zone is applied. A moment as programs count it ([`read_count`]) is read where it has ten digits or thirteen. Forms
/// in which day and month could be taken for one another (`1/4/2013`, `1-4-2013`), or day and year (`19-12-25`), are not read.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    read_date_in(text, Order::Unknown)
}

/// The same, with `1/4/2013` in this order.
pub fn read_date_in(text: &str, order: Order) -> Option<NaiveDate> {
    let text = text.trim();
    if text.len() > 100 {
        return None;
    }
    if matches!(text.len(), 10 | 13) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return read_count(text);
    }
    let day = text.split_once(['T', 't', ' ']).map_or(text, |(day, _)| day);
    let compact = (day.len() == 8).then(|| NaiveDate::parse_from_str(day, "%Y%m%d").ok()).flatten();
    let compact = compact.filter(|date| (1900..=2100).contains(&date.year()));
    compact
        .or_else(|| first_date(text, order).map(|(_, date)| date))
        .or_else(|| short_year(text).and_then(|short| short.day(order)))
}

/// Reads the day, in UTC, of a moment that is a number: seconds, milliseconds, microseconds or nanoseconds since the
/// beginning of 1970, told apart by their size; or a day in eight digits, `20251219`. Days before 1973 and after 2100 are
/// not read.
pub fn read_count(number: &str) -> Option<NaiveDate> {
    if number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return read_date(number);
    }
    let count: f64 = number.parse().ok()?;
    // The first of each is in 1973, the last in 2286.
    let units = [1.0, 1e3, 1e6, 1e9].into_iter();
    let seconds = units.map(|unit| count / unit).find(|seconds| (1e8..1e10).contains(seconds))?;
    let day = DateTime::from_timestamp(seconds as i64, 0)?.date_naive();
    (day.year() <= 2100).then_some(day)
}

/// The forms of dates, surest first. The groups are named y, m, d; a and b are of unknown order.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    const YEAR: &str = r"(?P<y>(?:1[5-9]|20)\d\d)";
    let forms = [
        format!(r"(?:^|[^\d]){YEAR}-(?P<m>\d\d?)-(?P<d>\d\d?)(?:[^\d]|$)"),
        format!(r"(?:^|[^\d]){YEAR}/(?P<m>\d\d?)/(?P<d>\d\d?)(?:[^\d]|$)"),
        format!(r"(?:^|[^\d]){YEAR}\.(?P<m>\d\d?)\.(?P<d>\d\d?)(?:[^\d]|$)"),
        format!(r"(?:^|[^\d.])(?P<d>\d\d?)\. ?(?P<m>\d\d?)\. ?{YEAR}(?:[^\d]|$)"),
        format!(
            r"(?i)(?:^|[^\d\p{{L}}])(?P<d>\d\d?)(?:st|nd|rd|th|er|º)?\.?[\s,-]+(?:of |de )?(?P<n>\p{{L}}{{3,10}})\.?,?[\s-]+(?:de |del )?{YEAR}(?:[^\d]|$)"
        ),
        format!(
            r"(?i)(?:^|[^\p{{L}}])(?P<n>\p{{L}}{{3,10}})\.?[\s-]+(?P<d>\d\d?)(?:st|nd|rd|th)?[,\s]+{YEAR}(?:[^\d]|$)"
        ),
        format!(
            r"(?i)(?:^|[^\p{{L}}])(?P<n>\p{{L}}{{3,10}})\.?\s+(?P<d>\d\d?),?\s+\d\d?:\d\d(?::\d\d)?\s+(?:[ap]\.?m\.?\s+)?(?:[a-z]{{2,5}}\s+|[+-]\d\d:?\d\d\s+)?{YEAR}(?:[^\d]|$)"
        ),
        format!(r"(?:^|[^\d]){YEAR}\s?[年년]\s?(?P<m>\d\d?)\s?[月월]\s?(?P<d>\d\d?)\s?[日일]"),
        format!(r"(?:^|[^\d/])(?P<a>\d\d?)/(?P<b>\d\d?)/{YEAR}(?:[^\d/]|$)"),
        format!(r"(?:^|[^\d-])(?P<a>\d\d?)-(?P<b>\d\d?)-{YEAR}(?:[^\d-]|$)"),
    ];
    forms.iter().filter_map(|form| Regex::new(form).ok()).collect()
});

/// The first date in a text, with the byte at which it stands.
pub fn first_date(text: &str, order: Order) -> Option<(usize, NaiveDate)> {
    let found = FORMS.iter().filter_map(|form| {
        form.captures_iter(text).take(20).find_map(|found| {
            let number = |name: &str| found.name(name)?.as_str().parse::<u32>().ok();
            let year = i32::try_from(number("y")?).ok()?;
            let (day, month) = match (number("a"), number("b")) {
                (Some(a), Some(b)) => slashed(a, b, order)?,
                _ => (number("d")?, number("m").or_else(|| month(found.name("n")?.as_str()))?),
            };
            Some((found.get(0)?.start(), NaiveDate::from_ymd_opt(year, month, day)?))
        })
    });
    found.min_by_key(|(at, _)| *at)
}

/// The order that a date with strokes shows by a day above 12: `13/4/2013`, `4/13/2013`, `4/13/13`.
pub fn order_of(text: &str) -> Option<Order> {
    let text = text.get(..text.floor_char_boundary(100))?;
    let found = FORMS.iter().filter_map(|form| form.captures(text)).find_map(|found| {
        let number = |name: &str| found.name(name)?.as_str().parse::<u32>().ok();
        number("a").zip(number("b"))
    });
    let short = || match short_year(text)? {
        Short::Numbers { first, second, mark: '/', .. } => Some((first, second)),
        _ => None,
    };
    match found.or_else(short)? {
        (13..=31, 1..=12) => Some(Order::DayFirst),
        (1..=12, 13..=31) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// A date whose year has two digits.
enum Short {
    /// `19 Dec 25`.
    Named { day: u32, month: u32, year: i32 },
    /// `19.12.25`.
    Numbers { first: u32, second: u32, mark: char, year: i32 },
}

impl Short {
    fn day(&self, order: Order) -> Option<NaiveDate> {
        let (day, month, year) = match *self {
            Short::Named { day, month, year } => (day, month, year),
            Short::Numbers { first, second, mark, year } => {
                let (day, month) = match (mark, order) {
                    ('/', _) => slashed(first, second, order)?,
                    (_, Order::MonthFirst) => (second, first),
                    (_, Order::DayFirst) => (first, second),
                    // Years stand first where there are hyphens, and days where there are dots.
                    ('-', Order::Unknown) if second > 12 => (second, first),
                    ('.', Order::Unknown) if first > 12 => (first, second),
                    _ => return None,
                };
                (day, month, year)
            }
        };
        NaiveDate::from_ymd_opt(year, month, day)
    }
}

/// The date that a text begins with, behind a day of the week. Others than those of metadata write prices and versions so.
fn short_year(text: &str) -> Option<Short> {
    static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        const WEEKDAY: &str = r"^\s*(?:\p{L}{2,10}\.?,?\s+)?";
        const YEAR: &str = r"(?P<y>\d\d)(?:[^\d:./-]|$)";
        let forms = [
            format!(
                r"{WEEKDAY}(?P<d>\d\d?)(?:st|nd|rd|th)?\.?[\s-]+(?P<n>\p{{L}}{{3,10}})\.?,?[\s-]+['’]?{YEAR}"
            ),
            format!(
                r"{WEEKDAY}(?P<n>\p{{L}}{{3,10}})\.?\s+(?P<d>\d\d?)(?:st|nd|rd|th)?(?:,\s*|,?\s+['’]){YEAR}"
            ),
            format!(r"{WEEKDAY}(?P<a>\d\d?)(?P<k>[/.-])(?P<b>\d\d?)(?P<l>[/.-]){YEAR}"),
        ];
        forms.iter().filter_map(|form| Regex::new(form).ok()).collect()
    });
    let found = FORMS.iter().find_map(|form| form.captures(text))?;
    let number = |name: &str| found.name(name)?.as_str().parse::<u32>().ok();
    let year = match i32::try_from(number("y")?).ok()? {
        year @ 0..=49 => 2000 + year,
        year @ 70..=99 => 1900 + year,
        _ => return None,
    };
    if let Some(name) = found.name("n") {
        return Some(Short::Named { day: number("d")?, month: month(name.as_str())?, year });
    }
    let mark = |name: &str| found.name(name)?.as_str().chars().next();
    let (first, second, mark) =
        (number("a")?, number("b")?, mark("k").filter(|one| mark("l") == Some(*one))?);
    Some(Short::Numbers { first, second, mark, year })
}

/// Day and month of `a/b`.
fn slashed(a: u32, b: u32, order: Order) -> Option<(u32, u32)> {
    match order {
        _ if a == b || a > 12 => Some((a, b)),
        _ if b > 12 => Some((b, a)),
        Order::DayFirst => Some((a, b)),
        Order::MonthFirst => Some((b, a)),
        Order::Unknown => None,
    }
}

static MONTHS: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let number = |[number, name]: [&'static str; 2]| Some((name, number.parse().ok()?));
    rows(include_str!("data/months.tsv")).filter_map(number).collect()
});

/// Whether a word names a month, in full or shortened ("Dec", "Sept").
pub fn is_month(word: &str) -> bool {
    month(word).is_some()
}

/// The month that a word names, in full or shortened ("Dec", "Sept").
fn month(word: &str) -> Option<u32> {
    MONTHS.get(word.to_lowercase().as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_one_that_is_printed() {
        for text in [
            "2025-12-19",
            " 2025-12-19T23:59:59-08:00",
            "2025-12-19 00:10 +0300",
            "20251219",
            "20251219T101500Z",
            "2025/12/19",
            "2025.12.19",
            "19.12.2025",
            "19. 12. 2025, 10 Uhr",
            "December 19, 2025",
            "Dec. 19, 2025",
            "DEC 19 2025",
            "19 December 2025",
            "19-Dec-2025",
            "19th of December 2025",
            "Friday, December 19th, 2025 at 10 a.m.",
            "Fri, 19 Dec 2025 10:00:00 GMT",
            "Fri Dec 19, 2025",
            "19. Dezember 2025",
            "le 19 décembre 2025",
            "19 de diciembre de 2025",
            "12/19/2025",
            "19/12/2025",
            "19-12-2025",
            "12-19-2025",
            "Fri Dec 19 10:00:00 CET 2025",
            "Fri Dec 19 10:00:00 2025",
            "Fri Dec 19 10:00:00 +0100 2025",
            "2025年12月19日",
            "2025년 12월 19일",
            "19-Dec-25",
            "19 Dec 25",
            "19 Dec 25 08:00:00 GMT",
            "Fri, 19 Dec 25 08:00 CET",
            "19. Dez. 25",
            "Dec 19, 25",
            "Dec. 19 ’25",
            "12/19/25",
            "12/19/25 4:05 PM",
            "12-19-25",
            "19/12/25",
            "19.12.25, 10 Uhr",
            "1766138400",
            "1766138400000",
        ] {
            assert_eq!(read_date(text), NaiveDate::from_ymd_opt(2025, 12, 19), "{text}");
        }
    }

    #[test]
    fn what_is_not_certain_is_not_read() {
        for text in [
            "",
            "1/4/2013",
            "Friday",
            "0001-01-01",
            "2025-13-01",
            "March 2025",
            "P2Y",
            "may",
            "12.19.25",
            "1/4/25",
            "1-4-2025",
            "19-12-25",
            "4.5.25",
            "19 Dec 10:30",
            "Dec 19, 10:30",
            "19 Dec 60",
            "19.12/25",
            "1.19.25.4",
            "192.168.12.25",
            "Version 12/19/251",
            "99999999",
            "9781234567897",
            "176613840",
        ] {
            assert_eq!(read_date(text), None, "{text}");
        }
        assert_eq!(read_date("1/1/2013"), NaiveDate::from_ymd_opt(2013, 1, 1));
    }

    #[test]
    fn a_day_above_12_shows_the_order() {
        for (text, order) in [
            ("13/4/2013", Some(Order::DayFirst)),
            ("4/13/2013 10:30", Some(Order::MonthFirst)),
            ("4/4/2013", None),
            ("13/13/2013", None),
            ("4/13/13", Some(Order::MonthFirst)),
            ("13/4/13 10:30", Some(Order::DayFirst)),
            ("13-4-2013", Some(Order::DayFirst)),
            ("4.13.13", None),
            ("2013/4/13", None),
            ("13.4.2013", None),
            ("", None),
        ] {
            assert_eq!(order_of(text), order, "{text}");
        }
        for text in ["1/4/2013", "1-4-2013", "1/4/13", "1-4-13", "1.4.13"] {
            let day = |order| read_date_in(text, order).map(|day| day.to_string());
            assert_eq!(day(Order::DayFirst).as_deref(), Some("2013-04-01"), "{text}");
            assert_eq!(day(Order::MonthFirst).as_deref(), Some("2013-01-04"), "{text}");
        }
    }

    #[test]
    fn moments_are_counted_in_units_of_any_size() {
        for number in
            ["1766138400", "1766138400.9", "1766138400000", "1766138400000000", "1.7661384e18", "20251219"]
        {
            assert_eq!(read_count(number), NaiveDate::from_ymd_opt(2025, 12, 19), "{number}");
        }
        for number in ["", "x", "0", "-1766138400", "5000000000", "99999999", "inf", "NaN"] {
            assert_eq!(read_count(number), None, "{number}");
        }
    }

    #[test]
    fn the_first_in_a_text() {
        let (at, date) = first_date("Posted on 3 May 2016, changed on 2016-06-01", Order::Unknown).unwrap();
        assert_eq!((at, date.to_string().as_str()), (9, "2016-05-03"));
        let british = first_date("1/4/2013", Order::DayFirst).unwrap().1;
        assert_eq!(british.to_string(), "2013-04-01");
        assert_eq!(first_date("1/4/2013", Order::MonthFirst).unwrap().1.to_string(), "2013-01-04");
    }
}
