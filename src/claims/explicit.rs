//! Verbs that accuse: "accused X of Y", "X was blamed for Y by Z", "condemned X’s Y", "alleges that X …", "called X a
//! crook", "the two accused each other of Y".

use super::accusations::{Carriers, Finding};
use super::flag;
use super::implicit;
use super::lexicon::{Accusing, Frame, LEXICON, Meaning};
use super::parties::{after, same, tidy};
use super::reading::{Hit, Reading};
use super::verb::Verb;
use std::ops::Range;

/// How far from the verb its preposition is looked for, in tokens.
const REACH: usize = 26;
/// Below this strength an expression counts only as the cue of an attribution.
const SURE: f32 = 0.7;

/// Finds the accusations by verbs.
pub(super) fn find(reading: &Reading<'_>, carriers: &Carriers<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for hit in reading.all_hits() {
        let Meaning::Accusing(index) = hit.meaning else { continue };
        let Some(accusing) = LEXICON.accusing.get(index) else { continue };
        if matches!(accusing.frame, Frame::Noun | Frame::Blow) {
            continue;
        }
        let verb = hit.tokens.start;
        let mut known = carriers.at(verb).peekable();
        let used = reading.is_verb_use(verb) || accusing.frame == Frame::Adverb;
        if !used && known.peek().is_none() || is_negated(reading, verb) {
            continue;
        }
        match known.peek().is_some() {
            true => out.extend(known.filter_map(|a| read(reading, carriers, hit, accusing, Some(a)))),
            false if hit.strength >= SURE => out.extend(read(reading, carriers, hit, accusing, None)),
            false => {}
        }
    }
    out
}

fn read(
    reading: &Reading<'_>,
    carriers: &Carriers<'_>,
    hit: &Hit,
    accusing: &Accusing,
    carrier: Option<usize>,
) -> Option<Finding> {
    let verb = Verb { reading, carriers, hit, accusing, carrier };
    let mut finding = match accusing.frame {
        _ if verb.is_passive() => verb.passive(),
        Frame::Object | Frame::Blame => verb.object(),
        Frame::Censure => verb.censure(),
        Frame::Clause => verb.clause(),
        Frame::Adverb => verb.allegedly(),
        Frame::Call => verb.call(),
        Frame::Noun | Frame::Blow => None,
    }?;
    finding.explicit = true;
    finding.attribution = carrier;
    finding.confidence = hit.strength * if carrier.is_some() { 1.0 } else { 0.85 };
    if reading.has(hit.tokens.start.saturating_sub(1), flag::UNREAL) {
        finding.confidence *= 0.6;
    }
    if finding.accusers.is_empty() {
        finding.accusers = verb.accusers();
    }
    // "Lund has been criticised for": whoever is blamed is not the one who blames.
    if verb.is_passive() {
        finding.accusers.retain(|accuser| !finding.accused.iter().any(|accused| same(accuser, accused)));
    }
    if finding.each_other && finding.accusers.len() < 2 {
        return None;
    }
    Some(finding)
}

impl Verb<'_> {
    fn passive(&self) -> Option<Finding> {
        let r = self.reading;
        let after_verb = self.hit.tokens.end;
        let mut lead = after_verb;
        let mut accusers = Vec::new();
        if r.has(after_verb, flag::BY) {
            let by = r.phrase_after(after_verb + 1, r.sentence(self.at()).end);
            lead = by.end;
            accusers = r.parties(by);
        }
        let with =
            (self.accusing.frame == Frame::Call).then_some(lead).or_else(|| self.preposition(lead, 4))?;
        let end = r.clause_end(with + 1);
        let mut stop = end;
        // "accused of fraud by two former partners"
        if accusers.is_empty()
            && let Some(by) = (with + 2..end).find(|&t| r.has(t, flag::BY))
        {
            let phrase = r.phrase_after(by + 1, end);
            if r.is_somebody(phrase.clone()) && !r.is_ing(by + 1) && phrase.end + 1 >= end {
                accusers = r.parties(phrase);
                stop = by;
            }
        }
        let mut accused = r.parties(r.subject_of(self.at(), 0));
        // Where the tagger says who is meant, it says so as a piece of the content before the cue.
        if accused.is_empty() {
            accused = self.content_before();
        }
        let begin = if self.accusing.frame == Frame::Call { lead } else { with + 1 };
        if self.accusing.frame == Frame::Call && !self.has_insult(begin..end.min(begin + 9)) {
            return None;
        }
        let cue = self.cue().join(r.span(self.at()..begin));
        let allegation = self.allegation(cue.end, begin..stop);
        (!accused.is_empty()).then(|| Finding {
            accusers,
            accused,
            allegation,
            cue: vec![cue],
            ..Finding::default()
        })
    }

    fn object(&self) -> Option<Finding> {
        let r = self.reading;
        let start = self.hit.tokens.end;
        let sentence_end = r.sentence(start).end;
        if let Some(with) = self.preposition(start, REACH) {
            let object = start..with;
            let cue = self.cue().join(r.span(self.at()..with + 1));
            let allegation = self.allegation(cue.end, with + 1..r.clause_end(with + 1));
            let each_other = self.is_each_other(object.clone());
            // "blamed years of cuts for": nobody is accused.
            if self.accusing.frame == Frame::Blame && !each_other && !r.is_somebody(object.clone()) {
                return None;
            }
            let accused = if each_other { Vec::new() } else { r.parties(object) };
            return (each_other || !accused.is_empty()).then(|| Finding {
                accused,
                each_other,
                allegation,
                cue: vec![cue],
                ..Finding::default()
            });
        }
        let object = r.phrase_after(start, sentence_end);
        // "blamed the delay on Lund", but "blamed Lund on television"
        if self.accusing.frame == Frame::Blame
            && !r.is_somebody(object.clone())
            && let Some(on) = (start + 1..sentence_end.min(start + REACH)).find(|&t| r.word(t) == "on")
        {
            let accused = r.phrase_after(on + 1, sentence_end);
            let cue = self.cue();
            let allegation = vec![tidy(r.document.text, r.span(start..on))];
            return r.is_somebody(accused.clone()).then(|| Finding {
                accused: r.parties(accused),
                allegation,
                cue: vec![cue],
                ..Finding::default()
            });
        }
        self.without_preposition(object)
    }

    fn censure(&self) -> Option<Finding> {
        let r = self.reading;
        let start = self.hit.tokens.end;
        let object = r.phrase_after(start, r.sentence(start).end);
        if self.is_each_other(object.clone()) {
            let with = self.preposition(start, 4)?;
            let cue = self.cue().join(r.span(self.at()..with + 1));
            let allegation = self.allegation(cue.end, with + 1..r.clause_end(with + 1));
            return Some(Finding { each_other: true, allegation, cue: vec![cue], ..Finding::default() });
        }
        if r.is_somebody(object.clone()) {
            let joined = self.coordinated(object.clone());
            let with = self.preposition(joined.end, 9).filter(|&w| (joined.end..w).all(|t| r.word(t) != ","));
            if let Some(with) = with {
                let cue = self.cue().join(r.span(self.at()..with + 1));
                let allegation = self.allegation(cue.end, with + 1..r.clause_end(with + 1));
                let accused = r.parties(joined);
                return Some(Finding { accused, allegation, cue: vec![cue], ..Finding::default() });
            }
            return self.without_preposition(joined);
        }
        // "condemned Norlund’s sackings", "the sackings by Norlund"
        let end = r.clause_end(start);
        let accused = match r.owner(object.clone()) {
            Some((owner, _)) => vec![owner],
            None => {
                let by = (object.end..end.min(object.end + 6)).find(|&t| r.has(t, flag::BY))?;
                let phrase = r.phrase_after(by + 1, end);
                r.is_somebody(phrase.clone()).then(|| r.parties(phrase))?
            }
        };
        let cue = self.cue();
        let allegation = self.allegation(cue.end, start..end);
        Some(Finding { accused, allegation, cue: vec![cue], ..Finding::default() })
    }

    /// "alleges that the company hid the report"
    fn clause(&self) -> Option<Finding> {
        let r = self.reading;
        let mut start = self.hit.tokens.end;
        let alleged = r.has(start, flag::TO) && r.is_past(self.at());
        if alleged {
            return self.alleged_to(start + 1);
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
                let subject = r.clause_subject(bounds.first()?.start, bounds.first()?.end);
                r.is_somebody(subject.clone()).then(|| r.parties(subject))?
            }
        };
        Some(Finding { accused, allegation, cue: vec![cue], ..Finding::default() })
    }

    /// "Lund had allegedly hidden the report"; in "was allegedly hidden" nobody is named.
    fn allegedly(&self) -> Option<Finding> {
        let r = self.reading;
        let start = self.hit.tokens.end;
        if r.has(self.at().checked_sub(1)?, flag::BE) && !r.is_ing(start) {
            return None;
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
    fn call(&self) -> Option<Finding> {
        let r = self.reading;
        let start = self.hit.tokens.end;
        let mut object = r.phrase_after(start, r.sentence(start).end);
        // An article in the middle begins what X is called.
        if let Some(article) = (start + 1..object.end).find(|&t| matches!(r.word(t), "a" | "an")) {
            object.end = article;
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

    /// "criticised Norlund": what for is in the rest of the sentence, if the attribution holds it.
    fn without_preposition(&self, object: Range<usize>) -> Option<Finding> {
        let r = self.reading;
        let contents = self.carrier.and_then(|c| self.carriers.attributions.get(c)).map(|a| &a.content)?;
        if !r.is_somebody(object.clone()) {
            return None;
        }
        let cue = self.cue();
        // Without a rest nothing wrong is told of.
        let allegation = after(r.document.text, contents, r.span(object.clone()).end);
        Some(Finding { accused: r.parties(object), allegation, cue: vec![cue], ..Finding::default() })
    }
}

fn is_negated(reading: &Reading<'_>, verb: usize) -> bool {
    let mut at = verb;
    // "stopped short of accusing", "avoided blaming"
    let averted = |back: usize| verb >= back && reading.has(verb - back, flag::AVERTS);
    if averted(1) || averted(2) && reading.has(verb - 1, flag::PREPOSITION) {
        return true;
    }
    let auxiliary = flag::AUXILIARY | flag::ADVERB | flag::NEGATION | flag::MODAL | flag::TO;
    while at > 0 && verb - at < 6 && (reading.has(at - 1, auxiliary) || reading.is_apostrophe(at - 1)) {
        if reading.has(at - 1, flag::NEGATION) {
            return true;
        }
        at -= 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn accuse_with_the_object_in_content_or_cue() {
        check(&[
            (
                "[S {Norlund}] [Q accused] [C {Vesteria} of repeated violations], warning of war.",
                &["Norlund > Vesteria: repeated violations (accused Vesteria of)"],
            ),
            (
                "[S {Norlund}] also [Q accused {Vesteria} of] [C repeated violations], warning of war.",
                &["Norlund > Vesteria: repeated violations (accused Vesteria of)"],
            ),
            (
                "[S The union] [Q has accused] [C the head of the {Harbour Board} of hiding two reports].",
                &[
                    "union > head of the Harbour Board: hiding two reports (has accused the head of the Harbour Board of)",
                ],
            ),
            (
                "[S {Ida Moen}] [Q blamed] [C {Norlund} and {Per Lund} for the delay].",
                &[
                    "Ida Moen > Norlund: the delay (blamed Norlund and Per Lund for)",
                    "Ida Moen > Per Lund: the delay (blamed Norlund and Per Lund for)",
                ],
            ),
            (
                "[S {Ida Moen}] [Q blamed] [C the delay on {Norlund}].",
                &["Ida Moen > Norlund: the delay (blamed)"],
            ),
        ]);
    }

    #[test]
    fn accusations_that_no_attribution_carries() {
        check(&[
            (
                "{Ida Moen} has repeatedly accused {Norlund} of dumping oil in the fjord.",
                &["Ida Moen > Norlund: dumping oil in the fjord (has repeatedly accused Norlund of)"],
            ),
            (
                "The inspector, who accused {Norlund} of dumping oil in the bay, has left.",
                &["inspector > Norlund: dumping oil in the bay (accused Norlund of)"],
            ),
            (
                "On Tuesday {Ida Moen} left the meeting, accusing {Norlund} of lies.",
                &["Ida Moen > Norlund: lies (accusing Norlund of)"],
            ),
        ]);
    }

    #[test]
    fn passive() {
        check(&[
            ("{Per Lund} is accused of taking bribes.", &["? > Per Lund: taking bribes (is accused of)"]),
            (
                "{Per Lund} was accused of taking bribes by {Ida Moen}.",
                &["Ida Moen > Per Lund: taking bribes (was accused of)"],
            ),
            (
                "{Per Lund} was accused by {Ida Moen} of taking bribes.",
                &["Ida Moen > Per Lund: taking bribes (was accused by Ida Moen of)"],
            ),
            (
                "Police searched for a banker accused of taking bribes.",
                &["? > banker: taking bribes (accused of)"],
            ),
            (
                "[S {Per Lund}] [Q has been criticised for] [C closing the clinic].",
                &["? > Per Lund: closing the clinic (has been criticised for)"],
            ),
        ]);
    }

    #[test]
    fn each_other() {
        check(&[(
            "[S {Norlund} and {Vesteria}] [Q accused] [C each other of sabotage].",
            &[
                "Norlund > Vesteria: sabotage (accused each other of)",
                "Vesteria > Norlund: sabotage (accused each other of)",
            ],
        )]);
    }

    #[test]
    fn censure_needs_somebody() {
        check(&[
            (
                "[S {Ida Moen}] [Q criticised] [C {Per Lund} for closing the clinic].",
                &["Ida Moen > Per Lund: closing the clinic (criticised Per Lund for)"],
            ),
            (
                "[S {Ida Moen}] [Q condemned] [C {Per Lund}’s decision to close the clinic].",
                &["Ida Moen > Per Lund: Per Lund’s decision to close the clinic (condemned)"],
            ),
            (
                "[S {Ida Moen}] [Q condemned] [C the shelling by {Vesteria}].",
                &["Ida Moen > Vesteria: the shelling by Vesteria (condemned)"],
            ),
            ("[S {Ida Moen}] [Q condemned] [C the attack in the harbour].", &[]),
        ]);
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
        ]);
    }

    #[test]
    fn not_accusations() {
        check(&[
            ("[S {Ida Moen}] [Q has never accused] [C {Per Lund} of fraud].", &[]),
            ("{Ida Moen} stopped short of accusing {Per Lund} of fraud.", &[]),
            ("[S {Ida Moen}] [Q warned] [C {Per Lund} that the ice was thin].", &[]),
            ("The museum charges visitors for the tour.", &[]),
        ]);
    }
}
