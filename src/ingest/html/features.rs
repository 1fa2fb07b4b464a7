//! What is measured of each line of a page to tell whether it is the article's: the words themselves, where it stands,
//! what its neighbours are, and what other readings of the page say of it. Each is a number that a person can check.

use super::known::{AROUND, Alike, Known, number, parent, share};
use super::marks;
use super::parts::{Part, Parts};
use rustc_hash::FxHashSet;

pub use super::known::Readings;

/// Names of the elements that are told apart.
const TAGS: [&str; 12] =
    ["p", "div", "li", "h1", "h2", "h3", "h4", "td", "blockquote", "figcaption", "span", "pre"];
/// How many lines before and after are looked at.
const NEAR: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// The names of the numbers, in their order.
pub fn names() -> Vec<String> {
    let own = [
        "words",
        "characters in a word",
        "links",
        "ends a sentence",
        "commas",
        "digits",
        "capitals",
        "begins small",
        "quotes",
        "ends with colon",
        "begins",
        "is",
        "holds",
        "is title",
        "in title",
        "seen before",
        "item",
        "hidden",
        "in link",
        "is body",
    ];
    let place = [
        "readable",
        "readable runs",
        "said",
        "says",
        "before readable",
        "after readable",
        "readable words before",
        "readable words after",
        "lines since long",
        "lines to long",
        "long words after",
        "depth",
        "depth below common",
        "place",
        "lines since heading",
        "lines to heading",
        "heading says",
        "elsewhere",
    ];
    let element = [
        "block lines",
        "block words",
        "block links",
        "block long",
        "parent lines",
        "parent words",
        "parent links",
        "parent long",
        "grand lines",
        "grand words",
        "grand links",
        "grand long",
        "alike",
        "alike words",
        "alike links",
        "alike readable",
        "alike apart",
        "alike after links",
        "main child",
        "below main",
        "after main",
        "before main",
    ];
    let near = [
        "words",
        "links",
        "ends a sentence",
        "readable",
        "said",
        "heading",
        "item",
        "same block as",
        "phrase",
    ];
    let mut names: Vec<String> =
        [&own[..], &place[..], &element[..]].concat().iter().map(|n| (*n).to_owned()).collect();
    names.extend(TAGS.iter().map(|tag| format!("tag {tag}")));
    names.extend(AROUND.iter().map(|tag| format!("in {tag}")));
    names.extend(marks::GROUPS.iter().map(|group| format!("near mark {group}")));
    names.extend(marks::GROUPS.iter().map(|group| format!("mark {group}")));
    for at in NEAR {
        names.extend(near.iter().map(|name| format!("{at:+} {name}")));
    }
    names
}

/// The numbers of all lines.
pub fn of(page: &Parts, readings: Readings<'_>) -> Vec<Vec<f32>> {
    let known = Known::of(page, readings);
    let near: Vec<[f32; 8]> = (0..page.parts.len()).map(|n| known.neighbour(n)).collect();
    let mut seen = FxHashSet::default();
    let row = |(n, part): (usize, &Part)| {
        let mut row = Vec::with_capacity(192);
        known.own(part, &mut seen, &mut row);
        known.place(n, part, &mut row);
        known.element(n, part, &mut row);
        known.around(part, &mut row);
        for at in NEAR {
            let other = n.checked_add_signed(at);
            match other.and_then(|o| Some((near.get(o)?, page.parts.get(o)?))) {
                Some((values, other)) => {
                    row.extend(&values[..7]);
                    row.push(f32::from(parent(page, other.block) == parent(page, part.block)));
                    row.push(values[7]);
                }
                None => row.extend([-1.0; 9]),
            }
        }
        row
    };
    page.parts.iter().enumerate().map(row).collect()
}

/// Where some of the numbers stand.
pub struct Columns {
    readable: usize,
    links: usize,
    boxes: Vec<usize>,
}

impl Columns {
    /// Finds them.
    pub fn of(names: &[String]) -> Self {
        let at = |wanted: &str| names.iter().position(|name| name == wanted).unwrap_or(usize::MAX);
        let boxes = ["share", "related", "comment", "letter", "advert", "menu", "tag"];
        let boxes = boxes.iter().map(|group| at(&format!("mark {group}"))).collect();
        Columns { readable: at("readable"), links: at("links"), boxes }
    }

    /// Whether Readability has the line.
    pub fn is_readable(&self, row: &[f32]) -> bool {
        row.get(self.readable).is_some_and(|value| *value > 0.5)
    }

    /// Whether the line is nothing but links in a box that is called after something else than the article.
    pub fn is_box_of_links(&self, row: &[f32]) -> bool {
        let is = |at: &usize| row.get(*at).is_some_and(|value| *value > 0.99);
        is(&self.links) && self.boxes.iter().any(is)
    }
}

fn log(count: u32) -> f32 {
    number(count as usize).ln_1p()
}

impl Known<'_> {
    fn own(&self, part: &Part, seen: &mut FxHashSet<u64>, row: &mut Vec<f32>) {
        let text = &*part.text;
        let count = |is: fn(char) -> bool| number(text.chars().filter(|c| is(*c)).count());
        let characters = count(|_| true).max(1.0);
        let [begins, is, holds] = marks::of_line(text);
        let e = self.page.elements.get(part.element);
        let lower = if text.len() < 400 { text.to_lowercase() } else { String::new() };
        row.extend([
            log(part.words),
            characters / log(part.words).exp(),
            share(part.link_words, part.words),
            f32::from(ends_sentence(text)),
            count(|c| matches!(c, ',' | '،' | '、' | '，')) / log(part.words).exp(),
            count(|c| c.is_ascii_digit()) / characters,
            count(char::is_uppercase) / characters,
            f32::from(text.starts_with(char::is_lowercase)),
            f32::from(text.contains(['"', '“', '”', '«', '„'])),
            f32::from(text.ends_with([':', '：'])),
            f32::from(begins),
            f32::from(is),
            f32::from(holds),
            f32::from(part.letters == self.title.0),
            f32::from(!lower.is_empty() && self.title.1.contains(&lower)),
            f32::from(!seen.insert(part.letters)),
            f32::from(part.item),
            f32::from(e.is_some_and(|e| e.hidden)),
            f32::from(e.is_some_and(|e| e.in_link)),
            f32::from(e.is_some_and(|e| e.is_body)),
        ]);
    }

    fn place(&self, n: usize, part: &Part, row: &mut Vec<f32>) {
        let all = self.before.last().copied().unwrap_or_default();
        let before = self.before.get(n).copied().unwrap_or_default();
        let all_long = self.long_before.last().copied().unwrap_or_default();
        let long_before = self.long_before.get(n).copied().unwrap_or_default();
        let (since, to) = self.long.get(n).copied().unwrap_or_default();
        let (since_heading, to_heading) = self.heading.get(n).copied().unwrap_or_default();
        let depth = self.page.elements.get(part.block).map_or(0, |e| e.depth);
        let at = |distance: usize| number(distance.min(50));
        row.extend([
            f32::from(self.readable.get(n).copied().unwrap_or_default()),
            self.runs.get(n).copied().unwrap_or_default(),
            self.said.as_ref().and_then(|said| said.get(n)).copied().unwrap_or(-1.0),
            f32::from(self.said.is_some()),
            at(self.first.saturating_sub(n)),
            at(n.saturating_sub(self.last)),
            share(before, all),
            log(all.saturating_sub(before)),
            at(since),
            at(to),
            share(all_long.saturating_sub(long_before), all_long),
            number(depth),
            number(depth) - number(self.common_depth),
            number(n) / number(self.page.parts.len().max(1)),
            at(since_heading),
            at(to_heading),
            f32::from(self.heading_says.get(n).copied().unwrap_or_default()),
            self.elsewhere.get(n).copied().unwrap_or_default(),
        ]);
    }

    fn element(&self, n: usize, part: &Part, row: &mut Vec<f32>) {
        let whole = self.page.elements.first().map_or(1, |e| e.long_words);
        let mut at = part.block;
        for _ in 0..3 {
            if let Some(e) = self.page.elements.get(at) {
                row.extend([
                    log(e.lines),
                    log(e.words),
                    share(e.link_words, e.words),
                    share(e.long_words, whole),
                ]);
                at = e.parent;
            } else {
                row.extend([0.0; 4]);
            }
        }
        let alike = self.page.elements.get(part.block).and_then(|e| self.alike.get(&e.signature));
        let Alike { lines, words, links, readable, parents, after_links } =
            alike.copied().unwrap_or_default();
        row.extend([log(lines), share(words, lines), share(links, words), share(readable, words)]);
        row.extend([share(parents, lines), share(after_links, lines)]);
        let (first, last) = self.main_lines;
        let at = |distance: usize| number(distance.min(50));
        row.extend([
            f32::from(parent(self.page, part.block) == self.main),
            f32::from(self.below_main.get(part.block).copied().unwrap_or_default()),
            at(n.saturating_sub(last)),
            at(first.saturating_sub(n)),
        ]);
    }

    fn around(&self, part: &Part, row: &mut Vec<f32>) {
        let name = self.page.elements.get(part.block).map_or("", |e| &*e.name);
        row.extend(TAGS.iter().map(|tag| f32::from(*tag == name)));
        let (tags, near, far) = self.around.get(part.element).copied().unwrap_or_default();
        let bit = |bits: u32, n: usize| f32::from(bits >> n & 1 == 1);
        row.extend((0..AROUND.len()).map(|n| bit(tags, n)));
        row.extend((0..marks::GROUPS.len()).map(|n| bit(near, n)));
        row.extend((0..marks::GROUPS.len()).map(|n| bit(far, n)));
    }

    /// What the lines near one know of it.
    fn neighbour(&self, n: usize) -> [f32; 8] {
        let Some(part) = self.page.parts.get(n) else { return [0.0; 8] };
        let name = self.page.elements.get(part.block).map_or("", |e| &*e.name);
        let [begins, is, _] = marks::of_line(&part.text);
        [
            log(part.words),
            share(part.link_words, part.words),
            f32::from(ends_sentence(&part.text)),
            f32::from(self.readable.get(n).copied().unwrap_or_default()),
            self.said.as_ref().and_then(|said| said.get(n)).copied().unwrap_or(-1.0),
            f32::from(matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")),
            f32::from(part.item),
            f32::from(begins || is),
        ]
    }
}

/// Whether a line ends as sentences do.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '“', ']'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '।'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn each_number_has_its_name() {
        let page = super::super::parts::of(&Document::from(
            "<nav><a href=/>Home</a></nav><article class=story><p>Ada Berg said no, and Bo Ek, her deputy, said that \
             there was no offer at all.</p><div class=share-box>Share</div></article>",
        ));
        let paragraph = &page.parts[1].text;
        let readable = format!("{paragraph}\nShare");
        let readings = Readings { readable: &readable, said: Some("Ada Berg said no"), title: Some("x") };
        let rows = of(&page, readings);
        let names = names();
        assert!(rows.iter().all(|row| row.len() == names.len()), "{} for {}", rows[0].len(), names.len());
        let value = |line: usize, name: &str| rows[line][names.iter().position(|n| n == name).unwrap()];
        assert_eq!((value(0, "links"), value(1, "links"), value(0, "in nav")), (1.0, 0.0, 1.0));
        assert_eq!((value(2, "near mark share"), value(1, "near mark share")), (1.0, 0.0));
        assert_eq!((value(0, "readable"), value(2, "readable"), value(2, "is")), (0.0, 1.0, 1.0));
        assert!(value(1, "said") > 0.05 && value(1, "said") < 0.5 && value(0, "said") == 0.0);
        let columns = Columns::of(&names);
        let found: Vec<bool> = rows.iter().map(|row| columns.is_readable(row)).collect();
        assert_eq!(found, [false, true, true]);
        assert!(!rows.iter().any(|row| columns.is_box_of_links(row)));
    }
}
