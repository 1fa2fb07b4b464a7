//! Near copies: texts of which one shares most of its runs of five words with the other.
//!
//! Every run of five words of a text is hashed. Of these hashes a fixed-size signature is kept by one-permutation
//! MinHash (Li, Owen, Zhang 2012; empty bins are filled from the next as in Shrivastava, Li 2014): two texts agree in a
//! bin about as often as they share runs. Two bins make a band; texts that share a band are candidates (Leskovec,
//! Rajaraman, Ullman, Mining of Massive Datasets, 3.4), and are then compared run by run. So the work grows with the
//! text and with the number of near copies, not with the number of pairs.

use super::kept_lines;
use crate::script::is_unspaced;
use crate::store::names::fold;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Words of a run.
const RUN: usize = 5;
/// Bins of the signature.
const BINS: usize = 32;
/// Bins of a band: with two, texts that share 30 % of all runs meet in one of the 16 bands with probability 0.78, with
/// 40 % 0.94, with 50 % 0.99; texts that share 2 % with 0.006.
const ROWS: usize = 2;
/// Texts of fewer runs are no near copies of anything.
const LEAST_RUNS: usize = 20;
/// The share of the shorter text's runs that the longer must have.
const LEAST_SHARE: f64 = 0.5;

/// The hashes of all runs of five words of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shingles {
    /// Sorted, each once, after [`Shingles::sorted`].
    hashes: Vec<u64>,
}

impl Shingles {
    /// Reads the runs of a text, boilerplate left out.
    pub(crate) fn of(text: &str) -> Self {
        Self::runs(kept_lines(text), RUN)
    }

    /// Reads all runs of `length` words.
    pub(crate) fn runs<'a>(lines: impl Iterator<Item = &'a str>, length: usize) -> Self {
        const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
        let highest = (1..length).fold(1_u64, |power, _| power.wrapping_mul(BASE));
        let mut window: std::collections::VecDeque<u64> = std::collections::VecDeque::with_capacity(length);
        let mut rolling = 0_u64;
        let mut hashes = Vec::new();
        for line in lines {
            let folded = fold(line);
            for word in words(&folded) {
                let Some(word) = word_hash(word) else { continue };
                if window.len() == length {
                    let oldest = window.pop_front().unwrap_or_default();
                    rolling = rolling.wrapping_sub(oldest.wrapping_mul(highest));
                }
                window.push_back(word);
                rolling = rolling.wrapping_mul(BASE).wrapping_add(word);
                if window.len() == length {
                    hashes.push(mix(rolling));
                }
            }
        }
        Self { hashes }
    }

    /// The hashes that near copies are likely to share; none for a short text.
    pub(crate) fn bands(&self) -> Vec<i64> {
        if self.hashes.len() < LEAST_RUNS {
            return Vec::new();
        }
        let mut bins = [u64::MAX; BINS];
        for hash in &self.hashes {
            if let Some(bin) = bins.get_mut((hash >> 59) as usize) {
                *bin = (*bin).min(*hash);
            }
        }
        let filled = |at: usize| {
            let from =
                (0..BINS).find(|step| bins.get((at + step) % BINS).is_some_and(|bin| *bin != u64::MAX));
            let step = from.unwrap_or(0);
            let bin = bins.get((at + step) % BINS).copied().unwrap_or(u64::MAX);
            mix(bin.wrapping_add(step as u64))
        };
        let signature: Vec<u64> = (0..BINS).map(filled).collect();
        let band = |(number, bins): (usize, &[u64])| {
            let joined = bins.iter().fold(number as u64 + 1, |hash, bin| mix(hash ^ bin));
            joined.cast_signed()
        };
        signature.chunks(ROWS).enumerate().map(band).collect()
    }

    /// Ready to be compared.
    pub(crate) fn sorted(mut self) -> Self {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self
    }

    /// How many different runs both have; both must be [`Shingles::sorted`].
    pub(crate) fn shared(&self, other: &Shingles) -> usize {
        let (mut one, mut two) = (self.hashes.iter().peekable(), other.hashes.iter().peekable());
        let mut shared = 0;
        while let (Some(a), Some(b)) = (one.peek(), two.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(one.next()),
                std::cmp::Ordering::Greater => drop(two.next()),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    one.next();
                    two.next();
                }
            }
        }
        shared
    }

    /// How many of a few runs stand among the many of another text; both must be [`Shingles::sorted`].
    pub(crate) fn found_in(&self, other: &Shingles) -> usize {
        self.hashes.iter().filter(|hash| other.hashes.binary_search(hash).is_ok()).count()
    }

    /// How many runs there are.
    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }
}

/// Whether two texts are tellings of one story: at least half of the runs of the shorter, and 20, stand in the other.
/// Both must be [`Shingles::sorted`].
pub(crate) fn are_near_copies(one: &Shingles, other: &Shingles) -> bool {
    let shared = one.shared(other);
    shared >= LEAST_RUNS && shared as f64 >= LEAST_SHARE * one.len().min(other.len()) as f64
}

/// The words of a line; in a script that puts no space between them, its letters.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    words.flat_map(|word| word.split_inclusive(is_unspaced)).flat_map(|word| {
        // A letter of such a script behind others: "AIが".
        let last = word.chars().next_back().filter(|c| is_unspaced(*c)).map_or(0, char::len_utf8);
        let (before, letter) = word.split_at(word.len() - last);
        [before, letter].into_iter().filter(|word| !word.is_empty())
    })
}

/// `None` for no word: nothing but apostrophes.
fn word_hash(word: &str) -> Option<u64> {
    let mut hasher = FxHasher::default();
    let mut any = false;
    for byte in word.bytes().filter(|b| *b != b'\'') {
        hasher.write_u8(byte);
        any = true;
    }
    (any && word != "’").then(|| mix(hasher.finish()))
}

/// Spreads a number over all bits (SplitMix64).
const fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that no two seeds share in the same order.
    fn words(seed: usize, count: usize) -> String {
        let word = |n: usize| format!("w{}", mix((seed * 1_000_003 + n) as u64) % 5000);
        (0..count).map(word).collect::<Vec<_>>().join(" ")
    }

    fn shingles(text: &str) -> Shingles {
        Shingles::runs(std::iter::once(text), RUN).sorted()
    }

    #[test]
    fn runs_are_words_in_order_whatever_stands_between() {
        let one = shingles("One two, three “four” five six!");
        assert_eq!((one.len(), one.found_in(&one)), (2, 2));
        assert_eq!((one.len(), one.shared(&shingles("one two three four five\nSIX"))), (2, 2));
        assert_eq!(one.shared(&shingles("six five four three two one")), 0);
        assert_eq!(shingles("four words are few").len(), 0);
        assert_eq!(shingles("it's").hashes, shingles("its").hashes);
        assert_eq!(super::words("iPhoneで、 日本 4").collect::<Vec<_>>(), ["iPhone", "で", "日", "本", "4"]);
    }

    #[test]
    fn a_cut_story_is_a_near_copy() {
        let story = words(1, 400);
        let cut: Vec<&str> = story.split(' ').take(160).collect();
        let cut = format!("{} {}", cut.join(" "), words(2, 30));
        assert!(are_near_copies(&shingles(&story), &shingles(&cut)));
        assert!(!are_near_copies(&shingles(&story), &shingles(&words(3, 400))));
        // A shared quotation of forty words does not make two reports one.
        let quote = words(4, 40);
        let (a, b) = (format!("{} {quote}", words(5, 300)), format!("{quote} {}", words(6, 300)));
        assert!(!are_near_copies(&shingles(&a), &shingles(&b)));
        assert!(!are_near_copies(
            &shingles("so few words are no story"),
            &shingles("so few words are no story")
        ));
    }

    #[test]
    fn near_copies_share_a_band_and_others_do_not() {
        let share = |kept: usize| {
            let met = (0..200).filter(|seed| {
                let story = words(seed + 10, 400);
                let cut: Vec<&str> = story.split(' ').take(kept).collect();
                let cut = format!("{} {}", cut.join(" "), words(seed + 1000, 20));
                let (one, other) = (shingles(&story).bands(), shingles(&cut).bands());
                one.iter().any(|band| other.contains(band))
            });
            met.count()
        };
        assert!(share(360) == 200 && share(240) >= 196 && share(160) >= 170, "{} {}", share(240), share(160));
        let strangers = (0..200).filter(|seed| {
            let (one, other) =
                (shingles(&words(seed + 10, 400)).bands(), shingles(&words(seed + 1000, 400)).bands());
            one.iter().any(|band| other.contains(band))
        });
        assert_eq!(strangers.count(), 0);
        assert!(shingles("a few words").bands().is_empty());
        assert_eq!(shingles(&words(1, 400)).bands().len(), BINS / ROWS);
    }
}
