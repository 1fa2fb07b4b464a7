//! PDF files with a text layer → articles. A PDF says where each letter stands and nothing else, so words, columns,
//! paragraphs and running heads are found by their places.
//!
//! The parser is `hayro`: pure Rust without `unsafe`. A file can still make it take for ever or run out of memory, so
//! the command line reads each PDF in a process of its own, under limits ([`apart`]).

mod about;
pub mod apart;
mod columns;
mod glyphs;
mod lines;
mod paragraphs;
mod running;

use super::Found;
use crate::article::Article;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

/// The most pages that are read.
const MOST_PAGES: usize = 3000;

/// Why there is no article in a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong, in words.
    pub reason: String,
    /// What to try.
    pub hint: &'static str,
}

/// All of the hints below.
const HINTS: [&str; 5] = [SAVE_AGAIN, RECOGNISE, UNLOCK, TRY_AGAIN, GET_AGAIN];
/// What to try where a file was cut short on its way.
const GET_AGAIN: &str = "get the file again from where it came";
/// What to try where a PDF holds pictures of words.
const RECOGNISE: &str =
    "make its words readable first, with a program for text recognition: ocrmypdf IN.pdf OUT.pdf";
/// What to try where a password is asked for.
const UNLOCK: &str = "take the password off first: qpdf --decrypt --password=PASSWORD IN.pdf OUT.pdf, or print it to a new PDF";
/// What to try where the machine is at its end.
const TRY_AGAIN: &str = "close other programs and try again";
/// What to try where nothing is known to help.
const SAVE_AGAIN: &str = "open it in a viewer and save it as a new PDF, or copy its words into a text file";

impl Refused {
    fn new(reason: impl Into<String>, hint: &'static str) -> Self {
        Self { reason: reason.into(), hint }
    }
}

/// Reads a PDF from its bytes.
pub fn read(bytes: &[u8]) -> Result<Found, Refused> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(refusal)?;
    let pages = glyphs::pages(&pdf, MOST_PAGES);
    let letters: usize = pages.iter().map(|page| page.glyphs.len()).sum();
    let unknown: usize = pages.iter().map(|page| page.unknown).sum();
    let is_cut = is_cut_short(bytes);
    if letters + unknown == 0 && is_cut {
        return Err(Refused::new("is a PDF that was cut short: its end is missing", GET_AGAIN));
    }
    if letters + unknown == 0 {
        let is_scan = pages.iter().any(|page| page.has_picture);
        let reason = if is_scan { "has no words, only pictures of them (a scan?)" } else { "has no words" };
        return Err(Refused::new(reason, RECOGNISE));
    }
    if unknown > letters {
        return Err(Refused::new("does not say which letters its fonts show", RECOGNISE));
    }
    let mut warnings = warnings(&pages, pdf.pages().len(), unknown);
    if is_cut {
        warnings.push("the PDF was cut short: its end is missing, and words may be".to_owned());
    }
    let pages: Vec<lines::PageWords> = pages.into_iter().map(lines::words).collect();
    let running = running::find(&pages);
    let mut all = Vec::new();
    for (number, (page, running)) in pages.into_iter().zip(running).enumerate() {
        let words = running::without(page.words, &running);
        let columns = columns::order(words).into_iter();
        all.extend(columns.map(|words| lines::Block { page: number, lines: lines::lines(words) }));
    }
    let paragraphs = paragraphs::join(&all);
    let about = about::find(&paragraphs, pdf.metadata());
    let text = paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join("\n");
    let article =
        Article { text, title: about.title, date: about.date, authors: about.authors, ..Article::default() };
    Ok(Found { article, warnings, ..Found::default() })
}

/// Whether a file lacks the mark at its end (ISO 32000-1, 7.5.5). Some programs write a little more after it.
fn is_cut_short(bytes: &[u8]) -> bool {
    const END: usize = 2048;
    let end = bytes.get(bytes.len().saturating_sub(END)..).unwrap_or_default();
    !end.windows(5).any(|window| window == b"%%EOF")
}

fn refusal(wrong: LoadPdfError) -> Refused {
    match wrong {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Refused::new("is protected with a password", UNLOCK)
        }
        LoadPdfError::Decryption(_) => Refused::new("is encrypted in a way that is not read", SAVE_AGAIN),
        LoadPdfError::Invalid => Refused::new("is a PDF that is damaged or cut short", SAVE_AGAIN),
    }
}

/// What the reader of the article should know.
fn warnings(pages: &[glyphs::PageGlyphs], number: usize, unknown: usize) -> Vec<String> {
    let mut warnings = Vec::new();
    let pictures = pages.iter().filter(|page| page.glyphs.is_empty() && page.has_picture).count();
    if pictures > 0 {
        let pages = if pictures == 1 { "1 page is a picture" } else { "pages are pictures" };
        let count = if pictures == 1 { String::new() } else { format!("{pictures} ") };
        warnings.push(format!("{count}{pages} without words, and not read (a scan?)"));
    }
    if number > pages.len() {
        warnings.push(format!("of its {number} pages only the first {} were read", pages.len()));
    }
    if pages.iter().any(|page| page.is_cut) {
        warnings
            .push("a page holds more letters than any page of a newspaper; the rest was left out".to_owned());
    }
    if unknown > 0 {
        warnings.push(format!(
            "{unknown} letters stand in fonts that do not say which they are, and were left out"
        ));
    }
    warnings
}
