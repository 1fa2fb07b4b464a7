//! How much one file may come to when it is unpacked, and how deep files may lie in one another. A few kilobytes can
//! unpack to petabytes, by design.

use super::broken;
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// The most wrappings around an article: a page in a folder that was packed (`.tar.gz` is two), in a mail's archive.
pub const DEEPEST: usize = 6;
/// The most files in one archive.
pub const MOST_FILES: usize = 1_000_000;
/// What any file may unpack to, in bytes.
const ALWAYS: u64 = 256 << 20;
/// And how many times its own size, beyond that. Text is packed to a fifth, copies of one text to a fiftieth.
const TIMES: u64 = 200;

/// What a file on the disk has unpacked to so far, all that lies in it taken together.
#[derive(Clone, Debug, Default)]
pub struct Budget {
    /// Bytes of the file on the disk.
    packed: Rc<Cell<u64>>,
    unpacked: Rc<Cell<u64>>,
}

impl Budget {
    /// The budget of a file of this size in bytes (0 where it is not known: then what is read from it counts).
    pub fn new(bytes: u64) -> Self {
        Self { packed: Rc::new(Cell::new(bytes)), unpacked: Rc::default() }
    }

    /// Notes bytes that were read of a file whose size is not known.
    pub fn read(&self, bytes: u64) {
        self.packed.set(self.packed.get().saturating_add(bytes));
    }

    /// A reader of unpacked bytes that counts them, and fails where they are too many.
    pub fn guard<'a>(&self, unpacked: impl Read + 'a) -> Box<dyn Read + 'a> {
        Box::new(Guarded { from: unpacked, budget: self.clone() })
    }

    fn spend(&self, bytes: u64) -> io::Result<()> {
        let unpacked = self.unpacked.get().saturating_add(bytes);
        self.unpacked.set(unpacked);
        if unpacked > ALWAYS && unpacked / TIMES > self.packed.get() {
            let reason = format!("it unpacks to more than {TIMES} times its size, as no text does (a bomb?)");
            return Err(broken::advised(reason, "if it is none, unpack it and import what comes out"));
        }
        Ok(())
    }
}

struct Guarded<R> {
    from: R,
    budget: Budget,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.budget.spend(read as u64)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_ends_and_a_large_file_does_not() {
        let bomb = Budget::new(1000);
        let end = io::copy(&mut bomb.guard(io::repeat(b'a')), &mut io::sink());
        assert!(end.unwrap_err().to_string().contains("200 times its size"));
        let large = Budget::new(2 << 20);
        assert_eq!(
            io::copy(&mut large.guard(io::repeat(b'a').take(300 << 20)), &mut io::sink()).unwrap(),
            300 << 20
        );
    }
}
