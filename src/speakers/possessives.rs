//! A genitive inside the name of an organisation: "Teachers’ Federation", "Attorney General’s Office", "Women’s Rights
//! Watch", "Dunmore’s Bakery", "Voss’s of Kell". Who owns it is many or an office, or it is a shop that bears a surname; what
//! a state or somebody named has ("Norlund’s Defence Ministry", "Lund’s Office") is a name of its own.

use super::SpeakerType;
use super::lexicon::{Bits, DETERMINER, FIRST_NAME, LEXICON, TITLE, key};
use super::names::is_listed;
use super::words::{Case, Words};
use crate::lists::rows;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What is an organisation behind a genitive, beside the words of organisations → true behind any name.
static OWNED: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    rows(include_str!("data/owned-organizations.tsv")).map(|[word, of]| (word, of == "any")).collect()
});

/// So many words behind a genitive are looked at for what is owned.
const MOST_OWNED: usize = 6;

/// Shortest ending that tells "Mineworkers" to be workers, in bytes.
const SHORTEST_ENDING: usize = 6;

/// True where the apostrophe at `mark` stands inside a name whose run began at `start`.
pub(super) fn goes_on(words: &Words<'_>, start: usize, mark: usize) -> bool {
    let Some(next) = behind(words, mark) else { return false };
    let first = start + usize::from(words.bits(start).any(DETERMINER));
    let last = mark - 1;
    if last < first {
        return false;
    }
    if words.text(next - 1) == "of" {
        return last == first && names_nothing_else(words, last);
    }
    let capital = |i: &usize| {
        let small = matches!(words.text(*i), "and" | "of" | "for" | "&");
        words.get(*i).is_some_and(|w| (w.is_capital() || small) && w.sentence == words.list[mark].sentence)
    };
    let owned: Vec<usize> = (next..next + MOST_OWNED).take_while(capital).collect();
    let shop = |i: &usize| OWNED.get(words.text(*i).to_lowercase().as_str());
    let organization = owned.iter().any(|i| words.bits(*i).any(Bits::ORGANIZATION));
    let saint = matches!(words.text(first), "St" | "Saint");
    (organization || owned.iter().any(|i| shop(i).is_some()))
        && (saint || owned_by_all(words, first..last + 1))
        || owned.iter().take(2).any(|i| shop(i) == Some(&true)) && names_nothing_else(words, last)
}

/// Where the name goes on behind the apostrophe at `mark`: past "s", and past "of" in "Voss’s of Kell".
pub(super) fn behind(words: &Words<'_>, mark: usize) -> Option<usize> {
    let glued = |i: usize| words.get(i).is_some_and(|w| w.glued);
    let capital = |i: usize| {
        words.get(i).is_some_and(|w| w.is_capital() && !w.glued && w.sentence == words.list[mark].sentence)
    };
    let owner = words.text(mark.checked_sub(1)?);
    if !glued(mark) {
        return None;
    }
    let one = words.text(mark + 1).eq_ignore_ascii_case("s") && glued(mark + 1);
    match (mark + 2, mark + 3) {
        (next, _) if one && capital(next) => Some(next),
        (of, next) if one && words.text(of) == "of" && capital(next) => Some(next),
        _ if !one && owner.ends_with(['s', 'S']) && capital(mark + 1) => Some(mark + 1),
        _ => None,
    }
}

/// True for a whole name with a genitive in it, and not for somebody who works there ("Governor’s Office Director").
pub(super) fn whole(words: &Words<'_>, run: Range<usize>) -> bool {
    let mark = |i: &usize| {
        matches!(words.text(*i), "’" | "'") && behind(words, *i).is_some_and(|next| next < run.end)
    };
    let Some(at) = run.clone().skip(1).find(mark) else { return false };
    let works = |i: usize| words.bits(i).any(TITLE.or(Bits::ROLE)) && !words.bits(i).any(Bits::ORGANIZATION);
    words.bits(run.end - 1).any(Bits::ORGANIZATION) || !(at + 2..run.end).any(works)
}

/// An own name that is no place and no listed organisation, and no word of the language: "Dunmore".
fn names_nothing_else(words: &Words<'_>, token: usize) -> bool {
    let lower = words.text(token).to_lowercase();
    let other = Bits::ROLE.or(Bits::NOT_NAME).or(Bits::DEMONYM).or(Bits::ORGANIZATION).or(Bits::THING);
    words.list[token].case == Case::Capital
        && !is_listed(&lower)
        && !words.bits(token).any(other.or(DETERMINER).or(Bits::PRONOUN))
}

/// True where the owner is nobody by name: "People", "King", "Attorney General", "Prison Officers".
fn owned_by_all(words: &Words<'_>, owner: Range<usize>) -> bool {
    let (first, last) = (owner.start, owner.end - 1);
    let bits = words.bits(last);
    let lower = words.text(last).to_lowercase();
    if matches!(lower.as_str(), "king" | "queen") {
        return true;
    }
    let named = Bits::NOT_NAME.or(Bits::DEMONYM).or(Bits::ORGANIZATION).or(Bits::THING);
    if bits.any(named.or(DETERMINER).or(Bits::PRONOUN)) || is_listed(&lower) {
        return false;
    }
    // "Tom Rivers’", "Mr. Baker’s", "Mayor Baker’s"
    let before = first..last;
    let person = |i: usize| {
        let bits = words.bits(i);
        bits.any(TITLE) || bits.any(FIRST_NAME) && !bits.any(Bits::COMMON)
    };
    let stop =
        |b: usize| b > 0 && words.text(b) == "." && words.list[b].glued && words.bits(b - 1).any(TITLE);
    let titled = first.checked_sub(1).is_some_and(|b| words.bits(b).any(TITLE) || stop(b));
    let office = || {
        let phrase = key(words.span(owner.clone()).of(words.text));
        LEXICON.role(&phrase).is_some_and(|(found, _)| found.contains(' '))
    };
    let held = before.clone().any(|i| words.bits(i).any(Bits::ROLE)) && !office();
    if titled || held || before.clone().any(person) {
        return false;
    }
    let common = words.is_common(last);
    let many = LEXICON.noun(&lower).is_some_and(|n| matches!(n.0, SpeakerType::Group | SpeakerType::Unnamed));
    if bits.any(Bits::ROLE) || many && bits.any(Bits::NOUN) || common && last == first {
        return true;
    }
    let plural = !words.text(last + 2).eq_ignore_ascii_case("s");
    let the = first.checked_sub(1).is_some_and(|b| words.bits(b).any(DETERMINER));
    plural && (common || the && !bits.any(FIRST_NAME) || is_compound(&lower))
}

/// "Mineworkers", "steelmakers": ends with a word for people.
fn is_compound(lower: &str) -> bool {
    let people = Bits::ROLE.or(Bits::NOUN).or(Bits::COMMON);
    let endings = lower.char_indices().skip(2).map(|(at, _)| &lower[at..]);
    endings.take_while(|e| e.len() >= SHORTEST_ENDING).any(|e| LEXICON.bits(e).any(people))
}

#[cfg(test)]
mod tests {
    use super::super::names::tests::names;
    use super::super::tests::who;

    #[test]
    fn a_genitive_stands_inside_a_name() {
        for name in [
            "Teachers’ Federation",
            "Farmers’ Federation",
            "Mineworkers’ Union",
            "Prison Officers’ Association",
            "Bus Drivers’ Union",
            "Attorney General’s Office",
            "Governor’s Office",
            "Sheriff’s Department",
            "Umber County Sheriff’s Office",
            "Women’s Rights Watch",
            "Children’s Hospital",
            "People’s Justice Party",
            "Dunmore’s Bakery",
            "King’s College",
            "St Mary’s Hospital",
            "Voss’s of Kell",
        ] {
            let expected = [format!("{name}=Organization")];
            let straight = name.replace('’', "'");
            for name in [name, &straight] {
                let expected =
                    expected.clone().map(|e| if name == straight { e.replace('’', "'") } else { e });
                assert_eq!(names(&format!("The {name} said no.")), expected);
                assert_eq!(names(&format!("{name} said no.")), expected);
                assert_eq!(names(&format!("It was late. {name} said no.")), expected);
                assert_eq!(names(&format!("It moved the {name} that it fell.")), expected);
            }
        }
    }

    #[test]
    fn what_a_state_or_somebody_has_is_a_name_of_its_own() {
        assert_eq!(
            names("It moved Norway’s Defence Ministry."),
            ["Norway=Place", "Defence Ministry=Organization"]
        );
        assert_eq!(
            names("It moved Okafor’s Justice Department."),
            ["Okafor=Unknown", "Justice Department=Organization"]
        );
        assert_eq!(
            names("It moved Tom Rivers’ Justice Department."),
            ["Tom Rivers=Person", "Justice Department=Organization"]
        );
        assert_eq!(
            names("It moved Mr. Baker’s Justice Department."),
            ["[Mr.] Baker=Person", "Justice Department=Organization"]
        );
        assert_eq!(
            names("It moved the Netherlands’ Supreme Court."),
            ["Netherlands=Place", "Supreme Court=Organization"]
        );
        assert_eq!(
            names("It moved the Senate’s Justice Committee."),
            ["Senate=Organization", "Justice Committee=Organization"]
        );
    }

    #[test]
    fn short_forms_and_those_who_speak_for_it() {
        assert_eq!(
            who("⟦The Mineworkers’ Union⟧ said {it would strike}. ⟦The union⟧ said {pay was low}."),
            ["Mineworkers’ Union", "Mineworkers’ Union"]
        );
        assert_eq!(
            who("⟦Dunmore’s Bakery⟧ said {it was late}. ⟦The bakery⟧ said {flour was short}."),
            ["Dunmore’s Bakery", "Dunmore’s Bakery"]
        );
    }
}
