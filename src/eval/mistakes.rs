//! What went wrong, in a form that a person learns from: the sentences with what was annotated and what was found
//! marked in place, the two below one another.

use super::attributions::{Attributed, SAME, attributed, kind, pair};
use super::gold::{Annotated, Spans};
use super::words::{CharSpan, Words, jaccard, shared};
use crate::attribution::Kind;
use crate::text;

/// The ways in which an attribution can be wrong, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Annotated, and nothing was found there.
    Missed,
    /// Found, and nothing is annotated there.
    Extra,
    /// The content is right, its source is not.
    WrongSource,
    /// Found near enough to be meant, with another content.
    Boundary,
}

impl Class {
    /// All, in their order.
    pub const ALL: [Class; 4] = [Class::Missed, Class::Extra, Class::WrongSource, Class::Boundary];

    /// The name in listings.
    pub const fn name(self) -> &'static str {
        match self {
            Class::Missed => "missed",
            Class::Extra => "extra",
            Class::WrongSource => "wrong source",
            Class::Boundary => "boundary",
        }
    }
}

/// One attribution that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// How.
    pub class: Class,
    /// The kind of its content (of the annotated one where there is one).
    pub kind: Kind,
    /// The article's id, as JSON.
    pub article: String,
    /// The sentences with the annotation marked: `[source]`, `<cue>`, `{content}`; `None` where there is none.
    pub gold: Option<String>,
    /// The same sentences with what was found marked.
    pub found: Option<String>,
}

/// All mistakes in one article, in text order within each class.
pub fn mistakes(article: &Annotated, found_spans: &[Spans]) -> Vec<Mistake> {
    let words = Words::of(&article.article.text);
    // Those without a word of content do not count; what is left must stay in step with its spans.
    let gold_spans: Vec<&Spans> = article.attributions.iter().filter(|a| counts(&words, a)).collect();
    let found_spans: Vec<&Spans> = found_spans.iter().filter(|a| counts(&words, a)).collect();
    let sets = |spans: &[&Spans]| attributed(&words, &spans.iter().map(|s| (*s).clone()).collect::<Vec<_>>());
    let (gold, found) = (sets(&gold_spans), sets(&found_spans));

    let pairs = pair(&gold, &found);
    let mut wrong: Vec<(Class, Option<usize>, Option<usize>)> = Vec::new();
    for (i, j) in &pairs {
        if let (Some(g), Some(f)) = (gold.get(*i), found.get(*j))
            && jaccard(&g.source, &f.source) < SAME
        {
            wrong.push((Class::WrongSource, Some(*i), Some(*j)));
        }
    }
    let mut left: Vec<usize> =
        (0..found.len()).filter(|j| pairs.iter().all(|(_, paired)| paired != j)).collect();
    for i in (0..gold.len()).filter(|i| pairs.iter().all(|(paired, _)| paired != i)) {
        let near = |j: &usize| -> usize {
            gold.get(i).zip(found.get(*j)).map_or(0, |(g, f)| shared(&g.content, &f.content))
        };
        match left.iter().copied().max_by_key(near).filter(|j| near(j) > 0) {
            Some(j) => {
                left.retain(|other| *other != j);
                wrong.push((Class::Boundary, Some(i), Some(j)));
            }
            None => wrong.push((Class::Missed, Some(i), None)),
        }
    }
    wrong.extend(left.into_iter().map(|j| (Class::Extra, None, Some(j))));

    let view = View::new(article);
    let mistake = |(class, i, j): (Class, Option<usize>, Option<usize>)| {
        let (g, f) = (i.and_then(|i| gold_spans.get(i)), j.and_then(|j| found_spans.get(j)));
        let shown = view.sentences(g.iter().chain(f.iter()).copied().copied());
        let content = |a: &Attributed| kind(&words, &a.content);
        Mistake {
            class,
            kind: i
                .and_then(|i| gold.get(i))
                .or(j.and_then(|j| found.get(j)))
                .map(content)
                .unwrap_or_default(),
            article: article.id.clone(),
            gold: g.map(|a| view.marked(shown, a)),
            found: f.map(|a| view.marked(shown, a)),
        }
    };
    let mut mistakes: Vec<Mistake> = wrong.into_iter().map(mistake).collect();
    mistakes.sort_by_key(|m| m.class);
    mistakes
}

fn counts(words: &Words, spans: &Spans) -> bool {
    !words.within(&spans.content).is_empty()
}

/// An article as code points, with its sentences.
struct View {
    letters: Vec<char>,
    sentences: Vec<CharSpan>,
}

/// The longest stretch without a mark that is shown whole, in code points, and what is kept at its two ends.
const LONGEST: usize = 240;
const KEPT: usize = 100;

impl View {
    fn new(article: &Annotated) -> Self {
        let document = text::read(&article.article);
        let offsets = crate::contract::Offsets::new(document.text, crate::contract::Unit::Char);
        let sentences = document.sentences.iter().map(|s| offsets.convert(s.span)).collect();
        Self { letters: document.text.chars().collect(), sentences }
    }

    /// From the first to the last sentence that any of the spans touches.
    fn sentences<'s>(&self, attributions: impl Iterator<Item = &'s Spans>) -> CharSpan {
        let spans = attributions.flat_map(|a| a.source.iter().chain(&a.cue).chain(&a.content));
        let (mut start, mut end) = (usize::MAX, 0);
        for [from, to] in spans {
            let first = self.sentences.partition_point(|s| s[1] <= *from);
            let last = self.sentences.partition_point(|s| s[0] < *to).saturating_sub(1);
            start = start.min(self.sentences.get(first).map_or(*from, |s| s[0].min(*from)));
            end = end.max(self.sentences.get(last).map_or(*to, |s| s[1].max(*to)));
        }
        let end = end.min(self.letters.len());
        [start.min(end), end]
    }

    /// The words at a place with the marks of one attribution, on one line.
    fn marked(&self, [start, end]: CharSpan, spans: &Spans) -> String {
        let mut marks: Vec<(usize, u8, char)> = Vec::new();
        for (spans, open, close) in
            [(&spans.content, '{', '}'), (&spans.source, '[', ']'), (&spans.cue, '<', '>')]
        {
            for [from, to] in spans {
                marks.push((*from, 1, open));
                marks.push((*to, 0, close));
            }
        }
        marks.sort_by_key(|(at, order, _)| (*at, *order));
        let mut shown = String::new();
        let mut at = start;
        for (to, _, mark) in marks {
            let to = to.clamp(at, end);
            self.push(&mut shown, [at, to]);
            shown.push(mark);
            at = to;
        }
        self.push(&mut shown, [at, end]);
        shown
    }

    fn push(&self, shown: &mut String, [start, end]: CharSpan) {
        let letters = self.letters.get(start..end).unwrap_or_default();
        let mut add = |letters: &[char]| {
            shown.extend(letters.iter().map(|c| if c.is_whitespace() { ' ' } else { *c }));
        };
        match (letters.get(..KEPT), letters.len().checked_sub(KEPT).and_then(|from| letters.get(from..))) {
            (Some(head), Some(tail)) if letters.len() > LONGEST => {
                add(head);
                add(&[' ', '…', ' ']);
                add(tail);
            }
            _ => add(letters),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    #[test]
    fn each_class_with_its_sentence() {
        let text = "“We go now,” Ada said. Bo said that he stays. Cy denied all. Di left, it was said.";
        let at = |words: &str| {
            let start = text.find(words).map_or(0, |byte| text[..byte].chars().count());
            vec![[start, start + words.chars().count()]]
        };
        let spans = |source: &str, cue: &str, content: &str| Spans {
            source: if source.is_empty() { Vec::new() } else { at(source) },
            cue: at(cue),
            content: at(content),
        };
        let gold = vec![
            spans("Ada", "said", "“We go now,”"),
            spans("Bo", "said that", "he stays"),
            spans("Cy", "denied", "all"),
        ];
        let found = [
            spans("Bo", "said", "“We go now,”"),
            spans("", "said", "stays. Cy denied all. Di left"),
            spans("", "was said", "it"),
        ];
        let article = Article { text: text.to_owned(), ..Article::default() };
        let article = Annotated { id: "\"a\"".to_owned(), article, attributions: gold };
        let shown: Vec<String> = mistakes(&article, &found)
            .into_iter()
            .map(|m| {
                format!(
                    "{} {:?} {:?}",
                    m.class.name(),
                    m.gold.unwrap_or_default(),
                    m.found.unwrap_or_default()
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "missed \"[Cy] <denied> {all}.\" \"\"",
                "extra \"\" \"Di left, {it} <was said>.\"",
                "wrong source \"{“We go now,”} [Ada] <said>. Bo said that he stays.\" \"{“We go now,”} Ada <said>. [Bo] \
                 said that he stays.\"",
                "boundary \"“We go now,” Ada said. [Bo] <said that> {he stays}. Cy denied all. Di left, it was said.\" \
                 \"“We go now,” Ada <said>. Bo said that he {stays. Cy denied all. Di left}, it was said.\"",
            ]
        );
    }
}
