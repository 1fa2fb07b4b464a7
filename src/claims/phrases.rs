//! Noun phrases around a verb, found by the small words at their edges: who stands before it, who after it.

use super::flag;
use super::reading::Reading;
use std::ops::Range;

/// The longest phrase that is looked at, in tokens. Keeps every step constant in time.
const LONGEST: usize = 14;
/// How far a clause's beginning is looked for, in tokens.
const REACH: usize = 80;

/// What ends a noun phrase on either side.
const EDGE: u64 = flag::AUXILIARY
    | flag::MODAL
    | flag::RELATIVE
    | flag::CONJUNCTION
    | flag::COORDINATOR
    | flag::NEGATION
    | flag::CONDITIONAL
    | flag::REFLEXIVE
    | flag::DAY;

impl Reading<'_> {
    /// The noun phrase that begins at `at`, within `limit`: "the head of the agency". Empty where there is none.
    pub(super) fn phrase_after(&self, at: usize, limit: usize) -> Range<usize> {
        let mut next = at;
        let mut of_used = false;
        // Behind whose it is.
        let mut owned = at;
        while next < limit && next - at < LONGEST {
            if let Some(mention) = self.mentions(next..next + 1).first()
                && mention.tokens.end <= limit
                && !self.has(next, flag::PRONOUN | flag::POSSESSIVE)
            {
                next = mention.tokens.end;
                continue;
            }
            if next > at
                && let Some(end) = self.possessive_end(next - 1)
            {
                (next, owned) = (end, end);
                continue;
            }
            if self.has(next, flag::MARK) {
                if !self.joins(next) {
                    break;
                }
            } else if self.has(next, flag::PREPOSITION) {
                let named = flag::CAPITAL | flag::DETERMINER | flag::POSSESSIVE | flag::AGENT;
                if next == at || of_used || !self.has(next, flag::OF) || !self.has(next + 1, named) {
                    break;
                }
                of_used = true;
            } else if self.has(next, flag::PRONOUN) && !self.is_possessive_her(next) {
                return at..if next == at { next + 1 } else { next };
            } else if self.has(next, EDGE)
                // "London’s newly elected mayor"
                || next > at
                    && self.has(next, flag::ADVERB)
                    && !self.has(next - 1, flag::DETERMINER)
                    && owned != next
                || next > at
                    && self.has(next, flag::DETERMINER)
                    && !self.has(next - 1, flag::DETERMINER | flag::OF)
                || next > at && self.is_verb_form(next) && !self.has(next - 1, flag::DETERMINER)
            {
                break;
            }
            next += 1;
        }
        at..next.min(limit)
    }

    /// The noun phrase that ends at `end`, not reaching before `from`. Empty where there is none.
    pub(super) fn phrase_before(&self, end: usize, from: usize) -> Range<usize> {
        let mut start = end;
        while start > from && end - start < LONGEST {
            let last = start - 1;
            if let Some(mention) = self.mention_ending(start, from) {
                let pronoun = self.has(last, flag::PRONOUN);
                if pronoun && start < end {
                    break;
                }
                start = mention;
                if pronoun && mention == last {
                    break;
                }
                continue;
            }
            let of_possessive =
                self.word(last).eq_ignore_ascii_case("s") && self.is_apostrophe(last.saturating_sub(1));
            if of_possessive && last > from {
                start = last - 1;
                continue;
            }
            if self.has(last, flag::MARK) {
                if !(self.joins(last) || self.is_apostrophe(last) && start < end) {
                    break;
                }
            } else if start < end && self.is_ing(last) && last > from && self.is_done_by(last, start) {
                break;
            } else if self.has(last, flag::PREPOSITION) {
                let after_noun = last > from && self.has(last - 1, flag::AGENT | flag::CAPITAL);
                let of = self.has(last, flag::OF) && last > from && !self.has(last - 1, EDGE | flag::MARK);
                if start == end || !(of || after_noun && !self.has(last, flag::BY | flag::TO | flag::TIME)) {
                    break;
                }
            } else if self.has(last, flag::PRONOUN) {
                if start == end {
                    start = last;
                }
                break;
            } else if self.has(last, flag::DETERMINER) {
                start = last;
                break;
            } else if self.has(last, EDGE | flag::ADVERB) || start < end && self.is_verb_form(last) {
                break;
            }
            start = last;
        }
        // A phrase does not begin with what only joins ("of the agency").
        while start < end && self.has(start, flag::PREPOSITION | flag::MARK) {
            start += 1;
        }
        start..end
    }

    /// Whether a word in "ing" is what is done to whom the phrase at `object` names: "of protecting Per Lund".
    fn is_done_by(&self, ing: usize, object: usize) -> bool {
        let names = flag::CAPITAL | flag::DETERMINER | flag::POSSESSIVE | flag::PRONOUN;
        self.has(ing - 1, flag::PREPOSITION)
            && !self.has(ing, flag::CAPITAL | flag::AGENT)
            && self.has(object, names)
    }

    /// The subject of a verb: what stands before it, before its "who", or at its clause's beginning.
    pub(super) fn subject_of(&self, verb: usize, from: usize) -> Range<usize> {
        let sentence = self.sentence(verb);
        let from = from.max(sentence.start).max(verb.saturating_sub(REACH));
        let mut at = verb;
        // "was first accused"
        let first = |t: usize| {
            matches!(self.word(t), "first" | "twice" | "long" | "once")
                && t > from
                && self.is_auxiliary(t - 1)
        };
        while at > from && (self.is_auxiliary(at - 1) || first(at - 1)) {
            at -= 1;
        }
        if at == from {
            return at..at;
        }
        let before = at - 1;
        if self.has(before, flag::RELATIVE) && !self.has(before, flag::PRONOUN) {
            let mut end = before;
            if end > from && self.word(end - 1) == "," {
                end -= 1;
            }
            let phrase = self.phrase_before(end, from);
            return if phrase.is_empty() { before..before } else { phrase };
        }
        if self.word(before) == "," {
            if !self.is_ing(verb)
                && let Some(phrase) = self.before_asides(before, from)
            {
                return phrase;
            }
            if !self.is_ing(verb)
                && let Some(comma) = (from..before).rev().take(24).find(|&c| self.word(c) == ",")
            {
                let phrase = self.phrase_before(comma, from);
                if !phrase.is_empty() {
                    return self.with_name(phrase);
                }
            }
            return self.first_phrase(from, before);
        }
        let joined = flag::COORDINATOR | flag::CONJUNCTION | flag::PREPOSITION | flag::TIME;
        if self.has(before, joined) {
            return self.first_phrase(from, before);
        }
        self.head_of(self.phrase_before(at, from), from)
    }

    /// A subject with those that are joined to it at its clause’s beginning: "both Moen and Lund".
    pub(super) fn joined_before(&self, subject: Range<usize>) -> Range<usize> {
        let sentence = self.sentence(subject.start);
        let Some(and) = subject.start.checked_sub(1).filter(|&t| self.has(t, flag::COORDINATOR)) else {
            return subject;
        };
        let first = self.phrase_before(and, sentence.start);
        let Some(before) = first.start.checked_sub(1) else { return first.start..subject.end };
        let begins = first.start == sentence.start
            || self.has(before, flag::MARK | flag::RELATIVE | flag::CONJUNCTION)
            || self.has(first.start, flag::DETERMINER) && self.word(first.start).eq_ignore_ascii_case("both");
        if begins && self.is_somebody(first.clone()) { first.start..subject.end } else { subject }
    }

    /// The first noun phrase of a clause that no preposition leads into.
    pub(super) fn first_phrase(&self, from: usize, limit: usize) -> Range<usize> {
        let mut at = from;
        while at < limit {
            if self.has(at, flag::MARK | flag::ADVERB | flag::CONJUNCTION | flag::DAY | flag::COORDINATOR) {
                at += 1;
                continue;
            }
            if self.has(at, flag::PREPOSITION) {
                // "In a speech on Tuesday Berg accused": what the preposition leads into is passed over.
                at = self.phrase_after(at + 1, limit).end;
                continue;
            }
            if self.is_verb_form(at) {
                at += 1;
                continue;
            }
            let phrase = self.phrase_after(at, limit);
            if !phrase.is_empty() {
                return self.without_verb(phrase);
            }
            at += 1;
        }
        at..at
    }

    /// The noun phrase at a clause's beginning: a name ends where its mention does ("Lund filled in the entries").
    pub(super) fn clause_subject(&self, at: usize, limit: usize) -> Range<usize> {
        let mention = self.mentions(at..at + 1).first().map(|m| m.tokens.clone());
        match mention.filter(|m| m.end <= limit && self.possessive_end(m.end - 1).is_none()) {
            Some(named) => named,
            None => self.without_verb(self.phrase_after(at, limit)),
        }
    }

    /// The phrase up to the first small word after a name: in "Ida Moen left" it is the verb, unless it is a noun for
    /// somebody ("Moen supporters").
    fn without_verb(&self, phrase: Range<usize>) -> Range<usize> {
        let plain =
            |t: usize| !self.has(t, flag::CAPITAL | flag::AGENT | flag::MARK | flag::OF | flag::DETERMINER);
        let owned = |t: usize| self.word(t) == "s" && self.is_apostrophe(t - 1);
        let end = (phrase.start + 1..phrase.end).find(|&t| {
            self.has(t - 1, flag::CAPITAL) && !self.has(t - 1, flag::DETERMINER) && plain(t) && !owned(t)
        });
        phrase.start..end.unwrap_or(phrase.end)
    }

    /// Whether the token is part of what stands between subject and verb: "has repeatedly", "didn’t", "’s also".
    pub(super) fn is_auxiliary(&self, at: usize) -> bool {
        let bits = flag::AUXILIARY | flag::MODAL | flag::NEGATION | flag::ADVERB | flag::TO;
        let short = matches!(self.word(at), "s" | "ve" | "d" | "re" | "ll" | "t");
        self.has(at, bits) && !self.has(at, flag::DETERMINER)
            || short && at > 0 && self.is_apostrophe(at - 1)
            || self.is_apostrophe(at) && matches!(self.word(at + 1), "ve" | "d" | "re" | "ll" | "t" | "s")
    }

    /// "was", "has", "will": a verb that a sentence may have of its own.
    pub(super) fn is_finite_auxiliary(&self, at: usize) -> bool {
        self.has(at, flag::MODAL | flag::AUXILIARY) && !self.has(at, flag::TO | flag::ADVERB | flag::NEGATION)
    }

    /// Whether a mark stands within a name or compound: a hyphen, the stop of "Mr." or "U.S."
    fn joins(&self, at: usize) -> bool {
        match self.word(at) {
            "-" | "‑" | "–" | "&" => self.touches(at) && self.touches(at + 1) || self.word(at) == "&",
            "." => {
                let before = at.checked_sub(1).map_or("", |b| self.word(b));
                self.touches(at)
                    && before.len() <= 4
                    && before.starts_with(char::is_uppercase)
                    && self.word(at + 1).starts_with(char::is_alphanumeric)
            }
            _ => false,
        }
    }

    fn mention_ending(&self, end: usize, from: usize) -> Option<usize> {
        let first = end.saturating_sub(LONGEST).max(from);
        let mentions = self.mentions(first..end);
        mentions.iter().take(2 * LONGEST).find(|m| m.tokens.end == end).map(|m| m.tokens.start)
    }

    /// Whether a capital at this place says nothing: at the beginning of a sentence, a quotation, a bullet.
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        let start = self.sentence(at).start;
        let mark = |t: usize| {
            self.has(t, flag::MARK) && self.word(t) != "," && !self.joins(t) && !self.is_apostrophe(t)
        };
        at == start || at > start && mark(at - 1)
    }

    /// Whether "her" stands before a noun.
    pub(super) fn is_possessive_her(&self, at: usize) -> bool {
        let next = flag::PREPOSITION | flag::MARK | flag::COORDINATOR | flag::CONJUNCTION | flag::DETERMINER;
        self.has(at, flag::POSSESSIVE)
            && (!self.has(at, flag::PRONOUN)
                || !self.word(at + 1).is_empty()
                    && !self.has(at + 1, next | flag::ADVERB | flag::AUXILIARY | flag::RELATIVE | flag::TO))
    }

    /// Whether the token is a verb of the lists in a form that a noun has not.
    pub(super) fn is_verb_form(&self, at: usize) -> bool {
        self.has(at, flag::VERB)
            && !self.has(at, flag::AGENT | flag::CAPITAL)
            && (self.is_ing(at) || self.is_past(at))
    }

    /// "is", and the s of "he’s".
    pub(super) fn is_be(&self, at: usize) -> bool {
        self.has(at, flag::BE) || self.is_contracted_be(at)
    }

    /// The s of "he’s", the re of "they’re"; not the s of "Norlund’s".
    pub(super) fn is_contracted_be(&self, at: usize) -> bool {
        at > 1
            && matches!(self.word(at), "s" | "re")
            && self.is_apostrophe(at - 1)
            && self.has(at - 2, flag::PRONOUN)
    }

    /// The place before which a form of be has its subject.
    pub(super) fn without_contraction(&self, be: usize) -> usize {
        if self.is_contracted_be(be) { be - 1 } else { be }
    }

    /// Whether the token ends in "ing".
    pub(super) fn is_ing(&self, at: usize) -> bool {
        self.word(at).ends_with("ing")
    }

    /// Whether the token ends in "ed", or is an irregular form.
    pub(super) fn is_past(&self, at: usize) -> bool {
        self.word(at).ends_with("ed") || self.has(at, flag::IRREGULAR)
    }

    /// Whether a name's possessive stands right before a token: "Lund’s charge".
    pub(super) fn is_possessed(&self, at: usize) -> bool {
        at > 1 && self.word(at - 1) == "s" && self.is_apostrophe(at - 2)
    }

    /// Whether the token is used as a verb, as far as its form and its left neighbour show.
    pub(super) fn is_verb_use(&self, at: usize) -> bool {
        if self.is_past(at) || self.is_ing(at) {
            return !(at > 0 && self.has(at - 1, flag::DETERMINER));
        }
        let Some(before) = at.checked_sub(1) else { return false };
        let noun = flag::DETERMINER | flag::POSSESSIVE | flag::PREPOSITION;
        if self.has(before, flag::TO | flag::MODAL | flag::RELATIVE | flag::PRONOUN) {
            return true;
        }
        !(self.has(before, noun | flag::MARK | flag::BE | flag::NUMBER | flag::COORDINATOR)
            || self.has(before, flag::VERB) && !self.has(before, flag::AGENT)
            || self.word(before) == "s" && before > 0 && self.is_apostrophe(before - 1))
            && (self.has(before, flag::CAPITAL | flag::AGENT | flag::ADVERB | flag::AUXILIARY)
                || self.mention_ending(at, 0).is_some()
                || self.word(before).ends_with('s') != self.word(at).ends_with('s'))
    }

    /// Whether the token is surely a verb with a subject of its own: a past form, "is violating", or a present form
    /// with an object.
    pub(super) fn is_finite_verb(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        if self.has(before, flag::DETERMINER | flag::POSSESSIVE)
            || self.is_apostrophe(before.saturating_sub(1)) && !self.is_contracted_be(before)
        {
            return false;
        }
        if self.is_ing(at) {
            return (at.saturating_sub(3)..at).any(|t| self.is_be(t));
        }
        let object = flag::DETERMINER
            | flag::POSSESSIVE
            | flag::PRONOUN
            | flag::CAPITAL
            | flag::TO
            | flag::NUMBER
            | flag::AGENT
            | flag::RELATIVE;
        self.is_past(at) && !self.has(before, flag::PREPOSITION)
            || self.is_verb_use(at) && self.has(at + 1, object)
    }

    /// The end of the clause that begins at `at`: before a comma that opens another, a stop, or a closing quotation.
    pub(super) fn clause_end(&self, at: usize) -> usize {
        let sentence = self.sentence(at);
        let limit = sentence.end.min(at + REACH);
        let mut next = at;
        while next < limit {
            if self.has(next, flag::MARK) {
                match self.word(next) {
                    ";" | ":" | "?" | "!" | "—" => break,
                    "," if self.comma_ends_clause(next, limit) || self.closes_quotation(next + 1) => break,
                    "." if next + 1 >= limit || self.closes_quotation(next + 1) => break,
                    _ => {}
                }
            } else if next > at + 1 && self.has(next, flag::TIME) && !self.has(next, flag::OF) {
                break;
            }
            next += 1;
        }
        next
    }

    /// Whether a quotation mark stands right behind the mark that ends the quotation: "… theft,” she said".
    fn closes_quotation(&self, at: usize) -> bool {
        matches!(self.word(at), "”" | "\"" | "''") && self.touches(at)
    }

    fn comma_ends_clause(&self, comma: usize, limit: usize) -> bool {
        let next = comma + 1;
        let says = (next..limit.min(next + 5)).any(|t| self.has(t, flag::VERB) && self.is_past(t));
        next >= limit
            || self.has(next, flag::AUXILIARY | flag::MODAL)
            || self.is_ing(next)
            || self.has(next, flag::CONJUNCTION | flag::RELATIVE | flag::CONDITIONAL)
            || self.has(next, flag::COORDINATOR) && self.has(next + 1, flag::PRONOUN | flag::VERB)
            || says
    }
}
