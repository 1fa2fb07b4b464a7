//! The tagger's network: word-piece vectors and features → gated dilated convolutions (van den Oord et al. 2016) → a
//! bidirectional GRU (Cho et al. 2014) → tag scores. `training/model.py` computes the same.
//!
//! The matrix products, where nearly all of the time goes, are the `gemm` crate's; the rest is a few loops. A row never
//! depends on a batch, so extraction stays a pure function.

use super::crf::{Crf, Row, TAGS};
use super::features::{FEATURES, Features};
use safetensors::{Dtype, SafeTensors};
use std::ops::Range;

/// What is wrong with a file of weights.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// Not a safetensors file.
    #[error("the weights cannot be read: {0}")]
    Format(#[from] safetensors::SafeTensorError),
    /// The settings cannot be read.
    #[error("the settings of the weights cannot be read: {0}")]
    Settings(#[from] serde_json::Error),
    /// A tensor does not have the form that the network needs.
    #[error("the weights lack `{0}`, or it has another form than expected")]
    Tensor(String),
}

/// One network's settings, as `training/train.py` wrote them.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Settings {
    width: usize,
    piece_width: usize,
    dilations: Vec<usize>,
    gru: usize,
}

/// Word-piece vectors: int8 rows with one scale each.
#[derive(Debug)]
pub struct Vectors {
    values: Vec<i8>,
    scales: Vec<f32>,
    width: usize,
}

/// A matrix of `outputs` rows and `inputs` columns with a bias.
#[derive(Debug)]
struct Linear {
    weights: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
    outputs: usize,
}

#[derive(Debug)]
struct LayerNorm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

#[derive(Debug)]
struct Convolution {
    norm: LayerNorm,
    linear: Linear,
    dilation: usize,
}

/// One direction of the GRU. Rows: reset, update and new gate.
#[derive(Debug)]
struct Direction {
    input: Linear,
    /// Transposed: `[hidden][3 × hidden]`, so that the inner loop runs over contiguous outputs.
    hidden: Vec<f32>,
    hidden_bias: Vec<f32>,
}

#[derive(Debug)]
struct Gru {
    norm: LayerNorm,
    forward: Direction,
    backward: Direction,
    output: Linear,
}

/// One network.
#[derive(Debug)]
pub struct Network {
    settings: Settings,
    features: Vec<Vec<f32>>,
    input: Linear,
    convolutions: Vec<Convolution>,
    gru: Option<Gru>,
    norm: LayerNorm,
    output: Linear,
}

/// Buffers that one thread uses again for each article.
#[derive(Debug, Default)]
pub struct Scratch {
    x: Vec<f32>,
    normed: Vec<f32>,
    gathered: Vec<f32>,
    gates: Vec<f32>,
}

impl Network {
    /// Adds this network's tag scores, times `share`, for the tokens of `range` to `scores` (one row each).
    pub fn add_scores(
        &self,
        vectors: &Vectors,
        features: &Features,
        range: Range<usize>,
        share: f32,
        scratch: &mut Scratch,
        scores: &mut [Row],
    ) {
        let (rows, width) = (range.len(), self.settings.width);
        self.embed(vectors, features, range, scratch);
        self.input.apply(&scratch.gathered, rows, &mut scratch.x);
        for layer in &self.convolutions {
            layer.norm.apply(&scratch.x, width, &mut scratch.normed);
            gather(&scratch.normed, rows, width, layer.dilation, &mut scratch.gathered);
            layer.linear.apply(&scratch.gathered, rows, &mut scratch.gates);
            for (x, gates) in scratch.x.chunks_exact_mut(width).zip(scratch.gates.chunks_exact(2 * width)) {
                let (value, gate) = gates.split_at(width);
                for ((x, &value), &gate) in x.iter_mut().zip(value).zip(gate) {
                    *x += value * sigmoid(gate);
                }
            }
        }
        if let Some(gru) = &self.gru {
            gru.norm.apply(&scratch.x, width, &mut scratch.normed);
            gru.run(rows, self.settings.gru, scratch);
        }
        self.norm.apply(&scratch.x, width, &mut scratch.normed);
        self.output.apply(&scratch.normed, rows, &mut scratch.gates);
        for (scores, own) in scores.iter_mut().zip(scratch.gates.chunks_exact(TAGS)) {
            for (score, own) in scores.iter_mut().zip(own) {
                *score += own * share;
            }
        }
    }

    /// The input rows: the mean of a token's piece vectors, then its feature rows.
    fn embed(&self, vectors: &Vectors, features: &Features, range: Range<usize>, scratch: &mut Scratch) {
        let columns = self.input.inputs;
        scratch.gathered.clear();
        scratch.gathered.resize(range.len() * columns, 0.0);
        for (token, row) in range.zip(scratch.gathered.chunks_exact_mut(columns)) {
            let (vector, mut rest) = row.split_at_mut(vectors.width);
            let pieces = &features.pieces
                [features.first_piece[token] as usize..features.first_piece[token + 1] as usize];
            for &piece in pieces {
                vectors.add(piece as usize, 1.0 / pieces.len() as f32, vector);
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

impl Vectors {
    fn add(&self, piece: usize, share: f32, out: &mut [f32]) {
        let scale = self.scales[piece] * share;
        for (out, &value) in out.iter_mut().zip(&self.values[piece * self.width..][..self.width]) {
            *out += f32::from(value) * scale;
        }
    }
}

impl Linear {
    /// `out = x · weightsᵀ + bias`, row by row.
    fn apply(&self, x: &[f32], rows: usize, out: &mut Vec<f32>) {
        out.clear();
        out.reserve(rows * self.outputs);
        for _ in 0..rows {
            out.extend_from_slice(&self.bias);
        }
        multiply(x, &self.weights, rows, self.inputs, self.outputs, out);
    }
}

/// `out += x · wᵀ`, with x `[rows, inputs]`, w `[outputs, inputs]`, out `[rows, outputs]`, all row-major.
#[allow(
    unsafe_code,
    reason = "the library's one door takes pointers; the lengths are asserted above the call"
)]
fn multiply(x: &[f32], w: &[f32], rows: usize, inputs: usize, outputs: usize, out: &mut [f32]) {
    assert!(x.len() >= rows * inputs && w.len() >= outputs * inputs && out.len() >= rows * outputs);
    // SAFETY: the strides below stay within the lengths that were just asserted.
    unsafe {
        gemm::gemm(
            rows,
            outputs,
            inputs,
            out.as_mut_ptr(),
            1,
            outputs as isize,
            true,
            x.as_ptr(),
            1,
            inputs as isize,
            w.as_ptr(),
            inputs as isize,
            1,
            1.0_f32,
            1.0_f32,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

impl LayerNorm {
    fn apply(&self, x: &[f32], width: usize, out: &mut Vec<f32>) {
        const EPSILON: f32 = 1e-5;
        out.clear();
        out.resize(x.len(), 0.0);
        for (out, x) in out.chunks_exact_mut(width).zip(x.chunks_exact(width)) {
            let mean = lanes(x, |v| v) / width as f32;
            let variance = lanes(x, |v| (v - mean) * (v - mean)) / width as f32;
            let factor = 1.0 / (variance + EPSILON).sqrt();
            for (((out, &x), &scale), &shift) in out.iter_mut().zip(x).zip(&self.scale).zip(&self.shift) {
                *out = (x - mean) * factor * scale + shift;
            }
        }
    }
}

/// A sum in eight lanes, which the compiler can do side by side.
fn lanes(x: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0_f32; 8];
    let chunks = x.chunks_exact(8);
    let rest: f32 = chunks.remainder().iter().map(|&v| term(v)).sum();
    for chunk in chunks {
        for (sum, &v) in sums.iter_mut().zip(chunk) {
            *sum += term(v);
        }
    }
    sums.iter().sum::<f32>() + rest
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

impl Gru {
    /// Adds the projected states of both directions to `scratch.x`; reads `scratch.normed`.
    fn run(&self, rows: usize, hidden: usize, scratch: &mut Scratch) {
        let mut states = std::mem::take(&mut scratch.gathered);
        states.clear();
        states.resize(rows * 2 * hidden, 0.0);
        self.forward.input.apply(&scratch.normed, rows, &mut scratch.gates);
        self.forward.run(&scratch.gates, hidden, 0..rows, 0, &mut states);
        self.backward.input.apply(&scratch.normed, rows, &mut scratch.gates);
        self.backward.run(&scratch.gates, hidden, (0..rows).rev(), hidden, &mut states);
        self.output.apply(&states, rows, &mut scratch.gates);
        for (x, &y) in scratch.x.iter_mut().zip(&scratch.gates) {
            *x += y;
        }
        scratch.gathered = states;
    }
}

impl Direction {
    /// Runs over the rows in the given order; writes each state at `column` of its row of `states`.
    fn run(
        &self,
        input: &[f32],
        hidden: usize,
        order: impl Iterator<Item = usize>,
        column: usize,
        states: &mut [f32],
    ) {
        let mut state = vec![0.0_f32; hidden];
        let mut own = vec![0.0_f32; 3 * hidden];
        for row in order {
            own.copy_from_slice(&self.hidden_bias);
            for (&s, weights) in state.iter().zip(self.hidden.chunks_exact(3 * hidden)) {
                for (own, &w) in own.iter_mut().zip(weights) {
                    *own += s * w;
                }
            }
            let input = &input[row * 3 * hidden..][..3 * hidden];
            for (k, state) in state.iter_mut().enumerate() {
                let reset = sigmoid(input[k] + own[k]);
                let update = sigmoid(input[hidden + k] + own[hidden + k]);
                let new = 2.0 * sigmoid(2.0 * (input[2 * hidden + k] + reset * own[2 * hidden + k])) - 1.0;
                *state = (1.0 - update) * new + update * *state;
            }
            states[row * 2 * hidden + column..][..hidden].copy_from_slice(&state);
        }
    }
}

/// 1 / (1 + e⁻ˣ) to about seven digits, without a branch, so that the compiler can do many at once: 2ⁿ from the bits of
/// the exponent, the rest from a polynomial (the Taylor series of eᶠ for |f| ≤ ln 2 / 2).
fn sigmoid(x: f32) -> f32 {
    let y = (-x).clamp(-87.0, 87.0);
    let n = (y * std::f32::consts::LOG2_E + 12_582_912.0) - 12_582_912.0;
    let f = (y - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let power =
        1.0 + f * (1.0 + f * (0.5 + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f * (1.0 / 120.0 + f / 720.0)))));
    let scale = f32::from_bits(((n as i32 + 127) << 23) as u32);
    1.0 / (1.0 + power * scale)
}

/// Reads all networks of a file of weights, the vectors that they share, and the mean of their CRFs.
pub fn load(bytes: &[u8]) -> Result<(Vec<Network>, Vectors, Crf), WeightsError> {
    let (_, metadata) = SafeTensors::read_metadata(bytes)?;
    let tensors = Tensors(SafeTensors::deserialize(bytes)?);
    let models = metadata.metadata().as_ref().and_then(|m| m.get("models"));
    let settings: Vec<Settings> = serde_json::from_str(models.map_or("", String::as_str))?;
    let width = settings.first().map_or(0, |s| s.piece_width);
    let vectors = Vectors {
        values: tensors.bytes("pieces.weight.q")?.iter().map(|&b| b as i8).collect(),
        scales: tensors.floats("pieces.weight.s")?,
        width,
    };
    if vectors.values.len() != vectors.scales.len() * width {
        return Err(WeightsError::Tensor("pieces.weight".to_owned()));
    }
    let mut crf = Crf::default();
    let share = 1.0 / settings.len().max(1) as f32;
    let mut networks = Vec::new();
    for (n, settings) in settings.into_iter().enumerate() {
        let transition = tensors.sized(&format!("{n}.crf.transition"), TAGS * TAGS)?;
        for (row, own) in crf.transition.iter_mut().zip(transition.chunks_exact(TAGS)) {
            row.iter_mut().zip(own).for_each(|(sum, own)| *sum += own * share);
        }
        for (row, name) in [(&mut crf.begin, "begin"), (&mut crf.end, "end")] {
            let own = tensors.sized(&format!("{n}.crf.{name}"), TAGS)?;
            row.iter_mut().zip(own).for_each(|(sum, own)| *sum += own * share);
        }
        networks.push(tensors.network(n, settings)?);
    }
    crf.forbid();
    Ok((networks, vectors, crf))
}

struct Tensors<'a>(SafeTensors<'a>);

impl Tensors<'_> {
    fn bytes(&self, name: &str) -> Result<&[u8], WeightsError> {
        self.0.tensor(name).map(|t| t.data()).map_err(|_| WeightsError::Tensor(name.to_owned()))
    }

    fn floats(&self, name: &str) -> Result<Vec<f32>, WeightsError> {
        match self.0.tensor(name) {
            Ok(t) if t.dtype() == Dtype::F32 => {
                Ok(t.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
            }
            _ => Err(WeightsError::Tensor(name.to_owned())),
        }
    }

    fn sized(&self, name: &str, size: usize) -> Result<Vec<f32>, WeightsError> {
        let values = self.floats(name)?;
        if values.len() == size { Ok(values) } else { Err(WeightsError::Tensor(name.to_owned())) }
    }

    /// An int8 matrix with a scale for each row.
    fn matrix(&self, name: &str, outputs: usize, inputs: usize) -> Result<Vec<f32>, WeightsError> {
        let scales = self.sized(&format!("{name}.s"), outputs)?;
        let values = self.bytes(&format!("{name}.q"))?;
        if values.len() != outputs * inputs {
            return Err(WeightsError::Tensor(name.to_owned()));
        }
        let rows = values.chunks_exact(inputs).zip(scales);
        Ok(rows.flat_map(|(row, scale)| row.iter().map(move |&v| f32::from(v as i8) * scale)).collect())
    }

    fn linear(&self, name: &str, outputs: usize, inputs: usize) -> Result<Linear, WeightsError> {
        let weights = self.matrix(&format!("{name}.weight"), outputs, inputs)?;
        let bias = self.sized(&format!("{name}.bias"), outputs)?;
        Ok(Linear { weights, bias, inputs, outputs })
    }

    fn norm(&self, name: &str, width: usize) -> Result<LayerNorm, WeightsError> {
        Ok(LayerNorm {
            scale: self.sized(&format!("{name}.weight"), width)?,
            shift: self.sized(&format!("{name}.bias"), width)?,
        })
    }

    fn direction(
        &self,
        name: &str,
        suffix: &str,
        hidden: usize,
        width: usize,
    ) -> Result<Direction, WeightsError> {
        let gates = 3 * hidden;
        let weights = self.matrix(&format!("{name}.weight_ih_{suffix}"), gates, width)?;
        let bias = self.sized(&format!("{name}.bias_ih_{suffix}"), gates)?;
        let rows = self.matrix(&format!("{name}.weight_hh_{suffix}"), gates, hidden)?;
        let columns = (0..hidden).flat_map(|k| rows.iter().skip(k).step_by(hidden).copied()).collect();
        Ok(Direction {
            input: Linear { weights, bias, inputs: width, outputs: gates },
            hidden: columns,
            hidden_bias: self.sized(&format!("{name}.bias_hh_{suffix}"), gates)?,
        })
    }

    fn network(&self, n: usize, settings: Settings) -> Result<Network, WeightsError> {
        let (width, hidden) = (settings.width, settings.gru);
        let mut features = Vec::new();
        for (k, (_, size)) in FEATURES.iter().enumerate() {
            let name = format!("{n}.features.{k}.weight");
            let table = self.floats(&name)?;
            if table.is_empty() || table.len() % size != 0 {
                return Err(WeightsError::Tensor(name));
            }
            features.push(table);
        }
        let feature_width: usize =
            features.iter().zip(FEATURES).map(|(table, (_, size))| table.len() / size).sum();
        let mut convolutions = Vec::new();
        for (k, &dilation) in settings.dilations.iter().enumerate() {
            convolutions.push(Convolution {
                norm: self.norm(&format!("{n}.convolutions.{k}.norm"), width)?,
                linear: self.linear(&format!("{n}.convolutions.{k}.linear"), 2 * width, 3 * width)?,
                dilation,
            });
        }
        let gru = if hidden > 0 {
            Some(Gru {
                norm: self.norm(&format!("{n}.gru_norm"), width)?,
                forward: self.direction(&format!("{n}.gru"), "l0", hidden, width)?,
                backward: self.direction(&format!("{n}.gru"), "l0_reverse", hidden, width)?,
                output: self.linear(&format!("{n}.gru_output"), width, 2 * hidden)?,
            })
        } else {
            None
        };
        Ok(Network {
            features,
            input: self.linear(&format!("{n}.input"), width, settings.piece_width + feature_width)?,
            convolutions,
            gru,
            norm: self.norm(&format!("{n}.norm"), width)?,
            output: self.linear(&format!("{n}.output"), TAGS, width)?,
            settings,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigmoid_is_exact_to_six_digits() {
        for k in -2000..=2000 {
            let x = k as f32 / 100.0;
            let exact = 1.0 / (1.0 + (-f64::from(x)).exp());
            assert!((f64::from(sigmoid(x)) - exact).abs() < 1e-6, "{x}");
        }
        assert!(sigmoid(f32::MAX) <= 1.0 && sigmoid(f32::MIN) >= 0.0);
    }
}
