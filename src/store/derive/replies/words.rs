//! What the words of a quote tell of how it answers an accusation.

use super::rejects::Rejects;
use crate::lists::{fits, lines, phrase_at};
use crate::wording::{all_words, clauses, is_negation, is_small, list, stems};
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
static WITHDRAWAL_VERBS: LazyLock<Vec<(&str, Option<&str>)>> = LazyLock::new(|| {
    let verb =
        |line: &'static str| line.split_once(' ').map_or((line, None), |(verb, back)| (verb, Some(back)));
    lines(include_str!("../../data/withdrawal-verbs.txt")).map(verb).collect()
});
static ACCUSING_NOUNS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/accusing-nouns.txt")));
static ACCUSING_VERBS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/accusing-verbs.txt")));
static DAY_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/day-words.txt")));
static LIMITING_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/limiting-words.txt")));
static LIGHT_VERBS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/light-verbs.txt")));
static OMISSION_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/omission-words.txt")));
static PART_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/part-words.txt")));
static PENDING_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/pending-words.txt")));
static REFUSAL_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/refusal-words.txt")));

/// Words of a content that are looked through for the words of a withdrawal.
const FIRST_WORDS: usize = 4;
/// How far behind a verb such as "dropped" the noun for what is taken back stands, in words: "dropped both of her claims".
const OBJECT: usize = 4;
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
    /// These stems, without those of verbs that say little, take back or accuse: of "that he had committed fraud" only
    /// "fraud".
    pub(super) bare: BTreeSet<String>,
    /// It says that its speaker accused: "for accusing him".
    pub(super) accuses: bool,
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
    /// It is of a part: "admitted some of it".
    pub(super) in_part: bool,
    /// It is a plea: "pleaded not guilty".
    pub(super) pleads: bool,
    /// Of a statement that no word calls a denial: the stems that it says are not so ("I have leaked nothing"), one of which
    /// must be held against its speaker; what ends in `*` is a beginning.
    pub(super) negates: Option<BTreeSet<String>>,
    /// A word or the classifier calls it a denial.
    pub(super) is_denial: bool,
    /// Of a statement of somebody else: the stems that it says are not so of anybody ("no bribes had been paid to Pell").
    pub(super) gainsays: BTreeSet<String>,
    /// Its cue turns round what it reports: "denied that".
    pub(super) cue_turns: bool,
    /// Of somebody else: what may answer an accusation of another article.
    pub(super) rejects: Rejects,
}

impl Words {
    /// Of a quote of a type.
    pub(super) fn of(kind: &str, cue: &str, content: &str) -> Self {
        let mut said = all_words(content);
        let cue = all_words(cue);
        let apology = |word: &String| word.starts_with("apologi") || word == "sorry";
        let apologises = kind == "apology" || cue.iter().any(apology);
        // "for the language but not for the accusation"
        if apologises && let Some(not) = phrase_at(&said, &["but", "not"]) {
            said.truncate(not);
        }
        let withdrawal = withdrawal(&cue, &said);
        let listed = if kind == "no-comment" { &*COMMENT_WORDS } else { &*ACCUSATION_WORDS };
        let own: Vec<&str> = said.iter().filter(|word| !listed.contains(*word)).map(String::as_str).collect();
        let own = telling(&own.join(" "));
        let both = || cue.iter().chain(&said);
        let behind = both().skip_while(|word| !apology(word));
        // "withdrew her accusation that he had not paid": what stands behind does not undo it.
        let before = withdrawal.unwrap_or(cue.len() + FIRST_WORDS);
        let early = cue.iter().chain(said.iter().take(FIRST_WORDS)).take(before);
        let turned = |word: &String| is_negation(word) || word == "yet" || is_listed(&*REFUSAL_WORDS, word);
        // "may withdraw", "is ready to apologise"; "would later retract" tells of what came to pass.
        let later = cue.iter().any(|word| word == "later");
        let pending = !later && cue.iter().any(|word| PENDING_WORDS.contains(word));
        let pleads = both().any(|word| word.starts_with("plead") || word == "plea" || word == "pled");
        Self {
            stems: telling(content),
            names_it: both().any(|word| listed.contains(word)),
            own: own.len(),
            bare: own.into_iter().filter(|stem| !is_of_course(stem)).collect(),
            accuses: both().any(|word| is_listed(&*ACCUSING_VERBS, word)),
            points_back: said.len() <= 2 * FIRST_WORDS
                && said.iter().any(|word| POINTING_WORDS.contains(word)),
            first_person: said.first().is_some_and(|word| matches!(word.as_str(), "i" | "we")),
            refuses: kind == "rejection",
            apologises,
            apologises_for: behind.clone().any(|word| word == "for"),
            undone: pending
                || match kind {
                    // "I am sorry, and I did not think": only what stands before the apology turns it round, or "for nothing".
                    "apology" => {
                        both().take_while(|word| !apology(word)).last().is_some_and(&turned)
                            || cue.iter().any(turned)
                            || behind.take(FIRST_WORDS + 2).any(|word| word == "nothing")
                    }
                    _ => early.clone().any(turned),
                },
            takes_back: withdrawal.is_some(),
            in_part: both().take(cue.len() + FIRST_WORDS).any(|word| PART_WORDS.contains(word)),
            pleads: pleads && both().any(|word| word == "guilty") && both().any(|word| word == "not"),
            negates: (kind == "statement").then(|| negated(content)),
            is_denial: kind == "denial",
            gainsays: BTreeSet::new(),
            cue_turns: cue.iter().filter(|word| is_negation(word)).count() % 2 == 1,
            rejects: Rejects::default(),
        }
    }

    /// The same, said by somebody who neither accuses nor is accused.
    pub(super) fn of_another(self, content: &str) -> Self {
        // "said that Denby never stole": of whom it is not so, its own words say, and not the cue.
        let says_not = all_words(content).iter().any(|word| is_negation(word));
        let is_denial = self.is_denial && (self.cue_turns || self.names_it || !says_not);
        let gainsays = if is_denial { BTreeSet::new() } else { gainsaid(content) };
        let rejects = Rejects::of(content, self.cue_turns);
        Self { negates: None, is_denial, gainsays, rejects, ..self }
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

/// Whether a word, in lower case, limits a "not", or puts it under a condition.
pub(super) fn is_limited(word: &str) -> bool {
    LIMITING_WORDS.contains(word)
}

/// Whether a word, in lower case, is a noun for an accusation: "the claim that".
pub(super) fn is_accusing(word: &str) -> bool {
    ACCUSING_NOUNS.contains(word)
}

/// Whether a stem is that of a verb that says little of what is done.
pub(super) fn is_light(stem: &str) -> bool {
    is_listed(&*LIGHT_VERBS, stem)
}

/// Whether a stem is that of a word for a day.
pub(super) fn is_day(stem: &str) -> bool {
    is_listed(&*DAY_WORDS, stem)
}

/// Whether a stem is that of a verb which denials, admissions and withdrawals have whatever they are about.
fn is_of_course(stem: &str) -> bool {
    is_light(stem) || is_listed(&*WITHDRAWAL_WORDS, stem) || is_listed(&*ACCUSING_VERBS, stem)
}

/// The stem of the last word of a name or description.
pub(super) fn last_name(name: &str) -> Option<String> {
    stems(all_words(name).last()?).pop()
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
        if words.iter().any(|word| is_limited(word)) {
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

/// What a content says that nobody did, or somebody else did not do: the noun behind "no" ("no bribes had been paid"), the
/// verb behind "not" or "never" ("Pell never stole"), or its object where the verb says little ("never took bribes"). Nothing under a condition, a limit or in a question.
fn gainsaid(content: &str) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    if content.contains('?') {
        return found;
    }
    for clause in content.split([',', ';', '.', ':', '!', '—', '–']) {
        let words = all_words(clause);
        let turns = words.iter().filter(|word| is_negation(word)).count();
        if turns != 1 || words.iter().any(|word| is_limited(word)) {
            continue;
        }
        let told = |word: &&String| !is_small(word) && !is_listed(&*LIGHT_VERBS, word);
        let behind = words.iter().skip_while(|word| !is_negation(word)).skip(1);
        found.extend(behind.take(SMALL_BETWEEN + 1).find(told).into_iter().flat_map(|word| stems(word)));
    }
    found
}

/// Where the word stands in the cue and what is said, in words, that takes something back: in the cue, or the first that is
/// said; not what somebody else is said to have taken back ("said Rubio apologised").
fn withdrawal(cue: &[String], said: &[String]) -> Option<usize> {
    let words: Vec<&str> = cue.iter().chain(said).map(String::as_str).collect();
    let takes = |at: &usize| {
        words.get(*at).is_some_and(|word| is_listed(&*WITHDRAWAL_WORDS, word)) || drops(&words, *at)
    };
    let own = |at: &usize| takes(at) || words.get(*at).is_some_and(|word| !is_small(word));
    let first = (cue.len()..words.len()).take(FIRST_WORDS).find(own).filter(takes);
    (0..cue.len()).find(takes).or(first)
}

/// Whether the word at a place drops an accusation: "dropped her claim", "took the charge back".
fn drops(words: &[&str], at: usize) -> bool {
    let behind = || words.iter().skip(at + 1).take(OBJECT);
    let fits = |(verb, back): &(&str, Option<&str>)| {
        words.get(at).is_some_and(|word| fits(verb, word))
            && back.is_none_or(|back| behind().chain(words.get(at + 1 + OBJECT)).any(|word| *word == back))
    };
    // "took it back"
    let points = |(verb, back): &(&str, Option<&str>)| {
        let next = words.get(at + 1).is_some_and(|word| POINTING_WORDS.contains(*word));
        back.is_some()
            && next
            && fits(&(verb, *back))
            && words.get(at + 2) == back.as_ref()
            && at + 3 >= words.len()
    };
    let named = behind().any(|word| is_accusing(word));
    WITHDRAWAL_VERBS.iter().any(|verb| named && fits(verb) || points(verb))
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
            ("statement", "took", "it back", false),
            ("statement", "said", "“I take it back”", false),
            ("statement", "may withdraw", "the accusation", true),
            ("statement", "is ready to retract", "the accusation", true),
            ("statement", "would later retract", "the accusation", false),
            ("accusation", "dropped her claim", "that Lund took bribes", false),
            ("statement", "took back", "her claim that Lund had not paid", false),
            ("statement", "took", "the charge back", false),
            ("statement", "later retracted his claim", "that Lund took bribes", false),
            ("statement", "said", "“I take back my accusation”", false),
            ("statement", "refused to drop", "her claim", true),
            ("statement", "has not dropped", "the charge", true),
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
    fn what_is_not_apologised_for_is_not_named() {
        let sorry = |content: &str| Words::of("apology", "apologised for", content).names_it;
        assert!(sorry("the accusation"));
        assert!(!sorry("the language but not for the accusation"));
    }

    #[test]
    fn what_others_took_back_is_not_taken_back() {
        assert!(!Words::of("statement", "said", "Lund “apologised many times on this show”").takes_back);
    }

    #[test]
    fn what_is_dropped_must_be_an_accusation() {
        for (cue, content) in [
            ("dropped", "the glass"),
            ("said", "that Moen dropped her claim"),
            ("took back", "the harbour"),
            ("took", "it back to the shop"),
            ("took her claim", "to court"),
        ] {
            assert!(!Words::of("statement", cue, content).takes_back, "{cue} {content}");
        }
    }

    #[test]
    fn what_others_say_is_not_so() {
        let of = |content: &str| gainsaid(content).into_iter().collect::<Vec<_>>();
        assert_eq!(of("that no bribes had been paid to Pell"), ["bribe"]);
        assert_eq!(of("“Pell never stole a crown,”"), ["stole"]);
        assert_eq!(of("that Pell had never taken any bribes"), ["bribe"]);
        for nothing in [
            "that bribes had been paid to Pell",
            "that no bribes had been paid to Pell yet",
            "that nobody had not paid bribes",
            "“Were no bribes paid to Pell?”",
        ] {
            assert_eq!(of(nothing), [""; 0], "{nothing}");
        }
    }

    #[test]
    fn of_whom_it_is_not_so_a_denial_says_itself_where_its_cue_does_not() {
        let of = |cue: &str, content: &str| Words::of("denial", cue, content).of_another(content);
        let own = of("said", "that Pell never stole a crown");
        assert_eq!((own.is_denial, own.gainsays.len()), (false, 1));
        for (cue, content) in [("denied", "that Pell never paid"), ("contested", "that Pell stole a crown")] {
            let by_cue = of(cue, content);
            assert_eq!((by_cue.is_denial, by_cue.gainsays.len()), (true, 0), "{cue} {content}");
        }
    }

    #[test]
    fn a_plea_is_one_in_so_many_words() {
        assert!(Words::of("denial", "pleaded", "not guilty").pleads);
        assert!(Words::of("denial", "entered", "a plea of not guilty").pleads);
        assert!(!Words::of("denial", "denied", "that she felt guilty about leaving").pleads);
    }
}
