//! What one party said that may answer an accusation, found by article and by word.

use super::alone::Charges;
use super::sides::{Accusation, Answer, Link};
use std::collections::{BTreeSet, HashMap};

/// Words that more answers of one party than this share tell nothing.
const MOST_COMMON: usize = 256;

/// With how many answers of its own article an accusation is compared at most: those nearest behind it, and those that
/// share a word with it.
const MOST_BESIDE: usize = 64;

/// The answers of one party.
#[derive(Debug, Default)]
pub(super) struct Answers {
    all: Vec<Answer>,
    /// In the order of their places.
    by_article: HashMap<i64, Vec<usize>>,
    by_stem: HashMap<String, Vec<usize>>,
    /// Those that are aimed at somebody, in other words than of the thing: "withdrew her accusation against Lund".
    by_target: HashMap<i64, Vec<usize>>,
}

impl Answers {
    pub(super) fn of(mut all: Vec<Answer>) -> Self {
        // The same quote may be one's own and one's spokesman's: the nearer voice counts.
        all.sort_by_key(|a| (a.article, a.place, a.row, a.voice));
        all.dedup_by_key(|answer| answer.row);
        let mut answers = Self { all, ..Self::default() };
        for (number, answer) in answers.all.iter().enumerate() {
            answers.by_article.entry(answer.article).or_default().push(number);
            for stem in &answer.words.stems {
                answers.by_stem.entry(stem.clone()).or_default().push(number);
            }
            if let Some(target) = answer.target.filter(|_| answer.takes_back_in_general()) {
                answers.by_target.entry(target).or_default().push(number);
            }
        }
        answers
    }

    /// Those that answer an accusation, which is one of `charges`.
    pub(super) fn to(&self, accusation: &Accusation, charges: &Charges<'_>) -> Vec<Link> {
        let mut candidates: BTreeSet<usize> = BTreeSet::new();
        if let Some(beside) = self.by_article.get(&accusation.article) {
            let starts_before =
                |number: &usize| self.all.get(*number).is_some_and(|a| a.place.0 < accusation.place.0);
            let behind = beside.partition_point(starts_before);
            let from = behind.saturating_sub(MOST_BESIDE / 4);
            candidates.extend(beside.iter().skip(from).take(MOST_BESIDE));
        }
        for stem in accusation.stems.iter().chain(&accusation.name) {
            let found = self.by_stem.get(stem).filter(|found| found.len() <= MOST_COMMON);
            candidates.extend(found.into_iter().flatten());
        }
        if let Some(accused) = accusation.accused {
            candidates.extend(
                self.by_target.get(&accused).filter(|x| x.len() <= MOST_COMMON).into_iter().flatten(),
            );
        }
        let link = |answer: &Answer| answer.link(accusation).or_else(|| answer.alone(accusation, charges));
        candidates.into_iter().filter_map(|number| link(self.all.get(number)?)).collect()
    }
}
