//! The words of a search → SQL. Whatever a person types is words to look for, never a syntax error.
//!
//! A full-text index holds words, and knows where they end by spaces and marks. Words of scripts without spaces, and Korean ones,
//! which have their endings at them, are looked for in the texts themselves, one text after the other.

use super::QueryError;
use crate::script::{is_hangul, is_unspaced};
use rusqlite::types::Value;

/// What is searched: a full-text index, and the table and columns that it is of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Index {
    /// The index.
    pub(super) name: &'static str,
    table: &'static str,
    columns: &'static [&'static str],
}

/// What was said.
pub(super) const QUOTES: Index = Index { name: "quote_fts", table: "attribution", columns: &["content"] };

/// Titles and texts.
pub(super) const ARTICLES: Index =
    Index { name: "article_fts", table: "article", columns: &["title", "text"] };

/// What a person typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// An FTS5 expression in which all words must occur.
    pub(super) indexed: Option<String>,
    /// What must stand somewhere in the text, within longer runs of letters, too; in small letters.
    pub(super) within: Vec<String>,
}

impl Words {
    /// Reads what a person typed, of which all must occur: `"in quotation marks"` is a phrase, `minist*` is a beginning; everything
    /// else, operators and punctuation included, is plain words.
    ///
    /// # Errors
    /// [`QueryError::NoWords`] if there is no letter or digit in `typed`.
    pub(super) fn read(typed: &str) -> Result<Self, QueryError> {
        let (mut terms, mut within) = (Vec::new(), Vec::new());
        let mut rest = typed;
        while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
            rest = &rest[start..];
            let mut characters = rest.chars();
            let first = characters.next().unwrap_or(' ');
            let (term, length) = if is_phrase_mark(first) {
                let inner = characters.as_str();
                let end = inner.find(is_phrase_mark).unwrap_or(inner.len());
                let close = inner[end..].chars().next().map_or(0, char::len_utf8);
                (&inner[..end], first.len_utf8() + end + close)
            } else {
                let end = rest.find(|c: char| c.is_whitespace() || is_phrase_mark(c)).unwrap_or(rest.len());
                (&rest[..end], end)
            };
            rest = &rest[length..];
            let is_beginning = term.ends_with('*') || (is_phrase_mark(first) && rest.starts_with('*'));
            if term.contains(|c| is_unspaced(c) || is_hangul(c)) {
                let bare = term.trim_matches(|c: char| !c.is_alphanumeric() && !is_unspaced(c));
                within.push(bare.to_ascii_lowercase());
            } else {
                push(&mut terms, term, is_beginning);
            }
        }
        if terms.is_empty() && within.is_empty() {
            return Err(QueryError::NoWords { words: typed.to_owned() });
        }
        Ok(Self { indexed: (!terms.is_empty()).then(|| terms.join(" AND ")), within })
    }

    /// The query for the row numbers of what holds them, with its parameters.
    pub(super) fn rows(&self, index: Index) -> (String, Vec<Value>) {
        let Index { name, table, .. } = index;
        let (mut conditions, mut parameters) = (Vec::new(), Vec::new());
        let matching = format!("SELECT rowid FROM {name} WHERE {name} MATCH ?");
        if let Some(indexed) = &self.indexed {
            parameters.push(indexed.clone().into());
            if self.within.is_empty() {
                return (matching, parameters);
            }
            conditions.push(format!("id IN ({matching})"));
        }
        for part in &self.within {
            // SQLite's lower() takes the time of a second search.
            let has_case = part.contains(|c: char| c.is_ascii_lowercase());
            let holds = |column: &&str| match has_case {
                true => format!("instr(lower({column}), ?) > 0"),
                false => format!("instr({column}, ?) > 0"),
            };
            let any: Vec<String> = index.columns.iter().map(holds).collect();
            conditions.push(format!("({})", any.join(" OR ")));
            parameters.extend(index.columns.iter().map(|_| part.clone().into()));
        }
        (format!("SELECT id FROM {table} WHERE {}", conditions.join(" AND ")), parameters)
    }
}

/// Adds one phrase, unless it holds nothing that the index holds.
fn push(terms: &mut Vec<String>, term: &str, is_beginning: bool) {
    if !term.chars().any(char::is_alphanumeric) {
        return;
    }
    let plain: String =
        term.chars().map(|c| if c.is_control() || c == '"' || c == '*' { ' ' } else { c }).collect();
    terms.push(format!("\"{}\"{}", plain.trim(), if is_beginning { " *" } else { "" }));
}

const fn is_phrase_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rusqlite::params_from_iter;

    fn fts(words: &str) -> Result<String, QueryError> {
        Words::read(words).map(|words| words.indexed.unwrap_or_default())
    }

    #[test]
    fn words_without_spaces_are_looked_for_within_the_text() {
        let read = |typed: &str| {
            let Words { indexed, within } = Words::read(typed).unwrap();
            (indexed.unwrap_or_default(), within.join(" + "))
        };
        for (typed, indexed, within) in [
            ("辞任", "", "辞任"),
            ("「辞任」 mayor 警察*", r#""mayor""#, "辞任 + 警察"),
            ("\"市長 は\"", "", "市長 は"),
            ("AI規制", "", "ai規制"),
            ("สัญญา", "", "สัญญา"),
            ("ไม่", "", "ไม่"),
            ("사임", "", "사임"),
            ("Москва", r#""Москва""#, ""),
        ] {
            assert_eq!(read(typed), (indexed.to_owned(), within.to_owned()), "{typed}");
        }
    }

    #[test]
    fn words_phrases_and_beginnings() {
        assert_eq!(fts("bridge").unwrap(), r#""bridge""#);
        assert_eq!(fts("bridge  repair").unwrap(), r#""bridge" AND "repair""#);
        assert_eq!(fts(r#""make or break" truce"#).unwrap(), r#""make or break" AND "truce""#);
        assert_eq!(fts("“make or break”").unwrap(), r#""make or break""#);
        assert_eq!(fts("minist*").unwrap(), r#""minist" *"#);
        assert_eq!(fts(r#""prime minist"*"#).unwrap(), r#""prime minist" *"#);
    }

    #[test]
    fn syntax_of_the_index_is_only_words() {
        assert_eq!(fts("war OR NEAR(peace)").unwrap(), r#""war" AND "OR" AND "NEAR(peace)""#);
        assert_eq!(fts("title:x ^y -z +").unwrap(), r#""title:x" AND "^y" AND "-z""#);
        assert_eq!(fts(r#"never "closed"#).unwrap(), r#""never" AND "closed""#);
        assert_eq!(fts("a\0b").unwrap(), r#""a b""#);
    }

    #[test]
    fn nothing_to_look_for() {
        for words in ["", "  ", "\"\"", "* - ?", "“ ”"] {
            assert!(matches!(fts(words), Err(QueryError::NoWords { .. })), "{words:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn no_input_is_a_syntax_error(words in "\\PC{0,20}|[\"*()a:^ \\x00+-]{0,20}|[a辞 \"*]{0,9}") {
            let connection = rusqlite::Connection::open_in_memory().unwrap();
            connection
                .execute_batch(
                    "CREATE TABLE article (id INTEGER PRIMARY KEY, title, text);
                     CREATE VIRTUAL TABLE article_fts USING fts5(title, text); INSERT INTO article_fts VALUES ('a b', 'c');",
                )
                .unwrap();
            if let Ok(read) = Words::read(&words) {
                let (sql, parameters) = read.rows(ARTICLES);
                let found: Result<i64, _> = connection
                    .query_row(&format!("SELECT count(*) FROM ({sql})"), params_from_iter(parameters), |row| row.get(0));
                prop_assert!(found.is_ok(), "{words:?} gave {read:?}: {found:?}");
            }
        }
    }
}
