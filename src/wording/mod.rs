//! Whether two contents are the same claim in other words, or cut differently; no speakers, articles or database here.
//!
//! [`Wording::of`] reads a content once; [`likeness`] compares two; [`cluster`] puts together the many of one speaker
//! without comparing each with each, and [`conflicts`] finds those among them that may contradict each other.

mod cluster;
mod conflict;
mod likeness;

pub use cluster::{Told, cluster};
pub use conflict::{Conflict, conflicts};
pub use likeness::{NEAR, Same, likeness, same};

use crate::lists::lines;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Quoted words in a row by which a quotation is known again.
pub const RUN: usize = 6;

static STOP_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| list(include_str!("data/stop-words.txt")));
static NEGATIONS: LazyLock<HashSet<String>> = LazyLock::new(|| list(include_str!("data/negations.txt")));

/// The words of a list, folded: one a line, `#` begins a comment.
pub(crate) fn list(words: &str) -> HashSet<String> {
    lines(words).map(fold).collect()
}

/// Lower case without accents; letters that do not decompose stay.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).flat_map(char::to_lowercase).collect()
}

/// Lower-case words, without punctuation.
pub(crate) fn all_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let split = folded.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    split.map(|w| w.replace(['\'', '’'], "")).filter(|w| !w.is_empty()).collect()
}

/// Whether a word, in lower case, has no content of its own ("it", "for").
pub(crate) fn is_small(word: &str) -> bool {
    STOP_WORDS.contains(word)
}

/// Whether a word, in lower case and without apostrophe, turns round what it stands in ("not").
pub(crate) fn is_negation(word: &str) -> bool {
    NEGATIONS.contains(word)
}

/// Words but the small ones.
pub(crate) fn content_words(text: &str) -> Vec<String> {
    let mut words = all_words(text);
    words.retain(|w| !is_small(w));
    words
}

/// The stems of the content words ("bribes", "bribery" → "bribe"), each once, sorted.
pub(crate) fn stems(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut stems: Vec<String> =
        content_words(text).iter().map(|word| stemmer.stem(word).into_owned()).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// A content as it is compared with others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// Content words in order: equal ones are the same wording, if both are turned round or neither is.
    words: Vec<String>,
    /// Hashes of the stems but of words that turn it round, each with its weight, sorted.
    stems: Vec<(u64, f32)>,
    /// Numbers in digits, sorted.
    numbers: Vec<String>,
    /// Whether an odd number of words turn it round.
    negated: bool,
    /// For each of these the hashes of the stems of its clause, sorted; none for one in the cue, which turns all round.
    turns: Vec<Vec<u64>>,
    /// Hashes of all runs of [`RUN`] quoted words, by stretch.
    runs: Vec<Vec<u64>>,
}

impl Wording {
    /// Reads a content. `direct`: all of it is quoted; else what stands between quotation marks is. A cue such as
    /// "denied" turns the content round.
    pub fn of(cue: &str, content: &str, direct: bool) -> Self {
        let stemmer = Stemmer::create(Algorithm::English);
        let is_turn = |word: &&String| NEGATIONS.contains(*word);
        let mut turns: Vec<Vec<u64>> = all_words(cue).iter().filter(is_turn).map(|_| Vec::new()).collect();
        for clause in content.split([',', ';', '.', ':', '?', '!', '—', '–']) {
            let clause = all_words(clause);
            let count = clause.iter().filter(is_turn).count();
            if count > 0 {
                let told = clause.iter().filter(|word| !is_small(word) && !NEGATIONS.contains(*word));
                let mut stems: Vec<u64> = told.map(|word| hash(&stemmer.stem(word))).collect();
                stems.sort_unstable();
                turns.extend(std::iter::repeat_n(stems, count));
            }
        }
        let mut words = all_words(content);
        words.retain(|word| !is_small(word));
        let mut stems: BTreeMap<u64, f32> = BTreeMap::new();
        let mut numbers: Vec<String> = Vec::new();
        for word in words.iter().filter(|word| !NEGATIONS.contains(*word)) {
            let is_number = word.bytes().any(|b| b.is_ascii_digit());
            stems.insert(hash(&stemmer.stem(word)), if is_number { likeness::NUMBER } else { 1.0 });
            if is_number {
                numbers.push(word.clone());
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        let runs =
            quoted(content, direct).into_iter().map(|s| s.windows(RUN).map(|run| hash(&run)).collect());
        let negated = turns.len() % 2 == 1;
        Self { runs: runs.collect(), words, stems: stems.into_iter().collect(), numbers, negated, turns }
    }

    /// Content words in order: equal ones are the same wording, whatever case, punctuation and small words.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether an odd number of words, those of the cue included, turn it round.
    pub const fn is_negated(&self) -> bool {
        self.negated
    }

    /// What is equal for the same wording.
    fn key(&self) -> (bool, Vec<String>) {
        (self.negated, self.words.clone())
    }

    /// Quoted words in stretches that are long enough to be known again.
    fn quoted_words(&self) -> usize {
        self.runs.iter().map(|runs| runs.len() + RUN - 1).sum()
    }

    fn all_runs(&self) -> impl Iterator<Item = u64> {
        self.runs.iter().flatten().copied()
    }
}

/// Fixed keys: the same in every run and on every machine.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The stretches of a content in quotation marks that are long enough to know it by.
fn quoted(content: &str, direct: bool) -> Vec<Vec<String>> {
    let stretches: Vec<&str> = if direct {
        vec![content]
    } else {
        // Opening and closing marks alternate: every second stretch is quoted.
        content.split(['"', '“', '”', '„', '«', '»']).skip(1).step_by(2).collect()
    };
    stretches.into_iter().map(all_words).filter(|w| w.len() >= RUN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_by_their_stems() {
        assert_eq!(
            stems("They hid the reports of bribery, hiding reports"),
            ["briberi", "hid", "hide", "report"]
        );
        assert_eq!(content_words("It’s the café’s fault!"), ["cafes", "fault"]);
    }

    #[test]
    fn only_what_stands_in_marks_is_quoted() {
        assert_eq!(quoted("that it was “a plan that nobody here has ever seen” and more", false).len(), 1);
        assert_eq!(quoted("that it was “a plan”", false).len(), 0);
        assert_eq!(quoted("a plan that nobody here has ever seen", true).len(), 1);
    }
}
