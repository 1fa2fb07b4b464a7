//! Undoing an import: all that it brought leaves the database again, and nothing else does.

use super::remove::remove_article;
use super::sameness::Fingerprint;
use super::{Store, StoreError, fingerprints, originals};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// What undoing an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Articles that were removed.
    pub articles: u64,
    /// Their quotes.
    pub quotes: u64,
    /// Their accusations.
    pub accusations: u64,
    /// Notes of copies ("also in") that were removed from articles which stay.
    pub copies: u64,
    /// Articles that stay because another import brought the same text, with that one's outlet, day and address from
    /// now on: their row numbers. What was read out of them hangs on the day, so they must be read again.
    pub kept: Vec<i64>,
}

impl Store {
    /// Takes back the import with this number: its articles with all that was read out of them, its notes of copies.
    /// Decisions stay, as with [`Store::remove`]; so does the record of the run, marked with `now`. All of it or
    /// nothing. [`Store::derive`] must follow, after the articles of [`Undone::kept`] are replaced.
    pub fn undo_import(&mut self, run: i64, now: &str) -> Result<Undone, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let undone: Option<Option<String>> = transaction
            .query_row("SELECT undone FROM import_run WHERE id = ?", [run], |row| row.get(0))
            .optional()?;
        match undone {
            None => return Err(StoreError::UnknownImport(run)),
            Some(Some(when)) => return Err(StoreError::Undone { run, when }),
            Some(None) => {}
        }
        let copies = transaction.execute("DELETE FROM article_copy WHERE import_run_id = ?", [run])? as u64;
        let mut undone = Undone { copies, ..Undone::default() };
        for row in articles_of(&transaction, run)? {
            if promote_copy(&transaction, row)? {
                undone.kept.push(row);
                continue;
            }
            let removed = remove_article(&transaction, row)?;
            undone.articles += 1;
            undone.quotes += removed.quotes;
            undone.accusations += removed.accusations;
        }
        if !undone.kept.is_empty() {
            mark_unread(&transaction, &undone.kept, now)?;
        }
        originals::forget_unused(&transaction)?;
        transaction.execute("UPDATE import_run SET undone = ?2 WHERE id = ?1", params![run, now])?;
        transaction.commit()?;
        self.forget_words()?;
        Ok(undone)
    }
}

fn articles_of(connection: &Connection, run: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare("SELECT id FROM article WHERE import_run_id = ? ORDER BY id")?;
    let rows = statement.query_map([run], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// Lets the first copy that another import noted take the place of the article; false where there is none.
fn promote_copy(connection: &Connection, article: i64) -> Result<bool, StoreError> {
    let copy: Option<i64> = connection
        .prepare_cached("SELECT min(rowid) FROM article_copy WHERE article_id = ?")?
        .query_row([article], |row| row.get(0))?;
    let Some(copy) = copy else { return Ok(false) };
    connection
        .prepare_cached(
            "UPDATE article SET outlet = c.outlet, published = c.published, modified = c.modified, url = c.url,
               title = c.title, authors = c.authors, path = c.path, line = c.line, external_id = c.external_id,
               bytes_sha256 = c.bytes_sha256, bytes = coalesce(c.bytes, article.bytes),
               media_type = coalesce(c.media_type, article.media_type),
               encoding = coalesce(c.encoding, article.encoding), retrieved = c.retrieved, imported = c.imported,
               import_run_id = c.import_run_id
             FROM article_copy c WHERE article.id = ?1 AND c.rowid = ?2",
        )?
        .execute([article, copy])?;
    connection.prepare_cached("DELETE FROM article_copy WHERE rowid = ?")?.execute([copy])?;
    // Its address and title are others now.
    fingerprints::forget(connection, article)?;
    let print = Fingerprint::of(&fingerprints::compared(connection, article)?);
    fingerprints::insert(connection, article, &print)?;
    Ok(true)
}

/// Hangs articles on a run of no extractor, so that `update` takes them up if nobody reads them again before.
fn mark_unread(connection: &Connection, articles: &[i64], now: &str) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO extraction_run (started, version, model, settings) VALUES (?, ?, 'to be read again', '{}')",
        params![now, env!("CARGO_PKG_VERSION")],
    )?;
    let run = connection.last_insert_rowid();
    let mut update = connection.prepare("UPDATE article SET extraction_run_id = ?2 WHERE id = ?1")?;
    for article in articles {
        update.execute([*article, run])?;
    }
    Ok(())
}
