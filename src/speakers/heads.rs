//! "Byrne’s captain, Lee Doyle, agreed. He said": he is the captain, not Byrne.

use super::lexicon::{BARRIER, Bits, Pronoun};
use super::stage::Stage;

/// Who opened a sentence as whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Headed {
    pub(super) owner: usize,
    pub(super) head: usize,
    pub(super) sentence: u32,
}

/// Longest phrase between the owner and the name, in tokens.
const LONGEST: usize = 12;

/// An actor’s last mentions that are looked at.
const LAST_MENTIONS: usize = 4;

impl Stage<'_, '_> {
    /// Takes in who stands at a token as whose: "Byrne’s captain, Lee Doyle", "His lawyer, Tom Gill", "Byrne’s lawyer".
    pub(super) fn headed(&mut self, head: usize, token: usize) {
        let Some(sentence) = self.words.get(token).map(|w| w.sentence) else { return };
        let inside = |i: &usize| self.words.get(*i).is_some_and(|w| w.sentence == sentence);
        let back = token.saturating_sub(LONGEST)..token;
        let Some(start) = back.rev().take_while(inside).last() else { return };
        let owns = |i: usize| self.words.bits(i).any(Bits::POSSESSIVE) || self.words.is_possessive(i + 1);
        // A name before it may have several words.
        let Some(owner) = (start..token).find(|&i| owns(i)) else { return };
        let opens = (start..=owner)
            .all(|i| self.words.list[i].first || self.words.list[i].is_capital() || i == owner)
            && self.words.list[start].first;
        let role = |i: usize| self.words.bits(i).any(Bits::ROLE);
        let between = owner + 1..token;
        let whole = between.clone().all(|i| !self.words.bits(i).any(BARRIER));
        if !opens || !whole || !between.into_iter().any(role) {
            return;
        }
        let at = self.words.span(owner..owner + 1);
        let mentioned = |&a: &usize| {
            self.mentions[a]
                .iter()
                .rev()
                .take(LAST_MENTIONS)
                .any(|m| m.span.contains(at) && m.span.end == at.end)
        };
        if let Some(owner) = self.scene.recent().iter().copied().find(mentioned).filter(|o| *o != head) {
            self.headed = Some(Headed { owner, head, sentence });
        }
    }

    /// True for the owner of whom the sentence before tells only what somebody of theirs said or did.
    pub(super) fn only_owns(&self, actor: usize, token: usize, pronoun: Pronoun) -> bool {
        let Some(headed) = self.headed.filter(|h| h.owner == actor) else { return false };
        let next = self.words.get(token).is_some_and(|w| w.sentence == headed.sentence + 1);
        let head = &self.actors[headed.head];
        let fits = head.gender.is_none() || head.gender == pronoun.gender;
        let since = self.scene.mentioned_in(actor).is_some_and(|s| s > headed.sentence);
        pronoun.gender.is_some() && next && fits && !since && !head.plural
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn he_is_the_captain_and_not_his_coach() {
        let text =
            "⟦Coach Al Byrne⟧ said {it was late}. ⟦Byrne’s captain, Lee Doyle,⟧ agreed {so}. ⟦He⟧ said {no}.";
        assert_eq!(who(text), ["Al Byrne", "Lee Doyle", "Lee Doyle"]);
        let text = "⟦Coach Al Byrne⟧ said {it was late}. Byrne’s captain, Lee Doyle, agreed. ⟦He⟧ said {no}. ⟦He⟧ said {more}.";
        assert_eq!(who(text), ["Al Byrne", "Lee Doyle", "Lee Doyle"]);
        let text = "Judge Nora Pike jailed Al Byrne. ⟦Byrne’s lawyer, Tom Gill,⟧ said {he would appeal}. ⟦He⟧ said {no}.";
        assert_eq!(who(text), ["Tom Gill", "Tom Gill"]);
        let text = "⟦Al Byrne⟧ said {no}. ⟦His lawyer, Tom Gill,⟧ said {it was late}. ⟦He⟧ said {no}.";
        assert_eq!(who(text), ["Al Byrne", "Tom Gill", "Tom Gill"]);
    }

    #[test]
    fn whose_wife_she_is_may_be_he() {
        let text = "⟦Al Byrne⟧ said {no}. Byrne’s wife, Petra Moss, wept. ⟦He⟧ said {more}.";
        assert_eq!(who(text), ["Al Byrne", "Al Byrne"]);
    }
}
