//! The word-piece vectors that both networks read: four bits for each value, a scale and a shift for each group of values.
//! `training/vectors.py` makes them.

use super::weights::{Weights, WeightsError};

/// Values of a group.
const GROUP: usize = 64;

/// One vector for each word piece.
#[derive(Debug)]
pub struct Vectors {
    codes: Vec<u8>,
    scales: Vec<f32>,
    shifts: Vec<f32>,
    /// Numbers of a vector.
    pub width: usize,
}

impl Vectors {
    /// Reads a file of vectors.
    pub fn load(bytes: &[u8]) -> Result<Self, WeightsError> {
        #[derive(serde::Deserialize)]
        struct Settings {
            width: usize,
        }
        let weights = Weights::new(bytes)?;
        let Settings { width } = weights.settings()?;
        let codes = weights.bytes("codes")?.to_vec();
        if width == 0 || width % GROUP != 0 || codes.len() % (width / 2) != 0 {
            return Err(WeightsError::Tensor("codes".to_owned()));
        }
        let groups = codes.len() / (GROUP / 2);
        let (scales, shifts) = (weights.sized("scale", groups)?, weights.sized("shift", groups)?);
        Ok(Self { codes, scales, shifts, width })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.scales.len() / (self.width / GROUP)
    }

    /// Adds the vector of one piece, times `share`.
    pub fn add(&self, piece: usize, share: f32, out: &mut [f32]) {
        let groups = self.width / GROUP;
        let codes = self.codes[piece * self.width / 2..].chunks_exact(GROUP / 2);
        let scales = self.scales[piece * groups..].iter().zip(&self.shifts[piece * groups..]);
        for ((out, codes), (&scale, &shift)) in out.chunks_exact_mut(GROUP).zip(codes).zip(scales) {
            for (pair, &code) in out.chunks_exact_mut(2).zip(codes) {
                pair[0] += (f32::from(code & 15) * scale + shift) * share;
                pair[1] += (f32::from(code >> 4) * scale + shift) * share;
            }
        }
    }
}
