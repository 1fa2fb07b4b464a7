//! Replies that nobody has made: "may admit", "is likely to deny", "refused to deny", "if Lund admits".

use super::ClaimType;
use super::features::Parts;
use super::flag;
use super::lexicon::Meaning;
use super::reading::{Hit, Reading};
use std::ops::Range;

/// How many words of the verb’s group are walked back: "is not at all likely to".
const GROUP: usize = 6;
/// How many tokens of a content are its beginning: "declined | to deny the allegations".
const BEGINNING: usize = 3;

/// Why nobody replies by a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Undone {
    /// It may still come: "will deny", "is ready to admit".
    Ahead,
    /// It has not been done: "refused to deny", "has not admitted".
    Omitted,
    /// A condition, a question, a demand: "had Lund admitted".
    Supposed,
}

impl Reading<'_> {
    /// Why nobody replies by this verb; `None` where somebody does.
    pub(super) fn undone(&self, verb: Range<usize>) -> Option<Undone> {
        let at = verb.start;
        let group = flag::AUXILIARY | flag::ADVERB | flag::NEGATION | flag::MODAL | flag::TO;
        let mut first = at;
        let (mut infinitive, mut ahead, mut announced) = (false, false, false);
        let leads = |t: usize| self.has(t, group) || self.is_apostrophe(t);
        while first > 0 && at - first < GROUP && leads(first - 1) {
            let word = first - 1;
            if self.has(word, flag::NEGATION) && !self.word(first).eq_ignore_ascii_case("only") {
                return Some(Undone::Omitted);
            }
            // "should admit" is asked for, not announced.
            let modal = self.has(word, flag::MODAL) && !self.has(word, flag::AVERTS);
            let will = !self.has(word, flag::UNREAL) || self.word(word).eq_ignore_ascii_case("would");
            announced |= modal && will && self.has(at, flag::RESISTS);
            ahead |= modal && !self.comes_to_pass(word..at) || infinitive && self.has(word, flag::PENDING);
            infinitive |= self.has(word, flag::TO);
            first = word;
        }
        // "would fight the charges": that answers them.
        if announced {
            return None;
        }
        let governor = first.checked_sub(1);
        let governs = |bits: u64| governor.is_some_and(|t| self.has(t, bits));
        if ahead || infinitive && governs(flag::PENDING) {
            return Some(Undone::Ahead);
        }
        // "stopped denying", "has yet to deny", "without admitting", "all but admitted"
        let without = self.is_ing(at) && governor.is_some_and(|t| self.word(t) == "without");
        let all_but = governor.is_some_and(|t| self.word(t) == "but" && t > 0 && self.word(t - 1) == "all");
        if governs(flag::AVERTS) || infinitive && governs(flag::UNTIMELY) || without || all_but {
            return Some(Undone::Omitted);
        }
        self.is_averted(verb).then_some(Undone::Supposed)
    }

    /// "would later admit": told by one who knows that it came to pass.
    pub(super) fn comes_to_pass(&self, group: Range<usize>) -> bool {
        self.word(group.start).eq_ignore_ascii_case("would")
            && group.into_iter().any(|t| self.has(t, flag::EVENTUAL))
    }
}

/// The type of a reply that nobody has made; `None` where it has been made, and for other types.
pub(super) fn instead(reading: &Reading<'_>, parts: &Parts, kind: ClaimType) -> Option<ClaimType> {
    // "refused to deny": it is the denial that is asked after.
    let averts = |hit: &&Hit| reading.has(hit.tokens.start, flag::AVERTS);
    let replies = |hit: &&Hit| match (kind, hit.meaning) {
        _ if averts(hit) => false,
        (ClaimType::Denial, Meaning::Cue(of)) => {
            matches!(of, ClaimType::Denial | ClaimType::Rejection | ClaimType::Admission)
        }
        (ClaimType::Admission | ClaimType::Apology, Meaning::Cue(of)) => of == kind,
        _ => false,
    };
    let in_cue = || parts.cue.iter().flat_map(|cue| reading.hits(cue.clone())).filter(replies);
    // "declined | to deny the allegations"
    let begins = |content: &Range<usize>| content.start..content.end.min(content.start + BEGINNING);
    let starts = parts.content.iter().map(begins).filter(|start| reading.has(start.start, flag::TO));
    let in_content = starts.flat_map(|start| reading.hits(start)).filter(replies);
    let verbs: Vec<&Hit> = if in_cue().next().is_some() { in_cue().collect() } else { in_content.collect() };
    let mut reasons = verbs.iter().map(|hit| (hit, reading.undone(hit.tokens.clone())));
    let (hit, reason) = reasons.next()?;
    // "denied the theft and may admit the fraud": one of them has been made.
    if reasons.any(|(_, reason)| reason.is_none()) {
        return None;
    }
    Some(match reason? {
        Undone::Ahead => ClaimType::Prediction,
        Undone::Omitted if kind == ClaimType::Apology => return None,
        Undone::Omitted if hit.meaning != Meaning::Cue(ClaimType::Admission) => ClaimType::NoComment,
        Undone::Omitted | Undone::Supposed => ClaimType::Statement,
    })
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::{accusations, types};

    #[test]
    fn what_is_not_admitted_is_no_admission() {
        for (markup, kind) in [
            ("[S {Per Lund}] [Q may admit] [C the fraud].", "prediction"),
            ("[S {Per Lund}] [Q will admit] [C the fraud].", "prediction"),
            ("[S {Per Lund}] [Q could plead] [C guilty to fraud].", "prediction"),
            ("[S {Per Lund}] [Q is ready to admit] [C the fraud].", "prediction"),
            ("[S {Per Lund}] [Q almost admitted] [C the fraud].", "statement"),
            ("[S {Per Lund}] [Q all but admitted] [C the fraud].", "statement"),
            ("[S {Per Lund}] [Q has not admitted] [C the fraud].", "statement"),
            ("[S {Per Lund}] settled [Q without admitting] [C the fraud].", "statement"),
            ("If [S {Per Lund}] [Q admits] [C the fraud], he will go.", "statement"),
            ("Had [S {Per Lund}] [Q admitted] [C the fraud], he would be free.", "statement"),
            ("[S {Per Lund}] [Q admitted] [C the fraud].", "admission"),
            ("[S {Per Lund}] [Q would later admit] [C the fraud].", "admission"),
            ("[S {Per Lund}] [Q went on to admit] [C the fraud].", "admission"),
            ("[S {Per Lund}] [Q had to admit] [C the fraud].", "admission"),
            ("[S {Per Lund}] [Q has not only admitted] [C the fraud].", "admission"),
        ] {
            assert_eq!(types(markup), [kind], "{markup}");
        }
    }

    #[test]
    fn what_is_not_denied_is_no_denial() {
        let moen = "[S {Ida Moen}] [Q accused] [C {Per Lund} of fraud].";
        for (markup, kind, denied) in [
            ("[S2 {Per Lund}] [Q2 will deny] [C2 the allegations].", "prediction", ""),
            ("[S2 {Per Lund}] [Q2 is likely to deny] [C2 the allegations].", "prediction", ""),
            ("[S2 {Per Lund}] [Q2 refused to deny] [C2 the allegations].", "no-comment", ""),
            ("[S2 {Per Lund}] [Q2 declined] [C2 to deny the allegations].", "no-comment", ""),
            ("[S2 {Per Lund}] [Q2 failed to deny] [C2 the allegations].", "no-comment", ""),
            ("[S2 {Per Lund}] [Q2 has yet to deny] [C2 the allegations].", "no-comment", ""),
            ("[S2 {Per Lund}] [Q2 stopped denying] [C2 the allegations].", "no-comment", ""),
            ("[S2 {Per Lund}] [Q2 will fight] [C2 the allegations].", "denial", " !"),
            ("And [S2 {Per Lund}] yet [Q2 denied] [C2 the allegations].", "denial", " !"),
            ("[S2 {Per Lund}] [Q2 continued to deny] [C2 the allegations].", "denial", " !"),
        ] {
            let markup = format!("{moen} {markup}");
            assert_eq!(types(&markup)[1], kind, "{markup}");
            assert_eq!(
                accusations(&markup),
                [format!("Ida Moen > Per Lund: fraud (accused Per Lund of){denied}")],
                "{markup}"
            );
        }
    }
}
