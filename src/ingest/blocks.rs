//! Markup → lines: one for each paragraph, heading, list item, caption and row, without what is no text, with what the
//! markup says that they are. For markup that is an article's body through and through (a feed's item, a mail, a
//! chapter); what part of a whole page is the article is another question ([`super::html`]).

use super::breaks::{Breaks, Piece};
use super::depth::{deepest, most_ampersands, most_attributes, tags};
use crate::article::{Mark, MarkedText, Part};
use crate::span::Span;
use dom_query::{Document, NodeRef};
use regex::Regex;
use std::sync::LazyLock;

/// Elements that begin a line (HTML Standard, 15.3: those shown as blocks).
pub(super) const BLOCKS: &str = " address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset \
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup option p \
    plaintext pre search section summary table tbody tfoot thead tr ul ";
/// Elements whose content is no text to be read.
pub(super) const SILENT: &str = " script style head template noscript svg math iframe object audio video canvas map select \
    textarea button input datalist title ";

/// Longest heading, in bytes: some pages set whole paragraphs as headings, to have them large.
const HEADING_BYTES: usize = 300;

pub(super) fn is_in(list: &str, name: &str) -> bool {
    !name.is_empty() && list.split(' ').any(|known| known == name)
}

/// What the lines in an element are, by its name in HTML or NITF.
pub(super) fn part_of(name: &str) -> Option<Part> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl1" | "hl2" => Some(Part::Heading),
        "figcaption" | "caption" | "media-caption" => Some(Part::Caption),
        "li" => Some(Part::ListItem),
        "blockquote" | "bq" => Some(Part::BlockQuotation),
        _ => None,
    }
}

/// The lines of a piece of markup, without what it hides; if it hides all, with it. The error says in words why it is not
/// read.
pub fn lines(markup: &str) -> Result<MarkedText, String> {
    guard(markup)?;
    let document = Document::from(markup);
    let shown = lines_below(&document.root(), is_hidden);
    Ok(if shown.text.is_empty() { lines_of(&document.root()) } else { shown })
}

/// The lines of a text that is no markup. `is_told`: whether it is said to be none, so that `&amp;` is what is meant by it.
pub(super) fn plain(text: &str, is_told: bool) -> Result<MarkedText, String> {
    let escaped = if is_told { text.replace('&', "&amp;") } else { text.to_owned() }.replace('<', "&lt;");
    let has_paragraphs = || escaped.split('\n').skip(1).any(|line| line.trim().is_empty());
    match is_told || has_paragraphs() {
        true => lines(&format!("<listing>{escaped}</listing>")),
        false => lines(&escaped),
    }
}

/// Whether a text holds tags as only markup does: one that ends, a break. `3 <b than 4` is none.
pub(super) fn is_markup(text: &str) -> bool {
    static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
        const ENDS: &str = "a|b|blockquote|cite|code|div|em|figure|font|h[1-6]|i|li|ol|p|pre|q|s|section|small|span|strong|sub|sup|\
                            table|td|tr|u|ul";
        Regex::new(&format!(r"(?i)</(?:{ENDS})\s*>|<(?:br|hr|img|p)(?:\s[^<>]*)?/?>")).ok()
    });
    TAG.as_ref().is_some_and(|tag| tag.is_match(text))
}

/// Refuses markup that would take too long to read.
pub(super) fn guard(markup: &str) -> Result<(), String> {
    /// The deepest that elements may nest; news pages come to some 50.
    const DEEPEST: usize = 256;
    /// Readers of pages compare each attribute of a tag with all others.
    const MOST_ATTRIBUTES: usize = 10_000;
    /// Each takes memory before anything else is known of it; the largest news pages have some 10,000.
    const MOST_TAGS: usize = 200_000;
    /// Readers of pages copy what they have of a text with each.
    const MOST_AMPERSANDS: usize = 100_000;
    if deepest(markup) > DEEPEST {
        return Err(format!("the page nests its elements more than {DEEPEST} deep"));
    }
    if most_attributes(markup) > MOST_ATTRIBUTES {
        return Err(format!("a tag of the page has more than {MOST_ATTRIBUTES} attributes"));
    }
    if tags(markup) > MOST_TAGS {
        return Err(format!("the page has more than {MOST_TAGS} elements"));
    }
    if most_ampersands(markup) > MOST_AMPERSANDS {
        return Err(format!("a paragraph of the page has more than {MOST_AMPERSANDS} ampersands"));
    }
    Ok(())
}

/// The lines below a node, hidden ones too.
pub fn lines_of(root: &NodeRef<'_>) -> MarkedText {
    lines_below(root, |_| false)
}

fn lines_below(root: &NodeRef<'_>, is_left_out: fn(&NodeRef<'_>) -> bool) -> MarkedText {
    let mut lines = Lines::default();
    let mut todo: Vec<(NodeRef<'_>, Breaks, bool)> = vec![(*root, Breaks::Space, false)];
    while let Some((node, breaks, is_end)) = todo.pop() {
        if node.is_text() {
            lines.pieces(&node.text(), breaks);
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        if is_end {
            lines.end_line();
            lines.leave();
            continue;
        }
        if is_in(SILENT, &name) || node.is_comment() || is_left_out(&node) {
            continue;
        }
        if is_in(BLOCKS, &name) {
            lines.end_line();
            lines.enter(part_of(&name));
            if &*name == "li" {
                lines.begin_item("• ");
            }
            todo.push((node, breaks, true));
        } else if matches!(&*name, "td" | "th") {
            lines.cell();
        }
        let within = breaks.within(&node, &name);
        todo.extend(node.children_it(true).map(|child| (child, within, false)));
    }
    lines.end_line();
    lines.done()
}

/// Whether an element is hidden by its own style, as the lines are that mail shows in lists of messages only. What one
/// program alone does not show, or only sets in no size, may hold what the others do.
fn is_hidden(node: &NodeRef<'_>) -> bool {
    /// Characters of a style that are looked at.
    const MOST: usize = 1000;
    const HIDDEN: [&str; 3] = ["display:none", "visibility:hidden", "max-height:0"];
    const SIGNS: [&str; 6] =
        ["font-size:0", "height:0", "line-height:0", "mso-hide:all", "opacity:0", "overflow:hidden"];
    let Some(style) = node.attr("style") else { return node.has_attr("hidden") };
    let style: String =
        style.chars().filter(|c| !c.is_whitespace()).take(MOST).collect::<String>().to_lowercase();
    let says = |wanted: &str| {
        style.split(';').any(|rule| {
            let rest = rule.strip_prefix(wanted).map(|rest| rest.trim_end_matches("!important"));
            rest.is_some_and(|rest| matches!(rest, "" | "px" | "em" | "pt" | "%"))
        })
    };
    HIDDEN.iter().any(|rule| says(rule))
        || SIGNS.iter().filter(|rule| says(rule)).count() >= 2
        || node.has_attr("hidden")
}

/// Lines under way. White space is one space, as a browser shows it.
#[derive(Default)]
pub(super) struct Lines {
    done: String,
    line: String,
    /// Where the last cell of a table begins that began on the line after another; 0 where none did.
    cell: usize,
    /// What the next line begins with, where it begins a list's item.
    pending: Option<&'static str>,
    /// What lines are within the elements that are open, the innermost last.
    within: Vec<Option<Part>>,
    marks: Vec<Mark>,
}

impl Lines {
    /// All lines.
    pub(super) fn done(mut self) -> MarkedText {
        // Pages that are all block quotation only want the margin.
        let is_quoted = |mark: &Mark| mark.part == Part::BlockQuotation;
        let quoted: usize =
            self.marks.iter().filter(|mark| is_quoted(mark)).map(|mark| mark.span.len()).sum();
        if quoted * 2 > self.done.len() {
            self.marks.retain(|mark| !is_quoted(mark));
        }
        MarkedText { text: self.done, marks: self.marks }
    }

    /// From here on lines are within an element; of what it does not say itself, those around it hold.
    pub(super) fn enter(&mut self, part: Option<Part>) {
        self.within.push(part.or(self.within.last().copied().flatten()));
    }

    /// The end of the element that was entered last.
    pub(super) fn leave(&mut self) {
        self.within.pop();
    }

    /// The line under way.
    pub(super) fn line(&self) -> &str {
        self.line.trim()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.line().is_empty()
    }

    /// Whether no line stands before the one under way.
    pub(super) const fn is_first(&self) -> bool {
        self.done.is_empty()
    }

    /// The next line is a list's item, and begins with this.
    pub(super) const fn begin_item(&mut self, bullet: &'static str) {
        self.pending = Some(bullet);
    }

    /// A cell of a table begins, on the line of its row.
    pub(super) fn cell(&mut self) {
        self.text(" ");
        self.cell = self.line.len();
    }

    /// Whether the line under way is a row of a table: words of two cells at least.
    pub(super) const fn is_row(&self) -> bool {
        self.cell > 0 && self.line.len() > self.cell
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

    /// Words in which breaks may end lines.
    pub(super) fn pieces(&mut self, text: &str, breaks: Breaks) {
        breaks.pieces(text, |piece| match piece {
            Piece::Words(words) => self.text(words),
            Piece::End => self.end_line(),
        });
    }

    pub(super) fn end_line(&mut self) {
        let is_row = self.is_row();
        self.cell = 0;
        let mut whole = std::mem::take(&mut self.line);
        let line = whole.trim();
        if !line.is_empty() {
            let has_own =
                line.starts_with(['•', '-', '–', '*', '·']) || line.starts_with(|c: char| c.is_ascii_digit());
            let item = self.pending.take();
            // A paragraph below the first of an item goes on with what was said in it.
            let part = self.within.last().copied().flatten();
            let part = part.filter(|part| *part != Part::ListItem || item.is_some());
            // A row is short and ends no sentence, and is no heading for that.
            let part = part.or(is_row.then_some(Part::Body));
            self.add(item.filter(|_| !has_own).unwrap_or_default(), line, part);
        }
        whole.clear();
        self.line = whole;
    }

    /// Adds a whole line as it is.
    pub(super) fn push(&mut self, line: &str, part: Option<Part>) {
        if !line.is_empty() {
            self.add("", line, part);
        }
    }

    fn add(&mut self, bullet: &str, line: &str, part: Option<Part>) {
        if !self.done.is_empty() {
            self.done.push('\n');
        }
        let start = self.done.len();
        self.done.push_str(bullet);
        self.done.push_str(line);
        let span = Span::new(start, self.done.len());
        let fits = |part: &Part| *part != Part::Heading || span.len() <= HEADING_BYTES;
        self.marks.extend(part.filter(fits).map(|part| Mark { span, part }));
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
            assert_eq!(lines(markup).unwrap().text, expected, "{markup}");
        }
    }

    #[test]
    fn lines_are_marked_by_the_innermost_element_that_says_what_they_are() {
        let body =
            "<p>The council met on Tuesday, and nobody came to hear what it had to say about the bridge.</p>";
        let long = "word ".repeat(100);
        for (markup, expected) in [
            ("<h2>Head</h2><p>text</p>", vec![(Part::Heading, "Head")]),
            (
                "<figure><img><figcaption>The <i>hall</i>.</figcaption></figure>x",
                vec![(Part::Caption, "The hall.")],
            ),
            (
                "<ul><li>one</li><li><p>two</p><p>more</p></li></ul>",
                vec![(Part::ListItem, "• one"), (Part::ListItem, "• two")],
            ),
            (
                "<blockquote><h3>Its report</h3><p>“We go.”</p><p>“Now.”</p></blockquote>she said",
                vec![
                    (Part::Heading, "Its report"),
                    (Part::BlockQuotation, "“We go.”"),
                    (Part::BlockQuotation, "“Now.”"),
                ],
            ),
            (
                "<table><tr><th>Year</th><th>Cost</th></tr><tr><td colspan=2>All</td><td></td></tr></table>",
                vec![(Part::Body, "Year Cost")],
            ),
            (&*format!("<h2>{long}</h2>"), vec![]),
        ] {
            let found = lines(&format!("{markup}{body}")).unwrap();
            let found: Vec<_> = found.marks.iter().map(|m| (m.part, m.span.of(&found.text))).collect();
            assert_eq!(found, expected, "{markup}");
        }
    }

    #[test]
    fn the_lines_of_preformatted_text_are_its_own() {
        for (markup, expected) in [
            (
                "<pre>It rained\nall <b>day</b>.\n\nNobody came.\nIt snowed.</pre>x\ny",
                "It rained all day.\nNobody came.\nIt snowed.\nx y",
            ),
            ("<pre>It rained.\n<b>Nobody</b>\ncame.</pre>", "It rained.\nNobody came."),
            ("<pre>\n</pre>", ""),
        ] {
            assert_eq!(lines(markup).unwrap().text, expected, "{markup}");
        }
    }

    #[test]
    fn what_is_hidden_by_its_style_is_no_text() {
        for style in [
            "display: none; max-height:0;overflow:hidden",
            "DISPLAY:none !important",
            "visibility:hidden",
            "font-size:0px;line-height:0",
            "max-height:0px",
            "mso-hide:all;font-size:0;color:transparent",
        ] {
            let markup =
                format!("<div style='{style}'>In this letter <p>\u{34f}\u{200c}</p></div><p>It rained.</p>");
            assert_eq!(lines(&markup).unwrap().text, "It rained.", "{style}");
        }
        for style in
            ["font-size:0.9em", "max-height:0.5em", "mso-hide:all", "font-size:0", "height:0.1px;opacity:0.9"]
        {
            assert_eq!(
                lines(&format!("<p style='{style}'>It rained.</p>")).unwrap().text,
                "It rained.",
                "{style}"
            );
        }
        assert_eq!(lines("<div style='display:none'>It rained.</div>").unwrap().text, "It rained.");
    }

    #[test]
    fn a_text_is_markup_where_its_tags_say_so() {
        for text in ["<p>x", "a <b>b</b>", "x<br/>y", "<img src=x>", "x</P >"] {
            assert!(is_markup(text), "{text}");
        }
        for text in ["3 <b than 4", "<bo.ek@lund.example>", "a<b c> d", "<place>", "x < y > z", ""] {
            assert!(!is_markup(text), "{text}");
        }
    }

    #[test]
    fn a_page_within_one_block_quotation_quotes_nobody() {
        assert_eq!(lines("<blockquote><p>He left.</p><h4>Later</h4></blockquote>").unwrap().marks.len(), 1);
    }

    #[test]
    fn what_would_take_for_ever_is_refused() {
        assert!(lines(&"<div>".repeat(100_000)).is_err());
        assert!(lines(&"<p>a".repeat(10_000)).is_ok());
    }
}
