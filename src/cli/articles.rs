//! `onrecord articles`.

use super::listing::{self, DayArgs, LimitArgs, VersionArgs, day_cell, explain, note};
use super::output::{Column, Format, FormatArgs, Listing};
use super::{Context, Outcome};
use crate::query::articles::{self, ArticleFilter, ArticleRow, not_extracted};
use clap::Args;
use serde_json::json;

/// Lists the stored articles
///
/// Newest first, with how many quotes were found in each, or that nothing is extracted from it since it is not in English. JSON and CSV also say where each was read from, the hash
/// of the bytes, and which version and model read it. `onrecord show` shows one article.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord articles --outlet CaliToday --since 2025-12
  onrecord articles --about '\"make or break\"'
  onrecord articles --limit 0 --format csv > articles.csv")]
pub struct ArticlesArgs {
    /// Who published it; may be repeated
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,
    /// Words in the title or the text; all must occur. "In quotation marks" is a phrase, minist* a beginning
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,
    /// Who is quoted in it: a name, or an id (s:…); may be repeated
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    #[command(flatten)]
    days: DayArgs,
    /// Only what this run of import brought (its number, see `onrecord imports`)
    #[arg(long, value_name = "IMPORT")]
    import: Option<i64>,
    /// Only articles that changed after they were first imported (`onrecord show ID --changes` says how)
    #[arg(long)]
    changed: bool,
    #[command(flatten)]
    versions: VersionArgs,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Runs the command.
pub fn run(args: ArticlesArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let days = args.days.days(context)?;
    let store = listing::open(context)?;
    let Some(speakers) = listing::speakers(&store, &args.speaker, context)? else {
        return Ok(Outcome::Nothing);
    };
    let Some(outlets) = listing::outlets(&store, &args.outlet, context)? else { return Ok(Outcome::Nothing) };
    let filter = ArticleFilter {
        outlets,
        about: args.about,
        speakers,
        days,
        all_versions: args.versions.all_versions,
        fold: args.versions.fold,
        changed: args.changed,
        import: args.import,
        limit: args.limit.rows(),
    };
    let page = articles::articles(store.connection(), &filter).map_err(explain)?;
    let outcome = listing(&page.rows, args.format.format).print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "no article fits");
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}

fn listing(rows: &[ArticleRow], format: Format) -> Listing {
    if format == Format::Table {
        let columns = [
            Column::short("published"),
            Column::short("outlet"),
            Column::text("title"),
            Column::short("quotes"),
            Column::short("article_id"),
        ];
        let mut listing = Listing::new(&columns);
        for row in rows {
            listing.push(vec![
                json!(day_cell(row.printed.published.as_deref())),
                json!(outlet_cell(row)),
                json!(row.printed.title.as_deref().or(row.printed.url.as_deref()).or(row.path.as_deref())),
                match not_extracted(row.language.as_deref()) {
                    Some(language) => json!(format!("not extracted: {language}")),
                    None => json!(row.quotes),
                },
                json!(row.printed.article_id),
            ]);
        }
        return listing;
    }
    let mut listing = Listing::new(&COLUMNS.map(Column::data));
    for row in rows {
        let mut values = listing::printed_values(&row.printed).to_vec();
        values.extend([
            json!(row.authors),
            json!(row.chars),
            json!(row.quotes),
            json!(row.accusations),
            json!(row.copies),
            json!(row.older_versions),
            json!(row.newest_version),
            json!(row.story),
            listing::also_value(&row.also_in),
            json!(row.path),
            json!(row.line),
            json!(row.bytes_sha256),
            json!(row.imported),
            json!(row.extracted_by),
            json!(row.language),
            json!(not_extracted(row.language.as_deref()).is_none()),
        ]);
        listing.push(values);
    }
    listing
}

/// The outlet, and in how many others the story stands, where the listing is folded.
fn outlet_cell(row: &ArticleRow) -> String {
    let outlet = row.printed.outlet.as_deref().unwrap_or("unknown");
    match row.also_in.len() {
        0 => outlet.to_owned(),
        others => format!("{outlet} + {others}"),
    }
}

/// The columns of articles in JSON and CSV.
pub const COLUMNS: [&str; 21] = [
    "published",
    "outlet",
    "title",
    "url",
    "article_id",
    "authors",
    "chars",
    "quotes",
    "accusations",
    "copies",
    "older_versions",
    "newest_version",
    "story",
    "also_in",
    "path",
    "line",
    "bytes_sha256",
    "imported",
    "extracted_by",
    "language",
    "extracted",
];
