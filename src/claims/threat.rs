//! Whether what is said is a threat: harm that the speaker will do ("We will bomb their cities if they cross"; "vowed to crush
//! the rebels"), or will do unless somebody does something ("would strike unless the cuts were withdrawn").

use super::ClaimType;
use super::flag;
use super::lexicon::Meaning;
use super::reading::Reading;
use crate::attribution::{Attribution, Kind};
use crate::lists::{fits, rows};
use std::ops::Range;
use std::sync::LazyLock;

/// How a verb of `data/harms.tsv` threatens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Act,
    Alone,
    Harm,
    Bound,
}

static HARMS: LazyLock<Vec<(&str, Option<&str>, How)>> = LazyLock::new(|| {
    let how = |how: &str| match how {
        "act" => How::Act,
        "alone" => How::Alone,
        "harm" => How::Harm,
        _ => How::Bound,
    };
    let row = |[verb, class]: [&'static str; 2]| match verb.split_once(' ') {
        Some((verb, object)) => (verb, Some(object), how(class)),
        None => (verb, None, how(class)),
    };
    rows::<2>(include_str!("data/harms.tsv")).map(row).collect()
});

/// How far into a content a threat stands, in tokens.
const EARLY: usize = 40;
/// How many words may stand between "will" and its verb: "will not hesitate to".
const BETWEEN: usize = 2;
/// Within how many words behind "if" its "not" stands: "if the two sides do not".
const CONDITION: usize = 8;

/// Whether an attribution threatens.
pub(super) fn threatens(
    reading: &Reading<'_>,
    attribution: &Attribution,
    cue: &[Range<usize>],
    content: &[Range<usize>],
) -> bool {
    let Some(content) = content.first() else { return false };
    let early = content.start..content.end.min(content.start + EARLY);
    // "Will you kill them?", "We would not kill them"
    if reading.ends_with_question(content) || early.is_empty() {
        return false;
    }
    let of = Threat { reading, attribution, cue, content: content.clone() };
    early.into_iter().any(|at| of.is_made_at(at))
}

struct Threat<'r> {
    reading: &'r Reading<'r>,
    attribution: &'r Attribution,
    cue: &'r [Range<usize>],
    content: Range<usize>,
}

impl Threat<'_> {
    /// Whether the verb at a place threatens.
    fn is_made_at(&self, at: usize) -> bool {
        let r = self.reading;
        let word = r.word(at).to_lowercase();
        let near = |object: &str| (at + 1..at + 4).any(|t| r.word(t).eq_ignore_ascii_case(object));
        let listed = HARMS.iter().find(|(verb, object, _)| fits(verb, &word) && object.is_none_or(near));
        let Some((_, _, how)) = listed else { return false };
        let object = || {
            r.has(at + 1, flag::SECOND | flag::CAPITAL)
                || r.is_somebody(r.phrase_after(at + 1, r.sentence(at).end))
        };
        let condition = self.condition();
        match self.speaker(at) {
            None => false,
            Some(_) if *how == How::Bound => condition == Some(true),
            Some(_) if *how == How::Alone || condition == Some(true) => true,
            Some(_) if *how == How::Act => condition.is_some() || object(),
            // "it would kill people": whatever it is.
            Some(Speaker::Thing) => false,
            Some(Speaker::Somebody) => condition.is_some() || object(),
        }
    }

    /// Who will do it, if it is the speaker.
    fn speaker(&self, at: usize) -> Option<Speaker> {
        let r = self.reading;
        // "vowed to crush", "threatened | to crush"
        if at > 0 && r.has(at - 1, flag::TO) {
            let vows = |cue: &Range<usize>| {
                let hits = r.hits(cue.clone()).iter();
                let mut vows = hits
                    .filter(|h| matches!(h.meaning, Meaning::Cue(ClaimType::Promise)) && h.strength >= VOWS);
                vows.next().is_some() && !r.is_negated(cue.clone())
            };
            let opens = at <= self.content.start + 1;
            return (opens && self.cue.iter().any(vows)).then_some(Speaker::Somebody);
        }
        let modal = (at.saturating_sub(BETWEEN + 1)..at).rev().find(|&t| r.has(t, flag::MODAL))?;
        let plain = (modal + 1..at).all(|t| r.has(t, flag::ADVERB) && !r.has(t, flag::NEGATION));
        // "could", "may" and "should" announce nothing.
        let will = !r.has(modal, flag::UNREAL | flag::NEGATION) || r.word(modal) == "would";
        let subject = modal.checked_sub(1).filter(|&t| plain && will && t >= self.content.start)?;
        let own = self.attribution.kind != Kind::Indirect;
        if r.has(subject, flag::FIRST) && own {
            return Some(Speaker::Somebody);
        }
        let that = self.content.start + usize::from(r.has(self.content.start, flag::THAT));
        let reported = !own && subject == that && r.has(subject, flag::PRONOUN);
        match r.has(subject, flag::MASCULINE | flag::FEMININE) {
            _ if !reported => None,
            true => Some(Speaker::Somebody),
            false => Some(Speaker::Thing),
        }
    }

    /// Whether a condition stands in the content, and whether it is that something is not done: "unless", "if they do not".
    fn condition(&self) -> Option<bool> {
        let r = self.reading;
        let stretch = self.content.start..self.content.end.min(self.content.start + EARLY);
        let at = stretch.into_iter().find(|&t| r.has(t, flag::CONDITIONAL) && r.word(t) != "whether")?;
        let not = (at + 1..self.content.end.min(at + CONDITION)).any(|t| r.has(t, flag::NEGATION));
        Some(r.word(at).eq_ignore_ascii_case("unless") || not)
    }
}

/// "vowed", "pledged", and not "plans".
const VOWS: f32 = 3.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaker {
    Somebody,
    /// It may be a thing: "it", "they".
    Thing,
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::types;

    #[test]
    fn harm_that_the_speaker_will_do_is_a_threat() {
        for markup in [
            "[S {Norlund}] [Q said] [C it would bomb {Southmark} unless it withdrew].",
            "[C “We will bomb their cities if they cross the river,”] [S {Kade}] [Q said].",
            "[C “I will kill you,”] [S {Kade}] [Q said].",
            "[S {Norlund}] [Q vowed] [C to crush the rebels].",
            "[S {Norlund}] [Q pledged] [C to destroy the rebels].",
            "[S {Kade}] [Q promised] [C to wipe Southmark off the map].",
            "[S {Norlund}] [Q said] [C it would expel the ambassador].",
            "[S {Norlund}] [Q said] [C it would impose sanctions on {Southmark}].",
            "[S {Norlund}] [Q said] [C it would retaliate].",
            "[S The union] [Q said] [C it would strike on Monday unless the cuts were withdrawn].",
            "[C “If they do not pay, we will shut the port,”] [S {Moen}] [Q said].",
            "[S The firm] [Q said] [C it would sack 200 workers unless the strike ended].",
        ] {
            assert_eq!(types(markup), ["threat"], "{markup}");
        }
    }

    #[test]
    fn what_is_no_threat() {
        for markup in [
            "[C “We will kill the bill,”] [S {Moen}] [Q said].",
            "[C “We will not kill anybody,”] [S {Moen}] [Q said].",
            "[C “We will strike a deal if they agree,”] [S {Moen}] [Q said].",
            "[S {Moen}] [Q said] [C it would kill people].",
            "[S {Moen}] [Q said] [C the river would destroy {Brenn}].",
            "[S {Moen}] [Q vowed] [C to rebuild the school].",
            "[C “They could bomb {Brenn},”] [S {Moen}] [Q said].",
        ] {
            assert_ne!(types(markup), ["threat"], "{markup}");
        }
    }
}
