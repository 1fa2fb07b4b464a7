//! A message that was cut off or damaged → one whose parts the library can tell apart: it takes a part that does not end, or
//! whose base64 holds one wrong letter, for an attachment of no kind, and its words would be lost.

use std::borrow::Cow;

/// What is said of a message with parts that do not end.
const UNCLOSED: &str =
    "the message does not end as its parts say, as one does that was cut off: it was read to where it ends";

/// The most wrappings of parts in one another that are looked at.
const MOST_OPEN: usize = 100;
/// The longest header that is kept to be read, in bytes.
const LONGEST_HEADER: usize = 1 << 16;
/// Of so many letters of base64 one may be none, and the part is base64 all the same.
const SHARE: usize = 20;

/// A message put right, and what was wrong with it, in words. Linear in its length.
pub(super) fn mended(message: &[u8]) -> (Cow<'_, [u8]>, Vec<String>) {
    let mut mender =
        Mender { message, put: Vec::new(), taken: 0, open: Vec::new(), is_cut: false, strays: 0 };
    mender.all();
    let mut warnings = Vec::new();
    if mender.is_cut {
        warnings.push(UNCLOSED.to_owned());
    }
    if mender.strays > 0 {
        let strays = mender.strays;
        warnings.push(format!("it is damaged: {strays} bytes that are no base64 stand in its base64"));
    }
    if warnings.is_empty() {
        return (Cow::Borrowed(message), warnings);
    }
    mender.put_to(message.len());
    (Cow::Owned(mender.put), warnings)
}

struct Mender<'m> {
    message: &'m [u8],
    /// The message as it should be, so far.
    put: Vec<u8>,
    /// How many bytes of the message are in it.
    taken: usize,
    /// What stands between the parts that are open, the innermost last, and whether it came.
    open: Vec<(Vec<u8>, bool)>,
    is_cut: bool,
    strays: usize,
}

/// What a header says of its part.
#[derive(Default)]
struct Told {
    boundary: Option<Vec<u8>>,
    is_message: bool,
    is_base64: bool,
}

impl Mender<'_> {
    fn all(&mut self) {
        let mut at = 0;
        let mut in_header = true;
        let mut header = Vec::new();
        // Where a part in base64 begins.
        let mut packed = None;
        while at < self.message.len() {
            let line = line(self.message, at);
            let end = at + line.len();
            let trimmed = line.trim_ascii_end();
            if let Some((place, is_end)) = self.delimiter(trimmed) {
                self.unpacked(packed.take(), at);
                self.close(at, place + 1);
                if is_end {
                    self.open.pop();
                } else if let Some((_, has_begun)) = self.open.last_mut() {
                    *has_begun = true;
                }
                (in_header, header) = (!is_end, Vec::new());
            } else if in_header && trimmed.is_empty() {
                let told = told(&header);
                header.clear();
                // A message in this one begins with its own header.
                in_header = told.is_message;
                if let Some(boundary) = told.boundary.filter(|_| self.open.len() < MOST_OPEN) {
                    self.open.push((boundary, false));
                } else if told.is_base64 {
                    packed = Some(end);
                }
            } else if in_header && header.len() + line.len() <= LONGEST_HEADER {
                header.extend_from_slice(line);
            }
            at = end;
        }
        self.unpacked(packed, at);
        self.close(at, 0);
    }

    /// Whether a line stands between parts: of which wrapping, and whether it is the last of these.
    fn delimiter(&self, line: &[u8]) -> Option<(usize, bool)> {
        let rest = line.strip_prefix(b"--")?;
        let is_end = |boundary: &[u8]| rest.strip_prefix(boundary).filter(|end| matches!(*end, b"" | b"--"));
        let mut open = self.open.iter().enumerate().rev();
        open.find_map(|(place, (boundary, _))| Some((place, !is_end(boundary)?.is_empty())))
    }

    /// Ends the parts that stand open within the first so many wrappings.
    fn close(&mut self, at: usize, outer: usize) {
        while self.open.len() > outer {
            // Where none of its parts began, it is a text.
            let Some((boundary, true)) = self.open.pop() else { continue };
            self.is_cut = true;
            self.put_to(at);
            let gap: &[u8] = if self.put.ends_with(b"\n") { b"" } else { b"\r\n" };
            self.put.extend([gap, b"--", &boundary, b"--\r\n"].concat());
        }
    }

    /// Takes out of a part in base64 what is none, where there is little of it: RFC 2045 (6.8) has it passed over.
    fn unpacked(&mut self, from: Option<usize>, to: usize) {
        let Some((from, part)) = from.and_then(|from| Some((from, self.message.get(from..to)?))) else {
            return;
        };
        let strays = part.iter().filter(|byte| is_stray(**byte)).count();
        // Words that only say that they are base64 have gaps between them.
        let gaps = part.iter().filter(|byte| **byte == b' ').count();
        if strays == 0 || strays.max(gaps) * SHARE > part.len() {
            return;
        }
        self.strays += strays;
        self.put_to(from);
        for line in part.split_inclusive(|byte| *byte == b'\n') {
            let whole = line.trim_ascii();
            let letters = whole.iter().filter(|byte| !is_stray(**byte)).count();
            // Of a line that has its length a letter was replaced, and what follows would be shifted.
            let is_replaced = letters % 4 != 0 && whole.len().is_multiple_of(4);
            let kept = line.iter().filter_map(|byte| match is_stray(*byte) {
                true => is_replaced.then_some(b'A'),
                false => Some(*byte),
            });
            self.put.extend(kept);
        }
        self.taken = to;
    }

    /// Takes the message over to this byte.
    fn put_to(&mut self, at: usize) {
        self.put.extend_from_slice(self.message.get(self.taken..at).unwrap_or_default());
        self.taken = self.taken.max(at);
    }
}

/// The line that begins here, with its end.
fn line(message: &[u8], at: usize) -> &[u8] {
    let rest = message.get(at..).unwrap_or_default();
    let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
    rest.get(..end).unwrap_or_default()
}

const fn is_stray(byte: u8) -> bool {
    !(byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || matches!(byte, b'+' | b'/' | b'='))
}

/// What the lines of a header say of the part below it.
fn told(header: &[u8]) -> Told {
    let header =
        String::from_utf8_lossy(header).replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    let mut told = Told::default();
    for (name, value) in header.lines().filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-transfer-encoding") {
            told.is_base64 = value.eq_ignore_ascii_case("base64");
        } else if name.eq_ignore_ascii_case("content-type") {
            let lower = value.to_ascii_lowercase();
            told.is_message = lower.starts_with("message/rfc822") || lower.starts_with("message/global");
            told.boundary = lower.starts_with("multipart/").then(|| boundary(value, &lower)).flatten();
        }
    }
    told.is_message &= !told.is_base64;
    told
}

/// What stands between the parts (RFC 2046, 5.1.1). `lower`: the value in small letters.
fn boundary(value: &str, lower: &str) -> Option<Vec<u8>> {
    let at = lower.match_indices("boundary").find_map(|(at, name)| {
        let before = lower.get(..at)?.trim_end();
        let after = lower.get(at + name.len()..)?;
        let given = after.trim_start().strip_prefix('=')?;
        before.ends_with(';').then(|| value.len() - given.len())
    })?;
    let given = value.get(at..)?.trim_start();
    let name = match given.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => given.split(|c: char| c == ';' || c.is_whitespace()).next()?,
    };
    (!name.is_empty()).then(|| name.trim_end().as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::mail::{attached, read};

    const HEAD: &str =
        "From: Ada Berg <ada@lund.example>\r\nSubject: Talks\r\nMIME-Version: 1.0\r\nContent-Type: ";
    const WORDS: &str = "It rained in Lund, and the mayor said so.";

    #[test]
    fn parts_that_do_not_end_are_read_to_the_end() {
        let plain = format!("\n--b\nContent-Type: text/plain\n\n{WORDS}");
        let page =
            "\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>It rained in Lund, and the mayor said so.</p>";
        for (rest, attachments) in [
            (format!("multipart/mixed; boundary=b\n{plain}"), 0),
            (format!("multipart/mixed; boundary=b\n{plain}\n"), 0),
            (format!("multipart/mixed;\r\n boundary=\"b\"\r\n\r\nNo MIME here.\r\n{page}"), 0),
            (format!("multipart/alternative; Boundary=b\r\n{plain}{page}\r\n"), 0),
            (format!("multipart/alternative; boundary=b\r\n{page}"), 0),
            // A part that ends, in one that does not, and the other way round.
            (
                format!(
                    "multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/mixed; boundary=b\r\n{plain}\r\n--b--\r\n"
                ),
                0,
            ),
            (
                format!(
                    "multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/mixed; boundary=b\r\n{plain}\r\n--o\r\n\
                     Content-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment\r\n\r\ntext\r\nIt snowed.\r\n--o--\r\n"
                ),
                1,
            ),
        ] {
            let mail = format!("{HEAD}{rest}");
            let found = read(mail.as_bytes()).unwrap();
            assert_eq!(found.article.text, WORDS, "{mail}");
            assert_eq!(found.warnings, [UNCLOSED], "{mail}");
            assert_eq!(attached(mail.as_bytes()).len(), attachments, "{mail}");
        }
    }

    #[test]
    fn a_message_that_ends_as_it_says_stays_as_it_is() {
        let inner = format!("{HEAD}multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\n{WORDS}\r\n--i--\r\n");
        for rest in [
            format!("text/plain\r\n\r\n{WORDS}\r\n-- \r\nAda\r\n--b"),
            format!("multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{WORDS}\r\n--b--\r\n-- \r\nAda"),
            format!(
                "multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}--b--"
            ),
            "text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSXQgcmFpbmVkLg==\r\n".to_owned(),
        ] {
            let mail = format!("{HEAD}{rest}");
            assert!(matches!(mended(mail.as_bytes()), (Cow::Borrowed(_), none) if none.is_empty()), "{mail}");
        }
    }

    #[test]
    fn letters_that_are_no_base64_cost_themselves() {
        let packed = "SXQgcmFpbmVkIGluIEx1bmQsIGFuZCB0aGUgbWF5b3Igc2FpZCBzby4gIEl0IHJh\r\naW5lZCBhZ2FpbiwgYW5kIG5vYm9keSBjYW1lLiAgIA==";
        let whole = "It rained in Lund, and the mayor said so.  It rained again, and nobody came.";
        let text = |packed: &str, kind: &str| {
            let mail = format!("{HEAD}{kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n{packed}\r\n");
            let found = read(mail.as_bytes()).unwrap();
            (found.article.text, found.warnings.len())
        };
        for kind in
            ["text/plain", "text/html", "multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain"]
        {
            assert_eq!(
                text(&format!("!!!!{packed}"), kind).0.replace("  ", " "),
                whole.replace("  ", " "),
                "{kind}"
            );
        }
        assert_eq!(text(packed, "text/plain"), (whole.to_owned(), 0));
        assert_eq!(text(&packed.replace("GluI", "G!uI"), "text/plain").1, 1);
        assert!(text(&packed.replace("GluI", "G!uI"), "text/plain").0.ends_with("and nobody came."));
        // What only says that it is base64.
        assert_eq!(text(WORDS, "text/plain").0, WORDS);
    }

    #[test]
    fn linear_in_the_length() {
        for piece in
            ["--b\n", "\n", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "boundary=", "--", "a:b\n"]
        {
            mended(format!("{HEAD}multipart/mixed; boundary=b\r\n\r\n{}", piece.repeat(100_000)).as_bytes());
        }
        mended("Content-Type: multipart/mixed; boundary ".repeat(100_000).as_bytes());
    }
}
