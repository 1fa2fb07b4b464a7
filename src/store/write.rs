//! Articles → rows, with where they came from. One transaction for each batch of articles.

use super::rows::Rows;
use super::update::StoredArticle;
use super::{Store, StoreError, ids};
use crate::extract::Extraction;
use crate::ingest::Incoming;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use std::fmt::Write as _;

/// Whether an article is in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// No.
    New,
    /// Yes, from the same outlet, day and address, as far as these are given.
    Same,
    /// Its text is, as printed by another outlet, on another day or at another address.
    Copy,
}

/// What [`Batch::add`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// The article is stored.
    Stored,
    /// It was there already.
    Present,
    /// Its text was there already; that it was printed elsewhere too is noted (`article_copy`).
    Copy,
}

/// Writes a batch of articles; nothing is in the file before [`Batch::commit`].
#[derive(Debug)]
pub struct Batch<'s> {
    pub(super) transaction: Transaction<'s>,
    pub(super) import_run: i64,
    extraction_run: i64,
    now: String,
}

impl Store {
    /// Whether an article (by the [`ids::article`] of its text) is in the database.
    pub fn known(&self, id: &str, incoming: &Incoming) -> Result<Known, StoreError> {
        known(&self.connection, id, incoming)
    }

    /// Begins a batch for two runs (see [`Store::begin_import`], [`Store::begin_extraction`]); `now` is a moment as
    /// `schema.sql` writes it.
    pub fn batch(
        &mut self,
        import_run: i64,
        extraction_run: i64,
        now: &str,
    ) -> Result<Batch<'_>, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Batch { transaction, import_run, extraction_run, now: now.to_owned() })
    }
}

impl Batch<'_> {
    /// Stores an article with what was extracted from it, unless it is there.
    pub fn add(&mut self, incoming: &Incoming, extraction: &Extraction) -> Result<Added, StoreError> {
        let id = ids::article(&incoming.article.text);
        match known(&self.transaction, &id, incoming)? {
            Known::Same => Ok(Added::Present),
            Known::Copy => {
                self.note_copy(&id, incoming)?;
                Ok(Added::Copy)
            }
            Known::New => {
                let row = self.insert_article(&id, incoming)?;
                let rows = Rows::new(&self.transaction, row, &id, &incoming.article.text);
                rows.insert(extraction)?;
                self.note_warnings(row, extraction.warnings.len(), &incoming.warnings)?;
                Ok(Added::Stored)
            }
        }
    }

    /// Notes that an article that is stored was printed elsewhere too.
    pub fn add_copy(&mut self, incoming: &Incoming) -> Result<(), StoreError> {
        self.note_copy(&ids::article(&incoming.article.text), incoming)
    }

    /// Replaces what was extracted from a stored article.
    pub fn replace(&mut self, stored: &StoredArticle, extraction: &Extraction) -> Result<(), StoreError> {
        super::remove::clear_extraction(&self.transaction, stored.row)?;
        self.transaction
            .prepare_cached("UPDATE article SET extraction_run_id = ?2 WHERE id = ?1")?
            .execute(params![stored.row, self.extraction_run])?;
        Rows::new(&self.transaction, stored.row, &stored.id, &stored.article.text).insert(extraction)
    }

    /// Makes the batch part of the file.
    pub fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit()?)
    }

    fn insert_article(&self, id: &str, incoming: &Incoming) -> Result<i64, StoreError> {
        let (article, from) = (&incoming.article, &incoming.provenance);
        let authors = serde_json::Value::from(article.authors.clone()).to_string();
        self.transaction
            .prepare_cached(
                "INSERT INTO article (public_id, title, outlet, published, modified, url, authors, text, chars, path,
                   line, external_id, bytes_sha256, bytes, media_type, encoding, imported, import_run_id,
                   extraction_run_id)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?
            .execute(params![
                id,
                article.title,
                article.outlet,
                article.date.map(|d| d.to_string()),
                from.modified.map(|d| d.to_string()),
                article.url,
                authors,
                article.text,
                article.text.chars().count(),
                from.path,
                from.line,
                from.external_id,
                hexadecimal(&from.sha256),
                from.bytes,
                from.media_type,
                from.encoding,
                self.now,
                self.import_run,
                self.extraction_run
            ])?;
        let row = self.transaction.last_insert_rowid();
        self.transaction
            .prepare_cached("INSERT INTO story_article (article_id, story, relation) VALUES (?, ?, 'first')")?
            .execute(params![row, id])?;
        Ok(row)
    }

    /// What was odd about the article as it came has no place in its text: characters 0 to 0.
    fn note_warnings(&self, row: i64, first: usize, warnings: &[String]) -> Result<(), StoreError> {
        for (number, message) in warnings.iter().enumerate() {
            self.transaction
                .prepare_cached(
                    "INSERT INTO warning (article_id, number, start_char, end_char, message) VALUES (?, ?, 0, 0, ?)",
                )?
                .execute(params![row, first + number, message])?;
        }
        Ok(())
    }

    fn note_copy(&self, id: &str, incoming: &Incoming) -> Result<(), StoreError> {
        let (article, from) = (&incoming.article, &incoming.provenance);
        self.transaction
            .prepare_cached(
                "INSERT INTO article_copy (article_id, outlet, published, url, title, path, line, bytes_sha256,
                   imported, import_run_id, modified, authors, external_id, bytes, media_type, encoding)
                 SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16
                 FROM article WHERE public_id = ?1",
            )?
            .execute(params![
                id,
                article.outlet,
                article.date.map(|d| d.to_string()),
                article.url,
                article.title,
                from.path,
                from.line,
                hexadecimal(&from.sha256),
                self.now,
                self.import_run,
                from.modified.map(|d| d.to_string()),
                serde_json::Value::from(article.authors.clone()).to_string(),
                from.external_id,
                from.bytes,
                from.media_type,
                from.encoding
            ])?;
        Ok(())
    }
}

fn known(connection: &rusqlite::Connection, id: &str, incoming: &Incoming) -> Result<Known, StoreError> {
    let row: Option<i64> = connection
        .prepare_cached("SELECT id FROM article WHERE public_id = ?")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Some(row) = row else { return Ok(Known::New) };
    // What is not given contradicts nothing.
    let article = &incoming.article;
    let same: bool = connection
        .prepare_cached(
            "SELECT EXISTS (
               SELECT 1 FROM (SELECT outlet, published, url FROM article WHERE id = ?1
                              UNION ALL SELECT outlet, published, url FROM article_copy WHERE article_id = ?1)
               WHERE (?2 IS NULL OR outlet IS ?2) AND (?3 IS NULL OR published IS ?3) AND (?4 IS NULL OR url IS ?4))",
        )?
        .query_row(params![row, article.outlet, article.date.map(|d| d.to_string()), article.url], |r| r.get(0))?;
    Ok(if same { Known::Same } else { Known::Copy })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
