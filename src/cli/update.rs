//! `onrecord update`.

use super::{Context, Outcome};
use clap::Args;

/// Extracts all stored articles again and says what changed
#[derive(Debug, Args)]
pub struct UpdateArgs {}

/// Runs the command.
pub fn run(_args: UpdateArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord update` is not built yet")
}
