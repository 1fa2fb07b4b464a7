//! Which lines of a page are the article's: boosted decision trees over [`super::features`], made by
//! `training/pages.py` and kept as rows that a person can read.

use super::features;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A question, or an answer.
#[derive(Clone, Copy, Debug)]
enum Node {
    /// If the number at `feature` is at most `most`, go on at `yes`, else at `no`. Both stand after this node.
    Ask { feature: usize, most: f32, yes: usize, no: usize },
    /// What the tree adds.
    Add(f32),
}

/// The trees.
#[derive(Debug, Default)]
pub struct Trees {
    base: f32,
    trees: Vec<Vec<Node>>,
}

/// The trees that `training/pages.py` made.
pub static TREES: LazyLock<Trees> = LazyLock::new(|| Trees::read(include_str!("../data/page-trees.tsv")));

impl Trees {
    /// Reads rows: `base VALUE`; `tree` begins one; then its nodes, `ask NAME MOST YES NO` with the places of nodes in the
    /// tree, or `add VALUE`. A row that is none of these is left out.
    fn read(table: &str) -> Self {
        let names: FxHashMap<String, usize> =
            features::names().into_iter().enumerate().map(|(at, name)| (name, at)).collect();
        let mut read = Trees::default();
        for row in crate::lists::rows::<5>(table) {
            match row {
                ["base", value, ..] => read.base = value.parse().unwrap_or_default(),
                ["tree", ..] => read.trees.push(Vec::new()),
                ["add", value, ..] => {
                    if let (Some(tree), Ok(value)) = (read.trees.last_mut(), value.parse()) {
                        tree.push(Node::Add(value));
                    }
                }
                ["ask", name, most, yes, no] => {
                    let feature = names.get(name).copied();
                    if let (Some(tree), Some(feature), Ok(most), Ok(yes), Ok(no)) =
                        (read.trees.last_mut(), feature, most.parse(), yes.parse(), no.parse())
                    {
                        tree.push(Node::Ask { feature, most, yes, no });
                    }
                }
                _ => {}
            }
        }
        read
    }

    /// What the trees add up to for a line with these numbers: above 0, it is more likely the article's than not.
    pub fn sum(&self, values: &[f32]) -> f32 {
        self.base + self.trees.iter().map(|tree| answer(tree, values)).sum::<f32>()
    }
}

/// How likely it is, from 0 to 1, that a line with this sum is the article's.
pub fn likelihood(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

fn answer(tree: &[Node], values: &[f32]) -> f32 {
    let mut at = 0;
    loop {
        match tree.get(at) {
            Some(Node::Add(value)) => return *value,
            Some(Node::Ask { feature, most, yes, no }) => {
                let next = if values.get(*feature).is_some_and(|value| value <= most) { *yes } else { *no };
                // A table that leads back would never end.
                if next <= at {
                    return 0.0;
                }
                at = next;
            }
            None => return 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_lead_to_an_answer() {
        let names = features::names();
        let trees = Trees::read(&format!(
            "base\t0.5\ntree\nask\t{}\t2.5\t1\t2\nadd\t-1.5\nadd\t2.5\ntree\nadd\t0\nwhat\n",
            names[1]
        ));
        let likelihood = |second: f32| likelihood(trees.sum(&[9.0, second]));
        assert!((likelihood(2.0) - 0.2689).abs() < 1e-3, "{}", likelihood(2.0));
        assert!((likelihood(3.0) - 0.9526).abs() < 1e-3, "{}", likelihood(3.0));
    }

    #[test]
    fn broken_tables_end() {
        let name = &features::names()[0];
        let trees = Trees::read(&format!("tree\nask\t{name}\t1\t0\t7\nask\tno such\t1\t2\t3\nadd\tx"));
        assert!(trees.sum(&[0.0]).abs() < 1e-6 && trees.sum(&[2.0]).abs() < 1e-6);
    }

    #[test]
    fn all_trees_are_whole() {
        assert!(TREES.trees.len() > 10);
        for tree in &TREES.trees {
            for (at, node) in tree.iter().enumerate() {
                if let Node::Ask { yes, no, .. } = node {
                    assert!(*yes > at && *no > at && *yes < tree.len() && *no < tree.len());
                }
            }
        }
    }
}
