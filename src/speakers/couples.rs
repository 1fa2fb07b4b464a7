//! "Mr. and Mrs. Adler": the two persons of that surname whom the article names, or else a couple without first names.

use super::found::Found;
use super::lexicon::{Bits, key};
use super::names::{Guess, Name};
use super::stage::Stage;
use super::words::Words;
use super::{Gender, KnownBy, SpeakerType, actors, runs};
use crate::span::Span;

/// The couple that is named from a token on.
pub(super) fn read(words: &Words<'_>, start: usize) -> Option<Name> {
    let and = past_title(words, start)?;
    let second = and + 1;
    if !matches!(words.text(and), "and" | "&") {
        return None;
    }
    let name = past_title(words, second)?;
    let word = words.get(name).filter(|w| w.is_capital() && w.sentence == words.list[start].sentence)?;
    if !word.is_word() {
        return None;
    }
    let tokens = start..runs::run(words, name).end;
    Some(Name {
        before: start..start,
        key: key(words.span(tokens.clone()).of(words.text)),
        guess: Guess::Couple,
        gender: None,
        rank: None,
        doubtful: false,
        after_the: false,
        modifies: false,
        possessive: words.is_possessive(tokens.end),
        letters: 0,
        tokens,
    })
}

/// Behind "Mr." or "Mrs" at a token.
fn past_title(words: &Words<'_>, at: usize) -> Option<usize> {
    let title = words.get(at).filter(|w| w.is_capital() && w.bits.any(Bits::COURTESY));
    title.map(|_| at + 1 + usize::from(words.text(at + 1) == "."))
}

impl Stage<'_, '_> {
    /// The man and the woman of a couple, where the article names one of each with that surname.
    pub(super) fn couple(&self, name: usize, span: Span) -> Option<Vec<Found>> {
        let name = self.names.get(name).filter(|n| n.guess == Guess::Couple)?;
        let surname = name.key.rsplit(' ').next()?;
        let named = |gender: Gender| {
            let mut fitting = (0..self.actors.len()).filter(|&a| {
                let data = &self.actors[a];
                data.kind == SpeakerType::Person
                    && !data.described
                    && data.words.len() > 1
                    && data.gender == Some(gender)
                    && actors::bare(data).last().is_some_and(|w| w == surname)
            });
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let both = [named(Gender::Masculine)?, named(Gender::Feminine)?];
        let found = |actor: usize| Found {
            actor: Some(actor),
            kind: SpeakerType::Person,
            known_by: KnownBy::ShortName,
            span,
            confidence: 0.9,
            weighed: Vec::new(),
            reason: format!(
                "one of a couple: the article names {} and nobody else of that surname and gender",
                self.actors[actor].name
            ),
            speaker_around: false,
        };
        Some(both.into_iter().map(found).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn the_two_of_that_surname_or_a_couple() {
        let said = "⟦Mr. and Mrs. Adler⟧ said {the wall fell}.";
        assert_eq!(who(&format!("It was late. {said}")), ["Mr. and Mrs. Adler"]);
        assert_eq!(who(&format!("We met Paul Adler and Gail Adler. {said}")), ["Paul Adler+Gail Adler"]);
        assert_eq!(who(&format!("We met Paul Adler. {said}")), ["Mr. and Mrs. Adler"]);
        assert_eq!(
            who(&format!("{said} ⟦The couple⟧ said {{they left}}. ⟦Mr. Adler⟧ said {{no}}.")),
            ["Mr. and Mrs. Adler", "Mr. and Mrs. Adler", "Adler"]
        );
    }
}
