//! What agencies send as XML: NITF and NewsML-G2 (IPTC standards).

use super::Found;
use super::blocks::BLOCKS;
use super::date::read_date;
use super::html::split_byline;
use super::xml::{self, Element};
use crate::article::{Article, MarkedText};
use chrono::NaiveDate;

/// Elements of NITF and XHTML that hold no words of the text.
const SILENT: &str =
    " script style head media-metadata media-reference media-producer title hedline byline dateline ";
/// Elements of NITF that begin a line, beside those of pages.
const LINES_OF_NITF: &str = " hl1 hl2 bq block media media-caption ";

/// Reads a story in NITF.
pub fn nitf(bytes: &[u8]) -> Result<Found, String> {
    let (root, warning) = xml::parse_mended(bytes)?;
    let found = story(&root).ok_or("the story has no text")?;
    Ok(Found { warnings: warning.into_iter().map(str::to_owned).collect(), ..found })
}

fn story(nitf: &Element) -> Option<Found> {
    let words = |name: &str| nitf.first(name).map(Element::words).filter(|words| !words.is_empty());
    let value = |name: &str, attribute: &str| {
        nitf.first(name).and_then(|e| e.attribute(attribute)).map(str::to_owned).filter(|v| !v.is_empty())
    };
    let MarkedText { text, marks } =
        nitf.first("body.content").map(body).filter(|body| !body.text.is_empty())?;
    let day = |name: &str| value(name, "norm").as_deref().and_then(day);
    let article = Article {
        text,
        title: words("hl1").or_else(|| words("title")),
        date: day("date.issue").or_else(|| day("date.release")).or_else(|| day("story.date")),
        outlet: value("pubdata", "name").or_else(|| value("doc.copyright", "holder")),
        url: value("pubdata", "ex-ref").filter(|url| url.starts_with("http")),
        authors: nitf.first("byline").map(authors).unwrap_or_default(),
        marks,
    };
    Some(Found { article, external_id: value("doc-id", "id-string"), ..Found::default() })
}

/// Whom a byline names: the people that are marked in it, or else its words, without what they are called (`byttl`).
fn authors(byline: &Element) -> Vec<String> {
    let people: Vec<String> =
        byline.all("person").map(Element::words).filter(|name| !name.is_empty()).collect();
    if !people.is_empty() {
        return people.iter().flat_map(|name| split_byline(name)).collect();
    }
    let without = byline.lines(" ", " byttl ").text;
    split_byline(&without)
}

fn body(content: &Element) -> MarkedText {
    content.lines(&format!("{BLOCKS}{LINES_OF_NITF}"), SILENT)
}

/// `20251219T101500-0800` and all that [`read_date`] reads.
pub(super) fn day(norm: &str) -> Option<NaiveDate> {
    read_date(norm.split(['T', ' ']).next().unwrap_or(norm)).or_else(|| read_date(norm))
}

/// Reads the items of a message in NewsML-G2, or the one of a file. Pictures and packages have no text and are left out.
pub fn newsml(bytes: &[u8]) -> Result<Vec<Result<Found, String>>, String> {
    let (root, warning) = xml::parse_mended(bytes)?;
    let items: Vec<&Element> =
        if root.name == "newsItem" { vec![&root] } else { root.all("newsItem").collect() };
    let is_text = |item: &&Element| item.first("inlineXML").is_some() || item.first("inlineData").is_some();
    if !items.iter().any(&is_text) {
        return Err("no item in it has a text".to_owned());
    }
    let mut all: Vec<_> = items.into_iter().filter(is_text).map(item).collect();
    warn_first(&mut all, warning);
    Ok(all)
}

fn item(item: &Element) -> Result<Found, String> {
    let words = |name: &str| item.first(name).map(Element::words).filter(|words| !words.is_empty());
    let date = |name: &str| words(name).as_deref().and_then(day);
    let inline = item.first("inlineXML");
    let of_nitf = inline.and_then(|xml| xml.first("nitf")).and_then(story).unwrap_or_default();
    let of_page = inline.and_then(|xml| xml.first("body").or(Some(xml))).map(body);
    let plain = || item.first("inlineData").map(|data| data.lines(" ", " "));
    let of_story = &of_nitf.article;
    let of_story = MarkedText { text: of_story.text.clone(), marks: of_story.marks.clone() };
    let is_text = |body: &MarkedText| !body.text.is_empty();
    let body = Some(of_story).filter(is_text).or(of_page).filter(is_text).or_else(plain).filter(is_text);
    let MarkedText { text, marks } = body.ok_or("the item has no text")?;
    let provider = item.first("provider");
    let provider = provider.and_then(|p| {
        let name = p.first("name").map(Element::words);
        name.or_else(|| {
            p.attribute("literal")
                .or(p.attribute("qcode").and_then(|q| q.rsplit(':').next()))
                .map(str::to_owned)
        })
    });
    let authors = words("by").as_deref().map(split_byline).unwrap_or_default();
    let published =
        date("firstCreated").or_else(|| date("contentCreated")).or_else(|| date("versionCreated"));
    let given = Article {
        title: words("headline"),
        date: published.or(of_nitf.article.date),
        outlet: provider,
        authors,
        ..Article::default()
    };
    let article = Article { text, marks, ..given.filled_from(of_nitf.article) };
    Ok(Found {
        article,
        modified: date("versionCreated").filter(|day| Some(*day) != published),
        external_id: item.attribute("guid").map(str::to_owned),
        ..Found::default()
    })
}

/// Gives the warning that a file earned to the first article in it.
pub(super) fn warn_first(all: &mut [Result<Found, String>], warning: Option<&str>) {
    if let Some(first) = all.iter_mut().flatten().next() {
        first.warnings.extend(warning.map(str::to_owned));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Mark, Part};
    use crate::span::Span;

    const NITF: &str = "<nitf><head><title>slug</title><docdata><doc-id id-string='n1'/><date.issue norm='20251219T101500-0800'/>\
        </docdata><pubdata name='Northern Wire'/></head><body><body.head><hedline><hl1>Talks stall</hl1></hedline>\
        <byline>By Ada Berg</byline></body.head><body.content><p>“We were <em>close</em>,” she said.</p><hl2>Rain</hl2>\
        <p>It rained.</p></body.content></body></nitf>";

    #[test]
    fn the_people_of_a_byline_are_its_authors() {
        let story = |byline: &str| {
            let nitf = format!(
                "<nitf><body><body.head><byline>{byline}</byline></body.head><body.content><p>It rained.</p></body.content></body></nitf>"
            );
            super::nitf(nitf.as_bytes()).unwrap().article.authors
        };
        assert_eq!(story("<person>Ada Berg</person><byttl>Staff</byttl>"), ["Ada Berg"]);
        assert_eq!(
            story("By <person>Ada Berg</person> and <person>Bo Ek</person><byttl>Lund Post</byttl>"),
            ["Ada Berg", "Bo Ek"]
        );
        assert_eq!(story("By Ada Berg<byttl>Staff Writer</byttl>"), ["Ada Berg"]);
        assert_eq!(story("By Ada Berg and Bo Ek"), ["Ada Berg", "Bo Ek"]);
    }

    #[test]
    fn a_story_in_nitf() {
        let found = nitf(NITF.as_bytes()).unwrap();
        assert_eq!(found.article.text, "“We were close,” she said.\nRain\nIt rained.");
        let start = "“We were close,” she said.\n".len();
        let heading = Mark { span: Span::new(start, start + 4), part: Part::Heading };
        assert_eq!(found.article.marks, [heading]);
        assert_eq!(
            (found.article.title.as_deref(), found.article.outlet.as_deref()),
            (Some("Talks stall"), Some("Northern Wire"))
        );
        assert_eq!(found.article.date.unwrap().to_string(), "2025-12-19");
        assert_eq!(
            (found.article.authors.join(";").as_str(), found.external_id.as_deref()),
            ("Ada Berg", Some("n1"))
        );
        assert!(found.warnings.is_empty());
        assert!(nitf(b"<nitf/>").is_err());
    }

    #[test]
    fn a_story_that_is_not_well_formed_loses_nothing() {
        let broken = NITF.replacen("It rained.", "R&D & rain: 3 < 4<br>all&nbsp;day", 1);
        let found = nitf(broken.as_bytes()).unwrap();
        assert!(found.article.text.contains("R&D & rain: 3 < 4\nall"), "{}", found.article.text);
        assert_eq!(found.article.title.as_deref(), Some("Talks stall"));
        assert_eq!(found.warnings, [xml::MENDED]);
        let item = "<newsItem><inlineData>It rained.</inlineData></newsItem>";
        let all = newsml(format!("<newsMessage>{item}<b>{item}</newsMessage>").as_bytes()).unwrap();
        let warnings: Vec<usize> = all.iter().map(|one| one.as_ref().unwrap().warnings.len()).collect();
        assert_eq!(warnings, [1, 0]);
    }

    #[test]
    fn items_of_a_message() {
        let page = "<inlineXML contenttype='application/xhtml+xml'><html><head><title>x</title></head><body><p>One.</p><p>Two.</p></body></html></inlineXML>";
        let item = |content: &str| {
            format!(
                "<newsItem guid='g'><itemMeta><provider literal='Northern Wire'/><versionCreated>2025-12-20T08:00:00Z</versionCreated>\
             <firstCreated>2025-12-19T10:00:00Z</firstCreated></itemMeta><contentMeta><headline>Talks stall</headline><by>Ada Berg</by>\
             </contentMeta><contentSet>{content}</contentSet></newsItem>"
            )
        };
        let message = format!(
            "<newsMessage><itemSet>{}{}{}</itemSet></newsMessage>",
            item(page),
            item(&format!("<inlineXML>{NITF}</inlineXML>")),
            item("<remoteContent/>")
        );
        let all = newsml(message.as_bytes()).unwrap();
        assert_eq!(all.len(), 2);
        let first = all[0].as_ref().unwrap();
        assert_eq!(first.article.text, "One.\nTwo.");
        assert_eq!(first.article.date.unwrap().to_string(), "2025-12-19");
        assert_eq!(first.modified.unwrap().to_string(), "2025-12-20");
        assert_eq!(
            (first.article.outlet.as_deref(), first.external_id.as_deref()),
            (Some("Northern Wire"), Some("g"))
        );
        let second = &all[1].as_ref().unwrap().article;
        assert!(second.text.starts_with("“We were close"));
        assert_eq!(second.marks.len(), 1);
        assert!(newsml(item("<remoteContent/>").as_bytes()).is_err());
    }
}
