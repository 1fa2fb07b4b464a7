//! PDF files, in this process: what it finds here costs an import one file, since each is read by a process of its own.
#![no_main]

use onrecord::ingest::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    onrecord_fuzz::read(Some(Kind::Pdf), bytes);
});
