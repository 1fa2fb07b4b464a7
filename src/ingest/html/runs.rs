//! Runs of words, by which one finds again what another text has too.

use super::known::number;
use super::parts::letters;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// Which runs of up to four words a text has.
pub struct Runs(FxHashSet<u64>);

impl Runs {
    const LONGEST: usize = 4;

    /// Takes a text apart.
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> = words(text);
        let runs = (1..=Self::LONGEST).flat_map(|length| words.windows(length).map(hash));
        Runs(runs.collect())
    }

    /// The share of a line's runs that the text has.
    pub fn share(&self, line: &str) -> f32 {
        let words: Vec<u64> = words(line);
        if words.is_empty() {
            return 0.0;
        }
        let runs = words.windows(words.len().min(Self::LONGEST));
        let (all, found) = (runs.len(), runs.filter(|run| self.0.contains(&hash(run))).count());
        number(found) / number(all)
    }
}

/// Runs of four words, or the whole of a shorter line.
pub fn runs(line: &str) -> Vec<u64> {
    let words = words(line);
    words.windows(words.len().clamp(1, Runs::LONGEST)).map(hash).collect()
}

fn words(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(letters).collect()
}

fn hash(words: &[u64]) -> u64 {
    let mut hasher = FxHasher::default();
    words.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_text_has_too() {
        let text = Runs::of("The council had met for nine hours.");
        let shares =
            ["the Council had met", "nine hours", "hours nine", "The council had slept for nine hours", ""];
        let shares = shares.map(|line| text.share(line));
        assert_eq!(shares, [1.0, 1.0, 0.0, 0.0, 0.0]);
        assert_eq!(runs("one two three four five").len(), 2);
        assert_eq!((runs("one two").len(), runs("…").len()), (1, 0));
    }
}
