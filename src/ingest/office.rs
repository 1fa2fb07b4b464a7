//! Documents of word processors (Word's .docx, OpenDocument's .odt): paragraphs, headings and list items as lines; what
//! was deleted, notes and comments left out.

use super::Found;
use super::blocks::{Lines, is_in};
use super::date::read_date;
use super::kind::Kind;
use super::xml::{self, Element, Node};
use crate::article::Article;

/// Gives the bytes of a file in the document's archive.
pub type Parts<'p> = dyn FnMut(&str) -> Result<Option<Vec<u8>>, String> + 'p;

/// Elements of Word that hold no words of the text (deleted ones stand in `delText`, of which nothing is read).
const SILENT_IN_WORD: &str = " Fallback pPr rPr sectPr ";
/// The same for OpenDocument.
const SILENT_IN_ODT: &str =
    " tracked-changes annotation note table-of-content sequence-decls forms variable-decls title desc ";

/// Reads a document. The error says in words why there is no article in it.
pub fn read(kind: Kind, parts: &mut Parts<'_>) -> Result<Found, String> {
    let (content, about) = match kind {
        Kind::Odt => ("content.xml", "meta.xml"),
        _ => ("word/document.xml", "docProps/core.xml"),
    };
    let root = xml::parse(&parts(content)?.ok_or_else(|| format!("the document has no {content}"))?)?;
    let mut text = Text::default();
    match kind {
        Kind::Odt => odt(root.first("text").ok_or("the document is no text")?, &mut text),
        _ => word(root.first("body").ok_or("the document has no body")?, &mut text),
    }
    let (title, lines) = text.done();
    let about = parts(about)?.and_then(|bytes| xml::parse(&bytes).ok()).unwrap_or_default();
    let words = |name: &str| about.first(name).map(Element::words).filter(|words| !words.is_empty());
    // When a file was made is not when an article was published, and who made it may be an account's name.
    let author = words("creator").filter(|name| name.split(' ').count() >= 2);
    let article = Article {
        text: lines,
        title: title.or_else(|| words("title")),
        authors: author.into_iter().collect(),
        ..Article::default()
    };
    let modified = words(if kind == Kind::Odt { "date" } else { "modified" });
    Ok(Found { article, modified: modified.as_deref().and_then(read_date), ..Found::default() })
}

/// Lines with the one that is styled as the title.
#[derive(Default)]
struct Text {
    lines: Lines,
    title: Option<String>,
}

impl Text {
    /// A line that ends here and was styled as the title.
    fn end_title(&mut self) {
        if self.title.is_none() && !self.lines.is_blank() {
            self.title = Some(self.lines.line().to_owned());
        }
        self.lines.end_line();
    }

    fn done(mut self) -> (Option<String>, String) {
        self.lines.end_line();
        (self.title, self.lines.done())
    }
}

fn word(element: &Element, text: &mut Text) {
    for child in element.elements() {
        match child.name.as_str() {
            "p" => {
                text.lines.end_line();
                let style =
                    child.first("pStyle").and_then(|style| style.attribute("val")).unwrap_or_default();
                if child.first("numPr").is_some() {
                    text.lines.begin_item();
                }
                word(child, text);
                if style == "Title" { text.end_title() } else { text.lines.end_line() }
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
            _ => word(child, text),
        }
    }
}

fn odt(element: &Element, text: &mut Text) {
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
                odt(child, text);
                let is_title = child.attribute("style-name") == Some("Title");
                if is_title { text.end_title() } else { text.lines.end_line() }
            }
            "list-item" => {
                text.lines.end_line();
                text.lines.begin_item();
                odt(child, text);
            }
            "s" | "tab" => text.lines.text(" "),
            "line-break" => text.lines.end_line(),
            name if is_in(SILENT_IN_ODT, name) => {}
            _ => odt(child, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_parts(kind: Kind, files: &[(&str, &str)]) -> Result<Found, String> {
        let mut parts = |name: &str| {
            Ok(files.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_bytes().to_vec()))
        };
        read(kind, &mut parts)
    }

    #[test]
    fn word_paragraphs_are_lines() {
        let document = r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>
            <w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Talks stall</w:t></w:r></w:p>
            <w:p><w:r><w:t xml:space="preserve">“We were </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>close</w:t></w:r><w:r><w:t>,” she said.</w:t></w:r>
              <w:del><w:r><w:delText>Not this.</w:delText></w:r></w:del></w:p>
            <w:p><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr><w:r><w:t>one</w:t><w:br/><w:t>more</w:t></w:r></w:p>
            </w:body></w:document>"#;
        let core = "<c xmlns:dc='d'><dc:title>Draft 3</dc:title><dc:creator>Ada Berg</dc:creator><dcterms:modified>2025-12-19T10:00:00Z</dcterms:modified></c>";
        let found =
            read_parts(Kind::Docx, &[("word/document.xml", document), ("docProps/core.xml", core)]).unwrap();
        assert_eq!(found.article.text, "Talks stall\n“We were close,” she said.\n• one\nmore");
        assert_eq!(found.article.title.as_deref(), Some("Talks stall"));
        assert_eq!((found.article.date, found.modified.unwrap().to_string().as_str()), (None, "2025-12-19"));
        assert_eq!(found.article.authors, ["Ada Berg"]);
        assert!(read_parts(Kind::Docx, &[]).is_err());
    }

    #[test]
    fn open_document_too() {
        let content = r#"<office:document-content><office:body><office:text><text:tracked-changes>gone</text:tracked-changes>
            <text:h>Talks stall</text:h><text:p>“We<text:s/>were <text:span>close</text:span>,” she said.<text:note>1</text:note></text:p>
            <text:list><text:list-item><text:p>one</text:p></text:list-item></text:list></office:text></office:body></office:document-content>"#;
        let found =
            read_parts(Kind::Odt, &[("content.xml", content), ("meta.xml", "<m><dc:title>T</dc:title></m>")])
                .unwrap();
        assert_eq!(found.article.text, "Talks stall\n“We were close,” she said.\n• one");
        assert_eq!(found.article.title.as_deref(), Some("T"));
    }
}
