//! Pairs the quotation marks of one paragraph. Pairing is local: one odd mark costs at most its paragraph, and a
//! warning. Linear in the number of marks.

use super::marks::{Family, Mark, scan};
use super::{Quotation, Quoted, Token, Warning};
use crate::span::Span;

/// The quotations of one paragraph.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// Quotations, outer before inner.
    pub quotations: Vec<Quotation>,
    /// Marks that pair with nothing.
    pub stray: Vec<Span>,
    /// The family of the outermost quotation, if the paragraph ends before it does.
    pub left_open: Option<Family>,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

/// A quotation that is open: its index, and the shape of the mark that opened it.
struct Opened {
    quotation: usize,
    shape: char,
    family: Family,
    /// A single mark that nothing of its kind closes later.
    alone: bool,
}

impl Opened {
    /// True where a closing mark of another kind may close this: “Yes," and ‘Yes,” are misprints for “Yes,”.
    fn takes_other_kind(&self) -> bool {
        self.alone || matches!(self.family, Family::Double | Family::Straight)
    }
}

/// How far down the open quotations a closing mark looks for its own.
const LOOK_DOWN: usize = 3;

/// Pairs the marks of one paragraph. `left_open`: the family that the paragraph before left open.
pub fn pair(text: &str, line: Span, tokens: &[(Span, bool)], left_open: Option<Family>) -> Pairs {
    let marks = scan(text, line, tokens);
    let mut pairs = Pairs::default();
    let mut open: Vec<Opened> = Vec::new();
    let surer = surer_closers(&marks);
    let mut closers_left = [0_usize; Family::COUNT];
    for mark in &marks {
        closers_left[mark.family as usize] += usize::from(mark.can_close);
    }
    for (mark, surer_later) in marks.iter().zip(surer) {
        closers_left[mark.family as usize] -= usize::from(mark.can_close);
        let later_closer = closers_left[mark.family as usize] > 0;
        let down = open.iter().rev().take(LOOK_DOWN).position(|o| mark.closes(o.shape, o.family));
        if let Some(down) = down
            && !(mark.weak_closer && surer_later)
        {
            for _ in 0..down {
                leave(&mut pairs, &mut open, mark.span.start);
            }
            close(&mut pairs, &mut open, mark);
        } else if mark.can_open && (!mark.doubtful || later_closer || mark.starts_speech) {
            if mark.family == Family::Straight && open.last().is_some_and(|o| o.family == Family::Straight) {
                leave(&mut pairs, &mut open, mark.span.start);
            }
            let continues = left_open.is_some() && mark.span.start == line.start;
            let level = open.len().min(u8::MAX as usize) as u8;
            let alone = mark.family.is_single() && !later_closer;
            open.push(Opened {
                quotation: pairs.quotations.len(),
                shape: mark.shape,
                family: mark.family,
                alone,
            });
            let inner = Span::new(mark.span.end, line.end);
            let span = Span::new(mark.span.start, line.end);
            pairs.quotations.push(Quotation { span, inner, level, closed: false, continues });
        } else if !mark.doubtful && down.is_none() {
            let first = pairs.quotations.is_empty() && pairs.stray.is_empty();
            let double = matches!(mark.family, Family::Double | Family::Straight);
            if mark.can_close && double && open.last().is_some_and(Opened::takes_other_kind) {
                close(&mut pairs, &mut open, mark);
                warn(&mut pairs, mark.span, "a quotation mark of another kind than the one that it closes");
            } else if first && mark.can_close && left_open == Some(mark.family) {
                // The quotation of the paragraph before goes on here without a re-opened mark.
                let span = Span::new(line.start, mark.span.end);
                let inner = Span::new(line.start, mark.span.start);
                pairs.quotations.push(Quotation { span, inner, level: 0, closed: true, continues: true });
            } else {
                pairs.stray.push(mark.span);
                warn(&mut pairs, mark.span, "a quotation mark that closes nothing");
            }
        }
    }
    pairs.left_open = open.first().map(|o| o.family);
    while !open.is_empty() {
        leave(&mut pairs, &mut open, line.end);
    }
    pairs.quotations.retain(|q| !q.inner.is_empty());
    pairs.warnings.sort_by_key(|w| w.span);
    pairs
}

/// Closes the innermost open quotation with this mark.
fn close(pairs: &mut Pairs, open: &mut Vec<Opened>, mark: &Mark) {
    if let Some(top) = open.pop() {
        let quotation = &mut pairs.quotations[top.quotation];
        quotation.span.end = mark.span.end;
        quotation.inner.end = mark.span.start;
        quotation.closed = true;
    }
}

/// For each mark whether one of its family that is more surely a closing mark comes later, before anything opens.
fn surer_closers(marks: &[Mark]) -> Vec<bool> {
    let mut surer = vec![false; marks.len()];
    let mut ahead = [false; Family::COUNT];
    for (mark, surer) in marks.iter().zip(&mut surer).rev() {
        let family = mark.family as usize;
        *surer = ahead[family];
        if mark.can_open && !mark.can_close {
            ahead = [false; Family::COUNT];
        } else if mark.can_close && !mark.weak_closer {
            ahead[family] = true;
        }
    }
    surer
}

/// Gives up on the innermost open quotation: it ends, unclosed, before byte `end`.
fn leave(pairs: &mut Pairs, open: &mut Vec<Opened>, end: usize) {
    if let Some(top) = open.pop() {
        let quotation = &mut pairs.quotations[top.quotation];
        quotation.span.end = end;
        quotation.inner.end = end;
        let span = Span::new(quotation.span.start, quotation.inner.start);
        warn(pairs, span, NEVER_CLOSED);
    }
}

/// The warning about a quotation that its paragraph does not close. [`forgive`] takes it back where the next goes on.
const NEVER_CLOSED: &str = "a quotation mark that is never closed";

fn warn(pairs: &mut Pairs, span: Span, message: &str) {
    pairs.warnings.push(Warning { span, message: message.to_owned() });
}

/// Takes back the warning about an outermost quotation left open, once the next paragraph proves to go on with it:
/// that is how long quotations are printed. `before`: the warnings up to that paragraph, `opened`: its last outermost
/// quotation.
pub fn forgive(before: &mut Vec<Warning>, opened: Option<&Quotation>) {
    if let Some(opened) = opened
        && let Some(index) = before.iter().rposition(|w| w.span.start <= opened.span.start)
        && before[index].span.start == opened.span.start
        && before[index].message == NEVER_CLOSED
    {
        before.remove(index);
    }
}

/// Sets [`Token::quoted`] for the tokens of one paragraph.
pub fn mark_tokens(tokens: &mut [Token], pairs: &Pairs) {
    let mut next = 0;
    for quotation in pairs.quotations.iter().filter(|q| q.level == 0) {
        while next < tokens.len() && tokens[next].span.start < quotation.span.end {
            let token = &mut tokens[next];
            if token.span.start >= quotation.span.start {
                let (opening, closing) =
                    (token.span.start < quotation.inner.start, token.span.start >= quotation.inner.end);
                token.quoted = match (opening, closing) {
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
#[path = "quotations_tests.rs"]
mod tests;
