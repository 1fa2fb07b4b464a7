//! Tokens → [`Lexeme`]s: what each word can be in a time expression. One look-up a token; the words are in
//! `data/words.tsv`.

use crate::lists::rows;
use crate::text::Token;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a token is to the time grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    /// The class of word.
    pub(super) tag: Tag,
    /// What the tag says: the number of the month, the digits' value, the mark's character.
    pub(super) value: i32,
    /// How many digits it was written with; 0 for words.
    pub(super) digits: u8,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    /// Whether it touches the token before it.
    pub(super) glued: bool,
}

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Classes of words. The texts are those of `data/words.tsv`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Tag {
            /// A word that time expressions do not know.
            Other,
            /// A mark; the value is its character.
            Mark,
            /// Up to nine digits.
            Digits,
            /// "7th".
            DigitOrdinal,
            /// "1990s", "80s".
            DigitDecade,
            /// "5pm": the value is the hour, 0 to 23.
            DigitClock,
            $($(#[$doc])* $name,)*
        }

        impl Tag {
            fn parse(text: &str) -> Option<Tag> {
                match text {
                    $($text => Some(Tag::$name),)*
                    _ => None,
                }
            }
        }
    };
}

tags! {
    Month = "month",
    MonthWord = "month_word",
    MonthShort = "month_short",
    Weekday = "weekday",
    Weekdays = "weekdays",
    WeekdayShort = "weekday_short",
    Unit = "unit",
    Units = "units",
    Weekend = "weekend",
    Season = "season",
    SeasonWord = "season_word",
    Seasons = "seasons",
    PartOfDay = "part_of_day",
    PartsOfDay = "parts_of_day",
    ClockWord = "clock_word",
    Cardinal = "cardinal",
    Tens = "tens",
    DecadeWord = "decade_word",
    Hundred = "hundred",
    Thousand = "thousand",
    Ordinal = "ordinal",
    Several = "several",
    Few = "few",
    Couple = "couple",
    Dozen = "dozen",
    Half = "half",
    A = "a",
    The = "the",
    This = "this",
    That = "that",
    These = "these",
    Last = "last",
    Past = "past",
    Previous = "previous",
    Next = "next",
    Coming = "coming",
    Following = "following",
    Current = "current",
    Latest = "latest",
    Recent = "recent",
    Same = "same",
    OtherOne = "other",
    Ahead = "ahead",
    Near = "near",
    Future = "future",
    Full = "full",
    Day = "day",
    Tonight = "tonight",
    Overnight = "overnight",
    Right = "right",
    Present = "present",
    PastReference = "past_reference",
    FutureReference = "future_reference",
    Moment = "moment",
    Ago = "ago",
    Earlier = "earlier",
    Later = "later",
    Early = "early",
    Late = "late",
    Mid = "mid",
    End = "end",
    Middle = "middle",
    Beginning = "beginning",
    Approximately = "approximately",
    Up = "up",
    More = "more",
    No = "no",
    Less = "less",
    Than = "than",
    At = "at",
    Least = "least",
    Within = "within",
    Just = "just",
    Sometime = "sometime",
    Of = "of",
    Or = "or",
    And = "and",
    So = "so",
    To = "to",
    From = "from",
    On = "on",
    Old = "old",
    Ad = "ad",
    In = "in",
    Preposition = "preposition",
    Since = "since",
    After = "after",
    Until = "until",
    Every = "every",
    OtherEvery = "other_every",
    Often = "often",
    Nightly = "nightly",
    Once = "once",
    Times = "times",
    Per = "per",
    Fiscal = "fiscal",
    Period = "period",
    YearPlace = "year_place",
    LetterO = "o",
    Clock = "clock",
    Am = "am",
    Pm = "pm",
    LetterM = "letter_m",
    LetterP = "letter_p",
    LetterS = "letter_s",
    Zone = "zone",
    ZoneName = "zone_name",
    Time = "time",
    FutureVerb = "future_verb",
    PlannedVerb = "planned_verb",
    FutureNoun = "future_noun",
    RefusedVerb = "refused_verb",
    PromisedVerb = "promised_verb",
    Pronoun = "pronoun",
    Fortnight = "fortnight",
    Some = "some",
    While = "while",
    Long = "long",
    Person = "person",
    PastVerb = "past_verb",
    PresentVerb = "present_verb",
    Be = "be",
    Relative = "relative",
}

/// Words longer than this many bytes are in no list.
const LONGEST: usize = 16;

static WORDS: LazyLock<HashMap<&'static [u8], (Tag, i32)>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for [tag, value, list] in rows(include_str!("data/words.tsv")) {
        let (Some(tag), Ok(value)) = (Tag::parse(tag), value.parse()) else { continue };
        for word in list.split(' ') {
            words.entry(word.as_bytes()).or_insert((tag, value));
        }
    }
    words
});

/// Reads the tokens of one paragraph into `lexemes`, which is emptied first.
pub(super) fn read(text: &str, tokens: &[Token], lexemes: &mut Vec<Lexeme>) {
    lexemes.clear();
    let words = &*WORDS;
    let mut end = usize::MAX;
    for token in tokens {
        let word = token.span.of(text);
        let glued = token.span.start == end;
        end = token.span.end;
        let mut lexeme = if token.is_mark { mark(word) } else { word_or_number(words, word) };
        lexeme.glued = glued;
        lexemes.push(lexeme);
    }
}

fn mark(word: &str) -> Lexeme {
    let c = match word.chars().next() {
        Some('’' | '‘') => '\'',
        Some('–' | '—' | '‐' | '‑') => '-',
        Some(c) => c,
        None => ' ',
    };
    Lexeme { tag: Tag::Mark, value: c as i32, digits: 0, capital: false, glued: false }
}

fn word_or_number(words: &HashMap<&'static [u8], (Tag, i32)>, word: &str) -> Lexeme {
    let bytes = word.as_bytes();
    let first = bytes.first().copied().unwrap_or(0);
    let mut lexeme = Lexeme { tag: Tag::Other, value: 0, digits: 0, capital: false, glued: false };
    if first.is_ascii_digit() {
        (lexeme.tag, lexeme.value, lexeme.digits) = number(word).unwrap_or((Tag::Other, 0, 0));
        return lexeme;
    }
    lexeme.capital = if first.is_ascii() {
        first.is_ascii_uppercase()
    } else {
        word.chars().next().is_some_and(char::is_uppercase)
    };
    if bytes.len() > LONGEST {
        return lexeme;
    }
    let mut lower = [0u8; LONGEST];
    for (to, from) in lower.iter_mut().zip(bytes) {
        *to = from.to_ascii_lowercase();
    }
    let lower = lower.get(..bytes.len()).unwrap_or_default();
    if let Some(&(tag, value)) = words.get(lower) {
        (lexeme.tag, lexeme.value) = (tag, value);
    } else if lower.len() > 4 && lower.ends_with(b"ed") && !lower.starts_with(b"un") && !lexeme.capital {
        lexeme.tag = Tag::PastVerb;
    }
    lexeme
}

/// "7", "7th", "1990s", "5pm"; the tag, the value and the number of digits.
fn number(word: &str) -> Option<(Tag, i32, u8)> {
    let length = word.bytes().take_while(u8::is_ascii_digit).count();
    if length > 9 {
        return None;
    }
    let value: i32 = word.get(..length)?.parse().ok()?;
    let rest = word.get(length..)?;
    let tag = match rest.len() {
        0 => Tag::Digits,
        1 if rest == "s" => Tag::DigitDecade,
        2 if ["st", "nd", "rd", "th"].iter().any(|e| rest.eq_ignore_ascii_case(e)) => Tag::DigitOrdinal,
        2 if (1..=12).contains(&value) && rest.eq_ignore_ascii_case("am") => {
            return Some((Tag::DigitClock, value % 12, length as u8));
        }
        2 if (1..=12).contains(&value) && rest.eq_ignore_ascii_case("pm") => {
            return Some((Tag::DigitClock, value % 12 + 12, length as u8));
        }
        _ => return None,
    };
    Some((tag, value, length as u8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn lexemes(text: &str) -> Vec<Lexeme> {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = crate::text::read(&article);
        let mut lexemes = Vec::new();
        read(document.text, &document.tokens, &mut lexemes);
        lexemes
    }

    #[test]
    fn words_of_the_list_have_their_tag_whatever_their_case() {
        let read: Vec<(Tag, i32)> =
            lexemes("OCTOBER 7th 1990s 5pm friday").iter().map(|l| (l.tag, l.value)).collect();
        assert_eq!(
            read,
            [
                (Tag::Month, 10),
                (Tag::DigitOrdinal, 7),
                (Tag::DigitDecade, 1990),
                (Tag::DigitClock, 17),
                (Tag::Weekday, 5)
            ]
        );
    }

    #[test]
    fn absurd_numbers_are_no_numbers() {
        assert_eq!(lexemes("20252025202520252025")[0].tag, Tag::Other);
        assert_eq!(lexemes("25pm")[0].tag, Tag::Other);
    }

    #[test]
    fn every_row_of_the_list_has_a_tag_that_exists() {
        for [tag, value, words, more] in rows(include_str!("data/words.tsv")) {
            assert!(!words.is_empty() && more.is_empty(), "{tag} {value}");
            assert!(Tag::parse(tag).is_some(), "{tag}");
            assert!(value.parse::<i32>().is_ok(), "{tag} {value}");
        }
    }
}
