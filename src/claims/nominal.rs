//! Nouns that accuse: "accusations of Y against X", "X’s allegations that …", "X denied charges of Y", "mutual
//! accusations of Y between A and B", "criticism of X over Y".

use super::accusations::{Carriers, Finding};
use super::flag;
use super::lexicon::{Accusing, Frame, LEXICON, Meaning};
use super::parties::{after, same, tidy};
use super::reading::{Hit, Reading};
use super::second::cut;
use super::{Party, implicit};
use crate::span::Span;
use std::ops::Range;

/// How far a noun’s own words reach to the right, in tokens.
const REACH: usize = 40;
/// Below this strength a noun counts only as the cue of an attribution.
const SURE: f32 = 0.7;

/// Finds the accusations by nouns.
pub(super) fn find(reading: &Reading<'_>, carriers: &Carriers<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for hit in reading.all_hits() {
        let Meaning::Accusing(index) = hit.meaning else { continue };
        let Some(accusing) = LEXICON.accusing.get(index) else { continue };
        let at = hit.tokens.start;
        if !matches!(accusing.frame, Frame::Noun | Frame::Blow) || reading.is_past(at) || reading.is_ing(at) {
            continue;
        }
        let known: Vec<usize> = carriers.at(at).collect();
        let unambiguous = hit.strength >= 0.85;
        let noun = Noun { reading, carriers, hit, accusing };
        // "faces charges of": the verb says that the noun accuses.
        let weak = known.is_empty() && hit.strength < SURE;
        let owned = reading.has(hit.tokens.end, flag::THAT) && noun.owner().is_some();
        let verbal = reading.has(at, flag::VERB) && reading.is_verb_use(at);
        let verb = !unambiguous && verbal && !noun.is_against() && !owned;
        if verb || weak && !noun.is_governed() || reading.is_without(at) || reading.is_taken_back(at) {
            continue;
        }
        match known[..] {
            [] => out.extend(noun.read(None)),
            [one] => out.extend(noun.read(Some(one))),
            _ => out.extend(noun.shared(&known)),
        }
    }
    out
}

/// An accusing noun at its place.
pub(super) struct Noun<'r> {
    pub(super) reading: &'r Reading<'r>,
    pub(super) carriers: &'r Carriers<'r>,
    pub(super) hit: &'r Hit,
    pub(super) accusing: &'r Accusing,
}

impl Noun<'_> {
    pub(super) fn at(&self) -> usize {
        self.hit.tokens.start
    }

    /// Attributions that share the cue, as of "mutual accusations between A and B": each accuses the others.
    fn shared(&self, known: &[usize]) -> Vec<Finding> {
        let r = self.reading;
        let sides: Vec<(usize, Vec<Party>)> =
            known.iter().map(|&a| (a, self.carriers.accusers(r, a))).collect();
        if sides.iter().filter(|(_, parties)| !parties.is_empty()).count() < 2 {
            return known.first().and_then(|&a| self.read(Some(a))).into_iter().collect();
        }
        let mut out = Vec::new();
        for (attribution, accusers) in &sides {
            let others = sides.iter().flat_map(|(_, parties)| parties);
            let mut accused: Vec<Party> = Vec::new();
            for other in others {
                if !accusers.iter().chain(&accused).any(|known| same(known, other)) {
                    accused.push(other.clone());
                }
            }
            let cue = self.carriers.cue(r, Some(*attribution), self.at());
            let content = self.carriers.attributions.get(*attribution).map_or(&[][..], |a| &a.content);
            out.push(Finding {
                accusers: accusers.clone(),
                accused,
                allegation: after(r.document.text, content, 0),
                cue: vec![cue],
                attribution: Some(*attribution),
                explicit: true,
                confidence: self.hit.strength,
                ..Finding::default()
            });
        }
        out
    }

    fn read(&self, carrier: Option<usize>) -> Option<Finding> {
        let r = self.reading;
        let next = self.hit.tokens.end;
        let end = self.end();
        let mut accusers = carrier.map_or_else(Vec::new, |c| self.carriers.accusers(r, c));
        // "rubbished claims that Lund lied"
        if carrier.and_then(|c| self.carriers.attributions.get(c)).is_some_and(|a| r.is_hearsay(a)) {
            accusers.clear();
        }
        if accusers.is_empty() {
            accusers = self.owner().into_iter().collect();
        }
        let governor = self.governor();
        let doer = self.doer(end, governor.as_ref());
        let levels = governor.as_ref().is_some_and(|g| g.levels);
        let behind = || r.phrase_after(next + 1, end).end;
        let of = match r.word(next) {
            // "allegations against Lund of fraud"
            "against" => behind(),
            // "settled a lawsuit by the county for £640,000": a price.
            "by" | "from" => Some(behind()).filter(|&t| r.word(t) == "of").unwrap_or(next),
            _ => next,
        };
        let mut last = next;
        let mut allegation = Vec::new();
        let named = ["against", "facing"].map(|word| self.named_after(word, end));
        let mut accused = named.into_iter().find(|n| !n.is_empty()).unwrap_or_default();
        if let Some(clause) = self.that_clause(end) {
            let tokens = clause..r.clause_end(clause);
            // "her claim that he took bribes was false"
            if r.is_exonerated(clause, &(self.at()..tokens.end)) {
                return None;
            }
            accused = self.subject_of_clause(tokens.clone()).unwrap_or(accused);
            allegation = self.pieces(carrier, r.span(clause - 1..clause).end, tokens);
        } else if self.accusing.frame == Frame::Blow {
            accused = self.struck(next, end, &mut last);
            last = self.lead(last, end);
            if self.accusing.with.contains(&r.lemma(last)) && r.lemma(last) != 0 {
                // "for the move from two nurses"
                let stop = r.clause_end(last + 1);
                let from = |&t: &usize| r.word(t) == "from" && r.is_somebody(r.phrase_after(t + 1, stop));
                let stop = (last + 2..stop).find(from).unwrap_or(stop);
                allegation = self.pieces(carrier, r.span(last..last + 1).end, last + 1..stop);
                last += 1;
            } else {
                allegation = self.pieces(carrier, 0, last..last);
            }
        } else if self.accusing.with.contains(&r.lemma(of)) && r.lemma(of) != 0 && !self.is_price(of) {
            let ends = |t: usize| {
                matches!(r.word(t), "against" | "from")
                    || levels && r.word(t) == "at"
                    || doer.is_none() && r.has(t, flag::BY)
            };
            let stop = (of + 1..end).find(|&t| ends(t)).unwrap_or(end);
            allegation = self.pieces(carrier, r.span(of..of + 1).end, of + 1..stop);
            // "of taking bribes from a builder"
            if stop < end && r.word(stop) != "from" {
                cut(&mut allegation, r.span(stop - 1..stop).end);
            }
            last = of + 1;
            // "levelled accusations of theft at Lund"
            if accused.is_empty() && levels {
                accused = self.named_after("at", end);
            }
        }
        if allegation.is_empty() && self.accusing.frame == Frame::Noun {
            allegation.extend(self.wrong_before().or_else(|| self.owned_after(end, &mut accused)));
        }
        if let Some(doer) = doer {
            accusers = self.owner().into_iter().collect();
            if !governor.as_ref().is_some_and(|g| g.faces) {
                accused = doer;
            }
        } else {
            // "that he took bribes from a builder"
            let before = self.that_clause(end).unwrap_or(end);
            for word in ["by", "from"] {
                if accusers.is_empty() {
                    accusers = self.named_after(word, before);
                }
            }
        }
        // "her criticism of Lund": what for is not told.
        let within = |a: &Span| r.tokens_of(*a).end <= last && r.tokens_of(*a).start >= next;
        let untold = self.accusing.frame == Frame::Blow && allegation.iter().all(within);
        if untold && r.is_somebody(next + 1..last) {
            return None;
        }
        if let Some(governor) = &governor {
            if governor.levels && accusers.is_empty() {
                accusers.clone_from(&governor.subject);
            } else if accused.is_empty() && !governor.levels {
                accused.clone_from(&governor.subject);
            }
        }
        if allegation.is_empty() || accused.is_empty() {
            return None;
        }
        // "Lund faces criticism": whoever is blamed is not the one who blames.
        if governor.as_ref().is_some_and(|g| !g.levels) {
            accusers.retain(|accuser| !accused.iter().any(|blamed| same(accuser, blamed)));
        }
        let denied = governor
            .is_some_and(|g| g.denies && g.subject.iter().all(|s| accused.iter().any(|a| same(a, s))));
        let cue = self.carriers.cue(r, carrier, self.at()).join(r.span(self.at()..last));
        Some(Finding {
            accusers,
            accused,
            allegation,
            cue: vec![cue],
            attribution: carrier,
            explicit: true,
            denied,
            confidence: self.hit.strength * if carrier.is_some() { 0.95 } else { 0.75 },
            ..Finding::default()
        })
    }

    /// "settled the lawsuit for $40,000": the "for" leads to a price.
    fn is_price(&self, lead: usize) -> bool {
        let r = self.reading;
        let money = |t: usize| matches!(r.word(t), "million" | "billion" | "dollars" | "pounds" | "euros");
        let counted = r.has(lead + 1, flag::NUMBER) && money(lead + 2);
        r.word(lead) == "for" && (counted || r.word(lead + 1).starts_with(['$', '£', '€']))
    }

    /// "fraud charges against"
    fn is_against(&self) -> bool {
        self.reading.word(self.hit.tokens.end) == "against" && self.wrong_before().is_some()
    }

    /// Whether the words around say that the noun accuses: "faces charges of", "fraud charges against", "Lund’s charges".
    fn is_governed(&self) -> bool {
        let blow = self.accusing.frame == Frame::Blow && self.owner().is_some();
        self.is_against() || blow || self.tells() || self.governor().is_some_and(|g| !g.levels)
    }

    /// "her charge that", "complaints that": not "the charge that he pays".
    fn tells(&self) -> bool {
        let r = self.reading;
        let several = r.word(self.at()).ends_with('s');
        let told = self.accusing.frame == Frame::Noun && r.has(self.hit.tokens.end, flag::THAT);
        // What a claim tells may be praise.
        let claim = r.lemma_name(self.at()) == Some("claim");
        told && !claim && (several || self.owner().is_some())
    }

    /// Where a clause begins that says what: after "that", also behind "from two nurses"; "accusations Lund had lied".
    fn that_clause(&self, end: usize) -> Option<usize> {
        let r = self.reading;
        let next = self.hit.tokens.end;
        let mut that = next;
        if r.has(next, flag::BY) || matches!(r.word(next), "from" | "against") {
            that = r.phrase_after(next + 1, end).end;
            // "from his wife, Ida Moen, that"
            let limit = r.sentence(next).end.min(that + 6);
            let apposed = |t: usize| r.has(t, flag::CAPITAL | flag::MARK);
            let behind = (that..limit).find(|&t| r.has(t, flag::THAT))?;
            if behind >= end && !(that..behind).all(apposed) {
                return None;
            }
            that = behind;
        }
        if r.has(that, flag::THAT) {
            return Some(that + 1);
        }
        let bare = if r.is_ing(next) { next..next } else { r.clause_subject(next, end) };
        let told = r.has(bare.end, flag::AUXILIARY | flag::MODAL) || r.is_verb_form(bare.end);
        (self.hit.strength >= 0.85 && !bare.is_empty() && r.is_somebody(bare.clone()) && told).then_some(next)
    }

    /// The preposition that leads to the allegation: "criticism from two nurses for".
    fn lead(&self, from: usize, end: usize) -> usize {
        let r = self.reading;
        let near = (from..end.min(from + 9)).take_while(|&t| !r.has(t, flag::MARK));
        let leads = |t: &usize| r.lemma(*t) != 0 && self.accusing.with.contains(&r.lemma(*t));
        near.into_iter().find(leads).unwrap_or(from)
    }

    /// "the fraud allegations": the wrong before the noun.
    fn wrong_before(&self) -> Option<Span> {
        let r = self.reading;
        let from = r.sentence(self.at()).start.max(self.at().saturating_sub(4));
        let hits = r.hits(from..self.at()).iter();
        let wrong = hits.filter(|h| matches!(h.meaning, Meaning::Wrong(_)) && h.tokens.end == self.at());
        wrong.map(|h| r.span(h.tokens.clone())).next()
    }

    /// "accusations against Lund’s firm": the owner is accused, of what is owned.
    fn owned_after(&self, end: usize, accused: &mut Vec<Party>) -> Option<Span> {
        let r = self.reading;
        let against = self.hit.tokens.end;
        if !matches!(r.word(against), "against" | "about") || !accused.is_empty() {
            return None;
        }
        let phrase = r.phrase_after(against + 1, end);
        let (owner, thing) = r.owner(phrase)?;
        accused.push(owner);
        Some(r.span(thing))
    }

    /// The end of the noun’s own words: its clause, at most.
    fn end(&self) -> usize {
        let r = self.reading;
        r.clause_end(self.hit.tokens.end).min(self.at() + REACH)
    }

    /// "Vesteria’s accusations", "her latest allegation"
    fn owner(&self) -> Option<Party> {
        let r = self.reading;
        let phrase = r.phrase_before(self.hit.tokens.end, r.sentence(self.at()).start);
        r.owner(phrase).map(|(party, _)| party)
    }

    /// The somebody after a word: "against Per Lund", "by two nurses".
    fn named_after(&self, word: &str, end: usize) -> Vec<Party> {
        let r = self.reading;
        let Some(at) = (self.hit.tokens.end..end).find(|&t| r.word(t) == word) else { return Vec::new() };
        let limit = r.sentence(self.at()).end;
        let phrase = r.with_name(r.phrase_after(at + 1, limit));
        if r.is_somebody(phrase.clone()) {
            return r.parties(phrase);
        }
        // "against Lund surfaced"
        let name = r.clause_subject(at + 1, limit);
        if r.is_name(&name) { r.parties(name) } else { Vec::new() }
    }

    /// "criticism of Per Lund", "attacks on Per Lund’s record": sets `last` to the phrase’s end.
    fn struck(&self, next: usize, end: usize, last: &mut usize) -> Vec<Party> {
        let r = self.reading;
        if !matches!(r.word(next), "of" | "on" | "at" | "against") {
            return Vec::new();
        }
        let phrase = r.phrase_after(next + 1, end);
        *last = phrase.end;
        if r.is_somebody(phrase.clone()) {
            return r.parties(phrase);
        }
        r.owner(phrase).map(|(party, _)| party).into_iter().collect()
    }

    fn subject_of_clause(&self, clause: Range<usize>) -> Option<Vec<Party>> {
        let r = self.reading;
        if let Some((accused, _)) = implicit::wrongdoer(r, clause.clone()) {
            return Some(accused);
        }
        let subject = r.clause_subject(clause.start, clause.end);
        if !r.is_somebody(subject.clone()) {
            return r.owner(subject).map(|(owner, _)| vec![owner]);
        }
        Some(r.parties(subject)).filter(|p| !p.is_empty())
    }

    /// The attribution’s content from byte `from` on, else the tokens.
    fn pieces(&self, carrier: Option<usize>, from: usize, tokens: Range<usize>) -> Vec<Span> {
        let r = self.reading;
        let text = r.document.text;
        let content = carrier.and_then(|c| self.carriers.attributions.get(c)).map_or(&[][..], |a| &a.content);
        let pieces = after(text, content, from);
        if !pieces.is_empty() {
            return pieces;
        }
        Some(tidy(text, r.span(tokens))).filter(|s| !s.is_empty()).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn a_clause_tells_what() {
        check(&[
            (
                "The board heard {Ida Moen}’s charge that {Per Lund} has been weak.",
                &["Ida Moen > Per Lund: Per Lund has been weak (charge that)"],
            ),
            (
                "There were many complaints that {Per Lund} had hidden the report.",
                &["? > Per Lund: Per Lund had hidden the report (complaints)"],
            ),
            (
                "He read an allegation from his wife, {Ida Moen}, that {Per Lund} had hidden the report.",
                &["Ida Moen > Per Lund: Per Lund had hidden the report (allegation)"],
            ),
            ("The charge that {Per Lund} pays is low.", &[]),
        ]);
    }

    #[test]
    fn criticism_that_somebody_receives() {
        check(&[
            (
                "{Ida Moen} is already receiving criticism for her remarks.",
                &["? > Ida Moen: her remarks (criticism for)"],
            ),
            (
                "{Norlund} is facing criticism for the move from {Ida Moen}.",
                &["Ida Moen > Norlund: the move (criticism for)"],
            ),
            (
                "Despite facing criticism for the move from {Ida Moen}, {Norlund} closed the plant.",
                &["Ida Moen > Norlund: the move (criticism for)"],
            ),
        ]);
    }

    #[test]
    fn accusations_of_something_against_somebody() {
        check(&[
            (
                "Accusations of fraud against {Per Lund} are piling up.",
                &["? > Per Lund: fraud (Accusations of)"],
            ),
            (
                "{Norlund}’s allegations that {Vesteria} had moved the border were dismissed.",
                &["Norlund > Vesteria: Vesteria had moved the border were dismissed (allegations)"],
            ),
            (
                "{Per Lund} denied accusations of fraud by {Ida Moen}.",
                &["Ida Moen > Per Lund: fraud (accusations of) !"],
            ),
            ("{Per Lund} faces allegations of fraud.", &["? > Per Lund: fraud (allegations of)"]),
        ]);
    }

    #[test]
    fn a_deed_by_somebody_is_his() {
        check(&[
            (
                "The {bishop} ignored accusations of abuse by a priest, {Per Lund}.",
                &["? > Per Lund: abuse by a priest, Per Lund (accusations of)"],
            ),
            (
                "The {army} faces allegations of rape by its soldiers.",
                &["? > army: rape by its soldiers (allegations of)"],
            ),
            (
                "The {ministry} received allegations of torture by police.",
                &["? > police: torture by police (allegations of)"],
            ),
            (
                "[S The {ministry}] [Q is looking into allegations of] [C torture by police].",
                &["? > police: torture by police (is looking into allegations of)"],
            ),
            (
                "{Ida Moen} raised allegations of bribery by {Per Lund}.",
                &["Ida Moen > Per Lund: bribery by Per Lund (allegations of)"],
            ),
            (
                "Accusations of fraud against {Per Lund} by {Ida Moen} surfaced.",
                &["Ida Moen > Per Lund: fraud (Accusations of)"],
            ),
            (
                "{Ida Moen} repeated her accusation against {Per Lund} of fraud.",
                &["? > Per Lund: fraud (accusation against Per Lund of)"],
            ),
            (
                "{Ida Moen} levelled accusations of theft at {Per Lund}.",
                &["Ida Moen > Per Lund: theft (accusations of)"],
            ),
            (
                "[S {Ida Moen}] [Q levelled accusations of] [C theft at {Per Lund}].",
                &["Ida Moen > Per Lund: theft (levelled accusations of)"],
            ),
            ("The {hospital} ignored allegations of abuse.", &[]),
            ("{Lund Medical} settled a lawsuit by the {county} last week for £640,000.", &[]),
            ("{Per Lund} and the {Tarn Council} settled the lawsuit for $40,000 on Monday.", &[]),
            ("{Ida Moen} withdrew allegations of fraud against {Per Lund}.", &[]),
            ("{Ida Moen} defended {Per Lund} against accusations of fraud.", &[]),
        ]);
    }

    #[test]
    fn mutual_ones_have_two_directions() {
        check(&[(
            "With [Q1 [Q2 mutual accusations of]] [C1 [C2 sabotage]] between [S1 {Norlund}] and [S2 {Vesteria}].",
            &[
                "Norlund > Vesteria: sabotage (mutual accusations of)",
                "Vesteria > Norlund: sabotage (mutual accusations of)",
            ],
        )]);
    }

    #[test]
    fn blows() {
        check(&[(
            "[S {Ida Moen}]’s [Q criticism of] [C {Per Lund} over the closed clinic] was sharp.",
            &["Ida Moen > Per Lund: the closed clinic (criticism of Per Lund over)"],
        )]);
        check(&[(
            "{Per Lund} has faced sharp criticism for closing the clinic.",
            &["? > Per Lund: closing the clinic (criticism for)"],
        )]);
    }

    #[test]
    fn what_is_alleged_before_the_noun_or_in_a_clause() {
        check(&[
            ("Fraud charges against {Per Lund} were dropped.", &["? > Per Lund: Fraud (charges)"]),
            ("The fraud allegations facing {Per Lund} are old.", &["? > Per Lund: fraud (allegations)"]),
            (
                "An allegation from {Ida Moen} that {Per Lund} had taken bribes was read out.",
                &["Ida Moen > Per Lund: Per Lund had taken bribes was read out (allegation)"],
            ),
            (
                "{Ida Moen} repeated accusations {Per Lund} had taken bribes.",
                &["? > Per Lund: Per Lund had taken bribes (accusations)"],
            ),
            (
                "{Ida Moen}’s accusations against {Per Lund}’s budget were read out.",
                &["Ida Moen > Per Lund: budget (accusations)"],
            ),
            ("{Per Lund} was arrested on charges of theft.", &["? > Per Lund: theft (charges of)"]),
            ("{Ida Moen} made charges of theft.", &[]),
            ("{Ida Moen} was loud in her condemnation of {Per Lund}.", &[]),
        ]);
    }

    #[test]
    fn two_may_face_one_criticism() {
        check(&[(
            "Both {Per Lund} and {Eva Berg} have faced criticism from the union for closing the clinic.",
            &[
                "union > Per Lund: closing the clinic (criticism from the union for)",
                "union > Eva Berg: closing the clinic (criticism from the union for)",
            ],
        )]);
    }
}
