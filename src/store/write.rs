//! Articles and what was extracted from them → rows. One transaction for each batch of articles.

use super::names::{Normal, normalise};
use super::update::StoredArticle;
use super::{Store, StoreError, ids};
use crate::attribution::Attribution;
use crate::claims::{Accusation, Party};
use crate::contract::{Offsets, Unit};
use crate::dates::Dated;
use crate::extract::Extraction;
use crate::ingest::Incoming;
use crate::span::Span;
use crate::speakers::{Entity, Speaker, SpeakerType};
use crate::text::Part;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::HashMap;
use std::fmt::Write as _;

/// What stands between the pieces of a content in `words` of several pieces.
const BETWEEN_PIECES: &str = " … ";

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
    transaction: Transaction<'s>,
    import_run: i64,
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
    pub fn batch(&mut self, import_run: i64, extraction_run: i64, now: &str) -> Result<Batch<'_>, StoreError> {
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
                   imported, import_run_id)
                 SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM article WHERE public_id = ?1",
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
                self.import_run
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

/// Writes all that was extracted from one article.
struct Rows<'t> {
    to: &'t Transaction<'t>,
    article: i64,
    article_id: &'t str,
    text: &'t str,
    chars: Offsets<'t>,
    /// Row numbers of the article's entities and attributions, in their order.
    entities: Vec<i64>,
    attributions: Vec<i64>,
}

impl<'t> Rows<'t> {
    fn new(to: &'t Transaction<'t>, article: i64, article_id: &'t str, text: &'t str) -> Self {
        Self {
            to,
            article,
            article_id,
            text,
            chars: Offsets::new(text, Unit::Char),
            entities: Vec::new(),
            attributions: Vec::new(),
        }
    }

    fn insert(mut self, extraction: &Extraction) -> Result<(), StoreError> {
        self.structure(extraction)?;
        let sentence_starts: Vec<usize> = extraction.sentences.iter().map(|s| s.start).collect();
        for (number, entity) in extraction.speakers.entities.iter().enumerate() {
            self.entity(number, entity, &sentence_starts)?;
        }
        let mut seen: HashMap<(usize, usize), usize> = HashMap::new();
        for number in 0..extraction.attributions.len() {
            self.attribution(number, extraction, &mut seen)?;
        }
        self.nesting(&extraction.attributions)?;
        for (number, accusation) in extraction.claims.accusations.iter().enumerate() {
            self.accusation(number, accusation)?;
        }
        self.to
            .prepare_cached("INSERT OR IGNORE INTO stale_article (article_id) VALUES (?)")?
            .execute([self.article])?;
        Ok(())
    }

    /// Sentences, parts, time expressions, warnings.
    fn structure(&self, extraction: &Extraction) -> Result<(), StoreError> {
        let mut insert = self
            .to
            .prepare_cached("INSERT OR IGNORE INTO sentence (article_id, start_char, end_char) VALUES (?, ?, ?)")?;
        for span in &extraction.sentences {
            let (start, end) = self.place(*span);
            insert.execute(params![self.article, start, end])?;
        }
        let mut insert = self.to.prepare_cached(
            "INSERT OR IGNORE INTO part (article_id, start_char, end_char, kind) VALUES (?, ?, ?, ?)",
        )?;
        for (span, part) in &extraction.parts {
            let (start, end) = self.place(*span);
            insert.execute(params![self.article, start, end, part_name(*part)])?;
        }
        let mut insert = self.to.prepare_cached(
            "INSERT OR IGNORE INTO time_expression (article_id, start_char, end_char, words, value, type, first_day,
               last_day, precision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        for time in extraction.times.iter().filter(|t| !t.span.of(self.text).is_empty()) {
            let (start, end) = self.place(time.span);
            insert.execute(params![
                self.article,
                start,
                end,
                time.span.of(self.text),
                time.value,
                time.kind.name(),
                time.start.map(|d| d.to_string()),
                time.end.map(|d| d.to_string()),
                time.precision.map(|p| p.name())
            ])?;
        }
        let mut insert = self.to.prepare_cached(
            "INSERT INTO warning (article_id, number, start_char, end_char, message) VALUES (?, ?, ?, ?, ?)",
        )?;
        for (number, warning) in extraction.warnings.iter().enumerate() {
            let (start, end) = self.place(warning.span);
            insert.execute(params![self.article, number, start, end, warning.message])?;
        }
        Ok(())
    }

    fn entity(&mut self, number: usize, entity: &Entity, sentence_starts: &[usize]) -> Result<(), StoreError> {
        let Normal { name: normal, block, short } = normalise(&entity.name, entity.kind);
        let everywhere = match entity.kind {
            SpeakerType::Person => !short,
            SpeakerType::Organization | SpeakerType::Place => true,
            SpeakerType::Group => self.is_proper(entity, sentence_starts),
            SpeakerType::Document | SpeakerType::Unnamed => false,
        };
        self.to
            .prepare_cached(
                "INSERT INTO entity (article_id, number, name, type, gender, normal, block, everywhere)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.article,
                number,
                entity.name,
                entity.kind.name(),
                entity.gender.map(super::derive::gender_name),
                normal,
                block,
                everywhere
            ])?;
        let row = self.to.last_insert_rowid();
        self.entities.push(row);
        let mut insert = self.to.prepare_cached(
            "INSERT OR IGNORE INTO mention (entity_id, start_char, end_char, known_by, words) VALUES (?, ?, ?, ?, ?)",
        )?;
        for mention in entity.mentions.iter().filter(|m| !m.span.of(self.text).is_empty()) {
            let (start, end) = self.place(mention.span);
            insert.execute(params![row, start, end, mention.known_by.name(), mention.span.of(self.text)])?;
        }
        let mut insert = self.to.prepare_cached(
            "INSERT OR IGNORE INTO entity_role (entity_id, start_char, end_char, words) VALUES (?, ?, ?, ?)",
        )?;
        for span in entity.roles.iter().filter(|s| !s.of(self.text).is_empty()) {
            let (start, end) = self.place(*span);
            insert.execute(params![row, start, end, span.of(self.text)])?;
        }
        self.to.prepare_cached("INSERT OR IGNORE INTO stale_block (block) VALUES (?)")?.execute([block])?;
        Ok(())
    }

    /// Whether a group has a name ("Democrats") and is not just described ("protesters"): it has a capital where no
    /// sentence begins.
    fn is_proper(&self, entity: &Entity, sentence_starts: &[usize]) -> bool {
        entity.mentions.iter().any(|mention| {
            sentence_starts.binary_search(&mention.span.start).is_err()
                && mention.span.of(self.text).chars().next().is_some_and(char::is_uppercase)
        })
    }

    fn attribution(
        &mut self,
        number: usize,
        extraction: &Extraction,
        seen: &mut HashMap<(usize, usize), usize>,
    ) -> Result<(), StoreError> {
        let Some(attribution) = extraction.attributions.get(number) else { return Ok(()) };
        let claim = extraction.claims.of_attribution.get(number);
        let dates = extraction.statement_dates.get(number);
        let (said, event) = (dates.and_then(|d| d.said_on.as_ref()), dates.and_then(|d| d.event_on.as_ref()));
        let whole = attribution.content.iter().copied().reduce(Span::join).unwrap_or_default();
        let (start, end) = self.place(whole);
        let nth = seen.entry((start, end)).or_insert(0);
        let id = ids::quote(self.article_id, start, end, *nth);
        *nth += 1;
        let kind = claim.map_or(crate::claims::ClaimType::Statement, |c| c.kind);
        let target = claim.and_then(|c| c.target.as_ref());
        self.to
            .prepare_cached(
                "INSERT INTO attribution (public_id, article_id, number, kind, source, cue, content, start_char,
                   end_char, claim_type, plover, claim_confidence, target, target_entity_id, said_on, said_until,
                   said_precision, said_from, event_on, event_until, event_precision, event_from, confidence)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?
            .execute(params![
                id,
                self.article,
                number,
                attribution.kind.name(),
                self.words(&attribution.source),
                self.words(&attribution.cue),
                self.words(&attribution.content),
                start,
                end,
                kind.name(),
                kind.plover(),
                claim.map_or(0.0, |c| probability(c.confidence)),
                target.map(|t| &t.name),
                target.and_then(|t| self.party_entity(t)),
                said.map(|d| d.date.to_string()),
                said.map(|d| d.end.to_string()),
                said.map(|d| d.precision.name()),
                said.map(|d| d.from.name()),
                event.map(|d| d.date.to_string()),
                event.map(|d| d.end.to_string()),
                event.map(|d| d.precision.name()),
                event.map(|d| d.from.name()),
                probability(attribution.confidence)
            ])?;
        let row = self.to.last_insert_rowid();
        self.attributions.push(row);
        let dated = |date: Option<&Dated>| date.map(|d| d.words.clone()).unwrap_or_default();
        self.spans("attribution", row, "source", &attribution.source)?;
        self.spans("attribution", row, "cue", &attribution.cue)?;
        self.spans("attribution", row, "content", &attribution.content)?;
        self.spans("attribution", row, "target", target.map_or(&[], |t| t.spans.as_slice()))?;
        self.spans("attribution", row, "said_on", &dated(said))?;
        self.spans("attribution", row, "event_on", &dated(event))?;
        for (place, speaker) in extraction.speakers.of_attribution.get(number).into_iter().flatten().enumerate() {
            self.speaker(row, place, speaker)?;
        }
        Ok(())
    }

    fn speaker(&self, attribution: i64, place: usize, speaker: &Speaker) -> Result<(), StoreError> {
        let entity = |number: usize| self.entities.get(number).copied();
        self.to
            .prepare_cached(
                "INSERT INTO attribution_speaker (attribution_id, place, entity_id, type, known_by, confidence, reason)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                attribution,
                place,
                speaker.entity.and_then(entity),
                speaker.kind.name(),
                speaker.known_by.name(),
                probability(speaker.confidence),
                speaker.reason
            ])?;
        let mut insert = self.to.prepare_cached(
            "INSERT INTO attribution_speaker_span (attribution_id, place, piece, start_char, end_char, words)
             VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        for (piece, span) in speaker.spans.iter().filter(|s| !s.of(self.text).is_empty()).enumerate() {
            let (start, end) = self.place(*span);
            insert.execute(params![attribution, place, piece, start, end, span.of(self.text)])?;
        }
        let mut insert = self.to.prepare_cached(
            "INSERT INTO attribution_candidate (attribution_id, place, rank, entity_id, confidence)
             VALUES (?, ?, ?, ?, ?)",
        )?;
        for (rank, candidate) in speaker.candidates.iter().enumerate() {
            if let Some(entity) = entity(candidate.entity) {
                insert.execute(params![attribution, place, rank, entity, probability(candidate.confidence)])?;
            }
        }
        Ok(())
    }

    /// Ties nested attributions to the ones that they stand in, now that all have row numbers.
    fn nesting(&self, attributions: &[Attribution]) -> Result<(), StoreError> {
        let mut update = self.to.prepare_cached("UPDATE attribution SET inside_id = ?2 WHERE id = ?1")?;
        for (row, attribution) in self.attributions.iter().zip(attributions) {
            if let Some(outer) = attribution.inside.and_then(|i| self.attributions.get(i)).filter(|o| *o != row) {
                update.execute(params![row, outer])?;
            }
        }
        Ok(())
    }

    fn accusation(&self, number: usize, accusation: &Accusation) -> Result<(), StoreError> {
        let accuser = accusation.accuser.as_ref();
        self.to
            .prepare_cached(
                "INSERT INTO accusation (article_id, number, attribution_id, accuser, accuser_entity_id, accused,
                   accused_entity_id, allegation, cue, explicit, denied, confidence)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.article,
                number,
                accusation.attribution.and_then(|i| self.attributions.get(i)),
                accuser.map(|a| &a.name),
                accuser.and_then(|a| self.party_entity(a)),
                accusation.accused.name,
                self.party_entity(&accusation.accused),
                self.words(&accusation.allegation),
                self.words(&accusation.cue),
                accusation.explicit,
                accusation.denied,
                probability(accusation.confidence)
            ])?;
        let row = self.to.last_insert_rowid();
        self.spans("accusation", row, "accuser", accuser.map_or(&[], |a| a.spans.as_slice()))?;
        self.spans("accusation", row, "accused", &accusation.accused.spans)?;
        self.spans("accusation", row, "allegation", &accusation.allegation)?;
        self.spans("accusation", row, "cue", &accusation.cue)
    }

    fn party_entity(&self, party: &Party) -> Option<i64> {
        party.entity.and_then(|number| self.entities.get(number).copied())
    }

    fn spans(&self, table: &str, row: i64, role: &str, spans: &[Span]) -> Result<(), StoreError> {
        let sql = match table {
            "attribution" => {
                "INSERT INTO attribution_span (attribution_id, role, piece, start_char, end_char, words)
                 VALUES (?, ?, ?, ?, ?, ?)"
            }
            _ => {
                "INSERT INTO accusation_span (accusation_id, role, piece, start_char, end_char, words)
                 VALUES (?, ?, ?, ?, ?, ?)"
            }
        };
        let mut insert = self.to.prepare_cached(sql)?;
        for (piece, span) in spans.iter().filter(|s| !s.of(self.text).is_empty()).enumerate() {
            let (start, end) = self.place(*span);
            insert.execute(params![row, role, piece, start, end, span.of(self.text)])?;
        }
        Ok(())
    }

    fn place(&self, span: Span) -> (usize, usize) {
        let [start, end] = self.chars.convert(span);
        (start, end)
    }

    fn words(&self, spans: &[Span]) -> String {
        let pieces: Vec<&str> = spans.iter().map(|s| s.of(self.text)).filter(|w| !w.is_empty()).collect();
        pieces.join(BETWEEN_PIECES)
    }
}

/// Not-a-number would be NULL in SQLite.
fn probability(confidence: f32) -> f64 {
    // Four digits say enough, and the same in every program.
    if confidence.is_nan() { 0.0 } else { (f64::from(confidence.clamp(0.0, 1.0)) * 1e4).round() / 1e4 }
}

const fn part_name(part: Part) -> &'static str {
    match part {
        Part::Body => "body",
        Part::Title => "title",
        Part::Heading => "heading",
        Part::Caption => "caption",
        Part::ListItem => "list_item",
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
