//! Whom a spokesman, a lawyer or a press secretary speaks for: "a spokesman for the port", "Ferrer’s lawyer, Selim Arda,".

use super::clusters::Reading;
use super::found::THRESHOLD;
use super::lexicon::{Bits, DETERMINER, LEXICON, PronounClass, key, singular};
use super::scorer::Place;
use super::sources::{self, Description, Determined, Head};
use super::stage::Stage;
use super::words::Case;
use super::{KnownBy, Mention, SpeakerType, descriptions};
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

    /// Whom an actor speaks for by its roles where these name nobody: "the ministry’s spokesman", "ministry spokeswoman Ana Lutz".
    pub(super) fn learn_described_for(&mut self, actor: usize) {
        if self.actors[actor].speaks_for.is_some() {
            return;
        }
        let roles = self.actors[actor].roles.iter().filter(|r| r.heads.iter().any(|h| speaks_for_others(h)));
        let spans: Vec<Range<usize>> = roles.map(|r| r.tokens.clone()).filter(|t| !t.is_empty()).collect();
        self.actors[actor].speaks_for =
            spans.into_iter().find_map(|tokens| self.described_owner(actor, tokens));
    }

    /// The actor that the words of a role describe as whose it is: one of the article, or a described one.
    pub(super) fn described_owner(&mut self, actor: usize, tokens: Range<usize>) -> Option<usize> {
        let phrase = self.owner_in(tokens)?;
        let party = sources::read(self.words, self.names, &[self.words.span(phrase)]).into_iter().next()?;
        let description = match party.head {
            Head::Name(name) => return self.by_name(name).actor.filter(|a| *a != actor),
            Head::Noun(description) => Description { determined: Determined::Definite, ..description },
            _ => return None,
        };
        let mut described = descriptions::look_up(self.words, &description);
        // Whoever has a spokesman is no thing: "the port".
        let head = description.core.end.checked_sub(1)?;
        if !described.is_role && !self.words.bits(head).any(Bits::NOUN) {
            described.kind = SpeakerType::Organization;
        }
        let choice = self.weigh_description(&description, &described, description.core.start, false);
        let owner = match choice.best(THRESHOLD) {
            Some(best) => best.actor,
            None if described.kind == SpeakerType::Document => return None,
            None => self.described_actor(&described, &description),
        };
        if owner == actor {
            return None;
        }
        let span = self.words.span(description.core);
        self.mentions[owner].push(Mention { span, known_by: KnownBy::Description });
        Some(owner)
    }

    /// The words of a role that say whose it is: "the port of Kell", "ministry".
    fn owner_in(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let words = self.words;
        let role =
            |i: &usize| words.bits(*i).any(Bits::ROLE) && speaks_for_others(&words.text(*i).to_lowercase());
        let head = tokens.clone().find(role)?;
        let link = head + 1;
        if link < tokens.end && matches!(words.text(link), "for" | "of" | "to" | "with") {
            let ends = |i: &usize| !words.list[*i].is_word() || words.bits(*i).any(Bits::RELATIVE);
            let end = (link + 1..tokens.end).find(ends).unwrap_or(tokens.end);
            return Some(link + 1..end).filter(|phrase| !phrase.is_empty());
        }
        let mut end = head;
        while end > tokens.start && (words.text(end - 1) == "s" || !words.list[end - 1].is_word()) {
            end -= 1;
        }
        let noun = end.checked_sub(1).filter(|noun| *noun >= tokens.start)?;
        let owns = words.is_possessive(end);
        let kind = LEXICON.noun(&words.text(noun).to_lowercase()).map(|n| n.0);
        let organization = kind == Some(SpeakerType::Organization) && words.list[noun].case == Case::Lower;
        // "They met health ministry spokeswoman Ana Lutz": what the ministry is for, and no verb.
        let like = Bits::PORTFOLIO.or(Bits::DEMONYM).or(Bits::NOUN).or(Bits::ORGANIZATION);
        let mut start = noun;
        while start > tokens.start && (words.bits(start - 1).any(like) || words.list[start - 1].is_capital())
        {
            start -= 1;
        }
        match (owns, organization) {
            (true, _) => Some(tokens.start..end),
            (false, true) => Some(start..end),
            (false, false) => None,
        }
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
        // "for the port of Kell": not for Kell.
        let behind = |start: usize| {
            let mut between = (tokens.start..start).filter(|&i| matches!(self.words.text(i), "for" | "with"));
            between.next().is_some_and(|link| {
                (link + 1..start)
                    .any(|i| self.words.get(i).is_some_and(|w| w.is_word() && !w.bits.any(DETERMINER)))
            })
        };
        let all: Vec<(usize, usize)> =
            names.filter_map(|(n, name)| Some((name.before.start, read(n)?))).collect();
        let one = all.iter().find(|(start, _)| owns(*start)).or(all.first());
        one.filter(|(start, _)| !behind(*start)).map(|(_, named)| *named)
    }
}
