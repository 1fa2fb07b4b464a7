//! Verbs that tell what somebody is said to have done or to be: "alleges that X …", "X allegedly …", "X is alleged to …",
//! "X’s alleged …", "called X a crook".

use super::accusations::Finding;
use super::flag;
use super::implicit;
use super::lexicon::{Meaning, Wrong};
use super::verb::Verb;
use std::ops::Range;

/// How far after "alleged" the wrong and its doer stand, in tokens.
const NEAR: usize = 14;

impl Verb<'_> {
    /// "alleges that the company hid the report"
    pub(super) fn clause(&self) -> Option<Finding> {
        let r = self.reading;
        let mut start = self.hit.tokens.end;
        let alleged = r.has(start, flag::TO) && r.is_past(self.at());
        if alleged {
            return self.alleged_to(start + 1);
        }
        if let Some(finding) = self.alleged_wrong() {
            return Some(finding);
        }
        if self.is_adjective() {
            return None;
        }
        if r.has(start, flag::THAT) {
            start += 1;
        }
        let end = r.clause_end(start);
        let cue = self.cue();
        let allegation = self.allegation(cue.end.max(r.span(start..start + 1).start), start..end);
        let bounds = allegation.iter().map(|&s| r.tokens_of(s)).collect::<Vec<_>>();
        let wrong = bounds.iter().find_map(|b| implicit::wrongdoer(r, b.clone()));
        let accused = match wrong {
            Some((accused, _)) => accused,
            None => {
                let subject = self.doer_of(r.clause_subject(bounds.first()?.start, bounds.first()?.end));
                if r.is_somebody(subject.clone()) { r.parties(subject) } else { vec![r.owner(subject)?.0] }
            }
        };
        Some(Finding { accused, allegation, cue: vec![cue], ..Finding::default() })
    }

    /// The subject up to the noun for somebody that no other noun follows: "the senator" of "the senator diverted funds".
    fn doer_of(&self, subject: Range<usize>) -> Range<usize> {
        let r = self.reading;
        let goes_on =
            flag::AGENT | flag::CAPITAL | flag::OF | flag::MARK | flag::PREPOSITION | flag::COORDINATOR;
        let head = |&t: &usize| r.has(t, flag::AGENT) && !r.has(t + 1, goes_on);
        let end = subject.clone().skip(1).find(head).map_or(subject.end, |t| t + 1);
        subject.start..end
    }

    /// "Lund had allegedly hidden the report"; in "was allegedly hidden" nobody is named.
    pub(super) fn allegedly(&self) -> Option<Finding> {
        let r = self.reading;
        let start = self.hit.tokens.end;
        let before = self.at().checked_sub(1)?;
        // "settled for allegedly hiding it": the subject of the sentence may be another.
        if r.has(before, flag::BE) && !r.is_ing(start) || r.has(before, flag::PREPOSITION) {
            return None;
        }
        // "thefts allegedly committed by two clerks"
        if r.is_past(start) && r.has(start + 1, flag::BY) {
            let doer = self.coordinated(r.phrase_after(start + 2, r.sentence(start).end));
            let deed = r.phrase_before(self.at(), r.sentence(start).start);
            // "told of thefts"
            let is_verb = |&t: &usize| r.is_past(t) || r.has(t, flag::VERB | flag::ASKS);
            let verb = deed.clone().skip(1).rfind(is_verb);
            let verb =
                verb.map_or(deed.start, |verb| verb + 1 + usize::from(r.has(verb + 1, flag::PREPOSITION)));
            let deed = verb..deed.end;
            return (r.is_somebody(doer.clone()) && !deed.is_empty()).then(|| Finding {
                accused: r.parties(doer),
                allegation: vec![r.span(deed.start..start + 1)],
                cue: vec![self.cue()],
                ..Finding::default()
            });
        }
        let subject = r.subject_of(self.at(), 0);
        let cue = self.cue();
        let allegation = self.allegation(cue.end, start..r.clause_end(start));
        r.is_somebody(subject.clone()).then(|| Finding {
            accused: r.parties(subject),
            allegation,
            cue: vec![cue],
            ..Finding::default()
        })
    }

    /// "Lund’s alleged fraud", "the alleged fraud by Lund"
    fn alleged_wrong(&self) -> Option<Finding> {
        let r = self.reading;
        let start = self.hit.tokens.end;
        let limit = r.sentence(start).end.min(start + NEAR);
        let wrong = r
            .hits(start..limit.min(start + 3))
            .iter()
            .find(|h| h.meaning == Meaning::Wrong(Wrong::Noun) && !r.is_past(h.tokens.start))?;
        if !r.is_past(self.at()) || r.has(start, flag::THAT | flag::DETERMINER | flag::PRONOUN) {
            return None;
        }
        let owner = match self.is_owned() || r.has(self.at().checked_sub(1)?, flag::POSSESSIVE) {
            true => r.party(r.phrase_before(self.at(), r.sentence(start).start)).map(|party| vec![party]),
            false => None,
        };
        // "the alleged assault of a nurse by Lund"
        let of = r.has(wrong.tokens.end, flag::OF).then(|| r.phrase_after(wrong.tokens.end + 1, limit).end);
        let end = of.unwrap_or(wrong.tokens.end);
        let by = (end..limit).find(|&t| r.has(t, flag::BY)).map(|by| r.phrase_after(by + 1, limit));
        let accused = owner.or_else(|| by.filter(|by| r.is_somebody(by.clone())).map(|by| r.parties(by)))?;
        Some(Finding {
            accused,
            allegation: vec![r.span(start..end)],
            cue: vec![r.span(self.at()..self.at() + 1)],
            ..Finding::default()
        })
    }

    /// "Lund is alleged to have hidden the report"
    fn alleged_to(&self, start: usize) -> Option<Finding> {
        let r = self.reading;
        let mut accused = r.parties(r.subject_of(self.at(), 0));
        if accused.is_empty() {
            accused = self.content_before();
        }
        let cue = self.cue();
        let allegation = self.allegation(cue.end, start..r.clause_end(start));
        (!accused.is_empty()).then(|| Finding { accused, allegation, cue: vec![cue], ..Finding::default() })
    }

    /// "called the mayor a crook"
    pub(super) fn call(&self) -> Option<Finding> {
        let r = self.reading;
        let start = self.hit.tokens.end;
        // "so-called reformers"
        if self.at() > 0 && r.touches(self.at()) {
            return None;
        }
        let mut object = r.phrase_after(start, r.sentence(start).end);
        // An article in the middle begins what X is called.
        if let Some(article) = (start + 1..object.end).find(|&t| matches!(r.word(t), "a" | "an")) {
            object.end = article;
        }
        // "called the mayor corrupt"
        let insults = r.hits(object.start + 1..object.end).iter();
        let mut insults = insults.filter(|h| h.meaning == Meaning::Wrong(Wrong::Insult));
        let said = |t: usize| r.has(t, flag::CAPITAL | flag::AGENT | flag::PRONOUN);
        if let Some(insult) =
            insults.find(|h| said(h.tokens.start - 1) && !r.has(h.tokens.start, flag::CAPITAL))
        {
            object.end = insult.tokens.start;
        }
        let mut begin = object.end;
        if self.accusing.with.contains(&r.lemma(begin)) && r.lemma(begin) != 0 {
            begin += 1;
        }
        let end = r.clause_end(begin);
        let near = begin..end.min(begin + 9);
        if !r.is_somebody(object.clone()) || !self.has_insult(near) {
            return None;
        }
        let cue = self.cue().join(r.span(self.at()..begin));
        let allegation = self.allegation(cue.end, begin..end);
        Some(Finding { accused: r.parties(object), allegation, cue: vec![cue], ..Finding::default() })
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn who_allegedly_did_it_does_not_say_so() {
        check(&[(
            "[S {Per Lund}] [Q allegedly brandished] [C a pistol in {Callan}].",
            &["? > Per Lund: a pistol in Callan (allegedly brandished)"],
        )]);
    }

    #[test]
    fn allegedly_done_by_somebody() {
        check(&[(
            "The papers told of thefts allegedly committed by two clerks.",
            &["? > two clerks: thefts allegedly committed (allegedly)"],
        )]);
    }

    #[test]
    fn allege_and_call() {
        check(&[
            (
                "[S The lawsuit] [Q alleges] [C that {Norlund} hid the report from inspectors].",
                &["lawsuit > Norlund: Norlund hid the report from inspectors (alleges)"],
            ),
            (
                "{Ida Moen} said that {Per Lund} had allegedly offered money to a witness.",
                &["? > Per Lund: offered money to a witness (had allegedly)"],
            ),
            ("The bridge was allegedly damaged.", &[]),
            (
                "[C {Per Lund}] [Q is also alleged to have] [C hidden two reports].",
                &["? > Per Lund: hidden two reports (is also alleged to have)"],
            ),
            (
                "[S The prosecutor] [Q alleged] [C that {Per Lund} filled in the missing entries].",
                &["prosecutor > Per Lund: Per Lund filled in the missing entries (alleged)"],
            ),
            (
                "[S {Ida Moen}] [Q called] [C {Per Lund} a crook].",
                &["Ida Moen > Per Lund: a crook (called Per Lund)"],
            ),
            ("[S {Ida Moen}] [Q called] [C {Per Lund} a gifted negotiator].", &[]),
            (
                "[S {Ida Moen}] [Q alleged] [C that the senator diverted public funds].",
                &["Ida Moen > senator: the senator diverted public funds (alleged)"],
            ),
            (
                "{Ida Moen} alleged the nurse injected two patients with insulin.",
                &["Ida Moen > nurse: the nurse injected two patients with insulin (alleged)"],
            ),
        ]);
    }

    #[test]
    fn an_alleged_wrong_is_somebody_s() {
        check(&[
            ("{Ida Moen} spoke of {Per Lund}’s alleged fraud.", &["? > Per Lund: fraud (alleged)"]),
            ("{Ida Moen} spoke of the alleged fraud by {Per Lund}.", &["? > Per Lund: fraud (alleged)"]),
            (
                "{Ida Moen} spoke of the alleged assault of a nurse by {Per Lund}.",
                &["? > Per Lund: assault of a nurse (alleged)"],
            ),
            ("{Ida Moen} spoke of alleged fraud.", &[]),
        ]);
    }

    #[test]
    fn called_something_without_an_article() {
        check(&[
            (
                "[S {Ida Moen}] [Q called] [C {Per Lund} corrupt].",
                &["Ida Moen > Per Lund: corrupt (called Per Lund)"],
            ),
            (
                "[S {Ida Moen}] [Q portrayed] [C {Per Lund} as a crook].",
                &["Ida Moen > Per Lund: a crook (portrayed Per Lund as)"],
            ),
        ]);
    }
}
