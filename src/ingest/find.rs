//! Paths, folders and globs → the files to read.

use super::{IngestError, SourceFile, Sources, broken, companion, order};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Why a link is passed over. It may lead around in a circle, or out of the folder to half the disk.
const LINK: &str = "a link in a folder, which is not followed unless it is named itself";

/// Why what is neither file nor folder is passed over: it may have nobody at its end, and be waited for for ever.
const NO_FILE: &str = "a pipe, a device or a socket, which is not read where it lies in a folder";

/// Finds what there is to read at paths, in folders (with all below them, but for hidden files and links) and by globs; `-` is
/// standard input. Each file comes once, by whatever names it is reached. Reads no file yet, only the names.
pub fn find(paths: &[PathBuf]) -> Sources {
    let mut found = Found::default();
    for path in paths {
        if path == Path::new("-") || path.is_file() || is_open_pipe(path) {
            found.file(path, true);
        } else if companion::page(path).is_some_and(|page| path.is_dir() && paths.contains(&page)) {
            // A shell names both for `saved/*`.
            found.pass_over(path, companion::REASON);
        } else if path.is_dir() {
            found.folder(path);
        } else if let Some((reason, hint)) = address(path) {
            found.error(path, reason.to_owned(), Some(hint));
        } else if path.exists() {
            let hint = "if it ends at some time: cat PATH | onrecord import -";
            found.error(path, "is a pipe, a device or a socket, not a file".to_owned(), Some(hint));
        } else {
            found.pattern(path);
        }
    }
    order::saved_again_last(&mut found.sources.files, |file| &file.path);
    found.sources
}

#[derive(Default)]
struct Found {
    sources: Sources,
    /// What came already, by its place on the disk.
    seen: HashSet<PathBuf>,
}

impl Found {
    fn is_new(&mut self, path: &Path) -> bool {
        self.seen.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }

    fn file(&mut self, path: &Path, named: bool) {
        if self.is_new(path) {
            let bytes = path.metadata().map_or(0, |m| m.len());
            self.sources.files.push(SourceFile { path: path.to_owned(), bytes, named });
        }
    }

    fn folder(&mut self, path: &Path) {
        let mut entries = entries(path).into_iter().filter_entry(is_shown);
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if entry.file_type().is_file() => self.file(entry.path(), false),
                Ok(entry) if entry.depth() > 0 && companion::page(entry.path()).is_some() => {
                    entries.skip_current_dir();
                    self.pass_over(entry.path(), companion::REASON);
                }
                Ok(entry) if is_link_within(&entry) => self.pass_over(entry.path(), LINK),
                Ok(entry) if !entry.file_type().is_dir() && entry.depth() > 0 => {
                    self.pass_over(entry.path(), NO_FILE);
                }
                Ok(_) => {}
                Err(wrong) => {
                    let place = wrong.path().unwrap_or(path).to_owned();
                    let reason = wrong.io_error().map_or_else(|| wrong.to_string(), ToString::to_string);
                    let hint = wrong.io_error().and_then(broken::hint);
                    self.error(&place, format!("cannot be read: {reason}"), hint);
                }
            }
        }
    }

    /// A path that does not exist may be a glob that the shell left alone.
    fn pattern(&mut self, path: &Path) {
        let text = path.to_string_lossy();
        if !text.contains(['*', '?', '[']) {
            let hint = "check the spelling; relative paths start in the current folder";
            return self.error(path, "there is no such file or folder".to_owned(), Some(hint));
        }
        // Names have brackets in them, too.
        let is_plain = !text.contains(['*', '?']);
        match self.matches(&text) {
            Ok(matches) if !matches.is_empty() || !is_plain => {
                if matches.is_empty() {
                    self.error(
                        path,
                        "no file fits this pattern".to_owned(),
                        Some("** stands for folders at any depth"),
                    );
                }
                for path in matches {
                    // A pipe or a device would never end.
                    if let Some(folder) = companion::above(&path) {
                        self.pass_over(folder, companion::REASON);
                    } else if path.is_dir() {
                        self.folder(&path);
                    } else if path.is_file() {
                        self.file(&path, false);
                    } else if path.exists() {
                        self.pass_over(&path, NO_FILE);
                    }
                }
            }
            _ => {
                let reason = "there is no such file or folder, nor one that fits it as a pattern".to_owned();
                let hint = "check the spelling; in a pattern [ab] is one of these letters, and [[] the bracket itself";
                self.error(path, reason, Some(hint));
            }
        }
    }

    /// What fits a pattern. Where it has `**`, the library goes into each link again and again; we do not.
    fn matches(&mut self, text: &str) -> Result<Vec<PathBuf>, glob::PatternError> {
        let options = glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
        if !text.contains("**") {
            return Ok(glob::glob_with(text, options)?.filter_map(Result::ok).collect());
        }
        let options = glob::MatchOptions { require_literal_separator: true, ..options };
        let pattern = glob::Pattern::new(text)?;
        let plain = text.split(['*', '?', '[']).next().unwrap_or_default();
        let root =
            plain.get(..plain.rfind(std::path::is_separator).map_or(0, |at| at + 1)).unwrap_or_default();
        let mut matches = Vec::new();
        for entry in
            entries(Path::new(if root.is_empty() { "." } else { root })).into_iter().filter_entry(is_shown)
        {
            let Ok(entry) = entry else { continue };
            let path = if root.is_empty() {
                entry.path().strip_prefix(".").unwrap_or(entry.path())
            } else {
                entry.path()
            };
            let fits = pattern.matches_path_with(path, options);
            match is_link_within(&entry) {
                true if fits || path.is_dir() => self.pass_over(path, LINK),
                false if fits && entry.depth() > 0 => matches.push(path.to_owned()),
                _ => {}
            }
        }
        Ok(matches)
    }

    /// Names what is passed over, once.
    fn pass_over(&mut self, path: &Path, reason: &str) {
        // A link is not what it leads to.
        if self.seen.insert(path.to_owned()) {
            self.error(path, reason.to_owned(), None);
            if let Some(named) = self.sources.errors.last_mut() {
                named.skipped = true;
            }
        }
    }

    fn error(&mut self, path: &Path, reason: String, hint: Option<&str>) {
        self.sources.errors.push(IngestError {
            path: path.display().to_string(),
            line: None,
            skipped: false,
            reason,
            hint: hint.map(str::to_owned),
        });
    }
}

/// What is in a folder and below it, sorted by name.
fn entries(folder: &Path) -> WalkDir {
    let by_name = |one: &DirEntry, other: &DirEntry| order::by_name(one.file_name(), other.file_name());
    WalkDir::new(folder).sort_by(by_name)
}

fn is_link_within(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.path_is_symlink()
}

/// What a shell hands over for `<(command)`. Other pipes may have nobody at their end, and be waited for for ever.
fn is_open_pipe(path: &Path) -> bool {
    let of_shell =
        path == Path::new("/dev/stdin") || path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd");
    of_shell && path.exists() && !path.is_dir() && !is_device(path)
}

/// A device such as `/dev/zero` or a terminal, which has no end.
#[cfg(unix)]
pub fn is_device(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    path.metadata().is_ok_and(|m| m.file_type().is_char_device() || m.file_type().is_block_device())
}

/// A device: none is known here.
#[cfg(not(unix))]
pub const fn is_device(_: &Path) -> bool {
    false
}

/// What to say of an address, and what to try: its scheme may be in capitals, or left out as browsers show it.
fn address(path: &Path) -> Option<(&'static str, &'static str)> {
    let text = path.to_str()?.to_ascii_lowercase();
    if text.starts_with("file:/") {
        return Some(("is an address", "give the path of the file: what stands behind file://"));
    }
    let is_address = ["http:/", "https:/", "ftp:/", "www."].iter().any(|begins| text.starts_with(begins));
    is_address.then_some((
        "is an address, and onrecord never goes to the network",
        "save the page in your browser (as HTML or as one file, .mhtml) and import that file; --url ADDRESS keeps the address \
         with it",
    ))
}

/// Whether an entry is not hidden; the folder itself may be.
fn is_shown(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().to_str().is_some_and(|name| name.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_named() {
        for (path, words) in [
            ("/dev/zero", "a device"),
            ("https://lund.example/1", "an address"),
            ("HTTP://LUND.EXAMPLE/1?a=b*", "an address"),
            ("www.lund.example/talks/1", "an address"),
            ("ftp://lund.example/1", "an address"),
            ("file:///home/ada/talks.html", "an address"),
            ("/no/such/file", "no such file"),
            ("/no/such/file[1", "no such file"),
            ("/no/such/file[2-1].txt", "no such file"),
        ] {
            let found = find(&[PathBuf::from(path)]);
            assert!(found.files.is_empty() && found.errors[0].reason.contains(words), "{:?}", found.errors);
        }
    }

    #[test]
    fn a_page_that_was_saved_again_comes_after_the_first() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let names = ["pier.html", "pier (1).html", "pier (2).html", "pier (10).html"];
        names.iter().try_for_each(|name| fs::write(folder.path().join(name), "x"))?;
        let of_shell = ["pier (1).html", "pier (10).html", "pier (2).html", "pier.html"];
        for paths in [
            vec![folder.path().to_owned()],
            vec![folder.path().join("*.html")],
            of_shell.iter().map(|name| folder.path().join(name)).collect(),
        ] {
            let found = find(&paths).files;
            let found: Vec<_> = found.iter().filter_map(|f| f.path.file_name()?.to_str()).collect();
            assert_eq!(found, names, "{paths:?}");
        }
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_in_folders_are_named_and_not_followed_and_those_that_are_named_are() -> std::io::Result<()> {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir()?;
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("in/deep"))?;
        fs::create_dir(at("out"))?;
        for name in ["in/a.txt", "in/deep/b.txt", "out/c.txt"] {
            fs::write(at(name), "x")?;
        }
        // Two ways around in a circle have as many paths as 2 to the 40th.
        symlink("..", at("in/deep/around"))?;
        symlink("../deep", at("in/deep/again"))?;
        symlink("../out", at("in/out"))?;
        symlink("a.txt", at("in/copy.txt"))?;
        symlink("nowhere", at("in/gone.txt"))?;
        let names = |paths: &[PathBuf]| {
            let found = find(paths);
            let files: Vec<_> = found
                .files
                .into_iter()
                .filter_map(|f| Some(f.path.file_name()?.to_str()?.to_owned()))
                .collect();
            let mut links: Vec<_> = found
                .errors
                .into_iter()
                .map(|e| {
                    assert!(e.skipped && e.reason == LINK, "{e}");
                    e.path.rsplit('/').next().unwrap_or_default().to_owned()
                })
                .collect();
            links.sort_unstable();
            (files.join(" "), links.join(" "))
        };
        let pair = |files: &str, links: &str| (files.to_owned(), links.to_owned());
        assert_eq!(names(&[at("in")]), pair("a.txt b.txt", "again around copy.txt gone.txt out"));
        assert_eq!(names(&[at("in/**/*.txt")]), pair("a.txt b.txt", "again around copy.txt gone.txt out"));
        assert_eq!(names(&[at("in/**/b.*")]), pair("b.txt", "again around out"));
        // A link that is named is what it leads to, and each file comes once.
        assert_eq!(names(&[at("in/out"), at("in/copy.txt"), at("in/a.txt")]), pair("c.txt copy.txt", ""));
        assert_eq!(names(&[at("in/deep/around")]), pair("a.txt b.txt", "again around copy.txt gone.txt out"));
        assert_eq!(names(&[at("in/*.txt")]), pair("a.txt", ""));
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_in_a_folder_is_named_and_passed_over() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("a.txt"))?;
        fs::write(folder.path().join("b.txt"), "x")?;
        for paths in [[folder.path().to_owned()], [folder.path().join("*.txt")]] {
            let found = find(&paths);
            assert_eq!(found.files.len(), 1, "{paths:?}");
            let named: Vec<_> = found.errors.iter().map(|e| (e.skipped, &*e.reason)).collect();
            assert_eq!(named, [(true, NO_FILE)], "{paths:?}");
        }
        Ok(())
    }

    #[test]
    fn the_companion_of_a_saved_page_is_named_and_not_read() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["Story.html", "Story_files/ad.html", "Story_files/in/b.html", "press_files/talks.html"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            fs::write(path, "x")?;
        }
        let at = |name: &str| folder.path().join(name);
        for paths in [
            vec![at("")],
            vec![at("**/*.html")],
            vec![at("*")],
            vec![at("Story.html"), at("Story_files"), at("press_files")],
        ] {
            let found = find(&paths);
            let mut names: Vec<_> = found.files.iter().filter_map(|f| f.path.file_name()?.to_str()).collect();
            names.sort_unstable();
            assert_eq!(names, ["Story.html", "talks.html"], "{paths:?}");
            let named: Vec<_> =
                found.errors.iter().map(|e| (e.skipped, e.path.ends_with("Story_files"))).collect();
            assert_eq!(named, [(true, true)], "{paths:?}");
        }
        // Who names it alone wants it.
        assert_eq!(find(&[at("Story_files")]).files.len(), 2);
        Ok(())
    }

    #[test]
    fn folders_are_sorted_and_each_file_comes_once() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["b.txt", "a.txt", "deep/er/c.md", ".hidden", ".git/d.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            fs::write(path, "x")?;
        }
        let at = |name: &str| folder.path().join(name);
        let found = find(&[at("b.txt"), at("."), at("*.txt"), PathBuf::from("-"), at("no"), at("*.no")]);
        let names: Vec<_> = found.files.iter().map(|f| f.path.file_name().unwrap_or_default()).collect();
        assert_eq!(names[..2], ["b.txt", "a.txt"]);
        assert_eq!(found.errors.len(), 2);
        assert_eq!(find(&[at("")]).files.len(), 3);
        Ok(())
    }
}
