//! Blows in war, sport and the street that read like criticism: "attacked Norlund over the border", "hammered the club for the
//! second time".

use super::accusations::Finding;
use super::flag;
use super::reading::{Hit, Reading};
use crate::lists::rows;
use crate::speakers::SpeakerType;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Within how many words what is won or counted is named.
const NEAR: usize = 4;
/// Below this strength a verb tells of blows at least as often as of words.
const STRONG: f32 = 0.62;

/// The words of `data/prizes.tsv` with their kinds.
static PRIZES: LazyLock<HashSet<(&str, &str)>> =
    LazyLock::new(|| rows::<2>(include_str!("data/prizes.tsv")).map(|[kind, word]| (kind, word)).collect());

impl Reading<'_> {
    /// Whether a verb that may mean a blow tells of one: for the second time, with a knife, by a storm, of one state against
    /// another.
    pub(super) fn is_fight(&self, hit: &Hit, finding: &Finding) -> bool {
        let (Some(told), Some(cue)) = (finding.allegation.first(), finding.cue.last()) else { return false };
        let told = self.tokens_of(*told);
        let is = |kind: &str, t: usize| PRIZES.contains(&(kind, &*self.word(t).to_lowercase()));
        let counts = |t: usize| is("prize", t) || is("ordinal", t) && is("turn", t + 1);
        // "for closing two clinics" counts nothing.
        let near =
            told.clone().take(NEAR).take_while(|&t| !self.is_ing(t) && !self.has(t, flag::PREPOSITION));
        if near.into_iter().any(counts) {
            return true;
        }
        let cue = self.tokens_of(*cue);
        let own = hit.tokens.end.min(cue.end)..cue.end.saturating_sub(1);
        let with = own.into_iter().any(|t| self.word(t) == "with");
        let passive = self.has(cue.start, flag::BE) || self.has(hit.tokens.end, flag::BY);
        let storm = hit.strength < STRONG
            && finding.accusers.is_empty()
            && !passive
            && finding.attribution.is_none()
            && !self.is_ing(hit.tokens.start);
        let place = |party: &super::Party| self.kind(party) == Some(SpeakerType::Place);
        let states =
            !finding.accusers.is_empty() && finding.accusers.iter().chain(&finding.accused).all(place);
        with || storm || states
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn blows_accuse_nobody() {
        for words in [
            "{Ida Moen} attacked {Per Lund} with a knife over a debt.",
            "{Ida Moen} hammered {Per Lund} for the second time this season.",
            "Inflation hit {Norlund} for the first time since 2009.",
            "{Ida Moen} hit {Per Lund} for the third night.",
            "{Ida Moen} hammered {Per Lund} for the title.",
            "Police charged protesters with batons.",
            "The storm was blamed for six deaths.",
        ] {
            check(&[(words, &[])]);
        }
        check(&[
            (
                "{Ida Moen} attacked {Per Lund} for closing two clinics.",
                &["Ida Moen > Per Lund: closing two clinics (attacked Per Lund for)"],
            ),
            (
                "{Ida Moen} attacked {Per Lund} for the third tax rise.",
                &["Ida Moen > Per Lund: the third tax rise (attacked Per Lund for)"],
            ),
        ]);
    }
}
