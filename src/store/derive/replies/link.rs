//! Whether one statement answers one accusation, and why.
//!
//! In the same article it must come from a voice that can answer, and one of these must hold: it holds the accusation in its
//! words ("rejected the charge that …"), it shares two words (names apart) with the allegation, or one and stands near, it
//! speaks of accusations as such and of nothing else ("the allegations"), it is aimed at the accuser, or it stands right
//! after the accusation and has hardly a word of its own. What stands within the allegation is a part of it and answers
//! nothing. In another article only words count: at least [`LEAST_SHARED`], and half of those of the allegation; and it must
//! not be older than the accusation; what says less is left to [`super::alone`]. That nothing else is held against somebody makes no link.

use super::sides::{Accusation, Answer, Link, Reply};
use super::words;

/// Content words that an answer in a later article must share with the allegation: two, and half of its words.
pub(super) const LEAST_SHARED: usize = 2;
/// How far behind the accusation an answer stands that points back ("denied it"), in code points: some four sentences.
const NEAR: i64 = 700;
/// How far behind it "the allegations" are still these, in code points: some ten sentences.
const FAR: i64 = 1800;
/// How far before it: the answer comes first in "Lund denied it, a day after Moen accused him".
const JUST_BEFORE: i64 = 150;
/// An answer with fewer content words than this says nothing of its own.
const FEW_WORDS: usize = 3;
/// An answer with fewer has hardly a word of its own, and so means what stands right before it.
const HARDLY_ANY: usize = 2;
/// How many days before an accusation that has no day but that on which it was printed an answer may have been given which
/// was printed after it.
pub(super) const WEEK: i64 = 7;
/// How many days later an answer in another article still answers that names little of the allegation, or is somebody else’s.
pub(super) const MONTH: i64 = 31;
/// How many days later a counter-accusation in another article still answers.
const SOON: i64 = 3;

impl Answer {
    /// The link to an accusation, if it answers it.
    pub(super) fn link(&self, accusation: &Accusation) -> Option<Link> {
        if !self.may_speak(accusation) {
            return None;
        }
        if Some(self.row) == accusation.attribution {
            return self.unsays().then(|| self.because(accusation, "takes back what it reports".to_owned()));
        }
        let negated = match &self.words.negates {
            // What takes an accusation back needs no "not".
            Some(_) if self.reply == Reply::Withdrawal => None,
            Some(_) if accusation.of_omission => return None,
            Some(_) => Some(self.words.negated_of(&accusation.stems)?),
            None => None,
        };
        let reason = if self.article == accusation.article {
            self.beside(accusation)?
        } else {
            self.elsewhere(accusation)?
        };
        let reason = negated.map_or(reason, |stem| format!("says that “{stem}” is not so"));
        Some(self.because(accusation, reason))
    }

    /// Whether the quote that carries an accusation takes it back: "dropped her claim that he took bribes".
    fn unsays(&self) -> bool {
        self.reply == Reply::Withdrawal
            && self.words.takes_back
            && self.words.names_it
            && !self.words.apologises
    }

    pub(super) fn because(&self, accusation: &Accusation, reason: String) -> Link {
        Link {
            row: self.row,
            id: self.id.clone(),
            article: self.article,
            older: self.older,
            reply: self.reply,
            voice: self.voice,
            day: self.day.clone(),
            reason,
            names: self.words.stems.intersection(&accusation.stems).cloned().collect(),
            in_part: self.words.in_part,
            start: self.place.0,
            decision: None,
        }
    }

    /// Denials do not come from the accuser, disputes from neither side, counter-accusations are aimed at the accuser.
    pub(super) fn may_speak(&self, accusation: &Accusation) -> bool {
        let is_by = |party: Option<i64>| party.is_some_and(|party| self.by.contains(&party));
        match self.reply {
            Reply::Dispute => !is_by(accusation.accuser) && !is_by(accusation.accused) && !self.by.is_empty(),
            Reply::Counter => self.is_aimed_at(accusation.accuser),
            Reply::Withdrawal => accusation.accused.is_some(),
            // Nobody denies what they say themselves; whose lawyer does may have been taken for them.
            Reply::Denial => !is_by(accusation.accuser) || accusation.accuser == accusation.accused,
            _ => true,
        }
    }

    fn beside(&self, accusation: &Accusation) -> Option<String> {
        let (place, of) = (self.place, accusation.place);
        if of.0 <= place.0 && place.1 <= of.1 {
            return None;
        }
        let behind = place.0 - of.0;
        let near = (-JUST_BEFORE..=NEAR).contains(&behind);
        let shared = self.shared(accusation);
        let holds = || {
            let holds = place.0 <= of.1 && of.1 <= place.1 && !shared.is_empty();
            holds.then(|| "holds the accusation in its words".to_owned())
        };
        let words = || (shared.len() >= LEAST_SHARED || !shared.is_empty() && near).then(|| shares(&shared));
        let aimed = self.is_aimed_at(accusation.accuser);
        let at_accuser = || aimed.then(|| "is aimed at the accuser".to_owned());
        let names_it = || {
            let only = self.words.names_it && self.words.own <= 1 && (-JUST_BEFORE..=FAR).contains(&behind);
            only.then(|| "speaks of accusations as such".to_owned())
        };
        let points = || {
            let says_little =
                near && behind >= 0 && (self.words.points_back || self.words.stems.len() < HARDLY_ANY);
            says_little.then(|| "stands right after it".to_owned())
        };
        match self.reply {
            // Whoever refuses an offer denies nothing.
            Reply::Denial if self.words.refuses => {
                let of_it = self.words.names_it && shared.len() >= LEAST_SHARED;
                holds()
                    .filter(|_| self.words.names_it)
                    .or_else(names_it)
                    .or_else(|| of_it.then(|| shares(&shared)))
            }
            Reply::Denial if self.words.negates.is_some() => words(),
            // Who pleads answers the charges of the article, and not what some person holds against somebody.
            Reply::Denial if self.words.pleads => {
                let charges = !accusation.by_person && self.words.own <= 2 || !shared.is_empty();
                charges.then(|| "is a plea".to_owned())
            }
            Reply::Denial => holds().or_else(names_it).or_else(words).or_else(at_accuser).or_else(points),
            // "acknowledged that this will be tough" admits nothing.
            Reply::Admission | Reply::Apology => words()
                .or_else(|| points().filter(|_| self.words.stems.is_empty() || self.words.first_person)),
            Reply::NoComment => {
                let of_it = self.words.own < FEW_WORDS || !shared.is_empty();
                (behind > 0 && self.words.names_it && of_it).then(|| "stands after it".to_owned())
            }
            Reply::Counter => {
                let there = near && behind > 0 || shared.len() >= LEAST_SHARED;
                let mutual = place.0 <= of.1 && of.0 <= place.1;
                (there && !mutual).then(|| "accuses the accuser".to_owned())
            }
            Reply::Dispute => {
                let half = shared.len() * 2 >= accusation.stems.len();
                (shared.len() >= LEAST_SHARED && half && self.words.is_denial)
                    .then(|| shares(&shared))
                    .or_else(|| self.gainsays(accusation))
            }
            Reply::Withdrawal => {
                let aimed = self.is_aimed_at(accusation.accused);
                let at_accused = || aimed.then(|| "is aimed at the accused".to_owned());
                if self.words.apologises && self.words.apologises_for {
                    // "for calling her a clown" may be another thing.
                    names_it().or_else(|| words().filter(|_| aimed))
                } else if self.words.apologises {
                    names_it().or_else(at_accused)
                } else {
                    names_it().or_else(words).or_else(at_accused).or_else(points)
                }
            }
        }
    }

    /// Whether it says of the accused, by name, that a part of the allegation is not so, in half of its words; verbs that say
    /// little ("taking bribes") do not count.
    fn gainsays(&self, accusation: &Accusation) -> Option<String> {
        let told = || accusation.stems.iter().filter(|stem| !words::is_light(stem));
        let shared = told().filter(|stem| self.words.stems.contains(*stem)).count();
        let stem = told().find(|stem| self.words.gainsays.contains(*stem))?;
        let names = accusation.name.as_ref().is_some_and(|name| self.words.stems.contains(name));
        let holds = names && shared * 2 >= told().count() && !accusation.of_omission;
        holds.then(|| format!("says that “{stem}” is not so"))
    }

    fn elsewhere(&self, accusation: &Accusation) -> Option<String> {
        let shared = self.shared(accusation);
        let later = self.is_later(accusation);
        if self.reply == Reply::Dispute {
            let told = later && !self.older && !accusation.older;
            return self.rejects(accusation).filter(|_| told);
        }
        let enough = shared.len() >= LEAST_SHARED && shared.len() * 2 >= accusation.stems.len();
        // What is admitted or apologised for may be another thing in the same words: more of them must agree.
        let careful = !matches!(self.reply, Reply::Admission | Reply::Apology)
            || shared.len() > LEAST_SHARED
            || shared.len() == accusation.stems.len();
        let here_only = self.reply == Reply::NoComment
            || self.words.refuses && !self.words.names_it
            || self.words.apologises
                && self.reply == Reply::Withdrawal
                && !self.words.names_it
                && !self.is_sorry_to_have_accused(accusation);
        let soon =
            self.reply != Reply::Counter || self.days_after(accusation).is_some_and(|days| days <= SOON);
        (later && enough && careful && soon && !here_only && !self.older && !accusation.older)
            .then(|| shares(&shared))
    }

    /// Whether it is an apology to the accused for having accused: "apologised to Lund for accusing him of theft".
    pub(super) fn is_sorry_to_have_accused(&self, accusation: &Accusation) -> bool {
        self.is_aimed_at(accusation.accused) && self.words.apologises_for && self.words.accuses
    }

    /// Whether a party is known, and the target.
    pub(super) fn is_aimed_at(&self, party: Option<i64>) -> bool {
        self.target.is_some() && self.target == party
    }

    /// Whether it is not older than the accusation, as far as is known: "admitted it on Friday", printed on Wednesday, may
    /// answer what Monday's article says that somebody had accused him of.
    pub(super) fn is_later(&self, accusation: &Accusation) -> bool {
        let printed_later = || accusation.printed.is_some() && self.printed > accusation.printed;
        self.days_after(accusation)
            .is_some_and(|days| days >= 0 || days >= -WEEK && self.reply != Reply::Counter && printed_later())
    }

    pub(super) fn days_after(&self, accusation: &Accusation) -> Option<i64> {
        let day = |day: &Option<String>| day.as_deref()?.parse::<chrono::NaiveDate>().ok();
        Some((day(&self.day)? - day(&accusation.day)?).num_days())
    }

    fn shared<'a>(&'a self, accusation: &'a Accusation) -> Vec<&'a str> {
        self.words.stems.intersection(&accusation.stems).map(String::as_str).collect()
    }
}

pub(super) fn shares(stems: &[&str]) -> String {
    const SHOWN: usize = 5;
    let words: Vec<&str> = stems.iter().copied().take(SHOWN).collect();
    format!("shares “{}”", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::sides::Voice;
    use super::super::words::Words;
    use super::*;
    use crate::wording::stems;

    const MOEN: i64 = 1;
    const LUND: i64 = 2;

    /// "Moen accused Lund of ALLEGATION", at the beginning of article 1.
    fn accused_of(allegation: &str) -> Accusation {
        Accusation {
            row: 1,
            article: 1,
            attribution: Some(10),
            place: (0, 60),
            stems: stems(allegation).into_iter().collect(),
            day: Some("2026-03-10".to_owned()),
            accuser: Some(MOEN),
            accused: Some(LUND),
            ..Accusation::default()
        }
    }

    fn answer(reply: Reply, words: &str, at: i64) -> Answer {
        Answer {
            row: 20,
            id: "q:20".to_owned(),
            article: 1,
            older: false,
            place: (at, at + 40),
            reply,
            voice: Voice::Accused,
            words: Words {
                stems: stems(words).into_iter().collect(),
                names_it: words.contains("allegation") || words.contains("comment"),
                own: stems(words).iter().filter(|stem| !matches!(stem.as_str(), "alleg" | "comment")).count(),
                points_back: words == "it",
                ..Words::default()
            },
            target: None,
            by: vec![LUND],
            day: Some("2026-03-10".to_owned()),
            printed: Some("2026-03-10".to_owned()),
        }
    }

    fn reason(answer: &Answer) -> Option<String> {
        answer.link(&accused_of("taking bribes from the builders of the harbour")).map(|link| link.reason)
    }

    #[test]
    fn a_denial_answers_by_its_words_or_right_after() {
        let shared = answer(Reply::Denial, "that he had ever had a bribe", 600);
        assert_eq!(reason(&shared).as_deref(), Some("shares “bribe”"));
        assert_eq!(
            reason(&answer(Reply::Denial, "that he had ever had a bribe", 3000)),
            None,
            "one word, far off"
        );
        let far = answer(Reply::Denial, "that the builders had paid a bribe", 3000);
        assert_eq!(reason(&far).as_deref(), Some("shares “bribe, builder”"));
        assert_eq!(reason(&answer(Reply::Denial, "it", 80)).as_deref(), Some("stands right after it"));
        assert_eq!(reason(&answer(Reply::Denial, "it", 3000)), None);
        assert_eq!(reason(&answer(Reply::Denial, "that the clinic would close this year", 80)), None);
        assert_eq!(reason(&answer(Reply::Denial, "the school would close", 80)), None, "something else");
        let general = answer(Reply::Denial, "the allegations", 1500);
        assert_eq!(reason(&general).as_deref(), Some("speaks of accusations as such"));
        assert_eq!(reason(&answer(Reply::Denial, "allegations of scandal and sexism", 1500)), None, "others");
        let at_moen = Answer {
            target: Some(MOEN),
            ..answer(Reply::Denial, "she is wrong about everything in town", 3000)
        };
        assert_eq!(reason(&at_moen).as_deref(), Some("is aimed at the accuser"));
    }

    #[test]
    fn a_statement_denies_what_it_negates() {
        let says = |words: &str, at: i64| Answer {
            words: Words::of("statement", "said", words),
            ..answer(Reply::Denial, words, at)
        };
        let nothing = says("He has taken no bribes from anybody", 600);
        assert_eq!(reason(&nothing).as_deref(), Some("says that “take” is not so"));
        assert_eq!(reason(&says("He did not want the harbour to be late", 80)), None);
        assert_eq!(reason(&says("I never saw the man", 80)), None, "right after it, but of something else");
        let omission = Accusation { of_omission: true, ..accused_of("taking bribes from the builders") };
        assert_eq!(nothing.link(&omission), None);
    }

    #[test]
    fn a_plea_answers_all_charges_of_its_article() {
        let plea = Answer {
            words: Words::of("denial", "pleaded", "not guilty"),
            ..answer(Reply::Denial, "not guilty", 60)
        };
        let by_moen = Accusation { place: (9000, 9050), by_person: true, ..accused_of("fraud") };
        assert_eq!(plea.link(&by_moen), None, "no charge");
        let far = Accusation { place: (9000, 9050), ..accused_of("fraud") };
        assert_eq!(plea.link(&far).map(|l| l.reason).as_deref(), Some("is a plea"));
        let other = Answer { article: 2, ..plea };
        assert_eq!(other.link(&far), None);
    }

    #[test]
    fn refusing_an_offer_denies_nothing() {
        let refuses = |words: &str| {
            let answer = answer(Reply::Denial, words, 80);
            Answer { words: Words { refuses: true, ..answer.words }, ..answer }
        };
        let refused = refuses("it");
        assert_eq!(reason(&refused), None);
        let refuted = refuses("the allegations");
        assert!(reason(&refuted).is_some());
    }

    #[test]
    fn an_admission_needs_more_than_one_word_from_afar() {
        assert_eq!(reason(&answer(Reply::Admission, "that the harbour was late", 3000)), None);
        assert!(reason(&answer(Reply::Admission, "that the builders had paid bribes", 3000)).is_some());
    }

    #[test]
    fn what_stands_within_the_allegation_answers_nothing() {
        let within =
            Accusation { place: (0, 200), ..accused_of("refusing to name the builders of the harbour") };
        assert_eq!(answer(Reply::Denial, "to name the builders of the harbour", 80).link(&within), None);
        let around = Accusation { place: (90, 110), ..within };
        let link =
            answer(Reply::Denial, "the charge that he had refused to name the builders", 80).link(&around);
        assert_eq!(link.map(|l| l.reason).as_deref(), Some("holds the accusation in its words"));
    }

    #[test]
    fn silence_answers_what_stands_before() {
        assert!(reason(&answer(Reply::NoComment, "to comment", 3000)).is_some());
        assert_eq!(
            reason(&answer(Reply::NoComment, "that he would run again", 3000)),
            None,
            "of something else"
        );
        let other = "to comment on the weather, the roads and the school";
        assert_eq!(reason(&answer(Reply::NoComment, other, 3000)), None);
        let before = Accusation { place: (4000, 4060), ..accused_of("fraud") };
        assert_eq!(answer(Reply::NoComment, "to comment", 3000).link(&before), None);
    }

    #[test]
    fn another_article_needs_two_words_and_a_later_day() {
        let elsewhere = |words: &str, day: &str| Answer {
            article: 2,
            day: Some(day.to_owned()),
            ..answer(Reply::Denial, words, 80)
        };
        assert_eq!(reason(&elsewhere("it", "2026-03-11")), None);
        let builders = "that the builders paid him a bribe";
        assert!(reason(&elsewhere(builders, "2026-03-11")).is_some());
        assert_eq!(reason(&elsewhere(builders, "2026-03-09")), None, "it was said before");
        assert_eq!(reason(&elsewhere("that the builders were late", "2026-03-11")), None);
    }

    #[test]
    fn others_dispute_in_the_same_words() {
        let by_berg = |words: &str| {
            let answer = answer(Reply::Dispute, words, 80);
            let words = Words { is_denial: true, ..answer.words };
            Answer { voice: Voice::Other, by: vec![3], words, ..answer }
        };
        assert!(reason(&by_berg("that Lund took bribes from the builders")).is_some());
        assert_eq!(reason(&by_berg("the allegations")), None, "whose?");
        let moen = Answer { by: vec![MOEN], ..by_berg("that Lund took bribes from the builders") };
        assert_eq!(reason(&moen), None, "the accuser");
    }

    #[test]
    fn others_dispute_what_they_say_is_not_so_of_the_accused() {
        let by_berg = |words: &str| Answer {
            words: Words::of("statement", "said", words).of_another(words),
            voice: Voice::Other,
            by: vec![3],
            ..answer(Reply::Dispute, "", 80)
        };
        let accusation = Accusation { name: Some("lund".to_owned()), ..accused_of("taking bribes") };
        let reason = |words: &str| by_berg(words).link(&accusation).map(|link| link.reason);
        assert_eq!(
            reason("that no bribes had been paid to Lund").as_deref(),
            Some("says that “bribe” is not so")
        );
        assert!(reason("that Lund had never taken bribes").is_some());
        assert_eq!(reason("that no bribes had been paid to Orr"), None, "of somebody else");
        assert_eq!(reason("that Lund took bribes and never paid them back"), None);
        assert_eq!(reason("that no bribes had been paid to Lund before May"), None, "a limit");
        assert_eq!(reason("that there was no proof that Lund took bribes"), None, "not that he did not");
        let long =
            Accusation { name: accusation.name, ..accused_of("bribes, fraud and theft of harbour money") };
        assert_eq!(by_berg("that no bribes had been paid to Lund").link(&long), None, "less than half");
    }

    #[test]
    fn what_is_taken_back_in_the_same_words_is_withdrawn() {
        let drops = |cue: &str, apologises: bool| Answer {
            row: 10,
            words: Words { apologises, ..Words::of("accusation", cue, "that Lund took bribes") },
            voice: Voice::Accuser,
            place: (20, 60),
            ..answer(Reply::Withdrawal, "", 80)
        };
        assert_eq!(reason(&drops("dropped her claim", false)).as_deref(), Some("takes back what it reports"));
        assert_eq!(reason(&drops("apologised for her claim", true)), None);
        let back = Answer {
            words: Words::of("statement", "said", "“I take it back”"),
            voice: Voice::Accuser,
            ..answer(Reply::Withdrawal, "", 80)
        };
        assert!(reason(&back).is_some(), "a statement that denies nothing");
        assert_eq!(reason(&drops("claimed", false)), None);
    }

    #[test]
    fn an_apology_takes_back_what_was_said_of_its_addressee() {
        let sorry = |target: Option<i64>| Answer {
            words: Words::of("apology", "apologised to", "Lund"),
            voice: Voice::Accuser,
            target,
            ..answer(Reply::Withdrawal, "Lund", 600)
        };
        assert_eq!(reason(&sorry(None)), None);
        assert_eq!(reason(&sorry(Some(LUND))).as_deref(), Some("is aimed at the accused"));
    }

    #[test]
    fn mutual_accusations_are_no_counter_accusations() {
        let counter =
            |at: i64| Answer { target: Some(MOEN), ..answer(Reply::Counter, "lying to the town", at) };
        assert!(reason(&counter(200)).is_some());
        assert_eq!(reason(&counter(20)), None);
    }
}
