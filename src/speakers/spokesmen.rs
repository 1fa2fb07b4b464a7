//! Whom a spokesman, a lawyer or a press secretary speaks for: "a spokesman for the port", "Ferrer’s lawyer, Selim Arda,".

use super::clusters::Reading;
use super::found::THRESHOLD;
use super::lexicon::{Bits, LEXICON, PronounClass, key, singular};
use super::scorer::Place;
use super::sources::Description;
use super::stage::Stage;
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The roles whose bearers speak for somebody.
static ROLES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/speaks-for.txt")).collect());

/// True where a role (a [`key`]) is one of those who speak for others.
fn speaks_for_others(role: &str) -> bool {
    let last = role.rsplit(' ').next().unwrap_or("");
    ROLES.contains(singular(role)) || ROLES.contains(singular(last))
}

impl Stage<'_, '_> {
    /// Takes in whom all actors with such a role speak for, by the words of their roles. Linear.
    pub(super) fn learn_spokesmen(&mut self) {
        for actor in 0..self.actors.len() {
            let roles =
                self.actors[actor].roles.iter().filter(|r| r.heads.iter().any(|h| speaks_for_others(h)));
            let spans: Vec<Range<usize>> = roles.map(|r| r.tokens.clone()).collect();
            self.actors[actor].speaks_for =
                spans.into_iter().find_map(|tokens| self.named_for(actor, tokens));
        }
    }

    /// Whom a described spokesman speaks for.
    pub(super) fn described_for(&self, actor: usize, description: &Description) -> Option<usize> {
        let head = key(self.words.span(description.core.clone()).of(self.words.text));
        if !speaks_for_others(LEXICON.role(&head).map_or(head.as_str(), |r| r.0)) {
            return None;
        }
        let owner = description.whole.start;
        let pronoun = LEXICON.pronoun(&self.words.text(owner).to_lowercase());
        let third = pronoun.filter(|p| p.class == PronounClass::Third);
        if let Some(pronoun) = third.filter(|_| self.words.bits(owner).any(Bits::POSSESSIVE)) {
            let choice = self.weigh_pronoun(owner, pronoun, Place::Source);
            return choice.best(THRESHOLD).map(|b| b.actor).filter(|a| *a != actor);
        }
        self.named_for(actor, description.whole.clone())
    }

    /// The first name behind "for", "of" or "to" in a role, else the name that the role begins with.
    fn named_for(&self, actor: usize, tokens: Range<usize>) -> Option<usize> {
        let first = self.names.partition_point(|n| n.tokens.start < tokens.start);
        let names = self.names.iter().enumerate().skip(first).take_while(|(_, n)| n.tokens.end <= tokens.end);
        let read = |n: usize| match self.readings.get(n)? {
            Reading::One(named) => Some(*named).filter(|a| *a != actor),
            _ => None,
        };
        let owns = |start: usize| {
            let before = start.checked_sub(1).map_or("", |b| self.words.text(b));
            let article = start.checked_sub(2).map_or("", |b| self.words.text(b));
            let links = |word: &str| matches!(word, "for" | "of" | "to" | "with");
            links(before) || before.eq_ignore_ascii_case("the") && links(article)
        };
        let all: Vec<(usize, usize)> =
            names.filter_map(|(n, name)| Some((name.before.start, read(n)?))).collect();
        all.iter().find(|(start, _)| owns(*start)).or(all.first()).map(|(_, named)| *named)
    }
}
