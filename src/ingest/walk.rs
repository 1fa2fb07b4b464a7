//! One file after the other: what kind it is, what lies in it, and every article out. Packed files and archives are
//! unpacked in memory, a piece at a time; nothing is ever written, so no path in an archive leads anywhere.

mod archives;
mod doubts;
mod headers;
mod streams;

use self::doubts::Doubts;
use self::streams::{Broken, Counted};

use super::broken::{hint, in_words};
use super::decode::{Utf8, decode};
use super::items::Items;
use super::kind::Kind;
use super::limits::{Budget, DEEPEST};
use super::lines::{LONGEST, Line, Lines};
use super::mail::{self, Mailbox};
use super::other::{self, Other};
use super::table::{Table, Wrong};
use super::unpack::{inner_name, unpack};
use super::warc::Crawl;
use super::{Incoming, IngestError, Options, SourceFile, Sources, whole};
use crate::safe::one_line;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many bytes tell what kind of file it is.
const BEGINNING: usize = 1 << 14;

/// Nobody wants the rest.
pub(super) struct Stopped;

pub(super) type Done = Result<(), Stopped>;

/// Takes an article, or what is wrong with a file.
pub(super) type Give<'g> = Box<dyn Fn(Result<Incoming, IngestError>) -> Done + 'g>;

/// Reads files and hands out what they hold.
pub(super) struct Walk<'g> {
    give: Give<'g>,
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
    /// Whether it is what it looks like, whatever is said of the files that are read (`--as`).
    is_free: bool,
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
            is_free: self.is_free,
            budget: self.budget.clone(),
        }
    }
}

impl<'g> Walk<'g> {
    pub(super) const fn new(give: Give<'g>, progress: Arc<AtomicU64>, options: Options) -> Self {
        Self { give, progress, options }
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
        // What is wrong may quote the file, line breaks and all.
        let named =
            |wrong: IngestError| IngestError { reason: one_line(&wrong.reason).into_owned(), ..wrong };
        (self.give)(item.map_err(named))
    }

    /// Reads one file that is in memory.
    pub(super) fn bytes(&self, name: &str, bytes: &[u8]) -> Done {
        let place = Place {
            path: name.to_owned(),
            name: PathBuf::from(name),
            named: true,
            depth: 0,
            is_free: false,
            budget: Budget::new(bytes.len() as u64),
        };
        self.stream(&place, Box::new(bytes), None)
    }

    fn file(&self, file: &SourceFile) -> Done {
        let is_stdin = file.path == Path::new("-");
        let place = Place {
            path: file.path.display().to_string(),
            name: if is_stdin { PathBuf::new() } else { file.path.clone() },
            named: file.named,
            depth: 0,
            is_free: false,
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
                // It was there when its name was found.
                Err(wrong) if wrong.kind() == io::ErrorKind::NotFound => {
                    let reason = "is gone: it was moved or deleted after the import began".to_owned();
                    let hint = "give the same command again where it is back: what is stored is skipped";
                    self.give(Err(place.error(None, reason, Some(hint))))?;
                }
                Err(wrong) => {
                    self.unreadable(&place, None, "cannot be read", &wrong)?;
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

    /// Reads what a stream holds; a library that panics costs this stream only. `file`: the file that it comes from, as it is.
    fn stream(&self, place: &Place, from: Box<dyn Read + '_>, file: Option<&Path>) -> Done {
        catch_unwind(AssertUnwindSafe(|| self.opened(place, from, file)))
            .unwrap_or_else(|_| self.give(Err(place.error(None, whole::BUG.to_owned(), None))))
    }

    fn opened(&self, place: &Place, mut from: Box<dyn Read + '_>, file: Option<&Path>) -> Done {
        if place.depth > DEEPEST {
            let reason = format!("it lies in more than {DEEPEST} archives, one in the other");
            let hint = "unpack the outer ones and import what lies in them";
            return self.give(Err(place.error(None, reason, Some(hint))));
        }
        let mut start = Vec::new();
        if let Err(wrong) = (&mut from).take(BEGINNING as u64).read_to_end(&mut start) {
            if start.is_empty() {
                return self.unreadable(place, None, "cannot be read", &wrong);
            }
            // What came before it broke (a file that was cut off) may hold whole articles.
            from = Box::new(Broken { wrong: Some(wrong), from });
        }
        if start.is_empty() {
            return self.give(Err(place.skipped("is empty", None)));
        }
        let other = other::of(&place.name, &start);
        if let Some(other) = other.filter(|_| self.options.kind.is_none() || place.is_free) {
            return self.refuse(place, other);
        }
        let looks = Kind::of(&place.name, &start);
        // What is said of a file to be a packing is not said of what lies in it.
        let told =
            self.options.kind.filter(|kind| !place.is_free && (!is_packing(*kind) || place.depth == 0));
        let kind = match told {
            Some(kind) if is_packing(kind) || is_in_zip(kind) => kind,
            // What is packed is unpacked first, and taken for what was said then.
            Some(kind) if !is_packing(looks) => kind,
            _ => looks,
        };
        // What is no text is none in any of its lines. `--as` insists.
        let is_lines = matches!(kind, Kind::JsonLines | Kind::Json | Kind::Csv);
        if is_lines && told.is_none() && decode(&start, None).is_none() {
            return self.not_text(place);
        }
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
            Kind::Json | Kind::Ninjs => self.items(place, bytes),
            Kind::Csv => self.table(place, Utf8::of_table(bytes, &start), &start),
            Kind::Mailbox => self.mailbox(place, bytes),
            Kind::Warc => self.crawl(place, bytes),
            Kind::Pdf => match self.whole(place, bytes)? {
                Some(bytes) => self.articles(place, kind, &bytes),
                None => Ok(()),
            },
            _ => {
                if let Some(ending) =
                    Kind::promised(&place.name).filter(|_| kind == Kind::Text && told.is_none())
                {
                    let reason = format!("its ending is {ending}, and it does not begin as such a file does");
                    let hint = "it may have been cut off, or be an error page under that name; if it is a text, call it .txt";
                    return self.give(Err(place.error(None, reason, Some(hint))));
                }
                // Enough to see that a film is no text, without reading all of it.
                if decode(&start, None).is_none() {
                    return self.not_text(place);
                }
                if kind == Kind::Text && told.is_none() && !place.named && !Kind::is_text_name(&place.name) {
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

    /// Names what the system does not let be read, or not to its end.
    fn unreadable(&self, place: &Place, line: Option<u64>, how: &str, wrong: &io::Error) -> Done {
        self.give(Err(place.error(line, format!("{how}: {}", in_words(wrong)), hint(wrong))))
    }

    /// Names what is no text.
    fn not_text(&self, place: &Place) -> Done {
        self.give(Err(IngestError { skipped: !place.named, ..whole::not_text(&place.path) }))
    }

    /// Names a format that is not read.
    fn refuse(&self, place: &Place, other: Other) -> Done {
        let skipped = !place.named && !other.is_article;
        self.give(Err(IngestError { skipped, ..place.error(None, other.reason, Some(other.hint)) }))
    }

    fn articles(&self, place: &Place, kind: Kind, bytes: &[u8]) -> Done {
        let attached = if kind == Kind::Mail { mail::attached(bytes) } else { Vec::new() };
        for item in whole::read(&place.path, kind, bytes, &self.options) {
            // A message without words may have been sent for what is attached to it.
            self.give(match item {
                Err(wrong) if !attached.is_empty() => Err(IngestError { skipped: true, ..wrong }),
                item => item,
            })?;
        }
        for (name, bytes) in attached {
            let inner = Place { is_free: true, ..place.inner(&name) };
            self.stream(&inner, Box::new(bytes.as_slice()), None)?;
        }
        Ok(())
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
            Err(wrong) => self.unreadable(place, None, "cannot be read", &wrong).map(|()| None),
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

    fn lines(&self, place: &Place, bytes: impl BufRead) -> Done {
        let mut doubts = Doubts::default();
        for (number, line) in (1..).zip(Lines::new(Utf8::new(bytes))) {
            match line {
                Ok(Line::Bytes(bytes)) if bytes.trim_ascii().is_empty() => {}
                Ok(line) => self.doubted(&mut doubts, place, Some(number), line)?,
                Err(wrong) => {
                    self.settle(doubts, place, "lines")?;
                    return self.unreadable(place, Some(number), "cannot be read on", &wrong);
                }
            }
        }
        self.settle(doubts, place, "lines")
    }

    fn items(&self, place: &Place, bytes: impl BufRead) -> Done {
        let mut items = Items::new(Utf8::new(bytes));
        let mut next = items.next();
        if next.is_none() {
            return self.give(Err(place.skipped("holds no article", None)));
        }
        let mut doubts = Doubts::default();
        let mut number = 0_u64;
        while let Some(item) = next {
            number += 1;
            next = items.next();
            match item {
                Ok((_, item)) if items.is_list() => {
                    let inner = Place { path: format!("{}#{number}", place.path), ..place.clone() };
                    self.doubted(&mut doubts, &inner, None, item)?;
                }
                Ok((line, item)) => {
                    let is_only = number == 1 && next.is_none();
                    self.doubted(&mut doubts, place, (!is_only).then_some(line), item)?;
                }
                Err(wrong) => {
                    self.settle(doubts, place, "values")?;
                    return self.unreadable(place, None, "cannot be read on", &wrong);
                }
            }
        }
        self.settle(doubts, place, "values")
    }

    fn object(&self, place: &Place, line: Option<u64>, item: Line) -> Done {
        match item {
            Line::Bytes(bytes) => {
                let found = whole::objects(&place.path, line, &bytes, &self.options);
                found.into_iter().try_for_each(|item| self.give(item))
            }
            Line::TooLong(_) => {
                let reason = format!("the line has more than {} MB, too much for an article", LONGEST >> 20);
                let hint =
                    "put each article on a line of its own, or an object over many lines into a .json file";
                self.give(Err(place.error(line, reason, Some(hint))))
            }
        }
    }

    fn table(&self, place: &Place, from: impl BufRead, start: &[u8]) -> Done {
        let mut table = match Table::open(from, start, &self.options.map, self.options.dates) {
            Ok(table) => table,
            Err(reason) => {
                let hint = "name them: --map text=COLUMN,title=COLUMN,date=COLUMN";
                return self.give(Err(place.error(None, reason, Some(hint))));
            }
        };
        while let Some(row) = table.next_row() {
            match row {
                Ok(row) => self.give(whole::row(&place.path, row, &self.options))?,
                Err(Wrong { line, reason, hint, is_last }) => {
                    self.give(Err(place.error(Some(line), reason, hint)))?;
                    if is_last {
                        return Ok(());
                    }
                }
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
                Ok(Err(reason)) => self.give(Err(inner.error(None, reason, Some(whole::MAIL_HINT))))?,
                Err(wrong) => {
                    return self.unreadable(&inner, None, "cannot be read on", &wrong);
                }
            }
        }
        if number > 0 {
            return Ok(());
        }
        let hint = "a single message is read as it is, or with --as eml";
        let reason = "is no mailbox: no message in it begins with a line \"From …\"".to_owned();
        self.give(Err(place.error(None, reason, Some(hint))))
    }

    fn crawl(&self, place: &Place, from: impl BufRead) -> Done {
        for page in Crawl::new(from) {
            match page {
                Ok(Ok(page)) => {
                    let path = format!("{}#{}", place.path, page.record);
                    self.give(whole::fetched(&path, page, &self.options))?;
                }
                Ok(Err((record, reason))) => {
                    let inner = Place { path: format!("{}#{record}", place.path), ..place.clone() };
                    let hint =
                        "the others are read; for this one get the crawl again, or save the page itself";
                    self.give(Err(inner.error(None, reason, Some(hint))))?;
                }
                Err(wrong) => {
                    return self.unreadable(place, None, "cannot be read on", &wrong);
                }
            }
        }
        Ok(())
    }
}

const fn is_packing(kind: Kind) -> bool {
    matches!(kind, Kind::Gzip | Kind::Zstandard | Kind::Xz | Kind::Tar | Kind::Zip)
}

const fn is_in_zip(kind: Kind) -> bool {
    matches!(kind, Kind::Docx | Kind::Odt | Kind::Epub)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    /// A stream that panics once it has given a line.
    struct Bug(bool);

    impl Read for Bug {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            assert!(!std::mem::replace(&mut self.0, true), "a bug in a library");
            (&b"{\"text\": \"It rained.\"}\n"[..]).read(buffer)
        }
    }

    #[test]
    fn what_makes_a_library_panic_is_named_and_the_next_file_is_read() {
        let said = RefCell::new(Vec::new());
        let give: Give<'_> = Box::new(|item| {
            let shown = item.map_or_else(|wrong| wrong.to_string(), |found| found.article.text);
            said.borrow_mut().push(shown);
            Ok(())
        });
        let walk = Walk::new(give, Arc::default(), Options::default());
        let place = |name: &str| Place {
            path: name.to_owned(),
            name: PathBuf::from(name),
            named: true,
            depth: 0,
            is_free: false,
            budget: Budget::new(1000),
        };
        assert!(walk.stream(&place("a.txt"), Box::new(Bug(false)), None).is_ok());
        assert!(walk.stream(&place("b.txt"), Box::new(&b"It snowed."[..]), None).is_ok());
        assert_eq!(*said.borrow(), [&format!("a.txt: {}", whole::BUG), "It snowed."]);
    }
}
