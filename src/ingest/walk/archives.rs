//! Archives of files, and documents that are archives of parts.

use super::streams::Whole;
use super::{Done, IngestError, Kind, Place, Stopped, Walk, is_in_zip, whole};
use crate::ingest::broken::{self, in_words, zip_in_words};
use crate::ingest::companion::{self, Archive};
use crate::ingest::limits::MOST_FILES;
use crate::ingest::lines::LONGEST;
use crate::ingest::other;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;

/// What the parts of one document may unpack to together, in bytes: all of its articles are in memory at once.
const MOST_IN_DOCUMENT: usize = 128 << 20;

/// What may stand between two files of a tape archive, in bytes: their names, which the library reads into memory
/// whatever their length.
const MOST_BETWEEN: u64 = 1 << 20;

/// What to try with an archive of more files than are read.
const MANY_HINT: &str = "unpack it and import the folder";

/// What is kept of a tape archive until it is known whether a page comes to which it belongs, in bytes.
const MOST_HELD: usize = 16 << 20;

impl Place {
    /// Names a file in an archive that nobody can unpack here.
    pub(super) fn unknown_packing(&self) -> IngestError {
        let reason = "is encrypted, or packed in a way that is not read".to_owned();
        self.error(None, reason, Some("unpack the archive with its password and import the folder"))
    }
}

impl Walk<'_> {
    pub(super) fn tape(&self, place: &Place, bytes: impl BufRead) -> Done {
        let (mut known, mut held) = (Archive::default(), Vec::new());
        self.taped(place, bytes, &mut known, &mut held)?;
        for (name, bytes) in held {
            if !self.is_of_page(place, &mut known, &name)? {
                self.stream(&place.inner(&name), Box::new(bytes.as_slice()), None)?;
            }
        }
        Ok(())
    }

    /// Whether a file in an archive belongs to a page that a browser saved there; its folder is named once.
    pub(super) fn is_of_page(&self, place: &Place, known: &mut Archive, name: &str) -> Result<bool, Stopped> {
        let Some(folder) = known.holding(name) else { return Ok(false) };
        if known.is_new(folder) {
            self.give(Err(place.inner(folder).skipped(companion::REASON, None)))?;
        }
        Ok(true)
    }

    /// The files of a tape archive, but for those that may belong to a page that has not come yet.
    fn taped(
        &self,
        place: &Place,
        bytes: impl BufRead,
        known: &mut Archive,
        held: &mut Vec<(String, Vec<u8>)>,
    ) -> Done {
        let mut room = MOST_HELD;
        let broken = |wrong: &io::Error, place: &Place| {
            let reason = format!("the archive is broken: {}", in_words(wrong));
            place.error(None, reason, Some("what came before is read; unpack it and import the folder"))
        };
        let left = Rc::new(Cell::new(MOST_BETWEEN));
        let mut archive = tar::Archive::new(Sparing { from: bytes, left: Rc::clone(&left) });
        let mut entries = match archive.entries() {
            Ok(entries) => entries,
            Err(wrong) => return self.give(Err(broken(&wrong, place))),
        };
        for number in 0.. {
            left.set(MOST_BETWEEN);
            let entry = entries.next();
            left.set(u64::MAX);
            let Some(entry) = entry else { break };
            let entry = match entry {
                Ok(_) if number >= MOST_FILES => {
                    let reason =
                        format!("the archive holds more than {MOST_FILES} files; the rest was not read");
                    return self.give(Err(place.error(None, reason, Some(MANY_HINT))));
                }
                Ok(entry) => entry,
                Err(wrong) => return self.give(Err(broken(&wrong, place))),
            };
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let inner = place.inner(&name);
            let kind = entry.header().entry_type();
            let is_read = kind.is_file() && !is_hidden(&inner.name);
            let is_cut = Rc::new(Cell::new(false));
            let size = entry.size();
            let mut entry = Whole::new(entry, size, Rc::clone(&is_cut));
            if is_read {
                known.note(&name);
            }
            if is_read && !self.is_of_page(place, known, &name)? {
                let mut start = Vec::new();
                let is_held = Archive::may_hold(&name)
                    && usize::try_from(size).is_ok_and(|size| size <= room)
                    && entry.read_to_end(&mut start).is_ok();
                if is_held {
                    room -= start.len();
                    held.push((name, start));
                } else {
                    self.stream(&inner, Box::new(Cursor::new(start).chain(&mut entry)), None)?;
                    if is_cut.get() {
                        // It was named, and nothing follows it.
                        return Ok(());
                    }
                }
            } else if kind.is_symlink() || kind.is_hard_link() {
                self.give(Err(inner.skipped("a link in an archive, which is not followed", None)))?;
            }
            if let Err(wrong) = io::copy(&mut entry, &mut io::sink()) {
                return self.give(Err(broken(&wrong, &inner)));
            }
        }
        Ok(())
    }

    pub(super) fn zip(&self, place: &Place, mut bytes: impl Read + Seek) -> Done {
        match listed(&mut bytes) {
            Ok(number) if number <= MOST_FILES as u64 => {}
            Ok(_) => {
                let reason = format!("the archive holds more than {MOST_FILES} files");
                return self.give(Err(place.error(None, reason, Some(MANY_HINT))));
            }
            Err(wrong) => return self.unreadable(place, None, "cannot be read", &wrong),
        }
        let mut archive = match zip::ZipArchive::new(&mut bytes) {
            Ok(archive) => archive,
            Err(wrong) => return self.by_headers(place, bytes, 0, Some(&zip_in_words(&wrong))),
        };
        if let Some(kind) = document_kind(&mut archive, self.options.kind) {
            drop(archive);
            let whole = match bytes.rewind() {
                Ok(()) => self.whole(place, bytes)?,
                Err(wrong) => return self.unreadable(place, None, "cannot be read", &wrong),
            };
            return whole.map_or(Ok(()), |bytes| self.document(place, kind, &bytes));
        }
        if self.options.kind.is_none() || place.is_free {
            let media_type = media_type(&mut archive);
            let has = |part: &str| archive.index_for_name(part).is_some();
            if let Some(other) = other::of_parts(has, media_type.as_deref()) {
                return self.refuse(place, other);
            }
        }
        if archive.has_duplicate_names() {
            let begins = archive.offset();
            drop(archive);
            return self.by_headers(place, bytes, begins, None);
        }
        let mut known = Archive::default();
        archive.file_names().filter_map(Result::ok).for_each(|name| known.note(&name));
        for number in 0..archive.len() {
            let name = archive.name_for_index(number).and_then(Result::ok).map(|name| place.inner(&name));
            let entry = match archive.by_index(number) {
                Ok(entry) => entry,
                Err(wrong) => {
                    use zip::result::ZipError::{
                        CompressionMethodNotSupported, InvalidPassword, UnsupportedArchive,
                    };
                    let inner = name.unwrap_or_else(|| place.inner(&format!("file {}", number + 1)));
                    self.give(Err(match wrong {
                        InvalidPassword | UnsupportedArchive(_) | CompressionMethodNotSupported(_) => {
                            inner.unknown_packing()
                        }
                        wrong => inner.error(
                            None,
                            zip_in_words(&wrong),
                            Some("unpack the archive and import the folder"),
                        ),
                    }))?;
                    continue;
                }
            };
            let name = entry.name().map_or_else(|_| format!("file {}", number + 1), |name| name.into_owned());
            let inner = place.inner(&name);
            if entry.is_symlink() {
                self.give(Err(inner.skipped("a link in an archive, which is not followed", None)))?;
            } else if entry.is_file()
                && !is_hidden(&inner.name)
                && !self.is_of_page(place, &mut known, &name)?
            {
                let guarded = place.budget.guard(entry);
                self.stream(&inner, guarded, None)?;
            }
        }
        Ok(())
    }

    /// The files of an archive as they come, from where it begins in its file.
    fn by_headers(
        &self,
        place: &Place,
        mut bytes: impl Read + Seek,
        begins: u64,
        missing: Option<&str>,
    ) -> Done {
        match bytes.seek(SeekFrom::Start(begins)) {
            Ok(_) => self.zip_by_headers(place, BufReader::with_capacity(1 << 16, bytes), missing),
            Err(wrong) => self.unreadable(place, None, "cannot be read", &wrong),
        }
    }

    /// A document that is an archive of parts.
    fn document(&self, place: &Place, kind: Kind, bytes: &[u8]) -> Done {
        let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => archive,
            Err(wrong) => {
                let reason = format!("the document is broken: {}", zip_in_words(&wrong));
                let hint = "open it in the program that made it, and save it again or as a text";
                return self.give(Err(place.error(None, reason, Some(hint))));
            }
        };
        let mut left = MOST_IN_DOCUMENT;
        let mut part = |name: &str| -> Result<Option<Vec<u8>>, String> {
            let Ok(entry) = archive.by_name(name) else { return Ok(None) };
            let mut bytes = Vec::new();
            let read = place.budget.guard(entry).take(LONGEST as u64 + 1).read_to_end(&mut bytes);
            read.map_err(|wrong| format!("{name} in it cannot be read: {}", in_words(&wrong)))?;
            if bytes.len() > LONGEST {
                return Err(format!("{name} in it has more than {} MB", LONGEST >> 20));
            }
            left = left
                .checked_sub(bytes.len())
                .ok_or_else(|| format!("its parts unpack to more than {} MB", MOST_IN_DOCUMENT >> 20))?;
            Ok(Some(bytes))
        };
        let articles = whole::document(&place.path, kind, bytes, &mut part, &self.options);
        articles.into_iter().try_for_each(|item| self.give(item))
    }
}

/// How many files an archive lists, from its end; the library makes room in memory for all of them before it reads one.
fn listed(archive: &mut (impl Read + Seek)) -> io::Result<u64> {
    /// The end record without and with the longest comment (APPNOTE 4.3.16).
    const RECORD: u64 = 22;
    const LONGEST: u64 = RECORD + 0xffff;
    let length = archive.seek(SeekFrom::End(0))?;
    // The end of the larger kind of archive has a pointer before it (4.3.15).
    archive.seek(SeekFrom::Start(length.saturating_sub(LONGEST + 20)))?;
    let mut tail = Vec::new();
    archive.take(LONGEST + 20).read_to_end(&mut tail)?;
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06");
    let Some((at, record)) = at.and_then(|at| Some((at, tail.get(at..at + 22)?))) else { return Ok(0) };
    let count = record.get(10..12).map_or(0, number);
    let pointer =
        at.checked_sub(20).and_then(|at| tail.get(at..at + 20)).filter(|p| p.starts_with(b"PK\x06\x07"));
    let Some(place) = pointer.and_then(|pointer| pointer.get(8..16)).map(number) else { return Ok(count) };
    archive.seek(SeekFrom::Start(place))?;
    let mut record = [0; 56];
    match archive.read_exact(&mut record) {
        Ok(()) if record.starts_with(b"PK\x06\x06") => {
            Ok(record.get(32..40).map_or(count, number).max(count))
        }
        _ => Ok(count),
    }
}

/// Stops where more is read at once than may be.
struct Sparing<R> {
    from: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Sparing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.ok_or_else(|| broken::said("the name of a file in it does not end"))?);
        Ok(read)
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
    let media_type = media_type(archive)?;
    [Kind::Odt, Kind::Epub].into_iter().find(|known| known.media_type() == media_type)
}

/// What an archive says that it is, if it says anything.
fn media_type(archive: &mut zip::ZipArchive<impl Read + Seek>) -> Option<String> {
    let mut kind = String::new();
    archive.by_name("mimetype").ok()?.take(100).read_to_string(&mut kind).ok()?;
    Some(kind.trim().to_owned())
}

/// Names that begin with a dot, and what Macs put beside files, here or in a folder above.
pub(super) fn is_hidden(name: &Path) -> bool {
    name.iter()
        .filter_map(|part| part.to_str())
        .any(|part| part.starts_with('.') && !matches!(part, "." | "..") || part == "__MACOSX")
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Options, read_bytes};

    /// A tape of files of these names and texts.
    fn tape(files: &[(&str, &str)]) -> Vec<u8> {
        let mut tape = tar::Builder::new(Vec::new());
        for (name, text) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            tape.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        tape.into_inner().unwrap()
    }

    /// The places of articles, and what is wrong.
    fn shown(bytes: &[u8]) -> Vec<String> {
        let all = read_bytes("a.tar", bytes, Options::default());
        all.into_iter()
            .map(|one| one.map_or_else(|wrong| wrong.to_string(), |one| one.provenance.place()))
            .collect()
    }

    #[test]
    fn a_file_that_was_cut_off_in_a_tape_is_named_and_not_stored() {
        let cut =
            "cannot be read: it ends too early, as a file does that was cut off; get it again if you can";
        let broken = "the archive is broken: it ends too early, as a file does that was cut off; get it again if you can";
        // A header and what it is filled up with.
        for (name, at, wrong) in [
            ("b.txt", 2 * 512 + 512 + 9, format!("a.tar/b.txt: {cut}")),
            ("Lund_files/b.html", 2 * 512 + 512 + 9, format!("a.tar/Lund_files/b.html: {cut}")),
            (".b.txt", 2 * 512 + 512 + 9, format!("a.tar/.b.txt: {broken}")),
        ] {
            let whole =
                tape(&[("a.txt", "It rained."), (name, "It snowed in the hills."), ("c.txt", "It poured.")]);
            assert_eq!(shown(&whole[..at]), ["a.tar/a.txt".to_owned(), wrong], "{name}");
        }
        let lines = tape(&[("a.jsonl", "{\"text\": \"It rained.\"}\n{\"text\": \"It snowed.\"}\n")]);
        assert_eq!(
            shown(&lines[..512 + 30]),
            ["a.tar/a.jsonl:1".to_owned(), format!("a.tar/a.jsonl:2: cannot be read on: {}", &cut[16..])]
        );
    }
}
