//! Offices that nobody holds twice at once, and of what: "chief executive of Halvex", "Querl’s mayor".

use crate::lists::rows;
use crate::store::names::role_words;
use crate::wording::{is_small, list};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A word of a role → the number of the office.
static OFFICES: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let offices = rows::<2>(include_str!("../data/sole-offices.tsv")).enumerate();
    let words =
        offices.flat_map(|(at, [_, words])| words.split(' ').map(move |word| (word.to_owned(), at as u16)));
    words.collect()
});
static LESSER: LazyLock<HashSet<String>> = LazyLock::new(|| list(include_str!("../data/lesser-offices.txt")));

/// Of what somebody holds an office: its words, small ones left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Post {
    pub(super) office: u16,
    of: Vec<String>,
}

impl Post {
    /// Whether any word names such an office.
    pub(super) fn is_among(words: &[String]) -> bool {
        words.iter().any(|word| OFFICES.contains_key(word))
    }

    /// The one that a role names, if nobody can hold two such at once, and it has a name.
    pub(super) fn of_role(role: &str) -> Option<Self> {
        let words: Vec<&str> = role.split_whitespace().collect();
        let plain = |word: &str| role_words(word).concat();
        let at = words.iter().position(|word| OFFICES.contains_key(&plain(word)))?;
        let office = *OFFICES.get(&plain(words.get(at)?))?;
        let (before, after) = (words.get(..at)?, words.get(at + 1..)?);
        if before.iter().any(|word| role_words(word).iter().any(|word| LESSER.contains(word))) {
            return None;
        }
        let name: Vec<&str> = match after.split_first() {
            Some((&("of" | "at" | "for"), rest)) => {
                let rest = rest.iter().skip_while(|word| **word == "the");
                rest.copied().take_while(|word| is_capital(word)).collect()
            }
            _ => {
                let owner = before.iter().position(|word| word.ends_with("’s") || word.ends_with("'s"))?;
                before.get(..=owner)?.iter().copied().filter(|word| is_capital(word)).collect()
            }
        };
        // Letters may stand for any name.
        let is_acronym = |word: &str| word.chars().all(|c| !c.is_lowercase());
        if name.iter().any(|word| is_acronym(word)) {
            return None;
        }
        let of: Vec<String> = role_words(&name.join(" ")).into_iter().filter(|w| !is_small(w)).collect();
        (!of.is_empty()).then_some(Self { office, of })
    }

    /// Whether it is the same office of something else.
    pub(super) fn is_rival(&self, other: &Post) -> bool {
        self.office == other.office && !self.of.iter().any(|word| other.of.contains(word))
    }
}

fn is_capital(word: &str) -> bool {
    word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_an_office_is() {
        let halvex = Post::of_role("the chief executive of Halvex").unwrap();
        for role in
            ["Halvex’s chief executive", "CEO of the Halvex Group", "chief executive at Halvex, a bank"]
        {
            assert!(!Post::of_role(role).unwrap().is_rival(&halvex), "{role}");
        }
        assert!(Post::of_role("chief executive of Ostrel Rail").unwrap().is_rival(&halvex));
        assert!(!Post::of_role("Mayor of Querl").unwrap().is_rival(&halvex));
        assert!(Post::of_role("Mayor of Querl").unwrap().is_rival(&Post::of_role("mayor of Marn").unwrap()));
        for role in [
            "former chief executive of Halvex",
            "deputy mayor of Querl",
            "the chief executive of the company",
            "chief executive of BP",
            "a lawyer",
            "mayor",
            "",
        ] {
            assert_eq!(Post::of_role(role), None, "{role}");
        }
    }
}
