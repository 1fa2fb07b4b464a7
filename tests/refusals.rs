//! What a command refuses, with what to try, instead of doing nothing or the wrong thing.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod invented;

use assert_cmd::Command;
use invented::{Story, add, create, value};
use onrecord::claims::ClaimType;
use std::path::PathBuf;
use tempfile::TempDir;

struct Database {
    folder: TempDir,
    path: PathBuf,
    quote: String,
    articles: [String; 2],
}

/// Okafor accuses Carver in one article; in the other Carver, by his surname alone, denies it.
fn database() -> Database {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, path) = create(folder.path());
    let mut charge = Story::new("Harbour", "The Invented Times", Some("2026-01-05"));
    charge.accuses("Ada Okafor", "Ben Carver", "hiding the report").role("Ada Okafor", "the mayor");
    let mut answer = Story::new("Answer", "The Invented Times", Some("2026-01-06"));
    answer.says("Carver", ClaimType::Denial, "he had not hidden the report");
    add(&mut store, &[&charge, &answer]);
    store.derive().unwrap();
    let quote = value::<String>(&store, "SELECT quote_id FROM accusations");
    Database { path, quote, articles: [charge.id(), answer.id()], folder }
}

impl Database {
    /// Runs onrecord: whether it succeeded, and what it wrote, to either side.
    fn run(&self, args: &[&str]) -> (bool, String) {
        let mut command = Command::cargo_bin("onrecord").unwrap();
        let out =
            command.current_dir(self.folder.path()).arg("--db").arg(&self.path).args(args).output().unwrap();
        let words = [out.stdout, out.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (out.status.success(), words)
    }

    fn refuses(&self, args: &[&str], with: &str) {
        let (done, words) = self.run(args);
        assert!(!done && words.contains(with), "{args:?}: {words}");
        let store = onrecord::store::Store::open(&self.path).unwrap();
        assert_eq!(value::<i64>(&store, "SELECT count(*) FROM decision"), 0, "{args:?}");
    }
}

#[test]
fn a_role_without_words_is_no_role() {
    let database = database();
    for role in ["", "%", "…"] {
        database.refuses(&["quotes", "--role", role], "");
        database.refuses(&["speakers", "--role", role], "");
    }
    assert!(database.run(&["quotes", "--role", "mayor"]).1.contains("hiding the report"));
}

#[test]
fn a_probability_is_between_0_and_1() {
    let database = database();
    for (command, option) in
        [("quotes", "--min-confidence"), ("accusations", "--min-confidence"), ("review", "--below")]
    {
        for typed in ["2", "-0.1", "nan", "much"] {
            database.refuses(&[command, &format!("{option}={typed}")], "from 0 to 1");
        }
    }
}

#[test]
fn no_quote_answers_or_doubles_itself() {
    let database = database();
    let quote = database.quote.as_str();
    database.refuses(&["claims", "reply", quote, quote, "--as", "denial"], "same quote");
    database.refuses(&["claims", "same", quote, quote], "same quote");
    database.refuses(&["claims", "apart", quote, quote], "same quote");
    database.refuses(&["claims", "verdict", quote, " "], "the verdict is empty");
    assert!(database.run(&["claims", "show", quote]).1.contains("Ada Okafor"));
}

#[test]
fn a_split_needs_two() {
    let database = database();
    database.refuses(&["speakers", "split", "Ada Okafor", "Ada Okafor"], "both names are the same");
    let [charge, answer] = &database.articles;
    database
        .refuses(&["speakers", "split", "Ada Okafor", "--article", answer], "does not give the whole name");
    database
        .refuses(&["speakers", "split", "Ben Carver", "--article", answer], "does not give the whole name");
    assert!(database.run(&["speakers", "split", "Ada Okafor", "--article", charge]).0);
}

#[test]
fn a_span_lies_in_the_article() {
    let database = database();
    let article = database.articles[1].as_str();
    database.refuses(&["quotes", "fix", &database.quote, "--span", "99999-100000"], "is not in the article");
    database.refuses(&["quotes", "add", article, "--span", "0-100000"], "is not in the article");
}

#[test]
fn what_a_person_calls_no_accusation_is_not_listed_as_one() {
    let database = database();
    assert!(database.run(&["quotes", "fix", &database.quote, "--type", "statement"]).0);
    let (_, listed) = database.run(&["accusations"]);
    assert!(listed.contains("no accusation"), "{listed}");
}
