//! He, they, I: whom a pronoun refers to where it stands.

use super::actors::{gender_fits, person};
use super::asked::ANSWER;
use super::clusters::Reading;
use super::found::{Found, SURE_MENTION, THRESHOLD, nobody};
use super::lexicon::{Bits, LEXICON, Pronoun, PronounClass};
use super::names::Name;
use super::scene;
use super::scorer::{self, Choice, Place, Weighed};
use super::signs::{Sign, Signs};
use super::stage::Stage;
use super::{Gender, KnownBy, SpeakerType};
use crate::span::Span;

/// A pronoun shows the gender of whom it means from this probability on.
const SURE_GENDER: f32 = 0.8;

/// So many pronouns of one gender, and none of the other, contradict a first name.
const CONTRADICT: usize = 3;

/// More names behind a pronoun than this are not looked at.
const MOST_AHEAD: usize = 8;

fn acronym(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

impl Stage<'_, '_> {
    pub(super) fn by_pronoun(&mut self, token: usize, pronoun: Pronoun, span: Span) -> Vec<Found> {
        match pronoun.class {
            PronounClass::First => {
                let mut found = nobody(SpeakerType::Unnamed, KnownBy::Pronoun, span, "");
                found.speaker_around = true;
                vec![found]
            }
            PronounClass::Second => {
                vec![nobody(SpeakerType::Unnamed, KnownBy::Pronoun, span, "“you” is whoever is spoken to")]
            }
            PronounClass::Relative => match self.who_together(token) {
                Some(all) => all.into_iter().map(|actor| self.joint(actor, span)).collect(),
                None => vec![self.by_relative(token, span)],
            },
            PronounClass::Third => {
                if let Some(all) = self.they_together(token).filter(|_| pronoun.many) {
                    return all.into_iter().map(|actor| self.joint(actor, span)).collect();
                }
                if let Some(found) = self.named_behind(token, pronoun, span) {
                    return vec![found];
                }
                let choice = self.weigh_pronoun(token, pronoun, Place::Source);
                let kind = if pronoun.many {
                    SpeakerType::Group
                } else if pronoun.neuter {
                    SpeakerType::Organization
                } else {
                    SpeakerType::Person
                };
                if let Some(best) = choice.best(THRESHOLD) {
                    let best = best.actor;
                    self.learn_gender(&choice, pronoun.gender);
                    self.mention_tokens(best, token..token + 1, None, KnownBy::Pronoun);
                    self.next_token = self.next_token.max(token + 1);
                }
                vec![self.choice(choice, KnownBy::Pronoun, kind, span)]
            }
        }
    }

    /// "In her statement, Ms. Okafor said": a pronoun at the beginning of a sentence that leads up to a name.
    fn named_behind(&self, token: usize, pronoun: Pronoun, span: Span) -> Option<Found> {
        let before = token.checked_sub(1)?;
        let opens = self.words.get(before)?.first && self.words.bits(before).any(Bits::PREPOSITION);
        let owner = self.words.bits(token).any(Bits::POSSESSIVE) && pronoun.gender.is_some();
        if !opens || !owner {
            return None;
        }
        let next = self.names.partition_point(|n| n.tokens.start <= token);
        let name = self.names.get(next)?;
        let behind_comma = self.words.text(name.before.start.checked_sub(1)?) == ",";
        let sentence = self.words.get(token)?.sentence;
        if !behind_comma || self.words.get(name.tokens.start)?.sentence != sentence {
            return None;
        }
        let found = self.by_name(next);
        let data = self.actors.get(found.actor?).filter(|a| person(a) && gender_fits(a, pronoun.gender))?;
        Some(Found {
            known_by: KnownBy::Pronoun,
            span,
            confidence: 0.8 * found.confidence,
            reason: format!("the sentence goes on with {}", data.name),
            ..found
        })
    }

    /// Who is named behind a pronoun and a comma, where nobody was named before it in its sentence.
    fn named_ahead(&self, token: usize) -> Option<usize> {
        let sentence = self.words.get(token)?.sentence;
        let here = |n: &Name| self.words.get(n.tokens.start).is_some_and(|w| w.sentence == sentence);
        let next = self.names.partition_point(|n| n.tokens.start <= token);
        let one = |n: usize| match self.readings.get(n) {
            Some(Reading::One(actor)) if person(&self.actors[*actor]) => Some(*actor),
            _ => None,
        };
        let before = (0..next).rev().take_while(|&n| here(&self.names[n])).any(|n| one(n).is_some());
        if before {
            return None;
        }
        let soon = (next..self.names.len()).take(MOST_AHEAD).take_while(|&n| here(&self.names[n]));
        let name = soon.into_iter().find(|&n| one(n).is_some() && !self.names[n].possessive)?;
        let comma = (token..self.names[name].before.start).any(|i| self.words.text(i) == ",");
        one(name).filter(|_| comma)
    }

    /// The actors that a pronoun at a token may refer to, best first.
    pub(super) fn weigh_pronoun(&self, token: usize, pronoun: Pronoun, place: Place) -> Choice {
        let sentence = self.words.get(token).map_or(0, |w| w.sentence);
        let ahead = self.named_ahead(token).filter(|_| place == Place::Passing && pronoun.gender.is_some());
        let unknown = ahead.filter(|a| !self.scene.recent().contains(a));
        let asked = self.answering.filter(|a| {
            self.asked && place == Place::Source && !self.scene.recent().contains(a) && unknown != Some(*a)
        });
        let mut candidates: Vec<(usize, Signs)> = self
            .scene
            .recent()
            .iter()
            .chain(&unknown)
            .chain(&asked)
            .chain(self.scene.recent_described().iter().filter(|_| pronoun.many || pronoun.neuter))
            .filter_map(|&actor| {
                let data = &self.actors[actor];
                let fits = match data.kind {
                    SpeakerType::Person => pronoun.gender.is_some(),
                    // "prosecutors" are never "he".
                    SpeakerType::Unnamed => pronoun.gender.is_some() && !data.plural || pronoun.many,
                    SpeakerType::Organization => {
                        // One capitalised word may be a surname.
                        let surname = !data.sure && data.words.len() == 1 && !acronym(&data.name);
                        (pronoun.neuter || pronoun.many || surname) && !data.thing
                    }
                    SpeakerType::Group => pronoun.many,
                    SpeakerType::Place | SpeakerType::Document => pronoun.neuter,
                };
                if pronoun.gender.is_some() && self.modifiers.contains(&actor) {
                    return None;
                }
                let against =
                    pronoun.gender.is_some() && data.gender.is_some() && data.gender != pronoun.gender;
                // A first name of one gender is not overruled, only what another pronoun showed.
                if !fits || against && !data.gender_learnt {
                    return None;
                }
                let source = place == Place::Source;
                // "His lawyer said Byrne was ill" may well be about his client.
                let itself = source && !self.words.bits(token).any(Bits::POSSESSIVE);
                if itself && self.speaks_of(actor) || self.only_owns(actor, token, pronoun) {
                    return None;
                }
                let mut signs = self.scene.signs(self.words, token, actor, data);
                scene::gender_sign(&mut signs, pronoun.gender, data);
                self.scene.goes_on(&mut signs, sentence, actor, pronoun);
                self.scene.clause_signs(&mut signs, self.words, token, actor);
                signs.flag(Sign::NamedAhead, ahead == Some(actor));
                signs.flag(Sign::NamedInFull, data.words.len() > 1);
                if source {
                    self.content_signs(&mut signs, actor);
                }
                signs.flag(Sign::InTitle, self.in_title(actor));
                let accused = self.accused.iter().any(|n| n.actor == actor);
                let answers = self.denies && accused || self.answering == Some(actor);
                signs.flag(Sign::Answers, answers && source);
                let it = |kind| pronoun.neuter && data.kind == kind;
                signs.flag(Sign::ItOrganization, it(SpeakerType::Organization));
                signs.flag(Sign::ItPlace, it(SpeakerType::Place));
                signs.flag(Sign::ItDocument, it(SpeakerType::Document));
                let they = |kind| pronoun.many && data.kind == kind;
                signs.flag(Sign::TheyGroup, they(SpeakerType::Group));
                signs.flag(Sign::TheyOrganization, they(SpeakerType::Organization));
                signs.flag(Sign::TheyUnnamed, they(SpeakerType::Unnamed));
                let spoke = self.scene.last_speakers(sentence, 4).contains(&actor);
                signs.flag(Sign::SpokeLastOfQuotes, spoke && source && self.quotes);
                Some((actor, signs))
            })
            .collect();
        if place == Place::Source {
            let all: Vec<usize> = candidates.iter().map(|c| c.0).collect();
            candidates.retain(|(actor, _)| !self.accuses_himself(*actor, |a| all.contains(&a)));
        }
        let answers = self
            .answering
            .filter(|a| place == Place::Source && self.asked && candidates.iter().any(|c| c.0 == *a));
        if let Some(answers) = answers.filter(|_| !self.words.bits(token).any(Bits::POSSESSIVE)) {
            candidates.retain(|(actor, _)| *actor == answers);
        }
        self.scene.compare(self.words, token, &mut candidates);
        let mut nobody = Signs::none();
        nobody.flag(Sign::Nobody, true);
        nobody.flag(Sign::NobodyIt, pronoun.neuter);
        nobody.flag(Sign::NobodyThey, pronoun.many);
        nobody.flag(Sign::NobodyInQuote, self.words.get(token).is_some_and(|w| w.quoted));
        let mut choice = scorer::weigh(candidates, nobody, place);
        if answers.is_some() {
            choice.doubt(ANSWER, |_| true);
        }
        self.traced(token, &choice);
        choice
    }

    /// He or she where it is no source.
    pub(super) fn pass_pronoun(&mut self, token: usize) {
        let Some(pronoun) = LEXICON.pronoun(&self.words.text(token).to_lowercase()) else { return };
        if pronoun.class != PronounClass::Third || pronoun.gender.is_none() {
            return;
        }
        let choice = self.weigh_pronoun(token, pronoun, Place::Passing);
        if let Some(best) = choice.best(SURE_MENTION) {
            let best = best.actor;
            self.learn_gender(&choice, pronoun.gender);
            self.mention_tokens(best, token..token + 1, None, KnownBy::Pronoun);
        }
    }

    /// What a pronoun shows of whom it means, unless somebody else was weighed whose name or title shows that gender: "Renn
    /// demanded that she step down" may be about Helena Marsh.
    fn learn_gender(&mut self, choice: &Choice, gender: Option<Gender>) {
        let Some(best) = choice.best(SURE_GENDER) else { return };
        let rival = |w: &&Weighed| w.actor != best.actor && w.signs.has(Sign::GenderFits);
        let actor = &mut self.actors[best.actor];
        if actor.gender.is_none() && !choice.weighed.iter().any(|w| rival(&w)) {
            actor.gender = gender;
            actor.gender_learnt = gender.is_some();
        }
    }

    /// Forgets the gender of a first name that the article's pronouns contradict: several, none of that gender, and nobody
    /// else whom they could mean. Linear.
    pub(super) fn doubt_first_names(&mut self) {
        let genders = |gender: Gender| {
            let all = self.words.list.iter().enumerate().filter(|(_, w)| w.bits.any(Bits::PRONOUN));
            let shows = |i: usize| LEXICON.pronoun(&self.words.text(i).to_lowercase()).and_then(|p| p.gender);
            all.filter(|(i, _)| shows(*i) == Some(gender)).take(CONTRADICT).count()
        };
        let (he, she) = (genders(Gender::Masculine), genders(Gender::Feminine));
        let shown = match (he, she) {
            (CONTRADICT, 0) => Gender::Masculine,
            (0, CONTRADICT) => Gender::Feminine,
            _ => return,
        };
        let mut persons = self.actors.iter().filter(|a| person(a));
        if persons.any(|a| a.gender.is_none_or(|g| g == shown)) {
            return;
        }
        for actor in self.actors.iter_mut().filter(|a| person(a) && !a.gender_sure) {
            actor.gender = None;
        }
    }
}
