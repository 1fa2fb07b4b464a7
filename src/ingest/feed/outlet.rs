//! Who published an item: whom it names as its source, else the feed, whose title may name a section of a paper beside it.

use crate::ingest::xml::{self, Element};
use feed_rs::model::Feed;

/// What stands between the name of a paper and its section.
const BETWEEN: [&str; 9] = [" – ", " — ", " - ", " | ", " » ", " > ", " · ", " :: ", ": "];

/// The sources that the items name, in their order; none if that is not certain.
pub fn sources(document: &str, items: usize) -> Vec<Option<String>> {
    let root = if document.contains("<source") { xml::parse(document.as_bytes()).ok() } else { None };
    let found = root.map(|root| {
        let items = root.all("item").chain(root.all("entry"));
        items.map(|item| item.elements().find(|e| e.name == "source").and_then(name)).collect::<Vec<_>>()
    });
    found.filter(|found| found.len() == items).unwrap_or_else(|| vec![None; items])
}

/// RSS has the name, Atom the head of another feed.
fn name(source: &Element) -> Option<String> {
    let name = source.first("title").unwrap_or(source).words();
    // The elements of Atom's go on without a title.
    let is_name = source.first("title").is_some() || source.elements().next().is_none();
    (is_name && !name.is_empty() && name.chars().count() <= 100).then_some(name)
}

/// The paper whose feed it is: `Lund Post – Politics` from `lundpost.example` is `Lund Post`'s.
pub fn of_feed(title: &str, feed: &Feed) -> String {
    let host = feed.links.iter().filter(|link| link.rel.as_deref() != Some("self")).find_map(|link| {
        let host = link.href.split_once("://")?.1.split(['/', ':']).next()?;
        Some(host.to_lowercase())
    });
    let is_paper = |name: &&str| host.as_deref().is_some_and(|host| is_host_of(host, name));
    let sides = BETWEEN.iter().flat_map(|between| {
        let (first, last) = (title.split_once(between), title.rsplit_once(between));
        [first.map(|(name, _)| name), last.map(|(_, name)| name)]
    });
    sides.flatten().map(str::trim).find(is_paper).unwrap_or(title).to_owned()
}

/// Whether a host is called after a paper, with or without its article: `thelundpost.example`, `news.lund-post.example`.
fn is_host_of(host: &str, name: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let name = letters(name);
    let bare = name.strip_prefix("the").unwrap_or(&name);
    // The last label is no name.
    let labels = host.rsplit('.').skip(1).map(letters);
    bare.len() >= 3
        && labels
            .into_iter()
            .any(|label| label == name || label.strip_prefix("the").unwrap_or(&label) == bare)
}

/// A headline without the source that some collections put behind it.
pub fn without_source(title: &str, source: &str) -> String {
    let head = BETWEEN.iter().find_map(|between| title.strip_suffix(source)?.strip_suffix(between));
    head.map(str::trim).filter(|head| !head.is_empty()).unwrap_or(title).to_owned()
}

/// Where a text is nothing but the headline and its source: the headline.
pub fn drop_source(text: &mut String, title: &str, source: &str) {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if text.len() <= (title.len() + source.len()) * 2 && letters(text) == letters(title) + &letters(source) {
        title.clone_into(text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::ingest::Found;

    fn feed(head: &str, items: &str) -> Vec<Found> {
        let feed = format!("<rss version='2.0'><channel>{head}{items}</channel></rss>");
        read(feed.as_bytes()).unwrap().into_iter().map(Result::unwrap).collect()
    }

    #[test]
    fn an_item_is_its_sources() {
        let item = "<item><title>Talks stall in Lund - The Lund Post</title><link>https://o.example/1</link><description>&lt;a \
                    href='https://o.example/1'&gt;Talks stall in Lund&lt;/a&gt;&amp;nbsp;&lt;font&gt;The Lund Post&lt;/font&gt;</description>\
                    <source url='https://lund.example'>The Lund Post</source></item>";
        let other = "<item><title>Rain - and snow</title><description>It rained.</description></item>";
        let found = feed("<title>\"Lund\" - Collected</title>", &format!("{item}{other}"));
        let shown = |found: &Found| {
            let article = &found.article;
            [
                article.title.clone().unwrap_or_default(),
                article.outlet.clone().unwrap_or_default(),
                article.text.clone(),
            ]
        };
        assert_eq!(shown(&found[0]), ["Talks stall in Lund", "The Lund Post", "Talks stall in Lund"]);
        assert_eq!(shown(&found[1]), ["Rain - and snow", "\"Lund\" - Collected", "It rained."]);
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>All</title><entry><id>e</id><title>Rain</title><content>It \
                    rained.</content><source><id>f</id><title>The Lund Post</title></source></entry></feed>";
        let found = read(atom.as_bytes()).unwrap().remove(0).unwrap();
        assert_eq!(found.article.outlet.as_deref(), Some("The Lund Post"));
    }

    #[test]
    fn the_sections_of_a_paper_are_one_outlet() {
        for (title, site, outlet) in [
            ("Lund Post – Politics", "https://www.lundpost.example/politics", "Lund Post"),
            ("Politics | The Lund Post", "https://lundpost.example", "The Lund Post"),
            ("The Lund Post: Sport", "https://news.the-lund-post.example/", "The Lund Post"),
            ("Lund - Politics", "https://o.example/", "Lund - Politics"),
            ("Post-war Lund", "https://post.example/", "Post-war Lund"),
            ("Lund Post", "https://lundpost.example", "Lund Post"),
        ] {
            let item = "<item><title>Rain</title><description>It rained.</description></item>";
            let found = feed(&format!("<title>{title}</title><link>{site}</link>"), item);
            assert_eq!(found[0].article.outlet.as_deref(), Some(outlet), "{title}");
        }
    }
}
