//! The types of claims beside those that a reader gave: at the annotated attributions, so that what the tagger misses
//! does not count twice. Gold: `{"id", "text", "attributions": [{"source", "cue", "content", "type"?, "weight"?}]}` with
//! all attributions of the article, of which some have a type; `weight` is how many others one stands for.

use super::attributions::Count;
use super::gold::{self, Places, Spans};
use crate::article::Article;
use crate::attribution::Attribution;
use crate::claims::ClaimType;
use crate::extract::Extractor;
use crate::span::Span;
use crate::text;
use serde::Deserialize;
use serde_json::Value;

/// The fewest cases of a type for which its figures count in the means.
pub const FEWEST: u64 = 15;

/// An attribution that a reader gave a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The article's id, as JSON.
    pub article: String,
    /// The reader's type.
    pub gold: ClaimType,
    /// The type that was found.
    pub found: ClaimType,
    /// How sure the extractor was of it, 0 to 1.
    pub confidence: f32,
    /// How many attributions it stands for.
    pub weight: f64,
    /// Its words, from the first piece to the last.
    pub words: String,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    attributions: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(flatten)]
    spans: Spans,
    #[serde(rename = "type")]
    kind: Option<String>,
    weight: Option<f64>,
}

/// An article with all its attributions, of which a reader gave some a type.
#[derive(Clone, Debug)]
pub struct Labelled {
    /// Its id, as JSON.
    pub id: String,
    /// The article.
    pub article: Article,
    /// Its attributions.
    pub attributions: Vec<Attribution>,
    /// For each the reader's type, and how many it stands for.
    pub types: Vec<Option<(ClaimType, f64)>>,
}

/// Reads an annotated article. The error says what is wrong with the line.
pub fn labelled(line: &[u8]) -> Result<Labelled, String> {
    let article = gold::article(line)?;
    let line: Line = serde_json::from_slice(line).map_err(|e| e.to_string())?;
    let document = text::read(&article);
    let places = Places::new(&article.text);
    let (mut attributions, mut types) = (Vec::new(), Vec::new());
    for entry in &line.attributions {
        attributions.push(places.attribution(&document, &entry.spans));
        let kind = match &entry.kind {
            Some(name) => {
                Some(ClaimType::named(name).ok_or_else(|| format!("\"{name}\" is no type of claim"))?)
            }
            None => None,
        };
        types.push(kind.map(|kind| (kind, entry.weight.unwrap_or(1.0))));
    }
    Ok(Labelled { id: line.id.to_string(), article, attributions, types })
}

/// Types the attributions of one annotated article.
pub fn typed(gold: &Labelled, extractor: &Extractor) -> Vec<Typed> {
    let claims = extractor.claims_of(&gold.article, &gold.attributions);
    let all = gold.types.iter().zip(&gold.attributions).zip(&claims.of_attribution);
    let typed = all.filter_map(|((kind, attribution), claim)| {
        let (kind, weight) = (*kind)?;
        let pieces = attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
        let whole = pieces.copied().reduce(Span::join).unwrap_or_default();
        Some(Typed {
            article: gold.id.clone(),
            gold: kind,
            found: claim.kind,
            confidence: claim.confidence,
            weight,
            words: whole.of(&gold.article.text).to_owned(),
        })
    });
    typed.collect()
}

/// The figures of one type.
pub fn of_type(typed: &[Typed], kind: ClaimType) -> Count {
    let count = |keep: &dyn Fn(&Typed) -> bool| typed.iter().filter(|t| keep(t)).count() as u64;
    Count::new(
        count(&|t| t.gold == kind && t.found == kind),
        count(&|t| t.found == kind),
        count(&|t| t.gold == kind),
    )
}

/// All types together: how many have the reader's type.
pub fn right(typed: &[Typed]) -> Count {
    let right = typed.iter().filter(|t| t.gold == t.found).count() as u64;
    Count::new(right, typed.len() as u64, typed.len() as u64)
}

/// The mean F1, in percent, of the types with at least [`FEWEST`] cases, and how many types those are.
pub fn macro_f1(typed: &[Typed]) -> (f64, usize) {
    let scores: Vec<f64> = ClaimType::ALL
        .into_iter()
        .map(|kind| of_type(typed, kind))
        .filter(|count| count.gold >= FEWEST)
        .map(|count| count.f1())
        .collect();
    (scores.iter().sum::<f64>() / scores.len().max(1) as f64, scores.len())
}

/// The share, in percent, that has the reader's type where each counts for those it stands for: of attributions as they
/// come.
pub fn natural(typed: &[Typed]) -> f64 {
    let all: f64 = typed.iter().map(|t| t.weight).sum();
    let right: f64 = typed.iter().filter(|t| t.gold == t.found).map(|t| t.weight).sum();
    if all > 0.0 { 100.0 * right / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_at_given_places() {
        let line = r#"{"id": 3, "text": "Ada accused Bo of fraud. É: Cy said it rains. Di left.",
            "attributions": [
                {"source": [[0, 3]], "cue": [[4, 11]], "content": [[12, 23]], "type": "accusation", "weight": 2},
                {"source": [[28, 30]], "cue": [[31, 35]], "content": [[36, 44]], "type": "warning"},
                {"source": [[46, 48]], "cue": [[49, 53]], "content": [[49, 53]]}]}"#;
        let typed = typed(&labelled(line.as_bytes()).unwrap(), &Extractor::default());
        let kinds: Vec<_> = typed.iter().map(|t| (t.gold, t.found)).collect();
        assert_eq!(
            kinds,
            [(ClaimType::Accusation, ClaimType::Accusation), (ClaimType::Warning, ClaimType::Statement)]
        );
        assert_eq!(typed[1].words, "Cy said it rains");
        assert_eq!(natural(&typed).round(), 67.0);
        assert_eq!(right(&typed).f1(), 50.0);
        assert_eq!(of_type(&typed, ClaimType::Accusation).f1(), 100.0);
    }

    #[test]
    fn an_unknown_type_is_an_error() {
        let line = r#"{"text": "Cy said it.", "attributions": [{"cue": [[3, 7]], "content": [[8, 10]], "type": "lie"}]}"#;
        assert_eq!(labelled(line.as_bytes()).unwrap_err(), "\"lie\" is no type of claim");
    }
}
