//! Title, day and authors of a PDF: what it prints on its first page, and what it says of itself where that is printed
//! there too. When a file was made is not when an article was published.

use super::paragraphs::Paragraph;
use crate::ingest::html::split_byline;
use crate::ingest::top_lines::{self, byline, day};
use chrono::NaiveDate;
use encoding_rs::{UTF_8, UTF_16BE, WINDOWS_1252};
use hayro_interpret::hayro_syntax::metadata::Metadata;

/// How many paragraphs at the top may hold title, byline and day.
const TOP: usize = 12;
/// The longest title, in characters.
const LONGEST_TITLE: usize = 250;

/// What is known about the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) date: Option<NaiveDate>,
    pub(super) authors: Vec<String>,
}

/// Finds it.
pub(super) fn find(paragraphs: &[Paragraph], metadata: &Metadata) -> About {
    // The first page that holds words.
    let first = paragraphs.first().map_or(0, |p| p.page);
    let top: Vec<&Paragraph> = paragraphs.iter().take(TOP).take_while(|p| p.page == first).collect();
    let body = body_size(paragraphs);
    let said = |field: &Option<Box<[u8]>>| field.as_deref().map(string).filter(|s| !s.is_empty());
    let title = title(&top, body, said(&metadata.title).as_deref());
    let lines: Vec<&str> = top
        .iter()
        .map(|p| p.text.as_str())
        .filter(|text| text.split(' ').count() <= top_lines::LONGEST && Some(*text) != title.as_deref())
        .collect();
    let printed = lines.iter().find_map(|line| byline(line));
    // The account of whoever made the file is no author.
    let named = || {
        let name = said(&metadata.author).filter(|name| name.split(' ').count() >= 2)?;
        let is_printed = top.iter().any(|p| p.text.to_lowercase().contains(&name.to_lowercase()));
        is_printed.then(|| split_byline(&name))
    };
    About { date: day(&lines), authors: printed.or_else(named).unwrap_or_default(), title }
}

/// The size of most of the text, in points.
fn body_size(paragraphs: &[Paragraph]) -> f32 {
    super::lines::usual_size(paragraphs.iter().map(|p| (p.size, p.text.len())))
}

/// What is set in the largest type at the top of the first page, else what the file says of itself if a line there says
/// the same.
fn title(top: &[&Paragraph], body: f32, said: Option<&str>) -> Option<String> {
    let plain = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let printed = said.and_then(|said| {
        let said = plain(said);
        top.iter().find(|p| plain(&p.text) == said && !said.is_empty())
    });
    if let Some(paragraph) = printed {
        return Some(paragraph.text.clone());
    }
    let largest = top.iter().map(|p| p.size).fold(0.0, f32::max);
    let is_title = |p: &&&Paragraph| {
        let words = p.text.split(' ').filter(|word| word.chars().any(char::is_alphabetic)).count();
        p.size > largest * 0.96 && words >= 2 && p.text.chars().count() <= LONGEST_TITLE
    };
    top.iter().find(is_title).filter(|_| largest > body * 1.15).map(|p| p.text.clone())
}

/// A string of a PDF: UTF-16 or UTF-8 with a mark, else one byte a letter (ISO 32000, 7.9.2.2).
fn string(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => UTF_8.decode_without_bom_handling(rest).0,
        bytes => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    text.split_whitespace().take(100).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &[(&str, f32)]) -> Vec<Paragraph> {
        let paragraph = |(text, size): &(&str, f32)| Paragraph {
            text: (*text).to_owned(),
            size: *size,
            page: 0,
            lines: 1,
        };
        lines.iter().map(paragraph).collect()
    }

    const BODY: &str = "The council met for nine hours on 3 March 2026, in a hall that was built for weddings, and nobody \
                        had slept when the mayor said on Friday that they were close.";

    #[test]
    fn the_first_page_says_what_it_is() {
        let page = page(&[
            ("The Lund Post", 9.0),
            ("Talks stall in Lund", 22.0),
            ("By Ada Berg and Bo Ek | 19 December 2025", 9.0),
            (BODY, 10.0),
        ]);
        let about = find(&page, &Metadata::default());
        assert_eq!(about.title.as_deref(), Some("Talks stall in Lund"));
        assert_eq!(about.authors, ["Ada Berg", "Bo Ek"]);
        assert_eq!(about.date.map(|day| day.to_string()).as_deref(), Some("2025-12-19"));
    }

    #[test]
    fn what_the_file_says_counts_if_it_is_printed() {
        let metadata = |title: &[u8], author: &[u8]| Metadata {
            title: Some(title.into()),
            author: Some(author.into()),
            ..Metadata::default()
        };
        let page = page(&[("Talks stall", 10.0), ("from our correspondent Ada Berg", 10.0), (BODY, 10.0)]);
        let about = find(&page, &metadata(b"\xfe\xff\0T\0a\0l\0k\0s\0 \0s\0t\0a\0l\0l", b"Ada Berg"));
        assert_eq!((about.title.as_deref(), about.authors.len()), (Some("Talks stall"), 1));
        let about = find(&page, &metadata(b"Microsoft Word - draft 3.docx", b"Bo Ek"));
        assert_eq!((about.title, about.authors.len()), (None, 0));
    }

    #[test]
    fn a_day_in_the_text_is_none() {
        assert_eq!(find(&page(&[(BODY, 10.0)]), &Metadata::default()).date, None);
    }
}
