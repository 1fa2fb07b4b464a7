//! The scorers of claims: sums of weights of features, read from tables that `training/claims.py` writes.

use super::ClaimType;
use super::features::Sink;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What the numbers in the tables are multiples of.
const UNIT: f32 = 0.01;

/// A table of weights: for each feature `N` numbers.
pub(super) struct Weights<const N: usize>(FxHashMap<u64, [f32; N]>);

/// The type of an attribution.
pub(super) static TYPES: LazyLock<Weights<{ ClaimType::ALL.len() }>> =
    LazyLock::new(|| Weights::read(include_str!("data/types.weights.tsv")));

/// Whether somebody is accused in an attribution.
pub(super) static ACCUSED: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::read(include_str!("data/accused.weights.tsv")));

impl<const N: usize> Weights<N> {
    /// Reads a table: a feature and its weights in hundredths, by tabs; what is missing is 0.
    fn read(table: &str) -> Self {
        let rows = crate::lists::lines(table).filter_map(|line| {
            let mut cells = line.split('\t');
            let name = cells.next()?;
            let mut weights = [0.0; N];
            for (weight, cell) in weights.iter_mut().zip(cells) {
                *weight = cell.parse::<f32>().unwrap_or(0.0) * UNIT;
            }
            Some((hash([name.as_bytes()]), weights))
        });
        Self(rows.collect())
    }

    /// An empty sum.
    pub(super) fn sum(&self) -> Sum<'_, N> {
        Sum { weights: self, total: [0.0; N] }
    }
}

/// A sum of the weights of the features that were added.
#[derive(Clone)]
pub(super) struct Sum<'w, const N: usize> {
    weights: &'w Weights<N>,
    /// The sum so far.
    pub(super) total: [f32; N],
}

impl<const N: usize> Sink for Sum<'_, N> {
    fn add(&mut self, class: &str, one: &str, two: &str, value: f32) {
        let joint = if two.is_empty() { "" } else { "_" };
        let name = [class, one, joint, two].map(str::as_bytes);
        if let Some(weights) = self.weights.0.get(&hash(name)) {
            for (total, weight) in self.total.iter_mut().zip(weights) {
                *total += weight * value;
            }
        }
    }
}

/// FNV-1a, 64 bits, of the pieces one behind the other.
fn hash<const M: usize>(pieces: [&[u8]; M]) -> u64 {
    let bytes = pieces.iter().flat_map(|p| p.iter());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A sum as a probability.
pub(super) fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_known_features_add_up() {
        let weights = Weights::<2>::read("# comment\nbias\t100\t-50\ncue pair a_b\t\t25\n");
        let mut sum = weights.sum();
        sum.add("bias", "", "", 1.0);
        sum.add("cue pair ", "a", "b", 2.0);
        sum.add("cue ", "unknown", "", 1.0);
        assert_eq!(sum.total, [1.0, 0.0]);
    }

    #[test]
    fn the_tables_are_numbers_throughout() {
        for (table, columns) in
            [(include_str!("data/types.weights.tsv"), 17), (include_str!("data/accused.weights.tsv"), 1)]
        {
            let mut lines = 0;
            for line in crate::lists::lines(table) {
                let cells: Vec<&str> = line.split('\t').skip(1).collect();
                assert!(cells.len() <= columns, "{line}");
                assert!(cells.iter().all(|c| c.is_empty() || c.parse::<i32>().is_ok()), "{line}");
                lines += 1;
            }
            assert!(lines > 100);
        }
    }
}
