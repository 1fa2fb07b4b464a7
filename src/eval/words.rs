//! The words of an article as the scorer of attributions counts them, and which stand in quotation marks.
//!
//! All figures compare sets of words, so that marks and white space at the edge of a span change nothing. Words are
//! Python's `\w+` and quotations follow the scorer's own simple rule, not `text::marks`: a measure must not move when
//! the thing that it measures does.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// A span in code points, end exclusive.
pub type CharSpan = [usize; 2];

/// The numbers of some of an article's words, in order, each once.
pub type WordSet = Vec<u32>;

/// The words of one article.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Where each stands, in code points.
    spans: Vec<CharSpan>,
    /// Whether it begins inside quotation marks.
    quoted: Vec<bool>,
}

impl Words {
    /// Splits a text into words. Linear in its length.
    pub fn of(text: &str) -> Self {
        let mut words = Words::default();
        let quoted = quoted_mask(text);
        let mut start = None;
        let mut length = 0;
        for (at, c) in text.chars().enumerate() {
            match (is_word(c), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    words.spans.push([from, at]);
                    start = None;
                }
                _ => {}
            }
            length = at + 1;
        }
        words.spans.extend(start.map(|from| [from, length]));
        words.quoted = words.spans.iter().map(|w| quoted.get(w[0]).copied().unwrap_or(false)).collect();
        words
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// True where there is no word.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The words of which more than half stands in one of the spans.
    pub fn within(&self, spans: &[CharSpan]) -> WordSet {
        let mut found = WordSet::new();
        for [start, end] in spans {
            let first = self.spans.partition_point(|w| w[1] <= *start);
            let words = self.spans.iter().enumerate().skip(first).take_while(|(_, w)| w[0] < *end);
            let inside = words.filter(|(_, w)| {
                let shared = w[1].min(*end).saturating_sub(w[0].max(*start));
                2 * shared > w[1] - w[0]
            });
            found.extend(inside.map(|(index, _)| index as u32));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The share of these words that stand in quotation marks, 0 to 1.
    pub fn quoted_share(&self, words: &[u32]) -> f64 {
        let quoted = words.iter().filter(|w| self.quoted.get(**w as usize).copied().unwrap_or(false)).count();
        if words.is_empty() { 0.0 } else { quoted as f64 / words.len() as f64 }
    }
}

/// Python's `\w`: letters, numbers of all kinds and the underscore, but no combining marks.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
}

/// For each code point, whether it stands inside double quotation marks. An open quotation ends with its line; two
/// apostrophes or grave accents are a double mark; a `”` opens only at the start of a line.
fn quoted_mask(text: &str) -> Vec<bool> {
    let letters: Vec<char> = text.chars().collect();
    let mut mask = vec![false; letters.len()];
    let mut is_open = false;
    let mut line_has_words = false;
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        let double = matches!(c, '\'' | '`') && letters.get(at + 1) == Some(&c);
        let length = 1 + usize::from(double);
        if c == '\n' {
            (is_open, line_has_words) = (false, false);
        } else if double || matches!(c, '“' | '”' | '"') {
            let opens = c != '”' || !line_has_words;
            is_open = !is_open && opens;
            line_has_words = true;
        } else {
            if let (true, Some(slot)) = (is_open, mask.get_mut(at)) {
                *slot = true;
            }
            // White space as Python's `str.strip` sees it.
            line_has_words |= !(c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}'));
        }
        at += length;
    }
    mask
}

/// The Jaccard index of two sorted sets; 1 where both are empty.
pub fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let shared = shared(a, b);
    shared as f64 / (a.len() + b.len() - shared) as f64
}

/// How many numbers two sorted sets share.
pub fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut shared = 0;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                shared += 1;
                a.next();
                b.next();
            }
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> String {
        let mask = quoted_mask(text);
        text.chars().zip(mask).filter(|(_, q)| *q).map(|(c, _)| c).collect()
    }

    #[test]
    fn quotations_by_the_scorers_rule() {
        assert_eq!(quoted("He “said” it"), "said");
        assert_eq!(quoted("”odd” it ” not"), "odd");
        assert_eq!(quoted("\"open\nnext \"in\" ``two'' '''x''"), "openintwo'x");
    }

    #[test]
    fn words_are_pythons() {
        let words = Words::of("Don’t e\u{301}a _x1 ½ 東京");
        assert_eq!(words.spans, [[0, 3], [4, 5], [6, 7], [8, 9], [10, 13], [14, 15], [16, 18]]);
        assert_eq!(words.within(&[[0, 2], [7, 13]]), [0, 3, 4]);
        assert_eq!(words.within(&[[1, 2], [99, 120], [5, 3]]), [] as [u32; 0]);
    }

    #[test]
    fn jaccard_of_sets() {
        assert_eq!((jaccard(&[], &[]), jaccard(&[1], &[]), jaccard(&[1, 2, 4], &[2, 3, 4])), (1.0, 0.0, 0.5));
    }
}
