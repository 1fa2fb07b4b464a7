//! `onrecord import`.

use super::{Context, Outcome};
use clap::Args;

/// Reads articles, extracts who said what, and stores it
#[derive(Debug, Args)]
pub struct ImportArgs {}

/// Runs the command.
pub fn run(_args: ImportArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord import` is not built yet")
}
