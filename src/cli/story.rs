//! `onrecord show ARTICLE --story`: who printed the same story first, who else did, and what each cut.

use super::listing::{day_cell, explain, note, printed_values};
use super::output::{Column, Format, Listing};
use super::{Context, Outcome};
use crate::query::stories::{self, Telling};
use rusqlite::Connection;
use serde_json::{Value, json};

/// How many cut sentences a table shows of each telling; JSON has all.
const SHOWN: usize = 3;

/// Lists the tellings of the story of the article with the row number `row`.
pub(super) fn run(
    connection: &Connection,
    row: i64,
    format: Format,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let tellings = stories::tellings(connection, row).map_err(explain)?;
    if tellings.len() < 2 {
        note(context, "no other article tells this story in the same words");
        return Listing::new(&COLUMNS.map(Column::data)).print(format, &mut context.out);
    }
    let listing = if format == Format::Table { table(&tellings) } else { data(&tellings) };
    let outcome = listing.print(format, &mut context.out)?;
    if format == Format::Table {
        let fullest = tellings.iter().find(|telling| telling.fullest).map(|t| t.printed.article_id.as_str());
        note(context, &format!("compared with the longest telling, {}", fullest.unwrap_or("")));
    }
    Ok(outcome)
}

fn table(tellings: &[Telling]) -> Listing {
    let columns = [
        Column::short("published"),
        Column::short("outlet"),
        Column::short("kept"),
        Column::text("cut"),
        Column::short("article_id"),
    ];
    let mut listing = Listing::new(&columns);
    for telling in tellings {
        let mut cut: Vec<String> = telling.cut.iter().take(SHOWN).map(|cut| one_line(&cut.words)).collect();
        if telling.cut.len() > SHOWN {
            cut.push(format!("… and {} more", telling.cut.len() - SHOWN));
        }
        let relation = if telling.relation == "first" { "\n(first)" } else { "" };
        listing.push(vec![
            json!(day_cell(telling.printed.published.as_deref())),
            json!(format!("{}{relation}", telling.printed.outlet.as_deref().unwrap_or("unknown"))),
            json!(format!("{} of {}", telling.kept, telling.kept + telling.cut.len())),
            json!(cut.join("\n")),
            json!(telling.printed.article_id),
        ]);
    }
    listing
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

const COLUMNS: [&str; 10] = [
    "published",
    "outlet",
    "title",
    "url",
    "article_id",
    "relation",
    "fullest",
    "sentences_kept",
    "sentences_cut",
    "cut",
];

fn data(tellings: &[Telling]) -> Listing {
    let mut listing = Listing::new(&COLUMNS.map(Column::data));
    for telling in tellings {
        let cut =
            telling.cut.iter().map(|cut| json!({"start": cut.start, "end": cut.end, "words": cut.words}));
        let mut row = printed_values(&telling.printed).to_vec();
        row.extend([
            json!(telling.relation),
            json!(telling.fullest),
            json!(telling.kept),
            json!(telling.cut.len()),
            Value::Array(cut.collect()),
        ]);
        listing.push(row);
    }
    listing
}
