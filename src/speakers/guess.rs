//! A name → what it seems to be, from its words and those right beside it.

use super::called;
use super::lexicon::{Bits, FIRST_NAME, LEXICON, TITLE};
use super::syllables;
use super::words::{Case, Words};

/// What a name seems to be, from its words alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guess {
    /// A title or a first name says so.
    Person,
    /// Two or more capitalised words that nothing speaks against.
    LikelyPerson,
    /// A list or a word such as "Ministry" says so.
    Organization,
    /// Capitals only, or "the" before it.
    LikelyOrganization,
    /// Of the lists of places.
    Place,
    /// A tower, a treaty, a day.
    Thing,
    /// One capitalised word.
    Unknown,
    /// "Mr. and Mrs. Adler".
    Couple,
}

/// "Brandt, who heads the firm"; the Houthis are several, and "a lawyer from Kell, who" is the lawyer.
fn is_somebody(words: &Words<'_>, name: usize) -> bool {
    let from = name.checked_sub(1).is_some_and(|b| matches!(words.text(b), "from" | "in" | "at" | "near"));
    let who = match words.text(name + 1) {
        "himself" | "herself" => true,
        "," => words.text(name + 2) == "who" && !matches!(words.text(name + 3), "are" | "were" | "have"),
        _ => false,
    };
    who && !from
        && !words.text(name).ends_with('s')
        && !words.bits(name).any(Bits::DEMONYM.or(Bits::ORGANIZATION))
}

/// "NordAir", "SeaWatch": a capital inside a word, but not behind the first letters of people's names (McAdam, DeMarco,
/// FitzRoy).
fn is_brand(word: &str) -> bool {
    const BEFORE_SURNAMES: [&str; 7] = ["Mac", "Fitz", "Vander", "Della", "Dela", "Van", "Von"];
    let inner = word.char_indices().skip(1).find(|(_, c)| c.is_uppercase()).map(|(at, _)| at);
    inner.is_some_and(|at| {
        let (before, behind) = word.split_at(at);
        before.chars().count() > 2
            && before.chars().skip(1).all(char::is_lowercase)
            && behind.chars().any(char::is_lowercase)
            && !BEFORE_SURNAMES.contains(&before)
    })
}

/// Guesses what a name is. `parts`: the words of its run, those before it too; `start`: where it begins; `key`: see
/// [`key`](super::lexicon::key).
pub(super) fn guess(words: &Words<'_>, parts: &[usize], start: usize, key: &str, after_the: bool) -> Guess {
    let name: Vec<usize> = parts.iter().copied().filter(|&i| i >= start).collect();
    let (Some(&head), Some(&last)) = (name.first(), name.last()) else { return Guess::Unknown };
    let titled = parts.iter().any(|&i| i < start && words.bits(i).any(TITLE.or(Bits::ROLE)));
    let kept = name.len() > 1 && words.bits(head).any(Bits::KEPT);
    if titled || kept && !words.bits(last).any(Bits::THING.or(Bits::ORGANIZATION)) {
        return Guess::Person;
    }
    if LEXICON.place(key).is_some() {
        return Guess::Place;
    }
    if LEXICON.organization(key).is_some() || called::by(words, start).is_some() {
        return Guess::Organization;
    }
    let has = |bits: Bits| name.iter().any(|&i| words.bits(i).any(bits));
    let first_name = words.bits(head).any(FIRST_NAME) && words.list[head].is_capital();
    if let [only] = name[..] {
        let bits = words.bits(only);
        return match words.list[only].case {
            _ if bits.any(Bits::ORGANIZATION) => Guess::Organization,
            // "MARSH: No." is somebody, "BBC: Why?" no name that can be spoken.
            Case::AllCapitals
                if key.len() <= 6
                    && (words.text(only + 1) != ":" || !key.contains(['a', 'e', 'i', 'o', 'u', 'y'])) =>
            {
                Guess::LikelyOrganization
            }
            _ if bits.any(Bits::THING) => Guess::Thing,
            _ if is_somebody(words, only) => Guess::Person,
            _ if is_brand(words.text(only)) => Guess::LikelyOrganization,
            _ if first_name && !after_the => Guess::LikelyPerson,
            _ => Guess::Unknown,
        };
    }
    if words.bits(last).any(Bits::SUFFIX) {
        return Guess::Person;
    }
    // "Kim Jong-un"
    if let [_, .., first, _] = name[..]
        && syllables::given(words, first)
    {
        return Guess::Person;
    }
    let initials = name.iter().all(|&i| words.list[i].case == Case::Initial);
    let small = name.iter().any(|&i| matches!(words.text(i), "of" | "for" | "on" | "and"));
    let ampersand = (head..last).any(|i| words.text(i) == "&");
    match () {
        () if words.bits(last).any(Bits::ORGANIZATION)
            && !(first_name && name.len() == 2 && words.bits(last).any(FIRST_NAME)) =>
        {
            Guess::Organization
        }
        () if small && has(Bits::ORGANIZATION) => Guess::Organization,
        () if initials || ampersand => Guess::LikelyOrganization,
        () if first_name && !after_the => Guess::Person,
        () if has(Bits::THING) || words.text(last).contains(|c: char| c.is_ascii_digit()) => Guess::Thing,
        () if name.iter().any(|&i| is_brand(words.text(i))) => Guess::LikelyOrganization,
        // "Team Okafor"
        () if words.bits(head).any(Bits::ORGANIZATION) => Guess::LikelyOrganization,
        // "A.J. Brunt", though "brunt" is a word.
        () if words.list[head].case == Case::Initial
            && words.text(head + 1) == "."
            && !small
            && !after_the =>
        {
            Guess::LikelyPerson
        }
        () if small || after_the || words.bits(head).any(Bits::DEMONYM) => Guess::LikelyOrganization,
        () if words.bits(last).any(Bits::COMMON) => Guess::Unknown,
        // "Radio Ruritania"
        () if LEXICON.country(&words.text(last).to_lowercase()).is_some() => Guess::LikelyOrganization,
        () => Guess::LikelyPerson,
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::tests::names;

    #[test]
    fn organisations_are_known_by_their_words() {
        assert_eq!(names("It went to the Health Ministry."), ["Health Ministry=Organization"]);
        assert_eq!(
            names("It went to the Ministry of Works and Human Settlement."),
            ["Ministry of Works and Human Settlement=Organization"]
        );
        assert_eq!(
            names("It went to the Food and Drug Administration."),
            ["Food and Drug Administration=Organization"]
        );
        assert_eq!(names("It went to the WTO, and Hamas."), ["WTO=LikelyOrganization", "Hamas=Organization"]);
    }

    #[test]
    fn letters_before_a_turn_are_no_surname() {
        assert_eq!(names("NPR: Why?\nOSTREM: No."), ["NPR=LikelyOrganization", "OSTREM=Unknown"]);
    }

    #[test]
    fn places_are_listed() {
        assert_eq!(
            names("It upset the U.S., New Zealand and the Kremlin."),
            ["U.S.=Place", "New Zealand=Place", "Kremlin=Place"]
        );
    }

    #[test]
    fn a_word_is_not_the_organization_of_these_letters() {
        assert_eq!(names("Who told you? Is it late? The WHO left."), ["WHO=Organization"]);
    }

    #[test]
    fn one_word_may_show_what_it_names() {
        assert_eq!(
            names("They met Brandt, who left. They saw Olsen himself, and the Kells, who left."),
            ["Brandt=Person", "Olsen=Person", "Kells=Unknown"]
        );
        assert_eq!(
            names("They flew with NordAir and met McAdam, DeMarco, MacAdam and FitzRoy."),
            [
                "NordAir=LikelyOrganization",
                "McAdam=Unknown",
                "DeMarco=Unknown",
                "MacAdam=Unknown",
                "FitzRoy=Unknown"
            ]
        );
    }
}
