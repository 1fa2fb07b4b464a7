//! Answers in other articles that say little: of an allegation of one word that word ("denied that he had committed
//! fraud"), or no more than whose accusation is taken back ("withdrew her accusation against Lund").
//!
//! They answer an accusation that is at most a month old, and only if they have nothing else to say and no other accusation
//! of the same accused fits as well.

use super::link::{MONTH, WEEK, shares};
use super::sides::{Accusation, Answer, Link, Reply, Voice};
use super::words::is_light;
use std::collections::{BTreeSet, HashMap};

/// Of whom more accusations of one kind are known, nobody can tell which of them is meant.
const MOST_CHARGES: usize = 64;

/// The accusations among which an answer may mean one.
#[derive(Debug, Default)]
pub(super) struct Charges<'a> {
    by_stem: HashMap<&'a str, Vec<&'a Accusation>>,
    by_accused: HashMap<i64, Vec<&'a Accusation>>,
}

impl<'a> Charges<'a> {
    pub(super) fn of(accusations: impl Iterator<Item = &'a Accusation>) -> Self {
        let mut charges = Self::default();
        for accusation in accusations.filter(|x| !x.older && x.verdict != Some("rejected")) {
            for stem in &accusation.stems {
                charges.by_stem.entry(stem).or_default().push(accusation);
            }
            if let Some(accused) = accusation.accused {
                charges.by_accused.entry(accused).or_default().push(accusation);
            }
        }
        charges
    }

    /// Whether nobody else holds the same word against the accused at that time, or the answer names who does.
    fn only_of_word(&self, answer: &Answer, accusation: &Accusation, stem: &str) -> bool {
        let named = accusation.by_name.as_ref().is_some_and(|name| answer.words.stems.contains(name))
            || answer.is_aimed_at(accusation.accuser);
        named
            || few(self.by_stem.get(stem)).is_some_and(|all| {
                let same = all.iter().filter(|x| x.accused == accusation.accused && answer.may_be_of(x));
                let accusers: BTreeSet<_> = same.chain([&accusation]).filter_map(|x| accuser(x)).collect();
                accusers.len() < 2
            })
    }

    /// Whether the accuser holds nothing else against the accused at that time.
    fn only_by_accuser(&self, answer: &Answer, accusation: &Accusation) -> bool {
        let of_accused = accusation.accused.and_then(|accused| few(self.by_accused.get(&accused)));
        let same =
            |x: &Accusation| x.stems == accusation.stems || x.claim.is_some() && x.claim == accusation.claim;
        of_accused.is_some_and(|all| {
            let mut by_it = all.iter().filter(|x| x.accuser == accusation.accuser);
            by_it.all(|x| same(x) || !answer.may_be_of(x))
        })
    }
}

fn few<'x, 'a>(all: Option<&'x Vec<&'a Accusation>>) -> Option<&'x Vec<&'a Accusation>> {
    all.filter(|all| all.len() <= MOST_CHARGES)
}

/// Who accuses, by row number or by the last word of the description; `None` where nobody is named.
fn accuser(accusation: &Accusation) -> Option<(Option<i64>, Option<&str>)> {
    match accusation.accuser {
        Some(speaker) => Some((Some(speaker), None)),
        None => accusation.by_name.as_deref().map(|name| (None, Some(name))),
    }
}

impl Answer {
    /// The link to an accusation in another article, if it is the only one that this answer can mean.
    pub(super) fn alone(&self, accusation: &Accusation, charges: &Charges<'_>) -> Option<Link> {
        let elsewhere = self.article != accusation.article && !self.older && !accusation.older;
        let in_time = self.is_later(accusation) && self.may_be_of(accusation);
        if !elsewhere || !in_time || !self.may_speak(accusation) || self.words.negates.is_some() {
            return None;
        }
        let said: BTreeSet<&str> = self
            .words
            .bare
            .iter()
            .filter(|stem| !accusation.names.contains(*stem))
            .map(String::as_str)
            .collect();
        let alleged: BTreeSet<&str> =
            accusation.stems.iter().filter(|stem| !is_light(stem)).map(String::as_str).collect();
        let word = alleged.first().copied().filter(|_| alleged.len() == 1 && alleged == said);
        let reason = match (self.reply, self.voice) {
            (Reply::Denial | Reply::Admission, Voice::Accused) => {
                let at_another = self.target.is_some()
                    && self.target != accusation.accuser
                    && self.target != accusation.accused;
                let word = word.filter(|_| !accusation.of_omission && !at_another)?;
                charges.only_of_word(self, accusation, word).then(|| shares(&[word]))
            }
            (Reply::Withdrawal, Voice::Accuser) if self.takes_back_from(accusation) => {
                let general = said.is_empty() && charges.only_by_accuser(self, accusation);
                word.map(|word| shares(&[word]))
                    .or_else(|| general.then(|| "takes back the accuser’s only accusation".to_owned()))
            }
            _ => None,
        };
        reason.map(|reason| self.because(accusation, reason))
    }

    /// Whether it takes back an accusation as such: "withdrew her accusation", "apologised for accusing him".
    pub(super) fn takes_back_in_general(&self) -> bool {
        let words = &self.words;
        let takes_back = words.takes_back && words.names_it && !words.apologises;
        self.reply == Reply::Withdrawal && (takes_back || words.apologises_for && words.accuses)
    }

    /// The same of the accused.
    fn takes_back_from(&self, accusation: &Accusation) -> bool {
        let aimed = self.is_aimed_at(accusation.accused);
        let named = self.target.is_none()
            && accusation.name.as_ref().is_some_and(|name| self.words.stems.contains(name));
        self.takes_back_in_general() && (aimed || named && !self.words.apologises)
    }

    /// Whether the accusation is of the time before it.
    fn may_be_of(&self, accusation: &Accusation) -> bool {
        self.days_after(accusation).is_none_or(|days| (-WEEK..=MONTH).contains(&days))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::words::Words;
    use super::*;
    use crate::wording::stems;

    pub(in super::super) const SOLANO: i64 = 1;
    pub(in super::super) const DENBY: i64 = 2;
    const REYES: i64 = 3;

    fn of(names: &str) -> BTreeSet<String> {
        stems(names).into_iter().collect()
    }

    /// "Mira Solano accused Paul Denby of ALLEGATION", printed on 3 March.
    pub(in super::super) fn accused_of(allegation: &str) -> Accusation {
        Accusation {
            row: 1,
            article: 1,
            stems: of(allegation),
            name: Some("denbi".to_owned()),
            by_name: Some("solano".to_owned()),
            names: of("Mira Solano Paul Denby"),
            day: Some("2025-03-03".to_owned()),
            printed: Some("2025-03-03".to_owned()),
            accuser: Some(SOLANO),
            accused: Some(DENBY),
            ..Accusation::default()
        }
    }

    /// Two days later, in another article.
    pub(in super::super) fn answer(reply: Reply, kind: &str, cue: &str, content: &str) -> Answer {
        let (voice, target) = match reply {
            Reply::Withdrawal => (Voice::Accuser, Some(DENBY)),
            _ => (Voice::Accused, None),
        };
        Answer {
            row: 20,
            id: "q:20".to_owned(),
            article: 2,
            older: false,
            place: (10, 60),
            reply,
            voice,
            words: Words::of(kind, cue, content),
            target,
            by: Vec::new(),
            day: Some("2025-03-05".to_owned()),
            printed: Some("2025-03-05".to_owned()),
        }
    }

    fn denies(content: &str) -> Answer {
        answer(Reply::Denial, "denial", "denied", content)
    }

    fn reason(answer: &Answer, of: &Accusation, others: &[Accusation]) -> Option<String> {
        answer.alone(of, &Charges::of(others.iter().chain([of]))).map(|link| link.reason)
    }

    #[test]
    fn an_allegation_of_one_word_is_denied_in_that_word() {
        let fraud = accused_of("fraud");
        for content in [
            "that he had committed fraud",
            "fraud",
            "any fraud",
            "the fraud accusation by Mira Solano",
            "Mira Solano's accusation of fraud",
        ] {
            let reason = reason(&denies(content), &fraud, &[]);
            assert_eq!(reason.as_deref(), Some("shares “fraud”"), "{content}");
        }
        for content in [
            "that he had reported the fraud",
            "that the fraud inquiry was late",
            "Lena Reyes’s accusation of fraud",
            "that he had committed arson",
            "it",
            "the allegations",
        ] {
            assert_eq!(reason(&denies(content), &fraud, &[]), None, "{content}");
        }
        let admits = answer(Reply::Admission, "admission", "admitted", "fraud");
        assert!(reason(&admits, &fraud, &[]).is_some());
        let late = Answer { day: Some("2025-05-05".to_owned()), ..denies("fraud") };
        assert_eq!(reason(&late, &fraud, &[]), None, "two months later");
        let spokesman = Answer { voice: Voice::Spokesman, ..denies("fraud") };
        assert_eq!(reason(&spokesman, &fraud, &[]), None);
    }

    #[test]
    fn what_is_printed_later_may_have_been_said_on_the_friday_before() {
        let friday = Answer {
            day: Some("2025-02-28".to_owned()),
            ..answer(Reply::Admission, "admission", "admitted", "fraud")
        };
        let fraud = accused_of("fraud");
        assert!(reason(&friday, &fraud, &[]).is_some());
        assert_eq!(
            reason(&friday, &Accusation { printed: None, ..fraud.clone() }, &[]),
            None,
            "its day is known"
        );
        let earlier = Answer { printed: Some("2025-03-01".to_owned()), ..friday };
        assert_eq!(reason(&earlier, &fraud, &[]), None, "printed before");
    }

    #[test]
    fn what_two_hold_against_somebody_is_not_told_apart_by_a_word() {
        let fraud = accused_of("fraud");
        let by_reyes = Accusation {
            article: 3,
            accuser: Some(REYES),
            by_name: Some("rey".to_owned()),
            ..accused_of("fraud in the harbour sale")
        };
        let others = [by_reyes.clone()];
        assert_eq!(reason(&denies("that he had committed fraud"), &fraud, &others), None);
        assert!(reason(&denies("Mira Solano’s accusation of fraud"), &fraud, &others).is_some());
        let long_ago = Accusation { day: Some("2023-01-05".to_owned()), ..by_reyes };
        assert!(reason(&denies("that he had committed fraud"), &fraud, &[long_ago]).is_some());
        let by_nobody = Accusation { article: 3, accuser: None, by_name: None, ..accused_of("fraud") };
        assert!(reason(&denies("that he had committed fraud"), &fraud, &[by_nobody]).is_some());
    }

    #[test]
    fn an_accusation_is_taken_back_without_its_words_if_it_is_the_only_one() {
        let theft = accused_of("stealing money from the school fund");
        let withdrew = answer(Reply::Withdrawal, "denial", "withdrew her accusation against", "Paul Denby");
        let whole = "takes back the accuser’s only accusation";
        assert_eq!(reason(&withdrew, &theft, &[]).as_deref(), Some(whole));
        let arson = Accusation { article: 3, ..accused_of("arson") };
        assert_eq!(reason(&withdrew, &theft, &[arson]), None, "which of the two?");
        let of_reyes = Accusation { accused: Some(REYES), ..accused_of("arson") };
        assert!(reason(&withdrew, &theft, &[of_reyes]).is_some());
        let of_another = Answer { target: Some(REYES), ..withdrew };
        assert_eq!(reason(&of_another, &theft, &[]), None);
    }

    #[test]
    fn an_apology_for_accusing_takes_back() {
        let theft = accused_of("stealing money from the school fund");
        let sorry = |content: &str| answer(Reply::Withdrawal, "apology", "apologised to", content);
        assert!(reason(&sorry("Paul Denby for accusing him"), &theft, &[]).is_some());
        assert_eq!(reason(&sorry("Paul Denby"), &theft, &[]), None, "for what?");
        assert_eq!(reason(&sorry("Paul Denby for being late"), &theft, &[]), None);
        assert_eq!(reason(&sorry("Paul Denby for accusing him of arson"), &theft, &[]), None);
        assert!(reason(&sorry("Paul Denby for accusing him of arson"), &accused_of("arson"), &[]).is_some());
        let link = |content: &str| sorry(content).link(&theft).map(|link| link.reply);
        let in_full = "Paul Denby for accusing him of stealing money from the school fund";
        assert_eq!(link(in_full), Some(Reply::Withdrawal));
        assert_eq!(link("Paul Denby for losing money of the school fund"), None);
    }
}
