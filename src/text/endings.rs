//! What stands around a possible end of a sentence: abbreviations, initials and times before it, a capital, a number
//! or "Ms. Doe asked" after it.

use super::line::Line;
use super::marks::Family;
use super::words::{Abbreviation, Role, abbreviation, has_role};

/// What follows a possible end.
pub(super) struct Next<'a> {
    /// The first word; empty where a mark comes first.
    pub(super) word: &'a str,
    /// Its token, or the mark's.
    at: usize,
    /// An opening quotation mark stands before it.
    pub(super) quoted: bool,
    /// The mark that comes first, if none that opens.
    mark: Option<char>,
    /// The word is an initial: "J."
    initial: bool,
}

impl<'a> Next<'a> {
    /// Most opening marks that are looked through.
    const MOST_MARKS: usize = 4;

    pub(super) fn read(line: &Line<'a>, start: usize) -> Self {
        let mut at = start;
        let mut quoted = false;
        while at < start + Self::MOST_MARKS && line.is_mark(at) {
            let shape = line.shape(at);
            let quotation = Family::of(shape).is_some();
            if !quotation && !matches!(shape, '(' | '[' | '¿' | '¡') {
                break;
            }
            quoted |= quotation;
            at += 1;
        }
        let mark = line.is_mark(at).then(|| line.shape(at));
        let word = if mark.is_some() { "" } else { line.word(at) };
        let initial = word.len() == 1 && line.adjoins(at + 1) && line.shape(at + 1) == '.';
        Self { word, at, quoted, mark, initial }
    }

    /// True where a mark shows that the sentence goes on.
    pub(super) fn goes_on(&self) -> bool {
        self.mark.is_some_and(|m| ",;:-–—/%&+=)]}".contains(m))
    }

    /// True for a word in small letters; "iPhone" is none.
    pub(super) fn is_lower(&self) -> bool {
        let mut letters = self.word.chars();
        letters.next().is_some_and(char::is_lowercase) && !letters.next().is_some_and(char::is_uppercase)
    }

    /// True for a word with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.word.starts_with(char::is_uppercase)
    }

    /// True for a word that begins sentences.
    pub(super) fn is_starter(&self) -> bool {
        !self.initial && has_role(self.word, Role::Starter)
    }

    fn is_number(&self) -> bool {
        self.word.starts_with(char::is_numeric) || self.mark.is_some_and(|m| "$£€#".contains(m))
    }
}

/// Longest abbreviation, in tokens: "N.A.A.C.P" has nine.
const LONGEST_ABBREVIATION: usize = 16;

/// Whether the full stop at `stop` ends a sentence, by the word before it and by what follows. `first_word`: the
/// first word of the sentence.
pub(super) fn ends_after_word(
    line: &Line<'_>,
    stop: usize,
    first_word: Option<usize>,
    next: &Next<'_>,
) -> bool {
    let mut first = stop;
    while first > first_word.unwrap_or(0)
        && stop - first < LONGEST_ABBREVIATION
        && line.adjoins(first)
        && (line.is_word(first - 1) || line.shape(first - 1) == '.')
    {
        first -= 1;
    }
    let word = line.words(first..stop).trim_start_matches(|c: char| c.is_ascii_digit());
    let begins_sentence = first_word.is_none_or(|word| word >= first);
    let starter = next.is_starter();
    match abbreviation(word) {
        Some(Abbreviation::BeforeName | Abbreviation::Never) => false,
        Some(Abbreviation::BeforeNumber) => !next.is_number(),
        Some(Abbreviation::Either) => starter,
        Some(Abbreviation::Time) => {
            let introduces = first_word.is_some_and(|first| {
                stop - first <= LONGEST_TIME && has_role(line.word(first), Role::Opening)
            });
            let belongs = next.is_number() || has_role(next.word, Role::Clock);
            starter || !belongs && !introduces
        }
        None if is_acronym(word) => starter && !begins_sentence,
        None if is_initial(word) => {
            let before_lower = first > 0 && line.word(first - 1).starts_with(char::is_lowercase);
            !begins_sentence && (starter || word == "I" && before_lower)
        }
        None => true,
    }
}

/// Longest time that a sentence begins with, in tokens: "Shortly before 5:30 p.m."
const LONGEST_TIME: usize = 9;

/// "U.S", "J.K", "i.v": single letters, or two, with full stops between.
fn is_acronym(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| matches!(part.chars().count(), 1 | 2))
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// Longest name before a verb of saying, in tokens.
const LONGEST_NAME: usize = 10;

/// Whether the words from token `start` on say who spoke the quotation before them: “Really?” Ms. Doe asked. After a
/// full stop (`strong` is false) only if nothing follows the verb: “No.” Doe said she was tired.
pub(super) fn is_tag(line: &Line<'_>, start: usize, strong: bool) -> bool {
    let first = Next::read(line, start);
    if first.at != start || !first.is_capital() || first.is_starter() && first.word != "I" {
        return false;
    }
    let mut at = start + 1;
    while at < start + LONGEST_NAME && at < line.len() {
        let word = line.word(at);
        if has_role(word, Role::Reporting) {
            let after = line.word(at + 1);
            let ends = after.is_empty()
                || line.is_mark(at + 1) && matches!(line.shape(at + 1), '.' | ',' | ';' | ':');
            return ends || strong && !has_role(after, Role::Complement);
        }
        let named = word.starts_with(char::is_uppercase) || has_role(word, Role::Particle);
        if !named && !matches!(word, "." | "-" | "’" | "'") {
            return false;
        }
        at += 1;
    }
    false
}
