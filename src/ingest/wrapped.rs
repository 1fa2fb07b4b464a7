//! Plain text that was broken into lines of some 70 characters, as mail and old archives have it.
//!
//! A line break ends a paragraph for everything that comes later, so such breaks must go; and only such. A break was
//! forced where the first word of the next line had no room left; a text whose breaks within blocks are all of that
//! kind is a wrapped one. No other text is touched. Blocks that nobody breaks count for nothing and stay: lines above an
//! article, which are all short, an address that is longer than any line, quoted lines.

/// The widest line of a wrapped text, in characters.
const WIDEST: usize = 100;
/// The share of breaks within blocks that must have been forced, in hundredths.
const FORCED: usize = 95;
/// Of how many lines one may be wider than all others: a word that could not be broken.
const ODD: usize = 20;

/// A line of the text.
struct Line<'a> {
    words: &'a str,
    /// In characters, up to one more than [`WIDEST`].
    width: usize,
    /// Whether the next one may go on with it: they stand in one block of lines that may have been broken.
    may_go_on: bool,
}

/// The text (with LF line ends) with forced line breaks as spaces, or as it is.
pub fn unwrap(text: String) -> String {
    let mut lines: Vec<Line<'_>> = text.lines().map(str::trim_end).map(measured).collect();
    for block in lines.chunk_by_mut(|line, next| !line.words.is_empty() && !next.words.is_empty()) {
        let is_text = block.iter().all(|line| line.width <= WIDEST && !line.words.starts_with('>'));
        // Where the fewer lines are indented, each of them begins a paragraph, as in a book.
        let indented = block.iter().filter(|line| indent(line.words) > 1).count();
        let least = block.iter().map(|line| indent(line.words)).min().unwrap_or(0);
        let is_book = least <= 1 && indented * 2 < block.len();
        for at in 1..block.len() {
            if let [line, next] = &mut block[at - 1..=at] {
                let begins =
                    begins_paragraph(line.words, next.words) || is_book && indent(next.words) > least + 1;
                line.may_go_on = is_text && !begins;
            }
        }
    }
    let Some(width) = width(&lines) else { return text };
    for block in lines.chunk_by_mut(|line, next| !line.words.is_empty() && !next.words.is_empty()) {
        if block.iter().all(|line| line.width * 2 < width) {
            block.iter_mut().for_each(|line| line.may_go_on = false);
        }
    }
    let breaks = lines.iter().zip(lines.iter().skip(1)).filter(|(line, _)| line.may_go_on);
    let (mut all, mut forced) = (0_usize, 0_usize);
    for (line, next) in breaks {
        all += 1;
        forced += usize::from(is_forced(line, next, width));
    }
    if forced < 4 || forced * 100 < all * FORCED {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut goes_on = false;
    for (at, line) in lines.iter().enumerate() {
        out.push_str(if goes_on { line.words.trim_start() } else { line.words });
        let next = lines.get(at + 1);
        goes_on = next.is_some_and(|next| line.may_go_on && is_forced(line, next, width));
        if next.is_some() {
            out.push(if goes_on { ' ' } else { '\n' });
        }
    }
    out
}

fn measured(words: &str) -> Line<'_> {
    Line { words, width: words.chars().take(WIDEST + 1).count(), may_go_on: false }
}

/// The width that all lines keep that another one may go on from, but for a few.
fn width(lines: &[Line<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().filter(|line| line.may_go_on).map(|line| line.width).collect();
    widths.sort_unstable_by(|a, b| b.cmp(a));
    widths.get(widths.len() / ODD).copied()
}

/// Whether the first word of the next line had no room left.
fn is_forced(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    let word = next.words.split_whitespace().next().unwrap_or_default();
    line.width + 1 + word.chars().count() > width
}

/// How far a line is indented, in bytes.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether a line is indented more than the one before it, or begins a list's item.
fn begins_paragraph(line: &str, next: &str) -> bool {
    let words = next.trim_start();
    indent(next) > indent(line) + 1 || ["- ", "* ", "• "].iter().any(|bullet| words.starts_with(bullet))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRAPPED: &str = "The mayor of Lund said on Friday that the\ntalks had come to nothing, and that nobody\n\
                           had offered anything.\n\n“We were close,” she said. “Then the other\nside left the room, and we \
                           waited there an\nhour for nothing.”";

    #[test]
    fn paragraphs_that_only_an_indented_line_shows_are_joined() {
        let text = "    The mayor of Lund said on Friday that the\ntalks had come to nothing, and that nobody\noffered them \
                    anything.\n    “No,” she said.\n    “We were close. Then the other side left\nthe room, and we waited there an \
                    hour for\nnothing.”\n    Nobody else spoke. The talks will go on in\nMarch, said a spokesman for the bank.";
        let joined = unwrap(text.to_owned());
        let lines: Vec<&str> = joined.lines().map(str::trim).collect();
        assert_eq!(lines.len(), 4, "{joined}");
        assert_eq!(lines[1], "“No,” she said.");
        assert!(lines[2].ends_with("waited there an hour for nothing.”"), "{joined}");
    }

    #[test]
    fn forced_breaks_go() {
        let joined = unwrap(WRAPPED.to_owned());
        let lines: Vec<&str> = joined.lines().filter(|l| !l.is_empty()).collect();
        assert_eq!(lines.len(), 2, "{joined}");
        assert!(lines[0].starts_with("The mayor of Lund said on Friday that the talks had"));
    }

    #[test]
    fn what_nobody_broke_stays_and_hinders_nothing() {
        let joined = unwrap(WRAPPED.to_owned());
        let address = format!("https://lund.example/{}", "a".repeat(120));
        for other in [
            "Talks stall\nBy Ada Berg\nThe Post\n1 May 2025",
            &address,
            &format!("Read more:\n{address}"),
            "> quoted lines, that were broken elsewhere\n> and again",
            "- one item of a list of many items\n- two\n- three",
        ] {
            for (text, expected) in [
                (format!("{other}\n\n{WRAPPED}"), format!("{other}\n\n{joined}")),
                (format!("{WRAPPED}\n\n{other}"), format!("{joined}\n\n{other}")),
            ] {
                assert_eq!(unwrap(text), expected);
            }
        }
        let indented = WRAPPED.replace("\n\n", "\n   ");
        assert_eq!(unwrap(indented).lines().count(), 2);
    }

    #[test]
    fn breaks_that_somebody_meant_stay() {
        for text in [
            "One line.\nAnother line.\nA third, a bit longer.\nShort.\nEnd.\nYes.\nNo.",
            "A paragraph as long as a paragraph is in most files, which is more than a hundred characters wide.\nB\nC\n",
            "The sea is calm tonight, she sang to us,\nthe tide is full,\nthe moon lies fair\nupon the straits; on the coast of Lund\n\
             the light gleams\nand is gone; the cliffs stand out at sea,\nglimmering and vast",
            "",
            "\n\n",
        ] {
            assert_eq!(unwrap(text.to_owned()), text);
        }
    }
}
