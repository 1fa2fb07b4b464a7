//! Bearers of full names in articles → persons over all articles.
//!
//! The same full name is the same person, unless what articles say of its bearers contradicts ([`split`]). Names that may
//! be forms of one name (a middle name more, an initial, a nickname, another spelling) are one person where what articles
//! say agrees ([`variants`]); where it is less than sure, that is a suggestion for somebody to decide. Only names of one
//! block ([`skeleton`] of the surname) are compared, and each with the few most frequent ones that begin alike, so the work
//! grows with the number of bearers and not of pairs. The outcome is a function of the set of bearers, whatever their order.

mod evidence;
mod names;
mod offices;
mod places;
mod single;
mod split;
mod surname;
mod variants;

pub(crate) use names::other_orders;
pub use names::skeleton;
pub use single::{has_role_of, in_other_order, namesakes};
pub(crate) use surname::{Acquaintance, Tie};

use self::evidence::Evidence;
use self::names::Parts;
use super::StoreError;
use crate::speakers::Gender;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody whom an article calls by a full name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bearer {
    /// The name as names are compared ([`super::names::normalise`]).
    pub normal: String,
    /// A middle initial that the name leaves out.
    pub initial: Option<char>,
    /// Public id of the article.
    pub article: String,
    /// The story that the article tells.
    pub story: String,
    /// Who published it, as names are compared.
    pub outlet: Option<String>,
    /// The day of the article, counted from the first of the year 1.
    pub day: Option<i32>,
    /// As far as the article shows it.
    pub gender: Option<Gender>,
    /// Roles and titles, in the words of the article.
    pub roles: Vec<String>,
}

/// What is asked for only where names or contexts leave it open, and what people decided.
pub trait Sources {
    /// Hashes of the names beside the bearer with this index in its article: persons and organisations by which one can
    /// tell articles apart, so none that everybody knows.
    ///
    /// # Errors
    /// Where the database cannot be read.
    fn companions(&mut self, bearer: usize) -> Result<Vec<u64>, StoreError>;
    /// The number of the one who is called like that in the list of office-holders: two names with one number are forms of
    /// one name.
    fn listed(&self, normal: &str) -> Option<usize>;
    /// Whether an article shows that its bearer holds an office of the one with this number in that list.
    fn shows_listed(&self, number: usize, bearer: &Bearer) -> bool;
    /// Whether a person decided that two names are not one: name, and article where that name is several people.
    fn keeps_apart(&self, one: &Name, other: &Name) -> bool;
    /// Whether a person decided that the bearer in this article is another one than elsewhere.
    fn is_split_off(&self, bearer: &Bearer) -> bool;
}

/// A name with which a person is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// As names are compared.
    pub normal: String,
    /// The first article of the bearers that are meant, where several people have that name and this is not the one with
    /// the most articles.
    pub article: Option<String>,
}

/// A person over all articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The forms of the name; the first, which most articles use, is the one that the person's id is made from.
    pub names: Vec<Name>,
    /// Where others have that name too: an article that has this one, for decisions.
    pub home: Option<String>,
    /// Indices of bearers.
    pub members: Vec<usize>,
}

/// Two persons who may be one; from [`namesakes`] two bearers.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Index of the person with more articles.
    pub one: usize,
    /// Index of the other.
    pub other: usize,
    /// Probability, by hand-set weights.
    pub confidence: f64,
    /// What speaks for it, in words.
    pub reason: String,
}

/// Who is who in one block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identity {
    /// The persons.
    pub people: Vec<Person>,
    /// Pairs for a person to decide on.
    pub suggestions: Vec<Suggestion>,
}

/// The bearers of one name who are one person.
struct Cluster {
    name: Name,
    home: Option<String>,
    members: Vec<usize>,
    evidence: Evidence,
    parts: Parts,
    has_companions: bool,
    /// Its number in the list of office-holders …
    listed: Option<usize>,
    /// … and whether any article shows such an office.
    shows_listed: bool,
    /// Whether a person said that this is another one than the others of that name.
    is_decided: bool,
}

impl Cluster {
    fn new(name: Name, home: Option<String>, members: Vec<usize>, evidence: Evidence) -> Self {
        let parts = Parts::new(&name.normal);
        Self {
            name,
            home,
            members,
            evidence,
            parts,
            has_companions: false,
            listed: None,
            shows_listed: false,
            is_decided: false,
        }
    }

    /// Whether both are in the list of office-holders as one, and an article shows of one of them that it is that one: most who
    /// are called like somebody of the list are others.
    fn is_listed_with(&self, other: &Cluster) -> bool {
        self.listed.is_some() && self.listed == other.listed && (self.shows_listed || other.shows_listed)
    }

    /// Whether a person decided that two are not one; of several people of one name a decision names the home.
    fn is_kept_apart(&self, other: &Cluster, sources: &dyn Sources) -> bool {
        let home = |cluster: &Cluster| Name { article: cluster.home.clone(), ..cluster.name.clone() };
        sources.keeps_apart(&self.name, &other.name)
            || (self.home.is_some() || other.home.is_some()) && {
                let (one, two) = (home(self), home(other));
                [(&one, &two), (&self.name, &two), (&one, &other.name)]
                    .into_iter()
                    .any(|(one, other)| one != other && sources.keeps_apart(one, other))
            }
    }

    fn read_companions(&mut self, sources: &mut dyn Sources) -> Result<(), StoreError> {
        if !self.has_companions {
            self.has_companions = true;
            self.evidence.read_companions(&self.members, sources)?;
        }
        Ok(())
    }
}

/// Tells who is who among the bearers of full names of one block.
///
/// # Errors
/// Those of `sources`.
pub fn join(bearers: &[Bearer], sources: &mut dyn Sources) -> Result<Identity, StoreError> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, bearer) in bearers.iter().enumerate() {
        groups.entry(&bearer.normal).or_default().push(index);
    }
    // How many people of that surname there are at least: a rare name alone says more.
    let firsts: BTreeSet<String> = groups.keys().map(|normal| Parts::new(normal).key()).collect();
    let mut clusters = Vec::new();
    for (normal, mut members) in groups {
        members.sort_by(|a, b| order(bearers, *a).cmp(&order(bearers, *b)));
        split::split(normal, &members, bearers, firsts.len(), sources, &mut clusters)?;
    }
    for cluster in &mut clusters {
        cluster.listed = sources.listed(&cluster.name.normal);
        let shows = |number| {
            cluster.members.iter().any(|m| bearers.get(*m).is_some_and(|b| sources.shows_listed(number, b)))
        };
        cluster.shows_listed = cluster.listed.is_some_and(shows);
    }
    variants::join(clusters, firsts.len(), sources)
}

/// Earliest first; the same whatever the order in which bearers came.
fn order(bearers: &[Bearer], index: usize) -> (i32, &str) {
    bearers.get(index).map_or((i32::MAX, ""), |b| (b.day.unwrap_or(i32::MAX), b.article.as_str()))
}

/// The root of a union-find forest, halving the way for the next who asks.
fn root(parents: &mut [usize], mut at: usize) -> usize {
    while let Some(parent) = parents.get(at).copied().filter(|p| *p != at) {
        let above = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(at) {
            *slot = above;
        }
        at = above;
    }
    at
}

/// Puts two trees together; the root of both is the smaller root.
fn unite(parents: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parents, a), root(parents, b));
    if let Some(slot) = parents.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

#[cfg(test)]
mod tests;
