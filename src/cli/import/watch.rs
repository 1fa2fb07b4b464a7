//! `onrecord import --watch`: imports what appears in folders, again and again.
//!
//! It looks every few seconds instead of asking the system to be told: that works on the network drives that newsrooms
//! share, too, where the system tells nothing of what others do.

use super::database::count;
use super::importer::Importer;
use super::{Context, ImportArgs, Outcome, own_files, safe};
use crate::cli::output::error;
use crate::ingest::{self, SourceFile, Sources};
use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Names of files that are still being written, by browsers and others.
const UNFINISHED: [&str; 6] = ["part", "crdownload", "download", "partial", "tmp", "filepart"];

/// What tells that a file has changed: its size and when it was last written.
type State = (u64, Option<SystemTime>);

/// Only folders can be watched.
pub(super) fn refuse(paths: &[PathBuf]) -> anyhow::Result<()> {
    match paths.iter().find(|path| !path.is_dir()) {
        Some(path) => Err(error(
            format!("--watch: {} is no folder", safe(&path.display().to_string())),
            "give the folders to look into; files are imported without --watch",
        )),
        None => Ok(()),
    }
}

/// Imports until Ctrl-C. Each time that something new is there is a run of import of its own.
pub(super) fn run(
    importer: &mut Importer,
    args: &ImportArgs,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let mut folders = Folders::default();
    let mut outcome = Outcome::Done;
    loop {
        let begun = Instant::now();
        let found = own_files::without(ingest::find(&args.paths), &context.database, &args.paths);
        for wrong in &found.errors {
            if folders.said.insert(wrong.to_string()) {
                let what = if wrong.skipped { "passed over" } else { "error" };
                writeln!(context.err, "{what}: {}", safe(&wrong.to_string()))?;
            }
        }
        let ready = folders.ready(found.files);
        if !ready.is_empty() {
            let sources = Sources { files: ready, errors: Vec::new() };
            let ended = importer.import(sources, context)?;
            if importer.is_interrupted() {
                return Ok(outcome);
            }
            if ended == Outcome::Failed {
                outcome = ended;
            }
        }
        if folders.looks == 2 {
            let folders = count(args.paths.len() as u64, "folder", "folders");
            writeln!(context.err, "Watching {folders}; Ctrl-C ends it.")?;
        }
        // Looking must not be what the machine does most.
        let pause = Duration::from_secs(args.every).max(begun.elapsed().min(Duration::from_secs(60)) * 4);
        if !wait(importer, pause) {
            writeln!(context.err, "Stopped watching; all that was imported is stored.")?;
            return Ok(outcome);
        }
    }
}

/// Waits; false where Ctrl-C came.
fn wait(importer: &Importer, pause: Duration) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < pause {
        if importer.is_interrupted() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    !importer.is_interrupted()
}

/// What is known of the files in the folders.
#[derive(Default)]
struct Folders {
    /// How often they were looked at.
    looks: u64,
    /// How each file was when it was imported.
    done: HashMap<PathBuf, State>,
    /// How each other file was at the last look.
    waiting: HashMap<PathBuf, State>,
    /// Errors that were named already.
    said: BTreeSet<String>,
}

impl Folders {
    /// The files that are new or changed, and have not changed since the last look: they are written to their end.
    fn ready(&mut self, files: Vec<SourceFile>) -> Vec<SourceFile> {
        self.looks += 1;
        let mut ready = Vec::new();
        let mut waiting = HashMap::new();
        for file in files.into_iter().filter(|file| !is_unfinished(&file.path)) {
            let Some(state) = state(&file.path) else { continue };
            if self.done.get(&file.path) == Some(&state) {
                continue;
            }
            if self.waiting.get(&file.path) == Some(&state) {
                self.done.insert(file.path.clone(), state);
                ready.push(file);
            } else {
                waiting.insert(file.path, state);
            }
        }
        self.waiting = waiting;
        ready
    }
}

fn state(path: &Path) -> Option<State> {
    let metadata = path.metadata().ok()?;
    Some((metadata.len(), metadata.modified().ok()))
}

fn is_unfinished(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    UNFINISHED.iter().any(|known| ending.eq_ignore_ascii_case(known))
        || name.ends_with('~')
        || name.starts_with("~$")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_is_ready_when_it_has_stopped_growing_and_once_for_each_change() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mut folders = Folders::default();
        let mut look = || -> Vec<String> {
            let found = ingest::find(&[folder.path().to_owned()]).files;
            let name = |file: SourceFile| file.path.file_name().unwrap().to_string_lossy().into_owned();
            folders.ready(found).into_iter().map(name).collect()
        };
        fs::write(at("a.txt"), "one").unwrap();
        fs::write(at("b.html.part"), "<html>").unwrap();
        fs::write(at("~$c.docx"), "x").unwrap();
        assert_eq!(look(), Vec::<String>::new());
        fs::write(at("a.txt"), "one and more").unwrap();
        assert_eq!(look(), Vec::<String>::new());
        assert_eq!(look(), ["a.txt"]);
        assert_eq!(look(), Vec::<String>::new());
        fs::rename(at("b.html.part"), at("b.html")).unwrap();
        fs::write(at("a.txt"), "changed since").unwrap();
        assert_eq!(look(), Vec::<String>::new());
        assert_eq!(look(), ["a.txt", "b.html"]);
        fs::remove_file(at("a.txt")).unwrap();
        assert_eq!(look(), Vec::<String>::new());
    }
}
