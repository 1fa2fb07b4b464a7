//! "The senator", "his campaign manager" where they are no source: whom the article speaks of, for the pronouns behind, and
//! for whoever is accused by a title.

use super::found::SURE_MENTION;
use super::lexicon::{BARRIER, Bits, LEXICON, key, singular};
use super::sources::{self, Head};
use super::stage::Stage;
use super::{KnownBy, SpeakerType, descriptions};
use std::ops::Range;

/// So many words may stand between a determiner and the role.
const MODIFIERS: usize = 4;
/// How far behind "of" the name stands that belongs to a role, in tokens.
const NAME_BEHIND: usize = 3;

impl Stage<'_, '_> {
    /// Takes in a role at a token, if it means somebody whom the article names.
    pub(super) fn pass_title(&mut self, token: usize) -> bool {
        let Some((tokens, end)) = self.title_at(token) else { return false };
        let parties = sources::read(self.words, self.names, &[self.words.span(tokens)]);
        let [sources::Party { head: Head::Noun(description), .. }] = &parties[..] else { return false };
        let described = descriptions::look_up(self.words, description);
        let one = described.is_role && !described.plural && described.kind == SpeakerType::Unnamed;
        if !one || description.core.end != end {
            return false;
        }
        let choice = self.weigh_description(description, &described, description.core.start, false);
        let person = |actor: usize| {
            let data = &self.actors[actor];
            data.kind == SpeakerType::Person && !data.described
        };
        let Some(best) = choice.best(SURE_MENTION).filter(|b| person(b.actor)) else {
            if !self.is_as(description) {
                self.tell_apart_from(&described.head, &description.core);
            }
            return false;
        };
        self.mention_tokens(best.actor, description.core.clone(), None, KnownBy::Title);
        true
    }

    /// The words from the determiner of a role to its end, with the name that tells which ("the mayor of Callan"): of one
    /// person, who is not named beside it. And where the role itself ends ("secretary of state").
    fn title_at(&self, token: usize) -> Option<(Range<usize>, usize)> {
        let words = self.words;
        let lower = words.text(token).to_lowercase();
        let role = LEXICON.role(&lower).is_some_and(|(found, _)| singular(found) == found);
        if !role || token < self.read_until || self.in_roles.contains(&token) {
            return None;
        }
        let longer = |end: &usize| {
            LEXICON.role(&key(words.span(token..*end).of(words.text))).is_some_and(|r| r.0.contains(" of "))
        };
        let longest = (words.text(token + 1) == "of").then_some(token + 3).filter(longer);
        let end = longest.unwrap_or(token + 1);
        let next = words.get(end).filter(|w| w.sentence == words.list[token].sentence);
        let goes_on = next.is_some_and(|w| {
            w.bits.any(Bits::NOUN.or(Bits::ROLE)) && w.is_word() || w.glued && w.is_word() || w.is_capital()
        });
        if goes_on {
            return None;
        }
        let inside = |t: &usize| {
            words.get(*t).is_some_and(|w| w.is_word() && w.sentence == words.list[token].sentence)
        };
        let back = (token.saturating_sub(MODIFIERS + 1)..token).rev().take_while(inside);
        let determines = Bits::DEFINITE.or(Bits::POSSESSIVE);
        let mut back = back.take_while(|t| words.bits(*t).any(determines) || !words.bits(*t).any(BARRIER));
        let start = back.find(|t| words.bits(*t).any(determines))?;
        let of = matches!(words.text(end), "of" | "for" | "from");
        let name = self.names.partition_point(|n| n.tokens.start <= token);
        let name =
            self.names.get(name).filter(|n| of && n.before.start.min(n.tokens.start) <= end + NAME_BEHIND);
        Some((start..name.map_or(end, |n| n.tokens.end), end))
    }
}
