//! The first word of a sentence that may be a first name or a small word: "Per Olsen", "Will Olsen", "Sunny Ferrer".

use super::lexicon::{Bits, DETERMINER, FIRST_NAME, LEXICON, TITLE};
use super::words::{Case, Word, Words};
use crate::lists::rows;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Small words that are first names, too → true for verbs, which open questions.
static WORDS: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    rows(include_str!("data/openings.tsv")).map(|[word, kind]| (word, kind == "verb")).collect()
});

/// True for "said" and "per", which are first names, too.
pub(super) fn is_preposition(word: &str) -> bool {
    WORDS.get(word) == Some(&false)
}

/// What an article shows of names that begin its sentences.
#[derive(Debug, Default)]
pub(super) struct Openings<'a> {
    /// Two capitalised words of which the first does not begin a sentence.
    pairs: HashSet<(&'a str, &'a str)>,
    /// A word → the first names before it anywhere, no more than two.
    first_names: HashMap<&'a str, Vec<&'a str>>,
    /// Sentences that end with a question mark.
    questions: HashSet<u32>,
}

impl<'a> Openings<'a> {
    /// Reads an article. Linear.
    pub(super) fn read(words: &Words<'a>) -> Openings<'a> {
        let mut openings = Openings::default();
        for (at, word) in words.list.iter().enumerate() {
            if words.text(at) == "?" {
                openings.questions.insert(word.sentence);
            }
            let capital = |w: &Word| w.is_capital() && w.sentence == word.sentence && !w.glued;
            let shouts = words.shouts.get(word.paragraph as usize).copied().unwrap_or(false);
            if shouts || word.case != Case::Capital || !words.get(at + 1).is_some_and(capital) {
                continue;
            }
            let (first, last) = (words.text(at), words.text(at + 1));
            if !word.first {
                openings.pairs.insert((first, last));
            }
            if word.bits.any(FIRST_NAME) {
                let names = openings.first_names.entry(last).or_default();
                if names.len() < 2 && !names.contains(&first) {
                    names.push(first);
                }
            }
        }
        openings
    }

    /// Whether the first word of a sentence belongs to the name that goes on behind it; `None` where nothing tells.
    pub(super) fn belongs(&self, words: &Words<'a>, at: usize) -> Option<bool> {
        let word = words.get(at)?;
        let (first, last) = (words.text(at), words.text(at + 1));
        let leads = DETERMINER.or(TITLE).or(Bits::ROLE).or(Bits::NOT_NAME).or(Bits::DEMONYM);
        let leads = leads.or(Bits::PAST.or(Bits::NOW).or(Bits::CONJUNCTION).or(Bits::PRONOUN));
        if self.pairs.contains(&(first, last)) && !word.bits.any(leads) {
            return Some(true);
        }
        let verb = *WORDS.get(first.to_lowercase().as_str())?;
        // "Will Olsen resign?"
        if verb {
            return self.questions.contains(&word.sentence).then_some(false);
        }
        // "Per Halvex Bank", "Per NATO", "Per Olsen" where Olsen is Ada Olsen.
        let key = last.to_lowercase();
        let thing = words.bits(at + 1).any(Bits::ORGANIZATION.or(Bits::NOT_NAME).or(Bits::DEMONYM))
            || words.list.get(at + 1).is_some_and(|w| w.case == Case::AllCapitals)
            || LEXICON.place(&key).is_some()
            || LEXICON.organization(&key).is_some();
        let other = self.first_names.get(last).is_some_and(|names| names.iter().any(|name| *name != first));
        (thing || other).then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    /// Whether the first word of the last sentence belongs to the name behind it.
    fn belongs(text: &str) -> Option<bool> {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = crate::text::read(&article);
        let words = Words::read(&document);
        let last = (0..words.list.len()).rev().find(|&i| words.list[i].first).unwrap();
        Openings::read(&words).belongs(&words, last)
    }

    #[test]
    fn what_stands_inside_of_a_sentence_tells() {
        assert_eq!(belongs("They met Sunny Ferrer. Sunny Ferrer left."), Some(true));
        assert_eq!(belongs("They met Dusty Ferrer. Sunny Ferrer left."), None);
        assert_eq!(belongs("However Ferrer left."), None);
    }

    #[test]
    fn a_preposition_before_somebody_of_another_first_name() {
        assert_eq!(belongs("They met Ada Olsen. Per Olsen, ferries are late."), Some(false));
        assert_eq!(belongs("They met Per Olsen and Ada Olsen. Per Olsen left."), Some(true));
        assert_eq!(belongs("Per Olsen left."), None);
        assert_eq!(belongs("Per NATO, ships are late."), Some(false));
    }

    #[test]
    fn a_question_opens_with_its_verb() {
        assert_eq!(belongs("Will Olsen resign?"), Some(false));
        assert_eq!(belongs("Will Olsen resigned."), None);
        assert_eq!(belongs("They met Will Olsen. Will Olsen resign?"), Some(true));
    }
}
