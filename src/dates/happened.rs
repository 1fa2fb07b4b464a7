//! Whether a time without its year is that of something that has happened: "ended Feb. 2", "accused Lund in May", "admitted
//! stealing in May"; not "announced a summit in May", "asked her to resign in May", "will be tried in May".

use super::accused::is_accusing;
use super::lexicon::Tag;
use super::reader::Reader;
use super::tense::Direction;
use crate::lists::{fits, rows};
use std::sync::LazyLock;

/// Verbs in the past that may look ahead, and what is no verb: the kind, and the word.
static LOOKING_AHEAD: LazyLock<Vec<[&str; 2]>> =
    LazyLock::new(|| rows(include_str!("data/looking-ahead.tsv")).collect());

/// How many lexemes may stand between a time and its verb.
const NEAR: usize = 16;

/// Before a time they make it a part of something else: "the May vote", "by Feb. 2".
const JOINING: &[Tag] = &[
    Tag::The,
    Tag::A,
    Tag::This,
    Tag::That,
    Tag::Of,
    Tag::LetterS,
    Tag::From,
    Tag::To,
    Tag::Until,
    Tag::Preposition,
];

/// Where a clause begins or ends.
const BOUNDARY: &[Tag] = &[Tag::That, Tag::Relative, Tag::And, Tag::Or, Tag::Pronoun];

impl Reader<'_> {
    /// Whether the time `start..end` is that of something that has happened.
    pub(super) fn happened(&self, start: usize, end: usize) -> bool {
        let first = self.before_preposition(start);
        if self.before(start).is_some_and(|tag| JOINING.contains(&tag)) || self.is(end + 1, Tag::LetterS) {
            return false;
        }
        if self.opens_sentence(first) {
            return self.happened_behind(end);
        }
        let words = || self.clause_before(first);
        let Some((verb, direction)) = words()
            .take_while(|&k| !self.turns_away(k))
            .find_map(|k| Some((k, self.past_or_future(k, first)?)))
        else {
            return false;
        };
        let own = match self.looking_ahead(verb) {
            Some("always") => false,
            // "named May 5 as the day", "picked May 5 for the trial"
            Some("object") => {
                let behind = verb + 1 + usize::from(self.word_is(verb + 1, "it"));
                behind == first && !self.word_is(end, "as") && !self.word_is(end, "for")
            }
            _ => true,
        };
        direction == Direction::Past && own && !self.depends(words().skip_while(|&k| k >= verb))
    }

    /// Whether a time at `first` stands in front of its sentence: "In May, …", "But in May, …".
    fn opens_sentence(&self, first: usize) -> bool {
        let sentence = |k: usize| self.tokens.get(k).map(|t| t.sentence);
        let conjunction = first.checked_sub(1).filter(|&k| self.word_is(k, "but") || self.is(k, Tag::And));
        let start = conjunction.unwrap_or(first);
        start.checked_sub(1).is_none_or(|k| sentence(k) != sentence(start))
    }

    /// Whether the first verb behind a time that opens its sentence is in the past: "In May, Lund was convicted of fraud"; not
    /// "In May, the court said, it will rule", "In May, newly elected members will meet".
    fn happened_behind(&self, end: usize) -> bool {
        let from = self.skip(end, ',');
        let sentence = self.tokens.get(from).map(|t| t.sentence);
        let mut words = (from..from + NEAR).take_while(|&k| {
            let here = self.tokens.get(k).map(|t| t.sentence) == sentence;
            here && !self.turns_away(k) && !self.is(k, Tag::PresentVerb)
        });
        let verb = words.by_ref().find(|&k| self.verb_direction(k, true).is_some());
        let past = |k: usize| {
            self.is(k, Tag::PastVerb)
                && self.verb_direction(k, true) == Some(Direction::Past)
                && !self.mark(k + 1, ',')
        };
        verb.is_some_and(past) && !self.depends(words)
    }

    /// The words before a time, the nearest first, in its sentence.
    fn clause_before(&self, first: usize) -> impl Iterator<Item = usize> {
        let sentence = self.tokens.get(first).map(|t| t.sentence);
        (first.saturating_sub(NEAR)..first)
            .rev()
            .take_while(move |&k| self.tokens.get(k).map(|t| t.sentence) == sentence)
    }

    /// What the word at `k`, before a time, says of it. What somebody is accused of is past, whatever the tense: "accuses Lund
    /// of stealing in May". A verb in the passive of the present says nothing: "are counted May 5".
    fn past_or_future(&self, k: usize, time: usize) -> Option<Direction> {
        let word = self.word(k).unwrap_or_default();
        let leads = |i: usize| ["of", "for", "with"].iter().any(|lead| self.word_is(i, lead));
        let deed = |i: usize| self.word(i).is_some_and(|word| word.ends_with("ing")) && leads(i - 1);
        if is_accusing(word) && (k + 2..time).any(deed) {
            return Some(Direction::Past);
        }
        // "the strike that began in May", but "that cut"
        if self.is(k, Tag::PastVerb) && self.before(k) == Some(Tag::That) && k + 1 == time {
            return Some(Direction::Past);
        }
        let passive = self.before(k) == Some(Tag::PresentVerb)
            && !["has", "have", "'ve"].iter().any(|verb| self.word_is(k - 1, verb));
        match self.verb_direction(k, false)? {
            Direction::Past
                if !self.is(k, Tag::PastVerb) || passive || self.inner_mark(k.wrapping_sub(1), '-') =>
            {
                Some(Direction::Unknown)
            }
            direction => Some(direction),
        }
    }

    /// Whether a verb that looks ahead stands among these words of one clause: "will redeem the preferred shares on Feb. 2".
    fn depends(&self, mut words: impl Iterator<Item = usize>) -> bool {
        words
            .find_map(|k| match self.tag(k) {
                Tag::Mark if self.parts(k) => Some(false),
                tag if BOUNDARY.contains(&tag) => Some(false),
                Tag::FutureVerb | Tag::PlannedVerb => Some(true),
                _ if self.infinitive(k) => Some(true),
                _ => None,
            })
            .unwrap_or(false)
    }

    /// Where the preposition of a time begins, else the time: "in early May", "on Feb. 2".
    fn before_preposition(&self, start: usize) -> usize {
        let back = |at: usize, tags: &[Tag]| match self.before(at) {
            Some(tag) if tags.contains(&tag) => at - 1,
            _ => at,
        };
        // "in mid-May"
        let hyphen = self.inner_mark(start.wrapping_sub(1), '-');
        let part = back(if hyphen { start - 1 } else { start }, &[Tag::Early, Tag::Late, Tag::Mid]);
        back(part, &[Tag::In, Tag::On])
    }

    /// Whether what stands at `k`, between a verb and a time, may give the time to something else: "to resign in May", "a date
    /// for a hearing in May", "before the vote on Feb. 2", "who", "that".
    fn turns_away(&self, k: usize) -> bool {
        match self.tag(k) {
            Tag::That | Tag::Relative | Tag::Until | Tag::Ahead | Tag::PromisedVerb | Tag::FutureNoun => true,
            Tag::Mark => self.parts(k),
            Tag::Preposition => !self.word_is(k, "for") || matches!(self.tag(k + 1), Tag::A | Tag::The),
            // "closed and reopens May 5", not "convicted of theft and forgery in May"
            Tag::And | Tag::Or => {
                self.is(k + 1, Tag::Other) && self.word(k + 1).is_some_and(|word| word.ends_with('s'))
            }
            _ => self.infinitive(k),
        }
    }

    /// Whether the mark at `k` parts clauses; not that of "St. Ives", "Lund's", "twenty-one".
    fn parts(&self, k: usize) -> bool {
        !self.mark(k, '.') && !self.mark(k, '\'') && !self.inner_mark(k, '-')
    }

    /// "to resign", not "to the bank", "to Norland", "pleaded guilty to fraud", "admitted to lying".
    fn infinitive(&self, k: usize) -> bool {
        let verb = |word: &str| !word.ends_with("ing") && self.looking_ahead(k + 1) != Some("noun");
        let bare = self.is(k + 1, Tag::Other) && !self.lexeme(k + 1).capital;
        self.is(k, Tag::To)
            && bare
            && self.word(k + 1).is_some_and(verb)
            && !self.word_is(k.wrapping_sub(1), "guilty")
    }

    fn looking_ahead(&self, k: usize) -> Option<&'static str> {
        let word = self.word(k)?.to_lowercase();
        LOOKING_AHEAD.iter().find(|[_, verb]| fits(verb, &word)).map(|[kind, _]| *kind)
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    /// Each sentence ends in a month or a day, read on 3 March 2025.
    fn check_last(sentences: &[&str], words: &str, value: &str) {
        for sentence in sentences {
            check("2025-03-03", &[(&format!("{sentence} {words}."), &[(words, value)])]);
        }
    }

    #[test]
    fn a_month_of_a_verb_in_the_past_is_past() {
        check_last(
            &[
                "Lund admitted stealing in",
                "Lund admitted to lying in",
                "Roe accused her of stealing in",
                "Roe accuses Lund of stealing cars in",
                "Lund faces charges of stealing cars in",
                "Lund has been charged with stealing cars in",
                "Lund was convicted of theft and forgery in",
                "Lund pleaded guilty to fraud in",
                "A court sent Lund to prison in",
                "The appeals court upheld the ruling in",
                "Roe told the Globe in",
                "The party announced it in",
                "It spread with the strike that began in",
            ],
            "May",
            "2024-05",
        );
    }

    #[test]
    fn a_month_that_a_verb_looks_ahead_to_is_to_come() {
        check_last(
            &[
                "Lund will be tried in",
                "Lund plans to resign in",
                "Lund agreed to resign in",
                "Lund was due to be tried in",
                "Roe said he wanted to resign in",
                "The report is to be released in",
                "The party announced a summit in",
                "Roe asked Lund to work in",
                "The hall was booked in",
                "The trial was set for",
                "Norland will hold disputed elections in",
                "Ballots are counted in",
                "The bank closed and reopens in",
                "Roe was named chair for a session in",
                "Roe is ahead in the polls that end before a vote in",
            ],
            "May",
            "2025-05",
        );
    }

    #[test]
    fn a_day_of_a_verb_in_the_past_is_past() {
        check_last(
            &["The trial ended", "Lund denied hitting Roe on", "The board met on", "Roe announced it"],
            "March 20",
            "2024-03-20",
        );
        check_last(
            &[
                "The judge set",
                "The trial was moved to",
                "Roe will be tried on",
                "Roe campaigned before the vote of",
            ],
            "March 20",
            "2025-03-20",
        );
        // by another clock it is that day already
        check_last(&["The trial ended on"], "March 4", "2025-03-04");
    }

    #[test]
    fn a_month_in_front_of_its_sentence() {
        for (sentence, value) in [
            ("In May, Lund was convicted of fraud.", "2024-05"),
            ("But in May the court upheld the ruling.", "2024-05"),
            ("In May, newly elected members will meet.", "2025-05"),
            ("In May, the court said, it will rule.", "2025-05"),
            ("In May, Lund is poised to win.", "2025-05"),
        ] {
            check("2025-03-03", &[(sentence, &[("May", value)])]);
        }
    }
}
