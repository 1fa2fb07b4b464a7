//! `onrecord claims`.

use super::listing::{self, DayArgs, LimitArgs, date_cell, day_cell, explain, note};
use super::output::{Column, Format, FormatArgs, Listing, safe};
use super::{Context, Outcome};
use crate::claims::ClaimType;
use crate::query::claims::{self, Claim, ClaimFilter, ClaimHistory};
use crate::query::ids;
use crate::query::quotes::Quote;
use crate::store::ids::IdKind;
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
/// Its occurrences come first said first. For an accusation, what the accused is quoted as saying to it follows.
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

fn times(claim: &Claim) -> String {
    match (claim.occurrences, claim.stories) {
        (1, _) => "once".to_owned(),
        (n, stories) if stories < n => format!("{n} times, {stories} independently"),
        (n, _) => format!("{n} times"),
    }
}

const COLUMNS: [&str; 8] =
    ["claim_id", "type", "speakers", "content", "first_said", "last_said", "occurrences", "stories"];

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
    let row = ids::row(&store, IdKind::Claim, &args.claim).map_err(explain)?;
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
        safe(&claim.speakers.join("; ")),
        times(claim)
    )?;
    writeln!(out, "\n{}\n\nOccurrences", safe(&claim.content))?;
    let rows: Vec<_> = history.occurrences.into_iter().map(|quote| (None, quote)).collect();
    super::quotes::table(&rows, false).print(Format::Table, out)?;
    if !history.replies.is_empty() {
        writeln!(out, "\nReplies")?;
        replies(&history.replies).print(Format::Table, out)?;
    }
    Ok(Outcome::Done)
}

fn replies(replies: &[(String, Quote)]) -> Listing {
    let columns = ["said", "reply", "speaker"].map(Column::short).into_iter();
    let columns: Vec<Column> = columns.chain([Column::text("quote"), Column::short("printed_in")]).collect();
    let mut listing = Listing::new(&columns);
    for (reply, quote) in replies {
        listing.push(vec![
            json!(date_cell(quote.said.as_ref())),
            json!(reply),
            json!(super::quotes::speaker_cell(quote)),
            json!(quote.content),
            json!(listing::printed_cell(&quote.printed, &[Some(&quote.id)])),
        ]);
    }
    listing
}

fn history_data(history: &ClaimHistory) -> Listing {
    let columns: Vec<Column> = COLUMNS.into_iter().chain(["quotes", "replies"]).map(Column::data).collect();
    let mut listing = Listing::new(&columns);
    let object = |quote: &Quote| -> serde_json::Map<String, Value> {
        let names = super::quotes::COLUMNS.into_iter().map(str::to_owned);
        names
            .zip(super::quotes::values(quote, None))
            .filter(|(name, _)| !name.starts_with("context"))
            .collect()
    };
    let mut row = values(&history.claim);
    row.push(Value::Array(history.occurrences.iter().map(|quote| Value::Object(object(quote))).collect()));
    let replies = history.replies.iter().map(|(reply, quote)| {
        let mut object = object(quote);
        object.insert("reply".to_owned(), json!(reply));
        Value::Object(object)
    });
    row.push(Value::Array(replies.collect()));
    listing.push(row);
    listing
}
