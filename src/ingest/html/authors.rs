//! Who wrote the article: what the page says for machines, then its byline. Names, not addresses, accounts or outlets.

use super::json_ld::Said;
use super::meta::Meta;
use crate::ingest::date::{Order, first_date};
use crate::lists::lines;
use dom_query::Document;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of which a name has none: roles, departments, calls to action.
static NO_NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("../data/no-names.txt")).collect());

/// The most authors of one article.
const MOST: usize = 12;

/// Finds the authors. `outlet`: the site's name, which wrote nothing.
pub fn find(document: &Document, meta: &Meta, said: &Said, outlet: Option<&str>) -> Vec<String> {
    let clean = |names: Vec<String>| tidy(&names, outlet);
    let of_machine = clean(said.authors.clone());
    if !of_machine.is_empty() {
        return of_machine;
    }
    for name in [
        "author",
        "article:author",
        "og:article:author",
        "byl",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "citation_author",
        "article:author_name",
        "authors",
        "creator",
    ] {
        let found = clean(meta.all(name).map(str::to_owned).collect());
        if !found.is_empty() {
            return found;
        }
    }
    let selectors = [
        "[itemprop='author'] [itemprop='name']",
        "[itemprop='author']",
        "a[rel='author'], [rel~='author']",
        ".byline a, .author a, .author-name, .byline-name, .post-author a, .entry-author a",
        ".byline, .author, .post-author, .entry-author, .article-author, .article__author, .author-info, .vcard .fn",
        "[class*='byline'], [class*='author-name'], [class*='AuthorName'], [class*='authorName']",
    ];
    for selector in selectors {
        let nodes = document.select(selector);
        let texts: Vec<String> = nodes
            .nodes()
            .iter()
            .take(6)
            .filter(|node| !of_comment(node))
            .map(|n| n.text().to_string())
            .collect();
        let short: Vec<String> = texts.into_iter().filter(|text| text.len() < 200).collect();
        let found = clean(short.into_iter().take(3).collect());
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn of_comment(node: &dom_query::NodeRef<'_>) -> bool {
    std::iter::once(*node).chain(node.ancestors_it(Some(8))).any(|above| {
        let class = above.class().unwrap_or_default().to_lowercase();
        let id = above.id_attr().unwrap_or_default().to_lowercase();
        ["comment", "related", "sidebar", "recommend", "footer"]
            .iter()
            .any(|word| class.contains(word) || id.contains(word))
    })
}

/// Names out of bylines, each once.
fn tidy(bylines: &[String], outlet: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for byline in bylines.iter().filter(|byline| !byline.contains("://")) {
        for name in split(byline) {
            let is_outlet = outlet.is_some_and(|outlet| outlet.eq_ignore_ascii_case(&name));
            if is_name(&name)
                && !is_outlet
                && !names.iter().any(|known| known.eq_ignore_ascii_case(&name))
                && names.len() < MOST
            {
                names.push(name);
            }
        }
    }
    names
}

/// "By Jane Doe and John Roe, Staff Writers | Updated May 5" → the parts that may be names.
pub fn split(byline: &str) -> Vec<String> {
    let byline = byline.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = byline.to_lowercase();
    let start = [
        "written by:",
        "written by ",
        "posted by ",
        "by: ",
        "by ",
        "von ",
        "author: ",
        "authors: ",
        "par ",
        "por ",
    ]
    .iter()
    .find(|lead| lower.starts_with(**lead))
    .map_or(0, |lead| lead.len());
    let names = byline.get(start..).unwrap_or(&byline);
    let names =
        names.split([';', '|', '•', '·', '–', '/', '\n', '(', '[']).flat_map(|part| part.split(" - "));
    let names = names
        .flat_map(|part| part.split(','))
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "));
    names
        .flat_map(|part| part.split(" und "))
        .map(|name| name.trim().trim_end_matches(['.', ':']).trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let is_word = |word: &&&str| word.starts_with(|c: char| c.is_alphabetic());
    !name.contains(['@', '/', '<', '>', '=', '{', '?', '!', '#', '_'])
        && !name.chars().any(|c| c.is_ascii_digit())
        && (1..=6).contains(&words.len())
        && name.chars().count() <= 60
        && words.iter().filter(is_word).count() * 2 > words.len()
        && !words.iter().any(|word| NO_NAMES.contains(word.to_lowercase().trim_end_matches('.')))
        && first_date(name, Order::Unknown).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authors(html: &str) -> Vec<String> {
        let document = Document::from(html);
        find(
            &document,
            &Meta::read(&document),
            &super::super::json_ld::read(&document),
            Some("The Lund Post"),
        )
    }

    #[test]
    fn names_wherever_they_stand() {
        for html in [
            "<meta name=author content='Ada Berg, Bo Ek'>",
            "<meta property='article:author' content='https://facebook.example/lund'><meta name=author content='By Ada Berg and Bo Ek'>",
            "<span class=byline>By <a>Ada Berg</a> and <a>Bo Ek</a></span>",
            "<p class='byline'>By Ada Berg and Bo Ek, Staff Writers | 12 March 2016</p>",
            "<div itemprop=author><span itemprop=name>Ada Berg</span></div><div itemprop=author><span itemprop=name>Bo Ek</span></div>",
        ] {
            assert_eq!(authors(html), ["Ada Berg", "Bo Ek"], "{html}");
        }
    }

    #[test]
    fn what_is_no_name_is_none() {
        for html in [
            "<meta name=author content='The Lund Post'>",
            "<meta name=author content='admin'>",
            "<meta name=author content='https://lund.example/ada'>",
            "<div class=comment><span class=author>Ada Berg</span></div>",
            "<p class=byline>12 March 2016</p>",
        ] {
            assert_eq!(authors(html), Vec::<String>::new(), "{html}");
        }
    }
}
