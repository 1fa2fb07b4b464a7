//! LexisNexis: labels before values, in capitals (the older layout) or not.

use super::{is_copyright, names, paragraph};
use crate::article::Article;
use crate::ingest::Found;
use crate::ingest::date::read_date;

/// Labels that stand before a value, and whether the text comes after them.
const LABELS: [(&str, bool); 32] = [
    ("HEADLINE", true),
    ("BYLINE", true),
    ("SECTION", true),
    ("LENGTH", true),
    ("DATELINE", true),
    ("HIGHLIGHT", true),
    ("SERIES", true),
    ("SOURCE", true),
    ("DISTRIBUTION", true),
    ("URL", true),
    ("BODY", true),
    ("LOAD-DATE", false),
    ("LANGUAGE", false),
    ("GRAPHIC", false),
    ("PUBLICATION-TYPE", false),
    ("DOCUMENT-TYPE", false),
    ("JOURNAL-CODE", false),
    ("CORRECTION", false),
    ("CORRECTION-DATE", false),
    ("SUBJECT", false),
    ("PERSON", false),
    ("ORGANIZATION", false),
    ("COMPANY", false),
    ("TICKER", false),
    ("INDUSTRY", false),
    ("GEOGRAPHIC", false),
    ("ACC-NO", false),
    ("CLASSIFICATION", false),
    ("TYPE", false),
    ("NOTES", false),
    ("PRINT", false),
    ("COPYRIGHT", false),
];

/// Lines that stand alone behind the text in the newer layout, where what follows is none of it.
const ENDS: [&str; 2] = ["classification", "graphic"];

/// Whether a text that begins like this (in lower case) is such an export.
pub(super) fn begins(start: &str) -> bool {
    let begins = |label: &str| start.lines().any(|line| line.trim_start().starts_with(label));
    let is_counted = start.lines().take(20).any(is_counter);
    let has_end = start.lines().any(is_end) || start.lines().any(is_body);
    start.lines().any(is_length) && (is_counted || has_end || begins("load-date:"))
}

/// `length: 812 words`, in lower case.
fn is_length(line: &str) -> bool {
    line.trim_start().strip_prefix("length:").is_some_and(|rest| rest.trim_end().ends_with("words"))
}

/// Whether anything in a text is laid out as in such an export.
pub(super) fn is_any(text: &str) -> bool {
    text.lines()
        .any(|line| is_counter(line) || is_end(line) || is_length(&line.to_lowercase()) || is_load_date(line))
}

/// `Load-Date: March 4, 2016`.
fn is_load_date(line: &str) -> bool {
    let Some((name, date)) = line.split_once(':') else { return false };
    name.trim().eq_ignore_ascii_case("load-date") && (date.trim().is_empty() || read_date(date).is_some())
}

/// "12 of 250 DOCUMENTS", "Document 12 of 250".
fn is_counter(line: &str) -> bool {
    let words: Vec<String> = line.split_whitespace().map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_number = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit() || b == b',');
    match words.as_slice() {
        [a, "of", b, "documents" | "document"] | ["document", a, "of", b] => is_number(a) && is_number(b),
        _ => false,
    }
}

fn is_end(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case("end of document")
}

/// The line before the text, in the newer layout.
fn is_body(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case("body")
}

/// Reads an export.
pub(super) fn read(text: &str) -> Vec<Result<Found, String>> {
    let mut articles: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        if is_counter(line) || is_end(line) {
            articles.push(Vec::new());
        } else if let Some(article) = articles.last_mut() {
            article.push(line);
        }
    }
    articles.retain(|lines| lines.iter().any(|line| !line.trim().is_empty()));
    articles.iter().map(|lines| article(lines)).collect()
}

fn article(lines: &[&str]) -> Result<Found, String> {
    let lines = without_cover(lines);
    // The mark of the newer layout: below it all is text but for what ends it.
    let mark = lines.iter().position(|line| is_body(line));
    let (above, below) = lines.split_at(mark.map_or(lines.len(), |at| at + 1));
    let mut found = Found::default();
    let case = Case::of(above, mark.is_some());
    let blocks = blocks(above, case);
    let rest = head(&blocks, &mut found);
    let mut body = labelled(blocks.get(rest..).unwrap_or_default(), case, &mut found.article);
    if mark.is_some() {
        body = marked(below);
    }
    found.article.text = body.join("\n");
    if found.article.text.is_empty() {
        return Err("the article has no text".to_owned());
    }
    Ok(found)
}

/// An article without the list of what was searched for and found, which stands before the first.
fn without_cover<'l, 'a>(lines: &'l [&'a str]) -> &'l [&'a str] {
    /// Lines that may stand before the one that makes certain.
    const TOP: usize = 12;
    let begins = |line: &&str, label: &str| line.trim_start().starts_with(label);
    if !lines.iter().take(TOP).any(|line| begins(line, "Job Number:")) {
        return lines;
    }
    let of_cover = ["Job Number:", "Documents (", "Client/Matter:", "Search Terms:", "Search Type:"];
    let last = lines.iter().rposition(|line| of_cover.iter().any(|label| begins(line, label)));
    lines.get(last.map_or(0, |last| last + 1)..).unwrap_or_default()
}

fn is_last(line: &str) -> bool {
    ENDS.iter().any(|end| line.trim().eq_ignore_ascii_case(end))
}

/// How an article's labels are written: a paragraph may begin like one that is written otherwise.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// `LENGTH:`, as in the older layout.
    Capitals,
    /// `Length:`, as in the newer one.
    Small,
    /// Either: nothing but labels stands there.
    Any,
}

impl Case {
    /// That of an article whose head, or all of which, are these lines.
    fn of(lines: &[&str], is_head: bool) -> Self {
        let cases = || lines.iter().filter_map(|line| label(&[line])).map(|(.., capitals)| capitals);
        match cases().filter(|capitals| *capitals).count() * 2 > cases().count() {
            _ if is_head => Case::Any,
            true => Case::Capitals,
            false => Case::Small,
        }
    }

    fn fits(self, capitals: bool) -> bool {
        self == Case::Any || (self == Case::Capitals) == capitals
    }
}

/// The paragraphs below the line `Body`.
fn marked(lines: &[&str]) -> Vec<String> {
    let end = lines.iter().position(|line| is_last(line) || is_load_date(line)).unwrap_or(lines.len());
    let lines = lines.get(..end).unwrap_or_default();
    let blocks = lines.split(|line| line.trim().is_empty()).filter(|block| !block.is_empty());
    blocks.filter(|block| !is_copyright(block)).map(paragraph).collect()
}

/// What labels say, and the paragraphs between those that stand before the text and those that stand after it.
fn labelled(blocks: &[Vec<&str>], case: Case, article: &mut Article) -> Vec<String> {
    let mut body: Vec<String> = Vec::new();
    let mut is_measured = false;
    for block in blocks {
        let known = label(block).filter(|(.., capitals)| case.fits(*capitals));
        match known {
            Some(("BODY", value, _)) => body = if value.is_empty() { Vec::new() } else { vec![value] },
            // A paragraph that begins like a label: the length is the last but for where and what on.
            Some((name, ..)) if is_measured && !body.is_empty() && is_before(name) => {
                body.push(paragraph(block))
            }
            Some((name, value, _)) if is_before(name) => {
                is_measured |= name == "LENGTH";
                match name {
                    "HEADLINE" => article.title = Some(value),
                    "BYLINE" => article.authors = names(&value),
                    "URL" => article.url = Some(value),
                    _ => {}
                }
            }
            Some(_) if body.is_empty() => {}
            Some(("LOAD-DATE", ..)) => break,
            Some(_) if case == Case::Capitals => break,
            None if case == Case::Small
                && !body.is_empty()
                && block.first().is_some_and(|line| is_last(line)) =>
            {
                break;
            }
            None if is_copyright(block) => {}
            _ => body.push(paragraph(block)),
        }
    }
    body
}

fn is_before(name: &str) -> bool {
    LABELS.iter().any(|(known, before)| *known == name && *before)
}

/// Reads day, outlet and headline; gives the number of the block after them. The day stands below the outlet, in one block
/// with it or in its own; the headline stands before the outlet (newer layout) or after the day (older).
fn head(blocks: &[Vec<&str>], found: &mut Found) -> usize {
    let article: &mut Article = &mut found.article;
    let day = |line: &str| read_date(line.trim());
    let plain = |block: &[&str]| block.iter().map(|l| l.trim()).collect::<Vec<_>>().join(" ");
    let is_plain = |block: &&Vec<&str>| {
        label(block).is_none() && !is_copyright(block) && !block.iter().all(|line| is_body(line))
    };
    let dated = blocks
        .iter()
        .take(8)
        .enumerate()
        .filter(|(_, block)| label(block).is_none())
        .find_map(|(at, block)| Some((at, block.iter().take(6).position(|line| day(line).is_some())?)));
    let Some((at, line)) = dated else {
        let first = blocks.iter().position(|block| is_plain(&block));
        let title = first.filter(|first| blocks.len() > first + 1).and_then(|first| blocks.get(first));
        article.title = title.map(|block| plain(block));
        found.warnings.push("no day of publication stands at the article's head".to_owned());
        return title.map_or(0, |_| first.unwrap_or(0) + 1);
    };
    let block = blocks.get(at).map_or(&[][..], Vec::as_slice);
    article.date = block.get(line).and_then(|l| day(l));
    let before: Vec<&Vec<&str>> = blocks.get(..at).unwrap_or_default().iter().filter(is_plain).collect();
    let mut outlet_alone = None;
    if line > 0 {
        article.outlet = block.get(line - 1).map(|l| l.trim().to_owned());
        article.title = match block.get(..line - 1) {
            Some(title) if !title.is_empty() => Some(plain(title)),
            _ => before.last().map(|block| plain(block)),
        };
    } else if let [title @ .., outlet] = before.as_slice() {
        // The older layout has nothing before the outlet.
        article.title = title.last().map(|block| plain(block));
        match outlet.as_slice() {
            [title @ .., outlet] if article.title.is_none() && !title.is_empty() => {
                article.title = Some(plain(title));
                article.outlet = Some(outlet.trim().to_owned());
            }
            lines => {
                article.outlet = Some(plain(lines));
                outlet_alone = article.outlet.clone().filter(|_| article.title.is_none());
            }
        }
    }
    if article.title.is_some() {
        return at + 1;
    }
    // The headline comes before the labels, or behind some of them; never behind the mark of the text.
    let rest =
        blocks.iter().enumerate().skip(at + 1).take_while(|(_, block)| !block.iter().all(|l| is_body(l)));
    let is_titled = blocks.iter().any(|block| label(block).is_some_and(|(name, ..)| name == "HEADLINE"));
    let has_mark = blocks.iter().any(|block| block.iter().all(|l| is_body(l)));
    let title = rest.filter(|_| !is_titled).find(|(_, block)| is_plain(block));
    match title {
        Some((number, block)) => {
            article.title = Some(plain(block));
            number + 1
        }
        None => {
            if has_mark && !is_titled {
                // A headline and no outlet.
                article.title = outlet_alone;
                article.outlet = None;
            }
            at + 1
        }
    }
}

/// Blocks of lines with blank ones between them; a label begins a block too, and the mark of the text is one.
fn blocks<'a>(lines: &[&'a str], case: Case) -> Vec<Vec<&'a str>> {
    let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
    let mut after_mark = false;
    for line in lines {
        if after_mark || is_body(line) || label(&[line]).is_some_and(|(.., capitals)| case.fits(capitals)) {
            blocks.push(Vec::new());
        }
        after_mark = is_body(line);
        match blocks.last_mut() {
            Some(block) if !line.trim().is_empty() => block.push(line),
            Some(block) if !block.is_empty() => blocks.push(Vec::new()),
            _ => {}
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// The known label that a block begins with, what comes after it, and whether it stands in capitals, as in the older layout.
fn label(block: &[&str]) -> Option<(&'static str, String, bool)> {
    let (name, first) = block.first()?.trim().split_once(':')?;
    let name = name.trim();
    let (known, _) = LABELS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let rest = block.iter().skip(1).map(|l| l.trim());
    let value = std::iter::once(first.trim()).chain(rest).collect::<Vec<_>>().join(" ").trim().to_owned();
    Some((known, value, *known == name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::exports::kind;
    use crate::ingest::kind::Kind;

    const CLASSIC: &str = "\n                     1 of 2 DOCUMENTS\n\n                    The Lund Post\n\n\
        \x20                 March 4, 2016 Friday\n                     Late Edition - Final\n\n\
        Talks Stall in Lund, and a Long\nHeadline Goes On\n\nBYLINE: By ADA BERG and BO EK\n\nSECTION: Section A; Pg. 1\n\n\
        LENGTH: 28 words\n\nDATELINE: LUND\n\n\
        The mayor of the town said on Thursday that the talks had come\nto nothing. “We were close,” she said.\n\n\
        Her deputy denied that.\n\nLOAD-DATE: March 4, 2016\n\nLANGUAGE: ENGLISH\n\nCopyright 2016 The Lund Post Company\n\n\n\
        \x20                    2 of 2 DOCUMENTS\n\n                    Malmo Herald\n\n          5 March 2016\n\nRain\n\n\
        LENGTH: 2 words\n\nIt rained.\n\nLOAD-DATE: March 5, 2016\n";

    #[test]
    fn lexis_nexis_as_it_always_was() {
        assert_eq!(kind(&CLASSIC.to_lowercase()), Some(Kind::LexisNexis));
        let all = read(CLASSIC);
        assert_eq!(all.len(), 2);
        let first = &all[0].as_ref().unwrap().article;
        assert_eq!(first.title.as_deref(), Some("Talks Stall in Lund, and a Long Headline Goes On"));
        assert_eq!(first.outlet.as_deref(), Some("The Lund Post"));
        assert_eq!(first.date.unwrap().to_string(), "2016-03-04");
        assert_eq!(first.authors, ["Ada Berg", "Bo Ek"]);
        assert_eq!(
            first.text,
            "The mayor of the town said on Thursday that the talks had come to nothing. “We were close,” she said.\n\
             Her deputy denied that."
        );
        let second = &all[1].as_ref().unwrap().article;
        assert_eq!((second.text.as_str(), second.title.as_deref()), ("It rained.", Some("Rain")));
        assert_eq!(second.date.unwrap().to_string(), "2016-03-05");
    }

    #[test]
    fn lexis_nexis_as_it_is_now() {
        let text = "Talks Stall in Lund\n\nThe Lund Post\nMarch 4, 2016 Friday\n\nCopyright 2016 The Lund Post\n\n\
            Section: NEWS; Pg. 1\nLength: 9 words\nByline: Ada Berg\n\nBody\n\n“We were close,” she said.\n\nHe denied it.\n\n\
            Load-Date: March 4, 2016\n\nEnd of Document\n";
        assert_eq!(kind(&text.to_lowercase()), Some(Kind::LexisNexis));
        let all = read(text);
        let article = &all[0].as_ref().unwrap().article;
        assert_eq!(article.title.as_deref(), Some("Talks Stall in Lund"));
        assert_eq!(article.outlet.as_deref(), Some("The Lund Post"));
        assert_eq!(article.text, "“We were close,” she said.\nHe denied it.");
    }

    /// Title, outlet, day, authors and text of the only article.
    fn one(text: &str) -> (String, String, String, String, String) {
        assert_eq!(kind(&text.to_lowercase()), Some(Kind::LexisNexis), "{text}");
        let all = read(text);
        assert_eq!(all.len(), 1, "{text}");
        let article = all.into_iter().next().unwrap().unwrap().article;
        let day = article.date.map(|day| day.to_string()).unwrap_or_default();
        (
            article.title.unwrap_or_default(),
            article.outlet.unwrap_or_default(),
            day,
            article.authors.join("; "),
            article.text,
        )
    }

    #[test]
    fn layouts_of_real_exports() {
        let expected = |authors: &str| {
            let [title, outlet, day, text] = [
                "Talks Stall in Lund",
                "The Lund Post",
                "2016-03-04",
                "“We were close,” she said.\nHe denied it.",
            ]
            .map(str::to_owned);
            (title, outlet, day, authors.to_owned(), text)
        };
        let body = "“We were close,” she said.\n\nHe denied it.\n\n";
        for (name, text, authors) in [
            (
                "a blank line between outlet and day",
                format!(
                    "Talks Stall in Lund\n\nThe Lund Post\n\nMarch 4, 2016 Friday\n\nCopyright 2016 The Lund Post All Rights \
                     Reserved\n\nSection: NEWS; Pg. 1\nLength: 812 words\nByline: Ada Berg\nDateline: LUND\n\nBody\n\n{body}\
                     Load-Date: March 5, 2016\n\nEnd of Document\n"
                ),
                "Ada Berg",
            ),
            (
                "headline, outlet and day in one block, and no blank line before the mark of the text",
                format!(
                    "Talks Stall in Lund\nThe Lund Post\nMarch 4, 2016 Friday 9:30 AM GMT\n\nCopyright 2016 The Lund Post\n\
                     Length: 812 words\nByline: By Ada Berg\nBody\n{body}Classification\n\nLanguage: ENGLISH\n\nSubject: TALKS \
                     (90%)\n\nLoad-Date: March 4, 2016\n\nEnd of Document\n"
                ),
                "Ada Berg",
            ),
            (
                "headline and outlet in one block",
                format!(
                    "Talks Stall in Lund\nThe Lund Post\n\nFriday, March 4, 2016\n\nLength: 812 words\n\nBody\n\n{body}Graphic\n\n\
                     The hall in Lund.\n\nLoad-Date: March 4, 2016\n"
                ),
                "",
            ),
            (
                "the headline behind a label",
                format!(
                    "1 of 1 DOCUMENT\n\nCopyright 2016 The Lund Post Company\nAll Rights Reserved\n\nThe Lund Post\n\n\
                     March 4, 2016 Friday\n\nSECTION: NEWS; Pg. 1\n\nLENGTH: 812 words\n\nHEADLINE: Talks Stall in Lund\n\n\
                     BYLINE: ADA BERG\n\nDATELINE: LUND\n\nBODY:\n{body}GRAPHIC: The hall in Lund.\n\nLOAD-DATE: March 4, 2016\n"
                ),
                "Ada Berg",
            ),
        ] {
            assert_eq!(one(&text), expected(authors), "{name}");
        }
    }

    #[test]
    fn what_was_searched_for_is_no_part_of_the_first_article() {
        let text = "User Name: Bo Ek\nDate and Time: Friday, March 11, 2016 10:11:00 AM CET\nJob Number: 12345678\n\nDocuments (1)\n\n1. Talks \
                    Stall in Lund\nClient/Matter: -None-\nSearch Terms: talks\nSearch Type: Natural Language\n\nTalks Stall in Lund\n\nThe Lund \
                    Post\n\nMarch 4, 2016 Friday\n\nLength: 9 words\n\nBody\n\nIt rained.\n\nLoad-Date: March 5, 2016\n\nEnd of Document\n";
        let (title, outlet, day, ..) = one(text);
        assert_eq!((&*title, &*outlet, &*day), ("Talks Stall in Lund", "The Lund Post", "2016-03-04"));
    }

    #[test]
    fn an_article_without_a_day_is_read_and_its_load_date_is_none() {
        let text = "Talks Stall in Lund\n\nLength: 9 words\n\nBody\n\n“We were close,” she said.\n\nLoad-Date: March 4, 2016\n\n\
                    End of Document\n";
        let (title, _, day, _, text_read) = one(text);
        assert_eq!((title.as_str(), day.as_str()), ("Talks Stall in Lund", ""));
        assert_eq!(text_read, "“We were close,” she said.");
    }

    #[test]
    fn paragraphs_that_begin_like_a_label_are_text() {
        let paragraphs = [
            "Correction: An earlier version gave the wrong year.",
            "Subject: the bridge, the letter began.",
            "Length: ten metres, said Ek.",
            "Notes",
            "Source: Northern Wire said so.",
            "Copyright law has no place in it, said Dahl.",
        ];
        let lines = paragraphs.join("\n");
        let body = paragraphs.join("\n\n");
        let newer = format!(
            "Talks Stall in Lund\n\nThe Lund Post\n\nMarch 4, 2016 Friday\n\nSection: NEWS\nLength: 812 words\n\nBody\n\nIt rained on the \
             wharf, and they found a great many things there, he said: a\nbody\n\n{body}\n\nThe end.\n\nLoad-Date: March 5, 2016\n\nEnd of Document\n"
        );
        let text = one(&newer).4;
        assert_eq!(
            text,
            format!(
                "It rained on the wharf, and they found a great many things there, he said: a body\n{lines}\nThe end."
            )
        );
        let older = format!(
            "1 of 1 DOCUMENT\n\nThe Lund Post\n\nMarch 4, 2016 Friday\n\nTalks Stall in Lund\n\nBYLINE: ADA BERG\n\nLENGTH: 812 words\n\n\
             It rained.\n\n{body}\n\nURL: she spelt it out.\n\nThe end.\n\nLOAD-DATE: March 5, 2016\n\nSUBJECT: TALKS (90%)\n"
        );
        let (.., authors, text) = one(&older);
        assert_eq!(
            (authors.as_str(), text),
            ("Ada Berg", format!("It rained.\n{lines}\nURL: she spelt it out.\nThe end."))
        );
    }
}
