//! `onrecord show ARTICLE --changes`: what changed between the versions of an article.

use super::listing::{self, explain, note};
use super::output::{Column, Format, Listing};
use super::{Context, Outcome};
use crate::query::quotes::Quote;
use crate::query::versions::{self, Change, Version};
use rusqlite::Connection;
use serde_json::{Value, json};

/// Lists the changes of the article with the row number `row`.
pub(super) fn run(
    connection: &Connection,
    row: i64,
    format: Format,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let mut all = versions::versions(connection, row).map_err(explain)?;
    all.retain(|version| !version.shorter);
    let changes = versions::changes(connection, &all).map_err(explain)?;
    let listing = if format == Format::Table { table(&changes, &all) } else { data(&changes, &all) };
    let outcome = listing.print(format, &mut context.out)?;
    if all.len() < 2 {
        note(context, "there is one version of this article");
    } else if outcome == Outcome::Nothing {
        note(context, &format!("{} versions; no quote and no title differs between them", all.len()));
    }
    Ok(outcome)
}

/// "2, 5 Mar 2026, a:…"; a shorter copy without the number.
pub(super) fn version_cell(version: &Version) -> String {
    let day = version.modified.as_deref().or(version.printed.published.as_deref());
    let number = if version.shorter { String::new() } else { format!("{}, ", version.number) };
    format!("{number}{}, {}", listing::day_cell(day), version.printed.article_id)
}

/// A version in JSON.
pub(super) fn version_value(version: &Version) -> Value {
    json!({
        "version": (!version.shorter).then_some(version.number),
        "shorter": version.shorter,
        "article_id": version.printed.article_id,
        "published": version.printed.published,
        "modified": version.modified,
        "imported": version.imported,
        "title": version.printed.title,
    })
}

/// The newer version of a change, and the one before it.
fn pair<'v>(change: &Change, all: &'v [Version]) -> (Option<&'v Version>, Option<&'v Version>) {
    let newer = all.iter().position(|version| version.number == change.version);
    (newer.and_then(|at| all.get(at)), newer.and_then(|at| at.checked_sub(1)).and_then(|at| all.get(at)))
}

fn words<'c>(change: &'c Change, quote: Option<&'c Quote>, before: bool) -> Option<&'c str> {
    let title = change.titles.as_ref().map(|(was, now)| if before { was } else { now });
    quote.map(|quote| quote.content.as_str()).or(title.map(String::as_str))
}

fn speaker(quote: Option<&Quote>) -> Option<String> {
    quote.and_then(listing::speaker_names)
}

fn table(changes: &[Change], all: &[Version]) -> Listing {
    let columns = [
        Column::short("version"),
        Column::short("change"),
        Column::short("speaker"),
        Column::text("was"),
        Column::text("now"),
    ];
    let mut listing = Listing::new(&columns);
    for change in changes {
        let (was, now) = (change.was.as_ref(), change.now.as_ref());
        let mut speakers: Vec<String> = [speaker(was), speaker(now)].into_iter().flatten().collect();
        speakers.dedup();
        listing.push(vec![
            json!(pair(change, all).0.map(version_cell).map(|cell| cell.replace(", ", "\n"))),
            json!(change.kind.name()),
            json!(speakers.join("\n→ ")),
            json!(words(change, was, true)),
            json!(words(change, now, false)),
        ]);
    }
    listing
}

fn data(changes: &[Change], all: &[Version]) -> Listing {
    let columns = [
        "change",
        "was",
        "now",
        "speaker_was",
        "speaker_now",
        "version_was",
        "version_now",
        "article_id_was",
        "article_id_now",
        "quote_id_was",
        "quote_id_now",
        "published_was",
        "published_now",
        "url",
    ];
    let mut listing = Listing::new(&columns.map(Column::data));
    for change in changes {
        let (was, now) = (change.was.as_ref(), change.now.as_ref());
        let (newer, older) = pair(change, all);
        let printed = |version: Option<&Version>| version.map(|v| v.printed.clone()).unwrap_or_default();
        listing.push(vec![
            json!(change.kind.name()),
            json!(words(change, was, true)),
            json!(words(change, now, false)),
            json!(speaker(was)),
            json!(speaker(now)),
            json!(older.map(|v| v.number)),
            json!(newer.map(|v| v.number)),
            json!(printed(older).article_id),
            json!(printed(newer).article_id),
            json!(was.map(|q| &q.id)),
            json!(now.map(|q| &q.id)),
            json!(printed(older).published),
            json!(printed(newer).published),
            json!(printed(newer).url),
        ]);
    }
    listing
}
