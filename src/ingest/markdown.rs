//! Markdown → the text that is stored: one line for each paragraph, heading, list item, quoted paragraph or row of a table, without
//! the marks of markup. The stored text is what offsets point into.
//!
//! CommonMark with the tables, notes and struck words of GitHub; images are left out, and of HTML among it the words are read.

use super::blocks::{self, BLOCKS, Lines, is_in};
use crate::article::{MarkedText, Part};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Elements of HTML within a line, whose words go on.
const INLINE: &str = " a abbr b bdi bdo big cite code data del dfn em font i img ins kbd mark q s samp small span strike strong sub \
    sup time tt u var wbr ";

/// The words of a Markdown text with LF line ends, with what its markup says of lines.
pub fn to_text(markdown: &str) -> MarkedText {
    let mut out = Out::default();
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Item) => {
                out.lines.end_line();
                let marker = markdown.get(range).and_then(|item| item.split_whitespace().next());
                out.begin_item(marker.unwrap_or("-"));
            }
            event => out.add(event),
        }
    }
    out.lines.end_line();
    out.lines.done()
}

/// The first heading, where it is one of the first level and nothing stands before it: the article's title.
pub fn title(markdown: &str) -> Option<String> {
    let is_html = |event: &Event<'_>| {
        matches!(event, Event::Html(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock))
    };
    let mut events = Parser::new_ext(markdown, options()).skip_while(is_html);
    let Some(Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })) = events.next() else { return None };
    let mut out = Out::default();
    for event in events.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_)))) {
        out.add(event);
    }
    Some(out.lines.line().to_owned()).filter(|title| !title.is_empty())
}

fn options() -> Options {
    // Of these notes a mark counts as one where what it leads to is not there.
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_OLD_FOOTNOTES
}

/// Lines under way.
#[derive(Default)]
struct Out {
    lines: Lines,
    /// What the next words of a list's item are to begin with.
    marker: Option<String>,
    /// How many images are open, whose words are left out.
    images: usize,
    code: Option<Code>,
    /// The HTML or the lines of code under way.
    raw: String,
}

/// A piece of code under way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    /// Between fences: each line is one.
    Fenced,
    /// Lines that begin with spaces, as paragraphs do that somebody pasted: they go on.
    Indented,
}

impl Out {
    fn add(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) => self.words(&words),
            Event::SoftBreak => self.lines.text(" "),
            Event::HardBreak | Event::Rule => self.lines.end_line(),
            Event::Html(html) => self.raw.push_str(&html),
            Event::InlineHtml(html) => self.inline(&html),
            Event::InlineMath(words) | Event::DisplayMath(words) => self.words(&words),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let part = match tag {
            Tag::Heading { .. } => Some(Part::Heading),
            Tag::BlockQuote(_) => Some(Part::BlockQuotation),
            _ => None,
        };
        match tag {
            Tag::Image { .. } => self.images += 1,
            Tag::TableCell => self.lines.cell(),
            Tag::CodeBlock(kind) => {
                self.lines.end_line();
                let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
                self.code = Some(if is_fenced { Code::Fenced } else { Code::Indented });
            }
            _ if is_block(&tag.to_end()) => {
                self.lines.end_line();
                self.lines.enter(part);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::CodeBlock => {
                self.lines.end_line();
                self.code = None;
                std::mem::take(&mut self.raw).lines().for_each(|line| self.lines.push(line.trim(), None));
            }
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::Item => {
                self.lines.end_line();
                self.lines.leave();
                self.marker = None;
            }
            tag if is_block(&tag) => {
                self.lines.end_line();
                self.lines.leave();
            }
            _ => {}
        }
    }

    /// Begins an item whose mark in the source this is; it stays, as the number of a list may be spoken of.
    fn begin_item(&mut self, marker: &str) {
        self.lines.enter(Some(Part::ListItem));
        self.lines.begin_item("");
        self.marker = Some(format!("{marker} "));
    }

    fn words(&mut self, words: &str) {
        if self.images > 0 {
            return;
        }
        if let Some(marker) = self.marker.take() {
            self.lines.text(&marker);
        }
        match self.code {
            Some(Code::Fenced) => self.raw.push_str(words),
            _ => self.lines.text(words),
        }
    }

    /// A tag among words. What only looks like one ("<laughs>") is words.
    fn inline(&mut self, html: &CowStr<'_>) {
        let name = html.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
        if is_in(BLOCKS, &name) {
            self.lines.end_line();
        } else if !name.is_empty() && !is_in(INLINE, &name) {
            self.words(html);
        }
    }

    /// The words of a piece of HTML, as a browser shows them.
    fn end_html(&mut self) {
        self.lines.end_line();
        let html = std::mem::take(&mut self.raw);
        let is_tag =
            html.trim().starts_with('<') && html.trim().ends_with('>') && html.matches('<').count() == 1;
        if is_tag {
            return;
        }
        match blocks::lines(&html) {
            Ok(MarkedText { text, marks }) => {
                let mut at = 0;
                for line in text.split('\n') {
                    let part = marks.iter().find(|mark| mark.span.start == at).map(|mark| mark.part);
                    self.lines.push(line, part);
                    at += line.len() + 1;
                }
            }
            Err(_) => html.lines().for_each(|line| self.lines.push(line.trim(), None)),
        }
    }
}

/// Whether an element begins a line, and its end ends one.
const fn is_block(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        for (markdown, text) in [
            ("# Talks stall\n\nThe mayor\nsaid *no*.", "Talks stall\nThe mayor said no."),
            ("She **never** said __it__, ~~he~~ `did`.", "She never said it, he did."),
            (
                "See [the *letter*](https://a.example/x_y) and [that][1].\n\n[1]: https://b.example",
                "See the letter and that.",
            ),
            ("![A photo](p.jpg)\n\n“We go,” she said.[^2]", "“We go,” she said."),
            ("> “We go.”\n> “Now.”\n\nHe nodded.", "“We go.” “Now.”\nHe nodded."),
            ("- one\n- two\n  more\n1. three", "- one\n- two more\n1. three"),
            ("a\n\n---\n\nb\n* * *\nc", "a\nb\nc"),
            ("Title\n=====\ntext", "Title\ntext"),
            ("5 * 3 * 2 and snake_case_name and 2*3", "5 * 3 * 2 and snake_case_name and 2*3"),
            (r"\*not emphasis\* [not a link] \[x\](y)", "*not emphasis* [not a link] [x](y)"),
            ("a  \nb\\\nc", "a\nb\nc"),
            ("x <!-- hidden\nstill --> y", "x y"),
            ("```\ncode *here*\n```\nafter", "code *here*\nafter"),
        ] {
            assert_eq!(to_text(markdown).text, text, "{markdown:?}");
        }
    }

    #[test]
    fn what_the_syntax_lays_down_is_read_as_it_does() {
        for (markdown, text) in [
            ("See [the bridge](https://a.example/Bridge_(Lund)), he said.", "See the bridge, he said."),
            ("R&amp;D &mdash; &ldquo;no&rdquo; &nothing;", "R&D — “no” &nothing;"),
            ("It rained.<br>All day, <em>he</em> said <laughs>.", "It rained.\nAll day, he said <laughs>."),
            ("<p>It rained.</p>\n<p class=x>All <b>day</b>.</p>\n\nYes.", "It rained.\nAll day.\nYes."),
            ("<h2>Rain</h2>\n\nIt rained.", "Rain\nIt rained."),
            (
                "| Party | Seats |\n|---|---:|\n| Left | 12 |\n| Right | *9* |\n\nYes.",
                "Party Seats\nLeft 12\nRight 9\nYes.",
            ),
            (
                "The bridge was proposed in\n1998. It was never built.",
                "The bridge was proposed in 1998. It was never built.",
            ),
            ("1998. It was never built.", "1998. It was never built."),
            ("1. one\n\n   more\n\n2. two", "1. one\nmore\n2. two"),
            ("    The mayor said that\n    it rained.\n\nYes.", "The mayor said that it rained.\nYes."),
            ("<!-- a\n\nb -->\n\nYes.", "Yes."),
            ("No.[^1]\n\n[^1]: She said so.", "No.\nShe said so."),
        ] {
            assert_eq!(to_text(markdown).text, text, "{markdown:?}");
        }
    }

    #[test]
    fn lines_are_marked_as_what_they_are() {
        let markdown = "# Talks stall\n\nThe mayor left early on Friday, after nine hours in a hall for weddings.\n\n\
                        What was offered\n---\n\n- a tram\n  line\n1. schools\n\n> “We go.”\n> “Now.”\n>\n> “Soon.”\n\nHe nodded.";
        let found = to_text(markdown);
        let marks: Vec<_> = found.marks.iter().map(|m| (m.part.name(), m.span.of(&found.text))).collect();
        let expected = [
            ("heading", "Talks stall"),
            ("heading", "What was offered"),
            ("list_item", "- a tram line"),
            ("list_item", "1. schools"),
            ("block_quotation", "“We go.” “Now.”"),
            ("block_quotation", "“Soon.”"),
        ];
        assert_eq!(marks, expected);
    }

    #[test]
    fn the_first_heading_is_the_title() {
        assert_eq!(title("\n# Talks *stall* #\n\nBody").as_deref(), Some("Talks stall"));
        assert_eq!(title("<!-- x -->\n\nTalks\n=====\n\nBody").as_deref(), Some("Talks"));
        assert_eq!(title("# ![x](y)\n\nBody"), None);
        assert_eq!(title("Body\n# Later"), None);
    }

    #[test]
    fn a_text_of_marks_takes_linear_time() {
        for mark in [
            "*", "[", "*a ", "_a ", "[a](", "![", "<!--", "> ", "**a *", "- ", "`", "<a ", "|", "|-", "[^a]",
            "&", "\\", "~", "<b>", "1. ", "\n> - ",
        ] {
            to_text(&mark.repeat(200_000));
        }
    }
}
