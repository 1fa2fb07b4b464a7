//! Two more layers that begin where the accurate network's middle is: they read an excerpt of a document by itself, knowing
//! which of its words are source, cue and content, for what the stages behind want to know of an attribution. They are the
//! network's own last layers with small changes (Hu et al. 2021). `training/branch.py` computes the same.

use super::Scratch;
use super::encoder::KEPT;
use super::states::States;
use super::transformer::{Layer, add};
use super::weights::{Weights, WeightsError};
use crate::attribution::Role;

/// The roles that a word may have: none, source, cue, content.
const ROLES: usize = 4;

/// The two layers.
#[derive(Debug)]
pub struct Branch {
    width: usize,
    /// What is added to a row for its role.
    roles: Vec<f32>,
    layers: Vec<Layer>,
}

/// An excerpt that was read: a row for each word piece.
#[derive(Clone, Debug, Default)]
pub struct Reread {
    /// The numbers in a row.
    pub width: usize,
    /// The rows, one after the other.
    pub rows: Vec<f32>,
    /// For each row its token, as an index into the document's, and its role.
    pub places: Vec<(usize, Option<Role>)>,
}

#[derive(serde::Deserialize)]
struct Settings {
    width: usize,
    layers: usize,
}

#[derive(serde::Deserialize)]
struct Changes {
    rank: usize,
}

impl Branch {
    /// Reads what `changes` makes of the layers of `weights`.
    pub fn load(weights: &[u8], changes: &[u8]) -> Result<Self, WeightsError> {
        let (weights, changes) = (Weights::new(weights)?, Weights::new(changes)?);
        let Settings { width, layers } = weights.settings()?;
        let Changes { rank } = changes.settings()?;
        let layer = |n: usize| Layer::adapted(&weights, &changes, [n, KEPT], width, rank);
        Ok(Self {
            width,
            roles: changes.sized("roles", ROLES * width)?,
            layers: (KEPT..layers).map(layer).collect::<Result<_, _>>()?,
        })
    }

    /// Reads some tokens, in text order, each with its role; at most `most` pieces of them.
    pub fn read(
        &self,
        states: &States,
        tokens: impl IntoIterator<Item = (usize, Option<Role>)>,
        most: usize,
        scratch: &mut Scratch,
    ) -> Reread {
        let width = self.width;
        let mut places = Vec::new();
        scratch.x.clear();
        for (token, role) in tokens {
            for piece in states.pieces(token).take(most - places.len().min(most)) {
                let row = states.row(piece);
                if row.len() != width {
                    continue;
                }
                places.push((token, role));
                let begin = scratch.x.len();
                scratch.x.extend(row.iter().map(|value| value.to_f32()));
                let of_role = self.roles.chunks_exact(width).nth(number(role)).unwrap_or_default();
                add(&mut scratch.x[begin..], of_role);
            }
        }
        if !places.is_empty() {
            self.layers.iter().for_each(|layer| layer.apply(width, scratch));
        }
        Reread { width, rows: scratch.x.clone(), places }
    }
}

/// The number of a word's role, as `training/branch.py` counts them.
pub fn number(role: Option<Role>) -> usize {
    role.map_or(0, |role| role as usize + 1)
}

impl Reread {
    /// The mean of the rows whose token and role fit; zeros where none does.
    pub fn mean(&self, fits: impl Fn(usize, Option<Role>) -> bool) -> Vec<f32> {
        let mut sum = vec![0.0; self.width];
        let mut count = 0.0_f32;
        for (row, _) in
            self.rows.chunks_exact(self.width.max(1)).zip(&self.places).filter(|(_, p)| fits(p.0, p.1))
        {
            add(&mut sum, row);
            count += 1.0;
        }
        sum.iter_mut().for_each(|value| *value /= count.max(1.0));
        sum
    }

    /// The largest value of each column over the rows whose role fits; zeros where none does.
    pub fn largest(&self, fits: impl Fn(Option<Role>) -> bool) -> Vec<f32> {
        let rows = self.rows.chunks_exact(self.width.max(1)).zip(&self.places).filter(|(_, p)| fits(p.1));
        let largest = rows.fold(None, |most: Option<Vec<f32>>, (row, _)| match most {
            None => Some(row.to_vec()),
            Some(mut most) => {
                most.iter_mut().zip(row).for_each(|(most, &value)| *most = most.max(value));
                Some(most)
            }
        });
        largest.unwrap_or_else(|| vec![0.0; self.width])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_largest_values_of_some_rows() {
        let reread = Reread {
            width: 2,
            rows: vec![1.0, -4.0, 3.0, -2.0, 9.0, 9.0],
            places: vec![(5, Some(Role::Cue)), (6, Some(Role::Content)), (9, None)],
        };
        assert_eq!(reread.mean(|_, role| role >= Some(Role::Cue)), [2.0, -3.0]);
        assert_eq!(reread.mean(|token, _| token == 9), [9.0, 9.0]);
        assert_eq!(reread.mean(|_, _| false), [0.0, 0.0]);
        assert_eq!(reread.largest(|role| role >= Some(Role::Cue)), [3.0, -2.0]);
        assert_eq!(reread.largest(|_| false), [0.0, 0.0]);
        assert_eq!(Reread::default().mean(|_, _| true), [0.0; 0]);
    }
}
