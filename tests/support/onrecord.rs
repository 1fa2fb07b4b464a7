//! The program in a world of its own: an empty folder, no home, no database from outside, a clock that stands still.

use assert_cmd::Command;
use std::path::Path;

/// The `onrecord` command, to be run in a folder.
pub(crate) fn onrecord(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("onrecord").expect("cargo builds the program before its tests");
    command.current_dir(folder).env_clear();
    command.env("ONRECORD_NOW", "2026-01-31T12:00:00Z").env("COLUMNS", "100");
    command
}

/// What a run printed: exit code, standard output, standard error.
pub(crate) fn ran(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("the program can be run");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("all output is UTF-8");
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}
