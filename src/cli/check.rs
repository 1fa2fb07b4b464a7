//! `onrecord check`.

use super::{Context, Outcome};
use clap::Args;

/// Checks that the database is whole and every quote verbatim
#[derive(Debug, Args)]
pub struct CheckArgs {}

/// Runs the command.
pub fn run(_args: CheckArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord check` is not built yet")
}
