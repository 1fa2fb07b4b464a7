//! Pages that stand in an article's place: errors of servers, walls before which one signs in, checks for robots, front pages.
//! They are stored as what they say that they are, with a warning.

use super::parts::{LONG, Part, Parts};
use crate::lists::rows;
use rustc_hash::FxHashSet;

/// Words in lines that read like paragraphs from which on a page holds an article, whatever else it says.
const ARTICLE: usize = 60;
/// Words of the shortest link that reads like a headline.
const HEADLINE: usize = 4;
/// Links that read like headlines from which on a page of fewer other words than these is a front page.
const MANY: usize = 30;
const FEW_WORDS: usize = 40;
/// The same for a page that has not even one sentence of its own.
const SEVERAL: usize = 6;
/// The same for a page whose address is that of its site, with words for a teaser below each headline.
const SOME: usize = 10;
const TEASER: usize = 20;

/// What a page seems to be instead of an article, as a warning. `text`: what was taken for the article's.
pub(super) fn warning(page: &Parts, title: Option<&str>, url: Option<&str>, text: &str) -> Option<String> {
    let links: FxHashSet<&str> =
        page.parts.iter().filter(|part| is_link(part)).map(|part| part.text.as_str()).collect();
    let own = text.lines().filter(|line| !links.contains(line.trim_start_matches("• ")));
    let own: Vec<usize> = own.map(|line| line.split_whitespace().count()).collect();
    let paragraphs: usize = own.iter().filter(|words| **words >= LONG as usize).sum();
    let headlines = links.iter().filter(|link| link.split_whitespace().count() >= HEADLINE).count();
    let is_front = match url.is_some_and(is_site) {
        true => headlines >= SOME && paragraphs < headlines * TEASER,
        false => {
            let words: usize = own.iter().sum();
            headlines >= MANY && words < FEW_WORDS
                || headlines >= SEVERAL && words <= headlines && paragraphs == 0
        }
    };
    let front =
        || format!("the page seems to be a front page (it links {headlines} headlines), not an article");
    let is_menu = own.is_empty() && headlines == 0 && !text.is_empty();
    let menu = || "the page seems to hold nothing but its menu, not an article".to_owned();
    let is_short = paragraphs < ARTICLE;
    let said = is_short.then(|| said(page, title, text)).flatten();
    said.or_else(|| is_front.then(front)).or_else(|| is_menu.then(menu))
}

/// What the title, the headline and the lines of a page say that it is.
fn said(page: &Parts, title: Option<&str>, text: &str) -> Option<String> {
    let headlines = page.parts.iter().filter(|part| is_heading(page, part)).map(|part| part.text.as_str());
    let heads: FxHashSet<String> =
        title.into_iter().chain(headlines).chain(text.lines().next()).flat_map(pieces).collect();
    let lines: Vec<String> = page.parts.iter().map(|part| bare(&part.text)).collect();
    let known =
        rows(include_str!("../data/no-articles.tsv")).find(|[_, place, words]: &[&str; 3]| match *place {
            "head" => heads.contains(*words),
            _ => lines.iter().any(|line| line.starts_with(words)),
        });
    let [what, _, words] = known?;
    let what = match what {
        "error" => "an error of the server",
        "check" => "a check for robots",
        _ => "a wall before which one signs in",
    };
    Some(format!("the page seems to be {what} (“{words}”), not an article"))
}

fn is_link(part: &Part) -> bool {
    part.words > 0 && part.link_words * 10 >= part.words * 8
}

fn is_heading(page: &Parts, part: &Part) -> bool {
    page.elements.get(part.block).is_some_and(|block| block.name == "h1")
}

/// Whether an address is that of a site, not of a page in it.
fn is_site(url: &str) -> bool {
    url.split_once("://")
        .is_some_and(|(_, rest)| rest.split_once('/').is_none_or(|(_, path)| path.is_empty()))
}

/// A head as it is, and what stands between its bars and dashes, which part it from the site's name.
fn pieces(head: &str) -> Vec<String> {
    const BETWEEN: [&str; 6] = [" | ", " - ", " – ", " — ", " · ", " » "];
    let mut parted = vec![head];
    for between in BETWEEN {
        parted = parted.into_iter().flat_map(|piece| piece.split(between)).collect();
    }
    parted.into_iter().chain([head]).map(bare).filter(|piece| !piece.is_empty()).collect()
}

/// Words in lower case without marks at their ends.
fn bare(words: &str) -> String {
    let words = words.to_lowercase().replace('’', "'");
    words.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::read;

    fn page(title: &str, body: &str) -> String {
        format!("<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>")
    }

    /// What an article is said to be that is read from a page.
    fn seems(page: &str) -> Option<String> {
        read(page, None).unwrap().warning
    }

    const ARTICLE: &str = "<p>“We were close,” the mayor said on Friday. The council had met for nine hours, in a hall that was \
        built for weddings, and nobody had slept.</p><p>Her deputy, who had left the hall early, denied that there had been an \
        offer at all, and accused the other side of leaking what little had been said behind its doors. Nobody in the hall would say more than that on Friday.</p>";

    #[test]
    fn pages_in_an_articles_place_are_named() {
        let nav = "<nav><ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li></ul></nav>";
        for (title, body, what) in [
            (
                "404 Not Found",
                "<h1>Not Found</h1><p>The requested URL was not found on this server.</p>",
                "an error",
            ),
            (
                "Page not found - The Lund Post",
                "<h1>Sorry</h1><p>It may have moved, or never have been here.</p>",
                "an error",
            ),
            (
                "The Lund Post",
                "<h1>We can’t find that page.</h1><p>Try the search above, or go home.</p>",
                "an error",
            ),
            (
                "Access Denied",
                "<h1>Access Denied</h1><p>You don't have permission to access it on this server.</p>",
                "an error",
            ),
            (
                "Just a moment...",
                "<h2>lund.example</h2><p>Verifying you are human. This may take a few seconds.</p>",
                "a check",
            ),
            (
                "Sign in | The Lund Post",
                "<h1>Welcome back</h1><p>Your address and your password, please.</p>",
                "a wall",
            ),
            (
                "Talks stall in Lund",
                "<h1>Talks stall in Lund</h1><p>The council had met for nine hours, in a hall that was built for weddings.</p>\
                 <div><p>Sign in to continue reading this story.</p></div>",
                "a wall",
            ),
        ] {
            let said = seems(&page(title, &format!("{nav}<main>{body}</main>"))).unwrap_or_default();
            assert!(said.starts_with(&format!("the page seems to be {what}")), "{title}: {said:?}");
        }
    }

    #[test]
    fn a_list_of_headlines_is_a_front_page() {
        let headline = |n: u32| {
            format!("<div><h3><a href=/{n}>Rain floods the old harbour of town {n} again</a></h3></div>")
        };
        let front = |count: u32| {
            page("The Lund Post", &format!("<main>{}</main>", (0..count).map(headline).collect::<String>()))
        };
        assert!(seems(&front(40)).is_some_and(|said| said.contains("a front page (it links 40 headlines)")));
        assert!(seems(&front(8)).is_some_and(|said| said.contains("it links 8 headlines")));
        assert_eq!(seems(&front(4)), None);
        let teaser = |n: u32| {
            headline(n)
                + "<p>The water came in the night, and nobody in the harbour had been told of it before then.</p>"
        };
        let teased = (0..12).map(teaser).collect::<String>();
        let with_url = |url: &str| {
            page("The Lund Post", &teased).replacen(
                "<head>",
                &format!("<head><link rel=canonical href='{url}'>"),
                1,
            )
        };
        assert!(seems(&with_url("https://lund.example/")).is_some_and(|said| said.contains("a front page")));
        assert_eq!(seems(&with_url("https://lund.example/harbour")), None);
    }

    #[test]
    fn a_menu_is_no_article() {
        let menu = "<header><nav><a href=/>Home</a> <a href=/news>News</a></nav></header><div id=app></div>";
        assert!(
            seems(&page("Talks stall in Lund", menu))
                .is_some_and(|said| said.contains("nothing but its menu"))
        );
    }

    #[test]
    fn articles_are_none_of_them() {
        let related: String = (0..50)
            .map(|n| format!("<li><a href=/{n}>Rain floods the old harbour of town {n}</a></li>"))
            .collect();
        for (title, body) in [
            ("Page not found: how links die", format!("<h1>Page not found: how links die</h1>{ARTICLE}")),
            (
                "Page not found: how links die",
                "<h1>Page not found: how links die</h1><p>Soon more.</p>".to_owned(),
            ),
            ("Access denied", format!("<h1>Access denied</h1>{ARTICLE}")),
            (
                "Talks stall in Lund",
                format!("<h1>Talks stall</h1>{ARTICLE}<p>Sign in to continue</p><ul>{related}</ul>"),
            ),
            (
                "Rain in Lund",
                "<h1>Rain in Lund</h1><p>It rained in Lund all day, and access was denied to nobody.</p>"
                    .to_owned(),
            ),
        ] {
            assert_eq!(seems(&page(title, &format!("<article>{body}</article>"))), None, "{title}");
        }
    }
}
