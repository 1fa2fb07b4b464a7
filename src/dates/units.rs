//! Amounts of time: "two weeks", "over two years", "2 1/2 years", "several months", "a decade", "the past 18 months".

use super::TimexType;
use super::lexicon::Tag;
use super::moment::{Moment, years_before};
use super::reader::{Found, Reader};

// the values of `unit` and `units` in `data/words.tsv`, from the smallest
pub(super) const SECOND: i32 = 0;
pub(super) const MINUTE: i32 = 1;
pub(super) const HOUR: i32 = 2;
pub(super) const DAY: i32 = 3;
pub(super) const WEEK: i32 = 4;
pub(super) const MONTH: i32 = 5;
pub(super) const QUARTER: i32 = 6;
pub(super) const YEAR: i32 = 7;
pub(super) const DECADE: i32 = 8;
pub(super) const CENTURY: i32 = 9;

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// In tenths.
    Tenths(i64),
    /// "several", "a few", bare plural.
    Some,
}

/// An amount of time that was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub(super) count: Count,
    pub(super) unit: i32,
    pub(super) end: usize,
    /// "two-year".
    hyphen: bool,
    /// "a year", "a decade": no number.
    pub(super) article: bool,
}

impl Reader<'_> {
    /// A duration that begins at `i`, or a date that is one away from today ("two weeks ago").
    pub(super) fn amount_of_time(&self, i: usize) -> Option<Found> {
        let begin = self.after_modifier(i);
        if self.is(begin, Tag::Unit) {
            return None;
        }
        if let Some(amount) = self.amount(begin) {
            if let Some(found) = self.counted_from_today(amount) {
                return Some(found);
            }
            return self.duration(i, begin, amount);
        }
        // "at least the past 18 months", but "over the past 18 months" is in them
        let within = ["over", "under", "around"].iter().any(|word| self.word_is(i, word));
        let bare = begin > i && (within || !self.is(begin, Tag::The));
        if bare { None } else { self.vague_length(i).or_else(|| self.determined(begin)) }
    }

    /// "the past decade", "over the last decade": the ten years up to today, not those that a zero begins.
    pub(super) fn past_decade(&self, i: usize) -> Option<Found> {
        let at = if matches!(self.tag(i), Tag::The | Tag::This) { i + 1 } else { i };
        let unit = self.value(at + 1);
        let long = self.is(at + 1, Tag::Unit) && unit >= DECADE;
        let joined = self.is(at + 2, Tag::Of) || self.inner_mark(at + 2, '-');
        // "last decade" and "the last decade of the century" have a zero
        let through = || {
            let before = i.checked_sub(1);
            self.is(i, Tag::The)
                && before.is_some_and(|b| {
                    matches!(self.tag(b), Tag::Approximately | Tag::Preposition | Tag::Within)
                })
        };
        let past = self.is(at, Tag::Past) || self.is(at, Tag::Last) && unit == DECADE && through();
        if !long || joined || !past {
            return None;
        }
        let value = duration_value(Count::Tenths(10), unit);
        let years = if unit == DECADE { 10 } else { 100 };
        let interval = self.anchor.and_then(|today| Some((years_before(today, years)?, today)));
        Some(Found { interval, ..Found::other(TimexType::Duration, value, at + 2) })
    }

    /// "some time", "a while", "a long time", "the year ended June 30": a length that no number says, or one that is
    /// known without it.
    fn vague_length(&self, i: usize) -> Option<Found> {
        let found = |value: &str, end: usize| Some(Found::other(TimexType::Duration, value.to_owned(), end));
        match self.tag(i) {
            Tag::Some if self.is(i + 1, Tag::Time) => found("PXX", i + 2),
            Tag::A if self.is(i + 1, Tag::While) => found("PXX", i + 2),
            Tag::A if self.is(i + 1, Tag::Long) && self.is(i + 2, Tag::Time) => found("PXX", i + 3),
            Tag::The => {
                let at = self.skip_tag(i + 1, Tag::Fiscal);
                let year = self.is(at, Tag::Unit) && self.value(at) == YEAR;
                let ended = self.word_is(at + 1, "ended") || self.word_is(at + 1, "ending");
                if year && ended { found("P1Y", at + 1) } else { None }
            }
            _ => None,
        }
    }

    /// "about", "more than", "at least", "up to", "almost" before an amount.
    fn after_modifier(&self, i: usize) -> usize {
        match (self.tag(i), self.tag(i + 1)) {
            (Tag::Approximately, Tag::Several | Tag::Few) => i,
            (Tag::Approximately, _) => i + 1,
            (Tag::More | Tag::Less, Tag::Than) => i + 2,
            (Tag::At, Tag::Least) => i + 2,
            (Tag::Up, Tag::To) => i + 2,
            (Tag::No, Tag::More | Tag::Less) if self.is(i + 2, Tag::Than) => i + 3,
            _ => i,
        }
    }

    /// A number and a unit.
    pub(super) fn amount(&self, i: usize) -> Option<Amount> {
        let (count, mut next, article) = self.count(i)?;
        // "two to three weeks", "two or three days", "12-18 months"
        if (matches!(self.tag(next), Tag::To | Tag::Or) || self.inner_mark(next, '-'))
            && let Some((_, after, false)) = self.count(next + 1)
        {
            next = after;
        }
        let hyphen = self.inner_mark(next, '-');
        let mut at = if hyphen { next + 1 } else { next };
        if matches!(self.tag(at), Tag::More | Tag::Full | Tag::OtherOne) && !hyphen {
            at += 1;
        }
        let unit = self.lexeme(at);
        let plural = match unit.tag {
            Tag::Units => true,
            Tag::Unit => false,
            Tag::Fortnight if article => {
                return Some(Amount {
                    count: Count::Tenths(20),
                    unit: WEEK,
                    end: at + 1,
                    hyphen,
                    article: false,
                });
            }
            _ => return None,
        };
        // "three-quarters" is a fraction
        if hyphen && plural {
            return None;
        }
        // "the year-ago quarter", "a year-long", "century-old"
        if article && (hyphen || plural) || unit.capital && article && !self.begins_sentence(i) {
            return None;
        }
        let mut end = at + 1;
        let mut count = count;
        // "a year and a half"
        if self.is(end, Tag::And) && self.is(end + 1, Tag::A) && self.is(end + 2, Tag::Half) {
            if let Count::Tenths(tenths) = &mut count {
                *tenths = tenths.saturating_add(5);
            }
            end += 3;
        }
        // "a year or two", "a day or so" before "ago" has its own rule
        if article && self.is(end, Tag::Or) && self.is(end + 1, Tag::Cardinal) && self.value(end + 1) == 2 {
            end += 2;
        }
        Some(Amount { count, unit: unit.value, end, hyphen, article })
    }

    /// A length of time that stands alone.
    fn duration(&self, start: usize, begin: usize, amount: Amount) -> Option<Found> {
        let end = amount.end;
        // ages are not times: "52 years old", "a 12-year-old boy"; but "the eight-month-old truce" is as old as that
        let old = self.inner_mark(end, '-') && self.is(end + 1, Tag::Old);
        if old
            && (WEEK..YEAR).contains(&amount.unit)
            && self.is(end + 2, Tag::Other)
            && !self.is(end + 2, Tag::Person)
        {
            return Some(Found::other(
                TimexType::Duration,
                duration_value(amount.count, amount.unit),
                end + 2,
            ));
        }
        if self.is(end, Tag::Old) || old {
            return None;
        }
        // "the 10-minute mark", "seconds" and "quarters" are more often something else
        if amount.unit == SECOND && amount.count == Count::Some || amount.unit == QUARTER && amount.article {
            return None;
        }
        if amount.article {
            // "$5 a day", "four flights a week" say how often; "a year" alone is seldom meant as a time
            let prepared = start < begin
                || matches!(
                    self.before(start),
                    None | Some(
                        Tag::In
                            | Tag::Preposition
                            | Tag::Within
                            | Tag::After
                            | Tag::Of
                            | Tag::Just
                            | Tag::Since
                            | Tag::Than
                            | Tag::PastVerb
                            | Tag::To
                            | Tag::Least
                    )
                )
                || amount.unit >= DECADE
                || self.begins_sentence(start);
            if !prepared || self.inner_mark(end, '-') {
                return None;
            }
        }
        // "more than 20 minutes": the modifier belongs to it; "about" before "a two-year war" does not
        if start < begin && amount.hyphen && self.is(begin, Tag::A) {
            return None;
        }
        Some(Found::other(TimexType::Duration, duration_value(amount.count, amount.unit), end))
    }

    /// "the past two years", "the first nine months", "next few days", "the two weeks", "recent months", "years".
    fn determined(&self, i: usize) -> Option<Found> {
        let after_the = self.skip_tag(i, Tag::The);
        let lexeme = self.lexeme(after_the);
        let (modified, next) = match lexeme.tag {
            Tag::Last
            | Tag::Past
            | Tag::Next
            | Tag::Coming
            | Tag::Previous
            | Tag::Following
            | Tag::Latest
            | Tag::Ordinal
            | Tag::Recent
            | Tag::Future
            | Tag::Full => (Some(lexeme.tag), after_the + 1),
            _ => (None, after_the),
        };
        if self.is(next, Tag::Units) {
            return self.bare_units(i, modified, next);
        }
        if next == i {
            return None;
        }
        let amount = self.amount(next).filter(|a| !a.article)?;
        let whole = self.is(amount.end - 1, Tag::Units) || modified.is_some();
        if amount.hyphen || self.is(amount.end, Tag::Old) || !whole {
            return None;
        }
        // "the two years": what the text said before; "the two years ago" does not exist
        if amount.unit <= MINUTE && modified.is_none() {
            return None;
        }
        Some(Found::other(TimexType::Duration, duration_value(amount.count, amount.unit), amount.end))
    }

    /// "years", "recent months", "the weeks ahead".
    fn bare_units(&self, i: usize, modified: Option<Tag>, units: usize) -> Option<Found> {
        let unit = self.lexeme(units);
        let end = units + 1;
        let name = unit.capital && !self.begins_sentence(i);
        let old = self.is(end, Tag::Old) || self.inner_mark(end, '-');
        if name || old || matches!(unit.value, SECOND | QUARTER) && modified.is_none() {
            return None;
        }
        match (modified, self.tag(end)) {
            (Some(Tag::Recent | Tag::Past), _) if unit.value >= YEAR || unit.value == DAY => {
                return Some(Found::date(Moment::Past, None, end));
            }
            (Some(Tag::Coming | Tag::Future | Tag::Next | Tag::Following), _)
                if modified != Some(Tag::Following) =>
            {
                return Some(Found::date(Moment::Future, None, end));
            }
            (None, Tag::Ago | Tag::Earlier) => return Some(Found::date(Moment::Past, None, end + 1)),
            (Some(Tag::Ordinal | Tag::Full | Tag::Following | Tag::Latest), _) if unit.value > HOUR => {
                return None;
            }
            _ => {}
        }
        if modified.is_none() {
            // "the days of …", "these days", "three-and-a-half years" have their own rules
            let number_before = matches!(
                self.before(i),
                Some(
                    Tag::Of
                        | Tag::Digits
                        | Tag::Cardinal
                        | Tag::Hundred
                        | Tag::Thousand
                        | Tag::Half
                        | Tag::Units
                        | Tag::Tens
                )
            );
            if number_before
                || self.lexeme(i).glued
                    && !self.mark(i.wrapping_sub(1), '"')
                    && !self.mark(i.wrapping_sub(1), '`')
            {
                return None;
            }
        }
        // "weeks or months"
        let both = matches!(self.tag(end), Tag::Or | Tag::And) && self.is(end + 1, Tag::Units);
        let end = if both { end + 2 } else { self.skip_tag(end, Tag::Ahead) };
        Some(Found::other(TimexType::Duration, duration_value(Count::Some, unit.value), end))
    }
}

/// "P2Y", "PT36H", "P2Y6M", "PXM".
pub(super) fn duration_value(count: Count, unit: i32) -> String {
    let (prefix, letter, factor) = match unit {
        SECOND => ("PT", "S", 1),
        MINUTE => ("PT", "M", 1),
        HOUR => ("PT", "H", 1),
        DAY => ("P", "D", 1),
        WEEK => ("P", "W", 1),
        MONTH => ("P", "M", 1),
        QUARTER => ("P", "Q", 1),
        YEAR => ("P", "Y", 1),
        DECADE => ("P", "Y", 10),
        _ => ("P", "Y", 100),
    };
    let Count::Tenths(tenths) = count else {
        let letter = match unit {
            DECADE => "E",
            CENTURY => "C",
            _ => letter,
        };
        return format!("{prefix}X{letter}");
    };
    let tenths = tenths.saturating_mul(factor);
    let (whole, tenth) = (tenths / 10, tenths % 10);
    match (unit, tenth) {
        (_, 0) => format!("{prefix}{whole}{letter}"),
        (YEAR, 5) if whole > 0 => format!("P{whole}Y6M"),
        (YEAR, 5) => "P6M".to_owned(),
        (HOUR, 5) if whole > 0 => format!("PT{whole}H30M"),
        (HOUR, 5) => "PT30M".to_owned(),
        (MINUTE, 5) if whole > 0 => format!("PT{whole}M30S"),
        _ => format!("{prefix}{whole}.{tenth}{letter}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn lengths_of_time() {
        check(
            "2025-12-19",
            &[
                ("It paused over two years of war.", &[("over two years", "P2Y")]),
                ("It took 18 months and a decade of work.", &[("18 months", "P18M"), ("a decade", "P10Y")]),
                (
                    "A two-week strike lasted more than four hours.",
                    &[("two-week", "P2W"), ("more than four hours", "PT4H")],
                ),
                (
                    "It took 2 1/2 years, or two and a half years.",
                    &[("2 1/2 years", "P2Y6M"), ("two and a half years", "P2Y6M")],
                ),
                ("In the past two months, it fell.", &[("the past two months", "P2M")]),
                (
                    "The talks went on for several years and a few days.",
                    &[("several years", "PXY"), ("a few days", "PXD")],
                ),
                (
                    "It lasted half an hour and twenty-four days.",
                    &[("half an hour", "PT30M"), ("twenty-four days", "P24D")],
                ),
                ("It fell over the past two months.", &[("the past two months", "P2M")]),
                ("It fell for at least the past two months.", &[("at least the past two months", "P2M")]),
                ("They stay for some time, or a while.", &[("some time", "PXX"), ("a while", "PXX")]),
                ("He will be back in a year or two.", &[("a year or two", "P1Y")]),
                ("It takes weeks or months.", &[("weeks or months", "PXW")]),
                ("The eight-month-old truce held.", &[("eight-month-old", "P8M")]),
                ("An eight-month-old boy died.", &[]),
                (
                    "It earned less in the year ended June 30.",
                    &[("the year", "P1Y"), ("June 30", "2025-06-30")],
                ),
                ("Within weeks he was gone.", &[("weeks", "PXW")]),
                ("It fell over the past decade.", &[("the past decade", "P10Y")]),
                ("It fell for the last decade.", &[("the last decade", "P10Y")]),
                ("It fell last decade.", &[("last decade", "201")]),
                ("It was the worst of the past century.", &[("the past century", "P100Y")]),
            ],
        );
    }

    #[test]
    fn what_is_no_length_of_time() {
        check(
            "2025-12-19",
            &[
                ("Mr. Roe, 52 years old, and a 12-year-old boy ate three-quarters.", &[]),
                ("It costs $5 a day.", &[]),
                ("The Golden Years of the House of Days.", &[]),
            ],
        );
    }
}
