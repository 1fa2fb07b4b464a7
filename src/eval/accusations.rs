//! Accusations beside those of a reader who followed the guide (`training/labels/accusations.md`). Gold: `{"id", "text",
//! "date"?, "accusations": [{"grade", "accuser", "accused", "cue", "allegation", "denied", "sure"}]}`, spans in code
//! points.
//!
//! A found one meets an annotated one if the words of their allegations have a Jaccard index of at least 0.3 or their
//! cues overlap, and the accused's name fits; paired one to one, best first. Annotated ones of `sure` 1 may be found or
//! not: they count neither way.

use super::attributions::Count;
use super::gold::{self, Places};
use super::words::{CharSpan, Words, jaccard, shared};
use crate::article::Article;
use crate::claims::Accusation;
use crate::contract::{Offsets, Unit};
use crate::extract::Extraction;
use crate::lists::lines;
use crate::span::Span;
use crate::speakers::initials;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

static TITLES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/titles.txt")).collect());

/// The least Jaccard index of the allegations of one accusation.
const ALIKE: f64 = 0.3;

/// An annotated article.
#[derive(Clone, Debug)]
pub struct AccusedArticle {
    /// Its id, as JSON.
    pub id: String,
    /// The article.
    pub article: Article,
    /// What a reader found.
    pub accusations: Vec<Gold>,
}

/// An annotated accusation.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Gold {
    /// "explicit" or "implicit".
    pub grade: String,
    /// Who accuses, as a database would list it.
    pub accuser: Option<String>,
    /// Who is accused.
    pub accused: Option<String>,
    /// The words that accuse.
    #[serde(default)]
    pub cue: Vec<CharSpan>,
    /// What they are said to have done.
    #[serde(default)]
    pub allegation: Vec<CharSpan>,
    /// Whether the article says that the accused denies it.
    #[serde(default)]
    pub denied: bool,
    /// How sure the reader was, 1 to 3.
    #[serde(default = "sure")]
    pub sure: u8,
}

const fn sure() -> u8 {
    3
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    accusations: Vec<Gold>,
}

/// Reads an annotated article. The error says what is wrong with the line.
pub fn annotated(line: &[u8]) -> Result<AccusedArticle, String> {
    let article = gold::article(line)?;
    let line: Line = serde_json::from_slice(line).map_err(|e| e.to_string())?;
    Ok(AccusedArticle { id: line.id.to_string(), article, accusations: line.accusations })
}

/// The score of many articles.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Annotated explicit ones and how many of them were found.
    pub explicit: Count,
    /// The same of implicit ones.
    pub implicit: Count,
    /// All: precision over what was found, recall over what is annotated.
    pub all: Count,
    /// Of those that meet by their place, how many have the right accused.
    pub accused: Count,
    /// Of those that were found, how many have the right accuser (or rightly none).
    pub accuser: Count,
    /// Of those that were found, how many are rightly marked as denied or not.
    pub denied: Count,
    /// What was missed, made up or read differently, in the order of the articles.
    pub mistakes: Vec<AccusationMistake>,
}

/// An accusation that was missed, made up, or has another accuser, accused or denial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccusationMistake {
    /// The article's id, as JSON.
    pub article: String,
    /// "missed explicit", "missed implicit", "made up", "other accused", "other accuser", "denied" or "not denied".
    pub class: String,
    /// Accuser > accused: allegation (cue), of the annotator.
    pub gold: String,
    /// The same of what was found.
    pub found: String,
    /// The words around.
    pub context: String,
}

impl Score {
    /// Adds one article.
    pub fn add(&mut self, gold: &AccusedArticle, extraction: &Extraction) {
        let text = &gold.article.text;
        let words = Words::of(text);
        let offsets = Offsets::new(text, Unit::Char);
        let found: Vec<Found<'_>> =
            extraction.claims.accusations.iter().map(|a| Found::new(a, &words, &offsets)).collect();
        let names = Names::of(gold);
        let near = candidates(gold, &found, &words);
        let fits = |&(_, i, j): &(f64, usize, usize)| {
            let (Some(g), Some(f)) = (gold.accusations.get(i), found.get(j)) else { return false };
            names.fit(g.accused.as_deref(), Some(&f.accusation.accused.name))
        };
        let met = one_to_one(near.iter().filter(|c| fits(c)), gold.accusations.len(), found.len());
        let rest = near.iter().filter(|c| !fits(c));
        let by_place =
            one_to_one(near.iter().filter(|c| fits(c)).chain(rest), gold.accusations.len(), found.len());
        let see = |i: Option<usize>, j: Option<usize>, class: &str| {
            let g = i.and_then(|i| gold.accusations.get(i));
            let f = j.and_then(|j| found.get(j));
            mistake(gold, g, f.map(|f| f.accusation), class, &offsets)
        };
        let certain = |i: &usize| gold.accusations.get(*i).is_some_and(|g| g.sure > 1);
        for (i, j) in by_place.iter().filter(|(i, _)| certain(i)) {
            let right = fits(&(0.0, *i, *j));
            self.accused = plus(self.accused, right, true, true);
            if !right {
                self.mistakes.push(see(Some(*i), Some(*j), "other accused"));
            }
        }
        for (i, annotated) in gold.accusations.iter().enumerate().filter(|(_, g)| g.sure > 1) {
            let pair = met.iter().find(|(g, _)| *g == i);
            let grade = if annotated.grade == "explicit" { &mut self.explicit } else { &mut self.implicit };
            *grade = plus(*grade, pair.is_some(), false, true);
            self.all = plus(self.all, pair.is_some(), false, true);
            let Some(&(_, j)) = pair else {
                self.mistakes.push(see(Some(i), None, &format!("missed {}", annotated.grade)));
                continue;
            };
            let Some(f) = found.get(j) else { continue };
            let accuser =
                names.fit(annotated.accuser.as_deref(), f.accusation.accuser.as_ref().map(|a| &*a.name));
            self.accuser = plus(self.accuser, accuser, true, true);
            if !accuser {
                self.mistakes.push(see(Some(i), Some(j), "other accuser"));
            }
            let denied = annotated.denied == f.accusation.denied;
            self.denied = plus(self.denied, denied, true, true);
            if !denied {
                self.mistakes.push(see(
                    Some(i),
                    Some(j),
                    if annotated.denied { "denied" } else { "not denied" },
                ));
            }
        }
        for j in 0..found.len() {
            match met.iter().find(|(_, f)| *f == j) {
                Some((i, _)) if certain(i) => self.all.found += 1,
                Some(_) => {}
                None => {
                    self.all.found += 1;
                    self.mistakes.push(see(None, Some(j), "made up"));
                }
            }
        }
    }
}

/// One found accusation as the scorer compares it.
struct Found<'a> {
    accusation: &'a Accusation,
    allegation: Vec<u32>,
    cue: Vec<u32>,
}

impl<'a> Found<'a> {
    fn new(accusation: &'a Accusation, words: &Words, offsets: &Offsets<'_>) -> Self {
        let within = |spans: &[Span]| {
            let spans: Vec<CharSpan> = spans.iter().map(|s| offsets.convert(*s)).collect();
            words.within(&spans)
        };
        Self { accusation, allegation: within(&accusation.allegation), cue: within(&accusation.cue) }
    }
}

/// The pairs that meet by their place, with how well: allegations that are alike before cues that overlap.
fn candidates(gold: &AccusedArticle, found: &[Found<'_>], words: &Words) -> Vec<(f64, usize, usize)> {
    let mut near = Vec::new();
    for (i, g) in gold.accusations.iter().enumerate() {
        let (allegation, cue) = (words.within(&g.allegation), words.within(&g.cue));
        for (j, f) in found.iter().enumerate() {
            let alike = jaccard(&allegation, &f.allegation);
            let overlap = shared(&cue, &f.cue) > 0;
            if (alike >= ALIKE && !allegation.is_empty()) || overlap {
                near.push((alike + f64::from(u8::from(overlap)) * 0.5, i, j));
            }
        }
    }
    near.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)).then(x.2.cmp(&y.2)));
    near
}

fn one_to_one<'a>(
    near: impl Iterator<Item = &'a (f64, usize, usize)>,
    gold: usize,
    found: usize,
) -> Vec<(usize, usize)> {
    let (mut gold_taken, mut found_taken) = (vec![false; gold], vec![false; found]);
    let mut pairs = Vec::new();
    for &(_, i, j) in near {
        if let (Some(g @ false), Some(f @ false)) = (gold_taken.get_mut(i), found_taken.get_mut(j)) {
            (*g, *f) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

fn plus(mut count: Count, right: bool, found: bool, gold: bool) -> Count {
    count.right_found += u64::from(right);
    count.right_gold += u64::from(right);
    count.found += u64::from(found);
    count.gold += u64::from(gold);
    count
}

/// The names of an article's annotation, by which a shorter form is told from another's name.
struct Names(Vec<Vec<String>>);

impl Names {
    fn of(gold: &AccusedArticle) -> Self {
        let all = gold.accusations.iter().flat_map(|a| [&a.accuser, &a.accused]).flatten();
        let mut names: Vec<Vec<String>> = all.map(|name| tokens(name)).collect();
        names.sort();
        names.dedup();
        Self(names)
    }

    /// Whether two names are one's: without case, accents and titles; a shorter form if it fits nobody else; initials
    /// ("UN"); "her aides" where "Ida Moen’s aides" was found.
    fn fit(&self, gold: Option<&str>, found: Option<&str>) -> bool {
        let (Some(gold), Some(found)) = (gold, found) else { return gold.is_none() && found.is_none() };
        let (gold, found) = (tokens(gold), tokens(found));
        let within = |short: &[String], long: &[String]| {
            let long: HashSet<&String> = long.iter().collect();
            !short.is_empty() && short.iter().all(|w| long.contains(w))
        };
        let (whose, thing) = gold.split_first().map_or((false, &[][..]), |(first, rest)| {
            (matches!(first.as_str(), "his" | "her" | "its" | "their"), rest)
        });
        gold == found
            || are_initials(&gold, &found)
            || are_initials(&found, &gold)
            || whose && !thing.is_empty() && found.len() > thing.len() && found.ends_with(thing)
            || within(&gold, &found)
            || within(&found, &gold) && !self.0.iter().any(|n| *n != gold && within(&found, n))
    }
}

/// Whether a name of one word is made of the first letters of another's words, small ones apart.
fn are_initials(short: &[String], long: &[String]) -> bool {
    long.len() > 1 && matches!(short, [short] if *short == initials(long, false))
}

/// The words of a name without case, accents and, unless nothing else is left, titles.
fn tokens(name: &str) -> Vec<String> {
    let plain = name.trim_end_matches("'s").trim_end_matches("’s");
    let accents = '\u{300}'..='\u{36f}';
    let folded: String = plain.nfkd().filter(|c| !accents.contains(c)).flat_map(char::to_lowercase).collect();
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let name: Vec<String> = words().filter(|w| !TITLES.contains(w)).map(str::to_owned).collect();
    if name.is_empty() { words().map(str::to_owned).collect() } else { name }
}

fn mistake(
    gold: &AccusedArticle,
    annotated: Option<&Gold>,
    found: Option<&Accusation>,
    class: &str,
    offsets: &Offsets<'_>,
) -> AccusationMistake {
    let text = &gold.article.text;
    let places = Places::new(text);
    let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
    let row = |accuser: Option<&str>, accused: Option<&str>, allegation: &[Span], cue: &[Span]| {
        let (by, of) = (accuser.unwrap_or("?"), accused.unwrap_or("?"));
        format!("{by} > {of}: {} ({})", words(allegation), words(cue))
    };
    let gold_row = annotated.map(|g| {
        let (allegation, cue) = (places.spans(&g.allegation), places.spans(&g.cue));
        row(g.accuser.as_deref(), g.accused.as_deref(), &allegation, &cue)
    });
    let found_row = found
        .map(|f| row(f.accuser.as_ref().map(|a| &*a.name), Some(&f.accused.name), &f.allegation, &f.cue));
    let spans: Vec<CharSpan> = match (annotated, found) {
        (Some(g), _) => g.cue.iter().chain(&g.allegation).copied().collect(),
        (None, Some(f)) => f.cue.iter().chain(&f.allegation).map(|s| offsets.convert(*s)).collect(),
        (None, None) => Vec::new(),
    };
    let start = spans.iter().map(|s| s[0]).min().unwrap_or(0).saturating_sub(60);
    let end = spans.iter().map(|s| s[1]).max().unwrap_or(0) + 60;
    let context: String = places.spans(&[[start, end]]).iter().map(|s| s.of(text)).collect();
    AccusationMistake {
        article: gold.id.clone(),
        class: class.to_owned(),
        gold: gold_row.unwrap_or_default(),
        found: found_row.unwrap_or_default(),
        context: context.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;

    fn scored(text: &str, accusations: &str) -> Score {
        let line = format!(r#"{{"id": "a", "text": "{text}", "accusations": {accusations}}}"#);
        let gold = annotated(line.as_bytes()).unwrap();
        let mut score = Score::default();
        score.add(&gold, &Extractor::default().extract(&gold.article));
        score
    }

    #[test]
    fn found_missed_and_made_up() {
        let text = "Ida Moen accused Per Lund of fraud, officials said. It rained. Ole Dahl accused Anna Berg of theft.";
        let score = scored(
            text,
            r#"[{"grade": "explicit", "accuser": "Moen", "accused": "Per Lund", "cue": [[9, 16]], "allegation": [[29, 34]]},
                {"grade": "implicit", "accuser": "Lund", "accused": "Ida Moen", "cue": [[46, 50]], "allegation": [[52, 60]]}]"#,
        );
        assert_eq!((score.explicit.right_gold, score.explicit.gold), (1, 1));
        assert_eq!((score.implicit.right_gold, score.implicit.gold), (0, 1));
        assert_eq!((score.all.right_found, score.all.found), (1, 2));
        assert_eq!((score.accuser.right_found, score.accuser.found), (1, 1));
        let classes: Vec<_> = score.mistakes.iter().map(|m| m.class.as_str()).collect();
        assert_eq!(classes, ["missed implicit", "made up"]);
    }

    #[test]
    fn unsure_ones_count_neither_way() {
        let one = r#"[{"grade": "explicit", "accused": "Per Lund", "accuser": "Ida Moen", "cue": [[9, 16]], "sure": 1}]"#;
        let score = scored("Ida Moen accused Per Lund of fraud.", one);
        assert_eq!((score.all.found, score.all.gold), (0, 0));
    }

    #[test]
    fn shorter_names_fit_unless_they_fit_another() {
        let one = Names(vec![tokens("Hillary Clinton"), tokens("Donald Trump")]);
        assert!(one.fit(Some("Hillary Clinton"), Some("Mrs. Clinton")));
        let two = Names(vec![tokens("Hillary Clinton"), tokens("Bill Clinton")]);
        assert!(!two.fit(Some("Hillary Clinton"), Some("Clinton")));
        assert!(one.fit(None, None) && !one.fit(None, Some("Trump")));
        assert!(one.fit(Some("José Ibáñez"), Some("jose Ibanez")));
        assert!(one.fit(Some("the ministry"), Some("ministry")));
        assert!(
            one.fit(Some("LHB"), Some("Lund Harbour Board")) && one.fit(Some("Board of Trade"), Some("BT"))
        );
        assert!(!one.fit(Some("LH"), Some("Lund Harbour Board")));
        assert!(one.fit(Some("her aides"), Some("Hillary Clinton’s aides")));
        assert!(!one.fit(Some("her aides"), Some("Hillary Clinton")));
    }
}
