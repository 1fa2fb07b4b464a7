//! Wordings of one speaker that may contradict each other: nearly the same words, but one is turned round by a "not",
//! or their numbers differ. Candidates for a person to look at, no more: the words do not show whether a year lies between
//! two numbers because the world changed.

use super::Wording;
use super::aligned::Aligned;
use super::likeness::{LEAST_QUOTED, NUMBER, contradict, opposed, share, share_of_shorter};
use std::collections::{BTreeSet, HashMap};

/// How alike two wordings must be, numbers and "not" apart (0 to 1).
const LEAST_ALIKE: f32 = 0.6;

/// Content words, numbers apart, that both must have …
const LEAST_WORDS: usize = 3;

/// … or these, if they are the same: "40 cracks were found", "60 cracks were found".
const LEAST_EQUAL: usize = 2;

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
            let enough =
                stems.len().min(others.len()) >= LEAST_WORDS || stems.len() >= LEAST_EQUAL && stems == others;
            if !enough || share_of_shorter(stems, others) < LEAST_ALIKE {
                continue;
            }
            let is_alike = share(stems, others) >= LEAST_ALIKE;
            let conflict = if is_alike { as_a_whole(wording, second) } else { None };
            let conflict = conflict.or_else(|| in_one_place(wording, second));
            found.extend(conflict.map(|conflict| (index, other, conflict)));
        }
    }
    found
}

fn as_a_whole(one: &Wording, other: &Wording) -> Option<Conflict> {
    if opposed(one, other) {
        return Some(Conflict::Denied);
    }
    contradict(&one.numbers, &other.numbers).then_some(Conflict::Numbers)
}

/// Where both have the same quoted words, however much more one of them says.
fn in_one_place(one: &Wording, other: &Wording) -> Option<Conflict> {
    let aligned = Aligned::of(one, other);
    if aligned.share() >= LEAST_QUOTED { aligned.conflict() } else { None }
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

    #[test]
    fn what_cannot_be_one_claim_is_a_candidate() {
        let how = |one: &str, other: &str, direct: bool| {
            let wordings = [one, other].map(|words| Wording::of("said", words, direct));
            conflicts(&wordings).first().map(|(_, _, how)| *how)
        };
        let took = "I took the money out of the safe in the office.";
        let not = "I did not take the money out of the safe in the office.";
        assert_eq!(how(not, took, true), Some(Conflict::Denied));
        assert_eq!(
            how(&format!("{not} Nobody took money out of the safe."), took, true),
            Some(Conflict::Denied),
            "turned round twice, but once where it counts"
        );
        assert_eq!(
            how(
                &format!("{not} Two keys hung on the board, the guard slept downstairs, and it rained."),
                took,
                true
            ),
            Some(Conflict::Denied),
            "one says far more"
        );
        let hire = "We will hire 300 nurses for the wards of the county hospital";
        let more = "We will hire 500 nurses for the wards of the county hospital, and 300 for the county";
        assert_eq!(how(hire, more, true), Some(Conflict::Numbers));
        let gunmen = ["that two gunmen had fired on the convoy", "that nine gunmen had fired on the convoy"];
        assert_eq!(how(gunmen[0], gunmen[1], false), Some(Conflict::Numbers));
    }

    #[test]
    fn short_ones_only_where_they_are_the_same_but_for_that() {
        let found = |one: &str, other: &str| {
            conflicts(&[one, other].map(|words| Wording::of("said", words, false))).len()
        };
        assert_eq!(found("that 40 cracks had been found", "that 60 cracks had been found"), 1);
        assert_eq!(found("that 40 cracks had been found", "that 60 cracks had been found by him in it"), 1);
        assert_eq!(found("that 40 cracks had been found", "that 60 cracks had been mended"), 0);
        assert_eq!(found("that there were 40 cracks", "that there were 60 cracks"), 0, "says too little");
    }
}
