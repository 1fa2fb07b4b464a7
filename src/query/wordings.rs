//! The wordings in which a claim was printed, compared word by word.

use similar::{Algorithm, ChangeTag, TextDiff};
use std::time::Duration;

/// How long two wordings are compared at most; a hostile one gives a coarser answer then.
const LONGEST: Duration = Duration::from_millis(200);

/// A stretch of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Whether both wordings have it.
    pub change: Change,
    /// The words, with the spaces between them.
    pub words: String,
}

/// What happened to a stretch of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Both have it.
    Kept,
    /// Only the fullest wording has it.
    Cut,
    /// Only this wording has it.
    Added,
}

/// `wording` beside `fullest`, as stretches of words in order. Case and punctuation at the ends of words, and the shape of
/// quotation marks, do not count.
pub fn diff(fullest: &str, wording: &str) -> Vec<Stretch> {
    let (full, this): (Vec<&str>, Vec<&str>) =
        (fullest.split_whitespace().collect(), wording.split_whitespace().collect());
    let (full_keys, this_keys) = (keys(&full), keys(&this));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (full_keys.iter().map(String::as_str).collect(), this_keys.iter().map(String::as_str).collect());
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).timeout(LONGEST).diff_slices(&old, &new);
    let mut stretches: Vec<Stretch> = Vec::new();
    for change in diff.iter_all_changes() {
        let (kind, word) = match change.tag() {
            ChangeTag::Equal => (Change::Kept, change.new_index().and_then(|i| this.get(i))),
            ChangeTag::Delete => (Change::Cut, change.old_index().and_then(|i| full.get(i))),
            ChangeTag::Insert => (Change::Added, change.new_index().and_then(|i| this.get(i))),
        };
        let Some(word) = word else { continue };
        match stretches.last_mut().filter(|last| last.change == kind) {
            Some(last) => {
                last.words.push(' ');
                last.words.push_str(word);
            }
            None => stretches.push(Stretch { change: kind, words: (*word).to_owned() }),
        }
    }
    stretches
}

fn keys(words: &[&str]) -> Vec<String> {
    let bare = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'");
        if bare.is_empty() { (*word).to_owned() } else { bare }
    };
    words.iter().map(bare).collect()
}

/// The stretches on one line: `the [-old-] {+new+} bridge`, as `git diff --word-diff` has it.
pub fn in_words(stretches: &[Stretch]) -> String {
    let one = |stretch: &Stretch| match stretch.change {
        Change::Kept => stretch.words.clone(),
        Change::Cut => format!("[-{}-]", stretch.words),
        Change::Added => format!("{{+{}+}}", stretch.words),
    };
    stretches.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_cut_and_what_was_changed() {
        let fullest = "“We failed. We looked at paper when we should have looked at the building.”";
        let shown = |wording| in_words(&diff(fullest, wording));
        assert_eq!(
            shown("'We looked at paper when we should have looked at the building'"),
            "'We [-failed. We-] looked at paper when we should have looked at the building'"
        );
        assert_eq!(
            shown("that they looked at paper instead of the building"),
            "[-“We failed. We-] {+that they+} looked at paper [-when we should have looked at-] {+instead of+} the building"
        );
        assert_eq!(shown(fullest), fullest);
    }

    proptest! {
        /// Kept and added words are the wording, kept and cut ones as many as the fullest has.
        #[test]
        fn nothing_is_lost(full in "[ab.“ ]{0,40}", this in "[ab.“ ]{0,40}") {
            let stretches = diff(&full, &this);
            let words = |without: Change| {
                let kept = stretches.iter().filter(|s| s.change != without);
                kept.flat_map(|s| s.words.split_whitespace()).count()
            };
            let added: Vec<&str> = stretches.iter().filter(|s| s.change != Change::Cut)
                .flat_map(|s| s.words.split_whitespace()).collect();
            prop_assert_eq!(added, this.split_whitespace().collect::<Vec<_>>());
            prop_assert_eq!(words(Change::Added), full.split_whitespace().count());
        }
    }
}
