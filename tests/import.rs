//! `onrecord import` and the commands that look after the database, as a user runs them.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod invented;

use assert_cmd::Command;
use invented::{dump, value};
use onrecord::store::Store;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

fn contains(text: &[u8], words: &str) {
    let text = String::from_utf8_lossy(text);
    assert!(text.contains(words), "{words:?} is not in:\n{text}");
}

fn onrecord(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("onrecord").unwrap();
    command.current_dir(folder).env_clear().env("ONRECORD_NOW", "2026-01-31T12:00:00Z");
    command
}

/// Articles as JSON Lines; no two are alike.
fn articles(count: usize) -> String {
    let mut lines = String::new();
    for number in 0..count {
        let day = 1 + number % 28;
        let text = format!(
            "The bridge over the Querl was closed again on Monday. “It is the {number}th time, and nobody is \
             surprised,” said Ada Okafor, who runs a bakery there. The Ministry of Roads denied that it had known of \
             the cracks. Ms. Okafor accused it of hiding {number} reports.\\n\\nTwo officials declined to comment."
        );
        writeln!(
            lines,
            r#"{{"id": {number}, "title": "Bridge closed, no. {number}", "date": "2026-01-{day:02}", "text": "{text}"}}"#
        )
        .unwrap();
    }
    lines
}

/// A folder is often given as `.`, whose paths begin with "./".
#[test]
fn an_article_is_found_by_its_path_however_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "The bridge over the Querl was closed. “It was time,” said Ada Okafor, who runs a bakery there.";
    for (file, given) in [("01.txt", "."), ("other.txt", "./other.txt")] {
        std::fs::write(folder.path().join(file), format!("{text} So it says in {file}.")).unwrap();
        onrecord(folder.path()).args(["import", given, "--model", "fast"]).assert().success();
    }
    for asked in ["01.txt", "./01.txt", "other.txt", "././other.txt"] {
        contains(&onrecord(folder.path()).args(["show", asked]).unwrap().stdout, "Ada Okafor");
    }
}

#[test]
fn importing_twice_is_importing_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("news.jsonl"), articles(70)).unwrap();
    let import =
        || onrecord(folder.path()).args(["import", "news.jsonl", "--outlet", "The Invented Times"]).unwrap();
    contains(&import().stderr, "Stored 70 new articles in onrecord.db");
    let database = folder.path().join("onrecord.db");
    let once = dump(&Store::open(&database).unwrap());
    contains(&import().stderr, "Skipped 70 articles already there");
    assert_eq!(dump(&Store::open(&database).unwrap()), once);
    contains(&onrecord(folder.path()).arg("check").unwrap().stderr, "70 articles, every quote verbatim");
}

#[test]
fn bad_files_are_named_and_the_rest_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path().join("news");
    std::fs::create_dir(&news).unwrap();
    std::fs::write(news.join("good.txt"), "Title\n\nAda Okafor said it was good.").unwrap();
    std::fs::write(
        news.join("bad.jsonl"),
        "{\"text\": \"It was fine, she said.\"}\n{\"text\": 5}\nnonsense\n",
    )
    .unwrap();
    std::fs::write(news.join("empty.txt"), "").unwrap();
    let output =
        onrecord(folder.path()).args(["import", "news", "missing.txt"]).assert().code(2).get_output().clone();
    for words in [
        "Stored 2 new articles",
        "bad.jsonl:2",
        "bad.jsonl:3",
        "missing.txt",
        "empty.txt",
        "Could not read 3",
    ] {
        contains(&output.stderr, words);
    }
    assert!(output.stdout.is_empty());
    let store = Store::open(&folder.path().join("onrecord.db")).unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM import_failure"), 3);
    assert_eq!(value::<i64>(&store, "SELECT failed FROM import_run"), 3);
}

#[test]
fn options_fill_what_articles_do_not_say() {
    let folder = tempfile::tempdir().unwrap();
    let options = [
        "--outlet",
        "The Querl Post",
        "--date",
        "2026-01-05",
        "--author",
        "A. Scribe",
        "--url",
        "https://example.org/1",
    ];
    onrecord(folder.path())
        .args(["import", "-"])
        .args(options)
        .write_stdin("It rained, she said.")
        .assert()
        .success();
    let store = Store::open(&folder.path().join("onrecord.db")).unwrap();
    let sql = "SELECT outlet || published || authors || url || path FROM article";
    assert_eq!(value::<String>(&store, sql), "The Querl Post2026-01-05[\"A. Scribe\"]https://example.org/1-");
    let wrong = onrecord(folder.path())
        .args(["import", "-", "--date", "5 Jan"])
        .assert()
        .code(2)
        .get_output()
        .clone();
    contains(&wrong.stderr, "2025-12-19");
}

/// Killed at any moment, the file opens, and the same command finishes the work.
#[test]
fn killed_and_resumed_is_a_straight_run() {
    let straight = tempfile::tempdir().unwrap();
    let lines = articles(700);
    std::fs::write(straight.path().join("news.jsonl"), &lines).unwrap();
    onrecord(straight.path()).args(["import", "news.jsonl", "--model", "fast"]).assert().success();
    let expected = dump(&Store::open(&straight.path().join("onrecord.db")).unwrap());

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("news.jsonl"), &lines).unwrap();
    let database = folder.path().join("onrecord.db");
    let stored = || match Store::open(&database) {
        Ok(store) => {
            store.connection().query_row("SELECT count(*) FROM article", [], |r| r.get(0)).unwrap_or(0)
        }
        Err(_) => 0i64,
    };
    // Killed as soon as something more is stored than before, until it comes to its end.
    for _ in 0..4 {
        let before = stored();
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"))
            .args(["import", "news.jsonl", "--model", "fast"])
            .current_dir(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let started = Instant::now();
        while stored() == before
            && child.try_wait().unwrap().is_none()
            && started.elapsed() < Duration::from_secs(60)
        {
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().ok();
        child.wait().unwrap();
        Store::open(&database).unwrap();
    }
    onrecord(folder.path()).args(["import", "news.jsonl", "--model", "fast"]).assert().success();
    let store = Store::open(&database).unwrap();
    assert_eq!(dump(&store), expected);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
}

#[test]
fn a_long_article_and_hostile_ones_are_stored() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    file("marks.txt", "“".repeat(10_000).as_bytes());
    file("override.txt", "He said \u{202e}“no”\u{202c} twice.\u{1b}[31m".as_bytes());
    file("latin.txt", b"\x93It is caf\xe9 time,\x94 said Ada Okafor.");
    file("line.txt", "“It rained,” said Ada Okafor. ".repeat(4_000).as_bytes());
    onrecord(folder.path())
        .args(["import", "marks.txt", "override.txt", "latin.txt", "line.txt", "--model", "fast"])
        .assert()
        .success();
    onrecord(folder.path()).arg("check").assert().success();
}

#[test]
fn check_backup_remove_and_update_speak_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let missing = onrecord(folder.path()).arg("check").assert().code(2).get_output().clone();
    contains(&missing.stderr, "there is no database onrecord.db");
    contains(&missing.stderr, "hint:");

    std::fs::write(folder.path().join("news.jsonl"), articles(3)).unwrap();
    onrecord(folder.path()).args(["import", "news.jsonl"]).assert().success();
    onrecord(folder.path()).args(["backup", "copy.db"]).assert().success();
    onrecord(folder.path()).args(["backup", "copy.db"]).assert().code(2);
    let update = onrecord(folder.path()).args(["update", "--all"]).assert().success().get_output().clone();
    contains(&update.stderr, "Read 3 articles again: 0 quotes are new, 0 gone");
    onrecord(folder.path()).arg("update").assert().success();

    let database = folder.path().join("onrecord.db");
    let id: String = value(&Store::open(&database).unwrap(), "SELECT min(public_id) FROM article");
    let removed =
        onrecord(folder.path()).args(["remove", &id, "--vacuum"]).assert().success().get_output().clone();
    contains(&removed.stderr, &format!("Removed {id} “Bridge closed"));
    onrecord(folder.path()).args(["remove", &id]).assert().code(2);

    let store = Store::open(&database).unwrap();
    store.connection().execute("UPDATE article SET chars = 7", []).unwrap();
    drop(store);
    let check =
        onrecord(folder.path()).args(["check", "--format", "csv"]).assert().code(1).get_output().clone();
    contains(&check.stdout, "table,article_id,problem\narticle,a:");
    contains(&check.stderr, "2 articles, 2 findings");
}

#[test]
fn a_dry_run_shows_and_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), "kopf;inhalt;date\nRain;It rained, she said.;2026-01-05\n")
        .unwrap();
    let output = onrecord(folder.path())
        .args([
            "import",
            "a.csv",
            "--map",
            "title=kopf,text=inhalt",
            "--outlet",
            "The Querl Post",
            "--dry-run",
        ])
        .args(["--format", "jsonl"])
        .assert()
        .success()
        .get_output()
        .clone();
    let row: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&row["title"], &row["published"]), (&"Rain".into(), &"2026-01-05".into()));
    assert_eq!((&row["outlet"], &row["read_from"]), (&"The Querl Post".into(), &"a.csv:2".into()));
    contains(&output.stderr, "1 article would be read");
    assert!(!folder.path().join("onrecord.db").exists());
    for (wrong, words) in [
        (&["--map", "titel=x"][..], "the fields are id, text"),
        (&["--map", "title=nowhere"], "no column \"nowhere\""),
        (&["--as", "docs"], "possible values"),
        (&["--format", "csv"], "--dry-run"),
    ] {
        let output = onrecord(folder.path())
            .args(["import", "a.csv"])
            .args(wrong)
            .assert()
            .code(2)
            .get_output()
            .clone();
        contains(&output.stderr, words);
    }
}

#[test]
fn a_dry_run_says_what_an_import_would_do() {
    let folder = tempfile::tempdir().unwrap();
    let rain = r#"{"text": "It rained all day, she said, and nobody in the town had seen the like of it.", "title": "Rain"}"#;
    let snow = r#"{"text": "It snowed all night, she said, and nobody in the town had seen the like of it.", "title": "Snow"}"#;
    let elsewhere = r#"{"text": "It rained all day, she said, and nobody in the town had seen the like of it.", "title": "Rain", "outlet": "The Marn Times", "url": "https://marn.example/1"}"#;
    let german = r#"{"text": "Die Brücke über den Fluss ist seit Montag gesperrt, und niemand in der Stadt weiß, wann sie wieder geöffnet wird.", "title": "Brücke"}"#;
    std::fs::create_dir(folder.path().join("in")).unwrap();
    std::fs::write(folder.path().join("in/a.jsonl"), [rain, snow, snow, elsewhere, german].join("\n"))
        .unwrap();
    for name in ["b.txt", "c.txt"] {
        std::fs::write(folder.path().join("in").join(name), "").unwrap();
    }
    let options = ["--outlet", "The Querl Post", "--url", "https://querl.example/1", "--dry-run"];
    let output = onrecord(folder.path())
        .args(["import", "in", "--format", "jsonl"])
        .args(options)
        .assert()
        .success()
        .get_output()
        .clone();
    let rows: Vec<serde_json::Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let shown = |name: &str| rows.iter().map(|row| row[name].to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(shown("known"), r#""new" "new" "twice" "copy" "new""#);
    assert_eq!(shown("url"), r#""https://querl.example/1" null null "https://marn.example/1" null"#);
    assert_eq!(shown("language"), r#"null null null null "de""#);
    assert_eq!(shown("extracted"), "true true true true false");
    contains(&output.stderr, "Passed over 2 files: is empty (in/b.txt and others).");
    contains(&output.stderr, "1 twice, 1 not in English and so not extracted");
    let table =
        onrecord(folder.path()).args(["import", "in"]).args(options).assert().success().get_output().clone();
    contains(&table.stdout, "de, not");
}

#[test]
fn what_is_not_there_leaves_no_database() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for (path, code, words) in [
        ("nowhere.txt", 2, "there is no such file or folder"),
        ("https://querl.example/1", 2, "never goes to the network"),
        ("empty", 1, "There is no file in empty."),
    ] {
        let output = onrecord(folder.path()).args(["import", path]).assert().code(code).get_output().clone();
        contains(&output.stderr, words);
        contains(&output.stderr, "Nothing was imported.");
        assert!(!folder.path().join("onrecord.db").exists(), "{path}");
    }
    std::fs::write(folder.path().join("a.jsonl"), "{}\n").unwrap();
    let output = onrecord(folder.path()).args(["import", "a.jsonl"]).assert().code(2).get_output().clone();
    contains(&output.stderr, "there was no article besides");
}

#[test]
fn a_file_that_vanishes_during_a_run_is_named_and_the_rest_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join("in").join(name);
    std::fs::create_dir(folder.path().join("in")).unwrap();
    std::fs::write(at("a.txt"), "It rained, she said.").unwrap();
    std::fs::write(at("b.txt"), "It snowed, she said.").unwrap();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("onrecord"));
    let command = command.current_dir(folder.path()).env_clear().args(["import", "-", "in"]);
    let mut running = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = running.stdin.take().unwrap();
    // More than a pipe holds: when all of it is taken, the files have been listed, and standard input is being read.
    let line = format!(r#"{{"text": "It hailed, she said.", "more": "{}"}}"#, "x".repeat(1 << 20));
    stdin.write_all(line.as_bytes()).unwrap();
    std::fs::remove_file(at("a.txt")).unwrap();
    drop(stdin);
    let output = running.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    contains(&output.stderr, "in/a.txt: is gone");
    contains(&output.stderr, "Stored 2 new articles");
    contains(&output.stderr, "the rest is stored");
    contains(&onrecord(folder.path()).arg("check").unwrap().stderr, "2 articles, every quote verbatim");
}

/// Where the test runs as root, nothing is forbidden, and the first half of it holds all the same.
#[cfg(unix)]
#[test]
fn a_database_that_may_not_be_written_to_can_be_asked() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("news.jsonl"), articles(2)).unwrap();
    onrecord(folder.path()).args(["import", "news.jsonl"]).assert().success();
    let allow = |mode: u32| {
        let set = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap()
        };
        set(&folder.path().join("onrecord.db"), mode & 0o666);
        set(folder.path(), mode);
    };
    allow(0o555);
    let is_root = std::fs::write(folder.path().join("probe"), "").is_ok();
    for args in [&["quotes", "--speaker", "Ada Okafor"][..], &["accusations"], &["check"]] {
        onrecord(folder.path()).args(args).assert().success();
    }
    let written =
        onrecord(folder.path()).args(["speakers", "rename", "Ada Okafor", "Ada O."]).output().unwrap();
    let checked = onrecord(folder.path()).arg("check").output().unwrap();
    allow(0o755);
    if !is_root {
        contains(&written.stderr, "may not be written to");
        contains(&checked.stderr, "the full-text indexes were not checked");
    }
}

#[test]
fn addresses_devices_and_pipes_are_named_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    for (path, words) in [("https://querl.example/1", "never goes to the network"), ("/dev/zero", "a device")]
    {
        let output = onrecord(folder.path()).args(["import", path]).assert().code(2).get_output().clone();
        contains(&output.stderr, words);
    }
    let output = onrecord(folder.path()).args(["extract", "/dev/zero"]).assert().code(2).get_output().clone();
    contains(&output.stderr, "it is a device");
    if std::process::Command::new("mkfifo")
        .arg(folder.path().join("pipe"))
        .status()
        .is_ok_and(|s| s.success())
    {
        let output = onrecord(folder.path()).args(["import", "pipe"]).assert().code(2).get_output().clone();
        contains(&output.stderr, "pipe: is a pipe, a device or a socket");
    }
}

#[cfg(unix)]
#[test]
fn a_name_of_two_lines_forges_no_message() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a\nerror: b.jsonl"), "{\"text\": 5}\n").unwrap();
    let output = onrecord(folder.path()).args(["import", "."]).assert().code(2).get_output().clone();
    contains(&output.stderr, "error: ./a\\nerror: b.jsonl:1: \"text\" must be a string");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(stderr.lines().filter(|line| line.starts_with("error:")).count(), 1, "{stderr}");
}

#[test]
fn a_page_in_an_articles_place_is_stored_with_a_warning_that_stays() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<!doctype html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The requested address \
        was not found on this server, and nobody knows where it went.</p></body></html>";
    std::fs::write(folder.path().join("talks.html"), page).unwrap();
    let imported =
        onrecord(folder.path()).args(["import", "talks.html", "--model", "fast"]).assert().success();
    let said = String::from_utf8_lossy(&imported.get_output().stderr).into_owned();
    let warning = "the page seems to be an error of the server (“not found”), not an article";
    assert_eq!(said.matches(warning).count(), 1, "{said}");
    let shown = onrecord(folder.path()).args(["show", "talks.html", "--format", "json"]).assert().success();
    contains(&shown.get_output().stdout, warning);
}

#[test]
fn what_is_not_english_is_stored_and_not_extracted() {
    let folder = tempfile::tempdir().unwrap();
    let german = "Die Bürgermeisterin sagte am Donnerstag, die Gespräche seien gescheitert, und niemand habe jemandem etwas \
        angeboten. „Wir waren nahe daran“, sagte sie, „und dann ging die andere Seite hinaus und kam nicht wieder.“";
    std::fs::write(folder.path().join("a.txt"), german).unwrap();
    let output = onrecord(folder.path()).args(["import", "a.txt"]).assert().success().get_output().clone();
    contains(&output.stderr, "1 article is not in English (de 1): stored and searchable, but not extracted.");
    let store = Store::open(&folder.path().join("onrecord.db")).unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM attribution"), 0);
    assert!(value::<String>(&store, "SELECT message FROM warning").starts_with("not extracted"));
    onrecord(folder.path()).args(["search", "Gespräche"]).assert().success();
    onrecord(folder.path()).arg("check").assert().success();
    let told = ["import", "a.txt", "--language", "en", "--db", "told.db"];
    let output = onrecord(folder.path()).args(told).assert().success().get_output().clone();
    assert!(!String::from_utf8_lossy(&output.stderr).contains("not in English"));
}

#[test]
fn originals_are_kept_where_they_are_asked_for_and_go_with_their_article() {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path().join("news");
    std::fs::create_dir(&news).unwrap();
    let page = "<html><head><title>Bridge closed</title></head><body><article><p>“It is closed,” said Ada Okafor, who runs a \
                bakery by the bridge over the Querl, and who has waited there since the morning.</p></article></body></html>\r\n";
    let lines = articles(2);
    std::fs::write(news.join("a.html"), page).unwrap();
    std::fs::write(news.join("b.jsonl"), &lines).unwrap();
    std::fs::write(
        news.join("c.csv"),
        "title,text\r\nRain,\"It rained,\nshe said.\"\r\nSnow,It snowed there.\r\n",
    )
    .unwrap();
    let import = |more: &[&str]| {
        onrecord(folder.path()).args(["import", "news"]).args(more).assert().success().get_output().clone()
    };
    let original = |of: &str| onrecord(folder.path()).args(["show", of, "--original"]).output().unwrap();
    import(&[]);
    let none = original("news/a.html");
    assert_eq!(none.status.code(), Some(2));
    contains(&none.stderr, "was not kept");
    contains(&none.stderr, "--keep-original");
    // Given again, it adds the originals to what is there.
    contains(&import(&["--keep-original"]).stderr, "Skipped 5 articles already there");
    assert_eq!(String::from_utf8_lossy(&original("news/a.html").stdout), page);
    let database = folder.path().join("onrecord.db");
    let id = |title: &str| -> String {
        value(
            &Store::open(&database).unwrap(),
            &format!("SELECT public_id FROM article WHERE title = '{title}'"),
        )
    };
    let line = lines.lines().nth(1).unwrap();
    assert_eq!(String::from_utf8_lossy(&original(&id("Bridge closed, no. 1")).stdout), line);
    assert_eq!(String::from_utf8_lossy(&original(&id("Rain")).stdout), "Rain,\"It rained,\nshe said.\"");
    assert_eq!(String::from_utf8_lossy(&original(&id("Snow")).stdout), "Snow,It snowed there.");
    onrecord(folder.path()).arg("check").assert().success();

    let count = || value::<i64>(&Store::open(&database).unwrap(), "SELECT count(*) FROM original");
    assert_eq!(count(), 5);
    onrecord(folder.path()).args(["remove", &id("Rain")]).assert().success();
    assert_eq!(count(), 4);
    // The second import brought all of them too.
    onrecord(folder.path()).args(["imports", "undo", "1"]).assert().success();
    assert_eq!(count(), 4);
    onrecord(folder.path()).args(["imports", "undo", "2"]).assert().success();
    assert_eq!(count(), 0);

    import(&["--keep-original"]);
    let store = Store::open(&database).unwrap();
    store
        .connection()
        .execute(
            "UPDATE original SET packed = zeroblob(9) WHERE bytes = (SELECT max(bytes) FROM original)",
            [],
        )
        .unwrap();
    drop(store);
    let check = onrecord(folder.path()).arg("check").assert().code(1).get_output().clone();
    contains(&check.stdout, "is not what");
}
