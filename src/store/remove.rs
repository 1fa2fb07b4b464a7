//! Takedown: an article leaves every table and index, and its words leave the file.

use super::{Store, StoreError};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

/// What was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The article's title, if it had one.
    pub title: Option<String>,
    /// How many quotes it held.
    pub quotes: u64,
    /// How many accusations.
    pub accusations: u64,
}

impl Store {
    /// Removes articles (by their whole public ids) with all that was extracted from them, and overwrites their words
    /// in the file, the full-text index and the log included; the bytes that they were read from go too, even where
    /// other articles were read from the same. Decisions stay: they hold no text but names.
    /// [`Store::derive`] must follow.
    pub fn remove(&mut self, ids: &[String]) -> Result<Vec<Removed>, StoreError> {
        let removed = self.remove_rows(ids);
        if removed.is_ok() {
            self.forget_words()?;
        }
        removed
    }

    /// Gives free space back to the disk and leaves nothing of what was removed behind; takes about as much disk
    /// space again while it works.
    pub fn vacuum(&self) -> Result<(), StoreError> {
        self.connection.execute_batch("VACUUM")?;
        self.checkpoint()
    }

    fn remove_rows(&mut self, ids: &[String]) -> Result<Vec<Removed>, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut removed = Vec::new();
        for id in ids {
            let row: Option<i64> = transaction
                .query_row("SELECT id FROM article WHERE public_id = ?", [id], |row| row.get(0))
                .optional()?;
            let Some(row) = row else { return Err(StoreError::UnknownId(id.clone())) };
            super::originals::forget(&transaction, row)?;
            removed.push(remove_article(&transaction, row)?);
        }
        transaction.commit()?;
        Ok(removed)
    }

    /// A deleted row stays in a full-text index as a marker beside its old words until segments are merged.
    pub(super) fn forget_words(&self) -> Result<(), StoreError> {
        self.connection.execute_batch(
            "INSERT INTO article_fts(article_fts) VALUES ('optimize');
             INSERT INTO quote_fts(quote_fts) VALUES ('optimize');",
        )?;
        self.checkpoint()
    }

    /// Writes the log into the file and empties it.
    fn checkpoint(&self) -> Result<(), StoreError> {
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }
}

/// Deletes an article with all that was extracted from it.
pub(super) fn remove_article(connection: &Connection, row: i64) -> Result<Removed, StoreError> {
    let removed = connection
        .prepare_cached(
            "SELECT title, (SELECT count(*) FROM attribution WHERE article_id = a.id),
                    (SELECT count(*) FROM accusation WHERE article_id = a.id)
             FROM article a WHERE id = ?",
        )?
        .query_row([row], |row| {
            Ok(Removed { title: row.get(0)?, quotes: row.get(1)?, accusations: row.get(2)? })
        })?;
    clear_extraction(connection, row)?;
    super::fingerprints::forget(connection, row)?;
    connection.prepare_cached("DELETE FROM article WHERE id = ?")?.execute([row])?;
    Ok(removed)
}

/// Gives an article another id. What was read out of it goes: the ids of its quotes are made from its own.
pub(super) fn rename(connection: &Connection, row: i64, id: &str) -> Result<(), StoreError> {
    clear_extraction(connection, row)?;
    for sql in [
        "UPDATE OR IGNORE story_article SET story = ?2 WHERE article_id = ?1",
        "UPDATE article SET public_id = ?2 WHERE id = ?1",
    ] {
        connection.prepare_cached(sql)?.execute((row, id))?;
    }
    for sql in
        ["INSERT OR IGNORE INTO stale_article VALUES (?)", "INSERT OR IGNORE INTO stale_story VALUES (?)"]
    {
        connection.prepare_cached(sql)?.execute([row])?;
    }
    Ok(())
}

/// Deletes all that was extracted from an article, and notes which names must be derived again.
pub(super) fn clear_extraction(connection: &Connection, article: i64) -> Result<(), StoreError> {
    for sql in [
        "INSERT OR IGNORE INTO stale_block SELECT block FROM entity WHERE article_id = ?",
        // Whom these letters mean elsewhere may have been known from here.
        "INSERT OR IGNORE INTO stale_block
         SELECT a.normal FROM entity e JOIN entity_acronym a ON a.entity_id = e.id WHERE e.article_id = ?",
        "INSERT OR IGNORE INTO stale_block SELECT s.block FROM attribution q
           JOIN quote_speaker qs ON qs.attribution_id = q.id JOIN speaker s ON s.id = qs.speaker_id
         WHERE q.article_id = ?",
        // A person may have said that it answers an accusation by and against people whom this article does not name.
        "INSERT OR IGNORE INTO stale_article SELECT x.article_id FROM attribution q
           JOIN accusation_reply r ON r.attribution_id = q.id JOIN accusation x ON x.id = r.accusation_id
         WHERE q.article_id = ?",
        // Other occurrences of these claims are by the same speakers, who are derived again.
        "DELETE FROM claim WHERE id IN (
           SELECT o.claim_id FROM attribution q JOIN occurrence o ON o.attribution_id = q.id WHERE q.article_id = ?)",
        "DELETE FROM accusation WHERE article_id = ?",
        "DELETE FROM legal_outcome WHERE article_id = ?",
        "DELETE FROM attribution WHERE article_id = ?",
        "DELETE FROM entity WHERE article_id = ?",
        "DELETE FROM sentence WHERE article_id = ?",
        "DELETE FROM part WHERE article_id = ?",
        // What a reader said of the article as it came is at no place in its text, and stays.
        "DELETE FROM warning WHERE article_id = ? AND end_char > 0",
        "DELETE FROM time_expression WHERE article_id = ?",
    ] {
        connection.prepare_cached(sql)?.execute([article])?;
    }
    Ok(())
}
