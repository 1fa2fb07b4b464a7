//! Verbs that accuse: "accused X of Y", "X was blamed for Y by Z", "condemned X’s Y", "alleges that X …", "called X a
//! crook", "the two accused each other of Y".

use super::accusations::{Carriers, Finding};
use super::lexicon::{Accusing, Frame, LEXICON, Meaning};
use super::parties::same;
use super::reading::{Hit, Reading};
use super::second::{REACH, cut};
use super::verb::Verb;
use super::{ClaimType, Party, flag};
use std::ops::Range;

/// Below this strength an expression counts only as the cue of an attribution, or with somebody and a preposition.
const SURE: f32 = 0.7;
/// Up to this strength a verb may tell of a blow in war or sport, too.
const DOUBLE: f32 = 0.76;

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
        let used = reading.is_verb_use(verb)
            || matches!(accusing.frame, Frame::Adverb | Frame::Fire)
            // "her charge that", read as the verb and its "that"
            || accusing.frame == Frame::Clause && reading.is_possessed(verb)
            // "the alleged fraud"
            || accusing.frame == Frame::Clause && reading.is_past(verb)
            // "is critical of"
            || accusing.frame == Frame::Censure && !reading.has(verb, flag::VERB);
        if !used && known.peek().is_none() || reading.is_averted(hit.tokens.clone()) {
            continue;
        }
        let carrier = known.peek().copied();
        out.extend(Verb { reading, carriers, hit, accusing, carrier }.also());
        let may_be_blow = accusing.frame == Frame::Censure && hit.strength < DOUBLE;
        let accuses = |f: &Finding| !may_be_blow || !reading.is_fight(hit, f);
        let read = |carrier| read(reading, carriers, hit, accusing, carrier).filter(accuses);
        match known.peek().is_some() {
            true => out.extend(known.filter_map(|a| read(Some(a)))),
            false => {
                out.extend(read(None).filter(|f| hit.strength >= SURE || is_complete(reading, accusing, f)));
            }
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
        _ if let Some(finding) = verb.before_it() => Some(finding),
        _ if verb.is_passive() => verb.passive(),
        Frame::Object | Frame::Blame => verb.object(),
        Frame::Censure => verb.censure(),
        Frame::Clause => verb.clause(),
        Frame::Adverb => verb.allegedly(),
        Frame::Call => verb.call(),
        Frame::Fire => verb.under_fire(),
        Frame::Noun | Frame::Blow => None,
    }?;
    finding.explicit = true;
    finding.attribution = carrier;
    finding.confidence = hit.strength * if carrier.is_some() { 1.0 } else { 0.85 };
    // "Lund has been criticised for": whoever is blamed is not the one who blames.
    // Nor is who "allegedly lied" the one who says so.
    let suffers = verb.is_passive() || matches!(accusing.frame, Frame::Fire | Frame::Adverb);
    if finding.accusers.is_empty() {
        finding.accusers = verb.accusers();
        if suffers {
            finding.accusers.retain(|accuser| !finding.accused.iter().any(|accused| same(accuser, accused)));
        }
    }
    // "Moen … she accused her": not herself.
    for accused in &mut finding.accused {
        let other = reading.object(accused, &finding.accusers);
        if let Some(other) = other.or_else(|| reading.named_later(accused)) {
            *accused = other;
        }
    }
    // "tied Moen and Lund to the bank, criticising them"
    let them = |party: &Party| {
        let tokens = party.spans.first().map_or(0..0, |&span| reading.tokens_of(span));
        tokens.len() == 1 && reading.has(tokens.start, flag::PLURAL)
    };
    if finding.accused.iter().any(them) {
        finding.accusers.retain(|accuser| !finding.accused.iter().any(|accused| same(accuser, accused)));
    }
    if suffers {
        finding.accusers.retain(|accuser| !finding.accused.iter().any(|accused| same(accuser, accused)));
    }
    // Each side may be an attribution of its own, of the same words.
    if finding.each_other && finding.accusers.len() == 1 {
        let others = carriers.at(hit.tokens.start).filter(|&other| Some(other) != carrier);
        finding.accused = others.flat_map(|other| carriers.accusers(reading, other)).collect();
        // "lawmakers accused each other"
        finding.each_other =
            finding.accused.is_empty() && finding.accusers.iter().all(|a| reading.is_several(a));
        if finding.each_other {
            finding.accused.clone_from(&finding.accusers);
        }
        return (!finding.accused.is_empty()).then_some(finding);
    }
    if finding.each_other && finding.accusers.is_empty() {
        return None;
    }
    Some(finding)
}

impl Verb<'_> {
    fn passive(&self) -> Option<Finding> {
        let r = self.reading;
        // "held by the army for a year"
        if self.is_hold() {
            return None;
        }
        let after_verb = self.hit.tokens.end;
        let mut lead = after_verb;
        let mut accusers = Vec::new();
        if r.has(after_verb, flag::BY) {
            let by = self.accusing_phrase(after_verb + 1);
            lead = self.behind_relative(by.end);
            accusers = r.parties(by);
        }
        let reach = if accusers.is_empty() { 4 } else { 8 };
        let with =
            (self.accusing.frame == Frame::Call).then_some(lead).or_else(|| self.preposition(lead, reach))?;
        let end = r.clause_end(with + 1);
        if r.is_duty(self.hit, self.accusing, with + 1..end) {
            return None;
        }
        let goes_on = self.opening().unwrap_or_else(|| self.goes_on(with + 1..end));
        let mut stop = goes_on;
        // "accused of fraud by two former partners"
        if accusers.is_empty()
            && let Some(by) = (with + 2..goes_on).find(|&t| r.has(t, flag::BY))
        {
            let phrase = self.coordinated(r.phrase_after(by + 1, r.sentence(by).end));
            let ends = flag::COORDINATOR | flag::TIME | flag::DAY | flag::PREPOSITION | flag::MARK;
            let ended = phrase.end + 1 >= end || r.has(phrase.end, ends);
            // "of a fraud run by Moen"
            let doer = r.is_past(by - 1);
            if r.is_somebody(phrase.clone()) && !r.is_ing(by + 1) && ended && !doer {
                accusers = r.parties(phrase);
                stop = by;
            }
        }
        let subject = r.named_by_apposition(r.joined_before(self.passive_subject()));
        let mut accused = self.meant(subject.clone());
        let subject_at = subject.start;
        // "The start was criticised as sloppy": a thing is not accused, its owner may be.
        if matches!(self.accusing.frame, Frame::Censure | Frame::Call | Frame::Blame)
            && !r.is_somebody(subject.clone())
        {
            accused = r.owner(subject).map(|(owner, _)| owner).into_iter().collect();
        }
        // Where the tagger says who is meant, it says so as a piece of the content before the cue.
        if accused.is_empty() {
            accused = self.content_before();
        }
        let begin = if self.accusing.frame == Frame::Call { lead } else { with + 1 };
        if self.accusing.frame == Frame::Call && !self.has_insult(begin..end.min(begin + 9)) {
            return None;
        }
        let cue = self.cue().join(r.span(self.at()..begin));
        // "the thefts that Lund is accused of, …": what for stands before whoever is accused.
        let mut allegation = match matches!(r.word(begin), "," | "." | "?" | "!" | ";") {
            true => vec![r.span(self.told_before(subject_at)?)],
            false => self.allegation(cue.end, begin..stop),
        };
        if stop < end {
            cut(&mut allegation, r.span(stop - 1..stop).end);
        }
        (!accused.is_empty()).then(|| Finding {
            accusers,
            accused,
            allegation,
            cue: vec![cue],
            ..Finding::default()
        })
    }

    /// "hold" by itself, which accuses only with "responsible".
    pub(super) fn is_hold(&self) -> bool {
        self.hit.tokens.len() == 1 && self.reading.lemma_name(self.at()) == Some("hold")
    }

    fn object(&self) -> Option<Finding> {
        let r = self.reading;
        let start = self.hit.tokens.end;
        let sentence_end = r.sentence(start).end;
        // "put the blame for the delay on Lund"
        if self.accusing.frame == Frame::Blame && r.has(start, flag::PREPOSITION) {
            return self.blamed_on(start, start + 1);
        }
        if let Some(with) = self.preposition(start, REACH) {
            let mut object = start..with;
            // "held Lund responsible for": nothing else that is held accuses.
            if self.is_hold() {
                // "the reason to hold him responsible": nobody does yet.
                let wanted = self.at().checked_sub(1).is_some_and(|t| r.has(t, flag::TO));
                let account = |t: usize| r.word(t) == "to" && r.word(t + 1) == "account";
                let blames = |t: usize| {
                    matches!(r.word(t), "responsible" | "liable" | "accountable" | "culpable") || account(t)
                };
                object.end = (start..with).find(|&t| !wanted && blames(t))?;
            }
            let told = with + 1..r.clause_end(with + 1);
            // "sued after the delay", "suspects that": what follows is no object.
            let none = flag::PREPOSITION | flag::CONJUNCTION | flag::RELATIVE | flag::CONDITIONAL;
            if r.has(start, none) || r.is_duty(self.hit, self.accusing, told.clone()) {
                return None;
            }
            let cue = self.cue().join(r.span(self.at()..with + 1));
            let mut allegation = self.allegation(cue.end, told.clone());
            // "the woman who accused him of fraud was": the sentence’s own verb.
            let relative = self.at().checked_sub(1).is_some_and(|t| r.has(t, flag::RELATIVE));
            if let Some(own) = self.own_verb(told).filter(|_| relative) {
                cut(&mut allegation, r.span(own - 1..own).end);
            }
            if let Some((next, _)) = self.second(with) {
                cut(&mut allegation, r.span(next.start - 2..next.start - 1).end);
            }
            let each_other = self.is_each_other(object.clone());
            // "blamed years of cuts for": nobody is accused.
            if self.accusing.frame == Frame::Blame && !each_other && !r.is_somebody(object.clone()) {
                return None;
            }
            let accused = if each_other { Vec::new() } else { self.meant(object) };
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
        if self.accusing.frame == Frame::Blame && !r.is_somebody(object.clone()) {
            return self.blamed_on(start + 1, start);
        }
        self.saying_so(&object).or_else(|| self.without_preposition(object))
    }

    /// "sued the board, calling the closure unlawful": what for is what the accuser says.
    fn saying_so(&self, object: &Range<usize>) -> Option<Finding> {
        let r = self.reading;
        let says = object.end + 1;
        let calls = |t: usize| {
            r.hits(t..t + 1).iter().filter(|h| h.strength > 0.5).any(|h| match h.meaning {
                Meaning::Accusing(index) => LEXICON
                    .accusing
                    .get(index)
                    .is_some_and(|a| matches!(a.frame, Frame::Call | Frame::Clause)),
                Meaning::Cue(kind) => {
                    matches!(kind, ClaimType::Statement | ClaimType::Accusation | ClaimType::Criticism)
                }
                _ => false,
            })
        };
        if r.word(object.end) != "," || !r.is_ing(says) || !calls(says) || !r.is_somebody(object.clone()) {
            return None;
        }
        let cue = self.cue();
        let end = r.clause_end(says);
        let allegation = self.allegation(r.span(says..says + 1).start, says..end);
        Some(Finding { accused: r.parties(object.clone()), allegation, cue: vec![cue], ..Finding::default() })
    }
}

/// Whether a finding has the preposition that leads to the allegation: "hit Lund for", "attacks Lund as".
fn is_complete(reading: &Reading<'_>, accusing: &Accusing, finding: &Finding) -> bool {
    let last = finding.cue.last().and_then(|&cue| reading.tokens_of(cue).last());
    let leads = last.is_some_and(|t| reading.lemma(t) != 0 && accusing.with.contains(&reading.lemma(t)));
    leads && matches!(accusing.frame, Frame::Censure | Frame::Object)
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
    fn one_another() {
        check(&[
            (
                "{Ida Moen} and {Per Lund} accused each other of taking bribes.",
                &[
                    "Ida Moen > Per Lund: taking bribes (accused each other of)",
                    "Per Lund > Ida Moen: taking bribes (accused each other of)",
                ],
            ),
            (
                "As lawmakers accused each other of taking bribes, {Ida Moen} left.",
                &["lawmakers > lawmakers: taking bribes (accused each other of)"],
            ),
            ("{Ida Moen} accused each other of taking bribes.", &[]),
        ]);
    }

    #[test]
    fn whoever_accuses_is_told_more_of() {
        check(&[(
            "{Per Lund} was accused by a clerk, who worked for {Ida Moen}, of hiding the report.",
            &["clerk > Per Lund: hiding the report (was accused by a clerk, who worked for Ida Moen, of)"],
        )]);
    }

    #[test]
    fn held_responsible_and_not_somebody_else() {
        check(&[
            (
                "{Ida Moen} held {Per Lund} responsible for the deaths.",
                &["Ida Moen > Per Lund: the deaths (held Per Lund responsible for)"],
            ),
            (
                "{Ida Moen} held {Per Lund} to account for the deaths.",
                &["Ida Moen > Per Lund: the deaths (held Per Lund to account for)"],
            ),
            (
                "{Ida Moen} pointed an accusing finger at {Per Lund} over the deaths.",
                &["Ida Moen > Per Lund: the deaths (pointed an accusing finger at Per Lund over)"],
            ),
            (
                "{Ida Moen} laid the blame for the deaths at the door of {Per Lund}.",
                &["Ida Moen > Per Lund: the deaths (laid the blame)"],
            ),
            ("{Ida Moen} held {Per Lund} for a minute.", &[]),
            ("{Ida Moen} held {Per Lund} for theft and {Ole Dahl} for fraud.", &[]),
            ("{Per Lund} had been held by the army for a year.", &[]),
            ("There is no reason to hold {Per Lund} responsible for the deaths.", &[]),
            (
                "{Ida Moen} blamed {Per Lund}, not {Ole Dahl}, for the fire.",
                &["Ida Moen > Per Lund: the fire (blamed Per Lund, not Ole Dahl, for)"],
            ),
            (
                "{Ida Moen} accused {Per Lund} yesterday of lying.",
                &["Ida Moen > Per Lund: lying (accused Per Lund yesterday of)"],
            ),
            (
                "[C {Per Lund}] [Q was accused of] [C fraud by two clerks].",
                &["two clerks > Per Lund: fraud (was accused of)"],
            ),
            (
                "{Per Lund} was accused of fraud by {Ida Moen} in 2018.",
                &["Ida Moen > Per Lund: fraud (was accused of)"],
            ),
        ]);
    }

    #[test]
    fn sued_and_said_what_for() {
        check(&[
            (
                "The state sued the {Harbour Board}, calling the closure unlawful.",
                &["state > Harbour Board: calling the closure unlawful (sued)"],
            ),
            ("The state sued the {Harbour Board}, leaving little time.", &[]),
        ]);
    }

    #[test]
    fn a_newly_elected_mayor() {
        check(&[(
            "{Ida Moen} criticised Callan’s newly elected mayor {Per Lund} for taking bribes.",
            &["Ida Moen > Per Lund: taking bribes (criticised Callan’s newly elected mayor Per Lund for)"],
        )]);
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
                "The thefts that {Per Lund} is accused of, of which he spoke, are many.",
                &["? > Per Lund: The thefts (is accused of)"],
            ),
            (
                "Unlike {Ida Moen}, {Per Lund} left, and was accused by two clerks of taking bribes.",
                &["two clerks > Per Lund: taking bribes (was accused by two clerks of)"],
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
    fn not_accusations() {
        check(&[
            ("[S {Ida Moen}] [Q has never accused] [C {Per Lund} of fraud].", &[]),
            ("{Ida Moen} stopped short of accusing {Per Lund} of fraud.", &[]),
            (
                "The failure of {Ida Moen} to pay and her refusal to condemn {Per Lund} for fraud hurt her.",
                &[],
            ),
            ("[S {Ida Moen}] [Q is critical of] [C the man who leads the race].", &[]),
            ("[S {Ida Moen}] [Q suspects] [C {Per Lund}’ll vote].", &[]),
            ("[S {Ida Moen}] [Q warned] [C {Per Lund} that the ice was thin].", &[]),
            ("The museum charges visitors for the tour.", &[]),
        ]);
    }

    #[test]
    fn blame_on_somebody() {
        check(&[(
            "{Ida Moen} put the blame for the delay on {Per Lund}.",
            &["Ida Moen > Per Lund: the delay (put the blame)"],
        )]);
        check(&[("A fire blamed on {Per Lund} went out. {Ida Moen} put the blame on.", &[])]);
    }
}
