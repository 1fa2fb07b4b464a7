//! What a page says of itself at its foot or in its cookie notice. Where nothing else was taken for the article, the page
//! is read once more without it.

use super::known::share;
use super::marks;
use super::parts::{Element, Part, Parts};
use crate::lists::rows;
use dom_query::Document;
use rustc_hash::FxHashSet;

/// Words of long lines, and their share of the page's, from which on an element is no box, whatever it is called.
const MOST_WORDS: u32 = 120;
const MOST: f32 = 0.5;

/// What of a page is its own.
pub struct Foot {
    /// For each element: whether it is the page's foot, a notice, or in one.
    is_box: Vec<bool>,
}

impl Foot {
    /// Looks at the page once.
    pub fn of(page: &Parts) -> Self {
        let names: u32 = marks::bits(&["cookie", "foot"]);
        let whole = page.elements.first().map_or(0, |e| e.long_words);
        let holding = holding(page);
        let mut is_box: Vec<bool> = Vec::with_capacity(page.elements.len());
        for (at, element) in page.elements.iter().enumerate() {
            let is_foot = element.name == "footer" && !holding.get(at).copied().unwrap_or_default();
            let is_small = element.long_words <= MOST_WORDS && share(element.long_words, whole) <= MOST;
            let is_called = element.marks & names != 0 && is_small;
            let is_inside = is_box.get(element.parent).copied().unwrap_or_default();
            is_box.push(at > 0 && (is_foot || is_called || is_inside));
        }
        Foot { is_box }
    }

    /// Whether a line is the page's own.
    pub fn has(&self, part: &Part) -> bool {
        self.is_box.get(part.element).copied().unwrap_or_default() || is_notice(&part.text)
    }

    /// Takes out of a document the elements that hold nothing but such lines and those that are given by their letters.
    pub fn cut(&self, document: &Document, page: &Parts, also: &FxHashSet<u64>) {
        let mut own = vec![0_u32; page.elements.len()];
        let is_own = |part: &&Part| self.has(part) || also.contains(&part.letters);
        for part in page.parts.iter().filter(is_own) {
            if let Some(sum) = own.get_mut(part.element) {
                *sum += part.words;
            }
        }
        for at in (1..own.len()).rev() {
            let words = own.get(at).copied().unwrap_or_default();
            let parent = page.elements.get(at).map_or(0, |e| e.parent);
            if let Some(sum) = own.get_mut(parent) {
                *sum += words;
            }
        }
        let whole = |(element, words): &(&Element, u32)| *words > 0 && *words == element.words;
        for (element, _) in page.elements.iter().zip(own).skip(1).filter(whole) {
            if let Some(node) = element.node.and_then(|id| document.tree.get(&id)) {
                node.remove_from_parent();
            }
        }
    }
}

/// For each element: whether the headline or the article is in it.
fn holding(page: &Parts) -> Vec<bool> {
    let is_one = |element: &Element| matches!(&*element.name, "h1" | "article" | "main");
    let mut found: Vec<bool> = page.elements.iter().map(is_one).collect();
    for at in (1..found.len()).rev() {
        let parent = page.elements.get(at).map_or(0, |e| e.parent);
        let is = found.get(at).copied().unwrap_or_default();
        if let Some(above) = found.get_mut(parent) {
            *above |= is;
        }
    }
    found
}

/// Whether a line says whose the page is, or what it stores on its readers' machines.
fn is_notice(line: &str) -> bool {
    /// Bytes of the longest notice.
    const LONGEST: usize = 400;
    if line.len() > LONGEST {
        return false;
    }
    let line = line.to_lowercase();
    rows(include_str!("../data/page-notices.tsv")).any(|[place, words]: [&str; 2]| match place {
        "begins" => line.starts_with(words),
        _ => line.contains(words),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::html::parts;

    fn own(html: &str) -> Vec<String> {
        let page = parts::of(&Document::from(html));
        let foot = Foot::of(&page);
        page.parts.iter().filter(|part| foot.has(part)).map(|part| part.text.clone()).collect()
    }

    const STORY: &str = "<article><h1>Rain</h1><p>It rained in Lund all day long, and nobody at the town hall had seen it coming.</p></article>";

    #[test]
    fn what_a_page_says_of_itself() {
        let foot = "<footer><p>The Lund Post is the newspaper of Lund, and has been since 1851.</p><p>1 Dyke Road</p></footer>\
                    <div class=legal><p>Registered in Lund.</p></div><p>© Lund Post</p><p>We use cookies to count.</p>";
        assert_eq!(
            own(&format!("{STORY}{foot}")),
            [
                "The Lund Post is the newspaper of Lund, and has been since 1851.",
                "1 Dyke Road",
                "Registered in Lund.",
                "© Lund Post",
                "We use cookies to count."
            ]
        );
        assert_eq!(own(&format!("<footer>{STORY}</footer>")), Vec::<String>::new());
        assert_eq!(own(&format!("<div class=modal>{STORY}</div>")), Vec::<String>::new());
    }

    #[test]
    fn it_is_cut_out_and_nothing_else() {
        let html =
            format!("{STORY}<div><p>© Lund Post</p><p>Lund</p></div><footer>1 Dyke Road<br>x</footer>");
        let document = Document::from(html);
        let page = parts::of(&document);
        Foot::of(&page).cut(&document, &page, &FxHashSet::default());
        let left: Vec<String> =
            parts::of(&document).parts.into_iter().skip(2).map(|part| part.text).collect();
        assert_eq!(left, ["Lund"]);
    }
}
