//! The listing commands, end to end, over a small database that is made by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

#[path = "listings/marked.rs"]
mod marked;

use assert_cmd::Command;
use marked::{Quote, article, day};
use onrecord::article::Article;
use onrecord::attribution::Kind;
use onrecord::claims::ClaimType;
use onrecord::dates::Precision;
use onrecord::speakers::{KnownBy, SpeakerType};
use onrecord::store::Store;
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

const NOW: &str = "2026-01-10T12:00:00Z";

/// A folder with a database of four articles.
fn database() -> TempDir {
    database_of([fire(), port(), week_later(), hostile()])
}

fn database_of(articles: impl IntoIterator<Item = Stored>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(&folder.path().join("onrecord.db")).unwrap();
    let import = store.begin_import(NOW, "[]", "{}").unwrap();
    let extraction = store.begin_extraction(NOW, "by hand", "{}").unwrap();
    let mut batch = store.batch(import, extraction, NOW).unwrap();
    for (incoming, extraction) in articles {
        batch.add(&incoming, &extraction).unwrap();
    }
    batch.commit().unwrap();
    store.derive().unwrap();
    folder
}

fn about(outlet: &str, date: &str, title: &str, url: &str) -> Article {
    Article {
        title: Some(title.to_owned()),
        date: Some(day(date)),
        outlet: Some(outlet.to_owned()),
        url: Some(format!("https://example.org/{url}")),
        ..Article::default()
    }
}

type Stored = (onrecord::ingest::Incoming, onrecord::extract::Extraction);

fn fire() -> Stored {
    let text = "The fire was out by noon. [S1 Mayor Katherine Okafor] [Q1 accused] [A1 Ostrand Storage] of \
                [C1 locking the fire doors] on Thursday. [C2 “They were warned three times,”] [S2 she] [Q2 said]. \
                [S3 Ostrand Storage] [Q3 denied] [C3 that it had locked the fire doors]. Its chief executive, Viktor \
                Hallam, met a lawyer. [S4 He] [Q4 said] [C4 the doors were open].";
    let entities = [
        ("Katherine Okafor", SpeakerType::Person),
        ("Ostrand Storage", SpeakerType::Organization),
        ("Viktor Hallam", SpeakerType::Person),
    ];
    let quotes = [
        Quote {
            claim: ClaimType::Accusation,
            said: Some(("2025-12-18", "2025-12-18", Precision::Day)),
            accuses: Some(1),
            ..Quote::default()
        },
        Quote {
            kind: Kind::Direct,
            claim: ClaimType::Criticism,
            known_by: KnownBy::Pronoun,
            ..Quote::default()
        },
        Quote { claim: ClaimType::Denial, speaker: Some(1), ..Quote::default() },
        Quote { speaker: None, known_by: KnownBy::Pronoun, confidence: 0.4, ..Quote::default() },
    ];
    article(text, about("Harbour Gazette", "2025-12-19", "Fire at the wharf", "fire"), &entities, &quotes)
}

fn port() -> Stored {
    let text = "[S1 José Okafor] [Q1 promised] [C1 a new port by spring] in October. [C2 “It will be built,”] [S2 he] \
                [Q2 said].";
    let entities = [("José Okafor", SpeakerType::Person)];
    let quotes = [
        Quote {
            claim: ClaimType::Promise,
            said: Some(("2025-10-01", "2025-10-31", Precision::Month)),
            ..Quote::default()
        },
        Quote {
            kind: Kind::Direct,
            claim: ClaimType::Promise,
            known_by: KnownBy::Pronoun,
            ..Quote::default()
        },
    ];
    article(text, about("The Northern Post", "2025-11-05", "A port is promised", "port"), &entities, &quotes)
}

fn week_later() -> Stored {
    let text = "[S1 Viktor Hallam] [Q1 accused] [A1 Katherine Okafor] of [C1 lying to the city council].";
    let entities = [("Viktor Hallam", SpeakerType::Person), ("Katherine Okafor", SpeakerType::Person)];
    let quotes = [Quote { claim: ClaimType::Accusation, accuses: Some(1), ..Quote::default() }];
    article(text, about("The Northern Post", "2025-12-26", "A row", "row"), &entities, &quotes)
}

fn hostile() -> Stored {
    let text = "[S1 Mal\u{1b}[31mlory] [Q1 said] [C1 =cmd|' /C calc'!A0 \u{202e}gnp.exe\u{1b}]0;title\u{7} OR NEAR(]";
    let entities = [("Mal\u{1b}[31mlory", SpeakerType::Unnamed)];
    let about = Article { outlet: Some("Evil\u{9b}2J Times".to_owned()), ..Article::default() };
    article(text, about, &entities, &[Quote { known_by: KnownBy::Description, ..Quote::default() }])
}

/// What a command wrote, and its exit code.
struct Said {
    code: i32,
    out: String,
    err: String,
}

fn onrecord(folder: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .current_dir(folder)
        .env_clear()
        .env("ONRECORD_NOW", NOW)
        .args(arguments)
        .output()
        .unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn json(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let said = onrecord(folder, &[arguments, &["--format", "json"]].concat());
    assert!(said.code < 2, "{}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

/// One column of the rows.
fn column(rows: &[Value], name: &str) -> Vec<String> {
    let cell = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    rows.iter().map(|row| cell(&row[name])).collect()
}

/// An extractor that once takes a person for an organisation must not hide the person's quotes behind a choice.
#[test]
fn one_name_of_two_kinds_is_one_answer() {
    let of = |kind, date, url| {
        let text = format!("[S1 Castor Bell] [Q1 said] [C1 it rained on {date}].");
        article(
            &text,
            about("Harbour Gazette", date, "Rain", url),
            &[("Castor Bell", kind)],
            &[Quote::default()],
        )
    };
    let person = of(SpeakerType::Person, "2025-12-18", "a");
    let folder = database_of([person, of(SpeakerType::Organization, "2025-12-19", "b")]);
    let rows = json(folder.path(), &["quotes", "--speaker", "Castor Bell"]);
    assert_eq!(column(&rows, "content"), ["it rained on 2025-12-19", "it rained on 2025-12-18"]);
}

#[test]
fn quotes_of_one_speaker_newest_first_with_all_to_cite_them() {
    let folder = database();
    let rows = json(folder.path(), &["quotes", "--speaker", "mayor KATHERINE okafor"]);
    assert_eq!(column(&rows, "content"), ["“They were warned three times,”", "locking the fire doors"]);
    assert_eq!(column(&rows, "said_on"), ["2025-12-19", "2025-12-18"]);
    let row = &rows[0];
    assert_eq!(row["speaker"], "Katherine Okafor");
    assert_eq!(row["speakers"][0]["words"], "she");
    assert_eq!(row["speakers"][0]["known_by"], "pronoun");
    assert_eq!(
        (row["outlet"].as_str(), row["published"].as_str()),
        (Some("Harbour Gazette"), Some("2025-12-19"))
    );
    assert_eq!(row["url"], "https://example.org/fire");
    let text = fire().0.article.text;
    let (start, end) = (row["start"].as_u64().unwrap() as usize, row["end"].as_u64().unwrap() as usize);
    assert_eq!(
        text.chars().skip(start).take(end - start).collect::<String>(),
        "“They were warned three times,”"
    );
    assert_eq!(row["pieces"]["content"], serde_json::json!([[start, end]]));
    assert!(row["article_id"].as_str().unwrap().starts_with("a:"));
    assert!(row["quote_id"].as_str().unwrap().starts_with("q:"));
    assert!(row["claim_id"].as_str().unwrap().starts_with("c:"));
}

#[test]
fn tables_show_how_the_speaker_was_known() {
    let folder = database();
    let said = onrecord(folder.path(), &["quotes", "--speaker", "Katherine Okafor"]);
    assert_eq!(said.code, 0);
    insta::assert_snapshot!("quotes_table", said.out);
    insta::assert_snapshot!("quotes_table_err", said.err);
}

#[test]
fn a_name_that_fits_two_people_lists_them() {
    let folder = database();
    let said = onrecord(folder.path(), &["quotes", "--speaker", "Okafor"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    for words in ["Katherine Okafor (person, s:", "José Okafor (person, s:", "hint: give a fuller name"] {
        assert!(said.err.contains(words), "{}", said.err);
    }
    let both = json(folder.path(), &["quotes", "--speaker", "Jose Okafor", "--speaker", "Katherine Okafor"]);
    assert_eq!(both.len(), 4);
}

#[test]
fn names_forgive_a_typo_and_ids_work() {
    let folder = database();
    let said = onrecord(folder.path(), &["quotes", "--speaker", "Halam", "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("speaker: Viktor Hallam (person, s:"), "{}", said.err);
    let rows: Vec<Value> = serde_json::from_str(&said.out).unwrap();
    let id = rows[0]["speakers"][0]["id"].as_str().unwrap();
    assert_eq!(json(folder.path(), &["quotes", "--speaker", &id[..6]]), rows);
    let nobody = onrecord(folder.path(), &["quotes", "--speaker", "Nemo"]);
    assert_eq!((nobody.code, nobody.out.as_str()), (1, ""));
    assert!(nobody.err.contains("no speaker fits “Nemo”"));
    assert_eq!(onrecord(folder.path(), &["quotes", "--speaker", "s:zzzz"]).code, 2);
}

#[test]
fn days_overlap_with_dates_of_coarser_precision() {
    let folder = database();
    let contents =
        |arguments: &[&str]| column(&json(folder.path(), &[&["quotes"], arguments].concat()), "content");
    let october = ["a new port by spring"];
    assert_eq!(contents(&["--since", "2025-10-15", "--until", "2025-10-20"]), october);
    assert_eq!(contents(&["--since", "2025-10", "--until", "2025-10"]), october);
    assert_eq!(contents(&["--since", "2025", "--until", "2025-11-04"]), october);
    assert_eq!(contents(&["--since", "2025-11", "--until", "2025-11"]), ["“It will be built,”"]);
    assert_eq!(contents(&["--since", "2025-11", "--until", "2025-11", "--date-by", "published"]).len(), 2);
    assert_eq!(contents(&["--since", "2025-12-26"]), ["lying to the city council"]);
    assert!(contents(&["--since", "2026"]).is_empty());
    for wrong in [["--since", "soon"], ["--until", "2025-13"]] {
        let said = onrecord(folder.path(), &[&["quotes"], wrong.as_slice()].concat());
        assert_eq!(said.code, 2);
        assert!(
            said.err.contains("is not a date") && said.err.contains("hint: write 2025-12-15"),
            "{}",
            said.err
        );
    }
    let exchanged = onrecord(folder.path(), &["quotes", "--since", "2025-12", "--until", "2025-10"]);
    assert_eq!(exchanged.code, 2);
}

#[test]
fn quotes_can_be_narrowed() {
    let folder = database();
    let contents =
        |arguments: &[&str]| column(&json(folder.path(), &[&["quotes"], arguments].concat()), "content");
    assert_eq!(contents(&["--about", "door lock"]).len(), 2, "endings do not matter");
    assert_eq!(
        contents(&["--about", "\"fire doors\"", "--type", "denial"]),
        ["that it had locked the fire doors"]
    );
    assert_eq!(contents(&["--about", "noon"]).len(), 0);
    assert_eq!(contents(&["--about", "noon", "--in", "article"]).len(), 4);
    assert_eq!(contents(&["--kind", "direct"]).len(), 2);
    assert_eq!(contents(&["--kind", "direct", "--outlet", "northern post"]), ["“It will be built,”"]);
    assert_eq!(contents(&["--type", "promise,denial"]).len(), 3);
    assert_eq!(contents(&["--min-confidence", "0.5"]).len(), 7);
    assert_eq!(contents(&["--limit", "0"]).len(), 8);
    let first = onrecord(folder.path(), &["quotes", "--limit", "2", "--format", "jsonl"]);
    assert_eq!(first.out.lines().count(), 2);
    assert!(first.err.contains("these are the first 2; --limit 0 shows all"));
    assert_eq!(onrecord(folder.path(), &["quotes", "--outlet", "Nowhere"]).code, 1);
}

#[test]
fn unknown_speakers_come_with_candidates_and_doubt_is_marked() {
    let folder = database();
    let said = onrecord(folder.path(), &["quotes", "--about", "doors were open", "--why"]);
    insta::assert_snapshot!("unknown_speaker", said.out);
    assert!(said.err.contains("“?” marks what is doubtful"));
    let rows = json(folder.path(), &["quotes", "--about", "doors were open"]);
    assert_eq!((&rows[0]["speaker"], &rows[0]["doubtful"]), (&Value::from("unknown"), &Value::from(true)));
    assert_eq!(rows[0]["speakers"][0]["candidates"][0]["name"], "Katherine Okafor");
}

#[test]
fn context_shows_the_sentences_around() {
    let folder = database();
    let rows = json(folder.path(), &["quotes", "--about", "fire", "--type", "accusation", "--context", "0"]);
    let sentence = "Mayor Katherine Okafor accused Ostrand Storage of locking the fire doors on Thursday.";
    assert_eq!(column(&rows, "context"), [sentence]);
    let rows = json(folder.path(), &["quotes", "--about", "fire", "--type", "accusation", "--context", "1"]);
    let around = format!("The fire was out by noon. {sentence} “They were warned three times,” she said.");
    assert_eq!(column(&rows, "context"), [around]);
    let said =
        onrecord(folder.path(), &["quotes", "--about", "fire", "--type", "accusation", "--context", "0"]);
    assert!(said.out.contains("[locking"), "{}", said.out);
}

#[test]
fn accusations_by_date_with_their_status() {
    let folder = database();
    let said = onrecord(folder.path(), &["accusations"]);
    insta::assert_snapshot!("accusations_table", said.out);
    assert!(said.err.contains("dates: when it was said"));
    let rows = json(folder.path(), &["accusations"]);
    assert_eq!(column(&rows, "said_on"), ["2025-12-26", "2025-12-18"]);
    assert_eq!(column(&rows, "status"), ["unanswered", "denied"]);
    assert_eq!(rows[1]["status_quote"], "that it had locked the fire doors");
    assert_eq!(rows[1]["status_speaker"], "Ostrand Storage");
    assert!(rows[1]["status_claim_id"].as_str().unwrap().starts_with("c:"));
    let accused =
        |arguments: &[&str]| column(&json(folder.path(), &[&["accusations"], arguments].concat()), "accused");
    assert_eq!(accused(&["--reverse"]), ["Ostrand Storage", "Katherine Okafor"]);
    assert_eq!(accused(&["--by", "Hallam"]), ["Katherine Okafor"]);
    assert_eq!(accused(&["--against", "ostrand storage"]), ["Ostrand Storage"]);
    assert_eq!(accused(&["--status", "unanswered"]), ["Katherine Okafor"]);
    assert_eq!(accused(&["--until", "2025-12-18"]), ["Ostrand Storage"]);
    assert_eq!(accused(&["--until", "2025-12-18", "--date-by", "published"]), Vec::<String>::new());
    assert_eq!(accused(&["--about", "council"]), ["Katherine Okafor"]);
    assert!(onrecord(folder.path(), &["accusations", "--date-by", "event"]).out.starts_with("event"));
}

#[test]
fn accusations_by_how_they_are_made() {
    let text = "[S1 Viktor Hallam] [Q1 said] that [A1 Katherine Okafor] [C1 had lied to the council].";
    let entities = [("Viktor Hallam", SpeakerType::Person), ("Katherine Okafor", SpeakerType::Person)];
    let quotes = [Quote { claim: ClaimType::Accusation, accuses: Some(1), ..Quote::default() }];
    let about = about("The Northern Post", "2025-12-27", "Another row", "another");
    let folder = database_of([week_later(), article(text, about, &entities, &quotes)]);
    let allegations = |option| column(&json(folder.path(), &["accusations", option]), "allegation");
    assert_eq!(allegations("--explicit"), ["lying to the city council"]);
    assert_eq!(allegations("--implicit"), ["had lied to the council"]);
    assert_eq!(onrecord(folder.path(), &["accusations", "--explicit", "--implicit"]).code, 2);
    let table = onrecord(folder.path(), &["accusations"]).out;
    assert_eq!(table.matches("(implicit)").count(), 1, "{table}");
}

#[test]
fn claims_and_one_claim_with_its_occurrences() {
    let folder = database();
    let rows = json(folder.path(), &["claims", "--type", "accusation"]);
    assert_eq!(column(&rows, "content"), ["lying to the city council", "locking the fire doors"]);
    assert_eq!(rows[1]["speakers"][0], "Katherine Okafor");
    let id = rows[1]["claim_id"].as_str().unwrap();
    let shown = onrecord(folder.path(), &["claims", "show", id]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    for words in ["accusation by Katherine Okafor, printed once", "Occurrences", "Replies", "denial"] {
        assert!(shown.out.contains(words), "{}", shown.out);
    }
    let history = json(folder.path(), &["claims", "show", id]);
    assert_eq!(history[0]["quotes"][0]["content"], "locking the fire doors");
    assert_eq!(history[0]["replies"][0]["reply"], "denial");
    assert_eq!(json(folder.path(), &["claims", "--speaker", "jose okafor"]).len(), 2);
    assert_eq!(json(folder.path(), &["claims", "--about", "council"]).len(), 1);
    assert_eq!(json(folder.path(), &["claims", "--min-occurrences", "2"]).len(), 0);
    assert_eq!(onrecord(folder.path(), &["claims", "show", "c:zzz"]).code, 2);
}

#[test]
fn speakers_are_listed_shown_and_decided_upon() {
    let folder = database();
    let rows = json(folder.path(), &["speakers", "--type", "person"]);
    assert_eq!(column(&rows, "name"), ["José Okafor", "Katherine Okafor", "Viktor Hallam"]);
    assert_eq!(column(&rows, "quotes"), ["2", "2", "1"]);
    let shown = onrecord(folder.path(), &["speakers", "show", "katherine okafor"]);
    for words in
        ["Katherine Okafor (person)", "accusation 1, criticism 1", "Harbour Gazette 2", "accuses     1 time:"]
    {
        assert!(shown.out.contains(words), "{}", shown.out);
    }
    assert_eq!(json(folder.path(), &["speakers", "show", "katherine okafor"])[0]["accused"], 1);

    let merged = onrecord(folder.path(), &["speakers", "merge", "José Okafor", "Katherine Okafor"]);
    assert_eq!(merged.code, 0, "{}", merged.err);
    assert_eq!(json(folder.path(), &["quotes", "--speaker", "okafor"]).len(), 4);
    let split = onrecord(folder.path(), &["speakers", "split", "José Okafor", "Katherine Okafor"]);
    assert_eq!(split.code, 0, "{}", split.err);
    assert_eq!(onrecord(folder.path(), &["quotes", "--speaker", "okafor"]).code, 2);
    let renamed = onrecord(folder.path(), &["speakers", "rename", "Viktor Hallam", "Viktor Emil Hallam"]);
    assert_eq!(renamed.code, 0, "{}", renamed.err);
    assert_eq!(
        column(&json(folder.path(), &["quotes", "--speaker", "hallam"]), "speaker"),
        ["Viktor Emil Hallam"]
    );
}

#[test]
fn decisions_are_listed_taken_back_and_carried_over() {
    let (folder, other) = (database(), database());
    assert_eq!(onrecord(folder.path(), &["decisions"]).code, 1);
    let merge = [
        "speakers",
        "merge",
        "José Okafor",
        "Katherine Okafor",
        "--reason",
        "typo in the byline",
        "--by",
        "Desk",
    ];
    let merged = onrecord(folder.path(), &merge);
    assert!(merged.err.contains("decision 1: José Okafor is Katherine Okafor"), "{}", merged.err);
    onrecord(folder.path(), &["speakers", "rename", "Viktor Hallam", "Viktor Emil Hallam"]);
    let listed = onrecord(folder.path(), &["decisions"]);
    for words in ["Viktor Hallam is shown as Viktor Emil Hallam", "because: typo in the byline", "by Desk"] {
        assert!(listed.out.contains(words), "{}", listed.out);
    }
    let rows = json(folder.path(), &["decisions", "--action", "merge"]);
    assert_eq!(
        (column(&rows, "number"), column(&rows, "reason")),
        (vec!["1".into()], vec!["typo in the byline".into()])
    );

    let exported = onrecord(folder.path(), &["decisions", "export", "out.jsonl"]);
    assert_eq!(exported.code, 0, "{}", exported.err);
    assert_eq!(onrecord(folder.path(), &["decisions", "export", "out.jsonl"]).code, 2, "never overwrites");
    let file = folder.path().join("out.jsonl");
    let applied = onrecord(other.path(), &["decisions", "apply", file.to_str().unwrap()]);
    assert!(applied.err.contains("took over 2 decisions"), "{}", applied.err);
    assert_eq!(
        json(other.path(), &["speakers", "--type", "person"]),
        json(folder.path(), &["speakers", "--type", "person"])
    );
    std::fs::write(&file, "{\"made\": 1}").unwrap();
    let wrong = onrecord(other.path(), &["decisions", "apply", file.to_str().unwrap()]);
    assert!(wrong.code == 2 && wrong.err.contains("out.jsonl: line 1"), "{}", wrong.err);

    // The last decision on speakers, then the first one by its number.
    assert_eq!(onrecord(folder.path(), &["speakers", "undo"]).code, 0);
    assert_eq!(onrecord(folder.path(), &["decisions", "undo", "1"]).code, 0);
    assert_eq!(json(folder.path(), &["decisions"]).len(), 0);
    assert_eq!(json(folder.path(), &["decisions", "--undone"]).len(), 2);
    assert_eq!(onrecord(folder.path(), &["decisions", "undo", "1"]).code, 2);
    assert_eq!(
        column(&json(folder.path(), &["speakers", "--type", "person"]), "name"),
        ["José Okafor", "Katherine Okafor", "Viktor Hallam"]
    );
}

#[test]
fn quotes_are_confirmed_rejected_fixed_and_added() {
    let folder = database();
    let id = |about: &str| column(&json(folder.path(), &["quotes", "--about", about]), "quote_id").remove(0);
    let done = |arguments: &[&str]| {
        let said = onrecord(folder.path(), arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.err);
        said.err
    };
    let open = id("doors were open");
    done(&[
        "quotes",
        "fix",
        &open,
        "--speaker",
        "Viktor Hallam",
        "--type",
        "denial",
        "--content",
        "open",
        "--reason",
        "checked",
    ]);
    let row = json(folder.path(), &["quotes", "--speaker", "hallam", "--type", "denial"]).remove(0);
    assert_eq!(
        (&row["content"], &row["speakers"][0]["known_by"]),
        (&Value::from("open"), &Value::from("decision"))
    );
    let fixed = row["quote_id"].as_str().unwrap();
    done(&["quotes", "confirm", fixed]);
    assert_eq!(
        json(folder.path(), &["quotes", "--type", "denial", "--min-confidence", "0.9", "--about", "open"])[0]
            ["verdict"],
        "confirmed"
    );
    done(&["quotes", "fix", fixed, "--unknown"]);
    assert_eq!(
        json(folder.path(), &["quotes", "--type", "denial", "--about", "open"])[0]["speaker"],
        "unknown"
    );

    let rejected = id("new port");
    assert!(done(&["quotes", "reject", &rejected, "--reason", "a song"]).contains("this is no quote"));
    assert_eq!(onrecord(folder.path(), &["quotes", "--about", "new port"]).code, 1);

    let fire = column(&json(folder.path(), &["articles", "--about", "lawyer"]), "article_id").remove(0);
    let add = ["quotes", "add", &fire, "--content", "The fire was out by noon", "--speaker", "a watchman"];
    done(
        &[add.as_slice(), &["--speaker-type", "unnamed", "--source", "a lawyer", "--type", "admission"]]
            .concat(),
    );
    let added = json(folder.path(), &["quotes", "--described", "--about", "noon"]).remove(0);
    assert_eq!((&added["speaker"], &added["type"]), (&Value::from("a watchman"), &Value::from("admission")));
    assert_eq!((&added["source"], &added["kind"]), (&Value::from("a lawyer"), &Value::from("indirect")));
    let wrong = onrecord(folder.path(), &["quotes", "add", &fire, "--content", "The fire was not out"]);
    assert!(wrong.code == 2 && wrong.err.contains("does not have the words"), "{}", wrong.err);
    assert_eq!(onrecord(folder.path(), &["quotes", "fix", fixed]).code, 2, "says nothing");
    assert_eq!(onrecord(folder.path(), &["check"]).code, 0);

    // All of it is decisions, and can be taken back.
    let numbers = column(&json(folder.path(), &["decisions"]), "number");
    done(&[vec!["decisions", "undo"], numbers.iter().map(String::as_str).collect()].concat());
    assert_eq!(
        json(folder.path(), &["quotes", "--limit", "0"]),
        json(database().path(), &["quotes", "--limit", "0"])
    );
}

#[test]
fn quotes_of_a_role_and_of_unnamed_sources() {
    let folder = database();
    assert_eq!(json(folder.path(), &["quotes", "--role", "MAYOR"]).len(), 1, "by the words of the source");
    assert_eq!(onrecord(folder.path(), &["quotes", "--role", "okafor"]).code, 1, "a name is no role");
    assert_eq!(onrecord(folder.path(), &["quotes", "--role", "100%"]).code, 1);
    assert_eq!(json(folder.path(), &["quotes", "--described"]).len(), 1);
}

/// Answers from standard input.
fn review(folder: &Path, arguments: &[&str], answers: &str) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .current_dir(folder)
        .env_clear()
        .env("ONRECORD_NOW", NOW)
        .arg("review")
        .args(arguments)
        .write_stdin(answers)
        .output()
        .unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn review_asks_for_what_is_least_sure_first() {
    let folder = database();
    let first = review(folder.path(), &[], "x\n9\ns okafor\n2\nu\n1\nt denyal\nt denial\n\nr\nc\n");
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.starts_with("── 1 of 8 ── Harbour Gazette, 19 Dec 2025, q:"), "{}", first.out);
    assert!(first.out.contains("[the doors were open]"), "{}", first.out);
    for words in [
        "there is no candidate 9",
        "no speaker is called “okafor”; did you mean",
        "decision 1 is taken back",
        "decision 2: the quote is by Katherine Okafor",
        "“denyal” is no type",
        "1 confirmed, 2 corrected, 1 rejected, 1 skipped",
    ] {
        assert!(first.err.contains(words), "{words}: {}", first.err);
    }
    assert_eq!(
        json(folder.path(), &["quotes", "--about", "doors were open"])[0]["speaker"],
        "Katherine Okafor"
    );
    assert_eq!(json(folder.path(), &["quotes", "--limit", "0"]).len(), 7, "one was rejected");
    // What was decided is not asked again.
    let second = review(folder.path(), &["--limit", "0"], "");
    assert!(second.out.starts_with("── 1 of 4 "), "{}", second.out);
    assert!(second.err.contains("nothing decided"), "{}", second.err);
    assert_eq!(review(folder.path(), &["--below", "0.01"], "").code, 1);
    assert_eq!(onrecord(folder.path(), &["check"]).code, 0);
}

#[test]
fn speakers_are_found_named_and_linked() {
    let folder = database();
    let names =
        |arguments: &[&str]| column(&json(folder.path(), &[&["speakers"], arguments].concat()), "name");
    assert_eq!(names(&["OKAFOR", "jose"]), ["José Okafor"]);
    assert_eq!(names(&["wharf%"]), Vec::<String>::new());
    assert!(names(&[]).len() > names(&["--min-quotes", "2"]).len());
    assert_eq!(onrecord(folder.path(), &["speakers", "alias", "katherine okafor", "Kitty"]).code, 0);
    assert_eq!(names(&["kitty"]), ["Katherine Okafor"]);
    assert_eq!(json(folder.path(), &["quotes", "--speaker", "Kitty"]).len(), 2);

    std::fs::write(
        folder.path().join("links.csv"),
        "\u{feff}speaker,wikidata,country\nkatherine okafor,Q42,Ruritania\n\"Viktor Hallam\",,Querlia\n",
    )
    .unwrap();
    let linked = onrecord(folder.path(), &["speakers", "link", "links.csv"]);
    assert!(linked.code == 0 && linked.err.contains("linked 2 speakers"), "{}", linked.err);
    let shown = json(folder.path(), &["speakers", "show", "katherine okafor"]).remove(0);
    assert_eq!((&shown["wikidata"], &shown["country"]), (&Value::from("Q42"), &Value::from("Ruritania")));
    assert_eq!(shown["accused_by"]["Viktor Hallam"], 1);
    assert_eq!(shown["quotes_by_month"]["2025-12"], 2);
    assert_eq!(
        (&shown["first_seen"], &shown["last_seen"]),
        (&Value::from("2025-12-19"), &Value::from("2025-12-26"))
    );
    insta::assert_snapshot!(
        "speaker_shown",
        onrecord(folder.path(), &["speakers", "show", "katherine okafor"]).out
    );
    for (file, words) in [
        ("speaker,wikidata\nKatherine Okafor,42\n", "line 2: “42” is no Wikidata id"),
        ("speaker,wikidata\nNemo,Q1\n", "line 2: no speaker is called"),
        ("name of it,wikidata\nNemo,Q1\n", "has no column “speaker”"),
    ] {
        std::fs::write(folder.path().join("links.csv"), file).unwrap();
        let wrong = onrecord(folder.path(), &["speakers", "link", "links.csv"]);
        assert!(wrong.code == 2 && wrong.err.contains(words), "{}", wrong.err);
    }
    assert_eq!(json(folder.path(), &["decisions", "--action", "link"]).len(), 2);
}

#[test]
fn suggestions_are_accepted_and_rejected() {
    let of = |name: &str, date, url| {
        let text = format!("[S1 {name}] [Q1 said] [C1 it rained on {date}].");
        article(
            &text,
            about("Harbour Gazette", date, "Rain", url),
            &[(name, SpeakerType::Person)],
            &[Quote::default()],
        )
    };
    let folder =
        database_of([of("Castor Bell", "2025-12-18", "a"), of("Castor Emil Bell", "2025-12-19", "b")]);
    let rows = json(folder.path(), &["speakers", "suggestions"]);
    assert_eq!(
        (column(&rows, "one"), column(&rows, "reason")),
        (vec!["Castor Emil Bell".into()], vec!["nothing but the names".into()])
    );
    assert!(onrecord(folder.path(), &["speakers", "suggestions"]).out.contains("Castor Bell"));
    let (one, other) = (column(&rows, "one_id").remove(0), column(&rows, "other_id").remove(0));
    let accepted = onrecord(folder.path(), &["speakers", "suggestions", "accept", &one, &other]);
    assert_eq!(accepted.code, 0, "{}", accepted.err);
    assert_eq!(column(&json(folder.path(), &["speakers"]), "name"), ["Castor Emil Bell"]);
    assert_eq!(onrecord(folder.path(), &["speakers", "suggestions"]).code, 1);
    // The id that it had still leads to it.
    assert_eq!(json(folder.path(), &["quotes", "--speaker", &other]).len(), 2);
    assert_eq!(onrecord(folder.path(), &["speakers", "undo"]).code, 0);
    assert_eq!(onrecord(folder.path(), &["speakers", "suggestions", "reject", &other, &one]).code, 0);
    assert_eq!(onrecord(folder.path(), &["speakers", "suggestions"]).code, 1);
    assert_eq!(json(folder.path(), &["speakers"]).len(), 2);
}

#[test]
fn articles_are_listed_and_shown_with_their_quotations_marked() {
    let folder = database();
    let rows = json(folder.path(), &["articles"]);
    assert_eq!(column(&rows, "title"), ["A row", "Fire at the wharf", "A port is promised", "null"]);
    assert_eq!(column(&rows, "quotes"), ["1", "4", "2", "1"]);
    assert_eq!(
        json(folder.path(), &["articles", "--outlet", "harbour gazette", "--about", "lawyer"]).len(),
        1
    );
    assert_eq!(json(folder.path(), &["articles", "--speaker", "hallam"]).len(), 1);
    assert_eq!(json(folder.path(), &["articles", "--since", "2025-12"]).len(), 2);
    let shown = onrecord(folder.path(), &["show", "https://example.org/fire"]);
    insta::assert_snapshot!("show", shown.out);
    let id = rows[1]["article_id"].as_str().unwrap();
    assert_eq!(onrecord(folder.path(), &["show", &id[..7]]).out, shown.out);
    assert_eq!(json(folder.path(), &["show", id])[0]["quotes"].as_array().unwrap().len(), 4);
    assert_eq!(onrecord(folder.path(), &["show", "a:zzz"]).code, 2);
}

#[test]
fn search_takes_any_words() {
    let folder = database();
    let rows = json(folder.path(), &["search", "fire", "doors"]);
    assert_eq!(column(&rows, "found_in"), ["quote", "quote", "article"]);
    assert!(rows.iter().all(|row| row["snippet"].as_str().unwrap().contains("[fire] [doors]")), "{rows:?}");
    assert_eq!(json(folder.path(), &["search", "\"doors fire\""]).len(), 0);
    assert_eq!(json(folder.path(), &["search", "promis*", "--in", "articles"]).len(), 1);
    for words in ["NEAR(", "a AND", "-x", "\"", "title:fire", "^*", "OR OR"] {
        let said = onrecord(folder.path(), &["search", "--", words]);
        assert!(said.code < 2 || said.err.contains("no word to look for"), "{words}: {}", said.err);
    }
    assert_eq!(onrecord(folder.path(), &["search", "zebra"]).code, 1);
}

#[test]
fn no_escape_of_an_article_reaches_the_terminal() {
    let folder = database();
    let article = json(folder.path(), &["articles"])[3]["article_id"].as_str().unwrap().to_owned();
    for command in [
        vec!["quotes", "--limit", "0"],
        vec!["speakers"],
        vec!["speakers", "show", "mal 31mlory"],
        vec!["articles"],
        vec!["claims"],
        vec!["search", "calc"],
        vec!["show", article.as_str()],
    ] {
        for format in ["table", "json", "jsonl", "csv"] {
            let said = onrecord(folder.path(), &[command.as_slice(), &["--format", format]].concat());
            assert_eq!(said.code, 0, "{command:?}: {}", said.err);
            let passed = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}');
            assert_eq!(said.out.find(passed), None, "{command:?} {format}: {:?}", said.out);
            assert_eq!(said.err.find(passed), None, "{command:?} {format}: {:?}", said.err);
        }
    }
}

#[test]
fn without_a_database_it_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for command in [vec!["quotes"], vec!["accusations"], vec!["claims"], vec!["speakers"], vec!["articles"]] {
        let said = onrecord(folder.path(), &command);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{command:?}");
        assert!(said.err.contains("hint: "), "{command:?}: {}", said.err);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made");
}

#[test]
fn dates_are_listed_with_their_rule_and_the_words_they_were_read_from() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Ida Moen accused Per Lund of hiding the report in May.\n\nOn Tuesday, Ida Moen said that the dam broke \
                in 2020 and 2021.";
    std::fs::write(
        folder.path().join("news.jsonl"),
        serde_json::json!({"text": text, "date": "2026-01-09"}).to_string(),
    )
    .unwrap();
    let imported = onrecord(folder.path(), &["import", "news.jsonl", "--model", "fast"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let dated = |row: &Value, columns: [&str; 4]| {
        columns.map(|name| row[name].as_str().unwrap_or("-").to_owned()).join(" | ")
    };
    let event = ["event_on", "event_until", "event_from", "event_words"];
    let said = ["said_on", "said_precision", "said_from", "said_words"];
    let rows = json(folder.path(), &["accusations"]);
    assert_eq!(dated(&rows[0], said), "2026-01-09 | day | published | -");
    assert_eq!(dated(&rows[0], event), "2025-05-01 | 2025-05-31 | content | May");
    let may = text.find("May").unwrap();
    assert_eq!(rows[0]["pieces"]["event_on"], serde_json::json!([[may, may + 3]]));
    let rows = json(folder.path(), &["quotes"]);
    let dam = rows.iter().find(|row| row["content"].as_str().unwrap().contains("dam")).unwrap();
    assert_eq!(dated(dam, said), "2026-01-06 | day | cue | Tuesday");
    assert_eq!(dated(dam, event), "2020-01-01 | 2021-12-31 | content | 2020 … 2021");
}
