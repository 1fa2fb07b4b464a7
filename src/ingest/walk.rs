//! One file after the other: what kind it is, what lies in it, and every article out. Packed files and archives are
//! unpacked in memory, a piece at a time; nothing is ever written, so no path in an archive leads anywhere.

use super::decode::{Utf8, decode};
use super::items::Items;
use super::kind::Kind;
use super::limits::{Budget, DEEPEST, MOST_FILES};
use super::lines::{LONGEST, Line, Lines};
use super::mail::Mailbox;
use super::table::Table;
use super::unpack::{inner_name, unpack};
use super::warc::Crawl;
use super::{Incoming, IngestError, Options, SourceFile, Sources, whole};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;

/// How many bytes tell what kind of file it is.
const BEGINNING: usize = 1 << 14;

/// Nobody wants the rest.
pub(super) struct Stopped;

type Done = Result<(), Stopped>;

/// Reads files and hands out what they hold.
pub(super) struct Walk {
    ready: SyncSender<Result<Incoming, IngestError>>,
    progress: Arc<AtomicU64>,
    options: Options,
}

/// Where something lies that is being read.
#[derive(Clone)]
struct Place {
    /// The path as it is shown and stored.
    path: String,
    /// Its name without what it was packed in, which may tell its kind.
    name: PathBuf,
    /// Whether it was named, not found in a folder or an archive.
    named: bool,
    /// How many wrappings it lies in.
    depth: usize,
    budget: Budget,
}

impl Place {
    fn error(&self, line: Option<u64>, reason: String, hint: Option<&str>) -> IngestError {
        IngestError { path: self.path.clone(), line, skipped: false, reason, hint: hint.map(str::to_owned) }
    }

    fn skipped(&self, reason: &str, hint: Option<&str>) -> IngestError {
        IngestError { skipped: true, ..self.error(None, reason.to_owned(), hint) }
    }

    /// What lies in it under a name.
    fn inner(&self, name: &str) -> Place {
        Place {
            path: format!("{}/{name}", self.path),
            name: PathBuf::from(name),
            named: false,
            depth: self.depth + 1,
            budget: self.budget.clone(),
        }
    }
}

impl Walk {
    pub(super) const fn new(
        ready: SyncSender<Result<Incoming, IngestError>>,
        progress: Arc<AtomicU64>,
        options: Options,
    ) -> Self {
        Self { ready, progress, options }
    }

    /// Reads all files.
    pub(super) fn all(&mut self, sources: Sources) -> Done {
        for wrong in sources.errors {
            self.give(Err(wrong))?;
        }
        for file in &sources.files {
            self.file(file)?;
        }
        Ok(())
    }

    fn give(&self, item: Result<Incoming, IngestError>) -> Done {
        self.ready.send(item).map_err(|_| Stopped)
    }

    fn file(&self, file: &SourceFile) -> Done {
        let is_stdin = file.path == Path::new("-");
        let place = Place {
            path: file.path.display().to_string(),
            name: if is_stdin { PathBuf::new() } else { file.path.clone() },
            named: file.named,
            depth: 0,
            budget: Budget::new(file.bytes),
        };
        let before = self.progress.load(Ordering::Relaxed);
        let counted = |from: Box<dyn Read>| Counted {
            from,
            progress: Arc::clone(&self.progress),
            budget: (file.bytes == 0).then(|| place.budget.clone()),
        };
        if is_stdin {
            self.stream(&place, Box::new(counted(Box::new(io::stdin()))), None)?;
        } else {
            match File::open(&file.path) {
                Ok(opened) => {
                    // What a shell's pipe gave once cannot be read again.
                    let again = file.path.is_file().then_some(file.path.as_path());
                    self.stream(&place, Box::new(counted(Box::new(opened))), again)?;
                }
                Err(wrong) => {
                    let reason = format!("cannot be read: {wrong}");
                    self.give(Err(place.error(None, reason, None)))?;
                }
            }
        }
        // What was passed over counts as read.
        self.progress.store(
            before + file.bytes.max(self.progress.load(Ordering::Relaxed) - before),
            Ordering::Relaxed,
        );
        Ok(())
    }

    /// Reads what a stream holds. `file`: the file that it comes from, as it is.
    fn stream(&self, place: &Place, mut from: Box<dyn Read + '_>, file: Option<&Path>) -> Done {
        if place.depth > DEEPEST {
            let reason = format!("it lies in more than {DEEPEST} archives, one in the other");
            return self.give(Err(place.error(None, reason, None)));
        }
        let mut start = Vec::new();
        if let Err(wrong) = (&mut from).take(BEGINNING as u64).read_to_end(&mut start) {
            return self.give(Err(place.error(None, format!("cannot be read: {wrong}"), None)));
        }
        if start.starts_with(b"%PDF-") {
            let hint =
                "make a text of it first: pdftotext FILE.pdf FILE.txt, or copy the words out of a viewer";
            return self.give(Err(place.error(
                None,
                "is a PDF, which this version does not read".to_owned(),
                Some(hint),
            )));
        }
        let looks = Kind::of(&place.name, &start);
        // What is said of a file to be a packing is not said of what lies in it.
        let kind = match self.options.kind.filter(|kind| !is_packing(*kind) || place.depth == 0) {
            Some(kind) if is_packing(kind) || is_in_zip(kind) => kind,
            // What is packed is unpacked first, and taken for what was said then.
            Some(kind) if !is_packing(looks) => kind,
            _ => looks,
        };
        let bytes = BufReader::with_capacity(1 << 16, Cursor::new(start.clone()).chain(from));
        match kind {
            Kind::Gzip | Kind::Zstandard | Kind::Xz => self.packed(place, kind, bytes),
            Kind::Tar => self.tape(place, bytes),
            Kind::Zip | Kind::Docx | Kind::Odt | Kind::Epub => {
                match file.and_then(|file| File::open(file).ok()) {
                    Some(file) => self.zip(place, BufReader::new(file)),
                    None => match self.whole(place, bytes)? {
                        Some(bytes) => self.zip(place, Cursor::new(bytes)),
                        None => Ok(()),
                    },
                }
            }
            Kind::JsonLines => self.lines(place, bytes),
            Kind::Json => self.items(place, bytes),
            Kind::Csv => self.table(place, Utf8::guessed(bytes, &start), &start),
            Kind::Mailbox => self.mailbox(place, bytes),
            Kind::Warc => self.crawl(place, bytes),
            _ => {
                // Enough to see that a film is no text, without reading all of it.
                if decode(&start, None).is_none() {
                    return self
                        .give(Err(IngestError { skipped: !place.named, ..whole::not_text(&place.path) }));
                }
                if kind == Kind::Text
                    && self.options.kind.is_none()
                    && !place.named
                    && !Kind::is_text_name(&place.name)
                {
                    let hint = "name the file itself to read it as plain text";
                    return self.give(Err(place.skipped("its ending is not that of an article", Some(hint))));
                }
                match self.whole(place, bytes)? {
                    Some(bytes) => self.articles(place, kind, &bytes),
                    None => Ok(()),
                }
            }
        }
    }

    fn articles(&self, place: &Place, kind: Kind, bytes: &[u8]) -> Done {
        whole::read(&place.path, kind, bytes).into_iter().try_for_each(|item| self.give(item))
    }

    /// All bytes of a file that must be in memory at once; `None` where they are too many, which has been said.
    fn whole(&self, place: &Place, from: impl Read) -> Result<Option<Vec<u8>>, Stopped> {
        let mut bytes = Vec::new();
        match from.take(LONGEST as u64 + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() <= LONGEST => Ok(Some(bytes)),
            Ok(_) => {
                let reason = format!("has more than {} MB, too much for one article", LONGEST >> 20);
                let hint = "split it, or make it JSON Lines with an article on each line";
                self.give(Err(place.error(None, reason, Some(hint)))).map(|()| None)
            }
            Err(wrong) => {
                self.give(Err(place.error(None, format!("cannot be read: {wrong}"), None))).map(|()| None)
            }
        }
    }

    fn packed(&self, place: &Place, kind: Kind, bytes: impl BufRead) -> Done {
        let name = place.name.to_str().map(inner_name).unwrap_or_default();
        let inner = Place { name: PathBuf::from(name), depth: place.depth + 1, ..place.clone() };
        match unpack(kind, bytes) {
            Some(unpacked) => self.stream(&inner, place.budget.guard(unpacked), None),
            None => Ok(()),
        }
    }

    fn tape(&self, place: &Place, bytes: impl BufRead) -> Done {
        let broken = |wrong: &dyn std::fmt::Display| {
            place.error(None, format!("the archive is broken: {wrong}"), None)
        };
        let mut archive = tar::Archive::new(bytes);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(wrong) => return self.give(Err(broken(&wrong))),
        };
        for (number, entry) in entries.enumerate() {
            let entry = match entry {
                Ok(_) if number >= MOST_FILES => {
                    let reason =
                        format!("the archive holds more than {MOST_FILES} files; the rest was not read");
                    return self.give(Err(place.error(None, reason, None)));
                }
                Ok(entry) => entry,
                Err(wrong) => return self.give(Err(broken(&wrong))),
            };
            let inner = place.inner(&String::from_utf8_lossy(&entry.path_bytes()));
            let kind = entry.header().entry_type();
            if kind.is_file() && !is_hidden(&inner.name) {
                self.stream(&inner, Box::new(entry), None)?;
            } else if kind.is_symlink() || kind.is_hard_link() {
                self.give(Err(inner.skipped("a link in an archive, which is not followed", None)))?;
            }
        }
        Ok(())
    }

    fn zip(&self, place: &Place, bytes: impl Read + Seek) -> Done {
        let broken = |wrong: &dyn std::fmt::Display| {
            place.error(None, format!("the archive is broken: {wrong}"), None)
        };
        let mut archive = match zip::ZipArchive::new(bytes) {
            Ok(archive) => archive,
            Err(wrong) => return self.give(Err(broken(&wrong))),
        };
        if let Some(kind) = document_kind(&mut archive, self.options.kind) {
            let mut bytes = archive.into_inner();
            let whole = match bytes.rewind() {
                Ok(()) => self.whole(place, bytes)?,
                Err(wrong) => return self.give(Err(broken(&wrong))),
            };
            return whole.map_or(Ok(()), |bytes| self.document(place, kind, &bytes));
        }
        for number in 0..archive.len() {
            if number >= MOST_FILES {
                let reason = format!("the archive holds more than {MOST_FILES} files; the rest was not read");
                return self.give(Err(place.error(None, reason, None)));
            }
            let entry = match archive.by_index(number) {
                Ok(entry) => entry,
                Err(
                    zip::result::ZipError::InvalidPassword | zip::result::ZipError::UnsupportedArchive(_),
                ) => {
                    let reason =
                        "holds a file that is encrypted or packed in a way that is not read".to_owned();
                    self.give(Err(place.error(None, reason, Some("unpack it and import the folder"))))?;
                    continue;
                }
                Err(wrong) => {
                    self.give(Err(broken(&wrong)))?;
                    continue;
                }
            };
            let name = entry.name().map_or_else(|_| format!("file {}", number + 1), |name| name.into_owned());
            let inner = place.inner(&name);
            if entry.is_symlink() {
                self.give(Err(inner.skipped("a link in an archive, which is not followed", None)))?;
            } else if entry.is_file() && !is_hidden(&inner.name) {
                let guarded = place.budget.guard(entry);
                self.stream(&inner, guarded, None)?;
            }
        }
        Ok(())
    }

    /// A document that is an archive of parts.
    fn document(&self, place: &Place, kind: Kind, bytes: &[u8]) -> Done {
        let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => archive,
            Err(wrong) => {
                return self.give(Err(place.error(None, format!("the document is broken: {wrong}"), None)));
            }
        };
        let mut part = |name: &str| -> Result<Option<Vec<u8>>, String> {
            let Ok(entry) = archive.by_name(name) else { return Ok(None) };
            let mut bytes = Vec::new();
            let read = place.budget.guard(entry).take(LONGEST as u64 + 1).read_to_end(&mut bytes);
            read.map_err(|wrong| format!("{name} in it cannot be read: {wrong}"))?;
            let is_fine = bytes.len() <= LONGEST;
            is_fine
                .then_some(Some(bytes))
                .ok_or_else(|| format!("{name} in it has more than {} MB", LONGEST >> 20))
        };
        let articles = whole::document(&place.path, kind, bytes, &mut part);
        articles.into_iter().try_for_each(|item| self.give(item))
    }

    fn lines(&self, place: &Place, bytes: impl BufRead) -> Done {
        for (number, line) in (1..).zip(Lines::new(Utf8::new(bytes))) {
            match line {
                Ok(Line::Bytes(bytes)) if bytes.trim_ascii().is_empty() => {}
                Ok(line) => self.object(place, Some(number), line)?,
                Err(wrong) => {
                    let reason = format!("cannot be read on: {wrong}");
                    return self.give(Err(place.error(Some(number), reason, None)));
                }
            }
        }
        Ok(())
    }

    fn items(&self, place: &Place, bytes: impl BufRead) -> Done {
        let mut items = Items::new(Utf8::new(bytes));
        let mut next = items.next();
        if next.is_none() {
            return self.give(Err(place.skipped("is empty", None)));
        }
        let mut number = 0_u64;
        while let Some(item) = next {
            number += 1;
            next = items.next();
            match item {
                Ok((_, item)) if items.is_list() => {
                    let inner = Place { path: format!("{}#{number}", place.path), ..place.clone() };
                    self.object(&inner, None, item)?;
                }
                Ok((line, item)) => {
                    let is_only = number == 1 && next.is_none();
                    self.object(place, (!is_only).then_some(line), item)?;
                }
                Err(wrong) => {
                    return self.give(Err(place.error(None, format!("cannot be read on: {wrong}"), None)));
                }
            }
        }
        Ok(())
    }

    fn object(&self, place: &Place, line: Option<u64>, item: Line) -> Done {
        self.give(match item {
            Line::Bytes(bytes) => whole::object(&place.path, line, &bytes, &self.options.map),
            Line::TooLong(_) => {
                let reason = format!("the line has more than {} MB, too much for an article", LONGEST >> 20);
                Err(place.error(line, reason, None))
            }
        })
    }

    fn table(&self, place: &Place, from: impl Read, start: &[u8]) -> Done {
        let mut table = match Table::open(from, start, &self.options.map) {
            Ok(table) => table,
            Err(reason) => {
                let hint = "name them: --map text=COLUMN,title=COLUMN,date=COLUMN";
                return self.give(Err(place.error(None, reason, Some(hint))));
            }
        };
        while let Some(row) = table.next_row() {
            match row {
                Ok(row) => self.give(whole::row(&place.path, row))?,
                Err((line, reason)) => return self.give(Err(place.error(Some(line), reason, None))),
            }
        }
        Ok(())
    }

    fn mailbox(&self, place: &Place, from: impl BufRead) -> Done {
        let mut number = 0_u64;
        for message in Mailbox::new(from) {
            number += 1;
            let inner = Place { path: format!("{}#{number}", place.path), ..place.clone() };
            match message {
                Ok(Ok(bytes)) => self.articles(&inner, Kind::Mail, &bytes)?,
                Ok(Err(reason)) => self.give(Err(inner.error(None, reason, None)))?,
                Err(wrong) => {
                    return self.give(Err(inner.error(None, format!("cannot be read on: {wrong}"), None)));
                }
            }
        }
        if number == 0 { self.give(Err(place.skipped("is empty", None))) } else { Ok(()) }
    }

    fn crawl(&self, place: &Place, from: impl BufRead) -> Done {
        for page in Crawl::new(from) {
            match page {
                Ok(Ok(page)) => {
                    self.give(whole::fetched(&format!("{}#{}", place.path, page.record), page))?
                }
                Ok(Err((record, reason))) => {
                    let inner = Place { path: format!("{}#{record}", place.path), ..place.clone() };
                    self.give(Err(inner.error(None, reason, None)))?;
                }
                Err(wrong) => {
                    return self.give(Err(place.error(None, format!("cannot be read on: {wrong}"), None)));
                }
            }
        }
        Ok(())
    }
}

/// What document an archive is, by what lies in it; `None` where it is an archive of files.
fn document_kind(archive: &mut zip::ZipArchive<impl Read + Seek>, told: Option<Kind>) -> Option<Kind> {
    if told.is_some_and(is_in_zip) || told == Some(Kind::Zip) {
        return told.filter(|kind| *kind != Kind::Zip);
    }
    if archive.index_for_name("word/document.xml").is_some() {
        return Some(Kind::Docx);
    }
    let mut kind = String::new();
    archive.by_name("mimetype").ok()?.take(100).read_to_string(&mut kind).ok()?;
    [Kind::Odt, Kind::Epub].into_iter().find(|known| known.media_type() == kind.trim())
}

const fn is_packing(kind: Kind) -> bool {
    matches!(kind, Kind::Gzip | Kind::Zstandard | Kind::Xz | Kind::Tar | Kind::Zip)
}

const fn is_in_zip(kind: Kind) -> bool {
    matches!(kind, Kind::Docx | Kind::Odt | Kind::Epub)
}

/// Names that begin with a dot, and what Macs put beside files, here or in a folder above.
fn is_hidden(name: &Path) -> bool {
    name.iter()
        .filter_map(|part| part.to_str())
        .any(|part| part.starts_with('.') && !matches!(part, "." | "..") || part == "__MACOSX")
}

/// Counts what is read of a file.
struct Counted {
    from: Box<dyn Read>,
    progress: Arc<AtomicU64>,
    /// For files that do not say how large they are.
    budget: Option<Budget>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.progress.fetch_add(read as u64, Ordering::Relaxed);
        if let Some(budget) = &self.budget {
            budget.read(read as u64);
        }
        Ok(read)
    }
}
