//! What somebody who neither accuses nor is accused says in another article: "Berg disputed the claim that Denby stole
//! money", "Denby never stole money".
//!
//! A wrong link would hurt people, so only clear words count: the accused is named as who has not done it, right before the
//! "not" or the verb; what follows has words of the allegation only, and half of them; nothing limits it. The article must
//! mean the same person ([`super::load::rejections`]) and be at most a month younger.

use super::link::{LEAST_SHARED, MONTH, shares};
use super::sides::{Accusation, Answer};
use super::words::{is_accusing, is_light, is_limited};
use crate::lists::rows;
use crate::wording::{clauses, is_negation, is_small, list, stems};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// How a word shows that something is its own, and a word in place of that which fits nothing.
const OWNS: [&str; 2] = ["’s", "'s"];
const OWNER: &str = " possessive";

/// From the stem of an irregular form to that of its verb.
static VERBS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let stem = |word: &str| stems(word).pop().unwrap_or_default();
    rows::<2>(include_str!("../../data/irregular-verbs.tsv"))
        .map(|[form, verb]| (stem(form), stem(verb)))
        .collect()
});
static PASSIVE_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/passive-words.txt")));

/// What a quote of somebody else may say is not so.
#[derive(Clone, Debug, Default)]
pub(super) struct Rejects {
    clauses: Vec<Vec<String>>,
    /// Its cue turns round what it reports: "denied that".
    by_cue: bool,
}

impl Rejects {
    /// Of a content; `by_cue`: its cue turns it round. Of a question, and of what is limited, nothing.
    pub(super) fn of(content: &str, by_cue: bool) -> Self {
        // "Denby’s aide stole", "Denby’s stealing": that is not Denby, or not denied.
        let owned = OWNS.iter().fold(content.to_owned(), |content, s| content.replace(s, OWNER));
        let clauses = clauses(&owned);
        if content.contains('?') || clauses.iter().flatten().any(|word| is_limited(word)) {
            return Self::default();
        }
        Self { clauses, by_cue }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// The stems of the allegation that it says the accused did not do.
    fn of_accused(&self, accusation: &Accusation) -> Option<BTreeSet<String>> {
        let name = accusation.name.as_deref()?;
        let alleged: BTreeSet<String> =
            accusation.stems.iter().filter(|stem| !is_light(stem)).map(|stem| verb(stem)).collect();
        self.clauses.iter().find_map(|clause| {
            let behind = self.behind_name(clause, name, &accusation.names)?;
            let told = || behind.iter().filter(|word| !is_small(word) && !is_negation(word));
            let is_alleged = |word: &String| stems(word).iter().any(|stem| alleged.contains(&verb(stem)));
            let shared: BTreeSet<String> = told()
                .flat_map(|word| stems(word))
                .map(|stem| verb(&stem))
                .filter(|stem| alleged.contains(stem))
                .collect();
            let enough = shared.len() >= LEAST_SHARED && shared.len() * 2 >= alleged.len();
            // "from the hospital fund" is perhaps another matter; "took bribes": the verb says little.
            let only = told().all(|word| is_light(word) || is_alleged(word));
            (only && enough).then_some(shared)
        })
    }

    /// The words behind the name of the accused, where the clause begins with it and says that it is not so.
    fn behind_name<'c>(
        &self,
        clause: &'c [String],
        name: &str,
        names: &BTreeSet<String>,
    ) -> Option<&'c [String]> {
        let is_name = |word: &String| stems(word).iter().any(|stem| stem == name);
        let at = clause.iter().position(is_name)?;
        let (before, behind) = (clause.get(..at)?, clause.get(at + 1..)?);
        let leads = |word: &String| {
            is_small(word) || is_accusing(word) || stems(word).iter().all(|stem| names.contains(stem))
        };
        let negations = clause.iter().filter(|word| is_negation(word)).count();
        let lead = behind.iter().take_while(|word| is_small(word) || is_negation(word));
        let (mut not, mut passive) = (false, false);
        for word in lead {
            not |= is_negation(word);
            passive |= PASSIVE_WORDS.contains(word);
        }
        let turned = if self.by_cue { negations == 0 } else { negations == 1 && not };
        let before = before.iter().all(leads) && !before.iter().any(|word| is_negation(word));
        (before && turned && !passive).then_some(behind)
    }
}

/// The stem of the verb that a stem is a form of.
fn verb(stem: &str) -> String {
    VERBS.get(stem).map_or(stem, String::as_str).to_owned()
}

impl Answer {
    /// Why it disputes an accusation of another article, if it does.
    pub(super) fn rejects(&self, accusation: &Accusation) -> Option<String> {
        let in_time = self.days_after(accusation).is_some_and(|days| days <= MONTH);
        if !in_time || accusation.of_omission {
            return None;
        }
        let shared = self.words.rejects.of_accused(accusation)?;
        let shared: Vec<&str> = shared.iter().map(String::as_str).collect();
        Some(format!("says of the accused that it is not so, and {}", shares(&shared)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::alone::tests::{DENBY, SOLANO, accused_of, answer};
    use super::super::sides::{Reply, Voice};
    use super::super::words::Words;
    use super::*;

    const BERG: i64 = 3;

    /// "Mira Solano accused Paul Denby of ALLEGATION" on 3 March; two days later and elsewhere Anna Berg says something.
    fn reason_of(allegation: &str, kind: &str, cue: &str, content: &str) -> Option<String> {
        said(allegation, &berg(kind, cue, content))
    }

    fn said(allegation: &str, answer: &Answer) -> Option<String> {
        let accusation = Accusation {
            of_omission: super::super::words::tells_of_omission(allegation),
            printed: None,
            ..accused_of(allegation)
        };
        answer.link(&accusation).map(|link| link.reason)
    }

    fn berg(kind: &str, cue: &str, content: &str) -> Answer {
        Answer {
            voice: Voice::Other,
            words: Words::of(kind, cue, content).of_another(content),
            by: vec![BERG],
            ..answer(Reply::Dispute, kind, cue, content)
        }
    }

    const THEFT: &str = "stealing money from the school fund";

    #[test]
    fn clear_words_dispute() {
        for (kind, cue, content) in [
            ("denial", "disputed the claim", "that Denby stole money"),
            ("denial", "disputed", "the claim that Denby stole money"),
            ("denial", "denied", "that Paul Denby had stolen money from the fund"),
            ("denial", "said", "that Denby never stole money"),
            ("statement", "said", "“Paul Denby did not steal any money from the school.”"),
            ("statement", "said", "“He is honest. Denby has never stolen money.”"),
        ] {
            let reason = reason_of(THEFT, kind, cue, content).unwrap_or_default();
            assert!(reason.starts_with("says of the accused that it is not so"), "{cue} {content}: {reason}");
        }
        let bribes = "taking bribes from builders";
        assert!(reason_of(bribes, "statement", "said", "Denby never took bribes from builders").is_some());
    }

    #[test]
    fn what_is_not_clear_disputes_nothing() {
        for (kind, cue, content) in [
            ("denial", "denied", "that Karsk stole money from the school fund"),
            ("denial", "said", "that Karsk never stole money from the school fund"),
            ("denial", "said", "that Karsk never stole school money from Denby"),
            ("denial", "denied", "that Denby’s aide stole money from the school fund"),
            ("denial", "denied", "that Denby’s stealing of money hurt the school fund"),
            ("denial", "denied", "that Denby's stealing of money hurt the school fund"),
            ("denial", "said", "that Denby’s aide never stole money from the school fund"),
            ("denial", "said", "that Karsk told Denby never to steal money"),
            ("denial", "said", "that Denby was never robbed of money by the school"),
            ("denial", "denied", "that Denby reported who stole money from the school fund"),
            ("denial", "did not deny", "that Denby stole money"),
            ("denial", "denied", "that Denby never stole money"),
            ("denial", "denied", "that Denby stole cars"),
            ("denial", "denied", "that Denby stole money from the hospital fund"),
            ("denial", "denied", "it"),
            ("denial", "denied", "the allegations against Denby"),
            ("statement", "said", "Denby stole money from the school fund"),
            ("statement", "said", "Denby never repaid the stolen money of the school fund"),
            ("statement", "said", "Denby did not steal the money of the fund alone"),
            ("statement", "said", "“Did Denby not steal money from the school fund?”"),
        ] {
            assert_eq!(reason_of(THEFT, kind, cue, content), None, "{cue} {content}");
        }
        let omission = "not paying money to the school fund";
        assert_eq!(
            reason_of(omission, "statement", "said", "Denby did not pay money to the school fund"),
            None
        );
    }

    #[test]
    fn who_says_it_and_when() {
        let clear = || berg("denial", "said", "that Denby never stole money");
        assert!(said(THEFT, &clear()).is_some());
        for (by, day) in [
            (vec![SOLANO], "2025-03-05"),
            (vec![DENBY], "2025-03-05"),
            (vec![], "2025-03-05"),
            (vec![BERG], "2025-03-02"),
            (vec![BERG], "2025-05-02"),
        ] {
            let answer = Answer { by, day: Some(day.to_owned()), ..clear() };
            assert_eq!(said(THEFT, &answer), None, "{:?} {day}", answer.by);
        }
        assert_eq!(said(THEFT, &Answer { older: true, ..clear() }), None);
    }
}
