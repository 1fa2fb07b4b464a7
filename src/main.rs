//! The `onrecord` command: a thin skin over the library.

fn main() {}
