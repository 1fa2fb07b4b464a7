//! What the news calls well-known people without saying so each time: "the Vermont senator" (data/known-people.tsv).

use super::actors::{Actor, bare, person};
use super::lexicon::key;
use super::parties;
use super::roles::RoleUse;
use crate::lists::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// An office or a trade, and the years in which somebody held it.
struct Held {
    role: String,
    years: Option<(i32, i32)>,
}

/// A row of the list.
struct Known {
    /// Party and state, in lower case.
    words: Vec<String>,
    member: Option<&'static str>,
    held: Vec<Held>,
}

/// By name without titles and initials in the middle.
static KNOWN: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for [name, others, party, state, roles] in rows(include_str!("data/known-people.tsv")) {
        for form in std::iter::once(name).chain(others.split('|')).filter(|f| !f.is_empty()) {
            let words = [party, state].into_iter().flat_map(|w| w.split(' ')).filter(|w| !w.is_empty());
            let held = roles.split('|').filter(|r| !r.is_empty()).map(|role| match role.split_once('@') {
                Some((role, years)) => Held { role: key(role), years: span_of_years(years) },
                None => Held { role: key(role), years: None },
            });
            let words = words.map(str::to_owned).collect();
            let row = Known { words, member: parties::member(party), held: held.collect() };
            known.insert(short(&key(form).split(' ').collect::<Vec<_>>()), row);
        }
    }
    known
});

fn span_of_years(years: &str) -> Option<(i32, i32)> {
    let (from, to) = years.split_once('-')?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// A name without initials in the middle: "Donald J. Trump" is Donald Trump.
fn short(words: &[&str]) -> String {
    let last = words.len().saturating_sub(1);
    let kept = |i: usize, w: &str| i == 0 || i == last || w.chars().count() > 1;
    let words = words.iter().enumerate().filter(|(i, w)| kept(*i, w)).map(|(_, w)| *w);
    words.collect::<Vec<_>>().join(" ")
}

/// Takes in what the list knows of the persons of an article of a year. Without a year only what holds in any. Linear.
pub(super) fn learn(actors: &mut [Actor], year: Option<i32>) {
    for actor in actors.iter_mut().filter(|a| person(a) && a.words.len() > 1) {
        let whole: Vec<&str> = actor.words.iter().map(String::as_str).collect();
        let part: Vec<&str> = bare(actor).iter().map(String::as_str).collect();
        let Some(known) = KNOWN.get(&short(&whole)).or_else(|| KNOWN.get(&short(&part))) else { continue };
        let mut uses: Vec<RoleUse> = Vec::new();
        for held in &known.held {
            let (holds, past) = match (held.years, year) {
                (None, _) => (true, false),
                (Some((from, to)), Some(year)) => (from <= year, to < year),
                (Some(_), None) => (false, false),
            };
            if holds {
                let words = known.words.clone();
                uses.push(RoleUse { heads: vec![held.role.clone()], words, past, ..RoleUse::default() });
            }
        }
        if let Some(member) = known.member {
            let (heads, words) = (vec![member.to_owned()], known.words.clone());
            uses.push(RoleUse { heads, words, ..RoleUse::default() });
        }
        actor.roles.extend(uses);
    }
}

#[cfg(test)]
mod tests {
    use super::super::SpeakerType;
    use super::*;

    #[test]
    fn offices_hold_in_their_years() {
        let heads = |year| {
            let mut actors = [Actor::new("Angela D. Merkel", "angela d merkel", SpeakerType::Person)];
            learn(&mut actors, year);
            let [actor] = actors;
            actor.roles.into_iter().map(|r| (r.heads.concat(), r.past)).collect::<Vec<_>>()
        };
        assert_eq!(heads(Some(2015)), [("chancellor".to_owned(), false)]);
        assert_eq!(heads(Some(2023)), [("chancellor".to_owned(), true)]);
        assert_eq!(heads(Some(2001)), []);
        assert_eq!(heads(None), []);
    }
}
