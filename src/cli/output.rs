//! How results and errors leave the program: listings in four formats, words that are safe on a terminal, errors
//! with a hint.
//!
//! Article text is hostile: on a terminal no control character, escape sequence or bidirectional override of it is
//! passed on ([`safe`]), and JSON has the same characters as `\u` escapes, so that the text is exact and safe.

use super::Outcome;
pub use crate::safe::{safe, write_json};
use clap::{Args, ValueEnum};
use serde_json::Value;
use std::io::{self, BufWriter, IsTerminal, Write};

/// Columns of a table that does not go to a terminal; `COLUMNS` in the environment says otherwise.
pub const PIPED_WIDTH: usize = 100;

/// The `--format` option that every listing has.
#[derive(Clone, Copy, Debug, Args)]
pub struct FormatArgs {
    /// How to print the rows
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

/// The formats of listings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading: fits the terminal
    #[default]
    Table,
    /// One array of objects
    Json,
    /// One object on each line
    Jsonl,
    /// For spreadsheets: UTF-8 with a header line; cells that a spreadsheet would run as a formula begin with '
    Csv,
}

/// Standard output: buffered, and it remembers whether its reader has gone away.
pub struct Output {
    to: Box<dyn Write + Send>,
    closed: bool,
    /// Whether colour and bold type are wanted (a terminal, and `NO_COLOR` is not set).
    pub colour: bool,
    /// Columns that a table may take.
    pub width: usize,
}

impl Output {
    /// The process's standard output.
    pub fn stdout() -> Self {
        let stdout = io::stdout();
        let colour = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.trim().parse().ok()).filter(|c| *c > 0);
        let width = match terminal_size::terminal_size_of(&stdout) {
            Some((terminal_size::Width(width), _)) if stdout.is_terminal() && width > 0 => usize::from(width),
            _ => columns.unwrap_or(PIPED_WIDTH),
        };
        Self { colour, width, ..Self::to(BufWriter::with_capacity(1 << 16, stdout)) }
    }

    /// Any writer, without colour, [`PIPED_WIDTH`] wide.
    pub fn to(writer: impl Write + Send + 'static) -> Self {
        Self { to: Box::new(writer), closed: false, colour: false, width: PIPED_WIDTH }
    }

    /// True once the reader at the other end of the pipe has gone away; nothing more need be written then.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        self.closed |= result.as_ref().is_err_and(|e| e.kind() == io::ErrorKind::BrokenPipe);
        result.map_err(|e| io::Error::new(e.kind(), format!("cannot write to standard output: {e}")))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.to.write(bytes);
        self.note(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.to.flush();
        self.note(result)
    }
}

/// A column of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name in JSON and CSV; the heading of a table is the same with spaces for `_`.
    pub name: &'static str,
    /// How tables show it.
    pub shown: Shown,
}

/// How a table shows a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Whole words on one line where there is room: names, dates, ids.
    Short,
    /// Text that takes what room is left, on several lines.
    Text,
    /// Not at all; only JSON and CSV have it.
    Never,
}

impl Column {
    /// A column of names, dates, ids, numbers.
    pub const fn short(name: &'static str) -> Self {
        Self { name, shown: Shown::Short }
    }

    /// A column of running text.
    pub const fn text(name: &'static str) -> Self {
        Self { name, shown: Shown::Text }
    }

    /// A column that only JSON and CSV have.
    pub const fn data(name: &'static str) -> Self {
        Self { name, shown: Shown::Never }
    }
}

/// Rows with named columns, to be printed in any [`Format`].
#[derive(Clone, Debug, Default)]
pub struct Listing {
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
}

impl Listing {
    /// An empty listing.
    pub fn new(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row: one value for each column, in their order (missing ones are null).
    pub fn push(&mut self, row: Vec<Value>) {
        self.rows.push(row);
    }

    /// True where there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Prints all rows; `Nothing` where there are none (JSON then is `[]`, CSV its header, a table nothing).
    pub fn print(&self, format: Format, out: &mut Output) -> anyhow::Result<Outcome> {
        match format {
            Format::Table if self.is_empty() => {}
            Format::Table => super::table::print(&self.columns, &self.rows, out)?,
            Format::Json => self.print_json(out)?,
            Format::Jsonl => {
                for row in &self.rows {
                    write_json(out, &self.object(row))?;
                    out.write_all(b"\n")?;
                }
            }
            Format::Csv => self.print_csv(out)?,
        }
        Ok(if self.is_empty() { Outcome::Nothing } else { Outcome::Done })
    }

    fn object<'a>(&'a self, row: &'a [Value]) -> serde_json::Map<String, Value> {
        let values = row.iter().cloned().chain(std::iter::repeat(Value::Null));
        self.columns.iter().map(|c| c.name.to_owned()).zip(values).collect()
    }

    fn print_json(&self, out: &mut Output) -> anyhow::Result<()> {
        out.write_all(b"[")?;
        for (index, row) in self.rows.iter().enumerate() {
            out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
            write_json(out, &self.object(row))?;
        }
        out.write_all(if self.is_empty() { b"]\n" } else { b"\n]\n" })?;
        Ok(())
    }

    fn print_csv(&self, out: &mut Output) -> anyhow::Result<()> {
        csv_line(out, self.columns.iter().map(|c| c.name.to_owned()))?;
        for row in &self.rows {
            let cells = row.iter().map(csv_cell).chain(std::iter::repeat(String::new()));
            csv_line(out, cells.take(self.columns.len()))?;
        }
        Ok(())
    }
}

/// A line of CSV. Unlike `csv::Writer` it quotes what holds `;` or a tab, too, where a spreadsheet may begin a new cell.
fn csv_line(out: &mut Output, cells: impl Iterator<Item = String>) -> io::Result<()> {
    for (at, cell) in cells.enumerate() {
        let comma = if at > 0 { "," } else { "" };
        if cell.contains([',', ';', '\t', '"', '\n', '\r']) {
            write!(out, "{comma}\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            write!(out, "{comma}{cell}")?;
        }
    }
    out.write_all(b"\n")
}

/// A cell for a spreadsheet. Text that begins like a formula gets a `'` before it, which spreadsheets take as "this
/// is text" (OWASP, "CSV injection"), also where white space or nothing that is seen stands before it, and text that
/// begins with a tab or a line break; control characters are as in tables, tabs and line breaks stay.
fn csv_cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => {
            let text = safe(text);
            let is_passed_over =
                |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
            let seen = text.trim_start_matches(is_passed_over);
            let formula = seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
            if formula || text.starts_with(['\t', '\n']) { format!("'{text}") } else { text.into_owned() }
        }
        nested => safe(&nested.to_string()).into_owned(),
    }
}

/// An error for the person who reads it, with what to try.
#[derive(Debug, thiserror::Error)]
#[error("{wrong:#}")]
struct Hinted {
    wrong: anyhow::Error,
    hint: String,
}

/// An error with a hint: what was being done and what was wrong, then what to try.
pub fn error(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Hinted { wrong: anyhow::Error::msg(message.into()), hint: hint.into() }.into()
}

/// Adds to an error what its reader may try.
pub trait WithHint<T> {
    /// The same, with a hint.
    fn hint(self, hint: impl Into<String>) -> anyhow::Result<T>;
}

impl<T, E: Into<anyhow::Error>> WithHint<T> for Result<T, E> {
    fn hint(self, hint: impl Into<String>) -> anyhow::Result<T> {
        self.map_err(|e| Hinted { wrong: e.into(), hint: hint.into() }.into())
    }
}

/// Prints `error: …` and, where there is one, a line `hint: …`.
pub fn report(err: &mut impl Write, wrong: &anyhow::Error) {
    let _ = writeln!(err, "error: {}", safe(&format!("{wrong:#}")));
    if let Some(Hinted { hint, .. }) = wrong.downcast_ref() {
        let _ = writeln!(err, "hint: {}", safe(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_spreadsheet_runs_no_formula() {
        for (value, cell) in [
            (json!("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")"),
            (json!("- Mr. Ek"), "'- Mr. Ek"),
            (json!("@mayor"), "'@mayor"),
            (json!("\n=1+1"), "'\n=1+1"),
            (json!("\r=1+1"), "'\n=1+1"),
            (json!("\r\nNo."), "'\nNo."),
            (json!(" \u{a0}\u{feff}=1+1"), "' \u{a0}\u{feff}=1+1"),
            (json!(" No."), " No."),
            (json!("“No.”"), "“No.”"),
            (json!(-5), "-5"),
            (json!(null), ""),
            (json!([[0, 5]]), "[[0,5]]"),
            (json!("a\u{1b}[2Jb\u{202e}c"), "a�[2Jb�c"),
        ] {
            assert_eq!(csv_cell(&value), cell);
        }
    }

    /// What was written, and what became of it.
    fn written(
        write: impl FnOnce(&mut Output) -> anyhow::Result<Outcome>,
        to: impl Write + Send + 'static,
    ) -> anyhow::Result<Outcome> {
        let mut out = Output::to(to);
        let outcome = write(&mut out)?;
        out.flush()?;
        Ok(outcome)
    }

    #[test]
    fn cells_with_any_separator_are_quoted() {
        let mut listing = Listing::new(&[Column::short("title"), Column::text("content")]);
        listing.push(vec![json!("a;=1+1"), json!("b\t=1+1")]);
        listing.push(vec![json!("a, \"b\""), json!("c\nd")]);
        listing.push(vec![json!("plain"), json!(null)]);
        let (mut reader, writer) = std::io::pipe().unwrap();
        written(|out| listing.print(Format::Csv, out), writer).unwrap();
        let mut csv = String::new();
        io::Read::read_to_string(&mut reader, &mut csv).unwrap();
        assert_eq!(csv, "title,content\n\"a;=1+1\",\"b\t=1+1\"\n\"a, \"\"b\"\"\",\"c\nd\"\nplain,\n");
    }

    #[test]
    fn a_full_disk_is_said_of_standard_output() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut listing = Listing::new(&[Column::short("title")]);
        listing.push(vec![json!("No.")]);
        for format in [Format::Table, Format::Json, Format::Jsonl, Format::Csv] {
            let wrong = written(|out| listing.print(format, out), Full).unwrap_err();
            assert_eq!(wrong.to_string(), "cannot write to standard output: no storage space", "{format:?}");
        }
    }

    #[test]
    fn an_error_and_its_hint() -> io::Result<()> {
        let mut shown = Vec::new();
        let missing: Result<(), _> = Err(io::Error::other("disk\u{1b} full"));
        if let Err(wrong) = missing.hint("make room") {
            report(&mut shown, &wrong);
        }
        assert_eq!(String::from_utf8_lossy(&shown), "error: disk� full\nhint: make room\n");
        Ok(())
    }
}
