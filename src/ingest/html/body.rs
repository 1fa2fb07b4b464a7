//! The words of the article: the lines of the page that are the article's, of which Mozilla's Readability
//! (`dom_smoothie`) has nearly all, and some that are not.

use super::features::{self, Columns, Readings};
use super::foot::Foot;
use super::parts::{self, Part, Parts};
use super::trees::{TREES, likelihood};
use super::{beside, in_full, json_ld, lean, meta, runs, signed, title, together};
use crate::article::MarkedText;
use crate::ingest::blocks::{Lines, guard, lines_of};
use dom_query::Document;
use dom_smoothie::{Config, Readability, ReadabilityError, TextMode};
use rustc_hash::FxHashSet;

/// The most elements a page may have; the largest news pages have some 10,000.
const MOST_ELEMENTS: usize = 50_000;

const NO_ARTICLE: &str = "no article was found in the page";
/// How likely a line must be the article's, from 0 to 1, and how likely a paragraph that Readability has.
const LIKELY: f32 = 0.5;
const LIKELY_LONG: f32 = 0.3;

/// The text of a page.
#[derive(Debug)]
pub struct Body {
    /// The article's, as far as there is one.
    pub text: MarkedText,
    /// Whether it is nothing but what the page says of itself: its foot, a cookie notice.
    pub is_foot: bool,
}

/// What is known of an article before its text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'t> {
    /// The text as the page gives it to machines.
    pub said: Option<&'t str>,
    /// Its title.
    pub title: Option<&'t str>,
    /// Who wrote it.
    pub authors: &'t [String],
}

/// Reads the text of a page, a line for each paragraph, heading, caption and list item. `markup`: the page's, to read it once
/// more where its foot was taken for the article. The error says in words why there is none.
pub fn read(document: Document, page: &Parts, markup: &str, told: Told<'_>) -> Result<Body, String> {
    let first = choose(document, page, told).map(|choice| {
        let foot = Foot::of(page);
        let is_foot = choice.is_in(&foot);
        let again = is_foot.then(|| without_foot(markup, page, &foot, &choice, told)).flatten();
        match again {
            Some(text) => Body { text, is_foot: false },
            None => Body { text: choice.text, is_foot },
        }
    });
    let shown = first.as_ref().map_or("", |body| &body.text.text);
    match told.said.and_then(|said| in_full::of(page, shown, said)) {
        Some(lines) => Ok(Body { text: lines, is_foot: false }),
        None => first,
    }
}

/// What is taken for the article.
struct Choice<'p> {
    text: MarkedText,
    lines: Vec<&'p Part>,
}

impl Choice<'_> {
    fn is_in(&self, foot: &Foot) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|part| foot.has(part))
    }
}

/// Chooses lines of a page.
fn choose<'p>(document: Document, page: &'p Parts, told: Told<'_>) -> Result<Choice<'p>, String> {
    // What it does not find, the lines may show all the same.
    let (readable, wrong) = match readable(document) {
        Ok(text) => (text, None),
        Err(wrong) => (MarkedText::default(), Some(wrong)),
    };
    let Told { said, title, authors } = told;
    let rows = features::of(page, Readings { readable: &readable.text, said, title });
    let columns = Columns::of(&features::names());
    let sums: Vec<f32> = rows.iter().map(|row| TREES.sum(row)).collect();
    let sums = lean::leant(page, &sums);
    let is_article = |((part, row), sum): &((&Part, &Vec<f32>), f32)| {
        let needed = if columns.is_readable(row) && part.is_long() { LIKELY_LONG } else { LIKELY };
        likelihood(*sum) > needed && !columns.is_box_of_links(row)
    };
    let scored = page.parts.iter().zip(&rows).zip(sums);
    let mut is_chosen: Vec<bool> = scored.map(|line| is_article(&line)).collect();
    let beside = beside::of(page);
    for (chosen, beside) in is_chosen.iter_mut().zip(&beside) {
        *chosen &= !beside;
    }
    together::complete(page, &beside, &mut is_chosen);
    let lines = signed::without(&once(&of_page(page, is_chosen)), authors);
    let text = written(page, &lines);
    if !text.text.is_empty() {
        return Ok(Choice { text, lines });
    }
    if readable.text.is_empty() {
        return Err(wrong.unwrap_or_else(|| NO_ARTICLE.to_owned()));
    }
    Ok(Choice { lines: of_page(page, page.among(&readable.text)), text: readable })
}

fn of_page(page: &Parts, is_chosen: Vec<bool>) -> Vec<&Part> {
    page.parts.iter().zip(is_chosen).filter(|(_, chosen)| *chosen).map(|(part, _)| part).collect()
}

/// The text of a page whose foot was taken for the article, read once more without it. It must have a
/// paragraph.
fn without_foot(
    markup: &str,
    page: &Parts,
    foot: &Foot,
    worse: &Choice<'_>,
    told: Told<'_>,
) -> Option<MarkedText> {
    let document = Document::from(markup);
    let also = worse.lines.iter().map(|part| part.letters).collect();
    foot.cut(&document, page, &also);
    let page = parts::of(&document);
    let choice = choose(document, &page, told).ok()?;
    let is_better = !choice.is_in(&Foot::of(&page))
        && choice.lines.iter().any(|part| part.is_long() && features::ends_sentence(&part.text));
    is_better.then_some(choice.text)
}

/// Lines without those that only repeat others: pages hold their text twice, for print or in one piece for machines.
pub fn once<'p>(chosen: &[&'p Part]) -> Vec<&'p Part> {
    /// Words from which on a line is known by itself.
    const ALONE: u32 = 20;
    let mut shortest: Vec<usize> = (0..chosen.len()).collect();
    shortest.sort_by_key(|n| chosen.get(*n).map_or(0, |part| part.words));
    let mut seen = FxHashSet::default();
    let mut kept = vec![true; chosen.len()];
    for n in shortest {
        let Some(part) = chosen.get(n) else { continue };
        let runs = runs::runs(&part.text);
        let known = runs.iter().filter(|run| seen.contains(*run)).count();
        if part.words >= ALONE && known * 10 > runs.len() * 8 {
            kept[n] = false;
        }
        seen.extend(runs);
    }
    chosen.iter().zip(kept).filter(|(_, kept)| *kept).map(|(part, _)| *part).collect()
}

/// Lines as they are stored.
pub fn written(page: &Parts, chosen: &[&Part]) -> MarkedText {
    let mut lines = Lines::default();
    for part in chosen {
        if part.item {
            lines.begin_item("• ");
        }
        lines.enter(page.part_of(part));
        lines.text(&part.text);
        lines.end_line();
        lines.leave();
    }
    lines.done()
}

/// The lines that Readability finds.
fn readable(document: Document) -> Result<MarkedText, String> {
    let config = Config {
        max_elements_to_parse: MOST_ELEMENTS,
        text_mode: TextMode::Raw,
        disable_json_ld: true,
        ..Config::default()
    };
    // An address would only be for those of links.
    let reader = Readability::with_document(document, None, Some(config));
    let read = reader.and_then(|mut reader| reader.parse()).map_err(|wrong| match wrong {
        ReadabilityError::GrabFailed => NO_ARTICLE.to_owned(),
        other => other.to_string(),
    })?;
    Ok(lines_of(&Document::fragment(read.content).root()))
}

/// A line of a page with what is measured of it, for `tools/pages.rs`.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// What is measured, by name.
    pub values: Vec<f32>,
}

/// All lines of a page with what is measured of them, and the names of the measures.
/// The error says in words why the page is not read.
pub fn lines(html: &str) -> Result<(Vec<String>, Vec<Line>), String> {
    guard(html)?;
    let document = Document::from(&*super::mended(html));
    let (meta, said) = (meta::Meta::read(&document), json_ld::read(&document));
    let title = title::find(&document, &meta, &said, None);
    let readable = readable(document.clone()).unwrap_or_default().text;
    let page = parts::of(&document);
    let readings = Readings { readable: &readable, said: said.body.as_deref(), title: title.as_deref() };
    let rows = features::of(&page, readings);
    let lines = page.parts.into_iter().zip(rows).map(|(part, values)| Line { text: part.text, values });
    Ok((features::names(), lines.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "“We were close,” the mayor of Lund said on Friday. The council had met for nine hours, in a \
                         hall that was built for weddings, and nobody had slept.";
    const SECOND: &str = "Her deputy, who had left the hall early, denied that there had been an offer at all, and \
                          accused the other side of leaking what little had been said.";
    const THIRD: &str = "The talks are to go on next week, according to two officials, who were not allowed to speak in \
                         public and asked that their names be left out.";

    fn text(body: &str) -> String {
        marked(body).text
    }

    fn marked(body: &str) -> MarkedText {
        let page = format!("<html><head><title>Talks stall in Lund</title></head><body>{body}</body></html>");
        let document = Document::from(&*page);
        let parts = parts::of(&document);
        let told = Told { title: Some("Talks stall in Lund"), ..Told::default() };
        read(document, &parts, &page, told).unwrap().text
    }

    /// A page of the usual build, with something after the second paragraph and something after the last.
    fn page(between: &str, after: &str) -> String {
        format!(
            "<header><nav><ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li></ul></nav></header><main><article>\
             <h1>Talks stall in Lund</h1><p class=byline>By Ada Berg</p><div class=article-body><p>{FIRST}</p><p>{SECOND}</p>\
             {between}<p>{THIRD}</p></div>{after}</article></main><footer><p>© The Lund Post. All rights \
             reserved.</p><a href=/legal>Terms of use</a></footer>"
        )
    }

    #[test]
    fn boxes_of_other_things_are_left_out() {
        let related = "<div class=related-box><h3>Related stories</h3><ul><li><a href=/1>Rain floods the old harbour</a></li>\
                       <li><a href=/2>Bus drivers vote on a strike</a></li></ul></div>";
        let letter = "<div class=newsletter-signup><p>Sign up for our newsletter and never miss a story.</p><form><input></form></div>";
        let share = "<div class=share-tools><a href=/f>Facebook</a> <a href=/t>Twitter</a> <a href=/m>Email</a></div>";
        let comments = "<div id=comments><h3>Comments</h3><div class=comment><p>What a mess, as ever in this town, I say.</p>\
                        <a href=/r>Reply</a></div></div>";
        let cookies = "<div id=cookie-consent><p>We use cookies. Read our privacy policy.</p></div>";
        for (between, after) in [(related, share), (letter, related), ("", comments), (share, cookies)] {
            let found = text(&page(between, after));
            for paragraph in [FIRST, SECOND, THIRD] {
                assert!(found.lines().any(|line| line == paragraph), "{paragraph} in {found}");
            }
            for other in
                ["Rain floods", "Sign up", "Facebook", "What a mess", "cookies", "Home", "All rights"]
            {
                assert!(!found.contains(other), "{other} in {found}");
            }
        }
    }

    #[test]
    fn headings_lists_and_quotations_are_lines_of_their_own() {
        let inner = format!(
            "<h2>What was on the table</h2><ul><li>a new tram line to the harbour, paid by the state</li><li>two schools in the \
             north of the town</li></ul><blockquote><p>{SECOND}</p></blockquote>"
        );
        let found = text(&page(&inner, ""));
        let lines: Vec<&str> = found.lines().collect();
        assert!(lines.contains(&"What was on the table"), "{found}");
        assert!(lines.contains(&"• two schools in the north of the town"), "{found}");
    }

    #[test]
    fn headings_lists_quotations_and_captions_are_marked() {
        let caption = "The hall in Lund, where the council met for nine hours on Friday, after the vote.";
        let inner = format!(
            "<h2>What was on the table</h2><ul><li>a new tram line to the harbour, paid by the state</li><li>two schools in the \
             north of the town</li></ul><figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>\
             <blockquote><p>{SECOND}</p></blockquote>"
        );
        let found = marked(&page(&inner, "").replacen(SECOND, "Nobody slept.", 1));
        let marks: Vec<_> = found.marks.iter().map(|m| (m.part.name(), m.span.of(&found.text))).collect();
        for part in [
            ("heading", "What was on the table"),
            ("list_item", "• two schools in the north of the town"),
            ("block_quotation", SECOND),
        ] {
            assert!(marks.contains(&part), "{part:?} in {marks:?}");
        }
        let has_caption = found.text.contains(caption);
        assert_eq!(marks.contains(&("caption", caption)), has_caption, "{marks:?}");
        assert!(marks.iter().all(|(_, words)| *words != FIRST && *words != THIRD));
    }

    #[test]
    fn a_short_caption_between_paragraphs_is_the_articles_and_its_credit_is_not() {
        let figure = "<figure class=image><img src=a.jpg><figcaption class=caption>The hall in Lund on Friday. \
                      <span class=credit>Photograph: A. Ek/Lund Press</span></figcaption></figure>";
        let found = marked(&page(figure, ""));
        let marks: Vec<_> = found.marks.iter().map(|m| (m.part.name(), m.span.of(&found.text))).collect();
        assert_eq!(marks, [("caption", "The hall in Lund on Friday.")]);
        let elsewhere = text(&page("", &format!("<aside>{figure}</aside>")));
        assert!(!elsewhere.contains("The hall in Lund on Friday."), "{elsewhere}");
    }

    #[test]
    fn the_foot_of_a_page_is_no_article_where_there_is_another() {
        let item = |text: &str| format!("<li>{text}</li>");
        let listed = format!("<ul>{}</ul>", [FIRST, SECOND, THIRD].map(item).concat());
        let explained =
            listed.replace("ul>", "dl>").replace("<li>", "<dt>THE MAYOR</dt><dd>").replace("</li>", "</dd>");
        let cookies = "<div class=legal><p>We use cookies to improve this site. By continuing you accept our terms.</p></div>";
        let about =
            "<footer><p>The Lund Post is the newspaper of Lund since 1851. Editor: Ada Berg.</p></footer>";
        let rights = "<footer><p>© The Lund Post. All rights reserved.</p><p>Registered office: 1 Dyke Road</p></footer>";
        for article in [
            listed,
            explained,
            format!("<p>{FIRST}</p>"),
            "<p>“Nobody has offered anything at all,” Greta Holm told \
            reporters outside the hall.</p>"
                .to_owned(),
        ] {
            for foot in [cookies, about, rights, ""] {
                let page = format!(
                    "<header><nav><a href=/>Home</a> <a href=/news>News</a></nav></header><main><article><h1>Talks stall in Lund</h1>\
                     {article}</article></main>{foot}"
                );
                let found = text(&page);
                assert!(found.contains("Greta Holm told") || found.contains("built for weddings"), "{found}");
            }
        }
    }

    #[test]
    fn a_page_without_an_article_keeps_its_foot_and_says_so() {
        let page = "<title>Rain</title><body><nav><a href=/>Home</a></nav><img src=a.jpg><footer><p>© The Lund Post. All rights \
                    reserved.</p><p>Registered office: 1 Dyke Road, Lund, where the paper has been printed since 1851.</p></footer>";
        let found = super::super::read(page, None).unwrap();
        assert!(found.warning.is_some_and(|said| said.contains("its foot")), "{:?}", found.article.text);
    }

    #[test]
    fn a_text_that_stands_twice_is_read_once() {
        let twice = format!("<div style='display:none'>{FIRST} {SECOND} {THIRD}</div>");
        let found = text(&page("", &twice));
        assert_eq!(found.matches("built for weddings").count(), 1, "{found}");
    }

    #[test]
    fn pages_that_mean_harm_take_no_longer_than_they_are_long() {
        for hostile in [
            "<p>a".repeat(40_000),
            "<div class='related ad'>x</div>".repeat(20_000),
            format!("<p class='{}'>x</p>", "related-".repeat(200_000)),
            "word ".repeat(400_000),
            "<a href=x>link</a> ".repeat(40_000),
            "<h1>a</h1><time>1/1/16</time>".repeat(10_000),
        ] {
            let start = std::time::Instant::now();
            let _ = super::super::read(&format!("<title>a</title><body>{hostile}"), None);
            assert!(start.elapsed().as_secs() < 20, "{} bytes of {:.20}", hostile.len(), hostile);
        }
    }
}
