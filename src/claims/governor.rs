//! The verb that an accusing noun depends on, and the doer of what is alleged: "Per Lund denied the allegations", "allegations
//! of torture by police".

use super::Party;
use super::flag;
use super::lexicon::{ClaimClass, Frame};
use super::nominal::Noun;
use super::reading::Reading;
use crate::speakers::SpeakerType;

/// How far before the noun its verb is looked for, in tokens.
const BACK: usize = 8;

/// The verb that a noun depends on.
pub(super) struct Governor {
    pub(super) subject: Vec<Party>,
    /// "levelled accusations": the subject accuses.
    pub(super) levels: bool,
    /// "denied accusations": the subject is accused and denies.
    pub(super) denies: bool,
    /// "faces accusations": the subject is accused.
    pub(super) faces: bool,
}

impl Reading<'_> {
    /// Whether nobody accuses any more by a noun: "withdrew allegations of fraud".
    pub(super) fn is_taken_back(&self, noun: usize) -> bool {
        let start = self.sentence(noun).start.max(noun.saturating_sub(BACK / 2));
        // "withdrew on Friday her accusation"
        let on_day = |t: usize| self.has(t + 1, flag::DAY);
        let ends = |t: usize| self.has(t, flag::MARK) || self.has(t, flag::PREPOSITION) && !on_day(t);
        let near = (start..noun).rev().take_while(|&t| !ends(t));
        let passive = |t: usize| t > 0 && self.has(t - 1, flag::BE);
        near.into_iter().any(|t| self.has(t, flag::RETRACTS) && !passive(t))
    }
}

impl Noun<'_> {
    /// The verb before the noun and its subject: "Per Lund denied the allegations".
    pub(super) fn governor(&self) -> Option<Governor> {
        let r = self.reading;
        let start = r.sentence(self.at()).start.max(self.at().saturating_sub(BACK));
        for verb in (start..self.at()).rev() {
            if r.word(verb) == "," || r.has(verb, flag::CONJUNCTION) {
                return None;
            }
            // "ignored allegations", "received complaints": who does so need not be accused.
            let idle = r.has(verb, flag::LEAVES)
                || self.accusing.frame == Frame::Noun && r.lemma_name(verb) == Some("receive");
            // "defended Lund against accusations"
            let preposition = r.has(verb, flag::PREPOSITION);
            let denies = !idle
                && !preposition
                && r.hits(verb..verb + 1).iter().any(|h| h.meaning.is_cue(ClaimClass::Denying));
            let levels = r.has(verb, flag::LEVELS);
            let faces = !idle && r.has(verb, flag::FACES);
            if levels || denies || faces {
                let mut subject = r.joined_before(r.subject_of(verb, 0));
                // "Despite facing criticism from two nurses, the board …"
                if !r.is_somebody(subject.clone()) && r.is_ing(verb) {
                    let end = r.sentence(verb).end;
                    let comma = (self.hit.tokens.end..end).find(|&t| r.word(t) == ",");
                    subject = comma.map_or(subject, |comma| r.clause_subject(comma + 1, end));
                }
                let somebody = r.is_somebody(subject.clone());
                return somebody.then(|| Governor {
                    subject: r.parties(subject),
                    levels,
                    denies: denies && !levels,
                    faces: faces && !levels,
                });
            }
        }
        None
    }

    /// Whoever did what is alleged: "police" of "allegations of torture by police". In "Lund denied accusations of fraud by
    /// Moen" a person answers another: there it is who accuses.
    pub(super) fn doer(&self, end: usize, governor: Option<&Governor>) -> Option<Vec<Party>> {
        let r = self.reading;
        let of = self.hit.tokens.end;
        if self.accusing.frame != Frame::Noun
            || r.lemma(of) == 0
            || !self.accusing.with.contains(&r.lemma(of))
        {
            return None;
        }
        let end = r.sentence(of).end.min(end + BACK);
        let by = (of + 2..end)
            .take_while(|&t| !matches!(r.word(t), "against" | "from" | ","))
            .find(|&t| r.has(t, flag::BY))?;
        let phrase = r.with_name(r.phrase_after(by + 1, r.sentence(of).end));
        // "of bribery by Moen against Lund": she accuses.
        if !r.is_somebody(phrase.clone()) || r.is_ing(by + 1) || r.word(phrase.end) == "against" {
            return None;
        }
        let doer = r.parties(phrase.clone());
        let suffered = (of + 1..by).any(|t| r.is_done_to(t)) || r.has(phrase.start, flag::POSSESSIVE);
        let answers = governor.filter(|g| !g.levels && !suffered);
        let people = |parties: &[Party]| parties.iter().all(|p| r.kind(p) == Some(SpeakerType::Person));
        let answered = answers.is_some_and(|g| people(&g.subject) && people(&doer));
        (!answered && !doer.is_empty()).then_some(doer)
    }
}
