//! Outcomes that are said of charges or of a conviction: "the charges against Lund were dropped", "a higher court overturned
//! Lund’s conviction".

use super::page::{FAR, Page, Who};
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

static CHARGES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/charges.txt")).collect());
static CONVICTIONS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/convictions.txt")).collect());

/// How many words may stand between the verb and its noun: "dropped all three remaining charges".
const BETWEEN: usize = 4;

impl Page<'_> {
    /// All against whom the charges are that the verb in `at..end` is said of.
    pub(super) fn charged_parties(&self, at: usize, end: usize, sentence: &Range<usize>) -> Option<Vec<Who>> {
        let (noun, is_object) = self.noun_of(at, end, sentence, &CHARGES)?;
        let against = (noun + 1..sentence.end).take(BETWEEN).find(|t| self.word(*t) == "against")?;
        self.parties(against + 1, at, is_object, sentence)
    }

    /// All whose conviction it is that the verb in `at..end` is said of.
    pub(super) fn convicted_parties(
        &self,
        at: usize,
        end: usize,
        sentence: &Range<usize>,
    ) -> Option<Vec<Who>> {
        let (noun, is_object) = self.noun_of(at, end, sentence, &CONVICTIONS)?;
        let owner = || {
            // "’s" is one token or two.
            let near = noun.saturating_sub(BETWEEN).max(sentence.start)..noun;
            let at = near.rev().find(|t| self.is(*t, "owner") || self.is(*t, "possessive"))?;
            if self.is(at, "possessive") {
                let entity = self.names.ending_at(at + 1).and_then(|who| who.entity);
                return Some(vec![Who { tokens: at..at + 1, entity }]);
            }
            self.names.ending_at(at).map(|who| vec![who])
        };
        let of = || {
            let of = Some(noun + 1).filter(|t| self.word(*t) == "of")?;
            self.parties(of + 1, at, is_object, sentence)
        };
        owner().or_else(of)
    }

    /// Who is named from a token on; before the verb at `at` where the noun is its subject.
    fn parties(&self, from: usize, at: usize, is_object: bool, sentence: &Range<usize>) -> Option<Vec<Who>> {
        let first =
            self.described_name(from, sentence.end).filter(|who| is_object || who.tokens.end <= at)?;
        let mark = |t: usize| self.document.tokens.get(t).is_none_or(|token| token.is_mark);
        let closes = |t: usize| t >= sentence.end || mark(t) || self.is(t, "behind");
        let verb = |t: usize| !is_object && (self.is(t, "being") || self.is(t, "has"));
        Some(self.with_those_behind(first, sentence.end, |t| closes(t) || verb(t)))
    }

    /// The noun that the verb is said of, and whether it is its object.
    fn noun_of(
        &self,
        at: usize,
        end: usize,
        sentence: &Range<usize>,
        nouns: &HashSet<&str>,
    ) -> Option<(usize, bool)> {
        let is_noun = |t: &usize| nouns.contains(self.word(*t));
        // "A court dropped the charges": not "was dropped", which has its noun before it.
        let passive = self.auxiliary(at, sentence.start).filter(|auxiliary| *auxiliary < at);
        if let Some(auxiliary) = passive {
            let from = auxiliary.saturating_sub(FAR).max(sentence.start);
            let noun = (from..auxiliary).rev().find(is_noun)?;
            let clause =
                (noun..auxiliary).any(|t| matches!(self.word(t), "," | ";" | "that" | "who" | "which"));
            return (!clause && self.is_clear(from..at)).then_some((noun, false));
        }
        let noun = (end..sentence.end).take(FAR).find(is_noun)?;
        // "overturned Lund’s 2019 conviction" names him in between.
        let near = noun - end <= BETWEEN + 3;
        (self.is_by_court(at, sentence.start) && near && self.is_clear(at..noun)).then_some((noun, true))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::outcomes;

    #[test]
    fn charges_are_dropped_and_convictions_overturned() {
        for (text, expected) in [
            ("The charges against {Per Lund} were dropped on Monday.", "Per Lund: dropped"),
            ("All charges against {Per Lund} have been dismissed.", "Per Lund: dropped"),
            ("Prosecutors dropped the two remaining charges against {Per Lund}.", "Per Lund: dropped"),
            ("A judge threw out the case against {Per Lund}.", "Per Lund: dropped"),
            ("{Per Lund}’s conviction was overturned.", "Per Lund: overturned"),
            ("An appeals court overturned {Per Lund}’s 2019 conviction.", "Per Lund: overturned"),
            ("It rained. His conviction was overturned.", "His?: overturned"),
            ("{Per Lund} had his conviction overturned.", "Per Lund: overturned"),
            ("The court quashed the conviction of {Per Lund}.", "Per Lund: overturned"),
            (
                "Prosecutors on Friday dropped the fraud charges against former mayor {Per Lund}.",
                "Per Lund: dropped",
            ),
        ] {
            assert_eq!(outcomes(text), [expected], "{text}");
        }
        for text in [
            "The charges against {Per Lund} were not dropped.",
            "The charges against {Per Lund} could be dropped.",
            "{Per Lund} dropped the case.",
            "The plan was dropped after the charges against {Per Lund}.",
            "{Ida Moen} dropped the charges that she had against {Per Lund}.",
            "The case was dropped.",
        ] {
            assert_eq!(outcomes(text), [""; 0], "{text}");
        }
    }
}
