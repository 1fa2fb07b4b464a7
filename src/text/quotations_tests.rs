//! How marks pair, by example.

use super::*;
use crate::text::tokens;

fn pairs(text: &str, left_open: Option<Family>) -> Pairs {
    let line = Span::new(0, text.len());
    pair(text, line, &tokens::split(text, line), left_open)
}

fn inner(text: &str) -> Vec<&str> {
    pairs(text, None).quotations.iter().map(|q| q.inner.of(text)).collect()
}

#[test]
fn pairs_marks_of_every_kind() {
    assert_eq!(inner("“Yes,” he said. \"No,\" she said."), ["Yes,", "No,"]);
    assert_eq!(inner("„Ja“, said «Nein» and ‘it’s so’."), ["Ja", "Nein", "it’s so"]);
    assert_eq!(inner("``One'' and ''two''"), ["One", "two"]);
    assert_eq!(inner("「一」と『二』"), ["一", "二"]);
}
