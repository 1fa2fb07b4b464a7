//! "charged with overseeing the schools" is a duty and no accusation.

use super::lexicon::{Accusing, Meaning};
use super::reading::{Hit, Reading};
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Within how many words of "with" the duty is named: "with the difficult task".
const NEAR: usize = 4;

static TASKS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/tasks.txt")).collect());

/// Whether the words behind "charged with", in lower case, begin with a duty and no offence.
pub(crate) fn begins<'w>(words: impl Iterator<Item = &'w str>) -> bool {
    words.take(NEAR).any(|word| TASKS.contains(word))
}

impl Reading<'_> {
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
