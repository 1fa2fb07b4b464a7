//! Whether an accusing expression tells of no accusation: it is denied, averted, asked about, demanded or only possible.

use super::ClaimType;
use super::flag;
use super::lexicon::{Frame, LEXICON, Meaning};
use super::reading::Reading;
use std::ops::Range;

/// How many words of the verb’s group are walked back: "has never been seriously".
const GROUP: usize = 6;
/// How many words may stand between "no" and its noun: "no credible new allegations".
const BETWEEN: usize = 3;
/// How far before a verb what averts it stands, in tokens.
const NEAR: usize = 12;
/// Within how many tokens of its ends a sentence in quotation marks begins and ends.
const QUOTED: usize = 6;

impl Reading<'_> {
    /// Whether nobody accuses by this verb: "did not accuse", "no one has accused", "if Lund accuses", "urged police to
    /// charge", "may accuse", "accused neither", "denied accusing".
    pub(super) fn is_averted(&self, verb: Range<usize>) -> bool {
        let at = verb.start;
        let word = |back: usize| at.checked_sub(back);
        // "stopped short of accusing", "rather than accuse"
        let foregone = flag::AVERTS | flag::INSTEAD;
        if word(2).is_some_and(|t| self.has(t, foregone))
            && word(1).is_some_and(|t| self.has(t, flag::PREPOSITION))
        {
            return true;
        }
        // "accused neither", "blamed nobody"
        if self.has(verb.end, flag::NEGATION) && self.word(verb.end) != "not" {
            return true;
        }
        // "warned against accusing", "denied accusing"
        if self.is_ing(at) && word(1).is_some_and(|t| self.word(t) == "against" || self.has(t, flag::DENIES))
        {
            return true;
        }
        let group = flag::AUXILIARY | flag::ADVERB | flag::NEGATION | flag::MODAL | flag::TO;
        let mut first = at;
        let mut infinitive = false;
        while first > 0 && at - first < GROUP && (self.has(first - 1, group) || self.is_apostrophe(first - 1))
        {
            // "should condemn", "may have accused": nobody has done it. "not only accused", "would later accuse" has.
            if self.has(first - 1, flag::AVERTS | flag::UNREAL | flag::NEGATION)
                && !(self.has(first - 1, flag::NEGATION) && self.word(first).eq_ignore_ascii_case("only"))
                && !self.comes_to_pass(first - 1..at)
            {
                return true;
            }
            infinitive |= self.has(first - 1, flag::TO);
            first -= 1;
        }
        // "avoided blaming", "refused to condemn", "the failure to denounce"
        if first > 0 && self.has(first - 1, flag::AVERTS) {
            return true;
        }
        // "apologised to Moen for calling Lund"
        let sorry = |t: usize| self.has(t, flag::SORRY);
        if self.is_ing(at) && word(1).is_some_and(|t| self.word(t) == "for") && self.back(at).any(sorry) {
            return true;
        }
        if self.is_undue(at, first, verb.end) || self.is_wanted(at, first, infinitive) {
            return true;
        }
        let subject = self.subject_of(at, 0);
        // "urged police to charge", "calls to accuse", "asked to condemn"
        if infinitive && (self.is_demanded(first) || self.is_demanded(subject.start)) {
            return true;
        }
        !subject.is_empty() && (self.is_nobody(subject.clone()) || self.is_supposed(subject.start))
            || self.is_asked(at)
    }

    /// The tokens before a verb in its sentence, nearest first.
    fn back(&self, at: usize) -> impl Iterator<Item = usize> + use<> {
        (self.sentence(at).start.max(at.saturating_sub(NEAR))..at).rev()
    }

    /// "was wrongly accused", "a man falsely accused of": said to be undeserved by who tells it.
    fn is_undue(&self, at: usize, first: usize, next: usize) -> bool {
        let passive =
            (first..at).any(|t| self.has(t, flag::BE)) || self.has(next, flag::OF | flag::PREPOSITION);
        self.is_past(at) && passive && (first..at).any(|t| self.has(t, flag::UNDUE))
    }

    /// "demanded that Lund be charged", "want Lund charged", "calls for Lund to be charged": nobody has done it yet.
    fn is_wanted(&self, at: usize, first: usize, infinitive: bool) -> bool {
        if !self.is_past(at) {
            return false;
        }
        let bare_be = first < at && self.word(first).eq_ignore_ascii_case("be");
        if bare_be || infinitive && self.word(at - 1).eq_ignore_ascii_case("be") {
            let demands = |t: usize| self.is_demanded(t + 1);
            return self.back(first).any(demands);
        }
        let from = self.sentence(at).start;
        let subject = self.phrase_before(first, from);
        first == at
            && (subject.start.saturating_sub(1).max(from)..at).any(|t| self.lemma_name(t) == Some("want"))
    }

    /// Whether a cue says that something is not so: "did not say", "found no evidence"; "not only said" does.
    pub(super) fn is_negated(&self, cue: Range<usize>) -> bool {
        let only = |t: usize| self.word(t + 1).eq_ignore_ascii_case("only");
        cue.clone().any(|t| self.has(t, flag::NEGATION) && !only(t))
    }

    /// Whether a noun is denied to be there: "no allegations", "without any charges".
    pub(super) fn is_without(&self, noun: usize) -> bool {
        let from = noun.saturating_sub(BETWEEN).max(self.sentence(noun).start);
        let before =
            (from..noun).rev().take_while(|&t| !self.has(t, flag::MARK | flag::VERB | flag::PREPOSITION));
        before.into_iter().any(|t| self.word(t).eq_ignore_ascii_case("no"))
    }

    /// Whether a subject is nobody: "no one", "none of his rivals", "neither Moen nor Lund".
    fn is_nobody(&self, subject: Range<usize>) -> bool {
        let negative = |t: usize| {
            // "No. 10", "No 10"
            self.has(t, flag::NEGATION) && self.word(t + 1) != "." && !self.has(t + 1, flag::NUMBER)
        };
        let before = subject.start.checked_sub(1);
        let of = before.filter(|&t| self.has(t, flag::OF)).and_then(|t| t.checked_sub(1));
        [Some(subject.start), before, of].into_iter().flatten().any(negative)
    }

    /// Whether a clause whose subject begins here is a condition, or denied: "if Lund", "denied that Lund".
    fn is_supposed(&self, subject: usize) -> bool {
        let Some(before) = subject.checked_sub(1) else { return false };
        let governor = before.checked_sub(usize::from(self.has(before, flag::THAT)));
        self.has(before, flag::CONDITIONAL)
            || governor.is_some_and(|t| self.has(t, flag::DENIES))
            || self.is_inverted(before)
    }

    /// "Had Lund accused her, she would have left": the auxiliary before the subject opens a condition.
    fn is_inverted(&self, auxiliary: usize) -> bool {
        let opens = flag::MARK | flag::COORDINATOR | flag::CONJUNCTION;
        matches!(self.word(auxiliary).to_lowercase().as_str(), "had" | "should" | "were")
            && (self.begins_sentence(auxiliary)
                || auxiliary.checked_sub(1).is_some_and(|t| self.has(t, opens)))
    }

    /// Whether a demand ends before this token: "urged", "called for", "calls" before an infinitive.
    fn is_demanded(&self, at: usize) -> bool {
        let calls = |meaning: Meaning| match meaning {
            Meaning::Accusing(index) => LEXICON.accusing.get(index).is_some_and(|a| a.frame == Frame::Call),
            meaning => meaning == Meaning::Cue(ClaimType::Demand),
        };
        let before = self.hits(at.saturating_sub(3)..at);
        before.iter().any(|hit| hit.tokens.end == at && calls(hit.meaning))
    }

    /// Whether a sentence is a question to be answered by yes or no: "Did Moen accuse Lund?"
    fn is_asked(&self, at: usize) -> bool {
        let sentence = self.sentence(at);
        let first = sentence.clone().take(QUOTED).find(|&t| !self.has(t, flag::MARK));
        let last = sentence.rev().take(QUOTED).find(|&t| !matches!(self.word(t), "”" | "\"" | "’" | "''"));
        last.is_some_and(|t| self.word(t) == "?")
            && first.is_some_and(|t| t < at && self.has(t, flag::AUXILIARY | flag::MODAL))
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::{accusations, check};

    #[test]
    fn nobody_accuses() {
        for markup in [
            "No one has accused {Per Lund} of fraud.",
            "None of his rivals accused {Per Lund} of fraud.",
            "Neither the police nor {Ida Moen} accused {Per Lund} of fraud.",
            "{Ida Moen} accused neither {Per Lund} nor the bank of fraud.",
            "{Ida Moen} blamed nobody for the fire.",
            "If {Ida Moen} accuses {Per Lund} of fraud, he will leave.",
            "Would {Ida Moen} accuse {Per Lund} of fraud?",
            "{Ida Moen} is expected to accuse {Per Lund} of fraud.",
            "{Per Lund} was nearly charged with fraud.",
            "{Ida Moen} may accuse {Per Lund} of fraud.",
            "Had {Ida Moen} accused {Per Lund} of fraud, he would have left.",
            "{Ida Moen} denied accusing {Per Lund} of fraud.",
            "{Per Lund} denied that {Ida Moen} had accused him of fraud.",
            "A lawyer was asked whether {Ida Moen} blamed {Per Lund} for the fire.",
            "The paper warned against accusing {Per Lund} of fraud.",
            "{Ida Moen} urged police to charge {Per Lund} with fraud.",
            "{Ida Moen} rejected calls to accuse {Per Lund} of fraud.",
            "{Ida Moen} spoke of the fire rather than accuse {Per Lund} of fraud.",
            "There are no credible allegations of fraud against {Per Lund}.",
            "No charges of fraud against {Per Lund} were brought.",
            "{Ida Moen} said it was absurd to accuse {Per Lund} of fraud.",
            "{Ida Moen} said it would be wrong to blame {Per Lund} for the fire.",
            "{Ida Moen} said critics should stop blaming {Per Lund} for the fire.",
            "{Ida Moen} said she had been wrong to accuse {Per Lund} of fraud.",
            "{Ida Moen} apologised to the council for calling {Per Lund} a thief.",
            "{Ida Moen} demanded that {Per Lund} be charged with fraud.",
            "Families want {Per Lund} charged with fraud.",
            "A petition calls for {Per Lund} to be charged with fraud.",
            "{Ida Moen} said {Per Lund} had been wrongly accused of fraud.",
            "Prosecutors dropped charges of fraud against {Per Lund}.",
        ] {
            check(&[(markup, &[])]);
        }
    }

    #[test]
    fn what_is_not_said_accuses_nobody() {
        for markup in [
            "[S The jury] [Q found no evidence] [C that {Per Lund} had stolen money].",
            "[S {Ida Moen}] [Q did not say] [C that {Per Lund} had lied to the council].",
            "[S {Ida Moen}] [Q has never accused] [C {Per Lund} of fraud].",
        ] {
            assert_eq!(accusations(markup), [""; 0], "{markup}");
        }
    }

    #[test]
    fn somebody_accuses() {
        check(&[
            (
                "{Ida Moen} not only accused {Per Lund} of fraud.",
                &["Ida Moen > Per Lund: fraud (only accused Per Lund of)"],
            ),
            (
                "{Ida Moen} would later accuse {Per Lund} of fraud.",
                &["Ida Moen > Per Lund: fraud (later accuse Per Lund of)"],
            ),
            (
                "{Ida Moen} went on to accuse {Per Lund} of fraud.",
                &["Ida Moen > Per Lund: fraud (accuse Per Lund of)"],
            ),
            (
                "Why did {Ida Moen} accuse {Per Lund} of fraud?",
                &["Ida Moen > Per Lund: fraud (accuse Per Lund of)"],
            ),
        ]);
    }
}
