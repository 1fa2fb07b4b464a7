//! What is derived over all articles: versions and stories, speakers, quotes by speaker, claims, answers to accusations.
//!
//! Everything here is a function of the stored extractions and the decisions, whatever the order in which they came.
//! Only names that were touched since the last time are derived again. The unit of work is a *block* (a surname, or
//! the whole name of what is no person): names are compared within a block only, blocks that a decision or an acronym
//! ties together are taken together, and a quote, claim or accusation is taken up whenever the block of one of its
//! speakers is. Versions and stories come first: an article of which there is a newer version counts nowhere, and what
//! changes sides is derived again. So the outcome is that of deriving everything anew; a property test holds this.

mod accusations;
mod acronyms;
mod across;
mod carried;
mod claims;
mod corrections;
mod decisions;
mod gathered;
mod generic;
mod merges;
mod named;
mod quotes;
mod replies;
mod singles;
mod sources;
mod speakers;
mod stories;
mod surnames;
mod versions;

use self::decisions::Decisions;
use super::{Store, StoreError};
use crate::speakers::{Gender, SpeakerType};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

/// Changes whenever the rules of this module or of fingerprints do: then everything is derived again.
pub(super) const RULES: i64 = 15;

/// What there is after a derivation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// Blocks of names that were derived again; 0 where all was up to date.
    pub names: u64,
    /// Quotes whose speaker and claim were derived again.
    pub quotes: u64,
}

impl Store {
    /// Whether articles were stored or decisions taken since the last derivation.
    pub fn is_stale(&self) -> Result<bool, StoreError> {
        let stale: bool = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM stale_block) OR EXISTS (SELECT 1 FROM stale_article)
                 OR EXISTS (SELECT 1 FROM stale_story)
                 OR NOT EXISTS (SELECT 1 FROM derivation
                                WHERE version = ?1 AND decision = (SELECT coalesce(max(id), 0) FROM decision))",
            [RULES],
            |row| row.get(0),
        )?;
        Ok(stale)
    }

    /// Brings all derived tables up to date with the stored articles and decisions.
    pub fn derive(&mut self) -> Result<Derived, StoreError> {
        if !self.is_stale()? {
            return Ok(Derived::default());
        }
        self.derive_touched()
    }

    /// Drops all that is derived, and derives it anew.
    pub fn rebuild(&mut self) -> Result<Derived, StoreError> {
        self.connection.execute("DELETE FROM derivation", [])?;
        self.derive_touched()
    }

    /// Whether the list of office-holders is used (it is, unless somebody said no). [`Store::derive`] must follow, which
    /// then derives everything anew.
    pub fn use_gazetteer(&mut self, is_used: bool) -> Result<(), StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = if is_used { "on" } else { "off" };
        let before: Option<String> = transaction
            .query_row("SELECT value FROM setting WHERE name = 'gazetteer'", [], |row| row.get(0))
            .optional()?;
        if before.as_deref().unwrap_or("on") != value {
            transaction
                .execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('gazetteer', ?)", [value])?;
            transaction.execute("DELETE FROM derivation", [])?;
        }
        transaction.commit()?;
        Ok(())
    }

    fn derive_touched(&mut self) -> Result<Derived, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // A decision that the store did not take itself has noted nothing: then everything is derived anew, too.
        let is_new: bool = transaction.query_row(
            "SELECT NOT EXISTS (SELECT 1 FROM derivation
                                WHERE version = ? AND decision = (SELECT coalesce(max(id), 0) FROM decision))",
            [RULES],
            |row| row.get(0),
        )?;
        stories::derive(&transaction, is_new)?;
        carried::touch(&transaction)?;
        let decisions = Decisions::load(&transaction)?;
        corrections::apply(&transaction, &decisions, is_new)?;
        accusations::add(&transaction, &decisions, is_new)?;
        let scope = Scope::find(&transaction, &decisions, is_new)?;
        scope.clear(&transaction)?;
        speakers::derive(&transaction, &decisions)?;
        across::suggest(&transaction, &decisions)?;
        let corrected = quotes::derive(&transaction, &decisions)?;
        claims::derive(&transaction, &corrected, &decisions)?;
        quotes::count(&transaction)?;
        let decided = accusations::decided(&transaction, &decisions)?;
        replies::derive(&transaction, &decisions, &decided)?;
        let derived = scope.finish(&transaction, &decisions)?;
        transaction.commit()?;
        Ok(derived)
    }
}

/// What must be derived again, as the temporary tables `touched_block`, `touched_quote` and `touched_accusation`.
struct Scope;

impl Scope {
    fn find(transaction: &Transaction<'_>, decisions: &Decisions, all: bool) -> Result<Self, StoreError> {
        transaction.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS touched_block (block TEXT PRIMARY KEY) WITHOUT ROWID;
             CREATE TEMP TABLE IF NOT EXISTS touched_quote (id INTEGER PRIMARY KEY);
             CREATE TEMP TABLE IF NOT EXISTS touched_accusation (id INTEGER PRIMARY KEY);
             DELETE FROM touched_block; DELETE FROM touched_quote; DELETE FROM touched_accusation;",
        )?;
        if all {
            transaction.execute_batch(
                "INSERT INTO touched_block SELECT block FROM entity UNION SELECT block FROM speaker;
                 INSERT OR IGNORE INTO stale_article SELECT id FROM article;
                 DELETE FROM claim;",
            )?;
        } else {
            touch(transaction, decisions)?;
        }
        loop {
            add_tied(transaction, decisions)?;
            if !acronyms::add_tied(transaction)? {
                break;
            }
        }
        transaction.execute_batch(
            "INSERT OR IGNORE INTO touched_quote
               SELECT s.attribution_id FROM touched_block t CROSS JOIN entity e ON e.block = t.block
               CROSS JOIN attribution_speaker s ON s.entity_id = e.id;
             INSERT OR IGNORE INTO touched_quote
               SELECT qs.attribution_id FROM touched_block t CROSS JOIN speaker s ON s.block = t.block
               CROSS JOIN quote_speaker qs ON qs.speaker_id = s.id;
             INSERT OR IGNORE INTO touched_quote
               SELECT q.id FROM stale_article t CROSS JOIN attribution q ON q.article_id = t.article_id;
             INSERT OR IGNORE INTO touched_accusation
               SELECT x.id FROM touched_block t CROSS JOIN entity e ON e.block = t.block
               CROSS JOIN accusation x ON x.accuser_entity_id = e.id;
             INSERT OR IGNORE INTO touched_accusation
               SELECT x.id FROM touched_block t CROSS JOIN entity e ON e.block = t.block
               CROSS JOIN accusation x ON x.accused_entity_id = e.id;
             INSERT OR IGNORE INTO touched_accusation
               SELECT x.id FROM touched_quote t CROSS JOIN accusation x ON x.attribution_id = t.id;
             INSERT OR IGNORE INTO touched_accusation
               SELECT x.id FROM stale_article t CROSS JOIN accusation x ON x.article_id = t.article_id;
             -- Whom a person named as a party no mention may lead to.
             INSERT OR IGNORE INTO touched_accusation
               SELECT st.accusation_id FROM touched_block t CROSS JOIN speaker s ON s.block = t.block
               CROSS JOIN accusation_status st ON st.accuser_speaker_id = s.id;
             INSERT OR IGNORE INTO touched_accusation
               SELECT st.accusation_id FROM touched_block t CROSS JOIN speaker s ON s.block = t.block
               CROSS JOIN accusation_status st ON st.accused_speaker_id = s.id;
             -- What answers one accusation of somebody depends on what else that one is accused of.
             INSERT OR IGNORE INTO touched_accusation
               SELECT other.accusation_id FROM (
                 SELECT DISTINCT st.accused_speaker_id AS id FROM touched_accusation t
                 CROSS JOIN accusation_status st ON st.accusation_id = t.id) accused
               CROSS JOIN accusation_status other ON other.accused_speaker_id = accused.id;
             INSERT OR IGNORE INTO touched_accusation
               SELECT other.id FROM (
                 SELECT DISTINCT es.speaker_id FROM touched_accusation t CROSS JOIN accusation x ON x.id = t.id
                 CROSS JOIN entity_speaker es ON es.entity_id = x.accused_entity_id) accused
               CROSS JOIN entity_speaker es ON es.speaker_id = accused.speaker_id
               CROSS JOIN accusation other ON other.accused_entity_id = es.entity_id;",
        )?;
        Ok(Self)
    }

    /// Deletes what will be derived again.
    fn clear(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        transaction.execute_batch(
            "DELETE FROM claim WHERE id IN (
               SELECT o.claim_id FROM touched_quote t CROSS JOIN occurrence o ON o.attribution_id = t.id);
             DELETE FROM quote_speaker WHERE attribution_id IN (SELECT id FROM touched_quote);
             DELETE FROM accusation_reply WHERE accusation_id IN (SELECT id FROM touched_accusation);
             DELETE FROM accusation_status WHERE accusation_id IN (SELECT id FROM touched_accusation);
             DELETE FROM speaker WHERE block IN (SELECT block FROM touched_block);",
        )?;
        Ok(())
    }

    fn finish(&self, transaction: &Transaction<'_>, decisions: &Decisions) -> Result<Derived, StoreError> {
        let count = |table: &str| -> rusqlite::Result<u64> {
            transaction.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
        };
        let derived = Derived { names: count("touched_block")?, quotes: count("touched_quote")? };
        transaction.execute_batch(
            "DELETE FROM stale_block; DELETE FROM stale_article;
             DELETE FROM touched_block; DELETE FROM touched_quote; DELETE FROM touched_accusation;",
        )?;
        transaction.execute(
            "INSERT OR REPLACE INTO derivation (id, version, decision) VALUES (1, ?, ?)",
            params![RULES, decisions.last],
        )?;
        Ok(derived)
    }
}

/// Blocks of stored or removed articles, and of decisions that were taken or undone since the last time.
fn touch(transaction: &Transaction<'_>, decisions: &Decisions) -> Result<(), StoreError> {
    let mut insert = transaction.prepare("INSERT OR IGNORE INTO touched_block VALUES (?)")?;
    // Decisions on places in articles that were read anew apply anew.
    let mut is_stale = transaction.prepare(
        "SELECT EXISTS (SELECT 1 FROM article a JOIN stale_article t ON t.article_id = a.id WHERE a.public_id = ?)",
    )?;
    for (article, speaker) in decisions.given_speakers() {
        if is_stale.query_row([article], |row| row.get(0))? {
            insert.execute([&speaker.block])?;
        }
    }
    // A decision on two quotes may wait for the article of one of them, whoever speaks there.
    let mut add = transaction
        .prepare("INSERT OR IGNORE INTO stale_article SELECT id FROM article WHERE public_id IN (?, ?)")?;
    for decision in &decisions.claims {
        let Some(other) = &decision.other else { continue };
        let (one, other) = (&decision.quote.article, &other.article);
        let stale =
            |article: &str, query: &mut rusqlite::Statement<'_>| query.query_row([article], |row| row.get(0));
        if one != other && (stale(one, &mut is_stale)? || stale(other, &mut is_stale)?) {
            add.execute([one, other])?;
        }
    }
    transaction.execute_batch(
        "INSERT OR IGNORE INTO touched_block SELECT block FROM stale_block;
         INSERT OR IGNORE INTO touched_block
           SELECT e.block FROM stale_article t JOIN entity e ON e.article_id = t.article_id;
         INSERT OR IGNORE INTO touched_block
           SELECT s.block FROM stale_article t JOIN attribution q ON q.article_id = t.article_id
           JOIN quote_speaker qs ON qs.attribution_id = q.id JOIN speaker s ON s.id = qs.speaker_id;",
    )?;
    Ok(())
}

/// Adds the blocks that decisions tie to a touched one: those of merged names, and, where a quote was given another
/// speaker, that speaker's and those of the quote's article.
fn add_tied(transaction: &Transaction<'_>, decisions: &Decisions) -> Result<(), StoreError> {
    let mut tied = decisions.tied.clone();
    let mut find = transaction.prepare(
        "SELECT DISTINCT e.block FROM article a JOIN entity e ON e.article_id = a.id WHERE a.public_id = ?",
    )?;
    for (article, speaker) in decisions.given_speakers() {
        for block in find.query_map([article], |row| row.get::<_, String>(0))? {
            let block = block?;
            tied.entry(block.clone()).or_default().insert(speaker.block.clone());
            tied.entry(speaker.block.clone()).or_default().insert(block);
        }
    }
    let mut is_touched =
        transaction.prepare("SELECT EXISTS (SELECT 1 FROM touched_block WHERE block = ?)")?;
    let mut touched = |block: &str| is_touched.query_row([block], |row| row.get::<_, bool>(0));
    let mut waiting = Vec::new();
    for block in tied.keys() {
        if touched(block)? {
            waiting.push(block.as_str());
        }
    }
    while let Some(block) = waiting.pop() {
        for other in tied.get(block).into_iter().flatten() {
            if !touched(other)? {
                transaction.execute("INSERT INTO touched_block VALUES (?)", [other])?;
                waiting.push(other);
            }
        }
    }
    Ok(())
}

/// The row number of a speaker by its public id.
fn speaker_row(connection: &Connection, id: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached(
            "SELECT id FROM speaker WHERE public_id = ?1
             UNION ALL SELECT speaker_id FROM former_speaker WHERE public_id = ?1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()
}

/// A gender's name in the database.
pub(super) const fn gender_name(gender: Gender) -> &'static str {
    match gender {
        Gender::Masculine => "masculine",
        Gender::Feminine => "feminine",
    }
}

/// A speaker's type by its name in the database.
pub(super) fn speaker_type(name: &str) -> SpeakerType {
    match name {
        "organization" => SpeakerType::Organization,
        "place" => SpeakerType::Place,
        "group" => SpeakerType::Group,
        "document" => SpeakerType::Document,
        "unnamed" => SpeakerType::Unnamed,
        _ => SpeakerType::Person,
    }
}
