//! HTML pages → articles: text, title, authors, date and outlet, by Mozilla's Readability (`dom_smoothie`).

use super::date::read_date;
use super::decode::normalise;
use super::depth::{deepest, most_attributes};
use crate::article::Article;
use chrono::NaiveDate;
use dom_smoothie::{Config, Readability, TextMode};

/// The most elements a page may have; the largest news pages have some 10,000.
const MOST_ELEMENTS: usize = 50_000;
/// Readers of pages compare each attribute of a tag with all others.
const MOST_ATTRIBUTES: usize = 10_000;
/// The deepest that elements may nest; news pages come to some 50.
const DEEPEST: usize = 256;

/// What was read from a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The article.
    pub article: Article,
    /// When the page says that it was last changed.
    pub modified: Option<NaiveDate>,
}

/// Reads a page. `url` is where it was found; the page's own word for it is used where that is missing.
/// The error says in words why there is no article in it.
pub fn read(html: &str, url: Option<&str>) -> Result<Page, String> {
    if html.trim().is_empty() {
        return Err("the page is empty".to_owned());
    }
    if deepest(html) > DEEPEST {
        return Err(format!("the page nests its elements more than {DEEPEST} deep"));
    }
    if most_attributes(html) > MOST_ATTRIBUTES {
        return Err(format!("a tag of the page has more than {MOST_ATTRIBUTES} attributes"));
    }
    let config = || Config {
        max_elements_to_parse: MOST_ELEMENTS,
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let page =
        Readability::new(html, url, Some(config())).or_else(|_| Readability::new(html, None, Some(config())));
    let mut page = page.map_err(|e| e.to_string())?;
    let time = {
        let times = page.doc.select("time[datetime]");
        times.iter().find_map(|t| read_date(&t.attr("datetime")?))
    };
    let read = page.parse().map_err(|e| match e {
        dom_smoothie::ReadabilityError::GrabFailed => "no article was found in the page".to_owned(),
        other => other.to_string(),
    })?;
    let text = lines(&read.text_content);
    if text.is_empty() {
        return Err("no article was found in the page".to_owned());
    }
    let url = url.map(str::to_owned).or(read.url).filter(|u| !u.is_empty());
    let published = read.published_time.as_deref().and_then(read_date);
    let article = Article {
        text,
        title: Some(read.title.trim().to_owned()).filter(|t| !t.is_empty()),
        date: published.or_else(|| url.as_deref().and_then(date_in_address)).or(time),
        outlet: read.site_name.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()),
        url,
        authors: read.byline.as_deref().map(split_byline).unwrap_or_default(),
    };
    Ok(Page { article, modified: read.modified_time.as_deref().and_then(read_date) })
}

/// One line for each paragraph, without the blank ones.
fn lines(text: &str) -> String {
    let text = normalise(text.to_owned());
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    lines.join("\n")
}

/// The day in an address such as `https://o.example/news/2025/12/19/talks`.
fn date_in_address(url: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = url.split('/').collect();
    parts.windows(3).find_map(|w| match w {
        [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
            read_date(&format!("{year}-{month}-{day}"))
        }
        _ => None,
    })
}

/// "By Jane Doe and John Roe" → the two names.
pub fn split_byline(byline: &str) -> Vec<String> {
    let byline = byline.split_whitespace().collect::<Vec<_>>().join(" ");
    let names = match byline.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => byline.get(3..).unwrap_or_default(),
        _ => &byline,
    };
    let names = names.replace(" and ", ", ").replace(" & ", ", ").replace(';', ",");
    names.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect()
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
    fn no_page_no_article() {
        assert!(read("", None).is_err());
        assert!(read("<html><body></body></html>", None).is_err());
        assert!(read(PAGE, Some("not an address")).is_ok());
    }

    #[test]
    fn a_date_stands_in_many_addresses() {
        let day = |url| date_in_address(url).map(|d| d.to_string());
        assert_eq!(day("https://o.example/2025/12/19/talks").as_deref(), Some("2025-12-19"));
        assert_eq!(day("https://o.example/2025/99/19/talks"), None);
    }

    #[test]
    fn bylines_are_split_into_names() {
        assert_eq!(split_byline("By Ada Berg, Bo Ek and  Cy Falk"), ["Ada Berg", "Bo Ek", "Cy Falk"]);
        assert_eq!(split_byline("by"), ["by"]);
    }
}
