//! Decisions of people: corrections that every later derivation reads. [`Store::derive`] must follow.

use super::derive::speaker_type;
use super::names::normalise;
use super::{Store, StoreError};
use rusqlite::params;

/// A speaker as a decision names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerName {
    /// As the database shows it.
    pub name: String,
    /// person, organization, place, group, document, unnamed.
    pub kind: String,
    /// The public id of the only article in which it is known, for a speaker of one article.
    pub article: Option<String>,
}

/// A quote as a decision names it: its article and its place, in code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The article's public id.
    pub article: String,
    /// Where the content begins.
    pub start_char: i64,
    /// Where it ends, exclusive.
    pub end_char: i64,
    /// Which of several quotes with that same content, from 0.
    pub nth: i64,
}

/// The columns of a decision that its action uses.
#[derive(Default)]
struct Row<'a> {
    action: &'static str,
    place: Option<&'a Place>,
    speaker: Option<&'a SpeakerName>,
    other: Option<&'a SpeakerName>,
    value: Option<&'a str>,
}

impl Store {
    /// How a decision names a speaker, by its whole public id.
    pub fn speaker_name(&self, id: &str) -> Result<SpeakerName, StoreError> {
        let found = self.connection.query_row(
            "SELECT s.name, s.type, a.public_id, s.normal FROM speaker s LEFT JOIN article a ON a.id = s.article_id
             WHERE s.public_id = ?",
            [id],
            |row| {
                let (name, kind): (String, String) = (row.get(0)?, row.get(1)?);
                let normal: String = row.get(3)?;
                // A speaker that is shown under another name is still known by that of the articles.
                let renamed = normalise(&name, speaker_type(&kind)).name != normal;
                Ok(SpeakerName { name: if renamed { normal } else { name }, kind, article: row.get(2)? })
            },
        );
        found.map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => StoreError::UnknownId(id.to_owned()),
            other => other.into(),
        })
    }

    /// How a decision names a quote, by its whole public id.
    pub fn place(&self, id: &str) -> Result<Place, StoreError> {
        let found = self.connection.query_row(
            "SELECT a.public_id, q.start_char, q.end_char,
                    (SELECT count(*) FROM attribution o WHERE o.article_id = q.article_id AND o.number < q.number
                       AND o.start_char = q.start_char AND o.end_char = q.end_char)
             FROM attribution q JOIN article a ON a.id = q.article_id WHERE q.public_id = ?",
            [id],
            |row| Ok(Place { article: row.get(0)?, start_char: row.get(1)?, end_char: row.get(2)?, nth: row.get(3)? }),
        );
        found.map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => StoreError::UnknownId(id.to_owned()),
            other => other.into(),
        })
    }

    /// `one` is `other`: one speaker, listed as `other`. Of the two, `other` must be known by a name; where it is
    /// not, they change places.
    pub fn merge(&self, one: &SpeakerName, other: &SpeakerName, now: &str) -> Result<(), StoreError> {
        let (one, other) = match (&one.article, &other.article) {
            (_, None) => (one, other),
            (None, Some(_)) => (other, one),
            (Some(_), Some(_)) => {
                return Err(StoreError::Decision(format!(
                    "neither \"{}\" nor \"{}\" is a full name that could stand for both",
                    one.name, other.name
                )));
            }
        };
        self.decide(&Row { action: "merge", speaker: Some(one), other: Some(other), ..Row::default() }, now)
    }

    /// `one` is not `other`: takes back a merge, and keeps a surname from being taken for that person.
    pub fn split(&self, one: &SpeakerName, other: &SpeakerName, now: &str) -> Result<(), StoreError> {
        self.decide(&Row { action: "split", speaker: Some(one), other: Some(other), ..Row::default() }, now)
    }

    /// Shows a speaker under another name.
    pub fn rename(&self, speaker: &SpeakerName, name: &str, now: &str) -> Result<(), StoreError> {
        self.decide(
            &Row { action: "rename", speaker: Some(speaker), value: Some(name), ..Row::default() },
            now,
        )
    }

    /// The quote is right.
    pub fn confirm(&self, place: &Place, now: &str) -> Result<(), StoreError> {
        self.decide(&Row { action: "confirm", place: Some(place), ..Row::default() }, now)
    }

    /// There is no quote at this place.
    pub fn reject(&self, place: &Place, now: &str) -> Result<(), StoreError> {
        self.decide(&Row { action: "reject", place: Some(place), ..Row::default() }, now)
    }

    /// The quote is by this speaker.
    pub fn set_speaker(&self, place: &Place, speaker: &SpeakerName, now: &str) -> Result<(), StoreError> {
        self.decide(
            &Row { action: "speaker", place: Some(place), speaker: Some(speaker), ..Row::default() },
            now,
        )
    }

    /// The quote is of this type.
    pub fn set_claim_type(&self, place: &Place, kind: &str, now: &str) -> Result<(), StoreError> {
        self.decide(
            &Row { action: "claim_type", place: Some(place), value: Some(kind), ..Row::default() },
            now,
        )
    }

    fn decide(&self, row: &Row<'_>, now: &str) -> Result<(), StoreError> {
        let article = row.place.map(|p| &p.article).or(row.speaker.and_then(|s| s.article.as_ref()));
        self.connection.execute(
            "INSERT INTO decision (made, action, article, start_char, end_char, nth, name, type, other_name, other_type,
               value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                now,
                row.action,
                article,
                row.place.map(|p| p.start_char),
                row.place.map(|p| p.end_char),
                row.place.map(|p| p.nth),
                row.speaker.map(|s| &s.name),
                row.speaker.map(|s| &s.kind),
                row.other.map(|s| &s.name),
                row.other.map(|s| &s.kind),
                row.value
            ],
        )?;
        Ok(())
    }
}
