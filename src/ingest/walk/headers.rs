//! The files of a `.zip` by what stands before each of them: where the list at its end is missing because the file was cut off,
//! or names several files alike. Read once from the beginning to the end.

use super::archives::is_hidden;
use super::streams::{Noted, Whole};
use super::{Done, Place, Stopped, Walk};
use crate::ingest::again::Again;
use crate::ingest::broken::{self, in_words};
use crate::ingest::companion::Archive;
use crate::ingest::limits::MOST_FILES;
use flate2::{bufread, read};
use std::cell::Cell;
use std::collections::HashMap;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// What stands before a file (APPNOTE 4.3.7).
struct Header {
    name: String,
    is_encrypted: bool,
    method: u16,
    /// Its length as it is packed; `None` where that stands behind it only.
    packed: Option<u64>,
}

/// How the packing is called of what is not packed, and of what nearly all is.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// A length that is too large for its place stands among the other fields (4.5.3).
const ELSEWHERE: u32 = u32::MAX;

/// The parts of documents that are archives; they are no articles.
const PARTS: [&str; 4] = ["[Content_Types].xml", "mimetype", "META-INF/", "_rels/"];

impl Walk<'_> {
    /// The files of an archive as they come. `missing`: what is wrong with its list.
    pub(super) fn zip_by_headers(&self, place: &Place, from: impl BufRead, missing: Option<&str>) -> Done {
        let mut from = Again::new(from);
        let mut known = Archive::default();
        let mut names: HashMap<String, usize> = HashMap::new();
        let is_told = Rc::new(Cell::new(false));
        let whole = |what: &str| format!("{what}; what lies whole in it is read");
        for number in 0.. {
            let header = match header(&mut from) {
                Ok(Some(header)) if number < MOST_FILES => header,
                Ok(None) if number > 0 => break,
                Ok(_) => {
                    return self.broken_zip(
                        place,
                        missing.unwrap_or("it is damaged; unpack it and import the folder"),
                    );
                }
                Err(wrong) => {
                    let reason = missing.map_or_else(|| in_words(&wrong), whole);
                    return self.broken_zip(place, &reason);
                }
            };
            if number == 0
                && let Some(missing) =
                    missing.filter(|_| PARTS.iter().any(|part| header.name.starts_with(part)))
            {
                return self.broken_zip(place, missing);
            }
            known.note(&header.name);
            let again = names.entry(header.name.clone()).or_insert(0);
            *again += 1;
            let mut inner = place.inner(&header.name);
            if *again > 1 {
                inner.path.push_str(&format!("#{again}"));
            }
            match self.packed_file(&inner, place, &header, &mut from, &mut known, &is_told)? {
                Ok(()) => {}
                Err(wrong) => {
                    // Which of them breaks off was said where it is read.
                    let reason = match missing.filter(|_| !broken::is_said(&wrong)) {
                        Some(missing) => whole(missing),
                        None => in_words(&wrong),
                    };
                    return if is_told.get() { Ok(()) } else { self.broken_zip(place, &reason) };
                }
            }
        }
        missing.map_or(Ok(()), |missing| self.broken_zip(place, &whole(missing)))
    }

    fn broken_zip(&self, place: &Place, reason: &str) -> Done {
        self.give(Err(place.error(None, format!("the archive is broken: {reason}"), None)))
    }

    /// One file, and the stream behind it. The inner error: it ends within the file, or nobody knows where that ends.
    fn packed_file(
        &self,
        inner: &Place,
        place: &Place,
        header: &Header,
        from: &mut Again<impl BufRead>,
        known: &mut Archive,
        is_told: &Rc<Cell<bool>>,
    ) -> Result<io::Result<()>, Stopped> {
        let is_folder = header.name.ends_with('/');
        let is_read =
            !is_folder && !is_hidden(&inner.name) && !self.is_of_page(place, known, &header.name)?;
        let is_known = matches!(header.method, STORED | DEFLATED) && !header.is_encrypted;
        if is_read && !is_known {
            self.give(Err(inner.unknown_packing()))?;
        }
        let is_read = is_read && is_known;
        match header.packed {
            Some(length) => {
                let is_cut = Rc::new(Cell::new(false));
                let mut packed = Whole::new(from.take(length), length, Rc::clone(&is_cut));
                if is_read {
                    let unpacked: Box<dyn Read + '_> = match header.method {
                        DEFLATED => Box::new(read::DeflateDecoder::new(&mut packed)),
                        _ => Box::new(&mut packed),
                    };
                    self.stream(inner, place.budget.guard(unpacked), None)?;
                    is_told.set(is_cut.get());
                }
                Ok(io::copy(&mut packed, &mut io::sink()).map(|_| ()))
            }
            None if header.method == DEFLATED && !header.is_encrypted => {
                let mut unpacked = bufread::DeflateDecoder::new(&mut *from);
                let mut guarded = place.budget.guard(&mut unpacked);
                if is_read {
                    let noted = Noted { from: &mut guarded, is_broken: Rc::clone(is_told) };
                    self.stream(inner, Box::new(noted), None)?;
                }
                let rest = io::copy(&mut guarded, &mut io::sink());
                drop(guarded);
                Ok(rest.and_then(|_| pass_lengths(from)))
            }
            None => Ok(Err(io::ErrorKind::InvalidData.into())),
        }
    }
}

/// The header of the next file; `None` behind the last.
fn header(from: &mut impl BufRead) -> io::Result<Option<Header>> {
    let mut fixed = [0; 30];
    let mut filled = 0;
    while let Some(free) = fixed.get_mut(filled..).filter(|free| !free.is_empty()) {
        match from.read(free)? {
            0 => break,
            read => filled += read,
        }
    }
    if !fixed.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    if filled < fixed.len() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let number = |at: usize, length: usize| -> u32 {
        let bytes = fixed.get(at..at + length).unwrap_or_default();
        bytes.iter().rev().fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
    };
    let mut rest = |length: u32| -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        from.take(u64::from(length)).read_to_end(&mut bytes)?;
        let is_whole = bytes.len() as u64 == u64::from(length);
        is_whole.then_some(bytes).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    };
    let name = String::from_utf8_lossy(&rest(number(26, 2))?).into_owned();
    let fields = rest(number(28, 2))?;
    let flags = number(6, 2);
    let packed = match number(18, 4) {
        ELSEWHERE => long_length(&fields),
        // The lengths stand behind the file.
        0 if flags & 8 != 0 => None,
        length => Some(u64::from(length)),
    };
    let method = u16::try_from(number(8, 2)).unwrap_or(u16::MAX);
    Ok(Some(Header { name, is_encrypted: flags & 1 != 0, method, packed }))
}

/// The packed length out of the fields behind a name: after the other one (4.5.3).
fn long_length(mut fields: &[u8]) -> Option<u64> {
    loop {
        let (kind, rest) = fields.split_first_chunk::<2>()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let (field, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        if u16::from_le_bytes(*kind) == 1 {
            let packed = field.get(8..16)?.first_chunk::<8>()?;
            return Some(u64::from_le_bytes(*packed)).filter(|length| *length > 0);
        }
        fields = rest;
    }
}

/// Passes over the lengths behind a file, which have two sizes and may have a mark before them (4.3.9).
fn pass_lengths(from: &mut Again<impl BufRead>) -> io::Result<()> {
    let next = from.peek(28)?;
    let at = next.windows(4).position(|four| matches!(four, b"PK\x03\x04" | b"PK\x01\x02"));
    let length = at.unwrap_or(next.len());
    io::copy(&mut from.take(length as u64), &mut io::sink()).map(|_| ())
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Options, read_bytes};
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    /// An archive of files of these names and texts, as a program writes it that can go back in it, or not.
    fn archive(files: &[(&str, &str)], is_stream: bool) -> Vec<u8> {
        let put =
            |writer: &mut dyn FnMut(&str, &str)| files.iter().for_each(|(name, text)| writer(name, text));
        let mut bytes = Vec::new();
        if is_stream {
            let mut zip = zip::ZipWriter::new_stream(&mut bytes);
            put(&mut |name, text| {
                zip.start_file(name, SimpleFileOptions::default()).unwrap();
                zip.write_all(text.as_bytes()).unwrap();
            });
            zip.finish().unwrap();
        } else {
            let mut zip = zip::ZipWriter::new(Cursor::new(&mut bytes));
            put(&mut |name, text| {
                zip.start_file(name, SimpleFileOptions::default()).unwrap();
                zip.write_all(text.as_bytes()).unwrap();
            });
            zip.finish().unwrap();
        }
        bytes
    }

    /// The places and texts of articles, and what is wrong.
    fn shown(bytes: &[u8]) -> Vec<String> {
        let all = read_bytes("a.zip", bytes, Options::default());
        all.into_iter()
            .map(|one| match one {
                Ok(one) => format!("{} {}", one.provenance.place(), one.article.text),
                Err(wrong) => wrong.to_string(),
            })
            .collect()
    }

    const FILES: [(&str, &str); 3] = [
        ("a.txt", "It rained all day."),
        ("in/b.txt", "It snowed in the hills."),
        ("c.txt", "Nobody came to the hall."),
    ];
    const LIST: &str = "a.zip: the archive is broken: its list of what lies in it is missing or damaged";

    #[test]
    fn of_an_archive_that_was_cut_off_what_is_whole_is_read() {
        for is_stream in [false, true] {
            let whole = archive(&FILES, is_stream);
            let list = whole.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
            let third = whole.windows(5).position(|five| five == b"c.txt").unwrap();
            for cut in 1..whole.len() - 60 {
                let all = shown(&whole[..cut]);
                assert!(
                    all.last()
                        .is_some_and(|last| last.contains("broken") || last.contains("cut off") || cut < 5),
                    "{cut} {all:?}"
                );
                if cut >= list {
                    assert_eq!(all.len(), 4, "{cut} {all:?}");
                } else if cut >= third {
                    assert_eq!(
                        all[..2],
                        ["a.zip/a.txt It rained all day.", "a.zip/in/b.txt It snowed in the hills."],
                        "{cut}"
                    );
                    // Where the lengths stand behind the file, it may be whole without them.
                    assert!(all.len() == 3 || is_stream && all.len() == 4, "{cut} {all:?}");
                }
            }
            let all = shown(&whole[..list + 20]);
            assert_eq!(all[2], "a.zip/c.txt Nobody came to the hall.");
            assert!(all[3].starts_with(LIST), "{all:?}");
            let within = shown(&whole[..third + 12]);
            assert!(within[2].starts_with("a.zip/c.txt: cannot be read: it ends too early"), "{within:?}");
        }
    }

    #[test]
    fn a_bomb_in_an_archive_that_was_cut_off_ends_with_its_name() {
        // What unpacks to too much is not unpacked to its end to find what follows it.
        let bomb = "a ".repeat(200 << 20);
        let whole = archive(&[("a.txt", &bomb), ("b.txt", "It rained.")], true);
        let list = whole.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        let all = shown(&whole[..list]);
        assert!(all[0].starts_with("a.zip/a.txt: has more than 64 MB"), "{all:?}");
        assert!(all[1].contains("unpacks to more than 200 times its size"), "{all:?}");
        assert_eq!(all.len(), 2);
    }

    #[test]
    fn files_of_one_name_are_all_read() {
        for is_stream in [false, true] {
            let mut bytes = archive(&FILES, is_stream);
            while let Some(at) = bytes.windows(5).position(|name| name == b"c.txt") {
                bytes[at] = b'a';
            }
            assert_eq!(
                shown(&bytes),
                [
                    "a.zip/a.txt It rained all day.",
                    "a.zip/in/b.txt It snowed in the hills.",
                    "a.zip/a.txt#2 Nobody came to the hall."
                ]
            );
        }
    }

    #[test]
    fn a_document_that_was_cut_off_is_no_archive_of_files() {
        let document =
            archive(&[("[Content_Types].xml", "<a/>"), ("word/document.xml", "<p>It rained.</p>")], false);
        let all = shown(&document[..document.len() - 30]);
        assert!(all.len() == 1 && all[0].starts_with(LIST), "{all:?}");
    }
}
