//! Who speaks in each quote over all articles, and what people decided about quotes.

use super::decisions::{Correction, Decisions, Named, PlaceDecision};
use super::{corrections, speakers};
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
    let mut given: BTreeMap<i64, (Option<&Named>, i64)> = BTreeMap::new();
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
                given.insert(quote, (named.as_ref(), decision.id));
            }
            Correction::Add { speaker, .. } => {
                (entry.verdict, entry.decision) = (Some("confirmed"), decision.id);
                if let Some(named) = speaker {
                    given.insert(quote, (Some(named), decision.id));
                }
            }
            // Applied to the text already.
            Correction::Kind(_) | Correction::Content(_) | Correction::Source(_) => {}
        }
    }
    for (quote, (named, decision)) in given {
        let speaker = named.map(|named| speakers::decided(transaction, decisions, named)).transpose()?;
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

/// The touched quote that a decision is about.
fn find(transaction: &Transaction<'_>, decision: &PlaceDecision) -> Result<Option<i64>, StoreError> {
    let Some(quote) = corrections::find(transaction, decision)? else { return Ok(None) };
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
