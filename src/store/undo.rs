//! Undoing an import: all that it brought leaves the database again, and nothing else does.

use super::join::join;
use super::readings::{self, Said};
use super::remove::{remove_article, rename};
use super::{Store, StoreError, fingerprints, ids, originals};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet};

/// What undoing an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Articles that were removed.
    pub articles: u64,
    /// Their quotes.
    pub quotes: u64,
    /// Their accusations.
    pub accusations: u64,
    /// Notes of copies ("also in") that were removed from articles which stay.
    pub copies: u64,
    /// Articles that stay because another import brought the same text; what it said of them holds from now on. Where that
    /// is something else, they must be read again ([`Store::unread_articles`]).
    pub kept: u64,
}

impl Store {
    /// Takes back the import with this number: its articles with all that was read out of them, its notes of copies, and
    /// what others gained from it.
    /// Decisions stay, as with [`Store::remove`]; so does the record of the run, marked with `now`. All of it or
    /// nothing. [`Store::derive`] must follow, after [`Store::unread_articles`] are replaced.
    pub fn undo_import(&mut self, run: i64, now: &str) -> Result<Undone, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let undone: Option<Option<String>> = transaction
            .query_row("SELECT undone FROM import_run WHERE id = ?", [run], |row| row.get(0))
            .optional()?;
        match undone {
            None => return Err(StoreError::UnknownImport(run)),
            Some(Some(when)) => return Err(StoreError::Undone { run, when }),
            Some(None) => {}
        }
        // By their addresses, some of which the run may have brought.
        let rows = articles_of(&transaction, run)?;
        let mut heirs = BTreeMap::new();
        for row in &rows {
            heirs.insert(*row, heir(&transaction, *row)?);
        }
        let before = readings::take_back(&transaction, run)?;
        let copies = transaction.query_row(
            "SELECT count(*) FROM article_copy WHERE import_run_id = ? AND elsewhere = 1",
            [run],
            |row| row.get(0),
        )?;
        transaction.execute("DELETE FROM article_copy WHERE import_run_id = ?", [run])?;
        let mut undone = Undone { copies, ..Undone::default() };
        let mut before: BTreeMap<i64, Said> = before.into_iter().collect();
        let (mut changed, mut promoted) = (BTreeSet::new(), Vec::new());
        for row in rows {
            let said = Said::of_article(&transaction, row)?;
            if promote_copy(&transaction, row)? {
                undone.kept += 1;
                promoted.push(row);
                before.entry(row).or_insert(said);
                continue;
            }
            let id = public_id(&transaction, row)?;
            let removed = remove_article(&transaction, row)?;
            undone.articles += 1;
            undone.quotes += removed.quotes;
            undone.accusations += removed.accusations;
            before.remove(&row);
            if let Some(heir) = heirs.remove(&row).flatten().filter(|heir| is_there(&transaction, *heir)) {
                rename(&transaction, heir, &id)?;
                changed.insert(heir);
            }
        }
        let rows: Vec<i64> = before.keys().copied().collect();
        let gained = readings::spread(&transaction, &rows)?;
        changed.extend(gained.into_iter().filter(|row| !before.contains_key(row)));
        join(&transaction, &rows, |row, said| {
            before.entry(row).or_insert(said);
        })?;
        before.retain(|row, _| is_there(&transaction, *row));
        changed.retain(|row| is_there(&transaction, *row));
        promoted.extend(before.keys().copied());
        for row in promoted {
            if is_there(&transaction, row) && settle_id(&transaction, row)? {
                changed.insert(row);
            }
        }
        for (row, said) in before {
            // What was taken and given again is as it was.
            if Said::of_article(&transaction, row)? != said {
                changed.insert(row);
            }
        }
        let changed: Vec<i64> = changed.into_iter().collect();
        readings::mark_unread(&transaction, &changed, now)?;
        originals::forget_unused(&transaction)?;
        transaction.execute("UPDATE import_run SET undone = ?2 WHERE id = ?1", params![run, now])?;
        transaction.commit()?;
        self.forget_words()?;
        Ok(undone)
    }
}

fn articles_of(connection: &Connection, run: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare("SELECT id FROM article WHERE import_run_id = ? ORDER BY id")?;
    let rows = statement.query_map([run], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

fn is_there(connection: &Connection, article: i64) -> bool {
    public_id(connection, article).is_ok()
}

fn public_id(connection: &Connection, article: i64) -> Result<String, StoreError> {
    Ok(connection
        .prepare_cached("SELECT public_id FROM article WHERE id = ?")?
        .query_row([article], |row| row.get(0))?)
}

/// The newest of the other versions that have the very text of an article, which has the id that is made from the text.
fn heir(connection: &Connection, article: i64) -> Result<Option<i64>, StoreError> {
    let text = fingerprints::compared(connection, article)?.text;
    if public_id(connection, article)? != ids::article(&text) {
        return Ok(None);
    }
    let heir = connection
        .prepare_cached(
            "SELECT a.id FROM fingerprint f JOIN fingerprint other ON other.address = f.address
             JOIN article a ON a.id = other.article_id LEFT JOIN older_version v ON v.article_id = a.id
             WHERE f.article_id = ?1 AND a.id != ?1 AND a.text = ?2 ORDER BY v.number DESC, a.id DESC LIMIT 1",
        )?
        .query_row((article, text), |row| row.get(0))
        .optional()?;
    Ok(heir)
}

/// Lets the first reading that another import brought take the place of the article, one of the same print before one
/// that was printed elsewhere; false where there is none.
fn promote_copy(connection: &Connection, article: i64) -> Result<bool, StoreError> {
    let copy: Option<i64> = connection
        .prepare_cached("SELECT id FROM article_copy WHERE article_id = ? ORDER BY elsewhere, id LIMIT 1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    let Some(copy) = copy else { return Ok(false) };
    connection.prepare_cached("DELETE FROM article_gain WHERE article_id = ?")?.execute([article])?;
    connection
        .prepare_cached(
            "UPDATE article SET outlet = c.outlet, published = c.published, modified = c.modified, url = c.url,
               title = c.title, authors = c.authors, path = c.path, line = c.line, external_id = c.external_id,
               bytes_sha256 = c.bytes_sha256, bytes = coalesce(c.bytes, article.bytes),
               media_type = coalesce(c.media_type, article.media_type),
               encoding = coalesce(c.encoding, article.encoding), retrieved = c.retrieved, imported = c.imported,
               import_run_id = c.import_run_id,
               language = iif(c.language IS NULL AND NOT article.language_told, article.language, c.language),
               language_told = c.language IS NOT NULL
             FROM article_copy c WHERE article.id = ?1 AND c.id = ?2",
        )?
        .execute([article, copy])?;
    connection.prepare_cached("DELETE FROM article_copy WHERE id = ?")?.execute([copy])?;
    // Its address and title may be others now.
    fingerprints::renew(connection, article)?;
    Ok(true)
}

/// Makes the id of an older version anew, which is made from its headline, too, where that is another one now.
fn settle_id(connection: &Connection, article: i64) -> Result<bool, StoreError> {
    let compared = fingerprints::compared(connection, article)?;
    let id = public_id(connection, article)?;
    let wanted = ids::retitled(&compared.text, &compared.title.unwrap_or_default());
    let plain = ids::article(&compared.text);
    // Alone with its text it has the id that is made from that.
    let is_free: bool = connection
        .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM article WHERE public_id = ?)")?
        .query_row([&plain], |row| row.get(0))?;
    let wanted = if is_free { plain.clone() } else { wanted };
    let is_other = id != plain && id != wanted;
    if is_other {
        rename(connection, article, &wanted)?;
    }
    Ok(is_other)
}
