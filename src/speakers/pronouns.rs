//! He, they, I: whom a pronoun refers to where it stands.

use super::found::{Found, THRESHOLD, nobody};
use super::lexicon::{LEXICON, Pronoun, PronounClass};
use super::scene;
use super::scorer::{self, Place, Sign, Signs, Weighed};
use super::stage::Stage;
use super::{Gender, KnownBy, SpeakerType};
use crate::span::Span;

/// A pronoun that is no source counts as a mention from this probability on.
const SURE_MENTION: f32 = 0.7;

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
            PronounClass::Relative => vec![self.by_relative(token, span)],
            PronounClass::Third => {
                let sentence = self.words.get(token).map_or(0, |w| w.sentence);
                let joint = self.scene.last_speakers(sentence, 2).to_vec();
                if pronoun.many && joint.len() > 1 {
                    return joint.into_iter().map(|actor| self.joint(actor, span)).collect();
                }
                if let Some(pair) = self.scene.pair(sentence).filter(|_| pronoun.many) {
                    return pair.into_iter().map(|actor| self.joint(actor, span)).collect();
                }
                let weighed = self.weigh_pronoun(token, pronoun, Place::Source);
                let kind = if pronoun.many {
                    SpeakerType::Group
                } else if pronoun.neuter {
                    SpeakerType::Organization
                } else {
                    SpeakerType::Person
                };
                if let Some(best) = weighed.first().filter(|b| b.confidence >= THRESHOLD) {
                    self.learn_gender(best.actor, pronoun.gender, best.confidence);
                    self.mention_tokens(best.actor, token..token + 1, None, KnownBy::Pronoun);
                    self.next_token = self.next_token.max(token + 1);
                }
                vec![self.choice(weighed, KnownBy::Pronoun, kind, span)]
            }
        }
    }

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
                    SpeakerType::Organization => {
                        // One capitalised word may be a surname.
                        let surname = !data.sure && data.words.len() == 1 && !acronym(&data.name);
                        (pronoun.neuter || pronoun.many || surname) && !data.thing
                    }
                    SpeakerType::Group => pronoun.many,
                    SpeakerType::Place | SpeakerType::Document => pronoun.neuter,
                };
                let against =
                    pronoun.gender.is_some() && data.gender.is_some() && data.gender != pronoun.gender;
                if !fits || against && data.gender_sure {
                    return None;
                }
                let mut signs = self.scene.signs(self.words, token, actor, data);
                scene::gender_sign(&mut signs, pronoun.gender, data.gender);
                signs.flag(Sign::NamedInFull, data.words.len() > 1);
                let in_content = place == Place::Source && self.in_content.contains(&actor);
                signs.flag(Sign::NamedInContent, in_content);
                Some((actor, signs))
            })
            .collect();
        self.scene.compare(&mut candidates);
        scorer::weigh(candidates, Sign::Nobody, place)
    }

    /// He or she where it is no source.
    pub(super) fn pass_pronoun(&mut self, token: usize) {
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

    pub(super) fn learn_gender(&mut self, actor: usize, gender: Option<Gender>, confidence: f32) {
        let actor = &mut self.actors[actor];
        if confidence >= 0.8 && actor.gender.is_none() {
            actor.gender = gender;
        }
    }
}
