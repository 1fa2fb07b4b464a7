//! Names as they are compared over articles: without case, accents, titles and punctuation.

use super::identity::skeleton;
use crate::speakers::SpeakerType;
pub(crate) use crate::wording::fold;
use crate::wording::list;
use std::collections::HashSet;
use std::sync::LazyLock;

static TITLES: LazyLock<HashSet<String>> = LazyLock::new(|| list(include_str!("data/titles.txt")));
static PARTICLES: LazyLock<HashSet<String>> = LazyLock::new(|| list(include_str!("data/particles.txt")));
static SUFFIXES: LazyLock<HashSet<String>> = LazyLock::new(|| list(include_str!("data/suffixes.txt")));

static COMPANIES: LazyLock<HashSet<String>> = LazyLock::new(|| list(include_str!("data/company-forms.txt")));

/// Whether a word begins a surname ("van", "al").
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// Whether a word after a surname tells father from son ("jr").
pub(crate) fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(word)
}

/// A name as it is compared: equal ones (of one type) are one speaker over all articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normal {
    /// Lower case, no accents, titles, punctuation, article; never empty unless the name is.
    pub name: String,
    /// The surname of a person as it sounds ([`skeleton`]), else the same as `name`. Only names of one block are compared
    /// with each other.
    pub block: String,
    /// A single middle initial of a person, which the name leaves out: "Donald J. Trump" is "donald trump".
    pub initial: Option<char>,
    /// Whether this is a person's surname (or other single name) without a first name, or with its initial only.
    pub short: bool,
}

/// Normalises a speaker's name.
///
/// ```
/// use onrecord::{speakers::SpeakerType, store::names::normalise};
/// let name = normalise("Dr. José M. Ibáñez", SpeakerType::Person);
/// assert_eq!((name.name.as_str(), name.block.as_str(), name.short), ("jose ibanez", "ibns", false));
/// assert!(normalise("Ms. Okafor", SpeakerType::Person).short);
/// ```
pub fn normalise(name: &str, kind: SpeakerType) -> Normal {
    let folded = fold(name);
    let mut tokens = tokens(&folded);
    if tokens.is_empty() {
        let name = folded.trim().to_owned();
        return Normal { block: name.clone(), name, initial: None, short: false };
    }
    if kind != SpeakerType::Person {
        if tokens.len() > 1 && tokens.first().is_some_and(|t| matches!(t.as_str(), "the" | "a" | "an")) {
            tokens.remove(0);
        }
        // "Halvex Ltd" is "Halvex".
        while kind == SpeakerType::Organization
            && tokens.len() > 1
            && tokens.last().is_some_and(|t| COMPANIES.contains(t))
        {
            tokens.pop();
        }
        let name = tokens.join(" ");
        return Normal { block: name.clone(), name, initial: None, short: false };
    }
    let titles = tokens.iter().take_while(|t| TITLES.contains(*t)).count().min(tokens.len() - 1);
    tokens.drain(..titles);
    let initial = drop_middle_initial(&mut tokens);
    let suffixes = tokens.iter().rev().take_while(|t| SUFFIXES.contains(*t)).count().min(tokens.len() - 1);
    let surname = tokens.len() - 1 - suffixes;
    let block = tokens.get(surname).map(|surname| skeleton(surname)).unwrap_or_default();
    let begins_with_initial = tokens.first().is_some_and(|t| t.chars().count() == 1);
    let short = surname == 0 || (surname == 1 && begins_with_initial);
    Normal { name: tokens.join(" "), block, initial, short }
}

/// The block of what is no person: its name; for a description, which is a speaker of one article only, that article
/// too, so that the "officials" of one are not derived again with those of all others.
pub(crate) fn block_of(normal: &str, everywhere: bool, article: &str) -> String {
    if everywhere { normal.to_owned() } else { format!("{normal} {article}") }
}

/// The most letters of an acronym.
const MOST_LETTERS: usize = 8;

/// The letters by which an organisation is called ("UN", "U.N."), as [`normalise`] gives them; `None` for other words.
pub(crate) fn acronym(words: &str) -> Option<String> {
    let letters = words.chars().filter(|c| *c != '.');
    let capitals = letters.clone().all(char::is_uppercase) && (2..=MOST_LETTERS).contains(&letters.count());
    capitals.then(|| normalise(words, SpeakerType::Organization).name)
}

/// Words of letters and digits; full stops and apostrophes inside a word are dropped ("U.S.", "O'Connor").
fn tokens(folded: &str) -> Vec<String> {
    let mut tokens = vec![String::new()];
    for c in folded.chars() {
        if c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) {
            if let Some(last) = tokens.last_mut() {
                last.push(c);
            }
        } else if !matches!(c, '.' | '\'' | '’' | '‘' | 'ʼ' | '`')
            && tokens.last().is_some_and(|t| !t.is_empty())
        {
            tokens.push(String::new());
        }
    }
    tokens.retain(|t| !t.is_empty());
    tokens
}

/// The words of a role, as they are compared: "Qatar’s Foreign Minister" has qatar, foreign, minister.
pub(crate) fn role_words(role: &str) -> Vec<String> {
    let folded = fold(role).replace("’s", "").replace("'s", "").replace(['.', '\'', '’'], "");
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// "Donald J. Trump" is "Donald Trump"; "George H. W. Bush" keeps what tells him from "George W. Bush".
fn drop_middle_initial(tokens: &mut Vec<String>) -> Option<char> {
    let middle = 1..tokens.len().saturating_sub(1);
    let mut initials = middle.filter(|i| tokens.get(*i).is_some_and(|t| t.chars().count() == 1));
    match (initials.next(), initials.next()) {
        (Some(only), None) => tokens.remove(only).chars().next(),
        _ => None,
    }
}

/// Whether a normalised name of several words may be a surname alone ("al thani"), or just as well a first name and a
/// surname ("al gore"): the other names of its block tell.
pub(crate) fn may_be_surname(normal: &str) -> bool {
    let mut tokens = normal.split(' ').rev().skip_while(|t| SUFFIXES.contains(*t)).skip(1).peekable();
    tokens.peek().is_some() && tokens.all(|t| PARTICLES.contains(t))
}

/// Whether a short form ("thani", "al thani", "j okafor") may stand for a full name of the same block.
pub(crate) fn fits(short: &str, full: &str) -> bool {
    let surname = |name: &str| -> Vec<String> {
        let mut tokens: Vec<String> = name.split(' ').map(str::to_owned).collect();
        while tokens.len() > 1 && tokens.last().is_some_and(|t| SUFFIXES.contains(t)) {
            tokens.pop();
        }
        tokens
    };
    let (mut short, full) = (surname(short), surname(full));
    let initial = match short.first() {
        Some(first) if short.len() > 1 && first.chars().count() == 1 => Some(short.remove(0)),
        _ => None,
    };
    let same_first = |i: &String| full.first().is_some_and(|f| f.starts_with(i.as_str()));
    full.ends_with(&short) && initial.as_ref().is_none_or(same_first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> (String, String, bool) {
        let n = normalise(name, SpeakerType::Person);
        (n.name, n.block, n.short)
    }

    #[test]
    fn persons() {
        for (name, normal, block, short) in [
            ("Ada Okafor", "ada okafor", "okfr", false),
            ("Ms. Okafor", "okafor", "okfr", true),
            ("PRIME MINISTER ADA OKAFOR", "ada okafor", "okfr", false),
            ("Cllr Ada Okafor", "ada okafor", "okfr", false),
            ("Shri Okafor", "okafor", "okfr", true),
            ("Sheikh Mohammed bin Abdulrahman Al Thani", "mohammed bin abdulrahman al thani", "tani", false),
            ("Al-Thani", "al thani", "tani", false),
            ("Séamus O’Connor", "seamus oconnor", "oknr", false),
            ("Donald J. Trump", "donald trump", "trmp", false),
            ("Donald Trump Jr.", "donald trump jr", "trmp", false),
            ("George H. W. Bush", "george h w bush", "bus", false),
            ("J. Okafor", "j okafor", "okfr", true),
            ("President", "president", "prsdnt", true),
            ("習近平", "習近平", "習近平", true),
        ] {
            assert_eq!(person(name), (normal.to_owned(), block.to_owned(), short), "{name}");
        }
        assert_eq!(person("").0, "");
        assert_eq!(person("…").0, "...", "a name of marks only stays what it is");
    }

    #[test]
    fn a_middle_initial_is_kept_apart() {
        let initial = |name| normalise(name, SpeakerType::Person).initial;
        assert_eq!(initial("Donald J. Trump"), Some('j'));
        assert_eq!(initial("George H. W. Bush"), None);
        assert_eq!(initial("Ada Okafor"), None);
    }

    #[test]
    fn others() {
        let name = |n: &str| normalise(n, SpeakerType::Organization).name;
        assert_eq!(name("The Ministry of Health"), "ministry of health");
        assert_eq!(name("U.S. Senate"), "us senate");
        assert_eq!((name("U.N."), name("UN")), ("un".to_owned(), "un".to_owned()));
        assert_eq!(name("Halvex Medical Ltd."), "halvex medical");
        assert_eq!(name("Halvex Holdings Co., Inc."), "halvex holdings");
        assert_eq!(name("The"), "the");
    }

    #[test]
    fn letters_that_shorten_a_name() {
        for words in ["UN", "U.N."] {
            assert_eq!(acronym(words).as_deref(), Some("un"), "{words}");
        }
        for words in ["Un", "U N", "U", "U.", "ABCDEFGHI", "A1", ""] {
            assert_eq!(acronym(words), None, "{words}");
        }
    }

    #[test]
    fn surnames_of_several_words() {
        for name in ["al thani", "van der berg", "al gore"] {
            assert!(may_be_surname(name), "{name}");
        }
        for name in ["okafor", "ada okafor", "ada van berg", "berg jr", ""] {
            assert!(!may_be_surname(name), "{name}");
        }
    }

    #[test]
    fn short_forms_that_fit() {
        assert!(fits("okafor", "ada okafor"));
        assert!(fits("al thani", "mohammed bin abdulrahman al thani"));
        assert!(fits("a okafor", "ada okafor"));
        assert!(fits("trump", "donald trump jr"));
        assert!(!fits("j okafor", "ada okafor"));
        assert!(!fits("van berg", "anna berg"));
    }
}
