//! A point of the calendar with its grain, the TIMEX3 value it has and the days it covers. All arithmetic is checked:
//! what no calendar holds is `None`.

use super::Precision;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A point of the calendar, as exact as the words are. Where the words give no year and there is no date to count
/// from, the year is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// By its first two digits: 19 is the twentieth.
    Century(i32),
    /// By its first three digits: 199 is the nineties.
    Decade(i32),
    Year(i32),
    /// From one year to another, both counted.
    Years(i32, i32),
    /// First or second half of a year.
    Half(Option<i32>, u32),
    Quarter(Option<i32>, u32),
    /// 1 spring to 4 winter (of the northern half; winter belongs to the year in which it begins).
    Season(Option<i32>, u32),
    Month(Option<i32>, u32),
    /// By its Monday.
    Week(NaiveDate),
    /// By the Monday before it.
    Weekend(NaiveDate),
    Day(NaiveDate),
    /// A day of a month in no known year.
    MonthDay(u32, u32),
    /// A weekday (1 is Monday) of no known week.
    Weekday(u32),
    /// From one day to another, both counted.
    Days(NaiveDate, NaiveDate),
    /// Days of a month in no known year: month, first, last.
    MonthDays(u32, u32, u32),
    /// A day counted in weeks: it is that day give or take three.
    NearDay(NaiveDate),
    Past,
    Present,
    Future,
    /// Known to be a year or a month, or only a time, of no known calendar place: the value is as written.
    Vague(&'static str),
}

impl Moment {
    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        let year = |y: Option<i32>| y.map_or_else(|| "XXXX".to_owned(), |y| format!("{y:04}"));
        match self {
            Moment::Century(c) => format!("{c:02}"),
            Moment::Decade(d) => format!("{d:03}"),
            Moment::Year(y) => format!("{y:04}"),
            Moment::Years(a, b) => format!("{a:04}/{b:04}"),
            Moment::Half(y, h) => format!("{}-H{h}", year(y)),
            Moment::Quarter(y, q) => format!("{}-Q{q}", year(y)),
            Moment::Season(y, s) => format!("{}-{}", year(y), ["SP", "SU", "FA", "WI"][(s as usize + 3) % 4]),
            Moment::Month(y, m) => format!("{}-{m:02}", year(y)),
            Moment::Week(monday) => monday.format("%G-W%V").to_string(),
            Moment::Weekend(monday) => monday.format("%G-W%V-WE").to_string(),
            Moment::Day(day) | Moment::NearDay(day) => day.format("%Y-%m-%d").to_string(),
            Moment::MonthDay(m, d) => format!("XXXX-{m:02}-{d:02}"),
            Moment::Weekday(w) => format!("XXXX-WXX-{w}"),
            Moment::Days(a, b) => format!("{}/{}", a.format("%Y-%m-%d"), b.format("%Y-%m-%d")),
            Moment::MonthDays(m, a, b) => format!("XXXX-{m:02}-{a:02}/XXXX-{m:02}-{b:02}"),
            Moment::Past => "PAST_REF".to_owned(),
            Moment::Present => "PRESENT_REF".to_owned(),
            Moment::Future => "FUTURE_REF".to_owned(),
            Moment::Vague(value) => value.to_owned(),
        }
    }

    /// First and last day, where they are known.
    pub(super) fn days(self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Moment::Century(c) => {
                let first = c.checked_mul(100)?;
                years(first, first.checked_add(99)?)
            }
            Moment::Decade(d) => {
                let first = d.checked_mul(10)?;
                years(first, first.checked_add(9)?)
            }
            Moment::Year(y) => years(y, y),
            Moment::Years(a, b) => years(a, b),
            Moment::Half(y, h) => months(y?, h.checked_mul(6)?.checked_sub(5)?, 6),
            Moment::Quarter(y, q) => months(y?, q.checked_mul(3)?.checked_sub(2)?, 3),
            Moment::Season(y, s) => months(y?, s.checked_mul(3)?, 3),
            Moment::Month(y, m) => months(y?, m, 1),
            Moment::Week(monday) => Some((monday, add_days(monday, 6)?)),
            Moment::Weekend(monday) => Some((add_days(monday, 5)?, add_days(monday, 6)?)),
            Moment::Day(day) => Some((day, day)),
            Moment::NearDay(day) => Some((add_days(day, -3)?, add_days(day, 3)?)),
            Moment::Days(a, b) => Some((a, b)),
            _ => None,
        }
    }

    /// How exact it is, where the days are known.
    pub(super) fn precision(self) -> Option<Precision> {
        self.days()?;
        Some(match self {
            Moment::Day(_) => Precision::Day,
            Moment::Month(..) => Precision::Month,
            Moment::Year(_) => Precision::Year,
            Moment::Decade(_) => Precision::Decade,
            _ => Precision::Range,
        })
    }

    /// The year it lies in.
    pub(super) fn year(self) -> Option<i32> {
        match self {
            Moment::Year(y) => Some(y),
            Moment::Half(y, _) | Moment::Quarter(y, _) | Moment::Season(y, _) | Moment::Month(y, _) => y,
            Moment::Week(d)
            | Moment::Weekend(d)
            | Moment::Day(d)
            | Moment::NearDay(d)
            | Moment::Days(d, _) => Some(d.year()),
            _ => None,
        }
    }
}

fn years(first: i32, last: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(first, 1, 1)?, NaiveDate::from_ymd_opt(last, 12, 31)?))
}

/// `count` months from month `first` of a year; they may reach into the next.
fn months(year: i32, first: u32, count: u32) -> Option<(NaiveDate, NaiveDate)> {
    let after = first.checked_add(count)?.checked_sub(1)?;
    let end = NaiveDate::from_ymd_opt(year.checked_add((after / 12) as i32)?, after % 12 + 1, 1)?;
    Some((NaiveDate::from_ymd_opt(year, first, 1)?, end.pred_opt()?))
}

/// `date` and `count` days, which may be negative.
pub(super) fn add_days(date: NaiveDate, count: i64) -> Option<NaiveDate> {
    let days = Days::new(count.unsigned_abs());
    if count < 0 { date.checked_sub_days(days) } else { date.checked_add_days(days) }
}

/// The first day of the `count` years that end on a day.
pub(super) fn years_before(last: NaiveDate, count: i32) -> Option<NaiveDate> {
    let year = last.year().checked_sub(count)?;
    // The year of a 29 February need not have one.
    let day = last.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))?;
    add_days(day, 1)
}

/// Year and month, `count` months away.
pub(super) fn add_months(year: i32, month: u32, count: i64) -> Option<(i32, u32)> {
    let all = i64::from(year).checked_mul(12)?.checked_add(i64::from(month))?.checked_sub(1)?;
    let all = all.checked_add(count)?;
    Some((i32::try_from(all.div_euclid(12)).ok()?, u32::try_from(all.rem_euclid(12)).ok()? + 1))
}

/// The Monday of the ISO week of a day.
pub(super) fn monday(date: NaiveDate) -> Option<NaiveDate> {
    add_days(date, -i64::from(date.weekday().num_days_from_monday()))
}

/// The quarter of a day.
pub(super) fn quarter(date: NaiveDate) -> u32 {
    date.month0() / 3 + 1
}

/// The season of a day and the year in which it began.
pub(super) fn season(date: NaiveDate) -> (i32, u32) {
    match date.month() {
        1 | 2 => (date.year() - 1, 4),
        12 => (date.year(), 4),
        month => (date.year(), month / 3),
    }
}

/// Days from `from` on to the next weekday `to` (1 is Monday), 0 to 6.
pub(super) fn days_until(from: NaiveDate, to: u32) -> i64 {
    (i64::from(to) - i64::from(from.weekday().number_from_monday())).rem_euclid(7)
}

/// The `nth` weekday (1 is Monday) of a month; -1 is the last.
pub(super) fn nth_weekday(year: i32, month: u32, nth: i32, weekday: u32) -> Option<NaiveDate> {
    let weekday = Weekday::try_from(u8::try_from(weekday.checked_sub(1)?).ok()?).ok()?;
    match u8::try_from(nth) {
        Ok(nth) => NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth),
        Err(_) => (1..=5).rev().find_map(|n| NaiveDate::from_weekday_of_month_opt(year, month, weekday, n)),
    }
}

/// Western Easter Sunday (Meeus, Jones and Butcher's algorithm; Gregorian calendar).
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let n = h + l - 7 * m + 90;
    let month = n / 25;
    let day = (n - 90 + 33 * month + 19).rem_euclid(32);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// Easter Sunday of the Eastern churches in our calendar (Meeus's algorithm for the Julian one).
pub(super) fn orthodox_easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year.rem_euclid(4), year.rem_euclid(7), year.rem_euclid(19));
    let d = (19 * c + 15).rem_euclid(30);
    let e = (2 * a + 4 * b - d + 34).rem_euclid(7);
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    let julian = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
    // how far the calendars are apart after the February of that year
    let century = i64::from(year.div_euclid(100));
    add_days(julian, century - century.div_euclid(4) - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn moments_have_values_and_days() {
        for (moment, value, first, last) in [
            (Moment::Century(19), "19", "1900-01-01", "1999-12-31"),
            (Moment::Decade(199), "199", "1990-01-01", "1999-12-31"),
            (Moment::Half(Some(1989), 2), "1989-H2", "1989-07-01", "1989-12-31"),
            (Moment::Quarter(Some(2024), 4), "2024-Q4", "2024-10-01", "2024-12-31"),
            (Moment::Season(Some(2024), 1), "2024-SP", "2024-03-01", "2024-05-31"),
            (Moment::Season(Some(2023), 4), "2023-WI", "2023-12-01", "2024-02-29"),
            (Moment::Month(Some(2023), 2), "2023-02", "2023-02-01", "2023-02-28"),
            (Moment::Week(day("2025-09-29")), "2025-W40", "2025-09-29", "2025-10-05"),
            (Moment::Weekend(day("1990-08-06")), "1990-W32-WE", "1990-08-11", "1990-08-12"),
        ] {
            assert_eq!(moment.value(), value);
            assert_eq!(moment.days(), Some((day(first), day(last))), "{value}");
        }
        assert_eq!(Moment::Month(None, 10).value(), "XXXX-10");
        assert_eq!(Moment::Month(None, 10).days(), None);
    }

    #[test]
    fn easter_is_where_the_tables_say() {
        for date in ["1998-04-12", "2024-03-31", "2025-04-20", "2038-04-25"] {
            assert_eq!(easter(day(date).year()), Some(day(date)));
        }
    }

    #[test]
    fn absurd_dates_are_none() {
        assert_eq!(add_months(i32::MAX, 12, i64::MAX), None);
        assert_eq!(Moment::Year(i32::MAX).days(), None);
        assert_eq!(Moment::Century(i32::MAX).days(), None);
        assert!(!Moment::Day(NaiveDate::MAX).value().is_empty());
        assert_eq!(add_days(NaiveDate::MAX, 1), None);
    }

    #[test]
    fn weekdays_of_months() {
        assert_eq!(nth_weekday(2025, 11, 4, 4), Some(day("2025-11-27")));
        assert_eq!(nth_weekday(2025, 5, -1, 1), Some(day("2025-05-26")));
    }

    #[test]
    fn orthodox_easter_of_some_years() {
        for (year, expected) in
            [(2010, "2010-04-04"), (2016, "2016-05-01"), (2018, "2018-04-08"), (2024, "2024-05-05")]
        {
            assert_eq!(orthodox_easter(year), Some(day(expected)));
        }
    }
}
