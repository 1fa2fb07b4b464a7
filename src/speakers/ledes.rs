//! "A vicar who banned fireworks has said sorry. The Rev Tom Orr, 54, said …": whom the first sentence describes is who is
//! named first in the second one and speaks there.

use super::actors::person;
use super::clusters::Reading;
use super::lexicon::{BARRIER, Bits, LEXICON, key, singular};
use super::roles::{self, RoleUse};
use super::stage::Stage;
use super::words::Case;
use super::{Gender, SpeakerType, defendants};
use crate::attribution::Attribution;
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Whom a story may be about.
static PERSONS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/lede-persons.txt")).collect());

/// Longest description, and longest sentence, in tokens.
const LONGEST: usize = 5;
const LONGEST_SENTENCE: usize = 60;

impl Stage<'_, '_> {
    /// Gives the role of the first sentence to who is named and speaks in the second one, where nobody else can be meant.
    pub(super) fn learn_lede(&mut self, attributions: &[Attribution]) {
        let Some((role, sentence)) = self.lede() else { return };
        let Some((actor, name)) = self.named_next(sentence.end, attributions) else { return };
        let data = &self.actors[actor];
        // The Rev Tom Orr may be a vicar; the headmistress, Ida Voss, is no teacher of whom an article speaks so.
        let titled = |h: &String| self.names[name].rank == Some(h.as_str()) && is_like(&role.heads, h);
        let alike = |h: &String| role.heads.contains(h) || h == defendants::ROLE || titled(h);
        let other = data.roles.iter().flat_map(|r| &r.heads).any(|h| !alike(h));
        let genders = self.genders(sentence);
        let another = |g: Gender| data.gender.is_some_and(|own| own != g);
        if other || genders.into_iter().chain(role.gender).any(another) {
            return;
        }
        self.actors[actor].roles.push(RoleUse { tokens: 0..0, ..role });
        self.index_roles(actor);
    }

    /// What an article's first sentence calls somebody whom it does not name, if it speaks of nobody else; and its tokens.
    fn lede(&self) -> Option<(RoleUse, Range<usize>)> {
        let words = self.words;
        let first = words.get(0)?;
        let end =
            (0..LONGEST_SENTENCE).find(|&i| words.get(i).is_none_or(|w| w.sentence != first.sentence))?;
        if !matches!(words.text(0), "A" | "An") || words.shouts.first() == Some(&true) {
            return None;
        }
        let head =
            (1..1 + LONGEST).find(|&i| words.bits(i).any(Bits::ROLE.or(Bits::NOUN)) && self.ends_at(i))?;
        let called = singular(&words.text(head).to_lowercase()).to_owned();
        let core = 1..head + 1;
        // "who banned fireworks", "she was framed": the sentence is about them.
        let own = matches!(words.text(head + 1), "who" | "whose") || !self.genders(head..end).is_empty();
        let others = !own || (head + 1..end).any(|i| self.is_somebody(i));
        let named = self.names.iter().zip(&self.readings).take_while(|(n, _)| n.tokens.start < end);
        let person_named = |r: &Reading| match r {
            Reading::One(actor) => person(&self.actors[*actor]),
            Reading::Several(_) => true,
            Reading::Nobody => false,
        };
        if !PERSONS.contains(called.as_str()) || others || named.into_iter().any(|(_, r)| person_named(r)) {
            return None;
        }
        let gender = LEXICON.role(&called).and_then(|r| r.1.gender);
        Some((RoleUse { heads: vec![called], gender, ..roles::describe(words, core) }, 0..end))
    }

    /// True for a head noun: no other noun goes on behind it ("nurse manager", but "nurse accused of theft").
    fn ends_at(&self, token: usize) -> bool {
        let noun = |bits: Bits| bits.any(Bits::ROLE.or(Bits::NOUN)) && self.words.text(token + 2) != "of";
        let next = self.words.get(token + 1);
        next.is_some_and(|w| w.is_word() && !w.glued && !noun(w.bits) && !w.is_capital())
    }

    /// True for one more person: "a driver", but not "whose son" or "a nurse accused of theft".
    fn is_somebody(&self, token: usize) -> bool {
        let words = self.words;
        let lower = words.text(token).to_lowercase();
        let unnamed = || LEXICON.noun(&lower).is_some_and(|n| n.0 == SpeakerType::Unnamed);
        let role = LEXICON.role(&lower).is_some() || unnamed();
        let plain = |i: &usize| !words.bits(*i).any(BARRIER.or(Bits::ROLE).or(Bits::POSSESSIVE));
        let mut back = (token.saturating_sub(LONGEST)..token).rev().take_while(plain);
        let determined = back.any(|i| words.bits(i).any(Bits::DEFINITE.or(Bits::INDEFINITE)));
        words.list[token].case == Case::Lower && role && determined && singular(&lower) == lower
    }

    /// The first person of the article, if the sentence behind `end` begins with their full name, and they speak in it.
    fn named_next(&self, end: usize, attributions: &[Attribution]) -> Option<(usize, usize)> {
        let words = self.words;
        let name = self.names.partition_point(|n| n.tokens.start < end);
        let data = self.names.get(name)?;
        let start = data.before.start.min(data.tokens.start);
        let opens = start == end || start == end + 1 && words.text(end) == "The";
        let Reading::One(actor) = *self.readings.get(name)? else { return None };
        let full = words.span(data.tokens.clone()).of(words.text).contains(' ');
        let span = words.span(data.tokens.clone());
        let speaks =
            attributions.iter().any(|a| a.inside.is_none() && a.source.iter().any(|s| s.contains(span)));
        let plain = !data.possessive && !data.modifies && person(&self.actors[actor]);
        let grown = self.ages.get(&actor).is_none_or(|age| *age >= GROWN);
        (opens && full && speaks && plain && grown).then_some((actor, name))
    }

    /// The genders of the pronouns of a sentence.
    fn genders(&self, sentence: Range<usize>) -> Vec<Gender> {
        let pronouns = sentence.filter(|&i| self.words.bits(i).any(Bits::PRONOUN));
        pronouns.filter_map(|i| LEXICON.pronoun(&key(self.words.text(i)))?.gender).collect()
    }
}

/// Younger than this nobody has a trade, or a child of whom one writes.
const GROWN: u32 = 16;

/// True where somebody of one of these roles may be called so, or the other way round, or both the same: a vicar is a
/// cleric, and so is a reverend.
fn is_like(heads: &[String], other: &str) -> bool {
    heads.iter().any(|head| {
        let (one, two) = (LEXICON.also(head), LEXICON.also(other));
        one.iter().any(|a| a == other || two.contains(a)) || two.contains(head)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn who_is_named_after_the_first_sentence_is_whom_it_describes() {
        for (lede, named, called) in [
            ("A vicar who banned fireworks⟧ said {sorry}", "The Rev Tom Orr, 54,", "vicar"),
            ("A Labour MP⟧ said {she would quit}", "Anna Orr", "Labour MP"),
            ("A nurse accused of theft⟧ said {she was framed}", "Anna Orr, 51,", "nurse"),
            ("A teacher who was sacked for swearing⟧ said {she would appeal}", "Anna Orr, 51,", "teacher"),
            ("A mother whose son drowned in a quarry⟧ called for {a fence}", "Anna Orr", "mother of three"),
            ("A father of two⟧ told {how a shark took his leg}", "Tom Orr, 38,", "father of two"),
        ] {
            let text =
                format!("⟦{lede}. ⟦{named}⟧ said {{it was late}}. ⟦The {called}⟧ said {{it was over}}.");
            let name = if named.contains("Tom") { "Tom Orr" } else { "Anna Orr" };
            let found = who(&text);
            assert_eq!(found[1..], [name, name], "{text}");
        }
    }

    #[test]
    fn who_may_be_another_is_not_taken_for_whom_the_lede_describes() {
        for (lede, named, called) in [
            // A judge, an officer speak of others.
            ("A judge who was late⟧ said {the police were wrong}", "Tom Orr, 54,", "judge"),
            // Nothing says that it is about them.
            ("An MP⟧ said {ministers had lied}", "Tom Orr, 34, of Leeds,", "MP"),
            // Two persons.
            ("A teacher who drives⟧ said {a driver was drunk}", "Tom Orr, 54,", "teacher"),
            // Another gender.
            ("A teacher⟧ said {she would appeal}", "Tom Orr, 54,", "teacher"),
            ("A mother whose son drowned⟧ said {it was late}", "Tom Orr", "mother"),
            // Another trade, and a child.
            ("A teacher⟧ said {he would appeal}", "Tom Orr, a builder,", "teacher"),
            ("A teacher⟧ said {he would appeal}", "Tom Orr, the principal,", "teacher"),
            ("A teacher⟧ said {he would appeal}", "Tom Orr, 9,", "teacher"),
        ] {
            let text =
                format!("⟦{lede}. ⟦{named}⟧ said {{it was late}}. ⟦The {called}⟧ said {{it was over}}.");
            assert_ne!(who(&text).last().unwrap(), "Tom Orr", "{text}");
        }
    }
}
