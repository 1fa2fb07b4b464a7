//! Runs of `onrecord import`: when, what, how much, what failed.

use super::{Page, QueryError};
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension, Row};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// It came to its end.
    Done,
    /// Ctrl-C ended it after a batch.
    Interrupted,
    /// It is running, or it was killed.
    Unfinished,
    /// What it brought was removed again.
    Undone,
}

impl ImportState {
    /// The name in output.
    pub const fn name(self) -> &'static str {
        match self {
            ImportState::Done => "done",
            ImportState::Interrupted => "interrupted",
            ImportState::Unfinished => "not finished",
            ImportState::Undone => "undone",
        }
    }
}

/// One run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its number: worth nothing outside this database.
    pub number: i64,
    /// When it began: a moment as `schema.sql` writes it.
    pub started: String,
    /// When it ended.
    pub finished: Option<String>,
    /// When it was undone.
    pub undone: Option<String>,
    /// How it ended.
    pub state: ImportState,
    /// onrecord's version.
    pub version: String,
    /// What was asked for.
    pub paths: Vec<String>,
    /// The options, as JSON.
    pub settings: serde_json::Value,
    /// Articles that were new.
    pub stored: i64,
    /// Articles that were there already.
    pub skipped: i64,
    /// Of the stored articles that are there now, how many are shorter copies of others: a summary, what stands before a wall.
    pub shorter: i64,
    /// Files or lines that could not be read.
    pub failed: i64,
    /// Files that were passed over: no articles, and nothing wrong with them.
    pub passed_over: i64,
    /// Of the stored articles, how many are there now.
    pub articles: i64,
    /// Their quotes.
    pub quotes: i64,
    /// Their accusations.
    pub accusations: i64,
    /// How many articles of other imports it found printed elsewhere.
    pub copies: i64,
}

const SQL: &str = "SELECT r.*,
   (SELECT count(*) FROM article a WHERE a.import_run_id = r.id) AS articles,
   (SELECT count(*) FROM article a JOIN attribution q ON q.article_id = a.id WHERE a.import_run_id = r.id) AS quotes,
   (SELECT count(*) FROM article a JOIN accusation x ON x.article_id = a.id WHERE a.import_run_id = r.id) AS accusations,
   (SELECT count(*) FROM article_copy c WHERE c.import_run_id = r.id AND c.elsewhere = 1) AS copies,
   (SELECT count(*) FROM older_version v JOIN article a ON a.id = v.article_id
    WHERE a.import_run_id = r.id AND v.shorter) AS shorter
 FROM import_run r";

fn read(row: &Row<'_>) -> rusqlite::Result<Import> {
    let (finished, undone): (Option<String>, Option<String>) = (row.get("finished")?, row.get("undone")?);
    let state = match (&finished, &undone) {
        (_, Some(_)) => ImportState::Undone,
        (None, None) => ImportState::Unfinished,
        (Some(_), None) if row.get("interrupted")? => ImportState::Interrupted,
        (Some(_), None) => ImportState::Done,
    };
    let json = |column: &str| -> rusqlite::Result<serde_json::Value> {
        Ok(serde_json::from_str(&row.get::<_, String>(column)?).unwrap_or_default())
    };
    let paths = json("paths")?;
    let paths = paths.as_array().into_iter().flatten().filter_map(|path| path.as_str());
    Ok(Import {
        number: row.get("id")?,
        started: row.get("started")?,
        finished,
        undone,
        state,
        version: row.get("version")?,
        paths: paths.map(str::to_owned).collect(),
        settings: json("settings")?,
        stored: row.get("stored")?,
        skipped: row.get("skipped")?,
        shorter: row.get("shorter")?,
        failed: row.get("failed")?,
        passed_over: row.get("passed_over")?,
        articles: row.get("articles")?,
        quotes: row.get("quotes")?,
        accusations: row.get("accusations")?,
        copies: row.get("copies")?,
    })
}

/// The runs, newest first.
///
/// # Errors
/// [`QueryError::Database`].
pub fn imports(connection: &Connection, limit: Option<usize>) -> Result<Page<Import>, QueryError> {
    let most = limit.map_or(-1, |limit| i64::try_from(limit.saturating_add(1)).unwrap_or(-1));
    let mut statement = connection.prepare_cached(&format!("{SQL} ORDER BY r.id DESC LIMIT ?1"))?;
    let mut rows: Vec<Import> = statement.query_map([most], read)?.collect::<Result<_, _>>()?;
    let more = limit.is_some_and(|limit| rows.len() > limit);
    rows.truncate(limit.unwrap_or(usize::MAX));
    Ok(Page { rows, more })
}

/// The run with this number.
///
/// # Errors
/// [`QueryError::Store`] where there is none, [`QueryError::Database`].
pub fn import(connection: &Connection, number: i64) -> Result<Import, QueryError> {
    let mut statement = connection.prepare_cached(&format!("{SQL} WHERE r.id = ?1"))?;
    let found = statement.query_row([number], read).optional()?;
    found.ok_or_else(|| StoreError::UnknownImport(number).into())
}

/// What a run could not read: the file or line, and why.
///
/// # Errors
/// [`QueryError::Database`].
pub fn failures(
    connection: &Connection,
    number: i64,
    limit: Option<usize>,
) -> Result<Page<(String, String)>, QueryError> {
    let most = limit.map_or(-1, |limit| i64::try_from(limit.saturating_add(1)).unwrap_or(-1));
    let mut statement = connection.prepare_cached(
        "SELECT name, reason FROM import_failure WHERE import_run_id = ?1 ORDER BY number LIMIT ?2",
    )?;
    let rows = statement.query_map([number, most], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut rows: Vec<(String, String)> = rows.collect::<Result<_, _>>()?;
    let more = limit.is_some_and(|limit| rows.len() > limit);
    rows.truncate(limit.unwrap_or(usize::MAX));
    Ok(Page { rows, more })
}

/// What a run passed over: the reason, how many files, and the first of them.
///
/// # Errors
/// [`QueryError::Database`].
pub fn passed_over(connection: &Connection, number: i64) -> Result<Vec<(String, i64, String)>, QueryError> {
    let mut statement = connection.prepare_cached(
        "SELECT reason, files, first FROM import_passed_over WHERE import_run_id = ?1 ORDER BY files DESC, reason",
    )?;
    let rows = statement.query_map([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
