//! Electronic books: each chapter of the reading order is an article. Periodicals are sent as such, and there it is one.

use super::Found;
use super::blocks;
use super::date::read_date;
use super::html::split_byline;
use super::office::Parts;
use super::xml::{self, Element};
use crate::article::{Article, MarkedText};
use dom_query::Document;
use std::collections::{HashMap, HashSet};

/// A chapter of fewer words is a cover, a table of contents or an imprint.
const FEWEST_WORDS: usize = 40;
/// The most chapters that are read.
const MOST_CHAPTERS: usize = 10_000;

/// Reads a book. The error says in words what is wrong with it.
pub fn read(parts: &mut Parts<'_>) -> Result<Vec<Result<Found, String>>, String> {
    let file = |parts: &mut Parts<'_>, name: &str| {
        xml::parse(&parts(name)?.ok_or_else(|| format!("the book has no {name}"))?)
    };
    let container = file(parts, "META-INF/container.xml")?;
    let path = container.first("rootfile").and_then(|file| file.attribute("full-path"));
    let path = path.ok_or("the book does not say where its contents are")?.to_owned();
    let package = file(parts, &path)?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let about = About::of(package.first("metadata"));
    let manifest = package.first("manifest");
    let items: HashMap<&str, &Element> = manifest
        .into_iter()
        .flat_map(Element::elements)
        .filter_map(|i| Some((i.attribute("id")?, i)))
        .collect();
    let spine: Vec<&Element> = package.first("spine").map(|s| s.elements().collect()).unwrap_or_default();
    let mut chapters = Vec::new();
    let mut seen = HashSet::new();
    for reference in spine.iter().take(MOST_CHAPTERS) {
        let item = reference.attribute("idref").and_then(|id| items.get(id));
        let Some(item) = item.filter(|item| item.attribute("properties") != Some("nav")) else { continue };
        // Once each, however often the reading order names it.
        let Some(href) = item.attribute("href").filter(|href| seen.insert(*href)) else { continue };
        let name = within(folder, href);
        let chapter = match parts(&name)? {
            Some(bytes) => chapter(&String::from_utf8_lossy(&bytes), &about, &name),
            None => Err(format!("the book has no {name}")),
        };
        let is_text = |found: &Found| found.article.text.split_whitespace().count() >= FEWEST_WORDS;
        if chapter.as_ref().map_or(true, is_text) {
            chapters.push(chapter);
        }
    }
    Ok(chapters)
}

/// What the book says of itself.
struct About {
    outlet: Option<String>,
    date: Option<chrono::NaiveDate>,
    authors: Vec<String>,
}

impl About {
    fn of(metadata: Option<&Element>) -> Self {
        let words = |name: &str| metadata?.first(name).map(Element::words).filter(|words| !words.is_empty());
        // Programs that pack periodicals name themselves.
        let is_program = |name: &String| name.to_lowercase().contains("calibre");
        let title = words("title").map(|title| title.split(" [").next().unwrap_or_default().to_owned());
        Self {
            outlet: words("publisher").filter(|name| !is_program(name)).or(title),
            date: words("date").as_deref().and_then(read_date),
            authors: words("creator")
                .filter(|name| !is_program(name))
                .as_deref()
                .map(split_byline)
                .unwrap_or_default(),
        }
    }
}

fn chapter(markup: &str, about: &About, name: &str) -> Result<Found, String> {
    blocks::guard(markup)?;
    let document = Document::from(markup);
    let heading = ["h1", "h2", "h3", "title"].iter().find_map(|tag| {
        let words = document.select(tag).first().text();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    });
    let MarkedText { text, marks } = blocks::lines_of(&document.root());
    let article = Article {
        text,
        marks,
        title: heading,
        date: about.date,
        outlet: about.outlet.clone(),
        url: None,
        authors: about.authors.clone(),
    };
    Ok(Found { article, external_id: Some(name.to_owned()), ..Found::default() })
}

/// A reference as a name in the archive.
fn within(folder: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in reference.split('/') {
        match part {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            part => path.push(part),
        }
    }
    path.join("/").replace("%20", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_chapter_is_an_article() {
        let long = "The mayor said no. ".repeat(20);
        let page = format!(
            "<html><head><title>x</title></head><body><h1>Talks stall</h1><p>{long}</p></body></html>"
        );
        let mut parts = |name: &str| {
            let text = match name {
                "META-INF/container.xml" => {
                    "<container><rootfiles><rootfile full-path='OEBPS/a.opf'/></rootfiles></container>"
                }
                "OEBPS/a.opf" => {
                    "<package><metadata><dc:title>The Lund Post [Fri]</dc:title><dc:publisher>calibre</dc:publisher>\
                    <dc:date>2025-12-19T00:00:00</dc:date></metadata><manifest><item id='c' href='cover.html'/>\
                    <item id='t' href='../OEBPS/text%201.html'/><item id='m' href='missing.html'/></manifest>\
                    <spine><itemref idref='c'/><itemref idref='t'/><itemref idref='m'/><itemref idref='no'/></spine></package>"
                }
                "OEBPS/cover.html" => "<h1>Cover</h1>",
                "OEBPS/text 1.html" => &page,
                _ => return Ok(None),
            };
            Ok(Some(text.as_bytes().to_vec()))
        };
        let chapters = read(&mut parts).unwrap();
        assert_eq!(chapters.len(), 2);
        let article = &chapters[0].as_ref().unwrap().article;
        assert_eq!(
            (article.title.as_deref(), article.outlet.as_deref()),
            (Some("Talks stall"), Some("The Lund Post"))
        );
        assert_eq!(article.date.unwrap().to_string(), "2025-12-19");
        assert!(article.text.starts_with("Talks stall\nThe mayor said no."));
        assert_eq!(
            article.marks.iter().map(|m| m.span.of(&article.text)).collect::<Vec<_>>(),
            ["Talks stall"]
        );
        assert!(chapters[1].is_err());
        assert!(read(&mut |_: &str| Ok(None)).is_err());
    }
}
