//! Names that may be forms of one name: joined where what articles say agrees, else suggested.

use super::evidence::probability;
use super::names::Difference;
use super::{Cluster, Identity, Person, Sources, Suggestion, root, unite};
use crate::store::StoreError;
use std::collections::{BTreeMap, HashMap};

/// From this probability on, two are joined, if anything but the names speaks for it.
pub const JOIN: f64 = 0.85;
/// From this one on, it is suggested.
pub const SUGGEST: f64 = 0.3;
/// With how many of the most frequent names that begin alike each one is compared.
const HUBS: usize = 12;
/// Forms of one name at most.
const MOST_FORMS: usize = 64;

/// What two clusters look like together.
struct Pair {
    one: usize,
    other: usize,
    confidence: f64,
    sure: bool,
    reason: String,
}

/// Joins clusters of one block; `firsts`: how many first names the surname has here.
pub(super) fn join(
    mut clusters: Vec<Cluster>,
    firsts: usize,
    sources: &mut dyn Sources,
) -> Result<Identity, StoreError> {
    // Most articles first: the first of those that are joined gives the id.
    clusters.sort_by(|a, b| {
        let by_articles = b.members.len().cmp(&a.members.len());
        let by_length = b.name.normal.len().cmp(&a.name.normal.len());
        by_articles.then(by_length).then_with(|| a.name.cmp(&b.name))
    });
    let mut pairs = Vec::new();
    for (one, other, difference) in candidates(&clusters) {
        let (Some(a), Some(b)) = (clusters.get(one), clusters.get(other)) else { continue };
        if a.is_kept_apart(b, sources) {
            continue;
        }
        for at in [one, other] {
            if let Some(cluster) = clusters.get_mut(at) {
                cluster.read_companions(sources)?;
            }
        }
        if let (Some(a), Some(b)) = (clusters.get(one), clusters.get(other)) {
            pairs.extend(judge(a, b, difference, firsts).map(|(confidence, sure, reason)| Pair {
                one,
                other,
                confidence,
                sure,
                reason,
            }));
        }
    }
    pairs.extend(namesakes(&clusters, sources));
    // Clusters are in an order of their own, so this is one, too.
    pairs.sort_by(|a, b| {
        b.confidence.total_cmp(&a.confidence).then_with(|| (a.one, a.other).cmp(&(b.one, b.other)))
    });
    let mut parents: Vec<usize> = (0..clusters.len()).collect();
    let mut forms: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut open = Vec::new();
    for pair in pairs {
        let (a, b) = (root(&mut parents, pair.one), root(&mut parents, pair.other));
        if a == b {
            continue;
        }
        let of = |root: usize| forms.get(&root).cloned().unwrap_or_else(|| vec![root]);
        let (left, right) = (of(a), of(b));
        let agree = |(one, other): (&usize, &usize)| {
            clusters.get(*one).zip(clusters.get(*other)).is_some_and(|(one, other)| {
                (one.is_listed_with(other) || one.parts.difference(&other.parts).is_some_and(|d| !d.suffix))
                    && one.name.normal != other.name.normal
                    && !one.evidence.has_other_initial(&other.evidence)
                    && one.evidence.articles.is_disjoint(&other.evidence.articles)
                    && !one.is_kept_apart(other, sources)
            })
        };
        let all_agree = left.len() + right.len() <= MOST_FORMS
            && left.iter().all(|one| right.iter().all(|other| agree((one, other))));
        if pair.sure && all_agree {
            unite(&mut parents, a, b);
            forms.remove(&a.max(b));
            forms.insert(a.min(b), left.into_iter().chain(right).collect());
        } else {
            open.push(pair);
        }
    }
    Ok(people(clusters, parents, open))
}

/// People of one name whom little tells apart: they may be one after all.
fn namesakes(clusters: &[Cluster], sources: &dyn Sources) -> Vec<Pair> {
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, other) in clusters.iter().enumerate().filter(|(_, cluster)| !cluster.is_decided) {
        let hubs = by_name.entry(&other.name.normal).or_default();
        for (hub, one) in hubs.iter().filter_map(|hub| Some((*hub, clusters.get(*hub)?))) {
            let signs = one.evidence.shared(&other.evidence);
            let logit =
                2.0 - one.evidence.against(&other.evidence) + signs.iter().map(|(w, _)| w).sum::<f64>();
            let apart = !one.evidence.articles.is_disjoint(&other.evidence.articles)
                || one.is_kept_apart(other, sources);
            if probability(logit) >= SUGGEST && !apart {
                let words = signs.into_iter().map(|(_, words)| words);
                let reason =
                    std::iter::once("one name".to_owned()).chain(words).collect::<Vec<_>>().join("; ");
                pairs.push(Pair { one: hub, other: at, confidence: probability(logit), sure: false, reason });
            }
        }
        if hubs.len() < HUBS {
            hubs.push(at);
        }
    }
    pairs
}

fn people(clusters: Vec<Cluster>, mut parents: Vec<usize>, open: Vec<Pair>) -> Identity {
    let mut index: BTreeMap<usize, usize> = BTreeMap::new();
    let mut identity = Identity::default();
    for (at, cluster) in clusters.into_iter().enumerate() {
        let root = root(&mut parents, at);
        let person = *index.entry(root).or_insert_with(|| {
            identity.people.push(Person {
                names: Vec::new(),
                home: cluster.home.clone(),
                members: Vec::new(),
            });
            identity.people.len() - 1
        });
        if let Some(person) = identity.people.get_mut(person) {
            person.names.push(cluster.name);
            person.members.extend(cluster.members);
        }
    }
    let mut seen = std::collections::HashSet::new();
    for pair in open {
        let mut person = |at: usize| index.get(&root(&mut parents, at)).copied();
        let (Some(one), Some(other)) = (person(pair.one), person(pair.other)) else { continue };
        let (one, other) = (one.min(other), one.max(other));
        if one != other && seen.insert((one, other)) {
            let Pair { confidence, reason, .. } = pair;
            identity.suggestions.push(Suggestion { one, other, confidence, reason });
        }
    }
    identity
}

/// Pairs of clusters whose names may be forms of one: each with the most frequent ones that begin alike.
fn candidates(clusters: &[Cluster]) -> Vec<(usize, usize, Difference)> {
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_letter: HashMap<char, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    let compare = |hubs: &[usize], at: usize, pairs: &mut Vec<(usize, usize, Difference)>| {
        for hub in hubs {
            let Some((one, other)) = clusters.get(*hub).zip(clusters.get(at)) else { continue };
            if one.name.normal != other.name.normal
                && let Some(difference) = one.parts.difference(&other.parts)
            {
                pairs.push((*hub, at, difference));
            }
        }
    };
    // In order of frequency, so that the first of each list are its hubs.
    for (at, cluster) in clusters.iter().enumerate() {
        let letter = cluster.parts.first.chars().next().unwrap_or(' ');
        if cluster.parts.has_initial() {
            compare(by_letter.get(&letter).map_or(&[], Vec::as_slice), at, &mut pairs);
        } else {
            let hubs = by_key.entry(cluster.parts.key()).or_default();
            compare(hubs, at, &mut pairs);
            if hubs.len() < HUBS {
                hubs.push(at);
            }
            // Initials that are more frequent than the name came before it.
            let initials: Vec<usize> = by_letter.get(&letter).into_iter().flatten().copied().collect();
            let initials: Vec<usize> = initials
                .into_iter()
                .filter(|i| clusters.get(*i).is_some_and(|c| c.parts.has_initial()))
                .collect();
            compare(&initials, at, &mut pairs);
        }
        let hubs = by_letter.entry(letter).or_default();
        if hubs.len() < HUBS {
            hubs.push(at);
        }
    }
    // Of each in the list, the first of whom an article shows that it is that one.
    let mut by_entry: HashMap<usize, usize> = HashMap::new();
    for (at, cluster) in clusters.iter().enumerate().filter(|(_, cluster)| cluster.shows_listed) {
        if let Some(entry) = cluster.listed {
            by_entry.entry(entry).or_insert(at);
        }
    }
    for (at, other) in clusters.iter().enumerate() {
        let first = other.listed.and_then(|entry| by_entry.get(&entry).copied()).filter(|first| *first != at);
        if let Some((first, one)) = first.and_then(|first| Some((first, clusters.get(first)?)))
            && one.name.normal != other.name.normal
        {
            pairs.push((first.min(at), first.max(at), Difference { listed: true, ..Difference::default() }));
        }
    }
    // Of one pair the one that the list knows comes first.
    pairs.sort_by_key(|(one, other, difference)| (*one, *other, !difference.listed));
    pairs.dedup_by_key(|(one, other, _)| (*one, *other));
    pairs
}

/// How probable it is that two are one person, whether that is enough, and why. Weights are set by hand
/// (docs/who-is-who.md says how they do).
fn judge(
    one: &Cluster,
    other: &Cluster,
    difference: Difference,
    firsts: usize,
) -> Option<(f64, bool, String)> {
    let mut logit = 1.2 - 0.5 * (firsts.max(1) as f64).ln();
    let Difference { middle, nickname, initial, spelling, loose, suffix, listed } = difference;
    for (differs, cost) in
        [(middle, 0.4), (nickname, 0.9), (initial, 1.5), (spelling, 1.2), (loose, 1.0), (suffix, 1.8)]
    {
        if differs {
            logit -= cost;
        }
    }
    let mut signs = one.evidence.shared(&other.evidence);
    if listed {
        signs.push((3.0, "forms of one name in the list of office-holders".to_owned()));
    }
    // Father and son, as long as nothing but the names speaks for one.
    if suffix && signs.is_empty() {
        return None;
    }
    logit += signs.iter().map(|(weight, _)| weight).sum::<f64>();
    logit -= 1.5 * one.evidence.against(&other.evidence);
    let years = one.evidence.years_apart(&other.evidence);
    if years > 5 {
        logit -= 0.5;
    }
    // One article that knows both knows that they are two.
    if !one.evidence.articles.is_disjoint(&other.evidence.articles) {
        logit -= 6.0;
    }
    let confidence = probability(logit);
    let mut words: Vec<String> = signs.iter().map(|(_, words)| words.clone()).collect();
    if words.is_empty() {
        words.push("nothing but the names".to_owned());
    }
    let contradicts = suffix || one.evidence.has_other_initial(&other.evidence);
    let sure = confidence >= JOIN && !signs.is_empty() && !contradicts;
    (confidence >= SUGGEST).then(|| (confidence, sure, words.join("; ")))
}
