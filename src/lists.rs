//! Data files: lists and tables that are compiled in, a row a line. A line that begins with `#` is a comment.

/// The lines of a list, without comments and blank ones.
pub(crate) fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The first `N` columns of a table, parted by tabs; missing ones are empty.
pub(crate) fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
    lines(table).map(|line| {
        let mut row = [""; N];
        for (cell, value) in row.iter_mut().zip(line.split('\t')) {
            *cell = value;
        }
        row
    })
}

/// Whether a word is an entry of a list; an entry that ends in `*` stands for all words that begin so.
pub(crate) fn fits(entry: &str, word: &str) -> bool {
    entry.strip_suffix('*').map_or(entry == word, |beginning| word.starts_with(beginning))
}

/// Where the words of an entry, each as [`fits`] takes it, stand one after the other.
pub(crate) fn phrase_at(words: &[String], phrase: &[&str]) -> Option<usize> {
    let fits = |window: &[String]| window.iter().zip(phrase).all(|(word, entry)| fits(entry, word));
    words.windows(phrase.len()).position(fits)
}

#[cfg(test)]
mod tests {
    #[test]
    fn phrases_are_found_by_their_words() {
        let words = ["was", "cleared", "him", "of"].map(str::to_owned);
        assert_eq!(super::phrase_at(&words, &["clear*", "*", "of"]), Some(1));
        assert_eq!(super::phrase_at(&words, &["cleared", "of"]), None);
    }

    #[test]
    fn rows_have_all_their_columns() {
        let rows: Vec<_> = super::rows::<2>("# word\tmeaning\na\tb\tc\n\nd\n").collect();
        assert_eq!(rows, [["a", "b"], ["d", ""]]);
    }
}
