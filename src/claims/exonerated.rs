//! What somebody says is not so accuses nobody: "there was no evidence that Moen had lied", "claims that she lied were false".

use super::lexicon::Meaning;
use super::reading::Reading;
use super::{ClaimType, flag};
use crate::attribution::Attribution;
use crate::lists::{phrase_at, rows};
use std::ops::Range;
use std::sync::LazyLock;

/// How much of a sentence is read, in tokens.
const LONGEST: usize = 300;
/// Within how many tokens of its beginning a content says what is claimed: "the story that".
const OPENING: usize = 5;

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
            || self.has_words("tells", self.noun_before(from)..wrong) && self.has_words("false", wrong..end)
    }

    /// Whether a sentence says anywhere that something bad is not so.
    pub(super) fn exonerates(&self, sentence: &Range<usize>) -> bool {
        self.has_words("before", sentence.clone())
            || self.has_words("tells", self.noun_before(sentence.start)..sentence.end)
                && self.has_words("false", sentence.clone())
    }

    /// The noun before a clause that begins with its "that": "her claim" before "that Lund had lied".
    fn noun_before(&self, that: usize) -> usize {
        if self.has(that, flag::THAT) { that.saturating_sub(1) } else { that }
    }

    /// Whether an attribution is about what others claim and does not put it forward: "trashed reports that", "corrected a claim
    /// that"; not "said claims that", "made the claim that".
    pub(super) fn is_hearsay(&self, attribution: &Attribution) -> bool {
        let Some(&content) = attribution.content.first() else { return false };
        let content = self.tokens_of(content);
        let that = content.clone().take(OPENING).find(|&t| self.has(t, flag::THAT));
        let Some(noun) = that.and_then(|that| that.checked_sub(1)) else { return false };
        // "stood by her claim that"
        let own = (noun.saturating_sub(2)..noun).any(|t| self.has(t, flag::POSSESSIVE));
        if own || !self.has_words("tells", noun..noun + 2) {
            return false;
        }
        let mut cue =
            attribution.cue.iter().flat_map(|&cue| self.tokens_of(cue).take(LONGEST)).filter(|&t| t != noun);
        let puts_forward = |t: usize| {
            self.has(t, flag::LEVELS)
                || self.hits(t..t + 1).iter().any(|hit| match hit.meaning {
                    Meaning::Cue(kind) => matches!(kind, ClaimType::Statement | ClaimType::Accusation),
                    _ => false,
                })
        };
        !cue.any(puts_forward)
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
            "she was wrong to accuse {Per Lund} of stealing money from the fund",
            "{Per Lund} had been cleared of fraud",
        ] {
            let markup = format!("[S {{Ida Moen}}] [Q said] [C {content}].");
            assert_eq!(accusations(&markup), [""; 0], "{markup}");
        }
        for markup in [
            "{Ida Moen} withdrew on Friday [S {Ida Moen|her}] [Q accusation] [C that {Per Lund} stole money].",
            "[S {Ida Moen}] [Q trashed] [C reports that {Per Lund} had lied to the council].",
            "[S {Ida Moen}] [Q mocked] [C claims that {Per Lund} had lied to the council].",
            "[S {Ida Moen}] [Q laughed off suggestions] [C that {Per Lund} had lied to the council].",
            "[S The paper] [Q corrected a report] [C that {Per Lund} had stolen money].",
        ] {
            assert_eq!(accusations(markup), [""; 0], "{markup}");
        }
        for content in
            ["were politically motivated", "were without foundation", "had been disproved", "were fake news"]
        {
            let markup =
                format!("[S {{Ida Moen}}] [Q said] [C claims that {{Per Lund}} stole the money {content}].");
            assert_eq!(accusations(&markup), [""; 0], "{markup}");
        }
        let markup = "[S {Ida Moen}] [Q rubbished claims] [C that {Per Lund} had taken bribes].";
        assert_eq!(accusations(markup), ["? > Per Lund: Per Lund had taken bribes (rubbished claims)"]);
        let markup =
            "[S {Ida Moen}] [Q admitted] [C that her claim that {Per Lund} had taken bribes was false].";
        assert_eq!(accusations(markup), [""; 0]);
        let markup = "{Ida Moen} admitted that [S {Ida Moen|her}] [Q claim] [C that {Per Lund} had taken bribes was false].";
        assert_eq!(accusations(markup), [""; 0]);
        let markup = "[S {Ida Moen}] [Q repeated her claim] [C that {Per Lund} had taken bribes].";
        assert_eq!(
            accusations(markup),
            ["Ida Moen > Per Lund: Per Lund had taken bribes (repeated her claim)"]
        );
        let markup = "[S {Ida Moen}] [Q doubted] [C that {Per Lund} had lied to the council].";
        assert_eq!(accusations(markup), [""; 0]);
    }

    #[test]
    fn what_is_said_to_be_so_does() {
        let markup = "[S {Ida Moen}] [Q said] [C {Per Lund} had lied to the council].";
        assert_eq!(accusations(markup).len(), 1);
    }
}
