//! "The fire department" is not the police department: words beside the same noun that say which one it is.

use super::SpeakerType;
use super::actors::Actor;
use super::lexicon::{Bits, LEXICON, key, singular};
use super::sources::Description;
use super::words::Words;
use crate::lists::lines;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that say which of several departments, courts or unions it is, beside those that other lists know.
static KINDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/kind-words.txt")).collect());

/// Two words that begin with the same letters, so many, are taken for forms of one: "defense", "defence".
const STEM: usize = 4;

/// So many words behind "of" say what a department is for: "of health and social care".
const BEHIND: usize = 4;

/// The words of a description that say which department, court or union it is, in lower case: "police", and "health" in
/// "department of health".
pub(super) fn of(words: &Words<'_>, description: &Description, head: &str) -> Vec<String> {
    let phrase = key(words.span(description.core.clone()).of(words.text));
    let mut kinds: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
    let core = description.core.end;
    if words.text(core) == "of" {
        let behind = core + 1..description.whole.end.min(core + 1 + BEHIND);
        kinds.extend(behind.map(|i| words.text(i).to_lowercase()));
    }
    kinds.retain(|word| singular(word) != head && tells(word));
    kinds
}

/// True where an organisation is called by the same noun, but by other words that say which one it is. Words that only
/// one of the two has contradict nothing: "the ministry", "the city police department".
pub(super) fn contradict(kinds: &[String], head: &str, actor: &Actor) -> bool {
    let Some(at) = actor.words.iter().rposition(|w| singular(w) == head) else { return false };
    if kinds.is_empty() || actor.kind != SpeakerType::Organization {
        return false;
    }
    let own = match (actor.described, actor.words.get(at + 1).map(String::as_str)) {
        (true, Some("of")) => &actor.words[..actor.words.len().min(at + 2 + BEHIND)],
        (true, _) => &actor.words[..at],
        (false, _) => &actor.words[..],
    };
    let lacks = |list: &[String], word: &String| !list.iter().any(|w| singular(w) != head && alike(w, word));
    let own_tells = own.iter().filter(|w| singular(w) != head && tells(w)).any(|w| lacks(kinds, w));
    own_tells && kinds.iter().any(|w| lacks(&actor.words, w))
}

pub(super) fn tells(word: &str) -> bool {
    let listed = Bits::PORTFOLIO.or(Bits::ROLE).or(Bits::NOUN).or(Bits::ORGANIZATION).or(Bits::THING);
    KINDS.contains(word) || LEXICON.bits(word).any(listed)
}

pub(super) fn alike(one: &str, other: &str) -> bool {
    let stem = |word: &str| word.chars().take(STEM).collect::<String>();
    stem(one) == stem(other)
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    /// Who says one thing each: the sources, one after the other.
    fn speakers(sources: &[&str]) -> Vec<String> {
        let said = |(n, source): (usize, &&str)| format!("⟦{source}⟧ said {{door {n} was shut}}.");
        who(&sources.iter().enumerate().map(said).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn one_noun_of_many_kinds() {
        for nouns in [
            [
                "sheriff’s office",
                "medical examiner’s office",
                "district attorney’s office",
                "governor’s office",
            ],
            ["police department", "sheriff’s department", "fire department", "health department"],
            ["defense ministry", "foreign ministry", "interior ministry", "finance ministry"],
            ["appeals court", "district court", "supreme court", "county court"],
            ["teachers’ union", "bus drivers’ union", "nurses’ union", "police union"],
            ["ethics committee", "budget committee", "oil company", "shipping company"],
            ["city council", "county council", "parish council", "student council"],
            ["department of health", "department of justice", "ministry of defence", "board of elections"],
        ] {
            let sources = nouns.map(|noun| format!("The {noun}"));
            let found = speakers(&sources.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(found, nouns);
            let found = speakers(&[&sources[0], &sources[1], &sources[0]]);
            assert_eq!(found, [nouns[0], nouns[1], nouns[0]]);
        }
    }

    #[test]
    fn a_named_ministry_is_no_ministry_of_another_kind() {
        assert_eq!(
            speakers(&["The Ruritanian Ministry of Defence", "The defence ministry", "The finance ministry"]),
            ["Ruritanian Ministry of Defence", "Ruritanian Ministry of Defence", "finance ministry"]
        );
    }

    #[test]
    fn the_noun_alone_means_the_only_one() {
        assert_eq!(
            speakers(&["The police department", "The department"]),
            ["police department", "police department"]
        );
        assert_eq!(
            speakers(&["The city police department", "The police department"]),
            ["city police department", "city police department"]
        );
    }
}
