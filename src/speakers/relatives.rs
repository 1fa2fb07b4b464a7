//! "who", "which": whom a relative pronoun stands for.

use super::actors::person;
use super::clusters::Reading;
use super::found::{Found, nobody};
use super::guess::Guess;
use super::lexicon::{Bits, DETERMINER};
use super::names::Name;
use super::sources;
use super::stage::Stage;
use super::{KnownBy, SpeakerType};
use crate::span::Span;
use std::ops::Range;

/// How far back the first of two joined clauses ("who … and who") may begin, in tokens.
const CLAUSE: usize = 60;

/// Longest apposition between a name and its "who", in tokens.
const APPOSITION: usize = 30;

impl Stage<'_, '_> {
    /// Whoever stands right before, or before the clause that "and who" goes on from.
    pub(super) fn by_relative(&mut self, token: usize, span: Span) -> Found {
        let token = self.first_of_joined(token);
        if let Some((at, found)) = &self.last_relative
            && *at == token
        {
            return Found { span, ..found.clone() };
        }
        let found = self.stands_before(token, span);
        self.last_relative = Some((token, found.clone()));
        found
    }

    /// The relative pronoun of which this one repeats the clause: the first "who" in "who left and who said".
    fn first_of_joined(&self, token: usize) -> usize {
        let joined = token.checked_sub(1).is_some_and(|b| self.words.bits(b).any(Bits::CONJUNCTION));
        let Some(here) = self.words.get(token).filter(|_| joined) else { return token };
        let same = |&i: &usize| self.words.text(i).eq_ignore_ascii_case(self.words.text(token));
        let back = token.saturating_sub(CLAUSE)..token;
        let in_sentence = |&i: &usize| self.words.get(i).is_some_and(|w| w.sentence == here.sentence);
        back.rev().take_while(in_sentence).find(same).unwrap_or(token)
    }

    fn stands_before(&mut self, token: usize, span: Span) -> Found {
        let mut end = token;
        while end > 0
            && token - end < 3
            && (!self.words.list[end - 1].is_word() || self.words.bits(end - 1).any(Bits::PREPOSITION))
        {
            end -= 1;
        }
        let sentence = self.words.get(token).map(|w| w.sentence);
        let mut start = end;
        while start > 0 && end - start < 16 && self.words.get(start - 1).map(|w| w.sentence) == sentence {
            let bits = self.words.bits(start - 1);
            if bits.any(Bits::VERB.or(Bits::RELATIVE))
                || matches!(self.words.text(start - 1), "“" | "\"" | ";" | "," | ":") && start < end
            {
                break;
            }
            start -= 1;
            if bits.any(DETERMINER) && !bits.any(Bits::PREPOSITION) {
                break;
            }
        }
        let determined = self.words.bits(start).any(DETERMINER);
        let named = self.names.partition_point(|n| n.tokens.end < end);
        let who = self.words.text(token).starts_with("who");
        // "A lawyer from Oslo who"
        let place = |n: &Name| {
            let from = n
                .before
                .start
                .checked_sub(1)
                .is_some_and(|b| matches!(self.words.text(b), "from" | "in" | "at"));
            who && determined && from && !matches!(n.guess, Guess::Person | Guess::LikelyPerson)
        };
        if let Some(name) = self.names.get(named).filter(|n| n.tokens.end == end && !place(n)) {
            start = name.before.start;
        } else if !determined {
            start = self.bare_plural(start.min(end.saturating_sub(6))..end);
        }
        if who
            && let Some(name) = self
                .person_before(start)
                .or_else(|| self.person_apposed(token))
                .or_else(|| self.person_who_is(start))
        {
            let mut found = self.by_name(name);
            found.reason = format!(
                "“{}” stands right before",
                self.words.span(self.names[name].tokens.clone()).of(self.words.text)
            );
            (found.known_by, found.confidence, found.span) = (KnownBy::Pronoun, found.confidence * 0.9, span);
            return found;
        }
        let before = self.words.span(start..end);
        let mut found = sources::read(self.words, self.names, &[before])
            .pop()
            .map(|party| self.party(&party))
            .unwrap_or_default();
        let Some(mut found) = found.pop().filter(|_| start < end) else {
            return nobody(
                SpeakerType::Unnamed,
                KnownBy::Pronoun,
                span,
                "nobody stands before the relative pronoun",
            );
        };
        found.reason = format!("“{}” stands right before", before.of(self.words.text));
        found.known_by = KnownBy::Pronoun;
        found.confidence *= 0.9;
        found.span = span;
        found
    }

    /// "Ines Duarte, the director of the Port Authority, who": the person before the comma, if no verb parts the two.
    fn person_apposed(&self, token: usize) -> Option<usize> {
        let comma = token.checked_sub(1).filter(|c| self.words.text(*c) == ",")?;
        let sentence = self.words.get(token)?.sentence;
        let back = (comma.saturating_sub(APPOSITION)..comma).rev();
        let inside = |i: &usize| {
            let bits = self.words.bits(*i);
            let ends = bits.any(Bits::VERB.or(Bits::RELATIVE).or(Bits::PRONOUN))
                || matches!(self.words.text(*i), "“" | "”" | "\"" | ";" | ":");
            self.words.get(*i).is_some_and(|w| w.sentence == sentence) && !ends
        };
        let opens = |i: &usize| {
            let after = self.words.bits(*i + 1);
            self.words.text(*i) == "," && (after.any(DETERMINER) || after.any(Bits::ROLE))
        };
        let first = back.take_while(inside).filter(opens).last()?;
        self.person_named_before(first)
    }

    /// The name that ends right before a token, if it is a person's.
    fn person_named_before(&self, token: usize) -> Option<usize> {
        let next = self.names.partition_point(|n| n.tokens.end <= token);
        let name = next.checked_sub(1).filter(|&n| self.names[n].tokens.end == token)?;
        match self.readings.get(name) {
            Some(Reading::One(actor)) if person(&self.actors[*actor]) => Some(name),
            _ => None,
        }
    }

    /// "Ines Duarte is a lawyer who": of whom a noun phrase that begins at `start` says what they are.
    fn person_who_is(&self, start: usize) -> Option<usize> {
        let is = start.checked_sub(1).filter(|&is| matches!(self.words.text(is), "is" | "was"))?;
        self.person_named_before(is).filter(|_| matches!(self.words.text(start), "a" | "an"))
    }

    /// Where a plural without an article begins ("Sanders’ supporters", "fellow activists"): at most two words that say
    /// what they are like belong to it, and whoever they belong to.
    fn bare_plural(&self, tokens: Range<usize>) -> usize {
        let Some(mut start) = tokens.end.checked_sub(1) else { return tokens.start };
        let owner = |i: usize| {
            let named = self.names.partition_point(|n| n.tokens.end < i);
            self.names.get(named).filter(|n| n.tokens.end == i).map(|n| n.tokens.start)
        };
        for _ in 0..3 {
            let Some(before) = start.checked_sub(1).filter(|b| *b >= tokens.start) else { break };
            if let Some(name) = owner(start) {
                return name.max(tokens.start);
            }
            let possessive = before.checked_sub(usize::from(self.words.text(before) == "s"));
            if let Some(mark) = possessive.filter(|m| self.words.is_possessive(*m))
                && let Some(name) = owner(mark)
            {
                return name.max(tokens.start);
            }
            let like =
                self.words.bits(before).any(Bits::DEMONYM.or(Bits::NOT_NAME).or(Bits::PLAIN).or(Bits::NOUN));
            if !like {
                break;
            }
            start = before;
        }
        start
    }

    /// The person of whom the words from `start` on are only a part: "Ines Duarte of Florida, who", "Ines Duarte, the
    /// mayor, who", "Ines Duarte (D), who".
    fn person_before(&self, start: usize) -> Option<usize> {
        let mut link = start.checked_sub(1)?;
        // ", a consultant and an influential Republican who": the first of what is said of the name.
        if self.words.text(link) == "and" {
            link = (link.saturating_sub(8)..link).rev().find(|&i| self.words.text(i) == ",")?;
        }
        // "Ines Duarte (D), a mayor, who"
        if self.words.text(link) == "," && self.words.text(link.checked_sub(1)?) == ")" {
            link = (link.saturating_sub(8)..link).rev().find(|&i| self.words.text(i) == "(")?;
        }
        let joins = matches!(self.words.text(link), "of" | "from" | "in" | "," | "(" | "—" | "–");
        self.person_named_before(link).filter(|_| joins)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn who_is_what_somebody_is_said_to_be() {
        assert_eq!(who("Ines Duarte is a lawyer from Kell ⟦who⟧ says {the law is weak}."), ["Ines Duarte"]);
        assert_eq!(who("Ines Duarte was an old lawyer ⟦who⟧ said {the law was weak}."), ["Ines Duarte"]);
        assert_eq!(who("Ines Duarte met an old lawyer ⟦who⟧ said {the law was weak}."), ["old lawyer"]);
        assert_eq!(who("⟦The board that⟧ had said {it was late} met Ines Duarte."), ["board"]);
    }
}
