//! Rust gives the tags that Python gave: `tests/passages.txt` (fifty passages of our own, separated by `%%`) against
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

fn tags_equal(model: Bundled, expected: &str) {
    let expected: Vec<&str> = expected.lines().collect();
    assert_eq!(expected.len(), passages().len());
    let model = Model::bundled(model).unwrap();
    for (passage, expected) in passages().iter().zip(expected) {
        assert_eq!(tags(&model, passage), expected, "{passage}");
    }
}

#[test]
fn tags_of_the_accurate_model_equal_those_of_the_training_code() {
    tags_equal(Bundled::Accurate, include_str!("passages.accurate.tags"));
}

#[test]
fn tags_of_the_fast_model_equal_those_of_the_training_code() {
    tags_equal(Bundled::Fast, include_str!("passages.fast.tags"));
}
