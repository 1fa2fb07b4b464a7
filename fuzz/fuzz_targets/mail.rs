//! Messages and mailboxes.
#![no_main]

use onrecord::ingest::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let kind = if first % 2 == 0 { Kind::Mail } else { Kind::Mailbox };
    onrecord_fuzz::read(Some(kind), rest);
});
