//! Whether a clause speaks of the past or of what is to come, by the verbs around a time.

use super::lexicon::Tag;
use super::reader::Reader;

/// Where a clause stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    Unknown,
}
/// How many lexemes before a time a verb in the present is looked for.
const PRESENT: usize = 5;

/// How many lexemes away the verb of a clause is looked for.
const CLAUSE: usize = 24;

impl Reader<'_> {
    /// Whether the clause of lexemes `start..end` speaks of the past or of what is to come: by the preposition before
    /// it, else the nearest verb before, else the nearest after.
    pub(super) fn direction(&self, start: usize, end: usize) -> Direction {
        let Some(sentence) = self.tokens.get(start).map(|t| t.sentence) else { return Direction::Unknown };
        let deadline = match self.before(start) {
            Some(Tag::Since | Tag::After) => return Direction::Past,
            Some(Tag::Until) => true,
            _ if self.word_is(end, "deadline") => return Direction::Future,
            _ => false,
        };
        let here =
            |i: &usize| self.tokens.get(*i).is_some_and(|t| t.sentence == sentence) && !self.mark(*i, ';');
        let mut before = (start.saturating_sub(CLAUSE)..start).rev().take_while(here);
        let opens = self.opens_clause(start, end);
        // what follows "that" is what was said: "announcing in October that he would run"
        let said = |i: usize| self.is(i, Tag::That) && (opens || i == end);
        let mut after = (end..end.saturating_add(CLAUSE)).take_while(|i| here(i) && !said(*i));
        // "she said that on Friday they will meet", "Friday's vote will be close": the clause comes after it
        let nearest = if opens {
            after
                .find_map(|i| self.verb_direction(i, true))
                .or_else(|| before.find_map(|i| self.verb_direction(i, false)))
        } else {
            before
                .find_map(|i| self.verb_direction(i, false))
                .or_else(|| self.is_to_come(start).then_some(Direction::Future))
                .or_else(|| after.find_map(|i| self.verb_direction(i, true)))
        };
        match nearest {
            Some(Direction::Past) if !deadline => Direction::Past,
            Some(Direction::Future) => Direction::Future,
            _ if deadline => Direction::Future,
            _ => Direction::Unknown,
        }
    }

    /// Whether the time `start..end` stands before its clause: after "that", or with a possessive.
    fn opens_clause(&self, start: usize, end: usize) -> bool {
        let before = if self.before(start) == Some(Tag::On) { start.saturating_sub(1) } else { start };
        self.before(before) == Some(Tag::That) && !self.mark(end, '.')
            || self.mark(end, '\'') && self.is(end + 1, Tag::LetterS)
    }

    fn ends_in_ly(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.span.of(self.text).ends_with("ly"))
    }

    /// What the word at `i` says of its clause; whether it stands after the time.
    pub(super) fn verb_direction(&self, i: usize, after: bool) -> Option<Direction> {
        match self.tag(i) {
            // "since announcing it in October"
            Tag::Since => Some(Direction::Past),
            // "had been due to expire Friday" did not
            Tag::FutureVerb
                if self.word_is(i.wrapping_sub(1), "been") && self.word_is(i.wrapping_sub(2), "had") =>
            {
                Some(Direction::Past)
            }
            // "could not be reached on Friday"
            Tag::FutureVerb
                if self.word_is(i, "could") && self.word_is(i + 1, "not") && self.is(i + 2, Tag::Be) =>
            {
                Some(Direction::Past)
            }
            // "a spending plan announced on Monday" looks nowhere
            Tag::FutureNoun if !self.is(i + 1, Tag::To) => None,
            Tag::FutureNoun => Some(Direction::Future),
            // "to be delivered Wednesday"
            Tag::Be if self.before(i) == Some(Tag::To) => Some(Direction::Future),
            // "due to expire": the first of them decides
            Tag::FutureVerb
                if self.before(i) == Some(Tag::To) && self.is(i.wrapping_sub(2), Tag::FutureVerb) =>
            {
                None
            }
            // "would not say Friday" is told of the past
            Tag::RefusedVerb | Tag::PresentVerb if self.refused(i) => Some(Direction::Past),
            // "in the hopes of winning", "the scheduled vote"
            Tag::FutureVerb if self.before(i) == Some(Tag::The) => None,
            // "did not meet"
            Tag::PlannedVerb if (i.saturating_sub(2)..i).any(|k| self.word_is(k, "did")) => {
                Some(Direction::Past)
            }
            // "threatened to leave Sunday", but "promised Sunday that"
            Tag::PromisedVerb if after || self.is(i + 2, Tag::A) || self.is(i + 2, Tag::The) => {
                Some(Direction::Past)
            }
            Tag::PromisedVerb if self.is(i + 1, Tag::To) => Some(Direction::Future),
            Tag::PromisedVerb => Some(Direction::Past),
            // "to meet demand" is no meeting
            Tag::PlannedVerb
                if self.is(i + 1, Tag::Other)
                    && !self.lexeme(i + 1).capital
                    && !self.word_is(i + 1, "with")
                    && !self.ends_in_ly(i + 1) =>
            {
                None
            }
            // "ahead of the vote on Monday"
            Tag::FutureVerb | Tag::PlannedVerb | Tag::Ahead => Some(Direction::Future),
            // "is to resume on Tuesday"
            Tag::To if self.word_is(i.wrapping_sub(1), "is") || self.word_is(i.wrapping_sub(1), "are") => {
                Some(Direction::Future)
            }
            // "May" the month is capital
            Tag::MonthWord if self.value(i) == 5 && !self.lexeme(i).capital => Some(Direction::Future),
            Tag::PastVerb if self.is(i + 1, Tag::To) && self.word_is(i, "set") => Some(Direction::Future),
            // "will be paid", "to put", "an unsigned note", "the cut"
            Tag::PastVerb
                if matches!(
                    self.before(i),
                    Some(
                        Tag::Be
                            | Tag::To
                            | Tag::A
                            | Tag::The
                            | Tag::This
                            | Tag::That
                            | Tag::Of
                            | Tag::FutureVerb
                    )
                ) =>
            {
                None
            }
            // "asked what would change if he won on Nov. 8"
            Tag::PastVerb if self.supposed(i) => Some(Direction::Future),
            Tag::PastVerb => Some(Direction::Past),
            _ => None,
        }
    }

    /// Whether somebody would not do what the verb of saying at `i` says: "wouldn't say", "would not comment".
    fn refused(&self, i: usize) -> bool {
        let verb = self.is(i, Tag::RefusedVerb) || self.word_is(i, "say");
        let not = |k: usize| self.word_is(k, "not") || self.word_is(k, "n't") || self.word_is(k, "n’t");
        verb && (i.saturating_sub(2)..i).any(not)
            && (i.saturating_sub(4)..i).any(|k| self.word_is(k, "would"))
    }

    /// Whether the verb at `i` stands in a condition of what would be.
    fn supposed(&self, i: usize) -> bool {
        let Some(condition) = (i.saturating_sub(3)..i).rev().find(|&k| self.word_is(k, "if")) else {
            return false;
        };
        (condition.saturating_sub(CLAUSE / 2)..condition).any(|k| self.is(k, Tag::FutureVerb))
    }

    /// "the vote is Tuesday", "there is an election on Tuesday": what is told in the present, a few words before a day.
    fn is_to_come(&self, start: usize) -> bool {
        let near = (start.saturating_sub(PRESENT)..start).rev();
        let sentence = self.tokens.get(start).map(|t| t.sentence);
        near.take_while(|&k| self.tokens.get(k).map(|t| t.sentence) == sentence)
            .find_map(|k| match self.tag(k) {
                Tag::PresentVerb => Some(self.word_is(k, "is") || self.word_is(k, "are")),
                Tag::Other if self.lexeme(k).capital || self.is(k, Tag::A) => None,
                Tag::Mark | Tag::Relative | Tag::And | Tag::Of => Some(false),
                _ => None,
            })
            .unwrap_or(false)
    }
}
