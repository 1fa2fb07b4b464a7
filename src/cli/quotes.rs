//! `onrecord quotes`.

use super::listing::{
    self, DateByArg, DayArgs, LimitArgs, VersionArgs, date_cell, dated_values, explain, note, round,
};
use super::output::{Column, Format, FormatArgs, Listing};
use super::sheet::SampleArgs;
use super::{Context, Outcome, corrections};
use crate::attribution::Kind;
use crate::claims::ClaimType;
use crate::query::quotes::{self, Context as Around, Quote, QuoteFilter, SpeakerOfQuote};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

/// Lists quotes: who said what, when, and where it was printed
///
/// Newest said first. A quote is direct, mixed or indirect speech with its speaker, who may be called by name, by
/// title or only "he" in the text. A name may be given in any case, without accents, titles or first name, and with
/// one typo; whom it was taken for is said on standard error. If it fits different people, the choices are listed
/// and nothing else. Rows that are more likely wrong than right begin with "?".
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord quotes --speaker \"Al Thani\"                        all that one speaker said
  onrecord quotes --speaker okafor --about budget --context 1  with a sentence before and after
  onrecord quotes --type denial,no-comment --since 2025-10 --format csv > denials.csv
  onrecord quotes --role \"foreign minister\" --until 2025       whoever is called that in the article
  onrecord quotes --described --type accusation                unnamed sources only
  onrecord quotes fix q:7k3 --speaker \"Helena Marsh\"          what a person corrects stays corrected"
)]
pub struct QuotesArgs {
    #[command(subcommand)]
    command: Option<QuotesCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Debug, Subcommand)]
enum QuotesCommand {
    Confirm(corrections::ConfirmArgs),
    Reject(corrections::RejectArgs),
    Fix(corrections::FixArgs),
    Add(corrections::AddArgs),
}

#[derive(Debug, Args)]
struct ListArgs {
    /// Who said it: a name, or an id (s:…); may be repeated
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Whole words of a role or title by which the article of the quote calls the speaker ("foreign minister"); all must occur.
    /// What the same speaker says in articles that do not call them so is left out: `speakers --role` finds who it is
    #[arg(long, value_name = "WORDS")]
    role: Option<String>,
    /// Unnamed sources only: "two officials briefed on the matter"
    #[arg(long)]
    described: bool,
    /// Words in the quote; all must occur. "In quotation marks" is a phrase, minist* a beginning
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,
    /// Where to look for the words of --about
    #[arg(long = "in", value_enum, default_value_t, value_name = "WHERE", requires = "about")]
    within: Within,
    /// direct (all in quotation marks), mixed (partly), indirect; several with commas
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = listing::kind())]
    kind: Vec<Kind>,
    /// What it puts forward, such as accusation or denial; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = listing::claim_type())]
    types: Vec<ClaimType>,
    /// By which channel it was said, as far as the sentence says so; several with commas
    #[arg(long, value_name = "CHANNEL", value_delimiter = ',', value_parser = listing::channel())]
    channel: Vec<String>,
    /// Who published it; may be repeated
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,
    #[command(flatten)]
    days: DayArgs,
    /// Which date --since, --until and the order go by
    #[arg(long, value_enum, default_value_t, value_name = "DATE")]
    date_by: DateByArg,
    /// Hide what is less certain (0 to 1); below 0.5 a row is doubtful
    #[arg(long, value_name = "P", value_parser = listing::probability)]
    min_confidence: Option<f64>,
    /// Show the sentence or sentences of the quote with so many more before and after
    #[arg(long, value_name = "N")]
    context: Option<usize>,
    /// Say why this speaker, and who else was weighed
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    sample: SampleArgs,
    #[command(flatten)]
    versions: VersionArgs,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Where `--about` looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Within {
    /// In what was said
    #[default]
    Quote,
    /// Anywhere in the article
    Article,
}

/// Runs the command.
pub fn run(args: QuotesArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    match args.command {
        None => list(args.list, context),
        Some(QuotesCommand::Confirm(args)) => corrections::confirm(&args, context),
        Some(QuotesCommand::Reject(args)) => corrections::reject(&args, context),
        Some(QuotesCommand::Fix(args)) => corrections::fix(args, context),
        Some(QuotesCommand::Add(args)) => corrections::add(args, context),
    }
}

fn list(args: ListArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let days = args.days.days(context)?;
    let store = listing::open(context)?;
    let Some(speakers) = listing::speakers(&store, &args.speaker, context)? else {
        return Ok(Outcome::Nothing);
    };
    let Some(outlets) = listing::outlets(&store, &args.outlet, context)? else { return Ok(Outcome::Nothing) };
    let filter = QuoteFilter {
        speakers,
        role: args.role,
        described: args.described,
        about: args.about,
        in_article: args.within == Within::Article,
        kinds: args.kind,
        types: args.types,
        channels: args.channel,
        outlets,
        days,
        date_by: args.date_by.into(),
        min_confidence: args.min_confidence,
        claim: None,
        all_versions: args.versions.all_versions,
        fold: args.versions.fold,
        reverse: false,
        limit: args.limit.rows(),
    };
    if let Some(number) = args.sample.sample {
        return super::sheet::sample(&store, &filter, number, args.sample.seed, context);
    }
    let page = quotes::quotes(store.connection(), &filter).map_err(explain)?;
    let mut rows = Vec::with_capacity(page.rows.len());
    for quote in page.rows {
        let around = args.context.map(|n| quotes::context(store.connection(), &quote, n)).transpose();
        rows.push((around.map_err(explain)?, quote));
    }
    let listing = match args.format.format {
        Format::Table => table(&rows, args.why),
        _ => data(&rows),
    };
    let outcome = listing.print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "no quote fits");
    }
    if args.format.format == Format::Table && rows.iter().any(|(_, quote)| quote.is_doubtful()) {
        note(context, "“?” marks what is doubtful; --min-confidence 0.5 hides it");
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}

/// The columns of quotes in JSON and CSV.
pub const COLUMNS: [&str; 43] = [
    "quote_id",
    "speaker",
    "speakers",
    "source",
    "cue",
    "content",
    "kind",
    "type",
    "target",
    "strength",
    "negated",
    "hedged",
    "channel",
    "plover",
    "plover_mode",
    "cameo",
    "said_on",
    "said_until",
    "said_precision",
    "said_from",
    "said_words",
    "event_on",
    "event_until",
    "event_precision",
    "event_from",
    "event_words",
    "published",
    "outlet",
    "title",
    "url",
    "article_id",
    "start",
    "end",
    "pieces",
    "confidence",
    "doubtful",
    "verdict",
    "claim_id",
    "newest_version",
    "also_in",
    "context",
    "context_start",
    "context_end",
];

/// The values of [`COLUMNS`].
pub fn values(quote: &Quote, around: Option<&Around>) -> Vec<Value> {
    let kind = ClaimType::named(&quote.claim_type);
    let mut row = vec![
        json!(quote.id),
        json!(listing::speaker_names(quote)),
        Value::Array(quote.speakers.iter().map(listing::speaker_value).collect()),
        json!(quote.source),
        json!(quote.cue),
        json!(quote.content),
        json!(quote.kind),
        json!(quote.claim_type),
        json!(quote.target),
        json!(quote.strength),
        json!(quote.negated),
        json!(quote.hedged),
        json!(quote.channel),
        json!(kind.and_then(ClaimType::plover)),
        json!(kind.and_then(|kind| kind.plover_mode(&format!("{} {}", quote.cue, quote.content)))),
        json!(quote.cameo),
    ];
    row.extend(dated_values(quote.said.as_ref()));
    row.extend(dated_values(quote.event.as_ref()));
    row.extend(listing::printed_values(&quote.printed));
    row.extend([
        json!(quote.start),
        json!(quote.end),
        listing::pieces_value(&quote.pieces),
        json!(round(quote.confidence)),
        json!(quote.is_doubtful()),
        json!(quote.verdict),
        json!(quote.claim_id),
        json!(quote.newest_version),
        listing::also_value(&quote.also_in),
        around.map_or(Value::Null, |a| json!(format!("{}{}{}", a.before, a.content, a.after))),
        around.map_or(Value::Null, |a| json!(a.start)),
        around.map_or(Value::Null, |a| json!(a.end)),
    ]);
    row
}

fn data(rows: &[(Option<Around>, Quote)]) -> Listing {
    let mut listing = Listing::new(&COLUMNS.map(Column::data));
    for (around, quote) in rows {
        listing.push(values(quote, around.as_ref()));
    }
    listing
}

/// Quotes for reading.
pub fn table(rows: &[(Option<Around>, Quote)], why: bool) -> Listing {
    let columns =
        [Column::short("said"), Column::short("speaker"), Column::text("quote"), Column::short("printed_in")];
    let mut listing = Listing::new(&columns);
    for (around, quote) in rows {
        listing.push(vec![
            json!(date_cell(quote.said.as_ref())),
            json!(speaker_cell(quote)),
            json!(quote_cell(quote, around.as_ref(), why)),
            json!(listing::printed_cell(
                &quote.printed,
                &[Some(&quote.id), listing::also_cell(&quote.also_in).as_deref()]
            )),
        ]);
    }
    listing
}

/// The speakers with the words by which the text knows them: `Mohammed Al Thani (“He”)`.
pub fn speaker_cell(quote: &Quote) -> String {
    let cells: Vec<String> = quote.speakers.iter().map(one_speaker).collect();
    if cells.is_empty() { "no source".to_owned() } else { cells.join("\n") }
}

fn one_speaker(speaker: &SpeakerOfQuote) -> String {
    let Some(name) = &speaker.name else {
        let candidates: Vec<String> =
            speaker.candidates.iter().map(|c| format!("{} {:.2}", c.name, c.confidence)).collect();
        let perhaps = if candidates.is_empty() {
            String::new()
        } else {
            format!("\nperhaps {}", candidates.join(", "))
        };
        return format!("unknown (“{}”){perhaps}", speaker.words);
    };
    let whom = speaker.speaks_for.as_ref().filter(|whom| !name.contains(whom.as_str()));
    let whom = whom.map(|whom| format!(", for {whom}")).unwrap_or_default();
    let is_name = speaker.words.to_lowercase() == name.to_lowercase();
    if speaker.words.is_empty() || speaker.known_by == "name" || is_name {
        return format!("{name}{whom}");
    }
    format!("{name} (“{}”){whom}", speaker.words)
}

/// How it was said, where that is more than "said" and "told".
fn how(quote: &Quote) -> String {
    let channel = quote.channel.as_deref().filter(|channel| *channel != "told");
    let strength = Some(quote.strength.as_str()).filter(|strength| *strength != "said");
    let words = [strength, quote.negated.then_some("negated"), quote.hedged.then_some("hedged"), channel];
    words.into_iter().flatten().map(|word| format!(", {word}")).collect()
}

fn quote_cell(quote: &Quote, around: Option<&Around>, why: bool) -> String {
    let doubt = if quote.is_doubtful() { "? " } else { "" };
    let words = match around {
        // What was said stands between brackets.
        Some(around) => format!("{}[{}]{}", around.before, around.content, around.after),
        None => quote.content.clone(),
    };
    let target = quote.target.as_ref().map(|target| format!(", about {target}")).unwrap_or_default();
    let how = how(quote);
    let mut cell = format!("{doubt}{words}\n({}, {}{how}{target})", quote.claim_type, quote.kind);
    if why {
        for speaker in &quote.speakers {
            let weighed: Vec<String> =
                speaker.candidates.iter().map(|c| format!("{} {:.2}", c.name, c.confidence)).collect();
            let weighed =
                if weighed.is_empty() { String::new() } else { format!("; weighed: {}", weighed.join(", ")) };
            let name = speaker.name.as_deref().unwrap_or("unknown");
            cell.push_str(&format!("\nWhy {name} ({:.2}): {}{weighed}", speaker.confidence, speaker.reason));
        }
    }
    cell
}
