//! Who speaks in each quote over all articles, and what people decided about quotes.

use super::decisions::{Correction, Decisions, Named, PlaceDecision};
use super::speakers;
use crate::store::StoreError;
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, HashMap};

/// What people decided about one quote, its speaker apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Corrected {
    pub(super) claim_type: Option<String>,
    pub(super) verdict: Option<&'static str>,
    pub(super) decision: i64,
}

/// A decision holds for the quote that shares at least half of all characters that either covers.
const LEAST_OVERLAP: f64 = 0.5;

/// Derives the speakers of all touched quotes; gives what else was decided about them, by row number.
pub(super) fn derive(
    transaction: &Transaction<'_>,
    decisions: &Decisions,
) -> Result<HashMap<i64, Corrected>, StoreError> {
    transaction.execute_batch(
        "INSERT INTO quote_speaker (attribution_id, place, speaker_id, known_by, confidence)
           SELECT s.attribution_id, s.place, es.speaker_id, s.known_by, s.confidence
           FROM temp.touched_quote t CROSS JOIN attribution_speaker s ON s.attribution_id = t.id
           LEFT JOIN entity_speaker es ON es.entity_id = s.entity_id",
    )?;
    let mut corrected: HashMap<i64, Corrected> = HashMap::new();
    let mut given: BTreeMap<i64, (&Named, i64)> = BTreeMap::new();
    for decision in &decisions.places {
        let Some(quote) = find(transaction, decision)? else { continue };
        let entry = corrected.entry(quote).or_default();
        match &decision.what {
            Correction::Confirm => (entry.verdict, entry.decision) = (Some("confirmed"), decision.id),
            Correction::Reject => (entry.verdict, entry.decision) = (Some("rejected"), decision.id),
            Correction::ClaimType(kind) => {
                (entry.claim_type, entry.decision) = (Some(kind.clone()), decision.id)
            }
            Correction::Speaker(named) => {
                given.insert(quote, (named, decision.id));
            }
        }
    }
    for (quote, (named, decision)) in given {
        let speaker = speakers::decided(transaction, decisions, named)?;
        transaction.execute("DELETE FROM quote_speaker WHERE attribution_id = ?", [quote])?;
        transaction.execute(
            "INSERT INTO quote_speaker (attribution_id, place, speaker_id, known_by, confidence, decision_id)
             VALUES (?, 0, ?, 'decision', 1, ?)",
            params![quote, speaker, decision],
        )?;
    }
    corrected.retain(|_, c| c.decision != 0);
    Ok(corrected)
}

/// The touched quote that a decision is about: a later extractor may draw its bounds a little differently.
fn find(transaction: &Transaction<'_>, decision: &PlaceDecision) -> Result<Option<i64>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT q.id, q.start_char, q.end_char FROM article a JOIN attribution q ON q.article_id = a.id
         WHERE a.public_id = ?1 AND q.start_char < ?3 AND q.end_char > ?2 ORDER BY q.number",
    )?;
    let mut rows = statement.query(params![decision.article, decision.start_char, decision.end_char])?;
    let mut best: Option<(f64, i64, (i64, i64))> = None;
    let mut nth = 0;
    while let Some(row) = rows.next()? {
        let place: (i64, i64) = (row.get(1)?, row.get(2)?);
        let shared = place.1.min(decision.end_char) - place.0.max(decision.start_char);
        let all = place.1.max(decision.end_char) - place.0.min(decision.start_char);
        let overlap = shared as f64 / all.max(1) as f64;
        match &best {
            Some((most, _, at)) if *at == place && overlap == *most => {
                nth += 1;
                if nth == decision.nth {
                    best = Some((overlap, row.get(0)?, place));
                }
            }
            Some((most, _, _)) if overlap <= *most => {}
            _ => {
                nth = 0;
                best = Some((overlap, row.get(0)?, place));
            }
        }
    }
    let Some((_, quote, _)) = best.filter(|(overlap, _, _)| *overlap >= LEAST_OVERLAP) else {
        return Ok(None);
    };
    let touched: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM temp.touched_quote WHERE id = ?)")?
        .query_row([quote], |row| row.get(0))?;
    Ok(touched.then_some(quote))
}

/// Counts the quotes of each touched speaker in the newest versions; after the claims, which know the rejected ones.
pub(super) fn count(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction.execute_batch(
        "UPDATE speaker SET quotes = (
           SELECT count(DISTINCT qs.attribution_id) FROM quote_speaker qs
           JOIN occurrence o ON o.attribution_id = qs.attribution_id
           JOIN attribution q ON q.id = qs.attribution_id
           WHERE qs.speaker_id = speaker.id AND o.verdict IS NOT 'rejected'
             AND q.article_id NOT IN (SELECT article_id FROM older_version))
         WHERE block IN (SELECT block FROM temp.touched_block)",
    )?;
    Ok(())
}
