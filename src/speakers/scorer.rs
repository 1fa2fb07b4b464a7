//! The scored choice: signs of each candidate, weighed by data/weights.tsv, to probabilities and words.

use crate::lists::rows;
use std::sync::LazyLock;

/// What can speak for or against a candidate. Values are 0 or 1 but for `Distance` and `Mentions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
#[allow(missing_docs, reason = "the names say it, and data/weights.tsv says it in words")]
pub(super) enum Sign {
    SameSentence,
    SentenceBefore,
    TwoSentencesBefore,
    /// Logarithm of one plus the sentences between.
    Distance,
    SameParagraph,
    Subject,
    SubjectHere,
    SubjectBefore,
    Opens,
    OnlyQuoted,
    Owner,
    AfterPreposition,
    SpokeLast,
    SpokeHere,
    Spoke,
    /// Logarithm of one plus the mentions so far.
    Mentions,
    MostMentioned,
    Latest,
    SecondLatest,
    FirstOfParagraph,
    FirstOfSentence,
    ByPronoun,
    Unsure,
    NamedInContent,
    Answers,
    SpokeLastOfQuotes,
    GenderFits,
    GenderAgainst,
    NamedInFull,
    Nobody,
    SameRole,
    LikeRole,
    KindFits,
    KindPossible,
    SameCountry,
    OtherCountry,
    SameWords,
    OtherWords,
    NamedLater,
    NamedNext,
    NobodyDescribed,
    NobodyNamed,
    FullNameLast,
    /// Logarithm of one plus the unmistakable names in the whole article.
    NamedClearly,
    /// Logarithm of one plus the bare surnames before any namesake is named.
    NamedAlone,
}

const COUNT: usize = Sign::NamedAlone as usize + 1;

/// The names of data/weights.tsv in the order of [`Sign`].
const NAMES: [&str; COUNT] = [
    "same_sentence",
    "sentence_before",
    "two_sentences_before",
    "distance",
    "same_paragraph",
    "subject",
    "subject_here",
    "subject_before",
    "opens",
    "only_quoted",
    "owner",
    "after_preposition",
    "spoke_last",
    "spoke_here",
    "spoke",
    "mentions",
    "most_mentioned",
    "latest",
    "second_latest",
    "first_of_paragraph",
    "first_of_sentence",
    "by_pronoun",
    "unsure",
    "named_in_content",
    "answers",
    "spoke_last_of_quotes",
    "gender_fits",
    "gender_against",
    "named_in_full",
    "nobody",
    "same_role",
    "like_role",
    "kind_fits",
    "kind_possible",
    "same_country",
    "other_country",
    "same_words",
    "other_words",
    "named_later",
    "named_next",
    "nobody_described",
    "nobody_named",
    "full_name_last",
    "named_clearly",
    "named_alone",
];

/// Where the words stand that refer to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// They are a pronoun and the source of an attribution.
    Source,
    /// They are a pronoun anywhere else.
    Passing,
    /// They are a role, a description or an open surname.
    Title,
}

struct Weights {
    /// By [`Place`] and [`Sign`].
    weight: [[f32; COUNT]; 3],
    words: [&'static str; COUNT],
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let mut weights = Weights { weight: [[0.0; COUNT]; 3], words: [""; COUNT] };
    for [name, in_source, in_passing, in_title, words] in rows(include_str!("data/weights.tsv")) {
        if let Some(sign) = NAMES.iter().position(|n| *n == name) {
            for (place, weight) in
                [(Place::Source, in_source), (Place::Passing, in_passing), (Place::Title, in_title)]
            {
                weights.weight[place as usize][sign] = weight.parse().unwrap_or(0.0);
            }
            weights.words[sign] = words;
        }
    }
    weights
});

/// The signs of one candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Signs([f32; COUNT]);

impl Signs {
    /// None yet.
    pub(super) const fn none() -> Signs {
        Signs([0.0; COUNT])
    }

    /// With one more sign.
    pub(super) fn set(&mut self, sign: Sign, value: f32) {
        self.0[sign as usize] = value;
    }

    /// With one more sign where `holds`.
    pub(super) fn flag(&mut self, sign: Sign, holds: bool) {
        self.set(sign, f32::from(u8::from(holds)));
    }

    fn score(&self, place: Place) -> f32 {
        self.0.iter().zip(WEIGHTS.weight[place as usize]).map(|(value, weight)| value * weight).sum()
    }

    /// The signs that are not 0, by name.
    #[cfg(test)]
    pub(super) fn named(&self) -> Vec<(&'static str, f32)> {
        (0..COUNT).filter(|&i| self.0[i] != 0.0).map(|i| (NAMES[i], self.0[i])).collect()
    }

    /// The two signs that speak most for the candidate, in words.
    pub(super) fn words(&self) -> String {
        let mut best: Vec<(f32, &str)> = (0..COUNT)
            .map(|i| (self.0[i] * WEIGHTS.weight[Place::Source as usize][i], WEIGHTS.words[i]))
            .filter(|(value, words)| *value > 0.0 && !words.is_empty())
            .collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0));
        best.truncate(2);
        best.iter().map(|(_, words)| *words).collect::<Vec<_>>().join(", ")
    }
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

/// Weighs candidates against each other and against "nobody of these", whose sign is `nobody`; best first.
pub(super) fn weigh(candidates: Vec<(usize, Signs)>, nobody: Sign, place: Place) -> Vec<Weighed> {
    let none = WEIGHTS.weight[place as usize][nobody as usize];
    let scores: Vec<f32> = candidates.iter().map(|(_, signs)| signs.score(place)).collect();
    let top = scores.iter().copied().fold(none, f32::max);
    let total: f32 = scores.iter().map(|s| (s - top).exp()).sum::<f32>() + (none - top).exp();
    let mut weighed: Vec<Weighed> = candidates
        .into_iter()
        .zip(scores)
        .map(|((actor, signs), score)| Weighed { actor, confidence: (score - top).exp() / total, signs })
        .collect();
    weighed.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.actor.cmp(&b.actor)));
    weighed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_a_weight() {
        for (i, name) in NAMES.iter().enumerate() {
            assert!(WEIGHTS.weight.iter().all(|w| w[i] != 0.0), "{name}");
        }
    }

    #[test]
    fn more_signs_weigh_more_and_say_why() {
        let mut one = Signs::none();
        one.flag(Sign::SpokeLast, true);
        one.flag(Sign::Subject, true);
        let weighed = weigh(vec![(7, Signs::none()), (3, one)], Sign::Nobody, Place::Source);
        assert_eq!(weighed[0].actor, 3);
        assert!(weighed.iter().map(|w| w.confidence).sum::<f32>() < 1.0);
        assert!(weighed[0].signs.words().contains("spoke just before"));
    }

    #[test]
    fn with_nobody_to_choose_from_nobody_is_chosen() {
        assert!(weigh(Vec::new(), Sign::Nobody, Place::Source).is_empty());
    }
}
