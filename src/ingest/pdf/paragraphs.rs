//! Lines of columns → paragraphs: where one ends is seen from gaps, indents, short lines and sizes of type; words that were
//! divided at the end of a line are one again.

use super::lines::{Block, Line, usual_size};
use crate::lists::rows;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A paragraph, or a heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Paragraph {
    /// Its words.
    pub(super) text: String,
    /// The size of its type in points.
    pub(super) size: f32,
    /// The page on which it begins, from 0.
    pub(super) page: usize,
    /// How many lines it has.
    pub(super) lines: usize,
}

/// First parts of compounds that keep their hyphen.
static KEEPS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("data/keeps-hyphen.txt")).map(|[word]| word).collect());

/// Short words that stand within compounds.
static WITHIN: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("data/within-compounds.txt")).map(|[word]| word).collect());

/// Signs that begin an item of a list.
const BULLETS: [char; 8] = ['•', '▪', '●', '◦', '‣', '∙', '■', '·'];

/// The paragraphs of all columns, in reading order.
pub(super) fn join(blocks: &[Block]) -> Vec<Paragraph> {
    let all = || blocks.iter().flat_map(|block| &block.lines);
    let body = usual_size(all().map(|line| (line.size, line.text.len())));
    let leading = leading(blocks, body);
    let known = Known::of(all());
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut before: Option<(&Line, &Block)> = None;
    for block in blocks {
        let margins = Margins::of(&block.lines);
        for (at, line) in block.lines.iter().enumerate() {
            let begins = match before {
                None => true,
                Some((last, _)) if at > 0 => begins(last, line, &margins, leading),
                // From one column or page to the next a sentence goes on.
                Some((last, from)) => !goes_on(last, line, &Margins::of(&from.lines), &margins),
            };
            match paragraphs.last_mut().filter(|_| !begins) {
                Some(paragraph) => {
                    known.add(&mut paragraph.text, &line.text);
                    paragraph.lines += 1;
                }
                None => paragraphs.push(Paragraph {
                    text: item(&line.text),
                    size: line.size,
                    page: block.page,
                    lines: 1,
                }),
            }
            before = Some((line, block));
        }
    }
    paragraphs.retain(|paragraph| paragraph.text.chars().any(char::is_alphanumeric));
    paragraphs
}

/// An item of a list begins with `•`, as in all formats.
fn item(text: &str) -> String {
    match text.strip_prefix(BULLETS).map(str::trim_start) {
        Some(rest) => format!("• {rest}"),
        None => text.to_owned(),
    }
}

/// The usual distance of two lines of the text, in points.
fn leading(blocks: &[Block], body: f32) -> f32 {
    let pairs = blocks.iter().flat_map(|block| block.lines.windows(2));
    let gaps = pairs.filter_map(|pair| match pair {
        [a, b] if (a.size - body).abs() < 0.5 && (b.size - body).abs() < 0.5 => Some(b.y - a.y),
        _ => None,
    });
    let mut gaps: Vec<f32> = gaps.filter(|gap| *gap > body * 0.5 && *gap < body * 4.0).collect();
    gaps.sort_by(f32::total_cmp);
    // The nearer third: where every paragraph is two lines, half of the gaps are between paragraphs.
    gaps.get(gaps.len() / 3).copied().unwrap_or(body * 1.2)
}

/// Where the lines of a column begin and end.
struct Margins {
    left: f32,
    right: f32,
    lines: usize,
}

impl Margins {
    fn of(lines: &[Line]) -> Self {
        let mut lefts: Vec<f32> = lines.iter().map(|line| line.x.0).collect();
        lefts.sort_by(f32::total_cmp);
        let right = lines.iter().map(|line| line.x.1).fold(f32::MIN, f32::max);
        Self { left: lefts.get(lefts.len() / 10).copied().unwrap_or(0.0), right, lines: lines.len() }
    }
}

fn begins(last: &Line, line: &Line, margins: &Margins, leading: f32) -> bool {
    let size = last.size.max(line.size);
    let is_other_type = (last.size - line.size).abs() > size * 0.08;
    // Headings are set wider apart than text.
    let usual = leading * (line.size / leading * 1.2).max(1.0);
    let is_far = line.y - last.y > usual * 1.18;
    // What follows an item's first line hangs below its words.
    let is_indented = line.x.0 - last.x.0 > size * 0.7
        && last.x.0 - margins.left < size * 0.5
        && !last.text.starts_with(BULLETS);
    let is_item = line.text.starts_with(BULLETS);
    let had_room = has_room(last, line, margins);
    let ended = last.text.trim_end().ends_with(['.', '!', '?', ':', '”', '"', '’', '…', ')']);
    let is_out = margins.right - last.x.1 > (margins.right - margins.left) * 0.35;
    is_other_type || is_far || is_indented || is_item || had_room && (ended || is_out)
}

/// Whether the first word of a line would have had room on the one before.
fn has_room(last: &Line, line: &Line, margins: &Margins) -> bool {
    let letters = line.text.chars().count().max(1) as f32;
    let first = line.text.split(' ').next().map_or(0, |word| word.chars().count()) as f32 + 1.5;
    last.x.1 + (line.x.1 - line.x.0) / letters * first < margins.right
}

/// Whether the first line of a column goes on what the last of another one began.
fn goes_on(last: &Line, line: &Line, from: &Margins, to: &Margins) -> bool {
    let ended = last.text.trim_end().ends_with(['.', '!', '?', ':', '”', '"', '…']);
    let is_same_type = (last.size - line.size).abs() <= last.size.max(line.size) * 0.08;
    let is_indented = line.x.0 - to.left > line.size * 0.7;
    let begins_low = line.text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    let was_full = from.right - last.x.1 < (from.right - from.left) * 0.15;
    // The last line of a paragraph hardly ever ends exactly at the margin.
    let is_flush = from.lines >= 3 && from.right - last.x.1 < last.size * 0.15;
    let is_open = was_full && !ended || is_flush;
    is_same_type && !line.text.starts_with(BULLETS) && (begins_low || !is_indented && is_open)
}

/// The words of a document that stand within lines: how it writes them itself.
struct Known(HashSet<String>);

impl Known {
    fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut words = HashSet::new();
        for line in lines {
            let all: Vec<&str> = line.text.split(' ').collect();
            let whole = if ends_divided(&line.text) { all.len().saturating_sub(1) } else { all.len() };
            words.extend(all.iter().take(whole).map(|word| bare(word)));
        }
        Self(words)
    }

    /// Adds a line to a paragraph.
    fn add(&self, text: &mut String, line: &str) {
        if !ends_divided(text) {
            if !text.is_empty() && !text.ends_with(['—', '/']) {
                text.push(' ');
            }
            text.push_str(line);
            return;
        }
        let stem = text.trim_end_matches(HYPHENS).len();
        let first = text.get(..stem).and_then(|t| t.rsplit(' ').next()).unwrap_or_default().to_owned();
        let rest = line.split(' ').next().unwrap_or_default();
        if !self.keeps(&first, rest) {
            text.truncate(stem);
        } else if text.ends_with(['\u{ad}', '\u{2010}']) {
            text.truncate(stem);
            text.push('-');
        }
        text.push_str(line);
    }

    /// Whether the two parts of a word that a line's end divides are a compound, written with a hyphen.
    fn keeps(&self, first: &str, rest: &str) -> bool {
        let begins_low = rest.chars().next().is_some_and(char::is_lowercase);
        if !begins_low || first.is_empty() || first.contains(char::is_numeric) {
            return true;
        }
        let (first, rest) = (bare(first), bare(rest));
        // Of a compound that is divided once more the last part counts: "self-ser-|vice", "state-of-the-|art".
        let last = first.rsplit('-').next().unwrap_or(&first);
        if self.0.contains(&format!("{first}{rest}")) || self.0.contains(&format!("{last}{rest}")) {
            return false;
        }
        let is_word = last.len() < first.len() && (WITHIN.contains(last) || self.0.contains(last));
        self.0.contains(&format!("{first}-{rest}")) || KEEPS.contains(last) || is_word
    }
}

const HYPHENS: [char; 3] = ['-', '\u{ad}', '\u{2010}'];

/// Whether a line ends with a hyphen after a letter or a digit.
fn ends_divided(text: &str) -> bool {
    let mut ends = text.chars().rev();
    ends.next().is_some_and(|c| HYPHENS.contains(&c)) && ends.next().is_some_and(char::is_alphanumeric)
}

/// A word in lower case without marks around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of half-size letters at left edges and heights.
    fn block(page: usize, lines: &[(&str, f32, f32)]) -> Block {
        let line = |(text, left, y): &(&str, f32, f32)| {
            let right = left + text.chars().count() as f32 * 5.0;
            Line { x: (*left, right), y: *y, size: 10.0, text: (*text).to_owned() }
        };
        Block { page, lines: lines.iter().map(line).collect() }
    }

    fn joined(blocks: &[Block]) -> Vec<String> {
        join(blocks).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn gaps_and_indents_and_short_lines_end_paragraphs() {
        let text = joined(&[block(
            0,
            &[
                ("The mayor of Lund said on Friday", 50.0, 100.0),
                ("that the talks had failed.", 50.0, 112.0),
                ("Her deputy, who had left early,", 60.0, 124.0),
                ("denied that there was one.", 50.0, 136.0),
                ("“We slept.”", 50.0, 148.0),
                ("Nobody believed him, she wrote,", 50.0, 160.0),
                ("and left it there, as they all do", 50.0, 172.0),
                ("The hall is empty now, they say.", 50.0, 196.0),
            ],
        )]);
        assert_eq!(
            text,
            [
                "The mayor of Lund said on Friday that the talks had failed.",
                "Her deputy, who had left early, denied that there was one.",
                "“We slept.”",
                "Nobody believed him, she wrote, and left it there, as they all do",
                "The hall is empty now, they say.",
            ]
        );
    }

    #[test]
    fn a_sentence_goes_on_in_the_next_column() {
        let first =
            block(0, &[("Her deputy denied that", 50.0, 100.0), ("there had been an offer", 50.0, 112.0)]);
        let second = block(
            1,
            &[("at all, and left the hall.", 50.0, 50.0), ("“No,” he said on the stairs.", 50.0, 62.0)],
        );
        let text = joined(&[first.clone(), second]);
        assert_eq!(
            text[0],
            "Her deputy denied that there had been an offer at all, and left the hall. “No,” he said on the stairs."
        );
        let other = block(1, &[("The mayor was ill.", 60.0, 50.0), ("Nobody knew that then.", 50.0, 62.0)]);
        assert_eq!(joined(&[first, other]).len(), 2);
    }

    #[test]
    fn divided_words_are_one_again() {
        let known = Known(HashSet::from(["by-election".to_owned(), "coalition".to_owned()]));
        for (text, line, expected) in [
            ("the nego-", "tiators left", "the negotiators left"),
            ("the nego\u{ad}", "tiators", "the negotiators"),
            ("a long-", "term plan", "a long-term plan"),
            ("the by-", "election", "the by-election"),
            ("the co-", "alition", "the coalition"),
            ("the Franco-", "German plan", "the Franco-German plan"),
            ("in 2025-", "26", "in 2025-26"),
            ("a state-of-the-", "art hall", "a state-of-the-art hall"),
            ("a self-ser-", "vice till", "a self-service till"),
            ("a centre-left-coali-", "tion", "a centre-left-coalition"),
            ("a pre-by-", "election poll", "a pre-by-election poll"),
            ("He left -", "again", "He left - again"),
            ("left—", "again", "left—again"),
        ] {
            let mut out = text.to_owned();
            known.add(&mut out, line);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn items_of_lists_are_lines() {
        let text = joined(&[block(
            0,
            &[("▪ one thing that is", 50.0, 100.0), ("long", 58.0, 112.0), ("▪ another", 50.0, 124.0)],
        )]);
        assert_eq!(text, ["• one thing that is long", "• another"]);
    }
}
