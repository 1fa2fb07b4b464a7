//! Who "the mayor" or "the bank" is: whom the article calls so, and nobody who only works there, speaks for it or is
//! married to it.

use super::flag;
use super::lexicon::LEXICON;
use super::parties::MENTIONS_BACK;
use super::reading::{Mention, Reading};
use crate::span::Span;
use crate::speakers::SpeakerType;
use std::ops::Range;

/// How far before a description its bearer is looked for, in tokens.
const BACK: usize = 400;
/// The most roles of one bearer that are read.
const ROLES: usize = 8;
/// How long a description is, in tokens.
const LONGEST: usize = 4;

impl Reading<'_> {
    /// Whom "the mayor" or "the company" means: the last one mentioned who is called so.
    pub(super) fn described(&self, start: usize, core: Range<usize>) -> Option<usize> {
        let definite = self.has(start, flag::DETERMINER) && self.is_definite(start);
        let head = core.end.checked_sub(1).filter(|&head| head > start)?;
        // "the Norlund campaign" says which.
        if self.has(head, flag::INSTITUTION) && (start + 1..head).any(|t| self.has(t, flag::CAPITAL)) {
            return None;
        }
        if !definite || core.len() > LONGEST || self.has(head, flag::CAPITAL) {
            return None;
        }
        // Whom else "the bank" may mean is not guessed.
        self.called(start + 1..head + 1, start)
    }

    /// Who was mentioned last before `start` with the last of these words as the head of a role or of the name, and the
    /// others beside it: "mayor", "prime minister".
    pub(super) fn called(&self, words: Range<usize>, start: usize) -> Option<usize> {
        let head = words.end.checked_sub(1)?;
        let wanted = Wanted {
            head: self.word(head).to_lowercase(),
            beside: (words.start..head)
                .filter(|&t| self.tells_which(t))
                .map(|t| self.word(t).to_lowercase())
                .collect(),
        };
        let before = self.mentions(start.saturating_sub(BACK)..start);
        let mut back = before.iter().rev().take(MENTIONS_BACK * 3);
        back.find(|mention| self.is_called(mention, &wanted)).map(|mention| mention.entity)
    }

    /// Whether a word before a head says which one, and not of what kind: not "embattled", "newly elected".
    fn tells_which(&self, at: usize) -> bool {
        !(self.has(at, flag::ADVERB | flag::MARK) || self.is_past(at) || self.is_ing(at))
    }

    fn is_called(&self, mention: &Mention, wanted: &Wanted) -> bool {
        let Some(entity) = self.speakers.entities.get(mention.entity) else { return false };
        let person = entity.kind == SpeakerType::Person;
        // "the shipping line Norlund"
        let first = mention.tokens.start;
        let beside = first.checked_sub(1).is_some_and(|t| self.word(t).eq_ignore_ascii_case(&wanted.head));
        if beside && wanted.is(&self.before_name(first)) {
            return true;
        }
        let text = self.document.text;
        // "Former mayor Per Lund", where the role is "mayor".
        let apart = |role: &Span| {
            let before = self.tokens_of(*role).start.checked_sub(1);
            before.is_some_and(|t| self.has(t, flag::APART)) && wanted.beside.is_empty()
        };
        let roles = entity.roles.iter().take(ROLES).filter(|r| !apart(r)).map(|r| r.of(text));
        let mut roles = roles.flat_map(|role| role.split(" and ")).map(head_words);
        // A name with the word is an institution's: "Orsa Bank", and nobody called Church.
        roles.any(|role| wanted.is(&role)) || !person && wanted.is(&head_words(&entity.name))
    }

    /// The words right before a name within its sentence: "former mayor" of "the former mayor Per Lund".
    fn before_name(&self, name: usize) -> Vec<String> {
        let from = self.sentence(name).start.max(name.saturating_sub(LONGEST));
        let joins = |&t: &usize| !self.has(t, flag::DETERMINER | flag::PREPOSITION | flag::VERB);
        let mut words: Vec<String> =
            (from..name).rev().take_while(joins).map(|t| self.word(t).to_lowercase()).collect();
        words.reverse();
        words
    }
}

/// What somebody has to be called.
struct Wanted {
    /// "minister"
    head: String,
    /// "prime"
    beside: Vec<String>,
}

impl Wanted {
    /// Whether a role or name, as the words up to its head, is this one.
    fn is(&self, role: &[String]) -> bool {
        let Some((head, before)) = role.split_last() else { return false };
        let is_head = *head == self.head || LEXICON.title(&self.head) == Some(head);
        is_head
            && self.beside.iter().all(|word| before.contains(word))
            && before.iter().all(|word| !is_apart(word) || self.beside.contains(word))
    }
}

/// Whether a word before an office makes it another's: "the former mayor" is no mayor.
fn is_apart(word: &str) -> bool {
    LEXICON.grammar(LEXICON.lemma(word)) & flag::APART != 0
}

/// The words of a role up to its head, in lower case: "chief executive" of "Norlund’s chief executive since May".
fn head_words(role: &str) -> Vec<String> {
    let owned =
        ["’s ", "'s ", "s’ ", "s' "].iter().filter_map(|s| role.rfind(s).map(|at| at + s.len())).max();
    let role = role.get(owned.unwrap_or(0)..).unwrap_or(role);
    let role = role.trim_start_matches(|c: char| !c.is_alphanumeric());
    let role = role.split([',', '(', ';']).next().unwrap_or(role);
    let words = role.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase);
    let flags = |word: &str| LEXICON.grammar(LEXICON.lemma(word));
    let words = words.skip_while(|w| flags(w) & flag::DETERMINER != 0);
    words.take_while(|w| flags(w) & (flag::PREPOSITION | flag::RELATIVE) == 0).collect()
}

#[cfg(test)]
mod tests {
    use super::head_words;
    use crate::claims::testing::check;

    #[test]
    fn the_head_of_a_role() {
        for (role, head) in [
            ("Union leader", "union leader"),
            ("the bank’s chairman", "chairman"),
            (", chief executive of the bank,", "chief executive"),
            ("a spokesman for the company, who", "spokesman"),
            ("Orsa Bank", "orsa bank"),
            ("", ""),
        ] {
            assert_eq!(head_words(role).join(" "), head, "{role}");
        }
    }

    #[test]
    fn whoever_works_there_is_not_the_institution() {
        for (role, institution) in [
            ("Union leader", "union"),
            ("Police chief", "police"),
            ("The bank’s chairman,", "bank"),
            ("A spokesman for the company,", "company"),
            ("Factory worker", "factory"),
            ("Police widow", "police"),
        ] {
            check(&[(
                &format!(
                    "<{role}> {{Per Lund}} spoke first. {{Ida Moen}} accused the {institution} of fraud."
                ),
                &[&format!("Ida Moen > {institution}: fraud (accused the {institution} of)")],
            )]);
        }
    }

    #[test]
    fn another_office_is_not_the_same() {
        for role in ["<Former mayor>", "<Deputy mayor>", "<The mayor’s wife,>", "Former <mayor>"] {
            check(&[(
                &format!("{role} {{Per Lund}} spoke first. {{Ida Moen}} accused the mayor of fraud."),
                &["Ida Moen > mayor: fraud (accused the mayor of)"],
            )]);
        }
        check(&[
            (
                "<Health minister> {Per Lund} spoke. {Ida Moen} accused the prime minister of fraud.",
                &["Ida Moen > prime minister: fraud (accused the prime minister of)"],
            ),
            (
                "<Former mayor> {Per Lund} spoke. {Ida Moen} accused the former mayor of fraud.",
                &["Ida Moen > Per Lund: fraud (accused the former mayor of)"],
            ),
        ]);
    }

    #[test]
    fn whoever_is_called_so_is_meant() {
        for (role, called) in [
            ("Mayor", "mayor"),
            ("the town’s mayor since May,", "mayor"),
            ("Sen.", "senator"),
            ("mayor and party leader", "mayor"),
            ("Mayor", "embattled mayor"),
            ("Prime Minister", "prime minister"),
            ("Health minister", "minister"),
        ] {
            check(&[(
                &format!("<{role}> {{Per Lund}} spoke first. {{Ida Moen}} accused the {called} of fraud."),
                &[&format!("Ida Moen > Per Lund: fraud (accused the {called} of)")],
            )]);
        }
    }
}
