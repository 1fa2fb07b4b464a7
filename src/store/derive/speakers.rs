//! Entities of articles → speakers over all articles.
//!
//! The same full name (case, accents, titles apart) and type is the same speaker; which persons of one name are several,
//! and which names are forms of one, says [`crate::store::identity`]. A person whom an article knows by a surname only is
//! the one full-named person of that surname near in time, where exactly one fits and the articles share something (see
//! [`super::surnames`]); else a speaker of that article alone, like every described source: people ("two officials"),
//! organisations ("the hospital") and documents. Organisations by a name that many have ("City Council") are one within an outlet
//! (see [`super::generic`]). Decisions come before all of it.

use super::acronyms::Acronyms;
use super::decisions::Decisions;
use super::gathered::Gathered;
use super::generic;
use super::named::Named;
use super::singles::{self, Root, Single};
use super::sources::EntitySources;
use super::speaker_row;
use super::surnames::{self, FullName, Meant, Surnames};
use crate::speakers::{Gender, SpeakerType};
use crate::store::gazetteer::Gazetteer;
use crate::store::identity::{self, Bearer};
use crate::store::names::normalise;
use crate::store::{StoreError, ids};
use chrono::{Datelike, NaiveDate};
use rusqlite::{Connection, Row, Transaction, params};
use std::collections::BTreeMap;

/// Derives the speakers of all touched blocks.
pub(super) fn derive(transaction: &Transaction<'_>, decisions: &Decisions) -> Result<(), StoreError> {
    let mut statement = transaction.prepare(
        "SELECT e.id, e.name, e.type, e.gender, e.normal, e.block, e.everywhere, a.id, a.public_id, a.published,
                coalesce(sa.story, a.public_id), a.outlet
         FROM temp.touched_block t CROSS JOIN entity e ON e.block = t.block JOIN article a ON a.id = e.article_id
         LEFT JOIN story_article sa ON sa.article_id = a.id
         ORDER BY t.block",
    )?;
    let mut rows = statement.query([])?;
    let mut block: Vec<Entity> = Vec::new();
    let mut derivation = Derivation {
        transaction,
        decisions,
        gazetteer: gazetteer(transaction)?,
        acronyms: Acronyms::find(transaction)?,
        merged: BTreeMap::new(),
        suggestions: Vec::new(),
    };
    while let Some(row) = rows.next()? {
        let entity = Entity::read(row)?;
        if block.first().is_some_and(|first| first.block != entity.block) {
            derivation.block(std::mem::take(&mut block))?;
        }
        block.push(entity);
    }
    derivation.block(block)?;
    derivation.finish()
}

/// The list of office-holders, unless it is switched off.
fn gazetteer(connection: &Connection) -> Result<Option<&'static Gazetteer>, StoreError> {
    let off: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM setting WHERE name = 'gazetteer' AND value = 'off')",
        [],
        |row| row.get(0),
    )?;
    Ok((!off).then(Gazetteer::bundled))
}

/// A day as it is stored, counted from the first of the year 1.
pub(super) fn day_number(day: &str) -> Option<i32> {
    day.parse::<NaiveDate>().ok().map(|day| day.num_days_from_ce())
}

/// An entity of an article.
#[derive(Clone)]
pub(super) struct Entity {
    pub(super) row: i64,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) gender: Option<Gender>,
    pub(super) normal: String,
    pub(super) block: String,
    pub(super) everywhere: bool,
    pub(super) article_row: i64,
    pub(super) article: String,
    pub(super) published: Option<String>,
    /// The day of the article, counted from the first of the year 1.
    pub(super) day: Option<i32>,
    story: String,
    /// As names are compared.
    pub(super) outlet: Option<String>,
}

impl Entity {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let published: Option<String> = row.get(9)?;
        let day = published.as_deref().and_then(day_number);
        let gender = match row.get_ref(3)?.as_str_or_null()? {
            Some("masculine") => Some(Gender::Masculine),
            Some("feminine") => Some(Gender::Feminine),
            _ => None,
        };
        let outlet = row.get_ref(11)?.as_str_or_null()?;
        Ok(Self {
            row: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            gender,
            normal: row.get(4)?,
            block: row.get(5)?,
            everywhere: row.get(6)?,
            article_row: row.get(7)?,
            article: row.get(8)?,
            published,
            day,
            story: row.get(10)?,
            outlet: outlet.map(|o| normalise(o, SpeakerType::Organization).name).filter(|o| !o.is_empty()),
        })
    }

    /// What identity asks of it.
    pub(super) fn bearer(&self, roles: Vec<String>) -> Bearer {
        Bearer {
            normal: self.normal.clone(),
            initial: normalise(&self.name, SpeakerType::Person).initial,
            article: self.article.clone(),
            story: self.story.clone(),
            outlet: self.outlet.clone(),
            day: self.day,
            gender: self.gender,
            roles,
        }
    }

    pub(super) fn is_person(&self) -> bool {
        self.kind == "person"
    }

    /// The id of the bearer of this name in this article.
    pub(super) fn own_id(&self) -> String {
        ids::speaker(&self.normal, &self.kind, Some(&self.article))
    }

    /// The id of the bearer of this name wherever it occurs.
    pub(super) fn general_id(&self) -> String {
        ids::speaker(&self.normal, &self.kind, None)
    }
}

pub(super) struct Derivation<'t> {
    pub(super) transaction: &'t Transaction<'t>,
    pub(super) decisions: &'t Decisions,
    gazetteer: Option<&'static Gazetteer>,
    acronyms: Acronyms,
    /// Speakers into which others are merged, and organisations that letters mean, may gather entities from several blocks.
    pub(super) merged: BTreeMap<String, Gathered>,
    /// Ids of two speakers, probability, reason.
    pub(super) suggestions: Vec<(String, String, f64, String)>,
}

impl Derivation<'_> {
    fn block(&mut self, entities: Vec<Entity>) -> Result<(), StoreError> {
        let short = surnames::of_several_words(&entities);
        let has_first_name = |e: &Entity| e.is_person() && e.everywhere && !short.contains(&e.normal);
        let (full, others): (Vec<Entity>, Vec<Entity>) = entities.into_iter().partition(has_first_name);
        let (of_outlets, others) = others.into_iter().partition(generic::is_of_outlet);
        let mut speakers: BTreeMap<String, Gathered> = BTreeMap::new();
        for speaker in generic::gather(of_outlets, self.decisions) {
            speakers.insert(speaker.id.clone(), speaker);
        }
        let names = self.people(&full, &mut speakers)?;
        let surnames = Surnames::new(names, full);
        let mut singles: BTreeMap<String, Vec<Single>> = BTreeMap::new();
        for entity in others {
            if let Some(single) = self.other(entity, &surnames, &mut speakers)? {
                singles.entry(single.entity.normal.clone()).or_default().push(single);
            }
        }
        for group in singles.into_values() {
            for entity in singles::settle(self, group)? {
                let own = entity.own_id();
                let speaker = Gathered::new(&own, &entity.general_id());
                speakers.entry(own).or_insert(speaker).add(&entity, "article");
            }
        }
        for speaker in speakers.into_values() {
            self.place(speaker)?;
        }
        Ok(())
    }

    /// Persons with full names; gives who may be meant by a surname.
    fn people(
        &mut self,
        full: &[Entity],
        speakers: &mut BTreeMap<String, Gathered>,
    ) -> Result<Vec<FullName>, StoreError> {
        if full.is_empty() {
            return Ok(Vec::new());
        }
        let mut sources = EntitySources::new(self.transaction, self.decisions, self.gazetteer, full);
        let bearers = sources.bearers(Entity::bearer)?;
        let identity = identity::join(&bearers, &mut sources)?;
        let mut of: Vec<usize> = vec![0; full.len()];
        for (number, person) in identity.people.iter().enumerate() {
            for member in &person.members {
                if let Some(slot) = of.get_mut(*member) {
                    *slot = number;
                }
            }
        }
        let mut people: Vec<Gathered> =
            identity.people.iter().map(|person| Gathered::person(person, self.decisions)).collect();
        for (entity, number) in full.iter().zip(&of) {
            if let Some(person) = people.get_mut(*number) {
                person.add_bearer(entity, self.decisions);
            }
        }
        // Who a person is by decision is known once all bearers are.
        let roots: Vec<(String, String)> =
            people.iter().map(|p| (p.id.clone(), self.root(p).unwrap_or_else(|| p.id.clone()))).collect();
        let mut names: BTreeMap<(&str, usize), FullName> = BTreeMap::new();
        for (member, (entity, number)) in full.iter().zip(&of).enumerate() {
            if let Some((id, root)) = roots.get(*number) {
                let name = names.entry((&entity.normal, *number));
                name.or_insert_with(|| FullName::new(&entity.normal, id, root)).add(
                    entity,
                    member,
                    self.decisions,
                );
            }
        }
        let names = names.into_values().collect();
        for suggestion in identity.suggestions {
            if let (Some((_, one)), Some((_, other))) =
                (roots.get(suggestion.one), roots.get(suggestion.other))
            {
                let (confidence, reason) = (suggestion.confidence, suggestion.reason);
                self.suggestions.push((one.clone(), other.clone(), confidence, reason));
            }
        }
        speakers.extend(people.into_iter().map(|person| (person.id.clone(), person)));
        Ok(names)
    }

    /// What is no full-named person. Gives back a person of a single name: to be made a speaker, or known by decision.
    fn other(
        &mut self,
        entity: Entity,
        surnames: &Surnames,
        speakers: &mut BTreeMap<String, Gathered>,
    ) -> Result<Option<Single>, StoreError> {
        let is_single = entity.is_person() && !entity.everywhere;
        let own = entity.own_id();
        // A decision on a bare surname may mean it wherever it occurs; one on a description means one article's, and one on a
        // name not the bearer who was said to be another one.
        let is_split_off = self.decisions.merges.is_split_off(&own);
        let is_general = (entity.is_person() || entity.everywhere) && !is_split_off;
        let general = if is_general { entity.general_id() } else { own.clone() };
        if let Some(target) = self.decisions.merges.merged(&own, &general) {
            let speaker = self.merged.entry(target.id.clone()).or_insert_with(|| Gathered::decided(target));
            speaker.was(if entity.everywhere { &general } else { &own }, &entity);
            speaker.add(&entity, "decision");
            return Ok(is_single.then(|| Single {
                decided: Some(Root { target: target.clone(), is_merged: true }),
                entity,
            }));
        }
        if let Some(target) = self.meant_by(&entity, &own, &general) {
            let root = self.decisions.merges.root([target.id.as_str()].into_iter());
            let target = root.map_or(target, Gathered::decided);
            self.merged.entry(target.id.clone()).or_insert(target).add_acronym(&entity);
            return Ok(None);
        }
        match surnames.of(&entity, &own, &general, self.transaction, self.decisions)? {
            Meant::Person(person) => {
                if let Some(speaker) = speakers.get_mut(&person) {
                    speaker.add(&entity, "surname");
                }
                return Ok(None);
            }
            Meant::Perhaps(root) => {
                let reason = "one surname, a few days apart; the articles share nothing else".to_owned();
                self.suggestions.push((root, own.clone(), surnames::PERHAPS, reason));
            }
            Meant::Nobody => {}
        }
        if is_single && self.decisions.merges.root([own.as_str()].into_iter()).is_none() {
            return Ok(Some(Single { decided: None, entity }));
        }
        let is_of_one_article = !entity.everywhere || is_split_off;
        let id = if is_of_one_article { own } else { general.clone() };
        let speaker = speakers.entry(id.clone()).or_insert_with(|| Gathered::new(&id, &general));
        speaker.add(&entity, if is_of_one_article { "article" } else { "name" });
        // Others of that name were said to be this one.
        let decided = is_single.then(|| self.decisions.merges.root([id.as_str()].into_iter())).flatten();
        let root = decided.map(|target| Root { target: target.clone(), is_merged: false });
        Ok(root.map(|root| Single { decided: Some(root), entity }))
    }

    /// The organisation that an entity's letters mean, unless somebody decided otherwise.
    fn meant_by(&self, entity: &Entity, own: &str, general: &str) -> Option<Gathered> {
        let letters = Some(&entity.normal).filter(|_| entity.kind == "organization" && entity.everywhere);
        let target = Gathered::organization(self.acronyms.meant_by(letters?)?);
        let apart = self.decisions.merges.keeps_apart(own, general, &target.id);
        (!apart && !self.decisions.merges.is_split_off(own)).then_some(target)
    }

    /// The id of the speaker that this one is by decision, if there is one.
    fn root(&self, speaker: &Gathered) -> Option<String> {
        self.decisions.merges.root(speaker.own_ids()).map(|named| named.id.clone())
    }

    /// Writes a speaker, or puts it to the one that it is by decision.
    fn place(&mut self, speaker: Gathered) -> Result<(), StoreError> {
        match self.decisions.merges.root(speaker.own_ids()) {
            Some(target) => {
                let there = self.merged.entry(target.id.clone()).or_insert_with(|| Gathered::decided(target));
                there.absorb(speaker);
                Ok(())
            }
            None if self.acronyms.mean(&speaker.id) => {
                let there = self.merged.entry(speaker.id.clone());
                there.or_insert_with(|| Gathered::organization(speaker.normal())).absorb(speaker);
                Ok(())
            }
            None => speaker.insert(self.transaction, self.decisions, self.gazetteer).map(|_| ()),
        }
    }

    fn finish(self) -> Result<(), StoreError> {
        for speaker in self.merged.into_values() {
            speaker.insert(self.transaction, self.decisions, self.gazetteer)?;
        }
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO suggestion (one_id, other_id, confidence, reason)
             SELECT one.id, other.id, ?3, ?4 FROM speaker one, speaker other
             WHERE one.public_id = ?1 AND other.public_id = ?2 AND one.id != other.id ON CONFLICT DO NOTHING",
        )?;
        for (one, other, confidence, reason) in self.suggestions {
            insert.execute(params![one, other, (confidence * 1e4).round() / 1e4, reason])?;
        }
        Ok(())
    }
}

/// The row of a speaker whom a decision names; made where no article has it.
pub(super) fn decided(
    transaction: &Transaction<'_>,
    decisions: &Decisions,
    named: &Named,
) -> Result<i64, StoreError> {
    let named = decisions.merges.merged(&named.id, &named.id).unwrap_or(named);
    if let Some(row) = speaker_row(transaction, &named.id)? {
        return Ok(row);
    }
    // One of several people of that name, or a surname: whoever bears it in the article that the decision names.
    if let Some(article) = &named.article {
        let found = transaction
            .prepare_cached(
                "SELECT es.speaker_id FROM article a JOIN entity e ON e.article_id = a.id
                 JOIN entity_speaker es ON es.entity_id = e.id
                 WHERE a.public_id = ?1 AND e.normal = ?2 AND e.type = ?3 ORDER BY e.number LIMIT 1",
            )?
            .query_map(params![article, named.normal, named.kind], |row| row.get(0))?
            .next();
        if let Some(row) = found {
            return Ok(row?);
        }
    }
    Gathered::decided(named).insert(transaction, decisions, None)
}
