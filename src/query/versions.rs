//! Versions of an article, and what changed between them: silent edits of quotations are a story in themselves.

use super::QueryError;
use super::quotes::{self, Printed, Quote, SpeakerOfQuote};
use crate::store::sameness::plain;
use aho_corasick::AhoCorasick;
use rusqlite::{Connection, OptionalExtension, Row};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One version of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Row number, worth nothing outside this database.
    pub row: i64,
    /// 1 is the oldest; 0 that of a shorter copy.
    pub number: usize,
    /// Whether it is a shorter copy that was read later (a summary, what stands before a wall), and no state of the article.
    pub shorter: bool,
    /// Where and when it was printed.
    pub printed: Printed,
    /// The day of the last change, as the page gives it.
    pub modified: Option<String>,
    /// When it was imported.
    pub imported: String,
}

/// The versions of the article with the row number `row`, oldest first; it alone where nothing changed.
///
/// # Errors
/// [`QueryError::Database`], also where there is no such article.
pub fn versions(connection: &Connection, row: i64) -> Result<Vec<Version>, QueryError> {
    let newest: Option<i64> = connection
        .prepare_cached("SELECT newest_id FROM older_version WHERE article_id = ?1")?
        .query_row([row], |found| found.get(0))
        .optional()?;
    let newest = newest.unwrap_or(row);
    let mut statement = connection.prepare_cached(
        "SELECT a.id, a.public_id AS article_id, a.outlet, a.published, a.title, a.url, a.modified, a.imported, v.shorter
         FROM (SELECT article_id AS id, number, shorter FROM older_version WHERE newest_id = ?1
               UNION ALL SELECT ?1, 9223372036854775807, 0) v
         JOIN article a ON a.id = v.id ORDER BY v.number",
    )?;
    let version = |found: &Row<'_>| {
        Ok(Version {
            row: found.get(0)?,
            number: 0,
            shorter: found.get("shorter")?,
            printed: Printed::of_row(found)?,
            modified: found.get("modified")?,
            imported: found.get("imported")?,
        })
    };
    let mut versions: Vec<Version> = statement.query_map([newest], version)?.collect::<Result<_, _>>()?;
    for (version, number) in versions.iter_mut().filter(|version| !version.shorter).zip(1..) {
        version.number = number;
    }
    Ok(versions)
}

/// What became of a quote, or of the title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Its words stand nowhere in the newer text.
    Vanished,
    /// It is there in other words.
    Reworded,
    /// The same words are given to somebody else.
    Speaker,
    /// Its words stood nowhere in the older text.
    Added,
    /// The headline.
    Title,
}

impl ChangeKind {
    /// The name in output.
    pub const fn name(self) -> &'static str {
        match self {
            ChangeKind::Vanished => "vanished",
            ChangeKind::Reworded => "reworded",
            ChangeKind::Speaker => "speaker",
            ChangeKind::Added => "added",
            ChangeKind::Title => "title",
        }
    }
}

/// One change from a version to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The newer of the two versions, by its number.
    pub version: usize,
    /// What became of it.
    pub kind: ChangeKind,
    /// The quote in the older version.
    pub was: Option<Quote>,
    /// The quote in the newer one.
    pub now: Option<Quote>,
    /// The titles, where it is about them: before and after.
    pub titles: Option<(String, String)>,
}

/// What changed from each version to the next, shorter copies left out: titles and quotes. What merely was not read as a quote in one of the
/// two, but stands there, has not changed.
///
/// # Errors
/// [`QueryError::Database`].
pub fn changes(connection: &Connection, versions: &[Version]) -> Result<Vec<Change>, QueryError> {
    let mut changes = Vec::new();
    let mut before: Option<(&Version, Reading)> = None;
    for version in versions.iter().filter(|version| !version.shorter) {
        let reading = Reading::of(connection, version.row)?;
        if let Some((older, old)) = &before {
            let titles = older.printed.title.clone().zip(version.printed.title.clone());
            if let Some(titles) = titles.filter(|(was, now)| plainly(was) != plainly(now)) {
                let kind = ChangeKind::Title;
                changes.push(Change {
                    version: version.number,
                    kind,
                    was: None,
                    now: None,
                    titles: Some(titles),
                });
            }
            changes.extend(between(old, &reading, version.number));
        }
        before = Some((version, reading));
    }
    Ok(changes)
}

/// A text with its quotes.
struct Reading {
    text: String,
    quotes: Vec<Quote>,
}

impl Reading {
    fn of(connection: &Connection, row: i64) -> Result<Self, QueryError> {
        let text: String = connection
            .prepare_cached("SELECT text FROM article WHERE id = ?1")?
            .query_row([row], |found| found.get(0))?;
        let quotes = super::articles::quotes_of(connection, row)?;
        let quotes =
            quotes.into_iter().map(|quote| quotes::read(connection, quote)).collect::<Result<_, _>>()?;
        Ok(Self { text: plainly(&text), quotes })
    }
}

/// The text without white space, marks written in one way.
fn plainly(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    plain(text, &mut out);
    out
}

/// The pieces of a content as they are compared, without the quotation marks around them.
fn pieces(quote: &Quote) -> Vec<String> {
    let pieces = quote.content.split(" … ").map(plainly);
    pieces
        .map(|piece| piece.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|p| !p.is_empty())
        .collect()
}

fn between(old: &Reading, new: &Reading, version: usize) -> Vec<Change> {
    let (was, now) = (missing(&old.quotes, &new.text), missing(&new.quotes, &old.text));
    let paired = pair(&old.quotes, &was, &new.quotes, &now);
    let change = |kind, was: Option<&Quote>, now: Option<&Quote>| Change {
        version,
        kind,
        was: was.cloned(),
        now: now.cloned(),
        titles: None,
    };
    let mut changes = Vec::new();
    let stay: HashMap<Vec<String>, &Quote> = new.quotes.iter().map(|quote| (pieces(quote), quote)).collect();
    for (number, quote) in old.quotes.iter().enumerate() {
        if was.contains(&number) {
            let other = paired.get(&number).and_then(|other| new.quotes.get(*other));
            let kind = if other.is_some() { ChangeKind::Reworded } else { ChangeKind::Vanished };
            changes.push(change(kind, Some(quote), other));
        } else if let Some(other) = stay.get(&pieces(quote)).filter(|other| are_by_others(quote, other)) {
            changes.push(change(ChangeKind::Speaker, Some(quote), Some(other)));
        }
    }
    let taken: BTreeSet<usize> = paired.values().copied().collect();
    for number in now.difference(&taken) {
        changes.push(change(ChangeKind::Added, None, new.quotes.get(*number)));
    }
    changes
}

/// The numbers of the quotes of which a piece stands nowhere in the other text; all are looked for in one pass.
fn missing(quotes: &[Quote], text: &str) -> BTreeSet<usize> {
    let (mut owners, mut patterns) = (Vec::new(), Vec::new());
    for (number, quote) in quotes.iter().enumerate() {
        for piece in pieces(quote) {
            owners.push(number);
            patterns.push(piece);
        }
    }
    let Ok(finder) = AhoCorasick::new(&patterns) else { return BTreeSet::new() };
    let found: BTreeSet<usize> = finder.find_overlapping_iter(text).map(|m| m.pattern().as_usize()).collect();
    owners
        .into_iter()
        .enumerate()
        .filter(|(pattern, _)| !found.contains(pattern))
        .map(|(_, owner)| owner)
        .collect()
}

/// Both speakers are known, and they are not the same. Who is known by one article alone ("a spokesman for the city") has
/// another id in each version: the same name is the same one.
fn are_by_others(was: &Quote, now: &Quote) -> bool {
    let (was, now) = (&was.speakers, &now.speakers);
    let known = !was.is_empty() && !now.is_empty() && was.iter().chain(now).all(|s| s.id.is_some());
    known && (was.len() != now.len() || !was.iter().zip(now).all(|(was, now)| are_one(was, now)))
}

fn are_one(was: &SpeakerOfQuote, now: &SpeakerOfQuote) -> bool {
    let plainly = |words: &Option<String>| words.as_deref().map(plainly);
    was.id == now.id
        || was.name.is_some()
            && plainly(&was.name) == plainly(&now.name)
            && plainly(&was.speaks_for) == plainly(&now.speaks_for)
}

/// Two wordings are of one quote if they share so much of their words (Dice's coefficient).
const LEAST_ALIKE: f64 = 0.5;

/// Words that more quotes than this have tell nothing.
const MOST_COMMON: usize = 64;

/// Pairs vanished quotes with new ones that are most like them, the most alike first.
fn pair(
    old: &[Quote],
    was: &BTreeSet<usize>,
    new: &[Quote],
    now: &BTreeSet<usize>,
) -> BTreeMap<usize, usize> {
    let words = |quotes: &[Quote], number: usize| -> BTreeSet<String> {
        let content = quotes.get(number).map_or("", |quote| quote.content.as_str()).to_lowercase();
        content.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let after: BTreeMap<usize, BTreeSet<String>> = now.iter().map(|n| (*n, words(new, *n))).collect();
    let mut with_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, all) in &after {
        for word in all {
            with_word.entry(word).or_default().push(*number);
        }
    }
    let mut candidates = Vec::new();
    for number in was {
        let before = words(old, *number);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for others in
            before.iter().filter_map(|w| with_word.get(w.as_str())).filter(|o| o.len() <= MOST_COMMON)
        {
            for other in others {
                *shared.entry(*other).or_insert(0) += 1;
            }
        }
        for (other, shared) in shared {
            let all = before.len() + after.get(&other).map_or(0, BTreeSet::len);
            let alike = 2.0 * shared as f64 / all as f64;
            if alike >= LEAST_ALIKE {
                candidates.push((Reverse((alike * 1e6) as u64), *number, other));
            }
        }
    }
    candidates.sort_unstable();
    let (mut paired, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, number, other) in candidates {
        if !paired.contains_key(&number) && taken.insert(other) {
            paired.insert(number, other);
        }
    }
    paired
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(speaker: &str, content: &str) -> Quote {
        let speaker = SpeakerOfQuote {
            id: Some(format!("s:{speaker}")),
            name: Some(speaker.to_owned()),
            kind: "person".to_owned(),
            speaks_for: None,
            known_by: "name".to_owned(),
            words: speaker.to_owned(),
            confidence: 0.9,
            reason: String::new(),
            candidates: Vec::new(),
        };
        Quote { speakers: vec![speaker], content: content.to_owned(), ..Quote::default() }
    }

    fn reading(text: &str, quotes: &[(&str, &str)]) -> Reading {
        let quotes = quotes.iter().map(|(speaker, content)| quote(speaker, content)).collect();
        Reading { text: plainly(text), quotes }
    }

    fn found(old: &Reading, new: &Reading) -> Vec<(&'static str, Option<String>, Option<String>)> {
        let content = |quote: Option<Quote>| quote.map(|quote| quote.content);
        between(old, new, 2).into_iter().map(|c| (c.kind.name(), content(c.was), content(c.now))).collect()
    }

    #[test]
    fn quotes_that_vanish_change_and_come() {
        let old = reading(
            "Okafor said “we knew of the cracks for two years”. Carver said “it is not my bridge” and “no”.",
            &[
                ("Okafor", "“we knew of the cracks for two years”"),
                ("Carver", "“it is not my bridge”"),
                ("Carver", "“no”"),
            ],
        );
        let new = reading(
            "Okafor said “we knew of the cracks for two months”. Carver said “no”. Falk said “wait and see what comes”.",
            &[
                ("Okafor", "“we knew of the cracks for two months”"),
                ("Carver", "“no”"),
                ("Falk", "“wait and see what comes”"),
            ],
        );
        let some = |words: &str| Some(words.to_owned());
        assert_eq!(
            found(&old, &new),
            [
                (
                    "reworded",
                    some("“we knew of the cracks for two years”"),
                    some("“we knew of the cracks for two months”")
                ),
                ("vanished", some("“it is not my bridge”"), None),
                ("added", None, some("“wait and see what comes”")),
            ]
        );
    }

    #[test]
    fn what_stands_there_has_not_vanished() {
        let old = reading("She said: “It was late … and we left.”", &[("Okafor", "“It was late")]);
        let new = reading("She said: \"It was  late ... and we left.\"", &[]);
        assert_eq!(found(&old, &new), []);
        assert_eq!(found(&new, &old), []);
    }

    #[test]
    fn the_same_words_in_another_mouth() {
        let old = reading("Falk: “We never had it.”", &[("Falk", "“We never had it.”")]);
        let new = reading("Orr: “We never had it.”", &[("Orr", "“We never had it.”")]);
        assert_eq!(found(&old, &new)[0].0, "speaker");
        assert_eq!(found(&old, &old), []);
    }

    #[test]
    fn who_is_known_by_one_article_alone_is_compared_by_name() {
        let city = || reading("A spokesman for the city: “It opens.”", &[("spokesman", "“It opens.”")]);
        let of = |id: &str, speaks_for: &str| {
            let mut reading = city();
            for speaker in reading.quotes.iter_mut().flat_map(|quote| &mut quote.speakers) {
                speaker.id = Some(id.to_owned());
                speaker.speaks_for = Some(speaks_for.to_owned());
            }
            reading
        };
        assert_eq!(found(&of("s:1", "city"), &of("s:2", "city")), []);
        assert_eq!(found(&of("s:1", "city"), &of("s:2", "union"))[0].0, "speaker");
    }
}
