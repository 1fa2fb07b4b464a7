//! Articles at one address → versions of one article, of which the newest is shown.

use super::super::{fingerprints, readings, sameness};
use crate::article::Article;
use crate::store::StoreError;
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, BTreeSet};

/// An address that holds other things again and again: with how many of the last an article there is compared.
const MOST_COMPARED: usize = 16;

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
    let mut wanted: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    if all.len() > 1 {
        in_order(&mut all);
        for group in groups(transaction, &all)? {
            let Some((newest, older)) = group.split_last() else { continue };
            wanted.extend(older.iter().zip(1..).map(|(row, number)| (*row, (*newest, number))));
        }
    }
    let mut statement = transaction.prepare_cached(
        "SELECT v.article_id, v.newest_id, v.number FROM fingerprint f JOIN older_version v ON v.article_id = f.article_id
         WHERE f.address = ?",
    )?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    let there: BTreeMap<i64, (i64, i64)> =
        statement.query_map([address], read)?.collect::<rusqlite::Result<_>>()?;
    if there == wanted {
        return Ok(());
    }
    let mut delete = transaction.prepare_cached("DELETE FROM older_version WHERE article_id = ?")?;
    for row in there.keys() {
        delete.execute([row])?;
    }
    let mut insert = transaction
        .prepare_cached("INSERT INTO older_version (article_id, newest_id, number) VALUES (?, ?, ?)")?;
    for (row, (newest, number)) in &wanted {
        insert.execute(params![row, newest, number])?;
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

/// Versions of one article, oldest first; what has nothing to do with each other stays apart.
fn groups(transaction: &Transaction<'_>, all: &[At]) -> Result<Vec<Vec<i64>>, StoreError> {
    let mut groups: Vec<(Article, Vec<i64>)> = Vec::new();
    for at in all {
        let article = fingerprints::compared(transaction, at.row)?;
        let mut recent = groups.iter_mut().rev().take(MOST_COMPARED);
        match recent.find(|(last, _)| sameness::versions_of_one(last, &article)) {
            Some((last, rows)) => {
                *last = article;
                rows.push(at.row);
            }
            None => groups.push((article, vec![at.row])),
        }
    }
    Ok(groups.into_iter().map(|(_, rows)| rows).collect())
}
