//! Texts with many articles in them, as the databases LexisNexis and Factiva hand them out. `docs/formats.md` shows the
//! layouts that are expected.

mod factiva;
mod lexis_nexis;

use super::Found;
use super::html::split_byline;
use super::kind::Kind;

/// Whether a text that begins like this (in lower case) is such an export.
pub fn kind(start: &str) -> Option<Kind> {
    if lexis_nexis::begins(start) {
        return Some(Kind::LexisNexis);
    }
    factiva::begins(start).then_some(Kind::Factiva)
}

/// Reads an export.
pub fn read(text: &str, kind: Kind) -> Vec<Result<Found, String>> {
    if kind == Kind::Factiva { factiva::read(text) } else { lexis_nexis::read(text) }
}

/// The articles of a text that is said to be an export; an error where it is laid out as none.
pub fn articles(text: &str, kind: Kind) -> Result<Vec<Result<Found, String>>, String> {
    let all = read(text, kind);
    let name = kind.name();
    let none = || format!("is no export of {name}: nothing in it is laid out as docs/formats.md says");
    if all.is_empty() { Err(none()) } else { Ok(all) }
}

fn is_copyright(block: &[&str]) -> bool {
    let first = block.first().map_or("", |l| l.trim()).to_lowercase();
    first.starts_with("copyright ")
        || first.starts_with("(c) ")
        || first.starts_with("all rights reserved")
        || first.starts_with('©')
}

/// One paragraph: its lines were broken at a width, unless they are short.
fn paragraph(block: &[&str]) -> String {
    let lines: Vec<&str> = block.iter().map(|l| l.trim()).collect();
    let (_, but_last) = lines.split_last().unwrap_or((&"", &[]));
    let is_broken = but_last.iter().all(|line| line.chars().count() >= 45);
    lines.join(if is_broken { " " } else { "\n" })
}

/// Names of a byline; those in capitals as they are written elsewhere.
fn names(byline: &str) -> Vec<String> {
    let shown = |name: String| {
        if name.chars().any(char::is_lowercase) {
            return name;
        }
        let word = |word: &str| {
            let mut letters = word.chars();
            let first = letters.next().map(String::from).unwrap_or_default();
            first + &letters.as_str().to_lowercase()
        };
        name.split(' ').map(word).collect::<Vec<_>>().join(" ")
    };
    split_byline(byline).into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_texts_are_none() {
        for text in ["", "He said it was 1 of 2 documents.", "Length: 5 words", "hd  x\npd  y"] {
            assert_eq!(kind(text), None, "{text}");
        }
        assert!(read("nothing here", Kind::Factiva).is_empty());
    }
}
