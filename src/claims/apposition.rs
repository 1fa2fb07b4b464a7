//! A description and the name beside it are one: "Lund, a former clerk", "the mayor, Per Lund".

use super::flag;
use super::reading::Reading;
use std::ops::Range;

/// How long a name is, in tokens.
const NAME: usize = 8;

impl Reading<'_> {
    /// The name whose apposition a phrase is: "Lund" of "Lund, a former clerk", else the phrase.
    pub(super) fn named_by_apposition(&self, phrase: Range<usize>) -> Range<usize> {
        let comma = phrase.start.checked_sub(1).filter(|&t| self.word(t) == ",");
        let name = comma.and_then(|comma| {
            let before = self.mentions(comma.saturating_sub(NAME)..comma);
            before.iter().rev().take(2).find(|m| m.tokens.end == comma).map(|m| m.tokens.clone())
        });
        // "Moen, the mayor and the clerk accused of fraud": a list.
        let listed = phrase.clone().any(|t| self.has(t, flag::COORDINATOR));
        match name.filter(|name| self.has(name.start, flag::CAPITAL)) {
            Some(name) if self.has(phrase.start, flag::DETERMINER) && !listed && !self.is_name(&phrase) => {
                name
            }
            _ => phrase,
        }
    }

    /// A description with the name behind it: "the mayor, Per Lund" of "told the mayor, Per Lund,".
    pub(super) fn with_name(&self, phrase: Range<usize>) -> Range<usize> {
        let name = self.mentions(phrase.end + 1..phrase.end + 2).first().map(|m| m.tokens.end);
        let closed = name.filter(|&end| self.word(phrase.end) == "," && self.has(end, flag::MARK));
        match closed.filter(|_| self.is_description(&phrase)) {
            Some(end) => phrase.start..end,
            None => phrase,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::check;

    #[test]
    fn an_apposition_is_whose_name_stands_before_it() {
        check(&[
            (
                "They freed {Per Lund}, a former clerk accused of spying.",
                &["? > Per Lund: spying (accused of)"],
            ),
            (
                "He met {Per Lund}, the popular preacher whom {Ida Moen} accuses of planning a coup.",
                &["Ida Moen > Per Lund: planning a coup (accuses of)"],
            ),
            (
                "{Ida Moen} accused {Ole Dahl} and his deputy, {Per Lund}, of forging it.",
                &[
                    "Ida Moen > Ole Dahl: forging it (accused Ole Dahl and his deputy, Per Lund, of)",
                    "Ida Moen > Per Lund: forging it (accused Ole Dahl and his deputy, Per Lund, of)",
                ],
            ),
            (
                "[S {Ida Moen}] [Q said] [C the director, {Per Lund}, lied to the council].",
                &["+ Ida Moen > Per Lund: the director, Per Lund, lied to the council (said)"],
            ),
            (
                "{Ida Moen} accused {Ida Moen|her} predecessor, {Per Lund}, of hiding the report.",
                &["Ida Moen > Per Lund: hiding the report (accused her predecessor, Per Lund, of)"],
            ),
            (
                "{Ida Moen} accused, without evidence, {Per Lund} of fraud.",
                &["Ida Moen > Per Lund: fraud (accused, without evidence, Per Lund of)"],
            ),
            (
                "{Ida Moen} accuses one of the reporters, {Per Lund}, of hiding the report.",
                &["Ida Moen > Per Lund: hiding the report (accuses one of the reporters, Per Lund, of)"],
            ),
        ]);
    }
}
