//! Lines of a text, and what part of the article each is.

use super::{Document, Part};
use crate::span::Span;

/// The lines of a text that hold more than white space, without white space at their edges.
///
/// Breaks: LF, CR, VT, FF, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR (Unicode Standard Annex 14, mandatory breaks).
pub fn split(text: &str) -> Vec<Span> {
    let is_break =
        |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(is_break) {
        let span = Span::new(start, start + line.len()).trimmed(text);
        if !span.is_empty() {
            lines.push(span);
        }
        start += line.len();
    }
    lines
}

/// Longest heading, in tokens.
const HEADING_TOKENS: usize = 16;

/// Sets what part of the article each paragraph is.
pub fn find_parts(document: &mut Document<'_>, title: Option<&str>) {
    let text = document.text;
    let letters =
        |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let title = title.map(letters).filter(|t| !t.is_empty());
    for (index, paragraph) in document.paragraphs.iter_mut().enumerate() {
        let words = paragraph.span.of(text);
        let ends_open = !words.ends_with(['.', '?', '!', '…', ':', ';', ',', '"', '”', '’', '\'', '»', ')']);
        paragraph.part = if index == 0 && title.as_deref().is_some_and(|t| t == letters(words)) {
            Part::Title
        } else if words.starts_with(['•', '▪', '‣', '◦', '*', '·'])
            || words.starts_with("- ")
            || words.starts_with("– ")
        {
            Part::ListItem
        } else if words.starts_with('|') {
            Part::Caption
        } else if ends_open && paragraph.tokens.len() <= HEADING_TOKENS {
            Part::Heading
        } else {
            Part::Body
        };
    }
}
