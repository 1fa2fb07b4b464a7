//! The bytes of a part → its text. Many programs send letters beyond ASCII without saying in which encoding, or say the wrong one;
//! the library would turn each into U+FFFD.

use crate::ingest::decode::{self, Decoded, decode};
use encoding_rs::{Encoding, UTF_8};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding as Transfer, Message, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;

/// The text of a part.
pub(super) struct Letters {
    pub(super) text: String,
    /// The encoding that it was read in, where that is not UTF-8.
    pub(super) encoding: Option<&'static str>,
    /// What was odd about that, in words.
    pub(super) warnings: Vec<String>,
}

/// The text of a part, which the library reads as `read`.
pub(super) fn of(message: &Message<'_>, part: &MessagePart<'_>, read: &str) -> Letters {
    let label = part.content_type().and_then(|kind| kind.attribute("charset")).map(str::trim);
    let decoded = bytes(message, part).and_then(|bytes| {
        let decoded = letters(&bytes, label, matches!(part.body, PartType::Html(_)))?;
        let told = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        let is_wrong = !bytes.is_ascii() && told.is_some_and(|told| told.name() != decoded.encoding);
        let said = label.filter(|_| is_wrong).map(|label| {
            format!("it says that it is in {label} and is not: it was read as {}", decoded.encoding)
        });
        Some((decoded, said))
    });
    let Some((Decoded { text, encoding, damaged }, said)) = decoded else {
        let warnings = decode::damage(label.unwrap_or("UTF-8"), read.contains('\u{fffd}'));
        return Letters { text: read.to_owned(), encoding: None, warnings };
    };
    let mut warnings = decode::damage(encoding, damaged);
    warnings.extend(said);
    Letters { text, encoding: Some(encoding).filter(|name| *name != UTF_8.name()), warnings }
}

/// The bytes of a part, unpacked.
fn bytes<'m>(message: &'m Message<'_>, part: &MessagePart<'_>) -> Option<Cow<'m, [u8]>> {
    let at = |offset: u32| usize::try_from(offset).ok();
    let raw = message.raw_message.get(at(part.offset_body)?..at(part.offset_end)?)?;
    match part.encoding {
        Transfer::None => Some(Cow::Borrowed(raw)),
        Transfer::QuotedPrintable => quoted_printable_decode(raw).map(Cow::Owned),
        Transfer::Base64 => base64_decode(raw).map(Cow::Owned),
    }
}

/// Bytes as text. `label`: the encoding that the header names; a page may name one itself. `None` where only the library knows
/// it, or none does.
fn letters(bytes: &[u8], label: Option<&str>, is_page: bool) -> Option<Decoded> {
    let told = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    match told.filter(|told| *told != UTF_8 && !label.is_some_and(is_ascii)) {
        // What is UTF-8 by chance is short.
        Some(_) if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() => decode(bytes, None),
        Some(told) => Some(decode::decode_as(bytes, told)),
        None if told.is_none() && label.is_some_and(|label| charset_decoder(label.as_bytes()).is_some()) => {
            None
        }
        None if is_page => decode(bytes, decode::declared_in_page(bytes).as_deref()),
        None => decode(bytes, None),
    }
}

/// The name that programs give where they say nothing.
fn is_ascii(label: &str) -> bool {
    label.to_ascii_lowercase().contains("ascii")
}

/// A message whose header is UTF-8, as the library wants it; letters beyond ASCII may stand there as they are (RFC 6532), and old
/// programs wrote them in their own encoding.
pub(super) fn with_readable_header(bytes: &[u8]) -> Cow<'_, [u8]> {
    let end = bytes.windows(2).position(|pair| pair == b"\n\n" || pair == b"\n\r").unwrap_or(bytes.len());
    let (header, body) = bytes.split_at(end);
    if std::str::from_utf8(header).is_ok() {
        return Cow::Borrowed(bytes);
    }
    match decode(header, decode::declared_in_page(header).as_deref()) {
        Some(decoded) => Cow::Owned([decoded.text.as_bytes(), body].concat()),
        None => Cow::Borrowed(bytes),
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::mail::read;

    const WORDS: &str = "“We’re out of money,” said Björk at the café.";

    /// A message with these lines in its header and these bytes below: its text, encoding and warnings.
    fn message(header: &str, body: &[u8]) -> (String, Option<&'static str>, Vec<String>) {
        let head = format!("From: Ada <ada@lund.example>\r\nSubject: Talks\r\n{header}\r\n\r\n");
        let found = read(&[head.as_bytes(), body].concat()).unwrap();
        (found.article.text, found.encoding, found.warnings)
    }

    fn old(text: &str) -> Vec<u8> {
        encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
    }

    #[test]
    fn marks_stay_whatever_is_said_or_not_said_of_the_encoding() {
        let (utf_8, other) = (None, Some("windows-1252"));
        for (header, body, encoding, warned) in [
            ("X-A: 1", old(WORDS), other, false),
            ("Content-Type: text/plain", old(WORDS), other, false),
            ("Content-Type: text/plain; charset=us-ascii", old(WORDS), other, false),
            ("Content-Type: text/plain; charset=us-ascii", WORDS.into(), utf_8, true),
            ("Content-Type: text/plain; charset=utf-8", old(WORDS), other, true),
            ("Content-Type: text/plain; charset=iso-8859-1", old(WORDS), other, false),
            ("Content-Type: text/plain; charset=iso-8859-1", WORDS.into(), utf_8, true),
            ("Content-Type: text/plain; charset=x-foo", WORDS.into(), utf_8, false),
            ("Content-Type: text/plain; charset=utf-8", WORDS.into(), utf_8, false),
        ] {
            let (text, read_in, warnings) = message(header, &body);
            assert_eq!((text.as_str(), read_in), (WORDS, encoding), "{header}");
            assert_eq!(!warnings.is_empty(), warned, "{header}: {warnings:?}");
        }
        let packed = "=93No,=94 said Bj=F6rk.";
        let header = "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable";
        assert_eq!(message(header, packed.as_bytes()).0, "“No,” said Björk.");
        let header = "Content-Type: text/plain; charset=iso-2022-jp";
        assert_eq!(message(header, b"\x1b$B%O%m!<\x1b(B").0, "ハロー");
        let header = "Content-Type: text/plain; charset=utf-7";
        assert_eq!(message(header, b"caf+AOk-").0, "café");
    }

    #[test]
    fn a_page_in_a_message_declares_its_encoding_itself() {
        let page =
            format!("<html><head><meta charset=\"windows-1252\"></head><body><p>{WORDS}</p></body></html>");
        assert_eq!(message("Content-Type: text/html", &old(&page)).0, WORDS);
        let russian = b"<meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2, said the mayor.</p>";
        assert_eq!(message("Content-Type: text/html", russian).0, "Привет, said the mayor.");
    }

    #[test]
    fn bytes_that_make_no_sense_are_said() {
        let (text, _, warnings) = message(
            "Content-Type: text/plain; charset=utf-8",
            "“Yes” – no\u{e9}".as_bytes().split_last().unwrap().1,
        );
        assert_eq!(text, "“Yes” – no\u{fffd}");
        assert_eq!(warnings, ["some bytes make no sense as UTF-8 and became U+FFFD"]);
    }

    #[test]
    fn headers_in_an_old_encoding_are_read() {
        let head = old("From: José Núñez <j@lund.example>\r\nSubject: “Café” gone\r\n\r\n");
        let found = read(&[head, old(WORDS)].concat()).unwrap();
        assert_eq!(found.article.title.as_deref(), Some("“Café” gone"));
        assert_eq!(found.article.authors, ["José Núñez"]);
        assert_eq!(found.article.text, WORDS);
    }
}
