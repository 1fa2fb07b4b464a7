//! `onrecord import --dry-run`: what would be imported, with what is known about it.

use super::database::{self, count};
use super::output::{Column, Format, Listing, safe};
use super::passed_over::PassedOver;
use super::{Context, Outcome};
use crate::ingest::{Defaults, Incoming, Reader, language};
use crate::store::sameness::Fingerprint;
use crate::store::{Known, Seen};
use serde_json::json;
use std::io::Write;

/// Reads everything, stores nothing, and prints a row for each article: whether it is new, or there, or there as a copy from
/// elsewhere or with less known of it, or comes twice.
pub fn run(
    reader: Reader,
    mut defaults: Defaults,
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
        Column::short("language"),
        Column::text("read_from"),
        Column::data("url"),
        Column::data("authors"),
        Column::data("modified"),
        Column::data("retrieved"),
        Column::data("media_type"),
        Column::data("encoding"),
        Column::data("beginning"),
        Column::data("warnings"),
        Column::data("extracted"),
    ];
    let language = language.map(|language| language.trim().to_lowercase());
    let language = language.as_deref();
    let mut listing = Listing::new(&columns);
    let (mut passed_over, mut seen) = (PassedOver::default(), Seen::default());
    let (mut failed, mut no_date, mut no_title, mut there, mut twice, mut not_extracted) = (0, 0, 0, 0, 0, 0);
    for item in reader {
        match item {
            Ok(mut incoming) => {
                defaults.give(&mut incoming.article);
                no_date += u64::from(incoming.article.date.is_none());
                no_title += u64::from(incoming.article.title.is_none());
                for warning in &incoming.warnings {
                    let place = incoming.provenance.place();
                    writeln!(context.err, "warning: {}", safe(&format!("{place}: {warning}")))?;
                }
                let print = Fingerprint::of(&incoming.article);
                let stored = match &store {
                    Some(store) => store.known(&print, &incoming, language),
                    None => Ok(Known::New),
                };
                let stored = stored.map_err(database::explain)?;
                there += u64::from(stored == Known::Same);
                let shown = match stored {
                    Known::Same => "there",
                    Known::Copy => "copy",
                    Known::New => match seen.see(&print, &incoming, language).map_err(database::explain)? {
                        Known::New => "new",
                        Known::Same => "twice",
                        Known::Copy => "copy",
                    },
                };
                twice += u64::from(shown == "twice");
                let other = language::other_than_english(&incoming.article.text, language);
                not_extracted += u64::from(other.is_some());
                listing.push(row(&incoming, shown, other, format));
            }
            Err(wrong) if wrong.skipped => {
                passed_over.add(wrong);
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
    passed_over.write(&mut context.err)?;
    let some = |number: u64, what: &str| {
        if number > 0 { format!(", {number} {what}") } else { String::new() }
    };
    writeln!(
        context.err,
        "{} would be read{}{}{}{}{}; {} passed over, {} failed. Nothing was stored.",
        count(articles, "article", "articles"),
        some(there, "already there"),
        some(twice, "twice"),
        some(not_extracted, "not in English and so not extracted"),
        some(no_date, "without a date"),
        some(no_title, "without a title"),
        passed_over.len(),
        failed
    )?;
    Ok(if failed > 0 { Outcome::Failed } else { outcome })
}

/// `other`: the language, where nothing is read out of it.
fn row(incoming: &Incoming, known: &str, other: Option<String>, format: Format) -> Vec<serde_json::Value> {
    /// Characters of the text that are shown, so that one sees whether it is the right one.
    const BEGINNING: usize = 200;
    let (article, from) = (&incoming.article, &incoming.provenance);
    vec![
        json!(article.date),
        json!(article.outlet),
        json!(article.title),
        json!(article.authors.join(", ")),
        json!(known),
        json!(article.text.split_whitespace().count()),
        match (&other, format) {
            (Some(language), Format::Table) => json!(format!("{language}, not extracted")),
            (language, _) => json!(language),
        },
        json!(from.place()),
        json!(article.url),
        json!(article.authors),
        json!(from.modified),
        json!(from.retrieved),
        json!(from.media_type),
        json!(from.encoding),
        json!(article.text.chars().take(BEGINNING).collect::<String>()),
        json!(incoming.warnings),
        json!(other.is_none()),
    ]
}
