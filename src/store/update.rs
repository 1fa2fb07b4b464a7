//! Reading stored articles again, and what that changed.

use super::{Store, StoreError};
use crate::article::Article;
use rusqlite::params;

/// An article as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredArticle {
    /// Its row number.
    pub row: i64,
    /// Its public id.
    pub id: String,
    /// What the extractor reads.
    pub article: Article,
    /// The language that a user told.
    pub language: Option<String>,
}

/// What changed between [`Store::remember_quotes`] and [`Store::changed_quotes`], in quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Were not there before.
    pub new: u64,
    /// Are not there any more.
    pub gone: u64,
    /// Have another speaker.
    pub speaker: u64,
    /// Have another type of claim.
    pub kind: u64,
}

impl Store {
    /// Row numbers of all articles.
    pub fn all_articles(&self) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare("SELECT id FROM article ORDER BY id")?;
        let rows = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    /// Row numbers of the articles that another version of onrecord or another model read.
    pub fn articles_of_others(&self, model: &str) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT a.id FROM article a JOIN extraction_run r ON r.id = a.extraction_run_id
             WHERE r.version != ? OR r.model != ? ORDER BY a.id",
        )?;
        let rows = statement.query_map(params![env!("CARGO_PKG_VERSION"), model], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Row numbers of the articles that must be read again: what is known of them has changed since they were read.
    pub fn unread_articles(&self) -> Result<Vec<i64>, StoreError> {
        super::readings::unread(&self.connection)
    }

    /// The article in a row.
    pub fn stored_article(&self, row: i64) -> Result<StoredArticle, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT public_id, text, title, published, outlet, url, authors, iif(language_told, language, NULL)
             FROM article WHERE id = ?",
        )?;
        let mut stored = statement.query_row([row], |columns| {
            let authors: String = columns.get(6)?;
            Ok(StoredArticle {
                row,
                id: columns.get(0)?,
                language: columns.get(7)?,
                article: Article {
                    text: columns.get(1)?,
                    title: columns.get(2)?,
                    date: columns.get::<_, Option<String>>(3)?.and_then(|d| d.parse().ok()),
                    outlet: columns.get(4)?,
                    url: columns.get(5)?,
                    authors: serde_json::from_str(&authors).unwrap_or_default(),
                    marks: Vec::new(),
                },
            })
        })?;
        stored.article.marks = super::markup::read(&self.connection, row, &stored.article.text)?;
        Ok(stored)
    }

    /// Remembers all quotes, for this connection, so that [`Store::changed_quotes`] can compare.
    pub fn remember_quotes(&self) -> Result<(), StoreError> {
        self.connection.execute_batch(
            "DROP TABLE IF EXISTS temp.quote_before;
             CREATE TEMP TABLE quote_before AS SELECT quote_id, speaker, claim_type FROM quotes;
             CREATE INDEX temp.quote_before_by_id ON quote_before(quote_id);",
        )?;
        Ok(())
    }

    /// How the quotes differ from those remembered.
    pub fn changed_quotes(&self) -> Result<Changes, StoreError> {
        let changes = self.connection.query_row(
            "SELECT count(*) FILTER (WHERE b.quote_id IS NULL),
                    (SELECT count(*) FROM temp.quote_before b
                     WHERE NOT EXISTS (SELECT 1 FROM attribution a WHERE a.public_id = b.quote_id)),
                    count(*) FILTER (WHERE b.quote_id IS NOT NULL AND b.speaker IS NOT q.speaker),
                    count(*) FILTER (WHERE b.quote_id IS NOT NULL AND b.claim_type IS NOT q.claim_type)
             FROM quotes q LEFT JOIN temp.quote_before b ON b.quote_id = q.quote_id",
            [],
            |row| {
                Ok(Changes { new: row.get(0)?, gone: row.get(1)?, speaker: row.get(2)?, kind: row.get(3)? })
            },
        )?;
        Ok(changes)
    }
}
