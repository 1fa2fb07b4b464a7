//! What the article calls somebody by office or trade: the words before a name ("Ruritanian Foreign Minister Selim
//! Arda"), after it (", a lawyer in Orlando,") or in "is a".

use super::guess::Guess;
use super::lexicon::{Bits, DETERMINER, FIRST_NAME, LEXICON, key};
use super::names::Name;
use super::words::{Case, Words};
use super::{Gender, SpeakerType, apart, called, letters, owners, parties, spokesmen};
use std::ops::Range;

/// A role that the article gives to one name.
#[derive(Clone, Debug, Default)]
pub(super) struct RoleUse {
    /// The words; empty where only an abbreviated title says it ("Sen.").
    pub(super) tokens: Range<usize>,
    /// The offices and trades in it, as roles.tsv lists them: "prime minister", "foreign minister".
    pub(super) heads: Vec<String>,
    /// All other words of it, in lower case.
    pub(super) words: Vec<String>,
    /// Those of [`RoleUse::words`] that are written with a capital and are no party: "punjab", "ryanair".
    pub(super) proper: Vec<String>,
    /// Those of [`RoleUse::heads`] that it is not, but beside: "chancellor" of a shadow chancellor.
    pub(super) beside: Vec<String>,
    /// The countries and states that it names.
    pub(super) countries: Vec<u32>,
    /// The gender that it shows ("spokeswoman").
    pub(super) gender: Option<Gender>,
    /// True where it is said of an organisation: ", the militant group,".
    pub(super) organization: bool,
}

/// Small words before a role: when it is held, or that another is.
const TIME: Bits = Bits::PAST.or(Bits::NOW).or(Bits::BESIDE);

/// Longest role that is read, in tokens.
const LONGEST: usize = 16;

/// The roles that the words around each name give it, one list for each name. Linear.
pub(super) fn learn(words: &Words<'_>, names: &[Name]) -> Vec<Vec<RoleUse>> {
    names
        .iter()
        .map(|name| {
            if name.doubtful || matches!(name.guess, Guess::Place | Guess::Thing) {
                return Vec::new();
            }
            let mut uses = Vec::new();
            uses.extend(title_before(words, names, name));
            uses.extend(trade_before(words, names, name));
            uses.extend(described_before(words, names, name));
            uses.extend(apposition(words, name));
            uses.extend(is_a(words, name));
            uses.extend(parties::behind_name(words, name));
            uses.extend(parties::owner(words, name));
            uses.extend(letters::role(words, name));
            uses.extend(owners::before(words, name));
            uses.extend(called::role(words, name));
            for role in &mut uses {
                role.beside = apart::beside(words, role);
            }
            uses
        })
        .collect()
}

/// "Ruritanian Foreign Minister", "Sen." in capitals before the name.
fn title_before(words: &Words<'_>, names: &[Name], name: &Name) -> Option<RoleUse> {
    // "former President Ada Obi": small words say when the role is held.
    let mut start = name.before.start;
    while let Some(at) = start.checked_sub(1).filter(|at| words.bits(*at).any(TIME)) {
        start = at;
    }
    let mut role =
        Some(start..name.before.end).filter(|_| !name.before.is_empty()).and_then(|t| read(words, t));
    if let Some(rank) = name.rank {
        let lead = lead(words, names, name.before.start);
        let tokens = lead.start..name.before.end;
        if role.is_none() || role.as_ref().is_some_and(|r| r.heads.is_empty()) {
            let mut read = describe(words, tokens.clone());
            read.tokens = if name.before.is_empty() { tokens.end..tokens.end } else { tokens };
            role = Some(read);
        }
        if let Some(role) = role.as_mut() {
            push(&mut role.heads, rank);
        }
    }
    // "Gov. Dale Orr of Texas"
    if let Some(role) = role.as_mut()
        && words.text(name.tokens.end) == "of"
    {
        let place = |tokens: Range<usize>| LEXICON.country(&key(words.span(tokens).of(words.text)));
        let at = name.tokens.end + 1;
        role.countries.extend(place(at..at + 2).or_else(|| place(at..at + 1)));
    }
    role
}

/// The tokens before `end` that lead up to a name without a break: "the Vogt campaign" before "manager". Another name in
/// them is whose it is ("Vogt’s", "the Vogt campaign"), or it ends them: "Tobias Renn accused" says nothing of whom.
fn lead(words: &Words<'_>, names: &[Name], end: usize) -> Range<usize> {
    let mut start = end;
    while let Some(at) = start.checked_sub(1)
        && end - at <= 8
        && words.get(at).is_some_and(|w| {
            let joins = matches!(words.text(at), "-" | "’" | "'") && w.glued
                || words.text(at) == "."
                    && w.glued
                    && words.get(at - 1).is_some_and(|b| b.is_capital() && b.span.len() < 6);
            words.get(end).is_none_or(|e| e.sentence == w.sentence)
                && (joins
                    || w.is_word() && !w.bits.any(DETERMINER.or(super::lexicon::BARRIER).or(Bits::PRONOUN)))
        })
    {
        start = at;
    }
    let next = names.partition_point(|n| n.tokens.end <= end);
    let inside = names[..next].iter().rev().take_while(|n| n.tokens.end > start);
    let other = |n: &&Name| {
        let links = n.possessive || n.modifies || matches!(n.guess, Guess::Place | Guess::Organization);
        !links && !n.doubtful && n.tokens.end < end
    };
    let other = inside.into_iter().find(other);
    let Some(other) = other else { return start..end };
    // "Renn met former Gov. Diallo": what says when the role is held is left.
    let mut start = end;
    while let Some(at) =
        start.checked_sub(1).filter(|at| *at >= other.tokens.end && words.bits(*at).any(TIME))
    {
        start = at;
    }
    start..end
}

/// "campaign manager", "rapper": small words directly before the name.
fn trade_before(words: &Words<'_>, names: &[Name], name: &Name) -> Option<RoleUse> {
    let end = name.before.start;
    let last = end.checked_sub(1)?;
    let word = words.get(last)?;
    let same = words.get(end).is_some_and(|w| w.sentence == word.sentence);
    // "former secretary of state": the lead goes on before the "of".
    let of = last.checked_sub(2).filter(|&start| {
        LEXICON.role(&key(words.span(start..end).of(words.text))).is_some_and(|r| r.0.contains(" of "))
    });
    if word.case != Case::Lower
        || !word.bits.any(Bits::ROLE) && of.is_none()
        || word.bits.any(Bits::VERB)
        || !same
    {
        return None;
    }
    read(words, lead(words, names, of.unwrap_or(end)).start..end)
}

/// "The foreign minister, Selim Arda,", "A spokeswoman for the port of Kell, Selim Arda,": a description before a comma; or
/// "The witness was Selim Arda".
fn described_before(words: &Words<'_>, names: &[Name], name: &Name) -> Option<RoleUse> {
    let comma = name.before.start.checked_sub(1)?;
    let closed = matches!(words.text(name.tokens.end), "," | "." | ";" | ")" | "—" | "–" | "?" | ":");
    if !matches!(words.text(comma), "," | "is" | "was" | "(") || !closed {
        return None;
    }
    let head = comma.checked_sub(1)?;
    // "A spokesman for the senator, Bob Orr": he is the spokesman.
    let far = head_before_link(words, comma);
    let far = far.filter(|i| *i < head && spokesmen::speaks(&words.text(*i).to_lowercase()));
    let near = Some(head).filter(|i| words.bits(*i).any(Bits::ROLE));
    let head = far.or(near).or_else(|| head_before_link(words, comma))?;
    // "A spokesman for the airline, Norair": the name is the airline's.
    let firm = LEXICON.noun(&words.text(comma - 1).to_lowercase());
    let firm = firm.is_some_and(|n| n.0 == SpeakerType::Organization) && head + 1 < comma;
    if firm && name.tokens.len() == 1 && name.before.is_empty() && name.guess != Guess::Person {
        return None;
    }
    let lead = lead(words, names, head + 1);
    let before = lead.start.checked_sub(1);
    let here = before.filter(|b| words.get(*b).map(|w| w.sentence) == words.get(comma).map(|w| w.sentence));
    let determined = here.is_some_and(|b| words.bits(b).any(DETERMINER));
    if !determined && !lead.clone().any(|i| words.is_possessive(i)) {
        return None;
    }
    let role = read(words, lead.clone())?;
    let whole = describe(words, lead.start..comma);
    Some(RoleUse { tokens: whole.tokens, words: whole.words, countries: whole.countries, ..role })
}

/// The office or trade of "spokeswoman for the port of Kell" before a comma.
fn head_before_link(words: &Words<'_>, comma: usize) -> Option<usize> {
    let sentence = words.get(comma)?.sentence;
    let inside = |i: &usize| {
        let joins = matches!(words.text(*i), "." | "-" | "‑" | "’" | "'");
        words.get(*i).is_some_and(|w| w.sentence == sentence && (w.is_word() || joins && w.glued))
            && !words.bits(*i).any(Bits::VERB.or(Bits::RELATIVE).or(Bits::CONJUNCTION).or(Bits::PRONOUN))
    };
    let back = (comma.saturating_sub(LONGEST)..comma).rev().take_while(inside);
    back.filter(|i| words.bits(*i).any(Bits::ROLE) && words.bits(*i + 1).any(Bits::PREPOSITION)).last()
}

/// ", a lawyer in Orlando," and ", Ruritania’s Prime Minister and Foreign Minister," after the name.
fn apposition(words: &Words<'_>, name: &Name) -> Option<RoleUse> {
    let sentence = words.get(name.tokens.start)?.sentence;
    let mut at = name.tokens.end;
    if !matches!(words.text(at), "," | "–" | "—" | "(") {
        return None;
    }
    at += 1;
    // ", 56," is an age.
    if words.get(at).is_some_and(|w| w.case == Case::Other) && words.text(at + 1) == "," {
        at += 2;
    }
    role_phrase(words, at, sentence)
}

/// "is a retired ferry captain", ", who was the party’s treasurer".
fn is_a(words: &Words<'_>, name: &Name) -> Option<RoleUse> {
    let sentence = words.get(name.tokens.start)?.sentence;
    let mut at = name.tokens.end;
    if words.text(at) == "," && words.text(at + 1) == "who" {
        at += 2;
    }
    if !matches!(words.text(at), "is" | "was") || !words.bits(at + 1).any(Bits::DEFINITE.or(Bits::INDEFINITE))
    {
        return None;
    }
    role_phrase(words, at + 1, sentence)
}

/// A noun phrase from token `start` on whose head is an office or a trade, up to the next comma or clause.
fn role_phrase(words: &Words<'_>, start: usize, sentence: u32) -> Option<RoleUse> {
    let inside = |i: usize| words.get(i).is_some_and(|w| w.sentence == sentence);
    let ends = |i: usize| {
        let bits = words.bits(i);
        !inside(i)
            || bits.any(Bits::PREPOSITION.or(Bits::RELATIVE).or(Bits::CONJUNCTION))
            || matches!(words.text(i), "," | "." | ")" | ";" | "–" | "—" | ":" | "?" | "!" | "”" | "\"")
    };
    let mut head = None;
    for i in start..start + LONGEST {
        if ends(i) {
            break;
        }
        let word = words.get(i)?;
        if word.bits.any(Bits::VERB) && head.is_none() && !word.is_capital()
            || i == start && word.bits.any(FIRST_NAME) && word.is_capital()
        {
            break;
        }
        if word.bits.any(Bits::ROLE) && ends(i + 1) {
            head = Some(i);
        }
        let called = word.case == Case::Lower && word.bits.any(Bits::NOUN) && ends(i + 1);
        if called && LEXICON.noun(words.text(i)).is_some_and(|n| n.0 == SpeakerType::Organization) {
            head = Some(i);
        }
    }
    let head = head?;
    let mut end = head + 1;
    while end < head + LONGEST
        && inside(end)
        && !matches!(words.text(end), "," | ";" | ")" | "–" | "—" | "”" | "\"" | "?" | "!")
        && !words.bits(end).any(Bits::RELATIVE)
        && (words.text(end) != "." || inside(end + 1))
    {
        end += 1;
    }
    let mut role = describe(words, start..end);
    for i in head..end {
        let noun = key(words.span(i.saturating_sub(2).max(start)..i + 1).of(words.text));
        let leads = i == head
            || words.bits(i).any(Bits::ROLE)
                && ends(i + 1)
                && (head..i).all(|j| !words.bits(j).any(Bits::PREPOSITION));
        if !leads {
            continue;
        }
        if let Some((found, role_data)) = LEXICON.role(&noun) {
            push(&mut role.heads, found);
            role.gender = role.gender.or(role_data.gender);
        } else if let Some((SpeakerType::Organization, _)) = LEXICON.noun(&noun) {
            push(&mut role.heads, &words.text(i).to_lowercase());
            role.organization = true;
        }
    }
    (!role.heads.is_empty()).then_some(role)
}

fn push(list: &mut Vec<String>, word: &str) {
    if !list.iter().any(|w| w == word) {
        list.push(word.to_owned());
    }
}

/// A role whose head is its last word.
fn read(words: &Words<'_>, tokens: Range<usize>) -> Option<RoleUse> {
    let phrase = key(words.span(tokens.clone()).of(words.text));
    let mut role = describe(words, tokens);
    let mut rest = phrase.as_str();
    if let Some((found, data)) = LEXICON.role(rest) {
        push(&mut role.heads, found);
        role.gender = data.gender;
    } else if let Some((head, _)) = rest.split_once(" of ") {
        rest = head;
        let whole = phrase.split(' ').take(3).collect::<Vec<_>>().join(" ");
        if let Some((found, data)) = LEXICON.role(&whole).or_else(|| LEXICON.role(rest)) {
            push(&mut role.heads, found);
            role.gender = data.gender;
        }
    }
    (!role.heads.is_empty()).then_some(role)
}

/// The words and countries of a phrase.
pub(super) fn describe(words: &Words<'_>, tokens: Range<usize>) -> RoleUse {
    let mut role = RoleUse { tokens: tokens.clone(), ..RoleUse::default() };
    let mut before = String::new();
    for i in tokens {
        let Some(word) = words.get(i) else { break };
        if !word.is_word() {
            continue;
        }
        let lower = words.text(i).to_lowercase();
        let pair = format!("{before} {lower}");
        if let Some(country) = LEXICON.country(&pair).or_else(|| LEXICON.country(&lower)) {
            if !role.countries.contains(&country) {
                role.countries.push(country);
            }
        } else if !word.bits.any(DETERMINER.or(super::lexicon::BARRIER)) && lower != "s" {
            let party = parties::party(&lower).or_else(|| parties::by_capital(words, i));
            push(&mut role.words, party.unwrap_or(&lower));
            if party.is_none() && is_proper(words, i) {
                push(&mut role.proper, &lower);
            }
        }
        before = lower;
    }
    role
}

/// True for a word whose capital says something: no "Harvard-educated", no beginning of a sentence.
fn is_proper(words: &Words<'_>, token: usize) -> bool {
    let word = &words.list[token];
    let shouts = words.shouts.get(word.paragraph as usize) == Some(&true);
    let compound = words.text(token + 1) == "-"
        && words.get(token + 2).is_some_and(|w| w.glued && w.case == Case::Lower);
    let opening = word.first && words.is_common(token);
    word.is_capital() && !opening && !shouts && !compound
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    /// All roles that are given in a text.
    fn learnt(text: &str) -> Vec<RoleUse> {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = crate::text::read(&article);
        let words = Words::read(&document);
        let names = super::super::names::find(&words);
        learn(&words, &names).into_iter().flatten().collect()
    }

    /// "name: heads" for each name that is given a role.
    fn roles(text: &str) -> Vec<String> {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = crate::text::read(&article);
        let words = Words::read(&document);
        let names = super::super::names::find(&words);
        let learnt = learn(&words, &names);
        let lines = names.iter().zip(learnt).flat_map(|(name, uses)| {
            let key = name.key.clone();
            uses.into_iter().map(move |u| format!("{key}: {}", u.heads.join(", ")))
        });
        lines.collect()
    }

    #[test]
    fn roles_before_the_name() {
        assert_eq!(
            roles("They met Ruritanian Foreign Minister Selim Arda."),
            ["selim arda: foreign minister"]
        );
        assert_eq!(roles("They met Vogt campaign manager Robin Mbeki."), ["robin mbeki: campaign manager"]);
        assert_eq!(roles("It hit Sen. Lena Vogt hard."), ["lena vogt: senator"]);
        assert_eq!(roles("We asked Secretary of State Ada Obi."), ["ada obi: secretary of state"]);
        assert_eq!(roles("We asked former secretary of state Ada Obi."), ["ada obi: secretary of state"]);
        assert_eq!(roles("The foreign minister, Selim Arda, left."), ["selim arda: foreign minister"]);
        assert_eq!(roles("The Minister for Health (Ms Ines Duarte) left."), ["ines duarte: minister"]);
        for start in ["", "Then "] {
            let text = format!("{start}Crown Prince Karim bin Faisal left.");
            assert_eq!(roles(&text), ["karim bin faisal: crown prince, prince"]);
        }
        assert_eq!(roles("The first witness was Selim Arda."), ["selim arda: witness"]);
        assert_eq!(
            roles("A spokeswoman for the port of Kell, Ines Duarte, left."),
            ["ines duarte: spokeswoman"]
        );
        assert_eq!(roles("In a letter to the mayor of Kell, Ines Duarte left."), [""; 0]);
        let words = |text: &str| learnt(text).pop().unwrap().words;
        assert_eq!(words("Sen. Jens Brandt met former Gov. Amina Diallo."), ["former", "gov"]);
        assert_eq!(words("Former President Amina Diallo left."), ["former", "president"]);
    }

    #[test]
    fn roles_after_the_name() {
        assert_eq!(
            roles("Ines Duarte, 56, a lawyer in Orlando who likes boats, left."),
            ["ines duarte: lawyer"]
        );
        assert_eq!(
            roles("Then Karim bin Faisal, Qatar’s Prime Minister and Foreign Minister, spoke."),
            ["karim bin faisal: prime minister, foreign minister"]
        );
        assert_eq!(roles("Ines Duarte is a retired ferry captain."), ["ines duarte: captain"]);
    }

    #[test]
    fn brackets_behind_a_name() {
        assert_eq!(roles("Then Lena Vogt (R-Fla.) left."), ["lena vogt: republican"]);
        assert_eq!(roles("Then Lena Vogt, D-Vt., left."), ["lena vogt: democrat"]);
        assert_eq!(roles("Then Lena Vogt (aged 71) left."), Vec::<String>::new());
    }

    #[test]
    fn another_name_before_a_verb_is_no_part_of_a_role() {
        assert_eq!(
            roles("It grew when opposition leader Tobias Renn accused Mayor Helena Marsh."),
            ["tobias renn: leader", "helena marsh: mayor"]
        );
        let text = "It grew when opposition leader Tobias Renn accused Mayor Helena Marsh.";
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = crate::text::read(&article);
        let words = Words::read(&document);
        let names = super::super::names::find(&words);
        let all = learn(&words, &names);
        let spans: Vec<&str> = all.iter().flatten().map(|u| words.span(u.tokens.clone()).of(text)).collect();
        assert_eq!(spans, ["opposition leader", "Mayor"]);
    }

    #[test]
    fn a_list_of_people_is_no_apposition() {
        assert_eq!(roles("Mr. Duarte, President Arda and others left."), ["arda: president"]);
        assert_eq!(roles("Ines Duarte, Selim Arda and a captain left."), Vec::<String>::new());
    }
}
