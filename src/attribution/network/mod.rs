//! The two networks that give each token its tag scores, and what they share.

mod attention;
mod convolutional;
mod encoder;
mod integer;
mod layers;
mod parts;
mod weights;

pub use parts::stretches;
pub use weights::WeightsError;

use super::crf::{Crf, Row, TAGS};
use super::features::Features;
use crate::text::Document;
use convolutional::Convolutional;
use encoder::Encoder;
use std::ops::Range;
use weights::Weights;

/// Tokens that the fast network reads at once.
const STRETCH: usize = 4096;

/// One network.
#[derive(Debug)]
pub enum Network {
    /// Convolutions: fast.
    Convolutional(Convolutional),
    /// A transformer: accurate.
    Encoder(Box<Encoder>),
}

/// Buffers that one thread uses again for each part of a text.
#[derive(Debug, Default)]
pub struct Scratch {
    x: Vec<f32>,
    normed: Vec<f32>,
    gathered: Vec<f32>,
    gates: Vec<f32>,
    head: attention::Head,
    integers: integer::Integers,
}

/// Which network a file holds.
#[derive(serde::Deserialize)]
struct Settings {
    kind: Kind,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Fast,
    Accurate,
}

impl Network {
    /// Reads the network of a file of weights, and its CRF.
    pub fn load(bytes: &[u8]) -> Result<(Self, Crf), WeightsError> {
        let weights = Weights::new(bytes)?;
        let network = match weights.settings::<Settings>()?.kind {
            Kind::Fast => Self::Convolutional(Convolutional::load(&weights)?),
            Kind::Accurate => Self::Encoder(Box::new(Encoder::load(&weights)?)),
        };
        Ok((network, weights.crf()?))
    }

    /// The number of word pieces that it knows.
    pub fn vocabulary(&self) -> usize {
        match self {
            Self::Convolutional(network) => network.vocabulary(),
            Self::Encoder(network) => network.vocabulary(),
        }
    }

    /// The parts in which it reads a document, each by itself.
    pub fn parts(&self, document: &Document<'_>, features: &Features) -> Vec<Range<usize>> {
        match self {
            Self::Convolutional(_) => parts::stretches(document, STRETCH),
            Self::Encoder(network) => parts::windows(document, features, network.room()),
        }
    }

    /// Of a longer text only so many tokens are read, so that no input takes minutes: about a megabyte and a half of
    /// prose for the fast network, half a megabyte for the accurate one.
    pub fn most_tokens(&self) -> usize {
        match self {
            Self::Convolutional(_) => 300_000,
            Self::Encoder(_) => 100_000,
        }
    }

    /// The tag scores of the tokens of `range`, one of [`Network::parts`].
    pub fn scores(&self, features: &Features, range: Range<usize>, scratch: &mut Scratch) -> Vec<Row> {
        match self {
            Self::Convolutional(network) => network.run(features, range, scratch),
            Self::Encoder(network) => network.run(features, range, scratch),
        }
        let row = |scores: &[f32]| {
            let mut row = Row::default();
            row.copy_from_slice(scores);
            row
        };
        scratch.gates.chunks_exact(TAGS).map(row).collect()
    }
}
