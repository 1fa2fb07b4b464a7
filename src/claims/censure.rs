//! Verbs that condemn: "criticised Norlund for the sackings", "condemned Norlund’s sackings", "condemned the sackings by
//! Norlund".

use super::accusations::Finding;
use super::flag;
use super::verb::Verb;

impl Verb<'_> {
    /// "condemned Norlund for the sackings", "condemned the sackings by Norlund"
    pub(super) fn censure(&self) -> Option<Finding> {
        let r = self.reading;
        let start = self.hit.tokens.end;
        let object = r.phrase_after(start, r.sentence(start).end);
        if self.is_each_other(object.clone()) {
            let with = self.preposition(start, 4)?;
            let cue = self.cue().join(r.span(self.at()..with + 1));
            let allegation = self.allegation(cue.end, with + 1..r.clause_end(with + 1));
            return Some(Finding { each_other: true, allegation, cue: vec![cue], ..Finding::default() });
        }
        // "condemned Moen’s killing by": read as a verb, it ends the phrase behind "Moen’s".
        let suffered = r.is_possessed(object.end) && r.is_suffered(&(object.end..object.end + 1));
        if r.is_somebody(object.clone()) && !suffered {
            let joined = self.coordinated(object.clone());
            // "criticised the mayor, Per Lund, for"
            let closed = r.word(joined.end) == "," && joined.clone().any(|t| r.word(t) == ",");
            let end = self.behind_relative(joined.end).max(joined.end + usize::from(closed));
            let with = self.preposition(end, 9).filter(|&w| (end..w).all(|t| r.word(t) != ","));
            if let Some(with) = with {
                let cue = self.cue().join(r.span(self.at()..with + 1));
                let allegation = self.allegation(cue.end, with + 1..r.clause_end(with + 1));
                let accused = r.parties(joined);
                return Some(Finding { accused, allegation, cue: vec![cue], ..Finding::default() });
            }
            return self.without_preposition(joined);
        }
        // "condemned Norlund’s sackings", "the sackings by Norlund"
        let end = r.clause_end(start);
        let accused = match r.owner(object.clone()) {
            Some((owner, thing)) if !r.is_suffered(&thing) => vec![owner],
            _ => {
                let by = (object.end..end.min(object.end + 6)).find(|&t| r.has(t, flag::BY))?;
                let phrase = r.phrase_after(by + 1, end);
                r.is_somebody(phrase.clone()).then(|| r.parties(phrase))?
            }
        };
        let cue = self.cue();
        let allegation = self.allegation(cue.end, start..end);
        Some(Finding { accused, allegation, cue: vec![cue], ..Finding::default() })
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn censure_needs_somebody() {
        check(&[
            (
                "[S {Ida Moen}] [Q criticised] [C {Per Lund} for closing the clinic].",
                &["Ida Moen > Per Lund: closing the clinic (criticised Per Lund for)"],
            ),
            (
                "[S {Ida Moen}] [Q condemned] [C {Per Lund}’s decision to close the clinic].",
                &["Ida Moen > Per Lund: Per Lund’s decision to close the clinic (condemned)"],
            ),
            (
                "[S {Ida Moen}] [Q condemned] [C the shelling by {Vesteria}].",
                &["Ida Moen > Vesteria: the shelling by Vesteria (condemned)"],
            ),
            ("[S {Ida Moen}] [Q condemned] [C the attack in the harbour].", &[]),
        ]);
    }

    #[test]
    fn censured_by_somebody() {
        check(&[(
            "{Per Lund}, still condemned by {Ida Moen} for the delay, left.",
            &["Ida Moen > Per Lund: the delay (still condemned by Ida Moen for)"],
        )]);
        check(&[("[S {Ida Moen}] [Q should condemn] [C {Per Lund} for the delay].", &[])]);
        check(&[("[S {Ida Moen}] [Q attacked] [C {Per Lund} during the debate].", &[])]);
    }

    #[test]
    fn what_means_other_things_too_needs_its_preposition() {
        check(&[
            (
                "{Ida Moen} hit {Per Lund} for closing the clinic.",
                &["Ida Moen > Per Lund: closing the clinic (hit Per Lund for)"],
            ),
            ("{Ida Moen} hit {Per Lund} in the yard.", &[]),
        ]);
    }
}
