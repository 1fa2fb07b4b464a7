//! Whether two contents are the same claim in other words, or cut differently; no speakers, articles or database here.
//!
//! [`Wording::of`] reads a content once; [`likeness`] compares two; [`cluster`] puts together the many of one speaker
//! without comparing each with each, and [`conflicts`] finds those among them that may contradict each other.

mod aligned;
mod cluster;
mod conflict;
mod likeness;
mod numbers;
mod split;

pub use cluster::{Told, cluster};
pub use conflict::{Conflict, conflicts};
pub use likeness::{NEAR, Same, likeness, same};

pub(crate) use split::clauses;

use crate::lists::lines;
use numbers::number;
use rust_stemmers::{Algorithm, Stemmer};
use split::{Piece, pieces};
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

/// Lower-case words, without punctuation but the point within a number.
pub(crate) fn all_words(text: &str) -> Vec<String> {
    clauses(text).concat()
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
    /// Content words in order, numbers as printed: equal ones are the same wording, if both are turned round or neither is.
    words: Vec<String>,
    /// Hashes of the stems but of words that turn it round, each with its weight, sorted.
    stems: Vec<(u64, f32)>,
    /// Numbers in one form, sorted.
    numbers: Vec<String>,
    /// Whether an odd number of words turn it round.
    negated: bool,
    /// Whether an odd number of words of the cue do.
    cue_turns: bool,
    /// For each of these the hashes of the stems of its clause, sorted; none for one in the cue, which turns all round.
    turns: Vec<Vec<u64>>,
    /// All words in order, small ones too.
    tokens: Vec<Token>,
    /// Hashes of all runs of [`RUN`] quoted words, each with the place of its first word, in order.
    runs: Vec<(usize, u64)>,
    /// Quoted words in stretches that are long enough to be known again.
    quoted: usize,
}

/// A word of a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token {
    hash: u64,
    /// Which of the clauses it stands in.
    clause: u32,
    does: Does,
}

/// What a word does to what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// It says something, or nothing.
    Tell,
    /// It says how many.
    Count,
    /// It turns it round.
    Turn,
}

/// A word as it is read.
struct Word {
    text: String,
    clause: u32,
    /// The stretch of quoted words in which it stands.
    stretch: Option<u32>,
    does: Does,
}

impl Wording {
    /// Reads a content. `direct`: all of it is quoted; else what stands between quotation marks is. A cue such as
    /// "denied" turns the content round, unless that is a sentence of its own in quotation marks: “I took nothing,” he
    /// denied.
    pub fn of(cue: &str, content: &str, direct: bool) -> Self {
        let stemmer = Stemmer::create(Algorithm::English);
        let stem = |word: &Word| hash(&stemmer.stem(&word.text));
        let is_sentence =
            direct && content.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let cue_turns =
            if is_sentence { 0 } else { all_words(cue).iter().filter(|w| is_negation(w)).count() };
        let mut turns: Vec<Vec<u64>> = vec![Vec::new(); cue_turns];
        let printed = read(content, direct);
        let words = printed.iter().map(|word| &word.text).filter(|word| !is_small(word)).cloned().collect();
        let all = join_numbers(printed);
        for clause in all.chunk_by(|one, next| one.clause == next.clause) {
            let count = clause.iter().filter(|word| word.does == Does::Turn).count();
            if count > 0 {
                let told = clause.iter().filter(|word| word.does != Does::Turn && !is_small(&word.text));
                let mut stems: Vec<u64> = told.map(stem).collect();
                stems.sort_unstable();
                turns.extend(std::iter::repeat_n(stems, count));
            }
        }
        let mut stems: BTreeMap<u64, f32> = BTreeMap::new();
        let mut numbers: Vec<String> = Vec::new();
        for word in all.iter().filter(|word| !is_small(&word.text)) {
            match word.does {
                Does::Tell => stems.insert(stem(word), 1.0),
                Does::Count => {
                    numbers.push(word.text.clone());
                    stems.insert(stem(word), likeness::NUMBER)
                }
                Does::Turn => None,
            };
        }
        numbers.sort_unstable();
        numbers.dedup();
        let (runs, quoted) = runs(&all);
        let token = |word: &Word| Token { hash: hash(&word.text), clause: word.clause, does: word.does };
        Self {
            words,
            stems: stems.into_iter().collect(),
            numbers,
            negated: turns.len() % 2 == 1,
            cue_turns: cue_turns % 2 == 1,
            turns,
            tokens: all.iter().map(token).collect(),
            runs,
            quoted,
        }
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

    fn all_runs(&self) -> impl Iterator<Item = u64> {
        self.runs.iter().map(|(_, run)| *run)
    }
}

/// The words of a content, as printed.
fn read(content: &str, direct: bool) -> Vec<Word> {
    let (mut clause, mut stretch, mut quoted) = (0, 0, direct);
    let mut words: Vec<Word> = Vec::new();
    for piece in pieces(content) {
        match piece {
            Piece::Word(text) => {
                let does = if is_negation(&text) { Does::Turn } else { Does::Tell };
                words.push(Word { text, clause, stretch: quoted.then_some(stretch), does });
            }
            Piece::End => clause += u32::from(words.last().is_some_and(|last| last.clause == clause)),
            // Opening and closing marks alternate: every second stretch is quoted.
            Piece::Quote if !direct => {
                quoted = !quoted;
                stretch += 1;
            }
            Piece::Quote => {}
        }
    }
    words
}

/// The same with each number as one word, in its one form.
fn join_numbers(words: Vec<Word>) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let mut rest = words.as_slice();
    while let Some(word) = rest.first() {
        let is_beside = |other: &&Word| (other.clause, other.stretch) == (word.clause, word.stretch);
        let beside = rest.iter().take_while(is_beside).map(|word| word.text.as_str());
        let before = joined.last().filter(|last| last.clause == word.clause).map(|last| last.text.as_str());
        let (text, does, taken) = match number(beside, before) {
            Some((number, taken)) => (number, Does::Count, taken),
            None => (word.text.clone(), word.does, 1),
        };
        joined.push(Word { text, does, ..*word });
        rest = rest.get(taken..).unwrap_or(&[]);
    }
    joined
}

/// The hashes of the runs of quoted words, and how many words they cover.
fn runs(words: &[Word]) -> (Vec<(usize, u64)>, usize) {
    let (mut runs, mut quoted, mut start) = (Vec::new(), 0, 0);
    for stretch in words.chunk_by(|one, next| one.stretch == next.stretch) {
        if stretch.first().is_some_and(|word| word.stretch.is_some()) && stretch.len() >= RUN {
            let text: Vec<&str> = stretch.iter().map(|word| word.text.as_str()).collect();
            runs.extend(text.windows(RUN).enumerate().map(|(at, run)| (start + at, hash(&run))));
            quoted += stretch.len();
        }
        start += stretch.len();
    }
    (runs, quoted)
}

/// Fixed keys: the same in every run and on every machine.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
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
        let quoted = |content, direct| Wording::of("said", content, direct).quoted;
        assert_eq!(quoted("that it was “a plan that nobody here has ever seen” and more", false), 8);
        assert_eq!(quoted("that it was “a plan”", false), 0);
        assert_eq!(quoted("a plan that nobody here has ever seen", true), 8);
    }

    #[test]
    fn numbers_in_words_are_numbers() {
        let read = |content| Wording::of("said", content, false);
        let digits = read("that 1,300 patients and 21 nurses lost 2.5 million");
        let words =
            read("that thirteen hundred patients, and twenty-one nurses, lost two and a half million");
        assert_eq!(digits.numbers, ["1300", "21", "2500000"]);
        assert_eq!(digits.stems, words.stems);
        assert_eq!(read("twenty, one way or the other").numbers, ["1", "20"], "in two clauses");
    }

    #[test]
    fn a_cue_turns_round_what_is_no_sentence_of_its_own() {
        let is_negated = |content, direct| Wording::of("denied", content, direct).is_negated();
        assert!(is_negated("that he had taken “the money”", false));
        assert!(is_negated("“taking the money”", true));
        assert!(!is_negated("“I took the money.”", true));
        assert!(is_negated("“I never took the money.”", true));
    }
}
