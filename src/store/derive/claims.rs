//! Quotes → claims: what the same speakers said in the same words, or nearly, is one claim, however often it was printed.
//!
//! Which wordings are the same is decided in [`crate::wording`]; here they are told apart by speaker and day.

use super::corrections;
use super::decisions::Decisions;
use super::quotes::Corrected;
use crate::store::StoreError;
use crate::store::decisions::Action;
use crate::store::ids::{self, IdKind};
use crate::wording::{Told, Wording, cluster};
use chrono::{Datelike, NaiveDate};
use rusqlite::{Transaction, params};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Content words by which a claim has its id; what has fewer has it by its first quote.
const LEAST_WORDS: usize = 3;

/// With how many occurrences of its article one is compared to see whether it stands within them.
const MOST_IN_ARTICLE: usize = 64;

/// Derives the claims of all touched quotes.
pub(super) fn derive(
    transaction: &Transaction<'_>,
    corrected: &HashMap<i64, Corrected>,
    decisions: &Decisions,
) -> Result<(), StoreError> {
    let pairs = Pairs::of(transaction, decisions)?;
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
                EXISTS (SELECT 1 FROM older_version v WHERE v.article_id = a.id), q.cue, q.article_id,
                q.start_char, q.end_char
         FROM temp.quote_group g CROSS JOIN attribution q ON q.id = g.id
         JOIN article a ON a.id = q.article_id LEFT JOIN story_article sa ON sa.article_id = a.id
         ORDER BY g.who",
    )?;
    let mut rows = statement.query([])?;
    let (mut who, mut group) = (String::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let next: &str = row.get_ref(0)?.as_str().unwrap_or("");
        if next != who || who.is_empty() {
            insert(transaction, &who, std::mem::take(&mut group), corrected, &pairs)?;
            who = next.to_owned();
        }
        group.push(Quote::read(row, corrected)?);
    }
    insert(transaction, &who, group, corrected, &pairs)?;
    transaction.execute_batch("DELETE FROM quote_group")?;
    verdicts(transaction, decisions)
}

/// What people hold of claims. A verdict hangs on a quote, and goes with its claim.
fn verdicts(transaction: &Transaction<'_>, decisions: &Decisions) -> Result<(), StoreError> {
    for decision in decisions.claims.iter().filter(|d| d.action == Action::Verdict) {
        let Some(quote) = corrections::find_at(transaction, &decision.quote)? else { continue };
        transaction.execute(
            "INSERT OR IGNORE INTO claim_verdict (claim_id, decision_id, verdict)
             SELECT claim_id, ?2, ?3 FROM occurrence WHERE attribution_id = ?1",
            params![quote, decision.id, decision.value],
        )?;
    }
    Ok(())
}

/// Pairs of quotes, by row number, that people put together or apart.
#[derive(Default)]
struct Pairs {
    apart: BTreeSet<(i64, i64)>,
    together: BTreeSet<(i64, i64)>,
}

/// Two quotes, by index, the smaller first.
type Couple = (usize, usize);

impl Pairs {
    fn of(transaction: &Transaction<'_>, decisions: &Decisions) -> Result<Self, StoreError> {
        let mut pairs = Self::default();
        for decision in &decisions.claims {
            let (quote, Some(other)) = (&decision.quote, &decision.other) else { continue };
            let is_same = match decision.action {
                Action::SameClaim => true,
                Action::OtherClaim => false,
                _ => continue,
            };
            let found =
                (corrections::find_at(transaction, quote)?, corrections::find_at(transaction, other)?);
            if let (Some(one), Some(other)) = found {
                let pair = (one.min(other), one.max(other));
                // The later one on the same two wins.
                let (to, from) = if is_same {
                    (&mut pairs.together, &mut pairs.apart)
                } else {
                    (&mut pairs.apart, &mut pairs.together)
                };
                from.remove(&pair);
                to.insert(pair);
            }
        }
        Ok(pairs)
    }

    /// Those among some quotes, by index.
    fn among(&self, quotes: &[Quote]) -> (Vec<Couple>, Vec<Couple>) {
        if self.apart.is_empty() && self.together.is_empty() {
            return Default::default();
        }
        let places: HashMap<i64, usize> =
            quotes.iter().enumerate().map(|(i, quote)| (quote.row, i)).collect();
        let of = |pairs: &BTreeSet<(i64, i64)>| {
            let both = pairs.iter().filter_map(|(a, b)| Some((*places.get(a)?, *places.get(b)?)));
            let mut both: Vec<Couple> = both.map(|(a, b)| (a.min(b), a.max(b))).collect();
            // Row numbers differ between databases.
            both.sort_unstable();
            both
        };
        (of(&self.apart), of(&self.together))
    }
}

struct Quote {
    row: i64,
    article: i64,
    /// From the first piece of its content to the last, in code points.
    place: (i64, i64),
    id: String,
    direct: bool,
    cue: String,
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
            article: row.get(12)?,
            place: (row.get(13)?, row.get(14)?),
            id: row.get(2)?,
            direct: row.get_ref(3)?.as_str().unwrap_or("") == "direct",
            cue: row.get(11)?,
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

    /// As it is compared; the day only where it is one day.
    fn told(&self) -> Told {
        let day = match (&self.said, &self.published) {
            (Some((first, last)), _) => Some(first).filter(|_| first == last),
            (None, published) => published.as_ref(),
        };
        let day = day.and_then(|day| day.parse::<NaiveDate>().ok()).map(|day| day.num_days_from_ce());
        Told { wording: Wording::of(&self.cue, &self.content, self.direct), day }
    }

    /// Earliest first; what has no date comes last.
    fn order(&self) -> (bool, Option<&str>, Option<&str>, &str) {
        let said = self.said.as_ref().map(|(first, _)| first.as_str()).or(self.published.as_deref());
        (said.is_none(), said, self.published.as_deref(), &self.id)
    }
}

/// Without those that stand within another one of the same article: "said that he believed that …" is two quotes, and one
/// occurrence.
fn without_nested(mut quotes: Vec<&Quote>) -> Vec<&Quote> {
    let ends: HashMap<i64, Vec<(i64, i64)>> = quotes.iter().fold(HashMap::new(), |mut ends, quote| {
        ends.entry(quote.article).or_default().push(quote.place);
        ends
    });
    let holds =
        |outer: (i64, i64), inner: (i64, i64)| outer != inner && outer.0 <= inner.0 && inner.1 <= outer.1;
    quotes.retain(|quote| {
        // Of one claim an article has a few occurrences.
        let others = ends.get(&quote.article).into_iter().flatten().take(MOST_IN_ARTICLE);
        others.into_iter().all(|other| !holds(*other, quote.place))
    });
    quotes
}

/// Writes the claims of the quotes of one set of speakers (`who`: public ids; empty: nobody knows, and each quote is
/// a claim of its own).
fn insert(
    transaction: &Transaction<'_>,
    who: &str,
    mut quotes: Vec<Quote>,
    corrected: &HashMap<i64, Corrected>,
    pairs: &Pairs,
) -> Result<(), StoreError> {
    quotes.sort_by(|a, b| a.order().cmp(&b.order()));
    let told: Vec<Told> = quotes.iter().map(Quote::told).collect();
    let (apart, together) = pairs.among(&quotes);
    let clusters = if who.is_empty() {
        (0..quotes.len()).map(|i| vec![i]).collect()
    } else {
        cluster(&told, &apart, &together)
    };
    let mut ids_so_far = HashSet::new();
    for cluster in clusters {
        let members: Vec<&Quote> = cluster.iter().filter_map(|i| quotes.get(*i)).collect();
        let Some(first) = members.first() else { continue };
        let wording = cluster.first().and_then(|i| told.get(*i)).map(|told| &told.wording);
        let words = wording.map(Wording::words).unwrap_or_default();
        let turned: &[&[u8]] = if wording.is_some_and(Wording::is_negated) { &[b"not"] } else { &[] };
        let joined = words.join(" ");
        let id = |own: &str| {
            let parts = [who.as_bytes(), own.as_bytes(), joined.as_bytes()];
            ids::make(IdKind::Claim, &[&parts[..], turned].concat())
        };
        // Short ones are never put together, and a person may keep others apart: their words do not tell them apart.
        let own = if who.is_empty() || words.len() < LEAST_WORDS { first.id.as_str() } else { "" };
        let mut id = (id(own), id(&first.id));
        if !ids_so_far.insert(id.0.clone()) {
            id.0 = id.1;
        }
        let id = id.0;
        let counted: Vec<&Quote> = members.iter().copied().filter(|q| !q.rejected && !q.older).collect();
        let counted = without_nested(counted);
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
