//! `onrecord remove`.

use super::{Context, Outcome};
use clap::Args;

/// Removes an article from every table and index
#[derive(Debug, Args)]
pub struct RemoveArgs {}

/// Runs the command.
pub fn run(_args: RemoveArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord remove` is not built yet")
}
