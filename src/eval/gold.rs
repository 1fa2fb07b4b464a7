//! Annotated articles, and what was found in them, as lines of JSON: `{"id", "text", "attributions": [{"source",
//! "cue", "content"}]}` with lists of `[start, end)` in code points. The output of `onrecord extract` is such a file.

use super::words::CharSpan;
use crate::article::Article;
use crate::attribution::{self, Attribution};
use crate::contract::{Offsets, Unit};
use crate::extract::Extraction;
use crate::ingest::json::{self, Content};
use crate::span::Span;
use crate::text::Document;
use serde::Deserialize;
use serde_json::Value;

/// An article with its annotation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotated {
    /// Its id, as JSON.
    pub id: String,
    /// The article.
    pub article: Article,
    /// Its attributions.
    pub attributions: Vec<Spans>,
}

/// The spans of one attribution, in code points.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Spans {
    /// Who it comes from.
    pub source: Vec<CharSpan>,
    /// The words that report.
    pub cue: Vec<CharSpan>,
    /// What is reported.
    pub content: Vec<CharSpan>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    attributions: Option<Vec<Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    source: Option<Vec<CharSpan>>,
    cue: Option<Vec<CharSpan>>,
    content: Option<Vec<CharSpan>>,
    inside: Option<Value>,
}

/// The article of a line. The error says what is wrong with it.
pub(super) fn article(line: &[u8]) -> Result<Article, String> {
    match json::read(line).content? {
        Content::Text(article) => Ok(article),
        _ => Err("an annotated article needs its \"text\"".to_owned()),
    }
}

/// Reads an annotated article. The error says what is wrong with the line.
pub fn annotated(line: &[u8]) -> Result<Annotated, String> {
    let article = article(line)?;
    let (id, attributions) = found(line)?;
    Ok(Annotated { id, article, attributions })
}

/// Reads what was found in an article: its id and the attributions that do not stand inside another one, which the
/// annotators do not mark. A line that holds an error has none.
pub fn found(line: &[u8]) -> Result<(String, Vec<Spans>), String> {
    let line: Line = serde_json::from_slice(line).map_err(|e| e.to_string())?;
    let entries = line.attributions.unwrap_or_default().into_iter();
    let outer = entries.filter(|e| e.inside.as_ref().is_none_or(Value::is_null));
    let spans = outer.map(|e| Spans {
        source: e.source.unwrap_or_default(),
        cue: e.cue.unwrap_or_default(),
        content: e.content.unwrap_or_default(),
    });
    Ok((line.id.to_string(), spans.collect()))
}

/// Where each code point of a text stands, so that spans of annotators become spans of bytes.
pub(super) struct Places(Vec<usize>);

impl Places {
    /// Of a text.
    pub(super) fn new(text: &str) -> Self {
        Self(text.char_indices().map(|(byte, _)| byte).chain(std::iter::once(text.len())).collect())
    }

    /// Spans in bytes; what lies past the end is cut.
    pub(super) fn spans(&self, spans: &[CharSpan]) -> Vec<Span> {
        let byte = |at: usize| self.0.get(at).or(self.0.last()).copied().unwrap_or(0);
        spans.iter().map(|&[start, end]| Span::new(byte(start), byte(end.max(start)))).collect()
    }

    /// An annotated attribution as the stages behind the tagger read it.
    pub(super) fn attribution(&self, document: &Document<'_>, spans: &Spans) -> Attribution {
        let content = self.spans(&spans.content);
        Attribution {
            kind: attribution::kind(document, &content),
            source: self.spans(&spans.source),
            cue: self.spans(&spans.cue),
            content,
            inside: None,
            confidence: 1.0,
        }
    }
}

/// The same of an extraction that was made just now.
pub fn of_extraction(article: &Article, extraction: &Extraction) -> Vec<Spans> {
    let offsets = Offsets::new(&article.text, Unit::Char);
    let convert = |spans: &[Span]| spans.iter().map(|s| offsets.convert(*s)).collect();
    let outer = extraction.attributions.iter().filter(|a| a.inside.is_none());
    let spans = outer.map(|a| Spans {
        source: convert(&a.source),
        cue: convert(&a.cue),
        content: convert(&a.content),
    });
    spans.collect()
}
