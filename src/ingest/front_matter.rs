//! Front matter: the block of `key: value` lines at the top of a text or Markdown file, between two lines `---` or,
//! where nothing else can be meant, without them.
//!
//! The simple part of what static-site tools write: one line for a value, quotes around it if it likes, authors as
//! `[A, B]`, as `A; B`, or as lines `- A`.

use super::date::{Order, read_date_in};
use crate::article::Article;

/// The block may have this many bytes at most; a text that opens with a rule is not searched to its end.
const LONGEST: usize = 1 << 14;

/// Takes the front matter off a text (with LF line ends): puts what it says into the article and gives the rest.
/// `order`: that of days such as `1/2/2024`.
/// A text that opens with a mere rule, or whose block is no list of keys, is left whole.
pub fn take<'a>(text: &'a str, order: Order, article: &mut Article, warnings: &mut Vec<String>) -> &'a str {
    let parted = split(text).or_else(|| bare(text));
    let Some((entries, rest)) = parted.and_then(|(block, rest)| Some((entries(block)?, rest))) else {
        return text;
    };
    for (key, values) in entries {
        let first = values.first().map(|v| (*v).to_owned());
        match key.to_ascii_lowercase().as_str() {
            "title" | "headline" => article.title = first,
            "outlet" | "publication" => article.outlet = first,
            "url" | "link" => article.url = first,
            "author" | "authors" | "byline" => {
                article.authors =
                    values.iter().flat_map(|v| v.split(';')).map(|v| v.trim().to_owned()).collect();
            }
            "date" | "published" => {
                article.date = first.as_deref().and_then(|date| read_date_in(date, order));
                if let (None, Some(date)) = (article.date, first) {
                    warnings.push(format!("the date {date:?} was left out: write it as 2025-12-19"));
                }
            }
            _ => {}
        }
    }
    rest
}

/// The lines of the block, and the text after it.
fn split(text: &str) -> Option<(&str, &str)> {
    let body = text.strip_prefix("---")?.trim_start_matches([' ', '\t']).strip_prefix('\n')?;
    let mut end = 0;
    for line in body.split_inclusive('\n') {
        if end > LONGEST {
            return None;
        }
        if matches!(line.trim_end(), "---" | "...") {
            return Some((body.get(..end)?, body.get(end + line.len()..)?));
        }
        end += line.len();
    }
    None
}

/// The same without lines `---`: known keys only, each once and with a value, one of them a title, a day or an address,
/// and a blank line after them.
fn bare(text: &str) -> Option<(&str, &str)> {
    /// Keys that are read, and others that stand beside them in archives of articles.
    const KNOWN: [&str; 21] = [
        "title",
        "headline",
        "date",
        "published",
        "outlet",
        "publication",
        "url",
        "link",
        "author",
        "authors",
        "byline",
        "source",
        "language",
        "section",
        "updated",
        "modified",
        "tags",
        "keywords",
        "category",
        "id",
        "subtitle",
    ];
    const CERTAIN: [&str; 6] = ["title", "headline", "date", "published", "url", "link"];
    let start = text.len() - text.trim_start_matches(['\n', ' ', '\u{feff}']).len();
    let body = text.get(start..)?;
    let (mut end, mut keys) = (0, Vec::new());
    for line in body.split_inclusive('\n') {
        if line.trim().is_empty() {
            let is_certain =
                keys.len() >= 2 && keys.iter().any(|key: &String| CERTAIN.contains(&key.as_str()));
            return is_certain.then_some((body.get(..end)?, body.get(end + line.len()..)?));
        }
        let (key, value) = line.split_once(':')?;
        let key = key.to_ascii_lowercase();
        if end > LONGEST || !KNOWN.contains(&key.as_str()) || keys.contains(&key) || value.trim().is_empty() {
            return None;
        }
        keys.push(key);
        end += line.len();
    }
    None
}

/// The keys with their values; `None` where a line is neither.
fn entries(block: &str) -> Option<Vec<(&str, Vec<&str>)>> {
    let mut entries: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if let (Some(item), Some((_, values))) = (trimmed.strip_prefix("- "), entries.last_mut()) {
            values.push(unquoted(item));
            continue;
        }
        if line.starts_with([' ', '\t']) && !entries.is_empty() {
            // Something nested, or a value that goes on: nothing that we read.
            continue;
        }
        let (key, value) = trimmed.split_once(':')?;
        let is_key = !key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c))
            && key.len() < 40;
        if !is_key || !(value.is_empty() || value.starts_with([' ', '\t'])) {
            return None;
        }
        entries.push((key.trim(), list(value.trim())));
    }
    (!entries.is_empty()).then_some(entries)
}

fn list(value: &str) -> Vec<&str> {
    let inner = value.strip_prefix('[').and_then(|v| v.strip_suffix(']'));
    let values = inner.map_or(vec![value], |inner| inner.split(',').collect());
    values.into_iter().map(unquoted).filter(|v| !v.is_empty()).collect()
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inner = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Article, &str, usize) {
        let (mut article, mut warnings) = (Article::default(), Vec::new());
        let rest = take(text, Order::Unknown, &mut article, &mut warnings);
        (article, rest, warnings.len())
    }

    #[test]
    fn what_a_block_says_is_kept_and_the_block_is_not_text() {
        let (article, rest, _) = read(
            "---\ntitle: \"Talks: day two\"\ndate: March 4, 2026\noutlet: The Lund Post\n# a comment\n\
             url: https://lund.example/2\nauthor:\n  - Ada Berg\n  - Bo Ek\ntags: [a, b]\n---\n\nBody: “yes”.\n",
        );
        assert_eq!(article.title.as_deref(), Some("Talks: day two"));
        assert_eq!(article.date.unwrap().to_string(), "2026-03-04");
        assert_eq!(article.outlet.as_deref(), Some("The Lund Post"));
        assert_eq!(article.url.as_deref(), Some("https://lund.example/2"));
        assert_eq!(article.authors, ["Ada Berg", "Bo Ek"]);
        assert_eq!(rest, "\nBody: “yes”.\n");
    }

    #[test]
    fn authors_in_every_form() {
        for value in
            ["[Ada Berg, Bo Ek]", "Ada Berg; Bo Ek", "['Ada Berg', \"Bo Ek\"]", "\n- Ada Berg\n- Bo Ek"]
        {
            let text = format!("---\nauthor: {value}\n---\nx");
            assert_eq!(read(&text).0.authors, ["Ada Berg", "Bo Ek"], "{value}");
        }
    }

    #[test]
    fn a_text_that_opens_with_a_rule_is_left_whole() {
        for text in [
            "---\nHe said no.\n---\nShe said yes.",
            "---\ntitle: never closed",
            "--- x",
            "---\n---\nx",
            "---",
        ] {
            assert_eq!(read(text), (Article::default(), text, 0));
        }
    }

    #[test]
    fn without_rules_where_nothing_else_can_be_meant() {
        let (article, rest, _) = read("Title: Talks: day two\nDate: 2026-03-04\nAuthor: Ada Berg\n\nBody.\n");
        assert_eq!(article.title.as_deref(), Some("Talks: day two"));
        assert_eq!((article.date.unwrap().to_string().as_str(), rest), ("2026-03-04", "Body.\n"));
        for text in [
            "Title: Talks\n\nBody.",
            "Title: Talks\nDate: 2026-03-04\nBody.",
            "Title: Talks\nDate: 2026-03-04",
            "Mayor: We go.\nDate: never.\n\nThat was all.",
            "Author: Ada\nTags: a\n\nBody.",
            "Title: Talks\nTitle: Talks\n\nBody.",
            "Date: she had one.\nAuthor:\n\nBody.",
        ] {
            assert_eq!(read(text), (Article::default(), text, 0));
        }
    }

    #[test]
    fn a_date_that_cannot_be_read_is_a_warning() {
        assert_eq!(read("---\ndate: soon\n---\nx"), (Article::default(), "x", 1));
    }
}
