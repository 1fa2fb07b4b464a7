//! Who speaks in each quote over all articles, and what people decided about quotes.

use super::decisions::{Correction, Decisions, PlaceDecision};
use super::named::Named;
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
    let mut given: BTreeMap<i64, Given<'_>> = BTreeMap::new();
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
                given.insert(quote, Given::instead(named.as_ref(), decision.id));
            }
            Correction::AlsoSpeaker(named) => {
                given.entry(quote).or_default().also(named, decision.id);
            }
            Correction::Add { speaker, .. } => {
                (entry.verdict, entry.decision) = (Some("confirmed"), decision.id);
                if let Some(named) = speaker {
                    given.insert(quote, Given::instead(Some(named), decision.id));
                }
            }
            // Applied to the text already.
            Correction::Kind(_) | Correction::Content(_) | Correction::Source(_) => {}
        }
    }
    for (quote, given) in given {
        if given.instead {
            transaction.execute("DELETE FROM quote_speaker WHERE attribution_id = ?", [quote])?;
        }
        for (named, decision) in given.speakers {
            let speaker = named.map(|named| speakers::decided(transaction, decisions, named)).transpose()?;
            transaction.execute(
                "INSERT INTO quote_speaker (attribution_id, place, speaker_id, known_by, confidence, decision_id)
                 SELECT ?1, (SELECT coalesce(max(place), -1) + 1 FROM quote_speaker WHERE attribution_id = ?1), ?2,
                        'decision', 1, ?3
                 WHERE NOT EXISTS (SELECT 1 FROM quote_speaker WHERE attribution_id = ?1 AND speaker_id = ?2)",
                params![quote, speaker, decision],
            )?;
        }
    }
    corrected.retain(|_, c| c.decision != 0);
    Ok(corrected)
}

/// The speakers that people gave a quote, each with the decision.
#[derive(Default)]
struct Given<'a> {
    /// They stand instead of those that the machine found, and not beside them.
    instead: bool,
    speakers: Vec<(Option<&'a Named>, i64)>,
}

impl<'a> Given<'a> {
    fn instead(speaker: Option<&'a Named>, decision: i64) -> Self {
        Self { instead: true, speakers: vec![(speaker, decision)] }
    }

    fn also(&mut self, speaker: &'a Named, decision: i64) {
        // Whoever said it beside somebody is no longer unknown.
        self.speakers.retain(|(known, _)| known.is_some_and(|known| known.id != speaker.id));
        self.speakers.push((Some(speaker), decision));
    }
}

/// The touched quote that a decision is about.
fn find(transaction: &Transaction<'_>, decision: &PlaceDecision) -> Result<Option<i64>, StoreError> {
    let Some(quote) = corrections::find(transaction, decision)? else { return Ok(None) };
    let touched: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM temp.touched_quote WHERE id = ?)")?
        .query_row([quote], |row| row.get(0))?;
    Ok(touched.then_some(quote))
}

/// Counts the quotes of each touched speaker in the newest versions, and the articles of those whom no article names; after
/// the claims, which know the rejected ones.
pub(super) fn count(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction.execute_batch(
        "UPDATE speaker SET quotes = (
           SELECT count(DISTINCT qs.attribution_id) FROM quote_speaker qs
           JOIN occurrence o ON o.attribution_id = qs.attribution_id
           JOIN attribution q ON q.id = qs.attribution_id
           WHERE qs.speaker_id = speaker.id AND o.verdict IS NOT 'rejected'
             AND q.article_id NOT IN (SELECT article_id FROM older_version))
         WHERE block IN (SELECT block FROM temp.touched_block);
         -- Whom only decisions name is where these quotes are.
         UPDATE speaker SET (articles, mentions, first_day, last_day) = (
           SELECT count(DISTINCT q.article_id), count(DISTINCT q.id), min(a.published), max(a.published)
           FROM quote_speaker qs JOIN attribution q ON q.id = qs.attribution_id JOIN article a ON a.id = q.article_id
           WHERE qs.speaker_id = speaker.id AND q.article_id NOT IN (SELECT article_id FROM older_version))
         WHERE block IN (SELECT block FROM temp.touched_block)
           AND NOT EXISTS (SELECT 1 FROM entity_speaker es WHERE es.speaker_id = speaker.id)",
    )?;
    Ok(())
}
