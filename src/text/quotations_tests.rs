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

#[test]
fn nested_marks_close_inside_out() {
    assert_eq!(inner("“He told me ‘never’ twice.”"), ["He told me ‘never’ twice.", "never"]);
    assert_eq!(inner("\"I said, 'Go.' \" She left."), ["I said, 'Go.' ", "Go."]);
    assert_eq!(inner("‘She said “no” again,’ he said."), ["She said “no” again,", "no"]);
    assert_eq!(inner("« Il a dit « non » hier »"), [" Il a dit « non » hier ", " non "]);
    let pairs = pairs("“a ‘b “c” d’ e”", None);
    assert_eq!(pairs.quotations.iter().map(|q| q.level).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn each_language_has_its_own_direction() {
    assert_eq!(inner("„Ja“, sagte sie. „Nein”, sagte er. ‚Doch‘, sagte ich."), ["Ja", "Nein", "Doch"]);
    assert_eq!(inner("»Ja«, sagde hun. »Nej«, sagde han."), ["Ja", "Nej"]);
    assert_eq!(inner("”Ja”, sa hon. ”Nej”, sa han."), ["Ja", "Nej"]);
    assert_eq!(inner("»Kyllä», hän sanoi."), ["Kyllä"]);
    assert_eq!(inner("«\u{a0}Oui\u{a0}», dit-elle. «Non», dit-il."), ["\u{a0}Oui\u{a0}", "Non"]);
    assert_eq!(inner("‹Oui›, ›Ja‹"), ["Oui", "Ja"]);
}

#[test]
fn apostrophes_are_no_quotation_marks() {
    for text in [
        "the '90s and ’tis 6'2\" tall, the boys' club",
        "rock 'n' roll, get 'em, ol’ dogs’ tails",
        "In 2009-'10, where the ‘08 vote wasn’t counted",
        "Don't they know it's the workers' day?",
    ] {
        assert_eq!(inner(text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn single_marks_work_as_double_ones_do() {
    assert_eq!(
        inner("‘It’s the workers’ day,’ he said. ‘Don’t go.’"),
        ["It’s the workers’ day,", "Don’t go."]
    );
    assert_eq!(inner("'It's the workers' day,' he said."), ["It's the workers' day,"]);
    assert_eq!(inner("the ‘dogs’ and the cats’ food"), ["dogs"]);
    assert_eq!(inner("He said: ‘30 people left.’"), ["30 people left."]);
    let unclosed = pairs("‘We don’t know.", None);
    assert_eq!(unclosed.left_open, Some(Family::Single));
}

#[test]
fn feet_and_inches_do_not_close() {
    assert_eq!(inner("\"He is 6'2\" tall,\" she said."), ["He is 6'2\" tall,"]);
    assert_eq!(inner("\"It was 50\" and \"it was 60\""), ["It was 50", "it was 60"]);
    assert!(pairs("a 5\" pipe", None).warnings.is_empty());
}

#[test]
fn spaces_inside_the_marks() {
    assert_eq!(inner("“ Yes , ” he said . \" No , \" she said ."), [" Yes , ", " No , "]);
}

#[test]
fn a_quotation_goes_on_in_the_next_paragraph() {
    let first = pairs("“We went.", None);
    assert_eq!((first.left_open, first.quotations[0].closed), (Some(Family::Double), false));
    let reopened = pairs("“We saw,” she said.", first.left_open);
    assert!(reopened.quotations[0].continues && reopened.quotations[0].closed);
    let closed_only = pairs("We saw,” she said. “Then we left.”", first.left_open);
    assert_eq!(closed_only.quotations[0].inner, Span::new(0, "We saw,".len()));
    assert!(closed_only.quotations[0].continues && closed_only.warnings.is_empty());
    assert!(!closed_only.quotations[1].continues);
}

#[test]
fn an_odd_mark_costs_a_warning_and_no_more() {
    let never_closed = pairs("He said “we went and left. Then she said no.", None);
    assert_eq!(never_closed.warnings[0].message, "a quotation mark that is never closed");
    let closes_nothing = pairs("He left,” she said. “Good.”", None);
    assert_eq!(closes_nothing.stray.len(), 1);
    assert_eq!(closes_nothing.quotations.len(), 1);
    assert_eq!(inner("the “Elm strategy“) and “more”"), ["Elm strategy", "more"]);
}

#[test]
fn marks_of_two_kinds_close_each_other_where_nothing_else_does() {
    for text in ["“Yes,\" she said.", "\"Yes,” she said.", "„Yes,\" she said.", "‘Yes,” she said."]
    {
        assert_eq!(inner(text), ["Yes,"], "{text}");
        assert_eq!(pairs(text, None).warnings.len(), 1, "{text}");
    }
}
