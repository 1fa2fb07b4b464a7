//! Rust gives the tags that Python gave: `tests/passages.txt` (fifty passages of our own, separated by `%%`) against
//! `tests/passages.tags`, which `training/passages.py` wrote with the same weights.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

use onrecord::article::Article;
use onrecord::attribution::Model;
use onrecord::text;

#[test]
fn tags_equal_those_of_the_training_code() {
    let passages: Vec<&str> = include_str!("passages.txt").split("\n%%\n").collect();
    let expected: Vec<&str> = include_str!("passages.tags").lines().collect();
    assert_eq!(passages.len(), 50);
    assert_eq!(passages.len(), expected.len());
    let model = Model::bundled().unwrap();
    for (passage, expected) in passages.iter().zip(expected) {
        let article = Article { text: passage.trim_matches('\n').to_owned(), ..Article::default() };
        let tags = model.tags(&text::read(&article));
        let letters: String = tags.iter().map(|&t| char::from(b".SsCcQq"[usize::from(t)])).collect();
        assert_eq!(letters, expected, "{passage}");
    }
}
