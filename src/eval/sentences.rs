//! Scores sentences against annotated ones: F1 of sentence ends, and cases that are right from end to end.

use crate::article::Article;
use crate::text;
use serde::Deserialize;
use std::collections::HashSet;
use std::io::{self, BufRead};

/// What was counted over the cases of a file. Offsets of cases are code points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentenceScore {
    /// Cases with offsets.
    pub cases: usize,
    /// Cases whose sentences all have both ends right.
    pub right: usize,
    /// Cases without offsets: they want their text changed first, and are left out.
    pub left_out: usize,
    /// Sentence ends of the annotation.
    pub gold: usize,
    /// Sentence ends that were found.
    pub found: usize,
    /// Those found that are right.
    pub both: usize,
    /// The cases that are not right from end to end.
    pub wrong: Vec<WrongCase>,
}

/// A case that is not right from end to end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrongCase {
    /// The case's id, as it stands in the file.
    pub id: String,
    /// Sentences of the annotation whose end was not found.
    pub missed: Vec<String>,
    /// Sentences that were found and end where none of the annotation does.
    pub made_up: Vec<String>,
}

impl SentenceScore {
    /// F1 of sentence ends, 0 to 1.
    pub fn f1(&self) -> f64 {
        match self.gold + self.found {
            0 => 0.0,
            sum => 2.0 * self.both as f64 / sum as f64,
        }
    }
}

/// One case: a line of the file. `offsets` or, where it is missing, `sentences` holds `[start, end)` in code points.
#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    offsets: Option<Vec<(usize, usize)>>,
    #[serde(default)]
    sentences: serde_json::Value,
}

impl Case {
    fn spans(&self) -> Option<Vec<(usize, usize)>> {
        self.offsets.clone().or_else(|| serde_json::from_value(self.sentences.clone()).ok())
    }
}

/// Scores the text stage on the cases that `keep` names by their line (for a part of a file; `|_| true` for all).
///
/// `gold` is JSON Lines: `{"id", "text", "offsets": [[start, end]…]}`, in code points; `sentences` may stand in place
/// of `offsets`. Blank lines are passed over. Fails where a line cannot be read, and says which.
pub fn score(gold: impl BufRead, keep: impl Fn(&serde_json::Value) -> bool) -> io::Result<SentenceScore> {
    let mut score = SentenceScore::default();
    for (number, line) in gold.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let unreadable = |error: serde_json::Error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("line {}: {error}", number + 1))
        };
        let row: serde_json::Value = serde_json::from_str(&line).map_err(unreadable)?;
        if !keep(&row) {
            continue;
        }
        let case: Case = serde_json::from_value(row).map_err(unreadable)?;
        match case.spans() {
            Some(gold) => score.add(case, &gold),
            None => score.left_out += 1,
        }
    }
    Ok(score)
}

impl SentenceScore {
    fn add(&mut self, case: Case, gold: &[(usize, usize)]) {
        let article = Article { text: case.text, ..Article::default() };
        let document = text::read(&article);
        let mut found = Vec::new();
        let (mut bytes, mut points) = (0, 0);
        let mut point = |byte: usize| {
            points += article.text.get(bytes..byte).map_or(0, |between| between.chars().count());
            bytes = byte;
            points
        };
        for sentence in &document.sentences {
            found.push((point(sentence.span.start), point(sentence.span.end)));
        }
        let ends = |spans: &[(usize, usize)]| spans.iter().map(|span| span.1).collect::<HashSet<_>>();
        let (gold_ends, found_ends) = (ends(gold), ends(&found));
        self.cases += 1;
        self.gold += gold_ends.len();
        self.found += found_ends.len();
        self.both += gold_ends.intersection(&found_ends).count();
        if found == gold {
            self.right += 1;
            return;
        }
        let words = |spans: &[(usize, usize)], other: &HashSet<usize>| {
            let odd = spans.iter().filter(|span| !other.contains(&span.1));
            odd.map(|&(start, end)| {
                article.text.chars().skip(start).take(end.saturating_sub(start)).collect()
            })
            .collect()
        };
        let (missed, made_up) = (words(gold, &found_ends), words(&found, &gold_ends));
        let id = case.id.as_str().map_or_else(|| case.id.to_string(), str::to_owned);
        self.wrong.push(WrongCase { id, missed, made_up });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_ends_and_whole_cases() {
        let gold = concat!(
            r#"{"id": "a", "text": "Été came. It went.", "offsets": [[0, 9], [10, 18]]}"#,
            "\n\n",
            r#"{"id": 2, "text": "It came. It went.", "sentences": [[0, 17]]}"#,
            "\n",
            r#"{"id": "c", "text": "It came", "offsets": null, "sentences": ["It came."]}"#,
        );
        let score = score(gold.as_bytes(), |_| true).unwrap();
        assert_eq!((score.cases, score.right, score.left_out), (2, 1, 1));
        assert_eq!((score.gold, score.found, score.both), (3, 4, 3));
        assert!((score.f1() - 6.0 / 7.0).abs() < 1e-9);
        assert_eq!(
            (score.wrong[0].id.as_str(), score.wrong[0].made_up.as_slice()),
            ("2", &["It came.".to_owned()][..])
        );
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = score("{}\n".as_bytes(), |_| true).unwrap_err();
        assert!(error.to_string().starts_with("line 1: missing field `text`"), "{error}");
    }
}
