//! Words → [`Name`]s: the places where somebody or something is named.
//!
//! A run of capitalised words is cut into what goes before a name (a role, a title, an adjective of nationality) and
//! the name itself, which is guessed to be a person's, an organisation's, a place's or a thing's.

use super::Gender;
use super::before;
use super::couples;
use super::guess::{Guess, guess};
use super::lexicon::{BARRIER, Bits, DETERMINER, LEXICON, key};
use super::openings::Openings;
use super::words::{Case, Words};
use super::{joint, letters, possessives, runs};
use std::collections::HashSet;
use std::ops::Range;

/// One place where a name stands.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// Its tokens, without roles and courtesy titles.
    pub(super) tokens: Range<usize>,
    /// The tokens before it that belong to it: "Turkish Foreign Minister", "Mr."; empty where there are none.
    pub(super) before: Range<usize>,
    /// Its words in lower case, see [`key`].
    pub(super) key: String,
    /// What it seems to be.
    pub(super) guess: Guess,
    /// The gender that the title before it shows.
    pub(super) gender: Option<Gender>,
    /// The role that an abbreviated title before it means ("senator").
    pub(super) rank: Option<&'static str>,
    /// Could be no name at all, but the first word of a sentence.
    pub(super) doubtful: bool,
    /// "the" stands before it.
    pub(super) after_the: bool,
    /// Stands before a noun as an adjective does: "the Okafor campaign", "Hamas-led".
    pub(super) modifies: bool,
    /// Followed by 's.
    pub(super) possessive: bool,
    /// So many of its last tokens are letters behind it that are no part of it: "KC".
    pub(super) letters: usize,
    /// The surname that it shares: "Garvey" for "Tom" of "Tom and Linda Garvey".
    pub(super) lent: Option<String>,
}

impl Name {
    /// Its tokens without the letters behind it.
    pub(super) fn own(&self) -> Range<usize> {
        self.tokens.start..self.tokens.end - self.letters
    }
}

/// Longest name, in bytes; a longer word is none.
const LONGEST: usize = 240;

/// Finds the names of an article, in text order. Linear.
pub(super) fn find(words: &Words<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    // Capitalised words that are names only where the running text knows them.
    let mut doubted = Vec::new();
    let openings = Openings::read(words);
    let mut at = 0;
    while at < words.list.len() {
        let word = &words.list[at];
        let shouts = words.shouts.get(word.paragraph as usize).copied().unwrap_or(false);
        if !word.is_capital() || shouts {
            doubted.extend(word.is_capital().then_some(at));
            at += 1;
            continue;
        }
        if let Some(couple) = couples::read(words, at) {
            at = couple.tokens.end;
            names.push(couple);
            continue;
        }
        let run = runs::run(words, at);
        at = run.end.max(at + 1);
        let listed = || is_listed(&key(words.span(run.clone()).of(words.text)));
        match runs::is_of_headline(words, run.clone()) && !listed() {
            true => doubted.extend(run.filter(|&i| words.list[i].is_capital())),
            false => match read_run(words, run.clone(), &openings) {
                Some(name) => names.push(name),
                None => doubted.extend(may_be_surname(words, &run).then_some(run.start)),
            },
        }
    }
    let known = find_known(words, &doubted, &names);
    if !known.is_empty() {
        names.extend(known);
        names.sort_by_key(|n| n.tokens.start);
    }
    couples::lend(words, &mut names);
    names
}

/// Cuts a run into a name and what goes before it. A run holds one name, or none.
fn read_run<'a>(words: &Words<'a>, run: Range<usize>, openings: &Openings<'a>) -> Option<Name> {
    if words.span(run.clone()).len() > LONGEST {
        return None;
    }
    let whole = key(words.span(run.clone()).of(words.text));
    // "Who told you?" is not the WHO.
    let word = run.len() == 1
        && words.list[run.start].case != Case::AllCapitals
        && words.bits(run.start).any(Bits::COMMON.or(Bits::PRONOUN));
    let listed = !word && is_listed(&whole);
    let run = if listed { run } else { before::trim(words, run, openings) };
    let mut run = before::take_particles_before(words, run);
    let end = run.end;
    let letters = if listed { 0 } else { letters::at_end(words, run.clone()) };
    run.end -= letters;
    if run.is_empty() || cries(words, run.clone()) || is_party_and_state(words, run.clone()) {
        return None;
    }
    let parts: Vec<usize> = run.clone().filter(|&i| words.list[i].is_word()).collect();
    let (&head, &last) = (parts.first()?, parts.last()?);
    let whole = possessives::whole(words, run.clone()) || joint::whole(words, run.clone());
    let start = if listed || whole { head } else { before::name_start(words, &parts)? };
    let tokens = start..end;
    if letters::are_all(words, start..run.end) {
        return None;
    }
    let key = key(words.span(start..run.end).of(words.text));
    if key.is_empty() {
        return None;
    }
    let title = before::before_name(words, &parts, start);
    let alone = parts.len() == 1;
    let after_the = words.text(head.wrapping_sub(1)).eq_ignore_ascii_case("the");
    let guess = match () {
        () if whole => Guess::Organization,
        () if letters > 0 => Guess::Person,
        // "KOCHI:"
        () if words.dateline.start == start && words.dateline.contains(&start) => Guess::Place,
        () => guess(words, &parts, start, &key, after_the),
    };
    let next = words.get(end);
    // "Health minister Olga Frey"
    let portfolio = words.bits(head).any(Bits::PORTFOLIO)
        && next.is_some_and(|w| w.case == Case::Lower && w.bits.any(Bits::ROLE));
    let doubtful = alone
        && words.list[head].first
        && (words.is_common(head)
            || portfolio
            || guess == Guess::Unknown && words.bits(head).any(Bits::NOUN))
        && !listed
        && guess != Guess::Person;
    let possessive = words.is_possessive(end);
    let compound = words.text(end) == "-"
        && next.is_some_and(|w| w.glued)
        && words.get(end + 1).is_some_and(|w| w.glued && w.case == Case::Lower);
    // "anti-Okafor"
    let prefixed = tokens.start >= 2
        && matches!(words.text(tokens.start - 1), "-" | "‑")
        && words.list[tokens.start].glued
        && words.list[tokens.start - 1].glued
        && words.list[tokens.start - 2].case == Case::Lower;
    let before_noun = next.is_some_and(|w| {
        w.case == Case::Lower
            && w.sentence == words.list[last].sentence
            && w.bits.any(Bits::NOUN.or(Bits::ROLE).or(Bits::ORGANIZATION))
            && !w.bits.any(BARRIER)
            && !(w.span.of(words.text).ends_with('s')
                && LEXICON.noun(w.span.of(words.text)).is_some_and(|n| n.0 == super::SpeakerType::Document))
    });
    Some(Name {
        before: run.start..start,
        tokens,
        key,
        guess,
        gender: title.gender,
        rank: title.rank,
        doubtful,
        after_the,
        modifies: compound || prefixed || before_noun && !possessive,
        possessive,
        letters,
        lent: None,
    })
}

/// True for a place or an organisation of the lists.
pub(super) fn is_listed(key: &str) -> bool {
    LEXICON.place(key).is_some() || LEXICON.organization(key).is_some()
}

/// "D-Ill.", "R-Fla.": what stands in brackets behind a lawmaker's name.
fn is_party_and_state(words: &Words<'_>, run: Range<usize>) -> bool {
    words.list[run.start].case == Case::Initial
        && matches!(words.text(run.start + 1), "-" | "‑")
        && run.len() > 2
}

/// True for several words in capitals of which one is common: "NEW RULES FOR FERRIES", no name.
fn cries(words: &Words<'_>, run: Range<usize>) -> bool {
    run.len() > 2
        && run.clone().all(|i| matches!(words.list[i].case, Case::AllCapitals | Case::Mark))
        && run.clone().any(|i| words.is_common(i))
}

/// "Finn said", of a Leo Finn; not "the Finn", "Finn officials".
fn may_be_surname(words: &Words<'_>, run: &Range<usize>) -> bool {
    let before = run.start.checked_sub(1).map_or(Bits::default(), |b| words.bits(b));
    let next = words.get(run.end);
    run.len() == 1
        && words.bits(run.start).any(Bits::DEMONYM)
        && !before.any(DETERMINER)
        && !next
            .is_some_and(|w| w.is_capital() || w.bits.any(Bits::NOUN.or(Bits::ROLE).or(Bits::ORGANIZATION)))
}

/// The names that begin at one of these capitalised words, of headlines, of lines in capitals, and demonyms: only those that
/// the running text has too.
fn find_known(words: &Words<'_>, doubted: &[usize], names: &[Name]) -> Vec<Name> {
    if doubted.is_empty() {
        return Vec::new();
    }
    let mut known: HashSet<&str> = HashSet::new();
    for name in names.iter().filter(|n| !n.doubtful) {
        known.insert(&name.key);
        if let Some(last) = name.key.rsplit(' ').next()
            && matches!(name.guess, Guess::Person | Guess::LikelyPerson)
        {
            known.insert(last);
        }
    }
    let mut found = Vec::new();
    let mut behind = 0;
    for &at in doubted {
        if at < behind {
            continue;
        }
        let word = &words.list[at];
        let longest = (1..=5).rev().find_map(|n| {
            let tokens = at..at + n;
            let last = words.get(tokens.end - 1)?;
            if last.sentence != word.sentence || !last.is_capital() {
                return None;
            }
            let key = key(words.span(tokens.clone()).of(words.text));
            (known.contains(key.as_str())
                || LEXICON.place(&key).is_some()
                || LEXICON.organization(&key).is_some())
            .then_some((tokens, key))
        });
        let Some((tokens, key)) = longest else { continue };
        behind = tokens.end;
        let guess = if LEXICON.place(&key).is_some() {
            Guess::Place
        } else if LEXICON.organization(&key).is_some() {
            Guess::Organization
        } else {
            Guess::Unknown
        };
        let possessive = words.is_possessive(tokens.end);
        found.push(Name {
            before: tokens.start..tokens.start,
            tokens,
            key,
            guess,
            gender: None,
            rank: None,
            doubtful: false,
            after_the: false,
            modifies: false,
            possessive,
            letters: 0,
            lent: None,
        });
    }
    found
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::article::Article;

    /// "name=guess" for each name, with what goes before it in brackets.
    pub(in crate::speakers) fn names(text: &str) -> Vec<String> {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = crate::text::read(&article);
        let words = Words::read(&document);
        let of = |tokens: Range<usize>| words.span(tokens).of(text).to_owned();
        find(&words)
            .iter()
            .filter(|n| !n.doubtful)
            .map(|n| {
                let before = of(n.before.clone());
                let before = if before.is_empty() { before } else { format!("[{before}] ") };
                format!("{before}{}={:?}", of(n.tokens.clone()), n.guess)
            })
            .collect()
    }

    #[test]
    fn particles_and_marks_stay_inside_a_name() {
        assert_eq!(
            names("She met Ursula van der Meer and Bashir al-Nouri."),
            ["Ursula van der Meer=Person", "Bashir al-Nouri=LikelyPerson"]
        );
        assert_eq!(
            names("She met Rory O’Dell Jr. and Jean-Luc D’Arcy."),
            ["Rory O’Dell Jr.=Person", "Jean-Luc D’Arcy=Person"]
        );
        assert_eq!(
            names("She met al-Nouri and J. K. Banda."),
            ["al-Nouri=LikelyPerson", "J. K. Banda=LikelyPerson"]
        );
        assert_eq!(
            names("It was C. L. “Butch” Okafor and Ines \"Nena\" Duarte."),
            ["C. L. “Butch” Okafor=LikelyPerson", "Ines \"Nena\" Duarte=Person"]
        );
        assert_eq!(names("They saw Maria de la Cruz’s brother."), ["Maria de la Cruz=Person"]);
        assert_eq!(
            names("They saw Gérard d’Aumont and d'Orle."),
            ["Gérard d’Aumont=LikelyPerson", "d'Orle=LikelyPerson"]
        );
        assert_eq!(names("They saw Lena dell’Orto."), ["Lena dell’Orto=Person"]);
    }

    #[test]
    fn an_initial_is_no_article_and_no_pronoun() {
        assert_eq!(
            names("A.J. Brunt spoke. Then A. J. Brunt left."),
            ["A.J. Brunt=LikelyPerson", "A. J. Brunt=LikelyPerson"]
        );
        assert_eq!(names("A. Philip Ranholm spoke."), ["A. Philip Ranholm=LikelyPerson"]);
        assert_eq!(names("On Monday I. M. Pell spoke."), ["I. M. Pell=LikelyPerson"]);
    }

    #[test]
    fn given_names_of_two_syllables_with_a_hyphen() {
        for name in ["Kim Min-ho", "Kim Min-Ho", "Moon Jae-in", "Tsai Ing-ho", "Bae Seo-jun"] {
            assert_eq!(names(&format!("{name} said no.")), [format!("{name}=Person")]);
            assert_eq!(names(&format!("They met {name}, a poet.")), [format!("{name}=Person")]);
            assert_eq!(names(&format!("Then North Korean leader {name} spoke.")), [format!("{name}=Person")]);
        }
        assert_eq!(
            names("They left the Hong Kong-based Voss Bank."),
            ["Hong Kong=Place", "Voss Bank=Organization"]
        );
    }

    #[test]
    fn a_to_inside_the_name_of_a_thing() {
        assert_eq!(names("It won the House to Home Prize."), ["House to Home Prize=Thing"]);
        assert_eq!(names("They sent the House to Oslo."), ["House=Organization", "Oslo=Place"]);
    }

    #[test]
    fn the_first_word_of_a_sentence_is_no_name_if_it_is_common() {
        assert_eq!(
            names("But Okonkwo refused. Food is scarce. However, Voss left."),
            ["Okonkwo=Unknown", "Voss=Unknown"]
        );
        assert_eq!(names("The wug came. Wugs sleep. Then wugs ate."), Vec::<String>::new());
    }

    #[test]
    fn what_a_minister_is_for_is_no_name() {
        assert_eq!(names("Health minister Olga Frey spoke."), ["Olga Frey=Person"]);
        assert_eq!(names("Okafor spokesman Jens Brandt spoke."), ["Okafor=Unknown", "Jens Brandt=Person"]);
    }

    #[test]
    fn an_article_in_capitals_has_names() {
        assert_eq!(
            names("SEN. JOHN BRANDT SAID HE WAS TIRED. BRANDT MET MARK OLSEN IN NEW ZEALAND."),
            ["[SEN.] JOHN BRANDT=Person", "BRANDT=Unknown", "MARK OLSEN=Person", "NEW ZEALAND=Place"]
        );
        assert_eq!(names("\"NO,\" SAID MAYOR ANNA BRUNNE. THE REPORTERS LEFT."), ["ANNA BRUNNE=Person"]);
    }

    #[test]
    fn headlines_hold_only_names_that_the_text_has() {
        let text = "Voss Quits Over Missing Ferry Funds\nMinister Ola Voss quit on Tuesday.\nVOSS LEAVES OSLO FOR GOOD.";
        assert_eq!(names(text), ["Voss=Unknown", "[Minister] Ola Voss=Person", "VOSS=Unknown", "OSLO=Place"]);
    }

    #[test]
    fn a_surname_may_be_a_people() {
        assert_eq!(
            names("Leo Finn left. Finn said no. Finn officials and the Finn stayed, and Welsh fans."),
            ["Leo Finn=Person", "Finn=Unknown"]
        );
    }

    #[test]
    fn a_headline_within_a_line_holds_only_names_that_the_text_has() {
        assert_eq!(
            names(
                "Ola Voss quit. More: 3 Things To Know About Ola Voss. Ada Brandt Says Voss Must Go, and more."
            ),
            ["Ola Voss=Person", "Ola Voss=Unknown", "Voss=Unknown"]
        );
        assert_eq!(
            names("George Will left. Then Cora The Cat left. So did the Ministry Of Works."),
            ["George Will=Person", "Cora The Cat=Person", "Ministry Of Works=Organization"]
        );
    }
}
