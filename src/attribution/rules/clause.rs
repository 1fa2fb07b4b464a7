//! A content that runs over its clause into the subject of the next one.
//!
//! `She opposed [the plan, yet the minister] is confirmed to come.` The content ends at "plan".

use crate::attribution::Role;
use crate::attribution::tagger::{Found, trim};
use crate::lists;
use crate::text::Document;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The next clause's subject has at most so many tokens.
const SUBJECT: usize = 10;

/// `verb` and `conjunction` rows of the data file.
static WORDS: LazyLock<BTreeSet<[&str; 2]>> =
    LazyLock::new(|| lists::rows::<2>(include_str!("../data/clause.tsv")).collect());

/// Cuts such contents: what follows them is a verb or a cue, and their last words are a bare subject behind a conjunction
/// or a semicolon.
pub fn cut(document: &Document<'_>, spans: &mut [Found]) {
    let word = |k: usize| document.tokens[k].span.of(document.text).to_lowercase();
    for n in 0..spans.len() {
        let tokens = spans[n].tokens.clone();
        let sentence = document.tokens[tokens.end - 1].sentence;
        let next = document.tokens.get(tokens.end).filter(|t| t.sentence == sentence && !t.is_mark);
        if spans[n].role != Role::Content || next.is_none() {
            continue;
        }
        let is_cue = spans.get(n + 1).is_some_and(|s| s.role == Role::Cue && s.tokens.start == tokens.end);
        if !is_cue && !WORDS.contains(&["verb", word(tokens.end).as_str()]) {
            continue;
        }
        let first = tokens.end.saturating_sub(SUBJECT).max(tokens.start + 1);
        let begins = (first..tokens.end - 1).rev().find(|&k| match word(k).as_str() {
            ";" => true,
            "," => WORDS.contains(&["conjunction", word(k + 1).as_str()]),
            _ => false,
        });
        let Some(mark) = begins else { continue };
        let is_bare = (mark + 1..tokens.end).all(|k| !WORDS.contains(&["verb", word(k).as_str()]));
        if is_bare && document.tokens[mark].sentence == sentence {
            spans[n].tokens = trim(document, tokens.start..mark);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, found_words, tagged};
    use super::*;
    use crate::text;

    fn contents(page: &str, content: &str, cue: &str) -> String {
        let article = article(page);
        let document = text::read(&article);
        let mut spans = vec![tagged(&document, Role::Content, content), tagged(&document, Role::Cue, cue)];
        spans.sort_by_key(|s| s.tokens.start);
        cut(&document, &mut spans);
        let at = spans.iter().position(|s| s.role == Role::Content).unwrap();
        found_words(&document, &spans)[at].to_owned()
    }

    #[test]
    fn the_next_subject_is_no_part_of_a_content() {
        for (page, content, cue, wanted) in [
            (
                "She opposed the plan of the board, yet the harbour master is confirmed to come.",
                "the plan of the board, yet the harbour master",
                "opposed",
                "the plan of the board",
            ),
            (
                "Police said they arrested three men; the Liberals denied it.",
                "they arrested three men; the Liberals",
                "denied",
                "they arrested three men",
            ),
        ] {
            assert_eq!(contents(page, content, cue), wanted);
        }
    }

    #[test]
    fn whole_clauses_stay() {
        for (page, content, cue) in [
            (
                "She said the plan was late, but the board was not told.",
                "the plan was late, but the board was not told",
                "said",
            ),
            (
                "The plan was late, but the board was not told, she said.",
                "The plan was late, but the board was not told",
                "said",
            ),
        ] {
            assert_eq!(contents(page, content, cue), content);
        }
    }
}
