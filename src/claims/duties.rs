//! What looks like an accusation of somebody and is none: "charged with overseeing the schools" is a duty, "condemned
//! Moen’s arrest" blames others.

use super::lexicon::{Accusing, Meaning};
use super::reading::{Hit, Reading};
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Within how many words of "with" the duty is named: "with the difficult task".
const NEAR: usize = 4;

static TASKS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/tasks.txt")).collect());

static SUFFERING: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/suffering.txt")).collect());

/// Whether the words behind "charged with", in lower case, begin with a duty and no offence.
pub(crate) fn begins<'w>(words: impl Iterator<Item = &'w str>) -> bool {
    words.take(NEAR).any(|word| TASKS.contains(word))
}

impl Reading<'_> {
    /// Whether a thing is done to its owner: "arrest", "killing by the army".
    pub(super) fn is_suffered(&self, thing: &Range<usize>) -> bool {
        thing.clone().take(NEAR).any(|t| SUFFERING.contains(self.word(t)))
    }

    /// Whether an accusing verb is "charge" and what it is followed by is a duty, of which no word tells of a wrong
    /// ("charged with running a racket").
    pub(super) fn is_duty(&self, hit: &Hit, accusing: &Accusing, told: Range<usize>) -> bool {
        let charge = self.lemma_name(hit.tokens.start) == Some("charge") && !accusing.with.is_empty();
        let wrong = |h: &Hit| matches!(h.meaning, Meaning::Wrong(_));
        charge && begins(told.clone().map(|t| self.word(t))) && !self.hits(told).iter().any(wrong)
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn who_suffers_is_not_blamed() {
        check(&[
            ("[S {Ida Moen}] [Q condemned] [C {Per Lund}’s arrest].", &[]),
            (
                "[S {Ida Moen}] [Q condemned] [C {Per Lund}’s killing by {Norlund}].",
                &["Ida Moen > Norlund: Per Lund’s killing by Norlund (condemned)"],
            ),
        ]);
    }

    #[test]
    fn a_duty_is_no_accusation() {
        check(&[
            ("{Per Lund} was charged with beautifying the harbour.", &[]),
            ("The council charged {Per Lund} with the difficult task of closing the clinic.", &[]),
            ("A panel charged with reviewing the fire met {Per Lund}.", &[]),
            (
                "{Per Lund} was charged with running a corrupt charity.",
                &["? > Per Lund: running a corrupt charity (was charged with)"],
            ),
            ("{Per Lund} was charged with fraud.", &["? > Per Lund: fraud (was charged with)"]),
        ]);
    }
}
