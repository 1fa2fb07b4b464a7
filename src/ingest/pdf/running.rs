//! Running heads, page numbers and what browsers print around a page: found by what pages repeat at their upper and
//! lower edge, and by their forms.

use super::lines::{PageWords, Word, rows};
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How much of a page's height at either edge is margin.
const EDGE: f32 = 0.12;
/// How many lines at either end of a page may be running heads: so many in the margin, so many below it.
const MOST_LINES: (usize, usize) = (4, 2);

/// Lines of nothing but a number: "3", "- 3 -", "iv".
static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\W*(?:\d{1,4}|[ivxl]{1,6})\W*$").ok());
/// Numbers of pages that say what they are: "Page 3 of 7", "3/7".
static PAGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:(?:page|p\.|seite)\s*\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?|\d{1,4}\s*(?:/|of|von)\s*\d{1,4})\W*$").ok()
});
/// What browsers print above and below a page: the moment, and the address with the page's number.
static STAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?:\s|$)|^(?:https?|file)://\S*\s+\d+/\d+$").ok()
});

fn fits(form: &LazyLock<Option<Regex>>, text: &str) -> bool {
    form.as_ref().is_some_and(|form| form.is_match(text))
}

/// A line at an edge of a page.
struct Edge {
    /// Its height on the page in hundredths.
    height: i32,
    /// Its words without numbers, and their size.
    form: (String, i32),
    /// The lines that its words stand on.
    y: Vec<f32>,
    /// Whether it stands in the page's margin.
    is_margin: bool,
    text: String,
}

/// For each page the lines (their words' heights) that are no part of the text.
pub(super) fn find(pages: &[PageWords]) -> Vec<Vec<f32>> {
    let edges: Vec<Vec<Edge>> = pages.iter().map(edges).collect();
    let mut seen: HashMap<(&(String, i32), i32), HashSet<usize>> = HashMap::new();
    for (page, edges) in edges.iter().enumerate() {
        for edge in edges.iter().filter(|edge| !edge.form.0.is_empty()) {
            // A line may stand a little higher on one page than on another.
            for height in [edge.height, edge.height + 1] {
                seen.entry((&edge.form, height / 2)).or_default().insert(page);
            }
        }
    }
    // Left and right pages have different ones.
    let enough = (pages.len() / 3).max(2);
    let repeats = |edge: &Edge| {
        let count = |height: i32| seen.get(&(&edge.form, height / 2)).map_or(0, HashSet::len);
        count(edge.height).max(count(edge.height + 1)) >= enough
    };
    let is_running = |edge: &&Edge| {
        let is_number = edge.is_margin && (fits(&NUMBER, &edge.text) || fits(&STAMP, &edge.text));
        is_number || fits(&PAGE, &edge.text) || repeats(edge)
    };
    let lines = |edges: &Vec<Edge>| edges.iter().filter(is_running).flat_map(|edge| edge.y.clone()).collect();
    edges.iter().map(lines).collect()
}

fn edges(page: &PageWords) -> Vec<Edge> {
    let height = page.extent.1.max(1.0);
    let all = rows(page.words.clone());
    let is_margin = |row: &Vec<Word>| {
        row.iter().all(|word| word.y < height * EDGE) || row.iter().all(|word| word.y > height * (1.0 - EDGE))
    };
    let mut edges = Vec::new();
    for (at, row) in all.iter().enumerate() {
        let from_end = at.min(all.len() - 1 - at);
        let is_margin = is_margin(row);
        if from_end < MOST_LINES.1 || is_margin && from_end < MOST_LINES.0 {
            edges.push(edge(row, height, is_margin));
        }
    }
    edges
}

fn edge(row: &[Word], height: f32, is_margin: bool) -> Edge {
    let text = row.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let letters = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).take(100).collect();
    let y = row.first().map_or(0.0, |word| word.y);
    let size = row.first().map_or(0.0, |word| word.size);
    Edge {
        height: (y / height * 100.0) as i32,
        form: (letters, (size * 2.0).round() as i32),
        y: row.iter().map(|word| word.y).collect(),
        is_margin,
        text,
    }
}

/// The words that stand on none of these lines, and are no artifacts where the file tells them apart.
pub(super) fn without(words: Vec<Word>, running: &[f32]) -> Vec<Word> {
    let lines: HashSet<u32> = running.iter().map(|y| y.to_bits()).collect();
    let artifacts = words.iter().filter(|word| word.is_artifact).count();
    // Some programs mark everything.
    let are_told_apart = artifacts * 2 < words.len();
    let is_text = |word: &Word| !(lines.contains(&word.y.to_bits()) || are_told_apart && word.is_artifact);
    words.into_iter().filter(is_text).collect()
}

#[cfg(test)]
mod tests {
    use super::super::glyphs::PageGlyphs;
    use super::super::lines::{lines, tests::glyphs, words};
    use super::*;

    fn page(pieces: &[(&str, f32, f32)]) -> PageWords {
        let all = pieces.iter().flat_map(|(text, y, size)| glyphs(text, 50.0, *y, *size)).collect();
        words(PageGlyphs { glyphs: all, extent: (600.0, 800.0), ..PageGlyphs::default() })
    }

    fn left(pages: Vec<PageWords>) -> Vec<String> {
        let running = find(&pages);
        let text = |(page, running): (PageWords, Vec<f32>)| {
            let lines = lines(without(page.words, &running));
            lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join(" / ")
        };
        pages.into_iter().zip(running).map(text).collect()
    }

    #[test]
    fn what_pages_repeat_is_no_text() {
        let pages = vec![
            page(&[
                ("Talks stall in Lund", 60.0, 20.0),
                ("It rained.", 200.0, 10.0),
                ("Council papers 1", 780.0, 8.0),
            ]),
            page(&[
                ("Talks stall in Lund", 40.0, 8.0),
                ("It snowed.", 200.0, 10.0),
                ("Council papers 2", 780.0, 8.0),
            ]),
            page(&[
                ("Talks stall in Lund", 40.0, 8.0),
                ("It thawed.", 60.0, 10.0),
                ("Council papers 3", 780.0, 8.0),
            ]),
        ];
        assert_eq!(left(pages), ["Talks stall in Lund / It rained.", "It snowed.", "It thawed."]);
    }

    #[test]
    fn numbers_and_stamps_go_on_a_single_page_too() {
        for stamp in [
            "3",
            "- 12 -",
            "Page 3 of 7",
            "3/7",
            "iv",
            "https://lund.example/1 1/2",
            "28/11/2026, 15:04 Rain",
        ] {
            let at = if stamp.contains(',') { 20.0 } else { 790.0 };
            assert_eq!(
                left(vec![page(&[("It rained.", 200.0, 10.0), (stamp, at, 8.0)])]),
                ["It rained."],
                "{stamp}"
            );
        }
        for text in ["30 people came", "civil", "I left", "2026 was wet."] {
            assert_ne!(
                left(vec![page(&[("It rained.", 200.0, 10.0), (text, 790.0, 8.0)])]),
                ["It rained."],
                "{text}"
            );
        }
    }

    #[test]
    fn what_the_file_calls_an_artifact_goes() {
        let mut page = page(&[("It rained all day.", 200.0, 10.0), ("Draft", 400.0, 8.0)]);
        for word in &mut page.words {
            word.is_artifact = word.text == "Draft";
        }
        assert_eq!(left(vec![page.clone()]), ["It rained all day."]);
        for word in &mut page.words {
            word.is_artifact = true;
        }
        assert_eq!(left(vec![page]), ["It rained all day. / Draft"]);
    }
}
