//! "Mr. and Mrs. Adler": the two persons of that surname whom the article names, or else a couple without first names. "Tom
//! and Linda Garvey", "Raj Patel and his wife, Meena": the one named by the first name has the other's surname where the
//! article calls somebody so ("Mr Garvey", "Mrs Patel").

use super::found::Found;
use super::guess::Guess;
use super::lexicon::{Bits, FIRST_NAME, LEXICON, key};
use super::names::Name;
use super::stage::Stage;
use super::words::{Case, Words};
use super::{Gender, KnownBy, SpeakerType, actors, runs};
use crate::span::Span;
use std::collections::{HashMap, HashSet};

/// The couple that is named from a token on.
pub(super) fn read(words: &Words<'_>, start: usize) -> Option<Name> {
    let and = past_title(words, start)?;
    let second = and + 1;
    if !matches!(words.text(and), "and" | "&") {
        return None;
    }
    let name = past_title(words, second)?;
    let word = words.get(name).filter(|w| w.is_capital() && w.sentence == words.list[start].sentence)?;
    if !word.is_word() {
        return None;
    }
    let tokens = start..runs::run(words, name).end;
    Some(Name {
        before: start..start,
        key: key(words.span(tokens.clone()).of(words.text)),
        guess: Guess::Couple,
        gender: None,
        rank: None,
        doubtful: false,
        after_the: false,
        modifies: false,
        possessive: words.is_possessive(tokens.end),
        letters: 0,
        lent: None,
        tokens,
    })
}

/// Behind "Mr." or "Mrs" at a token.
fn past_title(words: &Words<'_>, at: usize) -> Option<usize> {
    let title = words.get(at).filter(|w| w.is_capital() && w.bits.any(Bits::COURTESY));
    title.map(|_| at + 1 + usize::from(words.text(at + 1) == "."))
}

/// Gives the surname of a couple to whom of the two the article names without it. Linear.
pub(super) fn lend(words: &Words<'_>, names: &mut [Name]) {
    let called = called(names);
    if called.is_empty() {
        return;
    }
    let mut lent: HashMap<String, Option<(String, Gender)>> = HashMap::new();
    for pair in names.windows(2) {
        let Some((short, whole, gender)) = couple_of(words, &pair[0], &pair[1]) else { continue };
        let surname = words.text(whole.own().end.saturating_sub(1));
        let shared = (key(surname), gender);
        if called.contains(&(shared.0.as_str(), gender)) {
            let own = Some((surname.to_owned(), gender));
            // Two of that first name: nobody's.
            let held = lent.entry(short.key.clone()).or_insert_with(|| own.clone());
            if held.as_ref().map(|(s, _)| s) != own.as_ref().map(|(s, _)| s) {
                *held = None;
            }
        }
    }
    lent.retain(|first, of| {
        of.as_ref().is_some_and(|(surname, gender)| is_free(names, first, &key(surname), *gender))
    });
    for name in names.iter_mut() {
        let Some(Some((surname, gender))) = lent.get(&name.key) else { continue };
        if name.gender.is_none_or(|own| own == *gender) {
            name.key = format!("{} {}", name.key, key(surname));
            name.lent = Some(surname.clone());
            name.guess = Guess::Person;
        }
    }
}

/// Surnames with the gender of a title before them: "Mrs Patel"; of a couple both.
fn called(names: &[Name]) -> HashSet<(&str, Gender)> {
    let mut called = HashSet::new();
    for name in names {
        let last = name.key.rsplit(' ').next().unwrap_or("");
        match name.gender {
            _ if name.guess == Guess::Couple => {
                called.extend([(last, Gender::Masculine), (last, Gender::Feminine)]);
            }
            Some(gender) if last == name.key => {
                called.insert((last, gender));
            }
            _ => {}
        }
    }
    called
}

/// Of two names one after the other the one without a surname, the one with it, and the gender of the first.
fn couple_of<'n>(words: &Words<'_>, one: &'n Name, other: &'n Name) -> Option<(&'n Name, &'n Name, Gender)> {
    let single = |n: &Name| {
        n.tokens.len() == 1
            && !n.modifies
            && n.gender.is_none()
            && LEXICON.place(&n.key).is_none()
            && words.get(n.tokens.start).is_some_and(|w| w.case == Case::Capital)
    };
    let listed = |n: &Name| words.bits(n.tokens.start).any(FIRST_NAME);
    let whole = |n: &Name| {
        matches!(n.guess, Guess::Person | Guess::LikelyPerson)
            && n.key.contains(' ')
            && words.bits(n.tokens.start).any(FIRST_NAME)
    };
    let gender = |n: &Name| {
        let bits = words.bits(n.tokens.start);
        match (bits.any(Bits::MAN), bits.any(Bits::WOMAN)) {
            (true, false) => Some(Gender::Masculine),
            (false, true) => Some(Gender::Feminine),
            _ => None,
        }
    };
    let start = other.before.start.min(other.tokens.start);
    // "Tom and Linda Garvey"
    let joined = matches!(words.text(one.tokens.end), "and" | "&") && one.tokens.end + 1 == start;
    if joined && single(one) && listed(one) && whole(other) && other.before.is_empty() {
        let (of_one, of_other) = (gender(one)?, gender(other)?);
        return (of_one != of_other).then_some((one, other, of_one));
    }
    let spouse = spouse(words, one.tokens.end, start)?;
    let fits = whole(one) && single(other) && gender(other).is_none_or(|g| g == spouse);
    (fits && gender(one).is_none_or(|g| g != spouse)).then_some((other, one, spouse))
}

/// Most tokens of ", 45, and his wife,".
const MOST_BETWEEN: usize = 7;

/// The gender of "and his wife," between two names.
fn spouse(words: &Words<'_>, start: usize, end: usize) -> Option<Gender> {
    let last = end.checked_sub(1)?;
    let last = last - usize::from(words.text(last) == ",");
    if last < start || end - start > MOST_BETWEEN {
        return None;
    }
    let noun = words.text(last).to_lowercase();
    let (_, role) = LEXICON.role(&noun).filter(|(_, role)| role.also.iter().any(|a| a == "spouse"))?;
    let joins = |i: usize| {
        matches!(words.text(i), "," | "and" | "&" | "his" | "her")
            || words.text(i).chars().all(|c| c.is_ascii_digit())
            || words.is_possessive(i)
            || i > 0 && words.is_possessive(i - 1)
    };
    let bound =
        (start..last).any(|i| matches!(words.text(i), "and" | "&" | "his" | "her") || words.is_possessive(i));
    (bound && (start..last).all(joins)).then_some(role.gender).flatten()
}

/// True where nobody else has that first name, nor that surname with that gender.
fn is_free(names: &[Name], first: &str, surname: &str, gender: Gender) -> bool {
    names.iter().filter(|n| n.key.contains(' ') && n.guess != Guess::Couple).all(|name| {
        let mut words = name.key.split(' ');
        let (own, last) = (words.next().unwrap_or(""), words.next_back().unwrap_or(""));
        let bits = LEXICON.bits(own);
        let other = match gender {
            Gender::Masculine => Bits::WOMAN,
            Gender::Feminine => Bits::MAN,
        };
        let sure = bits.any(other) && !(bits.any(Bits::MAN) && bits.any(Bits::WOMAN));
        (own != first || last == surname) && (last != surname || own == first || sure)
    })
}

impl Stage<'_, '_> {
    /// The man and the woman of a couple, where the article names one of each with that surname.
    pub(super) fn couple(&self, name: usize, span: Span) -> Option<Vec<Found>> {
        let name = self.names.get(name).filter(|n| n.guess == Guess::Couple)?;
        let surname = name.key.rsplit(' ').next()?;
        let named = |gender: Gender| {
            let mut fitting = (0..self.actors.len()).filter(|&a| {
                let data = &self.actors[a];
                data.kind == SpeakerType::Person
                    && !data.described
                    && data.words.len() > 1
                    && data.gender == Some(gender)
                    && actors::bare(data).last().is_some_and(|w| w == surname)
            });
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let both = [named(Gender::Masculine)?, named(Gender::Feminine)?];
        let found = |actor: usize| Found {
            actor: Some(actor),
            kind: SpeakerType::Person,
            known_by: KnownBy::ShortName,
            span,
            confidence: 0.9,
            weighed: Vec::new(),
            reason: format!(
                "one of a couple: the article names {} and nobody else of that surname and gender",
                self.actors[actor].name
            ),
            speaker_around: false,
        };
        Some(both.into_iter().map(found).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn a_shared_surname() {
        let text = "⟦Tom and Linda Garvey⟧ say {it is loud}. ⟦Mr Garvey⟧ said {he had written}. ⟦Mrs Garvey⟧ said {no}.";
        assert_eq!(who(text), ["Tom Garvey+Linda Garvey", "Tom Garvey", "Linda Garvey"]);
        let text = "They met Tom and Linda Garvey. ⟦Mr Garvey⟧ said {it was loud}. ⟦Tom⟧ said {no}.";
        assert_eq!(who(text), ["Tom Garvey", "Tom Garvey"]);
        for wife in [
            " and his wife, Linda,",
            " and his wife Linda",
            " and his wife, Liwayway,",
            ", 45, and wife Linda, 43,",
            "’s wife, Linda,",
        ] {
            let text = format!(
                "They met Tom Garvey{wife} in Oslo. ⟦Mrs Garvey⟧ said {{no}}. ⟦Mr Garvey⟧ said {{yes}}."
            );
            let first = if text.contains("Linda") { "Linda" } else { "Liwayway" };
            assert_eq!(who(&text), [format!("{first} Garvey"), "Tom Garvey".to_owned()], "{text}");
        }
    }

    #[test]
    fn a_surname_is_not_shared_without_a_sign() {
        assert_eq!(who("⟦Harry and Linda Garvey⟧ say {it is loud}."), ["Harry+Linda Garvey"]);
        assert_eq!(
            who("⟦Tom and Linda Garvey⟧ say {no}. They met Jack Garvey. ⟦Mr Garvey⟧ said {it was loud}."),
            ["Tom+Linda Garvey", "Jack Garvey"]
        );
        assert_eq!(
            who("They met Tom Garvey and his son, Jack. ⟦Mr Garvey⟧ said {it was loud}."),
            ["Tom Garvey"]
        );
    }

    #[test]
    fn the_two_of_that_surname_or_a_couple() {
        let said = "⟦Mr. and Mrs. Adler⟧ said {the wall fell}.";
        assert_eq!(who(&format!("It was late. {said}")), ["Mr. and Mrs. Adler"]);
        assert_eq!(who(&format!("We met Paul Adler and Gail Adler. {said}")), ["Paul Adler+Gail Adler"]);
        assert_eq!(who(&format!("We met Paul Adler. {said}")), ["Mr. and Mrs. Adler"]);
        assert_eq!(
            who(&format!("{said} ⟦The couple⟧ said {{they left}}. ⟦Mr. Adler⟧ said {{no}}.")),
            ["Mr. and Mrs. Adler", "Mr. and Mrs. Adler", "Adler"]
        );
    }
}
