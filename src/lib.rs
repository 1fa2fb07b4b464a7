//! onrecord turns news articles into a searchable record of who said what, about whom, when, and where it was
//! reported. The way of the data is the layout; see ARCHITECTURE.md.

pub mod article;
pub mod attribution;
pub mod claims;
pub mod cli;
pub mod contract;
pub mod dates;
pub mod eval;
pub mod extract;
pub mod ingest;
mod lists;
pub mod outcomes;
pub mod query;
pub mod safe;
mod script;
pub mod span;
pub mod speakers;
pub mod store;
pub mod text;
pub mod wording;
