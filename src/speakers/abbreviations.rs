//! Abbreviated titles that are titles only where they stand so: "Barr. Obi", though William Barr is none; "PC Dean Pratt",
//! "the CM", though a PC is a machine and CM a firm; "Tan Sri".

use super::lexicon::{Bits, DETERMINER, FIRST_NAME, LEXICON, TITLE};
use super::words::{Case, Words};
use crate::lists::rows;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What titles in capitals mean, and when they are titles.
static CAPITALS: LazyLock<HashMap<&str, Capitals>> = LazyLock::new(|| {
    let table = rows(include_str!("data/capital-titles.tsv"));
    table
        .map(|[letters, office, before, alone]| (letters, Capitals { office, before, alone: alone == "yes" }))
        .collect()
});

/// Words that are a title only behind certain others: "Tan Sri".
static PAIRED: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let table = rows(include_str!("data/paired-titles.tsv"));
    table.map(|[word, behind]| (word, behind.split('|').collect())).collect()
});

/// A title in capitals.
#[derive(Debug)]
struct Capitals {
    /// The office that it means.
    office: &'static str,
    /// Before which names it is a title: "any", "known", "first".
    before: &'static str,
    /// True where it is an office behind any article.
    alone: bool,
}

/// Gives each abbreviation the bits of a title or an office where it is one. Linear.
pub(super) fn mark(words: &mut Words<'_>) {
    let mut found = Vec::new();
    for at in 0..words.list.len() {
        let word = words.list[at];
        if word.bits.any(TITLE) && words.text(at + 1) != "." {
            let lower = words.text(at).to_lowercase();
            if LEXICON.needs_stop(&lower) {
                words.list[at].bits = word.bits.without(TITLE);
            }
        }
        if let Some(first) = paired(words, at) {
            for part in [first, at] {
                words.list[part].bits = words.list[part].bits.or(Bits::COURTESY);
            }
        }
        if word.case == Case::AllCapitals
            && let Some(capitals) = CAPITALS.get(words.text(at))
        {
            found.push((at, capitals));
        }
    }
    if found.is_empty() {
        return;
    }
    let surnames = surnames(words);
    let mut held: HashSet<&str> = HashSet::new();
    for &(at, capitals) in &found {
        if is_before_name(words, at, capitals, &surnames) {
            // "PM" stands behind numbers, too.
            words.list[at].bits = words.list[at].bits.without(Bits::NOT_NAME).or(Bits::RANK);
            held.insert(capitals.office);
        }
    }
    let text = words.text.to_lowercase();
    for (at, capitals) in found {
        let meant = || held.contains(capitals.office) || text.contains(capitals.office);
        if is_alone(words, at) && (capitals.alone || meant()) {
            words.list[at].bits = words.list[at].bits.without(Bits::NOT_NAME).or(Bits::ROLE);
        }
    }
}

/// The first word of a title of two words that ends at a token, before a name.
fn paired(words: &Words<'_>, at: usize) -> Option<usize> {
    let firsts = PAIRED.get(words.text(at))?;
    // "Dato’ Seri"
    let apostrophe = matches!(words.text(at.wrapping_sub(1)), "’" | "'");
    let first = at.checked_sub(1 + usize::from(apostrophe))?;
    let name = words.get(at + 1).is_some_and(|w| w.is_capital() && w.sentence == words.list[at].sentence);
    (firsts.contains(&words.text(first)) && name).then_some(first)
}

/// The words behind first names and initials.
fn surnames<'a>(words: &Words<'a>) -> HashSet<&'a str> {
    let mut surnames = HashSet::new();
    for (at, word) in words.list.iter().enumerate() {
        let initial = word.case == Case::Initial && words.text(at + 1) == ".";
        let given = word.case == Case::Capital && word.bits.any(FIRST_NAME);
        let next = at + 1 + usize::from(initial);
        let capital = words.get(next).filter(|w| w.case == Case::Capital && w.sentence == word.sentence);
        if (initial || given) && capital.is_some() {
            surnames.insert(words.text(next));
        }
    }
    surnames
}

fn is_before_name(words: &Words<'_>, at: usize, capitals: &Capitals, surnames: &HashSet<&str>) -> bool {
    let here = words.list[at];
    let other = Bits::ORGANIZATION.or(Bits::THING).or(Bits::ROLE).or(Bits::NOT_NAME).or(Bits::DEMONYM);
    let capital = |i: usize| {
        words.get(i).filter(|w| w.case == Case::Capital && w.sentence == here.sentence && !w.glued)
    };
    let Some(next) = capital(at + 1) else { return false };
    let first = next.bits.any(FIRST_NAME);
    // "Washington DC", "Salem, MD"
    let place = [at.checked_sub(1), at.checked_sub(2)]
        .into_iter()
        .flatten()
        .any(|i| LEXICON.place(&words.text(i).to_lowercase()).is_some());
    if place || next.bits.any(other.or(TITLE)) && !first {
        return false;
    }
    match capitals.before {
        "any" => true,
        "known" => first || surnames.contains(words.text(at + 1)),
        _ => first && capital(at + 2).is_some(),
    }
}

/// "The CM said", "Kerala’s former CM": an article before it, no name and no noun behind it.
fn is_alone(words: &Words<'_>, at: usize) -> bool {
    let time = Bits::PAST.or(Bits::NOW).or(Bits::PLAIN);
    let before = at.checked_sub(1).filter(|&b| !words.bits(b).any(time)).or_else(|| at.checked_sub(2));
    let determined = before.is_some_and(|b| {
        words.bits(b).any(DETERMINER)
            || words.is_possessive(b)
            || b.checked_sub(1).is_some_and(|mark| words.is_possessive(mark))
    });
    let next = words.get(at + 1).filter(|w| w.sentence == words.list[at].sentence);
    let goes_on = next.is_some_and(|w| {
        w.is_capital()
            || w.case == Case::Lower && w.bits.any(Bits::NOUN.or(Bits::ROLE).or(Bits::ORGANIZATION))
            || w.glued && matches!(w.span.of(words.text), "-" | "‑" | "/")
    });
    determined && !words.list[at].bits.any(TITLE) && !goes_on
}

#[cfg(test)]
mod tests {
    use super::super::names::tests::names;
    use super::super::tests::who;

    #[test]
    fn letters_before_a_name_are_a_title() {
        for title in ["PC", "DC", "DI", "DCI", "WPC", "DGP", "PM"] {
            assert_eq!(
                names(&format!("Then {title} Ines Duarte spoke.")),
                [format!("[{title}] Ines Duarte=Person")]
            );
        }
        assert_eq!(
            names("We met PC Ines Duarte. Then PC Duarte left."),
            ["[PC] Ines Duarte=Person", "[PC] Duarte=Person"]
        );
        for text in ["They live in Washington DC and left.", "They read DC Comics.", "It was 5 PM Friday."] {
            let names = names(text);
            assert!(names.iter().all(|n| !n.starts_with('[')), "{names:?}");
        }
    }

    #[test]
    fn letters_alone_are_an_office() {
        assert_eq!(
            who("⟦PM Ines Duarte⟧ said {no}. ⟦The PM⟧ said {it was late}."),
            ["Ines Duarte", "Ines Duarte"]
        );
        assert_eq!(
            who("⟦The Chief Minister of Orle, Selim Arda,⟧ said {no}. ⟦The CM⟧ said {it was late}."),
            ["Selim Arda", "Selim Arda"]
        );
        assert_eq!(
            who("⟦SP Selim Arda⟧ said {no}. ⟦The SP⟧ said {it was late}."),
            ["Selim Arda", "Selim Arda"]
        );
        // A party, for all that is known.
        assert_eq!(who("⟦The SP⟧ said {it was late}."), ["SP"]);
        assert_eq!(names("The PC maker left at 5 PM."), ["PC=LikelyOrganization"]);
    }

    #[test]
    fn titles_before_a_full_stop() {
        for title in ["Brig. Gen.", "Smt.", "Engr.", "Pte.", "Msgr.", "Ald.", "Dep.", "Sqn. Ldr.", "Wg. Cdr."]
        {
            assert_eq!(
                names(&format!("Then {title} Ines Duarte spoke.")),
                [format!("[{title}] Ines Duarte=Person")]
            );
        }
        assert_eq!(names("Then Barr. Ines Duarte spoke."), ["[Barr.] Ines Duarte=Person"]);
        assert_eq!(names("Then William Barr Adler spoke."), ["William Barr Adler=Person"]);
    }

    #[test]
    fn honorifics_are_no_part_of_a_name() {
        for title in [
            "Shri",
            "Smt",
            "Alhaji",
            "Hajiya",
            "Datuk",
            "Tan Sri",
            "Ustaz",
            "Maulana",
            "Comrade",
            "Cllr",
            "Professor Emeritus",
            "Squadron Leader",
            "Datuk Seri",
        ] {
            let text = format!("⟦{title} Chidi Duarte⟧ said {{no}}. ⟦{title} Duarte⟧ said {{it was late}}.");
            assert_eq!(who(&text), ["Chidi Duarte", "Chidi Duarte"], "{title}");
        }
    }
}
