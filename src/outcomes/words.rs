//! The small words of `data/words.tsv` by their classes, and the other lists.

use crate::lists::{lines, rows};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static CLASSES: LazyLock<HashMap<&str, HashSet<&str>>> = LazyLock::new(|| {
    let all = rows::<2>(include_str!("data/words.tsv"));
    all.map(|[class, words]| (class, words.split(' ').collect())).collect()
});

/// Who charges, convicts and acquits.
pub(super) static COURTS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/courts.txt")).collect());

/// Words by which nothing has happened.
pub(super) static NOT_YET: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/not-yet.txt")).collect());

/// Whether a word, in lower case, is of a class of `data/words.tsv`.
pub(super) fn is(class: &str, word: &str) -> bool {
    CLASSES.get(class).is_some_and(|words| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_have_their_words() {
        assert!(is("being", "was") && !is("being", "has"));
        assert!(CLASSES.values().all(|words| !words.contains("")));
    }
}
