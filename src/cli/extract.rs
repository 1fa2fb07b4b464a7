//! `onrecord extract`.

use super::{Context, Outcome};
use clap::Args;

/// Articles in, extractions out, as JSON Lines; no database
#[derive(Debug, Args)]
pub struct ExtractArgs {}

/// Runs the command.
pub fn run(_args: ExtractArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord extract` is not built yet")
}
