//! Snippets, cut between letters as people see them (extended grapheme clusters, Unicode Standard Annex 29). The
//! full-text index knows code points only: it takes a vowel sign or the end of an emoji for the space between words.

use super::search::{MATCH_BEGINS, MATCH_ENDS};
use unicode_segmentation::GraphemeCursor;

/// The snippet with its ends and marks moved outwards to where a letter ends. `texts` are what it may be cut from.
pub(super) fn whole(snippet: &str, texts: &[String]) -> String {
    // Dots at its ends are the text's own, or the index's where it left something out.
    for (first, last) in [("", ""), ("…", ""), ("", "…"), ("…", "…")] {
        let Some(marked) = snippet.strip_prefix(first).and_then(|s| s.strip_suffix(last)) else { continue };
        let words = marked.replace([MATCH_BEGINS, MATCH_ENDS], "");
        if let Some((text, from)) = texts.iter().find_map(|text| Some((text, text.find(&words)?))) {
            return format!("{first}{}{last}", widened(marked, text, from));
        }
    }
    snippet.to_owned()
}

/// `marked` stands, without its marks, at byte `from` of the text.
fn widened(marked: &str, text: &str, from: usize) -> String {
    let mut out = String::with_capacity(marked.len());
    let (mut at, mut done) = (from, start_of_letter(text, from));
    for c in marked.chars() {
        let to = match c {
            MATCH_BEGINS => start_of_letter(text, at).max(done),
            MATCH_ENDS => end_of_letter(text, at).max(done),
            _ => {
                at += c.len_utf8();
                continue;
            }
        };
        out.push_str(text.get(done..to).unwrap_or(""));
        out.push(c);
        done = to;
    }
    out.push_str(text.get(done..end_of_letter(text, at)).unwrap_or(""));
    out
}

/// The byte at which the letter begins that byte `at` is in.
fn start_of_letter(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(at),
        _ => at,
    }
}

/// One past the last byte of the letter that byte `at` is in.
fn end_of_letter(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(at),
        _ => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_is_cut() {
        let marked =
            |s: &str| s.replace('[', &MATCH_BEGINS.to_string()).replace(']', &MATCH_ENDS.to_string());
        for (text, snippet, expected) in [
            ("He said two words.", "…said [two]…", "…said [two]…"),
            ("Gate 1\u{fe0f}\u{20e3} is shut", "Gate [1]…", "Gate [1\u{fe0f}\u{20e3}]…"),
            ("वह हिन्दी बोले", "…[न\u{94d}]द…", "…[न\u{94d}दी]…"),
            ("वह हिन्दी बोले", "…\u{93f}न्द…", "…हिन्दी…"),
            ("Cafe\u{301} “…” shut", "[Cafe]\u{301} “…” shut", "[Cafe\u{301}] “…” shut"),
            ("…and so on", "…and [so] on", "…and [so] on"),
            ("other words", "…[so]…", "…[so]…"),
        ] {
            assert_eq!(whole(&marked(snippet), &[text.to_owned()]), marked(expected), "{snippet}");
        }
    }
}
