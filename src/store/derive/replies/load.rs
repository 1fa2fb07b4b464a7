//! Accusations and what may answer them, read out of the database.

use super::sides::{Accusation, Answer, Reply, Voice};
use super::words::{self, Words};
use crate::store::StoreError;
use crate::store::derive::accusations::Decided;
use crate::wording::{is_negation, stems};
use rusqlite::{Row, Transaction};
use std::collections::{BTreeSet, HashMap};

/// All touched accusations.
pub(super) fn accusations(transaction: &Transaction<'_>) -> Result<Vec<Accusation>, StoreError> {
    let mut statement = transaction.prepare(
        "SELECT x.id, x.article_id, x.attribution_id, x.allegation, x.denial IS NOT NULL,
                coalesce(x.said_on, a.published),
                CASE WHEN given.attribution_id IS NULL THEN accuser.speaker_id ELSE given.speaker_id END,
                accused.speaker_id, o.claim_id,
                (SELECT min(s.start_char) FROM accusation_span s
                 WHERE s.accusation_id = x.id AND s.role IN ('allegation', 'cue')),
                (SELECT max(s.end_char) FROM accusation_span s
                 WHERE s.accusation_id = x.id AND s.role IN ('allegation', 'cue')),
                coalesce(x.accuser, '') || ' ' || x.accused || ' ' || coalesce(by.name, '') || ' ' ||
                  coalesce(against.name, ''),
                EXISTS (SELECT 1 FROM older_version v WHERE v.article_id = x.article_id),
                given.attribution_id IS NOT NULL AND given.speaker_id IS NULL,
                by.type IS 'person', coalesce(against.name, x.accused), coalesce(by.name, x.accuser),
                CASE WHEN coalesce(x.said_from, 'published') = 'published' THEN a.published END
         FROM temp.touched_accusation t CROSS JOIN accusation x ON x.id = t.id
         JOIN article a ON a.id = x.article_id
         LEFT JOIN attribution q ON q.id = x.attribution_id
         LEFT JOIN occurrence o ON o.attribution_id = q.id
         LEFT JOIN entity_speaker accuser ON accuser.entity_id = x.accuser_entity_id
         LEFT JOIN entity_speaker accused ON accused.entity_id = x.accused_entity_id
         -- Whose quote it is, where a person decided that, or added the accusation.
         LEFT JOIN quote_speaker given ON given.attribution_id = x.attribution_id
           AND given.place = (SELECT min(place) FROM quote_speaker p WHERE p.attribution_id = x.attribution_id)
           AND (x.added_by IS NOT NULL OR given.decision_id IS NOT NULL AND x.accuser_entity_id IN (
             SELECT s.entity_id FROM attribution_speaker s WHERE s.attribution_id = x.attribution_id))
         LEFT JOIN speaker by ON by.id = accuser.speaker_id
         LEFT JOIN speaker against ON against.id = accused.speaker_id",
    )?;
    let rows = statement.query_map([], |row| {
        let names: BTreeSet<String> = stems(row.get_ref(11)?.as_str().unwrap_or("")).into_iter().collect();
        let allegation = stems(row.get_ref(3)?.as_str().unwrap_or(""));
        let start: i64 = row.get::<_, Option<i64>>(9)?.unwrap_or(0);
        Ok(Accusation {
            row: row.get(0)?,
            article: row.get(1)?,
            older: row.get(12)?,
            attribution: row.get(2)?,
            place: (start, row.get::<_, Option<i64>>(10)?.unwrap_or(start)),
            stems: allegation
                .into_iter()
                .filter(|stem| !names.contains(stem) && !is_negation(stem) && !words::is_day(stem))
                .collect(),
            name: words::last_name(row.get_ref(15)?.as_str().unwrap_or("")),
            by_name: words::last_name(row.get_ref(16)?.as_str().unwrap_or("")),
            names,
            of_omission: words::tells_of_omission(row.get_ref(3)?.as_str().unwrap_or("")),
            by_person: row.get(14)?,
            has_denial: row.get(4)?,
            nobody_accuses: row.get(13)?,
            verdict: None,
            decision: None,
            day: row.get(5)?,
            printed: row.get(17)?,
            accuser: row.get(6)?,
            accused: row.get(7)?,
            claim: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The columns of a quote that may be an answer; `ANSWER` is followed by the rest of a FROM clause.
const ANSWER: &str =
    "SELECT q.id, q.public_id, q.article_id, q.start_char, q.end_char, o.type, q.content, q.cue,
    target.speaker_id, coalesce(q.said_on, a.published),
    EXISTS (SELECT 1 FROM older_version v WHERE v.article_id = q.article_id)";
const JOINS: &str = "JOIN occurrence o ON o.attribution_id = q.id JOIN article a ON a.id = q.article_id
    LEFT JOIN entity_speaker target ON target.entity_id = q.target_entity_id
    WHERE o.verdict IS NOT 'rejected'";

/// What a speaker, and whoever speaks for it, said that may answer an accusation against it.
pub(super) fn answers(
    transaction: &Transaction<'_>,
    speaker: i64,
    decided: &HashMap<i64, Decided>,
) -> Result<Vec<Answer>, StoreError> {
    let types = "o.type IN ('denial', 'rejection', 'admission', 'apology', 'no-comment', 'statement')";
    let own = format!(
        "{ANSWER}, 'accused', a.published FROM quote_speaker qs JOIN attribution q ON q.id = qs.attribution_id {JOINS}
           AND {types} AND qs.speaker_id = ?1"
    );
    let for_it = format!(
        "{ANSWER}, v.voice, a.published FROM entity_speaker es JOIN quote_voice v ON v.entity_id = es.entity_id
           JOIN attribution q ON q.id = v.attribution_id {JOINS} AND {types} AND es.speaker_id = ?1"
    );
    let mut found = read(transaction, &own, speaker)?;
    found.extend(read(transaction, &for_it, speaker)?);
    // "has yet to apologise": nothing is admitted.
    found.retain(|answer| !matches!(answer.reply, Reply::Admission | Reply::Apology) || !answer.words.undone);
    // Of statements only those that say of something that it is not so.
    found.retain(|answer| answer.words.negates.as_ref().is_none_or(|negated| !negated.is_empty()));
    found.extend(counters(transaction, speaker, decided)?);
    Ok(found)
}

/// The accusations that a speaker makes: they answer those who accuse it.
fn counters(
    transaction: &Transaction<'_>,
    speaker: i64,
    decided: &HashMap<i64, Decided>,
) -> Result<Vec<Answer>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT q.id, q.public_id, x.article_id,
                (SELECT min(s.start_char) FROM accusation_span s
                 WHERE s.accusation_id = x.id AND s.role IN ('allegation', 'cue')),
                (SELECT max(s.end_char) FROM accusation_span s
                 WHERE s.accusation_id = x.id AND s.role IN ('allegation', 'cue')),
                'accusation', x.allegation, '', accused.speaker_id, coalesce(q.said_on, a.published),
                EXISTS (SELECT 1 FROM older_version v WHERE v.article_id = x.article_id), 'accused', a.published, x.id
         FROM entity_speaker es JOIN accusation x ON x.accuser_entity_id = es.entity_id
         JOIN attribution q ON q.id = x.attribution_id JOIN article a ON a.id = x.article_id
         JOIN entity_speaker accused ON accused.entity_id = x.accused_entity_id
         LEFT JOIN occurrence o ON o.attribution_id = q.id
         WHERE es.speaker_id = ?1 AND o.verdict IS NOT 'rejected' ORDER BY x.id",
    )?;
    let rows = statement.query_map([speaker], |row| Ok((row.get::<_, i64>(13)?, answer(row)?)))?;
    let mut found: Vec<(i64, Answer)> = rows.collect::<Result<_, _>>()?;
    found.retain(|(row, _)| decided.get(row).is_none_or(|decided| decided.verdict != Some("rejected")));
    Ok(found.into_iter().map(|(_, answer)| answer).collect())
}

/// Where a speaker takes back what it accused somebody of.
pub(super) fn withdrawals(transaction: &Transaction<'_>, speaker: i64) -> Result<Vec<Answer>, StoreError> {
    let own = format!(
        "{ANSWER}, 'accuser', a.published FROM quote_speaker qs JOIN attribution q ON q.id = qs.attribution_id {JOINS}
           AND qs.speaker_id = ?1"
    );
    let mut found = read(transaction, &own, speaker)?;
    // "refused to retract": nothing is taken back.
    found.retain(|answer| answer.reply == Reply::Withdrawal && !answer.words.undone);
    Ok(found)
}

/// The denials of an article and the statements that something is not so, whoever they are by.
pub(super) fn of_others(transaction: &Transaction<'_>, article: i64) -> Result<Vec<Answer>, StoreError> {
    let all = format!(
        "{ANSWER}, 'other', a.published FROM attribution q {JOINS} AND o.type IN ('denial', 'statement') AND q.article_id = ?1"
    );
    let mut found = read(transaction, &all, article)?;
    found.retain(|answer| answer.words.is_denial || !answer.words.gainsays.is_empty());
    name_speakers(transaction, &mut found)?;
    Ok(found)
}

/// The denials, and the statements that something is not so, in which somebody names a speaker who is accused, in whatever
/// article: that it is the same one is known by who is who over articles, and not by the name alone.
pub(super) fn rejections(transaction: &Transaction<'_>, accused: i64) -> Result<Vec<Answer>, StoreError> {
    let all = format!(
        "{ANSWER}, 'other', a.published FROM attribution q {JOINS} AND o.type IN ('denial', 'statement') AND q.id IN (
           SELECT named.id FROM entity_speaker es JOIN entity e ON e.id = es.entity_id
           JOIN mention m ON m.entity_id = e.id AND m.known_by IN ('name', 'short_name')
           JOIN attribution named ON named.article_id = e.article_id
             AND named.start_char <= m.start_char AND m.end_char <= named.end_char
           WHERE es.speaker_id = ?1)"
    );
    let mut found = read(transaction, &all, accused)?;
    found.retain(|answer| !answer.words.rejects.is_empty());
    name_speakers(transaction, &mut found)?;
    Ok(found)
}

/// Notes who says each answer.
fn name_speakers(transaction: &Transaction<'_>, found: &mut [Answer]) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT speaker_id FROM quote_speaker WHERE attribution_id = ?1 AND speaker_id IS NOT NULL
         UNION SELECT es.speaker_id FROM quote_voice v JOIN entity_speaker es ON es.entity_id = v.entity_id
         WHERE v.attribution_id = ?1",
    )?;
    for answer in found {
        answer.by = statement.query_map([answer.row], |row| row.get(0))?.collect::<Result<_, _>>()?;
    }
    Ok(())
}

fn read(transaction: &Transaction<'_>, sql: &str, of: i64) -> Result<Vec<Answer>, StoreError> {
    let mut statement = transaction.prepare_cached(sql)?;
    let rows = statement.query_map([of], answer)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn answer(row: &Row<'_>) -> rusqlite::Result<Answer> {
    let kind: String = row.get(5)?;
    let (content, cue): (String, String) = (row.get(6)?, row.get(7)?);
    let voice = match row.get_ref(11)?.as_str().unwrap_or("") {
        "accused" => Voice::Accused,
        "spokesman" => Voice::Spokesman,
        "organization" => Voice::Organization,
        "accuser" => Voice::Accuser,
        _ => Voice::Other,
    };
    let words = match voice {
        Voice::Other => Words::of(&kind, &cue, &content).of_another(&content),
        _ => Words::of(&kind, &cue, &content),
    };
    let reply = match (voice, kind.as_str()) {
        (Voice::Accuser, kind) if kind == "apology" || words.takes_back => Reply::Withdrawal,
        (Voice::Other, _) => Reply::Dispute,
        (_, "admission") => Reply::Admission,
        (_, "apology") => Reply::Apology,
        (_, "no-comment") => Reply::NoComment,
        (_, "accusation") => Reply::Counter,
        _ => Reply::Denial,
    };
    Ok(Answer {
        row: row.get(0)?,
        id: row.get(1)?,
        article: row.get(2)?,
        older: row.get(10)?,
        place: (row.get::<_, Option<i64>>(3)?.unwrap_or(0), row.get::<_, Option<i64>>(4)?.unwrap_or(0)),
        reply,
        voice,
        words,
        target: row.get(8)?,
        by: Vec::new(),
        day: row.get(9)?,
        printed: row.get(12)?,
    })
}
