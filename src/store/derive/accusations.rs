//! Accusations and the answers of the accused.
//!
//! An answer is a denial, rejection, admission or refusal to comment by the accused. In the same article it counts
//! where it shares a word with the allegation, is aimed at the accuser, or speaks of "the allegations" as such: that
//! nothing else is held against the accused there is not enough. In a later article it counts only where it shares at
//! least [`LEAST_SHARED`] words of the allegation. The last denial or admission makes the status; where there is none, a
//! refusal to comment does.

use super::claims::{all_words, content_words};
use crate::store::StoreError;
use crate::store::names::words;
use rusqlite::{Row, Transaction, params};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// Content words that an answer in a later article must share with the allegation: two, and half of its words.
const LEAST_SHARED: usize = 2;

/// Words that more answers of one speaker than this share tell nothing.
const MOST_COMMON: usize = 256;

static ALLEGATION_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| words(include_str!("../data/allegation-words.txt")));

/// Derives parties and status of all touched accusations.
pub(super) fn derive(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let mut statement = transaction.prepare(
        "SELECT x.id, x.article_id, x.attribution_id, x.allegation, x.denied, coalesce(q.said_on, a.published),
                accuser.speaker_id, accused.speaker_id
         FROM temp.touched_accusation t CROSS JOIN accusation x ON x.id = t.id
         JOIN article a ON a.id = x.article_id
         LEFT JOIN attribution q ON q.id = x.attribution_id
         LEFT JOIN entity_speaker accuser ON accuser.entity_id = x.accuser_entity_id
         LEFT JOIN entity_speaker accused ON accused.entity_id = x.accused_entity_id
         ORDER BY accused.speaker_id",
    )?;
    let mut rows = statement.query([])?;
    let mut answers = Answers::default();
    while let Some(row) = rows.next()? {
        let accusation = Accusation::read(row)?;
        if answers.of != accusation.accused {
            answers = Answers::load(transaction, accusation.accused)?;
        }
        accusation.insert(transaction, &answers.to(&accusation))?;
    }
    Ok(())
}

struct Accusation {
    row: i64,
    article: i64,
    attribution: Option<i64>,
    allegation: BTreeSet<String>,
    denied: bool,
    day: Option<String>,
    accuser: Option<i64>,
    accused: Option<i64>,
}

impl Accusation {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            row: row.get(0)?,
            article: row.get(1)?,
            attribution: row.get(2)?,
            allegation: content_words(row.get_ref(3)?.as_str().unwrap_or("")).into_iter().collect(),
            denied: row.get(4)?,
            day: row.get(5)?,
            accuser: row.get(6)?,
            accused: row.get(7)?,
        })
    }

    fn insert(&self, transaction: &Transaction<'_>, answers: &[&Answer]) -> Result<(), StoreError> {
        let last = |wanted: fn(&Answer) -> bool| {
            let chosen = answers.iter().filter(|a| wanted(a));
            chosen.max_by_key(|a| (a.day.as_deref(), a.kind, &a.id))
        };
        let substantial = last(|a| a.kind != Kind::NoComment);
        let (status, by) = match substantial.or_else(|| last(|_| true).filter(|_| !self.denied)) {
            Some(answer) => (answer.kind.status(), Some(answer.row)),
            None if self.denied => ("denied", None),
            None => ("unanswered", None),
        };
        transaction
            .prepare_cached(
                "INSERT INTO accusation_status (accusation_id, accuser_speaker_id, accused_speaker_id, status,
                   by_attribution_id) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![self.row, self.accuser, self.accused, status, by])?;
        let mut insert = transaction.prepare_cached(
            "INSERT INTO accusation_reply (accusation_id, attribution_id, reply, same_article) VALUES (?, ?, ?, ?)",
        )?;
        for answer in answers {
            let same_article = answer.article == self.article;
            insert.execute(params![self.row, answer.row, answer.kind.status(), same_article])?;
        }
        Ok(())
    }
}

/// Of two on one day the later kind in this list is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    NoComment,
    Denied,
    Admitted,
}

impl Kind {
    const fn status(self) -> &'static str {
        match self {
            Kind::NoComment => "no-comment",
            Kind::Denied => "denied",
            Kind::Admitted => "admitted",
        }
    }
}

struct Answer {
    row: i64,
    id: String,
    article: i64,
    kind: Kind,
    words: BTreeSet<String>,
    /// It speaks of allegations as such, or says hardly anything.
    general: bool,
    target: Option<i64>,
    day: Option<String>,
    /// It stands in an older version of an article: it answers what stands there too, and nothing else.
    older: bool,
}

/// What one speaker answered to anything, by article and by word.
#[derive(Default)]
struct Answers {
    of: Option<i64>,
    all: Vec<Answer>,
    by_article: HashMap<i64, Vec<usize>>,
    by_word: HashMap<String, Vec<usize>>,
}

impl Answers {
    fn load(transaction: &Transaction<'_>, of: Option<i64>) -> Result<Self, StoreError> {
        let mut answers = Self { of, ..Self::default() };
        let Some(speaker) = of else { return Ok(answers) };
        let mut statement = transaction.prepare_cached(
            "SELECT q.id, q.public_id, q.article_id, o.type, q.content, target.speaker_id, coalesce(q.said_on, a.published),
                    EXISTS (SELECT 1 FROM older_version v WHERE v.article_id = q.article_id)
             FROM quote_speaker qs JOIN attribution q ON q.id = qs.attribution_id
             JOIN occurrence o ON o.attribution_id = q.id JOIN article a ON a.id = q.article_id
             LEFT JOIN entity_speaker target ON target.entity_id = q.target_entity_id
             WHERE qs.speaker_id = ? AND o.verdict IS NOT 'rejected'
               AND o.type IN ('denial', 'rejection', 'admission', 'no-comment')
             ORDER BY q.public_id",
        )?;
        let mut rows = statement.query([speaker])?;
        while let Some(row) = rows.next()? {
            let answer = Answer::read(row)?;
            let number = answers.all.len();
            // The same quote may name a speaker twice.
            if answers.all.last().is_some_and(|last| last.row == answer.row) {
                continue;
            }
            answers.by_article.entry(answer.article).or_default().push(number);
            for word in &answer.words {
                answers.by_word.entry(word.clone()).or_default().push(number);
            }
            answers.all.push(answer);
        }
        Ok(answers)
    }

    /// The answers to one accusation.
    fn to(&self, accusation: &Accusation) -> Vec<&Answer> {
        let mut chosen = BTreeMap::new();
        for number in self.by_article.get(&accusation.article).into_iter().flatten() {
            if let Some(answer) = self.all.get(*number).filter(|a| a.answers_beside(accusation)) {
                chosen.insert(*number, answer);
            }
        }
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in &accusation.allegation {
            let answers = self.by_word.get(word).map(Vec::as_slice).unwrap_or_default();
            for number in answers.iter().filter(|_| answers.len() <= MOST_COMMON) {
                *shared.entry(*number).or_insert(0) += 1;
            }
        }
        for (number, shared) in shared {
            let enough = shared >= LEAST_SHARED && shared * 2 >= accusation.allegation.len();
            if let Some(answer) = self.all.get(number).filter(|a| enough && a.is_later(accusation)) {
                chosen.insert(number, answer);
            }
        }
        chosen.into_values().filter(|a| Some(a.row) != accusation.attribution).collect()
    }
}

impl Answer {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let kind: String = row.get(3)?;
        let content: String = row.get(4)?;
        let words: BTreeSet<String> = content_words(&content).into_iter().collect();
        let names_it = all_words(&content).iter().any(|w| ALLEGATION_WORDS.contains(w));
        Ok(Self {
            row: row.get(0)?,
            id: row.get(1)?,
            article: row.get(2)?,
            kind: match kind.as_str() {
                "admission" => Kind::Admitted,
                "no-comment" => Kind::NoComment,
                _ => Kind::Denied,
            },
            general: kind == "no-comment" || words.len() < LEAST_SHARED || (names_it && words.len() <= 4),
            words,
            target: row.get(5)?,
            day: row.get(6)?,
            older: row.get(7)?,
        })
    }

    /// Whether it answers an accusation of the same article.
    fn answers_beside(&self, accusation: &Accusation) -> bool {
        let shares = self.words.iter().any(|w| accusation.allegation.contains(w));
        let aimed = self.target.is_some() && self.target == accusation.accuser;
        shares || self.general || aimed
    }

    /// Whether it stands in another article, and was not said before the accusation.
    fn is_later(&self, accusation: &Accusation) -> bool {
        self.article != accusation.article
            && !self.older
            && matches!((&self.day, &accusation.day), (Some(answer), Some(accused)) if answer >= accused)
    }
}
