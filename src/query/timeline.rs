//! A speaker's record by date: what it put forward, was accused of and answered.

use super::accusations::{self, Accusation, AccusationFilter};
use super::claims::{self, Claim, ClaimFilter};
use super::outcomes::{self, LegalOutcome};
use super::quotes::{self, Quote};
use super::{Days, Page, QueryError, When};
use crate::claims::ClaimType;
use crate::wording::{Conflict, Wording, conflicts};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::collections::{BTreeMap, HashSet};

/// Which part of a record is wanted. Empty lists and `None` stand for all.
#[derive(Clone, Debug, Default)]
pub struct TimelineFilter {
    /// Row numbers of the speakers; several where one person is several of them.
    pub speakers: Vec<i64>,
    /// Types of what they put forward; where there are any, what they are accused of is left out unless `accusation` is
    /// among them.
    pub types: Vec<ClaimType>,
    /// Days on which it was said.
    pub days: Days,
    /// Only what may contradict something else.
    pub contradictions: bool,
    /// Newest first.
    pub reverse: bool,
    /// How many rows at most.
    pub limit: Option<usize>,
}

/// One line of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is.
    pub what: What,
    /// When it was said; of a legal outcome, when the article was published.
    pub said: Option<When>,
    /// What may contradict it: claims of the same speaker. Candidates for a person to look at.
    pub contradicts: Vec<Contradiction>,
}

/// What a line of a record is.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The speaker put it forward.
    Claim {
        /// The claim.
        claim: Claim,
        /// Its first quote, whose words may be fewer than those of the claim.
        quote: Box<Quote>,
        /// The public id of a quote with all words of the claim, where the first has other ones.
        fullest: Option<String>,
        /// Public ids of the accusations, as claims, that it answers.
        answers: Vec<String>,
    },
    /// The speaker was accused of it.
    Accused(Box<Accusation>),
    /// An article reports it of the speaker: charged, convicted, acquitted.
    Legal(LegalOutcome),
}

/// A claim that may contradict another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// `c:…` of the other.
    pub claim_id: String,
    /// How.
    pub how: Conflict,
}

/// The record that `filter` wants, oldest first; what has no date comes last.
///
/// # Errors
/// [`QueryError::Database`].
pub fn timeline(connection: &Connection, filter: &TimelineFilter) -> Result<Page<Entry>, QueryError> {
    let _state = super::one_state(connection)?;
    let wanted = ClaimFilter {
        types: filter.types.clone(),
        speakers: filter.speakers.clone(),
        days: filter.days,
        min_occurrences: 1,
        ..ClaimFilter::default()
    };
    let contradictions = contradictions(connection, &filter.speakers)?;
    let of = |id: &str| contradictions.get(id).cloned().unwrap_or_default();
    let mut lines: Vec<Line> = Vec::new();
    for claim in claims::claims(connection, &wanted)?.rows {
        if !filter.contradictions || contradictions.contains_key(&claim.id) {
            let quote =
                quotes::read_by_id(connection, &claims::first_quote(connection, claim.row, filter.days)?)?;
            lines.push(Line {
                day: quote.said.as_ref().map(|said| said.first.to_string()),
                id: claim.id.clone(),
                of: LineOf::Claim(claim, Box::new(quote)),
            });
        }
    }
    let accused = filter.types.is_empty() || filter.types.contains(&ClaimType::Accusation);
    if accused && !filter.contradictions {
        lines.extend(accusations_against(connection, filter)?);
    }
    if filter.types.is_empty() && !filter.contradictions {
        for outcome in outcomes::of_speakers(connection, &filter.speakers, filter.days)? {
            let (day, id) = (outcome.printed.published.clone(), outcome.printed.article_id.clone());
            lines.push(Line { day, id, of: LineOf::Legal(outcome) });
        }
    }
    lines.sort_by(|a, b| a.key().cmp(&b.key()));
    if filter.reverse {
        // What has no date stays at the end.
        lines.sort_by(|a, b| (a.day.is_none(), b.day.as_deref()).cmp(&(b.day.is_none(), a.day.as_deref())));
    }
    let more = filter.limit.is_some_and(|limit| lines.len() > limit);
    lines.truncate(filter.limit.unwrap_or(usize::MAX));
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        rows.push(match line.of {
            LineOf::Accused(accusation) => {
                let said = accusation.said.clone();
                Entry { what: What::Accused(accusation), said, contradicts: Vec::new() }
            }
            LineOf::Legal(outcome) => {
                let said = outcome.published();
                Entry { what: What::Legal(outcome), said, contradicts: Vec::new() }
            }
            LineOf::Claim(claim, quote) => {
                let fullest = (quote.content != claim.content)
                    .then(|| claims::fullest_quote(connection, claim.row))
                    .transpose()?;
                let answers = answered(connection, claim.row)?;
                let contradicts = of(&claim.id);
                let said = quote.said.clone();
                Entry { said, what: What::Claim { claim, quote, fullest, answers }, contradicts }
            }
        });
    }
    Ok(Page { rows, more })
}

/// A line before its rows are read.
struct Line {
    day: Option<String>,
    id: String,
    of: LineOf,
}

enum LineOf {
    /// With the first of its quotes that is wanted.
    Claim(Claim, Box<Quote>),
    Accused(Box<Accusation>),
    Legal(LegalOutcome),
}

impl Line {
    /// On one day what somebody was accused of comes before what was said to it.
    fn key(&self) -> (bool, Option<&str>, bool, &str) {
        (self.day.is_none(), self.day.as_deref(), matches!(self.of, LineOf::Claim(..)), &self.id)
    }
}

/// What the speakers were accused of, each claim once.
fn accusations_against(connection: &Connection, filter: &TimelineFilter) -> Result<Vec<Line>, QueryError> {
    let against = AccusationFilter {
        against: filter.speakers.clone(),
        days: filter.days,
        reverse: true,
        ..AccusationFilter::default()
    };
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    for accusation in accusations::accusations(connection, &against)?.rows {
        let accuser = accusation.accuser.as_ref().map(|party| party.name.clone());
        let what = accusation.claim_id.clone().unwrap_or_else(|| accusation.allegation.to_lowercase());
        if seen.insert((what.clone(), accuser)) {
            let day = accusation.said.as_ref().map(|said| said.first.to_string());
            lines.push(Line { day, id: what, of: LineOf::Accused(Box::new(accusation)) });
        }
    }
    Ok(lines)
}

/// The accusations, as claims, that a claim answers.
fn answered(connection: &Connection, claim: i64) -> Result<Vec<String>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT c.public_id FROM occurrence o JOIN accusation_reply r ON r.attribution_id = o.attribution_id
         JOIN accusation x ON x.id = r.accusation_id JOIN occurrence xo ON xo.attribution_id = x.attribution_id
         JOIN claim c ON c.id = xo.claim_id
         WHERE o.claim_id = ?1 AND xo.verdict IS NOT 'rejected' ORDER BY c.public_id",
    )?;
    Ok(statement.query_map([claim], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The claims of some speakers that may contradict each other, by public id.
fn contradictions(
    connection: &Connection,
    speakers: &[i64],
) -> Result<BTreeMap<String, Vec<Contradiction>>, QueryError> {
    let list = vec!["?"; speakers.len()].join(", ");
    let mut statement = connection.prepare(&format!(
        "SELECT c.public_id, q.cue, q.content, q.kind = 'direct' FROM claim c
         JOIN occurrence o ON o.claim_id = c.id JOIN attribution q ON q.id = o.attribution_id AND q.content = c.content
         WHERE c.occurrences > 0 AND c.type NOT IN ('question', 'no-comment') AND c.id IN
           (SELECT o.claim_id FROM quote_speaker qs JOIN occurrence o ON o.attribution_id = qs.attribution_id
            WHERE qs.speaker_id IN ({list}))
         GROUP BY c.id HAVING q.id = min(q.id) ORDER BY c.first_said, c.public_id"
    ))?;
    let mut rows = statement.query(params_from_iter(speakers.iter().copied().map(Value::from)))?;
    let (mut ids, mut wordings): (Vec<String>, Vec<Wording>) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        ids.push(row.get(0)?);
        let (cue, content) = (row.get_ref(1)?.as_str().unwrap_or(""), row.get_ref(2)?.as_str().unwrap_or(""));
        wordings.push(Wording::of(cue, content, row.get(3)?));
    }
    let mut found: BTreeMap<String, Vec<Contradiction>> = BTreeMap::new();
    for (one, other, how) in conflicts(&wordings) {
        if let (Some(one), Some(other)) = (ids.get(one), ids.get(other)) {
            found.entry(one.clone()).or_default().push(Contradiction { claim_id: other.clone(), how });
            found.entry(other.clone()).or_default().push(Contradiction { claim_id: one.clone(), how });
        }
    }
    Ok(found)
}
