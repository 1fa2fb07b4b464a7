//! Trains the linker: `cargo run --release --example linker -- OUT.bin WEAK.safetensors... < polnear-train.jsonl`.
//!
//! It learns from gold spans, with some cues and sources left out, and from the spans that taggers found which were
//! stopped early (and so make on these articles about the mistakes that they make on new ones). The articles of
//! `training/aside.txt` are left out. Adagrad (Duchi et al. 2011) on the softmax loss; seeds are fixed.

#![allow(clippy::print_stdout, reason = "its results")]

use onrecord::article::Article;
use onrecord::attribution::Role;
use onrecord::attribution::features;
use onrecord::attribution::link_features::{Head, View};
use onrecord::attribution::linker::Heads;
use onrecord::attribution::pieces::Pieces;
use onrecord::attribution::ranker::{Candidate, Ranker, SIZE, mix};
use onrecord::attribution::tagger::{Found, Tagger, trim};
use onrecord::text::{self, Document};
use std::collections::BTreeSet;
use std::io::BufRead;
use std::ops::Range;

const ROUNDS: usize = 3;
const DROP_CUE: f64 = 0.15;
const DROP_SOURCE: f64 = 0.05;
const RATE: f32 = 0.2;
const ROLES: [(&str, Role); 3] = [("source", Role::Source), ("cue", Role::Cue), ("content", Role::Content)];

/// The feature lists of some candidates and the index of the right one.
type Instance = (Vec<Vec<u16>>, usize);

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(1);
        mix(self.0)
    }
    fn chance(&mut self, p: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 <= p
    }
}

/// A gold attribution: for each role its spans of tokens.
type Gold = [Vec<Range<usize>>; 3];

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let out = args.next().ok_or_else(|| anyhow::anyhow!("usage: linker OUT.bin WEAK.safetensors..."))?;
    let taggers: Vec<Tagger> = args
        .map(|path| Ok(Tagger::new(&std::fs::read(path)?, include_bytes!("../models/vectors.safetensors"))?))
        .collect::<anyhow::Result<_>>()?;
    let aside: BTreeSet<&str> = include_str!("aside.txt").lines().filter(|l| !l.starts_with('#')).collect();
    let pieces = Pieces::new(include_str!("../models/pieces.txt"));
    let mut random = Random(7);
    let mut rounds: Vec<Vec<Instance>> = vec![Vec::new(); ROUNDS];
    let mut noisy = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        if row["id"].as_str().is_some_and(|id| aside.contains(id)) {
            continue;
        }
        let article =
            Article { text: row["text"].as_str().unwrap_or_default().to_owned(), ..Article::default() };
        let document = text::read(&article);
        let gold = read_gold(&document, &row["attributions"]);
        for round in &mut rounds {
            let spans = gold_spans(&gold, &mut random);
            instances(&document, &spans, &gold, round);
        }
        let seen = features::read(&document, &pieces);
        for tagger in &taggers {
            let scores = tagger.score(&document, &seen);
            instances(&document, &tagger.spans(&document, &scores), &gold, &mut noisy);
        }
    }
    println!("{} instances on gold spans, {} on found spans", rounds[0].len(), noisy.len());
    let mut weights = vec![0.0_f32; SIZE];
    let mut squares = vec![0.01_f32; SIZE];
    let mut mean = vec![0.0_f64; SIZE];
    let mut means = 0.0;
    for (number, mut round) in rounds.into_iter().enumerate() {
        round.extend(noisy.iter().cloned());
        for k in (1..round.len()).rev() {
            round.swap(k, random.next() as usize % (k + 1));
        }
        let (mut loss, mut right) = (0.0_f64, 0);
        for (step, (candidates, gold)) in round.iter().enumerate() {
            let ranker_scores: Vec<f32> =
                candidates.iter().map(|c| c.iter().map(|&f| weights[f as usize]).sum()).collect();
            let most = ranker_scores.iter().copied().fold(f32::MIN, f32::max);
            let sum: f32 = ranker_scores.iter().map(|s| (s - most).exp()).sum();
            loss -= f64::from(ranker_scores[*gold] - most - sum.ln());
            right += usize::from(ranker_scores[*gold] >= most);
            for (k, candidate) in candidates.iter().enumerate() {
                let slope = (ranker_scores[k] - most).exp() / sum - f32::from(u8::from(k == *gold));
                for &f in candidate {
                    let f = f as usize;
                    let slope = slope + 1e-6 * weights[f];
                    squares[f] += slope * slope;
                    weights[f] -= RATE * slope / squares[f].sqrt();
                }
            }
            if number >= ROUNDS / 2 && step % 500 == 0 {
                mean.iter_mut().zip(&weights).for_each(|(m, w)| *m += f64::from(*w));
                means += 1.0;
            }
        }
        println!(
            "round {number}: loss {:.4}, right {:.4}",
            loss / round.len() as f64,
            right as f64 / round.len() as f64
        );
    }
    let weights: Vec<f32> = mean.iter().map(|m| (m / means) as f32).collect();
    std::fs::write(&out, weights.iter().flat_map(|w| w.to_le_bytes()).collect::<Vec<u8>>())?;
    let _ = Ranker::from_weights(weights);
    Ok(())
}

/// The gold attributions as spans of tokens; a token belongs to a span that covers more than half of it.
fn read_gold(document: &Document<'_>, attributions: &serde_json::Value) -> Vec<Gold> {
    let bytes: Vec<usize> =
        document.text.char_indices().map(|(b, _)| b).chain([document.text.len()]).collect();
    let at = |v: &serde_json::Value| bytes[(v.as_u64().unwrap_or(0) as usize).min(bytes.len() - 1)];
    let tokens = |span: &serde_json::Value| {
        let (start, end) = (at(&span[0]), at(&span[1]));
        let low = document.tokens.partition_point(|t| t.span.end <= start);
        let high = document.tokens.partition_point(|t| t.span.start < end);
        let covered = |k: &usize| {
            let t = document.tokens[*k].span;
            2 * (t.end.min(end) - t.start.max(start)) > t.len()
        };
        let first = (low..high).find(covered)?;
        let last = (low..high).rev().find(covered)?;
        Some(trim(document, first..last + 1))
    };
    let rows = attributions.as_array().map_or(&[][..], Vec::as_slice);
    rows.iter()
        .map(|row| {
            ROLES.map(|(name, _)| row[name].as_array().into_iter().flatten().filter_map(tokens).collect())
        })
        .collect()
}

/// Gold spans as a tagger would give them, with some left out; none overlaps another.
fn gold_spans(gold: &[Gold], random: &mut Random) -> Vec<Found> {
    let mut all: Vec<(usize, usize, Role)> = gold
        .iter()
        .flat_map(|g| {
            ROLES.iter().zip(g).flat_map(|((_, role), spans)| spans.iter().map(|s| (s.start, s.end, *role)))
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    let mut spans: Vec<Found> = Vec::new();
    for (start, end, role) in all {
        let dropped = match role {
            Role::Cue => random.chance(DROP_CUE),
            Role::Source => random.chance(DROP_SOURCE),
            Role::Content => false,
        };
        if !dropped && spans.last().is_none_or(|s| s.tokens.end <= start) {
            spans.push(Found { role, tokens: start..end, confidence: 1.0 });
        }
    }
    spans
}

/// The gold attribution that a span belongs to: the one whose span of the same role it shares most of its tokens with, by
/// Jaccard index, of at least `least`.
fn meanings(span: &Found, gold: &[Gold], least: f64) -> Vec<usize> {
    let mut best = (least, Vec::new());
    for (n, g) in gold.iter().enumerate() {
        for s in &g[span.role as usize] {
            let (a, b) = (&span.tokens, s);
            let both = a.end.min(b.end).saturating_sub(a.start.max(b.start));
            if both == 0 {
                continue;
            }
            let index = both as f64 / (a.end.max(b.end) - a.start.min(b.start)) as f64;
            if index > best.0 {
                best = (index, vec![n]);
            } else if index == best.0 {
                best.1.push(n);
            }
        }
    }
    best.1
}

/// What the spans of one article teach.
fn instances(document: &Document<'_>, spans: &[Found], gold: &[Gold], out: &mut Vec<Instance>) {
    let view = View::new(document, spans);
    let mean: Vec<Vec<usize>> =
        spans.iter().map(|s| meanings(s, gold, if s.role == Role::Cue { 0.25 } else { 0.4 })).collect();
    let find =
        |role: Role, n: usize| (0..spans.len()).find(|&k| spans[k].role == role && mean[k].contains(&n));
    let mut heads = Heads::new(spans.len());
    let mut attribution_of_content = vec![None; spans.len()];
    let mut last_of: Option<usize> = None;
    for k in (0..spans.len()).filter(|&k| spans[k].role == Role::Content) {
        let candidates = view.heads(k, &heads.history);
        let Some(&n) = mean[k].first() else {
            let touches = gold
                .iter()
                .flat_map(|g| &g[2])
                .any(|s| s.start < spans[k].tokens.end && spans[k].tokens.start < s.end);
            if !touches {
                teach(&candidates, Head::Drop, out);
            }
            continue;
        };
        let cue = find(Role::Cue, n).map(Head::Cue);
        let head = match cue {
            Some(cue) if candidates.iter().any(|c| c.choice == cue) => cue,
            _ if last_of == Some(n) => Head::Previous,
            _ => Head::New,
        };
        teach(&candidates, head, out);
        heads.take(k, head, 1.0);
        attribution_of_content[k] = Some(n);
        last_of = Some(n);
    }
    let mut linked = heads.linked;
    linked.sort_by_key(|l| l.contents[0]);
    let mut last = None;
    for l in linked {
        let Some(n) = attribution_of_content[l.contents[0]] else { continue };
        let source = find(Role::Source, n);
        if source.is_none() && !gold[n][0].is_empty() {
            continue;
        }
        teach(&view.sources(l.cue.unwrap_or(l.contents[0]), &l.contents, last), source, out);
        last = source.or(last);
    }
}

fn teach<T: PartialEq>(candidates: &[Candidate<T>], right: T, out: &mut Vec<Instance>) {
    if candidates.len() > 1
        && let Some(gold) = candidates.iter().position(|c| c.choice == right)
    {
        out.push((candidates.iter().map(|c| c.features.clone()).collect(), gold));
    }
}
