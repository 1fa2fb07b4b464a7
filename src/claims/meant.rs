//! Whom the words for an accused mean, beyond what the speakers stage says: an object that is a pronoun, "the man"
//! whose name comes later, a surname that several bear.

use super::Party;
use super::flag;
use super::lexicon::Meaning;
use super::parties::{BACK, MENTIONS_BACK, without_article};
use super::reading::{Hit, Mention, Reading};
use crate::span::Span;
use crate::speakers::{Entity, Gender, SpeakerType};
use std::ops::Range;

/// How many attributions’ speakers are looked at for whether somebody speaks.
const MENTIONED: usize = 400;
/// How many entities are looked at for those who bear a surname.
const BEARERS: usize = 400;
/// How many times as often as anybody else’s of the surname a name has to stand in the article.
const MOSTLY: usize = 3;

impl Reading<'_> {
    /// Whom the object of a verb means where it is a pronoun of which the speakers stage says nothing, or the verb’s own
    /// subject: the nearest that fits and is not one of the subjects. "The minister" that they accuse is nobody who is known.
    pub(super) fn object(&self, party: &Party, subjects: &[Party]) -> Option<Party> {
        let tokens = self.tokens_of(*party.spans.first()?);
        let at = tokens.start;
        let own = |entity: usize| subjects.iter().any(|s| s.entity == Some(entity));
        if let Some(other) = self.another(party, subjects) {
            return Some(other);
        }
        let known = self.is_mentioned(tokens.clone()) && !party.entity.is_some_and(own);
        if tokens.len() != 1 || !self.has(at, flag::PRONOUN | flag::POSSESSIVE) || known {
            return None;
        }
        let sentence = self.sentence(at).start;
        let fits = |m: &&Mention| !own(m.entity) && self.fits(at, m.entity);
        let before = self.mentions(sentence.saturating_sub(BACK)..at);
        let found = before.iter().rev().take(MENTIONS_BACK).find(fits)?;
        Some(self.entity(found.entity, at..at + 1))
    }

    /// "The minister" of whom somebody speaks is nobody who is known where the speakers stage takes it for the one who speaks.
    pub(super) fn another(&self, party: &Party, subjects: &[Party]) -> Option<Party> {
        let tokens = self.tokens_of(*party.spans.first()?);
        let led = tokens.start.checked_sub(1).filter(|&t| self.has(t, flag::DETERMINER));
        let tokens = led.unwrap_or(tokens.start)..tokens.end;
        let own = subjects.iter().any(|s| s.entity.is_some() && s.entity == party.entity);
        if !own || !self.is_definite(tokens.start) || !self.is_description(&tokens) {
            return None;
        }
        let span = self.span(tokens);
        let name = without_article(span.of(self.document.text)).to_owned();
        Some(Party { name, spans: vec![span], entity: None, unresolved: false })
    }

    /// Who a described person is whose name is only told in the next sentences: the first who is named there for the
    /// first time in the article and does not speak ("A man accused of theft … Per Lund, 40, …").
    pub(super) fn named_later(&self, party: &Party) -> Option<Party> {
        let tokens = self.tokens_of(*party.spans.first().filter(|_| party.entity.is_none())?);
        let head = tokens.end.checked_sub(1)?;
        // "the son of the senator" has no name of his own in what follows.
        let of_others = tokens.clone().any(|t| self.has(t, flag::PREPOSITION));
        if !self.has(head, flag::UNNAMED) || !self.is_definite(tokens.start) || of_others {
            return None;
        }
        let sentence = self.sentence(head).end;
        let speaks = |entity: usize| {
            self.speakers.of_attribution.iter().take(MENTIONED).flatten().any(|s| s.entity == Some(entity))
        };
        let first = |m: &&Mention| {
            let known = self.speakers.entities.get(m.entity);
            let new = |e: &Entity| {
                e.mentions.iter().map(|m| m.span.start).min() == Some(self.span(m.tokens.clone()).start)
            };
            known.is_some_and(|e| e.kind == SpeakerType::Person && new(e)) && !speaks(m.entity)
        };
        let limit = self.sentence(self.sentence(sentence).end).end.min(sentence + BACK);
        let found = self.mentions(sentence..limit).iter().take(MENTIONS_BACK).find(first)?;
        Some(self.entity(found.entity, tokens))
    }

    /// Whom an attribution is about where its report says so: "he lied, Moen said of Lund".
    pub(super) fn topic(&self, cue: &[Span]) -> Option<usize> {
        let accuses = |h: &Hit| matches!(h.meaning, Meaning::Accusing(_));
        cue.iter().find_map(|&span| {
            let cue = self.tokens_of(span);
            let about = (cue.start + 1..=cue.end)
                .find(|&t| self.has(t, flag::OF) || self.word(t).eq_ignore_ascii_case("about"))?;
            if self.hits(cue.clone()).iter().any(accuses) {
                return None;
            }
            let whom = self.phrase_after(about + 1, self.sentence(about).end);
            self.has(about + 1, flag::CAPITAL | flag::DETERMINER).then(|| self.party(whom))??.entity
        })
    }

    /// A pronoun of a content for whom the attribution is about, where it fits; else the party as it is.
    pub(super) fn about(&self, party: Party, topic: Option<usize>) -> Party {
        let tokens = party.spans.first().map_or(0..0, |&span| self.tokens_of(span));
        let pronoun = tokens.len() == 1 && self.has(tokens.start, flag::PRONOUN | flag::POSSESSIVE);
        match topic.filter(|&entity| pronoun && self.fits_topic(tokens.start, entity)) {
            Some(entity) => self.entity(entity, tokens),
            None => party,
        }
    }

    /// Whether a pronoun may mean whom the report says that it is about; "they" may be a bank.
    pub(super) fn fits_topic(&self, pronoun: usize, entity: usize) -> bool {
        let kind = self.speakers.entities.get(entity).map(|e| e.kind);
        let body = kind.is_some_and(|kind| kind != SpeakerType::Person);
        self.fits(pronoun, entity) || body && self.has(pronoun, flag::PLURAL)
    }

    /// Whom "them" means of which nothing else is known: the two people who were named together just before
    /// ("Moen and Lund … them"), if nobody else who are several stands between.
    pub(super) fn pair(&self, phrase: &Range<usize>) -> Option<Vec<Party>> {
        let them = phrase.len() == 1 && self.has(phrase.start, flag::PLURAL);
        if !them || !self.has(phrase.start, flag::PRONOUN) || self.is_mentioned(phrase.clone()) {
            return None;
        }
        let at = phrase.start;
        let from = self.sentence(self.sentence(at).start.saturating_sub(1)).start;
        let before = self.mentions(from.max(at.saturating_sub(BACK))..at);
        let person = |m: &Mention| {
            let entity = self.speakers.entities.get(m.entity);
            self.has(m.tokens.start, flag::CAPITAL) && entity.is_some_and(|e| e.kind == SpeakerType::Person)
        };
        let joined = before.windows(2).rev().take(MENTIONS_BACK).find_map(|two| match two {
            [one, other] if person(one) && person(other) && one.entity != other.entity => {
                // "Mr. Lund": a title stands between.
                let title = |&t: &usize| self.has(t, flag::CAPITAL) || self.word(t) == ".";
                let back = (one.tokens.end..other.tokens.start).rev();
                let and = back.clone().count() - back.take_while(title).count();
                let and = (one.tokens.end + and).checked_sub(1).filter(|&t| t >= one.tokens.end)?;
                let bare = (one.tokens.end..and).all(|t| self.word(t) == ",");
                (bare && self.has(and, flag::COORDINATOR)).then_some([one, other])
            }
            _ => None,
        })?;
        let [one, other] = joined;
        let several = |t: usize| self.has(t, flag::AGENT | flag::UNNAMED) && self.word(t).ends_with('s');
        if (other.tokens.end..at).any(several) {
            return None;
        }
        let span = |m: &Mention| self.entity(m.entity, phrase.clone());
        Some(vec![span(one), span(other)])
    }

    /// Who bears a bare surname that several bear, where nearly all that is said of them is said of one.
    pub(super) fn bearer(&self, party: &Party) -> Option<Party> {
        let known = self.speakers.entities.get(party.entity?)?;
        let tokens = self.tokens_of(*party.spans.first()?);
        if known.name.contains(' ') || known.kind != SpeakerType::Person {
            return None;
        }
        let title = |word: &str| (tokens.start.saturating_sub(2)..tokens.end).any(|t| self.word(t) == word);
        let other = match (title("Mr"), title("Mrs") || title("Ms")) {
            (true, _) => Some(Gender::Feminine),
            (_, true) => Some(Gender::Masculine),
            _ => None,
        };
        let bears = |e: &Entity| {
            e.kind == SpeakerType::Person
                && e.name.rsplit_once(' ').is_some_and(|(_, last)| last == known.name)
                && (other.is_none() || e.gender != other)
        };
        let all = self.speakers.entities.iter().enumerate().take(BEARERS);
        let mut bearers: Vec<(usize, usize)> =
            all.filter(|(_, e)| bears(e)).map(|(i, e)| (e.mentions.len(), i)).collect();
        bearers.sort_unstable();
        let (most, entity) = bearers.pop()?;
        let next = bearers.last().map_or(0, |(mentions, _)| *mentions);
        (most >= MOSTLY * next).then(|| Party { spans: party.spans.clone(), ..self.entity(entity, tokens) })
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn they_are_the_two_who_were_named_together() {
        check(&[
            (
                "The ads tied {Ida Moen} and {Per Lund} to the bank, criticising them for the delay.",
                &[
                    "? > Ida Moen: the delay (criticising them for)",
                    "? > Per Lund: the delay (criticising them for)",
                ],
            ),
            (
                "{Ida Moen} and {Per Lund} met two clerks. The union criticised them for the delay.",
                &["union > them: the delay (criticised them for)"],
            ),
        ]);
    }

    #[test]
    fn an_object_is_not_its_subject() {
        check(&[(
            "{Per Lund} met the board. {Ida Moen|He} called {Per Lund} slow, and {Ida Moen|he} accused {Ida Moen|him} of fraud.",
            &["Ida Moen > Per Lund: fraud (accused him of)"],
        )]);
    }

    #[test]
    fn the_minister_whom_somebody_accuses_is_another() {
        check(&[
            (
                "{Ida Moen} accused {Ida Moen|the prime minister} of fraud.",
                &["Ida Moen > prime minister: fraud (accused the prime minister of)"],
            ),
            (
                "[S {Ida Moen}] [Q said] [C the {Ida Moen|minister} lied to the council].",
                &["+ Ida Moen > minister: the minister lied to the council (said)"],
            ),
            (
                "[S {Ida Moen}] [Q accused] [C the {Ida Moen|minister} of fraud].",
                &["Ida Moen > minister: fraud (accused the minister of)"],
            ),
            (
                "{Ida Moen|The prime minister} was accused of fraud by {Ida Moen}.",
                &["Ida Moen > prime minister: fraud (was accused of)"],
            ),
            ("{Ida Moen} accused {Ida Moen} of fraud.", &[]),
        ]);
    }

    #[test]
    fn he_is_whom_the_speaker_accuses_already() {
        check(&[
            (
                "[S {Ida Moen}] [Q accused] [C {Per Lund} of rigging the sale]. {Ole Dahl} wept. \
                 [C2 “{Ole Dahl|He} lied to all of us,”] [S2 {Ida Moen}] [Q2 said].",
                &[
                    "Ida Moen > Per Lund: rigging the sale (accused Per Lund of)",
                    "+ Ida Moen > Per Lund: “He lied to all of us,” (said)",
                ],
            ),
            (
                "{Per Lund} left. [C “{Ole Dahl|He} lied to all of us,”] [S {Ida Moen}] [Q said]. {Ole Dahl} slept.",
                &["+ Ida Moen > Per Lund: “He lied to all of us,” (said)"],
            ),
        ]);
    }

    #[test]
    fn what_is_said_of_somebody() {
        check(&[(
            "{Ida Moen} and {Per Lund} met {Ole Dahl}. [C “He lied to the council,”] [S {Ida Moen}] [Q said of] {Per Lund}.",
            &["+ Ida Moen > Per Lund: “He lied to the council,” (said of)"],
        )]);
        check(&[(
            "The {bank} closed. [C “They lied to the council,”] [S {Ida Moen}] [Q said of] the {bank}.",
            &["+ Ida Moen > bank: “They lied to the council,” (said of)"],
        )]);
    }

    #[test]
    fn the_man_is_named_later() {
        check(&[(
            "The man accused of burning the mill was held. {Per Lund}, 40, was seen there.",
            &["? > Per Lund: burning the mill (accused of)"],
        )]);
        check(&[(
            "The firm accused of fraud closed. {Per Lund} was seen there.",
            &["? > firm: fraud closed (accused of)"],
        )]);
    }

    #[test]
    fn a_surname_is_the_one_s_who_is_mostly_meant() {
        check(&[(
            "{Per Lund} came. {Per Lund} spoke. {Per Lund} left. {Eva Lund} slept. {Ida Moen} accused {Lund} of fraud.",
            &["Ida Moen > Per Lund: fraud (accused Lund of)"],
        )]);
        check(&[(
            "{Per Lund} came. {Eva Lund} slept. {Ida Moen} accused {Lund} of fraud.",
            &["Ida Moen > Lund: fraud (accused Lund of)"],
        )]);
    }
}
