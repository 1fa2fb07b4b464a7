//! One capitalised word of which no list knows what it is: a place or an organisation where the article says "it" of it,
//! or gives it what people hardly have ("Norlund’s army", "shares of Halvex").

use super::SpeakerType;
use super::guess::Guess;
use super::lexicon::{Bits, DETERMINER, LEXICON, PronounClass};
use super::names::Name;
use super::roles::RoleUse;
use super::words::{Case, Words};
use crate::lists::rows;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What is owned → what its owner is.
static OWNED: LazyLock<HashMap<&str, SpeakerType>> = LazyLock::new(|| {
    let nouns = rows(include_str!("data/owned-nouns.tsv"));
    nouns.filter_map(|[noun, kind]| Some((noun, kind_of(kind)?))).collect()
});

/// Words before a name → what it is; nothing where they do not say it.
static BEFORE: LazyLock<HashMap<&str, Option<SpeakerType>>> = LazyLock::new(|| {
    rows(include_str!("data/before-things.tsv")).map(|[words, kind]| (words, kind_of(kind))).collect()
});

/// Words behind "it" → where they count.
static IT_VERBS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| rows(include_str!("data/it-verbs.tsv")).map(|[word, place]| (word, place)).collect());

/// "It" or "its" further behind a name than this, in tokens, says nothing of it.
const FURTHEST: usize = 30;

/// Names further back than this from "he" are not looked at.
const NAMES_BACK: usize = 4;

fn kind_of(word: &str) -> Option<SpeakerType> {
    match word {
        "place" => Some(SpeakerType::Place),
        "organization" => Some(SpeakerType::Organization),
        _ => None,
    }
}

/// The keys of names that are places or organisations by what the article says of them, and which. Near-linear.
pub(super) fn find<'n>(
    words: &Words<'_>,
    names: &'n [Name],
    roles: &[Vec<RoleUse>],
) -> HashMap<&'n str, SpeakerType> {
    let persons = persons(words, names, roles);
    let called_he = called_he(words, names);
    let mut found: HashMap<&str, SpeakerType> = HashMap::new();
    let single = |n: &Name| n.guess == Guess::Unknown && !n.doubtful && !n.key.contains(' ');
    for (at, name) in names.iter().enumerate().filter(|(_, n)| single(n)) {
        if persons.contains(name.key.as_str()) {
            continue;
        }
        // "Halvex’s chief executive left. Halvex said he was ill."
        let owned = owned_behind(words, name);
        if owned != Some(SpeakerType::Organization) && called_he.contains(name.key.as_str()) {
            continue;
        }
        let kind = owned.or_else(|| said_before(words, name)).or_else(|| called_it(words, names, at));
        // What is "in Norlund" somewhere is a place, whatever else it does.
        if let Some(kind) = kind {
            let held = found.entry(&name.key).or_insert(kind);
            if kind == SpeakerType::Place {
                *held = kind;
            }
        }
    }
    found
}

/// The words of names that are people's: they have a first name, a title or a role somewhere.
fn persons<'n>(words: &Words<'_>, names: &'n [Name], roles: &[Vec<RoleUse>]) -> HashSet<&'n str> {
    let mut persons = HashSet::new();
    for (n, name) in names.iter().enumerate() {
        let role = roles.get(n).is_some_and(|r| r.iter().any(|r| !r.organization));
        let guessed = matches!(name.guess, Guess::Person | Guess::LikelyPerson);
        let who = usize::from(words.text(name.tokens.end) == ",") + name.tokens.end;
        let who = matches!(words.text(who), "who" | "whom" | "whose" | "himself" | "herself");
        if guessed || role || who || name.gender.is_some() || name.rank.is_some() {
            persons.extend(name.key.split(' '));
        }
    }
    persons
}

/// The names before a "he" or a "she".
fn called_he<'n>(words: &Words<'_>, names: &'n [Name]) -> HashSet<&'n str> {
    let mut persons = HashSet::new();
    for (token, word) in words.list.iter().enumerate().filter(|(_, w)| w.bits.any(Bits::PRONOUN) && !w.quoted)
    {
        let pronoun = LEXICON.pronoun(&words.text(token).to_lowercase());
        if !pronoun.is_some_and(|p| p.class == PronounClass::Third && p.gender.is_some()) {
            continue;
        }
        let next = names.partition_point(|n| n.tokens.start < token);
        let near = names[..next].iter().rev().take(NAMES_BACK).take_while(|n| {
            words.get(n.tokens.start).is_some_and(|w| word.sentence.saturating_sub(w.sentence) <= 1)
        });
        // "Norlund’s president said he", "She lives in Norlund."
        let may_be = |n: &&Name| {
            let before = n.before.start.checked_sub(1).map_or(Bits::default(), |b| words.bits(b));
            !n.possessive && !n.doubtful && !n.modifies && !before.any(Bits::PREPOSITION)
        };
        if let Some(name) = near.into_iter().find(may_be) {
            persons.insert(name.key.as_str());
        }
    }
    persons
}

/// "Norlund’s army", "Halvex’s largest shareholders".
fn owned_behind(words: &Words<'_>, name: &Name) -> Option<SpeakerType> {
    if !name.possessive {
        return None;
    }
    let mark = name.tokens.end;
    owned_at(words, mark + 1 + usize::from(words.text(mark + 1).eq_ignore_ascii_case("s")))
}

/// What the owner of the noun at a token is, with two words before it at most.
fn owned_at(words: &Words<'_>, start: usize) -> Option<SpeakerType> {
    let small = DETERMINER.or(super::lexicon::BARRIER).or(Bits::PRONOUN);
    let inside = |i: &usize| words.get(*i).is_some_and(|w| w.is_word() && !w.bits.any(small));
    let phrase: Vec<usize> = (start..start + 3).take_while(inside).collect();
    phrase.into_iter().find_map(|i| OWNED.get(words.text(i).to_lowercase().as_str())).copied()
}

/// "In Norlund", "shares of Halvex".
fn said_before(words: &Words<'_>, name: &Name) -> Option<SpeakerType> {
    if name.possessive || name.modifies || !name.before.is_empty() {
        return None;
    }
    let last = name.tokens.start.checked_sub(1)?;
    let sentence = words.get(name.tokens.start)?.sentence;
    let phrase = |start: usize| words.span(start..last + 1).of(words.text).to_lowercase();
    let starts = [last.checked_sub(1), Some(last)].into_iter().flatten();
    let mut starts = starts.filter(|s| words.get(*s).is_some_and(|w| w.sentence == sentence));
    starts.find_map(|start| BEFORE.get(phrase(start).as_str())).copied().flatten()
}

/// "Norlund said it would", "Halvex denied the claim; its customers", "Halvex denied the claim. It said".
fn called_it(words: &Words<'_>, names: &[Name], at: usize) -> Option<SpeakerType> {
    let name = &names[at];
    let here = words.get(name.tokens.start)?;
    let opens = name
        .tokens
        .start
        .checked_sub(1)
        .is_none_or(|b| words.get(b).is_some_and(|w| w.sentence != here.sentence));
    if name.possessive || name.modifies || !name.before.is_empty() || !(opens || here.first) {
        return None;
    }
    let next_name = names[at + 1..].iter().find(|n| !n.doubtful).map_or(usize::MAX, |n| n.tokens.start);
    for token in name.tokens.end..next_name.min(name.tokens.end + FURTHEST) {
        let word = words.get(token).filter(|w| w.sentence - here.sentence <= 1 && !w.quoted)?;
        let lower = words.text(token).to_lowercase();
        // Whatever else "it" may be.
        let another = word.case == Case::Lower
            && LEXICON.noun(&lower).is_some_and(|n| n.0 == SpeakerType::Organization);
        if another {
            return None;
        }
        let next = words.text(token + 1).to_lowercase();
        let behind = words.text(token + 2).to_lowercase();
        let says =
            IT_VERBS.get(next.as_str()).filter(|_| IT_VERBS.get(behind.as_str()) != Some(&"expletive"));
        match (lower.as_str(), says) {
            ("its", _) => return owned_at(words, token + 1),
            ("it", Some(&"next")) if word.first => return Some(SpeakerType::Organization),
            ("it", Some(place)) if *place != "expletive" && close(words, name.tokens.end, token) => {
                return Some(SpeakerType::Organization);
            }
            ("it", _) => return None,
            _ => {}
        }
    }
    None
}

/// True for "said" or "said that" between a name and "it".
fn close(words: &Words<'_>, start: usize, it: usize) -> bool {
    it == start + 1 || it == start + 2 && words.text(start + 1) == "that"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn found(text: &str) -> Vec<String> {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = crate::text::read(&article);
        let words = Words::read(&document);
        let names = super::super::names::find(&words);
        let roles = super::super::roles::learn(&words, &names);
        let mut lines: Vec<String> = find(&words, &names, &roles)
            .into_iter()
            .map(|(key, kind)| format!("{key}: {}", kind.name()))
            .collect();
        lines.sort();
        lines
    }

    #[test]
    fn what_a_state_and_a_firm_have() {
        assert_eq!(found("It hit Norlund’s army."), ["norlund: place"]);
        assert_eq!(found("They met Norlund’s new foreign minister."), ["norlund: place"]);
        assert_eq!(found("It pleased Halvex’s largest shareholders."), ["halvex: organization"]);
        assert_eq!(found("It pleased Brandt’s dog."), [""; 0]);
    }

    #[test]
    fn what_stands_before_a_place_and_a_firm() {
        assert_eq!(found("They live in Norlund."), ["norlund: place"]);
        assert_eq!(found("He sold shares of Halvex."), ["halvex: organization"]);
        assert_eq!(found("He has a stake in Halvex."), ["halvex: organization"]);
        assert_eq!(found("He lost confidence in Brandt."), [""; 0]);
        assert_eq!(found("They met in Brandt’s house."), [""; 0]);
    }

    #[test]
    fn what_is_called_it() {
        assert_eq!(found("Norlund said it would close the pass."), ["norlund: organization"]);
        assert_eq!(
            found("Norlund said that it had closed the pass. They stayed in Norlund."),
            ["norlund: place"]
        );
        assert_eq!(found("Halvex denied the claim; its customers left."), ["halvex: organization"]);
        assert_eq!(found("Norlund denied the claim. Its army left."), ["norlund: place"]);
        assert_eq!(found("Halvex denied the claim. It said nobody left."), ["halvex: organization"]);
        for text in [
            "Brandt said it was late.",
            "Brandt said it would be late.",
            "Brandt said it would take years.",
            "Brandt praised the ship and its crew.",
            "Brandt praised the company. Its shares rose.",
            "Brandt praised Orle. Its army left.",
            "Brandt left. It would rain.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn an_executive_is_a_firms_whoever_is_he() {
        assert_eq!(found("Halvex’s chief executive left. Halvex said he was ill."), ["halvex: organization"]);
    }

    #[test]
    fn who_is_called_he_or_has_a_title_is_a_person() {
        for text in [
            "Mr. Brandt left. Brandt said it would close the pass.",
            "Ada Brandt left. Brandt said it would close the pass.",
            "Brandt said it would close the pass. He left.",
            "Brandt said it would close the pass. He left. Brandt’s government fell.",
            "Brandt, who left, is rich. Brandt’s government fell.",
            "Brandt, a lawyer, left. Brandt’s government fell.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        assert_eq!(found("Norlund’s president said he would close the pass in Norlund."), ["norlund: place"]);
    }
}
