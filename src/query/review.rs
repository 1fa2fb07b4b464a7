//! What the machine is least sure of, for a person to look at.

use super::picking::Picking;
use super::{Page, QueryError};
use crate::claims::ClaimType;
use rusqlite::Connection;

/// Which quotes are to be looked at. Empty lists and `None` stand for all.
#[derive(Clone, Debug, Default)]
pub struct ReviewFilter {
    /// Row numbers of speakers, one of whom is said to have said it, or was weighed.
    pub speakers: Vec<i64>,
    /// Row number of the article in which it stands.
    pub article: Option<i64>,
    /// Types of claims.
    pub types: Vec<ClaimType>,
    /// Only what is less certain than this.
    pub below: Option<f64>,
    /// How many at most.
    pub limit: Option<usize>,
}

/// How sure the machine is of a quote `q` as it is shown: of the quote itself, and of each of its speakers.
const SURE: &str = "min(q.confidence, coalesce((SELECT min(qs.confidence) FROM quote_speaker qs
                      WHERE qs.attribution_id = q.id), 1))";

/// Row numbers of quotes on which nobody has decided anything, least sure first; those of older versions of articles are
/// left out.
///
/// # Errors
/// [`QueryError::Database`].
pub fn waiting(connection: &Connection, filter: &ReviewFilter) -> Result<Page<i64>, QueryError> {
    let mut picking = Picking::default();
    picking.require("o.verdict IS NULL AND o.decision_id IS NULL");
    picking.require("q.article_id NOT IN (SELECT article_id FROM older_version)");
    picking.require("q.id NOT IN (SELECT attribution_id FROM corrected_quote)");
    picking.require(
        "NOT EXISTS (SELECT 1 FROM quote_speaker qs WHERE qs.attribution_id = q.id AND qs.decision_id IS NOT NULL)",
    );
    picking.require_one_of(
        "(q.id IN (SELECT attribution_id FROM quote_speaker WHERE speaker_id IN (?))
          OR q.id IN (SELECT c.attribution_id FROM entity_speaker es
                      JOIN attribution_candidate c ON c.entity_id = es.entity_id WHERE es.speaker_id IN (?)))",
        filter.speakers.iter().copied(),
    );
    picking.require_one_of("q.article_id IN (?)", filter.article);
    picking.require_one_of("o.type IN (?)", filter.types.iter().map(|kind| kind.name().to_owned()));
    if let Some(below) = filter.below {
        picking.require_with(&format!("{SURE} < ?"), [below.into()]);
    }
    let from = "attribution q JOIN occurrence o ON o.attribution_id = q.id";
    picking.pick(connection, "q.id", from, &format!("{SURE}, q.public_id"), filter.limit)
}
