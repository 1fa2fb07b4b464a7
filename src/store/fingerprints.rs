//! Fingerprints in the database: written with each article, gone with it.

use super::sameness::Fingerprint;
use super::{StoreError, derive};
use crate::article::Article;
use rusqlite::{Connection, OptionalExtension, params};

/// The row numbers of the articles that have this text, these words, or this body under another headline; the one that
/// has its id first.
pub(super) fn find(connection: &Connection, print: &Fingerprint) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        // The same text may be there with a title that it repeats, and without; and at one address under several.
        "SELECT id FROM (SELECT id, 0 AS place FROM article WHERE public_id = ?1
                         UNION ALL SELECT article_id, 1 FROM fingerprint WHERE words = ?2
                         UNION ALL SELECT article_id, 2 FROM fingerprint_band WHERE hash IN (?3, ?4))
         GROUP BY id ORDER BY min(place), id",
    )?;
    let (one, other) = (print.bodies.first(), print.bodies.get(1));
    let found = statement.query_map(params![print.id, &print.words[..], one, other], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Makes the fingerprint of an article anew, whose title or address has changed.
pub(super) fn renew(connection: &Connection, article: i64) -> Result<(), StoreError> {
    forget(connection, article)?;
    let print = Fingerprint::of(&compared(connection, article)?);
    insert(connection, article, &print)
}

/// Writes the fingerprint of an article. What has the same body has the same bands, as near copies do; so bodies stand
/// among them.
pub(super) fn insert(connection: &Connection, article: i64, print: &Fingerprint) -> Result<(), StoreError> {
    let all = || print.bands.iter().chain(&print.bodies);
    let bands: Vec<u8> = all().flat_map(|band| band.to_le_bytes()).collect();
    connection
        .prepare_cached("INSERT INTO fingerprint (article_id, words, address, bands) VALUES (?, ?, ?, ?)")?
        .execute(params![article, &print.words[..], print.address, bands])?;
    let mut insert = connection
        .prepare_cached("INSERT OR IGNORE INTO fingerprint_band (hash, article_id) VALUES (?, ?)")?;
    for band in all() {
        insert.execute([*band, article])?;
    }
    Ok(())
}

/// The bands of an article, its bodies among them.
pub(super) fn bands(connection: &Connection, article: i64) -> Result<Vec<i64>, StoreError> {
    let bytes: Option<Vec<u8>> = connection
        .prepare_cached("SELECT bands FROM fingerprint WHERE article_id = ?")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    let bytes = bytes.unwrap_or_default();
    Ok(bytes.as_chunks::<8>().0.iter().map(|chunk| i64::from_le_bytes(*chunk)).collect())
}

/// Notes, before an article is deleted, which others must be looked at again, and deletes its fingerprint.
pub(super) fn forget(connection: &Connection, article: i64) -> Result<(), StoreError> {
    for sql in [
        "INSERT OR IGNORE INTO stale_article SELECT other.article_id FROM fingerprint f
           JOIN fingerprint other ON other.address = f.address WHERE f.article_id = ?",
        "INSERT OR IGNORE INTO stale_story SELECT other.article_id FROM story_article s
           JOIN story_article other ON other.story = s.story WHERE s.article_id = ?",
    ] {
        connection.prepare_cached(sql)?.execute([article])?;
    }
    let mut note = connection.prepare_cached(
        "INSERT OR IGNORE INTO stale_story SELECT article_id FROM fingerprint_band WHERE hash = ?",
    )?;
    let mut delete =
        connection.prepare_cached("DELETE FROM fingerprint_band WHERE hash = ? AND article_id = ?")?;
    for band in bands(connection, article)? {
        note.execute([band])?;
        delete.execute([band, article])?;
    }
    connection.prepare_cached("DELETE FROM fingerprint WHERE article_id = ?")?.execute([article])?;
    Ok(())
}

/// Makes the fingerprints of all articles anew if an older program made them, by other rules: an import is about to compare
/// articles with them.
pub(super) fn bring_up_to_date(connection: &Connection) -> Result<(), StoreError> {
    let are_ours =
        "SELECT EXISTS (SELECT 1 FROM derivation WHERE version = ?) OR NOT EXISTS (SELECT 1 FROM article)";
    if connection.query_row(are_ours, [derive::RULES], |row| row.get(0))? {
        return Ok(());
    }
    let transaction = connection.unchecked_transaction()?;
    rebuild(&transaction)?;
    Ok(transaction.commit()?)
}

/// Makes the fingerprints of all articles anew.
pub(super) fn rebuild(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch("DELETE FROM fingerprint; DELETE FROM fingerprint_band;")?;
    let mut statement = connection.prepare("SELECT id FROM article ORDER BY id")?;
    let articles: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for row in articles {
        let print = Fingerprint::of(&compared(connection, row)?);
        insert(connection, row, &print)?;
    }
    Ok(())
}

/// What two articles are compared by: text, title, address.
pub(super) fn compared(connection: &Connection, article: i64) -> Result<Article, StoreError> {
    let found = connection
        .prepare_cached("SELECT text, title, url FROM article WHERE id = ?")?
        .query_row([article], |row| {
            Ok(Article { text: row.get(0)?, title: row.get(1)?, url: row.get(2)?, ..Article::default() })
        })?;
    Ok(found)
}
