//! What a page says about its article as linked data: JSON-LD of schema.org, in whatever way it is nested.

use crate::ingest::blocks;
use dom_query::Document;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Types of schema.org that are articles.
const ARTICLES: [&str; 16] = [
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
    "AdvertiserContentArticle",
    "SocialMediaPosting",
    "Review",
];
/// Types whose days are not the page's.
const PARTS: [&str; 6] = ["Comment", "ImageObject", "VideoObject", "AudioObject", "Product", "Event"];
/// The most nodes that are looked at.
const MOST_NODES: usize = 20_000;

/// What it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The headline.
    pub headline: Option<String>,
    /// `datePublished`, as it is written.
    pub published: Option<String>,
    /// `dateModified`, as it is written.
    pub modified: Option<String>,
    /// Names of authors.
    pub authors: Vec<String>,
    /// The publisher's name.
    pub outlet: Option<String>,
    /// `articleBody`: the text, where all of it is given.
    pub body: Option<String>,
    /// `datePublished` of the page, where no article has one.
    pub page_published: Option<String>,
    /// The article's address.
    pub url: Option<String>,
}

/// Reads all linked data of a page. Articles that are called like nothing that the page is called are others.
pub fn read(document: &Document) -> Said {
    let mut roots = Vec::new();
    for script in document.select("script[type*='ld+json' i]").iter() {
        roots.extend(parse(&script.text()));
    }
    if roots.is_empty() {
        return Said::default();
    }
    let called = Called::of(document);
    let mut nodes = Vec::new();
    let mut todo: Vec<&Value> = roots.iter().rev().collect();
    while let Some(value) = todo.pop() {
        match value {
            Value::Array(items) => todo.extend(items.iter().rev()),
            Value::Object(node) => {
                nodes.push(node);
                // Lists of other articles are not this one.
                let is_list = is_of(node, &["ItemList", "BreadcrumbList", "CollectionPage"]);
                if !is_list {
                    let inner = node.iter().filter(|(key, _)| {
                        !matches!(
                            key.as_str(),
                            "itemListElement"
                                | "comment"
                                | "hasPart"
                                | "relatedLink"
                                | "citation"
                                | "mentions"
                        )
                    });
                    todo.extend(
                        inner
                            .map(|(_, value)| value)
                            .filter(|v| v.is_object() || v.is_array())
                            .collect::<Vec<_>>()
                            .into_iter()
                            .rev(),
                    );
                }
            }
            _ => {}
        }
        if nodes.len() > MOST_NODES {
            break;
        }
    }
    let likeness =
        |node: &Map<String, Value>| match ["headline", "name"].iter().find_map(|k| text(node.get(*k)?)) {
            Some(headline) => called.like(&headline),
            None => Likeness::Some,
        };
    let is_other = |node: &Map<String, Value>| is_of(node, &ARTICLES) && likeness(node) == Likeness::None;
    let articles = nodes.iter().filter(|node| is_of(node, &ARTICLES) && !is_other(node));
    // The one that is called like the page, or else the one that says most of what an article says.
    let article = articles.rev().max_by_key(|node| {
        let keys = ["headline", "datePublished", "author", "articleBody", "mainEntityOfPage"];
        (likeness(node), keys.iter().filter(|k| node.contains_key(**k)).count())
    });
    let page = nodes.iter().find(|node| {
        is_of(node, &["WebPage", "ItemPage", "AboutPage"]) && node.contains_key("datePublished")
    });
    let is_dated = |node: &&&Map<String, Value>| {
        !is_of(node, &PARTS) && !is_other(node) && node.contains_key("datePublished")
    };
    let page = page.or_else(|| nodes.iter().find(is_dated));
    let words = |node: Option<&&Map<String, Value>>, key: &str| text(node?.get(key)?);
    let authors = article
        .and_then(|a| a.get("author").or(a.get("creator")))
        .map(|authors| names(&people(authors), &nodes))
        .unwrap_or_default();
    let publisher = article.and_then(|a| a.get("publisher")).map(|p| names(p, &nodes)).unwrap_or_default();
    Said {
        headline: words(article, "headline").or_else(|| words(article, "name")),
        published: words(article, "datePublished").or_else(|| words(article, "dateCreated")),
        modified: words(article, "dateModified"),
        authors,
        outlet: publisher.into_iter().next(),
        body: article.and_then(|a| body(a.get("articleBody")?)),
        page_published: words(page, "datePublished"),
        url: article.and_then(|a| address(a)),
    }
}

/// Whether the whole of a script is read here.
pub fn is_read(script: &str) -> bool {
    !parse(script).is_empty()
}

/// How much a headline is like what the page is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// They have no word in common.
    None,
    Some,
    /// One holds the other.
    Much,
}

/// What the page is called.
struct Called {
    /// The letters of its titles and headings.
    titles: Vec<String>,
    /// Their words.
    words: HashSet<String>,
}

impl Called {
    fn of(document: &Document) -> Self {
        /// Headings of one kind that are looked at.
        const MOST: usize = 8;
        /// Characters of a title that are looked at.
        const LONGEST: usize = 300;
        let mut titles: Vec<String> = Vec::new();
        for selector in ["head title", "h1", "h2", "[itemprop='headline']"] {
            titles.extend(
                document.select(selector).nodes().iter().take(MOST).map(|node| node.text().to_string()),
            );
        }
        for selector in ["meta[property='og:title']", "meta[name='twitter:title']", "meta[name='title']"] {
            titles.extend(document.select(selector).attr("content").map(|title| title.to_string()));
        }
        let titles = titles.iter().map(|title| title.chars().take(LONGEST).collect::<String>());
        let titles: Vec<String> = titles.filter(|title| title.contains(char::is_alphanumeric)).collect();
        Called {
            words: titles.iter().flat_map(|title| long_words(title)).collect(),
            titles: titles.iter().map(|title| letters(title)).collect(),
        }
    }

    fn like(&self, headline: &str) -> Likeness {
        /// Bytes of the shortest title that says something where it is a part of another.
        const LEAST: usize = 8;
        let own = letters(headline);
        let holds = |title: &String| {
            *title == own
                || own.len() >= LEAST && title.contains(&own)
                || title.len() >= LEAST && own.contains(title)
        };
        let mut words = long_words(headline).peekable();
        if self.titles.iter().any(holds) {
            Likeness::Much
        } else if self.titles.is_empty()
            || words.peek().is_none()
            || words.any(|word| self.words.contains(&word))
        {
            Likeness::Some
        } else {
            Likeness::None
        }
    }
}

/// The letters and digits of a title, in lower case.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a title that say something, in lower case.
fn long_words(title: &str) -> impl Iterator<Item = String> {
    /// Letters of the shortest.
    const LEAST: usize = 4;
    let words = title.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() >= LEAST).map(str::to_lowercase)
}

/// The address that an article gives itself: of a page, not of its site.
fn address(article: &Map<String, Value>) -> Option<String> {
    let of = |value: &Value| match value {
        Value::Object(node) => {
            node.get("@id").or_else(|| node.get("url")).and_then(string).map(str::to_owned)
        }
        other => string(other).map(str::to_owned),
    };
    let is_page = |url: &String| {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        rest.and_then(|rest| rest.split_once('/')).is_some_and(|(_, path)| {
            !path.is_empty() && !path.starts_with('#') && !path.contains(char::is_whitespace)
        })
    };
    ["url", "mainEntityOfPage", "@id"]
        .iter()
        .filter_map(|key| of(article.get(*key)?))
        .find(is_page)
        .map(|url| url.split_once('#').map_or(url.as_str(), |(page, _)| page).to_owned())
}

/// The values of one script; what is merely untidy is read all the same.
fn parse(script: &str) -> Vec<Value> {
    /// Bytes of the longest; values take many times that.
    const LONGEST: usize = 4_000_000;
    if script.len() > LONGEST {
        return Vec::new();
    }
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let script = script.trim().trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script =
        script.trim_end().trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    // Line ends within strings are the usual fault.
    let tidy: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(&tidy).into_iter::<Value>() {
        match value {
            Ok(value) => values.push(value),
            Err(_) => break,
        }
    }
    values
}

fn is_of(node: &Map<String, Value>, types: &[&str]) -> bool {
    let is = |name: &str| types.contains(&name.rsplit(['/', '#', ':']).next().unwrap_or(name));
    match node.get("@type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

/// A string, the first of a list, or what `@value` holds; entities of HTML as their letters.
fn text(value: &Value) -> Option<String> {
    let text = unescaped(string(value)?);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The same for a text of several lines, which some pages give with its markup.
fn body(value: &Value) -> Option<String> {
    let written = string(value)?;
    let is_markup = ["</p>", "<br", "</div>", "</li>"].iter().any(|tag| written.contains(tag));
    let marked = is_markup.then(|| blocks::lines(written).ok()).flatten();
    let text = marked.map_or_else(|| unescaped(written), |marked| marked.text);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    (!text.is_empty()).then_some(text)
}

fn string(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(items) => items.iter().find_map(string),
        Value::Object(node) => node.get("@value").and_then(string),
        _ => None,
    }
}

fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    Document::fragment(text.replace('<', "&lt;")).text().to_string()
}

/// Authors without the organisations among them, where there are others.
fn people(authors: &Value) -> Value {
    let is_person = |author: &&Value| {
        !author
            .as_object()
            .is_some_and(|node| is_of(node, &["Organization", "NewsMediaOrganization", "Corporation"]))
    };
    let people = |all: &Vec<Value>| -> Vec<Value> { all.iter().filter(is_person).cloned().collect() };
    match authors {
        Value::Array(all) if all.iter().any(|author| is_person(&author)) => Value::Array(people(all)),
        other => other.clone(),
    }
}

/// Names of people and organisations; a mere reference is looked up.
fn names(value: &Value, nodes: &[&Map<String, Value>]) -> Vec<String> {
    match value {
        Value::Array(items) => items
            .iter()
            .take(50)
            .flat_map(|item| names(item, &[]))
            .collect::<Vec<_>>()
            .into_iter()
            .chain(
                items
                    .iter()
                    .take(50)
                    .filter(|item| item.get("name").is_none())
                    .flat_map(|item| referred(item, nodes)),
            )
            .collect(),
        Value::Object(node) => match node.get("name") {
            Some(Value::Array(several)) => several.iter().take(50).filter_map(text).collect(),
            Some(name) if text(name).is_some() => text(name).into_iter().collect(),
            _ => referred(value, nodes),
        },
        other => text(other).into_iter().collect(),
    }
}

fn referred(value: &Value, nodes: &[&Map<String, Value>]) -> Vec<String> {
    let Some(id) = value.get("@id") else { return Vec::new() };
    let node = nodes.iter().find(|node| node.get("@id") == Some(id) && node.contains_key("name"));
    node.and_then(|node| text(node.get("name")?)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(json: &str) -> Said {
        read(&Document::from(format!("<script type='application/ld+json'>{json}</script>")))
    }

    #[test]
    fn however_it_is_nested() {
        let article = r##"{"@type": ["NewsArticle"], "headline": "Talks &amp; rain", "datePublished": "2025-12-19", "author": [{"@type": "Person", "name": "Ada Berg"}, {"@id": "#bo"}],
            "publisher": {"@type": "Organization", "name": "The Lund Post"}, "dateModified": "2025-12-20"}"##;
        let article = &article.replace(
            r#"[{"@type": "Person""#,
            r#"[{"@type": "Organization", "name": "The Post"}, {"@type": "Person""#,
        );
        let person = r##"{"@type": "Person", "@id": "#bo", "name": "Bo Ek"}"##;
        let list = r#"{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Other", "datePublished": "2001-01-01", "author": "X", "mainEntityOfPage": 1, "articleBody": ""}]}"#;
        for json in [
            format!("[{list}, {article}, {person}]"),
            format!(r#"{{"@graph": [{list}, {person}, {{"@type": "WebPage", "mainEntity": {article}}}]}}"#),
            format!("<!--\n[{article},\n{person}]\n-->"),
            format!("{article}{person};"),
        ] {
            let said = said(&json);
            assert_eq!(said.headline.as_deref(), Some("Talks & rain"), "{json}");
            assert_eq!(
                (said.published.as_deref(), said.modified.as_deref()),
                (Some("2025-12-19"), Some("2025-12-20"))
            );
            assert_eq!(said.authors, ["Ada Berg", "Bo Ek"]);
            assert_eq!(said.outlet.as_deref(), Some("The Lund Post"));
        }
    }

    #[test]
    fn of_several_articles_the_one_that_the_page_is_called_after() {
        let one = |headline: &str, author: &str| {
            format!(
                r#"{{"@type": "NewsArticle", "headline": "{headline}", "datePublished": "2025-12-19", "author": "{author}"}}"#
            )
        };
        let (own, other) = (one("Talks stall in Lund", "Ada Berg"), one("Pier closes", "Bo Ek"));
        let page = |json: &str| {
            format!(
                "<title>Talks stall in Lund - Post</title><h1>Talks stall in Lund</h1><script type='application/ld+json'>{json}</script>"
            )
        };
        let read = |json: &str| read(&Document::from(page(json)));
        for json in [
            format!("[{other}, {own}]"),
            format!("{other}{own}"),
            format!(r#"{{"@graph": [{own}, {other}]}}"#),
        ] {
            assert_eq!(read(&json).authors, ["Ada Berg"], "{json}");
        }
        assert_eq!(read(&other), Said::default());
        let alike = one("Nine hours of talks", "Ada Berg");
        assert_eq!(read(&alike).authors, ["Ada Berg"], "in other words");
    }

    #[test]
    fn the_address_that_an_article_gives_itself() {
        let url = |json: &str| said(&format!(r#"{{"@type": "Article", {json}}}"#)).url;
        let page = Some("https://lund.example/a".to_owned());
        for json in [
            r#""url": "https://lund.example/a""#,
            r##""url": "https://lund.example/", "mainEntityOfPage": "https://lund.example/a#top""##,
            r#""mainEntityOfPage": {"@type": "WebPage", "@id": "https://lund.example/a"}"#,
        ] {
            assert_eq!(url(json), page, "{json}");
        }
        for json in [r#""url": "https://lund.example""#, r#""url": "/a""#, r##""@id": "#article""##] {
            assert_eq!(url(json), None, "{json}");
        }
    }

    #[test]
    fn what_is_broken_says_nothing() {
        for json in ["", "{", "[1, 2", "null", "{\"@type\": 5}", "{\"@type\": \"Person\", \"name\": \"X\"}"] {
            assert_eq!(said(json), Said::default(), "{json}");
        }
        assert_eq!(said("{\"@type\": \"Article\", \"headline\": \"a\nb\"}").headline.as_deref(), Some("a b"));
        said(&"[".repeat(200_000));
    }
}
