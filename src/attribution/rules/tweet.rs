//! Tweets as pages embed them: the text, a dash, the name and handle of who wrote it, often a date.
//!
//! `Our schools deserve better. — Ines Caldeira (@inescaldeira) March 3, 2025`, and `@inescaldeira: Our schools …`

use super::{CERTAIN, tokens_in, touched, words};
use crate::attribution::{Attribution, tagger};
use crate::span::Span;
use crate::text::{Document, Paragraph};

/// A name before a handle has at most so many bytes.
const NAME: usize = 60;
/// What stands behind a handle (a date) has at most so many tokens.
const BEHIND: usize = 8;
/// A handle has at most so many letters (Twitter's own limit).
const HANDLE: usize = 15;

/// Makes each tweet an attribution; what the tagger made of its text as a whole goes.
pub fn apply(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    let tweets = tweets(document);
    attributions.retain(|a| {
        a.content.iter().chain(&a.source).all(|c| {
            touched(&tweets, |t| t.whole, *c)
                .is_none_or(|t| t.said.contains(*c) && c.len() * 2 <= t.said.len() && !c.overlaps(t.name))
        })
    });
    attributions.extend(tweets.into_iter().map(|tweet| Attribution {
        source: vec![tweet.name],
        content: vec![tweet.said],
        confidence: CERTAIN,
        ..Attribution::default()
    }));
}

struct Tweet {
    name: Span,
    said: Span,
    /// Text and signature.
    whole: Span,
}

/// All tweets in text order; none overlaps another.
fn tweets(document: &Document<'_>) -> Vec<Tweet> {
    let mut out: Vec<Tweet> = Vec::new();
    for (number, paragraph) in document.paragraphs.iter().enumerate() {
        if let Some(tweet) = labelled(document, paragraph) {
            out.push(tweet);
            continue;
        }
        let text = paragraph.span.of(document.text);
        for (at, _) in text.match_indices("(@") {
            let at = paragraph.span.start + at;
            let Some((name, end)) = signature(document, paragraph, at) else { continue };
            let free = out.last().map_or(0, |t| t.whole.end);
            // The text may stand on the line above its signature.
            let above = number.checked_sub(1).and_then(|n| document.paragraphs.get(n)).map(|p| p.span);
            let own = Span::new(paragraph.span.start.max(free), dash_before(document.text, name.start));
            let said = [Some(own), above.filter(|a| a.start >= free)]
                .into_iter()
                .flatten()
                .find_map(|span| without_links(document, span));
            if let Some(said) = said {
                out.push(Tweet { name, said, whole: Span::new(said.start, end) });
            }
        }
    }
    out
}

/// The name before the handle whose bracket opens at `at`, and where the signature ends.
fn signature(document: &Document<'_>, paragraph: &Paragraph, at: usize) -> Option<(Span, usize)> {
    let text = document.text;
    let line = Span::new(paragraph.span.start, at);
    let from = text.floor_char_boundary(at.saturating_sub(NAME)).max(line.start);
    let dash = text[from..at].rfind(['—', '–', '―'])?;
    let mark = text[from + dash..].chars().next().map_or(0, char::len_utf8);
    let name = Span::new(from + dash + mark, at).trimmed(text);
    let handle = text[at + 2..].find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let closed = text[at + 2 + handle..].starts_with(')');
    if name.is_empty() || handle == 0 || handle > HANDLE || !closed {
        return None;
    }
    let end = at + 2 + handle + 1;
    let behind = tokens_in(document, Span::new(end, paragraph.span.end));
    let date = behind.clone().take(BEHIND);
    let is_year = |k: usize| {
        let word = document.tokens[k].span.of(text);
        word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
    };
    match date.clone().find(|&k| is_year(k)) {
        Some(year) => Some((name, document.tokens[year].span.end)),
        None => (behind.len() < BEHIND).then_some((name, end)),
    }
}

/// Where the dash before a name begins.
fn dash_before(text: &str, name: usize) -> usize {
    text[..name].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '―')).len()
}

/// `@handle: text`, a line for itself.
fn labelled(document: &Document<'_>, paragraph: &Paragraph) -> Option<Tweet> {
    let text = document.text;
    let rest = paragraph.span.of(text).strip_prefix('@')?;
    let handle = rest.find(':').filter(|&n| n > 0 && n <= HANDLE)?;
    if !rest[..handle].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return None;
    }
    let name = Span::new(paragraph.span.start, paragraph.span.start + 1 + handle);
    let said = without_links(document, Span::new(name.end + 1, paragraph.span.end))?;
    Some(Tweet { name, said, whole: paragraph.span })
}

/// The text up to the links and pictures at its end, if it holds words at all.
fn without_links(document: &Document<'_>, span: Span) -> Option<Span> {
    let mut said = span.trimmed(document.text);
    while let Some(cut) = said.of(document.text).rfind(char::is_whitespace) {
        let last = &said.of(document.text)[cut..].trim_start();
        if !["http://", "https://", "pic.twitter.com/"].iter().any(|link| last.starts_with(link)) {
            break;
        }
        said = Span::new(said.start, said.start + cut).trimmed(document.text);
    }
    let tokens = tagger::trim(document, tokens_in(document, said));
    (words(document, tokens) > 1).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, shown, spoken};
    use super::*;
    use crate::text;

    fn of(page: &str) -> Vec<String> {
        let article = article(page);
        let mut found = Vec::new();
        apply(&text::read(&article), &mut found);
        shown(page, &found)
    }

    #[test]
    fn a_tweet_is_its_writers() {
        for (page, wanted) in [
            (
                "He was blunt.\nOur schools deserve better! pic.twitter.com/abc12 — Ines Caldeira (@inescaldeira) March 3, 2025\nMore below.",
                "[Ines Caldeira] : Our schools deserve better!",
            ),
            ("The dam holds.\n— River Board (@riverboard) July 5, 2025", "[River Board] : The dam holds."),
            ("@inescaldeira: Our schools deserve better.", "[@inescaldeira] : Our schools deserve better."),
        ] {
            assert_eq!(of(page), [wanted], "{page}");
        }
    }

    #[test]
    fn tweets_in_one_line_are_kept_apart() {
        let page =
            "We voted no. — A. Orr (@aorr) June 2, 2025 And so did we. — B. Lind (@blind) June 3, 2025";
        assert_eq!(of(page), ["[A. Orr] : We voted no.", "[B. Lind] : And so did we."]);
    }

    #[test]
    fn a_handle_in_running_text_is_no_signature() {
        for page in [
            "Follow the senator — Ines Caldeira (@inescaldeira) is her name there — for more of what she thinks of it.",
            "Write to Ines Caldeira (@inescaldeira).",
            "— Ines Caldeira (@inescaldeira)",
        ] {
            assert!(of(page).is_empty(), "{page}");
        }
    }

    #[test]
    fn speech_within_a_tweet_stays() {
        let page = "The mayor said it was late. Nobody believes that now. — A. Orr (@aorr) June 2, 2025";
        let article = article(page);
        let mut found = vec![
            spoken(page, "The mayor", "said", "it was late"),
            spoken(page, "A. Orr", "—", "The mayor said it was late. Nobody believes that now."),
        ];
        apply(&text::read(&article), &mut found);
        assert_eq!(
            shown(page, &found),
            [
                "[The mayor] said: it was late",
                "[A. Orr] : The mayor said it was late. Nobody believes that now."
            ]
        );
    }
}
