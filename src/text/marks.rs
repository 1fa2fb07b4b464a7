//! Quotation marks: which open, which close, which are apostrophes. Pairing is local to a paragraph: one odd mark
//! costs at most its paragraph, and a warning.
//!
//! Known: “ ” „ ‟ « » ‹ › ‘ ’ ‚ 「 」 『 』 " ' '' `` — mixed in one text, nested, re-opened by paragraph.

use super::{Quotation, Quoted, Token, Warning};
use crate::span::Span;

/// The quotation marks of one paragraph, paired.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// Quotations, outer before inner.
    pub quotations: Vec<Quotation>,
    /// Marks that pair with nothing.
    pub stray: Vec<Span>,
    /// Whether an outermost quotation is still open at the paragraph's end.
    pub left_open: bool,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

/// Families of marks: a mark closes only a quotation that one of its own family opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Straight,
    StraightSingle,
    Guillemet,
    SingleGuillemet,
    Corner,
}

/// What a mark may do where it stands.
#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    family: Family,
    can_open: bool,
    can_close: bool,
    /// Could be an apostrophe.
    doubtful: bool,
}

struct Opened {
    quotation: usize,
    family: Family,
}

/// How far down the open quotations a closing mark looks for its own.
const LOOK_DOWN: usize = 3;

/// Pairs the marks of one paragraph. `left_open`: the paragraph before left its outermost quotation open.
pub fn pair(text: &str, line: Span, left_open: bool) -> Pairs {
    let marks = scan(text, line);
    let mut pairs = Pairs::default();
    let mut open: Vec<Opened> = Vec::new();
    // Where, from each mark on, a doubtful mark of its kind could still close.
    let mut closers_left = [Family::Single, Family::StraightSingle]
        .map(|f| marks.iter().filter(|m| m.family == f && m.can_close).count());
    for (n, mark) in marks.iter().enumerate() {
        let slot = match mark.family {
            Family::Single => Some(0),
            Family::StraightSingle => Some(1),
            _ => None,
        };
        if let Some(slot) = slot
            && mark.can_close
        {
            closers_left[slot] -= 1;
        }
        let later_closer = slot.is_none_or(|slot| closers_left[slot] > 0);
        let down = open.iter().rev().take(LOOK_DOWN).position(|o| o.family == mark.family);
        if let Some(down) = down
            && mark.can_close
            && !(mark.doubtful && later_closer && possessive(text, mark, &marks[n + 1..]))
        {
            for _ in 0..down {
                leave(&mut pairs, &mut open, mark.span.start);
            }
            if let Some(top) = open.pop() {
                let quotation = &mut pairs.quotations[top.quotation];
                quotation.span.end = mark.span.end;
                quotation.inner.end = mark.span.start;
                quotation.closed = true;
            }
        } else if mark.can_open && (!mark.doubtful || later_closer) {
            if open.last().is_some_and(|o| o.family == mark.family) && mark.family == Family::Straight {
                leave(&mut pairs, &mut open, mark.span.start);
            }
            let level = open.len().min(u8::MAX as usize) as u8;
            let continues = left_open && mark.span.start == line.start;
            open.push(Opened { quotation: pairs.quotations.len(), family: mark.family });
            let inner = Span::new(mark.span.end, line.end);
            pairs.quotations.push(Quotation {
                span: Span::new(mark.span.start, line.end),
                inner,
                level,
                closed: false,
                continues,
            });
        } else if !mark.doubtful {
            pairs.stray.push(mark.span);
            pairs.warnings.push(Warning {
                span: mark.span,
                message: "a quotation mark that closes nothing".to_owned(),
            });
        }
    }
    pairs.left_open = open.first().is_some();
    while !open.is_empty() {
        leave(&mut pairs, &mut open, line.end);
    }
    pairs.quotations.retain(|q| !q.inner.is_empty());
    pairs
}

/// Gives up on the innermost open quotation: it ends, unclosed, before byte `end`.
fn leave(pairs: &mut Pairs, open: &mut Vec<Opened>, end: usize) {
    if let Some(top) = open.pop() {
        let quotation = &mut pairs.quotations[top.quotation];
        quotation.span.end = end;
        quotation.inner.end = end;
        let span = Span::new(quotation.span.start, quotation.inner.start);
        pairs.warnings.push(Warning { span, message: "a quotation mark that is never closed".to_owned() });
    }
}

/// An apostrophe after a plural ("the workers’ rights") rather than a closing mark.
fn possessive(text: &str, mark: &Mark, later: &[Mark]) -> bool {
    let before = text[..mark.span.start].chars().next_back();
    let mut after = text[mark.span.end..].chars();
    before == Some('s')
        && after.next() == Some(' ')
        && after.next().is_some_and(char::is_lowercase)
        && later
            .iter()
            .take_while(|m| !m.can_open || m.can_close)
            .any(|m| m.family == mark.family && m.can_close)
}

fn scan(text: &str, line: Span) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut chars = line.of(text).char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((offset, c)) = chars.next() {
        let mut width = c.len_utf8();
        let mut family = match c {
            '“' | '”' | '„' | '‟' => Some(Family::Double),
            '‘' | '’' | '‚' => Some(Family::Single),
            '"' => Some(Family::Straight),
            '\'' | '`' => Some(Family::StraightSingle),
            '«' | '»' => Some(Family::Guillemet),
            '‹' | '›' => Some(Family::SingleGuillemet),
            '「' | '」' | '『' | '』' => Some(Family::Corner),
            _ => None,
        };
        if family == Some(Family::StraightSingle) && chars.peek().is_some_and(|&(_, next)| next == c) {
            chars.next();
            width += c.len_utf8();
            family = Some(Family::Straight);
        }
        if let Some(family) = family {
            let after = chars.peek().map(|&(_, next)| next);
            let span = Span::new(line.start + offset, line.start + offset + width);
            marks.push(judge(c, span, family, before, after));
        }
        before = Some(c);
    }
    marks
}

/// What a mark may do between its two neighbours.
fn judge(c: char, span: Span, family: Family, before: Option<char>, after: Option<char>) -> Mark {
    let space_before = before.is_none_or(|b| b.is_whitespace() || "([{—–-/…“‘«‹\"'„‚".contains(b));
    let space_after = after.is_none_or(char::is_whitespace);
    let word_before = before.is_some_and(char::is_alphanumeric);
    let word_after = after.is_some_and(char::is_alphanumeric);
    let text_before = before.is_some_and(|b| !b.is_whitespace());
    let (can_open, can_close, doubtful) = match c {
        '“' => (!space_after, text_before, false),
        '„' | '‟' | '「' | '『' => (true, false, false),
        '「'.. if matches!(c, '」' | '』') => (false, true, false),
        '”' => (space_before && !space_after, text_before, false),
        '«' | '»' | '‹' | '›' => (
            (space_before || c == '«' || c == '‹') && after.is_some(),
            text_before || c == '»' || c == '›',
            false,
        ),
        '‘' => (
            space_before && !space_after && !after.is_some_and(|a| a.is_ascii_digit()),
            text_before && !word_after,
            true,
        ),
        '‚' => (space_before && !space_after, false, true),
        '’' => (false, text_before && !word_after, true),
        '\'' | '`' if family == Family::StraightSingle => (
            space_before && word_after && !after.is_some_and(|a| a.is_ascii_digit()),
            text_before && !word_after,
            true,
        ),
        _ => {
            let inches = before.is_some_and(|b| b.is_ascii_digit()) && !space_before;
            ((space_before || !word_before) && !space_after, text_before, inches)
        }
    };
    Mark { span, family, can_open, can_close, doubtful }
}

/// Sets [`Token::quoted`] for the tokens of one paragraph.
pub fn mark_tokens(tokens: &mut [Token], pairs: &Pairs) {
    let mut next = 0;
    for quotation in pairs.quotations.iter().filter(|q| q.level == 0) {
        while next < tokens.len() && tokens[next].span.start < quotation.span.end {
            let token = &mut tokens[next];
            if token.span.start >= quotation.span.start {
                token.quoted =
                    match (token.span.start < quotation.inner.start, token.span.start >= quotation.inner.end)
                    {
                        (true, _) if quotation.closed => Quoted::Open,
                        (true, _) => Quoted::OpenUnclosed,
                        (_, true) => Quoted::Close,
                        _ if quotation.closed => Quoted::Inside,
                        _ => Quoted::InsideUnclosed,
                    };
            }
            next += 1;
        }
    }
    let mut next = 0;
    for stray in &pairs.stray {
        while next < tokens.len() && tokens[next].span.start < stray.end {
            if tokens[next].span.start >= stray.start {
                tokens[next].quoted = Quoted::Stray;
            }
            next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        pair(text, Span::new(0, text.len()), false).quotations.iter().map(|q| q.inner.of(text)).collect()
    }

    #[test]
    fn pairs_marks_of_every_kind() {
        assert_eq!(inner("“Yes,” he said. \"No,\" she said."), ["Yes,", "No,"]);
        assert_eq!(inner("„Ja“, said «Nein» and ‘it’s so’."), ["Ja", "Nein", "it’s so"]);
        assert_eq!(inner("``One'' and ''two''"), ["One", "two"]);
        assert_eq!(inner("“He told me ‘never’ twice.”"), ["He told me ‘never’ twice.", "never"]);
        assert_eq!(inner("the '90s and ’tis 6'2\" tall, the boys' club"), Vec::<&str>::new());
    }
}
