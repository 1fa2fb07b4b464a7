//! The bytes that articles were read from, packed, where they are kept.

use super::write::hexadecimal;
use super::{Batch, Store, StoreError};
use crate::ingest::Incoming;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

impl Batch<'_> {
    /// Keeps the bytes of an article that is in the database already, if they came with it ([`Incoming::original`]) and
    /// are those that it, or a copy of it, was read from.
    pub(super) fn keep_original(&mut self, article: i64, incoming: &Incoming) -> Result<(), StoreError> {
        if incoming.original.is_none() {
            return Ok(());
        }
        let is_its: bool = self
            .transaction
            .prepare_cached(
                "SELECT ?2 IN (SELECT bytes_sha256 FROM article WHERE id = ?1
                               UNION ALL SELECT bytes_sha256 FROM article_copy WHERE article_id = ?1)",
            )?
            .query_row(params![article, hexadecimal(&incoming.provenance.sha256)], |row| row.get(0))?;
        if is_its { keep(&self.transaction, incoming) } else { Ok(()) }
    }
}

/// Keeps the bytes of an article that was stored a moment ago, if they came with it.
pub(super) fn keep(connection: &Connection, incoming: &Incoming) -> Result<(), StoreError> {
    let Some(original) = &incoming.original else { return Ok(()) };
    let hash = hexadecimal(&incoming.provenance.sha256);
    let is_there: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM original WHERE sha256 = ?)")?
        .query_row([&hash], |row| row.get(0))?;
    if is_there { Ok(()) } else { insert(connection, &hash, original) }
}

fn insert(connection: &Connection, hash: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = packer.write_all(bytes).and_then(|()| packer.finish()).map_err(StoreError::Packing)?;
    connection
        .prepare_cached("INSERT INTO original (sha256, bytes, packed) VALUES (?, ?, ?)")?
        .execute(params![hash, bytes.len(), packed])?;
    Ok(())
}

impl Store {
    /// The bytes that an article (by its row number) was read from; `None` where they were not kept.
    pub fn original(&self, article: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let kept: Option<(u64, Vec<u8>)> = self
            .connection
            .query_row(
                "SELECT o.bytes, o.packed FROM article a JOIN original o ON o.sha256 = a.bytes_sha256 WHERE a.id = ?",
                [article],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        kept.map(|(bytes, packed)| unpack(bytes, &packed).map_err(StoreError::Packing)).transpose()
    }
}

fn unpack(bytes: u64, packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut original = Vec::new();
    // No more than it says: the file may be somebody else's.
    ZlibDecoder::new(packed).take(bytes).read_to_end(&mut original)?;
    Ok(original)
}

/// Forgets the bytes of an article and of its copies, whatever else was read from them: they hold its words.
pub(super) fn forget(connection: &Connection, article: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "DELETE FROM original WHERE sha256 IN (
               SELECT bytes_sha256 FROM article WHERE id = ?1
               UNION ALL SELECT bytes_sha256 FROM article_copy WHERE article_id = ?1)",
        )?
        .execute([article])?;
    Ok(())
}

/// Forgets the bytes that no article and no copy was read from any more.
pub(super) fn forget_unused(connection: &Connection) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM original WHERE sha256 IN (
           SELECT sha256 FROM original EXCEPT SELECT bytes_sha256 FROM article EXCEPT SELECT bytes_sha256 FROM article_copy)",
        [],
    )?;
    Ok(())
}

/// The hashes of those that are not what they say, or are nobody's.
pub(super) fn wrong(connection: &Connection) -> Result<Vec<(String, &'static str)>, StoreError> {
    let mut wrong = Vec::new();
    let mut statement = connection.prepare("SELECT sha256, bytes, packed FROM original ORDER BY sha256")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (hash, bytes, packed): (String, u64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let is_right = unpack(bytes, &packed).is_ok_and(|original| {
            original.len() as u64 == bytes && hexadecimal(&Sha256::digest(&original)) == hash
        });
        if !is_right {
            wrong.push((hash, "is not what its hash says"));
        }
    }
    let mut unused = connection.prepare(
        "SELECT sha256 FROM original EXCEPT SELECT bytes_sha256 FROM article EXCEPT SELECT bytes_sha256 FROM article_copy",
    )?;
    for hash in unused.query_map([], |row| row.get(0))? {
        wrong.push((hash?, "belongs to no article"));
    }
    Ok(wrong)
}
