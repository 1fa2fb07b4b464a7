//! How something was said: how far the report goes, by which channel, whether it is negated or hedged.

use super::features::Parts;
use super::flag;
use super::reading::Reading;
use super::stem::stem;
use crate::lists::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How far around a cue its sentence is read, in tokens.
const AROUND: usize = 40;

/// The channels by which something may have been said.
pub const CHANNELS: [&str; 9] = [
    "interview",
    "statement",
    "press conference",
    "speech",
    "social media",
    "court",
    "document",
    "spokesperson",
    "told",
];

/// How something was said, as the words beside it show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// How far the report goes: said, claimed, alleged, charged, convicted. A legal word is the report's, not a finding.
    pub strength: Strength,
    /// The cue is negated: "did not say".
    pub negated: bool,
    /// The report only hints that it was said: "seemed to suggest".
    pub hedged: bool,
    /// Where it was said, one of [`CHANNELS`]; `None` where the sentence does not say.
    pub channel: Option<&'static str>,
}

/// How far a report goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Strength {
    #[default]
    Said,
    Claimed,
    Alleged,
    Charged,
    Convicted,
}

impl Strength {
    const ALL: [Self; 5] = [Self::Said, Self::Claimed, Self::Alleged, Self::Charged, Self::Convicted];

    /// The name in output.
    pub const fn name(self) -> &'static str {
        match self {
            Strength::Said => "said",
            Strength::Claimed => "claimed",
            Strength::Alleged => "alleged",
            Strength::Charged => "charged",
            Strength::Convicted => "convicted",
        }
    }
}

/// What a phrase of `data/manner.tsv` says.
#[derive(Clone, Copy)]
enum Says {
    Strength(Strength),
    Channel(&'static str),
    Hedge,
}

/// For each first word's stem the stems of the others and what the phrase says, longer ones first.
type Phrases = HashMap<String, Vec<(Vec<String>, Says)>>;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::new();
    for [words, class, value] in rows::<3>(include_str!("data/manner.tsv")) {
        let says = match class {
            "strength" => Strength::ALL.into_iter().find(|s| s.name() == value).map(Says::Strength),
            "channel" => Some(Says::Channel(value)),
            _ => Some(Says::Hedge),
        };
        let mut words = words.split(' ').map(stem);
        if let (Some(first), Some(says)) = (words.next(), says) {
            phrases.entry(first).or_default().push((words.collect(), says));
        }
    }
    for entries in phrases.values_mut() {
        entries.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    phrases
});

/// Reads how an attribution was said.
pub(super) fn of(reading: &Reading<'_>, parts: &Parts) -> Manner {
    let mut manner = Manner::default();
    let cue = |at: usize| parts.cue.iter().any(|c| c.contains(&at));
    for at in parts.cue.iter().flat_map(Clone::clone) {
        manner.negated |= reading.has(at, flag::NEGATION);
        for says in said(reading, at) {
            match says {
                Says::Strength(strength) => manner.strength = manner.strength.max(strength),
                Says::Hedge => manner.hedged = true,
                Says::Channel(_) => {}
            }
        }
    }
    // The nearest that is named wins: the cue before the source before the rest of the sentence.
    let sentence = parts.cue.first().or(parts.source.first()).map(|c| {
        let sentence = reading.sentence(c.start);
        sentence.start.max(c.start.saturating_sub(AROUND))..sentence.end.min(c.end + AROUND)
    });
    let rest = sentence.unwrap_or(0..0).filter(|&t| !cue(t) && !parts.content.iter().any(|c| c.contains(&t)));
    let places = parts.cue.iter().chain(&parts.source).flat_map(Clone::clone).chain(rest);
    for at in places {
        let channel = said(reading, at).find_map(|says| match says {
            Says::Channel(channel) => Some(channel),
            _ => None,
        });
        match (manner.channel, channel) {
            // "told CNN in an interview": the place says more than the hearer.
            (None | Some("told"), Some(channel)) => manner.channel = Some(channel),
            _ => continue,
        }
        if manner.channel != Some("told") {
            break;
        }
    }
    manner
}

/// What the longest phrases that begin at a token say: one for each class.
fn said(reading: &Reading<'_>, at: usize) -> impl Iterator<Item = Says> {
    let entries = match reading.has(at, flag::MARK) {
        true => None,
        false => PHRASES.get(&stem(reading.word(at))),
    };
    let fits = move |rest: &Vec<String>| {
        // "on X" is not "on X-ray film".
        let cut = reading.word(at + 1 + rest.len()) == "-" && rest.last().is_some_and(|word| word.len() == 1);
        !cut && rest.iter().enumerate().all(|(n, word)| {
            let next = at + 1 + n;
            // "e-mail", "op-ed"
            let next = if reading.word(next) == "-" { next + 1 } else { next };
            stem(reading.word(next)) == *word
        })
    };
    entries.into_iter().flatten().filter(move |(rest, _)| fits(rest)).map(|(_, says)| *says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::testing::claims;

    #[test]
    fn every_channel_of_the_list_can_be_asked_for() {
        for [_, class, value] in rows::<3>(include_str!("data/manner.tsv")) {
            assert!(class != "channel" || CHANNELS.contains(&value), "{value}");
        }
    }

    #[test]
    fn manner_by_the_words_beside() {
        for (markup, strength, channel) in [
            ("[S Moen] [Q said] [C the ferry left] in an interview.", "said", Some("interview")),
            ("[S Moen] [Q told] reporters [C the ferry left].", "said", Some("told")),
            ("[S Moen] [Q told] a news conference [C the ferry left].", "said", Some("press conference")),
            ("[S A spokesman for Moen] [Q claimed] [C it left].", "claimed", Some("spokesperson")),
            ("[S Moen] [Q tweeted] [C “It left in court”].", "said", Some("social media")),
            ("[S The union] [Q accused] [C Lund of fraud].", "alleged", None),
            ("[C Lund] [Q was charged with] [C fraud].", "charged", None),
            ("[S Moen] [Q testified] [C that it left].", "said", Some("court")),
            ("[S Moen] [Q sued] [C Lund for fraud].", "charged", None),
            ("[S Moen] [Q is suing] [C Lund for fraud].", "charged", None),
            ("[S Moen] [Q wrote] on X [C that it left].", "said", Some("social media")),
            ("[S Moen] [Q announced] on Bluesky [C that it left].", "said", Some("social media")),
            ("[S Moen] [Q said] in a blog post [C that it left].", "said", Some("document")),
            ("[S Moen] [Q said] in a podcast [C that it left].", "said", Some("interview")),
            ("[S Moen] [Q said] in a televised address [C that it left].", "said", Some("speech")),
            ("[S Moen] [Q wrote] on X-ray film [C that it left].", "said", None),
        ] {
            let manner = &claims(markup).of_attribution[0].manner;
            assert_eq!((manner.strength.name(), manner.channel), (strength, channel), "{markup}");
        }
    }

    #[test]
    fn negated_and_hedged() {
        for (markup, negated, hedged) in [
            ("[S Moen] [Q did not say] [C it left].", true, false),
            ("[S Moen] [Q seemed to suggest] [C it left].", false, true),
            ("[S Moen] [Q said] [C it had not left].", false, false),
        ] {
            let manner = &claims(markup).of_attribution[0].manner;
            assert_eq!((manner.negated, manner.hedged), (negated, hedged), "{markup}");
        }
    }
}
