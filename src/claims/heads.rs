//! Who is the subject where the name before a verb only tells more of it: "the driver who killed Tom Reed was", "an aide to
//! Ida Moen was", "Tom Reed, 52, of Mill Road, Thornby, is".

use super::flag;
use super::lexicon::Meaning;
use super::reading::Reading;
use std::ops::Range;

/// How many modifiers within one another are followed: "an aide to the lawyer representing".
const DEEP: usize = 3;
/// How far back an aside is followed, in tokens.
const ASIDE: usize = 60;

impl Reading<'_> {
    /// The phrase that a phrase at its end belongs to: "the driver" of "the driver who killed Tom Reed", the whole of "an
    /// aide to Ida Moen". The phrase itself where it stands alone.
    pub(super) fn head_of(&self, near: Range<usize>, from: usize) -> Range<usize> {
        let mut near = near;
        for _ in 0..DEEP {
            match self.one_up(&near, from) {
                Some(head) => near = head,
                None => break,
            }
        }
        near
    }

    fn one_up(&self, near: &Range<usize>, from: usize) -> Option<Range<usize>> {
        let object = self.last_name(near);
        let before = object.checked_sub(1).filter(|&t| t >= from)?;
        if self.has(before, flag::PREPOSITION | flag::TO | flag::BY) {
            // "after Tom Reed was accused": a clause of its own.
            let opens_clause = flag::TIME | flag::CONJUNCTION | flag::CONDITIONAL | flag::THAT;
            if self.has(before, opens_clause)
                || matches!(self.word(before), "than" | "as" | "like" | "for")
                    && self.is_mark(before.checked_sub(1)?)
            {
                return None;
            }
            let mut head = self.phrase_before(before, from);
            let founded = head.len() > 1 && self.is_participle(head.end - 1) && self.has(before, flag::BY);
            if founded {
                return Some(head.start..head.end - 1).filter(|h| self.is_bearer(h));
            }
            if self.has(before, flag::BY) {
                return None;
            }
            let bearer = self.is_bearer(&head);
            head.end = near.end;
            return bearer.then_some(head);
        }
        if !self.is_participle(before) || self.takes_clause(before) {
            return None;
        }
        let mut verb = before;
        while verb > from && self.is_auxiliary(verb - 1) {
            verb -= 1;
        }
        let joint = verb.checked_sub(1).filter(|&t| t >= from)?;
        let head = if self.has(joint, flag::RELATIVE) {
            let end = if joint > from && self.word(joint - 1) == "," { joint - 1 } else { joint };
            self.phrase_before(end, from)
        } else if self.is_ing(before) && verb == before {
            self.phrase_before(before, from)
        } else {
            return None;
        };
        self.is_bearer(&head).then_some(head)
    }

    /// Where the last name of a phrase begins, with an office before it: "President Bill Carr" of "killed President Bill Carr".
    pub(super) fn last_name(&self, phrase: &Range<usize>) -> usize {
        let name = self.mentions(phrase.clone()).iter().rev().take(2).find(|m| m.tokens.end == phrase.end);
        let Some(name) = name.filter(|m| self.has(m.tokens.start, flag::CAPITAL)) else {
            return phrase.start;
        };
        let mut start = name.tokens.start;
        while start > phrase.start
            && (self.has(start - 1, flag::DETERMINER)
                || self.has(start - 1, flag::AGENT) && self.has(start - 1, flag::CAPITAL))
        {
            start -= 1;
        }
        start
    }

    /// A verb in a form that tells more of a noun: "killed", "founded", "representing".
    fn is_participle(&self, at: usize) -> bool {
        (self.is_past(at) || self.is_ing(at))
            && !self.has(at, flag::AGENT | flag::AUXILIARY | flag::CAPITAL | flag::DETERMINER | flag::ADVERB)
    }

    /// A verb behind which a clause may stand without "that": "said Tom Reed was accused".
    fn takes_clause(&self, at: usize) -> bool {
        let hits = self.hits(at..at + 1);
        let accuses = hits.iter().any(|h| matches!(h.meaning, Meaning::Accusing(_)));
        !accuses && hits.iter().any(|h| matches!(h.meaning, Meaning::Cue(_)))
    }

    /// Whether a phrase may be somebody of whom more is told.
    fn is_bearer(&self, phrase: &Range<usize>) -> bool {
        !phrase.is_empty()
            && (self.is_somebody(phrase.clone()) || self.has(phrase.start, flag::DETERMINER))
            && !self.has(phrase.end - 1, flag::TIME | flag::DAY)
    }

    /// Whoever an aside is about that a comma closes: "Tom Reed" of "Tom Reed, 52, of Mill Road, Thornby," and of "Tom Reed,
    /// a banker from Hove,". None where what stands before the comma is no aside.
    pub(super) fn before_asides(&self, comma: usize, from: usize) -> Option<Range<usize>> {
        let from = from.max(comma.saturating_sub(ASIDE));
        let mut end = comma;
        loop {
            let open = (from..end).rev().find(|&t| self.word(t) == ",")?;
            let earlier = (from..open).rev().find(|&t| self.word(t) == ",").map_or(from, |t| t + 1);
            let place = self.has(open + 1, flag::CAPITAL) && end - open <= 4 && self.is_aside(earlier, open);
            if !(self.is_aside(open + 1, end) || place) {
                return None;
            }
            let goes_on =
                self.has(earlier, flag::CAPITAL) && earlier > from && self.is_aside_before(from, earlier);
            if !(self.is_aside(earlier, open) || goes_on) {
                let phrase = self.phrase_before(open, from);
                return Some(phrase).filter(|p| !p.is_empty());
            }
            end = open;
        }
    }

    /// Whether the piece before a piece that begins here is an aside: then a place may go on with it.
    fn is_aside_before(&self, from: usize, piece: usize) -> bool {
        let close = piece - 1;
        let start = (from..close).rev().find(|&t| self.word(t) == ",").map_or(from, |t| t + 1);
        start > from && self.is_aside(start, close)
    }

    /// Whether what stands between two commas tells more of whoever stands before them: an age, "of Mill Road", "a banker".
    fn is_aside(&self, start: usize, end: usize) -> bool {
        let digits = self.word(start).bytes().all(|b| b.is_ascii_digit()) && !self.word(start).is_empty();
        let tells = flag::DETERMINER | flag::RELATIVE | flag::POSSESSIVE;
        let led = self.has(start, flag::PREPOSITION) && !self.has(start, flag::TIME);
        let noun = self.has(start, flag::AGENT) && !self.has(start, flag::CAPITAL);
        end > start
            && (digits && end - start <= 2
                || self.has(start, tells)
                || led
                || noun
                || matches!(self.word(start), "aged" | "formerly" | "then"))
    }

    fn is_mark(&self, at: usize) -> bool {
        self.has(at, flag::MARK)
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn whoever_more_is_told_of_is_accused() {
        check(&[
            (
                "The driver who killed {Tom Reed} was accused of speeding.",
                &["? > driver: speeding (was accused of)"],
            ),
            (
                "A company founded by {Tom Reed} is accused of polluting the river.",
                &["? > company: polluting the river (is accused of)"],
            ),
            (
                "The lawyer representing {Tom Reed} was accused of bribing a juror.",
                &["? > lawyer: bribing a juror (was accused of)"],
            ),
            (
                "An aide to President {Tom Reed} was accused of spying.",
                &["? > aide to President Tom Reed: spying (was accused of)"],
            ),
            (
                "A gunman who had attacked {Tom Reed} was charged with attempted murder.",
                &["? > gunman: attempted murder (was charged with)"],
            ),
            (
                "The woman who accused {Tom Reed} of fraud was accused of lying.",
                &["woman > Tom Reed: fraud (accused Tom Reed of)", "? > woman: lying (was accused of)"],
            ),
        ]);
    }

    #[test]
    fn a_name_that_stands_alone_is_the_subject() {
        check(&[
            (
                "{Ida Moen} said {Tom Reed} was accused of speeding.",
                &["? > Tom Reed: speeding (was accused of)"],
            ),
            (
                "She left after {Tom Reed} was accused of speeding.",
                &["? > Tom Reed: speeding (was accused of)"],
            ),
            ("In May {Tom Reed} was accused of speeding.", &["? > Tom Reed: speeding (was accused of)"]),
        ]);
    }

    #[test]
    fn age_and_address_are_asides() {
        for aside in [
            "52, of Mill Road, {Thornby},",
            "39, a banker from {Hove},",
            "44, of {Delgar} Bank,",
            "a former clerk,",
        ] {
            check(&[(
                &format!("{{Tom Reed}}, {aside} is accused of fraud."),
                &["? > Tom Reed: fraud (is accused of)"],
            )]);
        }
    }
}
