//! Whom a spokesman, a lawyer or a press secretary speaks for: "a spokesman for the port", "Ferrer’s lawyer, Selim Arda,".

use super::actors::person;
use super::clusters::Reading;
use super::found::THRESHOLD;
use super::guess::Guess;
use super::lexicon::{BARRIER, Bits, LEXICON, PronounClass, key, singular};
use super::scorer::{Choice, Place};
use super::sources::{self, Description, Determined, Head};
use super::stage::Stage;
use super::words::{Case, Words};
use super::{KnownBy, Mention, SpeakerType, descriptions};
use crate::lists::rows;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What says for whom a role speaks, beside "for X" and "X’s".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whom {
    /// Whatever stands before it.
    Any,
    /// A person or an organisation before it.
    Client,
    /// Nothing else.
    Said,
    /// It speaks for nobody.
    Nobody,
}

/// The roles whose bearers speak for somebody, and those that only sound so.
static ROLES: LazyLock<HashMap<&str, Whom>> = LazyLock::new(|| {
    let whom = |word: &str| match word {
        "any" => Whom::Any,
        "client" => Whom::Client,
        "said" => Whom::Said,
        _ => Whom::Nobody,
    };
    rows(include_str!("data/speaks-for.tsv")).map(|[role, word]| (role, whom(word))).collect()
});

/// A word behind a role → whether other words may stand between, and whether it holds of every role.
static LINKS: LazyLock<HashMap<&str, (bool, bool)>> = LazyLock::new(|| {
    let links = rows(include_str!("data/speaks-for-links.tsv"));
    links.map(|[word, place, of]| (word, (place == "any", of == "every"))).collect()
});

/// Longest role of the list, in words.
const MOST_WORDS: usize = 3;

/// What the list says of a whole role, a [`key`]; its plural says the same.
fn listed(role: &str) -> Option<Whom> {
    ROLES.get(role).or_else(|| ROLES.get(singular(role))).copied()
}

/// What the list says of the longest of the last words of a role, a [`key`].
fn whom(role: &str) -> Option<Whom> {
    let words: Vec<&str> = role.split(' ').collect();
    (words.len().saturating_sub(MOST_WORDS)..words.len()).find_map(|start| listed(&words[start..].join(" ")))
}

/// True for a role that speaks for somebody: "spokesman".
pub(super) fn speaks(role: &str) -> bool {
    whom(role).is_some_and(|w| w != Whom::Nobody)
}

/// The words of a role, without those of offices that only sound as if they spoke for somebody: "Callan County" of "Callan
/// County district attorney".
pub(crate) fn without_offices(role: &str) -> String {
    let mut words: Vec<String> = key(role).split(' ').map(str::to_owned).collect();
    let mut at = 0;
    while at < words.len() {
        let office = |n: &usize| {
            let phrase = words.get(at..at + n).map(|w| w.join(" ")).unwrap_or_default();
            listed(&phrase) == Some(Whom::Nobody)
        };
        match (2..=MOST_WORDS).rev().find(office) {
            Some(n) => drop(words.drain(at..at + n)),
            None => at += 1,
        }
    }
    words.join(" ")
}

/// The first words of a role that speak for somebody: "press secretary" of "the port’s press secretary".
fn spokesman_in(words: &Words<'_>, tokens: Range<usize>) -> Option<(Range<usize>, Whom)> {
    let phrase = |tokens: Range<usize>| key(words.span(tokens).of(words.text));
    tokens.clone().find_map(|last| {
        if !words.get(last)?.is_word() || listed(&phrase(last..last + 2)) == Some(Whom::Nobody) {
            return None;
        }
        // With the marks of "state’s attorney" and "U.S. attorney".
        let longest = tokens.start.max(last.saturating_sub(2 * MOST_WORDS - 2));
        let mut starts = longest..=last;
        let start = starts.find(|&start| {
            words.get(start).is_some_and(|w| w.is_word()) && listed(&phrase(start..last + 1)).is_some()
        })?;
        let whom = listed(&phrase(start..last + 1)).filter(|w| *w != Whom::Nobody)?;
        Some((start..last + 1, whom))
    })
}

impl Stage<'_, '_> {
    /// Takes in whom all actors with such a role speak for, by the words of their roles. Linear.
    pub(super) fn learn_spokesmen(&mut self) {
        for actor in 0..self.actors.len() {
            let spans = self.speaking_roles(actor);
            self.actors[actor].speaks_for =
                spans.into_iter().find_map(|tokens| self.named_for(actor, tokens));
        }
    }

    /// The words of those roles of an actor by which it speaks for somebody.
    fn speaking_roles(&self, actor: usize) -> Vec<Range<usize>> {
        let speaks = |head: &String| whom(head).is_some_and(|w| w != Whom::Nobody);
        let roles = self.actors[actor].roles.iter().filter(|r| r.heads.iter().any(speaks));
        roles.map(|r| r.tokens.clone()).filter(|t| !t.is_empty()).collect()
    }

    /// Whom a described spokesman speaks for: somebody named, or described like "the port".
    pub(super) fn described_for(&mut self, actor: usize, description: &Description) -> Option<usize> {
        let (head, _) = spokesman_in(self.words, description.core.clone())?;
        if head.end != description.core.end {
            return None;
        }
        let owner = description.whole.start;
        let pronoun = LEXICON.pronoun(&self.words.text(owner).to_lowercase());
        let third = pronoun.filter(|p| p.class == PronounClass::Third);
        if let Some(pronoun) = third.filter(|_| self.words.bits(owner).any(Bits::POSSESSIVE)) {
            let choice = self.weigh_pronoun(owner, pronoun, Place::Source);
            return self.client(&choice).filter(|a| *a != actor);
        }
        let whole = description.whole.clone();
        self.named_for(actor, whole.clone()).or_else(|| self.described_owner(actor, whole))
    }

    /// Takes those out of a choice who speak for another than a description does, or for one of two of that surname: "Erik
    /// Olsen’s lawyer" is not the lawyer of his son.
    pub(super) fn of_the_same_client(&self, description: &Description, choice: &mut Choice) {
        let core = description.core.clone();
        if spokesman_in(self.words, core.clone()).is_none_or(|(head, _)| head.end != core.end) {
            return;
        }
        let Some(owner) = self.owner_name(description.whole.clone()).and_then(|n| self.by_owner_name(n))
        else {
            return;
        };
        choice.weighed.retain(|w| {
            let mut names =
                self.speaking_roles(w.actor).into_iter().filter_map(|tokens| self.owner_name(tokens));
            !names.any(|name| self.by_owner_name(name) != Some(owner))
        });
    }

    /// Whom the name of an owner means: nobody where several are called so, unless a word tells which of them.
    fn by_owner_name(&self, name: usize) -> Option<usize> {
        match self.readings.get(name)? {
            Reading::One(actor) => Some(*actor),
            Reading::Several(list) => {
                let data = &self.names[name];
                self.of_generation(data, list, self.words.span(data.tokens.clone()))?.actor
            }
            Reading::Nobody => None,
        }
    }

    /// Whom an actor speaks for by its roles where these name nobody: "the ministry’s spokesman", "ministry spokeswoman Ana Lutz".
    pub(super) fn learn_described_for(&mut self, actor: usize) {
        if self.actors[actor].speaks_for.is_some() {
            return;
        }
        self.learn_owner(actor);
        let spans = self.speaking_roles(actor);
        for tokens in spans {
            if self.actors[actor].speaks_for.is_none() {
                let owner = self.described_owner(actor, tokens.clone());
                self.actors[actor].speaks_for = owner.or_else(|| self.as_described(actor, tokens));
            }
        }
    }

    /// Whom an actor speaks for where a pronoun says so: "Its spokesman, Al Ray,", "Al Ray, her lawyer".
    pub(super) fn learn_owner(&mut self, actor: usize) {
        if self.actors[actor].speaks_for.is_none() {
            let spans = self.speaking_roles(actor);
            self.actors[actor].speaks_for = spans.into_iter().find_map(|t| self.owner_by_pronoun(actor, t));
        }
    }

    /// Whom the "its" or "her" at the beginning of a role means, in the sentence that is read.
    fn owner_by_pronoun(&self, actor: usize, role: Range<usize>) -> Option<usize> {
        let owns = |i: &usize| self.words.bits(*i).any(Bits::POSSESSIVE);
        let at = [Some(role.start), role.start.checked_sub(1)].into_iter().flatten().find(owns)?;
        let here = self.words.get(at)?.sentence;
        let read = self.next_token.checked_sub(1).and_then(|t| self.words.get(t)).map(|w| w.sentence);
        let next = self.words.get(self.next_token).map(|w| w.sentence);
        let pronoun = LEXICON.pronoun(&self.words.text(at).to_lowercase())?;
        if pronoun.class != PronounClass::Third || read != Some(here) && next != Some(here) {
            return None;
        }
        let choice = self.weigh_pronoun(at, pronoun, Place::Source);
        let best = self.client(&choice);
        best.or_else(|| self.only_unknown(here).filter(|_| pronoun.neuter)).filter(|a| *a != actor)
    }

    /// Whom a pronoun means that says whose lawyer somebody is: of a spokeswoman and whom she speaks for, who may be "her",
    /// the latter.
    fn client(&self, choice: &Choice) -> Option<usize> {
        let best = choice.best(THRESHOLD)?.actor;
        let whom = self.actors[best].speaks_for.filter(|a| person(&self.actors[*a]));
        Some(whom.filter(|a| choice.weighed.iter().any(|w| w.actor == *a)).unwrap_or(best))
    }

    /// The only one of whom the sentence before speaks, where nothing shows that it is a person: "Halvex denied it. Its
    /// spokesman".
    fn only_unknown(&self, sentence: u32) -> Option<usize> {
        let [only] = self.scene.mentioned_within(sentence.checked_sub(1)?) else { return None };
        let data = &self.actors[*only];
        (!data.sure && data.words.len() == 1 && data.gender.is_none()).then_some(*only)
    }

    /// "The lawyer, Ida Voss," after "a lawyer for Pike": whom the only one who was called so speaks for.
    fn as_described(&self, actor: usize, role: Range<usize>) -> Option<usize> {
        let (head, _) = spokesman_in(self.words, role.clone())?;
        let before = role.start.checked_sub(1)?;
        if head != role || !self.words.bits(before).any(Bits::DEFINITE) {
            return None;
        }
        let all = self.by_role.get(&key(self.words.span(head).of(self.words.text)))?;
        let mut known = all.iter().filter(|a| **a != actor).filter_map(|a| self.actors[*a].speaks_for);
        let first = known.next()?;
        known.all(|k| k == first).then_some(first).filter(|a| *a != actor)
    }

    /// The actor that the words of a role describe as whose it is: one of the article, or a described one.
    fn described_owner(&mut self, actor: usize, tokens: Range<usize>) -> Option<usize> {
        let phrase = self.owner_in(tokens)?;
        if let Some(owner) = self.apposed_owner(&phrase) {
            return owner.filter(|a| *a != actor);
        }
        let party = sources::read(self.words, self.names, &[self.words.span(phrase)]).into_iter().next()?;
        let description = match party.head {
            Head::Name(name) => return self.by_owner_name(name).filter(|a| *a != actor),
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

    /// "A spokeswoman for the charity, Shelter,": the name behind who is spoken for, where both are organisations.
    fn apposed_owner(&self, phrase: &Range<usize>) -> Option<Option<usize>> {
        let noun = self.words.text(phrase.end.checked_sub(1)?).to_lowercase();
        let organization = LEXICON.noun(&noun).is_some_and(|n| n.0 == SpeakerType::Organization);
        let start = phrase.end + 1;
        let capital = self.words.get(start).is_some_and(|w| w.is_capital());
        if !organization || self.words.text(phrase.end) != "," || !capital {
            return None;
        }
        let name = self.names.partition_point(|n| n.tokens.end <= start);
        let data = self.names.get(name).filter(|n| n.tokens.start == start);
        let closed = |i: usize| matches!(self.words.text(i), "," | "." | "–" | "—");
        if data.is_some_and(|n| !closed(n.tokens.end)) {
            return None;
        }
        let known = |a: &usize| self.actors[*a].kind != SpeakerType::Person || !self.actors[*a].sure;
        // No other organisation, even where the name is none that the article explains.
        match data.map(|_| self.by_owner_name(name)) {
            Some(Some(owner)) => known(&owner).then_some(Some(owner)),
            _ => Some(None),
        }
    }

    /// The words of a role that say whose it is: "the port of Kell", "ministry".
    fn owner_in(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let words = self.words;
        let (head, whom) = spokesman_in(words, tokens.clone())?;
        let ends = |i: &usize| !words.list[*i].is_word() || words.bits(*i).any(Bits::RELATIVE);
        let until = (head.end..tokens.end).find(ends).unwrap_or(tokens.end);
        if let Some(link) = (head.end..until).find(|&i| links(words, i, head.end, whom)) {
            return Some(link + 1..until).filter(|phrase| !phrase.is_empty());
        }
        let mut end = head.start;
        while end > tokens.start
            && (words.text(end - 1).eq_ignore_ascii_case("s") || !words.list[end - 1].is_word())
        {
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
            (false, true) if whom != Whom::Said => Some(start..end),
            (false, _) => None,
        }
    }

    /// The name behind "for" or the like in a role, else the one before it: "Ferrer’s lawyer", "Okafor spokesman". A place
    /// where somebody works is neither.
    fn named_for(&self, actor: usize, tokens: Range<usize>) -> Option<usize> {
        self.by_owner_name(self.owner_name(tokens)?).filter(|a| *a != actor)
    }

    /// That name.
    fn owner_name(&self, tokens: Range<usize>) -> Option<usize> {
        let (head, whom) = spokesman_in(self.words, tokens.clone())?;
        let first = self.names.partition_point(|n| n.tokens.start < tokens.start);
        let last = self.names.partition_point(|n| n.tokens.end <= tokens.end);
        let behind = (first..last).find(|&n| {
            let mut at = self.names[n].before.start;
            at = at.saturating_sub(
                1 + usize::from(self.words.text(at.wrapping_sub(1)).eq_ignore_ascii_case("the")),
            );
            self.names[n].tokens.start >= head.end && at >= head.end && links(self.words, at, head.end, whom)
        });
        let before = || (first..last).rev().find(|&n| self.owns_role(n, head.start, whom));
        behind.or_else(before)
    }

    /// True for the name before a role that says whose it is, with nothing but words between.
    fn owns_role(&self, name: usize, head: usize, whom: Whom) -> bool {
        let words = self.words;
        let end = self.names[name].tokens.end;
        let owns = words.is_possessive(end);
        let after =
            if owns { end + 1 + usize::from(words.text(end + 1).eq_ignore_ascii_case("s")) } else { end };
        let plain = |i: usize| words.get(i).is_some_and(|w| w.is_word() && !w.bits.any(BARRIER));
        let known = |kind| matches!(self.readings[name], Reading::One(a) if self.actors[a].kind == kind);
        let place = self.names[name].guess == Guess::Place || known(SpeakerType::Place);
        let says = match whom {
            Whom::Any => true,
            Whom::Client => owns || !place,
            Whom::Said => owns,
            Whom::Nobody => false,
        };
        end <= head && says && (after..head).all(plain)
    }
}

/// True where the word at a token leads from the role that ends at `head` to whom it speaks for.
fn links(words: &Words<'_>, at: usize, head: usize, whom: Whom) -> bool {
    let Some((anywhere, every)) = LINKS.get(words.text(at)) else { return false };
    (*anywhere || at == head) && (*every || whom == Whom::Any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_of_the_state_speak_for_nobody() {
        for office in ["district attorney", "state s attorney", "deputy attorney general", "u s attorney"] {
            assert!(matches!(whom(office), None | Some(Whom::Nobody)), "{office}");
            assert!(!without_offices(&format!("Callan County {office}")).contains("attorney"), "{office}");
        }
        assert_eq!((whom("defense attorney"), whom("lawyers")), (Some(Whom::Client), Some(Whom::Client)));
        assert_eq!(without_offices("district attorney’s spokesman"), "s spokesman");
    }

    /// "speaker for whom" of each attribution.
    fn voices(marked: &str) -> Vec<String> {
        let speakers = super::super::tests::resolve_marked(marked, &[]);
        let of = |list: &Vec<super::super::Speaker>| {
            let entity = list.first().and_then(|s| s.entity).map(|e| &speakers.entities[e]);
            let whom =
                entity.and_then(|e| e.speaks_for).map_or("nobody", |e| speakers.entities[e].name.as_str());
            format!("{} for {whom}", entity.map_or("?", |e| e.name.as_str()))
        };
        speakers.of_attribution.iter().map(of).collect()
    }

    #[test]
    fn a_pronoun_says_whose_spokesman_it_is() {
        let text = "⟦Halvex⟧ denied {wrongdoing}. ⟦Its spokesman, Al Ray,⟧ said {the maps were correct}.";
        assert_eq!(voices(text)[1], "Al Ray for Halvex");
        let text = "Senator Ann Lowe left early. ⟦Her spokeswoman, Dana Voss,⟧ said {she was ill}.";
        assert_eq!(voices(text), ["Dana Voss for Ann Lowe"]);
        let text = "Senator Ann Lowe left early. ⟦Her spokeswoman, Dana Voss,⟧ said {she was ill}. ⟦Her lawyer⟧ said {no}.";
        assert_eq!(voices(text)[1], "her lawyer for Ann Lowe");
        let text = "Victor Pike was late. ⟦Eve Orr, his lawyer,⟧ said {no}.";
        assert_eq!(voices(text), ["Eve Orr for Victor Pike"]);
        let text = "Victor Pike was late. His lawyer, Eve Orr, was there. ⟦Orr⟧ said {no}.";
        assert_eq!(voices(text), ["Eve Orr for Victor Pike"]);
    }

    #[test]
    fn the_name_behind_a_title_is_the_spokesman() {
        let text = "Senator Ann Lowe left. ⟦A spokesman for the senator, Bob Hart,⟧ said {no}.";
        assert_eq!(voices(text), ["Bob Hart for Ann Lowe"]);
        let text = "⟦A lawyer for Victor Pike⟧ said {he was ill}.\n⟦The lawyer, Rebecca Stein,⟧ said {no}.";
        assert_eq!(voices(text)[1], "Rebecca Stein for Victor Pike");
    }

    #[test]
    fn the_name_behind_an_organisation_is_that_organisation() {
        let text = "⟦The Ministry of Defence⟧ said {no}.\n⟦A spokesperson for the charity, Shelter,⟧ said {it was late}.";
        assert_ne!(voices(text)[1], "spokesperson for the charity for Ministry of Defence");
        let text = "⟦The Ministry of Defence⟧ said {no}. They met in Norlund.\n⟦A spokesman for the airline, Norair,⟧ said {it was late}.";
        assert!(voices(text)[1].ends_with("for Norair"), "{:?}", voices(text));
    }
}
