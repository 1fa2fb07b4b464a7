//! Whether the file is whole: SQLite's own checks, and that every stored span is verbatim in its article.

use super::characters::Characters;
use super::{Store, StoreError, ids};
use rusqlite::Connection;

/// Something that is wrong with the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The table or index.
    pub table: String,
    /// The article, where it is about one.
    pub article: Option<String>,
    /// What is wrong, in words.
    pub problem: String,
}

impl Finding {
    fn new(table: &str, article: Option<&str>, problem: impl Into<String>) -> Self {
        Self { table: table.to_owned(), article: article.map(str::to_owned), problem: problem.into() }
    }
}

/// Tables with places in an article's text, and the query for those of one article: start, end, and the words where
/// they are stored.
const SPANS: &[(&str, &str)] = &[
    ("markup", "SELECT start_char, end_char, NULL FROM markup WHERE article_id = ?"),
    ("sentence", "SELECT start_char, end_char, NULL FROM sentence WHERE article_id = ?"),
    ("part", "SELECT start_char, end_char, NULL FROM part WHERE article_id = ?"),
    ("warning", "SELECT start_char, end_char, NULL FROM warning WHERE article_id = ?"),
    ("time_expression", "SELECT start_char, end_char, words FROM time_expression WHERE article_id = ?"),
    ("legal_outcome", "SELECT start_char, end_char, words FROM legal_outcome WHERE article_id = ?"),
    (
        "mention",
        "SELECT m.start_char, m.end_char, m.words FROM entity e JOIN mention m ON m.entity_id = e.id
         WHERE e.article_id = ?",
    ),
    (
        "entity_role",
        "SELECT r.start_char, r.end_char, r.words FROM entity e JOIN entity_role r ON r.entity_id = e.id
         WHERE e.article_id = ?",
    ),
    (
        "attribution_span",
        "SELECT s.start_char, s.end_char, s.words FROM attribution q JOIN attribution_span s ON s.attribution_id = q.id
         WHERE q.article_id = ?",
    ),
    (
        "attribution_speaker_span",
        "SELECT s.start_char, s.end_char, s.words FROM attribution q
         JOIN attribution_speaker_span s ON s.attribution_id = q.id WHERE q.article_id = ?",
    ),
    (
        "accusation_span",
        "SELECT s.start_char, s.end_char, s.words FROM accusation x JOIN accusation_span s ON s.accusation_id = x.id
         WHERE x.article_id = ?",
    ),
];

/// Words that are stored joined, beside their pieces: table, the words, the pieces joined.
const JOINED: &[(&str, &str)] = &[
    (
        "attribution",
        "SELECT q.public_id, q.content, (SELECT coalesce(group_concat(words, ' … '), '') FROM (
           SELECT words FROM attribution_span s WHERE s.attribution_id = q.id AND role = 'content' ORDER BY piece))
         FROM attribution q WHERE q.article_id = ?",
    ),
    (
        "accusation",
        "SELECT 'accusation ' || x.number, x.allegation, (SELECT coalesce(group_concat(words, ' … '), '') FROM (
           SELECT words FROM accusation_span s WHERE s.accusation_id = x.id AND role = 'allegation' ORDER BY piece))
         FROM accusation x WHERE x.article_id = ?",
    ),
];

/// Rows of derived tables that do not fit what they are derived from: what is wrong, and how many.
const COUNTS: &[(&str, &str, &str)] = &[
    (
        "occurrence",
        "quotes without a claim",
        "SELECT count(*) FROM attribution q WHERE NOT EXISTS (SELECT 1 FROM occurrence o WHERE o.attribution_id = q.id)",
    ),
    (
        "entity_speaker",
        "entities without a speaker",
        "SELECT count(*) FROM entity e WHERE NOT EXISTS (SELECT 1 FROM entity_speaker s WHERE s.entity_id = e.id)",
    ),
    (
        "claim",
        "claims whose number of occurrences is wrong",
        "SELECT count(*) FROM claim c WHERE c.occurrences != (
           SELECT count(*) FROM occurrence o JOIN attribution q ON q.id = o.attribution_id
           WHERE o.claim_id = c.id AND o.verdict IS NOT 'rejected'
             AND q.article_id NOT IN (SELECT article_id FROM older_version)
             -- What stands within another quote of the claim is not counted.
             AND NOT EXISTS (
               SELECT 1 FROM attribution r CROSS JOIN occurrence p ON p.attribution_id = r.id
               WHERE r.article_id = q.article_id AND p.claim_id = o.claim_id AND p.verdict IS NOT 'rejected'
                 AND r.start_char <= q.start_char AND q.end_char <= r.end_char
                 AND (r.start_char != q.start_char OR r.end_char != q.end_char)))",
    ),
    (
        "accusation_status",
        "accusations without a status",
        "SELECT count(*) FROM accusation x
         WHERE NOT EXISTS (SELECT 1 FROM accusation_status s WHERE s.accusation_id = x.id)",
    ),
    (
        "fingerprint",
        "articles without a fingerprint",
        "SELECT count(*) FROM article a WHERE NOT EXISTS (SELECT 1 FROM fingerprint f WHERE f.article_id = a.id)",
    ),
    (
        "fingerprint_band",
        "hashes of articles that are not there",
        "SELECT count(*) FROM fingerprint_band b WHERE NOT EXISTS (SELECT 1 FROM article a WHERE a.id = b.article_id)",
    ),
    (
        "older_version",
        "articles whose newest version is itself an older one",
        "SELECT count(*) FROM older_version v WHERE v.newest_id IN (SELECT article_id FROM older_version)",
    ),
    (
        "story_article",
        "articles without a story",
        "SELECT count(*) FROM article a WHERE NOT EXISTS (SELECT 1 FROM story_article s WHERE s.article_id = a.id)",
    ),
];

impl Store {
    /// Looks for all that is wrong; an empty list means that the file is whole. Of a file that may not be written to the
    /// full-text indexes are not looked at, and what is derived only where it is up to date ([`Store::is_stale`]). Calls
    /// `progress` with articles looked at and articles in all.
    pub fn check(&self, mut progress: impl FnMut(u64, u64)) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        integrity(&self.connection, &mut findings)?;
        self.articles(&mut findings, &mut progress)?;
        // Where a run was killed what is derived is behind, which is no damage.
        if !self.is_stale()? {
            for (table, problem, sql) in COUNTS {
                let count: u64 = self.connection.query_row(sql, [], |row| row.get(0))?;
                if count > 0 {
                    findings.push(Finding::new(table, None, format!("{count} {problem}")));
                }
            }
        }
        Ok(findings)
    }

    fn articles(
        &self,
        findings: &mut Vec<Finding>,
        progress: &mut impl FnMut(u64, u64),
    ) -> Result<(), StoreError> {
        let all: u64 = self.connection.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
        let mut statement =
            self.connection.prepare("SELECT id, public_id, text, chars, title FROM article ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut done = 0;
        while let Some(row) = rows.next()? {
            let (number, id): (i64, String) = (row.get(0)?, row.get(1)?);
            let title: Option<String> = row.get(4)?;
            match row.get_ref(2)?.as_str() {
                Ok(text) => {
                    article(&self.connection, number, &id, text, title.as_deref(), row.get(3)?, findings)?
                }
                Err(_) => findings.push(Finding::new("article", Some(&id), "its text is not valid UTF-8")),
            }
            done += 1;
            progress(done, all);
        }
        Ok(())
    }
}

/// SQLite's pages and indexes, foreign keys, and the full-text indexes against the tables that they index.
fn integrity(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    for problem in statement.query_map([], |row| row.get::<_, String>(0))? {
        match problem?.as_str() {
            "ok" => {}
            problem => findings.push(Finding::new("file", None, problem)),
        }
    }
    let mut statement =
        connection.prepare("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 20")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        let problem = match row.get::<_, Option<i64>>(1)? {
            Some(number) => format!("row {number} points to a missing row of {parent}"),
            None => format!("a row points to a missing row of {parent}"),
        };
        findings.push(Finding::new(&table, None, problem));
    }
    for (hash, problem) in super::originals::wrong(connection)? {
        findings.push(Finding::new("original", None, format!("{hash} {problem}")));
    }
    // The check of full text is written as if it were a change, which SQLite does not make in a file for reading.
    let indexes: &[&str] = if connection.is_readonly("main")? { &[] } else { &["article_fts", "quote_fts"] };
    for index in indexes {
        // Rank 1 compares with the indexed table, too (SQLite documentation, FTS5, 6.4).
        let sql = format!("INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)");
        match connection.execute(&sql, []) {
            Ok(_) => {}
            // Who writes to it now, or a full disk, says nothing of the index.
            Err(error) if is_passing(&error) => return Err(error.into()),
            Err(error) => findings.push(Finding::new(
                index,
                None,
                format!("the full-text index does not fit the texts ({error})"),
            )),
        }
    }
    Ok(())
}

/// Whether the error tells of what is around the file, and not of what is in it.
fn is_passing(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{
        DatabaseBusy, DatabaseLocked, DiskFull, OperationInterrupted, OutOfMemory, SystemIoFailure,
    };
    error.sqlite_error_code().is_some_and(|code| {
        let passing =
            [DatabaseBusy, DatabaseLocked, DiskFull, OperationInterrupted, OutOfMemory, SystemIoFailure];
        passing.contains(&code)
    })
}

fn article(
    connection: &Connection,
    number: i64,
    id: &str,
    text: &str,
    title: Option<&str>,
    length: usize,
    findings: &mut Vec<Finding>,
) -> Result<(), StoreError> {
    if ids::article(text) != id && ids::retitled(text, title.unwrap_or_default()) != id {
        findings.push(Finding::new("article", Some(id), "its text is not the one that its id was made from"));
    }
    let characters = Characters::new(text);
    if characters.count != length {
        let problem = format!("it has {} characters, not {length}", characters.count);
        findings.push(Finding::new("article", Some(id), problem));
    }
    for (table, sql) in SPANS {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([number])?;
        while let Some(row) = rows.next()? {
            let (start, end): (i64, i64) = (row.get(0)?, row.get(1)?);
            let byte = |offset: i64| usize::try_from(offset).ok().and_then(|o| characters.byte(o));
            let words = byte(start).zip(byte(end)).and_then(|(start, end)| text.get(start..end));
            let problem = match (words, row.get_ref(2)?.as_str_or_null()) {
                (None, _) => "are outside of the text".to_owned(),
                (Some(there), Ok(Some(stored))) if there != stored => format!("do not read \"{stored}\""),
                _ => continue,
            };
            findings.push(Finding::new(table, Some(id), format!("characters {start} to {end} {problem}")));
        }
    }
    for (table, sql) in JOINED {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([number])?;
        while let Some(row) = rows.next()? {
            if row.get_ref(1)?.as_str_or_null().ok() != row.get_ref(2)?.as_str_or_null().ok() {
                let name: String = row.get(0)?;
                findings.push(Finding::new(
                    table,
                    Some(id),
                    format!("the words of {name} are not those of its pieces"),
                ));
            }
        }
    }
    Ok(())
}
