//! `onrecord import --dry-run`: what would be imported, with what is known about it.

use super::database::{self, count};
use super::output::{Column, Format, Listing, safe};
use super::{Context, Outcome};
use crate::ingest::{Defaults, Incoming, Reader};
use crate::store::Known;
use crate::store::sameness::Fingerprint;
use serde_json::json;
use std::io::Write;

/// Reads everything, stores nothing, and prints a row for each article: whether it is new, or there, or there as a copy from
/// elsewhere or with less known of it.
pub fn run(
    reader: Reader,
    defaults: &Defaults,
    language: Option<&str>,
    format: Format,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    // A database that is not there yet is not made.
    let store = match context.database.exists() {
        true => Some(database::open(context)?),
        false => None,
    };
    let columns = [
        Column::short("published"),
        Column::short("outlet"),
        Column::text("title"),
        Column::short("author"),
        Column::short("known"),
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
    let (mut failed, mut passed_over, mut no_date, mut no_title, mut there) = (0, 0, 0, 0, 0);
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
                let known = match &store {
                    Some(store) => store.known(&Fingerprint::of(&incoming.article), &incoming, language),
                    None => Ok(Known::New),
                };
                let known = known.map_err(database::explain)?;
                there += u64::from(known == Known::Same);
                listing.push(row(&incoming, known));
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
        "{} would be read{}{}{}; {} passed over, {} failed. Nothing was stored.",
        count(articles, "article", "articles"),
        if there > 0 { format!(", {there} already there") } else { String::new() },
        lacking(no_date, "a date"),
        lacking(no_title, "a title"),
        passed_over,
        failed
    )?;
    Ok(if failed > 0 { Outcome::Failed } else { outcome })
}

fn row(incoming: &Incoming, known: Known) -> Vec<serde_json::Value> {
    /// Characters of the text that are shown, so that one sees whether it is the right one.
    const BEGINNING: usize = 200;
    let (article, from) = (&incoming.article, &incoming.provenance);
    vec![
        json!(article.date),
        json!(article.outlet),
        json!(article.title),
        json!(article.authors.join(", ")),
        json!(match known {
            Known::New => "new",
            Known::Same => "there",
            Known::Copy => "copy",
        }),
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
