//! One paragraph's tokens, as the sentence rules ask about them.

use super::Quotation;
use super::marks::Family;
use super::words::{Role, abbreviation, has_role};
use crate::span::Span;
use std::ops::Range;

/// Longest bracket, in tokens, within which no sentence ends.
const LONGEST_BRACKET: usize = 100;

/// A paragraph's tokens with their text.
pub(super) struct Line<'a> {
    text: &'a str,
    tokens: &'a [(Span, bool)],
    quotations: &'a [Quotation],
    /// Where quotations close (byte offsets), in text order.
    closings: Vec<usize>,
    /// Brackets that close, as token ranges with both marks, in text order.
    pub(super) brackets: Vec<Range<usize>>,
}

impl<'a> Line<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [(Span, bool)], quotations: &'a [Quotation]) -> Self {
        let mut closings: Vec<usize> = quotations.iter().filter(|q| q.closed).map(|q| q.inner.end).collect();
        closings.sort_unstable();
        let mut line = Self { text, tokens, quotations, closings, brackets: Vec::new() };
        line.pair_brackets();
        line
    }

    fn pair_brackets(&mut self) {
        let mut open: Vec<(usize, char)> = Vec::new();
        for index in 0..self.tokens.len() {
            if !self.is_mark(index) {
                continue;
            }
            match self.shape(index) {
                '(' => open.push((index, ')')),
                '[' => open.push((index, ']')),
                shape @ (')' | ']') => {
                    if let Some((start, _)) = open.pop_if(|(_, closing)| *closing == shape)
                        && index - start <= LONGEST_BRACKET
                    {
                        self.brackets.push(start..index + 1);
                    }
                }
                _ => {}
            }
        }
        self.brackets.sort_unstable_by_key(|b| b.start);
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token's text; empty beyond the end.
    pub(super) fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |(span, _)| span.of(self.text))
    }

    /// The text from one token up to, not including, another.
    pub(super) fn words(&self, range: Range<usize>) -> &'a str {
        match (self.tokens.get(range.start), range.end.checked_sub(1).and_then(|last| self.tokens.get(last)))
        {
            (Some((first, _)), Some((last, _))) => first.join(*last).of(self.text),
            _ => "",
        }
    }

    /// The token's first character; a space beyond the end.
    pub(super) fn shape(&self, index: usize) -> char {
        self.word(index).chars().next().unwrap_or(' ')
    }

    /// True for punctuation and symbols; an ideograph is a token by itself, but no mark here.
    pub(super) fn is_mark(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|(_, mark)| *mark) && !self.shape(index).is_alphanumeric()
    }

    pub(super) fn is_word(&self, index: usize) -> bool {
        index < self.tokens.len() && !self.is_mark(index)
    }

    /// True where the token follows the one before without a space.
    pub(super) fn adjoins(&self, index: usize) -> bool {
        index > 0
            && match (self.tokens.get(index - 1), self.tokens.get(index)) {
                (Some((before, _)), Some((this, _))) => before.end == this.start,
                _ => false,
            }
    }

    /// True where the token opens a quotation.
    pub(super) fn opens_quotation(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|(at, _)| {
            let found = self.quotations.binary_search_by_key(&at.start, |q| q.span.start);
            found.is_ok_and(|found| self.quotations[found].inner.start > at.start)
        })
    }

    /// True where the token closes a quotation, a space before it or not.
    pub(super) fn closes_quotation(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|(at, _)| self.closings.binary_search(&at.start).is_ok())
    }

    /// True for a quotation mark that opens nothing.
    pub(super) fn is_closing_mark(&self, index: usize) -> bool {
        Family::of(self.shape(index)).is_some() && !self.opens_quotation(index)
    }

    /// True where "[12]" stands.
    pub(super) fn is_footnote(&self, index: usize) -> bool {
        self.word(index + 2) == "]" && self.word(index + 1).bytes().all(|b| b.is_ascii_digit())
    }

    /// True where the word before the mark is a name like Yahoo! or Jeopardy!
    pub(super) fn is_exclaiming_name(&self, mark: usize) -> bool {
        self.word(mark) == "!" && self.adjoins(mark) && has_role(self.word(mark - 1), Role::Exclaiming)
    }

    /// True for the end of an internet address.
    pub(super) fn is_domain(&self, index: usize) -> bool {
        has_role(&self.word(index).to_lowercase(), Role::Domain)
    }

    /// True for an ordinary word or number, as it stands before a full stop: not "Ph", "X" or "Mr".
    pub(super) fn is_plain_word(&self, index: usize) -> bool {
        let word = self.word(index);
        let letters = word.chars().count();
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        let lower = word.chars().next_back().is_some_and(char::is_lowercase);
        let long_enough = letters >= 4 || letters >= 2 && word.starts_with(char::is_lowercase);
        digits || lower && long_enough && abbreviation(word).is_none()
    }
}
