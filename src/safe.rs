//! Article text that may be shown: on a terminal ([`safe`]) and as JSON ([`write_json`]).
//!
//! An article can hold escape sequences that recolour a terminal or retype a command, and bidirectional overrides
//! that make a sentence read as another one ("Trojan Source", CVE-2021-42574). Neither leaves this program raw.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use std::borrow::Cow;
use std::io::{self, Write};

/// The text as a terminal may show it: control characters (all but tab and line feed) and the characters that
/// reorder what follows become `�`; carriage returns and line separators become line feeds.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let shown = |c| match c {
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c if is_unsafe(c) => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.replace("\r\n", "\n").chars().map(shown).collect())
}

/// The text on one line: line ends as `\n`, the rest as [`safe`] has it. For names of files, which may hold anything.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let shown = safe(text);
    if shown.contains('\n') { Cow::Owned(shown.replace('\n', "\\n")) } else { shown }
}

/// Control characters (C0 but tab and line feed, DEL, C1), line and paragraph separators, and bidirectional
/// embeddings, overrides and isolates (Unicode Standard Annex 9). All stand in the first plane.
const fn is_unsafe(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}')
}

/// Writes a value as JSON on one line; every character that [`safe`] replaces is written as a `\u` escape.
pub fn write_json(out: &mut impl Write, value: &(impl Serialize + ?Sized)) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, SafeFormatter(CompactFormatter)))
}

struct SafeFormatter(CompactFormatter);

impl Formatter for SafeFormatter {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_unsafe) {
            let (before, after) = rest.split_at(at);
            self.0.write_string_fragment(out, before)?;
            let mut letters = after.chars();
            let found = letters.next().map_or(0, u32::from);
            write!(out, "\\u{found:04x}")?;
            rest = letters.as_str();
        }
        self.0.write_string_fragment(out, rest)
    }

    /// JSON that is handed on as it was written: such characters stand in it only within strings.
    fn write_raw_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        self.write_string_fragment(out, fragment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\u{1b}[31mred\u{9b}31m \u{202e}gnirts\u{2066}\0\u{7f}\tz\r\nq\u{2028}end\u{200f}";

    #[test]
    fn terminals_never_see_control_characters_or_overrides() {
        assert_eq!(safe(HOSTILE), "a�[31mred�31m �gnirts���\tz\nq\nend\u{200f}");
        assert!(matches!(safe("Plain “text”,\n\tkept."), Cow::Borrowed(_)));
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(one_line("a\nerror: b\r\u{1b}c"), "a\\nerror: b\\n�c");
        assert_eq!(one_line("plain.txt"), "plain.txt");
    }

    #[test]
    fn json_is_exact_and_free_of_them() -> serde_json::Result<()> {
        let mut line = Vec::new();
        write_json(&mut line, HOSTILE)?;
        let line = String::from_utf8_lossy(&line);
        assert_eq!(serde_json::from_str::<String>(&line)?, HOSTILE);
        assert!(!line.contains(is_unsafe), "{line}");
        Ok(())
    }
}
