//! What letters of news put above and below what they say ("View in browser", "Unsubscribe"), which is no text of theirs.

use crate::article::{Mark, MarkedText};
use crate::lists::lines;
use crate::span::Span;

/// Longer lines, in bytes, are never such a notice.
const LONGEST: usize = 300;

/// The words without the notices above and below them; as they are where there is nothing else.
pub(super) fn without(words: MarkedText) -> MarkedText {
    let text = words.text.as_str();
    let is_none = |line: &str| line.trim().is_empty() || is_notice(line);
    let above: usize = text.split_inclusive('\n').take_while(|line| is_none(line)).map(str::len).sum();
    let below: usize = text.split_inclusive('\n').rev().take_while(|line| is_none(line)).map(str::len).sum();
    let Some(kept) = text.get(above..text.len().saturating_sub(below)).filter(|kept| !kept.is_empty()) else {
        return words;
    };
    let from = above + (kept.len() - kept.trim_start_matches('\n').len());
    let kept = kept.trim_matches('\n').to_owned();
    let moved = |Mark { span, part }: Mark| {
        let is_kept = span.start >= from && span.end <= from + kept.len();
        is_kept.then(|| Mark { span: Span::new(span.start - from, span.end - from), part })
    };
    let marks = words.marks.into_iter().filter_map(moved).collect();
    MarkedText { text: kept, marks }
}

fn is_notice(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    if line.len() > LONGEST {
        return false;
    }
    let line = line.to_lowercase().replace('’', "'");
    // "View online auctions closed": the words end there, or a mark or a link follows, unless the notice is a sentence.
    lines(include_str!("../data/mail-notices.txt")).any(|notice| {
        line.strip_prefix(notice).is_some_and(|rest| {
            let rest = rest.trim_start();
            notice.matches(' ').count() > 1
                || rest.is_empty()
                || rest.starts_with(['|', ':', '.', '•', '·', '-', '–', '<', '(', '[', '>', '»', '→'])
                || ["here", "from", "or", "at", "http"].iter().any(|word| rest.starts_with(word))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::blocks;

    #[test]
    fn notices_above_and_below_are_left_out() {
        let html = "<p>View this email in your browser: https://lund.example/x</p><h2>Talks stall</h2><p>It rained, he said.</p>\
                    <p>Read the full story</p><p>You are receiving this because you signed up for alerts. Unsubscribe | Manage</p>\
                    <p>Unsubscribe | Manage preferences</p>";
        let found = without(blocks::lines(html).unwrap());
        assert_eq!(found.text, "Talks stall\nIt rained, he said.");
        let marks: Vec<&str> = found.marks.iter().map(|mark| mark.span.of(&found.text)).collect();
        assert_eq!(marks, ["Talks stall"]);
    }

    #[test]
    fn what_the_letter_says_stays() {
        for text in [
            "Unsubscribe rates rose, he said.\nIt rained.",
            "View online auctions with care.",
            "It rained.\nUnsubscribe, she told them, was the word of the day.\nHe nodded.",
            "It rained.\nUnsubscribe, she said.",
            "Unsubscribe",
            "",
        ] {
            let words = MarkedText { text: text.to_owned(), marks: Vec::new() };
            assert_eq!(without(words).text, text, "{text}");
        }
    }
}
