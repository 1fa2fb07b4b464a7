//! JSON, JSON Lines and ninjs.
#![no_main]

use onrecord::ingest::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let kinds = [Kind::Json, Kind::JsonLines, Kind::Ninjs];
    onrecord_fuzz::read(kinds.get(usize::from(*first) % kinds.len()).copied(), rest);
});
