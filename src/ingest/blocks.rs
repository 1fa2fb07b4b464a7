//! Markup → lines: one for each paragraph, heading, list item, caption and row, without what is no text. For markup
//! that is an article's body through and through (a feed's item, a mail, a chapter); what part of a whole page is the
//! article is another question ([`super::html`]).

use super::depth::{deepest, most_attributes};
use dom_query::{Document, NodeRef};

/// Elements that begin a line (HTML Standard, 15.3: those shown as blocks).
pub(super) const BLOCKS: &str = " address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset \
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup option p \
    plaintext pre search section summary table tbody tfoot thead tr ul ";
/// Elements whose content is no text to be read.
pub(super) const SILENT: &str = " script style head template noscript svg math iframe object audio video canvas map select \
    textarea button input datalist title ";

pub(super) fn is_in(list: &str, name: &str) -> bool {
    !name.is_empty() && list.split(' ').any(|known| known == name)
}

/// The lines of a piece of markup. The error says in words why it is not read.
pub fn lines(markup: &str) -> Result<String, String> {
    guard(markup)?;
    let document = Document::from(markup);
    Ok(lines_of(&document.root()))
}

/// Refuses markup that would take too long to read.
pub(super) fn guard(markup: &str) -> Result<(), String> {
    /// The deepest that elements may nest; news pages come to some 50.
    const DEEPEST: usize = 256;
    /// Readers of pages compare each attribute of a tag with all others.
    const MOST_ATTRIBUTES: usize = 10_000;
    if deepest(markup) > DEEPEST {
        return Err(format!("the page nests its elements more than {DEEPEST} deep"));
    }
    if most_attributes(markup) > MOST_ATTRIBUTES {
        return Err(format!("a tag of the page has more than {MOST_ATTRIBUTES} attributes"));
    }
    Ok(())
}

/// The lines below a node.
pub fn lines_of(root: &NodeRef<'_>) -> String {
    let mut lines = Lines::default();
    let mut todo: Vec<(NodeRef<'_>, bool)> = vec![(*root, false)];
    while let Some((node, is_end)) = todo.pop() {
        if node.is_text() {
            lines.text(&node.text());
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        if is_end {
            lines.end_line();
            continue;
        }
        if is_in(SILENT, &name) || node.is_comment() {
            continue;
        }
        if is_in(BLOCKS, &name) {
            lines.end_line();
            if &*name == "li" {
                lines.begin_item();
            }
            todo.push((node, true));
        } else if matches!(&*name, "td" | "th") {
            lines.text(" ");
        }
        todo.extend(node.children_it(true).map(|child| (child, false)));
    }
    lines.end_line();
    lines.done()
}

/// Lines under way. White space is one space, as a browser shows it.
#[derive(Default)]
pub(super) struct Lines {
    done: String,
    line: String,
    /// What the next line begins with.
    pending: &'static str,
}

impl Lines {
    /// All lines.
    pub(super) fn done(self) -> String {
        self.done
    }

    /// The line under way.
    pub(super) fn line(&self) -> &str {
        self.line.trim()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.line().is_empty()
    }

    /// The next line is a list's item.
    pub(super) const fn begin_item(&mut self) {
        self.pending = "• ";
    }

    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            // No-break spaces stay: they are the outlet's.
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !self.line.is_empty() && !self.line.ends_with(' ') {
                    self.line.push(' ');
                }
            } else {
                self.line.push(if c == '\0' { '\u{fffd}' } else { c });
            }
        }
    }

    pub(super) fn end_line(&mut self) {
        let line = self.line.trim();
        if !line.is_empty() {
            if !self.done.is_empty() {
                self.done.push('\n');
            }
            let has_own =
                line.starts_with(['•', '-', '–', '*', '·']) || line.starts_with(|c: char| c.is_ascii_digit());
            if !has_own {
                self.done.push_str(self.pending);
            }
            self.done.push_str(line);
            self.pending = "";
        }
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_each_block() {
        for (markup, expected) in [
            ("<p>One <b>two</b>\n three.</p><p>Four.</p>", "One two three.\nFour."),
            ("a<br>b<hr>c", "a\nb\nc"),
            ("<ul><li>one</li><li><p>two</p><p>more</p></li></ul>", "• one\n• two\nmore"),
            ("<h2>Head</h2>text<script>x</script><style>y</style><!-- z -->", "Head\ntext"),
            ("<blockquote>“We go.”</blockquote>she said", "“We go.”\nshe said"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
            ("plain &amp; simple &lt;x&gt;", "plain & simple <x>"),
            ("", ""),
        ] {
            assert_eq!(lines(markup).unwrap(), expected, "{markup}");
        }
    }

    #[test]
    fn what_would_take_for_ever_is_refused() {
        assert!(lines(&"<div>".repeat(100_000)).is_err());
        assert!(lines(&"<p>a".repeat(10_000)).is_ok());
    }
}
