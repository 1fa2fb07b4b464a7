//! Files that look like text or pages and are none: an RTF document, a sitemap, UTF-32. They are refused by name instead of
//! being stored as text with their markup.

use super::kind::Beginning;
use crate::lists::rows;

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

/// The format that is not read of a file that begins like this; `None` for all others.
pub(super) fn of(start: &[u8]) -> Option<Other> {
    if is_utf_32(start) {
        return Some(Other::new("text in UTF-32", "save it as UTF-8", true));
    }
    // The container of Office before 2007 ([MS-CFB] 2.2).
    if start.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(Other::new(
            "a document of Office before 2007 (.doc, .xls, …)",
            "save it as .docx or text",
            true,
        ));
    }
    let beginning = Beginning::new(start);
    let root = beginning.root();
    let known = rows(include_str!("data/other-formats.tsv")).find(|[begins, ..]: &[&str; 4]| {
        match begins.strip_prefix('<') {
            Some(name) => root == Some(name) || root.is_some_and(|root| root.ends_with(&format!(":{name}"))),
            None => beginning.text.starts_with(begins),
        }
    });
    known.map(|[_, article, what, hint]| Other::new(what, hint, article == "article"))
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
        of(start).map(|other| other.reason).unwrap_or_default()
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
            assert_eq!(of(start), None, "{start:?}");
        }
    }
}
