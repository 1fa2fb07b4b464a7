//! The day on which a page's article was published, and the one on which it was last changed: what the page says for
//! machines, its address, and what it prints. No date rather than a wrong one.

use super::address::Address;
use super::json_ld::{self, Said};
use super::meta::Meta;
use super::parts::Parts;
use super::printed;
use crate::ingest::date::{Order, first_date, read_date};
use crate::lists::rows;
use chrono::{Datelike, NaiveDate};
use dom_query::Document;
use regex::Regex;
use std::sync::LazyLock;

/// The rows of `data/page-dates.tsv`.
pub(super) struct Lists {
    published: Vec<&'static str>,
    vague: Vec<&'static str>,
    modified: Vec<&'static str>,
    script: Vec<&'static str>,
    /// Parts of classes of elements that hold the day of publication.
    pub class: Vec<&'static str>,
    /// Beginnings of words in classes of elements whose days are not the article's.
    pub not: Vec<&'static str>,
    /// The same of elements in which even a line beside the headline is none of the article's.
    pub others: Vec<&'static str>,
    /// Beginnings of words in classes of elements that are the article's.
    pub own: Vec<&'static str>,
    /// Words before the day of publication.
    pub lead: Vec<&'static str>,
    /// Words before the day of the last change.
    pub changed: Vec<&'static str>,
    /// Words in labels of days of something else.
    pub event: Vec<&'static str>,
    /// Words before a day that is that of something else than the page.
    pub site: Vec<&'static str>,
    /// Words beside a day in a line that holds nothing else.
    pub beside: Vec<&'static str>,
}

pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let of = |kind: &str| {
        let rows = rows(include_str!("../data/page-dates.tsv"));
        rows.filter(|[k, _]: &[&'static str; 2]| *k == kind).map(|[_, value]| value).collect()
    };
    Lists {
        published: of("published"),
        vague: of("vague"),
        modified: of("modified"),
        script: of("script"),
        class: of("class"),
        not: of("not"),
        others: of("others"),
        own: of("own"),
        lead: of("lead"),
        changed: of("changed"),
        event: of("event"),
        site: of("site"),
        beside: of("beside"),
    }
});

/// Days of publication and of the last change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// When it was published; of a page that says only when it was last changed, that day.
    pub published: Option<NaiveDate>,
    /// When it was last changed.
    pub modified: Option<NaiveDate>,
}

/// Finds the days of a page.
pub fn find(
    document: &Document,
    page: &Parts,
    meta: &Meta,
    said: &Said,
    title: Option<&str>,
    place: &Address,
) -> Days {
    let url = place.url.as_deref();
    let order = order(document, url);
    let read = |text: &str| {
        first_date(text.get(..100).unwrap_or(text), order).map(|(_, day)| day).or_else(|| read_date(text))
    };
    let said_day = |text: &Option<String>| text.as_deref().and_then(read).filter(likely);
    let of_meta = |names: &[&str]| {
        let values = names.iter().flat_map(|name| meta.all(name).map(str::to_owned).collect::<Vec<_>>());
        values.filter_map(|value| Some((read(&value).filter(likely)?, value))).next()
    };
    // What an archive says of its copy.
    let is_copy = |day: &NaiveDate| place.captured.is_some_and(|taken| (*day - taken).num_days().abs() <= 1);
    let modified = said_day(&said.modified).or_else(|| of_meta(&LISTS.modified).map(|(day, _)| day));
    let modified = modified.filter(|day| !is_copy(day));
    let address = url.and_then(|url| in_address(url, order));
    let shown = printed::find(document, page, title, order);
    let printed: Vec<NaiveDate> = address.into_iter().chain(shown.days.iter().copied()).collect();
    let linked = said.published.clone().and_then(|value| Some((read(&value).filter(likely)?, value)));
    let machine: Vec<(NaiveDate, String)> = of_meta(&LISTS.published).into_iter().chain(linked).collect();
    // Where they differ, the one that people can read too.
    let agreed = machine.iter().find(|(day, _)| printed.contains(day)).or(machine.first());
    // What was published after its last change was not: the moment is that of a copy or of an import.
    let is_copied = |day: &NaiveDate| modified.is_some_and(|modified| (*day - modified).num_days() > 1);
    let agreed = agreed.filter(|(day, _)| shown.sure.is_none() || !is_copied(day));
    let vague = of_meta(&LISTS.vague);
    let vague = vague
        .map(|(day, _)| if printed.contains(&day) { day } else { shown.sure.or(address).unwrap_or(day) });
    let published = match agreed {
        Some((day, value)) if has_zone(value) => Some(*day),
        Some((day, _)) => Some(as_printed(*day, address, &printed)),
        None => vague
            .or_else(|| printed.first().copied())
            .or_else(|| said_day(&said.page_published))
            .or_else(|| in_scripts(document, order)),
    };
    let modified = modified.or(shown.changed);
    Days { published: published.or(modified).or_else(|| of_picture(meta)), modified }
}

/// The day in the address of the page's own picture, which many sites keep by the day on which it was sent in.
fn of_picture(meta: &Meta) -> Option<NaiveDate> {
    in_address(meta.first(&["og:image", "twitter:image"])?, Order::Unknown)
}

/// Whether a moment is told in a time zone that is not everybody's: then it is the outlet's own.
fn has_zone(value: &str) -> bool {
    static ZONE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d[+-](\d\d):?(\d\d)$").ok());
    let zone = ZONE.as_ref().and_then(|zone| zone.captures(value.trim()));
    zone.is_some_and(|zone| &zone[1] != "00" || &zone[2] != "00")
}

/// The day that the page prints, where it is the day before or after the one that it tells machines, which often are
/// told in another time zone.
fn as_printed(day: NaiveDate, address: Option<NaiveDate>, printed: &[NaiveDate]) -> NaiveDate {
    let is_beside = |other: &&NaiveDate| (**other - day).num_days().abs() == 1;
    if let Some(address) = address.as_ref().filter(is_beside) {
        return *address;
    }
    if printed.contains(&day) { day } else { printed.iter().find(is_beside).copied().unwrap_or(day) }
}

/// Pages of the web.
pub(super) fn likely(day: &NaiveDate) -> bool {
    (1990..=2100).contains(&day.year())
}

/// The day in an address such as `https://o.example/news/2025/12/19/talks` or, where the day stands first in the page's
/// language, `https://o.example/19-12-2025`.
pub fn in_address(url: &str, order: Order) -> Option<NaiveDate> {
    static YEAR_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"[/_.-]((?:199|20[0-4])\d)(?:([/_.-])(\d\d?)([/_.-])(\d\d?)|(\d\d)(\d\d))(?:[/_.?#-]|$)")
            .ok()
    });
    static DAY_FIRST: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[/_.-](\d\d)([_.-])(\d\d)([_.-])(20[0-4]\d)(?:[/_.?#-]|$)").ok());
    let day = |year: &str, month: &str, day: &str| {
        let day = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        day.filter(likely)
    };
    let group = |found: &regex::Captures<'_>, at: usize| found.get(at).map(|m| m.as_str().to_owned());
    let year_first = YEAR_FIRST.as_ref()?.captures(url).filter(|found| group(found, 2) == group(found, 4));
    let year_first = year_first.and_then(|found| {
        let (m, d) = (group(&found, 3).or(group(&found, 6))?, group(&found, 5).or(group(&found, 7))?);
        day(&group(&found, 1)?, &m, &d)
    });
    year_first.or_else(|| {
        let found = DAY_FIRST.as_ref()?.captures(url)?;
        let (d, m) = (group(&found, 1)?, group(&found, 3)?);
        let is_certain = order == Order::DayFirst || d.parse::<u32>().is_ok_and(|d| d > 12);
        day(&group(&found, 5)?, &m, &d).filter(|_| is_certain)
    })
}

/// In which order the page writes numbers, by its language and the end of its address.
fn order(document: &Document, url: Option<&str>) -> Order {
    let language = document.select("html").attr("lang").unwrap_or_default().to_lowercase();
    let host = url.and_then(|url| url.split('/').nth(2)).unwrap_or_default();
    let path = url.unwrap_or_default().to_lowercase();
    let language =
        if path.contains("/en-gb/") || path.contains("/en_gb/") { "en-gb".to_owned() } else { language };
    let ends = |ends: &[&str]| ends.iter().any(|end| host.ends_with(end));
    match language.as_str() {
        "en-us" | "en_us" => Order::MonthFirst,
        "en-gb" | "en_gb" | "en-au" | "en-ie" | "en-nz" | "en-za" | "en-in" => Order::DayFirst,
        "" | "en" if ends(&[".gov", ".edu", ".us", ".mil"]) => Order::MonthFirst,
        "" | "en" if ends(&[".uk", ".ie", ".au", ".nz", ".in", ".za", ".de", ".at", ".ch", ".fr", ".eu"]) => {
            Order::DayFirst
        }
        "" | "en" => Order::Unknown,
        _ if language.starts_with("en") => Order::Unknown,
        _ => Order::DayFirst,
    }
}

/// The day of publication in what a page's programs are told, if they are told one only.
fn in_scripts(document: &Document, order: Order) -> Option<NaiveDate> {
    /// The first bytes of a page's programs that are looked at.
    const MOST: usize = 2_000_000;
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let names = LISTS.script.iter().map(|name| regex::escape(name)).collect::<Vec<_>>().join("|");
        Regex::new(&format!(r#"(?i)\b(?:{names})\\?["']?\s*[:=]\s*\\?["']([^"'\\]{{8,40}})"#)).ok()
    });
    let mut left = MOST;
    let mut days: Vec<NaiveDate> = Vec::new();
    for script in document.select("script").nodes() {
        let text = script.text();
        // What is linked data was read as such, and may be of other articles.
        if script.attr("type").is_some_and(|kind| kind.contains("ld+json")) && json_ld::is_read(&text) {
            continue;
        }
        let part = text.get(..text.floor_char_boundary(left)).unwrap_or_default();
        left -= part.len();
        for found in FORM.as_ref()?.captures_iter(part).take(100) {
            let day = found.get(1).and_then(|value| first_date(value.as_str(), order)).map(|(_, day)| day);
            if let Some(day) = day.filter(likely).filter(|day| !days.contains(day)) {
                days.push(day);
            }
        }
    }
    if let [day] = *days { Some(day) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(html: &str, url: Option<&str>) -> (String, String) {
        let document = Document::from(html);
        let (meta, said) = (Meta::read(&document), super::super::json_ld::read(&document));
        let place = Address { url: url.map(str::to_owned), captured: None };
        let found = find(&document, &super::super::parts::of(&document), &meta, &said, None, &place);
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
            "<p class=date>12 марта 2016, 13:43</p>",
            "<div class=entry-footer><div class=entry-meta>By Ada, 12 March 2016</div></div>",
            "<h1>Talks stall</h1><p>Event reporter: Ada Berg | Date: 12 March 2016</p>",
            "<h1>Talks stall</h1><p>Publication date: 12 March 2016</p><p>Meeting date: 5 April 2016</p>",
            "<h1>Talks stall</h1><p>Release date: Saturday, 12 March 2016</p>",
            "<header><span>March 14, 2016</span></header><main><article><h1>Talks stall</h1><p>By Ada Berg, March 12, 2016</p></article></main>",
            "<article><header><p>12 March 2016</p></header><h1>Talks stall</h1></article>",
            "<div class=post><header><p>12 March 2016</p></header><h1>Talks stall</h1></div>",
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
            ("2016-03-12".to_owned(), "2016-03-12".to_owned()),
            "a page that says only when it was last changed has no other day"
        );
    }

    #[test]
    fn what_the_page_prints_beside_its_headline() {
        let text = "The council had met for nine hours, in a hall that was built for weddings, and nobody had slept.";
        for line in [
            "<span>March 12, 2016</span>",
            "<p>12.03.16 | Nachrichten</p>",
            "<b>Lund</b><br><span class=blue>12.03.2016</span> Category: News",
            "<p>(12.03.2016) The council had met. It had met before.</p>",
            "<div class=footer><time itemprop=datePublished datetime=2016-03-12>12.03.2016</time></div>",
            "<h5>Date:</h5>12.03.2016",
        ] {
            let html = format!("<body><h1>Talks stall in Lund</h1>{line}<p>{text}</p><p>{text}</p></body>");
            assert_eq!(days(&html, None).0, "2016-03-12", "{line}");
        }
        // The page's own list of other articles has days too.
        let html = format!(
            "<div class=teaser-list><time>2016-03-01</time><time>2016-03-02</time></div><article><h1>Talks</h1><time>2016-03-12</time>\
             <p>{text}</p></article><div class=latest-news><time>2016-03-13</time></div>"
        );
        assert_eq!(days(&html, None).0, "2016-03-12");
    }

    #[test]
    fn the_day_is_the_outlets_not_that_of_utc() {
        let meta = "<meta property='article:published_time' content='2016-03-13T04:30:00Z'>";
        let printed = "<h1>Talks stall</h1><p class=date>March 12, 2016, 11:30 p.m.</p>";
        assert_eq!(days(&format!("{meta}{printed}"), None).0, "2016-03-12");
        assert_eq!(days(meta, Some("https://o.example/2016/03/12/talks")).0, "2016-03-12");
        let other = "<h1>Talks stall</h1><p class=date>March 2, 2016</p>";
        assert_eq!(days(&format!("{meta}{other}"), None).0, "2016-03-13");
        let zoned = "<meta property='article:published_time' content='2016-03-13T04:30:00+01:00'>";
        assert_eq!(days(&format!("{zoned}{printed}"), None).0, "2016-03-13");
    }

    #[test]
    fn of_several_words_for_machines_the_one_that_people_can_read() {
        let meta = "<meta property='article:published_time' content='2016-03-20T04:30:00Z'>";
        let linked = "<script type='application/ld+json'>{\"@type\": \"Article\", \"datePublished\": \"2016-03-12\"}</script>";
        let printed = "<h1>Talks stall</h1><span class=date>12 March 2016</span>";
        assert_eq!(days(&format!("{meta}{linked}{printed}"), None).0, "2016-03-12");
        assert_eq!(days(&format!("{meta}{linked}"), None).0, "2016-03-20");
        let vague = "<meta name=date content='2016-03-20'>";
        assert_eq!(days(&format!("{vague}{printed}"), None).0, "2016-03-12");
        assert_eq!(days(&format!("{vague}<h1>Talks stall</h1>"), None).0, "2016-03-20");
    }

    #[test]
    fn what_only_programs_are_told() {
        let script =
            |days: &str| format!("<script>window.x = {{\"publishedAt\": \"{days}T10:00:00Z\"}}</script>");
        assert_eq!(days(&script("2016-03-12"), None).0, "2016-03-12");
        let two = format!("{}{}", script("2016-03-12"), script("2016-03-13"));
        assert_eq!(days(&two, None).0, "", "of two days neither");
    }

    #[test]
    fn what_was_published_after_its_last_change_was_copied() {
        let linked = |changed: &str| {
            format!(
                "<script type='application/ld+json'>{{\"@type\": \"Article\", \"datePublished\": \"2016-03-12\", \
                 \"dateModified\": \"{changed}\"}}</script><h1>Talks stall</h1><p>2 May 2014</p>"
            )
        };
        assert_eq!(days(&linked("2016-03-01"), None).0, "2014-05-02");
        assert_eq!(days(&linked("2016-03-11"), None).0, "2016-03-12", "of another time zone");
        assert_eq!(days(&linked("2016-03-13"), None).0, "2016-03-12");
    }

    #[test]
    fn the_day_of_the_picture_where_there_is_no_other() {
        let picture = "<meta property='og:image' content='https://o.example/files/2016/03/12/hall.png'>";
        assert_eq!(days(picture, None).0, "2016-03-12");
        assert_eq!(days(&format!("{picture}<h1>Talks stall</h1><p>2 May 2014</p>"), None).0, "2014-05-02");
        assert_eq!(
            days("<meta property='og:image' content='https://o.example/2016/03/hall.png'>", None).0,
            ""
        );
    }

    #[test]
    fn when_it_was_changed() {
        let html = "<h1>Talks stall</h1><p>Published 12 March 2016, updated 14 March 2016</p>";
        assert_eq!(days(html, None), ("2016-03-12".to_owned(), "2016-03-14".to_owned()));
        let html = "<h1>Terms</h1><p>Last updated: 14 March 2016</p>";
        assert_eq!(days(html, None), ("2016-03-14".to_owned(), "2016-03-14".to_owned()));
    }

    #[test]
    fn no_date_rather_than_a_wrong_one() {
        for html in [
            "<p>Copyright 12 March 2016</p>",
            "<aside class='related'><time datetime='2016-03-12'>x</time></aside>",
            "<div id=comments><p class=comment-date>12 March 2016</p></div>",
            "<footer><span class=date>12 March 2016</span></footer>",
            "<p>On 12 March 2016 the mayor said no.</p>",
            "<div class=related-articles><a>Other</a><p>Published January 1, 2011</p></div>",
            "<aside><p>Other, published on 2011-01-01</p></aside>",
            "<p class=date>1/4/2013</p>",
            "<p class=date-updated>12 March 2016</p>",
            "<h1>Talks stall</h1><p>Meeting date: 12 March 2016</p><p>The council meets.</p>",
            "<h1>Talks stall</h1><p>Date of the hearing: Saturday, 12 March 2016</p>",
            "<h1>Talks stall</h1><p>Closing date: <time datetime=2016-03-12>12 March 2016</time></p>",
            "<h1>Talks stall</h1><p>The council met.</p><footer>Copyright 2015. Site updated 12 March 2016</footer>",
            "<h1>Talks stall</h1><p>The council of Lund had met for nine hours, in a hall that was built for weddings.</p>\
             <p>Nobody had slept, and nobody had been told of it by anybody before the doors were opened at last.</p>\
             <div class=sidebar><h3>Latest</h3><a href=x>Pier closes</a> Updated 12 March 2016</div>",
            "<h1>Talks stall</h1><div class=terms><a href=/t>Terms of use</a> (updated March 12, 2016)</div>",
            "<h1>Talks stall</h1><div id=disqus_thread><ul><li>Joe <span>Posted March 12, 2016</span> No.</ul></div>",
            "<header><span class=today>March 12, 2016</span></header><main><h1>Talks stall</h1></main>",
            "<div id=masthead><div class=date>Saturday, March 12, 2016</div></div><main><h1>Talks stall</h1></main>",
            "<main><div class=topbar>Saturday, March 12, 2016</div><h1>Talks stall</h1></main>",
            "<header><div class=date>March 12, 2016</div><nav>x</nav></header><main><article><h1>Talks stall</h1></article></main>",
        ] {
            assert_eq!(days(html, None).0, "", "{html}");
        }
        assert_eq!(in_address("https://o.example/2016/99/12/talks", Order::DayFirst), None);
        assert_eq!(in_address("https://o.example/2016/03/talks", Order::DayFirst), None);
    }
}
