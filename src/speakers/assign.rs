//! Who speaks in each attribution: sources in text order, then quotations that go on, then I and we.

use super::actors::Actor;
use super::clusters::Cast;
use super::found::Found;
use super::lexicon::{Bits, LEXICON, PronounClass, key};
use super::names::Name;
use super::stage::Stage;
use super::words::{Words, spelt};
use super::{Candidate, Entity, KnownBy, Mention, Speaker, SpeakerType, Speakers};
use crate::article::Article;
use crate::attribution::{Attribution, Kind};
use crate::span::Span;
use crate::text::Document;

/// Assigns the speakers of all attributions. Near-linear.
pub(super) fn assign(
    article: &Article,
    document: &Document<'_>,
    words: &Words<'_>,
    names: &[Name],
    cast: Cast,
    attributions: &[Attribution],
) -> Speakers {
    let (stage, found) = go_through(article, document, words, names, cast, attributions);
    output(stage, found, attributions)
}

/// The article gone through, and who was found for each attribution.
pub(super) fn go_through<'s, 'a>(
    article: &Article,
    document: &Document<'_>,
    words: &'s Words<'a>,
    names: &'s [Name],
    cast: Cast,
    attributions: &[Attribution],
) -> (Stage<'s, 'a>, Vec<Vec<Found>>) {
    let mut stage = Stage::new(words, names, cast, article.title.as_deref().unwrap_or(""));
    stage.learn_lede(attributions);
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&i| (anchor(&attributions[i]), i));
    let mut found: Vec<Vec<Found>> = vec![Vec::new(); attributions.len()];
    let mut before: Option<usize> = None;
    for &i in &order {
        let attribution = &attributions[i];
        if attribution.source.is_empty() {
            continue;
        }
        // One source of two attributions ("the company disagreed …, but said …") is read once.
        found[i] = match before.filter(|&b| attributions[b].source == attribution.source) {
            Some(same) => found[same].clone(),
            None => stage.source(attribution),
        };
        before = Some(i);
    }
    stage.advance(usize::MAX);
    let quoted = Enclosing::new(attributions);
    let mut by_content: Vec<usize> = (0..attributions.len()).collect();
    by_content.sort_by_key(|&i| (attributions[i].content.first().map_or(0, |s| s.start), i));
    for pair in by_content.windows(2) {
        let (before, here) = (pair[0], pair[1]);
        if attributions[here].source.is_empty()
            && let Some(sure) = goes_on(document, words, &attributions[before], &attributions[here])
        {
            found[here] = found[before].iter().map(|f| running(f, sure)).collect();
        }
    }
    // The outer speakers first, so that "I" within "I" finds them.
    for &i in &by_content {
        for n in 0..found[i].len() {
            if found[i][n].speaker_around {
                let around = attributions[i].inside.or_else(|| quoted.around(attributions, i));
                let speaker =
                    around.filter(|&a| a != i).and_then(|a| found.get(a)).and_then(|f| f.first()).cloned();
                found[i][n] = spoken_by(&mut stage, article, found[i][n].clone(), speaker, around.is_some());
            }
        }
    }
    (stage, found)
}

fn anchor(attribution: &Attribution) -> usize {
    attribution.source.first().or(attribution.content.first()).map_or(0, |s| s.start)
}

/// Whether a quotation without a source visibly goes on from the one before, and how certain that is.
fn goes_on(
    document: &Document<'_>,
    words: &Words<'_>,
    before: &Attribution,
    here: &Attribution,
) -> Option<f32> {
    if before.kind == Kind::Indirect || here.kind == Kind::Indirect {
        return None;
    }
    let start = words.at(here.content.first()?.start);
    let last = [&before.source, &before.cue, &before.content].into_iter().flatten().map(|s| s.end).max()?;
    let end = words.at(last);
    if start < end {
        return None;
    }
    let first = document.tokens.get(start)?;
    let opens = document.quotations.binary_search_by_key(&first.span.start, |q| q.span.start);
    if opens.is_ok_and(|q| document.quotations[q].continues) {
        return Some(0.95);
    }
    // Nothing but marks between the two, in one paragraph or over one break.
    let between = (end..start).take(4).all(|i| words.get(i).is_some_and(|w| !w.is_word())) && start - end < 4;
    let quoted = opens.is_ok() || first.quoted.is_inside();
    (between && quoted).then_some(0.8)
}

fn running(found: &Found, sure: f32) -> Found {
    Found {
        known_by: KnownBy::Quotation,
        span: Span::default(),
        confidence: found.confidence * sure,
        reason: "the quotation goes on from the one before".to_owned(),
        ..found.clone()
    }
}

/// I or we: whoever speaks around it, else the article's author.
fn spoken_by(
    stage: &mut Stage<'_, '_>,
    article: &Article,
    own: Found,
    speaker: Option<Found>,
    inside: bool,
) -> Found {
    let Found { span, .. } = own;
    match speaker {
        Some(speaker) if !speaker.speaker_around => Found {
            known_by: KnownBy::Pronoun,
            span,
            confidence: speaker.confidence * 0.9,
            reason: "spoken by whoever the words around it are attributed to".to_owned(),
            ..speaker
        },
        _ if inside => Found {
            reason: "it is not known who says the words around it".to_owned(),
            speaker_around: false,
            ..own
        },
        _ => match article.authors.first().filter(|a| is_person(a, article.outlet.as_deref())) {
            Some(author) => {
                let actor = stage.author(author);
                Found {
                    actor: Some(actor),
                    kind: SpeakerType::Person,
                    known_by: KnownBy::Byline,
                    confidence: match article.authors.len() {
                        1 if stage.tells_of_itself() => 0.8,
                        1 => 0.6,
                        _ => 0.5,
                    },
                    reason: "the article’s author, outside of any quotation".to_owned(),
                    speaker_around: false,
                    ..own
                }
            }
            None => Found {
                reason: "the article’s author, whose name is not given".to_owned(),
                known_by: KnownBy::Byline,
                speaker_around: false,
                ..own
            },
        },
    }
}

/// An article that says "I" or "we" so often outside of quotations is its author's own story.
const OWN_STORY: usize = 4;

impl Stage<'_, '_> {
    fn tells_of_itself(&self) -> bool {
        let first = |class| class == PronounClass::First;
        let outside =
            self.words.list.iter().enumerate().filter(|(_, w)| w.bits.any(Bits::PRONOUN) && !w.quoted);
        let own = outside.filter(|(i, _)| {
            LEXICON.pronoun(&self.words.text(*i).to_lowercase()).is_some_and(|p| first(p.class))
        });
        own.take(OWN_STORY).count() == OWN_STORY
    }

    /// The actor of the article's author: a person of that name, or a new one.
    fn author(&mut self, author: &str) -> usize {
        if let Some(known) = self.author {
            return known;
        }
        // "By ADA MOSS" is Ada Moss.
        let author = author.trim();
        let by = author.get(..3).filter(|by| by.eq_ignore_ascii_case("by "));
        let author = author.get(by.map_or(0, str::len)..).unwrap_or(author).trim();
        let wanted = key(author);
        let known =
            self.actors.iter().position(|a| a.kind == SpeakerType::Person && a.words.join(" ") == wanted);
        let index = known.unwrap_or_else(|| {
            self.actors.push(Actor::new(&spelt(author), &wanted, SpeakerType::Person));
            self.mentions.push(Vec::new());
            self.speaks.push(true);
            self.actors.len() - 1
        });
        self.author = Some(index);
        index
    }
}

/// True where a byline names a person: no outlet ("Callan Herald"), no desk ("Associated Press").
fn is_person(author: &str, outlet: Option<&str>) -> bool {
    let words = key(author);
    let organization = words.split(' ').any(|w| LEXICON.bits(w).any(Bits::ORGANIZATION));
    let outlet = outlet.is_some_and(|o| key(o) == words);
    words.contains(' ')
        && !outlet
        && (!organization || words.starts_with("by "))
        && LEXICON.place(&words).is_none()
}

/// Contents by place: which attribution's content a span stands in.
struct Enclosing {
    pieces: Vec<(Span, usize)>,
}

impl Enclosing {
    /// More contents than this that begin before a span are not looked at.
    const LOOK_BACK: usize = 12;

    fn new(attributions: &[Attribution]) -> Self {
        let each = attributions.iter().enumerate();
        let mut pieces: Vec<(Span, usize)> =
            each.flat_map(|(i, a)| a.content.iter().map(move |s| (*s, i))).collect();
        pieces.sort_unstable();
        Self { pieces }
    }

    /// The smallest content of another attribution around the source of attribution `own`.
    fn around(&self, attributions: &[Attribution], own: usize) -> Option<usize> {
        let source = attributions.get(own)?.source.first()?;
        let next = self.pieces.partition_point(|(s, _)| s.start <= source.start);
        let before = self.pieces[..next].iter().rev().take(Self::LOOK_BACK);
        before.filter(|(s, i)| *i != own && s.contains(*source)).min_by_key(|(s, _)| s.len()).map(|(_, i)| *i)
    }
}

/// Actors → entities in order of first mention, and the speakers that point to them.
fn output(stage: Stage<'_, '_>, found: Vec<Vec<Found>>, attributions: &[Attribution]) -> Speakers {
    let Stage { actors, mut mentions, mut speaks, .. } = stage;
    for one in found.iter().flatten() {
        for actor in one.actor.iter().chain(one.weighed.iter().map(|(a, _)| a)) {
            speaks[*actor] = true;
        }
    }
    for actor in 0..actors.len() {
        if let Some(other) = actors[actor].speaks_for.filter(|_| speaks[actor]) {
            speaks[other] = true;
        }
    }
    let mut order: Vec<usize> = (0..actors.len())
        .filter(|&a| {
            speaks[a]
                || !mentions[a].is_empty()
                    && !actors[a].thing
                    && !actors[a].described
                    && (actors[a].sure || actors[a].words.len() > 1 || actors[a].kind == SpeakerType::Person)
        })
        .collect();
    for list in &mut mentions {
        list.sort_by_key(|m| (m.span, m.known_by));
        list.dedup_by_key(|m| m.span);
    }
    let first =
        |a: usize| mentions[a].first().map_or(Span::new(usize::MAX, usize::MAX), |m: &Mention| m.span);
    order.sort_by_key(|&a| (first(a), a));
    let mut index = vec![None; actors.len()];
    for (new, &old) in order.iter().enumerate() {
        index[old] = Some(new);
    }
    let mut of_attribution: Vec<Vec<Speaker>> =
        found.into_iter().map(|list| speakers(list, &index)).collect();
    for (list, attribution) in of_attribution.iter_mut().zip(attributions) {
        // A source in several pieces belongs wholly to its one speaker.
        if let ([one], [_, _, ..]) = (&mut list[..], &attribution.source[..]) {
            one.spans.clone_from(&attribution.source);
        }
    }
    let mut entities = Vec::with_capacity(order.len());
    for actor in order {
        let data = &actors[actor];
        entities.push(Entity {
            name: data.name.clone(),
            kind: data.kind,
            gender: data.gender,
            roles: data.role_spans.clone(),
            mentions: std::mem::take(&mut mentions[actor]),
            speaks_for: data.speaks_for.and_then(|other| index[other]),
        });
    }
    Speakers { entities, of_attribution }
}

/// The speakers of one attribution; two parties of a source that are one speaker count once.
fn speakers(list: Vec<Found>, index: &[Option<usize>]) -> Vec<Speaker> {
    let mut speakers: Vec<Speaker> = Vec::new();
    for found in list {
        let entity = found.actor.and_then(|a| index[a]);
        let span = Some(found.span).filter(|s| !s.is_empty());
        if let Some(same) = speakers.iter_mut().find(|s| entity.is_some() && s.entity == entity) {
            same.spans.extend(span);
            continue;
        }
        let candidates = found
            .weighed
            .iter()
            .filter_map(|&(actor, confidence)| Some(Candidate { entity: index[actor]?, confidence }));
        speakers.push(Speaker {
            entity,
            kind: found.kind,
            known_by: found.known_by,
            spans: span.into_iter().collect(),
            confidence: found.confidence,
            candidates: candidates.collect(),
            reason: found.reason,
        });
    }
    speakers
}
