//! "Byrne accused Doyle of theft. He denied it": the accused denies, and never who accused.

use super::actors::person;
use super::lexicon::{Bits, DETERMINER};
use super::stage::Stage;
use crate::attribution::Attribution;
use crate::lists::lines;
use crate::span::Span;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

fn list(words: &'static str) -> HashSet<&'static str> {
    lines(words).collect()
}

static ANSWERED: LazyLock<HashSet<&str>> = LazyLock::new(|| list(include_str!("data/answered.txt")));
static WIDELY: LazyLock<HashSet<&str>> = LazyLock::new(|| list(include_str!("data/answered-widely.txt")));
static REJECTIONS: LazyLock<HashSet<&str>> = LazyLock::new(|| list(include_str!("data/rejections.txt")));
static ACCUSING: LazyLock<HashSet<&str>> = LazyLock::new(|| list(include_str!("data/accusing.txt")));

/// A statement that may be answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Charge {
    /// Who made it.
    by: Vec<usize>,
    content: Vec<Span>,
    sentence: u32,
}

/// What the attribution at hand answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// A statement or an accusation: "it", "the claim".
    Statement,
    /// Only an accusation: "any wrongdoing", "stealing".
    Accusation,
}

/// An answer to an accusation follows within so many sentences, to any other statement in the next one.
const SOON: u32 = 2;

/// The noun that is answered stands within the first words of the content.
const FIRST_WORDS: usize = 4;

/// The word that rejects it, too.
const REJECTED_WITHIN: usize = 9;

/// An actor's last mentions that are looked at.
const LAST_MENTIONS: usize = 16;

impl Stage<'_, '_> {
    /// Remembers a statement, once its speakers are known.
    pub(super) fn stated(&mut self, attribution: &Attribution, by: &[usize], sentence: u32) {
        let charge = Charge { by: by.to_vec(), content: attribution.content.clone(), sentence };
        let mut cue = attribution.cue.iter().flat_map(|s| self.words.within(*s));
        if cue.any(|i| ACCUSING.contains(self.words.text(i).to_lowercase().as_str())) {
            self.charge = charge.clone();
        }
        self.statement = charge;
    }

    /// Notes who accuses whom in the statement that an attribution at a sentence answers: nobody where it is no answer.
    pub(super) fn answered(&mut self, attribution: &Attribution, sentence: u32) {
        (self.accusers, self.answering) = (Vec::new(), None);
        let Some(answer) = self.answer(attribution) else { return };
        let near = |c: &Charge, most: u32| !c.by.is_empty() && sentence.saturating_sub(c.sentence) <= most;
        let charge = match answer {
            _ if near(&self.charge, SOON) => &self.charge,
            Answer::Statement if near(&self.statement, 1) => &self.statement,
            _ => return,
        };
        if let Some(accused) = self.accused_in(charge) {
            (self.accusers, self.answering) = (charge.by.clone(), Some(accused));
        }
    }

    /// Whether the accused and the accusers of what is answered are among those who may be meant: then it is none of the
    /// latter.
    pub(super) fn accuses_himself(&self, actor: usize, fits: impl Fn(usize) -> bool) -> bool {
        self.accusers.contains(&actor) && self.answering.is_some_and(fits)
    }

    fn answer(&self, attribution: &Attribution) -> Option<Answer> {
        let tokens = attribution.content.first().map(|s| self.words.within(*s)).unwrap_or_default();
        let said = |i: usize| self.words.text(i).to_lowercase();
        let cue = attribution.cue.iter().flat_map(|s| self.words.within(*s));
        let denies = cue.into_iter().any(|i| self.words.bits(i).any(Bits::DENIAL));
        let words: Vec<usize> = tokens.clone().filter(|&i| self.words.list[i].is_word()).collect();
        let object = words.iter().take(FIRST_WORDS).find_map(|&i| {
            let word = said(i);
            match () {
                () if ANSWERED.contains(word.as_str()) => Some(Answer::Statement),
                () if WIDELY.contains(word.as_str()) => Some(Answer::Accusation),
                () => None,
            }
        });
        if denies {
            // "He denied stealing"
            let act = words.first().is_some_and(|&i| {
                said(i).ends_with("ing")
                    && !self.words.bits(i).any(DETERMINER)
                    && !self.words.list[i].is_capital()
            });
            return match object {
                None if words.is_empty() => Some(Answer::Statement),
                None if act => Some(Answer::Accusation),
                object => object,
            };
        }
        // "called it a smear", "It is a lie," he said.
        let starts = words.iter().take(FIRST_WORDS).any(|&i| ANSWERED.contains(said(i).as_str()));
        let rejects = |tokens: Range<usize>| {
            let words = tokens.filter(|&i| self.words.list[i].is_word());
            words.take(REJECTED_WITHIN).any(|i| REJECTIONS.contains(said(i).as_str()))
        };
        (starts && rejects(tokens)).then_some(Answer::Statement)
    }

    /// The person who is mentioned first in a statement and did not make it.
    fn accused_in(&self, charge: &Charge) -> Option<usize> {
        let first = |actor: usize| {
            let last = self.mentions[actor].iter().rev().take(LAST_MENTIONS);
            last.filter(|m| charge.content.iter().any(|c| c.contains(m.span))).map(|m| m.span.start).min()
        };
        let others = self.scene.recent().iter().copied().filter(|a| !charge.by.contains(a));
        let persons = others.filter(|&a| person(&self.actors[a]) || self.actors[a].described);
        persons.filter_map(|a| Some((first(a)?, a))).min().map(|(_, a)| a)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn who_accuses_does_not_deny() {
        for (cue, content) in [
            ("denied", "it"),
            ("rejected", "the claim"),
            ("denied", "any wrongdoing"),
            ("called", "it a smear"),
            ("said", "the charge was false"),
            ("dismissed", "the allegations"),
            ("denied", "stealing"),
        ] {
            let text = format!(
                "⟦Sen. Al Byrne⟧ <accused> {{Gov. Lee Doyle of theft}} in Callan.\n⟦He⟧ <{cue}> {{{content}}}.\n⟦He⟧ <said> {{Byrne had failed}}."
            );
            assert_eq!(who(&text), ["Al Byrne", "Lee Doyle", "Lee Doyle"], "{text}");
        }
        let text = "⟦Al Byrne⟧ <left> {Callan}. ⟦His campaign⟧ <said> {Byrne was ill}.";
        assert_eq!(who(text)[1], "Byrne campaign");
        let text = "⟦Sen. Al Byrne⟧ <blamed> {Gov. Lee Doyle for the flood}. ⟦Byrne⟧ <said> {he had records}.\n{“It is a smear,”} ⟦he⟧ <said>.";
        assert_eq!(who(text)[2], "Lee Doyle");
    }

    #[test]
    fn whom_a_statement_names_before_its_he_may_make_it() {
        let text = "⟦Gov. Lee Doyle⟧ <said> {it was late}. Mr. Doyle stayed.\n{On Monday Mr. Doyle was shocked by the vote,} ⟦he⟧ <said>.";
        assert_eq!(who(text)[1], "Lee Doyle");
        let text = "⟦Sen. Al Byrne⟧ <left> {Callan}. {“Gov. Lee Doyle lied,”} ⟦he⟧ <said>.";
        assert_eq!(who(text)[1], "Al Byrne");
    }

    #[test]
    fn a_denial_of_something_else_is_nobodys_answer() {
        let text = "⟦Sen. Al Byrne⟧ <accused> {Ms. Nora Doyle of theft}.\n⟦He⟧ <denied> {it}.";
        // She is not he.
        assert_eq!(who(text).last().unwrap(), "Al Byrne");
        let text = "⟦Sen. Al Byrne⟧ <met> {Gov. Lee Doyle}.\n⟦Byrne⟧ <said> {it was late}.\n⟦He⟧ <denied> {that it was late}.";
        assert_eq!(who(text).last().unwrap(), "Al Byrne");
    }
}
