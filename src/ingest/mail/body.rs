//! The words of a message: all parts that a reader shows, one after the other. Mail programs make several where a picture or a
//! file stands between paragraphs.

use super::flowed;
use super::letters::{self, Letters};
use crate::article::{Mark, MarkedText};
use crate::ingest::{blocks, decode, wrapped};
use crate::span::Span;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use rustc_hash::FxHasher;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hasher;

/// A message whose page has so many times the words of its plain text says them in the page: the text says that one should look
/// there.
const STUB: usize = 3;

/// Why there is no article in a message.
const NO_TEXT: &str = "the message has no text";

/// The words of a message, and how they were read.
#[derive(Default)]
pub(super) struct Body {
    pub(super) words: MarkedText,
    /// The encoding of the first part that is in another one than UTF-8.
    pub(super) encoding: Option<&'static str>,
    pub(super) warnings: Vec<String>,
}

impl Body {
    fn is_blank(&self) -> bool {
        self.words.text.is_empty()
    }

    fn count(&self) -> usize {
        self.words.text.split_whitespace().count()
    }

    fn add(&mut self, MarkedText { text, marks }: MarkedText, read: Letters, gap: &str) {
        if !self.is_blank() {
            self.words.text.push_str(gap);
        }
        let at = self.words.text.len();
        self.words.text.push_str(&text);
        let moved = |Mark { span, part }| Mark { span: Span::new(span.start + at, span.end + at), part };
        self.words.marks.extend(marks.into_iter().map(moved));
        self.encoding = self.encoding.or(read.encoding);
        self.warnings.extend(read.warnings);
        self.warnings.dedup();
    }
}

/// Reads the words of a message: of alternatives the plain text, or the page where there is none, or one that says much more.
pub(super) fn read(message: &Message<'_>) -> Result<Body, String> {
    let plain = shown(message, &message.text_body);
    if message.text_body == message.html_body {
        return plain?.ok_or_else(|| NO_TEXT.to_owned());
    }
    let page = shown(message, &message.html_body);
    match (plain, page) {
        (Ok(Some(plain)), Ok(Some(page))) if page.count() > STUB * plain.count() => Ok(page),
        (Ok(Some(plain)), _) => Ok(plain),
        (_, page) => page?.ok_or_else(|| NO_TEXT.to_owned()),
    }
}

/// The words of these parts; `None` where there are none. An error where no part could be read.
fn shown(message: &Message<'_>, parts: &[u32]) -> Result<Option<Body>, String> {
    let choices = choices(message);
    let (mut body, mut said, mut wrong) = (Body::default(), Said::default(), None);
    let (mut chosen, mut was_page) = (HashSet::new(), false);
    for at in parts {
        let Some(part) = usize::try_from(*at).ok().and_then(|at| message.parts.get(at)) else { continue };
        let (raw, is_page) = match &part.body {
            PartType::Text(text) => (text, false),
            PartType::Html(page) => (page, true),
            _ => continue,
        };
        if raw.trim().is_empty() || choices.get(at).is_some_and(|choice| !chosen.insert(*choice)) {
            continue;
        }
        let read = letters::of(message, part, raw);
        let words = match is_page {
            true => blocks::lines(&read.text),
            false => Ok(MarkedText { text: paragraphs(&read.text, part), marks: Vec::new() }),
        };
        match words {
            Err(reason) => wrong = wrong.or(Some(reason)),
            Ok(words) if !body.is_blank() && (is_footer(message, &words.text) || said.has(&words.text)) => {}
            Ok(words) => {
                if parts.len() > 1 {
                    said.add(&words.text);
                }
                body.add(words, read, if is_page && was_page { "\n" } else { "\n\n" });
                was_page = is_page;
            }
        }
    }
    match (body.is_blank(), wrong) {
        (false, wrong) => {
            body.warnings.extend(wrong.map(|reason| format!("a part of the message was left out: {reason}")));
            Ok(Some(body))
        }
        (true, Some(wrong)) => Err(wrong),
        (true, None) => Ok(None),
    }
}

/// The parts of which a reader shows one, with what they are the alternatives of.
fn choices(message: &Message<'_>) -> HashMap<u32, usize> {
    let all = message.parts.iter().enumerate().filter_map(|(at, part)| match &part.body {
        PartType::Multipart(inner) => Some((at, part, inner)),
        _ => None,
    });
    let is_choice = |part: &MessagePart<'_>| {
        let kind = part.content_type().and_then(|kind| kind.subtype());
        kind.is_some_and(|kind| kind.eq_ignore_ascii_case("alternative"))
    };
    all.filter(|(_, part, _)| is_choice(part))
        .flat_map(|(at, _, inner)| inner.iter().map(move |inner| (*inner, at)))
        .collect()
}

/// Whether a part is what a list puts below each message: a rule, and how to leave the list.
fn is_footer(message: &Message<'_>, text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default().trim();
    let is_rule = first.len() >= 2 && first.bytes().all(|byte| matches!(byte, b'_' | b'-' | b'=' | b'*'));
    let of_list = ["List-Id", "List-Post", "List-Unsubscribe"];
    is_rule && of_list.into_iter().any(|name| message.header(name).is_some())
}

/// What parts said already: some programs send text and page one after the other that should be alternatives.
#[derive(Default)]
struct Said(HashSet<u64>);

impl Said {
    /// Words in a row that nobody writes twice by chance.
    const ROW: usize = 4;

    /// Each row of words, as a number.
    fn rows(text: &str) -> impl Iterator<Item = u64> {
        let is_word = |word: &&str| word.contains(char::is_alphanumeric);
        let number = |word: &str| {
            let mut hasher = FxHasher::default();
            word.chars().filter(|c| c.is_alphanumeric()).for_each(|c| hasher.write_u32(u32::from(c)));
            hasher.finish()
        };
        let mut row = VecDeque::new();
        text.split_whitespace().filter(is_word).filter_map(move |word| {
            row.push_back(number(word));
            if row.len() > Self::ROW {
                row.pop_front();
            }
            let mut hasher = FxHasher::default();
            row.iter().for_each(|word| hasher.write_u64(*word));
            (row.len() == Self::ROW).then(|| hasher.finish())
        })
    }

    fn add(&mut self, text: &str) {
        self.0.extend(Self::rows(text));
    }

    /// Whether nearly all of a text was said.
    fn has(&self, text: &str) -> bool {
        let (mut known, mut all) = (0_usize, 0_usize);
        for row in Self::rows(text) {
            known += usize::from(self.0.contains(&row));
            all += 1;
        }
        all > 0 && known * 10 >= all * 9
    }
}

/// Plain text with the lines joined that a mail program broke.
fn paragraphs(text: &str, part: &MessagePart<'_>) -> String {
    let text = decode::normalise(text.to_owned());
    let says = |name: &str, value: &str| {
        let kind = part.content_type().and_then(|kind| kind.attribute(name));
        kind.is_some_and(|told| told.eq_ignore_ascii_case(value))
    };
    let text = if says("format", "flowed") { flowed::unwrap(&text, says("delsp", "yes")) } else { text };
    wrapped::unwrap(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use crate::ingest::mail::{attached, read};

    const FIRST: &str = "The mayor of Lund said on Friday that the talks had come to nothing.";
    const SECOND: &str = "“We will ask for an inquiry,” said Ek, who leads the opposition.";
    const PICTURE: &str = "image/png; name=hall.png\r\nContent-Disposition: inline; filename=hall.png\r\nContent-Transfer-Encoding: \
                           base64\r\n\r\niVBORw0KGgo=";

    /// A message of parts, each its kind and its words; `kind`: how they belong together.
    fn message(head: &str, kind: &str, parts: &[&str]) -> String {
        let parts: String = parts.iter().map(|part| format!("--b\r\nContent-Type: {part}\r\n")).collect();
        format!(
            "From: Ada Berg <ada@lund.example>\r\nSubject: Talks\r\n{head}MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; \
             boundary=b\r\n\r\n{parts}--b--\r\n"
        )
    }

    fn plain(text: &str) -> String {
        format!("text/plain; charset=utf-8\r\n\r\n{text}")
    }

    fn page(text: &str) -> String {
        format!("text/html; charset=utf-8\r\n\r\n<html><body><p>{text}</p></body></html>")
    }

    fn text(mail: &str) -> String {
        read(mail.as_bytes()).unwrap().article.text
    }

    #[test]
    fn all_parts_that_are_shown_are_read_in_their_order() {
        let (one, two) = (plain(FIRST), plain(SECOND));
        assert_eq!(text(&message("", "mixed", &[&one, PICTURE, &two])), format!("{FIRST}\n\n{SECOND}"));
        let heading = "text/html; charset=utf-8\r\n\r\n<h2>The answer</h2>".to_owned();
        let pages = message("", "mixed", &[&page(FIRST), PICTURE, &page(SECOND), &heading]);
        let found = read(pages.as_bytes()).unwrap().article;
        assert_eq!(found.text, format!("{FIRST}\n{SECOND}\nThe answer"));
        assert_eq!(found.marks[0].span.of(&found.text), "The answer");
        assert_eq!(text(&message("", "mixed", &[&one, &page(SECOND)])), format!("{FIRST}\n\n{SECOND}"));
    }

    #[test]
    fn of_alternatives_one_is_read() {
        let (one, two) = (plain(FIRST), plain(SECOND));
        assert_eq!(text(&message("", "alternative", &[&one, &page(FIRST)])), FIRST);
        assert_eq!(text(&message("", "alternative", &[&one, &two, &page(SECOND)])), FIRST);
        // Text and page of the same words that should be alternatives.
        assert_eq!(text(&message("", "mixed", &[&one, &page(FIRST)])), FIRST);
        let both = format!(
            "multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: {}\r\n--i\r\nContent-Type: {PICTURE}\r\n--i\r\nContent-Type: {}\r\n--i--",
            page(FIRST),
            page(SECOND)
        );
        let whole = plain(&format!("{FIRST}\r\n\r\n{SECOND}"));
        assert_eq!(text(&message("", "alternative", &[&whole, &both])), format!("{FIRST}\n\n{SECOND}"));
        let stub = plain("See the page.");
        assert_eq!(text(&message("", "alternative", &[&stub, &both])), format!("{FIRST}\n{SECOND}"));
    }

    #[test]
    fn what_a_list_puts_below_each_message_is_left_out() {
        let footer = plain("_____________________\r\nLund mailing list\r\nlund@list.example");
        let parts = [&*plain(FIRST), &footer];
        let listed = "List-Id: Lund <lund.list.example>\r\nList-Unsubscribe: <mailto:a@list.example>\r\n";
        assert_eq!(text(&message(listed, "mixed", &parts)), FIRST);
        assert!(text(&message("", "mixed", &parts)).ends_with("lund@list.example"));
        let unnamed = "text/plain\r\nContent-Disposition: attachment\r\n\r\nIt rained.";
        let attached = attached(message("", "mixed", &[&plain(FIRST), unnamed]).as_bytes());
        assert_eq!(attached, [("attachment 1".to_owned(), b"It rained.".to_vec())]);
    }
}
