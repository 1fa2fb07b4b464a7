//! Markdown → the text that is stored: one line for each paragraph, heading, list item or quoted paragraph, without
//! the marks of markup. The stored text is what offsets point into.
//!
//! The part of CommonMark that articles use: headings, emphasis, links, images (left out), block quotes, lists,
//! rules, code, hard line breaks, comments. Linear in the text's length.

use super::blocks::Lines;
use crate::article::{MarkedText, Part};
use std::borrow::Cow;

/// The words of a Markdown text with LF line ends, with what its markup says of lines.
pub fn to_text(markdown: &str) -> MarkedText {
    let mut out = Out { lines: Lines::default(), paragraph: String::new(), part: None };
    let (mut in_code, mut in_comment, mut in_quote) = (false, false, false);
    for line in markdown.lines() {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        if fence || in_code {
            out.flush();
            if !fence {
                out.push_line(line.trim());
            }
            in_code ^= fence;
            continue;
        }
        let line = without_comments(line, &mut in_comment);
        let (is_quote, line) = unquoted(&line);
        let is_item = is_list_item(line);
        let begins_block = is_item || line.starts_with('#') || (is_quote && !in_quote);
        in_quote = is_quote;
        let underline =
            !line.is_empty() && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'));
        if line.is_empty() || is_rule(line) || underline || is_definition(line) {
            if underline && out.part.is_none() {
                out.part = Some(Part::Heading);
            }
            out.flush();
            continue;
        }
        if begins_block {
            out.flush();
        }
        let heading = line.trim_start_matches('#');
        let is_heading =
            heading.len() < line.len() && line.len() - heading.len() <= 6 && heading.starts_with(' ');
        let hard_break = line.ends_with('\\') || line.ends_with("  ");
        if out.paragraph.is_empty() {
            out.part = match (is_heading, is_item, is_quote) {
                (true, ..) => Some(Part::Heading),
                (_, true, _) => Some(Part::ListItem),
                (.., true) => Some(Part::BlockQuotation),
                _ => None,
            };
        } else {
            out.paragraph.push(' ');
        }
        let words =
            if is_heading { heading.trim().trim_end_matches('#') } else { line.trim_end_matches('\\') };
        out.paragraph.push_str(words.trim());
        if is_heading || hard_break {
            out.flush();
        }
    }
    out.flush();
    out.lines.done()
}

/// The first line, where it is a heading of the first level: the article's title.
pub fn title(markdown: &str) -> Option<String> {
    let first = markdown.lines().find(|l| !l.trim().is_empty())?;
    let title = inline(first.strip_prefix("# ")?.trim().trim_end_matches('#').trim());
    (!title.is_empty()).then_some(title)
}

/// Lines under way.
struct Out {
    lines: Lines,
    paragraph: String,
    /// What the paragraph is.
    part: Option<Part>,
}

impl Out {
    fn flush(&mut self) {
        if !self.paragraph.is_empty() {
            let words = inline(&self.paragraph);
            self.push_line(words.trim());
            self.paragraph.clear();
        }
        self.part = None;
    }

    fn push_line(&mut self, line: &str) {
        self.lines.push(line, self.part);
    }
}

fn without_comments<'a>(line: &'a str, inside: &mut bool) -> Cow<'a, str> {
    if !*inside && !line.contains("<!--") {
        return Cow::Borrowed(line);
    }
    let (mut kept, mut rest) = (String::new(), line);
    while let Some((before, after)) = rest.split_once(if *inside { "-->" } else { "<!--" }) {
        if !*inside {
            kept.push_str(before);
        }
        *inside = !*inside;
        rest = after;
    }
    if !*inside {
        kept.push_str(rest);
    }
    Cow::Owned(kept)
}

/// Takes the marks of block quotes off; two spaces at the end of a line stay (they break it).
fn unquoted(line: &str) -> (bool, &str) {
    let inner = line.trim_start_matches([' ', '\t', '>']);
    (line.trim_start().starts_with('>'), inner)
}

fn is_list_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after_number = line.get(digits..).filter(|_| (1..=9).contains(&digits));
    ["- ", "* ", "+ "].iter().any(|m| line.starts_with(m))
        || after_number.is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") "))
}

fn is_rule(line: &str) -> bool {
    let marks = line.bytes().filter(|b| !b.is_ascii_whitespace()).count();
    marks >= 3 && ["-", "*", "_"].iter().any(|m| line.trim_end().split(*m).all(|rest| rest.trim().is_empty()))
}

/// `[name]: https://…`, the target of a reference link.
fn is_definition(line: &str) -> bool {
    let Some((name, target)) = line.strip_prefix('[').and_then(|l| l.split_once("]: ")) else { return false };
    !name.contains(['[', ']']) && !name.starts_with('^') && target.contains("://")
}

/// A mark of emphasis that may still find its partner: its letter, length and place in the output.
struct Open {
    mark: char,
    length: usize,
    at: usize,
}

/// The words of one paragraph without the marks of emphasis, links and code.
fn inline(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out: Vec<char> = Vec::with_capacity(letters.len());
    let mut open: Vec<Open> = Vec::new();
    let closers = link_ends(&letters);
    let mut drop_ends: Vec<(usize, usize)> = Vec::new();
    let mut removed: Vec<(usize, usize)> = Vec::new();
    let mut i = 0;
    while let Some(&c) = letters.get(i) {
        let next = letters.get(i + 1).copied().unwrap_or(' ');
        if let Some(&(end, after)) = drop_ends.last()
            && end == i
        {
            drop_ends.pop();
            i = after;
            continue;
        }
        match c {
            '\\' if next.is_ascii_punctuation() => {
                out.push(next);
                i += 2;
            }
            '!' | '[' => {
                let image = c == '!' && next == '[';
                match closers.get(i + usize::from(image)).copied().flatten() {
                    Some((_, after)) if image => i = after,
                    Some((end, after)) if c == '[' => {
                        // A note's number is no word of the text.
                        if next == '^' {
                            i = after;
                        } else {
                            drop_ends.push((end, after));
                            i += 1;
                        }
                    }
                    _ => {
                        out.push(c);
                        i += 1;
                    }
                }
            }
            '*' | '_' | '~' | '`' => {
                let length = letters.get(i..).unwrap_or_default().iter().take_while(|l| **l == c).count();
                let before = i.checked_sub(1).and_then(|b| letters.get(b)).copied().unwrap_or(' ');
                let after = letters.get(i + length).copied().unwrap_or(' ');
                let word = |l: char| c == '_' && l.is_alphanumeric();
                let can_close = !before.is_whitespace() && !word(after);
                let is_about = c == '~' && length == 1;
                let can_open = !after.is_whitespace() && !word(before) && !is_about;
                // Only the last few open marks count, so that a text of nothing but marks takes no longer.
                let partner = open.iter().rev().take(8).position(|o| o.mark == c && o.length == length);
                match partner {
                    Some(back) if can_close => {
                        let kept = open.len() - 1 - back;
                        if let Some(o) = open.drain(kept..).next() {
                            removed.push((o.at, length));
                            removed.push((out.len(), length));
                        }
                    }
                    _ if can_open => open.push(Open { mark: c, length, at: out.len() }),
                    _ => {}
                }
                out.extend(std::iter::repeat_n(c, length));
                i += length;
            }
            _ => {
                out.push(c);
                i += 1;
            }
        }
    }
    let mut gone = vec![false; out.len()];
    for (at, length) in removed {
        gone.iter_mut().skip(at).take(length).for_each(|g| *g = true);
    }
    out.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(c, _)| c).collect()
}

/// For each `[` that begins a link: where its `]` stands, and where what follows the link begins.
fn link_ends(letters: &[char]) -> Vec<Option<(usize, usize)>> {
    let mut ends = vec![None; letters.len()];
    let mut stack = Vec::new();
    // From each place, the next `)` or `]`, so that looking for one never reads the text again.
    let mut next_close = vec![(None, None); letters.len() + 1];
    for (i, c) in letters.iter().enumerate().rev() {
        let (round, square) = next_close.get(i + 1).copied().unwrap_or_default();
        if let Some(slot) = next_close.get_mut(i) {
            *slot = (if *c == ')' { Some(i) } else { round }, if *c == ']' { Some(i) } else { square });
        }
    }
    for (i, c) in letters.iter().enumerate() {
        if *c == '[' {
            stack.push(i);
        } else if *c == ']'
            && let Some(start) = stack.pop()
        {
            let (round, square) = next_close.get(i + 1).copied().unwrap_or_default();
            let after = match letters.get(i + 1) {
                Some('(') => round.map(|r| r + 1),
                Some('[') => square.map(|s| s + 1),
                _ if letters.get(start + 1) == Some(&'^') => Some(i + 1),
                _ => None,
            };
            if let (Some(after), Some(slot)) = (after, ends.get_mut(start)) {
                *slot = Some((i, after));
            }
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        for (markdown, text) in [
            ("# Talks stall\n\nThe mayor\nsaid *no*.", "Talks stall\nThe mayor said no."),
            ("She **never** said __it__, ~~he~~ `did`.", "She never said it, he did."),
            (
                "See [the *letter*](https://a.example/x_y) and [that][1].\n\n[1]: https://b.example",
                "See the letter and that.",
            ),
            ("![A photo](p.jpg)\n\n“We go,” she said.[^2]", "“We go,” she said."),
            ("> “We go.”\n> “Now.”\n\nHe nodded.", "“We go.” “Now.”\nHe nodded."),
            ("- one\n- two\n  more\n1. three", "- one\n- two more\n1. three"),
            ("a\n\n---\n\nb\n* * *\nc", "a\nb\nc"),
            ("Title\n=====\ntext", "Title\ntext"),
            ("5 * 3 * 2 and snake_case_name and 2*3", "5 * 3 * 2 and snake_case_name and 2*3"),
            (r"\*not emphasis\* [not a link] \[x\](y)", "*not emphasis* [not a link] [x](y)"),
            ("a  \nb\\\nc", "a\nb\nc"),
            ("x <!-- hidden\nstill --> y", "x y"),
            ("```\ncode *here*\n```\nafter", "code *here*\nafter"),
        ] {
            assert_eq!(to_text(markdown).text, text, "{markdown:?}");
        }
    }

    #[test]
    fn lines_are_marked_as_what_they_are() {
        let markdown = "# Talks stall\n\nThe mayor left early on Friday, after nine hours in a hall for weddings.\n\n\
                        What was offered\n---\n\n- a tram\n  line\n1. schools\n\n> “We go.”\n> “Now.”\n>\n> “Soon.”\n\nHe nodded.";
        let found = to_text(markdown);
        let marks: Vec<_> = found.marks.iter().map(|m| (m.part.name(), m.span.of(&found.text))).collect();
        let expected = [
            ("heading", "Talks stall"),
            ("heading", "What was offered"),
            ("list_item", "- a tram line"),
            ("list_item", "1. schools"),
            ("block_quotation", "“We go.” “Now.”"),
            ("block_quotation", "“Soon.”"),
        ];
        assert_eq!(marks, expected);
    }

    #[test]
    fn the_first_heading_is_the_title() {
        assert_eq!(title("\n# Talks *stall* #\n\nBody").as_deref(), Some("Talks stall"));
        assert_eq!(title("Body\n# Later"), None);
    }

    #[test]
    fn a_text_of_marks_takes_linear_time() {
        for mark in ["*", "[", "*a ", "_a ", "[a](", "![", "<!--", "> ", "**a *"] {
            to_text(&mark.repeat(200_000));
        }
    }
}
