//! `onrecord speakers suggestions`: speakers who may be one, and what a person says to it.

use crate::cli::deciding::{ReasonArgs, decide, exactly_one, named};
use crate::cli::listing::{self, LimitArgs, explain, note};
use crate::cli::output::{Column, Format, FormatArgs, Listing, error};
use crate::cli::{Context, Outcome, database};
use crate::query::speakers::Speaker;
use crate::query::suggestions;
use crate::store::Decision;
use clap::{Args, Subcommand};
use serde_json::json;

/// Lists speakers who may be one: forms of one name that nothing contradicts, but too little joins
///
/// `accept` merges the second into the first, `reject` keeps them apart for good. Only what is listed can be accepted; any
/// other two are made one by `speakers merge`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord speakers suggestions
  onrecord speakers suggestions --speaker carver
  onrecord speakers suggestions accept s:7k3 s:m2q
  onrecord speakers suggestions reject s:7k3 s:m2q --reason \"father and son\""
)]
pub struct SuggestionsArgs {
    #[command(subcommand)]
    command: Option<SuggestionsCommand>,
    /// Those on this speaker: a name, or an id (s:…); may be repeated
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

#[derive(Debug, Subcommand)]
enum SuggestionsCommand {
    /// Decides that the two are one; the second is listed under the first
    Accept(PairArgs),
    /// Decides that the two are different
    Reject(PairArgs),
}

#[derive(Debug, Args)]
struct PairArgs {
    /// The first speaker: an id (s:…), or a name
    one: String,
    /// The second
    other: String,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Runs `speakers suggestions`.
pub fn suggestions(args: SuggestionsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    match args.command {
        Some(SuggestionsCommand::Accept(pair)) => {
            let mut store = listing::open(context)?;
            let (one, other) = (exactly_one(&store, &pair.one)?, exactly_one(&store, &pair.other)?);
            let is_suggested = suggestions::is_suggested(store.connection(), one.row, other.row);
            if one.row != other.row && !is_suggested.map_err(explain)? {
                return Err(error(
                    format!("it is not suggested that {} is {}", listing::one(&other), listing::one(&one)),
                    format!(
                        "`onrecord speakers suggestions` lists pairs; `onrecord speakers merge {} {}` makes any two one",
                        other.id, one.id
                    ),
                ));
            }
            super::merge_into(&mut store, &pair.other, &pair.one, &pair.why, context)
        }
        Some(SuggestionsCommand::Reject(pair)) => {
            let mut store = listing::open(context)?;
            let (one, other) = (exactly_one(&store, &pair.one)?, exactly_one(&store, &pair.other)?);
            if one.id == other.id {
                return Err(error(
                    format!("both are one speaker: {}", listing::one(&one)),
                    "`onrecord speakers suggestions` lists pairs; `speakers split` parts what is one",
                ));
            }
            let decision = Decision::split(&named(&store, &one)?, &named(&store, &other)?);
            decide(&mut store, decision, &pair.why, context)
        }
        None => list(&args, context),
    }
}

fn list(args: &SuggestionsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = listing::open(context)?;
    let Some(of) = listing::speakers(&store, &args.speaker, context)? else { return Ok(Outcome::Nothing) };
    let page = suggestions::suggestions(store.connection(), &of, args.limit.rows()).map_err(explain)?;
    let is_table = args.format.format == Format::Table;
    let mut listing = if is_table {
        Listing::new(&[
            Column::short("sure"),
            Column::text("is_this"),
            Column::text("also_this"),
            Column::text("because"),
        ])
    } else {
        let columns =
            ["one_id", "one", "one_articles", "other_id", "other", "other_articles", "confidence", "reason"];
        Listing::new(&columns.map(Column::data))
    };
    for pair in &page.rows {
        let (one, other) = (&pair.one, &pair.other);
        let cell = |s: &Speaker| {
            format!(
                "{}\n{}, in {}",
                s.name,
                s.id,
                database::count(s.articles.unsigned_abs(), "article", "articles")
            )
        };
        listing.push(if is_table {
            vec![
                json!(format!("{:.2}", pair.confidence)),
                json!(cell(one)),
                json!(cell(other)),
                json!(pair.reason),
            ]
        } else {
            vec![
                json!(one.id),
                json!(one.name),
                json!(one.articles),
                json!(other.id),
                json!(other.name),
                json!(other.articles),
                json!(listing::round(pair.confidence)),
                json!(pair.reason),
            ]
        });
    }
    let outcome = listing.print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "there is nothing to suggest");
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}
