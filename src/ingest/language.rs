//! The language that a text is written in.

use crate::lists::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How much of a text is looked at, in bytes.
const ENOUGH: usize = 8000;
/// A text of fewer words may be a list of names.
const FEWEST_WORDS: usize = 20;

static NAMES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("data/languages.tsv")).map(|[three, two]: [&str; 2]| (three, two)).collect()
});

/// The language as two letters (ISO 639-1; three where there are no two). `None` where it is not certain.
pub fn detect(text: &str) -> Option<&'static str> {
    let text = text.get(..text.floor_char_boundary(ENOUGH))?;
    // Scripts without spaces have long words.
    if text.split_whitespace().count() < FEWEST_WORDS
        && text.chars().filter(|c| c.is_alphabetic()).count() < 100
    {
        return None;
    }
    // Which language it is may be doubtful where the script already says which it is not.
    let is_sure = |info: &whatlang::Info| info.is_reliable() || info.script() != whatlang::Script::Latin;
    let info = whatlang::detect(text).filter(is_sure)?;
    let code = info.lang().code();
    Some(NAMES.get(code).copied().unwrap_or(code))
}

/// The language of a text of which nothing is read, since it is not English. `told` is what the user says.
pub fn other_than_english(text: &str, told: Option<&str>) -> Option<String> {
    let language = told.map(str::to_lowercase).or_else(|| detect(text).map(str::to_owned))?;
    let is_english = language == "en" || language.starts_with("en-");
    (!is_english).then_some(language)
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
    fn other_scripts_are_never_english() {
        let text = "Мэр города заявила в четверг, что переговоры ни к чему не привели и что никто никому ничего не предложил.";
        assert!(detect(&text.repeat(2)).is_some_and(|language| language != "en"));
    }

    #[test]
    fn what_is_short_is_not_guessed() {
        for text in [
            "",
            "Rain.",
            "Ada Berg, Bo Ek",
            "\u{fffd}",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22",
        ] {
            assert_eq!(detect(text), None, "{text}");
        }
    }
}
