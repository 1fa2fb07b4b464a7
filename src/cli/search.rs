//! `onrecord search`.

use super::{Context, Outcome};
use clap::Args;

/// Searches the full text of articles and quotes
#[derive(Debug, Args)]
pub struct SearchArgs {}

/// Runs the command.
pub fn run(_args: SearchArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord search` is not built yet")
}
