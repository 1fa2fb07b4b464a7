//! What the words of a quote tell of how it answers an accusation.

use crate::lists::fits;
use crate::wording::{all_words, clauses, fold, is_negation, is_small, list, stems};
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

static ACCUSATION_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/accusation-words.txt")));
static COMMENT_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/comment-words.txt")));
static POINTING_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/pointing-words.txt")));
static WITHDRAWAL_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/withdrawal-words.txt")));
static LIMITING_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/limiting-words.txt")));
static OMISSION_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/omission-words.txt")));
static REFUSAL_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/refusal-words.txt")));

/// Words of a content that are looked through for the words of a withdrawal.
const FIRST_WORDS: usize = 4;
/// How many small words may stand between a negation and what it negates: "never in all my years took".
const SMALL_BETWEEN: usize = 3;
/// How many words before a negation its subject stands: "I have leaked nothing".
const SUBJECT: usize = 4;

/// What the words of a quote tell.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) stems: BTreeSet<String>,
    /// It speaks of accusations as such; of a refusal: of commenting.
    pub(super) names_it: bool,
    /// How many stems it has beside those words.
    pub(super) own: usize,
    /// It points back: "it", "that".
    pub(super) points_back: bool,
    /// It begins with its speaker: "we hid them".
    pub(super) first_person: bool,
    /// It refuses an offer or a demand rather than denying something.
    pub(super) refuses: bool,
    /// It apologises, which takes an accusation back only if it is to the accused …
    pub(super) apologises: bool,
    /// … and says for what.
    pub(super) apologises_for: bool,
    /// It takes something back: "withdrew".
    pub(super) takes_back: bool,
    /// It is not done yet, or not at all: "has not apologised", "refused to retract".
    pub(super) undone: bool,
    /// It is a plea: "pleaded not guilty".
    pub(super) pleads: bool,
    /// Of a statement that no word calls a denial: the stems that it says are not so ("I have leaked nothing"), one of which
    /// must be held against its speaker; what ends in `*` is a beginning.
    pub(super) negates: Option<BTreeSet<String>>,
}

impl Words {
    /// Of a quote of a type.
    pub(super) fn of(kind: &str, cue: &str, content: &str) -> Self {
        let said = all_words(content);
        let takes_back = takes_back(cue, &said);
        let cue = all_words(cue);
        let listed = if kind == "no-comment" { &*COMMENT_WORDS } else { &*ACCUSATION_WORDS };
        let own: Vec<&str> = said.iter().filter(|word| !listed.contains(*word)).map(String::as_str).collect();
        let apology = |word: &String| word.starts_with("apologi") || word == "sorry";
        let both = || cue.iter().chain(&said);
        let behind = both().skip_while(|word| !apology(word));
        let early = cue.iter().chain(said.iter().take(FIRST_WORDS));
        let turned = |word: &String| is_negation(word) || word == "yet" || is_listed(&*REFUSAL_WORDS, word);
        let pleads = both().any(|word| word.starts_with("plead") || word == "plea" || word == "pled");
        Self {
            stems: telling(content),
            names_it: both().any(|word| listed.contains(word)),
            own: telling(&own.join(" ")).len(),
            points_back: said.len() <= 2 * FIRST_WORDS
                && said.iter().any(|word| POINTING_WORDS.contains(word)),
            first_person: said.first().is_some_and(|word| matches!(word.as_str(), "i" | "we")),
            refuses: kind == "rejection",
            apologises: kind == "apology" || cue.iter().any(apology),
            apologises_for: behind.clone().any(|word| word == "for"),
            undone: match kind {
                // "I am sorry, and I did not think": only what stands before the apology turns it round, or "for nothing".
                "apology" => {
                    both().take_while(|word| !apology(word)).last().is_some_and(&turned)
                        || cue.iter().any(turned)
                        || behind.take(FIRST_WORDS + 2).any(|word| word == "nothing")
                }
                _ => early.clone().any(turned),
            },
            takes_back,
            pleads: pleads && both().any(|word| word == "guilty") && both().any(|word| word == "not"),
            negates: (kind == "statement").then(|| negated(content)),
        }
    }

    /// The stem of an allegation that it says is not so.
    pub(super) fn negated_of<'a>(&self, allegation: &'a BTreeSet<String>) -> Option<&'a str> {
        let negated = self.negates.as_ref()?;
        allegation.iter().find(|stem| is_listed(negated, stem)).map(String::as_str)
    }
}

/// Whether what is alleged is that something was not done: then "I did not" admits it.
pub(super) fn tells_of_omission(allegation: &str) -> bool {
    all_words(allegation).iter().any(|word| is_negation(word) || is_listed(&*OMISSION_WORDS, word))
}

/// Whether a word is in a list whose entries with `*` are beginnings.
fn is_listed<'a>(listed: impl IntoIterator<Item = &'a String>, word: &str) -> bool {
    listed.into_iter().any(|entry| fits(entry, word))
}

/// The stems of a content, without those that turn it round.
fn telling(content: &str) -> BTreeSet<String> {
    stems(content).into_iter().filter(|stem| !is_negation(stem)).collect()
}

/// What a content says that its speaker did not do: the next word behind a negation ("I did not steer"), or the verb
/// before it ("I leaked nothing", "he has taken no money": as its beginning, since it may be irregular). Nothing under a
/// condition or a limit ("not alone", "not enough"), and nothing of anybody else.
fn negated(content: &str) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for words in clauses(content) {
        if words.iter().any(|word| LIMITING_WORDS.contains(word)) {
            continue;
        }
        let told = |word: &&String| !is_small(word) && !is_negation(word);
        for (at, word) in words.iter().enumerate().filter(|(_, word)| is_negation(word)) {
            let before = words.get(at.saturating_sub(SUBJECT)..at).unwrap_or(&[]);
            let speaks = |word: &String| matches!(word.as_str(), "i" | "we" | "he" | "she" | "client");
            if !before.iter().any(speaks) {
                continue;
            }
            if matches!(word.as_str(), "no" | "nothing" | "nobody" | "none") {
                let verb = before.iter().rev().take(2).find(told);
                found.extend(verb.map(|verb| {
                    let letters = verb.chars().count();
                    format!(
                        "{}*",
                        verb.chars().take(letters.saturating_sub(2).clamp(3, 5)).collect::<String>()
                    )
                }));
            } else {
                let next = words.iter().skip(at + 1).take(SMALL_BETWEEN + 1).find(told);
                found.extend(next.into_iter().flat_map(|next| stems(next)));
            }
        }
    }
    found
}

/// Whether a cue, or the first words of what is said, take something back: not what somebody else is said to have taken back
/// ("said Rubio apologised").
fn takes_back(cue: &str, said: &[String]) -> bool {
    let takes = |word: &str| is_listed(&*WITHDRAWAL_WORDS, word);
    let mut own = said.iter().take(FIRST_WORDS).skip_while(|word| is_small(word));
    fold(cue).split_whitespace().any(takes) || own.next().is_some_and(|word| takes(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_not_to_be_so() {
        let of = |content: &str| negated(content).into_iter().collect::<Vec<_>>();
        assert_eq!(of("“I have leaked nothing and I never saw a patient’s file,”"), ["leak*", "saw"]);
        assert_eq!(of("He has taken no money from anybody."), ["tak*"]);
        assert_eq!(of("“I did not steer that contract to anyone.”"), ["steer"]);
        assert_eq!(of("“He did not want the contract to be late”"), ["want"]);
        for nothing in [
            "It rained.",
            "“No money was ever returned to me by the bank.”",
            "“We have no money left for the school.”",
            "“I did not leak the files alone.”",
            "“If I had not leaked the files they would be lost.”",
            "“My brother did not take the money.”",
            "“Nobody closes a school for fun.”",
        ] {
            assert_eq!(of(nothing), [""; 0], "{nothing}");
        }
    }

    #[test]
    fn what_was_not_done_is_known() {
        for allegation in ["not paying taxes", "failing to report the leak", "refusing to meet the union"] {
            assert!(tells_of_omission(allegation), "{allegation}");
        }
        assert!(!tells_of_omission("leaking the names of patients"));
    }

    #[test]
    fn what_is_taken_back_and_what_is_not() {
        for (kind, cue, content, undone) in [
            ("statement", "withdrew", "her accusation", false),
            ("statement", "refused to retract", "the accusation", true),
            ("statement", "declined to withdraw", "the accusation", true),
            ("promise", "vowed never to withdraw", "the accusation", true),
            ("apology", "has not apologised to", "Lund", true),
            ("statement", "said", "that she withdrew the accusation", false),
            ("apology", "said", "“I apologise to Lund for nothing. The accusation stands.”", true),
            ("apology", "said", "“I had no proof, and I apologise to Mr. Lund.”", false),
        ] {
            let words = Words::of(kind, cue, content);
            assert!(words.takes_back || words.apologises, "{cue} {content}");
            assert_eq!(words.undone, undone, "{cue} {content}");
        }
    }

    #[test]
    fn what_others_took_back_is_not_taken_back() {
        assert!(!Words::of("statement", "said", "Lund “apologised many times on this show”").takes_back);
    }

    #[test]
    fn a_plea_is_one_in_so_many_words() {
        assert!(Words::of("denial", "pleaded", "not guilty").pleads);
        assert!(Words::of("denial", "entered", "a plea of not guilty").pleads);
        assert!(!Words::of("denial", "denied", "that she felt guilty about leaving").pleads);
    }
}
