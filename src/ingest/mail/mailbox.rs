//! A mailbox → its messages.

use crate::ingest::kind::is_mail_header;
use crate::ingest::lines::{LONGEST, Line, Lines};
use std::io::{self, BufRead};
use std::iter::Peekable;

/// The messages of a mailbox, one after the other (RFC 4155; `>From ` is unquoted).
pub struct Mailbox<R: BufRead> {
    lines: Peekable<Lines<R>>,
    begun: bool,
    ended: bool,
}

impl<R: BufRead> Mailbox<R> {
    /// The messages of a stream.
    pub fn new(from: R) -> Self {
        Self { lines: Lines::new(from).peekable(), begun: false, ended: false }
    }

    /// Whether a message begins with this line, which stands below a blank one: programs that do not quote leave paragraphs that
    /// begin with the same word.
    fn begins(&mut self, line: &[u8]) -> bool {
        let below = |next: &io::Result<Line>| matches!(next, Ok(Line::Bytes(next)) if is_mail_header(next));
        line.starts_with(b"From ") && (!self.begun || is_dated(line) || self.lines.peek().is_some_and(below))
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
            if after_blank && self.begins(&line) {
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

/// Whether a sender and a moment follow: `ada@lund.example Fri Dec 19 10:00:00 2025`, perhaps with a time zone.
fn is_dated(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = |word: &&str| word.contains(':') && word.split(':').all(is_number);
    let is_year = |word: &&str| word.len() == 4 && is_number(word);
    let end = words.get(words.len().saturating_sub(3)..).unwrap_or_default();
    (5..=9).contains(&words.len()) && words.iter().any(is_time) && end.iter().any(is_year)
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

    #[test]
    fn a_mailbox_is_its_messages() {
        let message = "From: Ada <ada@lund.example>\r\nSubject: Talks\r\n\r\nIt rained.\r\n";
        let mailbox = format!(
            "From ada Fri Dec 19 2025\n{message}\n>From the hall she went.\n\nFrom bo Sat\n{message}\n"
        );
        let all: Vec<_> = Mailbox::new(mailbox.as_bytes()).collect();
        assert_eq!(all.len(), 2);
        let first = all[0].as_ref().unwrap().as_ref().unwrap();
        assert!(String::from_utf8_lossy(first).contains("\nFrom the hall she went."));
        assert_eq!(Mailbox::new(&b""[..]).count(), 0);
        assert_eq!(Mailbox::new(&b"no mailbox\n"[..]).count(), 0);
    }

    #[test]
    fn a_paragraph_that_begins_like_a_message_is_none() {
        let message = "From: Ada <ada@lund.example>\nSubject: Talks\n\nIt rained.\n\nFrom the hall came no answer.\n\nFrom 1998 to 2025 she led \
                       it:\nEk said so.\n\nFrom 9:30 it rained.\n";
        for first in [
            "From ada@lund.example Fri Dec 19 10:00:00 2025",
            "From - Fri Dec 19 10:00:00 2025 +0100",
            "From ada",
        ] {
            let mailbox = format!("{first}\n{message}\n").repeat(3);
            assert_eq!(Mailbox::new(mailbox.as_bytes()).count(), 3, "{first}");
        }
    }
}
