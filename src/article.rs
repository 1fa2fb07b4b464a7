//! What one article is, before anything is read out of it.

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
}

impl Article {
    /// What is known of a page from outside, and what the page itself says where that says nothing. The text is the
    /// page's.
    pub fn filled_from(self, page: Article) -> Article {
        Article {
            text: page.text,
            title: self.title.or(page.title),
            date: self.date.or(page.date),
            outlet: self.outlet.or(page.outlet),
            url: self.url.or(page.url),
            authors: if self.authors.is_empty() { page.authors } else { self.authors },
        }
    }
}
