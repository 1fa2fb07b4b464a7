//! Articles → rows, with where they came from. One transaction for each batch of articles.

use super::readings::{self, Made, Print, Relation, Said};
use super::rows::Rows;
use super::sameness::Fingerprint;
use super::update::StoredArticle;
use super::{Store, StoreError, fingerprints, ids, markup, originals};
use crate::article::Article;
use crate::extract::Extraction;
use crate::ingest::{Incoming, language};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::fmt::Write as _;

/// Whether an article is in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// No; or at the same address, under another headline.
    New,
    /// Yes, from the same outlet, day and address, as far as these are given.
    Same,
    /// Its text is (white space and boilerplate apart), as printed by another outlet, on another day or at another address;
    /// or the same print is, of which less is known.
    Copy,
}

/// What [`Batch::add`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// The article is stored.
    Stored,
    /// It was there already.
    Present,
    /// It was there already, and now says what it had not said: day, outlet, address, author or headline.
    Gained,
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
    language: Option<String>,
}

impl Store {
    /// Whether an article, with the fingerprint `print`, is in the database. `language`: as the user told it.
    pub fn known(
        &self,
        print: &Fingerprint,
        incoming: &Incoming,
        language: Option<&str>,
    ) -> Result<Known, StoreError> {
        let said = Said::of(incoming, language);
        Ok(match known(&self.connection, print, &said)? {
            None | Some((Relation::Retitled, _)) => Known::New,
            Some((Relation::Same | Relation::NotedElsewhere, _)) => Known::Same,
            Some((Relation::More | Relation::Elsewhere, _)) => Known::Copy,
        })
    }

    /// Begins a batch for two runs (see [`Store::begin_import`], [`Store::begin_extraction`]); `now` is a moment as
    /// `schema.sql` writes it.
    ///
    /// # Errors
    /// [`StoreError::UndoneMeanwhile`] where somebody undid the run: what it stored from now on could not be undone any more.
    pub fn batch(
        &mut self,
        import_run: i64,
        extraction_run: i64,
        now: &str,
    ) -> Result<Batch<'_>, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let undone: Option<String> = transaction
            .prepare_cached("SELECT undone FROM import_run WHERE id = ?")?
            .query_row([import_run], |row| row.get(0))
            .optional()?
            .flatten();
        if let Some(when) = undone {
            return Err(StoreError::UndoneMeanwhile { run: import_run, when });
        }
        Ok(Batch { transaction, import_run, extraction_run, now: now.to_owned(), language: None })
    }
}

impl<'s> Batch<'s> {
    /// The same, of articles in the language that the user told.
    pub fn told(self, language: Option<&str>) -> Batch<'s> {
        Batch { language: language.and_then(language::code).map(str::to_owned), ..self }
    }

    /// Stores an article with what was extracted from it, unless it is there.
    pub fn add(&mut self, incoming: &Incoming, extraction: &Extraction) -> Result<Added, StoreError> {
        let print = Fingerprint::of(&incoming.article);
        let said = Said::of(incoming, self.language.as_deref());
        let id = match known(&self.transaction, &print, &said)? {
            Some((Relation::Retitled, row)) => self.id_of_retitled(row, &said, &incoming.article)?,
            Some((relation, row)) => return self.add_known(relation, row, incoming),
            None => print.id.clone(),
        };
        let row = self.insert_article(&id, incoming)?;
        markup::insert(&self.transaction, row, &incoming.article)?;
        fingerprints::insert(&self.transaction, row, &print)?;
        self.note_warnings(row, &incoming.warnings)?;
        Rows::new(&self.transaction, row, &id, &incoming.article.text).insert(extraction)?;
        originals::keep(&self.transaction, incoming)?;
        // Versions of one article were published by the same outlet on the same day.
        let gained = readings::spread(&self.transaction, &readings::with_versions(&self.transaction, row)?)?;
        readings::mark_unread(&self.transaction, &gained, &self.now)?;
        Ok(Added::Stored)
    }

    /// Notes that an article that is stored was read again: from where, and what it says that was not known. Where it says
    /// more of the same print, the stored article must be read again ([`Store::unread_articles`]).
    pub fn add_again(&mut self, incoming: &Incoming) -> Result<Added, StoreError> {
        let said = Said::of(incoming, self.language.as_deref());
        match known(&self.transaction, &Fingerprint::of(&incoming.article), &said)? {
            Some((relation, row)) => self.add_known(relation, row, incoming),
            // It was removed a moment ago, and the next import takes it up.
            None => Ok(Added::Present),
        }
    }

    fn add_known(&mut self, relation: Relation, row: i64, incoming: &Incoming) -> Result<Added, StoreError> {
        let made = Made { import_run: self.import_run, now: &self.now, language: self.language.as_deref() };
        let added = match relation {
            Relation::Same | Relation::NotedElsewhere => {
                let print = if relation == Relation::Same { Print::Same } else { Print::NotedElsewhere };
                readings::note_again(&self.transaction, row, print, incoming, made)?;
                self.keep_original(row, incoming)?;
                if markup::learn(&self.transaction, row, incoming)? {
                    readings::mark_unread(&self.transaction, &[row], &self.now)?;
                }
                return Ok(Added::Present);
            }
            // Somebody else stored it a moment ago.
            Relation::Retitled => return Ok(Added::Present),
            Relation::More => {
                readings::note(&self.transaction, row, Print::Same, incoming, made)?;
                let gained = readings::spread(&self.transaction, &[row])?;
                readings::mark_unread(&self.transaction, &gained, &self.now)?;
                Added::Gained
            }
            Relation::Elsewhere => {
                readings::note(&self.transaction, row, Print::Elsewhere, incoming, made)?;
                Added::Copy
            }
        };
        originals::keep(&self.transaction, incoming)?;
        Ok(added)
    }

    /// The id of a version whose headline differs from that of the article in `row`, and whose text does not, white space
    /// and boilerplate apart. Where it has the very same text, the newer of the two has the id that is made from the text, on
    /// which decisions hang, and the other one that is made from its headline too.
    fn id_of_retitled(&self, row: i64, said: &Said, article: &Article) -> Result<String, StoreError> {
        let stored = Said::of_article(&self.transaction, row)?;
        let title = |said: &Said| said.title().unwrap_or_default().to_owned();
        if fingerprints::compared(&self.transaction, row)?.text != article.text {
            let own = ids::article(&article.text);
            let is_free: bool = self
                .transaction
                .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM article WHERE public_id = ?)")?
                .query_row([&own], |found| found.get(0))?;
            return Ok(if is_free { own } else { ids::retitled(&article.text, &title(said)) });
        }
        let id: String = self
            .transaction
            .prepare_cached("SELECT public_id FROM article WHERE id = ?")?
            .query_row([row], |found| found.get(0))?;
        let own_day: Option<String> = self
            .transaction
            .prepare_cached(&format!("SELECT {} FROM article a WHERE a.id = ?", readings::OWN_DAY))?
            .query_row([row], |found| found.get(0))?;
        let has_the_id = id == ids::article(&article.text);
        let is_older = said.day().zip(own_day.as_deref()).is_some_and(|(day, other)| day < other);
        if is_older || !has_the_id {
            return Ok(ids::retitled(&article.text, &title(said)));
        }
        super::remove::rename(&self.transaction, row, &ids::retitled(&article.text, &title(&stored)))?;
        readings::mark_unread(&self.transaction, &[row], &self.now)?;
        Ok(ids::article(&article.text))
    }

    /// Replaces what was extracted from a stored article.
    pub fn replace(&mut self, stored: &StoredArticle, extraction: &Extraction) -> Result<(), StoreError> {
        super::remove::clear_extraction(&self.transaction, stored.row)?;
        self.transaction
            .prepare_cached(
                "UPDATE article SET extraction_run_id = ?2, language = ?3, language_told = ?4 WHERE id = ?1",
            )?
            .execute(params![
                stored.row,
                self.extraction_run,
                language_of(&stored.article.text, stored.language.as_deref()),
                stored.language.as_deref().is_some_and(|told| language::code(told).is_some())
            ])?;
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
                   import_run_id, extraction_run_id, language, language_told)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
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
                self.extraction_run,
                language_of(&article.text, self.language.as_deref()),
                self.language.is_some()
            ])?;
        let row = self.transaction.last_insert_rowid();
        self.transaction
            .prepare_cached("INSERT INTO story_article (article_id, story, relation) VALUES (?, ?, 'first')")?
            .execute(params![row, id])?;
        Ok(row)
    }

    /// What was odd about the article as it came has no place in its text: characters 0 to 0.
    fn note_warnings(&self, row: i64, warnings: &[String]) -> Result<(), StoreError> {
        for (number, message) in warnings.iter().enumerate() {
            self.transaction
                .prepare_cached(
                    "INSERT INTO warning (article_id, number, start_char, end_char, message) VALUES (?, ?, 0, 0, ?)",
                )?
                .execute(params![row, number, message])?;
        }
        Ok(())
    }
}

/// How an article is to those that hold its text, and to which of them; `None` where none does.
fn known(
    connection: &Connection,
    print: &Fingerprint,
    said: &Said,
) -> Result<Option<(Relation, i64)>, StoreError> {
    readings::relation(connection, &fingerprints::find(connection, print)?, said)
}

/// The language that is stored: what was told, else what the text looks like if that is not English.
fn language_of(text: &str, told: Option<&str>) -> Option<String> {
    told.and_then(language::code).map(str::to_owned).or_else(|| language::other_than_english(text, None))
}

/// Bytes as hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
