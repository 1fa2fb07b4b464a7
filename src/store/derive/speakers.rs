//! Entities of articles → speakers over all articles.
//!
//! The same full name (case, accents, titles apart) and type is the same speaker. A person whom an article knows by a
//! surname only is the one full-named person of that surname near in time, where exactly one fits (see [`super::surnames`]); else,
//! like every described source, a speaker of that article alone. Decisions come before both.

use super::decisions::{Decisions, Named};
use super::surnames::Surnames;
use super::{speaker_row, speaker_type};
use crate::store::names::normalise;
use crate::store::{StoreError, ids};
use chrono::{Datelike, NaiveDate};
use rusqlite::{Row, Transaction, params};
use std::collections::{BTreeMap, HashSet};

/// Derives the speakers of all touched blocks.
pub(super) fn derive(transaction: &Transaction<'_>, decisions: &Decisions) -> Result<(), StoreError> {
    let mut statement = transaction.prepare(
        "SELECT e.id, e.name, e.type, e.gender, e.normal, e.block, e.everywhere, a.id, a.public_id, a.published
         FROM temp.touched_block t CROSS JOIN entity e ON e.block = t.block JOIN article a ON a.id = e.article_id
         ORDER BY t.block",
    )?;
    let mut rows = statement.query([])?;
    let mut block: Vec<Entity> = Vec::new();
    // Speakers into which others are merged may gather entities from several blocks.
    let mut merged = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let entity = Entity::read(row)?;
        if block.first().is_some_and(|first| first.block != entity.block) {
            derive_block(transaction, decisions, std::mem::take(&mut block), &mut merged)?;
        }
        block.push(entity);
    }
    derive_block(transaction, decisions, block, &mut merged)?;
    for speaker in merged.into_values() {
        speaker.insert(transaction, decisions)?;
    }
    Ok(())
}

/// An entity of an article.
pub(super) struct Entity {
    row: i64,
    name: String,
    kind: String,
    pub(super) gender: Option<String>,
    pub(super) normal: String,
    block: String,
    pub(super) everywhere: bool,
    pub(super) article_row: i64,
    article: String,
    /// The day of the article, counted from the first of the year 1.
    pub(super) day: Option<i32>,
}

impl Entity {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let published: Option<String> = row.get(9)?;
        let day = published.and_then(|d| d.parse::<NaiveDate>().ok()).map(|d| d.num_days_from_ce());
        Ok(Self {
            row: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            gender: row.get(3)?,
            normal: row.get(4)?,
            block: row.get(5)?,
            everywhere: row.get(6)?,
            article_row: row.get(7)?,
            article: row.get(8)?,
            day,
        })
    }

    pub(super) fn is_person(&self) -> bool {
        self.kind == "person"
    }
}

fn derive_block(
    transaction: &Transaction<'_>,
    decisions: &Decisions,
    entities: Vec<Entity>,
    merged: &mut BTreeMap<String, Gathered>,
) -> Result<(), StoreError> {
    let surnames = Surnames::new(&entities, decisions);
    let mut speakers: BTreeMap<String, Gathered> = BTreeMap::new();
    for entity in entities {
        let general = ids::speaker(&entity.normal, &entity.kind, None);
        let own = match entity.everywhere {
            true => general.clone(),
            false => ids::speaker(&entity.normal, &entity.kind, Some(&entity.article)),
        };
        // A decision on a bare surname may mean it wherever it occurs; one on a description means one article's.
        let general = if entity.is_person() || entity.everywhere { general } else { own.clone() };
        if let Some(target) = decisions.merged(&own, &general) {
            let speaker = merged.entry(target.id.clone()).or_insert_with(|| Gathered::decided(target));
            speaker.was(&own, &entity);
            speaker.add(entity, "decision");
            continue;
        }
        let (id, joined_by) = match surnames.of(&entity, &own, &general, decisions) {
            Some(id) => (id, "surname"),
            None => (own, if entity.everywhere { "name" } else { "article" }),
        };
        // A full-named speaker may itself be merged with another.
        if let Some(target) = (joined_by == "surname").then(|| decisions.merged(&id, &id)).flatten() {
            let speaker = merged.entry(target.id.clone()).or_insert_with(|| Gathered::decided(target));
            speaker.add(entity, joined_by);
            continue;
        }
        let general = if joined_by == "surname" { id.clone() } else { general };
        let speaker = speakers.entry(id.clone()).or_insert_with(|| Gathered::new(id, general));
        speaker.add(entity, joined_by);
    }
    for (id, speaker) in speakers {
        // Others may be merged into it, from this block or another.
        if decisions.tied.contains_key(&speaker.block) {
            match merged.get_mut(&id) {
                Some(there) => there.absorb(speaker),
                None => {
                    merged.insert(id, speaker);
                }
            }
        } else {
            speaker.insert(transaction, decisions)?;
        }
    }
    Ok(())
}

/// A speaker with the entities that are it.
struct Gathered {
    id: String,
    /// The id of the same name and type without an article.
    general: String,
    kind: String,
    normal: String,
    block: String,
    article: Option<i64>,
    /// The forms under which articles list it, with how many do.
    names: BTreeMap<String, u64>,
    entities: Vec<(i64, &'static str)>,
    /// Ids that it would have without decisions: name, type, and article for one of one article only.
    former: BTreeMap<String, (String, String, Option<String>)>,
    articles: HashSet<i64>,
    masculine: u64,
    feminine: u64,
}

impl Gathered {
    fn new(id: String, general: String) -> Self {
        Self {
            id,
            general,
            kind: String::new(),
            normal: String::new(),
            block: String::new(),
            article: None,
            names: BTreeMap::new(),
            entities: Vec::new(),
            former: BTreeMap::new(),
            articles: HashSet::new(),
            masculine: 0,
            feminine: 0,
        }
    }

    fn decided(target: &Named) -> Self {
        Self {
            kind: target.kind.clone(),
            normal: target.normal.clone(),
            block: target.block.clone(),
            ..Self::new(target.id.clone(), target.id.clone())
        }
    }

    fn add(&mut self, entity: Entity, joined_by: &'static str) {
        if self.kind.is_empty() {
            self.kind.clone_from(&entity.kind);
            self.block.clone_from(&entity.block);
        }
        let own = matches!(joined_by, "name" | "article");
        if own {
            self.normal = entity.normal;
            self.article = Some(entity.article_row).filter(|_| joined_by == "article");
            *self.names.entry(entity.name).or_insert(0) += 1;
        }
        self.masculine += u64::from(entity.gender.as_deref() == Some("masculine"));
        self.feminine += u64::from(entity.gender.as_deref() == Some("feminine"));
        self.articles.insert(entity.article_row);
        self.entities.push((entity.row, joined_by));
    }

    /// Notes the id and name that the speaker of an entity would have without the decision.
    fn was(&mut self, id: &str, entity: &Entity) {
        let article = Some(entity.article.clone()).filter(|_| !entity.everywhere);
        let former = || (entity.name.clone(), entity.kind.clone(), article);
        let (name, _, _) = self.former.entry(id.to_owned()).or_insert_with(former);
        // The same whatever the order.
        if (entity.name.len(), &entity.name) > (name.len(), name) {
            name.clone_from(&entity.name);
        }
    }

    /// Takes over what was gathered for the same speaker under its own name.
    fn absorb(&mut self, other: Gathered) {
        self.article = other.article;
        self.names.extend(other.names);
        self.masculine += other.masculine;
        self.feminine += other.feminine;
        self.articles.extend(other.articles);
        self.entities.extend(other.entities);
    }

    /// The form that most articles have; of equally frequent ones the longest.
    fn name(&self, decisions: &Decisions) -> String {
        let most =
            self.names.iter().max_by_key(|(name, count)| (**count, name.len(), std::cmp::Reverse(*name)));
        let renamed = decisions.renamed(&self.id, &self.general).map(str::to_owned);
        renamed
            .or_else(|| most.map(|(name, _)| name.clone()))
            // No article names it like that.
            .or_else(|| decisions.name(&self.id).map(str::to_owned))
            .unwrap_or_default()
    }

    /// Writes the speaker, its aliases and roles; gives its row number.
    fn insert(self, transaction: &Transaction<'_>, decisions: &Decisions) -> Result<i64, StoreError> {
        let name = self.name(decisions);
        let gender = match self.masculine.cmp(&self.feminine) {
            std::cmp::Ordering::Greater => Some("masculine"),
            std::cmp::Ordering::Less => Some("feminine"),
            std::cmp::Ordering::Equal => None,
        };
        transaction
            .prepare_cached(
                "INSERT INTO speaker (public_id, name, type, gender, normal, block, article_id, articles, mentions, quotes)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
            )?
            .execute(params![
                self.id, name, self.kind, gender, self.normal, self.block, self.article, self.articles.len()
            ])?;
        let speaker = transaction.last_insert_rowid();
        let mut insert = transaction.prepare_cached(
            "INSERT OR IGNORE INTO former_speaker (public_id, speaker_id, name, type, article) VALUES (?, ?, ?, ?, ?)",
        )?;
        for (id, (name, kind, article)) in self.former.iter().filter(|(id, _)| **id != self.id) {
            insert.execute(params![id, speaker, name, kind, article])?;
        }
        let mut aliases: BTreeMap<String, u64> = BTreeMap::from([(name, 0)]);
        let mut roles: BTreeMap<String, Role> = BTreeMap::new();
        let mut mentions = 0u64;
        let mut link = transaction.prepare_cached(
            "INSERT INTO entity_speaker (entity_id, speaker_id, joined_by) VALUES (?, ?, ?)",
        )?;
        let mut find_mentions =
            transaction.prepare_cached("SELECT known_by, words FROM mention WHERE entity_id = ?")?;
        let mut find_roles = transaction.prepare_cached(
            "SELECT r.words, a.published FROM entity_role r JOIN entity e ON e.id = r.entity_id
             JOIN article a ON a.id = e.article_id WHERE r.entity_id = ?",
        )?;
        for (entity, joined_by) in &self.entities {
            link.execute(params![entity, speaker, joined_by])?;
            let mut rows = find_mentions.query([entity])?;
            while let Some(row) = rows.next()? {
                mentions += 1;
                if matches!(row.get_ref(0)?.as_str().unwrap_or(""), "name" | "short_name") {
                    *aliases.entry(on_one_line(row.get_ref(1)?.as_str().unwrap_or(""))).or_insert(0) += 1;
                }
            }
            let mut rows = find_roles.query([entity])?;
            while let Some(row) = rows.next()? {
                let role = roles.entry(on_one_line(row.get_ref(0)?.as_str().unwrap_or(""))).or_default();
                role.add(row.get(1)?);
            }
        }
        let kind = speaker_type(&self.kind);
        let mut insert = transaction
            .prepare_cached("INSERT INTO alias (speaker_id, name, normal, mentions) VALUES (?, ?, ?, ?)")?;
        for (alias, count) in &aliases {
            insert.execute(params![speaker, alias, normalise(alias, kind).name, count])?;
        }
        let mut insert = transaction.prepare_cached(
            "INSERT INTO speaker_role (speaker_id, words, mentions, first_day, last_day) VALUES (?, ?, ?, ?, ?)",
        )?;
        for (words, role) in &roles {
            insert.execute(params![speaker, words, role.mentions, role.first, role.last])?;
        }
        transaction
            .prepare_cached("UPDATE speaker SET mentions = ?2 WHERE id = ?1")?
            .execute(params![speaker, mentions])?;
        Ok(speaker)
    }
}

/// How often, and from when to when, a role was used.
#[derive(Default)]
struct Role {
    mentions: u64,
    first: Option<String>,
    last: Option<String>,
}

impl Role {
    fn add(&mut self, day: Option<String>) {
        self.mentions += 1;
        let Some(day) = day else { return };
        if self.first.as_ref().is_none_or(|first| day < *first) {
            self.first = Some(day.clone());
        }
        if self.last.as_ref().is_none_or(|last| day > *last) {
            self.last = Some(day);
        }
    }
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The row of a speaker whom a decision names; made where no article has it.
pub(super) fn decided(
    transaction: &Transaction<'_>,
    decisions: &Decisions,
    named: &Named,
) -> Result<i64, StoreError> {
    let named = decisions.merged(&named.id, &named.id).unwrap_or(named);
    match speaker_row(transaction, &named.id)? {
        Some(row) => Ok(row),
        None => Gathered::decided(named).insert(transaction, decisions),
    }
}
