//! An accusing verb at its place: whether it is passive, its preposition, its cue, its allegation, its accusers.

use super::accusations::{Carriers, Finding};
use super::lexicon::{Accusing, Frame, Meaning, Wrong};
use super::parties::{after, tidy};
use super::reading::{Hit, Reading};
use super::{Party, flag};
use crate::span::Span;
use std::ops::Range;

/// How far from the verb the "on" of "blamed the delay on Lund" is looked for, in tokens.
const ON: usize = 40;
/// How long a clause about whoever accuses is, in tokens.
const REACH: usize = 30;

/// How far apart the "of" within a phrase and the one that leads to the allegation stand, in tokens.
const OF_ITS_OWN: usize = 8;

/// An accusing verb at its place.
pub(super) struct Verb<'r> {
    /// The document.
    pub(super) reading: &'r Reading<'r>,
    /// Its attributions.
    pub(super) carriers: &'r Carriers<'r>,
    /// The verb.
    pub(super) hit: &'r Hit,
    /// How it accuses.
    pub(super) accusing: &'r Accusing,
    /// The attribution whose cue it is.
    pub(super) carrier: Option<usize>,
}

impl Verb<'_> {
    /// The verb's token.
    pub(super) fn at(&self) -> usize {
        self.hit.tokens.start
    }

    /// "X is accused of Y", "a senator accused of Y".
    pub(super) fn is_passive(&self) -> bool {
        let r = self.reading;
        if !r.is_past(self.at()) || matches!(self.accusing.frame, Frame::Clause | Frame::Adverb | Frame::Fire)
        {
            return false;
        }
        let mut before = self.at();
        while before > 0 && r.has(before - 1, flag::ADVERB | flag::NEGATION) {
            before -= 1;
        }
        if before > 0 && r.has(before - 1, flag::PASSIVE) {
            return true;
        }
        let next = self.hit.tokens.end;
        if self.accusing.frame == Frame::Censure && r.has(next, flag::BY) {
            return true;
        }
        self.hit.tokens.len() == 1
            && matches!(self.accusing.frame, Frame::Object | Frame::Blame)
            && (self.accusing.with.contains(&r.lemma(next)) && r.lemma(next) != 0 || r.has(next, flag::BY))
    }

    /// Who is accused in the passive: before "is accused", before the comma of "Lund, still blamed by".
    pub(super) fn passive_subject(&self) -> Range<usize> {
        let r = self.reading;
        let mut before = self.at();
        while before > 0 && r.has(before - 1, flag::ADVERB) {
            before -= 1;
        }
        if before > 0 && r.word(before - 1) == "," {
            let from = r.sentence(self.at()).start;
            if let Some(phrase) = r.before_asides(before - 1, from) {
                return phrase;
            }
            let phrase = r.phrase_before(before - 1, from);
            if !phrase.is_empty() {
                return phrase;
            }
        }
        if let Some(subject) = self.of_scene(before) {
            return subject;
        }
        let subject = r.subject_of(self.at(), 0);
        // "The suspect, Per Lund, is accused"
        let name = r.mentions(subject.end + 1..subject.end + 2).first().map(|m| m.tokens.clone());
        match name.filter(|n| r.word(subject.end) == "," && r.word(n.end) == "," && n.end < self.at()) {
            Some(name) => name,
            None => subject,
        }
    }

    /// What a relative clause that begins with its subject at `subject` is about: "the thefts (that) Lund is accused of".
    pub(super) fn told_before(&self, subject: usize) -> Option<Range<usize>> {
        let r = self.reading;
        let from = r.sentence(self.at()).start;
        let relative = subject > from && r.has(subject - 1, flag::RELATIVE);
        Some(r.phrase_before(subject - usize::from(relative), from)).filter(|told| !told.is_empty())
    }

    /// The preposition that leads to the allegation, looked for from `start`. "accused the head of the agency of
    /// fraud": an "of" within the phrase that names the accused is passed over.
    pub(super) fn preposition(&self, start: usize, reach: usize) -> Option<usize> {
        let r = self.reading;
        let end = r.sentence(self.at()).end.min(start + reach);
        let leads = |t: usize| r.lemma(t) != 0 && self.accusing.with.contains(&r.lemma(t));
        let mut first = None;
        let mut aside = start;
        for at in start..end {
            if at < aside {
                continue;
            }
            // "accused Norlund, which bought Moen’s bank, of"
            if r.word(at) == "," && at > start && r.tells_more(at + 1) {
                let limit = r.sentence(at).end.min(at + REACH);
                let close = (at + 2..limit).find(|&t| r.word(t) == "," && leads(t + 1));
                aside = close.map_or(aside, |comma| comma + 1);
            }
            if matches!(r.word(at), "." | ";" | "?" | "!" | ":") && !r.touches(at + 1) {
                break;
            }
            if r.has(at, flag::BY | flag::CONJUNCTION) && !leads(at) && at > start {
                break;
            }
            if !leads(at) {
                continue;
            }
            let Some(found) = first else {
                first = Some(at);
                if !r.has(at, flag::OF) || !self.names_on(start, at) {
                    break;
                }
                continue;
            };
            return if at - found <= OF_ITS_OWN { Some(at) } else { first };
        }
        first
    }

    /// Whether an "of" goes on with the accused’s name or office: "the head of the agency", "Bank of Norlund".
    fn names_on(&self, start: usize, of: usize) -> bool {
        let r = self.reading;
        // "by a union of planting evidence"
        if r.is_ing(of + 1) {
            return false;
        }
        let in_mention = r.mentions(start..of).iter().any(|m| m.tokens.end > of);
        let named = r.has(of + 1, flag::CAPITAL | flag::DETERMINER);
        in_mention || named && of > start && !r.has(start, flag::PRONOUN)
    }

    /// Who accuses in the passive, behind its "by": "three clerks" of "by three clerks of fraud".
    pub(super) fn accusing_phrase(&self, start: usize) -> Range<usize> {
        let r = self.reading;
        let phrase = r.phrase_after(start, r.sentence(self.at()).end);
        let leads = self.preposition(start, phrase.len()).filter(|&at| !self.names_on(start, at));
        self.coordinated(start..leads.unwrap_or(phrase.end))
    }

    /// Behind a clause that tells more of whoever accuses: "accused by a clerk, who has left, of fraud".
    pub(super) fn behind_relative(&self, end: usize) -> usize {
        let r = self.reading;
        if r.word(end) != "," || !r.has(end + 1, flag::RELATIVE) {
            return end;
        }
        let limit = r.sentence(end).end.min(end + REACH);
        let leads = |t: usize| r.lemma(t) != 0 && self.accusing.with.contains(&r.lemma(t));
        (end + 2..limit).find(|&t| r.word(t) == "," && leads(t + 1)).map_or(end, |comma| comma + 1)
    }

    /// The phrase and those joined to it: "the ministry and its contractors".
    pub(super) fn coordinated(&self, first: Range<usize>) -> Range<usize> {
        let r = self.reading;
        let limit = r.sentence(first.start).end;
        let mut end = first.end;
        for _ in 0..4 {
            let next = if r.word(end) == "," { end + 1 } else { end };
            let next = if r.has(next, flag::COORDINATOR) { next + 1 } else { next };
            let phrase = r.phrase_after(next, limit);
            if next == end || !r.is_somebody(phrase.clone()) {
                break;
            }
            end = phrase.end;
        }
        first.start..end
    }

    /// "is alleged to"
    fn is_alleged(&self) -> bool {
        self.reading.is_past(self.at()) && self.reading.has(self.hit.tokens.end, flag::TO)
    }

    /// "the alleged fraud", "Lund’s alleged fraud"
    pub(super) fn is_adjective(&self) -> bool {
        let r = self.reading;
        let lead = flag::DETERMINER | flag::POSSESSIVE | flag::PREPOSITION;
        r.is_past(self.at()) && self.at() > 0 && (self.is_owned() || r.has(self.at() - 1, lead))
    }

    /// Whether a possessive stands before it.
    pub(super) fn is_owned(&self) -> bool {
        self.reading.is_possessed(self.at())
    }

    /// Whether the object is "each other" or "one another".
    pub(super) fn is_each_other(&self, object: Range<usize>) -> bool {
        let r = self.reading;
        let words = (r.word(object.start), r.word(object.start + 1));
        matches!(words, ("each", "other") | ("one", "another"))
    }

    /// Whom an object or a subject means; "me" is who says it.
    pub(super) fn meant(&self, phrase: Range<usize>) -> Vec<Party> {
        let r = self.reading;
        let me = phrase.len() == 1 && r.has(phrase.start, flag::FIRST) && r.has(phrase.start, flag::PRONOUN);
        if !me || matches!(r.word(phrase.start), "we" | "We" | "us") {
            return r.parties(phrase);
        }
        let words = vec![r.span(phrase.clone())];
        let own = self.carriers.speaking(r, phrase.start);
        own.into_iter().map(|party| Party { spans: words.clone(), ..party }).collect()
    }

    /// Whether somebody is called something bad within these tokens.
    pub(super) fn has_insult(&self, tokens: Range<usize>) -> bool {
        self.reading.hits(tokens).iter().any(|h| h.meaning == Meaning::Wrong(Wrong::Insult))
    }

    /// Whom the attribution's content names before the verb.
    pub(super) fn content_before(&self) -> Vec<Party> {
        let r = self.reading;
        let contents =
            self.carrier.and_then(|c| self.carriers.attributions.get(c)).map_or(&[][..], |a| &a.content);
        let verb = r.span(self.at()..self.at() + 1);
        let piece = contents.iter().find(|c| c.end <= verb.start);
        piece.map_or_else(Vec::new, |&p| r.parties(r.tokens_of(p)))
    }

    /// The attribution’s cue, or the verb with its auxiliaries.
    pub(super) fn cue(&self) -> Span {
        let r = self.reading;
        let verb = r.span(self.hit.tokens.clone());
        if self.carrier.is_some() {
            return self.carriers.cue(r, self.carrier, self.at()).join(verb);
        }
        let mut start = self.at();
        while start > 0 && r.has(start - 1, flag::AUXILIARY | flag::ADVERB) {
            start -= 1;
        }
        r.span(start..self.hit.tokens.end)
    }

    /// What of the attribution’s content stands after byte `from`, else the tokens.
    pub(super) fn allegation(&self, from: usize, tokens: Range<usize>) -> Vec<Span> {
        let r = self.reading;
        let text = r.document.text;
        let contents =
            self.carrier.and_then(|c| self.carriers.attributions.get(c)).map_or(&[][..], |a| &a.content);
        let pieces = after(text, contents, from);
        if !pieces.is_empty() {
            return pieces;
        }
        Some(tidy(text, r.span(tokens))).filter(|s| !s.is_empty()).into_iter().collect()
    }

    /// Who accuses: the attribution's speakers, else the verb's subject.
    pub(super) fn accusers(&self) -> Vec<Party> {
        let r = self.reading;
        if let Some(own) = self.of_participle() {
            return own;
        }
        match self.carrier {
            Some(carrier) => self.carriers.accusers(r, carrier),
            None if self.accusing.frame == Frame::Clause
                && r.is_possessed(self.at())
                && !r.is_past(self.at()) =>
            {
                let phrase = r.phrase_before(self.at() + 1, r.sentence(self.at()).start);
                r.owner(phrase).map(|(owner, _)| owner).into_iter().collect()
            }
            None if self.is_passive()
                || matches!(self.accusing.frame, Frame::Adverb | Frame::Fire)
                || self.accusing.frame == Frame::Clause && (self.is_alleged() || self.is_adjective()) =>
            {
                Vec::new()
            }
            None => {
                let subject = r.joined_before(r.subject_of(self.at(), 0));
                // "“I accuse Lund,” Moen said", "said it blamed Lund"
                let speaks = subject.len() == 1
                    && r.has(subject.start, flag::PRONOUN)
                    && (r.has(subject.start, flag::FIRST) || !r.is_somebody(subject.clone()));
                match speaks {
                    true => self.carriers.speaking(r, subject.start),
                    false if r.is_somebody(subject.clone()) => r.parties(subject),
                    false => Vec::new(),
                }
            }
        }
    }

    /// "blamed the delay on Lund": what stands from `told` on before the "on", looked for from `from`.
    pub(super) fn blamed_on(&self, from: usize, told: usize) -> Option<Finding> {
        let r = self.reading;
        let end = r.sentence(self.at()).end;
        let door = |t: usize| {
            r.word(t) == "at" && matches!(r.word(t + 2), "door" | "feet") && r.has(t + 3, flag::OF)
        };
        let on = (from.max(told + 1)..end.min(from + ON)).find(|&t| r.word(t) == "on" || door(t))?;
        let accused = r.phrase_after(on + if door(on) { 4 } else { 1 }, end);
        r.is_somebody(accused.clone()).then(|| Finding {
            accused: r.parties(accused),
            allegation: vec![tidy(r.document.text, r.span(told..on))],
            cue: vec![self.cue()],
            ..Finding::default()
        })
    }

    /// "criticised Norlund": what for is in the rest of the sentence, if the attribution holds it.
    pub(super) fn without_preposition(&self, object: Range<usize>) -> Option<Finding> {
        let r = self.reading;
        let contents = self.carrier.and_then(|c| self.carriers.attributions.get(c)).map(|a| &a.content)?;
        // "suspects he’ll come": a clause, not an object.
        let clause = self.accusing.frame == Frame::Object && r.is_auxiliary(object.end);
        if clause || !r.is_somebody(object.clone()) {
            return None;
        }
        let cue = self.cue();
        // Without a rest nothing wrong is told of; "and his rhetoric", "during the debate", "who leads" tells of none.
        let mut allegation = after(r.document.text, contents, r.span(object.clone()).end);
        let idle =
            flag::COORDINATOR | flag::PREPOSITION | flag::TIME | flag::DAY | flag::ADVERB | flag::RELATIVE;
        allegation.retain(|&span| {
            let first = r.tokens_of(span).start;
            // "slams Lund, praises Moen as": another verb leads to it.
            let other = (object.end..first).any(|t| r.word(t) == "," && r.is_verb_form(t + 1));
            !other && (!r.has(first, idle) || r.word(first) == "with" || self.preposition(first, 9).is_some())
        });
        Some(Finding { accused: r.parties(object), allegation, cue: vec![cue], ..Finding::default() })
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn who_is_only_told_of_beside_the_accused_is_not_accused() {
        for aside in [
            "which invaded {Vesteria} and {Hold} in 2019,",
            "who beat {Ole Dahl} in May,",
            "owned by {Ole Dahl},",
            "led by {Ole Dahl},",
            "as well as {Ole Dahl},",
        ] {
            check(&[(
                &format!("{{Ida Moen}} accused {{Norlund}}, {aside} of fraud."),
                &[&format!(
                    "Ida Moen > Norlund: fraud (accused Norlund, {} of)",
                    aside.replace(['{', '}'], "")
                )],
            )]);
        }
        check(&[
            (
                "{Ida Moen} condemned {Norlund}, which invaded {Vesteria}, for bombing a hospital.",
                &["Ida Moen > Norlund: bombing a hospital (condemned Norlund, which invaded Vesteria, for)"],
            ),
            (
                "{Ida Moen} accused the ministry of protecting {Per Lund}, who is accused of rape.",
                &[
                    "Ida Moen > ministry: protecting Per Lund (accused the ministry of)",
                    "? > Per Lund: rape (is accused of)",
                ],
            ),
        ]);
    }

    #[test]
    fn in_the_first_person() {
        check(&[
            (
                "[C “I accuse {Per Lund} of theft,”] [S {Ida Moen}] [Q said].",
                &["Ida Moen > Per Lund: theft (accuse Per Lund of)"],
            ),
            (
                "[C “We hold {Norlund} responsible for the deaths,”] [S {Ida Moen}] [Q told] reporters.",
                &["Ida Moen > Norlund: the deaths (hold Norlund responsible for)"],
            ),
            (
                "[C “{Ida Moen} accuses me of theft,”] [S {Per Lund}] [Q said].",
                &["Ida Moen > Per Lund: theft (accuses me of)"],
            ),
            (
                "[C “I have been accused of theft,”] [S {Per Lund}] [Q said].",
                &["? > Per Lund: theft (have been accused of)"],
            ),
            ("I accuse {Per Lund} of theft.", &["? > Per Lund: theft (accuse Per Lund of)"]),
        ]);
    }
}
