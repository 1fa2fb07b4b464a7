//! Occasions on which somebody speaks or writes: "speech", "interview", "debate". The list is `data/occasions.tsv`.

use crate::lists::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word is to the date of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    /// "speech", "interview": also dates what is said in the next sentence.
    Noun,
    /// "spoke", "wrote": the same.
    Verb,
    /// "debate", "report": dates only what is said there.
    Event,
    /// "issued", "held": joins an occasion to its date.
    Issued,
    /// "indicted", "sued": the report is itself what was done then.
    Act,
}

static WORDS: LazyLock<HashMap<&'static str, Occasion>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for [kind, word] in rows(include_str!("data/occasions.tsv")) {
        let occasion = match kind {
            "noun" => Occasion::Noun,
            "verb" => Occasion::Verb,
            "event" => Occasion::Event,
            "issued" => Occasion::Issued,
            "act" => Occasion::Act,
            _ => continue,
        };
        words.entry(word).or_insert(occasion);
    }
    words
});

/// What `word` is, in any case.
pub(super) fn occasion(word: &str) -> Option<Occasion> {
    // longer words are in no list
    if word.len() > 16 {
        return None;
    }
    WORDS.get(word.to_ascii_lowercase().as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_kind_whatever_their_case() {
        assert_eq!(occasion("Speech"), Some(Occasion::Noun));
        assert_eq!(occasion("issued"), Some(Occasion::Issued));
        assert_eq!(occasion("attack"), None);
        assert!(rows(include_str!("data/occasions.tsv")).all(|[kind, word]| {
            ["noun", "verb", "event", "issued", "act"].contains(&kind) && !word.is_empty()
        }));
    }
}
