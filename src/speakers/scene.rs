//! Who is on the scene at a place of the text: every actor's last mention, who spoke, and the signs that follow.

use super::Gender;
use super::actors::Actor;
use super::lexicon::{BARRIER, Bits, DETERMINER, LEXICON, Pronoun};
use super::names::Name;
use super::signs::{Sign, Signs};
use super::words::{Case, Words};
use std::ops::Range;

/// How an actor stood at its last mention.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    token: usize,
    sentence: u32,
    paragraph: u32,
    quoted: bool,
    subject: bool,
    opens: bool,
    owner: bool,
    after_preposition: bool,
    /// The pronoun that it was, if it was no name.
    pronoun: Option<Pronoun>,
    /// A common noun that is no source.
    pub(super) common: bool,
}

/// What is known of one actor so far.
#[derive(Clone, Copy, Debug, Default)]
struct Record {
    /// Outside of quotations.
    outside: Option<Seen>,
    /// Inside of quotations.
    quoted: Option<Seen>,
    /// By the full name.
    full_name: Option<Seen>,
    mentions: u32,
    spoke: u32,
}

/// The state of the text up to a token.
#[derive(Debug, Default)]
pub(super) struct Scene {
    records: Vec<Record>,
    /// The actors mentioned last, the latest first; no more than [`Scene::WINDOW`].
    recent: Vec<usize>,
    /// The same of those that were only mentioned by a common noun.
    recent_described: Vec<usize>,
    /// Who spoke in the attribution before: several for a joint source.
    last_speakers: Vec<usize>,
    /// Who spoke before these.
    speakers_before: Vec<usize>,
    /// The pronoun that was the last source, if it was one.
    source_pronoun: Option<Pronoun>,
    /// Who was mentioned first in the article.
    first: Option<usize>,
    last_spoke_in: u32,
    last_spoke_paragraph: u32,
    /// Who was named in this paragraph and in this sentence, in order, outside of quotations.
    paragraph: (u32, Vec<usize>),
    sentence: (u32, Vec<usize>),
    /// The same of the sentence with a name before this one.
    sentence_before: (u32, Vec<usize>),
    /// Those who were last named in one breath ("Okafor and Ferrer"), and in which sentence.
    last_together: (Vec<usize>, u32),
}

impl Scene {
    /// Actors further back than this many others are not weighed.
    const WINDOW: usize = 14;
    /// The same of common nouns.
    const DESCRIBED: usize = 5;

    /// An actor is mentioned by a name or a pronoun.
    pub(super) fn mention(&mut self, actor: usize, seen: Seen, full: bool) {
        if self.records.len() <= actor {
            self.records.resize(actor + 1, Record::default());
        }
        self.first = self.first.or(Some(actor));
        let record = &mut self.records[actor];
        if seen.quoted {
            record.quoted = Some(seen);
        } else {
            record.outside = Some(seen);
        }
        if full {
            record.full_name = Some(seen);
        }
        if self.sentence.0 != seen.sentence {
            self.sentence_before = std::mem::take(&mut self.sentence);
            self.sentence.0 = seen.sentence;
        }
        for (here, at) in [(&mut self.paragraph, seen.paragraph), (&mut self.sentence, seen.sentence)] {
            if here.0 != at {
                *here = (at, Vec::new());
            }
            if !seen.quoted && here.1.len() < Self::WINDOW && !here.1.contains(&actor) {
                here.1.push(actor);
            }
        }
        record.mentions += 1;
        let (list, most) = match seen.common {
            true if !self.recent.contains(&actor) => (&mut self.recent_described, Self::DESCRIBED),
            _ => (&mut self.recent, Self::WINDOW),
        };
        list.retain(|&a| a != actor);
        list.insert(0, actor);
        list.truncate(most);
        if !seen.common {
            self.recent_described.retain(|&a| a != actor);
        }
    }

    /// Actors speak, in a sentence of a paragraph.
    pub(super) fn speak(
        &mut self,
        actors: &[usize],
        pronoun: Option<Pronoun>,
        sentence: u32,
        paragraph: u32,
    ) {
        for &actor in actors {
            if let Some(record) = self.records.get_mut(actor) {
                record.spoke += 1;
                if let Some(seen) = record.outside.as_mut() {
                    seen.subject |= seen.sentence == sentence;
                }
            }
        }
        if self.last_speakers != actors {
            self.speakers_before = std::mem::replace(&mut self.last_speakers, actors.to_vec());
        }
        self.source_pronoun = pronoun;
        self.last_spoke_in = sentence;
        self.last_spoke_paragraph = paragraph;
    }

    /// Who spoke last, if it was no more than `sentences` before.
    pub(super) fn last_speakers(&self, sentence: u32, sentences: u32) -> &[usize] {
        if sentence.saturating_sub(self.last_spoke_in) <= sentences { &self.last_speakers } else { &[] }
    }

    /// Several actors are named in one breath.
    pub(super) fn named_together(&mut self, actors: Vec<usize>, sentence: u32) {
        self.last_together = (actors, sentence);
    }

    /// Who was named together in this sentence or the two before; nobody if nobody was.
    pub(super) fn together(&self, sentence: u32) -> &[usize] {
        let (actors, at) = &self.last_together;
        if sentence.saturating_sub(*at) <= 2 { actors } else { &[] }
    }

    /// The sentence in which they were.
    pub(super) fn together_in(&self) -> u32 {
        self.last_together.1
    }

    /// Who was mentioned in a sentence outside of quotations, in order, if it is the last one or the one before it.
    pub(super) fn mentioned_within(&self, sentence: u32) -> &[usize] {
        let last = [&self.sentence, &self.sentence_before].into_iter();
        last.filter(|(at, _)| *at == sentence).map(|(_, actors)| actors.as_slice()).next().unwrap_or_default()
    }

    /// The actors mentioned last, the latest first.
    pub(super) fn recent(&self) -> &[usize] {
        &self.recent
    }

    /// What was mentioned last by a common noun only, the latest first.
    pub(super) fn recent_described(&self) -> &[usize] {
        &self.recent_described
    }

    /// The signs that any actor has at a token, whatever refers to it there.
    pub(super) fn signs(&self, words: &Words<'_>, token: usize, actor: usize, data: &Actor) -> Signs {
        let mut signs = Signs::none();
        let (Some(here), Some(record)) = (words.get(token), self.records.get(actor)) else { return signs };
        let seen = match (record.outside, record.quoted) {
            (Some(outside), Some(quoted)) if here.quoted && quoted.token > outside.token => quoted,
            (Some(outside), _) => outside,
            (None, Some(quoted)) => quoted,
            (None, None) => return signs,
        };
        let back = here.sentence.saturating_sub(seen.sentence);
        signs.flag(Sign::SameSentence, back == 0);
        signs.flag(Sign::SentenceBefore, back == 1);
        signs.flag(Sign::TwoSentencesBefore, back == 2);
        signs.set(Sign::Distance, (1.0 + back as f32).ln());
        signs.set(Sign::TokensBack, (1.0 + token.saturating_sub(seen.token) as f32).ln());
        signs.flag(Sign::SameParagraph, seen.paragraph == here.paragraph);
        signs.flag(Sign::ParagraphBefore, seen.paragraph + 1 == here.paragraph);
        signs.flag(Sign::Subject, seen.subject && back <= 2);
        signs.flag(Sign::SubjectHere, seen.subject && back == 0);
        signs.flag(Sign::SubjectBefore, seen.subject && back == 1);
        signs.flag(Sign::Opens, seen.opens && back <= 1);
        signs.flag(Sign::OpensBefore, seen.opens && back == 1);
        signs.flag(Sign::Parallel, seen.opens && seen.subject && back == 1 && here.first);
        signs.flag(Sign::BothQuoted, seen.quoted && here.quoted);
        signs.flag(Sign::OnlyQuoted, seen.quoted && !here.quoted);
        signs.flag(Sign::Owner, seen.owner);
        signs.flag(Sign::AfterPreposition, seen.after_preposition);
        let spoke_last =
            self.last_speakers.contains(&actor) && here.sentence.saturating_sub(self.last_spoke_in) <= 4;
        signs.flag(Sign::SpokeLast, spoke_last);
        signs.flag(Sign::SpokeHere, spoke_last && self.last_spoke_paragraph == here.paragraph);
        signs.flag(
            Sign::SpokeInSentenceBefore,
            spoke_last && here.sentence.saturating_sub(self.last_spoke_in) <= 1,
        );
        signs.flag(Sign::SpokeBeforeLast, !spoke_last && self.speakers_before.contains(&actor));
        signs.flag(Sign::Spoke, record.spoke > 0);
        signs.set(Sign::SpokeOften, (1.0 + record.spoke as f32).ln());
        signs.set(Sign::Mentions, (1.0 + record.mentions as f32).ln());
        signs.flag(Sign::ByPronoun, seen.pronoun.is_some() && back <= 1);
        signs.flag(Sign::FirstOfArticle, self.first == Some(actor));
        signs.flag(Sign::IsDescribed, data.described);
        signs.flag(Sign::Unsure, !data.sure);
        signs
    }

    /// The token at which an actor was last named in full, 0 for never.
    pub(super) fn full_name(&self, actor: usize) -> usize {
        self.records.get(actor).and_then(|r| r.full_name).map_or(0, |seen| seen.token)
    }

    /// True for an actor of whom alone the text speaks since a sentence of which it was the subject by its full name, in this
    /// paragraph or the one before: none of the others was mentioned since.
    pub(super) fn took_over(&self, paragraph: u32, actor: usize, others: &[usize]) -> bool {
        let last = |a: usize| {
            let record = self.records.get(a)?;
            [record.outside, record.quoted].into_iter().flatten().max_by_key(|s| s.token)
        };
        let full = self.records.get(actor).and_then(|r| r.full_name).filter(|s| s.subject && !s.quoted);
        let (Some(full), Some(seen)) = (full, last(actor)) else { return false };
        let mut before = others.iter().filter_map(|&a| last(a)).peekable();
        paragraph.saturating_sub(seen.paragraph) <= 1
            && before.peek().is_some()
            && before.all(|s| s.sentence < full.sentence)
    }

    /// Compares candidates with each other: who was mentioned last, and most.
    pub(super) fn compare(&self, words: &Words<'_>, token: usize, candidates: &mut [(usize, Signs)]) {
        let here = words.get(token).map_or((0, 0), |w| (w.paragraph, w.sentence));
        let first = |(at, list): &(u32, Vec<usize>), here: u32| {
            let list = list.iter().filter(|_| *at == here);
            list.copied().find(|a| candidates.iter().any(|(c, _)| c == a))
        };
        let of_paragraph = first(&self.paragraph, here.0);
        let of_sentence = first(&self.sentence, here.1);
        let most =
            candidates.iter().map(|(a, _)| self.records.get(*a).map_or(0, |r| r.mentions)).max().unwrap_or(0);
        let mut order = self.recent.iter().filter(|a| candidates.iter().any(|(c, _)| c == *a)).copied();
        let (latest, second, third) = (order.next(), order.next(), order.next());
        let fits = |signs: &Signs| signs.has(Sign::GenderFits);
        let fitting: Vec<usize> = candidates.iter().filter(|(_, s)| fits(s)).map(|(a, _)| *a).collect();
        let latest_fitting = self.recent.iter().find(|a| fitting.contains(a)).copied();
        for (actor, signs) in candidates {
            let mentions = self.records.get(*actor).map_or(0, |r| r.mentions);
            signs.flag(Sign::MostMentioned, mentions == most && most > 1);
            signs.flag(Sign::Latest, Some(*actor) == latest);
            signs.set(Sign::ShareOfMentions, mentions as f32 / most.max(1) as f32);
            signs.flag(Sign::SecondLatest, Some(*actor) == second);
            signs.flag(Sign::ThirdLatest, Some(*actor) == third);
            signs.flag(Sign::LatestFitting, Some(*actor) == latest_fitting);
            signs.flag(Sign::OnlyFitting, fitting.len() == 1 && fitting[0] == *actor);
            signs.flag(Sign::FirstOfParagraph, Some(*actor) == of_paragraph);
            signs.flag(Sign::FirstOfSentence, Some(*actor) == of_sentence);
        }
    }

    /// The signs of where a pronoun stands in its clause: subject, object or owner.
    pub(super) fn clause_signs(&self, signs: &mut Signs, words: &Words<'_>, token: usize, actor: usize) {
        let (Some(here), Some(record)) = (words.get(token), self.records.get(actor)) else { return };
        let Some(seen) = record.outside.or(record.quoted) else { return };
        let form = form(words, token);
        let back = here.sentence.saturating_sub(seen.sentence);
        let (subject, object, owns) = (form == Form::Subject, form == Form::Object, form == Form::Owner);
        let breaks = |i: usize| {
            let joins = Bits::CONJUNCTION.or(Bits::RELATIVE);
            words.bits(i).any(joins) || matches!(words.text(i), "," | ";" | ":" | "—" | "–" | "(" | ")")
        };
        let between = seen.token + 1..token;
        let one = back == 0 && between.len() < 60 && !between.into_iter().any(breaks);
        signs.flag(Sign::SubjectOwns, owns && seen.subject && back == 0);
        signs.flag(Sign::SubjectOfObject, object && seen.subject && one);
        signs.flag(Sign::SubjectGoesOn, subject && !here.first && seen.subject && seen.opens && back == 0);
        signs.flag(Sign::SubjectAgain, subject && seen.subject && back == 1);
        signs.flag(Sign::SameClause, one);
        signs.flag(Sign::OwnsInClause, one && owns);
        signs.flag(Sign::ObjectInClause, one && object);
        signs.flag(Sign::ObjectAgain, object && !seen.subject && back <= 1);
        signs.flag(Sign::PrepositionToSubject, subject && seen.after_preposition && back == 0);
    }

    /// The signs of a pronoun that goes on from one before.
    pub(super) fn goes_on(&self, signs: &mut Signs, sentence: u32, actor: usize, pronoun: Pronoun) {
        let Some(record) = self.records.get(actor) else { return };
        let alike = |p: &Pronoun| {
            (p.class, p.gender, p.neuter, p.many)
                == (pronoun.class, pronoun.gender, pronoun.neuter, pronoun.many)
        };
        let last = [record.outside, record.quoted].into_iter().flatten().max_by_key(|s| s.token);
        let near = last.filter(|s| sentence.saturating_sub(s.sentence) <= 1);
        signs.flag(Sign::SamePronoun, near.and_then(|s| s.pronoun).is_some_and(|p| alike(&p)));
        let source = self.source_pronoun.filter(alike).is_some() && self.last_speakers.contains(&actor);
        signs.flag(Sign::SamePronounSource, source);
    }

    /// The sentence of the last attribution.
    pub(super) fn last_spoke_in(&self) -> u32 {
        self.last_spoke_in
    }

    /// The sentence of an actor’s last mention.
    pub(super) fn mentioned_in(&self, actor: usize) -> Option<u32> {
        let record = self.records.get(actor)?;
        [record.outside, record.quoted].into_iter().flatten().map(|s| s.sentence).max()
    }

    /// True where an actor was mentioned already.
    pub(super) fn knows(&self, actor: usize) -> bool {
        self.records.get(actor).is_some_and(|r| r.mentions > 0)
    }
}

/// What a pronoun is in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Subject,
    Object,
    Owner,
}

/// What the pronoun at a token is: "her" owns before a word that is no small one.
pub(super) fn form(words: &Words<'_>, token: usize) -> Form {
    let word = words.text(token).to_lowercase();
    let owns = words.bits(token).any(Bits::POSSESSIVE);
    match LEXICON.pronoun_form(&word) {
        Some("subject") => Form::Subject,
        Some("object") if !owns => Form::Object,
        Some("object") => {
            let next = words.get(token + 1).filter(|w| w.sentence == words.list[token].sentence);
            let small = BARRIER.or(DETERMINER).or(Bits::PRONOUN);
            if next.is_some_and(|w| w.is_word() && !w.bits.any(small)) { Form::Owner } else { Form::Object }
        }
        _ => Form::Owner,
    }
}

/// How some words that mention an actor stand in their sentence.
pub(super) fn seen(words: &Words<'_>, tokens: Range<usize>, name: Option<&Name>) -> Option<Seen> {
    let word = words.get(tokens.start)?;
    let start = name.map_or(tokens.start, |n| n.before.start);
    let before = start.checked_sub(1).and_then(|b| words.get(b)).filter(|b| b.sentence == word.sentence);
    let before_that = start.checked_sub(2).map_or(Bits::default(), |b| words.bits(b));
    let article = before.is_some_and(|b| b.bits.any(Bits::DEFINITE.or(Bits::INDEFINITE)));
    let after_preposition = before.is_some_and(|b| b.bits.any(Bits::PREPOSITION))
        || article && before_that.any(Bits::PREPOSITION);
    let owner = name.is_some_and(|n| n.possessive || n.modifies)
        || name.is_none() && words.bits(tokens.start).any(Bits::POSSESSIVE);
    let verb_follows = words.get(tokens.end).is_some_and(|w| {
        w.sentence == word.sentence
            && w.case == Case::Lower
            && !w.bits.any(Bits::PREPOSITION.or(Bits::CONJUNCTION).or(Bits::RELATIVE))
    });
    let opens = before.is_none_or(|b| {
        matches!(b.span.of(words.text), "“" | "\"" | ":" | "—" | ",") || b.bits.any(Bits::DEFINITE)
    });
    Some(Seen {
        token: tokens.start,
        sentence: word.sentence,
        paragraph: word.paragraph,
        quoted: word.quoted,
        subject: !after_preposition && !owner && (verb_follows || opens),
        opens: before.is_none_or(|b| b.first),
        owner,
        after_preposition,
        pronoun: LEXICON.pronoun(&words.text(tokens.start).to_lowercase()).filter(|_| name.is_none()),
        common: false,
    })
}

/// The sign of a pronoun's gender: fits, unknown (none), or speaks against a first name's.
pub(super) fn gender_sign(signs: &mut Signs, pronoun: Option<Gender>, actor: &Actor) {
    let fits = pronoun.is_some() && pronoun == actor.gender;
    signs.flag(Sign::GenderFits, fits);
    signs.flag(Sign::GenderSure, fits && actor.gender_sure);
    signs.flag(Sign::GenderUnknown, pronoun.is_some() && actor.gender.is_none());
    signs.flag(Sign::GenderAgainst, pronoun.is_some() && actor.gender.is_some() && !fits);
}
