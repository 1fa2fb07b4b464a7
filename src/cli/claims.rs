//! `onrecord claims`.

use super::claim_decisions::{self, ApartArgs, NoReplyArgs, PairArgs, ReplyArgs, VerdictArgs};
use super::listing::{self, DayArgs, LimitArgs, date_cell, day_cell, explain, note};
use super::output::{Column, Format, FormatArgs, Listing, safe};
use super::{Context, Outcome};
use crate::claims::ClaimType;
use crate::query::claims::{self, Claim, ClaimFilter, ClaimHistory, Occurrence, ReplyTo, Verdict};
use crate::query::ids;
use crate::query::outcomes::LegalOutcome;
use crate::query::quotes::Quote;
use crate::query::wordings::{self, Change, Stretch};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::io::Write;

/// Lists claims: what was put forward once, however often it was printed
///
/// Newest first. A claim is what a speaker put forward, such as a denial or a demand; each quote that prints it is
/// one of its occurrences. `claims show` lists them with what was replied.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord claims --type denial --since \"last month\"
  onrecord claims --speaker okafor --min-occurrences 2   what was printed more than once
  onrecord claims show c:7k3                             one claim with its occurrences"
)]
pub struct ClaimsArgs {
    #[command(subcommand)]
    command: Option<ClaimsCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Debug, Subcommand)]
enum ClaimsCommand {
    Show(ShowArgs),
    Verdict(VerdictArgs),
    Same(PairArgs),
    Apart(ApartArgs),
    Reply(ReplyArgs),
    Noreply(NoReplyArgs),
}

#[derive(Debug, Args)]
struct ListArgs {
    /// What it puts forward, such as accusation or denial; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = listing::claim_type())]
    types: Vec<ClaimType>,
    /// Who put it forward: a name, or an id (s:…); may be repeated
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Words in any of its wordings
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,
    #[command(flatten)]
    days: DayArgs,
    /// How often it was printed at least
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_occurrences: i64,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Shows one claim: where it was printed, in which words, and what was replied
///
/// Its occurrences come first said first, each in its own words beside the fullest wording: [-what it cut-] and {+what it
/// has instead+}. Occurrences with the same report number are copies of one story; who printed it first is marked. Who
/// printed the very text of another one stands below it, and counts as printed once more, not as a report of its own. For
/// an accusation the replies to it follow, for a reply the accusations that it answers, each with the reason why it is
/// taken for one. What people hold of the claim (`claims verdict`) stands above, and changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord claims show c:7k3
  onrecord claims show c:7k3 --format json")]
struct ShowArgs {
    /// The claim's id, or a unique beginning of it
    #[arg(value_name = "CLAIM")]
    claim: String,
    #[command(flatten)]
    format: FormatArgs,
}

/// Runs the command.
pub fn run(args: ClaimsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    match args.command {
        Some(ClaimsCommand::Show(args)) => show(args, context),
        Some(ClaimsCommand::Verdict(args)) => claim_decisions::verdict(args, context),
        Some(ClaimsCommand::Same(args)) => claim_decisions::same(args, context),
        Some(ClaimsCommand::Apart(args)) => claim_decisions::apart(args, context),
        Some(ClaimsCommand::Reply(args)) => claim_decisions::reply(args, context),
        Some(ClaimsCommand::Noreply(args)) => claim_decisions::no_reply(args, context),
        None => list(args.list, context),
    }
}

fn list(args: ListArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let days = args.days.days(context)?;
    let store = listing::open(context)?;
    let Some(speakers) = listing::speakers(&store, &args.speaker, context)? else {
        return Ok(Outcome::Nothing);
    };
    let filter = ClaimFilter {
        types: args.types,
        speakers,
        about: args.about,
        days,
        min_occurrences: args.min_occurrences,
        limit: args.limit.rows(),
    };
    let page = claims::claims(store.connection(), &filter).map_err(explain)?;
    let listing = match args.format.format {
        Format::Table => table(&page.rows),
        _ => data(&page.rows),
    };
    let outcome = listing.print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "no claim fits");
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}

fn table(rows: &[Claim]) -> Listing {
    let columns = ["said", "type", "speaker"].map(Column::short).into_iter();
    let columns: Vec<Column> =
        columns.chain([Column::text("claim"), Column::short("printed"), Column::short("claim_id")]).collect();
    let mut listing = Listing::new(&columns);
    for claim in rows {
        listing.push(vec![
            json!(day_cell(claim.first_said.as_deref())),
            json!(claim.claim_type),
            json!(claim.speakers.join("; ")),
            json!(claim.content),
            json!(times(claim)),
            json!(claim.id),
        ]);
    }
    listing
}

/// Whose claim it is, in words: "Ana Lutz; Bob Hart", or "nobody named".
fn speakers_of(claim: &Claim) -> String {
    if claim.speakers.is_empty() { "nobody named".to_owned() } else { claim.speakers.join("; ") }
}

fn times(claim: &Claim) -> String {
    match (claim.occurrences + claim.copies, claim.stories) {
        (1, _) => "once".to_owned(),
        (n, stories) if stories < n => format!("{n} times, {stories} independently"),
        (n, _) => format!("{n} times"),
    }
}

const COLUMNS: [&str; 9] = [
    "claim_id",
    "type",
    "speakers",
    "content",
    "first_said",
    "last_said",
    "occurrences",
    "stories",
    "copies",
];

fn values(claim: &Claim) -> Vec<Value> {
    vec![
        json!(claim.id),
        json!(claim.claim_type),
        json!(claim.speakers),
        json!(claim.content),
        json!(claim.first_said),
        json!(claim.last_said),
        json!(claim.occurrences),
        json!(claim.stories),
        json!(claim.copies),
    ]
}

fn data(rows: &[Claim]) -> Listing {
    let mut listing = Listing::new(&COLUMNS.map(Column::data));
    for claim in rows {
        listing.push(values(claim));
    }
    listing
}

fn show(args: ShowArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = listing::open(context)?;
    let row = ids::claim(&store, &args.claim).map_err(explain)?;
    let history = claims::history(store.connection(), row).map_err(explain)?;
    if args.format.format != Format::Table {
        return history_data(&history).print(args.format.format, &mut context.out);
    }
    let claim = &history.claim;
    let out = &mut context.out;
    writeln!(
        out,
        "{}  {} by {}, printed {}",
        claim.id,
        claim.claim_type,
        safe(&speakers_of(claim)),
        times(claim)
    )?;
    writeln!(out, "\n{}", safe(&claim.content))?;
    for verdict in &history.verdicts {
        writeln!(out, "\n{}", safe(&verdict_line(verdict)))?;
    }
    writeln!(out, "\nOccurrences")?;
    occurrences(&history).print(Format::Table, out)?;
    for (title, rows, what) in
        [("Replies", &history.replies, "reply"), ("It answers", &history.answers, "as")]
    {
        if !rows.is_empty() {
            writeln!(out, "\n{title}")?;
            replies(rows, what).print(Format::Table, out)?;
        }
    }
    if !history.outcomes.is_empty() {
        writeln!(out, "\nLegal outcomes that are reported of the accused (perhaps of another matter)")?;
        outcomes(&history.outcomes).print(Format::Table, out)?;
    }
    Ok(Outcome::Done)
}

/// `Verdict of A. Reader, 12 Mar 2026: false, because …`.
fn verdict_line(verdict: &Verdict) -> String {
    let by = verdict.by.as_ref().map(|by| format!(" of {by}")).unwrap_or_default();
    let reason = verdict.reason.as_ref().map(|reason| format!(", because {reason}")).unwrap_or_default();
    let day = day_cell(verdict.made.get(..10));
    format!("Verdict{by}, {day}: {}{reason}", verdict.verdict)
}

fn occurrences(history: &ClaimHistory) -> Listing {
    let mut listing = Listing::new(&[
        Column::short("said"),
        Column::short("report"),
        Column::text("wording"),
        Column::short("printed_in"),
    ]);
    for occurrence in &history.occurrences {
        let Occurrence { quote, first, first_also, report, wording } = occurrence;
        let order = |first: bool| if first { format!("{report}, first printed") } else { report.to_string() };
        listing.push(vec![
            json!(date_cell(quote.said.as_ref())),
            json!(order(*first)),
            json!(format!("{}\n({}, {})", wordings::in_words(wording), quote.claim_type, quote.kind)),
            json!(listing::printed_cell(&quote.printed, &[Some(&quote.id)])),
        ]);
        for (printed, first) in quote.also_in.iter().zip(first_also) {
            let at = printed.url.as_ref().map(|url| format!(": {url}")).unwrap_or_default();
            listing.push(vec![
                Value::Null,
                json!(order(*first)),
                json!(format!("(the same text{at})")),
                json!(listing::printed_cell(printed, &[])),
            ]);
        }
    }
    listing
}

fn outcomes(outcomes: &[LegalOutcome]) -> Listing {
    let columns = [
        Column::short("published"),
        Column::short("outcome"),
        Column::text("sentence"),
        Column::short("printed_in"),
    ];
    let mut listing = Listing::new(&columns);
    for outcome in outcomes {
        listing.push(vec![
            json!(date_cell(outcome.published().as_ref())),
            json!(outcome.outcome),
            json!(outcome_cell(outcome)),
            json!(listing::printed_cell(&outcome.printed, &[outcome.quote_id.as_deref()])),
        ]);
    }
    listing
}

/// The sentence, with who says so where the article does not say it itself.
pub fn outcome_cell(outcome: &LegalOutcome) -> String {
    match &outcome.said_by {
        Some(speaker) => format!("{}\n(in the words of {speaker})", outcome.sentence),
        None => outcome.sentence.clone(),
    }
}

fn replies(replies: &[ReplyTo], what: &'static str) -> Listing {
    let columns = ["said", what, "speaker"].map(Column::short).into_iter();
    let columns: Vec<Column> = columns.chain([Column::text("quote"), Column::short("printed_in")]).collect();
    let mut listing = Listing::new(&columns);
    for ReplyTo { reply, voice, reason, quote } in replies {
        let voice = match voice.as_str() {
            "spokesman" => " for the accused",
            "organization" => " from the accused’s side",
            "other" => " by somebody else",
            _ => "",
        };
        listing.push(vec![
            json!(date_cell(quote.said.as_ref())),
            json!(format!("{reply}{voice}")),
            json!(super::quotes::speaker_cell(quote)),
            json!(format!("{}\n(it {reason})", quote.content)),
            json!(listing::printed_cell(&quote.printed, &[Some(&quote.id)])),
        ]);
    }
    listing
}

fn history_data(history: &ClaimHistory) -> Listing {
    let more = ["verdicts", "quotes", "replies", "answers", "outcomes"];
    let columns: Vec<Column> = COLUMNS.into_iter().chain(more).map(Column::data).collect();
    let mut listing = Listing::new(&columns);
    let mut row = values(&history.claim);
    row.push(
        history
            .verdicts
            .iter()
            .map(|v| json!({"verdict": v.verdict, "reason": v.reason, "by": v.by, "made": v.made}))
            .collect(),
    );
    row.push(history.occurrences.iter().map(occurrence_value).collect());
    for replies in [&history.replies, &history.answers] {
        row.push(replies.iter().map(reply_value).collect());
    }
    row.push(history.outcomes.iter().map(outcome_value).collect());
    listing.push(row);
    listing
}

fn object(quote: &Quote) -> serde_json::Map<String, Value> {
    let names = super::quotes::COLUMNS.into_iter().map(str::to_owned);
    names.zip(super::quotes::values(quote, None)).filter(|(name, _)| !name.starts_with("context")).collect()
}

fn occurrence_value(occurrence: &Occurrence) -> Value {
    let mut object = object(&occurrence.quote);
    object.insert("first_printed".to_owned(), json!(occurrence.first));
    object.insert("report".to_owned(), json!(occurrence.report));
    if let Some(Value::Array(also_in)) = object.get_mut("also_in") {
        let prints = also_in.iter_mut().filter_map(Value::as_object_mut).zip(&occurrence.first_also);
        prints.for_each(|(print, first)| drop(print.insert("first_printed".to_owned(), json!(first))));
    }
    let stretch = |stretch: &Stretch| {
        let change = match stretch.change {
            Change::Kept => "kept",
            Change::Cut => "cut",
            Change::Added => "added",
        };
        json!([change, stretch.words])
    };
    object.insert("wording".to_owned(), occurrence.wording.iter().map(stretch).collect());
    Value::Object(object)
}

fn outcome_value(found: &LegalOutcome) -> Value {
    let printed = &found.printed;
    json!({
        "outcome": found.outcome, "who": found.who, "matter": found.matter, "sentence": found.sentence,
        "published": printed.published, "outlet": printed.outlet, "title": printed.title, "url": printed.url,
        "article_id": printed.article_id, "start": found.start, "end": found.end,
        "quote_id": found.quote_id, "said_by": found.said_by,
    })
}

fn reply_value(reply: &ReplyTo) -> Value {
    let mut object = object(&reply.quote);
    for (name, value) in [("reply", &reply.reply), ("voice", &reply.voice), ("reason", &reply.reason)] {
        object.insert(name.to_owned(), json!(value));
    }
    Value::Object(object)
}
