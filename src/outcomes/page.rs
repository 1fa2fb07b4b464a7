//! Whether an expression tells of an outcome where it stands, and of whose.

use super::Outcome;
use super::names::Names;
use super::phrases::{Phrase, Way};
use super::words::{self, COURTS, NOT_YET};
use crate::claims::duties;
use crate::span::Span;
use crate::text::{Document, Quoted};
use std::ops::Range;

/// How far before the expression its subject ends, in tokens: "Lund, the town's former treasurer, was later".
pub(super) const FAR: usize = 14;
/// Between subject and expression without commas around what stands there: "has since been".
const NEAR: usize = 4;
/// How many tokens may stand for the "…" of a phrase.
const GAP: usize = 12;
/// How many tokens before a subject a word stands that denies its clause: "denied all reports that he".
const DENIED: usize = 4;
/// How much of what it is about is taken, in tokens.
const MATTER: usize = 14;

/// Somebody who stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Who {
    pub(super) tokens: Range<usize>,
    /// An index into the article's entities; `None` where only a pronoun stands there.
    pub(super) entity: Option<usize>,
}

/// An outcome that was found, in tokens.
pub(super) struct Told {
    pub(super) kind: &'static str,
    pub(super) way: Way,
    /// All whom it is about.
    pub(super) who: Vec<Who>,
    pub(super) cue: Range<usize>,
    /// Where the words begin that say of what.
    matter: usize,
    /// The sentence.
    pub(super) sentence: usize,
}

/// An article's tokens, in lower case, with its names.
pub(super) struct Page<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) names: &'a Names,
    pub(super) words: &'a [String],
}

impl Page<'_> {
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// Whether the word at a place is of a class of `data/words.tsv`.
    pub(super) fn is(&self, at: usize, class: &str) -> bool {
        words::is(class, self.word(at))
    }

    /// Whether no word in a stretch says that nothing has happened.
    pub(super) fn is_clear(&self, mut tokens: Range<usize>) -> bool {
        tokens.all(|t| !NOT_YET.contains(self.word(t)))
    }

    /// The outcome of a phrase that begins at a token; `told`: the one before.
    pub(super) fn outcome(&self, at: usize, phrase: &Phrase, told: Option<&Told>) -> Option<Told> {
        let number = self.document.tokens.get(at)?.sentence as usize;
        let sentence = self.document.sentences.get(number)?.tokens.clone();
        let told = told.filter(|told| told.sentence == number);
        let mut end = self.phrase_end(at, phrase, sentence.end)?;
        if phrase.kind == "charged" && duties::begins((end..sentence.end).map(|t| self.word(t))) {
            return None;
        }
        let who = match phrase.way {
            Way::Object => self.objects(at, end, &sentence, told)?,
            Way::Around => {
                let who = self.object(at, end, &sentence, told)?;
                let rest = phrase.words.get(1..)?;
                if !(who.tokens.end..).zip(rest).all(|(t, word)| self.word(t) == *word) {
                    return None;
                }
                end = who.tokens.end + rest.len();
                vec![who]
            }
            Way::Charges => self.charged_parties(at, end, &sentence)?,
            Way::Conviction => self.convicted_parties(at, end, &sentence)?,
            Way::Active => self.subjects(at, at, &sentence, told)?,
            Way::Passive => {
                let auxiliary = self.auxiliary(at, sentence.start);
                // "was not charged", "was to be charged".
                if auxiliary.is_some_and(|auxiliary| !self.is_clear(auxiliary..at)) {
                    return None;
                }
                match auxiliary {
                    Some(auxiliary) => self.subjects(auxiliary, at, &sentence, told)?,
                    None => match self.carried(at, told.filter(|told| told.way == Way::Passive)) {
                        Some(who) => who,
                        None => vec![self.beside_participle(at, end, &sentence)?],
                    },
                }
            }
        };
        let matter = match phrase.way {
            Way::Object => who.last()?.tokens.end,
            _ => end,
        };
        Some(Told { kind: phrase.kind, way: phrase.way, who, cue: at..end, matter, sentence: number })
    }

    /// The outcomes, one for each whom it is about.
    pub(super) fn outcomes(&self, told: &Told) -> Vec<Outcome> {
        let Some(sentence) = self.document.sentences.get(told.sentence) else { return Vec::new() };
        let has_matter = !matches!(told.way, Way::Charges | Way::Conviction);
        let matter = self.matter(told.matter, sentence.tokens.end).filter(|_| has_matter);
        let outcome = |who: &Who| {
            Some(Outcome {
                entity: who.entity,
                who: self.span(who.tokens.clone())?,
                kind: told.kind,
                cue: self.span(told.cue.clone())?,
                matter,
                sentence: sentence.span,
                attribution: None,
            })
        };
        told.who.iter().filter_map(outcome).collect()
    }

    /// Where a phrase ends that begins at a token; of one around its object the first word alone.
    fn phrase_end(&self, at: usize, phrase: &Phrase, limit: usize) -> Option<usize> {
        let fits = |from: usize, words: &[&str]| (from..).zip(words).all(|(t, word)| self.word(t) == *word);
        let end = if phrase.way == Way::Around { at + 1 } else { at + phrase.words.len() };
        if phrase.way != Way::Around && !fits(at, &phrase.words) {
            return None;
        }
        let end = match phrase.rest.is_empty() {
            true => end,
            false => {
                let parts =
                    |t: usize| phrase.has_object() && (self.is(t, "before_others") || self.word(t) == ",");
                let mut gap = (end..limit).take(GAP).take_while(|t| self.word(*t) != ";" && !parts(*t));
                gap.find(|t| fits(*t, &phrase.rest))? + phrase.rest.len()
            }
        };
        let outside = |t: usize| self.document.tokens.get(t).is_some_and(|t| t.quoted == Quoted::No);
        (end <= limit && (at..end).all(outside)).then_some(end)
    }

    /// The first word of the auxiliaries before a participle: "has been", "was later". In a headline there may be none.
    pub(super) fn auxiliary(&self, at: usize, start: usize) -> Option<usize> {
        let from = at.saturating_sub(3).max(start);
        let Some(being) = (from..at).rev().find(|t| self.is(*t, "being")) else {
            let paragraph = self.document.tokens.get(at)?.paragraph as usize;
            let is_title = !self.document.paragraphs.get(paragraph)?.part.is_running_text();
            return is_title.then_some(at);
        };
        let has = being.checked_sub(1).filter(|t| *t >= start && self.is(*t, "has"));
        Some(has.unwrap_or(being))
    }

    /// All who stand before the verbs that begin at `from`, or are meant by a verb that goes on from the one before.
    fn subjects(
        &self,
        from: usize,
        at: usize,
        sentence: &Range<usize>,
        told: Option<&Told>,
    ) -> Option<Vec<Who>> {
        // "was charged with killing Moen and was acquitted": it is not Moen.
        if told.is_some() && self.goes_on(from) {
            return self.carried(from, told.filter(|told| !matches!(told.way, Way::Object | Way::Around)));
        }
        let last = self.subject(from, sentence)?;
        let several = if from == at { None } else { Some((from..at).any(|t| self.is(t, "plural"))) };
        let all = self.with_those_before(last, sentence.start, several);
        let first = all.first()?;
        (!self.is_of_others(first.tokens.start, sentence.start)).then_some(all)
    }

    /// Who stands before the verb that begins at `at`.
    fn subject(&self, at: usize, sentence: &Range<usize>) -> Option<Who> {
        let from = at.saturating_sub(FAR).max(sentence.start);
        if let Some(before) = at.checked_sub(1).filter(|t| *t >= from && self.is(*t, "pronoun")) {
            if !self.is_told(before, sentence.start) {
                return None;
            }
            let name = self.names.ending_at(before + 1);
            return Some(Who { tokens: before..at, entity: name.and_then(|who| who.entity) });
        }
        let last = self.names.last_before(from, at)?;
        let last = self.kin(&last, at).unwrap_or(last);
        // "Lund, the head of the Harbour Board, was charged": what ends at the second comma only tells who Lund is.
        let closes = last.tokens.end + 1 == at && self.word(last.tokens.end) == ",";
        let who = match closes {
            true => {
                self.before_aside(from, last.tokens.start).or_else(|| self.named_aside(last, sentence))?
            }
            false => last,
        };
        let between = who.tokens.end..at;
        // "a man convicted of killing Moen was sentenced": not Moen.
        let done = (from..who.tokens.start).rev().find(|t| !self.is(*t, "article"));
        if done.is_some_and(|t| self.word(t).len() > 5 && self.word(t).ends_with("ing")) {
            return None;
        }
        if self.is(between.start, "owner") || self.is_within_clause(sentence.start, who.tokens.start) {
            return None;
        }
        // "Had Lund been convicted" did not happen.
        let has = |t: usize| self.is(t, "has") || self.word(t) == "having";
        if self.word(at) == "been" && !between.clone().any(has) {
            return None;
        }
        let commas = self.word(between.start) == "," && self.word(at - 1) == ",";
        // "Lund, who was convicted"
        let who_was = self.word(between.start) == "," && self.word(between.start + 1) == "who";
        let near = between.start + usize::from(who_was)..at;
        let close = near.len() <= NEAR && !near.clone().any(|t| self.word(t) == ",");
        // "Lund lost and was fined" is still of Lund.
        let other = !commas && !self.goes_on(at) && self.is_other_verb(&near);
        let told = self.is_told(who.tokens.start, sentence.start);
        (self.is_clear(between) && told && !other && (close || commas)).then_some(who)
    }

    /// Whether nothing before the subject says that it is only supposed or denied: "if Lund", "denied reports that he".
    pub(super) fn is_told(&self, subject: usize, start: usize) -> bool {
        let supposed = (start..subject).any(|t| self.is(t, "condition"));
        let mut before = (subject.saturating_sub(DENIED).max(start)..subject).rev();
        let denied = match before.next() {
            Some(t) if self.is(t, "unproven") => before.any(|t| self.is(t, "denying")),
            Some(t) => self.is(t, "denying"),
            None => false,
        };
        !supposed && !denied
    }

    /// Whether what stands at `at` only tells of whom somebody else is: "the friends of Lund".
    fn is_of_others(&self, at: usize, start: usize) -> bool {
        let outside = (start..at).rev().find(|t| !self.is(*t, "article"));
        outside.is_some_and(|t| self.is(t, "before_others"))
    }

    /// Who is named right before the comma that opens the aside in which a token stands.
    fn before_aside(&self, from: usize, inside: usize) -> Option<Who> {
        let comma = (from..inside).rev().find(|t| self.word(*t) == ",")?;
        self.names.ending_at(comma)
    }

    /// "the man who robbed Lund": what stands in a clause on somebody else is not the subject; right behind "that" it is.
    fn is_within_clause(&self, start: usize, at: usize) -> bool {
        let at = at.checked_sub(1).filter(|t| self.word(*t) == "that").unwrap_or(at);
        let mut clause = (start..at).rev().take_while(|t| self.word(*t) != ",");
        clause.any(|t| matches!(self.word(t), "who" | "whom" | "which" | "that"))
    }

    /// All who stand behind the verb, if a court or the like stands before it.
    fn objects(
        &self,
        at: usize,
        end: usize,
        sentence: &Range<usize>,
        told: Option<&Told>,
    ) -> Option<Vec<Who>> {
        if let Some(named) = self.named_behind(at, end, sentence) {
            return Some(named);
        }
        let first = self.object(at, end, sentence, told)?;
        let closes = |t: usize| self.is_over(t, sentence.end);
        Some(self.with_those_behind(first, sentence.end, closes))
    }

    /// Who stands behind the verb, if a court or the like stands before it: "acquitted the former clerk Lund", and "convicted
    /// Lund and fined him".
    fn object(&self, at: usize, end: usize, sentence: &Range<usize>, told: Option<&Told>) -> Option<Who> {
        let goes_on = self.goes_on(at);
        let same = told.filter(|told| goes_on && matches!(told.way, Way::Object | Way::Around));
        if same.is_none() && !self.is_by_court(at, sentence.start) {
            return None;
        }
        if self.is(end, "object") && self.is_over(end + 1, sentence.end)
            || self.is(end, "object") && same.is_some() && self.word(end) != "her"
        {
            let known = same.and_then(|told| match told.who.as_slice() {
                [only] => only.entity,
                _ => None,
            });
            let named = || self.names.ending_at(end + 1).and_then(|who| who.entity);
            return Some(Who { tokens: end..end + 1, entity: known.or_else(named) });
        }
        let who = self.described_name(end, sentence.end)?;
        (!self.is(who.tokens.end, "owner")).then_some(who)
    }

    /// Whether a sentence goes on behind an object with no verb of its own: with a mark, "of", "on Monday", a number.
    fn is_over(&self, at: usize, end: usize) -> bool {
        let mark = |t: usize| self.document.tokens.get(t).is_some_and(|token| token.is_mark);
        let number = self.word(at).starts_with(|c: char| c.is_ascii_digit());
        at >= end || mark(at) && !self.is(at, "owner") || self.is(at, "behind") || number
    }

    /// Whether the subject of the verb at `at` is a court or the like: "a jury on Friday", "the court in Brenn has".
    pub(super) fn is_by_court(&self, at: usize, start: usize) -> bool {
        let from = at.saturating_sub(FAR).max(start);
        let mut t = at;
        while t > from {
            t -= 1;
            let word = self.word(t);
            if COURTS.contains(word) {
                return true;
            }
            let mark = self.document.tokens.get(t).is_none_or(|token| token.is_mark);
            let joins = matches!(word, "-" | "." | "’" | "'");
            if mark && !joins || NOT_YET.contains(word) || self.is(t, "relative") || self.is(t, "saying") {
                return false;
            }
            // "the court in Brenn", but "the court heard Moen acquitted": somebody else is the subject.
            if let Some(name) = self.names.ending_at(t + 1).map(|who| who.tokens)
                && !name.clone().any(|t| COURTS.contains(self.word(t)))
            {
                let outside = (start..name.start).rev().find(|t| !self.is(*t, "article"));
                if !outside.is_some_and(|t| self.is(t, "before_others")) {
                    return false;
                }
                t = name.start.max(from);
            }
        }
        false
    }

    /// The words that say of what: to the end of the clause; none that only say when.
    fn matter(&self, from: usize, end: usize) -> Option<Span> {
        let stops = |t: &usize| {
            matches!(self.word(*t), "," | ";" | "." | ":" | "—" | "–" | "and" | "but" | "who" | "after")
        };
        let when = self.is(from, "when") || self.word(from) == "on" && self.is(from + 1, "weekday");
        let last = (from..end.min(from + MATTER)).take_while(|t| !stops(t)).last()?;
        self.span(from..last + 1).filter(|_| !when)
    }

    fn span(&self, tokens: Range<usize>) -> Option<Span> {
        let (first, last) =
            (self.document.tokens.get(tokens.start)?, self.document.tokens.get(tokens.end.checked_sub(1)?)?);
        Some(Span::new(first.span.start, last.span.end))
    }
}
