//! Counts of quotes: by outlet, month, speaker, type, kind, and of those whose speaker is unknown.

use super::claims::COPIES;
use super::picking::Picking;
use super::{Days, Page, QueryError, months};
use rusqlite::{Connection, params_from_iter};

/// What quotes are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Who published them.
    Outlet,
    /// The month in which they were said.
    Month,
    /// Who said them.
    Speaker,
    /// The type of claim.
    Type,
    /// direct, mixed, indirect.
    Kind,
    /// By what the text knows those speakers whom the machine does not: a pronoun, a title, nothing at all.
    Unknown,
}

impl By {
    /// The name in output.
    pub const fn name(self) -> &'static str {
        match self {
            By::Outlet => "outlet",
            By::Month => "month",
            By::Speaker => "speaker",
            By::Type => "type",
            By::Kind => "kind",
            By::Unknown => "unknown",
        }
    }
}

/// Which quotes are counted. Empty lists and `None` stand for all; older versions and rejected quotes never are.
#[derive(Clone, Debug, Default)]
pub struct StatsFilter {
    /// Outlets, letter by letter.
    pub outlets: Vec<String>,
    /// Days on which it was said.
    pub days: Days,
    /// How many rows at most.
    pub limit: Option<usize>,
}

/// The counts of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The outlet, month (`2025-10`; `2025` where that is unknown), speaker, …; `None` where it is unknown.
    pub of: Option<String>,
    /// `s:…`, where the group is a speaker.
    pub id: Option<String>,
    /// Quotes.
    pub quotes: u64,
    /// Articles in which they stand.
    pub articles: u64,
    /// Quotes that are direct.
    pub direct: u64,
    /// Quotes that are accusations.
    pub accusations: u64,
    /// Quotes of which a speaker is unknown, or that name no source.
    pub unknown: u64,
    /// Quotes that are more likely none.
    pub doubtful: u64,
}

/// Counts, the largest group first (months: in their order).
///
/// # Errors
/// [`QueryError::Database`].
pub fn stats(connection: &Connection, by: By, filter: &StatsFilter) -> Result<Page<Counts>, QueryError> {
    let month = months::sql("q.said_on", "q.said_until");
    let (of, id, join) = match by {
        By::Outlet => ("a.outlet", "NULL", ""),
        By::Month => (month.as_str(), "NULL", ""),
        By::Type => ("o.type", "NULL", ""),
        By::Kind => ("q.kind", "NULL", ""),
        By::Speaker => (
            "s.name",
            "s.public_id",
            "LEFT JOIN quote_speaker qs ON qs.attribution_id = q.id LEFT JOIN speaker s ON s.id = qs.speaker_id",
        ),
        By::Unknown => (
            "coalesce(qs.known_by, 'no source')",
            "NULL",
            "LEFT JOIN quote_speaker qs ON qs.attribution_id = q.id",
        ),
    };
    let mut picking = Picking::default();
    picking.require("o.verdict IS NOT 'rejected'");
    picking.require("q.article_id NOT IN (SELECT article_id FROM older_version)");
    if by == By::Unknown {
        picking.require("qs.speaker_id IS NULL");
    }
    picking.require_one_of(super::articles::PRINTED_BY, filter.outlets.iter().cloned());
    picking.require_days(filter.days, "q.said_on", "q.said_until");
    let from = format!(
        "attribution q JOIN article a ON a.id = q.article_id JOIN occurrence o ON o.attribution_id = q.id {join}"
    );
    let columns = format!(
        "{of} AS of, {id} AS id, count(DISTINCT q.id) AS quotes, count(DISTINCT q.article_id) AS articles,
         count(DISTINCT CASE WHEN q.kind = 'direct' THEN q.id END),
         count(DISTINCT CASE WHEN o.type = 'accusation' THEN q.id END),
         count(DISTINCT CASE WHEN NOT EXISTS (SELECT 1 FROM quote_speaker w WHERE w.attribution_id = q.id)
           OR EXISTS (SELECT 1 FROM quote_speaker w WHERE w.attribution_id = q.id AND w.speaker_id IS NULL)
           THEN q.id END),
         count(DISTINCT CASE WHEN q.confidence < 0.5 AND o.verdict IS NOT 'confirmed' THEN q.id END)"
    );
    let (groups, order) = match by {
        By::Speaker => ("GROUP BY s.id", "quotes DESC, of"),
        _ => ("GROUP BY of", "quotes DESC, of"),
    };
    let (sql, parameters) = picking.sql(&columns, &from, "1", None);
    // Grouping comes before the order.
    let sql = sql.replace(" ORDER BY 1 LIMIT -1", &format!(" {groups} ORDER BY {order}"));
    let mut statement = connection.prepare(&sql)?;
    let counts = statement.query_map(params_from_iter(parameters), |row| {
        Ok(Counts {
            of: row.get(0)?,
            id: row.get(1)?,
            quotes: row.get(2)?,
            articles: row.get(3)?,
            direct: row.get(4)?,
            accusations: row.get(5)?,
            unknown: row.get(6)?,
            doubtful: row.get(7)?,
        })
    })?;
    let mut rows: Vec<Counts> = counts.collect::<Result<_, _>>()?;
    if by == By::Month {
        rows.sort_by(|a, b| months::order(a.of.as_deref()).cmp(&months::order(b.of.as_deref())));
    }
    let more = filter.limit.is_some_and(|limit| rows.len() > limit);
    rows.truncate(filter.limit.unwrap_or(usize::MAX));
    Ok(Page { rows, more })
}

/// How much there is of everything.
///
/// # Errors
/// [`QueryError::Database`].
pub fn overview(connection: &Connection) -> Result<Vec<(&'static str, u64)>, QueryError> {
    let newest = "NOT IN (SELECT article_id FROM older_version)";
    let quotes = "FROM attribution q JOIN occurrence o ON o.attribution_id = q.id
        WHERE o.verdict IS NOT 'rejected' AND q.article_id NOT IN (SELECT article_id FROM older_version)";
    let accusations = "FROM accusations WHERE status";
    let measures: [(&str, String); 20] = [
        ("articles", format!("SELECT count(*) FROM article WHERE id {newest}")),
        (
            "articles not extracted, not in English",
            format!(
                "SELECT count(*) FROM article WHERE language != 'en' AND language NOT LIKE 'en-%' AND id {newest}"
            ),
        ),
        ("older versions", "SELECT count(*) FROM older_version".to_owned()),
        ("stories", format!("SELECT count(DISTINCT story) FROM story_article WHERE article_id {newest}")),
        ("outlets", format!("SELECT count(DISTINCT outlet) FROM article WHERE id {newest}")),
        ("speakers with quotes", "SELECT count(*) FROM speaker WHERE quotes > 0".to_owned()),
        ("quotes", format!("SELECT count(*) {quotes}")),
        ("quotes, direct", format!("SELECT count(*) {quotes} AND q.kind = 'direct'")),
        ("quotes, mixed", format!("SELECT count(*) {quotes} AND q.kind = 'mixed'")),
        ("quotes, indirect", format!("SELECT count(*) {quotes} AND q.kind = 'indirect'")),
        ("claims", "SELECT count(*) FROM claim WHERE occurrences > 0".to_owned()),
        (
            "claims printed more than once",
            format!("SELECT count(*) FROM claim c WHERE occurrences > 0 AND occurrences + {COPIES} > 1"),
        ),
        ("accusations", "SELECT count(*) FROM accusations".to_owned()),
        ("accusations, unanswered", format!("SELECT count(*) {accusations} = 'unanswered'")),
        ("accusations, denied", format!("SELECT count(*) {accusations} = 'denied'")),
        ("accusations, admitted", format!("SELECT count(*) {accusations} = 'admitted'")),
        ("accusations, mixed", format!("SELECT count(*) {accusations} = 'mixed'")),
        ("accusations, no comment", format!("SELECT count(*) {accusations} = 'no-comment'")),
        ("accusations, disputed", format!("SELECT count(*) {accusations} = 'disputed'")),
        ("accusations, withdrawn", format!("SELECT count(*) {accusations} = 'withdrawn'")),
    ];
    let count = |(name, sql): (&'static str, String)| {
        Ok((name, connection.query_row(&sql, [], |row| row.get::<_, u64>(0))?))
    };
    measures.into_iter().map(count).collect()
}
