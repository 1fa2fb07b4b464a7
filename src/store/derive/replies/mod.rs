//! Accusations, what was replied to them, and their status.
//!
//! Who can answer an accusation: the accused, who speaks for the accused, the organisation of the accused ([`voices`]);
//! the accuser, by taking it back; anybody else, by disputing it, in another article only in clear words ([`rejects`]).
//! Which of their words answer it is decided pair by pair ([`link`]), among those that share a word or stand near
//! ([`answers`]); what says little for itself must not fit another accusation as well ([`alone`]). What answers one
//! occurrence of a claim answers the others. The status is read off the links, by [`status`], and names the quote that
//! made it so.

mod alone;
mod answers;
mod decided;
mod link;
mod load;
mod rejects;
mod sides;
mod status;
mod voices;
mod words;

use self::alone::Charges;
use self::answers::Answers;
use self::decided::Decided;
use self::sides::{Accusation, Link, Voice};
use super::accusations;
use super::decisions::Decisions;
use crate::store::StoreError;
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, HashMap};

/// Derives parties, replies and status of all touched accusations.
/// `decided` is what people decided about them, by row number.
pub(super) fn derive(
    transaction: &Transaction<'_>,
    decisions: &Decisions,
    decided: &HashMap<i64, accusations::Decided>,
) -> Result<(), StoreError> {
    voices::derive(transaction)?;
    let mut all = load::accusations(transaction)?;
    for accusation in &mut all {
        if let Some(decided) = decided.get(&accusation.row) {
            accusation.take(decided);
        }
    }
    let mut links: Vec<BTreeMap<i64, Link>> = vec![BTreeMap::new(); all.len()];
    // By the accused, then by the accuser, then by article: what each of them said is read once.
    all.sort_by_key(|x| (x.accused, x.row));
    for_groups(
        &all,
        |x| x.accused,
        |speaker, members| {
            let answers = Answers::of(load::answers(transaction, speaker, decided)?);
            take(&all, &answers, members, &mut links)?;
            let answers = Answers::of(load::rejections(transaction, speaker)?);
            take(&all, &answers, members, &mut links)
        },
    )?;
    let mut by_accuser: Vec<usize> = (0..all.len()).collect();
    by_accuser.sort_by_key(|i| all.get(*i).map(|x| (x.accuser, x.row)));
    let accuser = |i: &usize| all.get(*i).and_then(|x| x.accuser);
    for group in by_accuser.chunk_by(|a, b| accuser(a) == accuser(b)) {
        if let Some(speaker) = group.first().and_then(accuser) {
            let answers = Answers::of(load::withdrawals(transaction, speaker)?);
            take(&all, &answers, group, &mut links)?;
        }
    }
    let mut by_article: Vec<usize> = (0..all.len()).collect();
    by_article.sort_by_key(|i| all.get(*i).map(|x| (x.article, x.row)));
    let article = |i: &usize| all.get(*i).map(|x| x.article);
    for group in by_article.chunk_by(|a, b| article(a) == article(b)) {
        if let Some(article) = group.first().and_then(article) {
            let answers = Answers::of(load::of_others(transaction, article)?);
            take(&all, &answers, group, &mut links)?;
        }
    }
    let by_people = Decided::load(transaction, decisions)?;
    for (accusation, found) in all.iter().zip(&mut links) {
        by_people.apply(accusation, found);
    }
    share_by_claim(&all, &mut links);
    for (accusation, found) in all.iter().zip(&mut links) {
        by_people.apply(accusation, found);
        insert(transaction, accusation, found)?;
    }
    Ok(())
}

/// Calls `each` with the indexes of all that have the same key, for every key that is known; `all` is sorted by it.
fn for_groups(
    all: &[Accusation],
    key: impl Fn(&Accusation) -> Option<i64>,
    mut each: impl FnMut(i64, &[usize]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let indexes: Vec<usize> = (0..all.len()).collect();
    let of = |i: &usize| all.get(*i).and_then(&key);
    for group in indexes.chunk_by(|a, b| of(a) == of(b)) {
        if let Some(speaker) = group.first().and_then(of) {
            each(speaker, group)?;
        }
    }
    Ok(())
}

fn take(
    all: &[Accusation],
    answers: &Answers,
    members: &[usize],
    links: &mut [BTreeMap<i64, Link>],
) -> Result<(), StoreError> {
    let charges = Charges::of(members.iter().filter_map(|index| all.get(*index)));
    for index in members {
        let (Some(accusation), Some(found)) = (all.get(*index), links.get_mut(*index)) else { continue };
        if accusation.verdict == Some("rejected") {
            continue;
        }
        for link in answers.to(accusation, &charges) {
            found.entry(link.row).or_insert(link);
        }
    }
    Ok(())
}

/// A claim, its accuser and its accused.
type Charge = (i64, Option<i64>, Option<i64>);

/// What answers one occurrence of a claim answers the others, by the same accuser against the same accused.
fn share_by_claim(all: &[Accusation], links: &mut [BTreeMap<i64, Link>]) {
    let mut shared: HashMap<Charge, BTreeMap<i64, Link>> = HashMap::new();
    let key = |x: &Accusation| x.claim.map(|claim| (claim, x.accuser, x.accused));
    for (accusation, found) in all.iter().zip(&*links) {
        if let Some(key) = key(accusation).filter(|_| !accusation.older) {
            let own = found.values().filter(|link| link.voice != Voice::Other && !link.older);
            let of_claim = shared.entry(key).or_default();
            for link in own {
                // Of several reasons the first by letters, whatever the order of the rows.
                let known = of_claim.entry(link.row).or_insert_with(|| link.clone());
                if link.reason < known.reason {
                    *known = link.clone();
                }
            }
        }
    }
    for (accusation, found) in all.iter().zip(links) {
        let others = key(accusation).and_then(|key| shared.get(&key));
        for (row, link) in others.into_iter().flatten() {
            if Some(*row) != accusation.attribution {
                found.entry(*row).or_insert_with(|| link.in_another_report());
            }
        }
    }
}

fn insert(
    transaction: &Transaction<'_>,
    accusation: &Accusation,
    links: &BTreeMap<i64, Link>,
) -> Result<(), StoreError> {
    let (status, by) = status::of(accusation.has_denial.then_some(accusation.article), links.values());
    transaction
        .prepare_cached(
            "INSERT INTO accusation_status (accusation_id, accuser_speaker_id, accused_speaker_id, status,
               by_attribution_id, verdict, decision_id, nobody_accuses) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            accusation.row,
            accusation.accuser,
            accusation.accused,
            status,
            by,
            accusation.verdict,
            accusation.decision,
            accusation.nobody_accuses
        ])?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO accusation_reply (accusation_id, attribution_id, reply, voice, same_article, reason, decision_id)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?;
    for link in links.values() {
        let same_article = link.article == accusation.article;
        insert.execute(params![
            accusation.row,
            link.row,
            link.reply.name(),
            link.voice.name(),
            same_article,
            link.reason,
            link.decision
        ])?;
    }
    Ok(())
}
