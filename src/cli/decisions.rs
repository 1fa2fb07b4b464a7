//! `onrecord decisions`.

use super::database::{self, count};
use super::listing::{self, LimitArgs, day_cell, explain, moment_cell, note};
use super::output::{Column, Format, FormatArgs, Listing, error};
use super::{Context, Outcome, deciding};
use crate::query::decisions::{self, Decided, DecisionFilter};
use crate::store::Action;
use crate::store::ids::IdKind;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Lists what people decided, takes decisions back, and carries them to another database
///
/// Newest first. Every correction (`speakers merge`, `quotes reject`, `review`, …) is a row with its moment and reason.
/// It names articles and speakers by what they are, not by row, so it survives every `update` and a newer version, wins
/// over the machine, and holds in any other database that has the same articles.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord decisions
  onrecord decisions undo 12
  onrecord decisions export corrections.jsonl
  onrecord decisions apply corrections.jsonl --db other.db"
)]
pub struct DecisionsArgs {
    #[command(subcommand)]
    command: Option<DecisionsCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Debug, Subcommand)]
enum DecisionsCommand {
    Undo(UndoArgs),
    Export(ExportArgs),
    Apply(ApplyArgs),
}

#[derive(Debug, Args)]
struct ListArgs {
    /// What was decided; several with commas
    #[arg(long, value_name = "ACTION", value_delimiter = ',', value_parser = action())]
    action: Vec<Action>,
    /// Those on quotes of this article: an id (a:…)
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,
    /// Also those that were taken back
    #[arg(long)]
    undone: bool,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Takes decisions back, by their numbers
///
/// All of them or none. Everything is as if they had never been taken, whatever was decided before or after. The rows stay,
/// marked.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord decisions undo 12
  onrecord decisions undo 12 13 17")]
struct UndoArgs {
    /// Numbers, as `onrecord decisions` lists them
    #[arg(required = true, value_name = "NUMBER")]
    numbers: Vec<i64>,
}

/// Writes all decisions as JSON Lines
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord decisions export corrections.jsonl
  onrecord decisions export - | grep merge")]
struct ExportArgs {
    /// A new file; `-` is standard output
    file: PathBuf,
}

/// Takes over decisions that `export` wrote, of this or another database
///
/// All of the file or nothing. What is there already is not taken twice. Of two decisions on the same thing the one
/// that was made later wins, wherever it was made. A decision on an article that is not in this database waits for it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord decisions apply corrections.jsonl
  ssh desk onrecord decisions export - | onrecord decisions apply -")]
struct ApplyArgs {
    /// A file; `-` is standard input
    file: PathBuf,
}

fn action() -> impl TypedValueParser<Value = Action> {
    PossibleValuesParser::new(Action::ALL.map(Action::name))
        .map(|name| Action::by_name(&name).unwrap_or(Action::Confirm))
}

/// Runs the command.
pub fn run(args: DecisionsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    match args.command {
        None => list(args.list, context),
        Some(DecisionsCommand::Undo(args)) => {
            deciding::undo(&mut database::open(context)?, &args.numbers, context)
        }
        Some(DecisionsCommand::Export(args)) => export(&args.file, context),
        Some(DecisionsCommand::Apply(args)) => apply(&args.file, context),
    }
}

fn list(args: ListArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = listing::open(context)?;
    let article = args.article.map(|typed| store.resolve(IdKind::Article, &typed)).transpose();
    let filter = DecisionFilter {
        actions: args.action,
        article: article.map_err(database::explain)?,
        undone: args.undone,
        limit: args.limit.rows(),
    };
    let page = decisions::decisions(store.connection(), &filter).map_err(explain)?;
    let is_table = args.format.format == Format::Table;
    let outcome = if is_table { table(&page.rows) } else { data(&page.rows) }
        .print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "nobody has decided anything like that");
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}

fn table(rows: &[Decided]) -> Listing {
    let columns =
        [Column::short("number"), Column::short("made"), Column::text("decided"), Column::text("about")];
    let mut listing = Listing::new(&columns);
    for Decided { number, decision, words, outlet, published } in rows {
        let mut decided = decision.in_words();
        if let Some(reason) = &decision.note {
            decided.push_str(&format!("\nbecause: {reason}"));
        }
        if let Some(who) = &decision.made_by {
            decided.push_str(&format!("\nby {who}"));
        }
        if let Some(undone) = &decision.undone {
            decided.push_str(&format!("\n(taken back {})", moment_cell(undone)));
        }
        let about = words.as_ref().zip(decision.article.as_ref()).map(|(words, article)| {
            let outlet = outlet.as_deref().unwrap_or("outlet unknown");
            format!("{words}\n{outlet}, {}\n{article}", day_cell(published.as_deref()))
        });
        let about = about.or_else(|| decision.article.clone());
        listing.push(vec![json!(number), json!(moment_cell(&decision.made)), json!(decided), json!(about)]);
    }
    listing
}

/// The columns of decisions in JSON and CSV.
const COLUMNS: [&str; 21] = [
    "number",
    "made",
    "made_by",
    "action",
    "article",
    "start_char",
    "end_char",
    "nth",
    "name",
    "type",
    "other_article",
    "other_start_char",
    "other_end_char",
    "other_nth",
    "other_name",
    "other_type",
    "value",
    "reason",
    "undone",
    "in_words",
    "words",
];

fn data(rows: &[Decided]) -> Listing {
    let mut listing = Listing::new(&COLUMNS.map(Column::data));
    for Decided { number, decision, words, .. } in rows {
        let written = serde_json::to_value(decision).unwrap_or_default();
        listing.push(
            COLUMNS
                .iter()
                .map(|column| match *column {
                    "number" => json!(number),
                    "in_words" => json!(decision.in_words()),
                    "words" => json!(words),
                    column => written.get(column).cloned().unwrap_or(Value::Null),
                })
                .collect(),
        );
    }
    listing
}

fn export(file: &Path, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = database::open(context)?;
    let written = if is_standard(file) {
        store.export_decisions(&mut context.out)
    } else {
        let to = OpenOptions::new().write(true).create_new(true).open(file);
        let to = to.map_err(|wrong| {
            error(format!("{}: {wrong}", file.display()), "name a new file in a folder that you may write to")
        })?;
        let mut to = BufWriter::new(to);
        let written = store.export_decisions(&mut to);
        to.flush().map_err(|wrong| error(format!("{}: {wrong}", file.display()), "make room on the disk"))?;
        written
    };
    let written = written.map_err(database::explain)?;
    note(context, &format!("wrote {}", count(written, "decision", "decisions")));
    Ok(if written == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn apply(file: &Path, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = database::open(context)?;
    let applied = if is_standard(file) {
        store.apply_decisions(&mut std::io::stdin().lock())
    } else {
        let from = File::open(file).map_err(|wrong| {
            error(format!("{}: {wrong}", file.display()), "name a file that `export` wrote")
        })?;
        store.apply_decisions(&mut BufReader::new(from))
    };
    let applied = applied.map_err(|wrong| {
        error(
            format!("{}: {wrong}", file.display()),
            "nothing was taken over; `decisions export` shows the form",
        )
    })?;
    store.derive().map_err(database::explain)?;
    let mut words = format!("took over {}", count(applied.new, "decision", "decisions"));
    for (number, what) in [(applied.known, "known already"), (applied.undone, "taken back")] {
        if number > 0 {
            words.push_str(&format!(", {number} {what}"));
        }
    }
    note(context, &words);
    Ok(Outcome::Done)
}

fn is_standard(file: &Path) -> bool {
    file.as_os_str() == "-"
}
