//! The schema's versions. A migration that was released is never edited: the next one follows it, and
//! `schema.sql` shows what all of them together give.

use super::StoreError;
use super::names::{acronym, normalise};
use crate::speakers::SpeakerType;
use rusqlite::{Connection, TransactionBehavior};

/// `application_id` of our files: "ONRC".
pub(super) const APPLICATION_ID: i64 = 0x4F4E_5243;

/// Each brings the file from the version before (the first: from nothing) to its own, which is its place from 1.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_first.sql"),
    include_str!("../../migrations/0002_once.sql"),
    include_str!("../../migrations/0003_decisions.sql"),
    include_str!("../../migrations/0004_original.sql"),
    include_str!("../../migrations/0005_replies.sql"),
    include_str!("../../migrations/0006_manner.sql"),
    include_str!("../../migrations/0007_accusations.sql"),
    include_str!("../../migrations/0008_readings.sql"),
    include_str!("../../migrations/0009_markup.sql"),
    include_str!("../../migrations/0010_acronyms.sql"),
    include_str!("../../migrations/0011_words_of_dates.sql"),
    include_str!("../../migrations/0012_shorter_copies.sql"),
];

/// The version that this program writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// The version from which on every article has a fingerprint; SQL alone cannot make them.
const WITH_FINGERPRINTS: usize = 2;

/// The version from which on names that sound alike share a block; SQL alone cannot tell.
const WITH_SOUNDS: usize = 3;

/// The version from which on organisations are compared without their legal form; SQL alone cannot tell.
const WITHOUT_LEGAL_FORMS: usize = 7;

/// The version from which on the letters that shorten an organisation's name are kept; SQL alone cannot tell them.
const WITH_ACRONYMS: usize = 10;

/// Brings a file to [`SCHEMA_VERSION`]; all of it or nothing.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    if version(connection)? == SCHEMA_VERSION {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited for the lock.
    let from = usize::try_from(version(&transaction)?).unwrap_or(0);
    for migration in MIGRATIONS.iter().skip(from) {
        transaction.execute_batch(migration)?;
    }
    if from < WITH_FINGERPRINTS {
        super::fingerprints::rebuild(&transaction)?;
    }
    if from < WITH_SOUNDS {
        renew(&transaction, "person", &["block"], |name| normalise(name, SpeakerType::Person).block)?;
    }
    if from < WITHOUT_LEGAL_FORMS {
        let normal = |name: &str| normalise(name, SpeakerType::Organization).name;
        renew(&transaction, "organization", &["normal", "block"], normal)?;
    }
    if from < WITH_ACRONYMS {
        acronyms(&transaction)?;
    }
    transaction.commit()?;
    Ok(())
}

/// Notes by which letters the stored articles shorten the names of organisations.
fn acronyms(connection: &Connection) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT DISTINCT e.id, m.words FROM entity e JOIN mention m ON m.entity_id = e.id
         WHERE e.type = 'organization' AND m.known_by IN ('name', 'short_name') AND m.words NOT LIKE '% %'",
    )?;
    let mut insert = connection.prepare(
        "INSERT OR IGNORE INTO entity_acronym (normal, entity_id) SELECT ?1, id FROM entity WHERE id = ?2 AND normal != ?1",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (entity, words): (i64, String) = (row.get(0)?, row.get(1)?);
        if let Some(normal) = acronym(&words) {
            insert.execute((normal, entity))?;
        }
    }
    Ok(())
}

/// Writes columns of all entities of a type anew, by their names: the same value into each.
fn renew(
    connection: &Connection,
    kind: &str,
    columns: &[&str],
    value: impl Fn(&str) -> String,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare("SELECT DISTINCT name FROM entity WHERE type = ?")?;
    let names: Vec<String> =
        statement.query_map([kind], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    connection.execute_batch(
        "CREATE TEMP TABLE value_of (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    )?;
    let mut insert = connection.prepare("INSERT INTO temp.value_of VALUES (?, ?)")?;
    for name in names {
        insert.execute((&name, value(&name)))?;
    }
    let set = |column: &&str| {
        format!("{column} = (SELECT v.value FROM temp.value_of v WHERE v.name = entity.name)")
    };
    let columns: Vec<String> = columns.iter().map(set).collect();
    connection.execute(&format!("UPDATE entity SET {} WHERE type = ?", columns.join(", ")), [kind])?;
    connection.execute_batch("DROP TABLE temp.value_of")?;
    Ok(())
}

pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definitions(connection: &Connection) -> Vec<(String, String)> {
        let mut statement = connection
            .prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
            .unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// The definition without comments and white space, which a migration need not share with `schema.sql`.
    fn bare(definitions: Vec<(String, String)>) -> Vec<(String, String)> {
        let strip = |sql: String| {
            let lines = sql.lines().map(|line| line.split("--").next().unwrap_or(""));
            let words = lines.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
            // A column that is added later stands behind the comment of the one before.
            words.replace(" ,", ",").replace(" )", ")").replace("( ", "(")
        };
        definitions.into_iter().map(|(name, sql)| (name, strip(sql))).collect()
    }

    #[test]
    fn letters_of_stored_articles_are_noted() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF;
                 INSERT INTO entity VALUES (1, 1, 0, 'Ministry of Roads', 'organization', NULL, 'ministry of roads', 'ministry of roads', 1, NULL),
                   (2, 1, 1, 'MR', 'organization', NULL, 'mr', 'mr', 1, NULL), (3, 1, 2, 'A. B.', 'person', NULL, 'a b', 'b', 0, NULL);
                 INSERT INTO mention VALUES (1, 0, 17, 'name', 'Ministry of Roads'), (1, 20, 24, 'short_name', 'M.R.'),
                   (1, 30, 32, 'pronoun', 'IT'), (2, 40, 42, 'name', 'MR'), (3, 50, 52, 'name', 'AB');",
            )
            .unwrap();
        acronyms(&connection).unwrap();
        let found: Vec<(String, i64)> = connection
            .prepare("SELECT normal, entity_id FROM entity_acronym")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(found, [("mr".to_owned(), 1)]);
    }

    #[test]
    fn all_migrations_together_give_schema_sql() {
        let mut migrated = Connection::open_in_memory().unwrap();
        migrate(&mut migrated).unwrap();
        let whole = Connection::open_in_memory().unwrap();
        whole.execute_batch(include_str!("../../schema.sql")).unwrap();
        assert_eq!(bare(definitions(&migrated)), bare(definitions(&whole)));
        for pragma in ["user_version", "application_id"] {
            let value = |c: &Connection| -> i64 {
                c.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).unwrap()
            };
            assert_eq!(value(&migrated), value(&whole), "{pragma}");
        }
        assert_eq!(version(&migrated).unwrap(), SCHEMA_VERSION);
        assert_eq!(
            migrated.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0)).unwrap(),
            APPLICATION_ID
        );
    }
}
