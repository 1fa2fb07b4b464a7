//! Organisations whose names many have ("City Council", "the Supreme Court"): one speaker within an outlet, whose readers know
//! which is meant, and another one in any other. Where no outlet is known, of that article alone.

use super::decisions::Decisions;
use super::gathered::Gathered;
use super::speakers::Entity;
use crate::store::generic_names::is_generic;
use std::collections::BTreeMap;

/// Whether only the outlet tells which organisation is meant.
pub(super) fn is_of_outlet(entity: &Entity) -> bool {
    entity.kind == "organization" && entity.everywhere && is_generic(&entity.normal)
}

/// The speakers that such organisations are; each is known by the article that has it first.
pub(super) fn gather(entities: Vec<Entity>, decisions: &Decisions) -> Vec<Gathered> {
    let mut groups: BTreeMap<(String, Option<String>, String), Vec<Entity>> = BTreeMap::new();
    for entity in entities {
        let outlet = entity.outlet.clone().filter(|_| !decisions.merges.is_split_off(&entity.own_id()));
        let article = if outlet.is_some() { String::new() } else { entity.article.clone() };
        groups.entry((entity.normal.clone(), outlet, article)).or_default().push(entity);
    }
    groups.into_values().filter_map(|group| gather_one(group, decisions)).collect()
}

fn gather_one(mut group: Vec<Entity>, decisions: &Decisions) -> Option<Gathered> {
    group.sort_by(|a, b| {
        (a.day.unwrap_or(i32::MAX), &a.article).cmp(&(b.day.unwrap_or(i32::MAX), &b.article))
    });
    let first = group.first()?;
    // A decision on the name without an article means all outlets', but not the one that somebody split off.
    let general =
        if decisions.merges.is_split_off(&first.own_id()) { first.own_id() } else { first.general_id() };
    let mut speaker = Gathered::of_outlet(&first.own_id(), &general, &first.article);
    for entity in &group {
        speaker.add_of_outlet(entity, decisions);
    }
    Some(speaker)
}
