//! `onrecord stats`.

use super::listing::{self, DayArgs, LimitArgs, explain, note};
use super::output::{Column, Format, FormatArgs, Listing};
use super::{Context, Outcome, bars, sheet};
use crate::query::stats::{self, By, StatsFilter};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Counts quotes by outlet, month, speaker, type or kind, or gives the precision of a sheet that was checked by hand
///
/// Without --by: how much there is of everything. Rejected quotes and older versions of articles are not counted. A quote
/// by two speakers counts for both. `accusing` counts quotes of the type accusation; one may carry several accusations, as
/// `onrecord accusations` lists them, or none, and some stand in no quote.
///
/// --checked reads a sheet that `onrecord quotes --sample` wrote and somebody filled: how often each column was right, and
/// within what interval the true share lies, 95 times in 100 (Wilson).
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord stats
  onrecord stats --by speaker --since 2025-10
  onrecord stats --by unknown                       why speakers are unknown
  onrecord quotes --sample 100 --seed 7 > sheet.csv; onrecord stats --checked sheet.csv")]
pub struct StatsArgs {
    /// What to count by
    #[arg(long, value_enum, value_name = "WHAT")]
    by: Option<ByArg>,
    /// Who published it; may be repeated
    #[arg(long, value_name = "NAME", requires = "by")]
    outlet: Vec<String>,
    #[command(flatten)]
    days: DayArgs,
    /// A filled sheet: a CSV file with columns that end in `_right`; needs no database
    #[arg(long, value_name = "FILE", conflicts_with_all = ["by", "since", "until"])]
    checked: Option<PathBuf>,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// What to count by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByArg {
    /// Who published it
    Outlet,
    /// The month in which it was said; the year where that is unknown
    Month,
    /// Who said it
    Speaker,
    /// The type of claim
    Type,
    /// direct, mixed, indirect
    Kind,
    /// By what the text knows a speaker whom the machine does not
    Unknown,
}

impl From<ByArg> for By {
    fn from(by: ByArg) -> By {
        match by {
            ByArg::Outlet => By::Outlet,
            ByArg::Month => By::Month,
            ByArg::Speaker => By::Speaker,
            ByArg::Type => By::Type,
            ByArg::Kind => By::Kind,
            ByArg::Unknown => By::Unknown,
        }
    }
}

/// Runs the command.
pub fn run(args: StatsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    if let Some(path) = &args.checked {
        return sheet::precision(path)?.print(args.format.format, &mut context.out);
    }
    let days = args.days.days(context)?;
    let store = listing::open(context)?;
    let Some(by) = args.by else {
        let mut listing = Listing::new(&["measure", "count"].map(Column::short));
        for (measure, count) in stats::overview(store.connection()).map_err(explain)? {
            listing.push(vec![json!(measure), json!(count)]);
        }
        return listing.print(args.format.format, &mut context.out);
    };
    let Some(outlets) = listing::outlets(&store, &args.outlet, context)? else { return Ok(Outcome::Nothing) };
    let filter = StatsFilter { outlets, days, limit: args.limit.rows() };
    let by = By::from(by);
    let page = stats::stats(store.connection(), by, &filter).map_err(explain)?;
    let is_table = args.format.format == Format::Table;
    let mut columns = vec![Column::short(by.name())];
    columns.extend((by == By::Speaker).then(|| Column::data("speaker_id")));
    columns.extend(
        ["quotes", "articles", "direct", "accusing", "unknown_speaker", "doubtful"].map(Column::short),
    );
    let mut listing = Listing::new(&columns);
    for counts in &page.rows {
        let of = match &counts.of {
            Some(of) if is_table && by == By::Month => json!(bars::month_cell(of)),
            Some(of) => json!(of),
            None if is_table => json!("not known"),
            None => Value::Null,
        };
        let mut row = vec![of];
        row.extend((by == By::Speaker).then(|| json!(counts.id)));
        let numbers = [
            counts.quotes,
            counts.articles,
            counts.direct,
            counts.accusations,
            counts.unknown,
            counts.doubtful,
        ];
        row.extend(numbers.map(|number| json!(number)));
        listing.push(row);
    }
    let outcome = listing.print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "no quote fits");
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}
