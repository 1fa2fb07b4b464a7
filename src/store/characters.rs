//! Places that count characters (code points) → bytes.

/// Where a text's characters begin: every 64th is known, the others are counted from there.
pub(super) struct Characters<'a> {
    text: &'a str,
    /// How many there are.
    pub(super) count: usize,
    begins: Vec<usize>,
}

impl<'a> Characters<'a> {
    const STEP: usize = 64;

    pub(super) fn new(text: &'a str) -> Self {
        let begins = text.char_indices().step_by(Self::STEP).map(|(byte, _)| byte).collect();
        Self { text, count: text.chars().count(), begins }
    }

    /// The byte at which a character begins; the text's length for the end, `None` beyond.
    pub(super) fn byte(&self, character: usize) -> Option<usize> {
        if character == self.count {
            return Some(self.text.len());
        }
        let begin = self.begins.get(character / Self::STEP)?;
        let (offset, _) = self.text.get(*begin..)?.char_indices().nth(character % Self::STEP)?;
        Some(begin + offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_character_is_found(text in "(\\PC|[a-z ]){0,300}") {
            let characters = Characters::new(&text);
            for (number, (byte, _)) in text.char_indices().chain([(text.len(), ' ')]).enumerate() {
                prop_assert_eq!(characters.byte(number), Some(byte));
            }
            prop_assert_eq!(characters.byte(text.chars().count() + 1), None);
        }
    }
}
