//! Scores who speaks: the first speaker of each annotated attribution beside the one that the annotators name.
//!
//! Two settings: on the attributions that the extractor found itself (contents with a Jaccard index of at least 0.5),
//! which is what a reader gets, and on the annotated ones, which shows the resolver alone.

use super::attributions::{Attributed, pair};
use super::gold::{self, Places, Spans};
use super::interval::wilson;
use super::names;
use super::words::Words;
use crate::article::Article;
use crate::attribution::Attribution;
use crate::extract::Extraction;
use crate::speakers::{self, KnownBy, Speaker, Speakers};
use serde::Deserialize;
use serde_json::Value;

/// From this probability on a name is shown.
pub const SHOWN: f32 = 0.5;

/// An article whose attributions have their speakers.
#[derive(Clone, Debug)]
pub struct Labelled {
    id: String,
    article: Article,
    spans: Vec<Spans>,
    labels: Vec<Vec<Label>>,
}

impl Labelled {
    /// The article.
    pub fn article(&self) -> &Article {
        &self.article
    }
}

/// One speaker by the annotators.
#[derive(Clone, Debug, Deserialize)]
struct Label {
    name: String,
    known_by: String,
    #[serde(default)]
    resolvable: Option<bool>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    attributions: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(flatten)]
    spans: Spans,
    speakers: Vec<Label>,
}

/// How a source refers to its speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// By a name, full or short.
    Named,
    /// By a pronoun.
    Pronoun,
    /// By a title or a description that the article lets one resolve.
    Described,
    /// By a description of somebody whom the article does not name, or not at all.
    Unnamed,
}

impl Class {
    /// The name in output.
    pub const fn name(self) -> &'static str {
        match self {
            Class::Named => "named",
            Class::Pronoun => "pronoun",
            Class::Described => "described",
            Class::Unnamed => "unnamed",
        }
    }
}

/// What was answered for one attribution.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The article's id, as JSON.
    pub article: String,
    /// How the source refers.
    pub class: Class,
    /// The words of the source, and some before and after them.
    pub context: String,
    /// The annotators' speakers.
    pub gold: Vec<String>,
    /// The first speaker shown, and whether it is a name and no description; `None` for "unknown".
    pub shown: Option<(String, bool)>,
    /// Its probability, or that of the best candidate.
    pub confidence: f32,
    /// Whether it is one of the annotators' speakers.
    pub right: bool,
    /// For several annotated speakers: whether all of them were found, and nobody else.
    pub all: Option<bool>,
    /// Why, in the resolver's words.
    pub reason: String,
}

impl Answer {
    /// True where a name was shown with at least this probability.
    pub fn shows(&self, confidence: f32) -> bool {
        self.confidence >= confidence && self.shown.as_ref().is_some_and(|(_, named)| *named)
    }
}

/// Reads a line of the gold file: an article whose attributions have `speakers`. The error says what is wrong with it.
pub fn labelled(line: &[u8]) -> Result<Labelled, String> {
    let article = gold::article(line)?;
    let line: Line = serde_json::from_slice(line).map_err(|e| e.to_string())?;
    let (spans, labels) = line.attributions.into_iter().map(|e| (e.spans, e.speakers)).unzip();
    Ok(Labelled { id: line.id.to_string(), article, spans, labels })
}

/// The answers on the annotated attributions.
pub fn given(labelled: &Labelled) -> Vec<Answer> {
    let document = crate::text::read(&labelled.article);
    let places = Places::new(&labelled.article.text);
    let attributions: Vec<Attribution> =
        labelled.spans.iter().map(|a| places.attribution(&document, a)).collect();
    let speakers = speakers::resolve(&labelled.article, &document, &attributions);
    let pairs = (0..attributions.len()).map(|i| (i, i));
    answers(labelled, &speakers, pairs)
}

/// The answers on those annotated attributions that an extraction found too.
pub fn found(labelled: &Labelled, extraction: &Extraction) -> Vec<Answer> {
    let words = Words::of(&labelled.article.text);
    let outer: Vec<usize> = (0..extraction.attributions.len())
        .filter(|&i| extraction.attributions.get(i).is_some_and(|a| a.inside.is_none()))
        .collect();
    // Not `attributed`: an annotation without words in its content keeps its place.
    let sets = |spans: &[Spans]| -> Vec<Attributed> {
        let set = |a: &Spans| Attributed {
            source: words.within(&a.source),
            cue: words.within(&a.cue),
            content: words.within(&a.content),
        };
        spans.iter().map(set).collect()
    };
    let here = gold::of_extraction(&labelled.article, extraction);
    let pairs = pair(&sets(&labelled.spans), &sets(&here));
    let pairs = pairs.into_iter().filter_map(|(i, j)| Some((i, *outer.get(j)?)));
    answers(labelled, &extraction.speakers, pairs)
}

fn answers(
    labelled: &Labelled,
    speakers: &Speakers,
    pairs: impl Iterator<Item = (usize, usize)>,
) -> Vec<Answer> {
    let all: Vec<&str> = labelled.labels.iter().flatten().map(|l| l.name.as_str()).collect();
    let places = Places::new(&labelled.article.text);
    let mut answers = Vec::new();
    let mut pairs: Vec<(usize, usize)> = pairs.collect();
    pairs.sort_unstable();
    for (i, j) in pairs {
        let (Some(labels), Some(shown)) = (labelled.labels.get(i), speakers.of_attribution.get(j)) else {
            continue;
        };
        let Some(class) = labels.first().and_then(class) else { continue };
        let name = |speaker: &Speaker| {
            speaker.entity.and_then(|e| speakers.entities.get(e)).map(|e| e.name.as_str())
        };
        let fits = |name: &str| labels.iter().position(|l| names::fits(name, &l.name, all.iter().copied()));
        let first = shown.first();
        let first_name = first.and_then(name);
        let right = first_name.is_some_and(|n| fits(n).is_some());
        let mut met: Vec<Option<usize>> = shown.iter().map(|s| name(s).and_then(fits)).collect();
        met.sort_unstable();
        met.dedup();
        let every =
            met.len() == labels.len() && shown.len() == labels.len() && met.iter().all(Option::is_some);
        answers.push(Answer {
            article: labelled.id.clone(),
            class,
            context: context(&labelled.article.text, &places, labelled.spans.get(i)),
            gold: labels.iter().map(|l| l.name.clone()).collect(),
            shown: first_name.map(|n| (n.to_owned(), first.is_some_and(|s| is_named(speakers, s)))),
            confidence: first.map_or(0.0, |s| s.confidence),
            right,
            all: (labels.len() > 1).then_some(every),
            reason: first.map_or_else(|| "no speaker".to_owned(), |s| s.reason.clone()),
        });
    }
    answers
}

fn class(label: &Label) -> Option<Class> {
    Some(match (label.known_by.as_str(), label.resolvable) {
        ("name" | "short_name", _) => Class::Named,
        ("pronoun", _) => Class::Pronoun,
        ("title" | "description", Some(true)) => Class::Described,
        ("title" | "description", _) => Class::Unnamed,
        // No source was annotated: nothing to compare with.
        _ => return None,
    })
}

/// True where the entity has a name, and is no description.
fn is_named(speakers: &Speakers, speaker: &Speaker) -> bool {
    let entity = speaker.entity.and_then(|e| speakers.entities.get(e));
    let by_name = |k: KnownBy| matches!(k, KnownBy::Name | KnownBy::ShortName);
    speaker.known_by == KnownBy::Byline
        || entity.is_some_and(|e| e.mentions.iter().any(|m| by_name(m.known_by)))
}

/// The source in brackets, or the content where there is none, with some words around it.
fn context(text: &str, places: &Places, spans: Option<&Spans>) -> String {
    let first = spans.and_then(|s| s.source.first().or(s.content.first()));
    let span = first.and_then(|s| places.spans(&[*s]).pop()).unwrap_or_default();
    let before: String = text.get(..span.start).unwrap_or("").chars().rev().take(90).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text.get(span.end..).unwrap_or("").chars().take(60).collect();
    let whole = format!("{before}[{}]{after}", text.get(span.start..span.end).unwrap_or(""));
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// So many of so many, with the 95 % interval of Wilson (1927), all as shares from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

impl Share {
    /// `count` of `of`.
    pub fn new(count: usize, of: usize) -> Self {
        let (low, high) = wilson(count as u64, of as u64);
        Self { count, of, low: low / 100.0, high: high / 100.0 }
    }

    /// The share itself.
    pub fn value(&self) -> f64 {
        if self.of == 0 { 0.0 } else { self.count as f64 / self.of as f64 }
    }
}

/// All figures of some answers, by name, in the order in which they are shown: first what is right, then, for rising
/// confidence, how often a name is shown and how often it is wrong.
pub fn figures(answers: &[Answer]) -> Vec<(String, Share)> {
    let of = |class: Class| answers.iter().filter(move |a| a.class == class);
    let mut rows: Vec<(String, Share)> = [Class::Named, Class::Pronoun, Class::Described]
        .into_iter()
        .map(|class| {
            let right = of(class).filter(|a| a.right && a.confidence >= SHOWN).count();
            (class.name().to_owned(), Share::new(right, of(class).count()))
        })
        .collect();
    let unnamed = of(Class::Unnamed).filter(|a| a.right || !a.shows(SHOWN)).count();
    rows.push(("unnamed, no name shown".to_owned(), Share::new(unnamed, of(Class::Unnamed).count())));
    let joint: Vec<bool> = answers.iter().filter_map(|a| a.all).collect();
    rows.push((
        "all of a joint source".to_owned(),
        Share::new(joint.iter().filter(|a| **a).count(), joint.len()),
    ));
    for confidence in [0.5, 0.6, 0.7, 0.8, 0.9, 0.95] {
        let shown: Vec<&Answer> = answers.iter().filter(|a| a.shows(confidence)).collect();
        let wrong = shown.iter().filter(|a| !a.right).count();
        rows.push((format!("names shown ≥ {confidence}"), Share::new(shown.len(), answers.len())));
        rows.push((format!("wrong of shown ≥ {confidence}"), Share::new(wrong, shown.len())));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"id": 1, "text": "Ada Moss said it rained. “It is over,” she said. Two aides said no.", "attributions": [
        {"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 23]], "speakers": [{"name": "Ada Moss", "type": "person", "known_by": "name", "resolvable": null}]},
        {"source": [[39, 42]], "cue": [[43, 47]], "content": [[25, 38]], "speakers": [{"name": "Ada Moss", "type": "person", "known_by": "pronoun", "resolvable": null}]},
        {"source": [[49, 58]], "cue": [[59, 63]], "content": [[64, 66]], "speakers": [{"name": "two aides", "type": "unnamed", "known_by": "description", "resolvable": false}]}]}"#;

    #[test]
    fn answers_are_compared_by_name() {
        let answers = given(&labelled(LINE.replace('\n', " ").as_bytes()).unwrap());
        assert_eq!(
            answers.iter().map(|a| a.class).collect::<Vec<_>>(),
            [Class::Named, Class::Pronoun, Class::Unnamed]
        );
        assert!(answers.iter().all(|a| a.right), "{answers:#?}");
        assert!(answers[1].shows(SHOWN) && !answers[2].shows(SHOWN));
        let rows = figures(&answers);
        assert_eq!((rows[0].1.count, rows[1].1.count, rows[3].1.count), (1, 1, 1));
        assert_eq!(rows[6].1.count, 0);
    }

    #[test]
    fn the_interval_is_wilsons() {
        let share = Share::new(8, 10);
        assert!((share.low - 0.490).abs() < 0.001 && (share.high - 0.943).abs() < 0.001, "{share:?}");
        assert_eq!(Share::new(0, 0).value(), 0.0);
        assert!(labelled(b"{}").is_err());
    }
}
