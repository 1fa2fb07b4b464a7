//! "The Finn said": one person, whom the article names nearby, or nobody who is known.

use super::actors::person;
use super::elsewhere::{self, Tie};
use super::found::Found;
use super::lexicon::{Bits, LEXICON};
use super::sources::{Description, Determined};
use super::stage::Stage;
use super::words::{Case, Words};
use super::{KnownBy, SpeakerType};
use crate::lists::lines;
use crate::span::Span;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Demonyms that mean a whole people: "the British".
static PEOPLES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/peoples.txt")).collect());

/// Whom the article does not give the country is meant only if he was mentioned no more than so many sentences ago.
const NEAR: u32 = 2;

/// True for "the Finn": a demonym alone that is no plural.
pub(super) fn is_one(words: &Words<'_>, description: &Description) -> bool {
    let token = description.core.start;
    let lower = words.text(token).to_lowercase();
    description.core.len() == 1
        && description.determined == Determined::Definite
        && words.bits(token).any(Bits::DEMONYM)
        && !words.bits(token).any(Bits::ROLE.or(Bits::NOUN))
        && words.get(token).is_some_and(|w| w.case == Case::Capital)
        && !lower.ends_with('s')
        && !PEOPLES.contains(lower.as_str())
}

impl Stage<'_, '_> {
    /// The only one whom the article gives that country, or else the only one nearby who may have it.
    pub(super) fn by_demonym(&mut self, description: &Description, span: Span) -> Option<Found> {
        let token = description.core.start;
        let word = self.words.text(token);
        let country = LEXICON.country(&word.to_lowercase())?;
        let sentence = self.words.get(token)?.sentence;
        let tied = |actor: usize| elsewhere::tie(&[country], &self.actors[actor]);
        let near =
            |actor: usize| self.scene.mentioned_in(actor).is_some_and(|s| sentence.saturating_sub(s) <= NEAR);
        let recent = self.scene.recent().iter().copied();
        let persons: Vec<usize> = recent
            .filter(|&a| person(&self.actors[a]) && !self.actors[a].described && !self.speaks_of(a))
            .collect();
        let only = |fits: &dyn Fn(usize) -> bool| {
            let mut fitting = persons.iter().copied().filter(|a| fits(*a));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let told = persons.iter().any(|&a| tied(a) == Tie::Same);
        let (actor, confidence) = match told {
            true => (only(&|a| tied(a) == Tie::Same)?, 0.9),
            false => (only(&|a| tied(a) != Tie::Other && near(a))?, 0.75),
        };
        let reason = format!("nobody else nearby may be “{word}” than {}", self.actors[actor].name);
        self.mention_tokens(actor, description.core.clone(), None, KnownBy::Description);
        Some(Found {
            actor: Some(actor),
            kind: SpeakerType::Person,
            known_by: KnownBy::Description,
            span,
            confidence,
            weighed: Vec::new(),
            reason,
            speaker_around: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::SpeakerType;
    use super::super::tests::{only, who};

    #[test]
    fn the_only_one_nearby() {
        let text = "⟦Manager Jukka Moss⟧ said {the pitch was poor}. {“It was mud,”} ⟦the Finn⟧ said.";
        assert_eq!(who(text), ["Jukka Moss", "Jukka Moss"]);
        let text = "German driver Max Holt beat Ian Voss. ⟦The German⟧ said {he was lucky}.";
        assert_eq!(who(text), ["Max Holt"]);
        let text = "German driver Max Holt beat Ian Voss. ⟦The Scot⟧ said {he was unlucky}.";
        assert_eq!(who(text), ["Ian Voss"]);
    }

    #[test]
    fn one_of_two_is_nobody_who_is_known() {
        let text = "Max Holt beat Ian Voss. ⟦The Scot⟧ said {he was unlucky}.";
        let speaker = only(text);
        assert_eq!((who(text), speaker.kind), (vec!["Scot".to_owned()], SpeakerType::Unnamed));
    }

    #[test]
    fn a_people_is_a_group() {
        for people in ["British", "French", "Finns", "Chinese"] {
            let text = format!("They met Ian Voss. ⟦The {people}⟧ said {{they would stay}}.");
            assert_eq!(only(&text).kind, SpeakerType::Group, "{people}");
        }
    }
}
