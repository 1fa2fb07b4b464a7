//! Articles with one text that were told apart by what an import said of them, and are one without it: the later becomes
//! a reading of the earlier, as if it had been imported without that import.

use super::readings::{self, Relation, Said};
use super::remove::remove_article;
use super::sameness::Fingerprint;
use super::{StoreError, fingerprints};
use rusqlite::Connection;

/// Joins the articles that have the text of one of these; calls `touched` with those that must be looked at again, and
/// what they said before.
pub(super) fn join(
    connection: &Connection,
    rows: &[i64],
    mut touched: impl FnMut(i64, Said),
) -> Result<(), StoreError> {
    for row in rows {
        while let Some((kept, gone)) = pair(connection, *row)? {
            // What either has from others may come by way of the one that goes.
            let before = readings::let_go(connection, vec![kept, gone])?;
            become_reading(connection, kept, gone)?;
            let there: Vec<i64> = before.iter().map(|(article, _)| *article).filter(|a| *a != gone).collect();
            let gained = readings::spread(connection, &there)?;
            for article in gained {
                if !there.contains(&article) {
                    touched(article, Said::default());
                }
            }
            before
                .into_iter()
                .filter(|(article, _)| *article != gone)
                .for_each(|(row, said)| touched(row, said));
        }
    }
    Ok(())
}

/// Two articles that are one, the earlier first.
fn pair(connection: &Connection, row: i64) -> Result<Option<(i64, i64)>, StoreError> {
    let is_there = "SELECT EXISTS (SELECT 1 FROM article WHERE id = ?)";
    if !connection.prepare_cached(is_there)?.query_row([row], |found| found.get(0))? {
        return Ok(None);
    }
    let print = Fingerprint::of(&fingerprints::compared(connection, row)?);
    let mut runs = connection.prepare_cached("SELECT import_run_id FROM article WHERE id = ?")?;
    let mut articles = Vec::new();
    for article in fingerprints::find(connection, &print)? {
        articles.push((runs.query_row([article], |found| found.get::<_, i64>(0))?, article));
    }
    // As they came.
    articles.sort_unstable();
    let articles: Vec<i64> = articles.into_iter().map(|(_, article)| article).collect();
    for (number, article) in articles.iter().enumerate().skip(1) {
        let earlier = articles.get(..number).unwrap_or_default();
        match readings::relation(connection, earlier, &Said::of_article(connection, *article)?)? {
            None | Some((Relation::Retitled, _)) => {}
            Some((_, kept)) => return Ok(Some((kept, *article))),
        }
    }
    Ok(None)
}

/// Notes an article and its readings as readings of another, and removes it. [`readings::spread`] says of which print.
fn become_reading(connection: &Connection, kept: i64, gone: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO article_copy (article_id, elsewhere, outlet, published, url, title, path, line, bytes_sha256,
               imported, import_run_id, modified, authors, external_id, bytes, media_type, encoding, retrieved, language)
             SELECT ?1, 0, outlet, published, url, title, path, line, bytes_sha256, imported, import_run_id, modified,
               authors, external_id, bytes, media_type, encoding, retrieved, iif(language_told, language, NULL)
             FROM article WHERE id = ?2",
        )?
        .execute([kept, gone])?;
    connection
        .prepare_cached("UPDATE article_copy SET article_id = ?1 WHERE article_id = ?2")?
        .execute([kept, gone])?;
    remove_article(connection, gone)?;
    Ok(())
}
