//! Whom reports from courts accuse: "appeared in court accused of fraud", "stands accused", "Accused of fraud, Lund left".

use super::flag;
use super::verb::Verb;
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Within how many tokens "Accused of fraud" ends with its comma.
const OPENING: usize = 24;

/// How far before the participle its subject is looked for, in tokens.
const REACH: usize = 60;

static SCENES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/scenes.txt")).collect());

impl Verb<'_> {
    /// The comma that ends "Accused of fraud, …" where the participle begins its sentence.
    pub(super) fn opening(&self) -> Option<usize> {
        let r = self.reading;
        let sentence = r.sentence(self.at());
        let begins = (sentence.start..self.at()).all(|t| r.has(t, flag::MARK | flag::ADVERB));
        let limit = sentence.end.min(self.at() + OPENING);
        (self.hit.tokens.end..limit).find(|&t| begins && r.word(t) == ",")
    }

    /// Who is accused where only where he is, or a verb of standing, is before the participle that ends at `end`.
    pub(super) fn of_scene(&self, end: usize) -> Option<Range<usize>> {
        let r = self.reading;
        let sentence = r.sentence(self.at());
        if let Some(comma) = self.opening() {
            return Some(r.clause_subject(comma + 1, sentence.end)).filter(|s| r.is_somebody(s.clone()));
        }
        let last = end.checked_sub(1).filter(|&t| t > sentence.start)?;
        // "stands accused", "faces being charged"
        let stands =
            (sentence.start..end).rev().take(3).take_while(|&t| r.has(t, flag::PASSIVE | flag::FACES));
        if let Some(first) = stands.last().filter(|&t| !r.has(t, flag::AUXILIARY)) {
            return Some(r.subject_of(first, 0));
        }
        // "was arrested accused of"
        if r.is_past(last) && r.has(last - 1, flag::BE) && !r.has(last, flag::BE | flag::AUXILIARY) {
            return Some(r.subject_of(last, 0));
        }
        if !SCENES.contains(&*r.word(last).to_lowercase()) {
            return None;
        }
        let place = r.phrase_before(end, sentence.start);
        let led = (sentence.start..last).rev().take(place.len() + 3).any(|t| r.has(t, flag::PREPOSITION));
        let subject = r.first_phrase(sentence.start.max(end.saturating_sub(REACH)), end);
        (led && r.is_somebody(subject.clone())).then_some(subject)
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn who_stands_before_the_court_is_accused() {
        for words in [
            "{Per Lund} appeared in court accused of fraud.",
            "{Per Lund} is on trial accused of fraud.",
            "{Per Lund} sat in the dock accused of fraud.",
            "{Per Lund} appeared before magistrates accused of fraud.",
            "{Per Lund} was arrested accused of fraud.",
            "Accused of fraud, {Per Lund} left the party.",
        ] {
            let lower = if words.starts_with('A') { "Accused of" } else { "accused of" };
            check(&[(words, &[&format!("? > Per Lund: fraud ({lower})")])]);
        }
        check(&[
            ("{Per Lund} stands accused of fraud.", &["? > Per Lund: fraud (accused of)"]),
            ("[S {Per Lund}] [Q stands accused of] [C fraud].", &["? > Per Lund: fraud (stands accused of)"]),
            ("{Per Lund} has twice been accused of fraud.", &["? > Per Lund: fraud (been accused of)"]),
            ("Those accused of fraud include {Per Lund}.", &[]),
        ]);
    }
}
