//! The score of attributions, as PolNeAR's annotations are compared.
//!
//! - cue, source, content: F1 over spans whose word sets are equal.
//! - content overlap: precision, recall and F1 of the words of all contents together.
//! - attribution, "who said what": annotated and found attributions paired one to one where their contents' Jaccard
//!   index is at least 0.5; a pair is right where the sources' is too, or neither has a source.
//! - by kind: the same for annotated ones of one kind (recall) and found ones of one kind (precision): direct where
//!   at least nine tenths of the content's words stand in quotation marks, mixed where some do.

use super::gold::{Annotated, Spans};
use super::words::{WordSet, Words, jaccard, shared};
use crate::attribution::Kind;
use std::collections::BTreeMap;

/// The least Jaccard index of two contents, or two sources, that are taken for the same.
pub const SAME: f64 = 0.5;

/// An attribution as sets of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributed {
    /// Who it comes from.
    pub source: WordSet,
    /// The words that report.
    pub cue: WordSet,
    /// What is reported; not empty.
    pub content: WordSet,
}

/// The attributions of one article that count: those with words in their content.
pub fn attributed(words: &Words, spans: &[Spans]) -> Vec<Attributed> {
    let sets = spans.iter().map(|a| Attributed {
        source: words.within(&a.source),
        cue: words.within(&a.cue),
        content: words.within(&a.content),
    });
    sets.filter(|a| !a.content.is_empty()).collect()
}

/// Pairs annotated with found attributions, one to one, best content first. Gives indices into both.
pub fn pair(gold: &[Attributed], found: &[Attributed]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, f) in found.iter().enumerate() {
            let content = jaccard(&g.content, &f.content);
            if content >= SAME {
                candidates.push((content, jaccard(&g.source, &f.source), i, j));
            }
        }
    }
    let best_first = |x: &(f64, f64, usize, usize), y: &(f64, f64, usize, usize)| {
        y.0.total_cmp(&x.0).then(y.1.total_cmp(&x.1)).then(x.2.cmp(&y.2)).then(x.3.cmp(&y.3))
    };
    candidates.sort_by(best_first);
    let (mut gold_taken, mut found_taken) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, _, i, j) in candidates {
        if let (Some(g @ false), Some(f @ false)) = (gold_taken.get_mut(i), found_taken.get_mut(j)) {
            (*g, *f) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

/// The kind of a content by the words of it that stand in quotation marks.
pub fn kind(words: &Words, content: &[u32]) -> Kind {
    match words.quoted_share(content) {
        share if share >= 0.9 => Kind::Direct,
        share if share > 0.0 => Kind::Mixed,
        _ => Kind::Indirect,
    }
}

/// What was right of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Found ones that are right.
    pub right_found: u64,
    /// Annotated ones that were found (the same number but by kind, where a pair may differ in kind).
    pub right_gold: u64,
    /// Found ones.
    pub found: u64,
    /// Annotated ones.
    pub gold: u64,
}

impl Count {
    /// So many right ones of the found and of the annotated ones.
    pub const fn new(right: u64, found: u64, gold: u64) -> Self {
        Self { right_found: right, right_gold: right, found, gold }
    }

    fn add(&mut self, right: u64, found: u64, gold: u64) {
        self.right_found += right;
        self.right_gold += right;
        self.found += found;
        self.gold += gold;
    }

    /// Of what was found, how much is right, in percent.
    pub fn precision(&self) -> f64 {
        percent(self.right_found, self.found)
    }

    /// Of what was annotated, how much was found, in percent.
    pub fn recall(&self) -> f64 {
        percent(self.right_gold, self.gold)
    }

    /// The harmonic mean of both, in percent.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// The score of many articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Articles.
    pub articles: u64,
    cue: Count,
    source: Count,
    content: Count,
    overlap: Count,
    paired: Count,
    attribution: Count,
    by_kind: [Count; 3],
}

impl Score {
    /// Adds one article: its annotation beside what was found in it.
    pub fn add(&mut self, article: &Annotated, found: &[Spans]) {
        let words = Words::of(&article.article.text);
        let (gold, found) = (attributed(&words, &article.attributions), attributed(&words, found));
        self.articles += 1;
        exact(&mut self.cue, &gold, &found, |a| &a.cue);
        exact(&mut self.source, &gold, &found, |a| &a.source);
        exact(&mut self.content, &gold, &found, |a| &a.content);
        let (in_gold, in_found) = (all_contents(&gold), all_contents(&found));
        let both = shared(&in_gold, &in_found) as u64;
        self.overlap.add(both, in_found.len() as u64, in_gold.len() as u64);

        let pairs = pair(&gold, &found);
        let right = pairs.iter().filter_map(|(i, j)| Some((gold.get(*i)?, found.get(*j)?)));
        let right: Vec<_> = right.filter(|(g, f)| jaccard(&g.source, &f.source) >= SAME).collect();
        self.paired.add(pairs.len() as u64, found.len() as u64, gold.len() as u64);
        self.attribution.add(right.len() as u64, found.len() as u64, gold.len() as u64);
        let kind = |a: &Attributed| kind(&words, &a.content);
        for (count, of_kind) in self.by_kind.iter_mut().zip(Kind::ALL) {
            count.gold += gold.iter().filter(|a| kind(a) == of_kind).count() as u64;
            count.found += found.iter().filter(|a| kind(a) == of_kind).count() as u64;
            count.right_gold += right.iter().filter(|(g, _)| kind(g) == of_kind).count() as u64;
            count.right_found += right.iter().filter(|(_, f)| kind(f) == of_kind).count() as u64;
        }
    }

    /// All figures, by name, in the order in which they are shown.
    pub fn rows(&self) -> [(&'static str, Count); 9] {
        let [direct, mixed, indirect] = self.by_kind;
        [
            ("cue", self.cue),
            ("source", self.source),
            ("content", self.content),
            ("content overlap", self.overlap),
            ("content found", self.paired),
            ("attribution", self.attribution),
            ("attribution direct", direct),
            ("attribution mixed", mixed),
            ("attribution indirect", indirect),
        ]
    }
}

/// Equal sets, each counted as often as both sides have it.
fn exact(count: &mut Count, gold: &[Attributed], found: &[Attributed], role: fn(&Attributed) -> &WordSet) {
    let mut times: BTreeMap<&WordSet, (u64, u64)> = BTreeMap::new();
    for set in gold.iter().map(role).filter(|s| !s.is_empty()) {
        times.entry(set).or_default().0 += 1;
    }
    for set in found.iter().map(role).filter(|s| !s.is_empty()) {
        times.entry(set).or_default().1 += 1;
    }
    for (in_gold, in_found) in times.into_values() {
        count.add(in_gold.min(in_found), in_found, in_gold);
    }
}

fn all_contents(attributions: &[Attributed]) -> WordSet {
    let mut all: WordSet = attributions.iter().flat_map(|a| a.content.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn spans(source: &[[usize; 2]], cue: &[[usize; 2]], content: &[[usize; 2]]) -> Spans {
        Spans { source: source.to_vec(), cue: cue.to_vec(), content: content.to_vec() }
    }

    fn score(text: &str, gold: Vec<Spans>, found: &[Spans]) -> Score {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let mut score = Score::default();
        score.add(&Annotated { id: "a".to_owned(), article, attributions: gold }, found);
        score
    }

    const TEXT: &str = "“We go now,” Ada said. Bo said that he stays.";

    fn truth() -> Vec<Spans> {
        vec![spans(&[[13, 16]], &[[17, 21]], &[[0, 12]]), spans(&[[23, 25]], &[[26, 30]], &[[31, 44]])]
    }

    #[test]
    fn all_right_is_a_hundred() {
        let score = score(TEXT, truth(), &truth());
        for (name, count) in score.rows().into_iter().filter(|(name, _)| !name.ends_with("mixed")) {
            assert_eq!((count.f1(), count.precision(), count.recall()), (100.0, 100.0, 100.0), "{name}");
        }
    }

    #[test]
    fn a_wrong_source_and_a_missing_one_are_no_attribution() {
        let mut found = truth();
        found[0].source = vec![[23, 25]];
        found[1].source.clear();
        let [cue, source, content, _, paired, attribution, ..] = score(TEXT, truth(), &found).rows();
        assert_eq!((cue.1.f1(), content.1.f1(), paired.1.f1()), (100.0, 100.0, 100.0));
        // The source is a set of words that stands somewhere in the annotation, if with another content.
        assert_eq!((source.1.precision(), source.1.recall()), (100.0, 50.0));
        assert_eq!(attribution.1.f1(), 0.0);
    }

    #[test]
    fn marks_at_the_edges_change_nothing_and_half_the_words_are_enough() {
        let mut found = truth();
        found[0].content = vec![[1, 10]];
        found[1].content = vec![[31, 38]];
        let rows = score(TEXT, truth(), &found).rows();
        assert_eq!(rows[2].1.right_found, 1);
        assert_eq!(rows[5].1.f1(), 100.0);
    }

    #[test]
    fn without_content_it_does_not_count() {
        let rows = score(TEXT, vec![spans(&[[13, 16]], &[[17, 21]], &[])], &[]).rows();
        assert_eq!(rows[0].1, Count::default());
    }
}
