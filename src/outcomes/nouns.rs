//! Outcomes that are said of charges or of a conviction: "the charges against Lund were dropped", "a higher court overturned
//! Lund’s conviction".

use super::{COURTS, NOT_YET, Page};
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

static CHARGES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/charges.txt")).collect());
static CONVICTIONS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/convictions.txt")).collect());

/// How many words may stand between the verb and its noun: "dropped all three remaining charges".
const BETWEEN: usize = 4;

/// Whom an outcome is about: the tokens, and the entity.
type Who = (Range<usize>, Option<usize>);

impl Page<'_> {
    /// Against whom the charges are that the verb in `at..end` is said of.
    pub(super) fn charged_party(&self, at: usize, end: usize, sentence: Range<usize>) -> Option<Who> {
        let (noun, is_object) = self.noun_of(at, end, &sentence, &CHARGES)?;
        let against = (noun + 1..sentence.end).take(BETWEEN).find(|t| self.word(*t) == "against")?;
        let (who, entity) = self.names.first_at(against + 1, against + 3)?;
        (is_object || who.end <= at).then_some((who, Some(entity)))
    }

    /// Whose conviction it is that the verb in `at..end` is said of.
    pub(super) fn convicted_party(&self, at: usize, end: usize, sentence: Range<usize>) -> Option<Who> {
        let (noun, is_object) = self.noun_of(at, end, &sentence, &CONVICTIONS)?;
        let owner = || {
            // "’s" is one token or two.
            let mark = |t: usize| matches!(self.word(t), "’s" | "'s" | "’" | "'");
            let near = noun.saturating_sub(BETWEEN).max(sentence.start)..noun;
            let at = near.rev().find(|t| mark(*t))?;
            self.names.ending_at(at)
        };
        let of = || {
            let of = Some(noun + 1).filter(|t| self.word(*t) == "of")?;
            self.names.first_at(of + 1, of + 3).filter(|(who, _)| is_object || who.end <= at)
        };
        owner().or_else(of).map(|(who, entity)| (who, Some(entity)))
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
        let clear = |mut tokens: Range<usize>| tokens.all(|t| !NOT_YET.contains(self.word(t)));
        // "A court dropped the charges": not "was dropped", which has its noun before it.
        let passive = self.auxiliary(at, sentence.start).filter(|auxiliary| *auxiliary < at);
        if let Some(auxiliary) = passive {
            let from = auxiliary.saturating_sub(super::FAR).max(sentence.start);
            let noun = (from..auxiliary).rev().find(is_noun)?;
            let clause =
                (noun..auxiliary).any(|t| matches!(self.word(t), "," | ";" | "that" | "who" | "which"));
            return (!clause && clear(from..at)).then_some((noun, false));
        }
        let from = at.saturating_sub(super::NEAR).max(sentence.start);
        let court = (from..at).any(|t| COURTS.contains(self.word(t)));
        let noun = (end..sentence.end).take(super::FAR).find(is_noun)?;
        // "overturned Lund’s 2019 conviction" names him in between.
        let near = noun - end <= BETWEEN + 3;
        (court && near && clear(from..noun)).then_some((noun, true))
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
            ("The court quashed the conviction of {Per Lund}.", "Per Lund: overturned"),
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
