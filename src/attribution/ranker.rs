//! A softmax ranker over hashed features (Weinberger et al. 2009): the score of a candidate is the sum of the weights of
//! its features; the best candidate is chosen. Small, fast, and trained in a minute by `training/linker.rs`.

/// The number of weights.
pub const SIZE: usize = 1 << 16;

/// One candidate: a choice and the features that speak for or against it, as indices into the weights.
#[derive(Clone, Debug)]
pub struct Candidate<T> {
    /// What is chosen if this candidate wins.
    pub choice: T,
    /// Indices below [`SIZE`].
    pub features: Vec<u16>,
}

/// The feature with this name and these values.
pub fn feature(name: &str, values: &[u64]) -> u16 {
    let mut hash =
        name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    for &value in values {
        hash = mix(hash ^ value);
    }
    mix(hash) as u16
}

/// Spreads every bit over all others (the finalizer of SplitMix64, Steele et al. 2014).
pub const fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A hash of some words, without regard to case.
pub fn hash_words<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let mut hash = 7;
    for word in words {
        let mut own = 0xcbf2_9ce4_8422_2325_u64;
        for c in word.chars().flat_map(char::to_lowercase) {
            own = (own ^ u64::from(u32::from(c))).wrapping_mul(0x100_0000_01b3);
        }
        hash = mix(hash ^ own);
    }
    hash
}

/// The trained weights.
#[derive(Clone, Debug)]
pub struct Ranker {
    weights: Vec<f32>,
}

impl Ranker {
    /// From [`SIZE`] little-endian 32-bit floats; `None` if the length is another one.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let weights: Vec<f32> =
            bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        (weights.len() == SIZE && bytes.len() == 4 * SIZE).then_some(Self { weights })
    }

    /// From weights.
    pub fn from_weights(weights: Vec<f32>) -> Self {
        let mut weights = weights;
        weights.resize(SIZE, 0.0);
        Self { weights }
    }

    /// A candidate's score.
    pub fn score<T>(&self, candidate: &Candidate<T>) -> f32 {
        candidate.features.iter().map(|&f| self.weights[usize::from(f)]).sum()
    }

    /// The best candidate's choice and its probability among all; the first of equals. `None` where there is none.
    pub fn choose<T: Copy>(&self, candidates: &[Candidate<T>], bias: impl Fn(T) -> f32) -> Option<(T, f32)> {
        let scores: Vec<f32> = candidates.iter().map(|c| self.score(c) + bias(c.choice)).collect();
        let (best, most) = scores
            .iter()
            .enumerate()
            .fold((0, f32::NEG_INFINITY), |best, (k, &score)| if score > best.1 { (k, score) } else { best });
        let sum: f32 = scores.iter().map(|s| (s - most).exp()).sum();
        candidates.get(best).map(|c| (c.choice, 1.0 / sum))
    }
}
