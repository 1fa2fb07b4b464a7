//! The fast network: word-piece vectors and features → gated dilated convolutions (van den Oord et al. 2016) → a
//! bidirectional GRU → tag scores. `training/convolutional.py` computes the same.

use super::Scratch;
use super::layers::{Gru, LayerNorm, Linear, sigmoid, wide};
use super::vectors::Vectors;
use super::weights::{Weights, WeightsError};
use crate::attribution::crf::TAGS;
use crate::attribution::features::{FEATURES, Features};
use std::ops::Range;

/// Its settings, as `training/train.py` wrote them.
#[derive(Debug, serde::Deserialize)]
struct Settings {
    width: usize,
    vector_scale: f32,
    dilations: Vec<usize>,
    gru: usize,
}

/// One network.
#[derive(Debug)]
pub struct Convolutional {
    width: usize,
    /// Brings the vectors to the order of the features.
    vector_scale: f32,
    features: Vec<Vec<f32>>,
    input: Linear,
    convolutions: Vec<Convolution>,
    gru: Gru,
    norm: LayerNorm,
    output: Linear,
}

#[derive(Debug)]
struct Convolution {
    norm: LayerNorm,
    linear: Linear,
    dilation: usize,
}

impl Convolutional {
    /// Reads its weights.
    pub fn load(weights: &Weights<'_>, vectors: &Vectors) -> Result<Self, WeightsError> {
        let Settings { width, vector_scale, dilations, gru } = weights.settings()?;
        let features = weights.features()?;
        let feature_width: usize =
            features.iter().zip(FEATURES).map(|(table, (_, size))| table.len() / size).sum();
        let convolution = |(k, &dilation): (usize, &usize)| {
            Ok(Convolution {
                norm: weights.norm(&format!("convolutions.{k}.norm"), width, LayerNorm::EPSILON)?,
                linear: weights.linear(&format!("convolutions.{k}.linear"), 2 * width, 3 * width)?,
                dilation,
            })
        };
        Ok(Self {
            width,
            vector_scale,
            features,
            input: weights.linear("input", width, vectors.width + feature_width)?,
            convolutions: dilations
                .iter()
                .enumerate()
                .map(convolution)
                .collect::<Result<_, WeightsError>>()?,
            gru: weights.gru(width, gru)?,
            norm: weights.norm("norm", width, LayerNorm::EPSILON)?,
            output: weights.linear("output", TAGS, width)?,
        })
    }

    /// The tag scores of the tokens of `range`, one row each, as `scratch.gates`.
    pub fn run(&self, vectors: &Vectors, features: &Features, range: Range<usize>, scratch: &mut Scratch) {
        let (rows, width) = (range.len(), self.width);
        let Scratch { x, normed, gathered, gates, .. } = scratch;
        self.embed(vectors, features, range, gathered);
        self.input.apply(gathered, rows, x);
        for layer in &self.convolutions {
            layer.norm.apply(x, normed);
            gather(normed, rows, width, layer.dilation, gathered);
            layer.linear.apply(gathered, rows, gates);
            wide(
                #[inline(always)]
                || add_gated(gates, width, x),
            );
        }
        self.gru.add(x, rows, [normed, gathered, gates]);
        self.norm.apply(x, normed);
        self.output.apply(normed, rows, gates);
    }

    /// The input rows: the mean of a token's piece vectors, then its feature rows.
    fn embed(&self, vectors: &Vectors, features: &Features, range: Range<usize>, out: &mut Vec<f32>) {
        let columns = self.input.inputs;
        out.clear();
        out.resize(range.len() * columns, 0.0);
        for (token, row) in range.zip(out.chunks_exact_mut(columns)) {
            let (vector, mut rest) = row.split_at_mut(vectors.width);
            let pieces = features.pieces_of(token..token + 1);
            for &piece in pieces {
                vectors.add(piece as usize, self.vector_scale / pieces.len() as f32, vector);
            }
            for ((table, &value), (_, size)) in
                self.features.iter().zip(&features.values[token]).zip(FEATURES)
            {
                let width = table.len() / size;
                let (cell, behind) = rest.split_at_mut(width);
                cell.copy_from_slice(&table[value as usize * width..][..width]);
                rest = behind;
            }
        }
    }
}

/// Adds values times their gates.
#[inline(always)]
fn add_gated(gates: &[f32], width: usize, x: &mut [f32]) {
    for (x, gates) in x.chunks_exact_mut(width).zip(gates.chunks_exact(2 * width)) {
        let (value, gate) = gates.split_at(width);
        for ((x, &value), &gate) in x.iter_mut().zip(value).zip(gate) {
            *x += value * sigmoid(gate);
        }
    }
}

/// For each row: the row `dilation` before, the row, the row `dilation` behind; zeros beyond the ends.
fn gather(x: &[f32], rows: usize, width: usize, dilation: usize, out: &mut Vec<f32>) {
    out.clear();
    out.resize(rows * 3 * width, 0.0);
    for (row, out) in out.chunks_exact_mut(3 * width).enumerate() {
        let at = |r: usize| &x[r * width..(r + 1) * width];
        if row >= dilation {
            out[..width].copy_from_slice(at(row - dilation));
        }
        out[width..2 * width].copy_from_slice(at(row));
        if row + dilation < rows {
            out[2 * width..].copy_from_slice(at(row + dilation));
        }
    }
}
