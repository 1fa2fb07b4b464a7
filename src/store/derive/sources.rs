//! What the identity of persons asks the database and the decisions.

use super::decisions::Decisions;
use super::speakers::Entity;
use crate::store::gazetteer::Gazetteer;
use crate::store::generic_names::is_generic;
use crate::store::identity::{Bearer, Name, Sources};
use crate::store::{StoreError, ids};
use crate::wording::list;
use rusqlite::Transaction;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

/// Names beside which everybody is named: they tell no articles apart.
static WELL_KNOWN: LazyLock<HashSet<String>> = LazyLock::new(|| list(include_str!("../data/well-known.txt")));

/// The most names of one article that are asked for.
const MOST_NAMES: i64 = 64;

pub(super) struct EntitySources<'a> {
    transaction: &'a Transaction<'a>,
    decisions: &'a Decisions,
    gazetteer: Option<&'static Gazetteer>,
    entities: &'a [Entity],
}

impl<'a> EntitySources<'a> {
    pub(super) const fn new(
        transaction: &'a Transaction<'a>,
        decisions: &'a Decisions,
        gazetteer: Option<&'static Gazetteer>,
        entities: &'a [Entity],
    ) -> Self {
        Self { transaction, decisions, gazetteer, entities }
    }

    /// The bearers that the entities are; a single one is compared with nobody, so its roles are not asked for.
    pub(super) fn bearers(
        &self,
        bearer: impl Fn(&Entity, Vec<String>) -> Bearer,
    ) -> Result<Vec<Bearer>, StoreError> {
        let mut bearers = Vec::with_capacity(self.entities.len());
        for entity in self.entities {
            let roles = if self.entities.len() > 1 { roles(self.transaction, entity)? } else { Vec::new() };
            bearers.push(bearer(entity, roles));
        }
        Ok(bearers)
    }
}

/// The roles by which an article calls an entity.
pub(super) fn roles(transaction: &Transaction<'_>, entity: &Entity) -> Result<Vec<String>, StoreError> {
    let mut find = transaction
        .prepare_cached("SELECT words FROM entity_role WHERE entity_id = ? ORDER BY start_char")?;
    Ok(find.query_map([entity.row], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Hashes of the names beside an entity in its article, but those by which no articles can be told apart.
pub(super) fn companions(transaction: &Transaction<'_>, entity: &Entity) -> Result<Vec<u64>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT DISTINCT normal, type FROM entity WHERE article_id = ?1 AND everywhere AND id != ?2
           AND type IN ('person', 'organization') AND normal != ?3 ORDER BY normal, type LIMIT ?4",
    )?;
    let mut rows = statement.query((entity.article_row, entity.row, &entity.normal, MOST_NAMES))?;
    let mut companions = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |column| row.get_ref(column).map(|value| value.as_str().unwrap_or(""));
        let (normal, kind) = (text(0)?, text(1)?);
        let tells_nothing = WELL_KNOWN.contains(normal) || kind == "organization" && is_generic(normal);
        if !tells_nothing {
            // Fixed keys: the same in every run.
            let mut hasher = DefaultHasher::new();
            (normal, kind).hash(&mut hasher);
            companions.push(hasher.finish());
        }
    }
    Ok(companions)
}

impl Sources for EntitySources<'_> {
    fn companions(&mut self, bearer: usize) -> Result<Vec<u64>, StoreError> {
        self.entities
            .get(bearer)
            .map_or_else(|| Ok(Vec::new()), |entity| companions(self.transaction, entity))
    }

    fn listed(&self, normal: &str) -> Option<usize> {
        self.gazetteer?.entry(normal)
    }

    fn shows_listed(&self, number: usize, bearer: &Bearer) -> bool {
        self.gazetteer
            .is_some_and(|list| bearer.roles.iter().any(|role| list.shows(number, role, bearer.day)))
    }

    fn keeps_apart(&self, one: &Name, other: &Name) -> bool {
        let id = |name: &Name| ids::speaker(&name.normal, "person", name.article.as_deref());
        self.decisions.merges.keeps_anything_apart() && {
            let (one, other) = (id(one), id(other));
            self.decisions.merges.keeps_apart(&one, &one, &other)
        }
    }

    fn is_split_off(&self, bearer: &Bearer) -> bool {
        self.decisions.merges.splits_anything_off()
            && self.decisions.merges.is_split_off(&ids::speaker(
                &bearer.normal,
                "person",
                Some(&bearer.article),
            ))
    }
}
