//! Where the words of a text begin and end, and its clauses.

use super::fold;
use std::iter::Peekable;
use std::str::Chars;

/// What a text is made of, spaces and other signs apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A word in lower case, without apostrophes; a number in digits without the commas between thousands.
    Word(String),
    /// A mark at which a clause ends.
    End,
    /// A quotation mark, opening or closing.
    Quote,
}

/// The pieces of a text, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let folded = fold(text);
    let mut rest = folded.chars().peekable();
    let mut pieces = Vec::new();
    while let Some(c) = rest.next() {
        if is_of_word(c) {
            let word = word(c, &mut rest);
            pieces.extend((!word.is_empty()).then_some(Piece::Word(word)));
        } else if is_end(c) {
            pieces.push(Piece::End);
        } else if matches!(c, '"' | '“' | '”' | '„' | '«' | '»') {
            pieces.push(Piece::Quote);
        }
    }
    pieces
}

/// The clauses of a text, roughly: it is cut at punctuation marks, but not within a number.
pub(crate) fn clauses(text: &str) -> Vec<Vec<String>> {
    let pieces = pieces(text);
    let clauses = pieces.split(|piece| *piece == Piece::End).map(|clause| {
        let words = clause.iter().filter_map(|piece| match piece {
            Piece::Word(word) => Some(word.clone()),
            _ => None,
        });
        words.collect::<Vec<_>>()
    });
    clauses.filter(|clause| !clause.is_empty()).collect()
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’')
}

const fn is_end(c: char) -> bool {
    matches!(c, ',' | ';' | '.' | ':' | '?' | '!' | '—' | '–')
}

/// The word that begins with `first`. A point before a digit, or a comma before three, goes on with its number.
fn word(first: char, rest: &mut Peekable<Chars<'_>>) -> String {
    let mut word = String::new();
    // Digits in a row at the end of the word, those before a comma included once three have followed it.
    let mut digits = 0;
    let mut next = Some(first);
    while let Some(c) = next {
        if c.is_ascii_digit() {
            digits += 1;
        } else {
            digits = 0;
        }
        if !matches!(c, '\'' | '’' | ',') {
            word.push(c);
        }
        let goes_on = match rest.peek() {
            Some('.') => c.is_ascii_digit() && begins(rest, |after| after >= 1),
            Some(',') => c.is_ascii_digit() && digits <= 3 && begins(rest, |after| after == 3),
            Some(c) => is_of_word(*c),
            None => false,
        };
        next = if goes_on { rest.next() } else { None };
    }
    word
}

/// Whether behind the next character there are as many digits as are wanted; more than four are not counted.
fn begins(rest: &Peekable<Chars<'_>>, wanted: impl Fn(usize) -> bool) -> bool {
    wanted(rest.clone().skip(1).take(4).take_while(char::is_ascii_digit).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_word() {
        let words = |text| clauses(text).iter().map(|clause| clause.join(" ")).collect::<Vec<_>>();
        assert_eq!(
            words("It cost $1,300,250.50, not $2.5 million."),
            ["it cost 1300250.50", "not 2.5 million"]
        );
        assert_eq!(
            words("In 2019,300 died; of 12,34 others nothing."),
            ["in 2019", "300 died", "of 12", "34 others nothing"]
        );
        assert_eq!(words("It’s 5. ‘Ten’, 1.x"), ["its 5", "ten", "1", "x"]);
        assert_eq!(words("1,3000 or 1234,567"), ["1", "3000 or 1234", "567"]);
        assert_eq!(words("’’ …"), [""; 0]);
    }
}
