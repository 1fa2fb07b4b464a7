//! Accusations and legal outcomes → rows.

use super::{Rows, party_name, probability};
use crate::claims::Accusation;
use crate::dates::StatementDates;
use crate::outcomes::Outcome;
use crate::span::Span;
use crate::store::{StoreError, ids};
use rusqlite::params;
use std::collections::HashMap;

impl Rows<'_> {
    /// `seen` counts the accusations at each place.
    pub(super) fn accusation(
        &self,
        number: usize,
        accusation: &Accusation,
        dates: Option<&StatementDates>,
        seen: &mut HashMap<(usize, usize), usize>,
    ) -> Result<(), StoreError> {
        let accuser = accusation.accuser.as_ref();
        let place = self.place(hull(accusation));
        let nth = seen.entry(place).and_modify(|nth| *nth += 1).or_insert(0);
        let said = dates.and_then(|dates| dates.said_on.as_ref());
        let event = dates.and_then(|dates| dates.event_on.as_ref());
        self.to
            .prepare_cached(
                "INSERT INTO accusation (article_id, number, attribution_id, accuser, accuser_entity_id, accused,
                   accused_entity_id, allegation, cue, explicit, denied, confidence, public_id, start_char, end_char,
                   denial, said_on, said_until, said_precision, said_from, event_on, event_until, event_precision,
                   event_from)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.article,
                number,
                accusation.attribution.and_then(|i| self.attributions.get(i)),
                accuser.map(party_name),
                accuser.and_then(|a| self.party_entity(a)),
                party_name(&accusation.accused),
                self.party_entity(&accusation.accused),
                self.words(&accusation.allegation),
                self.words(&accusation.cue),
                accusation.explicit,
                accusation.denied,
                probability(accusation.confidence),
                ids::accusation(self.article_id, place.0, place.1, *nth),
                place.0,
                place.1,
                accusation.denial.map(|denial| denial.of(self.text)),
                said.map(|d| d.date.to_string()),
                said.map(|d| d.end.to_string()),
                said.map(|d| d.precision.name()),
                said.map(|d| d.from.name()),
                event.map(|d| d.date.to_string()),
                event.map(|d| d.end.to_string()),
                event.map(|d| d.precision.name()),
                event.map(|d| d.from.name())
            ])?;
        let row = self.to.last_insert_rowid();
        self.spans("accusation", row, "accuser", accuser.map_or(&[], |a| a.spans.as_slice()))?;
        self.spans("accusation", row, "accused", &accusation.accused.spans)?;
        self.spans("accusation", row, "allegation", &accusation.allegation)?;
        self.spans("accusation", row, "cue", &accusation.cue)?;
        self.spans("accusation", row, "denial", accusation.denial.as_slice())?;
        self.spans("accusation", row, "said_on", said.map_or(&[], |d| d.words.as_slice()))?;
        self.spans("accusation", row, "event_on", event.map_or(&[], |d| d.words.as_slice()))
    }

    pub(super) fn outcome(&self, number: usize, outcome: &Outcome) -> Result<(), StoreError> {
        let (start, end) = self.place(outcome.sentence);
        self.to
            .prepare_cached(
                "INSERT INTO legal_outcome (article_id, number, entity_id, who, outcome, cue, matter, words, start_char,
                   end_char, attribution_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.article,
                number,
                outcome.entity.and_then(|entity| self.entities.get(entity)),
                outcome.who.of(self.text),
                outcome.kind,
                outcome.cue.of(self.text),
                outcome.matter.map(|matter| matter.of(self.text)),
                outcome.sentence.of(self.text),
                start,
                end,
                outcome.attribution.and_then(|i| self.attributions.get(i))
            ])?;
        Ok(())
    }
}

/// From the first of cue and allegation to the last.
fn hull(accusation: &Accusation) -> Span {
    let pieces = || accusation.cue.iter().chain(&accusation.allegation);
    let start = pieces().map(|piece| piece.start).min().unwrap_or(0);
    Span::new(start, pieces().map(|piece| piece.end).max().unwrap_or(start))
}
