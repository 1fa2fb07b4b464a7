//! The page's headline, of all the places where it stands. Each has its own additions (the site's name, a section), so
//! they vote.

use super::json_ld::{Said, letters};
use super::meta::Meta;
use crate::ingest::date::{Order, first_date};
use dom_query::Document;
use std::collections::HashSet;

/// Longest title, in characters.
const LONGEST: usize = 300;
/// Longest text that is looked at for one, in bytes: the pieces of a title are compared with each other.
const LONGEST_TOLD: usize = 4_000;
/// Words of the longest heading that may be a site's name or a section's.
const SHORT: usize = 3;

/// Finds the title. `outlet`: the site's name, which is none of its words.
pub fn find(document: &Document, meta: &Meta, said: &Said, outlet: Option<&str>) -> Option<String> {
    let headings: Vec<String> = ["article h1", "main h1", "h1"]
        .iter()
        .flat_map(|selector| {
            document.select(selector).nodes().iter().take(3).map(|n| squeezed(&n.text())).collect::<Vec<_>>()
        })
        .filter(|text| words(text) >= 2)
        .collect();
    let headings = without_site_names(headings, outlet);
    let element = document.select("head title").first().text();
    let element = if element.is_empty() { document.select("title").first().text() } else { element };
    let open_graph = meta.first(&["og:title"]).or_else(|| {
        meta.first(&[
            "twitter:title",
            "dc.title",
            "dcterms.title",
            "parsely-title",
            "sailthru.title",
            "title",
        ])
    });
    let machine: Vec<String> = [open_graph, said.headline.as_deref(), Some(&*element)]
        .into_iter()
        .flatten()
        .filter(|title| title.len() <= LONGEST_TOLD)
        .map(squeezed)
        .filter(|t| !t.is_empty())
        .collect();
    // A heading that the others begin with, or hold, is what people read; where it is short and they hold a longer one, the
    // short one is the site's name or a section's.
    let is_held = |h: &&String| machine.iter().any(|m| holds(m, h));
    let heading = headings.iter().find(is_held);
    let is_short = heading.is_none_or(|h| words(h) <= SHORT);
    let longer = || {
        let lower = lower_headings(document);
        headings.iter().chain(&lower).filter(is_held).find(|h| words(h) > SHORT).cloned()
    };
    if let Some(heading) = is_short.then(longer).flatten().or_else(|| heading.cloned()) {
        return Some(heading);
    }
    // A heading with the day in it: without, it is what machines are told.
    let dated = |heading: &String| {
        let rest = |m: &&String| letters(heading).strip_suffix(&letters(m)).map(str::len);
        let title = machine.iter().filter(|m| words(m) >= 2).find(|m| rest(m).is_some_and(|rest| rest > 0));
        title.filter(|_| first_date(heading, Order::Unknown).is_some_and(|(at, _)| at == 0))
    };
    if let Some(title) = headings.iter().find_map(dated) {
        return Some(title.clone());
    }
    // What machines are told is often written for search engines: the heading that says the same in other words.
    let alike = |heading: &&String| machine.iter().map(|m| shared(m, heading)).fold(0.0, f32::max);
    let heading =
        headings.iter().rev().max_by(|a, b| alike(a).total_cmp(&alike(b))).filter(|h| alike(h) >= 0.5);
    if let Some(heading) = heading.filter(|h| h.chars().count() <= LONGEST) {
        return Some(heading.clone());
    }
    // A title that is no more than the site's name says nothing of the page.
    let told = said.headline.as_deref().or(open_graph).filter(|title| title.len() <= LONGEST_TOLD);
    let told = told.map(squeezed).filter(|t| words(t) >= 1);
    if told.is_none()
        && words(&element) <= SHORT
        && let [heading] = &distinct(&headings)[..]
        && words(heading) > SHORT
    {
        return Some((*heading).clone());
    }
    let best = told.or_else(|| machine.first().cloned()).map(|title| without_site(&title, outlet));
    best.or_else(|| headings.first().cloned())
        .filter(|title| !title.is_empty() && title.chars().count() <= LONGEST)
}

/// Headings that are not the site's name, or all where there are no others.
fn without_site_names(headings: Vec<String>, outlet: Option<&str>) -> Vec<String> {
    let outlet = outlet.map(letters).filter(|outlet| !outlet.is_empty());
    let is_site = |heading: &String| outlet.as_ref() == Some(&letters(heading));
    if headings.iter().all(is_site) {
        headings
    } else {
        headings.into_iter().filter(|h| !is_site(h)).collect()
    }
}

/// The first headings of the second and third rank.
fn lower_headings(document: &Document) -> Vec<String> {
    /// How many of each rank are looked at.
    const MOST: usize = 4;
    let of = |selector: &str| -> Vec<String> {
        document.select(selector).nodes().iter().take(MOST).map(|node| squeezed(&node.text())).collect()
    };
    [of("h2"), of("h3")].concat().into_iter().filter(|h| h.chars().count() <= LONGEST).collect()
}

/// Each once.
fn distinct(headings: &[String]) -> Vec<&String> {
    let mut seen = HashSet::new();
    headings.iter().filter(|heading| seen.insert(letters(heading))).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> usize {
    text.split(' ').filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Whether all words of a heading stand in a longer or equal title, one after the other.
fn holds(title: &str, heading: &str) -> bool {
    let (title, heading) = (letters(title), letters(heading));
    heading.len() >= 8 && title.contains(&heading)
}

/// The share of their words that two titles have in common, of the longer one.
fn shared(title: &str, heading: &str) -> f32 {
    let set = |text: &str| -> HashSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (title, heading) = (set(title), set(heading));
    let longer = title.len().max(heading.len()).max(1);
    #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
    let share = title.intersection(&heading).count() as f32 / longer as f32;
    share
}

/// "Talks stall - The Lund Post" without what comes after the last mark, where that is the site's name or short.
fn without_site(title: &str, outlet: Option<&str>) -> String {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » ", " · "] {
        let Some((head, tail)) = title.rsplit_once(mark) else { continue };
        let site = letters(tail);
        let is_site =
            outlet.is_some_and(|o| letters(o) == site || site.contains(&letters(o)) && !o.is_empty());
        let is_short = words(tail) <= 4
            && words(head) >= 3
            && matches!(mark, " | " | " - " | " – " | " — " | " :: " | " » ");
        if is_site || is_short {
            return without_site(head.trim(), outlet);
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(html: &str) -> String {
        let document = Document::from(html);
        find(
            &document,
            &Meta::read(&document),
            &super::super::json_ld::read(&document),
            Some("The Lund Post"),
        )
        .unwrap_or_default()
    }

    #[test]
    fn the_heading_that_says_the_same_in_other_words() {
        let html = "<meta property='og:title' content='9 reasons why talks in Lund stall'><h1>Why the talks in Lund stall: nine \
                    reasons</h1>";
        assert_eq!(title(html), "Why the talks in Lund stall: nine reasons");
        let html = "<meta property='og:title' content='Talks stall in Lund'><h1><span>Dec 18 2025</span> Talks stall in Lund</h1>";
        assert_eq!(title(html), "Talks stall in Lund");
        let html =
            "<meta property='og:title' content='9 reasons why talks in Lund stall'><h1>News of the week</h1>";
        assert_eq!(title(html), "9 reasons why talks in Lund stall");
    }

    #[test]
    fn of_all_that_is_said_the_headline() {
        for html in [
            "<title>Talks stall in Lund - The Lund Post</title>",
            "<title>Talks stall in Lund | News | The Lund Post</title>",
            "<title>Post: Talks stall in Lund</title><h1>The Lund Post</h1><h1>Talks stall in Lund</h1>",
            "<meta property='og:title' content='Talks stall in Lund'><h1>Section</h1>",
            "<title>The Lund Post</title><h1>Talks stall in Lund</h1>",
            "<title>Talks stall in Lund - The Lund Post</title><h1>The Lund Post</h1><h1>Talks stall in Lund</h1>",
            "<title>Talks stall in Lund - The Lund Post</title><header><h1>The Lund Post</h1></header><h2>Talks stall in Lund</h2>",
            "<title>Malmo Sun | Talks stall in Lund</title><h1>Malmo Sun</h1><h2>Talks stall in Lund</h2><h2>More</h2>",
            "<title>Malmo Sun | News | Talks stall in Lund</title><h2>Talks stall in Lund</h2>",
            "<title>The Malmo Sun: Talks stall in Lund</title><h3>Talks stall in Lund</h3>",
            "<meta property='og:title' content='Talks stall in Lund | LP'><article><h1>Talks stall\n in Lund</h1></article>",
        ] {
            assert_eq!(title(html), "Talks stall in Lund", "{html}");
        }
        assert_eq!(title("<p>x</p>"), "");
        let endless = "Talks stall | ".repeat(100_000);
        assert_eq!(
            title(&format!("<title>{endless}</title><meta property='og:title' content='{endless}'>")),
            ""
        );
        assert_eq!(title("<title>Self-made - or not</title>"), "Self-made - or not");
    }
}
