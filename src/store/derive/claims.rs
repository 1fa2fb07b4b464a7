//! Quotes → claims: what the same speakers said in the same words is one claim, however often it was printed.
//!
//! Two quotes are one claim where their content words are the same (case, punctuation and small words apart), or
//! where one's quoted words, at least [`LEAST_QUOTED`], stand in the other's: outlets cut quotes.

use super::quotes::Corrected;
use crate::store::StoreError;
use crate::store::ids::{self, IdKind};
use crate::store::names::{fold, words};
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

/// Quoted words that two quotes must share at least.
const LEAST_QUOTED: usize = 6;

/// Content words that a claim must have at least to be the same as another; "it is" and "to comment" say nothing.
const LEAST_WORDS: usize = 3;

/// How many quotes that go on alike after the same six words are compared with one another. More is boilerplate.
const MOST_ALIKE: usize = 64;

static STOP_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| words(include_str!("../data/stop-words.txt")));

/// Derives the claims of all touched quotes.
pub(super) fn derive(
    transaction: &Transaction<'_>,
    corrected: &HashMap<i64, Corrected>,
) -> Result<(), StoreError> {
    transaction.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS quote_group (who TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (who, id))
           WITHOUT ROWID;
         DELETE FROM quote_group;
         INSERT INTO quote_group
           SELECT coalesce((SELECT group_concat(public_id, ' ') FROM (
                    SELECT DISTINCT s.public_id FROM quote_speaker qs JOIN speaker s ON s.id = qs.speaker_id
                    WHERE qs.attribution_id = t.id ORDER BY s.public_id)), ''), t.id
           FROM temp.touched_quote t;",
    )?;
    let mut statement = transaction.prepare(
        "SELECT g.who, q.id, q.public_id, q.kind, q.content, q.claim_type, q.said_on, q.said_until, a.published, sa.story,
                EXISTS (SELECT 1 FROM older_version v WHERE v.article_id = a.id)
         FROM temp.quote_group g CROSS JOIN attribution q ON q.id = g.id
         JOIN article a ON a.id = q.article_id LEFT JOIN story_article sa ON sa.article_id = a.id
         ORDER BY g.who",
    )?;
    let mut rows = statement.query([])?;
    let (mut who, mut group) = (String::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let next: &str = row.get_ref(0)?.as_str().unwrap_or("");
        if next != who || who.is_empty() {
            insert(transaction, &who, std::mem::take(&mut group), corrected)?;
            who = next.to_owned();
        }
        group.push(Quote::read(row, corrected)?);
    }
    insert(transaction, &who, group, corrected)?;
    transaction.execute_batch("DELETE FROM quote_group")?;
    Ok(())
}

struct Quote {
    row: i64,
    id: String,
    direct: bool,
    content: String,
    claim_type: String,
    rejected: bool,
    said: Option<(String, String)>,
    published: Option<String>,
    story: String,
    /// It stands in an older version of an article.
    older: bool,
}

impl Quote {
    fn read(row: &rusqlite::Row<'_>, corrected: &HashMap<i64, Corrected>) -> rusqlite::Result<Self> {
        let number = row.get(1)?;
        let correction = corrected.get(&number);
        let said: (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
        Ok(Self {
            row: number,
            id: row.get(2)?,
            direct: row.get_ref(3)?.as_str().unwrap_or("") == "direct",
            content: row.get(4)?,
            claim_type: match correction.and_then(|c| c.claim_type.clone()) {
                Some(decided) => decided,
                None => row.get(5)?,
            },
            rejected: correction.is_some_and(|c| c.verdict == Some("rejected")),
            said: said.0.map(|first| (first.clone(), said.1.unwrap_or(first))),
            published: row.get(8)?,
            story: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
            older: row.get(10)?,
        })
    }

    /// Earliest first; what has no date comes last.
    fn order(&self) -> (bool, Option<&str>, Option<&str>, &str) {
        let said = self.said.as_ref().map(|(first, _)| first.as_str()).or(self.published.as_deref());
        (said.is_none(), said, self.published.as_deref(), &self.id)
    }
}

/// Writes the claims of the quotes of one set of speakers (`who`: public ids; empty: nobody knows, and each quote is
/// a claim of its own).
fn insert(
    transaction: &Transaction<'_>,
    who: &str,
    mut quotes: Vec<Quote>,
    corrected: &HashMap<i64, Corrected>,
) -> Result<(), StoreError> {
    quotes.sort_by(|a, b| a.order().cmp(&b.order()));
    let clusters =
        if who.is_empty() { (0..quotes.len()).map(|i| vec![i]).collect() } else { cluster(&quotes) };
    for cluster in clusters {
        let members: Vec<&Quote> = cluster.iter().filter_map(|i| quotes.get(*i)).collect();
        let Some(first) = members.first() else { continue };
        let words = content_words(&first.content);
        // Short ones are never put together, so their words do not tell them apart.
        let own = if who.is_empty() || words.len() < LEAST_WORDS { first.id.as_str() } else { "" };
        let id = ids::make(IdKind::Claim, &[who.as_bytes(), own.as_bytes(), words.join(" ").as_bytes()]);
        let counted: Vec<&Quote> = members.iter().copied().filter(|q| !q.rejected && !q.older).collect();
        // What only older versions say, or what was rejected, is told by that.
        let shown = if counted.is_empty() { &members } else { &counted };
        let longest = shown.iter().max_by_key(|q| (q.content.chars().count(), std::cmp::Reverse(&q.id)));
        let stories: BTreeSet<&str> = counted.iter().map(|q| q.story.as_str()).collect();
        transaction
            .prepare_cached(
                "INSERT INTO claim (public_id, type, content, first_said, last_said, occurrences, stories)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                id,
                shown.first().map(|q| &q.claim_type),
                longest.map(|q| &q.content),
                shown.iter().filter_map(|q| q.said.as_ref().map(|(first, _)| first)).min(),
                shown.iter().filter_map(|q| q.said.as_ref().map(|(_, last)| last)).max(),
                counted.len(),
                stories.len()
            ])?;
        let claim = transaction.last_insert_rowid();
        let mut insert = transaction.prepare_cached(
            "INSERT INTO occurrence (attribution_id, claim_id, type, verdict, decision_id) VALUES (?, ?, ?, ?, ?)",
        )?;
        for quote in members {
            let correction = corrected.get(&quote.row);
            insert.execute(params![
                quote.row,
                claim,
                quote.claim_type,
                correction.and_then(|c| c.verdict),
                correction.map(|c| c.decision)
            ])?;
        }
    }
    Ok(())
}

/// Puts quotes together; clusters and their members are in the order of the quotes.
fn cluster(quotes: &[Quote]) -> Vec<Vec<usize>> {
    let mut parents: Vec<usize> = (0..quotes.len()).collect();
    let mut by_words: HashMap<Vec<String>, usize> = HashMap::new();
    let mut fragments: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (index, quote) in quotes.iter().enumerate() {
        let words = content_words(&quote.content);
        if words.len() >= LEAST_WORDS {
            let same = *by_words.entry(words).or_insert(index);
            join(&mut parents, same, index);
        }
        for fragment in quoted(quote) {
            let same = *fragments.entry(fragment).or_insert(index);
            join(&mut parents, same, index);
        }
    }
    join_contained(&fragments, &mut parents);
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..quotes.len() {
        let root = root(&mut parents, index);
        clusters.entry(root).or_default().push(index);
    }
    clusters.into_values().collect()
}

/// Joins quotes of which one's quoted words stand in the other's, by an index of all runs of six words.
fn join_contained(fragments: &BTreeMap<Vec<String>, usize>, parents: &mut [usize]) {
    let fragments: Vec<(&[String], usize)> = fragments.iter().map(|(f, q)| (f.as_slice(), *q)).collect();
    if fragments.len() < 2 {
        return;
    }
    let mut runs: HashMap<u64, Vec<(usize, usize)>> = HashMap::new();
    for (number, (fragment, _)) in fragments.iter().enumerate() {
        for (at, run) in fragment.windows(LEAST_QUOTED).enumerate() {
            let places = runs.entry(hash(run)).or_default();
            if places.len() < MOST_ALIKE {
                places.push((number, at));
            }
        }
    }
    for (number, (fragment, quote)) in fragments.iter().enumerate() {
        let Some(beginning) = fragment.get(..LEAST_QUOTED) else { continue };
        for (other, at) in runs.get(&hash(beginning)).into_iter().flatten().filter(|(o, _)| *o != number) {
            let Some((longer, holder)) = fragments.get(*other) else { continue };
            if longer.get(*at..at + fragment.len()) == Some(*fragment) {
                join(parents, *quote, *holder);
            }
        }
    }
}

fn hash(run: &[String]) -> u64 {
    // Fixed keys: the same in every run. Equal hashes are compared word by word.
    let mut hasher = DefaultHasher::new();
    run.hash(&mut hasher);
    hasher.finish()
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while let Some(parent) = parents.get(at).copied().filter(|p| *p != at) {
        // Halve the way for the next who asks.
        let above = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(at) {
            *slot = above;
        }
        at = above;
    }
    at
}

/// The root of both is the smaller root, so that a cluster is named after its first quote.
fn join(parents: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parents, a), root(parents, b));
    if let Some(slot) = parents.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

/// Lower-case words, without punctuation.
pub(super) fn all_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let split = folded.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    split.map(|w| w.replace(['\'', '’'], "")).filter(|w| !w.is_empty()).collect()
}

/// Words but the small ones.
pub(super) fn content_words(text: &str) -> Vec<String> {
    let mut words = all_words(text);
    words.retain(|w| !STOP_WORDS.contains(w));
    words
}

/// The stretches of a content in quotation marks that are long enough to know it by.
fn quoted(quote: &Quote) -> Vec<Vec<String>> {
    let stretches: Vec<&str> = if quote.direct {
        vec![&quote.content]
    } else {
        // Opening and closing marks alternate: every second stretch is quoted.
        quote.content.split(['"', '“', '”', '„', '«', '»']).skip(1).step_by(2).collect()
    };
    stretches.into_iter().map(all_words).filter(|w| w.len() >= LEAST_QUOTED).collect()
}
