//! Whom "you" means in what is said: who is told it, or is addressed by name or office.

use super::Party;
use super::flag;
use super::reading::Reading;
use crate::attribution::Attribution;
use crate::span::Span;
use std::ops::Range;

/// How long a name or an office is by which somebody is addressed, in tokens.
const ADDRESS: usize = 4;

impl Reading<'_> {
    /// Whom an attribution is said to: "told the mayor", "“You lied, Governor.”"
    pub(super) fn hearer(&self, attribution: &Attribution) -> Option<Party> {
        let told = attribution.cue.iter().rev().find_map(|&cue| self.told(cue));
        told.or_else(|| attribution.content.iter().find_map(|&piece| self.addressed(piece)))
    }

    /// The object of "told"; who "was told" it is its subject, and speaks to nobody.
    fn told(&self, cue: Span) -> Option<Party> {
        let verb = self.tokens_of(cue).rev().find(|&t| self.has(t, flag::ASKS))?;
        if verb > 0 && self.has(verb - 1, flag::PASSIVE | flag::BE) {
            return None;
        }
        let object = self.with_name(self.phrase_after(verb + 1, self.sentence(verb).end));
        let parties = if self.is_somebody(object.clone()) { self.parties(object) } else { Vec::new() };
        parties.into_iter().next()
    }

    /// The name or office at the end or the beginning of what is said, parted by a comma.
    fn addressed(&self, piece: Span) -> Option<Party> {
        let mark = |t: &usize| self.has(*t, flag::MARK);
        let tokens = self.tokens_of(piece);
        let start = tokens.clone().find(|t| !mark(t))?;
        let end = tokens.clone().rev().find(|t| !mark(t))? + 1;
        let comma = |t: &usize| self.word(*t) == ",";
        let last = (end.saturating_sub(ADDRESS + 1).max(start)..end).rev().find(comma).map(|t| t + 1..end);
        let first = (start..end.min(start + ADDRESS + 1)).find(comma).map(|t| start..t);
        last.into_iter().chain(first).find_map(|address| self.address(address))
    }

    fn address(&self, words: Range<usize>) -> Option<Party> {
        let head = words.end.checked_sub(1).filter(|_| !words.is_empty())?;
        if !words.clone().all(|t| self.has(t, flag::CAPITAL)) {
            return None;
        }
        let party = self.party(words.clone()).filter(|_| self.is_somebody(words.clone()));
        let office =
            || self.called(head..head + 1, words.start).map(|entity| self.entity(entity, words.clone()));
        party.filter(|party| party.entity.is_some()).or_else(office)
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::by_lists;

    #[test]
    fn you_are_whoever_is_told() {
        let lied = "+ Ida Moen > Per Lund: “You lied to the council,” (told)";
        assert_eq!(by_lists("[C “You lied to the council,”] [S {Ida Moen}] [Q told] {Per Lund}."), [lied]);
        assert_eq!(
            by_lists("[C “You lied to the council,”] [S {Ida Moen}] [Q told {Per Lund}]."),
            ["+ Ida Moen > Per Lund: “You lied to the council,” (told Per Lund)"]
        );
        assert_eq!(
            by_lists("[C “You lied to the council,”] [S {Ida Moen}] [Q told] the mayor, {Per Lund}."),
            [lied]
        );
        let thief = "+ Ida Moen > Per Lund: “You are a thief, Lund,” (said)";
        assert_eq!(by_lists("[C “You are a thief, {Per Lund|Lund},”] [S {Ida Moen}] [Q said]."), [thief]);
    }

    #[test]
    fn you_are_nobody_else() {
        for markup in [
            "[C “You lied to the council,”] [S {Ida Moen}] [Q said].",
            "[C “If you lied to the council, you must go,”] [S {Ida Moen}] [Q told] {Per Lund}.",
            "[S {Ida Moen}] [Q was told] [C “you lied to the council”].",
        ] {
            assert_eq!(by_lists(markup), [""; 0], "{markup}");
        }
    }
}
