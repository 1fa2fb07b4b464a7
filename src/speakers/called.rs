//! "A charity called Tellum", "the airline Norair": the noun before a name says that it is an organisation, and which.

use super::SpeakerType;
use super::guess::Guess;
use super::lexicon::{Bits, DETERMINER, LEXICON};
use super::names::Name;
use super::roles::{RoleUse, describe};
use super::words::{Case, Words};

/// So many words may stand between "the" and its noun: "the Oslo-based software company".
const FURTHEST: usize = 6;

/// The noun of "a charity called Tellum", of the name that begins at a token.
pub(super) fn by(words: &Words<'_>, start: usize) -> Option<usize> {
    let last = start.checked_sub(1)?;
    let verb = match words.text(last) {
        "called" | "named" | "dubbed" => last,
        "as" if words.text(last.checked_sub(1)?) == "known" => last - 1,
        _ => return None,
    };
    is_organization(words, verb.checked_sub(1)?)
}

/// The role "charity" of "a charity called Tellum" and of "the charity Tellum".
pub(super) fn role(words: &Words<'_>, name: &Name) -> Option<RoleUse> {
    if !name.before.is_empty() {
        return None;
    }
    let start = name.tokens.start;
    let noun = by(words, start).or_else(|| beside(words, name))?;
    let from = (noun.saturating_sub(FURTHEST)..noun).rev().find(|&i| words.bits(i).any(DETERMINER))?;
    Some(RoleUse {
        heads: vec![words.text(noun).to_lowercase()],
        organization: true,
        ..describe(words, from..noun + 1)
    })
}

/// The noun of "the airline Norair"; "the company Ada Brandt founded" is a company of his.
fn beside(words: &Words<'_>, name: &Name) -> Option<usize> {
    let end = name.tokens.end;
    let ends = matches!(words.text(end), "," | "." | ";" | ")" | "and")
        || words.bits(end).any(Bits::PREPOSITION)
        || name.possessive;
    let noun = name.tokens.start.checked_sub(1).filter(|_| ends && name.guess == Guess::Unknown)?;
    is_organization(words, noun)
}

/// The token, if it is a noun by which any organisation may be called.
fn is_organization(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.get(at).filter(|w| w.case == Case::Lower)?.span.of(words.text);
    let noun = LEXICON.noun(word)? == (SpeakerType::Organization, false);
    (noun && LEXICON.any_organization(word)).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn what_an_organization_is_called() {
        for before in [
            "He works for the software company Tellum in Oslo.",
            "He founded a small company called Tellum.",
            "He left a company known as Tellum.",
        ] {
            let text = format!("{before} Mr. Berg left in May. ⟦The company⟧ said that {{he had gone}}.");
            assert_eq!(who(&text), ["Tellum"], "{before}");
        }
        let promise =
            "Berg helps lead a group called Sandy Creek Promise. ⟦The group⟧ said {the lake was low}.";
        assert_eq!(who(promise), ["Sandy Creek Promise"]);
        let founded =
            "That was the company Ada Brandt founded. It was late. ⟦The company⟧ said {it was well}.";
        assert_eq!(who(founded), ["company"]);
    }
}
