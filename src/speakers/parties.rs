//! Of what party somebody is, and from what state: "(R-Fla.)", ", D-Vt.,", "Republican".

use super::actors::Actor;
use super::lexicon::{Bits, LEXICON, key};
use super::names::Name;
use super::roles::RoleUse;
use super::words::{Case, Words};
use crate::lists::{lines, rows};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// A word → the party before a noun, and its member.
static PARTIES: LazyLock<HashMap<&str, (&str, &str)>> = LazyLock::new(|| {
    rows(include_str!("data/parties.tsv")).map(|[word, party, member]| (word, (party, member))).collect()
});

/// A word that names a party only where it has a capital → the party: "Green", but not "green".
static BY_CAPITAL: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    rows(include_str!("data/capital-parties.tsv")).map(|[word, party]| (word, party)).collect()
});

/// The parties before a noun.
static NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| PARTIES.values().map(|(party, _)| *party).chain(BY_CAPITAL.values().copied()).collect());

/// An abbreviated place → its name.
static STATES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let forms = lines(include_str!("data/places.txt")).filter_map(|line| line.split_once('|'));
    forms.map(|(name, short)| (key(short), key(name))).collect()
});

/// The party that a word in lower case names: "gop" → "republican". Letters only count in brackets.
pub(super) fn party(word: &str) -> Option<&'static str> {
    PARTIES.get(word).filter(|_| word.chars().count() > 1).map(|(party, _)| *party)
}

/// The party that a word with a capital names, if only the capital says so: "Conservative", "Greens".
pub(super) fn by_capital(words: &Words<'_>, token: usize) -> Option<&'static str> {
    let next = || words.get(token + 1).is_some_and(|w| w.is_capital() && !w.glued);
    let capital = words.get(token).is_some_and(|w| w.case == Case::Capital && (!w.first || next()));
    BY_CAPITAL.get(words.text(token).to_lowercase().as_str()).copied().filter(|_| capital)
}

/// True for a word that [`party`] or [`by_capital`] gives.
pub(super) fn is_party(word: &str) -> bool {
    NAMES.contains(word)
}

/// True for words that all name a party: "Lib Dem" before "MP".
pub(super) fn are(words: &Words<'_>, mut tokens: Range<usize>) -> bool {
    tokens.all(|i| {
        let lower = words.text(i).to_lowercase();
        PARTIES.contains_key(lower.as_str()) || BY_CAPITAL.contains_key(lower.as_str())
    })
}

/// "Labour’s Ann Lowe", "the Greens’ Dan Orr": the party before a name.
pub(super) fn owner(words: &Words<'_>, name: &Name) -> Option<RoleUse> {
    let start = name.before.start.min(name.tokens.start);
    let before = start.checked_sub(1)?;
    let mark = if words.text(before).eq_ignore_ascii_case("s") { before.checked_sub(1)? } else { before };
    let token = mark.checked_sub(1)?;
    if !matches!(words.text(mark), "’" | "'") || !words.list[mark].glued {
        return None;
    }
    let word = words.get(token).filter(|w| w.is_capital())?;
    let lower = word.span.of(words.text).to_lowercase();
    let of_capital = BY_CAPITAL.get(lower.as_str()).copied().filter(|_| word.case == Case::Capital);
    let party = party(&lower).or(of_capital)?;
    Some(RoleUse { tokens: start..start, words: vec![party.to_owned()], ..RoleUse::default() })
}

/// True for "democrat", who is a person and no party: that is called "democratic".
pub(super) fn is_member(word: &str) -> bool {
    PARTIES.get(word).is_some_and(|(party, member)| word == *member && party != member)
}

/// True for an independent, and for who was of a party: they may stand for another.
pub(super) fn may_change(actor: &Actor) -> bool {
    let of_party = |r: &&RoleUse| r.words.iter().any(|w| is_party(w));
    let free = |w: &String| LEXICON.bits(w).any(Bits::PAST) || party(w) == Some("independent");
    actor.roles.iter().filter(of_party).any(|r| r.words.iter().any(free))
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
