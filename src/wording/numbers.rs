//! Numbers, in digits or words, in one form: "1,300", "1.3 thousand" and "thirteen hundred" are `1300`.

use super::{is_negation, is_small};
use crate::lists::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of a number that are read at most.
const MOST_WORDS: usize = 12;

/// What a word does to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Up to nineteen: "two".
    Unit(u64),
    /// "twenty".
    Tens(u64),
    /// "hundred", "dozen".
    Times(u64),
    /// "thousand", "million".
    Scale(u64),
    /// Glued to digits: "4m".
    Suffix(u64),
    /// Before a scale: "half a million".
    Half,
}

static WORDS: LazyLock<HashMap<&str, Kind>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for [kind, value, listed] in rows::<3>(include_str!("data/number-words.tsv")) {
        let value = value.parse().unwrap_or(0);
        let kind = match kind {
            "unit" => Kind::Unit(value),
            "tens" => Kind::Tens(value),
            "times" => Kind::Times(value),
            "scale" => Kind::Scale(value),
            "suffix" => Kind::Suffix(value),
            _ => Kind::Half,
        };
        words.extend(listed.split(' ').map(|word| (word, kind)));
    }
    words
});

/// The number with which some words begin, in lower case, and how many of them it takes. `before` is the word before
/// them: "no one" is no number, and neither is "one" before a small word ("one of", "the one who").
pub(super) fn number<'a>(
    words: impl Iterator<Item = &'a str>,
    before: Option<&str>,
) -> Option<(String, usize)> {
    let words: Vec<&str> = words.take(MOST_WORDS).collect();
    let first = *words.first()?;
    if first.bytes().any(|b| b.is_ascii_digit()) {
        // "14th" and "f16" are numbers, too, but for themselves.
        let Some(amount) = Amount::written(first) else { return Some((first.to_owned(), 1)) };
        let (amount, taken) = amount.scaled(&words, 1);
        return Some((amount.text(), taken));
    }
    let (amount, taken) = spoken(&words)?;
    let is_pronoun = || {
        let small = |word: &&str| is_small(word);
        words.get(1).is_none_or(small) || before.is_some_and(is_negation)
    };
    if taken == 1 && amount.is_one() && is_pronoun() {
        return None;
    }
    Some((amount.text(), taken))
}

fn kind(words: &[&str], at: usize) -> Option<Kind> {
    words.get(at).and_then(|word| WORDS.get(word)).copied()
}

/// "two hundred and fifty", "half a million", "two and a half million".
fn spoken(words: &[&str]) -> Option<(Amount, usize)> {
    if kind(words, 0) == Some(Kind::Half) {
        let at = 1 + usize::from(words.get(1) == Some(&"a"));
        let Some(Kind::Times(value) | Kind::Scale(value)) = kind(words, at) else { return None };
        return Some((Amount::HALF.times(value), at + 1));
    }
    let (mut total, mut current, mut at) = (0u64, 0u64, 0);
    // What may be added still: less than this.
    let (mut room, mut scaled) = (u64::MAX, u64::MAX);
    loop {
        // "and" stands behind a hundred or a scale only.
        let and = usize::from(at > 0 && room >= 100 && words.get(at) == Some(&"and"));
        match kind(words, at + and) {
            Some(Kind::Unit(value)) if value < room => {
                current = current.saturating_add(value);
                room = 0;
                at += and + 1;
            }
            Some(Kind::Tens(value)) if value < room => {
                current = current.saturating_add(value);
                room = 10;
                at += and + 1;
            }
            Some(Kind::Times(value)) if and == 0 && current < value => {
                current = current.max(1).saturating_mul(value);
                room = value;
                at += 1;
            }
            Some(Kind::Scale(value)) if and == 0 && value < scaled => {
                total = total.saturating_add(current.max(1).saturating_mul(value));
                (current, room, scaled) = (0, value, value);
                at += 1;
            }
            _ => break,
        }
    }
    let whole = Amount::whole(total.saturating_add(current));
    if at > 0 && words.get(at..at + 3).is_some_and(|next| next == ["and", "a", "half"]) {
        return Some(whole.and_a_half().scaled(words, at + 3));
    }
    (at > 0).then_some((whole, at))
}

/// A number that is not negative, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Amount {
    /// Its digits, without the point.
    digits: u128,
    /// How many of them stand behind the point.
    decimals: usize,
}

impl Amount {
    const HALF: Self = Self { digits: 5, decimals: 1 };

    const fn whole(value: u64) -> Self {
        Self { digits: value as u128, decimals: 0 }
    }

    /// "1300", "1.4", "4m"; none of anything else, nor of what has more digits than any number that is meant.
    fn written(word: &str) -> Option<Self> {
        let end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
        let (digits, suffix) = word.split_at_checked(end)?;
        let factor = match WORDS.get(suffix) {
            Some(Kind::Suffix(factor)) => *factor,
            _ if suffix.is_empty() => 1,
            _ => return None,
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.len() + part.len() > 18 {
            return None;
        }
        Some(Self { digits: format!("{whole}{part}").parse().ok()?, decimals: part.len() }.times(factor))
    }

    fn times(self, factor: u64) -> Self {
        Self { digits: self.digits.saturating_mul(u128::from(factor)), ..self }
    }

    /// Times the scales that stand at a place of some words, and the place behind them.
    fn scaled(self, words: &[&str], at: usize) -> (Self, usize) {
        match kind(words, at) {
            Some(Kind::Times(value) | Kind::Scale(value)) => self.times(value).scaled(words, at + 1),
            _ => (self, at),
        }
    }

    fn and_a_half(self) -> Self {
        Self { digits: self.digits.saturating_mul(10).saturating_add(5), decimals: self.decimals + 1 }
    }

    const fn is_one(self) -> bool {
        self.digits == 1 && self.decimals == 0
    }

    /// In digits, without a zero that says nothing.
    fn text(self) -> String {
        let digits = format!("{:0>width$}", self.digits, width = self.decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - self.decimals);
        match part.trim_end_matches('0') {
            "" => whole.to_owned(),
            part => format!("{whole}.{part}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Option<(String, usize)> {
        number(words.split(' '), None)
    }

    #[test]
    fn one_number_has_one_form() {
        for (words, value, taken) in [
            ("300 patients", "300", 1),
            ("2.50 percent", "2.5", 1),
            ("0300", "300", 1),
            ("1.4 million dollars", "1400000", 2),
            ("2.3bn", "2300000000", 1),
            ("4m", "4000000", 1),
            ("3 hundred thousand", "300000", 3),
            ("six patients", "6", 1),
            ("twenty one boats", "21", 2),
            ("twenty twenty", "20", 1),
            ("two three", "2", 1),
            ("thirteen hundred", "1300", 2),
            ("two hundred and fifty thousand people", "250000", 5),
            ("two million three hundred and five", "2000305", 6),
            ("three hundred and the rest", "300", 2),
            ("hundred of them", "100", 1),
            ("two dozen boats", "24", 2),
            ("half a million", "500000", 3),
            ("half million", "500000", 2),
            ("two and a half million", "2500000", 5),
            ("ten and a half years", "10.5", 4),
            ("one patient", "1", 1),
            ("one million", "1000000", 2),
            ("14th", "14th", 1),
            ("1.2.3", "1.2.3", 1),
            ("9999999999999999999999999", "9999999999999999999999999", 1),
        ] {
            assert_eq!(read(words), Some((value.to_owned(), taken)), "{words}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for words in ["half the town", "hundreds of boats", "one of them", "one", "second", "and two"] {
            assert_eq!(read(words), None, "{words}");
        }
        assert_eq!(number(["one", "knew"].into_iter(), Some("no")), None);
    }

    #[test]
    fn endless_numbers_end() {
        let words = vec!["million"; 1_000];
        assert!(number(words.iter().copied(), None).is_some());
        assert!(number(std::iter::once("1").chain(words), None).is_some());
    }
}
