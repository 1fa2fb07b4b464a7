//! Documents that are an export of a database: people download articles from LexisNexis and Factiva as Word files, many in one.
//! Their paragraphs become the lines of a text, which is taken apart as files of text are.

use super::{SILENT_IN_ODT, SILENT_IN_WORD};
use crate::ingest::blocks::is_in;
use crate::ingest::kind::Kind;
use crate::ingest::xml::{Element, Node};
use crate::ingest::{Found, exports};

/// Characters of a line that nobody broke at a width.
const LONG: usize = 100;
/// Bytes of the beginning, which tell that it is an export, as many as of a file.
const BEGINNING: usize = 1 << 14;

/// The articles of an export; `None` where the document is none. `kind`: what the document is; `told`: what its user says of it.
pub(super) fn read(
    body: &Element,
    kind: Kind,
    told: Option<Kind>,
) -> Option<Result<Vec<Result<Found, String>>, String>> {
    let mut paragraphs = Vec::new();
    collect(body, kind, &mut paragraphs);
    let text = lines(&paragraphs);
    let told = told.filter(|told| matches!(told, Kind::LexisNexis | Kind::Factiva));
    let beginning = text.get(..text.floor_char_boundary(BEGINNING)).unwrap_or_default();
    let export = told.or_else(|| exports::kind(&beginning.to_lowercase()))?;
    Some(exports::articles(&text, export))
}

/// The words of paragraphs, empty ones too, with the tabs that part codes from values.
fn collect(element: &Element, kind: Kind, paragraphs: &mut Vec<String>) {
    let add = |paragraphs: &mut Vec<String>, words: &str| match paragraphs.last_mut() {
        Some(last) => last.push_str(words),
        None => paragraphs.push(words.to_owned()),
    };
    for child in &element.children {
        let child = match child {
            // In Word all words stand in `t`.
            Node::Text(words) if kind == Kind::Odt || element.name == "t" => {
                add(paragraphs, &words.replace(['\n', '\t', '\r'], " "));
                continue;
            }
            Node::Text(_) => continue,
            Node::Element(child) => child,
        };
        match child.name.as_str() {
            "p" | "h" => {
                paragraphs.push(String::new());
                collect(child, kind, paragraphs);
            }
            "tab" => add(paragraphs, "\t"),
            "s" => add(paragraphs, " "),
            "br" | "cr" | "line-break" => add(paragraphs, "\n"),
            "noBreakHyphen" => add(paragraphs, "-"),
            name if is_in(if kind == Kind::Odt { SILENT_IN_ODT } else { SILENT_IN_WORD }, name) => {}
            _ => collect(child, kind, paragraphs),
        }
    }
}

/// Paragraphs as lines. Those of the text have a blank line between them, as in files of text; those of the head, which belong
/// together, have none but where the document has one.
fn lines(paragraphs: &[String]) -> String {
    let is_long = |paragraph: &str| paragraph.chars().count() > LONG;
    // Where no line is long they were broken at a width, and a sentence goes on in the next.
    let is_whole = paragraphs.iter().any(|paragraph| is_long(paragraph));
    let ends_sentence = |paragraph: &str| paragraph.trim_end().ends_with(['.', '!', '?', '”', '"', '’']);
    let mut text = String::new();
    let mut before: Option<&str> = None;
    for paragraph in paragraphs {
        let is_block = before
            .is_some_and(|before| is_long(before) || is_long(paragraph) || is_whole && ends_sentence(before));
        text.push_str(if is_block { "\n\n" } else { "\n" });
        text.push_str(paragraph);
        before = Some(paragraph);
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::ingest::kind::Kind;
    use crate::ingest::office::tests::read_parts;
    use crate::ingest::office::{Document, Found};

    const LONG: &str = "“We were close,” the mayor of Lund said on Friday, in a hall that was built for weddings, after nine hours in which nobody had slept.";

    fn word(lines: &str) -> String {
        let paragraph = |line: &str| {
            format!(
                "<w:p><w:r><w:t xml:space='preserve'>{}</w:t></w:r></w:p>",
                line.replace('\t', "</w:t><w:tab/><w:t>")
            )
        };
        format!(
            "<w:document><w:body>{}</w:body></w:document>",
            lines.lines().map(paragraph).collect::<String>()
        )
    }

    fn odt(lines: &str) -> String {
        let paragraph = |line: &str| format!("<text:p>{}</text:p>", line.replace('\t', "<text:tab/>"));
        format!(
            "<d><office:body><office:text>{}</office:text></office:body></d>",
            lines.lines().map(paragraph).collect::<String>()
        )
    }

    /// The articles of an export, in Word and in OpenDocument.
    fn articles(lines: &str) -> Vec<Found> {
        let [word, odt] =
            [(Kind::Docx, "word/document.xml", word(lines)), (Kind::Odt, "content.xml", odt(lines))].map(
                |(kind, name, content)| match read_parts(kind, &[(name, &content)]) {
                    Ok(Document::Export(all)) => all.into_iter().map(Result::unwrap).collect::<Vec<_>>(),
                    other => panic!("{other:?}"),
                },
            );
        assert_eq!(word, odt);
        word
    }

    #[test]
    fn an_export_in_a_document_is_as_many_articles() {
        let newer = |outlet: &str, blank: &str| {
            format!(
                "Talks Stall in Lund\n{blank}{outlet}\nMarch 4, 2016 Friday\n{blank}Copyright 2016 {outlet}\n{blank}Section: NEWS; Pg. 1\n\
                 Length: 812 words\nByline: Ada Berg\n{blank}Body\n{blank}{LONG}\nHer deputy, who had left the hall early, denied it.\n\
                 He would not say why.\n{blank}Load-Date: March 5, 2016\n{blank}End of Document\n"
            )
        };
        for blank in ["", "\n"] {
            let all = articles(&(newer("The Lund Post", blank) + &newer("Malmo Herald", blank)));
            let outlets: Vec<_> =
                all.iter().map(|one| one.article.outlet.as_deref().unwrap_or_default()).collect();
            assert_eq!(outlets, ["The Lund Post", "Malmo Herald"], "{blank:?}");
            for found in &all {
                let article = &found.article;
                let day = article.date.map(|day| day.to_string());
                assert_eq!(
                    (article.title.as_deref(), day.as_deref(), article.authors.join(";").as_str()),
                    (Some("Talks Stall in Lund"), Some("2016-03-04"), "Ada Berg")
                );
                let text = format!(
                    "{LONG}\nHer deputy, who had left the hall early, denied it.\nHe would not say why."
                );
                assert_eq!(article.text, text, "{blank:?}");
            }
        }
    }

    #[test]
    fn lines_that_were_pasted_with_their_breaks_and_codes_are_read_too() {
        let older = include_str!("../../../tests/formats/lexisnexis.txt");
        let coded = include_str!("../../../tests/formats/factiva.txt");
        for (text, kind) in [(older, Kind::LexisNexis), (coded, Kind::Factiva)] {
            let as_text: Vec<Found> =
                crate::ingest::exports::read(text, kind).into_iter().map(Result::unwrap).collect();
            let tabbed = if kind == Kind::Factiva { text.replace("  ", "\t") } else { text.to_owned() };
            assert_eq!(articles(&tabbed), as_text);
        }
    }

    #[test]
    fn other_documents_are_one_article() {
        let content = word(&format!("Talks stall\n{LONG}\nLength: 5 words\n"));
        assert!(matches!(
            read_parts(Kind::Docx, &[("word/document.xml", &content)]),
            Ok(Document::Article(_))
        ));
    }
}
