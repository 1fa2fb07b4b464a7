//! Articles with their extractions written by hand: the text holds its own marks, `[S1 who] [Q1 said] [C1 what]`, as
//! in the golden files of `samples/`; `[A1 whom]` is the accused of an accusation in quote 1, `[M0 name]` a mention of the
//! first entity.

use chrono::NaiveDate;
use onrecord::article::Article;
use onrecord::attribution::{Attribution, Kind};
use onrecord::claims::{Accusation, Claim, ClaimType, Manner, Party};
use onrecord::dates::{Dated, DatedFrom, Precision, StatementDates};
use onrecord::extract::Extraction;
use onrecord::ingest::{Incoming, Provenance};
use onrecord::span::Span;
use onrecord::speakers::{Candidate, Entity, KnownBy, Mention, Speaker, SpeakerType, Speakers};
use onrecord::text;
use std::collections::BTreeMap;

/// A text without its marks, and where they stood: letter and number → pieces.
pub(crate) struct Marked {
    pub(crate) text: String,
    pub(crate) pieces: BTreeMap<(char, usize), Vec<Span>>,
}

pub(crate) fn read(marked: &str) -> Marked {
    let mut text = String::new();
    let mut pieces: BTreeMap<(char, usize), Vec<Span>> = BTreeMap::new();
    let mut open: Vec<((char, usize), usize)> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        let mark = rest.strip_prefix('[').and_then(|rest| rest.split_once(' ')).and_then(|(mark, after)| {
            let (letter, number) = mark.split_at_checked(1)?;
            Some(((letter.chars().next()?, number.parse().ok()?), after))
        });
        if let Some((mark, after)) = mark {
            open.push((mark, text.len()));
            rest = after;
        } else if c == ']' && !open.is_empty() {
            let (mark, start) = open.pop().unwrap();
            pieces.entry(mark).or_default().push(Span::new(start, text.len()));
            rest = &rest[1..];
        } else {
            text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    Marked { text, pieces }
}

/// What a hand-made article says about one quote.
#[derive(Clone)]
pub(crate) struct Quote {
    pub(crate) kind: Kind,
    pub(crate) claim: ClaimType,
    /// Index of the entity who speaks; `None`: unknown, the candidates are all entities.
    pub(crate) speaker: Option<usize>,
    pub(crate) known_by: KnownBy,
    /// First day, last day, precision.
    pub(crate) said: Option<(&'static str, &'static str, Precision)>,
    pub(crate) confidence: f32,
    /// Index of the entity who is accused.
    pub(crate) accuses: Option<usize>,
}

impl Default for Quote {
    fn default() -> Self {
        Quote {
            kind: Kind::Indirect,
            claim: ClaimType::Statement,
            speaker: Some(0),
            known_by: KnownBy::Name,
            said: None,
            confidence: 0.9,
            accuses: None,
        }
    }
}

/// What is to be stored of one article.
pub(crate) fn article(
    marked: &str,
    about: Article,
    entities: &[(&str, SpeakerType)],
    quotes: &[Quote],
) -> (Incoming, Extraction) {
    let marked = read(marked);
    let article = Article { text: marked.text.clone(), ..about };
    let document = text::read(&article);
    let pieces = |letter, number| marked.pieces.get(&(letter, number)).cloned().unwrap_or_default();
    let mut found: Vec<Entity> = entities
        .iter()
        .map(|(name, kind)| Entity {
            name: (*name).to_owned(),
            kind: *kind,
            gender: None,
            roles: Vec::new(),
            mentions: Vec::new(),
            speaks_for: None,
        })
        .collect();
    for (number, entity) in found.iter_mut().enumerate() {
        let mentions = pieces('M', number);
        entity.mentions.extend(mentions.into_iter().map(|span| Mention { span, known_by: KnownBy::Name }));
    }
    let mut extraction = Extraction {
        sentences: document.sentences.iter().map(|sentence| sentence.span).collect(),
        ..Extraction::default()
    };
    let mut speakers = Vec::new();
    for (index, quote) in quotes.iter().enumerate() {
        let number = index + 1;
        let (source, cue, content) = (pieces('S', number), pieces('Q', number), pieces('C', number));
        assert!(!content.is_empty(), "quote {number} has no [C{number} …]");
        if let Some(entity) = quote.speaker {
            found[entity]
                .mentions
                .extend(source.iter().map(|span| Mention { span: *span, known_by: quote.known_by }));
        }
        let candidates = match quote.speaker {
            Some(_) => Vec::new(),
            None => (0..entities.len())
                .map(|entity| Candidate { entity, confidence: 0.4 - 0.1 * entity as f32 })
                .collect(),
        };
        speakers.push(vec![Speaker {
            entity: quote.speaker,
            kind: quote.speaker.map_or(SpeakerType::Unnamed, |entity| entities[entity].1),
            known_by: quote.known_by,
            spans: source.clone(),
            confidence: if quote.speaker.is_some() { 0.9 } else { 0.4 },
            candidates,
            reason: "written by hand".to_owned(),
        }]);
        if let Some(accused) = quote.accuses {
            let party = |entity: usize, spans: Vec<Span>| Party {
                name: entities[entity].0.to_owned(),
                spans,
                entity: Some(entity),
                unresolved: false,
            };
            extraction.claims.accusations.push(Accusation {
                accuser: quote.speaker.map(|entity| party(entity, source.clone())),
                accused: party(accused, pieces('A', number)),
                allegation: content.clone(),
                cue: cue.clone(),
                attribution: Some(index),
                explicit: cue.iter().all(|span| span.of(&marked.text) != "said"),
                denied: false,
                denial: None,
                confidence: quote.confidence,
            });
        }
        extraction.attributions.push(Attribution {
            kind: quote.kind,
            source,
            cue,
            content,
            inside: None,
            confidence: quote.confidence,
        });
        extraction.claims.of_attribution.push(Claim {
            kind: quote.claim,
            target: None,
            confidence: 0.9,
            manner: Manner::default(),
            cameo: None,
        });
        let published = article.date.map(|day| (day, day, Precision::Day, DatedFrom::Published));
        let said = quote
            .said
            .map(|(first, last, precision)| (day(first), day(last), precision, DatedFrom::Paragraph));
        extraction.statement_dates.push(StatementDates {
            said_on: said.or(published).map(|(date, end, precision, from)| Dated {
                date,
                end,
                precision,
                from,
                words: Vec::new(),
            }),
            event_on: None,
        });
    }
    extraction.speakers = Speakers { entities: found, of_attribution: speakers };
    let provenance = Provenance {
        path: "invented.txt".to_owned(),
        line: None,
        external_id: None,
        sha256: [0; 32],
        bytes: article.text.len() as u64,
        media_type: "text/plain",
        encoding: "UTF-8",
        modified: None,
        retrieved: None,
    };
    (Incoming { article, provenance, warnings: Vec::new(), original: None }, extraction)
}

pub(crate) fn day(day: &str) -> NaiveDate {
    day.parse().unwrap()
}
