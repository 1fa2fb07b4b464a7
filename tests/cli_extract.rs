//! `onrecord extract`, end to end (`docs/contract.md`).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

#[path = "support/onrecord.rs"]
mod support;

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use support::{onrecord, ran};

fn extract(arguments: &[&str], input: &str) -> (i32, Vec<Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, errors) = ran(onrecord(folder.path()).arg("extract").args(arguments).write_stdin(input));
    (code, out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), errors)
}

#[test]
fn one_line_out_for_each_line_in_with_its_id() {
    let input = "{\"id\": \"a\", \"text\": \"It rained.\"}\n\n \t\n{\"id\": 2}\nno json\n{\"text\": \"\"}";
    let (code, lines, errors) = extract(&[], input);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert_eq!(
        lines.iter().map(|l| l["id"].clone()).collect::<Vec<_>>(),
        [json!("a"), json!(2), json!(null), json!(null)]
    );
    assert_eq!(lines[1], json!({"id": 2, "error": "no \"text\" (and no \"html\")"}));
    assert!(lines[2]["error"].as_str().unwrap().starts_with("not an article"));
    assert_eq!(lines[3]["sentences"], json!([]));
}

#[test]
fn the_form_of_a_line() {
    let (_, lines, _) = extract(&[], "{\"text\": \"It rained.\"}");
    let names: Vec<&String> = lines[0].as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "id",
            "onrecord",
            "sentences",
            "parts",
            "attributions",
            "accusations",
            "outcomes",
            "dates",
            "warnings"
        ]
    );
    assert_eq!(lines[0]["onrecord"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(lines[0]["sentences"], json!([[0, 10]]));
    let items = "{\"text\": \"Ü rained.\\n• once\"}";
    assert_eq!(extract(&[], items).1[0]["parts"], json!([{"part": "list_item", "span": [10, 16]}]));
    assert_eq!(
        extract(&["--offsets", "byte"], items).1[0]["parts"],
        json!([{"part": "list_item", "span": [11, 19]}])
    );
}

#[test]
fn ids_are_given_back_to_the_letter() {
    let folder = tempfile::tempdir().unwrap();
    let ids = ["123456789012345678901234567890", "1.50", "-0", "1e400", "\"a\\u0062\"", "\"\""];
    let input: String = ids.iter().map(|id| format!("{{\"id\": {id}, \"text\": \"\"}}\n")).collect();
    let (_, out, _) = ran(onrecord(folder.path()).arg("extract").write_stdin(input));
    for (id, line) in ids.iter().zip(out.lines()) {
        assert!(line.starts_with(&format!("{{\"id\":{id},")), "{id}: {line}");
    }
}

#[test]
fn offsets_in_three_units() {
    let input = "{\"text\": \"\u{1f600} Été. Oui.\"}";
    for (unit, sentences) in [
        ("char", json!([[0, 6], [7, 11]])),
        ("byte", json!([[0, 11], [12, 16]])),
        ("utf16", json!([[0, 7], [8, 12]])),
    ] {
        assert_eq!(extract(&["--offsets", unit], input).1[0]["sentences"], sentences, "{unit}");
    }
    assert_eq!(extract(&[], input).1[0]["sentences"], json!([[0, 6], [7, 11]]));
}

#[test]
fn plain_text_is_one_article() {
    let (code, lines, _) = extract(&["--text"], "It rained.\n{\"id\": 1}\nIt poured.");
    assert_eq!((code, lines.len(), &lines[0]["id"]), (0, 1, &json!(null)));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "\u{feff}It rained.\r\nIt poured.\r\n").unwrap();
    fs::write(folder.path().join("b.txt"), b"\x93Oui,\x94 dit-elle. \xc9t\xe9.").unwrap();
    let (code, out, _) = ran(onrecord(folder.path()).args(["extract", "--text", "a.txt", "b.txt"]));
    let lines: Vec<Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!((code, &lines[0]["id"], &lines[1]["id"]), (0, &json!("a.txt"), &json!("b.txt")));
    // The text is never changed: offsets count the byte order mark and both characters of a line break.
    assert_eq!(lines[0]["sentences"].as_array().unwrap().last(), Some(&json!([13, 23])));
    assert!(
        lines[1]["warnings"][0]["message"].as_str().unwrap().starts_with("not UTF-8: read as windows-125")
    );
}

#[test]
fn a_page_comes_back_with_what_was_read_from_it() {
    let body =
        "<p>The mayor said on Friday that it rained, and that nobody in the town had been warned of it.</p>";
    let page = format!(
        "<html><head><title>Rain</title><meta name=author content='Ada Berg'><meta property=og:site_name \
         content='The Post'></head><body><article>{}</article></body></html>",
        body.repeat(8)
    );
    let input = json!({"id": 1, "html": page, "url": "https://post.example/2025/12/19/rain"}).to_string();
    let (_, lines, _) = extract(&[], &input);
    let line = &lines[0];
    assert!(line["text"].as_str().unwrap().starts_with("The mayor said on Friday"));
    assert_eq!((&line["title"], &line["author"]), (&json!("Rain"), &json!(["Ada Berg"])));
    assert_eq!((&line["date"], &line["outlet"]), (&json!("2025-12-19"), &json!("The Post")));
    assert_eq!(line["sentences"].as_array().unwrap().len(), 8);
    let (_, lines, _) = extract(&[], "{\"id\": 1, \"html\": \"<p></p>\"}");
    assert_eq!(lines[0]["id"], 1);
    assert!(lines[0]["error"].is_string());
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let (code, lines, errors) = extract(&["nowhere.jsonl"], "");
    assert_eq!((code, lines.len()), (2, 0));
    assert!(errors.starts_with("error: cannot read nowhere.jsonl: "), "{errors}");
    assert!(errors.contains("\nhint: "), "{errors}");
    assert_eq!(extract(&["."], "").0, 2);
}

#[test]
fn no_article_is_no_error() {
    assert_eq!(extract(&[], "\n \n"), (0, vec![], "the input holds no article\n".to_owned()));
}

#[test]
fn an_answer_comes_before_the_next_question() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["extract", "--threads", "3"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut questions = program.stdin.take().unwrap();
    let mut answers = BufReader::new(program.stdout.take().unwrap());
    for id in 0..5 {
        writeln!(questions, "{{\"id\": {id}, \"text\": \"It rained.\"}}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert!(answer.starts_with(&format!("{{\"id\":{id},")), "{answer}");
    }
    drop(questions);
    assert!(program.wait().unwrap().success());
}

#[test]
fn a_closed_pipe_is_success() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .arg("extract")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(program.stdout.take());
    let mut questions = program.stdin.take().unwrap();
    for _ in 0..2000 {
        if questions.write_all(b"{\"text\": \"It rained.\"}\n").is_err() {
            break;
        }
    }
    drop(questions);
    let output = program.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
