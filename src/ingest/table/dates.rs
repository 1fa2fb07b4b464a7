//! Days in a table: `1/2/2024` is a day only where the table shows which of the numbers is the month. One row that can be read
//! in one way only (`13/2/2024`) shows it for its column, so rows wait until such a one has come.

use super::{Row, Wrong};
use crate::ingest::date::{Order, order_of, read_date_in};
use crate::ingest::json::Content;
use std::collections::VecDeque;

/// How much of a table may wait, in bytes.
pub(super) const MOST_WAITING: usize = 8 << 20;

/// A row whose day has not been read.
pub(super) struct Undated {
    pub(super) row: Row,
    pub(super) date: Option<String>,
}

/// The rows that wait, and what is known of the order.
pub(super) struct Dates {
    pub(super) waiting: VecDeque<Result<Undated, Wrong>>,
    order: Order,
    is_told: bool,
    /// Whether rows of both orders have come: then it is not known for any other.
    is_mixed: bool,
    has_waited: bool,
    /// Whether it was said how the user can tell the order.
    has_hinted: bool,
}

impl Dates {
    /// `told`: what the user says.
    pub(super) fn new(told: Order) -> Self {
        let is_told = told != Order::Unknown;
        Self {
            waiting: VecDeque::new(),
            order: told,
            is_told,
            is_mixed: false,
            has_waited: false,
            has_hinted: false,
        }
    }

    /// Looks at the day of a row.
    pub(super) fn see(&mut self, date: &str) {
        let Some(order) = order_of(date).filter(|_| !self.is_told && !self.is_mixed) else { return };
        self.is_mixed = self.order != Order::Unknown && self.order != order;
        self.order = if self.is_mixed { Order::Unknown } else { order };
    }

    /// Whether a row must wait for those after it. It is asked until the answer is no, and rows of one table wait once.
    pub(super) fn must_wait(&mut self, row: &Result<Undated, Wrong>) -> bool {
        let date = row.as_ref().ok().and_then(|undated| undated.date.as_deref());
        let waits = !self.has_waited && !self.is_known() && date.is_some_and(|date| self.is_ambiguous(date));
        self.has_waited |= waits;
        waits
    }

    /// Whether nothing more can be learnt of the order.
    pub(super) fn is_known(&self) -> bool {
        self.order != Order::Unknown || self.is_mixed
    }

    fn is_ambiguous(&self, date: &str) -> bool {
        read_date_in(date, self.order).is_none() && read_date_in(date, Order::DayFirst).is_some()
    }

    /// The row with its day, or a warning why it has none.
    pub(super) fn dated(&mut self, Undated { mut row, date }: Undated) -> Row {
        let Some(date) = date else { return row };
        let day = read_date_in(&date, self.order);
        if day.is_none() {
            let shown: String = date.chars().take(40).collect();
            let is_ambiguous = self.is_ambiguous(&date);
            // The rows of a table are all alike: one says what to do.
            let hint = if self.has_hinted { "" } else { "; --dates day-first or month-first says it" };
            self.has_hinted |= is_ambiguous;
            row.warnings.push(match is_ambiguous {
                true => format!(
                    "the date {shown:?} was left out: nothing in the table says which number is the month{hint}"
                ),
                false => format!("the date {shown:?} was left out: write it as 2025-12-19"),
            });
        }
        match &mut row.content {
            Content::Text(article) | Content::Html(_, article) => article.date = day,
        }
        row
    }
}
