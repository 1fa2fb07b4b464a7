//! Bytes → [`Article`]s: text files, Markdown, JSON Lines and HTML pages, from files, folders, globs and standard
//! input. A bad file or line costs its own error; the rest goes on.

pub mod date;
pub mod decode;
pub mod find;
pub mod front_matter;
pub mod html;
pub mod json;
pub mod kind;
pub mod lines;
pub mod markdown;
pub mod reader;
pub mod wrapped;

use crate::article::Article;
use chrono::NaiveDate;
use std::path::PathBuf;

pub use self::date::read_date;
pub use self::find::find;
pub use self::reader::{Reader, read};

/// What to read, found but not yet opened. Made by [`find`].
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The files, in the order of the arguments, folders sorted by name; each once.
    pub files: Vec<SourceFile>,
    /// Arguments that lead to nothing.
    pub errors: Vec<IngestError>,
}

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path as it was given or found; `-` is standard input.
    pub path: PathBuf,
    /// Its size in bytes; 0 for standard input.
    pub bytes: u64,
    /// Whether it was named, not found in a folder or by a glob. What was found may be anything, and is passed over
    /// where it is no text.
    pub named: bool,
}

/// An article with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// The article. Its text is what is stored: offsets point into it.
    pub article: Article,
    /// Where it came from.
    pub provenance: Provenance,
    /// What was odd about it (a date that cannot be read), in words.
    pub warnings: Vec<String>,
}

/// Where an article came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The path as it was given or found; `-` is standard input.
    pub path: String,
    /// The line, from 1, in a file that holds an article on each line.
    pub line: Option<u64>,
    /// The `id` that the article had in its JSON object, as written there (a string without its quotes).
    pub external_id: Option<String>,
    /// SHA-256 of the bytes that were read for this article: the file, or its line without the line break.
    pub sha256: [u8; 32],
    /// How many bytes those were.
    pub bytes: u64,
    /// `text/plain`, `text/markdown`, `text/html` or `application/json`.
    pub media_type: &'static str,
    /// The name of the encoding that the bytes were read in (WHATWG): "UTF-8", "windows-1252", …
    pub encoding: &'static str,
    /// When the page says that it was last changed.
    pub modified: Option<NaiveDate>,
}

/// Why a file or a line gave no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason}", self.place())]
pub struct IngestError {
    /// The path as it was given or found; `-` is standard input.
    pub path: String,
    /// The line, from 1, in a file that holds an article on each line.
    pub line: Option<u64>,
    /// True for what is passed over without being wrong (an empty file, a picture in a folder).
    pub skipped: bool,
    /// What is wrong, in words.
    pub reason: String,
    /// What to try.
    pub hint: Option<String>,
}

impl IngestError {
    /// `path` or `path:line`.
    pub fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.path),
            None => self.path.clone(),
        }
    }
}

/// What to fill in where an article does not say it (`--outlet`, `--date`, `--author`, `--url`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// Who published it.
    pub outlet: Option<String>,
    /// The day it was published.
    pub date: Option<NaiveDate>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its address.
    pub url: Option<String>,
}

impl Defaults {
    /// Fills what is missing.
    pub fn fill(&self, article: &mut Article) {
        article.outlet = article.outlet.take().or_else(|| self.outlet.clone());
        article.date = article.date.or(self.date);
        article.url = article.url.take().or_else(|| self.url.clone());
        if article.authors.is_empty() {
            article.authors.clone_from(&self.authors);
        }
    }
}
