//! Small articles for tests, with their attributions marked in place: `[S Anna Berg] [Q accused] [C Norlund of fraud].`
//!
//! `S`, `Q` and `C` mark source, cue and content; a number ties pieces to an attribution (`[S2 she] [Q2 said]`), none
//! is the first. Names written as `{Anna Berg}` are entities; `{Anna Berg|She}` is a mention of Anna Berg as "She". What
//! stands as `<mayor>` before a name is a role of its bearer.

use super::accusations::{self, Carriers};
use super::reading::Reading;
use super::{Accusation, Claims, find, seen};
use crate::article::Article;
use crate::attribution::{Attribution, Kind};
use crate::span::Span;
use crate::speakers::{Entity, KnownBy, Mention, Speaker, SpeakerType, Speakers};
use crate::text;

/// What the marked-up text says.
pub(super) struct Marked {
    /// The text without its marks.
    pub(super) article: Article,
    /// The attributions.
    pub(super) attributions: Vec<Attribution>,
    /// The entities, each attribution with the first one within its source.
    pub(super) speakers: Speakers,
}

/// Reads a marked-up text.
pub(super) fn marked(markup: &str) -> Marked {
    let mut text = String::new();
    let mut attributions: Vec<Attribution> = Vec::new();
    let mut entities: Vec<Entity> = Vec::new();
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    let mut names: Vec<(Option<String>, usize)> = Vec::new();
    let mut roles: Vec<Span> = Vec::new();
    let mut role_start = 0;
    let mut rest = markup.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '[' => {
                let role = rest.next().unwrap();
                let mut number = 1;
                while let Some(digit) = rest.peek().and_then(|d| d.to_digit(10)) {
                    number = digit as usize;
                    rest.next();
                }
                assert_eq!(rest.next(), Some(' '), "a blank after the role");
                attributions.resize_with(attributions.len().max(number), Attribution::default);
                open.push((role, number - 1, text.len()));
            }
            ']' => {
                let (role, number, start) = open.pop().unwrap();
                let span = Span::new(start, text.len());
                let attribution = &mut attributions[number];
                attribution.confidence = 1.0;
                match role {
                    'S' => attribution.source.push(span),
                    'Q' => attribution.cue.push(span),
                    _ => attribution.content.push(span),
                }
            }
            '{' => {
                let words: String = rest.clone().take_while(|c| *c != '}').collect();
                let name = words.split_once('|').map(|(name, _)| name.to_owned());
                if let Some(name) = &name {
                    for _ in 0..=name.chars().count() {
                        rest.next();
                    }
                }
                names.push((name, text.len()));
            }
            '}' => {
                let (name, start) = names.pop().unwrap();
                let span = Span::new(start, text.len());
                let known_by = if name.is_some() { KnownBy::Pronoun } else { KnownBy::Name };
                let name = name.unwrap_or_else(|| span.of(&text).to_owned());
                let mention = Mention { span, known_by };
                let described = name.starts_with(char::is_lowercase);
                let kind = if described { SpeakerType::Organization } else { SpeakerType::Person };
                let roles = std::mem::take(&mut roles);
                match entities.iter_mut().find(|e| e.name == name) {
                    Some(entity) => {
                        entity.mentions.push(mention);
                        entity.roles.extend(roles);
                    }
                    None => entities.push(Entity {
                        name,
                        kind,
                        gender: None,
                        roles,
                        mentions: vec![mention],
                        speaks_for: None,
                    }),
                }
            }
            '<' => role_start = text.len(),
            '>' => roles.push(Span::new(role_start, text.len())),
            _ => text.push(c),
        }
    }
    for attribution in &mut attributions {
        let quoted = attribution.content.first().is_some_and(|c| c.of(&text).starts_with('“'));
        attribution.kind = if quoted { Kind::Direct } else { Kind::Indirect };
    }
    let of_attribution = attributions.iter().map(|a| speakers_of(a, &entities)).collect();
    let article = Article { text, ..Article::default() };
    Marked { article, attributions, speakers: Speakers { entities, of_attribution } }
}

fn speakers_of(attribution: &Attribution, entities: &[Entity]) -> Vec<Speaker> {
    let mut out = Vec::new();
    for (index, entity) in entities.iter().enumerate() {
        for mention in &entity.mentions {
            if attribution.source.iter().any(|s| s.contains(mention.span)) {
                out.push(Speaker {
                    entity: Some(index),
                    kind: entity.kind,
                    known_by: mention.known_by,
                    spans: vec![mention.span],
                    confidence: 1.0,
                    candidates: Vec::new(),
                    reason: String::new(),
                });
            }
        }
    }
    if out.is_empty() && !attribution.source.is_empty() {
        out.push(Speaker {
            entity: None,
            kind: SpeakerType::Unnamed,
            known_by: KnownBy::Description,
            spans: attribution.source.clone(),
            confidence: 1.0,
            candidates: Vec::new(),
            reason: String::new(),
        });
    }
    out
}

/// The claims of a marked-up text.
pub(super) fn claims(markup: &str) -> Claims {
    let marked = marked(markup);
    find(&text::read(&marked.article), &marked.attributions, &marked.speakers, None)
}

/// The types of a marked-up text's attributions, by name.
pub(super) fn types(markup: &str) -> Vec<&'static str> {
    claims(markup).of_attribution.iter().map(|c| c.kind.name()).collect()
}

/// The types that the word lists alone give a marked-up text's attributions, by name.
pub(super) fn types_by_lists(markup: &str) -> Vec<&'static str> {
    let marked = marked(markup);
    let seen = seen(&text::read(&marked.article), &marked.attributions, &marked.speakers, None);
    seen.iter().map(|s| s.by_lists.name()).collect()
}

/// Compares the [`by_lists`] of marked-up texts with those that they should have.
pub(super) fn check(cases: &[(&str, &[&str])]) {
    for (markup, expected) in cases {
        assert_eq!(by_lists(markup), *expected, "{markup}");
    }
}

/// The accusations of a marked-up text as the word lists find them, before the scorer judges them; as [`accusations`].
pub(super) fn by_lists(markup: &str) -> Vec<String> {
    let marked = marked(markup);
    let document = text::read(&marked.article);
    let reading = Reading::new(&document, &marked.speakers);
    let mut carriers = Carriers::new(&reading, &marked.attributions);
    let kinds: Vec<_> =
        seen(&document, &marked.attributions, &marked.speakers, None).iter().map(|s| s.by_lists).collect();
    let findings = accusations::by_lists(&reading, &mut carriers);
    lines(&marked.article.text, &accusations::rows(&reading, &carriers, findings, &kinds))
}

/// The accusations of a marked-up text, one a line: `accuser > accused: allegation (cue)`, with "+" before an implicit
/// one and "!" after a denied one.
pub(super) fn accusations(markup: &str) -> Vec<String> {
    let marked = marked(markup);
    let claims = find(&text::read(&marked.article), &marked.attributions, &marked.speakers, None);
    lines(&marked.article.text, &claims.accusations)
}

fn lines(text: &str, accusations: &[Accusation]) -> Vec<String> {
    let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
    accusations
        .iter()
        .map(|a| {
            format!(
                "{}{} > {}: {} ({}){}",
                if a.explicit { "" } else { "+ " },
                a.accuser.as_ref().map_or("?", |p| &p.name),
                a.accused.name,
                words(&a.allegation),
                words(&a.cue),
                if a.denied { " !" } else { "" },
            )
        })
        .collect()
}
