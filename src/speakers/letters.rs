//! Letters behind a person’s name: "Rupert Hale KC", "Sarah Whitlock MP", "Anna Lind, PhD,". They are no part of the name.

use super::lexicon::{Bits, FIRST_NAME, LEXICON, TITLE, key};
use super::names::Name;
use super::parties;
use super::roles::RoleUse;
use super::words::{Case, Words};
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The letters, as they are written.
static LETTERS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/letters.txt")).collect());

/// True for "KC" or "PhD" at a token.
pub(super) fn are(words: &Words<'_>, token: usize) -> bool {
    words.get(token).is_some_and(|w| w.is_capital()) && LETTERS.contains(words.text(token))
}

/// True for letters behind a comma at `comma`, which end the name that begins at `start`: "Anna Lind, PhD,". "Salem, MD" is
/// a town.
pub(super) fn follow(words: &Words<'_>, start: usize, comma: usize) -> bool {
    are(words, comma + 1)
        && !words.get(comma + 2).is_some_and(|w| w.is_capital() && w.sentence == words.list[comma].sentence)
        && person_before(words, start..comma)
}

/// How many tokens at the end of a run are letters behind a name, with commas between and the stop of "Esq.".
pub(super) fn at_end(words: &Words<'_>, run: Range<usize>) -> usize {
    let mut end = run.end;
    while end > run.start + 1 {
        let stop = usize::from(words.text(end - 1) == "." && are(words, end - 2));
        let last = end - 1 - stop;
        if last <= run.start || !are(words, last) {
            break;
        }
        let comma = usize::from(words.text(last - 1) == ",");
        let name = run.start..last - comma;
        // "Labour MP", "Umber West MP" are no names.
        let role = LEXICON.role(&words.text(last).to_lowercase()).is_some();
        let may_be = name.clone().any(|i| words.list[i].case == Case::Capital)
            && !name.clone().any(|i| words.bits(i).any(Bits::ORGANIZATION.or(Bits::DEMONYM)));
        let stranger = comma == 0 && role && !person_before(words, name.clone());
        if !may_be || stranger || parties::are(words, name.clone()) {
            break;
        }
        end = name.end;
    }
    run.end - end
}

/// True for a lone "MP", of which a name may be left: "the Conservative MP".
pub(super) fn are_all(words: &Words<'_>, tokens: Range<usize>) -> bool {
    // "Salem, MD" is a place, though an MD may run a firm.
    let role = || {
        let lower = words.text(tokens.start).to_lowercase();
        LEXICON.role(&lower).is_some() && LEXICON.place(&lower).is_none()
    };
    tokens.len() == 1
        && words.list[tokens.start].case == Case::AllCapitals
        && are(words, tokens.start)
        && role()
}

/// True where two words or more begin with a first name or a title.
fn person_before(words: &Words<'_>, name: Range<usize>) -> bool {
    let first = words.bits(name.start);
    let place = LEXICON.place(&key(words.span(name.clone()).of(words.text))).is_some();
    name.len() > 1 && first.any(FIRST_NAME.or(TITLE)) && !place
}

/// "Sarah Whitlock MP": the office that letters mean.
pub(super) fn role(words: &Words<'_>, name: &Name) -> Option<RoleUse> {
    let behind = name.tokens.end - name.letters..name.tokens.end;
    let (found, data) = behind.clone().find_map(|i| {
        let lower = words.text(i).to_lowercase();
        LEXICON.role(&lower).map(|(_, data)| (lower.clone(), data))
    })?;
    let end = behind.end;
    Some(RoleUse { tokens: end..end, heads: vec![found], gender: data.gender, ..RoleUse::default() })
}

#[cfg(test)]
mod tests {
    use super::super::names::tests::names;
    use super::super::tests::who;

    #[test]
    fn letters_are_no_part_of_a_name() {
        for letters in ["KC", "QC", "MP", "MEP", "TD", "OBE", "FRS", "PhD", "MD", "CPA", "RN"] {
            for comma in ["", ","] {
                let text =
                    format!("⟦Rupert Hale{comma} {letters}⟧ said {{no}}. ⟦Mr Hale⟧ said {{nothing else}}.");
                assert_eq!(who(&text), ["Rupert Hale", "Rupert Hale"], "{text}");
                let text =
                    format!("{{No}}, said ⟦Rupert Hale{comma} {letters}⟧. ⟦Hale⟧ said {{nothing else}}.");
                assert_eq!(who(&text), ["Rupert Hale", "Rupert Hale"], "{text}");
            }
        }
        assert_eq!(
            who("⟦Rupert Hale KC, for the crown,⟧ said {no}. ⟦Hale⟧ said {yes}."),
            ["Rupert Hale", "Rupert Hale"]
        );
        assert_eq!(who("⟦Rupert Hale CBE QC⟧ said {no}. ⟦Hale⟧ said {yes}."), ["Rupert Hale", "Rupert Hale"]);
        assert_eq!(who("⟦Rupert Hale, Esq.,⟧ said {no}. ⟦Hale⟧ said {yes}."), ["Rupert Hale", "Rupert Hale"]);
        assert_eq!(who("⟦Mr Hale KC⟧ said {no}. ⟦Mr Hale⟧ said {yes}."), ["Hale", "Hale"]);
    }

    #[test]
    fn a_seat_in_parliament_is_an_office() {
        assert_eq!(
            who("⟦Sarah Whitlock MP⟧ said {no}. ⟦The MP⟧ said {it was late}."),
            ["Sarah Whitlock", "Sarah Whitlock"]
        );
    }

    #[test]
    fn parties_places_and_banks_have_letters_of_their_own() {
        assert_eq!(
            names("They met the TD Bank in Salem, MD, and in Orle, SC, on Friday."),
            [
                "TD Bank=Organization",
                "Salem=LikelyPerson",
                "MD=Place",
                "Orle=Unknown",
                "SC=LikelyOrganization"
            ]
        );
        assert_eq!(names("We met Labour MP Sarah Whitlock."), ["[Labour MP] Sarah Whitlock=Person"]);
    }
}
