//! Who took a picture, as it stands among the words below it: `data/picture-credits.tsv`.

use super::marks::each_word;
use crate::lists::rows;
use dom_query::NodeRef;
use std::sync::LazyLock;

static ROWS: LazyLock<Vec<[&'static str; 2]>> =
    LazyLock::new(|| rows(include_str!("../data/picture-credits.tsv")).collect());

fn of(kind: &str) -> impl Iterator<Item = &'static str> {
    ROWS.iter().filter(move |[known, _]| *known == kind).map(|[_, words]| *words)
}

/// Whether an element of a caption is called after whoever took the picture.
pub fn is_credit(node: &NodeRef<'_>) -> bool {
    let mut found = false;
    for value in ["class", "itemprop", "data-component", "data-testid"].iter().filter_map(|n| node.attr(n)) {
        each_word(&value, |word| found |= of("name").any(|name| name == word));
    }
    found
}

/// A caption up to the words that begin a credit, if anything stands before them.
pub fn without(caption: &str) -> &str {
    let lower = caption.to_lowercase();
    // Where letters in capitals have other lengths, places are others.
    if lower.len() != caption.len() {
        return caption;
    }
    let credits = of("begins").filter_map(|words| {
        let (at, _) = lower.match_indices(words).find(|(at, _)| begins_anew(&lower, *at))?;
        Some(at)
    });
    let kept = credits.min().and_then(|at| caption.get(..at)).map_or(caption, |kept| {
        kept.trim_end().trim_end_matches(['(', '[', '|', '/', '–', '—', '-', '•', '·']).trim_end()
    });
    if kept.is_empty() { caption } else { kept }
}

/// Whether a new sentence or piece begins at a place: "The hall. Photo: A. Ek", "The hall (photo: A. Ek)".
fn begins_anew(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, ',' | '\'' | '’'))
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn a_caption_ends_where_its_credit_begins() {
        for (caption, kept) in [
            ("The hall on Friday. Photo: A. Ek", "The hall on Friday."),
            ("The hall on Friday (Photograph by A. Ek)", "The hall on Friday"),
            ("The hall | © Lund Press 2025", "The hall"),
            ("“We go,” she said. Credit: A. Ek/Lund Press", "“We go,” she said."),
            ("The photo by the door shows Ada Berg.", "The photo by the door shows Ada Berg."),
            ("Photo: A. Ek", "Photo: A. Ek"),
            ("", ""),
        ] {
            assert_eq!(without(caption), kept);
        }
    }
}
