//! CSV files that people saved from a spreadsheet: with whatever separator it wrote, and lines as an editor numbers them.

use super::output::error;
use csv::StringRecord;

/// What may stand between cells; spreadsheets write `;` where `,` stands in numbers.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A header line and the rows below it, without white space around their cells.
#[derive(Debug)]
pub struct Spreadsheet {
    pub header: StringRecord,
    /// Each with the number of its first line.
    pub rows: Vec<(usize, StringRecord)>,
}

impl Spreadsheet {
    /// Reads the bytes of the file `place`.
    pub fn read(bytes: &[u8], place: &str) -> anyhow::Result<Self> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let wrong = |wrong: csv::Error| error(format!("{place}: {wrong}"), "save it as CSV in UTF-8");
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator(bytes))
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(bytes);
        let header = reader.headers().map_err(wrong)?.clone();
        let (mut rows, mut line, mut counted) = (Vec::new(), 1, 0);
        for row in reader.records() {
            let row = row.map_err(wrong)?;
            let byte = row.position().map_or(counted, |at| usize::try_from(at.byte()).unwrap_or(counted));
            // The reader stands before the end of the last line, or before empty ones, as the ends of lines are written.
            let ends =
                bytes.get(byte..).unwrap_or_default().iter().take_while(|b| matches!(b, b'\r' | b'\n'));
            let byte = byte + ends.count();
            line += bytes.get(counted..byte).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
            counted = byte;
            rows.push((line, row));
        }
        Ok(Self { header, rows })
    }

    /// The column with this name, in any case.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|heading| heading.eq_ignore_ascii_case(name))
    }
}

/// The separator that the header line has most of.
fn separator(bytes: &[u8]) -> u8 {
    let header = bytes.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    let count = |separator: &u8| header.iter().filter(|b| *b == separator).count();
    // Of several with as many the first.
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_spreadsheet_writes_rows_are_found_with_their_lines() {
        for (file, lines) in [
            ("a,b\n1,2\n3,4\n", [2, 3]),
            ("a,b\r\n1,2\r\n3,4\r\n", [2, 3]),
            ("\u{feff}a;b\r\n\"1\";2\r\n\r\n3;4", [2, 4]),
            ("a\tb\n\"1\",\t 2\n3\t4\n", [2, 3]),
            ("a,b\r\n\"1\r\nmore\",2\r\n3,4\r\n", [2, 4]),
        ] {
            let sheet = Spreadsheet::read(file.as_bytes(), "x.csv").unwrap();
            assert_eq!(sheet.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), lines, "{file:?}");
            assert_eq!(sheet.column("B"), Some(1), "{file:?}");
            let cells: Vec<&str> = sheet.rows.iter().filter_map(|(_, row)| row.get(1)).collect();
            assert_eq!(cells, ["2", "4"], "{file:?}");
        }
        let wrong = Spreadsheet::read(b"a,b\n\xff,2\n", "x.csv").unwrap_err();
        assert!(wrong.to_string().contains("x.csv"), "{wrong}");
    }
}
