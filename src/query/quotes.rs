//! Quotes: who said what, with all that is needed to cite it.

use super::articles::PRINTED_BY;
use super::picking::Picking;
use super::pieces::{self, Piece};
use super::{DateBy, Days, Page, QueryError, When, stories, words};
use crate::attribution::Kind;
use crate::claims::ClaimType;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use sha2::{Digest, Sha256};

/// Which quotes are wanted. Empty lists and `None` stand for all.
#[derive(Clone, Debug, Default)]
pub struct QuoteFilter {
    /// Row numbers of speakers, one of whom said it.
    pub speakers: Vec<i64>,
    /// Whole words of a role by which the article calls a speaker of it; all must occur.
    pub role: Option<String>,
    /// Only those of unnamed sources.
    pub described: bool,
    /// Words to look for, as a person types them.
    pub about: Option<String>,
    /// Look for `about` in the whole article instead of the quote.
    pub in_article: bool,
    /// Kinds of quotation.
    pub kinds: Vec<Kind>,
    /// Types of claims.
    pub types: Vec<ClaimType>,
    /// Channels by which it was said ([`crate::claims::CHANNELS`]).
    pub channels: Vec<String>,
    /// Outlets, letter by letter (see [`super::articles::outlets`]).
    pub outlets: Vec<String>,
    /// Days, by `date_by`.
    pub days: Days,
    /// Which date `days` and the order are about.
    pub date_by: DateBy,
    /// The least probability that it is a quote at all.
    pub min_confidence: Option<f64>,
    /// Row number of a claim that it is an occurrence of.
    pub claim: Option<i64>,
    /// Quotes of older versions of articles, too.
    pub all_versions: bool,
    /// One row for what several articles of one story print.
    pub fold: bool,
    /// Oldest first.
    pub reverse: bool,
    /// How many rows at most.
    pub limit: Option<usize>,
}

/// One quote. Offsets are Unicode code points into the article's text, end exclusive.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quote {
    /// Row number, worth nothing outside this database.
    pub row: i64,
    /// `q:…`
    pub id: String,
    /// Who said it; several for a joint source, none where the text names no source.
    pub speakers: Vec<SpeakerOfQuote>,
    /// The words of the source; may be empty.
    pub source: String,
    /// The words that report; may be empty.
    pub cue: String,
    /// What was said.
    pub content: String,
    /// direct, mixed or indirect.
    pub kind: String,
    /// The type of claim, decisions included.
    pub claim_type: String,
    /// Whom it is directed at or about.
    pub target: Option<String>,
    /// How far the report goes: said, claimed, alleged, charged, convicted.
    pub strength: String,
    /// The cue is negated: "did not say".
    pub negated: bool,
    /// It is only hinted: "seemed to suggest".
    pub hedged: bool,
    /// By which channel ([`crate::claims::CHANNELS`]), where the sentence says so.
    pub channel: Option<String>,
    /// CAMEO's code, 1121 to 1125, of an accusation whose words tell of what.
    pub cameo: Option<String>,
    /// When it was said.
    pub said: Option<When>,
    /// What day it is about.
    pub event: Option<When>,
    /// Where it was printed.
    pub printed: Printed,
    /// From the first piece of the content …
    pub start: i64,
    /// … to the end of the last.
    pub end: i64,
    /// All pieces: role (source, cue, content, …), start, end; in text order for each role.
    pub pieces: Vec<Piece>,
    /// Probability that it is a quote at all.
    pub confidence: f64,
    /// `confirmed` where a person said so.
    pub verdict: Option<String>,
    /// `c:…` of the claim that it is an occurrence of.
    pub claim_id: Option<String>,
    /// `a:…` of the newest version of the article, where this is an older one.
    pub newest_version: Option<String>,
    /// Where else the same was printed as part of the same story; only in a folded listing. In the history of a claim: other
    /// prints of the same text.
    pub also_in: Vec<Printed>,
}

impl Quote {
    /// Whether the quote or a speaker that is shown is more likely wrong than right, and nobody confirmed it.
    pub fn is_doubtful(&self) -> bool {
        let speakers = self.speakers.iter().any(|s| s.id.is_some() && s.confidence < super::DOUBTFUL);
        self.verdict.is_none() && (self.confidence < super::DOUBTFUL || speakers)
    }
}

/// The article in which something was printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// `a:…`
    pub article_id: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// The day of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The address.
    pub url: Option<String>,
}

impl Printed {
    pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Printed> {
        Ok(Printed {
            article_id: row.get("article_id")?,
            outlet: row.get("outlet")?,
            published: row.get("published")?,
            title: row.get("title")?,
            url: row.get("url")?,
        })
    }
}

/// One speaker of a quote.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerOfQuote {
    /// `s:…`; `None` where no candidate is certain enough.
    pub id: Option<String>,
    /// The name, or the description of an unnamed source.
    pub name: Option<String>,
    /// person, organization, place, group, document, unnamed.
    pub kind: String,
    /// Whom it speaks for, by name: a spokeswoman's ministry, a lawyer's client.
    pub speaks_for: Option<String>,
    /// By what the text knows it here: name, short_name, title, description, pronoun, quotation, byline; or decision.
    pub known_by: String,
    /// The words that refer to it here ("He").
    pub words: String,
    /// Probability of the speaker (of the best candidate where it is unknown); 1 where a person decided.
    pub confidence: f64,
    /// Why this one, or why none.
    pub reason: String,
    /// Who was weighed, best first.
    pub candidates: Vec<CandidateOfQuote>,
}

/// A speaker that a source might refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct CandidateOfQuote {
    /// `s:…`
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// Probability.
    pub confidence: f64,
}

/// The quotes that `filter` wants, newest first by the date of the filter; those without a date come last.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Database`].
pub fn quotes(connection: &Connection, filter: &QuoteFilter) -> Result<Page<Quote>, QueryError> {
    let _state = super::one_state(connection)?;
    let (picking, order) = picking(filter)?;
    let from = from(filter.date_by, &picking);
    if !filter.fold {
        let picked = picking.pick(connection, "q.id", from, &order, filter.limit)?;
        return picked.try_map(|row| read(connection, row));
    }
    let key = "coalesce('c' || o.claim_id, 'q' || q.id) || (SELECT story FROM story_article s
               WHERE s.article_id = q.article_id)";
    let picked = picking.pick_folded(connection, "q.id", key, from, &order, filter.limit)?;
    picked.try_map(|row| {
        let quote = read(connection, row)?;
        let fits = "EXISTS (SELECT 1 FROM attribution q JOIN occurrence o ON o.attribution_id = q.id
                    JOIN claim c ON c.id = o.claim_id
                    WHERE q.article_id = a.id AND c.public_id = ?2 AND o.verdict IS NOT 'rejected')";
        let also_in = stories::also_in(connection, &quote.printed.article_id, fits, Some(&quote.claim_id))?;
        Ok(Quote { also_in, ..quote })
    })
}

/// `number` of the quotes that `filter` wants, drawn by chance; `seed` chooses the draw. The same seed draws the same
/// quotes in every database that holds the same, in the same order.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Database`].
pub fn sample(
    connection: &Connection,
    filter: &QuoteFilter,
    number: usize,
    seed: u64,
) -> Result<Vec<Quote>, QueryError> {
    let (picking, order) = picking(filter)?;
    let (sql, parameters) = picking.sql("q.id, q.public_id", from(filter.date_by, &picking), &order, None);
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(parameters))?;
    let mut drawn: Vec<([u8; 32], i64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(row.get_ref(1)?.as_str().unwrap_or(""));
        drawn.push((hash.finalize().into(), row.get(0)?));
    }
    drawn.sort_unstable();
    drawn.into_iter().take(number).map(|(_, row)| read(connection, row)).collect()
}

/// The tables, in the order in which they are read: CROSS JOIN keeps SQLite from exchanging them, INDEXED BY from
/// sorting all quotes where an index has them in order.
fn from(date_by: DateBy, picking: &Picking) -> &'static str {
    match date_by {
        DateBy::Said if !picking.is_narrow() => {
            "attribution q INDEXED BY attribution_by_said CROSS JOIN article a ON a.id = q.article_id \
             LEFT JOIN occurrence o ON o.attribution_id = q.id"
        }
        DateBy::Published if !picking.is_narrow() => {
            "article a INDEXED BY article_by_published CROSS JOIN attribution q ON q.article_id = a.id \
             LEFT JOIN occurrence o ON o.attribution_id = q.id"
        }
        _ => {
            "attribution q CROSS JOIN article a ON a.id = q.article_id LEFT JOIN occurrence o ON o.attribution_id = q.id"
        }
    }
}

/// The conditions and the order of a filter.
fn picking(filter: &QuoteFilter) -> Result<(Picking, String), QueryError> {
    let mut picking = Picking::default();
    picking.require("o.verdict IS NOT 'rejected'");
    if !filter.all_versions {
        picking.require("q.article_id NOT IN (SELECT article_id FROM older_version)");
    }
    let by_speaker = picking.require_one_of(
        "q.id IN (SELECT attribution_id FROM quote_speaker WHERE speaker_id IN (?))",
        filter.speakers.iter().copied(),
    );
    let by_claim = picking.require_one_of(
        "q.id IN (SELECT attribution_id FROM occurrence WHERE claim_id IN (?))",
        filter.claim,
    );
    if let Some(role) = &filter.role {
        require_role(&mut picking, role)?;
    }
    if filter.described {
        picking.require(
            "EXISTS (SELECT 1 FROM quote_speaker qs JOIN speaker s ON s.id = qs.speaker_id
             WHERE qs.attribution_id = q.id AND s.type = 'unnamed')",
        );
    }
    if let Some(about) = &filter.about {
        let (column, index) =
            if filter.in_article { ("q.article_id", words::ARTICLES) } else { ("q.id", words::QUOTES) };
        let (rows, parameters) = words::Words::read(about)?.rows(index);
        picking.require_with(&format!("{column} IN ({rows})"), parameters);
    }
    let by_outlet = picking.require_one_of(PRINTED_BY, filter.outlets.iter().cloned());
    if by_speaker || by_claim || by_outlet || filter.about.is_some() {
        picking.names_few();
    }
    picking.require_one_of("q.kind IN (?)", filter.kinds.iter().map(|kind| kind.name().to_owned()));
    picking.require_one_of(
        "coalesce(o.type, q.claim_type) IN (?)",
        filter.types.iter().map(|kind| kind.name().to_owned()),
    );
    picking.require_one_of("q.channel IN (?)", filter.channels.iter().cloned());
    if let Some(least) = filter.min_confidence {
        picking.require_with(
            "(o.verdict = 'confirmed' OR q.confidence >= ? AND NOT EXISTS (SELECT 1 FROM quote_speaker qs
              WHERE qs.attribution_id = q.id AND qs.speaker_id IS NOT NULL AND qs.confidence < ?))",
            [least.into(), least.into()],
        );
    }
    let (first, last) = match filter.date_by {
        DateBy::Said => ("q.said_on", "q.said_until"),
        DateBy::Published => ("a.published", "a.published"),
        DateBy::Event => ("q.event_on", "q.event_until"),
    };
    picking.require_days(filter.days, first, last);
    let order = if filter.reverse {
        format!("{first} IS NULL, {first}, a.public_id, q.number")
    } else {
        format!("{first} DESC, a.public_id, q.number")
    };
    Ok((picking, order))
}

/// Requires that the words of a role all stand in one role by which the article of the quote calls its speaker, or in the
/// words of the source: of the source that was read, unless a person said that it is somebody else, and but for names.
fn require_role(picking: &mut Picking, role: &str) -> Result<(), QueryError> {
    let wanted = super::speakers::wanted_role(role)?;
    let condition = "(EXISTS (SELECT 1 FROM quote_speaker qs JOIN entity_speaker es ON es.speaker_id = qs.speaker_id
                  JOIN entity e ON e.id = es.entity_id JOIN entity_role r ON r.entity_id = e.id
                  WHERE qs.attribution_id = q.id AND e.article_id = q.article_id AND has_words(r.words, ?, NULL))
          OR has_words(q.source, ?, NULL)
             AND NOT EXISTS (SELECT 1 FROM quote_speaker qs WHERE qs.attribution_id = q.id
                             AND qs.decision_id IS NOT NULL)
             AND has_words(q.source, ?, (SELECT group_concat(e.normal, ' ') FROM entity e
                                         WHERE e.article_id = q.article_id AND e.type = 'person' AND e.everywhere)))";
    picking.require_with(condition, std::iter::repeat_n(wanted.into(), 3));
    Ok(())
}

/// The quote with the public id `id`.
///
/// # Errors
/// [`QueryError::Database`], also where there is none.
pub fn read_by_id(connection: &Connection, id: &str) -> Result<Quote, QueryError> {
    let row = connection
        .prepare_cached("SELECT id FROM attribution WHERE public_id = ?1")?
        .query_row([id], |found| found.get(0))?;
    read(connection, row)
}

/// The quote with the row number `row`.
///
/// # Errors
/// [`QueryError::Database`], also where there is none.
pub fn read(connection: &Connection, row: i64) -> Result<Quote, QueryError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM quotes_of_all_versions WHERE rowid_of_quote = ?1")?;
    let mut quote = statement.query_row([row], |found| {
        Ok(Quote {
            row,
            id: found.get("quote_id")?,
            speakers: Vec::new(),
            source: found.get("source")?,
            cue: found.get("cue")?,
            content: found.get("content")?,
            kind: found.get("kind")?,
            claim_type: found.get("claim_type")?,
            target: found.get("target")?,
            strength: found.get("strength")?,
            negated: found.get("negated")?,
            hedged: found.get("hedged")?,
            channel: found.get("channel")?,
            cameo: found.get("cameo")?,
            said: When::of_row(found, "said")?,
            event: When::of_row(found, "event")?,
            printed: Printed::of_row(found)?,
            start: found.get("start_char")?,
            end: found.get("end_char")?,
            pieces: Vec::new(),
            confidence: found.get("confidence")?,
            verdict: found.get("verdict")?,
            claim_id: found.get("claim_id")?,
            newest_version: found.get("newest_version")?,
            also_in: Vec::new(),
        })
    })?;
    let mut statement = connection.prepare_cached(
        "SELECT role, start_char, end_char, words FROM attribution_span WHERE attribution_id = ?1 ORDER BY role, piece",
    )?;
    quote.pieces = pieces::read(&mut statement, row, &mut quote.said, &mut quote.event)?;
    quote.speakers = speakers(connection, row)?;
    Ok(quote)
}

/// Who speaks in a quote, in the order of the text.
fn speakers(connection: &Connection, quote: i64) -> Result<Vec<SpeakerOfQuote>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT qs.place, s.public_id, s.name, coalesce(s.type, aus.type, 'unnamed'), qs.known_by, qs.confidence,
                coalesce(aus.reason, ''), qs.decision_id IS NOT NULL,
                (SELECT group_concat(words, ' … ') FROM (SELECT words FROM attribution_speaker_span w
                 WHERE w.attribution_id = qs.attribution_id AND w.place = qs.place ORDER BY piece)),
                (SELECT coalesce(fs.name, f.name) FROM entity e JOIN entity f ON f.id = e.speaks_for
                 LEFT JOIN entity_speaker es ON es.entity_id = f.id LEFT JOIN speaker fs ON fs.id = es.speaker_id
                 WHERE e.id = aus.entity_id AND qs.decision_id IS NULL)
         FROM quote_speaker qs
         LEFT JOIN speaker s ON s.id = qs.speaker_id
         LEFT JOIN attribution_speaker aus ON aus.attribution_id = qs.attribution_id AND aus.place = qs.place
         WHERE qs.attribution_id = ?1 ORDER BY qs.place",
    )?;
    let mut rows = statement.query([quote])?;
    let mut speakers = Vec::new();
    while let Some(row) = rows.next()? {
        let is_decided: bool = row.get(7)?;
        speakers.push(SpeakerOfQuote {
            id: row.get(1)?,
            name: row.get(2)?,
            kind: row.get(3)?,
            speaks_for: row.get(9)?,
            known_by: row.get(4)?,
            words: row.get::<_, Option<String>>(8)?.unwrap_or_default(),
            confidence: row.get(5)?,
            reason: if is_decided { "a person decided".to_owned() } else { row.get(6)? },
            candidates: candidates(connection, quote, row.get(0)?)?,
        });
    }
    Ok(speakers)
}

/// Who was weighed for one speaker of a quote, best first.
fn candidates(connection: &Connection, quote: i64, place: i64) -> Result<Vec<CandidateOfQuote>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT s.public_id, coalesce(s.name, e.name), ac.confidence
         FROM attribution_candidate ac
         JOIN entity e ON e.id = ac.entity_id
         LEFT JOIN entity_speaker es ON es.entity_id = e.id
         LEFT JOIN speaker s ON s.id = es.speaker_id
         WHERE ac.attribution_id = ?1 AND ac.place = ?2 ORDER BY ac.rank",
    )?;
    let candidate =
        |row: &Row<'_>| Ok(CandidateOfQuote { id: row.get(0)?, name: row.get(1)?, confidence: row.get(2)? });
    Ok(statement.query_map([quote, place], candidate)?.collect::<Result<_, _>>()?)
}

/// A stretch of an article in whole sentences, with the quote's place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The sentences before the quote, and what its own first sentence says before it.
    pub before: String,
    /// The words from the first to the last piece of the content.
    pub content: String,
    /// What follows.
    pub after: String,
    /// Where the stretch begins, in code points.
    pub start: i64,
    /// Where it ends.
    pub end: i64,
}

/// The sentences in which a quote stands, with `sentences` more before and after.
///
/// # Errors
/// [`QueryError::Database`].
pub fn context(connection: &Connection, quote: &Quote, sentences: usize) -> Result<Context, QueryError> {
    let around = i64::try_from(sentences).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(
        "SELECT a.text,
           (SELECT min(start_char) FROM (SELECT start_char FROM sentence WHERE article_id = a.id AND start_char <= ?2
              ORDER BY start_char DESC LIMIT ?4 + 1)),
           (SELECT max(end_char) FROM (SELECT end_char FROM sentence WHERE article_id = a.id AND start_char >=
              coalesce((SELECT max(start_char) FROM sentence WHERE article_id = a.id AND start_char < ?3), 0)
              ORDER BY start_char LIMIT ?4 + 1))
         FROM article a WHERE a.public_id = ?1",
    )?;
    let found = statement
        .query_row((&quote.printed.article_id, quote.start, quote.end, around.min(1 << 20)), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, Option<i64>>(2)?))
        })
        .optional()?;
    let (text, start, end) = found.unwrap_or_default();
    let start = start.unwrap_or(quote.start).min(quote.start);
    let end = end.unwrap_or(quote.end).max(quote.end);
    Ok(Context {
        before: slice(&text, start, quote.start),
        content: slice(&text, quote.start, quote.end),
        after: slice(&text, quote.end, end),
        start,
        end,
    })
}

/// The words between two offsets in code points.
fn slice(text: &str, start: i64, end: i64) -> String {
    let (start, end) = (usize::try_from(start).unwrap_or(0), usize::try_from(end).unwrap_or(0));
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn plan(filter: &QuoteFilter) -> String {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_or_create(&folder.path().join("plan.db")).unwrap();
        let (picking, order) = picking(filter).unwrap();
        picking.plan(store.connection(), "q.id", from(filter.date_by, &picking), &order)
    }

    /// Whether it goes through all attributions or all articles.
    fn scans(plan: &str) -> bool {
        plan.lines().any(|step| {
            ["SCAN q", "SCAN a"].iter().any(|scan| step == *scan || step.starts_with(&format!("{scan} ")))
        })
    }

    #[test]
    fn quotes_of_a_speaker_are_found_by_index() {
        let days = Days { since: "2025-01-01".parse().ok(), until: "2025-12-31".parse().ok() };
        for date_by in [DateBy::Said, DateBy::Published, DateBy::Event] {
            let filter = QuoteFilter { speakers: vec![1, 2], days, date_by, ..QuoteFilter::default() };
            let plan = plan(&filter);
            assert!(plan.contains("quote_speaker_by_speaker"), "{plan}");
            assert!(plan.contains("SEARCH q USING INTEGER PRIMARY KEY"), "{plan}");
            assert!(!scans(&plan), "{plan}");
        }
    }

    #[test]
    fn words_outlets_and_claims_are_found_by_index() {
        let about = Some("budget".to_owned());
        for filter in [
            QuoteFilter { about: about.clone(), ..QuoteFilter::default() },
            QuoteFilter { about, in_article: true, ..QuoteFilter::default() },
            QuoteFilter { outlets: vec!["The Post".to_owned()], ..QuoteFilter::default() },
            QuoteFilter { claim: Some(1), ..QuoteFilter::default() },
        ] {
            let plan = plan(&filter);
            assert!(plan.contains("SEARCH q USING") && !plan.contains("attribution_by_said"), "{plan}");
            assert!(!scans(&plan), "{plan}");
        }
    }

    #[test]
    fn the_newest_quotes_are_read_off_the_index_of_days() {
        let said = plan(&QuoteFilter::default());
        assert!(said.contains("SCAN q USING INDEX attribution_by_said"), "{said}");
        let published = plan(&QuoteFilter { date_by: DateBy::Published, ..QuoteFilter::default() });
        assert!(published.contains("SCAN a USING INDEX article_by_published"), "{published}");
    }
}
