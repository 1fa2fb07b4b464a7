//! Files that are not read: those that look like text or pages and are none (an RTF document, a sitemap, UTF-32), archives of
//! other kinds, spreadsheets. They are refused by name, with what to do, instead of being stored as text with their markup.

use super::kind::Beginning;
use crate::lists::rows;
use std::path::Path;

/// A format that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Other {
    /// What it is, in words.
    pub(super) reason: String,
    /// What to do.
    pub(super) hint: &'static str,
    /// Whether an article may be in it.
    pub(super) is_article: bool,
}

impl Other {
    fn new(what: &str, hint: &'static str, is_article: bool) -> Self {
        Self { reason: format!("is {what}, which is not read"), hint, is_article }
    }
}

/// The format that is not read of a file that begins like this; `None` for all others. Its name tells apart what begins alike.
pub(super) fn of(name: &Path, start: &[u8]) -> Option<Other> {
    if is_utf_32(start) {
        return Some(Other::new("text in UTF-32", "save it as UTF-8", true));
    }
    let beginning = Beginning::new(start);
    let root = beginning.root();
    let known = rows(include_str!("data/other-formats.tsv")).find(|[begins, ..]: &[&str; 4]| {
        if let Some(signature) = begins.strip_prefix("0x") {
            let (bytes, ending) = signature.split_once(" .").unwrap_or((signature, ""));
            let is_named = || name.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
            return begins_with(start, bytes) && (ending.is_empty() || is_named());
        }
        match begins.strip_prefix('<') {
            Some(name) => root == Some(name) || root.is_some_and(|root| root.ends_with(&format!(":{name}"))),
            None => beginning.text.starts_with(begins),
        }
    });
    known.map(|[_, article, what, hint]| Other::new(what, hint, article == "article"))
}

/// The format that is not read of an archive that is one document; `has`: whether it has a part of this name.
pub(super) fn of_parts(has: impl Fn(&str) -> bool, media_type: Option<&str>) -> Option<Other> {
    let known = rows(include_str!("data/other-documents.tsv"))
        .find(|[part, ..]: &[&str; 4]| media_type == Some(part) || has(part));
    known.map(|[_, article, what, hint]| Other::new(what, hint, article == "article"))
}

/// Whether bytes begin with these, written in hexadecimal digits; `??` is any byte.
fn begins_with(bytes: &[u8], digits: &str) -> bool {
    let pairs = digits.as_bytes().chunks(2);
    pairs.len() <= bytes.len()
        && pairs.zip(bytes).all(|(pair, byte)| {
            let pair = std::str::from_utf8(pair).unwrap_or_default();
            pair == "??" || u8::from_str_radix(pair, 16) == Ok(*byte)
        })
}

/// Of the first units of four bytes nearly all are letters of the Latin script, or the byte order mark is that of UTF-32.
fn is_utf_32(start: &[u8]) -> bool {
    /// The share of units that must be below U+0250, in tenths.
    const LATIN: usize = 7;
    if start.starts_with(b"\xff\xfe\0\0") || start.starts_with(b"\0\0\xfe\xff") {
        return true;
    }
    let units = start.get(..start.len().min(512)).unwrap_or_default().as_chunks::<4>().0;
    let latin =
        |read: fn([u8; 4]) -> u32| units.iter().filter(|unit| (1..0x250).contains(&read(**unit))).count();
    units.len() >= 2
        && (latin(u32::from_le_bytes) * 10 >= units.len() * LATIN
            || latin(u32::from_be_bytes) * 10 >= units.len() * LATIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(start: &[u8]) -> String {
        of(Path::new("a"), start).map(|other| other.reason).unwrap_or_default()
    }

    #[test]
    fn formats_that_are_not_read_are_named() {
        for (start, what) in [
            ("{\\rtf1\\ansi It rained.}", "is an RTF document"),
            ("\u{feff} {\\rtf1", "is an RTF document"),
            ("<?xml version=\"1.0\"?>\n<!-- x -->\n<urlset xmlns=\"x\"><url>", "is a sitemap"),
            ("<sm:urlset xmlns:sm=\"x\">", "is a sitemap"),
            ("%!PS-Adobe-3.0", "is a PostScript file"),
            ("BEGIN:VCARD\nFN:Ada Berg", "is an address card"),
        ] {
            assert!(reason(start.as_bytes()).starts_with(what), "{start}: {}", reason(start.as_bytes()));
        }
        let utf_32 = |text: &str, big: bool| -> Vec<u8> {
            text.chars()
                .flat_map(|c| if big { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() })
                .collect()
        };
        for text in ["\u{feff}It rained.", "It rained."] {
            for big in [false, true] {
                assert!(reason(&utf_32(text, big)).starts_with("is text in UTF-32"), "{text} {big}");
            }
        }
    }

    #[test]
    fn binary_formats_are_named_by_their_first_bytes() {
        let named = |name: &str, start: &[u8]| of(Path::new(name), start).map_or(String::new(), |o| o.reason);
        let old_office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0";
        for (name, start, what) in [
            ("a.MSG", &old_office[..], "is a message of Outlook"),
            ("a.doc", old_office, "is a document of Office before 2007"),
            ("a", b"Rar!\x1a\x07\x01\0", "is a RAR archive"),
            ("a.7z", b"7z\xbc\xaf\x27\x1c\0", "is a 7z archive"),
            ("a.txt.bz2", b"BZh91AY&SY\0", "is a file packed by bzip2"),
            ("a.webarchive", b"bplist00\xd1", "is a page as Safari saves it"),
            ("a.plist", b"bplist00\xd1", "is settings of a program"),
            ("a.txt", b"Rar! she said.", ""),
            ("a.txt", b"BZh", ""),
        ] {
            let reason = named(name, start);
            assert!(reason.starts_with(what) && reason.is_empty() == what.is_empty(), "{name}: {reason}");
        }
        let sheet = of_parts(|part| part == "xl/workbook.xml", None);
        assert!(sheet.is_some_and(|other| other.reason.contains("a spreadsheet (.xlsx)")));
        let slides = of_parts(|_| false, Some("application/vnd.oasis.opendocument.presentation"));
        assert!(slides.is_some_and(|other| other.reason.contains("slides (.odp)")));
        assert_eq!(of_parts(|_| false, Some("application/epub+zip")), None);
    }

    #[test]
    fn articles_are_none_of_them() {
        let utf_16: Vec<u8> = "It rained.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for start in [
            &b"It rained."[..],
            b"",
            b"{\"text\": \"a\"}",
            b"<html><svg>",
            b"<p>It rained.",
            b"Begin with this: it rained.",
            b"PK\x03\x04\0\0\0\0\x01\0\0\0",
            b"%PDF-1.7",
            &utf_16,
        ] {
            assert_eq!(of(Path::new("a"), start), None, "{start:?}");
        }
    }
}
