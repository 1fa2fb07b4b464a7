//! Articles at one address → versions of one article, of which the newest is shown that is no shorter copy of one before it.

use super::super::{fingerprints, readings, sameness};
use crate::ingest::stands_in;
use crate::store::StoreError;
use crate::store::sameness::Telling;
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// An address that holds other things again and again: with how many of the last an article there is compared.
const MOST_COMPARED: usize = 16;

/// What hides an article: the newest version, its number among those that are hidden, and whether it is a shorter copy.
type Hidden = (i64, i64, bool);

/// One article at an address.
struct At {
    row: i64,
    /// The day that its own readings give; one that it has from another version says nothing of which is the newer.
    day: Option<String>,
    retrieved: Option<String>,
    imported: String,
}

/// Derives the versions at the addresses of the touched articles (`temp.touched_story`); articles that become an older
/// version, or are none any more, must be derived again.
pub(super) fn derive(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let mut statement = transaction.prepare(
        "SELECT DISTINCT f.address FROM temp.touched_story t CROSS JOIN fingerprint f ON f.article_id = t.id
         WHERE f.address IS NOT NULL",
    )?;
    let addresses: Vec<String> =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for address in addresses {
        derive_address(transaction, &address)?;
    }
    // An article whose address has changed (an undone import) belongs to no version there.
    transaction.execute_batch(
        "INSERT OR IGNORE INTO stale_article SELECT v.article_id FROM older_version v
           JOIN fingerprint f ON f.article_id = v.article_id JOIN fingerprint n ON n.article_id = v.newest_id
           WHERE f.address IS NOT n.address;
         DELETE FROM older_version WHERE article_id IN (SELECT v.article_id FROM older_version v
           JOIN fingerprint f ON f.article_id = v.article_id JOIN fingerprint n ON n.article_id = v.newest_id
           WHERE f.address IS NOT n.address);",
    )?;
    Ok(())
}

fn derive_address(transaction: &Transaction<'_>, address: &str) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT a.id, {}, a.retrieved, a.imported FROM fingerprint f
         JOIN article a ON a.id = f.article_id WHERE f.address = ? ORDER BY a.id",
        readings::OWN_DAY
    ))?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(At { row: row.get(0)?, day: row.get(1)?, retrieved: row.get(2)?, imported: row.get(3)? })
    };
    let mut all: Vec<At> = statement.query_map([address], read)?.collect::<rusqlite::Result<_>>()?;
    let mut wanted: BTreeMap<i64, Hidden> = BTreeMap::new();
    if all.len() > 1 {
        in_order(&mut all);
        for group in groups(transaction, all)? {
            let hidden = group.rows.iter().filter(|(row, _)| *row != group.newest);
            let numbered =
                hidden.zip(1..).map(|((row, shorter), number)| (*row, (group.newest, number, *shorter)));
            wanted.extend(numbered);
        }
    }
    let mut statement = transaction.prepare_cached(
        "SELECT v.article_id, v.newest_id, v.number, v.shorter FROM fingerprint f
         JOIN older_version v ON v.article_id = f.article_id WHERE f.address = ?",
    )?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)));
    let there: BTreeMap<i64, Hidden> =
        statement.query_map([address], read)?.collect::<rusqlite::Result<_>>()?;
    if there == wanted {
        return Ok(());
    }
    let mut delete = transaction.prepare_cached("DELETE FROM older_version WHERE article_id = ?")?;
    for row in there.keys() {
        delete.execute([row])?;
    }
    let mut insert = transaction.prepare_cached(
        "INSERT INTO older_version (article_id, newest_id, number, shorter) VALUES (?, ?, ?, ?)",
    )?;
    for (row, (newest, number, shorter)) in &wanted {
        insert.execute(params![row, newest, number, shorter])?;
    }
    let mut touch = transaction.prepare_cached("INSERT OR IGNORE INTO stale_article VALUES (?)")?;
    let changed: BTreeSet<&i64> = there
        .keys()
        .chain(wanted.keys())
        .filter(|row| there.contains_key(row) != wanted.contains_key(row))
        .collect();
    for row in changed {
        touch.execute([row])?;
    }
    Ok(())
}

/// Oldest first: by the day that the pages themselves give and when they were fetched, if all of them say it, else by when they
/// were imported.
fn in_order(all: &mut [At]) {
    let days = all.iter().all(|at| at.day.is_some());
    let fetched = all.iter().all(|at| at.retrieved.is_some());
    let key = |at: &At| {
        let day = if days { at.day.clone() } else { None };
        let retrieved = if fetched { at.retrieved.clone() } else { None };
        (day, retrieved, at.imported.clone(), at.row)
    };
    all.sort_by_cached_key(key);
}

/// Versions of one article, oldest first.
struct Group {
    /// Each, and whether it is a shorter copy of one before it.
    rows: Vec<(i64, bool)>,
    /// The last that is none.
    newest: i64,
    /// Some of those that are none, the last ones.
    tellings: VecDeque<Telling>,
}

/// What is at one address, oldest first; what has nothing to do with each other stays apart.
fn groups(transaction: &Transaction<'_>, all: Vec<At>) -> Result<Vec<Group>, StoreError> {
    let mut groups: Vec<Group> = Vec::new();
    for at in all {
        let article = fingerprints::compared(transaction, at.row)?;
        let telling = Telling::new(article, at.day, stands_in_its_place(transaction, at.row)?);
        let is_version = |group: &&mut Group| {
            let last = group.tellings.back();
            last.is_some_and(|last| sameness::versions_of_one(&last.article, &telling.article))
        };
        match groups.iter_mut().rev().take(MOST_COMPARED).find(is_version) {
            Some(group) => {
                let shorter = group.tellings.iter().any(|fuller| telling.is_shorter_copy_of(fuller));
                group.rows.push((at.row, shorter));
                if !shorter {
                    group.newest = at.row;
                    group.tellings.push_back(telling);
                    if group.tellings.len() > MOST_COMPARED {
                        group.tellings.pop_front();
                    }
                }
            }
            None => groups.push(Group {
                rows: vec![(at.row, false)],
                newest: at.row,
                tellings: VecDeque::from([telling]),
            }),
        }
    }
    Ok(groups)
}

/// Whether an article's reader said that it is a summary, a wall or the like: its warnings are at no place in the text.
fn stands_in_its_place(transaction: &Transaction<'_>, article: i64) -> Result<bool, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT message FROM warning WHERE article_id = ? AND start_char = 0 AND end_char = 0",
    )?;
    let mut messages = statement.query([article])?;
    while let Some(row) = messages.next()? {
        if stands_in(row.get_ref(0)?.as_str().unwrap_or_default()) {
            return Ok(true);
        }
    }
    Ok(false)
}
