//! `onrecord quotes`.

use super::{Context, Outcome};
use clap::Args;

/// Lists quotes
#[derive(Debug, Args)]
pub struct QuotesArgs {}

/// Runs the command.
pub fn run(_args: QuotesArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord quotes` is not built yet")
}
