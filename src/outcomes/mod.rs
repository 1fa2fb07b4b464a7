//! Legal outcomes that an article reports: charged, convicted, acquitted, dropped, overturned, settled. They are events
//! with a sentence of their own, and with the attribution in whose words they stand; no status of an accusation is ever
//! made of them.
//!
//! Only what the page makes certain: the expression stands outside of quotation marks, who it is about stands right before
//! it ("Lund, 51, was convicted of fraud"), right after it ("a jury acquitted the former clerk Lund"), with the noun that it
//! is said of ("the charges against Lund were dropped") or with the outcome that it goes on from ("was charged with fraud and
//! acquitted"), and no word such as "not", "if" or "could" comes in between. Of several in a list each has its own. One pass
//! over the tokens.

mod aside;
mod carried;
mod names;
mod nouns;
mod page;
mod phrases;
mod together;
mod words;

use self::names::Names;
use self::page::{Page, Told};
use self::phrases::PHRASES;
use crate::attribution::Attribution;
use crate::span::Span;
use crate::speakers::Speakers;
use crate::text::Document;

/// A legal outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whom it is about: an index into [`Speakers::entities`]; `None` where only a pronoun or a description stands there.
    pub entity: Option<usize>,
    /// The words for whom it is about.
    pub who: Span,
    /// charged, pleaded-guilty, pleaded-not-guilty, convicted, acquitted, sentenced, jailed, fined, liable, settled, released
    /// (without charge), dropped (charges or a case), overturned (a conviction), appeal-won.
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

/// Finds the legal outcomes of an article, in text order. Pure; linear in the article's length.
pub fn find(document: &Document<'_>, attributions: &[Attribution], speakers: &Speakers) -> Vec<Outcome> {
    let names = Names::of(document, speakers);
    let words: Vec<String> =
        document.tokens.iter().map(|t| t.span.of(document.text).to_lowercase()).collect();
    let page = Page { document, names: &names, words: &words };
    let mut found: Vec<Outcome> = Vec::new();
    let mut told: Option<Told> = None;
    let mut at = 0;
    while at < words.len() {
        let phrases = words.get(at).and_then(|word| PHRASES.get(word.as_str()));
        let hit = phrases.into_iter().flatten().find_map(|phrase| page.outcome(at, phrase, told.as_ref()));
        at = hit.as_ref().map_or(at + 1, |hit| hit.cue.end);
        if let Some(hit) = hit {
            found.extend(page.outcomes(&hit));
            told = Some(hit);
        }
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
            ("A jury on Friday acquitted former clerk {Nora Lint}.", "Nora Lint: acquitted"),
            ("A court convicted the senator {Mona Arden}.", "Mona Arden: convicted"),
            ("Police charged former mayor {Edwin Pell} with fraud.", "Edwin Pell: charged (with fraud)"),
            ("The district court in {Brenn} acquitted {Per Lund} in May.", "Per Lund: acquitted"),
            (
                "{Norlund} agreed to pay 3 million crowns to settle the lawsuit.",
                "Norlund: settled (the lawsuit)",
            ),
            ("{Per Lund} was cleared by a jury.", "Per Lund: acquitted"),
            ("{Per Lund} won an acquittal in June.", "Per Lund: acquitted"),
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
            "A man convicted of robbing {Per Lund} was sentenced to a year.",
            "There were rumours that {Per Lund} was charged with fraud.",
            "{Per Lund} was nearly convicted of fraud.",
            "Had {Per Lund} been convicted of fraud, he would be in prison.",
            "{Per Lund} was charged with the task of reform.",
            "{Moen} acquitted {Per Lund} of any bad intention.",
            "{Per Lund}, she said, and the others in the hall of the town were convicted of fraud.",
            "{Moen} found {Per Lund} guilty of bad manners.",
            "The friends of {Per Lund} and {Ida Moen} were convicted of fraud.",
            "A jury acquitted {Per Lund}’s brother.",
            "Police charged two men {Per Lund} had hired.",
            "Police charged a man after {Per Lund} fell.",
            "The court heard {Moen} acquitted {Per Lund} of any bad intention.",
            "{Norlund} agreed to pay the workers.",
            "The court has not yet acquitted {Per Lund}.",
        ] {
            assert_eq!(outcomes(text), [""; 0], "{text}");
        }
    }
}
