//! Spans → attributions: from left to right each content chooses its head (a cue, the attribution of the content before,
//! a new one without cue, or none: it is no content); then each attribution chooses its source, or none.

use super::Role;
use super::link_features::{Head, History, View};
use super::ranker::Ranker;

/// What belongs together, as indices into the spans.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// The source, if one was found.
    pub source: Option<usize>,
    /// The cue, if one was found.
    pub cue: Option<usize>,
    /// The contents, in text order; never empty.
    pub contents: Vec<usize>,
    /// Product of the probabilities of the choices that made it, the contents' mean.
    pub confidence: f32,
}

/// A content is dropped only if that is better by so much than every head.
const DROP_BIAS: f32 = -1.0;

/// Follows what the contents chose, for the features of the next ones.
#[derive(Default)]
pub struct Heads {
    /// What the features see.
    pub history: History,
    /// The attributions so far.
    pub linked: Vec<Linked>,
    /// The attribution of each cue.
    of_cue: Vec<Option<usize>>,
    /// The attribution of the content before.
    previous: Option<usize>,
}

impl Heads {
    /// For so many spans.
    pub fn new(spans: usize) -> Self {
        let history = History { taken: vec![None; spans], previous: None };
        Self { history, linked: Vec::new(), of_cue: vec![None; spans], previous: None }
    }

    /// Content `k` has chosen `head`, with this probability.
    pub fn take(&mut self, k: usize, head: Head, probability: f32) {
        let (known, cue) = match head {
            Head::Drop => return,
            Head::Previous => (self.previous, self.previous.and_then(|n| self.linked[n].cue)),
            Head::Cue(cue) => (self.of_cue[cue], Some(cue)),
            Head::New => (None, None),
        };
        let number = match known {
            Some(number) => {
                let linked = &mut self.linked[number];
                let pieces = linked.contents.len() as f32;
                linked.confidence = (linked.confidence * pieces + probability) / (pieces + 1.0);
                linked.contents.push(k);
                number
            }
            None => {
                self.linked.push(Linked { source: None, cue, contents: vec![k], confidence: probability });
                self.linked.len() - 1
            }
        };
        let contents = &self.linked[number].contents;
        let (first, count) = (contents[0], contents.len());
        if let Some(cue) = cue {
            self.of_cue[cue] = Some(number);
            self.history.taken[cue] = Some((first, k, count));
        }
        self.previous = Some(number);
        self.history.previous = Some((k, count, cue));
    }
}

/// Links the spans of a document. In the order of the first contents.
pub fn link(view: &View<'_>, ranker: &Ranker) -> Vec<Linked> {
    let spans = view.spans();
    let mut heads = Heads::new(spans.len());
    for k in (0..spans.len()).filter(|&k| spans[k].role == Role::Content) {
        let candidates = view.heads(k, &heads.history);
        let bias = |head| if head == Head::Drop { DROP_BIAS } else { 0.0 };
        if let Some((head, probability)) = ranker.choose(&candidates, bias) {
            heads.take(k, head, probability);
        }
    }
    let mut linked = heads.linked;
    linked.sort_by_key(|l| l.contents[0]);
    let mut last = None;
    for attribution in &mut linked {
        let k = attribution.cue.unwrap_or(attribution.contents[0]);
        if let Some((source, probability)) =
            ranker.choose(&view.sources(k, &attribution.contents, last), |_| 0.0)
        {
            attribution.source = source;
            attribution.confidence *= probability;
            last = source.or(last);
        }
    }
    linked
}
