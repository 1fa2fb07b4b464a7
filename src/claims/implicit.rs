//! Accusations in ordinary reporting: "“He lied to the public,” Moen said."

use super::Party;
use super::accusations::{Carriers, Finding};
use super::flag;
use super::lexicon::{ClaimClass, Meaning, Wrong};
use super::parties::{after, same, tidy};
use super::reading::{Hit, Reading};
use crate::lists::lines;
use crate::span::Span;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Words by which whoever did wrong is held by another.
static CATCHING: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/catching.txt")).collect());

/// How much of a content is read, in tokens.
const LONGEST: usize = 300;
/// A noun of this strength is a wrong whoever did it.
const SURE_NOUN: f32 = 0.7;
/// How far before a deed it is told that who did it was caught, in tokens.
const CAUGHT: usize = 9;
/// Below this a content accuses nobody.
const LEAST: f32 = 0.5;

/// Finds what the contents of attributions allege. `accuses` says which attributions accuse explicitly.
pub(super) fn find(reading: &Reading<'_>, carriers: &Carriers<'_>, accuses: &[bool]) -> Vec<Finding> {
    let mut out = Vec::new();
    for (index, attribution) in carriers.attributions.iter().enumerate() {
        if accuses.get(index) == Some(&true)
            || !is_plain(reading, &attribution.cue)
            || reading.is_hearsay(attribution)
        {
            continue;
        }
        let accusers = carriers.accusers(reading, index);
        let topic = carriers.topic(index);
        let about = About { topic, hearer: reading.hearer(attribution) };
        let mut finding: Option<Finding> = None;
        for &piece in &attribution.content {
            let tokens = reading.tokens_of(piece);
            let tokens = tokens.start..tokens.end.min(tokens.start + LONGEST);
            for hit in reading.hits(tokens.clone()) {
                let Some((accused, confidence)) = judge(reading, hit, tokens.clone(), &about) else {
                    continue;
                };
                let other = |party: Party| reading.another(&party, &accusers).unwrap_or(party);
                let accused = accused.into_iter().map(other);
                let accused: Vec<Party> = accused.filter(|a| !accusers.iter().any(|b| same(a, b))).collect();
                if accused.is_empty() || confidence < LEAST {
                    continue;
                }
                let sentence = reading.span(reading.sentence(hit.tokens.start));
                let allegation = tidy(
                    reading.document.text,
                    Span::new(sentence.start.max(piece.start), sentence.end.min(piece.end)),
                );
                if allegation.is_empty() {
                    continue;
                }
                match &mut finding {
                    None => {
                        finding = Some(Finding {
                            accusers: accusers.clone(),
                            accused,
                            allegation: vec![allegation],
                            cue: after(reading.document.text, &attribution.cue, 0),
                            attribution: Some(index),
                            confidence,
                            ..Finding::default()
                        });
                    }
                    // What goes on about the same wrongdoer is the same accusation.
                    Some(first) if accused.iter().any(|a| first.accused.iter().any(|b| same(a, b))) => {
                        first.confidence = first.confidence.max(confidence);
                        if first.allegation.last().is_some_and(|last| last.end <= allegation.start) {
                            first.allegation.push(allegation);
                        }
                    }
                    Some(_) => {}
                }
            }
        }
        out.extend(finding);
    }
    out
}

/// Whether a cue only reports: one that threatens, demands, denies or asks accuses nobody, nor does what is not said.
fn is_plain(reading: &Reading<'_>, cue: &[Span]) -> bool {
    cue.iter().all(|&span| {
        let tokens = reading.tokens_of(span);
        let tokens = tokens.start..tokens.end.min(tokens.start + 30);
        !reading.is_negated(tokens.clone())
            && !reading.exonerates(&(tokens.start..tokens.end + 1))
            && reading.hits(tokens).iter().all(|h| !h.meaning.is_cue(ClaimClass::Other))
    })
}

/// Who did wrong in a clause, with the confidence: the first whom a word for a wrong tells of.
pub(super) fn wrongdoer(reading: &Reading<'_>, clause: Range<usize>) -> Option<(Vec<Party>, f32)> {
    let clause = clause.start..clause.end.min(clause.start + LONGEST);
    reading.hits(clause.clone()).iter().find_map(|hit| judge(reading, hit, clause.clone(), &About::default()))
}

/// Whom the pronouns of a content mean beside those who were named before.
#[derive(Default)]
struct About {
    /// Whom the report says that it is about: an index into the entities.
    topic: Option<usize>,
    /// Whom "you" means.
    hearer: Option<Party>,
}

/// Whom a word for a wrong blames, if anybody, and nothing says that it is not so.
fn judge(reading: &Reading<'_>, hit: &Hit, clause: Range<usize>, about: &About) -> Option<(Vec<Party>, f32)> {
    let blamed = blamed(reading, hit, clause.clone(), about)?;
    (!reading.is_exonerated(hit.tokens.start, &clause)).then_some(blamed)
}

/// Whom a word for a wrong tells of.
fn blamed(
    reading: &Reading<'_>,
    hit: &Hit,
    clause: Range<usize>,
    about: &About,
) -> Option<(Vec<Party>, f32)> {
    let Meaning::Wrong(wrong) = hit.meaning else { return None };
    let at = hit.tokens.start;
    let subject = match wrong {
        Wrong::Deed if is_passive(reading, at) => {
            // "no money was stolen by Lund"
            if reading.says_undone(hit, &clause) {
                return None;
            }
            let by = (hit.tokens.end..clause.end.min(at + 12)).find(|&t| reading.has(t, flag::BY))?;
            reading.with_name(reading.phrase_after(by + 1, clause.end))
        }
        Wrong::Deed | Wrong::Failing => {
            // "urged them to steal": nobody is said to have done it.
            let infinitive = at > 0 && reading.has(at - 1, flag::TO);
            let done = reading.is_finite_verb(at) && !is_undone(reading, hit) && !is_refused(reading, hit);
            if infinitive || !done || is_denied_or_unreal(reading, at, clause.start) {
                return None;
            }
            let contracted = (at.saturating_sub(3)..at).rev().find(|&t| reading.is_contracted_be(t));
            let verb = contracted.filter(|_| reading.is_ing(at)).map_or(at, |t| t - 1);
            reading.subject_of(verb, clause.start)
        }
        Wrong::Insult => {
            // "were bullied" is done to them, "is a bully" is said of them.
            let participle = reading.is_past(at) || reading.is_ing(at);
            let deed = |h: &Hit| h.meaning == Meaning::Wrong(Wrong::Deed);
            if participle && reading.hits(at..at + 1).iter().any(deed) {
                return None;
            }
            let be = (clause.start.max(at.saturating_sub(6))..at).rev().find(|&t| reading.is_be(t))?;
            let between = flag::PREPOSITION | flag::NEGATION | flag::RELATIVE | flag::CONJUNCTION;
            if (be + 1..at).any(|t| reading.has(t, between) && !reading.has(t, flag::OF))
                || is_denied_or_unreal(reading, be, clause.start)
            {
                return None;
            }
            reading.subject_of(reading.without_contraction(be), clause.start)
        }
        Wrong::Noun => return of_noun(reading, hit, clause),
    };
    if let Some(hearer) = about.hearer.as_ref().filter(|_| reading.has(subject.start, flag::SECOND)) {
        let you = Party { spans: vec![reading.span(subject)], ..hearer.clone() };
        let doubt = doubt(you.entity.is_some(), true);
        return Some((vec![you], hit.strength * doubt));
    }
    let topic = about.topic;
    // Whoever a bare "they" is, is too uncertain where no word accuses.
    let bare = subject.len() == 1 && reading.has(subject.start, flag::PRONOUN);
    let meant = topic.is_some_and(|entity| reading.fits_topic(subject.start, entity));
    if bare && !meant && !reading.is_mentioned(subject.clone()) {
        return None;
    }
    if subject.start < clause.start || !reading.is_somebody(subject.clone()) {
        return None;
    }
    let parties = reading.parties(subject.clone());
    let parties: Vec<Party> = parties.into_iter().map(|party| reading.about(party, topic)).collect();
    let known = parties.iter().any(|p| p.entity.is_some());
    // "leaders who incite", "a man was beaten by somebody": nobody in particular.
    let named = subject.clone().any(|t| reading.has(t, flag::CAPITAL) && !reading.begins_sentence(t));
    if !known && !named && !reading.is_definite(subject.start) {
        return None;
    }
    // "caught the thief who stole it": who that is, nobody says.
    if !known && !named && reading.has(subject.end, flag::RELATIVE) {
        return None;
    }
    let doubt = doubt(known, named);
    let strength = match wrong {
        Wrong::Insult if hit.strength < 0.6 => {
            let rest = hit.tokens.end..clause.end.min(hit.tokens.end + 8);
            let wrong = |h: &Hit| matches!(h.meaning, Meaning::Wrong(_));
            reading.hits(rest).iter().any(wrong).then_some(0.85)?
        }
        _ => hit.strength,
    };
    (!parties.is_empty()).then_some((parties, strength * doubt))
}

/// "Norlund’s violations", "the fraud by two clerks"
fn of_noun(reading: &Reading<'_>, hit: &Hit, clause: Range<usize>) -> Option<(Vec<Party>, f32)> {
    let sentence = reading.sentence(hit.tokens.start);
    let from = clause.start.max(sentence.start);
    let unreal = flag::NEGATION | flag::CONDITIONAL | flag::UNREAL;
    if hit.strength < SURE_NOUN
        || (from.max(hit.tokens.start.saturating_sub(8))..hit.tokens.start).any(|t| reading.has(t, unreal))
    {
        return None;
    }
    let owner = reading.owner(reading.phrase_before(hit.tokens.end, from));
    // "Per Lund’s murder"
    let owner = owner.filter(|(_, thing)| !reading.is_suffered(thing)).map(|(party, _)| vec![party]);
    // "the fraud by two clerks", "the lies of Per Lund", but "the murder of Per Lund by two clerks"
    let parties = owner.or_else(|| {
        let mut at = hit.tokens.end;
        if reading.has(at, flag::OF) && reading.is_done_to(at - 1) {
            at = reading.phrase_after(at + 1, clause.end).end;
            if !reading.has(at, flag::BY) {
                return None;
            }
        }
        let leads = reading.has(at, flag::BY | flag::OF);
        let phrase = reading.phrase_after(at + 1, clause.end);
        (leads && reading.is_somebody(phrase.clone())).then(|| reading.parties(phrase))
    })?;
    let known = parties.iter().any(|p| p.entity.is_some());
    let named = parties.iter().any(|p| p.name.starts_with(char::is_uppercase));
    (!parties.is_empty() && (known || named)).then_some((parties, hit.strength * doubt(known, named)))
}

/// How far to trust that a subject is somebody in particular.
fn doubt(known: bool, named: bool) -> f32 {
    match (known, named) {
        (true, _) => 0.85,
        (false, true) => 0.8,
        (false, false) => 0.65,
    }
}

/// Whether a sentence tells of a deed only that it was not done: "stole nothing", "neither lied nor stole", "refused to lie".
pub(super) fn acquits(reading: &Reading<'_>, sentence: &Range<usize>) -> bool {
    let wrongs = reading.hits(sentence.clone()).iter().take(LONGEST);
    let mut undone = false;
    for hit in wrongs.filter(|h| matches!(h.meaning, Meaning::Wrong(_))) {
        let at = hit.tokens.start;
        let refused = is_refused(reading, hit);
        let infinitive = at > 0 && reading.has(at - 1, flag::TO);
        match hit.meaning {
            Meaning::Wrong(Wrong::Deed) => {
                let not_done = is_undone(reading, hit)
                    || is_denied_or_unreal(reading, at, sentence.start)
                    || is_caught(reading, at, sentence.start);
                if !infinitive && !not_done {
                    return false;
                }
                undone |= !infinitive;
            }
            Meaning::Wrong(Wrong::Failing) if refused => undone = true,
            _ => return false,
        }
    }
    undone
}

/// "caught the thief who stole it", "helped police arrest a man who lied": the deed is another's.
fn is_caught(reading: &Reading<'_>, deed: usize, from: usize) -> bool {
    let near = from.max(deed.saturating_sub(CAUGHT))..deed;
    let who = near.clone().rev().find(|&t| reading.has(t, flag::RELATIVE));
    who.is_some_and(|who| (near.start..who).any(|t| CATCHING.contains(&*reading.word(t).to_lowercase())))
}

/// "stole nothing", "killed nobody"
fn is_undone(reading: &Reading<'_>, hit: &Hit) -> bool {
    matches!(reading.word(hit.tokens.end), "nothing" | "nobody" | "none" | "no")
}

/// "refused to lie": what is refused is a wrong.
fn is_refused(reading: &Reading<'_>, hit: &Hit) -> bool {
    let next = reading.hits(hit.tokens.end..hit.tokens.end + 1);
    reading.has(hit.tokens.end - 1, flag::TO) && next.iter().any(|h| matches!(h.meaning, Meaning::Wrong(_)))
}

/// "was shelled", "had been misled"
fn is_passive(reading: &Reading<'_>, at: usize) -> bool {
    let mut before = at;
    while before > 0 && at - before < 3 && reading.has(before - 1, flag::ADVERB) {
        before -= 1;
    }
    !reading.is_ing(at) && before > 0 && reading.has(before - 1, flag::BE)
}

/// "did not lie", "would lie", "if he lied": nobody is said to have done it.
fn is_denied_or_unreal(reading: &Reading<'_>, verb: usize, from: usize) -> bool {
    let unreal = flag::NEGATION | flag::UNREAL | flag::MODAL;
    let near = (from.max(verb.saturating_sub(5))..verb).rev();
    for at in near {
        if reading.has(at, unreal) {
            return true;
        }
        if reading.has(at, flag::RELATIVE) || matches!(reading.word(at), "," | "." | ";") {
            break;
        }
    }
    let clause = from.max(reading.sentence(verb).start).max(verb.saturating_sub(12))..verb;
    clause.rev().take_while(|&t| reading.word(t) != ",").any(|t| reading.has(t, flag::CONDITIONAL))
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn a_wrong_by_somebody_else() {
        check(&[
            (
                "{Per Lund} left. [C “{Per Lund|He} lied to the public,”] [S {Ida Moen}] [Q said].",
                &["+ Ida Moen > Per Lund: “He lied to the public,” (said)"],
            ),
            (
                "[S {Ida Moen}] [Q said] [C that {Norlund} had violated the truce].",
                &["+ Ida Moen > Norlund: that Norlund had violated the truce (said)"],
            ),
            (
                "[C “{Per Lund} is a crook and a liar,”] [S {Ida Moen}] [Q said].",
                &["+ Ida Moen > Per Lund: “Per Lund is a crook and a liar,” (said)"],
            ),
            (
                "[S {Ida Moen}] [Q said] [C {Norlund}’s crimes must be tried].",
                &["+ Ida Moen > Norlund: Norlund’s crimes must be tried (said)"],
            ),
            (
                "[S {Ida Moen}] [Q said] [C the village was shelled by {Norlund}].",
                &["+ Ida Moen > Norlund: the village was shelled by Norlund (said)"],
            ),
            (
                "{Per Lund} left. [C “{Per Lund|He}’s a crook,”] [S {Ida Moen}] [Q said].",
                &["+ Ida Moen > Per Lund: “He’s a crook,” (said)"],
            ),
            (
                "{Per Lund} left. [C “{Per Lund|He}’s shirking the work,”] [S {Ida Moen}] [Q said].",
                &["+ Ida Moen > Per Lund: “He’s shirking the work,” (said)"],
            ),
            (
                "[S {Ida Moen}] [Q cited] [C the hypocrisy of {Per Lund}].",
                &["+ Ida Moen > Per Lund: the hypocrisy of Per Lund (cited)"],
            ),
        ]);
    }

    #[test]
    fn not_accusations() {
        check(&[
            ("[S {Ida Moen}] [Q warned] [C that {Norlund} had violated the truce].", &[]),
            ("[S {Ida Moen}] [Q said] [C that {Norlund} would never violate the truce].", &[]),
            ("[S {Ida Moen}] [Q said] [C that {Norlund} did not lie].", &[]),
            ("[S {Ida Moen}] [Q said] [C {Per Lund} had stolen nothing].", &[]),
            ("[S {Ida Moen}] [Q said] [C {Per Lund} killed nobody].", &[]),
            ("[S {Ida Moen}] [Q said] [C {Per Lund} neither lied nor stole].", &[]),
            ("[S {Ida Moen}] [Q said] [C {Per Lund} refused to take bribes].", &[]),
            ("[S {Ida Moen}] [Q said] [C {Per Lund} refused to lie].", &[]),
            ("[S {Ida Moen}] [Q said] [C {Per Lund} caught the man who stole the money].", &[]),
            (
                "[S {Ida Moen}] [Q said] [C {Per Lund} helped police arrest the thief who stole the money].",
                &[],
            ),
            ("[S {Ida Moen}] [Q said] [C that it was a crime if {Per Lund} lied].", &[]),
            ("[S {Per Lund}] [Q said] [C {Per Lund|he} lied to the public].", &[]),
            ("[S {Ida Moen}] [Q said] [C “I lied to the public”].", &[]),
            ("[S {Ida Moen}] [Q said] [C {Per Lund} opened the new harbour].", &[]),
            ("[S {Ida Moen}] [Q said] [C {Per Lund} was responsible for the buildings].", &[]),
            ("[S {Ida Moen}] [Q said] [C the town needed no leaders who cheat it].", &[]),
            ("[S {Ida Moen}] [Q said] [C it was wrong of {Norlund} to steal the boats].", &[]),
            ("[C “Embarrassed clerks lied,”] [S {Ida Moen}] [Q said].", &[]),
            ("[S {Ida Moen}] [Q said] [C it was still a victim of {Norlund} abuses].", &[]),
        ]);
    }
}
