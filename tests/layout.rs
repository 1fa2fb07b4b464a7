//! The way of the data is the layout (ARCHITECTURE.md): imports point one way, and what the pages name is there.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules along the way of the data; one may use itself and those before it.
const WAY: [&str; 18] = [
    "lists",
    "script",
    "span",
    "safe",
    "wording",
    "article",
    "ingest",
    "text",
    "attribution",
    "speakers",
    "claims",
    "outcomes",
    "dates",
    "extract",
    "contract",
    "store",
    "query",
    "cli",
];
/// Beside the way: the scorers read what has been extracted, and only the command line knows them.
const EVAL: &str = "eval";

fn place(module: &str) -> Option<usize> {
    if module == EVAL { place("contract") } else { WAY.iter().position(|m| *m == module) }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder, by name.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn imports_point_along_the_way_of_the_data() {
    let named = Regex::new(r"\bcrate::(?:\{([^}]*)\}|(\w+))").unwrap();
    let mut wrong = BTreeSet::new();
    for file in files(&root().join("src"), "rs") {
        let path = file.strip_prefix(root().join("src")).unwrap();
        let module = path.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let own = place(&module).unwrap_or_else(|| panic!("{module} has no place in WAY"));
        let text = fs::read_to_string(&file).unwrap();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for captures in named.captures_iter(&code.join("\n")) {
            let listed = captures.get(1).or(captures.get(2)).unwrap().as_str();
            let first = |item: &str| item.trim().split("::").next().unwrap_or("").to_owned();
            for used in listed.split(',').map(first).filter(|used| !used.is_empty()) {
                let is_before = place(&used).is_some_and(|at| at <= own);
                if used != module && !is_before || used == EVAL && !matches!(module.as_str(), "eval" | "cli")
                {
                    wrong.insert(format!("{} uses {used}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn links_in_the_pages_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)").unwrap();
    let mut pages = files(&root().join("docs"), "md");
    pages.extend(
        ["README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG"].map(|p| root().join(format!("{p}.md"))),
    );
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for captures in link.captures_iter(&text) {
            let to = page.parent().unwrap().join(&captures[1]);
            assert!(to.exists(), "{}: {}", page.display(), &captures[1]);
        }
    }
}

#[test]
fn the_page_about_the_database_names_tables_that_exist() {
    let created = Regex::new(r"CREATE (?:VIRTUAL )?(?:TABLE|VIEW) (\w+)").unwrap();
    let schema = fs::read_to_string(root().join("schema.sql")).unwrap();
    let tables: BTreeSet<&str> = created.captures_iter(&schema).map(|c| c.get(1).unwrap().as_str()).collect();
    let page = fs::read_to_string(root().join("docs/database.md")).unwrap();
    let read = Regex::new(r"(?:FROM|JOIN) (\w+)").unwrap();
    let layers = Regex::new(r"`(\w+)`").unwrap();
    let rows = page.lines().skip_while(|l| !l.starts_with("| layer")).take_while(|l| l.starts_with('|'));
    let middle: Vec<&str> = rows.filter_map(|row| row.split('|').nth(2)).collect();
    let middle = middle.join("\n");
    let named = read.captures_iter(&page).chain(layers.captures_iter(&middle));
    for name in named.map(|c| c.get(1).unwrap().as_str()) {
        assert!(tables.contains(name), "docs/database.md names {name}");
    }
}
