//! Rust gives the tags that Python gave (the accurate model nearly so): `tests/passages.txt` (fifty passages of our own, separated by `%%`) against
//! `tests/passages.*.tags`, which `training/passages.py` wrote with the same weights.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

use onrecord::article::Article;
use onrecord::attribution::{Bundled, Model};
use onrecord::text;

/// The passages, and all of them as one article, which is longer than a window of the encoder.
fn passages() -> Vec<String> {
    let mut passages: Vec<String> =
        include_str!("passages.txt").split("\n%%\n").map(|p| p.trim_matches('\n').to_owned()).collect();
    assert_eq!(passages.len(), 50);
    passages.push(passages.join("\n\n"));
    passages
}

fn tags(model: &Model, text: &str) -> String {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let tags = model.tags(&text::read(&article));
    tags.iter().map(|&t| char::from(b".SsCcQq"[usize::from(t)])).collect()
}

/// At most so many of a thousand tags differ.
fn tags_agree(model: Bundled, expected: &str, most: usize) {
    let expected: Vec<&str> = expected.lines().collect();
    assert_eq!(expected.len(), passages().len());
    let model = Model::bundled(model).unwrap();
    let (mut all, mut other) = (0, Vec::new());
    for (passage, expected) in passages().iter().zip(expected) {
        let tags = tags(&model, passage);
        assert_eq!(tags.len(), expected.len(), "{passage}");
        let differ = tags.chars().zip(expected.chars()).filter(|(a, b)| a != b).count();
        all += tags.len();
        if differ > 0 {
            other.push((differ, passage.clone()));
        }
    }
    let differ: usize = other.iter().map(|(n, _)| n).sum();
    assert!(differ * 1000 <= all * most, "{differ} of {all}: {other:?}");
}

#[test]
fn tags_of_the_accurate_model_are_those_of_the_training_code() {
    // The library multiplies in eight bits what the training code multiplies as floats.
    tags_agree(Bundled::Accurate, include_str!("passages.accurate.tags"), 10);
}

#[test]
fn tags_of_the_fast_model_equal_those_of_the_training_code() {
    tags_agree(Bundled::Fast, include_str!("passages.fast.tags"), 0);
}
