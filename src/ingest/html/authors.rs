//! Who wrote the article: what the page says for machines, then its byline. Names, not addresses, accounts or outlets.

use super::json_ld::Said;
use super::meta::Meta;
use super::parts::{Part, Parts};
use crate::ingest::blocks::lines_of;
use crate::ingest::date::{Order, first_date};
use crate::ingest::names;
use crate::lists::{lines, rows};
use dom_query::Document;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of which a name has none: roles, departments, calls to action.
static NO_NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("../data/no-names.txt")).collect());

/// Words before names: rows of kind ("near": only beside the headline) and words.
static LEADS: LazyLock<Vec<[&'static str; 2]>> =
    LazyLock::new(|| rows(include_str!("../data/byline-leads.tsv")).collect());

/// Words of which not even the name of a desk has one: accounts, calls to action.
static NOBODY: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("../data/nobody.txt")).collect());

/// The most authors of one article.
const MOST: usize = 12;

/// Who may be named.
#[derive(Clone, Copy)]
enum Who<'a> {
    /// People; not the site of this name.
    People(Option<&'a str>),
    /// People, desks, teams and the site itself.
    Anyone,
}

/// Finds the authors: people, or else whom the page names in their stead (a desk, a team, the site itself). `outlet`: the
/// site's name, which is no person's.
pub fn find(
    document: &Document,
    page: &Parts,
    meta: &Meta,
    said: &Said,
    outlet: Option<&str>,
) -> Vec<String> {
    let people = named(document, page, meta, said, Who::People(outlet));
    if people.is_empty() { named(document, page, meta, said, Who::Anyone) } else { people }
}

fn named(document: &Document, page: &Parts, meta: &Meta, said: &Said, who: Who<'_>) -> Vec<String> {
    let clean = |names: Vec<String>| tidy(&names, who);
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
    let found = clean(meta.labelled("written by"));
    if !found.is_empty() {
        return found;
    }
    let selectors = [
        "[itemprop='author'] [itemprop='name']",
        "[itemprop='author']",
        "a[rel='author'], [rel~='author']",
        ".byline a, .author a, .author-name, .byline-name, .post-author a, .entry-author a",
        ".byline, .author, .post-author, .entry-author, .article-author, .article__author, .author-info, .vcard .fn",
        "[class*='byline'], [class*='author-name'], [class*='AuthorName'], [class*='authorName'], [class*='creator-name'], [class*='__author']",
        "a[href*='/author/'], a[href*='/authors/'], a[href*='/profiles/'], a[href*='/contributor']",
    ];
    for selector in selectors {
        let nodes = document.select(selector);
        let texts: Vec<String> = nodes
            .nodes()
            .iter()
            .take(6)
            .filter(|node| !of_comment(node))
            .map(|node| lines_of(node).text)
            .collect();
        let short: Vec<String> = texts.into_iter().filter(|text| text.len() < 200).collect();
        let is_link = selector.contains("href");
        let mut found = clean(short.into_iter().take(if is_link { 6 } else { 3 }).collect());
        // What is only called so may be the names of buttons; links lead to other things too.
        let is_marked = selector.contains("itemprop") || selector.contains("rel=");
        let is_anyone = matches!(who, Who::Anyone) && found.len() == 1 && !is_link;
        found.retain(|name| is_marked || is_anyone || name.contains(' '));
        if is_link {
            found.retain(|name| is_full_name(name));
            found.truncate(1);
        }
        if !found.is_empty() {
            return found;
        }
    }
    printed(page, who)
}

/// Names after words such as "Written by" at the beginning of a short line below the headline, or in the line after
/// them.
fn printed(page: &Parts, who: Who<'_>) -> Vec<String> {
    /// Words of the longest byline.
    const MOST_WORDS: u32 = 30;
    /// How many lines below the headline a mere "By" counts.
    const NEAR: usize = 40;
    let name = |part: &Part| page.elements.get(part.block).map_or("", |e| &*e.name);
    let headline = page.parts.iter().position(|part| name(part) == "h1").unwrap_or(0);
    let from = headline.saturating_sub(5);
    for (n, part) in page.parts.iter().enumerate().skip(from).filter(|(_, part)| part.words <= MOST_WORDS) {
        let lower = part.text.to_lowercase();
        let begins = |kind: &str| {
            let leads = LEADS.iter().filter(|[k, _]| *k == kind).map(|[_, lead]| *lead);
            leads.filter(|lead| lower.starts_with(lead)).map(str::len).max()
        };
        let Some(lead) = begins("anywhere").or_else(|| begins("near").filter(|_| n < headline + NEAR)) else {
            continue;
        };
        let rest = part.text.get(lead..).unwrap_or_default();
        // "bystander": a word goes on.
        if rest.starts_with(char::is_alphanumeric) && part.text.get(..lead).is_some_and(|l| !l.ends_with(' '))
        {
            continue;
        }
        let rest = rest.trim_start_matches([':', ' ', '\u{a0}']);
        let line = if rest.is_empty() { page.parts.get(n + 1).map_or("", |next| &*next.text) } else { rest };
        let names: Vec<String> =
            tidy(&[until_mark(line).to_owned()], who).into_iter().filter(|name| is_full_name(name)).collect();
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// The beginning of a byline, up to what is no list of names any more: " on 3 May", a mark, a role.
fn until_mark(line: &str) -> &str {
    let ends = [" on ", " in ", " at ", " for ", " – ", " | ", " • ", " ● ", " · ", " ⋅ ", " — ", ". "];
    let end = ends.iter().filter_map(|mark| line.find(mark)).min();
    let digit = line.find(|c: char| c.is_ascii_digit());
    let day = first_date(line, Order::DayFirst).map(|(at, _)| at);
    line.get(..end.into_iter().chain(digit).chain(day).min().unwrap_or(line.len())).unwrap_or(line)
}

/// Two to four words that begin with capitals; small ones ("van", "de") between them.
fn is_full_name(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    (2..=5).contains(&words.len())
        && words.first().is_some_and(is_capital)
        && words.last().is_some_and(is_capital)
        && words.iter().filter(|word| !is_capital(word)).all(|word| word.len() <= 3)
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

/// Whether a line names some of these authors, with what they are and a day behind them at most.
pub(super) fn is_byline(line: &str, authors: &[String]) -> bool {
    let day = first_date(line, Order::DayFirst).map(|(at, _)| at);
    let head = day.and_then(|at| line.get(..at)).unwrap_or(line);
    let parts: Vec<String> = parts(head).iter().map(|name| names::bare(name)).collect();
    let is_known = |part: &String| authors.iter().any(|author| author.to_lowercase() == part.to_lowercase());
    let is_role = |part: &String| {
        let mut words = part.split(' ');
        words.clone().count() <= 4 && words.any(|word| NO_NAMES.contains(word.to_lowercase().as_str()))
    };
    parts.iter().any(is_known) && parts.iter().all(|part| is_known(part) || is_role(part))
}

/// Names out of bylines, each once.
fn tidy(bylines: &[String], who: Who<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for byline in bylines.iter().filter(|byline| !byline.contains("://")) {
        // After the name of a desk comes what is none.
        let is_anyone = matches!(who, Who::Anyone);
        let bare = |name: &String| if is_anyone { name.clone() } else { names::bare(name) };
        for name in parts(byline).iter().take(if is_anyone { 1 } else { MOST }).map(bare) {
            let is_outlet = matches!(who, Who::People(Some(outlet)) if outlet.eq_ignore_ascii_case(&name));
            if is_name(&name, who)
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

/// The names in a byline, or in what a table, a header or a file gives as its author, however many: "By Jane Doe and John
/// Roe, Staff Writers" is two. What is no person's name counts where no other does: a desk, an agency.
pub fn split(byline: &str) -> Vec<String> {
    let names = parts(byline);
    let people: Vec<String> = names.iter().filter(|name| is_name(name, Who::People(None))).cloned().collect();
    if people.is_empty() { names } else { people }
}

/// "By Jane Doe and John Roe, Staff Writers | Updated May 5" → the parts that may be names.
fn parts(byline: &str) -> Vec<String> {
    let byline = byline.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = byline.to_lowercase();
    let is_word = |at: usize| !byline.get(at..).unwrap_or_default().starts_with(char::is_lowercase);
    let leads = LEADS.iter().map(|[_, lead]| lead.len()).zip(LEADS.iter());
    let leads = leads.filter(|(length, [_, lead])| lower.starts_with(lead) && is_word(*length));
    let start = leads.map(|(length, _)| length).max().unwrap_or(0);
    let names = byline.get(start..).unwrap_or(&byline).trim_start_matches([':', ' ']);
    let names =
        names.split([';', '|', '•', '·', '⋅', '–', '/', '\n', '(', '[']).flat_map(|part| part.split(" - "));
    let names = names
        .flat_map(|part| match turned(part) {
            Some(name) => vec![name],
            None => part.split(',').map(str::to_owned).collect(),
        })
        .flat_map(|part| words_between(&part, &[" and ", " & ", " und "]));
    names
        .map(|name| name.trim().trim_end_matches(['.', ':', ')', ']']).trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// What stands between words that join names.
fn words_between(part: &str, joints: &[&str]) -> Vec<String> {
    joints.iter().fold(vec![part.to_owned()], |parts, joint| {
        parts.iter().flat_map(|part| part.split(joint)).map(str::to_owned).collect()
    })
}

/// "Berg, Ada" and "Berg, Ada M." as libraries write one name, the right way round; `None` for anything else.
fn turned(part: &str) -> Option<String> {
    let (last, first) = part.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    let mut words = first.split(' ');
    words.next().filter(|word| is_given(word))?;
    let is_turned = !last.contains(' ')
        && is_given(last)
        && words.all(|word| word.trim_end_matches('.').chars().count() == 1);
    is_turned.then(|| format!("{first} {last}"))
}

/// Whether a word may be a part of a person's name: small letters after a capital, and no role. Letters such as "AFP" are
/// those of an agency.
fn is_given(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().any(char::is_lowercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && !NO_NAMES.contains(word.to_lowercase().as_str())
}

fn is_name(name: &str, who: Who<'_>) -> bool {
    let not: &HashSet<&str> = if matches!(who, Who::Anyone) { &NOBODY } else { &NO_NAMES };
    let words: Vec<&str> = name.split(' ').collect();
    let is_word = |word: &&&str| word.starts_with(|c: char| c.is_alphabetic());
    !name.contains(['@', '/', '<', '>', '=', '{', '?', '!', '#', '_'])
        && !name.chars().any(|c| c.is_ascii_digit())
        && (1..=6).contains(&words.len())
        // An account.
        && (words.len() > 1 || !name.starts_with(char::is_lowercase))
        // An address, not a name with initials.
        && (words.len() > 1 || !name.trim_end_matches('.').contains('.'))
        && name.chars().count() <= 60
        && words.iter().filter(is_word).count() * 2 > words.len()
        && !words.iter().any(|word| not.contains(word.to_lowercase().trim_end_matches('.')))
        && first_date(name, Order::Unknown).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authors(html: &str) -> Vec<String> {
        let document = Document::from(html);
        find(
            &document,
            &super::super::parts::of(&document),
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
            "<h1>Talks stall</h1><p>by Ada Berg and Bo Ek ⋅ Staff</p><p>Text.</p>",
            "<h1>Talks stall</h1><p>Text.</p><p>This article was written by Ada Berg and Bo Ek.</p>",
            "<h1>Talks stall</h1><p>By Ada Berg and Bo Ek ● December 3, 2016</p>",
            "<h1>Talks stall</h1><p>This post was written by Ada Berg and Bo Ek, Head of Marketing</p>",
            "<h1>Talks stall</h1><h2>Article by</h2><div>Ada Berg, Bo Ek</div>",
            "<div class=author-info><p>Written by</p><p>Ada Berg</p></div><div class=author-info><p>Bo Ek</p></div>",
            "<p>Posted by <a href=x>Ada Berg</a>, <a href=y>Bo Ek</a> on 3 May 2016</p>",
            "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ada Berg, Bo Ek'>",
            "<meta name='DC.creator' content='Berg, Ada'><meta name='DC.creator' content='Ek, Bo'>",
            "<div itemprop=author><span itemprop=name>Ada Berg</span></div><div itemprop=author><span itemprop=name>Bo Ek</span></div>",
            "<script type='application/ld+json'>{\"@type\": \"Article\", \"author\": [{\"name\": [\"Ada Berg\", \"Bo Ek\"]}]}</script>",
            "<p class=byline>By staff reporter Ada Berg and BO EK in Lund</p>",
        ] {
            assert_eq!(authors(html), ["Ada Berg", "Bo Ek"], "{html}");
        }
    }

    #[test]
    fn names_of_a_byline_in_any_order() {
        for (byline, names) in [
            ("By Ada Berg and Bo Ek, Staff Writers", &["Ada Berg", "Bo Ek"][..]),
            ("Berg, Ada", &["Ada Berg"]),
            ("Berg, Ada M.; Ek, Bo", &["Ada M. Berg", "Bo Ek"]),
            ("Ada Berg, Bo Ek", &["Ada Berg", "Bo Ek"]),
            ("Ada Berg (Northern Wire)", &["Ada Berg", "Northern Wire"]),
            ("Martin Ek, Jr.", &["Martin Ek", "Jr"]),
            ("NW, DWA", &["NW", "DWA"]),
            ("Staff", &["Staff"]),
        ] {
            assert_eq!(split(byline), names, "{byline}");
        }
    }

    #[test]
    fn whom_the_page_names_where_it_names_nobody() {
        for (html, name) in [
            ("<meta name=author content='The Lund Post'>", "The Lund Post"),
            ("<div class=creator-name>Newsdesk</div>", "Newsdesk"),
            ("<span class='banner__author'>By the Lund Team</span>", "the Lund Team"),
            ("<p class=byline>Lund News Desk / lund.example / Updated: 12 March 2016</p>", "Lund News Desk"),
            ("<meta name=author content='The Lund Post'><p class=byline>By Ada Berg</p>", "Ada Berg"),
            (
                "<h1>Talks stall</h1><p>Text.</p><a href='https://o.example/profiles/ada-berg'>Ada Berg</a>",
                "Ada Berg",
            ),
            ("<p>By <a rel=author href=/ada>AdaOfLund</a></p>", "AdaOfLund"),
        ] {
            assert_eq!(authors(html), [name], "{html}");
        }
    }

    #[test]
    fn what_is_no_name_is_none() {
        for html in [
            "<meta name=author content='admin'>",
            "<meta name=author content='lundadmin'>",
            "<meta name=author content='https://lund.example/ada'>",
            "<div class=comment><span class=author>Ada Berg</span></div>",
            "<p class=byline>12 March 2016</p>",
            "<meta name=author content='lund.example'>",
            "<div class=author-size>Small</div>",
            "<h1>Talks stall</h1><p>By the end of Friday nobody had slept.</p><p>By Friday Ada Berg knew.</p><p>Bystanders Ada Berg</p>",
        ] {
            assert_eq!(authors(html), Vec::<String>::new(), "{html}");
        }
    }
}
