//! Lines lean on those of their kind: what most lines of the same names in the same place are, and most lines in the same
//! element, a doubtful one is too.

use super::known::{number, parent};
use super::parts::Parts;
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// How much the mean of the others counts, of either kind, beside a line's own sum.
const WEIGHT: f32 = 0.3;
/// The most that one line's sum counts, up or down, and the most of its words.
const MOST: f32 = 5.0;
const MOST_WORDS: u32 = 60;

/// The sums of all lines, each with those of its kind. As in `training/pages.py`.
pub fn leant(page: &Parts, sums: &[f32]) -> Vec<f32> {
    let weights: Vec<f32> =
        page.parts.iter().map(|part| number((part.words + 1).min(MOST_WORDS) as usize)).collect();
    let weighed: Vec<(f32, f32)> =
        sums.iter().zip(weights).map(|(sum, weight)| (sum.clamp(-MOST, MOST), weight)).collect();
    let kinds = page.parts.iter().map(|part| page.elements.get(part.block).map_or(0, |e| e.signature));
    let of_kind = of_others(&kinds.collect::<Vec<u64>>(), &weighed);
    let places = page.parts.iter().map(|part| parent(page, part.block));
    let of_place = of_others(&places.collect::<Vec<usize>>(), &weighed);
    let others = of_kind.into_iter().zip(of_place);
    sums.iter().zip(others).map(|(sum, (kind, place))| sum + WEIGHT * (kind + place)).collect()
}

/// For each line the mean of the others in its group, by their words; 0 if it is alone.
fn of_others<K: Hash + Eq>(groups: &[K], weighed: &[(f32, f32)]) -> Vec<f32> {
    let mut all: FxHashMap<&K, (f32, f32, u32)> = FxHashMap::default();
    for (group, (sum, weight)) in groups.iter().zip(weighed) {
        let whole = all.entry(group).or_default();
        *whole = (whole.0 + sum * weight, whole.1 + weight, whole.2 + 1);
    }
    let of_line = |(group, (sum, weight)): (&K, &(f32, f32))| match all.get(group) {
        Some((sums, weights, lines)) if *lines > 1 => (sums - sum * weight) / (weights - weight).max(1.0),
        _ => 0.0,
    };
    groups.iter().zip(weighed).map(of_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn a_doubtful_line_is_what_those_of_its_kind_are() {
        let page = super::super::parts::of(&Document::from(
            "<div><p>One two.</p><p>Three four.</p><p>Five six.</p></div><nav><a href=x>Home</a></nav>",
        ));
        let leant = leant(&page, &[2.0, -0.1, 40.0, -3.0]);
        assert!(leant[1] > 1.0 && leant[1] < 3.0, "{leant:?}");
        assert!((leant[3] + 3.0).abs() < 1e-6, "alone: {leant:?}");
        assert!(leant[0] < 2.0 + 2.0 * 0.3 * 5.0, "no line counts for more than it may: {leant:?}");
    }
}
