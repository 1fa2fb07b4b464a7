//! Words → [`Name`]s: the places where somebody or something is named.
//!
//! A run of capitalised words is cut into what goes before a name (a role, a title, an adjective of nationality) and
//! the name itself, which is guessed to be a person's, an organisation's, a place's or a thing's.

use super::Gender;
use super::lexicon::{BARRIER, Bits, DETERMINER, FIRST_NAME, LEXICON, Role, TITLE, key};
use super::openings::Openings;
use super::runs;
use super::words::{Case, Words};
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
}

/// What a name seems to be, from its words alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guess {
    /// A title or a first name says so.
    Person,
    /// Two or more capitalised words that nothing speaks against.
    LikelyPerson,
    /// A list or a word such as "Ministry" says so.
    Organization,
    /// Capitals only, or "the" before it.
    LikelyOrganization,
    /// Of the lists of places.
    Place,
    /// A tower, a treaty, a day.
    Thing,
    /// One capitalised word.
    Unknown,
}

/// Longest name, in bytes; a longer word is none.
const LONGEST: usize = 240;

/// Finds the names of an article, in text order. Linear.
pub(super) fn find(words: &Words<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    let openings = Openings::read(words);
    let mut at = 0;
    while at < words.list.len() {
        let word = &words.list[at];
        let shouts = words.shouts.get(word.paragraph as usize).copied().unwrap_or(false);
        if !word.is_capital() || shouts {
            at += 1;
            continue;
        }
        let run = runs::run(words, at);
        let end = run.end.max(at + 1);
        names.extend(read_run(words, run, &openings));
        at = end;
    }
    let in_headlines = find_known(words, &names);
    if !in_headlines.is_empty() {
        names.extend(in_headlines);
        names.sort_by_key(|n| n.tokens.start);
    }
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
    let run = if listed { run } else { trim(words, run, openings) };
    let run = take_particles_before(words, run);
    if run.is_empty() || cries(words, run.clone()) || is_party_and_state(words, run.clone()) {
        return None;
    }
    let parts: Vec<usize> = run.clone().filter(|&i| words.list[i].is_word()).collect();
    let (&head, &last) = (parts.first()?, parts.last()?);
    let start = if listed { head } else { name_start(words, &parts)? };
    let tokens = start..run.end;
    let key = key(words.span(tokens.clone()).of(words.text));
    if key.is_empty() {
        return None;
    }
    let title = before_name(words, &parts, start);
    let alone = parts.len() == 1;
    let after_the = words.text(head.wrapping_sub(1)).eq_ignore_ascii_case("the");
    let guess = guess(words, &parts, start, &key, after_the);
    let next = words.get(run.end);
    // "Health minister Olga Frey"
    let portfolio = words.bits(head).any(Bits::PORTFOLIO)
        && next.is_some_and(|w| w.case == Case::Lower && w.bits.any(Bits::ROLE));
    let doubtful = alone
        && words.list[head].first
        && (words.is_common(head) || portfolio)
        && !listed
        && guess != Guess::Person;
    let possessive = words.is_possessive(run.end);
    let compound = words.text(run.end) == "-"
        && next.is_some_and(|w| w.glued)
        && words.get(run.end + 1).is_some_and(|w| w.glued && w.case == Case::Lower);
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
    })
}

fn is_listed(key: &str) -> bool {
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

/// The run without the sentence's first word where that is a common one, and without days, parties, nationalities at
/// its edges that do not belong to a name.
fn trim<'a>(words: &Words<'a>, run: Range<usize>, openings: &Openings<'a>) -> Range<usize> {
    let Range { mut start, mut end } = run;
    let organization = words.bits(end - 1).any(Bits::ORGANIZATION);
    while end > start {
        let word = &words.list[start];
        let more = end - start > 1;
        match openings.belongs(words, start).filter(|_| more && word.first) {
            Some(true) => break,
            Some(false) => {
                start += 1;
                continue;
            }
            _ => {}
        }
        // "North Korean leader Kim Jong-un": an adjective of two words.
        if more
            && (end - start == 2 || words.bits(start + 2).any(FIRST_NAME))
            && is_adjective(&key(words.span(start..start + 2).of(words.text)))
        {
            start += 2;
            continue;
        }
        // "A.", "I.": an initial is no article and no pronoun.
        let initial = word.case == Case::Initial
            && words.text(start + 1) == "."
            && words.list.get(start + 1).is_some_and(|w| w.glued)
            && more;
        // "The WHO"
        let letters = word.case == Case::AllCapitals && is_listed(&words.text(start).to_lowercase());
        let small = word.bits.any(DETERMINER.or(BARRIER).or(Bits::PRONOUN))
            && !word.bits.any(FIRST_NAME)
            && !initial
            && !letters;
        let opening = word.first
            && more
            && !initial
            && words.is_common(start)
            // "Former President Lena Vogt"
            && !(word.bits.any(Bits::PAST.or(Bits::NOW)) && role_follows(words, start..end))
            // "Moon Jae-in"
            && !(runs::is_syllable(words.text(start)) && runs::syllables(words, start + 1))
            && !word.bits.any(TITLE.or(Bits::ROLE).or(Bits::ORGANIZATION).or(Bits::DEMONYM).or(FIRST_NAME));
        // "Jan Brewer", "April Moss"
        let own = word.bits.any(FIRST_NAME)
            && more
            && words.list[start + 1].is_capital()
            && !words.bits(start + 1).any(Bits::NOT_NAME);
        let adjective = !own
            && !initial
            && word.bits.any(Bits::NOT_NAME.or(Bits::DEMONYM))
            && (!organization || !more)
            && (!more
                || words.bits(start + 1).any(FIRST_NAME)
                || word.bits.any(Bits::NOT_NAME)
                    && (!role_follows(words, start..end) || words.bits(start + 1).any(Bits::NOT_NAME)));
        if !(small || opening || adjective || word.case == Case::Mark) {
            break;
        }
        start += 1;
    }
    while end > start && !organization {
        let last = end - 1;
        // The second half of "Seo-jun", though "Jun." is a month.
        let syllable = last - start > 2 && runs::syllables(words, last - 2);
        let day = words.bits(last).any(Bits::NOT_NAME) && !syllable || words.text(last) == "-";
        let small = words.list[last].case == Case::Lower && !syllable;
        if !(day || small) {
            break;
        }
        end -= 1;
    }
    start..end.max(start)
}

/// True for "north korean", which is no place.
fn is_adjective(key: &str) -> bool {
    LEXICON.country(key).is_some() && LEXICON.place(key).is_none()
}

fn role_follows(words: &Words<'_>, run: Range<usize>) -> bool {
    run.skip(1).any(|i| words.bits(i).any(Bits::ROLE.or(Bits::RANK)))
}

/// Particles that may begin a name: "bin Salman", "al-Assad".
fn take_particles_before(words: &Words<'_>, run: Range<usize>) -> Range<usize> {
    let mut start = run.start;
    if run.is_empty() {
        return run;
    }
    if start > 1 && runs::elided(words, start - 2) {
        start -= 2;
    }
    for _ in 0..3 {
        let Some(mut at) = start.checked_sub(1) else { break };
        if matches!(words.text(at), "-" | "‑") && words.list[start].glued && words.list[at].glued {
            let Some(before) = at.checked_sub(1) else { break };
            at = before;
        }
        let word = &words.list[at];
        let takes = word.bits.any(Bits::PARTICLE)
            && word.case == Case::Lower
            && word.sentence == words.list[run.start].sentence
            && !matches!(words.text(at), "la" | "le" | "da" | "das" | "dos" | "ben" | "bat");
        if !takes {
            break;
        }
        start = at;
    }
    start..run.end
}

/// Where the name itself begins among the words of a run; `None` where the run is a title without a name.
fn name_start(words: &Words<'_>, parts: &[usize]) -> Option<usize> {
    let (&head, &last) = (parts.first()?, parts.last()?);
    // "Harbour City Mayor Don Guardian": a role and a first name make a person of what could be an organisation.
    let named_by_role = parts.len() > 2
        && parts[parts.len() - 3..parts.len() - 1]
            .windows(2)
            .any(|p| words.bits(p[0]).any(Bits::ROLE) && words.bits(p[1]).any(FIRST_NAME));
    let titled = words.bits(head).any(Bits::COURTESY.or(Bits::RANK)) || named_by_role;
    if words.bits(last).any(Bits::ORGANIZATION) && !titled && !words.bits(last).any(FIRST_NAME) {
        return Some(head);
    }
    // "Secretary of State Ada Obi": the words after "of" up to a first name, one at least.
    if let Some(of) = parts.iter().position(|&i| words.text(i) == "of")
        && of > 0
        && words.bits(parts[of - 1]).any(Bits::ROLE)
    {
        let name = (of + 2..parts.len()).find(|&p| words.bits(parts[p]).any(FIRST_NAME)).unwrap_or(of + 2);
        return parts.get(name).copied();
    }
    let is_title = |p: usize| {
        let bits = words.bits(parts[p]);
        let more = parts[p + 1..].iter().any(|&i| !words.bits(i).any(Bits::SUFFIX));
        // "Florida Sen. Lena Vogt", "French President Lena Vogt": a state, though the lists know a first name of that
        // spelling; and what else stands before an office with a full name behind ("Austin Mayor Lena Vogt").
        let behind = parts[p + 1..].iter().filter(|&&i| !words.bits(i).any(Bits::SUFFIX)).count();
        let office = bits.any(Bits::ROLE) && (behind > 1 || is_office(words.text(parts[p])));
        let after_first_name = p > 0
            && words.bits(parts[p - 1]).any(FIRST_NAME)
            && !words.bits(parts[p - 1]).any(Bits::ROLE.or(Bits::DEMONYM))
            && LEXICON.place(&words.text(parts[p - 1]).to_lowercase()).is_none()
            && !office;
        let abbreviated = words.text(parts[p] + 1) == ".";
        // "Dean Ferris", "Earl Moss": a first name that is also a title.
        let own = p == 0 && bits.any(FIRST_NAME) && parts.len() == 2 && !abbreviated && !bits.any(Bits::KEPT);
        let inside = after_first_name && !bits.any(Bits::COURTESY);
        bits.any(TITLE.or(Bits::ROLE)) && more && !own && !inside
    };
    if let Some(p) = (0..parts.len()).rev().find(|&p| is_title(p)) {
        let crown = p > 0 && words.text(parts[p - 1]) == "Crown";
        let kept = words.bits(parts[p]).any(Bits::KEPT) && !crown;
        return parts.get(if kept { p } else { p + 1 }).copied();
    }
    // "Ines Major", "Ines J. Major", "MAJOR:" and names of other languages are names though the last word is a role.
    let is_name = match parts {
        [_] => words.list[head].case == Case::AllCapitals && words.text(head + 1) == ":",
        [_, _] => words.bits(head).any(FIRST_NAME),
        // "the Department of Justice"
        [.., body, of, _] if words.text(*of) == "of" && words.bits(*body).any(Bits::ORGANIZATION) => true,
        [.., initial, _] => words.list[*initial].case == Case::Initial,
        [] => false,
    };
    let role = words.bits(last).any(Bits::ROLE.or(Bits::RANK)) && !words.bits(last).any(Bits::PARTICLE);
    (!role || is_name).then_some(head)
}

/// True for an office of politics, which is nobody's middle name: "Mayor".
fn is_office(word: &str) -> bool {
    let politics = |role: &Role| role.also.iter().any(|a| a == "politician");
    LEXICON.role(&word.to_lowercase()).is_some_and(|(_, role)| politics(role))
}

#[derive(Default)]
struct TitleBefore {
    gender: Option<Gender>,
    rank: Option<&'static str>,
}

/// What the titles before (or at the beginning of) a name say.
fn before_name(words: &Words<'_>, parts: &[usize], start: usize) -> TitleBefore {
    let mut title = TitleBefore::default();
    for &i in parts.iter().take_while(|&&i| i <= start) {
        if words.bits(i).any(TITLE) && (i < start || words.bits(i).any(Bits::KEPT)) {
            let lower = words.text(i).to_lowercase();
            title.gender = title.gender.or(LEXICON.title_gender(&lower));
            title.rank = title.rank.or(LEXICON.title_role(&lower));
        }
    }
    title
}

fn guess(words: &Words<'_>, parts: &[usize], start: usize, key: &str, after_the: bool) -> Guess {
    let name: Vec<usize> = parts.iter().copied().filter(|&i| i >= start).collect();
    let (Some(&head), Some(&last)) = (name.first(), name.last()) else { return Guess::Unknown };
    let titled = parts.iter().any(|&i| i < start && words.bits(i).any(TITLE.or(Bits::ROLE)));
    let kept = name.len() > 1 && words.bits(head).any(Bits::KEPT);
    if titled || kept && !words.bits(last).any(Bits::THING.or(Bits::ORGANIZATION)) {
        return Guess::Person;
    }
    if LEXICON.place(key).is_some() {
        return Guess::Place;
    }
    if LEXICON.organization(key).is_some() {
        return Guess::Organization;
    }
    let has = |bits: Bits| name.iter().any(|&i| words.bits(i).any(bits));
    let first_name = words.bits(head).any(FIRST_NAME) && words.list[head].is_capital();
    if let [only] = name[..] {
        let bits = words.bits(only);
        return match words.list[only].case {
            _ if bits.any(Bits::ORGANIZATION) => Guess::Organization,
            Case::AllCapitals if key.len() <= 6 && words.text(only + 1) != ":" => Guess::LikelyOrganization,
            _ if bits.any(Bits::THING) => Guess::Thing,
            _ if first_name && !after_the => Guess::LikelyPerson,
            _ => Guess::Unknown,
        };
    }
    if words.bits(last).any(Bits::SUFFIX) {
        return Guess::Person;
    }
    // "Kim Jong-un"
    if let [_, .., first, _] = name[..]
        && runs::syllables(words, first)
    {
        return Guess::Person;
    }
    let initials = name.iter().all(|&i| words.list[i].case == Case::Initial);
    let small = name.iter().any(|&i| matches!(words.text(i), "of" | "for" | "on" | "and"));
    let ampersand = (head..last).any(|i| words.text(i) == "&");
    match () {
        () if words.bits(last).any(Bits::ORGANIZATION)
            && !(first_name && name.len() == 2 && words.bits(last).any(FIRST_NAME)) =>
        {
            Guess::Organization
        }
        () if small && has(Bits::ORGANIZATION) => Guess::Organization,
        () if initials || ampersand => Guess::LikelyOrganization,
        () if first_name && !after_the => Guess::Person,
        () if has(Bits::THING) => Guess::Thing,
        // "Team Okafor"
        () if words.bits(head).any(Bits::ORGANIZATION) => Guess::LikelyOrganization,
        // "A.J. Brunt", though "brunt" is a word.
        () if words.list[head].case == Case::Initial
            && words.text(head + 1) == "."
            && !small
            && !after_the =>
        {
            Guess::LikelyPerson
        }
        () if small || after_the || words.bits(head).any(Bits::DEMONYM) => Guess::LikelyOrganization,
        () if words.bits(last).any(Bits::COMMON) => Guess::Unknown,
        // "Radio Ruritania"
        () if LEXICON.country(&words.text(last).to_lowercase()).is_some() => Guess::LikelyOrganization,
        () => Guess::LikelyPerson,
    }
}

/// The names of headlines and of lines in capitals: only those that the running text has too.
fn find_known(words: &Words<'_>, names: &[Name]) -> Vec<Name> {
    if !words.shouts.iter().any(|&s| s) {
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
    let mut at = 0;
    while at < words.list.len() {
        let word = &words.list[at];
        if !word.is_capital() || !words.shouts.get(word.paragraph as usize).copied().unwrap_or(false) {
            at += 1;
            continue;
        }
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
        let Some((tokens, key)) = longest else {
            at += 1;
            continue;
        };
        at = tokens.end;
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
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    /// "name=guess" for each name, with what goes before it in brackets.
    fn names(text: &str) -> Vec<String> {
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
    fn roles_and_titles_go_before_the_name() {
        assert_eq!(
            names("Then Ruritanian Foreign Minister Selim Arda spoke."),
            ["[Ruritanian Foreign Minister] Selim Arda=Person"]
        );
        assert_eq!(
            names("They met Turkish Foreign Minister Selim Arda."),
            ["[Turkish Foreign Minister] Selim Arda=Person"]
        );
        assert_eq!(
            names("It hit Sen. Lena Vogt and Mr. Adeyemi."),
            ["[Sen.] Lena Vogt=Person", "[Mr.] Adeyemi=Person"]
        );
        assert_eq!(names("It hit Florida Sen. Lena Vogt."), ["[Florida Sen.] Lena Vogt=Person"]);
        assert_eq!(names("We asked Secretary of State Ada Obi."), ["[Secretary of State] Ada Obi=Person"]);
        assert_eq!(names("The Prime Minister smiled."), Vec::<String>::new());
        for before in ["Former President", "Former Prime Minister", "Outgoing Mayor", "Acting Gov."] {
            assert_eq!(
                names(&format!("{before} Ines Duarte spoke.")),
                [format!("[{before}] Ines Duarte=Person")]
            );
        }
        for before in
            ["French President", "Welsh Minister", "Philippine President", "Austin Mayor", "Madison Bishop"]
        {
            assert_eq!(
                names(&format!("{before} Ines Duarte spoke.")),
                [format!("[{before}] Ines Duarte=Person")]
            );
        }
        assert_eq!(names("Charlotte Mayor Duarte spoke."), ["[Charlotte Mayor] Duarte=Person"]);
        assert_eq!(names("We met Ines Major Duarte."), ["Ines Major Duarte=Person"]);
    }

    #[test]
    fn custom_keeps_some_titles() {
        assert_eq!(
            names("Then Sheikh Karim bin Faisal Al Nouri spoke."),
            ["Sheikh Karim bin Faisal Al Nouri=Person"]
        );
        assert_eq!(names("He saw Dame Ottoline Pryce."), ["Dame Ottoline Pryce=Person"]);
        assert_eq!(
            names("He saw Crown Prince Karim bin Faisal."),
            ["[Crown Prince] Karim bin Faisal=Person"]
        );
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
    fn organisations_are_known_by_their_words() {
        assert_eq!(names("It went to the Health Ministry."), ["Health Ministry=Organization"]);
        assert_eq!(
            names("It went to the Ministry of Works and Human Settlement."),
            ["Ministry of Works and Human Settlement=Organization"]
        );
        assert_eq!(
            names("It went to the Food and Drug Administration."),
            ["Food and Drug Administration=Organization"]
        );
        assert_eq!(names("It went to the WTO, and Hamas."), ["WTO=LikelyOrganization", "Hamas=Organization"]);
    }

    #[test]
    fn a_to_inside_the_name_of_a_thing() {
        assert_eq!(names("It won the House to Home Prize."), ["House to Home Prize=Thing"]);
        assert_eq!(names("They sent the House to Oslo."), ["House=Organization", "Oslo=Place"]);
    }

    #[test]
    fn places_are_listed() {
        assert_eq!(
            names("It upset the U.S., New Zealand and the Kremlin."),
            ["U.S.=Place", "New Zealand=Place", "Kremlin=Place"]
        );
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
    fn a_word_is_not_the_organization_of_these_letters() {
        assert_eq!(names("Who told you? Is it late? The WHO left."), ["WHO=Organization"]);
    }

    #[test]
    fn what_a_minister_is_for_is_no_name() {
        assert_eq!(names("Health minister Olga Frey spoke."), ["Olga Frey=Person"]);
        assert_eq!(names("Okafor spokesman Jens Brandt spoke."), ["Okafor=Unknown", "Jens Brandt=Person"]);
    }

    #[test]
    fn trades_go_before_the_name() {
        for trade in ["Headmaster", "Builder", "Surveyor", "Harbourmaster"] {
            assert_eq!(
                names(&format!("{trade} Ines Duarte spoke.")),
                [format!("[{trade}] Ines Duarte=Person")]
            );
        }
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
    fn nationalities_days_and_parties_are_no_names() {
        assert_eq!(
            names("We met Jan Okker and April Moss on Friday."),
            ["Jan Okker=Person", "April Moss=Person"]
        );
        assert_eq!(names("On Monday Republican Tom Ashby met the Israeli team."), ["Tom Ashby=Person"]);
    }
}
