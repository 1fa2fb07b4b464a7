//! Factiva: lines that begin with a code, or the same without codes, as it prints articles.

use super::{is_copyright, names, paragraph, split_byline};
use crate::article::Article;
use crate::ingest::date::read_date;
use crate::ingest::{Found, wrapped};

/// Two or three letters that Factiva puts before a value.
const CODES: [&str; 29] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "RF",
    "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CT", "ART", "CLM", "CX",
];

/// The most words of a section's name.
const SECTION: usize = 3;

/// Whether a text that begins like this (in lower case) is such an export.
pub(super) fn begins(start: &str) -> bool {
    let upper = start.to_uppercase();
    let has = |code: &str| upper.lines().any(|line| coded(line).is_some_and(|(found, _)| found == code));
    let is_coded = has("HD") && has("PD") && has("SN") && (has("LP") || has("TD"));
    is_coded || is_printed(start)
}

/// Reads an export.
pub(super) fn read(text: &str) -> Vec<Result<Found, String>> {
    let is_coded = text.lines().any(|line| coded(line).is_some_and(|(code, _)| code == "HD"));
    if is_coded { with_codes(text) } else { printed(text) }
}

/// The code that a line begins with, and what comes after it: two spaces or a tab part them, or nothing follows.
fn coded(line: &str) -> Option<(&'static str, &str)> {
    let code = CODES.iter().find(|code| line.starts_with(**code))?;
    let end = line.bytes().take_while(u8::is_ascii_uppercase).count();
    let (code, rest) = if end == code.len() {
        (*code, line.get(end..)?)
    } else {
        (*CODES.iter().find(|code| line.get(..end) == Some(**code))?, line.get(end..)?)
    };
    let is_code = rest.trim().is_empty() || rest.starts_with('\t') || rest.starts_with("  ");
    is_code.then(|| (code, rest.trim()))
}

/// Whether a code below the text is one, and no first word of a paragraph ("IN  the first place, said Ek"): of those that may follow
/// there, the ones that classify have codes and names as values.
fn ends_text(code: &str, value: &str) -> bool {
    /// Words of a value that may do without a colon.
    const MOST: usize = 3;
    match code {
        "BY" | "CR" | "WC" | "PD" | "ET" | "SN" | "SC" | "ED" | "PG" | "VOL" | "LA" | "CY" => false,
        "CO" | "IN" | "NS" | "RE" | "IPC" | "IPD" => {
            value.contains([':', '|', ';']) || value.split_whitespace().count() <= MOST
        }
        _ => true,
    }
}

fn with_codes(text: &str) -> Vec<Result<Found, String>> {
    let mut articles = Vec::new();
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut finish = |fields: &mut Vec<(&str, Vec<&str>)>| {
        if fields.iter().any(|(code, _)| matches!(*code, "HD" | "LP" | "TD")) {
            articles.push(coded_article(fields));
        }
        fields.clear();
    };
    for line in text.lines() {
        let is_text = fields.last().is_some_and(|(code, _)| matches!(*code, "LP" | "TD"));
        match coded(line).filter(|(code, rest)| !is_text || ends_text(code, rest)) {
            Some((code, rest)) => {
                // A second headline, or a section after the text, is the next article's.
                let is_next = |c: &str| fields.iter().any(|(known, _)| *known == c);
                if code == "HD" && is_next("HD") || code == "SE" && (is_next("TD") || is_next("LP")) {
                    finish(&mut fields);
                }
                fields.push((code, vec![rest]));
                if code == "AN" && !rest.is_empty() {
                    finish(&mut fields);
                }
            }
            None => {
                if let Some((code, lines)) = fields.last_mut() {
                    lines.push(line);
                    if *code == "AN" && !line.trim().is_empty() {
                        finish(&mut fields);
                    }
                }
            }
        }
    }
    finish(&mut fields);
    articles
}

fn coded_article(fields: &[(&str, Vec<&str>)]) -> Result<Found, String> {
    let value = |code: &str| {
        let (_, lines) = fields.iter().find(|(known, _)| *known == code)?;
        let words = lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    };
    let text = |code: &str| -> Vec<String> {
        let lines =
            fields.iter().filter(|(known, _)| *known == code).flat_map(|(_, lines)| lines.iter().copied());
        let lines: Vec<&str> = lines.collect();
        blocks(&lines).iter().map(|block| paragraph(block)).collect()
    };
    let body = [text("LP"), text("TD")].concat().join("\n");
    if body.is_empty() {
        return Err("the article has no text (no LP and no TD)".to_owned());
    }
    let article = Article {
        text: wrapped::unwrap(body),
        title: value("HD"),
        date: value("PD").as_deref().and_then(read_date),
        outlet: value("SN"),
        authors: value("BY").as_deref().map(names).unwrap_or_default(),
        ..Article::default()
    };
    let external_id = value("AN").map(|id| id.trim_start_matches("Document ").to_owned());
    let warnings = match (article.date, value("PD")) {
        (None, Some(date)) => vec![format!("the date {date:?} was left out: write it as 2025-12-19")],
        _ => Vec::new(),
    };
    Ok(Found { article, external_id, warnings, ..Found::default() })
}

/// Blocks of lines with blank ones between them.
fn blocks<'a>(lines: &[&'a str]) -> Vec<Vec<&'a str>> {
    let split = lines.split(|line| line.trim().is_empty());
    split.filter(|block| !block.is_empty()).map(<[&str]>::to_vec).collect()
}

/// "812 words".
fn is_length(line: &str) -> bool {
    let Some((number, words)) = line.trim().split_once(' ') else { return false };
    words.trim().eq_ignore_ascii_case("words")
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || c == ',')
}

/// "Document LUND000020160304ec340001": the last line of an article, and its id.
fn document_id(line: &str) -> Option<&str> {
    let (word, id) = line.trim().split_once(' ')?;
    let id = id.trim();
    let is_id = (15..=40).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric())
        && id.bytes().any(|b| b.is_ascii_digit());
    (is_id && word.eq_ignore_ascii_case("document")).then_some(id)
}

/// Whether the length stands above a day, and the language or a copyright line below: the head as it is printed.
fn is_printed(start: &str) -> bool {
    let lines: Vec<&str> = start.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.iter().enumerate().any(|(at, line)| {
        let below = lines.get(at + 1..).unwrap_or_default();
        is_length(line)
            && below.first().is_some_and(|line| read_date(line.trim()).is_some())
            && below.iter().take(9).any(|line| is_copyright(&[line]))
    })
}

/// Articles as they are printed, each up to the line with its number.
fn printed(text: &str) -> Vec<Result<Found, String>> {
    let mut articles = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        match document_id(line) {
            Some(id) => articles.push(printed_article(&std::mem::take(&mut lines), Some(id))),
            None => lines.push(line),
        }
    }
    if lines.iter().any(|line| is_length(line)) {
        articles.push(printed_article(&lines, None));
    }
    articles
}

/// Takes the byline off the lines above the length: one that says "By", or names alone below a headline.
fn byline<'a>(above: &mut Vec<&'a str>) -> Option<&'a str> {
    /// Characters of a line that may have been broken, so that the one below goes on with it.
    const FULL: usize = 60;
    let is_name = |name: &String| {
        let words: Vec<&str> = name.split(' ').collect();
        let is_word = |word: &&str| {
            let mut letters = word.chars();
            letters.next().is_some_and(char::is_uppercase)
                && word.chars().any(char::is_lowercase)
                && !word.ends_with(',')
        };
        (2..=3).contains(&words.len()) && words.iter().all(is_word)
    };
    let last = *above.last()?;
    let says = last.to_lowercase().starts_with("by ") && last.split(' ').count() < 12;
    let is_below_headline = above
        .iter()
        .rev()
        .nth(1)
        .is_some_and(|title| title.split(' ').count() > SECTION && title.chars().count() < FULL);
    let named = split_byline(last);
    let is_named = !last.contains(['"', '“', '?', '!', '\'', '’', ':'])
        && !named.is_empty()
        && named.iter().all(is_name)
        && named.iter().map(|name| name.len()).sum::<usize>() + 5 * named.len() >= last.len();
    (says || is_below_headline && is_named).then(|| above.pop()).flatten()
}

/// Above the length: the section, if any, the headline, the byline. Below: day, hour, outlet, its code, page, language,
/// copyright; then the text.
fn printed_article(lines: &[&str], id: Option<&str>) -> Result<Found, String> {
    let length = lines.iter().position(|line| is_length(line));
    let at = length.ok_or("the article has no line \"… words\" below its headline")?;
    let mut above: Vec<&str> =
        lines.get(..at).unwrap_or_default().iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect();
    let byline = byline(&mut above);
    let is_section = above.len() > 1 && above.first().is_some_and(|l| l.split(' ').count() <= SECTION);
    let title = above.get(usize::from(is_section)..).unwrap_or_default().join(" ");
    let below = lines.get(at + 1..).unwrap_or_default();
    let copyright = below.iter().take(14).position(|line| is_copyright(&[line]));
    let end = copyright.ok_or("the article has no copyright line before its text")?;
    let head: Vec<&str> =
        below.get(..end).unwrap_or_default().iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect();
    let date = head.first().and_then(|line| read_date(line));
    let is_hour = |line: &str| line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit());
    let outlet = head.iter().skip(1).find(|line| !is_hour(line)).map(|line| (*line).to_owned());
    let text = blocks(below.get(end + 1..).unwrap_or_default());
    let body = text.iter().map(|block| paragraph(block)).collect::<Vec<_>>().join("\n");
    if body.is_empty() {
        return Err("the article has no text".to_owned());
    }
    let article = Article {
        text: wrapped::unwrap(body),
        title: (!title.is_empty()).then_some(title),
        date,
        outlet,
        authors: byline.map(names).unwrap_or_default(),
        ..Article::default()
    };
    let warning = "no day of publication stands below the article's length".to_owned();
    let warnings = if date.is_none() { vec![warning] } else { Vec::new() };
    Ok(Found { article, external_id: id.map(str::to_owned), warnings, ..Found::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::exports::kind;
    use crate::ingest::kind::Kind;

    #[test]
    fn factiva_with_values_beside_their_codes_or_below() {
        let text = "SE  News\nHD  Talks stall in Lund\nBY  By Ada Berg\nWC  9 words\nPD  4 March 2016\nSN  The Lund Post\nSC  LUND\n\
            LA  English\nCY  Copyright 2016\nLP\n“We were close,” she said.\n\nTD\nHe denied it. IN FACT, it was not so.\n\nCO  lund\n\
            AN  Document LUND000020160304ec340001\n\nHD\nRain\nPD\n5 March 2016\nSN\nMalmo Herald\nTD\nIt rained.\nAN\nDocument X1\n";
        assert_eq!(kind(&text.to_lowercase()), Some(Kind::Factiva));
        let all = read(text);
        assert_eq!(all.len(), 2);
        let first = all[0].as_ref().unwrap();
        assert_eq!(first.article.text, "“We were close,” she said.\nHe denied it. IN FACT, it was not so.");
        assert_eq!(first.article.title.as_deref(), Some("Talks stall in Lund"));
        assert_eq!(first.article.date.unwrap().to_string(), "2016-03-04");
        assert_eq!(first.external_id.as_deref(), Some("LUND000020160304ec340001"));
        let second = &all[1].as_ref().unwrap().article;
        assert_eq!((second.text.as_str(), second.outlet.as_deref()), ("It rained.", Some("Malmo Herald")));
    }

    #[test]
    fn factiva_as_it_prints_articles() {
        let text = "News\nTalks stall in Lund and nobody knows why\nBy Ada Berg\n812 words\n4 March 2016\n10:15\nThe Lund Post\nLUND\n\
            Main, 1\nEnglish\nCopyright 2016. The Lund Post.\n\n“We were close,” she said.\n\nHe denied it.\n\n\
            Document LUND000020160304ec340001\n\nRain falls on the harbour of Malmo\n1,012 words\n5 March 2016\nMalmo Herald\nMALH\n\
            English\n(c) 2016 Malmo Herald. All Rights Reserved.\n\nIt rained.\n\nDocument MALH000020160305ec350002\n";
        assert_eq!(kind(&text.to_lowercase()), Some(Kind::Factiva));
        let all: Vec<Found> = read(text).into_iter().map(Result::unwrap).collect();
        let [first, second] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!(first.article.title.as_deref(), Some("Talks stall in Lund and nobody knows why"));
        assert_eq!(first.article.outlet.as_deref(), Some("The Lund Post"));
        assert_eq!(first.article.date.unwrap().to_string(), "2016-03-04");
        assert_eq!(first.article.authors, ["Ada Berg"]);
        assert_eq!(first.article.text, "“We were close,” she said.\nHe denied it.");
        assert_eq!(first.external_id.as_deref(), Some("LUND000020160304ec340001"));
        assert_eq!(second.article.title.as_deref(), Some("Rain falls on the harbour of Malmo"));
        assert_eq!(
            (second.article.outlet.as_deref(), second.article.text.as_str()),
            (Some("Malmo Herald"), "It rained.")
        );
        assert_eq!(kind("the bill ran to\n812 words\n4 march 2016\nand nobody read it."), None);
    }

    #[test]
    fn a_paragraph_that_begins_like_a_code_is_text() {
        let text = "HD  Talks stall\nPD  4 March 2016\nSN  The Lund Post\nLP  It rained.\nTD  “No,” she said.\n\nIN  the first place, said \
                    Ek.\n\nBY  the end they left.\n\nIN  i75 : Bridges | i1 : Ships\nCO\nlund : City\nAN  Document LUND000020160304ec340001\n";
        let all = read(text);
        assert_eq!(all.len(), 1);
        let expected = "It rained.\n“No,” she said.\nIN  the first place, said Ek.\nBY  the end they left.";
        assert_eq!(all[0].as_ref().unwrap().article.text, expected);
    }

    #[test]
    fn names_below_a_printed_headline_are_its_byline() {
        let title = |above: &str| {
            let text = format!(
                "{above}\n81 words\n5 March 2016\nThe Lund Post\nEnglish\n(c) 2016 The Lund Post\n\nIt rained.\n\nDocument LUND000020160304ec340002\n"
            );
            let article = read(&text).remove(0).unwrap().article;
            (article.title.unwrap_or_default(), article.authors.join("; "))
        };
        for (above, expected, authors) in [
            ("World News\nEk asks for an inquiry\nBo Skog", "Ek asks for an inquiry", "Bo Skog"),
            ("Ek asks for an inquiry\nBo Skog and Ada Berg", "Ek asks for an inquiry", "Bo Skog; Ada Berg"),
            ("World News\nTalks Stall", "Talks Stall", ""),
            ("Ek asks for an inquiry\nBridge talks stall", "Ek asks for an inquiry Bridge talks stall", ""),
            (
                "The council of the town of Lund votes on Friday on whether\nBo Skog",
                "The council of the town of Lund votes on Friday on whether",
                "Bo Skog",
            ),
            (
                "The council of the town of Lund votes on Friday on whether the\nLund Bridge",
                "The council of the town of Lund votes on Friday on whether the Lund Bridge",
                "",
            ),
        ] {
            assert_eq!(title(above), (expected.to_owned(), authors.to_owned()), "{above}");
        }
    }
}
