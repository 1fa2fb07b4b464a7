//! When two answers are alike: words that spans share, names that fit. The rules are those of PolNeAR's scorer.

use onrecord::span::Span;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words of a text, by their place in its list of words.
pub(crate) type Tokens = BTreeSet<usize>;

/// Which attribution of the tool answers each golden one.
pub(crate) type Pairs = Vec<Option<usize>>;

/// The words of a text: runs of letters and digits.
pub(crate) fn words(text: &str) -> Vec<Span> {
    #[allow(clippy::unwrap_used, reason = "a constant")]
    static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\w+").unwrap());
    WORD.find_iter(text).map(|m| Span::new(m.start(), m.end())).collect()
}

/// What share of all the words of two is in both; 1 where both are empty.
pub(crate) fn jaccard(a: &Tokens, b: &Tokens) -> f64 {
    let both = a.intersection(b).count();
    let either = a.len() + b.len() - both;
    if either == 0 { 1.0 } else { both as f64 / either as f64 }
}

/// One to one, best content first, then best source, then text order. Contents must share half of their words.
pub(crate) fn pair(want: &[(Tokens, Tokens)], have: &[(Tokens, Tokens)]) -> Pairs {
    let mut candidates = Vec::new();
    for (i, w) in want.iter().enumerate() {
        for (j, h) in have.iter().enumerate() {
            let content = jaccard(&w.0, &h.0);
            if content >= 0.5 {
                candidates.push((content, jaccard(&w.1, &h.1), i, j));
            }
        }
    }
    candidates
        .sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
    let mut pairs = vec![None; want.len()];
    for (_, _, i, j) in candidates {
        if !pairs.contains(&Some(j)) && pairs.get(i) == Some(&None) {
            pairs[i] = Some(j);
        }
    }
    pairs
}

/// The words of a name: small letters, no article.
fn name_words(name: &str) -> BTreeSet<String> {
    let lower = name.to_lowercase().replace(['’', '\''], "'");
    let parts = lower.split(|c: char| c.is_whitespace() || ",".contains(c)).filter(|w| !w.is_empty());
    parts
        .enumerate()
        .filter(|(n, w)| *n > 0 || !["the", "a", "an"].contains(w))
        .map(|(_, w)| w.to_owned())
        .collect()
}

/// Whether a name is one of those accepted (case, an article in front and order apart).
pub(crate) fn is_named(name: &str, accepted: &[String]) -> bool {
    accepted.iter().any(|a| name_words(a) == name_words(name))
}

/// Whether a party's name fits: all of its words in an accepted name, or the other way round.
pub(crate) fn fits(name: &str, accepted: &[String]) -> bool {
    let name = name_words(name);
    accepted
        .iter()
        .map(|a| name_words(a))
        .any(|a| !name.is_empty() && (a.is_subset(&name) || name.is_subset(&a)))
}

/// The words that lie in spans by more than half.
pub(crate) fn tokens(words: &[Span], spans: &[Span]) -> Tokens {
    let mut tokens = Tokens::new();
    for span in spans {
        let first = words.partition_point(|w| w.end <= span.start);
        for (n, word) in words.iter().enumerate().skip(first).take_while(|(_, w)| w.start < span.end) {
            let shared = word.end.min(span.end) - word.start.max(span.start);
            if shared * 2 > word.len() {
                tokens.insert(n);
            }
        }
    }
    tokens
}
