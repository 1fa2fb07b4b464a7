//! The two networks that give each token its tag scores, and what they share.

mod attention;
mod branch;
mod convolutional;
mod encoder;
mod integer;
mod layers;
mod parts;
mod states;
mod transformer;
mod vectors;
mod weights;

pub use branch::{Branch, Reread, number};
pub use layers::{Linear, gelu};
pub use parts::stretches;
pub use states::States;
pub use weights::{Weights, WeightsError};

use super::crf::{Crf, Row, TAGS};
use super::features::Features;
use crate::text::Document;
use convolutional::Convolutional;
use encoder::Encoder;
use half::bf16;
use std::ops::Range;
use vectors::Vectors;

/// Tokens that the fast network reads at once.
const STRETCH: usize = 4096;

/// One network, with the word-piece vectors that it reads.
#[derive(Debug)]
pub struct Network {
    vectors: Vectors,
    layers: Layers,
}

#[derive(Debug)]
enum Layers {
    Convolutional(Box<Convolutional>),
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
    /// What is kept of the rows halfway.
    kept: Vec<f32>,
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
    /// Reads the network of a file of weights, and its CRF; `vectors` is the file of word-piece vectors.
    pub fn load(bytes: &[u8], vectors: &[u8]) -> Result<(Self, Crf), WeightsError> {
        let (weights, vectors) = (Weights::new(bytes)?, Vectors::load(vectors)?);
        let layers = match weights.settings::<Settings>()?.kind {
            Kind::Fast => Layers::Convolutional(Box::new(Convolutional::load(&weights, &vectors)?)),
            Kind::Accurate => Layers::Encoder(Box::new(Encoder::load(&weights, &vectors)?)),
        };
        Ok((Self { vectors, layers }, weights.crf()?))
    }

    /// The number of word pieces that it knows.
    pub fn vocabulary(&self) -> usize {
        self.vectors.count()
    }

    /// The parts in which it reads a document, each by itself.
    pub fn parts(&self, document: &Document<'_>, features: &Features) -> Vec<Range<usize>> {
        match &self.layers {
            Layers::Convolutional(_) => parts::stretches(document, STRETCH),
            Layers::Encoder(network) => parts::windows(document, features, network.room()),
        }
    }

    /// Of a longer text only so many tokens are read, so that no input takes minutes: about a megabyte and a half of
    /// prose for the fast network, half a megabyte for the accurate one.
    pub fn most_tokens(&self) -> usize {
        match &self.layers {
            Layers::Convolutional(_) => 300_000,
            Layers::Encoder(_) => 100_000,
        }
    }

    /// The parts in which it reads some tokens as if they were a text of their own.
    pub fn parts_within(&self, features: &Features, range: Range<usize>) -> Vec<Range<usize>> {
        match &self.layers {
            Layers::Convolutional(_) => vec![range],
            Layers::Encoder(network) => parts::cut(features, range, network.room()),
        }
    }

    /// The tag scores of the tokens of `range`, one of [`Network::parts`], read with what stands before it.
    pub fn scores(&self, features: &Features, range: Range<usize>, scratch: &mut Scratch) -> Vec<Row> {
        let first = match &self.layers {
            Layers::Convolutional(_) => range.start,
            Layers::Encoder(network) => network.context(features, &range),
        };
        self.scores_from(first, features, range, scratch)
    }

    /// The numbers in a row of [`Network::kept`]; 0 where none are kept.
    pub fn kept_width(&self) -> usize {
        match &self.layers {
            Layers::Convolutional(_) => 0,
            Layers::Encoder(network) => network.width(),
        }
    }

    /// What is kept of the pieces of `range`, which was scored just before: a row for each.
    pub fn kept(&self, features: &Features, range: Range<usize>, scratch: &Scratch) -> Vec<bf16> {
        let pieces = features.first_piece[range.end] - features.first_piece[range.start];
        let size = pieces as usize * self.kept_width();
        // What stands before the range was read with it, and first.
        let begin = scratch.kept.len().saturating_sub(size);
        scratch.kept.get(begin..).unwrap_or_default().iter().map(|&value| bf16::from_f32(value)).collect()
    }

    /// The tag scores of the tokens of `range`, one of [`Network::parts_within`], read by themselves.
    pub fn scores_alone(&self, features: &Features, range: Range<usize>, scratch: &mut Scratch) -> Vec<Row> {
        self.scores_from(range.start, features, range, scratch)
    }

    fn scores_from(
        &self,
        first: usize,
        features: &Features,
        range: Range<usize>,
        scratch: &mut Scratch,
    ) -> Vec<Row> {
        let read = first..range.end;
        match &self.layers {
            Layers::Convolutional(network) => network.run(&self.vectors, features, read, scratch),
            Layers::Encoder(network) => network.run(&self.vectors, features, read, scratch),
        }
        let row = |scores: &[f32]| {
            let mut row = Row::default();
            row.copy_from_slice(scores);
            row
        };
        scratch.gates.chunks_exact(TAGS).skip(range.start - first).map(row).collect()
    }
}
