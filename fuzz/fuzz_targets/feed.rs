//! Feeds and the agencies' XML.
#![no_main]

use onrecord::ingest::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let kinds = [Kind::Feed, Kind::Nitf, Kind::NewsMl];
    onrecord_fuzz::read(kinds.get(usize::from(*first) % kinds.len()).copied(), rest);
});
