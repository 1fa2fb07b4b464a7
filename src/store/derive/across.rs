//! Persons who may be one though their names stand in different blocks: the family name first or last ("Wang Xiaoming",
//! "Xiaoming Wang"), a second surname more ("María Fernández Ortuño"). Articles must give both the same role. They are only
//! ever suggested.

use super::decisions::Decisions;
use crate::speakers::Gender;
use crate::store::identity::{Bearer, in_other_order, other_orders};
use crate::store::{StoreError, ids};
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, BTreeSet};

/// Suggests pairs of which one stands in a touched block.
pub(super) fn suggest(transaction: &Transaction<'_>, decisions: &Decisions) -> Result<(), StoreError> {
    let mut touched = transaction.prepare(
        "SELECT s.id FROM touched_block t CROSS JOIN speaker s ON s.block = t.block
         WHERE s.type = 'person' AND s.article_id IS NULL",
    )?;
    let touched: Vec<i64> = touched.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut found: BTreeMap<(String, String), (f64, String)> = BTreeMap::new();
    for row in touched {
        let others = like(transaction, row)?;
        if others.is_empty() {
            continue;
        }
        let one = Person::read(transaction, row)?;
        for other in others {
            let other = Person::read(transaction, other)?;
            let Some(sign) = in_other_order(&one.bearer, &other.bearer) else { continue };
            if !one.is_kept_apart(&other, decisions) && !one.is_beside(&other, transaction)? {
                let (first, second) =
                    if one.rank() <= other.rank() { (&one, &other) } else { (&other, &one) };
                found.insert((first.id.clone(), second.id.clone()), sign);
            }
        }
    }
    let mut insert = transaction.prepare_cached(
        "INSERT INTO suggestion (one_id, other_id, confidence, reason)
         SELECT one.id, other.id, ?3, ?4 FROM speaker one, speaker other
         WHERE one.public_id = ?1 AND other.public_id = ?2
           AND NOT EXISTS (SELECT 1 FROM suggestion s WHERE s.one_id = other.id AND s.other_id = one.id)
         ON CONFLICT DO NOTHING",
    )?;
    for ((one, other), (confidence, reason)) in found {
        insert.execute(params![one, other, (confidence * 1e4).round() / 1e4, reason])?;
    }
    Ok(())
}

/// The persons one of whose names is one of this person's in another order, or one surname longer or shorter.
fn like(transaction: &Transaction<'_>, row: i64) -> Result<BTreeSet<i64>, StoreError> {
    let mut names = transaction.prepare_cached(
        "SELECT normal FROM alias WHERE speaker_id = ?1 AND mentions > 0 AND instr(normal, ' ') > 0
         UNION SELECT normal FROM speaker WHERE id = ?1 AND instr(normal, ' ') > 0",
    )?;
    let mut same = transaction.prepare_cached(
        "SELECT s.id FROM speaker s WHERE s.id IN (SELECT speaker_id FROM alias WHERE normal = ?1 AND mentions > 0
           UNION SELECT id FROM speaker WHERE normal = ?1)
           AND s.id != ?2 AND s.type = 'person' AND s.article_id IS NULL",
    )?;
    // '!' comes after the space.
    let mut longer = transaction.prepare_cached(
        "SELECT s.id, n.normal FROM (SELECT speaker_id, normal FROM alias
                                     WHERE normal > ?1 || ' ' AND normal < ?1 || '!' AND mentions > 0
           UNION SELECT id, normal FROM speaker WHERE normal > ?1 || ' ' AND normal < ?1 || '!') n
         JOIN speaker s ON s.id = n.speaker_id
         WHERE s.id != ?2 AND s.type = 'person' AND s.article_id IS NULL",
    )?;
    let names: Vec<String> =
        names.query_map([row], |found| found.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut others = BTreeSet::new();
    for name in names {
        for other in other_orders(&name) {
            for found in same.query_map(params![other, row], |found| found.get(0))? {
                others.insert(found?);
            }
        }
        let mut found = longer.query(params![name, row])?;
        while let Some(found) = found.next()? {
            if other_orders(found.get_ref(1)?.as_str().unwrap_or("")).contains(&name) {
                others.insert(found.get(0)?);
            }
        }
    }
    Ok(others)
}

/// A speaker, as far as it is compared.
struct Person {
    row: i64,
    id: String,
    articles: i64,
    /// An article that has this one, where several people have that name.
    home: Option<String>,
    bearer: Bearer,
}

impl Person {
    fn read(transaction: &Transaction<'_>, row: i64) -> Result<Self, StoreError> {
        let mut roles = transaction
            .prepare_cached("SELECT words FROM speaker_role WHERE speaker_id = ? ORDER BY words")?;
        let roles = roles.query_map([row], |found| found.get(0))?.collect::<rusqlite::Result<_>>()?;
        let person = transaction
            .prepare_cached("SELECT public_id, articles, home, normal, gender FROM speaker WHERE id = ?")?
            .query_row([row], |found| {
                let gender = match found.get_ref(4)?.as_str_or_null()? {
                    Some("masculine") => Some(Gender::Masculine),
                    Some("feminine") => Some(Gender::Feminine),
                    _ => None,
                };
                Ok(Person {
                    row,
                    id: found.get(0)?,
                    articles: found.get(1)?,
                    home: found.get(2)?,
                    bearer: Bearer { normal: found.get(3)?, gender, roles, ..Bearer::default() },
                })
            })?;
        Ok(person)
    }

    /// Most articles first.
    fn rank(&self) -> (i64, &str) {
        (-self.articles, &self.id)
    }

    /// The ids under which a decision may name it.
    fn ids(&self) -> [String; 2] {
        [self.id.clone(), ids::speaker(&self.bearer.normal, "person", self.home.as_deref())]
    }

    fn is_kept_apart(&self, other: &Person, decisions: &Decisions) -> bool {
        let [id, home] = self.ids();
        decisions.merges.keeps_anything_apart()
            && other.ids().iter().any(|other| decisions.merges.keeps_apart(&id, &home, other))
    }

    /// Whether one article knows both, and so that they are two.
    fn is_beside(&self, other: &Person, transaction: &Transaction<'_>) -> Result<bool, StoreError> {
        let mut both = transaction.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM entity_speaker x JOIN entity e ON e.id = x.entity_id
               JOIN entity f ON f.article_id = e.article_id JOIN entity_speaker y ON y.entity_id = f.id
               WHERE x.speaker_id = ?1 AND y.speaker_id = ?2)",
        )?;
        Ok(both.query_row([self.row, other.row], |row| row.get(0))?)
    }
}
