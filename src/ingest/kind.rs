//! What kind of file it is: by its name, else by how it begins.

use std::path::Path;

/// The kinds of files that hold articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Plain text, with or without front matter.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A page.
    Html,
    /// One JSON object, or a list of them.
    Json,
    /// A JSON object on each line.
    JsonLines,
}

impl Kind {
    /// Its media type (IANA; JSON Lines counts as JSON).
    pub const fn media_type(self) -> &'static str {
        match self {
            Kind::Text => "text/plain",
            Kind::Markdown => "text/markdown",
            Kind::Html => "text/html",
            Kind::Json | Kind::JsonLines => "application/json",
        }
    }

    /// Whether a file of this name may be plain text: `.txt`, `.text`, or no ending at all.
    pub fn is_text_name(path: &Path) -> bool {
        path.extension().is_none_or(|e| e.eq_ignore_ascii_case("txt") || e.eq_ignore_ascii_case("text"))
    }

    /// The kind of a file of this name that begins with these bytes. A page that was saved as `.txt` is a page.
    pub fn of(path: &Path, start: &[u8]) -> Kind {
        let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        match extension.as_deref() {
            Some("md" | "markdown") => Kind::Markdown,
            Some("html" | "htm" | "xhtml") => Kind::Html,
            Some("json") => Kind::Json,
            Some("jsonl" | "ndjson" | "ldjson") => Kind::JsonLines,
            _ if is_page(start) => Kind::Html,
            Some("txt" | "text") => Kind::Text,
            _ => by_content(start),
        }
    }
}

fn by_content(start: &[u8]) -> Kind {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    match start {
        // An object that is spread over lines begins with a line that holds its brace alone.
        [b'{', rest @ ..] if rest.trim_ascii_start().starts_with(b"\"") => {
            let first_line = rest.split(|b| *b == b'\n').next().unwrap_or(rest);
            if first_line.trim_ascii().is_empty() { Kind::Json } else { Kind::JsonLines }
        }
        [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => Kind::Json,
        _ => Kind::Text,
    }
}

fn is_page(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let begins = |with: &[u8]| start.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with));
    begins(b"<!doctype html") || begins(b"<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_name_then_by_content() {
        let kind = |name: &str, start: &str| Kind::of(Path::new(name), start.as_bytes());
        assert!(Kind::is_text_name(Path::new("a.TXT")) && Kind::is_text_name(Path::new("README")));
        assert!(!Kind::is_text_name(Path::new("a.gold")));
        assert_eq!(kind("a.MD", ""), Kind::Markdown);
        assert_eq!(kind("a.txt", "{\"text\": 1}"), Kind::Text);
        assert_eq!(kind("a.txt", " <!DOCTYPE HTML><p>"), Kind::Html);
        assert_eq!(kind("-", "{\"text\": \"a\"}\n"), Kind::JsonLines);
        assert_eq!(kind("-", "{\n \"text\": \"a\"}\n"), Kind::Json);
        assert_eq!(kind("-", "[ {\"text\": \"a\"}]"), Kind::Json);
        assert_eq!(kind("-", "[1] A footnote. {x}"), Kind::Text);
        assert_eq!(kind("readme", "{curly} words"), Kind::Text);
    }
}
