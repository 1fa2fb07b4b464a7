//! What stands between an article's paragraphs and leads away from it: a box that asks to sign up for letters, a line that
//! leads to another article.

use super::known::share;
use super::marks;
use super::parts::{Element, Part, Parts, count_words};
use crate::lists::lines;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Words of the longest line that asks for something.
const ASKING: u32 = 40;
/// Words of the largest box, and the share of the words of the page's long lines from which on an element is none.
const BOX_WORDS: u32 = 60;
const BOX_SHARE: f32 = 0.3;

/// For each line: whether it is such.
pub fn of(page: &Parts) -> Vec<bool> {
    let boxes = boxes(page);
    let is_one =
        |part: &Part| leads_away(part) || asks(part) || boxes.get(part.element).copied().unwrap_or_default();
    page.parts.iter().map(is_one).collect()
}

/// A line that asks to sign up, to pay or to follow, or says whose the page is.
fn asks(part: &Part) -> bool {
    if part.words > ASKING {
        return false;
    }
    let line = part.text.to_lowercase();
    let line =
        line.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '“' | '"' | '‘' | '\''));
    ASKS.iter().any(|words| line.starts_with(words))
}

/// How lines begin that ask for something.
static ASKS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lines(include_str!("../data/page-asks.txt")).collect());

/// For each element: whether it is, or stands in, a small box that is called after letters and says so, or after nothing but
/// them.
fn boxes(page: &Parts) -> Vec<bool> {
    let (letter, only) = (marks::bits(&["letter"]), marks::bits(&["newsletter"]));
    let whole = page.elements.first().map_or(0, |e| e.long_words);
    let is_small = |e: &Element| e.words <= BOX_WORDS && share(e.long_words, whole) <= BOX_SHARE;
    // For each element the outermost box that it is or stands in.
    let mut outermost: Vec<Option<usize>> = Vec::with_capacity(page.elements.len());
    for (at, element) in page.elements.iter().enumerate() {
        let around = outermost.get(element.parent).copied().flatten();
        let is_box = at > 0 && element.marks & letter != 0 && is_small(element);
        outermost.push(around.or(is_box.then_some(at)));
    }
    let mut asking = FxHashSet::default();
    for part in &page.parts {
        if let Some(around) = outermost.get(part.element).copied().flatten() {
            let [begins, is, _] = marks::of_line(&part.text);
            if begins || is || asks(part) {
                asking.insert(around);
            }
        }
    }
    let is_only = |at: usize| page.elements.get(at).is_some_and(|element| element.marks & only != 0);
    let is_box = |around: Option<usize>| around.is_some_and(|at| asking.contains(&at) || is_only(at));
    outermost.into_iter().map(is_box).collect()
}

/// "Read more: " and a link.
fn leads_away(part: &Part) -> bool {
    /// Words of the longest line.
    const MOST: u32 = 30;
    if part.words > MOST || part.link_words == 0 {
        return false;
    }
    let Some((head, rest)) = part.text.split_once(':') else { return false };
    let [begins, ..] = marks::of_line(&format!("{head}:"));
    begins && part.link_words >= count_words(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    const PARAGRAPH: &str = "<p>“We were close,” the mayor of Lund said on Friday. The council had met for nine hours, in a hall that was \
        built for weddings, and nobody had slept, but for two officials, who were not allowed to speak in public.</p>";

    fn found(html: &str) -> Vec<String> {
        let page = super::super::parts::of(&Document::from(format!(
            "<article>{PARAGRAPH}{html}{PARAGRAPH}</article>"
        )));
        page.parts.iter().zip(of(&page)).filter(|(_, is)| *is).map(|(part, _)| part.text.clone()).collect()
    }

    #[test]
    fn boxes_and_lines_that_lead_away() {
        let letter = "<div class=newsletter-signup><h3>Sign up for our morning letter</h3><p>Get the news of Lund every day in \
                      your inbox.</p></div>";
        assert_eq!(
            found(letter),
            ["Sign up for our morning letter", "Get the news of Lund every day in your inbox."]
        );
        let more = "<p>Read more: <a href=x>Mayor says bridge is safe</a></p>";
        assert_eq!(found(more), ["Read more: Mayor says bridge is safe"]);
        for asking in [
            "<p><em>Sign up for our newsletter <a href=x>here</a>.</em></p>",
            "<p>Support independent journalism. Become a member of the Lund Post from 4 a month.</p>",
            "<p>Follow us on <a href=x>Facebook</a> for more news.</p>",
            "<p>Article continues below</p>",
            "<p>Copyright © 2009-2012 The Lund Post</p>",
            "<div class=newsletter-box><p>Get the day’s top stories in your inbox every morning.</p></div>",
        ] {
            assert_eq!(found(asking).len(), 1, "{asking}");
        }
        for other in [
            "<p>Copyright law has no place here, the mayor said.</p>",
            "<p>“Follow us on the road,” the mayor said.</p>",
            "<p>Support for the mayor fell.</p>",
            "<p>Read more: the mayor has written two books.</p>",
            "<p>More: <a href=x>two books</a> that the mayor wrote last year.</p>",
            "<div class=support><p>The mayor thanked those who came.</p></div>",
            "<p><a href=x>The mayor said: no.</a></p>",
        ] {
            assert_eq!(found(other), Vec::<String>::new(), "{other}");
        }
        let whole = super::super::parts::of(&Document::from(format!(
            "<div class=newsletter><p>Sign up now</p>{PARAGRAPH}</div>"
        )));
        assert!(of(&whole).iter().all(|is| !is));
    }
}
