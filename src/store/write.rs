//! Articles → rows, with where they came from. One transaction for each batch of articles.

use super::rows::Rows;
use super::sameness::Fingerprint;
use super::update::StoredArticle;
use super::{Store, StoreError, fingerprints, originals};
use crate::extract::Extraction;
use crate::ingest::Incoming;
use rusqlite::{Transaction, TransactionBehavior, params};
use std::fmt::Write as _;

/// Whether an article is in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// No.
    New,
    /// Yes, from the same outlet, day and address, as far as these are given.
    Same,
    /// Its text is (white space and boilerplate apart), as printed by another outlet, on another day or at another address.
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
    /// Whether an article, with the fingerprint `print`, is in the database.
    pub fn known(&self, print: &Fingerprint, incoming: &Incoming) -> Result<Known, StoreError> {
        Ok(known(&self.connection, print, incoming)?.0)
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
        let print = Fingerprint::of(&incoming.article);
        match known(&self.transaction, &print, incoming)? {
            (Known::Same, _) => Ok(Added::Present),
            (Known::Copy, row) => {
                self.note_copy(row, incoming)?;
                originals::keep(&self.transaction, incoming)?;
                Ok(Added::Copy)
            }
            (Known::New, _) => {
                let row = self.insert_article(&print.id, incoming)?;
                fingerprints::insert(&self.transaction, row, &print)?;
                let rows = Rows::new(&self.transaction, row, &print.id, &incoming.article.text);
                rows.insert(extraction)?;
                self.note_warnings(row, extraction.warnings.len(), &incoming.warnings)?;
                originals::keep(&self.transaction, incoming)?;
                Ok(Added::Stored)
            }
        }
    }

    /// Notes that an article that is stored was printed elsewhere too.
    pub fn add_copy(&mut self, incoming: &Incoming) -> Result<Added, StoreError> {
        match known(&self.transaction, &Fingerprint::of(&incoming.article), incoming)? {
            (Known::Copy, row) => {
                self.note_copy(row, incoming)?;
                originals::keep(&self.transaction, incoming)?;
                Ok(Added::Copy)
            }
            // The same was noted a moment ago; or it was removed, and the next import takes it up.
            _ => Ok(Added::Present),
        }
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
                   line, external_id, bytes_sha256, bytes, media_type, encoding, retrieved, imported,
                   import_run_id, extraction_run_id)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
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
                from.retrieved,
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

    fn note_copy(&self, row: i64, incoming: &Incoming) -> Result<(), StoreError> {
        let (article, from) = (&incoming.article, &incoming.provenance);
        self.transaction
            .prepare_cached(
                "INSERT INTO article_copy (article_id, outlet, published, url, title, path, line, bytes_sha256,
                   imported, import_run_id, modified, authors, external_id, bytes, media_type, encoding, retrieved)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?
            .execute(params![
                row,
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
                from.encoding,
                from.retrieved
            ])?;
        Ok(())
    }
}

/// With the row number of the article, 0 where it is new.
pub(super) fn known(
    connection: &rusqlite::Connection,
    print: &Fingerprint,
    incoming: &Incoming,
) -> Result<(Known, i64), StoreError> {
    let Some(row) = fingerprints::find(connection, print)? else { return Ok((Known::New, 0)) };
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
    Ok((if same { Known::Same } else { Known::Copy }, row))
}

/// Bytes as hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
