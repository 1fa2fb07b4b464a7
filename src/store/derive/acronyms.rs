//! Which organisation letters mean over all articles ("UN"): the one whose name some article shortens so ("the United
//! Nations … the UN"), if that is one only.

use crate::store::generic_names::is_generic;
use crate::store::{StoreError, ids};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Adds the blocks of letters and of the names that they shorten to the touched ones that they are tied to. Whether
/// there were any.
pub(super) fn add_tied(connection: &Connection) -> Result<bool, StoreError> {
    let mut added = 0;
    loop {
        let more: usize = [
            "INSERT OR IGNORE INTO touched_block
             SELECT a.normal FROM touched_block t CROSS JOIN entity e ON e.block = t.block
             CROSS JOIN entity_acronym a ON a.entity_id = e.id",
            "INSERT OR IGNORE INTO touched_block
             SELECT e.block FROM touched_block t CROSS JOIN entity_acronym a ON a.normal = t.block
             CROSS JOIN entity e ON e.id = a.entity_id",
        ]
        .into_iter()
        .map(|sql| connection.execute(sql, []))
        .sum::<rusqlite::Result<usize>>()?;
        if more == 0 {
            return Ok(added > 0);
        }
        added += more;
    }
}

/// The organisations that letters mean, among the touched names.
pub(super) struct Acronyms {
    /// The letters, and the name.
    meant: BTreeMap<String, String>,
    /// The ids of these organisations.
    ids: BTreeSet<String>,
}

impl Acronyms {
    pub(super) fn find(connection: &Connection) -> Result<Self, StoreError> {
        let mut statement = connection.prepare(
            "SELECT a.normal, min(e.normal) FROM temp.touched_block t CROSS JOIN entity_acronym a ON a.normal = t.block
             CROSS JOIN entity e ON e.id = a.entity_id
             GROUP BY a.normal HAVING count(DISTINCT e.normal) = 1",
        )?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut meant: BTreeMap<String, String> = rows.collect::<rusqlite::Result<_>>()?;
        // Whose the "City Council (CC)" is, nobody knows elsewhere.
        meant.retain(|_, name| !is_generic(name));
        let ids = meant.values().map(|name| ids::speaker(name, "organization", None)).collect();
        Ok(Self { meant, ids })
    }

    /// The name of the one organisation that letters mean.
    pub(super) fn meant_by(&self, letters: &str) -> Option<&str> {
        self.meant.get(letters).map(String::as_str)
    }

    /// Whether letters mean the organisation with this id.
    pub(super) fn mean(&self, id: &str) -> bool {
        self.ids.contains(id)
    }
}
