//! Whether an article that has a surname only means somebody who has the full name in others of these days. The days alone say
//! little: a pastor Garrow in one town and a Garrow before a court in another are two. It takes something that both share: the
//! story, somebody else who is named in both, or a role.

use super::Bearer;
use super::evidence::{Evidence, is_telling_office};
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How strongly what contradicts must speak for two people (see [`Evidence::against`]): one strong sign.
const AGAINST: f64 = 2.0;

/// What is known of somebody with a full name.
#[derive(Default)]
pub(crate) struct Acquaintance {
    evidence: Evidence,
    /// On which days a story or a name beside the bearer occurs.
    days: HashMap<u64, BTreeSet<i32>>,
}

/// What an article with a surname only shares with those of a full name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tie {
    Shares,
    Nothing,
    Contradicts,
}

impl Acquaintance {
    /// Adds an article, with hashes of the names beside the bearer.
    pub(crate) fn add(&mut self, bearer: &Bearer, companions: &[u64]) {
        self.evidence.add(&Evidence::of(bearer));
        for sign in signs(bearer, companions) {
            self.days.entry(sign).or_default().extend(bearer.day);
        }
    }

    /// What an article that has the surname only shares with those that are at most `near` days away; a role may stand in any.
    pub(crate) fn tie(&self, bearer: &Bearer, companions: &[u64], near: i32) -> Tie {
        let other = Evidence::of(bearer);
        let is_near = |days: &BTreeSet<i32>| {
            bearer.day.is_some_and(|day| {
                days.range(day.saturating_sub(near)..=day.saturating_add(near)).next().is_some()
            })
        };
        let shared =
            signs(bearer, companions).filter(|sign| self.days.get(sign).is_some_and(is_near)).count();
        let has_role = !self.evidence.roles.is_disjoint(&other.roles)
            || self.evidence.offices.intersection(&other.offices).any(|office| is_telling_office(office));
        let contradicts = self.evidence.against(&other) >= AGAINST;
        match (shared > 0 || has_role, contradicts) {
            (true, false) => Tie::Shares,
            // Somebody else is named in both: a strong sign each way is for a person to weigh.
            (false, false) | (true, true) => Tie::Nothing,
            (false, true) => Tie::Contradicts,
        }
    }
}

/// The story and the names beside, as one kind of number.
fn signs(bearer: &Bearer, companions: &[u64]) -> impl Iterator<Item = u64> {
    // Fixed keys: the same in every run.
    let mut hasher = DefaultHasher::new();
    ("story", &bearer.story).hash(&mut hasher);
    companions.iter().copied().chain([hasher.finish()]).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer(normal: &str, story: &str, role: &str, day: i32) -> Bearer {
        Bearer {
            normal: normal.to_owned(),
            article: story.to_owned(),
            story: story.to_owned(),
            day: Some(day),
            roles: Some(role.to_owned()).filter(|role| !role.is_empty()).into_iter().collect(),
            ..Bearer::default()
        }
    }

    #[test]
    fn a_surname_needs_something_that_is_shared() {
        let mut known = Acquaintance::default();
        known.add(&bearer("philip garrow", "a", "Pastor", 700_000), &[1, 2]);
        known.add(&bearer("philip garrow", "b", "a member of the harbour board", 700_200), &[3]);
        let tie = |story: &str, role: &str, companions: &[u64]| {
            known.tie(&bearer("garrow", story, role, 700_010), companions, 30)
        };
        assert_eq!(tie("c", "", &[]), Tie::Nothing);
        assert_eq!(tie("c", "", &[2]), Tie::Shares, "somebody else is named in both");
        assert_eq!(tie("c", "", &[3]), Tie::Nothing, "half a year later");
        assert_eq!(tie("a", "", &[]), Tie::Shares, "one story");
        assert_eq!(tie("c", "the harbour board member", &[]), Tie::Nothing);
        assert_eq!(tie("c", "a member of the harbour board", &[]), Tie::Shares);
        let mut minister = Acquaintance::default();
        minister.add(&bearer("ada garrow", "a", "the Norwegian foreign minister", 700_000), &[1]);
        let tie = |role: &str, companions: &[u64]| {
            minister.tie(&bearer("garrow", "c", role, 700_010), companions, 30)
        };
        assert_eq!(tie("minister", &[]), Tie::Shares);
        assert_eq!(tie("an Australian swimmer", &[]), Tie::Contradicts);
        assert_eq!(tie("an Australian swimmer", &[1]), Tie::Nothing);
        minister.add(&bearer("ada garrow", "a", "a resident", 700_000), &[1]);
        assert_eq!(minister.tie(&bearer("garrow", "c", "another resident", 700_010), &[], 30), Tie::Nothing);
    }
}
