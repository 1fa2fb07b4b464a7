//! "Carl Hadley Sr." and "Carl Hadley Jr.": which of the two is "the elder Hadley" and "the son".

use super::actors::{Actor, bare, person};
use super::roles::RoleUse;
use crate::lists::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Father or son.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Generation {
    Elder,
    Younger,
}

/// A word → which of the two it tells, and how it is used.
static WORDS: LazyLock<HashMap<&str, (Generation, &str)>> = LazyLock::new(|| {
    let generation = |name| if name == "elder" { Generation::Elder } else { Generation::Younger };
    rows(include_str!("data/generations.tsv"))
        .map(|[word, name, usage]| (word, (generation(name), usage)))
        .collect()
});

/// The generation that a word in lower case tells, whatever its use.
pub(super) fn of(word: &str) -> Option<Generation> {
    WORDS.get(word).map(|(generation, _)| *generation)
}

/// What the suffix of a name tells: without any, of two namesakes, the elder.
fn by_suffix(actor: &Actor) -> Generation {
    let suffix =
        actor.words.last().and_then(|last| WORDS.get(last.as_str())).filter(|(_, usage)| *usage == "suffix");
    suffix.map_or(Generation::Elder, |(generation, _)| *generation)
}

/// Gives two persons of one name, of whom one is the younger by his suffix, the roles of father and son. Linear.
pub(super) fn learn(actors: &mut [Actor]) {
    let mut namesakes: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    for (index, actor) in actors.iter().enumerate().filter(|(_, a)| person(a) && a.words.len() > 1) {
        namesakes.entry(bare(actor).to_vec()).or_default().push(index);
    }
    for pair in namesakes.values() {
        let &[one, other] = &pair[..] else { continue };
        if by_suffix(&actors[one]) == by_suffix(&actors[other]) {
            continue;
        }
        for index in [one, other] {
            let generation = by_suffix(&actors[index]);
            let told = WORDS.iter().filter(|(_, said)| **said == (generation, "role"));
            let mut heads: Vec<String> = told.map(|(word, _)| (*word).to_owned()).collect();
            heads.sort_unstable();
            actors[index].roles.push(RoleUse { heads, ..RoleUse::default() });
        }
    }
}

/// Of those who share a name, the one of a generation, if the article tells it of one of them or of all others the contrary.
pub(super) fn only(actors: &[Actor], namesakes: &[usize], generation: Generation) -> Option<usize> {
    let told = |actor: usize| actors[actor].roles.iter().flat_map(|r| &r.heads).find_map(|head| of(head));
    let one = |fits: &dyn Fn(Option<Generation>) -> bool| {
        let mut fitting = namesakes.iter().copied().filter(|&actor| fits(told(actor)));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    one(&|said| said == Some(generation)).or_else(|| one(&|said| said.is_none()))
}
