//! Bytes → [`Article`]s: whatever a newsroom has, from files, folders, globs and standard input, packed or not. A bad
//! file, line or message costs its own error; the rest goes on. What is read of each format: `docs/formats.md`.

mod again;
pub mod agency;
pub mod blocks;
mod breaks;
mod broken;
mod companion;
pub mod date;
pub mod decode;
pub mod depth;
pub mod epub;
pub mod exports;
pub mod feed;
pub mod fields;
pub mod find;
mod fragment;
pub mod front_matter;
pub mod html;
pub mod items;
pub mod json;
pub mod kind;
pub mod language;
pub mod limits;
pub mod lines;
pub mod mail;
pub mod markdown;
mod names;
pub mod ninjs;
pub mod office;
mod order;
mod other;
pub mod pdf;
pub mod reader;
mod stand_in;
pub mod table;
mod top_lines;
pub mod unpack;
mod walk;
pub mod warc;
mod whole;
pub mod wrapped;
pub mod xml;

use crate::article::Article;
use crate::safe::one_line;
use chrono::NaiveDate;
use std::path::PathBuf;
use std::sync::Arc;

pub use self::date::{Order, read_date};
pub use self::fields::FieldMap;
pub use self::find::find;
pub use self::kind::Kind;
pub use self::reader::{Next, Reader, read, read_bytes};
pub(crate) use self::stand_in::stands_in;

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What kind of file each is, whatever it looks like; packed files are unpacked first.
    pub kind: Option<Kind>,
    /// Which names in tables and JSON stand for which of our fields.
    pub map: FieldMap,
    /// In which order days are written as `1/2/2024` where articles are given with what is known of them: tables, JSON, headers of
    /// texts.
    pub dates: Order,
    /// Whether [`Incoming::original`] is wanted.
    pub keep_original: bool,
    /// The program that reads one PDF as [`pdf::apart::COMMAND`], apart from this one and under limits. Without it PDFs
    /// are read in this process, where a file that is made to do harm can end it.
    pub reader: Option<PathBuf>,
}

/// What a reader of one format found: an article, with what only that reader knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The article.
    pub article: Article,
    /// When it says that it was last changed.
    pub modified: Option<NaiveDate>,
    /// When it was fetched: a moment as `schema.sql` writes it.
    pub retrieved: Option<String>,
    /// Its id in the file.
    pub external_id: Option<String>,
    /// The encoding that it was read in, where that is not UTF-8.
    pub encoding: Option<&'static str>,
    /// What was odd about it, in words.
    pub warnings: Vec<String>,
}

/// What to read, found but not yet opened. Made by [`find`].
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The files, in the order of the arguments, folders sorted by name (numbers by their value); what a browser saved again
    /// under the same name after what it saved first; each once.
    pub files: Vec<SourceFile>,
    /// Arguments that lead to nothing, and folders that are passed over.
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
    /// The bytes that it was read from, those of [`Provenance::sha256`], if [`Options::keep_original`] asked for them.
    pub original: Option<Arc<[u8]>>,
}

/// Where an article came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The path as it was given or found; `-` is standard input. What lies in an archive follows its name
    /// (`news.zip/a.html`), and so does the number, from 1, of a message or an item (`alerts.mbox#3`).
    pub path: String,
    /// The line, from 1, in a file that holds an article on each line.
    pub line: Option<u64>,
    /// The `id` that the article had in its JSON object, as written there (a string without its quotes).
    pub external_id: Option<String>,
    /// SHA-256 of the bytes that were read for this article: the file, or its line without the line break.
    pub sha256: [u8; 32],
    /// How many bytes those were.
    pub bytes: u64,
    /// What kind of file it was, see [`Kind::media_type`].
    pub media_type: &'static str,
    /// The name of the encoding that the bytes were read in (WHATWG): "UTF-8", "windows-1252", …
    pub encoding: &'static str,
    /// When the page says that it was last changed.
    pub modified: Option<NaiveDate>,
    /// When it was fetched, where the file says so: a moment as `schema.sql` writes it.
    pub retrieved: Option<String>,
}

/// Why a file or a line gave no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason}", self.place())]
pub struct IngestError {
    /// The path, as in [`Provenance::path`].
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
        place(&self.path, self.line)
    }
}

impl Provenance {
    /// `path` or `path:line`.
    pub fn place(&self) -> String {
        place(&self.path, self.line)
    }
}

/// A place as it is shown, on one line whatever a file is called.
fn place(path: &str, line: Option<u64>) -> String {
    let path = one_line(path);
    match line {
        Some(line) => format!("{path}:{line}"),
        None => path.into_owned(),
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

    /// The same of one article after the other: the address is one article's, and the first that has none takes it.
    /// Whether this one did.
    pub fn give(&mut self, article: &mut Article) -> bool {
        let without = article.url.is_none();
        self.fill(article);
        without && self.url.take().is_some()
    }
}
