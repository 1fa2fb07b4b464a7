//! The tokens of a document with what the word lists and their spelling say about each.

use super::lexicon::{BARRIER, Bits, DETERMINER, FIRST_NAME, LEXICON, TITLE, key};
use super::{abbreviations, openings};
use crate::attribution::dateline;
use crate::span::Span;
use crate::text::{Document, Part, Token};
use std::collections::HashSet;
use std::ops::Range;

/// How a token is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Begins with a small letter.
    Lower,
    /// Begins with a capital.
    Capital,
    /// Two or more capitals and no small letter.
    AllCapitals,
    /// One capital.
    Initial,
    /// A number or a script without case.
    Other,
    /// Punctuation.
    Mark,
}

/// One token as this stage sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Where it stands.
    pub(super) span: Span,
    /// What the lists say.
    pub(super) bits: Bits,
    /// How it is spelt.
    pub(super) case: Case,
    /// First word of its sentence, or after an opening quotation mark, a colon or a bullet: its capital says nothing.
    pub(super) first: bool,
    /// No white space parts it from the token before.
    pub(super) glued: bool,
    /// Between quotation marks.
    pub(super) quoted: bool,
    /// Index of its sentence.
    pub(super) sentence: u32,
    /// Index of its paragraph.
    pub(super) paragraph: u32,
}

impl Word {
    /// True where it begins with a capital.
    pub(super) fn is_capital(&self) -> bool {
        matches!(self.case, Case::Capital | Case::AllCapitals | Case::Initial)
    }

    /// True where it is a word, no mark.
    pub(super) fn is_word(&self) -> bool {
        self.case != Case::Mark
    }
}

/// The words of an article.
#[derive(Debug)]
pub(super) struct Words<'a> {
    /// The article's text.
    pub(super) text: &'a str,
    /// One for each token of the document.
    pub(super) list: Vec<Word>,
    /// Words that the article writes in lower case somewhere and that are in no list.
    lower: HashSet<&'a str>,
    /// For each paragraph, whether it is in capitals and its words' [`Case`] is the usual one instead.
    recased: Vec<bool>,
    /// For each paragraph, whether its capitals say nothing (a headline in title case, a line in capitals).
    pub(super) shouts: Vec<bool>,
    /// The place in capitals at the article's beginning.
    pub(super) dateline: Range<usize>,
}

impl<'a> Words<'a> {
    /// Looks every token up. Linear.
    pub(super) fn read(document: &Document<'a>) -> Words<'a> {
        let text = document.text;
        let mut words = Words {
            text,
            list: Vec::with_capacity(document.tokens.len()),
            lower: HashSet::new(),
            shouts: Vec::new(),
            recased: Vec::new(),
            dateline: dateline::find(document).map(|d| d.place).unwrap_or_default(),
        };
        let mut buffer = String::new();
        let mut before: Option<Token> = None;
        let mut opens = true;
        for token in &document.tokens {
            let first = opens || before.is_none_or(|b| b.sentence != token.sentence);
            let glued = before.is_some_and(|b| b.span.end == token.span.start);
            let word = token.span.of(text);
            let case = if token.is_mark { Case::Mark } else { case_of(word) };
            let bits = if token.is_mark { Bits::default() } else { look_up(word, case, &mut buffer) };
            if case == Case::Lower && bits == Bits::default() {
                words.lower.insert(word);
            }
            opens = if token.is_mark {
                matches!(word, "“" | "\"" | "‘" | "«" | "„" | ":" | "•" | "*" | "|") || first
            } else {
                false
            };
            words.list.push(Word {
                span: token.span,
                bits,
                case,
                first,
                glued,
                quoted: token.quoted.is_inside(),
                sentence: token.sentence,
                paragraph: token.paragraph,
            });
            before = Some(*token);
        }
        words.shouts = document
            .paragraphs
            .iter()
            .map(|p| words.list.get(p.tokens.clone()).is_some_and(|w| shouts(w, p.part)))
            .collect();
        words.recase(document);
        abbreviations::mark(&mut words);
        words
    }

    /// Gives the words of an article in capitals the case that they usually have: small where the lists know them as
    /// words, a capital otherwise. Single lines in capitals are left. Linear.
    fn recase(&mut self, document: &Document<'_>) {
        let in_capitals = |p: &crate::text::Paragraph| {
            let of = |case: fn(&Word) -> bool| {
                self.list.get(p.tokens.clone()).unwrap_or_default().iter().filter(|w| case(w)).count()
            };
            (
                of(|w| w.is_capital() && w.case != Case::Capital),
                of(|w| matches!(w.case, Case::Lower | Case::Capital)),
            )
        };
        let counts: Vec<(usize, usize)> = document.paragraphs.iter().map(in_capitals).collect();
        let capitals = |(capital, small): (usize, usize)| capital > 2 && small * 10 <= capital;
        let all: usize = counts.iter().map(|(capital, small)| capital + small).sum();
        let shouted: usize = counts.iter().filter(|c| capitals(**c)).map(|c| c.0).sum();
        self.recased = vec![false; counts.len()];
        if all == 0 || shouted * 2 < all {
            return;
        }
        for (index, paragraph) in document.paragraphs.iter().enumerate().filter(|(i, _)| capitals(counts[*i]))
        {
            (self.recased[index], self.shouts[index]) = (true, false);
            let mut at = paragraph.tokens.start;
            while at < paragraph.tokens.end {
                let listed = (2..=3).rev().map(|n| at..(at + n).min(paragraph.tokens.end)).find(|tokens| {
                    let name = key(self.span(tokens.clone()).of(self.text));
                    name.contains(' ')
                        && (LEXICON.place(&name).is_some() || LEXICON.organization(&name).is_some())
                });
                let tokens = listed.clone().unwrap_or(at..at + 1);
                at = tokens.end;
                for i in tokens {
                    if self.list[i].case == Case::AllCapitals {
                        self.list[i].case = if listed.is_some() { Case::Capital } else { self.usual_case(i) };
                    } else if self.list[i].case == Case::Initial
                        && (self.list[i].bits.any(Bits::INDEFINITE) && self.text(i + 1) != "."
                            || i > 0 && self.is_possessive(i - 1))
                    {
                        self.list[i].case = Case::Lower;
                    }
                }
            }
        }
    }

    /// How a word that stands there in capitals is usually written.
    fn usual_case(&self, index: usize) -> Case {
        let word = self.text(index).to_lowercase();
        let bits = self.bits(index);
        let small = |word: &str, bits: Bits| {
            let known = Bits::COMMON.or(Bits::NOUN).or(Bits::ROLE).or(Bits::ACT).or(Bits::DENIAL);
            bits.any(known.or(Bits::PRONOUN).or(BARRIER).or(DETERMINER))
                || ["s", "es", "ed", "d", "ing", "ly"].iter().any(|ending| {
                    word.strip_suffix(ending)
                        .is_some_and(|stem| stem.len() > 2 && LEXICON.bits(stem).any(known))
                })
        };
        let is_small = small(&word, bits);
        let next = self.text(index + 1).to_lowercase();
        let before_surname = || {
            let after = self.list.get(index + 1).filter(|w| w.case == Case::AllCapitals);
            after.is_some_and(|w| !small(&next, w.bits))
        };
        // "ADA VAN MOSS"
        let inside = bits.any(Bits::PARTICLE)
            && index.checked_sub(1).is_some_and(|b| self.list[b].case == Case::Capital)
            && before_surname();
        match () {
            () if inside || bits.any(Bits::VERB) && openings::is_preposition(&word) => Case::Lower,
            () if bits.any(TITLE) => Case::Capital,
            () if bits.any(FIRST_NAME) && (!is_small || before_surname()) => Case::Capital,
            () if is_small || bits.any(Bits::PARTICLE) => Case::Lower,
            () if LEXICON.organization(&word).is_some() => Case::AllCapitals,
            () => Case::Capital,
        }
    }

    /// Some tokens as they are usually written: as they stand but for an article in capitals.
    pub(super) fn shown(&self, tokens: Range<usize>) -> String {
        let whole = self.span(tokens.clone());
        let recased = self
            .list
            .get(tokens.start)
            .is_some_and(|w| self.recased.get(w.paragraph as usize) == Some(&true));
        if !recased {
            return whole.of(self.text).to_owned();
        }
        let mut shown = String::with_capacity(whole.len());
        let mut end = whole.start;
        for word in self.list.get(tokens).unwrap_or_default() {
            shown.push_str(self.text.get(end..word.span.start).unwrap_or(""));
            let text = word.span.of(self.text);
            match word.case {
                Case::Lower => shown.push_str(&text.to_lowercase()),
                Case::Capital => shown.push_str(&spelt(text)),
                _ => shown.push_str(text),
            }
            end = word.span.end;
        }
        shown
    }

    /// The words of token `index`.
    pub(super) fn text(&self, index: usize) -> &'a str {
        self.list.get(index).map_or("", |w| w.span.of(self.text))
    }

    /// Token `index`, if there is one.
    pub(super) fn get(&self, index: usize) -> Option<&Word> {
        self.list.get(index)
    }

    /// The bits of token `index`.
    pub(super) fn bits(&self, index: usize) -> Bits {
        self.list.get(index).map_or(Bits::default(), |w| w.bits)
    }

    /// The place from the first to the last of some tokens.
    pub(super) fn span(&self, tokens: Range<usize>) -> Span {
        let start = self.list.get(tokens.start).map_or(0, |w| w.span.start);
        let end =
            tokens.end.checked_sub(1).and_then(|last| self.list.get(last)).map_or(start, |w| w.span.end);
        Span::new(start, end.max(start))
    }

    /// The index of the first token that does not end before byte `offset`.
    pub(super) fn at(&self, offset: usize) -> usize {
        self.list.partition_point(|w| w.span.end <= offset)
    }

    /// The tokens that overlap a span.
    pub(super) fn within(&self, span: Span) -> Range<usize> {
        let start = self.at(span.start);
        start..self.list.partition_point(|w| w.span.start < span.end).max(start)
    }

    /// True where the article, or the language, writes this capitalised word in lower case.
    pub(super) fn is_common(&self, index: usize) -> bool {
        let Some(word) = self.list.get(index) else { return false };
        word.bits.any(Bits::COMMON)
            || (!self.lower.is_empty() && self.lower.contains(self.text(index).to_lowercase().as_str()))
    }

    /// True where token `index` is "s" after an apostrophe or the apostrophe of a plural's genitive.
    pub(super) fn is_possessive(&self, index: usize) -> bool {
        matches!(self.text(index), "’" | "'")
            && self.list.get(index).is_some_and(|w| w.glued)
            && (self.text(index + 1).eq_ignore_ascii_case("s")
                && self.list.get(index + 1).is_some_and(|w| w.glued)
                || self.list.get(index.wrapping_sub(1)).is_some_and(|w| w.span.of(self.text).ends_with('s'))
                    && self.list.get(index + 1).is_some_and(|w| !w.glued && w.case == Case::Lower))
    }
}

/// A name in capitals as names are spelt: "ADA VAN MOSS III" is Ada van Moss III.
pub(super) fn spelt(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut inside = false;
    let mut spell = |c: char| {
        let small = inside;
        inside = c.is_alphabetic();
        if small { c.to_lowercase().collect::<String>() } else { c.to_string() }
    };
    let capitals: String = name.chars().map(&mut spell).collect();
    let word = |(index, word): (usize, &str)| {
        let lower = word.to_lowercase();
        match LEXICON.bits(&lower) {
            bits if index > 0 && bits.any(Bits::PARTICLE) => lower,
            bits if index > 0 && bits.any(Bits::SUFFIX) && !lower.ends_with('r') => word.to_uppercase(),
            _ => word.to_owned(),
        }
    };
    capitals.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars();
    let Some(first) = letters.next() else { return Case::Mark };
    if first.is_lowercase() {
        return Case::Lower;
    }
    if !first.is_uppercase() {
        return Case::Other;
    }
    let mut any = false;
    let small = letters.any(|c| {
        any = true;
        c.is_lowercase()
    });
    match (any, small) {
        (false, _) => Case::Initial,
        (true, true) => Case::Capital,
        (true, false) => Case::AllCapitals,
    }
}

/// Longest word that is looked up, in bytes; no list has a longer one.
const LONGEST: usize = 32;

fn look_up(word: &str, case: Case, buffer: &mut String) -> Bits {
    if word.len() > LONGEST {
        return Bits::default();
    }
    if case == Case::Lower {
        return LEXICON.bits(word);
    }
    buffer.clear();
    buffer.extend(word.chars().flat_map(char::to_lowercase));
    LEXICON.bits(buffer)
}

/// True for a headline in title case and for lines in capitals.
fn shouts(words: &[Word], part: Part) -> bool {
    let long = words.iter().filter(|w| w.is_word() && w.case != Case::Other && w.span.len() > 3);
    let (mut all, mut caps, mut common, mut capital) = (0, 0, 0, 0);
    for word in long {
        all += 1;
        caps += usize::from(word.case == Case::AllCapitals);
        // Only words that are written small elsewhere tell title case from a sentence full of names.
        if word.bits.any(Bits::COMMON.or(Bits::NOUN)) && !word.bits.any(FIRST_NAME) && !word.first {
            common += 1;
            capital += usize::from(word.is_capital());
        }
    }
    let title = matches!(part, Part::Title | Part::Heading);
    // "Brandt Hints Harbour Wall Is Next" among running text: a link or a heading that was not seen as one.
    let ends = words.iter().rev().find(|w| w.is_word());
    let unended = ends.zip(words.last()).is_some_and(|(word, last)| word.span == last.span);
    let headline = unended && common >= 3 && capital * 10 >= common * 8;
    all >= 3 && caps * 10 >= all * 7 || headline || title && capital > 0 && capital * 10 >= common * 7
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn read(text: &str, check: impl FnOnce(Words<'_>)) {
        let article = Article { text: text.to_owned(), ..Article::default() };
        check(Words::read(&crate::text::read(&article)));
    }

    #[test]
    fn spelling_and_place_are_seen() {
        read("“Really?” asked Ms. Okafor of the BBC.", |words| {
            let of = |w: &str| words.list[(0..words.list.len()).find(|&i| words.text(i) == w).unwrap()];
            assert!(of("Really").first && of("Really").quoted);
            assert_eq!((of("BBC").case, of("Okafor").case), (Case::AllCapitals, Case::Capital));
            assert!(of("Ms").bits.any(Bits::COURTESY));
        });
    }

    #[test]
    fn an_article_in_capitals_is_shown_in_usual_case() {
        read("THE MAYOR MET SEN. ADA VAN MOSS IN OSLO.\nA SPOKESMAN OF NATO LEFT.", |words| {
            let all =
                |n: u32| (0..words.list.len()).filter(|&i| words.list[i].paragraph == n).collect::<Vec<_>>();
            let of = |n| words.shown(all(n)[0]..all(n)[all(n).len() - 1] + 1);
            assert_eq!(of(0), "the mayor met Sen. Ada van Moss in Oslo.");
            assert_eq!(of(1), "a spokesman of NATO left.");
        });
        read("IT WAS LATE, SAID DELANEY. THE MAYOR’S LAWYER LEFT.", |words| {
            assert_eq!(
                words.shown(0..words.list.len()),
                "it was late, said Delaney. the mayor’s lawyer left."
            );
        });
        assert_eq!(spelt("J.R. O’DELL III"), "J.R. O’Dell III");
    }

    #[test]
    fn headlines_and_capitals_shout() {
        read(
            "Minister Quits Over Missing Ferry Funds\nMinister Ola Brandt quit.\nBREAKING NEWS FROM OSLO TODAY.",
            |words| {
                assert_eq!(words.shouts, [true, false, true]);
            },
        );
    }
}
