//! Which actors a form of a name fits: the same name, a shorter or fuller one, a surname, an acronym.

use super::SpeakerType;
use super::actors::{Actor, bare, gender_fits, person};
use super::forms::Form;
use super::guess::Guess;
use super::lexicon::{Bits, FIRST_NAME, LEXICON, Listed};
use std::collections::HashMap;

/// More namesakes than this are not told apart.
const MOST_NAMESAKES: usize = 8;

/// Which actors go by which words.
#[derive(Default)]
pub(super) struct Index {
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

impl Index {
    /// The actors that a form fits. `listed`: it is a place or an organisation that is known by name.
    pub(super) fn fitting(&self, actors: &[Actor], form: &Form<'_>, listed: Option<&Listed>) -> Vec<usize> {
        let found = match form.parts.len() {
            _ if form.is_person() && form.parts.len() > 1 => self.same_person(actors, form),
            1 => self.short(actors, form, listed.is_some()),
            _ => self.same_organization(actors, form),
        };
        match (found.len(), listed) {
            (0, Some(listed)) => self.listed.get(&listed.id).copied().into_iter().collect(),
            _ => found,
        }
    }

    /// An actor is the one of a listed name, if it is the first.
    pub(super) fn enter_listed(&mut self, actor: usize, id: u32) {
        self.listed.entry(id).or_insert(actor);
    }

    /// An actor goes by a form.
    pub(super) fn enter(&mut self, actors: &[Actor], actor: usize, form: &Form<'_>) {
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
