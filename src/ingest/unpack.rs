//! Compressed streams → the bytes that they hold, as a stream.

mod members;

use self::members::Members;
use super::broken;
use super::kind::Kind;
use lzma_rust2::XzReader;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, Read};

/// The largest window of a decoder in kB: `xz -9` and `zstd --ultra` use 64 MB, `--long` may ask for more.
const WINDOW: u32 = 128 << 10;

/// The bytes in a compressed stream. Several streams one after the other are one, and what follows the last is passed over, as
/// `gunzip` has it.
pub fn unpack<'a>(kind: Kind, from: impl BufRead + 'a) -> Option<Box<dyn Read + 'a>> {
    Some(match kind {
        Kind::Gzip => Box::new(Members::new(from)),
        Kind::Xz => Box::new(Ended::new(XzReader::new_mem_limit(from, true, WINDOW))),
        Kind::Zstandard => Box::new(Ended::new(Frames::new(from))),
        _ => return None,
    })
}

/// A name without the ending of its compression: `news.jsonl.gz` → `news.jsonl`, `news.tgz` → `news.tar`.
pub fn inner_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    for (ending, instead) in [(".gz", ""), (".zst", ""), (".xz", ""), (".tgz", ".tar"), (".txz", ".tar")] {
        if let Some(stem) = lower.strip_suffix(ending).and_then(|stem| name.get(..stem.len())) {
            return format!("{stem}{instead}");
        }
    }
    name.to_owned()
}

/// A stream that ends where it broke: a decoder that is asked to go on behind damage may give anything, or panic.
struct Ended<R> {
    /// `None` where it broke.
    from: Option<R>,
}

impl<R> Ended<R> {
    const fn new(from: R) -> Self {
        Self { from: Some(from) }
    }
}

impl<R: Read> Read for Ended<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(from) = &mut self.from else { return Ok(0) };
        from.read(buffer).inspect_err(|wrong| {
            if wrong.kind() != io::ErrorKind::Interrupted {
                self.from = None;
            }
        })
    }
}

/// Zstandard files are made of frames, some of which hold nothing (RFC 8878, 3.1).
struct Frames<R> {
    from: R,
    decoder: FrameDecoder,
    in_frame: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(from: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(u64::from(WINDOW) << 10);
        Self { from, decoder, in_frame: false }
    }

    /// Goes to the next frame that holds something; false at the end.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.from.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.from) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut (&mut self.from).take(u64::from(length)), &mut io::sink())?;
                }
                Err(FrameDecoderError::WindowSizeTooBig { .. }) => return Err(broken::too_much_memory()),
                Err(wrong) => return Err(io::Error::other(wrong)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.in_frame {
                self.in_frame = self.begin()?;
                if !self.in_frame {
                    return Ok(0);
                }
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.from, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(io::Error::other)?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.in_frame = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame whose first block breaks off within a table, and whose next one would use that table; found by a fuzzer.
    fn damaged() -> Vec<u8> {
        let mut frame = b"\x28\xb5\x2f\xfd".to_vec();
        for (at, bytes) in [
            (12, b"\x13".as_slice()),
            (20, b"\x28\xb5\x2f\xfd".as_slice()),
            (29, b"\x44".as_slice()),
            (33, b"\xb3".as_slice()),
            (35, b"\xb3\xb3".as_slice()),
            (43, b"\x44".as_slice()),
            (54, b"\x05\x06".as_slice()),
            (58, b"\xff".as_slice()),
            (61, b"\xff".as_slice()),
            (248, b"\x2f".as_slice()),
        ] {
            frame.resize(at, 0);
            frame.extend_from_slice(bytes);
        }
        frame
    }

    #[test]
    fn what_broke_is_not_unpacked_any_further() {
        let packed = damaged();
        let mut unpacked = unpack(Kind::Zstandard, packed.as_slice()).unwrap();
        assert!(unpacked.read_to_end(&mut Vec::new()).is_err());
        assert_eq!(unpacked.read(&mut [0; 9]).unwrap(), 0);

        let packer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1));
        let mut packer = packer.unwrap();
        io::Write::write_all(&mut packer, &b"It rained. ".repeat(999)).unwrap();
        let mut packed = packer.finish().unwrap();
        let middle = packed.len() / 2;
        packed[middle..].fill(0xff);
        let mut unpacked = unpack(Kind::Xz, packed.as_slice()).unwrap();
        assert!(unpacked.read_to_end(&mut Vec::new()).is_err());
        assert_eq!(unpacked.read(&mut [0; 9]).unwrap(), 0);
    }
}
