//! Public ids: short, made from content, the same in every rebuild and in every database.
//!
//! 13 letters of Crockford's base 32 (lower case), the first 65 bits of a SHA-256: among a hundred million quotes
//! two are alike with a probability of about one in ten thousand.

use sha2::{Digest, Sha256};

/// Letters after the type and the colon.
pub const LENGTH: usize = 13;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What an id stands for: its first letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdKind {
    /// `a:`
    Article,
    /// `q:`
    Quote,
    /// `s:`
    Speaker,
    /// `c:`
    Claim,
    /// `x:`
    Accusation,
}

impl IdKind {
    /// The letter before the colon.
    pub const fn letter(self) -> char {
        match self {
            IdKind::Article => 'a',
            IdKind::Quote => 'q',
            IdKind::Speaker => 's',
            IdKind::Claim => 'c',
            IdKind::Accusation => 'x',
        }
    }
}

/// The id made from parts; no two lists of parts run together.
pub fn make(kind: IdKind, parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    hash.update([kind.letter() as u8]);
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let hash = hash.finalize();
    let mut id = String::with_capacity(LENGTH + 2);
    id.push(kind.letter());
    id.push(':');
    let (mut bits, mut have) = (0u32, 0u32);
    for byte in hash.iter().take(LENGTH * 5 / 8 + 1) {
        bits = bits << 8 | u32::from(*byte);
        have += 8;
        while have >= 5 && id.len() < LENGTH + 2 {
            have -= 5;
            id.push(char::from(ALPHABET[(bits >> have & 31) as usize]));
        }
    }
    id
}

/// The id of the article with this text.
pub fn article(text: &str) -> String {
    make(IdKind::Article, &[text.as_bytes()])
}

/// The id of the version of an article that differs from the newest by its headline alone.
pub fn retitled(text: &str, title: &str) -> String {
    make(IdKind::Article, &[text.as_bytes(), title.as_bytes()])
}

/// The id of a quote: its article, the place of its content in code points, and which of several quotes with that
/// same content it is, from 0.
pub fn quote(article: &str, start_char: usize, end_char: usize, nth: usize) -> String {
    let [start, end, nth] = [start_char, end_char, nth].map(|n| (n as u64).to_le_bytes());
    make(IdKind::Quote, &[article.as_bytes(), &start, &end, &nth])
}

/// The id of an accusation: its article, the place of its cue and allegation in code points, and which of several there
/// it is, from 0.
pub fn accusation(article: &str, start_char: usize, end_char: usize, nth: usize) -> String {
    let [start, end, nth] = [start_char, end_char, nth].map(|n| (n as u64).to_le_bytes());
    make(IdKind::Accusation, &[article.as_bytes(), &start, &end, &nth])
}

/// The id of a speaker; `article` for one that is known in one article only.
pub fn speaker(normal: &str, kind: &str, article: Option<&str>) -> String {
    make(IdKind::Speaker, &[kind.as_bytes(), normal.as_bytes(), article.unwrap_or("").as_bytes()])
}

/// Reads what a person typed as an id or the beginning of one: `q:7K3M`. `o` is read as 0, `i` and `l` as 1
/// (Crockford); `None` where it can be no id of that kind.
pub fn read_beginning(kind: IdKind, typed: &str) -> Option<String> {
    let (letter, rest) = typed.trim().split_once(':')?;
    if !letter.eq_ignore_ascii_case(kind.letter().encode_utf8(&mut [0; 4])) || rest.len() > LENGTH {
        return None;
    }
    let mut id = format!("{}:", kind.letter());
    for c in rest.chars() {
        let c = match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        };
        if !c.is_ascii() || !ALPHABET.contains(&(c as u8)) {
            return None;
        }
        id.push(c);
    }
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_typed_and_stable() {
        let id = article("Invented text.");
        assert_eq!(id.len(), LENGTH + 2);
        assert_eq!(id, article("Invented text."));
        assert!(id.starts_with("a:") && id.bytes().skip(2).all(|b| ALPHABET.contains(&b)), "{id}");
        assert_ne!(quote(&id, 1, 23, 0), quote(&id, 12, 3, 0));
        assert_ne!(speaker("a", "person", None), speaker("a", "person", Some(&id)));
    }

    #[test]
    fn beginnings() {
        assert_eq!(read_beginning(IdKind::Quote, " Q:7KOl"), Some("q:7k01".to_owned()));
        assert_eq!(read_beginning(IdKind::Quote, "q:"), Some("q:".to_owned()));
        for typed in ["a:7k", "7k", "q:7u", "q:é", "q:00000000000000", ""] {
            assert_eq!(read_beginning(IdKind::Quote, typed), None, "{typed}");
        }
    }
}
