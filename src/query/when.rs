//! A date as it is stored and as it is read by people: "19 Dec 2025", "Oct 2025", "3–9 Dec 2025".

use crate::dates::Precision;
use chrono::{Datelike, NaiveDate};
use rusqlite::Row;
use std::fmt;

/// A day, or the days within which it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// First day.
    pub first: NaiveDate,
    /// Last day, included.
    pub last: NaiveDate,
    /// How exact it is.
    pub precision: Precision,
    /// Where it was read, as [`crate::dates::DatedFrom::name`] has it.
    pub from: Option<String>,
    /// The words it was read from, pieces joined by " … "; none for the day of publication.
    pub words: Option<String>,
}

impl When {
    /// A single day.
    pub const fn day(day: NaiveDate) -> When {
        When { first: day, last: day, precision: Precision::Day, from: None, words: None }
    }

    /// The date in the columns `NAME_on`, `NAME_until`, `NAME_precision`, `NAME_from`; without its words.
    pub(super) fn of_row(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<When>> {
        let day = |column: &str| -> rusqlite::Result<Option<NaiveDate>> {
            let text: Option<String> = row.get(format!("{name}_{column}").as_str())?;
            Ok(text.and_then(|text| text.parse().ok()))
        };
        let Some(first) = day("on")? else { return Ok(None) };
        let precision: Option<String> = row.get(format!("{name}_precision").as_str())?;
        let from = row.get(format!("{name}_from").as_str())?;
        Ok(Some(When {
            first,
            last: day("until")?.unwrap_or(first),
            precision: precision.as_deref().map_or(Precision::Day, precision_of),
            from,
            words: None,
        }))
    }
}

fn precision_of(name: &str) -> Precision {
    let all = [Precision::Day, Precision::Month, Precision::Year, Precision::Decade];
    all.into_iter().find(|precision| precision.name() == name).unwrap_or(Precision::Range)
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first, self.last);
        match self.precision {
            Precision::Month => write!(f, "{}", first.format("%b %Y")),
            Precision::Year => write!(f, "{}", first.year()),
            Precision::Decade => write!(f, "{}s", first.year()),
            _ if first == last => write!(f, "{}", first.format("%-d %b %Y")),
            _ if (first.year(), first.month()) == (last.year(), last.month()) => {
                write!(f, "{}–{}", first.day(), last.format("%-d %b %Y"))
            }
            _ if first.year() == last.year() => {
                write!(f, "{} – {}", first.format("%-d %b"), last.format("%-d %b %Y"))
            }
            _ => write!(f, "{} – {}", first.format("%-d %b %Y"), last.format("%-d %b %Y")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_shown() {
        let shown = |first: &str, last: &str, precision| {
            When {
                first: first.parse().unwrap(),
                last: last.parse().unwrap(),
                precision,
                from: None,
                words: None,
            }
            .to_string()
        };
        assert_eq!(shown("2025-12-09", "2025-12-09", Precision::Day), "9 Dec 2025");
        assert_eq!(shown("2025-10-01", "2025-10-31", Precision::Month), "Oct 2025");
        assert_eq!(shown("2025-01-01", "2025-12-31", Precision::Year), "2025");
        assert_eq!(shown("2010-01-01", "2019-12-31", Precision::Decade), "2010s");
        assert_eq!(shown("2025-12-03", "2025-12-09", Precision::Range), "3–9 Dec 2025");
        assert_eq!(shown("2025-11-28", "2025-12-04", Precision::Range), "28 Nov – 4 Dec 2025");
        assert_eq!(shown("2024-12-28", "2025-01-04", Precision::Range), "28 Dec 2024 – 4 Jan 2025");
    }
}
