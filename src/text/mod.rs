//! Text → [`Document`]: paragraphs, quotations, sentences, tokens. Everything later reads this one structure.

mod endings;
mod line;
mod lists;
pub mod marks;
pub mod paragraphs;
mod parts;
pub mod quotations;
pub mod sentences;
pub mod tokens;
mod words;

use crate::article::Article;
use crate::span::Span;
use std::ops::Range;

pub use crate::article::Part;

/// An article's text with its structure. Lists are in text order; all spans are byte offsets into `text`.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The text, unchanged.
    pub text: &'a str,
    /// Lines that hold at least one token, or several of them where the text was wrapped at a width.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences; none crosses a paragraph, and every token belongs to exactly one.
    pub sentences: Vec<Sentence>,
    /// Words and marks.
    pub tokens: Vec<Token>,
    /// Quotations by their marks, nested ones included (an outer one comes before those inside it).
    pub quotations: Vec<Quotation>,
    /// What was odd about the text: a mark that is never closed, for example.
    pub warnings: Vec<Warning>,
}

/// A paragraph and what part of the article it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The paragraph without white space at its edges.
    pub span: Span,
    /// Its tokens, as indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// Its sentences, as indices into [`Document::sentences`].
    pub sentences: Range<usize>,
    /// What it is.
    pub part: Part,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Without white space at its edges.
    pub span: Span,
    /// Its tokens, as indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// The index of its paragraph.
    pub paragraph: usize,
}

/// A word or a mark. Tokens never overlap; what lies between them is white space or dropped control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// The index of its paragraph.
    pub paragraph: u32,
    /// The index of its sentence.
    pub sentence: u32,
    /// Whether it stands within (outermost) quotation marks.
    pub quoted: Quoted,
    /// A word (letters, digits) or a mark (punctuation, a symbol, one ideograph).
    pub is_mark: bool,
}

/// Where a token stands with regard to the outermost quotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Quoted {
    /// Outside of any quotation.
    #[default]
    No,
    /// An opening mark.
    Open,
    /// Between the marks.
    Inside,
    /// A closing mark.
    Close,
    /// The opening mark of a quotation that its paragraph does not close.
    OpenUnclosed,
    /// Inside a quotation that its paragraph does not close.
    InsideUnclosed,
    /// A quotation mark that pairs with nothing.
    Stray,
}

impl Quoted {
    /// True for the words of a quotation, false for its marks and for all that is outside.
    pub const fn is_inside(self) -> bool {
        matches!(self, Quoted::Inside | Quoted::InsideUnclosed)
    }
}

/// A stretch of text in quotation marks. Never crosses a paragraph: a quotation that runs over several is several
/// pieces, and each but the first has `continues`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without its marks.
    pub inner: Span,
    /// 0 for an outermost quotation, 1 for one inside it, and so on.
    pub level: u8,
    /// Whether its paragraph closes it.
    pub closed: bool,
    /// Whether it goes on from the paragraph before, which left its quotation open. It begins with a re-opened mark, or
    /// with the paragraph's first word where it is closed only (`span` and `inner` then begin alike).
    pub continues: bool,
}

/// Something odd that the reader of the results should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where it is.
    pub span: Span,
    /// What it is, in words.
    pub message: String,
}

/// Reads the structure of an article's text. Linear in its length; never fails.
pub fn read(article: &Article) -> Document<'_> {
    let text = article.text.as_str();
    let lines = paragraphs::split(text);
    let mut document = Document {
        text,
        paragraphs: Vec::with_capacity(lines.len()),
        sentences: Vec::new(),
        tokens: Vec::with_capacity(text.len() / 5),
        quotations: Vec::new(),
        warnings: Vec::new(),
    };
    let mut left_open = None;
    for line in lines {
        let words = tokens::split(text, line);
        if words.is_empty() {
            continue;
        }
        let pairs = quotations::pair(text, line, &words, left_open);
        if pairs.quotations.iter().any(|q| q.continues) {
            let opened = document.quotations.iter().rfind(|q| q.level == 0);
            quotations::forgive(&mut document.warnings, opened);
        }
        left_open = pairs.left_open;
        document.add_paragraph(line, &words, pairs);
    }
    parts::find(&mut document, article);
    document
}

impl Document<'_> {
    /// From the first to the last byte of a range of tokens; an empty span at 0 if it holds none.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        let tokens = self.tokens.get(tokens).unwrap_or(&[]);
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }

    /// Adds a paragraph with its tokens (each with whether it is a mark), its sentences and its quotations.
    fn add_paragraph(&mut self, span: Span, words: &[(Span, bool)], pairs: quotations::Pairs) {
        let paragraph = self.paragraphs.len();
        let (first_token, first_sentence) = (self.tokens.len(), self.sentences.len());
        for range in sentences::split(self.text, words, &pairs.quotations) {
            let sentence = self.sentences.len();
            let words = words.get(range.clone()).unwrap_or_default();
            let (Some((first, _)), Some((last, _))) = (words.first(), words.last()) else { continue };
            self.tokens.extend(words.iter().map(|&(span, is_mark)| Token {
                span,
                paragraph: paragraph as u32,
                sentence: sentence as u32,
                quoted: Quoted::No,
                is_mark,
            }));
            let tokens = first_token + range.start..first_token + range.end;
            self.sentences.push(Sentence { span: first.join(*last), tokens, paragraph });
        }
        quotations::mark_tokens(&mut self.tokens[first_token..], &pairs);
        self.quotations.extend(pairs.quotations);
        self.warnings.extend(pairs.warnings);
        self.paragraphs.push(Paragraph {
            span,
            tokens: first_token..self.tokens.len(),
            sentences: first_sentence..self.sentences.len(),
            part: Part::Body,
        });
    }
}
