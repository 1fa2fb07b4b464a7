//! What the fuzz targets share: reading one file from memory, and what must hold of all that comes out.

use onrecord::ingest::{Incoming, IngestError, Kind, Options, read_bytes};

/// Reads bytes as a file of this kind (`None`: as they look) and checks what comes out.
pub fn read(kind: Option<Kind>, bytes: &[u8]) -> Vec<Incoming> {
    let options = Options { kind, keep_original: true, ..Options::default() };
    read_bytes("file", bytes, options).into_iter().filter_map(checked).collect()
}

/// An article that a reader gave, with the promises that every one keeps.
fn checked(item: Result<Incoming, IngestError>) -> Option<Incoming> {
    let incoming = match item {
        Ok(incoming) => incoming,
        Err(wrong) => {
            // Not by "contains": a message may quote the file.
            assert!(!wrong.reason.starts_with("internal error"), "{wrong}");
            assert!(!wrong.to_string().contains('\n'), "an error has one line: {wrong}");
            return None;
        }
    };
    let text = &incoming.article.text;
    assert!(!text.trim().is_empty(), "an article has a text");
    assert!(!text.contains(['\r', '\0']), "a stored text has line feeds only and no NUL");
    assert!(incoming.original.is_some(), "the original was asked for");
    Some(incoming)
}
