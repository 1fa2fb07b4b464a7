//! Plain text, Markdown and the exports of databases, down to sentences and quotation marks.
#![no_main]

use onrecord::ingest::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let kinds = [Kind::Text, Kind::Markdown, Kind::LexisNexis, Kind::Factiva];
    let kind = kinds.get(usize::from(*first) % kinds.len()).copied();
    for incoming in onrecord_fuzz::read(kind, rest) {
        let document = onrecord::text::read(&incoming.article);
        for sentence in &document.sentences {
            let span = sentence.span;
            assert!(incoming.article.text.get(span.start..span.end).is_some_and(|words| !words.is_empty()));
        }
    }
});
