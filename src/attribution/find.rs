//! The stage's order of work: tagger → rules on spans → linker → a second reading → speech within
//! speech → rules on attributions.

use super::link_features::View;
use super::linker::{Linked, link};
use super::model::{Inner, Model};
use super::network::States;
use super::rereader::Rereader;
use super::tagger::Found;
use super::{Attribution, Kind, confidence, edges, features, nested, reciprocal, rules};
use crate::span::Span;
use crate::text::Document;
use std::collections::BTreeSet;
use std::ops::Range;

/// The bonus on the start of a source in the second reading.
const SECOND_READING: f32 = 1.5;

/// What was read of a document.
#[derive(Debug)]
pub struct Read<'m> {
    /// Its attributions, in the order of their first span.
    pub attributions: Vec<Attribution>,
    /// Reads parts of it once more, for later stages; not with the fast model.
    pub rereader: Option<Rereader<'m>>,
}

/// Finds the attributions of a document, and keeps what later stages need to read them once more. Pure; linear in the
/// document's length.
pub fn read<'m>(document: &Document<'_>, model: &'m Model) -> Read<'m> {
    let Inner { pieces, tagger, ranker, calibration, branch, .. } = &*model.inner;
    let seen = features::read(document, pieces);
    let scores = tagger.score(document, &seen);
    let mut spans = tagger.spans(document, &scores);
    let dateline = rules::dateline::find(document);
    if let Some(dateline) = &dateline {
        rules::dateline::reread(document, tagger, &seen, dateline, &mut spans);
    }
    rules::reopened::add(document, &mut spans);
    rules::colon::add(document, &mut spans);
    rules::clause::cut(document, &mut spans);
    let mut linked = link(&View::new(document, &spans), ranker);
    let bare: BTreeSet<u32> = linked
        .iter()
        .filter(|l| l.source.is_none())
        .filter_map(|l| l.cue)
        .map(|cue| document.tokens[spans[cue].tokens.start].sentence)
        .collect();
    let mut more = Vec::new();
    for sentence in bare {
        let range = document.sentences[sentence as usize].tokens.clone();
        more.extend(tagger.reread_sources(document, &scores, range, SECOND_READING));
    }
    let of_place = |new: &Found| dateline.as_ref().is_some_and(|d| d.place.contains(&new.tokens.start));
    more.retain(|new| is_free(&spans, &new.tokens) && !of_place(new));
    if !more.is_empty() {
        spans.extend(more);
        spans.sort_by_key(|s| (s.tokens.start, s.tokens.end));
        linked = link(&View::new(document, &spans), ranker);
    }
    // A content with neither cue nor source is nobody's.
    linked.retain(|l| l.cue.is_some() || l.source.is_some());
    let mut attributions: Vec<Attribution> =
        linked.iter().map(|l| build(document, &spans, l, *calibration)).collect();
    attributions.extend(nested::find(document, &seen, &model.inner, &attributions));
    rules::passive::apply(document, &mut attributions);
    rules::signature::apply(document, &mut attributions);
    rules::transcript::apply(document, &mut attributions);
    rules::tweet::apply(document, &mut attributions);
    rules::list::apply(document, &mut attributions);
    rules::origin::apply(document, &mut attributions);
    rules::figures::apply(document, &mut attributions);
    rules::silence::apply(document, &mut attributions);
    rules::stance::apply(document, &mut attributions);
    rules::verb::apply(document, &mut attributions);
    rules::acquaintance::apply(document, &mut attributions);
    both_ways(document, &mut attributions);
    let width = tagger.network().kept_width();
    let states = || States::new(width, scores.kept, seen.first_piece);
    let rereader = branch.as_ref().map(|branch| Rereader::new(branch, states()));
    Read { attributions: finish(document, attributions), rereader }
}

/// Adds attributions that go both ways ("mutual accusations between …"); what the tagger made of their cues goes.
fn both_ways(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    let found = reciprocal::find(document);
    let mut cues: Vec<Span> = found.iter().flat_map(|a| a.cue.iter().copied()).collect();
    cues.sort_unstable();
    attributions.retain(|a| a.cue.iter().all(|cue| rules::touched(&cues, |c| *c, *cue).is_none()));
    attributions.extend(found);
}

/// True where no span touches these tokens. Spans are in order and do not overlap.
fn is_free(spans: &[Found], tokens: &Range<usize>) -> bool {
    let next = spans.partition_point(|s| s.tokens.end <= tokens.start);
    spans.get(next).is_none_or(|s| s.tokens.start >= tokens.end)
}

pub(super) fn build(
    document: &Document<'_>,
    spans: &[Found],
    linked: &Linked,
    calibration: (f32, f32),
) -> Attribution {
    let bytes = |k: usize| document.span(spans[k].tokens.clone());
    // A heading above the line is no part of the name.
    let source = |k: usize| {
        let tokens = &spans[k].tokens;
        let last = &document.tokens[tokens.end - 1];
        let line = document.paragraphs[last.paragraph as usize].tokens.start;
        let start = tokens.start.max(line);
        // Nor is a label at the line's beginning ("Casualties: The ministry reports …").
        let label = (start == line).then(|| label_end(document, start..tokens.end)).flatten();
        document.span(label.unwrap_or(start)..tokens.end)
    };
    let content = |&k: &usize| edges::with_marks(document, &spans[k].tokens);
    Attribution {
        source: linked.source.map(source).into_iter().collect(),
        cue: linked.cue.map(bytes).into_iter().collect(),
        content: linked.contents.iter().map(content).collect(),
        confidence: confidence::of(spans, linked, calibration),
        ..Attribution::default()
    }
}

/// Where the name begins behind a label with a colon.
fn label_end(document: &Document<'_>, tokens: Range<usize>) -> Option<usize> {
    let is_colon = |&n: &usize| document.text.get(document.tokens[n].span.range()) == Some(":");
    let behind = tokens.clone().find(is_colon)? + 1;
    (behind > tokens.start + 1 && behind < tokens.end).then_some(behind)
}

/// Kinds, nesting, order.
fn finish(document: &Document<'_>, mut attributions: Vec<Attribution>) -> Vec<Attribution> {
    let begin = |a: &Attribution| a.source.iter().chain(&a.cue).chain(&a.content).map(|s| s.start).min();
    attributions.retain(|a| !a.content.is_empty());
    attributions.sort_by_cached_key(|a| (begin(a), a.content.clone(), a.source.clone()));
    attributions.dedup_by(|a, b| a.content == b.content && a.source == b.source && a.cue == b.cue);
    for attribution in &mut attributions {
        attribution.kind = kind(document, &attribution.content);
    }
    nest(&mut attributions);
    attributions
}

/// How much of a content stands in quotation marks: all but a tenth of its words is direct.
pub fn kind(document: &Document<'_>, content: &[Span]) -> Kind {
    let (mut words, mut quoted) = (0, 0);
    for span in content {
        let first = document.tokens.partition_point(|t| t.span.start < span.start);
        for token in document.tokens[first..].iter().take_while(|t| t.span.end <= span.end) {
            words += usize::from(!token.is_mark);
            quoted += usize::from(!token.is_mark && token.quoted.is_inside());
        }
    }
    match quoted {
        0 => Kind::Indirect,
        _ if quoted * 10 >= words * 9 => Kind::Direct,
        _ => Kind::Mixed,
    }
}

/// Sets `inside`: the smallest other content piece that holds an attribution's cue (or source) and its contents.
fn nest(attributions: &mut [Attribution]) {
    // (piece, attribution), by start, the longer first: a stack of open pieces then finds the innermost holder.
    let mut pieces: Vec<(Span, usize)> =
        attributions.iter().enumerate().flat_map(|(n, a)| a.content.iter().map(move |&s| (s, n))).collect();
    pieces.sort_by_key(|(s, n)| (s.start, std::cmp::Reverse(s.end), *n));
    let whole: Vec<Option<Span>> = attributions
        .iter()
        .map(|a| a.source.iter().chain(&a.cue).chain(&a.content).copied().reduce(Span::join))
        .collect();
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&n| whole[n].map(|s| s.start));
    let (mut open, mut next) = (Vec::<(Span, usize)>::new(), 0);
    for n in order {
        let Some(own) = whole[n] else { continue };
        while next < pieces.len() && pieces[next].0.start <= own.start {
            open.retain(|(s, _)| s.end > pieces[next].0.start);
            open.push(pieces[next]);
            next += 1;
        }
        open.retain(|(s, _)| s.end > own.start);
        let has_cue = !attributions[n].cue.is_empty() || !attributions[n].source.is_empty();
        // A content that is all of another's holds nothing; one that is told in it may fill it with its own source and cue.
        let told = |s: &Span| attributions[n].content.iter().all(|c| c != s);
        let holder = open.iter().rev().find(|(s, m)| *m != n && s.contains(own) && told(s));
        attributions[n].inside = holder.filter(|_| has_cue).map(|(_, m)| *m);
    }
}
