//! What people decided about accusations: that one is one or none, who accuses whom, and those that the machine did not find.
//!
//! Those that a person added are rows like the others, marked with the decision (`accusation.added_by`); the rest stands in
//! `accusation_status`. The outcome is a function of the extraction and of the decisions that hold.

use super::corrections;
use super::decisions::{AccusationDecision, Charge, Decisions, Spot};
use super::named::Named;
use super::speakers;
use crate::store::rows::BETWEEN_PIECES;
use crate::store::{StoreError, ids};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::{BTreeMap, HashMap};

/// What was decided about one accusation.
#[derive(Clone, Debug, Default)]
pub(super) struct Decided {
    /// confirmed, rejected.
    pub(super) verdict: Option<&'static str>,
    /// The row of the speaker who accuses; `Some(None)`: nobody is named.
    pub(super) accuser: Option<Option<i64>>,
    /// The row of the speaker who is accused.
    pub(super) accused: Option<i64>,
    /// The last of these decisions.
    pub(super) decision: i64,
}

/// Writes the accusations that people added in stale articles (`all`: in all), and ids where there are none yet.
pub(super) fn add(transaction: &Transaction<'_>, decisions: &Decisions, all: bool) -> Result<(), StoreError> {
    if all {
        set_ids(transaction)?;
    }
    let stale = if all { "" } else { "AND article_id IN (SELECT article_id FROM stale_article)" };
    transaction.execute(&format!("DELETE FROM accusation WHERE added_by IS NOT NULL {stale}"), [])?;
    let mut is_stale = transaction.prepare(
        "SELECT EXISTS (SELECT 1 FROM article a JOIN stale_article t ON t.article_id = a.id WHERE a.public_id = ?)",
    )?;
    for decision in &decisions.accusations {
        let Charge::Add(accused, pieces) = &decision.what else { continue };
        let is_due: bool = all || is_stale.query_row([&decision.spot.article], |row| row.get(0))?;
        let quote = if is_due { corrections::find_at(transaction, &decision.spot)? } else { None };
        let Some(quote) = quote else { continue };
        // A later model may find it by itself.
        let is_there: bool = transaction.query_row(
            "SELECT EXISTS (SELECT 1 FROM accusation WHERE attribution_id = ?1 AND lower(accused) = lower(?2))",
            params![quote, accused.name()],
            |row| row.get(0),
        )?;
        if !is_there {
            insert(transaction, decision, accused, quote, pieces)?;
        }
    }
    Ok(())
}

/// An accusation in the words of a quote: what is told of it where no pieces are given.
fn insert(
    transaction: &Transaction<'_>,
    decision: &AccusationDecision,
    accused: &Named,
    quote: i64,
    pieces: &[(i64, i64)],
) -> Result<(), StoreError> {
    let pieces = words(transaction, quote, pieces)?;
    let (Some((start, _, _)), Some((_, end, _))) = (pieces.first(), pieces.last()) else { return Ok(()) };
    let allegation: Vec<&str> = pieces.iter().map(|(_, _, words)| words.as_str()).collect();
    // Its own, however many others were added there.
    let place = [*start, *end].map(i64::to_le_bytes);
    let id = ids::make(
        ids::IdKind::Accusation,
        &[decision.spot.article.as_bytes(), &place[0], &place[1], accused.id.as_bytes()],
    );
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO accusation (article_id, number, attribution_id, accuser, accused, allegation, cue, explicit, denied,
               confidence, public_id, start_char, end_char, said_on, said_until, said_precision, said_from, event_on,
               event_until, event_precision, event_from, added_by)
             SELECT q.article_id, (SELECT coalesce(max(number), -1) + 1 FROM accusation WHERE article_id = q.article_id),
               q.id, nullif(q.source, ''), ?2, ?3, q.cue, 0, 0, 1, ?4, ?5, ?6, q.said_on, q.said_until,
               q.said_precision, q.said_from, q.event_on, q.event_until, q.event_precision, q.event_from, ?7
             FROM attribution q WHERE q.id = ?1",
        )?
        .execute(params![quote, accused.name(), allegation.join(BETWEEN_PIECES), id, start, end, decision.id])?;
    if transaction.changes() == 0 {
        // It was added twice.
        return Ok(());
    }
    let row = transaction.last_insert_rowid();
    transaction
        .prepare_cached(
            "INSERT INTO accusation_span (accusation_id, role, piece, start_char, end_char, words)
             SELECT ?1, role, piece, start_char, end_char, words FROM attribution_span
             WHERE attribution_id = ?2 AND role IN ('said_on', 'event_on')",
        )?
        .execute([row, quote])?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO accusation_span (accusation_id, role, piece, start_char, end_char, words)
         VALUES (?, 'allegation', ?, ?, ?, ?)",
    )?;
    for (number, (start, end, words)) in pieces.iter().enumerate() {
        insert.execute(params![row, number, start, end, words])?;
    }
    Ok(())
}

/// The pieces with their words; those of the quote's content where none are given, or one is not in the text.
fn words(
    transaction: &Transaction<'_>,
    quote: i64,
    pieces: &[(i64, i64)],
) -> Result<Vec<(i64, i64, String)>, StoreError> {
    let mut substring = transaction.prepare_cached(
        "SELECT substr(a.text, ?2 + 1, ?3 - ?2) FROM attribution q JOIN article a ON a.id = q.article_id WHERE q.id = ?1",
    )?;
    let mut found = Vec::new();
    for (start, end) in pieces {
        let words: String = substring.query_row(params![quote, start, end], |row| row.get(0))?;
        if i64::try_from(words.chars().count()) == Ok(end - start) {
            found.push((*start, *end, words));
        }
    }
    if !found.is_empty() && found.len() == pieces.len() {
        return Ok(found);
    }
    let mut statement = transaction.prepare_cached(
        "SELECT start_char, end_char, words FROM attribution_span
         WHERE attribution_id = ? AND role = 'content' ORDER BY piece",
    )?;
    let rows = statement.query_map([quote], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The id for a place in an article that no accusation has.
fn free_id(
    transaction: &Transaction<'_>,
    article: &str,
    (start, end): (i64, i64),
) -> Result<String, StoreError> {
    let [start, end] = [start, end].map(|at| usize::try_from(at).unwrap_or(0));
    let mut is_taken =
        transaction.prepare_cached("SELECT EXISTS (SELECT 1 FROM accusation WHERE public_id = ?)")?;
    let mut nth = 0;
    loop {
        let id = ids::accusation(article, start, end, nth);
        if !is_taken.query_row([&id], |row| row.get::<_, bool>(0))? {
            return Ok(id);
        }
        nth += 1;
    }
}

/// Ids for the accusations of files from before version 7, which had none.
fn set_ids(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let mut statement = transaction.prepare(
        "SELECT x.id, a.public_id, coalesce(x.start_char, 0), coalesce(x.end_char, 0)
         FROM accusation x JOIN article a ON a.id = x.article_id
         WHERE x.public_id IS NULL ORDER BY x.article_id, x.number",
    )?;
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, row.get(1)?, (row.get::<_, i64>(2)?, row.get::<_, i64>(3)?)))
    })?;
    let rows: Vec<(i64, String, (i64, i64))> = rows.collect::<rusqlite::Result<_>>()?;
    for (row, article, place) in rows {
        let id = free_id(transaction, &article, place)?;
        transaction.execute("UPDATE accusation SET public_id = ?2 WHERE id = ?1", params![row, id])?;
    }
    Ok(())
}

/// What was decided about the touched accusations, by row number. After the speakers, of whom it may make new ones.
pub(super) fn decided(
    transaction: &Transaction<'_>,
    decisions: &Decisions,
) -> Result<HashMap<i64, Decided>, StoreError> {
    let mut all: HashMap<i64, Decided> = HashMap::new();
    let mut given: BTreeMap<(i64, bool), Option<&Named>> = BTreeMap::new();
    for decision in &decisions.accusations {
        let row = match &decision.what {
            Charge::Add(accused, _) => match added(transaction, decision)? {
                Some(row) => {
                    given.insert((row, true), Some(accused));
                    Some(row)
                }
                // A model finds it by itself: then it is confirmed.
                None => found_by_itself(transaction, &decision.spot, accused)?,
            },
            _ => find(transaction, &decision.spot, decision.against.as_deref())?,
        };
        let Some(row) = row else { continue };
        let entry = all.entry(row).or_default();
        entry.decision = decision.id;
        match &decision.what {
            Charge::Confirm | Charge::Add(..) => entry.verdict = Some("confirmed"),
            Charge::Reject => entry.verdict = Some("rejected"),
            Charge::Accuser(named) => {
                given.insert((row, false), named.as_ref());
            }
            Charge::Accused(named) => {
                given.insert((row, true), Some(named));
            }
        }
    }
    for ((row, is_accused), named) in given {
        let speaker = named.map(|named| speakers::decided(transaction, decisions, named)).transpose()?;
        let Some(entry) = all.get_mut(&row) else { continue };
        match is_accused {
            true => entry.accused = speaker,
            false => entry.accuser = Some(speaker),
        }
    }
    Ok(all)
}

/// The touched accusation that a decision added in its article; it may have added one in another version of that, too.
fn added(transaction: &Transaction<'_>, decision: &AccusationDecision) -> Result<Option<i64>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT x.id FROM accusation x JOIN temp.touched_accusation t ON t.id = x.id
         JOIN article a ON a.id = x.article_id WHERE x.added_by = ?1 AND a.public_id = ?2",
    )?;
    Ok(statement.query_row(params![decision.id, decision.spot.article], |row| row.get(0)).optional()?)
}

/// The touched accusation that the machine found in the quote at a place, against somebody.
fn found_by_itself(
    transaction: &Transaction<'_>,
    quote: &Spot,
    accused: &Named,
) -> Result<Option<i64>, StoreError> {
    let Some(quote) = corrections::find_at(transaction, quote)? else { return Ok(None) };
    let mut statement = transaction.prepare_cached(
        "SELECT x.id FROM accusation x JOIN temp.touched_accusation t ON t.id = x.id
         WHERE x.attribution_id = ?1 AND x.added_by IS NULL AND lower(x.accused) = lower(?2)
         ORDER BY x.number LIMIT 1",
    )?;
    Ok(statement.query_row(params![quote, accused.name()], |row| row.get(0)).optional()?)
}

/// An accusation with its place and who is accused there.
type Placed = (corrections::Row, String);

/// The touched accusation at a place, drawn a little differently perhaps: of those there the one against `against`.
fn find(
    transaction: &Transaction<'_>,
    spot: &Spot,
    against: Option<&str>,
) -> Result<Option<i64>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT x.id, x.start_char, x.end_char, x.accused FROM article a JOIN accusation x ON x.article_id = a.id
         WHERE a.public_id = ?1 AND x.start_char < ?3 AND x.end_char > ?2 ORDER BY x.number",
    )?;
    let rows = statement.query_map(params![spot.article, spot.start_char, spot.end_char], |row| {
        Ok(((row.get(0)?, (row.get(1)?, row.get(2)?)), row.get(3)?))
    })?;
    let mut rows: Vec<Placed> = rows.collect::<rusqlite::Result<_>>()?;
    if let Some(against) = against {
        let last = |name: &str| name.rsplit(' ').next().map(str::to_lowercase);
        rows.retain(|(_, accused)| last(accused) == last(against));
    }
    let rows: Vec<corrections::Row> = rows.into_iter().map(|(row, _)| row).collect();
    // Of those against somebody else which stood before it nothing is known any more.
    let spot = if against.is_some() { &Spot { nth: 0, ..spot.clone() } } else { spot };
    let Some(row) = corrections::nearest(&rows, spot) else { return Ok(None) };
    let mut touched =
        transaction.prepare_cached("SELECT EXISTS (SELECT 1 FROM temp.touched_accusation WHERE id = ?)")?;
    Ok(touched.query_row([row], |found| found.get::<_, bool>(0))?.then_some(row))
}

/// The accusation at a place that no quote carries.
pub(super) fn find_bare(transaction: &Transaction<'_>, spot: &Spot) -> Result<Option<i64>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT x.id, x.start_char, x.end_char FROM article a JOIN accusation x ON x.article_id = a.id
         WHERE a.public_id = ?1 AND x.start_char = ?2 AND x.end_char = ?3 AND x.attribution_id IS NULL
         ORDER BY x.number LIMIT 1 OFFSET ?4",
    )?;
    let parameters = params![spot.article, spot.start_char, spot.end_char, spot.nth];
    Ok(statement.query_row(parameters, |row| row.get(0)).optional()?)
}
