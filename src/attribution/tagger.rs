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

/// What the network says of a document, ready to be decoded.
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

/// The score of "outside" where nothing else is possible.
const OUTSIDE: f32 = 100.0;

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
        let read: Vec<(Vec<Row>, Vec<bf16>)> = self
            .network
            .parts(document, features)
            .into_par_iter()
            .map_init(Scratch::default, |scratch, range| {
                if self.is_read(document, &range) {
                    let rows = self.network.scores(features, range.clone(), scratch);
                    (rows, self.network.kept(features, range, scratch))
                } else {
                    let pieces = features.first_piece[range.end] - features.first_piece[range.start];
                    let rows = vec![[OUTSIDE, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]; range.len()];
                    (rows, vec![bf16::ZERO; pieces as usize * width])
                }
            })
            .collect();
        let (rows, kept): (Vec<Vec<Row>>, Vec<Vec<bf16>>) = read.into_iter().unzip();
        let rows = rows.concat();
        let marginals = stretches(document, STRETCH)
            .into_par_iter()
            .flat_map_iter(|range| self.crf.marginals(&rows[range]))
            .collect();
        Scores { rows, marginals, kept: kept.concat() }
    }

    /// False beyond the limit, and for a long part of nothing but marks, which has nothing to say.
    fn is_read(&self, document: &Document<'_>, range: &Range<usize>) -> bool {
        const LONG: usize = 200;
        let only_marks = || document.tokens[range.clone()].iter().all(|t| t.is_mark);
        range.start < self.network.most_tokens() && (range.len() < LONG || !only_marks())
    }

    /// The best tags. Ties and all else are decided by the scores alone.
    pub fn tags(&self, document: &Document<'_>, scores: &Scores) -> Vec<u8> {
        stretches(document, STRETCH)
            .into_iter()
            .flat_map(|range| self.crf.best(&scores.rows[range]))
            .collect()
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
