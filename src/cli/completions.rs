//! `onrecord completions`: what a shell needs to complete commands and options.

use super::{Cli, Context, Outcome};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Prints completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord
  onrecord completions zsh > ~/.zfunc/_onrecord
  onrecord completions fish > ~/.config/fish/completions/onrecord.fish")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Prints the completions to standard output.
pub fn run(args: CompletionsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "onrecord", &mut script);
    std::io::Write::write_all(&mut context.out, &script)?;
    Ok(Outcome::Done)
}
