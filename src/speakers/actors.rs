//! Somebody or something that an article names or describes.

use super::lexicon::{Bits, FIRST_NAME, LEXICON};
use super::roles::RoleUse;
use super::syllables;
use super::{Gender, SpeakerType};
use crate::lists::lines;
use crate::span::Span;
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Somebody or something that the article names or describes.
#[derive(Clone, Debug)]
pub(super) struct Actor {
    /// The fullest form in the article.
    pub(super) name: String,
    /// The words of the name in lower case.
    pub(super) words: Vec<String>,
    /// What it is.
    pub(super) kind: SpeakerType,
    /// False where nothing but its place in the text says what it is.
    pub(super) sure: bool,
    /// A tower or a treaty, which speaks only if a source says so.
    pub(super) thing: bool,
    /// Where the text shows it.
    pub(super) gender: Option<Gender>,
    /// False where only a first name or a pronoun shows the gender.
    pub(super) gender_sure: bool,
    /// True where only a pronoun shows it, whose antecedent may be another.
    pub(super) gender_learnt: bool,
    /// What it is called by office or trade.
    pub(super) roles: Vec<RoleUse>,
    /// What the lists say it may be called.
    pub(super) called: Vec<String>,
    /// Country or state that it is, by the lists.
    pub(super) country: Option<u32>,
    /// True for a described source, which has no name.
    pub(super) described: bool,
    /// True for a described source that means several.
    pub(super) plural: bool,
    /// Where the article gives it a role.
    pub(super) role_spans: Vec<Span>,
    /// The actor for whom this one speaks.
    pub(super) speaks_for: Option<usize>,
}

impl Actor {
    /// Somebody, by name and [`key`](super::lexicon::key), of whom nothing else is known.
    pub(super) fn new(name: &str, key: &str, kind: SpeakerType) -> Actor {
        Actor {
            name: name.to_owned(),
            words: key.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect(),
            kind,
            sure: true,
            thing: false,
            gender: None,
            gender_sure: false,
            gender_learnt: false,
            roles: Vec::new(),
            called: Vec::new(),
            country: None,
            described: false,
            plural: false,
            role_spans: Vec::new(),
            speaks_for: None,
        }
    }
}

/// A name as it is shown: one space between words, no control characters.
pub(super) fn plain(name: &str) -> String {
    let words = name.split_whitespace().map(|w| w.chars().filter(|c| !c.is_control()).collect::<String>());
    words.collect::<Vec<_>>().join(" ")
}

pub(super) fn person(actor: &Actor) -> bool {
    actor.kind == SpeakerType::Person
}

pub(super) fn gender_fits(actor: &Actor, gender: Option<Gender>) -> bool {
    gender.is_none() || actor.gender.is_none() || actor.gender == gender
}

/// The words of a person's name without a title that custom keeps and without "Jr".
pub(super) fn bare(actor: &Actor) -> &[String] {
    let mut words = actor.words.as_slice();
    if let [first, rest @ ..] = words
        && !rest.is_empty()
        && LEXICON.bits(first).any(Bits::KEPT)
    {
        words = rest;
    }
    if let [rest @ .., last] = words
        && !rest.is_empty()
        && LEXICON.bits(last).any(Bits::SUFFIX)
    {
        words = rest;
    }
    words
}

/// Family names before which no given name stands: "Wang Lei".
static LEADING: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/leading-family-names.txt")).collect());

/// The gender that a person's first name shows, if it has one.
pub(super) fn gender_by_first_name(actor: &Actor) -> Option<Gender> {
    let words = bare(actor);
    // In "Kim Jong-un" the family's name comes first, but not in "Carrie Chan Suk-yee".
    let given = actor.name.rsplit(' ').next().and_then(|last| last.split_once(['-', '‑']));
    if words.len() == 3 && given.is_some_and(|(one, other)| syllables::are_given(one, other)) {
        return None;
    }
    let first = words.iter().find(|w| w.chars().count() > 1).filter(|_| person(actor) && words.len() > 1)?;
    if LEADING.contains(first.as_str()) {
        return None;
    }
    let mut bits = LEXICON.bits(first);
    if !bits.any(FIRST_NAME) && !first.is_ascii() {
        // "Lucía" is "Lucia" in a list from the USA.
        bits = LEXICON.bits(&first.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>());
    }
    match (bits.any(Bits::MAN), bits.any(Bits::WOMAN)) {
        (true, false) => Some(Gender::Masculine),
        (false, true) => Some(Gender::Feminine),
        _ => None,
    }
}
