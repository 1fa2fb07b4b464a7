//! Names → [`Actor`]s: which names of one article are the same person, organisation or place.
//!
//! Full names come first, the longest before the shorter; then short forms join the one actor that they fit. A form
//! that fits several stays open and is decided where it stands (`scene`); nothing is merged on doubt.

use super::actors::{Actor, bare, gender_by_first_name, gender_fits, person, plain};
use super::guess::Guess;
use super::lexicon::{Bits, FIRST_NAME, LEXICON};
use super::names::Name;
use super::roles::RoleUse;
use super::words::{Case, Words};
use super::{Gender, SpeakerType, generations, syllables, things};
use std::collections::HashMap;

/// Whom a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// One actor, by its index.
    One(usize),
    /// One of these, decided where it stands.
    Several(Vec<usize>),
    /// No name after all.
    Nobody,
}

/// The actors of an article, and whom each name stands for.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) actors: Vec<Actor>,
    pub(super) readings: Vec<Reading>,
}

/// All places with one spelling and one gender of title.
struct Form<'n> {
    key: &'n str,
    parts: Vec<&'n str>,
    /// The part that is the surname before a Chinese or Korean given name: "Carrie Chan Suk-yee".
    family: Option<usize>,
    suffix: Option<&'n str>,
    kept: Option<&'n str>,
    gender: Option<Gender>,
    guess: Guess,
    capitals: bool,
    after_the: bool,
    common: bool,
    doubtful: bool,
    names: Vec<usize>,
}

/// More namesakes than this are not told apart.
const MOST_NAMESAKES: usize = 8;

#[derive(Default)]
struct Index {
    last: HashMap<String, Vec<usize>>,
    first: HashMap<String, Vec<usize>>,
    /// The first of two surnames: "García" of "Ana García Ruiz".
    paternal: HashMap<String, Vec<usize>>,
    /// The same of surnames that are first names, too, before a particle: "Silva" of "José Silva dos Santos".
    middle: HashMap<String, Vec<usize>>,
    acronym: HashMap<String, Vec<usize>>,
    key: HashMap<String, Vec<usize>>,
    listed: HashMap<u32, usize>,
}

/// Groups the names of an article. `roles` holds, for each name, what the words around it call it. Near-linear.
pub(super) fn cluster(words: &Words<'_>, names: &[Name], roles: &[Vec<RoleUse>]) -> Cast {
    let mut forms = forms(words, names, roles);
    // Persons by full name first, then organisations and places, then what is short.
    forms.sort_by_key(|f| (rank(f), std::cmp::Reverse(f.parts.len()), f.names.first().copied()));
    let mut cast = Cast { actors: Vec::new(), readings: vec![Reading::Nobody; names.len()] };
    let mut index = Index::default();
    for form in &forms {
        let reading = index.place(&mut cast.actors, form, words, names);
        if let Reading::One(actor) = reading {
            learn_from(&mut cast.actors[actor], form, roles);
        }
        for &name in &form.names {
            cast.readings[name] = reading.clone();
        }
    }
    never_shortened(&mut cast, names);
    generations::learn(&mut cast.actors);
    for actor in &mut cast.actors {
        actor.roles.sort_by_key(|r| r.tokens.start);
        let spans = actor.roles.iter().map(|r| words.span(r.tokens.clone())).filter(|s| !s.is_empty());
        actor.role_spans = spans.collect();
        actor.role_spans.dedup();
    }
    cast
}

/// "Small said no": the first word of a sentence is a name after all where the article has somebody of that name.
pub(super) fn settle(cast: &Cast, names: &mut [Name]) {
    for (reading, name) in cast.readings.iter().zip(names) {
        name.doubtful &= *reading == Reading::Nobody;
    }
}

/// "Halder Voss" and always so: people are called by their surnames once they were named, companies are not.
fn never_shortened(cast: &mut Cast, names: &[Name]) {
    let mut uses = vec![(0_u32, 0_u32); cast.actors.len()];
    for (reading, name) in cast.readings.iter().zip(names) {
        if let Reading::One(actor) = reading {
            let whole = name.key.contains(' ');
            uses[*actor].0 += u32::from(whole);
            uses[*actor].1 += u32::from(!whole);
        }
    }
    for (actor, (whole, short)) in cast.actors.iter_mut().zip(uses) {
        let shown = actor.sure || actor.gender.is_some() || !actor.roles.is_empty();
        if person(actor) && actor.words.len() > 1 && !shown && whole > 2 && short == 0 {
            actor.kind = SpeakerType::Organization;
        }
    }
}

fn forms<'n>(words: &Words<'_>, names: &'n [Name], roles: &[Vec<RoleUse>]) -> Vec<Form<'n>> {
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

fn is_person(form: &Form<'_>) -> bool {
    matches!(form.guess, Guess::Person | Guess::LikelyPerson)
}

fn rank(form: &Form<'_>) -> u8 {
    match (is_person(form), form.parts.len()) {
        (true, 2..) => 0,
        (false, 2..) => 1,
        (_, _) if matches!(form.guess, Guess::Place | Guess::Organization) => 2,
        _ => 3,
    }
}

impl Index {
    /// The actor of a form: one that it joins, or a new one.
    fn place(
        &mut self,
        actors: &mut Vec<Actor>,
        form: &Form<'_>,
        words: &Words<'_>,
        names: &[Name],
    ) -> Reading {
        let listed = LEXICON.place(form.key).or_else(|| LEXICON.organization(form.key));
        let found = match form.parts.len() {
            _ if is_person(form) && form.parts.len() > 1 => self.same_person(actors, form),
            1 => self.short(actors, form, listed.is_some()),
            _ => self.same_organization(actors, form),
        };
        let found = match (found.len(), listed) {
            (0, Some(listed)) => self.listed.get(&listed.id).copied().into_iter().collect(),
            _ => found,
        };
        match found[..] {
            [one] => {
                widen(&mut actors[one], form, words, names);
                self.enter(actors, one, form);
                return Reading::One(one);
            }
            [_, _, ..] => return Reading::Several(found),
            [] if form.doubtful => return Reading::Nobody,
            [] => {}
        }
        let new = actors.len();
        actors.push(actor_of(form, words, names));
        self.enter(actors, new, form);
        if let Some(listed) = listed {
            self.listed.entry(listed.id).or_insert(new);
            actors[new].called.clone_from(&listed.called);
        }
        Reading::One(new)
    }

    fn enter(&mut self, actors: &[Actor], actor: usize, form: &Form<'_>) {
        let add = |map: &mut HashMap<String, Vec<usize>>, word: &str| {
            let list = map.entry(word.to_owned()).or_default();
            if !list.contains(&actor) && list.len() < MOST_NAMESAKES {
                list.push(actor);
            }
        };
        add(&mut self.key, form.key);
        if form.parts.len() < 2 && actors[actor].words.len() > 1 {
            return;
        }
        if let (Some(first), Some(last)) = (form.parts.first(), form.parts.last()) {
            add(&mut self.last, form.family.and_then(|at| form.parts.get(at)).unwrap_or(last));
            add(&mut self.first, first);
        }
        if let Some(surname) = paternal(&form.parts).filter(|_| actors[actor].kind == SpeakerType::Person) {
            let map =
                if LEXICON.bits(surname).any(FIRST_NAME) { &mut self.middle } else { &mut self.paternal };
            add(map, surname);
        }
        if actors[actor].kind != SpeakerType::Person && form.parts.len() > 1 {
            for acronym in acronyms(&form.parts) {
                add(&mut self.acronym, &acronym);
            }
        }
    }

    /// Persons that a name of two or more words fits.
    fn same_person(&self, actors: &[Actor], form: &Form<'_>) -> Vec<usize> {
        if let Some(same) = self.key.get(form.key) {
            return same.clone();
        }
        let (Some(first), Some(last)) = (form.parts.first(), form.parts.last()) else { return Vec::new() };
        let by_last = self.last.get(*last).map(Vec::as_slice).unwrap_or_default();
        let by_first = self.first.get(*first).map(Vec::as_slice).unwrap_or_default();
        let mut found: Vec<usize> =
            by_last.iter().copied().filter(|&a| fits_person(&actors[a], form)).collect();
        found.extend(by_first.iter().copied().filter(|a| !by_last.contains(a)).filter(|&a| {
            let words = bare(&actors[a]);
            person(&actors[a])
                && words.len() > form.parts.len()
                && words.iter().zip(&form.parts).all(|(w, p)| w == p)
        }));
        found
    }

    /// Organisations and places that a name of two or more words fits.
    fn same_organization(&self, actors: &[Actor], form: &Form<'_>) -> Vec<usize> {
        if let Some(same) = self.key.get(form.key) {
            return same.clone();
        }
        let squeezed = form.parts.concat();
        if form.parts.iter().all(|p| p.chars().count() == 1)
            && let Some(found) = self.acronym.get(&squeezed)
        {
            return found.clone();
        }
        // "Human Settlement Ministry" and "Ruritanian Human Settlement Ministry": a proper ending of two words or more.
        let by_last =
            form.parts.last().and_then(|last| self.last.get(*last)).map(Vec::as_slice).unwrap_or_default();
        by_last
            .iter()
            .copied()
            .filter(|&a| {
                let words = &actors[a].words;
                !person(&actors[a])
                    && words.len() > form.parts.len()
                    && words.iter().rev().zip(form.parts.iter().rev()).all(|(w, p)| w == p)
            })
            .collect()
    }

    /// Actors that one word fits: a surname, a first name, an acronym, the last word of an organisation.
    fn short(&self, actors: &[Actor], form: &Form<'_>, listed: bool) -> Vec<usize> {
        let Some(&word) = form.parts.first() else { return Vec::new() };
        let get = |map: &HashMap<String, Vec<usize>>| map.get(word).cloned().unwrap_or_default();
        let people = |list: Vec<usize>| -> Vec<usize> {
            let all =
                list.into_iter().filter(|&a| person(&actors[a]) && gender_fits(&actors[a], form.gender));
            of_suffix(actors, form, all.collect())
        };
        if let Some(kept) = form.kept {
            let titled: Vec<usize> = people(get(&self.first))
                .into_iter()
                .filter(|&a| actors[a].words.first().is_some_and(|w| w == kept))
                .collect();
            if !titled.is_empty() {
                return titled;
            }
        }
        let exact = get(&self.key);
        let by_last = people(get(&self.last));
        // "Jordan" is the place where two people of that name might be meant.
        let rather_listed = listed && form.guess != Guess::Person && by_last.len() > 1;
        if !by_last.is_empty() && !rather_listed {
            // Kim Min-ho and Kim Yuna are both "Kim".
            let leads =
                |&a: &usize| actors[a].words.len() > 1 && actors[a].words.first().is_some_and(|w| w == word);
            let others = if by_last.iter().all(leads) { people(get(&self.first)) } else { Vec::new() };
            let more: Vec<usize> = others.into_iter().filter(|a| !by_last.contains(a)).collect();
            return [by_last, more].concat();
        }
        if listed && form.guess != Guess::Person {
            return exact;
        }
        let by_paternal = people(get(&self.paternal));
        if !by_paternal.is_empty() && !form.common {
            return by_paternal;
        }
        let by_first = people(get(&self.first));
        if !by_first.is_empty() {
            return by_first;
        }
        let by_middle = people(get(&self.middle));
        if !by_middle.is_empty() && !form.common {
            return by_middle;
        }
        if form.guess == Guess::Person {
            return exact
                .into_iter()
                .filter(|&a| person(&actors[a]) && gender_fits(&actors[a], form.gender))
                .collect();
        }
        if form.capitals
            && let Some(found) = self.acronym.get(word)
        {
            return found.clone();
        }
        if !exact.is_empty() {
            return exact;
        }
        let organizations = |list: Vec<usize>| -> Vec<usize> {
            list.into_iter()
                .filter(|&a| actors[a].kind == SpeakerType::Organization && !actors[a].thing)
                .collect()
        };
        if form.after_the {
            return organizations(get(&self.last));
        }
        if form.common { Vec::new() } else { organizations(get(&self.first)) }
    }
}

/// The first of two surnames: "García" of "Ana García Ruiz", "Ortega" of "Carmen Ortega de la Peña".
fn paternal<'n>(parts: &[&'n str]) -> Option<&'n str> {
    let particle = |word: &str| LEXICON.bits(word).any(Bits::PARTICLE);
    let (last, before) = parts.split_last()?;
    let particles = before.iter().rev().take_while(|w| particle(w)).count();
    let (&surname, given) = before[..before.len() - particles].split_last()?;
    let is = |word: &str, bits: Bits| LEXICON.bits(word).any(bits);
    let small = Bits::PARTICLE.or(Bits::SUFFIX);
    // "Karim bin Faisal Al Nouri" is no Faisal.
    let patronymic = given.iter().any(|w| particle(w));
    let two = particles > 0 || ![surname, *last].iter().any(|w| is(w, FIRST_NAME));
    let own = surname.chars().count() > 1 && ![surname, *last].iter().any(|w| is(w, small));
    (own && two && !patronymic && !given.is_empty()).then_some(surname)
}

/// "Hadley Jr.": those of that suffix, or else those with none.
fn of_suffix(actors: &[Actor], form: &Form<'_>, all: Vec<usize>) -> Vec<usize> {
    let Some(suffix) = form.suffix else { return all };
    let last =
        |a: usize| actors[a].words.last().map(String::as_str).filter(|w| LEXICON.bits(w).any(Bits::SUFFIX));
    let so: Vec<usize> = all.iter().copied().filter(|&a| last(a) == Some(suffix)).collect();
    if so.is_empty() { all.into_iter().filter(|&a| last(a).is_none()).collect() } else { so }
}

/// True where a full name with the same last word can be the same person.
fn fits_person(actor: &Actor, form: &Form<'_>) -> bool {
    let words = bare(actor);
    let suffix = actor.words.last().map(String::as_str).filter(|w| LEXICON.bits(w).any(Bits::SUFFIX));
    if !person(actor)
        || !gender_fits(actor, form.gender)
        || suffix.is_some() && form.suffix.is_some() && suffix != form.suffix
    {
        return false;
    }
    // "Suu Kyi", "bin Faisal": an ending of two words or more.
    if words.len() > form.parts.len() && words.iter().rev().zip(form.parts.iter().rev()).all(|(w, p)| w == p)
    {
        return true;
    }
    // "Carl Brandt", "Carl Brandt Jr.": father and son until somebody says otherwise.
    if suffix.is_some() != form.suffix.is_some() {
        return false;
    }
    let ([first, middle @ .., _], [form_first, form_middle @ .., _]) = (words, &form.parts[..]) else {
        return false;
    };
    let alike = |a: &str, b: &str| {
        a == b || a.chars().count() == 1 && b.starts_with(a) || b.chars().count() == 1 && a.starts_with(b)
    };
    if !alike(first, form_first) && !LEXICON.same_first_name(first, form_first) {
        return false;
    }
    let (short, long): (Vec<&str>, Vec<&str>) = {
        let (a, b) = (middle.iter().map(String::as_str).collect::<Vec<_>>(), form_middle.to_vec());
        if a.len() <= b.len() { (a, b) } else { (b, a) }
    };
    // "George W. Bush", "George H. W. Bush": the first initials differ.
    let initial =
        |names: &[&str]| names.first().copied().filter(|name| name.chars().count() == 1).map(str::to_owned);
    if initial(&short).zip(initial(&long)).is_some_and(|(one, other)| one != other) {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|s| rest.any(|l| alike(s, l)))
}

/// The first letters of the words of a name; of its small words, too, if `small`.
pub fn initials<S: AsRef<str>>(words: &[S], small: bool) -> String {
    let is_small = |word: &str| matches!(word, "of" | "for" | "and" | "the" | "on" | "in" | "to" | "s");
    let words = words.iter().map(AsRef::as_ref).filter(|word| small || !is_small(word));
    words.filter_map(|word| word.chars().next()).collect()
}

/// The letters by which an organisation's name may be shortened, with and without its small words.
fn acronyms(parts: &[&str]) -> Vec<String> {
    let mut list = vec![initials(parts, false), initials(parts, true)];
    list.dedup();
    list.retain(|a| a.chars().count() > 1);
    list
}

fn actor_of(form: &Form<'_>, words: &Words<'_>, names: &[Name]) -> Actor {
    let document = LEXICON.noun(form.key).is_some_and(|n| n.0 == SpeakerType::Document);
    let (kind, sure) = match form.guess {
        Guess::Person => (SpeakerType::Person, true),
        Guess::LikelyPerson => (SpeakerType::Person, false),
        Guess::Couple => (SpeakerType::Group, true),
        Guess::Place => (SpeakerType::Place, true),
        Guess::Organization => (SpeakerType::Organization, true),
        Guess::Thing if document => (SpeakerType::Document, true),
        Guess::LikelyOrganization | Guess::Thing => (SpeakerType::Organization, false),
        Guess::Unknown if form.after_the || form.common || form.parts.len() > 1 => {
            (SpeakerType::Organization, false)
        }
        Guess::Unknown => (SpeakerType::Person, false),
    };
    let thing = form.guess == Guess::Thing;
    let mut actor = Actor { sure, thing, country: LEXICON.country(form.key), ..Actor::new("", "", kind) };
    if form.guess == Guess::Couple {
        actor.called.push("couple".to_owned());
    }
    widen(&mut actor, form, words, names);
    actor.gender = form.gender.or_else(|| gender_by_first_name(&actor));
    actor
}

/// Takes over a form's name where it is fuller than the one so far.
fn widen(actor: &mut Actor, form: &Form<'_>, words: &Words<'_>, names: &[Name]) {
    let count = form.key.split(' ').count();
    let fuller = match count.cmp(&actor.words.len()) {
        std::cmp::Ordering::Equal => actor.name.is_empty(),
        order => order.is_gt(),
    };
    // "U.S." has two words by its key, but "America" says more.
    let spelt = |words: &[&str]| words.iter().filter(|w| w.chars().count() > 1).count();
    let held: Vec<&str> = actor.words.iter().map(String::as_str).collect();
    let say_more =
        spelt(&form.key.split(' ').collect::<Vec<_>>()) >= spelt(&held).max(1) || actor.name.is_empty();
    if !(fuller && say_more || spelt(&held) == 0 && spelt(&form.key.split(' ').collect::<Vec<_>>()) > 0) {
        return;
    }
    // As it is written where the article does not shout: "DIALLO:" is Diallo.
    let shown = |name: &Name| {
        let own = plain(&words.shown(name.own()));
        name.lent.as_ref().map_or(own.clone(), |surname| format!("{own} {surname}"))
    };
    let all = || form.names.iter().filter_map(|&n| names.get(n));
    let Some(first) = all().next() else { return };
    let capitals = |name: &str| !name.chars().any(char::is_lowercase);
    let label = form.parts.len() > 1 && form.parts.iter().all(|p| p.chars().count() > 1)
        || words.text(first.tokens.end) == ":";
    actor.name = match all().map(shown).find(|name| !capitals(name)) {
        None if person(actor) && label => super::words::spelt(&shown(first)),
        None => shown(first),
        Some(name) => name,
    };
    actor.words = form.key.split(' ').map(str::to_owned).collect();
}

fn learn_from(actor: &mut Actor, form: &Form<'_>, roles: &[Vec<RoleUse>]) {
    if form.gender.is_some() {
        actor.gender = form.gender;
        actor.gender_sure = true;
    }
    for role in form.names.iter().filter_map(|&n| roles.get(n)).flatten() {
        if role.organization == person(actor) {
            continue;
        }
        if role.gender.is_some() && !actor.gender_sure {
            actor.gender = role.gender;
            actor.gender_sure = true;
        }
        if actor.roles.len() < 24 {
            actor.roles.push(role.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    /// For each name of the text, the actor that it stands for ("?" where it is open).
    fn clusters(text: &str) -> Vec<String> {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = crate::text::read(&article);
        let words = Words::read(&document);
        let names = super::super::names::find(&words);
        let roles = super::super::roles::learn(&words, &names);
        let cast = cluster(&words, &names, &roles);
        let show = |reading: &Reading| match reading {
            Reading::One(actor) => cast.actors[*actor].name.clone(),
            Reading::Several(list) => format!("?{}", list.len()),
            Reading::Nobody => String::new(),
        };
        cast.readings.iter().filter(|r| **r != Reading::Nobody).map(show).collect()
    }

    #[test]
    fn short_forms_join_the_full_name() {
        assert_eq!(
            clusters("Minister Jens Brandt quit. Mr. Brandt smiled, and Brandt left. We saw Jens."),
            ["Jens Brandt"; 4]
        );
        assert_eq!(
            clusters("Then Sheikh Karim bin Faisal Al Nouri spoke. We heard Sheikh Karim and Al Nouri."),
            ["Sheikh Karim bin Faisal Al Nouri"; 3]
        );
        assert_eq!(clusters("They met Daw Khin Suu Myint. Then Suu Myint left."), ["Daw Khin Suu Myint"; 2]);
        assert_eq!(clusters("We met Li Weimin. When Li spoke, Mr. Li smiled."), ["Li Weimin"; 3]);
        assert_eq!(clusters("We met William J. Hartley. Then Bill Hartley left."), ["William J. Hartley"; 2]);
    }

    #[test]
    fn the_first_of_two_surnames_is_a_short_form() {
        assert_eq!(
            clusters("They met Pedro Sanchís Castellón. Later Sanchís spoke, and Sanchís Castellón left."),
            ["Pedro Sanchís Castellón"; 3]
        );
        // Whose last word it is comes first.
        assert_eq!(
            clusters("They met Pedro Sanchís Castellón and Iria Sanchís. Then Sanchís spoke."),
            ["Pedro Sanchís Castellón", "Iria Sanchís", "Iria Sanchís"]
        );
    }

    #[test]
    fn a_surname_before_a_particle_is_a_short_form() {
        for name in [
            "Pedro Castro del Valle",
            "Ines Alves da Costa",
            "Rui Ortega de la Peña",
            "Rui Silva dos Santos",
            "Ines Vega y Soto",
        ] {
            let surname = name.split(' ').nth(1).unwrap();
            assert_eq!(clusters(&format!("They met {name}. Later {surname} spoke.")), [name; 2]);
        }
        assert_eq!(
            clusters("They met Karim bin Faisal Al Nouri. Later Faisal spoke."),
            ["Karim bin Faisal Al Nouri", "Faisal"]
        );
        for name in ["Geert van den Broek", "Pim van ’t Hof", "Pim van 't Hof"] {
            let surname = name.rsplit(' ').next().unwrap();
            assert_eq!(clusters(&format!("They met {name}. Later {surname} spoke.")), [name; 2]);
        }
    }

    #[test]
    fn the_surname_stands_before_a_given_name_of_two_syllables() {
        assert_eq!(
            clusters("They met Carrie Chan Suk-yee. Later Ms Chan spoke, and Carrie left."),
            ["Carrie Chan Suk-yee"; 3]
        );
        assert_eq!(
            clusters("They met Chan Wai-ming and Carrie Chan Suk-yee. Later Mr Chan spoke."),
            ["Chan Wai-ming", "Carrie Chan Suk-yee", "Chan Wai-ming"]
        );
    }

    #[test]
    fn namesakes_stay_apart() {
        assert_eq!(
            clusters(
                "We met Hugo Marchetti and Paola Marchetti. Then Mrs. Marchetti left with Mr. Marchetti."
            ),
            ["Hugo Marchetti", "Paola Marchetti", "Paola Marchetti", "Hugo Marchetti"]
        );
        assert_eq!(
            clusters("We met Hugo Marchetti and his brother Luca Marchetti. They saw Marchetti."),
            ["Hugo Marchetti", "Luca Marchetti", "?2"]
        );
        assert_eq!(
            clusters("We met John Achterberg Jr. and John Achterberg Sr. in town."),
            ["John Achterberg Jr.", "John Achterberg Sr."]
        );
        assert_eq!(
            clusters("We met George H. Bell and George W. Bell."),
            ["George H. Bell", "George W. Bell"]
        );
    }

    #[test]
    fn organisations_join_their_acronyms_and_short_forms() {
        assert_eq!(
            clusters("It went to the Ruritanian Farmers Union (RFU). Later the RFU and the Union left."),
            ["Ruritanian Farmers Union"; 4]
        );
        assert_eq!(
            clusters("It hit the United Nations. The U.N. was sorry, and the UN left."),
            ["United Nations"; 3]
        );
        assert_eq!(
            clusters("It hit the United States. The U.S. was sorry, and America too."),
            ["United States"; 3]
        );
    }

    #[test]
    fn a_person_and_a_firm_of_one_name_stay_apart() {
        assert_eq!(
            clusters("We met Dora Lindqvist. The Lindqvist Foundation paid. Then Lindqvist left."),
            ["Dora Lindqvist", "Lindqvist Foundation", "Dora Lindqvist"]
        );
    }
}
