//! Two wordings side by side, where quoted words stand in both: how much they share, and whether what stands between and
//! beside that says something else.
//!
//! An outlet that cuts a quotation leaves words out; it puts no other number in and no "not". So what one wording has and
//! the other lacks does not speak against them where the quotation was cut, whatever numbers it holds; what stands in the
//! same place does.

use super::likeness::contradict;
use super::{Conflict, Does, RUN, Token, Wording};
use std::collections::HashMap;
use std::ops::Range;

/// Quoted words that two wordings share, in the same order.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shared {
    /// Where they stand in the one with fewer quoted words.
    short: Range<usize>,
    /// Where they begin in the other.
    long: usize,
}

impl Shared {
    fn long_end(&self) -> usize {
        self.long + self.short.len()
    }
}

/// Two wordings, the one with fewer quoted words first, and what they share.
pub(super) struct Aligned<'a> {
    short: &'a Wording,
    long: &'a Wording,
    shared: Vec<Shared>,
}

impl<'a> Aligned<'a> {
    pub(super) fn of(one: &'a Wording, other: &'a Wording) -> Self {
        let (short, long) = if one.quoted <= other.quoted { (one, other) } else { (other, one) };
        let mut shared: Vec<Shared> = Vec::new();
        if short.runs.is_empty() {
            return Self { short, long, shared };
        }
        let mut first: HashMap<u64, usize> = HashMap::new();
        for (index, (_, run)) in long.runs.iter().enumerate() {
            first.entry(*run).or_insert(index);
        }
        let mut last: Option<usize> = None;
        for (place, run) in &short.runs {
            // What stood behind the last run goes before what stands anywhere.
            let next =
                last.map(|last| last + 1).filter(|at| long.runs.get(*at).is_some_and(|(_, r)| r == run));
            last = next.or_else(|| first.get(run).copied());
            let Some((there, _)) = last.and_then(|at| long.runs.get(at)) else { continue };
            let (mut from, end) = (*place, place + RUN);
            if let Some(before) = shared.last_mut() {
                if from <= before.short.end && there + before.short.start == before.long + from {
                    before.short.end = end;
                    continue;
                }
                from = from.max(before.short.end);
            }
            shared.push(Shared { short: from..end, long: there + (from - place) });
        }
        Self { short, long, shared }
    }

    /// The share of the quoted words of the one with fewer of them that stand in the other, in runs of [`RUN`].
    pub(super) fn share(&self) -> f32 {
        if self.short.quoted == 0 {
            return 0.0;
        }
        let covered: usize = self.shared.iter().map(|shared| shared.short.len()).sum();
        covered as f32 / self.short.quoted as f32
    }

    /// How they contradict each other in the same place: one is turned round there, or has another number.
    pub(super) fn conflict(&self) -> Option<Conflict> {
        if self.shared.is_empty() {
            return None;
        }
        (0..=self.shared.len()).find_map(|index| {
            let (before, after) =
                (index.checked_sub(1).and_then(|at| self.shared.get(at)), self.shared.get(index));
            let short = Rest {
                of: self.short,
                from: before.map(|shared| shared.short.end),
                to: after.map(|shared| shared.short.start),
            };
            let long = Rest {
                of: self.long,
                from: before.map(Shared::long_end),
                to: after.map(|shared| shared.long),
            };
            short.conflict(&long)
        })
    }
}

/// What a wording has between two shared stretches, before the first (`from` is none) or behind the last (`to` is none).
struct Rest<'a> {
    of: &'a Wording,
    from: Option<usize>,
    to: Option<usize>,
}

impl Rest<'_> {
    fn tokens(&self) -> &[Token] {
        let range = self.from.unwrap_or(0)..self.to.unwrap_or(self.of.tokens.len());
        self.of.tokens.get(range).unwrap_or(&[])
    }

    /// Whether the shared stretches come in this order.
    fn is_in_order(&self) -> bool {
        self.from.zip(self.to).is_none_or(|(from, to)| from <= to)
    }

    /// Those of the clauses that are shared in part: what another clause says is another thing.
    fn beside(&self) -> Vec<&Token> {
        let clause =
            |place: Option<usize>| place.and_then(|at| self.of.tokens.get(at)).map(|token| token.clause);
        let clauses = [clause(self.from.and_then(|from| from.checked_sub(1))), clause(self.to)];
        self.tokens().iter().filter(|token| clauses.contains(&Some(token.clause))).collect()
    }

    /// Whether the cue turns round the clause that is shared first.
    fn is_turned_by_cue(&self) -> bool {
        let clause = self.to.and_then(|to| self.of.tokens.get(to)).map(|token| token.clause);
        self.from.is_none() && self.of.cue_turns && clause == Some(0)
    }

    fn conflict(&self, other: &Rest<'_>) -> Option<Conflict> {
        if !self.is_in_order() || !other.is_in_order() {
            return None;
        }
        let (one, two) = (self.beside(), other.beside());
        let turned_by_cue = [self.is_turned_by_cue(), other.is_turned_by_cue()];
        // Where one begins or ends with what is shared, it was cut there.
        let is_end = self.from.is_none() || self.to.is_none();
        let is_cut = is_end && (one.is_empty() || two.is_empty()) && turned_by_cue == [false, false];
        if !is_cut {
            let turns =
                |tokens: &[&Token]| tokens.iter().filter(|token| token.does == Does::Turn).count() % 2 == 1;
            let [by_cue, other_by_cue] = turned_by_cue;
            if (turns(&one) != by_cue) != (turns(&two) != other_by_cue) {
                return Some(Conflict::Denied);
            }
            if contradict(&numbers(&one), &numbers(&two)) {
                return Some(Conflict::Numbers);
            }
        }
        let forwards = self.from.and_then(|_| in_step(self.tokens().iter(), other.tokens().iter()));
        forwards.or_else(|| {
            self.to.and_then(|_| in_step(self.tokens().iter().rev(), other.tokens().iter().rev()))
        })
    }
}

fn numbers(tokens: &[&Token]) -> Vec<u64> {
    tokens.iter().filter(|token| token.does == Does::Count).map(|token| token.hash).collect()
}

/// The first conflict of two wordings that are the same word for word, but for a "not" or a number, as far as they are:
/// also in the next clause.
fn in_step<'a>(
    one: impl Iterator<Item = &'a Token>,
    other: impl Iterator<Item = &'a Token>,
) -> Option<Conflict> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    // Whether an odd number of words turn round what comes next.
    let (mut turned, mut other_turned) = (false, false);
    loop {
        while one.next_if(|token| token.does == Does::Turn).is_some() {
            turned = !turned;
        }
        while other.next_if(|token| token.does == Does::Turn).is_some() {
            other_turned = !other_turned;
        }
        let (next, other_next) = (one.next()?, other.next()?);
        if next.hash == other_next.hash {
            if turned != other_turned {
                return Some(Conflict::Denied);
            }
        } else if next.does == Does::Count && other_next.does == Does::Count {
            return Some(Conflict::Numbers);
        } else {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(one: &str, other: &str) -> Option<Conflict> {
        let [one, other] = [one, other].map(|words| Wording::of("said", words, true));
        let there = Aligned::of(&one, &other);
        assert!(there.share() >= 0.5, "{:?}", there.shared);
        assert_eq!(there.conflict(), Aligned::of(&other, &one).conflict(), "it matters which comes first");
        there.conflict()
    }

    #[test]
    fn what_stands_in_the_same_place_conflicts() {
        for (one, other, how) in [
            (
                "I did not take the money out of the safe in the office.",
                "I took the money out of the safe in the office.",
                Conflict::Denied,
            ),
            (
                "We will not cut the pensions of miners in the valley.",
                "We will cut the pensions of miners in the valley.",
                Conflict::Denied,
            ),
            (
                "I was in the office all day and I never took the money out of the safe",
                "I was in the office all day and I took the money out of the safe",
                Conflict::Denied,
            ),
            (
                "We will not, whatever it may cost us this year, cut the pensions of miners in the valley",
                "We will, whatever it may cost us this year, cut the pensions of miners in the valley",
                Conflict::Denied,
            ),
            (
                "We will hire 300 nurses for the wards of the county hospital.",
                "We will hire 500 nurses for the wards of the county hospital.",
                Conflict::Numbers,
            ),
            (
                "We will build new houses for the miners of the valley, 300 of them.",
                "We will build new houses for the miners of the valley, 500 of them.",
                Conflict::Numbers,
            ),
            (
                "We will hire nurses for the wards of the county hospital by 2027",
                "We will hire nurses for the wards of the county hospital by 2028, and 40 doctors by 2027",
                Conflict::Numbers,
            ),
        ] {
            assert_eq!(found(one, other), Some(how), "{one}");
        }
    }

    #[test]
    fn what_was_cut_does_not() {
        for (one, other) in [
            (
                "We will not cut the pensions of the 300 miners in the valley, whatever it costs.",
                "cut the pensions of the 300 miners in the valley",
            ),
            (
                "We closed 4 mines, and nobody asked. We will cut the pensions of the miners in the valley. No more than 2 will stay.",
                "We will cut the pensions of the miners in the valley.",
            ),
            (
                "the bridge was unsafe, and it hid both reports. We will not forget it",
                "The ministry knew for two years that the bridge was unsafe, and it hid both reports",
            ),
            (
                "Nobody came, and the bridge was unsafe, and it hid both reports for years",
                "We opened the files and the bridge was unsafe, and it hid both reports for years",
            ),
            (
                "We will hire three hundred nurses for the wards of the county hospital",
                "We will hire 300 nurses for the wards of the county hospital, and 12 doctors",
            ),
        ] {
            assert_eq!(found(one, other), None, "{one}");
        }
    }

    #[test]
    fn a_cue_turns_round_what_is_not_a_sentence() {
        let conflict = |(cue, one, direct): (&str, &str, bool), (other_cue, other): (&str, &str)| {
            let (one, other) = (Wording::of(cue, one, direct), Wording::of(other_cue, other, true));
            let there = Aligned::of(&one, &other).conflict();
            assert_eq!(there, Aligned::of(&other, &one).conflict());
            there
        };
        let took = ("said", "“I took the money out of the safe in the office.”");
        let never = ("said", "“I never took the money out of the safe in the office.”");
        let denied = ("denied", "that he had “taken the money out of the safe in the office”", false);
        assert_eq!(conflict(denied, took), Some(Conflict::Denied));
        assert_eq!(conflict(denied, never), None);
        let fragment = ("denied", "“taking the money out of the safe in the office”", true);
        assert_eq!(conflict(fragment, took), Some(Conflict::Denied));
        assert_eq!(conflict(fragment, never), None);
        let sentence = ("denied", never.1, true);
        assert_eq!(conflict(sentence, never), None);
        let later =
            ("refused", "to go, for he had “taken no money out of the safe in the office at all”", false);
        assert_eq!(
            conflict(later, ("said", "“I have taken no money out of the safe in the office at all”")),
            None
        );
    }

    #[test]
    fn words_in_another_order_are_found_once() {
        let one = Wording::of("said", "h i j k l m, and not for long a b c d e f g", true);
        let other = Wording::of("said", "a b c d e f g: h i j k l m", true);
        assert_eq!(Aligned::of(&one, &other).shared.len(), 2);
        assert_eq!(Aligned::of(&one, &other).conflict(), None);
        let again = Wording::of("said", &"la ".repeat(50), true);
        assert!((Aligned::of(&again, &again).share() - 1.0).abs() < f32::EPSILON);
        assert_eq!(Aligned::of(&again, &again).conflict(), None);
    }
}
