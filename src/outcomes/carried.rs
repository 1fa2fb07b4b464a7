//! Outcomes that go on from the one before, in the same sentence and without saying again whose they are: "was charged with
//! bribery and acquitted in June", "was convicted of fraud and fined", "pleaded guilty but was acquitted".

use super::page::{Page, Told, Who};

/// How far behind the outcome before, in tokens, one may stand that goes on from it.
const CARRIED: usize = 24;

impl Page<'_> {
    /// Whether right before a verb an "and" or "but" stands, adverbs apart.
    pub(super) fn goes_on(&self, verb: usize) -> bool {
        self.coordinator(verb).is_some()
    }

    /// The "and", "but" or comma before a verb.
    fn coordinator(&self, verb: usize) -> Option<usize> {
        let adverb = |t: &usize| self.is(*t, "adverb") || self.word(*t).ends_with("ly");
        let before = (0..verb).rev().find(|t| !adverb(t) || self.is(*t, "coordinator"))?;
        self.is(before, "coordinator").then_some(before)
    }

    /// Whom the outcome before is about, if the verb at a token goes on from it and nobody else has come in between.
    pub(super) fn carried(&self, verb: usize, told: Option<&Told>) -> Option<Vec<Who>> {
        let told = told?;
        let and = self.coordinator(verb).filter(|and| *and >= told.cue.end)?;
        let between = told.cue.end..and;
        if between.len() > CARRIED {
            return None;
        }
        // "charged with robbing Moen, who was ill and convicted": she is; ", which he denies, and" is over.
        let closed = self.word(and - 1) == ",";
        let relative = |t: usize| self.is(t, "relative") && !(closed && self.word(t - 1) == ",");
        // "while Moen confessed and was": a name that opens a clause is its subject.
        let opens = |t: usize| {
            let mark = self.document.tokens.get(t - 1).is_some_and(|token| token.is_mark);
            let plain = self.names.first_at(t, t + 1).is_some();
            plain
                && (mark
                    || self.is(t - 1, "relative")
                    || matches!(self.word(t - 1), "while" | "as" | "and" | "but"))
        };
        let others = between.clone().skip(1).any(|t| relative(t) || opens(t));
        (!others).then(|| told.who.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::outcomes;

    #[test]
    fn what_goes_on_is_about_the_same_one() {
        for (text, expected) in [
            (
                "{Ada Penn} was charged with bribery and acquitted in June.",
                &["Ada Penn: charged (bribery)", "Ada Penn: acquitted"][..],
            ),
            (
                "{Per Lund} was convicted of fraud and fined 500 crowns.",
                &["Per Lund: convicted (of fraud)", "Per Lund: fined (500 crowns)"],
            ),
            (
                "{Per Lund} was charged with killing {Ida Moen} but was later acquitted.",
                &["Per Lund: charged (killing Ida Moen)", "Per Lund: acquitted"],
            ),
            (
                "{Per Lund} was charged with fraud and pleaded not guilty.",
                &["Per Lund: charged (fraud)", "Per Lund: pleaded-not-guilty"],
            ),
            (
                "A court convicted {Per Lund} and fined him 500 crowns.",
                &["Per Lund: convicted", "him: fined (500 crowns)"],
            ),
            (
                "A court convicted {Per Lund} and acquitted {Ida Moen}.",
                &["Per Lund: convicted", "Ida Moen: acquitted"],
            ),
        ] {
            assert_eq!(outcomes(text), expected, "{text}");
        }
    }

    #[test]
    fn what_goes_on_about_somebody_else_is_not() {
        for text in [
            "{Per Lund} was charged with robbing {Ida Moen}, who was ill and acquitted of theft.",
            "{Per Lund} was charged with fraud but not convicted.",
            "{Per Lund} was charged with fraud and could be acquitted.",
            "{Per Lund} was charged with fraud, while {Ida Moen} confessed and was acquitted.",
        ] {
            assert_eq!(outcomes(text).len(), 1, "{text}");
        }
    }
}
