//! Archives and compressed files, by what they look like.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    onrecord_fuzz::read(None, bytes);
});
