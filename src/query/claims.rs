//! Claims: what somebody put forward, once, however often it was printed.

use super::outcomes::{self, LegalOutcome};
use super::picking::Picking;
use super::quotes::{self, Printed, Quote, QuoteFilter};
use super::stories;
use super::wordings::{self, Stretch};
use super::{Days, Page, QueryError, words};
use crate::claims::ClaimType;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

/// Which claims are wanted. Empty lists and `None` stand for all.
#[derive(Clone, Debug, Default)]
pub struct ClaimFilter {
    /// Types.
    pub types: Vec<ClaimType>,
    /// Row numbers of speakers, one of whom put it forward.
    pub speakers: Vec<i64>,
    /// Words to look for in any of its wordings.
    pub about: Option<String>,
    /// Days on one of which it was said.
    pub days: Days,
    /// How often it was printed at least, other prints of the same texts counted in.
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
    /// How many other prints of the same texts are known: by another outlet, on another day, at another address.
    pub copies: i64,
}

/// How many other prints of the texts that hold the claim `c` are known.
pub(super) const COPIES: &str =
    "(SELECT count(DISTINCT k.id) FROM occurrence o JOIN attribution q ON q.id = o.attribution_id
   JOIN article_copy k ON k.article_id = q.article_id
   WHERE o.claim_id = c.id AND k.elsewhere = 1 AND o.verdict IS NOT 'rejected'
     AND q.article_id NOT IN (SELECT article_id FROM older_version))";

/// Claims, newest first; those without a date come last.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Database`].
pub fn claims(connection: &Connection, filter: &ClaimFilter) -> Result<Page<Claim>, QueryError> {
    let _state = super::one_state(connection)?;
    let mut picking = Picking::default();
    picking.require_one_of("c.type IN (?)", filter.types.iter().map(|kind| kind.name().to_owned()));
    picking.require_one_of(
        "c.id IN (SELECT o.claim_id FROM quote_speaker qs JOIN occurrence o ON o.attribution_id = qs.attribution_id
                  WHERE qs.speaker_id IN (?))",
        filter.speakers.iter().copied(),
    );
    if let Some(about) = &filter.about {
        let (rows, parameters) = words::Words::read(about)?.rows(words::QUOTES);
        let condition = format!("c.id IN (SELECT claim_id FROM occurrence WHERE attribution_id IN ({rows}))");
        picking.require_with(&condition, parameters);
    }
    picking.require("c.occurrences >= 1");
    if filter.min_occurrences > 1 {
        let times = filter.min_occurrences;
        let often = format!("(c.occurrences >= ? OR c.occurrences + {COPIES} >= ?)");
        picking.require_with(&often, [times.into(), times.into()]);
    }
    if filter.days != Days::default() {
        // By the index first; between its first and its last day it may have been silent.
        picking.require_days(filter.days, "c.first_said", "c.last_said");
        let (said, parameters) = said_within(filter.days).sql("1", QUOTES_OF, "1", None);
        picking.require_with(&format!("EXISTS ({said})"), parameters);
    }
    let order = "c.first_said DESC, c.public_id";
    picking.pick(connection, "c.id", "claim c", order, filter.limit)?.try_map(|row| read(connection, row))
}

const QUOTES_OF: &str = "occurrence o JOIN attribution q ON q.id = o.attribution_id";

/// The quotes of a claim `c` that count and were said on one of these days.
fn said_within(days: Days) -> Picking {
    let mut said = Picking::default();
    said.require("o.claim_id = c.id AND o.verdict IS NOT 'rejected'");
    said.require("q.article_id NOT IN (SELECT article_id FROM older_version)");
    said.require_days(days, "q.said_on", "q.said_until");
    said
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
    let mut statement = connection.prepare_cached(&format!(
        "SELECT public_id, type, content, first_said, last_said, occurrences, stories, {COPIES} FROM claim c
         WHERE id = ?1"
    ))?;
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
            copies: found.get(7)?,
        })
    })?)
}

/// Where a claim was printed, and what was replied to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimHistory {
    /// The claim.
    pub claim: Claim,
    /// Its quotes, first said first, then first printed first.
    pub occurrences: Vec<Occurrence>,
    /// For an accusation, what was replied to it, first said first.
    pub replies: Vec<ReplyTo>,
    /// The accusations that it answers, first said first.
    pub answers: Vec<ReplyTo>,
    /// What people hold of it, last decided last.
    pub verdicts: Vec<Verdict>,
    /// For an accusation: legal outcomes that articles report of the accused, whatever they are about.
    pub outcomes: Vec<LegalOutcome>,
}

/// One quote of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The quote; `also_in` names the other prints of the same text.
    pub quote: Quote,
    /// Whether it was printed nowhere before; nowhere where the days are unknown.
    pub first: bool,
    /// The same of each print in `also_in`.
    pub first_also: Vec<bool>,
    /// Which independent report it belongs to, from 1: copies and versions of one story share one.
    pub report: usize,
    /// Its words beside those of the fullest wording.
    pub wording: Vec<Stretch>,
}

/// A reply to an accusation.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyTo {
    /// denial, admission, apology, no-comment, counter-accusation, dispute, withdrawal.
    pub reply: String,
    /// Who replies: accused, spokesman, organization, accuser, other.
    pub voice: String,
    /// Why it is taken for a reply, in words.
    pub reason: String,
    /// The reply, or the accusation that is answered.
    pub quote: Quote,
}

/// What somebody holds of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// In the person's own words.
    pub verdict: String,
    /// Why.
    pub reason: Option<String>,
    /// Who.
    pub by: Option<String>,
    /// When, a moment.
    pub made: String,
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
    let quotes = quotes::quotes(connection, &filter)?.rows;
    let occurrences = occurrences(connection, &claim, quotes)?;
    let replies = replies(
        connection,
        "SELECT DISTINCT r.reply, r.voice, r.reason, r.attribution_id, q.said_on FROM occurrence o
         JOIN accusation x ON x.attribution_id = o.attribution_id
         JOIN accusation_reply r ON r.accusation_id = x.id
         JOIN attribution q ON q.id = r.attribution_id
         LEFT JOIN occurrence ro ON ro.attribution_id = r.attribution_id
         WHERE o.claim_id = ?1 AND ro.verdict IS NOT 'rejected'
         ORDER BY q.said_on, q.public_id",
        row,
    )?;
    let answers = replies_of(connection, row)?;
    let mut statement = connection.prepare_cached(
        "SELECT v.verdict, d.note, d.made_by, d.made FROM claim_verdict v JOIN decision d ON d.id = v.decision_id
         WHERE v.claim_id = ?1 ORDER BY d.made, d.id",
    )?;
    let verdict = |found: &Row<'_>| {
        Ok(Verdict { verdict: found.get(0)?, reason: found.get(1)?, by: found.get(2)?, made: found.get(3)? })
    };
    let verdicts = statement.query_map([row], verdict)?.collect::<Result<_, _>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT st.accused_speaker_id FROM occurrence o JOIN accusation x ON x.attribution_id = o.attribution_id
         JOIN accusation_status st ON st.accusation_id = x.id
         WHERE o.claim_id = ?1 AND st.accused_speaker_id IS NOT NULL ORDER BY 1",
    )?;
    let accused: Vec<i64> = statement.query_map([row], |found| found.get(0))?.collect::<Result<_, _>>()?;
    let outcomes = outcomes::of_speakers(connection, &accused, Days::default())?;
    Ok(ClaimHistory { claim, occurrences, replies, answers, verdicts, outcomes })
}

fn occurrences(
    connection: &Connection,
    claim: &Claim,
    quotes: Vec<Quote>,
) -> Result<Vec<Occurrence>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce((SELECT story FROM story_article s WHERE s.article_id = q.article_id), '')
         FROM attribution q WHERE q.id = ?1",
    )?;
    let mut with_copies = Vec::with_capacity(quotes.len());
    for quote in quotes {
        let also_in = stories::same_text(connection, &quote.printed.article_id)?;
        with_copies.push(Quote { also_in, ..quote });
    }
    let prints = with_copies.iter().flat_map(|quote| std::iter::once(&quote.printed).chain(&quote.also_in));
    let first = prints.filter_map(|printed| printed.published.clone()).min();
    let is_first = |printed: &Printed| first.is_some() && printed.published == first;
    let mut reports: HashMap<String, usize> = HashMap::new();
    let mut all = Vec::with_capacity(with_copies.len());
    for quote in with_copies {
        let story: String = statement.query_row([quote.row], |found| found.get(0))?;
        let next = reports.len() + 1;
        all.push(Occurrence {
            first: is_first(&quote.printed),
            first_also: quote.also_in.iter().map(is_first).collect(),
            report: *reports.entry(story).or_insert(next),
            wording: wordings::diff(&claim.content, &quote.content),
            quote,
        });
    }
    Ok(all)
}

/// The accusations that the quotes of a claim answer.
fn replies_of(connection: &Connection, row: i64) -> Result<Vec<ReplyTo>, QueryError> {
    replies(
        connection,
        "SELECT DISTINCT r.reply, r.voice, r.reason, x.attribution_id, q.said_on FROM occurrence o
         JOIN accusation_reply r ON r.attribution_id = o.attribution_id
         JOIN accusation x ON x.id = r.accusation_id
         JOIN attribution q ON q.id = x.attribution_id
         LEFT JOIN occurrence xo ON xo.attribution_id = x.attribution_id
         WHERE o.claim_id = ?1 AND xo.verdict IS NOT 'rejected'
         ORDER BY q.said_on, q.public_id",
        row,
    )
}

fn replies(connection: &Connection, sql: &str, claim: i64) -> Result<Vec<ReplyTo>, QueryError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([claim])?;
    let mut found: Vec<ReplyTo> = Vec::new();
    while let Some(row) = rows.next()? {
        let quote = quotes::read(connection, row.get(3)?)?;
        // One answer to several allegations of one claim is shown once.
        if found.iter().any(|reply| reply.quote.row == quote.row) {
            continue;
        }
        found.push(ReplyTo { reply: row.get(0)?, voice: row.get(1)?, reason: row.get(2)?, quote });
    }
    Ok(found)
}

/// The public id of the first quote of the claim with the row number `row`: said first, then printed first; one that was said
/// on one of these days, where there is one.
///
/// # Errors
/// [`QueryError::Database`], also where there is none.
pub fn first_quote(connection: &Connection, row: i64, days: Days) -> Result<String, QueryError> {
    first_of(connection, row, days, "TRUE")
}

/// The public id of the first quote that has the fullest wording of the claim with the row number `row`, whenever it was said.
///
/// # Errors
/// [`QueryError::Database`].
pub fn fullest_quote(connection: &Connection, row: i64) -> Result<String, QueryError> {
    first_of(connection, row, Days::default(), "q.content = c.content")
}

/// The first quote of a claim of which a condition holds.
fn first_of(connection: &Connection, row: i64, days: Days, condition: &str) -> Result<String, QueryError> {
    let [since, until] = [days.since, days.until].map(|day| day.map(|day| day.to_string()));
    let mut statement = connection.prepare_cached(&format!(
        "SELECT q.public_id FROM occurrence o JOIN attribution q ON q.id = o.attribution_id
         JOIN claim c ON c.id = o.claim_id JOIN article a ON a.id = q.article_id
         WHERE o.claim_id = ?1 AND {condition}
         ORDER BY o.verdict IS 'rejected', EXISTS (SELECT 1 FROM older_version v WHERE v.article_id = a.id),
                  NOT (coalesce(q.said_until >= ?2, ?2 IS NULL) AND coalesce(q.said_on <= ?3, ?3 IS NULL)),
                  q.said_on IS NULL, q.said_on, a.published IS NULL, a.published, q.public_id LIMIT 1"
    ))?;
    Ok(statement.query_row(params![row, since, until], |found| found.get(0))?)
}

/// Whether the quote with this public id carries an accusation.
///
/// # Errors
/// [`QueryError::Database`].
pub fn accuses(connection: &Connection, quote: &str) -> Result<bool, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM attribution q JOIN accusation x ON x.attribution_id = q.id WHERE q.public_id = ?1)",
    )?;
    Ok(statement.query_row([quote], |found| found.get(0))?)
}

/// The public id of the claim of the quote with this public id.
///
/// # Errors
/// [`QueryError::Database`].
pub fn claim_of(connection: &Connection, quote: &str) -> Result<Option<String>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.public_id FROM attribution q JOIN occurrence o ON o.attribution_id = q.id
         JOIN claim c ON c.id = o.claim_id WHERE q.public_id = ?1",
    )?;
    Ok(statement.query_row([quote], |found| found.get(0)).optional()?)
}

/// Whom the claim of a quote accuses, by the names that their articles give them, in the order of letters.
///
/// # Errors
/// [`QueryError::Database`].
pub fn accused_of(connection: &Connection, quote: &str) -> Result<Vec<String>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT coalesce(s.name, x.accused) FROM attribution q
         JOIN occurrence mine ON mine.attribution_id = q.id JOIN occurrence o ON o.claim_id = mine.claim_id
         JOIN accusation x ON x.attribution_id = o.attribution_id
         LEFT JOIN accusation_status st ON st.accusation_id = x.id LEFT JOIN speaker s ON s.id = st.accused_speaker_id
         WHERE q.public_id = ?1 AND st.verdict IS NOT 'rejected' ORDER BY 1",
    )?;
    Ok(statement.query_map([quote], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
