//! Scores time expressions as TempEval-3 does: spans that overlap (relaxed), are equal (strict), and overlap with an
//! equal value (UzZaman et al. 2013, "SemEval-2013 Task 1: TempEval-3").

use crate::article::Article;
use crate::dates::{self, TimeExpression};
use crate::span::Span;
use chrono::NaiveDate;
use serde::Deserialize;
use std::fmt;
use std::io::{self, BufRead};
use unicode_segmentation::UnicodeSegmentation;

/// Counts over all articles that were scored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateScores {
    /// Time expressions of the annotators.
    pub gold: usize,
    /// Time expressions that were found.
    pub found: usize,
    /// Pairs that overlap; every expression is in one pair at most.
    pub relaxed: usize,
    /// Pairs whose spans are equal.
    pub strict: usize,
    /// Pairs that overlap and have an equal value.
    pub value: usize,
    /// Pairs that overlap and have an equal type.
    pub kind: usize,
    /// What was not as the annotators have it, in the order of the file.
    pub mistakes: Vec<DateMistake>,
}

/// A time expression that was missed, made up, or read differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMistake {
    /// The article's id.
    pub article: String,
    /// The annotators' words and value; `None` for what was made up.
    pub gold: Option<(String, String)>,
    /// The words and value that were found; `None` for what was missed.
    pub found: Option<(String, String)>,
    /// Some words around it.
    pub context: String,
}

impl DateScores {
    /// F1 in percent of a count of pairs.
    fn f1(&self, pairs: usize) -> f64 {
        let all = self.gold + self.found;
        if all == 0 { 0.0 } else { 200.0 * pairs as f64 / all as f64 }
    }

    /// F1 of spans that overlap, in percent.
    pub fn relaxed_f1(&self) -> f64 {
        self.f1(self.relaxed)
    }

    /// F1 of spans that are equal, in percent.
    pub fn strict_f1(&self) -> f64 {
        self.f1(self.strict)
    }

    /// F1 of spans that overlap with an equal value, in percent.
    pub fn value_f1(&self) -> f64 {
        self.f1(self.value)
    }
}

impl fmt::Display for DateScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "time expressions: {} in the gold, {} found", self.gold, self.found)?;
        let percent =
            |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        for (name, pairs) in
            [("relaxed", self.relaxed), ("strict", self.strict), ("value", self.value), ("type", self.kind)]
        {
            writeln!(
                f,
                "{name:<8} precision {:5.1}  recall {:5.1}  F1 {:5.1}",
                percent(pairs, self.found),
                percent(pairs, self.gold),
                self.f1(pairs)
            )?;
        }
        Ok(())
    }
}

/// One line of the gold file. Spans are in code points.
#[derive(Deserialize)]
struct GoldArticle {
    id: String,
    #[serde(default)]
    part: Option<String>,
    /// The day of the article, perhaps with a time after it.
    dct: Option<String>,
    text: String,
    timexes: Vec<GoldTime>,
}

#[derive(Deserialize)]
struct GoldTime {
    span: (usize, usize),
    value: String,
    #[serde(rename = "type")]
    kind: String,
}

/// Scores [`dates::find`] on JSON Lines with `text`, `dct` and `timexes` (`span` in code points, `value`, `type`); with
/// `part`, only on the lines whose `part` is that.
///
/// # Errors
///
/// If the lines cannot be read, or one is not of that form.
pub fn score(lines: impl BufRead, part: Option<&str>) -> io::Result<DateScores> {
    let mut scores = DateScores::default();
    for line in lines.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let gold: GoldArticle = serde_json::from_str(&line)?;
        if part.is_none() || part == gold.part.as_deref() {
            score_article(gold, &mut scores);
        }
    }
    Ok(scores)
}

fn score_article(gold: GoldArticle, scores: &mut DateScores) {
    let date = gold.dct.as_deref().and_then(|d| d.get(..10)).and_then(|d| d.parse::<NaiveDate>().ok());
    let article = Article { text: gold.text, date, ..Article::default() };
    let document = crate::text::read(&article);
    let found = dates::find(&article, &document);
    let bytes: Vec<usize> =
        article.text.char_indices().map(|(b, _)| b).chain(std::iter::once(article.text.len())).collect();
    let byte = |point: usize| bytes.get(point).copied().unwrap_or(article.text.len());
    let mut times: Vec<(Span, &GoldTime)> =
        gold.timexes.iter().map(|t| (Span::new(byte(t.span.0), byte(t.span.1)), t)).collect();
    times.sort_by_key(|(span, _)| (span.start, span.end));
    scores.gold += times.len();
    scores.found += found.len();
    let mut free = vec![true; found.len()];
    let mut first = 0;
    for (span, time) in times {
        while found.get(first).is_some_and(|f| f.span.end <= span.start) {
            first += 1;
        }
        let overlapping =
            || (first..found.len()).take_while(|&k| found.get(k).is_some_and(|f| f.span.start < span.end));
        let equal = overlapping()
            .find(|&k| free.get(k) == Some(&true) && found.get(k).is_some_and(|f| f.span == span));
        let partner = equal.or_else(|| overlapping().find(|&k| free.get(k) == Some(&true)));
        let mut mistake = DateMistake {
            article: gold.id.clone(),
            gold: Some((span.of(&article.text).to_owned(), time.value.clone())),
            found: None,
            context: context(&article.text, span),
        };
        let Some((k, partner)) = partner.and_then(|k| Some((k, found.get(k)?))) else {
            scores.mistakes.push(mistake);
            continue;
        };
        if let Some(free) = free.get_mut(k) {
            *free = false;
        }
        scores.relaxed += 1;
        scores.strict += usize::from(partner.span == span);
        scores.value += usize::from(partner.value == time.value);
        scores.kind += usize::from(partner.kind.name() == time.kind);
        if partner.span != span || partner.value != time.value {
            mistake.found = Some(words_and_value(&article.text, partner));
            scores.mistakes.push(mistake);
        }
    }
    for made_up in found.iter().zip(&free).filter(|(_, free)| **free).map(|(f, _)| f) {
        scores.mistakes.push(DateMistake {
            article: gold.id.clone(),
            gold: None,
            found: Some(words_and_value(&article.text, made_up)),
            context: context(&article.text, made_up.span),
        });
    }
}

fn words_and_value(text: &str, time: &TimeExpression) -> (String, String) {
    (time.span.of(text).to_owned(), time.value.clone())
}

/// The words around a span, on one line: 60 letters before it and 40 after it, none of them cut.
fn context(text: &str, span: Span) -> String {
    let (before, after) = (text.get(..span.start).unwrap_or(""), text.get(span.end..).unwrap_or(""));
    let from = before.grapheme_indices(true).rev().take(60).last().map_or(span.start, |(byte, _)| byte);
    let to = after.grapheme_indices(true).nth(40).map_or(text.len(), |(byte, _)| span.end + byte);
    text.get(from..to).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_pairs_once_and_in_code_points() {
        let lines = concat!(
            r#"{"id":"1","part":"A","dct":"2025-12-19","text":"– He spoke on Tuesday, May 3, 2022.","#,
            r#""timexes":[{"span":[14,21],"value":"2022-05-03","type":"DATE"},{"span":[23,34],"value":"2022-05-03","type":"DATE"}]}"#,
            "\n\n",
            r#"{"id":"2","part":"B","dct":null,"text":"","timexes":[]}"#,
        );
        let scores = score(lines.as_bytes(), None).unwrap();
        assert_eq!((scores.gold, scores.found, scores.relaxed, scores.strict, scores.value), (2, 1, 1, 0, 1));
        assert_eq!(score(lines.as_bytes(), Some("B")).unwrap(), DateScores::default());
        assert!(score("{}".as_bytes(), None).is_err());
    }
}
