//! One full name, one person — unless what articles say of its bearers contradicts.
//!
//! Articles that share a story, a role or somebody else who is named in both are about one person. Of what is not tied in
//! that way, most goes to the person with the most articles; but a swimmer is not the minister of the same name, and a
//! British judge not the Nigerian one. How much must contradict depends on how common the surname is here; two walks of life are
//! enough where the articles share nothing, not even the outlet.

use super::evidence::Evidence;
use super::{Bearer, Cluster, Name, Sources, order, root, unite};
use crate::store::StoreError;
use std::collections::{BTreeMap, HashMap};

/// From so many different first names on, a surname is common.
const COMMON: usize = 5;
/// How much must speak against one person of a common surname: one strong sign (see [`Evidence::against`]).
const AGAINST_COMMON: f64 = 2.0;
/// Of a rare one: two signs, or one office of two things at one time.
const AGAINST_RARE: f64 = 2.5;
/// Two walks of life, in articles of different outlets that share nothing, however rare the surname is.
const AGAINST_STRANGERS: f64 = 2.0;
/// People of one name who are told apart at most; what fits none of them then goes to the first.
const MOST_PEOPLE: usize = 32;

/// Puts the bearers `members` of the name `normal` (in order of their days) into as many clusters as they are people.
/// `firsts`: how many first names the surname has here.
pub(super) fn split(
    normal: &str,
    members: &[usize],
    bearers: &[Bearer],
    firsts: usize,
    sources: &mut dyn Sources,
    clusters: &mut Vec<Cluster>,
) -> Result<(), StoreError> {
    let get = |member: &usize| bearers.get(*member);
    let (decided, rest): (Vec<usize>, Vec<usize>) =
        members.iter().partition(|m| get(m).is_some_and(|b| sources.is_split_off(b)));
    let evidence: Vec<Evidence> = rest.iter().map(|m| get(m).map(Evidence::of).unwrap_or_default()).collect();
    let limit = if firsts >= COMMON { AGAINST_COMMON } else { AGAINST_RARE };
    let people = if may_differ(&evidence) {
        apart(&tied(&rest, evidence, sources)?, limit)
    } else {
        let mut all = Evidence::default();
        evidence.iter().for_each(|e| all.add(e));
        vec![(rest, all)]
    };
    let several = people.len() + decided.len() > 1;
    let article = |members: &[usize]| members.first().and_then(get).map(|b| b.article.clone());
    for (number, (mut members, evidence)) in
        people.into_iter().enumerate().filter(|(_, (m, _))| !m.is_empty())
    {
        members.sort_by(|a, b| order(bearers, *a).cmp(&order(bearers, *b)));
        let home = article(&members).filter(|_| several);
        let name = Name { normal: normal.to_owned(), article: home.clone().filter(|_| number > 0) };
        clusters.push(Cluster::new(name, home, members, evidence));
    }
    for member in decided {
        let home = article(&[member]);
        let name = Name { normal: normal.to_owned(), article: home.clone() };
        let evidence = get(&member).map(Evidence::of).unwrap_or_default();
        clusters.push(Cluster { is_decided: true, ..Cluster::new(name, home, vec![member], evidence) });
    }
    Ok(())
}

/// Whether anything contradicts at all: mostly nothing does, and no more need be asked.
fn may_differ(evidence: &[Evidence]) -> bool {
    let mut all = Evidence::default();
    evidence.iter().for_each(|e| all.add(e));
    evidence.len() > 1
        && (all.fields.len() > 1
            || all.countries.len() > 1
            || all.places.len() > 1
            || all.initials.len() > 1
            || all.masculine > 0 && all.feminine > 0
            || all.has_rivals()
            || all.first.zip(all.last).is_some_and(|(first, last)| last - first > 15 * 365))
}

/// What articles tie together: members and what is known of them, most articles first.
fn tied(
    members: &[usize],
    mut evidence: Vec<Evidence>,
    sources: &mut dyn Sources,
) -> Result<Vec<(Vec<usize>, Evidence)>, StoreError> {
    let mut parents: Vec<usize> = (0..members.len()).collect();
    let mut by_words: HashMap<String, usize> = HashMap::new();
    let mut by_companion: HashMap<u64, usize> = HashMap::new();
    for (at, (member, evidence)) in members.iter().zip(&mut evidence).enumerate() {
        evidence.read_companions(&[*member], sources)?;
        for words in evidence.stories.iter().chain(&evidence.roles) {
            let other = *by_words.entry(words.clone()).or_insert(at);
            unite(&mut parents, other, at);
        }
        for companion in &evidence.companions {
            let other = *by_companion.entry(*companion).or_insert(at);
            unite(&mut parents, other, at);
        }
    }
    let mut tied: BTreeMap<usize, (Vec<usize>, Evidence)> = BTreeMap::new();
    for (at, (member, evidence)) in members.iter().zip(&evidence).enumerate() {
        let (members, all) = tied.entry(root(&mut parents, at)).or_default();
        members.push(*member);
        all.add(evidence);
    }
    let mut tied: Vec<(Vec<usize>, Evidence)> = tied.into_values().collect();
    // Stable: those with as many articles stay in order of their first day.
    tied.sort_by_key(|(members, _)| std::cmp::Reverse(members.len()));
    Ok(tied)
}

/// Puts what is tied together to the person whom it fits best, of those whom it does not contradict; to the first, where it
/// says nothing.
fn apart(tied: &[(Vec<usize>, Evidence)], limit: f64) -> Vec<(Vec<usize>, Evidence)> {
    let mut people: Vec<(Vec<usize>, Evidence)> = Vec::new();
    for (members, evidence) in tied {
        let mut best: Option<(f64, usize)> = None;
        for (at, (_, person)) in people.iter().enumerate() {
            let against = person.against(evidence);
            let fit = person.shared(evidence).iter().map(|(weight, _)| weight).sum::<f64>() - against;
            let are_strangers =
                person.has_other_walk(evidence) && person.outlets.is_disjoint(&evidence.outlets);
            let limit = if are_strangers { limit.min(AGAINST_STRANGERS) } else { limit };
            if against < limit && best.is_none_or(|(most, _)| fit > most) {
                best = Some((fit, at));
            }
        }
        let at = best.map(|(_, at)| at).or((people.len() >= MOST_PEOPLE).then_some(0));
        match at.and_then(|at| people.get_mut(at)) {
            Some((there, person)) => {
                there.extend(members);
                person.add(evidence);
            }
            None => people.push((members.clone(), evidence.clone())),
        }
    }
    // Most articles first, so that the one whom a bare name means is the first; stable for the rest.
    people.sort_by_key(|(members, _)| std::cmp::Reverse(members.len()));
    people
}
