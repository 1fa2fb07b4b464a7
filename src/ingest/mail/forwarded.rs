//! A message that somebody sent on: the head of the one that it was stands in its text.

use crate::article::{Mark, MarkedText};
use crate::ingest::date::{Order, first_date};
use crate::lists::rows;
use crate::span::Span;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What mail programs write, in lower case → the English name of a line of a head, "announces" or "subject-mark".
static WRITTEN: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut written: HashMap<&str, Vec<&str>> = HashMap::new();
    for [kind, words] in rows(include_str!("../data/forwarded.tsv")) {
        written.entry(words).or_default().push(kind);
    }
    written
});

/// Whether these words are of that kind.
fn is_written(words: &str, as_kind: &str) -> bool {
    WRITTEN.get(words).is_some_and(|kinds| kinds.contains(&as_kind))
}

/// The most times that one message is looked for in the other.
const DEEPEST: usize = 8;
/// Characters of what stood above that a warning shows.
const SHOWN: usize = 60;

/// What the head of the first message says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Original {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<NaiveDate>,
    pub(super) warnings: Vec<String>,
}

/// Cuts a text to the message that was sent on, and gives what its head says; `None` where it is no such text. `subject`: that of the
/// message that it stands in.
pub(super) fn cut(subject: Option<&str>, words: &mut MarkedText) -> Option<Original> {
    let mut found: Option<Original> = None;
    let mut is_told = subject.is_some_and(is_forwarding);
    for _ in 0..DEEPEST {
        let Some(head) = head(&words.text, is_told) else { break };
        let above = words.text.get(..head.start).unwrap_or_default();
        let mut original = Original {
            title: head.value("subject").map(|subject| without_mark(subject).to_owned()),
            author: head.value("from").and_then(name),
            date: head.value("date").and_then(|date| Some(first_date(date, Order::Unknown)?.1)),
            warnings: found.take().map(|outer| outer.warnings).unwrap_or_default(),
        };
        let shown: String =
            above.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
        if !shown.is_empty() {
            original
                .warnings
                .push(format!("what stands above the message that was sent on was left out: {shown:?}"));
        }
        if original.date.is_none() {
            original.warnings.push("no day stands in the head of the message that was sent on".to_owned());
        }
        is_told = head.value("subject").is_some_and(is_forwarding);
        leave(words, head.end, head.is_quoted);
        found = Some(original);
    }
    found
}

/// Leaves the words from a byte on, without the marks of quotation before each line.
fn leave(words: &mut MarkedText, from: usize, is_quoted: bool) {
    let rest = words.text.get(from..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start().len();
    if is_quoted && words.marks.is_empty() {
        let lines = rest
            .lines()
            .map(|line| line.strip_prefix('>').map_or(line, |line| line.strip_prefix(' ').unwrap_or(line)));
        words.text = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
        return;
    }
    let from = from + blank;
    words.text = words.text.get(from..).unwrap_or_default().to_owned();
    let moved = |Mark { span, part }: Mark| {
        Some(Mark { span: Span::new(span.start.checked_sub(from)?, span.end - from), part })
    };
    words.marks = std::mem::take(&mut words.marks).into_iter().filter_map(moved).collect();
}

/// The head of a message as it stands in a text: its lines by their names in English.
struct Head {
    /// Where it begins, with the line that announces it.
    start: usize,
    /// Where the words begin.
    end: usize,
    is_quoted: bool,
    values: Vec<(&'static str, String)>,
}

impl Head {
    fn value(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
            .filter(|v| !v.is_empty())
    }
}

/// The first head in a text that has more words below it than above. `is_told`: the subject says that the message was sent on, so
/// that nothing else must.
fn head(text: &str, is_told: bool) -> Option<Head> {
    /// Lines of a head.
    const MOST: usize = 30;
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line.trim_end()));
        at += line.len();
    }
    let count = |text: &str| text.split_whitespace().count();
    let first = lines.iter().position(|(_, line)| field(line).is_some_and(|(name, _)| name == "from"))?;
    let mut values: Vec<(&'static str, String)> = Vec::new();
    let mut next = first;
    for (number, (_, line)) in lines.iter().enumerate().skip(first).take(MOST) {
        match field(line) {
            Some((name, value)) => values.push((name, value.to_owned())),
            // A long list of addresses goes on.
            None if line.contains('@') && bare(line).ends_with(['>', ',', ';']) => {}
            None => break,
        }
        next = number + 1;
    }
    let has = |name: &str| values.iter().any(|(known, _)| *known == name);
    let before = lines.get(..first).unwrap_or_default();
    let announced =
        before.iter().rev().find(|(_, line)| !bare(line).is_empty()).filter(|(_, line)| is_rule(line));
    let start = announced.or(lines.get(first)).map_or(0, |(at, _)| *at);
    let end = lines.get(next).map_or(text.len(), |(at, _)| *at);
    let is_certain = is_told || announced.is_some_and(|(_, line)| announces(line));
    let is_head = values.len() >= 3 && (has("subject") || has("date"));
    let is_whole = is_certain && is_head && count(text.get(end..)?) > count(text.get(..start)?);
    let is_quoted = lines.get(first).is_some_and(|(_, line)| line.starts_with('>'));
    is_whole.then_some(Head { start, end, is_quoted, values })
}

/// A line without the marks that programs put around it.
fn bare(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\t', '*']).trim_end()
}

/// The name in English of a line of a head, and its value.
fn field(line: &str) -> Option<(&'static str, &str)> {
    let (name, value) = bare(line).split_once(':')?;
    let name = name.trim_end_matches(['*', ' ', '\u{a0}']).to_lowercase();
    let english = *WRITTEN.get(name.as_str())?.first()?;
    (!matches!(english, "announces" | "subject-mark"))
        .then(|| (english, value.trim_matches(['*', ' ', '\u{a0}'])))
}

/// Whether a line parts what stands above from the message that was sent on.
fn is_rule(line: &str) -> bool {
    bare(line).starts_with("--") || bare(line).starts_with("__") || announces(line)
}

/// `---------- Forwarded message ---------`, `Begin forwarded message:`
fn announces(line: &str) -> bool {
    let words = bare(line).trim_matches(['-', ' ', ':', '_', '*']).to_lowercase();
    is_written(&words, "announces")
}

/// Whether a subject says that a message was sent on.
fn is_forwarding(subject: &str) -> bool {
    without_mark(subject).len() < subject.trim().len()
}

/// `Fwd: Talks` without what says that it was sent on.
fn without_mark(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((mark, after)) = rest.split_once(':') {
        let mark = mark.trim().to_lowercase();
        if !is_written(&mark, "subject-mark") {
            break;
        }
        rest = after.trim();
    }
    rest
}

/// `The Lund Post <news@lund.example>`, `Bo Ek [mailto:bo@lund.example]` → the name, or else the address.
fn name(from: &str) -> Option<String> {
    let end = from.find(['<', '[', '(']).unwrap_or(from.len());
    let (name, rest) = from.split_at(end);
    let name = name.trim().trim_matches(['"', '\'', '*']).trim();
    let address = || rest.trim_matches(['<', '>', '[', ']', ' ']).trim_start_matches("mailto:");
    let name = if name.is_empty() { address() } else { name };
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::ingest::mail::read;

    const WORDS: &str = "The mayor of Lund said on Friday that the talks had come to nothing.\n\n“Nobody offered anything,” she said.";

    /// Title, author, day, text and number of warnings of a message with this subject and text.
    fn sent_on(subject: &str, text: &str) -> (String, String, String, String, usize) {
        let mail = format!(
            "From: Ada Berg <ada@lund.example>\nSubject: {subject}\nDate: Fri, 19 Dec 2025 10:00:00 +0100\nContent-Type: text/plain; \
             charset=utf-8\n\n{text}\n"
        );
        let found = read(mail.as_bytes()).unwrap();
        let article = found.article;
        (
            article.title.unwrap_or_default(),
            article.authors.join("; "),
            article.date.map(|day| day.to_string()).unwrap_or_default(),
            article.text,
            found.warnings.len(),
        )
    }

    #[test]
    fn a_message_that_was_sent_on_is_the_article() {
        let quoted = WORDS.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
        for (subject, text, warnings) in [
            (
                "Fwd: Talks stall",
                format!(
                    "FYI\n\n---------- Forwarded message ---------\nFrom: The Lund Post <news@post.example>\nDate: Mon, Dec 1, 2025 at 9:00 AM\n\
                     Subject: Talks stall\nTo: Ada Berg <ada@lund.example>,\n Bo Ek <bo@lund.example>\n\n\n{WORDS}"
                ),
                1,
            ),
            (
                "FW: Talks stall",
                format!(
                    "________________________________\nFrom: The Lund Post [mailto:news@post.example]\nSent: Monday, December 1, 2025 9:00 AM\n\
                     To: Ada Berg\nSubject: Talks stall\n\n{WORDS}"
                ),
                0,
            ),
            (
                "See this",
                format!(
                    "Begin forwarded message:\n\n> From: The Lund Post <news@post.example>\n> Subject: Fwd: Talks stall\n> Date: 1 December \
                     2025 at 09:00:00 CET\n> To: ada@lund.example\n>\n{quoted}"
                ),
                0,
            ),
            (
                "WG: Talks stall",
                format!(
                    "Siehe unten.\n\n*Von:* The Lund Post\n*Gesendet:* Montag, 1. Dezember 2025 09:00\n*An:* Ada Berg\n*Betreff:* Talks stall\n\n\
                     {WORDS}"
                ),
                1,
            ),
        ] {
            let expected = ("Talks stall", "The Lund Post", "2025-12-01", WORDS, warnings);
            let (title, author, day, text, count) = sent_on(subject, &text);
            assert_eq!((&*title, &*author, &*day, &*text, count), expected, "{subject}");
        }
    }

    #[test]
    fn what_was_sent_on_twice_is_the_innermost() {
        let head = |from: &str, subject: &str| {
            format!(
                "---------- Forwarded message ---------\nFrom: {from} <x@post.example>\nDate: Mon, Dec 1, 2025\nSubject: {subject}\n\n"
            )
        };
        let text =
            format!("{}{}{WORDS}", head("Bo Ek", "Fwd: Talks stall"), head("The Lund Post", "Talks stall"));
        let (title, author, _, text, _) = sent_on("Fwd: Fwd: Talks stall", &text);
        assert_eq!((&*title, &*author, &*text), ("Talks stall", "The Lund Post", WORDS));
    }

    #[test]
    fn answers_and_texts_that_cite_a_message_stay() {
        let head = "From: The Lund Post\nDate: Mon, Dec 1, 2025\nSubject: Talks stall\n\n";
        for (subject, text) in [
            ("Re: Talks", format!("-----Original Message-----\n{head}{WORDS}")),
            ("Fwd: Talks", format!("{WORDS}\n\n---------- Forwarded message ---------\n{head}No.")),
            ("Fwd: Talks", format!("From: the archive\n\n{WORDS}")),
            ("Talks", format!("{head}{WORDS}")),
        ] {
            let (title, author, _, stored, _) = sent_on(subject, &text);
            assert_eq!((&*title, &*author, &*stored), (subject, "Ada Berg", &*text));
        }
    }
}
