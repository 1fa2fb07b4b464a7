//! Feeds (RSS, Atom, JSON Feed) → an article for each item. Nothing is fetched: an item that the feed gives as a
//! summary is a summary.

mod outlet;
mod unread;

use self::unread::Unread;
use super::agency::warn_first;
use super::date::read_date;
use super::html::split_byline;
use super::{Found, blocks, xml};
use crate::article::{Article, MarkedText};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use feed_rs::model::{Entry, Feed, FeedType};
use feed_rs::parser::Builder;

/// The warning of an item without its text.
pub(super) const SUMMARY_ONLY: &str = "the feed gives a summary only; the page may say more";

/// What a JSON Feed is (jsonfeed.org, version 1.1).
pub(super) const JSON_FEED: &str = "application/feed+json";

/// A feed as it was read.
struct Parsed {
    feed: Feed,
    unread: Unread,
    /// For each item whom it names as its source.
    sources: Vec<Option<String>>,
    warning: Option<&'static str>,
}

/// Reads a feed from its bytes. The error says in words what is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Vec<Result<Found, String>>, String> {
    let parsed = if is_json(bytes) { parse(bytes)? } else { parse_xml(bytes)? };
    let sources = parsed.sources.iter().map(Option::as_deref).chain(std::iter::repeat(None));
    let items = parsed.feed.entries.iter().zip(sources);
    let mut all: Vec<_> = items.map(|(entry, source)| item(entry, source, &parsed)).collect();
    warn_first(&mut all, parsed.warning);
    Ok(all)
}

/// Whether a feed is a JSON Feed.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{")
}

/// One bare `&` must not cost all items, nor a tag among the words of a description what comes after it: the reader of feeds
/// takes only well-formed ones, and of an element only the words before the first tag.
fn parse_xml(bytes: &[u8]) -> Result<Parsed, String> {
    xml::guard(bytes)?;
    let as_it_is = parse(bytes);
    let text = xml::text(bytes)?;
    let mended = xml::mended(&text, holds_words)?;
    let sourced = |parsed: Parsed, text: &str| {
        let sources = outlet::sources(text, parsed.feed.entries.len());
        Parsed { sources, ..parsed }
    };
    if as_it_is.is_ok() && !mended.has_markup {
        return as_it_is.map(|parsed| sourced(parsed, &text));
    }
    let warning = as_it_is.is_err().then_some(xml::MENDED);
    let put_right = |text: &str| parse(text.as_bytes()).ok().filter(|parsed| !parsed.feed.entries.is_empty());
    if let Some(parsed) = put_right(&mended.text) {
        return Ok(sourced(Parsed { warning, ..parsed }, &mended.text));
    }
    let versioned = as_it_is.is_err().then(|| with_version(&mended.text)).flatten();
    if let Some((text, parsed)) = versioned.and_then(|text| put_right(&text).map(|parsed| (text, parsed))) {
        return Ok(sourced(parsed, &text));
    }
    as_it_is.map(|parsed| sourced(parsed, &text))
}

/// The same RSS as of version 2.0: the reader takes no other, nor one that does not say which it is. `None` where it is no RSS.
fn with_version(text: &str) -> Option<String> {
    let (start, end) = text.split_once('>').filter(|(start, _)| !start.ends_with('/'))?;
    let (before, attributes) = start.split_at_checked(start.find("<rss")? + "<rss".len())?;
    let is_rss = attributes.is_empty() || attributes.starts_with(|c: char| c.is_whitespace());
    let mut given = attributes.match_indices("version");
    let given = given.find_map(|(at, _)| {
        let parted = attributes.split_at_checked(at)?;
        parted.0.ends_with(|c: char| c.is_whitespace()).then_some(parted)
    });
    // A name that the reader does not know does no harm.
    let told = given.map(|(before, version)| format!("{before}given-{version}"));
    let attributes = told.as_deref().unwrap_or(attributes);
    is_rss.then(|| format!("{before} version=\"2.0\"{attributes}>{end}"))
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

fn parse(bytes: &[u8]) -> Result<Parsed, String> {
    let unread = Unread::default();
    let kept = unread.clone();
    // Days as they are printed: the reader would turn them into those of Greenwich.
    let day = move |text: &str| match read_date(text) {
        Some(day) => Some(day.and_time(NaiveTime::MIN).and_utc()),
        None => kept.keep(text),
    };
    let feed = Builder::new().timestamp_parser(day).build().parse(bytes);
    let feed = feed.map_err(|wrong| format!("not a feed: {wrong}"))?;
    Ok(Parsed { feed, unread, sources: Vec::new(), warning: None })
}

fn item(entry: &Entry, source: Option<&str>, parsed: &Parsed) -> Result<Found, String> {
    let Parsed { feed, unread, .. } = parsed;
    // RSS says of no text what it is; of most it is markup.
    let is_told = matches!(feed.feed_type, FeedType::Atom | FeedType::JSON);
    let is_plain = |text: &str, kind: &str| match is_told {
        true => kind == "text/plain" && !blocks::is_markup(text),
        false => !text
            .split('<')
            .skip(1)
            .any(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c))),
    };
    let lines = |text: &str, kind: &str| {
        if is_plain(text, kind) { blocks::plain(text, is_told) } else { blocks::lines(text) }
    };
    let is_text = |found: &MarkedText| !found.text.is_empty();
    let content = entry
        .content
        .as_ref()
        .and_then(|content| Some(lines(content.body.as_deref()?, content.content_type.as_str())));
    let content = content.transpose()?.filter(is_text);
    let summary =
        entry.summary.as_ref().map(|summary| lines(&summary.content, summary.content_type.as_str()));
    let summary = summary.transpose()?.filter(is_text);
    // Some feeds repeat the summary as content; some give the text as summary.
    let (MarkedText { text, marks }, is_summary) = match (content, summary) {
        (Some(content), _) => (content, false),
        (None, Some(summary)) => {
            let is_short = summary.text.split_whitespace().count() < 80;
            (summary, is_short)
        }
        (None, None) => return Err("the item has no text, only a link".to_owned()),
    };
    let words = |found: Result<MarkedText, String>| {
        found.ok().map(|found| found.text.replace('\n', " ")).filter(|words| !words.is_empty())
    };
    let names = |people: &[feed_rs::model::Person]| -> Vec<String> {
        let names = people.iter().filter_map(|person| words(blocks::lines(person.name.as_deref()?)));
        names.flat_map(|name| split_byline(&name)).collect()
    };
    let titled = |title: &feed_rs::model::Text| words(lines(&title.content, title.content_type.as_str()));
    let title = entry.title.as_ref().and_then(titled);
    let of_feed = || feed.title.as_ref().and_then(titled).map(|title| outlet::of_feed(&title, feed));
    let link = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let day =
        |moment: Option<DateTime<Utc>>| moment.filter(|moment| unread.of(moment).is_none()).as_ref().map(day);
    let (published, updated) = (day(entry.published), day(entry.updated));
    let mut article = Article {
        text,
        title,
        date: published.or(updated),
        outlet: source.map(str::to_owned).or_else(of_feed),
        url: link.map(|l| l.href.clone()).filter(|u| !u.is_empty()),
        authors: names(&entry.authors),
        marks,
    };
    if let (Some(source), Some(title)) = (source, article.title.as_mut()) {
        *title = outlet::without_source(title, source);
        outlet::drop_source(&mut article.text, title, source);
    }
    let mut warnings = Vec::new();
    if is_summary {
        warnings.push(SUMMARY_ONLY.to_owned());
    }
    let written = || entry.published.or(entry.updated).and_then(|moment| unread.of(&moment));
    if let Some(written) = written().filter(|written| article.date.is_none() && !written.is_empty()) {
        warnings.push(format!("the date {written:?} was left out: it cannot be read with certainty"));
    }
    Ok(Found {
        article,
        // The reader takes the one for the other where a feed has no place for both.
        modified: updated.filter(|_| published.is_some() && entry.updated != entry.published),
        external_id: Some(entry.id.clone()).filter(|id| !id.is_empty()),
        warnings,
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
        assert_eq!(all[0].as_ref().unwrap().modified, None);
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

    #[test]
    fn plain_text_is_no_markup() {
        let plain =
            "It rained.\n\nHe wrote to Ek <bo.ek@lund.example>: 3 <b than 4, a<b c> d.\n\nNobody\nanswered.";
        let lines =
            "It rained.\nHe wrote to Ek <bo.ek@lund.example>: 3 <b than 4, a<b c> d.\nNobody\nanswered.";
        let json = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "Lund",
            "items": [{"id": "1", "title": "1 <b 2", "content_text": plain}]});
        let escaped = plain.replace('<', "&lt;").replace('>', "&gt;");
        let atom = |kind: &str, text: &str| {
            format!(
                "<feed xmlns='http://www.w3.org/2005/Atom'><title>Lund</title><entry><id>e</id><title>1 &lt;b 2</title><content \
                 {kind}>{text}</content></entry></feed>"
            )
        };
        for feed in [json.to_string(), atom("type='text'", &escaped), atom("", &escaped)] {
            let article = read(feed.as_bytes()).unwrap().remove(0).unwrap().article;
            assert_eq!(article.text, lines.replace("Nobody\nanswered", "Nobody answered"), "{feed}");
            assert_eq!(article.title.as_deref(), Some("1 <b 2"), "{feed}");
        }
        // What says that it is text, and is not.
        let marked = atom("type='text'", "&lt;p&gt;It rained.&lt;/p&gt;&lt;p&gt;It snowed.&lt;/p&gt;");
        assert_eq!(
            read(marked.as_bytes()).unwrap().remove(0).unwrap().article.text,
            "It rained.\nIt snowed."
        );
        let rss = "<rss version='2.0'><channel><title>Lund</title><item><title>Rain</title><description>It\n rained &amp;nbsp; all \
                   day.\n\n“No,” she said.</description></item></channel></rss>";
        let text = read(rss.as_bytes()).unwrap().remove(0).unwrap().article.text;
        assert_eq!(text, "It rained \u{a0} all day.\n“No,” she said.");
    }

    #[test]
    fn a_day_that_is_not_read_is_named() {
        let rss = |day: &str| {
            let rss = format!(
                "<rss version='2.0'><channel><title>Lund</title><lastBuildDate>soon</lastBuildDate><item><title>Rain</title>\
                 <pubDate>{day}</pubDate><description>{}</description></item></channel></rss>",
                "It rained in Lund. ".repeat(30)
            );
            let found = read(rss.as_bytes()).unwrap().remove(0).unwrap();
            (found.article.date.map(|day| day.to_string()), found.warnings)
        };
        assert_eq!(rss("19 Dec 25 08:00:00 GMT"), (Some("2025-12-19".to_owned()), Vec::new()));
        let (date, warnings) = rss("1/4/2025");
        assert_eq!(date, None);
        assert_eq!(warnings, ["the date \"1/4/2025\" was left out: it cannot be read with certainty"]);
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
    fn a_feed_of_another_version_or_none_is_read() {
        for version in ["", " version='2.00'", " xmlns:x='urn:x' version = \"1.0\" x:a=''", " Version='2.0'"]
        {
            let rss = format!(
                "<?xml version='1.0'?><rss{version}><channel><title>Lund</title><item><title>Rain</title><description>It rained.</description></item></channel></rss>"
            );
            assert_eq!(shown(&rss), ["Rain | It rained. |  | 0"], "{version}");
        }
        assert!(shown("<rss/>")[0].starts_with("not a feed"));
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
