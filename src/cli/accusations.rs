//! `onrecord accusations`.

use super::{Context, Outcome};
use clap::Args;

/// Lists who accused whom of what, by date
#[derive(Debug, Args)]
pub struct AccusationsArgs {}

/// Runs the command.
pub fn run(_args: AccusationsArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord accusations` is not built yet")
}
