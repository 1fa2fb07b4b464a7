//! "2025-12", "last month" → the days that they cover.

use super::QueryError;
use crate::article::Article;
use crate::{dates, text};
use chrono::{Days, Months, NaiveDate};

/// The days from `first` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

impl Period {
    /// Reads `2025-12-15`, `2025-12`, `2025`, or words that an article could hold too ("yesterday", "last month",
    /// "October 2025", "three days ago"), as they are meant on the day `today`.
    ///
    /// # Errors
    /// [`QueryError::NoDate`] if the words are anything else, or more than one date.
    pub fn parse(words: &str, today: NaiveDate) -> Result<Period, QueryError> {
        let trimmed = words.trim();
        iso(trimmed)
            .or_else(|| in_words(trimmed, today))
            .ok_or_else(|| QueryError::NoDate { words: words.to_owned() })
    }
}

/// A day, a month or a year of ISO 8601.
fn iso(words: &str) -> Option<Period> {
    let numbers: Vec<u32> = words
        .split('-')
        .map(|part| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten())
        .collect::<Option<_>>()?;
    if words.split('-').next()?.len() != 4 {
        return None;
    }
    let day = |month, day| NaiveDate::from_ymd_opt(numbers[0] as i32, month, day);
    let (first, next) = match numbers.len() {
        1 => (day(1, 1)?, day(1, 1)?.checked_add_months(Months::new(12))?),
        2 => (day(numbers[1], 1)?, day(numbers[1], 1)?.checked_add_months(Months::new(1))?),
        3 => (day(numbers[1], numbers[2])?, day(numbers[1], numbers[2])?.checked_add_days(Days::new(1))?),
        _ => return None,
    };
    Some(Period { first, last: next.pred_opt()? })
}

/// The words as the dates stage reads them in an article of today.
fn in_words(words: &str, today: NaiveDate) -> Option<Period> {
    if words.is_empty() || words.len() > 100 {
        return None;
    }
    // Stages read articles, so the words stand in a sentence of their own.
    let lead = "It was said ";
    let article = Article { text: format!("{lead}{words}."), date: Some(today), ..Article::default() };
    let times = dates::find(&article, &text::read(&article));
    let [time] = times.as_slice() else { return None };
    let covers_all = time.span.of(&article.text).eq_ignore_ascii_case(words);
    let period = Period { first: time.start?, last: time.end? };
    covers_all.then_some(period)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &str) -> String {
        let today = NaiveDate::from_ymd_opt(2025, 12, 19).unwrap();
        match Period::parse(words, today) {
            Ok(period) => format!("{} {}", period.first, period.last),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn iso_dates() {
        assert_eq!(parse("2025-12-15"), "2025-12-15 2025-12-15");
        assert_eq!(parse("2025-12"), "2025-12-01 2025-12-31");
        assert_eq!(parse("2024-02"), "2024-02-01 2024-02-29");
        assert_eq!(parse(" 2025 "), "2025-01-01 2025-12-31");
    }

    #[test]
    fn words() {
        assert_eq!(parse("today"), "2025-12-19 2025-12-19");
        assert_eq!(parse("yesterday"), "2025-12-18 2025-12-18");
        assert_eq!(parse("Yesterday"), "2025-12-18 2025-12-18");
        assert_eq!(parse("last month"), "2025-11-01 2025-11-30");
        assert_eq!(parse("last year"), "2024-01-01 2024-12-31");
        assert_eq!(parse("October 2025"), "2025-10-01 2025-10-31");
        assert_eq!(parse("Dec. 15, 2025"), "2025-12-15 2025-12-15");
        assert_eq!(parse("three days ago"), "2025-12-16 2025-12-16");
    }

    #[test]
    fn what_is_no_date() {
        for words in
            ["", "soon", "2025-13", "2025-02-30", "25-12-01", "2025-12-15-01", "2025-1-", "-2025", "+2025"]
        {
            assert!(parse(words).contains("is not a date"), "{words:?}: {}", parse(words));
        }
    }
}
