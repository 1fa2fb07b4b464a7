//! `onrecord articles`.

use super::{Context, Outcome};
use clap::Args;

/// Lists the stored articles
#[derive(Debug, Args)]
pub struct ArticlesArgs {}

/// Runs the command.
pub fn run(_args: ArticlesArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord articles` is not built yet")
}
