//! Legal outcomes that an article reports: charged, convicted, acquitted, dropped, overturned, settled. They are events
//! with a sentence of their own, and with the attribution in whose words they stand; no status of an accusation is ever
//! made of them.
//!
//! Only what the page makes certain: the expression stands outside of quotation marks, who it is about stands right before
//! it ("Lund, 51, was convicted of fraud"), right after it ("a jury acquitted Lund") or with the noun that it is said of
//! ("the charges against Lund were dropped"), and no word such as "not", "if" or "could" comes in between. One pass over the
//! tokens.

mod nouns;

use crate::attribution::Attribution;
use crate::lists::{lines, rows};
use crate::span::Span;
use crate::speakers::Speakers;
use crate::text::{Document, Quoted};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// How far before the expression its subject ends, in tokens: "Lund, the town's former treasurer, was later".
const FAR: usize = 14;
/// Between subject and expression without commas around what stands there: "has since been".
const NEAR: usize = 4;
/// How much of what it is about is taken, in tokens.
const MATTER: usize = 14;

/// A legal outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whom it is about: an index into [`Speakers::entities`]; `None` where only a pronoun or a description stands there.
    pub entity: Option<usize>,
    /// The words for whom it is about.
    pub who: Span,
    /// charged, pleaded-guilty, pleaded-not-guilty, convicted, acquitted, sentenced, fined, settled, dropped (charges or a
    /// case), overturned (a conviction).
    pub kind: &'static str,
    /// The words that say so.
    pub cue: Span,
    /// The words that say of what; empty where none do.
    pub matter: Option<Span>,
    /// The sentence.
    pub sentence: Span,
    /// In whose words it stands: the innermost attribution whose content holds it, by index; `None`: in the article's own.
    pub attribution: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Passive,
    Active,
    Object,
    /// "found Lund guilty": the rest of the phrase stands behind the object.
    Around,
    /// Said of the charges against somebody.
    Charges,
    /// Said of somebody's conviction.
    Conviction,
}

struct Phrase {
    kind: &'static str,
    way: Way,
    words: Vec<&'static str>,
}

/// Phrases by their first word, longer ones first.
static PHRASES: LazyLock<HashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<&str, Vec<Phrase>> = HashMap::new();
    for [kind, way, phrase] in rows::<3>(include_str!("data/outcomes.tsv")) {
        let way = match way {
            "passive" => Way::Passive,
            "active" => Way::Active,
            "around" => Way::Around,
            "charges" => Way::Charges,
            "conviction" => Way::Conviction,
            _ => Way::Object,
        };
        let words: Vec<&str> = phrase.split(' ').collect();
        let first = words.first().copied().unwrap_or("");
        phrases.entry(first).or_default().push(Phrase { kind, way, words });
    }
    phrases.values_mut().for_each(|all| all.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len())));
    phrases
});

static COURTS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/courts.txt")).collect());
static NOT_YET: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/not-yet.txt")).collect());

/// What is charged with these is no offence: "charged with the task of".
static TASKS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/tasks.txt")).collect());

/// Words before a name that is no subject.
const BEFORE_OTHERS: [&str; 12] =
    ["of", "by", "for", "with", "against", "to", "from", "on", "in", "at", "about", "like"];

/// The forms of "be" that make a passive, and pronouns that stand for somebody.
const BEING: [&str; 6] = ["was", "were", "is", "are", "been", "got"];
const PRONOUNS: [&str; 3] = ["he", "she", "they"];

/// Finds the legal outcomes of an article, in text order. Pure; linear in the article's length.
pub fn find(document: &Document<'_>, attributions: &[Attribution], speakers: &Speakers) -> Vec<Outcome> {
    let names = Names::of(document, speakers);
    let words: Vec<String> =
        document.tokens.iter().map(|t| t.span.of(document.text).to_lowercase()).collect();
    let page = Page { document, names: &names, words: &words };
    let mut found: Vec<Outcome> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let phrases = words.get(at).and_then(|word| PHRASES.get(word.as_str()));
        let hit = phrases.into_iter().flatten().find_map(|phrase| page.outcome(at, phrase));
        at = hit.as_ref().map_or(at + 1, |(_, end)| *end);
        found.extend(hit.map(|(outcome, _)| outcome));
    }
    let contents = Contents::of(attributions);
    for outcome in &mut found {
        outcome.attribution = contents.around(outcome.cue);
    }
    found
}

/// How many contents that begin before a place are looked through for one that holds it: they nest a few deep.
const NESTED: usize = 32;

/// The contents of attributions, sorted by where they begin.
struct Contents(Vec<(Span, usize)>);

impl Contents {
    fn of(attributions: &[Attribution]) -> Self {
        let pieces = |(index, a): (usize, &Attribution)| {
            a.content.iter().map(move |piece| (*piece, index)).collect::<Vec<_>>()
        };
        let mut all: Vec<(Span, usize)> = attributions.iter().enumerate().flat_map(pieces).collect();
        all.sort_unstable_by_key(|(span, index)| (span.start, std::cmp::Reverse(span.end), *index));
        Self(all)
    }

    /// The innermost attribution whose content holds a place.
    fn around(&self, place: Span) -> Option<usize> {
        let behind = self.0.partition_point(|(span, _)| span.start <= place.start);
        let before = self.0.get(behind.saturating_sub(NESTED)..behind)?;
        before.iter().rev().find(|(span, _)| span.contains(place)).map(|(_, index)| *index)
    }
}

struct Page<'a> {
    document: &'a Document<'a>,
    names: &'a Names,
    words: &'a [String],
}

impl Page<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// The outcome of a phrase that begins at a token, and the token behind it.
    fn outcome(&self, at: usize, phrase: &Phrase) -> Option<(Outcome, usize)> {
        let end = at + phrase.words.len();
        let sentence = self.document.sentences.get(self.document.tokens.get(at)?.sentence as usize)?;
        let (at, end) = (at, if phrase.way == Way::Around { at + 1 } else { end });
        let fits = (at..end).zip(&phrase.words).all(|(t, word)| self.word(t) == *word);
        let outside = (at..end).all(|t| self.document.tokens.get(t).is_some_and(|t| t.quoted == Quoted::No));
        if !fits || !outside || end > sentence.tokens.end {
            return None;
        }
        if phrase.kind == "charged"
            && (end..sentence.tokens.end).take(4).any(|t| TASKS.contains(self.word(t)))
        {
            return None;
        }
        let mut end = end;
        let (who, entity) = match phrase.way {
            Way::Object => self.object(at, end, sentence.tokens.clone())?,
            Way::Around => {
                let (who, entity) = self.object(at, end, sentence.tokens.clone())?;
                let rest = phrase.words.get(1..)?;
                if !(who.end..).zip(rest).all(|(t, word)| self.word(t) == *word) {
                    return None;
                }
                end = who.end + rest.len();
                (who, entity)
            }
            Way::Charges => self.charged_party(at, end, sentence.tokens.clone())?,
            Way::Conviction => self.convicted_party(at, end, sentence.tokens.clone())?,
            Way::Active => self.subject(at, sentence.tokens.clone())?,
            Way::Passive => {
                let auxiliary = self.auxiliary(at, sentence.tokens.start)?;
                // "was not charged", "was to be charged".
                let clear = (auxiliary..at).all(|t| !NOT_YET.contains(self.word(t)));
                clear.then(|| self.subject(auxiliary, sentence.tokens.clone())).flatten()?
            }
        };
        let matter_from = if phrase.way == Way::Object { who.end } else { end };
        let has_matter = !matches!(phrase.way, Way::Charges | Way::Conviction);
        let outcome = Outcome {
            entity,
            who: self.span(who)?,
            kind: phrase.kind,
            cue: self.span(at..end)?,
            matter: self.matter(matter_from, sentence.tokens.end).filter(|_| has_matter),
            sentence: sentence.span,
            attribution: None,
        };
        Some((outcome, end))
    }

    /// The first word of the auxiliaries before a participle: "has been", "was later". In a headline there may be none.
    fn auxiliary(&self, at: usize, start: usize) -> Option<usize> {
        let from = at.saturating_sub(3).max(start);
        let being = (from..at).rev().find(|t| BEING.contains(&self.word(*t)));
        let Some(being) = being else {
            let paragraph = self.document.tokens.get(at)?.paragraph as usize;
            let is_title = !self.document.paragraphs.get(paragraph)?.part.is_running_text();
            return is_title.then_some(at);
        };
        let has =
            being.checked_sub(1).filter(|t| *t >= start && matches!(self.word(*t), "has" | "have" | "had"));
        Some(has.unwrap_or(being))
    }

    /// Who stands before the verb that begins at `at`.
    fn subject(&self, at: usize, sentence: Range<usize>) -> Option<(Range<usize>, Option<usize>)> {
        let from = at.saturating_sub(FAR).max(sentence.start);
        if let Some(before) = at.checked_sub(1).filter(|t| *t >= from && PRONOUNS.contains(&self.word(*t))) {
            let name = self.names.ending_at(before + 1);
            return Some((before..at, name.map(|(_, entity)| entity)));
        }
        let (last, of_last) = self.names.last_before(from, at)?;
        // "Lund, the head of the Harbour Board, was charged": what ends at the second comma only tells who Lund is.
        let closes = last.end + 1 == at && self.word(last.end) == ",";
        let (tokens, entity) = if closes { self.before_aside(from, last.start)? } else { (last, of_last) };
        let between = tokens.end..at;
        if self.is_owner(&between) || self.is_within_clause(sentence.start, tokens.start) {
            return None;
        }
        // "Had Lund been convicted" did not happen.
        let has = |t: usize| matches!(self.word(t), "has" | "have" | "had" | "having");
        if self.word(at) == "been" && !between.clone().any(has) {
            return None;
        }
        let commas = self.word(between.start) == "," && self.word(at - 1) == ",";
        let clear = between.clone().all(|t| !NOT_YET.contains(self.word(t)));
        let behind_article =
            |t: &usize| matches!(self.word(*t), "the" | "a" | "an" | "his" | "her" | "its" | "their");
        let outside = (sentence.start..tokens.start).rev().find(|t| !behind_article(t));
        let is_of = outside.is_some_and(|t| BEFORE_OTHERS.contains(&self.word(t)));
        let close = between.len() <= NEAR && !between.clone().any(|t| self.word(t) == ",");
        let before =
            (sentence.start..tokens.start).any(|t| matches!(self.word(t), "if" | "unless" | "whether"));
        (clear && !before && !is_of && (close || commas)).then_some((tokens, Some(entity)))
    }

    /// Who is named right before the comma that opens the aside in which a token stands.
    fn before_aside(&self, from: usize, inside: usize) -> Option<(Range<usize>, usize)> {
        let comma = (from..inside).rev().find(|t| self.word(*t) == ",")?;
        self.names.ending_at(comma)
    }

    /// "Lund’s son": somebody else is meant.
    fn is_owner(&self, behind: &Range<usize>) -> bool {
        matches!(self.word(behind.start), "’" | "'" | "’s" | "'s")
    }

    /// "the man who robbed Lund": what stands in a clause on somebody else is not the subject; right behind "that" it is.
    fn is_within_clause(&self, start: usize, at: usize) -> bool {
        let at = at.checked_sub(1).filter(|t| self.word(*t) == "that").unwrap_or(at);
        let clause = (start..at).rev().take_while(|t| self.word(*t) != ",");
        clause.into_iter().any(|t| matches!(self.word(t), "who" | "whom" | "which" | "that"))
    }

    /// Who stands right behind the verb, if a court or the like stands before it.
    fn object(&self, at: usize, end: usize, sentence: Range<usize>) -> Option<(Range<usize>, Option<usize>)> {
        let from = at.saturating_sub(NEAR).max(sentence.start);
        let court = (from..at).any(|t| COURTS.contains(self.word(t)));
        let clear = (from..at).all(|t| !NOT_YET.contains(self.word(t)));
        let (tokens, entity) = self.names.first_at(end, end + 2)?;
        (court && clear).then_some((tokens, Some(entity)))
    }

    /// The words that say of what: to the end of the clause.
    fn matter(&self, from: usize, end: usize) -> Option<Span> {
        let stops = |t: &usize| {
            matches!(self.word(*t), "," | ";" | "." | ":" | "—" | "–" | "and" | "but" | "who" | "after")
        };
        let last = (from..end.min(from + MATTER)).take_while(|t| !stops(t)).last()?;
        self.span(from..last + 1)
    }

    fn span(&self, tokens: Range<usize>) -> Option<Span> {
        let (first, last) =
            (self.document.tokens.get(tokens.start)?, self.document.tokens.get(tokens.end.checked_sub(1)?)?);
        Some(Span::new(first.span.start, last.span.end))
    }
}

/// Where entities are named, in tokens.
struct Names {
    /// Sorted by where they begin.
    by_start: Vec<(Range<usize>, usize)>,
    /// Sorted by where they end.
    by_end: Vec<(Range<usize>, usize)>,
}

impl Names {
    fn of(document: &Document<'_>, speakers: &Speakers) -> Self {
        let token_at = |byte: usize| document.tokens.partition_point(|t| t.span.end <= byte);
        let mut by_start: Vec<(Range<usize>, usize)> = Vec::new();
        for (entity, known) in speakers.entities.iter().enumerate() {
            for mention in &known.mentions {
                let end = document.tokens.partition_point(|t| t.span.start < mention.span.end);
                by_start.push((token_at(mention.span.start)..end, entity));
            }
        }
        by_start.sort_by_key(|(tokens, entity)| (tokens.start, tokens.end, *entity));
        let mut by_end = by_start.clone();
        by_end.sort_by_key(|(tokens, entity)| (tokens.end, std::cmp::Reverse(tokens.start), *entity));
        Self { by_start, by_end }
    }

    fn last_before(&self, from: usize, at: usize) -> Option<(Range<usize>, usize)> {
        let behind = self.by_end.partition_point(|(tokens, _)| tokens.end <= at);
        // Of those that end alike the longest stands first.
        let last = self.by_end.get(behind.checked_sub(1)?)?;
        let first = self.by_end.partition_point(|(tokens, _)| tokens.end < last.0.end);
        self.by_end.get(first).filter(|(tokens, _)| tokens.start >= from).cloned()
    }

    fn ending_at(&self, end: usize) -> Option<(Range<usize>, usize)> {
        let first = self.by_end.partition_point(|(tokens, _)| tokens.end < end);
        self.by_end.get(first).filter(|(tokens, _)| tokens.end == end).cloned()
    }

    fn first_at(&self, from: usize, before: usize) -> Option<(Range<usize>, usize)> {
        let first = self.by_start.partition_point(|(tokens, _)| tokens.start < from);
        self.by_start.get(first).filter(|(tokens, _)| tokens.start < before).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::speakers::{Entity, KnownBy, Mention, SpeakerType};
    use crate::text;

    /// `who: outcome (of what)` of each outcome of a text in which names stand between braces.
    pub(super) fn outcomes(marked: &str) -> Vec<String> {
        let (mut text, mut entities) = (String::new(), Vec::new());
        for (number, part) in marked.split(['{', '}']).enumerate() {
            if number % 2 == 1 {
                let span = Span::new(text.len(), text.len() + part.len());
                entities.push(Entity {
                    name: part.to_owned(),
                    kind: SpeakerType::Person,
                    gender: None,
                    roles: Vec::new(),
                    speaks_for: None,
                    mentions: vec![Mention { span, known_by: KnownBy::Name }],
                });
            }
            text.push_str(part);
        }
        let article = Article { text, ..Article::default() };
        let document = text::read(&article);
        let speakers = Speakers { entities, ..Speakers::default() };
        let found = find(&document, &[], &speakers);
        let shown = |o: &Outcome| {
            let matter = o.matter.map(|m| format!(" ({})", m.of(&article.text))).unwrap_or_default();
            let known = if o.entity.is_some() { "" } else { "?" };
            format!("{}{known}: {}{matter}", o.who.of(&article.text), o.kind)
        };
        found.iter().map(shown).collect()
    }

    #[test]
    fn who_was_charged_convicted_and_acquitted() {
        for (text, expected) in [
            ("{Per Lund} was charged with fraud on Monday.", "Per Lund: charged (fraud on Monday)"),
            (
                "{Per Lund}, the town’s former treasurer, was convicted of fraud.",
                "Per Lund: convicted (of fraud)",
            ),
            ("{Per Lund} has since been found guilty of fraud, twice.", "Per Lund: convicted (of fraud)"),
            ("A jury acquitted {Per Lund} of fraud and theft.", "Per Lund: acquitted (of fraud)"),
            ("Prosecutors indicted {Ida Moen}.", "Ida Moen: charged"),
            ("{Per Lund} pleaded not guilty.", "Per Lund: pleaded-not-guilty"),
            ("{Norlund} agreed to settle a claim by the town.", "Norlund: settled (a claim by the town)"),
            (
                "{Per Lund}, a former chairman of the {Harbour Board}, was charged with fraud.",
                "Per Lund: charged (fraud)",
            ),
            (
                "{Per Lund}, who had robbed {Ida Moen}, was convicted of theft.",
                "Per Lund: convicted (of theft)",
            ),
            ("It rained. He was sentenced to two years.", "He?: sentenced (two years)"),
            ("A jury found {Per Lund} not guilty of fraud.", "Per Lund: acquitted (of fraud)"),
            ("The court found {Per Lund} guilty of fraud.", "Per Lund: convicted (of fraud)"),
        ] {
            assert_eq!(outcomes(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_stands_in_somebody_s_words_has_its_source() {
        let text = "Moen said that Lund was convicted of fraud. Lund was fined.".to_owned();
        let article = Article { text, ..Article::default() };
        let document = text::read(&article);
        let place = |words: &str| {
            let start = article.text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let attributions = [
            Attribution { content: vec![place("Moen said")], ..Attribution::default() },
            Attribution {
                content: vec![place("that Lund was convicted of fraud")],
                ..Attribution::default()
            },
        ];
        let mentions: Vec<Mention> = article
            .text
            .match_indices("Lund")
            .map(|(at, name)| Mention { span: Span::new(at, at + name.len()), known_by: KnownBy::Name })
            .collect();
        let lund = Entity {
            name: "Lund".to_owned(),
            kind: SpeakerType::Person,
            gender: None,
            roles: Vec::new(),
            speaks_for: None,
            mentions,
        };
        let speakers = Speakers { entities: vec![lund], ..Speakers::default() };
        let found = find(&document, &attributions, &speakers);
        let sources: Vec<_> = found.iter().map(|o| (o.kind, o.attribution)).collect();
        assert_eq!(sources, [("convicted", Some(1)), ("fined", None)]);
    }

    #[test]
    fn what_has_not_happened_is_none() {
        for text in [
            "{Per Lund} was not charged with fraud.",
            "{Per Lund} could be charged with fraud.",
            "If {Per Lund} was convicted of fraud, he would appeal.",
            "{Per Lund} will be sentenced to a term in May.",
            "“{Per Lund} was convicted of fraud,” she said.",
            "The friends of {Per Lund} were convicted of fraud.",
            "{Per Lund} charged the town for the work.",
            "{Per Lund}’s son was charged with theft.",
            "The man who robbed {Per Lund} was convicted of theft.",
            "The town of the {Per Lund} was fined.",
            "{Per Lund} was nearly convicted of fraud.",
            "Had {Per Lund} been convicted of fraud, he would be in prison.",
            "{Per Lund} was charged with the task of reform.",
            "{Moen} acquitted {Per Lund} of any bad intention.",
            "{Per Lund}, she said, and the others in the hall of the town were convicted of fraud.",
            "{Moen} found {Per Lund} guilty of bad manners.",
        ] {
            assert_eq!(outcomes(text), [""; 0], "{text}");
        }
    }
}
