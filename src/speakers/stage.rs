//! Goes through an article once, in text order, and decides who every name, pronoun and source refers to.

use super::actors::Actor;
use super::clusters::{Cast, Reading};
use super::descriptions;
use super::lexicon::{Bits, LEXICON, Pronoun, PronounClass, key};
use super::names::Name;
use super::scene::{self, Scene};
use super::scorer::{self, Place, Sign, Signs, Weighed};
use super::sources::{self, Description, Head, Party};
use super::words::Words;
use super::{Gender, KnownBy, Mention, SpeakerType};
use crate::span::Span;
use std::collections::HashMap;

/// Below this probability no one is named.
pub(super) const THRESHOLD: f32 = 0.5;

/// A pronoun that is no source counts as a mention from this probability on.
const SURE_MENTION: f32 = 0.7;

/// Who was found for one party of a source.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Index of the actor; `None` where nobody is certain enough.
    pub(super) actor: Option<usize>,
    pub(super) kind: SpeakerType,
    pub(super) known_by: KnownBy,
    pub(super) span: Span,
    pub(super) confidence: f32,
    /// Those who were weighed, best first.
    pub(super) weighed: Vec<(usize, f32)>,
    pub(super) reason: String,
    /// Still to be decided: I or we, spoken by whoever speaks around it.
    pub(super) speaker_around: bool,
}

/// The article as it is gone through.
pub(super) struct Stage<'s, 'a> {
    words: &'s Words<'a>,
    names: &'s [Name],
    readings: Vec<Reading>,
    /// Named and described actors.
    pub(super) actors: Vec<Actor>,
    /// Mentions of each actor.
    pub(super) mentions: Vec<Vec<Mention>>,
    /// True for actors that speak.
    pub(super) speaks: Vec<bool>,
    scene: Scene,
    by_role: HashMap<String, Vec<usize>>,
    described: HashMap<String, usize>,
    /// How often each named actor is named beyond doubt.
    clearly: Vec<u32>,
    next_name: usize,
    next_token: usize,
    /// The article's author, once they have spoken.
    pub(super) author: Option<usize>,
}

/// More actors of one role than this are not weighed unless they were mentioned lately.
const MOST_OF_ONE_ROLE: usize = 8;

impl<'s, 'a> Stage<'s, 'a> {
    /// Before the first word.
    pub(super) fn new(words: &'s Words<'a>, names: &'s [Name], cast: Cast) -> Self {
        let mut clearly = vec![0; cast.actors.len()];
        for reading in &cast.readings {
            if let Reading::One(actor) = reading {
                clearly[*actor] += 1;
            }
        }
        let mut stage = Stage {
            words,
            names,
            readings: cast.readings,
            mentions: vec![Vec::new(); cast.actors.len()],
            speaks: vec![false; cast.actors.len()],
            actors: cast.actors,
            scene: Scene::default(),
            by_role: HashMap::new(),
            described: HashMap::new(),
            clearly,
            next_name: 0,
            next_token: 0,
            author: None,
        };
        for actor in 0..stage.actors.len() {
            stage.index_roles(actor);
        }
        stage
    }

    fn index_roles(&mut self, actor: usize) {
        for head in self.actors[actor].roles.iter().flat_map(|r| &r.heads) {
            let also = LEXICON.role(head).map(|(_, r)| r.also.as_slice()).unwrap_or_default();
            for word in std::iter::once(head).chain(also) {
                let list = self.by_role.entry(word.clone()).or_default();
                if !list.contains(&actor) && list.len() < MOST_OF_ONE_ROLE {
                    list.push(actor);
                }
            }
        }
    }

    /// Takes in all names and pronouns before byte `offset`.
    pub(super) fn advance(&mut self, offset: usize) {
        while let Some(word) = self.words.get(self.next_token)
            && word.span.start < offset
        {
            let token = self.next_token;
            self.next_token += 1;
            if self.names.get(self.next_name).is_some_and(|n| n.tokens.start <= token) {
                let name = self.next_name;
                self.next_name += 1;
                self.next_token = self.next_token.max(self.names[name].tokens.end);
                let found = self.by_name(name);
                self.mention(found.actor.filter(|_| found.confidence >= THRESHOLD), name, found.known_by);
            } else if word.bits.any(Bits::PRONOUN) {
                self.pass_pronoun(token);
            }
        }
    }

    /// He or she where it is no source.
    fn pass_pronoun(&mut self, token: usize) {
        let Some(pronoun) = LEXICON.pronoun(&self.words.text(token).to_lowercase()) else { return };
        if pronoun.class != PronounClass::Third || pronoun.gender.is_none() {
            return;
        }
        let weighed = self.weigh_pronoun(token, pronoun, Place::Passing);
        if let Some(best) = weighed.first()
            && best.confidence >= SURE_MENTION
        {
            self.learn_gender(best.actor, pronoun.gender, best.confidence);
            self.mention_tokens(best.actor, token..token + 1, None, KnownBy::Pronoun);
        }
    }

    fn mention(&mut self, actor: Option<usize>, name: usize, known_by: KnownBy) {
        let Some(actor) = actor else { return };
        self.mention_tokens(actor, self.names[name].tokens.clone(), Some(name), known_by);
    }

    fn mention_tokens(&mut self, actor: usize, tokens: std::ops::Range<usize>, name: Option<usize>, known_by: KnownBy) {
        let name = name.and_then(|n| self.names.get(n));
        if let Some(seen) = scene::seen(self.words, tokens.clone(), name) {
            self.scene.mention(actor, seen, known_by == KnownBy::Name);
        }
        self.mentions[actor].push(Mention { span: self.words.span(tokens), known_by });
    }

    fn learn_gender(&mut self, actor: usize, gender: Option<Gender>, confidence: f32) {
        let actor = &mut self.actors[actor];
        if confidence >= 0.8 && actor.gender.is_none() {
            actor.gender = gender;
        }
    }

    /// Decides a source, takes its words in, and remembers who spoke. `nested`: within what somebody else says.
    pub(super) fn source(&mut self, source: &[Span], nested: bool) -> Vec<Found> {
        let parties = sources::read(self.words, self.names, source);
        let Some(first) = parties.first() else { return Vec::new() };
        let start = self.words.span(first.tokens.clone()).start;
        self.advance(start);
        let (sentence, paragraph) = self.words.get(first.tokens.start).map_or((0, 0), |w| (w.sentence, w.paragraph));
        let mut found = Vec::new();
        for party in &parties {
            found.extend(self.party(party));
        }
        let end = source.iter().map(|s| s.end).max().unwrap_or(start);
        self.advance(end);
        let spoke: Vec<usize> = found.iter().filter_map(|f| f.actor).collect();
        for &actor in &spoke {
            self.speaks[actor] = true;
        }
        if !spoke.is_empty() && !nested {
            self.scene.speak(&spoke, sentence, paragraph);
        }
        found
    }

    fn party(&mut self, party: &Party) -> Vec<Found> {
        let span = self.words.span(party.tokens.clone());
        match &party.head {
            Head::Name(name) => {
                let mut found = self.by_name(*name);
                found.span = span;
                if let Some(actor) = found.actor {
                    self.lengthen(actor, *name, party);
                    found.kind = self.actors[actor].kind;
                }
                vec![found]
            }
            Head::Pronoun(token, pronoun) => self.by_pronoun(*token, *pronoun, span),
            Head::Noun(description) => vec![self.by_description(description, span)],
            Head::Nothing => vec![nobody(SpeakerType::Unnamed, KnownBy::Description, span, "the words of the source name nobody")],
        }
    }

    /// "The Health Ministry in Gaza": the place belongs to the name where the source ends with it.
    fn lengthen(&mut self, actor: usize, name: usize, party: &Party) {
        let end = self.names[name].tokens.end;
        let data = &mut self.actors[actor];
        let place = self.names.get(name + 1).filter(|n| n.tokens.start == end + 1 && n.tokens.end == party.tokens.end);
        let joins = matches!(self.words.text(end), "in" | "of") && place.is_some_and(|n| LEXICON.place(&n.key).is_some());
        let generic = LEXICON.noun(&self.names[name].key).is_some_and(|n| n.0 == SpeakerType::Organization);
        if joins && generic && data.kind == SpeakerType::Organization && data.words.join(" ") == self.names[name].key {
            let tokens = self.names[name].tokens.start..party.tokens.end;
            data.name = super::actors::plain(self.words.span(tokens).of(self.words.text));
        }
    }

    fn by_name(&mut self, name: usize) -> Found {
        let data = &self.names[name];
        let span = self.words.span(data.tokens.clone());
        let shown = span.of(self.words.text);
        match self.readings[name].clone() {
            Reading::One(actor) => {
                let known = &self.actors[actor];
                let whole = known.words.join(" ") == data.key;
                let full = whole || known.kind == SpeakerType::Person && data.key.contains(' ') && !LEXICON.bits(data.key.split(' ').next().unwrap_or("")).any(Bits::KEPT);
                let (known_by, confidence, reason) = if full {
                    (KnownBy::Name, 0.97, format!("named: “{shown}”"))
                } else {
                    (KnownBy::ShortName, 0.92, format!("“{shown}” is short for “{}”, and nobody else in the article is called so", known.name))
                };
                Found { actor: Some(actor), kind: known.kind, known_by, span, confidence, weighed: Vec::new(), reason, speaker_around: false }
            }
            Reading::Several(list) => {
                let last = list.iter().copied().max_by_key(|&a| self.scene.full_name(a)).filter(|&a| self.scene.full_name(a) > 0);
                let mut candidates: Vec<(usize, Signs)> = list
                    .iter()
                    .map(|&actor| {
                        let mut signs = self.scene.signs(self.words, data.tokens.start, actor, &self.actors[actor]);
                        signs.flag(Sign::FullNameLast, Some(actor) == last);
                        let clearly = self.clearly.get(actor).copied().unwrap_or(0);
                        signs.set(Sign::NamedClearly, (1.0 + clearly as f32).ln());
                        scene::gender_sign(&mut signs, data.gender, self.actors[actor].gender);
                        (actor, signs)
                    })
                    .collect();
                self.scene.compare(&mut candidates);
                let weighed = scorer::weigh(candidates, Sign::NobodyNamed, Place::Source);
                self.choice(weighed, KnownBy::ShortName, SpeakerType::Person, span)
            }
            Reading::Nobody => nobody(SpeakerType::Unnamed, KnownBy::Description, span, "no name that the article explains"),
        }
    }

    fn by_pronoun(&mut self, token: usize, pronoun: Pronoun, span: Span) -> Vec<Found> {
        match pronoun.class {
            PronounClass::First => {
                let mut found = nobody(SpeakerType::Unnamed, KnownBy::Pronoun, span, "");
                found.speaker_around = true;
                vec![found]
            }
            PronounClass::Second => vec![nobody(SpeakerType::Unnamed, KnownBy::Pronoun, span, "“you” is whoever is spoken to")],
            PronounClass::Relative => vec![self.by_relative(token, span)],
            PronounClass::Third => {
                let sentence = self.words.get(token).map_or(0, |w| w.sentence);
                let joint = self.scene.last_speakers(sentence, 2).to_vec();
                if pronoun.many && joint.len() > 1 {
                    return joint.into_iter().map(|actor| self.joint(actor, span)).collect();
                }
                let weighed = self.weigh_pronoun(token, pronoun, Place::Source);
                let kind = if pronoun.many { SpeakerType::Group } else if pronoun.neuter { SpeakerType::Organization } else { SpeakerType::Person };
                if let Some(best) = weighed.first().filter(|b| b.confidence >= THRESHOLD) {
                    self.learn_gender(best.actor, pronoun.gender, best.confidence);
                    self.mention_tokens(best.actor, token..token + 1, None, KnownBy::Pronoun);
                    self.next_token = self.next_token.max(token + 1);
                }
                vec![self.choice(weighed, KnownBy::Pronoun, kind, span)]
            }
        }
    }

    fn joint(&self, actor: usize, span: Span) -> Found {
        let reason = "“they” goes back to those who spoke together just before".to_owned();
        let kind = self.actors[actor].kind;
        Found { actor: Some(actor), kind, known_by: KnownBy::Pronoun, span, confidence: 0.7, weighed: Vec::new(), reason, speaker_around: false }
    }

    /// "who", "which": whoever stands right before.
    fn by_relative(&mut self, token: usize, span: Span) -> Found {
        let mut end = token;
        while end > 0 && token - end < 3 && (!self.words.list[end - 1].is_word() || self.words.bits(end - 1).any(Bits::PREPOSITION)) {
            end -= 1;
        }
        let sentence = self.words.get(token).map(|w| w.sentence);
        let mut start = end;
        while start > 0 && end - start < 16 && self.words.get(start - 1).map(|w| w.sentence) == sentence {
            let bits = self.words.bits(start - 1);
            if bits.any(Bits::VERB.or(Bits::RELATIVE)) || matches!(self.words.text(start - 1), "“" | "\"" | ";" | "," | ":") && start < end {
                break;
            }
            start -= 1;
            if bits.any(super::lexicon::DETERMINER) && !bits.any(Bits::PREPOSITION) {
                break;
            }
        }
        let named = self.names.partition_point(|n| n.tokens.end < end);
        if let Some(name) = self.names.get(named).filter(|n| n.tokens.end == end) {
            start = name.before.start;
        }
        let before = self.words.span(start..end);
        let mut found = sources::read(self.words, self.names, &[before]).pop().map(|party| self.party(&party)).unwrap_or_default();
        let Some(mut found) = found.pop().filter(|_| start < end) else {
            return nobody(SpeakerType::Unnamed, KnownBy::Pronoun, span, "nobody stands before the relative pronoun");
        };
        found.reason = format!("“{}” stands right before", before.of(self.words.text));
        found.known_by = KnownBy::Pronoun;
        found.confidence *= 0.9;
        found.span = span;
        found
    }

    /// The actors that a pronoun at a token may refer to, best first.
    pub(super) fn weigh_pronoun(&self, token: usize, pronoun: Pronoun, place: Place) -> Vec<Weighed> {
        let mut candidates: Vec<(usize, Signs)> = self
            .scene
            .recent()
            .iter()
            .filter_map(|&actor| {
                let data = &self.actors[actor];
                let fits = match data.kind {
                    SpeakerType::Person => pronoun.gender.is_some(),
                    SpeakerType::Unnamed => pronoun.gender.is_some() || pronoun.many,
                    SpeakerType::Organization => (pronoun.neuter || pronoun.many || !data.sure) && !data.thing,
                    SpeakerType::Group => pronoun.many,
                    SpeakerType::Place | SpeakerType::Document => pronoun.neuter,
                };
                let against = pronoun.gender.is_some() && data.gender.is_some() && data.gender != pronoun.gender;
                if !fits || against && data.gender_sure {
                    return None;
                }
                let mut signs = self.scene.signs(self.words, token, actor, data);
                scene::gender_sign(&mut signs, pronoun.gender, data.gender);
                signs.flag(Sign::NamedInFull, data.words.len() > 1);
                Some((actor, signs))
            })
            .collect();
        self.scene.compare(&mut candidates);
        scorer::weigh(candidates, Sign::Nobody, place)
    }

    fn by_description(&mut self, description: &Description, span: Span) -> Found {
        let token = description.core.start;
        let described = descriptions::look_up(self.words, description);
        let mut weighed = Vec::new();
        if described.refers {
            let mut list = self.scene.recent().to_vec();
            let of_role = self.by_role.get(&described.head).map(Vec::as_slice).unwrap_or_default();
            list.extend(of_role.iter().copied().filter(|&a| self.scene.knows(a)));
            list.sort_unstable();
            list.dedup();
            let mut candidates: Vec<(usize, Signs)> = list
                .into_iter()
                .filter_map(|actor| {
                    let data = &self.actors[actor];
                    let mut signs = self.scene.signs(self.words, token, actor, data);
                    described.compare(data, &mut signs).then_some((actor, signs))
                })
                .collect();
            self.scene.compare(&mut candidates);
            weighed = scorer::weigh(candidates, Sign::NobodyDescribed, Place::Source);
        }
        let person = matches!(described.kind, SpeakerType::Unnamed);
        let known_by = if person && described.refers { KnownBy::Title } else { KnownBy::Description };
        // One of several who hold that role: better no name than a wrong one.
        let close = weighed.first().is_some_and(|b| b.confidence >= THRESHOLD) || weighed.iter().map(|w| w.confidence).sum::<f32>() >= 0.6;
        if close {
            if let Some(best) = weighed.first().filter(|b| b.confidence >= THRESHOLD) {
                self.mention_tokens(best.actor, description.core.clone(), None, known_by);
            }
            let described_again = weighed.first().is_some_and(|b| self.actors[b.actor].described);
            let known_by = if described_again { KnownBy::Description } else { known_by };
            return self.choice(weighed, known_by, described.kind, span);
        }
        let actor = self.described_actor(&described, description);
        let shown = &self.actors[actor].name;
        let reason = format!("described, not named: “{shown}”");
        let weighed = weighed.iter().map(|w| (w.actor, w.confidence)).collect();
        self.mention_tokens(actor, description.core.clone(), None, KnownBy::Description);
        Found { actor: Some(actor), kind: described.kind, known_by: KnownBy::Description, span, confidence: 0.85, weighed, reason, speaker_around: false }
    }

    /// The actor of a description: the one of before where the same words cannot mean somebody else.
    fn described_actor(&mut self, described: &descriptions::Described, description: &Description) -> usize {
        let actor = described.actor(self.words, description);
        let same = key(&actor.name);
        let one_of_many = description.determined == sources::Determined::Indefinite && !described.plural && actor.words.len() < 4;
        if let Some(&known) = self.described.get(&same)
            && !one_of_many
        {
            return known;
        }
        let index = self.actors.len();
        self.actors.push(actor);
        self.mentions.push(Vec::new());
        self.speaks.push(false);
        self.described.insert(same, index);
        self.index_roles(index);
        index
    }

    fn choice(&self, weighed: Vec<Weighed>, known_by: KnownBy, kind: SpeakerType, span: Span) -> Found {
        let shown = span.of(self.words.text);
        let shown: String = shown.chars().take(60).collect();
        let best = weighed.first().copied();
        let chosen = best.filter(|b| b.confidence >= THRESHOLD);
        let reason = match (chosen, best) {
            (Some(best), _) => {
                let name = &self.actors[best.actor].name;
                match best.signs.words() {
                    words if words.is_empty() => format!("“{shown}” fits {name} best"),
                    words => format!("“{shown}” fits {name} best: {words}"),
                }
            }
            (None, Some(_)) => {
                let names: Vec<String> = weighed
                    .iter()
                    .take(3)
                    .map(|w| format!("{} ({:.0} %)", self.actors[w.actor].name, w.confidence * 100.0))
                    .collect();
                format!("“{shown}” could be {}: none is certain enough", names.join(" or "))
            }
            (None, None) => format!("nobody was named before whom “{shown}” fits"),
        };
        Found {
            actor: chosen.map(|b| b.actor),
            kind: chosen.map_or(kind, |b| self.actors[b.actor].kind),
            known_by,
            span,
            confidence: best.map_or(0.0, |b| b.confidence),
            weighed: weighed.iter().take(MOST_OF_ONE_ROLE).map(|w| (w.actor, w.confidence)).collect(),
            reason,
            speaker_around: false,
        }
    }
}

fn nobody(kind: SpeakerType, known_by: KnownBy, span: Span, reason: &str) -> Found {
    Found { actor: None, kind, known_by, span, confidence: 0.0, weighed: Vec::new(), reason: reason.to_owned(), speaker_around: false }
}
