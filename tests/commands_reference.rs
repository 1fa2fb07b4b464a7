//! `docs/commands.md` is what the commands' help says. `ONRECORD_BLESS=1 cargo test --test commands_reference` writes
//! it anew.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

use clap::{Command, CommandFactory};
use onrecord::cli::Cli;
use std::path::Path;

#[test]
fn the_reference_is_what_the_help_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md");
    let reference = reference();
    if std::env::var_os("ONRECORD_BLESS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &reference).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = written.lines().zip(reference.lines()).find(|(written, new)| written != new);
    assert!(
        written == reference,
        "docs/commands.md is out of date ({differs:?}); ONRECORD_BLESS=1 writes it anew"
    );
}

#[test]
fn every_command_is_documented_with_examples() {
    for command in Cli::command().get_subcommands() {
        let name = command.get_name();
        assert!(command.get_about().is_some(), "{name} says nothing");
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        assert!(
            after.contains(&format!("  onrecord {name}")) || after.contains("| onrecord"),
            "{name} has no examples"
        );
        for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
            assert!(argument.get_help().is_some(), "{name} {} says nothing", argument.get_id());
        }
    }
}

fn reference() -> String {
    let mut root = Cli::command().term_width(100);
    root.build();
    let mut page = String::from(
        "# Commands\n\nWhat `onrecord --help` and `onrecord COMMAND --help` say. This page is made from them: change the \
         doc comments in\n`src/cli/`, then run `ONRECORD_BLESS=1 cargo test --test commands_reference`.\n\n",
    );
    section(&mut page, &mut root, "onrecord", 2);
    page
}

fn section(page: &mut String, command: &mut Command, path: &str, level: usize) {
    let help = command.render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    let heading = "#".repeat(level);
    *page += &format!("{heading} {path}\n\n```text\n{}\n```\n\n", help.join("\n").trim_end());
    for sub in command.get_subcommands_mut().filter(|sub| sub.get_name() != "help") {
        let path = format!("{path} {}", sub.get_name());
        section(page, sub, &path, (level + 1).min(4));
    }
}
