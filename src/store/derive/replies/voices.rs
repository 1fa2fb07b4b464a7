//! For whom a quote speaks beside its speaker: "a spokesman for Lund" for Lund, the head of a company for the company,
//! a company for its head. One article at a time; read off the places of names, no name is compared with another.
//!
//! A name within the words of the source, beside a word such as "spokesman", or within the words of a role ("Ostrand's
//! chief executive") says so.

use crate::speakers::without_offices;
use crate::store::StoreError;
use crate::wording::{all_words, list};
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

static SPOKESMAN_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/spokesman-words.txt")));

static WHERE_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| list(include_str!("../../data/where-words.txt")));

/// Mentions that one role or source may hold; more are no role.
const MOST_NAMES: usize = 4;

/// Derives the voices of all quotes of articles that are new or were read anew.
pub(super) fn derive(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction.execute_batch(
        "DELETE FROM quote_voice WHERE attribution_id IN (
           SELECT q.id FROM stale_article t CROSS JOIN attribution q ON q.article_id = t.article_id)",
    )?;
    let mut statement = transaction.prepare("SELECT article_id FROM stale_article ORDER BY article_id")?;
    let articles: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for article in articles {
        let names = Names::of(transaction, article)?;
        names.insert(transaction, article)?;
    }
    Ok(())
}

/// Whom an article names, and whose role names whom.
struct Names {
    /// Start, end, entity; by start.
    mentions: Vec<(i64, i64, i64)>,
    /// Entity → entities that its roles name, and whether as their spokesman.
    roles: BTreeMap<i64, BTreeSet<(i64, bool)>>,
    /// Entity → entities whose roles name it other than as a spokesman.
    heads: BTreeMap<i64, BTreeSet<i64>>,
    organizations: HashSet<i64>,
}

impl Names {
    fn of(transaction: &Transaction<'_>, article: i64) -> Result<Self, StoreError> {
        let mut statement = transaction.prepare_cached(
            "SELECT m.start_char, m.end_char, m.entity_id FROM entity e JOIN mention m ON m.entity_id = e.id
             WHERE e.article_id = ?1 AND m.known_by IN ('name', 'short_name', 'title') ORDER BY m.start_char, m.end_char",
        )?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let mentions = statement.query_map([article], row)?.collect::<Result<_, _>>()?;
        let mut statement = transaction.prepare_cached(
            "SELECT id FROM entity WHERE article_id = ?1 AND type IN ('organization', 'place', 'group')",
        )?;
        let organizations = statement.query_map([article], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut names = Names { mentions, roles: BTreeMap::new(), heads: BTreeMap::new(), organizations };
        let mut statement = transaction.prepare_cached(
            "SELECT r.entity_id, r.start_char, r.end_char, r.words FROM entity e JOIN entity_role r ON r.entity_id = e.id
             WHERE e.article_id = ?1",
        )?;
        let mut rows = statement.query([article])?;
        while let Some(row) = rows.next()? {
            let (entity, words): (i64, String) = (row.get(0)?, row.get(3)?);
            let speaks = speaks_for_others(&words);
            let (start, end) = (row.get(1)?, row.get(2)?);
            let named = if speaks { names.spoken_for(start, end, &words) } else { names.within(start, end) };
            for named in named.into_iter().filter(|named| *named != entity) {
                names.roles.entry(entity).or_default().insert((named, speaks));
                if !speaks && names.organizations.contains(&named) {
                    names.heads.entry(named).or_default().insert(entity);
                }
            }
        }
        Ok(names)
    }

    /// The entities that are named between two places; none where there are many.
    fn within(&self, start: i64, end: i64) -> Vec<i64> {
        let first = self.mentions.partition_point(|(at, _, _)| *at < start);
        let inside = self.mentions.iter().skip(first).take_while(|(at, _, _)| *at < end);
        let found: Vec<i64> = inside.filter(|(_, last, _)| *last <= end).map(|(_, _, e)| *e).collect();
        if found.len() > MOST_NAMES { Vec::new() } else { found }
    }

    /// The entities that some words name as those who are spoken for: no place where somebody is.
    fn spoken_for(&self, start: i64, end: i64, words: &str) -> Vec<i64> {
        let mut found = self.within(start, end);
        found.retain(|entity| {
            let mut named =
                self.mentions.iter().filter(|(at, last, e)| e == entity && *at >= start && *last <= end);
            named.any(|(at, _, _)| !is_where(words, usize::try_from(at - start).unwrap_or(0)))
        });
        found
    }

    fn insert(&self, transaction: &Transaction<'_>, article: i64) -> Result<(), StoreError> {
        let mut statement = transaction.prepare_cached(
            "SELECT q.id, s.start_char, s.end_char, s.words,
                    (SELECT sp.entity_id FROM attribution_speaker sp WHERE sp.attribution_id = q.id AND sp.place = 0)
             FROM attribution q
             LEFT JOIN attribution_span s ON s.attribution_id = q.id AND s.role = 'source' AND s.piece = 0
             WHERE q.article_id = ?1",
        )?;
        let mut insert = transaction.prepare_cached(
            "INSERT OR IGNORE INTO quote_voice (attribution_id, entity_id, voice) VALUES (?, ?, ?)",
        )?;
        let mut rows = statement.query([article])?;
        while let Some(row) = rows.next()? {
            let quote: i64 = row.get(0)?;
            let speaker: Option<i64> = row.get(4)?;
            let source: Option<(i64, i64, String)> = match row.get::<_, Option<String>>(3)? {
                Some(words) => Some((row.get(1)?, row.get(2)?, words)),
                None => None,
            };
            for (entity, voice) in self.voices(speaker, source.as_ref()) {
                insert.execute(params![quote, entity, voice])?;
            }
        }
        Ok(())
    }

    /// For whom a quote speaks: its speaker, and the place and words of its source.
    fn voices(
        &self,
        speaker: Option<i64>,
        source: Option<&(i64, i64, String)>,
    ) -> BTreeMap<i64, &'static str> {
        let mut voices = BTreeMap::new();
        if let Some(speaker) = speaker {
            for (named, speaks) in self.roles.get(&speaker).into_iter().flatten() {
                if *speaks {
                    voices.insert(*named, "spokesman");
                } else if self.organizations.contains(named) {
                    voices.entry(*named).or_insert("organization");
                }
            }
            for head in self.heads.get(&speaker).into_iter().flatten() {
                voices.entry(*head).or_insert("organization");
            }
        }
        if let Some((start, end, words)) = source.filter(|(_, _, words)| speaks_for_others(words)) {
            for named in
                self.spoken_for(*start, *end, words).into_iter().filter(|named| Some(*named) != speaker)
            {
                voices.insert(named, "spokesman");
            }
        }
        voices
    }
}

fn speaks_for_others(words: &str) -> bool {
    all_words(&without_offices(words)).iter().any(|word| SPOKESMAN_WORDS.contains(word))
}

/// True where the name behind so many characters says where somebody is: "a lawyer in Dakar".
fn is_where(words: &str, characters: usize) -> bool {
    let before: String = words.chars().take(characters).collect();
    all_words(&before).last().is_some_and(|word| WHERE_WORDS.contains(word))
}
