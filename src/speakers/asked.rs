//! "Orr asked the witness why she had waited. “I was scared,” she replied": who is asked answers, and never who asked.

use super::actors::person;
use super::found::THRESHOLD;
use super::lexicon::{Bits, DETERMINER};
use super::scene::{self, Form};
use super::sources::{self, Head};
use super::stage::Stage;
use super::{KnownBy, Mention, SpeakerType, descriptions};
use crate::attribution::Attribution;
use crate::lists::{lines, rows};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A verb → true where it needs a question behind it.
static ASKING: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    rows(include_str!("data/asking.tsv")).map(|[verb, when]| (verb, when == "question")).collect()
});
static QUESTIONS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/questions.txt")).collect());
static GOES_ON: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/goes-on.txt")).collect());

/// Longest sentence that is looked through for a question, in tokens.
const LONGEST: usize = 60;

/// Longest description of who is asked, in tokens.
const LONGEST_HEARER: usize = 8;

/// Longest content of an answer that is looked through for a question mark, in tokens.
const LONGEST_ANSWER: usize = 60;

/// An actor’s last mentions that are looked at.
const LAST_MENTIONS: usize = 4;

/// No surer than this is an answer by what was asked before.
pub(super) const ANSWER: f32 = 0.85;

impl Stage<'_, '_> {
    /// Notes who asked and who was asked in the sentence before an attribution that may answer it.
    pub(super) fn asked(&mut self, attribution: &Attribution) {
        self.asked = false;
        if attribution.inside.is_some() || !self.may_answer(attribution) {
            return;
        }
        let start = attribution.source.iter().chain(&attribution.content).map(|s| s.start).min();
        let Some(start) = start.map(|s| self.words.at(s)) else { return };
        let Some(verb) = self.question_before(start) else { return };
        let Some(asker) = self.mentioned_before(verb) else { return };
        let Some(hearer) = self.hearer(verb + 1, asker).filter(|h| *h != asker) else { return };
        (self.accusers, self.answering, self.asked) = (vec![asker], Some(hearer), true);
    }

    fn may_answer(&self, attribution: &Attribution) -> bool {
        let lower = |i: usize| self.words.text(i).to_lowercase();
        let mut cue = attribution.cue.iter().flat_map(|s| self.words.within(*s));
        let mut content = attribution.content.iter().flat_map(|s| self.words.within(*s)).take(LONGEST_ANSWER);
        !cue.any(|i| GOES_ON.contains(lower(i).as_str())) && !content.any(|i| self.words.text(i) == "?")
    }

    /// The verb of a question in the sentence before the one at a token.
    fn question_before(&self, token: usize) -> Option<usize> {
        let here = self.words.get(token)?.sentence;
        let before = here.checked_sub(1)?;
        let back = (token.saturating_sub(2 * LONGEST)..token).rev();
        let sentence = back
            .skip_while(|&i| self.words.list[i].sentence == here)
            .take_while(|&i| self.words.list[i].sentence == before);
        sentence.filter(|&i| !self.words.list[i].quoted).find(|&i| {
            let verb = ASKING.get(self.words.text(i).to_lowercase().as_str());
            verb.is_some_and(|question| !question || self.asks(i))
        })
    }

    /// True where a question follows a verb: "asked the witness why".
    fn asks(&self, verb: usize) -> bool {
        let sentence = self.words.list[verb].sentence;
        let here = |i: &usize| self.words.get(*i).is_some_and(|w| w.sentence == sentence);
        let mut behind = (verb + 2..verb + 2 + LONGEST_HEARER).take_while(here);
        behind.any(|i| QUESTIONS.contains(self.words.text(i)))
    }

    /// Who is mentioned last before a token in its sentence.
    fn mentioned_before(&self, token: usize) -> Option<usize> {
        let sentence = self.words.get(token)?.sentence;
        let end = self.words.list[token].span.start;
        let last = |actor: usize| {
            let mentions = self.mentions[actor].iter().rev().take(LAST_MENTIONS).map(|m| m.span);
            let here = mentions.filter(|s| s.end <= end);
            here.filter(|s| self.words.get(self.words.at(s.start)).is_some_and(|w| w.sentence == sentence))
                .map(|s| s.end)
                .max()
        };
        let all = self.scene.recent().iter().copied();
        let persons = all.filter(|&a| person(&self.actors[a]) || self.actors[a].described);
        persons.filter_map(|a| Some((last(a)?, a))).max().map(|(_, a)| a)
    }

    /// Who is asked: a name, a pronoun or "the witness" behind the verb.
    fn hearer(&mut self, start: usize, asker: usize) -> Option<usize> {
        let words = self.words;
        if words.bits(start).any(Bits::PRONOUN) && scene::form(words, start) == Form::Object {
            let span = words.get(start)?.span;
            let here = |&a: &usize| self.mentions[a].iter().rev().take(LAST_MENTIONS).any(|m| m.span == span);
            return self.scene.recent().iter().copied().find(here);
        }
        let sentence = words.get(start)?.sentence;
        let inside = |i: &usize| {
            words.get(*i).is_some_and(|w| w.sentence == sentence && (w.is_word() || w.glued))
                && !QUESTIONS.contains(words.text(*i))
                && !words.bits(*i).any(Bits::PREPOSITION.or(Bits::RELATIVE).or(Bits::VERB))
        };
        let end = (start..start + LONGEST_HEARER).take_while(inside).last()? + 1;
        let parties = sources::read(words, self.names, &[words.span(start..end)]);
        let [party] = &parties[..] else { return None };
        match &party.head {
            Head::Name(name) => self.by_name(*name).actor.filter(|a| person(&self.actors[*a])),
            Head::Noun(description) if words.bits(start).any(DETERMINER) => {
                let described = descriptions::look_up(words, description);
                if described.kind != SpeakerType::Unnamed || described.plural {
                    return None;
                }
                let choice = self.weigh_description(description, &described, description.core.start, false);
                let known = choice.weighed.iter().find(|w| w.actor != asker && w.confidence >= THRESHOLD);
                let actor = match known {
                    Some(known) => known.actor,
                    None => self.described_actor(&described, description),
                };
                let span = words.span(description.core.clone());
                self.mentions[actor].push(Mention { span, known_by: KnownBy::Description });
                Some(actor)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{only, who};

    #[test]
    fn who_is_asked_answers() {
        for (asked, answered, speaker) in [
            ("Hugh Orr, defending, asked the witness why she had waited.", "she> <replied", "witness"),
            ("Ms. Ida Voss asked the juror if she knew him.", "she> <said", "juror"),
            ("Senator Ida Voss pressed the general on the strike.", "she> <said", "general"),
            ("Reporter Tim Hale asked Mayor Carl Lund if he had taken money.", "he> <said", "Carl Lund"),
            (
                "Ms. Ida Voss asked a young mother in the queue what she ate.",
                "she> <whispered",
                "young mother",
            ),
        ] {
            let (pronoun, cue) = answered.split_once("> <").unwrap();
            let text = format!("{asked} {{“It was late,”}} ⟦{pronoun}⟧ <{cue}>.");
            assert_eq!(who(&text), [speaker], "{text}");
        }
    }

    #[test]
    fn who_asked_may_go_on() {
        let asked = "Ms. Ida Voss asked Ms. Petra Lund whether she knew.";
        for rest in ["{“It was late,”} ⟦she⟧ <added>.", "{“Was it late?”} ⟦she⟧ <said>."] {
            let speaker = only(&format!("{asked} {rest}"));
            assert_eq!(speaker.candidates.len(), 2, "{rest}");
        }
        // He is not she.
        let text = "⟦Mr. Carl Orr⟧ <said> {no}. Ms. Ida Voss asked Mr. Carl Orr whether he knew. {“It was late,”} ⟦she⟧ <said>.";
        assert_eq!(who(text)[1], "Ida Voss");
        // To ask somebody to go is no question.
        let text =
            "⟦Mr. Carl Orr⟧ <said> {no}. Mr. Carl Orr asked the juror to go. {“It is late,”} ⟦he⟧ <said>.";
        assert_eq!(who(text)[1], "Carl Orr");
    }
}
