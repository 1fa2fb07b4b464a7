//! Decisions on an older version of an article → the same on the newest, where the sentences that they are about stand in it.
//!
//! What a person corrected stays corrected when an edited page is imported. White space and the kinds of marks do not count.
//! Where the sentences changed, or the newest version means somebody else by the same words ("he"), the decision stays with
//! the version that it was taken on: who is quoted may be the very thing that was edited ("Berg said" → "Moen said").

use super::decisions::Spot;
use crate::store::decisions::{Action, Decision, SpeakerName, read_pieces, write_pieces};
use crate::store::sameness::plain_char;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::{BTreeSet, HashMap};

/// Of how many articles the texts are kept at hand: decisions on one are mostly taken one after the other.
const MOST_KEPT: usize = 64;
/// How many bytes before and behind words that stand in a text several times tell which of them are meant.
const AROUND: usize = 200;

/// Notes that the newest version must be derived again where an older one was read or decided on anew.
pub(super) fn touch(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "INSERT OR IGNORE INTO stale_article SELECT v.newest_id FROM stale_article t
           CROSS JOIN older_version v ON v.article_id = t.article_id;",
    )
}

/// What carries decisions over.
pub(super) struct Carrier<'a> {
    connection: &'a Connection,
    /// By the public id of an article: it and its newest version; `None` where it is the newest itself, or not there.
    pairs: HashMap<String, Option<Pair>>,
}

impl<'a> Carrier<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self { connection, pairs: HashMap::new() }
    }

    /// What a decision on an older version says of the newest; nothing for one on anything else, or that does not hold there.
    pub(super) fn carry(&mut self, decision: &Decision) -> rusqlite::Result<Vec<Decision>> {
        if decision.action.is_on_names() {
            return self.carry_name(decision);
        }
        let mut copy = decision.clone();
        let place = Spot::of(decision.article.clone(), decision.start_char, decision.end_char, decision.nth);
        let other = Spot::of(
            decision.other_article.clone(),
            decision.other_start_char,
            decision.other_end_char,
            decision.other_nth,
        );
        let value = decision.value.as_deref().filter(|_| has_pieces(decision.action));
        let pieces = value.and_then(read_pieces).unwrap_or_default();
        let Ok(moved) = self.moved(place, &pieces)? else { return Ok(Vec::new()) };
        let Ok(other_moved) = self.moved(other.clone(), &[])? else { return Ok(Vec::new()) };
        if moved.is_none() && other_moved.is_none() {
            return Ok(Vec::new());
        }
        if let Some(Moved { newest, place, pieces }) = moved {
            // "The mayor" of that article is the mayor of its newest version.
            if other.is_none() && copy.other_article == copy.article {
                copy.other_article = Some(newest.clone());
            }
            copy.article = Some(newest);
            (copy.start_char, copy.end_char) = (Some(place.0), Some(place.1));
            if !pieces.is_empty() {
                copy.value = Some(write_pieces(&pieces));
            }
        }
        if let Some(Moved { newest, place, .. }) = other_moved {
            copy.other_article = Some(newest);
            (copy.other_start_char, copy.other_end_char) = (Some(place.0), Some(place.1));
        }
        Ok(Some(copy).filter(|copy| copy.flaw().is_none()).into_iter().collect())
    }

    /// One on the bearer of a name in an article: of that name in the newest version, who is the same.
    fn carry_name(&mut self, decision: &Decision) -> rusqlite::Result<Vec<Decision>> {
        let (Some(article), Some(name)) = (&decision.article, &decision.name) else { return Ok(Vec::new()) };
        let Some(newest) = self.pair(article)?.map(|pair| pair.newest.clone()) else { return Ok(Vec::new()) };
        let bearer = |article: &str| SpeakerName {
            name: name.clone(),
            kind: decision.kind.clone().unwrap_or_else(|| "person".to_owned()),
            article: Some(article.to_owned()),
        };
        let is_split_off = decision.action == Action::Split && decision.other_name.is_none();
        let same = is_split_off.then(|| Decision {
            made: decision.made.clone(),
            undone: decision.undone.clone(),
            ..Decision::merge(&bearer(&newest), &bearer(article))
        });
        let copy = Decision { article: Some(newest), ..decision.clone() };
        Ok([Some(copy), same].into_iter().flatten().collect())
    }

    /// Where a place stands in the newest version: `Ok(None)` where it is in no older one, `Err` where it is not to be found.
    fn moved(
        &mut self,
        place: Option<Spot>,
        pieces: &[(i64, i64)],
    ) -> rusqlite::Result<Result<Option<Moved>, ()>> {
        let Some(spot) = place else { return Ok(Ok(None)) };
        let connection = self.connection;
        let Some(pair) = self.pair(&spot.article)? else { return Ok(Ok(None)) };
        Ok(pair.moved(connection, (spot.start_char, spot.end_char), pieces)?.map(Some).ok_or(()))
    }

    fn pair(&mut self, article: &str) -> rusqlite::Result<Option<&Pair>> {
        if self.pairs.len() >= MOST_KEPT && !self.pairs.contains_key(article) {
            self.pairs.clear();
        }
        if !self.pairs.contains_key(article) {
            let pair = Pair::load(self.connection, article)?;
            self.pairs.insert(article.to_owned(), pair);
        }
        Ok(self.pairs.get(article).and_then(Option::as_ref))
    }
}

/// Whether the value of such a decision is a list of places in the article.
const fn has_pieces(action: Action) -> bool {
    matches!(action, Action::Content | Action::Source | Action::Add | Action::Accuse)
}

/// A place in the newest version, in code points.
struct Moved {
    newest: String,
    place: (i64, i64),
    pieces: Vec<(i64, i64)>,
}

/// An older version and the newest.
struct Pair {
    newest: String,
    rows: (i64, i64),
    old: Stripped,
    new: Stripped,
}

impl Pair {
    fn load(connection: &Connection, article: &str) -> rusqlite::Result<Option<Self>> {
        let mut statement = connection.prepare_cached(
            "SELECT n.public_id, a.id, n.id, a.text, n.text FROM article a
             JOIN older_version v ON v.article_id = a.id JOIN article n ON n.id = v.newest_id WHERE a.public_id = ?",
        )?;
        let read = |row: &rusqlite::Row<'_>| {
            let (old, new): (String, String) = (row.get(3)?, row.get(4)?);
            Ok(Pair {
                newest: row.get(0)?,
                rows: (row.get(1)?, row.get(2)?),
                old: Stripped::of(&old),
                new: Stripped::of(&new),
            })
        };
        statement.query_row([article], read).optional()
    }

    /// Where a place with some pieces is in the newest version, if the sentences that hold them stand there.
    fn moved(
        &self,
        connection: &Connection,
        place: (i64, i64),
        pieces: &[(i64, i64)],
    ) -> rusqlite::Result<Option<Moved>> {
        let all = || pieces.iter().chain([&place]);
        let (start, end) = connection
            .prepare_cached(
                "SELECT min(?2, coalesce(min(start_char), ?2)), max(?3, coalesce(max(end_char), ?3)) FROM sentence
                 WHERE article_id = ?1 AND start_char < ?3 AND end_char > ?2",
            )?
            .query_row(
                params![
                    self.rows.0,
                    all().map(|piece| piece.0).min().unwrap_or(place.0),
                    all().map(|piece| piece.1).max().unwrap_or(place.1)
                ],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
        let Some(shift) = self.shift((start, end)) else { return Ok(None) };
        let at = |(start, end): (i64, i64)| Some((self.new_place(start, shift)?, self.new_end(end, shift)?));
        let there = at(place).zip(at((start, end)));
        let Some((new_place, new_all)) = there else { return Ok(None) };
        let Some(pieces) = pieces.iter().map(|piece| at(*piece)).collect() else { return Ok(None) };
        let is_same = are_about_the_same(connection, self.rows, (start, end), new_all)?;
        Ok(is_same.then(|| Moved { newest: self.newest.clone(), place: new_place, pieces }))
    }

    /// By how many bytes the stripped words from where to where in the older version (in code points) are moved; of several
    /// places that which has the most around it in common.
    fn shift(&self, (start, end): (i64, i64)) -> Option<isize> {
        let (from, to) = (self.old.byte(start), self.old.byte(end));
        let words = self.old.words.get(from..to).filter(|words| !words.is_empty())?;
        let (before, behind) = self.old.around(from, to);
        let shared = |at: usize| {
            let (new_before, new_behind) = self.new.around(at, at + words.len());
            let alike = |(one, other): &(&u8, &u8)| one == other;
            before.iter().rev().zip(new_before.iter().rev()).take_while(alike).count()
                + behind.iter().zip(new_behind).take_while(alike).count()
        };
        let found = self.new.words.match_indices(words).map(|(at, _)| at);
        let whole = found.filter(|at| self.new.is_whole(*at, at + words.len()));
        let best = whole.map(|at| (shared(at), std::cmp::Reverse(at.abs_diff(from)), at)).max()?.2;
        Some(best.cast_signed() - from.cast_signed())
    }

    fn new_place(&self, start: i64, shift: isize) -> Option<i64> {
        let byte = self.old.byte(start).checked_add_signed(shift)?;
        self.new.places.get(byte).map(|place| i64::from(*place))
    }

    fn new_end(&self, end: i64, shift: isize) -> Option<i64> {
        let byte = self.old.byte(end).checked_add_signed(shift)?.checked_sub(1)?;
        self.new.places.get(byte).map(|place| i64::from(*place) + 1)
    }
}

/// A text without white space, marks written in one way.
struct Stripped {
    words: String,
    /// The code point of the text that each byte of `words` stands for.
    places: Vec<u32>,
}

impl Stripped {
    fn of(text: &str) -> Self {
        let (mut words, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
        for (place, c) in (0..).zip(text.chars()) {
            plain_char(c, &mut words);
            places.resize(words.len(), place);
        }
        Self { words, places }
    }

    /// The first byte that stands for this code point or a later one.
    fn byte(&self, place: i64) -> usize {
        self.places.partition_point(|p| i64::from(*p) < place)
    }

    fn around(&self, from: usize, to: usize) -> (&[u8], &[u8]) {
        let bytes = self.words.as_bytes();
        let before = bytes.get(from.saturating_sub(AROUND)..from).unwrap_or_default();
        (before, bytes.get(to..bytes.len().min(to + AROUND)).unwrap_or_default())
    }

    /// Whether no word is cut at either end: letters on both sides have something between them in the text.
    fn is_whole(&self, from: usize, to: usize) -> bool {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let sides = |at: usize| {
            let (before, behind) = self.words.split_at_checked(at)?;
            Some((before.chars().next_back(), behind.chars().next()))
        };
        let touch = |at: usize| {
            let places = (at.checked_sub(1).and_then(|b| self.places.get(b)), self.places.get(at));
            matches!(places, (Some(one), Some(other)) if one + 1 == *other)
        };
        [from, to]
            .into_iter()
            .all(|at| !touch(at) || sides(at).is_some_and(|(a, b)| !(letter(a) && letter(b))))
    }
}

/// Whether nothing that both versions read there means another one: a mention at the same place, who speaks.
fn are_about_the_same(
    connection: &Connection,
    rows: (i64, i64),
    old: (i64, i64),
    new: (i64, i64),
) -> rusqlite::Result<bool> {
    let (was, now) = (meant(connection, rows.0, old)?, meant(connection, rows.1, new)?);
    let are_apart = |(place, names): (&Place, &BTreeSet<String>)| {
        was.get(place).is_some_and(|before| !before.is_empty() && before.is_disjoint(names))
    };
    Ok(!now.iter().any(are_apart))
}

/// A mention, from where to where, or the how-manieth speaker of the quote there; counted from where the sentences begin.
type Place = (&'static str, i64, i64);

/// Who is meant between two places in an article: by each mention, and as the speaker of each quote. People by their surname,
/// since a later version may give the first name, too.
fn meant(
    connection: &Connection,
    article: i64,
    (start, end): (i64, i64),
) -> rusqlite::Result<HashMap<Place, BTreeSet<String>>> {
    let who = "CASE WHEN e.type = 'person' AND e.everywhere THEN e.block ELSE e.normal END";
    let mut meant: HashMap<Place, BTreeSet<String>> = HashMap::new();
    for (what, sql) in [
        (
            "mention",
            format!(
                "SELECT m.start_char - ?2, m.end_char - ?2, {who} FROM entity e JOIN mention m ON m.entity_id = e.id
                 WHERE e.article_id = ?1 AND m.start_char >= ?2 AND m.end_char <= ?3"
            ),
        ),
        (
            "speaker",
            format!(
                "SELECT q.start_char - ?2, s.place, {who} FROM attribution q
                 JOIN attribution_speaker s ON s.attribution_id = q.id JOIN entity e ON e.id = s.entity_id
                 WHERE q.article_id = ?1 AND q.start_char >= ?2 AND q.end_char <= ?3"
            ),
        ),
    ] {
        let mut statement = connection.prepare_cached(&sql)?;
        let mut found = statement.query(params![article, start, end])?;
        while let Some(row) = found.next()? {
            meant.entry((what, row.get(0)?, row.get(1)?)).or_default().insert(row.get(2)?);
        }
    }
    Ok(meant)
}
