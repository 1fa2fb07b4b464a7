//! Who is meant by a surname: the one full-named person of that surname within [`NEAR_DAYS`] days, where exactly one
//! fits.

use super::decisions::Decisions;
use super::speakers::Entity;
use crate::speakers::Gender;
use crate::store::names::{fits, may_be_surname};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// How far from an article another may be that tells who its "Ms. Okafor" is.
const NEAR_DAYS: i32 = 30;

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
        }
    }

    pub(super) fn add(&mut self, entity: &Entity) {
        self.masculine += usize::from(entity.gender == Some(Gender::Masculine));
        self.feminine += usize::from(entity.gender == Some(Gender::Feminine));
        self.days.extend(entity.day);
        self.articles.push(entity.article_row);
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
    /// The names that end with a word.
    by_last: HashMap<String, Vec<usize>>,
    /// Articles in which a full name with that last word occurs.
    articles: HashSet<(i64, String)>,
    /// The days of all who fit a short form and gender: put together once for each of these, so that an article costs a
    /// look into [`NEAR_DAYS`] days, however many people have the surname.
    days: RefCell<HashMap<(String, Option<Gender>), Days>>,
}

impl Surnames {
    pub(super) fn new(full: Vec<FullName>) -> Self {
        let mut by_last: HashMap<String, Vec<usize>> = HashMap::new();
        let mut articles = HashSet::new();
        for (at, name) in full.iter().enumerate() {
            let last = last_word(&name.normal);
            by_last.entry(last.to_owned()).or_default().push(at);
            articles.extend(name.articles.iter().map(|article| (*article, last.to_owned())));
        }
        Self { full, by_last, articles, days: RefCell::default() }
    }

    /// The id of the one full-named person who is meant by a bare surname.
    pub(super) fn of(
        &self,
        entity: &Entity,
        own: &str,
        general: &str,
        decisions: &Decisions,
    ) -> Option<String> {
        let last = last_word(&entity.normal);
        // Where the article itself has a full name of that surname, it was weighed there and found to be another.
        if !entity.is_person() || self.articles.contains(&(entity.article_row, last.to_owned())) {
            return None;
        }
        let day = entity.day?;
        let days = self.days(&entity.normal, last, entity.gender);
        let from = days.partition_point(|(d, _)| *d < day.saturating_sub(NEAR_DAYS));
        let near = days.get(from..).unwrap_or_default().iter().take_while(|(d, _)| *d <= day + NEAR_DAYS);
        let mut found: Option<&FullName> = None;
        for (_, at) in near {
            let Some(name) = self.full.get(*at) else { continue };
            match found {
                Some(other) if other.root == name.root => {}
                _ if decisions.keeps_apart(own, general, &name.id)
                    || decisions.keeps_apart(own, general, &name.root) => {}
                // Of names that are one person by decision, whichever: all lead to the same.
                None => found = Some(name),
                Some(_) => return None,
            }
        }
        found.map(|name| name.id.clone())
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
