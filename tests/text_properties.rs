//! What holds for the text stage on all inputs.

use onrecord::article::Article;
use onrecord::text::{Document, Quotation, read};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn article(text: impl Into<String>) -> Article {
    Article { text: text.into(), ..Article::default() }
}

/// Pieces that news is made of, and what breaks programs.
fn hostile_text() -> impl Strategy<Value = String> {
    let pieces = vec![
        "The",
        "mayor",
        "said",
        "Mr",
        "U.S",
        "p.m",
        "Inc",
        "I",
        "5",
        "1",
        "’s",
        "s’",
        "é",
        "東",
        "e\u{301}",
        "a",
        "b",
        " ",
        " ",
        " ",
        " ",
        " ",
        ".",
        ".",
        ",",
        "?",
        "!",
        "…",
        "...",
        ". . .",
        ":",
        "—",
        "-",
        "(",
        ")",
        "[",
        "]",
        "“",
        "”",
        "\"",
        "'",
        "‘",
        "’",
        "„",
        "«",
        "»",
        "‹",
        "›",
        "「",
        "」",
        "''",
        "``",
        "•",
        "1.",
        "2)",
        "|",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\u{2029}",
        "\0",
        "\u{202e}",
        "\u{200b}",
        "\u{feff}",
        "\u{a0}",
        "http://a.b/C.D",
        "a@b.Co",
        "the quick brown fox jumps over the lazy dog and runs away",
    ];
    prop_oneof![
        4 => prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat()),
        1 => "\\PC{0,80}",
    ]
}

/// Asserts all that must hold for one document.
fn assert_sound(document: &Document<'_>) {
    let text = document.text;
    let mut end = 0;
    for token in &document.tokens {
        assert!(token.span.start >= end && !token.span.is_empty(), "in order, not empty");
        assert!(text.get(token.span.range()).is_some(), "inside the text, on character boundaries");
        end = token.span.end;
        let sentence = &document.sentences[token.sentence as usize];
        assert!(sentence.span.contains(token.span));
        assert_eq!(sentence.paragraph, token.paragraph as usize);
    }
    let mut next = 0;
    for sentence in &document.sentences {
        assert_eq!(sentence.tokens.start, next, "sentences hold all tokens, in order");
        assert!(!sentence.tokens.is_empty());
        next = sentence.tokens.end;
        let edges = (document.tokens[sentence.tokens.start].span.start, document.tokens[next - 1].span.end);
        assert_eq!((sentence.span.start, sentence.span.end), edges);
        assert!(document.paragraphs[sentence.paragraph].span.contains(sentence.span), "within one paragraph");
    }
    assert_eq!(next, document.tokens.len());
    let (mut token, mut sentence, mut end) = (0, 0, 0);
    for paragraph in &document.paragraphs {
        assert_eq!((paragraph.tokens.start, paragraph.sentences.start), (token, sentence));
        assert!(!paragraph.tokens.is_empty() && !paragraph.sentences.is_empty());
        assert!(paragraph.span.start >= end && text.get(paragraph.span.range()).is_some());
        (token, sentence, end) = (paragraph.tokens.end, paragraph.sentences.end, paragraph.span.end);
    }
    assert_eq!((token, sentence), (document.tokens.len(), document.sentences.len()));
    assert_nested(document);
    for warning in &document.warnings {
        assert!(text.get(warning.span.range()).is_some_and(|words| !words.is_empty()));
    }
}

/// Asserts that quotations lie within each other or apart, outer before inner, each within one paragraph.
fn assert_nested(document: &Document<'_>) {
    let mut open: Vec<&Quotation> = Vec::new();
    for quotation in &document.quotations {
        assert!(quotation.span.contains(quotation.inner) && !quotation.inner.is_empty());
        assert!(document.text.get(quotation.span.range()).is_some());
        assert!(document.text.get(quotation.inner.range()).is_some());
        assert!(document.paragraphs.iter().any(|p| p.span.contains(quotation.span)), "within one paragraph");
        while open.last().is_some_and(|outer| outer.span.end <= quotation.span.start) {
            open.pop();
        }
        assert!(open.iter().all(|outer| outer.inner.contains(quotation.span)), "nested, not crossed");
        open.push(quotation);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_document_is_sound(text in hostile_text(), title in prop::option::of(hostile_text())) {
        let article = Article { text, title, ..Article::default() };
        assert_sound(&read(&article));
    }

    #[test]
    fn reading_twice_gives_the_same(text in hostile_text()) {
        let article = article(text);
        prop_assert_eq!(format!("{:?}", read(&article)), format!("{:?}", read(&article)));
    }

    #[test]
    fn an_odd_mark_in_a_later_paragraph_changes_nothing_before(
        text in hostile_text(),
        mark in prop::sample::select(vec![
            "“", "”", "\"", "'", "‘", "’", "„", "«", "»", "‹", "›", "「", "」", "``", "(", ".",
        ]),
        before in any::<bool>(),
    ) {
        let odd = if before { format!("{mark}She left") } else { format!("She left{mark}") };
        let (short, long) = (article(text.clone()), article(format!("{text}\n\n{odd}")));
        let (short, long) = (read(&short), read(&long));
        prop_assert_eq!(&short.tokens[..], &long.tokens[..short.tokens.len()]);
        prop_assert_eq!(&short.sentences[..], &long.sentences[..short.sentences.len()]);
        prop_assert_eq!(&short.quotations[..], &long.quotations[..short.quotations.len()]);
        let spans = |document: &Document<'_>| document.paragraphs.iter().map(|p| p.span).collect::<Vec<_>>();
        prop_assert_eq!(&spans(&short)[..], &spans(&long)[..short.paragraphs.len()]);
    }
}

/// Texts of about `size` bytes, each a way to make a careless program slow.
fn growing(size: usize) -> Vec<(&'static str, String)> {
    let repeat = |piece: &str| piece.repeat(size / piece.len());
    vec![
        ("words without an end", repeat("word ")),
        ("one word", repeat("x")),
        ("nested marks", format!("{}{}", repeat("“‘"), repeat("’”"))),
        ("opening marks", repeat("“a ")),
        ("closing marks", repeat("a” ")),
        ("straight marks", repeat("\"")),
        ("spaced straight marks", repeat("\" ")),
        ("single quotations", repeat("‘s’ a ")),
        ("possessives in one quotation", format!("‘{} end.’", repeat("dogs’ a "))),
        ("inches in one quotation", format!("\"{} end.\"", repeat("5\" a "))),
        ("full stops", repeat(".")),
        ("spaced full stops", repeat(". ")),
        ("a full stop, then brackets", format!("A.{}", repeat(")"))),
        ("a full stop, then spaces", format!("A.{}B", repeat(" "))),
        ("a full stop, then numbers", format!("A.{}", repeat(" 1"))),
        ("abbreviations", repeat("Mr. ")),
        ("letters with full stops", repeat("A.")),
        ("opening brackets", repeat("(")),
        ("brackets", format!("{}a. {}", repeat("("), repeat(")"))),
        ("list items", repeat("1. a ")),
        ("bullets", repeat("• ")),
        ("line feeds", repeat("\n")),
        ("short lines", repeat("a\n")),
        ("labels", repeat("Label a: b\n")),
        ("wrapped lines", repeat("a line of text that is about as wide as most lines of wrapped text are\n")),
        ("carriage returns", repeat("\r\n")),
        ("zeros", repeat("\0")),
        ("full stops between zeros", repeat("a.\0")),
        ("right-to-left overrides", repeat("\u{202e}a ")),
        ("combining marks", format!("e{}", repeat("\u{301}"))),
        ("ideographs", repeat("東。")),
        ("questions", repeat("“Why?” Ms Lee Roe ")),
        ("unclosed paragraphs", repeat("“a\n")),
    ]
}

#[test]
fn time_grows_as_the_text_does() {
    let best_of_two = |text: String| {
        let article = article(text);
        let time = || {
            let start = Instant::now();
            assert!(read(&article).tokens.len() <= article.text.len());
            start.elapsed()
        };
        time().min(time())
    };
    for ((name, small), (_, large)) in growing(60_000).into_iter().zip(growing(480_000)) {
        let (small, large) = (best_of_two(small), best_of_two(large));
        // Eight times the text: a quadratic step would take 64 times as long, and that many seconds. The two seconds
        // are for a busy machine.
        assert!(
            large < small * 16 + Duration::from_secs(2),
            "{name}: {small:?}, eight times as much: {large:?}"
        );
    }
}

#[test]
fn absurd_articles_are_read_in_seconds() {
    let start = Instant::now();
    for text in [
        "word ".repeat(2_000_000),
        "“".repeat(200_000),
        format!("{}{}", "“a ‘b ".repeat(100_000), "c’ d” ".repeat(100_000)),
        "She said no. ".repeat(80_000),
    ] {
        assert!(!read(&article(text)).sentences.is_empty());
    }
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}
