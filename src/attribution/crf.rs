//! Linear-chain conditional random field (Lafferty et al. 2001) over BIO tags: the best tag sequence (Viterbi) and the
//! probability of each tag (forward–backward).

/// The number of tags.
pub const TAGS: usize = 7;
/// The scores, or probabilities, of all tags of one token.
pub type Row = [f32; TAGS];

/// What a role's span begins with; its other tokens have the tag behind this one. 0 is "outside".
pub const BEGIN_SOURCE: usize = 1;
/// Begins a cue.
pub const BEGIN_CUE: usize = 3;
/// Begins a content.
pub const BEGIN_CONTENT: usize = 5;

/// What a step that BIO does not allow costs.
const FORBIDDEN: f32 = -1e4;

/// Scores of steps between tags.
#[derive(Clone, Debug, Default)]
pub struct Crf {
    /// `transition[from][to]`.
    pub transition: [Row; TAGS],
    /// Of the first tag.
    pub begin: Row,
    /// Of the last tag.
    pub end: Row,
}

impl Crf {
    /// Adds the price of steps that BIO does not allow: an inside tag follows only its own begin or inside tag.
    pub fn forbid(&mut self) {
        for inside in (2..TAGS).step_by(2) {
            self.begin[inside] += FORBIDDEN;
            for (from, row) in self.transition.iter_mut().enumerate() {
                if from != inside && from + 1 != inside {
                    row[inside] += FORBIDDEN;
                }
            }
        }
    }

    /// The best tags for the scores of a text.
    pub fn best(&self, scores: &[Row]) -> Vec<u8> {
        let Some((first, rest)) = scores.split_first() else { return Vec::new() };
        let mut total: Row = std::array::from_fn(|tag| self.begin[tag] + first[tag]);
        let mut back: Vec<[u8; TAGS]> = Vec::with_capacity(rest.len());
        for row in rest {
            let mut from = [0_u8; TAGS];
            let mut next = [f32::NEG_INFINITY; TAGS];
            for (tag, (best, from)) in next.iter_mut().zip(&mut from).enumerate() {
                for (before, sum) in total.iter().enumerate() {
                    let value = sum + self.transition[before][tag];
                    if value > *best {
                        (*best, *from) = (value, before as u8);
                    }
                }
                *best += row[tag];
            }
            total = next;
            back.push(from);
        }
        let mut tag = (1..TAGS)
            .fold(0, |best, t| if total[t] + self.end[t] > total[best] + self.end[best] { t } else { best });
        let mut tags = vec![tag as u8; scores.len()];
        for (slot, from) in tags.iter_mut().rev().skip(1).zip(back.iter().rev()) {
            tag = from[tag] as usize;
            *slot = tag as u8;
        }
        tags
    }

    /// The probability of each tag of each token.
    pub fn marginals(&self, scores: &[Row]) -> Vec<Row> {
        let step: [Row; TAGS] = self.transition.map(|row| row.map(f32::exp));
        let weights: Vec<Row> = scores
            .iter()
            .map(|row| {
                let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                row.map(|s| (s - most).exp())
            })
            .collect();
        let mut forward: Vec<Row> = Vec::with_capacity(scores.len());
        let mut before: Option<Row> = None;
        for weight in &weights {
            let mut row: Row = match before {
                None => self.begin.map(f32::exp),
                Some(before) => {
                    std::array::from_fn(|tag| (0..TAGS).map(|from| before[from] * step[from][tag]).sum())
                }
            };
            row.iter_mut().zip(weight).for_each(|(value, weight)| *value *= weight);
            normalise(&mut row);
            forward.push(row);
            before = Some(row);
        }
        let mut after: Row = self.end.map(f32::exp);
        for (row, weight) in forward.iter_mut().zip(&weights).rev() {
            row.iter_mut().zip(&after).for_each(|(value, after)| *value *= after);
            normalise(row);
            let behind: Row = std::array::from_fn(|tag| after[tag] * weight[tag]);
            after = std::array::from_fn(|tag| (0..TAGS).map(|to| step[tag][to] * behind[to]).sum());
            normalise(&mut after);
        }
        forward
    }
}

fn normalise(row: &mut Row) {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 && sum.is_finite() {
        row.iter_mut().for_each(|value| *value /= sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All tag sequences of three tokens, one by one.
    fn by_hand(crf: &Crf, scores: &[Row]) -> (Vec<u8>, Vec<Row>) {
        let (mut best, mut best_score, mut sum) = (Vec::new(), f64::NEG_INFINITY, 0.0);
        let mut mass = [[0.0_f64; TAGS]; 3];
        for code in 0..TAGS.pow(3) {
            let tags = [code % TAGS, code / TAGS % TAGS, code / TAGS / TAGS];
            let mut score = f64::from(crf.begin[tags[0]] + crf.end[tags[2]]);
            score += (0..3).map(|t| f64::from(scores[t][tags[t]])).sum::<f64>();
            score += (1..3).map(|t| f64::from(crf.transition[tags[t - 1]][tags[t]])).sum::<f64>();
            if score > best_score {
                (best, best_score) = (tags.map(|t| t as u8).to_vec(), score);
            }
            sum += score.exp();
            (0..3).for_each(|t| mass[t][tags[t]] += score.exp());
        }
        (best, mass.iter().map(|row| row.map(|m| (m / sum) as f32)).collect())
    }

    #[test]
    fn best_and_marginals_equal_those_counted_by_hand() {
        let value = |k: usize| ((k * 7919 % 101) as f32 - 50.0) / 20.0;
        let mut crf = Crf::default();
        for k in 0..TAGS * TAGS {
            crf.transition[k / TAGS][k % TAGS] = value(k + 3);
        }
        crf.begin = std::array::from_fn(|k| value(k + 90));
        crf.end = std::array::from_fn(|k| value(k + 200));
        crf.forbid();
        let scores: Vec<Row> = (0..3).map(|t| std::array::from_fn(|k| value(t * 13 + k * 5))).collect();
        let (best, marginals) = by_hand(&crf, &scores);
        assert_eq!(crf.best(&scores), best);
        for (got, want) in crf.marginals(&scores).iter().flatten().zip(marginals.iter().flatten()) {
            assert!((got - want).abs() < 1e-4, "{got} {want}");
        }
    }
}
