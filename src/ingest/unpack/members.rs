//! The members of a gzip file (RFC 1952, 2.2), one after the other. Crawls have one for each record, so that one that is damaged
//! costs an error, and who reads on after it has the next.

use crate::ingest::again::Again;
use crate::ingest::broken;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, ErrorKind, Read};

/// The most members that may be damaged, and the most places that are taken for the beginning of one behind these.
const MOST_DAMAGED: usize = 100;
const MOST_TRIED: usize = 10_000;

/// What the members hold, as one stream.
pub(super) struct Members<R: BufRead> {
    at: At<R>,
    damaged: usize,
    tried: usize,
}

enum At<R: BufRead> {
    /// Within a member, of which something came or not; `is_found`: it was looked for, behind a damaged one.
    Member {
        decoder: Box<GzDecoder<Again<R>>>,
        has_given: bool,
        is_found: bool,
    },
    /// Behind a member that is whole.
    Behind(Again<R>),
    /// Behind one that is not.
    Lost(Again<R>),
    End,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(from: R) -> Self {
        Self { at: member(Again::new(from), false), damaged: 0, tried: 0 }
    }

    /// Notes that a member is damaged.
    fn lose(&mut self, from: Again<R>, wrong: io::Error, has_given: bool) -> io::Error {
        self.damaged += 1;
        let goes_on = self.damaged < MOST_DAMAGED && wrong.raw_os_error().is_none();
        self.at = if goes_on { At::Lost(from) } else { At::End };
        if has_given { wrong } else { broken::between(wrong) }
    }
}

fn member<R: BufRead>(from: Again<R>, is_found: bool) -> At<R> {
    At::Member { decoder: Box::new(GzDecoder::new(from)), has_given: false, is_found }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.at, At::End) {
                At::End => return Ok(0),
                At::Member { mut decoder, has_given, is_found } => match decoder.read(buffer) {
                    Ok(0) => self.at = At::Behind(decoder.into_inner()),
                    Ok(read) => {
                        self.at = At::Member { decoder, has_given: true, is_found };
                        return Ok(read);
                    }
                    Err(wrong) if wrong.kind() == ErrorKind::Interrupted => {
                        self.at = At::Member { decoder, has_given, is_found };
                    }
                    // It only looked like one.
                    Err(_) if is_found && !has_given => self.at = At::Lost(decoder.into_inner()),
                    Err(wrong) => return Err(self.lose(decoder.into_inner(), wrong, has_given)),
                },
                At::Behind(mut from) => match from.peek(2)?.as_slice() {
                    [0x1f, 0x8b] => self.at = member(from, false),
                    // Other bytes at the end are no part of the file (tapes are filled up), unless members follow.
                    _ if seek(&mut from)? => {
                        return Err(self.lose(from, ErrorKind::InvalidData.into(), false));
                    }
                    _ => {}
                },
                At::Lost(mut from) => {
                    self.tried += 1;
                    if self.tried < MOST_TRIED && seek(&mut from)? {
                        self.at = member(from, true);
                    }
                }
            }
        }
    }
}

/// Goes to what looks like the beginning of a member; false where there is none.
fn seek<R: BufRead>(from: &mut Again<R>) -> io::Result<bool> {
    loop {
        let bytes = from.fill_buf()?;
        if bytes.is_empty() {
            return Ok(false);
        }
        let passed = bytes.iter().position(|byte| *byte == 0x1f).unwrap_or(bytes.len());
        if passed > 0 {
            from.consume(passed);
            continue;
        }
        // The only method there is, and no flag that has no meaning.
        if matches!(from.peek(4)?.as_slice(), [0x1f, 0x8b, 8, flags] if flags & 0xe0 == 0) {
            return Ok(true);
        }
        from.consume(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(text: &str) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    /// What comes out, and how often it broke.
    fn read(bytes: &[u8]) -> (String, usize) {
        let mut members = Members::new(io::BufReader::with_capacity(3, bytes));
        let (mut all, mut broken) = (Vec::new(), 0);
        while members.read_to_end(&mut all).is_err() {
            broken += 1;
        }
        (String::from_utf8_lossy(&all).into_owned(), broken)
    }

    #[test]
    fn what_follows_the_last_member_costs_nothing() {
        let whole = [packed("It rained. "), packed("It snowed.")].concat();
        for rest in [&b""[..], &[0; 2000], b"\x1f", b"\0\0rest of a tape \x1f\x8b\xff"] {
            assert_eq!(read(&[&whole, rest].concat()), ("It rained. It snowed.".to_owned(), 0));
        }
    }

    #[test]
    fn a_damaged_member_costs_itself() {
        let (one, two, three) = (packed("It rained. "), packed("Nobody came. "), packed("It snowed."));
        for at in 0..two.len() {
            let mut two = two.clone();
            two[at] ^= 0xff;
            let (text, broken) = read(&[one.as_slice(), &two, &three].concat());
            assert!(text.starts_with("It rained. ") && text.ends_with("It snowed."), "{at}: {text}");
            // Of its header some bytes mean nothing.
            assert!(broken == 1 || (4..10).contains(&at), "{at}: {broken}");
        }
        assert_eq!(read(&[one.as_slice(), &two[..20]].concat()).1, 1);
        assert_eq!(read(b"\x1f\x8b").1, 1);
    }

    #[test]
    fn what_only_looks_like_members_ends_soon() {
        let bytes = b"\x1f\x8b\x08\0\0\0\0\0\0\0".repeat(100_000);
        assert_eq!(read(&bytes), (String::new(), 1));
        let (text, broken) = read(&[packed("It rained."), b"x".to_vec()].concat().repeat(1000));
        assert_eq!((text.len(), broken), (10 * MOST_DAMAGED, MOST_DAMAGED));
    }
}
