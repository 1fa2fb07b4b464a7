//! Mail: one message, or a mailbox of them, and pages that a browser saved in one file (MHTML), which are messages too.

use super::date::read_date;
use super::lines::{LONGEST, Line, Lines};
use super::{Found, blocks, html, wrapped};
use crate::article::Article;
use chrono::NaiveDate;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use std::io::{self, BufRead};

/// The most parts of a message that are looked at; a message can claim to have any number.
const MOST_PARTS: usize = 1000;

/// Reads one message. The error says in words why there is no article in it.
pub fn read(bytes: &[u8]) -> Result<Found, String> {
    let message = MessageParser::default().parse(bytes).ok_or("is no message")?;
    if message.parts.len() > MOST_PARTS {
        return Err(format!("the message has more than {MOST_PARTS} parts"));
    }
    if let Some(saved) = saved_page(&message) {
        return saved;
    }
    let (text, warning) = body(&message)?;
    let author = message.from().and_then(|from| from.first());
    let name = author.and_then(|a| a.name().or(a.address())).map(|n| n.trim().trim_matches('"').to_owned());
    let article = Article {
        text,
        title: message.subject().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()),
        date: day(&message),
        outlet: None,
        url: header(&message, "Archived-At").map(|u| u.trim_matches(['<', '>']).to_owned()),
        authors: name.into_iter().filter(|n| !n.is_empty()).collect(),
    };
    let external_id = message.message_id().map(str::to_owned);
    Ok(Found { article, external_id, warnings: warning.into_iter().collect(), ..Found::default() })
}

/// The words of a message: its plain text, else its page. What is attached is not read, and said so.
fn body(message: &Message<'_>) -> Result<(String, Option<String>), String> {
    let part = |at: &u32| message.parts.get(usize::try_from(*at).ok()?);
    let plain = message.text_body.iter().filter_map(part).find_map(|part| match &part.body {
        PartType::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    });
    let page = message.html_body.iter().filter_map(part).find_map(|part| match &part.body {
        PartType::Html(page) if !page.trim().is_empty() => Some(page),
        _ => None,
    });
    let text = match (plain, page) {
        (Some(text), _) => wrapped::unwrap(super::decode::normalise(text.trim().to_owned())),
        (None, Some(page)) => blocks::lines(page)?,
        (None, None) => return Err("the message has no text".to_owned()),
    };
    let attached = message.attachment_count();
    let files = if attached == 1 { "1 file is attached" } else { "files are attached" };
    let count = if attached == 1 { String::new() } else { format!("{attached} ") };
    Ok((text, (attached > 0).then(|| format!("{count}{files} and not read: save them to import them"))))
}

/// The page in a file as browsers save it (RFC 2557): related parts, of which one is the page.
fn saved_page(message: &Message<'_>) -> Option<Result<Found, String>> {
    let url = header(message, "Snapshot-Content-Location").or_else(|| {
        let kind = message.content_type()?;
        let is_related =
            kind.ctype() == "multipart" && kind.subtype() == Some("related") && message.from().is_none();
        let at = is_related.then_some(message.html_body.first()?)?;
        Some(message.parts.get(usize::try_from(*at).ok()?)?.content_location()?.to_owned())
    })?;
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(page) => Some(page),
        _ => None,
    })?;
    let saved = html::read(page, Some(&url)).map(|page| Found {
        article: page.article,
        modified: page.modified,
        retrieved: day(message).map(|day| format!("{day}T00:00:00Z")),
        ..Found::default()
    });
    Some(saved)
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

/// The messages of a mailbox, one after the other (RFC 4155; `>From ` is unquoted).
pub struct Mailbox<R> {
    lines: Lines<R>,
    begun: bool,
    ended: bool,
}

impl<R: BufRead> Mailbox<R> {
    /// The messages of a stream.
    pub const fn new(from: R) -> Self {
        Self { lines: Lines::new(from), begun: false, ended: false }
    }

    /// The bytes of the next message; an error in words where it is too long.
    fn message(&mut self) -> io::Result<Option<Result<Vec<u8>, String>>> {
        let mut message = Vec::new();
        let (mut is_long, mut after_blank) = (false, true);
        while !self.ended {
            let line = match self.lines.next() {
                Some(Ok(Line::Bytes(line))) => line,
                Some(Ok(Line::TooLong(_))) => {
                    is_long = true;
                    continue;
                }
                Some(Err(wrong)) => {
                    self.ended = true;
                    return Err(wrong);
                }
                None => {
                    self.ended = true;
                    break;
                }
            };
            if after_blank && line.starts_with(b"From ") {
                if std::mem::replace(&mut self.begun, true) {
                    break;
                }
                after_blank = false;
                continue;
            }
            after_blank = line.trim_ascii().is_empty();
            let unquoted = line.iter().position(|b| *b != b'>').filter(|at| *at > 0);
            let is_quoted =
                unquoted.is_some_and(|at| line.get(at..).is_some_and(|l| l.starts_with(b"From ")));
            is_long |= message.len() + line.len() > LONGEST;
            if !is_long && self.begun {
                message.extend_from_slice(line.get(usize::from(is_quoted)..).unwrap_or_default());
                message.push(b'\n');
            }
        }
        if is_long {
            return Ok(Some(Err(format!("the message has more than {} MB", LONGEST >> 20))));
        }
        Ok((!message.is_empty() || !self.ended).then_some(Ok(message)))
    }
}

impl<R: BufRead> Iterator for Mailbox<R> {
    type Item = io::Result<Result<Vec<u8>, String>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.message().transpose()
    }
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
    fn a_mailbox_is_its_messages() {
        let mailbox =
            format!("From ada Fri Dec 19 2025\n{MAIL}\n>From the hall she went.\n\nFrom bo Sat\n{MAIL}\n");
        let all: Vec<_> = Mailbox::new(mailbox.as_bytes()).collect();
        assert_eq!(all.len(), 2);
        let first = all[0].as_ref().unwrap().as_ref().unwrap();
        assert!(String::from_utf8_lossy(first).contains("\nFrom the hall she went."));
        assert_eq!(Mailbox::new(&b""[..]).count(), 0);
        assert_eq!(Mailbox::new(&b"no mailbox\n"[..]).count(), 0);
    }

    #[test]
    fn what_is_no_message_has_no_article() {
        for bytes in [&b""[..], b"\n\n", b"Subject: x\n\n", b"\0\0\0"] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
    }
}
