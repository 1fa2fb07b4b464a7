//! A document as the claims stage reads it: for each token its lemma and grammar, and the phrases of the lists.

use super::flag;
use super::lexicon::{LEXICON, Lemma, Meaning};
use crate::span::Span;
use crate::speakers::{SpeakerType, Speakers};
use crate::text::Document;
use std::collections::HashMap;
use std::ops::Range;

/// A document with what the word lists say about its tokens. Ranges are of token indices, end exclusive.
pub(super) struct Reading<'a> {
    /// The document.
    pub(super) document: &'a Document<'a>,
    /// Who is known in it.
    pub(super) speakers: &'a Speakers,
    lemmas: Vec<Lemma>,
    flags: Vec<u64>,
    hits: Vec<Hit>,
    mentions: Vec<Mention>,
    /// Entities that are known by a description alone ("ministry"), by its words in small letters.
    described: HashMap<String, usize>,
}

/// A phrase of the lists in the document.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// What it means.
    pub(super) meaning: Meaning,
    /// How strongly.
    pub(super) strength: f32,
}

/// A place that refers to an entity.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Index into `Speakers::entities`.
    pub(super) entity: usize,
}

impl<'a> Reading<'a> {
    /// Looks every token up. Linear in the number of tokens and mentions (with a logarithm for finding a mention's
    /// tokens).
    pub(super) fn new(document: &'a Document<'a>, speakers: &'a Speakers) -> Self {
        let mut reading = Self {
            document,
            speakers,
            lemmas: Vec::with_capacity(document.tokens.len()),
            flags: Vec::with_capacity(document.tokens.len()),
            hits: Vec::new(),
            mentions: Vec::new(),
            described: HashMap::new(),
        };
        reading.look_up();
        reading.find_hits();
        for (entity, known) in speakers.entities.iter().enumerate() {
            if known.kind != SpeakerType::Person && known.name.starts_with(char::is_lowercase) {
                reading.described.entry(known.name.to_lowercase()).or_insert(entity);
            }
            for mention in &known.mentions {
                let tokens = reading.tokens_of(mention.span);
                if !tokens.is_empty() {
                    reading.mentions.push(Mention { tokens, entity });
                }
            }
        }
        reading.mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.entity));
        reading
    }

    /// The entity that is known by these words and no name: "ministry", "police".
    pub(super) fn known_as(&self, words: &str) -> Option<usize> {
        self.described.get(&words.to_lowercase()).copied()
    }

    fn look_up(&mut self) {
        let mut buffer = [0u8; 24];
        for token in &self.document.tokens {
            let word = token.span.of(self.document.text);
            let lower = match buffer.get_mut(..word.len()) {
                Some(lower) if word.is_ascii() => {
                    lower.copy_from_slice(word.as_bytes());
                    lower.make_ascii_lowercase();
                    std::str::from_utf8(lower).unwrap_or("")
                }
                _ => "",
            };
            let lemma = if token.is_mark { 0 } else { LEXICON.lemma(lower) };
            let mut flags = LEXICON.grammar(lemma);
            if token.is_mark {
                flags |= flag::MARK;
            }
            match word.chars().next() {
                Some(c) if c.is_uppercase() => flags |= flag::CAPITAL,
                Some(c) if c.is_numeric() => flags |= flag::NUMBER,
                _ => {}
            }
            if flags & flag::VERB != 0 && LEXICON.is_irregular(lower) {
                flags |= flag::IRREGULAR;
            }
            if flags & flag::VERB == 0 && lower.len() > 4 && lower.ends_with("ly") {
                flags |= flag::ADVERB;
            }
            self.lemmas.push(lemma);
            self.flags.push(flags);
        }
        let not = LEXICON.lemma("not");
        for at in 0..self.flags.len() {
            if self.has(at, flag::NAME) && self.has(at, flag::CAPITAL) && self.has(at + 1, flag::CAPITAL) {
                self.flags[at] = flag::CAPITAL;
            }
            if self.has(at, flag::CONTRACTION)
                && self.is_apostrophe(at + 1)
                && self.word(at + 2).eq_ignore_ascii_case("t")
            {
                self.lemmas[at] = not;
                self.flags[at] = flag::NEGATION | flag::AUXILIARY;
                self.flags[at + 2] |= flag::ADVERB;
            }
        }
    }

    /// Finds the phrases of the lists. Several types may share the words ("show" is a statement or a statistic); a
    /// longer phrase hides the shorter ones of its list that begin within it.
    fn find_hits(&mut self) {
        let mut hits: Vec<Hit> = Vec::new();
        let mut covered = [0usize; 4];
        for at in 0..self.lemmas.len() {
            let Some(entries) = LEXICON.entries.get(usize::from(self.lemma(at))) else { continue };
            let mut ends = [0usize; 4];
            // Longer entries come first.
            for entry in entries {
                let list = entry.meaning.list();
                if covered[list] > at {
                    continue;
                }
                if let Some(end) = self.match_rest(at, &entry.rest).filter(|&end| end >= ends[list]) {
                    ends[list] = end;
                    hits.push(Hit { tokens: at..end, meaning: entry.meaning, strength: entry.strength });
                }
            }
            for (covered, end) in covered.iter_mut().zip(ends) {
                *covered = (*covered).max(end);
            }
        }
        self.hits = hits;
    }

    /// The end of a phrase that begins at `at`, if its other words follow; an adverb or apostrophe may stand between.
    fn match_rest(&self, at: usize, rest: &[Lemma]) -> Option<usize> {
        let mut next = at + 1;
        for &lemma in rest {
            let mut passed = 0;
            while self.lemmas.get(next) != Some(&lemma) {
                if passed == 2 || !(self.has(next, flag::ADVERB) || self.is_apostrophe(next)) {
                    return None;
                }
                passed += 1;
                next += 1;
            }
            next += 1;
        }
        Some(next)
    }

    /// The token's words; empty past the end.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.document.tokens.get(at).map_or("", |t| t.span.of(self.document.text))
    }

    /// The token's lemma; 0 past the end and for words in no list.
    pub(super) fn lemma(&self, at: usize) -> Lemma {
        self.lemmas.get(at).copied().unwrap_or(0)
    }

    /// The token's word as a dictionary lists it, where it is in a list.
    pub(super) fn lemma_name(&self, at: usize) -> Option<&'static str> {
        LEXICON.name(self.lemma(at))
    }

    /// The token's bits of [`flag`].
    pub(super) fn flags(&self, at: usize) -> u64 {
        self.flags.get(at).copied().unwrap_or(0)
    }

    /// Whether the token has any of the bits of [`flag`].
    pub(super) fn has(&self, at: usize, bits: u64) -> bool {
        self.flags.get(at).is_some_and(|f| f & bits != 0)
    }

    /// Whether the token is an apostrophe that touches the word before it.
    pub(super) fn is_apostrophe(&self, at: usize) -> bool {
        matches!(self.word(at), "'" | "’") && at > 0 && self.touches(at)
    }

    /// Whether nothing stands between this token and the one before.
    pub(super) fn touches(&self, at: usize) -> bool {
        let tokens = &self.document.tokens;
        match (at.checked_sub(1).and_then(|b| tokens.get(b)), tokens.get(at)) {
            (Some(before), Some(token)) => before.span.end == token.span.start,
            _ => false,
        }
    }

    /// Whether the token ends a possessive ("Israel’s", "rebels’"): its end, past the apostrophe and the s.
    pub(super) fn possessive_end(&self, at: usize) -> Option<usize> {
        if !self.is_apostrophe(at + 1) {
            return None;
        }
        if self.word(at + 2).eq_ignore_ascii_case("s") && self.touches(at + 2) {
            return Some(at + 3);
        }
        let next = self.document.tokens.get(at + 2);
        (self.word(at).ends_with(['s', 'S', 'z', 'x'])
            && next.is_some_and(|t| !t.is_mark)
            && !self.touches(at + 2))
        .then_some(at + 2)
    }

    /// The tokens that lie in a span.
    pub(super) fn tokens_of(&self, span: Span) -> Range<usize> {
        let tokens = &self.document.tokens;
        let first = tokens.partition_point(|t| t.span.end <= span.start);
        let last = tokens.partition_point(|t| t.span.start < span.end);
        first..last.max(first)
    }

    /// The words of a range of tokens.
    pub(super) fn span(&self, tokens: Range<usize>) -> Span {
        self.document.span(tokens)
    }

    /// The tokens of the sentence of a token.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        let sentence =
            self.document.tokens.get(at).and_then(|t| self.document.sentences.get(t.sentence as usize));
        sentence.map_or(at..at, |s| s.tokens.clone())
    }

    /// The phrases that begin in a range of tokens.
    pub(super) fn hits(&self, tokens: Range<usize>) -> &[Hit] {
        let first = self.hits.partition_point(|h| h.tokens.start < tokens.start);
        let last = self.hits.partition_point(|h| h.tokens.start < tokens.end);
        self.hits.get(first..last.max(first)).unwrap_or(&[])
    }

    /// All phrases of the lists, in text order.
    pub(super) fn all_hits(&self) -> &[Hit] {
        &self.hits
    }

    /// All mentions, in text order.
    pub(super) fn all_mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// Whether a range of tokens ends with a question mark.
    pub(super) fn ends_with_question(&self, tokens: &Range<usize>) -> bool {
        let last = tokens.clone().rev().take(4);
        last.take_while(|&t| self.has(t, flag::MARK)).any(|t| self.word(t) == "?")
    }

    /// The mentions that begin in a range of tokens, in text order, longer ones first.
    pub(super) fn mentions(&self, tokens: Range<usize>) -> &[Mention] {
        let first = self.mentions.partition_point(|m| m.tokens.start < tokens.start);
        let last = self.mentions.partition_point(|m| m.tokens.start < tokens.end);
        self.mentions.get(first..last.max(first)).unwrap_or(&[])
    }
}
