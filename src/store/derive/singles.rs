//! Persons whom articles call by one name only, and who are no full-named person near in time: speakers of their article
//! alone. What a person decided about some of them holds for all others of the same name and role; where roles agree and
//! nobody has decided, it is suggested.

use super::decisions::Decisions;
use super::gathered::Gathered;
use super::named::Named;
use super::sources::EntitySources;
use super::speakers::{Derivation, Entity};
use crate::store::StoreError;
use crate::store::identity::{Bearer, Suggestion, has_role_of, namesakes};
use std::collections::BTreeMap;

/// A bearer of a single name, and who that is by decision, which has been seen to.
pub(super) struct Single {
    pub(super) entity: Entity,
    pub(super) decided: Option<Root>,
}

/// The speaker that one is by decision.
pub(super) struct Root {
    pub(super) target: Named,
    /// Whether it was merged into that one; not where it is the one into whom others are, or were.
    pub(super) is_merged: bool,
}

/// Bearers of a single name who are one speaker by decision, with the ids that they would have by themselves.
struct Decided<'a> {
    target: &'a Named,
    is_merged: bool,
    bearers: Vec<Bearer>,
    ids: Vec<String>,
}

impl Decided<'_> {
    /// Whether the decision holds for another bearer of the name.
    fn holds_for(&self, bearer: &Bearer, id: &str, decisions: &Decisions) -> bool {
        let mut ids = self.ids.iter().chain([&self.target.id]);
        self.is_merged
            && !decisions.merges.is_split_off(id)
            && has_role_of(bearer, &self.bearers)
            && !ids.any(|other| decisions.merges.keeps_apart(id, id, other))
    }
}

/// Says who the bearers of one single name are, beyond what was decided on each; those who are left are for the caller to
/// make speakers of their article.
pub(super) fn settle(derivation: &mut Derivation<'_>, group: Vec<Single>) -> Result<Vec<Entity>, StoreError> {
    let decisions = derivation.decisions;
    let (entities, roots): (Vec<Entity>, Vec<Option<Root>>) =
        group.into_iter().map(|single| (single.entity, single.decided)).unzip();
    let sources = EntitySources::new(derivation.transaction, decisions, None, &entities);
    let bearers = sources.bearers(Entity::bearer)?;
    let mut decided: BTreeMap<&str, Decided<'_>> = BTreeMap::new();
    for ((root, bearer), entity) in roots.iter().zip(&bearers).zip(&entities) {
        let Some(Root { target, is_merged }) = root else { continue };
        let there = decided.entry(&target.id).or_insert_with(|| Decided {
            target,
            is_merged: false,
            bearers: Vec::new(),
            ids: Vec::new(),
        });
        there.is_merged |= is_merged;
        there.bearers.push(bearer.clone());
        there.ids.push(entity.own_id());
    }
    // Under which id each of them stands.
    let mut ids = Vec::with_capacity(entities.len());
    let mut left = Vec::new();
    for ((root, bearer), entity) in roots.iter().zip(&bearers).zip(&entities) {
        let own = entity.own_id();
        let mut fitting = decided.values().filter(|there| there.holds_for(bearer, &own, decisions));
        match (root, fitting.next(), fitting.next()) {
            (Some(root), _, _) => ids.push(root.target.id.clone()),
            (None, Some(only), None) => {
                let speaker = derivation.merged.entry(only.target.id.clone());
                let speaker = speaker.or_insert_with(|| Gathered::decided(only.target));
                speaker.was(&own, entity);
                speaker.add(entity, "decision");
                ids.push(only.target.id.clone());
            }
            _ => {
                left.push(entity.clone());
                ids.push(own);
            }
        }
    }
    for Suggestion { one, other, confidence, reason } in namesakes(&bearers) {
        let (Some(one), Some(other)) = (ids.get(one), ids.get(other)) else { continue };
        let is_apart = decisions.merges.keeps_apart(one, one, other)
            || [one, other].iter().any(|id| decisions.merges.is_split_off(id));
        if one != other && !is_apart {
            derivation.suggestions.push((one.clone(), other.clone(), confidence, reason));
        }
    }
    Ok(left)
}
