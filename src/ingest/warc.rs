//! Crawls (WARC, ISO 28500) → pages: the HTML of every response that is one, streamed. The parser is ours: it is a page
//! long, and the bytes of a crawl are other people's.

use super::broken;
use super::lines::LONGEST;
use brotli_decompressor::Decompressor;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use std::io::{self, BufRead, Read};

/// The longest line of a record's header, and of a response's; the most lines of it.
const LONGEST_LINE: u64 = 1 << 16;
const MOST_LINES: usize = 1000;
/// How often a page may have been packed before it was sent.
const MOST_ENCODINGS: usize = 4;
/// What a page may unpack to for each byte that was sent.
const TIMES: u64 = 200;

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
}

/// The pages of a crawl. What is no page (pictures, requests, errors, redirections) is left out.
pub struct Crawl<R> {
    from: R,
    record: u64,
    ended: bool,
}

/// The lines of a header, names in lower case.
struct Header(Vec<(String, String)>);

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

impl<R: BufRead> Crawl<R> {
    /// The pages of a stream that is unpacked already.
    pub const fn new(from: R) -> Self {
        Self { from, record: 0, ended: false }
    }

    /// The next page; an error of the inner kind is of one record, one of the outer kind ends the crawl.
    fn page(&mut self) -> io::Result<Option<Result<Fetched, (u64, String)>>> {
        while let Some(header) = self.record_header()? {
            self.record += 1;
            let length: u64 = header
                .get("content-length")
                .and_then(|length| length.trim().parse().ok())
                .ok_or_else(|| broken::said(format!("record {} does not say how long it is", self.record)))?;
            let mut block = (&mut self.from).take(length);
            let is_response = header.get("warc-type") == Some("response")
                && header.get("content-type").is_some_and(|t| t.contains("application/http"));
            let page = if is_response { response(&mut block)? } else { None };
            let page = match page {
                Some(page) if length <= LONGEST as u64 => {
                    let mut body = Vec::new();
                    block.read_to_end(&mut body)?;
                    Some(page.body(&body))
                }
                Some(_) => Some(Err(format!("the page has more than {} MB", LONGEST >> 20))),
                None => None,
            };
            io::copy(&mut block, &mut io::sink())?;
            if block.limit() > 0 {
                return Err(broken::said("the file ends within a record"));
            }
            if let Some(page) = page {
                let url =
                    header.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned();
                let date = header.get("warc-date").map(moment);
                let record = self.record;
                let fetched = page.map(|(charset, body)| Fetched { url, date, record, charset, body });
                return Ok(Some(fetched.map_err(|reason| (record, reason))));
            }
        }
        Ok(None)
    }

    fn record_header(&mut self) -> io::Result<Option<Header>> {
        let mut version = String::new();
        while version.is_empty() {
            match line(&mut self.from)? {
                None => return Ok(None),
                Some(found) => version = found,
            }
        }
        if !version.starts_with("WARC/") {
            return Err(broken::said(format!(
                "record {} does not begin as a WARC record does",
                self.record + 1
            )));
        }
        header(&mut self.from).map(Some)
    }
}

impl<R: BufRead> Iterator for Crawl<R> {
    type Item = io::Result<Result<Fetched, (u64, String)>>;

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

/// How a page was sent.
struct Sent {
    charset: Option<String>,
    is_chunked: bool,
    encodings: Vec<String>,
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

impl Sent {
    /// The page before it was sent. Crawlers that unpack pages leave the header as it was, so what does not unpack is
    /// taken as it is.
    fn body(self, sent: &[u8]) -> Result<(Option<String>, Vec<u8>), String> {
        let mut body = match self.is_chunked.then(|| chunks(sent)).flatten() {
            Some(body) => body,
            None => sent.to_vec(),
        };
        if self.encodings.len() > MOST_ENCODINGS {
            return Err(format!("the page was packed {} times over", self.encodings.len()));
        }
        for encoding in self.encodings.iter().rev() {
            let most = (body.len() as u64).saturating_mul(TIMES).min(LONGEST as u64) + 1;
            let mut unpacked = Vec::new();
            let done = match encoding.as_str() {
                "gzip" | "x-gzip" => {
                    MultiGzDecoder::new(body.as_slice()).take(most).read_to_end(&mut unpacked)
                }
                "deflate" => ZlibDecoder::new(body.as_slice()).take(most).read_to_end(&mut unpacked),
                "br" => Decompressor::new(body.as_slice(), 1 << 16).take(most).read_to_end(&mut unpacked),
                "identity" => continue,
                other => return Err(format!("the page was sent as \"{other}\", which is not read")),
            };
            if unpacked.len() as u64 == most {
                return Err("the page unpacks to more than any page has".to_owned());
            }
            if done.is_ok() || !unpacked.is_empty() {
                body = unpacked;
            }
        }
        Ok((self.charset, body))
    }
}

/// The body of chunks (RFC 9112, 7.1); `None` where it is not made of them.
fn chunks(mut sent: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(sent.len());
    loop {
        let httparse::Status::Complete((start, size)) = httparse::parse_chunk_size(sent).ok()? else {
            return None;
        };
        if size == 0 {
            return Some(body);
        }
        sent = sent.get(start..)?;
        let size = usize::try_from(size).ok()?.min(sent.len());
        let (chunk, rest) = sent.split_at_checked(size)?;
        body.extend_from_slice(chunk);
        sent = rest.strip_prefix(b"\r\n").unwrap_or(rest);
        if sent.is_empty() {
            return Some(body);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn record(kind: &str, block: &[u8]) -> Vec<u8> {
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

    fn pages(bytes: &[u8]) -> Vec<String> {
        Crawl::new(bytes)
            .map(|page| match page {
                Ok(Ok(page)) => String::from_utf8_lossy(&page.body).into_owned(),
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

    #[test]
    fn packed_pages_and_those_that_only_say_so() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(b"<p>Packed</p>").unwrap();
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n";
        let mut crawl = record("response", &[head.as_slice(), &packer.finish().unwrap()].concat());
        crawl.extend(record("response", &[head.as_slice(), b"<p>Plain</p>"].concat()));
        crawl.extend(record("response", &head.replace(b"gzip", b"lzma")));
        assert_eq!(pages(&crawl)[..2], ["<p>Packed</p>", "<p>Plain</p>"]);
        assert!(pages(&crawl)[2].starts_with("3: the page was sent as \"lzma\""));
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
        assert_eq!(pages(&whole[..whole.len() - 10]), ["the file ends within a record"]);
        assert!(pages(b"WARC/1.0\r\nContent-Length: x\r\n\r\n")[0].contains("how long"));
        assert!(pages(b"something else")[0].contains("does not begin"));
        assert!(pages(&b"WARC/1.0\r\n".repeat(5000))[0].contains("1000 lines"));
        assert_eq!(pages(b""), Vec::<String>::new());
    }
}
