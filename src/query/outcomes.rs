//! Legal outcomes that articles report, each with its own sentence and source.

use super::picking::Picking;
use super::quotes::Printed;
use super::{Days, QueryError, When};
use rusqlite::Connection;

/// A legal outcome as an article reports it. Offsets are Unicode code points into the article's text, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalOutcome {
    /// Whom it is about, in the words of the article.
    pub who: String,
    /// charged, pleaded-guilty, pleaded-not-guilty, convicted, acquitted, sentenced, jailed, fined, liable, settled,
    /// released, dropped, overturned, appeal-won.
    pub outcome: String,
    /// Of what, in the words of the article.
    pub matter: Option<String>,
    /// The sentence.
    pub sentence: String,
    /// Where the sentence begins …
    pub start: i64,
    /// … and ends.
    pub end: i64,
    /// `q:…` of the quote in whose words it stands; `None`: in the article's own.
    pub quote_id: Option<String>,
    /// Who says it there; "unknown" where nobody knows.
    pub said_by: Option<String>,
    /// Where it was printed.
    pub printed: Printed,
}

impl LegalOutcome {
    /// When the article was published: the only day that is certain.
    pub fn published(&self) -> Option<When> {
        self.printed.published.as_deref()?.parse().ok().map(When::day)
    }
}

/// What newest versions of articles report of some speakers (row numbers), on days of publication, first published first.
///
/// # Errors
/// [`QueryError::Database`].
pub fn of_speakers(
    connection: &Connection,
    speakers: &[i64],
    days: Days,
) -> Result<Vec<LegalOutcome>, QueryError> {
    let mut picking = Picking::default();
    let known = picking.require_one_of(
        "l.entity_id IN (SELECT entity_id FROM entity_speaker WHERE speaker_id IN (?))",
        speakers.iter().copied(),
    );
    if !known {
        return Ok(Vec::new());
    }
    picking.require("l.article_id NOT IN (SELECT article_id FROM older_version)");
    picking.require_days(days, "a.published", "a.published");
    let (sql, parameters) = picking.sql(
        "l.who, l.outcome, l.matter, l.words, l.start_char, l.end_char, a.public_id AS article_id, a.outlet, a.published,
         a.title, a.url, v.quote_id, v.speaker",
        "legal_outcome l JOIN article a ON a.id = l.article_id
         LEFT JOIN quotes_of_all_versions v ON v.rowid_of_quote = l.attribution_id",
        "a.published IS NULL, a.published, a.public_id, l.number",
        None,
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(rusqlite::params_from_iter(parameters), |row| {
        Ok(LegalOutcome {
            who: row.get(0)?,
            outcome: row.get(1)?,
            matter: row.get(2)?,
            sentence: row.get(3)?,
            start: row.get(4)?,
            end: row.get(5)?,
            quote_id: row.get("quote_id")?,
            said_by: row.get("speaker")?,
            printed: Printed::of_row(row)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
