//! Words of time at the end of a phrase that names somebody: "accused Lund two years ago of", "accused the minister late on
//! Monday of". They say when, and not who.

use super::flag;
use super::reading::Reading;
use crate::lists::rows;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Each word of `data/time-words.tsv`, and whether it tells a time by itself.
static WORDS: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    rows::<2>(include_str!("data/time-words.tsv")).map(|[word, how]| (word, how == "tells")).collect()
});

impl Reading<'_> {
    /// A phrase without the words at its end that only tell when, or how: "Lund" of "Lund two years ago".
    pub(super) fn without_time(&self, phrase: Range<usize>) -> Range<usize> {
        let mut end = phrase.end;
        let mut tells = false;
        while end > phrase.start + 1 {
            let last = end - 1;
            // "Moen & Day", "the Day of Hope"
            if self
                .mentions(phrase.start..end)
                .iter()
                .any(|m| m.tokens.contains(&last) && !self.has(last, flag::DAY))
            {
                break;
            }
            let word = self.word(last).to_lowercase();
            // Nobody's name ends in a preposition: "the minister on".
            let hangs = self.has(last, flag::PREPOSITION) && !self.has(last, flag::OF);
            match WORDS.get(word.as_str()) {
                Some(by_itself) => tells |= by_itself,
                None if hangs || self.has(last, flag::DAY) => tells = true,
                None if self.has(last, flag::NUMBER) => {}
                None => break,
            }
            end = last;
        }
        // "the mayor of last year"
        let of = end > phrase.start && self.has(end - 1, flag::OF);
        if tells && !of { phrase.start..end } else { phrase }
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::by_lists;

    #[test]
    fn when_somebody_was_accused_is_no_part_of_the_name() {
        for when in [
            "two years ago",
            "three days later",
            "a week ago",
            "earlier",
            "late on Monday",
            "on Monday",
            "last year",
            "without evidence",
            "",
        ] {
            let found = by_lists(&format!("[S {{Ida Moen}}] [Q accused] [C Per Lund {when} of fraud]."));
            assert!(found[0].starts_with("Ida Moen > Per Lund: fraud"), "{found:?}");
            let found = by_lists(&format!("[S {{Ida Moen}}] [Q accused] [C the minister {when} of fraud]."));
            assert!(found[0].starts_with("Ida Moen > minister: fraud"), "{found:?}");
        }
        let found = by_lists("[S {Ida Moen}] [Q accused] [C the men of the hour of fraud].");
        assert!(found[0].contains("> men of the hour:"), "{found:?}");
    }
}
