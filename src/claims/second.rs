//! One verb for two things: "accused Moen of fraud and Lund of theft", "was charged with fraud and acquitted".

use super::accusations::Finding;
use super::flag;
use super::lexicon::{Frame, Meaning};
use super::verb::Verb;
use crate::span::Span;
use std::ops::Range;

/// How far from the verb its preposition is looked for, in tokens.
pub(super) const REACH: usize = 26;

impl Verb<'_> {
    /// Whom else the verb accuses, and of what, where it is not said again: "accused Moen of fraud and Lund of theft".
    pub(super) fn second(&self, with: usize) -> Option<(Range<usize>, Range<usize>)> {
        let r = self.reading;
        let end = r.clause_end(with + 1);
        let and = (with + 2..end).find(|&t| r.has(t, flag::COORDINATOR))?;
        let object = r.phrase_after(and + 1, end);
        // "of fraud and abuse of office": no somebody; "and members of the board": no wrong.
        let object = match (object.start..object.end).find(|&t| r.has(t, flag::OF)) {
            Some(of) if r.lemma(of) == r.lemma(with) => object.start..of,
            _ => object,
        };
        let leads = r.lemma(object.end) == r.lemma(with) && !r.has(object.end + 1, flag::DETERMINER);
        let told = object.end + 1..end;
        let named = self.is_named(&object) && r.is_somebody(object.clone());
        (leads && named && !told.is_empty()).then_some((object, told))
    }

    /// Whether a phrase begins with a name or with whose it is: "Lund", "his campaign", "Lund’s staff".
    fn is_named(&self, phrase: &Range<usize>) -> bool {
        self.reading.has(phrase.start, flag::CAPITAL | flag::POSSESSIVE)
    }

    /// The finding of [`Verb::second`].
    pub(super) fn also(&self) -> Option<Finding> {
        let r = self.reading;
        if self.accusing.frame != Frame::Object || self.is_passive() || self.is_hold() {
            return None;
        }
        let with = self.preposition(self.hit.tokens.end, REACH)?;
        let (object, told) = self.second(with)?;
        let accused = r.parties(object.clone());
        Some(Finding {
            accusers: self.accusers(),
            accused,
            allegation: self.allegation(r.span(told.start - 1..told.start).end, told),
            cue: vec![r.span(self.hit.tokens.clone())],
            attribution: self.carrier,
            explicit: true,
            confidence: self.hit.strength * if self.carrier.is_some() { 1.0 } else { 0.85 },
            ..Finding::default()
        })
    }

    /// The sentence’s own verb behind what a clause or a participle alleges; the comma that closes it.
    pub(super) fn own_verb(&self, told: Range<usize>) -> Option<usize> {
        let r = self.reading;
        let clause = |t: usize| r.has(t, flag::RELATIVE | flag::THAT | flag::CONJUNCTION);
        let open = (told.start..told.end).find(|&t| clause(t)).unwrap_or(told.end);
        let comma = self.at() > 0 && r.word(self.at() - 1) == ",";
        // "a man accused of theft told police"
        let cue = |t: usize| r.hits(t..t + 1).iter().any(|h| matches!(h.meaning, Meaning::Cue(_)));
        let reports = |t: usize| r.has(t, flag::ASKS) && !r.is_ing(t) || r.is_past(t) && cue(t);
        let own = |&t: &usize| r.is_finite_auxiliary(t) || reports(t) || comma && r.word(t) == ",";
        (told.start + 1..open).find(own)
    }

    /// "a teacher accused of": a participle with no verb before it.
    fn is_reduced(&self) -> bool {
        let r = self.reading;
        let mut before = self.at();
        while before > 0 && r.has(before - 1, flag::ADVERB | flag::NEGATION) {
            before -= 1;
        }
        before > 0 && !r.has(before - 1, flag::PASSIVE | flag::BE | flag::AUXILIARY)
    }

    /// Where what somebody is accused of ends and the passive goes on: "accused of fraud and acquitted in May".
    pub(super) fn goes_on(&self, told: Range<usize>) -> usize {
        let r = self.reading;
        let ends = flag::PREPOSITION | flag::MARK | flag::TIME | flag::DAY | flag::ADVERB;
        let verb = |t: usize| r.is_past(t) && (t + 1 >= told.end || r.has(t + 1, ends));
        let finite = |t: usize| r.is_finite_auxiliary(t);
        let goes_on = |&t: &usize| r.has(t, flag::COORDINATOR) && (verb(t + 1) || finite(t + 1));
        // "a teacher accused of slapping a pupil was cleared"
        if self.is_reduced()
            && let Some(own) = self.own_verb(told.clone())
        {
            return own;
        }
        let found = (told.start + 1..told.end).find(goes_on);
        // "accused of having lied and cheated"
        found.filter(|&t| !(told.start..t).any(|t| r.is_past(t))).unwrap_or(told.end)
    }
}

/// Ends what is alleged at a byte.
pub(super) fn cut(allegation: &mut [Span], last: usize) {
    allegation.iter_mut().for_each(|piece| piece.end = piece.end.min(last).max(piece.start));
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn one_verb_for_two() {
        check(&[
            (
                "[S {Ida Moen}] [Q accused] [C {Per Lund} of fraud and {Ole Dahl} of theft].",
                &["Ida Moen > Ole Dahl: theft (accused)", "Ida Moen > Per Lund: fraud (accused Per Lund of)"],
            ),
            (
                "{Ida Moen} accused {Per Lund} of fraud and abuse of office.",
                &["Ida Moen > Per Lund: fraud and abuse of office (accused Per Lund of)"],
            ),
        ]);
    }

    #[test]
    fn the_sentence_goes_on() {
        check(&[
            (
                "A teacher accused of slapping a pupil was cleared on Tuesday.",
                &["? > teacher: slapping a pupil (accused of)"],
            ),
            (
                "A woman accused of driving onto a kerb told police of guards hired by {Per Lund}.",
                &["? > woman: driving onto a kerb (accused of)"],
            ),
            (
                "{Per Lund}, accused of stealing funds, denies the charge.",
                &["? > Per Lund: stealing funds (accused of)"],
            ),
            (
                "{Per Lund} was charged with burglary and will appear in court.",
                &["? > Per Lund: burglary (was charged with)"],
            ),
        ]);
    }

    #[test]
    fn what_goes_on_is_not_alleged() {
        check(&[
            (
                "{Per Lund} was charged with bribery and acquitted in May.",
                &["? > Per Lund: bribery (was charged with)"],
            ),
            (
                "[C {Per Lund}] [Q was charged with] [C bribery and acquitted in May].",
                &["? > Per Lund: bribery (was charged with)"],
            ),
            (
                "{Per Lund} was accused of having lied and cheated in May.",
                &["? > Per Lund: having lied and cheated in May (was accused of)"],
            ),
        ]);
    }
}
