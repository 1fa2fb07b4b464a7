//! The accused before the expression: "the senator she has accused of fraud", "Lund, whom he called a crook", "Lund is
//! under fire for".

use super::accusations::Finding;
use super::flag;
use super::lexicon::Frame;
use super::verb::Verb;
use std::ops::Range;

/// How far after "under fire" the words for what stand, in tokens.
const NEAR: usize = 12;

impl Verb<'_> {
    /// "the senator she has accused of fraud", "Lund, who he blasted as a crook"
    pub(super) fn before_it(&self) -> Option<Finding> {
        let r = self.reading;
        if !matches!(self.accusing.frame, Frame::Object | Frame::Blame | Frame::Censure | Frame::Call) {
            return None;
        }
        let next = self.hit.tokens.end;
        let leads = r.lemma(next) != 0 && self.accusing.with.contains(&r.lemma(next));
        let named = matches!(r.word(next), "a" | "an" | "“" | "\"" | "''");
        if !(leads || named && self.accusing.frame == Frame::Call) {
            return None;
        }
        let (accused, subject) = self.relative()?;
        let begin = next + usize::from(leads);
        let end = r.clause_end(begin);
        if self.accusing.frame == Frame::Call && !self.has_insult(begin..end.min(begin + 9)) {
            return None;
        }
        let cue = self.cue().join(r.span(self.at()..begin));
        let known = self.carrier.is_some_and(|carrier| !self.carriers.accusers(r, carrier).is_empty());
        let accusers = if known { Vec::new() } else { r.parties(subject) };
        Some(Finding {
            accusers,
            accused: r.parties(accused),
            allegation: self.allegation(cue.end, begin..end),
            cue: vec![cue],
            ..Finding::default()
        })
    }

    /// Whom the verb’s relative clause is about, and its subject: "the senator" and "she" of "the senator she has accused".
    fn relative(&self) -> Option<(Range<usize>, Range<usize>)> {
        let r = self.reading;
        let from = r.sentence(self.at()).start;
        let mut at = self.at();
        while at > from && r.is_auxiliary(at - 1) {
            at -= 1;
            if r.has(at, flag::BE) {
                return None;
            }
        }
        let subject = r.phrase_before(at, from);
        if subject.is_empty() || !r.is_somebody(subject.clone()) {
            return None;
        }
        let mut end = subject.start;
        if end > from && r.has(end - 1, flag::RELATIVE) {
            end -= 1;
            end -= usize::from(end > from && r.word(end - 1) == ",");
        } else if !(subject.len() == 1 && r.has(subject.start, flag::PRONOUN)) {
            return None;
        }
        let accused = r.named_by_apposition(r.phrase_before(end, from));
        (!accused.is_empty() && r.is_somebody(accused.clone())).then_some((accused, subject))
    }

    /// "Lund has come under fire from the union for the delay"
    pub(super) fn under_fire(&self) -> Option<Finding> {
        let r = self.reading;
        let next = self.hit.tokens.end;
        let limit = r.sentence(next).end.min(next + NEAR);
        let leads = |t: usize| r.lemma(t) != 0 && self.accusing.with.contains(&r.lemma(t));
        let with = (next..limit).take_while(|&t| r.word(t) != ",").find(|&t| leads(t))?;
        let from = (next..with).find(|&t| r.word(t) == "from" || r.has(t, flag::BY));
        let accusers =
            from.map_or_else(Vec::new, |t| r.parties(self.coordinated(r.phrase_after(t + 1, with))));
        let subject = r.joined_before(r.subject_of(self.at(), 0));
        let accused =
            if r.is_somebody(subject.clone()) { r.parties(subject) } else { vec![r.owner(subject)?.0] };
        let cue = self.cue().join(r.span(self.at()..with + 1));
        let allegation = self.allegation(cue.end, with + 1..r.clause_end(with + 1));
        Some(Finding { accusers, accused, allegation, cue: vec![cue], ..Finding::default() })
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn the_accused_before_a_relative_clause() {
        check(&[
            (
                "The clinic praised {Per Lund}, whom {Ida Moen} has accused of taking bribes.",
                &["Ida Moen > Per Lund: taking bribes (has accused of)"],
            ),
            (
                "She will debate the senator {Ida Moen|she} has accused of taking bribes.",
                &["Ida Moen > senator: taking bribes (has accused of)"],
            ),
            (
                "The clinic praised {Per Lund}, whom {Ida Moen} called a crook.",
                &["Ida Moen > Per Lund: a crook (called)"],
            ),
            ("The clinic praised {Per Lund}, whom {Ida Moen} called a friend.", &[]),
        ]);
    }

    #[test]
    fn under_fire() {
        check(&[
            (
                "{Per Lund} has come under fire from {Ida Moen} for closing the clinic.",
                &["Ida Moen > Per Lund: closing the clinic (has come under fire from Ida Moen for)"],
            ),
            (
                "{Per Lund} has been under attack over the closed clinic.",
                &["? > Per Lund: the closed clinic (has been under attack over)"],
            ),
            ("The village has been under attack for two days.", &[]),
        ]);
    }
}
