//! `onrecord show`.

use super::{Context, Outcome};
use clap::Args;

/// Shows an article with its quotations marked in place
#[derive(Debug, Args)]
pub struct ShowArgs {}

/// Runs the command.
pub fn run(_args: ShowArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord show` is not built yet")
}
