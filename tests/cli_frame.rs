//! What all commands share: help, exit codes, errors with hints, completions.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

#[path = "support/onrecord.rs"]
mod support;

use support::{onrecord, ran};

#[test]
fn every_command_has_help_and_every_word_of_it_goes_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let (code, help, errors) = ran(onrecord(folder.path()).arg("--help"));
    assert_eq!((code, errors.as_str()), (0, ""));
    for command in [
        "import",
        "extract",
        "quotes",
        "accusations",
        "claims",
        "speakers",
        "articles",
        "show",
        "search",
        "remove",
        "update",
        "eval",
        "check",
        "backup",
        "demo",
        "completions",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not in the help:\n{help}");
        let (code, help, errors) = ran(onrecord(folder.path()).args([command, "--help"]));
        assert_eq!((code, errors.as_str()), (0, ""), "{command}");
        assert!(help.contains("Usage: onrecord") && help.contains("--db"), "{command}:\n{help}");
    }
}

#[test]
fn mistakes_on_the_command_line_end_with_2_and_leave_standard_output_empty() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in
        [&[][..], &["qoutes"], &["extract", "--offsets", "bytes"], &["extract", "--threads", "0"]]
    {
        let (code, out, errors) = ran(onrecord(folder.path()).args(arguments));
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(!errors.is_empty(), "{arguments:?}");
    }
    let (code, out, errors) = ran(onrecord(folder.path()).env("ONRECORD_NOW", "noon").arg("extract"));
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(
        errors,
        "error: ONRECORD_NOW is no date and time: noon\nhint: write it as 2026-01-31T12:00:00Z, or unset it\n"
    );
}

#[test]
fn completions_know_the_commands() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, script, _) = ran(onrecord(folder.path()).args(["completions", shell]));
        assert_eq!(code, 0);
        assert!(script.contains("accusations"), "{shell}");
    }
}
