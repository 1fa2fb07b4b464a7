//! A stream of JSON values → the bytes of each: the objects of a list, or objects one after the other, however they
//! are spread over lines. Of any number, one in memory at a time.

use super::lines::{LONGEST, Line};
use std::io::{self, BufRead};

/// The values of a stream.
pub struct Items<R> {
    from: R,
    longest: usize,
    /// The line that is being read, from 1.
    line: u64,
    begun: bool,
    in_list: bool,
    ended: bool,
}

impl<R: BufRead> Items<R> {
    /// The values of a stream of UTF-8.
    pub const fn new(from: R) -> Self {
        Self { from, longest: LONGEST, line: 1, begun: false, in_list: false, ended: false }
    }

    /// Whether the values stand in a list; known after the first.
    pub const fn is_list(&self) -> bool {
        self.in_list
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.from.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }

    fn skip(&mut self, byte: u8) {
        self.line += u64::from(byte == b'\n');
        self.from.consume(1);
    }

    fn read(&mut self) -> io::Result<Option<(u64, Line)>> {
        loop {
            let Some(byte) = self.peek()? else { return Ok(None) };
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.skip(byte),
                // The mark of UTF-8.
                0xef | 0xbb | 0xbf if !self.begun => self.skip(byte),
                b',' if self.begun => self.skip(byte),
                b'[' if !self.begun => {
                    (self.begun, self.in_list) = (true, true);
                    self.skip(byte);
                }
                b']' if self.in_list => {
                    self.skip(byte);
                    return Ok(None);
                }
                _ => break,
            }
        }
        self.begun = true;
        let line = self.line;
        Ok(Some((line, self.value()?)))
    }

    /// One value: an object or a list to its end, anything else to the next comma or white space.
    fn value(&mut self) -> io::Result<Line> {
        let mut bytes = Vec::new();
        let (mut depth, mut in_string, mut escaped, mut length) = (0_u64, false, false, 0_u64);
        loop {
            let chunk = match self.from.fill_buf() {
                Ok(chunk) => chunk,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            if chunk.is_empty() {
                break;
            }
            let (mut used, mut done) = (0, false);
            for byte in chunk {
                let ends_scalar = depth == 0
                    && !in_string
                    && length + used as u64 > 0
                    && matches!(byte, b',' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b'{' | b'[');
                if ends_scalar {
                    done = true;
                    break;
                }
                used += 1;
                self.line += u64::from(*byte == b'\n');
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    _ if in_string => {}
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth = depth.saturating_sub(1);
                        if depth == 0 {
                            done = true;
                            break;
                        }
                    }
                    _ => {}
                }
            }
            if bytes.len() <= self.longest {
                bytes.extend_from_slice(chunk.get(..used).unwrap_or_default());
            }
            length += used as u64;
            self.from.consume(used);
            if done {
                break;
            }
        }
        Ok(if length > self.longest as u64 { Line::TooLong(length) } else { Line::Bytes(bytes) })
    }
}

impl<R: BufRead> Iterator for Items<R> {
    type Item = io::Result<(u64, Line)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let item = self.read();
        self.ended = !matches!(item, Ok(Some(_)));
        item.transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(json: &str) -> Vec<String> {
        let from = io::BufReader::with_capacity(3, json.as_bytes());
        let shown = |item: io::Result<(u64, Line)>| match item.unwrap() {
            (line, Line::Bytes(bytes)) => format!("{line} {}", String::from_utf8_lossy(&bytes)),
            (line, Line::TooLong(bytes)) => format!("{line} too long: {bytes}"),
        };
        Items { longest: 30, ..Items::new(from) }.map(shown).collect()
    }

    #[test]
    fn each_value_however_they_stand() {
        for (json, expected) in [
            ("[{\"a\": \"]}\\\"\"}, {\"b\": [1]}]", vec!["1 {\"a\": \"]}\\\"\"}", "1 {\"b\": [1]}"]),
            ("\u{feff}{\n\"a\": 1\n}\n{}", vec!["1 {\n\"a\": 1\n}", "4 {}"]),
            ("[1, \"a b\", null]", vec!["1 1", "1 \"a b\"", "1 null"]),
            ("{\"a\": ", vec!["1 {\"a\": "]),
            ("[]", vec![]),
            ("", vec![]),
            ("[{}] rest", vec!["1 {}"]),
            ("{\"a\": \"0123456789012345678901234567890\"}{}", vec!["1 too long: 40", "1 {}"]),
        ] {
            assert_eq!(items(json), expected, "{json}");
        }
    }
}
