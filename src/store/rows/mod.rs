//! What was extracted from one article → rows. Here byte offsets become the file's code points.

mod claims;

use super::names::{Normal, acronym, block_of, normalise};
use super::{StoreError, ids};
use crate::claims::{ClaimType, Party};
use crate::contract::{Offsets, Unit};
use crate::dates::Dated;
use crate::extract::Extraction;
use crate::span::Span;
use crate::speakers::{Entity, KnownBy, Speaker, SpeakerType};
use rusqlite::{Transaction, params};
use std::borrow::Cow;
use std::collections::HashMap;

/// What stands between the pieces of a content in one text.
pub(crate) const BETWEEN_PIECES: &str = " … ";

/// Writes all that was extracted from one article.
pub(super) struct Rows<'t> {
    to: &'t Transaction<'t>,
    article: i64,
    article_id: &'t str,
    text: &'t str,
    chars: Offsets<'t>,
    /// Row numbers of the article's entities and attributions, in their order.
    entities: Vec<i64>,
    attributions: Vec<i64>,
}

impl<'t> Rows<'t> {
    pub(super) fn new(to: &'t Transaction<'t>, article: i64, article_id: &'t str, text: &'t str) -> Self {
        Self {
            to,
            article,
            article_id,
            text,
            chars: Offsets::new(text, Unit::Char),
            entities: Vec::new(),
            attributions: Vec::new(),
        }
    }

    pub(super) fn insert(mut self, extraction: &Extraction) -> Result<(), StoreError> {
        self.structure(extraction)?;
        let sentence_starts: Vec<usize> = extraction.sentences.iter().map(|s| s.start).collect();
        for (number, entity) in extraction.speakers.entities.iter().enumerate() {
            self.entity(number, entity, &sentence_starts)?;
        }
        // Spokesmen and lawyers speak for somebody.
        let whom = extraction.speakers.entities.iter().map(|entity| entity.speaks_for);
        self.tie("UPDATE entity SET speaks_for = ?2 WHERE id = ?1", &self.entities, whom)?;
        let mut seen: HashMap<(usize, usize), usize> = HashMap::new();
        for number in 0..extraction.attributions.len() {
            self.attribution(number, extraction, &mut seen)?;
        }
        let outer = extraction.attributions.iter().map(|attribution| attribution.inside);
        self.tie("UPDATE attribution SET inside_id = ?2 WHERE id = ?1", &self.attributions, outer)?;
        seen.clear();
        for (number, accusation) in extraction.claims.accusations.iter().enumerate() {
            self.accusation(number, accusation, extraction.accusation_dates(number), &mut seen)?;
        }
        for (number, outcome) in extraction.outcomes.iter().enumerate() {
            self.outcome(number, outcome)?;
        }
        self.to
            .prepare_cached("INSERT OR IGNORE INTO stale_article (article_id) VALUES (?)")?
            .execute([self.article])?;
        Ok(())
    }

    /// Sentences, parts, time expressions, warnings.
    fn structure(&self, extraction: &Extraction) -> Result<(), StoreError> {
        let mut insert = self.to.prepare_cached(
            "INSERT OR IGNORE INTO sentence (article_id, start_char, end_char) VALUES (?, ?, ?)",
        )?;
        for span in &extraction.sentences {
            let (start, end) = self.place(*span);
            insert.execute(params![self.article, start, end])?;
        }
        let mut insert = self.to.prepare_cached(
            "INSERT OR IGNORE INTO part (article_id, start_char, end_char, kind) VALUES (?, ?, ?, ?)",
        )?;
        for (span, part) in &extraction.parts {
            let (start, end) = self.place(*span);
            insert.execute(params![self.article, start, end, part.name()])?;
        }
        let mut insert = self.to.prepare_cached(
            "INSERT OR IGNORE INTO time_expression (article_id, start_char, end_char, words, value, type, first_day,
               last_day, precision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        for time in extraction.times.iter().filter(|t| !t.span.of(self.text).is_empty()) {
            let (start, end) = self.place(time.span);
            insert.execute(params![
                self.article,
                start,
                end,
                time.span.of(self.text),
                time.value,
                time.kind.name(),
                time.start.map(|d| d.to_string()),
                time.end.map(|d| d.to_string()),
                time.precision.map(|p| p.name())
            ])?;
        }
        let mut insert = self.to.prepare_cached(
            "INSERT INTO warning (article_id, number, start_char, end_char, message)
             SELECT ?1, coalesce(max(number) + 1, 0), ?2, ?3, ?4 FROM warning WHERE article_id = ?1",
        )?;
        for warning in &extraction.warnings {
            let (start, end) = self.place(warning.span);
            insert.execute(params![self.article, start, end, warning.message])?;
        }
        Ok(())
    }

    fn entity(
        &mut self,
        number: usize,
        entity: &Entity,
        sentence_starts: &[usize],
    ) -> Result<(), StoreError> {
        let Normal { name: normal, block, short, .. } = normalise(&entity.name, entity.kind);
        let everywhere = match entity.kind {
            SpeakerType::Person => !short,
            SpeakerType::Organization | SpeakerType::Place => self.is_named(entity, sentence_starts),
            SpeakerType::Group => self.is_proper(entity, sentence_starts),
            SpeakerType::Document | SpeakerType::Unnamed => false,
        };
        let block = match entity.kind {
            SpeakerType::Person => block,
            // Decisions name an organisation with or without an article: both mean the same block.
            SpeakerType::Organization | SpeakerType::Place => normal.clone(),
            _ => block_of(&normal, everywhere, self.article_id),
        };
        self.to
            .prepare_cached(
                "INSERT INTO entity (article_id, number, name, type, gender, normal, block, everywhere)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.article,
                number,
                entity.name,
                entity.kind.name(),
                entity.gender.map(super::derive::gender_name),
                normal,
                block,
                everywhere
            ])?;
        let row = self.to.last_insert_rowid();
        self.entities.push(row);
        let mut insert = self.to.prepare_cached(
            "INSERT OR IGNORE INTO mention (entity_id, start_char, end_char, known_by, words) VALUES (?, ?, ?, ?, ?)",
        )?;
        for mention in entity.mentions.iter().filter(|m| !m.span.of(self.text).is_empty()) {
            let (start, end) = self.place(mention.span);
            insert.execute(params![row, start, end, mention.known_by.name(), mention.span.of(self.text)])?;
        }
        if entity.kind == SpeakerType::Organization {
            let mut insert = self
                .to
                .prepare_cached("INSERT OR IGNORE INTO entity_acronym (normal, entity_id) VALUES (?, ?)")?;
            let named =
                entity.mentions.iter().filter(|m| matches!(m.known_by, KnownBy::Name | KnownBy::ShortName));
            for letters in named.filter_map(|m| acronym(m.span.of(self.text))).filter(|l| *l != normal) {
                insert.execute(params![letters, row])?;
            }
        }
        let mut insert = self.to.prepare_cached(
            "INSERT OR IGNORE INTO entity_role (entity_id, start_char, end_char, words) VALUES (?, ?, ?, ?)",
        )?;
        for span in entity.roles.iter().filter(|s| !s.of(self.text).is_empty()) {
            let (start, end) = self.place(*span);
            insert.execute(params![row, start, end, span.of(self.text)])?;
        }
        self.to.prepare_cached("INSERT OR IGNORE INTO stale_block (block) VALUES (?)")?.execute([block])?;
        Ok(())
    }

    /// Whether an organisation or place has a name ("Halvex", "the Querl council") and is not just described ("the company",
    /// "the hospital"), which is another one in every article.
    fn is_named(&self, entity: &Entity, sentence_starts: &[usize]) -> bool {
        if entity.mentions.is_empty() {
            return entity.name.chars().any(char::is_uppercase);
        }
        entity.mentions.iter().any(|mention| match mention.known_by {
            KnownBy::Pronoun | KnownBy::Quotation => false,
            KnownBy::Title | KnownBy::Description => {
                let text = mention.span.of(self.text);
                let begins = |at: usize| {
                    text.get(..at)
                        .is_none_or(|before| before.ends_with(char::is_whitespace) || before.is_empty())
                        && sentence_starts.binary_search(&(mention.span.start + at)).is_err()
                };
                text.char_indices().any(|(at, c)| c.is_uppercase() && begins(at))
            }
            KnownBy::Name | KnownBy::ShortName | KnownBy::Byline => true,
        })
    }

    /// Whether a group has a name ("Democrats") and is not just described ("protesters"): it has a capital where no
    /// sentence begins.
    fn is_proper(&self, entity: &Entity, sentence_starts: &[usize]) -> bool {
        entity.mentions.iter().any(|mention| {
            sentence_starts.binary_search(&mention.span.start).is_err()
                && mention.span.of(self.text).chars().next().is_some_and(char::is_uppercase)
        })
    }

    fn attribution(
        &mut self,
        number: usize,
        extraction: &Extraction,
        seen: &mut HashMap<(usize, usize), usize>,
    ) -> Result<(), StoreError> {
        let Some(attribution) = extraction.attributions.get(number) else { return Ok(()) };
        let claim = extraction.claims.of_attribution.get(number);
        let dates = extraction.statement_dates.get(number);
        let (said, event) = (dates.and_then(|d| d.said_on.as_ref()), dates.and_then(|d| d.event_on.as_ref()));
        let whole = attribution.content.iter().copied().reduce(Span::join).unwrap_or_default();
        let (start, end) = self.place(whole);
        let nth = seen.entry((start, end)).or_insert(0);
        let id = ids::quote(self.article_id, start, end, *nth);
        *nth += 1;
        let kind = claim.map_or(ClaimType::Statement, |c| c.kind);
        let target = claim.and_then(|c| c.target.as_ref());
        let manner = claim.map(|c| c.manner.clone()).unwrap_or_default();
        self.to
            .prepare_cached(
                "INSERT INTO attribution (public_id, article_id, number, kind, source, cue, content, start_char,
                   end_char, claim_type, plover, claim_confidence, target, target_entity_id, said_on, said_until,
                   said_precision, said_from, event_on, event_until, event_precision, event_from, confidence,
                   strength, negated, hedged, channel, cameo)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?
            .execute(params![
                id,
                self.article,
                number,
                attribution.kind.name(),
                self.words(&attribution.source),
                self.words(&attribution.cue),
                self.words(&attribution.content),
                start,
                end,
                kind.name(),
                kind.plover(),
                claim.map_or(0.0, |c| probability(c.confidence)),
                target.map(party_name),
                target.and_then(|t| self.party_entity(t)),
                said.map(|d| d.date.to_string()),
                said.map(|d| d.end.to_string()),
                said.map(|d| d.precision.name()),
                said.map(|d| d.from.name()),
                event.map(|d| d.date.to_string()),
                event.map(|d| d.end.to_string()),
                event.map(|d| d.precision.name()),
                event.map(|d| d.from.name()),
                probability(attribution.confidence),
                manner.strength.name(),
                manner.negated,
                manner.hedged,
                manner.channel,
                claim.and_then(|c| c.cameo)
            ])?;
        let row = self.to.last_insert_rowid();
        self.attributions.push(row);
        let dated = |date: Option<&Dated>| date.map(|d| d.words.clone()).unwrap_or_default();
        self.spans("attribution", row, "source", &attribution.source)?;
        self.spans("attribution", row, "cue", &attribution.cue)?;
        self.spans("attribution", row, "content", &attribution.content)?;
        self.spans("attribution", row, "target", target.map_or(&[], |t| t.spans.as_slice()))?;
        self.spans("attribution", row, "said_on", &dated(said))?;
        self.spans("attribution", row, "event_on", &dated(event))?;
        for (place, speaker) in
            extraction.speakers.of_attribution.get(number).into_iter().flatten().enumerate()
        {
            self.speaker(row, place, speaker)?;
        }
        Ok(())
    }

    fn speaker(&self, attribution: i64, place: usize, speaker: &Speaker) -> Result<(), StoreError> {
        let entity = |number: usize| self.entities.get(number).copied();
        self.to
            .prepare_cached(
                "INSERT INTO attribution_speaker (attribution_id, place, entity_id, type, known_by, confidence, reason)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                attribution,
                place,
                speaker.entity.and_then(entity),
                speaker.kind.name(),
                speaker.known_by.name(),
                probability(speaker.confidence),
                speaker.reason
            ])?;
        let mut insert = self.to.prepare_cached(
            "INSERT INTO attribution_speaker_span (attribution_id, place, piece, start_char, end_char, words)
             VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        for (piece, span) in speaker.spans.iter().filter(|s| !s.of(self.text).is_empty()).enumerate() {
            let (start, end) = self.place(*span);
            insert.execute(params![attribution, place, piece, start, end, span.of(self.text)])?;
        }
        let mut insert = self.to.prepare_cached(
            "INSERT INTO attribution_candidate (attribution_id, place, rank, entity_id, confidence)
             VALUES (?, ?, ?, ?, ?)",
        )?;
        for (rank, candidate) in speaker.candidates.iter().enumerate() {
            if let Some(entity) = entity(candidate.entity) {
                insert.execute(params![
                    attribution,
                    place,
                    rank,
                    entity,
                    probability(candidate.confidence)
                ])?;
            }
        }
        Ok(())
    }

    /// Ties rows to others of the same list, now that all have row numbers; none to itself.
    fn tie(
        &self,
        sql: &str,
        rows: &[i64],
        others: impl Iterator<Item = Option<usize>>,
    ) -> Result<(), StoreError> {
        let mut update = self.to.prepare_cached(sql)?;
        for (row, other) in rows.iter().zip(others) {
            if let Some(other) = other.and_then(|i| rows.get(i)).filter(|other| *other != row) {
                update.execute(params![row, other])?;
            }
        }
        Ok(())
    }

    fn party_entity(&self, party: &Party) -> Option<i64> {
        party.entity.and_then(|number| self.entities.get(number).copied())
    }

    fn spans(&self, table: &str, row: i64, role: &str, spans: &[Span]) -> Result<(), StoreError> {
        let sql = match table {
            "attribution" => {
                "INSERT INTO attribution_span (attribution_id, role, piece, start_char, end_char, words)
                 VALUES (?, ?, ?, ?, ?, ?)"
            }
            _ => {
                "INSERT INTO accusation_span (accusation_id, role, piece, start_char, end_char, words)
                 VALUES (?, ?, ?, ?, ?, ?)"
            }
        };
        let mut insert = self.to.prepare_cached(sql)?;
        for (piece, span) in spans.iter().filter(|s| !s.of(self.text).is_empty()).enumerate() {
            let (start, end) = self.place(*span);
            insert.execute(params![row, role, piece, start, end, span.of(self.text)])?;
        }
        Ok(())
    }

    fn place(&self, span: Span) -> (usize, usize) {
        let [start, end] = self.chars.convert(span);
        (start, end)
    }

    fn words(&self, spans: &[Span]) -> String {
        let pieces: Vec<&str> = spans.iter().map(|s| s.of(self.text)).filter(|w| !w.is_empty()).collect();
        pieces.join(BETWEEN_PIECES)
    }
}

/// Not-a-number would be NULL in SQLite.
fn probability(confidence: f32) -> f64 {
    // Four digits say enough, and the same in every program.
    if confidence.is_nan() { 0.0 } else { (f64::from(confidence.clamp(0.0, 1.0)) * 1e4).round() / 1e4 }
}

/// A party's name as it is stored and listed; where nobody can be named, that, and the words.
fn party_name(party: &Party) -> Cow<'_, str> {
    if party.unresolved {
        format!("unknown (“{}”)", party.name).into()
    } else {
        party.name.as_str().into()
    }
}
