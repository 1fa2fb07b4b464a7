//! Lines that a mail program broke and marked as such (RFC 3676, `format=flowed`) → paragraphs.

/// The text with the lines joined that belong together: those that end with a space, of one depth of quotation. `del_sp`: that
/// space is no part of the text.
pub(super) fn unwrap(text: &str, del_sp: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // The depth of the line above, if it goes on.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let quoted = line.trim_start_matches('>');
        let depth = line.len() - quoted.len();
        // A space was put before what would have been taken for a quotation.
        let line = quoted.strip_prefix(' ').unwrap_or(quoted);
        let is_signature = line == "-- ";
        if open != Some(depth) || line.is_empty() || is_signature {
            if !out.is_empty() {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
            }
            if depth > 0 {
                out.extend(std::iter::repeat_n('>', depth));
                out.push(' ');
            }
        }
        let is_open = line.ends_with(' ') && !is_signature;
        out.push_str(if is_open && del_sp { line.strip_suffix(' ').unwrap_or(line) } else { line });
        open = is_open.then_some(depth);
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

#[cfg(test)]
mod tests {
    use super::unwrap;

    #[test]
    fn lines_that_go_on_are_one() {
        let text = "The treasurer said on Friday that \nthe budget was gone. \n\n> “Nobody asked us,” she said \n> to reporters.\n>> No.\nNext.\n-- \nAda";
        assert_eq!(
            unwrap(text, false),
            "The treasurer said on Friday that the budget was gone.\n\n> “Nobody asked us,” she said to reporters.\n>> No.\nNext.\n--\nAda"
        );
        assert_eq!(unwrap("Nie \nmand \n  kam.\n From here.\n\n", true), "Niemand kam.\nFrom here.\n");
        assert_eq!(unwrap("", false), "");
    }
}
