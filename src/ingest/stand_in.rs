//! What was read in an article's place: a feed's summary, a page that is an error, a wall or a front page. The warnings of the
//! readers, which are kept with the article, say so.

use super::feed::SUMMARY_ONLY;

/// How the warning of a page ends that is no article.
const NO_ARTICLE: &str = ", not an article";

/// Whether a warning says that something else than the article was read.
pub(crate) fn stands_in(warning: &str) -> bool {
    warning == SUMMARY_ONLY || warning.ends_with(NO_ARTICLE)
}

#[cfg(test)]
mod tests {
    use super::super::{Options, read_bytes};
    use super::*;

    #[test]
    fn readers_say_what_stands_in_an_articles_place() {
        let page = |title: &str, text: &str| {
            format!(
                "<!doctype html><html><head><title>{title}</title></head><body><p>{text}</p></body></html>"
            )
        };
        let feed = |text: &str| {
            format!(
                "<rss version='2.0'><channel><title>Lund</title><item><title>Rain</title><description>{text}</description></item></channel></rss>"
            )
        };
        let long = "It rained in Lund on Friday, and the mayor said that nobody had expected it. ".repeat(8);
        for (name, file, expected) in [
            ("a.html", page("404 Not Found", "There is nothing here."), true),
            ("a.html", page("Sign in to continue", "Sign in to continue"), true),
            ("a.html", page("Rain", &long), false),
            ("a.rss", feed("It rained."), true),
            ("a.rss", feed(&long), false),
        ] {
            let read = read_bytes(name, file.as_bytes(), Options::default());
            let warnings: Vec<String> =
                read.into_iter().flatten().flat_map(|incoming| incoming.warnings).collect();
            assert_eq!(warnings.iter().any(|warning| stands_in(warning)), expected, "{file}: {warnings:?}");
        }
        assert!(!stands_in("some bytes make no sense as UTF-8 and became U+FFFD"));
    }
}
