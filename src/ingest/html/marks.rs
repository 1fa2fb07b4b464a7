//! What an element is called, and what a line says: the groups of `data/page-marks.tsv` and `data/page-phrases.tsv`.

use crate::lists::rows;
use dom_query::NodeRef;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The groups of names. Their places are the bits of what [`of_element`] gives.
pub const GROUPS: [&str; 18] = [
    "content", "related", "share", "comment", "letter", "cookie", "advert", "byline", "meta", "tag", "menu",
    "side", "foot", "head", "caption", "video", "quote", "hidden",
];
/// Groups that no tree knows: their bits come behind.
const OTHERS: [&str; 1] = ["newsletter"];
/// Longest name that is looked at, in bytes: some classes are programs.
const LONGEST: usize = 400;
/// Attributes that name what an element is for.
const ATTRIBUTES: [&str; 7] =
    ["class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label"];

static MARKS: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut marks = FxHashMap::default();
    for [group, word] in rows(include_str!("../data/page-marks.tsv")) {
        if let Some(bit) = bit(group) {
            *marks.entry(word).or_default() |= 1 << bit;
        }
    }
    marks
});

/// The groups of an element's names, a bit each.
pub fn of_element(node: &NodeRef<'_>) -> u32 {
    ATTRIBUTES
        .iter()
        .filter_map(|name| node.attr(name))
        .map(|value| of_name(&value))
        .fold(0, |all, bits| all | bits)
}

/// The bits of these groups.
pub fn bits(groups: &[&str]) -> u32 {
    groups.iter().filter_map(|group| bit(group)).fold(0, |all, bit| all | 1 << bit)
}

fn bit(group: &str) -> Option<usize> {
    GROUPS.iter().chain(&OTHERS).position(|known| *known == group)
}

/// Whether an element's names say that it holds the words under a picture.
pub fn is_caption(node: &NodeRef<'_>) -> bool {
    let mut found = false;
    for value in
        ["class", "itemprop", "data-component", "data-testid"].iter().filter_map(|name| node.attr(name))
    {
        each_word(&value, |word| found |= matches!(word, "caption" | "figcaption" | "cutline"));
    }
    found
}

/// The groups of one name: a word counts from its beginning, so that "recommended" is "recommend".
fn of_name(name: &str) -> u32 {
    let mut bits = 0;
    each_word(name, |word| bits |= of_word(word));
    bits
}

/// The words that a name is made of, in small letters.
pub(super) fn each_word(name: &str, mut found: impl FnMut(&str)) {
    let name = name.get(..name.floor_char_boundary(LONGEST)).unwrap_or_default();
    let mut word = String::new();
    let mut lower_before = false;
    for c in name.chars().chain([' ']) {
        let is_new = !c.is_alphanumeric() || (c.is_uppercase() && lower_before);
        if is_new {
            found(&word);
            word.clear();
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
}

fn of_word(word: &str) -> u32 {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    // Of short words only the whole: "ad" is not the beginning of "address" here.
    ends.filter(|end| *end >= 4 || *end == word.len())
        .filter_map(|end| MARKS.get(word.get(..end)?))
        .fold(0, |all, bits| all | bits)
}

/// What is read of the phrases.
struct Phrases {
    begins: Vec<&'static str>,
    is: Vec<&'static str>,
    holds: Vec<&'static str>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let of = |kind: &str| {
        let rows = rows(include_str!("../data/page-phrases.tsv"));
        rows.filter(|[k, _]: &[&'static str; 2]| *k == kind).map(|[_, words]| words).collect()
    };
    Phrases { begins: of("begins"), is: of("is"), holds: of("holds") }
});

/// Whether a line begins with, is, or holds what pages say about themselves.
pub fn of_line(line: &str) -> [bool; 3] {
    /// Longer lines are sentences of something.
    const MOST: usize = 600;
    let line = line.get(..line.floor_char_boundary(MOST)).unwrap_or_default().to_lowercase();
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '('));
    let whole = line.trim_end_matches(|c: char| !c.is_alphabetic());
    [
        PHRASES.begins.iter().any(|words| line.starts_with(words)),
        PHRASES.is.contains(&whole),
        PHRASES.holds.iter().any(|words| line.contains(words)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(name: &str) -> Vec<&'static str> {
        let bits = of_name(name);
        GROUPS.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0).map(|(_, group)| *group).collect()
    }

    #[test]
    fn names_are_words() {
        assert_eq!(groups("RecommendedForYou__item"), ["related"]);
        assert_eq!(groups("ad-slot x"), ["advert"]);
        assert_eq!(groups("address-line loading"), Vec::<&str>::new());
        assert_eq!(groups("css-1x2y3z"), Vec::<&str>::new());
        assert_eq!(groups("commentBox-1"), ["comment", "quote"]);
        assert_eq!(groups(&"x".repeat(1_000_000)), Vec::<&str>::new());
    }

    #[test]
    fn lines_of_the_page_itself() {
        assert_eq!(of_line("» Read more about the strike"), [true, false, false]);
        assert_eq!(of_line("Comments (12)"), [true, true, false]);
        assert_eq!(of_line("Sign up for our newsletter."), [true, false, true]);
        assert_eq!(of_line("“We were close,” the mayor said."), [false; 3]);
        assert_eq!(of_line(""), [false; 3]);
    }
}
