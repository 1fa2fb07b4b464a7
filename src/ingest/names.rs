//! Names of authors as bylines give them, without what stands around them.

use crate::lists::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words beside an author's name, and whether they are a role.
static ROLES: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    let words = rows(include_str!("data/byline-roles.tsv"));
    words.map(|[kind, word]: [&str; 2]| (word, kind == "role")).collect()
});

/// Words of the shortest name that has a role beside it.
const LEAST: usize = 2;

/// A name without what stands before and behind it: "Staff reporter", "Political correspondent", "in Lund", "for the Post".
pub fn without_role(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_end = |word: &&str| ["in", "for"].iter().any(|end| word.eq_ignore_ascii_case(end));
    let end = words.iter().skip(LEAST).position(is_end).map(|at| at + LEAST);
    let named = words.get(..end.unwrap_or(words.len())).unwrap_or_default();
    let is_known = |word: &&&str| ROLES.contains_key(word.to_lowercase().as_str());
    let is_role =
        |word: Option<&&str>| word.is_some_and(|w| ROLES.get(w.to_lowercase().as_str()) == Some(&true));
    let behind = named.iter().rev().take_while(is_known).count();
    let named = match named.get(..named.len() - behind) {
        Some(bare) if is_role(named.last()) && bare.len() >= LEAST => bare,
        _ => named,
    };
    let before = named.iter().take_while(is_known).count();
    match named.get(before..) {
        Some(bare)
            if is_role(before.checked_sub(1).and_then(|last| named.get(last))) && bare.len() >= LEAST =>
        {
            bare.join(" ")
        }
        _ => named.join(" "),
    }
}

/// A name alone, as it is written elsewhere.
pub fn bare(name: &str) -> String {
    spelt(&without_role(name))
}

/// A name in capitals as it is written elsewhere: "ADA O'BRIEN-EK" is Ada O'Brien-Ek. Letters alone are those of an agency.
pub fn spelt(name: &str) -> String {
    /// Letters of the longest word that may be those of an agency.
    const LETTERS: usize = 4;
    if name.chars().any(char::is_lowercase) || !name.contains(' ') && name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let word = |word: &str| {
        if word.contains('.') {
            return word.to_owned();
        }
        let mut begins = true;
        let mut spelt = String::new();
        for c in word.chars() {
            if begins {
                spelt.push(c)
            } else {
                spelt.extend(c.to_lowercase())
            }
            begins = !c.is_alphabetic();
        }
        spelt
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_what_stands_around_it() {
        for name in [
            "Ada Berg",
            "Ada Berg Political Correspondent",
            "Ada Berg in Lund",
            "Ada Berg For Lundonline",
            "Staff reporter Ada Berg",
            "Political Editor Ada Berg in Lund",
        ] {
            assert_eq!(without_role(name), "Ada Berg", "{name}");
        }
        for name in ["Staff Reporter", "Editor Berg", "Political Berg Moen", "Lund"] {
            assert_eq!(without_role(name), name);
        }
    }

    #[test]
    fn capitals_are_spelt_as_elsewhere() {
        for (shouted, name) in [
            ("ADA BERG", "Ada Berg"),
            ("ADA O'BRIEN-EK", "Ada O'Brien-Ek"),
            ("J.R. BERG", "J.R. Berg"),
            ("NOËLLE EK", "Noëlle Ek"),
            ("AFP", "AFP"),
            ("Ada BERG", "Ada BERG"),
        ] {
            assert_eq!(spelt(shouted), name);
        }
    }
}
