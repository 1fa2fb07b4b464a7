//! Files that an import passed over: how many for each reason, and the first of them.

use super::database::count;
use super::output::safe;
use crate::ingest::IngestError;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Reasons, with how many files and the first of them.
#[derive(Debug, Default)]
pub struct PassedOver(pub BTreeMap<String, (u64, String)>);

impl PassedOver {
    /// Counts one more.
    pub fn add(&mut self, wrong: IngestError) {
        let place = wrong.place();
        self.0.entry(wrong.reason).or_insert_with(|| (0, place)).0 += 1;
    }

    /// How many there are in all.
    pub fn len(&self) -> u64 {
        self.0.values().map(|(number, _)| number).sum()
    }

    /// Writes a line for each reason.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        for (reason, (number, first)) in &self.0 {
            let files = count(*number, "file", "files");
            let others = if *number > 1 { " and others" } else { "" };
            writeln!(to, "Passed over {files}: {} ({}{others}).", safe(reason), safe(first))?;
        }
        Ok(())
    }
}
