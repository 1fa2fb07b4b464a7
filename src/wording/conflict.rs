//! Wordings of one speaker that may contradict each other: nearly the same words, but one is turned round by a "not",
//! or their numbers differ. Candidates for a person to look at, no more: the words do not show whether a year lies between
//! two numbers because the world changed.

use super::Wording;
use super::likeness::{NUMBER, contradict, opposed, share};
use std::collections::{BTreeSet, HashMap};

/// How alike two wordings must be, numbers and "not" apart (0 to 1).
const LEAST_ALIKE: f32 = 0.6;

/// Content words, numbers apart, that both must have.
const LEAST_WORDS: usize = 3;

/// A word that so many wordings share leads to no comparison.
const MOST_COMMON: usize = 48;

/// How two wordings contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// One is turned round.
    Denied,
    /// The numbers differ.
    Numbers,
}

impl Conflict {
    /// The name in output.
    pub const fn name(self) -> &'static str {
        match self {
            Conflict::Denied => "said and denied",
            Conflict::Numbers => "numbers changed",
        }
    }
}

/// All pairs that may contradict each other, by index, the smaller first. The work grows with the number of wordings.
pub fn conflicts(wordings: &[Wording]) -> Vec<(usize, usize, Conflict)> {
    let bare: Vec<Vec<(u64, f32)>> = wordings.iter().map(without_numbers).collect();
    let mut by_stem: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, stems) in bare.iter().enumerate() {
        for (stem, _) in stems {
            by_stem.entry(*stem).or_default().push(index);
        }
    }
    let mut found = Vec::new();
    for (index, (wording, stems)) in wordings.iter().zip(&bare).enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for (stem, _) in stems {
            let alike = by_stem.get(stem).filter(|alike| alike.len() <= MOST_COMMON);
            for other in alike.into_iter().flatten().filter(|other| **other > index) {
                *shared.entry(*other).or_insert(0) += 1;
            }
        }
        let near: BTreeSet<usize> =
            shared.into_iter().filter(|(_, n)| *n >= 2).map(|(other, _)| other).collect();
        for other in near {
            let (Some(second), Some(others)) = (wordings.get(other), bare.get(other)) else { continue };
            let enough = stems.len().min(others.len()) >= LEAST_WORDS;
            if enough && share(stems, others) >= LEAST_ALIKE {
                found.extend(conflict(wording, second).map(|conflict| (index, other, conflict)));
            }
        }
    }
    found
}

fn conflict(one: &Wording, other: &Wording) -> Option<Conflict> {
    if opposed(one, other) {
        return Some(Conflict::Denied);
    }
    contradict(&one.numbers, &other.numbers).then_some(Conflict::Numbers)
}

fn without_numbers(wording: &Wording) -> Vec<(u64, f32)> {
    wording.stems.iter().copied().filter(|(_, weight)| *weight < NUMBER).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_not_and_other_numbers() {
        let wordings = [
            ("said", "the ministry sold the harbour land to Norlund"),
            ("denied", "the ministry had sold the harbour land to Norlund"),
            ("said", "the storm killed 12 fishermen at Querl"),
            ("said", "the storm had killed 40 fishermen at Querl"),
            ("said", "the storm was the worst at Querl"),
        ]
        .map(|(cue, content)| Wording::of(cue, content, false));
        assert_eq!(conflicts(&wordings), [(0, 1, Conflict::Denied), (2, 3, Conflict::Numbers)]);
    }
}
