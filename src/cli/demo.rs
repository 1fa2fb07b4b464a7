//! `onrecord demo`.

use super::{Context, Outcome};
use clap::Args;

/// Imports the bundled samples and shows what was found
#[derive(Debug, Args)]
pub struct DemoArgs {}

/// Runs the command.
pub fn run(_args: DemoArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord demo` is not built yet")
}
