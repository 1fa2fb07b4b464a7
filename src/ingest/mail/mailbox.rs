//! A mailbox → its messages.

use crate::ingest::lines::{LONGEST, Line, Lines};
use std::io::{self, BufRead};

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
}
