//! The word lists of this stage, read once. Keys are in the form of [`key`].

use super::{Gender, SpeakerType};
use crate::lists::{lines, rows};
use crate::text::tokens::{Class, class};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What the lists say about one word, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(u32);

impl Bits {
    /// Written in lower case unless a sentence begins with it.
    pub(super) const COMMON: Bits = Bits(1);
    /// A man's first name.
    pub(super) const MAN: Bits = Bits(1 << 1);
    /// A woman's first name.
    pub(super) const WOMAN: Bits = Bits(1 << 2);
    /// Mr, Mrs, Dr.
    pub(super) const COURTESY: Bits = Bits(1 << 3);
    /// A title that stays with the name: Sheikh, Sir.
    pub(super) const KEPT: Bits = Bits(1 << 4);
    /// A title that is a role: Sen., Gen.
    pub(super) const RANK: Bits = Bits(1 << 5);
    /// bin, van, de.
    pub(super) const PARTICLE: Bits = Bits(1 << 6);
    /// Jr, III.
    pub(super) const SUFFIX: Bits = Bits(1 << 7);
    /// The last word of a role: minister, spokesman.
    pub(super) const ROLE: Bits = Bits(1 << 8);
    /// A word of organisations' names: Ministry.
    pub(super) const ORGANIZATION: Bits = Bits(1 << 9);
    /// A word of the names of things: Tower.
    pub(super) const THING: Bits = Bits(1 << 10);
    /// Capitalised, but no name: Monday.
    pub(super) const NOT_NAME: Bits = Bits(1 << 11);
    /// Turkish, Americans.
    pub(super) const DEMONYM: Bits = Bits(1 << 12);
    /// A noun of nouns.tsv.
    pub(super) const NOUN: Bits = Bits(1 << 13);
    /// A pronoun.
    pub(super) const PRONOUN: Bits = Bits(1 << 14);
    /// the, this.
    pub(super) const DEFINITE: Bits = Bits(1 << 15);
    /// a, some, two.
    pub(super) const INDEFINITE: Bits = Bits(1 << 16);
    /// his, their.
    pub(super) const POSSESSIVE: Bits = Bits(1 << 17);
    /// of, for.
    pub(super) const PREPOSITION: Bits = Bits(1 << 18);
    /// and, but.
    pub(super) const CONJUNCTION: Bits = Bits(1 << 19);
    /// who, which.
    pub(super) const RELATIVE: Bits = Bits(1 << 20);
    /// is, said.
    pub(super) const VERB: Bits = Bits(1 << 21);

    /// new, latest: words that tell no report from another.
    pub(super) const PLAIN: Bits = Bits(1 << 22);
    /// denied, rejects: cues of those who were accused.
    pub(super) const DENIAL: Bits = Bits(1 << 23);
    /// A response, a mind: what a source is called by whom it belongs to.
    pub(super) const ACT: Bits = Bits(1 << 24);

    /// former: before a role that is held no more.
    pub(super) const PAST: Bits = Bits(1 << 25);
    /// outgoing, acting: before a role, of whoever holds it.
    pub(super) const NOW: Bits = Bits(1 << 26);

    /// deputy, shadow: before a role, of somebody else than whoever holds it.
    pub(super) const BESIDE: Bits = Bits(1 << 28);

    /// health: what a minister is for.
    pub(super) const PORTFOLIO: Bits = Bits(1 << 27);

    /// Both sets together.
    pub(super) const fn or(self, other: Bits) -> Bits {
        Bits(self.0 | other.0)
    }

    /// The bits that are not in the other set.
    pub(super) const fn without(self, other: Bits) -> Bits {
        Bits(self.0 & !other.0)
    }

    /// True where any bit is in both.
    pub(super) const fn any(self, other: Bits) -> bool {
        self.0 & other.0 != 0
    }
}

/// Any of the first names.
pub(super) const FIRST_NAME: Bits = Bits::MAN.or(Bits::WOMAN);
/// Any title that stands before a name.
pub(super) const TITLE: Bits = Bits::COURTESY.or(Bits::KEPT).or(Bits::RANK);
/// Articles, numbers, "his".
pub(super) const DETERMINER: Bits = Bits::DEFINITE.or(Bits::INDEFINITE).or(Bits::POSSESSIVE);
/// Words that no noun phrase goes past.
pub(super) const BARRIER: Bits = Bits::PREPOSITION.or(Bits::CONJUNCTION).or(Bits::RELATIVE).or(Bits::VERB);

/// An office or a trade.
#[derive(Clone, Debug, Default)]
pub(super) struct Role {
    /// Where the word shows it.
    pub(super) gender: Option<Gender>,
    /// What else the same person may be called.
    pub(super) also: Vec<String>,
}

/// A place or an organisation of the lists.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    /// Which of the names belong together: equal for "U.S." and "America".
    pub(super) id: u32,
    /// What it may be called: "militant group", "country".
    pub(super) called: Vec<String>,
}

/// What kind of pronoun a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PronounClass {
    /// he, she, it, they.
    Third,
    /// I, we.
    First,
    /// you.
    Second,
    /// who, which, that.
    Relative,
}

/// A pronoun with what it shows of its antecedent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pronoun {
    pub(super) class: PronounClass,
    /// he, she.
    pub(super) gender: Option<Gender>,
    /// it, which.
    pub(super) neuter: bool,
    /// they, we.
    pub(super) many: bool,
}

/// All lists.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: HashMap<String, Bits>,
    roles: HashMap<String, Role>,
    title_roles: HashMap<String, String>,
    title_genders: HashMap<String, Gender>,
    /// Titles that are none without a full stop.
    stopped: HashSet<String>,
    nouns: HashMap<String, SpeakerType>,
    any_organization: HashSet<String>,
    collective: HashSet<String>,
    places: HashMap<String, Listed>,
    organizations: HashMap<String, Listed>,
    countries: HashMap<String, u32>,
    /// The first place that is no country.
    first_place: u32,
    pronouns: HashMap<String, Pronoun>,
    /// "subject" or "object".
    pronoun_forms: HashMap<String, &'static str>,
    nicknames: HashMap<String, Vec<u32>>,
}

/// The lists of this version.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// The words of a name or phrase in lower case, parted by one space; marks fall away: "U.S." is "u s".
pub(super) fn key(phrase: &str) -> String {
    let mut key = String::with_capacity(phrase.len());
    for word in phrase.split(|c: char| class(c) != Class::Letter).filter(|w| !w.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

/// The singular of an English noun in lower case, by its ending.
pub(super) fn singular(noun: &str) -> &str {
    match noun {
        _ if noun.len() < 4 || noun.ends_with("ss") || noun.ends_with("us") => noun,
        _ if noun.ends_with("sses") || noun.ends_with("ches") || noun.ends_with("shes") => {
            &noun[..noun.len() - 2]
        }
        _ => noun.strip_suffix('s').unwrap_or(noun),
    }
}

impl Lexicon {
    fn read() -> Lexicon {
        let mut lexicon = Lexicon::default();
        let lists = [
            (include_str!("data/common-words.txt"), Bits::COMMON),
            (include_str!("data/particles.txt"), Bits::PARTICLE),
            (include_str!("data/suffixes.txt"), Bits::SUFFIX),
            (include_str!("data/organization-words.txt"), Bits::ORGANIZATION),
            (include_str!("data/thing-words.txt"), Bits::THING),
            (include_str!("data/not-names.txt"), Bits::NOT_NAME),
            (include_str!("data/denials.txt"), Bits::DENIAL),
            (include_str!("data/acts.txt"), Bits::ACT),
            (include_str!("data/portfolios.txt"), Bits::PORTFOLIO),
        ];
        for (list, bits) in lists {
            for word in lines(list) {
                lexicon.set(word, bits);
            }
        }
        let own: HashMap<&str, &str> =
            rows(include_str!("data/more-first-names.tsv")).map(|[name, gender]| (name, gender)).collect();
        // Its first line is a heading.
        let given = rows(include_str!("data/first-names.tsv")).skip(1).map(|[name, gender]| (name, gender));
        for (name, gender) in
            given.filter(|(name, _)| !own.contains_key(name)).chain(own.iter().map(|(n, g)| (*n, *g)))
        {
            let bits = match gender {
                "m" => Bits::MAN,
                "f" => Bits::WOMAN,
                _ => FIRST_NAME,
            };
            lexicon.set(name, bits);
        }
        lexicon.read_titles_and_roles();
        lexicon.read_places();
        lexicon.read_small_words();
        lexicon
    }

    fn read_titles_and_roles(&mut self) {
        for [title, kind, gender, role] in rows(include_str!("data/titles.tsv")) {
            let bits = match kind {
                "courtesy" => Bits::COURTESY,
                "kept" => Bits::KEPT,
                _ => Bits::RANK,
            };
            let whole = title.trim_end_matches('.');
            if whole.len() < title.len() {
                self.stopped.insert(whole.to_owned());
            }
            self.set(whole, bits);
            if !role.is_empty() {
                self.title_roles.insert(key(title), key(role));
            }
            if let Some(gender) = gender_of(gender) {
                self.title_genders.insert(key(title), gender);
            }
        }
        for [role, gender, also] in rows(include_str!("data/roles.tsv")) {
            let name = key(role);
            // "state" is no role though "secretary of state" is.
            if let Some(head) = name.rsplit(' ').next().filter(|_| !name.contains(" of ")) {
                self.set(head, Bits::ROLE);
            }
            let also = also.split('|').filter(|a| !a.is_empty()).map(key).collect();
            self.roles.insert(name, Role { gender: gender_of(gender), also });
        }
        self.read_letters();
        for [word, when] in rows(include_str!("data/role-times.tsv")) {
            let bits = match when {
                "past" => Bits::PAST,
                "beside" => Bits::BESIDE,
                _ => Bits::NOW,
            };
            self.set(word, bits);
        }
        for [noun, kind, any] in rows(include_str!("data/nouns.tsv")) {
            let kind = match kind {
                "group" => SpeakerType::Group,
                "document" => SpeakerType::Document,
                "organization" => SpeakerType::Organization,
                _ => SpeakerType::Unnamed,
            };
            let name = key(noun);
            if any == "many" {
                self.collective.insert(name.clone());
            }
            if any == "any" {
                self.any_organization.insert(name.clone());
            }
            if let Some(head) = name.rsplit(' ').next() {
                self.set(head, Bits::NOUN);
            }
            self.nouns.insert(name, kind);
        }
        for (id, [name, nicks]) in rows(include_str!("data/nicknames.tsv")).enumerate() {
            for form in std::iter::once(name).chain(nicks.split('|')) {
                self.nicknames.entry(key(form)).or_default().push(id as u32);
            }
        }
    }

    /// "CM" is a chief minister; whether it is a title where it stands, `abbreviations` tells.
    fn read_letters(&mut self) {
        for [letters, office] in rows(include_str!("data/capital-titles.tsv")) {
            let (letters, office) = (key(letters), key(office));
            let Some(role) = self.roles.get_mut(&office) else { continue };
            role.also.push(letters.clone());
            let also = std::iter::once(office.clone()).chain(role.also.iter().cloned()).collect();
            let role = Role { gender: None, also };
            self.title_roles.insert(letters.clone(), office);
            self.roles.entry(letters).or_insert(role);
        }
    }

    fn read_places(&mut self) {
        let mut next = 0;
        for [name, others, demonyms, capital] in rows(include_str!("data/countries.tsv")) {
            let country = next;
            let called = ["country", "nation", "state", "kingdom"].map(str::to_owned).to_vec();
            for form in std::iter::once(name).chain(others.split('|')).filter(|f| !f.is_empty()) {
                self.places.insert(key(form), Listed { id: country, called: called.clone() });
                self.countries.insert(key(form), country);
            }
            for form in demonyms.split('|').filter(|f| !f.is_empty()) {
                let form = key(form);
                if !form.contains(' ') {
                    self.set(&form, Bits::DEMONYM);
                }
                self.countries.insert(form, country);
            }
            for form in capital.split('|').filter(|f| !f.is_empty()) {
                next += 1;
                let listed = Listed { id: next, called: vec!["city".to_owned(), "capital".to_owned()] };
                self.places.entry(key(form)).or_insert(listed);
            }
            next += 1;
        }
        self.first_place = next;
        for line in lines(include_str!("data/places.txt")) {
            for form in line.split('|') {
                let called = ["state", "city", "region"].map(str::to_owned).to_vec();
                self.places.entry(key(form)).or_insert(Listed { id: next, called });
                self.countries.entry(key(form)).or_insert(next);
            }
            next += 1;
        }
        for [name, others, called, _country] in rows(include_str!("data/organizations.tsv")) {
            let called: Vec<String> = called.split('|').filter(|c| !c.is_empty()).map(key).collect();
            for form in std::iter::once(name).chain(others.split('|')).filter(|f| !f.is_empty()) {
                self.organizations.insert(key(form), Listed { id: next, called: called.clone() });
            }
            next += 1;
        }
    }

    fn read_small_words(&mut self) {
        for [word, class, gender, number, form] in rows(include_str!("data/pronouns.tsv")) {
            self.pronoun_forms.insert(word.to_owned(), form);
            let class = match class {
                "first" => PronounClass::First,
                "second" => PronounClass::Second,
                "relative" => PronounClass::Relative,
                _ => PronounClass::Third,
            };
            self.set(word, Bits::PRONOUN);
            let pronoun =
                Pronoun { class, gender: gender_of(gender), neuter: gender == "n", many: number == "many" };
            self.pronouns.insert(word.to_owned(), pronoun);
        }
        for [word, class] in rows(include_str!("data/function-words.tsv")) {
            let bits = match class {
                "definite" => Bits::DEFINITE,
                "indefinite" => Bits::INDEFINITE,
                "possessive" => Bits::POSSESSIVE,
                "preposition" => Bits::PREPOSITION,
                "conjunction" => Bits::CONJUNCTION,
                "relative" => Bits::RELATIVE,
                "plain" => Bits::PLAIN,
                _ => Bits::VERB,
            };
            self.set(word, bits.or(Bits::COMMON));
        }
    }

    fn set(&mut self, word: &str, bits: Bits) {
        let word: String = word.chars().flat_map(char::to_lowercase).collect();
        let known = self.words.entry(word).or_default();
        *known = known.or(bits);
    }

    /// The bits of a word in lower case; a plural has the noun's and role's bits of its singular.
    pub(super) fn bits(&self, word: &str) -> Bits {
        if let Some(&bits) = self.words.get(word) {
            let one = singular(word);
            return if one.len() == word.len() { bits } else { bits.or(self.noun_bits(one)) };
        }
        self.noun_bits(singular(word))
    }

    fn noun_bits(&self, one: &str) -> Bits {
        let bits = self.words.get(one).copied().unwrap_or_default();
        Bits(bits.0 & Bits::ROLE.or(Bits::NOUN).0)
    }

    /// True for "public", "staff": one word for many people.
    pub(super) fn is_collective(&self, noun: &str) -> bool {
        self.collective.contains(noun)
    }

    /// True for "company", "group": nouns that any organisation may be called by.
    pub(super) fn any_organization(&self, noun: &str) -> bool {
        self.any_organization.contains(noun)
    }

    /// The role that ends a phrase (a [`key`]): the longest of its last three words that is listed.
    pub(super) fn role<'a>(&self, phrase: &'a str) -> Option<(&'a str, &Role)> {
        last_words(phrase)
            .find_map(|w| self.roles.get(w).or_else(|| self.roles.get(singular(w))).map(|r| (w, r)))
    }

    /// What else a bearer of a role may be called: "leader" of "prime minister".
    pub(super) fn also(&self, role: &str) -> &[String] {
        self.role(role).map(|(_, role)| role.also.as_slice()).unwrap_or_default()
    }

    /// Whether a bearer of a role may be called so, too.
    pub(super) fn may_be_called(&self, role: &str, other: &str) -> bool {
        self.also(role).iter().any(|also| also == other)
    }

    /// What kind of source a noun phrase (a [`key`]) is by its last words, and whether it is a plural.
    pub(super) fn noun(&self, phrase: &str) -> Option<(SpeakerType, bool)> {
        last_words(phrase).find_map(|words| {
            if let Some(&kind) = self.nouns.get(words) {
                return Some((kind, words.ends_with('s') || words == "people"));
            }
            let one = singular(words);
            let &kind = self.nouns.get(one).filter(|_| one.len() < words.len())?;
            Some((kind, true))
        })
    }

    /// The role that a title in lower case means: "sen" → "senator".
    pub(super) fn title_role(&self, title: &str) -> Option<&str> {
        self.title_roles.get(title).map(String::as_str)
    }

    /// True for a title in lower case that is none without a full stop behind it: "barr".
    pub(super) fn needs_stop(&self, title: &str) -> bool {
        self.stopped.contains(title)
    }

    /// The gender that a title in lower case shows.
    pub(super) fn title_gender(&self, title: &str) -> Option<Gender> {
        self.title_genders.get(title).copied()
    }

    /// The place of this name.
    pub(super) fn place(&self, key: &str) -> Option<&Listed> {
        self.places.get(key)
    }

    /// The organisation of this name.
    pub(super) fn organization(&self, key: &str) -> Option<&Listed> {
        self.organizations.get(key)
    }

    /// The country (or state of the USA) that a name or a demonym belongs to.
    pub(super) fn country(&self, key: &str) -> Option<u32> {
        self.countries.get(key).copied()
    }

    /// True for a country, false for a state or a city.
    pub(super) fn is_nation(&self, country: u32) -> bool {
        country < self.first_place
    }

    /// The pronoun, in lower case.
    pub(super) fn pronoun(&self, word: &str) -> Option<Pronoun> {
        self.pronouns.get(word).copied()
    }

    /// "subject" or "object", of a pronoun in lower case.
    pub(super) fn pronoun_form(&self, word: &str) -> Option<&'static str> {
        self.pronoun_forms.get(word).copied().filter(|form| !form.is_empty())
    }

    /// True where one first name stands for the other: Bill, William.
    pub(super) fn same_first_name(&self, a: &str, b: &str) -> bool {
        let groups = |name| self.nicknames.get(name).map(Vec::as_slice).unwrap_or_default();
        a == b || groups(a).iter().any(|g| groups(b).contains(g))
    }
}

/// The gender that a table says: m, f or nothing.
pub(super) fn gender_of(word: &str) -> Option<Gender> {
    match word {
        "m" => Some(Gender::Masculine),
        "f" => Some(Gender::Feminine),
        _ => None,
    }
}

/// The last three, two and one words of a phrase, the longest first.
fn last_words(phrase: &str) -> impl Iterator<Item = &str> {
    [3, 2, 1].into_iter().filter_map(move |n| match phrase.rmatch_indices(' ').nth(n - 1) {
        Some((at, _)) => phrase.get(at + 1..),
        None => (phrase.bytes().filter(|&b| b == b' ').count() + 1 == n).then_some(phrase),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_drop_marks_and_case() {
        assert_eq!(key("U.S."), "u s");
        assert_eq!(key("Al-Qaeda’s"), "al qaeda s");
        assert_eq!(key("José  Martí"), "josé martí");
    }

    #[test]
    fn roles_are_known_by_their_last_words() {
        assert_eq!(LEXICON.role("qatar s prime minister").map(|r| r.0), Some("prime minister"));
        assert_eq!(LEXICON.role("two ministers").map(|r| r.0), Some("ministers"));
        assert!(LEXICON.role("the table").is_none());
    }

    #[test]
    fn nouns_say_what_a_source_is() {
        assert_eq!(LEXICON.noun("state department insiders"), Some((SpeakerType::Unnamed, true)));
        assert_eq!(LEXICON.noun("the indictment"), Some((SpeakerType::Document, false)));
        assert_eq!(LEXICON.noun("a think tank"), Some((SpeakerType::Organization, false)));
    }

    #[test]
    fn countries_are_known_by_name_and_demonym() {
        assert_eq!(LEXICON.country("qatari"), LEXICON.country("qatar"));
        assert_eq!(LEXICON.place("u s").map(|p| p.id), LEXICON.place("america").map(|p| p.id));
    }

    #[test]
    fn nicknames_stand_for_first_names() {
        assert!(LEXICON.same_first_name("bill", "william"));
        assert!(!LEXICON.same_first_name("bill", "robert"));
    }
}
