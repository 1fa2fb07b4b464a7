//! Bytes → text: byte order marks, UTF-8, the encoding that a page declares, and a guess where nothing else helps.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use std::io::{self, BufRead, Read};

/// Text with how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding's name (WHATWG Encoding Standard).
    pub encoding: &'static str,
    /// True where bytes made no sense in that encoding and stand as `�`.
    pub damaged: bool,
}

/// Reads bytes as text. `declared` is the label of an encoding that the file names itself. `None` where the bytes
/// are no text at all (NUL bytes that are no UTF-16).
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Option<Decoded> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(with(encoding, bytes.get(mark..).unwrap_or_default()));
    }
    if let Some(encoding) = looks_like_utf_16(bytes) {
        return Some(with(encoding, bytes));
    }
    if bytes.iter().take(1 << 13).any(|b| *b == 0) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Decoded { text: text.to_owned(), encoding: UTF_8.name(), damaged: false });
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = declared.filter(|e| *e != UTF_8).unwrap_or_else(|| guess(bytes));
    Some(with(encoding, bytes))
}

/// Reads bytes in this encoding, unless a byte order mark names another.
pub fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((encoding, 0));
    with(encoding, bytes.get(mark..).unwrap_or_default())
}

/// The label in `<meta charset="…">`, `<meta … content="text/html; charset=…">` or a header, which stand near the top.
pub fn declared_in_page(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'']);
    Some(label.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect())
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), damaged }
}

/// Mostly UTF-8 with some broken bytes stays UTF-8: a guess would turn every quotation mark of it into rubbish.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if is_mostly_utf_8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// What those rows of a table are written in that are no UTF-8. Programs that join tables leave rows of both kinds in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    other: &'static Encoding,
    /// Whether the beginning of the table shows it, and no row of UTF-8 among them.
    pub is_of_all: bool,
}

impl Rows {
    /// Of a table that begins like this.
    pub fn of(start: &[u8]) -> Self {
        // The last letter may be cut.
        let is_other =
            |line: &&[u8]| matches!(std::str::from_utf8(line), Err(wrong) if wrong.error_len().is_some());
        let lines = || start.split(|byte| *byte == b'\n');
        let others: Vec<&[u8]> = lines().filter(is_other).collect();
        let seen = Some(guess(&others.join(&b'\n')));
        let seen = seen.filter(|encoding| !others.is_empty() && *encoding != UTF_8);
        let is_mixed = lines().any(|line| !line.is_ascii() && std::str::from_utf8(line).is_ok());
        // Most old tables are written in windows-1252.
        Self { other: seen.unwrap_or(WINDOWS_1252), is_of_all: seen.is_some() && !is_mixed }
    }

    /// The encoding of a row with these bytes.
    pub fn encoding(self, row: &[u8]) -> &'static Encoding {
        if std::str::from_utf8(row).is_ok() || is_mostly_utf_8(row) { UTF_8 } else { self.other }
    }
}

/// UTF-16 without its mark: of the first bytes nearly every second one is NUL, always on the same side.
pub(super) fn looks_like_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(512) & !1).filter(|s| s.len() >= 4)?;
    let nul = |side: usize| start.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (first, second, pairs) = (nul(0), nul(1), start.len() / 2);
    if second * 10 >= pairs * 7 && first == 0 {
        Some(UTF_16LE)
    } else if first * 10 >= pairs * 7 && second == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-16, where a stream that begins like this is in it.
fn utf_16(start: &[u8]) -> Option<&'static Encoding> {
    let marked = Encoding::for_bom(start).map(|(encoding, _)| encoding).filter(|e| *e != UTF_8);
    marked.or_else(|| looks_like_utf_16(start))
}

/// An encoding that a whole table is in, where bytes of letters could be taken for what stands between columns (Shift_JIS, GBK, …).
fn wide(start: &[u8]) -> Option<&'static Encoding> {
    let rows = Rows::of(start);
    let is_wide = Encoding::for_bom(start).is_none() && rows.is_of_all && !rows.other.is_single_byte();
    is_wide.then_some(rows.other)
}

/// The encoding out of which [`Utf8::of_table`] turns a table that begins like this.
pub fn of_whole_table(start: &[u8]) -> Option<&'static Encoding> {
    utf_16(start).or_else(|| wide(start))
}

/// A stream of text as UTF-8: UTF-16 is read as such (JSON Lines of Windows programs), all else goes through as it is.
pub struct Utf8<R> {
    from: R,
    /// What turns UTF-16 into UTF-8; not known before the first bytes have been seen.
    decoder: Option<Option<Decoder>>,
    /// What has been turned and not been read, from `at`.
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: BufRead> Utf8<R> {
    /// The stream of a table that begins like this as UTF-8, if the whole table is in one encoding that is read only so
    /// ([`of_whole_table`]). Of all other tables each row is read by itself: [`Rows`].
    pub fn of_table(from: R, start: &[u8]) -> Self {
        let wide = if utf_16(start).is_none() { wide(start) } else { None };
        let decoder = wide.map(|encoding| Some(encoding.new_decoder_without_bom_handling()));
        Self { decoder, ..Self::new(from) }
    }

    /// The stream as UTF-8. Nothing is read yet.
    pub const fn new(from: R) -> Self {
        Self { from, decoder: None, ready: Vec::new(), at: 0, ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let Some(Some(decoder)) = &mut self.decoder else { return Ok(()) };
        while self.at >= self.ready.len() && !self.ended {
            let bytes = self.from.fill_buf()?;
            self.ended = bytes.is_empty();
            let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(1 << 20);
            self.ready.resize(room, 0);
            let (_, read, written, _) = decoder.decode_to_utf8(bytes, &mut self.ready, self.ended);
            self.ready.truncate(written);
            self.at = 0;
            self.from.consume(read);
        }
        Ok(())
    }
}

impl<R: BufRead> BufRead for Utf8<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.decoder.is_none() {
            let start = self.from.fill_buf()?;
            self.decoder = Some(utf_16(start).map(Encoding::new_decoder_with_bom_removal));
        }
        if !matches!(self.decoder, Some(Some(_))) {
            return self.from.fill_buf();
        }
        self.fill()?;
        Ok(self.ready.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, bytes: usize) {
        if matches!(self.decoder, Some(Some(_))) {
            self.at += bytes;
        } else {
            self.from.consume(bytes);
        }
    }
}

impl<R: BufRead> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let length = ready.len().min(buffer.len());
        let (to, from) = (buffer.get_mut(..length), ready.get(..length));
        if let (Some(to), Some(from)) = (to, from) {
            to.copy_from_slice(from);
        }
        self.consume(length);
        Ok(length)
    }
}

const SOFT_HYPHEN: char = '\u{ad}';

/// The text as it is stored: line breaks CR LF and CR become LF, NUL becomes `�` (SQLite's text functions stop at
/// it), soft hyphens go (they only say where a line may break, and would keep a word from being found). Nothing else is
/// changed: no-break spaces and the Unicode form stay those of the source.
pub fn normalise(text: String) -> String {
    let text = if text.contains(SOFT_HYPHEN) { text.replace(SOFT_HYPHEN, "") } else { text };
    let text = if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text };
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// The warning about bytes that made no sense, if any did.
pub(super) fn damage(encoding: &str, damaged: bool) -> Vec<String> {
    let warning = format!("some bytes make no sense as {encoding} and became U+FFFD");
    if damaged { vec![warning] } else { Vec::new() }
}

/// UTF-8 whatever comes, each broken sequence as one `�`, with how many there were.
pub fn lossy(bytes: &[u8]) -> (Cow<'_, str>, usize) {
    match String::from_utf8_lossy(bytes) {
        Cow::Borrowed(text) => (Cow::Borrowed(text), 0),
        text => (text, bytes.utf8_chunks().filter(|c| !c.invalid().is_empty()).count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        decode(bytes, None).map(|d| (d.text, d.encoding)).unwrap_or_default()
    }

    #[test]
    fn marks_name_the_encoding_and_go() {
        assert_eq!(read(b"\xef\xbb\xbfHe said"), ("He said".into(), "UTF-8"));
        assert_eq!(read(b"\xff\xfeH\0e\0"), ("He".into(), "UTF-16LE"));
        assert_eq!(read(b"H\0e\0 \0s\0"), ("He s".into(), "UTF-16LE"));
        assert_eq!(read(b"\0H\0e\0 \0s"), ("He s".into(), "UTF-16BE"));
    }

    #[test]
    fn old_encodings_are_guessed_or_taken_as_declared() {
        let (text, _) = read(b"\x93We won\x92t go,\x94 she said in caf\xe9s.");
        assert_eq!(text, "“We won’t go,” she said in cafés.");
        let russian = decode(b"\xcf\xf0\xe8\xe2\xe5\xf2", Some("windows-1251"));
        assert_eq!(russian.map(|d| d.text).as_deref(), Some("Привет"));
    }

    #[test]
    fn a_broken_byte_in_utf_8_costs_itself() {
        let (text, name) =
            read("“We go,” she said.\u{e9}".as_bytes().split_last().map_or(b"", |(_, rest)| rest));
        assert_eq!((text.as_str(), name), ("“We go,” she said.�", "UTF-8"));
    }

    #[test]
    fn a_stream_of_utf_16_is_read_as_utf_8() {
        let text = "{\"title\": \"A night in the hall\", \"text\": \"“Ça va” \u{1f600}\"}\n".repeat(50);
        for (mark, big) in [("\u{feff}", false), ("\u{feff}", true), ("", false)] {
            let units = format!("{mark}{text}");
            let bytes: Vec<u8> = units
                .encode_utf16()
                .flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() })
                .collect();
            let mut out = String::new();
            Utf8::new(io::BufReader::with_capacity(67, bytes.as_slice())).read_to_string(&mut out).unwrap();
            assert_eq!(out, text, "{mark:?} {big}");
        }
        let mut out = Vec::new();
        Utf8::new(&b"caf\xe9"[..]).read_to_end(&mut out).unwrap();
        assert_eq!(out, b"caf\xe9");
    }

    #[test]
    fn rows_that_are_no_utf_8_are_told_by_the_beginning_or_taken_for_windows_1252() {
        let russian = b"\xcf\xf0\xe8\xe2\xe5\xf2 \xe8\xe7 \xe3\xee\xf0\xee\xe4\xe0";
        let start = [&b"title,text\n"[..], russian, "\nCafé “open” – now\n".as_bytes(), russian].concat();
        let rows = Rows::of(&start);
        assert!(!rows.is_of_all && Rows::of(russian).is_of_all);
        assert_eq!(rows.encoding(russian).decode(russian).0, "Привет из города");
        assert_eq!(rows.encoding("Café".as_bytes()), UTF_8);
        for start in [&b"title,text\nA,It rained.\n"[..], "title\nCafé".as_bytes(), b"title\nCaf\xc3", b""] {
            let rows = Rows::of(start);
            assert!(!rows.is_of_all, "{start:?}");
            assert_eq!(rows.encoding(b"caf\xe9"), WINDOWS_1252);
            assert_eq!(rows.encoding("“Café” \u{e9}".as_bytes().split_last().unwrap().1), UTF_8);
        }
    }

    #[test]
    fn a_picture_is_no_text() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None), None);
    }

    #[test]
    fn stored_text_has_line_feeds_only() {
        assert_eq!(normalise("a\r\nb\rc\0\n".into()), "a\nb\nc\u{fffd}\n");
        assert_eq!(normalise("Oka\u{ad}for\u{a0}said".into()), "Okafor\u{a0}said");
    }
}
