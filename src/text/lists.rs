//! List items within one paragraph: "1. … 2. …", "a) … b) …", "(1) …", "• … • …". A marker counts only where it begins
//! a sentence or follows its forerunner: a lone "2)" is none.

use super::line::Line;
use super::sentences::is_terminal;
use super::words::{Role, has_role};

/// True for marks that begin a list item.
pub(super) const fn is_bullet(shape: char) -> bool {
    matches!(shape, '•' | '▪' | '‣' | '◦' | '⁃' | '●' | '■' | '►')
}

/// Number, small letter or capital; followed by ".", ".)" or ")", or in brackets.
const STYLES: usize = 3 * 4;

/// The marker of a list item.
pub(super) struct Marker {
    /// Its first token.
    pub(super) first: usize,
    /// One past its last.
    pub(super) end: usize,
    style: usize,
    value: u32,
}

/// The lists of a paragraph so far: for each style the number that comes next, 0 where there is no list.
#[derive(Default)]
pub(super) struct Lists {
    next: [u32; STYLES],
}

impl Lists {
    /// Whether the marker begins an item, and if so counts it. `at_start`: it begins a sentence already.
    pub(super) fn accepts(&mut self, line: &Line<'_>, marker: &Marker, at_start: bool) -> bool {
        let expected = self.next[marker.style] == marker.value;
        let letter_with_stop = marker.style == 4;
        let begins = if at_start {
            expected || marker.value == 1 || !letter_with_stop || marker.first == 0
        } else {
            expected && marker.value > 1 && may_precede(line, marker.first)
        };
        if begins {
            self.next[marker.style] = marker.value + 1;
        }
        begins
    }

    /// True where the first item of a list begins at token `index`.
    pub(super) fn begins_at(line: &Line<'_>, index: usize) -> bool {
        let word = index + usize::from(line.shape(index) == '(');
        marker(line, word + 1).is_some_and(|m| m.first == index && m.value == 1)
    }

    /// Whether the bullet at `index` begins an item: after another that began the sentence, or after an end.
    pub(super) fn bullet_begins(line: &Line<'_>, sentence: usize, index: usize) -> bool {
        let before = line.shape(index.saturating_sub(1));
        line.shape(sentence) == line.shape(index) || before == ':' || is_terminal(before)
    }
}

/// The marker whose "." or ")" stands at `index`.
pub(super) fn marker(line: &Line<'_>, index: usize) -> Option<Marker> {
    let word = index.checked_sub(1).filter(|&word| line.is_word(word) && line.adjoins(index))?;
    let (kind, value) = match line.word(word).as_bytes() {
        [letter @ b'a'..=b'z'] => (1, u32::from(letter - b'a') + 1),
        [letter @ b'A'..=b'Z'] => (2, u32::from(letter - b'A') + 1),
        digits if digits.len() <= 3 => (0, line.word(word).parse().ok()?),
        _ => return None,
    };
    let bracketed = line.adjoins(word) && line.shape(word.checked_sub(1)?) == '(';
    let (form, end) = match line.shape(index) {
        '.' if line.adjoins(index + 1) && line.shape(index + 1) == ')' => (1, index + 2),
        '.' => (0, index + 1),
        ')' if bracketed => (3, index + 1),
        ')' => (2, index + 1),
        _ => return None,
    };
    let initial = kind == 2 && form == 0;
    let alone = bracketed == (form == 3)
        && (bracketed || !line.adjoins(word) || word > 0 && is_bullet(line.shape(word - 1)));
    let text_follows = end < line.len() && !line.adjoins(end);
    (alone && text_follows && !initial).then_some(Marker {
        first: word - usize::from(bracketed),
        end,
        style: kind * 4 + form,
        value,
    })
}

/// False after a comma or a word that a number belongs to: "items (1), (2) and (3)", "up by 2. Then".
fn may_precede(line: &Line<'_>, first: usize) -> bool {
    let before = line.word(first.saturating_sub(1));
    let joins = has_role(before, Role::Joiner);
    !joins && !matches!(line.shape(first.saturating_sub(1)), ',' | ';' | '-' | '–' | '—' | '(' | '$' | '#')
}
