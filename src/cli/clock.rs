//! The clock: the one place that asks what time it is, so that tests can fix it (`ONRECORD_NOW`).

use super::output::error;
use chrono::{DateTime, Local, NaiveDate, Utc};

/// What day and time it is: the system's, or a fixed one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    fixed: Option<DateTime<Utc>>,
}

impl Clock {
    /// A clock that stands still.
    pub const fn fixed(now: DateTime<Utc>) -> Self {
        Self { fixed: Some(now) }
    }

    /// The system's clock, or the time in `ONRECORD_NOW` (RFC 3339, such as `2026-01-31T12:00:00Z`).
    pub fn from_environment() -> anyhow::Result<Self> {
        let Some(text) = std::env::var_os("ONRECORD_NOW").filter(|t| !t.is_empty()) else {
            return Ok(Self::default());
        };
        let text = text.to_string_lossy();
        match DateTime::parse_from_rfc3339(&text) {
            Ok(now) => Ok(Self::fixed(now.with_timezone(&Utc))),
            Err(_) => Err(error(
                format!("ONRECORD_NOW is no date and time: {text}"),
                "write it as 2026-01-31T12:00:00Z, or unset it",
            )),
        }
    }

    /// This moment, for times of import.
    #[allow(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        self.fixed.unwrap_or_else(Utc::now)
    }

    /// Today as the user's calendar shows it (as UTC shows it where the clock is fixed), for "last month".
    #[allow(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn today(&self) -> NaiveDate {
        match self.fixed {
            Some(now) => now.date_naive(),
            None => Local::now().date_naive(),
        }
    }
}
