//! Mail: one message, or a mailbox of them, and pages that a browser saved in one file (MHTML), which are messages too.

mod body;
mod flowed;
mod forwarded;
mod letters;
mod mailbox;
mod mended;
mod notices;

pub use self::mailbox::Mailbox;

use self::body::Body;
use self::letters::Letters;
use super::date::read_date;
use super::{Found, html};
use crate::article::{Article, MarkedText};
use chrono::NaiveDate;
use mail_parser::{DateTime, Message, MessageParser, MimeHeaders, PartType};
use std::panic::catch_unwind;

/// The most parts of a message that are looked at; a message can claim to have any number.
const MOST_PARTS: usize = 1000;

/// Why there is no article in an encrypted message.
const ENCRYPTED: &str = "the message is encrypted, and onrecord has no key";

/// Kinds of parts that hold no article.
const NO_ARTICLES: [&str; 5] = ["image", "audio", "video", "font", "model"];

/// Reads one message. The error says in words why there is no article in it.
pub fn read(bytes: &[u8]) -> Result<Found, String> {
    let bytes = letters::with_readable_header(bytes);
    let (bytes, damage) = mended::mended(&bytes);
    let found = article(&parse(&bytes)?)?;
    Ok(Found { warnings: damage.into_iter().chain(found.warnings).collect(), ..found })
}

/// The article of a message.
fn article(message: &Message<'_>) -> Result<Found, String> {
    if message.parts.len() > MOST_PARTS {
        return Err(format!("the message has more than {MOST_PARTS} parts"));
    }
    if let Some(saved) = saved_page(message) {
        return saved;
    }
    if is_encrypted(message) {
        return Err(ENCRYPTED.to_owned());
    }
    let Body { mut words, encoding, mut warnings } = body::read(message)?;
    let original = forwarded::cut(message.subject(), &mut words);
    let MarkedText { text, marks } = notices::without(words);
    let author = message.from().and_then(|from| from.first());
    let name = author.and_then(|a| a.name().or(a.address())).map(|n| n.trim().trim_matches('"').to_owned());
    let date = day(message);
    if let (None, None, Some(written)) = (date, &original, message.header_raw("Date")) {
        warnings
            .push(format!("the date {:?} was left out: it cannot be read with certainty", written.trim()));
    }
    let mut article = Article {
        text,
        title: message.subject().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()),
        date,
        outlet: None,
        url: header(message, "Archived-At").map(|u| u.trim_matches(['<', '>']).to_owned()),
        authors: name.into_iter().filter(|n| !n.is_empty()).collect(),
        marks,
    };
    if let Some(original) = original {
        // Who sent it on, and when, is not who wrote it.
        article.title = original.title.or(article.title);
        article.authors = original.author.into_iter().collect();
        article.date = original.date;
        warnings.extend(original.warnings);
    }
    let external_id = message.message_id().map(str::to_owned);
    Ok(Found { article, external_id, encoding, warnings, ..Found::default() })
}

/// The parts of a message. Where the compiler checks sums, the library ends on some damaged ones.
fn parse(bytes: &[u8]) -> Result<Message<'_>, String> {
    let parsed = catch_unwind(|| MessageParser::default().parse(bytes));
    let parsed = parsed.map_err(|_| "its parts are damaged, and cannot be told apart")?;
    parsed.ok_or_else(|| "is no message".to_owned())
}

/// Whether only its recipient can read a message: by PGP (RFC 3156; or in its text) or S/MIME (RFC 8551).
fn is_encrypted(message: &Message<'_>) -> bool {
    let root = message.content_type();
    let is = |kind: &str, names: &[&str]| {
        root.is_some_and(|root| {
            root.ctype().eq_ignore_ascii_case(kind)
                && root.subtype().is_some_and(|own| names.iter().any(|name| own.eq_ignore_ascii_case(name)))
        })
    };
    let is_signed =
        root.and_then(|root| root.attribute("smime-type")).is_some_and(|kind| kind.contains("signed"));
    let text = message.text_body.first().and_then(|at| message.parts.get(usize::try_from(*at).ok()?));
    is("multipart", &["encrypted"])
        || is("application", &["pkcs7-mime", "x-pkcs7-mime"]) && !is_signed
        || text.is_some_and(|text| {
            text.contents().trim_ascii_start().starts_with(b"-----BEGIN PGP MESSAGE-----")
        })
}

/// What is attached to a message, with its name: what may hold an article, not pictures, sounds, signatures. A page that a
/// browser saved has parts, and nothing attached.
pub fn attached(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let (bytes, _) = mended::mended(bytes);
    let Ok(message) = parse(&bytes) else { return Vec::new() };
    if message.parts.len() > MOST_PARTS || saved_address(&message).is_some() || is_encrypted(&message) {
        return Vec::new();
    }
    let mut attached = Vec::new();
    for (number, part) in (1..).zip(message.attachments()) {
        let kind = part.content_type();
        let is_told = part.content_disposition().is_some_and(|told| told.is_attachment());
        let is_none = kind.is_some_and(|kind| {
            NO_ARTICLES.contains(&kind.ctype().to_ascii_lowercase().as_str())
                || kind.subtype().is_some_and(|kind| kind.to_ascii_lowercase().ends_with("signature"))
                // In a returned message stands its head, in an invitation the day for calendars.
                || kind.ctype().eq_ignore_ascii_case("text") && part.attachment_name().is_none() && !is_told
                || kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("delivery-status"))
        });
        if !is_none {
            let name = part.attachment_name().map_or_else(|| format!("attachment {number}"), str::to_owned);
            let bytes = match &part.body {
                PartType::Message(inner) => within(inner).to_vec(),
                PartType::Text(text) | PartType::Html(text) => {
                    letters::of(&message, part, text).text.into_bytes()
                }
                _ => part.contents().to_vec(),
            };
            attached.push((name, bytes));
        }
    }
    attached
}

/// The bytes of a message that lies in another: the library keeps those of the other too.
fn within<'m>(message: &'m Message<'_>) -> &'m [u8] {
    let Some(root) = message.parts.first() else { return &[] };
    let at = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    message.raw_message.get(at(root.offset_header)..at(root.offset_end)).unwrap_or_default()
}

/// The page in a file as browsers save it (RFC 2557): related parts, of which one is the page.
fn saved_page(message: &Message<'_>) -> Option<Result<Found, String>> {
    let url = saved_address(message)?;
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(page) => Some(letters::of(message, part, page)),
        _ => None,
    })?;
    let Letters { text, encoding, mut warnings } = page;
    let saved = html::read(&text, Some(&url)).map(|page| {
        warnings.extend(page.warning);
        Found {
            article: page.article,
            modified: page.modified,
            encoding,
            warnings,
            retrieved: day(message).map(|day| format!("{day}T00:00:00Z")),
            ..Found::default()
        }
    });
    Some(saved)
}

/// The address of a page that a browser saved in one file.
fn saved_address(message: &Message<'_>) -> Option<String> {
    header(message, "Snapshot-Content-Location").or_else(|| {
        let kind = message.content_type()?;
        let is_related =
            kind.ctype() == "multipart" && kind.subtype() == Some("related") && message.from().is_none();
        let at = is_related.then_some(message.html_body.first()?)?;
        Some(message.parts.get(usize::try_from(*at).ok()?)?.content_location()?.to_owned())
    })
}

/// The day in the message's own time zone, also where it names none.
fn day(message: &Message<'_>) -> Option<NaiveDate> {
    let of = |date: &DateTime| {
        let day = NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))?;
        read_date(&day.to_string())
    };
    message.date().and_then(of).or_else(|| read_date(message.header_raw("Date")?.trim()))
}

fn header(message: &Message<'_>, name: &'static str) -> Option<String> {
    let value = message.header(name)?.as_text()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: \"Ada Berg\" <ada@lund.example>\r\nTo: desk@post.example\r\nSubject: =?utf-8?q?Talks_in_Malm=C3=B6?=\r\n\
        Date: Fri, 19 Dec 2025 23:30:00 -0800\r\nMessage-ID: <1@lund.example>\r\nMIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        =93No,=94 said the mayor of Malm=F6.\r\n";

    #[test]
    fn a_part_that_ends_where_it_begins_does_no_harm() {
        let mail = "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\
                    Content-Transfer-Encoding: quoted-printable\n\n=\n--b--\n";
        assert!(read(mail.as_bytes()).is_err());
        assert_eq!(attached(mail.as_bytes()), []);
    }

    #[test]
    fn a_day_without_a_zone_is_read_and_one_that_is_none_is_named() {
        let dated = |date: &str| {
            let found = read(MAIL.replace("Fri, 19 Dec 2025 23:30:00 -0800", date).as_bytes()).unwrap();
            (found.article.date.map(|day| day.to_string()), found.warnings)
        };
        assert_eq!(dated("Mon, 8 Dec 2025 18:15:00"), (Some("2025-12-08".to_owned()), Vec::new()));
        let (date, warnings) = dated("soon");
        assert_eq!(date, None);
        assert_eq!(warnings, ["the date \"soon\" was left out: it cannot be read with certainty"]);
    }

    #[test]
    fn a_message_gives_its_article() {
        let found = read(MAIL.replace("iso-8859-1", "windows-1252").as_bytes()).unwrap();
        assert_eq!(found.article.text, "“No,” said the mayor of Malmö.");
        assert_eq!(found.article.title.as_deref(), Some("Talks in Malmö"));
        assert_eq!(found.article.date.unwrap().to_string(), "2025-12-19");
        assert_eq!(found.article.authors, ["Ada Berg"]);
        assert_eq!(found.external_id.as_deref(), Some("1@lund.example"));
        assert!(found.warnings.is_empty());
    }

    #[test]
    fn what_is_attached_is_given_apart_without_pictures() {
        let part = |kind: &str, name: &str, body: &str| {
            format!(
                "--b\r\nContent-Type: {kind}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{body}\r\n"
            )
        };
        let mail = format!(
            "From: ada@lund.example\r\nSubject: See below\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; \
             boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n{}{}--b--\r\n",
            part("text/html", "talks.html", "<p>It rained.</p>"),
            part("image/png", "hall.png", "x")
        );
        let all = attached(mail.as_bytes());
        assert_eq!(all, [("talks.html".to_owned(), b"<p>It rained.</p>".to_vec())]);
        assert_eq!(read(mail.as_bytes()).unwrap().article.text, "See below.");
        assert_eq!(attached(MAIL.as_bytes()), []);
        let forwarded = format!(
            "From: bo@lund.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\
             Content-Type: text/plain\r\n\r\nSee below.\r\n--c\r\nContent-Type: message/rfc822\r\n\r\n{MAIL}\r\n--c--\r\n"
        );
        let all = attached(forwarded.as_bytes());
        assert_eq!(all.len(), 1);
        assert_eq!(read(&all[0].1).unwrap().article.title.as_deref(), Some("Talks in Malmö"));
        assert!(!all[0].1.starts_with(b"From: bo"), "{:?}", String::from_utf8_lossy(&all[0].1));
    }

    /// A message of these two parts, of which a reader shows one.
    fn alternatives(text: &str, page: &str) -> String {
        format!(
            "From: ada@lund.example\r\nSubject: Talks\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--b\r\nContent-Type: text/html\r\n\r\n{page}\r\n--b--\r\n"
        )
    }

    #[test]
    fn a_text_that_only_points_to_the_page_does_not_stand_for_it() {
        let page = "<p>The mayor of Lund said on Friday that the talks had come to nothing.</p><p>“Nobody offered anything,” she said.</p>";
        let text = |plain: &str| read(alternatives(plain, page).as_bytes()).unwrap().article.text;
        assert!(text("This message requires an HTML reader.").starts_with("The mayor of Lund said"));
        let whole = "The mayor of Lund said on Friday that the talks had come to nothing. “Nobody offered anything,” she said.";
        assert_eq!(text(whole), whole);
    }

    #[test]
    fn lines_that_a_mail_program_broke_are_joined() {
        let mail = "From: ada@lund.example\r\nSubject: Talks\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n\
                    The mayor said that \r\nthe talks had failed.\r\n\r\nNobody came.\r\n";
        let text = read(mail.as_bytes()).unwrap().article.text;
        assert_eq!(text, "The mayor said that the talks had failed.\n\nNobody came.");
    }

    #[test]
    fn an_encrypted_message_is_refused_and_its_parts_are_no_articles() {
        let head = "From: ada@lund.example\r\nSubject: ...\r\nMIME-Version: 1.0\r\nContent-Type: ";
        let cipher = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n";
        for rest in [
            format!(
                "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n--b\r\nContent-Type: \
                 application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream; \
                 name=encrypted.asc\r\n\r\n{cipher}--b--\r\n"
            ),
            format!("text/plain\r\n\r\n{cipher}"),
            "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAG\r\n"
                .to_owned(),
        ] {
            let mail = format!("{head}{rest}");
            assert_eq!(read(mail.as_bytes()).unwrap_err(), ENCRYPTED, "{mail}");
            assert_eq!(attached(mail.as_bytes()), [], "{mail}");
        }
    }

    #[test]
    fn what_is_no_message_has_no_article() {
        for bytes in [&b""[..], b"\n\n", b"Subject: x\n\n", b"\0\0\0"] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
    }
}
