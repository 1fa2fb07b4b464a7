//! "The officer accused him", "Orr told the mayor": whoever he is, he is not the officer, and Orr is not the mayor.

use super::actors::person;
use super::found::SURE_MENTION;
use super::lexicon::{LEXICON, PronounClass};
use super::scene::{self, Form};
use super::scorer::Place;
use super::stage::Stage;
use crate::attribution::Attribution;
use std::ops::Range;

impl Stage<'_, '_> {
    /// Whom the pronoun right behind a cue means: "accused him", "told her".
    pub(super) fn object_of(&self, attribution: &Attribution) -> Option<usize> {
        let at = self.words.at(attribution.cue.iter().map(|s| s.end).max()?);
        let pronoun = LEXICON.pronoun(&self.words.text(at).to_lowercase())?;
        let object = pronoun.class == PronounClass::Third && scene::form(self.words, at) == Form::Object;
        let choice = object.then(|| self.weigh_pronoun(at, pronoun, Place::Passing))?;
        choice.best(SURE_MENTION).map(|b| b.actor)
    }

    /// Takes in that whoever is named before "the officer" in a sentence is not the officer: "Orr told the officer".
    pub(super) fn tell_apart_from(&mut self, head: &str, tokens: &Range<usize>) {
        let Some(sentence) = self.words.get(tokens.start).map(|w| w.sentence) else { return };
        for &actor in self.scene.mentioned_within(sentence) {
            if person(&self.actors[actor]) && self.actors[actor].roles.is_empty() {
                self.beside.insert((head.to_owned(), actor));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn the_officer_is_not_whom_he_accuses_or_hears() {
        let text = "Kwame Sarpong was driving home when police stopped him. ⟦The officer⟧ <accused> {him of lying}.\n\
                    ⟦Sarpong⟧ <denied> {it}.";
        assert_eq!(who(text), ["officer", "Kwame Sarpong"]);
        let text =
            "⟦Anna Cole⟧ <told> the mayor {that it was late}. {“You will be fine,”} ⟦the mayor⟧ <said>.";
        assert_eq!(who(text), ["Anna Cole", "mayor"]);
        // Who goes on speaking behind a quotation may be told by his office; another may begin to speak.
        let text = "⟦Castor Brandt⟧ <denied> {it}.\n{“I never met him,”} ⟦the chairman of the board⟧ <said>.";
        assert_eq!(who(text), ["Castor Brandt", "Castor Brandt"]);
        let text = "⟦Anna Cole⟧ <said> {she was beaten}.\n⟦The police chief⟧ <said> {he would look into it}.";
        assert_eq!(who(text), ["Anna Cole", "police chief"]);
        let text = "⟦Anna Cole⟧ <said> {she was hurt}.\n{“You will be fine,”} ⟦the doctor⟧ <said>.";
        assert_eq!(who(text), ["Anna Cole", "doctor"]);
        let text = "Anna Cole left early. ⟦The governor⟧ <accused> {her of lying}.";
        assert_eq!(who(text), ["governor"]);
    }
}
