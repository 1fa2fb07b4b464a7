//! How good the extractor is: its results beside those of annotators. `onrecord eval` prints what these give.

pub mod attributions;
pub mod gold;
pub mod mistakes;
pub mod words;
