//! Who accuses by a participle: "a lawsuit accusing Lund", "jailed the blogger for calling Lund a thief", "issued a statement
//! accusing Lund".

use super::verb::Verb;
use super::{Party, flag};

/// How far before the participle its subject is looked for, in tokens.
const REACH: usize = 60;
/// How many adjectives stand between a verb and its noun.
const ADJECTIVES: usize = 2;
/// How far before "to pay damages for calling" the one who is to pay is looked for, in tokens.
const CONTROL: usize = 4;

impl Verb<'_> {
    /// Who accuses where the participle belongs to a noun right before it, or with "for" to the object of another verb. None
    /// where it belongs to the subject of its sentence.
    pub(super) fn of_participle(&self) -> Option<Vec<Party>> {
        let r = self.reading;
        if !r.is_ing(self.at()) {
            return None;
        }
        let from = r.sentence(self.at()).start;
        let mut end = self.at();
        while end > from && r.has(end - 1, flag::ADVERB) {
            end -= 1;
        }
        let before = end.checked_sub(1).filter(|&t| t >= from)?;
        if r.word(before).eq_ignore_ascii_case("for") {
            return self.of_object(before);
        }
        let bound = flag::MARK
            | flag::AUXILIARY
            | flag::MODAL
            | flag::BE
            | flag::NEGATION
            | flag::PREPOSITION
            | flag::RELATIVE
            | flag::CONJUNCTION
            | flag::COORDINATOR
            | flag::CONDITIONAL
            | flag::PRONOUN
            | flag::TIME
            | flag::DAY
            | flag::CAPITAL;
        // "keeps accusing", but "posts accusing"
        let verb = r.has(before, flag::VERB) && !r.has(before, flag::AUTHORS);
        if verb || r.has(before, bound | flag::AGENT) || r.is_past(before) || r.is_ing(before) {
            return None;
        }
        let phrase = r.phrase_before(end, from);
        // "delete posts accusing": no article says where the noun begins.
        let start = phrase.clone().find(|&t| r.has(t, flag::DETERMINER | flag::POSSESSIVE)).unwrap_or(before);
        // "made statutory declarations alleging"
        let leads = |t: &usize| r.has(*t, flag::PREPOSITION | flag::AUTHORS | flag::LEVELS | flag::MARK);
        let lead = start.checked_sub(1).filter(|&t| t >= from)?;
        let lead = (from.max(lead.saturating_sub(ADJECTIVES))..=lead).rev().find(leads).unwrap_or(lead);
        let by = matches!(r.word(lead), "in" | "In" | "with" | "through" | "via" | "by");
        // "issued a statement accusing", "resigned in a letter accusing": the subject's own.
        let authors = r.has(lead, flag::AUTHORS | flag::LEVELS);
        if by || authors {
            let subject = if authors {
                r.subject_of(lead, 0)
            } else {
                r.first_phrase(from.max(lead.saturating_sub(REACH)), lead)
            };
            let known = self.carrier.is_some() || !r.is_somebody(subject.clone());
            return (!known).then(|| r.parties(subject));
        }
        r.party(start..end).map(|party| vec![party])
    }

    /// "jailed the blogger for calling": who is jailed; in "ordered Lund to pay damages for calling" who is to pay.
    fn of_object(&self, with: usize) -> Option<Vec<Party>> {
        let r = self.reading;
        let from = r.sentence(with).start;
        let object = r.phrase_before(with, from);
        let object = r.last_name(&object)..object.end;
        let verb = object.start.checked_sub(1).filter(|&t| t >= from)?;
        if object.is_empty() || r.has(verb, flag::MARK | flag::BE | flag::RELATIVE | flag::CONJUNCTION) {
            return None;
        }
        if r.is_somebody(object.clone()) {
            let acts = !r.has(verb, flag::PREPOSITION) && object.start > from;
            return acts.then(|| r.parties(object)).filter(|p| !p.is_empty());
        }
        let to = (from.max(verb.saturating_sub(CONTROL))..=verb).rev().find(|&t| r.has(t, flag::TO))?;
        let payer = r.phrase_before(to, from);
        (payer.start > from && r.is_somebody(payer.clone())).then(|| r.parties(payer))
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn a_document_accuses_and_not_who_holds_it() {
        check(&[
            (
                "A judge threw out a lawsuit accusing {Per Lund} of fraud.",
                &["lawsuit > Per Lund: fraud (accusing Per Lund of)"],
            ),
            (
                "[S {Ida Moen}] [Q received a letter accusing] [C {Per Lund} of fraud].",
                &["letter > Per Lund: fraud (received a letter accusing Per Lund of)"],
            ),
            (
                "[S Police] [Q seized leaflets accusing] [C {Per Lund} of fraud].",
                &["leaflets > Per Lund: fraud (seized leaflets accusing Per Lund of)"],
            ),
            (
                "A court ordered {Ida Moen} to delete posts accusing {Per Lund} of fraud.",
                &["posts > Per Lund: fraud (accusing Per Lund of)"],
            ),
            (
                "{Ida Moen} issued a statement accusing {Per Lund} of fraud.",
                &["Ida Moen > Per Lund: fraud (accusing Per Lund of)"],
            ),
            (
                "{Ida Moen} made sworn declarations accusing {Per Lund} of fraud.",
                &["Ida Moen > Per Lund: fraud (accusing Per Lund of)"],
            ),
            (
                "{Ida Moen} resigned in a letter accusing {Per Lund} of fraud.",
                &["Ida Moen > Per Lund: fraud (accusing Per Lund of)"],
            ),
        ]);
    }

    #[test]
    fn who_is_jailed_for_it_accused() {
        check(&[
            (
                "Police arrested {Ida Moen} for accusing {Per Lund} of fraud.",
                &["Ida Moen > Per Lund: fraud (accusing Per Lund of)"],
            ),
            (
                "A court ordered {Ida Moen} to pay damages for calling {Per Lund} a thief.",
                &["Ida Moen > Per Lund: a thief (calling Per Lund)"],
            ),
            (
                "{Ida Moen} was jailed for accusing {Per Lund} of fraud.",
                &["Ida Moen > Per Lund: fraud (accusing Per Lund of)"],
            ),
        ]);
    }
}
