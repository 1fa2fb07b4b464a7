//! What stands between an article's paragraphs and leads away from it: a box that asks to sign up for letters, a line that
//! leads to another article.

use super::known::share;
use super::marks;
use super::parts::{Element, Part, Parts, count_words};
use rustc_hash::FxHashSet;

/// Words of the largest box, and the share of the words of the page's long lines from which on an element is none.
const BOX_WORDS: u32 = 60;
const BOX_SHARE: f32 = 0.3;

/// For each line: whether it is such.
pub fn of(page: &Parts) -> Vec<bool> {
    let boxes = boxes(page);
    let is_one = |part: &Part| leads_away(part) || boxes.get(part.element).copied().unwrap_or_default();
    page.parts.iter().map(is_one).collect()
}

/// For each element: whether it is, or stands in, a small box that is called after letters and says so.
fn boxes(page: &Parts) -> Vec<bool> {
    let letter = marks::bits(&["letter"]);
    let whole = page.elements.first().map_or(0, |e| e.long_words);
    let is_small = |e: &Element| e.words <= BOX_WORDS && share(e.long_words, whole) <= BOX_SHARE;
    // For each element the outermost box that it is or stands in.
    let mut outermost: Vec<Option<usize>> = Vec::with_capacity(page.elements.len());
    for (at, element) in page.elements.iter().enumerate() {
        let around = outermost.get(element.parent).copied().flatten();
        let is_box = at > 0 && element.marks & letter != 0 && is_small(element);
        outermost.push(around.or(is_box.then_some(at)));
    }
    let mut asks = FxHashSet::default();
    for part in &page.parts {
        if let Some(around) = outermost.get(part.element).copied().flatten() {
            let [begins, is, _] = marks::of_line(&part.text);
            if begins || is {
                asks.insert(around);
            }
        }
    }
    outermost.into_iter().map(|around| around.is_some_and(|at| asks.contains(&at))).collect()
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
        for other in [
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
