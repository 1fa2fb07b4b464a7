//! Outcomes beside a name with a comma between ("Lund, convicted of fraud in 2019, resigned"; "Convicted of fraud, Lund
//! resigned"; "charged two men, Lund and Moen, with fraud"), and those of somebody’s kin ("Lund and his wife").

use super::page::{Page, Who};
use std::ops::Range;

/// How many words a description may have: "his wife", "two men from the harbour".
const DESCRIPTION: usize = 5;

impl Page<'_> {
    /// "his wife" before a verb: whom a possessive at the end of a name’s mention belongs to is somebody else, who has no name.
    pub(super) fn kin(&self, owner: &Who, verb: usize) -> Option<Who> {
        let described = owner.tokens.end..verb;
        let possessive = owner.tokens.len() == 1 && self.is(owner.tokens.start, "possessive");
        let nouns = described.clone().all(|t| self.is_plain(t) && !self.is_adverb(t));
        let kin = possessive && !described.is_empty() && described.len() <= DESCRIPTION && nouns;
        kin.then_some(Who { tokens: owner.tokens.start..verb, entity: None })
    }

    /// The name between commas behind a description without one: "The former treasurer, Lund, was".
    pub(super) fn named_aside(&self, name: Who, sentence: &Range<usize>) -> Option<Who> {
        let comma = name.tokens.start.checked_sub(1).filter(|t| self.word(*t) == ",")?;
        let described = sentence.start..comma;
        // "The killer of the mayor, Lund," may be either.
        let plain = described.clone().all(|t| self.is_plain(t) || self.word(t) == "-");
        let begins = self.is(sentence.start, "article") && described.len() <= DESCRIPTION + 2;
        (plain && begins).then_some(name)
    }

    /// Whose a participle is that no "was" stands before: right behind the comma after the name, or at the beginning of a
    /// sentence whose subject it tells of.
    pub(super) fn beside_participle(&self, at: usize, end: usize, sentence: &Range<usize>) -> Option<Who> {
        let told = end < sentence.end && (self.is(end, "before_others") || self.is(end - 1, "before_others"));
        if !told {
            return None;
        }
        if at == sentence.start {
            let comma = (end..sentence.end).find(|t| self.word(*t) == ",")?;
            let who = self.names.first_at(comma + 1, comma + 2)?;
            let verb = who.tokens.end;
            let goes_on = verb < sentence.end && !self.is_mark(verb) && !self.is(verb, "and");
            return goes_on.then_some(who);
        }
        let comma =
            (sentence.start..at).rev().find(|t| !self.is_adverb(*t)).filter(|t| self.word(*t) == ",")?;
        let who = self.names.ending_at(comma)?;
        let before = (sentence.start..who.tokens.start).rev().find(|t| !self.is(*t, "article"));
        let of_others = before.is_some_and(|t| self.is(t, "before_others") || self.is(t, "and"));
        (!of_others && self.is_told(who.tokens.start, sentence.start)).then_some(who)
    }

    /// Who is named between commas behind a description: "charged two men, Lund and Moen, with fraud".
    pub(super) fn named_behind(&self, at: usize, end: usize, sentence: &Range<usize>) -> Option<Vec<Who>> {
        let comma = (end..sentence.end).take(DESCRIPTION + 1).find(|t| self.word(*t) == ",")?;
        let described = end..comma;
        if described.is_empty() || !described.clone().all(|t| self.is_plain(t)) {
            return None;
        }
        let first = self.names.first_at(comma + 1, comma + 2)?;
        let closes = |t: usize| self.word(t) == "," && self.is(t + 1, "behind");
        let all = self.with_those_behind(first, sentence.end, closes);
        (closes(all.last()?.tokens.end) && self.is_by_court(at, sentence.start)).then_some(all)
    }

    /// Whether the words between a name and its verb begin with a verb of its own: "the firm that Lund ran was fined".
    pub(super) fn is_other_verb(&self, between: &Range<usize>) -> bool {
        let first = between.start;
        let joins = ["before_others", "relative", "has", "being", "pronoun", "and", "coordinator"];
        !between.is_empty()
            && self.is_plain(first)
            && !self.is_adverb(first)
            && !joins.iter().any(|class| self.is(first, class))
            && self.is_lower(first)
    }

    fn is_adverb(&self, t: usize) -> bool {
        self.is(t, "adverb") || self.word(t).ends_with("ly")
    }

    fn is_mark(&self, t: usize) -> bool {
        self.document.tokens.get(t).is_none_or(|token| token.is_mark)
    }

    /// A word that is no name, mark or preposition.
    fn is_plain(&self, t: usize) -> bool {
        !self.is_mark(t)
            && !["before_others", "relative", "being", "has", "coordinator"]
                .iter()
                .any(|class| self.is(t, class))
            && self.names.ending_at(t + 1).is_none_or(|who| who.tokens.len() == 1 && self.is(t, "possessive"))
    }

    fn is_lower(&self, t: usize) -> bool {
        let text = self.document.text;
        let token = self.document.tokens.get(t);
        token.is_some_and(|token| token.span.of(text).starts_with(char::is_lowercase))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::outcomes;

    #[test]
    fn outcomes_beside_a_name() {
        for (text, expected) in [
            (
                "{Per Lund}, convicted of fraud in 2019, lost his seat.",
                &["Per Lund: convicted (of fraud in 2019)"][..],
            ),
            ("{Per Lund}, who was acquitted of fraud, kept his seat.", &["Per Lund: acquitted (of fraud)"]),
            ("Convicted of fraud in May, {Per Lund} left.", &["Per Lund: convicted (of fraud in May)"]),
            (
                "The former treasurer, {Per Lund}, was yesterday convicted of fraud.",
                &["Per Lund: convicted (of fraud)"],
            ),
            (
                "Police have charged two men, {Per Lund} and {Lars Oss}, with fraud.",
                &["Per Lund: charged", "Lars Oss: charged"],
            ),
            ("Police charged a man, {Per Lund}, with fraud.", &["Per Lund: charged"]),
            (
                "{Per Lund} and {his} wife were convicted of fraud.",
                &["Per Lund: convicted (of fraud)", "his wife?: convicted (of fraud)"],
            ),
            ("{His} wife was convicted of fraud.", &["His wife?: convicted (of fraud)"]),
            // It is not Lund.
            ("{Per Lund} lost a case and was fined.", &["Per Lund: fined"]),
            ("Judges rejected an appeal and {Per Lund} was jailed.", &["Per Lund: jailed"]),
            ("The firm that {Per Lund} ran was fined.", &[]),
            ("The firm {Per Lund} ran was fined.", &[]),
            ("The brother of {Per Lund}, convicted of fraud, left.", &[]),
            ("The brother of {Per Lund}, who was convicted of fraud, left.", &[]),
            ("The killer of the mayor, {Per Lund}, was convicted of murder.", &[]),
            ("Convicted of fraud, {Per Lund}’s brother left.", &[]),
            ("Police charged a man, {Per Lund} said, with fraud.", &[]),
            ("{Per Lund} denied reports that {he} was charged with fraud.", &[]),
            ("{Per Lund} denied that he was charged with fraud.", &[]),
        ] {
            assert_eq!(outcomes(text), expected, "{text}");
        }
    }

    #[test]
    fn terms_and_pleas() {
        for (text, expected) in [
            ("{Per Lund} was jailed for six years.", "Per Lund: jailed (for six years)"),
            ("{Per Lund} was imprisoned for fraud.", "Per Lund: jailed (for fraud)"),
            ("A judge jailed {Per Lund} for five years.", "Per Lund: jailed (for five years)"),
            ("{Per Lund} was handed a six-year sentence.", "Per Lund: sentenced"),
            ("{Per Lund} was given a suspended sentence for fraud.", "Per Lund: sentenced (for fraud)"),
            ("{Per Lund} received a five-year jail term.", "Per Lund: sentenced"),
            ("A court found {Per Lund} liable for defamation.", "Per Lund: liable (for defamation)"),
            ("{Per Lund} entered a plea of not guilty.", "Per Lund: pleaded-not-guilty"),
            ("{Per Lund} won his appeal.", "Per Lund: appeal-won"),
            ("{Per Lund} was released without charge.", "Per Lund: released"),
        ] {
            assert_eq!(outcomes(text), [expected], "{text}");
        }
        for text in [
            "{Per Lund} was given a copy of the sentence.",
            "{Per Lund} was not jailed.",
            "{Per Lund} will be jailed for years.",
            "{Per Lund} hopes to win his appeal.",
        ] {
            assert_eq!(outcomes(text), [""; 0], "{text}");
        }
    }
}
