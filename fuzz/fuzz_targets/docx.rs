//! Word, OpenDocument and EPUB by the parts in them: an archive's checksums would keep a fuzzer out.
#![no_main]

use onrecord::ingest::{Kind, epub, office};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let (one, two) = rest.split_at(rest.iter().position(|b| *b == 0).unwrap_or(rest.len()));
    let mut parts = |name: &str| -> Result<Option<Vec<u8>>, String> {
        Ok(match name {
            "META-INF/container.xml" => Some(b"<c><rootfile full-path='a/b.opf'/></c>".to_vec()),
            "a/b.opf" | "word/document.xml" | "content.xml" => Some(one.to_vec()),
            _ => Some(two.to_vec()),
        })
    };
    match first % 3 {
        0 => drop(office::read(Kind::Docx, &mut parts, None)),
        1 => drop(office::read(Kind::Odt, &mut parts, None)),
        _ => drop(epub::read(&mut parts)),
    }
});
