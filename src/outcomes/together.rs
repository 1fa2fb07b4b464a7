//! Several whom one outcome is about ("Marta Quill and Sven Aarle were acquitted"), and names behind a description
//! ("acquitted the former clerk Nora Lint").

use super::page::{Page, Who};

/// How many words a description before a name may have.
const DESCRIPTION: usize = 6;
/// How many may stand in one list.
const MOST: usize = 8;

impl Page<'_> {
    /// Whether a word may be a part of a description before a name.
    fn describes(&self, t: usize) -> bool {
        let barred = [
            "before_others",
            "relative",
            "condition",
            "coordinator",
            "saying",
            "being",
            "has",
            "pronoun",
            "many",
        ];
        let mark = self.document.tokens.get(t).is_none_or(|token| token.is_mark && self.word(t) != "-");
        !mark && !barred.iter().any(|class| self.is(t, class))
    }

    /// The first who is named from a token on, with nothing but a description of that one in between.
    pub(super) fn described_name(&self, at: usize, end: usize) -> Option<Who> {
        let who = self.names.first_at(at, end.min(at + DESCRIPTION + 1))?;
        let mut between = at..who.tokens.start;
        let last = between.clone().last().map_or("", |t| self.word(t));
        // "two men Lund had hired", "members Lund had paid".
        let plural = last.ends_with('s') && !last.ends_with("ss");
        (between.all(|t| self.describes(t)) && !plural).then_some(who)
    }

    /// A subject with those who stand before it in a list, in text order. `several`: whether the verb is that
    /// of several; `None` where its form does not tell, which then only the beginning of a clause does.
    pub(super) fn with_those_before(&self, last: Who, start: usize, several: Option<bool>) -> Vec<Who> {
        let mut all = vec![last];
        while several != Some(false)
            && all.len() < MOST
            && let Some(who) = all.last().and_then(|who| self.joined_before(who, start, all.len() > 1))
        {
            all.push(who);
        }
        let clause = |who: &Who| {
            let before = self.description_before(who.tokens.start, start);
            before == start
                || self.is(before - 1, "relative")
                || matches!(self.word(before - 1), "," | "both")
        };
        if several.is_none() && !all.last().is_some_and(clause) {
            all.truncate(1);
        }
        all.reverse();
        all
    }

    /// Who stands before somebody in a list: before "and", or before a comma where it goes on.
    fn joined_before(&self, who: &Who, start: usize, goes_on: bool) -> Option<Who> {
        let before = self.description_before(who.tokens.start, start);
        let joint = before.checked_sub(1).filter(|t| *t > start)?;
        let end = match self.word(joint) {
            "," if goes_on => joint,
            word if super::words::is("and", word) && !goes_on => {
                if self.word(joint - 1) == "," {
                    joint - 1
                } else {
                    joint
                }
            }
            _ => return None,
        };
        self.names.ending_at(end)
    }

    /// Where the description before a name begins.
    fn description_before(&self, name: usize, start: usize) -> usize {
        let from = name.saturating_sub(DESCRIPTION).max(start);
        (from..name).rev().take_while(|t| self.describes(*t)).last().unwrap_or(name)
    }

    /// An object with those who follow it in a list, if that is over where `closes` says so.
    pub(super) fn with_those_behind(
        &self,
        first: Who,
        end: usize,
        closes: impl Fn(usize) -> bool,
    ) -> Vec<Who> {
        let mut all = vec![first];
        while all.len() < MOST {
            let Some(at) = all.last().map(|who| who.tokens.end) else { break };
            let behind_comma = if self.word(at) == "," { at + 1 } else { at };
            let is_last = self.is(behind_comma, "and");
            let next = behind_comma + usize::from(is_last);
            // "convicted Lund and acquitted Moen"
            if self.word(next).ends_with("ed") {
                break;
            }
            let Some(who) = (next > at).then(|| self.described_name(next, end)).flatten() else { break };
            let is_over = closes(who.tokens.end) && !self.is(who.tokens.end, "owner");
            all.push(who);
            if is_last && is_over {
                return all;
            }
            if is_last {
                break;
            }
        }
        all.truncate(1);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::outcomes;

    #[test]
    fn each_of_several_has_an_outcome() {
        for (text, expected) in [
            (
                "{Marta Quill} and {Sven Aarle} were acquitted.",
                &["Marta Quill: acquitted", "Sven Aarle: acquitted"][..],
            ),
            (
                "{Otto Kemp} and his former aide {Lena Sorell} were convicted of fraud.",
                &["Otto Kemp: convicted (of fraud)", "Lena Sorell: convicted (of fraud)"],
            ),
            (
                "{Otto Kemp}, {Per Lund} and {Lena Sorell} pleaded guilty.",
                &["Otto Kemp: pleaded-guilty", "Per Lund: pleaded-guilty", "Lena Sorell: pleaded-guilty"],
            ),
            (
                "A jury acquitted {Otto Kemp} and {Lena Sorell} of fraud.",
                &["Otto Kemp: acquitted (of fraud)", "Lena Sorell: acquitted (of fraud)"],
            ),
            (
                "The charges against {Otto Kemp} and {Lena Sorell} were dropped.",
                &["Otto Kemp: dropped", "Lena Sorell: dropped"],
            ),
            // Only the last is meant.
            ("She thanked {Otto Kemp} and {Lena Sorell} was acquitted.", &["Lena Sorell: acquitted"]),
            ("A jury acquitted {Otto Kemp} and {Lena Sorell} wept.", &["Otto Kemp: acquitted"]),
        ] {
            assert_eq!(outcomes(text), expected, "{text}");
        }
    }
}
