//! Crawls (WARC, ISO 28500) → pages: the HTML of every response that is one, streamed. The parser is ours: it is a page
//! long, and the bytes of a crawl are other people's.

mod sent;

use self::sent::{Sent, Unpacked};
use super::again::Again;
use super::broken;
use super::lines::LONGEST;
use std::io::{self, BufRead, Read};

/// The longest line of a record's header, and of a response's; the most lines of it.
const LONGEST_LINE: u64 = 1 << 16;
const MOST_LINES: usize = 1000;

/// The most records that may be damaged before a crawl is given up.
const MOST_DAMAGED: usize = 100;
/// How much of a crawl may be read twice, in bytes, where records are shorter than they say.
const MOST_AGAIN: usize = 4 * LONGEST;

const SHORTER: &str = "the page's record is shorter than it says: it was read up to the next record";
const LONGER: &str =
    "the page's record is longer than it says: what stands before the next record was read with it";
const BEHIND: &str = "the crawl is damaged at the end of the page: some of it may be missing or wrong";
const CUT_BY_CRAWLER: &str = "the page was cut off by the crawler: the rest is missing";

/// A page out of a crawl.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Its address.
    pub url: String,
    /// When it was fetched: `2025-12-19T10:00:00Z`.
    pub date: Option<String>,
    /// Its place among the records, from 1.
    pub record: u64,
    /// The encoding that the server declared.
    pub charset: Option<String>,
    /// The page's bytes, as they were before they were sent.
    pub body: Vec<u8>,
    /// What was odd about its record, in words.
    pub warnings: Vec<String>,
}

/// What a crawl holds next: a page, or the place of a record and why its page is not read.
type Page = Result<Fetched, (u64, String)>;

/// The pages of a crawl. What is no page (pictures, requests, errors, redirections) is left out. Where a record does not have the
/// length that it says, or is damaged, reading goes on at the next line that begins one.
pub struct Crawl<R> {
    from: Again<R>,
    record: u64,
    ended: bool,
    damaged: usize,
    /// Bytes that were given back.
    again: usize,
    /// What broke behind the last page.
    wrong: Option<io::Error>,
}

/// The lines of a header, names in lower case.
struct Header(Vec<(String, String)>);

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// What stands in a record.
#[derive(Default)]
struct Block {
    /// Its bytes, those of a response; of others from the line on that begins another record.
    bytes: Vec<u8>,
    is_too_long: bool,
    /// Where among the bytes a line stands that begins another record.
    next: Option<usize>,
    /// How many bytes of it do not come any more.
    missing: u64,
}

impl Block {
    /// Takes in what follows, unless that is too much.
    fn push(&mut self, piece: &[u8]) {
        self.is_too_long |= self.bytes.len() + piece.len() > LONGEST;
        if !self.is_too_long {
            self.bytes.extend_from_slice(piece);
        }
    }
}

impl<R: BufRead> Crawl<R> {
    /// The pages of a stream that is unpacked already.
    pub const fn new(from: R) -> Self {
        Self { from: Again::new(from), record: 0, ended: false, damaged: 0, again: 0, wrong: None }
    }

    /// The next page; an error of the inner kind is of one record, one of the outer kind ends the crawl.
    fn page(&mut self) -> io::Result<Option<Page>> {
        loop {
            let record = self.wrong.take().map_or_else(|| self.next_record(), Err);
            match record {
                Ok(None) => return Ok(None),
                Ok(Some(None)) => {}
                Ok(Some(page)) => return Ok(page),
                Err(wrong) => {
                    // Where a member of the file is damaged at its beginning, it is that of the next record.
                    self.record += u64::from(broken::is_between(&wrong));
                    // What unpacks the crawl may go on behind what is damaged.
                    if self.resume() {
                        let reason = format!("the crawl is damaged here: {}", broken::in_words(&wrong));
                        return Ok(Some(Err((self.record, reason))));
                    }
                    return Err(wrong);
                }
            }
        }
    }

    /// The next record, and its page if it is one.
    fn next_record(&mut self) -> io::Result<Option<Option<Page>>> {
        match self.begins()? {
            Begins::End => return Ok(None),
            Begins::Record => {}
            Begins::Other => {
                let reason = format!("record {} does not begin as a WARC record does", self.record + 1);
                return match self.skip(None)? {
                    true => Ok(Some(Some(Err((self.record + 1, reason))))),
                    false => Err(broken::said(reason)),
                };
            }
        }
        self.record += 1;
        line(&mut self.from)?;
        let header = match header(&mut self.from) {
            Ok(header) => header,
            Err(wrong) if broken::is_said(&wrong) && self.skip(None)? => {
                return Ok(Some(Some(Err((self.record, broken::in_words(&wrong))))));
            }
            Err(wrong) => return Err(wrong),
        };
        let is_response = header.get("warc-type") == Some("response")
            && header.get("content-type").is_some_and(|kind| kind.contains("application/http"));
        let length: Option<u64> = header.get("content-length").and_then(|length| length.trim().parse().ok());
        let mut block = self.block(length.unwrap_or(0), is_response)?;
        let mut warnings = Vec::new();
        warnings.extend(header.get("warc-truncated").map(|_| CUT_BY_CRAWLER.to_owned()));
        // What follows may be damaged, and this be whole.
        let follows = self.begins().or_else(|wrong| {
            if !broken::is_between(&wrong) {
                warnings.push(BEHIND.to_owned());
            }
            self.wrong = Some(wrong);
            Ok::<_, io::Error>(Begins::End)
        })?;
        if length.is_none() || block.missing > 0 || matches!(follows, Begins::Other) {
            warnings.extend(self.right(&mut block, is_response)?);
        }
        if !is_response {
            let reason = format!("record {} does not say how long it is", self.record);
            return Ok(Some(length.is_none().then_some(Err((self.record, reason)))));
        }
        let page = page(block).map_err(|reason| (self.record, reason));
        let fetched = |sent: Unpacked| Fetched {
            url: header.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned(),
            date: header.get("warc-date").map(moment),
            record: self.record,
            charset: sent.charset,
            body: sent.body,
            warnings: warnings.into_iter().chain(sent.warning.map(str::to_owned)).collect(),
        };
        Ok(Some(page.map(|page| page.map(fetched)).transpose()))
    }

    /// What stands in a record of this length.
    fn block(&mut self, length: u64, is_kept: bool) -> io::Result<Block> {
        let mut block = Block::default();
        let mut left = (&mut self.from).take(length);
        let (mut piece, mut begins_line) = (Vec::new(), true);
        while (&mut left).take(LONGEST_LINE).read_until(b'\n', &mut piece)? > 0 {
            if begins_line && block.next.is_none() && is_version(&piece) {
                block.next = Some(block.bytes.len());
            }
            if is_kept || block.next.is_some() {
                block.push(&piece);
            }
            begins_line = piece.ends_with(b"\n");
            piece.clear();
        }
        block.missing = left.limit();
        Ok(block)
    }

    /// Puts a record right that does not have the length that it says; gives what is said of it.
    fn right(&mut self, block: &mut Block, is_kept: bool) -> io::Result<Option<String>> {
        let next = block.next.filter(|_| !block.is_too_long && self.again < MOST_AGAIN);
        let said = if let Some(next) = next {
            let rest = block.bytes.split_off(next);
            self.again += rest.len();
            self.from.give_back(rest);
            SHORTER
        } else if block.missing > 0 {
            let reason = format!(
                "the file ends within record {}, as one does that was cut off; get it again if you can",
                self.record
            );
            return Err(broken::said(reason));
        } else {
            self.skip(is_kept.then_some(&mut *block))?;
            LONGER
        };
        block.bytes.truncate(block.bytes.trim_ascii_end().len());
        Ok(Some(said.to_owned()))
    }

    /// How the stream goes on after blank lines.
    fn begins(&mut self) -> io::Result<Begins> {
        loop {
            let mut piece = Vec::new();
            if (&mut self.from).take(LONGEST_LINE).read_until(b'\n', &mut piece)? == 0 {
                return Ok(Begins::End);
            }
            if !piece.trim_ascii().is_empty() {
                let begins = if piece.starts_with(b"WARC/") { Begins::Record } else { Begins::Other };
                self.from.give_back(piece);
                return Ok(begins);
            }
        }
    }

    /// Goes to the next line that begins a record; false where there is none. What stands before it may belong to a block.
    fn skip(&mut self, mut block: Option<&mut Block>) -> io::Result<bool> {
        let mut begins_line = true;
        loop {
            let mut piece = Vec::new();
            if (&mut self.from).take(LONGEST_LINE).read_until(b'\n', &mut piece)? == 0 {
                return Ok(false);
            }
            if begins_line && is_version(&piece) {
                self.from.give_back(piece);
                return Ok(true);
            }
            begins_line = piece.ends_with(b"\n");
            if let Some(block) = &mut block {
                block.push(&piece);
            }
        }
    }

    /// Whether another record comes behind what is damaged.
    fn resume(&mut self) -> bool {
        while self.damaged < MOST_DAMAGED {
            self.damaged += 1;
            if let Ok(found) = self.skip(None) {
                return found;
            }
        }
        false
    }
}

/// How a stream goes on.
enum Begins {
    Record,
    Other,
    End,
}

/// Whether a line begins a record: `WARC/1.1`.
fn is_version(line: &[u8]) -> bool {
    line.trim_ascii_end().strip_prefix(b"WARC/").is_some_and(|version| {
        matches!(version, [b'0'..=b'9', b'.', rest @ ..] if rest.len() <= 3 && rest.iter().all(u8::is_ascii_digit))
    })
}

impl<R: BufRead> Iterator for Crawl<R> {
    type Item = io::Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let page = self.page();
        self.ended = !matches!(page, Ok(Some(_)));
        page.transpose()
    }
}

/// A moment to the second, as the database writes it.
fn moment(date: &str) -> String {
    let date = date.trim().trim_end_matches('Z');
    format!("{}Z", date.split('.').next().unwrap_or(date))
}

/// The next line without its end.
fn line(from: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if from.take(LONGEST_LINE).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 == LONGEST_LINE {
        return Err(broken::said("a line of a header does not end"));
    }
    Ok(Some(String::from_utf8_lossy(bytes.trim_ascii_end()).into_owned()))
}

fn header(from: &mut impl BufRead) -> io::Result<Header> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for _ in 0..MOST_LINES {
        let Some(line) = line(from)?.filter(|line| !line.is_empty()) else { return Ok(Header(lines)) };
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = lines.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            lines.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    Err(broken::said("a header has more than 1000 lines"))
}

/// The page of a response; `None` where it is none.
fn page(block: Block) -> Result<Option<Unpacked>, String> {
    let mut rest = block.bytes.as_slice();
    match response(&mut rest).map_err(|wrong| broken::in_words(&wrong))? {
        Some(_) if block.is_too_long => Err(format!("the page has more than {} MB", LONGEST >> 20)),
        Some(sent) => sent.unpacked(rest).map(Some),
        None => Ok(None),
    }
}

/// Reads the head of a response; `None` where it is no page.
fn response(from: &mut impl BufRead) -> io::Result<Option<Sent>> {
    let status = line(from)?.unwrap_or_default();
    let header = header(from)?;
    let is_fine = status.starts_with("HTTP/") && status.split(' ').nth(1) == Some("200");
    let kind = header.get("content-type").unwrap_or_default().to_ascii_lowercase();
    if !is_fine || !(kind.starts_with("text/html") || kind.starts_with("application/xhtml")) {
        return Ok(None);
    }
    let charset =
        kind.split_once("charset=").map(|(_, label)| label.trim_matches(['"', '\'', ' ']).to_owned());
    let list = |name: &str| header.get(name).unwrap_or_default().to_ascii_lowercase();
    let encodings =
        list("content-encoding").split(',').map(|e| e.trim().to_owned()).filter(|e| !e.is_empty()).collect();
    Ok(Some(Sent { charset, is_chunked: list("transfer-encoding").contains("chunked"), encodings }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    pub(super) fn record(kind: &str, block: &[u8]) -> Vec<u8> {
        let mut record = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://lund.example/1\r\nWARC-Date: 2025-12-19T10:00:00.5Z\r\n\
             Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        )
        .into_bytes();
        record.extend_from_slice(block);
        record.extend_from_slice(b"\r\n\r\n");
        record
    }

    pub(super) fn pages(bytes: &[u8]) -> Vec<String> {
        Crawl::new(bytes)
            .map(|page| match page {
                Ok(Ok(page)) => {
                    let body = String::from_utf8_lossy(&page.body).into_owned();
                    page.warnings.iter().fold(body, |body, warning| format!("{body} ({warning})"))
                }
                Ok(Err((record, reason))) => format!("{record}: {reason}"),
                Err(wrong) => wrong.to_string(),
            })
            .collect()
    }

    #[test]
    fn only_responses_that_are_pages() {
        let page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n<p>One</p>";
        let mut crawl = record("request", b"GET / HTTP/1.1\r\n\r\n");
        crawl.extend(record("response", page));
        crawl.extend(record("response", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nno"));
        crawl.extend(record("response", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG"));
        crawl.extend(record(
            "response",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>T\r\n6\r\nwo</p>\r\n0\r\n\r\n",
        ));
        assert_eq!(pages(&crawl), ["<p>One</p>", "<p>Two</p>"]);
        let first = Crawl::new(crawl.as_slice()).next().unwrap().unwrap().unwrap();
        assert_eq!((first.url.as_str(), first.record), ("https://lund.example/1", 2));
        assert_eq!(
            (first.date.as_deref(), first.charset.as_deref()),
            (Some("2025-12-19T10:00:00Z"), Some("utf-8"))
        );
    }

    trait Replace {
        fn replace(&self, from: &[u8], to: &[u8]) -> Vec<u8>;
    }

    impl Replace for [u8] {
        fn replace(&self, from: &[u8], to: &[u8]) -> Vec<u8> {
            String::from_utf8_lossy(self)
                .replace(&*String::from_utf8_lossy(from), &String::from_utf8_lossy(to))
                .into_bytes()
        }
    }

    #[test]
    fn what_is_broken_ends_with_a_reason() {
        let whole = record("response", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>One</p>");
        assert!(
            pages(&whole[..whole.len() - 10])[0].starts_with("the file ends within record 1, as one does")
        );
        assert!(pages(b"WARC/1.0\r\nContent-Length: x\r\n\r\n")[0].contains("how long"));
        assert!(pages(b"something else")[0].contains("does not begin"));
        assert!(pages(&b"WARC/1.0\r\n".repeat(5000))[0].contains("1000 lines"));
        assert_eq!(pages(b""), Vec::<String>::new());
    }

    /// A record with a page of these words, which says that it is so many bytes longer than it is.
    fn lying(words: &str, by: isize) -> Vec<u8> {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{words}</p>");
        let told = format!("Content-Length: {}\r\n\r\nHTTP", block.len().checked_add_signed(by).unwrap());
        let record = record("response", block.as_bytes());
        record.replace(format!("Content-Length: {}\r\n\r\nHTTP", block.len()).as_bytes(), told.as_bytes())
    }

    #[test]
    fn a_record_of_the_wrong_length_does_not_cost_the_next_one() {
        for (by, said) in [(-5, LONGER), (-40, LONGER), (90, SHORTER), (700, SHORTER), (100_000, SHORTER)] {
            let crawl = [lying("One", by), lying("Two", 0), lying("Three", 0)].concat();
            assert_eq!(
                pages(&crawl),
                [format!("<p>One</p> ({said})"), "<p>Two</p>".to_owned(), "<p>Three</p>".to_owned()],
                "{by}"
            );
        }
        let two = lying("Two", 0);
        for length in ["", "-5", "99999999999999999999999"] {
            let one = lying("One", 0)
                .replace(b"Content-Length: 54", format!("Content-Length: {length}").as_bytes());
            assert_eq!(
                pages(&[one, two.clone()].concat()),
                [format!("<p>One</p> ({LONGER})"), "<p>Two</p>".to_owned()]
            );
        }
        let other = record("request", b"GET / HTTP/1.1").replace(b"Length: 14", b"Length: 400");
        assert_eq!(pages(&[other, two.clone()].concat()), ["<p>Two</p>"]);
        assert!(pages(&[b"garbage\r\n\r\n".to_vec(), two.clone()].concat())[0].contains("does not begin"));
        let last = pages(&[b"WARC/1.0\r\n".repeat(2002), two].concat()).pop();
        assert_eq!(last.as_deref(), Some("<p>Two</p>"));
        // A page about crawls, whose record says how long it is.
        let about = lying("\r\n\r\nWARC/1.0\r\nWARC-Type: response", 0);
        assert_eq!(pages(&about), ["<p>\r\n\r\nWARC/1.0\r\nWARC-Type: response</p>"]);
        // Linear, however often it begins anew.
        assert!(pages(&lying("One", 50_000_000).repeat(200)).len() <= 200);
    }

    #[test]
    fn a_damaged_member_of_a_packed_crawl_does_not_cost_the_next_ones() {
        let packed = |record: Vec<u8>| {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            packer.write_all(&record).unwrap();
            packer.finish().unwrap()
        };
        let mut two = packed(lying("Two", 0));
        let middle = two.len() / 2;
        two[middle] ^= 0xff;
        let mut six = packed(lying("Six", 0));
        six[10..30].fill(0xff);
        let crawl =
            [packed(lying("One", 0)), two, packed(lying("Three", 0)), packed(lying("Four", 0))].concat();
        let crawl = [crawl, packed(lying("Five", 0)), six, packed(lying("Seven", 0))].concat();
        let read = crate::ingest::read_bytes("a.warc.gz", &crawl, crate::ingest::Options::default());
        let shown: Vec<_> = read
            .iter()
            .map(|one| match one {
                Ok(one) => one.provenance.path.clone(),
                Err(wrong) => format!("{wrong}, {}", wrong.hint.is_some()),
            })
            .collect();
        let has = |begins: &str| shown.iter().any(|one| one.starts_with(begins) && !one.ends_with("false"));
        assert!(has("a.warc.gz#2: the crawl is damaged here"), "{shown:?}");
        assert!(has("a.warc.gz#6: the crawl is damaged here"), "{shown:?}");
        for whole in [1, 3, 4, 5, 7] {
            let place = format!("a.warc.gz#{whole}");
            let warnings =
                read.iter().flatten().find(|one| one.provenance.path == place).map(|one| &one.warnings);
            assert!(warnings.is_some_and(|all| !all.iter().any(|one| one == BEHIND)), "{whole}: {shown:?}");
        }
    }
}
