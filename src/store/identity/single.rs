//! Persons whom articles call by one name only: "Lulo, the singer". A single name joins nobody, for "Smith" is many people;
//! where the roles agree, it is a suggestion.

use super::evidence::{Evidence, probability};
use super::{Bearer, Suggestion, order};
use std::collections::BTreeMap;

/// With how many of the earliest bearers of the same role each one is compared.
const HUBS: usize = 4;

/// Who of some bearers of one single name may be one: each with the earliest one of the same role whom nothing contradicts.
/// Indices are those of the bearers.
pub fn namesakes(bearers: &[Bearer]) -> Vec<Suggestion> {
    let mut sorted: Vec<usize> = (0..bearers.len()).collect();
    sorted.sort_by(|a, b| order(bearers, *a).cmp(&order(bearers, *b)));
    let evidence: Vec<Evidence> = bearers.iter().map(Evidence::of).collect();
    let mut hubs: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut suggestions = Vec::new();
    for other in sorted {
        let Some(now) = evidence.get(other) else { continue };
        let mut best: Option<(f64, usize, String)> = None;
        for role in now.roles.iter().chain(&now.offices) {
            let hubs = hubs.entry(role).or_default();
            for one in hubs.iter().copied() {
                let Some((confidence, reason)) = evidence.get(one).and_then(|e| e.same_role(now)) else {
                    continue;
                };
                if best.as_ref().is_none_or(|(most, _, _)| confidence > *most) {
                    best = Some((confidence, one, reason));
                }
            }
            if hubs.len() < HUBS && !hubs.contains(&other) {
                hubs.push(other);
            }
        }
        suggestions.extend(best.map(|(confidence, one, reason)| Suggestion {
            one,
            other,
            confidence,
            reason,
        }));
    }
    suggestions
}

/// Whether an article calls somebody by the role of one of some others, and nothing contradicts.
pub fn has_role_of(bearer: &Bearer, others: &[Bearer]) -> bool {
    let evidence = Evidence::of(bearer);
    others.iter().any(|other| evidence.same_role(&Evidence::of(other)).is_some())
}

/// How probable it is that two are one whose names are one in another order, or with a second surname, and why: they have
/// one role, and nothing contradicts.
pub fn in_other_order(one: &Bearer, other: &Bearer) -> Option<(f64, String)> {
    let (one, other) = (Evidence::of(one), Evidence::of(other));
    let (weight, sign) = one.shared_role(&other)?;
    let is_free = one.against(&other) == 0.0;
    is_free.then(|| {
        (probability(weight - 0.5), format!("one name in another order, or a surname longer; {sign}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speakers::Gender;

    fn called(article: &str, day: i32, roles: &[&str]) -> Bearer {
        Bearer {
            normal: "lulo".to_owned(),
            article: article.to_owned(),
            story: article.to_owned(),
            day: Some(day),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            ..Bearer::default()
        }
    }

    #[test]
    fn one_single_name_with_one_role_is_suggested() {
        let mut bearers = vec![
            called("a:1", 1, &["the singer"]),
            called("a:2", 2, &[]),
            called("a:3", 3, &["a Brazilian singer"]),
            called("a:4", 4, &["a surgeon"]),
            called("a:5", 5, &["the singer"]),
        ];
        let pairs = |bearers: &[Bearer]| {
            let pairs = namesakes(bearers)
                .into_iter()
                .map(|s| (bearers[s.one].article.clone(), bearers[s.other].article.clone(), s.reason));
            pairs.collect::<Vec<_>>()
        };
        let expected = ["a:3", "a:5"]
            .map(|other| ("a:1".to_owned(), other.to_owned(), "one single name; both “singer”".to_owned()));
        assert_eq!(pairs(&bearers), expected);
        assert!(has_role_of(&bearers[4], &bearers[..1]) && !has_role_of(&bearers[3], &bearers[..3]));
        bearers.reverse();
        assert_eq!(pairs(&bearers), expected, "whatever the order");
        bearers[0].gender = Some(Gender::Feminine);
        bearers[4].gender = Some(Gender::Masculine);
        assert_eq!(pairs(&bearers).len(), 2);
        assert!(!has_role_of(&bearers[0], &bearers[4..]));
    }
}
