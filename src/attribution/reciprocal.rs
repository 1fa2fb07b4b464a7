//! Accusations and threats that go both ways: "mutual accusations of Y between A and B", "A and B accused each other
//! of Y", "A and B traded threats over Y". Each gives two attributions that share cue and content, one source each.

use super::{Attribution, Kind};
use crate::lists::rows;
use crate::text::{Document, Sentence};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// How far a part of the pattern may stand from the one before, in tokens. Keeps every step constant in time.
const REACH: usize = 16;
/// The longest name, in tokens.
const NAME: usize = 8;
/// How sure such a pattern is.
const CONFIDENCE: f32 = 0.8;

const MUTUAL: u16 = 1;
const NOUN: u16 = 1 << 1;
const TRADE: u16 = 1 << 2;
const ACCUSE: u16 = 1 << 3;
const LEAD: u16 = 1 << 4;
const SKIP: u16 = 1 << 5;
const JOINS: u16 = 1 << 6;
const END: u16 = 1 << 7;

static WORDS: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for [kind, list] in rows(include_str!("data/reciprocal.tsv")) {
        let bit = match kind {
            "mutual" => MUTUAL,
            "noun" => NOUN,
            "trade" => TRADE,
            "accuse" => ACCUSE,
            "lead" => LEAD,
            "skip" => SKIP,
            "joins" => JOINS,
            "end" => END,
            _ => 0,
        };
        for word in list.split(' ') {
            *words.entry(word).or_insert(0) |= bit;
        }
    }
    words
});

/// Finds them, in text order; two neighbours in the list belong together. Linear in the document's length.
pub fn find(document: &Document<'_>) -> Vec<Attribution> {
    let mut out = Vec::new();
    for sentence in &document.sentences {
        let scan = Scan { document, sentence };
        for at in sentence.tokens.clone() {
            let bits = scan.bits(at);
            let found = if bits & MUTUAL != 0 {
                scan.mutual(at)
            } else if bits & ACCUSE != 0 {
                scan.each_other(at)
            } else if bits & TRADE != 0 {
                scan.traded(at)
            } else {
                None
            };
            if let Some(found) = found {
                for side in found.sides {
                    out.push(Attribution {
                        kind: Kind::Indirect,
                        source: vec![document.span(side)],
                        cue: vec![document.span(found.cue.clone())],
                        content: vec![document.span(found.content.clone())],
                        inside: None,
                        confidence: CONFIDENCE,
                    });
                }
            }
        }
    }
    out
}

/// A pattern, as tokens.
struct Found {
    sides: [Range<usize>; 2],
    cue: Range<usize>,
    content: Range<usize>,
}

/// One sentence.
struct Scan<'a> {
    document: &'a Document<'a>,
    sentence: &'a Sentence,
}

impl Scan<'_> {
    /// "mutual accusations of Y … between A and B"
    fn mutual(&self, at: usize) -> Option<Found> {
        let noun = (at + 1..self.end(at + 4)).find(|&t| self.bits(t) & NOUN != 0)?;
        let lead = noun + 1;
        let limit = self.end(noun + REACH);
        let between = (lead..limit).find(|&t| self.word(t) == "between")?;
        let content = if self.bits(lead) & LEAD != 0 && lead < between {
            let content = self.phrase(lead + 1, between);
            (!content.is_empty()).then_some(content)
        } else {
            None
        };
        let one = self.name_after(between + 1);
        let and = one.end;
        if one.is_empty() || self.word(and) != "and" {
            return None;
        }
        let other = self.name_after(and + 1);
        if other.is_empty() {
            return None;
        }
        // Without "of Y" the noun itself is all that is said of what they accuse each other of.
        let (cue, content) = match content {
            Some(content) => (at..lead + 1, content),
            None => (at..noun, noun..noun + 1),
        };
        Some(Found { sides: [one, other], cue, content })
    }

    /// "A and B accused each other of Y"
    fn each_other(&self, verb: usize) -> Option<Found> {
        let each = verb + 1;
        let pair = (self.word(each), self.word(each + 1));
        if !matches!(pair, ("each", "other") | ("one", "another")) {
            return None;
        }
        let lead = each + 2;
        if lead >= self.sentence.tokens.end || self.bits(lead) & LEAD == 0 {
            return None;
        }
        self.with_names_before(verb, lead)
    }

    /// "A and B traded accusations of Y"
    fn traded(&self, verb: usize) -> Option<Found> {
        let noun = (verb + 1..self.end(verb + 4)).find(|&t| self.bits(t) & NOUN != 0)?;
        if (verb + 1..noun).any(|t| self.is_mark(t)) {
            return None;
        }
        let lead = noun + 1;
        if lead >= self.sentence.tokens.end || self.bits(lead) & LEAD == 0 {
            return None;
        }
        self.with_names_before(verb, lead)
    }

    fn with_names_before(&self, verb: usize, lead: usize) -> Option<Found> {
        let from = self.sentence.tokens.start;
        let mut end = verb;
        while end > from && verb - end < 6 && self.bits(end - 1) & SKIP != 0 {
            end -= 1;
        }
        let other = self.name_before(end);
        let and = other.start.checked_sub(1).filter(|&a| a > from && self.word(a) == "and")?;
        let one = self.name_before(and);
        let content = self.phrase(lead + 1, self.end(lead + 4 * REACH));
        if one.is_empty() || other.is_empty() || content.is_empty() {
            return None;
        }
        Some(Found { sides: [one, other], cue: verb..lead + 1, content })
    }

    /// Tokens up to a comma, stop or closing mark; before "between", also up to a verb form.
    fn phrase(&self, from: usize, limit: usize) -> Range<usize> {
        let mut at = from;
        while at < limit {
            let mark =
                self.is_mark(at) && matches!(self.word(at), "," | "." | ";" | ":" | "!" | "?" | "—" | "(");
            let growing = self.word(limit) == "between" && at > from && self.word(at).ends_with("ing");
            if mark || growing {
                break;
            }
            at += 1;
        }
        from..at
    }

    /// A name or described side that begins at `from`: "the ministry", "Norlund".
    fn name_after(&self, from: usize) -> Range<usize> {
        let limit = self.end(from + NAME);
        let mut at = from;
        let capitals = self.is_capital(from);
        while at < limit {
            let name_goes_on = !capitals || self.is_capital(at) || self.is_joint(at, from, limit);
            let hyphen = self.is_mark(at) && self.word(at) == "-";
            let article = at == from && matches!(self.word(at), "the" | "The");
            let ends = self.is_mark(at) && !hyphen || self.bits(at) & END != 0 && !article;
            if ends || !name_goes_on && !hyphen {
                break;
            }
            at += 1;
        }
        from..at
    }

    fn is_joint(&self, at: usize, from: usize, limit: usize) -> bool {
        self.bits(at) & JOINS != 0 && at > from && at + 1 < limit && self.is_capital(at + 1)
    }

    /// A name or described side that ends at `end`.
    fn name_before(&self, end: usize) -> Range<usize> {
        let from = self.sentence.tokens.start.max(end.saturating_sub(NAME));
        let mut at = end;
        while at > from {
            let last = at - 1;
            let hyphen = self.is_mark(last) && self.word(last) == "-" && at < end;
            let article = matches!(self.word(last), "the" | "The");
            if article && at < end {
                return last..end;
            }
            let ends = self.is_mark(last) && !hyphen || self.bits(last) & (END | SKIP) != 0;
            let joins = self.bits(last) & JOINS != 0 && at < end && self.is_capital(at) && last > from;
            // After a name only capitals go on: "Tensions rose when Norlund".
            let lower = at < end && self.is_capital(at) && !self.is_capital(last) && !joins && !hyphen;
            if ends && !joins || lower {
                break;
            }
            at = last;
        }
        at..end
    }

    fn end(&self, at: usize) -> usize {
        at.min(self.sentence.tokens.end)
    }

    fn word(&self, at: usize) -> &str {
        self.document.tokens.get(at).map_or("", |t| t.span.of(self.document.text))
    }

    fn is_mark(&self, at: usize) -> bool {
        self.document.tokens.get(at).is_none_or(|t| t.is_mark)
    }

    fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    fn bits(&self, at: usize) -> u16 {
        let word = self.word(at);
        if word.len() > 16 {
            return 0;
        }
        WORDS.get(word).copied().unwrap_or_else(|| {
            let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
            if capital { WORDS.get(word.to_ascii_lowercase().as_str()).copied().unwrap_or(0) } else { 0 }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::span::Span;
    use crate::text;

    fn found(text: &str) -> Vec<String> {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let show = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        find(&text::read(&article))
            .iter()
            .map(|a| format!("{} | {} | {}", show(&a.source), show(&a.cue), show(&a.content)))
            .collect()
    }

    #[test]
    fn mutual_accusations() {
        assert_eq!(
            found(
                "With mutual accusations of sabotage piling up between Norlund and Vesteria, the talks failed."
            ),
            ["Norlund | mutual accusations of | sabotage", "Vesteria | mutual accusations of | sabotage"]
        );
        assert_eq!(
            found("There were mutual accusations between the ferry company and the union."),
            ["the ferry company | mutual | accusations", "the union | mutual | accusations"]
        );
    }

    #[test]
    fn each_other_and_one_another() {
        assert_eq!(
            found("On Monday, Norlund and Vesteria accused each other of breaking the truce."),
            [
                "Norlund | accused each other of | breaking the truce",
                "Vesteria | accused each other of | breaking the truce"
            ]
        );
        assert_eq!(
            found("The union and the company have repeatedly blamed one another for the strike."),
            [
                "The union | blamed one another for | the strike",
                "the company | blamed one another for | the strike"
            ]
        );
    }

    #[test]
    fn traded() {
        assert_eq!(
            found("Ida Moen and Ole Dahl traded accusations of fraud, and left."),
            ["Ida Moen | traded accusations of | fraud", "Ole Dahl | traded accusations of | fraud"]
        );
        assert_eq!(
            found("Norlund and Vesteria exchanged fresh threats over the harbour."),
            [
                "Norlund | exchanged fresh threats over | the harbour",
                "Vesteria | exchanged fresh threats over | the harbour"
            ]
        );
    }

    #[test]
    fn one_sided_or_unnamed_ones_are_left() {
        for text in [
            "Norlund accused Vesteria of sabotage.",
            "They accused each other of sabotage.",
            "There was mutual trust between Norlund and Vesteria.",
            "The two sides traded goods.",
            "mutual accusations of",
            "each other",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
