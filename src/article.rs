//! What one article is, before anything is read out of it.

use crate::span::Span;
use chrono::NaiveDate;

/// An article as it came: its text, unchanged, and what is known about where it was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The whole text. Offsets of everything that is extracted point into it.
    pub text: String,
    /// The headline, if it was given apart. Where the text begins with the same words, that paragraph is the title.
    pub title: Option<String>,
    /// The day on which it was published, as the outlet printed it (the outlet's own day; no time zone is applied).
    pub date: Option<NaiveDate>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What the markup of the file says of lines of the text, in text order. Empty where there was none.
    pub marks: Vec<Mark>,
}

/// What markup says that a stretch of the text, a line as a rule, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands: bytes of the text.
    pub span: Span,
    /// What it is.
    pub part: Part,
}

/// A text with what its markup says of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedText {
    /// The text.
    pub text: String,
    /// As [`Article::marks`].
    pub marks: Vec<Mark>,
}

/// The part of an article that a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Running text.
    Body,
    /// The article's title, where the text begins with it.
    Title,
    /// A heading by the markup, or a short line without a full stop.
    Heading,
    /// The words under a picture or above a table.
    Caption,
    /// A bullet or numbered line, or one of several "Label: text" lines.
    ListItem,
    /// Words that the page sets apart as somebody else's, with quotation marks or without.
    BlockQuotation,
}

impl Part {
    /// All of them.
    const ALL: [Part; 6] =
        [Part::Body, Part::Title, Part::Heading, Part::Caption, Part::ListItem, Part::BlockQuotation];

    /// Its name in the database and in what is printed.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Body => "body",
            Part::Title => "title",
            Part::Heading => "heading",
            Part::Caption => "caption",
            Part::ListItem => "list_item",
            Part::BlockQuotation => "block_quotation",
        }
    }

    /// The part with this name.
    pub fn named(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }

    /// True for what reads like running text: whole sentences, not those of headlines.
    pub const fn is_running_text(self) -> bool {
        matches!(self, Part::Body | Part::BlockQuotation)
    }
}

impl Article {
    /// What is known of a page from outside, and what the page itself says where that says nothing. The text is the
    /// page's.
    pub fn filled_from(self, page: Article) -> Article {
        Article {
            text: page.text,
            marks: page.marks,
            title: self.title.or(page.title),
            date: self.date.or(page.date),
            outlet: self.outlet.or(page.outlet),
            url: self.url.or(page.url),
            authors: if self.authors.is_empty() { page.authors } else { self.authors },
        }
    }
}
