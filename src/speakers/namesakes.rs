//! "Lang" where Theo Lang and Petra Lang are named: what the statement says of its speaker ("Lang said his wife"), their
//! age, "Jr.", and who was brought in as the other's wife or son.

use super::actors::Actor;
use super::clusters::Reading;
use super::lexicon::{Bits, LEXICON, PronounClass};
use super::names::Name;
use super::scorer::{Choice, Weighed};
use super::signs::{Sign, Signs};
use super::stage::Stage;
use super::words::{Case, Words};
use super::{Gender, SpeakerType, actors};
use crate::attribution::{Attribution, Kind};
use crate::lists::lines;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static KIN: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/kin.txt")).collect());

/// Where nothing but the place in the text tells namesakes apart, no name is surer than this.
const OPEN: f32 = 0.49;

/// So many times as often as the others one has to be named for the surname to be theirs.
const FAR_OFTENER: u32 = 3;

/// ", 44," behind a name.
fn age(words: &Words<'_>, name: &Name) -> Option<u32> {
    let at = name.tokens.end;
    let number = words.get(at + 1).filter(|w| w.case == Case::Other && words.text(at) == ",")?;
    let closed = matches!(words.text(at + 2), "," | ".") || words.text(at + 2).is_empty();
    number.span.of(words.text).parse().ok().filter(|age| closed && (5..=110).contains(age))
}

/// The ages that the article gives those whom it names beyond doubt. Linear.
pub(super) fn ages(words: &Words<'_>, names: &[Name], readings: &[Reading]) -> HashMap<usize, u32> {
    let one = |reading: &Reading| if let Reading::One(actor) = *reading { Some(actor) } else { None };
    names
        .iter()
        .zip(readings)
        .filter_map(|(name, reading)| Some((one(reading)?, age(words, name)?)))
        .collect()
}

/// How many persons of an article have each surname. Linear.
pub(super) fn surnames(all: &[Actor]) -> HashMap<String, u32> {
    let mut count = HashMap::new();
    for actor in all.iter().filter(|a| a.kind == SpeakerType::Person && !a.described) {
        if let Some(last) = actors::bare(actor).last() {
            *count.entry(last.clone()).or_default() += 1;
        }
    }
    count
}

/// True for somebody of whom the article says no more than whose wife or son it is.
fn only_kin(actor: &Actor) -> bool {
    let mut own = actor.roles.iter().filter(|r| !r.tokens.is_empty()).flat_map(|r| &r.heads).peekable();
    own.peek().is_some() && own.all(|head| KIN.contains(head.as_str()))
}

/// The gender that a statement shows of who makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) gender: Gender,
    /// How much that is worth: "his wife" more than "he would", and "his record" hardly anything.
    pub(super) worth: f32,
}

impl Stage<'_, '_> {
    /// The gender that an indirect statement shows of who makes it: "he would pay", "that his wife was unwell".
    pub(super) fn shown_in(&self, attribution: &Attribution) -> Option<Shown> {
        if attribution.kind == Kind::Direct {
            return None;
        }
        let mut tokens = self.words.within(*attribution.content.first()?);
        let mut start = tokens.next()?;
        if self.words.text(start).eq_ignore_ascii_case("that") {
            start = tokens.next()?;
        }
        let word = self.words.get(start).filter(|w| !w.quoted && w.bits.any(Bits::PRONOUN))?;
        let lower = word.span.of(self.words.text).to_lowercase();
        let pronoun = LEXICON.pronoun(&lower).filter(|p| p.class == PronounClass::Third)?;
        let subject = LEXICON.pronoun_form(&lower) == Some("subject");
        let kin = || KIN.contains(self.words.text(start + 1).to_lowercase().as_str());
        let owns = word.bits.any(Bits::POSSESSIVE);
        let worth = match () {
            () if subject => 0.5,
            () if owns && kin() => 1.0,
            () if owns => 0.2,
            () => return None,
        };
        Some(Shown { gender: pronoun.gender?, worth })
    }

    /// The signs by which namesakes are told apart at a name; false where its age or "Jr." is another one's.
    pub(super) fn tell_apart(&self, name: &Name, actor: usize, signs: &mut Signs) -> bool {
        let data = &self.actors[actor];
        let shown = self.shown.filter(|s| self.at_source && s.worth >= 0.5).map(|s| s.gender);
        signs.flag(Sign::ShownInContent, shown.is_some() && data.gender == shown);
        signs.flag(Sign::OtherInContent, shown.is_some() && data.gender.is_some() && data.gender != shown);
        signs.flag(Sign::OnlyKin, only_kin(data) && !signs.has(Sign::ShownInContent));
        let said = age(self.words, name);
        let known = self.ages.get(&actor).copied();
        signs.flag(Sign::SameAge, said.is_some() && said == known);
        !(said.is_some() && known.is_some() && said != known)
    }

    /// "Minister Eva Lund visited. Lund said …": of namesakes the one whom the article gives an office or a trade and brought
    /// in last, where it has not spoken of the others since.
    pub(super) fn brought_in_last(&self, token: usize, namesakes: &[usize]) -> Option<usize> {
        let paragraph = self.words.get(token)?.paragraph;
        let last = namesakes.iter().copied().max_by_key(|&a| self.scene.full_name(a))?;
        let data = &self.actors[last];
        let others: Vec<usize> = namesakes.iter().copied().filter(|a| *a != last).collect();
        let shown = self.shown.filter(|_| self.at_source).map(|s| s.gender);
        let fits = actors::gender_fits(data, shown) && !data.roles.is_empty() && !only_kin(data);
        (fits && self.scene.took_over(paragraph, last, &others)).then_some(last)
    }

    /// Makes a choice doubtful that nothing but the place in the text decides.
    pub(super) fn doubt_namesakes(&self, choice: &mut Choice) {
        let Some(best) = choice.weighed.first() else { return };
        let own = [
            Sign::ShownInContent,
            Sign::SameAge,
            Sign::NamedAlone,
            Sign::GenderFits,
            Sign::SpokeInSentenceBefore,
        ];
        // "Obama-Clinton" is no namesake of hers.
        let known = |w: &&Weighed| {
            let data = &self.actors[w.actor];
            data.sure || data.gender.is_some() || !data.roles.is_empty()
        };
        let others: Vec<&Weighed> = choice.weighed[1..].iter().filter(known).collect();
        let against = [Sign::OnlyKin, Sign::OtherInContent, Sign::NamedInContent];
        let clearly = |actor: usize| self.clearly.get(actor).copied().unwrap_or(0);
        let tells = own.iter().any(|s| best.signs.has(*s))
            || !best.signs.has(Sign::OnlyKin)
                && others.iter().all(|w| against.iter().any(|s| w.signs.has(*s)))
            || others.iter().all(|w| clearly(best.actor) >= FAR_OFTENER * clearly(w.actor).max(1));
        if !tells {
            let actor = best.actor;
            choice.doubt(OPEN, |w| w.actor == actor);
        }
    }

    /// Why a short name means somebody, where others are called so and where nobody is.
    pub(super) fn short_for(&self, name: &Name, shown: &str, actor: usize) -> String {
        let known = &self.actors[actor].name;
        let last = name.key.split(' ').rfind(|w| !LEXICON.bits(w).any(Bits::SUFFIX)).unwrap_or("");
        match self.surnames.get(last) {
            Some(2..) => {
                let whole = self.words.span(name.before.start.min(name.tokens.start)..name.tokens.end);
                let whole = whole.of(self.words.text);
                format!(
                    "“{shown}” is short for “{known}”: of those who are called so, the only one whom “{whole}” fits"
                )
            }
            _ => format!("“{shown}” is short for “{known}”, and nobody else in the article is called so"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{only, who};

    #[test]
    fn a_statement_shows_which_of_two_spouses_makes_it() {
        let text = "Mayor Theo Lang met reporters. ⟦His wife, Petra Lang,⟧ said {it was late}.\n\
                    ⟦Lang⟧ said {his wife was unwell}.\n⟦Lang⟧ said {she was not}.\n⟦Lang⟧ said {he wept}.\n⟦Lang⟧ said {her husband lied}.";
        assert_eq!(who(text), ["Petra Lang", "Theo Lang", "Petra Lang", "Theo Lang", "Petra Lang"]);
        let text = "Councillor Joan Rudd accused her son, Mark Rudd, of theft.\n⟦Rudd⟧ said {she had found the statements}.\n\
                    ⟦Rudd⟧ said {that he had been in Spain}.";
        assert_eq!(who(text), ["Joan Rudd", "Mark Rudd"]);
    }

    #[test]
    fn who_was_brought_in_last_has_the_surname() {
        let text = "⟦Mark Lund, a teacher,⟧ said {the school was full}. {“We need rooms,”} ⟦Lund⟧ said.\n\
                    Education Minister Eva Lund visited on Monday. ⟦Lund⟧ told parents {the rooms would come}.\n\
                    ⟦Lund⟧ said {it was late}.";
        assert_eq!(who(text), ["Mark Lund", "Mark Lund", "Eva Lund", "Eva Lund"]);
        // Of whom the article says nothing is not brought in, nor who is named together with the other.
        let text = "⟦Mark Lund, a teacher,⟧ said {the school was full}. ⟦Lund⟧ said {no}.\n\
                    Minister Eva Lund met Mark Lund on Monday. ⟦Lund⟧ said {he was glad}.";
        assert_eq!(who(text)[2], "Mark Lund");
    }

    #[test]
    fn whose_wife_she_is_is_not_meant_by_the_name_alone() {
        let text = "President Paul Orsini and his wife, Greta Orsini, voted. Mrs. Orsini smiled.\n⟦Orsini⟧ said {it was late}.";
        assert_eq!(who(text), ["Paul Orsini"]);
    }

    #[test]
    fn an_age_and_a_suffix_tell_namesakes_apart() {
        let text = "Paul Tanner, 44, and Gail Tanner, 41, were fined.\n⟦Tanner, 44,⟧ said {no}.\n⟦Tanner, 41,⟧ said {yes}.";
        assert_eq!(who(text), ["Paul Tanner", "Gail Tanner"]);
        let text = "Carl Hadley Sr. accused his son, Carl Hadley Jr., of theft.\n⟦Hadley Jr.⟧ said {no}.\n⟦Hadley Sr.⟧ said {yes}.";
        assert_eq!(who(text), ["Carl Hadley Jr.", "Carl Hadley Sr."]);
    }

    #[test]
    fn what_nothing_tells_apart_stays_open() {
        let speaker = only("Paul Tanner and Gail Tanner were fined.\n⟦Tanner⟧ said {it was late}.");
        assert_eq!((speaker.entity, speaker.candidates.len()), (None, 2));
    }

    #[test]
    fn the_reason_knows_the_namesake() {
        let speaker = only("Paul Tanner and Gail Tanner were fined.\n⟦Mr. Tanner⟧ said {it was late}.");
        assert!(speaker.reason.contains("of those who are called so"), "{}", speaker.reason);
        let speaker = only("Paul Tanner was fined.\n⟦Mr. Tanner⟧ said {it was late}.");
        assert!(speaker.reason.contains("nobody else"), "{}", speaker.reason);
    }

    #[test]
    fn a_statement_shows_which_of_two_senators_makes_it() {
        let text = "Senator Bob Hart and Senator Ann Lowe spoke. ⟦Lowe⟧ said {it was late}. ⟦The senator⟧ said {his wife was waiting}.";
        assert_eq!(who(text)[1], "Bob Hart");
        // It may be another's knee.
        let text = "Senator Bob Hart and Senator Ann Lowe spoke. ⟦Lowe⟧ said {it was late}. ⟦The senator⟧ said {his knee hurt}.";
        assert_ne!(who(text)[1], "Ann Lowe");
    }
}
