//! Quotation marks: which there are in a paragraph, and what each may do where it stands: open, close, or only be an
//! apostrophe, feet or inches. [`super::quotations`] pairs them.
//!
//! Known: “ ” „ ‟ « » ‹ › ‘ ’ ‚ ‛ 「 」 『 』 " ' '' `` — mixed in one text.

use super::words::{Role, has_role};
use crate::span::Span;

/// A mark closes only a quotation that one of its own family opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// “ ” „ ‟
    Double,
    /// ‘ ’ ‚ ‛
    Single,
    /// " '' ``
    Straight,
    /// ' `
    StraightSingle,
    /// « »
    Guillemet,
    /// ‹ ›
    SingleGuillemet,
    /// 「 」
    Corner,
    /// 『 』
    WhiteCorner,
}

impl Family {
    /// How many there are.
    pub const COUNT: usize = 8;

    /// The family of a character, if it is a quotation mark.
    pub const fn of(c: char) -> Option<Family> {
        match c {
            '“' | '”' | '„' | '‟' => Some(Family::Double),
            '‘' | '’' | '‚' | '‛' => Some(Family::Single),
            '"' => Some(Family::Straight),
            '\'' | '`' => Some(Family::StraightSingle),
            '«' | '»' => Some(Family::Guillemet),
            '‹' | '›' => Some(Family::SingleGuillemet),
            '「' | '」' => Some(Family::Corner),
            '『' | '』' => Some(Family::WhiteCorner),
            _ => None,
        }
    }

    /// True for the marks that apostrophes look like.
    pub const fn is_single(self) -> bool {
        matches!(self, Family::Single | Family::StraightSingle)
    }
}

/// A quotation mark and what it may do where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Where it stands: one character, or two for '' and ``.
    pub span: Span,
    /// Its (first) character.
    pub shape: char,
    /// What it pairs with.
    pub family: Family,
    /// It can open a quotation here.
    pub can_open: bool,
    /// It can close one here.
    pub can_close: bool,
    /// It is as likely no quotation mark at all: an apostrophe, feet, inches. It opens only what can be closed later,
    /// and costs no warning.
    pub doubtful: bool,
    /// It looks like a plural's apostrophe ("the workers’ rights"), a dropped letter ("lyin’"), feet or inches: it closes only where no surer mark
    /// does so later.
    pub weak_closer: bool,
    /// It begins direct speech for sure: at the paragraph's start or after a colon or comma, before a capital.
    pub starts_speech: bool,
}

impl Mark {
    /// True where this mark closes what a mark of the shape `opener` and of that family opened: „…“ “…” ”…” »…« «…» »…» and so on.
    pub fn closes(&self, opener: char, family: Family) -> bool {
        self.can_close
            && family == self.family
            && match opener {
                '“' | '‘' => self.shape != opener || !self.can_open,
                '”' => self.shape == '”',
                '«' => self.shape == '»',
                '»' => self.shape == '«' || !self.can_open,
                '‹' => self.shape == '›',
                '›' => self.shape == '‹' || !self.can_open,
                _ => true,
            }
    }
}

/// The quotation marks among a paragraph's tokens (each with whether it is a mark, as [`super::tokens::split`] gives
/// them).
pub fn scan(text: &str, line: Span, tokens: &[(Span, bool)]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut skip = false;
    for (index, &(span, is_mark)) in tokens.iter().enumerate() {
        if !is_mark || std::mem::take(&mut skip) {
            continue;
        }
        let Some(shape) = span.of(text).chars().next() else { continue };
        let Some(mut family) = Family::of(shape) else { continue };
        let mut at = span;
        if family == Family::StraightSingle
            && let Some(&(next, true)) = tokens.get(index + 1)
            && next.start == span.end
            && next.of(text).starts_with(shape)
        {
            (at, family, skip) = (span.join(next), Family::Straight, true);
        }
        marks.push(judge(text, line, at, shape, family));
    }
    marks
}

/// What a mark may do between its two neighbours.
fn judge(text: &str, line: Span, span: Span, shape: char, family: Family) -> Mark {
    let head = Span::new(line.start, span.start).of(text);
    let tail = Span::new(span.end, line.end).of(text);
    let before = head.chars().next_back();
    let after = tail.chars().next();
    let gap_before = before.is_none_or(char::is_whitespace);
    let space_before = gap_before || before.is_some_and(|b| "([{—–-/…“‘«‹\"'„‚".contains(b));
    let space_after = after.is_none_or(char::is_whitespace);
    let text_before = !gap_before;
    let word_before = before.is_some_and(char::is_alphanumeric);
    let word_after = after.is_some_and(char::is_alphanumeric);
    let digit_before = text_before && measures(head);
    let introduced = head.is_empty() || head.trim_end().ends_with([':', ',']);
    let speech_after = after.is_some_and(|a| a.is_uppercase() || Family::of(a).is_some());
    let (can_open, can_close, doubtful) = match shape {
        '“' if after.is_some_and(|a| ").,;:!?]".contains(a)) => (gap_before, text_before, false),
        '“' => (!space_after || gap_before && after.is_some(), text_before, false),
        '„' | '‟' | '「' | '『' => (true, shape == '‟' && text_before && space_after, false),
        '」' | '』' => (false, true, false),
        '”' => (space_before && !space_after, text_before || space_after, digit_before),
        '«' | '‹' => (after.is_some(), text_before, false),
        '»' | '›' => (space_before && after.is_some(), true, false),
        '‘' | '‛' => {
            (space_before && !space_after && !elides(tail, introduced), text_before && !word_after, true)
        }
        '‚' => (space_before && !space_after, false, true),
        '’' => (false, text_before && !word_after, true),
        _ if family == Family::StraightSingle => {
            let before_mark = after.is_some_and(|a| "([$£€#@…".contains(a) || Family::of(a).is_some());
            (
                space_before && (before_mark || word_after && !elides(tail, introduced)),
                text_before && !word_after,
                true,
            )
        }
        '`' => (true, false, false),
        _ if gap_before && space_after => (after.is_some(), before.is_some(), true),
        _ => (
            (space_before || !word_before) && !space_after,
            text_before,
            digit_before && family == Family::Straight,
        ),
    };
    let plural = before == Some('s') && {
        let mut next = tail.chars();
        next.next() == Some(' ') && next.next().is_some_and(char::is_lowercase)
    };
    let weak_closer = digit_before || family.is_single() && (plural || head.ends_with("in"));
    let can_close =
        can_close && !(family.is_single() && ["'n", "’n", "‘n"].iter().any(|n| head.ends_with(n)));
    let starts_speech = family.is_single() && speech_after && introduced && (shape == '‘' || head.is_empty());
    Mark { span, shape, family, can_open, can_close, doubtful, weak_closer, starts_speech }
}

/// True where the text ends in a number of one to three digits, as before feet and inches.
fn measures(head: &str) -> bool {
    let digits = head.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits)
}

/// True where an apostrophe in front of this text would stand for what was left out: ’90s, ’16, ’tis, ’em. `introduced`:
/// a quotation may well begin here.
fn elides(tail: &str, introduced: bool) -> bool {
    let word = tail.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = tail.get(word.len()..).unwrap_or("");
    let goes_on = rest.starts_with('%')
        || rest.starts_with([',', '.']) && rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    let decade = digits == 2
        && match word.get(2..) {
            Some("s") => true,
            Some("") => !goes_on && !introduced,
            _ => false,
        };
    decade || has_role(word, Role::Elision)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;

    fn first(text: &str) -> Mark {
        let line = Span::new(0, text.len());
        scan(text, line, &tokens::split(text, line))[0]
    }

    #[test]
    fn elisions_and_decades_do_not_open() {
        for text in
            ["the ‘90s", "in ‘08", "‘tis", "rock 'n' roll", "get 'em", "back in '16 he", "he said, 'Twas"]
        {
            assert!(!first(text).can_open, "{text}");
        }
        for text in ["‘30 years", "‘100 people’", "'Yes", "the ‘Times’", "'\"Deep\" it was"] {
            assert!(first(text).can_open, "{text}");
        }
    }

    #[test]
    fn feet_and_inches_are_doubtful() {
        assert!(first("the 5\" pipe").doubtful);
        assert!(first("he is 6’ tall").weak_closer);
        assert!(!first("in 2016\"").doubtful);
    }

    #[test]
    fn two_single_marks_are_one_double_mark() {
        let mark = first("``Well,'' he said");
        assert_eq!((mark.span.len(), mark.family, mark.can_open), (2, Family::Straight, true));
    }
}
