//! `onrecord import --dry-run`: what would be imported, with what is known about it.

use super::database::count;
use super::output::{Column, Format, Listing, safe};
use super::{Context, Outcome};
use crate::ingest::{Defaults, Incoming, Reader};
use serde_json::json;
use std::io::Write;

/// Reads everything, stores nothing, and prints a row for each article.
pub fn run(
    reader: Reader,
    defaults: &Defaults,
    format: Format,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let columns = [
        Column::short("published"),
        Column::short("outlet"),
        Column::text("title"),
        Column::short("words"),
        Column::text("read_from"),
        Column::data("url"),
        Column::data("authors"),
        Column::data("modified"),
        Column::data("retrieved"),
        Column::data("media_type"),
        Column::data("encoding"),
        Column::data("beginning"),
        Column::data("warnings"),
    ];
    let mut listing = Listing::new(&columns);
    let (mut failed, mut passed_over, mut no_date, mut no_title) = (0, 0, 0, 0);
    for item in reader {
        match item {
            Ok(mut incoming) => {
                defaults.fill(&mut incoming.article);
                no_date += u64::from(incoming.article.date.is_none());
                no_title += u64::from(incoming.article.title.is_none());
                for warning in &incoming.warnings {
                    let place = incoming.provenance.place();
                    writeln!(context.err, "warning: {}", safe(&format!("{place}: {warning}")))?;
                }
                listing.push(row(&incoming));
            }
            Err(wrong) if wrong.skipped => {
                passed_over += 1;
                writeln!(context.err, "passed over: {}", safe(&wrong.to_string()))?;
            }
            Err(wrong) => {
                failed += 1;
                writeln!(context.err, "error: {}", safe(&wrong.to_string()))?;
                if let Some(hint) = &wrong.hint {
                    writeln!(context.err, "hint: {}", safe(hint))?;
                }
            }
        }
    }
    let articles = listing.len() as u64;
    let outcome = listing.print(format, &mut context.out)?;
    let lacking = |number: u64, what: &str| {
        if number > 0 { format!(", {number} without {what}") } else { String::new() }
    };
    writeln!(
        context.err,
        "{} would be read{}{}; {} passed over, {} failed. Nothing was stored.",
        count(articles, "article", "articles"),
        lacking(no_date, "a date"),
        lacking(no_title, "a title"),
        passed_over,
        failed
    )?;
    Ok(if failed > 0 { Outcome::Failed } else { outcome })
}

fn row(incoming: &Incoming) -> Vec<serde_json::Value> {
    /// Characters of the text that are shown, so that one sees whether it is the right one.
    const BEGINNING: usize = 200;
    let (article, from) = (&incoming.article, &incoming.provenance);
    vec![
        json!(article.date),
        json!(article.outlet),
        json!(article.title),
        json!(article.text.split_whitespace().count()),
        json!(from.place()),
        json!(article.url),
        json!(article.authors),
        json!(from.modified),
        json!(from.retrieved),
        json!(from.media_type),
        json!(from.encoding),
        json!(article.text.chars().take(BEGINNING).collect::<String>()),
        json!(incoming.warnings),
    ]
}
