//! A model: word pieces, tagger, linker and calibration, as they stand in the binary.

use super::network::{Branch, WeightsError};
use super::pieces::Pieces;
use super::ranker::Ranker;
use super::tagger::Tagger;
use std::sync::Arc;

/// The models in the binary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bundled {
    /// A transformer of six layers.
    #[default]
    Accurate,
    /// Convolutions: several times as fast, and worse.
    Fast,
}

/// The two layers that read attributions once more, and what the claims stage makes of them (`training/branch.py`).
pub static CLAIMS: &[u8] = include_bytes!("../../models/claims.safetensors");

/// What a model is made of.
struct Parts {
    name: &'static str,
    tagger: &'static [u8],
    linker: &'static [u8],
    calibration: (f32, f32),
    /// Changes to the tagger's last layers.
    branch: Option<&'static [u8]>,
}

impl Bundled {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Accurate, Self::Fast];

    /// The model's name, stored with everything that it found. It changes whenever the weights do.
    pub const fn name(self) -> &'static str {
        self.parts().name
    }

    /// Slope and offset of the logistic curve that turns the raw product of probabilities into the share that annotators
    /// confirm; fitted by `training/calibrate.rs`.
    pub const fn calibration(self) -> (f32, f32) {
        self.parts().calibration
    }

    const fn parts(self) -> Parts {
        match self {
            Self::Accurate => Parts {
                name: "news-3-accurate",
                tagger: include_bytes!("../../models/accurate.safetensors"),
                linker: include_bytes!("../../models/accurate.linker.bin"),
                calibration: (0.782, 0.231),
                branch: Some(CLAIMS),
            },
            Self::Fast => Parts {
                name: "news-2-fast",
                tagger: include_bytes!("../../models/fast.safetensors"),
                linker: include_bytes!("../../models/fast.linker.bin"),
                calibration: (0.842, 0.464),
                branch: None,
            },
        }
    }
}

/// All that finding attributions needs. Cheap to clone and to share between threads.
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    name: &'static str,
    pub(super) pieces: Pieces,
    pub(super) tagger: Tagger,
    pub(super) ranker: Ranker,
    /// Slope and offset of the curve that makes confidences.
    pub(super) calibration: (f32, f32),
    pub(super) branch: Option<Branch>,
}

impl Model {
    /// One of the models in the binary; the other one is not read.
    ///
    /// # Errors
    /// Only if the binary was built with weights that do not fit this version.
    pub fn bundled(which: Bundled) -> Result<Self, WeightsError> {
        let Parts { name, tagger, linker, calibration, branch } = which.parts();
        let branch = branch.map(|changes| Branch::load(tagger, changes)).transpose()?;
        let pieces = Pieces::new(include_str!("../../models/pieces.txt"));
        let tagger = Tagger::new(tagger, include_bytes!("../../models/vectors.safetensors"))?;
        if tagger.network().vocabulary() != pieces.count() {
            return Err(WeightsError::Tensor("pieces".to_owned()));
        }
        let ranker = Ranker::new(linker).ok_or_else(|| WeightsError::Tensor("linker".to_owned()))?;
        Ok(Self { inner: Arc::new(Inner { name, pieces, tagger, ranker, calibration, branch }) })
    }

    /// Its name, stored with everything that it found.
    pub fn name(&self) -> &str {
        self.inner.name
    }

    /// Of a longer text only so many tokens are read.
    pub fn most_tokens(&self) -> usize {
        self.inner.tagger.network().most_tokens()
    }

    /// The best tags of a document's tokens (0 outside; 1, 2 source; 3, 4 cue; 5, 6 content).
    pub fn tags(&self, document: &crate::text::Document<'_>) -> Vec<u8> {
        let features = super::features::read(document, &self.inner.pieces);
        let scores = self.inner.tagger.score(document, &features);
        self.inner.tagger.tags(document, &scores)
    }
}
