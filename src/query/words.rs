//! The words of a search → an FTS5 query. Whatever a person types is words to look for, never a syntax error.

use super::QueryError;

/// Turns what a person typed into an FTS5 expression in which all words must occur: `"in quotation marks"` is a
/// phrase, `minist*` is a beginning; everything else, operators and punctuation included, is plain words.
///
/// # Errors
/// [`QueryError::NoWords`] if there is no letter or digit in `words`.
pub fn fts(words: &str) -> Result<String, QueryError> {
    let mut terms = Vec::new();
    let mut rest = words;
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
        push(&mut terms, term, is_beginning);
    }
    if terms.is_empty() {
        return Err(QueryError::NoWords { words: words.to_owned() });
    }
    Ok(terms.join(" AND "))
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
        fn no_input_is_a_syntax_error(words in "\\PC{0,20}|[\"*()a:^ \\x00+-]{0,20}") {
            let connection = rusqlite::Connection::open_in_memory().unwrap();
            connection.execute_batch("CREATE VIRTUAL TABLE f USING fts5(t); INSERT INTO f VALUES ('a b');").unwrap();
            if let Ok(query) = fts(&words) {
                let found: Result<i64, _> =
                    connection.query_row("SELECT count(*) FROM f WHERE f MATCH ?1", [&query], |row| row.get(0));
                prop_assert!(found.is_ok(), "{words:?} gave {query:?}: {found:?}");
            }
        }
    }
}
