//! What people decided: the decisions with their numbers, reasons, and what they are about.

use super::names::Asked;
use super::picking::Picking;
use super::{Page, QueryError};
use crate::speakers::SpeakerType;
use crate::store::decisions::{COLUMNS, Decision, read};
use crate::store::names::normalise;
use crate::store::{Action, Place};
use rusqlite::{Connection, OptionalExtension};

/// Which decisions are wanted. Empty lists stand for all.
#[derive(Clone, Debug, Default)]
pub struct DecisionFilter {
    /// What was decided.
    pub actions: Vec<Action>,
    /// Public id of the article that it is about.
    pub article: Option<String>,
    /// Those that were taken back, too.
    pub undone: bool,
    /// How many rows at most.
    pub limit: Option<usize>,
}

/// A decision with its number, and the words at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Its number.
    pub number: i64,
    /// What was decided.
    pub decision: Decision,
    /// The words at its place, where the article is in the database.
    pub words: Option<String>,
    /// The outlet and day of that article.
    pub outlet: Option<String>,
    /// `YYYY-MM-DD`.
    pub published: Option<String>,
}

/// The decisions that `filter` wants, the last one first.
///
/// # Errors
/// [`QueryError::Database`].
pub fn decisions(connection: &Connection, filter: &DecisionFilter) -> Result<Page<Decided>, QueryError> {
    let mut picking = Picking::default();
    picking.require_one_of("d.action IN (?)", filter.actions.iter().map(|a| a.name().to_owned()));
    picking.require_one_of("d.article IN (?)", filter.article.clone());
    if !filter.undone {
        picking.require("d.undone IS NULL");
    }
    let picked = picking.pick(connection, "d.id", "decision d", "d.made DESC, d.id DESC", filter.limit)?;
    let more = picked.more;
    let mut rows = Vec::new();
    for number in picked.rows {
        // An action that a newer program knows is listed there.
        rows.extend(decided(connection, number)?);
    }
    Ok(Page { rows, more })
}

/// The number of the last decision that holds and is on names (`on_names`) or on quotes; `None` where there is none.
///
/// # Errors
/// [`QueryError::Database`].
pub fn last(connection: &Connection, on_names: bool) -> Result<Option<i64>, QueryError> {
    let actions = Action::ALL.into_iter().filter(|action| action.is_on_names() == on_names);
    let filter = DecisionFilter { actions: actions.collect(), limit: Some(1), ..DecisionFilter::default() };
    Ok(decisions(connection, &filter)?.rows.first().map(|decided| decided.number))
}

/// The decision with this number; `None` where there is none that this program knows.
///
/// # Errors
/// [`QueryError::Database`].
pub fn decision(connection: &Connection, number: i64) -> Result<Option<Decided>, QueryError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM decision WHERE id = ?1)";
    let is_there: bool = connection.query_row(sql, [number], |row| row.get(0))?;
    if is_there { decided(connection, number) } else { Ok(None) }
}

/// The numbers of the decisions by which the quote in this row, the `nth` at its place, is rejected; none where it is not.
///
/// # Errors
/// [`QueryError::Database`].
pub fn rejections(connection: &Connection, quote: i64, nth: i64) -> Result<Vec<i64>, QueryError> {
    let last: Option<i64> = connection
        .query_row(
            "SELECT decision_id FROM occurrence WHERE attribution_id = ? AND verdict = 'rejected'",
            [quote],
            |row| row.get(0),
        )
        .optional()?
        .flatten();
    let Some(last) = last else { return Ok(Vec::new()) };
    let mut find = connection.prepare_cached(
        "SELECT d.id FROM attribution q JOIN article a ON a.id = q.article_id JOIN decision d ON d.article = a.public_id
         WHERE q.id = ?1 AND d.action = 'reject' AND d.undone IS NULL AND coalesce(d.nth, 0) = ?2
           AND 2 * (min(d.end_char, q.end_char) - max(d.start_char, q.start_char))
             >= max(d.end_char, q.end_char) - min(d.start_char, q.start_char)
         ORDER BY d.id",
    )?;
    let found: Vec<i64> = find.query_map((quote, nth), |row| row.get(0))?.collect::<Result<_, _>>()?;
    // Its place was corrected, or an older version has the decision.
    Ok(if found.is_empty() { vec![last] } else { found })
}

/// A quote's id, and from where to where its content stands, in code points of the article.
pub type Standing = (String, (i64, i64));

/// The quote that shares at least half of all characters with a place; of several the one that shares most.
///
/// # Errors
/// [`QueryError::Database`].
pub fn overlapping(connection: &Connection, place: &Place) -> Result<Option<Standing>, QueryError> {
    let mut find = connection.prepare_cached(
        "SELECT q.public_id, q.start_char, q.end_char,
                1.0 * (min(q.end_char, ?3) - max(q.start_char, ?2)) / (max(q.end_char, ?3) - min(q.start_char, ?2)) AS shared
         FROM article a JOIN attribution q ON q.article_id = a.id
         WHERE a.public_id = ?1 AND q.start_char < ?3 AND q.end_char > ?2 AND shared >= 0.5
         ORDER BY shared DESC, q.number LIMIT 1",
    )?;
    let found = find.query_row((&place.article, place.start_char, place.end_char), |row| {
        Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
    });
    Ok(found.optional()?)
}

/// Whom articles call by the single name `name` and who was merged into the speaker with this row number: the name, what
/// it is, and the article's public id.
///
/// # Errors
/// [`QueryError::Database`].
pub fn merged_bearers(
    connection: &Connection,
    speaker: i64,
    name: &str,
) -> Result<Vec<(String, String, String)>, QueryError> {
    let Some(asked) = Asked::new(name) else { return Ok(Vec::new()) };
    let mut find = connection.prepare_cached(
        "SELECT DISTINCT d.name, f.type, f.article FROM former_speaker f
         JOIN decision d ON d.article = f.article AND d.type = f.type
         WHERE f.speaker_id = ?1 AND f.type = 'person' AND d.action = 'merge' AND d.undone IS NULL ORDER BY d.id",
    )?;
    let found = find.query_map([speaker], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut bearers: Vec<(String, String, String)> = found.collect::<Result<_, _>>()?;
    bearers.retain(|(name, _, _)| {
        let normal = normalise(name, SpeakerType::Person);
        normal.short && normal.name == asked.person
    });
    Ok(bearers)
}

fn decided(connection: &Connection, number: i64) -> Result<Option<Decided>, QueryError> {
    let columns: Vec<String> = COLUMNS.split(", ").map(|column| format!("d.{}", column.trim())).collect();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT substr(a.text, d.start_char + 1, d.end_char - d.start_char), a.outlet, a.published, {}
         FROM decision d LEFT JOIN article a ON a.public_id = d.article WHERE d.id = ?1",
        columns.join(", ")
    ))?;
    let row = statement.query_row([number], |row| {
        let (words, outlet, published) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(read(row, 3)?.map(|decision| Decided { number, decision, words, outlet, published }))
    })?;
    Ok(row)
}
