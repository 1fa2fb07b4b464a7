//! Imports that take long: folders that are watched, Ctrl-C, kills at any moment, progress without a terminal.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]
#![cfg(unix)]

mod invented;

use invented::{dump, value};
use onrecord::store::Store;
use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A machine that is busy takes this long at most.
const LONGEST: Duration = Duration::from_secs(120);

fn start(folder: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Presses Ctrl-C.
fn interrupt(child: &Child) {
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
}

/// Its exit code and what it said, once it has ended.
fn end(mut child: Child) -> (Option<i32>, String) {
    let started = Instant::now();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    let status = child.wait().unwrap();
    assert!(started.elapsed() < LONGEST, "{said}");
    (status.code(), said)
}

fn wait_for(what: &str, mut is_there: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_there() {
        assert!(started.elapsed() < LONGEST, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn stored(database: &Path) -> i64 {
    let Ok(store) = Store::open(database) else { return 0 };
    store.connection().query_row("SELECT count(*) FROM article", [], |row| row.get(0)).unwrap_or(0)
}

/// Articles as JSON Lines; no two are alike.
fn articles(count: usize) -> String {
    (0..count).fold(String::new(), |mut lines, number| {
        let text = format!(
            "The bridge over the Querl was closed for the {number}th time on Monday. “Nobody is surprised,” said Ada \
             Okafor, who runs a bakery. The Ministry of Roads denied that it had known of {number} cracks in it."
        );
        writeln!(lines, r#"{{"title": "Bridge closed, no. {number}", "date": "2026-01-05", "text": "{text}"}}"#).unwrap();
        lines
    })
}

#[test]
fn a_folder_is_watched_until_ctrl_c() {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path().join("news");
    fs::create_dir(&news).unwrap();
    let write = |name: &str, text: &str| fs::write(news.join(name), text).unwrap();
    write("a.txt", "“It rained,” said Ada Okafor.");
    let database = folder.path().join("onrecord.db");
    let watching = start(folder.path(), &["import", "news", "--watch", "--every", "1", "--model", "fast"]);
    wait_for("the first file", || stored(&database) == 1);
    write("b.txt", "“It snowed,” said Bo Ek.");
    write("c.html.part", "<html><body><p>“Half a page,” said nobody.");
    wait_for("the second file", || stored(&database) == 2);
    write("b.txt", "“It thawed,” said Bo Ek, who had looked again.");
    wait_for("the changed file", || stored(&database) == 3);
    // What is stored is seen before its run has ended; Ctrl-C until then interrupts the run.
    let ended = "SELECT count(*) FROM import_run WHERE finished IS NOT NULL";
    wait_for("the end of its run", || {
        Store::open(&database).is_ok_and(|store| value::<i64>(&store, ended) == 3)
    });
    interrupt(&watching);
    let (code, said) = end(watching);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Watching 1 folder; Ctrl-C ends it."), "{said}");
    assert!(said.contains("Stopped watching"), "{said}");
    let store = Store::open(&database).unwrap();
    assert_eq!(value::<i64>(&store, ended), 3);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
}

#[test]
fn only_folders_are_watched() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = end(start(folder.path(), &["import", "nowhere", "--watch"]));
    assert_eq!(code, Some(2));
    assert!(said.contains("--watch: nowhere is no folder") && said.contains("hint:"), "{said}");
}

/// Ctrl-C while nothing comes from a pipe ends at once; while articles come, after those that are being read.
#[test]
fn ctrl_c_ends_the_batch_and_says_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let waiting = start(folder.path(), &["import", "-"]);
    let database = folder.path().join("onrecord.db");
    wait_for("the run to begin", || {
        Store::open(&database).is_ok_and(|store| value::<i64>(&store, "SELECT count(*) FROM import_run") == 1)
    });
    interrupt(&waiting);
    // Its end of the pipe stays open here for all that time.
    let mut waiting = waiting;
    let input = waiting.stdin.take();
    let (code, said) = end(waiting);
    drop(input);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("Interrupted. Give the same command again to go on"), "{said}");

    fs::write(folder.path().join("news.jsonl"), articles(3000)).unwrap();
    let working = start(folder.path(), &["import", "news.jsonl"]);
    wait_for("the first batch", || stored(&database) > 0);
    interrupt(&working);
    let (code, said) = end(working);
    assert_eq!(code, Some(2), "{said}");
    let so_far = stored(&database);
    assert!(so_far < 3000 && said.contains("Interrupted"), "{said}");
    let store = Store::open(&database).unwrap();
    assert_eq!(value::<i64>(&store, "SELECT max(interrupted) FROM import_run"), 1);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
}

/// At moments that nobody chose, some of them within a transaction.
#[test]
fn a_kill_at_any_moment_costs_no_more_than_the_open_batch() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("news.jsonl"), articles(600)).unwrap();
    let database = folder.path().join("onrecord.db");
    let arguments = ["import", "news.jsonl", "--model", "fast", "--keep-original"];
    let mut seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let mut before = 0;
    for _ in 0..5 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let mut child = start(folder.path(), &arguments);
        std::thread::sleep(Duration::from_millis(20 + (seed >> 33) % 1200));
        child.kill().unwrap();
        child.wait().unwrap();
        if !database.exists() {
            continue;
        }
        let now = stored(&database);
        assert!(now >= before, "{now} articles after {before}");
        before = now;
        if let Ok(store) = Store::open(&database) {
            let findings = store.check(|_, _| {}).unwrap();
            // What is derived follows at the end of a run.
            let lost: Vec<_> =
                findings.iter().filter(|f| f.article.is_some() || f.table == "original").collect();
            assert!(lost.is_empty(), "{lost:?}");
        }
    }
    let (code, said) = end(start(folder.path(), &arguments));
    assert_eq!(code, Some(0), "{said}");
    let resumed = Store::open(&database).unwrap();
    assert_eq!(resumed.check(|_, _| {}).unwrap(), []);

    let straight = tempfile::tempdir().unwrap();
    fs::write(straight.path().join("news.jsonl"), articles(600)).unwrap();
    end(start(straight.path(), &arguments));
    assert_eq!(dump(&resumed), dump(&Store::open(&straight.path().join("onrecord.db")).unwrap()));
}

#[test]
fn without_a_terminal_a_line_says_now_and_then_how_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("news.jsonl"), articles(60_000)).unwrap();
    let mut working = start(folder.path(), &["import", "news.jsonl", "--model", "fast"]);
    let mut said = String::new();
    let mut stderr = working.stderr.take().unwrap();
    wait_for("a line", || {
        let mut bytes = [0; 100];
        let read = stderr.read(&mut bytes).unwrap();
        said.push_str(&String::from_utf8_lossy(&bytes[..read]));
        said.contains('\n')
    });
    working.kill().unwrap();
    working.wait().unwrap();
    for words in [" articles, ", " words/s, ", " % read, about ", " left\n"] {
        assert!(said.contains(words), "{said}");
    }
}

/// A file of nothing but errors fills neither the disk nor the screen.
#[test]
fn errors_without_end_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("bad.jsonl"),
        "{\"text\": 5}\n".repeat(12_000) + "{\"text\": \"It rained.\"}\n",
    )
    .unwrap();
    let (code, said) = end(start(folder.path(), &["import", "bad.jsonl"]));
    assert_eq!(code, Some(2));
    assert!(
        said.contains("more than 10000 files or lines cannot be read; the others are only counted"),
        "{}",
        said.len()
    );
    assert!(said.contains("Could not read 12,000 files or lines") && said.contains("Stored 1 new article"));
    let store = Store::open(&folder.path().join("onrecord.db")).unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM import_failure"), 10_000);
    assert_eq!(value::<i64>(&store, "SELECT failed FROM import_run"), 12_000);
}
