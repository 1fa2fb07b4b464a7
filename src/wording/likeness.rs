//! How alike two wordings are.
//!
//! Two things make them the same: quoted words that stand in both, in a row (outlets cut quotes), or nearly the same
//! content words. Numbers that differ and a "not" on one side only speak against both: against the first where they stand
//! in the same place of the quotation, for an outlet that cuts it leaves out numbers and clauses. Measured on sentence
//! pairs of news that people judged: docs/claims-over-articles.md.

use super::Wording;
use super::aligned::Aligned;

/// What a number weighs beside a word: two claims that differ by one are seldom the same.
pub(super) const NUMBER: f32 = 3.0;

/// Wordings of the same days are the same from here on (0 to 1).
pub const NEAR: f32 = 0.6;

/// Wordings of other days: a politician says many similar things in a year.
const NEAR_ANY_DAY: f32 = 0.85;

/// Content words, numbers apart, that the shorter must have to be known by words that are not quoted.
const LEAST_WORDS: usize = 4;

/// The share of the quoted words of the shorter that must stand in the longer in runs of [`super::RUN`].
pub(super) const LEAST_QUOTED: f32 = 0.6;

/// Why two wordings are the same claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Same {
    /// Nearly the same content words.
    Near,
    /// Quoted words that stand in both.
    Quoted,
    /// The same content words, one for one.
    Words,
}

/// From 0 to 1: the mean of two shares of the content words (by weight) that both have: of those of the shorter, and of
/// those that either has. 0 where numbers contradict each other, or where one is turned round by a "not".
pub fn likeness(one: &Wording, other: &Wording) -> f32 {
    if opposed(one, other) || contradict(&one.numbers, &other.numbers) {
        return 0.0;
    }
    share(&one.stems, &other.stems)
}

/// The mean of the two shares, of stems with their weights.
pub(super) fn share(one: &[(u64, f32)], other: &[(u64, f32)]) -> f32 {
    let weight = |stems: &[(u64, f32)]| stems.iter().map(|(_, weight)| weight).sum::<f32>();
    let (all_one, all_other, shared) = (weight(one), weight(other), shared(one, other));
    let (least, union) = (all_one.min(all_other), all_one + all_other - shared);
    if least <= 0.0 { 0.0 } else { (shared / least + shared / union) / 2.0 }
}

/// How much of the shorter the other has, of stems with their weights (0 to 1).
pub(super) fn share_of_shorter(one: &[(u64, f32)], other: &[(u64, f32)]) -> f32 {
    let weight = |stems: &[(u64, f32)]| stems.iter().map(|(_, weight)| weight).sum::<f32>();
    let least = weight(one).min(weight(other));
    if least <= 0.0 { 0.0 } else { shared(one, other) / least }
}

/// Whether two wordings are the same claim, and why. `days_apart`: between the days on which they were said; `None`
/// where one of these is unknown.
pub fn same(one: &Wording, other: &Wording, days_apart: Option<u32>) -> Option<(Same, f32)> {
    if one.words == other.words
        && one.negated == other.negated
        && one.words.len() >= super::cluster::LEAST_WORDS
    {
        return Some((Same::Words, 1.0));
    }
    let aligned = Aligned::of(one, other);
    let quoted = aligned.share();
    if quoted >= LEAST_QUOTED {
        return aligned.conflict().is_none().then_some((Same::Quoted, quoted));
    }
    let least = if days_apart.is_some_and(|days| days <= 1) { NEAR } else { NEAR_ANY_DAY };
    let near = likeness(one, other);
    let words = one.stems.len().min(other.stems.len());
    (words >= LEAST_WORDS && near >= least).then_some((Same::Near, near))
}

/// Whether one is turned round and the other is not. What turns a clause counts where the other has a word of that clause:
/// "paid twice, and nobody asked" is not the opposite of "paid twice".
pub(super) fn opposed(one: &Wording, other: &Wording) -> bool {
    let turned = |wording: &Wording, by: &Wording| {
        let counts = |clause: &&Vec<u64>| {
            let held = |stem: &u64| by.stems.binary_search_by_key(stem, |(stem, _)| *stem).is_ok();
            clause.is_empty() || clause.iter().any(held)
        };
        wording.turns.iter().filter(counts).count() % 2 == 1
    };
    turned(one, other) != turned(other, one)
}

/// Numbers on both sides, and neither has all of the other's.
pub(super) fn contradict<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    let holds = |all: &[T], some: &[T]| some.iter().all(|number| all.contains(number));
    !holds(one, other) && !holds(other, one)
}

/// The weight of the stems that both have; both lists are sorted.
fn shared(one: &[(u64, f32)], other: &[(u64, f32)]) -> f32 {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let mut shared = 0.0;
    while let (Some((a, weight)), Some((b, _))) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                shared += weight;
                left.next();
                right.next();
            }
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "The ministry knew for two years that the bridge was unsafe, and it hid both reports";

    fn reason(one: (&str, bool), other: (&str, bool), days: u32) -> Option<Same> {
        let [one, other] = [one, other].map(|(words, direct)| Wording::of("said", words, direct));
        let there = same(&one, &other, Some(days));
        assert_eq!(there, same(&other, &one, Some(days)), "it matters which comes first");
        there.map(|(why, _)| why)
    }

    #[test]
    fn quotes_that_are_cut_differently() {
        let middle = "two years that the bridge was unsafe";
        assert_eq!(reason((LONG, true), (middle, true), 300), Some(Same::Quoted));
        let overlap = "the bridge was unsafe, and it hid both reports. We will not forget it";
        assert_eq!(reason((LONG, true), (overlap, true), 300), Some(Same::Quoted));
        let within = "that the ministry “knew for two years that the bridge was unsafe”";
        assert_eq!(reason((LONG, true), (within, false), 300), Some(Same::Quoted));
        let little =
            "for two years that the bridge stood empty, and then the builders came back to Querl to sing";
        assert_eq!(reason((LONG, true), (little, true), 0), None);
    }

    #[test]
    fn a_quotation_is_another_with_a_not_or_another_number() {
        let not = "We will not cut the pensions of the 300 miners in the valley.";
        for other in [
            "We will cut the pensions of the 300 miners in the valley.",
            "We will not cut the pensions of the 500 miners in the valley.",
        ] {
            assert_eq!(reason((not, true), (other, true), 0), None);
        }
        assert_eq!(
            reason((not, true), ("cut the pensions of the 300 miners in the valley", true), 0),
            Some(Same::Quoted)
        );
        let longer = format!("{not} No mine of the 4 will be closed.");
        assert_eq!(reason((not, true), (&longer, true), 400), Some(Same::Quoted));
        let [said, denied] = ["said", "denied"].map(|cue| Wording::of(cue, not, true));
        assert_eq!(
            same(&said, &denied, None).map(|(why, _)| why),
            Some(Same::Words),
            "the cue is no part of it"
        );
    }

    #[test]
    fn an_indirect_version_of_the_same_day() {
        let indirect = "that the ministry had known for two years of the unsafe bridge";
        assert_eq!(reason((LONG, true), (indirect, false), 1), Some(Same::Near));
        assert_eq!(reason((LONG, true), (indirect, false), 2), None, "said again, or something else?");
        let whole = "that the ministry knew for two years the bridge was unsafe and hid both reports";
        assert_eq!(reason((LONG, true), (whole, false), 200), Some(Same::Words));
    }

    #[test]
    fn a_number_or_a_not_makes_another_claim() {
        let one = ("about 300 people were killed in the raid on the harbour", false);
        let more = ("about 450 people were killed in the raid on the harbour", false);
        assert_eq!(reason(one, more, 0), None);
        assert_eq!(reason(one, ("300 people were killed in the harbour raid", false), 0), Some(Same::Near));
        let hid = ("the ministry hid both reports about the bridge", false);
        let never = ("the ministry never hid both reports about the bridge", false);
        assert_eq!(reason(hid, never, 0), None);
        let aside = ("the ministry hid both reports about the bridge, and nobody asked", false);
        assert_eq!(reason(hid, aside, 0), Some(Same::Near), "a not in another clause");
        let [said, denied] = ["said", "denied"].map(|cue| Wording::of(cue, hid.0, false));
        assert_eq!(same(&said, &denied, Some(0)), None, "the same words, the other way round");
        for (one, other) in [
            (
                "300 patients died in the wards of the clinic",
                "1,300 patients died in the wards of the clinic",
            ),
            ("rents rose by 2.5 percent in the harbour", "rents rose by 5 percent in the harbour"),
            ("the audit found $1.4 million in the safe", "the audit found $4 million in the safe"),
            ("six patients had died in the wards", "seven patients had died in the wards"),
            ("one patient had died in the wards", "seven patients had died in the wards"),
        ] {
            assert_eq!(reason((one, false), (other, false), 1), None, "{one}");
        }
        let words = "the audit found four million dollars in the safe";
        let digits = "the audit found $4m, in dollars, in the safe";
        assert_eq!(reason((words, false), (digits, false), 400), Some(Same::Near));
        assert_eq!(
            reason(("we won the vote", false), ("we won the vote here", false), 0),
            None,
            "too little"
        );
    }
}
