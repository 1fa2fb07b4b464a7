//! Accusations: who is said to have accused whom of what, when, and what became of it.

use super::articles::PRINTED_BY;
use super::picking::Picking;
use super::pieces::{self, Piece};
use super::quotes::Printed;
use super::{DateBy, Days, Page, QueryError, When, months, stories, words};
use crate::claims::ClaimType;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use std::collections::BTreeMap;

/// Which accusations are wanted. Empty lists and `None` stand for all.
#[derive(Clone, Debug, Default)]
pub struct AccusationFilter {
    /// Row numbers of speakers, one of whom accuses.
    pub by: Vec<i64>,
    /// Row numbers of speakers, one of whom is accused.
    pub against: Vec<i64>,
    /// Words to look for in the quote that carries it (in the article where no quote does).
    pub about: Option<String>,
    /// unanswered, denied, admitted, mixed, no-comment, disputed, withdrawn.
    pub statuses: Vec<&'static str>,
    /// Whether the reporting expression itself means accusing.
    pub explicit: Option<bool>,
    /// Outlets, letter by letter (see [`super::articles::outlets`]).
    pub outlets: Vec<String>,
    /// Days, by `date_by`.
    pub days: Days,
    /// Which date `days` and the order are about.
    pub date_by: DateBy,
    /// The least probability.
    pub min_confidence: Option<f64>,
    /// Accusations of older versions of articles, too.
    pub all_versions: bool,
    /// One row for what several articles of one story print.
    pub fold: bool,
    /// What the rows are in order of.
    pub sort: Sort,
    /// The other way round; by date: oldest first.
    pub reverse: bool,
    /// How many rows at most.
    pub limit: Option<usize>,
}

/// What accusations are in order of; those that are alike in it are newest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The date of the filter.
    #[default]
    Date,
    /// The accuser's name.
    Accuser,
    /// The accused's name.
    Accused,
    /// The status.
    Status,
    /// Who published it.
    Outlet,
}

/// One accusation. Offsets are Unicode code points into the article's text, end exclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct Accusation {
    /// `x:…`; `None` only in a file of an older version of which nothing was derived yet.
    pub id: Option<String>,
    /// Who accuses; `None` where nobody is named as such.
    pub accuser: Option<Party>,
    /// Who is accused.
    pub accused: Party,
    /// Of what.
    pub allegation: String,
    /// The words that accuse.
    pub cue: String,
    /// What is known to have become of it: unanswered, denied, admitted, mixed, no-comment, disputed, withdrawn.
    pub status: String,
    /// The quote that made it so; `None` where it is unanswered, or denied in the article's own words.
    pub reply: Option<Reply>,
    /// The sentence of the article that made it so, where no quote did.
    pub denial: Option<String>,
    /// What a person decided: confirmed, or nothing yet; a rejected one is not listed.
    pub checked: Option<String>,
    /// How the quote that carries it was said; `None` where no quote does.
    pub manner: Option<MannerOf>,
    /// How many replies are known; a counter-accusation is one, and makes no status.
    pub replies: i64,
    /// What a person holds of it, last decided, in that person's words. It makes no status.
    pub verdict: Option<String>,
    /// When it was said; where no quote carries it, when the article was published.
    pub said: Option<When>,
    /// When it is said to have happened.
    pub event: Option<When>,
    /// Where it was printed.
    pub printed: Printed,
    /// `q:…` of the quote that carries it.
    pub quote_id: Option<String>,
    /// `c:…` of the claim that this quote is an occurrence of.
    pub claim_id: Option<String>,
    /// From the first piece of the allegation …
    pub start: Option<i64>,
    /// … to the end of the last.
    pub end: Option<i64>,
    /// All pieces: accuser, accused, allegation, cue.
    pub pieces: Vec<Piece>,
    /// Whether the reporting expression itself means accusing.
    pub explicit: bool,
    /// Probability that it is an accusation.
    pub confidence: f64,
    /// Where else the same was printed as part of the same story; only in a folded listing.
    pub also_in: Vec<Printed>,
}

impl Accusation {
    /// Whether it is more likely no accusation than one, and nobody confirmed it.
    pub fn is_doubtful(&self) -> bool {
        self.checked.is_none() && self.confidence < super::DOUBTFUL
    }

    /// The date that a listing is about.
    pub fn date(&self, by: DateBy) -> Option<When> {
        match by {
            DateBy::Said => self.said.clone(),
            DateBy::Event => self.event.clone(),
            DateBy::Published => self.printed.published.as_deref()?.parse().ok().map(When::day),
        }
    }
}

/// What is known of the quote that carries an accusation.
#[derive(Clone, Debug, PartialEq)]
pub struct MannerOf {
    /// Its type, as the machine or a person has it.
    pub claim_type: String,
    /// Probability of the type that the machine found.
    pub claim_confidence: f64,
    /// The mode of the type's PLOVER root, where the words tell.
    pub plover_mode: Option<&'static str>,
    /// CAMEO's code, 1121 to 1125, where the words tell of what.
    pub cameo: Option<String>,
    /// How far the report goes: said, claimed, alleged, charged, convicted.
    pub strength: String,
    /// Whether it says that something is not so.
    pub negated: bool,
    /// Whether it says so with reserve.
    pub hedged: bool,
    /// By which channel.
    pub channel: Option<String>,
}

/// Accuser or accused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// `s:…`, where it is a speaker.
    pub id: Option<String>,
    /// The name, or the words of the article.
    pub name: String,
}

/// What the accused said to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// `q:…`
    pub quote_id: String,
    /// `c:…`
    pub claim_id: Option<String>,
    /// Who replied.
    pub speaker: Option<String>,
    /// The words.
    pub content: String,
    /// When.
    pub said: Option<When>,
    /// Where that was printed.
    pub printed: Printed,
}

/// CROSS JOIN keeps SQLite from going through all articles first.
const FROM: &str = "accusation x CROSS JOIN article a ON a.id = x.article_id \
                    LEFT JOIN attribution q ON q.id = x.attribution_id \
                    LEFT JOIN occurrence o ON o.attribution_id = q.id \
                    LEFT JOIN accusation_status st ON st.accusation_id = x.id";

/// What [`FROM`] joins to an accusation but its article.
pub(super) const JOINED: &str = "LEFT JOIN attribution q ON q.id = x.attribution_id \
                      LEFT JOIN occurrence o ON o.attribution_id = q.id \
                      LEFT JOIN accusation_status st ON st.accusation_id = x.id";

/// What the view `accusations_of_all_versions` asks of a row, in the names of [`FROM`]: nobody rejected it or its quote, or
/// said that the quote is none.
pub(super) const LISTED: &str = "o.verdict IS NOT 'rejected' AND st.verdict IS NOT 'rejected' AND
    (o.type IS NULL OR o.type = q.claim_type OR o.type = 'accusation' OR st.verdict = 'confirmed')";

/// The accusations that `filter` wants, newest first by the date of the filter; those without a date come last.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Database`].
pub fn accusations(
    connection: &Connection,
    filter: &AccusationFilter,
) -> Result<Page<Accusation>, QueryError> {
    let _state = super::one_state(connection)?;
    let (picking, order) = picking(filter)?;
    if !filter.fold {
        return picking
            .pick(connection, "x.id", FROM, &order, filter.limit)?
            .try_map(|row| read(connection, row));
    }
    let key =
        format!("{SAME} || '|' || (SELECT story FROM story_article s WHERE s.article_id = x.article_id)");
    picking.pick_folded(connection, "x.id", &key, FROM, &order, filter.limit)?.try_map(|row| {
        let accusation = read(connection, row)?;
        let of = |condition: &str| format!("FROM accusation x {JOINED} WHERE {condition}");
        let (this, there) = (of("x.id = ?2"), of(&format!("x.article_id = a.id AND {LISTED}")));
        let fits = format!("(SELECT {SAME} {this}) IN (SELECT {SAME} {there})");
        let also_in = stories::also_in(connection, &accusation.printed.article_id, &fits, Some(&row))?;
        Ok(Accusation { also_in, ..accusation })
    })
}

/// What accusations of one story have in common that are the same: of what, by whom, against whom. A claim that stands alone may be
/// so for having few words ("lying"): its words tell. Speakers whom each article has for itself ("the union") are the same by their
/// names.
const SAME: &str = "coalesce((SELECT 'c' || c.id FROM claim c WHERE c.id = o.claim_id AND c.occurrences > 1), \
                             lower(x.allegation)) || '|' ||
    CASE WHEN st.nobody_accuses = 1 THEN '' ELSE
      coalesce((SELECT lower(name) FROM speaker WHERE id = st.accuser_speaker_id), lower(x.accuser), '') END || '|' ||
    coalesce((SELECT lower(name) FROM speaker WHERE id = st.accused_speaker_id), lower(x.accused))";

/// The conditions and the order of a filter.
fn picking(filter: &AccusationFilter) -> Result<(Picking, String), QueryError> {
    let mut picking = Picking::default();
    picking.require(LISTED);
    if !filter.all_versions {
        picking.require("x.article_id NOT IN (SELECT article_id FROM older_version)");
    }
    picking.require_one_of(
        "x.id IN (SELECT accusation_id FROM accusation_status WHERE accuser_speaker_id IN (?))",
        filter.by.iter().copied(),
    );
    picking.require_one_of(
        "x.id IN (SELECT accusation_id FROM accusation_status WHERE accused_speaker_id IN (?))",
        filter.against.iter().copied(),
    );
    if let Some(about) = &filter.about {
        let words = words::Words::read(about)?;
        let (quotes, mut parameters) = words.rows(words::QUOTES);
        let (articles, more) = words.rows(words::ARTICLES);
        parameters.extend(more);
        let condition = format!(
            "(x.attribution_id IN ({quotes}) OR x.attribution_id IS NULL AND x.article_id IN ({articles}))"
        );
        picking.require_with(&condition, parameters);
    }
    picking.require_one_of(
        "coalesce(st.status, 'unanswered') IN (?)",
        filter.statuses.iter().map(|status| (*status).to_owned()),
    );
    picking.require_one_of("x.explicit IN (?)", filter.explicit);
    picking.require_one_of(PRINTED_BY, filter.outlets.iter().cloned());
    if let Some(least) = filter.min_confidence {
        picking.require_with("(st.verdict = 'confirmed' OR x.confidence >= ?)", [least.into()]);
    }
    let (first, last) = columns(filter.date_by);
    picking.require_days(filter.days, first, last);
    let by = match filter.sort {
        Sort::Date => "",
        Sort::Accuser => {
            "CASE WHEN st.nobody_accuses = 0 THEN coalesce((SELECT name FROM speaker WHERE id = st.accuser_speaker_id), x.accuser) END"
        }
        Sort::Accused => "coalesce((SELECT name FROM speaker WHERE id = st.accused_speaker_id), x.accused)",
        Sort::Status => "coalesce(st.status, 'unanswered')",
        Sort::Outlet => "a.outlet",
    };
    let order = match (by, filter.reverse) {
        ("", true) => format!("{first} IS NULL, {first}, a.public_id, x.number"),
        ("", false) => format!("{first} DESC, a.public_id, x.number"),
        (by, reverse) => {
            let way = if reverse { "DESC" } else { "ASC" };
            format!("{by} IS NULL, {by} COLLATE NOCASE {way}, {first} DESC, a.public_id, x.number")
        }
    };
    Ok((picking, order))
}

/// The columns of the first and the last day.
const fn columns(date_by: DateBy) -> (&'static str, &'static str) {
    match date_by {
        DateBy::Said => ("coalesce(x.said_on, a.published)", "coalesce(x.said_until, a.published)"),
        DateBy::Published => ("a.published", "a.published"),
        DateBy::Event => ("x.event_on", "x.event_until"),
    }
}

/// How many accusations a month has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// `2025-10`; `2025` or `2025/2026` where only years are known; `None` for those without a date.
    pub month: Option<String>,
    /// How many.
    pub accusations: u64,
    /// How many of each status.
    pub statuses: BTreeMap<String, u64>,
}

/// The accusations that `filter` wants, counted by month, oldest first; those of which only the year is known stand behind
/// its months, those without a date at the end. Limit and order of the filter do not count, nor does `fold`.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Database`].
pub fn months(connection: &Connection, filter: &AccusationFilter) -> Result<Vec<Month>, QueryError> {
    let (picking, _) = picking(filter)?;
    let (first, last) = columns(filter.date_by);
    let month = months::sql(first, last);
    let status = "coalesce(st.status, 'unanswered')";
    let (sql, parameters) = picking.sql(&format!("{month}, {status}"), FROM, first, None);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(parameters))?;
    let mut months: BTreeMap<Option<String>, Month> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let month: Option<String> = row.get(0)?;
        let counts = months.entry(month.clone()).or_default();
        counts.month = month;
        counts.accusations += 1;
        *counts.statuses.entry(row.get(1)?).or_insert(0) += 1;
    }
    let mut months: Vec<Month> = months.into_values().collect();
    months.sort_by(|a, b| months::order(a.month.as_deref()).cmp(&months::order(b.month.as_deref())));
    Ok(months)
}

/// The names of accuser and accused of an accusation, by row number, where they are speakers.
///
/// # Errors
/// [`QueryError::Database`], also where there is none of that number.
pub fn parties(connection: &Connection, row: i64) -> Result<(Option<String>, Option<String>), QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT by.name, against.name FROM accusation x LEFT JOIN accusation_status st ON st.accusation_id = x.id
         LEFT JOIN speaker by ON by.id = st.accuser_speaker_id
         LEFT JOIN speaker against ON against.id = st.accused_speaker_id WHERE x.id = ?1",
    )?;
    Ok(statement.query_row([row], |found| Ok((found.get(0)?, found.get(1)?)))?)
}

/// The public id of the quote that carries an accusation, by row number.
///
/// # Errors
/// [`QueryError::Database`], also where there is none of that number.
pub fn quote_of(connection: &Connection, row: i64) -> Result<Option<String>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT q.public_id FROM accusation x LEFT JOIN attribution q ON q.id = x.attribution_id WHERE x.id = ?1",
    )?;
    Ok(statement.query_row([row], |found| found.get(0))?)
}

/// The ids of the accusations that a quote carries, by its row number.
///
/// # Errors
/// [`QueryError::Database`].
pub fn carried_by(connection: &Connection, quote: i64) -> Result<Vec<String>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT public_id FROM accusation WHERE attribution_id = ?1 AND public_id IS NOT NULL ORDER BY number",
    )?;
    Ok(statement.query_map([quote], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The accusation with the row number `row`.
///
/// # Errors
/// [`QueryError::Database`], also where there is none.
pub fn read(connection: &Connection, row: i64) -> Result<Accusation, QueryError> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM accusations_of_all_versions WHERE rowid_of_accusation = ?1")?;
    let (mut accusation, accuser, reply) = statement.query_row([row], |found| {
        let accuser: Option<String> = found.get("accuser")?;
        let reply: Option<String> = found.get("status_quote_id")?;
        let claim_type: Option<String> = found.get("claim_type")?;
        let manner = claim_type.map(|claim_type| {
            Ok::<_, rusqlite::Error>(MannerOf {
                claim_type,
                claim_confidence: found.get("claim_confidence")?,
                plover_mode: None,
                cameo: found.get("cameo")?,
                strength: found.get("strength")?,
                negated: found.get("negated")?,
                hedged: found.get("hedged")?,
                channel: found.get("channel")?,
            })
        });
        let accusation = Accusation {
            id: found.get("accusation_id")?,
            denial: if reply.is_none() { found.get("status_quote")? } else { None },
            checked: found.get("verdict")?,
            manner: manner.transpose()?,
            accuser: None,
            accused: Party { id: None, name: found.get("accused")? },
            allegation: found.get("allegation")?,
            cue: found.get("cue")?,
            status: found.get("status")?,
            reply: None,
            replies: 0,
            verdict: None,
            said: When::of_row(found, "said")?,
            event: When::of_row(found, "event")?,
            printed: Printed::of_row(found)?,
            quote_id: found.get("quote_id")?,
            claim_id: None,
            start: found.get("start_char")?,
            end: found.get("end_char")?,
            pieces: Vec::new(),
            explicit: found.get("explicit")?,
            confidence: found.get("confidence")?,
            also_in: Vec::new(),
        };
        Ok((accusation, accuser, reply))
    })?;
    let mut statement = connection.prepare_cached(
        "SELECT accuser.public_id, accused.public_id, c.public_id,
                (SELECT count(*) FROM accusation_reply r LEFT JOIN occurrence ro ON ro.attribution_id = r.attribution_id
                 WHERE r.accusation_id = x.id AND ro.verdict IS NOT 'rejected'),
                (SELECT v.verdict FROM claim_verdict v JOIN decision d ON d.id = v.decision_id WHERE v.claim_id = c.id
                 ORDER BY d.made DESC, d.id DESC LIMIT 1),
                q.cue || ' ' || q.content
         FROM accusation x
         LEFT JOIN attribution q ON q.id = x.attribution_id
         LEFT JOIN accusation_status st ON st.accusation_id = x.id
         LEFT JOIN speaker accuser ON accuser.id = st.accuser_speaker_id
         LEFT JOIN speaker accused ON accused.id = st.accused_speaker_id
         LEFT JOIN occurrence o ON o.attribution_id = x.attribution_id
         LEFT JOIN claim c ON c.id = o.claim_id WHERE x.id = ?1",
    )?;
    let ids: [Option<String>; 3];
    let words: Option<String>;
    (ids, accusation.replies, accusation.verdict, words) = statement.query_row([row], |found| {
        Ok(([found.get(0)?, found.get(1)?, found.get(2)?], found.get(3)?, found.get(4)?, found.get(5)?))
    })?;
    if let (Some(manner), Some(words)) = (&mut accusation.manner, words) {
        manner.plover_mode = ClaimType::named(&manner.claim_type).and_then(|kind| kind.plover_mode(&words));
    }
    let [accuser_id, accused_id, claim_id] = ids;
    accusation.accuser = accuser.map(|name| Party { id: accuser_id, name });
    accusation.accused.id = accused_id;
    accusation.claim_id = claim_id;
    accusation.reply = reply.map(|quote_id| read_reply(connection, quote_id)).transpose()?.flatten();
    let mut statement = connection.prepare_cached(
        "SELECT role, start_char, end_char, words FROM accusation_span WHERE accusation_id = ?1 ORDER BY role, piece",
    )?;
    accusation.pieces = pieces::read(&mut statement, row, &mut accusation.said, &mut accusation.event)?;
    Ok(accusation)
}

/// The quote that an accusation's status rests on; `None` where it is not listed as one.
fn read_reply(connection: &Connection, quote_id: String) -> Result<Option<Reply>, QueryError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM quotes_of_all_versions WHERE quote_id = ?1")?;
    let reply = statement.query_row([&quote_id], |found| {
        Ok(Reply {
            quote_id: quote_id.clone(),
            claim_id: found.get("claim_id")?,
            speaker: found.get("speaker")?,
            content: found.get("content")?,
            said: When::of_row(found, "said")?,
            printed: Printed::of_row(found)?,
        })
    });
    Ok(reply.optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn accusations_of_a_speaker_are_found_by_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_or_create(&folder.path().join("plan.db")).unwrap();
        for (filter, index) in [
            (AccusationFilter { by: vec![1], ..AccusationFilter::default() }, "accusation_status_by_accuser"),
            (
                AccusationFilter { against: vec![1], ..AccusationFilter::default() },
                "accusation_status_by_accused",
            ),
        ] {
            let (picking, order) = picking(&filter).unwrap();
            let plan = picking.plan(store.connection(), "x.id", FROM, &order);
            assert!(plan.contains(index) && plan.contains("SEARCH x USING INTEGER PRIMARY KEY"), "{plan}");
        }
    }
}
