//! "Jens Brandt, 52, denies three counts of fraud": who stands before a court is the defendant, and nobody else.

use super::actors::{Actor, person};
use super::clusters::Reading;
use super::descriptions::Described;
use super::lexicon::Bits;
use super::names::Name;
use super::roles::RoleUse;
use super::stage::Stage;
use super::words::{Case, Words};
use crate::lists::lines;
use std::sync::LazyLock;

/// What is said of a defendant, word for word.
static PHRASES: LazyLock<Vec<Vec<&str>>> =
    LazyLock::new(|| lines(include_str!("data/defendants.txt")).map(|l| l.split(' ').collect()).collect());

/// The role that it gives: whoever has it may be called the accused or the suspect, too (data/roles.tsv).
pub(super) const ROLE: &str = "defendant";

/// Longest of what stands between commas after a name, in tokens.
const APPOSITION: usize = 24;

/// The defendants of an article. Who is the only one gets that role. Near-linear.
pub(super) fn learn(
    words: &Words<'_>,
    names: &[Name],
    readings: &[Reading],
    actors: &mut [Actor],
) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (name, reading) in names.iter().zip(readings) {
        let Reading::One(actor) = *reading else { continue };
        if person(&actors[actor])
            && !found.contains(&actor)
            && found.len() < MOST
            && !words.list[name.tokens.start].quoted
            && stands_before_court(words, name)
        {
            found.push(actor);
        }
    }
    if let [only] = found[..] {
        actors[only].roles.push(RoleUse { heads: vec![ROLE.to_owned()], ..RoleUse::default() });
    }
    found
}

/// More defendants than this are not told apart from others.
const MOST: usize = 16;

fn stands_before_court(words: &Words<'_>, name: &Name) -> bool {
    let Some(sentence) = words.get(name.tokens.end).map(|w| w.sentence) else { return false };
    let here = |i: usize| words.get(i).is_some_and(|w| w.sentence == sentence);
    if is_said(words, name.tokens.end) {
        return true;
    }
    // ", 52, of Rowan Close,": one comma opens it, another closes it.
    let comma = |i: usize| words.text(i) == ",";
    let inside = name.tokens.end + 1..name.tokens.end + APPOSITION;
    comma(name.tokens.end) && inside.take_while(|&i| here(i)).any(|i| comma(i) && is_said(words, i + 1))
}

/// True where one of the phrases begins at a token.
fn is_said(words: &Words<'_>, start: usize) -> bool {
    let fits = |(at, want): (usize, &&str)| {
        let word = words.text(start + at).to_lowercase();
        match *want {
            "#" => words
                .get(start + at)
                .is_some_and(|w| w.case == Case::Other || w.bits.any(Bits::INDEFINITE.or(Bits::DEFINITE))),
            want => word == want,
        }
    };
    PHRASES.iter().any(|phrase| phrase.iter().enumerate().all(fits))
}

impl Stage<'_, '_> {
    /// True for "the defendant" of somebody else than who stands before the court.
    pub(super) fn is_no_defendant(&self, actor: usize, described: &Described) -> bool {
        let court = described.head == ROLE || described.is_also(ROLE);
        court
            && !self.defendants.is_empty()
            && person(&self.actors[actor])
            && !self.defendants.contains(&actor)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn who_denies_the_counts_is_the_defendant() {
        for said in [
            ", 52, of Rowan Close, denies three counts of fraud",
            " denies 3 counts of fraud",
            " pleaded not guilty to fraud",
            " was charged with fraud",
            ", 52, is accused of fraud",
            " went on trial on Monday",
        ] {
            for called in ["defendant", "accused", "suspect"] {
                let text = format!(
                    "Martin Leckie{said}.\nDr Sunil Perera confronted the {called} in March. ⟦Perera⟧ said {{he wept}}.\n\
                     ⟦The {called}⟧ said {{it was late}}."
                );
                assert_eq!(who(&text), ["Sunil Perera", "Martin Leckie"], "{text}");
            }
        }
    }

    #[test]
    fn of_two_defendants_neither_is_meant_for_sure() {
        let text = "Martin Leckie denies three counts of fraud. Ida Voss pleaded guilty. Dr Sunil Perera wept.\n\
                    ⟦Perera⟧ said {no}.\n⟦The defendant⟧ said {it was late}.";
        assert_ne!(who(text)[1], "Sunil Perera");
    }
}
