//! Taking decisions and taking them back.

use super::{Action, Decision};
use crate::store::derive::speaker_type;
use crate::store::names::normalise;
use crate::store::{Store, StoreError};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

/// A speaker as a decision names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerName {
    /// As the database shows it.
    pub name: String,
    /// person, organization, place, group, document, unnamed.
    pub kind: String,
    /// The public id of an article: the bearer of that name there. `None` where the name is the same one everywhere.
    pub article: Option<String>,
}

/// A quote as a decision names it: its article and its place, in code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The article's public id.
    pub article: String,
    /// Where the content begins.
    pub start_char: i64,
    /// Where it ends, exclusive.
    pub end_char: i64,
    /// Which of several quotes with that same content, from 0.
    pub nth: i64,
}

/// The columns of a decision, in the order in which [`read`] takes them.
pub(crate) const COLUMNS: &str = "made, made_by, action, article, start_char, end_char, nth, name, type, other_article, \
                                  other_start_char, other_end_char, other_nth, other_name, other_type, value, note, undone";

/// The decision in a row of [`COLUMNS`], from column `first` on; `None` where its action is none that this program knows.
pub(crate) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Decision>> {
    let action: String = row.get(first + 2)?;
    let Some(action) = Action::by_name(&action) else { return Ok(None) };
    Ok(Some(Decision {
        made: row.get(first)?,
        made_by: row.get(first + 1)?,
        action,
        article: row.get(first + 3)?,
        start_char: row.get(first + 4)?,
        end_char: row.get(first + 5)?,
        nth: row.get(first + 6)?,
        name: row.get(first + 7)?,
        kind: row.get(first + 8)?,
        other_article: row.get(first + 9)?,
        other_start_char: row.get(first + 10)?,
        other_end_char: row.get(first + 11)?,
        other_nth: row.get(first + 12)?,
        other_name: row.get(first + 13)?,
        other_kind: row.get(first + 14)?,
        value: row.get(first + 15)?,
        note: row.get(first + 16)?,
        undone: row.get(first + 17)?,
    }))
}

impl Store {
    /// How a decision names a speaker, by its whole public id, also one that it had before it was joined with another.
    pub fn speaker_name(&self, id: &str) -> Result<SpeakerName, StoreError> {
        let name = |row: &Row<'_>| {
            let (name, kind): (String, String) = (row.get(0)?, row.get(1)?);
            let normal: String = row.get(3)?;
            // A speaker that is shown under another name is still known by that of the articles.
            let renamed = normalise(&name, speaker_type(&kind)).name != normal;
            let printed: Option<String> = row.get(4)?;
            let name = if renamed { printed.unwrap_or(normal) } else { name };
            Ok(SpeakerName { name, kind, article: row.get(2)? })
        };
        let now = self
            .connection
            .query_row(
                "SELECT s.name, s.type, coalesce(a.public_id, s.home), s.normal,
                        (SELECT n.name FROM alias n WHERE n.speaker_id = s.id AND n.normal = s.normal AND n.mentions > 0
                         ORDER BY n.mentions DESC, n.name LIMIT 1)
                 FROM speaker s LEFT JOIN article a ON a.id = s.article_id
                 WHERE s.public_id = ?",
                [id],
                name,
            )
            .optional()?;
        let former =
            |row: &Row<'_>| Ok(SpeakerName { name: row.get(0)?, kind: row.get(1)?, article: row.get(2)? });
        match now {
            Some(name) => Ok(name),
            None => self
                .connection
                .query_row("SELECT name, type, article FROM former_speaker WHERE public_id = ?", [id], former)
                .optional()?
                .ok_or_else(|| StoreError::UnknownId(id.to_owned())),
        }
    }

    /// How a decision names a quote, by its whole public id.
    pub fn place(&self, id: &str) -> Result<Place, StoreError> {
        self.connection
            .query_row(
                "SELECT a.public_id, q.start_char, q.end_char,
                        (SELECT count(*) FROM attribution o WHERE o.article_id = q.article_id AND o.number < q.number
                           AND o.start_char = q.start_char AND o.end_char = q.end_char)
                 FROM attribution q JOIN article a ON a.id = q.article_id WHERE q.public_id = ?",
                [id],
                place,
            )
            .optional()?
            .ok_or_else(|| StoreError::UnknownId(id.to_owned()))
    }

    /// How a decision names an accusation, by its whole public id: its place, and who the machine says is accused there.
    pub fn accusation_place(&self, id: &str) -> Result<(Place, String), StoreError> {
        self.connection
            .query_row(
                "SELECT a.public_id, x.start_char, x.end_char,
                        (SELECT count(*) FROM accusation o WHERE o.article_id = x.article_id AND o.number < x.number
                           AND o.start_char = x.start_char AND o.end_char = x.end_char), x.accused
                 FROM accusation x JOIN article a ON a.id = x.article_id WHERE x.public_id = ?",
                [id],
                |row| Ok((place(row)?, row.get(4)?)),
            )
            .optional()?
            .ok_or_else(|| StoreError::UnknownId(id.to_owned()))
    }

    /// Takes a decision, at the moment `now`; gives its number. [`Store::derive`] must follow.
    ///
    /// # Errors
    /// [`StoreError::Decision`] for one that says nothing (see [`Decision::flaw`]).
    pub fn decide(&mut self, decision: &Decision, now: &str) -> Result<i64, StoreError> {
        if let Some(flaw) = decision.flaw() {
            return Err(StoreError::Decision(flaw));
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let number = insert(&transaction, &Decision { made: now.to_owned(), ..decision.clone() })?;
        transaction.commit()?;
        Ok(number)
    }

    /// Takes back the decision with this number; see [`Store::undo_decisions`].
    ///
    /// # Errors
    /// [`StoreError::UnknownDecision`], [`StoreError::DecisionUndone`].
    pub fn undo_decision(&mut self, number: i64, now: &str) -> Result<Decision, StoreError> {
        let undone = self.undo_decisions(&[number], now)?;
        undone.into_iter().next().ok_or(StoreError::UnknownDecision(number))
    }

    /// Takes back the decisions with these numbers, at the moment `now`: nothing follows from them any more. Their rows stay,
    /// marked. All of them or none. [`Store::derive`] must follow.
    ///
    /// # Errors
    /// [`StoreError::UnknownDecision`], [`StoreError::DecisionUndone`].
    pub fn undo_decisions(&mut self, numbers: &[i64], now: &str) -> Result<Vec<Decision>, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut undone = Vec::with_capacity(numbers.len());
        for number in numbers {
            let found = transaction
                .query_row(&format!("SELECT {COLUMNS} FROM decision WHERE id = ?"), [number], |row| {
                    read(row, 0)
                })
                .optional()?
                .flatten();
            let decision = found.ok_or(StoreError::UnknownDecision(*number))?;
            if let Some(when) = decision.undone {
                return Err(StoreError::DecisionUndone { number: *number, when });
            }
            mark_undone(&transaction, *number, &decision, now)?;
            undone.push(decision);
        }
        transaction.commit()?;
        Ok(undone)
    }
}

/// The place in a row's first four columns.
fn place(row: &Row<'_>) -> rusqlite::Result<Place> {
    Ok(Place { article: row.get(0)?, start_char: row.get(1)?, end_char: row.get(2)?, nth: row.get(3)? })
}

/// Writes a decision, and notes what must be derived again because of it; gives its number.
pub(super) fn insert(connection: &Connection, decision: &Decision) -> Result<i64, StoreError> {
    connection
        .prepare_cached(&format!(
            "INSERT INTO decision ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ))?
        .execute(params![
            decision.made,
            decision.made_by,
            decision.action.name(),
            decision.article,
            decision.start_char,
            decision.end_char,
            decision.nth,
            decision.name,
            decision.kind,
            decision.other_article,
            decision.other_start_char,
            decision.other_end_char,
            decision.other_nth,
            decision.other_name,
            decision.other_kind,
            decision.value,
            decision.note,
            decision.undone
        ])?;
    let number = connection.last_insert_rowid();
    touch(connection, decision)?;
    // All decisions up to this one are noted. Where one before was not (somebody wrote it by hand), all is derived anew.
    connection
        .prepare_cached(
            "UPDATE derivation SET decision = ?1
             WHERE decision = (SELECT coalesce(max(id), 0) FROM decision WHERE id < ?1)",
        )?
        .execute([number])?;
    Ok(number)
}

/// Marks a decision as taken back.
pub(super) fn mark_undone(
    connection: &Connection,
    number: i64,
    decision: &Decision,
    when: &str,
) -> Result<(), StoreError> {
    connection.execute("UPDATE decision SET undone = ?2 WHERE id = ?1", params![number, when])?;
    touch(connection, decision)
}

/// Notes the names and articles that must be derived again.
fn touch(connection: &Connection, decision: &Decision) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO stale_block (block) VALUES (?)")?;
    for block in decision.blocks() {
        insert.execute([block])?;
    }
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO stale_article (article_id) SELECT id FROM article WHERE public_id = ?",
    )?;
    for article in decision.article.iter().chain(&decision.other_article) {
        insert.execute([article])?;
    }
    Ok(())
}
