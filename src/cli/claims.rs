//! `onrecord claims`.

use super::{Context, Outcome};
use clap::Args;

/// Lists claims by type
#[derive(Debug, Args)]
pub struct ClaimsArgs {}

/// Runs the command.
pub fn run(_args: ClaimsArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord claims` is not built yet")
}
