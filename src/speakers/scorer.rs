//! The scored choice: signs of each candidate, weighed by data/weights.tsv, to probabilities and words.

use super::signs::{COUNT, NAMES, Signs};
use crate::lists::rows;
use std::sync::LazyLock;

/// Where the words stand that refer to somebody, and what they are: each has weights of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A pronoun that is the source of an attribution.
    Source,
    /// A pronoun anywhere else.
    Passing,
    /// A role or another description.
    Description,
    /// A surname of several people.
    Surname,
}

impl Place {
    /// All, in the order of the columns of data/weights.tsv.
    pub(super) const ALL: [Place; 4] = [Place::Source, Place::Passing, Place::Description, Place::Surname];
}

struct Weights {
    /// By [`Place`] and sign.
    weight: [[f32; COUNT]; 4],
    words: [&'static str; COUNT],
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let mut weights = Weights { weight: [[0.0; COUNT]; 4], words: [""; COUNT] };
    for [name, source, passing, description, surname, words] in rows(include_str!("data/weights.tsv")) {
        let Some(sign) = NAMES.iter().position(|n| *n == name) else { continue };
        for (place, weight) in Place::ALL.into_iter().zip([source, passing, description, surname]) {
            weights.weight[place as usize][sign] = weight.parse().unwrap_or(0.0);
        }
        weights.words[sign] = words;
    }
    weights
});

fn score(signs: &Signs, place: Place) -> f32 {
    signs.0.iter().zip(WEIGHTS.weight[place as usize]).map(|(value, weight)| value * weight).sum()
}

/// The two signs that speak most for the candidate at a place, in words.
pub(super) fn words(signs: &Signs, place: Place) -> String {
    let mut best: Vec<(f32, &str)> = (0..COUNT)
        .map(|i| (signs.0[i] * WEIGHTS.weight[place as usize][i], WEIGHTS.words[i]))
        .filter(|(value, words)| *value > 0.0 && !words.is_empty())
        .collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    best.truncate(2);
    best.iter().map(|(_, words)| *words).collect::<Vec<_>>().join(", ")
}

/// One who was weighed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weighed {
    /// Index of the actor.
    pub(super) actor: usize,
    /// Probability, 0 to 1.
    pub(super) confidence: f32,
    /// What spoke for and against.
    pub(super) signs: Signs,
}

/// Candidates weighed against each other and against "nobody of these", which has signs of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice {
    /// The candidates, best first.
    pub(super) weighed: Vec<Weighed>,
    /// The signs of nobody.
    pub(super) nobody: Signs,
    /// Which weights were used.
    pub(super) place: Place,
}

impl Choice {
    /// The best candidate, if its probability reaches `least`.
    pub(super) fn best(&self, least: f32) -> Option<&Weighed> {
        self.weighed.first().filter(|b| b.confidence >= least)
    }

    /// Makes those no surer than `most` who are in doubt.
    pub(super) fn doubt(&mut self, most: f32, in_doubt: impl Fn(&Weighed) -> bool) {
        for weighed in self.weighed.iter_mut().filter(|w| in_doubt(w)) {
            weighed.confidence = weighed.confidence.min(most);
        }
        self.weighed.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.actor.cmp(&b.actor)));
    }
}

/// Weighs candidates; the best first.
pub(super) fn weigh(candidates: Vec<(usize, Signs)>, nobody: Signs, place: Place) -> Choice {
    let none = score(&nobody, place);
    let scores: Vec<f32> = candidates.iter().map(|(_, signs)| score(signs, place)).collect();
    let top = scores.iter().copied().fold(none, f32::max);
    let total: f32 = scores.iter().map(|s| (s - top).exp()).sum::<f32>() + (none - top).exp();
    let mut weighed: Vec<Weighed> = candidates
        .into_iter()
        .zip(scores)
        .map(|((actor, signs), score)| Weighed { actor, confidence: (score - top).exp() / total, signs })
        .collect();
    weighed.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.actor.cmp(&b.actor)));
    Choice { weighed, nobody, place }
}

#[cfg(test)]
mod tests {
    use super::super::signs::Sign;
    use super::*;

    #[test]
    fn every_sign_has_a_weight_and_every_weight_a_sign() {
        for (i, name) in NAMES.iter().enumerate() {
            assert!(WEIGHTS.weight.iter().any(|w| w[i] != 0.0), "{name}");
        }
        for [name] in rows::<1>(include_str!("data/weights.tsv")) {
            assert!(NAMES.contains(&name), "{name}");
        }
    }

    #[test]
    fn more_signs_weigh_more_and_say_why() {
        let mut one = Signs::none();
        one.flag(Sign::SpokeLast, true);
        one.flag(Sign::Subject, true);
        let choice = weigh(vec![(7, Signs::none()), (3, one)], Signs::none(), Place::Source);
        assert_eq!(choice.weighed[0].actor, 3);
        assert!(choice.weighed.iter().map(|w| w.confidence).sum::<f32>() < 1.0);
        assert!(words(&choice.weighed[0].signs, Place::Source).contains("spoke just before"));
    }

    #[test]
    fn with_nobody_to_choose_from_nobody_is_chosen() {
        assert!(weigh(Vec::new(), Signs::none(), Place::Source).weighed.is_empty());
    }
}
