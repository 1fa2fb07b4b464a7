//! The word lists of this stage, read from `data/`.

use crate::lists::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What an abbreviation's full stop can mean; see `data/abbreviations.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// "Mr.": a name follows, the sentence goes on.
    BeforeName,
    /// "e.g.": the sentence goes on.
    Never,
    /// "No.": an abbreviation only before a number.
    BeforeNumber,
    /// "Inc.": a sentence ends here only before a word that begins sentences.
    Either,
    /// "p.m.": a sentence ends here before a capital, unless it belongs to the time.
    Time,
}

/// The part that a word plays; see `data/words.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Begins sentences.
    Starter,
    /// A verb of saying.
    Reporting,
    /// May stand within a name.
    Particle,
    /// Follows a verb of saying in a sentence of its own.
    Complement,
    /// Goes with a time of day.
    Clock,
    /// Begins a sentence with a time of day.
    Opening,
    /// A name with an exclamation mark.
    Exclaiming,
    /// The end of an internet address.
    Domain,
    /// Has lost its first letters to an apostrophe.
    Elision,
    /// Binds a number that follows.
    Joiner,
}

/// The class of an abbreviation, given without its last full stop.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    ABBREVIATIONS.get(word).copied()
}

/// True where the word plays that part. Capitals matter.
pub(super) fn has_role(word: &str, role: Role) -> bool {
    ROLES.get(word).is_some_and(|roles| roles & (1 << role as u16) != 0)
}

static ABBREVIATIONS: LazyLock<HashMap<String, Abbreviation>> = LazyLock::new(|| {
    let class = |name: &str| match name {
        "before-name" => Some(Abbreviation::BeforeName),
        "never" => Some(Abbreviation::Never),
        "before-number" => Some(Abbreviation::BeforeNumber),
        "either" => Some(Abbreviation::Either),
        "time" => Some(Abbreviation::Time),
        _ => None,
    };
    let mut table = HashMap::new();
    for [name, words] in rows(include_str!("data/abbreviations.tsv")) {
        for word in words.split(' ') {
            if let Some(class) = class(name) {
                if word.len() > 1 {
                    table.entry(word.to_uppercase()).or_insert(class);
                }
                table.insert(word.to_owned(), class);
            }
        }
    }
    table
});

static ROLES: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let role = |name: &str| match name {
        "starter" => Some(Role::Starter),
        "reporting" => Some(Role::Reporting),
        "particle" => Some(Role::Particle),
        "complement" => Some(Role::Complement),
        "clock" => Some(Role::Clock),
        "opening" => Some(Role::Opening),
        "exclaiming" => Some(Role::Exclaiming),
        "domain" => Some(Role::Domain),
        "elision" => Some(Role::Elision),
        "joiner" => Some(Role::Joiner),
        _ => None,
    };
    let mut table = HashMap::new();
    for [name, words] in rows(include_str!("data/words.tsv")) {
        for word in words.split(' ') {
            if let Some(role) = role(name) {
                *table.entry(word).or_default() |= 1 << role as u16;
            }
        }
    }
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_files_is_understood() {
        let files = [
            (
                include_str!("data/abbreviations.tsv"),
                vec!["before-name", "never", "before-number", "either", "time"],
            ),
            (
                include_str!("data/words.tsv"),
                vec![
                    "starter",
                    "reporting",
                    "particle",
                    "complement",
                    "clock",
                    "opening",
                    "exclaiming",
                    "domain",
                    "elision",
                    "joiner",
                ],
            ),
        ];
        for (file, names) in files {
            for [name, words] in rows(file) {
                assert!(names.contains(&name), "{name}");
                assert!(words.split(' ').all(|word| !word.is_empty() && !word.ends_with('.')), "{name}");
            }
        }
    }

    #[test]
    fn capitals_matter_but_all_capitals_are_understood() {
        assert_eq!(abbreviation("Mr"), Some(Abbreviation::BeforeName));
        assert_eq!(abbreviation("CORP"), Some(Abbreviation::Either));
        assert_eq!(abbreviation("sen"), None);
        assert!(has_role("The", Role::Starter) && !has_role("the", Role::Starter));
    }
}
