//! Given names of two syllables with a hyphen between them: "Kim Jong-un", "Lo Kwok-hung". The second may be small, as it
//! is in adjectives ("Wall Street-backed"), so that the sound of the syllables and the surname before them must tell.

use super::lexicon::{BARRIER, Bits, DETERMINER, LEXICON, TITLE, key};
use super::words::Words;
use crate::lists::lines;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Syllables of Korean and Chinese given names as they are written in English.
static SYLLABLES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/syllables.txt")).collect());

/// English words of such a sound that stand with a hyphen behind names: "run".
static ENGLISH: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/hyphen-words.txt")).collect());

/// What a syllable may begin with, besides one consonant or nothing.
const ONSETS: [&str; 16] =
    ["ch", "gw", "hs", "hw", "kh", "kw", "ng", "sh", "sw", "sz", "th", "ts", "tsz", "tz", "zh", "lw"];

/// What a syllable may end with, besides a vowel; surnames with "rk", too (Park).
const CODAS: [&str; 13] = ["", "ck", "h", "hn", "k", "l", "m", "n", "ng", "p", "r", "t", "w"];

/// Syllables without a vowel.
const BARE: [&str; 3] = ["ng", "sz", "tsz"];

/// Longest syllable, in letters: "cheung".
const LONGEST: usize = 6;

/// Most vowels of one syllable, "y" among them: "yeou".
const MOST_VOWELS: usize = 4;

/// True for a syllable of East Asian names that the list has.
fn is_listed(word: &str) -> bool {
    SYLLABLES.contains(word.to_lowercase().as_str())
}

/// True for two words that sound like the syllables of an East Asian given name.
pub(super) fn are_given(first: &str, second: &str) -> bool {
    is_listed(first) && is_listed(second) || sounds(&first.to_lowercase()) && sounds(&second.to_lowercase())
}

/// A given name behind a surname: the capitalised syllable at `first`, a hyphen, another one, small or not.
pub(super) fn given(words: &Words<'_>, first: usize) -> bool {
    let glued = |i: usize| words.get(i).is_some_and(|w| w.glued);
    let (one, other) = (words.text(first).to_lowercase(), words.text(first + 2).to_lowercase());
    matches!(words.text(first + 1), "-" | "‑")
        && glued(first + 1)
        && glued(first + 2)
        && words.get(first).is_some_and(|w| w.is_capital())
        && one != other
        && (is_listed(&one) && is_listed(&other) || is_heard(words, first, &one, &other))
}

/// True for a name that ends with such a given name.
pub(super) fn given_at_end(words: &Words<'_>, name: std::ops::Range<usize>) -> bool {
    name.len() > 3 && given(words, name.end - 3)
}

/// "Moon Jae-in": a whole name from a token on, of which the surname is a word of the language.
pub(super) fn is_name(words: &Words<'_>, start: usize) -> bool {
    is_listed(words.text(start)) && given(words, start + 1)
}

/// The same of syllables that the list lacks: by their sound, behind a surname that sounds like one, too.
fn is_heard(words: &Words<'_>, first: usize, one: &str, other: &str) -> bool {
    let known = Bits::COMMON.or(Bits::NOUN).or(Bits::ROLE);
    let english = |i: usize, syllable: &str| words.bits(i).any(known) && !SYLLABLES.contains(syllable);
    let surname = |i: usize| {
        let small = BARRIER.or(DETERMINER).or(TITLE).or(Bits::NOT_NAME).or(Bits::PRONOUN);
        let word = words.get(i).filter(|w| w.is_capital() && !w.bits.any(small));
        let lower = words.text(i).to_lowercase();
        word.is_some() && (sounds(&lower) || lower.strip_suffix('k').is_some_and(sounds))
    };
    // "the Hong Kong-run office"
    let place = |start: usize| LEXICON.place(&key(words.span(start..first + 1).of(words.text))).is_some();
    sounds(one)
        && sounds(other)
        && !ENGLISH.contains(other)
        && !(english(first, one) && english(first + 2, other))
        && first.checked_sub(1).is_some_and(|before| surname(before) && !place(before))
}

/// True for a word in small letters that could be one syllable of Chinese or Korean, however it is transcribed.
fn sounds(word: &str) -> bool {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    if word.len() > LONGEST || !word.chars().all(|c| c.is_ascii_lowercase()) {
        return false;
    }
    let Some(start) = word.find(vowel) else { return BARE.contains(&word) };
    let (onset, rest) = word.split_at(start);
    let (vowels, coda) = rest.split_at(rest.find(|c| !vowel(c)).unwrap_or(rest.len()));
    (onset.len() < 2 || ONSETS.contains(&onset)) && vowels.len() <= MOST_VOWELS && CODAS.contains(&coda)
}

#[cfg(test)]
mod tests {
    use super::super::names::tests::names;
    use super::*;

    #[test]
    fn one_syllable_by_its_sound() {
        for word in ["kwok", "heung", "hsien", "loong", "kin", "jeou", "tsz", "ng", "young", "ih", "teck"] {
            assert!(sounds(word), "{word}");
        }
        for word in
            ["backed", "led", "era", "wide", "based", "style", "free", "only", "term", "linked", "ish"]
        {
            assert!(!sounds(word), "{word}");
        }
    }

    #[test]
    fn names_that_no_list_has() {
        for name in [
            "Lo Kwok-fai",
            "Goh Hsien-boon",
            "Hwang Heung-rok",
            "Choi Young-tak",
            "Ng Kin-fat",
            "Park Seul-gi",
            "Mak Yok-sum",
            "Lim Son-hui",
            "Ng Kin-man",
            "Ahn Duck-soo",
        ] {
            assert_eq!(names(&format!("{name}, a lawmaker, said no.")), [format!("{name}=Person")]);
            assert_eq!(names(&format!("Then lawmaker {name} spoke.")), [format!("{name}=Person")]);
        }
        assert_eq!(names("We met Carrie Chan Suk-yee."), ["Carrie Chan Suk-yee=Person"]);
    }

    #[test]
    fn adjectives_are_no_given_names() {
        for adjective in [
            "Lo Fat-free",
            "Kim Monday-only",
            "Wall Street-backed",
            "Hong Kong-run",
            "New Mid-term",
            "Tom Biden-era",
            "Lee Sin-like",
            "Wang Yi-run",
        ] {
            let (name, _) = adjective.split_once('-').unwrap();
            let found = names(&format!("They saw the {adjective} office."));
            assert!(found.iter().all(|n| !n.contains('-')), "{name}: {found:?}");
        }
        for adjective in ["Tory-led", "US-led", "Kremlin-backed", "EU-wide", "Labour-run"] {
            let found = names(&format!("They saw the {adjective} office."));
            assert!(found.iter().all(|n| !n.contains('-')), "{found:?}");
        }
    }
}
