//! The words of a sentence beside short sayings of a data file, for rules that go by words.

use crate::lists;
use crate::text::Document;
use std::collections::BTreeMap;

/// The sayings of each kind, in words; the apostrophe straight, letters small.
pub struct Sayings(BTreeMap<&'static str, Vec<Vec<&'static str>>>);

impl Sayings {
    /// Reads a table: kind, saying.
    pub fn read(table: &'static str) -> Self {
        let mut out: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
        for [kind, words] in lists::rows::<2>(table) {
            out.entry(kind).or_default().push(words.split(' ').collect());
        }
        Self(out)
    }
}

/// The words of a sentence, up to its end.
pub struct Words<'d, 't> {
    /// The document.
    pub document: &'d Document<'t>,
    /// The end of the sentence, in tokens.
    pub end: usize,
    /// What is looked for.
    pub sayings: &'d Sayings,
}

impl Words<'_, '_> {
    /// Whether a token is this word, without regard to case and to the form of the apostrophe.
    pub fn is(&self, k: usize, word: &str) -> bool {
        let own = |c: char| if c == '’' { '\'' } else { c.to_ascii_lowercase() };
        k < self.end && self.document.tokens[k].span.of(self.document.text).chars().map(own).eq(word.chars())
    }

    /// The end of the saying of a kind that begins at `k`.
    pub fn saying(&self, kind: &str, k: usize) -> Option<usize> {
        let sayings = self.sayings.0.get(kind)?;
        let fits = |words: &&Vec<&str>| words.iter().enumerate().all(|(n, word)| self.is(k + n, word));
        sayings.iter().filter(fits).map(|words| k + words.len()).max()
    }

    /// Whether a token is a mark.
    pub fn is_mark(&self, k: usize) -> bool {
        self.document.tokens.get(k).is_none_or(|token| token.is_mark)
    }
}
