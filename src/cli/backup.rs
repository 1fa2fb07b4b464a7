//! `onrecord backup`.

use super::database::{self, explain};
use super::output::safe;
use super::{Context, Outcome};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Copies the database into a new file while it is in use
///
/// The copy is one whole file, as the database was at one moment, even if an import is writing to it. Do not copy the
/// file itself while a program has it open: what was written last may still be in the log beside it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord backup monday.db
  onrecord backup /media/stick/archive.db --db archive.db")]
pub struct BackupArgs {
    /// The new file
    #[arg(value_name = "FILE")]
    pub to: PathBuf,
}

/// Copies.
pub fn run(args: BackupArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = database::open(context)?;
    let bar = database::progress(context, 0, "{bar:30} {percent}% · {eta} left");
    store
        .backup(&args.to, |done, all| {
            bar.set_length(all.max(0).unsigned_abs().into());
            bar.set_position(done.max(0).unsigned_abs().into());
        })
        .map_err(explain)?;
    bar.finish_and_clear();
    let (from, to) = (context.database.display().to_string(), args.to.display().to_string());
    writeln!(context.err, "Copied {} to {}.", safe(&from), safe(&to))?;
    Ok(Outcome::Done)
}
