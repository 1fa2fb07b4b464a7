//! Stub.
pub mod dates;
