//! Reads the files of weights that `training/export.py` writes (it describes their form).

use super::integer::{IntegerLinear, MOST};
use super::layers::{Direction, Gru, LayerNorm, Linear, wide};
use crate::attribution::crf::{Crf, TAGS};
use crate::attribution::features::FEATURES;
use safetensors::{Dtype, SafeTensors};

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

/// A matrix of small integers with a scale for each row.
#[derive(Debug)]
pub struct Quantised {
    /// Row by row; at most 7 bits (±63) where a network multiplies integers.
    pub values: Vec<i8>,
    /// A weight is its value times its row's scale.
    pub scales: Vec<f32>,
}

impl Quantised {
    /// The sum with a matrix of floats, of `inputs` columns, in seven bits again.
    pub fn plus(&self, change: &[f32], inputs: usize) -> Self {
        let mut values = Vec::with_capacity(self.values.len());
        let mut scales = Vec::with_capacity(self.scales.len());
        let rows = self.values.chunks_exact(inputs).zip(change.chunks_exact(inputs));
        for ((row, change), &scale) in rows.zip(&self.scales) {
            let sum: Vec<f32> = row.iter().zip(change).map(|(&v, &c)| f32::from(v) * scale + c).collect();
            let largest = sum.iter().fold(1e-6_f32, |most, value| most.max(value.abs()));
            let scale = largest / f32::from(MOST);
            values.extend(sum.iter().map(|value| (value / scale).round() as i8));
            scales.push(scale);
        }
        Self { values, scales }
    }
}

/// The tensors of one file.
pub struct Weights<'a> {
    tensors: SafeTensors<'a>,
    settings: String,
}

impl<'a> Weights<'a> {
    /// Opens a file.
    pub fn new(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        let (_, metadata) = SafeTensors::read_metadata(bytes)?;
        let settings = metadata.metadata().as_ref().and_then(|m| m.get("settings")).cloned();
        Ok(Self { tensors: SafeTensors::deserialize(bytes)?, settings: settings.unwrap_or_default() })
    }

    /// What `training/train.py` was told.
    pub fn settings<T: serde::de::DeserializeOwned>(&self) -> Result<T, WeightsError> {
        Ok(serde_json::from_str(&self.settings)?)
    }

    /// The CRF, with the steps that BIO does not allow forbidden.
    pub fn crf(&self) -> Result<Crf, WeightsError> {
        let mut crf = Crf::default();
        let transition = self.sized("crf.transition", TAGS * TAGS)?;
        for (row, own) in crf.transition.iter_mut().zip(transition.chunks_exact(TAGS)) {
            row.copy_from_slice(own);
        }
        crf.begin.copy_from_slice(&self.sized("crf.begin", TAGS)?);
        crf.end.copy_from_slice(&self.sized("crf.end", TAGS)?);
        crf.forbid();
        Ok(crf)
    }

    /// The bytes of a tensor.
    pub fn bytes(&self, name: &str) -> Result<&[u8], WeightsError> {
        self.tensors.tensor(name).map(|t| t.data()).map_err(|_| WeightsError::Tensor(name.to_owned()))
    }

    /// Floats of 32 or 16 bits.
    pub fn floats(&self, name: &str) -> Result<Vec<f32>, WeightsError> {
        match self.tensors.tensor(name) {
            Ok(t) if t.dtype() == Dtype::F32 => {
                Ok(t.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
            }
            Ok(t) if t.dtype() == Dtype::F16 => Ok(t
                .data()
                .chunks_exact(2)
                .map(|b| half::f16::from_le_bytes([b[0], b[1]]).to_f32())
                .collect()),
            _ => Err(WeightsError::Tensor(name.to_owned())),
        }
    }

    /// So many floats.
    pub fn sized(&self, name: &str, size: usize) -> Result<Vec<f32>, WeightsError> {
        let values = self.floats(name)?;
        if values.len() == size { Ok(values) } else { Err(WeightsError::Tensor(name.to_owned())) }
    }

    /// A matrix of integers: a byte for each, or eight of them in seven bytes.
    pub fn quantised(&self, name: &str, outputs: usize, inputs: usize) -> Result<Quantised, WeightsError> {
        let scales = self.sized(&format!("{name}.s"), outputs)?;
        let wrong = || WeightsError::Tensor(name.to_owned());
        let tensor = self.tensors.tensor(&format!("{name}.q")).map_err(|_| wrong())?;
        let values: Vec<i8> = match tensor.dtype() {
            Dtype::I8 => tensor.data().iter().map(|&b| b as i8).collect(),
            Dtype::U8 => tensor.data().chunks_exact(7).flat_map(unpack).collect(),
            _ => return Err(wrong()),
        };
        if values.len() == outputs * inputs { Ok(Quantised { values, scales }) } else { Err(wrong()) }
    }

    /// A matrix of floats as the product of two thin ones: `NAME.b` `[outputs, rank]` and `NAME.a` `[rank, inputs]`.
    pub fn product(
        &self,
        name: &str,
        outputs: usize,
        inputs: usize,
        rank: usize,
    ) -> Result<Vec<f32>, WeightsError> {
        let (a, b) = (
            self.matrix(&format!("{name}.a"), rank, inputs)?,
            self.matrix(&format!("{name}.b"), outputs, rank)?,
        );
        let mut product = vec![0.0; outputs * inputs];
        wide(
            #[inline(always)]
            || {
                for (out, own) in product.chunks_exact_mut(inputs).zip(b.chunks_exact(rank)) {
                    for (&factor, row) in own.iter().zip(a.chunks_exact(inputs)) {
                        out.iter_mut().zip(row).for_each(|(out, &value)| *out += factor * value);
                    }
                }
            },
        );
        Ok(product)
    }

    /// The same as floats.
    fn matrix(&self, name: &str, outputs: usize, inputs: usize) -> Result<Vec<f32>, WeightsError> {
        let Quantised { values, scales } = self.quantised(name, outputs, inputs)?;
        let rows = values.chunks_exact(inputs).zip(scales);
        Ok(rows.flat_map(|(row, scale)| row.iter().map(move |&v| f32::from(v) * scale)).collect())
    }

    /// A layer that multiplies floats.
    pub fn linear(&self, name: &str, outputs: usize, inputs: usize) -> Result<Linear, WeightsError> {
        let weights = self.matrix(&format!("{name}.weight"), outputs, inputs)?;
        let bias = self.sized(&format!("{name}.bias"), outputs)?;
        Ok(Linear { weights, bias, inputs, outputs })
    }

    /// A layer that multiplies integers.
    pub fn integers(&self, name: &str, outputs: usize, inputs: usize) -> Result<IntegerLinear, WeightsError> {
        let weights = self.quantised(&format!("{name}.weight"), outputs, inputs)?;
        let bias = self.sized(&format!("{name}.bias"), outputs)?;
        IntegerLinear::new(&weights, bias, inputs).ok_or_else(|| WeightsError::Tensor(name.to_owned()))
    }

    /// A layer norm.
    pub fn norm(&self, name: &str, width: usize, epsilon: f32) -> Result<LayerNorm, WeightsError> {
        Ok(LayerNorm {
            scale: self.sized(&format!("{name}.weight"), width)?,
            shift: self.sized(&format!("{name}.bias"), width)?,
            epsilon,
        })
    }

    /// The table of each feature, one after the other.
    pub fn features(&self) -> Result<Vec<Vec<f32>>, WeightsError> {
        let table = |(k, (_, size)): (usize, &(&str, usize))| {
            let name = format!("features.{k}.weight");
            let table = self.floats(&name)?;
            if table.is_empty() || table.len() % size != 0 {
                return Err(WeightsError::Tensor(name));
            }
            Ok(table)
        };
        FEATURES.iter().enumerate().map(table).collect()
    }

    /// The bidirectional GRU, with the norm before it and the projection behind it.
    pub fn gru(&self, width: usize, hidden: usize) -> Result<Gru, WeightsError> {
        Ok(Gru {
            norm: self.norm("gru_norm", width, LayerNorm::EPSILON)?,
            forward: self.direction("l0", hidden, width)?,
            backward: self.direction("l0_reverse", hidden, width)?,
            output: self.linear("gru_output", width, 2 * hidden)?,
            hidden,
        })
    }

    fn direction(&self, suffix: &str, hidden: usize, width: usize) -> Result<Direction, WeightsError> {
        let gates = 3 * hidden;
        let weights = self.matrix(&format!("gru.weight_ih_{suffix}"), gates, width)?;
        let bias = self.sized(&format!("gru.bias_ih_{suffix}"), gates)?;
        let rows = self.matrix(&format!("gru.weight_hh_{suffix}"), gates, hidden)?;
        let columns = (0..hidden).flat_map(|k| rows.iter().skip(k).step_by(hidden).copied()).collect();
        Ok(Direction {
            input: Linear { weights, bias, inputs: width, outputs: gates },
            hidden: columns,
            hidden_bias: self.sized(&format!("gru.bias_hh_{suffix}"), gates)?,
        })
    }
}

/// Eight values of seven bits, the first one lowest.
fn unpack(bytes: &[u8]) -> [i8; 8] {
    let word = bytes.iter().rev().fold(0_u64, |word, &byte| word << 8 | u64::from(byte));
    std::array::from_fn(|k| ((word >> (7 * k)) & 127) as i8 - 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_rounded_to_seven_bits_again() {
        let matrix = Quantised { values: vec![63, -10, 0, 0], scales: vec![0.1, 0.5] };
        let sum = matrix.plus(&[0.0, 0.5, 0.2, -0.1], 2);
        assert_eq!((sum.values[0], sum.values[2], sum.values[3]), (63, 63, -32));
        let exact = |k: usize| f32::from(sum.values[k]) * sum.scales[k / 2];
        assert!(
            (exact(0) - 6.3).abs() < 0.01 && (exact(1) + 0.5).abs() < 0.06 && (exact(2) - 0.2).abs() < 0.01
        );
    }

    #[test]
    fn seven_bits_for_each_value() {
        assert_eq!(unpack(&[0; 7]), [-64; 8]);
        assert_eq!(unpack(&[0xff; 7]), [63; 8]);
        assert_eq!(unpack(&[0x40, 0, 0, 0, 0, 0, 0]), [0, -64, -64, -64, -64, -64, -64, -64]);
        assert_eq!(unpack(&[0x80, 0x20, 0, 0, 0, 0, 0xfe]), [-64, 1, -64, -64, -64, -64, -64, 63]);
    }
}
