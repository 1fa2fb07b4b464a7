//! Input that means harm, or is merely broken: each gives its line or its error, none stops the run, none takes long.
//!
//! The properties that hold for all inputs stand below: articles in = lines out, threads change nothing, spans are
//! inside the text and the same words in all three units.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

use onrecord::attribution::Bundled;
use onrecord::contract::{Input, Unit, answer, stream};
use onrecord::extract::Extractor;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::default);

/// What one article may take here, in a test build on a busy machine.
const LONGEST: Duration = Duration::from_secs(300);
/// A test build reads some thousand words a second, on CPUs without the wider instructions a third of that.
const SMALLER: usize = if cfg!(debug_assertions) { 40 } else { 1 };

fn line_of(input: &Input, unit: Unit) -> Value {
    let start = Instant::now();
    let line = answer(input, &EXTRACTOR, unit);
    assert!(start.elapsed() < LONGEST, "took {:?}", start.elapsed());
    assert!(!line.contains(&b'\n') && !line.contains(&0x1b) && !line.contains(&0x7f));
    let line = String::from_utf8(line).unwrap();
    assert!(!line.contains(|c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)), "{line}");
    serde_json::from_str(&line).unwrap()
}

fn of_line(line: impl Into<Vec<u8>>) -> Value {
    line_of(&Input::Line(line.into()), Unit::Char)
}

/// An article that must be answered with a result; checks its spans.
fn of_text(text: &str) -> Value {
    let line = of_line(json!({"id": "x", "text": text}).to_string());
    assert!(line.get("error").is_none(), "{}", line["error"]);
    assert_eq!(line["id"], "x");
    let letters = text.chars().count() as u64;
    for [start, end] in spans(&line) {
        assert!(start < end && end <= letters, "[{start}, {end}) of {letters}");
    }
    line
}

/// All spans in a line, in order: pairs of numbers.
fn spans(value: &Value) -> Vec<[u64; 2]> {
    match value {
        Value::Array(items) => match items.as_slice() {
            [Value::Number(start), Value::Number(end)] => {
                vec![[start.as_u64().unwrap(), end.as_u64().unwrap()]]
            }
            items => items.iter().flat_map(spans).collect(),
        },
        Value::Object(fields) => fields.values().flat_map(spans).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn nothing_at_all() {
    for text in ["", " ", "\n\n\r\n", "\u{feff}", "\u{200b}\u{200b}", "\u{2028}"] {
        assert_eq!(of_text(text)["attributions"], json!([]), "{text:?}");
    }
    for bytes in [&b""[..], b"\0", b"\0\0\0\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf"] {
        let line = line_of(&Input::Text { id: None, bytes: bytes.to_vec() }, Unit::Char);
        assert!(line.get("error").is_some() || line.get("sentences").is_some(), "{bytes:?}");
    }
}

#[test]
fn only_marks() {
    for mark in [
        "“", "”", "\"", "'", "’", "«", "「", "''", "``", ".", "…", "-", "(", ":", "\u{301}", "– ", "\"\n",
        "“ \n",
    ] {
        of_text(&mark.repeat(20_000));
    }
}

#[test]
fn nested_marks() {
    let deep = 200_000;
    of_text(&"“".repeat(deep));
    of_text(&format!("{}word{}", "“".repeat(deep), "”".repeat(deep)));
    of_text(&format!("{}word{}", "“‘".repeat(deep / 2), "’”".repeat(deep / 2)));
    of_text(&"“a ‘b «c ".repeat(deep / 3 / SMALLER));
    of_text(&"«a» ".repeat(deep / SMALLER));
    of_text(&"“a” said ".repeat(deep / 2 / SMALLER));
}

#[test]
fn ten_megabytes() {
    let size = 10_000_000;
    of_text(&"a".repeat(size));
    of_text(&"\n".repeat(size));
    of_text(&"\u{301}".repeat(size / 2));
    let ignored = format!("{{\"id\": 1, \"other\": \"{}\", \"text\": \"It rained.\"}}", "a".repeat(size));
    assert_eq!(of_line(ignored)["sentences"], json!([[0, 10]]));
    assert!(of_line(format!("{{\"id\": 1, \"text\": \"{}", "a".repeat(size)))["error"].is_string());
    assert!(of_line("x".repeat(size))["error"].is_string());
}

#[test]
fn one_line_of_a_megabyte_of_prose() {
    of_text(
        &"“It rained,” Ada Berg said on Friday, and Bo Ek denied that he had accused her of it. "
            .repeat(12_000 / SMALLER),
    );
    of_text(&"and the said of him to say ".repeat(40_000 / SMALLER));
    of_text(&"Mr. A. B. No. 5 said. ".repeat(40_000 / SMALLER));
    of_text(&"said: ".repeat(150_000 / SMALLER));
}

#[test]
fn of_a_book_only_the_beginning_is_read_for_quotations() {
    // The fast model has the same limit, and takes seconds where the other one takes minutes.
    let fast = Extractor::new(Bundled::Fast);
    let most = 300_000;
    let line = json!({"id": "x", "text": "1 ".repeat(most + 10)}).to_string();
    let line = answer(&Input::Line(line.into_bytes()), &fast, Unit::Char);
    let line: Value = serde_json::from_slice(&line).unwrap();
    assert_eq!(line["warnings"].as_array().unwrap().len(), 1, "{}", line["warnings"]);
}

#[test]
fn nul_bytes_and_control_characters() {
    of_text("He\0 said\0 “no\0”.\0");
    of_text("\u{1}\u{2}\u{1b}[2J\u{1b}]0;title\u{7} “Yes,” she\u{9b}31m said.\u{85}\u{7f}");
    assert!(of_line(b"{\"text\": \"a\0b\"}".to_vec())["error"].is_string());
    assert!(of_line(b"\0".to_vec())["error"].is_string());
    assert!(of_line(b"{\"text\": \"a\"}\0".to_vec())["error"].is_string());
}

#[test]
fn right_to_left_overrides_and_isolates() {
    of_text("He said \u{202e}“.on”\u{202c} and \u{2066}left\u{2069}.");
    let line = of_line("{\"id\": \"\u{202e}x\u{9b}\", \"text\": 5}");
    assert_eq!(line["id"], "\u{202e}x\u{9b}");
}

#[test]
fn bytes_that_are_no_utf_8() {
    let line = of_line(b"{\"id\": 3, \"text\": \"Caf\xe9 \xff\xfe said.\"}".to_vec());
    assert_eq!((&line["id"], &line["sentences"]), (&json!(3), &json!([[0, 13]])));
    assert_eq!(line["warnings"].as_array().unwrap().len(), 1);
    assert!(of_line(b"\xff\xfe\xfd".to_vec())["error"].is_string());
}

#[test]
fn lone_surrogates() {
    let line = of_line(r#"{"id": 5, "title": "\ud800", "text": "a\ud83d said \ude00."}"#.as_bytes().to_vec());
    assert_eq!(line["sentences"], json!([[0, 10]]), "{line}");
    assert_eq!(line["warnings"].as_array().unwrap().len(), 2);
    // An id is given back to the letter, even one that not every reader of JSON accepts.
    let line = answer(&Input::Line(br#"{"id": "\udc00", "text": ""}"#.to_vec()), &EXTRACTOR, Unit::Char);
    assert!(line.starts_with(br#"{"id":"\udc00","#));
}

#[test]
fn wrong_types_and_broken_json() {
    let wrong = [
        "{}",
        "[]",
        "5",
        "\"text\"",
        "null",
        "true",
        "{",
        "}",
        "{\"text\"}",
        "{\"text\": }",
        "{\"text\": nul}",
        "{\"text\": 5}",
        "{\"text\": null}",
        "{\"text\": [\"a\"]}",
        "{\"text\": {}}",
        "{\"text\": true}",
        "{\"text\": \"a\"} {}",
        "{\"text\": \"a\",}",
        "{\"text\": \"a\", \"id\": {}}",
        "{\"text\": \"a\", \"id\": true}",
        "{\"text\": \"\\x\"}",
        "{\"html\": 5}",
        "{\"html\": \"\"}",
        "{\"text\": \"a\nb\"}",
        "{'text': 'a'}",
        "NaN",
        "{\"text\": \"a\", \"n\": 01}",
    ];
    for line in wrong {
        assert!(of_line(line)["error"].is_string(), "{line}");
    }
    for what_is_said_of_it in ["\"title\": 5", "\"author\": {}", "\"date\": [20251219]", "\"url\": []"] {
        let line = format!("{{\"text\": \"a\", {what_is_said_of_it}}}");
        assert!(of_line(line.as_str()).get("error").is_none(), "{line}");
    }
    assert_eq!(of_line("{\"id\": 1, \"text\": 5, \"x\": 1}")["id"], 1);
    assert!(of_line(format!("{{\"text\": {}", "[".repeat(1_000_000)))["error"].is_string());
    let deep = format!("{{\"x\": {}{}, \"text\": \"a\"}}", "{\"a\":[".repeat(200_000), "]}".repeat(200_000));
    assert!(of_line(deep).get("error").is_none());
}

#[test]
fn pages_of_nothing_but_elements() {
    for element in [
        "<div>",
        "<p>",
        "<table><tr><td>",
        "<b>",
        "<!--",
        "<",
        "&",
        "<a href='",
        "<script>",
        "<p>a</p>",
        "<svg>",
    ] {
        let page = json!({"id": 1, "html": element.repeat(20_000)}).to_string();
        let line = of_line(page);
        assert_eq!(line["id"], 1, "{element}");
    }
}

fn run(lines: &[Vec<u8>], unit: Unit, threads: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let inputs = lines.iter().map(|line| Input::Line(line.clone()));
    let answered = stream::run(inputs, &mut out, &EXTRACTOR, unit, threads).unwrap();
    assert_eq!(answered.lines, lines.len() as u64);
    out
}

/// Text with much of what makes trouble in it.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("“".to_owned()),
        Just("” she said. ".to_owned()),
        Just("\"It rained,\" Ada Berg said on Tuesday.\n".to_owned()),
        Just("Bo Ek accused the \u{1f600} council of fraud; it denied that. ".to_owned()),
        Just("\r\n\u{202e}é\u{301}東".to_owned()),
        Just("According to two officials, on 7 October 2023: ".to_owned()),
        "\\PC{0,12}",
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A line of anything: an article, half an article, bytes.
fn odd_line() -> impl Strategy<Value = Vec<u8>> {
    let not_blank = |line: &Vec<u8>| !line.trim_ascii().is_empty() && !line.contains(&b'\n');
    let article =
        (any::<u32>(), odd_text()).prop_map(|(id, text)| json!({"id": id, "text": text}).to_string());
    prop_oneof![
        6 => article.prop_map(String::into_bytes),
        1 => odd_text().prop_map(|text| json!({"text": text, "date": text, "author": [text]}).to_string().into_bytes()),
        1 => proptest::collection::vec(any::<u8>(), 1..60),
    ]
    .prop_filter("one line that is not blank", not_blank)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn articles_in_are_lines_out_and_threads_change_nothing(lines in proptest::collection::vec(odd_line(), 0..20)) {
        let one = run(&lines, Unit::Char, 1);
        prop_assert_eq!(one.iter().filter(|b| **b == b'\n').count(), lines.len());
        prop_assert_eq!(&run(&lines, Unit::Char, 4), &one);
        for line in one.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
            let line: Value = serde_json::from_slice(line).unwrap();
            prop_assert!(line.get("id").is_some() && (line.get("error").is_some() != line.get("sentences").is_some()));
        }
    }

    #[test]
    fn spans_are_the_same_words_in_all_units(text in odd_text()) {
        let input = Input::Line(json!({"text": text, "date": "2025-12-19"}).to_string().into_bytes());
        let [bytes, chars, utf16] = [Unit::Byte, Unit::Char, Unit::Utf16].map(|unit| spans(&line_of(&input, unit)));
        let letters: Vec<char> = text.chars().collect();
        let units: Vec<u16> = text.encode_utf16().collect();
        prop_assert_eq!((bytes.len(), chars.len()), (chars.len(), utf16.len()));
        for ((b, c), u) in bytes.iter().zip(&chars).zip(&utf16) {
            let range = |s: &[u64; 2]| s[0] as usize..s[1] as usize;
            let words = text.get(range(b));
            prop_assert!(words.is_some_and(|w| !w.is_empty()));
            let by_chars = String::from_iter(&letters[range(c)]);
            let by_units = String::from_utf16_lossy(&units[range(u)]);
            prop_assert_eq!(words, Some(by_chars.as_str()));
            prop_assert_eq!(words, Some(by_units.as_str()));
        }
    }
}
