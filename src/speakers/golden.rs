//! The articles of tests/speakers, which are hard for speakers, against their truth (docs/samples.md). What is wrong is
//! known, a line `known 7: …` in the file, and the test fails when that changes in either direction; `ONRECORD_BLESS=1`
//! writes the lines anew.

use super::fit::plain as words;
use super::{Entity, Speakers, resolve};
use crate::article::Article;
use crate::attribution::{Attribution, kind};
use crate::span::Span;
use crate::text;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the truth about the speakers begins.
const TRUTH: &str = "=== speakers\n";

#[test]
fn what_is_wrong_in_the_samples_is_known() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/speakers");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 15);
    let (mut changes, mut right, mut all) = (String::new(), 0, 0);
    for file in files {
        let sample = std::fs::read_to_string(&file).unwrap();
        let (truth, known): (Vec<&str>, Vec<&str>) = sample.lines().partition(|l| !l.starts_with("known "));
        let (count, wrong) = compare(&sample);
        (right, all) = (right + count - wrong.len(), all + count);
        if wrong == known {
            continue;
        }
        if std::env::var_os("ONRECORD_BLESS").is_some() {
            let lines: Vec<String> = truth.iter().map(|l| (*l).to_owned()).chain(wrong).collect();
            std::fs::write(&file, lines.join("\n") + "\n").unwrap();
        } else {
            changes += &format!("{}\n  known: {known:#?}\n  now: {wrong:#?}\n", file.display());
        }
    }
    println!("{right} of {all} right");
    assert!(changes.is_empty(), "{changes}");
}

/// How many attributions a sample has, and a line for each that is wrong.
fn compare(sample: &str) -> (usize, Vec<String>) {
    let (marked, truth) = sample.split_once(TRUTH).unwrap();
    let (heading, marked) = marked.split_once('\n').unwrap();
    assert!(heading.starts_with("# "), "the first line says what is hard");
    let (text, marks) = unmark(marked);
    let article = Article { text, ..Article::default() };
    let document = text::read(&article);
    let mut attributions: BTreeMap<u32, Attribution> = BTreeMap::new();
    for (role, number, span) in marks {
        let attribution = attributions.entry(number).or_default();
        match role {
            'S' => attribution.source.push(span),
            'Q' => attribution.cue.push(span),
            _ => attribution.content.push(span),
        }
    }
    let numbers: Vec<u32> = attributions.keys().copied().collect();
    let mut attributions: Vec<Attribution> = attributions.into_values().collect();
    for attribution in &mut attributions {
        attribution.kind = kind(&document, &attribution.content);
    }
    let speakers = resolve(&article, &document, &attributions);
    let mut wrong = Vec::new();
    let lines: Vec<&str> = truth.lines().filter(|l| !l.starts_with("known ")).collect();
    for line in &lines {
        let mut fields = line.split(" | ");
        let number: u32 = fields.next().unwrap().parse().unwrap();
        let at = numbers.iter().position(|n| *n == number).unwrap();
        let want: Vec<&str> = fields.next().unwrap().split(" + ").collect();
        let got = &speakers.of_attribution[at];
        let entity = |n: usize| got.get(n).and_then(|s| s.entity).map(|e| &speakers.entities[e]);
        let name = |n: usize| entity(n).map_or("unknown", |e| e.name.as_str());
        let fits = |(n, wanted): (usize, &&str)| wanted.split(" / ").any(|w| words(w) == words(name(n)));
        if got.len() != want.len() || !want.iter().enumerate().all(fits) {
            let names: Vec<&str> = (0..got.len()).map(name).collect();
            wrong.push(format!("known {number}: got {}", names.join(" + ")));
        } else if let Some(whom) = fields.next().and_then(|f| f.strip_prefix("for: ")) {
            let found = entity(0).and_then(|e| speaks_for(&speakers, e)).unwrap_or("nobody");
            if words(found) != words(whom) {
                wrong.push(format!("known {number}: got for {found}"));
            }
        }
    }
    (lines.len(), wrong)
}

fn speaks_for<'s>(speakers: &'s Speakers, entity: &Entity) -> Option<&'s str> {
    entity.speaks_for.map(|e| speakers.entities[e].name.as_str())
}

/// The text without its marks `[S1 …]`, and what they mark: role, number, place.
fn unmark(marked: &str) -> (String, Vec<(char, u32, Span)>) {
    let (mut text, mut open, mut marks) = (String::new(), Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => {
                let (label, after) = rest.split_once(' ').unwrap();
                let number: u32 = label[1..].parse().unwrap();
                open.push((label.chars().next().unwrap(), number, text.len()));
                rest = after;
            }
            ']' => {
                let (role, number, start) = open.pop().unwrap();
                marks.push((role, number, Span::new(start, text.len())));
            }
            _ => text.push(c),
        }
    }
    assert!(open.is_empty(), "a mark is never closed");
    marks.sort_by_key(|m| m.2);
    (text, marks)
}
