//! What part of the article each paragraph is: title, heading, caption, list item, block quotation or running text. What
//! the markup says goes before what the words look like.

use super::{Document, Paragraph, Part};
use crate::article::{Article, Mark};
use crate::lists::rows;
use crate::span::Span;
use aho_corasick::AhoCorasick;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Longest heading, in tokens.
const HEADING_TOKENS: usize = 16;
/// Longest title, in tokens.
const TITLE_TOKENS: usize = 30;
/// Longest caption, in bytes.
const CAPTION_BYTES: usize = 700;
/// Longest label of a line "Label: text", in bytes.
const LABEL_BYTES: usize = 60;

/// Sets what part of the article each paragraph is.
pub(super) fn find(document: &mut Document<'_>, article: &Article) {
    let text = document.text;
    for paragraph in &mut document.paragraphs {
        paragraph.part =
            marked(&article.marks, paragraph.span).unwrap_or_else(|| of_its_own(paragraph, text));
    }
    mark_labels(&mut document.paragraphs, text);
    let followed = document.paragraphs.iter().skip(1).any(|p| p.part.is_running_text());
    if let Some(first) = document.paragraphs.first_mut() {
        let words = first.span.of(text);
        let is_title = match &article.title {
            Some(title) => is_same_title(title, words),
            None => followed && looks_like_title(first, words),
        };
        if is_title {
            first.part = Part::Title;
        }
    }
}

/// The part that a paragraph is by the mark in which it begins.
fn marked(marks: &[Mark], paragraph: Span) -> Option<Part> {
    let before = marks.partition_point(|mark| mark.span.start <= paragraph.start);
    let mark = marks.get(before.checked_sub(1)?)?;
    (paragraph.start < mark.span.end).then_some(mark.part)
}

/// The part that a paragraph is by its own words.
fn of_its_own(paragraph: &Paragraph, text: &str) -> Part {
    let words = paragraph.span.of(text);
    if words.len() <= CAPTION_BYTES && is_caption(words) {
        Part::Caption
    } else if begins_item(words) {
        Part::ListItem
    } else if paragraph.tokens.len() <= HEADING_TOKENS && ends_open(words) {
        Part::Heading
    } else {
        Part::Body
    }
}

fn ends_open(words: &str) -> bool {
    !words.ends_with(['.', '?', '!', '…', ':', ';', ',', '"', '”', '’', '\'', '»', ')'])
}

/// True for a line that begins with a bullet or a number: "• …", "- …", "3. …", "(b) …", "iv) …".
pub(super) fn begins_item(words: &str) -> bool {
    if words.starts_with(['•', '▪', '‣', '◦', '⁃', '●', '■', '►', '*', '·']) {
        return true;
    }
    let Some((marker, _)) = words.split_once(' ') else { return false };
    let bare = marker.trim_start_matches('(').trim_end_matches([')', '.']);
    let number = bare.len() <= 3 && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
    let letter = bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_alphabetic());
    let roman = (1..=4).contains(&bare.len()) && bare.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let closed = marker.ends_with(')');
    matches!(marker, "-" | "–") || number && marker != bare || closed && (letter || roman)
}

fn is_caption(words: &str) -> bool {
    let credits = &*CREDITS;
    let at_edge = credits.begins.iter().any(|credit| words.starts_with(credit))
        || credits.ends.iter().any(|credit| words.ends_with(credit));
    at_edge || credits.holds.as_ref().is_some_and(|holds| holds.is_match(words))
}

/// The rows of `data/captions.tsv`.
#[derive(Default)]
struct Credits {
    begins: Vec<&'static str>,
    ends: Vec<&'static str>,
    holds: Option<AhoCorasick>,
}

static CREDITS: LazyLock<Credits> = LazyLock::new(|| {
    let mut credits = Credits::default();
    let mut holds = Vec::new();
    for [place, words] in rows(include_str!("data/captions.tsv")) {
        match place {
            "begins" => credits.begins.push(words),
            "ends" => credits.ends.push(words),
            _ => holds.push(words),
        }
    }
    credits.holds = AhoCorasick::new(holds).ok();
    credits
});

/// Makes list items of runs of "Label: text" lines. An interview's "NAME: …" lines are none: their labels are in
/// capitals or come again.
fn mark_labels(paragraphs: &mut [Paragraph], text: &str) {
    let labels: Vec<Option<&str>> =
        paragraphs.iter().map(|p| label(p.span.of(text)).filter(|_| p.part == Part::Body)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for label in labels.iter().flatten() {
        *counts.entry(label).or_default() += 1;
    }
    let is_item =
        |at: usize| labels.get(at).copied().flatten().is_some_and(|label| counts.get(label) == Some(&1));
    for (at, paragraph) in paragraphs.iter_mut().enumerate() {
        if is_item(at) && (is_item(at + 1) || at > 0 && is_item(at - 1)) {
            paragraph.part = Part::ListItem;
        }
    }
}

/// The label of a line "Label: text".
fn label(words: &str) -> Option<&str> {
    let head = &words.as_bytes()[..words.len().min(LABEL_BYTES)];
    let colon = head.iter().position(|&byte| byte == b':')?;
    let label = words.get(..colon)?;
    let short = label.split(' ').count() <= 6 && !label.contains([',', '.', ';', '?', '!']);
    let capital = label.trim_start_matches(['"', '“', '‘', '\'']).starts_with(char::is_uppercase);
    let name = !label.contains(char::is_lowercase);
    (short && capital && !name && words[colon + 1..].starts_with(' ')).then_some(label)
}

/// True where the first paragraph is the title that was given, with or without the outlet's name behind.
fn is_same_title(title: &str, words: &str) -> bool {
    let letters =
        |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    if words.len() > 4 * title.len() + 16 {
        return false;
    }
    let found = letters(words);
    let without_outlet = [" | ", " - ", " – ", " — "].iter().filter_map(|dash| title.rsplit_once(dash));
    !found.is_empty()
        && std::iter::once(title)
            .chain(without_outlet.map(|(title, _)| title))
            .any(|title| letters(title) == found)
}

/// True where the first paragraph looks like a headline although none was given: short, and without a full stop or
/// with most of its words in capitals. An author's line is none.
fn looks_like_title(paragraph: &Paragraph, words: &str) -> bool {
    if paragraph.tokens.len() > TITLE_TOKENS || !matches!(paragraph.part, Part::Body | Part::Heading) {
        return false;
    }
    let long_words =
        || words.split(' ').filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 4);
    let capitals = long_words().filter(|word| word.contains(char::is_uppercase)).count();
    let in_title_case = capitals >= 3 && capitals * 5 >= long_words().count() * 4;
    let several_words = words.split(' ').nth(3).is_some();
    let by_line =
        words.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ")) && paragraph.tokens.len() <= 8;
    let dateline = words.contains(" — ") || words.contains(" – ");
    several_words && !by_line && (ends_open(words) || in_title_case && !dateline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::text::read;

    fn parts(text: &str) -> Vec<Part> {
        read(&Article { text: text.to_owned(), ..Article::default() })
            .paragraphs
            .iter()
            .map(|p| p.part)
            .collect()
    }

    const BODY: &str =
        "The council met on Tuesday, and nobody came to hear what it had to say about the new bridge.";

    #[test]
    fn a_title_given_apart_is_found_again() {
        let part = |title: &str, first: &str| {
            let text = format!("{first}\n{BODY}");
            let article = Article { text, title: Some(title.to_owned()), ..Article::default() };
            read(&article).paragraphs[0].part
        };
        assert_eq!(part("Nobody comes to council", "Nobody comes to council."), Part::Title);
        assert_eq!(part("“Nobody” comes - The Elm Post", "\"Nobody\" comes"), Part::Title);
        assert_eq!(part("Something else", BODY), Part::Body);
    }

    #[test]
    fn the_first_line_is_a_title_only_if_it_looks_like_one() {
        assert_eq!(parts(&format!("Nobody comes to hear the council\n\n{BODY}"))[0], Part::Title);
        assert_eq!(parts(&format!("Nobody Came to Hear the Council.\n\n{BODY}"))[0], Part::Title);
        assert_eq!(parts(&format!("Nobody came to hear the council.\n\n{BODY}"))[0], Part::Body);
        assert_eq!(parts(&format!("By Ida Marsh\n\n{BODY}"))[0], Part::Heading);
        assert_eq!(parts("Nobody came")[0], Part::Heading);
    }

    #[test]
    fn captions_are_known_by_their_credits() {
        for caption in [
            "| Envoys arrive at the hotel. (AP Photo/Ida Marsh) |",
            "Photo: Ida Marsh",
            "FILE - In this file photo the mayor leaves the hall.",
            "The mayor leaves the hall. Ida Marsh/Getty Images",
            "Image copyright Elm Post Image caption The mayor leaves",
        ] {
            assert_eq!(parts(&format!("{BODY}\n{caption}\n{BODY}"))[1], Part::Caption, "{caption}");
        }
    }

    #[test]
    fn bullets_numbers_and_runs_of_labels_are_list_items() {
        for item in [
            "• One more bridge.",
            "- One more bridge.",
            "3. One more bridge.",
            "(b) One more",
            "iv) One more",
        ] {
            assert_eq!(parts(&format!("{BODY}\n{item}\n{BODY}"))[1], Part::ListItem, "{item}");
        }
        let labels =
            format!("{BODY}\nThe \"Old Bridge\": It is too narrow.\nMain Street: It is too steep.\n{BODY}");
        assert_eq!(parts(&labels), [Part::Body, Part::ListItem, Part::ListItem, Part::Body]);
    }

    #[test]
    fn markup_goes_before_what_the_words_look_like() {
        let text = format!(
            "Nobody Comes to Hear the Council\nThe hall on Tuesday.\n{BODY}\nOne more bridge.\nNo end"
        );
        let mark = |line: usize, part| {
            let words = text.lines().nth(line).unwrap();
            let start = text.find(words).unwrap();
            Mark { span: Span::new(start, start + words.len()), part }
        };
        let part = |marks: Vec<Mark>, title: Option<&str>| -> Vec<Part> {
            let title = title.map(str::to_owned);
            let article = Article { text: text.clone(), title, marks, ..Article::default() };
            read(&article).paragraphs.iter().map(|p| p.part).collect()
        };
        let (body, heading) = (Part::Body, Part::Heading);
        assert_eq!(part(vec![], None), [Part::Title, body, body, body, heading]);
        let marks = vec![
            mark(0, heading),
            mark(1, Part::Caption),
            mark(2, Part::BlockQuotation),
            mark(3, heading),
            mark(4, Part::ListItem),
        ];
        let title = Some("Nobody comes to hear the council");
        let marked = [Part::Title, Part::Caption, Part::BlockQuotation, heading, Part::ListItem];
        assert_eq!(part(marks.clone(), title), marked);
        assert_eq!(part(marks, Some("Something else"))[0], heading);
        assert_eq!(part(vec![mark(0, Part::Caption)], None)[0], Part::Caption);
        assert_eq!(part(vec![Mark { span: Span::new(9000, 9001), part: heading }], None)[1], body);
    }

    #[test]
    fn one_label_and_an_interview_are_no_lists() {
        assert_eq!(parts(&format!("{BODY}\nThe question: who pays for it all?\n{BODY}"))[1], Part::Body);
        let interview = format!("{BODY}\nMarsh: Who pays?\nLee: You do.\nMarsh: Do I?\nLee: Yes.");
        assert!(parts(&interview).iter().all(|&part| part == Part::Body));
        assert!(parts(&format!("{BODY}\nMARSH: Who pays?\nLEE: You do.")).iter().all(|&p| p == Part::Body));
    }
}
