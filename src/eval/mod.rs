//! Scorers: the figures of the README, measured by the library itself.

pub mod dates;
pub mod sentences;
