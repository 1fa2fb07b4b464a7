//! What our queries ask of text that SQLite has no function for. No table or view uses it, so that any program reads the file.

use super::names::role_words;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

/// Adds to a connection `has_words(text, wanted, names)`: whether all wanted words (parted by spaces, as [`role_words`]
/// gives them) stand in a text as whole words, those of some names left out.
pub(super) fn add(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("has_words", 3, flags, |call| {
        let text = |index: usize| call.get_raw(index).as_str_or_null().map(Option::unwrap_or_default);
        Ok(has_words(text(0)?, text(1)?, text(2)?))
    })
}

fn has_words(text: &str, wanted: &str, names: &str) -> bool {
    let mut there = role_words(text);
    if !names.is_empty() {
        let names: Vec<&str> = names.split(' ').collect();
        there.retain(|word| !names.contains(&word.as_str()));
    }
    wanted.split(' ').all(|word| there.iter().any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_that_are_no_names() {
        for (text, wanted, names, has) in [
            ("Rufus Tarking, the spokeswoman", "king", "", false),
            ("Rufus Tarking, the spokeswoman", "man", "", false),
            ("Qatar’s Foreign Minister", "minister qatar", "", true),
            ("the U.S. envoy", "us", "", true),
            ("Premier Zoë King", "king", "zoe king", false),
            ("Premier Zoë King", "premier", "zoe king", true),
            ("", "king", "", false),
        ] {
            assert_eq!(has_words(text, wanted, names), has, "{wanted} in {text}");
        }
    }
}
