//! `onrecord accusations`.

use super::listing::{
    self, DateByArg, DayArgs, LimitArgs, VersionArgs, date_cell, date_values, explain, note, round,
};
use super::output::{Column, Format, FormatArgs, Listing};
use super::{Context, Outcome};
use crate::query::DateBy;
use crate::query::accusations::{self, Accusation, AccusationFilter, Party};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

/// Lists accusations by date: who accused whom of what, and what became of it
///
/// Newest said first. Three dates are kept apart: when it was said, when the article was published, and when the
/// thing is said to have happened; the heading of the date column says which one is shown. The status is what is
/// found so far in the stored articles: unanswered, denied, admitted or no-comment, with the quote that made it so.
/// It is never a judgement. Rows that are more likely wrong than right begin with "?".
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord accusations --against Israel --since 2025-10   a chronology, newest first
  onrecord accusations --status denied --reverse          what was denied, oldest first
  onrecord accusations --date-by event --format csv > chronology.csv")]
pub struct AccusationsArgs {
    /// Who accuses: a name, or an id (s:…); may be repeated
    #[arg(long, value_name = "NAME")]
    by: Vec<String>,
    /// Who is accused: a name, or an id (s:…); may be repeated
    #[arg(long, value_name = "NAME")]
    against: Vec<String>,
    /// Words in the quote that carries it (in the article where no quote does)
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,
    /// What became of it; several with commas
    #[arg(long, value_enum, value_name = "STATUS", value_delimiter = ',')]
    status: Vec<Status>,
    /// Who published it; may be repeated
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,
    #[command(flatten)]
    days: DayArgs,
    /// Which date to show, and --since, --until and the order go by
    #[arg(long, value_enum, default_value_t, value_name = "DATE")]
    date_by: DateByArg,
    /// Oldest first
    #[arg(long)]
    reverse: bool,
    /// Hide what is less certain (0 to 1); below 0.5 a row is doubtful
    #[arg(long, value_name = "P")]
    min_confidence: Option<f64>,
    #[command(flatten)]
    versions: VersionArgs,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// What became of an accusation, as far as the stored articles say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Status {
    /// No answer was found
    Unanswered,
    /// The accused denies or rejects it
    Denied,
    /// The accused admits it or apologises
    Admitted,
    /// The accused declined to comment
    NoComment,
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Status::Unanswered => "unanswered",
            Status::Denied => "denied",
            Status::Admitted => "admitted",
            Status::NoComment => "no-comment",
        }
    }
}

/// Runs the command.
pub fn run(args: AccusationsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let days = args.days.days(context)?;
    let store = listing::open(context)?;
    let Some(by) = listing::speakers(&store, &args.by, context)? else { return Ok(Outcome::Nothing) };
    let Some(against) = listing::speakers(&store, &args.against, context)? else {
        return Ok(Outcome::Nothing);
    };
    let Some(outlets) = listing::outlets(&store, &args.outlet, context)? else { return Ok(Outcome::Nothing) };
    let filter = AccusationFilter {
        by,
        against,
        about: args.about,
        statuses: args.status.iter().map(|status| status.name()).collect(),
        outlets,
        days,
        date_by: args.date_by.into(),
        min_confidence: args.min_confidence,
        all_versions: args.versions.all_versions,
        fold: args.versions.fold,
        reverse: args.reverse,
        limit: args.limit.rows(),
    };
    let page = accusations::accusations(store.connection(), &filter).map_err(explain)?;
    let listing = match args.format.format {
        Format::Table => table(&page.rows, filter.date_by),
        _ => data(&page.rows),
    };
    let outcome = listing.print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "no accusation fits");
    } else if args.format.format == Format::Table {
        note(context, date_note(filter.date_by));
    }
    if args.format.format == Format::Table && page.rows.iter().any(Accusation::is_doubtful) {
        note(context, "“?” marks what is doubtful; --min-confidence 0.5 hides it");
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}

const fn date_note(by: DateBy) -> &'static str {
    match by {
        DateBy::Said => "dates: when it was said (--date-by published or event shows the others)",
        DateBy::Published => {
            "dates: when the article was published (--date-by said or event shows the others)"
        }
        DateBy::Event => {
            "dates: when it is said to have happened (--date-by said or published shows the others)"
        }
    }
}

/// Accusations for reading, with the date `by`.
pub fn table(rows: &[Accusation], by: DateBy) -> Listing {
    let columns = [
        Column::short(by.name()),
        Column::short("who_accuses_whom"),
        Column::text("allegation"),
        Column::short("status"),
        Column::short("printed_in"),
    ];
    let mut listing = Listing::new(&columns);
    for row in rows {
        let doubt = if row.is_doubtful() { "? " } else { "" };
        listing.push(vec![
            json!(date_cell(row.date(by).as_ref())),
            json!(format!(
                "{}\n→ {}",
                row.accuser.as_ref().map_or("nobody named", |party| &party.name),
                row.accused.name
            )),
            json!(format!("{doubt}{}", row.allegation)),
            json!(status_cell(row)),
            json!(listing::printed_cell(
                &row.printed,
                &[row.quote_id.as_deref(), listing::also_cell(&row.also_in).as_deref()]
            )),
        ]);
    }
    listing
}

/// The status with who said it, when, and the claim.
fn status_cell(row: &Accusation) -> String {
    let Some(reply) = &row.reply else {
        let by_article = if row.status == "denied" { "\nin the article’s own words" } else { "" };
        return format!("{}{by_article}", row.status);
    };
    let mut cell = row.status.clone();
    if let Some(speaker) = &reply.speaker {
        cell.push_str(&format!(" by {speaker}"));
    }
    if let Some(said) = &reply.said {
        cell.push_str(&format!(", {said}"));
    }
    format!("{cell}\n{}", reply.claim_id.as_deref().unwrap_or(&reply.quote_id))
}

const COLUMNS: [&str; 35] = [
    "accuser",
    "accuser_id",
    "accused",
    "accused_id",
    "allegation",
    "cue",
    "status",
    "status_speaker",
    "status_quote",
    "status_quote_id",
    "status_claim_id",
    "status_said_on",
    "status_article_id",
    "status_url",
    "said_on",
    "said_until",
    "said_precision",
    "said_from",
    "event_on",
    "event_until",
    "event_precision",
    "published",
    "outlet",
    "title",
    "url",
    "article_id",
    "quote_id",
    "claim_id",
    "start",
    "end",
    "pieces",
    "explicit",
    "confidence",
    "doubtful",
    "also_in",
];

fn data(rows: &[Accusation]) -> Listing {
    let mut listing = Listing::new(&COLUMNS.map(Column::data));
    for row in rows {
        listing.push(values(row));
    }
    listing
}

fn values(row: &Accusation) -> Vec<Value> {
    let reply = row.reply.as_ref();
    let mut values = vec![
        json!(row.accuser.as_ref().map(|party| &party.name)),
        json!(row.accuser.as_ref().and_then(|party: &Party| party.id.as_ref())),
        json!(row.accused.name),
        json!(row.accused.id),
        json!(row.allegation),
        json!(row.cue),
        json!(row.status),
        json!(reply.and_then(|reply| reply.speaker.as_ref())),
        json!(reply.map(|reply| &reply.content)),
        json!(reply.map(|reply| &reply.quote_id)),
        json!(reply.and_then(|reply| reply.claim_id.as_ref())),
        json!(reply.and_then(|reply| reply.said.as_ref()).map(|said| said.first.to_string())),
        json!(reply.map(|reply| &reply.printed.article_id)),
        json!(reply.and_then(|reply| reply.printed.url.as_ref())),
    ];
    values.extend(date_values(row.said.as_ref()));
    values.extend(date_values(row.event.as_ref()).into_iter().take(3));
    values.extend(listing::printed_values(&row.printed));
    values.extend([
        json!(row.quote_id),
        json!(row.claim_id),
        json!(row.start),
        json!(row.end),
        listing::pieces_value(&row.pieces),
        json!(row.explicit),
        json!(round(row.confidence)),
        json!(row.is_doubtful()),
        listing::also_value(&row.also_in),
    ]);
    values
}
