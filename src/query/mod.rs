//! Questions to the database, and their answers: plain functions from typed filters to rows. The command line (and
//! later the web page) is a thin skin over them.
//!
//! Every listing works in two steps: a query over narrow, indexed tables picks row numbers in order; then the rows
//! are read one by one from the views `quotes` and `accusations`, which say what a row is.

pub mod accusations;
pub mod articles;
pub mod claims;
pub mod decisions;
pub mod ids;
pub mod imports;
mod letters;
pub mod months;
pub mod names;
pub mod outcomes;
pub mod period;
pub mod picking;
pub mod pieces;
pub mod places;
pub mod quotes;
pub mod review;
pub mod search;
pub mod speakers;
pub mod stats;
pub mod stories;
pub mod suggestions;
pub mod timeline;
pub mod versions;
pub mod when;
pub mod wordings;
pub mod words;

pub use period::Period;
pub use when::When;

use crate::store::StoreError;
use rusqlite::{Connection, Transaction};

/// Below this probability a row is doubtful (PRODUCT.md, "Decided").
pub const DOUBTFUL: f64 = 0.5;

/// The first rows of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The rows, in order.
    pub rows: Vec<T>,
    /// Whether there are more than were asked for.
    pub more: bool,
}

impl<T> Page<T> {
    /// Makes rows out of the row numbers of a page.
    fn try_map<U>(self, read: impl FnMut(T) -> Result<U, QueryError>) -> Result<Page<U>, QueryError> {
        Ok(Page { rows: self.rows.into_iter().map(read).collect::<Result<_, _>>()?, more: self.more })
    }
}

/// Which of an article's or a statement's dates a filter or an order is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateBy {
    /// When it was said.
    #[default]
    Said,
    /// When it was published.
    Published,
    /// What day it is about.
    Event,
}

impl DateBy {
    /// The name in output and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            DateBy::Said => "said",
            DateBy::Published => "published",
            DateBy::Event => "event",
        }
    }
}

/// The days that a listing is limited to, both included; a date of coarser precision matches where it overlaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Not before this day.
    pub since: Option<chrono::NaiveDate>,
    /// Not after this day.
    pub until: Option<chrono::NaiveDate>,
}

/// All that is read until this is dropped is read from one state of the database: what another process removes between the
/// picking of a row and its reading is still there.
fn one_state(connection: &Connection) -> rusqlite::Result<Option<Transaction<'_>>> {
    // Whoever asks may have begun one.
    connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// Nothing to look for.
    #[error("there is no word to look for in “{words}”")]
    NoWords {
        /// What was given.
        words: String,
    },
    /// A date that cannot be read.
    #[error("“{words}” is not a date that onrecord can read")]
    NoDate {
        /// What was given.
        words: String,
    },
    /// No such id, or several.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database itself.
    #[error("the database could not be read")]
    Database(#[from] rusqlite::Error),
}
