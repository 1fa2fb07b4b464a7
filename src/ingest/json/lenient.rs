//! JSON strings with halves of surrogate pairs in them.

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::fmt;

/// A JSON string in which half a surrogate pair (`\ud83d` alone) reads as U+FFFD instead of being an error.
pub(in crate::ingest) struct Lenient {
    pub(in crate::ingest) text: String,
    pub(in crate::ingest) lone_surrogates: usize,
}

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        // As bytes, serde_json gives lone surrogates in "WTF-8": ED A0..BF xx.
        json.deserialize_bytes(LenientVisitor)
    }
}

struct LenientVisitor;

impl Visitor<'_> for LenientVisitor {
    type Value = Lenient;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Lenient, E> {
        Ok(Lenient { text: text.to_owned(), lone_surrogates: 0 })
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Lenient, E> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return self.visit_str(text);
        }
        let (mut text, mut lone_surrogates, mut tail) = (String::with_capacity(bytes.len()), 0, 0_usize);
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            match chunk.invalid() {
                [] => continue,
                // A surrogate comes as three bytes that are each wrong.
                [0xed] => (lone_surrogates, tail) = (lone_surrogates + 1, 2),
                _ if tail > 0 => {
                    tail -= 1;
                    continue;
                }
                _ => {}
            }
            text.push('\u{fffd}');
        }
        Ok(Lenient { text, lone_surrogates })
    }
}
