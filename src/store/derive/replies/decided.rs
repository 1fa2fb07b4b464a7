//! Replies that people made or unmade.

use super::sides::{Accusation, Link, Reply, Voice};
use crate::store::StoreError;
use crate::store::decisions::Action;
use crate::store::derive::decisions::Decisions;
use crate::store::derive::{accusations, corrections};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An accusation as a decision on replies means it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Answered {
    /// All that this quote carries.
    OfQuote(i64),
    /// The one that no quote carries.
    Bare(i64),
}

/// Decisions on replies, by what they answer; the last one on the two.
#[derive(Debug, Default)]
pub(super) struct Decided {
    made: HashMap<Answered, BTreeMap<i64, Link>>,
    unmade: HashMap<Answered, BTreeSet<i64>>,
}

impl Decided {
    pub(super) fn load(transaction: &Transaction<'_>, decisions: &Decisions) -> Result<Self, StoreError> {
        let mut decided = Self::default();
        for decision in &decisions.claims {
            let (quote, Some(other)) = (&decision.quote, &decision.other) else { continue };
            if !matches!(decision.action, Action::Reply | Action::NoReply) {
                continue;
            }
            let bare = accusations::find_bare(transaction, quote)?.map(Answered::Bare);
            let of_quote = || corrections::find_at(transaction, quote);
            let accusation = match bare {
                None => of_quote()?.map(Answered::OfQuote),
                bare => bare,
            };
            let reply = corrections::find_at(transaction, other)?;
            let (Some(accusation), Some(reply)) = (accusation, reply) else { continue };
            let how = Reply::ALL.into_iter().find(|how| how.name() == decision.value);
            let made = decided.made.entry(accusation).or_default();
            let unmade = decided.unmade.entry(accusation).or_default();
            match (decision.action, how) {
                (Action::Reply, Some(how)) => {
                    unmade.remove(&reply);
                    if let Some(link) = link(transaction, reply, how, decision.id)? {
                        // A decision on an older version is followed by its copy for the newest, which goes before it.
                        made.retain(|_, other| other.decision != link.decision);
                        made.insert(reply, link);
                    }
                }
                _ => {
                    made.remove(&reply);
                    unmade.insert(reply);
                }
            }
        }
        Ok(decided)
    }

    /// Brings the links of an accusation in line with what people decided.
    pub(super) fn apply(&self, accusation: &Accusation, links: &mut BTreeMap<i64, Link>) {
        let answered = accusation.attribution.map_or(Answered::Bare(accusation.row), Answered::OfQuote);
        for (row, link) in self.made.get(&answered).into_iter().flatten() {
            links.insert(*row, link.clone());
        }
        if let Some(unmade) = self.unmade.get(&answered) {
            links.retain(|row, _| !unmade.contains(row));
        }
    }
}

/// The link to a reply; `None` where it was rejected as a quote, since nothing was said then.
fn link(
    transaction: &Transaction<'_>,
    reply: i64,
    how: Reply,
    decision: i64,
) -> Result<Option<Link>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT q.public_id, q.article_id, coalesce(q.said_on, a.published),
                EXISTS (SELECT 1 FROM older_version v WHERE v.article_id = a.id)
         FROM attribution q JOIN article a ON a.id = q.article_id
         LEFT JOIN occurrence o ON o.attribution_id = q.id WHERE q.id = ?1 AND o.verdict IS NOT 'rejected'",
    )?;
    let link = statement.query_row(params![reply], |row| {
        Ok(Link {
            row: reply,
            id: row.get(0)?,
            article: row.get(1)?,
            day: row.get(2)?,
            older: row.get(3)?,
            reply: how,
            voice: match how {
                Reply::Dispute => Voice::Other,
                Reply::Withdrawal => Voice::Accuser,
                _ => Voice::Accused,
            },
            reason: "is said to by a person".to_owned(),
            names: BTreeSet::new(),
            in_part: false,
            start: 0,
            decision: Some(decision),
        })
    });
    Ok(link.optional()?)
}
