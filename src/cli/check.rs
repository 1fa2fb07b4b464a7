//! `onrecord check`.

use super::database::{self, explain};
use super::listing::note;
use super::output::{Column, FormatArgs, Listing, safe};
use super::{Context, Outcome};
use clap::Args;
use serde_json::Value;
use std::io::Write;

/// Checks that the database is whole and every quote verbatim
///
/// Every stored place is read again in its article's text and must give the stored words; pages, indexes, links
/// between tables, full text and counts are compared. Findings are listed; the exit code is 1 if there are any. What an
/// import that was killed left behind is no finding: it is said what brings it up to date.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord check
  onrecord check --db archive.db --format jsonl")]
pub struct CheckArgs {
    #[command(flatten)]
    format: FormatArgs,
}

/// Checks, and lists what is wrong.
pub fn run(args: CheckArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = database::open(context)?;
    let bar = database::progress(context, 0, "{bar:30} {percent}% · {pos} articles · {eta} left");
    let mut articles = 0;
    let findings = store
        .check(|done, all| {
            articles = all;
            bar.set_length(all);
            bar.set_position(done);
        })
        .map_err(explain)?;
    bar.finish_and_clear();
    let mut listing =
        Listing::new(&[Column::short("table"), Column::short("article_id"), Column::text("problem")]);
    for finding in findings {
        listing.push(vec![
            finding.table.into(),
            finding.article.map_or(Value::Null, Value::from),
            finding.problem.into(),
        ]);
    }
    if store.is_read_only() {
        writeln!(context.err, "The file may not be written to: the full-text indexes were not checked.")?;
    }
    if store.is_stale().map_err(explain)? {
        note(
            context,
            "note: speakers and claims are not up to date, and were not checked: an import or a review is running or was \
             interrupted; `onrecord update` brings them up to date",
        );
    }
    let found = listing.len() as u64;
    listing.print(args.format.format, &mut context.out)?;
    let articles = database::count(articles, "article", "articles");
    if found == 0 {
        writeln!(
            context.err,
            "{}: {articles}, every quote verbatim, nothing wrong.",
            safe(&context.database.display().to_string())
        )?;
        return Ok(Outcome::Done);
    }
    let findings = database::count(found, "finding", "findings");
    writeln!(context.err, "{}: {articles}, {findings}.", safe(&context.database.display().to_string()))?;
    Ok(Outcome::Nothing)
}
