//! Times of day: "10 a.m. Tuesday", "5:30 p.m. EST", "noon", "five o'clock", "21:30 GMT".

use super::TimexType;
use super::lexicon::Tag;
use super::reader::{Found, Reader, TimeOfDay};

impl Reader<'_> {
    /// A time of day that begins at `i`, with the day that follows it.
    pub(super) fn clock(&self, i: usize) -> Option<Found> {
        let begin = if matches!(self.tag(i), Tag::Approximately) { i + 1 } else { i };
        let (time, after) = match self.part_of_some_day(begin) {
            Some(part) => part,
            None => self.clock_time(begin).map(|(time, after)| (time, self.zone(after)))?,
        };
        let comma = self.skip(after, ',');
        let on = self.skip_tag(comma, Tag::On);
        let day = self.day_point(on).or_else(|| if comma == after { None } else { self.day_point(comma) });
        Some(match day {
            Some((moment, end)) => Found::date(moment, Some(time), end),
            None => {
                let value = format!("XXXX-XX-XX{}", time.value());
                Found { dayless: Some(time), ..Found::other(TimexType::Time, value, after) }
            }
        })
    }

    /// "in the morning", "mid-morning": a part of a day that stands elsewhere.
    fn part_of_some_day(&self, i: usize) -> Option<(TimeOfDay, usize)> {
        let at = match self.tag(i) {
            Tag::The if self.before(i) == Some(Tag::In) => i + 1,
            Tag::Mid if self.inner_mark(i + 1, '-') => i + 2,
            Tag::Mid => i + 1,
            _ => return None,
        };
        // "at night" is any night, "the night" seldom a time
        let part = self.is(at, Tag::PartOfDay) && self.value(at) < 4 && !self.is(at + 1, Tag::Of);
        (part && !self.inner_mark(at + 1, '-')).then_some((TimeOfDay::Part(self.value(at)), at + 1))
    }

    fn clock_time(&self, i: usize) -> Option<(TimeOfDay, usize)> {
        let lexeme = self.lexeme(i);
        match lexeme.tag {
            // "1430 GMT"
            Tag::Digits if lexeme.digits == 4 && lexeme.value < 2400 && lexeme.value % 100 < 60 => {
                let zoned = self.zone(i + 1) > i + 1;
                zoned.then_some((TimeOfDay::Clock(lexeme.value / 100, lexeme.value % 100), i + 1))
            }
            Tag::Digits | Tag::Cardinal if lexeme.value == 12 && self.is(i + 1, Tag::ClockWord) => {
                Some((TimeOfDay::Clock(self.value(i + 1), 0), i + 2))
            }
            Tag::ClockWord => Some((TimeOfDay::Clock(lexeme.value, 0), i + 1)),
            Tag::DigitClock => Some((TimeOfDay::Clock(lexeme.value, 0), i + 1)),
            Tag::Digits if lexeme.digits <= 2 && lexeme.value <= 24 => self.written_clock(i),
            // "four in the morning", "6 in the evening"
            Tag::Digits | Tag::Cardinal
                if (1..=12).contains(&lexeme.value)
                    // "half past six", "ten to five"
                    && !self.word_is(i.wrapping_sub(1), "past")
                    && !self.word_is(i.wrapping_sub(1), "to")
                    && self.is(i + 1, Tag::In)
                    && self.is(i + 2, Tag::The)
                    && self.is(i + 3, Tag::PartOfDay)
                    && self.value(i + 3) < 4 =>
            {
                Some((TimeOfDay::Clock(hour(lexeme.value, self.value(i + 3) > 1), 0), i + 4))
            }
            Tag::Cardinal if lexeme.value <= 12 => match self.half_of_day(i + 1) {
                Some((afternoon, end)) => Some((TimeOfDay::Clock(hour(lexeme.value, afternoon), 0), end)),
                None => self.oclock(i),
            },
            _ => None,
        }
    }

    fn written_clock(&self, i: usize) -> Option<(TimeOfDay, usize)> {
        if self.lexeme(i).glued
            && self.before(i) == Some(Tag::Mark)
            && !self.mark(i - 1, '(')
            && !self.mark(i - 1, '-')
        {
            return None;
        }
        let hours = self.value(i);
        let minutes = self.lexeme(i + 2);
        let colon = self.inner_mark(i + 1, ':') || self.inner_mark(i + 1, '.');
        if colon
            && minutes.digits == 2
            && minutes.value < 60
            && matches!(minutes.tag, Tag::Digits | Tag::DigitClock)
        {
            if let Some((afternoon, end)) = self.half_of_day(i + 3) {
                return (hours <= 12).then(|| (TimeOfDay::Clock(hour(hours, afternoon), minutes.value), end));
            }
            let prepared = matches!(
                self.before(i),
                Some(
                    Tag::At
                        | Tag::Until
                        | Tag::Approximately
                        | Tag::From
                        | Tag::Since
                        | Tag::After
                        | Tag::Preposition
                )
            );
            let goes_on = self.inner_mark(i + 3, ':') || self.inner_mark(i + 3, '.');
            // the entries of a live report begin with their time
            let known = prepared
                || i == 0 && minutes.tag == Tag::Digits && self.lexemes.len() > 3
                || self.zone(i + 3) > i + 3;
            return (self.mark(i + 1, ':') && !goes_on && known && hours < 24)
                .then_some((TimeOfDay::Clock(hours, minutes.value), i + 3));
        }
        if let Some((afternoon, end)) = self.half_of_day(i + 1) {
            return (1..=12).contains(&hours).then(|| (TimeOfDay::Clock(hour(hours, afternoon), 0), end));
        }
        self.oclock(i)
    }

    /// "5 o'clock".
    fn oclock(&self, i: usize) -> Option<(TimeOfDay, usize)> {
        (self.is(i + 1, Tag::LetterO) && self.inner_mark(i + 2, '\'') && self.is(i + 3, Tag::Clock))
            .then(|| (TimeOfDay::Clock(self.value(i), 0), i + 4))
    }

    /// "a.m.", "p.m.", "am", "PM": whether it is the afternoon, and where it ends.
    fn half_of_day(&self, i: usize) -> Option<(bool, usize)> {
        match self.tag(i) {
            Tag::Am | Tag::Pm => Some((self.is(i, Tag::Pm), i + 1)),
            Tag::A | Tag::LetterP if self.inner_mark(i + 1, '.') && self.is(i + 2, Tag::LetterM) => {
                let end = if self.mark(i + 3, '.') && self.lexeme(i + 3).glued { i + 4 } else { i + 3 };
                Some((self.is(i, Tag::LetterP), end))
            }
            _ => None,
        }
    }

    /// Past a time zone: "EST", "(GMT)" is left, "Eastern time", "local time".
    fn zone(&self, i: usize) -> usize {
        match (self.tag(i), self.tag(i + 1)) {
            (Tag::Zone, _) if self.lexeme(i).capital => i + 1,
            (Tag::ZoneName, Tag::Time) => i + 2,
            // "5 p.m. Moscow time"
            (Tag::Other, Tag::Time) if self.lexeme(i).capital && !self.lexeme(i + 1).capital => i + 2,
            _ => i,
        }
    }
}

fn hour(hour: i32, afternoon: bool) -> i32 {
    hour % 12 + if afternoon { 12 } else { 0 }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn times_of_day() {
        check(
            "2025-12-19",
            &[
                ("He spoke at 10 a.m. Tuesday.", &[("10 a.m. Tuesday", "2025-12-16T10:00")]),
                ("It ended at 5:30 p.m. EST, Dec. 5.", &[("5:30 p.m. EST, Dec. 5", "2025-12-05T17:30")]),
                ("It broke down at noon Thursday.", &[("noon Thursday", "2025-12-18T12:00")]),
                ("It began at 8pm on Dec. 3.", &[("8pm on Dec. 3", "2025-12-03T20:00")]),
                (
                    "On Tuesday, he rose at five o'clock.",
                    &[("Tuesday", "2025-12-16"), ("five o'clock", "2025-12-16T05:00")],
                ),
                ("It fell at 21:30 GMT.", &[("21:30 GMT", "2025-12-19T21:30")]),
                ("It fell at four in the morning.", &[("four in the morning", "2025-12-19T04:00")]),
                ("18:40 Crews have left the wharf.", &[("18:40", "2025-12-19T18:40")]),
                ("It fell at 1430 GMT on Monday.", &[("1430 GMT on Monday", "2025-12-15T14:30")]),
                ("It fell at 5 p.m. local time Monday.", &[("5 p.m. local time Monday", "2025-12-15T17:00")]),
                ("They met at 12 noon.", &[("12 noon", "2025-12-19T12:00")]),
                (
                    "On Monday he rose early, and fell in the morning.",
                    &[("Monday", "2025-12-15"), ("the morning", "2025-12-15TMO")],
                ),
                ("Shares fell at mid-afternoon Monday.", &[("mid-afternoon Monday", "2025-12-15TAF")]),
                ("He lost 1430 men in the night of the long knives.", &[]),
                ("It won 3:2, by 10.30 points, and Psalm 23:4.", &[]),
            ],
        );
    }

    #[test]
    fn without_a_day_nothing_is_invented() {
        check("", &[("It fell at 5 p.m. there.", &[("5 p.m.", "XXXX-XX-XXT17:00")])]);
    }
}
