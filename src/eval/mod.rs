//! Stub.

pub mod sentences;
