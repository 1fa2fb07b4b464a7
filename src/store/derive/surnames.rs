//! Who is meant by a surname: the one full-named person of that surname within [`NEAR_DAYS`] days, where exactly one
//! fits and the articles share something besides (see [`Acquaintance`]); where they share nothing, it is a suggestion.

use super::decisions::Decisions;
use super::sources::{companions, roles};
use super::speakers::Entity;
use crate::speakers::Gender;
use crate::store::StoreError;
use crate::store::identity::{Acquaintance, Tie};
use crate::store::names::{fits, may_be_surname};
use rusqlite::Transaction;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// How far from an article another may be that tells who its "Ms. Okafor" is.
const NEAR_DAYS: i32 = 30;

/// How probable it is that a surname means the only one who has it, near in time, where the articles share nothing. Set by hand.
pub(super) const PERHAPS: f64 = 0.4;

/// Who is meant by a surname.
pub(super) enum Meant {
    /// The person with this id.
    Person(String),
    /// Perhaps the one with this id.
    Perhaps(String),
    Nobody,
}

/// A person's full name, as far as surnames need it.
pub(super) struct FullName {
    normal: String,
    masculine: usize,
    feminine: usize,
    /// The person's id …
    id: String,
    /// … and that of the one who it is by decision.
    root: String,
    days: Vec<i32>,
    articles: Vec<i64>,
    /// Indices of the entities that bear it.
    members: Vec<usize>,
    /// Whether a person said that who bears it in that one article is another one than elsewhere.
    split_off: bool,
    /// Read once somebody asks.
    known: OnceCell<Acquaintance>,
}

impl FullName {
    pub(super) fn new(normal: &str, id: &str, root: &str) -> Self {
        Self {
            normal: normal.to_owned(),
            masculine: 0,
            feminine: 0,
            id: id.to_owned(),
            root: root.to_owned(),
            days: Vec::new(),
            articles: Vec::new(),
            members: Vec::new(),
            split_off: false,
            known: OnceCell::new(),
        }
    }

    pub(super) fn add(&mut self, entity: &Entity, member: usize, decisions: &Decisions) {
        self.members.push(member);
        self.split_off |=
            decisions.merges.splits_anything_off() && decisions.merges.is_split_off(&entity.own_id());
        self.masculine += usize::from(entity.gender == Some(Gender::Masculine));
        self.feminine += usize::from(entity.gender == Some(Gender::Feminine));
        self.days.extend(entity.day);
        self.articles.push(entity.article_row);
    }

    /// What the articles say of the one who has it.
    fn known(&self, entities: &[Entity], transaction: &Transaction<'_>) -> Result<&Acquaintance, StoreError> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let mut known = Acquaintance::default();
        for entity in self.members.iter().filter_map(|member| entities.get(*member)) {
            known.add(&entity.bearer(roles(transaction, entity)?), &companions(transaction, entity)?);
        }
        Ok(self.known.get_or_init(|| known))
    }

    fn contradicts(&self, gender: Option<Gender>) -> bool {
        match gender {
            Some(Gender::Masculine) => self.feminine > self.masculine,
            Some(Gender::Feminine) => self.masculine > self.feminine,
            None => false,
        }
    }
}

/// Days and the indices of names, by day.
type Days = Rc<Vec<(i32, usize)>>;

/// The full-named persons of a block, and who may be meant by a bare surname.
pub(super) struct Surnames {
    full: Vec<FullName>,
    entities: Vec<Entity>,
    /// The names that end with a word.
    by_last: HashMap<String, Vec<usize>>,
    /// Articles in which a full name with that last word occurs.
    articles: HashSet<(i64, String)>,
    /// The days of all who fit a short form and gender: put together once for each of these, so that an article costs a
    /// look into [`NEAR_DAYS`] days, however many people have the surname.
    days: RefCell<HashMap<(String, Option<Gender>), Days>>,
}

impl Surnames {
    /// `entities`: those whose indices the names have.
    pub(super) fn new(full: Vec<FullName>, entities: Vec<Entity>) -> Self {
        let mut by_last: HashMap<String, Vec<usize>> = HashMap::new();
        let mut articles = HashSet::new();
        for (at, name) in full.iter().enumerate() {
            let last = last_word(&name.normal);
            by_last.entry(last.to_owned()).or_default().push(at);
            articles.extend(name.articles.iter().map(|article| (*article, last.to_owned())));
        }
        Self { full, entities, by_last, articles, days: RefCell::default() }
    }

    /// The one full-named person who is meant by a bare surname.
    pub(super) fn of(
        &self,
        entity: &Entity,
        own: &str,
        general: &str,
        transaction: &Transaction<'_>,
        decisions: &Decisions,
    ) -> Result<Meant, StoreError> {
        let names = self.only(entity, own, general, decisions).unwrap_or_default();
        let Some(first) = names.first() else { return Ok(Meant::Nobody) };
        let bearer = entity.bearer(roles(transaction, entity)?);
        let companions = companions(transaction, entity)?;
        let mut meant = Meant::Perhaps(first.root.clone());
        for name in &names {
            match name.known(&self.entities, transaction)?.tie(&bearer, &companions, NEAR_DAYS) {
                Tie::Contradicts => return Ok(Meant::Nobody),
                // Of names that are one person by decision, whichever: all lead to the same.
                Tie::Shares => meant = Meant::Person(first.id.clone()),
                Tie::Nothing => {}
            }
        }
        Ok(meant)
    }

    /// The names, near in time, of the only one whom a bare surname fits.
    fn only(
        &self,
        entity: &Entity,
        own: &str,
        general: &str,
        decisions: &Decisions,
    ) -> Option<Vec<&FullName>> {
        let last = last_word(&entity.normal);
        // Where the article itself has a full name of that surname, it was weighed there and found to be another.
        if !entity.is_person()
            || self.articles.contains(&(entity.article_row, last.to_owned()))
            || decisions.merges.is_split_off(own)
        {
            return None;
        }
        let day = entity.day?;
        let days = self.days(&entity.normal, last, entity.gender);
        let from = days.partition_point(|(d, _)| *d < day.saturating_sub(NEAR_DAYS));
        let near = days.get(from..).unwrap_or_default().iter().take_while(|(d, _)| *d <= day + NEAR_DAYS);
        let mut found: Vec<&FullName> = Vec::new();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let near: Vec<&FullName> =
            near.filter(|(_, at)| seen.insert(*at)).filter_map(|(_, at)| self.full.get(*at)).collect();
        // Who was said to be another one in one article leaves the surnames of others to whom they meant.
        let split_off = near.iter().filter(|name| name.split_off);
        for name in near.iter().filter(|name| !name.split_off).chain(split_off) {
            match found.first() {
                Some(other) if other.root == name.root => found.push(name),
                _ if decisions.merges.keeps_apart(own, general, &name.id)
                    || decisions.merges.keeps_apart(own, general, &name.root) => {}
                None => found.push(name),
                Some(other) if name.split_off && !other.split_off => {}
                Some(_) => return None,
            }
        }
        Some(found)
    }

    fn days(&self, short: &str, last: &str, gender: Option<Gender>) -> Days {
        let mut known = self.days.borrow_mut();
        let days = known.entry((short.to_owned(), gender)).or_insert_with(|| {
            let names = self.by_last.get(last).into_iter().flatten();
            let names = names.filter_map(|at| Some((*at, self.full.get(*at)?)));
            let fitting = names.filter(|(_, n)| fits(short, &n.normal) && !n.contradicts(gender));
            let mut days: Vec<(i32, usize)> =
                fitting.flat_map(|(at, name)| name.days.iter().map(move |day| (*day, at))).collect();
            days.sort_unstable();
            days.dedup();
            Rc::new(days)
        });
        Rc::clone(days)
    }
}

/// The surname, or the last word of it.
fn last_word(normal: &str) -> &str {
    let mut words = normal.rsplit(' ');
    let last = words.next().unwrap_or(normal);
    if crate::store::names::is_suffix(last) { words.next().unwrap_or(last) } else { last }
}

/// Of the names that may be surnames ("al thani", "al gore") those with which a fuller name ends.
pub(super) fn of_several_words(entities: &[Entity]) -> HashSet<String> {
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
