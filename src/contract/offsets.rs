//! Byte offsets → the unit that the reader of the results counts in. The only place where offsets change.

use crate::span::Span;

/// What an offset counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Bytes of UTF-8 (Rust, Go, C).
    Byte,
    /// Unicode code points (Python, SQL).
    #[default]
    Char,
    /// UTF-16 code units (JavaScript, Java, C#).
    Utf16,
}

/// Bytes between two places of which the count is known.
const STEP: usize = 64;

/// Converts offsets into one text. Making it reads the text once; one conversion reads at most [`STEP`] bytes.
#[derive(Debug)]
pub struct Offsets<'a> {
    bytes: &'a [u8],
    unit: Unit,
    /// The count at each multiple of [`STEP`]; empty where a byte is a unit.
    counts: Vec<usize>,
}

impl<'a> Offsets<'a> {
    /// For offsets into a text.
    pub fn new(text: &'a str, unit: Unit) -> Self {
        let bytes = text.as_bytes();
        let mut counts = Vec::new();
        if unit != Unit::Byte && !text.is_ascii() {
            counts.reserve(bytes.len() / STEP + 1);
            let mut count = 0;
            for step in bytes.chunks(STEP) {
                counts.push(count);
                count += units(step, unit);
            }
            counts.push(count);
        }
        Self { bytes, unit, counts }
    }

    /// `[start, end)` in the chosen unit; the span's ends stand on character boundaries.
    pub fn convert(&self, span: Span) -> [usize; 2] {
        [self.at(span.start), self.at(span.end)]
    }

    fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.bytes.len());
        match self.counts.get(byte / STEP) {
            None => byte,
            Some(count) => {
                count + self.bytes.get(byte / STEP * STEP..byte).map_or(0, |b| units(b, self.unit))
            }
        }
    }
}

/// How many units begin in these bytes.
fn units(bytes: &[u8], unit: Unit) -> usize {
    let of = |b: &u8| match unit {
        Unit::Byte => 1,
        Unit::Char => usize::from(b & 0xc0 != 0x80),
        // Four bytes of UTF-8 are two units of UTF-16.
        Unit::Utf16 => usize::from(b & 0xc0 != 0x80) + usize::from(*b >= 0xf0),
    };
    bytes.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn count(text: &str, unit: Unit) -> usize {
        match unit {
            Unit::Byte => text.len(),
            Unit::Char => text.chars().count(),
            Unit::Utf16 => text.encode_utf16().count(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_boundary_of_every_text(text in "(?s)[a“\u{1f600}\u{301}東].{0,200}") {
            for unit in [Unit::Byte, Unit::Char, Unit::Utf16] {
                let offsets = Offsets::new(&text, unit);
                for (at, c) in text.char_indices() {
                    let span = Span::new(at, at + c.len_utf8());
                    let before = count(&text[..at], unit);
                    prop_assert_eq!(offsets.convert(span), [before, before + count(c.to_string().as_str(), unit)]);
                }
            }
        }
    }

    #[test]
    fn offsets_beyond_the_text_are_its_end() {
        assert_eq!(Offsets::new("é", Unit::Char).convert(Span::new(2, 99)), [1, 1]);
        assert_eq!(Offsets::new("", Unit::Char).convert(Span::new(0, 1)), [0, 0]);
    }
}
