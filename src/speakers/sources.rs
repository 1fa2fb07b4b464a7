//! A source's words → who is meant: a name, a pronoun or a noun with what describes it; several for a joint source.

use super::guess::Guess;
use super::interview;
use super::lexicon::{BARRIER, Bits, DETERMINER, LEXICON, Pronoun, PronounClass, TITLE, key};
use super::names::Name;
use super::owners;
use super::words::{Case, Word, Words};
use crate::span::Span;
use std::ops::Range;

/// One of those whom a source names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Party {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Who is meant.
    pub(super) head: Head,
}

/// By what a source says who is meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Head {
    /// A name, by its index.
    Name(usize),
    /// A pronoun: its token.
    Pronoun(usize, Pronoun),
    /// A noun: "two officials briefed on the matter".
    Noun(Description),
    /// "Q:", "A:" before a turn of an interview; true where it answers.
    Turn(bool),
    /// Nothing that can be read.
    Nothing,
}

/// A noun phrase that describes a source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Description {
    /// From after the article to the head noun: "Qatari leader".
    pub(super) core: Range<usize>,
    /// From after the article to the end of what describes it: "officials briefed on the matter".
    pub(super) whole: Range<usize>,
    /// What stands before it.
    pub(super) determined: Determined,
}

/// What a noun phrase begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determined {
    /// the, this
    Definite,
    /// a, some, two
    Indefinite,
    /// his, Okafor's
    Possessive,
    /// nothing
    Bare,
}

/// Longest source that is read, in tokens; what follows is left out.
const LONGEST: usize = 160;

/// More bytes a token than this on average are no words.
const LONGEST_WORD: usize = 24;

/// Reads a source. Linear in its length.
pub(super) fn read(words: &Words<'_>, names: &[Name], source: &[Span]) -> Vec<Party> {
    let Some(range) =
        source.iter().map(|s| words.within(*s)).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
    else {
        return Vec::new();
    };
    let Range { mut start, end } = range;
    let bytes = words.get(start).map_or(0, |w| w.span.start + LONGEST * LONGEST_WORD);
    let end = end.min(start.saturating_add(LONGEST)).min(words.at(bytes));
    while start < end
        && (!words.list[start].is_word()
            || words.bits(start).any(Bits::PREPOSITION.or(Bits::CONJUNCTION))
                && !words.bits(start).any(Bits::PRONOUN))
    {
        start += 1;
    }
    let reader = Reader { words, names };
    let mut parties = Vec::new();
    for tokens in reader.split(start..end) {
        let tokens = reader.trimmed(tokens);
        if !tokens.is_empty() {
            let head = reader.head(tokens.clone());
            parties.push(Party { tokens, head });
        }
    }
    parties
}

struct Reader<'r, 'a> {
    words: &'r Words<'a>,
    names: &'r [Name],
}

impl Reader<'_, '_> {
    /// The name whose words, or the titles before them, begin at a token.
    fn name_at(&self, token: usize) -> Option<usize> {
        let next = self.names.partition_point(|n| n.tokens.end <= token);
        self.names
            .get(next)
            .filter(|n| !n.doubtful && (n.before.start == token || n.tokens.start == token))
            .map(|_| next)
    }

    fn trimmed(&self, tokens: Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = tokens;
        while start < end && !self.words.list[start].is_word() {
            start += 1;
        }
        while end > start && !self.words.list[end - 1].is_word() && self.words.text(end - 1) != "." {
            end -= 1;
        }
        start..end
    }

    /// The parties of a joint source: "Mr. Vogt, Ms. Adeyemi and the mayor". One where it is not joint.
    fn split(&self, tokens: Range<usize>) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        let mut start = tokens.start;
        let mut commas = 0;
        let mut at = tokens.start;
        while at < tokens.end {
            if let Some(name) = self.name_at(at) {
                at = self.names[name].tokens.end.max(at + 1);
                continue;
            }
            let word = self.words.text(at);
            let joins = match word {
                "and" | "&" => self.is_whole(start..at, commas) && self.begins(at + 1, tokens.end),
                "," => self.is_whole(start..at, 0) && self.is_listed(at + 1, tokens.end),
                _ => false,
            };
            if joins {
                pieces.push(start..at);
                start = at + 1;
                commas = 0;
            } else if word == "," {
                commas += 1;
            }
            at += 1;
        }
        pieces.push(start..tokens.end);
        pieces
    }

    /// True where the words so far are somebody by themselves, with no apposition still open.
    fn is_whole(&self, tokens: Range<usize>, commas: usize) -> bool {
        let closed = self.words.text(tokens.end.saturating_sub(1)) == ",";
        let tokens = self.trimmed(tokens);
        if tokens.is_empty() {
            return false;
        }
        match self.head(tokens.clone()) {
            Head::Name(name) => self.names[name].tokens.end == tokens.end || commas >= 2 && closed,
            Head::Pronoun(..) => tokens.len() == 1,
            Head::Noun(description) => {
                let head = description.core.end.saturating_sub(1);
                let plural = LEXICON.noun(self.words.text(head).to_lowercase().as_str()).is_some_and(|n| n.1);
                let determined =
                    matches!(description.determined, Determined::Definite | Determined::Possessive);
                description.core.end == tokens.end && (plural || determined)
            }
            Head::Turn(_) | Head::Nothing => false,
        }
    }

    /// True where somebody begins at a token: a name, "the mayor", "her lawyer", "Democrats".
    fn begins(&self, at: usize, end: usize) -> bool {
        let bits = self.words.bits(at);
        let plural = || {
            let lower = self.words.text(at).to_lowercase();
            let next = self.words.bits(at + 1);
            let many = |word: &str| LEXICON.noun(word).is_some_and(|n| n.1);
            // "party sources"
            let pair = at + 2 == end && !next.any(BARRIER) && many(&self.words.text(at + 1).to_lowercase());
            // "25 other states", "three nurses"
            let counted = lower.starts_with(|c: char| c.is_ascii_digit())
                && (at + 1..end.min(at + 4)).any(|t| many(&self.words.text(t).to_lowercase()));
            (at + 1 == end || next.any(BARRIER)) && many(&lower) || pair || counted
        };
        // "Democrat Helen Carr"
        let called =
            bits.any(Bits::DEMONYM.or(Bits::NOT_NAME)) && self.words.get(at).is_some_and(Word::is_capital);
        at < end
            && (called && self.name_at(at + 1).is_some()
                || self.name_at(at).is_some_and(|n| !self.names[n].modifies)
                || bits.any(DETERMINER.or(TITLE).or(Bits::PRONOUN))
                || plural())
    }

    /// True where a comma at which a new name begins belongs to a list that "and" ends.
    fn is_listed(&self, at: usize, end: usize) -> bool {
        let Some(mut name) = self.name_at(at) else { return false };
        // "the United States, Britain and France" are three; "Oslo, Norway, and" is one.
        let state = |n: &Name| LEXICON.country(&n.key).is_some() && n.guess == Guess::Place;
        let states = name.checked_sub(1).and_then(|b| self.names.get(b)).is_some_and(state);
        for _ in 0..8 {
            let listed = &self.names[name];
            let person_or_so = matches!(
                listed.guess,
                Guess::Person | Guess::LikelyPerson | Guess::Unknown | Guess::Organization
            );
            if !(person_or_so || states && state(listed)) {
                return false;
            }
            let mut next = listed.tokens.end;
            if next >= end {
                return false;
            }
            let comma = self.words.text(next) == ",";
            next += usize::from(comma);
            if self.words.text(next) == "and" {
                return self.begins(next + 1, end);
            }
            match self.name_at(next) {
                Some(following) if comma => name = following,
                _ => return false,
            }
        }
        false
    }

    /// Who is meant by the words of one party.
    fn head(&self, tokens: Range<usize>) -> Head {
        let words = self.words;
        let start = tokens.start;
        if tokens.len() == 1
            && words.text(tokens.end) == ":"
            && let Some(answers) = interview::answers(words.text(start).to_lowercase().as_str())
        {
            return Head::Turn(answers);
        }
        if let Some(pronoun) = self.pronoun(tokens.clone()) {
            return pronoun;
        }
        if let Some(owner) = self.owner_of_act(tokens.clone()) {
            return owner;
        }
        let mut determined = Determined::Bare;
        let mut at = start;
        let bits = words.bits(at);
        let takes_article = self.name_at(at).is_none() && bits.any(DETERMINER);
        if takes_article {
            determined = match () {
                () if bits.any(Bits::POSSESSIVE) => Determined::Possessive,
                () if bits.any(Bits::DEFINITE) => Determined::Definite,
                () => Determined::Indefinite,
            };
            // Numbers and "some" are part of the description; "the" and "a" are not.
            at +=
                usize::from(!bits.any(Bits::INDEFINITE) || matches!(words.text(at), "a" | "A" | "an" | "An"));
        }
        let core_start = at;
        let mut core_end = at;
        while at < tokens.end {
            if let Some(name) = self.name_at(at) {
                let found = &self.names[name];
                let after = found.tokens.end;
                let owns = words.is_possessive(after) && after + 2 < tokens.end;
                if owns {
                    at = after + if words.text(after + 1).eq_ignore_ascii_case("s") { 2 } else { 1 };
                    if determined == Determined::Bare || determined == Determined::Definite {
                        determined = Determined::Possessive;
                    }
                    continue;
                }
                let compound =
                    found.modifies && matches!(words.text(found.tokens.start.wrapping_sub(1)), "-");
                if !compound && !self.noun_follows(after, tokens.end)
                    || matches!(found.guess, Guess::Person)
                        && !found.modifies
                        && !self.role_follows(after, tokens.end)
                {
                    return Head::Name(name);
                }
                at = after;
                core_end = at;
                continue;
            }
            let word = &words.list[at];
            if self.role_goes_on(at) {
                at += 2;
                core_end = at;
                continue;
            }
            // "Mum-of-two Denise Moss"
            if let Some(behind) = self.of_children(at) {
                at = behind;
                core_end = at;
                continue;
            }
            let stops = matches!(words.text(at), "," | ";" | "(" | "–" | "—" | ":")
                || word.bits.any(BARRIER) && at > core_start && core_end > core_start;
            if stops {
                break;
            }
            at += 1;
            if word.is_word() && !words.text(at - 1).eq_ignore_ascii_case("s") {
                core_end = at;
            }
        }
        if let Some(name) = self.apposed_name(core_start..core_end, at..tokens.end) {
            return Head::Name(name);
        }
        if core_end <= core_start {
            // "those", "some", "two" alone.
            if takes_article {
                return Head::Noun(Description {
                    core: start..start + 1,
                    whole: start..start + 1,
                    determined: Determined::Indefinite,
                });
            }
            return Head::Nothing;
        }
        // "his lawyer" says more than "lawyer".
        let from = if bits.any(Bits::POSSESSIVE) && takes_article { start } else { core_start };
        let whole = from..self.description_end(core_end, tokens.end);
        Head::Noun(Description { core: core_start..core_end, whole, determined })
    }

    /// "secretary of state", "chief of staff": an "of" that does not end the core.
    fn role_goes_on(&self, of: usize) -> bool {
        self.words.text(of) == "of"
            && of > 0
            && self.words.bits(of - 1).any(Bits::ROLE)
            && LEXICON
                .role(&key(self.words.span(of - 1..of + 2).of(self.words.text)))
                .is_some_and(|r| r.0.contains(" of "))
    }

    /// Behind "-of-two" at a hyphen.
    fn of_children(&self, hyphen: usize) -> Option<usize> {
        let glued = |i: usize| self.words.get(i).is_some_and(|w| w.glued);
        let mark = |i: usize| matches!(self.words.text(i), "-" | "‑") && glued(i);
        let of = self.words.text(hyphen + 1) == "of" && mark(hyphen) && mark(hyphen + 2);
        (of && (hyphen + 1..hyphen + 4).all(glued)).then_some(hyphen + 4)
    }

    /// "His response", "Okafor’s latest remarks": whoever does it.
    fn owner_of_act(&self, tokens: Range<usize>) -> Option<Head> {
        let start = tokens.start;
        let words = self.words;
        let (head, owned) = match self.name_at(start) {
            Some(name) if words.is_possessive(self.names[name].tokens.end) => {
                let after = self.names[name].tokens.end;
                (
                    Head::Name(name),
                    after + if words.text(after + 1).eq_ignore_ascii_case("s") { 2 } else { 1 },
                )
            }
            None if words.bits(start).any(Bits::POSSESSIVE) => {
                (Head::Pronoun(start, LEXICON.pronoun(&words.text(start).to_lowercase())?), start + 1)
            }
            _ => return None,
        };
        let ends = |i: &usize| *i >= tokens.end || !words.list[*i].is_word() || words.bits(*i).any(BARRIER);
        let end = (owned..=tokens.end.min(owned + 4)).find(ends)?;
        let noun = end.checked_sub(1).filter(|n| *n >= owned)?;
        words.bits(noun).any(Bits::ACT).then_some(head)
    }

    fn pronoun(&self, tokens: Range<usize>) -> Option<Head> {
        let start = tokens.start;
        let bits = self.words.bits(start);
        if !bits.any(Bits::PRONOUN) || self.name_at(start).is_some() {
            return None;
        }
        let pronoun = LEXICON.pronoun(&self.words.text(start).to_lowercase())?;
        let next = start + 1;
        let alone = next >= tokens.end
            || !self.words.list[next].is_word()
            || self.words.bits(next).any(BARRIER.or(Bits::PRONOUN));
        let owns = bits.any(Bits::POSSESSIVE.or(Bits::DEFINITE)) && !alone;
        let subject = pronoun.class == PronounClass::Third && !owns
            || alone
            || pronoun.class == PronounClass::Relative && !owns;
        subject.then_some(Head::Pronoun(start, pronoun))
    }

    /// True where the words after a name make it an adjective: "the Okafor campaign".
    fn noun_follows(&self, at: usize, end: usize) -> bool {
        for i in at..end.min(at + 6) {
            let word = &self.words.list[i];
            let hyphen = matches!(self.words.text(i), "-" | "/" | "’" | "'");
            if word.bits.any(BARRIER.or(Bits::PRONOUN)) || !word.is_word() && !hyphen {
                return false;
            }
            if word.bits.any(Bits::NOUN.or(Bits::ROLE)) {
                return true;
            }
            if i + 1 == end && word.case == Case::Lower && i > at {
                return true;
            }
            if self.name_at(i).is_some() {
                return true;
            }
        }
        at + 1 == end
            && self.words.list[at].case == Case::Lower
            && !self.words.bits(at).any(BARRIER.or(Bits::PRONOUN))
            && !matches!(self.words.text(at), "too" | "also" | "alone" | "then" | "now" | "here")
    }

    fn role_follows(&self, at: usize, end: usize) -> bool {
        (at..end.min(at + 6))
            .take_while(|&i| !self.words.bits(i).any(BARRIER) && self.words.text(i) != ",")
            .any(|i| self.words.bits(i).any(Bits::ROLE.or(Bits::NOUN)))
    }

    /// The person named after a comma or in brackets: "A longtime official, Ines Duarte", "The Minister for Health (Ms Ines
    /// Duarte)". The organisation: "The airline, Norair".
    fn apposed_name(&self, core: Range<usize>, tokens: Range<usize>) -> Option<usize> {
        for at in tokens.clone() {
            let bracket = self.words.text(at) == "(";
            if !bracket && !matches!(self.words.text(at), "," | "–" | "—") {
                continue;
            }
            // ", actress Ines Duarte": a trade may stand before the name.
            let trade = (at + 1..tokens.end.min(at + 5))
                .take_while(|&i| self.words.list[i].case == Case::Lower && !self.words.bits(i).any(BARRIER))
                .last();
            // ", the Health and Safety Executive"
            let the = trade == Some(at + 1) && self.words.text(at + 1) == "the";
            let Some(name) = self.name_at(trade.unwrap_or(at) + 1).filter(|_| at + 1 < tokens.end) else {
                continue;
            };
            let found = &self.names[name];
            let person = matches!(found.guess, Guess::Person | Guess::LikelyPerson);
            let after = found.tokens.end;
            let closed = after >= tokens.end
                || matches!(self.words.text(after), "," | "." | "–" | "—" | ")" | "(" | "of" | "from");
            let firm =
                !bracket && (the || trade.is_none()) && owners::may_be(self.words, core.clone(), found);
            if (person || firm) && closed {
                return Some(name);
            }
        }
        None
    }

    /// Where a description ends: before a comma, a bracket, "who" or a dash.
    fn description_end(&self, core_end: usize, end: usize) -> usize {
        const LONGEST_DESCRIPTION: usize = 16;
        let limit = end.min(core_end + LONGEST_DESCRIPTION);
        let stop = (core_end..limit).find(|&i| {
            matches!(self.words.text(i), "," | ";" | "(" | "–" | "—" | ":" | "“" | "\"")
                || self.words.bits(i).any(Bits::RELATIVE)
        });
        let mut at = stop.unwrap_or(limit);
        while at > core_end
            && (!self.words.list[at - 1].is_word()
                || self.words.bits(at - 1).any(BARRIER)
                || self.words.is_possessive(at.saturating_sub(2)))
        {
            at -= 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    /// Who is meant by a source: names as they are, pronouns in /…/, descriptions in <…>.
    fn heads(source: &str, rest: &str) -> Vec<String> {
        let text = format!("Yesterday {source} {rest}");
        let article = Article { text: text.clone(), ..Article::default() };
        let document = crate::text::read(&article);
        let words = Words::read(&document);
        let names = super::super::names::find(&words);
        let spans = [Span::new(10, 10 + source.len())];
        let of = |tokens: Range<usize>| words.span(tokens).of(&text).to_owned();
        read(&words, &names, &spans)
            .into_iter()
            .map(|party| match party.head {
                Head::Name(name) => of(names[name].tokens.clone()),
                Head::Pronoun(token, _) => format!("/{}/", of(token..token + 1)),
                Head::Noun(d) => format!("<{}>", of(d.whole)),
                Head::Turn(_) | Head::Nothing => "-".to_owned(),
            })
            .collect()
    }

    #[test]
    fn names_with_what_surrounds_them() {
        for (source, name) in [
            ("Ines Duarte, a lawyer in Orlando,", "Ines Duarte"),
            ("Ruritanian Foreign Minister Selim Arda", "Selim Arda"),
            ("Vogt campaign manager Robin Mbeki", "Robin Mbeki"),
            ("the party’s Nadia Haddad", "Nadia Haddad"),
            ("Mr. Vogt’s spokeswoman, Ines Duarte,", "Ines Duarte"),
            ("a longtime official, Ines Duarte,", "Ines Duarte"),
            ("Vogt’s guest, actress Ines Duarte", "Ines Duarte"),
            ("their leader, Oona Fitch,", "Oona Fitch"),
            ("Vogt himself", "Vogt"),
            ("Nadia Haddad’s", "Nadia Haddad"),
            ("Mum-of-two Ines Duarte", "Ines Duarte"),
            ("grandfather-of-six Selim Arda, 71,", "Selim Arda"),
            ("the Minister for Health (Ms Ines Duarte", "Ines Duarte"),
            ("the Secretary of State for Defence (Ines Duarte)", "Ines Duarte"),
            ("former secretary of state Ada Obi", "Ada Obi"),
            ("the Heritage Council", "Heritage Council"),
            (
                "Sheikh Karim bin Faisal Al Nouri, Qatar’s Prime Minister and Foreign Minister,",
                "Sheikh Karim bin Faisal Al Nouri",
            ),
        ] {
            assert_eq!(heads(source, "said no."), [name], "{source}");
        }
    }

    #[test]
    fn descriptions_without_their_article() {
        for (source, description) in [
            ("State Department insiders", "<State Department insiders>"),
            ("two officials briefed on the matter", "<two officials briefed on the matter>"),
            ("a spokesman for Mr. Vogt", "<spokesman for Mr. Vogt>"),
            ("the Vogt campaign", "<Vogt campaign>"),
            ("the militant group", "<militant group>"),
            ("officials, who asked not to be named,", "<officials>"),
            ("the Israeli government", "<Israeli government>"),
            ("the anti-Vogt and anti-Haddad activists", "<anti-Vogt and anti-Haddad activists>"),
            ("the businesswoman’s", "<businesswoman>"),
            ("the minister (a friend of Ines Duarte)", "<minister>"),
            ("a mother-of-two", "<mother-of-two>"),
        ] {
            assert_eq!(heads(source, "said no."), [description], "{source}");
        }
    }

    #[test]
    fn joint_sources_are_parted() {
        assert_eq!(heads("Mr. Vogt and Ms. Adeyemi", "said no."), ["Vogt", "Adeyemi"]);
        assert_eq!(heads("Vogt, Adeyemi and the mayor", "said no."), ["Vogt", "Adeyemi", "<mayor>"]);
        assert_eq!(
            heads("the United States, Britain and France", "said no."),
            ["United States", "Britain", "France"]
        );
        assert_eq!(
            heads("media reports and party sources", "said no."),
            ["<media reports>", "<party sources>"]
        );
        assert_eq!(heads("Mr. Vogt and his team", "said no."), ["Vogt", "<his team>"]);
        assert_eq!(
            heads("Ines Duarte, the mayor, and Selim Arda", "said no."),
            ["Ines Duarte", "Selim Arda"]
        );
    }

    #[test]
    fn an_apposition_with_and_is_not_parted() {
        assert_eq!(heads("Ines Duarte, its president and chief executive,", "said no."), ["Ines Duarte"]);
        assert_eq!(heads("Ines Duarte, an adviser to Vogt and Adeyemi,", "said no."), ["Ines Duarte"]);
        assert_eq!(
            heads("the Ministry of Works and Human Settlement", "said no."),
            ["Ministry of Works and Human Settlement"]
        );
    }

    #[test]
    fn pronouns() {
        assert_eq!(heads("he", "said no."), ["/he/"]);
        assert_eq!(heads("she, too,", "said no."), ["/she/"]);
        assert_eq!(heads("his lawyer", "said no."), ["<his lawyer>"]);
    }
}
