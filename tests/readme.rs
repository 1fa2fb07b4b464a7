//! The console sessions of the README and of the guide print what these pages say: every `$ onrecord …` line of a `console`
//! block is run, in order, in a folder that holds `samples`, and what it prints to standard output is compared.
//! `ONRECORD_BLESS=1` rewrites the pages.

#![allow(clippy::unwrap_used, reason = "in a test, that is how it fails")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, target).unwrap();
        }
    }
}

/// The words of a command line; double quotation marks keep words together.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(n, part)| match n % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

#[test]
fn console_sessions_are_true() {
    sessions("README.md");
}

#[test]
fn the_guide_can_be_followed() {
    sessions("docs/ten-minutes.md");
}

fn sessions(page: &str) {
    let page = root().join(page);
    let readme = std::fs::read_to_string(&page).unwrap();
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("samples"), &folder.path().join("samples"));
    let (mut out, mut inside, mut skipping, mut commands) = (String::new(), false, false, 0);
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
            skipping = false;
        }
        if !skipping || line.starts_with("```") || line.starts_with("$ ") {
            out.push_str(line);
            out.push('\n');
        }
        if let Some(command) = line.strip_prefix("$ onrecord ").filter(|_| inside) {
            commands += 1;
            skipping = true;
            let run = Command::new(env!("CARGO_BIN_EXE_onrecord"))
                .args(words(command))
                .current_dir(folder.path())
                .env_clear()
                .env("COLUMNS", "100")
                .env("ONRECORD_NOW", "2026-12-01T12:00:00Z")
                .output()
                .unwrap();
            assert!(run.status.success(), "{command}: {}", String::from_utf8_lossy(&run.stderr));
            out.push_str(&String::from_utf8(run.stdout).unwrap());
        }
    }
    assert!(commands >= 3, "{} shows no session", page.display());
    if std::env::var_os("ONRECORD_BLESS").is_some() {
        std::fs::write(&page, &out).unwrap();
    } else {
        assert_eq!(out, readme);
    }
}
