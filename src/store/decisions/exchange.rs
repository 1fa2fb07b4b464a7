//! Decisions out of one database and into another, as JSON Lines.

use super::Decision;
use super::record::{COLUMNS, insert, mark_undone, read};
use crate::store::{Store, StoreError};
use chrono::NaiveDateTime;
use rusqlite::{Connection, TransactionBehavior};
use std::collections::HashMap;
use std::io::{BufRead, Write};

/// The longest line that is read, in bytes: a decision is short.
const LONGEST_LINE: usize = 1 << 20;

/// What [`Store::apply_decisions`] did, in decisions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Were new, and hold from now on.
    pub new: u64,
    /// Were there already.
    pub known: u64,
    /// Were taken back elsewhere, and are now here too.
    pub undone: u64,
}

impl Store {
    /// Writes all decisions, oldest first, those that were taken back included: one JSON object a line. Gives how many.
    ///
    /// # Errors
    /// [`StoreError::File`] where `to` cannot be written.
    pub fn export_decisions(&self, to: &mut impl Write) -> Result<u64, StoreError> {
        let mut count = 0;
        for (_, decision) in all(&self.connection)? {
            let line = serde_json::to_string(&decision).map_err(|e| StoreError::Decision(e.to_string()))?;
            writeln!(to, "{line}").map_err(StoreError::File)?;
            count += 1;
        }
        Ok(count)
    }

    /// Takes over decisions as [`Store::export_decisions`] wrote them: all of them or none. What is there already, to the
    /// last letter and moment, is not taken twice. [`Store::derive`] must follow.
    ///
    /// # Errors
    /// [`StoreError::Decision`], which names the line.
    pub fn apply_decisions(&mut self, from: &mut impl BufRead) -> Result<Applied, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut known: HashMap<String, Known> = HashMap::new();
        for (number, decision) in all(&transaction)? {
            known.entry(identity(&decision)).or_default().note(number, &decision);
        }
        let mut applied = Applied::default();
        let mut number = 0;
        while let Some(line) = next_line(from)? {
            number += 1;
            if line.trim().is_empty() {
                continue;
            }
            let wrong = |what: String| StoreError::Decision(format!("line {number}: {what}"));
            let decision: Decision =
                serde_json::from_str(&line).map_err(|e| wrong(format!("no decision: {e}")))?;
            if let Some(flaw) = decision.flaw() {
                return Err(wrong(flaw));
            }
            // Which of two holds is told by the order of these texts.
            if let Some(moment) =
                [Some(&decision.made), decision.undone.as_ref()].into_iter().flatten().find(|m| !is_moment(m))
            {
                return Err(wrong(format!("{moment:?} is no moment in UTC such as 2026-02-01T12:00:00Z")));
            }
            let there = known.entry(identity(&decision)).or_default();
            there.told_undone += u64::from(decision.undone.is_some());
            match (&decision.undone, there.standing) {
                (Some(_), _) if there.told_undone <= there.undone => applied.known += 1,
                (Some(when), Some(row)) => {
                    mark_undone(&transaction, row, &decision, when)?;
                    there.standing = None;
                    there.undone += 1;
                    applied.undone += 1;
                }
                (None, Some(_)) => applied.known += 1,
                // It was taken back here, after the file was written.
                (None, None) if there.undone > 0 && there.told_undone == 0 => applied.known += 1,
                (undone, None) => {
                    applied.new += u64::from(undone.is_none());
                    applied.undone += u64::from(undone.is_some());
                    there.note(insert(&transaction, &decision)?, &decision);
                }
            }
        }
        transaction.commit()?;
        Ok(applied)
    }
}

/// Whether it is written as the database writes moments: in UTC, to the second.
fn is_moment(text: &str) -> bool {
    const FORM: &str = "%Y-%m-%dT%H:%M:%SZ";
    NaiveDateTime::parse_from_str(text, FORM).is_ok_and(|moment| moment.format(FORM).to_string() == text)
}

/// What is there of one decision, which may have been taken, taken back and taken again within a second.
#[derive(Debug, Default)]
struct Known {
    /// The row number of the one that holds.
    standing: Option<i64>,
    /// How many were taken back.
    undone: u64,
    /// How many the file says were taken back.
    told_undone: u64,
}

impl Known {
    fn note(&mut self, row: i64, decision: &Decision) {
        if decision.undone.is_some() {
            self.undone += 1;
        } else {
            self.standing = Some(row);
        }
    }
}

/// What makes a decision the same in two databases: all of it but whether it was taken back.
fn identity(decision: &Decision) -> String {
    serde_json::to_string(&Decision { undone: None, ..decision.clone() }).unwrap_or_default()
}

/// All decisions that this program knows how to read, with their numbers, oldest first.
fn all(connection: &Connection) -> rusqlite::Result<Vec<(i64, Decision)>> {
    let mut statement =
        connection.prepare(&format!("SELECT id, {COLUMNS} FROM decision ORDER BY made, id"))?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, read(row, 1)?)))?;
    let rows: Vec<(i64, Option<Decision>)> = rows.collect::<rusqlite::Result<_>>()?;
    Ok(rows.into_iter().filter_map(|(number, decision)| Some((number, decision?))).collect())
}

/// The next line, which a hostile file might make as long as it likes.
fn next_line(from: &mut impl BufRead) -> Result<Option<String>, StoreError> {
    let mut line = Vec::new();
    let limit = LONGEST_LINE as u64;
    let read =
        std::io::Read::take(&mut *from, limit).read_until(b'\n', &mut line).map_err(StoreError::File)?;
    if read == 0 {
        return Ok(None);
    }
    if read as u64 == limit && !line.ends_with(b"\n") {
        return Err(StoreError::Decision(format!("a line is longer than {LONGEST_LINE} bytes")));
    }
    String::from_utf8(line)
        .map(Some)
        .map_err(|_| StoreError::Decision("the file is not UTF-8 text".to_owned()))
}
