//! What the listing commands share: the options for speakers, days and limits, and how rows become cells.

use super::output::{WithHint, error, safe};
use super::{Context, database};
use crate::attribution::Kind;
use crate::claims::{CHANNELS, ClaimType};
use crate::query::pieces::Piece;
use crate::query::quotes::{Printed, Quote, SpeakerOfQuote};
use crate::query::speakers::{Meant, Speaker, meant};
use crate::query::{DateBy, Days, Period, QueryError, When, articles};
use crate::speakers::SpeakerType;
use crate::store::{Store, StoreError};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};
use std::io::Write;

/// `--since` and `--until`.
#[derive(Clone, Debug, Default, Args)]
pub struct DayArgs {
    /// Not before this day: 2025-12-15, 2025-12, 2025, or words ("last month", "yesterday")
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Not after this day (the whole of it, and of a month or year, included)
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
}

impl DayArgs {
    /// The days that are meant, today being what the clock says.
    pub fn days(&self, context: &Context) -> anyhow::Result<Days> {
        let today = context.clock.today();
        let period =
            |words: &Option<String>| words.as_deref().map(|words| Period::parse(words, today)).transpose();
        let days = Days {
            since: period(&self.since).map_err(explain)?.map(|period| period.first),
            until: period(&self.until).map_err(explain)?.map(|period| period.last),
        };
        match days {
            Days { since: Some(since), until: Some(until) } if since > until => {
                Err(error(format!("--since {since} is later than --until {until}"), "exchange the two dates"))
            }
            _ => Ok(days),
        }
    }
}

/// `--limit`.
#[derive(Clone, Copy, Debug, Args)]
pub struct LimitArgs {
    /// How many rows at most; 0 for all
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

impl LimitArgs {
    /// The limit, if there is one.
    pub const fn rows(self) -> Option<usize> {
        if self.limit == 0 { None } else { Some(self.limit) }
    }

    /// Says so where there is more than was shown.
    pub fn note(self, more: bool, context: &mut Context) {
        if more {
            note(context, &format!("these are the first {}; --limit 0 shows all", self.limit));
        }
    }
}

/// `--all-versions` and `--fold`.
#[derive(Clone, Copy, Debug, Args)]
pub struct VersionArgs {
    /// One row for what several outlets print as part of the same story (wire reports), with where else it stands
    #[arg(long)]
    pub fold: bool,
    /// Also what stands in older versions of articles only
    #[arg(long)]
    pub all_versions: bool,
}

/// `--date-by`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DateByArg {
    /// When it was said
    #[default]
    Said,
    /// When the article was published
    Published,
    /// What day it is about
    Event,
}

impl From<DateByArg> for DateBy {
    fn from(by: DateByArg) -> DateBy {
        match by {
            DateByArg::Said => DateBy::Said,
            DateByArg::Published => DateBy::Published,
            DateByArg::Event => DateBy::Event,
        }
    }
}

/// Reads the name of a claim type.
pub fn claim_type() -> impl TypedValueParser<Value = ClaimType> {
    PossibleValuesParser::new(ClaimType::ALL.map(ClaimType::name)).map(|name| {
        ClaimType::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or(ClaimType::Statement)
    })
}

/// Reads a probability.
pub fn probability(typed: &str) -> Result<f64, String> {
    let read = typed.parse().ok().filter(|p| (0.0..=1.0).contains(p));
    read.ok_or_else(|| "give a probability from 0 to 1, such as 0.5".to_owned())
}

/// Reads the name of a channel.
pub fn channel() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(CHANNELS)
}

/// Reads the name of a kind of quotation.
pub fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::name))
        .map(|name| Kind::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or_default())
}

/// Reads the name of what a speaker is.
pub fn speaker_type() -> impl TypedValueParser<Value = SpeakerType> {
    let all = TYPES;
    PossibleValuesParser::new(all.map(SpeakerType::name))
        .map(move |name| all.into_iter().find(|kind| kind.name() == name).unwrap_or(SpeakerType::Person))
}

const TYPES: [SpeakerType; 6] = [
    SpeakerType::Person,
    SpeakerType::Organization,
    SpeakerType::Place,
    SpeakerType::Group,
    SpeakerType::Document,
    SpeakerType::Unnamed,
];

/// Opens the database for reading; says so where it is not up to date.
pub fn open(context: &mut Context) -> anyhow::Result<Store> {
    let store = database::open(context)?;
    if store.is_stale().map_err(database::explain)? {
        note(
            context,
            "note: an import or a review was interrupted; until it is run again (or `onrecord update`), what is newest lacks \
             its speakers",
        );
    }
    Ok(store)
}

/// The error with what to try.
pub fn explain(wrong: QueryError) -> anyhow::Error {
    let hint = match &wrong {
        QueryError::NoWords { .. } => Some("give at least one word with letters or digits"),
        QueryError::NoDate { .. } => {
            Some("write 2025-12-15, 2025-12, 2025, or words such as \"yesterday\" or \"last month\"")
        }
        QueryError::Store(StoreError::UnknownId(_)) => Some(
            "a unique beginning of an id is enough; `onrecord articles`, `quotes`, `claims` and `speakers` show them",
        ),
        QueryError::Store(wrong) => wrong.hint(),
        QueryError::Database(_) => None,
    };
    match hint {
        Some(hint) => {
            Err::<(), _>(wrong).hint(hint).err().unwrap_or_else(|| anyhow::anyhow!("unknown error"))
        }
        None => wrong.into(),
    }
}

/// A line on standard error, after what was printed so far.
pub fn note(context: &mut Context, words: &str) {
    // A closed pipe is noticed at the end.
    let _ = context.out.flush();
    let _ = writeln!(context.err, "{}", safe(words));
}

/// How many choices an ambiguous name lists.
const CHOICES: usize = 20;

/// The speakers that some names mean, as row numbers; says on standard error whom it took. `None` where a name fits
/// nobody, which it says too.
pub fn speakers(store: &Store, names: &[String], context: &mut Context) -> anyhow::Result<Option<Vec<i64>>> {
    let mut rows = Vec::new();
    let mut all_found = true;
    for name in names {
        match meant(store, name).map_err(explain)? {
            Meant::One { taken, others } => {
                let mut words = format!("speaker: {}", listed(&taken));
                if !others.is_empty() {
                    words.push_str(&format!(" (fits too: {})", listed(&others)));
                }
                note(context, &words);
                rows.extend(taken.iter().map(|speaker| speaker.row));
            }
            Meant::Several(choices) => {
                let mut words = format!("“{name}” fits {} different speakers:", choices.len());
                for speaker in choices.iter().take(CHOICES) {
                    words.push_str(&format!("\n  {}", one(speaker)));
                }
                if choices.len() > CHOICES {
                    words.push_str(&format!("\n  … and {} more", choices.len() - CHOICES));
                }
                let id = choices.first().map_or("s:…", |speaker| speaker.id.as_str());
                return Err(error(
                    words,
                    format!(
                        "give a fuller name, or an id ({id}); an option such as --speaker may be given for each of several"
                    ),
                ));
            }
            Meant::Nobody => {
                all_found = false;
                note(context, &format!("no speaker fits “{name}”; `onrecord speakers` lists all"));
            }
        }
    }
    Ok(all_found.then_some(rows))
}

/// The outlets that some names mean; `None` where a name fits none, which it says.
pub fn outlets(
    store: &Store,
    names: &[String],
    context: &mut Context,
) -> anyhow::Result<Option<Vec<String>>> {
    let mut outlets = Vec::new();
    for name in names {
        let found = articles::outlets(store.connection(), name).map_err(explain)?;
        if found.is_empty() {
            note(context, &format!("no outlet fits “{name}”; `onrecord articles` shows what there is"));
            return Ok(None);
        }
        if !found.contains(name) {
            note(context, &format!("outlet: {}", found.join(", ")));
        }
        outlets.extend(found);
    }
    Ok(Some(outlets))
}

/// How many speakers a note names.
const NAMED: usize = 5;

fn listed(speakers: &[Speaker]) -> String {
    let mut words: Vec<String> = speakers.iter().take(NAMED).map(one).collect();
    if speakers.len() > NAMED {
        words.push(format!("and {} more", speakers.len() - NAMED));
    }
    words.join("; ")
}

/// A speaker in a line: who, what, which id, how many quotes.
pub fn one(speaker: &Speaker) -> String {
    let only = speaker.article_id.as_ref().map(|article| format!(", only in {article}")).unwrap_or_default();
    let quotes = if speaker.quotes == 1 { "quote" } else { "quotes" };
    format!("{} ({}, {}, {} {quotes}{only})", speaker.name, speaker.kind, speaker.id, speaker.quotes)
}

/// The four columns of a date: first day, last day, precision, where it was read.
pub fn date_values(when: Option<&When>) -> [Value; 4] {
    match when {
        Some(when) => [
            json!(when.first.to_string()),
            json!(when.last.to_string()),
            json!(when.precision.name()),
            json!(when.from),
        ],
        None => [Value::Null, Value::Null, Value::Null, Value::Null],
    }
}

/// The five columns of a date in listings of quotes and accusations: those of [`date_values`] and the words it was read from.
pub fn dated_values(when: Option<&When>) -> [Value; 5] {
    let [first, last, precision, from] = date_values(when);
    [first, last, precision, from, json!(when.and_then(|when| when.words.as_ref()))]
}

/// A date for a table.
pub fn date_cell(when: Option<&When>) -> String {
    when.map_or_else(|| "no date".to_owned(), When::to_string)
}

/// A day `YYYY-MM-DD` for a table.
pub fn day_cell(day: Option<&str>) -> String {
    day.and_then(|day| day.parse().ok())
        .map_or_else(|| "no date".to_owned(), |day| When::day(day).to_string())
}

/// A moment `2026-01-31T12:00:00Z` for a table: "2026-01-31 12:00".
pub fn moment_cell(written: &str) -> String {
    written.get(..16).unwrap_or(written).replace('T', " ")
}

/// Where something was printed, for a table: outlet, day, ids.
pub fn printed_cell(printed: &Printed, ids: &[Option<&str>]) -> String {
    let mut lines = vec![
        printed.outlet.clone().unwrap_or_else(|| "outlet unknown".to_owned()),
        day_cell(printed.published.as_deref()),
    ];
    lines.extend(ids.iter().flatten().map(|id| (*id).to_owned()));
    lines.push(printed.article_id.clone());
    lines.join("\n")
}

/// "and in 4 others, first Northern Wire, 4 Mar 2026"; nothing where it stands nowhere else.
pub fn also_cell(also_in: &[Printed]) -> Option<String> {
    let first = also_in.first()?;
    let others = match also_in.len() {
        1 => "1 other".to_owned(),
        number => format!("{number} others"),
    };
    let outlet = first.outlet.as_deref().unwrap_or("outlet unknown");
    let day = day_cell(first.published.as_deref());
    Some(format!("and in {others}:\n{outlet},\n{day}{}", if also_in.len() > 1 { ", …" } else { "" }))
}

/// Where else it stands, in JSON.
pub fn also_value(also_in: &[Printed]) -> Value {
    let one = |printed: &Printed| {
        json!({
            "outlet": printed.outlet, "published": printed.published, "title": printed.title, "url": printed.url,
            "article_id": printed.article_id,
        })
    };
    also_in.iter().map(one).collect()
}

/// The columns of where something was printed: published, outlet, title, url, article_id.
pub fn printed_values(printed: &Printed) -> [Value; 5] {
    [
        json!(printed.published),
        json!(printed.outlet),
        json!(printed.title),
        json!(printed.url),
        json!(printed.article_id),
    ]
}

/// Pieces by role: `{"content": [[start, end], …], …}`.
pub fn pieces_value(pieces: &[Piece]) -> Value {
    let mut roles: Map<String, Value> = Map::new();
    for piece in pieces {
        let spans = roles.entry(piece.role.clone()).or_insert_with(|| json!([]));
        if let Value::Array(spans) = spans {
            spans.push(json!([piece.start, piece.end]));
        }
    }
    Value::Object(roles)
}

/// The names of a quote's speakers in one string; "unknown" for one that nobody could be found for.
pub fn speaker_names(quote: &Quote) -> Option<String> {
    let names = quote.speakers.iter().map(|s| s.name.clone().unwrap_or_else(|| "unknown".to_owned()));
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join("; "))
}

/// One speaker of a quote with all that is known.
pub fn speaker_value(speaker: &SpeakerOfQuote) -> Value {
    let candidates: Vec<Value> = speaker
        .candidates
        .iter()
        .map(|c| json!({"id": c.id, "name": c.name, "confidence": round(c.confidence)}))
        .collect();
    json!({
        "id": speaker.id,
        "name": speaker.name,
        "type": speaker.kind,
        "for": speaker.speaks_for,
        "known_by": speaker.known_by,
        "words": speaker.words,
        "confidence": round(speaker.confidence),
        "reason": speaker.reason,
        "candidates": candidates,
    })
}

/// A probability in three digits.
pub fn round(probability: f64) -> f64 {
    (probability * 1000.0).round() / 1000.0
}
