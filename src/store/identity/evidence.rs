//! What articles say about the bearer of a name: offices and trades, countries, gender, company, days. What two bearers
//! share speaks for one person, what contradicts speaks against.

use super::names::Parts;
use super::offices::Post;
use super::places::places;
use super::{Bearer, Sources};
use crate::lists::rows;
use crate::speakers::Gender;
use crate::store::StoreError;
use crate::store::names::role_words as words;
use crate::wording::{is_small, list};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// Walks of life that tell no two people of them apart: there are too many residents and inmates.
static WIDE_FIELDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../data/wide-role-fields.txt")));

static WIDE: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let wide =
        rows::<2>(include_str!("../data/role-fields.tsv")).filter(|[field, _]| WIDE_FIELDS.contains(*field));
    wide.flat_map(|[_, words]| words.split(' ')).map(str::to_owned).collect()
});

/// Whether it says something that two people of one name have this office or trade.
pub(super) fn is_telling_office(word: &str) -> bool {
    !WIDE.contains(word)
}

static FIELDS: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let mut numbers: BTreeMap<&str, u16> = BTreeMap::new();
    let mut table = HashMap::new();
    for [field, words] in rows::<2>(include_str!("../data/role-fields.tsv")) {
        let next = numbers.len() as u16;
        let number = *numbers.entry(field).or_insert(next);
        table.extend(words.split(' ').map(|word| (word.to_owned(), number)));
    }
    table
});

/// A country's names, demonyms and capital, folded → its number.
static COUNTRIES: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    let countries = rows::<4>(include_str!("../../speakers/data/countries.tsv")).enumerate();
    for (number, [name, others, demonyms, capital]) in countries {
        let forms = [name].into_iter().chain(others.split('|')).chain(demonyms.split('|')).chain([capital]);
        for form in forms.filter(|form| !form.is_empty()) {
            table.insert(words(form).join(" "), number as u16);
        }
    }
    table
});

/// The longest name of a country, in words.
const COUNTRY_WORDS: usize = 4;

/// The most posts of one person that are compared.
const MOST_POSTS: usize = 32;

/// How many days lie between two posts at most that nobody can have both.
const SAME_TIME: i32 = 365;

/// The most of anything that is kept of one person: more tells nothing new.
const MOST_KEPT: usize = 4_096;

/// What is known of a person.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    pub(super) fields: BTreeSet<u16>,
    pub(super) countries: BTreeSet<u16>,
    /// Where roles say that the bearer is, countries apart.
    pub(super) places: BTreeSet<String>,
    /// Roles without small words; of two words at least.
    pub(super) roles: BTreeSet<String>,
    /// Single words of roles that name an office or a trade.
    pub(super) offices: BTreeSet<String>,
    /// Offices that nobody holds twice at once, with the days of the first and last article that names each.
    posts: BTreeMap<Post, (i32, i32)>,
    /// Of the first middle name.
    pub(super) initials: BTreeSet<char>,
    pub(super) masculine: usize,
    pub(super) feminine: usize,
    pub(super) stories: HashSet<String>,
    pub(super) outlets: BTreeSet<String>,
    pub(super) articles: HashSet<String>,
    pub(super) companions: HashSet<u64>,
    pub(super) first: Option<i32>,
    pub(super) last: Option<i32>,
}

impl Evidence {
    /// What one article says of the bearer of a name.
    pub(super) fn of(bearer: &Bearer) -> Self {
        let mut evidence = Self {
            masculine: usize::from(bearer.gender == Some(Gender::Masculine)),
            feminine: usize::from(bearer.gender == Some(Gender::Feminine)),
            initials: bearer.initial.or_else(|| Parts::new(&bearer.normal).initial()).into_iter().collect(),
            first: bearer.day,
            last: bearer.day,
            ..Self::default()
        };
        for role in &bearer.roles {
            let words = words(role);
            for (at, word) in words.iter().enumerate() {
                if let Some(field) = FIELDS.get(word) {
                    evidence.fields.insert(*field);
                    evidence.offices.insert(word.clone());
                }
                let names = (1..=COUNTRY_WORDS).filter_map(|n| words.get(at..at + n));
                evidence.countries.extend(names.filter_map(|name| COUNTRIES.get(&name.join(" ")).copied()));
            }
            evidence.places.extend(places(role).into_iter().filter(|place| !COUNTRIES.contains_key(place)));
            let telling: Vec<&str> =
                words.iter().map(String::as_str).filter(|w| !is_small(w) && *w != "former").collect();
            if telling.len() > 1 {
                evidence.roles.insert(telling.join(" "));
            }
            if let Some(day) = bearer.day.filter(|_| Post::is_among(&words)) {
                evidence.posts.extend(Post::of_role(role).map(|post| (post, (day, day))));
            }
        }
        evidence.outlets.extend(bearer.outlet.clone());
        evidence.stories.insert(bearer.story.clone());
        evidence.articles.insert(bearer.article.clone());
        evidence
    }

    /// What several articles say together.
    pub(super) fn add(&mut self, other: &Evidence) {
        fn keep<T: Clone + Ord>(to: &mut BTreeSet<T>, from: &BTreeSet<T>) {
            to.extend(from.iter().cloned());
        }
        keep(&mut self.fields, &other.fields);
        keep(&mut self.countries, &other.countries);
        keep(&mut self.places, &other.places);
        keep(&mut self.outlets, &other.outlets);
        keep(&mut self.roles, &other.roles);
        keep(&mut self.offices, &other.offices);
        keep(&mut self.initials, &other.initials);
        for (post, (first, last)) in &other.posts {
            let days = self.posts.entry(post.clone()).or_insert((*first, *last));
            *days = (days.0.min(*first), days.1.max(*last));
        }
        // The first of them all, whatever the order in which they come.
        while self.posts.len() > MOST_POSTS {
            self.posts.pop_last();
        }
        self.masculine += other.masculine;
        self.feminine += other.feminine;
        self.stories.extend(other.stories.iter().cloned());
        self.articles.extend(other.articles.iter().cloned());
        self.companions.extend(other.companions.iter().copied());
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = [self.last, other.last].into_iter().flatten().max();
    }

    /// Adds who is named beside the bearer, from at most [`MOST_KEPT`] articles.
    pub(super) fn read_companions(
        &mut self,
        members: &[usize],
        sources: &mut dyn Sources,
    ) -> Result<(), StoreError> {
        for member in members.iter().take(MOST_KEPT) {
            self.companions.extend(sources.companions(*member)?);
        }
        Ok(())
    }

    fn gender(&self) -> Option<Gender> {
        match self.masculine.cmp(&self.feminine) {
            std::cmp::Ordering::Greater => Some(Gender::Masculine),
            std::cmp::Ordering::Less => Some(Gender::Feminine),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// Whether both are known by a middle initial, and not the same.
    pub(super) fn has_other_initial(&self, other: &Evidence) -> bool {
        !self.initials.is_empty() && !other.initials.is_empty() && self.initials.is_disjoint(&other.initials)
    }

    /// How strongly what is known of two speaks against one person, from 0; 2 is one strong sign.
    pub(super) fn against(&self, other: &Evidence) -> f64 {
        let mut against = 0.0;
        if self.gender().zip(other.gender()).is_some_and(|(a, b)| a != b) {
            against += 2.0;
        }
        if self.has_other_walk(other) {
            against += 2.0;
        }
        if are_apart(&self.countries, &other.countries) {
            against += 1.5;
        }
        // A place may lie in another: a weak sign.
        if are_apart(&self.places, &other.places) {
            against += 0.75;
        }
        if self.has_other_initial(other) {
            against += 1.5;
        }
        if self.is_rival(other) {
            against += 2.5;
        }
        against + f64::from(u8::from(self.years_apart(other) >= 15))
    }

    /// Whether their walks of life are two between which people hardly move.
    pub(super) fn has_other_walk(&self, other: &Evidence) -> bool {
        are_apart(&self.fields, &other.fields)
    }

    /// Whether both hold one office at the same time, of different things.
    fn is_rival(&self, other: &Evidence) -> bool {
        self.posts.iter().any(|(post, (first, last))| {
            let same_office = || other.posts.iter().filter(|(theirs, _)| theirs.office == post.office);
            same_office().all(|(theirs, _)| theirs.is_rival(post))
                && same_office().any(|(_, days)| days.0 - last <= SAME_TIME && first - days.1 <= SAME_TIME)
        })
    }

    /// Whether one office is held of several things.
    pub(super) fn has_rivals(&self) -> bool {
        self.posts.keys().any(|one| self.posts.keys().any(|other| one.is_rival(other)))
    }

    /// How probable it is that two of one single name are one, and why: they have one role, and nothing contradicts.
    pub(super) fn same_role(&self, other: &Evidence) -> Option<(f64, String)> {
        let (weight, sign) = self.shared_role(other)?;
        let is_free = self.against(other) == 0.0 && self.articles.is_disjoint(&other.articles);
        is_free.then(|| (probability(weight - 0.2), format!("one single name; {sign}")))
    }

    /// What roles say for one person.
    pub(super) fn shared_role(&self, other: &Evidence) -> Option<(f64, String)> {
        if let Some(role) = self.roles.intersection(&other.roles).next() {
            return Some((2.0, format!("both “{role}”")));
        }
        let office = self.offices.intersection(&other.offices).next()?;
        let same_country = !self.countries.is_disjoint(&other.countries);
        Some((if same_country { 1.5 } else { 0.7 }, format!("both “{office}”")))
    }

    /// Years between the last article on the one and the first on the other; 0 where they overlap or nothing is known.
    pub(super) fn years_apart(&self, other: &Evidence) -> i32 {
        let gap =
            |last: Option<i32>, first: Option<i32>| last.zip(first).map_or(0, |(last, first)| first - last);
        gap(self.last, other.first).max(gap(other.last, self.first)).max(0) / 365
    }

    /// Signs that two are one person, in words, with their weights.
    pub(super) fn shared(&self, other: &Evidence) -> Vec<(f64, String)> {
        let mut signs = Vec::new();
        let (few, many) =
            if self.stories.len() <= other.stories.len() { (self, other) } else { (other, self) };
        if few.stories.iter().any(|story| many.stories.contains(story)) {
            signs.push((2.5, "in the same story".to_owned()));
        }
        signs.extend(self.shared_role(other));
        let (few, many) =
            if self.companions.len() <= other.companions.len() { (self, other) } else { (other, self) };
        let together = few.companions.iter().filter(|c| many.companions.contains(c)).count();
        if together > 0 {
            let names = if together == 1 { "the same name" } else { "the same names" };
            signs.push(((together as f64).min(3.0), format!("named beside {together} of {names}")));
        }
        signs
    }
}

/// Whether something is known of both, and nothing of it is the same.
fn are_apart<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> bool {
    !one.is_empty() && !other.is_empty() && one.is_disjoint(other)
}

/// A sum of weights as a probability.
pub(super) fn probability(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(roles: &[&str]) -> Evidence {
        let roles = roles.iter().map(|r| (*r).to_owned()).collect();
        Evidence::of(&Bearer { roles, ..Bearer::default() })
    }

    #[test]
    fn roles_speak_for_and_against() {
        let minister = evidence(&["Qatar’s Foreign Minister"]);
        assert_eq!(minister.against(&evidence(&["an Australian swimmer"])), 3.5);
        assert_eq!(minister.against(&evidence(&["a lawyer in Doha", "Qatari negotiator"])), 0.0);
        assert_eq!(minister.against(&evidence(&[])), 0.0);
        assert_eq!(evidence(&["the mayor of Querl"]).against(&evidence(&["a swimmer from Marn"])), 2.75);
        assert_eq!(minister.shared(&evidence(&["the Qatari foreign minister"]))[0].1, "in the same story");
        let signs = minister.shared(&evidence(&["Foreign Minister of Qatar"]));
        assert!(signs.iter().any(|(_, sign)| sign == "both “minister”"), "{signs:?}");
        assert!(
            evidence(&["former mayor of Querl"]).shared(&evidence(&["Mayor of Querl"]))[1]
                .1
                .contains("mayor querl")
        );
    }

    #[test]
    fn nobody_holds_one_office_of_two_things_at_once() {
        let on = |day: i32, role: &str| {
            Evidence::of(&Bearer { roles: vec![role.to_owned()], day: Some(day), ..Bearer::default() })
        };
        let halvex = on(700_000, "chief executive of Halvex");
        assert_eq!(halvex.against(&on(700_001, "chief executive of Ostrel Rail")), 2.5);
        assert_eq!(halvex.against(&on(700_001, "former chief executive of Ostrel Rail")), 0.0);
        assert_eq!(halvex.against(&on(700_900, "chief executive of Ostrel Rail")), 0.0, "years later");
        let mut both = on(700_001, "chief executive of Ostrel Rail");
        both.add(&halvex);
        assert!(both.has_rivals() && halvex.against(&both) == 0.0, "one of them is the same");
    }

    #[test]
    fn countries_of_several_words() {
        assert_eq!(
            evidence(&["the United States ambassador"]).countries,
            evidence(&["American envoy"]).countries
        );
        assert!(!evidence(&["the U.S. ambassador"]).countries.is_empty());
    }
}
