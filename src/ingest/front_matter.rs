//! Front matter: the block of `key: value` lines at the top of a text or Markdown file, between two lines `---` or,
//! where nothing else can be meant, without them; or of `key = "value"` lines between two lines `+++` (TOML).
//!
//! The simple part of what static-site tools write: one line for a value, quotes around it if it likes, authors as
//! `[A, B]`, as `A; B`, or as lines `- A`, each perhaps with more than a name; a longer value as indented lines below `>` or `|`.
//! Titles with a colon in them, which are no YAML, are read.

use super::date::{Order, read_date_in};
use super::fields::Field;
use super::html::split_byline;
use super::table;
use crate::article::Article;
use crate::lists::lines;

/// The block may have this many bytes at most; a text that opens with a rule is not searched to its end.
const LONGEST: usize = 1 << 14;

/// Takes the front matter off a text (with LF line ends): puts what it says into the article and gives the rest.
/// `order`: that of days such as `1/2/2024`.
/// A text that opens with a mere rule, or whose block is no list of keys, is left whole.
pub fn take<'a>(text: &'a str, order: Order, article: &mut Article, warnings: &mut Vec<String>) -> &'a str {
    let fenced = split(text, "---").or_else(|| bare(text));
    let found = match fenced {
        Some((block, rest)) => yaml(block).map(|entries| (entries, rest)),
        None => split(text, "+++").and_then(|(block, rest)| Some((toml(block)?, rest))),
    };
    let Some((entries, rest)) = found else { return text };
    let known = entries.into_iter().filter_map(|(key, values)| Some((table::usual(&key)?, values)));
    let mut known: Vec<((usize, Field), Vec<String>)> =
        known.filter(|(_, values)| !values.is_empty()).collect();
    // Of several names for one field the best one counts, which comes last here; of one name the last line.
    known.sort_by_key(|((place, _), _)| std::cmp::Reverse(*place));
    for ((_, field), values) in known {
        let first = values.first().cloned();
        match field {
            Field::Title => article.title = first,
            // Programs that clip pages write `source: https://…`.
            Field::Outlet if first.as_deref().is_some_and(is_address) => {
                article.url = article.url.take().or(first)
            }
            Field::Outlet => article.outlet = first,
            Field::Url => article.url = first,
            Field::Author => article.authors = values.iter().flat_map(|names| split_byline(names)).collect(),
            Field::Date => {
                article.date = first.as_deref().and_then(|date| read_date_in(date, order));
                if let (None, Some(date)) = (article.date, first) {
                    let is_doubtful =
                        order == Order::Unknown && read_date_in(&date, Order::DayFirst).is_some();
                    let hint = if is_doubtful {
                        "--dates day-first or month-first says which number is the month"
                    } else {
                        "write it as 2025-12-19"
                    };
                    warnings.push(format!("the date {date:?} was left out: {hint}"));
                }
            }
            Field::Id | Field::Text | Field::Html => {}
        }
    }
    rest
}

fn is_address(value: &str) -> bool {
    value.starts_with("http://") || value.starts_with("https://")
}

/// The lines of the block, and the text after it.
fn split<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let body = text.strip_prefix(fence)?.trim_start_matches([' ', '\t']).strip_prefix('\n')?;
    let mut end = 0;
    for line in body.split_inclusive('\n') {
        if end > LONGEST {
            return None;
        }
        if line.trim_end() == fence || fence == "---" && line.trim_end() == "..." {
            return Some((body.get(..end)?, body.get(end + line.len()..)?));
        }
        end += line.len();
    }
    None
}

/// The same without lines `---`: known keys only, each once and with a value, one of them a title, a day or an address,
/// and a blank line after them.
fn bare(text: &str) -> Option<(&str, &str)> {
    let field = |key: &str| table::usual(key).map(|(_, field)| field);
    let is_known = |key: &str| {
        field(key).is_some_and(|field| !matches!(field, Field::Text | Field::Html))
            || lines(include_str!("data/beside-front-matter.txt")).any(|known| known == key)
    };
    let is_certain = |key: &String| matches!(field(key), Some(Field::Title | Field::Date | Field::Url));
    let start = text.len() - text.trim_start_matches(['\n', ' ', '\u{feff}']).len();
    let body = text.get(start..)?;
    let (mut end, mut keys) = (0, Vec::new());
    for line in body.split_inclusive('\n') {
        if line.trim().is_empty() {
            let is_header = keys.len() >= 2 && keys.iter().any(is_certain);
            return is_header.then_some((body.get(..end)?, body.get(end + line.len()..)?));
        }
        let (key, value) = line.split_once(':')?;
        let key = key.to_lowercase();
        let value = value.trim();
        if end > LONGEST || !is_known(&key) || keys.contains(&key) || value.is_empty() {
            return None;
        }
        // The address of a house is none of an article.
        if field(&key) == Some(Field::Url) && !is_address(value) {
            return None;
        }
        keys.push(key);
        end += line.len();
    }
    None
}

/// A key with its values.
type Entry = (String, Vec<String>);

/// A key with what stands beside it and below.
struct Raw {
    key: String,
    value: String,
    items: Vec<String>,
}

/// The keys with their values; `None` where a line is neither.
fn yaml(block: &str) -> Option<Vec<Entry>> {
    let mut entries: Vec<Raw> = Vec::new();
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if let (Some(item), Some(entry)) = (trimmed.strip_prefix("- "), entries.last_mut()) {
            entry.items.extend(item_of(item));
            continue;
        }
        if let (true, Some(entry)) = (line.starts_with([' ', '\t']), entries.last_mut()) {
            entry.go_on(trimmed);
            continue;
        }
        let (key, value) = trimmed.split_once(':')?;
        if !is_key(key) || !(value.is_empty() || value.starts_with([' ', '\t'])) {
            return None;
        }
        let mut value = value.trim().to_owned();
        let mut items = Vec::new();
        if is_block_sign(&value) {
            let is_inner = |line: &&str| line.trim().is_empty() || line.starts_with([' ', '\t']);
            let inner: Vec<&str> = std::iter::from_fn(|| lines.next_if(is_inner)).map(str::trim).collect();
            // All that is read is of one line: a title, a name.
            items.push(inner.join(" ").split_whitespace().collect::<Vec<_>>().join(" "));
            value.clear();
        }
        // A list may go on over lines.
        while value.starts_with('[') && !value.ends_with(']') {
            value.push_str(lines.next()?.trim());
        }
        entries.push(Raw { key: key.trim().to_owned(), value, items });
    }
    let entries: Vec<Entry> = entries.into_iter().map(Raw::done).collect();
    (!entries.is_empty()).then_some(entries)
}

impl Raw {
    /// An indented line: a value that goes on, or something nested, of which only a name is read.
    fn go_on(&mut self, line: &str) {
        if self.value.is_empty() {
            self.items.extend(pair(line).filter(|(key, _)| *key == "name").map(|(_, name)| unquoted(name)));
        } else if !self.value.starts_with(['[', '{']) {
            self.value.push(' ');
            self.value.push_str(line);
        }
    }

    fn done(self) -> Entry {
        let values = list(&self.value).into_iter().chain(self.items);
        (self.key, values.filter(|value| !value.is_empty()).collect())
    }
}

/// A line of a list: its value, or the name in it where it holds several keys (`- name: Ada Berg`).
fn item_of(item: &str) -> Option<String> {
    match pair(item) {
        Some((key, name)) => (key == "name").then(|| unquoted(name)),
        None => Some(within_braces(item).unwrap_or_else(|| unquoted(item))),
    }
}

/// A key in small letters with its value.
fn pair(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(": ")?;
    let is_key =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'));
    is_key.then(|| (key, value.trim()))
}

/// The name in `{name: Ada Berg, email: …}`; nothing where it has none; `None` for other values.
fn within_braces(value: &str) -> Option<String> {
    let inner = value.trim().strip_prefix('{')?.strip_suffix('}')?;
    let pairs = apart(inner);
    let name = pairs.iter().find_map(|one| pair(one.trim()).filter(|(key, _)| *key == "name"));
    Some(name.map(|(_, name)| unquoted(name)).unwrap_or_default())
}

/// Whether a value stands in the indented lines below (YAML 1.2, 8.1): `>`, `|`, and how their ends are treated.
fn is_block_sign(value: &str) -> bool {
    let sign = value.split(" #").next().unwrap_or_default().trim_end();
    let rest = sign.strip_prefix(['>', '|']);
    rest.is_some_and(|rest| {
        rest.len() <= 2 && rest.chars().all(|c| matches!(c, '+' | '-') || c.is_ascii_digit())
    })
}

/// The plain lines of TOML: `key = "value"`, `key = 2025-12-19`, `key = ["A", "B"]`; tables and what is in them are not
/// read. `None` where a line is none of these.
fn toml(block: &str) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut lines = block.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if line.starts_with('[') {
            break;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once('=')?;
        if !is_key(key) {
            return None;
        }
        let mut value = value.trim().to_owned();
        // A list may go on over lines.
        while value.starts_with('[') && !value.ends_with(']') {
            value.push_str(lines.next()?);
        }
        entries.push((key.trim().trim_matches('"').to_owned(), list(&value)));
    }
    (!entries.is_empty()).then_some(entries)
}

fn is_key(key: &str) -> bool {
    let key = key.trim().trim_matches('"');
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c)) && key.len() < 40
}

fn list(value: &str) -> Vec<String> {
    let inner = value.strip_prefix('[').and_then(|v| v.strip_suffix(']'));
    let values = inner.map_or(vec![value], |inner| apart(inner));
    let value = |value| within_braces(value).unwrap_or_else(|| unquoted(value));
    values.into_iter().map(value).filter(|v| !v.is_empty()).collect()
}

/// The values of a list: what stands between commas that are not within quotes or braces.
fn apart(list: &str) -> Vec<&str> {
    let (mut values, mut from, mut quote, mut depth) = (Vec::new(), 0, None, 0_usize);
    for (at, c) in list.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '{' => depth += 1,
            None if c == '}' => depth = depth.saturating_sub(1),
            None if c == ',' && depth == 0 => {
                values.extend(list.get(from..at));
                from = at + 1;
            }
            // An apostrophe within a word opens nothing.
            None if matches!(c, '"' | '\'') && list.get(from..at).is_some_and(|v| v.trim().is_empty()) => {
                quote = Some(c);
            }
            _ => {}
        }
    }
    values.extend(list.get(from..));
    values
}

/// A value without the quotes around it: of single ones `''` is one, of double ones `\"` and `\\` are what they stand for.
fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    if let Some(inner) = inner('"') {
        return inner.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    inner('\'').map_or_else(|| value.to_owned(), |inner| inner.replace("''", "'"))
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
    fn a_day_that_may_be_two_is_left_out_with_what_to_do() {
        let warned = |date: &str| {
            let mut warnings = Vec::new();
            take(
                &format!("title: A\ndate: {date}\n\nB"),
                Order::Unknown,
                &mut Article::default(),
                &mut warnings,
            );
            warnings.join("")
        };
        assert!(
            warned("3/4/2025").ends_with("--dates day-first or month-first says which number is the month")
        );
        assert!(warned("soon").ends_with("write it as 2025-12-19"));
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
        for value in [
            "[Ada Berg, Bo Ek]",
            "Ada Berg; Bo Ek",
            "['Ada Berg', \"Bo Ek\"]",
            "\n- Ada Berg\n- Bo Ek",
            "Ada Berg, Bo Ek",
            "[\"Berg, Ada\", 'Ek, Bo']",
            "[\n  Ada Berg,\n  \"Bo Ek\"\n]",
            "[\nAda Berg,\nBo Ek]",
            "\n  - name: Ada Berg\n    email: a@lund.example\n  - email: b@lund.example\n    name: \"Bo Ek\"",
            "\n  name: Ada Berg and Bo Ek\n  email: a@lund.example",
            "[{name: Ada Berg, email: x}, {name: 'Bo Ek'}]",
            "\n- {name: Ada Berg}\n- {email: x, name: Bo Ek}",
            "Ada Berg and\n  Bo Ek",
        ] {
            let text = format!("---\nauthor: {value}\n---\nx");
            assert_eq!(read(&text).0.authors, ["Ada Berg", "Bo Ek"], "{value}");
        }
    }

    #[test]
    fn longer_values_stand_below_their_key() {
        for title in [
            ">\n  Talks stall\n  in Lund",
            ">-\n  Talks stall\n\n  in Lund\n",
            "|\n    Talks stall in Lund",
            "\"Talks stall in Lund\"",
            "'Talks stall in Lund'",
        ] {
            let text = format!("---\ntitle: {title}\ndate: 2026-03-04\n---\nx");
            let (article, rest, _) = read(&text);
            assert_eq!(article.title.as_deref(), Some("Talks stall in Lund"), "{title}");
            assert_eq!((article.date.is_some(), rest), (true, "x"), "{title}");
        }
        let (article, rest, _) = read(
            "---\ntitle: \"Talks\n  stall\"\ntags:\n  - a\nparams:\n  title: Other\ndate: 2026-03-04\n---\nx",
        );
        assert_eq!(
            (article.title.as_deref(), article.date.is_some(), rest),
            (Some("Talks stall"), true, "x")
        );
        let quoted = |value: &str| read(&format!("---\ntitle: {value}\n---\nx")).0.title.unwrap();
        assert_eq!(quoted("'Ada''s day'"), "Ada's day");
        assert_eq!(quoted(r#""“\"No\”, \\o/""#), r#"“"No\”, \o/"#);
        assert_eq!(quoted("> 100 dead"), "> 100 dead");
    }

    #[test]
    fn keys_have_the_names_that_columns_have() {
        let (article, ..) =
            read("---\nheadline: Talks\npublished_at: 2026-03-04\nsource: The Lund Post\n---\nx");
        assert_eq!(
            (article.title.as_deref(), article.outlet.as_deref()),
            (Some("Talks"), Some("The Lund Post"))
        );
        assert_eq!(article.date.unwrap().to_string(), "2026-03-04");
        assert!(read("---\npubDate: Wed, 04 Mar 2026 10:00:00 GMT\n---\nx").0.date.is_some());
        let (article, ..) =
            read("---\ntitle: Talks\nheadline: Other\ndate: 2026-03-04\npubdate: soon\n---\nx");
        assert_eq!((article.title.as_deref(), article.date.is_some()), (Some("Talks"), true));
        let clipped = read("---\ntitle: Talks\nsource: https://lund.example/1\n---\nx").0;
        assert_eq!((clipped.url.as_deref(), clipped.outlet), (Some("https://lund.example/1"), None));
        let (article, rest, _) = read("Title: Talks\nPublished_at: 2026-03-04\nSource: The Lund Post\n\nx");
        assert_eq!((article.outlet.as_deref(), rest), (Some("The Lund Post"), "x"));
    }

    #[test]
    fn the_plain_lines_of_toml() {
        let (article, rest, _) = read(
            "+++\ntitle = \"Talks: day two\"\ndate = 2026-03-04T10:00:00Z\nauthors = [\n  \"Ada Berg\",\n  \"Bo Ek\"\n]\n# more\ndraft = false\n\
             [params]\noutlet = \"x\"\n+++\nBody.",
        );
        assert_eq!((article.title.as_deref(), rest), (Some("Talks: day two"), "Body."));
        assert_eq!(article.date.unwrap().to_string(), "2026-03-04");
        assert_eq!((article.authors.join("; ").as_str(), article.outlet), ("Ada Berg; Bo Ek", None));
        for text in ["+++\nNo keys here.\n+++\nx", "+++\ntitle = \"x\"\nnever closed", "+++ x"] {
            assert_eq!(read(text), (Article::default(), text, 0));
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
            "Date: 2026-03-04\nAddress: 5 Dyke Road\n\nBody.",
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
