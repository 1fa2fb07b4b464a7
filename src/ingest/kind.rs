//! What kind of file it is: by how it begins, and by its name where many kinds begin alike.

use crate::lists::rows;
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
    /// ninjs, the same as JSON: an item, or several.
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

    /// The kind of a file of this name that begins with these bytes (some thousand are enough). What the bytes make
    /// certain goes before what the name says: a page that was saved as `.txt` or `.csv` is a page. Where they leave it
    /// open, the name counts.
    pub fn of(path: &Path, start: &[u8]) -> Kind {
        if let Some(kind) = by_signature(start) {
            return kind;
        }
        let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        if extension.as_deref() == Some("pdf") && has_pdf_mark(start) {
            return Kind::Pdf;
        }
        let text = Beginning::new(start);
        let named = extension.as_deref().and_then(by_name);
        match (named, text.certain()) {
            (Some(named), Some(certain)) if is_closer(named, certain) => named,
            (_, Some(certain)) => certain,
            (Some(Kind::Markdown), None) => super::exports::kind(&text.text).unwrap_or(Kind::Markdown),
            // What is called a message and has no header is a text.
            (Some(Kind::Mail), None) if !text.has_header() => text.likely(false),
            (Some(named), None) => named,
            (None, None) => text.likely(extension.is_none()),
        }
    }
}

/// The kind of files whose names end like this.
fn by_name(extension: &str) -> Option<Kind> {
    match extension {
        "md" | "markdown" => Some(Kind::Markdown),
        "html" | "htm" | "xhtml" => Some(Kind::Html),
        "csv" | "tsv" | "tab" => Some(Kind::Csv),
        "jsonl" | "ndjson" | "ldjson" => Some(Kind::JsonLines),
        "json" => Some(Kind::Json),
        "eml" | "mht" | "mhtml" => Some(Kind::Mail),
        "mbox" => Some(Kind::Mailbox),
        "rss" | "atom" => Some(Kind::Feed),
        _ => None,
    }
}

/// Whether the name tells apart what begins alike: objects on a line each, or one after the other; a message, or several.
const fn is_closer(named: Kind, certain: Kind) -> bool {
    matches!(
        (named, certain),
        (Kind::Json, Kind::JsonLines) | (Kind::Mail | Kind::Mailbox, Kind::Mail | Kind::Mailbox)
    )
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

    /// What it can only be: a page or a feed, a message, JSON, a table of articles.
    fn certain(&self) -> Option<Kind> {
        let mail = || self.has_header_lines(0, Headers::Certain).then_some(Kind::Mail);
        let mailbox = || {
            (self.text.starts_with("from ") && self.has_header_lines(1, Headers::Certain))
                .then_some(Kind::Mailbox)
        };
        let table = || self.is_table().then_some(Kind::Csv);
        self.markup().or_else(|| self.json()).or_else(mailbox).or_else(mail).or_else(table)
    }

    /// What it most likely is, where the name says nothing. `is_bare`: not even that it is a text.
    fn likely(&self, is_bare: bool) -> Kind {
        if self.text.starts_with("from ") && self.has_header_lines(1, Headers::Likely) {
            return Kind::Mailbox;
        }
        if self.has_header_lines(0, Headers::Likely) {
            return Kind::Mail;
        }
        if let Some(kind) = super::exports::kind(&self.text) {
            return kind;
        }
        match is_bare && self.text.lines().next().is_some_and(super::table::is_head) {
            true => Kind::Csv,
            false => Kind::Text,
        }
    }

    /// Whether the first line names the columns of a table of articles, and the next one is a row of it.
    fn is_table(&self) -> bool {
        /// Words of a column's name.
        const MOST_WORDS: usize = 3;
        let mut lines = self.text.lines().filter(|line| !line.trim().is_empty());
        let Some(head) = lines.next().filter(|head| super::table::is_head(head)) else { return false };
        let delimiter = super::table::delimiter(head);
        // Columns have names, not sentences.
        let is_name = |name: &str| name.split_whitespace().count() <= MOST_WORDS;
        let count = |line: &str| line.matches(delimiter).count();
        // A value may go on in the next line; bars part the columns of a table in Markdown, too.
        delimiter != '|'
            && head.split(delimiter).all(is_name)
            && lines.next().is_some_and(|row| count(row) >= count(head) || row.contains('"'))
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
        if let Some(inner) = self.text.strip_prefix('[') {
            return is_object(inner.trim_start()).then_some(Kind::Json);
        }
        if !is_object(&self.text) {
            return None;
        }
        if self.is_json_feed() {
            return Some(Kind::Feed);
        }
        // An object that is spread over lines begins with a line that holds its brace alone.
        let is_spread = self.text.lines().next().is_some_and(|line| line.trim_end() == "{");
        Some(if is_spread { Kind::Json } else { Kind::JsonLines })
    }

    /// Whether the version of an object is the address that stands for JSON Feed.
    fn is_json_feed(&self) -> bool {
        let mut found = self.text.match_indices("\"https://jsonfeed.org/version/");
        found.any(|(at, _)| {
            let before = self.text.get(..at).unwrap_or_default().trim_end().strip_suffix(':');
            before.is_some_and(|before| before.trim_end().ends_with("\"version\""))
        })
    }

    /// Whether anything stands above the first blank line that a message may have there. What is called a message and begins with
    /// its text would lose its first paragraph.
    fn has_header(&self) -> bool {
        let mut lines = self.text.lines().take_while(|line| !line.trim().is_empty());
        lines.any(|line| writer(line).is_some())
    }

    /// Whether lines follow as a message has them: `Received:`, `From:`, `Subject:` (RFC 5322, 3.6).
    fn has_header_lines(&self, skipped: usize, wanted: Headers) -> bool {
        let lines = || self.text.lines().skip(skipped).take_while(|line| !line.trim().is_empty());
        let count = |by: &str| lines().filter(|line| writer(line) == Some(by)).count();
        let is_header = |line: &str| {
            line.starts_with([' ', '\t'])
                || line.split_once(':').is_some_and(|(name, _)| is_header_name(name))
        };
        // The beginning may end within a long header.
        let is_whole = lines().take(20).all(is_header);
        let has_sender = || lines().any(|line| line.starts_with("from:"));
        let is_likely = || wanted == Headers::Likely && has_sender() && count("person") >= 3;
        is_whole && (count("program") >= 1 && count("person") >= 1 || is_likely())
    }
}

/// How sure it must be that lines are a message's header.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Headers {
    /// Some of them are written by programs only.
    Certain,
    /// Or they are what a person would copy of a message.
    Likely,
}

/// Whether a text begins as a JSON object does: with a name, and a colon after it.
fn is_object(text: &str) -> bool {
    let name = text.strip_prefix('{').and_then(|rest| rest.trim_start().strip_prefix('"'));
    name.and_then(|name| name.split_once('"')).is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

/// Who writes a line of a message's head (`data/mail-headers.tsv`); `None` for other lines.
fn writer(line: &str) -> Option<&'static str> {
    let (name, _) = line.split_once(':')?;
    let known = rows(include_str!("data/mail-headers.tsv")).find(|[known, _]| *known == name);
    known.map(|[_, writer]| writer)
}

/// Whether a line is one of a message's head: of a known name, or of two words with a hyphen as most have.
pub(super) fn is_mail_header(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line).to_ascii_lowercase();
    let name = line.split_once(':').map(|(name, _)| name).filter(|name| is_header_name(name));
    name.is_some_and(|name| name.contains('-') || writer(&line).is_some())
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
    fn each_header_of_a_message_makes_a_named_one_a_message() {
        for [name, writer] in rows::<2>(include_str!("data/mail-headers.tsv")) {
            assert_eq!(kind("a.eml", &format!("{name}: x\n\nIt rained.")), Kind::Mail, "{name}");
            let with_subject = kind("a.txt", &format!("{name}: x\nSubject: Rain\n\nIt rained."));
            let expected = if writer == "program" { Kind::Mail } else { Kind::Text };
            assert_eq!(with_subject, expected, "{name}");
        }
    }

    #[test]
    fn json_feeds_by_their_version() {
        let feed = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}";
        for name in ["a.json", "a.jsonl", "feed"] {
            assert_eq!(kind(name, feed), Kind::Feed);
        }
        let article = "{\"text\": \"See \\\"https://jsonfeed.org/version/1.1\\\".\"}";
        assert_eq!(kind("a.jsonl", article), Kind::JsonLines);
        assert_eq!(kind("a.json", "{\"uri\": \"x\", \"body_text\": \"b\"}"), Kind::Json);
    }

    #[test]
    fn content_that_is_certain_goes_before_the_ending() {
        let page = "<!DOCTYPE html><html lang=en><p>It rained.";
        let rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>";
        let saved = "From: <Saved by a browser>\nSubject: Rain\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=x\n\n";
        let table = "title,text,date\nRain,\"It rained.\n\nAll day.\",2025-12-19\n";
        let exported =
            "                  1 of 2 DOCUMENTS\n\nThe Lund Post\n\nLENGTH: 812 words\n\nIt rained.\n";
        let list = "[\n {\n  \"text\": \"It rained.\"}]";
        let line = "{\"text\": \"It rained.\"}\n";
        for (name, start, expected) in [
            ("a.md", page, Kind::Html),
            ("a.csv", page, Kind::Html),
            ("a.json", page, Kind::Html),
            ("a.mht", page, Kind::Html),
            ("a.pdf", page, Kind::Html),
            ("a.html", rss, Kind::Feed),
            ("a.html", "<nitf><body>", Kind::Nitf),
            ("a.html", saved, Kind::Mail),
            ("a.mbox", saved, Kind::Mailbox),
            ("a.md", exported, Kind::LexisNexis),
            ("a.txt", table, Kind::Csv),
            ("a.xls", table, Kind::Csv),
            ("a.json", table, Kind::Csv),
            ("a.txt", "headline;content\nRain;It rained.\n", Kind::Csv),
            ("a.jsonl", list, Kind::Json),
            ("a.jsonl", "{\n \"text\": \"It rained.\"}", Kind::Json),
            ("a.csv", line, Kind::JsonLines),
            ("a.html", list, Kind::Json),
            ("a.json", line, Kind::Json),
        ] {
            assert_eq!(kind(name, start), expected, "{name} {start}");
        }
    }

    #[test]
    fn where_the_content_leaves_it_open_the_ending_counts() {
        for (name, start, expected) in [
            ("a.html", "It rained, she said.", Kind::Html),
            ("a.csv", "It rained, she said.", Kind::Csv),
            ("a.json", "It rained.", Kind::Json),
            ("a.md", "<p align=center>Rain</p>\n\nIt rained.", Kind::Markdown),
            ("a.md", "| title | text |\n|---|---|\n| Rain | It rained. |", Kind::Markdown),
            ("a.md", "From: the archive\nTo: us\nSubject: rain\nDate: today\n\nIt rained.", Kind::Markdown),
            ("a.md", "{\"Rain\" it said} and so on", Kind::Markdown),
            ("a.txt", "Title, text\nIt rained.", Kind::Text),
            ("a.txt", "Story, date, and all the rest\nof it, too, were lost", Kind::Text),
        ] {
            assert_eq!(kind(name, start), expected, "{name} {start}");
        }
    }

    #[test]
    fn utf_16_is_seen_through() {
        let utf_16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        assert_eq!(Kind::of(Path::new("-"), &utf_16("{\"text\": \"a\"}")), Kind::JsonLines);
        assert_eq!(Kind::of(Path::new("-"), &utf_16("\u{feff}<html>")), Kind::Html);
    }
}
