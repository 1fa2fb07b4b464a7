//! What the tagger sees of each token beside its word pieces: small classes, one table row each.
//!
//! None of it depends on the title or on how far into the article a token stands, so that an article reads the same
//! with and without its headline, and the first paragraph of an import is never taken for one. The trained weights
//! depend on every value here: a change needs a new training run.

use super::pieces::Pieces;
use crate::text::tokens::{Class, class};
use crate::text::{Document, Quoted};

/// The features and the number of values of each; value 0 is kept for "unknown" in training.
pub const FEATURES: [(&str, usize); 6] =
    [("shape", 12), ("quoted", 8), ("from_start", 9), ("from_end", 7), ("sentence", 3), ("paragraph", 6)];

/// The place of "sentence" among them; its value is 2 where a sentence starts.
pub const SENTENCE: usize = 4;

/// The tagger's view of one document.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Word pieces of all tokens, one after the other.
    pub pieces: Vec<u32>,
    /// For each token the index of its first piece, and the number of pieces at the end.
    pub first_piece: Vec<u32>,
    /// For each token its values, in the order of [`FEATURES`].
    pub values: Vec<[u8; FEATURES.len()]>,
}

impl Features {
    /// The word pieces of some tokens.
    pub fn pieces_of(&self, tokens: std::ops::Range<usize>) -> &[u32] {
        &self.pieces[self.first_piece[tokens.start] as usize..self.first_piece[tokens.end] as usize]
    }
}

/// Reads the features of a document. Linear in its length.
pub fn read(document: &Document<'_>, pieces: &Pieces) -> Features {
    let count = document.tokens.len();
    let mut features = Features {
        pieces: Vec::with_capacity(count + count / 4),
        first_piece: Vec::with_capacity(count + 1),
        values: Vec::with_capacity(count),
    };
    let mut form = String::new();
    for token in &document.tokens {
        let quotation_mark =
            token.is_mark && matches!(token.quoted, Quoted::Open | Quoted::Close | Quoted::OpenUnclosed);
        features.first_piece.push(features.pieces.len() as u32);
        pieces.of(document.text, token.span, quotation_mark, &mut form, &mut features.pieces);
    }
    features.first_piece.push(features.pieces.len() as u32);
    let mut continuing = document.quotations.iter().filter(|q| q.continues && q.level == 0).peekable();
    for paragraph in &document.paragraphs {
        let mut continues = false;
        while continuing.peek().is_some_and(|q| q.span.start < paragraph.span.end) {
            continues = true;
            continuing.next();
        }
        let tokens = &document.tokens[paragraph.tokens.clone()];
        let class = paragraph_class(document, tokens, continues);
        for (index, token) in tokens.iter().enumerate() {
            let starts_sentence = index == 0 || tokens[index - 1].sentence != token.sentence;
            features.values.push([
                shape(token.span.of(document.text), token.is_mark),
                quoted(token.quoted),
                1 + bucket(index, &[0, 1, 2, 3, 5, 8, 16]),
                1 + bucket(tokens.len() - 1 - index, &[0, 1, 3, 6, 12]),
                1 + u8::from(starts_sentence),
                class,
            ]);
        }
    }
    features
}

/// The index of the first edge that `value` does not pass; the number of edges if it passes all.
pub fn bucket(value: usize, edges: &[usize]) -> u8 {
    edges.iter().position(|&edge| value <= edge).unwrap_or(edges.len()) as u8
}

/// 1 running text, 2 a short line without a full stop, 3 a list item, 4 a quotation that goes on from the paragraph
/// before, 5 a short line that ends in a colon.
fn paragraph_class(document: &Document<'_>, tokens: &[crate::text::Token], continues: bool) -> u8 {
    const SHORT: usize = 16;
    let word = |index: Option<&crate::text::Token>| index.map_or("", |t| t.span.of(document.text));
    let (first, last) = (word(tokens.first()), word(tokens.last()));
    if continues {
        4
    } else if matches!(first, "•" | "▪" | "‣" | "◦" | "*" | "·" | "-" | "–" | "—") {
        3
    } else if tokens.len() <= SHORT && last == ":" {
        5
    } else if tokens.len() <= SHORT && !tokens.last().is_some_and(|t| t.is_mark) {
        2
    } else {
        1
    }
}

/// 1 mark, 2 lower, 3 Title, 4 one capital, 5 UPPER, 6 miXed, 7 digits, 8 letters and digits, 9 opening bracket or
/// colon, 10 sentence-ending mark, 11 other symbol.
fn shape(word: &str, is_mark: bool) -> u8 {
    if is_mark {
        return match word {
            ":" | "(" | "[" => 9,
            "." | "?" | "!" | "…" => 10,
            _ => 1,
        };
    }
    let (mut letters, mut upper, mut lower, mut digits) = (0, 0, 0, false);
    for c in word.chars().filter(|&c| class(c) == Class::Letter) {
        digits |= c.is_numeric();
        if c.is_alphabetic() {
            letters += 1;
            upper += usize::from(c.is_uppercase());
            lower += usize::from(c.is_lowercase());
        }
    }
    let first_upper = word.chars().next().is_some_and(char::is_uppercase);
    match letters {
        0 if digits => 7,
        0 => 11,
        _ if digits => 8,
        _ if upper == 0 => 2,
        1 => 4,
        _ if lower == 0 => 5,
        _ if upper == 1 && first_upper => 3,
        _ => 6,
    }
}

fn quoted(quoted: Quoted) -> u8 {
    match quoted {
        Quoted::No => 1,
        Quoted::Open => 2,
        Quoted::Inside => 3,
        Quoted::Close => 4,
        Quoted::OpenUnclosed => 5,
        Quoted::InsideUnclosed => 6,
        Quoted::Stray => 7,
    }
}
