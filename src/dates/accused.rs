//! The times of accusations: one between the accused and what they are accused of is when it was said ("accused Lund last
//! year of fraud"), one behind it is when it is said to have happened ("accuses Lund of stealing farms in January").

use super::clause::{WINDOW, dated, sentence_at, within};
use super::lexicon::{self, Lexeme, Tag};
use super::{Dated, DatedFrom, TimeExpression};
use crate::attribution::Attribution;
use crate::lists::{fits, lines};
use crate::span::Span;
use crate::text::Document;
use std::ops::Range;
use std::sync::LazyLock;

/// Verbs with an accused and an "of", "for" or "with" behind it.
static VERBS: LazyLock<Vec<&str>> =
    LazyLock::new(|| lines(include_str!("data/accusing-verbs.txt")).collect());

/// How many words of a name stand before the time: "accused the former mayor of Brenn last year of".
const NAME: usize = 12;
/// How many words may stand between what somebody is accused of and its time.
const DEED: usize = 16;

/// The words of a sentence around a cue that accuses.
struct Accusing<'a> {
    document: &'a Document<'a>,
    lexemes: Vec<Lexeme>,
    /// The sentence's tokens, from the first that is read on.
    tokens: Range<usize>,
    cue: Span,
}

impl<'a> Accusing<'a> {
    fn of(document: &'a Document<'a>, attribution: &Attribution) -> Option<Self> {
        let accuses = |cue: &&Span| cue.of(document.text).split_whitespace().any(is_accusing);
        let cue = *attribution.cue.iter().find(accuses)?;
        let sentence = sentence_at(document, cue.start)?;
        let from = document.tokens.partition_point(|t| t.span.end <= cue.start);
        let tokens = from..sentence.tokens.end.min(from + WINDOW);
        let mut lexemes = Vec::new();
        lexicon::read(document.text, document.tokens.get(tokens.clone())?, &mut lexemes);
        Some(Self { document, lexemes, tokens, cue })
    }

    fn place(&self, at: usize) -> usize {
        let tokens = self.document.tokens.get(self.tokens.clone()).unwrap_or_default();
        tokens.partition_point(|t| t.span.start < at)
    }

    fn word(&self, k: usize) -> &str {
        let at = self.tokens.start + k;
        self.document
            .tokens
            .get(at)
            .filter(|_| at < self.tokens.end)
            .map_or("", |t| t.span.of(self.document.text))
    }

    fn tag(&self, k: usize) -> Tag {
        self.lexemes.get(k).map_or(Tag::Mark, |lexeme| lexeme.tag)
    }

    /// The times behind the cue.
    fn times<'t>(&self, times: &'t [TimeExpression]) -> &'t [TimeExpression] {
        let last = self.tokens.end.checked_sub(1).and_then(|t| self.document.tokens.get(t));
        within(times, last.map_or(self.cue, |token| Span::new(self.cue.end, token.span.end)))
    }

    fn leads(&self, k: usize) -> bool {
        matches!(self.word(k), "of" | "for" | "with")
    }

    /// Another clause, or a mark.
    fn parts(&self, k: usize) -> bool {
        matches!(self.tag(k), Tag::PastVerb | Tag::PresentVerb | Tag::FutureVerb | Tag::Relative | Tag::Mark)
    }
}

/// Whether a word is a form of a verb that accuses: "accuses", "charged".
pub(super) fn is_accusing(word: &str) -> bool {
    let word = word.to_lowercase();
    VERBS.iter().any(|verb| fits(verb, &word))
}

/// When it was said, by the time between the accused and what they are accused of.
pub(super) fn said_before_deed(
    document: &Document<'_>,
    attribution: &Attribution,
    times: &[TimeExpression],
) -> Option<Dated> {
    let accusing = Accusing::of(document, attribution)?;
    let behind_cue = accusing.place(accusing.cue.end);
    let time = accusing.times(times).first()?;
    let (from, to) = (accusing.place(time.span.start), accusing.place(time.span.end));
    let name = behind_cue..from;
    let plain = name.len() <= NAME && !name.clone().any(|k| accusing.parts(k) || accusing.leads(k));
    (!name.is_empty() && plain && accusing.leads(to)).then(|| dated(time, DatedFrom::Cue))?
}

/// Whether a time behind the cue belongs to what somebody is accused of doing: "accuses Lund of stealing farms in January". A
/// weekday is when the news was made: "accused Lund of hiding the bill on Monday".
pub(super) fn is_of_deed(document: &Document<'_>, attribution: &Attribution, time: Span) -> bool {
    if time.of(document.text).parse::<chrono::Weekday>().is_ok() {
        return false;
    }
    let Some(accusing) = Accusing::of(document, attribution).filter(|a| a.cue.end <= time.start) else {
        return false;
    };
    let before = 1..accusing.place(time.start);
    let doing = |k: usize| accusing.word(k).len() > 4 && accusing.word(k).ends_with("ing");
    before.into_iter().any(|k| doing(k) && accusing.leads(k - 1))
}

/// The time of what somebody is accused of where the content does not hold it, and it is not when it was said.
pub(super) fn event_behind(
    document: &Document<'_>,
    attribution: &Attribution,
    times: &[TimeExpression],
    spoken: &[Span],
) -> Option<Dated> {
    let accusing = Accusing::of(document, attribution)?;
    let time = accusing.times(times).iter().find(|time| !spoken.contains(&time.span))?;
    let at = accusing.place(time.span.start);
    let of = (0..at).find(|&k| accusing.leads(k))?;
    let deed = of + 1..at;
    let near = deed.len() <= DEED && !deed.clone().any(|k| accusing.parts(k));
    let known = !spoken.is_empty() || is_of_deed(document, attribution, time.span);
    (!deed.is_empty() && near && known).then(|| dated(time, DatedFrom::Content))?
}
