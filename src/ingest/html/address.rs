//! The address of a page: its own word for it, what the program wrote into it that saved it, and the one that an archive of
//! the web has put behind its own.

use super::meta::Meta;
use crate::lists::rows;
use chrono::NaiveDate;
use dom_query::Document;

/// Where a page was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Its own address.
    pub url: Option<String>,
    /// The day on which an archive took it.
    pub captured: Option<NaiveDate>,
}

/// Finds the address. `found`: where the page was found. `said`: what its linked data gives.
pub fn of(document: &Document, meta: &Meta, html: &str, found: Option<&str>, said: Option<&str>) -> Address {
    let own = || own(document, meta).or_else(|| said.map(str::to_owned));
    let url = found.map(str::to_owned).or_else(own).or_else(|| saved_from(html));
    let Some(url) = url else { return Address::default() };
    match original(&url) {
        Some((inner, captured)) => Address { url: Some(inner.to_owned()), captured },
        None => Address { url: Some(url), captured: None },
    }
}

/// Takes out what an archive puts above a page.
pub fn without_banner(document: &Document, address: &Address) {
    for selector in listed("box") {
        document.select(selector).remove();
    }
    if address.captured.is_some() {
        // The name is too common for pages that are not an archive's.
        document.select("body > #HEADER, center > #HEADER").remove();
    }
}

/// Whether the name of a site is that of an archive.
pub fn is_archive(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    listed("name").any(|known| known == name)
}

fn listed(kind: &str) -> impl Iterator<Item = &'static str> {
    rows(include_str!("../data/archives.tsv"))
        .filter(move |[k, _]: &[&str; 2]| *k == kind)
        .map(|[_, value]| value)
}

/// The address that the page gives itself.
fn own(document: &Document, meta: &Meta) -> Option<String> {
    let canonical = document.select("link[rel='canonical']").attr("href").map(|href| href.to_string());
    let known = canonical.filter(|url| is_address(url));
    known.or_else(|| meta.first(&["og:url", "savepage-url"]).map(str::to_owned)).filter(|url| is_address(url))
}

fn is_address(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// The address in the comment that browsers and their extensions put above a page that they save: `<!-- saved from
/// url=(0024)https://… -->`, `url: https://…` below `Page saved with SingleFile`, `<!-- Saved from https://… at …`.
fn saved_from(html: &str) -> Option<String> {
    /// Bytes in which it stands.
    const HEAD: usize = 4096;
    let head = html.get(..html.floor_char_boundary(HEAD))?;
    let browser = || head.split_once("saved from url=(").and_then(|(_, after)| after.split_once(')'));
    let single =
        || head.split_once("Page saved with SingleFile").and_then(|(_, after)| after.split_once("url:"));
    let other = || head.split_once("<!-- Saved from ");
    let (_, after) = browser().or_else(single).or_else(other)?;
    let url = after.trim_start().split(|c: char| c.is_whitespace() || c == '>').next()?;
    let url = url.strip_suffix("--").unwrap_or(url);
    is_address(url).then(|| url.to_owned())
}

/// The address behind that of an archive, and the day on which the page was taken:
/// `https://web.archive.org/web/20251225101112/https://…`, `https://archive.ph/2025.12.25-101112/https://…`.
fn original(url: &str) -> Option<(&str, Option<NaiveDate>)> {
    let (_, rest) = url.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let host = host.split(':').next().unwrap_or(host).to_lowercase();
    let is_one = |known: &str| {
        host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    if !listed("host").any(is_one) {
        return None;
    }
    let at = ["http://", "https://"].iter().filter_map(|scheme| path.find(scheme)).min()?;
    let (before, inner) = (path.get(..at)?, path.get(at..)?);
    let moment = before.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let digits: String = moment.chars().filter(char::is_ascii_digit).take(8).collect();
    let day = NaiveDate::parse_from_str(&digits, "%Y%m%d").ok().filter(|_| digits.len() == 8);
    let is_whole = inner.split_once("://").is_some_and(|(_, rest)| !rest.is_empty());
    is_whole.then_some((inner, day))
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn behind_the_address_of_an_archive_is_the_pages() {
        let page = "https://lund.example/a?b=1";
        let day = NaiveDate::from_ymd_opt(2025, 12, 25);
        for (before, day) in [
            ("https://web.archive.org/web/20251225101112/", day),
            ("http://web.archive.org/web/20251225101112id_/", day),
            ("https://archive.ph/2025.12.25-101112/", day),
            ("https://archive.today/newest/", None),
            ("https://wayback.archive-it.org/4711/20251225101112/", day),
        ] {
            assert_eq!(original(&format!("{before}{page}")), Some((page, day)), "{before}");
        }
        for url in [
            page,
            "https://lund.example/share?u=https://o.example/a",
            "https://archive.org/details/lund",
            "https://archive.ph/AbCdE",
            "https://notarchive.ph/https://o.example/",
            "https://archive.ph/https://",
            "x",
        ] {
            assert_eq!(original(url), None, "{url}");
        }
    }

    const TEXT: &str = "<p>“We were close,” the mayor said. The council had met for nine hours, in a hall that was built for weddings, \
        and nobody had slept.</p><p>Her deputy, who had left the hall early, denied that there had been an offer at all, and accused \
        the other side of leaking.</p>";

    #[test]
    fn a_page_from_an_archive_is_its_outlets_and_not_of_the_day_on_which_it_was_taken() {
        let captured = format!(
            "<html><head><title>Talks stall</title><link rel=canonical href='https://archive.ph/2025.12.25-101112/https://lund.example/a'>\
             <meta property='og:site_name' content='archive.ph'><meta property='article:modified_time' content='2025-12-25T10:11:12Z'>\
             </head><body><div id=HEADER><p>Saved from lund.example, 25 Dec 2025 10:11:12 UTC</p></div><article><h1>Talks stall</h1>\
             {TEXT}</article></body></html>"
        );
        let page = read(&captured, None).unwrap();
        assert_eq!(page.article.url.as_deref(), Some("https://lund.example/a"));
        assert_eq!(page.article.outlet.as_deref(), Some("lund.example"));
        assert_eq!((page.article.date, page.modified), (None, None));
        let dated = captured.replace("</h1>", "</h1><p>19 December 2025</p>");
        assert_eq!(read(&dated, None).unwrap().article.date, NaiveDate::from_ymd_opt(2025, 12, 19));
        // Where the page is not known to be a copy, the same is its own.
        let own = captured.replace("archive.ph/2025.12.25-101112/https://", "");
        assert_eq!(read(&own, None).unwrap().article.date, NaiveDate::from_ymd_opt(2025, 12, 25));
    }

    #[test]
    fn programs_that_save_pages_write_where_they_were() {
        let saved = |head: &str| {
            read(
                &format!(
                    "<!DOCTYPE html> <html>{head}<title>Talks stall</title><article>{TEXT}</article></html>"
                ),
                None,
            )
            .unwrap()
            .article
        };
        for head in [
            "<!--\n Page saved with SingleFile \n url: https://lund.example/a \n saved date: Sat Jan 03 2026 10:00:00 GMT+0100\n-->",
            "<!-- Saved from https://lund.example/a at 2026-01-03T10:00:00Z using monolith v2.8.1 -->",
            "<!-- saved from url=(0066)https://web.archive.org/web/20260103100000/https://lund.example/a -->",
            "<meta name=savepage-url content='https://lund.example/a'>",
        ] {
            let article = saved(head);
            assert_eq!(article.url.as_deref(), Some("https://lund.example/a"), "{head}");
            assert_eq!((article.outlet.as_deref(), article.date), (Some("lund.example"), None), "{head}");
        }
        assert_eq!(saved("<!-- url: https://lund.example/a -->").url, None);
    }
}
