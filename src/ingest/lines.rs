//! Lines of a stream, one at a time, of any number but not of any length.

use super::broken;
use std::io::{self, BufRead, Read};

/// The longest line, and the largest file that is one article, in bytes. A novel has one or two million.
pub const LONGEST: usize = 64 << 20;
/// Where a line has more bytes than this, nobody looks for its end: a device, or a file that is broken.
const ENDLESS: u64 = 4 << 30;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Its bytes, without the line feed.
    Bytes(Vec<u8>),
    /// It was longer than [`LONGEST`]; this many bytes were passed over.
    TooLong(u64),
}

/// Reads lines that end with a line feed (the last may end with the stream).
#[derive(Debug)]
pub struct Lines<R> {
    from: R,
    longest: usize,
    endless: u64,
}

impl<R: BufRead> Lines<R> {
    /// The lines of a stream.
    pub const fn new(from: R) -> Self {
        Self { from, longest: LONGEST, endless: ENDLESS }
    }

    fn read(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let most = self.longest as u64 + 1;
        if (&mut self.from).take(most).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        } else if bytes.len() > self.longest {
            return Ok(Some(Line::TooLong(bytes.len() as u64 + self.pass_over()?)));
        }
        Ok(Some(Line::Bytes(bytes)))
    }

    /// Reads on to the end of the line and keeps nothing.
    fn pass_over(&mut self) -> io::Result<u64> {
        let mut passed = 0;
        loop {
            if passed > self.endless {
                let reason = format!("a line has more than {} MB, and no end in sight", passed >> 20);
                return Err(broken::said(reason));
            }
            let buffer = match self.from.fill_buf() {
                Ok(buffer) => buffer,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            let end = buffer.iter().position(|b| *b == b'\n');
            let length = end.map_or(buffer.len(), |at| at + 1);
            let done = end.is_some() || buffer.is_empty();
            passed += length as u64;
            self.from.consume(length);
            if done {
                return Ok(passed);
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, longest: usize) -> Vec<Line> {
        let from = io::BufReader::with_capacity(3, text.as_bytes());
        let lines = Lines { from, longest, endless: ENDLESS };
        lines.filter_map(Result::ok).collect()
    }

    #[test]
    fn a_line_that_is_too_long_costs_only_itself() {
        let bytes = |s: &str| Line::Bytes(s.into());
        let all = [bytes("abcd"), Line::TooLong(12), bytes(""), bytes("d")];
        assert_eq!(lines("abcd\nabcdefghijk\n\nd", 4), all);
        assert_eq!(lines("abcde", 4), [Line::TooLong(5)]);
        assert_eq!(lines("a\n", 4), [bytes("a")]);
        assert_eq!(lines("", 4), []);
    }

    #[test]
    fn a_line_without_end_ends() {
        let endless = io::BufReader::new(io::repeat(0));
        let mut lines = Lines { from: endless, longest: 100, endless: 1 << 20 };
        assert!(
            lines.next().is_some_and(|line| line.is_err_and(|e| e.to_string().contains("no end in sight")))
        );
    }
}
