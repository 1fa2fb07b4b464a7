//! `onrecord speakers`.

use super::{Context, Outcome};
use clap::Args;

/// Lists speakers, shows one, merges, splits, renames
#[derive(Debug, Args)]
pub struct SpeakersArgs {}

/// Runs the command.
pub fn run(_args: SpeakersArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord speakers` is not built yet")
}
