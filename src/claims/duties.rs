//! What looks like an accusation of somebody and is none: "charged with overseeing the schools" is a duty, "condemned
//! Moen’s arrest" blames others.

use super::flag;
use super::lexicon::{Accusing, Meaning};
use super::reading::{Hit, Reading};
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Within how many words of "with" the duty is named: "with the difficult task".
const NEAR: usize = 4;
/// How long a description before a name is, in tokens.
const DESCRIPTION: usize = 5;

static TASKS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/tasks.txt")).collect());

static SUFFERING: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/suffering.txt")).collect());

static DONE_TO: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/done-to.txt")).collect());

/// Whether the words behind "charged with", in lower case, begin with a duty and no offence.
pub(crate) fn begins<'w>(words: impl Iterator<Item = &'w str>) -> bool {
    words.take(NEAR).any(|word| TASKS.contains(word))
}

impl Reading<'_> {
    /// Whether a thing is done to its owner: "arrest", "killing by the army", "abuse by guards"; not "killing of a clerk".
    pub(super) fn is_suffered(&self, thing: &Range<usize>) -> bool {
        let near = thing.clone().take(NEAR).take_while(|&t| !self.has(t, flag::PREPOSITION | flag::TO));
        let deed = near.into_iter().find(|&t| self.is_done_to(t));
        deed.is_some_and(|t| {
            let by = self.has(t + 1, flag::BY);
            !self.has(t + 1, flag::OF) && (by || SUFFERING.contains(self.word(t)))
        })
    }

    /// Whether a noun tells of what is done to somebody, so that "of" leads to the victim: "the murder of", "the invasion of".
    pub(super) fn is_done_to(&self, noun: usize) -> bool {
        SUFFERING.contains(self.word(noun)) || DONE_TO.contains(self.word(noun))
    }

    /// Whether somebody is told of as the one to whom it was done: "the murder of the clerk Per Lund", "Per Lund’s arrest".
    pub(super) fn suffers(&self, who: &Range<usize>) -> bool {
        // "the journalist Per Lund’s murder"
        let end = self.mentions(who.end..who.end + 1).first().map_or(who.end, |name| name.tokens.end);
        let owned = end.checked_sub(1).and_then(|last| self.possessive_end(last));
        if owned.is_some_and(|thing| self.is_suffered(&(thing..thing + NEAR))) {
            return true;
        }
        let from = who.start.saturating_sub(DESCRIPTION);
        let names = flag::AGENT | flag::CAPITAL | flag::DETERMINER | flag::POSSESSIVE;
        let of = (from..who.start).rev().find(|&t| !self.has(t, names));
        let noun = of.filter(|&t| self.has(t, flag::OF)).and_then(|t| t.checked_sub(1));
        noun.is_some_and(|noun| self.is_done_to(noun))
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
        for condemned in [
            "{Per Lund}’s brutal murder",
            "{Per Lund}’s rape",
            "the murder of the clerk {Per Lund}",
            "the harassment of {Per Lund}",
            "the invasion of {Vesteria}",
        ] {
            for verb in ["condemned", "mourned", "said"] {
                check(&[(&format!("[S {{Ida Moen}}] [Q {verb}] [C {condemned}]."), &[])]);
            }
        }
        check(&[
            (
                "[S {Ida Moen}] [Q condemned] [C {Per Lund}’s abuse by two guards].",
                &["Ida Moen > two guards: Per Lund’s abuse by two guards (condemned)"],
            ),
            (
                "[S {Ida Moen}] [Q condemned] [C the murder of {Per Lund} by {Norlund}].",
                &["Ida Moen > Norlund: the murder of Per Lund by Norlund (condemned)"],
            ),
            (
                "[S {Ida Moen}] [Q condemned] [C {Norlund}’s invasion of {Vesteria}].",
                &["Ida Moen > Norlund: Norlund’s invasion of Vesteria (condemned)"],
            ),
            (
                "[S {Ida Moen}] [Q condemned] [C {Norlund}’s murder of a clerk].",
                &["Ida Moen > Norlund: Norlund’s murder of a clerk (condemned)"],
            ),
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
