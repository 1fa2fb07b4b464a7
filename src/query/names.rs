//! Does a name that a person typed fit a name that the database holds? Forgives case, accents, titles, a missing
//! first or middle name, initials and one typo.

use crate::speakers::SpeakerType;
use crate::store::names::normalise;

/// The shortest word, in letters, in which a typo is forgiven.
const TYPO_FROM: usize = 4;

/// A name as a person typed it, in the forms in which the database compares names: without case, accents,
/// punctuation and (if it is a person's) titles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// If it is a person's name.
    pub person: String,
    /// If it is any other name.
    pub other: String,
    /// The surname, if it is a person's.
    pub surname: String,
}

/// How well a name fits; the best comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// The same words.
    Exact,
    /// The same last words: a first name or a title is missing.
    Surname,
    /// The same words in the same order, others left out.
    Part,
    /// As `Part`, but one word differs by one letter.
    Typo,
}

impl Asked {
    /// The name in the words `name`; `None` where there is no letter or digit in it.
    pub fn new(name: &str) -> Option<Asked> {
        let person = normalise(name, SpeakerType::Person);
        let other = normalise(name, SpeakerType::Organization).name;
        let has_words = name.chars().any(char::is_alphanumeric);
        has_words.then_some(Asked { person: person.name, other, surname: person.block })
    }

    /// True for a single word, which may be a surname alone.
    pub fn is_single(&self) -> bool {
        !self.person.contains(' ')
    }

    /// How the name `held`, as the database compares it, fits this one; `None` if it does not.
    pub fn fit(&self, held: &str) -> Option<Fit> {
        let other = (self.other != self.person).then(|| fit(&self.other, held)).flatten();
        [fit(&self.person, held), other].into_iter().flatten().min()
    }
}

/// True where one of two normalised names is a shorter form of the other ("smith" of "jane smith"), or they are the
/// same.
pub fn is_form_of(one: &str, other: &str) -> bool {
    let (one, other): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    is_part(&short, &long, 0)
}

fn fit(asked: &str, held: &str) -> Option<Fit> {
    if asked == held {
        return Some(Fit::Exact);
    }
    let asked: Vec<&str> = asked.split(' ').collect();
    let held: Vec<&str> = held.split(' ').collect();
    if is_part(&asked, &held, 0) {
        return Some(if asked.len() == held.len() {
            Fit::Exact
        } else if held.ends_with(&asked) {
            Fit::Surname
        } else {
            Fit::Part
        });
    }
    is_part(&asked, &held, 1).then_some(Fit::Typo)
}

/// Whether all words asked for stand among the words held, in order, with at most `typos` that differ by a letter.
fn is_part(asked: &[&str], held: &[&str], typos: usize) -> bool {
    let mut left = typos;
    let mut rest = held.iter();
    asked.len() <= held.len()
        && asked.iter().all(|word| {
            rest.any(|other| {
                let differs = differs(word, other);
                let fits = differs.is_some_and(|typo| !typo || left > 0);
                left -= usize::from(fits && differs == Some(true));
                fits
            })
        })
}

/// `Some(false)` for the same word (or its initial), `Some(true)` for one that differs by a typo, else `None`.
fn differs(asked: &str, held: &str) -> Option<bool> {
    if asked == held {
        return Some(false);
    }
    let mut letters = asked.chars();
    if let (Some(initial), None) = (letters.next(), letters.next()) {
        return held.starts_with(initial).then_some(false);
    }
    is_one_typo(asked, held).then_some(true)
}

/// True where the words differ by one letter added, left out or exchanged, or by two neighbours swapped.
fn is_one_typo(one: &str, other: &str) -> bool {
    if one.len().abs_diff(other.len()) > 4 || one.len().min(other.len()) < TYPO_FROM {
        return false;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < TYPO_FROM || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let (short_rest, long_rest) = (&short[same..], &long[same..]);
    if short.len() < long.len() {
        return long_rest.get(1..) == Some(short_rest);
    }
    match (short_rest, long_rest) {
        ([_, short @ ..], [_, long @ ..]) if short == long => true,
        ([a, b, short @ ..], [c, d, long @ ..]) => a == d && b == c && short == long,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(asked: &str, held: &str) -> Option<Fit> {
        Asked::new(asked)?.fit(&normalise(held, SpeakerType::Person).name)
    }

    #[test]
    fn forgives_case_accents_titles() {
        assert_eq!(fit("nicolas maduro", "Nicolás Maduro"), Some(Fit::Exact));
        assert_eq!(fit("Nicolás MADURO", "Nicola\u{301}s Maduro"), Some(Fit::Exact));
        assert_eq!(fit("Prime Minister Keir Starmer", "Keir Starmer"), Some(Fit::Exact));
        assert_eq!(fit("Mr. Starmer", "Sir Keir Starmer"), Some(Fit::Surname));
        assert_eq!(fit("O'Brien", "Mary O’Brien"), Some(Fit::Surname));
        assert_eq!(fit("al-thani", "Sheikh Mohammed bin Abdulrahman Al Thani"), Some(Fit::Surname));
    }

    #[test]
    fn forgives_missing_names_and_initials() {
        assert_eq!(fit("Mohammed Al Thani", "Sheikh Mohammed bin Abdulrahman Al Thani"), Some(Fit::Part));
        assert_eq!(fit("Sheikh Mohammed", "Sheikh Mohammed bin Abdulrahman Al Thani"), Some(Fit::Part));
        assert_eq!(fit("K. Starmer", "Keir Starmer"), Some(Fit::Exact));
        assert_eq!(fit("Keir Starmer", "Starmer"), None);
        assert_eq!(fit("Jane Smith", "John Smith"), None);
    }

    #[test]
    fn forgives_one_typo() {
        for typo in ["Stramer", "Starme", "Starmers", "Stermer"] {
            assert_eq!(fit(typo, "Keir Starmer"), Some(Fit::Typo), "{typo}");
        }
        assert_eq!(fit("Kier Starmer", "Keir Starmer"), Some(Fit::Typo));
        assert_eq!(fit("Kier Stramer", "Keir Starmer"), None, "two typos");
        assert_eq!(fit("Kim", "Tim"), None, "too short");
    }

    #[test]
    fn what_has_no_words_fits_nothing() {
        assert_eq!(fit("The Minister", "minister"), Some(Fit::Exact));
        assert_eq!(fit("", "minister"), None);
        assert_eq!(fit("?!", "minister"), None);
    }

    #[test]
    fn forms_of_one_name() {
        assert!(is_form_of("smith", "jane smith"));
        assert!(is_form_of("jane smith", "smith"));
        assert!(!is_form_of("jane smith", "john smith"));
    }
}
