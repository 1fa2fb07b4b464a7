//! A PDF read by a process of its own: a file that makes the reader hang, overflow its stack or run out of memory costs
//! that file an error, and nothing else. The process is this program again, under limits of time and memory.

use super::{Found, Refused, SAVE_AGAIN, TRY_AGAIN, read};
use crate::article::Article;
use crate::ingest::lines::LONGEST;
use serde_json::{Value, json};
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

/// The hidden command that reads one PDF.
pub const COMMAND: &str = "read-pdf";
/// How long one PDF may take. A hundred pages take a fifth of a second.
const LONGEST_TIME: Duration = Duration::from_secs(60);
/// Seconds of computing; a busy machine gives less of them than the clock shows.
const MOST_SECONDS: u64 = 30;
/// Bytes of addresses: what the reader takes, and what the allocator sets aside.
#[cfg(unix)]
const MOST_MEMORY: u64 = 3 << 29;

/// Reads a PDF by running `program` with [`COMMAND`].
pub(in crate::ingest) fn read_apart(program: &Path, bytes: &[u8]) -> Result<Found, Refused> {
    read_within(program, bytes, LONGEST_TIME)
}

fn read_within(program: &Path, bytes: &[u8], longest: Duration) -> Result<Found, Refused> {
    let failed = |wrong: io::Error| {
        Refused::new(format!("cannot be read: no process could be started for it: {wrong}"), TRY_AGAIN)
    };
    let mut command = Command::new(program);
    command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    {
        // Ctrl-C is for the import, which ends the batch; this file is a part of it.
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    let mut child = command.spawn().map_err(failed)?;
    let (mut input, output) = (child.stdin.take(), child.stdout.take());
    let (ready, answer) = channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A process that ended before it had read all has said why, or says nothing.
            let _ = input.take().map(|mut input| input.write_all(bytes));
        });
        scope.spawn(move || {
            let mut text = Vec::new();
            // Its words, escaped as JSON, six bytes for one at most.
            let most = LONGEST as u64 * 6;
            let read = output.map(|output| output.take(most).read_to_end(&mut text));
            let _ = ready.send(read.is_some_and(|read| read.is_ok()).then_some(text));
        });
        let text = answer.recv_timeout(longest);
        let is_late = text.is_err();
        // Both threads end when the process does.
        let _ = child.kill();
        let is_late_by_its_own_clock = child.wait().is_ok_and(|ended| is_out_of_seconds(&ended));
        match text.ok().flatten().as_deref().and_then(decode) {
            Some(answer) => answer,
            None if is_late => {
                let reason = format!("took more than {} seconds to read and was given up", longest.as_secs());
                Err(Refused::new(reason, SAVE_AGAIN))
            }
            None if is_late_by_its_own_clock => {
                let reason =
                    format!("took more than {MOST_SECONDS} seconds of computing to read and was given up");
                Err(Refused::new(reason, SAVE_AGAIN))
            }
            None => Err(Refused::new("made the reader stop: it is broken, or made to do harm", SAVE_AGAIN)),
        }
    })
}

/// What the process does: reads a PDF from `input` and writes what it holds to `output`.
pub fn answer(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    limit();
    let mut bytes = Vec::new();
    (&mut input).take(LONGEST as u64 + 1).read_to_end(&mut bytes)?;
    let found = read_here(&bytes);
    output.write_all(encode(&found).to_string().as_bytes())?;
    output.flush()
}

/// Reads a PDF in this process: only its panics are caught.
pub(in crate::ingest) fn read_here(bytes: &[u8]) -> Result<Found, Refused> {
    let found = catch_unwind(AssertUnwindSafe(|| read(bytes)));
    found.unwrap_or_else(|_| Err(Refused::new("internal error: please report it, with the file", SAVE_AGAIN)))
}

/// Limits for this process, where the system has them.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // The lower limit of seconds ends the process by a signal that says why, the higher one by one that says nothing.
    for (resource, most, highest) in [
        (Resource::As, MOST_MEMORY, MOST_MEMORY),
        (Resource::Cpu, MOST_SECONDS, MOST_SECONDS + 5),
        (Resource::Core, 0, 0),
    ] {
        // Where a lower limit is set already, that one holds.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(highest) });
    }
}

/// Whether a process was ended because it had computed for too long.
#[cfg(unix)]
fn is_out_of_seconds(ended: &std::process::ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    ended.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

/// Only the clock limits it here.
#[cfg(not(unix))]
fn is_out_of_seconds(_: &std::process::ExitStatus) -> bool {
    false
}

/// Only the clock limits it here.
#[cfg(not(unix))]
fn limit() {}

fn encode(found: &Result<Found, Refused>) -> Value {
    match found {
        Ok(Found { article, warnings, .. }) => json!({
            "text": article.text, "title": article.title, "date": article.date, "authors": article.authors,
            "warnings": warnings,
        }),
        Err(refused) => json!({"reason": refused.reason, "hint": hint_number(refused.hint)}),
    }
}

/// `None` where the process did not come to its end.
fn decode(answer: &[u8]) -> Option<Result<Found, Refused>> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    let string = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
    let strings = |name: &str| -> Vec<String> {
        let list = answer.get(name).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    if let Some(reason) = string("reason") {
        let number = answer.get("hint").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let hint = number.and_then(|number| super::HINTS.get(number)).copied().unwrap_or(SAVE_AGAIN);
        return Some(Err(Refused::new(reason, hint)));
    }
    let article = Article {
        text: string("text")?,
        title: string("title"),
        date: string("date").and_then(|date| date.parse().ok()),
        authors: strings("authors"),
        ..Article::default()
    };
    Some(Ok(Found { article, warnings: strings("warnings"), ..Found::default() }))
}

fn hint_number(hint: &str) -> usize {
    super::HINTS.iter().position(|known| *known == hint).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_comes_through_as_it_is() {
        let article = Article {
            text: "“No,” she said.\n\u{1f600}".to_owned(),
            title: Some("Rain".to_owned()),
            date: "2025-12-19".parse().ok(),
            authors: vec!["Ada Berg".to_owned()],
            ..Article::default()
        };
        let found = Found { article, warnings: vec!["odd".to_owned()], ..Found::default() };
        let through = |found: Result<Found, Refused>| decode(encode(&found).to_string().as_bytes()).unwrap();
        assert_eq!(through(Ok(found.clone())), Ok(found));
        for hint in super::super::HINTS {
            let refused = Refused::new("is empty", hint);
            assert_eq!(through(Err(refused.clone())), Err(refused));
        }
        assert_eq!(decode(b""), None);
        assert_eq!(decode(b"{\"text\": \"cut"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_process_that_hangs_or_dies_costs_its_file() {
        let program = |script: &str| {
            use std::os::unix::fs::PermissionsExt;
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("reader");
            std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
            (folder, path)
        };
        let pdf = vec![b'a'; 1 << 20];
        let read = |script: &str, longest| {
            let (_folder, path) = program(script);
            read_within(&path, &pdf, longest).unwrap_err().reason
        };
        let soon = Duration::from_millis(300);
        assert!(read("exec sleep 60", soon).starts_with("took more than 0 seconds"));
        let long = Duration::from_secs(60);
        assert!(read("exit 3", long).starts_with("made the reader stop"));
        assert!(read("cat > /dev/null; echo '{\"text\": \"cut'", long).starts_with("made the reader stop"));
        assert!(read("kill -9 $$", long).starts_with("made the reader stop"));
        assert!(
            read("ulimit -S -t 1; while :; do :; done", long)
                .starts_with("took more than 30 seconds of computing")
        );
        let none = read_within(Path::new("/no/such/program"), &pdf, long).unwrap_err();
        assert!(none.reason.contains("no process could be started"), "{}", none.reason);
    }
}
