//! Once and only once, as a user sees it: runs of import, versions, near copies, originals.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod invented;

use assert_cmd::Command;
use invented::{dump, value};
use onrecord::store::Store;
use serde_json::{Value, json};
use std::path::Path;

/// A folder with a database, and the program run in it.
struct Desk {
    folder: tempfile::TempDir,
}

/// What a command said.
struct Said {
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, articles: &[Value]) {
        let lines: String = articles.iter().map(|article| format!("{article}\n")).collect();
        std::fs::write(self.path().join(name), lines).unwrap();
    }

    fn run(&self, arguments: &[&str], code: i32) -> Said {
        let output = Command::cargo_bin("onrecord")
            .unwrap()
            .current_dir(self.path())
            .env_clear()
            .env("ONRECORD_NOW", "2026-01-31T12:00:00Z")
            .env("COLUMNS", "100")
            .args(arguments)
            .assert()
            .code(code)
            .get_output()
            .clone();
        Said {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The rows of a listing.
    fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        let said = self.run(&[arguments, &["--format", "jsonl"]].concat(), 0);
        said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn store(&self) -> Store {
        Store::open(&self.path().join("onrecord.db")).unwrap()
    }
}

fn has(text: &str, words: &str) {
    assert!(text.contains(words), "{words:?} is not in:\n{text}");
}

fn article(title: &str, day: &str, text: &str) -> Value {
    json!({"title": title, "date": day, "outlet": "The Querl Post", "text": text})
}

const BRIDGE: &str = "The bridge over the Querl was closed on Monday. “It is a disgrace and nobody is surprised,” said \
    Ada Okafor, who runs a bakery there. The Ministry of Roads denied that it had known of the cracks.";
const FERRY: &str = "The ferry to Marn will not sail in March. “We have no captain and no fuel,” said Ben Carver, the \
    harbour master. He accused the council of hiding the bills.";

#[test]
fn runs_of_import_are_recorded_and_shown() {
    let desk = Desk::new();
    desk.write("a.jsonl", &[article("Bridge", "2026-01-05", BRIDGE), json!({"text": 5})]);
    desk.run(&["import", "a.jsonl", "--author", "A. Scribe"], 2);
    desk.run(&["import", "a.jsonl"], 2);
    let rows = desk.rows(&["imports"]);
    assert_eq!(rows.len(), 2);
    let (first, second) = (&rows[1], &rows[0]);
    assert_eq!((&first["import"], &first["state"]), (&json!(1), &json!("done")));
    assert_eq!((&first["stored"], &first["skipped"], &first["failed"]), (&json!(1), &json!(0), &json!(1)));
    assert_eq!((&second["stored"], &second["skipped"]), (&json!(0), &json!(1)));
    assert_eq!(first["paths"], json!(["a.jsonl"]));
    assert_eq!(first["settings"]["author"], json!(["A. Scribe"]));
    assert!(first["settings"]["model"].as_str().is_some_and(|model| !model.is_empty()));
    let shown = desk.run(&["imports", "show", "1"], 0).out;
    for words in ["A. Scribe", "1 new article", "a.jsonl:2", "onrecord 0.1"] {
        has(&shown, words);
    }
    let shown = desk.rows(&["imports", "show", "1"]);
    has(shown[0]["failures"][0]["name"].as_str().unwrap(), "a.jsonl:2");
    assert_eq!(desk.rows(&["articles", "--import", "1"]).len(), 1);
    desk.run(&["articles", "--import", "2"], 1);
    has(&desk.run(&["imports"], 0).out, "2026-01-31 12:00");
    has(&desk.run(&["imports", "show", "9"], 2).err, "there is no import 9");
}

#[test]
fn an_import_is_undone_as_a_whole_and_decisions_stay() {
    let desk = Desk::new();
    desk.write("a.jsonl", &[article("Bridge", "2026-01-05", BRIDGE)]);
    desk.write("b.jsonl", &[article("Ferry", "2026-01-06", FERRY), article("Bridge", "2026-01-05", BRIDGE)]);
    desk.run(&["import", "a.jsonl"], 0);
    desk.run(&["speakers", "rename", "Ada Okafor", "Dr Ada Okafor"], 0);
    let before = dump(&desk.store());
    desk.run(&["import", "b.jsonl"], 0);
    let said = desk.run(&["imports", "undo", "2"], 0);
    has(&said.err, "Import 2 is undone: removed 1 article with");
    assert_eq!(dump(&desk.store()), before);
    assert_eq!(value::<i64>(&desk.store(), "SELECT count(*) FROM decision"), 1);
    assert_eq!(desk.rows(&["imports"])[0]["state"], "undone");
    desk.run(&["check"], 0);
    has(&desk.run(&["imports", "undo", "2"], 2).err, "undone already");
    has(&desk.run(&["imports", "undo", "7"], 2).err, "there is no import 7");
    // Taken back and brought again, it is as it was.
    desk.run(&["import", "b.jsonl"], 0);
    desk.run(&["imports", "undo", "1"], 0);
    desk.run(&["import", "a.jsonl"], 0);
    assert_eq!(desk.rows(&["quotes", "--speaker", "Dr Ada Okafor"]).len(), 1);
}

#[test]
fn what_another_import_brought_too_stays_with_its_outlet_and_day() {
    let desk = Desk::new();
    desk.write("a.jsonl", &[article("Bridge", "2026-01-05", BRIDGE)]);
    let mut other = article("Bridge shut", "2026-01-07", BRIDGE);
    other["outlet"] = json!("The Marn Times");
    desk.write("b.jsonl", &[other]);
    desk.run(&["import", "a.jsonl"], 0);
    desk.run(&["import", "b.jsonl"], 0);
    has(&desk.run(&["imports", "undo", "1"], 0).err, "1 article stays: another import brought the same text");
    let rows = desk.rows(&["articles"]);
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["outlet"], &rows[0]["published"]), (&json!("The Marn Times"), &json!("2026-01-07")));
    assert_eq!(rows[0]["path"], "b.jsonl");
    let alone = Desk::new();
    std::fs::copy(desk.path().join("b.jsonl"), alone.path().join("b.jsonl")).unwrap();
    alone.run(&["import", "b.jsonl"], 0);
    assert_eq!(dump(&desk.store()), dump(&alone.store()), "as if it alone had been imported");
    desk.run(&["check"], 0);
}

fn page(address: &str, day: &str, text: &str) -> Value {
    json!({"title": "Bridge closed", "date": day, "outlet": "The Querl Post", "url": address, "text": text})
}

#[test]
fn a_changed_article_is_a_new_version_and_its_quotes_are_compared() {
    let desk = Desk::new();
    let address = "https://querl.example/bridge";
    let changed =
        BRIDGE.replace("It is a disgrace and nobody is surprised", "It is a pity and nobody is surprised");
    desk.write("monday.jsonl", &[page(address, "2026-01-05", BRIDGE)]);
    desk.write("tuesday.jsonl", &[page(&format!("{address}?utm_source=letter"), "2026-01-05", &changed)]);
    desk.run(&["import", "monday.jsonl"], 0);
    let said = desk.run(&["import", "tuesday.jsonl"], 0);
    has(&said.err, "Of these, 1 is a newer version of an article at the same address");
    // The newest is shown, the older one stays.
    let articles = desk.rows(&["articles"]);
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0]["older_versions"], 1);
    assert_eq!(desk.rows(&["articles", "--all-versions"]).len(), 2);
    assert_eq!(desk.rows(&["articles", "--changed"]).len(), 1);
    let quotes = desk.rows(&["quotes", "--about", "nobody"]);
    assert_eq!(quotes.len(), 1);
    has(quotes[0]["content"].as_str().unwrap(), "pity");
    assert_eq!(desk.rows(&["quotes", "--about", "nobody", "--all-versions"]).len(), 2);
    desk.run(&["quotes", "--about", "disgrace"], 1);
    desk.run(&["search", "disgrace"], 1);

    let newest = articles[0]["article_id"].as_str().unwrap();
    let changes = desk.rows(&["show", newest, "--changes"]);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["change"], "reworded");
    has(changes[0]["was"].as_str().unwrap(), "disgrace");
    has(changes[0]["now"].as_str().unwrap(), "pity");
    assert_eq!((&changes[0]["version_was"], &changes[0]["version_now"]), (&json!(1), &json!(2)));
    let older = changes[0]["article_id_was"].as_str().unwrap();
    has(&desk.run(&["show", older], 0).out, &format!("newest     2, 5 Jan 2026, {newest}"));
    has(&desk.run(&["show", address], 0).out, &format!("version    1, 5 Jan 2026, {older}"));
    has(&desk.run(&["show", newest, "--changes"], 0).out, "reworded");
    desk.run(&["check"], 0);

    // The old page again changes nothing; undoing the newer one shows the old one again.
    has(&desk.run(&["import", "monday.jsonl"], 0).err, "Skipped 1 article already there");
    assert_eq!(desk.rows(&["articles"])[0]["article_id"], newest);
    desk.run(&["imports", "undo", "2"], 0);
    assert_eq!(desk.rows(&["articles"])[0]["article_id"], older);
    assert_eq!(desk.rows(&["quotes", "--about", "disgrace"]).len(), 1);
    has(&desk.run(&["show", older, "--changes"], 1).err, "there is one version");
}

#[test]
fn a_summary_and_a_wall_do_not_hide_the_article_whatever_comes_first() {
    let address = "https://querl.example/bridge";
    let feed = format!(
        "<rss version='2.0'><channel><title>The Querl Post</title><item><title>Bridge closed</title><link>{address}?utm_source=rss</link>\
         <pubDate>Tue, 06 Jan 2026 06:30:12 GMT</pubDate><description>Cracks were known for years, and who knew of them is the \
         question now.</description></item></channel></rss>"
    );
    let wall = format!(
        "<!doctype html><html><head><title>Bridge closed</title><link rel='canonical' href='{address}'></head><body><article>\
         <h1>Bridge closed</h1><p>Sign in to continue</p></article></body></html>"
    );
    for part in ["part.rss", "part.html"] {
        let desk = Desk::new();
        std::fs::write(desk.path().join(part), if part == "part.rss" { &feed } else { &wall }).unwrap();
        desk.write("whole.jsonl", &[page(address, "2026-01-05", BRIDGE)]);
        desk.run(&["import", "whole.jsonl", "--model", "fast"], 0);
        let whole = desk.rows(&["articles"])[0]["article_id"].clone();
        let quotes = desk.rows(&["quotes"]).len();
        let said = desk.run(&["import", part, "--model", "fast"], 0).err;
        has(&said, "Of these, 1 is a shorter copy of an article that is there");
        assert!(!said.contains("newer version"), "{said}");
        has(&desk.run(&["imports", "show", "2"], 0).out, "1 of them is a shorter copy of what is there");
        assert_eq!(desk.rows(&["imports"])[0]["shorter_copies"], 1);
        let rows = desk.rows(&["articles"]);
        assert_eq!((rows.len(), &rows[0]["article_id"], &rows[0]["older_versions"]), (1, &whole, &json!(0)));
        assert_eq!(desk.rows(&["quotes"]).len(), quotes);
        desk.run(&["articles", "--changed"], 1);
        let whole = whole.as_str().unwrap();
        has(&desk.run(&["show", whole], 0).out, "shorter    ");
        has(&desk.run(&["show", whole, "--changes"], 1).err, "there is one version");
        // What is read anew stays what it is.
        desk.run(&["update", "--all", "--model", "fast"], 0);
        desk.run(&["update", "--rebuild"], 0);
        assert_eq!(desk.rows(&["articles"])[0]["article_id"], whole);
        desk.run(&["check"], 0);

        let other = Desk::new();
        for file in [part, "whole.jsonl"] {
            std::fs::copy(desk.path().join(file), other.path().join(file)).unwrap();
        }
        other.run(&["import", part, "--model", "fast"], 0);
        // The summary has a later day.
        let said = if part == "part.rss" {
            "Of these, 1 is the fuller text of"
        } else {
            "Of these, 1 is a newer version"
        };
        has(&other.run(&["import", "whole.jsonl", "--model", "fast"], 0).err, said);
        assert_eq!(other.rows(&["articles"])[0]["article_id"], whole);
        assert_eq!(other.rows(&["quotes"]).len(), quotes);
    }
}

#[test]
fn several_versions_of_one_import_are_counted() {
    let desk = Desk::new();
    let changed = |words: &str| BRIDGE.replace("It is a disgrace and nobody is surprised", words);
    let all = ["It is a disgrace and nobody is surprised", "It is a pity", "It is a shame"]
        .map(|words| page("https://querl.example/bridge", "2026-01-05", &changed(words)));
    desk.write("a.jsonl", &all);
    has(
        &desk.run(&["import", "a.jsonl", "--model", "fast"], 0).err,
        "Of these, 2 are newer versions of articles",
    );
}

#[test]
fn what_a_later_reading_knows_of_the_same_print_is_added_and_taken_back_with_it() {
    let desk = Desk::new();
    std::fs::write(desk.path().join("a.txt"), BRIDGE).unwrap();
    desk.run(&["import", "a.txt"], 0);
    assert_eq!(desk.rows(&["articles"])[0]["published"], Value::Null);
    let before = dump(&desk.store());
    desk.write("b.jsonl", &[page("https://querl.example/bridge", "2026-01-06", BRIDGE)]);
    let said = desk.run(&["import", "b.jsonl"], 0);
    has(&said.err, "1 of them now has a day, outlet, address, author or headline that was not known");
    let rows = desk.rows(&["articles"]);
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["published"], &rows[0]["outlet"]), (&json!("2026-01-06"), &json!("The Querl Post")));
    assert_eq!((&rows[0]["url"], &rows[0]["copies"]), (&json!("https://querl.example/bridge"), &json!(0)));
    // What was said hangs on the day: "on Monday" is the 5th.
    let quotes = desk.rows(&["quotes", "--about", "disgrace"]);
    assert_eq!(quotes[0]["published"], "2026-01-06");
    assert!(quotes[0]["said_on"].is_string(), "{quotes:?}");
    desk.run(&["check"], 0);
    let gained = dump(&desk.store());

    // Another outlet's day is its own; and what is known is never overwritten.
    desk.write(
        "c.jsonl",
        &[json!({"outlet": "The Marn Times", "date": "2026-01-09", "author": "B. Proof", "text": BRIDGE})],
    );
    has(&desk.run(&["import", "c.jsonl"], 0).err, "1 of them printed by another outlet");
    let row = &desk.rows(&["articles"])[0];
    assert_eq!(
        (&row["published"], &row["authors"], &row["copies"]),
        (&json!("2026-01-06"), &json!([]), &json!(1))
    );
    desk.run(&["imports", "undo", "3"], 0);
    assert_eq!(dump(&desk.store()), gained);
    desk.run(&["imports", "undo", "2"], 0);
    assert_eq!(dump(&desk.store()), before);
    desk.run(&["check"], 0);

    // The other way round all is the same, but for the file that it was read from.
    let other = Desk::new();
    std::fs::write(other.path().join("a.txt"), BRIDGE).unwrap();
    other.write("b.jsonl", &[page("https://querl.example/bridge", "2026-01-06", BRIDGE)]);
    other.run(&["import", "b.jsonl"], 0);
    other.run(&["import", "a.txt"], 0);
    assert_eq!(dump(&other.store()), gained);
}

#[test]
fn a_new_version_without_a_day_has_that_of_the_older_one_and_the_other_way_round() {
    let desk = Desk::new();
    let changed =
        BRIDGE.replace("It is a disgrace and nobody is surprised", "It is a pity and nobody is surprised");
    let mut undated = page("https://querl.example/bridge", "", &changed);
    undated["date"] = Value::Null;
    undated["outlet"] = Value::Null;
    desk.write("dated.jsonl", &[page("https://querl.example/bridge", "2026-01-06", BRIDGE)]);
    desk.write("undated.jsonl", &[undated]);
    for order in [["dated.jsonl", "undated.jsonl"], ["undated.jsonl", "dated.jsonl"]] {
        let _ = std::fs::remove_file(desk.path().join("onrecord.db"));
        order.iter().for_each(|file| drop(desk.run(&["import", file], 0)));
        for row in desk.rows(&["articles", "--all-versions"]) {
            assert_eq!((&row["published"], &row["outlet"]), (&json!("2026-01-06"), &json!("The Querl Post")));
        }
        desk.run(&["check"], 0);
        let dated = if order[0] == "dated.jsonl" { "1" } else { "2" };
        desk.run(&["imports", "undo", dated], 0);
        let row = &desk.rows(&["articles"])[0];
        assert_eq!((&row["published"], &row["outlet"]), (&Value::Null, &Value::Null));
        desk.run(&["check"], 0);
    }
}

#[test]
fn what_two_runs_brought_stays_when_the_first_is_undone() {
    let desk = Desk::new();
    desk.write("a.jsonl", &[article("Bridge", "2026-01-05", BRIDGE), article("Ferry", "2026-01-06", FERRY)]);
    desk.write("b.jsonl", &[article("Bridge", "2026-01-05", BRIDGE)]);
    for file in ["a.jsonl", "b.jsonl", "b.jsonl"] {
        desk.run(&["import", file], 0);
    }
    let said = desk.run(&["imports", "undo", "1"], 0).err;
    has(&said, "removed 1 article with");
    has(&said, "1 article stays: another import brought the same text");
    let rows = desk.rows(&["articles"]);
    assert_eq!((rows.len(), &rows[0]["title"], &rows[0]["path"]), (1, &json!("Bridge"), &json!("b.jsonl")));
    assert_eq!(desk.rows(&["quotes", "--about", "disgrace"]).len(), 1);
    has(&desk.run(&["imports", "undo", "2"], 0).err, "1 article stays");
    has(&desk.run(&["imports", "undo", "3"], 0).err, "removed 1 article with");
    desk.run(&["articles"], 1);
    desk.run(&["check"], 0);
}

#[test]
fn another_headline_over_the_same_text_is_a_new_version() {
    let desk = Desk::new();
    let address = "https://querl.example/bridge";
    let titled = |title: &str, day: &str| {
        let mut page = page(address, "2026-01-05", BRIDGE);
        page["title"] = json!(title);
        page["modified"] = json!(day);
        page
    };
    desk.write("one.jsonl", &[titled("Ministry hid the cracks", "2026-01-05")]);
    desk.write("two.jsonl", &[titled("Bridge closed on Monday", "2026-01-05")]);
    desk.run(&["import", "one.jsonl"], 0);
    let id = desk.rows(&["articles"])[0]["article_id"].clone();
    let quote = desk.rows(&["quotes", "--about", "disgrace"])[0]["quote_id"].as_str().unwrap().to_owned();
    desk.run(&["quotes", "reject", &quote], 0);
    let said = desk.run(&["import", "two.jsonl"], 0);
    has(&said.err, "Of these, 1 is a newer version of an article at the same address");
    let rows = desk.rows(&["articles"]);
    assert_eq!((rows.len(), &rows[0]["title"]), (1, &json!("Bridge closed on Monday")));
    assert_eq!(rows[0]["article_id"], id, "the newest has the id of the text");
    desk.run(&["quotes", "--about", "disgrace"], 1);
    let changes = desk.rows(&["show", id.as_str().unwrap(), "--changes"]);
    assert_eq!((changes.len(), &changes[0]["change"]), (1, &json!("title")));
    assert_eq!(changes[0]["was"], "Ministry hid the cracks");
    desk.run(&["check"], 0);
    // Both again change nothing; nor does another outlet's headline.
    for file in ["one.jsonl", "two.jsonl"] {
        has(&desk.run(&["import", file], 0).err, "Skipped 1 article already there");
    }
    desk.write("wire.jsonl", &[json!({"title": "Shut", "outlet": "The Marn Times", "url": "https://marn.example/1", "text": BRIDGE})]);
    has(&desk.run(&["import", "wire.jsonl"], 0).err, "1 of them printed by another outlet");
    desk.run(&["imports", "undo", "5"], 0);
    // Without the newer ones the first is as it was.
    desk.run(&["imports", "undo", "4"], 0);
    desk.run(&["imports", "undo", "3"], 0);
    desk.run(&["imports", "undo", "2"], 0);
    let alone = Desk::new();
    std::fs::copy(desk.path().join("one.jsonl"), alone.path().join("one.jsonl")).unwrap();
    alone.run(&["import", "one.jsonl"], 0);
    alone.run(&["quotes", "reject", &quote], 0);
    assert_eq!(dump(&desk.store()), dump(&alone.store()));
    desk.run(&["check"], 0);
}

#[test]
fn the_language_that_was_told_is_kept_and_what_is_not_english_is_marked() {
    let desk = Desk::new();
    let german = "Die Brücke über die Querl wurde am Montag gesperrt. „Es ist eine Schande, und niemand ist überrascht“, sagte         Ada Okafor, die dort eine Bäckerei betreibt. Das Ministerium bestritt, von den Rissen gewusst zu haben.";
    desk.write(
        "a.jsonl",
        &[article("Bridge", "2026-01-05", BRIDGE), article("Brücke", "2026-01-06", german)],
    );
    has(&desk.run(&["import", "a.jsonl"], 0).err, "1 article is not in English (de 1)");
    let rows = desk.rows(&["articles"]);
    assert_eq!((&rows[0]["language"], &rows[0]["extracted"]), (&json!("de"), &json!(false)));
    assert_eq!((&rows[1]["language"], &rows[1]["extracted"]), (&Value::Null, &json!(true)));
    has(&desk.run(&["articles"], 0).out, "not extracted: de");
    has(&desk.run(&["search", "Schande"], 0).out, "not extracted: de");
    has(&desk.run(&["stats"], 0).out, "not extracted");

    let told = Desk::new();
    told.write("b.jsonl", &[article("Bridge", "2026-01-05", BRIDGE)]);
    told.run(&["import", "b.jsonl", "--language", "DE"], 0);
    told.run(&["quotes", "--about", "disgrace"], 1);
    told.run(&["update", "--all"], 0);
    told.run(&["quotes", "--about", "disgrace"], 1);
    assert_eq!(told.rows(&["articles"])[0]["language"], "de");
}

#[test]
fn a_language_that_is_told_later_is_all_that_is_known_more() {
    let desk = Desk::new();
    std::fs::write(desk.path().join("a.txt"), "The mayor quit, he said.").unwrap();
    desk.run(&["import", "a.txt", "--model", "fast"], 0);
    let told = desk.run(&["import", "a.txt", "--language", "en", "--model", "fast"], 0).err;
    has(&told, "1 of them now has a language that was not known.");
}

#[test]
fn a_language_that_older_versions_took_for_another_is_put_right() {
    let desk = Desk::new();
    desk.write("a.jsonl", &[article("Bridge", "2026-01-05", BRIDGE)]);
    let wrong = desk.run(&["import", "a.jsonl", "--language", "klingon"], 2).err;
    has(&wrong, "no language is called so: give its code");
    for (stored, repair) in [
        ("english", &["update", "--all"][..]),
        ("en_us", &["import", "a.jsonl", "--language", "English"]),
        ("klingon", &["import", "a.jsonl", "--language", "en-GB"]),
    ] {
        let _ = std::fs::remove_file(desk.path().join("onrecord.db"));
        desk.run(&["import", "a.jsonl", "--language", "de"], 0);
        let sql = "UPDATE article SET language = ?";
        desk.store().connection().execute(sql, [stored]).unwrap();
        desk.run(&["quotes", "--about", "disgrace"], 1);
        desk.run(repair, 0);
        assert_eq!(desk.rows(&["quotes", "--about", "disgrace"]).len(), 1, "{stored}");
        assert_eq!(desk.rows(&["articles"])[0]["extracted"], true);
    }
}

#[test]
fn what_is_passed_over_is_counted_recorded_and_shown() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join("in")).unwrap();
    desk.write(
        "in/a.jsonl",
        &[article("Bridge", "2026-01-05", BRIDGE), article("Ferry", "2026-01-06", FERRY)],
    );
    std::fs::write(desk.path().join("in/b.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    std::fs::write(desk.path().join("in/c.txt"), "").unwrap();
    std::fs::write(desk.path().join("in/d.txt"), " \n").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", desk.path().join("in/around")).unwrap();
    let links = u64::from(cfg!(unix));
    let said = desk.run(&["import", "in"], 0).err;
    has(&said, "Passed over 2 files: is empty (in/c.txt and others).");
    has(&said, "Passed over 1 file: is not text");
    #[cfg(unix)]
    has(
        &said,
        "Passed over 1 file: a link in a folder, which is not followed unless it is named itself (in/around).",
    );
    let shown = desk.run(&["imports", "show", "1"], 0).out;
    has(&shown, &format!("passed    over {} files or messages", 3 + links));
    has(&shown, "in/c.txt");
    let run = &desk.rows(&["imports", "show", "1"])[0];
    assert_eq!(run["passed_over"], 3 + links);
    let because = run["passed_over_because"].as_array().unwrap();
    let empty = because.iter().find(|row| row["reason"] == "is empty").unwrap();
    assert_eq!(*empty, json!({"reason": "is empty", "files": 2, "first": "in/c.txt"}));
    // A line of a file is named as messages name it.
    has(&desk.run(&["show", "in/a.jsonl:2"], 0).out, "title      Ferry");
    // A dry run says who wrote it and whether it is there.
    let mut known = article("Bridge", "2026-01-05", BRIDGE);
    known["author"] = json!("A. Scribe");
    desk.write(
        "b.jsonl",
        &[known, article("Ferry", "2026-01-06", FERRY), article("Rain", "2026-01-06", "It rained.")],
    );
    let rows = desk.rows(&["import", "b.jsonl", "--dry-run"]);
    let shown: Vec<&str> = rows.iter().map(|row| row["known"].as_str().unwrap()).collect();
    assert_eq!((shown, &rows[0]["author"]), (vec!["copy", "there", "new"], &json!("A. Scribe")));
}

#[test]
fn one_address_is_given_to_one_article() {
    let desk = Desk::new();
    std::fs::write(desk.path().join("a.txt"), BRIDGE).unwrap();
    std::fs::write(desk.path().join("b.txt"), FERRY).unwrap();
    let said = desk.run(&["import", "a.txt", "b.txt", "--url", "https://querl.example/1"], 0);
    has(&said.err, "warning: b.txt: --url is the address of one article");
    assert_eq!(desk.rows(&["articles"]).iter().filter(|row| row["url"].is_null()).count(), 1);
}

/// Wire copy: each number is a sentence of its own.
fn wire(sentences: &[usize]) -> String {
    let sentence = |number: &usize| {
        let words: Vec<String> =
            (0..14).map(|n| format!("w{}", (number * 97 + n * n * 13 + n * 7) % 1999)).collect();
        format!("Beam {number} {}.", words.join(" "))
    };
    sentences.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_wire_report_is_one_story_and_what_was_cut_is_shown() {
    let desk = Desk::new();
    let printed = |outlet: &str, day: &str, text: &str| {
        json!({"title": format!("Bridge: {outlet}"), "date": day, "outlet": outlet,
               "text": format!("“It is a disgrace and nobody is surprised at all,” said Ada Okafor. {text}")})
    };
    desk.write(
        "wire.jsonl",
        &[
            printed("The Marn Times", "2026-01-06", &wire(&[1, 2])),
            printed("Northern Wire", "2026-01-04", &wire(&[1, 2, 3, 4])),
            printed("The Querl Post", "2026-01-05", &wire(&[1, 2, 3])),
            printed("The Daily Own", "2026-01-05", &wire(&[11, 12, 13, 14])),
        ],
    );
    desk.run(&["import", "wire.jsonl"], 0);
    let folded = desk.rows(&["articles", "--fold"]);
    assert_eq!(folded.len(), 2);
    let story = folded.iter().find(|row| row["also_in"].as_array().unwrap().len() == 2).unwrap();
    assert_eq!(story["also_in"][0]["outlet"], "Northern Wire");
    let quotes = desk.rows(&["quotes", "--about", "disgrace"]);
    assert_eq!(quotes.len(), 4);
    assert_eq!(desk.rows(&["quotes", "--about", "disgrace", "--fold"]).len(), 2);
    let one = desk.rows(&["quotes", "--about", "disgrace", "--fold", "--outlet", "The Marn Times"]);
    assert_eq!((one.len(), one[0]["also_in"].as_array().unwrap().len()), (1, 2), "a filter hides no story");
    assert_eq!(desk.rows(&["quotes", "--about", "disgrace", "--fold", "--limit", "1"]).len(), 1);

    let marn = quotes.iter().find(|row| row["outlet"] == "The Marn Times").unwrap();
    let tellings = desk.rows(&["show", marn["article_id"].as_str().unwrap(), "--story"]);
    let outlets: Vec<&str> = tellings.iter().map(|row| row["outlet"].as_str().unwrap()).collect();
    assert_eq!(outlets, ["Northern Wire", "The Querl Post", "The Marn Times"]);
    assert_eq!((&tellings[0]["relation"], &tellings[0]["fullest"]), (&json!("first"), &json!(true)));
    assert_eq!(tellings[0]["sentences_cut"], 0);
    let cut: Vec<&str> =
        tellings[2]["cut"].as_array().unwrap().iter().map(|c| c["words"].as_str().unwrap()).collect();
    assert_eq!(cut.len(), 2, "{cut:?}");
    assert!(cut[0].starts_with("Beam 3 ") && cut[1].starts_with("Beam 4 "), "{cut:?}");
    let own = quotes.iter().find(|row| row["outlet"] == "The Daily Own").unwrap();
    desk.run(&["show", own["article_id"].as_str().unwrap(), "--story"], 1);
    has(
        &desk.run(&["show", marn["article_id"].as_str().unwrap()], 0).out,
        "also in    Northern Wire, 2026-01-04",
    );
    assert!(desk.run(&["accusations", "--fold"], 1).out.is_empty());
}

// ── What can go wrong with disks and permissions. The database is whole afterwards.

/// Runs the program as a user who is not root; root may write everywhere.
#[cfg(unix)]
fn as_user(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String) {
    use std::os::unix::process::CommandExt;
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.current_dir(desk.path()).env_clear().args(arguments);
    let probe = desk.path().join("probe");
    std::fs::create_dir(&probe).unwrap();
    permit(&probe, 0o555);
    if std::fs::write(probe.join("x"), "").is_ok() {
        std::fs::remove_file(probe.join("x")).unwrap();
        command.uid(65534).gid(65534);
    }
    std::fs::remove_dir(&probe).unwrap();
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(unix)]
fn permit(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_or_written_is_said_plainly() {
    let desk = Desk::new();
    permit(desk.path(), 0o777);
    desk.write("a.jsonl", &[article("Bridge", "2026-01-05", BRIDGE)]);
    desk.write("secret.jsonl", &[article("Ferry", "2026-01-05", FERRY)]);
    permit(&desk.path().join("secret.jsonl"), 0o000);
    std::os::unix::fs::symlink("nowhere", desk.path().join("gone.jsonl")).unwrap();

    let locked = desk.path().join("locked");
    std::fs::create_dir(&locked).unwrap();
    permit(&locked, 0o555);
    let (code, err) = as_user(&desk, &["import", "a.jsonl", "--db", "locked/x.db"]);
    assert_eq!(code, Some(2));
    has(&err, "error: the database cannot be opened");
    has(&err, "hint: --db FILE: its folder must exist");
    assert_eq!(std::fs::read_dir(&locked).unwrap().count(), 0);

    let files = ["import", "a.jsonl", "secret.jsonl", "gone.jsonl", "--model", "fast"];
    let (code, err) = as_user(&desk, &files);
    assert_eq!(code, Some(2));
    has(&err, "secret.jsonl: cannot be read: Permission denied");
    has(&err, "gone.jsonl");
    has(&err, "Stored 1 new article");
    desk.run(&["check"], 0);

    permit(&desk.path().join("onrecord.db"), 0o444);
    permit(desk.path(), 0o755);
    let (code, err) = as_user(&desk, &["import", "secret.jsonl"]);
    assert_eq!(code, Some(2));
    has(&err, "error: the database, or its folder, may not be written to");
    has(&err, "hint: change the permissions");
    desk.run(&["check"], 0);
    has(&desk.run(&["import", "a.jsonl", "--db", "no/such/folder.db"], 2).err, "its folder must exist");
    has(&desk.run(&["import", "a.jsonl", "--db", "locked"], 2).err, "FILE must be no folder");
}

#[test]
fn a_database_in_use_is_said_to_be_so() {
    let desk = Desk::new();
    desk.write("a.jsonl", &[article("Bridge", "2026-01-05", BRIDGE)]);
    let store = Store::open_or_create(&desk.path().join("onrecord.db")).unwrap();
    store.connection().execute_batch("BEGIN EXCLUSIVE").unwrap();
    let said = desk.run(&["import", "a.jsonl"], 2);
    has(&said.err, "error: the database is in use");
    has(&said.err, "hint: another program is writing to it");
    store.connection().execute_batch("ROLLBACK").unwrap();
    drop(store);
    desk.run(&["import", "a.jsonl", "--model", "fast"], 0);
    desk.run(&["check"], 0);
}

/// A limit on the size of files stands in for a full disk: SQLite's writes fail in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk_costs_the_open_batch_and_never_the_file() {
    let desk = Desk::new();
    desk.write("a.jsonl", &[article("Bridge", "2026-01-05", BRIDGE)]);
    desk.run(&["import", "a.jsonl", "--model", "fast"], 0);
    let before = dump(&desk.store());
    // More than the log may hold, and less than two batches.
    let long: Vec<Value> = (0..60)
        .map(|n| {
            article(
                &format!("Ferry {n}"),
                "2026-01-06",
                &format!("{FERRY} {}", wire(&(n * 40..n * 40 + 40).collect::<Vec<_>>())),
            )
        })
        .collect();
    desk.write("b.jsonl", &long);
    let size = std::fs::metadata(desk.path().join("onrecord.db")).unwrap().len() / 512 + 64;
    let script = format!(
        "trap '' XFSZ; ulimit -f {size}; exec {} import b.jsonl --model fast",
        env!("CARGO_BIN_EXE_onrecord")
    );
    let output =
        std::process::Command::new("sh").args(["-c", &script]).current_dir(desk.path()).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    has(&err, "error: the disk failed to read or write the database");
    has(&err, "hint: make room on the disk and give the same command again");
    assert_eq!(dump(&desk.store()), before);
    assert_eq!(desk.rows(&["imports"])[0]["state"], "not finished");
    let said = desk.run(&["import", "b.jsonl", "--model", "fast"], 0);
    has(&said.err, "Stored 60 new articles");
    desk.run(&["check"], 0);
}

/// SQLite's own limit on pages gives its error for a full disk.
#[test]
fn a_batch_that_finds_no_room_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, path) = invented::create(folder.path());
    let mut story = invented::Story::new("Bridge", "The Querl Post", Some("2026-01-05"));
    story.words(BRIDGE);
    invented::add(&mut store, &[&story]);
    store.derive().unwrap();
    let before = dump(&store);
    let pages: i64 = value(&store, "PRAGMA page_count");
    store.connection().pragma_update(None, "max_page_count", pages).unwrap();
    let mut long = story.clone();
    long.words(&wire(&(0..400).collect::<Vec<_>>()));
    let import = store.begin_import(invented::NOW, "[]", "{}").unwrap();
    let extraction = store.begin_extraction(invented::NOW, "by hand", "{}").unwrap();
    let mut batch = store.batch(import, extraction, invented::NOW).unwrap();
    let error = batch.add(&long.incoming(), &long.extraction).unwrap_err();
    assert_eq!(error.to_string(), "there is no room left on the disk for the database");
    assert!(error.hint().is_some_and(|hint| hint.contains("make room")));
    drop(batch);
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(dump(&store), before);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
}

#[test]
fn decisions_stay_with_the_text_whichever_run_is_undone() {
    let readings = || {
        let desk = Desk::new();
        let address = "https://querl.example/bridge";
        desk.write("1.jsonl", &[json!({"text": BRIDGE})]);
        desk.write(
            "2.jsonl",
            &[json!({"text": BRIDGE, "title": "Bridge closed", "date": "2026-01-05", "url": address})],
        );
        desk.write(
            "3.jsonl",
            &[json!({"text": BRIDGE, "title": "Bridge shut for good", "author": "A. Scribe", "url": address})],
        );
        for file in ["1.jsonl", "2.jsonl", "3.jsonl"] {
            desk.run(&["import", file, "--model", "fast"], 0);
        }
        desk
    };
    let plain = onrecord::store::ids::article(BRIDGE);
    // Without the second run nothing says any more that the other two have two headlines: they are readings of one article.
    for (undone, articles) in [(&["3"][..], 1), (&["3", "2"], 1), (&["2"], 1), (&["2", "3"], 1)] {
        let desk = readings();
        let quotes = desk.rows(&["quotes"]);
        desk.run(&["quotes", "reject", quotes[0]["quote_id"].as_str().unwrap()], 0);
        let left = desk.rows(&["quotes"]).len();
        for run in undone {
            desk.run(&["imports", "undo", run], 0);
            desk.run(&["check"], 0);
        }
        let ids: Vec<Value> = desk.rows(&["articles"]).iter().map(|row| row["article_id"].clone()).collect();
        assert_eq!(ids.len(), articles, "{undone:?}");
        assert!(ids.contains(&json!(plain)), "{undone:?}");
        // As if they had never been imported.
        let other = Desk::new();
        for file in ["1.jsonl", "2.jsonl", "3.jsonl"].iter().filter(|file| !undone.contains(&&file[..1])) {
            std::fs::copy(desk.path().join(file), other.path().join(file)).unwrap();
            other.run(&["import", file, "--model", "fast"], 0);
        }
        other.run(&["quotes", "reject", quotes[0]["quote_id"].as_str().unwrap()], 0);
        assert_eq!(dump(&desk.store()), dump(&other.store()), "{undone:?}");
        if undone[0] == "3" {
            assert_eq!(desk.rows(&["quotes"]).len(), left, "{undone:?}");
        }
    }
}

const MARKED_PAGE: &str = "<html><head><title>Bridge closed</title></head><body><nav><a href=/>Home</a></nav><main><article>\
    <h1>Bridge closed</h1><div class=article-body><p>The bridge over the Querl was closed on Monday. “It is a disgrace and \
    nobody is surprised,” said Ada Okafor, who runs a bakery there.</p><figure><img src=b.jpg><figcaption>The bridge over \
    the Querl on Monday, seen from the bakery of Ada Okafor, an hour after the engineers had left, with nobody on it but a \
    dog.</figcaption></figure><h2>What the ministry says.</h2><p>The Ministry of Roads denied that it had known of the \
    cracks, and sent this letter to the council, which was read out there in the evening:</p><blockquote><p>The cracks were \
    not seen by anybody before the seventh of the month, and the bridge was safe.</p></blockquote><p>The council asked for \
    these things, and will meet again in the spring to see what has come of them all:</p><ul><li>a ferry that sails on \
    every day of the week, for as long as it takes</li><li>an inquiry into what the ministry had known before the winter, \
    and whom it had told of it</li></ul><p>The ministry said that it would answer the council before the end of the month, \
    and not in the newspapers.</p></div></article></main><footer>Imprint</footer></body></html>";

#[test]
fn what_the_markup_says_is_kept_shown_and_survives_a_later_reading() {
    let desk = Desk::new();
    let at = |name: &str| desk.path().join(name);
    std::fs::write(at("page.html"), MARKED_PAGE).unwrap();
    desk.run(&["import", "page.html", "--model", "fast"], 0);
    let parts = || {
        let shown = desk.rows(&["show", "page.html"]).remove(0);
        let letters: Vec<char> = shown["text"].as_str().unwrap().chars().collect();
        let place = |part: &Value, name: &str| usize::try_from(part[name].as_u64().unwrap()).unwrap();
        let words =
            |part: &Value| letters[place(part, "start")..place(part, "end")].iter().collect::<String>();
        let parts = shown["parts"].as_array().unwrap().clone();
        parts.iter().map(|part| format!("{}: {:.24}", part["part"].as_str().unwrap(), words(part))).collect()
    };
    let expected: Vec<String> = [
        "caption: The bridge over the Quer",
        "heading: What the ministry says.",
        "block_quotation: The cracks were not seen",
        "list_item: • a ferry that sails on ",
        "list_item: • an inquiry into what t",
    ]
    .map(str::to_owned)
    .to_vec();
    let found: Vec<String> = parts();
    assert_eq!(found, expected);
    let shown = desk.run(&["show", "page.html"], 0).out;
    for words in ["\n(caption) The bridge", "\n(heading) [C2 What]", "\n(block quotation) "] {
        has(&shown, words);
    }
    desk.run(&["check"], 0);
    desk.run(&["update", "--all", "--model", "fast"], 0);
    assert_eq!(parts(), expected);

    // A database of an onrecord that did not keep it learns it where the same file is imported again, and only there.
    desk.store().connection().execute_batch("DELETE FROM markup").unwrap();
    desk.run(&["update", "--all", "--model", "fast"], 0);
    assert_ne!(parts(), expected);
    let text = desk.rows(&["show", "page.html"])[0]["text"].clone();
    desk.write("text.jsonl", &[json!({"text": text})]);
    desk.run(&["import", "text.jsonl", "--model", "fast"], 0);
    assert_ne!(parts(), expected);
    desk.run(&["import", "page.html", "--model", "fast"], 0);
    assert_eq!(parts(), expected);
    // It stays with the text when the run that read it is undone and another one brought the text too.
    std::fs::rename(at("page.html"), at("same.html")).unwrap();
    desk.run(&["import", "same.html", "--model", "fast"], 0);
    desk.run(&["imports", "undo", "1"], 0);
    desk.run(&["imports", "undo", "2"], 0);
    std::fs::rename(at("same.html"), at("page.html")).unwrap();
    desk.run(&["check"], 0);
    assert_eq!(value::<i64>(&desk.store(), "SELECT count(*) FROM markup"), 5);
}

/// Ctrl-C: the open batch is finished, and the same command goes on.
#[cfg(unix)]
#[test]
fn an_interrupted_import_finishes_its_batch_and_goes_on() {
    let desk = Desk::new();
    let many: Vec<Value> = (0..400)
        .map(|n| article(&format!("Bridge {n}"), "2026-01-05", &format!("{BRIDGE} No. {n}.")))
        .collect();
    desk.write("a.jsonl", &many);
    let child = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["import", "a.jsonl", "--model", "fast"])
        .current_dir(desk.path())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let begun = std::time::Instant::now();
    let stored = || match Store::open(&desk.path().join("onrecord.db")) {
        Ok(store) => {
            store.connection().query_row("SELECT count(*) FROM article", [], |r| r.get(0)).unwrap_or(0)
        }
        Err(_) => 0_i64,
    };
    while stored() == 0 && begun.elapsed() < std::time::Duration::from_secs(120) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    // It may have come to its end just before.
    if output.status.code() == Some(2) {
        has(&err, "Interrupted. Give the same command again to go on: what is stored is skipped.");
        assert_eq!(desk.rows(&["imports"])[0]["state"], "interrupted");
        let there = stored();
        assert!(there > 0 && there < 400, "{there}");
        desk.run(&["check"], 0);
    }
    desk.run(&["import", "a.jsonl", "--model", "fast"], 0);
    assert_eq!(stored(), 400);
    desk.run(&["check"], 0);
}
