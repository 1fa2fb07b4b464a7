//! "and" inside the name of an organisation: "Department of Health and Human Services", "Bureau of Alcohol, Tobacco,
//! Firearms and Explosives", "Health and Safety Executive", "the Lund and Moen Commission".

use super::lexicon::{Bits, DETERMINER, FIRST_NAME, LEXICON, TITLE, singular};
use super::names::is_listed;
use super::words::{Case, Words};
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Endings of words for what an office deals with: "safety", "prevention".
static ENDINGS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/abstract-endings.txt")).collect());

/// Words that end such a name though they are offices or things elsewhere: "Executive".
static HEADS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/joint-heads.txt")).collect());

/// Most words of the name before "and" or a comma, and behind it.
const MOST_BEFORE: usize = 5;
const MOST_BEHIND: usize = 5;
const MOST_WITH_OF: usize = 8;

/// More fields than this between commas are no name.
const MOST_FIELDS: usize = 6;

/// True where the "and" at the end of a run belongs to the name of an organisation.
pub(super) fn and_goes_on(words: &Words<'_>, run: Range<usize>) -> bool {
    let after = run.end + 1;
    let first_name = words.bits(after).any(FIRST_NAME) && !is_field(words, after);
    if !capital(words, after) || words.bits(after).any(TITLE) || first_name {
        return false;
    }
    let small = run.clone().rev().find(|&i| matches!(words.text(i), "of" | "for" | "on"));
    let place = |i: usize| LEXICON.country(&words.text(i).to_lowercase()).is_some();
    if small.is_some() {
        let next = words.get(after + 1);
        let next_ends = !next.is_some_and(|w| w.case == Case::Lower && w.bits.any(Bits::VERB));
        // "the Department of Justice and Police Federation"
        let singular = |i: usize| !words.text(i).ends_with('s') && words.bits(i).any(Bits::ORGANIZATION);
        if (after + 1..after + MOST_BEHIND).take_while(|&i| capital(words, i)).any(singular) {
            return false;
        }
        let listed = run.clone().any(|i| words.text(i) == ",");
        let field = listed || is_field(words, after) && !words.bits(after).any(Bits::ORGANIZATION);
        return (next_ends || field) && !place(after) && !place(run.end - 1) && run.len() <= MOST_WITH_OF;
    }
    has_head_behind(words, run)
}

/// True where the comma at the end of a run stands in a list of what an organisation deals with, which ends with "and".
pub(super) fn list_goes_on(words: &Words<'_>, run: Range<usize>) -> bool {
    let Some(of) = run.clone().rev().find(|&i| matches!(words.text(i), "of" | "for")) else { return false };
    if of == run.start || !words.bits(of - 1).any(Bits::ORGANIZATION) {
        return false;
    }
    let commas = (of + 2..run.end).filter(|&i| words.text(i - 1) == ",");
    let mut fields: Vec<usize> = std::iter::once(of + 1).chain(commas).collect();
    let mut at = run.end;
    while fields.len() < MOST_FIELDS {
        let last = words.text(at) == "and" || words.text(at + 1) == "and";
        if !matches!(words.text(at), "," | "and") {
            return false;
        }
        at += 1 + usize::from(words.text(at) == "," && last);
        if !could_be_field(words, at) {
            return false;
        }
        fields.push(at);
        at += 1;
        if last {
            break;
        }
        if capital(words, at) {
            at += 1;
        }
    }
    fields.len() > 2 && fields[1..].iter().any(|&i| is_field(words, i))
}

/// How a run goes on behind such a comma, past the "and" of ", and".
pub(super) fn behind_comma(words: &Words<'_>, comma: usize) -> usize {
    comma + 1 + usize::from(words.text(comma + 1) == "and")
}

/// True for a whole name with "and" in it, and not for somebody who works there.
pub(super) fn whole(words: &Words<'_>, run: Range<usize>) -> bool {
    let Some(and) = run.clone().find(|&i| words.text(i) == "and") else { return false };
    let works = |i: usize| {
        words.bits(i).any(TITLE.or(Bits::ROLE))
            && !words.bits(i).any(Bits::ORGANIZATION)
            && !is_head(words, i)
    };
    let ends = words.bits(run.end - 1).any(Bits::ORGANIZATION);
    and > run.start && (ends || !(and + 1..run.end).any(works))
}

/// "Food and Drug Administration", "Lund and Moen Commission": the two stand before one noun.
fn has_head_behind(words: &Words<'_>, run: Range<usize>) -> bool {
    let the = run.start.checked_sub(1).is_some_and(|b| words.text(b).eq_ignore_ascii_case("the"));
    let the = the || words.text(run.start).eq_ignore_ascii_case("the");
    let first = run.start + usize::from(words.bits(run.start).any(DETERMINER));
    let (left, right) = (run.end - 1, run.end + 1);
    if left < first || run.end - first > MOST_BEFORE {
        return false;
    }
    let behind = (right..right + MOST_BEHIND).take_while(|&i| capital(words, i)).skip(1);
    let Some(head) = behind.into_iter().find(|&i| is_head(words, i) || words.bits(i).any(Bits::ORGANIZATION))
    else {
        return false;
    };
    let lower = words.text(head).to_lowercase();
    let one = !lower.ends_with('s') || lower.ends_with("ss");
    let person = |i: usize| {
        let bits = words.bits(i);
        bits.any(TITLE) || bits.any(FIRST_NAME) && !is_field(words, i) || bits.any(Bits::ROLE) && i != left
    };
    let listed = is_listed(&words.text(right).to_lowercase());
    if !one || listed || (first..run.end).any(person) {
        return false;
    }
    let fields = is_field(words, left) && (right..head).any(|i| is_field(words, i));
    // "the Central and East European Coalition"
    let regions =
        the && could_be_field(words, left) && (right..head).any(|i| words.bits(i).any(Bits::DEMONYM));
    let alone = left == first || (first..left).all(|i| words.is_common(i));
    let house = words.bits(left).any(Bits::ORGANIZATION) && !is_field(words, left);
    // Two of whom nothing is known, and one noun for both.
    let names = the
        && head == right + 1
        && could_be_field(words, left)
        && could_be_field(words, right)
        && !is_field(words, right);
    !house
        && (fields && (the || is_field(words, right))
            || alone && (names || regions) && !is_field(words, left))
}

fn capital(words: &Words<'_>, at: usize) -> bool {
    words.get(at).is_some_and(|w| w.is_capital() && !w.first)
}

fn is_head(words: &Words<'_>, at: usize) -> bool {
    HEADS.contains(words.text(at).to_lowercase().as_str())
}

/// No place, no party, no listed organisation, no letters: it may be what an organisation deals with, or a surname.
fn could_be_field(words: &Words<'_>, at: usize) -> bool {
    words.get(at).is_some_and(|w| w.case == Case::Capital)
        && capital(words, at)
        && !words.bits(at).any(Bits::DEMONYM.or(Bits::NOT_NAME).or(TITLE))
        && (!words.bits(at).any(FIRST_NAME) || is_field(words, at))
        && !is_listed(&words.text(at).to_lowercase())
}

/// A word of the language for what an organisation deals with: "Health", "Safety", "Securities".
fn is_field(words: &Words<'_>, at: usize) -> bool {
    let lower = words.text(at).to_lowercase();
    let ending = || ENDINGS.iter().any(|e| lower.len() > e.len() + 2 && lower.ends_with(e));
    let bits = words.bits(at);
    let common = words.is_common(at) || LEXICON.bits(singular(&lower)).any(Bits::COMMON);
    let field = common || bits.any(Bits::PORTFOLIO) || ending();
    field && !bits.any(Bits::DEMONYM.or(Bits::NOT_NAME).or(TITLE)) && !is_listed(&lower)
}

#[cfg(test)]
mod tests {
    use super::super::names::tests::names;
    use super::super::tests::who;

    #[test]
    fn and_stands_inside_the_name_of_an_organisation() {
        for name in [
            "Securities and Exchange Commission",
            "Health and Safety Executive",
            "Food and Drug Administration",
            "Equality and Human Rights Commission",
            "Fire and Rescue Service",
            "Central and East European Coalition",
            "Lund and Moen Commission",
            "Centers for Disease Control and Prevention",
            "Department of Health and Human Services",
            "Bureau of Alcohol, Tobacco, Firearms and Explosives",
            "Bureau of Alcohol, Tobacco, Firearms, and Explosives",
            "Department for Culture, Media and Sport",
        ] {
            let expected = [format!("{name}=Organization")];
            assert_eq!(names(&format!("The {name} accused them.")), expected);
            assert_eq!(names(&format!("The {name} said no.")), expected);
            assert_eq!(names(&format!("It moved the {name}.")), expected);
        }
        for name in ["Securities and Exchange Commission", "Truth and Reconciliation Commission"] {
            assert_eq!(names(&format!("{name} staff left.")), [format!("{name}=Organization")]);
        }
    }

    #[test]
    fn two_organisations_are_two() {
        assert_eq!(
            names("It moved the Kremlin and Foreign Ministry.").len()
                + names("The Senate and Oslo Council left.").len(),
            4
        );
        assert_eq!(
            names("It moved Halvex and Norair Group."),
            ["Halvex=Unknown", "Norair Group=Organization"]
        );
        assert_eq!(
            names("Ada Moss and Norair Group left."),
            ["Ada Moss=Person", "Norair Group=Organization"]
        );
        assert_eq!(
            names("It moved the Ministry of Health, Halvex, Norair and Seaways."),
            ["Ministry of Health=Organization", "Halvex=Unknown", "Norair=Unknown", "Seaways=Unknown"]
        );
        assert_eq!(
            names("It moved the Department of Justice and Police Federation."),
            ["Department of Justice=Organization", "Police Federation=Organization"]
        );
    }

    #[test]
    fn the_commission_is_that_commission() {
        assert_eq!(
            who("⟦The Lund and Moen Commission⟧ said {no}. ⟦The Commission⟧ said {it was late}."),
            ["Lund and Moen Commission", "Lund and Moen Commission"]
        );
    }
}
