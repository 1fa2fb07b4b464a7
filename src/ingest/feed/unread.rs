//! Days of a feed that were not read. The reader of feeds keeps a moment only, so each such day is kept as one that no feed has.

use chrono::{DateTime, Utc};
use std::sync::{Arc, Mutex};

/// The first of these moments: the beginning of the year 4000.
const FIRST: i64 = 64_060_588_800;
/// Characters of a day that are shown.
const SHOWN: usize = 40;

/// What was written in the place of days.
#[derive(Clone, Debug, Default)]
pub struct Unread(Arc<Mutex<Vec<String>>>);

impl Unread {
    /// Keeps what was written; gives the moment for it.
    pub fn keep(&self, written: &str) -> Option<DateTime<Utc>> {
        let mut all = self.0.lock().ok()?;
        all.push(written.trim().chars().take(SHOWN).collect());
        DateTime::from_timestamp(FIRST + i64::try_from(all.len()).ok()? - 1, 0)
    }

    /// What was written, if the moment stands for it.
    pub fn of(&self, moment: &DateTime<Utc>) -> Option<String> {
        let place = usize::try_from(moment.timestamp().checked_sub(FIRST)?).ok()?;
        self.0.lock().ok()?.get(place).cloned()
    }
}
