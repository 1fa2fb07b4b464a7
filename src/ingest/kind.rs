//! What kind of file it is: by how it begins, and by its name where many kinds begin alike.

use std::path::Path;

/// The kinds of files that hold articles, and the wrappings they come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Plain text, with or without front matter.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A page.
    Html,
    /// One JSON object, or a list of them.
    Json,
    /// A JSON object on each line.
    JsonLines,
    /// A table, an article in each row; comma, semicolon or tab.
    Csv,
    /// One message.
    Mail,
    /// A mailbox of messages.
    Mailbox,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A crawl.
    Warc,
    /// Word.
    Docx,
    /// OpenDocument text.
    Odt,
    /// An electronic book; periodicals are sent as such.
    Epub,
    /// A printed page; its words must be in it as letters.
    Pdf,
    /// NITF, an agency's XML.
    Nitf,
    /// NewsML-G2, its successor.
    NewsMl,
    /// ninjs, the same as JSON.
    Ninjs,
    /// Articles as the LexisNexis database hands them out: one text, `LENGTH:` and `LOAD-DATE:` lines.
    LexisNexis,
    /// Articles as the Factiva database hands them out: one text, two-letter field names.
    Factiva,
    /// An archive of files.
    Zip,
    /// An archive of files.
    Tar,
    /// One file, compressed.
    Gzip,
    /// One file, compressed.
    Zstandard,
    /// One file, compressed.
    Xz,
}

/// Names for `--as`, and media types (IANA; JSON Lines counts as JSON).
const KINDS: [(Kind, &str, &str); 24] = [
    (Kind::Text, "text", "text/plain"),
    (Kind::Markdown, "markdown", "text/markdown"),
    (Kind::Html, "html", "text/html"),
    (Kind::Json, "json", "application/json"),
    (Kind::JsonLines, "jsonl", "application/json"),
    (Kind::Csv, "csv", "text/csv"),
    (Kind::Mail, "eml", "message/rfc822"),
    (Kind::Mailbox, "mbox", "application/mbox"),
    (Kind::Feed, "feed", "application/rss+xml"),
    (Kind::Warc, "warc", "application/warc"),
    (Kind::Docx, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (Kind::Odt, "odt", "application/vnd.oasis.opendocument.text"),
    (Kind::Epub, "epub", "application/epub+zip"),
    (Kind::Pdf, "pdf", "application/pdf"),
    (Kind::Nitf, "nitf", "application/nitf+xml"),
    (Kind::NewsMl, "newsml", "application/vnd.iptc.g2.newsitem+xml"),
    (Kind::Ninjs, "ninjs", "application/json"),
    (Kind::LexisNexis, "lexisnexis", "text/plain"),
    (Kind::Factiva, "factiva", "text/plain"),
    (Kind::Zip, "zip", "application/zip"),
    (Kind::Tar, "tar", "application/x-tar"),
    (Kind::Gzip, "gzip", "application/gzip"),
    (Kind::Zstandard, "zstd", "application/zstd"),
    (Kind::Xz, "xz", "application/x-xz"),
];

impl Kind {
    /// All kinds, in the order in which they are named to people.
    pub fn all() -> impl Iterator<Item = Kind> {
        KINDS.iter().map(|(kind, ..)| *kind)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> (Kind, &'static str, &'static str) {
        KINDS.iter().find(|(kind, ..)| *kind == self).copied().unwrap_or((self, "text", "text/plain"))
    }

    /// Whether a file of this name may be plain text: `.txt`, `.text`, or no ending at all; `.eml`, where somebody took the header
    /// off.
    pub fn is_text_name(path: &Path) -> bool {
        const TEXTS: [&str; 3] = ["txt", "text", "eml"];
        path.extension().is_none_or(|own| TEXTS.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
    }

    /// The ending of a file whose name says that it is of a binary format, so that it is no text.
    pub fn promised(path: &Path) -> Option<&'static str> {
        const BINARY: [&str; 12] =
            ["pdf", "docx", "odt", "epub", "warc", "zip", "tar", "tgz", "gz", "zst", "xz", "txz"];
        BINARY.into_iter().find(|ending| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending)))
    }

    /// The kind of a file of this name that begins with these bytes (some thousand are enough). What the bytes say
    /// goes before what the name says: a page that was saved as `.txt` is a page.
    pub fn of(path: &Path, start: &[u8]) -> Kind {
        if let Some(kind) = by_signature(start) {
            return kind;
        }
        let text = Beginning::new(start);
        let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        if extension.as_deref() == Some("pdf") && has_pdf_mark(start) {
            return Kind::Pdf;
        }
        match extension.as_deref() {
            Some("md" | "markdown") => Kind::Markdown,
            Some("html" | "htm" | "xhtml") => Kind::Html,
            Some("csv" | "tsv" | "tab") => Kind::Csv,
            Some("jsonl" | "ndjson" | "ldjson") => Kind::JsonLines,
            Some("json") => text.json().filter(|kind| *kind != Kind::JsonLines).unwrap_or(Kind::Json),
            Some("eml" | "mht" | "mhtml") if text.has_header() => Kind::Mail,
            Some("mbox") => Kind::Mailbox,
            Some("rss" | "atom") => Kind::Feed,
            _ => text.kind(extension.as_deref()),
        }
    }
}

/// What binary formats begin with.
fn by_signature(start: &[u8]) -> Option<Kind> {
    const SIGNATURES: [(&[u8], Kind); 7] = [
        (b"PK\x03\x04", Kind::Zip),
        (b"PK\x05\x06", Kind::Zip),
        (b"\x1f\x8b", Kind::Gzip),
        (b"\x28\xb5\x2f\xfd", Kind::Zstandard),
        (b"\xfd7zXZ\0", Kind::Xz),
        (b"WARC/", Kind::Warc),
        (b"%PDF-", Kind::Pdf),
    ];
    // A tape archive has its mark in the middle of its first header.
    let is_tar = start.get(257..262) == Some(b"ustar");
    let found = SIGNATURES.iter().find(|(signature, _)| start.starts_with(signature));
    found.map(|(_, kind)| *kind).or(is_tar.then_some(Kind::Tar))
}

/// Readers of PDF files look for the mark in the first 1,024 bytes.
fn has_pdf_mark(start: &[u8]) -> bool {
    start.get(..start.len().min(1024)).unwrap_or_default().windows(5).any(|bytes| bytes == b"%PDF-")
}

/// How a text begins, in lower case and without what stands before its first letter.
pub(super) struct Beginning {
    pub(super) text: String,
}

impl Beginning {
    pub(super) fn new(start: &[u8]) -> Self {
        let start = start.get(..start.len().min(1 << 14)).unwrap_or_default();
        let utf_16 = super::decode::looks_like_utf_16(start).or(match start {
            [0xff, 0xfe, ..] => Some(encoding_rs::UTF_16LE),
            [0xfe, 0xff, ..] => Some(encoding_rs::UTF_16BE),
            _ => None,
        });
        let text = match utf_16 {
            Some(encoding) => encoding.decode_without_bom_handling(start).0,
            None => String::from_utf8_lossy(start),
        };
        Self { text: text.trim_start_matches(['\u{feff}', '\u{fffd}']).trim_start().to_ascii_lowercase() }
    }

    fn kind(&self, extension: Option<&str>) -> Kind {
        if let Some(kind) = self.markup().or_else(|| self.json()) {
            return kind;
        }
        if self.text.starts_with("from ") && self.has_header_lines(1) {
            return Kind::Mailbox;
        }
        if self.has_header_lines(0) {
            return Kind::Mail;
        }
        if let Some(kind) = super::exports::kind(&self.text) {
            return kind;
        }
        match extension {
            None if self.text.lines().next().is_some_and(super::table::is_head) => Kind::Csv,
            _ => Kind::Text,
        }
    }

    /// Pages and XML, by their first element.
    fn markup(&self) -> Option<Kind> {
        match self.root()?.rsplit(':').next()? {
            "html" => Some(Kind::Html),
            "rss" | "feed" | "rdf" => Some(Kind::Feed),
            "nitf" => Some(Kind::Nitf),
            "newsitem" | "newsmessage" | "packageitem" => Some(Kind::NewsMl),
            _ => None,
        }
    }

    /// The name of the first element; "html" where a page says that it is one.
    pub(super) fn root(&self) -> Option<&str> {
        let mut rest = self.text.as_str();
        loop {
            rest = rest.trim_start();
            rest = if let Some(comment) = rest.strip_prefix("<!--") {
                comment.split_once("-->")?.1
            } else if rest.starts_with("<?") {
                rest.split_once("?>")?.1
            } else if rest.starts_with("<!doctype html") {
                return Some("html");
            } else if rest.starts_with("<!doctype") {
                // It may declare entities, each of which ends like itself.
                let (head, after) = rest.split_once('>')?;
                if head.contains('[') { rest.split_once("]>")?.1 } else { after }
            } else {
                break;
            };
        }
        let name = rest.strip_prefix('<')?;
        name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()
    }

    fn json(&self) -> Option<Kind> {
        match self.text.as_bytes() {
            // An object that is spread over lines begins with a line that holds its brace alone.
            [b'{', rest @ ..] if rest.trim_ascii_start().starts_with(b"\"") => {
                if self.text.contains("\"https://jsonfeed.org/version/") {
                    return Some(Kind::Feed);
                }
                let is_ninjs =
                    ["\"body_text\"", "\"body_xhtml\"", "\"bodies\""].iter().any(|b| self.text.contains(b))
                        && ["\"versioncreated\"", "\"uri\""].iter().any(|b| self.text.contains(b));
                if is_ninjs {
                    return Some(Kind::Ninjs);
                }
                let first_line = rest.split(|b| *b == b'\n').next().unwrap_or(rest);
                let is_spread = first_line.trim_ascii().is_empty();
                Some(if is_spread { Kind::Json } else { Kind::JsonLines })
            }
            [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => Some(Kind::Json),
            _ => None,
        }
    }

    /// Whether anything stands above the first blank line that a message may have there. What is called a message and begins with
    /// its text would lose its first paragraph.
    fn has_header(&self) -> bool {
        const ANY: [&str; 14] = [
            "from:",
            "to:",
            "subject:",
            "date:",
            "reply-to:",
            "sender:",
            "received:",
            "return-path:",
            "delivered-to:",
            "message-id:",
            "mime-version:",
            "dkim-signature:",
            "content-type:",
            "content-transfer-encoding:",
        ];
        let mut lines = self.text.lines().take_while(|line| !line.trim().is_empty());
        lines.any(|line| ANY.iter().any(|name| line.starts_with(name)))
    }

    /// Whether lines follow as a message has them: `Received:`, `From:`, `Subject:` (RFC 5322, 3.6).
    fn has_header_lines(&self, skipped: usize) -> bool {
        const CERTAIN: [&str; 6] =
            ["received:", "return-path:", "delivered-to:", "message-id:", "mime-version:", "dkim-signature:"];
        const USUAL: [&str; 5] = ["from:", "to:", "subject:", "date:", "reply-to:"];
        let lines = || self.text.lines().skip(skipped).take_while(|line| !line.trim().is_empty());
        let count = |names: &[&str]| lines().filter(|line| names.iter().any(|n| line.starts_with(n))).count();
        let is_header = |line: &str| {
            line.starts_with([' ', '\t'])
                || line.split_once(':').is_some_and(|(name, _)| is_header_name(name))
        };
        // The beginning may end within a long header.
        let is_whole = lines().take(20).all(is_header);
        is_whole
            && (count(&CERTAIN) >= 1 && count(&USUAL) >= 1 || count(&["from:"]) >= 1 && count(&USUAL) >= 3)
    }
}

fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() < 60
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, start: &str) -> Kind {
        Kind::of(Path::new(name), start.as_bytes())
    }

    #[test]
    fn by_content_then_by_name() {
        assert!(Kind::is_text_name(Path::new("a.TXT")) && Kind::is_text_name(Path::new("README")));
        assert!(!Kind::is_text_name(Path::new("a.gold")));
        assert_eq!(kind("a.MD", ""), Kind::Markdown);
        assert_eq!(kind("a.txt", " <!DOCTYPE HTML><p>"), Kind::Html);
        assert_eq!(kind("-", "{\"text\": \"a\"}\n"), Kind::JsonLines);
        assert_eq!(kind("-", "{\n \"text\": \"a\"}\n"), Kind::Json);
        assert_eq!(kind("-", "[ {\"text\": \"a\"}]"), Kind::Json);
        assert_eq!(kind("-", "[1] A footnote. {x}"), Kind::Text);
        assert_eq!(kind("readme", "{curly} words"), Kind::Text);
        assert_eq!(kind("crawl.gz", "WARC/1.0\r\n"), Kind::Warc);
        assert_eq!(kind("page", "%PDF-1.7\n"), Kind::Pdf);
        assert_eq!(kind("page.pdf", "\n\n%PDF-1.7\n"), Kind::Pdf);
        assert_eq!(kind("page.txt", "A file begins with %PDF-1.7."), Kind::Text);
    }

    #[test]
    fn xml_by_its_first_element() {
        for (start, expected) in [
            ("<?xml version=\"1.0\"?>\n<!-- x --><rss version=\"2.0\">", Kind::Feed),
            ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", Kind::Feed),
            ("<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\">", Kind::Feed),
            ("<!DOCTYPE nitf SYSTEM \"nitf.dtd\"><nitf>", Kind::Nitf),
            ("<!DOCTYPE nitf [<!ENTITY a \"b\"> <!ENTITY c \"d\">]><nitf>", Kind::Nitf),
            ("\u{feff}<newsItem guid=\"x\">", Kind::NewsMl),
            ("<?xml version=\"1.0\"?><html xmlns=\"x\">", Kind::Html),
            ("<other/>", Kind::Text),
        ] {
            assert_eq!(kind("a.xml", start), expected, "{start}");
        }
    }

    #[test]
    fn messages_by_their_header() {
        let mail = "From: A <a@a.example>\nTo: b@b.example\nSubject: Rain\nDate: Fri, 19 Dec 2025 10:00:00 +0000\n\nHi";
        assert_eq!(kind("-", mail), Kind::Mail);
        assert_eq!(kind("-", &format!("From a@a.example Fri Dec 19 10:00:00 2025\n{mail}")), Kind::Mailbox);
        assert_eq!(kind("a.eml", "Subject: Rain\n\nIt rained."), Kind::Mail);
        assert_eq!(kind("a.eml", "It rained in Lund: she said so.\n\nIt poured."), Kind::Text);
        assert!(Kind::is_text_name(Path::new("a.eml")));
        assert_eq!(kind("a.eml", "<!doctype html><p>It rained."), Kind::Html);
        assert_eq!(kind("a.txt", "From: the archive\nShe said no.\n"), Kind::Text);
        assert_eq!(kind("a.txt", "Title: Rain\nDate: 2025-12-19\n\nIt rained."), Kind::Text);
        assert_eq!(kind("a.txt", "From here on it rained.\nDate: none\nfrom: x"), Kind::Text);
    }

    #[test]
    fn json_of_the_agencies_and_of_feeds() {
        assert_eq!(
            kind("a.json", "{\"uri\": \"x\", \"headline\": \"a\", \"body_text\": \"b\"}"),
            Kind::Ninjs
        );
        assert_eq!(kind("a.json", "{\"version\": \"https://jsonfeed.org/version/1.1\"}"), Kind::Feed);
        assert_eq!(kind("a.json", "{\"text\": \"b\"}"), Kind::Json);
    }

    #[test]
    fn utf_16_is_seen_through() {
        let utf_16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        assert_eq!(Kind::of(Path::new("-"), &utf_16("{\"text\": \"a\"}")), Kind::JsonLines);
        assert_eq!(Kind::of(Path::new("-"), &utf_16("\u{feff}<html>")), Kind::Html);
    }
}
