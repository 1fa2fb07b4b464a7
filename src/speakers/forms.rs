//! Names of one article that are spelt alike, taken together: what each form is, by all places where it stands.

use super::guess::Guess;
use super::lexicon::{Bits, LEXICON};
use super::names::Name;
use super::roles::RoleUse;
use super::words::{Case, Words};
use super::{Gender, SpeakerType, syllables, things};
use std::collections::HashMap;

/// All places with one spelling and one gender of title.
pub(super) struct Form<'n> {
    pub(super) key: &'n str,
    pub(super) parts: Vec<&'n str>,
    /// The part that is the surname before a Chinese or Korean given name: "Carrie Chan Suk-yee".
    pub(super) family: Option<usize>,
    pub(super) suffix: Option<&'n str>,
    pub(super) kept: Option<&'n str>,
    pub(super) gender: Option<Gender>,
    pub(super) guess: Guess,
    pub(super) capitals: bool,
    pub(super) after_the: bool,
    pub(super) common: bool,
    pub(super) doubtful: bool,
    pub(super) names: Vec<usize>,
}

impl Form<'_> {
    pub(super) fn is_person(&self) -> bool {
        matches!(self.guess, Guess::Person | Guess::LikelyPerson)
    }

    /// Persons by full name first, then organisations and places, then what is short.
    pub(super) fn rank(&self) -> u8 {
        match (self.is_person(), self.parts.len()) {
            (true, 2..) => 0,
            (false, 2..) => 1,
            (_, _) if matches!(self.guess, Guess::Place | Guess::Organization) => 2,
            _ => 3,
        }
    }
}

/// The forms of an article's names. `roles` holds, for each name, what the words around it call it.
pub(super) fn read<'n>(words: &Words<'_>, names: &'n [Name], roles: &[Vec<RoleUse>]) -> Vec<Form<'n>> {
    let mut at: HashMap<(&str, Option<Gender>), usize> = HashMap::new();
    let mut forms: Vec<Form<'n>> = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let mut parts: Vec<&str> = name.key.split(' ').collect();
        let bits = |part: &str| LEXICON.bits(part);
        let suffix = parts.last().copied().filter(|p| parts.len() > 1 && bits(p).any(Bits::SUFFIX));
        if suffix.is_some() {
            parts.pop();
        }
        let kept = parts
            .first()
            .copied()
            .filter(|p| parts.len() > 1 && bits(p).any(Bits::KEPT) && name.guess == Guess::Person);
        if kept.is_some() {
            parts.remove(0);
        }
        let short = parts.len() == 1;
        let gender = name.gender.filter(|_| short);
        let form = *at.entry((name.key.as_str(), gender)).or_insert_with(|| {
            forms.push(Form {
                key: &name.key,
                family: syllables::given_at_end(words, name.own())
                    .then(|| parts.len().checked_sub(3))
                    .flatten(),
                parts,
                suffix,
                kept,
                gender: name.gender,
                guess: name.guess,
                capitals: words.list[name.tokens.start].case == Case::AllCapitals,
                after_the: name.after_the,
                common: words.is_common(name.tokens.start),
                doubtful: true,
                names: Vec::new(),
            });
            forms.len() - 1
        });
        let form = &mut forms[form];
        form.gender = form.gender.or(name.gender);
        form.doubtful &= name.doubtful;
        form.after_the &= name.after_the;
        let person = name.guess == Guess::Person
            || roles.get(n).is_some_and(|r| r.iter().any(|r| !r.organization))
                && !matches!(form.guess, Guess::Place | Guess::Organization);
        // "with EgyptAir, the airline": what it is called says what it is.
        let firm =
            form.guess == Guess::Unknown && roles.get(n).is_some_and(|r| r.iter().any(|r| r.organization));
        if firm {
            form.guess = Guess::LikelyOrganization;
        }
        if person && form.guess != Guess::Person {
            form.guess = Guess::Person;
        } else if strength(name.guess) > strength(form.guess) {
            form.guess = name.guess;
        }
        form.names.push(n);
    }
    let things = things::find(words, names, roles);
    for form in forms.iter_mut().filter(|f| f.guess == Guess::Unknown && !f.doubtful) {
        form.guess = match things.get(form.key) {
            Some(SpeakerType::Place) => Guess::Place,
            Some(_) => Guess::Organization,
            None => form.guess,
        };
    }
    forms
}

fn strength(guess: Guess) -> u8 {
    match guess {
        Guess::Person | Guess::Couple => 5,
        Guess::Place | Guess::Organization => 4,
        Guess::LikelyPerson => 3,
        Guess::LikelyOrganization | Guess::Thing => 2,
        Guess::Unknown => 1,
    }
}
