//! "The airline, Norair," and "The owner, Seaways Ltd,": an organisation that is named behind what it is called.

use super::SpeakerType;
use super::guess::Guess;
use super::lexicon::{BARRIER, Bits, DETERMINER, LEXICON, key, singular};
use super::names::Name;
use super::roles::{self, RoleUse};
use super::words::Words;
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What a firm may be called as well as a person.
static OWNERS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/owners.txt")).collect());

/// True where an organisation of that name may be what the words of `core` describe.
pub(super) fn may_be(words: &Words<'_>, core: Range<usize>, name: &Name) -> bool {
    let phrase = key(words.span(core).of(words.text));
    let last = phrase.rsplit(' ').next().unwrap_or("");
    let organization = LEXICON.bits(last).any(Bits::ORGANIZATION)
        || LEXICON.noun(&phrase) == Some((SpeakerType::Organization, false));
    match name.guess {
        Guess::Organization | Guess::LikelyOrganization => organization || OWNERS.contains(last),
        Guess::Unknown => organization,
        _ => false,
    }
}

/// So many words before a comma are looked at.
const LONGEST: usize = 6;

/// "The airline, Norair,": what the words before a comma call the organisation behind it.
pub(super) fn before(words: &Words<'_>, name: &Name) -> Option<RoleUse> {
    let the = usize::from(words.text(name.before.start.checked_sub(1)?) == "the");
    let comma = name.before.start.checked_sub(1 + the)?;
    let closed = matches!(words.text(name.tokens.end), "," | "." | ";" | ")" | "—" | "–" | "?" | ":");
    if words.text(comma) != "," || !closed {
        return None;
    }
    let sentence = words.get(comma)?.sentence;
    let inside = |i: &usize| {
        words.get(*i).is_some_and(|w| w.is_word() && w.sentence == sentence)
            && !words.bits(*i).any(BARRIER.or(DETERMINER))
    };
    let start = (comma.saturating_sub(LONGEST)..comma).rev().take_while(inside).last()?;
    let determined = start.checked_sub(1).is_some_and(|b| words.bits(b).any(DETERMINER));
    if !determined || !may_be(words, start..comma, name) {
        return None;
    }
    let head = singular(&words.text(comma - 1).to_lowercase()).to_owned();
    let mut role = roles::describe(words, start..comma);
    role.words.retain(|w| *w != head);
    role.heads.push(head);
    role.organization = true;
    Some(role)
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn an_organisation_behind_what_it_is_called() {
        for (source, name) in [
            ("The owner, Seaways Ltd,", "Seaways Ltd"),
            ("The contractor, Dorval Construction,", "Dorval Construction"),
            ("The airline, Norair,", "Norair"),
            ("A rights group, Women’s Rights Watch,", "Women’s Rights Watch"),
            ("The ship’s operator, Norair Group,", "Norair Group"),
            ("The regulator, the Health and Safety Executive,", "Health and Safety Executive"),
        ] {
            assert_eq!(who(&format!("It was late. ⟦{source}⟧ blamed {{the captain}}.")), [name], "{source}");
            assert_eq!(who(&format!("It was late. {{No}}, said ⟦{source}⟧ on Monday.")), [name], "{source}");
        }
        assert_eq!(
            who("The contractor, Dorval Construction, left. ⟦The contractor⟧ said {no}."),
            ["Dorval Construction"]
        );
        assert_eq!(
            who("⟦The airline, Norair,⟧ said {no}. ⟦The airline⟧ said {it was late}."),
            ["Norair", "Norair"]
        );
    }

    #[test]
    fn a_place_and_an_employer_are_not_meant() {
        for source in ["The airline, based in Oslo, Norway,", "The captain, of Norair Group,"] {
            let found = who(&format!("It was late. ⟦{source}⟧ blamed {{the crew}}."));
            assert!(!["Norway", "Norair Group", "Norair"].contains(&found[0].as_str()), "{found:?}");
        }
    }
}
