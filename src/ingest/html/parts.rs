//! A page as its parts: each line that it shows, with where it stands. One walk over the page, linear in its length.

use super::credits;
use super::marks;
use crate::article;
use crate::ingest::blocks::{BLOCKS, Lines, SILENT, is_in, part_of};
use crate::ingest::breaks::{Breaks, Piece};
use dom_query::{Document, NodeId, NodeRef};
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// Words of a line from which on it reads like a paragraph.
pub const LONG: u32 = 12;

/// An element of the page that holds text. Its parent stands before it.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// The place of the element around it; the outermost is its own.
    pub parent: usize,
    /// How many elements are around it.
    pub depth: usize,
    /// Its node in the document.
    pub node: Option<NodeId>,
    /// Its name.
    pub name: String,
    /// The groups of its names ([`marks::GROUPS`]), a bit each.
    pub marks: u32,
    /// What line breaks are in it.
    pub breaks: Breaks,
    /// Whether it says that it is not shown.
    pub hidden: bool,
    /// Whether it is a link or stands in one.
    pub in_link: bool,
    /// Whether it is marked as the text of the article.
    pub is_body: bool,
    /// Whether it is named after the words under a picture.
    pub is_caption: bool,
    /// Whether it stands among the words under a picture.
    pub in_caption: bool,
    /// Alike for elements of the same names in the same place.
    pub signature: u64,
    /// Words in it.
    pub words: u32,
    /// Words of links in it.
    pub link_words: u32,
    /// Words of its lines that read like paragraphs.
    pub long_words: u32,
    /// Lines in it.
    pub lines: u32,
}

/// A line of the page.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Its words, white space squeezed.
    pub text: String,
    /// The innermost element that holds all of it.
    pub element: usize,
    /// The innermost element that holds it and is shown as a block.
    pub block: usize,
    /// Whether it begins a list's item.
    pub item: bool,
    /// Whether it is a row of a table.
    pub is_row: bool,
    /// Words.
    pub words: u32,
    /// Words in links.
    pub link_words: u32,
    /// A hash of its letters and digits.
    pub letters: u64,
}

/// A page's elements and lines, in their order.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// All elements.
    pub elements: Vec<Element>,
    /// All lines.
    pub parts: Vec<Part>,
}

/// Takes a page apart.
pub fn of(document: &Document) -> Parts {
    let body = document.select("body");
    let root = body.nodes().first().copied().unwrap_or_else(|| document.root());
    let mut walk = Walk::default();
    walk.page.elements.push(element(&root, None));
    let mut todo = vec![Step::Children(root, 0)];
    while let Some(step) = todo.pop() {
        match step {
            Step::End => walk.end_line(),
            Step::Children(node, at) => {
                todo.extend(node.children_it(true).map(|child| Step::Node(child, at)));
            }
            Step::Node(node, parent) => {
                if node.is_text() {
                    let breaks = walk.page.elements.get(parent).map_or(Breaks::Space, |above| above.breaks);
                    breaks.pieces(&node.text(), |piece| match piece {
                        Piece::Words(words) => walk.text(words, parent),
                        Piece::End => walk.end_line(),
                    });
                    continue;
                }
                let name = node.node_name().unwrap_or_default();
                if !node.is_element() || is_in(SILENT, &name) {
                    continue;
                }
                let is_block = is_in(BLOCKS, &name);
                let inner = element(&node, walk.page.elements.get(parent).map(|above| (parent, above)));
                // Who took a picture says nothing of what it shows.
                if inner.in_caption && credits::is_credit(&node) {
                    continue;
                }
                let at = walk.page.elements.len();
                walk.page.elements.push(inner);
                if is_block {
                    walk.end_line();
                    walk.item |= &*name == "li";
                } else if matches!(&*name, "td" | "th") {
                    walk.line.cell();
                }
                if is_block {
                    todo.push(Step::End);
                }
                todo.push(Step::Children(node, at));
            }
        }
    }
    walk.end_line();
    let mut page = walk.page;
    page.count();
    page
}

enum Step<'d> {
    Node(NodeRef<'d>, usize),
    Children(NodeRef<'d>, usize),
    /// The end of a block.
    End,
}

fn element(node: &NodeRef<'_>, above: Option<(usize, &Element)>) -> Element {
    let name = node.node_name().unwrap_or_default().to_string();
    let style = node.attr("style").unwrap_or_default();
    let style: String = style.chars().take(300).filter(|c| !c.is_whitespace()).collect();
    let hidden =
        node.has_attr("hidden") || style.contains("display:none") || style.contains("visibility:hidden");
    let hidden = hidden || node.attr("aria-hidden").is_some_and(|value| &*value == "true");
    let is_body = node.attr("itemprop").is_some_and(|p| p.split(' ').any(|p| p == "articleBody"));
    let mut hasher = FxHasher::default();
    let is_caption = marks::is_caption(node);
    (above.map_or(0, |(_, above)| above.signature), &name).hash(&mut hasher);
    // Numbers tell the items of a list apart, not what they are.
    let class = node.class().unwrap_or_default();
    class.bytes().take(200).filter(|b| !b.is_ascii_digit()).for_each(|b| b.hash(&mut hasher));
    Element {
        parent: above.map_or(0, |(at, _)| at),
        depth: above.map_or(0, |(_, above)| above.depth + 1),
        node: Some(node.id),
        breaks: above.map_or(Breaks::Space, |(_, above)| above.breaks).within(node, &name),
        in_link: name == "a" || above.is_some_and(|(_, above)| above.in_link),
        marks: marks::of_element(node),
        is_caption,
        in_caption: is_caption
            || name == "figcaption"
            || above.is_some_and(|(_, above)| above.in_caption && above.depth > 0),
        hidden: hidden || above.is_some_and(|(_, above)| above.hidden),
        is_body: is_body || above.is_some_and(|(_, above)| above.is_body),
        signature: hasher.finish(),
        name,
        ..Element::default()
    }
}

/// A walk under way.
#[derive(Default)]
struct Walk {
    page: Parts,
    line: Lines,
    /// The innermost element that holds all of the line so far.
    holder: Option<usize>,
    item: bool,
    link_words: u32,
}

impl Walk {
    fn text(&mut self, text: &str, parent: usize) {
        self.line.text(text);
        if text.trim().is_empty() {
            return;
        }
        self.holder = Some(self.holder.map_or(parent, |holder| self.page.common(holder, parent)));
        if self.page.elements.get(parent).is_some_and(|e| e.in_link) {
            self.link_words += count_words(text);
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let is_row = line.is_row();
        let holder = self.holder.take();
        let in_caption = holder.and_then(|at| self.page.elements.get(at)).is_some_and(|e| e.in_caption);
        let text = if in_caption { credits::without(line.line()) } else { line.line() }.to_owned();
        let link_words = std::mem::take(&mut self.link_words);
        let Some(element) = holder.filter(|_| !text.is_empty()) else { return };
        let mut block = element;
        while let Some(e) =
            self.page.elements.get(block).filter(|e| e.parent != block && !is_in(BLOCKS, &e.name))
        {
            block = e.parent;
        }
        let (words, letters) = (count_words(&text), letters(&text));
        let item = std::mem::take(&mut self.item);
        self.page.parts.push(Part {
            text,
            element,
            block,
            item,
            is_row,
            words,
            link_words: link_words.min(words),
            letters,
        });
    }
}

impl Parts {
    /// An element and those around it with their places, the innermost first.
    pub fn around(&self, at: usize) -> impl Iterator<Item = (usize, &Element)> {
        let above =
            |at: &usize| self.elements.get(*at).map(|element| element.parent).filter(|above| above != at);
        std::iter::successors(Some(at), above).map_while(|at| Some((at, self.elements.get(at)?)))
    }

    /// The innermost element around both.
    fn common(&self, one: usize, other: usize) -> usize {
        let (mut one, mut other) = (one, other);
        while one != other {
            let (Some(a), Some(b)) = (self.elements.get(one), self.elements.get(other)) else { return 0 };
            if a.depth >= b.depth {
                one = a.parent;
            }
            if b.depth >= a.depth {
                other = b.parent;
            }
        }
        one
    }

    /// Sums of the lines of each element.
    fn count(&mut self) {
        for part in &self.parts {
            if let Some(e) = self.elements.get_mut(part.element) {
                e.words += part.words;
                e.link_words += part.link_words;
                e.lines += 1;
                e.long_words += if part.is_long() { part.words } else { 0 };
            }
        }
        for at in (1..self.elements.len()).rev() {
            let Some(inner) = self.elements.get(at) else { continue };
            let sums = (inner.words, inner.link_words, inner.lines, inner.long_words);
            let parent = inner.parent;
            if let Some(e) = self.elements.get_mut(parent) {
                e.words += sums.0;
                e.link_words += sums.1;
                e.lines += sums.2;
                e.long_words += sums.3;
            }
        }
    }

    /// What a line is, where the elements around it say so: the innermost that does. A row of a table is no heading.
    pub fn part_of(&self, line: &Part) -> Option<article::Part> {
        self.said_of(line).or(line.is_row.then_some(article::Part::Body))
    }

    fn said_of(&self, line: &Part) -> Option<article::Part> {
        /// Words of the longest caption: what holds more is the frame of something else.
        const CAPTION: u32 = 120;
        self.around(line.element).find_map(|(_, element)| {
            // Of an item's paragraphs the first is its line.
            let part = part_of(&element.name).filter(|part| *part != article::Part::ListItem || line.item);
            let is_caption = element.is_caption && element.words <= CAPTION;
            part.or(is_caption.then_some(article::Part::Caption))
        })
    }

    /// For each line: whether another reading of the page has it too. Short lines, such as "Share", stand in many places,
    /// so they count only beside the same neighbour.
    pub fn among(&self, lines: &str) -> Vec<bool> {
        /// Words from which on a line is known by itself.
        const ALONE: u32 = 8;
        let hashes: Vec<u64> = lines.lines().map(letters).collect();
        let single: FxHashSet<u64> = hashes.iter().copied().collect();
        let pairs: FxHashSet<(u64, u64)> =
            hashes.iter().copied().zip(hashes.iter().copied().skip(1)).collect();
        let own: Vec<u64> = self.parts.iter().map(|part| part.letters).collect();
        let beside = |one: Option<&u64>, other: Option<&u64>| {
            one.zip(other).is_some_and(|(one, other)| pairs.contains(&(*one, *other)))
        };
        let is_one = |(n, part): (usize, &Part)| {
            single.contains(&part.letters)
                && (part.words >= ALONE
                    || beside(n.checked_sub(1).and_then(|before| own.get(before)), own.get(n))
                    || beside(own.get(n), own.get(n + 1)))
        };
        self.parts.iter().enumerate().map(is_one).collect()
    }
}

impl Part {
    /// Whether it reads like a paragraph: many words, few of them links.
    pub const fn is_long(&self) -> bool {
        self.words >= LONG && self.link_words * 2 < self.words
    }
}

/// Runs of letters and digits.
pub fn count_words(text: &str) -> u32 {
    let mut inside = false;
    let mut count = 0;
    for c in text.chars() {
        let is_word = c.is_alphanumeric() || (inside && matches!(c, '\'' | '’'));
        // Scripts without spaces have a word for each letter here.
        count += u32::from(is_word && (!inside || ('\u{2e80}'..='\u{d7ff}').contains(&c)));
        inside = is_word;
    }
    count
}

/// A hash of a text's letters and digits; other marks and case apart.
pub fn letters(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(html: &str) -> Parts {
        of(&Document::from(html))
    }

    #[test]
    fn a_part_for_each_line_with_where_it_stands() {
        let page = parts(
            "<nav><a href=/>Home</a></nav><div class=story><h1>Talks stall</h1><p>“<b>We</b> go,” said <a href=x>Ada \
             Berg</a>.</p><ul><li>one</ul></div><p hidden>x</p><script>y</script>",
        );
        let shown: Vec<_> = page
            .parts
            .iter()
            .map(|p| (&*p.text, &*page.elements[p.block].name, p.words, p.link_words, p.item))
            .collect();
        assert_eq!(
            shown,
            [
                ("Home", "nav", 1, 1, false),
                ("Talks stall", "h1", 2, 0, false),
                ("“We go,” said Ada Berg.", "p", 5, 2, false),
                ("one", "li", 1, 0, true),
                ("x", "p", 1, 0, false)
            ]
        );
        assert!(page.elements[page.parts[4].element].hidden);
        assert_eq!((page.elements[0].words, page.elements[0].lines, page.elements[0].link_words), (10, 5, 3));
    }

    #[test]
    fn preformatted_text_has_the_lines_that_it_shows() {
        let page = parts("<pre>It rained.\n\nNobody came,\nsaid <a href=x>Ada Berg</a>.\nIt snowed.</pre>");
        let shown: Vec<_> = page.parts.iter().map(|part| &*part.text).collect();
        assert_eq!(shown, ["It rained.", "Nobody came, said Ada Berg.", "It snowed."]);
    }

    #[test]
    fn what_a_line_is_by_the_elements_around_it() {
        let page = parts(
            "<h2>Rain</h2><p>It rained.</p><ul><li><p>one</p><p>more</p></ul><blockquote><p>“No.”</p></blockquote>\
             <figure><img><figcaption>The hall.</figcaption></figure><div class='wp-caption'><img><p>The roof.</p></div>\
             <div class=imageCaption><span>The door.</span></div><table><tr><td>2025</td><td>2 million</td></tr></table>",
        );
        let found: Vec<_> =
            page.parts.iter().map(|part| page.part_of(part).map_or("", article::Part::name)).collect();
        let quotation = "block_quotation";
        assert_eq!(
            found,
            ["heading", "", "list_item", "", quotation, "caption", "caption", "caption", "body"]
        );
        let framed = format!("<div class=caption><p>{}</p></div>", "word ".repeat(200));
        let page = parts(&framed);
        assert_eq!(page.part_of(&page.parts[0]), None);
    }

    #[test]
    fn captions_are_without_whoever_took_the_picture() {
        let page = parts(
            "<figure><img><figcaption class=caption>The hall on Friday. <span class=photo-credit>Photograph: A. Ek/Lund Press</span>\
             </figcaption></figure><figcaption>The roof. Photo: A. Ek</figcaption><p>The door. <span class=credit>x</span></p>\
             <div class=caption><p>The wall (photo by A. Ek)</p><p class=credit>A. Ek</p></div>",
        );
        let shown: Vec<_> = page.parts.iter().map(|part| &*part.text).collect();
        assert_eq!(shown, ["The hall on Friday.", "The roof.", "The door. x", "The wall"]);
    }

    #[test]
    fn lines_of_another_reading_are_found_beside_their_neighbours() {
        let page =
            parts("<p>Share</p><p>Home</p><p>One two.</p><p>Share</p><p>a b c d e f g h i</p><p>Share</p>");
        assert_eq!(
            page.among("One two.\n• Share\nx\nA b c d e f g h i!"),
            [false, false, true, true, true, false]
        );
    }
}
