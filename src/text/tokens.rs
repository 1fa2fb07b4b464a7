//! Words and marks, as BERT's "basic" tokenizer sees them (Devlin et al. 2019), with offsets.
//!
//! A character is white space (a token's edge), dropped (control characters, which neither split nor show), a mark
//! (punctuation, an ASCII symbol, one CJK ideograph: a token by itself) or a letter (all else; runs are tokens).

use crate::span::Span;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// What a character does to the token that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Ends a token.
    Space,
    /// Is passed over as if it were not there.
    Dropped,
    /// Is a token by itself.
    Mark,
    /// Belongs to a token with its neighbours.
    Letter,
}

/// The class of a character.
pub fn class(c: char) -> Class {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | ' ' => return Class::Space,
        'a'..='z' | 'A'..='Z' | '0'..='9' => return Class::Letter,
        '\u{fffd}' => return Class::Dropped,
        _ if c.is_ascii_graphic() => return Class::Mark,
        '\u{4e00}'..='\u{9fff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{2fa1f}' => return Class::Mark,
        _ => {}
    }
    match c.general_category_group() {
        GeneralCategoryGroup::Other => Class::Dropped,
        GeneralCategoryGroup::Separator => Class::Space,
        GeneralCategoryGroup::Punctuation => Class::Mark,
        _ => Class::Letter,
    }
}

/// The tokens of one line, each with whether it is a mark.
pub fn split(text: &str, line: Span) -> Vec<(Span, bool)> {
    let mut tokens = Vec::with_capacity(line.len() / 5 + 1);
    let mut word: Option<Span> = None;
    for (offset, c) in line.of(text).char_indices() {
        let at = Span::new(line.start + offset, line.start + offset + c.len_utf8());
        match class(c) {
            Class::Letter => word = Some(word.map_or(at, |w| w.join(at))),
            Class::Dropped => {}
            Class::Space => tokens.extend(word.take().map(|w| (w, false))),
            Class::Mark => {
                tokens.extend(word.take().map(|w| (w, false)));
                tokens.push((at, true));
            }
        }
    }
    tokens.extend(word.map(|w| (w, false)));
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        split(text, Span::new(0, text.len())).iter().map(|(s, _)| s.of(text)).collect()
    }

    #[test]
    fn marks_stand_alone_and_control_characters_vanish() {
        assert_eq!(words("“Don’t,” she said."), ["“", "Don", "’", "t", ",", "”", "she", "said", "."]);
        assert_eq!(words("a\u{200b}b \u{1b}[31m"), ["a\u{200b}b", "[", "31m"]);
        assert_eq!(words("東京 $5"), ["東", "京", "$", "5"]);
    }
}
