//! What says of somebody that no wrong was done accuses nobody: "Denby never stole money", "he was not a thief".
//!
//! Narrow on purpose, because it takes away what the scorers find: the "not" must stand right before the wrong, every wrong
//! must have one, and nothing may turn it round ("did not steal alone"). That something was left undone is another thing:
//! "never paid the workers" names no wrong here.

use super::flag;
use super::lexicon::{Meaning, Wrong};
use super::reading::{Hit, Reading};
use crate::lists::rows;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// How much of a content is read, in tokens.
const LONGEST: usize = 300;
/// How many words at most stand between the "not" and the wrong, itself counted.
const BETWEEN: usize = 6;
/// How far behind a wrong "or stole" goes on under its "not", in tokens.
const GOES_ON: usize = 5;

/// The kind of each word of `data/acquitting.tsv`.
static WORDS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    rows::<2>(include_str!("data/acquitting.tsv")).map(|[kind, word]| (word, kind)).collect()
});

impl Reading<'_> {
    /// Whether a content tells of wrongs, and of all of them that they were not done.
    pub(super) fn acquits_of_all(&self, content: &[Range<usize>]) -> bool {
        let mut some = false;
        for piece in content {
            let piece = piece.start..piece.end.min(piece.start + LONGEST);
            let mut undone: Option<Range<usize>> = None;
            for hit in self.wrongs(&piece) {
                let sentence = self.sentence(hit.tokens.start);
                let within = sentence.start.max(piece.start)..sentence.end.min(piece.end);
                let before = undone.as_ref().filter(|before| before.start >= within.start);
                if self.turns(&within) || !self.says_undone(hit, &within) && !self.goes_on(hit, before) {
                    return false;
                }
                undone = Some(hit.tokens.clone());
            }
            some |= undone.is_some();
        }
        some
    }

    /// The wrongs of a piece, one for each word: "lied" is a deed, and no lie beside it.
    fn wrongs<'a>(&'a self, piece: &Range<usize>) -> impl Iterator<Item = &'a Hit> {
        let hits = self.hits(piece.clone());
        let is_deed = |hit: &Hit| hit.meaning == Meaning::Wrong(Wrong::Deed);
        hits.iter().filter(move |hit| {
            let beside = || hits.iter().any(|other| other.tokens.start == hit.tokens.start && is_deed(other));
            matches!(hit.meaning, Meaning::Wrong(_)) && (is_deed(hit) || !beside())
        })
    }

    /// Whether a wrong is said not to have been done: "never stole", "did not take a bribe", "stole nothing", "no money was
    /// stolen".
    pub(super) fn says_undone(&self, hit: &Hit, within: &Range<usize>) -> bool {
        let at = hit.tokens.start;
        if hit.meaning == Meaning::Wrong(Wrong::Failing) {
            return false;
        }
        let deed = hit.meaning == Meaning::Wrong(Wrong::Deed);
        if deed && matches!(self.word(hit.tokens.end), "nothing" | "nobody") {
            return true;
        }
        let (mut first, mut not, mut verb) = (at, false, deed);
        while first > within.start && at - first < BETWEEN {
            let before = first - 1;
            let word = self.word(before).to_lowercase();
            if self.has(before, flag::NEGATION) && !not {
                not = true;
                // "didn't"
                verb |= self.has(before, flag::AUXILIARY);
            } else {
                match WORDS.get(word.as_str()) {
                    Some(&"verb") => verb = true,
                    Some(&"small") => {}
                    _ => break,
                }
            }
            first = before;
        }
        // "never denied that he did not steal"
        let twice = (within.start..first).any(|t| self.has(t, flag::NEGATION));
        let passive = deed && (first..at).any(|t| self.has(t, flag::BE)) && self.is_without(first);
        if not { verb && !twice } else { passive }
    }

    /// "never lied or stole", "neither lied nor stole": the "not" of the wrong before holds on.
    fn goes_on(&self, hit: &Hit, before: Option<&Range<usize>>) -> bool {
        let at = hit.tokens.start;
        let goes_on = at > 0 && matches!(self.word(at - 1), "or" | "nor");
        goes_on && before.is_some_and(|before| at.saturating_sub(before.end) <= GOES_ON)
    }

    /// Whether something in a sentence may blame after all, or asks: "did not steal alone", "but his brother did".
    fn turns(&self, sentence: &Range<usize>) -> bool {
        let ends =
            |t: usize| t + 1 >= sentence.end || self.has(t + 1, flag::MARK) && !self.is_apostrophe(t + 1);
        self.ends_with_question(sentence)
            || sentence.clone().any(|t| {
                WORDS.get(self.word(t).to_lowercase().as_str()) == Some(&"turns")
                    || self.has(t, flag::AUXILIARY) && !self.has(t, flag::NEGATION) && ends(t)
            })
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::{self, Bundled, Model};
    use crate::claims::find;
    use crate::claims::reading::Reading;
    use crate::claims::testing::{accusations, by_lists, marked};
    use crate::text;
    use std::sync::LazyLock;

    /// Whether what Ida Moen says of Per Lund acquits him.
    fn acquits(content: &str) -> bool {
        let marked = marked(&format!("[S {{Ida Moen}}] [Q said] [C {content}]."));
        let document = text::read(&marked.article);
        let reading = Reading::new(&document, &marked.speakers);
        let content: Vec<_> = marked.attributions[0].content.iter().map(|&c| reading.tokens_of(c)).collect();
        reading.acquits_of_all(&content)
    }

    #[test]
    fn what_was_not_done() {
        for content in [
            "{Per Lund} never stole money",
            "he never took a bribe",
            "{Per Lund} did not steal",
            "{Per Lund} didn't steal",
            "{Per Lund} had not lied",
            "{Per Lund} has never lied to the council",
            "{Per Lund} never cheated the workers",
            "{Per Lund} never took bribes from the builders",
            "{Per Lund} never lied or stole",
            "{Per Lund} neither lied nor stole",
            "{Per Lund} had stolen nothing",
            "{Per Lund} is not a thief",
            "{Per Lund} isn't a thief",
            "{Per Lund} was no thief",
            "there was no theft",
            "{Per Lund} committed no crime",
            "no money was stolen by {Per Lund}",
            "“He never stole money. He is an honest man”",
        ] {
            assert!(acquits(content), "{content}");
        }
    }

    #[test]
    fn what_may_blame_after_all() {
        for content in [
            "{Per Lund} stole money",
            "{Per Lund} never paid the workers",
            "{Per Lund} never paid the workers he cheated",
            "{Per Lund} did not protect the children",
            "{Per Lund} failed to protect the workers",
            "{Per Lund} should not have stolen the money",
            "{Per Lund} shouldn't have stolen the money",
            "{Per Lund} must have stolen the money",
            "{Per Lund} never stopped lying",
            "{Per Lund} did not just steal money",
            "{Per Lund} never denied that he stole the money",
            "{Per Lund} never denied that he did not lie",
            "{Per Lund} never stole money, but his friends did",
            "{Per Lund} never stole money, {Jo Karsk} did",
            "{Per Lund} did not steal alone",
            "{Per Lund} did not steal the money; {Jo Karsk} stole it",
            "{Per Lund} never told us that he lied",
            "{Per Lund} never apologised for stealing the money",
            "{Per Lund} never said who stole the money",
            "{Per Lund} never repaid the money he stole",
            "{Per Lund} never answered letters about the theft",
            "{Per Lund} lied when he said that he never stole",
            "{Per Lund} claims that he never stole",
            "nobody lied more than {Per Lund}",
            "no theft was ever punished by {Per Lund}",
            "{Per Lund} did not hide his contempt",
            "“Did he never steal money?”",
            "“He never stole money. He lied to the council”",
            "“I asked why he did not speak up”",
        ] {
            assert!(!acquits(content), "{content}");
        }
    }

    #[test]
    fn a_deed_that_nobody_did_accuses_nobody() {
        let says = |content: &str| format!("[S {{Ida Moen}}] [Q said] [C {content}].");
        assert_eq!(by_lists(&says("no village was shelled by {Norlund}")), [""; 0]);
        assert_eq!(by_lists(&says("the village was shelled by {Norlund}")).len(), 1);
        assert_eq!(accusations(&says("{Per Lund} had not lied, he was mistaken")), [""; 0]);
        assert_eq!(accusations(&says("{Per Lund} had lied, he was not mistaken")).len(), 1);
    }

    /// The type of the last attribution, with the network’s word, which takes most talk of wrongs for an accusation.
    fn heard(content: &str) -> &'static str {
        static MODEL: LazyLock<Model> = LazyLock::new(|| Model::bundled(Bundled::Accurate).unwrap());
        let marked = marked(&format!(
            "[S1 {{Mira Solano}}] [Q1 accused] [C1 {{Paul Denby}} of stealing money from the school fund] on Monday.\n\n\
             [C2 “{content},”] [Q2 said] [S2 {{Anna Berg}}], a teacher. The council will meet on Friday."
        ));
        let document = text::read(&marked.article);
        let rereader = attribution::read(&document, &MODEL).rereader;
        assert!(rereader.is_some());
        let claims = find(&document, &marked.attributions, &marked.speakers, rereader.as_ref());
        claims.of_attribution[1].kind.name()
    }

    #[test]
    fn what_somebody_is_said_not_to_have_done_is_denied() {
        for content in [
            "{Paul Denby|Denby} never stole money",
            "{Paul Denby|Denby} never took bribes from the builders",
            "{Paul Denby|Denby} did not steal any money from the fund",
            "{Paul Denby|Denby} is not a thief",
            "{Paul Denby|Denby} had not lied",
        ] {
            assert_eq!(heard(content), "denial", "{content}");
        }
        for content in [
            "{Paul Denby|Denby} never repaid the money he stole",
            "{Paul Denby|Denby} failed to protect the workers",
            "{Paul Denby|Denby} must have stolen the money",
            "{Paul Denby|Denby} never paid the workers he cheated",
            "{Paul Denby|Denby} never apologised for stealing the money",
        ] {
            assert_eq!(heard(content), "accusation", "{content}");
        }
    }
}
