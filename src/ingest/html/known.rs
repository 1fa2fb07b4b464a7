//! What is known of a page as a whole before its lines are measured ([`super::features`]): which lines belong together,
//! and what other readings of the page say of them.

use super::marks;
use super::parts::{Part, Parts, letters};
use super::runs::{Runs, runs};
use rustc_hash::{FxHashMap, FxHashSet};

/// What other readings of the page say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Readings<'a> {
    /// Mozilla's Readability: the lines of the article.
    pub readable: &'a str,
    /// `articleBody` of the page's linked data.
    pub said: Option<&'a str>,
    /// The article's title.
    pub title: Option<&'a str>,
}

/// Names of elements around a line that are told apart.
pub const AROUND: [&str; 14] = [
    "article",
    "main",
    "aside",
    "nav",
    "footer",
    "header",
    "form",
    "figure",
    "table",
    "ul",
    "ol",
    "blockquote",
    "section",
    "a",
];
/// What is known of the page as a whole.
pub struct Known<'a> {
    pub page: &'a Parts,
    /// For each line: whether Readability has it.
    pub readable: Vec<bool>,
    /// For each line: the share of it that linked data has; nothing if there is none.
    pub said: Option<Vec<f32>>,
    /// For each line: the share of it that Readability has.
    pub runs: Vec<f32>,
    pub title: (u64, String),
    pub first: usize,
    pub last: usize,
    /// Words of Readability's lines before each line.
    pub before: Vec<u32>,
    /// The lines of the last long line before, and the first after, each line.
    pub long: Vec<(usize, usize)>,
    pub heading: Vec<(usize, usize)>,
    pub long_before: Vec<u32>,
    /// For each line: whether the heading above it is one that pages put over what is not the article's.
    pub heading_says: Vec<bool>,
    /// For each line: the share of it that other lines repeat.
    pub elsewhere: Vec<f32>,
    pub common_depth: usize,
    /// For each element: bits of the elements around it, and of their names.
    pub around: Vec<(u32, u32, u32)>,
    /// The lines of each signature.
    pub alike: FxHashMap<u64, Alike>,
    /// The element of whose own lines most are long, for each element whether it is in it, and its first and last line.
    pub main: usize,
    pub below_main: Vec<bool>,
    pub main_lines: (usize, usize),
}

impl<'a> Known<'a> {
    /// Looks at the page once.
    pub fn of(page: &'a Parts, readings: Readings<'_>) -> Self {
        let mut readable = page.among(readings.readable);
        let runs = Runs::of(readings.readable);
        let runs: Vec<f32> = page.parts.iter().map(|part| runs.share(&part.text)).collect();
        // What one reading joins, the other may part.
        for ((is, part), runs) in readable.iter_mut().zip(&page.parts).zip(&runs) {
            *is |= part.words >= 8 && *runs > 0.9;
        }
        let said = readings.said.map(|said| {
            let said = Runs::of(said);
            page.parts.iter().map(|part| said.share(&part.text)).collect::<Vec<f32>>()
        });
        let first = readable.iter().position(|is| *is).unwrap_or(0);
        let last = readable.iter().rposition(|is| *is).unwrap_or(0);
        let mut sum = 0;
        let mut before = Vec::with_capacity(page.parts.len() + 1);
        let mut long_sum = 0;
        let mut long_before = Vec::with_capacity(page.parts.len() + 1);
        for (part, is) in page.parts.iter().zip(&readable) {
            before.push(sum);
            long_before.push(long_sum);
            sum += if *is { part.words } else { 0 };
            long_sum += if part.is_long() { part.words } else { 0 };
        }
        before.push(sum);
        long_before.push(long_sum);
        let main = main(page);
        let mut below_main: Vec<bool> = Vec::with_capacity(page.elements.len());
        for (n, e) in page.elements.iter().enumerate() {
            below_main.push(n == main || (n > 0 && below_main.get(e.parent).copied().unwrap_or_default()));
        }
        let is_main = |part: &Part| parent(page, part.block) == main && part.is_long();
        let main_lines = (
            page.parts.iter().position(is_main).unwrap_or_default(),
            page.parts.iter().rposition(is_main).unwrap_or_default(),
        );
        Known {
            title: (
                letters(readings.title.unwrap_or_default()),
                readings.title.unwrap_or_default().to_lowercase(),
            ),
            long: distances(page, Part::is_long),
            heading: distances(page, |part| {
                page.elements.get(part.block).is_some_and(|e| matches!(&*e.name, "h1" | "h2" | "h3"))
            }),
            around: around(page),
            heading_says: heading_says(page),
            elsewhere: elsewhere(page),
            common_depth: common_depth(page),
            page,
            said,
            runs,
            first,
            last,
            before,
            long_before,
            alike: alike(page, &readable),
            main,
            below_main,
            main_lines,
            readable,
        }
    }
}

/// The lines of one signature.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alike {
    pub lines: u32,
    pub words: u32,
    pub links: u32,
    /// Words that Readability has.
    pub readable: u32,
    /// Elements that hold them: the paragraphs of a text share one, cards have one each.
    pub parents: u32,
    /// Lines after one that is a link.
    pub after_links: u32,
}

fn alike(page: &Parts, readable: &[bool]) -> FxHashMap<u64, Alike> {
    let mut alike: FxHashMap<u64, Alike> = FxHashMap::default();
    let mut parents = FxHashSet::default();
    let mut after_link = false;
    for (part, is) in page.parts.iter().zip(readable) {
        let Some(e) = page.elements.get(part.block) else { continue };
        let sums = alike.entry(e.signature).or_default();
        sums.lines += 1;
        sums.words += part.words;
        sums.links += part.link_words;
        sums.readable += if *is { part.words } else { 0 };
        sums.parents += u32::from(parents.insert((e.signature, e.parent)));
        sums.after_links += u32::from(after_link);
        after_link = part.words > 0 && part.link_words * 10 >= part.words * 8;
    }
    alike
}

/// The element of whose own lines the most words are of long ones.
fn main(page: &Parts) -> usize {
    let mut words = vec![0_u32; page.elements.len()];
    for part in page.parts.iter().filter(|part| part.is_long()) {
        if let Some(sum) = words.get_mut(parent(page, part.block)) {
            *sum += part.words;
        }
    }
    // The first of equals.
    words.iter().enumerate().rev().max_by_key(|(_, words)| **words).map_or(0, |(at, _)| at)
}

/// The element around one.
pub fn parent(page: &Parts, element: usize) -> usize {
    page.elements.get(element).map_or(0, |e| e.parent)
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and lines are small")]
/// A count as a number.
pub const fn number(count: usize) -> f32 {
    count as f32
}

/// The part of a whole that may be nothing.
pub fn share(part: u32, whole: u32) -> f32 {
    number(part as usize) / number(whole.max(1) as usize)
}

/// How many lines each is after the last, and before the next, that is something.
fn distances(page: &Parts, is: impl Fn(&Part) -> bool) -> Vec<(usize, usize)> {
    const FAR: usize = 1000;
    let mut found = Vec::with_capacity(page.parts.len());
    let mut since = FAR;
    for part in &page.parts {
        found.push((since, FAR));
        since = if is(part) { 1 } else { since + 1 };
    }
    let mut to = FAR;
    for (part, found) in page.parts.iter().zip(&mut found).rev() {
        found.1 = to;
        to = if is(part) { 1 } else { to + 1 };
    }
    found
}

fn heading_says(page: &Parts) -> Vec<bool> {
    let mut says = false;
    let mut each = |part: &Part| {
        let name = page.elements.get(part.block).map_or("", |e| &*e.name);
        if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            let [begins, is, _] = marks::of_line(&part.text);
            says = begins || is;
        }
        says
    };
    page.parts.iter().map(&mut each).collect()
}

fn elsewhere(page: &Parts) -> Vec<f32> {
    let runs: Vec<Vec<u64>> = page.parts.iter().map(|part| runs(&part.text)).collect();
    let mut lines: FxHashMap<u64, (usize, bool)> = FxHashMap::default();
    for (n, run) in runs.iter().enumerate().flat_map(|(n, runs)| runs.iter().map(move |run| (n, run))) {
        let (first, more) = lines.entry(*run).or_insert((n, false));
        *more |= *first != n;
    }
    let share = |runs: &Vec<u64>| {
        let repeated = runs.iter().filter(|run| lines.get(*run).is_some_and(|(_, more)| *more)).count();
        number(repeated) / number(runs.len().max(1))
    };
    runs.iter().map(share).collect()
}

/// The depth of the innermost element that holds most of the page's long lines.
fn common_depth(page: &Parts) -> usize {
    let whole = page.elements.first().map_or(0, |e| e.long_words);
    let holding = page.elements.iter().filter(|e| whole > 0 && e.long_words * 10 >= whole * 7);
    holding.map(|e| e.depth).max().unwrap_or_default()
}

/// For each element: which of [`AROUND`] it is or stands in, and the groups of names of itself and those around it:
/// near, then all. An element that holds much of what is long on the page is no box: of it, only "content" counts.
fn around(page: &Parts) -> Vec<(u32, u32, u32)> {
    const BOX: f32 = 0.3;
    let whole = page.elements.first().map_or(1, |e| e.long_words);
    let mut found: Vec<(u32, u32, u32)> = Vec::with_capacity(page.elements.len());
    for (n, e) in page.elements.iter().enumerate() {
        let own = AROUND.iter().position(|tag| *tag == e.name).map_or(0, |bit| 1 << bit);
        let marks = if n == 0 || share(e.long_words, whole) > BOX { e.marks & 1 } else { e.marks };
        let above = found.get(e.parent).copied().unwrap_or_default();
        let near = if n == 0 { 0 } else { page.elements.get(e.parent).map_or(0, |p| p.marks) };
        let near = if share(page.elements.get(e.parent).map_or(0, |p| p.long_words), whole) > BOX {
            0
        } else {
            near
        };
        found.push((above.0 | own, marks | near, above.2 | marks));
    }
    found
}
