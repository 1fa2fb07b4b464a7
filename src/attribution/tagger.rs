//! The tagger: a document's tokens → source, cue and content spans with their probabilities.

use super::Role;
use super::crf::{BEGIN_SOURCE, Crf, Row};
use super::features::Features;
use super::network::{Network, Scratch, WeightsError, stretches};
use crate::text::Document;
use half::bf16;
use rayon::prelude::*;
use std::ops::Range;

/// A span of tokens that the tagger found; its first and last tokens are words where it holds any.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is.
    pub role: Role,
    /// Its tokens, as indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// Mean probability of its tags.
    pub confidence: f32,
}

/// What the network says of a document, ready to be decoded. What lies beyond [`Network::most_tokens`] is outside of all,
/// and has no rows, as a book would have gigabytes of them.
#[derive(Clone, Debug)]
pub struct Scores {
    /// For each token the score of each tag.
    pub rows: Vec<Row>,
    /// For each token the probability of each tag.
    pub marginals: Vec<Row>,
    /// What the network made of each word piece halfway, a row of [`Network::kept_width`] numbers for each.
    pub kept: Vec<bf16>,
}

/// A network and the CRF over its scores.
#[derive(Debug)]
pub struct Tagger {
    network: Network,
    crf: Crf,
}

/// Longer documents are decoded in stretches of at most so many tokens.
const STRETCH: usize = 4096;

/// The scores of a token that was not read: nothing but "outside" is possible.
const UNREAD: Row = [100.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];

impl Tagger {
    /// Reads weights and word-piece vectors that `training/export.py` wrote.
    pub fn new(weights: &[u8], vectors: &[u8]) -> Result<Self, WeightsError> {
        let (network, crf) = Network::load(weights, vectors)?;
        Ok(Self { network, crf })
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The scores of all tokens. Linear in the document's length.
    pub fn score(&self, document: &Document<'_>, features: &Features) -> Scores {
        // Each part is scored by itself, so the number of threads changes nothing.
        let width = self.network.kept_width();
        let mut parts = self.network.parts(document, features);
        parts.retain(|range| range.start < self.network.most_tokens());
        let end = parts.last().map_or(0, |range| range.end);
        let read: Vec<(Vec<Row>, Vec<bf16>)> = parts
            .into_par_iter()
            .map_init(Scratch::default, |scratch, range| {
                if has_words(document, &range) {
                    let rows = self.network.scores(features, range.clone(), scratch);
                    (rows, self.network.kept(features, range, scratch))
                } else {
                    let pieces = features.first_piece[range.end] - features.first_piece[range.start];
                    (vec![UNREAD; range.len()], vec![bf16::ZERO; pieces as usize * width])
                }
            })
            .collect();
        let mut rows = Vec::with_capacity(end);
        let mut kept = Vec::with_capacity(features.first_piece[end] as usize * width);
        // Each part is dropped as it is taken over: nothing stands twice in memory.
        for (of_part, kept_of_part) in read {
            rows.extend(of_part);
            kept.extend(kept_of_part);
        }
        let decoded = decoded(document, end);
        rows.resize(decoded.last().map_or(0, |range| range.end), UNREAD);
        let marginals =
            decoded.into_par_iter().flat_map_iter(|range| self.crf.marginals(&rows[range])).collect();
        Scores { rows, marginals, kept }
    }

    /// The best tags. Ties and all else are decided by the scores alone.
    pub fn tags(&self, document: &Document<'_>, scores: &Scores) -> Vec<u8> {
        let decoded = decoded(document, scores.rows.len()).into_iter();
        let mut tags: Vec<u8> = decoded.flat_map(|range| self.crf.best(&scores.rows[range])).collect();
        tags.resize(document.tokens.len(), 0);
        tags
    }

    /// The best spans.
    pub fn spans(&self, document: &Document<'_>, scores: &Scores) -> Vec<Found> {
        collect(document, 0, &self.tags(document, scores), &scores.marginals)
    }

    /// The best spans of some ranges, each read by itself as if it were a text. Ranges are in order and do not overlap.
    pub fn spans_within(
        &self,
        document: &Document<'_>,
        features: &Features,
        ranges: &[Range<usize>],
    ) -> Vec<Found> {
        let read = |scratch: &mut Scratch, range: &Range<usize>| {
            let parts = self.network.parts_within(features, range.clone()).into_iter();
            let rows: Vec<Row> =
                parts.flat_map(|part| self.network.scores_alone(features, part, scratch)).collect();
            collect(document, range.start, &self.crf.best(&rows), &self.crf.marginals(&rows))
        };
        let found: Vec<Vec<Found>> = ranges.par_iter().map_init(Scratch::default, read).collect();
        found.concat()
    }

    /// Sources in `range`, one sentence, once more with a bonus on the start of a source: for a cue that got none.
    pub fn reread_sources(
        &self,
        document: &Document<'_>,
        scores: &Scores,
        range: Range<usize>,
        bonus: f32,
    ) -> Vec<Found> {
        let [start, end] = [range.start, range.end].map(|token| token.min(scores.rows.len()));
        let range = start..end;
        let rows: Vec<Row> = scores.rows[range.clone()]
            .iter()
            .map(|row| {
                let mut row = *row;
                row[BEGIN_SOURCE] += bonus;
                row
            })
            .collect();
        let mut found = collect(document, range.start, &self.crf.best(&rows), &scores.marginals[range]);
        found.retain(|f| f.role == Role::Source);
        found
    }
}

/// False for a long part of nothing but marks, which has nothing to say.
fn has_words(document: &Document<'_>, range: &Range<usize>) -> bool {
    const LONG: usize = 200;
    range.len() < LONG || document.tokens[range.clone()].iter().any(|t| !t.is_mark)
}

/// The stretches in which the first so many tokens are decoded; the last of them as a whole.
fn decoded(document: &Document<'_>, tokens: usize) -> Vec<Range<usize>> {
    let mut all = stretches(document, STRETCH);
    all.retain(|range| range.start < tokens);
    all
}

/// Tags → spans, trimmed of marks at their edges. `tags` and `marginals` are those of the tokens from `first` on.
fn collect(document: &Document<'_>, first: usize, tags: &[u8], marginals: &[Row]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut begin = 0;
    while begin < tags.len() {
        let tag = tags[begin];
        if tag.is_multiple_of(2) {
            begin += 1;
            continue;
        }
        let mut end = begin + 1;
        while end < tags.len() && tags[end] == tag + 1 {
            end += 1;
        }
        let role = [Role::Source, Role::Cue, Role::Content][usize::from(tag / 2).min(2)];
        let sum: f32 = (begin..end).map(|t| marginals[t][tags[t] as usize]).sum();
        found.push(Found {
            role,
            tokens: trim(document, first + begin..first + end),
            confidence: sum / (end - begin) as f32,
        });
        begin = end;
    }
    found
}

/// The tokens without marks at their edges; all of them if they are nothing but marks.
pub fn trim(document: &Document<'_>, tokens: Range<usize>) -> Range<usize> {
    let is_word =
        |&index: &usize| document.tokens[index].span.of(document.text).chars().any(char::is_alphanumeric);
    match (tokens.clone().find(is_word), tokens.clone().rev().find(is_word)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => tokens,
    }
}

#[cfg(test)]
mod tests {
    use super::super::features;
    use super::super::model::{Bundled, Model};
    use super::*;
    use crate::article::Article;

    #[test]
    fn what_lies_beyond_the_limit_takes_no_memory() {
        for which in [Bundled::Accurate, Bundled::Fast] {
            let model = Model::bundled(which).unwrap();
            let most = model.most_tokens();
            // Parts of nothing but marks are not read, so that this takes no minutes.
            let article = Article { text: "! ".repeat(2 * most), ..Article::default() };
            let document = crate::text::read(&article);
            assert_eq!(document.tokens.len(), 2 * most);
            let tagger = &model.inner.tagger;
            let seen = features::read(&document, &model.inner.pieces);
            let scores = tagger.score(&document, &seen);
            assert!((most..most + 2 * STRETCH).contains(&scores.rows.len()), "{}", scores.rows.len());
            assert_eq!(scores.rows.len(), scores.marginals.len());
            let width = tagger.network().kept_width();
            assert!(scores.kept.len() <= (most + 2 * STRETCH) * width, "{}", scores.kept.len());
            assert_eq!(tagger.tags(&document, &scores), vec![0; 2 * most]);
            assert_eq!(tagger.spans(&document, &scores), []);
            let end = document.tokens.len();
            assert_eq!(tagger.reread_sources(&document, &scores, end - 9..end, 1.5), []);
        }
    }
}
