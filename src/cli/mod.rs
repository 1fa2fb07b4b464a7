//! The command line: one file for each command, over what all of them share ([`Context`], [`output`], [`clock`]).
//!
//! Results go to standard output, everything else to standard error. Exit codes: 0 found or done, 1 nothing found
//! (`check`: findings), 2 error (`import`: some files failed). A reader that closes the pipe early is a success.

mod bars;
mod changes;
mod claim_decisions;
pub mod clock;
pub mod corrections;
pub mod database;
pub mod deciding;
pub mod listing;
pub mod model;
pub mod output;
mod passed_over;
mod people;
mod portrait;
mod preview;
mod spreadsheet;
mod table;

mod accusation_decisions;
pub mod accusations;
pub mod articles;
pub mod backup;
pub mod check;
pub mod claims;
pub mod completions;
pub mod decisions;
pub mod demo;
pub mod eval;
pub mod extract;
pub mod import;
pub mod imports;
pub mod quotes;
pub mod remove;
pub mod review;
pub mod search;
mod sheet;
pub mod show;
pub mod speakers;
pub mod stats;
mod story;
pub mod timeline;
pub mod update;

use self::clock::Clock;
use self::output::Output;
use crate::ingest::pdf::apart;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// A searchable record of who said what, about whom, when, and where it was reported.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, max_term_width = 100, arg_required_else_help = true, after_help = AFTER_HELP)]
pub struct Cli {
    /// The database [default: onrecord.db in the current folder]
    #[arg(long, global = true, value_name = "FILE", env = "ONRECORD_DB", hide_env_values = true)]
    pub db: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  onrecord demo                                   see what it does, with the bundled samples
  onrecord import articles/ --outlet \"The Post\"   read a folder of articles
  onrecord quotes --speaker \"Al Thani\"            all that one speaker said
  onrecord accusations --since 2025-01            who accused whom of what, newest first

`onrecord COMMAND --help` says more. Exit codes: 0 found or done, 1 nothing found, 2 error.";

/// The commands. Each one's doc comment, in its own file, is its help.
#[derive(Debug, Subcommand)]
#[allow(missing_docs, reason = "each command is documented in its own file, which is what its help shows")]
pub enum Command {
    Import(import::ImportArgs),
    Imports(imports::ImportsArgs),
    Quotes(Box<quotes::QuotesArgs>),
    Accusations(accusations::AccusationsArgs),
    Claims(claims::ClaimsArgs),
    Speakers(speakers::SpeakersArgs),
    Review(review::ReviewArgs),
    Decisions(decisions::DecisionsArgs),
    Timeline(timeline::TimelineArgs),
    Stats(stats::StatsArgs),
    Articles(articles::ArticlesArgs),
    Show(show::ShowArgs),
    Search(search::SearchArgs),
    Remove(remove::RemoveArgs),
    Update(update::UpdateArgs),
    Extract(extract::ExtractArgs),
    Eval(eval::EvalArgs),
    Check(check::CheckArgs),
    Backup(backup::BackupArgs),
    Demo(demo::DemoArgs),
    Completions(completions::CompletionsArgs),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Something was found, or the work is done: exit code 0.
    Done,
    /// Nothing was found (`check`: something was): exit code 1.
    Nothing,
    /// Some of the work failed, and standard error already says what: exit code 2.
    Failed,
}

/// What a command needs from the world around it.
pub struct Context {
    /// The database: `--db`, else `ONRECORD_DB`, else `onrecord.db` in the current folder.
    pub database: PathBuf,
    /// Results. Nothing else goes here.
    pub out: Output,
    /// Messages, warnings, progress.
    pub err: Box<dyn Write + Send>,
    /// Whether standard error is a terminal, so that a progress bar makes sense.
    pub interactive: bool,
    /// What day and time it is.
    pub clock: Clock,
}

/// Runs one command line (its first word is the program's name) and gives its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if matches!(arguments.as_slice(), [_, command] if command == apart::COMMAND) {
        return read_pdf();
    }
    let cli = match Cli::try_parse_from(database_first(arguments)) {
        Ok(cli) => cli,
        Err(wrong) => {
            if wrong.use_stderr() {
                // It repeats what was typed, which may be a file's name with escape sequences in it.
                let _ = write!(std::io::stderr(), "{}", crate::safe::safe(&wrong.to_string()));
            } else {
                let _ = wrong.print();
            }
            return if wrong.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let clock = match Clock::from_environment() {
        Ok(clock) => clock,
        Err(wrong) => {
            output::report(&mut std::io::stderr(), &wrong);
            return ExitCode::from(2);
        }
    };
    let mut context = Context {
        database: cli
            .db
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or_else(|| PathBuf::from("onrecord.db")),
        out: Output::stdout(),
        err: Box::new(std::io::stderr()),
        interactive: std::io::stderr().is_terminal(),
        clock,
    };
    let result = dispatch(cli.command, &mut context).and_then(|outcome| {
        context.out.flush()?;
        Ok(outcome)
    });
    match result {
        _ if context.out.is_closed() => ExitCode::SUCCESS,
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(wrong) => {
            // What was found before the error is still worth having.
            let _ = context.out.flush();
            output::report(&mut context.err, &wrong);
            ExitCode::from(2)
        }
    }
}

/// Puts `--db FILE` before the command, wherever it stands: clap takes `speakers --db FILE show NAME` for a search, where
/// no subcommand can follow.
fn database_first(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let end = arguments.iter().position(|a| a == "--").unwrap_or(arguments.len());
    let is_database = |a: &OsString| a == "--db" || a.as_encoded_bytes().starts_with(b"--db=");
    let mut places = arguments.iter().take(end).enumerate().filter(|(_, a)| is_database(a));
    // Given twice, it is for clap to complain.
    let (Some((at, option)), None) = (places.next(), places.next()) else { return arguments };
    let length = if option == "--db" { 2 } else { 1 };
    if at > 1 && at + length <= end {
        let option: Vec<OsString> = arguments.drain(at..at + length).collect();
        arguments.splice(1..1, option);
    }
    arguments
}

/// The process that reads one PDF for `import`: no command of people's.
fn read_pdf() -> ExitCode {
    /// Bytes; pages in pages need more than the usual eight million.
    const STACK: usize = 64 << 20;
    let answer = || apart::answer(std::io::stdin(), std::io::stdout());
    let answered =
        std::thread::Builder::new().stack_size(STACK).spawn(answer).map(std::thread::JoinHandle::join);
    if matches!(answered, Ok(Ok(Ok(())))) { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// This program, for [`read_pdf`].
fn this_program() -> Option<PathBuf> {
    // It leads to the program even where an update has replaced its file.
    let linux = PathBuf::from("/proc/self/exe");
    if linux.exists() { Some(linux) } else { std::env::current_exe().ok() }
}

fn dispatch(command: Command, context: &mut Context) -> anyhow::Result<Outcome> {
    match command {
        Command::Import(args) => import::run(args, context),
        Command::Imports(args) => imports::run(args, context),
        Command::Quotes(args) => quotes::run(*args, context),
        Command::Accusations(args) => accusations::run(args, context),
        Command::Claims(args) => claims::run(args, context),
        Command::Speakers(args) => speakers::run(args, context),
        Command::Review(args) => review::run(args, context),
        Command::Decisions(args) => decisions::run(args, context),
        Command::Timeline(args) => timeline::run(args, context),
        Command::Stats(args) => stats::run(args, context),
        Command::Articles(args) => articles::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Search(args) => search::run(args, context),
        Command::Remove(args) => remove::run(args, context),
        Command::Update(args) => update::run(args, context),
        Command::Extract(args) => extract::run(args, context),
        Command::Eval(args) => eval::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Backup(args) => backup::run(args, context),
        Command::Demo(args) => demo::run(args, context),
        Command::Completions(args) => completions::run(args, context),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_may_be_named_anywhere() {
        for (typed, read) in [
            ("onrecord speakers --db x.db show Marsh", "onrecord --db x.db speakers show Marsh"),
            ("onrecord speakers show Marsh --db=x.db", "onrecord --db=x.db speakers show Marsh"),
            ("onrecord --db x.db speakers", "onrecord --db x.db speakers"),
            ("onrecord search -- --db x.db", "onrecord search -- --db x.db"),
            ("onrecord speakers --db", "onrecord speakers --db"),
            ("onrecord --db x.db speakers --db y.db", "onrecord --db x.db speakers --db y.db"),
        ] {
            let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
            assert_eq!(database_first(words(typed)), words(read));
        }
        for command in
            ["speakers --db x.db suggestions", "quotes --db x.db fix q:1", "decisions --db x.db undo 1"]
        {
            let typed = ["onrecord"].into_iter().chain(command.split(' ')).map(OsString::from).collect();
            let cli = Cli::try_parse_from(database_first(typed)).unwrap();
            assert_eq!(cli.db, Some(PathBuf::from("x.db")), "{command}");
        }
    }
}
