//! How good the extractor is: its results beside those of annotators, measured by the library itself. `onrecord eval`
//! prints what these give.

pub mod accusations;
pub mod attributions;
pub mod claims;
pub mod dates;
pub mod gold;
pub mod interval;
pub mod mistakes;
pub mod names;
pub mod pairs;
pub mod sentences;
pub mod speakers;
pub mod words;
