//! HTML pages → articles: the lines that trees choose (Mozilla's Readability, `dom_smoothie`, has one say among many); title,
//! authors, dates, outlet and address from all that the page says about itself.

mod address;
mod authors;
mod beside;
mod body;
mod credits;
mod features;
mod foot;
mod in_full;
mod json_ld;
mod known;
mod lean;
mod marks;
mod meta;
mod parts;
mod printed;
mod published;
mod runs;
mod seeming;
mod signed;
mod title;
mod together;
mod trees;

use super::blocks::guard;
use crate::article::{Article, MarkedText};
use chrono::NaiveDate;
use dom_query::Document;
use std::borrow::Cow;

pub use self::authors::split as split_byline;
pub use self::body::{Line, lines};

/// What is said of a page of whose article nothing was found.
const ONLY_FOOT: &str = "all that was found of the page is its foot or its cookie notice, not an article; see whether its text can be copied";

/// What was read from a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The article.
    pub article: Article,
    /// When the page says that it was last changed.
    pub modified: Option<NaiveDate>,
    /// That it seems to be no article, in words.
    pub warning: Option<String>,
}

/// Reads a page. `url` is where it was found; the page's own word for it is used where that is missing.
/// The error says in words why there is no article in it.
pub fn read(html: &str, url: Option<&str>) -> Result<Page, String> {
    if html.trim().is_empty() {
        return Err("the page is empty".to_owned());
    }
    guard(html)?;
    let markup = mended(html);
    let document = Document::from(&*markup);
    let meta = meta::Meta::read(&document);
    let said = json_ld::read(&document);
    let address = address::of(&document, &meta, html, url, said.url.as_deref());
    address::without_banner(&document, &address);
    let url = address.url.clone();
    let outlet = outlet(&document, &meta, &said, url.as_deref());
    let title = title::find(&document, &meta, &said, outlet.as_deref());
    let page = parts::of(&document);
    let days = published::find(&document, &page, &meta, &said, title.as_deref(), &address);
    let authors = authors::find(&document, &page, &meta, &said, outlet.as_deref());
    let told = body::Told { said: said.body.as_deref(), title: title.as_deref(), authors: &authors };
    let body = body::read(document, &page, &markup, told)?;
    let MarkedText { text, marks } = body.text;
    let warning = seeming::warning(&page, title.as_deref(), url.as_deref(), &text);
    let warning = warning.or_else(|| body.is_foot.then(|| ONLY_FOOT.to_owned()));
    let article = Article { text, title, date: days.published, outlet, url, authors, marks };
    Ok(Page { article, modified: days.modified, warning })
}

/// A page whose UTF-8 was taken for Latin-1 and written as UTF-8 once more ("â\u{80}\u{99}" for "’"), as it was before.
fn mended(html: &str) -> Cow<'_, str> {
    let is_control = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    if !html.contains(is_control) {
        return Cow::Borrowed(html);
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(|c: char| ('\u{80}'..='\u{ff}').contains(&c)) {
        let (before, from) = rest.split_at(start);
        let (run, after) =
            from.split_at(from.find(|c| !('\u{80}'..='\u{ff}').contains(&c)).unwrap_or(from.len()));
        let bytes: Vec<u8> = run.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
        text.push_str(before);
        text.push_str(std::str::from_utf8(&bytes).ok().filter(|_| run.contains(is_control)).unwrap_or(run));
        rest = after;
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Bytes of the longest name that an element gives.
const LONGEST_NAME: usize = 100;

/// Who published it: the site's name, else that of its address.
fn outlet(document: &Document, meta: &meta::Meta, said: &json_ld::Said, url: Option<&str>) -> Option<String> {
    let named = meta.first(&["og:site_name", "application-name", "dc.publisher", "cre"]).map(str::to_owned);
    let named = named.filter(|name| !address::is_archive(name));
    let host = || {
        let host = url?.split('/').nth(2)?.split(':').next()?;
        // What a site calls its pages for small screens.
        let site = ["www.", "m.", "amp.", "mobile."].iter().find_map(|before| host.strip_prefix(before));
        Some(site.filter(|site| site.contains('.')).unwrap_or(host).to_owned())
            .filter(|host| !host.is_empty())
    };
    let marked = || {
        let name = document.select("[itemprop='publisher'] [itemprop='name']").first();
        let name = name.attr("content").map_or_else(|| name.text().to_string(), |name| name.to_string());
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(name).filter(|name| (1..=LONGEST_NAME).contains(&name.len()))
    };
    named.or_else(|| said.outlet.clone()).or_else(marked).or_else(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html><head><title>Talks stall in Lund - The Lund Post</title>
        <meta property="og:site_name" content="The Lund Post"><meta name="author" content="Ada Berg and Bo Ek">
        <meta property="article:published_time" content="2025-12-19T23:30:00-08:00">
        <meta property="og:title" content="Talks stall in Lund"></head><body><nav><a href="/">Home</a></nav>
        <article><h1>Talks stall in Lund</h1><p>“We were <b>close</b>,” the mayor said on Friday. The council had met
        for nine hours, in a hall that was built for weddings, and nobody had slept.</p><p>Her deputy, who had left
        the hall early, denied that there had been an offer at all, and accused the other side of leaking.</p>
        <p>The talks are to go on next week, according to two officials, who were not allowed to speak in
        public.</p></article><footer>© The Lund Post</footer></body></html>"#;

    #[test]
    fn a_page_gives_its_article() {
        let article = read(PAGE, Some("https://lund.example/a/1")).unwrap().article;
        assert!(article.text.contains("“We were close,” the mayor said on Friday."), "{}", article.text);
        assert!(article.text.contains("slept.\nHer deputy"), "{}", article.text);
        assert!(!article.text.contains("Home") && !article.text.contains('©'), "{}", article.text);
        assert_eq!(article.title.as_deref(), Some("Talks stall in Lund"));
        assert_eq!(article.outlet.as_deref(), Some("The Lund Post"));
        assert_eq!(article.date.unwrap().to_string(), "2025-12-19");
        assert_eq!(article.authors, ["Ada Berg", "Bo Ek"]);
    }

    #[test]
    fn letters_that_were_written_twice_are_read_once() {
        for (broken, whole) in [
            ("Itâ\u{80}\u{99}s Ã\u{96}rebro", "It’s Örebro"),
            ("café à la carte", "café à la carte"),
            ("\u{85} und Ã¤", "\u{85} und Ã¤"),
            ("", ""),
        ] {
            assert_eq!(mended(broken), whole);
        }
    }

    #[test]
    fn a_saved_page_says_where_it_was() {
        let saved = |comment: &str| {
            read(&PAGE.replacen("<html>", &format!("{comment}\n<html>"), 1), None).unwrap().article.url
        };
        let url = Some("https://lund.example/a/1".to_owned());
        assert_eq!(saved("<!-- saved from url=(0024)https://lund.example/a/1 -->"), url);
        assert_eq!(saved("<!-- saved from url=(0024)https://lund.example/a/1-->"), url);
        for other in [
            "<!-- saved from url=(0014)about:internet -->",
            "<!-- saved from url=(0020)file:///C:/a.html -->",
            "",
        ] {
            assert_eq!(saved(other), None, "{other}");
        }
        let canonical =
            PAGE.replacen("<head>", "<head><link rel=\"canonical\" href=\"https://lund.example/b\">", 1);
        let both = format!("<!-- saved from url=(0024)https://lund.example/a/1 -->{canonical}");
        assert_eq!(read(&both, None).unwrap().article.url.as_deref(), Some("https://lund.example/b"));
    }

    #[test]
    fn no_page_no_article() {
        assert!(read("", None).is_err());
        assert!(read("<html><body></body></html>", None).is_err());
        assert!(read(PAGE, Some("not an address")).is_ok());
    }

    #[test]
    fn bylines_are_split_into_names() {
        assert_eq!(split_byline("By Ada Berg, Bo Ek and  Cy Falk"), ["Ada Berg", "Bo Ek", "Cy Falk"]);
        assert_eq!(split_byline("by"), Vec::<String>::new());
        assert_eq!(split_byline(""), Vec::<String>::new());
    }
}
