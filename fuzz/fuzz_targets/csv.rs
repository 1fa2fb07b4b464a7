//! Tables.
#![no_main]

use onrecord::ingest::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    onrecord_fuzz::read(Some(Kind::Csv), bytes);
});
