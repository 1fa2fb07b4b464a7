//! Tables (CSV, TSV, semicolons as in European spreadsheets) → articles, one in each row. The first row names the
//! columns.

mod dates;
mod quoting;

use self::dates::{Dates, MOST_WAITING, Undated};
use self::quoting::Style;
use super::broken;
use super::date::Order;
use super::decode::{self, Rows};
use super::fields::{Field, FieldMap};
use super::html::split_byline;
use super::json::Content;
use super::lines::LONGEST;
use crate::article::Article;
use crate::lists::rows;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::rc::Rc;
use std::sync::LazyLock;

/// What to try where a quotation mark is not closed.
const OPEN_HINT: &str = "close the quotation mark, or write it twice where it belongs to the value";
/// What to try where a row has too many values.
const SURPLUS_HINT: &str = "put values with a comma (or what else stands between columns) into quotation marks, or name all columns in \
                            the first line";

/// Names of columns, with the field that each stands for, the best name first.
static COLUMNS: LazyLock<Vec<(Field, &'static str)>> = LazyLock::new(|| {
    let known = |[field, name]: [&'static str; 2]| Some((Field::of_name(field)?, name));
    rows(include_str!("data/columns.tsv")).filter_map(known).collect()
});

/// The field that a name stands for by custom, and its place among the names for that field: the lowest is the best.
pub(super) fn usual(name: &str) -> Option<(usize, Field)> {
    let name = name.to_lowercase();
    let found = COLUMNS.iter().enumerate().find(|(_, (_, known))| *known == name);
    found.map(|(place, (field, _))| (place, *field))
}

/// Whether a line (in lower case) is the head of a table that holds articles.
pub fn is_head(line: &str) -> bool {
    let names: Vec<&str> = line.split(delimiter(line)).map(|n| n.trim().trim_matches('"').trim()).collect();
    let has = |wanted: &[Field]| COLUMNS.iter().any(|(f, n)| wanted.contains(f) && names.contains(n));
    names.len() >= 2
        && has(&[Field::Text, Field::Html])
        && has(&[Field::Title, Field::Date, Field::Outlet, Field::Url, Field::Id])
}

/// What stands between the columns: of comma, semicolon, tab and bar the one that the first line has most of.
pub(super) fn delimiter(head: &str) -> char {
    let count = |c: char| head.matches(c).count();
    [',', ';', '\t', '|'].into_iter().rev().max_by_key(|c| count(*c)).unwrap_or(',')
}

/// What stands between the columns as the first line says (`sep=;`, which Excel writes and reads), and how many bytes that line has.
fn named_delimiter(start: &[u8]) -> Option<(u8, usize)> {
    let rest = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(start);
    let (head, rest) = rest.split_at_checked(4)?;
    let ([delimiter], rest) = rest.split_at_checked(1)? else { return None };
    let rest = rest.strip_prefix(b"\r").unwrap_or(rest).strip_prefix(b"\n")?;
    head.eq_ignore_ascii_case(b"sep=").then_some((*delimiter, start.len() - rest.len()))
}

/// A table that is being read.
pub struct Table<R: Read> {
    reader: csv::Reader<Limited<R>>,
    left: Rc<Cell<u64>>,
    /// What has been read and belongs to no row that was given out, and the place of its first byte.
    read: Rc<RefCell<VecDeque<u8>>>,
    from: u64,
    /// For each field the column that holds it.
    columns: Vec<(Field, usize)>,
    /// How many columns the head names.
    width: usize,
    /// Whether the page of a row goes before its text, as its user says.
    page_first: bool,
    delimiter: u8,
    style: Style,
    /// What rows are written in, and whether it was said that some are no UTF-8.
    encodings: Rows,
    /// The encoding out of which the whole table was turned before.
    turned: Option<&'static str>,
    is_said: bool,
    dates: Dates,
    /// How many lines the reader has not counted: one where lines end with CR LF, since it counts a line when it meets the LF,
    /// which is after the row has begun; one that names what stands between the columns.
    late: u64,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its bytes as they stand in the file (in UTF-8), without the line break.
    pub bytes: Vec<u8>,
    /// The encoding that it was read in, where that is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Its id there.
    pub id: Option<String>,
    /// The article.
    pub content: Content,
    /// What was odd about it, in words.
    pub warnings: Vec<String>,
}

/// Why a row is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// What is wrong, in words.
    pub reason: String,
    /// What to try.
    pub hint: Option<&'static str>,
    /// Whether nothing after it can be read.
    pub is_last: bool,
}

impl<R: BufRead> Table<R> {
    /// Opens a table; `start` is how it begins. Each row is UTF-8 or else in the encoding that the beginning shows, windows-1252 where
    /// it shows none. The error says in words why it has no articles.
    pub fn open(mut from: R, start: &[u8], map: &FieldMap, order: Order) -> Result<Self, String> {
        let head =
            String::from_utf8_lossy(start.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default());
        let named = from.fill_buf().ok().and_then(named_delimiter);
        let delimiter =
            named.map_or_else(|| u8::try_from(delimiter(&head)).unwrap_or(b','), |(named, _)| named);
        from.consume(named.map_or(0, |(_, length)| length));
        let left = Rc::new(Cell::new(LONGEST as u64));
        let read = Rc::new(RefCell::new(VecDeque::new()));
        let style = quoting::style(start, delimiter);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .quoting(style != Style::Bare)
            .escape((style == Style::Escaped).then_some(b'\\'))
            .from_reader(Limited { from, left: Rc::clone(&left), read: Rc::clone(&read) });
        let encodings = Rows::of(start);
        let name = |name: &[u8]| {
            let (name, _) = encodings.encoding(name).decode_without_bom_handling(name);
            name.trim_start_matches('\u{feff}').trim().to_owned()
        };
        let names: Vec<String> = match reader.byte_headers() {
            Ok(names) => names.iter().map(name).collect(),
            Err(wrong) => return Err(in_words(&wrong)),
        };
        let mut columns = Vec::new();
        for field in Field::ALL {
            let at = match map.theirs(field) {
                Some(theirs) => Some(names.iter().position(|n| n == theirs).ok_or_else(|| {
                    format!("the table has no column \"{theirs}\"; its columns are {}", shown(&names))
                })?),
                None => {
                    let known = COLUMNS.iter().filter(|(f, _)| *f == field);
                    let at = |known: &str| {
                        names.iter().position(|name| name.to_lowercase() == known && !map.names(name))
                    };
                    known.filter_map(|(_, name)| at(name)).next()
                }
            };
            columns.extend(at.map(|at| (field, at)));
        }
        if !columns.iter().any(|(field, _)| matches!(field, Field::Text | Field::Html)) {
            return Err(format!(
                "no column of the table is known to hold the text; its columns are {}",
                shown(&names)
            ));
        }
        let mut before_feed =
            start.split(|b| *b == b'\n').next().unwrap_or_default().iter().rev().filter(|b| **b != 0);
        let late = u64::from(before_feed.next() == Some(&b'\r')) + u64::from(named.is_some());
        let mut table = Self {
            reader,
            left,
            read,
            from: 0,
            columns,
            width: names.len(),
            page_first: map.theirs(Field::Html).is_some() && map.theirs(Field::Text).is_none(),
            delimiter,
            style,
            encodings,
            turned: decode::of_whole_table(start).map(|encoding| encoding.name()),
            is_said: false,
            dates: Dates::new(order),
            late,
        };
        table.pass();
        Ok(table)
    }

    /// The next row; blank ones are left out.
    pub fn next_row(&mut self) -> Option<Result<Row, Wrong>> {
        if self.dates.waiting.is_empty() {
            let next = self.read_row()?;
            let waits = self.dates.must_wait(&next);
            self.dates.waiting.push_back(next);
            if waits {
                self.read_ahead();
            }
        }
        let next = self.dates.waiting.pop_front()?;
        Some(next.map(|undated| self.dates.dated(undated)))
    }

    /// Reads on until a row shows in which order days are written.
    fn read_ahead(&mut self) {
        let mut bytes = 0;
        while !self.dates.is_known() && bytes < MOST_WAITING {
            let Some(next) = self.read_row() else { return };
            bytes += next.as_ref().map_or(0, |undated| undated.row.bytes.len());
            let is_last = next.as_ref().is_err_and(|wrong| wrong.is_last);
            self.dates.waiting.push_back(next);
            if is_last {
                return;
            }
        }
    }

    fn read_row(&mut self) -> Option<Result<Undated, Wrong>> {
        let mut record = csv::ByteRecord::new();
        loop {
            self.left.set(LONGEST as u64);
            match self.reader.read_byte_record(&mut record) {
                Ok(false) => return None,
                Ok(true) => {
                    let bytes = self.pass();
                    let line = record.position().map_or(0, csv::Position::line) + self.late;
                    if let Some(reason) = quoting::wrong(&bytes, self.delimiter, self.style, line) {
                        return Some(Err(Wrong { line, reason, hint: Some(OPEN_HINT), is_last: false }));
                    }
                    if let Some(mut meant) = quoting::read(&bytes, self.delimiter, self.style) {
                        meant.set_position(record.position().cloned());
                        record = meant;
                    }
                    if let Some(reason) = self.surplus(&record) {
                        return Some(Err(Wrong { line, reason, hint: Some(SURPLUS_HINT), is_last: false }));
                    }
                    if record.iter().any(|value| !value.trim_ascii().is_empty()) {
                        return Some(Ok(self.row(&record, bytes)));
                    }
                }
                Err(wrong) => {
                    let line = self.reader.position().line();
                    return Some(Err(Wrong { line, reason: in_words(&wrong), hint: None, is_last: true }));
                }
            }
        }
    }

    /// Why nobody can tell which value of a row belongs to which column, in words: it has more values than the head has names.
    fn surplus(&self, record: &csv::ByteRecord) -> Option<String> {
        let last = record.iter().rposition(|value| !value.trim_ascii().is_empty())?;
        (last >= self.width).then(|| {
            format!(
                "the row has {} values, and the first line of the table names {} columns",
                last + 1,
                self.width
            )
        })
    }

    /// The bytes up to where the reader is.
    fn pass(&mut self) -> Vec<u8> {
        let to = self.reader.position().byte();
        let mut read = self.read.borrow_mut();
        let length = usize::try_from(to - self.from).unwrap_or(usize::MAX).min(read.len());
        self.from = to;
        let bytes: Vec<u8> = read.drain(..length).collect();
        // Line ends belong to no row, nor do blank lines, which the reader passes over.
        let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let start = bytes.iter().take_while(|byte| is_break(byte)).count();
        let end = bytes.len() - bytes.iter().rev().take_while(|byte| is_break(byte)).count();
        bytes.get(start..end).unwrap_or_default().to_vec()
    }

    fn row(&mut self, record: &csv::ByteRecord, bytes: Vec<u8>) -> Undated {
        let encoding = self.encodings.encoding(&bytes);
        let (bytes, damaged) = encoding.decode_without_bom_handling(&bytes);
        let mut warnings = decode::damage(encoding.name(), damaged);
        let bytes = bytes.into_owned().into_bytes();
        let is_other = encoding != encoding_rs::UTF_8;
        if is_other && !self.encodings.is_of_all && !std::mem::replace(&mut self.is_said, true) {
            warnings.push(format!(
                "this row is not UTF-8, as others may be: it was read as {}, and so is each row like it",
                encoding.name()
            ));
        }
        let value = |field: Field| {
            let at = self.columns.iter().find(|(f, _)| *f == field)?.1;
            let value = encoding.decode_without_bom_handling(record.get(at)?).0.into_owned();
            Some(value).filter(|v| !v.trim().is_empty())
        };
        let trimmed = |field: Field| value(field).map(|v| v.trim().to_owned());
        let date = trimmed(Field::Date);
        let article = Article {
            title: trimmed(Field::Title),
            outlet: trimmed(Field::Outlet),
            url: trimmed(Field::Url),
            authors: trimmed(Field::Author)
                .map(|names| split_byline(&names.replace('|', ";")))
                .unwrap_or_default(),
            ..Article::default()
        };
        let content = match (value(Field::Text), value(Field::Html)) {
            (text, Some(page)) if text.is_none() || self.page_first => Content::Html(page, article),
            (text, _) => Content::Text(Article { text: text.unwrap_or_default(), ..article }),
        };
        let row = Row {
            line: record.position().map_or(0, csv::Position::line) + self.late,
            bytes,
            encoding: is_other.then_some(encoding.name()).or(self.turned),
            id: trimmed(Field::Id),
            content,
            warnings,
        };
        if let Some(date) = &date {
            self.dates.see(date);
        }
        Undated { row, date }
    }
}

fn in_words(wrong: &csv::Error) -> String {
    match wrong.kind() {
        csv::ErrorKind::Io(wrong) => format!("cannot be read on: {}", broken::in_words(wrong)),
        _ => format!("not a table: {wrong}"),
    }
}

fn shown(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().take(20).map(|n| format!("\"{n}\"")).collect();
    quoted.join(", ")
}

/// A row may have as many bytes as an article: a quotation mark that is never closed must not read a disk into memory.
struct Limited<R> {
    from: R,
    left: Rc<Cell<u64>>,
    read: Rc<RefCell<VecDeque<u8>>>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            let reason =
                format!("a row has more than {} MB (a quotation mark that is not closed?)", LONGEST >> 20);
            return Err(broken::said(reason));
        }
        let read = self.from.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(read as u64));
        self.read.borrow_mut().extend(buffer.iter().take(read));
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
