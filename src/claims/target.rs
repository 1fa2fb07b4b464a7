//! Whom a claim is directed at or about: the object of its cue ("urged the council"), the subject of what is demanded
//! ("demanded that Norlund …"), else the accused.

use super::accusations::Carriers;
use super::flag;
use super::parties::same;
use super::reading::Reading;
use super::{ClaimType, Party};
use crate::attribution::Attribution;

/// Prepositions that lead to whom it is directed at: "apologised to", "attacks on", "agreed with".
const LED: usize = 2;

/// The target of an attribution's claim.
pub(super) fn of(
    reading: &Reading<'_>,
    carriers: &Carriers<'_>,
    index: usize,
    attribution: &Attribution,
    kind: ClaimType,
) -> Option<Party> {
    if matches!(kind, ClaimType::Statistic | ClaimType::NoComment | ClaimType::Prediction) {
        return None;
    }
    let found = object(reading, attribution, kind)
        .or_else(|| demanded(reading, attribution, kind))
        .or_else(|| asked_pardon(reading, attribution, kind))?;
    let speakers = carriers.accusers(reading, index);
    (!speakers.iter().any(|s| same(s, &found))).then_some(found)
}

/// The somebody right after the cue, or whose thing stands there.
fn object(reading: &Reading<'_>, attribution: &Attribution, kind: ClaimType) -> Option<Party> {
    let cue = reading.tokens_of(*attribution.cue.last()?);
    let last = cue.end.checked_sub(1)?;
    let mut at = cue.end;
    // Whoever is told something is its hearer, not whom it is about.
    let hears = cue.clone().any(|t| reading.has(t, flag::ASKS)) && kind != ClaimType::Demand;
    if hears || kind == ClaimType::Statement {
        return None;
    }
    for _ in 0..LED {
        let leads = reading.has(at, flag::PREPOSITION) && !reading.has(at, flag::BY | flag::TIME);
        if leads {
            at += 1;
        }
    }
    let sentence = reading.sentence(last);
    if at >= sentence.end || reading.has(at, flag::MARK) {
        return None;
    }
    let phrase = reading.phrase_after(at, sentence.end);
    if reading.is_somebody(phrase.clone()) {
        // "promised the council would meet": what follows is a clause of its own.
        let clause = reading.has(phrase.end, flag::MODAL | flag::AUXILIARY);
        let takes_clause = matches!(kind, ClaimType::Promise | ClaimType::Denial);
        return if clause && takes_clause { None } else { reading.party(phrase) };
    }
    reading.owner(phrase).map(|(party, _)| party)
}

/// "that Norlund open the border", "pressure on Norlund": who is to do it.
fn demanded(reading: &Reading<'_>, attribution: &Attribution, kind: ClaimType) -> Option<Party> {
    if !matches!(kind, ClaimType::Demand | ClaimType::Accusation | ClaimType::Criticism | ClaimType::Threat) {
        return None;
    }
    let content = reading.tokens_of(*attribution.content.first()?);
    let mut at = content.start;
    while at < content.end && reading.has(at, flag::MARK | flag::THAT) {
        at += 1;
    }
    // "that Norlund open the border": no small word tells the verb from the name.
    let subject = reading.clause_subject(at, content.end);
    if reading.is_somebody(subject.clone()) {
        return reading.party(subject);
    }
    // "pressure on", "an answer from"
    let limit = content.end.min(at + 8);
    let lead = (at..limit).find(|&t| matches!(reading.word(t), "on" | "from" | "against"))?;
    let phrase = reading.phrase_after(lead + 1, content.end);
    reading.is_somebody(phrase.clone()).then(|| reading.party(phrase))?
}

/// "I apologise to Norlund": to whom it is said in the speaker's own words.
fn asked_pardon(reading: &Reading<'_>, attribution: &Attribution, kind: ClaimType) -> Option<Party> {
    if kind != ClaimType::Apology {
        return None;
    }
    attribution.content.iter().find_map(|&content| {
        let tokens = reading.tokens_of(content);
        let to = |at: usize| reading.has(at, flag::SORRY) && reading.has(at + 1, flag::TO);
        let phrase = reading.phrase_after(tokens.clone().find(|&at| to(at))? + 2, tokens.end);
        reading.is_somebody(phrase.clone()).then(|| reading.party(phrase))?
    })
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::claims;

    #[test]
    fn object_of_the_cue_or_subject_of_the_demand() {
        for (markup, target) in [
            ("[S {Moen}] [Q accused] [C {Norlund} of fraud].", Some("Norlund")),
            ("[S {Moen}] [Q accused {Norlund} of] [C fraud].", Some("Norlund")),
            ("[S {Moen}] [Q urged] [C {Norlund} to open the border].", Some("Norlund")),
            ("[S {Moen}] [Q demanded] [C that {Norlund} open the border].", Some("Norlund")),
            ("[S {Moen}] [Q is demanding] [C immediate pressure on {Norlund} to open it].", Some("Norlund")),
            ("[S {Moen}] [Q apologised to] [C {Norlund}].", Some("Norlund")),
            ("[C “I had no proof, and I apologise to {Lund},”] [S {Moen}] [Q said].", Some("Lund")),
            ("[S {Moen}] [Q criticised] [C {Lund}’s plan].", Some("Lund")),
            ("[S {Moen}] [Q said] [C {Lund} had left].", None),
            ("[S {Moen}] [Q promised] [C a new school].", None),
            ("[S {Moen}] [Q told] [C {Norlund} “I am sorry”].", None),
        ] {
            let claims = claims(markup);
            let found = claims.of_attribution[0].target.as_ref().map(|p| p.name.as_str());
            assert_eq!(found, target, "{markup}");
        }
    }
}
