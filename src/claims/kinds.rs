//! What an attribution puts forward: scores for each type, added up from its cue and its content, and their share.

use super::ClaimType;
use super::flag;
use super::lexicon::{LEXICON, Meaning, Wrong};
use super::reading::{Hit, Reading};
use super::threat;
use crate::attribution::Attribution;
use std::ops::Range;

/// How much of a cue and of a content is read, in tokens.
const CUE: usize = 40;
const CONTENT: usize = 160;
/// How far into a content its hints count in full, in tokens.
const EARLY: usize = 25;
/// What a plain statement starts at.
const STATEMENT: f32 = 1.0;
/// What a type weighs that nothing speaks for.
const SILENT: f32 = -3.0;
/// How much of the content's hints counts where the cue already says what the claim is.
const BESIDE_CUE: f32 = 0.4;
/// A cue of this strength says what the claim is.
const CLEAR: f32 = 2.5;

/// "vowed to crush the rebels": above what a promise may add up to.
const THREAT: f32 = 6.0;
/// "I did not steal": it says by itself what it is.
const OWN_DENIAL: f32 = 5.0;
/// Within how many tokens behind "I did not" the deed is named.
const DEED: usize = 3;

/// How many words "the whole report was untrue" has at most.
const ONLY: usize = 5;

/// How far an accusation stands above criticism where somebody is blamed for something.
const BLAMED: f32 = 0.5;

/// Scores by type.
pub(super) type Scores = [f32; ClaimType::ALL.len()];

/// How sure it is that an attribution carries an accusation, 0 where none was found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Blame {
    /// By an expression that accuses.
    pub(super) explicit: f32,
    /// By its content.
    pub(super) implicit: f32,
}

/// What the word lists say of an attribution’s type, in the order of [`ClaimType::ALL`].
#[derive(Clone, Debug, Default)]
pub(super) struct Points {
    /// By its cue.
    pub(super) cue: Scores,
    /// By its content.
    pub(super) content: Scores,
    /// Both together as shares of one.
    pub(super) shares: Scores,
}

/// What the word lists say of an attribution’s type.
pub(super) fn points(reading: &Reading<'_>, attribution: &Attribution, blame: Blame) -> Points {
    let cue: Vec<Range<usize>> = attribution.cue.iter().map(|&c| capped(reading.tokens_of(c), CUE)).collect();
    let content: Vec<Range<usize>> =
        attribution.content.iter().map(|&c| capped(reading.tokens_of(c), CONTENT)).collect();
    let mut from_cue = cue_scores(reading, &cue, &content);
    if apologises(reading, attribution, &content) {
        raise(&mut from_cue, ClaimType::Apology, 4.2);
    }
    if threat::threatens(reading, attribution, &cue, &content) {
        raise(&mut from_cue, ClaimType::Threat, THREAT);
    }
    let mut from_content = content_scores(reading, &content, attribution);
    if denies_deed(reading, attribution, &content) || says_only_no(reading, &content) {
        raise(&mut from_content, ClaimType::Denial, OWN_DENIAL);
    }
    // Words such as "show" or "average" make no statistic without a number.
    if !content.iter().any(|c| c.clone().any(|t| reading.has(t, flag::NUMBER))) {
        for scores in [&mut from_cue, &mut from_content] {
            let statistic = scores.iter_mut().zip(ClaimType::ALL).filter(|(_, k)| *k == ClaimType::Statistic);
            statistic.for_each(|(score, _)| *score = 0.0);
        }
    }
    // "reports over 300 deaths": a counting word and a number right behind it.
    let counts = from_cue.iter().zip(ClaimType::ALL).any(|(&s, k)| k == ClaimType::Statistic && s > 0.0);
    let first = content.first().map_or(0..0, |c| capped(c.clone(), 4));
    if counts && first.clone().any(|t| reading.has(t, flag::NUMBER)) {
        raise(&mut from_cue, ClaimType::Statistic, 3.6);
    }
    raise(&mut from_content, ClaimType::Accusation, 3.0 * blame.implicit);
    let clear = from_cue.iter().any(|&s| s >= CLEAR);
    let share = if clear { BESIDE_CUE } else { 1.0 };
    let mut scores = [SILENT; ClaimType::ALL.len()];
    for ((score, cue), content) in scores.iter_mut().zip(from_cue).zip(from_content) {
        if cue > 0.0 || content > 0.0 {
            *score = cue + share * content;
        }
    }
    raise(&mut scores, ClaimType::Statement, STATEMENT);
    // "criticised Lund for closing the clinic": who is blamed for something is accused.
    if blame.explicit > 0.0 {
        let criticism = scores.iter().zip(ClaimType::ALL).find(|(_, k)| *k == ClaimType::Criticism);
        let beside = criticism.map_or(STATEMENT, |(&score, _)| score.max(STATEMENT));
        raise(&mut scores, ClaimType::Accusation, beside + BLAMED);
    }
    Points { cue: from_cue, content: from_content, shares: softmax(&scores) }
}

/// The cue: each type its strongest phrase, turned round where it is negated.
fn cue_scores(reading: &Reading<'_>, cue: &[Range<usize>], content: &[Range<usize>]) -> Scores {
    let mut scores = Scores::default();
    for tokens in cue {
        // "called the charge false": what is answered is not what is said.
        let called = reading.has(tokens.start, flag::NAMES);
        for hit in reading.hits(tokens.clone()) {
            let Meaning::Cue(kind) = hit.meaning else { continue };
            if called && hit.tokens.start > tokens.start {
                continue;
            }
            let (kind, strength) = match is_negated(reading, hit, tokens.start) {
                true => negated(kind, hit.strength),
                false => (kind, hit.strength),
            };
            raise(&mut scores, kind, strength);
            // "refused to endorse": what follows was not done.
            if kind == ClaimType::Rejection && reading.has(hit.tokens.end, flag::TO) {
                break;
            }
        }
    }
    // "rejected the accusation" denies it; "rejected the offer" refuses it.
    let rejects =
        scores.iter().zip(ClaimType::ALL).any(|(&s, kind)| kind == ClaimType::Rejection && s >= CLEAR);
    let first = content.first().map_or(0..0, |c| capped(c.clone(), 8));
    if rejects && cue.iter().chain([&first]).any(|c| c.clone().any(|t| reading.has(t, flag::ANSWERS))) {
        raise(&mut scores, ClaimType::Denial, 4.2);
    }
    // "called the charge false" denies it, too.
    let called = cue.iter().any(|c| reading.has(c.start, flag::NAMES));
    if called && first.clone().any(|t| reading.has(t, flag::ANSWERS)) && !calls_true(reading, content) {
        raise(&mut scores, ClaimType::Denial, 4.2);
    }
    // "asked the council to reopen it", "told them to leave": an order or a request, not a question.
    let asks = [ClaimType::Question, ClaimType::Statement, ClaimType::Demand];
    if scores.iter().zip(ClaimType::ALL).all(|(&s, kind)| s < CLEAR || asks.contains(&kind))
        && cue.iter().any(|c| c.clone().any(|t| reading.has(t, flag::ASKS)))
        && begins_with_infinitive(reading, cue, content)
    {
        raise(&mut scores, ClaimType::Demand, 3.8);
    }
    scores
}

/// "called the charges serious": they are not said to be untrue.
fn calls_true(reading: &Reading<'_>, content: &[Range<usize>]) -> bool {
    let beginning = content.first().map_or(0..0, |c| capped(c.clone(), EARLY));
    let nouns = |t: &usize| reading.has(*t, flag::ANSWERS);
    // Nothing behind the noun: nothing is said of it.
    let Some(noun) = beginning.clone().find(nouns) else { return true };
    let behind = noun + 1..beginning.end;
    !behind.clone().any(|t| !reading.has(t, flag::MARK))
        || behind.into_iter().any(|t| reading.has(t, flag::GRANTS))
}

/// "I apologise", "we are sorry" in the speaker's own words; not "I am sorry to hear".
fn apologises(reading: &Reading<'_>, attribution: &Attribution, content: &[Range<usize>]) -> bool {
    let own = attribution.kind != crate::attribution::Kind::Indirect;
    let says = |t: usize| {
        let sorry = reading.has(t, flag::SORRY) && !reading.has(t + 1, flag::TO | flag::THAT);
        let but = (t + 1..t + 3).any(|next| reading.word(next).eq_ignore_ascii_case("but"));
        sorry && !but && (t.saturating_sub(3)..t).any(|before| reading.has(before, flag::FIRST))
    };
    own && content.iter().any(|c| c.clone().any(says))
}

/// "Nonsense", "It was untrue", "the report was untrue": all that is said ends in a word that denies.
fn says_only_no(reading: &Reading<'_>, content: &[Range<usize>]) -> bool {
    let [only] = content else { return false };
    let words = capped(only.clone(), CONTENT).filter(|&t| !reading.has(t, flag::MARK));
    let words: Vec<usize> = words.take(ONLY + 1).collect();
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return false };
    let turned = |t: &usize| reading.has(*t, flag::NEGATION | flag::CONDITIONAL | flag::MODAL);
    words.len() <= ONLY
        && !reading.ends_with_question(only)
        && !words.iter().any(turned)
        && reading
            .hits(first..last + 1)
            .iter()
            .any(|hit| hit.meaning == Meaning::Content(ClaimType::Denial) && hit.tokens.end == last + 1)
}

/// "I did not steal it", "We never lied" in the speaker's own words, at the beginning of what is said.
fn denies_deed(reading: &Reading<'_>, attribution: &Attribution, content: &[Range<usize>]) -> bool {
    if attribution.kind == crate::attribution::Kind::Indirect {
        return false;
    }
    let start = content.first().map_or(0..0, |c| capped(c.clone(), DEED));
    let Some(first) = start.into_iter().find(|&t| !reading.has(t, flag::MARK)) else { return false };
    let negation = (first + 1..first + DEED + 1).find(|&t| reading.has(t, flag::NEGATION));
    let conditional =
        |t: usize| reading.has(t, flag::CONDITIONAL | flag::MODAL) || reading.ends_with_question(&(t..t + 1));
    let Some(not) = negation.filter(|&not| reading.has(first, flag::FIRST) && !(first..not).any(conditional))
    else {
        return false;
    };
    let deeds = reading.hits(not + 1..not + 1 + DEED).iter();
    deeds.filter(|hit| hit.meaning == Meaning::Wrong(Wrong::Deed)).any(|hit| {
        (not + 1..hit.tokens.start)
            .all(|t| reading.has(t, flag::ADVERB | flag::AUXILIARY) || reading.is_apostrophe(t))
    })
}

/// The content: each type its strongest hint in full, half of each other one, two in all.
fn content_scores(reading: &Reading<'_>, content: &[Range<usize>], attribution: &Attribution) -> Scores {
    let mut scores = Scores::default();
    let mut more = [0u8; ClaimType::ALL.len()];
    for tokens in content {
        for hit in reading.hits(tokens.clone()) {
            let Meaning::Content(kind) = hit.meaning else { continue };
            let (kind, mut strength) = adjust(reading, hit, kind, tokens, attribution);
            if hit.tokens.start > tokens.start && reading.has(hit.tokens.start - 1, flag::NEGATION) {
                continue;
            }
            // What comes late in a long quotation is seldom its point.
            if hit.tokens.start > tokens.start + EARLY {
                strength /= 2.0;
            }
            let Some(at) = ClaimType::ALL.iter().position(|&k| k == kind) else { continue };
            if let (Some(score), Some(more)) = (scores.get_mut(at), more.get_mut(at)) {
                if *score == 0.0 {
                    *score = strength;
                } else if *more < 2 {
                    *more += 1;
                    *score = score.max(strength) + score.min(strength) / 2.0;
                }
            }
        }
        if reading.ends_with_question(tokens) {
            raise(&mut scores, ClaimType::Question, 2.6);
        }
    }
    scores
}

/// "will" of the speaker is a promise, of anybody else a prediction; under "if … will" a threat is possible.
fn adjust(
    reading: &Reading<'_>,
    hit: &Hit,
    kind: ClaimType,
    content: &Range<usize>,
    attribution: &Attribution,
) -> (ClaimType, f32) {
    let at = hit.tokens.start;
    if kind == ClaimType::Prediction && reading.has(at, flag::MODAL) && at > content.start {
        let subject = at - 1;
        let speaks = reading.has(subject, flag::FIRST)
            || reading.has(subject, flag::PRONOUN)
                && attribution.kind == crate::attribution::Kind::Indirect
                && subject <= content.start + 1;
        if speaks {
            return (ClaimType::Promise, hit.strength + 0.3);
        }
    }
    if kind == ClaimType::Threat && !content.clone().any(|t| reading.has(t, flag::CONDITIONAL)) {
        return (kind, hit.strength * 0.6);
    }
    (kind, hit.strength)
}

/// "to reopen", "the council to reopen": an infinitive before any finite verb.
fn begins_with_infinitive(reading: &Reading<'_>, cue: &[Range<usize>], content: &[Range<usize>]) -> bool {
    let finite =
        flag::AUXILIARY | flag::MODAL | flag::RELATIVE | flag::CONJUNCTION | flag::MARK | flag::CONDITIONAL;
    if cue.iter().any(|c| c.end > c.start && reading.has(c.end - 1, flag::TO)) {
        return true;
    }
    content.first().is_some_and(|c| {
        let start = capped(c.clone(), 7);
        start.clone().take_while(|&t| !reading.has(t, finite)).any(|t| reading.has(t, flag::TO))
    })
}

fn is_negated(reading: &Reading<'_>, hit: &Hit, from: usize) -> bool {
    let from = from.max(hit.tokens.start.saturating_sub(4)).min(hit.tokens.start);
    reading.is_negated(from..hit.tokens.start)
}

fn negated(kind: ClaimType, strength: f32) -> (ClaimType, f32) {
    let turned = LEXICON.negated.iter().find(|(from, _, _)| *from == kind);
    turned.map_or((kind, strength), |&(_, to, share)| (to, strength * share))
}

fn raise(scores: &mut Scores, kind: ClaimType, to: f32) {
    for (score, _) in scores.iter_mut().zip(ClaimType::ALL).filter(|(_, k)| *k == kind) {
        *score = score.max(to);
    }
}

fn capped(tokens: Range<usize>, most: usize) -> Range<usize> {
    tokens.start..tokens.end.min(tokens.start + most)
}

/// The type with the highest score, and the score.
pub(super) fn best(scores: &Scores) -> (ClaimType, f32) {
    let mut top = (ClaimType::Statement, f32::MIN);
    for (&score, kind) in scores.iter().zip(ClaimType::ALL) {
        if score > top.1 {
            top = (kind, score);
        }
    }
    top
}

/// Scores as shares of one, each a power of e.
pub(super) fn softmax(scores: &Scores) -> Scores {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut shares = scores.map(|s| (s - most).exp());
    let sum: f32 = shares.iter().sum();
    shares.iter_mut().for_each(|s| *s /= sum);
    shares
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::types_by_lists as types;

    fn check(cases: &[(&str, &str)]) {
        for (markup, expected) in cases {
            assert_eq!(types(markup), [*expected], "{markup}");
        }
    }

    #[test]
    fn the_cue_says_it() {
        check(&[
            ("[S Moen] [Q accused] [C Lund of fraud].", "accusation"),
            ("[S Moen] [Q criticised] [C the new rule].", "criticism"),
            ("[S {Moen}] [Q criticised] [C {Lund} for closing the clinic].", "accusation"),
            ("[S Moen] [Q denied] [C the report].", "denial"),
            ("[S Moen] [Q rejected] [C the offer].", "rejection"),
            ("[S Moen] [Q rejected] [C the allegations].", "denial"),
            ("[S Moen] [Q called the charge] [C “false and shameless”].", "denial"),
            ("[S Moen] [Q called] [C the charge “false and shameless”].", "denial"),
            ("[S Moen] [Q called] [C the charge “a fantasy”].", "denial"),
            ("[S Moen] [Q called] [C the allegations deeply troubling].", "statement"),
            ("[S Moen] [Q has expressed vehement opposition to] [C the plan].", "rejection"),
            ("[S Moen] [Q admitted] [C the mistake].", "admission"),
            ("[S Moen] [Q apologised for] [C the delay].", "apology"),
            ("[S Moen] [Q demanded] [C an answer].", "demand"),
            ("[S Moen] [Q called on] [C Lund to resign].", "demand"),
            ("[S Moen] [Q threatened] [C to leave].", "threat"),
            ("[S Moen] [Q warned] [C that the ice was thin].", "warning"),
            ("[S Moen] [Q promised] [C a new school].", "promise"),
            ("[S Moen] [Q praised] [C the nurses].", "support"),
            ("[S Moen] [Q agreed] [C to the terms].", "agreement"),
            ("[S Moen] [Q predicted] [C rain].", "prediction"),
            ("[S Moen] [Q wondered] [C whether it was true].", "question"),
            ("[S Moen] [Q declined to comment on] [C the letter].", "no-comment"),
            ("[S Moen] [Q did not immediately respond to] [C a request].", "no-comment"),
            ("[S Moen] [Q said] [C the ferry had left].", "statement"),
            ("[S The clinic] [Q reports] [C over 300 deaths since May].", "statistic"),
        ]);
    }

    #[test]
    fn negation_turns_it_round() {
        check(&[
            ("[S Moen] [Q did not deny] [C the report].", "no-comment"),
            ("[S Moen] [Q does not support] [C the plan].", "criticism"),
            ("[S Moen] [Q would not promise] [C a date].", "rejection"),
            ("[S Moen] [Q didn’t agree with] [C the plan].", "rejection"),
            ("[S Moen] [Q never admitted] [C it].", "denial"),
        ]);
    }

    #[test]
    fn the_content_says_it() {
        check(&[
            ("[C “I am innocent,”] [S Moen] [Q said].", "denial"),
            ("[C “I didn’t do it,”] [S Moen] [Q said].", "denial"),
            ("[C “Absolute rubbish,”] [S Moen] [Q said].", "denial"),
            ("[C “It’s a lie,”] [S Moen] [Q said].", "denial"),
            ("[S {Moen}] [Q insists] [C {Moen|he} is innocent].", "denial"),
            ("[C “There is an urgent need to advance,”] [S Moen] [Q stated].", "demand"),
            ("[S Moen] [Q emphasised] [C that the force must remain neutral].", "demand"),
            ("[S Moen] [Q asked] [C the council to reopen the road].", "demand"),
            ("[S Moen] [Q told] [C them to leave].", "demand"),
            ("[C “We will rebuild the school,”] [S Moen] [Q said].", "promise"),
            ("[S Moen] [Q said] [C she would pay for it].", "promise"),
            ("[S Moen] [Q said] [C they would strike unless the wage rose].", "threat"),
            ("[C “I did not steal anything,”] [S Moen] [Q said].", "denial"),
            ("[C “We never lied to the council,”] [S Moen] [Q said].", "denial"),
            ("[C “Nonsense,”] [S Moen] [Q said].", "denial"),
            ("[S Moen] [Q said] [C the report was untrue].", "denial"),
            ("[S Moen] [Q protested] [C his innocence].", "denial"),
            ("[S Moen] [Q rubbished] [C the allegation].", "denial"),
            ("[S Moen] [Q contested] [C the accusation].", "denial"),
            ("[S Moen] [Q termed] [C the charge baseless].", "denial"),
            ("[S Moen] [C was not available for comment].", "no-comment"),
            ("[S Moen] [C had no comment].", "no-comment"),
            ("[C “I did not want to lie,”] [S Moen] [Q said].", "statement"),
            ("[S Moen] [Q said] [C the river will rise again].", "prediction"),
            ("[C “How did this happen?”] [S Moen] [Q said].", "question"),
            ("[C “I had no proof, and I apologise to Mr. Lund,”] [S Moen] [Q said].", "apology"),
            ("[C “I put it aside, and that was wrong. I am sorry,”] [S Moen] [Q said].", "apology"),
            ("[C “I am sorry to hear that the ferry has left,”] [S Moen] [Q said].", "statement"),
            ("[C “I am sorry for the delay,”] [S Moen] [Q said].", "apology"),
            ("[S The agency] [Q said] [C 12 percent of homes had no water].", "statistic"),
            ("[S The ministry] [Q reports] [C over 60 deaths after two years].", "statistic"),
            ("[S {Moen}] [Q said] [C {Lund} had lied to the council].", "accusation"),
        ]);
    }

    #[test]
    fn confidence_is_a_probability() {
        for markup in ["[C “Fine,”] [S Moen] [Q said].", "[Q accused of] [C fraud].", "[S Moen:] [C no.]"]
        {
            for claim in crate::claims::testing::claims(markup).of_attribution {
                assert!((0.0..=1.0).contains(&claim.confidence), "{markup}");
            }
        }
    }
}
