//! The database that is imported into may lie in the folder that is read. It and what SQLite puts beside it while it is open change with
//! each run, and hold no article.

use crate::ingest::Sources;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What SQLite adds to the name of a database for the files that belong to it.
const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// The sources without the database, unless it is all that was named.
pub(super) fn without(mut sources: Sources, database: &Path, paths: &[PathBuf]) -> Sources {
    let (Some(folder), Some(name)) = (folder(database), database.file_name()) else { return sources };
    let names = BESIDE.map(|ending| {
        let mut name: OsString = name.to_owned();
        name.push(ending);
        name
    });
    sources.files.retain(|file| {
        let is_own = file.path.file_name().is_some_and(|name| names.iter().any(|own| own == name))
            && self::folder(&file.path).as_ref() == Some(&folder);
        !is_own || file.named && paths.len() == 1
    });
    sources
}

/// Where a file lies, by whatever name that is reached.
fn folder(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.canonicalize().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::find;

    #[test]
    fn the_open_database_and_what_lies_beside_it_are_no_sources() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("in")).unwrap();
        for name in ["a.txt", "o.db", "o.db-wal", "o.db-shm", "o.db-journal", "o.db.txt", "in/o.db"] {
            std::fs::write(at(name), "x").unwrap();
        }
        let names = |paths: &[PathBuf], database: &Path| -> Vec<String> {
            let found = without(find(paths), database, paths).files;
            found.iter().map(|f| f.path.strip_prefix(folder.path()).unwrap().display().to_string()).collect()
        };
        let left = ["a.txt", "in/o.db", "o.db.txt"];
        assert_eq!(names(&[folder.path().to_owned()], &at("o.db")), left);
        assert_eq!(names(&[folder.path().to_owned()], &at("in/../o.db")), left);
        assert_eq!(names(&[at("a.txt"), at("o.db")], &at("o.db")), ["a.txt"]);
        assert_eq!(names(&[at("o.db")], &at("o.db")), ["o.db"]);
        assert_eq!(names(&[at("a.txt")], Path::new("/")), ["a.txt"]);
    }
}
