//! The places that belong to a quote or an accusation, and the words of its dates.

use super::{QueryError, When};
use crate::store::BETWEEN_PIECES;
use rusqlite::{Row, Statement};

/// A place in an article and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is to the quote or accusation: source, cue, content, accused, …
    pub role: String,
    /// First code point.
    pub start: i64,
    /// One past the last.
    pub end: i64,
}

/// The pieces of the quote or accusation with the row number `row`, from a statement that gives their role, first and last
/// place and words; `said` and `event` get their words from them.
pub(super) fn read(
    statement: &mut Statement<'_>,
    row: i64,
    said: &mut Option<When>,
    event: &mut Option<When>,
) -> Result<Vec<Piece>, QueryError> {
    let piece = |found: &Row<'_>| {
        Ok((Piece { role: found.get(0)?, start: found.get(1)?, end: found.get(2)? }, found.get(3)?))
    };
    let pieces: Vec<(Piece, String)> = statement.query_map([row], piece)?.collect::<Result<_, _>>()?;
    for (when, role) in [(said, "said_on"), (event, "event_on")] {
        let words: Vec<&str> =
            pieces.iter().filter(|(piece, _)| piece.role == role).map(|(_, words)| words.as_str()).collect();
        if let Some(when) = when {
            when.words = (!words.is_empty()).then(|| words.join(BETWEEN_PIECES));
        }
    }
    Ok(pieces.into_iter().map(|(piece, _)| piece).collect())
}
