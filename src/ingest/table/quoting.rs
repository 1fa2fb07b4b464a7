//! Quotation marks around the values of a table: how it has them, and whether a row ends where it seems to. A mark that is opened and
//! never closed takes the rows after it for a part of its value, up to the next mark or the end of the file.

/// How a table has quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Around values that need them; one within is written twice (RFC 4180).
    Doubled,
    /// The same, and one within has a backslash before it, as databases write it.
    Escaped,
    /// Not at all: each mark is a word's.
    Bare,
}

/// How a table that begins like this has them. A comma stands in most texts, so a table with commas is never bare.
pub(super) fn style(start: &[u8], delimiter: u8) -> Style {
    let (mut torn, mut escaped, mut whole, mut needed) = (0_usize, 0_usize, 0_usize, 0_usize);
    for value in values(start, delimiter, Style::Doubled) {
        match value.quoting {
            Quoting::Torn { at_escape } => {
                torn += 1;
                escaped += usize::from(at_escape);
            }
            Quoting::Whole => {
                whole += 1;
                let inner = value.bytes.get(1..value.bytes.len() - 1).unwrap_or_default();
                let needs = |byte: &u8| *byte == delimiter || matches!(byte, b'\n' | b'\r' | b'"');
                needed += usize::from(inner.iter().any(needs));
            }
            Quoting::Open | Quoting::None => {}
        }
    }
    let is_torn = |value: &Value<'_>| matches!(value.quoting, Quoting::Torn { .. });
    if escaped > 0 && values(start, delimiter, Style::Escaped).filter(is_torn).count() * 2 <= torn {
        return Style::Escaped;
    }
    if torn > 0 && needed == 0 && whole <= torn && delimiter != b',' && !start.starts_with(b"\"") {
        return Style::Bare;
    }
    Style::Doubled
}

/// Why a row of these bytes is not to be trusted, in words; `line` is the one on which it begins. Only a row of several lines can
/// have swallowed others.
pub(super) fn wrong(row: &[u8], delimiter: u8, style: Style, line: u64) -> Option<String> {
    let breaks = row.iter().filter(|byte| **byte == b'\n').count() as u64;
    if breaks == 0 || style == Style::Bare {
        return None;
    }
    let ends = values(row, delimiter, style).find_map(|value| match value.quoting {
        Quoting::Open => Some("never closed"),
        Quoting::Torn { .. } => Some("closed in a later row"),
        Quoting::Whole | Quoting::None => None,
    })?;
    Some(format!(
        "a quotation mark that opens in this row is {ends}: lines {line} to {} are not read",
        line + breaks
    ))
}

/// The values of a row that the library for tables does not read as they were meant: of one with marks behind backslashes, and of one
/// in which something follows the mark that ends a value: `"No," she said` begins with its own mark.
pub(super) fn read(row: &[u8], delimiter: u8, style: Style) -> Option<csv::ByteRecord> {
    let escaped_in_row = || {
        let is_torn = |value: &Value<'_>| matches!(value.quoting, Quoting::Torn { .. });
        let torn = values(row, delimiter, Style::Doubled).find(is_torn)?;
        let is_escaped = matches!(torn.quoting, Quoting::Torn { at_escape: true })
            && !values(row, delimiter, Style::Escaped).any(|value| is_torn(&value));
        Some(if is_escaped { Style::Escaped } else { Style::Doubled })
    };
    let style = match style {
        Style::Bare => return None,
        Style::Escaped => Style::Escaped,
        Style::Doubled => escaped_in_row()?,
    };
    let mut record = csv::ByteRecord::new();
    for value in values(row, delimiter, style) {
        record.push_field(&value.plain(style));
    }
    Some(record)
}

/// A value as it stands in a row, and how.
struct Value<'a> {
    bytes: &'a [u8],
    quoting: Quoting,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// It begins with no mark.
    None,
    /// It begins with a mark and ends with one.
    Whole,
    /// It begins with a mark and does not end.
    Open,
    /// After the mark that ends it comes something else than the next value. `at_escape`: a backslash stood before that mark.
    Torn { at_escape: bool },
}

impl Value<'_> {
    /// What it says.
    fn plain(&self, style: Style) -> Vec<u8> {
        // MySQL writes so what has no value.
        if style == Style::Escaped && self.bytes == b"\\N" {
            return Vec::new();
        }
        let inner = match self.quoting {
            Quoting::None => return self.bytes.to_vec(),
            Quoting::Whole => self.bytes.get(1..self.bytes.len() - 1),
            Quoting::Open => self.bytes.get(1..),
            // Where the mark that seems to end the value begins a word, it belongs to that word, and those around to the value.
            Quoting::Torn { .. } => {
                self.bytes.strip_suffix(b"\"").and_then(|rest| rest.get(1..)).filter(|rest| {
                    let mark = rest.iter().position(|byte| *byte == b'"');
                    mark.and_then(|at| rest.get(at.checked_sub(1)?)).is_some_and(u8::is_ascii_whitespace)
                })
            }
        };
        let Some(inner) = inner else { return self.bytes.to_vec() };
        let mut plain = Vec::with_capacity(inner.len());
        let mut rest = inner;
        while let [byte, after @ ..] = rest {
            let is_pair = match (byte, after.first()) {
                (b'"', Some(b'"')) => true,
                (b'\\', Some(b'"' | b'\\' | b'\n')) => style == Style::Escaped,
                _ => false,
            };
            let (second, beyond) = after.split_at(usize::from(is_pair));
            plain.push(*second.first().unwrap_or(byte));
            rest = beyond;
        }
        plain
    }
}

/// The values of one row or of many, as RFC 4180 has them but for those that are torn, which end with the next delimiter.
fn values(rows: &[u8], delimiter: u8, style: Style) -> impl Iterator<Item = Value<'_>> {
    let mut rest = Some(rows);
    std::iter::from_fn(move || {
        let bytes = rest?;
        let is_end = |byte: &u8| *byte == delimiter || matches!(byte, b'\n' | b'\r');
        let (from, quoting) = match bytes.strip_prefix(b"\"") {
            Some(inner) => closed(inner, style).map_or((bytes.len(), Quoting::Open), |at| {
                let at_escape = at > 0 && inner.get(at - 1) == Some(&b'\\');
                let is_whole = inner.get(at + 1).is_none_or(is_end);
                (at + 2, if is_whole { Quoting::Whole } else { Quoting::Torn { at_escape } })
            }),
            None => (0, Quoting::None),
        };
        let after = bytes.get(from..).unwrap_or_default();
        let end = after.iter().position(is_end).map(|at| from + at);
        rest = end.and_then(|end| bytes.get(end + 1..));
        Some(Value { bytes: bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default(), quoting })
    })
}

/// Where the mark stands that ends a value.
fn closed(inner: &[u8], style: Style) -> Option<usize> {
    let mut at = 0;
    loop {
        at += inner.get(at..)?.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        match (inner.get(at), inner.get(at + 1)) {
            (Some(b'"'), Some(b'"')) => at += 2,
            (Some(b'"'), _) => return Some(at),
            _ if style == Style::Escaped => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Style, read, style, wrong};

    #[test]
    fn a_mark_that_is_not_closed_is_named_with_its_lines() {
        let row = |row: &str| wrong(row.as_bytes(), b',', Style::Doubled, 3).unwrap_or_default();
        assert_eq!(
            row("2,\"Rain,It rained.\n3,Snow,It snowed.\n4,Hail,It hailed."),
            "a quotation mark that opens in this row is never closed: lines 3 to 5 are not read"
        );
        assert!(row("2,\"Rain,It rained.\n3,\"Snow\",It snowed.").contains("closed in a later row"));
        assert!(row("2,\"Rain,It rained.\n\"3\",\"Snow\",It snowed.").contains("closed in a later row"));
    }

    #[test]
    fn values_of_several_lines_are_whole() {
        for row in [
            "2,Rain,\"It rained.\n\n“No,” she said, \"\"no\"\".\"",
            "2,\"\",\"a\nb\",c",
            "2,5\" of rain,\"a\nb\"",
            "2,\"Rain",
            "\"a\nb\"\r",
            "",
        ] {
            assert_eq!(wrong(row.as_bytes(), b',', Style::Doubled, 3), None, "{row}");
        }
        assert_eq!(wrong(b"2,\"He said \\\"no\\\",\nand left.\"", b',', Style::Escaped, 3), None);
    }

    #[test]
    fn how_a_table_has_its_marks() {
        for (start, delimiter, expected) in [
            ("a\tb\n1\t\"No,\" she said.\n2\tYes.\n", b'\t', Style::Bare),
            ("a;b\n1;\"No,\" she said. \"Never.\"\n2;\"We go\"\n", b';', Style::Bare),
            ("a,b\n1,\"No,\" she said.\n", b',', Style::Doubled),
            ("a\tb\n1\t\"It rained,\n all day\"\n2\t\"No,\" she said.\n", b'\t', Style::Doubled),
            ("\"a\";\"b\"\n\"1\";\"He said \"no\" to it.\"\n", b';', Style::Doubled),
            ("a,b\n1,\"He said \\\"no\\\", twice.\"\n", b',', Style::Escaped),
            ("a,b\nC:\\,\"C:\\\"\n1,\"He said \"\"no\"\".\"\n", b',', Style::Doubled),
            ("a,b\n", b',', Style::Doubled),
            ("\"", b',', Style::Doubled),
        ] {
            assert_eq!(style(start.as_bytes(), delimiter), expected, "{start}");
        }
    }

    #[test]
    fn values_that_go_on_behind_a_mark_keep_it() {
        let values = |row: &str, style: Style| -> Option<Vec<String>> {
            let record = read(row.as_bytes(), b',', style)?;
            Some(record.iter().map(|value| String::from_utf8_lossy(value).into_owned()).collect())
        };
        for (row, style, expected) in [
            (
                "1,\"No, never,\" she said.,2",
                Style::Doubled,
                Some(vec!["1", "\"No, never,\" she said.", "2"]),
            ),
            ("1,\"No\" and \"no\"", Style::Doubled, Some(vec!["1", "\"No\" and \"no\""])),
            ("\"1\",\"He said \"no\" to it.\"", Style::Doubled, Some(vec!["1", "He said \"no\" to it."])),
            ("1,\"a \\\"b\\\", c\",\\N", Style::Doubled, Some(vec!["1", "a \"b\", c", ""])),
            ("1,\"C:\\\\new \\n \"\"d\"\"\",", Style::Escaped, Some(vec!["1", "C:\\new \\n \"d\"", ""])),
            ("1,\"a, \"\"b\"\"\"", Style::Doubled, None),
            ("1,\"No,\" she said.", Style::Bare, None),
        ] {
            let expected = expected.map(|values| values.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(values(row, style), expected, "{row}");
        }
    }
}
