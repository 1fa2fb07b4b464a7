//! The expressions of `data/outcomes.tsv`.

use super::words;
use crate::lists::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Where those stand that an expression is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// "Lund was charged with".
    Passive,
    /// "Lund pleaded guilty".
    Active,
    /// "A jury acquitted Lund".
    Object,
    /// "found Lund guilty": the rest of the phrase stands behind the object.
    Around,
    /// Said of the charges against somebody.
    Charges,
    /// Said of somebody's conviction.
    Conviction,
}

/// An expression for an outcome.
pub(super) struct Phrase {
    pub(super) kind: &'static str,
    pub(super) way: Way,
    pub(super) words: Vec<&'static str>,
    /// What follows after a few other words: "to settle" of "agreed to pay … to settle".
    pub(super) rest: Vec<&'static str>,
}

impl Phrase {
    /// Whether what follows is the phrase's own object, which no preposition parts from it: "handed a six-year sentence".
    pub(super) fn has_object(&self) -> bool {
        self.rest.first().is_some_and(|word| !words::is("before_others", word))
    }
}

/// Expressions by their first word, longer ones first.
pub(super) static PHRASES: LazyLock<HashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<&str, Vec<Phrase>> = HashMap::new();
    for [kind, way, phrase] in rows::<3>(include_str!("data/outcomes.tsv")) {
        let way = match way {
            "passive" => Way::Passive,
            "active" => Way::Active,
            "around" => Way::Around,
            "charges" => Way::Charges,
            "conviction" => Way::Conviction,
            _ => Way::Object,
        };
        let (words, rest) = phrase.split_once(" … ").unwrap_or((phrase, ""));
        let words: Vec<&str> = words.split(' ').collect();
        let rest = rest.split_whitespace().collect();
        let first = words.first().copied().unwrap_or("");
        phrases.entry(first).or_default().push(Phrase { kind, way, words, rest });
    }
    let length = |phrase: &Phrase| phrase.words.len() + phrase.rest.len();
    phrases.values_mut().for_each(|all| all.sort_by_key(|phrase| std::cmp::Reverse(length(phrase))));
    phrases
});
