//! Near copies and versions → stories: a wire report that ten outlets printed, cut or not, is one.
//!
//! Articles that share a band (see [`crate::store::sameness`]) are compared run by run of words: in each band, in order
//! of day, every article with the first ones that are no near copies of each other. A story is what near copies and
//! versions tie together. It is a function of the set of articles, whatever the order in which they came; only articles
//! that share a band with a touched one, and their stories, are looked at again.

use super::super::{fingerprints, sameness};
use crate::store::StoreError;
use crate::store::sameness::Shingles;
use rusqlite::{Transaction, params};
use std::collections::HashMap;
use std::rc::Rc;

/// In a band that unlike articles share (boilerplate that nobody knows): with how many of them each is compared.
const MOST_COMPARED: usize = 8;

/// Texts that are kept in memory while they are compared.
const MOST_KEPT: usize = 256;

/// Notes which articles are touched, as the temporary table `touched_story`; derives their versions and stories, and
/// notes which articles must be derived again because of it. `all`: everything anew.
pub(super) fn derive(transaction: &Transaction<'_>, all: bool) -> Result<(), StoreError> {
    transaction.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS touched_story (id INTEGER PRIMARY KEY);
         CREATE TEMP TABLE IF NOT EXISTS touched_band (hash INTEGER PRIMARY KEY);
         DELETE FROM touched_story; DELETE FROM touched_band;",
    )?;
    if all {
        fingerprints::rebuild(transaction)?;
        transaction.execute_batch("INSERT INTO touched_story SELECT id FROM article")?;
    } else {
        transaction.execute_batch(
            "INSERT INTO touched_story SELECT article_id FROM stale_article UNION SELECT article_id FROM stale_story",
        )?;
    }
    super::versions::derive(transaction)?;
    let order = widen(transaction)?;
    let mut ties = Ties { order, parents: HashMap::new() };
    ties.tie_versions(transaction)?;
    ties.tie_copies(transaction)?;
    ties.write(transaction)?;
    transaction
        .execute_batch("DELETE FROM stale_story; DELETE FROM touched_story; DELETE FROM touched_band;")?;
    Ok(())
}

/// What orders articles: the day (those without one come last), the version, the public id.
type Key = (bool, Option<String>, i64, String);

/// The version of the article `a`, from 1; a shorter copy comes after all of them.
const VERSION: &str =
    "coalesce((SELECT iif(shorter, 1000000000, 0) + number FROM older_version v WHERE v.article_id = a.id),
   (SELECT max(number) + 1 FROM older_version v WHERE v.newest_id = a.id), 1)";

fn read_key(row: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, Key)> {
    let day: Option<String> = row.get(1)?;
    Ok((row.get(0)?, (day.is_none(), day, row.get(2)?, row.get(3)?)))
}

/// Adds to the touched articles those that share a band or an address with one, and the stories of all of them; gives
/// their order. Notes all their bands.
fn widen(transaction: &Transaction<'_>) -> Result<HashMap<i64, Key>, StoreError> {
    note_bands(transaction)?;
    transaction.execute_batch(
        "INSERT OR IGNORE INTO touched_story
           SELECT b.article_id FROM temp.touched_band t CROSS JOIN fingerprint_band b ON b.hash = t.hash;
         INSERT OR IGNORE INTO touched_story SELECT v.newest_id FROM temp.touched_story t
           CROSS JOIN older_version v ON v.article_id = t.id;
         INSERT OR IGNORE INTO touched_story SELECT v.article_id FROM temp.touched_story t
           CROSS JOIN older_version v ON v.newest_id = t.id;
         INSERT OR IGNORE INTO touched_story SELECT other.article_id FROM temp.touched_story t
           CROSS JOIN story_article s ON s.article_id = t.id CROSS JOIN story_article other ON other.story = s.story;",
    )?;
    note_bands(transaction)?;
    let mut statement = transaction.prepare(&format!(
        "SELECT a.id, a.published, {VERSION}, a.public_id FROM temp.touched_story t CROSS JOIN article a ON a.id = t.id"
    ))?;
    Ok(statement.query_map([], read_key)?.collect::<rusqlite::Result<_>>()?)
}

/// Notes the bands of the touched articles.
fn note_bands(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let mut statement = transaction.prepare("SELECT id FROM temp.touched_story")?;
    let touched: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut insert = transaction.prepare("INSERT OR IGNORE INTO touched_band VALUES (?)")?;
    for article in touched {
        for band in fingerprints::bands(transaction, article)? {
            insert.execute([band])?;
        }
    }
    Ok(())
}

/// Which of the touched articles belong together.
struct Ties {
    order: HashMap<i64, Key>,
    parents: HashMap<i64, i64>,
}

impl Ties {
    fn root(&mut self, mut at: i64) -> i64 {
        while let Some(parent) = self.parents.get(&at).copied() {
            if let Some(above) = self.parents.get(&parent).copied() {
                // Halve the way for the next who asks.
                self.parents.insert(at, above);
            }
            at = parent;
        }
        at
    }

    /// The root is the first of both, by day.
    fn tie(&mut self, one: i64, other: i64) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            let one_first = self.order.get(&one) < self.order.get(&other);
            let (first, second) = if one_first { (one, other) } else { (other, one) };
            self.parents.insert(second, first);
        }
    }

    fn tie_versions(&mut self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        let mut statement = transaction.prepare(
            "SELECT v.article_id, v.newest_id FROM temp.touched_story t CROSS JOIN older_version v ON v.article_id = t.id",
        )?;
        let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for pair in pairs.collect::<rusqlite::Result<Vec<(i64, i64)>>>()? {
            self.tie(pair.0, pair.1);
        }
        Ok(())
    }

    fn tie_copies(&mut self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        let mut statement = transaction.prepare(
            "SELECT b.hash, b.article_id FROM temp.touched_band t CROSS JOIN fingerprint_band b ON b.hash = t.hash
             ORDER BY b.hash",
        )?;
        let mut rows = statement.query([])?;
        let mut compared = Compared { transaction, texts: HashMap::new(), alike: HashMap::new() };
        let (mut hash, mut band): (Option<i64>, Vec<i64>) = (None, Vec::new());
        while let Some(row) = rows.next()? {
            let next = Some(row.get(0)?);
            if next != hash {
                self.tie_band(&mut band, &mut compared)?;
                hash = next;
            }
            band.push(row.get(1)?);
        }
        self.tie_band(&mut band, &mut compared)
    }

    /// Ties the near copies of one band, and empties it.
    fn tie_band(&mut self, band: &mut Vec<i64>, compared: &mut Compared<'_>) -> Result<(), StoreError> {
        if band.len() > 1 {
            for row in band.iter() {
                if !self.order.contains_key(row) {
                    let key = compared.key(*row)?;
                    self.order.insert(*row, key);
                }
            }
            band.sort_by(|a, b| self.order.get(a).cmp(&self.order.get(b)));
            let mut firsts: Vec<i64> = Vec::new();
            'articles: for row in band.iter() {
                for first in &firsts {
                    if compared.are_alike(*first, *row)? {
                        self.tie(*first, *row);
                        continue 'articles;
                    }
                }
                if firsts.len() < MOST_COMPARED {
                    firsts.push(*row);
                }
            }
        }
        band.clear();
        Ok(())
    }

    /// Writes the stories of the touched articles; where one has changed, its article must be derived again.
    fn write(mut self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        let mut statement = transaction.prepare(
            "SELECT t.id, s.story, s.relation, EXISTS (SELECT 1 FROM older_version v
                                                       WHERE v.newest_id = t.id OR v.article_id = t.id AND (v.number > 1 OR v.shorter))
             FROM temp.touched_story t LEFT JOIN story_article s ON s.article_id = t.id ORDER BY t.id",
        )?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        type Row = (i64, Option<String>, Option<String>, bool);
        let rows: Vec<Row> = statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?;
        let mut write = transaction.prepare(
            "INSERT INTO story_article (article_id, story, relation) VALUES (?1, ?2, ?3)
             ON CONFLICT (article_id) DO UPDATE SET story = ?2, relation = ?3",
        )?;
        let mut touch = transaction.prepare("INSERT OR IGNORE INTO stale_article VALUES (?)")?;
        for (row, old_story, old_relation, is_later_version) in rows {
            let root = self.root(row);
            let story = self.order.get(&root).map(|(_, _, _, id)| id.clone()).unwrap_or_default();
            let relation = match (row == root, is_later_version) {
                (true, _) => "first",
                (_, true) => "version",
                (_, false) => "copy",
            };
            if old_story.as_ref() != Some(&story) {
                touch.execute([row])?;
            }
            if old_story.as_ref() != Some(&story) || old_relation.as_deref() != Some(relation) {
                write.execute(params![row, story, relation])?;
            }
        }
        Ok(())
    }
}

/// The texts that are compared, and what came of it.
struct Compared<'t> {
    transaction: &'t Transaction<'t>,
    texts: HashMap<i64, Rc<Shingles>>,
    alike: HashMap<(i64, i64), bool>,
}

impl Compared<'_> {
    fn key(&self, row: i64) -> Result<Key, StoreError> {
        let (_, key) = self
            .transaction
            .prepare_cached(&format!(
                "SELECT a.id, a.published, {VERSION}, a.public_id FROM article a WHERE a.id = ?"
            ))?
            .query_row([row], read_key)?;
        Ok(key)
    }

    fn shingles(&mut self, row: i64) -> Result<Rc<Shingles>, StoreError> {
        if let Some(there) = self.texts.get(&row) {
            return Ok(Rc::clone(there));
        }
        if self.texts.len() >= MOST_KEPT {
            self.texts.clear();
        }
        let article = fingerprints::compared(self.transaction, row)?;
        let shingles = Rc::new(Shingles::of(&article.text).sorted());
        self.texts.insert(row, Rc::clone(&shingles));
        Ok(shingles)
    }

    fn are_alike(&mut self, one: i64, other: i64) -> Result<bool, StoreError> {
        if let Some(known) = self.alike.get(&(one, other)) {
            return Ok(*known);
        }
        let (first, second) = (self.shingles(one)?, self.shingles(other)?);
        let alike = sameness::are_near_copies(&first, &second);
        self.alike.insert((one, other), alike);
        Ok(alike)
    }
}
