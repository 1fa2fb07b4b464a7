//! Texts with many articles in them, as the databases LexisNexis and Factiva hand them out. `docs/formats.md` shows the
//! layouts that are expected.

use super::date::read_date;
use super::html::split_byline;
use super::kind::Kind;
use super::{Found, wrapped};
use crate::article::Article;

/// Labels that LexisNexis puts before a value, in capitals or not, and whether the body comes after them.
const LABELS: [(&str, bool); 22] = [
    ("BYLINE", true),
    ("SECTION", true),
    ("LENGTH", true),
    ("DATELINE", true),
    ("HIGHLIGHT", true),
    ("SERIES", true),
    ("SOURCE", true),
    ("DISTRIBUTION", true),
    ("URL", true),
    ("LOAD-DATE", false),
    ("LANGUAGE", false),
    ("GRAPHIC", false),
    ("PUBLICATION-TYPE", false),
    ("DOCUMENT-TYPE", false),
    ("JOURNAL-CODE", false),
    ("CORRECTION", false),
    ("CORRECTION-DATE", false),
    ("SUBJECT", false),
    ("CLASSIFICATION", false),
    ("TYPE", false),
    ("NOTES", false),
    ("COPYRIGHT", false),
];

/// Two or three letters that Factiva puts before a value.
const CODES: [&str; 29] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "RF",
    "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CT", "ART", "CLM", "CX",
];

/// Whether a text that begins like this (in lower case) is such an export.
pub fn kind(start: &str) -> Option<Kind> {
    let begins = |label: &str| start.lines().any(|line| line.trim_start().starts_with(label));
    let is_length = |line: &str| {
        line.trim_start().strip_prefix("length:").is_some_and(|rest| rest.trim_end().ends_with("words"))
    };
    let is_counted = start.lines().take(20).any(is_counter);
    let has_end = start.lines().any(is_end) || start.lines().any(|line| line.trim() == "body");
    if start.lines().any(is_length) && (is_counted || has_end || begins("load-date:")) {
        return Some(Kind::LexisNexis);
    }
    let upper = start.to_uppercase();
    let has = |code: &str| upper.lines().any(|line| coded(line).is_some_and(|(found, _)| found == code));
    (has("HD") && has("PD") && has("SN") && (has("LP") || has("TD"))).then_some(Kind::Factiva)
}

/// Reads an export.
pub fn read(text: &str, kind: Kind) -> Vec<Result<Found, String>> {
    if kind == Kind::Factiva { factiva(text) } else { lexis_nexis(text) }
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

fn lexis_nexis(text: &str) -> Vec<Result<Found, String>> {
    let mut articles: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        if is_counter(line) || is_end(line) {
            articles.push(Vec::new());
        } else if let Some(article) = articles.last_mut() {
            article.push(line);
        }
    }
    articles.retain(|lines| lines.iter().any(|line| !line.trim().is_empty()));
    articles.iter().map(|lines| lexis_nexis_article(lines)).collect()
}

fn lexis_nexis_article(lines: &[&str]) -> Result<Found, String> {
    let blocks = blocks(lines);
    let mut article = Article::default();
    // Where the day stands: alone with its edition below the outlet, or in one block with it.
    let day = |line: &str| read_date(line.trim());
    let (at, line) = blocks
        .iter()
        .take(8)
        .enumerate()
        .find_map(|(at, block)| Some((at, block.iter().take(4).position(|line| day(line).is_some())?)))
        .ok_or("no day of publication stands at the article's head")?;
    let dated = blocks.get(at).map_or(&[][..], Vec::as_slice);
    article.date = dated.get(line).and_then(|l| day(l));
    let plain = |block: &[&str]| block.iter().map(|l| l.trim()).collect::<Vec<_>>().join(" ");
    let is_plain = |block: &&Vec<&str>| label(block).is_none() && !is_copyright(block);
    let mut next = at + 1;
    let before: Vec<&Vec<&str>> = blocks.get(..at).unwrap_or_default().iter().filter(is_plain).collect();
    if line > 0 {
        article.outlet = dated.get(line - 1).map(|l| l.trim().to_owned());
        article.title = before.last().map(|block| plain(block));
    } else {
        article.outlet = before.last().map(|block| plain(block));
        let title = blocks.iter().skip(next).position(|block| is_plain(&block));
        if let Some(block) = title.and_then(|title| blocks.get(next + title)) {
            article.title = Some(plain(block));
            next += title.unwrap_or(0) + 1;
        }
    }
    let mut body: Vec<String> = Vec::new();
    for block in blocks.iter().skip(next) {
        match label(block) {
            Some(("BYLINE", value)) => article.authors = names(&value),
            Some(("URL", value)) => article.url = Some(value),
            Some((name, _)) if LABELS.iter().any(|(n, before)| *n == name && *before) => {}
            Some(_) if body.is_empty() => {}
            Some(_) => break,
            None if is_copyright(block) => {}
            None if block.len() == 1 && block.iter().all(|l| l.trim().eq_ignore_ascii_case("body")) => {
                body.clear()
            }
            None => body.push(paragraph(block)),
        }
    }
    article.text = body.join("\n");
    if article.text.is_empty() {
        return Err("the article has no text".to_owned());
    }
    Ok(Found { article, ..Found::default() })
}

/// Blocks of lines with blank ones between them; a label begins a block too.
fn blocks<'a>(lines: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
    for line in lines {
        if label(&[line]).is_some() {
            blocks.push(Vec::new());
        }
        match blocks.last_mut() {
            Some(block) if !line.trim().is_empty() => block.push(line),
            Some(block) if !block.is_empty() => blocks.push(Vec::new()),
            _ => {}
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// The known label that a block begins with, and what comes after it.
fn label(block: &[&str]) -> Option<(&'static str, String)> {
    let (name, first) = block.first()?.trim().split_once(':')?;
    let (known, _) = LABELS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim()))?;
    let rest = block.iter().skip(1).map(|l| l.trim());
    Some((known, std::iter::once(first.trim()).chain(rest).collect::<Vec<_>>().join(" ").trim().to_owned()))
}

fn is_copyright(block: &[&str]) -> bool {
    let first = block.first().map_or("", |l| l.trim()).to_lowercase();
    first.starts_with("copyright ") || first.starts_with("all rights reserved") || first.starts_with('©')
}

/// One paragraph: its lines were broken at a width, unless they are short.
fn paragraph(block: &[&str]) -> String {
    let lines: Vec<&str> = block.iter().map(|l| l.trim()).collect();
    let (_, but_last) = lines.split_last().unwrap_or((&"", &[]));
    let is_broken = but_last.iter().all(|line| line.chars().count() >= 45);
    lines.join(if is_broken { " " } else { "\n" })
}

/// Names of a byline; those in capitals as they are written elsewhere.
fn names(byline: &str) -> Vec<String> {
    let shown = |name: String| {
        if name.chars().any(char::is_lowercase) {
            return name;
        }
        let word = |word: &str| {
            let mut letters = word.chars();
            let first = letters.next().map(String::from).unwrap_or_default();
            first + &letters.as_str().to_lowercase()
        };
        name.split(' ').map(word).collect::<Vec<_>>().join(" ")
    };
    split_byline(byline).into_iter().map(shown).collect()
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

fn factiva(text: &str) -> Vec<Result<Found, String>> {
    let mut articles = Vec::new();
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut finish = |fields: &mut Vec<(&str, Vec<&str>)>| {
        if fields.iter().any(|(code, _)| matches!(*code, "HD" | "LP" | "TD")) {
            articles.push(factiva_article(fields));
        }
        fields.clear();
    };
    for line in text.lines() {
        match coded(line) {
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

fn factiva_article(fields: &[(&str, Vec<&str>)]) -> Result<Found, String> {
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
        url: None,
        authors: value("BY").as_deref().map(names).unwrap_or_default(),
    };
    let external_id = value("AN").map(|id| id.trim_start_matches("Document ").to_owned());
    let warnings = match (article.date, value("PD")) {
        (None, Some(date)) => vec![format!("the date {date:?} was left out: write it as 2025-12-19")],
        _ => Vec::new(),
    };
    Ok(Found { article, external_id, warnings, ..Found::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let all = read(CLASSIC, Kind::LexisNexis);
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
        let all = read(text, Kind::LexisNexis);
        let article = &all[0].as_ref().unwrap().article;
        assert_eq!(article.title.as_deref(), Some("Talks Stall in Lund"));
        assert_eq!(article.outlet.as_deref(), Some("The Lund Post"));
        assert_eq!(article.text, "“We were close,” she said.\nHe denied it.");
    }

    #[test]
    fn factiva_with_values_beside_their_codes_or_below() {
        let text = "SE  News\nHD  Talks stall in Lund\nBY  By Ada Berg\nWC  9 words\nPD  4 March 2016\nSN  The Lund Post\nSC  LUND\n\
            LA  English\nCY  Copyright 2016\nLP\n“We were close,” she said.\n\nTD\nHe denied it. IN FACT, it was not so.\n\nCO  lund\n\
            AN  Document LUND000020160304ec340001\n\nHD\nRain\nPD\n5 March 2016\nSN\nMalmo Herald\nTD\nIt rained.\nAN\nDocument X1\n";
        assert_eq!(kind(&text.to_lowercase()), Some(Kind::Factiva));
        let all = read(text, Kind::Factiva);
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
    fn other_texts_are_none() {
        for text in ["", "He said it was 1 of 2 documents.", "Length: 5 words", "hd  x\npd  y"] {
            assert_eq!(kind(text), None, "{text}");
        }
        assert!(read("nothing here", Kind::LexisNexis)[0].is_err());
        assert!(read("nothing here", Kind::Factiva).is_empty());
    }
}
