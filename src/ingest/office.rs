//! Documents of word processors (Word's .docx, OpenDocument's .odt): paragraphs, headings and list items as lines; what
//! was deleted, notes and comments left out.

mod exported;

use super::Found;
use super::blocks::{Lines, is_in};
use super::date::read_date;
use super::html::split_byline;
use super::kind::Kind;
use super::top_lines;
use super::xml::{self, Element, Node};
use crate::article::{Article, MarkedText, Part};
use std::collections::HashMap;

/// Gives the bytes of a file in the document's archive.
pub type Parts<'p> = dyn FnMut(&str) -> Result<Option<Vec<u8>>, String> + 'p;

/// Elements of Word that hold no words of the text (deleted ones stand in `delText`, of which nothing is read; those that were moved
/// stand where they were moved to, too).
const SILENT_IN_WORD: &str = " Fallback moveFrom pPr rPr sectPr ";
/// The same for OpenDocument.
const SILENT_IN_ODT: &str =
    " tracked-changes annotation note table-of-content sequence-decls forms variable-decls title desc ";

/// What a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// One article.
    Article(Box<Found>),
    /// An export of a database, which holds many.
    Export(Vec<Result<Found, String>>),
}

/// Reads a document. `told`: what its user says that it is. The error says in words why there is no article in it.
pub fn read(kind: Kind, parts: &mut Parts<'_>, told: Option<Kind>) -> Result<Document, String> {
    let (content, about) = match kind {
        Kind::Odt => ("content.xml", "meta.xml"),
        _ => ("word/document.xml", "docProps/core.xml"),
    };
    let root = xml::parse(&parts(content)?.ok_or_else(|| format!("the document has no {content}"))?)?;
    let body = match kind {
        Kind::Odt => root.first("text").ok_or("the document is no text")?,
        _ => root.first("body").ok_or("the document has no body")?,
    };
    if let Some(export) = exported::read(body, kind, told) {
        return export.map(Document::Export);
    }
    let mut output = Text::default();
    if kind == Kind::Odt {
        odt(body, &styles_of_odt(&root), &mut output);
    } else {
        // What styles are called says more than their ids, which Word translates. Without them the ids must do.
        let styles = parts("word/styles.xml")?.and_then(|bytes| xml::parse(&bytes).ok()).unwrap_or_default();
        word(body, &styles_of_word(&styles), &mut output);
    }
    let (title, MarkedText { text, marks }) = output.done();
    let about = parts(about)?.and_then(|bytes| xml::parse(&bytes).ok()).unwrap_or_default();
    let words = |name: &str| about.first(name).map(Element::words).filter(|words| !words.is_empty());
    // When a file was made is not when an article was published, and who made it may be an account's name.
    let author = words("creator").filter(|name| name.split(' ').count() >= 2);
    let above = top_lines::find(&text);
    let account = || author.as_deref().map(split_byline).unwrap_or_default();
    let article = Article {
        text,
        marks,
        title: title.or(above.title).or_else(|| words("title")),
        authors: Some(above.authors).filter(|names| !names.is_empty()).unwrap_or_else(account),
        date: above.date,
        ..Article::default()
    };
    let modified = words(if kind == Kind::Odt { "date" } else { "modified" });
    let modified = modified.as_deref().and_then(read_date);
    Ok(Document::Article(Box::new(Found { article, modified, ..Found::default() })))
}

/// Lines with the one that is styled as the title.
#[derive(Default)]
struct Text {
    lines: Lines,
    title: Option<String>,
    /// A heading of the first rank above all else, which is the title where none is styled so.
    top: Option<String>,
}

impl Text {
    /// A line that ends here and was styled as the title.
    fn end_title(&mut self) {
        if self.title.is_none() && !self.lines.is_blank() {
            self.title = Some(self.lines.line().to_owned());
        }
        self.lines.end_line();
    }

    /// A line that ends here and was styled as a heading of the first rank.
    fn end_heading(&mut self) {
        if self.lines.is_first() && !self.lines.is_blank() {
            self.top = Some(self.lines.line().to_owned());
        }
        self.lines.end_line();
    }

    /// A paragraph of a style ends here. `rank`: that of a heading, from 1.
    fn end(&mut self, style: &str, rank: Option<&str>) {
        match (style, rank) {
            ("title", _) => self.end_title(),
            (_, Some("1")) => self.end_heading(),
            _ => self.lines.end_line(),
        }
    }

    fn done(mut self) -> (Option<String>, MarkedText) {
        self.lines.end_line();
        (self.title.or(self.top), self.lines.done())
    }
}

/// What the styles of paragraphs are called, by their ids.
type Styles<'d> = HashMap<&'d str, &'d str>;

fn styles_of_word(styles: &Element) -> Styles<'_> {
    let all = styles.all("style");
    all.filter_map(|style| Some((style.attribute("styleId")?, style.first("name")?.attribute("val")?)))
        .collect()
}

/// Each paragraph with some setting of its own has a style of its own, made from the one that a person chose.
fn styles_of_odt(content: &Element) -> Styles<'_> {
    let made = content.first("automatic-styles").into_iter().flat_map(|styles| styles.all("style"));
    made.filter_map(|style| Some((style.attribute("name")?, style.attribute("parent-style-name")?))).collect()
}

/// The letters of a style's name, in small ones: "heading" of "Heading_20_1", "intensequote" of "Intense Quote".
fn bare(style: &str) -> String {
    style.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// What paragraphs of a style are.
fn part_of(style: &str) -> Option<Part> {
    match style {
        "heading" | "subtitle" => Some(Part::Heading),
        "caption" | "illustration" => Some(Part::Caption),
        "quote" | "intensequote" | "blocktext" | "quotations" => Some(Part::BlockQuotation),
        _ => None,
    }
}

fn word(element: &Element, styles: &Styles<'_>, text: &mut Text) {
    for child in element.elements() {
        match child.name.as_str() {
            "p" => {
                text.lines.end_line();
                let id = child.first("pStyle").and_then(|style| style.attribute("val")).unwrap_or_default();
                let name = styles.get(id).copied().unwrap_or(id);
                let style = bare(name);
                let is_item = child.first("numPr").is_some();
                if is_item {
                    text.lines.begin_item("• ");
                }
                text.lines.enter(part_of(&style).or(is_item.then_some(Part::ListItem)));
                word(child, styles, text);
                let rank = name.rsplit(|c: char| !c.is_ascii_digit()).next();
                text.end(&style, rank.filter(|_| style == "heading"));
                text.lines.leave();
            }
            "t" => {
                for node in &child.children {
                    if let Node::Text(words) = node {
                        text.lines.text(words);
                    }
                }
            }
            "tab" => text.lines.text(" "),
            "noBreakHyphen" => text.lines.text("-"),
            "br" | "cr" => text.lines.end_line(),
            name if is_in(SILENT_IN_WORD, name) => {}
            _ => word(child, styles, text),
        }
    }
}

fn odt(element: &Element, styles: &Styles<'_>, text: &mut Text) {
    for child in &element.children {
        let child = match child {
            Node::Text(words) => {
                text.lines.text(words);
                continue;
            }
            Node::Element(child) => child,
        };
        match child.name.as_str() {
            "p" | "h" => {
                text.lines.end_line();
                let id = child.attribute("style-name").unwrap_or_default();
                let style = bare(styles.get(id).copied().unwrap_or(id));
                text.lines.enter(part_of(&style).or((child.name == "h").then_some(Part::Heading)));
                odt(child, styles, text);
                let rank = child.attribute("outline-level").unwrap_or("1");
                text.end(&style, (child.name == "h").then_some(rank));
                text.lines.leave();
            }
            "list-item" => {
                text.lines.end_line();
                text.lines.begin_item("• ");
                text.lines.enter(Some(Part::ListItem));
                odt(child, styles, text);
                text.lines.end_line();
                text.lines.leave();
            }
            "s" | "tab" => text.lines.text(" "),
            "line-break" => text.lines.end_line(),
            name if is_in(SILENT_IN_ODT, name) => {}
            _ => odt(child, styles, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn read_parts(kind: Kind, files: &[(&str, &str)]) -> Result<Document, String> {
        let mut parts = |name: &str| {
            Ok(files.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_bytes().to_vec()))
        };
        read(kind, &mut parts, None)
    }

    fn read_one(kind: Kind, files: &[(&str, &str)]) -> Result<Found, String> {
        match read_parts(kind, files)? {
            Document::Article(found) => Ok(*found),
            Document::Export(_) => Err("an export".to_owned()),
        }
    }

    #[test]
    fn word_paragraphs_are_lines() {
        let document = r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>
            <w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Talks stall</w:t></w:r></w:p>
            <w:p><w:r><w:t xml:space="preserve">“We were </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>close</w:t></w:r><w:r><w:t>,” she said.</w:t></w:r>
              <w:del><w:r><w:delText>Not this.</w:delText></w:r></w:del></w:p><w:p><w:moveFrom><w:r><w:t>Nor this.</w:t></w:r></w:moveFrom></w:p>
            <w:p><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr><w:r><w:t>one</w:t><w:br/><w:t>more</w:t></w:r></w:p>
            </w:body></w:document>"#;
        let core = "<c xmlns:dc='d'><dc:title>Draft 3</dc:title><dc:creator>Ada Berg; Bo Ek</dc:creator><dcterms:modified>2025-12-19T10:00:00Z</dcterms:modified></c>";
        let found =
            read_one(Kind::Docx, &[("word/document.xml", document), ("docProps/core.xml", core)]).unwrap();
        assert_eq!(found.article.text, "Talks stall\n“We were close,” she said.\n• one\nmore");
        assert_eq!(found.article.title.as_deref(), Some("Talks stall"));
        assert_eq!((found.article.date, found.modified.unwrap().to_string().as_str()), (None, "2025-12-19"));
        assert_eq!(found.article.authors, ["Ada Berg", "Bo Ek"]);
        assert!(read_one(Kind::Docx, &[]).is_err());
    }

    #[test]
    fn plain_lines_at_the_top_say_what_styles_do_not() {
        let paragraph = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
        let body = "The council met for nine hours on 3 March 2026, in a hall that was built for weddings, and nobody had slept.";
        let lines = ["Talks stall", "By Ada Berg", "19 December 2025", body].map(paragraph).concat();
        let document = format!("<w:document><w:body>{lines}</w:body></w:document>");
        let core = "<c xmlns:dc='d'><dc:title>Draft 3</dc:title><dc:creator>Office Account</dc:creator></c>";
        let found = read_one(Kind::Docx, &[("word/document.xml", &document), ("docProps/core.xml", core)])
            .unwrap()
            .article;
        let day = found.date.map(|day| day.to_string());
        assert_eq!(
            (found.title.as_deref(), day.as_deref(), found.authors.join(";").as_str()),
            (Some("Talks stall"), Some("2025-12-19"), "Ada Berg")
        );
    }

    fn marks(found: &Found) -> Vec<(&str, &str)> {
        let article = &found.article;
        article.marks.iter().map(|mark| (mark.part.name(), mark.span.of(&article.text))).collect()
    }

    #[test]
    fn paragraphs_are_marked_by_what_their_styles_are_called() {
        let paragraph = |style: &str, words: &str| {
            format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
        };
        let body = [
            paragraph("Titel", "Talks stall"),
            paragraph("berschrift1", "The offer"),
            paragraph("Standard", "The council met for nine hours on Friday, in a hall for weddings."),
            paragraph("Zitat", "“We were close.”"),
            paragraph("Caption", "The hall."),
        ];
        let document = format!("<w:document><w:body>{}</w:body></w:document>", body.concat());
        let styles = "<w:styles><w:style w:styleId='Titel'><w:name w:val='Title'/></w:style>\
            <w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>\
            <w:style w:styleId='Zitat'><w:name w:val='Quote'/></w:style></w:styles>";
        let found =
            read_one(Kind::Docx, &[("word/document.xml", &document), ("word/styles.xml", styles)]).unwrap();
        let expected =
            [("heading", "The offer"), ("block_quotation", "“We were close.”"), ("caption", "The hall.")];
        assert_eq!(marks(&found), expected);
        assert_eq!(found.article.title.as_deref(), Some("Talks stall"));
        let found = read_one(Kind::Docx, &[("word/document.xml", &document)]).unwrap();
        assert_eq!((marks(&found), &found.article.title), (vec![("caption", "The hall.")], &None));
    }

    #[test]
    fn open_document_too() {
        let content = r#"<office:document-content><office:body><office:text><text:tracked-changes>gone</text:tracked-changes>
            <text:h>Talks stall</text:h><text:p>“We<text:s/>were <text:span>close</text:span>,” she said.<text:note>1</text:note></text:p>
            <text:list><text:list-item><text:p>one</text:p></text:list-item></text:list></office:text></office:body></office:document-content>"#;
        let found =
            read_one(Kind::Odt, &[("content.xml", content), ("meta.xml", "<m><dc:title>T</dc:title></m>")])
                .unwrap();
        assert_eq!(found.article.text, "Talks stall\n“We were close,” she said.\n• one");
        // What stands there goes before what the file is called.
        assert_eq!(found.article.title.as_deref(), Some("Talks stall"));
        assert_eq!(marks(&found), [("heading", "Talks stall"), ("list_item", "• one")]);
    }

    #[test]
    fn without_a_title_a_heading_of_the_first_rank_at_the_top_is_one() {
        let odt = |body: &str| {
            let content = format!("<d><office:body><office:text>{body}</office:text></office:body></d>");
            read_one(Kind::Odt, &[("content.xml", &content)]).unwrap().article.title
        };
        let heading = |rank: u32| format!("<text:h text:outline-level='{rank}'>Talks stall</text:h>");
        assert_eq!(odt(&(heading(1) + "<text:p>It rained.</text:p>")).as_deref(), Some("Talks stall"));
        assert_eq!(odt(&(heading(2) + "<text:p>It rained.</text:p>")), None);
        assert_eq!(odt(&("<text:p>It rained.</text:p>".to_owned() + &heading(1))), None);
        let document = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Talks stall</w:t></w:r></w:p>\
            <w:p><w:r><w:t>It rained.</w:t></w:r></w:p></w:body></w:document>";
        let found = read_one(Kind::Docx, &[("word/document.xml", document)]).unwrap();
        assert_eq!(found.article.title.as_deref(), Some("Talks stall"));
    }

    #[test]
    fn styles_that_open_document_made_are_what_they_were_made_from() {
        let content = r#"<office:document-content><office:automatic-styles><style:style style:name="P1" style:parent-style-name="Quotations"/>
            <style:style style:name="P2" style:parent-style-name="Title"/></office:automatic-styles><office:body><office:text>
            <text:p text:style-name="P2">Talks stall</text:p><text:p text:style-name="Standard">The council met for nine hours.</text:p>
            <text:p text:style-name="P1">“We were close.”</text:p></office:text></office:body></office:document-content>"#;
        let found = read_one(Kind::Odt, &[("content.xml", content)]).unwrap();
        assert_eq!(marks(&found), [("block_quotation", "“We were close.”")]);
        assert_eq!(found.article.title.as_deref(), Some("Talks stall"));
    }
}
