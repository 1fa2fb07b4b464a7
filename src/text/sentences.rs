//! Sentences of one paragraph. Only marks are looked at: each that may end a sentence is taken with the marks that
//! belong to it ("?!", ". . .", ".”)"), and what stands before and after decides. `docs/sentences.md` says why the
//! candidates are our own, and what is known to go wrong. Linear in the number of tokens.

use super::Quotation;
use super::endings::{Next, ends_after_word, is_tag};
use super::line::Line;
use super::lists::{Lists, is_bullet, marker};
use crate::span::Span;
use std::ops::Range;

/// Splits one paragraph into sentences: ranges of `tokens` that follow each other and hold all of them.
///
/// `tokens` are the paragraph's, each with whether it is a mark; `quotations` are the paragraph's, in text order.
pub fn split(text: &str, tokens: &[(Span, bool)], quotations: &[Quotation]) -> Vec<Range<usize>> {
    let line = Line::new(text, tokens, quotations);
    let mut walk = Walk { sentences: Vec::new(), start: 0, first_word: None, bracket: 0, bracket_end: 0 };
    let mut lists = Lists::default();
    let mut index = 0;
    while index < tokens.len() {
        if !line.is_mark(index) {
            walk.first_word.get_or_insert(index);
            index += 1;
            continue;
        }
        let shape = line.shape(index);
        if is_bullet(shape) {
            if walk.first_word.is_some() && Lists::bullet_begins(&line, walk.start, index) {
                walk.cut(index);
            }
        } else if let Some(marker) = matches!(shape, '.' | ')').then(|| marker(&line, index)).flatten() {
            let at_start = walk.first_word.is_none_or(|first| first + 1 >= index);
            if lists.accepts(&line, &marker, at_start) {
                if !at_start {
                    walk.cut(marker.first);
                    walk.first_word = Some(index - 1);
                }
                index = marker.end;
                continue;
            }
            if shape == '.' {
                index = walk.pass(&line, index);
                continue;
            }
        } else if is_terminal(shape) {
            index = walk.pass(&line, index);
            continue;
        }
        index += 1;
    }
    walk.cut(tokens.len());
    walk.sentences
}

/// True for marks that may end a sentence (Unicode's Sentence_Terminal, as far as news is written in it).
pub(super) const fn is_terminal(shape: char) -> bool {
    matches!(shape, '.' | '?' | '!' | '…' | '‽' | '؟' | '۔' | '।' | '॥') || ends_without_space(shape)
}

/// True for full stops that no space follows.
const fn ends_without_space(shape: char) -> bool {
    matches!(shape, '。' | '！' | '？' | '．' | '｡')
}

/// Where the walk over a paragraph stands.
struct Walk {
    sentences: Vec<Range<usize>>,
    /// The first token of the sentence at hand.
    start: usize,
    /// Its first word.
    first_word: Option<usize>,
    /// The next of the line's brackets.
    bracket: usize,
    /// One past the last token of a bracket that opened within a sentence: no cut before it.
    bracket_end: usize,
}

impl Walk {
    /// Ends the sentence at hand before token `at`.
    fn cut(&mut self, at: usize) {
        if at > self.start {
            self.sentences.push(self.start..at);
            self.start = at;
            self.first_word = None;
        }
    }

    /// Passes the mark at `index`, and all that belong to it, and cuts after them if a sentence ends there. Returns
    /// the token to go on with.
    fn pass(&mut self, line: &Line<'_>, index: usize) -> usize {
        while let Some(bracket) = line.brackets.get(self.bracket).filter(|b| b.start < index) {
            if self.first_word.is_some_and(|first| first < bracket.start) {
                self.bracket_end = self.bracket_end.max(bracket.end);
            }
            self.bracket += 1;
        }
        let run = Run::read(line, index);
        if self.first_word.is_some() && run.end > self.bracket_end.saturating_sub(1) {
            if let Some(after_stop) = run.stop_before_ellipsis {
                self.cut(after_stop);
            } else if ends(line, &run, self.first_word) {
                self.cut(run.end);
            }
        }
        run.end
    }
}

/// A mark that may end a sentence, with what belongs to it.
struct Run {
    /// Its first token.
    start: usize,
    /// One past its last.
    end: usize,
    /// How many full stops in a row, 3 for "…".
    dots: usize,
    /// Holds a question or exclamation mark, or another sure end.
    strong: bool,
    /// Closing quotation marks or brackets end it.
    closers: bool,
    /// No space needs to follow.
    tight: bool,
    /// One past a full stop that ends a sentence although an ellipsis follows: "He left. ... She stayed."
    stop_before_ellipsis: Option<usize>,
}

impl Run {
    fn read(line: &Line<'_>, start: usize) -> Run {
        let shape = line.shape(start);
        let strong = !matches!(shape, '.' | '…');
        let tight = ends_without_space(shape);
        let mut run =
            Run { start, end: start + 1, dots: 0, strong, closers: false, tight, stop_before_ellipsis: None };
        let attached = start > 0 && line.adjoins(start);
        if shape == '.'
            && attached
            && !line.adjoins(start + 1)
            && let Some((end, dots)) = ellipsis(line, start + 1)
        {
            (run.end, run.dots) = (end, dots + 1);
            let goes_on = end < line.len() && !line.adjoins(end);
            if goes_on && Next::read(line, end).is_capital() {
                (run.end, run.stop_before_ellipsis) = (start + 1, Some(start + 1));
                return run;
            }
        } else if let Some((end, dots)) = ellipsis(line, start) {
            (run.end, run.dots) = (end, dots);
        } else if shape == '.' {
            run.dots = 1;
        }
        run.take_followers(line);
        run
    }

    /// Takes in further marks, closing marks and footnote numbers.
    fn take_followers(&mut self, line: &Line<'_>) {
        while self.end < line.len() && line.is_mark(self.end) {
            let shape = line.shape(self.end);
            let adjoins = line.adjoins(self.end);
            if adjoins && is_terminal(shape) {
                self.strong |= !matches!(shape, '.' | '…');
                self.dots += usize::from(shape == '.');
            } else if line.closes_quotation(self.end)
                || adjoins && (matches!(shape, ')' | ']' | '}') || line.is_closing_mark(self.end))
            {
                self.closers = true;
            } else if adjoins && shape == '[' && line.is_footnote(self.end) {
                self.end += 2;
            } else {
                break;
            }
            self.end += 1;
        }
    }
}

/// An ellipsis that begins at `start`: one past its last token, and its dots. ". . ." and "..." and "…".
fn ellipsis(line: &Line<'_>, start: usize) -> Option<(usize, usize)> {
    let mut end = start;
    let mut dots = 0;
    while end < line.len() && line.is_mark(end) {
        dots += match line.shape(end) {
            '.' => 1,
            '…' => 3,
            _ => break,
        };
        end += 1;
    }
    (dots >= 3).then_some((end, dots))
}

/// Whether a sentence ends after the run.
fn ends(line: &Line<'_>, run: &Run, first_word: Option<usize>) -> bool {
    if run.end >= line.len() {
        return false;
    }
    let omission = run.start > 0 && matches!(line.shape(run.start - 1), '[' | '(');
    if omission || run.tight {
        return run.tight;
    }
    if line.adjoins(run.end) {
        return line.opens_quotation(run.end) || ends_without_gap(line, run);
    }
    let next = Next::read(line, run.end);
    if next.goes_on() {
        return false;
    }
    let plain_stop = run.dots == 1 && !run.strong;
    if next.is_lower() {
        // A quotation in small letters can follow a full stop; a list "a. … b. …" any end.
        let quotation =
            next.quoted && plain_stop && (run.closers || ends_after_word(line, run.start, first_word, &next));
        return quotation || Lists::begins_at(line, run.end);
    }
    if run.closers {
        let bracketed_word = line.shape(run.end - 1) == ')' && run.end == run.start + 2 && plain_stop;
        let ends = !bracketed_word || ends_after_word(line, run.start, first_word, &next);
        return ends && !is_tag(line, run.end, run.strong);
    }
    if run.strong {
        return next.is_starter() || !line.is_exclaiming_name(run.start);
    }
    match run.dots {
        1 => ends_after_word(line, run.start, first_word, &next),
        3 => line.adjoins(run.start) && !next.word.starts_with('I'),
        _ => true,
    }
}

/// Whether a sentence ends although no space follows: "the world.Today is", not "example.Com" or "Ph.D".
fn ends_without_gap(line: &Line<'_>, run: &Run) -> bool {
    let (next, last) = (run.end, run.start.wrapping_sub(1));
    if line.is_mark(next) || !line.adjoins(run.start) {
        return false;
    }
    let mut letters = line.word(next).chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let word_follows = match letters.next() {
        Some(second) => second.is_lowercase(),
        None => matches!(line.word(next), "I" | "A") && !line.adjoins(next + 1),
    };
    let address =
        |index: usize| line.adjoins(index) && matches!(line.shape(index), '.' | '@' | '/' | '_' | ':');
    let in_address = last > 0 && line.adjoins(last) && address(last - 1)
        || last > 0 && line.adjoins(last) && matches!(line.shape(last - 1), '.' | '@' | '/')
        || address(next + 1) && line.adjoins(next + 2);
    if !capital || !word_follows || in_address || line.is_domain(next) {
        return false;
    }
    run.closers || !line.is_mark(last) && line.is_plain_word(last)
}

#[cfg(test)]
#[path = "sentences_tests.rs"]
mod tests;
