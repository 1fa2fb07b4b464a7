//! What the line breaks of preformatted text mean: a blank line ends a paragraph; a single break does where the lines are the
//! writer's own, and not where they were broken at one width.

use super::wrapped::unwrap;
use dom_query::NodeRef;

/// What a break is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Breaks {
    /// A space, as everywhere in markup.
    #[default]
    Space,
    /// A space, in a program: its lines are no paragraphs.
    Code,
    /// The end of a line, unless the next one goes on in small letters.
    Own,
    /// A space; a blank line is the end of a paragraph.
    Forced,
}

/// A piece of such text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Words(&'t str),
    End,
}

impl Breaks {
    /// What breaks are in an element, where they are this around it.
    pub(super) fn within(self, node: &NodeRef<'_>, name: &str) -> Self {
        match name {
            _ if self != Breaks::Space => self,
            "pre" | "xmp" if is_code(node) => Breaks::Code,
            "pre" | "xmp" | "listing" | "plaintext" => Breaks::of(&node.text()),
            _ => self,
        }
    }

    fn of(text: &str) -> Self {
        let text = text.trim_matches('\n');
        if unwrap(text.to_owned()) == text { Breaks::Own } else { Breaks::Forced }
    }

    /// Hands out the pieces of a text.
    pub(super) fn pieces<'t>(self, text: &'t str, mut found: impl FnMut(Piece<'t>)) {
        if matches!(self, Breaks::Space | Breaks::Code) {
            return found(Piece::Words(text));
        }
        let mut lines = text.split('\n').peekable();
        let mut is_first = true;
        let mut was_blank = false;
        while let Some(line) = lines.next() {
            // What comes after the last break may go on in another element.
            let is_blank = line.trim().is_empty() && lines.peek().is_some() && !is_first;
            if !is_first {
                let goes_on = line.trim_start().starts_with(char::is_lowercase);
                let is_open = self == Breaks::Forced || goes_on;
                found(if is_blank || was_blank || !is_open { Piece::End } else { Piece::Words(" ") });
            }
            found(Piece::Words(line));
            (is_first, was_blank) = (false, is_blank);
        }
    }
}

/// Whether an element holds a program, by what is in it or by its signs, of which a text has hardly any: two in a
/// hundred letters at most.
fn is_code(node: &NodeRef<'_>) -> bool {
    const SIGNS: &str = ";<=>[\\]^`{}";
    let is_named =
        |child: NodeRef<'_>| child.node_name().is_some_and(|name| matches!(&*name, "code" | "samp" | "kbd"));
    let text = node.text();
    let signs = text.chars().filter(|c| SIGNS.contains(*c)).count();
    signs * 50 > text.chars().count() || node.children_it(false).any(is_named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn lines(breaks: Breaks, text: &str) -> Vec<String> {
        let mut lines = vec![String::new()];
        breaks.pieces(text, |piece| match (piece, lines.last_mut()) {
            (Piece::Words(words), Some(line)) => line.push_str(words),
            _ => lines.push(String::new()),
        });
        lines.into_iter().filter(|line| !line.trim().is_empty()).collect()
    }

    #[test]
    fn what_a_break_is() {
        let text = "It rained\nall day.\nNobody came.\n \n\nIt snowed\nin Lund.\n";
        assert_eq!(lines(Breaks::Own, text), ["It rained all day.", "Nobody came.", "It snowed in Lund."]);
        assert_eq!(lines(Breaks::Forced, text), ["It rained all day. Nobody came.", "It snowed in Lund. "]);
        assert_eq!(lines(Breaks::Space, text), [text]);
        assert_eq!(lines(Breaks::Own, ""), Vec::<String>::new());
    }

    #[test]
    fn lines_of_one_width_were_broken() {
        let wrapped = "The mayor of Lund said on Friday that the\ntalks had come to nothing, and that nobody\nhad offered \
                       anything.\n\n“We were close,” she said. “Then the other\nside left the room, and we waited there \
                       an\nhour for nothing.”";
        assert_eq!(Breaks::of(wrapped), Breaks::Forced);
        assert_eq!(Breaks::of("It rained.\nNobody came.\nIt snowed."), Breaks::Own);
    }

    #[test]
    fn programs_are_no_text() {
        let within = |markup: &str| {
            let document = Document::from(markup);
            let pre = document.select("pre, listing");
            pre.nodes().first().map(|node| Breaks::Space.within(node, &node.node_name().unwrap_or_default()))
        };
        for (markup, breaks) in [
            ("<pre>let rain = 1;\nfor day in days {\n    rained(day);\n}</pre>", Breaks::Code),
            ("<pre><code>rain day\nsnow day</code></pre>", Breaks::Code),
            (
                "<pre>It rained; it snowed.\n\n* * *\n\nIt cost $40,000. That was too much, the mayor of Lund said.\n###</pre>",
                Breaks::Own,
            ),
            ("<listing>a &lt;b\nc</listing>", Breaks::Own),
        ] {
            assert_eq!(within(markup), Some(breaks), "{markup}");
        }
    }
}
