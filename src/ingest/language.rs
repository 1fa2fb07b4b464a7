//! The language that a text is written in.

mod small_words;

use self::small_words::SmallWords;
use crate::lists::rows;
use crate::script::is_latin;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How much of a text is looked at, in bytes.
const ENOUGH: usize = 8000;
/// A text of fewer words and letters may be a list of names.
const FEWEST_WORDS: usize = 20;
const FEWEST_LETTERS: usize = 100;
/// A text in a script of which no language is known (ISO 639-2: undetermined).
const UNKNOWN: &str = "und";

/// Codes and names in lower case, with the two letters of each language.
static NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for [two, three, name, others] in rows::<4>(include_str!("data/languages.tsv")) {
        let all = [two, three, name].into_iter().chain(others.split(", ")).filter(|name| !name.is_empty());
        names.extend(all.map(|name| (name.to_lowercase(), two)));
    }
    names
});

/// The language that somebody means (`en`, `eng`, `en-GB`, `en_US.UTF-8`, "English") as two letters (ISO 639-1). `None` for what is
/// no language.
pub fn code(told: &str) -> Option<&'static str> {
    let told = told.trim().to_lowercase();
    let language = told.split(['-', '_', '.', '@']).next().unwrap_or_default();
    NAMES.get(told.as_str()).or_else(|| NAMES.get(language)).copied()
}

/// The language that a text looks like, as two letters (ISO 639-1). `None` where it is not certain, as of a line of names.
pub fn detect(text: &str) -> Option<&'static str> {
    let text = text.get(..text.floor_char_boundary(ENOUGH))?;
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let (all, latin) = (letters().count(), letters().filter(|c| is_latin(*c)).count());
    if latin * 2 < all {
        // Which language it is may be doubtful; the script says which it is not.
        return Some(whatlang::detect(text).map_or(UNKNOWN, |info| two_letters(info.lang())));
    }
    let small_words = SmallWords::of(text);
    let is_long = text.split_whitespace().count() >= FEWEST_WORDS || all >= FEWEST_LETTERS;
    let sure = whatlang::detect(text).filter(|info| is_long && info.is_reliable());
    match sure.map(|info| two_letters(info.lang())) {
        // Names of another language fill a short text soon.
        Some(other) if other != "en" && small_words.are_english() => None,
        Some(sure) => Some(sure),
        None => small_words.other(),
    }
}

fn two_letters(language: whatlang::Lang) -> &'static str {
    NAMES.get(language.code()).copied().unwrap_or(language.code())
}

/// The language of a text of which nothing is read, since it is not English. `told` is what the user says; what is no language
/// (older versions took any word) says nothing.
pub fn other_than_english(text: &str, told: Option<&str>) -> Option<String> {
    let language = told.and_then(code).or_else(|| detect(text))?;
    (language != "en").then(|| language.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_the_news() {
        for (language, text) in [
            (
                "en",
                "The mayor of the town said on Thursday that the talks had come to nothing, and that nobody had offered anything to anybody.",
            ),
            (
                "de",
                "Die Bürgermeisterin sagte am Donnerstag, die Gespräche seien gescheitert, und niemand habe jemandem etwas angeboten, was der Rede wert sei.",
            ),
            (
                "fr",
                "La maire de la ville a déclaré jeudi que les pourparlers avaient échoué et que personne n’avait proposé quoi que ce soit à qui que ce soit.",
            ),
        ] {
            assert_eq!(detect(&text.repeat(2)), Some(language), "{text}");
        }
    }

    #[test]
    fn a_language_is_known_by_its_codes_and_names() {
        for (told, language) in [
            ("en", Some("en")),
            ("eng", Some("en")),
            ("English", Some("en")),
            ("en-GB", Some("en")),
            (" EN_us ", Some("en")),
            ("en_US.UTF-8", Some("en")),
            ("ger", Some("de")),
            ("Deutsch", Some("de")),
            ("zh-Hans", Some("zh")),
            ("cmn", Some("zh")),
            ("nb", Some("no")),
            ("englisch?", None),
            ("klingon", None),
            ("xx", None),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(code(told), language, "{told}");
        }
        assert_eq!(other_than_english("Rain.", Some("english")), None);
        assert_eq!(other_than_english("Rain.", Some("klingon")), None);
        assert_eq!(other_than_english("Rain.", Some("DE")).as_deref(), Some("de"));
    }

    #[test]
    fn other_scripts_are_never_english() {
        let text = "Мэр города заявила в четверг, что переговоры ни к чему не привели и что никто никому ничего не предложил.";
        assert!(detect(&text.repeat(2)).is_some_and(|language| language != "en"));
    }

    #[test]
    fn other_scripts_are_never_english_however_short_the_text_is() {
        for (language, text) in [
            ("ja", "市長が辞任"),
            ("zh", "市长辞职"),
            ("ko", "시장은 화요일에 사임을 발표했다."),
            ("el", "Ο υπουργός παραιτήθηκε την Τρίτη."),
            ("ar", "استقال الوزير يوم الثلاثاء"),
            ("he", "ראש העיר התפטר ביום שלישי"),
            ("th", "นายกเทศมนตรีลาออก"),
            ("und", "ᎠᏂᏴᏫᏯ ᎢᎬᏱ"),
        ] {
            assert_eq!(detect(text), Some(language), "{text}");
        }
        assert!(detect("Борис подал в отставку").is_some_and(|language| language != "en"));
    }

    #[test]
    fn what_is_short_is_not_guessed() {
        for text in [
            "",
            "Rain.",
            "Ada Berg, Bo Ek",
            "“辞任” (resignation)",
            "Rassemblement national won Pas-de-Calais, Le Figaro and El País de la Semana reported.",
            "\u{fffd}",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22",
        ] {
            assert_eq!(detect(text), None, "{text}");
        }
    }
}
