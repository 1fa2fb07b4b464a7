//! Claims: what somebody put forward, once, however often it was printed.

use super::picking::Picking;
use super::quotes::{self, Quote, QuoteFilter};
use super::{Days, Page, QueryError, words};
use crate::claims::ClaimType;
use rusqlite::{Connection, Row};

/// Which claims are wanted. Empty lists and `None` stand for all.
#[derive(Clone, Debug, Default)]
pub struct ClaimFilter {
    /// Types.
    pub types: Vec<ClaimType>,
    /// Row numbers of speakers, one of whom put it forward.
    pub speakers: Vec<i64>,
    /// Words to look for in any of its wordings.
    pub about: Option<String>,
    /// Days on which it was said.
    pub days: Days,
    /// How often it was printed at least.
    pub min_occurrences: i64,
    /// How many rows at most.
    pub limit: Option<usize>,
}

/// One claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Row number, worth nothing outside this database.
    pub row: i64,
    /// `c:…`
    pub id: String,
    /// The type of its first occurrence.
    pub claim_type: String,
    /// The longest wording that was printed.
    pub content: String,
    /// Who put it forward.
    pub speakers: Vec<String>,
    /// First day on which it was said.
    pub first_said: Option<String>,
    /// Last day.
    pub last_said: Option<String>,
    /// How many quotes.
    pub occurrences: i64,
    /// How many independent reports.
    pub stories: i64,
}

/// Claims, newest first; those without a date come last.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Database`].
pub fn claims(connection: &Connection, filter: &ClaimFilter) -> Result<Page<Claim>, QueryError> {
    let mut picking = Picking::default();
    picking.require_one_of("c.type IN (?)", filter.types.iter().map(|kind| kind.name().to_owned()));
    picking.require_one_of(
        "c.id IN (SELECT o.claim_id FROM quote_speaker qs JOIN occurrence o ON o.attribution_id = qs.attribution_id
                  WHERE qs.speaker_id IN (?))",
        filter.speakers.iter().copied(),
    );
    if let Some(about) = &filter.about {
        picking.require_with(
            "c.id IN (SELECT claim_id FROM occurrence WHERE attribution_id IN
               (SELECT rowid FROM quote_fts WHERE quote_fts MATCH ?))",
            [words::fts(about)?.into()],
        );
    }
    picking.require_with("c.occurrences >= ?", [filter.min_occurrences.max(1).into()]);
    picking.require_days(filter.days, "c.first_said", "c.last_said");
    let order = "c.first_said DESC, c.public_id";
    picking.pick(connection, "c.id", "claim c", order, filter.limit)?.try_map(|row| read(connection, row))
}

/// The claim with the row number `row`.
///
/// # Errors
/// [`QueryError::Database`], also where there is none.
pub fn read(connection: &Connection, row: i64) -> Result<Claim, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT coalesce(s.name, 'unknown') FROM occurrence o
         JOIN quote_speaker qs ON qs.attribution_id = o.attribution_id LEFT JOIN speaker s ON s.id = qs.speaker_id
         WHERE o.claim_id = ?1 ORDER BY qs.place, s.name",
    )?;
    let speakers = statement.query_map([row], |found| found.get(0))?.collect::<Result<_, _>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT public_id, type, content, first_said, last_said, occurrences, stories FROM claim WHERE id = ?1",
    )?;
    Ok(statement.query_row([row], |found| {
        Ok(Claim {
            row,
            id: found.get(0)?,
            claim_type: found.get(1)?,
            content: found.get(2)?,
            speakers,
            first_said: found.get(3)?,
            last_said: found.get(4)?,
            occurrences: found.get(5)?,
            stories: found.get(6)?,
        })
    })?)
}

/// Where a claim was printed, and what was replied to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimHistory {
    /// The claim.
    pub claim: Claim,
    /// Its quotes, first said first.
    pub occurrences: Vec<Quote>,
    /// For an accusation, what the accused said to it: denied, admitted, no-comment, and the quote.
    pub replies: Vec<(String, Quote)>,
}

/// The history of the claim with the row number `row`.
///
/// # Errors
/// [`QueryError::Database`], also where there is none.
pub fn history(connection: &Connection, row: i64) -> Result<ClaimHistory, QueryError> {
    let claim = read(connection, row)?;
    // What only older versions say is told by them.
    let all_versions = claim.occurrences == 0;
    let filter = QuoteFilter { claim: Some(row), all_versions, reverse: true, ..QuoteFilter::default() };
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT r.reply, r.attribution_id FROM occurrence o
         JOIN accusation x ON x.attribution_id = o.attribution_id
         JOIN accusation_reply r ON r.accusation_id = x.id
         JOIN attribution q ON q.id = r.attribution_id
         LEFT JOIN occurrence ro ON ro.attribution_id = r.attribution_id
         WHERE o.claim_id = ?1 AND ro.verdict IS NOT 'rejected' ORDER BY q.said_on, r.attribution_id",
    )?;
    let reply = |found: &Row<'_>| Ok((found.get(0)?, found.get(1)?));
    let replies: Vec<(String, i64)> = statement.query_map([row], reply)?.collect::<Result<_, _>>()?;
    let replies = replies.into_iter().map(|(reply, quote)| Ok((reply, quotes::read(connection, quote)?)));
    Ok(ClaimHistory {
        claim,
        occurrences: quotes::quotes(connection, &filter)?.rows,
        replies: replies.collect::<Result<_, QueryError>>()?,
    })
}
