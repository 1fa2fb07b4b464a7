//! Bars of text, and months without a hole.

use crate::query::accusations::Month;
use crate::query::months;
use chrono::{Months, NaiveDate};

/// The longest bar, in columns.
const LONGEST: u64 = 40;

/// Months without any that are filled in at most; where more lie between two, nothing is.
const MOST_EMPTY: usize = 36;

/// A bar as long as `count` is of `most`; something for everything that is not 0.
pub fn bar(count: u64, most: u64) -> String {
    let eighths =
        (count.saturating_mul(LONGEST * 8)).checked_div(most).unwrap_or(0).max(u64::from(count > 0));
    let (whole, rest) = (eighths / 8, eighths % 8);
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(usize::try_from(rest).unwrap_or(0)).copied();
    format!("{}{}", "█".repeat(usize::try_from(whole).unwrap_or(0)), part.unwrap_or(""))
}

/// `Oct 2025` of `2025-10`, `2025, month unknown` of `2025`: a year alone would look like its sum.
pub fn month_cell(month: &str) -> String {
    first_day(month).map_or_else(|| unknown_month(month), |day| day.format("%b %Y").to_string())
}

/// `2025, month unknown`, `2025–2026, month unknown`.
pub fn unknown_month(years: &str) -> String {
    format!("{}, month unknown", years.replace('/', "–"))
}

fn first_day(month: &str) -> Option<NaiveDate> {
    months::is_known(month).then(|| format!("{month}-01").parse().ok()).flatten()
}

/// The same with those in between that have none.
pub fn with_empty_months(months: Vec<Month>) -> Vec<Month> {
    let mut filled: Vec<Month> = Vec::with_capacity(months.len());
    let mut last: Option<NaiveDate> = None;
    for month in months {
        let day = month.month.as_deref().and_then(first_day);
        if let (Some(last), Some(day)) = (last, day) {
            let next = |from: NaiveDate| from.checked_add_months(Months::new(1));
            let between = std::iter::successors(next(last), |from| next(*from)).take_while(|at| *at < day);
            let between: Vec<NaiveDate> = between.take(MOST_EMPTY + 1).collect();
            if between.len() <= MOST_EMPTY {
                let empty =
                    |at: NaiveDate| Month { month: Some(at.format("%Y-%m").to_string()), ..Month::default() };
                filled.extend(between.into_iter().map(empty));
            }
        }
        last = day.or(last);
        filled.push(month);
    }
    // A year goes behind the months of it that were filled in.
    filled.sort_by(|a, b| months::order(a.month.as_deref()).cmp(&months::order(b.month.as_deref())));
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_in_proportion() {
        assert_eq!(bar(0, 7), "");
        assert_eq!(bar(1, 10_000), "▏");
        assert_eq!(bar(5, 10).chars().count(), 20);
        assert_eq!(bar(7, 7).chars().count(), 40);
        assert_eq!(bar(0, 0), "");
    }

    #[test]
    fn months_have_no_hole() {
        let month = |name: &str| Month { month: Some(name.to_owned()), accusations: 1, ..Month::default() };
        let names = |months: Vec<Month>| {
            with_empty_months(months).into_iter().filter_map(|m| m.month).collect::<Vec<_>>()
        };
        assert_eq!(
            names(vec![month("2025"), month("2025-11"), month("2026-02")]),
            ["2025-11", "2025-12", "2025", "2026-01", "2026-02"]
        );
        assert_eq!(names(vec![month("1925-11"), month("2026-02")]), ["1925-11", "2026-02"]);
        assert_eq!(month_cell("2025-10"), "Oct 2025");
        assert_eq!(month_cell("2025"), "2025, month unknown");
        assert_eq!(month_cell("2025/2026"), "2025–2026, month unknown");
    }
}
