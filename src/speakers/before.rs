//! What stands before a name in a run of capitalised words: titles, offices and trades ("Ruritanian Foreign Minister Selim
//! Arda", "Sen."), nationalities, days and parties, the first word of a sentence, and particles that belong to the name.

use super::Gender;
use super::lexicon::{BARRIER, Bits, DETERMINER, FIRST_NAME, LEXICON, Role, TITLE, key};
use super::names::is_listed;
use super::openings::Openings;
use super::words::{Case, Words};
use super::{joint, letters, possessives, runs, syllables};
use std::ops::Range;

/// The run without the sentence's first word where that is a common one, and without days, parties, nationalities at
/// its edges that do not belong to a name.
pub(super) fn trim<'a>(words: &Words<'a>, run: Range<usize>, openings: &Openings<'a>) -> Range<usize> {
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
        // "Women’s Rights Watch", "Truth and Reconciliation Commission"
        let whole = more && word.first && !word.bits.any(DETERMINER.or(Bits::NOT_NAME));
        if whole && (possessives::whole(words, start..end) || joint::whole(words, start..end)) {
            break;
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
            && !syllables::is_name(words, start)
            // "Crown Prince Karim"
            && !is_listed_role(words, start..start + 2)
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
        // "PhD", though it is no name.
        let own = letters::are(words, last);
        let syllable = own || last - start > 2 && syllables::given(words, last - 2);
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
pub(super) fn take_particles_before(words: &Words<'_>, run: Range<usize>) -> Range<usize> {
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
pub(super) fn name_start(words: &Words<'_>, parts: &[usize]) -> Option<usize> {
    let (&head, &last) = (parts.first()?, parts.last()?);
    // "Harbour City Mayor Don Guardian": a role and a first name make a person of what could be an organisation.
    let named_by_role = parts.len() > 2
        && parts[parts.len() - 3..parts.len() - 1]
            .windows(2)
            .any(|p| words.bits(p[0]).any(Bits::ROLE) && words.bits(p[1]).any(FIRST_NAME));
    // "Lim Son-ho" is no son.
    let given = parts.len() > 2 && syllables::given(words, parts[parts.len() - 2]);
    let may_be_title = |p: usize| !given || p + 2 < parts.len();
    if !given && is_office_alone(words, parts) {
        return None;
    }
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
        let shown = abbreviated || bits.any(Bits::KEPT.or(Bits::COURTESY));
        let titled = p > 0 && words.bits(parts[p - 1]).any(TITLE) && !is_rank(words.text(parts[p]));
        let alone = p == 0 && parts.len() == 2 || titled && behind == 1;
        let own = alone && bits.any(FIRST_NAME) && !shown;
        let inside = after_first_name && !bits.any(Bits::COURTESY);
        may_be_title(p) && bits.any(TITLE.or(Bits::ROLE)) && more && !own && !inside
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
    (!role || is_name || given).then_some(head)
}

/// "The UN Secretary-General", "Kenya’s Chief Justice", "Attorney General": an office of two words, of which the second is
/// nobody's surname ("Senator King") where a hyphen, an article or the list of offices says so.
fn is_office_alone(words: &Words<'_>, parts: &[usize]) -> bool {
    let [ref before @ .., office, last] = *parts else { return false };
    let listed = |first: usize| is_listed_role(words, first..last + 1);
    if listed(office) || before.last().is_some_and(|&first| listed(first)) {
        return true;
    }
    let is_role = |i: usize| words.bits(i).any(Bits::ROLE);
    let joined = last == office + 2 && matches!(words.text(office + 1), "-" | "‑");
    // "the Rev. Dean King", "the singer Dean King"
    let named = words.bits(office).any(FIRST_NAME) || before.iter().any(|&i| words.bits(i).any(TITLE));
    is_role(office)
        && is_role(last)
        && (joined || !named && is_determined(words, before.first().copied().unwrap_or(office)))
}

/// True for words that are an office of the list as they stand: "Prime Minister".
fn is_listed_role(words: &Words<'_>, tokens: Range<usize>) -> bool {
    let phrase = key(words.span(tokens).of(words.text));
    LEXICON.role(&phrase).is_some_and(|(role, _)| role == phrase)
}

/// True where an article, "his" or a genitive stands before a token.
fn is_determined(words: &Words<'_>, token: usize) -> bool {
    let Some(before) = token.checked_sub(1) else { return false };
    let genitive = [Some(before), before.checked_sub(1)];
    words.bits(before).any(DETERMINER) || genitive.into_iter().flatten().any(|i| words.is_possessive(i))
}

/// True for a rank of an army or a church, which stands behind another title: "Sgt. Major".
fn is_rank(word: &str) -> bool {
    let rank = |role: &Role| role.also.iter().any(|a| matches!(a.as_str(), "officer" | "cleric"));
    LEXICON.role(&word.to_lowercase()).is_some_and(|(_, role)| rank(role))
}

/// True for an office of politics, which is nobody's middle name: "Mayor".
fn is_office(word: &str) -> bool {
    let politics = |role: &Role| role.also.iter().any(|a| a == "politician");
    LEXICON.role(&word.to_lowercase()).is_some_and(|(_, role)| politics(role))
}

/// What the titles before a name show of its bearer.
#[derive(Default)]
pub(super) struct TitleBefore {
    pub(super) gender: Option<Gender>,
    pub(super) rank: Option<&'static str>,
}

/// What the titles before (or at the beginning of) a name say.
pub(super) fn before_name(words: &Words<'_>, parts: &[usize], start: usize) -> TitleBefore {
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

#[cfg(test)]
mod tests {
    use super::super::names::tests::names;

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
        assert_eq!(names("We met Sen. Dean Duarte."), ["[Sen.] Dean Duarte=Person"]);
    }

    #[test]
    fn an_office_of_two_words_is_nobody() {
        for office in [
            "The Inspector-General of Health",
            "The UN Secretary-General",
            "The Deputy Inspector-General",
            "Kenya’s Chief Justice",
            "His Deputy Commissioner",
            "The Surgeon General",
            "Attorney General",
            "The Lieutenant-Governor",
            "The Deputy Prime Minister",
        ] {
            let found = names(&format!("{office}, Ines Duarte, spoke."));
            assert!(!found.iter().any(|n| n.contains("General") || n.contains("Justice")), "{found:?}");
            assert_eq!(found.last().map(String::as_str), Some("Ines Duarte=Person"), "{office}");
            assert!(!names(&format!("{office} spoke.")).iter().any(|n| n.ends_with("Person")), "{office}");
        }
        for name in ["Senator King", "Judge Pope", "Coach Driver"] {
            let (title, surname) = name.split_once(' ').unwrap();
            assert_eq!(names(&format!("{name} spoke.")), [format!("[{title}] {surname}=Person")]);
        }
        assert_eq!(names("Attorney-General Ines Duarte spoke."), ["[Attorney-General] Ines Duarte=Person"]);
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
    fn trades_go_before_the_name() {
        for trade in ["Headmaster", "Builder", "Surveyor", "Harbourmaster"] {
            assert_eq!(
                names(&format!("{trade} Ines Duarte spoke.")),
                [format!("[{trade}] Ines Duarte=Person")]
            );
        }
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
