//! The accurate network: the six layers of MiniLM (Wang et al. 2020), a transformer (Devlin et al. 2019) over word
//! pieces; its vector of each token's first piece → a bidirectional GRU → tag scores. `training/encoder.py` computes the
//! same, on the same windows.

use super::Scratch;
use super::layers::{Gru, LayerNorm, Linear};
use super::transformer::{EPSILON, HEADS, Layer, add};
use super::vectors::Vectors;
use super::weights::{Weights, WeightsError};
use crate::attribution::crf::TAGS;
use crate::attribution::features::{FEATURES, Features};
use std::ops::Range;

/// The layer whose rows are kept for those who read parts of the text once more, counted from 1.
pub const KEPT: usize = 4;

/// Its settings, as `training/train.py` wrote them; `begin` and `end` are the pieces around a window.
#[derive(Debug, serde::Deserialize)]
struct Settings {
    width: usize,
    layers: usize,
    gru: usize,
    window: usize,
    context: usize,
    begin: u32,
    end: u32,
}

/// One network.
#[derive(Debug)]
pub struct Encoder {
    settings: Settings,
    positions: Vec<f32>,
    features: Vec<Vec<f32>>,
    input_norm: LayerNorm,
    layers: Vec<Layer>,
    gru: Gru,
    norm: LayerNorm,
    output: Linear,
}

impl Encoder {
    /// Reads its weights.
    pub fn load(weights: &Weights<'_>, vectors: &Vectors) -> Result<Self, WeightsError> {
        let settings: Settings = weights.settings()?;
        let Settings { width, window, gru, .. } = settings;
        let most = settings.begin.max(settings.end) as usize;
        if vectors.width != width || width % HEADS != 0 || most >= vectors.count() {
            return Err(WeightsError::Tensor("settings".to_owned()));
        }
        let features = weights.features()?;
        if features.iter().zip(FEATURES).any(|(table, (_, size))| table.len() != size * width) {
            return Err(WeightsError::Tensor("features".to_owned()));
        }
        Ok(Self {
            positions: weights.sized("positions.weight", window * width)?,
            features,
            input_norm: weights.norm("input_norm", width, EPSILON)?,
            layers: (0..settings.layers).map(|n| Layer::load(weights, n, width)).collect::<Result<_, _>>()?,
            gru: weights.gru(width, gru)?,
            norm: weights.norm("norm", width, LayerNorm::EPSILON)?,
            output: weights.linear("output", TAGS, width)?,
            settings,
        })
    }

    /// Word pieces that a window holds, beside its context and the two pieces that stand around them.
    pub fn room(&self) -> usize {
        self.settings.window.saturating_sub(2 + self.settings.context)
    }

    /// The first token of the context of a window: some pieces before it are read with it.
    pub fn context(&self, features: &Features, window: &Range<usize>) -> usize {
        let before = features.first_piece[window.start].saturating_sub(self.settings.context as u32);
        features.first_piece.partition_point(|&first| first < before)
    }

    /// The numbers in a row.
    pub fn width(&self) -> usize {
        self.settings.width
    }

    /// The tag scores of the tokens of `range`, one row each, as `scratch.gates`; as `scratch.kept`, a row for each word
    /// piece, what the layer [`KEPT`] made of it.
    pub fn run(&self, vectors: &Vectors, features: &Features, range: Range<usize>, scratch: &mut Scratch) {
        let width = self.settings.width;
        self.embed(vectors, features, range.clone(), &mut scratch.gathered);
        self.input_norm.apply(&scratch.gathered, &mut scratch.x);
        for (n, layer) in self.layers.iter().enumerate() {
            layer.apply(width, scratch);
            if n + 1 == KEPT {
                // Without the pieces that stand around the window.
                let rows = scratch.x.len() / width;
                scratch.kept.clear();
                scratch.kept.extend_from_slice(&scratch.x[width..(rows - 1) * width]);
            }
        }
        let Scratch { x, normed, gathered, gates, .. } = scratch;
        // From here on a row is a token: that of its first piece.
        let before = features.first_piece[range.start];
        gathered.clear();
        for token in range.clone() {
            let row = 1 + (features.first_piece[token] - before) as usize;
            gathered.extend_from_slice(&x[row * width..][..width]);
        }
        std::mem::swap(x, gathered);
        self.gru.add(x, range.len(), [normed, gathered, gates]);
        self.norm.apply(x, normed);
        self.output.apply(normed, range.len(), gates);
    }

    /// The input rows: for each piece its vector, its place's and its token's features'; a piece before and one behind.
    fn embed(&self, vectors: &Vectors, features: &Features, range: Range<usize>, out: &mut Vec<f32>) {
        let width = self.settings.width;
        let pieces = features.pieces_of(range.clone());
        out.clear();
        out.resize((pieces.len() + 2) * width, 0.0);
        let ids =
            std::iter::once(&self.settings.begin).chain(pieces).chain(std::iter::once(&self.settings.end));
        for ((&id, row), position) in
            ids.zip(out.chunks_exact_mut(width)).zip(self.positions.chunks_exact(width))
        {
            vectors.add(id as usize, 1.0, row);
            add(row, position);
        }
        let before = features.first_piece[range.start] as usize;
        let mut sum = vec![0.0; width];
        for token in range {
            let own = features.first_piece[token] as usize..features.first_piece[token + 1] as usize;
            let rows = &mut out[(1 + own.start - before) * width..(1 + own.end - before) * width];
            sum.fill(0.0);
            for (table, &value) in self.features.iter().zip(&features.values[token]) {
                add(&mut sum, &table[usize::from(value) * width..][..width]);
            }
            rows.chunks_exact_mut(width).for_each(|row| add(row, &sum));
        }
    }
}
