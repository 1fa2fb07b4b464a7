//! Numbers before a unit of time: "18", "1,200", "2 1/2", "twenty-four", "two and a half", "a few".

use super::lexicon::Tag;
use super::reader::Reader;
use super::units::Count;

/// No spoken number is larger, in tenths; what is written larger is nonsense.
const MOST: i64 = 10_000_000_000_000;

impl Reader<'_> {
    /// A number; the last value says that it is only "a".
    pub(super) fn count(&self, i: usize) -> Option<(Count, usize, bool)> {
        let tenths = |whole: i64, tenth: i64| Count::Tenths(whole.saturating_mul(10).saturating_add(tenth));
        match self.tag(i) {
            Tag::Several => Some((Count::Some, i + 1, false)),
            Tag::Few => Some((Count::Some, i + 1, false)),
            Tag::Couple => Some((tenths(2, 0), self.skip_tag(i + 1, Tag::Of), false)),
            Tag::Dozen => Some((tenths(12, 0), i + 1, false)),
            Tag::Half => self.is(i + 1, Tag::A).then_some((tenths(0, 5), i + 2, false)),
            Tag::A => match self.tag(i + 1) {
                Tag::Few => Some((Count::Some, i + 2, false)),
                Tag::Couple => Some((tenths(2, 0), self.skip_tag(i + 2, Tag::Of), false)),
                Tag::Dozen => Some((tenths(12, 0), i + 2, false)),
                Tag::Half => Some((tenths(0, 5), i + 2, false)),
                Tag::Hundred => Some((tenths(100, 0), i + 2, false)),
                Tag::Thousand => Some((tenths(1000, 0), i + 2, false)),
                _ => Some((tenths(1, 0), i + 1, true)),
            },
            Tag::Digits => self.written_number(i).map(|(t, end)| (Count::Tenths(t), end, false)),
            Tag::Cardinal | Tag::Tens => self.spoken_number(i).map(|(t, end)| (Count::Tenths(t), end, false)),
            _ => None,
        }
    }

    /// "18", "1,200", "2.5", "2 1/2", in tenths.
    fn written_number(&self, i: usize) -> Option<(i64, usize)> {
        let mark_before = self.lexeme(i).glued && self.before(i) == Some(Tag::Mark);
        if mark_before && ['$', '.', ',', ':', '#', '/', '£', '€'].iter().any(|&c| self.mark(i - 1, c)) {
            return None;
        }
        let mut whole = i64::from(self.value(i));
        let mut next = i + 1;
        while self.inner_mark(next, ',') && self.lexeme(next + 1).digits == 3 && next < i + 8 {
            whole = whole.saturating_mul(1000).saturating_add(i64::from(self.value(next + 1)));
            next += 2;
        }
        let mut tenths = whole.saturating_mul(10);
        if self.inner_mark(next, '.') && self.lexeme(next + 1).digits == 1 {
            tenths = tenths.saturating_add(i64::from(self.value(next + 1)));
            next += 2;
        } else if self.is(next, Tag::Digits) && self.inner_mark(next + 1, '/') && self.value(next + 2) == 2 {
            tenths = tenths.saturating_add(5);
            next += 3;
        }
        Some((tenths, next))
    }

    /// "two", "twenty-four", "two hundred", "two and a half", in tenths.
    fn spoken_number(&self, i: usize) -> Option<(i64, usize)> {
        let (mut total, mut current, mut next) = (0i64, 0i64, i);
        while next < i + 10 {
            match self.tag(next) {
                Tag::Cardinal | Tag::Tens => current = current.saturating_add(i64::from(self.value(next))),
                Tag::Hundred => current = current.max(1).saturating_mul(100),
                Tag::Thousand => {
                    total = current.max(1).saturating_mul(1000);
                    current = 0;
                }
                _ if self.inner_mark(next, '-') && self.is(next + 1, Tag::Cardinal) && next > i => {}
                _ => break,
            }
            next += 1;
        }
        let mut tenths = total.saturating_add(current).saturating_mul(10);
        if self.is(next, Tag::And) && self.is(next + 1, Tag::A) && self.is(next + 2, Tag::Half) {
            tenths = tenths.saturating_add(5);
            next += 3;
        }
        (next > i && tenths <= MOST).then_some((tenths, next))
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn numbers_before_a_unit() {
        check(
            "2025-12-19",
            &[
                ("It took 1,200 days, or 2.5 years.", &[("1,200 days", "P1200D"), ("2.5 years", "P2Y6M")]),
                ("It took two hundred and a half years.", &[("two hundred and a half years", "P200Y6M")]),
                (
                    "It took a couple of weeks, or a dozen days.",
                    &[("a couple of weeks", "P2W"), ("a dozen days", "P12D")],
                ),
                (
                    "It took ninety hundred hundred hundred hundred hundred hundred hundred hundred hundred years.",
                    &[],
                ),
            ],
        );
    }
}
