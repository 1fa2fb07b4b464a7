//! Phrases → parties: who is meant by "Norlund", "the ministry and its head", "him".

use super::Party;
use super::flag;
use super::reading::Reading;
use crate::span::Span;
use crate::speakers::{Gender, KnownBy, Mention, Speaker, SpeakerType};
use std::ops::Range;

/// How many mentions before a pronoun are weighed.
pub(super) const MENTIONS_BACK: usize = 12;
/// How far before a pronoun’s sentence it is looked for whom it means, in tokens.
pub(super) const BACK: usize = 80;
/// How much of a phrase is read, in tokens.
const LONGEST: usize = 60;
/// The most parties that one phrase names.
const MOST: usize = 8;

impl Reading<'_> {
    /// The parties that a phrase names: one, or each of "the ministry and Ole Dahl".
    pub(super) fn parties(&self, phrase: Range<usize>) -> Vec<Party> {
        let phrase = self.without_time(phrase.start..phrase.end.min(phrase.start + LONGEST));
        if let Some(pair) = self.pair(&phrase) {
            return pair;
        }
        let mut out: Vec<Party> = Vec::new();
        let mut start = phrase.start;
        let mut at = phrase.start;
        let mut after_comma = false;
        let mut in_apposition = false;
        let mut in_clause = false;
        // "the mayor, Per Lund, …", "two clerks, Per Lund and Ida Moen": the names say who is described.
        let mut described: Option<(Party, bool)> = None;
        while at <= phrase.end && out.len() < MOST {
            let inside = self.mentions(start..at).iter().rev().take(4).any(|m| m.tokens.end > at);
            let comma = self.word(at) == ",";
            if at == phrase.end || !inside && (comma || self.has(at, flag::COORDINATOR)) {
                let piece = start..at;
                // "Norlund, the ferry company, …": what follows a comma with an article says who Norlund is.
                // "Norlund, which bought Vesteria and Hold in May, …", "the ministry, led by Moen, …"
                let tells = !out.is_empty()
                    && (after_comma && self.tells_more(piece.start) || in_clause && !after_comma);
                let apposition = !out.is_empty()
                    && (after_comma && self.has(piece.start, flag::DETERMINER)
                        || in_apposition && !self.has(piece.start, flag::CAPITAL)
                        || tells);
                in_apposition = apposition;
                in_clause = tells;
                // "blamed Moen, not Lund, for", "accused, without evidence, Moen of"
                let denied = self.has(piece.start, flag::NEGATION)
                    || piece.len() > 1 && matches!(self.word(piece.start), "without" | "despite" | "with");
                if !apposition
                    && !denied
                    && (out.is_empty() || self.is_somebody(piece.clone()))
                    && let Some(party) = self.party(piece.clone())
                {
                    let closed = comma || at == phrase.end;
                    let named =
                        described.take().filter(|(_, several)| self.is_name(&piece) && (*several || closed));
                    if let Some((described, _)) = named {
                        out.retain(|p| !same(p, &described));
                    }
                    if comma && self.is_description(&piece) {
                        described = Some((party.clone(), self.names_several(&piece)));
                    }
                    if !out.iter().any(|p| same(p, &party)) {
                        out.push(party);
                    }
                }
                after_comma = comma;
                start = at + 1;
            }
            at += 1;
        }
        out
    }

    /// Whether what begins behind a comma only tells more of whoever stands before it: "who", "led by", "along with".
    pub(super) fn tells_more(&self, at: usize) -> bool {
        let participle = (self.is_past(at) || self.is_ing(at)) && !self.has(at, flag::CAPITAL | flag::AGENT);
        self.has(at, flag::RELATIVE) && !self.has(at, flag::THAT)
            || participle
            || matches!(self.word(at), "along" | "together" | "as")
    }

    /// Whether a phrase is somebody's name and nothing else.
    pub(super) fn is_name(&self, phrase: &Range<usize>) -> bool {
        let phrase = self.trim(phrase.clone());
        let whole = |m: &super::reading::Mention| m.tokens == phrase;
        self.has(phrase.start, flag::CAPITAL) && self.mentions(phrase.clone()).iter().any(whole)
    }

    /// Whether a phrase says what somebody is, without a name: "the deputy mayor", "his former partner".
    pub(super) fn is_description(&self, phrase: &Range<usize>) -> bool {
        let core = self.core(self.trim(phrase.clone()));
        // "one of the journalists"
        let one = core.len() == 1 && self.word(core.start).eq_ignore_ascii_case("one");
        if one {
            return self.has(core.end, flag::OF) && core.end < phrase.end;
        }
        core.len() > 1
            && !self.has(core.end - 1, flag::CAPITAL | flag::PRONOUN)
            && self.is_somebody(phrase.clone())
    }

    /// Whether a description is of several: "two clerks", "the brothers".
    fn names_several(&self, phrase: &Range<usize>) -> bool {
        let core = self.core(self.trim(phrase.clone()));
        let head = core.end.checked_sub(1).map_or("", |head| self.word(head));
        head.ends_with('s') && !head.ends_with("ss")
    }

    /// The party that a phrase without coordination names.
    pub(super) fn party(&self, phrase: Range<usize>) -> Option<Party> {
        let phrase = self.trim(phrase);
        if phrase.is_empty() {
            return None;
        }
        if phrase.len() == 1 && self.has(phrase.start, flag::PRONOUN | flag::POSSESSIVE) {
            return self.pronoun(phrase.start);
        }
        let core = self.core(phrase.clone());
        let mentions = self.mentions(phrase.clone());
        let named = |at: usize| self.has(at, flag::CAPITAL) && !self.begins_sentence(at);
        let whole = |m: &&super::reading::Mention| {
            // "Moen supporters" are not "supporters".
            if !self.has(m.tokens.start, flag::CAPITAL) && (phrase.start..m.tokens.start).any(named) {
                return false;
            }
            let last = m.tokens.end == phrase.end && m.tokens.start < core.end;
            last || m.tokens.end == core.end || self.trim(m.tokens.clone()).end == core.end
        };
        if let Some(mention) = mentions.iter().find(whole) {
            return Some(self.entity(mention.entity, mention.tokens.clone()));
        }
        if let Some(entity) = self.described(phrase.start, core) {
            return Some(self.entity(entity, phrase));
        }
        let words = |tokens: Range<usize>| self.span(tokens).of(self.document.text);
        // "his campaign": whose is known.
        let whose = self.owner(phrase.clone()).filter(|_| self.has(phrase.start, flag::POSSESSIVE));
        let name = match whose {
            Some((owner, thing)) => format!("{}’s {}", owner.name, words(thing)),
            None => without_article(words(phrase.clone())).to_owned(),
        };
        // "accused the ministry … The ministry denied it": known by no other name.
        let known = self.known_as(&name).filter(|_| !self.has(phrase.start, flag::INDEFINITE));
        if let Some(entity) = known {
            return Some(self.entity(entity, phrase));
        }
        Some(Party { name, spans: vec![self.span(phrase)], entity: None, unresolved: false })
    }

    /// Who owns the thing that a phrase names ("Norlund’s ferries", "his remarks"), and the thing.
    pub(super) fn owner(&self, phrase: Range<usize>) -> Option<(Party, Range<usize>)> {
        if phrase.len() > 1
            && self.has(phrase.start, flag::POSSESSIVE)
            && self.is_possessive_her(phrase.start)
        {
            let owner = self.pronoun(phrase.start).filter(|p| p.entity.is_some())?;
            return Some((owner, phrase.start + 1..phrase.end));
        }
        let (at, end) = phrase
            .clone()
            .rev()
            .find_map(|t| self.possessive_end(t).filter(|&e| e < phrase.end).map(|e| (t, e)))?;
        self.is_somebody(phrase.start..at + 1).then_some(())?;
        Some((self.party(phrase.start..at + 1)?, end..phrase.end))
    }

    /// Whether a phrase names somebody (a person, group, state, institution) and not a thing or an event.
    pub(super) fn is_somebody(&self, phrase: Range<usize>) -> bool {
        let phrase = self.trim(phrase);
        if phrase.is_empty() {
            return false;
        }
        if self.has(phrase.start, flag::PRONOUN) && phrase.len() == 1 {
            return !self.mentions(phrase.clone()).is_empty() || self.gendered(phrase.start);
        }
        let core = self.core(phrase.clone());
        if self.mentions(phrase).iter().any(|m| m.tokens.end == core.end) {
            return true;
        }
        let Some(head) = core.end.checked_sub(1) else { return false };
        self.has(head, flag::AGENT)
            || self.has(head, flag::CAPITAL)
                && !self.has(head, flag::DAY | flag::DETERMINER | flag::PREPOSITION | flag::PRONOUN)
                && (core.len() > 1 || !self.begins_sentence(head))
    }

    /// What a party that is known is.
    pub(super) fn kind(&self, party: &Party) -> Option<SpeakerType> {
        self.speakers.entities.get(party.entity?).map(|entity| entity.kind)
    }

    /// Whether a party is several people without a name: "lawmakers", "the two brothers".
    pub(super) fn is_several(&self, party: &Party) -> bool {
        match self.kind(party) {
            Some(SpeakerType::Group) => true,
            None | Some(SpeakerType::Unnamed) => party.name.ends_with('s'),
            Some(_) => false,
        }
    }

    /// Whether the speakers stage says whom a pronoun means; the nearest that fits is a guess.
    pub(super) fn is_mentioned(&self, pronoun: Range<usize>) -> bool {
        self.mentions(pronoun.clone()).iter().any(|m| m.tokens.end == pronoun.end)
    }

    /// Whether a phrase that begins here means somebody in particular: "the", "this", "their", a pronoun.
    pub(super) fn is_definite(&self, at: usize) -> bool {
        self.has(at, flag::DETERMINER | flag::POSSESSIVE | flag::PRONOUN) && !self.has(at, flag::INDEFINITE)
    }

    /// The speakers of an attribution as parties.
    pub(super) fn speakers_as_parties(&self, speakers: &[Speaker]) -> Vec<Party> {
        let text = self.document.text;
        let mut out: Vec<Party> = Vec::new();
        for speaker in speakers.iter().take(MOST) {
            let words = speaker.spans.first().copied().unwrap_or_default();
            let entity = speaker.entity.and_then(|e| self.speakers.entities.get(e));
            let name = entity.map_or_else(|| without_article(words.of(text)).to_owned(), |e| e.name.clone());
            let unresolved = speaker.entity.is_none();
            let spans = speaker.spans.iter().copied().filter(|s| !s.is_empty()).collect();
            let party = Party { name, spans, entity: speaker.entity, unresolved };
            if !party.name.is_empty() && !out.iter().any(|p| same(p, &party)) {
                out.push(party);
            }
        }
        out
    }

    pub(super) fn entity(&self, entity: usize, tokens: Range<usize>) -> Party {
        let span = self.span(tokens);
        let name = self
            .speakers
            .entities
            .get(entity)
            .map_or_else(|| span.of(self.document.text).to_owned(), |e| e.name.clone());
        Party { name, spans: vec![span], entity: Some(entity), unresolved: false }
    }

    /// Whom a pronoun means: the entity that the speakers stage gave it, else the nearest that fits, else its words.
    fn pronoun(&self, at: usize) -> Option<Party> {
        if self.has(at, flag::FIRST | flag::SECOND) || self.has(at, flag::REFLEXIVE) {
            return None;
        }
        let found = self.mentions(at..at + 1).iter().find(|m| m.tokens.end == at + 1);
        if let Some(mention) = found.filter(|m| !self.is_named_only_later(m.entity, at)) {
            return Some(self.entity(mention.entity, at..at + 1));
        }
        let sentence = self.sentence(at).start;
        let nearest = self.mentions(sentence.saturating_sub(BACK)..at);
        // The one before last: "Berg said … accused him": the subject of the same clause is not meant.
        let fits = nearest.iter().rev().take(MENTIONS_BACK).find(|m| self.fits(at, m.entity));
        let span = self.span(at..at + 1);
        Some(match fits {
            Some(mention) => Party { spans: vec![span], ..self.entity(mention.entity, at..at + 1) },
            None => {
                let name = span.of(self.document.text).to_lowercase();
                Party { name, spans: vec![span], entity: None, unresolved: true }
            }
        })
    }

    /// Whether a person is named only in later sentences, and no "he" can mean him yet.
    fn is_named_only_later(&self, entity: usize, pronoun: usize) -> bool {
        let Some(entity) = self.speakers.entities.get(entity) else { return false };
        let end = self.span(self.sentence(pronoun)).end;
        let named = |m: &&Mention| matches!(m.known_by, KnownBy::Name | KnownBy::ShortName);
        let first = entity.mentions.iter().find(named);
        entity.kind == SpeakerType::Person && first.is_some_and(|m| m.span.start >= end)
    }

    pub(super) fn fits(&self, pronoun: usize, entity: usize) -> bool {
        let Some(entity) = self.speakers.entities.get(entity) else { return false };
        let person = entity.kind == SpeakerType::Person;
        let male = self.has(pronoun, flag::MASCULINE) || self.word(pronoun).eq_ignore_ascii_case("his");
        let female = self.has(pronoun, flag::FEMININE);
        if male || female {
            let other = if male { Gender::Feminine } else { Gender::Masculine };
            return person && entity.gender != Some(other);
        }
        // "them": which of those named is a guess that fails.
        !person && !self.has(pronoun, flag::PLURAL)
    }

    fn gendered(&self, at: usize) -> bool {
        self.has(at, flag::MASCULINE | flag::FEMININE | flag::PLURAL)
    }

    /// The phrase without marks and adverbs at its edges.
    fn trim(&self, phrase: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (phrase.start, phrase.end);
        while start < end && (self.has(start, flag::MARK | flag::ADVERB) && !self.has(start, flag::CAPITAL)) {
            start += 1;
        }
        let when = |t: usize| {
            let small = self.has(t, flag::ADVERB | flag::TIME) && !self.has(t, flag::CAPITAL | flag::AGENT);
            small
                || self.has(t, flag::DAY)
                || matches!(
                    self.word(t),
                    "last" | "this" | "next" | "again" | "week" | "month" | "year" | "night"
                )
        };
        let named = |end: usize| self.mentions(start..end).iter().rev().take(2).any(|m| m.tokens.end == end);
        while end > start
            && (self.has(end - 1, flag::MARK) || end > start + 1 && when(end - 1) && !named(end))
        {
            end -= 1;
        }
        if end >= start + 2 && self.word(end - 1) == "s" && self.is_apostrophe(end - 2) {
            end -= 2;
        }
        start..end.max(start)
    }

    /// The phrase up to the first word that only adds to its head: "the head" of "the head of the agency, who".
    fn core(&self, phrase: Range<usize>) -> Range<usize> {
        let inside = |at: usize| {
            self.mentions(phrase.start..at)
                .iter()
                .rev()
                .take(4)
                .any(|m| m.tokens.start < at && m.tokens.end > at)
        };
        let adds = flag::PREPOSITION | flag::RELATIVE;
        let end = (phrase.start + 1..phrase.end)
            .find(|&t| (self.has(t, adds) || matches!(self.word(t), "," | "(" | "—")) && !inside(t));
        phrase.start..end.unwrap_or(phrase.end)
    }
}

/// Whether two parties are the same, as far as is known.
pub(super) fn same(one: &Party, other: &Party) -> bool {
    match (one.entity, other.entity) {
        (Some(a), Some(b)) => a == b,
        _ => one.name.eq_ignore_ascii_case(&other.name),
    }
}

/// The pieces of `spans` from byte `from` on, without white space, commas and stops at their edges.
pub(super) fn after(text: &str, spans: &[Span], from: usize) -> Vec<Span> {
    let pieces = spans.iter().map(|s| Span::new(s.start.max(from), s.end.max(from)));
    pieces.map(|s| tidy(text, s)).filter(|s| !s.is_empty()).collect()
}

/// A span without white space, and without commas and stops at its edges.
pub(super) fn tidy(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let loose = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':');
    let front = words.trim_start_matches(loose);
    let start = span.start + (words.len() - front.len());
    let end = start + front.trim_end_matches(|c| loose(c) || c == '.').len();
    Span::new(start, end)
}

pub(super) fn without_article(words: &str) -> &str {
    for article in ["the ", "The ", "a ", "A ", "an ", "An "] {
        if let Some(rest) = words.strip_prefix(article) {
            return rest;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn whose_campaign_and_which_supporters() {
        check(&[
            (
                "[S {Ida Moen}] [Q accused] [C {Per Lund|his} campaign of fraud].",
                &["Ida Moen > Per Lund’s campaign: fraud (accused his campaign of)"],
            ),
            (
                "[S {Ida Moen}] [Q accused] [C the ministry of fraud]. [S2 The {ministry}] [Q2 denied] [C2 it].",
                &["Ida Moen > ministry: fraud (accused the ministry of) !"],
            ),
            (
                "The union spoke. [S The union] [Q accused] [C the company of fraud].",
                &["union > company: fraud (accused the company of)"],
            ),
        ]);
    }

    #[test]
    fn a_title_and_the_name_behind_it_are_one() {
        check(&[
            (
                "{Edwin Pell} came. {Ida Moen} accused the deputy mayor, {Per Lund}, of taking bribes.",
                &["Ida Moen > Per Lund: taking bribes (accused the deputy mayor, Per Lund, of)"],
            ),
            (
                "{Ida Moen} accused two managers, {Per Lund} and {Ole Dahl}, of taking bribes.",
                &[
                    "Ida Moen > Per Lund: taking bribes (accused two managers, Per Lund and Ole Dahl, of)",
                    "Ida Moen > Ole Dahl: taking bribes (accused two managers, Per Lund and Ole Dahl, of)",
                ],
            ),
            (
                "{Ida Moen} accused the mayor, {Per Lund} and {Ole Dahl} of taking bribes.",
                &[
                    "Ida Moen > mayor: taking bribes (accused the mayor, Per Lund and Ole Dahl of)",
                    "Ida Moen > Per Lund: taking bribes (accused the mayor, Per Lund and Ole Dahl of)",
                    "Ida Moen > Ole Dahl: taking bribes (accused the mayor, Per Lund and Ole Dahl of)",
                ],
            ),
            (
                "{Ida Moen} criticised the mayor, {Per Lund}, for taking bribes.",
                &["Ida Moen > Per Lund: taking bribes (criticised the mayor, Per Lund, for)"],
            ),
            (
                "{Per Lund} was accused of taking bribes by the opposition leader, {Ida Moen}.",
                &["Ida Moen > Per Lund: taking bribes (was accused of)"],
            ),
            (
                "{Per Lund} was accused by three former aides of taking bribes.",
                &["three former aides > Per Lund: taking bribes (was accused by three former aides of)"],
            ),
            (
                "{Per Lund} was accused of fraud by two clerks.",
                &["two clerks > Per Lund: fraud (was accused of)"],
            ),
        ]);
    }
}
