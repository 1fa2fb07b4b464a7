//! The calendar of companies and budgets: "the third quarter", "the first half of 2024", "fiscal 1989", "year-end",
//! "the year-ago quarter".

use super::lexicon::Tag;
use super::moment::{Moment, quarter};
use super::reader::Reader;
use super::units;
use chrono::Datelike;

impl Reader<'_> {
    /// A quarter, half or fiscal year that begins at `i`.
    pub(super) fn business(&self, i: usize) -> Option<(Moment, usize)> {
        let at = self.skip_tag(i, Tag::The);
        let (moment, end) = self
            .year_earlier(at)
            .or_else(|| self.fiscal_year(at))
            .or_else(|| self.part_of_year(at))
            .or_else(|| self.year_of_quarter(at))?;
        // "the third-quarter earnings": the article is that of the earnings
        let joined = self.inner_mark(end.wrapping_sub(2), '-');
        (at == i || !joined).then_some((moment, end))
    }

    /// The quarter that results are given for: the last that was spoken of, else the one before today's.
    pub(super) fn last_quarter(&self) -> Option<Moment> {
        if let Some((year, number)) = self.quarter {
            return Some(Moment::Quarter(Some(year), number));
        }
        let today = self.anchor?;
        Some(match quarter(today) {
            1 => Moment::Quarter(today.year().checked_sub(1), 4),
            number => Moment::Quarter(Some(today.year()), number - 1),
        })
    }

    /// "year-earlier", "year-ago period", "the year-ago third quarter".
    fn year_earlier(&self, at: usize) -> Option<(Moment, usize)> {
        let joined = self.inner_mark(at + 1, '-') && matches!(self.tag(at + 2), Tag::Ago | Tag::Earlier);
        if !joined || self.value(at) != units::YEAR || !self.is(at, Tag::Unit) {
            return None;
        }
        let Some(Moment::Quarter(year, number)) = self.last_quarter() else { return None };
        let year = year?.checked_sub(1);
        if let Some((Moment::Quarter(_, number), end)) = self.part_of_year(at + 3) {
            return Some((Moment::Quarter(year, number), end));
        }
        let end = match self.tag(at + 3) {
            Tag::Period => at + 4,
            Tag::Unit if self.value(at + 3) == units::QUARTER => at + 4,
            _ => at + 3,
        };
        Some((Moment::Quarter(year, number), end))
    }

    /// "fiscal 1989", "fiscal year 2015", "the fiscal first quarter".
    fn fiscal_year(&self, i: usize) -> Option<(Moment, usize)> {
        if !self.is(i, Tag::Fiscal) {
            return None;
        }
        let next = if self.inner_mark(i + 1, '-') { i + 2 } else { i + 1 };
        if let Some(part) = self.part_of_year(next) {
            return Some(part);
        }
        let at = if self.is(next, Tag::Unit) && self.value(next) == units::YEAR { next + 1 } else { next };
        self.year_number(at).map(|(year, end)| (Moment::Year(year), end))
    }

    /// "third quarter", "third-quarter", "first half of 2024", "fourth quarter of last year".
    fn part_of_year(&self, i: usize) -> Option<(Moment, usize)> {
        let fiscal = self.skip_tag(i, Tag::Fiscal);
        let number = match self.tag(fiscal) {
            Tag::Ordinal | Tag::DigitOrdinal => self.value(fiscal),
            Tag::Last => 2,
            _ => return None,
        };
        let at = if self.inner_mark(fiscal + 1, '-') { fiscal + 2 } else { fiscal + 1 };
        let end = at + 1;
        let number = u32::try_from(number).ok()?;
        match self.tag(at) {
            Tag::Unit if self.value(at) == units::QUARTER && number <= 4 && !self.is(fiscal, Tag::Last) => {
                let (year, after) = self.year_of_part(end).map_or((None, end), |(y, e)| (Some(y), e));
                let year = year.or_else(|| {
                    let today = self.anchor?;
                    if number > quarter(today) { today.year().checked_sub(1) } else { Some(today.year()) }
                });
                Some((Moment::Quarter(year, number), after))
            }
            Tag::Half if number <= 2 => {
                let (year, after) = self.year_of_part(end)?;
                Some((Moment::Half(Some(year), number), after))
            }
            _ => None,
        }
    }

    /// " of 2024", " 2024", " of this year" after a part of a year.
    fn year_of_part(&self, i: usize) -> Option<(i32, usize)> {
        let of = self.is(i, Tag::Of);
        let at = self.skip_tag(i, Tag::Of);
        if let Some(year) = self.year_number(at) {
            return Some(year);
        }
        let at_the = if of { self.skip_tag(at, Tag::The) } else { at };
        let today = self.anchor?;
        let year_at = at_the + 1;
        if !self.is(year_at, Tag::Unit) || self.value(year_at) != units::YEAR {
            return (of
                && self.is(at, Tag::The)
                && self.is(at_the, Tag::Unit)
                && self.value(at_the) == units::YEAR)
                .then(|| (today.year(), at_the + 1));
        }
        let offset = match self.tag(at_the) {
            Tag::Last => -1,
            Tag::This | Tag::Current => 0,
            Tag::Next => 1,
            _ => return None,
        };
        Some((today.year().checked_add(offset)?, year_at + 1))
    }

    /// "the 1988 quarter", "the 1989 period", "the 1988 third quarter".
    fn year_of_quarter(&self, i: usize) -> Option<(Moment, usize)> {
        let (year, end) = self.year_number(i).filter(|(y, _)| (1900..2100).contains(y))?;
        if let Some((Moment::Quarter(_, number), after)) = self.part_of_year(end) {
            return Some((Moment::Quarter(Some(year), number), after));
        }
        let quarter = self.is(end, Tag::Unit) && self.value(end) == units::QUARTER;
        if !quarter && !self.is(end, Tag::Period) {
            return None;
        }
        match self.last_quarter()? {
            Moment::Quarter(_, number) => Some((Moment::Quarter(Some(year), number), end + 1)),
            _ => None,
        }
    }

    /// "year-end", "year end", "year's end".
    pub(super) fn end_of_year(&self, i: usize) -> Option<(Moment, usize)> {
        if let Some(found) = self.year_earlier(i) {
            return Some(found);
        }
        if self.value(i) != units::YEAR {
            return None;
        }
        let after = if self.inner_mark(i + 1, '-') {
            i + 2
        } else if self.mark(i + 1, '\'') && self.is(i + 2, Tag::LetterS) {
            i + 3
        } else {
            i + 1
        };
        let today = self.anchor?;
        self.is(after, Tag::End).then_some((Moment::Year(today.year()), after + 1))
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn quarters_halves_and_fiscal_years() {
        check(
            "2025-12-19",
            &[
                ("It earned more in the third quarter.", &[("the third quarter", "2025-Q3")]),
                ("It earned more in the first quarter of 2024.", &[("the first quarter of 2024", "2024-Q1")]),
                ("The third-quarter profit rose.", &[("third-quarter", "2025-Q3")]),
                ("Sales fell in the first half of last year.", &[("the first half of last year", "2024-H1")]),
                (
                    "Spending in fiscal 2019 and fiscal year 2020 rose.",
                    &[("fiscal 2019", "2019"), ("fiscal year 2020", "2020")],
                ),
                ("It closes by year-end.", &[("year-end", "2025")]),
                ("It fell in last year's third quarter.", &[("last year's third quarter", "2024-Q3")]),
            ],
        );
    }
}
