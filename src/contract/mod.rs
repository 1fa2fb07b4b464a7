//! The contract of `onrecord extract`: JSON Lines in, one line out for each, in order (`docs/contract.md`).
//!
//! This is the edge of the library: here alone byte offsets become code points (or what the caller counts in), and
//! here an [`Extraction`] gets the names that other programs rely on. Fields may be added, never renamed.

pub mod offsets;
pub mod stream;

pub use self::offsets::{Offsets, Unit};

use crate::article::Article;
use crate::attribution::Attribution;
use crate::claims::{Accusation, Claim, Party};
use crate::dates::{Dated, Precision, TimeExpression};
use crate::extract::{Extraction, Extractor};
use crate::ingest::decode;
use crate::ingest::html;
use crate::ingest::json::{self, Content};
use crate::outcomes::Outcome;
use crate::safe::write_json;
use crate::span::Span;
use crate::speakers::{Entity, Speaker};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::value::RawValue;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Answers one input line (or one plain text) with one output line, without a line feed. Never fails: what cannot be
/// processed is answered by `{"id", "error"}`.
pub fn answer(input: &Input, extractor: &Extractor, unit: Unit) -> Vec<u8> {
    // A defect that an article brings to light costs that article its line, not the others theirs.
    let result = catch_unwind(AssertUnwindSafe(|| match input {
        Input::Line(bytes) => line(bytes, extractor, unit),
        Input::Text { id, bytes } => text(id.as_deref(), bytes, extractor, unit),
        Input::Wrong(reason) => failure(None, reason),
    }));
    result.unwrap_or_else(|_| {
        let id = if let Input::Line(bytes) = input { json::read(bytes).id } else { None };
        failure(id.as_deref(), "internal error: please report it, with the article")
    })
}

/// What is to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A line of JSON.
    Line(Vec<u8>),
    /// Plain text that is one article.
    Text {
        /// What to give back as its `id`.
        id: Option<String>,
        /// The text.
        bytes: Vec<u8>,
    },
    /// Something that could not be read, and why.
    Wrong(String),
}

fn line(bytes: &[u8], extractor: &Extractor, unit: Unit) -> Vec<u8> {
    let object = json::read(bytes);
    let id = object.id.as_deref();
    let (article, is_page) = match object.content {
        Err(reason) => return failure(id, &reason),
        Ok(Content::Text(article)) => (article, false),
        Ok(Content::Html(html, given)) => match html::read(&html, given.url.as_deref()) {
            Err(reason) => return failure(id, &reason),
            Ok(page) => (given.filled_from(page.article), true),
        },
    };
    let extraction = extractor.extract(&article);
    success(id, &article, is_page, &extraction, extractor, unit, object.warnings)
}

fn text(id: Option<&str>, bytes: &[u8], extractor: &Extractor, unit: Unit) -> Vec<u8> {
    let id = id.and_then(|id| serde_json::value::to_raw_value(id).ok());
    let mut warnings = Vec::new();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => match decode::decode(bytes, None) {
            None => return failure(id.as_deref(), "not text: it holds NUL bytes"),
            Some(decoded) => {
                let damaged = if decoded.damaged { "; what made no sense became U+FFFD" } else { "" };
                warnings.push(format!("not UTF-8: read as {}{damaged}", decoded.encoding));
                decoded.text
            }
        },
    };
    let article = Article { text, ..Article::default() };
    let extraction = extractor.extract(&article);
    success(id.as_deref(), &article, false, &extraction, extractor, unit, warnings)
}

fn failure(id: Option<&RawValue>, error: &str) -> Vec<u8> {
    #[derive(Serialize)]
    struct Failure<'a> {
        id: Option<&'a RawValue>,
        error: &'a str,
    }
    to_line(&Failure { id, error })
}

fn to_line(value: &impl Serialize) -> Vec<u8> {
    let mut line = Vec::new();
    match write_json(&mut line, value) {
        Ok(()) => line,
        // Not reached: strings, numbers and lists can always be written.
        Err(_) => b"{\"id\":null,\"error\":\"the result could not be written\"}".to_vec(),
    }
}

fn success(
    id: Option<&RawValue>,
    article: &Article,
    is_page: bool,
    extraction: &Extraction,
    extractor: &Extractor,
    unit: Unit,
    oddities: Vec<String>,
) -> Vec<u8> {
    let view = View { text: &article.text, offsets: Offsets::new(&article.text, unit), extraction };
    let warnings = oddities.into_iter().map(|message| WarningOut { spans: Vec::new(), message });
    let in_text = extraction
        .warnings
        .iter()
        .map(|w| WarningOut { spans: view.spans(&[w.span]), message: w.message.clone() });
    to_line(&Success {
        id,
        onrecord: Maker { version: env!("CARGO_PKG_VERSION"), model: extractor.model() },
        page: is_page.then(|| PageOut {
            text: &article.text,
            title: article.title.as_deref(),
            author: &article.authors,
            date: article.date,
            outlet: article.outlet.as_deref(),
        }),
        sentences: view.spans(&extraction.sentences),
        parts: extraction
            .parts
            .iter()
            .map(|(span, part)| PartOut { part: part.name(), span: view.offsets.convert(*span) })
            .collect(),
        attributions: extraction
            .attributions
            .iter()
            .enumerate()
            .map(|(i, a)| view.attribution(i, a))
            .collect(),
        accusations: extraction
            .claims
            .accusations
            .iter()
            .enumerate()
            .map(|(n, a)| view.accusation(n, a))
            .collect(),
        outcomes: extraction.outcomes.iter().map(|o| view.outcome(o)).collect(),
        dates: extraction.times.iter().map(|t| view.time(t)).collect(),
        warnings: warnings.chain(in_text).collect(),
    })
}

/// An extraction as it is shown: in the chosen unit, under the contract's names.
struct View<'a> {
    text: &'a str,
    offsets: Offsets<'a>,
    extraction: &'a Extraction,
}

impl<'a> View<'a> {
    fn spans(&self, spans: &[Span]) -> Spans {
        spans.iter().map(|s| self.offsets.convert(*s)).collect()
    }

    fn entity(&self, index: Option<usize>) -> Option<&'a Entity> {
        self.extraction.speakers.entities.get(index?)
    }

    fn attribution(&self, index: usize, found: &Attribution) -> AttributionOut<'a> {
        let speakers = self.extraction.speakers.of_attribution.get(index).map_or(&[][..], Vec::as_slice);
        let dates = self.extraction.statement_dates.get(index);
        AttributionOut {
            kind: found.kind.name(),
            source: self.spans(&found.source),
            cue: self.spans(&found.cue),
            content: self.spans(&found.content),
            inside: found.inside,
            speakers: speakers.iter().map(|s| self.speaker(s)).collect(),
            claim: self.extraction.claims.of_attribution.get(index).map(|c| self.claim(c, found)),
            said_on: dates.and_then(|d| d.said_on.as_ref()).map(|d| self.dated(d)),
            event_on: dates.and_then(|d| d.event_on.as_ref()).map(|d| self.dated(d)),
            confidence: rounded(found.confidence),
        }
    }

    fn speaker(&self, speaker: &'a Speaker) -> SpeakerOut<'a> {
        let entity = self.entity(speaker.entity);
        let candidate = |c: &crate::speakers::Candidate| {
            let name = self.entity(Some(c.entity))?.name.as_str();
            Some(CandidateOut { name, confidence: rounded(c.confidence) })
        };
        SpeakerOut {
            name: entity.map(|e| e.name.as_str()),
            kind: entity.map_or(speaker.kind, |e| e.kind).name(),
            known_by: speaker.known_by.name(),
            spans: self.spans(&speaker.spans),
            confidence: rounded(speaker.confidence),
            speaks_for: self.entity(entity.and_then(|e| e.speaks_for)).map(|e| e.name.as_str()),
            unresolved: entity.is_none().then(|| Unresolved {
                candidates: speaker.candidates.iter().filter_map(candidate).collect(),
                reason: &speaker.reason,
            }),
        }
    }

    fn claim(&self, claim: &'a Claim, found: &Attribution) -> ClaimOut<'a> {
        let words: Vec<&str> = found.cue.iter().chain(&found.content).map(|s| s.of(self.text)).collect();
        ClaimOut {
            kind: claim.kind.name(),
            plover: claim.kind.plover(),
            plover_mode: claim.kind.plover_mode(&words.join(" ")),
            cameo: claim.cameo,
            target: claim.target.as_ref().map(|t| self.party(t)),
            confidence: rounded(claim.confidence),
            strength: claim.manner.strength.name(),
            negated: claim.manner.negated,
            hedged: claim.manner.hedged,
            channel: claim.manner.channel,
        }
    }

    fn party(&self, party: &'a Party) -> PartyOut<'a> {
        let name = (!party.unresolved).then_some(party.name.as_str());
        PartyOut { name, spans: self.spans(&party.spans) }
    }

    fn accusation(&self, number: usize, found: &'a Accusation) -> AccusationOut<'a> {
        let dates = self.extraction.accusation_dates(number);
        AccusationOut {
            accuser: found.accuser.as_ref().map(|a| self.party(a)),
            accused: self.party(&found.accused),
            allegation: self.spans(&found.allegation),
            cue: self.spans(&found.cue),
            attribution: found.attribution,
            said_on: dates.and_then(|d| d.said_on.as_ref()).map(|d| self.dated(d)),
            event_on: dates.and_then(|d| d.event_on.as_ref()).map(|d| self.dated(d)),
            denied: found.denied,
            denial: found.denial.map(|d| self.offsets.convert(d)),
            confidence: rounded(found.confidence),
        }
    }

    fn outcome(&self, found: &'a Outcome) -> OutcomeOut<'a> {
        OutcomeOut {
            who: PartyOut {
                name: self.entity(found.entity).map(|e| e.name.as_str()),
                spans: self.spans(&[found.who]),
            },
            outcome: found.kind,
            cue: self.spans(&[found.cue]),
            matter: found.matter.map(|m| self.spans(&[m])).unwrap_or_default(),
            sentence: self.offsets.convert(found.sentence),
            attribution: found.attribution,
        }
    }

    fn dated(&self, dated: &Dated) -> DatedOut {
        DatedOut {
            date: dated.date,
            end: (dated.precision == Precision::Range).then_some(dated.end),
            precision: dated.precision.name(),
            from: dated.from.name(),
            words: self.spans(&dated.words),
        }
    }

    fn time(&self, time: &'a TimeExpression) -> TimeOut<'a> {
        TimeOut {
            spans: self.spans(&[time.span]),
            value: &time.value,
            kind: time.kind.name(),
            start: time.start,
            end: time.end,
            precision: time.precision.map(Precision::name),
        }
    }
}

/// Three digits are more than any probability here is good for.
fn rounded(probability: f32) -> f64 {
    (f64::from(probability).clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

type Spans = Vec<[usize; 2]>;

#[derive(Serialize)]
struct Success<'a> {
    id: Option<&'a RawValue>,
    onrecord: Maker<'a>,
    #[serde(flatten)]
    page: Option<PageOut<'a>>,
    sentences: Spans,
    parts: Vec<PartOut<'a>>,
    attributions: Vec<AttributionOut<'a>>,
    accusations: Vec<AccusationOut<'a>>,
    outcomes: Vec<OutcomeOut<'a>>,
    dates: Vec<TimeOut<'a>>,
    warnings: Vec<WarningOut>,
}

#[derive(Serialize)]
struct Maker<'a> {
    version: &'a str,
    model: &'a str,
}

#[derive(Serialize)]
struct PageOut<'a> {
    text: &'a str,
    title: Option<&'a str>,
    author: &'a [String],
    date: Option<NaiveDate>,
    outlet: Option<&'a str>,
}

#[derive(Serialize)]
struct PartOut<'a> {
    part: &'a str,
    span: [usize; 2],
}

#[derive(Serialize)]
struct AttributionOut<'a> {
    kind: &'a str,
    source: Spans,
    cue: Spans,
    content: Spans,
    inside: Option<usize>,
    speakers: Vec<SpeakerOut<'a>>,
    claim: Option<ClaimOut<'a>>,
    said_on: Option<DatedOut>,
    event_on: Option<DatedOut>,
    confidence: f64,
}

#[derive(Serialize)]
struct SpeakerOut<'a> {
    name: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'a str,
    known_by: &'a str,
    spans: Spans,
    confidence: f64,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    speaks_for: Option<&'a str>,
    #[serde(flatten)]
    unresolved: Option<Unresolved<'a>>,
}

#[derive(Serialize)]
struct Unresolved<'a> {
    candidates: Vec<CandidateOut<'a>>,
    reason: &'a str,
}

#[derive(Serialize)]
struct CandidateOut<'a> {
    name: &'a str,
    confidence: f64,
}

#[derive(Serialize)]
struct ClaimOut<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    plover: Option<&'a str>,
    plover_mode: Option<&'a str>,
    cameo: Option<&'a str>,
    target: Option<PartyOut<'a>>,
    confidence: f64,
    strength: &'a str,
    negated: bool,
    hedged: bool,
    channel: Option<&'a str>,
}

#[derive(Serialize)]
struct PartyOut<'a> {
    name: Option<&'a str>,
    spans: Spans,
}

#[derive(Serialize)]
struct AccusationOut<'a> {
    accuser: Option<PartyOut<'a>>,
    accused: PartyOut<'a>,
    allegation: Spans,
    cue: Spans,
    attribution: Option<usize>,
    said_on: Option<DatedOut>,
    event_on: Option<DatedOut>,
    denied: bool,
    denial: Option<[usize; 2]>,
    confidence: f64,
}

#[derive(Serialize)]
struct OutcomeOut<'a> {
    who: PartyOut<'a>,
    outcome: &'static str,
    cue: Spans,
    matter: Spans,
    sentence: [usize; 2],
    attribution: Option<usize>,
}

#[derive(Serialize)]
struct DatedOut {
    date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<NaiveDate>,
    precision: &'static str,
    from: &'static str,
    words: Spans,
}

#[derive(Serialize)]
struct TimeOut<'a> {
    spans: Spans,
    value: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    precision: Option<&'a str>,
}

#[derive(Serialize)]
struct WarningOut {
    spans: Spans,
    message: String,
}
