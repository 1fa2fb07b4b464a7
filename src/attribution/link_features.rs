//! What the linker sees of the spans that the tagger found: distances, order, what stands between, marks, words.

use super::Role;
use super::features::bucket;
use super::ranker::{Candidate, feature, hash_words, mix};
use super::tagger::Found;
use crate::text::{Document, Quoted};

/// A content's head: what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Head {
    /// The cue with this index among the spans.
    Cue(usize),
    /// It is a further piece of the attribution of the content before it.
    Previous,
    /// An attribution whose cue was not found.
    New,
    /// It is no content.
    Drop,
}

/// What the linker has decided so far, as far as the features see it.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// For each span, if it is a cue: the first content, the last content and the number of contents it has.
    pub taken: Vec<Option<(usize, usize, usize)>>,
    /// The content before, the number of pieces of its attribution, and its cue.
    pub previous: Option<(usize, usize, Option<usize>)>,
}

/// How many cues before and behind a content are candidates, and how many sources before and behind a cue.
const CUES: (usize, usize) = (5, 4);
const SOURCES: (usize, usize) = (4, 3);
/// How many paragraphs away a candidate may stand.
const PARAGRAPHS: u32 = 2;
/// How many spans are looked at on either side, so that a page of contents without cues costs no more than its length.
const SPANS: usize = 40;

/// The spans of a document with what the features need to know of them.
pub struct View<'a> {
    document: &'a Document<'a>,
    spans: &'a [Found],
    own: Vec<Own>,
}

/// What is known of one span by itself.
#[derive(Clone, Copy, Debug, Default)]
struct Own {
    /// 0 none, 1 some, 2 nearly all of its words stand in quotation marks.
    quoted: u64,
    /// Its words.
    words: u64,
    /// Its first word.
    first: u64,
    /// Whether it begins a paragraph or sentence, leaves a quotation open, goes on from the paragraph before.
    place: u64,
    /// The roles of its neighbours in the sentence.
    around: u64,
    /// A pronoun's own words, else 1 with a capital, else 0.
    pronoun: u64,
}

/// What is known of two spans, `x` that chooses and `y` that is chosen.
struct Pair {
    order: u64,
    gap: u64,
    sentences: u64,
    paragraphs: u64,
    between: u64,
    marks: u64,
    words: u64,
    open: u64,
    quoted_between: u64,
}

impl<'a> View<'a> {
    /// Looks at each span once.
    pub fn new(document: &'a Document<'a>, spans: &'a [Found]) -> Self {
        let mut view = Self { document, spans, own: Vec::new() };
        view.own = (0..spans.len()).map(|k| view.look(k)).collect();
        view
    }

    /// The spans.
    pub fn spans(&self) -> &'a [Found] {
        self.spans
    }

    /// 0 where no word of the span stands in quotation marks, 2 where at least nine tenths do, else 1.
    pub fn quoted(&self, k: usize) -> u64 {
        self.own[k].quoted
    }

    /// Sentence of a span's first token.
    pub fn sentence(&self, k: usize) -> u32 {
        self.document.tokens[self.spans[k].tokens.start].sentence
    }

    fn words(&self, tokens: std::ops::Range<usize>) -> u64 {
        hash_words(self.document.tokens[tokens].iter().map(|t| t.span.of(self.document.text)))
    }

    fn look(&self, k: usize) -> Own {
        let (document, range) = (self.document, self.spans[k].tokens.clone());
        let tokens = &document.tokens[range.clone()];
        let inside = tokens.iter().filter(|t| t.quoted.is_inside()).count();
        let (first, last) = (&tokens[0], &tokens[tokens.len() - 1]);
        let paragraph = &document.paragraphs[first.paragraph as usize];
        let start = paragraph.tokens.start;
        let opens = |q: Quoted| matches!(q, Quoted::Open | Quoted::OpenUnclosed);
        let begins =
            if range.start == start || range.start == start + 1 && opens(document.tokens[start].quoted) {
                2
            } else {
                let before = range.start.saturating_sub(2).max(start);
                u64::from(document.tokens[before].sentence != first.sentence || range.start <= start + 1)
            };
        let left_open = last.quoted == Quoted::InsideUnclosed;
        let goes_on = opens(document.tokens[start].quoted) && first.paragraph > 0 && {
            let before = &document.paragraphs[first.paragraph as usize - 1];
            document.tokens[before.tokens.end - 1].quoted == Quoted::InsideUnclosed
        };
        let mut around = 0;
        if k > 0 && self.last_sentence(k - 1) == first.sentence {
            around = 1 + self.spans[k - 1].role as u64;
        }
        around = around * 4 + 1 + self.spans[k].role as u64;
        let next =
            self.spans.get(k + 1).filter(|n| document.tokens[n.tokens.start].sentence == last.sentence);
        around = around * 4 + next.map_or(0, |n| 1 + n.role as u64);
        let text = first.span.of(document.text);
        let lower = text.to_lowercase();
        let pronoun = matches!(
            lower.as_str(),
            "he" | "she" | "they" | "it" | "we" | "i" | "you" | "who" | "that" | "which"
        );
        Own {
            quoted: if inside * 10 >= tokens.len() * 9 { 2 } else { u64::from(inside > 0) },
            words: if tokens.len() <= 4 {
                self.words(range.clone())
            } else {
                mix(self.words(range.start..range.start + 1) ^ self.words(range.end - 1..range.end)) ^ 1
            },
            first: self.words(range.start..range.start + 1),
            place: begins * 4 + u64::from(left_open) * 2 + u64::from(goes_on),
            around,
            pronoun: if pronoun && tokens.len() == 1 {
                self.words(range)
            } else {
                u64::from(text.starts_with(char::is_uppercase))
            },
        }
    }

    fn last_sentence(&self, k: usize) -> u32 {
        self.document.tokens[self.spans[k].tokens.end - 1].sentence
    }

    /// The nearest spans of a role before and behind span `k`, with their rank: -1 the nearest before, 1 behind.
    fn near(&self, k: usize, role: Role, (before, behind): (usize, usize)) -> Vec<(usize, i64)> {
        let paragraph = |k: usize| self.document.tokens[self.spans[k].tokens.start].paragraph;
        let here = paragraph(k);
        let close = |m: &usize| paragraph(*m).abs_diff(here) <= PARAGRAPHS;
        let left =
            (0..k).rev().take(SPANS).take_while(close).filter(|&m| self.spans[m].role == role).take(before);
        let right = (k + 1..self.spans.len()).take(SPANS).take_while(close);
        let right = right.filter(|&m| self.spans[m].role == role).take(behind);
        let left = left.enumerate().map(|(n, m)| (m, -(n as i64) - 1));
        left.chain(right.enumerate().map(|(n, m)| (m, n as i64 + 1))).collect()
    }

    fn pair(&self, x: usize, y: usize) -> Pair {
        let (low, high) = (x.min(y), x.max(y));
        let tokens = &self.document.tokens;
        let (end, start) = (self.spans[low].tokens.end, self.spans[high].tokens.start);
        let gap = start.saturating_sub(end);
        let between = &self.spans[low + 1..high];
        let roles = |spans: &[Found]| spans.iter().fold(1, |h, s| h * 4 + s.role as u64);
        let roles = match between.len() {
            0..=5 => roles(between),
            n => roles(&between[..2]) * 4096 + roles(&between[n - 2..]) + 1,
        };
        let inner = &tokens[end.min(start)..start];
        let marks = inner.iter().filter(|t| t.is_mark).take(4).map(|t| t.span.of(self.document.text));
        let (a, b) = (&tokens[end - 1], &tokens[start]);
        let open = a.quoted.is_inside()
            && b.quoted.is_inside()
            && a.paragraph == b.paragraph
            && !inner.iter().any(|t| t.quoted == Quoted::Close);
        Pair {
            order: u64::from(y > x),
            gap: bucket(gap, &[0, 1, 2, 3, 5, 8, 12, 20, 40]).into(),
            sentences: u64::from(b.sentence.saturating_sub(a.sentence).min(3)),
            paragraphs: u64::from(b.paragraph.saturating_sub(a.paragraph).min(3)),
            between: roles,
            marks: hash_words(marks),
            words: if gap <= 3 { self.words(end.min(start)..start) } else { 0 },
            open: u64::from(open),
            quoted_between: between.iter().any(|s| s.role == Role::Cue).into(),
        }
    }

    /// The heads that content `k` may choose from.
    pub fn heads(&self, k: usize, history: &History) -> Vec<Candidate<Head>> {
        let own = self.own[k];
        let me = mix(own.quoted ^ own.place << 3 ^ own.around << 12);
        let near = self.near(k, Role::Cue, CUES);
        let same = near.iter().filter(|(m, _)| self.sentence(*m) == self.sentence(k)).count().min(3) as u64;
        let mut out = Vec::with_capacity(near.len() + 3);
        for &(cue, rank) in &near {
            let p = self.pair(k, cue);
            let rank = rank as u64;
            let c = self.own[cue];
            let (had, latest) = match history.taken.get(cue).copied().flatten() {
                None => (0, 0),
                Some((_, last, count)) => {
                    let between = last < cue && cue < k;
                    let previous = history.previous.is_some_and(|(_, _, head)| head == Some(cue));
                    let h = 1 + u64::from(between) + 2 * u64::from(previous) + 4 * count.min(2) as u64;
                    let q = self.pair(k, last);
                    (h, mix(h ^ q.sentences << 8 ^ q.paragraphs << 12 ^ q.open << 16 ^ q.between << 20))
                }
            };
            let f = |name: &str, values: &[u64]| feature(name, values);
            let (o, g, s, b, w) = (p.order, p.gap, p.sentences, p.between, c.words);
            out.push(Candidate {
                choice: Head::Cue(cue),
                features: vec![
                    f("c", &[]),
                    f("c rank", &[rank]),
                    f("c gap", &[o, g]),
                    f("c far", &[o, s, p.paragraphs, own.quoted]),
                    f("c between", &[o, b]),
                    f("c between sentence", &[o, b, s, own.quoted]),
                    f("c had", &[had, o]),
                    f("c latest", &[latest]),
                    f("c latest me", &[latest, me]),
                    f("c cue", &[o, w]),
                    f("c cue between", &[o, b, w]),
                    f("c cue sentence", &[o, s, w]),
                    f("c marks", &[o, p.marks, s, own.quoted]),
                    f("c words", &[o, p.words]),
                    f("c words me", &[o, p.words, me]),
                    f("c open", &[o, p.open, s]),
                    f("c me", &[o, me, s, p.paragraphs]),
                    f("c rank me", &[rank, s, p.paragraphs, me]),
                    f("c around", &[o, c.around, me, s]),
                    f("c rank between", &[rank, b, c.around]),
                    f("c first", &[o, own.first, s]),
                    f("c had rank", &[had, rank, s, own.quoted]),
                    f("c same", &[same, rank, s]),
                    f("c all", &[had, o, b, c.around, s]),
                ],
            });
        }
        let base = |kind: &str| -> Vec<u16> {
            let f = |name: &str, values: &[u64]| feature(&format!("{kind} {name}"), values);
            vec![
                f("", &[]),
                f("me", &[me]),
                f("same", &[same, own.quoted]),
                f("around", &[own.around]),
                f("first", &[own.first]),
                f("place", &[own.quoted, own.place]),
            ]
        };
        if let Some((before, pieces, head)) = history.previous {
            let p = self.pair(k, before);
            let f = |name: &str, values: &[u64]| feature(name, values);
            let mut features = base("p");
            features.extend([
                f("p gap", &[p.gap]),
                f("p far", &[p.sentences, p.paragraphs, me]),
                f("p between", &[p.between, p.sentences, own.quoted]),
                f("p words", &[p.words, own.quoted]),
                f("p open", &[p.open, p.sentences, p.paragraphs]),
                f("p quoted", &[self.own[before].quoted, own.quoted, p.sentences, p.paragraphs]),
                f("p marks", &[p.marks, p.sentences]),
                f("p cue between", &[p.quoted_between, p.sentences, p.paragraphs, me]),
                f("p pieces", &[pieces.min(3) as u64, p.sentences, p.paragraphs]),
                f("p cue", &[u64::from(head.is_some()), p.sentences]),
            ]);
            out.push(Candidate { choice: Head::Previous, features });
        }
        let sources = self.near(k, Role::Source, (1, 1));
        let length = bucket(self.spans[k].tokens.len(), &[1, 2, 3, 5, 8, 15, 30]).into();
        for (kind, choice) in [("n", Head::New), ("d", Head::Drop)] {
            let mut features = base(kind);
            for &(m, _) in &sources {
                let p = self.pair(k, m);
                features.push(feature(
                    &format!("{kind} source"),
                    &[p.order, p.gap, p.sentences, p.between, own.quoted],
                ));
                features.push(feature(&format!("{kind} source words"), &[p.order, p.words, own.quoted]));
            }
            if choice == Head::Drop {
                features.push(feature("d length", &[length, me]));
                features.push(feature("d near", &[same, sources.len() as u64, own.quoted, length.min(3)]));
            }
            out.push(Candidate { choice, features });
        }
        out
    }

    /// The sources that span `k` (a cue, or the first content of an attribution without cue) may choose from, and none.
    /// `contents`: of the attribution; `last`: the source of the attribution before.
    pub fn sources(
        &self,
        k: usize,
        contents: &[usize],
        last: Option<usize>,
    ) -> Vec<Candidate<Option<usize>>> {
        let by_cue = self.spans[k].role == Role::Cue;
        let side = contents.iter().take(3).fold(1, |h, &c| if by_cue { h * 2 + u64::from(c > k) } else { 0 });
        let quoted = contents.first().map_or(3, |&c| self.own[c].quoted);
        let own = self.own[k];
        let cue = if by_cue { own.words } else { 0 };
        let near = self.near(k, Role::Source, SOURCES);
        let same = near.iter().filter(|(m, _)| self.sentence(*m) == self.sentence(k)).count().min(3) as u64;
        let kind = if by_cue { "q" } else { "s" };
        let f = |name: &str, values: &[u64]| feature(&format!("{kind} {name}"), values);
        let mut out = Vec::with_capacity(near.len() + 1);
        for &(source, rank) in &near {
            let p = self.pair(k, source);
            let rank = rank as u64;
            let x = self.own[source];
            let is_last = u64::from(last == Some(source));
            let (o, g, s, b) = (p.order, p.gap, p.sentences, p.between);
            out.push(Candidate {
                choice: Some(source),
                features: vec![
                    f("", &[]),
                    f("rank", &[rank]),
                    f("gap", &[o, g]),
                    f("far", &[o, s, p.paragraphs, quoted]),
                    f("between", &[o, b]),
                    f("between side", &[o, b, s, side]),
                    f("rank far", &[rank, s, p.paragraphs, quoted, side]),
                    f("cue", &[o, cue]),
                    f("cue between", &[o, b, cue]),
                    f("words", &[o, p.words]),
                    f("marks", &[o, p.marks, s, side]),
                    f("around", &[o, own.around, s, side]),
                    f("around between", &[o, own.around, b, side]),
                    f("pronoun", &[o, x.pronoun, s, g]),
                    f("pronoun between", &[o, x.pronoun, b]),
                    f("last", &[is_last, s, p.paragraphs, o]),
                    f("last quoted", &[is_last, quoted, s, p.paragraphs, side]),
                    f("same", &[same, rank, s]),
                    f("its around", &[o, x.around, s, b]),
                    f("rank gap", &[rank, g, side]),
                    f("open", &[o, p.open, s]),
                ],
            });
        }
        let start = self.spans[k].tokens.start;
        let before = if start > 0 { self.words(start - 1..start) } else { 0 };
        let g = |name: &str, values: &[u64]| feature(&format!("{kind} none {name}"), values);
        out.push(Candidate {
            choice: None,
            features: vec![
                g("", &[]),
                g("cue", &[cue]),
                g("side", &[side, quoted]),
                g("around", &[own.around, side]),
                g("same", &[same]),
                g("same around", &[same, own.around, side]),
                g("last", &[u64::from(last.is_none()), quoted]),
                g("before", &[before]),
            ],
        });
        out
    }
}
