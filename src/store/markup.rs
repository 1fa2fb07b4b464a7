//! What the markup of a file said of lines of the text. It stays with the text for as long as that is there, whichever
//! run of import the article is counted to.

use super::StoreError;
use super::characters::Characters;
use super::write::hexadecimal;
use crate::article::{Article, Mark, Part};
use crate::contract::{Offsets, Unit};
use crate::ingest::Incoming;
use crate::span::Span;
use rusqlite::{Connection, OptionalExtension, params};

/// Stores the marks of an article's text.
pub(super) fn insert(connection: &Connection, row: i64, article: &Article) -> Result<(), StoreError> {
    if article.marks.is_empty() {
        return Ok(());
    }
    let chars = Offsets::new(&article.text, Unit::Char);
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO markup (article_id, start_char, end_char, kind) VALUES (?, ?, ?, ?)",
    )?;
    for Mark { span, part } in &article.marks {
        let [start, end] = chars.convert(*span);
        insert.execute(params![row, start, end, part.name()])?;
    }
    Ok(())
}

/// Stores the marks of an article that came with its text once more, where none are known (an older onrecord read it);
/// true where it must be read again. Only the bytes that it was read from can say them.
pub(super) fn learn(connection: &Connection, row: i64, incoming: &Incoming) -> Result<bool, StoreError> {
    if incoming.article.marks.is_empty() {
        return Ok(false);
    }
    let text: Option<String> = connection
        .prepare_cached(
            "SELECT text FROM article WHERE id = ?1 AND bytes_sha256 = ?2
               AND NOT EXISTS (SELECT 1 FROM markup WHERE article_id = ?1)",
        )?
        .query_row(params![row, hexadecimal(&incoming.provenance.sha256)], |found| found.get(0))
        .optional()?;
    let is_its = text.is_some_and(|text| text == incoming.article.text);
    if is_its {
        insert(connection, row, &incoming.article)?;
    }
    Ok(is_its)
}

/// The marks of an article's text.
pub(super) fn read(connection: &Connection, row: i64, text: &str) -> Result<Vec<Mark>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT start_char, end_char, kind FROM markup WHERE article_id = ? ORDER BY start_char",
    )?;
    let mut rows = statement.query([row])?;
    let mut marks = Vec::new();
    let characters = Characters::new(text);
    let place = |at: usize| characters.byte(at).unwrap_or(text.len());
    while let Some(found) = rows.next()? {
        let kind: String = found.get(2)?;
        let span = Span::new(place(found.get(0)?), place(found.get(1)?));
        marks.extend(Part::named(&kind).map(|part| Mark { span, part }));
    }
    Ok(marks)
}
