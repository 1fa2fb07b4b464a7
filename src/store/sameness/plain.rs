//! Text as it is compared: without white space, boilerplate, and the ways to write the same mark.

use super::marked;
use crate::store::names::fold;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Longer paragraphs are never boilerplate, in bytes.
const LONGEST: usize = 240;

/// What boilerplate is known by.
struct Boilerplate {
    /// How it begins, by the first word.
    beginnings: HashMap<String, Vec<String>>,
    /// What it holds anywhere.
    parts: Vec<String>,
}

static BOILERPLATE: LazyLock<Boilerplate> = LazyLock::new(|| {
    let (beginnings, parts) = marked(include_str!("data/boilerplate.txt"), |line| line.strip_prefix("… "));
    let mut by_word: HashMap<String, Vec<String>> = HashMap::new();
    for beginning in beginnings {
        let word = beginning.split(' ').next().unwrap_or("").to_owned();
        by_word.entry(word).or_default().push(beginning);
    }
    Boilerplate { beginnings: by_word, parts }
});

/// The paragraphs of a text that are no boilerplate.
pub(crate) fn kept_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty() && !is_boilerplate(line))
}

fn is_boilerplate(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end();
    if line.len() > LONGEST || line.contains(['“', '”', '"']) {
        return false;
    }
    let folded = fold(line);
    let Boilerplate { beginnings, parts } = &*BOILERPLATE;
    let word = folded.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let begins = |beginning: &String| {
        let rest = folded.strip_prefix(beginning.as_str());
        // "Share" begins a list of buttons; "Share prices fell" begins an article.
        rest.is_some_and(|rest| match rest.chars().next() {
            None => true,
            Some(' ') => beginning.contains(' '),
            Some(c) => !c.is_alphanumeric(),
        })
    };
    beginnings.get(word).is_some_and(|all| all.iter().any(begins))
        || parts.iter().any(|part| folded.contains(part.as_str()))
}

/// Appends the text without white space and invisible characters, with one kind of each mark, in the composed form.
pub(crate) fn plain(text: &str, to: &mut String) {
    if text.is_ascii() {
        to.extend(text.chars().filter(|c| !c.is_ascii_whitespace()));
    } else if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(|c| plain_char(c, to));
    } else {
        text.nfc().for_each(|c| plain_char(c, to));
    }
}

/// The same of one character, as it is.
pub(crate) fn plain_char(c: char, to: &mut String) {
    match c {
        '“' | '”' | '„' | '‟' => to.push('"'),
        '‘' | '’' | '‚' | '‛' => to.push('\''),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => to.push('-'),
        '…' => to.push_str("..."),
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
        c if c.is_whitespace() => {}
        c => to.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boilerplate() {
        for line in [
            "Advertisement",
            "  ADVERTISEMENT  ",
            "Read more: Bridge over the Querl closed",
            "• Share on Postbook",
            "© 2026 The Querl Post. All rights reserved.",
            "Sign up for the morning letter",
            "Share",
            "Reporting by A. Scribe; editing by B. Proof",
            "Related: Ferry will not sail",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
        for line in [
            "Share prices fell on Monday.",
            "Related parties owned the bridge, the report said.",
            "Updated plans for the bridge were shown on Monday.",
            "Ada Okafor said it was time.",
            "“Subscribe to the paper,” she said.",
            "Read the report, said the mayor.",
            "—",
        ] {
            assert!(!is_boilerplate(line), "{line}");
        }
        assert!(!is_boilerplate(&format!("Read more {}", "and more ".repeat(60))));
    }
}
