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
struct Said {
    reason: String,
    hint: Option<&'static str>,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl Error for Said {}

/// What broke is the beginning of a part, and what came before it is whole.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Between(io::Error);

/// The same error, of a part of which nothing came.
pub(super) fn between(wrong: io::Error) -> io::Error {
    io::Error::new(wrong.kind(), Between(wrong))
}

/// Whether what came before an error is whole.
pub(super) fn is_between(wrong: &io::Error) -> bool {
    wrong.get_ref().is_some_and(|inner| inner.is::<Between>())
}

/// An error for a reason in words.
pub(super) fn said(reason: impl Into<String>) -> io::Error {
    io::Error::other(Said { reason: reason.into(), hint: None })
}

/// The same with what to try.
pub(super) fn advised(reason: impl Into<String>, hint: &'static str) -> io::Error {
    io::Error::other(Said { reason: reason.into(), hint: Some(hint) })
}

/// Whether an error is a reason in words, of what is read and not of how it is.
pub(super) fn is_said(wrong: &io::Error) -> bool {
    wrong.get_ref().is_some_and(|inner| inner.is::<Said>())
}

/// The error of what needs a larger window than is given.
pub(super) fn too_much_memory() -> io::Error {
    ErrorKind::OutOfMemory.into()
}

/// An error and those within it, the outermost first.
fn causes<'e>(wrong: &'e io::Error) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    let outermost: &'e (dyn Error + 'static) = wrong;
    std::iter::successors(Some(outermost), |&error| match error.downcast_ref::<io::Error>() {
        Some(error) => error.get_ref().map(|inner| inner as _),
        None => error.source(),
    })
}

/// What is wrong, in words.
pub(super) fn in_words(wrong: &io::Error) -> String {
    let mut is_cut_off = false;
    for error in causes(wrong) {
        if let Some(Said { reason, .. }) = error.downcast_ref() {
            return reason.clone();
        }
        match error.downcast_ref::<io::Error>() {
            // What the system says is in words, too.
            Some(error) if error.raw_os_error().is_some() => return error.to_string(),
            Some(error) if error.kind() == ErrorKind::OutOfMemory => return MEMORY.to_owned(),
            Some(error) => is_cut_off |= error.kind() == ErrorKind::UnexpectedEof,
            None => {}
        }
    }
    if is_cut_off { CUT_OFF.to_owned() } else { DAMAGED.to_owned() }
}

/// What to try where the words do not say it.
pub(super) fn hint(wrong: &io::Error) -> Option<&'static str> {
    if let Some(Said { hint, .. }) = causes(wrong).find_map(|error| error.downcast_ref()) {
        return *hint;
    }
    match wrong.kind() {
        ErrorKind::PermissionDenied => Some("import it as somebody who may read it, or change who may"),
        _ if wrong.raw_os_error().is_some() => {
            Some("copy it to another place and import the copy; a disk or a network drive may be failing")
        }
        _ => None,
    }
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
        let denied = io::Error::from_raw_os_error(13);
        assert!(in_words(&denied).contains("denied"));
        assert!(hint(&denied).is_some_and(|hint| hint.contains("may read it")));
        assert!(hint(&io::Error::from_raw_os_error(5)).is_some_and(|hint| hint.contains("import the copy")));
        assert_eq!(hint(&io::Error::other(advised("it is a bomb", "unpack it"))), Some("unpack it"));
        assert_eq!(hint(&said("it is a bomb")), None);
        assert_eq!(hint(&ErrorKind::UnexpectedEof.into()), None);
        assert!(zip_in_words(&zip::result::ZipError::FileNotFound).contains("cut off"));
    }
}
