//! Dates as metadata give them.

use chrono::NaiveDate;

/// Reads a date: `2025-12-19`, `2025-12-19T10:00:00Z`, `20251219`, `2025/12/19`, "December 19, 2025",
/// "Fri, 19 Dec 2025 10:00:00 GMT", "19 December 2025". The day is the one that is printed; no time zone is
/// applied. Forms in which day and month could be taken for one another (`1/4/2013`) are not read.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.len() > 100 {
        return None;
    }
    let day = text.split_once(['T', 't', ' ']).map_or(text, |(day, _)| day);
    ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(day, form).ok())
        .or_else(|| (day.len() == 8).then(|| NaiveDate::parse_from_str(day, "%Y%m%d").ok()).flatten())
        .or_else(|| in_words(text))
        .filter(|date| (1000..=9999).contains(&chrono::Datelike::year(date)))
}

/// "Friday, December 19th, 2025 at 10 a.m.", "19 Dec. 2025": a month's name, a day and a year beside it.
fn in_words(text: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = text.split([' ', ',', '.', '-', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    let at = words.iter().position(|w| month(w).is_some())?;
    let number = |i: Option<usize>| {
        let word = words.get(i?)?;
        word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().ok()
    };
    let (before, after, last) = (number(at.checked_sub(1)), number(Some(at + 1)), number(Some(at + 2)));
    let (day, year) = match (before, after, last) {
        (Some(day), Some(year), _) if year >= 1000 => (day, year),
        (_, Some(day), Some(year)) if year >= 1000 => (day, year),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month(words.get(at)?)?, day)
}

/// The month that a word names, in full or by three or four letters ("Dec", "Sept").
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let at = MONTHS.iter().position(|m| word.len() >= 3 && m.starts_with(&word))?;
    u32::try_from(at + 1).ok()
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
            "2025/12/19",
            "December 19, 2025",
            "Dec. 19, 2025",
            "19 December 2025",
            "Friday, December 19th, 2025 at 10 a.m.",
            "Fri, 19 Dec 2025 10:00:00 GMT",
        ] {
            assert_eq!(read_date(text), NaiveDate::from_ymd_opt(2025, 12, 19), "{text}");
        }
    }

    #[test]
    fn what_is_not_certain_is_not_read() {
        for text in ["", "1/4/2013", "Friday", "0001-01-01", "2025-13-01", "March 2025", "P2Y", "may"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}
