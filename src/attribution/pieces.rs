//! Word pieces: the greedy longest-match tokenizer of BERT (Wu et al. 2016; Devlin et al. 2019), lower-cased and
//! without accents, over `models/pieces.txt`.

use crate::span::{Span, floor};
use crate::text::tokens::{Class, class};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words longer than this, in characters, are unknown.
const LONGEST_WORD: usize = 100;

/// Of a word with more pieces than this only the first ones are used.
pub const MOST_PIECES: usize = 6;

/// The word pieces and their numbers.
#[derive(Debug)]
pub struct Pieces {
    whole: FxHashMap<&'static str, u32>,
    inner: FxHashMap<&'static str, u32>,
    unknown: u32,
    /// Longest piece, in bytes.
    longest: usize,
    count: usize,
}

impl Pieces {
    /// Reads a list of pieces, one a line, numbered from 0; inner pieces begin with "##".
    pub fn new(list: &'static str) -> Self {
        let mut pieces = Pieces {
            whole: FxHashMap::default(),
            inner: FxHashMap::default(),
            unknown: 0,
            longest: 0,
            count: 0,
        };
        for (number, line) in list.lines().enumerate() {
            let number = number as u32;
            pieces.count += 1;
            pieces.longest = pieces.longest.max(line.len());
            match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => pieces.inner.insert(rest, number),
                _ => pieces.whole.insert(line, number),
            };
            if line == "[UNK]" {
                pieces.unknown = number;
            }
        }
        pieces
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The pieces of one token, at most [`MOST_PIECES`], appended to `out`. `quotation_mark`: the token is a mark of a
    /// quotation; all such marks share one piece, so that their style does not matter.
    pub fn of(&self, text: &str, token: Span, quotation_mark: bool, form: &mut String, out: &mut Vec<u32>) {
        form.clear();
        if quotation_mark {
            form.push('"');
        } else {
            fold(token.of(text), form);
        }
        let begin = out.len();
        if form.is_empty() || form.len() > LONGEST_WORD && form.chars().count() > LONGEST_WORD {
            out.push(self.unknown);
            return;
        }
        let mut rest = form.as_str();
        let mut table = &self.whole;
        while !rest.is_empty() {
            let mut end = floor(rest, self.longest);
            let piece = loop {
                if let Some(&piece) = table.get(&rest[..end]) {
                    break Some(piece);
                }
                end = floor(rest, end.saturating_sub(1));
                if end == 0 {
                    break None;
                }
            };
            let Some(piece) = piece else {
                out.truncate(begin);
                out.push(self.unknown);
                return;
            };
            out.push(piece);
            rest = &rest[end..];
            table = &self.inner;
        }
        out.truncate(begin + MOST_PIECES);
    }
}

/// Lower case, without accents and dropped characters; apostrophes and quotation marks in their plain form.
fn fold(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.chars().map(|c| if c == '`' { '\'' } else { c.to_ascii_lowercase() }));
        return;
    }
    match word {
        "’" | "‘" | "‚" | "ʼ" => out.push('\''),
        "“" | "”" | "„" | "‟" | "«" | "»" => out.push('"'),
        _ => out.extend(
            word.chars()
                .filter(|&c| class(c) != Class::Dropped)
                .flat_map(char::to_lowercase)
                .nfd()
                .filter(|&c| !is_combining_mark(c)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> Vec<u32> {
        let list = "[UNK]\nsaid\nsa\n##id\n##y\nzürich\nzurich\n'\n\"";
        let mut out = Vec::new();
        Pieces::new(list).of(word, Span::new(0, word.len()), false, &mut String::new(), &mut out);
        out
    }

    #[test]
    fn longest_piece_first() {
        assert_eq!(pieces("Said"), [1]);
        assert_eq!(pieces("say"), [2, 4]);
        assert_eq!(pieces("says"), [0]);
        assert_eq!(pieces("Zürich"), [6]);
        assert_eq!(pieces("’"), [7]);
        assert_eq!(pieces("”"), [8]);
        assert_eq!(pieces("\u{200d}"), [0]);
    }
}
