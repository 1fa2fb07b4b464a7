//! Years, decades and centuries: "in 2015", "the 1996 campaign", "nineteen ninety-six", "the 1990s", "the '80s", "the 20th
//! century".

use super::lexicon::Tag;
use super::moment::Moment;
use super::reader::Reader;

/// Years that news speak of by a bare number.
const BARE_YEARS: std::ops::RangeInclusive<i32> = 1900..=2099;

impl Reader<'_> {
    /// A year of four digits, or a spoken one.
    pub(super) fn year_number(&self, i: usize) -> Option<(i32, usize)> {
        let lexeme = self.lexeme(i);
        match lexeme.tag {
            Tag::Digits if lexeme.digits == 4 && lexeme.value >= 1000 && !self.number_goes_on(i) => {
                Some((lexeme.value, i + 1))
            }
            Tag::Cardinal => self.spoken_year(i),
            _ => None,
        }
    }

    /// "nineteen ninety-six", "two thousand" after "the year".
    pub(super) fn spoken_year(&self, i: usize) -> Option<(i32, usize)> {
        let first = self.value(i);
        if first == 2 && self.is(i + 1, Tag::Thousand) && self.is(i.wrapping_sub(1), Tag::Unit) {
            return Some((2000, i + 2));
        }
        if !(17..=19).contains(&first) {
            return None;
        }
        let century = first * 100;
        match self.tag(i + 1) {
            Tag::Tens => {
                let next = if self.inner_mark(i + 2, '-') { i + 3 } else { i + 2 };
                let ones = self.lexeme(next);
                let year = century + self.value(i + 1);
                if ones.tag == Tag::Cardinal && ones.value < 10 {
                    Some((year + ones.value, next + 1))
                } else {
                    Some((year, i + 2))
                }
            }
            Tag::Cardinal if self.value(i + 1) >= 10 => Some((century + self.value(i + 1), i + 2)),
            _ => None,
        }
    }

    /// A number that is a year by what stands around it: "in 2015", "the 1996 campaign", "(2015)".
    pub(super) fn bare_year(&self, i: usize) -> Option<(Moment, usize)> {
        let (year, end) = self.year_number(i)?;
        let next = self.lexeme(end);
        if next.glued && (!matches!(next.tag, Tag::Mark) || self.mark(end, '%')) {
            return None;
        }
        let (before, glued) = (i.checked_sub(1).map(|b| self.lexeme(b)), self.lexeme(i).glued);
        if glued
            && before.is_some_and(|b| {
                b.tag == Tag::Mark
                    && !['(', '"', '\'', '-', '[', '`', '“'].iter().any(|&c| b.value == c as i32)
            })
        {
            return None;
        }
        if glued && self.inner_mark(i - 1, '-') && !matches!(self.before(i - 1), Some(Tag::Mid | Tag::Digits))
        {
            return None;
        }
        if let Some(found) = self.last_year(year, end) {
            return Some(found);
        }
        let counted = matches!(next.tag, Tag::Units | Tag::Unit | Tag::Times | Tag::Hundred | Tag::Thousand)
            || next.tag == Tag::Other && !next.capital && self.plural(end) && !self.names_its_year(year, i);
        let before = before.map_or(Tag::Mark, |b| b.tag);
        let ready = match before {
            Tag::In | Tag::Since | Tag::Fiscal | Tag::Season | Tag::SeasonWord | Tag::Unit => {
                (1000..2200).contains(&year)
            }
            Tag::Until
            | Tag::From
            | Tag::Early
            | Tag::Late
            | Tag::Preposition
            | Tag::After
            | Tag::To
            | Tag::And
            | Tag::Of
            | Tag::Than
            | Tag::Or
            | Tag::On => !counted && (1700..2100).contains(&year),
            Tag::Less | Tag::More | Tag::Approximately | Tag::Least | Tag::Up => false,
            _ => !counted && BARE_YEARS.contains(&year),
        };
        (ready && !(counted && before == Tag::In)).then_some((Moment::Year(year), end))
    }

    /// Whether a number before a plural is a year for all that: "the 2018 midterms", not "the 2000 soldiers".
    fn names_its_year(&self, year: i32, i: usize) -> bool {
        self.before(i) == Some(Tag::The) && (1950..2050).contains(&year) && year % 100 != 0
    }

    /// "1992-95", "1992-1995": the years from one to the other; no more than a century.
    fn last_year(&self, first: i32, i: usize) -> Option<(Moment, usize)> {
        let last = self.lexeme(i + 1);
        if !self.inner_mark(i, '-')
            || last.tag != Tag::Digits
            || self.number_goes_on(i + 1)
            || self.inner_mark(i + 2, '-')
        {
            return None;
        }
        let last = match last.digits {
            2 => first / 100 * 100 + last.value,
            4 => last.value,
            _ => return None,
        };
        let known = BARE_YEARS.contains(&first) && first < last && last - first <= 100;
        known.then_some((Moment::Years(first, last), i + 2))
    }

    /// Whether the word at `i` looks like a plural noun.
    fn plural(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| {
            let word = t.span.of(self.text).as_bytes();
            word.len() > 3 && word.ends_with(b"s") && !word.ends_with(b"ss") || word == b"people"
        })
    }

    /// "1990s", "'80s", "nineties".
    pub(super) fn decade(&self, i: usize) -> Option<(Moment, usize)> {
        let (i, quoted) =
            if self.mark(i, '\'') && self.lexeme(i + 1).glued { (i + 1, true) } else { (i, false) };
        let lexeme = self.lexeme(i);
        let decade = match lexeme.tag {
            Tag::DigitDecade if lexeme.digits == 4 && lexeme.value % 10 == 0 => lexeme.value / 10,
            Tag::DigitDecade if lexeme.digits == 2 && lexeme.value % 10 == 0 && quoted => {
                self.recent_decade(lexeme.value / 10)
            }
            Tag::DecadeWord
                if self.before(i) == Some(Tag::The)
                    || self.before(i) == Some(Tag::Late)
                    || self.before(i) == Some(Tag::Early) =>
            {
                self.recent_decade(lexeme.value)
            }
            _ => return None,
        };
        (100..220).contains(&decade).then_some((Moment::Decade(decade), i + 1))
    }

    /// The nineties are the 1990s; the twenties those of this century.
    fn recent_decade(&self, tens: i32) -> i32 {
        if tens >= 3 { 190 + tens } else { 200 + tens }
    }

    /// "20th century", "twentieth-century".
    pub(super) fn century(&self, i: usize) -> Option<(Moment, usize)> {
        let unit = if self.inner_mark(i + 1, '-') { i + 2 } else { i + 1 };
        let count = self.value(i);
        (self.is(unit, Tag::Unit) && self.value(unit) == super::units::CENTURY && (2..=22).contains(&count))
            .then_some((Moment::Century(count - 1), unit + 1))
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn months_years_decades_and_centuries() {
        check(
            "2025-12-19",
            &[
                ("The truce of October 2023 held.", &[("October 2023", "2023-10")]),
                ("The relief of the October truce has gone.", &[("October", "2025-10")]),
                ("Prices have risen since March.", &[("March", "2025-03")]),
                ("She was elected in 2015.", &[("2015", "2015")]),
                ("He lost the 1996 campaign.", &[("1996", "1996")]),
                ("Music of the 1990s and the '80s was played.", &[("the 1990s", "199"), ("the '80s", "198")]),
                ("A 20th century idea returned.", &[("20th century", "19")]),
                ("He lost the 2018 midterms to the 2000 soldiers of 2100 towns.", &[("2018", "2018")]),
                ("He fought in the 1992-95 war.", &[("1992-95", "1992/1995")]),
                ("It was said in nineteen ninety-six.", &[("nineteen ninety-six", "1996")]),
            ],
        );
    }
}
