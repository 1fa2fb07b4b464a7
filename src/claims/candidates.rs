//! Who may be accused in an attribution, and the features by which the scorer decides it.

use super::Party;
use super::accusations::Carriers;
use super::features::{Parts, Sink, Stems};
use super::flag;
use super::implicit;
use super::lexicon::Meaning;
use super::parties::same;
use super::reading::Reading;
use crate::speakers::SpeakerType;
use std::ops::Range;

/// The most candidates of one attribution.
const MOST: usize = 24;
/// How many words on either side of a candidate are features.
const WINDOW: usize = 3;
/// How far after a candidate a word for a wrong may tell of it, in tokens.
const TELLS: usize = 14;
/// How far before an attribution somebody is looked for whom its content does not name, in tokens.
const BEFORE: usize = 60;

/// Somebody who may be accused.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The words.
    pub(super) tokens: Range<usize>,
    /// Who it is.
    pub(super) party: Party,
    /// Where it stands.
    pub(super) place: Place,
    /// The piece of the content, or of the cue, that it stands in.
    pub(super) piece: Range<usize>,
}

/// Where somebody who may be accused stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the content.
    Content,
    /// In the cue, or right after it.
    Cue,
    /// In the sentences before; the content names nobody by name.
    Before,
}

/// Those who may be accused in an attribution: everybody but its speakers in its content, its cue and right after the
/// cue; where the content names nobody, the two who were named last.
pub(super) fn of(
    reading: &Reading<'_>,
    carriers: &Carriers<'_>,
    index: usize,
    parts: &Parts,
) -> Vec<Candidate> {
    // "has faced criticism for": who speaks in it is the accused, and an expression says so.
    if parts
        .cue
        .iter()
        .flat_map(Clone::clone)
        .any(|t| reading.has(t, flag::FACES) && !reading.has(t, flag::PREPOSITION))
    {
        return Vec::new();
    }
    let speakers = carriers.accusers(reading, index);
    let topic = carriers.topic(index);
    let mut out: Vec<Candidate> = Vec::new();
    let add = |out: &mut Vec<Candidate>, tokens: Range<usize>, place: Place, piece: &Range<usize>| {
        if out.len() >= MOST || out.iter().any(|c| c.tokens.start < tokens.end && tokens.start < c.tokens.end)
        {
            return;
        }
        let Some(party) = reading.party(tokens.clone()) else { return };
        let party = if place == Place::Content { reading.about(party, topic) } else { party };
        if !speakers.iter().any(|s| same(s, &party)) {
            out.push(Candidate { tokens, party, place, piece: piece.clone() });
        }
    };
    for cue in &parts.cue {
        for tokens in reading.somebodies(cue.clone()) {
            add(&mut out, tokens, Place::Cue, cue);
        }
        // "accused Norlund, …": the object that belongs to neither cue nor content.
        let limit = reading.sentence(cue.start).end;
        let object = reading.phrase_after(cue.end, limit);
        if reading.is_somebody(object.clone())
            && !parts.content.iter().any(|c| c.start <= object.start && object.start < c.end)
        {
            add(&mut out, object.clone(), Place::Cue, &object);
        }
    }
    for content in &parts.content {
        for tokens in reading.somebodies(content.clone()) {
            add(&mut out, tokens, Place::Content, content);
        }
    }
    let named = out.iter().any(|c| c.party.entity.is_some());
    if let Some(content) = parts.content.first().filter(|_| !named) {
        let all = parts.cue.iter().chain(&parts.content).chain(&parts.source);
        let start = all.map(|p| p.start).min().unwrap_or(content.start);
        let before = reading.mentions(start.saturating_sub(BEFORE)..start);
        let mut known: Vec<usize> = Vec::new();
        for mention in before.iter().rev() {
            let own = speakers.iter().any(|s| s.entity == Some(mention.entity));
            if !own && !known.contains(&mention.entity) && known.len() < 2 {
                known.push(mention.entity);
                add(&mut out, mention.tokens.clone(), Place::Before, content);
            }
        }
    }
    out
}

/// The same of each attribution, in their order.
pub(super) fn of_all(reading: &Reading<'_>, carriers: &Carriers<'_>, parts: &[Parts]) -> Vec<Vec<Candidate>> {
    parts.iter().enumerate().map(|(index, parts)| of(reading, carriers, index, parts)).collect()
}

impl Reading<'_> {
    /// The phrases within a range of tokens that stand for somebody: mentions, and nouns for people and institutions.
    pub(super) fn somebodies(&self, within: Range<usize>) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut at = within.start;
        while at < within.end && out.len() < MOST {
            let mention = self.mentions(at..at + 1).first().map(|m| m.tokens.clone());
            if let Some(tokens) = mention.filter(|t| t.end <= within.end) {
                // "the Norlund government", "Moen supporters": the name only tells which.
                let noun = tokens.end;
                let owns = self.has(noun, flag::AGENT) && !self.has(noun, flag::CAPITAL) && noun < within.end;
                let end = if owns && !self.has(at, flag::PRONOUN) { noun + 1 } else { noun };
                let led = owns && at > within.start && self.has(at - 1, flag::DETERMINER);
                out.push(if led { at - 1..end } else { at..end });
                at = end;
                continue;
            }
            let pronoun = self.has(at, flag::PRONOUN)
                && self.has(at, flag::MASCULINE | flag::FEMININE | flag::PLURAL)
                && !self.has(at, flag::FIRST | flag::SECOND | flag::REFLEXIVE);
            let named = self.has(at, flag::CAPITAL)
                && !self.begins_sentence(at)
                && !self
                    .has(at, flag::DAY | flag::DETERMINER | flag::PREPOSITION | flag::PRONOUN | flag::FIRST)
                && !self.has(at + 1, flag::CAPITAL);
            let noun =
                self.has(at, flag::AGENT) && !self.has(at + 1, flag::AGENT) && !self.has(at, flag::CAPITAL);
            if pronoun {
                out.push(at..at + 1);
            } else if named || noun {
                let from = out.last().map_or(within.start, |o| o.end).max(within.start);
                let phrase = self.phrase_before(at + 1, from);
                // "is the founder", "a disgrace": what somebody is called.
                let called = self.has(phrase.start, flag::INDEFINITE)
                    || phrase.start > 0 && self.is_be(phrase.start - 1);
                if !called && self.is_somebody(phrase.clone()) {
                    out.push(phrase);
                }
            }
            at += 1;
        }
        out
    }
}

/// The features of a candidate. `explicit` says whether an accusing expression names it as the accused.
pub(super) fn features(
    sink: &mut impl Sink,
    reading: &Reading<'_>,
    stems: &Stems,
    candidates: &[Candidate],
    index: usize,
    explicit: bool,
) {
    let Some(candidate) = candidates.get(index) else { return };
    let tokens = &candidate.tokens;
    let place = match candidate.place {
        Place::Content => "content ",
        Place::Cue => "cue ",
        Place::Before => "before ",
    };
    sink.add("place ", place, "", 1.0);
    if explicit {
        sink.add("named by an accusing expression", "", "", 1.0);
    }
    let pronoun = tokens.len() == 1 && reading.has(tokens.start, flag::PRONOUN | flag::POSSESSIVE);
    let entity = candidate.party.entity.and_then(|e| reading.speakers.entities.get(e));
    let form = match (pronoun, entity.map(|e| e.kind)) {
        (true, Some(_)) => "known pronoun",
        (true, None) => "pronoun",
        (false, Some(SpeakerType::Person)) => "person",
        (false, Some(kind)) => kind.name(),
        (false, None) if reading.is_definite(tokens.start) => "definite",
        (false, None) => "other",
    };
    sink.add("form ", form, "", 1.0);
    let mentions = entity.map_or(0, |e| e.mentions.len());
    sink.add("mentions ", "", "", (1.0 + mentions as f32).ln() / 3.0);
    let before = candidates.get(..index).unwrap_or(&[]);
    if before.is_empty() {
        sink.add("first one", "", "", 1.0);
    }
    if candidates.iter().filter(|c| same(&c.party, &candidate.party)).count() > 1 {
        sink.add("again", "", "", 1.0);
    }
    sink.add("others ", "", "", (candidates.len() as f32).ln() / 2.0);
    if candidate.place == Place::Before {
        return;
    }
    let depth = tokens.start.saturating_sub(candidate.piece.start);
    let depth = match depth {
        0 => "0",
        1..=3 => "3",
        4..=10 => "10",
        11..=25 => "25",
        _ => "more",
    };
    sink.add("depth ", depth, "", 1.0);
    let owner = tokens.end.checked_sub(1).and_then(|last| reading.possessive_end(last));
    let possessive = owner.is_some() || pronoun && reading.is_possessive_her(tokens.start);
    let role = if possessive {
        "owner"
    } else if tokens.start > 0 && reading.has(tokens.start - 1, flag::PREPOSITION | flag::TO) {
        "after a preposition"
    } else if reading.has(tokens.end, flag::AUXILIARY | flag::MODAL | flag::BE)
        || reading.is_contracted_be(tokens.end + 1)
    {
        "subject"
    } else if reading.is_verb_form(tokens.end) {
        "subject of a verb"
    } else {
        "bare"
    };
    sink.add("role ", role, "", 1.0);
    let next = owner.unwrap_or(tokens.end);
    let mut shown = 0;
    let mut at = next;
    let end = candidate.piece.end;
    let sentence = reading.sentence(tokens.start);
    while at < end.min(sentence.end) && shown < WINDOW {
        let word = stems.at(at);
        if !word.is_empty() && !reading.has(at, flag::ADVERB) {
            sink.add(if possessive { "its " } else { "then " }, word, "", 1.0);
            if shown == 0 {
                sink.add("next ", role, word, 1.0);
            }
            shown += 1;
        }
        at += 1;
    }
    let mut shown = 0;
    for at in (sentence.start..tokens.start).rev().take(WINDOW + 2) {
        let word = stems.at(at);
        if !word.is_empty() && shown < WINDOW {
            sink.add("after ", word, "", 1.0);
            if shown == 0 {
                sink.add("right after ", word, "", 1.0);
            }
            shown += 1;
        }
    }
    for at in next..(next + TELLS).min(end).min(sentence.end) {
        let word = stems.at(at);
        if !word.is_empty() {
            sink.add("tells ", word, "", 0.7);
        }
        if reading.has(at, flag::NEGATION) {
            sink.add("tells of no", "", "", 1.0);
        }
    }
    // What the lists say: whether a word for a wrong near it tells of it.
    let near = tokens.start.saturating_sub(TELLS).max(candidate.piece.start)..(tokens.end + TELLS).min(end);
    for hit in reading.hits(near) {
        let Meaning::Wrong(wrong) = hit.meaning else { continue };
        let where_ = if hit.tokens.start < tokens.start { "before " } else { "behind " };
        sink.add("wrong ", where_, wrong.name(), 1.0);
        if hit.tokens.start >= tokens.end && reading.hits(tokens.end..hit.tokens.start).is_empty() {
            sink.add("wrong next ", wrong.name(), "", 1.0);
        }
    }
    if let Some((accused, _)) = implicit::wrongdoer(reading, candidate.piece.clone())
        && accused.iter().any(|a| same(a, &candidate.party))
    {
        sink.add("wrongdoer by the lists", "", "", 1.0);
    }
    let question = reading.ends_with_question(&sentence);
    if question {
        sink.add("in a question", "", "", 1.0);
    }
    let clause = sentence.start.max(tokens.start.saturating_sub(10))..tokens.start;
    if clause.clone().any(|t| reading.has(t, flag::CONDITIONAL)) {
        sink.add("under a condition", "", "", 1.0);
    }
}
