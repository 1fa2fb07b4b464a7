//! Goes through an article once, in text order, and decides who every name, pronoun and source refers to.

use super::actors::Actor;
use super::answers::Charge;
use super::clusters::{Cast, Reading};
use super::found::{Found, THRESHOLD, nobody};
use super::heads::Headed;
use super::lexicon::{Bits, LEXICON, PronounClass, key};
use super::names::Name;
use super::namesakes::Shown;
use super::scene::{self, Scene};
use super::scorer::{self, Choice, Place};
use super::signs::{Sign, Signs};
use super::sources::{self, Head, Party};
use super::words::{Case, Words};
use super::{KnownBy, Mention, SpeakerType, apart, defendants, elsewhere, generations, namesakes};
use crate::attribution::{Attribution, Kind};
use crate::span::Span;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

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
    /// The token at which each named actor is first named beyond doubt.
    pub(super) first_named: Vec<usize>,
    /// How often a bare surname stands before any namesake of the actor is named.
    alone: Vec<u32>,
    /// What is called by a name ("the Okafor campaign"): the name, the tokens, the actor; in text order.
    pub(super) foreseen: Vec<(usize, Range<usize>, usize)>,
    /// Whom the content of the attribution at hand names.
    pub(super) in_content: Vec<Named>,
    /// Whom the content of the attribution before names: perhaps accuses.
    pub(super) accused: Vec<Named>,
    /// The last statement by which somebody accuses, and the last one of any kind.
    pub(super) charge: Charge,
    pub(super) statement: Charge,
    /// Who made the statement that the attribution at hand answers, and of whom it speaks.
    pub(super) accusers: Vec<usize>,
    pub(super) answering: Option<usize>,
    /// True where that is a question, and who was asked.
    pub(super) asked: bool,
    /// True where the source stands behind what it says, in quotation marks: "“No,” the mayor said".
    pub(super) follows: bool,
    /// Whom the cue of the attribution at hand has as its object: "accused him".
    pub(super) object: Option<usize>,
    /// Offices and those who stand beside whoever holds one: "Orr told the mayor".
    pub(super) beside: HashSet<(String, usize)>,
    /// Those whose names only stand before offices: "Bradford" in "the Bradford mayor".
    pub(super) modifiers: HashSet<usize>,
    /// Who stands before a court.
    pub(super) defendants: Vec<usize>,
    /// Who opened a sentence as whose: "Byrne’s captain, Lee Doyle".
    pub(super) headed: Option<Headed>,
    /// The countries, states and cities of the article.
    pub(super) places: HashSet<u32>,
    /// The ages that it gives, by actor.
    pub(super) ages: HashMap<usize, u32>,
    /// How many persons have each surname.
    pub(super) surnames: HashMap<String, u32>,
    /// The gender that the statement at hand shows of its speaker.
    pub(super) shown: Option<Shown>,
    /// True where the content at hand speaks in the first person.
    pub(super) first_person: bool,
    /// True while the name that is decided is the source.
    pub(super) at_source: bool,
    /// The words of the article's title, in lower case.
    pub(super) title: HashSet<String>,
    /// All choices that were made, for fitting.
    #[cfg(test)]
    pub(super) trace: std::cell::RefCell<Vec<(usize, Choice)>>,
    /// Choices as if a name that is a source were a pronoun or a description, and whom it names.
    #[cfg(test)]
    pub(super) hidden: std::cell::RefCell<Vec<(usize, Choice)>>,
    /// True where the cue of the attribution at hand denies something.
    pub(super) denies: bool,
    /// True where that content begins with a quotation.
    pub(super) quotes: bool,
    /// The relative pronoun that was read last, and who it stands for.
    pub(super) last_relative: Option<(usize, Found)>,
    pub(super) next_name: usize,
    pub(super) next_token: usize,
    /// The article's author, once they have spoken.
    pub(super) author: Option<usize>,
    /// The token of the first turn whose label names nobody ("Q:"), once it is reached.
    pub(super) first_turn: Option<usize>,
    /// Tokens that say what a name is: "the mayor" in "the mayor, Ada Moss".
    pub(super) in_roles: HashSet<usize>,
    /// Where the last source ends, in tokens: what stands before was read with it.
    pub(super) read_until: usize,
}

/// Somebody who is named in a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) actor: usize,
    /// Inside quotation marks.
    pub(super) quoted: bool,
    /// Before the source.
    pub(super) before: bool,
}

/// More actors of one role than this are not weighed unless they were mentioned lately.
pub(super) const MOST_OF_ONE_ROLE: usize = 8;

/// Names in the first pieces of a content count, not those of a whole speech.
const MOST_PIECES: usize = 2;

/// No surer than this is that a surname is whose bearer the article brought in last.
const BROUGHT_IN_LAST: f32 = 0.9;

/// Longest cue that is read, in tokens.
const LONGEST_CUE: usize = 24;

/// More names than this in one piece of a content are not looked at.
const MOST_IN_CONTENT: usize = 24;

impl<'s, 'a> Stage<'s, 'a> {
    /// Before the first word.
    pub(super) fn new(words: &'s Words<'a>, names: &'s [Name], mut cast: Cast, title: &str) -> Self {
        let defendants = defendants::learn(words, names, &cast.readings, &mut cast.actors);
        let mut clearly = vec![0; cast.actors.len()];
        let mut first_named = vec![usize::MAX; cast.actors.len()];
        for (reading, name) in cast.readings.iter().zip(names) {
            if let Reading::One(actor) = reading {
                clearly[*actor] += 1;
                first_named[*actor] = first_named[*actor].min(name.tokens.start);
            }
        }
        let mut alone = vec![0; cast.actors.len()];
        for (reading, name) in cast.readings.iter().zip(names) {
            let Reading::Several(list) = reading else { continue };
            let mut named = list.iter().filter(|&&a| first_named[a] < name.tokens.start);
            if let (Some(&only), None) = (named.next(), named.next()) {
                alone[only] += 1;
            }
        }
        let mut stage = Stage {
            words,
            names,
            in_roles: cast.actors.iter().flat_map(|a| &a.roles).flat_map(|r| r.tokens.clone()).collect(),
            mentions: vec![Vec::new(); cast.actors.len()],
            speaks: vec![false; cast.actors.len()],
            scene: Scene::default(),
            by_role: HashMap::new(),
            described: HashMap::new(),
            clearly,
            first_named,
            alone,
            foreseen: Vec::new(),
            in_content: Vec::new(),
            accused: Vec::new(),
            charge: Charge::default(),
            statement: Charge::default(),
            accusers: Vec::new(),
            answering: None,
            asked: false,
            follows: false,
            object: None,
            beside: HashSet::new(),
            modifiers: apart::only_before_offices(words, names, &cast),
            defendants,
            headed: None,
            places: elsewhere::places(words),
            ages: namesakes::ages(words, names, &cast.readings),
            surnames: namesakes::surnames(&cast.actors),
            shown: None,
            first_person: false,
            at_source: false,
            title: key(title).split(' ').map(str::to_owned).collect(),
            #[cfg(test)]
            trace: std::cell::RefCell::default(),
            #[cfg(test)]
            hidden: std::cell::RefCell::default(),
            denies: false,
            quotes: false,
            last_relative: None,
            next_name: 0,
            next_token: 0,
            author: None,
            first_turn: None,
            read_until: 0,
            readings: cast.readings,
            actors: cast.actors,
        };
        for actor in 0..stage.actors.len() {
            stage.index_roles(actor);
        }
        stage.doubt_first_names();
        stage.learn_spokesmen();
        stage.foresee();
        stage
    }

    pub(super) fn index_roles(&mut self, actor: usize) {
        for head in self.actors[actor].roles.iter().flat_map(|r| &r.heads) {
            for word in std::iter::once(head).chain(LEXICON.also(head)) {
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
                self.named_together(name, &found);
                self.mention(found.actor.filter(|_| found.confidence >= THRESHOLD), name, found.known_by);
                if let Ok(at) = self.foreseen.binary_search_by_key(&name, |f| f.0) {
                    let (_, tokens, actor) = self.foreseen[at].clone();
                    self.mention_tokens(actor, tokens, None, KnownBy::Description);
                }
            } else if word.bits.any(Bits::PRONOUN) {
                self.pass_pronoun(token);
            } else if (word.bits.any(Bits::NOUN.or(Bits::ROLE)) && word.case == Case::Lower
                || word.bits.any(Bits::NOT_NAME.or(Bits::DEMONYM)) && word.case == Case::Capital)
                && !self.pass_title(token)
            {
                self.pass_noun(token);
            }
        }
    }

    fn mention(&mut self, actor: Option<usize>, name: usize, known_by: KnownBy) {
        let Some(actor) = actor else { return };
        self.learn_owner(actor);
        self.mention_tokens(actor, self.names[name].tokens.clone(), Some(name), known_by);
        self.headed(actor, self.names[name].before.start.min(self.names[name].tokens.start));
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

    /// Decides a source, takes its words in, and remembers who spoke.
    pub(super) fn source(&mut self, attribution: &Attribution) -> Vec<Found> {
        let (source, nested) = (&attribution.source, attribution.inside.is_some());
        self.says(attribution);
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
        self.answered(attribution, sentence);
        if self.answering.is_none() {
            self.asked(attribution);
        }
        let follows = attribution.content.first().is_some_and(|c| c.start < start);
        self.follows = follows && attribution.kind != Kind::Indirect;
        self.object = self.object_of(attribution);
        let mut found = Vec::new();
        for party in &parties {
            found.extend(self.party(party));
        }
        (self.object, self.follows) = (None, false);
        let end = source.iter().map(|s| s.end).max().unwrap_or(start);
        self.read_until = self.words.at(end);
        self.advance(end);
        let spoke: Vec<usize> = found.iter().filter_map(|f| f.actor).collect();
        if let ([Party { head: Head::Noun(description), .. }], &[actor]) = (&parties[..], &spoke[..]) {
            self.headed(actor, description.core.end);
        }
        if !nested {
            self.stated(attribution, &spoke, sentence);
        }
        for &actor in &spoke {
            self.speaks[actor] = true;
        }
        if !spoke.is_empty() && !nested {
            let pronoun = match &parties[..] {
                [Party { head: Head::Pronoun(_, pronoun), .. }] => Some(*pronoun),
                _ => None,
            };
            self.scene.speak(&spoke, pronoun, sentence, paragraph);
        }
        found
    }

    /// Remembers whom a content names: hardly ever the one who says it. "The Okafor campaign" does not name Okafor.
    pub(super) fn says(&mut self, attribution: &Attribution) {
        let content = &attribution.content;
        let cue = attribution.cue.iter().flat_map(|s| self.words.within(*s)).take(LONGEST_CUE);
        self.denies = cue.into_iter().any(|i| self.words.bits(i).any(Bits::DENIAL));
        self.shown = self.shown_in(attribution);
        let source = attribution.source.first().map_or(0, |s| s.start);
        let mut actors: Vec<Named> = Vec::new();
        let first = content.first().map(|s| self.words.within(*s)).unwrap_or_default();
        self.quotes = first.clone().take(3).any(|i| self.words.list[i].quoted);
        for span in content.iter().take(MOST_PIECES) {
            let tokens = self.words.within(*span);
            let first = self.names.partition_point(|n| n.tokens.start < tokens.start);
            let names = self.names.iter().zip(&self.readings).skip(first);
            let names = names.take(MOST_IN_CONTENT).take_while(|(n, _)| n.tokens.end <= tokens.end);
            // In "he complained of “Beat Okafor” posters" others speak.
            let counts = |n: &Name| !n.modifies && (self.quotes || !self.words.list[n.tokens.start].quoted);
            for (at, (name, reading)) in names.enumerate().filter(|(_, (n, _))| counts(n)) {
                let actor = match reading {
                    Reading::One(actor) => Some(*actor),
                    Reading::Several(_) => self.by_name(first + at).actor,
                    Reading::Nobody => None,
                };
                let quoted = self.words.list[name.tokens.start].quoted;
                let named = actor.map(|actor| Named { actor, quoted, before: span.end <= source });
                actors.extend(named.filter(|n| actors.iter().all(|a| a.actor != n.actor)));
            }
        }
        let pieces = content.iter().take(MOST_PIECES).flat_map(|s| self.words.within(*s));
        let first = |class| class == PronounClass::First;
        let pronoun = |i: usize| LEXICON.pronoun(&self.words.text(i).to_lowercase());
        self.first_person = pieces
            .filter(|&i| self.words.bits(i).any(Bits::PRONOUN))
            .any(|i| pronoun(i).is_some_and(|p| first(p.class)));
        self.accused = std::mem::replace(&mut self.in_content, actors);
    }

    pub(super) fn party(&mut self, party: &Party) -> Vec<Found> {
        let span = self.words.span(party.tokens.clone());
        match &party.head {
            Head::Name(name) => {
                #[cfg(test)]
                self.hide(*name);
                if let Some(both) = self.couple(*name, span) {
                    return both;
                }
                self.at_source = true;
                let mut found = self.by_name(*name);
                self.at_source = false;
                found.span = span;
                if let Some(actor) = found.actor {
                    self.lengthen(actor, *name, party);
                    self.learn_described_for(actor);
                    found.kind = self.actors[actor].kind;
                }
                vec![found]
            }
            Head::Pronoun(token, pronoun) => self.by_pronoun(*token, *pronoun, span),
            Head::Noun(description) => {
                self.both(description, span).unwrap_or_else(|| vec![self.by_description(description, span)])
            }
            Head::Turn(answers) => vec![self.turn(party.tokens.start, *answers, span)],
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

    pub(super) fn by_name(&self, name: usize) -> Found {
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
                    (KnownBy::ShortName, 0.92, self.short_for(data, shown, actor))
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
                if let Some(found) = self.of_generation(data, &list, span) {
                    return found;
                }
                let last = list
                    .iter()
                    .copied()
                    .max_by_key(|&a| self.scene.full_name(a))
                    .filter(|&a| self.scene.full_name(a) > 0);
                let only = self.brought_in_last(data.tokens.start, &list);
                let mut candidates: Vec<(usize, Signs)> = list
                    .iter()
                    .filter(|&&actor| only.is_none_or(|only| only == actor))
                    .filter_map(|&actor| {
                        let mut signs =
                            self.scene.signs(self.words, data.tokens.start, actor, &self.actors[actor]);
                        signs.flag(Sign::FullNameLast, Some(actor) == last);
                        let clearly = self.clearly.get(actor).copied().unwrap_or(0);
                        signs.set(Sign::NamedClearly, (1.0 + clearly as f32).ln());
                        let alone = self.alone.get(actor).copied().unwrap_or(0);
                        signs.set(Sign::NamedAlone, (1.0 + alone as f32).ln());
                        scene::gender_sign(&mut signs, data.gender, &self.actors[actor]);
                        self.content_signs(&mut signs, actor);
                        signs.flag(Sign::InTitle, self.in_title(actor));
                        self.tell_apart(data, actor, &mut signs).then_some((actor, signs))
                    })
                    .collect();
                self.scene.compare(self.words, data.tokens.start, &mut candidates);
                let mut nobody = Signs::none();
                nobody.flag(Sign::Nobody, true);
                let mut choice = scorer::weigh(candidates, nobody, Place::Surname);
                self.doubt_namesakes(&mut choice);
                if only.is_some() {
                    choice.doubt(BROUGHT_IN_LAST, |_| true);
                }
                self.traced(data.tokens.start, &choice);
                self.choice(choice, KnownBy::ShortName, SpeakerType::Person, span)
            }
            Reading::Nobody => {
                nobody(SpeakerType::Unnamed, KnownBy::Description, span, "no name that the article explains")
            }
        }
    }

    /// "The elder Hadley": of namesakes the one whom the word before the name tells.
    pub(super) fn of_generation(&self, name: &Name, namesakes: &[usize], span: Span) -> Option<Found> {
        let before = self.words.text(name.before.start.checked_sub(1)?);
        let actor = generations::only(&self.actors, namesakes, generations::of(&before.to_lowercase())?)?;
        Some(Found {
            actor: Some(actor),
            kind: self.actors[actor].kind,
            known_by: KnownBy::ShortName,
            span,
            confidence: 0.9,
            weighed: Vec::new(),
            reason: format!("“{before}” tells which of the namesakes: {}", self.actors[actor].name),
            speaker_around: false,
        })
    }

    /// Notes a choice, for fitting.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "only tests take notes"))]
    pub(super) fn traced(&self, token: usize, choice: &Choice) {
        #[cfg(test)]
        self.trace.borrow_mut().push((token, choice.clone()));
        #[cfg(not(test))]
        let _ = (token, choice);
    }

    /// Whether a candidate is named in the contents of this attribution and the one before.
    pub(super) fn content_signs(&self, signs: &mut Signs, actor: usize) {
        let named = self.in_content.iter().find(|n| n.actor == actor);
        signs.flag(Sign::NamedInContent, named.is_some());
        signs.flag(Sign::NamedInQuote, named.is_some_and(|n| n.quoted));
        signs.flag(Sign::NamedBeforeInContent, named.is_some_and(|n| n.before));
        signs.flag(Sign::NamedInLastContent, self.accused.iter().any(|n| n.actor == actor));
    }

    /// True for a person whom the content at hand names: "He said Byrne lied" is not said by Byrne, unless it speaks of "me";
    /// "Byrne was shocked, he said" may be.
    pub(super) fn speaks_of(&self, actor: usize) -> bool {
        !self.first_person
            && self.actors[actor].kind == SpeakerType::Person
            && self.in_content.iter().any(|n| n.actor == actor && (n.quoted || !n.before))
    }

    /// True where the article’s title has the last word of a name.
    pub(super) fn in_title(&self, actor: usize) -> bool {
        self.actors[actor].words.last().is_some_and(|word| self.title.contains(word))
    }

    pub(super) fn choice(&self, choice: Choice, known_by: KnownBy, kind: SpeakerType, span: Span) -> Found {
        let shown = span.of(self.words.text);
        let shown: String = shown.chars().take(60).collect();
        let Choice { weighed, place, .. } = choice;
        let best = weighed.first().copied();
        let chosen = best.filter(|b| b.confidence >= THRESHOLD);
        let reason = match (chosen, best) {
            (Some(best), _) => {
                let name = &self.actors[best.actor].name;
                match scorer::words(&best.signs, place) {
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
