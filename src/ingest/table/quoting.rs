//! Whether a row of a table ends where it seems to: a quotation mark that is opened and never closed takes the rows after it
//! for a part of its value, up to the next mark or the end of the file.

/// Why a row of these bytes is not to be trusted, in words; `line` is the one on which it begins. Only a row of several lines can
/// have swallowed others.
pub(super) fn wrong(row: &[u8], delimiter: u8, line: u64) -> Option<String> {
    let breaks = row.iter().filter(|byte| **byte == b'\n').count() as u64;
    if breaks == 0 {
        return None;
    }
    let ends = match quoting(row, delimiter) {
        Quoting::Whole => return None,
        Quoting::Open => "never closed",
        Quoting::Torn => "closed in a later row",
    };
    Some(format!(
        "a quotation mark that opens in this row is {ends}: lines {line} to {} are not read",
        line + breaks
    ))
}

enum Quoting {
    /// Every value that begins with a mark ends with one.
    Whole,
    /// The last value does not end.
    Open,
    /// After the mark that ends a value comes something else than the next value.
    Torn,
}

/// Goes over a row as RFC 4180 has it.
fn quoting(row: &[u8], delimiter: u8) -> Quoting {
    let mut rest = row;
    loop {
        let Some(mut value) = rest.strip_prefix(b"\"") else {
            match rest.iter().position(|byte| *byte == delimiter) {
                Some(end) => rest = rest.get(end + 1..).unwrap_or_default(),
                None => return Quoting::Whole,
            }
            continue;
        };
        loop {
            let Some(mark) = value.iter().position(|byte| *byte == b'"') else { return Quoting::Open };
            value = value.get(mark + 1..).unwrap_or_default();
            match value.first() {
                Some(b'"') => value = value.get(1..).unwrap_or_default(),
                None | Some(b'\r' | b'\n') => return Quoting::Whole,
                Some(byte) if *byte == delimiter => break,
                Some(_) => return Quoting::Torn,
            }
        }
        rest = value.get(1..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::wrong;

    #[test]
    fn a_mark_that_is_not_closed_is_named_with_its_lines() {
        let row = |row: &str| wrong(row.as_bytes(), b',', 3).unwrap_or_default();
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
            assert_eq!(wrong(row.as_bytes(), b',', 3), None, "{row}");
        }
    }
}
