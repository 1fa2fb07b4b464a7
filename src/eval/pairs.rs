//! Scores whether two sentences are the same claim against what people said of them.

use super::attributions::Count;
use crate::wording::{Wording, likeness, same};
use serde::Deserialize;

/// Two sentences, and whether they say the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Pair {
    /// As it stands in the file; may be missing.
    #[serde(default)]
    pub id: serde_json::Value,
    /// One sentence.
    pub a: String,
    /// The other.
    pub b: String,
    /// Whether a person said that they are the same.
    pub same: bool,
}

impl Pair {
    fn wordings(&self) -> [Wording; 2] {
        [&self.a, &self.b].map(|words| Wording::of("", words, false))
    }

    /// How alike they are, 0 to 1.
    pub fn likeness(&self) -> f32 {
        let [a, b] = self.wordings();
        likeness(&a, &b)
    }

    /// Whether they would be one claim if one speaker had said both on one day.
    pub fn found(&self) -> bool {
        let [a, b] = self.wordings();
        same(&a, &b, Some(0)).is_some()
    }
}

/// Reads a line of JSON Lines: `{"a", "b", "same", "id"?}`.
///
/// # Errors
/// What is wrong with it, in words.
pub fn pair(line: &[u8]) -> Result<Pair, String> {
    serde_json::from_slice(line).map_err(|e| format!("no pair of sentences: {e}"))
}

/// How often what is found to be the same is, and the other way round.
pub fn score(pairs: &[Pair]) -> Count {
    let found = pairs.iter().filter(|pair| pair.found()).count() as u64;
    let right = pairs.iter().filter(|pair| pair.same && pair.found()).count() as u64;
    let gold = pairs.iter().filter(|pair| pair.same).count() as u64;
    Count::new(right, found, gold)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted() {
        let line = |a: &str, b: &str, same: bool| {
            pair(serde_json::json!({"a": a, "b": b, "same": same}).to_string().as_bytes()).unwrap()
        };
        let pairs = [
            line(
                "The harbour of Querl was closed on Sunday",
                "On Sunday the harbour of Querl was closed",
                true,
            ),
            line("The harbour of Querl was closed on Sunday", "Nobody saw the boats leave Querl", true),
            line("12 boats sank in the harbour of Querl", "40 boats sank in the harbour of Querl", false),
        ];
        let count = score(&pairs);
        assert_eq!((count.right_found, count.found, count.gold), (1, 1, 2));
        assert!(pair(b"{}").unwrap_err().contains("no pair of sentences"));
    }
}
