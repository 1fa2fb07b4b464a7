//! The tagger: a document's tokens → source, cue and content spans with their probabilities.

use super::crf::{BEGIN_SOURCE, Crf, Row};
use super::features::Features;
use super::network::{self, Network, Scratch, Vectors, WeightsError};
use crate::text::Document;
use rayon::prelude::*;
use std::ops::Range;

/// The three parts of an attribution, in the order of the tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Who it comes from.
    Source,
    /// The words that report.
    Cue,
    /// What is reported.
    Content,
}

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
}

/// Networks whose scores are averaged, and the CRF over them.
#[derive(Debug)]
pub struct Tagger {
    networks: Vec<Network>,
    vectors: Vectors,
    crf: Crf,
}

/// Longer documents are read in stretches of at most so many tokens, cut at paragraph ends where there are any.
const STRETCH: usize = 4096;

/// Of a longer text only so many tokens (about a megabyte and a half of prose) are read, so that no input takes minutes.
pub const MOST_TOKENS: usize = 300_000;

/// The score of "outside" where nothing else is possible.
const OUTSIDE: f32 = 100.0;

impl Tagger {
    /// Reads weights that `training/export.py` wrote.
    pub fn new(weights: &[u8]) -> Result<Self, WeightsError> {
        let (networks, vectors, crf) = network::load(weights)?;
        Ok(Self { networks, vectors, crf })
    }

    /// The scores of all tokens. Linear in the document's length.
    pub fn score(&self, document: &Document<'_>, features: &Features) -> Scores {
        // Each stretch is scored by itself, so the number of threads changes nothing.
        let read: Vec<(Vec<Row>, Vec<Row>)> = stretches(document)
            .into_par_iter()
            .map_init(Scratch::default, |scratch, range| {
                self.score_stretch(document, features, range, scratch)
            })
            .collect();
        let mut scores = Scores { rows: Vec::new(), marginals: Vec::new() };
        for (rows, marginals) in read {
            scores.rows.extend(rows);
            scores.marginals.extend(marginals);
        }
        scores
    }

    fn score_stretch(
        &self,
        document: &Document<'_>,
        features: &Features,
        range: Range<usize>,
        scratch: &mut Scratch,
    ) -> (Vec<Row>, Vec<Row>) {
        let mut rows = vec![Row::default(); range.len()];
        // A stretch of nothing but marks has nothing to say.
        let only_marks = || document.tokens[range.clone()].iter().all(|t| t.is_mark);
        if range.start < MOST_TOKENS && (range.len() < STRETCH || !only_marks()) {
            let share = 1.0 / self.networks.len().max(1) as f32;
            for network in &self.networks {
                network.add_scores(&self.vectors, features, range.clone(), share, scratch, &mut rows);
            }
        } else {
            rows.iter_mut().for_each(|row| row[0] = OUTSIDE);
        }
        let marginals = self.crf.marginals(&rows);
        (rows, marginals)
    }

    /// The best tags. Ties and all else are decided by the scores alone.
    pub fn tags(&self, document: &Document<'_>, scores: &Scores) -> Vec<u8> {
        stretches(document).into_iter().flat_map(|range| self.crf.best(&scores.rows[range])).collect()
    }

    /// The best spans.
    pub fn spans(&self, document: &Document<'_>, scores: &Scores) -> Vec<Found> {
        collect(document, 0, &self.tags(document, scores), scores)
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
        let mut found = collect(document, range.start, &self.crf.best(&rows), scores);
        found.retain(|f| f.role == Role::Source);
        found
    }
}

/// The parts in which a document is read.
fn stretches(document: &Document<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut begin = 0;
    let mut last = 0;
    for paragraph in &document.paragraphs {
        let end = paragraph.tokens.end;
        if end - begin > STRETCH && last > begin {
            out.push(begin..last);
            begin = last;
        }
        while end - begin > STRETCH {
            out.push(begin..begin + STRETCH);
            begin += STRETCH;
        }
        last = end;
    }
    if last > begin {
        out.push(begin..last);
    }
    out
}

/// Tags → spans, trimmed of marks at their edges. `tags` are those of the tokens from `first` on.
fn collect(document: &Document<'_>, first: usize, tags: &[u8], scores: &Scores) -> Vec<Found> {
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
        let sum: f32 = (begin..end).map(|t| scores.marginals[first + t][tags[t] as usize]).sum();
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
