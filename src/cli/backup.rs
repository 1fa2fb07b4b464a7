//! `onrecord backup`.

use super::{Context, Outcome};
use clap::Args;

/// Copies the database while it is in use
#[derive(Debug, Args)]
pub struct BackupArgs {}

/// Runs the command.
pub fn run(_args: BackupArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord backup` is not built yet")
}
