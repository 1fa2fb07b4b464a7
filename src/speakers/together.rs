//! Several who are meant at once: "both", "they" after "Okafor and Ferrer", "Okafor and Ferrer, who say".

use super::SpeakerType;
use super::clusters::Reading;
use super::found::{Found, nobody};
use super::lexicon::{BARRIER, Bits, DETERMINER, LEXICON, gender_of, singular};
use super::names::Name;
use super::sources::{Description, Determined};
use super::stage::Stage;
use super::words::Words;
use super::{Gender, KnownBy, actors};
use crate::lists::{lines, rows};
use crate::span::Span;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Words behind "who" that show that several are meant.
static PLURAL: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/plural-verbs.txt")).collect());

/// Nouns of two persons, and the gender that they show.
static PERSONS: LazyLock<HashMap<&str, Option<Gender>>> = LazyLock::new(|| {
    let nouns = rows(include_str!("data/two-persons.tsv"));
    nouns.map(|[noun, gender]| (noun, gender_of(gender))).collect()
});

/// More names than this in one list are not looked at.
const MOST_TOGETHER: usize = 6;

/// Most tokens of a bracket behind a name, and of the words that lead up to one.
const BRACKET: usize = 8;

/// Behind a name: past "(R-Fla.)".
fn behind(words: &Words<'_>, name: &Name) -> usize {
    let end = name.tokens.end;
    if words.text(end) != "(" {
        return end;
    }
    (end..end + BRACKET).find(|&i| words.text(i) == ")").map_or(end, |i| i + 1)
}

/// True where the tokens between two names are a comma or "and" with words that lead up to the second name.
fn joined(words: &Words<'_>, first: &Name, second: &Name, and: bool) -> bool {
    let Range { mut start, end } = behind(words, first)..second.before.start;
    let same = |a: usize, b: usize| words.get(a).map(|w| w.sentence) == words.get(b).map(|w| w.sentence);
    if !same(first.tokens.start, second.tokens.start) || first.possessive || first.modifies {
        return false;
    }
    let comma = words.text(start) == ",";
    start += usize::from(comma);
    if and {
        start += usize::from(words.text(start) == "and");
        if start == 0 || words.text(start - 1) != "and" {
            return false;
        }
    } else if !comma {
        return false;
    }
    let leads = |i: usize| {
        let word = words.bits(i);
        words.get(i).is_some_and(super::words::Word::is_word)
            && !word.any(BARRIER.or(DETERMINER).or(Bits::PRONOUN))
    };
    start <= end && end - start <= 2 && (start..end).all(leads)
}

impl Stage<'_, '_> {
    /// Remembers those who are named with nothing but commas and "and" between their names.
    pub(super) fn named_together(&mut self, name: usize, found: &Found) {
        let Some(here) = self.names.get(name) else { return };
        let (Some(last), false) = (found.actor, here.modifies) else { return };
        let mut all = vec![last];
        let mut at = name;
        while let Some(before) = at.checked_sub(1)
            && joined(self.words, &self.names[before], &self.names[at], all.len() == 1)
            && all.len() < MOST_TOGETHER
            && let Reading::One(actor) = self.readings[before]
        {
            let alike = self.actors[actor].kind == self.actors[last].kind;
            if !alike || all.contains(&actor) {
                break;
            }
            all.insert(0, actor);
            at = before;
        }
        let kind = matches!(self.actors[last].kind, SpeakerType::Person | SpeakerType::Organization);
        if all.len() > 1
            && kind
            && let Some(word) = self.words.get(here.tokens.start)
        {
            self.scene.named_together(all, word.sentence);
        }
    }

    /// "Both", "each", "the two", "neither company": those who were named together before, or else the two persons of this
    /// sentence or the one before. Unknown, with those whom it may mean, where these were not two.
    pub(super) fn both(&self, description: &Description, span: Span) -> Option<Vec<Found>> {
        let core = &description.core;
        // "Both the mayor" goes on with somebody else.
        if (core.start + 1..core.end).any(|i| self.words.bits(i).any(DETERMINER)) {
            return None;
        }
        let list = self.listed_together(description);
        let persons = self.two_persons(description);
        let all = match (list, persons) {
            (Some(list), Some((at, persons))) if persons.len() == 2 && self.rather(&list, at, &persons) => {
                persons
            }
            (Some(list), _) => list,
            (None, Some((_, persons))) if persons.len() == 2 => persons,
            (None, Some((_, persons))) => return Some(vec![self.not_two(&persons, span)]),
            (None, None) => return None,
        };
        Some(all.into_iter().map(|actor| self.joint(actor, span)).collect())
    }

    /// True where two persons are meant rather than those who were named in one list: they were named later, or the list is
    /// of the same sentence and one of it is no such person ("Brandt met Diallo and Ms. Ferrer. Both men").
    fn rather(&self, list: &[usize], at: u32, persons: &[usize]) -> bool {
        let shared = persons.iter().filter(|p| list.contains(p)).count();
        match at.cmp(&self.scene.together_in()) {
            std::cmp::Ordering::Greater => shared == 0,
            std::cmp::Ordering::Equal => shared < 2,
            std::cmp::Ordering::Less => false,
        }
    }

    /// Those who were named in one list before, if a description of several fits them.
    fn listed_together(&self, description: &Description) -> Option<Vec<usize>> {
        let token = description.core.start;
        let sentence = self.words.get(token)?.sentence;
        let all = self.scene.together(sentence);
        let last = description.core.end.checked_sub(1)?;
        let (first, two) = (self.words.text(token).to_lowercase(), all.len() == 2);
        let counted = match first.as_str() {
            "three" => all.len() == 3 && description.determined == Determined::Definite,
            "each" => last == token,
            _ => two && self.counts_two(description),
        };
        let kind = all.first().map(|a| self.actors[*a].kind)?;
        let noun = LEXICON.noun(&self.words.text(last).to_lowercase());
        let fits = match kind {
            SpeakerType::Organization => noun.is_some_and(|n| n.0 == SpeakerType::Organization),
            _ => {
                noun.is_some_and(|n| matches!(n.0, SpeakerType::Group | SpeakerType::Unnamed))
                    || self.words.bits(last).any(Bits::ROLE)
            }
        };
        let alone = counted && description.whole.end == description.core.end && (last == token || fits);
        alone.then(|| all.to_vec())
    }

    /// True for "both", "neither" and "the two".
    fn counts_two(&self, description: &Description) -> bool {
        match self.words.text(description.core.start).to_lowercase().as_str() {
            "two" => description.determined == Determined::Definite,
            "both" | "neither" => true,
            _ => false,
        }
    }

    /// The persons of this sentence, or else of the one before, whom "both", "the two men" or "both mayors" may mean, and
    /// in which sentence they are. `None` where it means no persons, or no one is there.
    fn two_persons(&self, description: &Description) -> Option<(u32, Vec<usize>)> {
        let Range { start, end } = description.core;
        let last = end.checked_sub(1)?;
        if !self.counts_two(description) || description.whole.end != end || end - start > 2 {
            return None;
        }
        let noun = self.words.text(last).to_lowercase();
        let gender = match PERSONS.get(noun.as_str()) {
            Some(gender) => *gender,
            None if last == start => None,
            None => LEXICON.role(&noun)?.1.gender,
        };
        let role = (last > start && !PERSONS.contains_key(noun.as_str())).then(|| singular(&noun));
        let called = |actor: &actors::Actor, role: &str| {
            let mut heads = actor.roles.iter().flat_map(|r| &r.heads);
            heads.any(|h| h == role || LEXICON.may_be_called(h, role))
        };
        let fits = |actor: &usize| {
            let data = &self.actors[*actor];
            actors::person(data)
                && !data.described
                && actors::gender_fits(data, gender)
                && role.is_none_or(|role| called(data, role))
        };
        let sentence = self.words.get(start)?.sentence;
        let within = |at: u32| -> Vec<usize> {
            self.scene.mentioned_within(at).iter().copied().filter(fits).collect()
        };
        let sentences = [Some(sentence), sentence.checked_sub(1)].into_iter().flatten();
        let found = sentences.map(|at| (at, within(at))).find(|(_, persons)| !persons.is_empty())?;
        // "Both mayors" where only one is called a mayor: the other has no name, or no such role here.
        (role.is_none() || found.1.len() == 2).then_some(found)
    }

    /// "Both" where one was named just before, or more than two.
    fn not_two(&self, persons: &[usize], span: Span) -> Found {
        let shown = span.of(self.words.text);
        let share = 1.0 / persons.len().max(3) as f32;
        let names: Vec<&str> = persons.iter().map(|p| self.actors[*p].name.as_str()).collect();
        let reason = match &names[..] {
            [one] => format!("“{shown}” means two, and only {one} was named just before"),
            _ => format!("“{shown}” means two of {}", names.join(", ")),
        };
        Found {
            confidence: share,
            weighed: persons.iter().take(MOST_TOGETHER).map(|p| (*p, share)).collect(),
            ..nobody(SpeakerType::Person, KnownBy::Description, span, &reason)
        }
    }

    /// Whom "they" means where several spoke, or were named together, and no group was mentioned since.
    pub(super) fn they_together(&self, token: usize) -> Option<Vec<usize>> {
        let sentence = self.words.get(token)?.sentence;
        let spoke = self.scene.last_speakers(sentence, 2);
        if spoke.len() > 1 && !self.group_since(sentence, self.scene.last_spoke_in(), spoke) {
            return Some(spoke.to_vec());
        }
        let all = self.scene.together(sentence);
        let since = self.scene.together_in().max(self.scene.last_spoke_in());
        (all.len() > 1 && !self.group_since(sentence, since, all)).then(|| all.to_vec())
    }

    /// True where a group was mentioned in this sentence or the one before, and after another one.
    fn group_since(&self, sentence: u32, since: u32, but: &[usize]) -> bool {
        let recent = self.scene.recent().iter().take(3).chain(self.scene.recent_described());
        let group = |a: &usize| self.actors[*a].kind == SpeakerType::Group || self.actors[*a].plural;
        let near = |a: &usize| {
            self.scene.mentioned_in(*a).is_some_and(|s| sentence.saturating_sub(s) <= 1 && s > since)
        };
        recent.into_iter().filter(|a| !but.contains(a)).any(|a| group(a) && near(a))
    }

    /// "Okafor and Ferrer, who say": a "who" of several right behind those who were named together.
    pub(super) fn who_together(&self, token: usize) -> Option<Vec<usize>> {
        let here = self.words.get(token)?;
        let who = self.words.text(token).eq_ignore_ascii_case("who");
        let many = PLURAL.contains(self.words.text(token + 1).to_lowercase().as_str());
        let all = self.scene.together(here.sentence);
        if !who || !many || all.len() < 2 || self.scene.together_in() != here.sentence {
            return None;
        }
        let next = self.names.partition_point(|n| n.tokens.start < token);
        let last = next.checked_sub(1)?;
        let end = behind(self.words, &self.names[last]);
        let close = end == token || end + 1 == token && self.words.text(end) == ",";
        let named = matches!(self.readings[last], Reading::One(actor) if Some(&actor) == all.last());
        (close && named && all.iter().all(|a| actors::person(&self.actors[*a]))).then(|| all.to_vec())
    }

    /// One of several who are meant.
    pub(super) fn joint(&self, actor: usize, span: Span) -> Found {
        let reason = "several are meant, and these were named together just before".to_owned();
        let kind = self.actors[actor].kind;
        Found {
            actor: Some(actor),
            kind,
            known_by: KnownBy::Pronoun,
            span,
            confidence: 0.7,
            weighed: Vec::new(),
            reason,
            speaker_around: false,
        }
    }
}
