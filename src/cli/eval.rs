//! `onrecord eval`.

use super::{Context, Outcome};
use clap::Args;

/// Scores the extractor against annotated articles
#[derive(Debug, Args)]
pub struct EvalArgs {}

/// Runs the command.
pub fn run(_args: EvalArgs, _context: &mut Context) -> anyhow::Result<Outcome> {
    anyhow::bail!("`onrecord eval` is not built yet")
}
