//! Listings as tables for reading: no wider than the terminal, whole words, text wrapped into what room is left.

use super::output::{Column, Output, Shown, safe};
use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Row, Table, Width};
use comfy_table::{LineStyle, TableStyle};
use serde_json::Value;
use std::io::{self, Write};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns of white space between two columns of a table.
const GAP: usize = 2;
/// A column of names or ids takes no more than this before it is wrapped.
const WIDEST_SHORT: usize = 28;
/// Text that is narrower than this is no pleasure to read; names are wrapped first.
const NARROWEST_TEXT: usize = 24;
/// Characters of a cell; the table says where there are more. It also bounds the time, which grows with the square of a
/// word's length where it is wrapped (`comfy_table`).
const LONGEST: usize = 10_000;

/// Prints rows under a heading. Columns that are only data are left out.
pub(super) fn print(columns: &[Column], rows: &[Vec<Value>], out: &mut Output) -> io::Result<()> {
    let shown: Vec<(usize, Column)> =
        columns.iter().copied().enumerate().filter(|(_, c)| c.shown != Shown::Never).collect();
    let headings: Vec<String> = shown.iter().map(|(_, c)| c.name.replace('_', " ")).collect();
    let cells = |row: &Vec<Value>| {
        shown.iter().map(|(i, _)| row.get(*i).map(|v| cut(cell(v))).unwrap_or_default()).collect()
    };
    let cells: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let needs: Vec<Need> = shown
        .iter()
        .enumerate()
        .map(|(at, (_, column))| {
            let all = cells.iter().filter_map(|row| row.get(at)).chain(headings.get(at));
            Need::of(all, column.shown == Shown::Text)
        })
        .collect();
    let widths = divide(&needs, out.width);

    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    let is_wrapped =
        |row: &Vec<String>| row.iter().zip(&widths).any(|(c, w)| c.contains('\n') || c.width() > *w);
    if cells.iter().any(is_wrapped) {
        // Rows of several lines need a blank one between them.
        table.style_mut().row_separator = LineStyle::none().fill(' ').junction(' ');
    }
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(out.width).unwrap_or(u16::MAX));
    if out.colour {
        table.enforce_styling()
    } else {
        table.force_no_tty()
    };
    table.set_header(headings.iter().map(|heading| {
        let heading = Cell::new(heading);
        if out.colour { heading.add_attribute(Attribute::Bold) } else { heading }
    }));
    table.add_rows(cells.iter().map(Row::from));
    for (at, width) in widths.iter().enumerate() {
        let gap = if at + 1 == widths.len() { 0 } else { GAP };
        if let Some(column) = table.column_mut(at) {
            // The space between two columns is one of the gap already.
            let padding = gap.saturating_sub(1);
            column.set_padding((0, u16::try_from(padding).unwrap_or(0)));
            let width = Width::Fixed(u16::try_from(width + padding).unwrap_or(u16::MAX));
            column.set_constraint(ColumnConstraint::Absolute(width));
            let index = shown.get(at).map_or(0, |(index, _)| *index);
            if rows.iter().all(|row| row.get(index).is_none_or(|v| v.is_number() || v.is_null())) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// How wide a column is by itself, and how narrow it can be without cutting a word, in columns of the terminal.
struct Need {
    whole: usize,
    least: usize,
    is_text: bool,
}

impl Need {
    fn of<'c>(cells: impl Iterator<Item = &'c String>, is_text: bool) -> Self {
        let (mut whole, mut least) = (1, 1);
        for cell in cells {
            whole = whole.max(cell.lines().map(UnicodeWidthStr::width).max().unwrap_or(0));
            least = least.max(cell.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0));
        }
        // A long address may be cut; else it would take the room of all others.
        let least = if is_text { NARROWEST_TEXT.min(whole) } else { least.min(WIDEST_SHORT) };
        Self { whole, least, is_text }
    }
}

/// Divides the width of the terminal: what each column needs at least, then names whole, then text.
fn divide(needs: &[Need], width: usize) -> Vec<usize> {
    let room = width.saturating_sub(GAP * needs.len().saturating_sub(1)).max(needs.len());
    let mut widths: Vec<usize> = needs.iter().map(|n| n.least).collect();
    let mut left = room.saturating_sub(widths.iter().sum());
    for is_text in [false, true] {
        let mut growing = true;
        while left > 0 && growing {
            growing = false;
            for (at, need) in needs.iter().enumerate().filter(|(_, n)| n.is_text == is_text) {
                let most = if is_text { need.whole } else { need.whole.min(WIDEST_SHORT) };
                if let Some(w) = widths.get_mut(at).filter(|w| **w < most && left > 0) {
                    (*w, left, growing) = (*w + 1, left - 1, true);
                }
            }
        }
    }
    // A terminal that is too narrow for whole words: the widest gives way.
    let mut over = widths.iter().sum::<usize>().saturating_sub(room);
    while over > 0 {
        match widths.iter_mut().max() {
            Some(widest) if *widest > 1 => *widest -= 1,
            _ => break,
        }
        over -= 1;
    }
    widths
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => safe(text).replace('\t', " "),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        // Two digits are enough to compare; JSON and CSV have them all.
        Value::Number(number) if number.is_f64() => format!("{:.2}", number.as_f64().unwrap_or_default()),
        Value::Number(number) => number.to_string(),
        // A list of words reads best as a list of words.
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().map(cell).collect::<Vec<_>>().join("; ")
        }
        nested => safe(&nested.to_string()).into_owned(),
    }
}

/// No more of a cell than [`LONGEST`], and what it was cut to.
fn cut(cell: String) -> String {
    let Some((end, _)) = cell.char_indices().nth(LONGEST) else { return cell };
    let all = cell.chars().count();
    let start = cell.get(..end).unwrap_or_default();
    // A letter with its accents stays whole, unless it is nothing but accents.
    let whole = start.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
    let start = start.get(..whole).filter(|start| !start.is_empty()).unwrap_or(start);
    format!("{start}… (the beginning of {all} characters; --format json has all)")
}

#[cfg(test)]
mod tests {
    use super::super::output::Listing;
    use super::*;
    use serde_json::json;
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn table(width: usize) -> String {
        let columns =
            [Column::short("speaker"), Column::short("said_on"), Column::text("content"), Column::data("id")];
        let mut listing = Listing::new(&columns);
        let long =
            "“There is an urgent need to advance to the next phase,” and\tmuch more that was said there.";
        listing.push(vec![json!("Sheikh Mohammed"), json!("2025-12-19"), json!(long), json!(1)]);
        listing.push(vec![json!("Bo Ek\u{1b}[31m"), Value::Null, json!("“No.”")]);
        let shared = Shared::default();
        let mut out = Output::to(shared.clone());
        out.width = width;
        listing.print(Default::default(), &mut out).unwrap();
        String::from_utf8(shared.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn a_table_fits_the_terminal_and_cuts_no_word() {
        insta::assert_snapshot!(table(72), @r#"
        speaker          said on     content
        ────────────────────────────────────────────────────────────────────────
        Sheikh Mohammed  2025-12-19  “There is an urgent need to advance to the
                                     next phase,” and much more that was said
                                     there.

        Bo Ek�[31m                   “No.”
        "#);
        for width in 3..140 {
            let widest = table(width).lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
            assert!(widest <= width.max(10), "{widest} of {width}:\n{}", table(width));
        }
    }

    #[test]
    fn an_emoji_and_a_combining_letter_are_never_cut() {
        let letters =
            ["👩\u{200d}👩\u{200d}👧", "e\u{301}", "🇳🇴", "हि", "1\u{fe0f}\u{20e3}"].map(|l| l.repeat(9));
        let mut listing = Listing::new(&[Column::short("speaker"), Column::text("content")]);
        listing.push(vec![json!(letters.concat()), json!(letters.concat())]);
        for width in 12..60 {
            let shared = Shared::default();
            let mut out = Output::to(shared.clone());
            out.width = width;
            listing.print(Default::default(), &mut out).unwrap();
            let table = String::from_utf8(shared.0.lock().unwrap().clone()).unwrap();
            let whole: Vec<&str> = letters.iter().map(|l| l.graphemes(true).next().unwrap()).collect();
            // Headings and spaces are ASCII.
            let shown = table.lines().flat_map(|line| line.graphemes(true));
            let shown = shown.filter(|l| !l.is_ascii() && *l != "─");
            let shown: Vec<&str> = shown.collect();
            assert_eq!(shown.len(), 2 * letters.concat().graphemes(true).count(), "{width}:\n{table}");
            assert!(shown.iter().all(|letter| whole.contains(letter)), "{width}:\n{table}");
        }
    }

    #[test]
    fn a_word_of_a_million_letters_is_cut_and_says_so() {
        for (letter, times) in
            [("x", 1_000_000), ("é", 1_000_000), ("e\u{301}", 500_000), ("\u{301}", 1_000_000)]
        {
            let word = letter.repeat(times);
            let mut listing = Listing::new(&[Column::short("outlet"), Column::text("title")]);
            listing.push(vec![json!(word), json!(word)]);
            let shared = Shared::default();
            let mut out = Output::to(shared.clone());
            let begin = Instant::now();
            listing.print(Default::default(), &mut out).unwrap();
            // It took half a minute.
            assert!(begin.elapsed() < Duration::from_secs(5), "{letter}: {:?}", begin.elapsed());
            let table = String::from_utf8(shared.0.lock().unwrap().clone()).unwrap();
            assert!(table.len() < 400_000, "{letter}: {}", table.len());
            let said = table.split_whitespace().collect::<String>();
            assert!(
                said.contains("1000000characters;--formatjson"),
                "{letter}: {}",
                &table[table.len() - 300..]
            );
            let mut json = Output::to(shared.clone());
            listing.print(super::super::output::Format::Json, &mut json).unwrap();
            assert!(shared.0.lock().unwrap().len() - table.len() > 2 * word.len());
        }
        assert_eq!(cut("x".repeat(LONGEST)), "x".repeat(LONGEST));
        let accents = cut("e\u{301}".repeat(LONGEST));
        assert!(accents.starts_with(&"e\u{301}".repeat(LONGEST / 2 - 1)) && !accents.contains("e…"));
    }

    #[test]
    fn escapes_are_not_passed_on() {
        assert!(table(72).contains("Bo Ek�[31m") && !table(72).contains('\u{1b}'));
    }
}
