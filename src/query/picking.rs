//! Conditions with their parameters, put together into the query that picks the rows of a listing.

use super::{Days, Page, QueryError};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::collections::HashSet;

/// The conditions of a listing, all of which must hold.
#[derive(Debug, Default)]
pub(super) struct Picking {
    conditions: Vec<String>,
    parameters: Vec<Value>,
    /// Whether a condition names few rows by an index, so that the order should not choose the index.
    narrow: bool,
}

impl Picking {
    /// Requires a condition without parameters.
    pub(super) fn require(&mut self, condition: &str) {
        self.conditions.push(condition.to_owned());
    }

    /// Requires a condition with one parameter for each `?` in it.
    pub(super) fn require_with(&mut self, condition: &str, parameters: impl IntoIterator<Item = Value>) {
        self.require(condition);
        self.parameters.extend(parameters);
    }

    /// Requires `condition`, in which `(?)` stands for a list of values; no values, no condition.
    pub(super) fn require_one_of<V: Into<Value>>(
        &mut self,
        condition: &str,
        values: impl IntoIterator<Item = V>,
    ) -> bool {
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        if values.is_empty() {
            return false;
        }
        let list = vec!["?"; values.len()].join(", ");
        for _ in 0..condition.matches("(?)").count() {
            self.parameters.extend(values.iter().cloned());
        }
        self.conditions.push(condition.replace("(?)", &format!("({list})")));
        true
    }

    /// Says that an index leads to the few rows that are wanted.
    pub(super) const fn names_few(&mut self) {
        self.narrow = true;
    }

    /// Whether an index leads to the few rows that are wanted.
    pub(super) const fn is_narrow(&self) -> bool {
        self.narrow
    }

    /// Requires that the days from column `first` to column `last` overlap `days`.
    pub(super) fn require_days(&mut self, days: Days, first: &str, last: &str) {
        if let Some(since) = days.since {
            self.require_with(&format!("{last} >= ?"), [since.to_string().into()]);
        }
        if let Some(until) = days.until {
            self.require_with(&format!("{first} <= ?"), [until.to_string().into()]);
        }
    }

    /// The query for the row numbers `of`, and its parameters. `order` begins with the column of an index.
    pub(super) fn sql(
        &self,
        of: &str,
        from: &str,
        order: &str,
        limit: Option<usize>,
    ) -> (String, Vec<Value>) {
        let filter = match self.conditions.as_slice() {
            [] => String::new(),
            conditions => format!(" WHERE {}", conditions.join(" AND ")),
        };
        // "+" keeps SQLite from walking all rows in the order of an index when another index names the few.
        let plus = if self.narrow { "+" } else { "" };
        // A number, not a parameter: SQLite plans by it.
        let limit = limit.map_or(-1, |limit| i64::try_from(limit.saturating_add(1)).unwrap_or(-1));
        let sql = format!("SELECT {of} FROM {from}{filter} ORDER BY {plus}{order} LIMIT {limit}");
        (sql, self.parameters.clone())
    }

    /// Picks the first `limit` row numbers.
    pub(super) fn pick(
        &self,
        connection: &Connection,
        of: &str,
        from: &str,
        order: &str,
        limit: Option<usize>,
    ) -> Result<Page<i64>, QueryError> {
        let (sql, parameters) = self.sql(of, from, order, limit);
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(parameters), |row| row.get(0))?;
        let mut rows: Vec<i64> = rows.collect::<Result<_, _>>()?;
        let more = limit.is_some_and(|limit| rows.len() > limit);
        rows.truncate(limit.unwrap_or(usize::MAX));
        Ok(Page { rows, more })
    }

    /// Picks the first row number for each value of `key`, an expression; of no more than `limit` values.
    pub(super) fn pick_folded(
        &self,
        connection: &Connection,
        of: &str,
        key: &str,
        from: &str,
        order: &str,
        limit: Option<usize>,
    ) -> Result<Page<i64>, QueryError> {
        let (sql, parameters) = self.sql(&format!("{of}, {key}"), from, order, None);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut found = statement.query(params_from_iter(parameters))?;
        let (mut rows, mut seen) = (Vec::new(), HashSet::new());
        while let Some(row) = found.next()? {
            if !seen.insert(row.get::<_, String>(1)?) {
                continue;
            }
            if limit.is_some_and(|limit| rows.len() == limit) {
                return Ok(Page { rows, more: true });
            }
            rows.push(row.get(0)?);
        }
        Ok(Page { rows, more: false })
    }

    /// How SQLite would go about it, one step a line.
    #[cfg(test)]
    pub(super) fn plan(&self, connection: &Connection, of: &str, from: &str, order: &str) -> String {
        let (sql, parameters) = self.sql(of, from, order, Some(50));
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = statement.query_map(params_from_iter(parameters), |row| row.get::<_, String>(3)).unwrap();
        steps.map(|step| step.unwrap() + "\n").collect()
    }
}
