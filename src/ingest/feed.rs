//! Feeds (RSS, Atom, JSON Feed) → an article for each item. Nothing is fetched: an item that the feed gives as a
//! summary is a summary.

use super::agency::warn_first;
use super::date::read_date;
use super::html::split_byline;
use super::{Found, blocks, xml};
use crate::article::{Article, MarkedText};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use feed_rs::model::{Entry, Feed};
use feed_rs::parser::Builder;

/// Reads a feed from its bytes. The error says in words what is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Vec<Result<Found, String>>, String> {
    let (feed, warning) =
        if bytes.trim_ascii_start().starts_with(b"{") { (parse(bytes)?, None) } else { parse_xml(bytes)? };
    let mut all: Vec<_> = feed.entries.iter().map(|entry| item(entry, &feed)).collect();
    warn_first(&mut all, warning);
    Ok(all)
}

/// One bare `&` must not cost all items, nor a tag among the words of a description what comes after it: the reader of feeds
/// takes only well-formed ones, and of an element only the words before the first tag.
fn parse_xml(bytes: &[u8]) -> Result<(Feed, Option<&'static str>), String> {
    xml::guard(bytes)?;
    let as_it_is = parse(bytes);
    let mended = xml::mended(&xml::text(bytes)?, holds_words)?;
    if as_it_is.is_ok() && !mended.has_markup {
        return as_it_is.map(|feed| (feed, None));
    }
    let warning = as_it_is.is_err().then_some(xml::MENDED);
    let feed = parse(mended.text.as_bytes()).ok().filter(|feed| !feed.entries.is_empty());
    feed.map_or(as_it_is.map(|feed| (feed, None)), |feed| Ok((feed, warning)))
}

/// Whether what begins with this tag holds words, in which markup is escaped: titles and texts, but for XHTML in Atom.
fn holds_words(tag: &str) -> bool {
    let inside = tag.trim_start_matches('<');
    let name = inside.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    let is_words = match name.rsplit(':').next() {
        Some("title" | "description" | "encoded" | "summary") => true,
        Some("content") => inside.contains("html"),
        _ => false,
    };
    is_words && !inside.contains("xhtml")
}

fn parse(bytes: &[u8]) -> Result<Feed, String> {
    // Days as they are printed: the reader would turn them into those of Greenwich.
    let day = |text: &str| read_date(text).map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let feed = Builder::new().timestamp_parser(day).build().parse(bytes);
    feed.map_err(|wrong| format!("not a feed: {wrong}"))
}

fn item(entry: &Entry, feed: &Feed) -> Result<Found, String> {
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let is_text = |found: &MarkedText| !found.text.is_empty();
    let content = content.map(blocks::lines).transpose()?.filter(is_text);
    let summary = summary.map(blocks::lines).transpose()?.filter(is_text);
    // Some feeds repeat the summary as content; some give the text as summary.
    let (MarkedText { text, marks }, is_summary) = match (content, summary) {
        (Some(content), _) => (content, false),
        (None, Some(summary)) => {
            let is_short = summary.text.split_whitespace().count() < 80;
            (summary, is_short)
        }
        (None, None) => return Err("the item has no text, only a link".to_owned()),
    };
    let plain = |text: &str| {
        blocks::lines(text).ok().map(|found| found.text.replace('\n', " ")).filter(|t| !t.is_empty())
    };
    let names = |people: &[feed_rs::model::Person]| -> Vec<String> {
        people.iter().filter_map(|p| plain(p.name.as_deref()?)).flat_map(|name| split_byline(&name)).collect()
    };
    let link = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let article = Article {
        text,
        title: entry.title.as_ref().and_then(|t| plain(&t.content)),
        date: entry.published.or(entry.updated).as_ref().map(day),
        outlet: feed.title.as_ref().and_then(|t| plain(&t.content)),
        url: link.map(|l| l.href.clone()).filter(|u| !u.is_empty()),
        authors: names(&entry.authors),
        marks,
    };
    let warnings = is_summary.then(|| "the feed gives a summary only; the page may say more".to_owned());
    Ok(Found {
        article,
        modified: entry.updated.as_ref().map(day).filter(|_| entry.published.is_some()),
        external_id: Some(entry.id.clone()).filter(|id| !id.is_empty()),
        warnings: warnings.into_iter().collect(),
        ..Found::default()
    })
}

fn day(moment: &DateTime<Utc>) -> NaiveDate {
    moment.date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_an_article() {
        let rss = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
            xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Lund Post</title><link>https://lund.example/</link>
            <item><title>Talks &amp; more</title><link>https://lund.example/1</link><dc:creator>Ada Berg and Bo Ek</dc:creator>
            <guid>g1</guid><pubDate>Fri, 19 Dec 2025 23:30:00 -0800</pubDate><description>Short.</description>
            <content:encoded><![CDATA[<p>“No,” she said.</p><p>He nodded.</p>]]></content:encoded></item>
            <item><title>Rain</title><description>&lt;p&gt;It rained.&lt;/p&gt;</description></item>
            <item><title>Nothing</title><link>https://lund.example/3</link></item></channel></rss>"#;
        let all = read(rss.as_bytes()).unwrap();
        assert_eq!(all.len(), 3);
        let Found { article, external_id, warnings, .. } = all[0].as_ref().unwrap();
        assert_eq!(article.text, "“No,” she said.\nHe nodded.");
        assert_eq!(article.title.as_deref(), Some("Talks & more"));
        assert_eq!(article.date.unwrap().to_string(), "2025-12-19");
        assert_eq!(article.outlet.as_deref(), Some("The Lund Post"));
        assert_eq!(article.url.as_deref(), Some("https://lund.example/1"));
        assert_eq!(article.authors, ["Ada Berg", "Bo Ek"]);
        assert_eq!((external_id.as_deref(), warnings.len()), (Some("g1"), 0));
        let second = all[1].as_ref().unwrap();
        assert_eq!((second.article.text.as_str(), second.warnings.len()), ("It rained.", 1));
        assert!(all[2].is_err());
    }

    #[test]
    fn atom_and_json_feed() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Lund</title><id>f</id><updated>2025-12-20T00:10:00+01:00</updated>
            <entry><id>e</id><title>Rain</title><updated>2025-12-20T00:10:00+01:00</updated><published>2025-12-19T10:00:00Z</published>
            <link rel="alternate" href="https://lund.example/r"/><author><name>Ada Berg</name></author>
            <content type="html">&lt;p&gt;It rained.&lt;/p&gt;</content></entry></feed>"#;
        let all = read(atom.as_bytes()).unwrap();
        let found = all[0].as_ref().unwrap();
        assert_eq!(found.article.date.unwrap().to_string(), "2025-12-19");
        assert_eq!(found.modified.unwrap().to_string(), "2025-12-20");
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Lund", "items": [{"id": "1",
            "url": "https://lund.example/j", "title": "Snow", "content_text": "It snowed.", "date_published": "2025-12-19T23:00:00-08:00"}]}"#;
        let all = read(json.as_bytes()).unwrap();
        let article = &all[0].as_ref().unwrap().article;
        assert_eq!((article.text.as_str(), article.title.as_deref()), ("It snowed.", Some("Snow")));
        assert_eq!(article.date.unwrap().to_string(), "2025-12-19");
    }

    /// Texts, titles, names and numbers of warnings of a feed's items.
    fn shown(feed: &str) -> Vec<String> {
        let shown = |item: &Result<Found, String>| match item {
            Ok(Found { article, warnings, .. }) => format!(
                "{} | {} | {} | {}",
                article.title.as_deref().unwrap_or_default(),
                article.text.replace('\n', "/"),
                article.authors.join(", "),
                warnings.iter().filter(|warning| *warning == xml::MENDED).count()
            ),
            Err(wrong) => wrong.clone(),
        };
        read(feed.as_bytes()).map_or_else(|wrong| vec![wrong], |all| all.iter().map(shown).collect())
    }

    const LONG: &str = "<![CDATA[<p>It rained & it snowed.</p>]]>";

    #[test]
    fn a_bare_ampersand_costs_no_item() {
        let rss = format!(
            "<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>\
             <title>Lund & Sons</title><item><title>R&D at 3 < 4</title><link>https://lund.example/?a=1&b=2</link>\
             <dc:creator>Jos&eacute; Berg</dc:creator><description>One&nbsp;& two.</description></item>\
             <item><title>Rain</title><description>{LONG}</description></item></channel></rss>"
        );
        let all = shown(&rss);
        assert_eq!(
            all,
            ["R&D at 3 < 4 | One\u{a0}& two. | José Berg | 1", "Rain | It rained & it snowed. |  | 0"]
        );
        let first = read(rss.as_bytes()).unwrap().remove(0).unwrap().article;
        assert_eq!(first.url.as_deref(), Some("https://lund.example/?a=1&b=2"));
        assert_eq!(first.outlet.as_deref(), Some("Lund & Sons"));
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>A & B</title><entry><id>e</id><title>Rain & snow</title>\
            <updated>2025-12-20T00:10:00+01:00</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>It \
            <b>rained</b> & poured.</p></div></content></entry></feed>";
        assert_eq!(shown(atom), ["Rain & snow | It rained & poured. |  | 1"]);
    }

    #[test]
    fn tags_among_words_and_a_feed_that_was_cut_off_cost_no_words() {
        let feed = |items: &str| format!("<rss version='2.0'><channel><title>Lund</title>{items}");
        let ended = |items: &str| feed(items) + "</channel></rss>";
        let item = "<item><title>Rain</title><description>It <b>rained</b> all day, <i>she</i> said.</description></item>";
        let whole = "Rain | It rained all day, she said. |  | ";
        assert_eq!(shown(&ended(item)), [format!("{whole}0")]);
        let broken = item.replace("all day", "<br>all <p>day").replace("</i>", "");
        assert_eq!(
            shown(&ended(&(broken + item))),
            ["Rain | It rained/all/day, she said. |  | 1", &format!("{whole}0")]
        );
        let cut = format!("{item}<item><title>Snow</title><description>It sno");
        assert_eq!(shown(&feed(&cut)), [format!("{whole}1"), "Snow | It sno |  | 0".to_owned()]);
        assert!(shown("<rss><channel>").iter().all(|wrong| wrong.starts_with("not a feed")));
    }

    #[test]
    fn entities_do_not_grow() {
        let bomb = "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><rss version=\"2.0\">\
                    <channel><title>&b;</title><item><title>x</title><description>&b;&b;</description></item></channel></rss>";
        let total: usize = match read(bomb.as_bytes()) {
            Ok(all) => all.iter().flatten().map(|found| found.article.text.len()).sum(),
            Err(_) => 0,
        };
        assert!(total < 100);
        let broken = bomb.replace("<title>x</title>", "<title>x & y</title>");
        let text: String =
            read(broken.as_bytes()).unwrap().into_iter().flatten().map(|found| found.article.text).collect();
        assert_eq!(text, "&b;&b;");
        assert!(read(format!("<rss>{}", "<a>".repeat(1_000_000)).as_bytes()).is_err());
    }
}
