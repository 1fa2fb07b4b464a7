//! "The Qatari leader", "the militant group", "his lawyer": whom a description may refer to, and what it is where it
//! refers to nobody else.

use super::actors::{Actor, plain};
use super::elsewhere::{self, Tie};
use super::lexicon::{Bits, FIRST_NAME, LEXICON, key, singular};
use super::roles::{self, RoleUse};
use super::signs::{Sign, Signs};
use super::sources::{Description, Determined};
use super::words::Words;
use super::{Gender, SpeakerType, apart, generations, kinds, parties};
use crate::lists::{lines, rows};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Documents that are called by several words, by each of them.
static DOCUMENTS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let kinds = lines(include_str!("data/same-documents.tsv")).map(|l| l.split('\t').collect::<Vec<_>>());
    kinds.flat_map(|kind| kind.clone().into_iter().map(move |word| (word, kind[0]))).collect()
});

/// What any organisation may be called.
static WIDEST: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/widest-nouns.txt")).collect());

/// What a person may be called of whom the article does not say it, and the roles of those who may: none for anybody.
static WIDEST_PERSONS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let nouns = rows(include_str!("data/widest-persons.tsv"));
    nouns.map(|[noun, roles]| (noun, roles.split('|').filter(|r| !r.is_empty()).collect())).collect()
});

/// True for one word, and for two by which the same document may be called: "poll" and "survey".
pub(super) fn same_thing(one: &str, other: &str) -> bool {
    one == other || DOCUMENTS.get(one).is_some_and(|kind| DOCUMENTS.get(other) == Some(kind))
}

/// A description, looked up.
#[derive(Debug)]
pub(super) struct Described {
    /// The words from its first to its head, in lower case.
    phrase: String,
    /// The office, the trade or the noun, in the singular.
    pub(super) head: String,
    /// True where the head is an office or a trade.
    pub(super) is_role: bool,
    /// The role before "and", where there are two.
    pub(super) other: Option<String>,
    /// True where it means several.
    pub(super) plural: bool,
    gender: Option<Gender>,
    /// What else somebody of that office may be called.
    also: Vec<String>,
    /// The words before the head, and the countries.
    pub(super) modifiers: RoleUse,
    /// The words that say which department, court or union it is.
    kinds: Vec<String>,
    /// True where it says whose it is: "Pike’s spokeswoman", "the bank’s lawyer", "her boss".
    owned: bool,
    /// What kind of source it is.
    pub(super) kind: SpeakerType,
    /// Whether it may refer back to somebody: "the", "his", or a title without an article.
    pub(super) refers: bool,
}

/// Looks a description up in the lists.
pub(super) fn look_up(words: &Words<'_>, description: &Description) -> Described {
    let phrase = key(words.span(description.core.clone()).of(words.text));
    let last = phrase.rsplit(' ').next().unwrap_or("").to_owned();
    let role = LEXICON.role(&phrase);
    let noun = LEXICON.noun(&phrase);
    let role_plural = role.is_some_and(|(found, _)| singular(found) != found);
    let plural = match (role, noun) {
        (Some(_), _) => role_plural,
        (None, Some((_, plural))) => plural,
        _ => singular(&last) != last,
    };
    let organization_word = LEXICON.bits(&last).any(Bits::ORGANIZATION);
    // "secretary of state" is no state.
    let noun = noun.filter(|_| role.is_none_or(|(found, _)| !found.contains(" of ")));
    let kind = match (noun, role) {
        (Some((SpeakerType::Group, false)), Some(_)) => SpeakerType::Unnamed,
        // "the Arizona Republican" is one, "the public" is many.
        (Some((SpeakerType::Group, false)), None) if !LEXICON.is_collective(&last) => SpeakerType::Unnamed,
        (Some((kind, _)), _) => kind,
        (None, Some(_)) if plural => SpeakerType::Group,
        (None, Some(_)) => SpeakerType::Unnamed,
        (None, None) if organization_word => SpeakerType::Organization,
        (None, None) if LEXICON.bits(&last).any(Bits::DEMONYM) => SpeakerType::Group,
        (None, None) if plural => SpeakerType::Group,
        (None, None) => SpeakerType::Unnamed,
    };
    // "the independent senator and presidential candidate" holds two roles.
    let joined = description.core.clone().rev().find(|&i| words.text(i) == "and");
    let other = joined.and_then(|and| {
        LEXICON.role(&key(words.span(description.core.start..and).of(words.text))).map(|r| r.0.to_owned())
    });
    let head = role.map_or_else(|| singular(&last).to_owned(), |(found, _)| singular(found).to_owned());
    let mut modifiers = roles::describe(words, description.core.clone());
    let head_words: Vec<&str> = head.split(' ').collect();
    modifiers.words.retain(|w| !head_words.contains(&singular(w)) && !LEXICON.bits(w).any(Bits::PLAIN));
    let refers = match description.determined {
        Determined::Definite | Determined::Possessive => true,
        Determined::Bare => role.is_some() && !plural,
        Determined::Indefinite => false,
    };
    Described {
        kinds: kinds::of(words, description, &head),
        owned: description.determined == Determined::Possessive
            || description
                .core
                .clone()
                .any(|i| words.text(i) == "s" && i > 0 && matches!(words.text(i - 1), "'" | "’")),
        is_role: role.is_some(),
        other,
        gender: role.and_then(|r| r.1.gender),
        also: role.map(|r| r.1.also.clone()).unwrap_or_default(),
        phrase,
        head,
        plural,
        modifiers,
        kind,
        refers,
    }
}

impl Described {
    /// Adds the signs that this description gives for an actor; false where it cannot be the one.
    pub(super) fn compare(&self, actor: &Actor, leads: bool, signs: &mut Signs) -> bool {
        let other_gender = self.gender.is_some() && actor.gender.is_some() && self.gender != actor.gender;
        if other_gender || actor.described && actor.plural != self.plural {
            return false;
        }
        let person = matches!(actor.kind, SpeakerType::Person | SpeakerType::Unnamed);
        // "The Republican case" is a party's.
        if person && parties::party(&self.phrase).is_some() && !parties::is_member(&self.phrase) {
            return false;
        }
        let same = self.is_held(actor);
        let like = !same && self.is_like(actor);
        let fits = self.kind_fits(actor);
        // One capitalised word of which nothing is known may be a company's name.
        let unknown = person
            && !actor.sure
            && actor.words.len() == 1
            && actor.gender.is_none()
            && !actor.words.iter().any(|w| LEXICON.bits(w).any(FIRST_NAME))
            && actor.roles.is_empty();
        // "The candidate", of somebody whom the article calls a senator or nothing at all; never "the judge" or "the plaque".
        let somebody = actor.kind == SpeakerType::Person
            && !same
            && !like
            && !self.plural
            && (self.refers || leads)
            // Somebody’s spokeswoman is who the article calls so.
            && !self.owned
            && self.kind == SpeakerType::Unnamed
            && self.may_be_said_of(actor, leads);
        let possible = !fits
            && (actor.kind == SpeakerType::Organization || unknown)
            && actor.called.is_empty()
            && !actor.described
            && !actor.thing
            && !self.another_kind(actor)
            && self.kind == SpeakerType::Organization
            && (LEXICON.any_organization(&self.head) || LEXICON.any_organization(&self.phrase));
        let another = !person && kinds::contradict(&self.kinds, &self.head, actor);
        if !(same || like || fits || possible || somebody)
            || self.plural && person
            || another
            || person && apart::of_another(self, actor)
        {
            return false;
        }
        signs.flag(Sign::SameRole, same && self.is_role);
        signs.flag(Sign::LikeRole, like);
        signs.flag(Sign::KindFits, fits || same && !self.is_role);
        signs.flag(Sign::SameKind, same && !self.is_role && !actor.described);
        signs.flag(Sign::KindPossible, possible);
        signs.flag(Sign::OtherRole, somebody && !actor.roles.is_empty());
        signs.flag(Sign::NoRole, somebody && actor.roles.is_empty());
        signs.flag(
            Sign::SameHead,
            !person && actor.words.last().is_some_and(|w| same_thing(singular(w), &self.head)),
        );
        match elsewhere::tie(self.places(), actor) {
            Tie::Other => return false,
            tie => {
                let told = actor.country.is_some() || actor.roles.iter().any(|r| !r.countries.is_empty());
                signs.flag(Sign::SameCountry, tie == Tie::Same);
                signs.flag(Sign::OtherCountry, tie == Tie::Open && told);
            }
        }
        let mut party = actor.roles.iter().flat_map(|r| &r.words).filter(|w| parties::is_party(w)).peekable();
        if let Some(own) = self.party().filter(|_| person && party.peek().is_some()) {
            let shared = party.any(|p| p == own);
            if !shared && !parties::may_change(actor) {
                return false;
            }
            signs.flag(Sign::SameParty, shared);
            signs.flag(Sign::OtherParty, !shared);
        }
        let (mut known, mut other) = (0, 0);
        for word in self.modifiers.words.iter().filter(|w| !person || !parties::is_party(w)) {
            // "The former mayor" is the ex-mayor.
            let past = |word: &String| LEXICON.bits(word).any(Bits::PAST);
            let said = actor.roles.iter().any(|r| {
                r.words.contains(word)
                    || apart::is_short(word, r)
                    || past(word) && r.words.iter().any(past)
                    || r.heads.iter().any(|h| h.contains(word.as_str()))
            }) || actor.called.contains(&self.phrase)
                || actor.words.contains(word);
            if said { known += 1 } else { other += 1 }
        }
        // "the union leader" is not "the opposition leader"; but whoever is called a president is "the outgoing president".
        let now = |w: &&String| LEXICON.bits(w).any(Bits::NOW);
        let told_apart = person
            && known == 0
            && other > self.modifiers.words.iter().filter(now).count()
            && !actor.roles.is_empty()
            && actor.roles.iter().all(|r| !r.words.is_empty() && r.heads.contains(&self.head));
        if told_apart || person && same && self.held_no_more(actor) {
            return false;
        }
        signs.set(Sign::SameWords, known.min(3) as f32);
        signs.set(Sign::OtherWords, other.min(4) as f32);
        true
    }

    /// The countries, states and cities that it names.
    pub(super) fn places(&self) -> &[u32] {
        &self.modifiers.countries
    }

    /// True where a word of it says when the office is held.
    pub(super) fn says(&self, when: Bits) -> bool {
        self.modifiers.words.iter().any(|w| LEXICON.bits(w).any(when))
    }

    /// True for members of a parliament, whom articles often name without the state that they are from.
    pub(super) fn is_lawmaker(&self) -> bool {
        let other = self.other.as_ref();
        self.is_also("lawmaker") || other.is_some_and(|other| LEXICON.may_be_called(other, "lawmaker"))
    }

    /// True where somebody holds the office itself; "the shadow chancellor" is held by no chancellor.
    fn is_held(&self, actor: &Actor) -> bool {
        let named = |h: &&String| **h == self.head || Some(*h) == self.other.as_ref();
        actor.roles.iter().any(|r| r.heads.iter().filter(named).any(|h| apart::fits(self, r, h)))
    }

    /// True where somebody holds an office whose bearer may be called so; of a deputy only what anybody may be called.
    fn is_like(&self, actor: &Actor) -> bool {
        let also = |h: &&String| LEXICON.may_be_called(h, &self.head);
        let fits = |r: &RoleUse, h: &String| apart::fits(self, r, h) || !self.is_also_something();
        actor.roles.iter().any(|r| r.heads.iter().filter(also).any(|h| fits(r, h)))
    }

    /// True for "the Toyota boss" of a chief executive of whom the article does not say that firm.
    pub(super) fn names_another(&self, actor: &Actor) -> bool {
        let names =
            self.modifiers.proper.iter().filter(|w| !kinds::tells(w) && !LEXICON.bits(w).any(Bits::NOT_NAME));
        let said = |w: &String| actor.words.contains(w) || actor.roles.iter().any(|r| r.words.contains(w));
        let mut names = names.peekable();
        // Who governs may lead a party, too.
        let governs = |h: &String| LEXICON.may_be_called(h, "politician");
        let politician = actor.roles.iter().flat_map(|r| &r.heads).any(governs);
        actor.kind == SpeakerType::Person && !politician && names.peek().is_some() && !names.any(said)
    }

    /// True where its bearer may be called otherwise, too: "official" and "politician" are what anybody may be called.
    pub(super) fn is_also_something(&self) -> bool {
        !self.also.is_empty()
    }

    /// True where its bearer may be called so, too.
    pub(super) fn is_also(&self, role: &str) -> bool {
        self.also.iter().any(|a| a == role)
    }

    /// True for "the outgoing president" of somebody whom the article only calls a former one.
    fn held_no_more(&self, actor: &Actor) -> bool {
        let has = |words: &[String], bits: Bits| words.iter().any(|w| LEXICON.bits(w).any(bits));
        let mut held = actor.roles.iter().filter(|r| r.heads.contains(&self.head)).peekable();
        has(&self.modifiers.words, Bits::NOW)
            && held.peek().is_some()
            && held.all(|r| has(&r.words, Bits::PAST))
    }

    /// True where it says of somebody whom the article only names more than anybody may be called: that he is the mayor.
    pub(super) fn says_more_of(&self, actor: &Actor) -> bool {
        let surname = actor.words.last() == Some(&self.phrase);
        self.is_role && self.widest().is_none() && !self.says(Bits::PAST) && !surname
    }

    /// Of whom it may be said though the article does not, if it is such a noun.
    fn widest(&self) -> Option<&'static [&'static str]> {
        let two = self.phrase.rmatch_indices(' ').nth(1).map_or(0, |(at, _)| at + 1);
        let known =
            WIDEST_PERSONS.get(self.head.as_str()).or_else(|| WIDEST_PERSONS.get(&self.phrase[two..]));
        known.map(Vec::as_slice)
    }

    /// True for "the man" of anybody, and for "the candidate" of whoever has no role or one of that field.
    fn may_be_said_of(&self, actor: &Actor, leads: bool) -> bool {
        // Of whom the article says nothing, an office may be told later: "Brandt … the mayor"; hardly a trade.
        // "The former judge" is seldom said of somebody who was not named before, and "Warden" may be Nils Warden.
        let surname = || actor.words.last() == Some(&self.phrase);
        let may_be = || self.is_told_late() || leads && !self.refers || self.says(Bits::PAST) || surname();
        if self.is_role && actor.roles.is_empty() && may_be() {
            return true;
        }
        let Some(roles) = self.widest() else { return false };
        let of_field = |head: &String| {
            let says =
                |word: &str| roles.contains(&word) || WIDEST_PERSONS.get(word).is_some_and(|r| r == roles);
            std::iter::once(head).chain(LEXICON.also(head)).any(|word| says(word))
        };
        // That somebody is a father says nothing of what else he is.
        let tells = |head: &&String| generations::of(head).is_none() && !LEXICON.also(head).is_empty();
        let mut heads = actor.roles.iter().flat_map(|r| &r.heads).filter(tells).peekable();
        roles.is_empty() || heads.peek().is_none() || heads.any(of_field)
    }

    /// True where an organisation’s own name says that it is something else: a party is no company.
    fn another_kind(&self, actor: &Actor) -> bool {
        let Some(last) = actor.words.last().filter(|_| actor.words.len() > 1) else { return false };
        let noun = LEXICON.noun(last).is_some_and(|n| n.0 == SpeakerType::Organization);
        noun && !LEXICON.any_organization(singular(last)) && !WIDEST.contains(self.head.as_str())
    }

    /// The party of which it speaks: "the GOP nominee".
    fn party(&self) -> Option<&str> {
        self.modifiers.words.iter().map(String::as_str).find(|w| parties::is_party(w))
    }

    /// True for an office in politics and at the head of something, which are told of people late: "the chairman".
    fn is_told_late(&self) -> bool {
        ["politician", "leader", "head"].iter().any(|role| self.is_also(role))
    }

    /// True for one who holds an office: somebody whom the article may well name.
    pub(super) fn is_office(&self) -> bool {
        self.is_role && !self.plural && ["politician", "leader"].iter().any(|role| self.is_also(role))
    }

    fn kind_fits(&self, actor: &Actor) -> bool {
        if matches!(actor.kind, SpeakerType::Person) {
            return false;
        }
        let called = actor.called.iter().any(|c| *c == self.phrase || *c == self.head);
        // "the ministry" for the Health Ministry; "the report" for the report of before.
        let named_so = actor.kind == SpeakerType::Organization && !actor.described;
        let last_word = !self.head.is_empty()
            && (actor.words.last().is_some_and(|w| same_thing(singular(w), &self.head))
                || named_so && actor.words.contains(&self.head));
        let own = actor.roles.iter().any(|r| r.organization && r.heads.contains(&self.head));
        called || last_word && (actor.kind == self.kind || !actor.described) || own
    }

    /// The actor that a description is where it refers to nobody else.
    pub(super) fn actor(&self, words: &Words<'_>, description: &Description) -> Actor {
        // "The board that had left" is the board.
        let relative = |i: &usize| words.bits(*i).any(Bits::RELATIVE) || words.text(*i) == "that";
        let behind = description.whole.clone().rev().take_while(relative).count();
        let tokens = description.whole.start
            ..description.whole.end - behind.min(description.whole.len().saturating_sub(1));
        let mut name: String = plain(&words.shown(tokens.clone())).chars().take(LONGEST_NAME).collect();
        // "Two officials" at the beginning of a sentence is "two officials".
        let small = Bits::INDEFINITE.or(Bits::POSSESSIVE);
        let is_small = |bits: Bits| bits.any(Bits::NOUN) && !bits.any(Bits::NOT_NAME.or(Bits::DEMONYM));
        if words.get(tokens.start).is_some_and(|w| w.first || w.bits.any(small))
            && (words.is_common(tokens.start) || is_small(words.bits(tokens.start)))
            && let Some(first) = name.chars().next()
        {
            name = first.to_lowercase().chain(name.chars().skip(1)).collect();
        }
        // "The Republican case" is the Republicans'.
        let party = description.core.len() == 1
            && description.whole.end == description.core.end
            && LEXICON.noun(&self.phrase) == Some((SpeakerType::Group, false))
            && !(parties::is_member(&self.phrase) || words.bits(description.core.end).any(Bits::VERB))
            && words
                .get(description.core.start)
                .is_some_and(|w| w.is_capital() && w.bits.any(Bits::NOT_NAME));
        if party {
            name.push('s');
        }
        let role = RoleUse {
            heads: vec![self.head.clone()],
            tokens: tokens.start..tokens.start,
            ..self.modifiers.clone()
        };
        Actor {
            gender: self.gender,
            gender_sure: self.gender.is_some(),
            roles: vec![role],
            described: true,
            plural: self.plural,
            ..Actor::new(&name, &key(&name), self.kind)
        }
    }
}

/// Longest name of a described source, in code points.
const LONGEST_NAME: usize = 160;
