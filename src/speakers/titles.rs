//! "The mayor", "his campaign", "a new poll": whom a description refers to where it stands.

use super::actors::Actor;
use super::demonyms;
use super::descriptions::{self, Described};
use super::found::{Found, THRESHOLD, nobody};
use super::lexicon::{BARRIER, Bits, DETERMINER, LEXICON, Pronoun, PronounClass, key, singular};
use super::scene;
use super::scorer::Place;
use super::sources::{Description, Determined};
use super::stage::Stage;
use super::{KnownBy, Mention, SpeakerType};
use crate::span::Span;
use std::ops::Range;

impl Stage<'_, '_> {
    pub(super) fn by_description(&mut self, description: &Description, span: Span) -> Found {
        let core = self.words.span(description.core.clone()).of(self.words.text);
        if core.eq_ignore_ascii_case("nobody") || core.eq_ignore_ascii_case("no one") {
            let reason = "it says that nobody said it";
            return nobody(SpeakerType::Unnamed, KnownBy::Description, span, reason);
        }
        if let Some(found) =
            self.without_a_noun(description, span).or_else(|| self.in_apposition(description, span))
        {
            return found;
        }
        let mut described = descriptions::look_up(self.words, description);
        if demonyms::is_one(self.words, description) {
            if let Some(found) = self.by_demonym(description, span) {
                return found;
            }
            described.kind = SpeakerType::Unnamed;
        }
        if let Some(found) = self.by_owner(description, &described, span) {
            return found;
        }
        let mut choice = self.weigh_description(description, &described, description.core.start, true);
        self.of_the_same_client(description, &mut choice);
        self.traced(description.core.start, &choice);
        let weighed = &choice.weighed;
        let person = matches!(described.kind, SpeakerType::Unnamed);
        let known_by = if person && described.refers { KnownBy::Title } else { KnownBy::Description };
        // One of several who hold that role: better no name than a wrong one.
        let close = weighed.first().is_some_and(|b| b.confidence >= THRESHOLD)
            || weighed.iter().map(|w| w.confidence).sum::<f32>() >= 0.6;
        if close {
            if let Some(best) = weighed.first().filter(|b| b.confidence >= THRESHOLD) {
                self.mention_tokens(best.actor, description.core.clone(), None, known_by);
            }
            let described_again = weighed.first().is_some_and(|b| self.actors[b.actor].described);
            let known_by = if described_again { KnownBy::Description } else { known_by };
            return self.choice(choice, known_by, described.kind, span);
        }
        let actor = self.described_actor(&described, description);
        if self.actors[actor].speaks_for.is_none() {
            self.actors[actor].speaks_for = self.described_for(actor, description);
        }
        let shown = &self.actors[actor].name;
        let reason = format!("described, not named: “{shown}”");
        let weighed = choice.weighed.iter().map(|w| (w.actor, w.confidence)).collect();
        self.mention_tokens(actor, description.core.clone(), None, KnownBy::Description);
        Found {
            actor: Some(actor),
            kind: described.kind,
            known_by: KnownBy::Description,
            span,
            confidence: 0.85,
            weighed,
            reason,
            speaker_around: false,
        }
    }

    /// "Most", "all" with no noun: the group of which the sentence before speaks.
    fn without_a_noun(&mut self, description: &Description, span: Span) -> Option<Found> {
        let token = description.core.start;
        let alone = description.whole.len() == 1 && self.words.bits(token).any(Bits::INDEFINITE);
        let word = self.words.text(token).to_lowercase();
        if !alone || matches!(word.as_str(), "one" | "another" | "other" | "a" | "an") {
            return None;
        }
        let many = Pronoun { class: PronounClass::Third, gender: None, neuter: false, many: true };
        let mut choice = self.weigh_pronoun(token, many, Place::Source);
        choice
            .weighed
            .retain(|w| matches!(self.actors[w.actor].kind, SpeakerType::Group | SpeakerType::Unnamed));
        let best = choice.best(THRESHOLD)?.actor;
        self.mention_tokens(best, token..token + 1, None, KnownBy::Description);
        Some(self.choice(choice, KnownBy::Description, SpeakerType::Group, span))
    }

    /// ", a policy institute" right behind a name.
    fn in_apposition(&mut self, description: &Description, span: Span) -> Option<Found> {
        let article = description.core.start.checked_sub(1)?;
        let comma = article.checked_sub(1)?;
        if description.determined != Determined::Indefinite
            || !self.words.bits(article).any(Bits::INDEFINITE)
            || self.words.text(comma) != ","
        {
            return None;
        }
        let name = self.names.partition_point(|n| n.tokens.end < comma);
        self.names.get(name).filter(|n| n.tokens.end == comma)?;
        let found = self.by_name(name);
        let known_by = KnownBy::Description;
        found.actor?;
        Some(Found { known_by, span, confidence: found.confidence * 0.9, ..found })
    }

    /// "His campaign" where the article speaks of "the Okafor campaign".
    fn by_owner(&mut self, description: &Description, described: &Described, span: Span) -> Option<Found> {
        let owner = description.whole.start;
        let pronoun = LEXICON.pronoun(&self.words.text(owner).to_lowercase())?;
        if description.determined != Determined::Possessive
            || described.kind != SpeakerType::Organization
            || pronoun.class != PronounClass::Third
            || owner + 1 != description.core.start
        {
            return None;
        }
        let choice = self.weigh_pronoun(owner, pronoun, Place::Source);
        let best = *choice.best(THRESHOLD)?;
        let owner_name = self.actors[best.actor].name.clone();
        let surname = owner_name.split(' ').rfind(|w| !LEXICON.bits(&key(w)).any(Bits::SUFFIX))?.to_owned();
        if self.actors[best.actor].kind != SpeakerType::Person || self.actors[best.actor].described {
            return None;
        }
        let whole = format!("{} {}", key(&surname), described.head);
        let actor = match self.described.get(&whole) {
            Some(&known) => known,
            // The article never calls it so, but it is whose it is.
            None => {
                let named = self.words.span(description.core.clone()).of(self.words.text);
                let mut actor = described.actor(self.words, description);
                actor.name = super::actors::plain(&format!("{surname} {named}"));
                actor.words = key(&actor.name).split(' ').map(str::to_owned).collect();
                self.add_described(whole, actor)
            }
        };
        self.mention_tokens(actor, description.core.clone(), None, KnownBy::Description);
        Some(Found {
            actor: Some(actor),
            kind: described.kind,
            known_by: KnownBy::Description,
            span,
            confidence: best.confidence,
            weighed: Vec::new(),
            reason: format!("“{}” is {}", self.words.text(owner), self.actors[best.actor].name),
            speaker_around: false,
        })
    }

    /// "Voters", "the letter" where they are no source: what "they" and "it" may go back to.
    pub(super) fn pass_noun(&mut self, token: usize) {
        let lower = self.words.text(token).to_lowercase();
        let capital = self.words.list[token].is_capital();
        let several = || {
            let role = LEXICON.role(&lower).is_some_and(|(found, _)| singular(found) != found);
            let people = capital && self.words.bits(token).any(Bits::DEMONYM) && lower.ends_with('s');
            (role || people).then_some((SpeakerType::Group, true))
        };
        let Some((kind, plural)) = LEXICON.noun(&lower).or_else(several) else { return };
        if capital && !plural {
            return;
        }
        let people = plural && matches!(kind, SpeakerType::Group | SpeakerType::Unnamed);
        let next = self.words.get(token + 1).filter(|w| w.sentence == self.words.list[token].sentence);
        let goes_on = next.is_some_and(|w| w.bits.any(Bits::NOUN.or(Bits::ROLE)) || w.glued && w.is_word())
            || self.words.is_possessive(token + 1)
            || matches!(self.words.text(token + 1), "-" | "‑");
        if !(people || kind == SpeakerType::Document && !plural) || goes_on {
            return;
        }
        let like = |i: usize| self.words.bits(i).any(Bits::DEMONYM.or(Bits::NOT_NAME).or(Bits::PLAIN));
        let mut start = token;
        while let Some(before) = start.checked_sub(1).filter(|b| token - b < 3 && like(*b)) {
            start = before;
        }
        // "Arda’s supporters"
        let mark = start.checked_sub(1 + usize::from(start > 0 && self.words.text(start - 1) == "s"));
        if let Some(mark) = mark.filter(|m| self.words.is_possessive(*m)) {
            let owner = self.names.partition_point(|n| n.tokens.end < mark);
            start = self.names.get(owner).filter(|n| n.tokens.end == mark).map_or(start, |n| n.tokens.start);
        }
        let core = start..token + 1;
        let definite = start.checked_sub(1).is_some_and(|b| self.words.bits(b).any(Bits::DEFINITE));
        let determined = if definite || plural { Determined::Definite } else { Determined::Indefinite };
        let description = Description { whole: core.clone(), core: core.clone(), determined };
        let described = descriptions::look_up(self.words, &description);
        // "the poll" after "a poll" is that poll.
        let known = self.scene.recent_described().iter().copied().find(|&a| {
            let data = &self.actors[a];
            data.kind == described.kind
                && data.plural == described.plural
                && data.words.contains(&described.head)
        });
        let actor = match known.filter(|_| definite) {
            Some(known) => known,
            None => self.described_actor(&described, &description),
        };
        if let Some(mut seen) = scene::seen(self.words, core.clone(), None) {
            seen.common = true;
            self.scene.mention(actor, seen, false);
        }
        let span = self.words.span(core);
        self.mentions[actor].push(Mention { span, known_by: KnownBy::Description });
    }

    /// Takes in what the article calls by somebody's name anywhere ("the Okafor report", "the Okafor campaign"), so that
    /// "a report" in its lead and "his campaign" find it. Linear.
    pub(super) fn foresee(&mut self) {
        for name in 0..self.names.len() {
            let Range { start, end } = self.names[name].tokens;
            let goes_on = |&i: &usize| {
                let bits = self.words.bits(i);
                self.words
                    .get(i)
                    .is_some_and(|w| w.is_word() && w.sentence == self.words.list[start].sentence)
                    && !bits.any(BARRIER.or(Bits::PRONOUN).or(DETERMINER))
            };
            let Some(head) = (end..end + 4).take_while(goes_on).find(|&i| self.is_foreseen(i)) else {
                continue;
            };
            let core = start..head + 1;
            let description = Description { whole: core.clone(), core, determined: Determined::Definite };
            let described = descriptions::look_up(self.words, &description);
            let actor = self.described_actor(&described, &description);
            if self.first_named.len() <= actor {
                self.first_named.resize(actor + 1, start);
            }
            self.foreseen.push((name, start..head + 1, actor));
        }
    }

    fn is_foreseen(&self, token: usize) -> bool {
        let lower = self.words.text(token).to_lowercase();
        let noun = LEXICON.noun(&lower).filter(|_| self.words.bits(token).any(Bits::NOUN));
        noun.is_some_and(|(kind, plural)| {
            matches!(kind, SpeakerType::Document | SpeakerType::Organization) && !plural
        })
    }

    /// The actor of a description: the one of before where the same words cannot mean somebody else.
    pub(super) fn described_actor(&mut self, described: &Described, description: &Description) -> usize {
        let core = &description.core;
        let inside = self.names.partition_point(|n| n.tokens.start < core.start);
        let named = self.names.get(inside).map(|n| n.tokens.clone()).filter(|n| n.end < core.end);
        // "the latest Okafor report released on Friday" is the Okafor report.
        let document = named.clone().filter(|_| described.kind == SpeakerType::Document);
        let actor = match document {
            Some(name) => {
                let whole = name.start..core.end;
                described.actor(self.words, &Description { whole, ..description.clone() })
            }
            None => described.actor(self.words, description),
        };
        let same = key(&actor.name);
        let one_of_many = description.determined == Determined::Indefinite
            && !described.plural
            && named.is_none()
            && actor.words.len() < 4;
        if let Some(&known) = self.described.get(&same)
            && !one_of_many
        {
            return known;
        }
        self.add_described(same, actor)
    }

    /// A new described actor, found again by its words.
    fn add_described(&mut self, same: String, actor: Actor) -> usize {
        let index = self.actors.len();
        self.actors.push(actor);
        self.mentions.push(Vec::new());
        self.speaks.push(false);
        self.described.insert(same, index);
        self.index_roles(index);
        index
    }
}
