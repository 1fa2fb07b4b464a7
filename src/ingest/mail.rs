//! Mail: one message, or a mailbox of them, and pages that a browser saved in one file (MHTML), which are messages too.

mod letters;
mod mailbox;

pub use self::mailbox::Mailbox;

use self::letters::Letters;
use super::date::read_date;
use super::{Found, blocks, html, wrapped};
use crate::article::{Article, MarkedText};
use chrono::NaiveDate;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// The most parts of a message that are looked at; a message can claim to have any number.
const MOST_PARTS: usize = 1000;

/// Kinds of parts that hold no article.
const NO_ARTICLES: [&str; 5] = ["image", "audio", "video", "font", "model"];

/// Reads one message. The error says in words why there is no article in it.
pub fn read(bytes: &[u8]) -> Result<Found, String> {
    let bytes = letters::with_readable_header(bytes);
    let message = MessageParser::default().parse(&bytes).ok_or("is no message")?;
    if message.parts.len() > MOST_PARTS {
        return Err(format!("the message has more than {MOST_PARTS} parts"));
    }
    if let Some(saved) = saved_page(&message) {
        return saved;
    }
    let (MarkedText { text, marks }, Letters { encoding, warnings, .. }) = body(&message)?;
    let author = message.from().and_then(|from| from.first());
    let name = author.and_then(|a| a.name().or(a.address())).map(|n| n.trim().trim_matches('"').to_owned());
    let article = Article {
        text,
        title: message.subject().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()),
        date: day(&message),
        outlet: None,
        url: header(&message, "Archived-At").map(|u| u.trim_matches(['<', '>']).to_owned()),
        authors: name.into_iter().filter(|n| !n.is_empty()).collect(),
        marks,
    };
    let external_id = message.message_id().map(str::to_owned);
    Ok(Found { article, external_id, encoding, warnings, ..Found::default() })
}

/// The words of a message: its plain text, else its page.
fn body(message: &Message<'_>) -> Result<(MarkedText, Letters), String> {
    let part = |at: &u32| message.parts.get(usize::try_from(*at).ok()?);
    let plain = message.text_body.iter().filter_map(part).find_map(|part| match &part.body {
        PartType::Text(text) if !text.trim().is_empty() => Some(letters::of(message, part, text)),
        _ => None,
    });
    let page = || {
        message.html_body.iter().filter_map(part).find_map(|part| match &part.body {
            PartType::Html(page) if !page.trim().is_empty() => Some(letters::of(message, part, page)),
            _ => None,
        })
    };
    if let Some(plain) = plain {
        let text = wrapped::unwrap(super::decode::normalise(plain.text.trim().to_owned()));
        return Ok((MarkedText { text, marks: Vec::new() }, plain));
    }
    let page = page().ok_or("the message has no text")?;
    Ok((blocks::lines(&page.text)?, page))
}

/// What is attached to a message, with its name: what may hold an article, not pictures, sounds, signatures. A page that a
/// browser saved has parts, and nothing attached.
pub fn attached(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Some(message) = MessageParser::default().parse(bytes) else { return Vec::new() };
    if message.parts.len() > MOST_PARTS || saved_address(&message).is_some() {
        return Vec::new();
    }
    let mut attached = Vec::new();
    for (number, part) in (1..).zip(message.attachments()) {
        let kind = part.content_type();
        let is_none = kind.is_some_and(|kind| {
            NO_ARTICLES.contains(&kind.ctype().to_ascii_lowercase().as_str())
                || kind.subtype().is_some_and(|kind| kind.to_ascii_lowercase().ends_with("signature"))
                // Below the words of a list's mail stands how to leave it, and in a returned one why it was.
                || kind.ctype().eq_ignore_ascii_case("text") && part.attachment_name().is_none()
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
    let Letters { text, encoding, warnings } = page;
    let saved = html::read(&text, Some(&url)).map(|page| Found {
        article: page.article,
        modified: page.modified,
        encoding,
        warnings,
        retrieved: day(message).map(|day| format!("{day}T00:00:00Z")),
        ..Found::default()
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

/// The day in the message's own time zone.
fn day(message: &Message<'_>) -> Option<NaiveDate> {
    let date = message.date()?;
    let day = NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))?;
    read_date(&day.to_string())
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

    #[test]
    fn what_is_no_message_has_no_article() {
        for bytes in [&b""[..], b"\n\n", b"Subject: x\n\n", b"\0\0\0"] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
    }
}
