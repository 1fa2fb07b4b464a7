//! Who is meant by a surname: the one full-named person of that surname within [`NEAR_DAYS`] days, where exactly one
//! fits.

use super::decisions::Decisions;
use super::speakers::Entity;
use crate::store::ids;
use crate::store::names::{fits, may_be_surname};
use std::collections::{HashMap, HashSet};

/// How far from an article another may be that tells who its "Ms. Okafor" is.
const NEAR_DAYS: i32 = 30;

/// The full-named persons of a block, by day, and who may be meant by a bare surname.
pub(super) struct Surnames {
    /// Full names: normalised name, genders seen, id after merges.
    full: Vec<FullName>,
    /// Day and index into `full`, by day.
    days: Vec<(i32, usize)>,
    /// Articles in which a full name of the block occurs.
    articles: HashSet<i64>,
    /// Names of several words that are surnames here, because a fuller name ends with them.
    surnames: HashSet<String>,
}

struct FullName {
    normal: String,
    masculine: usize,
    feminine: usize,
    id: String,
    root: String,
}

impl Surnames {
    pub(super) fn new(entities: &[Entity], decisions: &Decisions) -> Self {
        let mut full: Vec<FullName> = Vec::new();
        let mut index: HashMap<&str, usize> = HashMap::new();
        let mut days = Vec::new();
        let mut articles = HashSet::new();
        let surnames = surnames(entities);
        for entity in
            entities.iter().filter(|e| e.is_person() && e.everywhere && !surnames.contains(&e.normal))
        {
            let at = *index.entry(&entity.normal).or_insert_with(|| {
                let id = ids::speaker(&entity.normal, "person", None);
                let root = decisions.merged(&id, &id).map_or_else(|| id.clone(), |m| m.id.clone());
                full.push(FullName { normal: entity.normal.clone(), masculine: 0, feminine: 0, id, root });
                full.len() - 1
            });
            if let Some(name) = full.get_mut(at) {
                name.masculine += usize::from(entity.gender.as_deref() == Some("masculine"));
                name.feminine += usize::from(entity.gender.as_deref() == Some("feminine"));
            }
            days.extend(entity.day.map(|day| (day, at)));
            articles.insert(entity.article_row);
        }
        days.sort_unstable();
        days.dedup();
        Self { full, days, articles, surnames }
    }

    /// The id of the one full-named person who is meant by a bare surname.
    pub(super) fn of(
        &self,
        entity: &Entity,
        own: &str,
        general: &str,
        decisions: &Decisions,
    ) -> Option<String> {
        // Where the article itself has a full name of that surname, it was weighed there and found to be another.
        let has_first_name = entity.everywhere && !self.surnames.contains(&entity.normal);
        if has_first_name || !entity.is_person() || self.articles.contains(&entity.article_row) {
            return None;
        }
        let day = entity.day?;
        let from = self.days.partition_point(|(d, _)| *d < day.saturating_sub(NEAR_DAYS));
        let mut weighed = HashSet::new();
        let mut found: Option<&FullName> = None;
        let near =
            self.days.get(from..).unwrap_or_default().iter().take_while(|(d, _)| *d <= day + NEAR_DAYS);
        for (_, at) in near {
            let Some(name) = self.full.get(*at).filter(|_| weighed.insert(*at)) else { continue };
            let apart = decisions.keeps_apart(own, general, &name.id)
                || decisions.keeps_apart(own, general, &name.root)
                || !fits(&entity.normal, &name.normal)
                || name.contradicts(entity.gender.as_deref());
            match found {
                _ if apart => {}
                Some(other) if other.root != name.root => return None,
                // Of names that are one person by decision, whichever: both lead to the same.
                _ => found = Some(name),
            }
        }
        found.map(|name| name.id.clone())
    }
}

/// Of the names that may be surnames ("al thani", "al gore") those with which a fuller name ends.
fn surnames(entities: &[Entity]) -> HashSet<String> {
    let names = |surname: bool| {
        entities.iter().filter(move |e| e.is_person() && e.everywhere && may_be_surname(&e.normal) == surname)
    };
    let candidates: HashSet<&str> = names(true).map(|e| e.normal.as_str()).collect();
    if candidates.is_empty() {
        return HashSet::new();
    }
    let ends =
        names(false).flat_map(|e| e.normal.match_indices(' ').filter_map(|(at, _)| e.normal.get(at + 1..)));
    ends.filter(|end| candidates.contains(end)).map(str::to_owned).collect()
}

impl FullName {
    fn contradicts(&self, gender: Option<&str>) -> bool {
        match gender {
            Some("masculine") => self.feminine > self.masculine,
            Some("feminine") => self.masculine > self.feminine,
            _ => false,
        }
    }
}
