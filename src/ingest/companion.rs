//! The folder that a browser puts beside a page that it saves: `Story_files` beside `Story.html`. The pictures, scripts and frames
//! of advertisements in it are no articles.

use crate::lists::lines;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Why such a folder is passed over.
pub(super) const REASON: &str =
    "the folder that a browser saved with a page, for its pictures, scripts and frames";

/// The endings of pages.
const PAGES: [&str; 5] = ["html", "htm", "xhtml", "HTML", "HTM"];

/// The page beside a folder whose companion it is.
pub(super) fn page(folder: &Path) -> Option<PathBuf> {
    let page = stem(folder.file_name()?.to_str()?)?;
    PAGES.iter().map(|ending| folder.with_file_name(format!("{page}.{ending}"))).find(|page| page.is_file())
}

/// The companion of a page that something lies in, or is.
pub(super) fn above(path: &Path) -> Option<&Path> {
    path.ancestors().find(|folder| page(folder).is_some() && folder.is_dir())
}

/// What a page's name without its ending would be, if a folder of this name were its companion.
fn stem(folder: &str) -> Option<&str> {
    let known = lines(include_str!("data/page-folders.txt"));
    known.filter_map(|end| folder.strip_suffix(end)).find(|stem| !stem.is_empty())
}

/// What is known of the files of an archive.
#[derive(Default)]
pub(super) struct Archive {
    pages: HashSet<String>,
    said: HashSet<String>,
}

impl Archive {
    /// Notes a file by its name in the archive.
    pub(super) fn note(&mut self, name: &str) {
        if name.rsplit_once('.').is_some_and(|(_, ending)| PAGES.contains(&ending)) {
            self.pages.insert(name.to_owned());
        }
    }

    /// Whether a file may lie in a companion whose page has not come yet.
    pub(super) fn may_hold(name: &str) -> bool {
        folders(name).any(|folder| stem(last(folder)).is_some())
    }

    /// The companion that a file lies in.
    pub(super) fn holding<'n>(&self, name: &'n str) -> Option<&'n str> {
        folders(name).find(|folder| {
            let last = last(folder);
            let above = folder.strip_suffix(last).unwrap_or_default();
            stem(last).is_some_and(|page| {
                PAGES.iter().any(|ending| self.pages.contains(&format!("{above}{page}.{ending}")))
            })
        })
    }

    /// True the first time that a companion is named.
    pub(super) fn is_new(&mut self, folder: &str) -> bool {
        self.said.insert(folder.to_owned())
    }
}

/// The folders in which a file of an archive lies, from the outermost.
fn folders(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').filter_map(|(at, _)| name.get(..at))
}

fn last(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_a_companion_only_beside_its_page() {
        let mut archive = Archive::default();
        for name in ["a/Story.html", "Bericht.htm", "press.txt"] {
            archive.note(name);
        }
        for (name, folder) in [
            ("a/Story_files/ad.html", Some("a/Story_files")),
            ("a/Story_files/deep/ad.html", Some("a/Story_files")),
            ("Bericht-Dateien/ad.html", Some("Bericht-Dateien")),
            ("Story_files/ad.html", None),
            ("press_files/talks.html", None),
            ("_files/x.html", None),
            ("Bericht.htm", None),
        ] {
            assert_eq!(archive.holding(name), folder, "{name}");
        }
        assert!(Archive::may_hold("press_files/talks.html") && !Archive::may_hold("press/talks_files.html"));
    }
}
