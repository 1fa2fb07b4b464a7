//! From the library's byte offsets to the database's code points, for one text.

/// A text's code points, counted once every 64 bytes, so that any offset is found in constant time.
pub(crate) struct Chars<'a> {
    text: &'a str,
    /// Code points before byte 64 × index; empty where the text is ASCII and both units agree.
    before: Vec<usize>,
    length: usize,
}

impl<'a> Chars<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, before: Vec::new(), length: text.len() };
        }
        let mut before = Vec::with_capacity(text.len() / 64 + 1);
        let mut count = 0;
        for block in text.as_bytes().chunks(64) {
            before.push(count);
            count += starts(block);
        }
        Self { text, before, length: count }
    }

    /// The length of the text in code points.
    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    /// Code points before a byte offset (within the text, on a character's boundary).
    pub(crate) fn at(&self, byte: usize) -> usize {
        if self.before.is_empty() {
            return byte.min(self.length);
        }
        let block = byte / 64;
        match self.before.get(block) {
            Some(count) => count + starts(self.text.as_bytes().get(block * 64..byte).unwrap_or(&[])),
            None => self.length,
        }
    }

    /// The byte offset of a code point; `None` beyond the end.
    pub(crate) fn byte(&self, char_offset: usize) -> Option<usize> {
        if char_offset > self.length {
            return None;
        }
        if self.before.is_empty() {
            return Some(char_offset);
        }
        let block = self.before.partition_point(|count| *count <= char_offset).saturating_sub(1);
        let mut left = char_offset - self.before.get(block)?;
        // Bytes before the first character that begins in this block belong to the block before.
        for (byte, value) in self.text.as_bytes().iter().enumerate().skip(block * 64) {
            if value & 0xC0 != 0x80 {
                if left == 0 {
                    return Some(byte);
                }
                left -= 1;
            }
        }
        Some(self.text.len())
    }
}

/// How many characters begin in these bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn both_ways_for_every_character(text in "(\\PC|[a-z ]){0,300}") {
            let chars = Chars::new(&text);
            prop_assert_eq!(chars.len(), text.chars().count());
            for (number, (byte, _)) in text.char_indices().chain([(text.len(), ' ')]).enumerate() {
                prop_assert_eq!(chars.at(byte), number);
                prop_assert_eq!(chars.byte(number), Some(byte));
            }
            prop_assert_eq!(chars.byte(chars.len() + 1), None);
        }
    }
}
