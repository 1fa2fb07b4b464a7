//! Who denies what in the article, so that an accusation knows whether it is denied there.

use super::accusations::{Carriers, Finding};
use super::flag;
use super::lexicon::{ClaimClass, Meaning};
use super::reading::Reading;
use super::{ClaimType, Party};
use crate::span::Span;
use std::collections::{HashMap, HashSet};

/// How many sentences later a denial still answers an accusation that it shares no word with.
const NEAR: usize = 2;
/// How much of a denial is read, in tokens.
const LONGEST: usize = 60;

/// The denials of an article.
#[derive(Default)]
pub(super) struct Denials {
    /// For each denier the sentences of the denials, in order, and whether one of them answers accusations.
    by_party: HashMap<String, Denier>,
}

#[derive(Default)]
struct Denier {
    sentences: Vec<usize>,
    answers: bool,
    words: HashSet<String>,
}

impl Denials {
    /// Reads the denials out of attributions of that type and out of denying words with their subjects.
    pub(super) fn of(reading: &Reading<'_>, carriers: &Carriers<'_>, kinds: &[ClaimType]) -> Self {
        let mut denials = Self::default();
        for (index, attribution) in carriers.attributions.iter().enumerate() {
            if kinds.get(index) == Some(&ClaimType::Denial) {
                let parts = attribution.cue.iter().chain(&attribution.content);
                let tokens: Vec<usize> = parts.flat_map(|&s| reading.tokens_of(s).take(LONGEST)).collect();
                denials.add(reading, carriers.accusers(reading, index), &tokens);
            }
        }
        for hit in reading.all_hits() {
            let at = hit.tokens.start;
            let negated = at > 0 && reading.has(at - 1, flag::NEGATION);
            let denying = hit.meaning.is_cue(ClaimClass::Denying) && reading.is_verb_use(at);
            if !denying || negated || carriers.at(at).next().is_some() {
                continue;
            }
            let tokens: Vec<usize> = (at..reading.sentence(at).end.min(at + LONGEST)).collect();
            let answers = tokens.iter().any(|&t| reading.has(t, flag::ANSWERS));
            let subject = reading.subject_of(at, 0);
            // "rejected the plan" answers no accusation; only a denial proper does without one of those words.
            let denies = answers || hit.meaning == Meaning::Cue(ClaimType::Denial);
            if denies && reading.is_somebody(subject.clone()) {
                denials.add(reading, reading.parties(subject), &tokens);
            }
        }
        for denier in denials.by_party.values_mut() {
            denier.sentences.sort_unstable();
        }
        denials
    }

    fn add(&mut self, reading: &Reading<'_>, deniers: Vec<Party>, tokens: &[usize]) {
        let Some(token) = tokens.first().and_then(|&t| reading.document.tokens.get(t)) else { return };
        for denier in deniers {
            let known = self.by_party.entry(key(&denier)).or_default();
            known.sentences.push(token.sentence as usize);
            known.answers |= tokens.iter().any(|&t| reading.has(t, flag::ANSWERS));
            known.words.extend(tokens.iter().filter_map(|&t| telling(reading.word(t))));
        }
    }

    /// Whether the accused denies what a finding says.
    pub(super) fn hold(&self, reading: &Reading<'_>, accused: &Party, finding: &Finding) -> bool {
        let Some(denier) = self.by_party.get(&key(accused)) else { return false };
        if denier.answers {
            return true;
        }
        let place = finding.cue.first().or(finding.allegation.first()).copied().unwrap_or_default();
        let token = reading.tokens_of(place).start;
        let sentence = reading.document.tokens.get(token).map_or(0, |t| t.sentence as usize);
        let next = denier.sentences.partition_point(|&s| s < sentence);
        if denier.sentences.get(next).is_some_and(|&s| s <= sentence + NEAR) {
            return true;
        }
        let shares = |span: &Span| {
            reading
                .tokens_of(*span)
                .take(LONGEST)
                .any(|t| telling(reading.word(t)).is_some_and(|w| denier.words.contains(&w)))
        };
        finding.allegation.iter().any(shares)
    }
}

fn key(party: &Party) -> String {
    party.entity.map_or_else(|| party.name.to_lowercase(), |e| format!("#{e}"))
}

/// The beginning of a word that tells something, by which "bribes" and "bribery" meet.
fn telling(word: &str) -> Option<String> {
    (word.chars().count() >= 5).then(|| word.chars().take(5).flat_map(char::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::by_lists as accusations;

    #[test]
    fn a_denial_of_allegations_answers_wherever_it_stands() {
        let markup = "[S {Ida Moen}] [Q accused] [C {Per Lund} of fraud]. It rained. It rained. It rained. It rained. \
                      {Per Lund} rejected the allegations.";
        assert_eq!(accusations(markup), ["Ida Moen > Per Lund: fraud (accused Per Lund of) !"]);
    }

    #[test]
    fn a_denial_of_the_thing_itself_answers_nearby_or_by_its_words() {
        let near =
            "[S {Ida Moen}] [Q accused] [C {Per Lund} of fraud]. [S2 {Per Lund|He}] [Q2 denies] [C2 it].";
        assert_eq!(accusations(near), ["Ida Moen > Per Lund: fraud (accused Per Lund of) !"]);
        let far = "[S {Ida Moen}] [Q accused] [C {Per Lund} of taking bribes]. It rained. It rained. It rained. \
                   It rained. {Per Lund} denied any bribery.";
        assert_eq!(accusations(far), ["Ida Moen > Per Lund: taking bribes (accused Per Lund of) !"]);
    }

    #[test]
    fn rejecting_a_plan_or_another_s_denial_answers_nothing() {
        let markup = "[S {Ida Moen}] [Q accused] [C {Per Lund} of fraud]. {Per Lund} rejected the new budget. \
                      {Norlund} denied the allegations.";
        assert_eq!(accusations(markup), ["Ida Moen > Per Lund: fraud (accused Per Lund of)"]);
    }
}
