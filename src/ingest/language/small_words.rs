//! The small words of a text: by them a short one in Latin letters is told from English, where statistics of letters are not sure.

use crate::lists::rows;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// How many different small words of another language, and in how many words one of them, are enough.
const ENOUGH: usize = 3;
const ONE_IN: usize = 4;
/// The same where none of English is among this many words.
const ENOUGH_WITHOUT_ENGLISH: usize = 2;
const MANY: usize = 8;

/// How many of them stand one after the other within names.
const WITHIN: usize = 3;

/// The row of words that stand within names.
const WITHIN_NAMES: &str = "names";

/// The languages, English first, and those that each word belongs to.
struct Languages {
    codes: Vec<&'static str>,
    of_word: HashMap<&'static str, Vec<usize>>,
    within_names: HashSet<&'static str>,
}

static LANGUAGES: LazyLock<Languages> = LazyLock::new(|| {
    let mut all = Languages { codes: Vec::new(), of_word: HashMap::new(), within_names: HashSet::new() };
    for [code, words] in rows::<2>(include_str!("../data/function-words.tsv")) {
        if code == WITHIN_NAMES {
            all.within_names = words.split(' ').collect();
            continue;
        }
        let number = all.codes.len();
        all.codes.push(code);
        words.split(' ').for_each(|word| all.of_word.entry(word).or_default().push(number));
    }
    all
});

/// The different small words of a text, with how often each stands.
pub(super) struct SmallWords {
    /// How many words there are that are no names.
    words: usize,
    found: BTreeMap<&'static str, usize>,
}

/// What a language has of them: different ones, those of them that English does not have, and how often they stand.
#[derive(Default)]
struct Share {
    different: usize,
    own: usize,
    times: usize,
}

impl SmallWords {
    /// Counts the small words of a text. Those in capitals, and within names, do not count.
    pub(super) fn of(text: &str) -> Self {
        let in_capitals = !text.chars().any(char::is_lowercase);
        let all = text.split(|c: char| !c.is_alphabetic() && !is_mark(c)).filter(|word| !word.is_empty());
        let all: Vec<&str> = all.collect();
        let is_name = |word: &&str| !word.starts_with(char::is_lowercase);
        let (mut words, mut found, mut in_name) = (0, BTreeMap::new(), false);
        for (place, word) in all.iter().enumerate() {
            if place > 0 && !in_capitals && is_name(word) {
                in_name = true;
                continue;
            }
            let within = |word: &&&str| LANGUAGES.within_names.contains(**word);
            let mut rest = all.iter().skip(place).take(WITHIN + 1);
            in_name &= within(&word) && rest.find(|word| !within(word)).is_some_and(is_name);
            if in_name {
                continue;
            }
            words += 1;
            if let Some((known, _)) = LANGUAGES.of_word.get_key_value(word.to_lowercase().as_str()) {
                *found.entry(*known).or_default() += 1;
            }
        }
        Self { words, found }
    }

    fn share(&self, language: usize) -> Share {
        let mut share = Share::default();
        for (word, times) in &self.found {
            let of = LANGUAGES.of_word.get(word).map_or(&[][..], Vec::as_slice);
            if of.contains(&language) {
                share.different += 1;
                share.own += usize::from(!of.contains(&0));
                share.times += times;
            }
        }
        share
    }

    /// The other language that has most of them, with its share and how many English has that it does not have.
    fn most(&self) -> Option<(&'static str, Share, usize)> {
        let all =
            LANGUAGES.codes.iter().enumerate().skip(1).map(|(number, code)| (*code, self.share(number)));
        // Of two with as many the first in the list.
        let (code, share) = all.rev().max_by_key(|(_, share)| (share.different, share.times))?;
        let shared = share.different - share.own;
        Some((code, share, self.share(0).different.saturating_sub(shared)))
    }

    /// The other language that the text is in; `None` where it is English, or may be.
    pub(super) fn other(&self) -> Option<&'static str> {
        let (code, share, english) = self.most()?;
        let is_clear = share.own >= ENOUGH && share.own > english * 2 && share.times * ONE_IN >= self.words;
        let without_english = english == 0 && self.words >= MANY && share.own >= ENOUGH_WITHOUT_ENGLISH;
        (is_clear || without_english).then_some(code)
    }

    /// Whether English has more of them than any other language.
    pub(super) fn are_english(&self) -> bool {
        self.most().is_none_or(|(_, share, english)| english >= ENOUGH && english > share.own)
    }
}

/// Marks that stand above and below letters.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::super::detect;

    #[test]
    fn short_reports_in_other_languages() {
        for (language, text) in [
            (
                "de",
                "Der Bürgermeister trat am Dienstag zurück. „Ich habe nichts falsch gemacht“, sagte er vor Journalisten.",
            ),
            (
                "fr",
                "Le maire a démissionné mardi. « Je n'ai rien fait de mal », a-t-il dit devant la mairie de Lyon.",
            ),
            (
                "sv",
                "Borgmästaren avgick på tisdagen. ”Jag har inte gjort något fel”, sade han till journalister i Lund.",
            ),
            (
                "da",
                "Borgmesteren trådte tilbage tirsdag. »Jeg har ikke gjort noget forkert,« sagde han til journalister.",
            ),
            ("it", "Il sindaco si è dimesso martedì. «Non ho fatto nulla di male», ha detto ai giornalisti."),
            ("es", "El alcalde dimitió el martes. «No he hecho nada malo», dijo a los periodistas."),
            ("nl", "De burgemeester is dinsdag afgetreden. “Ik heb niets verkeerds gedaan”, zei hij."),
            (
                "pl",
                "Burmistrz podał się do dymisji we wtorek. „Nie zrobiłem nic złego” – powiedział dziennikarzom.",
            ),
            ("tr", "Belediye başkanı salı günü istifa etti. “Yanlış bir şey yapmadım” dedi."),
            (
                "ga",
                "D'éirigh an méara as Dé Máirt. “Ní dhearna mé aon rud mícheart,” a dúirt sé le hiriseoirí.",
            ),
            (
                "fi",
                "Kaupunginjohtaja erosi tiistaina. ”En ole tehnyt mitään väärää”, hän sanoi toimittajille.",
            ),
        ] {
            assert_eq!(detect(text), Some(language), "{text}");
        }
    }

    #[test]
    fn english_briefs_stay_english() {
        for text in [
            "The mayor quit. “No,” he said.",
            "Police arrest two men.",
            "Le Pen wins.",
            "José Luis Rodríguez de la Torre y Vega, mayor of San Juan de los Morros, resigned.",
            "Marta van der Berg and Jan de Vries of De Telegraaf won.",
            "Results: Lens 2, Le Mans 1; Bayern 3, Die Roten 0.",
            "BRIDGE CLOSED AFTER STORM DAMAGE",
            "Volkswagen and Deutsche Bahn will merge parts of Die Autobahn GmbH des Bundes, Der Spiegel reports.",
            "Man dies on way to see son in La Paz.",
            "In die Berge, a film by Ana da Silva, is on.",
        ] {
            assert!(detect(text).is_none_or(|language| language == "en"), "{text}: {:?}", detect(text));
        }
    }
}
