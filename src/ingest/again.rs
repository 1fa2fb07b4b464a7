//! A stream to which bytes are given back that were read too far.

use std::io::{self, BufRead, Read};

/// A stream with what was given back to it before the rest.
#[derive(Debug)]
pub(super) struct Again<R> {
    given: Vec<u8>,
    /// How many of these were read again.
    at: usize,
    from: R,
}

impl<R: BufRead> Again<R> {
    pub(super) const fn new(from: R) -> Self {
        Self { given: Vec::new(), at: 0, from }
    }

    /// Puts bytes before what comes next.
    pub(super) fn give_back(&mut self, mut bytes: Vec<u8>) {
        // What was read of it goes back to where it was, however much follows.
        let place = self.at.checked_sub(bytes.len()).and_then(|at| self.given.get_mut(at..self.at));
        if let Some(place) = place {
            place.copy_from_slice(&bytes);
            self.at -= bytes.len();
            return;
        }
        bytes.extend_from_slice(self.given.get(self.at..).unwrap_or_default());
        (self.given, self.at) = (bytes, 0);
    }

    /// The next bytes, so many or those up to the end, without reading them.
    pub(super) fn peek(&mut self, count: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = (&mut *self).take(count).read_to_end(&mut bytes);
        self.give_back(bytes.clone());
        read.map(|_| bytes)
    }
}

impl<R: BufRead> Read for Again<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Again<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.given.get(self.at..) {
            Some(given) if !given.is_empty() => Ok(given),
            _ => self.from.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        if self.at < self.given.len() {
            self.at += count;
        } else {
            self.from.consume(count);
        }
        if self.at >= self.given.len() && self.at > 0 {
            (self.given, self.at) = (Vec::new(), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_comes_first() {
        let mut from = Again::new(&b"cdef"[..]);
        from.give_back(b"ab".to_vec());
        assert_eq!(from.peek(3).unwrap(), b"abc");
        let mut two = [0; 2];
        from.read_exact(&mut two).unwrap();
        from.give_back(b"x".to_vec());
        let mut rest = String::new();
        from.read_to_string(&mut rest).unwrap();
        assert_eq!((&two, rest.as_str()), (b"ab", "xcdef"));
        assert!(from.peek(3).unwrap().is_empty());
    }
}
