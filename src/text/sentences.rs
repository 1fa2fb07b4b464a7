//! Sentences of one paragraph: candidates by `unicode-segmentation` (UAX 29), merged where they cut what belongs
//! together.

use super::Quotation;
use crate::span::Span;
use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations after which a sentence goes on.
const ABBREVIATIONS: &str = " mr mrs ms dr sen rep gov gen lt col sgt capt cmdr adm maj prof rev hon pres st jr sr vs no jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e messrs supt det dept est u.s u.k u.n ";

/// Splits one paragraph into sentences, without white space at their edges. Linear in its length.
pub fn split(text: &str, line: Span, _quotations: &[Quotation]) -> Vec<Span> {
    let mut sentences: Vec<Span> = Vec::new();
    let mut glue = false;
    for (offset, piece) in line.of(text).split_sentence_bound_indices() {
        let span = Span::new(line.start + offset, line.start + offset + piece.len()).trimmed(text);
        if span.is_empty() {
            continue;
        }
        let lower = span
            .of(text)
            .trim_start_matches(['"', '“', '‘', '('])
            .chars()
            .next()
            .is_some_and(char::is_lowercase);
        match sentences.last_mut() {
            Some(last) if glue || lower => *last = last.join(span),
            _ => sentences.push(span),
        }
        let word = span.of(text).rsplit([' ', '(', '“', '"']).next().unwrap_or("");
        let bare = word.trim_end_matches('.').to_lowercase();
        let initial = word.len() == 2 && word.starts_with(char::is_uppercase) && word.ends_with('.');
        glue = word.ends_with('.') && (initial || ABBREVIATIONS.contains(&format!(" {bare} ")));
    }
    sentences
}
