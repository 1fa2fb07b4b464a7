//! `onrecord imports`.

use super::database::{self, count};
use super::listing::{LimitArgs, explain, moment_cell, note};
use super::model::ModelArgs;
use super::output::{Column, Format, FormatArgs, Listing, safe};
use super::{Context, Outcome, update};
use crate::query::imports::{self, Import, ImportState};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Lists the runs of import: when, what, how many articles, and what failed
///
/// Newest first. Every run is recorded with its settings; `show` says all of one, `undo` takes it back as a whole.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord imports
  onrecord imports show 3               settings, counts and what could not be read
  onrecord articles --import 3          what it brought
  onrecord imports undo 3               as if it had never been"
)]
pub struct ImportsArgs {
    #[command(subcommand)]
    command: Option<ImportsCommand>,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

#[derive(Debug, Subcommand)]
enum ImportsCommand {
    Show(ShowArgs),
    Undo(UndoArgs),
}

/// Shows one run of import: paths, settings, counts, what could not be read and what was passed over
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord imports show 3
  onrecord imports show 3 --format json")]
struct ShowArgs {
    /// The number of the run, as `onrecord imports` lists it
    #[arg(value_name = "IMPORT")]
    import: i64,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Removes all that a run of import brought, as if it had never been
///
/// The articles that it stored go with all that was read out of them, and older versions of them are shown again; what
/// it only found printed elsewhere, and what it knew more of articles that were there, is forgotten. An article that another
/// import brought too stays, with what that one said of it: outlet, day, address, author, headline. What people decided stays
/// and holds again if the articles come again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord imports                      find the number
  onrecord imports undo 3
  onrecord imports undo 3 --vacuum      make the file smaller, too")]
struct UndoArgs {
    /// The number of the run, as `onrecord imports` lists it
    #[arg(value_name = "IMPORT")]
    import: i64,
    /// Writes the whole file anew, so that it shrinks and nothing of the articles is left in it
    #[arg(long)]
    vacuum: bool,
    /// Which model reads the articles that stay.
    #[command(flatten)]
    model: ModelArgs,
}

/// Runs the command.
pub fn run(args: ImportsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    match args.command {
        None => list(args.limit, args.format.format, context),
        Some(ImportsCommand::Show(args)) => show(&args, context),
        Some(ImportsCommand::Undo(args)) => undo(&args, context),
    }
}

fn list(limit: LimitArgs, format: Format, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = database::open(context)?;
    let page = imports::imports(store.connection(), limit.rows()).map_err(explain)?;
    let listing = if format == Format::Table { table(&page.rows) } else { data(&page.rows) };
    let outcome = listing.print(format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "nothing was imported yet");
    }
    limit.note(page.more, context);
    Ok(outcome)
}

fn table(rows: &[Import]) -> Listing {
    let mut listing = Listing::new(&[
        Column::short("import"),
        Column::short("started"),
        Column::short("state"),
        Column::short("stored"),
        Column::short("skipped"),
        Column::short("failed"),
        Column::text("paths"),
    ]);
    for import in rows {
        listing.push(vec![
            json!(import.number),
            json!(moment_cell(&import.started)),
            json!(import.state.name()),
            json!(import.stored),
            json!(import.skipped),
            json!(import.failed),
            json!(import.paths.join(" ")),
        ]);
    }
    listing
}

/// The columns of runs in JSON and CSV.
const COLUMNS: [&str; 17] = [
    "import",
    "started",
    "finished",
    "state",
    "undone",
    "version",
    "paths",
    "settings",
    "stored",
    "skipped",
    "failed",
    "articles",
    "quotes",
    "accusations",
    "copies",
    "passed_over",
    "shorter_copies",
];

fn values(import: &Import) -> Vec<Value> {
    vec![
        json!(import.number),
        json!(import.started),
        json!(import.finished),
        json!(import.state.name()),
        json!(import.undone),
        json!(import.version),
        json!(import.paths),
        import.settings.clone(),
        json!(import.stored),
        json!(import.skipped),
        json!(import.failed),
        json!(import.articles),
        json!(import.quotes),
        json!(import.accusations),
        json!(import.copies),
        json!(import.passed_over),
        json!(import.shorter),
    ]
}

fn data(rows: &[Import]) -> Listing {
    let mut listing = Listing::new(&COLUMNS.map(Column::data));
    for import in rows {
        listing.push(values(import));
    }
    listing
}

fn show(args: &ShowArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = database::open(context)?;
    let import = imports::import(store.connection(), args.import).map_err(explain)?;
    let failures = imports::failures(store.connection(), args.import, args.limit.rows()).map_err(explain)?;
    let passed_over = imports::passed_over(store.connection(), args.import).map_err(explain)?;
    if args.format.format == Format::Table {
        head(&import, context)?;
        let mut listing = Listing::new(&[
            Column::text("passed_over_because"),
            Column::short("files"),
            Column::text("the_first"),
        ]);
        for (reason, files, first) in passed_over {
            listing.push(vec![json!(reason), json!(files), json!(first)]);
        }
        if !listing.is_empty() {
            writeln!(context.out)?;
            listing.print(Format::Table, &mut context.out)?;
        }
        let mut listing = Listing::new(&[Column::text("could_not_be_read"), Column::text("because")]);
        for (name, reason) in failures.rows {
            listing.push(vec![json!(name), json!(reason)]);
        }
        if !listing.is_empty() {
            writeln!(context.out)?;
            listing.print(Format::Table, &mut context.out)?;
        }
    } else {
        let mut columns = COLUMNS.map(Column::data).to_vec();
        columns.push(Column::data("failures"));
        columns.push(Column::data("passed_over_because"));
        let mut row = values(&import);
        let failures = failures.rows.iter().map(|(name, reason)| json!({"name": name, "reason": reason}));
        row.push(failures.collect());
        let reasons = passed_over
            .iter()
            .map(|(reason, files, first)| json!({"reason": reason, "files": files, "first": first}));
        row.push(reasons.collect());
        let mut listing = Listing::new(&columns);
        listing.push(row);
        listing.print(args.format.format, &mut context.out)?;
    }
    args.limit.note(failures.more, context);
    Ok(Outcome::Done)
}

fn head(import: &Import, context: &mut Context) -> io::Result<()> {
    let mut line = |name: &str, value: &str| writeln!(context.out, "{name:<9} {}", safe(value));
    line("import", &import.number.to_string())?;
    line("state", import.state.name())?;
    line("started", &import.started)?;
    line("finished", import.finished.as_deref().unwrap_or("–"))?;
    if let Some(undone) = &import.undone {
        line("undone", undone)?;
    }
    line("version", &format!("onrecord {}", import.version))?;
    line("paths", &import.paths.join(" "))?;
    for (name, value) in import.settings.as_object().into_iter().flatten() {
        match value {
            Value::Null | Value::Bool(false) => {}
            Value::Array(list) if list.is_empty() => {}
            Value::String(text) => line(name, text)?,
            other => line(name, &other.to_string())?,
        }
    }
    let [stored, shorter, skipped, failed, passed_over] =
        [import.stored, import.shorter, import.skipped, import.failed, import.passed_over]
            .map(|n| u64::try_from(n).unwrap_or(0));
    line("stored", &count(stored, "new article", "new articles"))?;
    if shorter > 0 {
        let copies = count(shorter, "of them is a shorter copy", "of them are shorter copies");
        line("", &format!("{copies} of what is there at the same address"))?;
    }
    line("skipped", &format!("{} already there", count(skipped, "article", "articles")))?;
    line("failed", &count(failed, "file or line", "files or lines"))?;
    if passed_over > 0 {
        line("passed", &format!("over {}", count(passed_over, "file or message", "files or messages")))?;
    }
    if import.state != ImportState::Undone {
        let [articles, quotes, accusations] =
            [import.articles, import.quotes, import.accusations].map(|n| u64::try_from(n).unwrap_or(0));
        line(
            "now there",
            &format!(
                "{}, {}, {}",
                count(articles, "article", "articles"),
                count(quotes, "quote", "quotes"),
                count(accusations, "accusation", "accusations")
            ),
        )?;
    }
    Ok(())
}

fn undo(args: &UndoArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = database::open(context)?;
    let now = database::now(context);
    let undone = store.undo_import(args.import, &now).map_err(database::explain)?;
    let failed = update::read_unread(&mut store, &args.model.extractor(), context)?;
    store.derive().map_err(database::explain)?;
    if args.vacuum {
        store.vacuum().map_err(database::explain)?;
    }
    writeln!(
        context.err,
        "Import {} is undone: removed {} with {} and {}.",
        args.import,
        count(undone.articles, "article", "articles"),
        count(undone.quotes, "quote", "quotes"),
        count(undone.accusations, "accusation", "accusations")
    )?;
    if undone.kept > 0 {
        let kept = count(undone.kept, "article stays", "articles stay");
        writeln!(context.err, "{kept}: another import brought the same text.")?;
    }
    Ok(if failed > 0 { Outcome::Failed } else { Outcome::Done })
}
