//! Why a stream broke, in words for a person: what the libraries that unpack say of it is for those who wrote them.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

const CUT_OFF: &str = "it ends too early, as a file does that was cut off; get it again if you can";
const DAMAGED: &str = "it is damaged, or not what it seems to be; get it again if you can";
const MEMORY: &str =
    "it needs more memory to be unpacked than is given to it (128 MB); unpack it and import what comes out";

/// A reason that is in words already.
#[derive(Debug)]
struct Said(String);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Said {}

/// An error for a reason in words.
pub(super) fn said(reason: impl Into<String>) -> io::Error {
    io::Error::other(Said(reason.into()))
}

/// The error of what needs a larger window than is given.
pub(super) fn too_much_memory() -> io::Error {
    ErrorKind::OutOfMemory.into()
}

/// What is wrong, in words.
pub(super) fn in_words(wrong: &io::Error) -> String {
    let mut next: Option<&(dyn Error + 'static)> = Some(wrong);
    let mut is_cut_off = false;
    while let Some(error) = next {
        if let Some(Said(reason)) = error.downcast_ref() {
            return reason.clone();
        }
        next = match error.downcast_ref::<io::Error>() {
            // What the system says is in words, too.
            Some(error) if error.raw_os_error().is_some() => return error.to_string(),
            Some(error) if error.kind() == ErrorKind::OutOfMemory => return MEMORY.to_owned(),
            Some(error) => {
                is_cut_off |= error.kind() == ErrorKind::UnexpectedEof;
                error.get_ref().map(|inner| inner as _)
            }
            None => error.source(),
        };
    }
    if is_cut_off { CUT_OFF.to_owned() } else { DAMAGED.to_owned() }
}

/// What is wrong with a `.zip`, or a document that is one, in words.
pub(super) fn zip_in_words(wrong: &zip::result::ZipError) -> String {
    match wrong {
        zip::result::ZipError::Io(wrong) => in_words(wrong),
        _ => "its list of what lies in it is missing or damaged, as in a file that was cut off; get it again if you can".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_told_and_what_libraries_say_is_put_in_words() {
        for (wrong, words) in [
            (said("it is a bomb"), "it is a bomb"),
            (io::Error::other(said("it is a bomb")), "it is a bomb"),
            (io::Error::new(ErrorKind::UnexpectedEof, "incomplete deflate stream"), CUT_OFF),
            (io::Error::other(io::Error::new(ErrorKind::UnexpectedEof, "x")), CUT_OFF),
            (ErrorKind::UnexpectedEof.into(), CUT_OFF),
            (io::Error::new(ErrorKind::InvalidInput, "corrupt deflate stream"), DAMAGED),
            (io::Error::other("BadMagicNumber(7)"), DAMAGED),
            (too_much_memory(), MEMORY),
            (io::Error::new(ErrorKind::OutOfMemory, "mem_limit_kb"), MEMORY),
        ] {
            assert_eq!(in_words(&wrong), words, "{wrong:?}");
        }
        assert!(in_words(&io::Error::from_raw_os_error(13)).contains("denied"));
        assert!(zip_in_words(&zip::result::ZipError::FileNotFound).contains("cut off"));
    }
}
