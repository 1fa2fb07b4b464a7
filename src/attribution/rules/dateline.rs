//! The place in capitals at the beginning of an article speaks to nobody, whatever mark stands behind it.
//!
//! `ORLE: Ruritania said it would appeal.` `NEW KELL — Activist Ada Moss, 26, said …` `KELL, March 3 (Callan Agency) – …`

use super::words;
use crate::attribution::features::Features;
use crate::attribution::tagger::{Found, Tagger};
use crate::lists::lines;
use crate::text::{Document, Paragraph, Part};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// A dateline has at most so many tokens, with date and agency.
const LONGEST: usize = 14;
/// It stands in one of the first paragraphs of running text.
const FIRST: usize = 3;
/// Fewer words behind it are no running text.
const WORDS: usize = 4;

/// What stands before a place: "in Orle".
static BEFORE_PLACES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| lines(include_str!("../data/before-places.txt")).collect());

/// Words by which somebody speaks of himself or to somebody.
static SPOKEN: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| lines(include_str!("../data/spoken-words.txt")).collect());

/// Reads the rest of a paragraph by itself where the tagger took its dateline for words of a source, a cue or a content.
/// Spans are in order and do not overlap. Linear in the document's length.
pub fn reread(
    document: &Document<'_>,
    tagger: &Tagger,
    features: &Features,
    dateline: &Dateline,
    spans: &mut Vec<Found>,
) {
    if !spans.iter().any(|s| overlap(&s.tokens, &dateline.place)) {
        return;
    }
    let paragraph = dateline.place.start..dateline.rest.end;
    spans.retain(|s| !overlap(&s.tokens, &paragraph));
    spans.extend(tagger.spans_within(document, features, std::slice::from_ref(&dateline.rest)));
    spans.sort_by_key(|s| (s.tokens.start, s.tokens.end));
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// A dateline and the words of its paragraph behind it, in tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Dateline {
    /// Up to the mark that ends it.
    pub place: Range<usize>,
    /// The rest of the paragraph.
    pub rest: Range<usize>,
}

/// The dateline of a document.
pub fn find(document: &Document<'_>) -> Option<Dateline> {
    let running = document.paragraphs.iter().filter(|p| !matches!(p.part, Part::Title | Part::Heading));
    let dateline = running.take(FIRST).find_map(|p| read(document, p))?;
    let mark = word(document, dateline.place.end - 1);
    (mark != ":" || is_place(document, &dateline)).then_some(dateline)
}

fn word<'a>(document: &Document<'a>, token: usize) -> &'a str {
    document.tokens.get(token).map_or("", |t| t.span.of(document.text))
}

/// "ORLE:", "ORLE, Ruritania (AP) —", "ORLE, March 3:" at the beginning of a paragraph.
fn read(document: &Document<'_>, paragraph: &Paragraph) -> Option<Dateline> {
    let Range { start, end } = paragraph.tokens;
    let word = |k: usize| word(document, k);
    let shouted = |k: usize| word(k).chars().count() > 2 && word(k).chars().all(char::is_uppercase);
    let named = |k: usize| {
        let word = word(k);
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(word, "," | "." | "-" | "/" | "’" | "'" | "(" | ")")
    };
    let gap = |k: usize| document.tokens[k - 1].span.end < document.tokens[k].span.start;
    let closes = |k: usize| match word(k) {
        ":" | "—" | "–" => true,
        // " - ", "--"
        "-" => gap(k) && k + 1 < end && (gap(k + 1) || word(k + 1) == "-"),
        _ => false,
    };
    let mark = (start + 1..end.min(start + LONGEST)).find(|&k| closes(k))?;
    let mark = if word(mark) == "-" && word(mark + 1) == "-" { mark + 1 } else { mark };
    let capitals = word(start).chars().count() > 1 && word(start).chars().all(char::is_uppercase);
    if !capitals || !(start..mark).any(shouted) || !(start..mark).all(named) {
        return None;
    }
    let rest = mark + 1..end;
    (words(document, rest.clone()) >= WORDS).then_some(Dateline { place: start..mark + 1, rest })
}

/// Before a colon stands a place, too, and no label of who speaks: nothing else has such a label, nobody speaks of himself
/// behind it, and the article has the word in small letters only behind "in" and the like.
fn is_place(document: &Document<'_>, dateline: &Dateline) -> bool {
    let spoken = |k: usize| {
        !document.tokens[k].quoted.is_inside() && SPOKEN.contains(word(document, k).to_lowercase().as_str())
    };
    let first = word(document, dateline.rest.start);
    if dateline.rest.clone().any(spoken)
        || document.tokens[dateline.rest.start].quoted.is_inside()
        || matches!(first, "“" | "\"" | "‘")
    {
        return false;
    }
    let other_label = document.paragraphs.iter().any(|p| {
        p.tokens.start > dateline.place.start
            && read(document, p).is_some_and(|d| word(document, d.place.end - 1) == ":")
    });
    let label: BTreeSet<String> = dateline
        .place
        .clone()
        .filter(|&k| word(document, k).chars().count() > 2 && !document.tokens[k].is_mark)
        .map(|k| word(document, k).to_lowercase())
        .collect();
    let mut elsewhere = (dateline.rest.start..document.tokens.len()).filter(|&k| {
        word(document, k).starts_with(char::is_uppercase) && label.contains(&word(document, k).to_lowercase())
    });
    let named = elsewhere.any(|k| {
        let before = word(document, k - 1).to_lowercase();
        !label.contains(&before) && !BEFORE_PLACES.contains(before.as_str())
    });
    !other_label && !named
}

#[cfg(test)]
mod tests {
    use super::super::tests::article;
    use super::*;
    use crate::attribution::model::Bundled;
    use crate::attribution::{Model, read};
    use crate::text;

    fn place(page: &str) -> Option<String> {
        let article = article(page);
        let document = text::read(&article);
        find(&document).map(|d| document.span(d.place).of(page).to_owned())
    }

    #[test]
    fn places_in_capitals_before_a_mark() {
        for line in
            ["ORLE:", "NEW KELL —", "ORLE, March 3:", "ORLE, Ruritania (Callan) –", "ORLE -", "ST. KELL --"]
        {
            assert_eq!(place(&format!("{line} The army said the road was open.")).as_deref(), Some(line));
        }
        let page = "ORLE: Ada Moss said the road was open. She lives in Orle.";
        assert_eq!(place(page).as_deref(), Some("ORLE:"));
    }

    #[test]
    fn who_speaks_is_no_place() {
        for page in [
            "ORLE: I never signed the paper at all.",
            "ORLE: “Nobody signed the paper at all.”",
            "ORLE: The paper was never signed at all.\nKELL: That is what they all say now.",
            "ORLE: The paper was never signed at all.\nThen Orle left the room with her lawyer.",
            "Orle: The paper was never signed at all.",
            "The army – which left – said the road was open.",
            "IT – the army said the road was open.",
        ] {
            assert_eq!(place(page), None, "{page}");
        }
    }

    #[test]
    fn a_dateline_is_no_source() {
        let model = Model::bundled(Bundled::Fast).unwrap();
        for (page, sources) in [
            ("ISLAMABAD: The Supreme Court said the law was void.", vec!["The Supreme Court"]),
            ("KOCHI: The Kerala government said it would appeal.", vec!["The Kerala government"]),
            (
                "RIYADH: Crown Prince Fahd said the Kingdom would diversify its economy.",
                vec!["Crown Prince Fahd"],
            ),
        ] {
            let article = article(page);
            let found = read(&text::read(&article), &model).attributions;
            let found: Vec<&str> = found.iter().flat_map(|a| &a.source).map(|s| s.of(page)).collect();
            assert_eq!(found, sources);
        }
    }
}
