//! What stands between an article's paragraphs and leads away from it: a box that asks to sign up for letters, a line that
//! leads to another article.

use super::known::share;
use super::marks;
use super::parts::{Part, Parts};

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
    let is_box = |at: usize| {
        page.elements.get(at).is_some_and(|e| {
            at > 0 && e.marks & letter != 0 && e.words <= BOX_WORDS && share(e.long_words, whole) <= BOX_SHARE
        })
    };
    let mut asks = vec![false; page.elements.len()];
    for part in &page.parts {
        let [begins, is, _] = marks::of_line(&part.text);
        if (begins || is)
            && let Some(asks) = asks.get_mut(part.element)
        {
            *asks = true;
        }
    }
    for at in (1..asks.len()).rev() {
        let parent = page.elements.get(at).map_or(0, |e| e.parent);
        let one = asks.get(at).copied().unwrap_or_default();
        if let Some(above) = asks.get_mut(parent) {
            *above |= one;
        }
    }
    let mut found: Vec<bool> = Vec::with_capacity(asks.len());
    for (at, element) in page.elements.iter().enumerate() {
        let is_inside = found.get(element.parent).copied().unwrap_or_default();
        found.push(is_inside || (asks.get(at).copied().unwrap_or_default() && is_box(at)));
    }
    found
}

/// "Read more: " and a link.
fn leads_away(part: &Part) -> bool {
    /// Words of the longest line.
    const MOST: u32 = 30;
    let Some((head, rest)) = part.text.split_once(':') else { return false };
    let [begins, ..] = marks::of_line(&format!("{head}:"));
    begins && part.words <= MOST && part.link_words > 0 && part.link_words >= super::parts::count_words(rest)
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
