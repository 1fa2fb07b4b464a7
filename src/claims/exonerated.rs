//! What somebody says is not so accuses nobody: "there was no evidence that Moen had lied", "claims that she lied were false".

use super::reading::Reading;
use crate::lists::{phrase_at, rows};
use std::ops::Range;
use std::sync::LazyLock;

/// How much of a sentence is read, in tokens.
const LONGEST: usize = 300;

/// A row of `data/exonerating.tsv`: its kind and its words.
type Row = (&'static str, Vec<&'static str>);

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let all = rows::<2>(include_str!("data/exonerating.tsv"));
    all.map(|[kind, words]| (kind, words.split(' ').collect())).collect()
});

impl Reading<'_> {
    /// Whether the sentence of a word for a wrong says that it is not so, as far as it stands within `clause`.
    pub(super) fn is_exonerated(&self, wrong: usize, clause: &Range<usize>) -> bool {
        let sentence = self.sentence(wrong);
        let (from, end) = (sentence.start.max(clause.start), sentence.end.min(clause.end));
        self.has_words("before", from..wrong)
            || self.has_words("tells", from..wrong) && self.has_words("false", wrong..end)
    }

    /// Whether a sentence says anywhere that something bad is not so.
    pub(super) fn exonerates(&self, sentence: &Range<usize>) -> bool {
        self.has_words("before", sentence.clone())
            || self.has_words("tells", sentence.clone()) && self.has_words("false", sentence.clone())
    }

    fn has_words(&self, kind: &str, tokens: Range<usize>) -> bool {
        let words: Vec<String> = tokens.take(LONGEST).map(|t| self.word(t).to_lowercase()).collect();
        ROWS.iter().any(|(of, row)| *of == kind && phrase_at(&words, row).is_some())
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::accusations;

    #[test]
    fn what_is_said_not_to_be_so_accuses_nobody() {
        for content in [
            "there was no evidence that {Per Lund} had stolen money",
            "it was untrue that {Per Lund} had lied to the council",
            "claims that {Per Lund} had lied to the council were false",
            "{Per Lund} was innocent of fraud",
            "{Per Lund} had been cleared of fraud",
        ] {
            let markup = format!("[S {{Ida Moen}}] [Q said] [C {content}].");
            assert_eq!(accusations(&markup), [""; 0], "{markup}");
        }
        let markup = "[S {Ida Moen}] [Q doubted] [C that {Per Lund} had lied to the council].";
        assert_eq!(accusations(markup), [""; 0]);
    }

    #[test]
    fn what_is_said_to_be_so_does() {
        let markup = "[S {Ida Moen}] [Q said] [C {Per Lund} had lied to the council].";
        assert_eq!(accusations(markup).len(), 1);
    }
}
