//! The decisions as derivation needs them. Of two on the same thing the later one wins.

use super::speaker_type;
use crate::store::ids;
use crate::store::names::{block_of, normalise};
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// All decisions.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    /// The id of the last one; 0 where there are none.
    pub(super) last: i64,
    /// Blocks that merges and splits have tied together, both ways.
    pub(super) tied: BTreeMap<String, BTreeSet<String>>,
    /// On places in articles, in the order in which they were taken.
    pub(super) places: Vec<PlaceDecision>,
    merges: HashMap<String, Named>,
    kept_apart: HashSet<(String, String)>,
    renames: HashMap<String, String>,
    since: Vec<(i64, Vec<String>, Option<String>)>,
    names: HashMap<String, String>,
}

/// A speaker as a decision names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) id: String,
    name: String,
    pub(super) kind: String,
    pub(super) normal: String,
    pub(super) block: String,
    /// For a speaker of one article only: the article's public id.
    pub(super) article: Option<String>,
}

impl Named {
    fn new(name: &str, kind: Option<&str>, article: Option<String>) -> Self {
        let kind = kind.unwrap_or("person").to_owned();
        let normal = normalise(name, speaker_type(&kind));
        let id = ids::speaker(&normal.name, &kind, article.as_deref());
        let block = match &article {
            Some(article) if kind != "person" => block_of(&normal.name, false, article),
            _ => normal.block,
        };
        Self { id, name: name.to_owned(), kind, normal: normal.name, block, article }
    }
}

/// A decision on the quote at a place.
#[derive(Debug)]
pub(super) struct PlaceDecision {
    pub(super) id: i64,
    pub(super) article: String,
    pub(super) start_char: i64,
    pub(super) end_char: i64,
    pub(super) nth: i64,
    pub(super) what: Correction,
}

/// What was decided about a quote.
#[derive(Debug)]
pub(super) enum Correction {
    Confirm,
    Reject,
    Speaker(Named),
    ClaimType(String),
}

impl Decisions {
    pub(super) fn load(connection: &Connection) -> rusqlite::Result<Self> {
        let mut decisions = Self::default();
        let mut statement = connection.prepare(
            "SELECT id, action, article, start_char, end_char, nth, name, type, other_name, other_type, value
             FROM decision ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            decisions.take(row)?;
        }
        Ok(decisions)
    }

    fn take(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        let id: i64 = row.get(0)?;
        let action: String = row.get(1)?;
        let article: Option<String> = row.get(2)?;
        let (name, kind): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
        let (other, other_kind): (Option<String>, Option<String>) = (row.get(8)?, row.get(9)?);
        let value: Option<String> = row.get(10)?;
        let on_names = matches!(action.as_str(), "merge" | "split" | "rename");
        let speaker = name.map(|n| Named::new(&n, kind.as_deref(), article.clone().filter(|_| on_names)));
        let other = other.map(|n| Named::new(&n, other_kind.as_deref().or(kind.as_deref()), None));
        let blocks = speaker.iter().chain(&other).map(|s| s.block.clone()).collect();
        for named in speaker.iter().chain(&other) {
            self.names.insert(named.id.clone(), named.name.clone());
        }
        self.last = id;
        self.since.push((id, blocks, article.clone()));
        if let (true, Some(speaker)) = (on_names, &speaker) {
            self.take_names(&action, speaker, other, value);
            return Ok(());
        }
        let what = match (action.as_str(), speaker, value) {
            ("confirm", _, _) => Correction::Confirm,
            ("reject", _, _) => Correction::Reject,
            ("speaker", Some(speaker), _) => Correction::Speaker(speaker),
            ("claim_type", _, Some(kind)) => Correction::ClaimType(kind),
            // A row that somebody wrote by hand and that says nothing.
            _ => return Ok(()),
        };
        if let (Some(article), Some(start_char), Some(end_char)) = (article, row.get(3)?, row.get(4)?) {
            let nth = row.get::<_, Option<i64>>(5)?.unwrap_or(0);
            self.places.push(PlaceDecision { id, article, start_char, end_char, nth, what });
        }
        Ok(())
    }

    fn take_names(&mut self, action: &str, speaker: &Named, other: Option<Named>, value: Option<String>) {
        if let Some(other) = &other {
            self.tied.entry(speaker.block.clone()).or_default().insert(other.block.clone());
            self.tied.entry(other.block.clone()).or_default().insert(speaker.block.clone());
        }
        match (action, other, value) {
            ("merge", Some(other), _) if other.id != speaker.id => {
                self.kept_apart.remove(&(speaker.id.clone(), other.id.clone()));
                self.open_ring(&speaker.id, &other.id);
                self.merges.insert(speaker.id.clone(), other);
            }
            ("split", Some(other), _) => {
                if self.merges.get(&speaker.id).is_some_and(|m| m.id == other.id) {
                    self.merges.remove(&speaker.id);
                }
                self.kept_apart.insert((speaker.id.clone(), other.id));
            }
            ("rename", _, Some(name)) => {
                self.renames.insert(speaker.id.clone(), name);
            }
            _ => {}
        }
    }

    /// Takes back the merge that would make the new one `from` → `to` lead back to `from`.
    fn open_ring(&mut self, from: &str, to: &str) {
        let mut at = to.to_owned();
        while let Some(next) = self.merges.get(&at).map(|m| m.id.clone()) {
            if next == from {
                self.merges.remove(&at);
                return;
            }
            at = next;
        }
    }

    /// The speaker that the one with this id is, by decision. `general` is the id without the article, for decisions
    /// on a name wherever it occurs.
    pub(super) fn merged(&self, id: &str, general: &str) -> Option<&Named> {
        let mut named = self.merges.get(id).or_else(|| self.merges.get(general))?;
        while let Some(next) = self.merges.get(&named.id) {
            named = next;
        }
        Some(named)
    }

    /// Whether somebody said that the first is not the second.
    pub(super) fn keeps_apart(&self, id: &str, general: &str, other: &str) -> bool {
        [id, general].iter().any(|id| self.kept_apart.contains(&((*id).to_owned(), other.to_owned())))
    }

    /// The name that the last decision on a speaker used for it, whatever the order in which they are applied.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// The name to show.
    pub(super) fn renamed(&self, id: &str, general: &str) -> Option<&str> {
        self.renames.get(id).or_else(|| self.renames.get(general)).map(String::as_str)
    }

    /// Blocks of the names in decisions after the one with the given id.
    pub(super) fn blocks_since(&self, last: i64) -> impl Iterator<Item = &str> {
        let new = self.since.iter().filter(move |(id, _, _)| *id > last);
        new.flat_map(|(_, blocks, _)| blocks.iter().map(String::as_str))
    }

    /// The articles and speakers of decisions that give a quote a speaker.
    pub(super) fn given_speakers(&self) -> impl Iterator<Item = (&str, &Named)> {
        self.places.iter().filter_map(|p| match &p.what {
            Correction::Speaker(speaker) => Some((p.article.as_str(), speaker)),
            _ => None,
        })
    }

    /// Articles of decisions after the one with the given id.
    pub(super) fn articles_since(&self, last: i64) -> impl Iterator<Item = &str> {
        self.since
            .iter()
            .filter(move |(id, _, _)| *id > last)
            .filter_map(|(_, _, article)| article.as_deref())
    }
}
