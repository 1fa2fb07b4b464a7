//! How often something happens: "every Monday", "twice a week", "Tuesday nights", "daily".

use super::TimexType;
use super::lexicon::Tag;
use super::moment::Moment;
use super::reader::{Found, Reader, TimeOfDay};
use super::units::{Count, DAY, MONTH, WEEK, YEAR, duration_value};

impl Reader<'_> {
    /// A set that begins at `i`.
    pub(super) fn repeated(&self, i: usize) -> Option<Found> {
        let set = |value: String, end: usize| Some(Found::other(TimexType::Set, value, end));
        match self.tag(i) {
            Tag::Every => {
                let other =
                    matches!(self.tag(i + 1), Tag::OtherOne | Tag::Ordinal) && !self.is(i + 1, Tag::Mark);
                let at = if other { i + 2 } else { i + 1 };
                let end = at + 1;
                match self.tag(at) {
                    Tag::Unit if other && self.is(i + 1, Tag::Ordinal) => set(
                        duration_value(Count::Tenths(i64::from(self.value(i + 1)) * 10), self.value(at)),
                        end,
                    ),
                    Tag::Unit => {
                        set(duration_value(Count::Tenths(if other { 20 } else { 10 }), self.value(at)), end)
                    }
                    Tag::Weekday => {
                        let part = TimeOfDay::Part(self.value(end));
                        match self.tag(end) {
                            Tag::PartOfDay => {
                                set(format!("XXXX-WXX-{}{}", self.value(at), part.value()), end + 1)
                            }
                            _ => set(format!("XXXX-WXX-{}", self.value(at)), end),
                        }
                    }
                    Tag::Month | Tag::MonthWord => set(format!("XXXX-{:02}", self.value(at)), end),
                    Tag::Season | Tag::SeasonWord => {
                        set(Moment::Season(None, self.value(at) as u32).value(), end)
                    }
                    Tag::PartOfDay => {
                        set(format!("XXXX-XX-XX{}", TimeOfDay::Part(self.value(at)).value()), end)
                    }
                    Tag::Weekend => set("XXXX-WXX-WE".to_owned(), end),
                    Tag::Of | Tag::The => None,
                    _ => {
                        let amount = self.amount(i + 1).filter(|a| !a.article)?;
                        set(duration_value(amount.count, amount.unit), amount.end)
                    }
                }
            }
            Tag::Once | Tag::Cardinal | Tag::Digits => {
                let after = if self.is(i, Tag::Once) { i + 1 } else { i + 2 };
                if !self.is(i, Tag::Once) && !self.is(i + 1, Tag::Times) {
                    return None;
                }
                let per = matches!(self.tag(after), Tag::A | Tag::Per | Tag::Every);
                (per && self.is(after + 1, Tag::Unit))
                    .then(|| set(duration_value(Count::Tenths(10), self.value(after + 1)), after + 2))
                    .flatten()
            }
            Tag::Weekdays => {
                let end = i + 1;
                set(format!("XXXX-WXX-{}", self.value(i)), end)
            }
            Tag::Weekday if self.is(i + 1, Tag::PartsOfDay) => {
                let part = TimeOfDay::Part(self.value(i + 1)).value();
                set(format!("XXXX-WXX-{}{part}", self.value(i)), i + 2)
            }
            Tag::Often | Tag::Nightly if self.adverb(i) => {
                let value = match (self.tag(i), self.value(i)) {
                    (Tag::Nightly, _) => "XXXX-XX-XXTNI".to_owned(),
                    (_, DAY) => "XXXX-XX-XX".to_owned(),
                    (_, YEAR) => "XXXX".to_owned(),
                    (_, MONTH) => "XXXX-XX".to_owned(),
                    (_, WEEK) => "XXXX-WXX".to_owned(),
                    (_, unit) => duration_value(Count::Tenths(10), unit),
                };
                set(value, i + 1)
            }
            _ => None,
        }
    }

    /// Whether the word at `i` stands as an adverb ("meets daily.") and not before its noun ("the Daily News").
    fn adverb(&self, i: usize) -> bool {
        let attributive = matches!(self.before(i), Some(Tag::A | Tag::The | Tag::That | Tag::This));
        let next = self.tag(i + 1);
        !attributive
            && !self.lexeme(i).capital
            && (i + 1 >= self.lexemes.len()
                || next == Tag::Mark && !self.inner_mark(i + 1, '-')
                || matches!(
                    next,
                    Tag::In
                        | Tag::On
                        | Tag::At
                        | Tag::To
                        | Tag::From
                        | Tag::Preposition
                        | Tag::And
                        | Tag::Or
                        | Tag::Since
                        | Tag::Until
                        | Tag::After
                ))
    }
}

#[cfg(test)]
mod tests {
    use crate::dates::examples::check;

    #[test]
    fn repeated_times() {
        check(
            "2025-12-19",
            &[
                ("They meet every Monday.", &[("every Monday", "XXXX-WXX-1")]),
                ("They meet twice a week.", &[("twice a week", "P1W")]),
                ("They meet three times a year.", &[("three times a year", "P1Y")]),
                (
                    "They meet every two weeks and each year.",
                    &[("every two weeks", "P2W"), ("each year", "P1Y")],
                ),
                ("They meet every other day.", &[("every other day", "P2D")]),
                (
                    "They meet on Tuesday nights and Sundays.",
                    &[("Tuesday nights", "XXXX-WXX-2TNI"), ("Sundays", "XXXX-WXX-7")],
                ),
                ("They meet daily, and pay annually.", &[("daily", "XXXX-XX-XX"), ("annually", "XXXX")]),
                ("The Daily News made every effort and a weekly report.", &[]),
            ],
        );
    }
}
