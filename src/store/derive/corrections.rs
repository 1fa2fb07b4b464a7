//! What people corrected in what was read out of an article: the words of a quote or of its source, its kind, and quotes
//! that the machine did not find, or no longer finds. Whoever says who said something, of what type it is, or that it is
//! right, says that it is a quote: where a later model finds none there, that decision puts it back.
//!
//! A corrected quote keeps its row, and what the machine had read stands beside it (`corrected_quote`), so that undoing
//! the decision brings it back. The outcome is a function of the extraction and of the decisions that hold: first all is
//! put back, then all decisions on the article are applied in their order.

use super::decisions::{Correction, Decisions, PlaceDecision, Spot};
use crate::claims::ClaimType;
use crate::store::rows::BETWEEN_PIECES;
use crate::store::{StoreError, ids};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A decision holds for the quote that shares at least half of all characters that either covers.
const LEAST_OVERLAP: f64 = 0.5;

/// Corrects the quotes of all stale articles (`all`: of all articles).
pub(super) fn apply(
    transaction: &Transaction<'_>,
    decisions: &Decisions,
    all: bool,
) -> Result<(), StoreError> {
    let mut waiting: BTreeMap<i64, Vec<&PlaceDecision>> = BTreeMap::new();
    let stale = if all { "" } else { "AND q.article_id IN (SELECT article_id FROM stale_article)" };
    let mut corrected = transaction.prepare(&format!(
        "SELECT DISTINCT q.article_id FROM corrected_quote c JOIN attribution q ON q.id = c.attribution_id WHERE 1 {stale}"
    ))?;
    for article in corrected.query_map([], |row| row.get(0))? {
        waiting.entry(article?).or_default();
    }
    let mut find = transaction.prepare(
        "SELECT id FROM article WHERE public_id = ?1 AND (?2 OR id IN (SELECT article_id FROM stale_article))",
    )?;
    for decision in decisions.places.iter().filter(|d| d.what.needs_quote()) {
        if let Some(article) = find.query_row(params![decision.article, all], |row| row.get(0)).optional()? {
            waiting.entry(article).or_default().push(decision);
        }
    }
    for (article, on_it) in waiting {
        restore(transaction, article)?;
        if !on_it.is_empty() {
            let text = Text::load(transaction, article)?;
            for decision in on_it {
                text.apply(transaction, decision, decisions)?;
            }
        }
    }
    Ok(())
}

/// The quote that a decision is about: a later extractor may draw its bounds a little differently.
pub(super) fn find(
    transaction: &Transaction<'_>,
    decision: &PlaceDecision,
) -> Result<Option<i64>, StoreError> {
    let spot = spot_of(decision);
    match decision.what {
        // What is no quote is not a part of one.
        Correction::Reject => Ok(nearest(&around(transaction, &spot)?, &spot)),
        // What is added is no part of another; it may have been cut or drawn out since.
        Correction::Add { .. } => match there(transaction, &spot)? {
            None => Ok(nested(&standing(transaction, &spot, ADDED)?, &spot)),
            found => Ok(found),
        },
        _ => find_at(transaction, &spot),
    }
}

/// The quote at a place, drawn a little differently perhaps: one that shares at least half with it, else one that holds it or
/// lies within it.
pub(super) fn find_at(transaction: &Transaction<'_>, spot: &Spot) -> Result<Option<i64>, StoreError> {
    let rows = around(transaction, spot)?;
    Ok(nearest(&rows, spot).or_else(|| nested(&rows, spot)))
}

fn spot_of(decision: &PlaceDecision) -> Spot {
    let PlaceDecision { article, start_char, end_char, nth, .. } = decision;
    Spot { article: article.clone(), start_char: *start_char, end_char: *end_char, nth: *nth }
}

/// The quote that stands at a place now: one that shares at least half with it. Where a quote stood before somebody
/// corrected it, there is none.
fn there(transaction: &Transaction<'_>, spot: &Spot) -> Result<Option<i64>, StoreError> {
    Ok(nearest(&standing(transaction, spot, "1")?, spot))
}

/// Of some rows with their places that which holds a spot or lies within it; of several the one most alike in length.
fn nested(rows: &[Row], spot: &Spot) -> Option<i64> {
    let place = (spot.start_char, spot.end_char);
    let holds = |one: (i64, i64), other: (i64, i64)| one.0 <= other.0 && other.1 <= one.1;
    let near = rows.iter().filter(|(_, at)| holds(*at, place) || holds(place, *at));
    near.min_by_key(|(row, at)| (((at.1 - at.0) - (place.1 - place.0)).abs(), *row)).map(|(row, _)| *row)
}

/// The quotes of which `condition` holds and that touch a place where they stand now, in order.
fn standing(transaction: &Transaction<'_>, spot: &Spot, condition: &str) -> Result<Vec<Row>, StoreError> {
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT q.id, q.start_char, q.end_char FROM article a JOIN attribution q ON q.article_id = a.id
         LEFT JOIN corrected_quote c ON c.attribution_id = q.id
         WHERE a.public_id = ?1 AND q.start_char < ?3 AND q.end_char > ?2 AND {condition} ORDER BY q.number"
    ))?;
    let rows = statement.query_map(params![spot.article, spot.start_char, spot.end_char], |row| {
        Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The condition of quotes that a person added.
const ADDED: &str = "c.attribution_id IS NOT NULL AND c.before IS NULL";

/// The quotes that touch a place, with their places, in order; corrected ones also with the place that they had before.
fn around(transaction: &Transaction<'_>, spot: &Spot) -> Result<Vec<Row>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT q.id, q.start_char, q.end_char, q.number FROM article a JOIN attribution q ON q.article_id = a.id
         WHERE a.public_id = ?1 AND q.start_char < ?3 AND q.end_char > ?2
         UNION
         SELECT q.id, c.before ->> '$.start_char', c.before ->> '$.end_char', q.number
         FROM article a JOIN attribution q ON q.article_id = a.id
         JOIN corrected_quote c ON c.attribution_id = q.id
         WHERE a.public_id = ?1 AND c.before ->> '$.start_char' < ?3 AND c.before ->> '$.end_char' > ?2
         ORDER BY 4",
    )?;
    let rows = statement.query_map(params![spot.article, spot.start_char, spot.end_char], |row| {
        Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Of some rows with their places, in order, that which shares most with a spot, if that is enough; of several with that
/// same place the nth, or the first.
pub(super) fn nearest(rows: &[Row], spot: &Spot) -> Option<i64> {
    let overlap = |(start, end): (i64, i64)| {
        let shared = end.min(spot.end_char) - start.max(spot.start_char);
        let all = end.max(spot.end_char) - start.min(spot.start_char);
        shared as f64 / all.max(1) as f64
    };
    let mut best: Option<(f64, (i64, i64))> = None;
    for (_, place) in rows {
        if best.is_none_or(|(most, _)| overlap(*place) > most) {
            best = Some((overlap(*place), *place));
        }
    }
    let (_, place) = best.filter(|(most, _)| *most >= LEAST_OVERLAP)?;
    let there = || rows.iter().filter(|(_, at)| *at == place).map(|(row, _)| *row);
    there().nth(usize::try_from(spot.nth).unwrap_or(0)).or_else(|| there().next())
}

/// A row number, and from where to where in code points.
pub(super) type Row = (i64, (i64, i64));

/// What a quote was before it was corrected.
#[derive(Serialize, Deserialize)]
struct Before {
    public_id: String,
    kind: String,
    source: String,
    content: String,
    start_char: i64,
    end_char: i64,
    /// Role, start, end, words, in text order for each role.
    pieces: Vec<(String, i64, i64, String)>,
    /// Ids that it had after some corrections, and before the last.
    #[serde(default)]
    also: Vec<String>,
}

/// Puts back what the machine read of an article.
fn restore(transaction: &Transaction<'_>, article: i64) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT c.attribution_id, c.before FROM corrected_quote c JOIN attribution q ON q.id = c.attribution_id
         WHERE q.article_id = ?",
    )?;
    let rows = statement.query_map([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows: Vec<(i64, Option<String>)> = rows.collect::<rusqlite::Result<_>>()?;
    // Ids stand for places: all of them are free before the first is taken again.
    for (quote, _) in &rows {
        transaction.execute("UPDATE attribution SET public_id = 'corrected ' || id WHERE id = ?", [quote])?;
    }
    for (quote, before) in rows {
        match before.map(|b| serde_json::from_str::<Before>(&b)) {
            Some(Ok(before)) => before.write(transaction, quote)?,
            // It was added by a person.
            _ => {
                for sql in [
                    "INSERT OR IGNORE INTO stale_block SELECT s.block FROM quote_speaker qs
                       JOIN speaker s ON s.id = qs.speaker_id WHERE qs.attribution_id = ?",
                    "DELETE FROM claim WHERE id IN (SELECT claim_id FROM occurrence WHERE attribution_id = ?)",
                    "DELETE FROM attribution WHERE id = ?",
                ] {
                    transaction.prepare_cached(sql)?.execute([quote])?;
                }
            }
        }
    }
    transaction
        .prepare_cached(
            "DELETE FROM corrected_quote WHERE attribution_id IN (SELECT id FROM attribution WHERE article_id = ?)",
        )?
        .execute([article])?;
    Ok(())
}

impl Before {
    fn read(transaction: &Transaction<'_>, quote: i64) -> Result<Self, StoreError> {
        let mut statement = transaction.prepare_cached(
            "SELECT role, start_char, end_char, words FROM attribution_span
             WHERE attribution_id = ? AND role IN ('source', 'content') ORDER BY role, piece",
        )?;
        let piece = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let pieces = statement.query_map([quote], piece)?.collect::<rusqlite::Result<_>>()?;
        let before = transaction
            .prepare_cached(
                "SELECT public_id, kind, source, content, start_char, end_char FROM attribution WHERE id = ?",
            )?
            .query_row([quote], |row| {
                Ok(Before {
                    public_id: row.get(0)?,
                    kind: row.get(1)?,
                    source: row.get(2)?,
                    content: row.get(3)?,
                    start_char: row.get(4)?,
                    end_char: row.get(5)?,
                    pieces,
                    also: Vec::new(),
                })
            })?;
        Ok(before)
    }

    fn write(&self, transaction: &Transaction<'_>, quote: i64) -> Result<(), StoreError> {
        transaction
            .prepare_cached(
                "UPDATE attribution SET public_id = ?2, kind = ?3, source = ?4, content = ?5, start_char = ?6,
                   end_char = ?7 WHERE id = ?1",
            )?
            .execute(params![
                quote,
                self.public_id,
                self.kind,
                self.source,
                self.content,
                self.start_char,
                self.end_char
            ])?;
        transaction
            .prepare_cached(
                "DELETE FROM attribution_span WHERE attribution_id = ? AND role IN ('source', 'content')",
            )?
            .execute([quote])?;
        let mut insert = transaction.prepare_cached(
            "INSERT INTO attribution_span (attribution_id, role, piece, start_char, end_char, words)
             VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        let mut numbers: BTreeMap<&str, i64> = BTreeMap::new();
        for (role, start, end, words) in &self.pieces {
            let number = numbers.entry(role).or_insert(0);
            insert.execute(params![quote, role, *number, start, end, words])?;
            *number += 1;
        }
        Ok(())
    }
}

/// The text of an article, with the bytes at which its characters begin.
struct Text {
    article: i64,
    public_id: String,
    text: String,
    published: Option<String>,
    begins: Vec<usize>,
}

impl Text {
    fn load(transaction: &Transaction<'_>, article: i64) -> Result<Self, StoreError> {
        let text = transaction
            .prepare_cached("SELECT public_id, text, published FROM article WHERE id = ?")?
            .query_row([article], |row| {
                let text: String = row.get(1)?;
                let begins = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
                Ok(Text { article, public_id: row.get(0)?, published: row.get(2)?, text, begins })
            })?;
        Ok(text)
    }

    fn apply(
        &self,
        transaction: &Transaction<'_>,
        decision: &PlaceDecision,
        all: &Decisions,
    ) -> Result<(), StoreError> {
        let found = match decision.what {
            Correction::Add { .. } => there(transaction, &spot_of(decision))?,
            _ => find(transaction, decision)?,
        };
        match (&decision.what, found) {
            (Correction::Add { source, .. }, None) => self.add(transaction, decision, source),
            (Correction::Reject, _) => Ok(()),
            // What was added and that was taken back is gone, whatever else was decided about it.
            (_, None) if all.is_taken_back(decision) => Ok(()),
            (_, None) => {
                self.add(transaction, decision, &[])?;
                match decision.what {
                    Correction::Kind(_) | Correction::Content(_) | Correction::Source(_) => {
                        self.apply(transaction, decision, all)
                    }
                    _ => Ok(()),
                }
            }
            (Correction::Kind(kind), Some(quote)) => {
                self.change(transaction, decision, quote, |before| before.kind.clone_from(kind))
            }
            (Correction::Content(pieces), Some(quote)) => {
                let Some(words) = self.words(pieces) else { return Ok(()) };
                let Some((start, end)) = whole(pieces) else { return Ok(()) };
                let id = self.free_id(transaction, start, end, quote)?;
                self.change(transaction, decision, quote, |before| {
                    before.public_id = id;
                    before.content = words.join(BETWEEN_PIECES);
                    (before.start_char, before.end_char) = (start, end);
                    before.set("content", pieces, words);
                })
            }
            (Correction::Source(pieces), Some(quote)) => {
                let Some(words) = self.words(pieces) else { return Ok(()) };
                self.change(transaction, decision, quote, |before| {
                    before.source = words.join(BETWEEN_PIECES);
                    before.set("source", pieces, words);
                })
            }
            _ => Ok(()),
        }
    }

    /// Changes a quote, and keeps what it was.
    fn change(
        &self,
        transaction: &Transaction<'_>,
        decision: &PlaceDecision,
        quote: i64,
        change: impl FnOnce(&mut Before),
    ) -> Result<(), StoreError> {
        let mut now = Before::read(transaction, quote)?;
        let before = serde_json::to_string(&now).map_err(|e| StoreError::Decision(e.to_string()))?;
        transaction
            .prepare_cached(
                "INSERT INTO corrected_quote (attribution_id, decision_id, before) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET decision_id = excluded.decision_id,
                   before = iif(before ->> '$.public_id' = ?4, before, json_insert(before, '$.also[#]', ?4))",
            )?
            .execute(params![quote, decision.id, before, now.public_id])?;
        change(&mut now);
        now.write(transaction, quote)
    }

    /// Adds a quote that the machine did not find.
    fn add(
        &self,
        transaction: &Transaction<'_>,
        decision: &PlaceDecision,
        source: &[(i64, i64)],
    ) -> Result<(), StoreError> {
        let place = [(decision.start_char, decision.end_char)];
        let Some(words) = self.words(&place) else { return Ok(()) };
        let content = words.join(BETWEEN_PIECES);
        let id = self.free_id(transaction, decision.start_char, decision.end_char, 0)?;
        transaction
            .prepare_cached(
                "INSERT INTO attribution (public_id, article_id, number, kind, source, cue, content, start_char, end_char,
                   claim_type, plover, claim_confidence, said_on, said_until, said_precision, said_from, confidence)
                 VALUES (?1, ?2, (SELECT coalesce(max(number), -1) + 1 FROM attribution WHERE article_id = ?2), ?3, '', '',
                   ?4, ?5, ?6, ?7, ?8, 0, ?9, ?9, ?10, ?11, 1)",
            )?
            .execute(params![
                id,
                self.article,
                kind_of(&content),
                content,
                decision.start_char,
                decision.end_char,
                ClaimType::Statement.name(),
                ClaimType::Statement.plover(),
                self.published,
                self.published.as_ref().map(|_| "day"),
                self.published.as_ref().map(|_| "published")
            ])?;
        let quote = transaction.last_insert_rowid();
        let mut now = Before::read(transaction, quote)?;
        now.set("content", &place, words);
        if let Some(words) = self.words(source) {
            now.source = words.join(BETWEEN_PIECES);
            now.set("source", source, words);
        }
        now.write(transaction, quote)?;
        transaction
            .prepare_cached("INSERT INTO corrected_quote (attribution_id, decision_id) VALUES (?, ?)")?
            .execute(params![quote, decision.id])?;
        Ok(())
    }

    /// The words of some pieces; `None` where one is outside of the text.
    fn words(&self, pieces: &[(i64, i64)]) -> Option<Vec<String>> {
        let byte = |at: i64| self.begins.get(usize::try_from(at).ok()?).copied();
        let words = |(start, end): &(i64, i64)| {
            self.text.get(byte(*start)?..byte(*end)?).filter(|w| !w.is_empty()).map(str::to_owned)
        };
        pieces.iter().map(words).collect()
    }

    /// The id for a place that no other quote has.
    fn free_id(
        &self,
        transaction: &Transaction<'_>,
        start: i64,
        end: i64,
        own: i64,
    ) -> Result<String, StoreError> {
        let mut statement = transaction
            .prepare_cached("SELECT public_id FROM attribution WHERE article_id = ?1 AND id != ?2")?;
        let taken: BTreeSet<String> = statement
            .query_map(params![self.article, own], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let [start, end] = [start, end].map(|at| usize::try_from(at).unwrap_or(0));
        let mut nth = 0;
        loop {
            let id = ids::quote(&self.public_id, start, end, nth);
            if !taken.contains(&id) {
                return Ok(id);
            }
            nth += 1;
        }
    }
}

impl Before {
    fn set(&mut self, role: &str, pieces: &[(i64, i64)], words: Vec<String>) {
        self.pieces.retain(|(of, _, _, _)| of != role);
        let new = pieces.iter().zip(words);
        self.pieces.extend(new.map(|((start, end), words)| (role.to_owned(), *start, *end, words)));
    }
}

fn whole(pieces: &[(i64, i64)]) -> Option<(i64, i64)> {
    Some((pieces.first()?.0, pieces.last()?.1))
}

/// Whether words are all, partly or not in quotation marks.
fn kind_of(content: &str) -> &'static str {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’');
    let content = content.trim();
    match (content.starts_with(is_mark), content.contains(['"', '“', '„', '«'])) {
        (true, _) if content.ends_with(is_mark) => "direct",
        (_, true) => "mixed",
        _ => "indirect",
    }
}
