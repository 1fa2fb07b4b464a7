//! `onrecord search`.

use super::listing::{self, LimitArgs, date_cell, date_values, day_cell, explain, note};
use super::output::{Column, Format, FormatArgs, Listing};
use super::{Context, Outcome};
use crate::query::search::{self, Hit, MATCH_BEGINS, MATCH_ENDS};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

/// Searches the full text of quotes and articles
///
/// Best match first, quotes before articles, each with the words around; what was found stands in brackets. All
/// words must occur; case, accents and endings do not matter ("policies" finds "policy"). "In quotation marks" is a
/// phrase, and minist* a beginning; all other signs are plain text.
///
/// Words in scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) and Korean ones are found within others, too:
/// titles first, then what was imported last. The index does not have them, so all texts are read for them: half a second for
/// 100,000 articles that are in memory.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord search ceasefire violations
  onrecord search '\"make or break\"' --in quotes
  onrecord search 'minist* resign*' --format jsonl")]
pub struct SearchArgs {
    /// The words to look for
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Where to look; without it, in both
    #[arg(long = "in", value_enum, value_name = "WHERE")]
    within: Option<Within>,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Where to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Within {
    /// In what was said
    Quotes,
    /// In titles and texts
    Articles,
}

/// Runs the command.
pub fn run(args: SearchArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = listing::open(context)?;
    let words = args.words.join(" ");
    let mut hits = Vec::new();
    let mut more = false;
    if args.within != Some(Within::Articles) {
        let page = search::in_quotes(store.connection(), &words, args.limit.rows()).map_err(explain)?;
        hits.extend(page.rows);
        more |= page.more;
    }
    if args.within != Some(Within::Quotes) {
        let page = search::in_articles(store.connection(), &words, args.limit.rows()).map_err(explain)?;
        hits.extend(page.rows);
        more |= page.more;
    }
    let listing = match args.format.format {
        Format::Table => table(&hits),
        _ => data(&hits),
    };
    let outcome = listing.print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, &format!("nothing holds all of these words: {words}"));
    }
    if more {
        let limit = args.limit.limit;
        note(context, &format!("these are the best {limit} of each kind; --limit 0 shows all"));
    }
    Ok(outcome)
}

/// The snippet with what was found in brackets.
fn bracketed(snippet: &str) -> String {
    snippet.replace(MATCH_BEGINS, "[").replace(MATCH_ENDS, "]")
}

fn table(hits: &[Hit]) -> Listing {
    let columns = [
        Column::short("found_in"),
        Column::short("date"),
        Column::text("words"),
        Column::short("printed_in"),
    ];
    let mut listing = Listing::new(&columns);
    for hit in hits {
        listing.push(match hit {
            Hit::Quote { quote, snippet } => vec![
                json!(format!("quote by {}", super::quotes::speaker_cell(quote))),
                json!(date_cell(quote.said.as_ref())),
                json!(bracketed(snippet)),
                json!(listing::printed_cell(&quote.printed, &[Some(&quote.id)])),
            ],
            Hit::Article { printed, snippet, not_extracted } => vec![
                json!(match not_extracted {
                    Some(language) => format!("article, not extracted: {language}"),
                    None => "article".to_owned(),
                }),
                json!(day_cell(printed.published.as_deref())),
                json!(bracketed(snippet)),
                json!(listing::printed_cell(printed, &[])),
            ],
        });
    }
    listing
}

const COLUMNS: [&str; 16] = [
    "found_in",
    "snippet",
    "quote_id",
    "speaker",
    "content",
    "said_on",
    "said_until",
    "said_precision",
    "published",
    "outlet",
    "title",
    "url",
    "article_id",
    "start",
    "end",
    "extracted",
];

fn data(hits: &[Hit]) -> Listing {
    let mut listing = Listing::new(&COLUMNS.map(Column::data));
    for hit in hits {
        let (quote, printed, snippet) = match hit {
            Hit::Quote { quote, snippet } => (Some(quote), &quote.printed, snippet),
            Hit::Article { printed, snippet, .. } => (None, printed, snippet),
        };
        let mut row: Vec<Value> = vec![
            json!(if quote.is_some() { "quote" } else { "article" }),
            json!(bracketed(snippet)),
            json!(quote.map(|quote| &quote.id)),
            json!(quote.and_then(|quote| listing::speaker_names(quote))),
            json!(quote.map(|quote| &quote.content)),
        ];
        row.extend(date_values(quote.and_then(|quote| quote.said.as_ref())).into_iter().take(3));
        row.extend(listing::printed_values(printed));
        let not_extracted = matches!(hit, Hit::Article { not_extracted: Some(_), .. });
        row.extend([
            json!(quote.map(|quote| quote.start)),
            json!(quote.map(|quote| quote.end)),
            json!(!not_extracted),
        ]);
        listing.push(row);
    }
    listing
}
