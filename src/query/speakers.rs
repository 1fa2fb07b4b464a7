//! Speakers over all articles: whom a name means, who there is, and what is known of one.

use super::names::{Asked, Fit, is_form_of};
use super::picking::Picking;
use super::quotes::Printed;
use super::{Page, QueryError, months};
use crate::speakers::SpeakerType;
use crate::store::Store;
use crate::store::ids::IdKind;
use crate::store::names::role_words;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// A speaker, as listings show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Row number, worth nothing outside this database.
    pub row: i64,
    /// `s:…`
    pub id: String,
    /// The form to show.
    pub name: String,
    /// person, organization, place, group, document, unnamed.
    pub kind: String,
    /// The name as names are compared.
    pub normal: String,
    /// For unnamed sources and bare surnames, the one article that knows it: `a:…`.
    pub article_id: Option<String>,
    /// How many articles mention it.
    pub articles: i64,
    /// How often it is mentioned.
    pub mentions: i64,
    /// How many quotes it has.
    pub quotes: i64,
}

const COLUMNS: &str = "s.id AS row, s.public_id, s.name, s.type, s.normal, a.public_id AS article_id, \
                       s.articles, s.mentions, s.quotes";
const FROM: &str = "speaker s LEFT JOIN article a ON a.id = s.article_id";

impl Speaker {
    fn of_row(row: &Row<'_>) -> rusqlite::Result<Speaker> {
        Ok(Speaker {
            row: row.get("row")?,
            id: row.get("public_id")?,
            name: row.get("name")?,
            kind: row.get("type")?,
            normal: row.get("normal")?,
            article_id: row.get("article_id")?,
            articles: row.get("articles")?,
            mentions: row.get("mentions")?,
            quotes: row.get("quotes")?,
        })
    }
}

/// Whom a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// One speaker, as far as the names show.
    One {
        /// The speaker; several rows where the same one may stand under shorter names.
        taken: Vec<Speaker>,
        /// Who fits too, but less well.
        others: Vec<Speaker>,
    },
    /// Different speakers, most quoted first: the person who asked must choose.
    Several(Vec<Speaker>),
    /// Nobody.
    Nobody,
}

/// Whom `name` means: a name (case, accents, titles, a missing first name and one typo are forgiven) or an id.
///
/// A full name that fits word for word is taken alone, whatever kinds of speaker bear it. Else all that fit equally well are taken if their names can
/// be forms of one name, and otherwise it is for the asker to choose.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Store`] for an id that is none, [`QueryError::Database`].
pub fn meant(store: &Store, name: &str) -> Result<Meant, QueryError> {
    if name.trim_start().to_lowercase().starts_with("s:") {
        let row = super::ids::row(store, IdKind::Speaker, name)?;
        return Ok(Meant::One { taken: vec![read(store.connection(), row)?], others: Vec::new() });
    }
    let asked = Asked::new(name).ok_or_else(|| QueryError::NoWords { words: name.to_owned() })?;
    let mut fitting = by_index(store.connection(), &asked)?;
    if fitting.is_empty() {
        fitting = by_scan(store.connection(), &asked)?;
    }
    fitting.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.id.cmp(&b.id)));
    if fitting.is_empty() {
        return Ok(Meant::Nobody);
    }
    let is_full_name = |s: &Speaker| s.article_id.is_none() && asked.fit(&s.normal) == Some(Fit::Exact);
    let (full_names, others): (Vec<Speaker>, Vec<Speaker>) = fitting.iter().cloned().partition(is_full_name);
    Ok(match full_names.as_slice() {
        // One word is a full name ("Israel") and a surname; the more quoted one may be meant.
        [one] if !asked.is_single() || others.iter().all(|other| other.quotes <= one.quotes) => {
            Meant::One { taken: full_names, others }
        }
        // The same name as a person's here and, once, as an organisation's there: all of it is what was asked for.
        [first, rest @ ..]
            if !rest.is_empty()
                && rest.iter().all(|other| other.normal == first.normal)
                && full_names.iter().filter(|s| s.kind == "person").count() < 2 =>
        {
            Meant::One { taken: full_names, others }
        }
        [_, _, ..] => Meant::Several(full_names),
        _ if may_be_one(&fitting) => Meant::One { taken: fitting, others: Vec::new() },
        _ => Meant::Several(fitting),
    })
}

/// Whom a decision means by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// The one who is called so.
    One(Speaker),
    /// Several are called so: the person who decides must choose.
    Several(Vec<Speaker>),
    /// Nobody is, but these are called nearly so.
    Nearly(Vec<Speaker>),
    /// Nobody is called anything like it.
    Nobody,
}

/// Who is called `name` word for word (case, accents, punctuation and titles apart), by their own name or a form of it that
/// articles use; or who has it as their id. Only speakers of this `kind`, if one is given, and then nobody is nearly called so.
///
/// # Errors
/// [`QueryError::NoWords`], [`QueryError::Store`] for an id that is none, [`QueryError::Database`].
pub fn called(store: &Store, name: &str, kind: Option<SpeakerType>) -> Result<Called, QueryError> {
    let connection = store.connection();
    if name.trim_start().to_lowercase().starts_with("s:") {
        let row = super::ids::row(store, IdKind::Speaker, name)?;
        return Ok(Called::One(read(connection, row)?));
    }
    let asked = Asked::new(name).ok_or_else(|| QueryError::NoWords { words: name.to_owned() })?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE s.id IN (
           SELECT n.speaker_id FROM alias n JOIN speaker t ON t.id = n.speaker_id
             WHERE n.normal IN (?1, ?2) AND n.normal = iif(t.type = 'person', ?1, ?2)
           UNION SELECT t.id FROM speaker t WHERE t.normal IN (?1, ?2) AND t.normal = iif(t.type = 'person', ?1, ?2))
         ORDER BY s.quotes DESC, s.public_id"
    ))?;
    let found = statement.query_map([&asked.person, &asked.other], Speaker::of_row)?;
    let mut exact: Vec<Speaker> = found.collect::<Result<_, _>>()?;
    exact.retain(|speaker| kind.is_none_or(|kind| kind.name() == speaker.kind));
    let own_name = |s: &&Speaker| {
        s.article_id.is_none() && s.normal == *if s.kind == "person" { &asked.person } else { &asked.other }
    };
    let own: Vec<Speaker> = exact.iter().filter(own_name).cloned().collect();
    Ok(match (own.as_slice(), exact.as_slice()) {
        // One word is a full name ("Israel") and a surname; the more quoted one may be meant.
        ([one], all) if !asked.is_single() || all.iter().all(|other| other.quotes <= one.quotes) => {
            Called::One(one.clone())
        }
        ([_, _, ..], _) => Called::Several(own),
        (_, [one]) => Called::One(one.clone()),
        (_, [_, _, ..]) => Called::Several(exact),
        _ if kind.is_some() => Called::Nobody,
        _ => match meant(store, name)? {
            Meant::One { taken, .. } => Called::Nearly(taken),
            Meant::Several(choices) => Called::Nearly(choices),
            Meant::Nobody => Called::Nobody,
        },
    })
}

/// Whether the names can all be forms of one speaker's name.
fn may_be_one(speakers: &[Speaker]) -> bool {
    let everywhere: Vec<&Speaker> = speakers.iter().filter(|s| s.article_id.is_none()).collect();
    let are_people = everywhere.iter().all(|s| s.kind == "person");
    let are_different = everywhere.len() > 1 && !are_people;
    let names: BTreeSet<&str> = speakers.iter().map(|s| s.normal.as_str()).collect();
    let longest = names.iter().max_by_key(|name| name.split(' ').count());
    let same_name_twice =
        everywhere.iter().map(|s| &s.normal).collect::<BTreeSet<_>>().len() < everywhere.len();
    !are_different
        && !same_name_twice
        && longest.is_some_and(|longest| names.iter().all(|name| is_form_of(name, longest)))
}

/// Who has that name letter by letter, or that surname.
fn by_index(connection: &Connection, asked: &Asked) -> Result<Vec<Speaker>, QueryError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE s.id IN (
           SELECT speaker_id FROM alias WHERE normal IN (?1, ?2)
           UNION SELECT id FROM speaker WHERE normal IN (?1, ?2)
           UNION SELECT id FROM speaker WHERE block = ?3)"
    ))?;
    let found = statement.query_map(params![asked.person, asked.other, asked.surname], Speaker::of_row)?;
    let mut best: Option<Fit> = None;
    let mut speakers: Vec<(Fit, Speaker)> = Vec::new();
    for speaker in found {
        let speaker = speaker?;
        let own = asked.fit(&speaker.normal);
        let by_alias = || has_alias(connection, speaker.row, asked);
        let fit = match own {
            Some(fit @ (Fit::Exact | Fit::Surname)) => fit,
            // Articles may call it so, word for word: "Ostrand" of "Ostrand Storage".
            _ if by_alias()? => Fit::Exact,
            Some(Fit::Part) => Fit::Part,
            _ => continue,
        };
        // A name of which the asked one is the end ("Smith" of "Jane Smith") fits as well as the bare one.
        let fit = if fit == Fit::Surname { Fit::Exact } else { fit };
        best = Some(best.map_or(fit, |best| best.min(fit)));
        speakers.push((fit, speaker));
    }
    Ok(speakers.into_iter().filter(|(fit, _)| Some(*fit) == best).map(|(_, speaker)| speaker).collect())
}

/// Whether a form of the speaker's name is, letter by letter, the one that is asked for.
fn has_alias(connection: &Connection, speaker: i64, asked: &Asked) -> Result<bool, QueryError> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM alias WHERE normal IN (?1, ?2) AND speaker_id = ?3")?;
    Ok(statement.exists(params![asked.person, asked.other, speaker])?)
}

/// Whose names fit best when all names are compared: parts of names and typos.
fn by_scan(connection: &Connection, asked: &Asked) -> Result<Vec<Speaker>, QueryError> {
    let mut statement = connection
        .prepare_cached("SELECT speaker_id, normal FROM alias UNION ALL SELECT id, normal FROM speaker")?;
    let mut rows = statement.query([])?;
    let mut fits: BTreeMap<i64, Fit> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        if let Some(fit) = row.get_ref(1)?.as_str().ok().and_then(|normal| asked.fit(normal)) {
            let best = fits.entry(row.get(0)?).or_insert(fit);
            *best = fit.min(*best);
        }
    }
    let best = fits.values().min().copied();
    let rows = fits.into_iter().filter(|(_, fit)| Some(*fit) == best).map(|(row, _)| row);
    rows.map(|row| read(connection, row)).collect()
}

/// The speaker with the row number `row`.
///
/// # Errors
/// [`QueryError::Database`], also where there is none.
pub fn read(connection: &Connection, row: i64) -> Result<Speaker, QueryError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM {FROM} WHERE s.id = ?1"))?;
    Ok(statement.query_row([row], Speaker::of_row)?)
}

/// Which speakers are wanted. Empty lists and `None` stand for all.
#[derive(Clone, Debug, Default)]
pub struct SpeakerFilter {
    /// Words of their names, all of which must occur in one form.
    pub words: Vec<String>,
    /// Whole words of a role, all of which must occur in one.
    pub role: Option<String>,
    /// What they are.
    pub kinds: Vec<SpeakerType>,
    /// How many quotes they have at least.
    pub min_quotes: i64,
    /// How many rows at most.
    pub limit: Option<usize>,
}

/// Speakers, most quoted first.
///
/// # Errors
/// [`QueryError::Database`].
pub fn speakers(connection: &Connection, filter: &SpeakerFilter) -> Result<Page<Speaker>, QueryError> {
    let _state = super::one_state(connection)?;
    let mut picking = Picking::default();
    picking.require_one_of("s.type IN (?)", filter.kinds.iter().map(|kind| kind.name().to_owned()));
    picking.require_with("s.quotes >= ?", [filter.min_quotes.into()]);
    let words: Vec<String> =
        filter.words.iter().filter_map(|w| Asked::new(w)).map(|asked| asked.other).collect();
    if words.is_empty() && !filter.words.is_empty() {
        return Err(QueryError::NoWords { words: filter.words.join(" ") });
    }
    if !words.is_empty() {
        let all = vec!["instr(n.normal, ?) > 0"; words.len()].join(" AND ");
        let condition = format!("EXISTS (SELECT 1 FROM alias n WHERE n.speaker_id = s.id AND {all})");
        picking.require_with(&condition, words.into_iter().map(Into::into));
    }
    if let Some(role) = &filter.role {
        picking.require_with(
            "EXISTS (SELECT 1 FROM speaker_role n WHERE n.speaker_id = s.id AND has_words(n.words, ?, NULL))",
            [wanted_role(role)?.into()],
        );
    }
    let picked =
        picking.pick(connection, "s.id", "speaker s", "s.quotes DESC, s.name, s.public_id", filter.limit)?;
    picked.try_map(|row| read(connection, row))
}

/// Whom an article (its public id) calls by the whole name `name`: the name as it has it, and what it is.
///
/// # Errors
/// [`QueryError::Database`].
pub fn bearer_in(
    connection: &Connection,
    name: &str,
    article: &str,
) -> Result<Option<(String, String)>, QueryError> {
    let Some(asked) = Asked::new(name) else { return Ok(None) };
    let sql = "SELECT e.name, e.type FROM entity e JOIN article a ON a.id = e.article_id
               WHERE a.public_id = ?1 AND e.normal = iif(e.type = 'person', ?2, ?3) ORDER BY e.number LIMIT 1";
    let found =
        connection.query_row(sql, (article, asked.person, asked.other), |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(found.optional()?)
}

/// By what shorter name an article (its public id) calls a speaker: "Carver" where that is John Carver; what it is, too.
///
/// # Errors
/// [`QueryError::Database`].
pub fn shorter_name_in(
    connection: &Connection,
    speaker: i64,
    article: &str,
) -> Result<Option<(String, String)>, QueryError> {
    let sql = "SELECT e.name, e.type FROM entity_speaker es JOIN entity e ON e.id = es.entity_id
               JOIN article a ON a.id = e.article_id
               WHERE es.speaker_id = ?1 AND a.public_id = ?2 AND NOT e.everywhere ORDER BY e.number LIMIT 1";
    let found = connection.query_row(sql, (speaker, article), |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(found.optional()?)
}

/// Whether a speaker's own name is `name`, as names are compared.
pub fn bears(speaker: &Speaker, name: &str) -> bool {
    let asked = Asked::new(name);
    let asked = asked.map(|asked| if speaker.kind == "person" { asked.person } else { asked.other });
    asked.is_some_and(|asked| asked == speaker.normal)
}

/// The articles (public ids) in which a speaker is called by the surname `name` alone, the earliest first.
///
/// # Errors
/// [`QueryError::Database`].
pub fn articles_with(connection: &Connection, speaker: i64, name: &str) -> Result<Vec<String>, QueryError> {
    let Some(asked) = Asked::new(name) else { return Ok(Vec::new()) };
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT a.public_id FROM entity_speaker es JOIN entity e ON e.id = es.entity_id
         JOIN article a ON a.id = e.article_id
         WHERE es.speaker_id = ?1 AND e.type = 'person' AND e.normal = ?2 AND NOT e.everywhere
         ORDER BY a.published, a.public_id",
    )?;
    let found = statement.query_map((speaker, asked.person), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The words of a role, as a person types them, for `has_words`.
///
/// # Errors
/// [`QueryError::NoWords`] where nothing is left to look for.
pub(super) fn wanted_role(typed: &str) -> Result<String, QueryError> {
    let words = role_words(typed).join(" ");
    if words.is_empty() { Err(QueryError::NoWords { words: typed.to_owned() }) } else { Ok(words) }
}

/// How many articles a portrait names.
const NEWEST: usize = 10;

/// What is known of one speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portrait {
    /// Who it is.
    pub speaker: Speaker,
    /// Forms of the name and how often each was printed, most frequent first.
    pub aliases: Vec<(String, i64)>,
    /// Roles and titles.
    pub roles: Vec<Role>,
    /// Types of claims with how many quotes, most frequent first.
    pub types: Vec<(String, i64)>,
    /// Outlets that quoted them, with how many quotes, most frequent first.
    pub outlets: Vec<(String, i64)>,
    /// First and last day on which they said something.
    pub said: Option<(String, String)>,
    /// masculine, feminine; `None` where the articles do not show it.
    pub gender: Option<String>,
    /// Days of the first and last article that mentions them.
    pub seen: Option<(String, String)>,
    /// Wikidata id, as somebody linked it or the list of office-holders has it.
    pub wikidata: Option<String>,
    /// Country, likewise.
    pub country: Option<String>,
    /// The fullest form of the name in the list of office-holders.
    pub listed_as: Option<String>,
    /// Their offices in that list: `office@first day..last day`, with semicolons.
    pub offices: Option<String>,
    /// The newest articles that mention them.
    pub articles: Vec<Printed>,
    /// How many others do.
    pub more_articles: i64,
    /// Whom they accuse, with how many accusations, most first.
    pub accuses_whom: Vec<(String, i64)>,
    /// Who accuses them.
    pub accused_by: Vec<(String, i64)>,
    /// Months (`2025-10`; `2025` or `2025/2026` where only years are known) with how many quotes were said, in order.
    pub months: Vec<(String, i64)>,
    /// How many others may be this one.
    pub suggestions: i64,
    /// How many accusations they made.
    pub accuses: i64,
    /// How many were made against them.
    pub accused: i64,
}

/// A title or role by which articles call a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// "Qatar’s Prime Minister"
    pub words: String,
    /// How often.
    pub mentions: i64,
    /// Day of the first article that used it.
    pub first_day: Option<String>,
    /// Day of the last.
    pub last_day: Option<String>,
}

/// What the listing of accusations lists: not what somebody rejected, not what an older version of an article said.
const LISTED: &str = "EXISTS (SELECT 1 FROM accusations l WHERE l.rowid_of_accusation = st.accusation_id)";

/// The articles that mention a speaker, and those of the quotes that a person gave it.
const ARTICLES: &str = "SELECT e.article_id FROM entity_speaker es JOIN entity e ON e.id = es.entity_id WHERE es.speaker_id = ?1
     UNION SELECT q.article_id FROM quote_speaker qs JOIN attribution q ON q.id = qs.attribution_id WHERE qs.speaker_id = ?1";

/// What is known of the speaker with the row number `row`.
///
/// # Errors
/// [`QueryError::Database`], also where there is none.
pub fn portrait(connection: &Connection, row: i64) -> Result<Portrait, QueryError> {
    let counts = |sql: &str| -> Result<Vec<(String, i64)>, QueryError> {
        let mut statement = connection.prepare_cached(sql)?;
        let count = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        Ok(statement.query_map([row], count)?.collect::<Result<_, _>>()?)
    };
    let count = |sql: &str| -> Result<i64, QueryError> {
        Ok(connection.prepare_cached(sql)?.query_row([row], |row| row.get(0))?)
    };
    let mut roles = connection.prepare_cached(
        "SELECT words, mentions, first_day, last_day FROM speaker_role WHERE speaker_id = ?1
         ORDER BY mentions DESC, words",
    )?;
    let role = |row: &Row<'_>| {
        Ok(Role { words: row.get(0)?, mentions: row.get(1)?, first_day: row.get(2)?, last_day: row.get(3)? })
    };
    let said: (Option<String>, Option<String>) = connection
        .prepare_cached(
            "SELECT min(q.said_on), max(q.said_until) FROM quote_speaker qs
             JOIN attribution q ON q.id = qs.attribution_id
             WHERE qs.speaker_id = ?1 AND q.article_id NOT IN (SELECT article_id FROM older_version)",
        )?
        .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let details = connection
        .prepare_cached(
            "SELECT gender, first_day, last_day, wikidata, country, listed_as, offices FROM speaker WHERE id = ?1",
        )?
        .query_row([row], |found| {
            let text = |column: usize| found.get::<_, Option<String>>(column);
            Ok([text(0)?, text(1)?, text(2)?, text(3)?, text(4)?, text(5)?, text(6)?])
        })?;
    let [gender, first_seen, last_seen, wikidata, country, listed_as, offices] = details;
    let mut articles = connection.prepare_cached(&format!(
        "SELECT a.public_id AS article_id, a.outlet, a.published, a.title, a.url FROM article a
         WHERE a.id IN ({ARTICLES}) AND a.id NOT IN (SELECT article_id FROM older_version)
         ORDER BY a.published DESC, a.public_id LIMIT {NEWEST}"
    ))?;
    let newest: Vec<Printed> = articles.query_map([row], Printed::of_row)?.collect::<Result<_, _>>()?;
    let count_of = |party: &str| {
        count(&format!(
            "SELECT count(*) FROM accusation_status st WHERE st.{party}_speaker_id = ?1 AND {LISTED}"
        ))
    };
    let accusations = |party: &str, other: &str| {
        format!(
            "SELECT coalesce(s.name, 'unknown'), count(*) AS n FROM accusation_status st
             LEFT JOIN speaker s ON s.id = st.{other}_speaker_id
             WHERE st.{party}_speaker_id = ?1 AND {LISTED}
             GROUP BY 1 ORDER BY n DESC, 1"
        )
    };
    Ok(Portrait {
        speaker: read(connection, row)?,
        gender,
        seen: first_seen.zip(last_seen),
        wikidata,
        country,
        listed_as,
        offices,
        more_articles: count(&format!(
            "SELECT count(*) FROM article a
             WHERE a.id IN ({ARTICLES}) AND a.id NOT IN (SELECT article_id FROM older_version)"
        ))? - newest.len() as i64,
        articles: newest,
        accuses_whom: counts(&accusations("accuser", "accused"))?,
        accused_by: counts(&accusations("accused", "accuser"))?,
        months: in_order(counts(&format!(
            "SELECT {} AS month, count(DISTINCT q.id) FROM quote_speaker qs
             JOIN attribution q ON q.id = qs.attribution_id JOIN occurrence o ON o.attribution_id = q.id
             WHERE qs.speaker_id = ?1 AND q.said_on IS NOT NULL AND o.verdict IS NOT 'rejected'
               AND q.article_id NOT IN (SELECT article_id FROM older_version) GROUP BY month",
            months::sql("q.said_on", "q.said_until")
        ))?),
        suggestions: count("SELECT count(*) FROM suggestion WHERE one_id = ?1 OR other_id = ?1")?,
        aliases: counts(
            "SELECT name, mentions FROM alias WHERE speaker_id = ?1 ORDER BY mentions DESC, length(name) DESC, name",
        )?,
        roles: roles.query_map([row], role)?.collect::<Result<_, _>>()?,
        types: counts(
            "SELECT o.type, count(DISTINCT o.attribution_id) AS n FROM quote_speaker qs
             JOIN occurrence o ON o.attribution_id = qs.attribution_id
             JOIN attribution q ON q.id = qs.attribution_id
             WHERE qs.speaker_id = ?1 AND o.verdict IS NOT 'rejected'
               AND q.article_id NOT IN (SELECT article_id FROM older_version) GROUP BY o.type ORDER BY n DESC, o.type",
        )?,
        outlets: counts(
            "SELECT a.outlet, count(DISTINCT q.id) AS n FROM quote_speaker qs
             JOIN attribution q ON q.id = qs.attribution_id JOIN article a ON a.id = q.article_id
             WHERE qs.speaker_id = ?1 AND a.outlet IS NOT NULL
               AND a.id NOT IN (SELECT article_id FROM older_version) GROUP BY a.outlet ORDER BY n DESC, a.outlet",
        )?,
        said: said.0.zip(said.1),
        accuses: count_of("accuser")?,
        accused: count_of("accused")?,
    })
}

fn in_order(mut months: Vec<(String, i64)>) -> Vec<(String, i64)> {
    months.sort_by(|(a, _), (b, _)| months::order(Some(a)).cmp(&months::order(Some(b))));
    months
}
