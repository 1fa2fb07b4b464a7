//! A layer of a transformer as in BERT (Devlin et al. 2019), its norms behind the sums.

use super::Scratch;
use super::attention::attend;
use super::integer::IntegerLinear;
use super::layers::{LayerNorm, gelu, wide};
use super::weights::{Weights, WeightsError};

/// Attention heads of a layer.
pub const HEADS: usize = 12;

/// The epsilon of BERT's layer norms.
pub const EPSILON: f32 = 1e-12;

/// One layer.
#[derive(Debug)]
pub struct Layer {
    /// Queries, keys and values, side by side.
    qkv: IntegerLinear,
    out: IntegerLinear,
    attention_norm: LayerNorm,
    up: IntegerLinear,
    down: IntegerLinear,
    norm: LayerNorm,
}

impl Layer {
    /// Reads layer `n` of a file, `width` numbers wide.
    pub fn load(weights: &Weights<'_>, n: usize, width: usize) -> Result<Self, WeightsError> {
        let matrix = |name: &str, outputs, inputs| weights.integers(&name_of(n, name), outputs, inputs);
        Self::of(weights, n, width, matrix)
    }

    /// Reads layer `n` of a file as another file changes it: the product of two thin matrices added to each large one
    /// `rank` wide (Hu et al. 2021), other biases and norms. The other file counts its layers from `first`.
    pub fn adapted(
        weights: &Weights<'_>,
        changes: &Weights<'_>,
        [n, first]: [usize; 2],
        width: usize,
        rank: usize,
    ) -> Result<Self, WeightsError> {
        let own = n - first;
        let matrix = |name: &str, outputs, inputs| {
            let change = changes.product(&name_of(own, name), outputs, inputs, rank)?;
            let matrix = weights.quantised(&format!("{}.weight", name_of(n, name)), outputs, inputs)?;
            let bias = changes.sized(&format!("{}.bias", name_of(own, name)), outputs)?;
            let wrong = || WeightsError::Tensor(name_of(own, name));
            IntegerLinear::new(&matrix.plus(&change, inputs), bias, inputs).ok_or_else(wrong)
        };
        Self::of(changes, own, width, matrix)
    }

    fn of(
        norms: &Weights<'_>,
        n: usize,
        width: usize,
        matrix: impl Fn(&str, usize, usize) -> Result<IntegerLinear, WeightsError>,
    ) -> Result<Self, WeightsError> {
        Ok(Self {
            qkv: matrix("qkv", 3 * width, width)?,
            out: matrix("out", width, width)?,
            attention_norm: norms.norm(&name_of(n, "norm1"), width, EPSILON)?,
            up: matrix("up", 4 * width, width)?,
            down: matrix("down", width, 4 * width)?,
            norm: norms.norm(&name_of(n, "norm2"), width, EPSILON)?,
        })
    }

    /// The rows in `scratch.x`, which see each other, to what the layer makes of them.
    pub fn apply(&self, width: usize, scratch: &mut Scratch) {
        let Scratch { x, gathered, gates, head, integers, .. } = scratch;
        self.qkv.apply(x, integers, gates);
        attend(gates, width, HEADS, head, gathered);
        self.out.apply(gathered, integers, gates);
        add(gates, x);
        self.attention_norm.apply(gates, x);
        self.up.apply(x, integers, gates);
        wide(
            #[inline(always)]
            || gates.iter_mut().for_each(|value| *value = gelu(*value)),
        );
        self.down.apply(gates, integers, gathered);
        add(gathered, x);
        self.norm.apply(gathered, x);
    }
}

fn name_of(n: usize, name: &str) -> String {
    format!("layers.{n}.{name}")
}

/// Adds numbers one by one.
pub fn add(to: &mut [f32], from: &[f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += from;
    }
}
