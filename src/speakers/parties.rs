//! Of what party somebody is, and from what state: "(R-Fla.)", ", D-Vt.,", "Republican".

use super::lexicon::{LEXICON, key};
use super::names::Name;
use super::roles::RoleUse;
use super::words::{Case, Words};
use crate::lists::{lines, rows};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A word → the party before a noun, and its member.
static PARTIES: LazyLock<HashMap<&str, (&str, &str)>> = LazyLock::new(|| {
    rows(include_str!("data/parties.tsv")).map(|[word, party, member]| (word, (party, member))).collect()
});

/// An abbreviated place → its name.
static STATES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let forms = lines(include_str!("data/places.txt")).filter_map(|line| line.split_once('|'));
    forms.map(|(name, short)| (key(short), key(name))).collect()
});

/// The party that a word in lower case names: "gop" → "republican". Letters only count in brackets.
pub(super) fn party(word: &str) -> Option<&'static str> {
    PARTIES.get(word).filter(|_| word.chars().count() > 1).map(|(party, _)| *party)
}

/// True for a word that [`party`] gives.
pub(super) fn is_party(word: &str) -> bool {
    party(word) == Some(word)
}

/// True for "democrat", who is a person and no party: that is called "democratic".
pub(super) fn is_member(word: &str) -> bool {
    PARTIES.get(word).is_some_and(|(party, member)| word == *member && party != member)
}

/// Longest name of a state, in tokens.
const STATE: usize = 5;

/// "(R-Fla.)", ", D-Vt.," behind a name.
pub(super) fn behind_name(words: &Words<'_>, name: &Name) -> Option<RoleUse> {
    let open = name.tokens.end;
    let letter = open + 1;
    let initial = words.get(letter).is_some_and(|w| w.case == Case::Initial);
    if !matches!(words.text(open), "(" | ",") || !initial {
        return None;
    }
    let (party, member) = PARTIES.get(words.text(letter).to_lowercase().as_str())?;
    let mut said = RoleUse { tokens: open..open, heads: vec![(*member).to_owned()], ..RoleUse::default() };
    said.words.push((*party).to_owned());
    if matches!(words.text(letter + 1), "-" | "‑" | "–") {
        let start = letter + 2;
        let ends = |i: &usize| matches!(words.text(*i), ")" | ",") || !words.get(*i).is_some_and(|w| w.glued);
        let end = (start..start + STATE).find(|i| *i > start && ends(i))?;
        let short = key(words.span(start..end).of(words.text));
        let state = STATES.get(short.trim_end_matches('.')).cloned().unwrap_or(short);
        said.countries.extend(LEXICON.country(&state));
        said.words.extend(state.split(' ').map(str::to_owned));
    } else if words.text(letter + 1) != ")" {
        return None;
    }
    Some(said)
}
