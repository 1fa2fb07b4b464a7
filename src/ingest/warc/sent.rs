//! What a server sent → the page as it was before that: chunks joined, packings undone.

use crate::ingest::lines::LONGEST;
use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// How often a page may have been packed before it was sent.
const MOST_ENCODINGS: usize = 4;
/// What a page may unpack to for each byte that was sent.
const TIMES: u64 = 200;

/// What is said of a page of which the end is missing.
const CUT: &str = "the page was cut off: it cannot be unpacked to its end, and the rest is missing";

/// How a page was sent.
pub(super) struct Sent {
    pub(super) charset: Option<String>,
    pub(super) is_chunked: bool,
    pub(super) encodings: Vec<String>,
}

/// A page as it was before it was sent.
pub(super) struct Unpacked {
    pub(super) charset: Option<String>,
    pub(super) body: Vec<u8>,
    pub(super) warning: Option<&'static str>,
}

impl Sent {
    /// The page before it was sent. Crawlers that unpack pages leave the header as it was, so what is a page already is
    /// taken as it is.
    pub(super) fn unpacked(self, sent: &[u8]) -> Result<Unpacked, String> {
        let (mut body, mut is_cut) = match self.is_chunked.then(|| chunks(sent)).flatten() {
            Some(chunked) => chunked,
            None => (sent.to_vec(), false),
        };
        if self.encodings.len() > MOST_ENCODINGS {
            return Err(format!("the page was packed {} times over", self.encodings.len()));
        }
        for encoding in self.encodings.iter().rev() {
            let most = (body.len() as u64).saturating_mul(TIMES).min(LONGEST as u64) + 1;
            let unpack = |from: &mut dyn Read| {
                let mut unpacked = Vec::new();
                let done = from.take(most).read_to_end(&mut unpacked);
                (unpacked, done.is_ok())
            };
            let (unpacked, is_whole) = match encoding.as_str() {
                "gzip" | "x-gzip" => unpack(&mut MultiGzDecoder::new(body.as_slice())),
                // Some servers leave the wrapping out (RFC 9110, 8.4.1.2).
                "deflate" => match unpack(&mut ZlibDecoder::new(body.as_slice())) {
                    (nothing, false) if nothing.is_empty() => {
                        unpack(&mut DeflateDecoder::new(body.as_slice()))
                    }
                    unpacked => unpacked,
                },
                "br" => unpack(&mut Decompressor::new(body.as_slice(), 1 << 16)),
                "identity" => continue,
                other => return Err(format!("the page was sent as \"{other}\", which is not read")),
            };
            if unpacked.len() as u64 == most {
                return Err("the page unpacks to more than any page has".to_owned());
            }
            match (is_whole, body.is_empty() || is_plain(&body)) {
                (true, _) => body = unpacked,
                (false, true) => {}
                (false, false) if unpacked.is_empty() => {
                    let reason =
                        format!("the page was sent as \"{encoding}\", and cannot be unpacked: it is damaged");
                    return Err(reason);
                }
                (false, false) => (body, is_cut) = (unpacked, true),
            }
        }
        Ok(Unpacked { charset: self.charset, body, warning: is_cut.then_some(CUT) })
    }
}

/// Whether bytes are a page as it is, or at least words.
fn is_plain(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    start.starts_with(b"<") || !bytes.iter().any(is_control) && std::str::from_utf8(bytes).is_ok()
}

/// The body of chunks (RFC 9112, 7.1), and whether it ends within one; `None` where it is not made of them.
fn chunks(mut sent: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut body = Vec::with_capacity(sent.len());
    loop {
        let httparse::Status::Complete((start, size)) = httparse::parse_chunk_size(sent).ok()? else {
            return None;
        };
        if size == 0 {
            return Some((body, false));
        }
        sent = sent.get(start..)?;
        let told = usize::try_from(size).ok()?;
        let (chunk, rest) = sent.split_at_checked(told.min(sent.len()))?;
        body.extend_from_slice(chunk);
        sent = rest.strip_prefix(b"\r\n").unwrap_or(rest);
        if sent.is_empty() {
            return Some((body, chunk.len() < told));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CUT;
    use crate::ingest::warc::tests::{pages, record};
    use std::io::Write;

    #[test]
    fn packed_pages_and_those_that_only_say_so() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(b"<p>Packed</p>").unwrap();
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n";
        let mut crawl = record("response", &[head.as_slice(), &packer.finish().unwrap()].concat());
        crawl.extend(record("response", &[head.as_slice(), b"<p>Plain</p>"].concat()));
        let lzma = String::from_utf8_lossy(head).replace("gzip", "lzma");
        crawl.extend(record("response", lzma.as_bytes()));
        assert_eq!(pages(&crawl)[..2], ["<p>Packed</p>", "<p>Plain</p>"]);
        assert!(pages(&crawl)[2].starts_with("3: the page was sent as \"lzma\""));
    }

    #[test]
    fn pages_that_do_not_unpack_are_no_articles_and_what_was_cut_off_says_so() {
        let head =
            |encoding: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{encoding}\r\n\r\n");
        let page = |encoding: &str, body: &[u8]| {
            pages(&record("response", &[head(encoding).as_bytes(), body].concat()))
        };
        let words = "<p>The mayor of Lund said on Friday that it had rained.</p>";
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(words.as_bytes()).unwrap();
        assert_eq!(page("Content-Encoding: deflate", &packer.finish().unwrap()), [words]);
        for encoding in ["br", "gzip", "deflate"] {
            let sent = format!("Content-Encoding: {encoding}");
            let shown = page(&sent, &[0xff; 100]);
            assert!(
                shown[0].starts_with(&format!("1: the page was sent as \"{encoding}\", and cannot")),
                "{shown:?}"
            );
            assert_eq!(page(&sent, words.as_bytes()), [words]);
        }
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        packer.write_all(words.as_bytes()).unwrap();
        let packed = packer.finish().unwrap();
        let cut = page("Content-Encoding: gzip", &packed[..packed.len() - 20]);
        assert!(cut[0].starts_with("<p>The mayor") && cut[0].ends_with(&format!("({CUT})")), "{cut:?}");
        let chunked = page("Transfer-Encoding: chunked", b"ff\r\n<p>It rained.</p>");
        assert_eq!(chunked, [format!("<p>It rained.</p> ({CUT})")]);
    }
}
