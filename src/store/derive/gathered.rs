//! A speaker with the entities that are it, and how it is written.

use super::decisions::Decisions;
use super::named::Named;
use super::speaker_type;
use super::speakers::{Entity, day_number};
use crate::speakers::{Gender, SpeakerType};
use crate::store::gazetteer::{Entry, Gazetteer, Known};
use crate::store::identity::Person;
use crate::store::names::normalise;
use crate::store::{StoreError, ids};
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Name, type, and article for one of one article only.
type Former = (String, String, Option<String>);

/// A speaker with the entities that are it.
pub(super) struct Gathered {
    pub(super) id: String,
    /// Other ids under which decisions may name it: of other forms of its name, of the bearers in single articles.
    other_ids: BTreeSet<String>,
    /// The id of the same name and type wherever it occurs: a decision on that may mean this one, too.
    general: String,
    kind: String,
    normal: String,
    block: String,
    article: Option<i64>,
    /// An article that has this one, where several people have that name.
    home: Option<String>,
    /// The forms under which articles list it, with how many do.
    names: BTreeMap<String, u64>,
    entities: Vec<(i64, &'static str)>,
    former: BTreeMap<String, Former>,
    articles: HashSet<i64>,
    masculine: u64,
    feminine: u64,
    first: Option<String>,
    last: Option<String>,
}

impl Gathered {
    /// A speaker of one name. `general`: the id of the same name and type without an article.
    pub(super) fn new(id: &str, general: &str) -> Self {
        Self {
            id: id.to_owned(),
            other_ids: BTreeSet::new(),
            general: general.to_owned(),
            kind: String::new(),
            normal: String::new(),
            block: String::new(),
            article: None,
            home: None,
            names: BTreeMap::new(),
            entities: Vec::new(),
            former: BTreeMap::new(),
            articles: HashSet::new(),
            masculine: 0,
            feminine: 0,
            first: None,
            last: None,
        }
    }

    /// One of whom a decision speaks.
    pub(super) fn decided(target: &Named) -> Self {
        Self {
            kind: target.kind.clone(),
            normal: target.normal.clone(),
            block: target.block.clone(),
            ..Self::new(&target.id, &target.id)
        }
    }

    /// An organisation by its full name, which letters may mean.
    pub(super) fn organization(normal: &str) -> Self {
        let id = ids::speaker(normal, "organization", None);
        Self {
            kind: "organization".to_owned(),
            normal: normal.to_owned(),
            block: normal.to_owned(),
            ..Self::new(&id, &id)
        }
    }

    /// An organisation whose name many have, known by the article that has it first.
    pub(super) fn of_outlet(id: &str, general: &str, home: &str) -> Self {
        Self { home: Some(home.to_owned()), ..Self::new(id, general) }
    }

    /// Adds an organisation of such a name.
    pub(super) fn add_of_outlet(&mut self, entity: &Entity, decisions: &Decisions) {
        if decisions.names_articles() {
            self.other_ids.insert(entity.own_id());
        }
        if decisions.name(&self.general).is_some() {
            self.other_ids.insert(self.general.clone());
        }
        self.add(entity, "name");
    }

    /// Adds somebody whom an article calls by letters only.
    pub(super) fn add_acronym(&mut self, entity: &Entity) {
        let general = entity.general_id();
        self.was(&general, entity);
        self.other_ids.insert(general);
        self.add(entity, "acronym");
    }

    /// A person, whose bearers are to be added.
    pub(super) fn person(person: &Person, decisions: &Decisions) -> Self {
        let id_of = |name: &crate::store::identity::Name| {
            ids::speaker(&name.normal, "person", name.article.as_deref())
        };
        let mut ids = person.names.iter().map(id_of);
        let id = ids.next().unwrap_or_default();
        let mut gathered = Self::new(&id, &id);
        gathered.other_ids.extend(ids);
        gathered.normal = person.names.first().map(|name| name.normal.clone()).unwrap_or_default();
        gathered.home.clone_from(&person.home);
        if decisions.is_empty() {
            gathered.other_ids.clear();
        }
        gathered
    }

    /// Its name as it is compared.
    pub(super) fn normal(&self) -> &str {
        &self.normal
    }

    /// The ids that are its own.
    pub(super) fn own_ids(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.id.as_str()).chain(self.other_ids.iter().map(String::as_str))
    }

    /// All ids under which decisions may name it, its own first.
    fn ids(&self) -> impl Iterator<Item = &str> {
        self.own_ids().chain(Some(self.general.as_str()).filter(|general| *general != self.id))
    }

    /// Adds somebody whom an article calls by a full name.
    pub(super) fn add_bearer(&mut self, entity: &Entity, decisions: &Decisions) {
        let is_own_name = entity.normal == self.normal;
        if !is_own_name {
            self.was(&entity.general_id(), entity);
        }
        if decisions.names_articles() {
            self.other_ids.insert(entity.own_id());
        }
        let normal = std::mem::take(&mut self.normal);
        self.add(entity, if is_own_name { "name" } else { "evidence" });
        self.normal = normal;
    }

    /// Adds an entity that is this speaker, and how that was found.
    pub(super) fn add(&mut self, entity: &Entity, joined_by: &'static str) {
        if self.kind.is_empty() {
            self.kind.clone_from(&entity.kind);
            self.block.clone_from(&entity.block);
        }
        if matches!(joined_by, "name" | "article" | "evidence") {
            self.normal.clone_from(&entity.normal);
            self.article = Some(entity.article_row).filter(|_| joined_by == "article");
            *self.names.entry(entity.name.clone()).or_insert(0) += 1;
        }
        self.masculine += u64::from(entity.gender == Some(Gender::Masculine));
        self.feminine += u64::from(entity.gender == Some(Gender::Feminine));
        self.articles.insert(entity.article_row);
        self.entities.push((entity.row, joined_by));
        widen(&mut self.first, &mut self.last, entity.published.as_ref(), entity.published.as_ref());
    }

    /// Notes the id and name that the speaker of an entity would have by itself.
    pub(super) fn was(&mut self, id: &str, entity: &Entity) {
        let is_of_article = !entity.everywhere || id == entity.own_id();
        let article = Some(entity.article.clone()).filter(|_| is_of_article);
        self.note_former(id, (entity.name.clone(), entity.kind.clone(), article));
    }

    fn note_former(&mut self, id: &str, former: Former) {
        let there = self.former.entry(id.to_owned()).or_insert_with(|| former.clone());
        // The same whatever the order.
        if (former.0.len(), &former.0) > (there.0.len(), &there.0) {
            *there = former;
        }
    }

    /// Takes over what was gathered for the same speaker: under its own name, or under one that is it by decision.
    pub(super) fn absorb(&mut self, other: Gathered) {
        let is_own = other.own_ids().any(|id| id == self.id);
        if is_own {
            self.article = other.article;
            self.home = other.home;
            for (name, count) in other.names {
                *self.names.entry(name).or_insert(0) += count;
            }
            self.entities.extend(other.entities);
            if other.id != self.id {
                self.note_former(&other.id, (other.normal, other.kind, None));
            }
        } else {
            let name = other.names.iter().max_by_key(|(name, n)| (**n, name.len(), std::cmp::Reverse(*name)));
            let name = name.map_or_else(|| other.normal.clone(), |(name, _)| name.clone());
            let article = other.home.filter(|_| other.article.is_none());
            self.note_former(&other.id, (name, other.kind, article));
            let by_decision = other.entities.into_iter().map(|(row, by)| {
                (row, if matches!(by, "name" | "evidence" | "article") { "decision" } else { by })
            });
            self.entities.extend(by_decision);
        }
        for (id, former) in other.former {
            self.note_former(&id, former);
        }
        self.other_ids.extend(other.other_ids);
        self.masculine += other.masculine;
        self.feminine += other.feminine;
        self.articles.extend(other.articles);
        widen(&mut self.first, &mut self.last, other.first.as_ref(), other.last.as_ref());
    }

    /// The form that most articles have; of equally frequent ones the longest.
    fn name(&self, decisions: &Decisions) -> String {
        let most =
            self.names.iter().max_by_key(|(name, count)| (**count, name.len(), std::cmp::Reverse(*name)));
        let renamed = decisions.renamed(self.ids()).map(str::to_owned);
        renamed
            .or_else(|| most.map(|(name, _)| name.clone()))
            // No article names it like that.
            .or_else(|| decisions.name(&self.id).map(str::to_owned))
            .unwrap_or_default()
    }

    /// The one in the list of office-holders who this is, if an article shows it.
    fn listed(
        &self,
        transaction: &Transaction<'_>,
        gazetteer: Option<&'static Gazetteer>,
    ) -> Result<Option<&'static Entry>, StoreError> {
        let Some(gazetteer) = gazetteer.filter(|_| self.kind == "person") else { return Ok(None) };
        let names: BTreeSet<String> = std::iter::once(self.normal.clone())
            .chain(self.names.keys().map(|name| normalise(name, SpeakerType::Person).name))
            .collect();
        if !names.iter().any(|name| gazetteer.entry(name).is_some()) {
            return Ok(None);
        }
        let mut find = transaction.prepare_cached(
            "SELECT r.words, a.published FROM entity_role r JOIN entity e ON e.id = r.entity_id
             JOIN article a ON a.id = e.article_id WHERE r.entity_id = ?",
        )?;
        let mut roles: Vec<(String, Option<i32>)> = Vec::new();
        for (entity, _) in &self.entities {
            let mut rows = find.query([entity])?;
            while let Some(row) = rows.next()? {
                roles.push((row.get(0)?, row.get::<_, Option<String>>(1)?.as_deref().and_then(day_number)));
            }
        }
        let gender = match self.masculine.cmp(&self.feminine) {
            std::cmp::Ordering::Greater => Some(Gender::Masculine),
            std::cmp::Ordering::Less => Some(Gender::Feminine),
            std::cmp::Ordering::Equal => None,
        };
        let known = Known { gender, roles: &roles };
        Ok(gazetteer.person(names.iter().map(String::as_str), known))
    }

    /// Writes the speaker, its aliases and roles; gives its row number.
    pub(super) fn insert(
        self,
        transaction: &Transaction<'_>,
        decisions: &Decisions,
        gazetteer: Option<&'static Gazetteer>,
    ) -> Result<i64, StoreError> {
        let name = self.name(decisions);
        let gender = match self.masculine.cmp(&self.feminine) {
            std::cmp::Ordering::Greater => Some("masculine"),
            std::cmp::Ordering::Less => Some("feminine"),
            std::cmp::Ordering::Equal => None,
        };
        let decided = decisions.link(self.ids());
        let listed = self.listed(transaction, gazetteer)?;
        let wikidata = decided.wikidata.or(listed.and_then(|l| l.wikidata).map(str::to_owned));
        let country = decided.country.or(listed.map(|l| l.country.to_owned()));
        transaction
            .prepare_cached(
                "INSERT INTO speaker (public_id, name, type, gender, normal, block, article_id, articles, mentions, quotes,
                   first_day, last_day, home, wikidata, country, listed_as, offices)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.id,
                name,
                self.kind,
                gender,
                self.normal,
                self.block,
                self.article,
                self.articles.len(),
                self.first,
                self.last,
                self.home,
                wikidata,
                country,
                listed.map(|l| l.name),
                listed.map(|l| l.offices)
            ])?;
        let speaker = transaction.last_insert_rowid();
        let mut insert = transaction.prepare_cached(
            "INSERT OR IGNORE INTO former_speaker (public_id, speaker_id, name, type, article) VALUES (?, ?, ?, ?, ?)",
        )?;
        for (id, (name, kind, article)) in self.former.iter().filter(|(id, _)| **id != self.id) {
            insert.execute(params![id, speaker, name, kind, article])?;
        }
        let mut aliases: BTreeMap<String, u64> = BTreeMap::from([(name, 0)]);
        aliases.extend(decisions.aliases(self.ids()).map(|alias| (alias.to_owned(), 0)));
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
        widen(&mut self.first, &mut self.last, day.as_ref(), day.as_ref());
    }
}

/// Widens a stretch of days by another.
fn widen(
    first: &mut Option<String>,
    last: &mut Option<String>,
    other_first: Option<&String>,
    other_last: Option<&String>,
) {
    if let Some(day) = other_first.filter(|day| first.as_ref().is_none_or(|first| *day < first)) {
        *first = Some(day.clone());
    }
    if let Some(day) = other_last.filter(|day| last.as_ref().is_none_or(|last| *day > last)) {
        *last = Some(day.clone());
    }
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
