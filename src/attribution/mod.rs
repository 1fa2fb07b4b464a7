//! Document → [`Attribution`]s: who (source) reports (cue) what (content), as PARC and PolNeAR define it.

pub mod confidence;
pub mod crf;
mod edges;
pub mod features;
mod find;
pub mod link_features;
pub mod linker;
pub mod model;
mod nested;
pub mod network;
pub mod pieces;
pub mod ranker;
pub mod reciprocal;
pub mod rereader;
mod rules;
pub mod tagger;

pub use find::{Read, kind, read};
pub use model::{Bundled, Model};
pub use rereader::Rereader;
pub use rules::dateline;

use crate::span::Span;

/// A source, a cue and a content that belong together. Spans are byte offsets, in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribution {
    /// How much of the content stands in quotation marks.
    pub kind: Kind,
    /// The words that name who it comes from; may be empty.
    pub source: Vec<Span>,
    /// The words that report; may be empty (a dash signature, "NAME: …").
    pub cue: Vec<Span>,
    /// What is reported, in one or more pieces; never empty.
    pub content: Vec<Span>,
    /// The index of the attribution within whose content this one stands.
    pub inside: Option<usize>,
    /// Probability, 0 to 1, that an annotator would mark this attribution.
    pub confidence: f32,
}

/// The three parts of an attribution, in the order of the tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Who it comes from.
    Source,
    /// The words that report.
    Cue,
    /// What is reported.
    Content,
}

/// Whether the content is quoted. PolNeAR: direct where at least nine tenths of its words stand in quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// All inside quotation marks.
    Direct,
    /// Part of it.
    Mixed,
    /// None of it.
    #[default]
    Indirect,
}

impl Kind {
    /// All kinds, in the order of listings.
    pub const ALL: [Kind; 3] = [Kind::Direct, Kind::Mixed, Kind::Indirect];

    /// The name in output, in the database and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
        }
    }
}
