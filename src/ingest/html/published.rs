//! The day on which a page's article was published, and the one on which it was last changed: what the page says for
//! machines, then its address, then what it shows. No date rather than a wrong one.

use super::json_ld::Said;
use super::meta::Meta;
use crate::ingest::date::{Order, first_date, read_date};
use crate::lists::rows;
use chrono::{Datelike, NaiveDate};
use dom_query::{Document, NodeRef};
use regex::Regex;
use std::sync::LazyLock;

/// Longest text of an element that is taken for a date line, in bytes.
const LONGEST: usize = 300;
/// How many elements above one are looked at for what it belongs to.
const ABOVE: usize = 12;

/// The rows of `data/page-dates.tsv`.
struct Lists {
    published: Vec<&'static str>,
    modified: Vec<&'static str>,
    class: Vec<&'static str>,
    not: Vec<&'static str>,
    lead: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let of = |kind: &str| {
        let rows = rows(include_str!("../data/page-dates.tsv"));
        rows.filter(|[k, _]: &[&'static str; 2]| *k == kind).map(|[_, value]| value).collect()
    };
    Lists {
        published: of("published"),
        modified: of("modified"),
        class: of("class"),
        not: of("not"),
        lead: of("lead"),
    }
});

/// Days of publication and of the last change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// When it was published.
    pub published: Option<NaiveDate>,
    /// When it was last changed.
    pub modified: Option<NaiveDate>,
}

/// Finds the days of a page.
pub fn find(document: &Document, meta: &Meta, said: &Said, url: Option<&str>) -> Days {
    let order = order(document, url);
    let read = |text: &str| {
        first_date(text.get(..100).unwrap_or(text), order).map(|(_, day)| day).or_else(|| read_date(text))
    };
    let said_day = |text: &Option<String>| text.as_deref().and_then(read).filter(likely);
    let of_meta = |names: &[&str]| names.iter().find_map(|name| meta.all(name).find_map(read).filter(likely));
    let modified = said_day(&said.modified).or_else(|| of_meta(&LISTS.modified));
    let published = said_day(&said.published)
        .or_else(|| of_meta(&LISTS.published))
        .or_else(|| url.and_then(in_address))
        .or_else(|| marked(document, order))
        .or_else(|| said_day(&said.page_published))
        .or_else(|| shown(document, order))
        .or_else(|| introduced(document, order));
    Days { published, modified }
}

/// Pages of the web.
fn likely(day: &NaiveDate) -> bool {
    (1990..=2100).contains(&day.year())
}

/// The day in an address such as `https://o.example/news/2025/12/19/talks`.
pub fn in_address(url: &str) -> Option<NaiveDate> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"[/_.-]((?:199|20[0-4])\d)(?:([/_.-])(\d\d?)([/_.-])(\d\d?)|(\d\d)(\d\d))(?:[/_.?#-]|$)")
            .ok()
    });
    let found = FORM.as_ref()?.captures(url)?;
    let number = |at: usize| found.get(at)?.as_str().parse::<u32>().ok();
    if found.get(2).map(|m| m.as_str()) != found.get(4).map(|m| m.as_str()) {
        return None;
    }
    let (month, day) = (number(3).or_else(|| number(6))?, number(5).or_else(|| number(7))?);
    NaiveDate::from_ymd_opt(i32::try_from(number(1)?).ok()?, month, day).filter(likely)
}

/// In which order the page writes numbers, by its language and the end of its address.
fn order(document: &Document, url: Option<&str>) -> Order {
    let language = document.select("html").attr("lang").unwrap_or_default().to_lowercase();
    let host = url.and_then(|url| url.split('/').nth(2)).unwrap_or_default();
    match language.as_str() {
        "en-us" | "en_us" => Order::MonthFirst,
        "" | "en" if host.ends_with(".gov") || host.ends_with(".edu") || host.ends_with(".us") => {
            Order::MonthFirst
        }
        "" | "en"
            if host.ends_with(".uk")
                || host.ends_with(".ie")
                || host.ends_with(".au")
                || host.ends_with(".nz") =>
        {
            Order::DayFirst
        }
        "" | "en" => Order::Unknown,
        _ => Order::DayFirst,
    }
}

/// What markup says: `itemprop`, `<time>`, `<abbr class=published>`.
fn marked(document: &Document, order: Order) -> Option<NaiveDate> {
    let selectors = [
        "[itemprop='datePublished']",
        "[itemprop='dateCreated']",
        "[property='datePublished'], [property='dc:date dc:created'], [property='dc:date'], [property='schema:datePublished']",
        "time[pubdate]",
        "time.published, time.entry-date, time[class*='publish'], abbr.published, abbr.date",
        "article time[datetime], main time[datetime], header time[datetime]",
        "time[datetime]",
        "time",
    ];
    selectors.iter().find_map(|selector| {
        let found = document.select(selector);
        found
            .nodes()
            .iter()
            .take(50)
            .filter(|node| !belongs_elsewhere(node))
            .find_map(|node| of_element(node, order))
    })
}

/// The day that an element gives: as an attribute, else in its words.
fn of_element(node: &NodeRef<'_>, order: Order) -> Option<NaiveDate> {
    let attribute = ["content", "datetime", "title"].iter().find_map(|name| {
        let value = node.attr(name)?;
        first_date(value.get(..100).unwrap_or(&value), order)
            .map(|(_, day)| day)
            .or_else(|| read_date(&value))
    });
    let words = || {
        let text = node.text();
        (text.len() <= LONGEST).then(|| first_date(&text, order).map(|(_, day)| day)).flatten()
    };
    attribute.or_else(words).filter(likely)
}

/// Whether an element, or one above it, is of something else than the article: related links, comments, a footer.
fn belongs_elsewhere(node: &NodeRef<'_>) -> bool {
    std::iter::once(*node).chain(node.ancestors_it(Some(ABOVE))).any(|above| {
        let name = above.node_name().unwrap_or_default();
        if matches!(&*name, "aside" | "nav" | "footer") {
            return true;
        }
        if matches!(&*name, "body" | "html") {
            return false;
        }
        let marks = marks(&above);
        LISTS.not.iter().any(|word| marks.contains(word))
    })
}

/// Class and id of an element, in lower case.
fn marks(node: &NodeRef<'_>) -> String {
    let mut marks = node.class().unwrap_or_default().to_lowercase();
    if let Some(id) = node.id_attr() {
        marks.push(' ');
        marks.push_str(&id.to_lowercase());
    }
    marks
}

/// The first date in an element whose class or id is that of a date line.
fn shown(document: &Document, order: Order) -> Option<NaiveDate> {
    /// The most elements that are looked at.
    const MOST: usize = 20_000;
    let mut best: Option<(usize, NaiveDate)> = None;
    for node in document.select("body [class], body [id]").nodes().iter().take(MOST) {
        let marks = marks(node);
        let Some(rank) = LISTS.class.iter().position(|class| marks.contains(class)) else { continue };
        if best.is_some_and(|(found, _)| found <= rank) || LISTS.not.iter().any(|word| marks.contains(word)) {
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        if matches!(&*name, "body" | "html" | "script" | "style" | "form" | "input")
            || belongs_elsewhere(node)
        {
            continue;
        }
        if let Some(day) = of_element(node, order) {
            best = Some((rank, day));
        }
    }
    best.map(|(_, day)| day)
}

/// A date right after words such as "Published on".
fn introduced(document: &Document, order: Order) -> Option<NaiveDate> {
    /// The first bytes of the page's text that are looked at.
    const MOST: usize = 200_000;
    let text = crate::ingest::blocks::lines_of(&document.root());
    let text = text.get(..text.floor_char_boundary(MOST)).unwrap_or_default();
    for line in text.lines() {
        let lower = line.to_lowercase();
        for lead in &LISTS.lead {
            let Some(at) = lower.find(lead) else { continue };
            let rest = lower.get(at + lead.len()..).unwrap_or_default();
            let rest = rest.get(..rest.floor_char_boundary(60)).unwrap_or_default();
            if let Some((place, day)) = first_date(rest, order)
                && place < 25
                && likely(&day)
            {
                return Some(day);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(html: &str, url: Option<&str>) -> (String, String) {
        let document = Document::from(html);
        let found = find(&document, &Meta::read(&document), &super::super::json_ld::read(&document), url);
        let shown = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        (shown(found.published), shown(found.modified))
    }

    #[test]
    fn each_place_where_a_date_stands() {
        for html in [
            "<meta property='article:published_time' content='2016-03-12T10:00:00Z'>",
            "<meta name='DC.date.issued' content='12.03.2016'>",
            "<article><time datetime='2016-03-12'>last week</time></article>",
            "<div itemprop='datePublished' content='2016-03-12'></div>",
            "<p class='post-date'>12. März 2016, 10 Uhr</p>",
            "<div class='entry-meta'>by Ada, March 12th, 2016</div>",
            "<p>Some words.</p><p>Posted on 12 March 2016 by Ada</p>",
            "<html lang='de'><p class=datum>12.3.2016</p>",
            "<html lang='en-US'><p class=date>3/12/2016</p>",
        ] {
            assert_eq!(days(html, None).0, "2016-03-12", "{html}");
        }
        for url in [
            "https://o.example/2016/03/12/talks",
            "https://o.example/a-2016-03-12.html",
            "https://o.example/n/20160312/x",
        ] {
            assert_eq!(days("<p>x</p>", Some(url)).0, "2016-03-12", "{url}");
        }
        assert_eq!(
            days("<meta property='article:modified_time' content='2016-03-12'>", None),
            (String::new(), "2016-03-12".to_owned())
        );
    }

    #[test]
    fn no_date_rather_than_a_wrong_one() {
        for html in [
            "<p>Copyright 12 March 2016</p>",
            "<aside class='related'><time datetime='2016-03-12'>x</time></aside>",
            "<div id=comments><p class=comment-date>12 March 2016</p></div>",
            "<footer><span class=date>12 March 2016</span></footer>",
            "<p>On 12 March 2016 the mayor said no.</p>",
            "<p class=date>1/4/2013</p>",
            "<p class=date-updated>12 March 2016</p>",
        ] {
            assert_eq!(days(html, None).0, "", "{html}");
        }
        assert_eq!(in_address("https://o.example/2016/99/12/talks"), None);
        assert_eq!(in_address("https://o.example/2016/03/talks"), None);
    }
}
