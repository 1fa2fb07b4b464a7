//! Where paragraphs begin and end, by the text's own layout.
//!
//! In most texts each line is a paragraph. In a text that was wrapped at some 72 columns, as mail and wire services
//! send it, a paragraph runs over several lines, up to a blank one. A text counts as wrapped if most of its lines that
//! another line follows are *full* (the next line's first word would not have fitted) and end amid a sentence that goes
//! on in small letters. Only blocks of several short lines count, so that one line more or less somewhere else changes nothing.

use crate::span::Span;

/// Longest line of a wrapped text, in characters.
const WIDEST: usize = 100;
/// Narrowest width at which text is wrapped, in characters.
const NARROWEST: usize = 40;
/// A line this much shorter than it could be still counts as full.
const RAGGED: usize = 6;

/// A line with something on it.
struct Line {
    span: Span,
    /// In characters; more than [`WIDEST`] where it is wider.
    width: usize,
    /// Follows the line before without a blank line or another break than a plain line feed between.
    in_block: bool,
}

/// The paragraphs of a text, without white space at their edges.
pub fn split(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let Some(width) = wrapped_at(text, &lines) else {
        return lines.into_iter().map(|line| line.span).collect();
    };
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        match (paragraphs.last_mut(), before) {
            (Some(paragraph), Some(before)) if line.in_block && joins(text, before, line, width) => {
                *paragraph = paragraph.join(line.span);
            }
            _ => paragraphs.push(line.span),
        }
        before = Some(line);
    }
    paragraphs
}

/// The lines that hold more than white space.
///
/// Breaks: LF, CR, VT, FF, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR (Unicode Standard Annex 14, mandatory breaks).
fn lines(text: &str) -> Vec<Line> {
    let is_break =
        |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut lines = Vec::new();
    let mut start = 0;
    let mut in_block = false;
    let mut after_return = false;
    for line in text.split_inclusive(is_break) {
        let span = Span::new(start, start + line.len()).trimmed(text);
        start += line.len();
        if !span.is_empty() {
            let width = span.of(text).chars().take(WIDEST + 1).count();
            lines.push(Line { span, width, in_block });
            in_block = line.ends_with(['\n', '\r']);
        } else if !(after_return && line == "\n") {
            in_block = false;
        }
        after_return = line.ends_with('\r');
    }
    lines
}

/// The width in characters at which the text is wrapped, if it is.
fn wrapped_at(text: &str, lines: &[Line]) -> Option<usize> {
    let blocks = lines.chunk_by(|_, next| next.in_block);
    let blocks: Vec<&[Line]> =
        blocks.filter(|block| block.len() > 1 && block.iter().all(|line| line.width <= WIDEST)).collect();
    let inner_breaks = || {
        let pairs = blocks.iter().flat_map(|block| block.iter().zip(&block[1..]));
        pairs.filter(|(_, next)| !super::parts::begins_item(next.span.of(text)))
    };
    let mut widths = [0_usize; WIDEST + 1];
    let mut breaks = 0;
    for (line, _) in inner_breaks() {
        widths[line.width] += 1;
        breaks += 1;
    }
    // The width that all but a twentieth of the lines keep.
    let mut wider = 0;
    let width = (0..=WIDEST).rev().find(|&width| {
        wider += widths[width];
        wider * 20 > breaks
    })?;
    let (mut full, mut amid) = (0, 0);
    for (line, next) in inner_breaks() {
        full += usize::from(is_full(text, line, next, width));
        let goes_on = next.span.of(text).starts_with(char::is_lowercase);
        amid += usize::from(goes_on && !ends_sentence(text, line));
    }
    (width >= NARROWEST && breaks >= 2 && full * 4 >= breaks * 3 && amid * 2 >= breaks).then_some(width)
}

/// True where the first word of the next line would not have fitted on this one.
fn is_full(text: &str, line: &Line, next: &Line, width: usize) -> bool {
    let word = next.span.of(text).split(char::is_whitespace).next().unwrap_or("").chars().count();
    line.width + 1 + word + RAGGED > width
}

fn ends_sentence(text: &str, line: &Line) -> bool {
    let words = line.span.of(text).trim_end_matches(['"', '”', '’', '\'', '»', ')']);
    words.ends_with(['.', '?', '!', '…', ':'])
}

/// Whether two lines of a block of wrapped text are one paragraph.
fn joins(text: &str, line: &Line, next: &Line, width: usize) -> bool {
    let too_wide = line.width > WIDEST || next.width > WIDEST;
    let item = super::parts::begins_item(next.span.of(text));
    let ends = ends_sentence(text, line) || line.width * 2 < width;
    !too_wide && !item && (is_full(text, line, next, width) || !ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|span| span.of(text)).collect()
    }

    const WRAPPED: &str = "Council delays vote on bridge\n\nThe town council of Elmsworth put off its vote on the new bridge on\nTuesday, after three of its members said that they had not seen the\nengineers' report.\n\n\"We can't decide on what we haven't read,\" said Councillor Ida Marsh,\nwho leads the opposition. The mayor's office did not answer a request\nfor comment.\n- The bridge would cost 12 million.\n- It was planned in 2019.\n";

    #[test]
    fn wrapped_text_has_paragraphs_between_blank_lines() {
        let found = paragraphs(WRAPPED);
        assert_eq!(found.len(), 5, "{found:#?}");
        assert!(found[1].starts_with("The town") && found[1].ends_with("report."));
        assert!(found[2].ends_with("comment."));
        assert_eq!(found[4], "- It was planned in 2019.");
    }

    #[test]
    fn line_feeds_of_other_systems_change_nothing() {
        for feed in ["\r\n", "\r"] {
            let found: Vec<String> =
                paragraphs(&WRAPPED.replace('\n', feed)).iter().map(|p| p.replace(feed, "\n")).collect();
            assert_eq!(found, paragraphs(WRAPPED));
        }
    }

    #[test]
    fn otherwise_each_line_is_a_paragraph() {
        let list = "Our services\nRoofs and walls\nGardens, of any size\nBridges that have been waiting for a painter";
        assert_eq!(paragraphs(list).len(), 4);
        let lines = "The mayor left. He had said what he had to say.\nNobody asked him anything.\nThe hall was empty by nine.\n\nThen it rained.";
        assert_eq!(paragraphs(lines).len(), 4);
        let long = "One line of a hundred characters and more holds a whole paragraph, as on most pages of the web today.\nAnd so does the next.";
        assert_eq!(paragraphs(long).len(), 2);
    }

    #[test]
    fn a_long_line_elsewhere_does_not_undo_the_wrapping() {
        let text = format!("{WRAPPED}\n{}", "A line that was never wrapped. ".repeat(20));
        assert_eq!(paragraphs(&text).len(), 6);
    }
}
