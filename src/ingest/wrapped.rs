//! Plain text that was broken into lines of some 70 characters, as mail and old archives have it.
//!
//! A line break ends a paragraph for everything that comes later, so such breaks must go; and only such. A break was
//! forced where the first word of the next line had no room left; a text whose breaks within blocks are all of that
//! kind is a wrapped one. No other text is touched.

/// The widest line of a wrapped text, in characters.
const WIDEST: usize = 100;
/// The share of breaks within blocks that must have been forced, in hundredths.
const FORCED: usize = 95;

/// The text (with LF line ends) with forced line breaks as spaces, or as it is.
pub fn unwrap(text: String) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let widths: Vec<usize> = lines.iter().map(|l| l.chars().take(WIDEST + 1).count()).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    if widest > WIDEST {
        return text;
    }
    let is_forced = |at: usize| match (lines.get(at), lines.get(at + 1), widths.get(at)) {
        (Some(line), Some(next), Some(width)) if !line.is_empty() && !next.is_empty() => {
            let word = next.split_whitespace().next().unwrap_or_default();
            Some(width + 1 + word.chars().count() > widest)
        }
        _ => None,
    };
    let breaks: Vec<bool> = (0..lines.len()).filter_map(is_forced).collect();
    let forced = breaks.iter().filter(|f| **f).count();
    if forced < 4 || forced * 100 < breaks.len() * FORCED {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        out.push_str(if at > 0 && is_forced(at - 1) == Some(true) { line.trim_start() } else { line });
        if at + 1 < lines.len() {
            out.push(if is_forced(at) == Some(true) { ' ' } else { '\n' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forced_breaks_go() {
        let text = "The mayor of Lund said on Friday that the\ntalks had come to nothing, and that nobody\n\
                    had offered anything.\n\n“We were close,” she said. “Then the other\nside left the room, and we \
                    waited there an\nhour for nothing.”";
        let joined = unwrap(text.to_owned());
        let lines: Vec<&str> = joined.lines().filter(|l| !l.is_empty()).collect();
        assert_eq!(lines.len(), 2, "{joined}");
        assert!(lines[0].starts_with("The mayor of Lund said on Friday that the talks had"));
    }

    #[test]
    fn breaks_that_somebody_meant_stay() {
        for text in [
            "One line.\nAnother line.\nA third, a bit longer.\nShort.\nEnd.\nYes.\nNo.",
            "A paragraph as long as a paragraph is in most files, which is more than a hundred characters wide.\nB\nC\n",
            "",
            "\n\n",
        ] {
            assert_eq!(unwrap(text.to_owned()), text);
        }
    }
}
