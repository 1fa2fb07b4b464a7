//! Where somebody is, as a role says: "a butcher in Leeds", "a swimmer from Norland", "the mayor of Querl".

use crate::store::names::role_words;
use crate::wording::list;
use std::collections::HashSet;
use std::sync::LazyLock;

static OF_PLACES: LazyLock<HashSet<String>> = LazyLock::new(|| list(include_str!("../data/of-places.txt")));

/// The places that a role names, as words are compared.
pub(super) fn places(role: &str) -> Vec<String> {
    let words: Vec<&str> = role.split_whitespace().collect();
    let mut places = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = || words.get(..at).unwrap_or_default().iter().flat_map(|w| role_words(w));
        let leads = match *word {
            "in" | "from" => true,
            "of" => before().any(|word| OF_PLACES.contains(&word)),
            _ => false,
        };
        if !leads {
            continue;
        }
        let mut name = Vec::new();
        for word in words.get(at + 1..).unwrap_or_default() {
            if !word.chars().next().is_some_and(char::is_uppercase) {
                break;
            }
            name.extend(role_words(word));
            if word.ends_with([',', ';', '.']) {
                break;
            }
        }
        places.extend(Some(name.join(" ")).filter(|name| !name.is_empty()));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn where_somebody_is() {
        for (role, expected) in [
            ("a butcher in Leeds", &["leeds"][..]),
            ("a swimmer from South Norland, who", &["south norland"]),
            ("the mayor of Querl", &["querl"]),
            ("a resident of Elm Close in Querl", &["elm close", "querl"]),
            ("chief executive of Halvex", &[]),
            ("a believer in reform", &[]),
            ("", &[]),
        ] {
            assert_eq!(places(role), expected, "{role}");
        }
    }
}
