//! Decisions on an older version of an article → the same on the newest, where the sentences that they are about stand in it.
//!
//! What a person corrected stays corrected when an edited page is imported. White space and the kinds of marks do not count.
//! Where the sentences changed, or the newest version means somebody else by the same words ("he"), the decision stays with
//! the version that it was taken on: who is quoted may be the very thing that was edited ("Berg said" → "Moen said"). To be
//! on the safe side, a lost correction is better than one that says of somebody what a person said of somebody else.

use super::decisions::Spot;
use super::speaker_type;
use crate::store::decisions::{Action, Decision, SpeakerName, read_pieces, write_pieces};
use crate::store::names::normalise;
use crate::store::sameness::plain_char;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::{BTreeSet, HashMap};

/// Of how many articles the texts are kept at hand: decisions on one are mostly taken one after the other.
const MOST_KEPT: usize = 64;
/// How many bytes before or behind words that stand in a text several times tell which of them are meant.
const AROUND: usize = 40;
/// Of how many mentions of a bearer one must stand in the newest version.
const MOST_MENTIONS: i64 = 16;

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
        let spot = |article: &Option<String>, start, end, nth| Spot::of(article.clone(), start, end, nth);
        let place = spot(&decision.article, decision.start_char, decision.end_char, decision.nth);
        let other = spot(
            &decision.other_article,
            decision.other_start_char,
            decision.other_end_char,
            decision.other_nth,
        );
        // "The mayor" of that article is the mayor of its newest version.
        let is_bearer_there = other.is_none() && decision.other_article == decision.article;
        if let Some(spot) = place {
            let value = decision.value.as_deref().filter(|_| has_pieces(decision.action));
            let pieces = value.and_then(read_pieces).unwrap_or_default();
            let Some(moved) = self.moved(spot, pieces)? else { return Ok(Vec::new()) };
            copy.article = Some(moved.article);
            (copy.start_char, copy.end_char) = (Some(moved.place.0), Some(moved.place.1));
            if !moved.pieces.is_empty() {
                copy.value = Some(write_pieces(&moved.pieces));
            }
        }
        if let Some(spot) = other {
            let Some(moved) = self.moved(spot, Vec::new())? else { return Ok(Vec::new()) };
            copy.other_article = Some(moved.article);
            (copy.other_start_char, copy.other_end_char) = (Some(moved.place.0), Some(moved.place.1));
        } else if is_bearer_there {
            copy.other_article.clone_from(&copy.article);
        }
        let is_carried = copy.article != decision.article || copy.other_article != decision.other_article;
        Ok(Some(copy).filter(|copy| is_carried && copy.flaw().is_none()).into_iter().collect())
    }

    /// One on the bearer of a name in an article: of that name in the newest version, where a sentence that names the bearer
    /// stands there, too, and no title there speaks of another gender.
    fn carry_name(&mut self, decision: &Decision) -> rusqlite::Result<Vec<Decision>> {
        let (Some(article), Some(name)) = (&decision.article, &decision.name) else { return Ok(Vec::new()) };
        let kind = decision.kind.clone().unwrap_or_else(|| "person".to_owned());
        let connection = self.connection;
        let Some(pair) = self.pair(article)? else { return Ok(Vec::new()) };
        if !pair.has_bearer(connection, name, &kind)? {
            return Ok(Vec::new());
        }
        let newest = pair.newest.clone();
        let bearer = |article: &str| SpeakerName {
            name: name.clone(),
            kind: kind.clone(),
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

    /// Where a place stands in the newest version, one that is in no older version where it is; `None` where it is not to be
    /// found.
    fn moved(&mut self, spot: Spot, pieces: Vec<(i64, i64)>) -> rusqlite::Result<Option<Moved>> {
        let (connection, place) = (self.connection, (spot.start_char, spot.end_char));
        match self.pair(&spot.article)? {
            Some(pair) => pair.moved(connection, place, &pieces),
            None => Ok(Some(Moved { article: spot.article, place, pieces })),
        }
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

/// A place, in code points.
struct Moved {
    article: String,
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

    /// Where a place with some pieces is in the newest version, if the sentences that hold them stand there. Who speaks without
    /// a name there ("he") depends on the sentence before: then that must stand there, too.
    fn moved(
        &self,
        connection: &Connection,
        place: (i64, i64),
        pieces: &[(i64, i64)],
    ) -> rusqlite::Result<Option<Moved>> {
        let all = || pieces.iter().chain([&place]);
        let touched = (
            all().map(|piece| piece.0).min().unwrap_or(place.0),
            all().map(|piece| piece.1).max().unwrap_or(place.1),
        );
        let own = sentences(connection, self.rows.0, touched)?;
        let is_named = is_named(connection, self.rows.0, own)?;
        let from = if is_named { own.0 } else { self.old.word_before(own.0) };
        let Some(shift) = self.stands(connection, (from, own.1))? else { return Ok(None) };
        let pieces = pieces.iter().map(|piece| self.at(*piece, shift)).collect();
        let there = self.at(place, shift).zip(pieces);
        Ok(there.map(|(place, pieces)| Moved { article: self.newest.clone(), place, pieces }))
    }

    /// By how many bytes of the stripped text the sentences between two places are moved, if they are sentences in the newest
    /// version, too, and mean the same there.
    fn stands(&self, connection: &Connection, touched: (i64, i64)) -> rusqlite::Result<Option<isize>> {
        let old = sentences(connection, self.rows.0, touched)?;
        let Some(shift) = self.shift(old) else { return Ok(None) };
        let Some(new) = self.at(old, shift) else { return Ok(None) };
        let is_same = sentences(connection, self.rows.1, new)? == new
            && are_about_the_same(connection, self.rows, old, new)?;
        Ok(is_same.then_some(shift))
    }

    /// A place of the older version in the newest.
    fn at(&self, (start, end): (i64, i64), shift: isize) -> Option<(i64, i64)> {
        Some((self.new_place(start, shift)?, self.new_end(end, shift)?))
    }

    /// Whether a sentence that names the bearer of a name is in both versions, and the newest has somebody of that name who may
    /// be of that gender.
    fn has_bearer(&self, connection: &Connection, name: &str, kind: &str) -> rusqlite::Result<bool> {
        let normal = normalise(name, speaker_type(kind)).name;
        let mut statement = connection.prepare_cached(
            "SELECT m.start_char, m.end_char FROM entity e JOIN mention m ON m.entity_id = e.id
             WHERE e.article_id = ?1 AND e.type = ?3 AND e.normal = ?2 AND m.known_by != 'pronoun'
               AND EXISTS (SELECT 1 FROM entity n WHERE n.article_id = ?4 AND n.type = ?3 AND n.normal = ?2
                             AND coalesce(n.gender = e.gender, 1))
             ORDER BY m.start_char LIMIT ?5",
        )?;
        let mentions = statement
            .query_map(params![self.rows.0, normal, kind, self.rows.1, MOST_MENTIONS], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        for mention in mentions {
            if self.stands(connection, mention?)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// By how many bytes the stripped words from where to where in the older version (in code points) are moved. What stands
    /// there several times must do so as often in the newest, and the one meant have the same beside it.
    fn shift(&self, (start, end): (i64, i64)) -> Option<isize> {
        let (from, to) = (self.old.byte(start), self.old.byte(end));
        let words = self.old.words.get(from..to).filter(|words| !words.is_empty())?;
        let (old, new) = (self.old.places_of(words), self.new.places_of(words));
        let nth = old.iter().position(|at| *at == from)?;
        let at = *new.get(nth)?;
        let ((before, behind), (new_before, new_behind)) =
            (self.old.around(from, to), self.new.around(at, at + words.len()));
        let is_alone = old.len() == 1 && new.len() == 1;
        let fits = is_alone || old.len() == new.len() && (before == new_before || behind == new_behind);
        fits.then(|| at.cast_signed() - from.cast_signed())
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

    /// The code point of the last character before a place that is no white space; that place where there is none.
    fn word_before(&self, place: i64) -> i64 {
        let before = self.byte(place).checked_sub(1).and_then(|byte| self.places.get(byte));
        before.map_or(place, |before| i64::from(*before))
    }

    /// The bytes at which some words stand whole.
    fn places_of(&self, words: &str) -> Vec<usize> {
        let found = self.words.match_indices(words).map(|(at, _)| at);
        found.filter(|at| self.is_whole(*at, at + words.len())).collect()
    }

    /// What stands before and behind a stretch.
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

/// From the beginning of the first to the end of the last of the sentences between two places, and these places at least.
fn sentences(
    connection: &Connection,
    article: i64,
    (start, end): (i64, i64),
) -> rusqlite::Result<(i64, i64)> {
    connection
        .prepare_cached(
            "SELECT min(?2, coalesce(min(start_char), ?2)), max(?3, coalesce(max(end_char), ?3)) FROM sentence
             WHERE article_id = ?1 AND start_char < ?3 AND end_char > ?2",
        )?
        .query_row(params![article, start, end], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The quotes that the machine found, where it found them: whatever people have corrected since, it says the same.
const READ: &str =
    "(SELECT q.id, q.article_id, coalesce(c.before ->> '$.start_char', q.start_char) AS start_char,
     coalesce(c.before ->> '$.end_char', q.end_char) AS end_char
   FROM attribution q LEFT JOIN corrected_quote c ON c.attribution_id = q.id
   WHERE c.attribution_id IS NULL OR c.before IS NOT NULL)";

/// Whether quotes were read between two places, and all of their speakers are known there by a name.
fn is_named(connection: &Connection, article: i64, (start, end): (i64, i64)) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(&format!(
            "SELECT coalesce(min(s.entity_id IS NOT NULL AND s.known_by IN ('name', 'short_name')), 0) FROM {READ} q
             LEFT JOIN attribution_speaker s ON s.attribution_id = q.id
             WHERE q.article_id = ?1 AND q.start_char < ?3 AND q.end_char > ?2"
        ))?
        .query_row(params![article, start, end], |row| row.get(0))
}

/// Whether nothing that is read there means another one: a mention at the same place in both versions, who speaks.
fn are_about_the_same(
    connection: &Connection,
    rows: (i64, i64),
    old: (i64, i64),
    new: (i64, i64),
) -> rusqlite::Result<bool> {
    let (was, now) = (meant(connection, rows.0, old)?, meant(connection, rows.1, new)?);
    // Who speaks now and was unknown may be known by what was edited.
    let are_apart = |(place, names): (&Place, &BTreeSet<String>)| match was.get(place) {
        Some(before) => before.is_disjoint(names),
        None => place.0 == SPEAKER,
    };
    Ok(!now.iter().any(are_apart))
}

/// What is read at a place.
const MENTION: &str = "mention";
const SPEAKER: &str = "speaker";

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
            MENTION,
            format!(
                "SELECT m.start_char - ?2, m.end_char - ?2, {who} FROM entity e JOIN mention m ON m.entity_id = e.id
                 WHERE e.article_id = ?1 AND m.start_char >= ?2 AND m.end_char <= ?3"
            ),
        ),
        (
            SPEAKER,
            format!(
                "SELECT q.start_char - ?2, s.place, {who} FROM {READ} q
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
