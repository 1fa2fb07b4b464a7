//! Texts with many articles in them, as the databases LexisNexis and Factiva hand them out. `docs/formats.md` shows the
//! layouts that are expected.

mod factiva;
mod lexis_nexis;

use super::Found;
use super::html::split_byline;
use super::kind::Kind;
use super::names;

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
    let is_other = kind == Kind::LexisNexis && !lexis_nexis::is_any(text);
    let all = if is_other { Vec::new() } else { read(text, kind) };
    let name = kind.name();
    let none = || format!("is no export of {name}: nothing in it is laid out as docs/formats.md says");
    if all.is_empty() { Err(none()) } else { Ok(all) }
}

/// Whether a block says whose the article is: `Copyright 2016 The Lund Post`, not "Copyright law has no place here".
fn is_copyright(block: &[&str]) -> bool {
    let first = block.first().map_or("", |l| l.trim()).to_lowercase();
    if first.starts_with("all rights reserved") || first.starts_with('©') {
        return true;
    }
    let Some(rest) = first.strip_prefix("copyright ").or_else(|| first.strip_prefix("(c) ")) else {
        return false;
    };
    let is_year = |word: &str| {
        let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
        digits.len() == 4
            && digits.starts_with(['1', '2'])
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    rest.starts_with(['©', '('])
        || rest.contains("rights reserved")
        || block.iter().any(|line| line.to_lowercase().contains("all rights reserved"))
        || rest.split_whitespace().take(3).any(is_year)
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
    let parts: Vec<String> = byline
        .split(" and ")
        .map(|part| part.split(',').map(names::without_role).collect::<Vec<_>>().join(","))
        .collect();
    split_byline(&parts.join(" and ")).iter().map(|name| names::spelt(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_without_what_is_behind_them() {
        for (byline, expected) in [
            ("Ada Berg Political correspondent", &["Ada Berg"][..]),
            ("By ADA BERG and BO EK, Senior Staff Writers", &["Ada Berg", "Bo Ek"]),
            ("Ada Berg in Lund and Bo Ek chief Foreign correspondent", &["Ada Berg", "Bo Ek"]),
            ("Ada Berg City", &["Ada Berg City"]),
            ("Political editor", &["Political editor"]),
        ] {
            assert_eq!(names(byline), expected, "{byline}");
        }
    }

    #[test]
    fn a_copyright_line_is_no_sentence_on_copyright() {
        for line in [
            "Copyright 2016 The Lund Post",
            "COPYRIGHT (c) The Lund Post",
            "(c) 2016 Lund",
            "© Lund",
            "Copyright Lund. All rights reserved",
        ] {
            assert!(is_copyright(&[line]), "{line}");
        }
        assert!(is_copyright(&["Copyright The Lund Post Company", "All Rights Reserved"]));
        for line in ["Copyright law has no place in it, he said.", "(c) the third clause", "copyright"] {
            assert!(!is_copyright(&[line]), "{line}");
        }
    }

    #[test]
    fn what_is_said_to_be_an_export_and_is_none_is_refused() {
        for kind in [Kind::LexisNexis, Kind::Factiva] {
            assert!(articles("The mayor came.\n\nLength: ten metres, said Ek.\n", kind).is_err());
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in ["", "He said it was 1 of 2 documents.", "Length: 5 words", "hd  x\npd  y"] {
            assert_eq!(kind(text), None, "{text}");
        }
        assert!(read("nothing here", Kind::Factiva).is_empty());
    }
}
