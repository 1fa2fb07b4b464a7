//! Months, by which listings count: `2025-10`; where days tell only the year, `2025`, or `2025/2026` for those of two.

/// The month of the days from the column `first` to the column `last`, as an expression of SQL.
pub(super) fn sql(first: &str, last: &str) -> String {
    let part = |column: &str, letters| format!("substr({column}, 1, {letters})");
    let last = format!("coalesce({last}, {first})");
    let (year, last_year) = (part(first, 4), part(&last, 4));
    format!(
        "CASE WHEN {month} = {last_month} THEN {month} WHEN {year} = {last_year} THEN {year}
         ELSE {year} || '/' || {last_year} END",
        month = part(first, 7),
        last_month = part(&last, 7)
    )
}

/// Whether the month itself is known, not only the year.
pub fn is_known(month: &str) -> bool {
    month.contains('-')
}

/// What months are in order of: a year whose month is unknown stands behind its months, and nothing behind all.
pub fn order(month: Option<&str>) -> (bool, &str, bool, &str) {
    let Some(month) = month else { return (true, "", false, "") };
    let last = month.rsplit('/').next().unwrap_or(month);
    (false, last.get(..4).unwrap_or(last), !is_known(month), month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_stands_behind_its_months() {
        let mut months =
            [None, Some("2026-01"), Some("2026"), Some("2025/2026"), Some("2025"), Some("2025-12")];
        months.sort_by(|a, b| order(*a).cmp(&order(*b)));
        assert_eq!(
            months,
            [Some("2025-12"), Some("2025"), Some("2026-01"), Some("2025/2026"), Some("2026"), None]
        );
    }

    #[test]
    fn days_of_two_months_are_of_no_month() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let month = |first: Option<&str>, last: Option<&str>| {
            let sql = format!("SELECT {}", sql("?1", "?2"));
            connection.query_row(&sql, [first, last], |row| row.get::<_, Option<String>>(0)).unwrap()
        };
        for (first, last, expected) in [
            ("2025-10-07", "2025-10-07", "2025-10"),
            ("2025-10-01", "2025-10-31", "2025-10"),
            ("2025-10-27", "2025-11-02", "2025"),
            ("2025-12-29", "2026-01-04", "2025/2026"),
            ("1990-01-01", "1999-12-31", "1990/1999"),
        ] {
            assert_eq!(month(Some(first), Some(last)).as_deref(), Some(expected));
        }
        assert_eq!(month(Some("2025-10-07"), None).as_deref(), Some("2025-10"));
        assert_eq!(month(None, None), None);
    }
}
