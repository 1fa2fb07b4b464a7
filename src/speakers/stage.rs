//! Goes through an article once, in text order, and decides who every name, pronoun and source refers to.

use super::actors::Actor;
use super::clusters::{Cast, Reading};
use super::descriptions;
use super::found::{Found, THRESHOLD, nobody};
use super::lexicon::{Bits, LEXICON, key};
use super::names::Name;
use super::scene::{self, Scene};
use super::scorer::{self, Place, Sign, Signs, Weighed};
use super::sources::{self, Description, Head, Party};
use super::words::Words;
use super::{KnownBy, Mention, SpeakerType};
use crate::span::Span;
use std::collections::HashMap;

/// The article as it is gone through.
pub(super) struct Stage<'s, 'a> {
    pub(super) words: &'s Words<'a>,
    pub(super) names: &'s [Name],
    pub(super) readings: Vec<Reading>,
    /// Named and described actors.
    pub(super) actors: Vec<Actor>,
    /// Mentions of each actor.
    pub(super) mentions: Vec<Vec<Mention>>,
    /// True for actors that speak.
    pub(super) speaks: Vec<bool>,
    pub(super) scene: Scene,
    pub(super) by_role: HashMap<String, Vec<usize>>,
    pub(super) described: HashMap<String, usize>,
    /// How often each named actor is named beyond doubt.
    pub(super) clearly: Vec<u32>,
    pub(super) next_name: usize,
    pub(super) next_token: usize,
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

    fn mention(&mut self, actor: Option<usize>, name: usize, known_by: KnownBy) {
        let Some(actor) = actor else { return };
        self.mention_tokens(actor, self.names[name].tokens.clone(), Some(name), known_by);
    }

    pub(super) fn mention_tokens(
        &mut self,
        actor: usize,
        tokens: std::ops::Range<usize>,
        name: Option<usize>,
        known_by: KnownBy,
    ) {
        let name = name.and_then(|n| self.names.get(n));
        if let Some(seen) = scene::seen(self.words, tokens.clone(), name) {
            self.scene.mention(actor, seen, known_by == KnownBy::Name);
        }
        self.mentions[actor].push(Mention { span: self.words.span(tokens), known_by });
    }

    /// Decides a source, takes its words in, and remembers who spoke. `nested`: within what somebody else says.
    pub(super) fn source(&mut self, source: &[Span], nested: bool) -> Vec<Found> {
        let parties = sources::read(self.words, self.names, source);
        let Some(first) = parties.first() else {
            let span = source.first().copied().unwrap_or_default();
            let reason = "the words of the source name nobody";
            return vec![nobody(SpeakerType::Unnamed, KnownBy::Description, span, reason)];
        };
        let start = self.words.span(first.tokens.clone()).start;
        self.advance(start);
        let (sentence, paragraph) =
            self.words.get(first.tokens.start).map_or((0, 0), |w| (w.sentence, w.paragraph));
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

    pub(super) fn party(&mut self, party: &Party) -> Vec<Found> {
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
            Head::Nothing => vec![nobody(
                SpeakerType::Unnamed,
                KnownBy::Description,
                span,
                "the words of the source name nobody",
            )],
        }
    }

    /// "The Health Ministry in Gaza": the place belongs to the name where the source ends with it.
    fn lengthen(&mut self, actor: usize, name: usize, party: &Party) {
        let end = self.names[name].tokens.end;
        let data = &mut self.actors[actor];
        let place = self
            .names
            .get(name + 1)
            .filter(|n| n.tokens.start == end + 1 && n.tokens.end == party.tokens.end);
        let joins = matches!(self.words.text(end), "in" | "of")
            && place.is_some_and(|n| LEXICON.place(&n.key).is_some());
        let generic = LEXICON.noun(&self.names[name].key).is_some_and(|n| n.0 == SpeakerType::Organization);
        if joins
            && generic
            && data.kind == SpeakerType::Organization
            && data.words.join(" ") == self.names[name].key
        {
            let tokens = self.names[name].tokens.start..party.tokens.end;
            data.name = super::actors::plain(self.words.span(tokens).of(self.words.text));
        }
    }

    pub(super) fn by_name(&mut self, name: usize) -> Found {
        let data = &self.names[name];
        let span = self.words.span(data.tokens.clone());
        let shown = span.of(self.words.text);
        match self.readings[name].clone() {
            Reading::One(actor) => {
                let known = &self.actors[actor];
                let whole = known.words.join(" ") == data.key;
                let full = whole
                    || known.kind == SpeakerType::Person
                        && data.key.contains(' ')
                        && !LEXICON.bits(data.key.split(' ').next().unwrap_or("")).any(Bits::KEPT);
                let (known_by, confidence, reason) = if full {
                    (KnownBy::Name, 0.97, format!("named: “{shown}”"))
                } else {
                    (
                        KnownBy::ShortName,
                        0.92,
                        format!(
                            "“{shown}” is short for “{}”, and nobody else in the article is called so",
                            known.name
                        ),
                    )
                };
                Found {
                    actor: Some(actor),
                    kind: known.kind,
                    known_by,
                    span,
                    confidence,
                    weighed: Vec::new(),
                    reason,
                    speaker_around: false,
                }
            }
            Reading::Several(list) => {
                let last = list
                    .iter()
                    .copied()
                    .max_by_key(|&a| self.scene.full_name(a))
                    .filter(|&a| self.scene.full_name(a) > 0);
                let mut candidates: Vec<(usize, Signs)> = list
                    .iter()
                    .map(|&actor| {
                        let mut signs =
                            self.scene.signs(self.words, data.tokens.start, actor, &self.actors[actor]);
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
            Reading::Nobody => {
                nobody(SpeakerType::Unnamed, KnownBy::Description, span, "no name that the article explains")
            }
        }
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
        let close = weighed.first().is_some_and(|b| b.confidence >= THRESHOLD)
            || weighed.iter().map(|w| w.confidence).sum::<f32>() >= 0.6;
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

    /// The actor of a description: the one of before where the same words cannot mean somebody else.
    fn described_actor(&mut self, described: &descriptions::Described, description: &Description) -> usize {
        let actor = described.actor(self.words, description);
        let same = key(&actor.name);
        let one_of_many = description.determined == sources::Determined::Indefinite
            && !described.plural
            && actor.words.len() < 4;
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

    pub(super) fn choice(
        &self,
        weighed: Vec<Weighed>,
        known_by: KnownBy,
        kind: SpeakerType,
        span: Span,
    ) -> Found {
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
