//! `onrecord accusations`.

use super::listing::{
    self, DateByArg, DayArgs, LimitArgs, VersionArgs, date_cell, dated_values, explain, note, round,
};
use super::output::{Column, Format, FormatArgs, Listing};
use super::{Context, Outcome, accusation_decisions as decisions, bars};
use crate::claims::ClaimType;
use crate::query::DateBy;
use crate::query::accusations::{self, Accusation, AccusationFilter, Party, Sort};
use crate::store::Store;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

/// Lists accusations by date: who accused whom of what, and what became of it
///
/// Newest said first. Three dates are kept apart: when it was said, when the article was published, and when the
/// thing is said to have happened; the heading of the date column says which one is shown. The status is what is
/// found so far in the stored articles: unanswered, denied, admitted, mixed (the one and the other), no-comment, disputed
/// by somebody else, or withdrawn by the accuser, with the quote that made it so (`claims show` has the reason). It is never a judgement; what a person
/// holds of it (`claims verdict`) stands beside it. “(implicit)” stands below what no verb of accusing reports: what is said is
/// an accusation by itself. Rows that are more likely wrong than right begin with "?".
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord accusations --against Israel --since 2025-10   a chronology, newest first
  onrecord accusations --status denied --reverse          what was denied, oldest first
  onrecord accusations --since \"last year\" --chart       how many each month
  onrecord accusations --date-by event --format csv > chronology.csv
  onrecord accusations fix x:7k3 --accused \"Per Lund\"     what a person corrects stays corrected"
)]
pub struct AccusationsArgs {
    #[command(subcommand)]
    command: Option<AccusationsCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Debug, Subcommand)]
enum AccusationsCommand {
    Confirm(decisions::ConfirmArgs),
    Reject(decisions::RejectArgs),
    Fix(decisions::FixArgs),
    Add(decisions::AddArgs),
}

#[derive(Debug, Args)]
struct ListArgs {
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
    /// Only where the words that report it accuse: "accused", "blamed", "charged"
    #[arg(long, conflicts_with = "implicit")]
    explicit: bool,
    /// Only where what is said accuses: "he lied to the council"
    #[arg(long)]
    implicit: bool,
    /// Who published it; may be repeated
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,
    #[command(flatten)]
    days: DayArgs,
    /// Which date to show, and --since, --until and the order go by
    #[arg(long, value_enum, default_value_t, value_name = "DATE")]
    date_by: DateByArg,
    /// What the rows are in order of
    #[arg(long, value_enum, default_value_t, value_name = "COLUMN")]
    sort: SortArg,
    /// The other way round: oldest first
    #[arg(long)]
    reverse: bool,
    /// Count them by month instead, with a bar for each; those of which only the year is known, or days of two months,
    /// stand behind the months of the year
    #[arg(long, conflicts_with_all = ["sort", "reverse", "fold"])]
    chart: bool,
    /// Hide what is less certain (0 to 1); below 0.5 a row is doubtful
    #[arg(long, value_name = "P", value_parser = listing::probability)]
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
    /// The accused admits a part, or denies and admits in one article
    Mixed,
    /// The accused declined to comment
    NoComment,
    /// Neither side, but somebody else says that it is not so
    Disputed,
    /// The accuser took it back
    Withdrawn,
}

/// `--sort`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    /// The date, newest first
    #[default]
    Date,
    /// The accuser's name
    Accuser,
    /// The accused's name
    Accused,
    /// The status
    Status,
    /// Who published it
    Outlet,
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Sort {
        match sort {
            SortArg::Date => Sort::Date,
            SortArg::Accuser => Sort::Accuser,
            SortArg::Accused => Sort::Accused,
            SortArg::Status => Sort::Status,
            SortArg::Outlet => Sort::Outlet,
        }
    }
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Status::Unanswered => "unanswered",
            Status::Denied => "denied",
            Status::Admitted => "admitted",
            Status::Mixed => "mixed",
            Status::NoComment => "no-comment",
            Status::Disputed => "disputed",
            Status::Withdrawn => "withdrawn",
        }
    }
}

/// Runs the command.
pub fn run(args: AccusationsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    match args.command {
        None => list(args.list, context),
        Some(AccusationsCommand::Confirm(args)) => decisions::confirm(&args, context),
        Some(AccusationsCommand::Reject(args)) => decisions::reject(&args, context),
        Some(AccusationsCommand::Fix(args)) => decisions::fix(&args, context),
        Some(AccusationsCommand::Add(args)) => decisions::add(&args, context),
    }
}

fn list(args: ListArgs, context: &mut Context) -> anyhow::Result<Outcome> {
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
        explicit: (args.explicit || args.implicit).then_some(args.explicit),
        outlets,
        days,
        date_by: args.date_by.into(),
        min_confidence: args.min_confidence,
        all_versions: args.versions.all_versions,
        fold: args.versions.fold,
        sort: args.sort.into(),
        reverse: args.reverse,
        limit: args.limit.rows(),
    };
    if args.chart {
        return chart(&store, &filter, args.format.format, context);
    }
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

/// The statuses in the order in which charts show them.
const STATUSES: [Status; 7] = [
    Status::Unanswered,
    Status::Denied,
    Status::Admitted,
    Status::Mixed,
    Status::NoComment,
    Status::Disputed,
    Status::Withdrawn,
];

fn chart(
    store: &Store,
    filter: &AccusationFilter,
    format: Format,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let months = accusations::months(store.connection(), filter).map_err(explain)?;
    let is_table = format == Format::Table;
    let months = if is_table { bars::with_empty_months(months) } else { months };
    let most = months.iter().map(|month| month.accusations).max().unwrap_or(0);
    let mut columns = vec![Column::short("month"), Column::short("accusations")];
    if is_table {
        columns.push(Column::text("chart"));
    } else {
        columns.extend(STATUSES.map(|status| Column::data(status.name())));
    }
    let mut listing = Listing::new(&columns);
    for month in &months {
        let mut row = match &month.month {
            Some(name) if is_table => vec![json!(bars::month_cell(name))],
            name => vec![
                name.as_ref()
                    .map_or_else(|| if is_table { json!("no date") } else { Value::Null }, |n| json!(n)),
            ],
        };
        row.push(json!(month.accusations));
        if is_table {
            row.push(json!(bars::bar(month.accusations, most)));
        } else {
            let of = |status: Status| month.statuses.get(status.name()).copied().unwrap_or(0);
            row.extend(STATUSES.map(|status| json!(of(status))));
        }
        listing.push(row);
    }
    let outcome = listing.print(format, &mut context.out)?;
    match outcome {
        Outcome::Nothing => note(context, "no accusation fits"),
        _ if is_table => note(context, date_note(filter.date_by)),
        _ => {}
    }
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
            json!(format!("{doubt}{}{}", row.allegation, if row.explicit { "" } else { "\n(implicit)" })),
            json!(status_cell(row)),
            json!(listing::printed_cell(
                &row.printed,
                &[shown_id(row), listing::also_cell(&row.also_in).as_deref()]
            )),
        ]);
    }
    listing
}

/// The quote that carries it, or its own id where none does.
pub fn shown_id(row: &Accusation) -> Option<&str> {
    row.quote_id.as_deref().or(row.id.as_deref())
}

/// The status with who said it, when, and the claim.
fn status_cell(row: &Accusation) -> String {
    let verdict = row.verdict.as_ref().map(|verdict| format!("\nverdict: {verdict}")).unwrap_or_default();
    let Some(reply) = &row.reply else {
        let more = match row.status.as_str() {
            "denied" => "\nin the article’s own words",
            // A counter-accusation answers nothing, but it is there.
            _ if row.replies > 0 => "\nbut the accuser is accused",
            _ => "",
        };
        return format!("{}{more}{verdict}", row.status);
    };
    let mut cell = row.status.clone();
    if let Some(speaker) = &reply.speaker {
        cell.push_str(&format!(" by {speaker}"));
    }
    if let Some(said) = &reply.said {
        cell.push_str(&format!(", {said}"));
    }
    format!("{cell}\n{}{verdict}", reply.claim_id.as_deref().unwrap_or(&reply.quote_id))
}

const COLUMNS: [&str; 51] = [
    "accusation_id",
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
    "quote_id",
    "claim_id",
    "start",
    "end",
    "pieces",
    "explicit",
    "confidence",
    "doubtful",
    "also_in",
    "replies",
    "verdict",
    "checked",
    "claim_type",
    "claim_confidence",
    "plover",
    "plover_mode",
    "cameo",
    "strength",
    "negated",
    "hedged",
    "channel",
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
    let manner = row.manner.as_ref();
    let kind = manner.and_then(|manner| ClaimType::named(&manner.claim_type));
    let mut values = vec![
        json!(row.id),
        json!(row.accuser.as_ref().map(|party| &party.name)),
        json!(row.accuser.as_ref().and_then(|party: &Party| party.id.as_ref())),
        json!(row.accused.name),
        json!(row.accused.id),
        json!(row.allegation),
        json!(row.cue),
        json!(row.status),
        json!(reply.and_then(|reply| reply.speaker.as_ref())),
        json!(reply.map(|reply| &reply.content).or(row.denial.as_ref())),
        json!(reply.map(|reply| &reply.quote_id)),
        json!(reply.and_then(|reply| reply.claim_id.as_ref())),
        json!(reply.and_then(|reply| reply.said.as_ref()).map(|said| said.first.to_string())),
        json!(reply.map(|reply| &reply.printed.article_id)),
        json!(reply.and_then(|reply| reply.printed.url.as_ref())),
    ];
    values.extend(dated_values(row.said.as_ref()));
    values.extend(dated_values(row.event.as_ref()));
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
        json!(row.replies),
        json!(row.verdict),
        json!(row.checked),
        json!(manner.map(|m| &m.claim_type)),
        json!(manner.map(|m| round(m.claim_confidence))),
        json!(kind.and_then(ClaimType::plover)),
        json!(manner.and_then(|m| m.plover_mode)),
        json!(manner.and_then(|m| m.cameo.as_ref())),
        json!(manner.map(|m| &m.strength)),
        json!(manner.map(|m| m.negated)),
        json!(manner.map(|m| m.hedged)),
        json!(manner.and_then(|m| m.channel.as_ref())),
    ]);
    values
}
