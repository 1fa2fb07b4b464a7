//! What the line breaks of preformatted text mean: a blank line ends a paragraph; a single break does where the lines are the
//! writer's own, and not where they were broken at one width.

use super::wrapped::unwrap;
use dom_query::NodeRef;

/// What a break is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Breaks {
    /// A space, as everywhere in markup, and in what programs are written in.
    #[default]
    Space,
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
            "pre" | "listing" | "plaintext" | "xmp" if self == Breaks::Space && !holds_code(node) => {
                Breaks::of(&node.text())
            }
            _ => self,
        }
    }

    fn of(text: &str) -> Self {
        /// Signs of programs, of which a text has hardly any: one in a hundred letters at most.
        const SIGNS: &str = "$#*+;<=>[\\]^_`{|}~";
        let text = text.trim_matches('\n');
        let signs = text.chars().filter(|c| SIGNS.contains(*c)).count();
        if signs * 100 > text.chars().count() {
            return Breaks::Space;
        }
        if unwrap(text.to_owned()) == text { Breaks::Own } else { Breaks::Forced }
    }

    /// Hands out the pieces of a text.
    pub(super) fn pieces<'t>(self, text: &'t str, mut found: impl FnMut(Piece<'t>)) {
        if self == Breaks::Space {
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

fn holds_code(node: &NodeRef<'_>) -> bool {
    node.children_it(false)
        .any(|child| child.node_name().is_some_and(|name| matches!(&*name, "code" | "samp" | "kbd")))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(Breaks::of("let rain = 1;\nfor day in days {\n    rained(day);\n}"), Breaks::Space);
    }
}
