//! Readings after the first: noted, what the article gains from them, and taken back.

use super::{FIELDS, Said};
use crate::ingest::Incoming;
use crate::store::sameness::versions_of_one;
use crate::store::write::hexadecimal;
use crate::store::{StoreError, fingerprints};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// Other runs than the first of which it is noted that they brought the same print; more would fill the file of whoever
/// imports a folder every day.
const MOST_NOTED: i64 = 4;

/// The model of the run that articles hang on which must be read again: [`crate::store::Store::unread_articles`].
const UNREAD: &str = "to be read again";

/// When and by which run a reading was made.
#[derive(Clone, Copy)]
pub(in crate::store) struct Made<'m> {
    pub(in crate::store) import_run: i64,
    pub(in crate::store) now: &'m str,
    /// The language that the user told.
    pub(in crate::store) language: Option<&'m str>,
}

/// How a reading is to its article: `article_copy.elsewhere`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Print {
    /// The same print.
    Same = 0,
    /// Another one.
    Elsewhere = 1,
    /// Another one, of which another reading is noted.
    NotedElsewhere = 2,
}

/// Notes that a run brought a print again that it adds nothing to, unless it did before or enough others did.
pub(in crate::store) fn note_again(
    connection: &Connection,
    article: i64,
    print: Print,
    incoming: &Incoming,
    made: Made<'_>,
) -> Result<(), StoreError> {
    let is_wanted: bool = connection
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM article WHERE id = ?1 AND import_run_id = ?2 AND ?4 = 0)
                AND NOT EXISTS (SELECT 1 FROM article_copy WHERE article_id = ?1 AND import_run_id = ?2
                                AND (elsewhere = ?4 OR elsewhere = 1 AND ?4 = 2))
                AND (SELECT count(*) FROM article_copy WHERE article_id = ?1 AND elsewhere != 1) < ?3",
        )?
        .query_row(params![article, made.import_run, MOST_NOTED, print as i64], |row| row.get(0))?;
    if is_wanted {
        note(connection, article, print, incoming, made)?;
    }
    Ok(())
}

/// Notes a reading.
pub(in crate::store) fn note(
    connection: &Connection,
    article: i64,
    print: Print,
    incoming: &Incoming,
    made: Made<'_>,
) -> Result<(), StoreError> {
    let (read, from) = (&incoming.article, &incoming.provenance);
    connection
        .prepare_cached(
            "INSERT INTO article_copy (article_id, elsewhere, outlet, published, url, title, path, line, bytes_sha256,
               imported, import_run_id, modified, authors, external_id, bytes, media_type, encoding, retrieved, language)
             VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        )?
        .execute(params![
            article,
            print as i64,
            read.outlet,
            read.date.map(|d| d.to_string()),
            read.url,
            read.title,
            from.path,
            from.line,
            hexadecimal(&from.sha256),
            made.now,
            made.import_run,
            from.modified.map(|d| d.to_string()),
            serde_json::Value::from(read.authors.clone()).to_string(),
            from.external_id,
            from.bytes,
            from.media_type,
            from.encoding,
            from.retrieved,
            made.language
        ])?;
    Ok(())
}

/// Adds to an article what its other readings say and it does not, the first of them first; then, of outlet, day and authors,
/// what the other versions at its address say. True where that was anything: then it must be read again.
fn gain(connection: &Connection, article: i64) -> Result<bool, StoreError> {
    let mut any = gain_of_readings(connection, article)?;
    let own = fingerprints::compared(connection, article)?;
    for version in at_the_address(connection, article)? {
        let said = Said::of_article(connection, article)?;
        let other = Said::of_article(connection, version)?;
        let wanted = |field: &str| matches!(field, "outlet" | "published" | "authors");
        let gains: Vec<_> = said.gains(&other).into_iter().filter(|(field, _)| wanted(field)).collect();
        if gains.is_empty() || !versions_of_one(&own, &fingerprints::compared(connection, version)?) {
            continue;
        }
        for (field, value) in gains {
            take(connection, article, (field, value), "version_id", version)?;
            any = true;
        }
    }
    Ok(any)
}

/// Other articles at the address of one, those that came first before the others; where an address holds other things again
/// and again, some of them.
fn at_the_address(connection: &Connection, article: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT other.article_id FROM fingerprint f JOIN fingerprint other ON other.address = f.address
         WHERE f.article_id = ?1 AND other.article_id != ?1 ORDER BY other.article_id LIMIT 16",
    )?;
    Ok(statement.query_map([article], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Gives an article what it lacks, and notes from where: the row `source`, by the column of `article_gain` that leads there.
fn take(
    connection: &Connection,
    article: i64,
    (field, value): (&str, &str),
    column: &str,
    source: i64,
) -> Result<(), StoreError> {
    let told = if field == "language" { ", language_told = 1" } else { "" };
    connection
        .prepare_cached(&format!("UPDATE article SET {field} = ?2{told} WHERE id = ?1"))?
        .execute(params![article, value])?;
    connection
        .prepare_cached(&format!(
            "INSERT OR REPLACE INTO article_gain (article_id, field, {column}) VALUES (?, ?, ?)"
        ))?
        .execute(params![article, field, source])?;
    Ok(())
}

/// Goes over the other readings in the order in which they came: which are of the same print, and what they add.
fn gain_of_readings(connection: &Connection, article: i64) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT outlet, published, url, title, modified, nullif(authors, '[]'), language, id, elsewhere FROM article_copy
         WHERE article_id = ? ORDER BY id",
    )?;
    let read = |row: &Row<'_>| Ok((Said::read(row)?, row.get(FIELDS.len())?, row.get(FIELDS.len() + 1)?));
    let readings: Vec<(Said, i64, i64)> =
        statement.query_map([article], read)?.collect::<rusqlite::Result<_>>()?;
    let mut elsewhere: Vec<Said> = Vec::new();
    let mut any = false;
    for (reading, copy, was) in readings {
        let said = Said::of_article(connection, article)?;
        let print = if said.contains(&reading) {
            Print::Same
        } else if elsewhere.iter().any(|other| other.contains(&reading)) {
            Print::NotedElsewhere
        } else if said.agrees(&reading) {
            Print::Same
        } else {
            Print::Elsewhere
        };
        if print as i64 != was {
            // What was two prints before an import was undone may be one now.
            connection
                .prepare_cached("UPDATE article_copy SET elsewhere = ?2 WHERE id = ?1")?
                .execute(params![copy, print as i64])?;
        }
        if print == Print::Elsewhere {
            elsewhere.push(reading);
            continue;
        }
        let gains = if print == Print::Same { said.gains(&reading) } else { Vec::new() };
        for (field, value) in gains {
            take(connection, article, (field, value), "copy_id", copy)?;
            any = true;
        }
    }
    if any {
        fingerprints::renew(connection, article)?;
    }
    Ok(any)
}

/// Lets articles gain, and then those at their addresses, until nothing changes; gives those that gained.
pub(in crate::store) fn spread(connection: &Connection, articles: &[i64]) -> Result<Vec<i64>, StoreError> {
    let mut waiting: BTreeSet<i64> = articles.iter().copied().collect();
    let mut gained = BTreeSet::new();
    while let Some(article) = waiting.pop_first() {
        if gain(connection, article)? {
            gained.insert(article);
            waiting.extend(at_the_address(connection, article)?);
        }
    }
    Ok(gained.into_iter().collect())
}

/// An article and those at its address.
pub(in crate::store) fn with_versions(connection: &Connection, article: i64) -> Result<Vec<i64>, StoreError> {
    let mut all = at_the_address(connection, article)?;
    all.push(article);
    // Alone it has nobody to gain from.
    Ok(if all.len() > 1 { all } else { Vec::new() })
}

/// What is taken back: articles with what they said before.
pub(in crate::store) type Before = Vec<(i64, Said)>;

/// Takes from articles all that they gained, if any of it came from a run whose readings are to be deleted, or by way of such
/// an article. [`spread`] must follow, which gives them what the others say.
pub(in crate::store) fn take_back(connection: &Connection, run: i64) -> Result<Before, StoreError> {
    let mut touched = connection.prepare(
        "SELECT article_id FROM article_copy WHERE import_run_id = ?1
         UNION SELECT g.article_id FROM article_gain g JOIN article v ON v.id = g.version_id WHERE v.import_run_id = ?1",
    )?;
    let touched = touched.query_map([run], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let_go(connection, touched)
}

/// Takes from articles all that they gained, and from others what these gained by way of them.
pub(in crate::store) fn let_go(connection: &Connection, articles: Vec<i64>) -> Result<Before, StoreError> {
    let mut waiting = articles;
    let mut by_way = connection.prepare("SELECT article_id FROM article_gain WHERE version_id = ?")?;
    let mut before: BTreeMap<i64, Said> = BTreeMap::new();
    while let Some(article) = waiting.pop() {
        if before.contains_key(&article) {
            continue;
        }
        before.insert(article, Said::of_article(connection, article)?);
        forget_gains(connection, article)?;
        for other in by_way.query_map([article], |row| row.get(0))? {
            waiting.push(other?);
        }
    }
    Ok(before.into_iter().collect())
}

/// Takes from an article what it gained.
fn forget_gains(connection: &Connection, article: i64) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("SELECT field FROM article_gain WHERE article_id = ?")?;
    let fields: Vec<String> =
        statement.query_map([article], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for field in FIELDS.iter().filter(|known| fields.iter().any(|field| field == *known)) {
        let nothing = match *field {
            "authors" => "authors = '[]'",
            "language" => "language = NULL, language_told = 0",
            field => &format!("{field} = NULL"),
        };
        connection
            .prepare_cached(&format!("UPDATE article SET {nothing} WHERE id = ?"))?
            .execute([article])?;
    }
    if !fields.is_empty() {
        connection.prepare_cached("DELETE FROM article_gain WHERE article_id = ?")?.execute([article])?;
        fingerprints::renew(connection, article)?;
    }
    Ok(())
}

/// Hangs articles on a run of no extractor, so that they are taken up by whoever reads unread ones next.
pub(in crate::store) fn mark_unread(
    connection: &Connection,
    articles: &[i64],
    now: &str,
) -> Result<(), StoreError> {
    if articles.is_empty() {
        return Ok(());
    }
    let there: Option<i64> = connection
        .query_row("SELECT id FROM extraction_run WHERE model = ?", [UNREAD], |row| row.get(0))
        .optional()?;
    let run = match there {
        Some(run) => run,
        None => {
            connection.execute(
                "INSERT INTO extraction_run (started, version, model, settings) VALUES (?, ?, ?, '{}')",
                params![now, env!("CARGO_PKG_VERSION"), UNREAD],
            )?;
            connection.last_insert_rowid()
        }
    };
    let mut update = connection.prepare_cached("UPDATE article SET extraction_run_id = ?2 WHERE id = ?1")?;
    for article in articles {
        update.execute([*article, run])?;
    }
    Ok(())
}

/// The articles that [`mark_unread`] marked.
pub(in crate::store) fn unread(connection: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT a.id FROM article a JOIN extraction_run r ON r.id = a.extraction_run_id WHERE r.model = ? ORDER BY a.id",
    )?;
    Ok(statement.query_map([UNREAD], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Forgets the run that unread articles hung on, where there are none.
pub(in crate::store) fn forget_unread_run(connection: &Connection) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM extraction_run WHERE model = ? AND id NOT IN (SELECT extraction_run_id FROM article)",
        [UNREAD],
    )?;
    Ok(())
}
