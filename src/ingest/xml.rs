//! XML → a small tree, for the formats that are made of it. No entity but the five of XML and numbers is replaced, so
//! none can grow; depth and number of elements are bounded.

mod mended;

pub(super) use self::mended::{Mended, mended};

use super::blocks::{Lines, is_in, part_of};
use super::decode::decode;
use crate::article::MarkedText;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// The deepest that elements may nest.
const DEEPEST: usize = 256;
/// The most elements. A novel in Word has half a million.
const MOST_ELEMENTS: usize = 2_000_000;
/// What is said of a document that had to be put right.
pub(super) const MENDED: &str = "the file is not well-formed XML; it was read all the same: see whether a mark, a word or an item is missing";

/// An element. Names are without their prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes in their order.
    pub attributes: Vec<(String, String)>,
    /// What it holds.
    pub children: Vec<Node>,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Words.
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The elements directly in this one.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of a name anywhere in this one, in text order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        let mut todo = vec![self];
        std::iter::from_fn(move || {
            while let Some(next) = todo.pop() {
                todo.extend(next.elements().collect::<Vec<_>>().into_iter().rev());
                if next.name == name && !std::ptr::eq(next, self) {
                    return Some(next);
                }
            }
            None
        })
    }

    /// The first element of a name anywhere in this one.
    pub fn first<'a>(&'a self, name: &'a str) -> Option<&'a Element> {
        self.all(name).next()
    }

    /// Its words, white space as single spaces.
    pub fn words(&self) -> String {
        let mut words = String::new();
        self.each_text(&mut |text| words.push_str(text));
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn each_text(&self, found: &mut impl FnMut(&str)) {
        for child in &self.children {
            match child {
                Node::Text(text) => found(text),
                Node::Element(element) => element.each_text(found),
            }
        }
    }

    /// A line for each of the elements in `blocks` (a list with a space around each name); the words of other elements
    /// go on. Elements in `silent` are left out.
    pub fn lines(&self, blocks: &str, silent: &str) -> MarkedText {
        let mut lines = Lines::default();
        self.add_lines(blocks, silent, &mut lines);
        lines.end_line();
        lines.done()
    }

    fn add_lines(&self, blocks: &str, silent: &str, lines: &mut Lines) {
        for child in &self.children {
            match child {
                Node::Text(text) => lines.text(text),
                Node::Element(element) if is_in(silent, &element.name) => {}
                Node::Element(element) if is_in(blocks, &element.name) => {
                    lines.end_line();
                    lines.enter(part_of(&element.name));
                    if element.name == "li" {
                        lines.begin_item("");
                    }
                    element.add_lines(blocks, silent, lines);
                    lines.end_line();
                    lines.leave();
                }
                Node::Element(element) => element.add_lines(blocks, silent, lines),
            }
        }
    }
}

/// Refuses XML that nests too deep.
pub fn guard(bytes: &[u8]) -> Result<(), String> {
    let text = text(bytes)?;
    let mut reader = Reader::from_str(&text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
        if depth > DEEPEST {
            return Err(format!("it nests its elements more than {DEEPEST} deep"));
        }
    }
}

/// Reads a document as [`parse`] does, and one that is not well-formed as it most likely was meant, with a warning.
pub fn parse_mended(bytes: &[u8]) -> Result<(Element, Option<&'static str>), String> {
    parse(bytes).map(|root| (root, None)).or_else(|wrong| {
        let Mended { text, .. } = mended(&text(bytes)?, |_| false)?;
        parse(text.as_bytes()).map(|root| (root, Some(MENDED))).map_err(|_| wrong)
    })
}

/// Reads a document; the root is its first element. What is not closed at the end is closed there.
pub fn parse(bytes: &[u8]) -> Result<Element, String> {
    let text = text(bytes)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<Element> = Vec::new();
    let mut count = 0_usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|wrong| format!("not XML: {wrong}, at byte {}", reader.error_position()))?;
        let words = match event {
            // The reader takes "3 < 4" for the beginning of a tag, and the words after it for its inside.
            Event::Start(tag) | Event::Empty(tag) if !begins_name(tag.name().as_ref()) => {
                return Err(format!(
                    "not XML: a \"<\" that begins no tag, before byte {}",
                    reader.buffer_position()
                ));
            }
            Event::Start(tag) => {
                count += 1;
                open.push(element(&tag));
                if open.len() > DEEPEST {
                    return Err(format!("it nests its elements more than {DEEPEST} deep"));
                }
                None
            }
            Event::Empty(tag) => {
                count += 1;
                if let Some(root) = put(&mut open, Node::Element(element(&tag))) {
                    return Ok(root);
                }
                None
            }
            Event::End(_) | Event::Eof if open.is_empty() => {
                return Err("not XML: it holds no element".to_owned());
            }
            Event::End(_) | Event::Eof => {
                let closed = open.pop().map(Node::Element);
                if let Some(root) = closed.and_then(|closed| put(&mut open, closed)) {
                    return Ok(root);
                }
                None
            }
            Event::Text(text) => Some(text.xml10_content().into_owned()),
            Event::CData(text) => Some(text.xml10_content().into_owned()),
            Event::GeneralRef(name) => Some(letters_of(&name).unwrap_or_else(|| format!("&{};", &*name))),
            _ => None,
        };
        if let (Some(words), false) = (words, open.is_empty()) {
            put(&mut open, Node::Text(words));
        }
        if count > MOST_ELEMENTS {
            return Err(format!("it has more than {MOST_ELEMENTS} elements"));
        }
    }
}

/// Puts a node into the element that is open; gives it back where none is: it is the root.
fn put(open: &mut [Element], node: Node) -> Option<Element> {
    match (open.last_mut(), node) {
        (Some(parent), node) => {
            parent.children.push(node);
            None
        }
        (None, Node::Element(root)) => Some(root),
        (None, Node::Text(_)) => None,
    }
}

fn element(tag: &BytesStart<'_>) -> Element {
    let mut attributes = tag.attributes();
    let attributes = attributes.with_checks(false).flatten().take(1000).map(|a| {
        let value = a.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
        (a.key.local_name().as_ref().to_owned(), value.into_owned())
    });
    Element {
        name: tag.local_name().as_ref().to_owned(),
        attributes: attributes.collect(),
        children: Vec::new(),
    }
}

/// Whether a text begins as the name of an element does.
fn begins_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The letters that a name stands for, one of XML (`amp`), of HTML (`nbsp`) or a number (`#38`); `None` where it stands for nothing.
pub(super) fn letters_of(name: &str) -> Option<String> {
    if let Some(letter) = quick_xml::escape::resolve_predefined_entity(name) {
        return Some(letter.to_owned());
    }
    let letters = dom_query::Document::fragment(format!("&{name};")).text().to_string();
    // HTML reads `&notes;` as `¬es;`.
    let is_known = name == "semi" || !letters.ends_with(';');
    is_known.then_some(letters)
}

/// The characters of a document, in the encoding that it declares.
pub(super) fn text(bytes: &[u8]) -> Result<String, String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).into_owned();
    let declared = head.split_once("encoding=").and_then(|(_, after)| {
        let label = after.trim_start_matches(['"', '\'']);
        label.split(['"', '\'', '?']).next().map(str::to_owned)
    });
    decode(bytes, declared.as_deref())
        .map(|decoded| decoded.text)
        .ok_or_else(|| "not XML: it holds NUL bytes".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_a_tree() {
        let xml = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x \"boom\">]><n:a k='1 &lt;'><b>one</b> <b>t&#119;o &amp; &x;</b><c/></n:a>";
        let root = parse(xml.as_bytes()).unwrap();
        assert_eq!((root.name.as_str(), root.attribute("k")), ("a", Some("1 <")));
        assert_eq!(root.all("b").map(Element::words).collect::<Vec<_>>(), ["one", "two & &x;"]);
        assert_eq!(root.lines(" b ", " c ").text, "one\ntwo & &x;");
        assert_eq!(parse(b"<a>x&nbsp;y</a>").unwrap().children.len(), 3);
    }

    #[test]
    fn what_is_not_well_formed_is_read_with_a_warning() {
        let (root, warning) = parse_mended(b"<a><b>R&D</b><c>3 < 4</a>").unwrap();
        assert_eq!((root.words().as_str(), warning), ("R&D3 < 4", Some(MENDED)));
        assert_eq!(parse_mended(b"<a>x</a>").unwrap().1, None);
        assert!(parse_mended(b"words").is_err());
    }

    #[test]
    fn the_encoding_is_the_declared_one() {
        let xml = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>\xcf\xf0\xe8</a>";
        assert_eq!(parse(xml).unwrap().words(), "При");
    }

    #[test]
    fn what_means_harm_is_refused() {
        assert!(parse("<a>".repeat(1_000_000).as_bytes()).unwrap_err().contains("deep"));
        assert!(guard("<a>".repeat(1_000_000).as_bytes()).unwrap_err().contains("deep"));
        assert!(
            parse(b"").is_err()
                && parse(b"plain").is_err()
                && parse(b"<a").is_err()
                && parse(b"</a>").is_err()
        );
        let attributes: String = (0..100_000).fold("<a".to_owned(), |s, n| s + &format!(" a{n}='x'"));
        assert!(parse(format!("{attributes}/>").as_bytes()).is_ok());
    }
}
