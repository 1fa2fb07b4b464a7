//! Sheets for checking by hand: a sample of quotes to fill in, and the precision that a filled one shows.

use super::listing::{self, date_cell, explain};
use super::output::{Column, Format, Listing, error};
use super::spreadsheet::Spreadsheet;
use super::{Context, Outcome};
use crate::eval::interval::wilson;
use crate::query::quotes::{self, QuoteFilter};
use crate::store::Store;
use clap::Args;
use serde_json::{Value, json};
use std::path::Path;

/// `--sample` and `--seed`.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct SampleArgs {
    /// Write a sheet (CSV) of N quotes, drawn by chance, to be checked by hand: fill the columns that end in _right with
    /// y or n, then `onrecord stats --checked FILE`
    #[arg(long, value_name = "N", conflicts_with_all = ["context", "why", "limit", "format", "fold"])]
    pub sample: Option<usize>,
    /// Another number draws another sample; the same one the same, in every database with the same articles
    #[arg(long, value_name = "K", default_value_t = 1, requires = "sample")]
    pub seed: u64,
}

/// Columns that a person fills in.
const TO_FILL: [&str; 4] = ["quote_right", "speaker_right", "type_right", "date_right"];

const COLUMNS: [&str; 16] = [
    "quote_right",
    "speaker_right",
    "type_right",
    "date_right",
    "speaker",
    "words_for_speaker",
    "cue",
    "content",
    "kind",
    "type",
    "said",
    "passage",
    "outlet",
    "published",
    "quote_id",
    "article_id",
];

/// Writes a sheet of `number` quotes among those that `filter` wants.
pub fn sample(
    store: &Store,
    filter: &QuoteFilter,
    number: usize,
    seed: u64,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let quotes = quotes::sample(store.connection(), filter, number, seed).map_err(explain)?;
    let mut listing = Listing::new(&COLUMNS.map(Column::data));
    for quote in &quotes {
        let around = quotes::context(store.connection(), quote, 1).map_err(explain)?;
        let passage = format!("{}[{}]{}", around.before, around.content, around.after);
        let words: Vec<&str> = quote.speakers.iter().map(|speaker| speaker.words.as_str()).collect();
        let mut row: Vec<Value> = TO_FILL.map(|_| Value::Null).to_vec();
        row.extend([
            json!(listing::speaker_names(quote)),
            json!(words.join("; ")),
            json!(quote.cue),
            json!(quote.content),
            json!(quote.kind),
            json!(quote.claim_type),
            json!(date_cell(quote.said.as_ref())),
            json!(passage),
            json!(quote.printed.outlet),
            json!(quote.printed.published),
            json!(quote.id),
            json!(quote.printed.article_id),
        ]);
        listing.push(row);
    }
    listing.print(Format::Csv, &mut context.out)
}

/// What a filled sheet says: for each column that ends in `_right`, how many are, of how many that were judged.
pub fn precision(path: &Path) -> anyhow::Result<Listing> {
    let place = path.display().to_string();
    let hint =
        "give a sheet that `onrecord quotes --sample` wrote, saved as CSV, with y or n in its first columns";
    let bytes = std::fs::read(path).map_err(|e| error(format!("{place}: {e}"), hint))?;
    let sheet = Spreadsheet::read(&bytes, &place)?;
    let columns: Vec<(usize, &str)> =
        sheet.header.iter().enumerate().filter(|(_, name)| name.ends_with("_right")).collect();
    if columns.is_empty() {
        return Err(error(format!("{place}: no column ends in _right"), hint));
    }
    let mut counts = vec![(0_u64, 0_u64, 0_u64); columns.len()];
    for (line, row) in &sheet.rows {
        for ((at, name), (right, judged, open)) in columns.iter().zip(&mut counts) {
            let found = row.get(*at).unwrap_or("");
            match judgement(found) {
                Some(Judgement::Right) => (*right, *judged) = (*right + 1, *judged + 1),
                Some(Judgement::Wrong) => *judged += 1,
                Some(Judgement::Open) => *open += 1,
                None => {
                    return Err(error(
                        format!("{place}, line {line}: “{found}” in the column {name} is neither y nor n"),
                        "write y or n, or leave it empty where it cannot be judged",
                    ));
                }
            }
        }
    }
    let mut listing = Listing::new(
        &["measure", "precision", "low", "high", "right", "judged", "not_judged"].map(Column::short),
    );
    for ((_, name), (right, judged, open)) in columns.iter().zip(counts) {
        let percent = |value: f64| json!((value * 10.0).round() / 10.0);
        let shares = match judged {
            0 => [Value::Null, Value::Null, Value::Null],
            _ => {
                let (low, high) = wilson(right, judged);
                [percent(100.0 * right as f64 / judged as f64), percent(low), percent(high)]
            }
        };
        let mut row = vec![json!(name.trim_end_matches("_right"))];
        row.extend(shares);
        row.extend([right, judged, open].map(|count| json!(count)));
        listing.push(row);
    }
    Ok(listing)
}

enum Judgement {
    Right,
    Wrong,
    Open,
}

/// A cross is none: it ticks what is right, and strikes what is wrong.
fn judgement(cell: &str) -> Option<Judgement> {
    match cell.trim().to_lowercase().as_str() {
        "y" | "yes" | "1" | "true" | "right" => Some(Judgement::Right),
        "n" | "no" | "0" | "false" | "wrong" => Some(Judgement::Wrong),
        "" | "?" | "-" => Some(Judgement::Open),
        _ => None,
    }
}
