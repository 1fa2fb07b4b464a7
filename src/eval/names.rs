//! Whether two names of one article are the same: case, accents, titles and a shorter form set aside.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that stand before a name and are no part of it.
const BEFORE: [&str; 26] = [
    "a",
    "an",
    "the",
    "some",
    "many",
    "most",
    "several",
    "other",
    "fellow",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sen",
    "senator",
    "rep",
    "representative",
    "gov",
    "governor",
    "president",
    "sir",
    "gen",
    "col",
    "prof",
    "rev",
];

/// Words that an acronym passes over.
const SMALL: [&str; 6] = ["of", "the", "for", "and", "on", "in"];

/// The words of a name that count.
pub fn words(name: &str) -> Vec<String> {
    let plain: String = name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    // "U.S." is one word, and "Clinton’s" is Clinton.
    let plain = plain.replace(['’', '‘'], "'").replace("'s ", " ").replace('.', "");
    let plain = plain.strip_suffix("'s").unwrap_or(&plain);
    let mut words: Vec<String> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    while words.len() > 1 && words.first().is_some_and(|w| BEFORE.contains(&w.as_str())) {
        words.remove(0);
    }
    words
}

/// True where `shown` is a name of `gold`, and of no one else among `others` (all names of the article): the same
/// words, fewer of them in the same order, an acronym, or a fuller form.
pub fn fits<'n>(shown: &str, gold: &str, others: impl IntoIterator<Item = &'n str>) -> bool {
    let (shown, gold) = (words(shown), words(gold));
    let form_of = |short: &[String], long: &[String]| {
        !short.is_empty() && (within(short, long) || acronym(short, long))
    };
    if shown == gold || shown.concat() == gold.concat() {
        return true;
    }
    if form_of(&gold, &shown) {
        return true;
    }
    form_of(&shown, &gold) && !others.into_iter().map(words).any(|o| o != gold && form_of(&shown, &o))
}

/// True where the words of `short` stand in `long`, in their order.
fn within(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|w| w == word))
}

fn acronym(short: &[String], long: &[String]) -> bool {
    let [one] = short else { return false };
    let initials = |small: bool| -> String {
        let counted = long.iter().filter(|w| small || !SMALL.contains(&w.as_str()));
        counted.filter_map(|w| w.chars().next()).collect()
    };
    long.len() > 1 && (*one == initials(false) || *one == initials(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_speaker_fit() {
        let all = ["Lucía Ferrer", "Hugo Ferrer", "Ruritanian Farmers Union", "Port of Oban"];
        for (shown, gold) in [
            ("Lucia Ferrer", "Lucía Ferrer"),
            ("Sen. Lucía Ferrer", "Lucía Ferrer"),
            ("Lucía", "Lucía Ferrer"),
            ("Lucía M. Ferrer", "Lucía Ferrer"),
            ("RFU", "Ruritanian Farmers Union"),
            ("R.F.U.", "Ruritanian Farmers Union"),
            ("the Farmers Union", "Ruritanian Farmers Union"),
        ] {
            assert!(fits(shown, gold, all), "{shown} – {gold}");
        }
        // A form that two people share names neither.
        assert!(!fits("Ferrer", "Lucía Ferrer", all));
        assert!(!fits("Hugo Ferrer", "Lucía Ferrer", all));
        assert!(!fits("", "Lucía Ferrer", all));
    }
}
