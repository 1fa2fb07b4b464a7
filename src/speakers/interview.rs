//! "Q: Why? A: Nobody listened": who answers is the one person whom the article has brought in before the first turn, or the
//! one of them who stands in its title.

use super::actors::{bare, person};
use super::found::{Found, nobody};
use super::stage::Stage;
use super::{KnownBy, SpeakerType};
use crate::lists::rows;
use crate::span::Span;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A label → true where its turn answers.
static LABELS: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    rows(include_str!("data/turn-labels.tsv")).map(|[label, who]| (label, who == "answers")).collect()
});

/// How sure it is that an article that brings in one person before the first question interviews that one.
const ONLY_ONE: f32 = 0.85;

/// Of several, more are not given as candidates.
const MOST: usize = 8;

/// Whether such a label, in lower case, stands before an answer; `None` for any other word.
pub(super) fn answers(label: &str) -> Option<bool> {
    LABELS.get(label).copied()
}

impl Stage<'_, '_> {
    /// Who speaks in a turn with a label that names nobody, at a token.
    pub(super) fn turn(&mut self, token: usize, answers: bool, span: Span) -> Found {
        let first = *self.first_turn.get_or_insert(token);
        let described = KnownBy::Description;
        if !answers {
            return nobody(SpeakerType::Unnamed, described, span, "whoever asks is not named");
        }
        match self.interviewed(first)[..] {
            [] => nobody(
                SpeakerType::Unnamed,
                described,
                span,
                "the article brings in nobody before the first question",
            ),
            [actor] => Found {
                actor: Some(actor),
                confidence: ONLY_ONE,
                weighed: vec![(actor, ONLY_ONE)],
                ..nobody(SpeakerType::Person, described, span, "an answer of the one who is interviewed")
            },
            ref several => Found {
                weighed: several
                    .iter()
                    .take(MOST)
                    .map(|&actor| (actor, 1.0 / several.len() as f32))
                    .collect(),
                ..nobody(
                    SpeakerType::Person,
                    described,
                    span,
                    "several people are brought in before the first question",
                )
            },
        }
    }

    /// The people who are named before a token, but not as a writer ("By Ada Moss"); of several the one in the title.
    fn interviewed(&self, token: usize) -> Vec<usize> {
        let brought_in = |actor: &usize| {
            let at = self.first_named[*actor];
            let writes = at.checked_sub(1).is_some_and(|by| self.words.text(by).eq_ignore_ascii_case("by"));
            at < token && !writes && person(&self.actors[*actor])
        };
        let mut people: Vec<usize> = (0..self.first_named.len()).filter(brought_in).collect();
        people.sort_by_key(|&actor| self.first_named[actor]);
        let in_title =
            |actor: &&usize| bare(&self.actors[**actor]).last().is_some_and(|w| self.title.contains(w));
        let titled: Vec<usize> = people.iter().filter(in_title).copied().collect();
        if let [only] = titled[..] { vec![only] } else { people }
    }
}
