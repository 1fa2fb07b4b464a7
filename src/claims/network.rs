//! What the accurate model’s network says of each attribution, beside the scorers: its type, and whether somebody is accused
//! in it. `training/branch.py` makes its weights.

use super::ClaimType;
use super::accusations::Carriers;
use super::candidates::Candidate;
use super::excerpt;
use super::reading::Reading;
use crate::attribution::model::CLAIMS;
use crate::attribution::network::{Linear, Reread, Scratch, Weights, WeightsError, gelu};
use crate::attribution::{Rereader, Role};
use rayon::prelude::*;
use std::sync::LazyLock;

/// What the network says of an attribution.
#[derive(Clone, Debug)]
pub(super) struct Opinion {
    /// For each type how probable it is, before the softmax.
    pub(super) types: [f32; ClaimType::ALL.len()],
    /// For each candidate how probably he is accused, before the logistic curve.
    pub(super) accused: Vec<f32>,
}

/// The layers over what was read once more.
struct Heads {
    types: [Linear; 2],
    accused: [Linear; 2],
    /// What stands for somebody outside of the excerpt.
    absent: Vec<f32>,
}

#[derive(serde::Deserialize)]
struct Settings {
    width: usize,
    types: usize,
    accused: usize,
}

#[allow(clippy::expect_used, reason = "the weights are a part of the binary, and a test loads them")]
static HEADS: LazyLock<Heads> =
    LazyLock::new(|| Heads::load(CLAIMS).expect("the weights in the binary fit it"));

impl Heads {
    fn load(bytes: &[u8]) -> Result<Self, WeightsError> {
        let weights = Weights::new(bytes)?;
        let Settings { width, types, accused } = weights.settings()?;
        let two = |name: &str, hidden: usize, outputs: usize| {
            let first = weights.linear(&format!("{name}.1"), hidden, 4 * width)?;
            Ok::<_, WeightsError>([first, weights.linear(&format!("{name}.2"), outputs, hidden)?])
        };
        Ok(Self {
            types: two("types", types, ClaimType::ALL.len())?,
            accused: two("accused", accused, 1)?,
            absent: weights.sized("absent", width)?,
        })
    }
}

/// What the network says of all attributions: of each its type, and of its candidates.
pub(super) fn opinions(
    reading: &Reading<'_>,
    carriers: &Carriers<'_>,
    rereader: &Rereader<'_>,
    candidates: &[Vec<Candidate>],
) -> Vec<Opinion> {
    let all = carriers.attributions.par_iter().zip(candidates);
    let read = |scratch: &mut Scratch, (attribution, candidates): (_, &Vec<Candidate>)| {
        let reread = rereader.read(excerpt::of(reading, attribution), excerpt::MOST, scratch);
        opinion(&HEADS, &reread, candidates)
    };
    all.map_init(Scratch::default, read).collect()
}

fn opinion(heads: &Heads, reread: &Reread, candidates: &[Candidate]) -> Opinion {
    let cue = reread.mean(|_, role| role == Some(Role::Cue));
    let content = reread.mean(|_, role| role == Some(Role::Content));
    let largest = reread.largest(|role| role >= Some(Role::Cue));
    let mut types = [0.0; ClaimType::ALL.len()];
    let of_all = reread.mean(|_, _| true);
    types.copy_from_slice(&two(&heads.types, [&cue, &content, &of_all, &largest]));
    let accused = candidates.iter().map(|candidate| {
        let stands = |token: usize, _| candidate.tokens.contains(&token);
        let there = reread.places.iter().any(|&(token, _)| candidate.tokens.contains(&token));
        let own = if there { reread.mean(stands) } else { heads.absent.clone() };
        two(&heads.accused, [&own, &cue, &content, &largest]).first().copied().unwrap_or_default()
    });
    Opinion { types, accused: accused.collect() }
}

fn two([first, second]: &[Linear; 2], parts: [&[f32]; 4]) -> Vec<f32> {
    let (mut hidden, mut out) = (Vec::new(), Vec::new());
    first.apply(&parts.concat(), 1, &mut hidden);
    hidden.iter_mut().for_each(|value| *value = gelu(*value));
    second.apply(&hidden, 1, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{self, Bundled, Model};
    use crate::claims::candidates;
    use crate::claims::features::Parts;
    use crate::claims::testing::marked;
    use crate::text;

    /// The network’s own opinion of the first attribution: the most probable type, and the candidates’ sums.
    fn heard(markup: &str) -> (ClaimType, Vec<f32>) {
        static MODEL: LazyLock<Model> = LazyLock::new(|| Model::bundled(Bundled::Accurate).unwrap());
        let marked = marked(markup);
        let document = text::read(&marked.article);
        let reading = Reading::new(&document, &marked.speakers);
        let carriers = Carriers::new(&reading, &marked.attributions);
        let parts = |n: usize| Parts::of(&reading, &marked.attributions[n]);
        let candidates = candidates::of(&reading, &carriers, 0, &parts(0));
        let rereader = attribution::read(&document, &MODEL).rereader.unwrap();
        let opinion = opinions(&reading, &carriers, &rereader, &[candidates]).remove(0);
        let best = ClaimType::ALL.into_iter().zip(opinion.types).max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        (best.0, opinion.accused)
    }

    #[test]
    fn types_by_content_alone() {
        for (content, kind) in [
            ("“We will build a school in every village,”", ClaimType::Promise),
            ("“The council must reopen the road at once,”", ClaimType::Demand),
            ("“Thirty-one percent of voters back the plan,”", ClaimType::Statistic),
            ("“She is a wonderful leader and I endorse her,”", ClaimType::Support),
        ] {
            assert_eq!(
                heard(&format!("[C {content}] [S {{Ida Moen}}] [Q said] on Monday.")).0,
                kind,
                "{content}"
            );
        }
    }

    #[test]
    fn who_is_blamed_is_more_probably_accused() {
        let accused = |content: &str| heard(&format!("[S {{Ida Moen}}] [Q said] [C {content}].")).1[0];
        let blamed = accused("{Per Lund} lied to the town and stole its money");
        let praised = accused("{Per Lund} was a good mayor and a friend of the town");
        assert!(blamed > praised + 2.0, "{blamed} {praised}");
    }

    #[test]
    fn who_stands_outside_of_the_excerpt_has_a_sum_too() {
        let long = "They went on and on about the weather and the roads, ".repeat(12);
        let (_, accused) = heard(&format!("[S {{Ida Moen}}] [Q said] [C {long} and {{Per Lund}} slept]."));
        assert!(accused.iter().all(|sum| sum.is_finite()) && !accused.is_empty());
    }

    #[test]
    fn the_fast_model_has_none() {
        let marked = marked("{Ida Moen} left.");
        let document = text::read(&marked.article);
        assert!(attribution::read(&document, &Model::bundled(Bundled::Fast).unwrap()).rereader.is_none());
    }
}
