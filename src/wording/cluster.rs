//! Puts together what one speaker said again, without comparing each quote with each.
//!
//! The longest wordings come first. Each next one is compared with those *leading* wordings that share a run of quoted
//! words with it, or two content words (of the same days, or of any day); it joins the most alike, or leads itself. So
//! every wording of a claim is the same as its longest, and no chain of small changes leads from one claim to another.
//! What very many leading wordings share is boilerplate and leads to none of them: the work grows with the number of
//! quotes.

use super::likeness::opposed;
use super::{Same, Wording, hash, same};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Content words that a wording must have at least to be the same as another; "it is" and "to comment" say nothing.
pub(super) const LEAST_WORDS: usize = 3;

/// A run or a word that so many leading wordings share leads to none of them.
const MOST_ALIKE: usize = 64;

/// With how many leading wordings one is compared at most: those that share most with it.
const MOST_COMPARED: usize = 24;

/// Content words that it must share with a leading wording to be compared with it.
const LEAST_SHARED: u32 = 2;

/// A quote of a speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its content.
    pub wording: Wording,
    /// The day on which it was said, from any day on; `None` where it is unknown, or not known to the day.
    pub day: Option<i32>,
}

impl Told {
    fn apart(&self, other: &Told) -> Option<u32> {
        Some(self.day?.abs_diff(other.day?))
    }
}

/// Puts the quotes of one speaker together, given in the order of their days (equal ones in any order that does not
/// change). `apart` are pairs that a person holds to be different claims, `together` pairs that one holds to be the same;
/// both by index. Clusters and their members are in the order of the quotes.
pub fn cluster(quotes: &[Told], apart: &[(usize, usize)], together: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..quotes.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(quotes.get(*i).map_or(0, |q| q.wording.words.len())));
    let mut leaders = Leaders { kept_apart: both_ways(apart), ..Leaders::default() };
    let mut leader_of = vec![0; quotes.len()];
    for index in order {
        let Some(quote) = quotes.get(index) else { continue };
        let leader = leaders.of(quotes, index, quote).unwrap_or(index);
        if leader == index {
            leaders.add(index, quote);
        }
        leaders.lead(leader, index, quote);
        if let Some(slot) = leader_of.get_mut(index) {
            *slot = leader;
        }
    }
    join_decided(&mut leader_of, together);
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, leader) in leader_of.iter().enumerate() {
        clusters.entry(*leader).or_default().push(index);
    }
    let mut clusters: Vec<Vec<usize>> = clusters.into_values().collect();
    clusters.sort_by_key(|members| members.first().copied());
    clusters
}

fn both_ways(pairs: &[(usize, usize)]) -> HashMap<usize, HashSet<usize>> {
    let mut found: HashMap<usize, HashSet<usize>> = HashMap::new();
    for (one, other) in pairs {
        found.entry(*one).or_default().insert(*other);
        found.entry(*other).or_default().insert(*one);
    }
    found
}

/// What a person put together: the later leader gives way to the earlier.
fn join_decided(leader_of: &mut [usize], together: &[(usize, usize)]) {
    for (one, other) in together {
        let leader = |index: &usize| leader_of.get(*index).copied();
        if let (Some(one), Some(other)) = (leader(one), leader(other)) {
            let (kept, gone) = (one.min(other), one.max(other));
            leader_of.iter_mut().filter(|leader| **leader == gone).for_each(|leader| *leader = kept);
        }
    }
}

/// The leading wordings so far, and where to look for them.
#[derive(Default)]
struct Leaders {
    by_words: HashMap<(bool, Vec<String>), usize>,
    by_run: HashMap<u64, Vec<usize>>,
    by_stem: HashMap<u64, Vec<usize>>,
    members: HashMap<usize, Vec<usize>>,
    kept_apart: HashMap<usize, HashSet<usize>>,
}

impl Leaders {
    /// The leading wording that is the same as this one.
    fn of(&self, quotes: &[Told], index: usize, quote: &Told) -> Option<usize> {
        if quote.wording.words.len() < LEAST_WORDS {
            return None;
        }
        let equal = self.by_words.get(&quote.wording.key()).copied();
        if let Some(equal) = equal.filter(|leader| self.may_join(index, *leader)) {
            return Some(equal);
        }
        let mut best: Option<((Same, f32, bool), usize)> = None;
        for leader in self.candidates(quote) {
            let Some(led) = quotes.get(leader).filter(|_| self.may_join(index, leader)) else { continue };
            let Some((why, share)) = same(&quote.wording, &led.wording, quote.apart(led)) else { continue };
            // "cut the pensions" is cut out of "we will cut the pensions" rather than of "we will not cut the pensions".
            let found = (why, share, !opposed(&quote.wording, &led.wording));
            if best.is_none_or(|(best, _)| found > best) {
                best = Some((found, leader));
            }
        }
        best.map(|(_, leader)| leader)
    }

    /// Notes that `leader` leads a quote; whatever has the same words will follow it.
    fn lead(&mut self, leader: usize, index: usize, quote: &Told) {
        self.members.entry(leader).or_default().push(index);
        if quote.wording.words.len() >= LEAST_WORDS {
            // Where a person keeps two apart that have the same words, the first is followed.
            self.by_words.entry(quote.wording.key()).or_insert(leader);
        }
    }

    /// Whether no person said that it is another claim than one of those that the leader leads.
    fn may_join(&self, index: usize, leader: usize) -> bool {
        let Some(others) = self.kept_apart.get(&index) else { return true };
        self.members.get(&leader).into_iter().flatten().all(|member| !others.contains(member))
    }

    /// Leading wordings that share enough to be compared, those that share most first.
    fn candidates(&self, quote: &Told) -> Vec<usize> {
        let mut shared: HashMap<usize, u32> = HashMap::new();
        for run in quote.wording.all_runs() {
            for leader in self.held(&self.by_run, run) {
                // One run is enough, and more than any words.
                *shared.entry(leader).or_insert(0) += 2 * LEAST_SHARED;
            }
        }
        let mut words: HashMap<usize, u32> = HashMap::new();
        for (stem, _) in &quote.wording.stems {
            let days = quote.day.into_iter().flat_map(|day| (day - 1..=day + 1).map(Some));
            let mut met = HashSet::new();
            for day in days.chain([None]) {
                met.extend(self.held(&self.by_stem, key(*stem, day)));
            }
            met.into_iter().for_each(|leader| *words.entry(leader).or_insert(0) += 1);
        }
        for (leader, count) in words.into_iter().filter(|(_, count)| *count >= LEAST_SHARED) {
            *shared.entry(leader).or_insert(0) += count;
        }
        let mut found: Vec<(usize, u32)> = shared.into_iter().collect();
        found.sort_unstable_by_key(|(leader, count)| (std::cmp::Reverse(*count), *leader));
        found.into_iter().take(MOST_COMPARED).map(|(leader, _)| leader).collect()
    }

    fn held<'a>(&self, index: &'a HashMap<u64, Vec<usize>>, key: u64) -> impl Iterator<Item = usize> + 'a {
        index.get(&key).filter(|found| found.len() < MOST_ALIKE).into_iter().flatten().copied()
    }

    fn add(&mut self, index: usize, quote: &Told) {
        if quote.wording.words.len() < LEAST_WORDS {
            return;
        }
        let note = |found: &mut HashMap<u64, Vec<usize>>, key: u64| {
            let leaders = found.entry(key).or_default();
            if leaders.len() < MOST_ALIKE && leaders.last() != Some(&index) {
                leaders.push(index);
            }
        };
        quote.wording.all_runs().for_each(|run| note(&mut self.by_run, run));
        for (stem, _) in &quote.wording.stems {
            note(&mut self.by_stem, key(*stem, None));
            if quote.day.is_some() {
                note(&mut self.by_stem, key(*stem, quote.day));
            }
        }
    }
}

fn key(stem: u64, day: Option<i32>) -> u64 {
    hash(&(stem, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(day: i32, words: &str) -> Told {
        Told { wording: Wording::of("said", words, true), day: Some(day) }
    }

    const CUTS: [&str; 5] = [
        "The council voted in the dark. It read nothing, it asked nothing, and it paid twice for the same bridge",
        "it asked nothing, and it paid twice for the same bridge",
        "The council voted in the dark. It read nothing",
        "that the council had paid twice for the same bridge, asked nothing and read nothing",
        "The harbour will be closed on Sunday for the boat race, as it is every year",
    ];

    #[test]
    fn cuts_and_versions_are_one_claim() {
        let quotes: Vec<Told> = CUTS.iter().map(|words| told(7, words)).collect();
        assert_eq!(cluster(&quotes, &[], &[]), [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn small_changes_make_no_chain() {
        let word = |at: usize| format!("word{}", char::from(b'a' + at as u8));
        let window = |from: usize| (from..from + 10).map(word).collect::<Vec<_>>().join(" ");
        let quotes: Vec<Told> = (0..12).map(|from| told(7, &window(from))).collect();
        let clusters = cluster(&quotes, &[], &[]);
        assert!(clusters.len() > 1, "{clusters:?}");
        assert!(clusters.iter().all(|members| members.iter().all(|m| m.abs_diff(members[0]) <= 8)));
    }

    #[test]
    fn a_person_knows_better() {
        let quotes: Vec<Told> = CUTS.iter().map(|words| told(7, words)).collect();
        assert_eq!(cluster(&quotes, &[(0, 2)], &[]), [vec![0, 1, 3], vec![2], vec![4]]);
        assert_eq!(cluster(&quotes, &[], &[(4, 1)]), [vec![0, 1, 2, 3, 4]]);
    }

    #[test]
    fn opposites_and_other_numbers_are_other_claims_and_a_cut_follows_its_own() {
        let quotes = [
            (1, "We will not cut the pensions of miners in the valley."),
            (50, "We will cut the pensions of miners in the valley."),
            (90, "We will hire 300 nurses for the wards of the county hospital."),
            (90, "We will hire 500 nurses for the wards of the county hospital."),
            (91, "cut the pensions of miners in the valley"),
            (92, "hire 500 nurses for the wards of the county hospital"),
        ];
        let quotes: Vec<Told> = quotes.iter().map(|(day, words)| told(*day, words)).collect();
        assert_eq!(cluster(&quotes, &[], &[]), [vec![0], vec![1, 4], vec![2], vec![3, 5]]);
    }

    proptest! {
        /// Nothing is lost or doubled, and the same words are never parted.
        #[test]
        fn every_quote_is_in_one_cluster(
            quotes in prop::collection::vec((0..4i32, prop::collection::vec(0..9usize, 0..12)), 0..40)
        ) {
            let words = ["bridge", "harbour", "council", "paid", "not", "twice", "300", "450", "reports"];
            let quotes: Vec<Told> = quotes
                .iter()
                .map(|(day, at)| told(*day, &at.iter().map(|w| words[*w]).collect::<Vec<_>>().join(" ")))
                .collect();
            let clusters = cluster(&quotes, &[], &[]);
            let mut all: Vec<usize> = clusters.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..quotes.len()).collect::<Vec<_>>());
            let of = |index: usize| clusters.iter().position(|c| c.contains(&index));
            for (one, a) in quotes.iter().enumerate() {
                for (other, b) in quotes.iter().enumerate().skip(one) {
                    if a.wording.words == b.wording.words && a.wording.words.len() >= LEAST_WORDS {
                        prop_assert_eq!(of(one), of(other));
                    }
                }
            }
        }
    }
}
