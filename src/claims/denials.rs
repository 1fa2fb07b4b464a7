//! Who denies what in the article, and who admits it, so that an accusation knows whether it is denied there.

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
/// How many tokens before a denial what averts it stands.
const AVERTING: usize = 4;
/// How many tokens before "accusations" the verb stands that denies them.
const GOVERNING: usize = 6;
/// Within how many tokens its object begins: "firmly denied it".
const FEW: usize = 3;

/// The denials of an article, by who denies, in text order.
#[derive(Default)]
pub(super) struct Denials {
    by_party: HashMap<String, Denier>,
}

#[derive(Default)]
struct Denier {
    denials: Vec<Denial>,
    /// What the same one admits.
    admissions: Vec<Denial>,
    /// What tells something in any of them.
    words: HashSet<String>,
}

/// A denial, or an admission.
struct Denial {
    sentence: usize,
    /// It speaks of accusations as such.
    answers: bool,
    /// It points back to what was said before: "denied it".
    points: bool,
    /// It tells what is not so: "denied that he was ill".
    tells: bool,
    /// The sentence, where the denial is no attribution.
    words: Option<Span>,
    telling: HashSet<String>,
}

/// That an article reports a denial.
pub(super) struct Denied {
    /// The sentence that denies, where that is no attribution and certainly answers the accusation.
    pub(super) words: Option<Span>,
}

impl Denials {
    /// Reads the denials out of attributions of that type and out of denying words with their subjects.
    pub(super) fn of(reading: &Reading<'_>, carriers: &Carriers<'_>, kinds: &[ClaimType]) -> Self {
        let mut denials = Self::default();
        for (index, attribution) in carriers.attributions.iter().enumerate() {
            let Some(kind @ (ClaimType::Denial | ClaimType::Admission)) = kinds.get(index) else { continue };
            let parts = attribution.cue.iter().chain(&attribution.content);
            let tokens: Vec<usize> = parts.flat_map(|&s| reading.tokens_of(s).take(LONGEST)).collect();
            denials.add(reading, carriers.accusers(reading, index), &tokens, None, *kind);
        }
        for hit in reading.all_hits() {
            let at = hit.tokens.start;
            // "did not deny", "stopped short of denying", "declined to deny".
            let before = at.saturating_sub(AVERTING).max(reading.sentence(at).start)..at;
            let negated = before.clone().any(|t| reading.has(t, flag::NEGATION | flag::AVERTS));
            let denying = hit.meaning.is_cue(ClaimClass::Denying);
            let admits = hit.meaning == Meaning::Cue(ClaimType::Admission);
            let answers = (denying || admits) && reading.is_verb_use(at);
            if !answers || negated || carriers.at(at).next().is_some() {
                continue;
            }
            // "may deny", "withdrew his guilty plea"
            if reading.undone(hit.tokens.clone()).is_some() || reading.has(at, flag::AVERTS) {
                continue;
            }
            let tokens: Vec<usize> = (at..reading.sentence(at).end.min(at + LONGEST)).collect();
            if admits {
                let subject = reading.subject_of(at, 0);
                if reading.is_somebody(subject.clone()) {
                    denials.add(reading, reading.parties(subject), &tokens, None, ClaimType::Admission);
                }
                continue;
            }
            let answers = tokens.iter().any(|&t| reading.has(t, flag::ANSWERS));
            let subject = reading.subject_of(at, 0);
            // "rejected the plan" answers no accusation; only a denial proper does without one of those words.
            let denies = answers || hit.meaning == Meaning::Cue(ClaimType::Denial);
            if denies && reading.is_somebody(subject.clone()) {
                // "under pressure to repudiate him" has not been done; whom one defends against allegations is somebody else.
                let to_do = at > 0 && reading.has(at - 1, flag::TO);
                let words = (!to_do && !defends(reading, at)).then(|| sentence_at(reading, at));
                denials.add(reading, reading.parties(subject), &tokens, words, ClaimType::Denial);
            }
        }
        for denier in denials.by_party.values_mut() {
            denier.denials.sort_by_key(|denial| denial.sentence);
            denier.admissions.sort_by_key(|admission| admission.sentence);
        }
        denials
    }

    fn add(
        &mut self,
        reading: &Reading<'_>,
        deniers: Vec<Party>,
        tokens: &[usize],
        words: Option<Span>,
        kind: ClaimType,
    ) {
        let Some(token) = tokens.first().and_then(|&t| reading.document.tokens.get(t)) else { return };
        let object = tokens.iter().skip(1).take(FEW).find(|&&t| !reading.has(t, flag::ADVERB));
        for denier in deniers {
            let known = self.by_party.entry(key(&denier)).or_default();
            let telling: HashSet<String> = tokens.iter().filter_map(|&t| telling(reading.word(t))).collect();
            let denial = Denial {
                sentence: token.sentence as usize,
                answers: tokens.iter().any(|&t| reading.has(t, flag::ANSWERS)),
                points: object.is_none_or(|&t| reading.has(t, flag::PRONOUN)),
                tells: object.is_some_and(|&t| reading.has(t, flag::THAT)),
                words,
                telling,
            };
            if kind == ClaimType::Admission {
                known.admissions.push(denial);
            } else {
                known.words.extend(denial.telling.iter().cloned());
                known.denials.push(denial);
            }
        }
    }

    /// What the accused denies of a finding, if anything.
    pub(super) fn hold(&self, reading: &Reading<'_>, accused: &Party, finding: &Finding) -> Option<Denied> {
        let place = finding.cue.first().or(finding.allegation.first()).copied().unwrap_or_default();
        let token = reading.tokens_of(place).start;
        if finding.denied && !denies_nothing(reading, token) {
            let words = (!defends(reading, token)).then(|| sentence_at(reading, token));
            return Some(Denied { words });
        }
        let denier = self.by_party.get(&key(accused))?;
        let sentence = reading.document.tokens.get(token).map_or(0, |t| t.sentence as usize);
        let alleged: Vec<String> = finding
            .allegation
            .iter()
            .flat_map(|span| reading.tokens_of(*span).take(LONGEST))
            .filter_map(|t| telling(reading.word(t)))
            .collect();
        if denier.admits(sentence, &alleged) {
            return None;
        }
        let answering = denier.denials.iter().find(|denial| denial.answers);
        let next = denier.denials.partition_point(|denial| denial.sentence < sentence);
        let near = denier.denials.get(next).filter(|denial| denial.sentence <= sentence + NEAR);
        let shares = alleged.iter().any(|word| denier.words.contains(word));
        let near = near.filter(|denial| !denial.tells || shares);
        if answering.is_none() && near.is_none() && !shares {
            return None;
        }
        // Only what shares a word with the allegation, speaks of accusations, or points back to it is shown as its denial.
        let shown = |denial: &&Denial| {
            denial.words.is_some() && alleged.iter().any(|word| denial.telling.contains(word))
        };
        let chosen = near
            .filter(|denial| denial.points)
            .or_else(|| denier.denials.iter().find(shown))
            .or_else(|| denier.denials.iter().find(|denial| denial.answers && denial.words.is_some()));
        Some(Denied { words: chosen.and_then(|denial| denial.words) })
    }
}

impl Denier {
    /// Whether what is alleged in a sentence is admitted in the next ones, and no other sentence of these denies it.
    fn admits(&self, sentence: usize, alleged: &[String]) -> bool {
        let near = |denials: &'_ [Denial]| {
            let from = denials.partition_point(|denial| denial.sentence < sentence);
            let until = denials.partition_point(|denial| denial.sentence <= sentence + NEAR);
            from..until
        };
        let shares = |denial: &Denial| alleged.iter().any(|word| denial.telling.contains(word));
        let denies = |admission: &Denial| {
            let others = self.denials.get(near(&self.denials)).unwrap_or_default().iter();
            others
                .filter(|denial| denial.sentence != admission.sentence)
                .any(|denial| denial.answers || denial.points || shares(denial) || !shares(admission))
        };
        let admissions = self.admissions.get(near(&self.admissions)).unwrap_or_default();
        let admission = admissions.iter().find(|a| shares(a) || a.points || a.answers);
        admission.is_some_and(|admission| !denies(admission))
    }
}

/// "will deny accusations of fraud": whether the last denying word before a token denies nothing yet.
fn denies_nothing(reading: &Reading<'_>, token: usize) -> bool {
    let before = reading.hits(token.saturating_sub(GOVERNING).max(reading.sentence(token).start)..token + 1);
    let denying = before.iter().rev().find(|hit| hit.meaning.is_cue(ClaimClass::Denying));
    denying.is_some_and(|hit| reading.undone(hit.tokens.clone()).is_some())
}

/// "Moen once defended Lund against allegations": in such a sentence it need not be the accused who denies.
fn defends(reading: &Reading<'_>, at: usize) -> bool {
    let near = at.saturating_sub(LONGEST).max(reading.sentence(at).start)..reading.sentence(at).end;
    near.take(LONGEST).any(|t| reading.word(t).to_lowercase().starts_with("defend"))
}

/// The sentence of a token, or its beginning.
fn sentence_at(reading: &Reading<'_>, at: usize) -> Span {
    let sentence = reading.sentence(at);
    let end = sentence.end.min(sentence.start.max(at) + LONGEST);
    reading.span(sentence.start.max(at.saturating_sub(LONGEST))..end)
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
    fn what_is_said_not_to_be_so_must_be_what_is_alleged() {
        let lund = "[S {Ida Moen}] [Q accused] [C {Per Lund} of taking bribes].";
        for (denial, answers) in [
            ("[S2 {Per Lund}] [Q2 denied] [C2 that he was ill].", ""),
            ("[S2 {Per Lund}] [Q2 denied] [C2 that he took bribes].", " !"),
        ] {
            let bare = "Ida Moen > Per Lund: taking bribes (accused Per Lund of)";
            assert_eq!(accusations(&format!("{lund} {denial}")), [format!("{bare}{answers}")], "{denial}");
        }
    }

    #[test]
    fn what_is_admitted_in_the_next_sentences_is_not_denied() {
        let lund = "[S {Ida Moen}] [Q accused] [C {Per Lund} of taking bribes].";
        let bare = "Ida Moen > Per Lund: taking bribes (accused Per Lund of)";
        for admission in [
            "{Per Lund} admitted it and rejected a plea for his bribes to be forgotten.",
            "{Per Lund}, who had denied the bribes, admitted them.",
            "[S2 {Per Lund|He}] [Q2 admitted] [C2 the bribes]. It rained. It rained. {Per Lund} denied that the bribes \
             were large.",
        ] {
            assert_eq!(accusations(&format!("{lund} {admission}")), [bare], "{admission}");
        }
        for denial in [
            "{Per Lund} admitted the delay. {Per Lund|He} denied the bribes.",
            "[S2 {Per Lund|He}] [Q2 denied] [C2 the bribes]. [S3 {Per Lund|He}] [Q3 admitted] [C3 that it was late].",
        ] {
            assert_eq!(accusations(&format!("{lund} {denial}")), [format!("{bare} !")], "{denial}");
        }
    }

    #[test]
    fn who_maintains_his_innocence_denies() {
        let markup = "[S {Ida Moen}] [Q accused] [C {Per Lund} of fraud]. {Per Lund} has always maintained his innocence.";
        assert_eq!(accusations(markup), ["Ida Moen > Per Lund: fraud (accused Per Lund of) !"]);
    }

    #[test]
    fn a_denial_that_nobody_has_made_answers_nothing() {
        let lund = "[S {Ida Moen}] [Q accused] [C {Per Lund} of fraud].";
        for denial in [
            "{Per Lund} may deny the fraud.",
            "{Per Lund} is expected to deny the allegations.",
            "{Per Lund} withdrew his guilty plea.",
            "If {Per Lund} denies the fraud, there will be a trial.",
            "No one denied the allegations.",
        ] {
            let bare = "Ida Moen > Per Lund: fraud (accused Per Lund of)";
            assert_eq!(accusations(&format!("{lund} {denial}")), [bare], "{denial}");
        }
        let of =
            |verb: &str| accusations(&format!("{{Per Lund}} {verb} accusations of fraud by {{Ida Moen}}."));
        assert_eq!(of("denied"), ["Ida Moen > Per Lund: fraud (accusations of) !"]);
        assert_eq!(of("will deny"), ["Ida Moen > Per Lund: fraud (accusations of)"]);
    }

    #[test]
    fn rejecting_a_plan_or_another_s_denial_answers_nothing() {
        let markup = "[S {Ida Moen}] [Q accused] [C {Per Lund} of fraud]. {Per Lund} rejected the new budget. \
                      {Norlund} denied the allegations.";
        assert_eq!(accusations(markup), ["Ida Moen > Per Lund: fraud (accused Per Lund of)"]);
    }
}
